"""Building a set of municipalities: where to start, what the finder found, the list to tick and the map to click."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from igs import kaart, zoeken
from igs.lidmaatschap import opvolger_op
from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk
from igs.regiocheck_vraag import JA, RECHTSVORMEN, Adres, Parameters

JAAR_VAN_R11 = (date(2026, 1, 1), date(2026, 12, 31))


@dataclass(frozen=True)
class Stap:
    """What a start or the finder leads to: the next address, or something to ask or say.

    `veld` is the field that asked; `keuzes` are (name, what it is, next address).
    """

    adres: Adres | None = None
    veld: str = ""
    getypt: str = ""
    melding: str = ""
    keuzes: tuple[tuple[str, str, Adres], ...] = ()


def volgende_stap(parameters: Parameters, adres: Adres, netwerk: Netwerk) -> Stap:
    """Read `?igs=`, `?regio=`, `?buren=` (begin anew) and `?zoek=` (add). At most two queries, for the finder."""
    if slug := parameters.get("igs", ""):
        igs = next((een for een in netwerk.alle_igs if een.slug == slug), None)
        return Stap(begin_met_igs(igs, adres, netwerk)) if igs else Stap(melding="Dat IGS kennen we niet.")
    if slug := parameters.get("regio", ""):
        codes = codes_van(f"/regios/{slug}/", netwerk)
        return Stap(opnieuw(adres, codes)) if codes else Stap(melding="Die regio kennen we niet.")
    for veld in ("buren", "zoek"):
        if tekst := str(parameters.get(veld, "")).strip():
            return _zoek(veld, tekst, adres, netwerk)
    return Stap()


def opnieuw(adres: Adres, codes: Iterable[str]) -> Adres:
    """Another set; the period and what was put aside stay, the answers were about the old one."""
    return adres.met(gemeenten=frozenset(codes), antwoorden={})


def begin_met_igs(igs: IGS, adres: Adres, netwerk: Netwerk) -> Adres:
    """The members of an IGS, with what we know about it already answered. After its end: the members it had then."""
    gestopt = igs.gestopt_op is not None and igs.gestopt_op < netwerk.dag
    toen = netwerk.op_andere_dag(igs.gestopt_op) if gestopt and igs.gestopt_op else netwerk
    begin = opnieuw(adres, {_nu(lid.gemeente, netwerk).nis_code for lid in toen.leden_van(igs)})
    if gestopt:
        return begin
    vorm = next((woord for woord, naam in RECHTSVORMEN.items() if naam and naam == igs.rechtsvorm), "")
    van, tot = JAAR_VAN_R11
    erkend = any(erkenning.van <= van and erkenning.tot >= tot for erkenning in netwerk.erkenningen_van(igs))
    return begin.met_antwoorden({"bestaand": JA, "rechtsvorm": vorm, "subsidie2026": JA if erkend else ""})


def met_buren(gemeente: Gemeente, netwerk: Netwerk) -> set[str]:
    return {gemeente.nis_code, *(buur.nis_code for buur in netwerk.buren(gemeente))}


def _nu(gemeente: Gemeente, netwerk: Netwerk) -> Gemeente:
    return opvolger_op(gemeente, netwerk.alle_gemeenten, netwerk.dag)


def codes_van(pad: str, netwerk: Netwerk) -> frozenset[str]:
    """The municipalities of today behind the page of a municipality, an IGS or a region; empty for any other."""
    soort, slug, *_ = [*pad.strip("/").split("/"), ""]
    if soort == "gemeenten":
        gevonden = [gemeente for gemeente in netwerk.alle_gemeenten.values() if gemeente.slug == slug]
    elif soort == "igs":
        gevonden = [lid.gemeente for lid in netwerk.leden if lid.igs.slug == slug]
    else:
        gevonden = [gemeente for gemeente in netwerk.gemeenten if gemeente.referentieregio.slug == slug]
    return frozenset(_nu(gemeente, netwerk).nis_code for gemeente in gevonden)


def _zoek(veld: str, tekst: str, adres: Adres, netwerk: Netwerk) -> Stap:
    uitslag = zoeken.zoek(tekst)
    gevonden = [uitslag.antwoord] if uitslag.antwoord else uitslag.keuze
    keuzes = _keuzes(veld, gevonden, adres, netwerk)
    if len(keuzes) == 1 and not uitslag.buiten:
        return Stap(keuzes[0][2], veld=veld)
    if keuzes:
        return Stap(veld=veld, getypt=uitslag.vraag, melding="Welke bedoel je?", keuzes=keuzes)
    if uitslag.buiten:
        namen = ", ".join(treffer.doelnaam for treffer in uitslag.buiten)
        return Stap(veld=veld, getypt=uitslag.vraag, melding=f"{namen} ligt niet in Vlaanderen.")
    nabij = _keuzes(veld, uitslag.nabije, adres, netwerk)
    zin = f"We vinden “{uitslag.vraag}” niet." + (" Bedoel je een van deze?" if nabij else " Probeer een andere naam.")
    return Stap(veld=veld, getypt=uitslag.vraag, melding=zin, keuzes=nabij)


def _keuzes(
    veld: str, treffers: Iterable[zoeken.Treffer], adres: Adres, netwerk: Netwerk
) -> tuple[tuple[str, str, Adres], ...]:
    """What can be added, or begun with, for each page that was found."""
    keuzes = []
    for treffer in treffers:
        codes = codes_van(treffer.pad, netwerk)
        if veld == "buren":
            is_gemeente = treffer.pad.startswith("/gemeenten/") and len(codes) == 1
            volgende = opnieuw(adres, met_buren(netwerk.alle_gemeenten[min(codes)], netwerk)) if is_gemeente else None
        else:
            volgende = adres.erbij(codes) if codes else None
        if volgende is not None:
            uitleg = treffer.soort if treffer.naam == treffer.doelnaam else f"{treffer.soort} {treffer.naam}"
            keuzes.append((treffer.doelnaam, uitleg, volgende))
    return tuple(keuzes)


# --- list and map -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keuzecel(kaart.Cel):
    """An area that can be clicked; `stand` says in which of three states it is."""

    stand: str = "k0"

    @property
    def klasse(self) -> str:
        return self.stand


def lijst(adres: Adres, netwerk: Netwerk) -> list[dict[str, Any]]:
    """Every municipality of today per region, and whether it is in the set."""
    return [
        {
            "regio": regio,
            "gemeenten": [
                (gemeente, gemeente.nis_code in adres.gemeenten, bool(netwerk.lidmaatschappen_van(gemeente)))
                for gemeente in gemeenten
            ],
            "gekozen": sum(gemeente.nis_code in adres.gemeenten for gemeente in gemeenten),
        }
        for regio in netwerk.regios
        if (gemeenten := netwerk.gemeenten_in(regio))
    ]


def keuzekaart(adres: Adres, netwerk: Netwerk, tekening: kaart.Tekening) -> kaart.Kaartbeeld:
    """All of Flanders, or the regions that the set touches with what lies around them."""
    codes = [] if adres.heel else _regios_rond(adres, netwerk)
    kader = tekening.kader_van(codes) if codes else None
    zichtbaar = tekening.binnen(kader) if kader else set(tekening.cellen)
    cellen: list[kaart.Cel] = [_cel(g, adres, netwerk, tekening) for g in netwerk.huidige if g.nis_code in zichtbaar]
    beeld = tekening.beeld("Kaart om gemeenten te kiezen", cellen, kader)
    if kader:
        beeld.letter = max(6, round(kader[2] / 55))
        beeld.opschriften = _namen([g for g in netwerk.huidige if g.nis_code in zichtbaar], tekening, beeld.letter)
    else:
        beeld.opschriften = kaart.gedeelde_regio_laag(netwerk).opschriften
    return beeld


def _regios_rond(adres: Adres, netwerk: Netwerk) -> list[str]:
    geraakt = {netwerk.alle_gemeenten[code].referentieregio_id for code in adres.gemeenten}
    return [gemeente.nis_code for gemeente in netwerk.huidige if gemeente.referentieregio_id in geraakt]


def _cel(gemeente: Gemeente, adres: Adres, netwerk: Netwerk, tekening: kaart.Tekening) -> Keuzecel:
    namen = " en ".join(lid.igs.naam for lid in netwerk.lidmaatschappen_van(gemeente))
    if gemeente.nis_code in adres.gemeenten:
        stand, doe = "gekozen", "haal weg"
    else:
        stand, doe = ("bezet" if namen else "k0"), f"voeg toe ({namen or 'geen IGS'})"
    pad = f"?{adres.wissel(gemeente.nis_code)}#kaart"
    return Keuzecel(pad, f"{gemeente.naam}: {doe}", tekening.cellen[gemeente.nis_code]["d"], stand=stand)


def _namen(gemeenten: list[Gemeente], tekening: kaart.Tekening, letter: int) -> list[kaart.Opschrift]:
    """The names that fit in their own area."""
    return [
        kaart.Opschrift(gemeente.naam, *cel["punt"])
        for gemeente in gemeenten
        if (cel := tekening.cellen[gemeente.nis_code])
        and len(gemeente.naam) * letter * kaart.LETTERBREEDTE <= 1.1 * (cel["kader"][2] - cel["kader"][0])
    ]
