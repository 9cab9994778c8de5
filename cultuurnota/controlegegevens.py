"""From the database to `Notagegevens`: a constant number of queries, whatever the size of the note."""

from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from cultuurnota import controle
from cultuurnota.controle import Belofte, Doel, Geld, Hoofdstukstand, Jaargeld, Meter, Notagegevens, Regeltoets, Werk
from cultuurnota.keuzes import Voortgang
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota, Zelfbeoordeling
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
UIT = {Begrotingspost.Rubriek.PERSONEEL, Begrotingspost.Rubriek.WERKING, Begrotingspost.Rubriek.RESERVE_ERIN}


def lees(nota: Cultuurnota) -> Notagegevens:
    """The note as the check looks at it, on the day of today."""
    netwerk = Netwerk.op(vandaag())
    leden = netwerk.leden_van(nota.igs)
    begroting = Begroting.objects.prefetch_related("posten", "bijdragen").filter(nota=nota).first()
    inbreng = _inbreng(nota, begroting)
    uitkomst = _regiocheck(nota, netwerk, leden, inbreng.get(nota.van)) if leden else None
    beloften = {een.gemeente_id: een for een in nota.engagementen.all()}
    return Notagegevens(
        van=nota.van,
        tot=nota.tot,
        hoofdstukken=tuple(_hoofdstukken(nota)),
        uitdagingen=tuple((str(een.kenmerk), een.titel) for een in nota.uitdagingen.all()),
        doelen=tuple(_doelen(nota)),
        toetsen=tuple(_toetsen(uitkomst)),
        beloften=tuple(_belofte(lid, beloften.get(lid.gemeente.nis_code)) for lid in leden),
        geld=_geld(nota, begroting, inbreng, uitkomst),
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


def _regiocheck(nota: Cultuurnota, netwerk: Netwerk, leden: list[Lid], inbreng: Decimal | None) -> Uitkomst:
    """What the Regiocheck says of the ground and the money; the subsidy of 2026 is read from the recognition."""
    dag = vandaag()
    erkenning = netwerk.erkenning_van(nota.igs)
    vraag = Vraag(
        frozenset(lid.gemeente.nis_code for lid in leden),
        Periode.P2027 if nota.tot >= EERSTE_JAAR_2027 else Periode.P2020,
        bestaand_igs=True,
        gesubsidieerd_2026=True if erkenning is not None and erkenning.tot.year >= EERSTE_JAAR_2027 - 1 else None,
        inbreng=inbreng,
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
        if een.regel in controle.TOETSPLEK
    ]


def _belofte(lid: Lid, rij: Any) -> Belofte:
    return Belofte(lid.gemeente.naam, rij.stand if rij else "", rij.bedrag if rij else None)


def _inbreng(nota: Cultuurnota, begroting: Begroting | None) -> dict[int, Decimal]:
    """What the municipalities pay together per year; nothing when no amount was filled in."""
    if begroting is None:
        return {}
    if begroting.sleutel == Begroting.Sleutel.HAND:
        som: Counter[int] = Counter()
        for bijdrage in begroting.bijdragen.all():
            som[bijdrage.jaar] += bijdrage.bedrag  # type: ignore[assignment]
        return {jaar: Decimal(bedrag) for jaar, bedrag in som.items()}
    if not begroting.inbreng:
        return {}
    return {
        jaar: (begroting.inbreng * Decimal(begroting.index) ** nummer).quantize(Decimal("0.01"))
        for nummer, jaar in enumerate(nota.jaren)
    }


def _geld(
    nota: Cultuurnota, begroting: Begroting | None, inbreng: dict[int, Decimal], uitkomst: Uitkomst | None
) -> Geld | None:
    """The budget per year. The subsidy is what the Regiocheck counts, at index 1: an indication."""
    if begroting is None or (not inbreng and not begroting.posten.all()):
        return None
    subsidie = uitkomst.bedragen.subsidie if uitkomst else None
    jaren = []
    for jaar in nota.jaren:
        posten = [(post.rubriek in UIT, bedrag_in(post.bedragen, jaar)) for post in begroting.posten.all()]
        uit = sum((bedrag for is_uit, bedrag in posten if is_uit), Decimal(0))
        binnen = sum((bedrag for is_uit, bedrag in posten if not is_uit), inbreng.get(jaar, Decimal(0)))
        jaren.append(Jaargeld(jaar, None if subsidie is None else binnen + subsidie, uit))
    return Geld(inbreng.get(nota.van, Decimal(0)), tuple(jaren))


def bedrag_in(bedragen: Any, jaar: int) -> Decimal:
    """The amount of a year in the JSON of a line; 0 when it is not there or no number."""
    try:
        bedrag = Decimal(str(bedragen[str(jaar)]))
    except (KeyError, TypeError, InvalidOperation):
        return Decimal(0)
    return bedrag if bedrag.is_finite() else Decimal(0)
