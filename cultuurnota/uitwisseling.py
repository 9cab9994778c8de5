"""A whole note as plain data, and back: what a frozen version holds, and what travels in the ZIP.

`exporteer` gives JSON values with the references of the rows. `draagbaar` names rows and pictures by their place
instead, so that the same note gives the same file wherever it was imported.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.crypto import salted_hmac

from cultuurnota.begrotingsgegevens import lees
from cultuurnota.begrotingstabel import als_gegevens
from cultuurnota.models import Begroting, Cultuurnota, Notabeeld

VORM = 1  # of the data; rises when it changes
SOORT = "opnetwerk-cultuurnota"
Inhoud = dict[str, Any]

NOTA = ("titel", "van", "tot", "feiten", "feiten_op", "feiten_verschil", "indienen_op")
HOOFDSTUK = ("sleutel", "titel", "tekst", "stand", "criteria")
UITDAGING = ("titel", "tekst")
DOELSTELLING = ("titel", "tekst", "opdrachten")
INDICATOR = ("naam", "eenheid", "nulmeting", "streefwaarde", "bron", "wie")
METING = ("jaar", "waarde", "vanzelf", "geteld_op", "uitleg")
ACTIE = ("titel", "tekst", "jaren", "trekker", "partners", "kost")
ACTIEJAAR = ("jaar", "stand", "kost", "uitleg")
ZELF = ("criterium", "stand", "toelichting")
BEELD = ("alt", "decoratief", "bron", "bijschrift", "breedte", "hoogte")
BEGROTING = ("sleutel", "deel_per_inwoner", "inbreng", "index")
BIJDRAGE = ("jaar", "bedrag")
POST = ("rubriek", "naam", "vte", "bedragen")
ENGAGEMENT = ("stand", "bedrag", "raad_op", "opmerking")


def exporteer(nota: Cultuurnota) -> Inhoud:
    """The note as JSON values; a constant number of queries. Comments, history, people and documents stay behind."""
    return {
        "soort": SOORT,
        "vorm": VORM,
        "nota": als_json(nota, NOTA) | {"igs": nota.igs.slug, "igs_naam": nota.igs.naam},
        "hoofdstukken": [_met_kenmerk(een, HOOFDSTUK) for een in nota.hoofdstukken.all()],
        "uitdagingen": [_met_kenmerk(een, UITDAGING) for een in nota.uitdagingen.all()],
        "doelstellingen": exporteer_doelen(nota),
        "zelfbeoordelingen": [als_json(een, ZELF) for een in nota.zelfbeoordelingen.order_by("criterium")],
        "beelden": [_beeld(een) for een in nota.beelden.order_by("pk")],
        "begroting": _begroting(nota),
        "engagementen": [
            als_json(een, ENGAGEMENT) | {"gemeente": een.gemeente_id}
            for een in nota.engagementen.order_by("gemeente_id")
        ],
    }


def exporteer_doelen(nota: Cultuurnota) -> list[Inhoud]:
    """The objectives alone, with what became of them; a constant number of queries."""
    alle = list(
        nota.doelstellingen.prefetch_related(
            "uitdagingen", "indicatoren__metingen", "indicatoren__cijferkoppeling", "acties__opvolging"
        )
    )
    kenmerken = {een.pk: str(een.kenmerk) for een in alle}
    return [_doelstelling(een, kenmerken) for een in alle]


def als_json(rij: models.Model, velden: Iterable[str]) -> Inhoud:
    """These fields as JSON values: money and measures as text, without idle zeros; moments in ISO form."""
    return {veld: _waarde(getattr(rij, veld)) for veld in velden}


def _waarde(waarde: Any) -> Any:
    if isinstance(waarde, Decimal):
        tekst = f"{waarde:f}"
        return tekst.rstrip("0").rstrip(".") if "." in tekst else tekst
    if isinstance(waarde, date | datetime):
        return waarde.isoformat()
    if isinstance(waarde, list):
        return [_waarde(een) for een in waarde]
    return waarde if waarde is None or isinstance(waarde, str | bool | int | float | dict) else str(waarde)


def _met_kenmerk(rij: Any, velden: Iterable[str]) -> Inhoud:
    return {"kenmerk": str(rij.kenmerk)} | als_json(rij, velden)


def _doelstelling(een: Any, kenmerken: Mapping[int, str]) -> Inhoud:
    return _met_kenmerk(een, DOELSTELLING) | {
        "boven": kenmerken.get(een.boven_id),
        "uitdagingen": [str(uitdaging.kenmerk) for uitdaging in een.uitdagingen.all()],
        "indicatoren": [_indicator(indicator) for indicator in een.indicatoren.all()],
        "acties": [
            _met_kenmerk(actie, ACTIE) | {"opvolging": [als_json(jaar, ACTIEJAAR) for jaar in actie.opvolging.all()]}
            for actie in een.acties.all()
        ],
    }


def _indicator(een: Any) -> Inhoud:
    koppeling = getattr(een, "cijferkoppeling", None)
    return _met_kenmerk(een, INDICATOR) | {
        "cijfer": koppeling.cijfer if koppeling else "",
        "metingen": [als_json(meting, METING) for meting in een.metingen.all()],
    }


def _beeld(een: Notabeeld) -> Inhoud:
    return {"bestand": een.bestand.name or ""} | als_json(een, BEELD)


def _begroting(nota: Cultuurnota) -> Inhoud | None:
    """What was filled in; and under `beeld` what comes of it on the day, so that a frozen version keeps its amounts.

    An import reads the first alone: it counts anew.
    """
    rij = Begroting.objects.filter(nota=nota).first()
    if rij is None:
        return None
    bijdragen, beeld = rij.bijdragen.order_by("gemeente_id", "jaar"), lees(nota)
    return als_json(rij, BEGROTING) | {
        "bijdragen": [als_json(een, BIJDRAGE) | {"gemeente": een.gemeente_id} for een in bijdragen],
        "posten": [als_json(een, POST) for een in rij.posten.all()],
        "beeld": None if beeld.is_leeg else als_gegevens(beeld),
    }


# --- pictures -------------------------------------------------------------------------------------------------------
ADRES = re.compile(r'src="/media/(afbeeldingen/[\w.-]+)"')
STAM = re.compile(r"(-\d+)?\.(jpg|webp)$")
LOKAAL = re.compile(r'src="(beelden/\d{1,4}\.jpg)"')


def zegel(inhoud: bytes) -> str:
    """The mark that we made these bytes ourselves: only then an import keeps a picture byte for byte."""
    return salted_hmac("cultuurnota.uitwisseling.beeld", inhoud, algorithm="sha256").hexdigest()


def stam(naam: str) -> str:
    """The same for a master and for every size made of it."""
    return STAM.sub("", naam)


@dataclass(frozen=True)
class Pakket:
    """What goes into the ZIP: the data, and per path in it the name of the file in the storage."""

    inhoud: Inhoud
    bestanden: dict[str, str]


def draagbaar(inhoud: Inhoud) -> Pakket:
    """The same data with places for references ("d3") and pictures ("beelden/01.jpg"); `inhoud` stays as it is."""
    paden = {een["bestand"]: f"beelden/{nummer:02}.jpg" for nummer, een in enumerate(inhoud["beelden"], start=1)}
    per_stam = {stam(naam): pad for naam, pad in paden.items()}
    namen = _namen(inhoud)
    klaar = _vervang(inhoud, namen)
    for hoofdstuk in klaar["hoofdstukken"]:
        hoofdstuk["tekst"] = ADRES.sub(
            lambda adres: f'src="{per_stam[stam(adres[1])]}"' if stam(adres[1]) in per_stam else adres[0],
            hoofdstuk["tekst"],
        )
    klaar["beelden"] = [{**een, "bestand": paden[een["bestand"]]} for een in klaar["beelden"]]
    return Pakket(klaar, {pad: naam for naam, pad in paden.items()})


def _namen(inhoud: Inhoud) -> dict[str, str]:
    """A name by its place for every reference: h1, u1, d1, d1i1, d1a1."""
    namen: dict[str, str] = {}
    for letter, soort in (("h", "hoofdstukken"), ("u", "uitdagingen"), ("d", "doelstellingen")):
        for nummer, een in enumerate(inhoud[soort], start=1):
            namen[een["kenmerk"]] = f"{letter}{nummer}"
            for onder, onderletter in (("indicatoren", "i"), ("acties", "a")):
                for plek, rij in enumerate(een.get(onder, []), start=1):
                    namen[rij["kenmerk"]] = f"{letter}{nummer}{onderletter}{plek}"
    return namen


VERWIJZINGEN = {"kenmerk", "boven"}


def _vervang(waarde: Any, namen: Mapping[str, str], sleutel: str = "") -> Any:
    """A copy in which the references have their new names; words that look like one stay words."""
    if isinstance(waarde, dict):
        return {naam: _vervang(deel, namen, naam) for naam, deel in waarde.items()}
    if isinstance(waarde, list):
        return [_vervang(deel, namen, sleutel) for deel in waarde]
    if isinstance(waarde, str) and sleutel in VERWIJZINGEN | {"uitdagingen"}:
        return namen.get(waarde, waarde)
    return waarde


def hoofdstukken_van(inhoud: Inhoud) -> list[Inhoud]:
    """The chapters that hold something."""
    return [een for een in inhoud["hoofdstukken"] if een["tekst"].strip()]
