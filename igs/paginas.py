"""What a page or a row of a list tells, computed from the network of the day. No queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from igs.lidmaatschap import Lid
from igs.models import IGS, Erkenning, Gemeente, Lidmaatschap, Plaats, Portret, Referentieregio, Vraag
from igs.netwerk import Netwerk, inwoners, oppervlakte


@dataclass(frozen=True)
class IGSRij:
    """An IGS in a list: what the map shows, in words and figures."""

    igs: IGS
    leden: list[Lid]
    regios: list[Referentieregio]
    inwoners: int
    erkenning: str

    @property
    def kleur(self) -> int:
        return self.igs.kleur or 0


def jaartal_na(erkenning: Erkenning) -> int:
    return erkenning.tot.year + 1


def erkenningszin(igs: IGS, netwerk: Netwerk) -> str:
    """The recognition on the day in a few words. What no source says is called not known, never 'none'."""
    nu = netwerk.erkenning_van(igs)
    if nu:
        return f"erkend tot en met {nu.tot.day} {MAANDEN[nu.tot.month - 1]} {nu.tot.year}"
    vroegere = [erkenning for erkenning in netwerk.erkenningen_van(igs) if erkenning.tot < netwerk.dag]
    if not igs.actief_op(netwerk.dag) and igs.gestopt_op:
        return f"gestopt sinds {eind_van(igs.gestopt_op)}"
    if vroegere:
        return f"erkenning vanaf {jaartal_na(vroegere[-1])}: niet bekend"
    return "erkenning: niet bekend"


MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


def eind_van(dag: date) -> str:
    return f"eind {dag.year}" if (dag.month, dag.day) == (12, 31) else f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def igs_rij(igs: IGS, netwerk: Netwerk) -> IGSRij:
    leden = netwerk.leden_van(igs)
    telling = inwoners(lid.gemeente for lid in leden)
    return IGSRij(igs, leden, netwerk.regios_van(igs), telling, erkenningszin(igs, netwerk))


def igs_feiten(igs: IGS, netwerk: Netwerk, vandaag: date) -> dict[str, Any]:
    """Everything the page of an IGS tells about members, area and recognition."""
    leden = netwerk.leden_van(igs)
    erkenningen = netwerk.erkenningen_van(igs)
    laatste = erkenningen[-1] if erkenningen else None
    return {
        "igs": igs,
        "dag": netwerk.dag,
        "gestopt": not igs.actief_op(vandaag),
        "leden": leden,
        "zonder_zekerheid": [lid for lid in leden if lid.zekerheid != "hoog"],
        "vroegere_leden": vroegere_leden(igs, netwerk),
        "regios": netwerk.regios_van(igs),
        "inwoners": inwoners(lid.gemeente for lid in leden),
        "oppervlakte": oppervlakte(lid.gemeente for lid in leden),
        "erkenningen": erkenningen,
        "onbekend_vanaf": jaartal_na(laatste) if laatste and igs.actief_op(laatste.tot + DAG) else None,
        "buur_igs": netwerk.buur_igs(igs),
    }


DAG = date.resolution


def vroegere_leden(igs: IGS, netwerk: Netwerk) -> list[Lidmaatschap]:
    """Memberships that ended before the day; mergers are no end."""
    return [
        rij
        for rij in netwerk.lidmaatschappen
        if rij.igs_id == igs.pk and rij.lid_tot is not None and rij.lid_tot < netwerk.dag
    ]


def regio_rij(regio: Referentieregio, netwerk: Netwerk) -> dict[str, Any]:
    gemeenten = netwerk.gemeenten_in(regio)
    return {
        "regio": regio,
        "gemeenten": gemeenten,
        "inwoners": inwoners(gemeenten),
        "igs": [igs for igs, _ in netwerk.igs_in(regio)],
        "zonder": sum(1 for gemeente in gemeenten if not netwerk.lidmaatschappen_van(gemeente)),
    }


def gemeente_feiten(gemeente: Gemeente, gelijknamige: list[Gemeente], netwerk: Netwerk) -> dict[str, Any]:
    """The page of one name. A former municipality shows what holds for its successor today."""
    nu = netwerk.cel(gemeente)
    plaatsen = list(Plaats.objects.filter(gemeente=nu))
    return {
        "gemeente": gemeente,
        "nu": nu,
        "is_vroeger": gemeente.bestaat_tot is not None,
        "vroegere_codes": [g for g in gelijknamige if g != gemeente],
        "voorgangers": [g for g in netwerk.alle_gemeenten.values() if g.opgegaan_in_id == nu.nis_code],
        "leden": netwerk.lidmaatschappen_van(nu),
        "vroeger_lid": [
            rij
            for rij in netwerk.lidmaatschappen
            if netwerk.cel(rij.gemeente) == nu and rij.lid_tot is not None and rij.lid_tot < netwerk.dag
        ],
        "buren": [(buur, netwerk.lidmaatschappen_van(buur)) for buur in netwerk.buren(nu)],
        "deelgemeenten": sorted({p.naam for p in plaatsen if p.soort == Plaats.Soort.DEELGEMEENTE} - {nu.naam}),
        "anderstalig": [p for p in plaatsen if p.soort == Plaats.Soort.ANDERSTALIG],
        "zetel_van": [igs for igs in netwerk.actieve_igs if igs.zetel_id == nu.nis_code],
        "dichtheid": round(Decimal(nu.inwoners) / nu.oppervlakte_km2) if nu.oppervlakte_km2 else None,
    }


def blokken(portret: Portret) -> list[tuple[Vraag, str]]:
    """The answered questions of a portrait in their order. One query."""
    return [
        (vraag, portret.antwoorden[vraag.slug]) for vraag in Vraag.objects.all() if vraag.slug in portret.antwoorden
    ]
