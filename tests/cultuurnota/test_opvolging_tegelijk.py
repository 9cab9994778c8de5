"""Following up by many at the same moment: one row, one count, and nobody's figure written over."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cultuurnota import opvolgen
from cultuurnota.models import Cijferkoppeling, Cultuurnota, Doelstelling, Indicator, Meting
from cultuurnota.opvolgformulieren import Jaarformulier
from igs.models import Bezoektelling
from opnetwerk.models import Gebruiker, Logregel
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_igs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def indicator(transactional_db: None) -> Indicator:
    nota = maak_nota(maak_igs("Verzonnen streek"), van=2026, tot=2031)
    doel = Doelstelling.objects.create(nota=nota, titel="Meer samen")
    return Indicator.objects.create(doelstelling=doel, naam="Bezoeken")


@pytest.fixture
def an(indicator: Indicator) -> Gebruiker:
    return maak_teamlid(indicator.doelstelling.nota).gebruiker


class Wisselend(dict[str, Any]):
    """Another value in this field every time it is sent."""

    veld = ""

    def items(self) -> Any:
        return (self | {self.veld: str(uuid.uuid4().int % 10**9)}).items()


def tegelijk(an: Gebruiker, pad: str, data: dict[str, Any]) -> list[int]:
    """The answers of eight posts at once."""
    client = Client()
    client.force_login(an)

    def nieuw() -> Client:
        eigen = Client()
        eigen.cookies = client.cookies
        return eigen

    return sorted(antwoord.status_code for antwoord in vijandig.plaats_dubbel(nieuw, pad, data, n=8))


def blad(nota: Cultuurnota, indicator: Indicator) -> tuple[str, dict[str, Any]]:
    """The address of the form and what a browser would send untouched."""
    pad = reverse(
        "cultuurnota_werkruimte_opvolging_invullen", args=[nota.kenmerk, 2026, indicator.doelstelling.kenmerk]
    )
    formulier = Jaarformulier(blad=opvolgen.jaarblad(indicator.doelstelling, 2026))
    return pad, {naam: formulier[naam].value() or "" for naam in formulier.fields}


def test_acht_keer_hetzelfde_cijfer_is_een_rij_zonder_botsing(indicator: Indicator, an: Gebruiker) -> None:
    pad, data = blad(indicator.doelstelling.nota, indicator)
    assert tegelijk(an, pad, data | {f"waarde_{indicator.kenmerk.hex}": "5"}) == [302] * 8
    assert Meting.objects.get().versie == 1
    assert Logregel.objects.filter(actie="opvolging bewaard").count() == 1


def test_van_acht_schrijvers_wint_er_een_en_zien_zeven_beide_cijfers(indicator: Indicator, an: Gebruiker) -> None:
    pad, data = blad(indicator.doelstelling.nota, indicator)
    anders = Wisselend(data)
    anders.veld = f"waarde_{indicator.kenmerk.hex}"
    assert tegelijk(an, pad, anders) == [302] + [409] * 7
    assert Meting.objects.get().versie == 1


def test_acht_keer_ophalen_is_een_telling(indicator: Indicator, an: Gebruiker) -> None:
    nota = indicator.doelstelling.nota
    Cijferkoppeling.objects.create(indicator=indicator, cijfer="bezoeken")
    Bezoektelling.objects.create(igs=nota.igs, maand=date(2026, 3, 1), bekeken=41)
    pad = reverse("cultuurnota_werkruimte_opvolging_jaar", args=[nota.kenmerk, 2026])
    assert tegelijk(an, pad, {}) == [200] * 8
    assert (Meting.objects.get().waarde, Meting.objects.get().versie) == (Decimal(41), 1)
    assert Logregel.objects.filter(actie="cijfers van het portaal opgehaald").count() == 1
