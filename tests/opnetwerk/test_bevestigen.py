"""Links that a button confirms: of one kind, for some days, and nobody else's."""

from datetime import date, timedelta

import pytest

from opnetwerk import bevestigen
from opnetwerk.bevestigen import Onbekend, Verlopen, lees_teken, maak_teken
from tests import vijandig


def test_een_teken_zegt_weer_waarvoor_het_was():
    assert lees_teken("gesprek", maak_teken("gesprek", "sleutel-é:1")) == "sleutel-é:1"


def test_een_teken_kan_in_een_adres_staan():
    assert set(maak_teken("gesprek", "a/b?c=d&é")) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:"
    )


def test_een_teken_van_de_ene_soort_is_er_geen_van_een_andere():
    with pytest.raises(Onbekend):
        lees_teken("inschrijving", maak_teken("gesprek", "1"))


def test_een_teken_werkt_drie_dagen_en_zegt_daarna_nog_waarvoor_het_was(settings):
    teken = maak_teken("gesprek", "sleutel")
    settings.VASTE_DAG = date(2026, 11, 26)
    assert lees_teken("gesprek", teken) == "sleutel"
    settings.VASTE_DAG = date(2026, 11, 27)
    with pytest.raises(Verlopen) as te_oud:
        lees_teken("gesprek", teken)
    assert te_oud.value.sleutel == "sleutel"
    assert lees_teken("gesprek", teken, geldig=timedelta(days=30)) == "sleutel"


def test_een_teken_uit_de_toekomst_is_er_geen(settings):
    settings.VASTE_DAG = date(2026, 11, 24)
    teken = maak_teken("gesprek", "sleutel")
    settings.VASTE_DAG = date(2026, 11, 23)
    with pytest.raises(Onbekend):
        lees_teken("gesprek", teken)


def test_elk_ander_letterteken_maakt_het_teken_vals():
    teken = maak_teken("gesprek", "sleutel")
    for plek in range(len(teken) - 1):  # the last one holds bits that count for nothing
        anders = "A" if teken[plek] != "A" else "B"
        with pytest.raises(Onbekend):
            lees_teken("gesprek", teken[:plek] + anders + teken[plek + 1 :])


@pytest.mark.parametrize("tekst", [*vijandig.LEEG, *vijandig.TE_LANG, *vijandig.STUURTEKENS, *vijandig.ONSCHULDIG, ":"])
def test_wat_geen_teken_is_breekt_niets(tekst):
    with pytest.raises(Onbekend):
        lees_teken("gesprek", tekst)


def test_een_goed_ondertekende_maar_vreemde_inhoud_is_onbekend():
    for inhoud in ([], ["een"], ["een", 1, "drie"], "tekst", 5, {"a": 1, "b": 2, "c": 3}):
        with pytest.raises(Onbekend):
            lees_teken("gesprek", bevestigen._ondertekenaar("gesprek").sign_object(inhoud))
