"""Spreadsheets as people send them in: the ones we give out, with cells changed."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from cultuurnota import begroting_bewerken
from cultuurnota.begroten import Begrotingsbeeld
from cultuurnota.begrotingsgegevens import lees
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from opnetwerk.models import Gebruiker


def vul(nota: Cultuurnota, door: Gebruiker, **velden: Any) -> None:
    """A budget with a mixed key and three lines, one of which looks like a formula."""
    voorstel = Begroting(
        **{"sleutel": "mix", "deel_per_inwoner": 40, "inbreng": Decimal("120000.50"), "index": Decimal("1.0175")}
        | velden
    )
    posten = [
        Begrotingspost(
            rubriek="personeel",
            naam="coördinator",
            vte=Decimal("0.80"),
            bedragen={"2027": "60000.00", "2028": "61050.75"},
        ),
        Begrotingspost(rubriek="werking", naam="=1+1", bedragen={"2027": "1.10"}),
        Begrotingspost(rubriek="andere_inkomst", naam="'t Sponsorfonds, “groot”; klein", bedragen={"2032": "0.01"}),
    ]
    bedragen = {(regel.betaler.nis, 2027): Decimal("1000.05") for regel in lees(nota).bijdragen[:2]}
    begroting_bewerken.vervang(nota=nota, voorstel=voorstel, posten=posten, bijdragen=bedragen, basis=0, door=door)


def beeld(nota: Cultuurnota) -> Begrotingsbeeld:
    return lees(nota)


def bewerkt(inhoud: bytes, bewerk: Callable[[Any], None]) -> bytes:
    """A workbook after `bewerk` had it, as a spreadsheet program saves it."""
    boek = openpyxl.load_workbook(io.BytesIO(inhoud))
    bewerk(boek)
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def met(inhoud: bytes, blad: str, **cellen: Any) -> bytes:
    def bewerk(boek: Any) -> None:
        for plek, waarde in cellen.items():
            boek[blad][plek] = waarde

    return bewerkt(inhoud, bewerk)


def rijen_van_csv(inhoud: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""), delimiter=";"))


def als_csv(rijen: list[list[str]]) -> bytes:
    uit = io.StringIO()
    csv.writer(uit, delimiter=";").writerows(rijen)
    return uit.getvalue().encode()


def upload(inhoud: bytes, naam: str = "begroting.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, inhoud)
