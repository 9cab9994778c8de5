"""What the tests of engagements ask of the pages."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cultuurnota import engagement
from cultuurnota.models import Engagement
from tests.cultuurnota import pdfs

HOVE = "11021"


def als(gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def pad(nota, rest: str = f"{HOVE}/") -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/{rest}"


def velden(**anders) -> dict:
    return (
        {"stand": "toegezegd", "bedrag": "12.500,50", "raad_op": "", "contact_email": "", "opmerking": ""}
        | {"basis": "0"}
        | anders
    )


def bewaar(nota, gemeente, door, basis=0, **anders) -> Engagement:
    gevuld = {"stand": "toegezegd", "bedrag": Decimal(5000), "raad_op": None, "contact_email": "", "opmerking": ""}
    return engagement.bewaar(nota=nota, gemeente=gemeente, velden=gevuld | anders, basis=basis, door=door)


def besluit(inhoud: bytes | None = None, naam: str = "Besluit Hove.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, pdfs.GOEDE["leeg"] if inhoud is None else inhoud, "application/pdf")


def laad_op(client, nota, inhoud=None, basis=0, **anders):
    data = {"doe": "document", "basis": str(basis), "document": besluit(inhoud)} | anders
    return client.post(pad(nota), data)
