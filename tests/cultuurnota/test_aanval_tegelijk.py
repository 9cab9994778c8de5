"""Eight times the same button at the same moment, at the money of a note."""

import uuid
from decimal import Decimal
from typing import Any

import pytest

from cultuurnota import begrotingsblad
from cultuurnota.models import (
    Begroting,
    Begrotingspost,
    Bijdrage,
    Cultuurnota,
)
from opnetwerk.models import Logregel
from tests import vijandig
from tests.cultuurnota import rekenbladen
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.zakelijk import als, pad, vol
from tests.fabriek import maak_gemeente, maak_igs, maak_lid


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """With a line, an objective that is measured, a promise with a decision, and something online."""
    return vol(maak_nota())


# --- at the same moment -----------------------------------------------------------------------------------------------
@pytest.fixture
def klein(transactional_db: None) -> Cultuurnota:
    igs = maak_igs("Verzonnen streek")
    maak_lid(igs, maak_gemeente("99001", "Verzonnen"))
    return maak_nota(igs)


def acht_keer(nota: Cultuurnota, naam: str, data: dict[str, Any]) -> set[int]:
    client = als(maak_teamlid(nota).gebruiker)
    antwoorden = vijandig.plaats_dubbel(lambda: client, pad(nota, naam), data, n=8)
    return {antwoord.status_code for antwoord in antwoorden}


@pytest.mark.django_db(transaction=True)
def test_acht_keer_dezelfde_nieuwe_post_is_een_post(klein: Cultuurnota) -> None:
    data = {"nieuw": str(uuid.uuid4()), "rubriek": "werking", "naam": "Zaal", "jaar_2027": "5"}
    assert acht_keer(klein, "begroting_posten_nieuw", data) == {302}
    assert Begrotingspost.objects.get().naam == "Zaal"
    assert Logregel.objects.filter(actie="begrotingspost toegevoegd").count() == 1


@pytest.mark.django_db(transaction=True)
def test_acht_keer_dezelfde_instelling_en_bijdragen_is_een_keer(klein: Cultuurnota) -> None:
    assert acht_keer(klein, "begroting_instellen", {"sleutel": "gelijk", "inbreng": "9", "basis": "0"}) == {302}
    assert Begroting.objects.get().versie == 1
    assert acht_keer(klein, "begroting_bijdragen", {"b_99001_2027": "9", "basis": "1"}) == {302}
    assert (Begroting.objects.get().versie, Bijdrage.objects.get().bedrag) == (2, Decimal(9))


@pytest.mark.django_db(transaction=True)
def test_acht_keer_hetzelfde_bestand_overnemen_is_een_keer(klein: Cultuurnota) -> None:
    client = als(maak_teamlid(klein).gebruiker)
    adres = pad(klein, "begroting_rekenblad")
    bestand = rekenbladen.met(begrotingsblad.als_xlsx(klein), "Posten", A2="werking", B2="Zaal", D2=5)
    teken = client.post(adres, {"bestand": rekenbladen.upload(bestand)}).context["teken"]
    antwoorden = vijandig.plaats_dubbel(lambda: client, adres, {"doe": "neem_over", "teken": teken}, n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert (Begrotingspost.objects.get().naam, Begroting.objects.get().versie) == ("Zaal", 1)
