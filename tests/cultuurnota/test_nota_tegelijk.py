"""The same button pressed by many at the same moment: one row, and nobody's words written over."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cultuurnota import doelen
from cultuurnota.models import Bevroren, Cultuurnota, Deellink, Doelstelling, Uitvoer, Zelfbeoordeling
from opnetwerk.models import Gebruiker
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_igs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nota(transactional_db: None) -> Cultuurnota:
    return maak_nota(maak_igs("Verzonnen streek"))


@pytest.fixture
def an(nota: Cultuurnota) -> Gebruiker:
    return maak_teamlid(nota).gebruiker


class Wisselend(dict[str, Any]):
    """Another title every time it is sent."""

    def items(self) -> Any:
        return (self | {"titel": f"{self['titel']} {uuid.uuid4().hex}"}).items()


def tegelijk(an: Gebruiker, nota: Cultuurnota, naam: str, *rest: Any, data: dict[str, Any]) -> list[int]:
    """The answers of eight posts at once."""
    client = Client()
    client.force_login(an)

    def nieuw() -> Client:
        eigen = Client()
        eigen.cookies = client.cookies
        return eigen

    pad = reverse(f"cultuurnota_werkruimte_{naam}", args=[nota.kenmerk, *rest])
    return [antwoord.status_code for antwoord in vijandig.plaats_dubbel(nieuw, pad, data, n=8)]


def test_acht_keer_hetzelfde_nieuwe_doel_is_een_doel(nota: Cultuurnota, an: Gebruiker) -> None:
    data = {"titel": "Samen", "nieuw": str(uuid.uuid4()), "basis": "0"}
    assert tegelijk(an, nota, "doelen_nieuw", "doelstelling", data=data) == [302] * 8
    assert Doelstelling.objects.count() == 1


def test_van_acht_schrijvers_wint_er_een_en_zien_zeven_beide_teksten(nota: Cultuurnota, an: Gebruiker) -> None:
    rij = Doelstelling.objects.create(nota=nota, titel="Eerst")
    data = Wisselend(titel="Nieuw", basis=doelen.stand_van(rij))
    standen = tegelijk(an, nota, "doelen_wijzig", "doelstelling", rij.kenmerk, data=data)
    assert sorted(standen) == [302] + [409] * 7
    rij.refresh_from_db()
    assert rij.titel.startswith("Nieuw ")
    assert rij.versie == 1


def test_acht_keer_dezelfde_wijziging_is_een_wijziging_zonder_botsing(nota: Cultuurnota, an: Gebruiker) -> None:
    rij = Doelstelling.objects.create(nota=nota, titel="Eerst", opdrachten=["1"])
    data = {"titel": "Nieuw", "tekst": "a\r\nb", "opdrachten": ["2"], "basis": doelen.stand_van(rij)}
    assert tegelijk(an, nota, "doelen_wijzig", "doelstelling", rij.kenmerk, data=data) == [302] * 8
    rij.refresh_from_db()
    assert (rij.titel, rij.versie) == ("Nieuw", 1)


def test_acht_keer_omlaag_is_een_plek(nota: Cultuurnota, an: Gebruiker) -> None:
    rijen = [Doelstelling.objects.create(nota=nota, titel=f"D{n}", volgorde=n) for n in range(4)]
    data = {"soort": "doelstelling", "kenmerk": rijen[0].kenmerk, "plek": "0", "doe": "omlaag"}
    assert tegelijk(an, nota, "doelen", data=data) == [302] * 8
    assert [een.titel for een in nota.doelstellingen.all()] == ["D1", "D0", "D2", "D3"]


def test_acht_keer_delen_bevriezen_maken_en_beoordelen_is_telkens_een_keer(nota: Cultuurnota, an: Gebruiker) -> None:
    sleutel = str(uuid.uuid4())
    for data in (
        {"doe": "deel", "sleutel": sleutel, "dagen": "30"},
        {"doe": "bevries", "naam": "Een"},
        {"doe": "maak", "formulier": sleutel, "soort": "zip"},
    ):
        assert tegelijk(an, nota, "delen", data=data) == [302] * 8
    data = {"criterium": "C1", "C1-stand": "deels", "C1-toelichting": "", "C1-basis": ""}
    assert tegelijk(an, nota, "controle", data=data) == [302] * 8
    for model in (Deellink, Bevroren, Uitvoer, Zelfbeoordeling):
        assert model.objects.count() == 1, model
