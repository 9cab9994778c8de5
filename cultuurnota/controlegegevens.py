"""From the database to `Notagegevens`: a constant number of queries, whatever the size of the note."""

from typing import Any

from cultuurnota import begrotingsgegevens, controle
from cultuurnota.begroten import Begrotingsbeeld
from cultuurnota.controle import Belofte, Doel, Geld, Hoofdstukstand, Jaargeld, Meter, Notagegevens, Regeltoets, Werk
from cultuurnota.keuzes import Voortgang
from cultuurnota.models import Cultuurnota, Zelfbeoordeling
from igs.lidmaatschap import Lid
from igs.models import Aanstelling
from igs.netwerk import Netwerk
from igs.platte_tekst import als_zin
from igs.regels_in_gebruik import regels_op
from igs.regiocheck import Uitkomst, Uitslag, Vraag, toets
from igs.regiocheck_gebied import gebied_van
from igs.regiocheck_regels import Periode
from opnetwerk.dag import vandaag

EERSTE_JAAR_2027 = 2027
GELDREGELS = ("R14", "R15", "R17")


def lees(nota: Cultuurnota) -> Notagegevens:
    """The note as the check looks at it, on the day of today."""
    netwerk = Netwerk.op(vandaag())
    leden = netwerk.leden_van(nota.igs)
    begroting = begrotingsgegevens.lees(nota, netwerk)
    uitkomst = _regiocheck(nota, netwerk, leden) if leden else None
    beloften = {een.gemeente_id: een for een in nota.engagementen.all()}
    return Notagegevens(
        van=nota.van,
        tot=nota.tot,
        hoofdstukken=tuple(_hoofdstukken(nota)),
        uitdagingen=tuple((str(een.kenmerk), een.titel) for een in nota.uitdagingen.all()),
        doelen=tuple(_doelen(nota)),
        toetsen=(*_toetsen(uitkomst), *_geldtoetsen(begroting)),
        beloften=tuple(_belofte(lid, beloften.get(lid.gemeente.nis_code)) for lid in leden),
        geld=_geld(begroting),
        zelf_klaar=frozenset(
            een.criterium for een in nota.zelfbeoordelingen.all() if een.stand == Zelfbeoordeling.Stand.KLAAR
        ),
    )


def woorden(html: str) -> int:
    return len(als_zin(html).split())


def _hoofdstukken(nota: Cultuurnota) -> list[Hoofdstukstand]:
    return [
        Hoofdstukstand(
            str(een.kenmerk),
            een.sleutel,
            een.titel,
            woorden(een.tekst),
            tuple(een.criteria),
            een.stand == Voortgang.KLAAR,
        )
        for een in nota.hoofdstukken.all()
    ]


def _doelen(nota: Cultuurnota) -> list[Doel]:
    alle = list(nota.doelstellingen.prefetch_related("uitdagingen", "indicatoren", "acties"))
    kenmerken = {een.pk: str(een.kenmerk) for een in alle}
    return [
        Doel(
            str(een.kenmerk),
            een.titel,
            kenmerken.get(een.boven_id) if een.boven_id else None,
            tuple(een.opdrachten),
            tuple(str(uitdaging.kenmerk) for uitdaging in een.uitdagingen.all()),
            tuple(
                Meter(str(i.kenmerk), i.naam, i.nulmeting, i.streefwaarde, i.bron, i.wie) for i in een.indicatoren.all()
            ),
            tuple(Werk(str(a.kenmerk), a.titel, tuple(a.jaren), a.trekker, a.kost) for a in een.acties.all()),
        )
        for een in alle
    ]


def _regiocheck(nota: Cultuurnota, netwerk: Netwerk, leden: list[Lid]) -> Uitkomst:
    """What the Regiocheck says of the ground; the subsidy of 2026 is read from the recognition."""
    dag = vandaag()
    erkenning = netwerk.erkenning_van(nota.igs)
    vraag = Vraag(
        frozenset(lid.gemeente.nis_code for lid in leden),
        Periode.P2027 if nota.tot >= EERSTE_JAAR_2027 else Periode.P2020,
        bestaand_igs=True,
        gesubsidieerd_2026=True if erkenning is not None and erkenning.tot.year >= EERSTE_JAAR_2027 - 1 else None,
        coordinator=True if heeft_coordinator(nota, dag) else None,
    )
    return toets(vraag, gebied_van(netwerk), regels_op(dag))


def heeft_coordinator(nota: Cultuurnota, dag: Any) -> bool:
    """Whether the portal knows one on the day: an account that runs the IGS, or a public contact."""
    rijen: list[Any] = [*Aanstelling.objects.filter(igs=nota.igs_id), *nota.igs.coordinatoren.all()]
    return any(rij.van <= dag and (rij.tot is None or rij.tot >= dag) for rij in rijen)


def _toetsen(uitkomst: Uitkomst | None) -> list[Regeltoets]:
    if uitkomst is None:
        reden = "Het portaal kent op deze dag geen gemeenten van dit IGS."
        return [Regeltoets(regel, None, reden) for regel in ("R09", "R12")]
    waarden = {Uitslag.MET: True, Uitslag.NIET_MET: False, Uitslag.ONBEKEND: None, Uitslag.NVT: True}
    return [
        Regeltoets(een.regel, waarden[een.uitkomst], een.reden, een.te_bevestigen)
        for een in uitkomst.toetsen
        if een.regel in controle.TOETSPLEK and een.regel not in GELDREGELS
    ]


def _geldtoetsen(begroting: Begrotingsbeeld) -> list[Regeltoets]:
    """The rules about money, over all years of the budget."""
    toetsen = (begroting.toets(regel) for regel in GELDREGELS)
    return [Regeltoets(een.regel, een.voldaan, een.zin, een.te_bevestigen) for een in toetsen]


def _geld(begroting: Begrotingsbeeld) -> Geld | None:
    if begroting.is_leeg:
        return None
    jaren = tuple(Jaargeld(jaar.jaar, jaar.inkomsten, jaar.uitgaven) for jaar in begroting.jaren)
    return Geld(begroting.jaren[0].inbreng, jaren)


def _belofte(lid: Lid, rij: Any) -> Belofte:
    return Belofte(lid.gemeente.naam, rij.stand if rij else "", rij.bedrag if rij else None)
