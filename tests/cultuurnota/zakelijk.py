"""A note with money and follow-up to attack, and the addresses of its workspace."""

from typing import Any

from django.test import Client
from django.urls import reverse

from cultuurnota.models import (
    Begroting,
    Begrotingspost,
    Cultuurnota,
)
from opnetwerk.models import Gebruiker

JAAR = 2027


def vol(nota: Cultuurnota) -> Cultuurnota:
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Samen.</p>")
    doel = nota.doelstellingen.create(titel="Meer lezers", opdrachten=["1"])
    doel.indicatoren.create(naam="Leners", nulmeting=10, streefwaarde=20)
    doel.acties.create(titel="Leesbus", jaren=[JAAR])
    begroting = Begroting.objects.create(nota=nota, inbreng=1000)
    Begrotingspost.objects.create(begroting=begroting, rubriek="werking", naam="Huur", bedragen={"2027": "5.00"})
    return nota


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def pad(nota: Cultuurnota, naam: str, *rest: Any) -> str:
    return reverse(f"cultuurnota_werkruimte_{naam}", args=[nota.kenmerk, *rest])


def post_van(nota: Cultuurnota) -> Begrotingspost:
    return Begrotingspost.objects.get(begroting__nota=nota, naam="Huur")
