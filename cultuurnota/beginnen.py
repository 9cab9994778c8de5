"""Begin a note: from the outline, from a copy of an earlier one, or from the model; and what chapters it has."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from cultuurnota.feiten import als_tekst, verzamel
from cultuurnota.keuzes import Voortgang
from cultuurnota.models import Cultuurnota, Hoofdstuk, Hoofdstukversie, Notabeeld
from cultuurnota.opbouw import HOOFDSTUKKEN, PER_SLEUTEL
from cultuurnota.schrijven import Soort
from igs.models import IGS
from opnetwerk import logboek
from opnetwerk.afbeeldingen import plan_maten
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.opmaaktekst import schoon
from talent.volgorde import verschuif

MODEL = Path(__file__).parent / "gegevens" / "model.json"
GEBIED = "H6"  # the chapter that tells of the members
MEESTE_HOOFDSTUKKEN = 60


@dataclass(frozen=True)
class Begin:
    """A chapter to begin with."""

    sleutel: str
    titel: str
    tekst: str = ""
    criteria: tuple[str, ...] = ()


@cache
def modelteksten() -> dict[str, str]:
    """The built-in model: HTML by key of the chapter, with holes between square brackets."""
    gegevens: dict[str, str] = json.loads(MODEL.read_text(encoding="utf-8"))
    return gegevens


def uit_opbouw(teksten: dict[str, str] | None = None) -> list[Begin]:
    """The fifteen chapters of the outline, with these texts."""
    return [
        Begin(deel.sleutel, deel.titel, (teksten or {}).get(deel.sleutel, ""), tuple(map(str, deel.criteria)))
        for deel in HOOFDSTUKKEN
    ]


def uit_nota(nota: Cultuurnota) -> list[Begin]:
    """The chapters of an earlier note as they stand."""
    return [Begin(een.sleutel, een.titel, een.tekst, tuple(een.criteria)) for een in nota.hoofdstukken.all()]


def begin_nota(
    *,
    igs: IGS,
    titel: str,
    van: int,
    tot: int,
    door: Gebruiker,
    formulier: str,
    manier: str = "opbouw",
    bron: Cultuurnota | None = None,
    **velden: Any,
) -> Cultuurnota:
    """A new note with chapters and the facts of today. `manier`: "opbouw", "model" or "kopie" (of `bron`).

    `formulier` names the showing of the form: the same one sent twice is one note. Nobody gets a row in the team: the
    coordinator leads it for as long as the appointment runs.
    """
    with transaction.atomic():
        feiten = verzamel(igs, vandaag())
        gegevens = {"igs": igs, "titel": titel, "van": van, "tot": tot, "gemaakt_door": door} | velden
        gegevens |= {"herkomst": bron if manier == "kopie" else None, "feiten": feiten, "feiten_op": nu()}
        nota, nieuw = Cultuurnota.objects.get_or_create(formulier=formulier, defaults=gegevens)
        if not nieuw:
            return nota
        if manier == "kopie" and bron:
            beelden = _kopieer_beelden(bron, nota)
            begin = [_met_beelden(een, beelden) for een in uit_nota(bron)]
        else:
            begin = uit_opbouw(modelteksten() if manier == "model" else None)
        for plek, deel in enumerate(begin):
            extra = als_tekst(feiten, igs) if deel.sleutel == GEBIED and manier != "kopie" else ""
            _maak_hoofdstuk(nota, deel, plek, door, extra)
        logboek.schrijf(door=door, actie="cultuurnota begonnen", over=nota, igs_slug=igs.slug)
    return nota


def _maak_hoofdstuk(nota: Cultuurnota, deel: Begin, plek: int, door: Gebruiker, extra: str = "") -> Hoofdstuk:
    """With its first version, so that two who begin at once have a text to compare with."""
    tekst = schoon(extra + deel.tekst, tabellen=True)
    hoofdstuk = Hoofdstuk.objects.create(
        nota=nota,
        sleutel=deel.sleutel,
        titel=deel.titel,
        volgorde=plek,
        tekst=tekst,
        versie=1 if tekst else 0,
        criteria=list(deel.criteria),
        stand=Voortgang.NIET_GESTART,
        gewijzigd_op=nu() if tekst else None,
        gewijzigd_door=door if tekst else None,
    )
    if tekst:
        naam = str(door)[:200]
        Hoofdstukversie.objects.create(
            hoofdstuk=hoofdstuk, nummer=1, tekst=tekst, soort=Soort.BEWAARD, door=door, door_naam=naam
        )
    return hoofdstuk


def _kopieer_beelden(bron: Cultuurnota, nota: Cultuurnota) -> dict[str, str]:
    """Every picture under a name of its own; the new addresses by the old ones."""
    paren = {}
    for beeld in bron.beelden.all():
        oud = beeld.bestand.url
        with beeld.bestand.open("rb") as bestand:
            kopie = Notabeeld(
                nota=nota, alt=beeld.alt, decoratief=beeld.decoratief, bron=beeld.bron, bijschrift=beeld.bijschrift
            )
            kopie.bestand.save("beeld.jpg", bestand)
        plan_maten(kopie)
        paren[oud] = kopie.bestand.url
    return paren


def _met_beelden(deel: Begin, adressen: dict[str, str]) -> Begin:
    tekst = deel.tekst
    for oud, nieuw in adressen.items():
        tekst = tekst.replace(oud, nieuw)
    return Begin(deel.sleutel, deel.titel, tekst, deel.criteria)


# --- which chapters, in which order ---------------------------------------------------------------------------------
class Vol(Exception):
    """The note holds as many chapters as it may."""


class NaamBestaat(Exception):
    """Another chapter of the note has this title."""


class NietLeeg(Exception):
    """A chapter with words does not go away by a button."""


def voeg_hoofdstuk_toe(*, nota: Cultuurnota, titel: str, door: Gebruiker) -> Hoofdstuk:
    """A chapter of the team's own, behind the others; one with this title already: that one. Raises Vol."""
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        al = nota.hoofdstukken.filter(titel__iexact=titel).first()
        if al:
            return al
        if nota.hoofdstukken.count() >= MEESTE_HOOFDSTUKKEN:
            raise Vol
        plek = (nota.hoofdstukken.aggregate(hoogste=Max("volgorde"))["hoogste"] or 0) + 1
        hoofdstuk = _maak_hoofdstuk(nota, Begin("", titel), plek, door)
        logboek.schrijf(door=door, actie="hoofdstuk toegevoegd", over=hoofdstuk, igs_slug=nota.igs.slug)
    return hoofdstuk


