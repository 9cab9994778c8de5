"""Small plain factories: each makes exactly what a test names, with sensible values for the rest."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from igs.models import (
    IGS,
    Activiteit,
    Bericht,
    Coordinator,
    Erkenning,
    Gemeente,
    Lidmaatschap,
    Portret,
    Praktijk,
    Referentieregio,
    Vraag,
)
from opnetwerk.models import Gebruiker

BRON = "https://bron.example/"
BRUSSEL = ZoneInfo("Europe/Brussels")
GEPUBLICEERD = datetime(2026, 11, 1, 12, tzinfo=BRUSSEL)


def maak_regio(naam: str = "Regio Test", **velden: Any) -> Referentieregio:
    standaard = {"slug": slugify(naam), "naam": naam, "provincies": ["Antwerpen"], "bron_url": BRON}
    return Referentieregio.objects.create(**standaard | velden)


def bouw_gemeente(nis_code: str, naam: str, regio: Referentieregio | None = None, **velden: Any) -> Gemeente:
    """An unsaved municipality, for pure functions."""
    standaard = {
        "nis_code": nis_code,
        "naam": naam,
        "slug": slugify(naam),
        "provincie": "Antwerpen",
        "inwoners": 10_000,
        "inwoners_jaar": 2026,
        "oppervlakte_km2": 10,
        "lat": 51.1,
        "lon": 4.4,
        "postcodes": ["2000"],
    }
    if regio is not None:
        standaard["referentieregio"] = regio
    return Gemeente(**standaard | velden)


def maak_gemeente(nis_code: str, naam: str, regio: Referentieregio | None = None, **velden: Any) -> Gemeente:
    gemeente = bouw_gemeente(nis_code, naam, regio or Referentieregio.objects.first() or maak_regio(), **velden)
    gemeente.save(force_insert=True)
    return gemeente


def maak_igs(naam: str = "Test", **velden: Any) -> IGS:
    return IGS.objects.create(**{"slug": slugify(naam), "naam": naam, "kleur": 1} | velden)


def maak_lid(igs: IGS, gemeente: Gemeente, lid_van: date | None = date(2020, 1, 1), **velden: Any) -> Lidmaatschap:
    standaard = {"zekerheid": "hoog", "bron_url": BRON}
    return Lidmaatschap.objects.create(igs=igs, gemeente=gemeente, lid_van=lid_van, **standaard | velden)


def maak_erkenning(igs: IGS, van: date, tot: date, **velden: Any) -> Erkenning:
    return Erkenning.objects.create(igs=igs, van=van, tot=tot, **{"zekerheid": "hoog", "bron_url": BRON} | velden)


def maak_portret(igs: IGS, titel: str = "Een portret", **velden: Any) -> Portret:
    standaard = {
        "slug": slugify(titel),
        "titel": titel,
        "naam": "An Voorbeeld",
        "functie": "coördinator",
        "inleiding": "Hoe het begon.",
        "verteld": "in 2026",
        "gepubliceerd_op": GEPUBLICEERD,
    }
    return Portret.objects.create(igs=igs, **standaard | velden)


def maak_gebruiker(email: str = "an@voorbeeld.be", wachtwoord: str = "een lang wachtwoord", **velden: Any) -> Gebruiker:
    return Gebruiker.objects.create_user(email, wachtwoord, **velden)


def maak_vraag(tekst: str = "Waarop ben je trots?", **velden: Any) -> Vraag:
    return Vraag.objects.create(**{"slug": slugify(tekst), "tekst": tekst} | velden)


def maak_coordinator(igs: IGS, naam: str = "An Voorbeeld", **velden: Any) -> Coordinator:
    """In service since 2020, without an end."""
    standaard = {"functie": "regiocoördinator", "email": "an@voorbeeld.be", "van": date(2020, 1, 1)}
    return Coordinator.objects.create(igs=igs, naam=naam, **standaard | velden)


def maak_praktijk(igs: IGS, titel: str = "Een praktijk", **velden: Any) -> Praktijk:
    standaard = {
        "slug": slugify(titel),
        "titel": titel,
        "tekst": "<p>Samen een bibliobus.</p>",
        "gepubliceerd_op": GEPUBLICEERD,
    }
    return Praktijk.objects.create(igs=igs, **standaard | velden)


def maak_bericht(titel: str = "Een bericht", **velden: Any) -> Bericht:
    """Of the support centre, unless it names an IGS."""
    standaard = {
        "slug": slugify(titel),
        "titel": titel,
        "tekst": "<p>Er is nieuws.</p>",
        "gepubliceerd_op": GEPUBLICEERD,
    }
    return Bericht.objects.create(**standaard | velden)


def maak_activiteit(titel: str = "Een activiteit", **velden: Any) -> Activiteit:
    """On 1 December 2026 at eight in the evening in Brussels; of the support centre, unless it names an IGS."""
    standaard = {
        "slug": slugify(titel),
        "titel": titel,
        "begint_op": datetime(2026, 12, 1, 20, tzinfo=BRUSSEL),
        "plaats": "CC De Post",
        "gepubliceerd_op": GEPUBLICEERD,
    }
    return Activiteit.objects.create(**standaard | velden)


def om(dag: int, uur: int = 20, minuut: int = 0, maand: int = 11) -> datetime:
    """A moment in 2026 in Brussels; the fixed moment of the tests is 23 November, noon."""
    return datetime(2026, maand, dag, uur, minuut, tzinfo=BRUSSEL)
