"""Publishing at the same moment: one row, one note of an IGS, and nobody's choice written over."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from cultuurnota import publiceren
from cultuurnota.models import Bevroren, Cultuurnota, Publicatie
from cultuurnota.publiceren import Keuze
from cultuurnota.uitwisseling import exporteer
from opnetwerk.models import Gebruiker, Logregel
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_igs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nota(transactional_db: None) -> Cultuurnota:
    nota = maak_nota(maak_igs("Verzonnen streek"))
    nota.hoofdstukken.update(tekst="<p>Tekst.</p>")
    return nota


@pytest.fixture
def an(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota, "trekker").gebruiker


def keuze(nota: Cultuurnota, *sleutels: str) -> Keuze:
    bevroren = Bevroren.objects.create(nota=nota, naam=f"Versie {Bevroren.objects.count()}", inhoud=exporteer(nota))
    gekozen = tuple(nota.hoofdstukken.get(sleutel=sleutel).kenmerk for sleutel in sleutels)
    return Keuze(bevroren, gekozen, met_doelstellingen=False, met_opvolging=False)


def tegelijk(*werk: tuple[Cultuurnota, Keuze], door: Gebruiker) -> list[str]:
    """What came of publishing these on nothing, at once."""
    start, uitkomst = threading.Barrier(len(werk)), []

    def doe(nota: Cultuurnota, wat: Keuze) -> None:
        try:
            start.wait(timeout=30)
            publiceren.publiceer(nota=nota, keuze=wat, basis="", door=door)
            uitkomst.append("gelukt")
        except (publiceren.KanNiet, publiceren.Botsing) as bezwaar:
            uitkomst.append(type(bezwaar).__name__)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe, args=een) for een in werk]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    return sorted(uitkomst)


def test_twee_notas_van_een_igs_tegelijk_geeft_er_een_online(nota: Cultuurnota, an: Gebruiker) -> None:
    ander = maak_nota(nota.igs, titel="De andere")
    ander.hoofdstukken.update(tekst="<p>Anders.</p>")
    assert tegelijk((nota, keuze(nota, "H7")), (ander, keuze(ander, "H7")), door=an) == ["KanNiet", "gelukt"]
    assert Publicatie.objects.count() == 1


def test_van_twee_keuzes_tegelijk_wint_er_een_en_hoort_de_ander_het(nota: Cultuurnota, an: Gebruiker) -> None:
    een = keuze(nota, "H7")
    ander = Keuze(een.bevroren, (nota.hoofdstukken.get(sleutel="H8").kenmerk,), False, False)
    assert tegelijk((nota, een), (nota, ander), door=an) == ["Botsing", "gelukt"]
    assert Logregel.objects.filter(actie="cultuurnota gepubliceerd").count() == 1


def test_acht_keer_dezelfde_knop_is_een_publicatie(nota: Cultuurnota, an: Gebruiker) -> None:
    wat, client = keuze(nota, "H7"), Client()
    client.force_login(an)

    def nieuw() -> Client:
        eigen = Client()
        eigen.cookies = client.cookies
        return eigen

    data: dict[str, Any] = {
        "doe": "publiceer",
        "versie": str(wat.bevroren.kenmerk),
        "hoofdstukken": [str(een) for een in wat.hoofdstukken],
    }
    pad = reverse("cultuurnota_werkruimte_publicatie", args=[nota.kenmerk])
    antwoorden = vijandig.plaats_dubbel(nieuw, pad, data, n=8)
    assert [antwoord.status_code for antwoord in antwoorden] == [302] * 8
    assert Publicatie.objects.count() == 1
    assert Logregel.objects.filter(actie="cultuurnota gepubliceerd").count() == 1
