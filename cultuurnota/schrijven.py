"""Write on a chapter: no word that was ever saved gets lost, whoever writes at the same time.

Every save is a version. `Hoofdstuk.versie` is the number of the text that stands; a save says on which version it was
written (`basis`). When somebody saved meanwhile, both are put together if they changed different blocks; else the text
is kept beside the chapter (`NAAST`) until a person decides.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Max

from cultuurnota.keuzes import Criterium, Voortgang
from cultuurnota.models import Cultuurnota, Hoofdstuk, Hoofdstukversie
from cultuurnota.verschillen import bevat, na_elkaar, voeg_samen, woorden
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from opnetwerk.opmaaktekst import schoon

Soort = Hoofdstukversie.Soort
LANGSTE_HTML = 400_000  # characters of one chapter: some 60,000 words
RUST = timedelta(days=1)  # before versions are thinned: by then no open window was written on them


class Uitkomst(Enum):
    GELIJK = "gelijk"
    BEWAARD = "bewaard"
    SAMENGEVOEGD = "samengevoegd"
    NAAST = "naast"


class TeLang(Exception):
    """More than fits in a chapter."""


class Botsing(Exception):
    """The chapter changed while somebody was deciding; nothing was written."""


@dataclass(frozen=True)
class Bewaring:
    """What became of a save. `eigen`: the number under which this very text is kept; `versie` and `tekst`: what stands
    in the chapter now. Written on further, the basis is `eigen`; with `tekst` taken over, it is `versie`.
    """

    uitkomst: Uitkomst
    eigen: int
    versie: int
    tekst: str
    op: datetime


def maak_schoon(tekst: str) -> str:
    """Raises TeLang."""
    if len(tekst) > LANGSTE_HTML:
        raise TeLang
    return schoon(tekst, tabellen=True)


def bewaar(
    *, hoofdstuk: Hoofdstuk, tekst: str, basis: int, door: Gebruiker | None, soort: str = Soort.BEWAARD
) -> Bewaring:
    """Keep a text that was written on version `basis`. The same save sent twice is one version. Raises TeLang."""
    schone = maak_schoon(tekst)
    with transaction.atomic():
        rij = _slot(hoofdstuk)
        if al := _zelfde(rij, schone, basis, door):
            return _antwoord(rij, Uitkomst.GELIJK if al.nummer == rij.versie else _hoe(al), al.nummer)
        if schone == rij.tekst:
            return _antwoord(rij, Uitkomst.GELIJK, rij.versie)
        oud = rij.versies.filter(nummer=basis).first()
        if basis == rij.versie:
            versie = _neem_over(rij, schone, basis, door, soort)
            bewaring = _antwoord(rij, Uitkomst.BEWAARD, versie.nummer)
        elif oud and oud.soort == Soort.NAAST:
            bewaring = _schrijf_verder_naast(rij, oud, schone, door)
        else:
            bewaring = _voeg_in(rij, oud, schone, basis, door, soort)
        if soort != Soort.VANZELF:
            _log("hoofdstuk bewaard", rij, door)
    _werk_bij(hoofdstuk, rij)
    return bewaring


def _voeg_in(
    rij: Hoofdstuk, oud: Hoofdstukversie | None, tekst: str, basis: int, door: Gebruiker | None, soort: str
) -> Bewaring:
    """Somebody saved since the basis: put together, or keep beside."""
    samen = voeg_samen(oud.tekst, rij.tekst, tekst) if oud else None
    samen = schoon(samen, tabellen=True) if samen is not None and len(samen) <= LANGSTE_HTML else None
    if samen is None:
        naast = _schrijf(rij, tekst, basis, door, Soort.NAAST)
        return _antwoord(rij, Uitkomst.NAAST, naast.nummer)
    eigen = _schrijf(rij, tekst, basis, door, soort)
    _neem_over(rij, samen, rij.versie, door, soort)
    return _antwoord(rij, Uitkomst.SAMENGEVOEGD, eigen.nummer)


def _schrijf_verder_naast(rij: Hoofdstuk, oud: Hoofdstukversie, tekst: str, door: Gebruiker | None) -> Bewaring:
    """Who has a text beside the chapter and types on: one text to decide about, as long as it holds every word."""
    nieuw = _schrijf(rij, tekst, oud.basis, door, Soort.NAAST)
    if oud.door_id == nieuw.door_id and bevat(woorden(tekst), woorden(oud.tekst)):
        oud.delete()
    return _antwoord(rij, Uitkomst.NAAST, nieuw.nummer)


def _zelfde(rij: Hoofdstuk, tekst: str, basis: int, door: Gebruiker | None) -> Hoofdstukversie | None:
    """The version that this very save became: its answer got lost on the way, or a button was pressed twice."""
    eigen = rij.versies.filter(nummer__gt=basis, basis=basis, door=door, tekst=tekst)
    return eigen.order_by("nummer").first()


def _hoe(versie: Hoofdstukversie) -> Uitkomst:
    return Uitkomst.NAAST if versie.soort == Soort.NAAST else Uitkomst.SAMENGEVOEGD


def naast_het_hoofdstuk(hoofdstuk: Hoofdstuk) -> list[Hoofdstukversie]:
    """Texts that wait for a decision, the oldest first."""
    return list(hoofdstuk.versies.filter(soort=Soort.NAAST).order_by("nummer"))


KEUZES = {
    "houd": "Houd wat er nu staat",
    "neem": "Neem de aparte tekst",
    "samen": "Zet de aparte alinea's erachter",
}


def beslis(*, versie: Hoofdstukversie, keuze: str, gezien: int, door: Gebruiker) -> None:
    """Decide about a text that was kept beside: one of KEUZES. It stays in the history in any case.

    `gezien`: the number of the text it was laid beside. Raises Botsing when another stands there now, KeyError for a
    choice that is none. Decided already: nothing.
    """
    if keuze not in KEUZES:
        raise KeyError(keuze)
    with transaction.atomic():
        rij = _slot(versie.hoofdstuk)
        vast = rij.versies.select_for_update().filter(pk=versie.pk, soort=Soort.NAAST).first()
        if vast is None:
            return
        if rij.versie != gezien:
            raise Botsing
        nieuw = vast.tekst if keuze == "neem" else na_elkaar(rij.tekst, vast.tekst)
        if keuze != "houd" and nieuw != rij.tekst:
            _neem_over(rij, maak_schoon(nieuw), rij.versie, door, Soort.BEWAARD)
        rij.versies.filter(pk=vast.pk).update(soort=Soort.BEWAARD)
        _log(f"koos bij twee teksten: {keuze}", rij, door)


def herstel(*, hoofdstuk: Hoofdstuk, nummer: int, door: Gebruiker) -> Hoofdstukversie:
    """An old version becomes a new one, on top. Raises Hoofdstukversie.DoesNotExist. Pressed twice is once."""
    with transaction.atomic():
        rij = _slot(hoofdstuk)
        oud = rij.versies.get(nummer=nummer)
        if oud.tekst == rij.tekst:
            return oud
        nieuw = _neem_over(rij, oud.tekst, rij.versie, door, Soort.HERSTELD)
        _log(f"versie {nummer} teruggezet", rij, door)
    _werk_bij(hoofdstuk, rij)
    return nieuw


def zet_stand(*, hoofdstuk: Hoofdstuk, stand: str, criteria: list[str], door: Gebruiker) -> None:
    """How far the chapter is, and which criteria it answers. ValueError for what is no state or criterion."""
    stand, gekozen = Voortgang(stand), [str(een) for een in Criterium if een.value in criteria]
    with transaction.atomic():
        rij = _slot(hoofdstuk)
        if (rij.stand, rij.criteria) == (stand, gekozen):
            return
        veranderd = {"stand": (rij.stand, stand), "criteria": (", ".join(rij.criteria), ", ".join(gekozen))}
        rij.stand, rij.criteria = stand, gekozen
        rij.save(update_fields=["stand", "criteria"])
        _raak_nota(rij)
        logboek.schrijf(
            door=door, actie="stand van een hoofdstuk", over=rij, igs_slug=rij.nota.igs.slug, veranderd=veranderd
        )
    hoofdstuk.stand, hoofdstuk.criteria = rij.stand, rij.criteria


def dun_uit(moment: datetime) -> int:
    """Drop versions that saved themselves, when a later one of the same person holds every word; the number dropped.

    The words must stand there in the same order, so that nothing anybody saved can no longer be found.
    """
    oud = Hoofdstukversie.objects.filter(soort=Soort.VANZELF, op__lt=moment - RUST)
    weg = 0
    for hoofdstuk in Hoofdstuk.objects.filter(pk__in=oud.values("hoofdstuk")):
        with transaction.atomic():
            rij = _slot(hoofdstuk)
            per_persoon: dict[int | None, list[str]] = {}
            te_wissen = []
            for versie in rij.versies.order_by("-nummer"):
                nieuwer, eigen = per_persoon.get(versie.door_id), woorden(versie.tekst)
                mag_weg = versie.soort == Soort.VANZELF and versie.op < moment - RUST and versie.nummer != rij.versie
                if mag_weg and nieuwer is not None and bevat(nieuwer, eigen):
                    te_wissen.append(versie.pk)
                else:
                    per_persoon[versie.door_id] = eigen
            rij.versies.filter(pk__in=te_wissen).delete()
            weg += len(te_wissen)
    return weg


# --- rows -----------------------------------------------------------------------------------------------------------
def _slot(hoofdstuk: Hoofdstuk) -> Hoofdstuk:
    """The chapter, locked until the end of the transaction; what stands in it has a version."""
    rij = Hoofdstuk.objects.select_for_update(of=("self",)).select_related("nota__igs").get(pk=hoofdstuk.pk)
    if not rij.versies.filter(nummer=rij.versie).exists():
        Hoofdstukversie.objects.create(hoofdstuk=rij, nummer=rij.versie, basis=rij.versie, tekst=rij.tekst)
    return rij


def _schrijf(rij: Hoofdstuk, tekst: str, basis: int, door: Gebruiker | None, soort: str) -> Hoofdstukversie:
    hoogste = rij.versies.aggregate(hoogste=Max("nummer"))["hoogste"] or 0
    naam = str(door) if door else ""
    return Hoofdstukversie.objects.create(
        hoofdstuk=rij, nummer=hoogste + 1, basis=basis, tekst=tekst, soort=soort, door=door, door_naam=naam[:200]
    )


def _neem_over(rij: Hoofdstuk, tekst: str, basis: int, door: Gebruiker | None, soort: str) -> Hoofdstukversie:
    """The text stands in the chapter from now on."""
    versie = _schrijf(rij, tekst, basis, door, soort)
    rij.tekst, rij.versie, rij.gewijzigd_op, rij.gewijzigd_door = tekst, versie.nummer, nu(), door
    if rij.stand == Voortgang.NIET_GESTART and tekst:
        rij.stand = Voortgang.BEZIG
    rij.save(update_fields=["tekst", "versie", "gewijzigd_op", "gewijzigd_door", "stand"])
    _raak_nota(rij)
    return versie


def _raak_nota(rij: Hoofdstuk) -> None:
    Cultuurnota.objects.filter(pk=rij.nota_id).update(gewijzigd_op=nu())


def _antwoord(rij: Hoofdstuk, uitkomst: Uitkomst, eigen: int) -> Bewaring:
    return Bewaring(uitkomst, eigen, rij.versie, rij.tekst, nu())


def _werk_bij(hoofdstuk: Hoofdstuk, rij: Hoofdstuk) -> None:
    """The caller's row shows what stands now."""
    for veld in ("tekst", "versie", "gewijzigd_op", "gewijzigd_door", "stand"):
        setattr(hoofdstuk, veld, getattr(rij, veld))


def _log(actie: str, rij: Hoofdstuk, door: Gebruiker | None) -> None:
    logboek.schrijf(door=door, actie=actie, over=rij, igs_slug=rij.nota.igs.slug)
