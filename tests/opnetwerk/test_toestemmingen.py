"""The ledger of consent: what was agreed to, by whom, in which words, and when it was taken back."""

from datetime import date

import pytest

from opnetwerk import toestemmingen
from opnetwerk.models import Toestemming
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db
OVER = "talent:1"


def test_een_toestemming_bewaart_de_woorden_en_het_moment() -> None:
    gebruiker = maak_gebruiker()
    regel = toestemmingen.geef(doel="publicatie", tekst="Ja, dat mag.", betreft=OVER, gebruiker=gebruiker)
    assert (regel.tekst, regel.gebruiker, regel.gegeven_op.date()) == ("Ja, dat mag.", gebruiker, date(2026, 11, 23))
    assert toestemmingen.loopt(doel="publicatie", betreft=OVER)
    assert toestemmingen.loopt(doel="publicatie", betreft=OVER, gebruiker=gebruiker)
    assert not toestemmingen.loopt(doel="publicatie", betreft="talent:2")
    assert not toestemmingen.loopt(doel="feeds", betreft=OVER)


def test_twee_keer_dezelfde_woorden_is_een_regel() -> None:
    gebruiker = maak_gebruiker()
    for _ in range(2):
        toestemmingen.geef(doel="publicatie", tekst="Ja.", betreft=OVER, gebruiker=gebruiker)
    assert Toestemming.objects.count() == 1


def test_andere_woorden_maken_een_nieuwe_regel_en_sluiten_de_vorige() -> None:
    gebruiker = maak_gebruiker()
    eerste = toestemmingen.geef(doel="publicatie", tekst="Ja.", betreft=OVER, gebruiker=gebruiker)
    tweede = toestemmingen.geef(doel="publicatie", tekst="Ja, ook elders.", betreft=OVER, gebruiker=gebruiker)
    eerste.refresh_from_db()
    assert eerste.ingetrokken_op is not None
    assert tweede.ingetrokken_op is None
    assert set(toestemmingen.van(OVER)) == {tweede, eerste}


def test_intrekken_houdt_het_eerste_moment(settings) -> None:
    regel = toestemmingen.geef(doel="ouder", tekst="Ja.", betreft=OVER, email="Ma@voorbeeld.be")
    assert toestemmingen.trek_in(doel="ouder", betreft=OVER, email="MA@voorbeeld.be") == 1
    settings.VASTE_DAG = date(2026, 12, 1)
    assert toestemmingen.trek_in(doel="ouder", betreft=OVER) == 0
    regel.refresh_from_db()
    assert regel.ingetrokken_op.date() == date(2026, 11, 23)
    assert not toestemmingen.loopt(doel="ouder", betreft=OVER)


def test_intrekken_van_een_account_laat_dat_van_een_ander_lopen() -> None:
    an, bob = maak_gebruiker(), maak_gebruiker("bob@voorbeeld.be")
    for wie in (an, bob):
        toestemmingen.geef(doel="feeds", tekst="Ja.", betreft=OVER, gebruiker=wie)
    toestemmingen.trek_in(doel="feeds", betreft=OVER, gebruiker=an)
    assert not toestemmingen.loopt(doel="feeds", betreft=OVER, gebruiker=an)
    assert toestemmingen.loopt(doel="feeds", betreft=OVER, gebruiker=bob)


def test_opnieuw_geven_na_intrekken_is_een_nieuwe_regel() -> None:
    for _ in range(2):
        toestemmingen.geef(doel="ouder", tekst="Ja.", betreft=OVER, email="ma@voorbeeld.be")
        toestemmingen.trek_in(doel="ouder", betreft=OVER)
    assert Toestemming.objects.filter(ingetrokken_op__isnull=False).count() == 2


@pytest.mark.parametrize(
    ("velden", "tekst"), [({}, "Ja."), ({"email": "a@b.be"}, ""), ({"email": "a@b.be"}, "x" * 501)]
)
def test_zonder_iemand_of_zonder_woorden_is_er_geen_toestemming(velden, tekst) -> None:
    with pytest.raises(ValueError, match="van iemand"):
        toestemmingen.geef(doel="ouder", tekst=tekst, betreft=OVER, **velden)
    assert not Toestemming.objects.exists()


def test_wissen_raakt_alleen_dit_onderwerp_en_nooit_wat_over_het_account_gaat() -> None:
    gebruiker = maak_gebruiker()
    for over in (OVER, "talent:2", ""):
        toestemmingen.geef(doel="feeds", tekst="Ja.", betreft=over, gebruiker=gebruiker)
    assert toestemmingen.wis(OVER) == 1
    assert toestemmingen.wis("") == 0
    assert {regel.betreft for regel in Toestemming.objects.all()} == {"talent:2", ""}