def hernoem(*, hoofdstuk: Hoofdstuk, titel: str, door: Gebruiker) -> None:
    """Another title; a chapter of the outline keeps its questions and criteria. Raises NaamBestaat.

    The same title twice is once.
    """
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=hoofdstuk.nota_id)
        rij = Hoofdstuk.objects.select_for_update().get(pk=hoofdstuk.pk)
        if rij.titel == titel:
            return
        if Hoofdstuk.objects.filter(nota=rij.nota_id, titel__iexact=titel).exclude(pk=rij.pk).exists():
            raise NaamBestaat
        veranderd = {"titel": (rij.titel, titel)}
        rij.titel = titel
        rij.save(update_fields=["titel"])
        Cultuurnota.objects.filter(pk=rij.nota_id).update(gewijzigd_op=nu())
        logboek.schrijf(
            door=door, actie="hoofdstuk hernoemd", over=rij, igs_slug=hoofdstuk.nota.igs.slug, veranderd=veranderd
        )
    hoofdstuk.titel = titel


def verplaats(*, hoofdstuk: Hoofdstuk, stap: int, door: Gebruiker) -> None:
    """One place up (-1) or down (1)."""
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=hoofdstuk.nota_id)
        lijst = list(Hoofdstuk.objects.filter(nota=hoofdstuk.nota_id))
        verschuif(lijst, hoofdstuk, stap)


def haal_hoofdstuk_weg(*, hoofdstuk: Hoofdstuk, door: Gebruiker) -> None:
    """Only one of the team's own in which nobody ever wrote. Raises NietLeeg."""
    with transaction.atomic():
        rij = Hoofdstuk.objects.select_for_update().get(pk=hoofdstuk.pk)
        if rij.sleutel or rij.tekst or rij.versies.exclude(tekst="").exists() or rij.opmerkingen.exists():
            raise NietLeeg
        logboek.schrijf(door=door, actie="hoofdstuk weggehaald", over=rij, igs_slug=hoofdstuk.nota.igs.slug)
        rij.delete()


# --- the task list --------------------------------------------------------------------------------------------------
GROEPEN = {
    "Begin bij de regio": ("H2", "H3", "H4", "H5", "H6"),
    "Kies de richting": ("H7", "H8", "H9", "H10", "H11", "H12"),
    "Maak het haalbaar": ("H13", "H14", "H15"),
    "Rond af": ("H1",),
}
EIGEN_GROEP = "Zelf toegevoegd"


@dataclass(frozen=True)
class Taak:
    hoofdstuk: Hoofdstuk
    taak: str

    @property
    def stand(self) -> str:
        return str(self.hoofdstuk.get_stand_display()).capitalize()


@dataclass(frozen=True)
class Takenlijst:
    groepen: list[tuple[str, list[Taak]]]
    klaar: int
    totaal: int


def takenlijst(nota: Cultuurnota) -> Takenlijst:
    """The chapters as things to do, in groups; within a group in the order of the note. One query."""
    hoofdstukken = list(nota.hoofdstukken.defer("tekst"))
    groep_van = {sleutel: groep for groep, sleutels in GROEPEN.items() for sleutel in sleutels}
    per_groep: dict[str, list[Taak]] = {groep: [] for groep in [*GROEPEN, EIGEN_GROEP]}
    for hoofdstuk in hoofdstukken:
        deel = PER_SLEUTEL.get(hoofdstuk.sleutel)
        taak = deel.taak if deel and hoofdstuk.titel == deel.titel else f"Schrijf “{hoofdstuk.titel}”"
        per_groep[groep_van.get(hoofdstuk.sleutel, EIGEN_GROEP)].append(Taak(hoofdstuk, taak))
    klaar = sum(hoofdstuk.stand == Voortgang.KLAAR for hoofdstuk in hoofdstukken)
    groepen = [(groep, taken) for groep, taken in per_groep.items() if taken]
    return Takenlijst(groepen, klaar, len(hoofdstukken))
