"""The drills of hostile input and of who is seen where, small: as commands they do all of it."""

from collections import Counter

import pytest
from django.test import Client

from tests.oefeningen import openbaarheid, wilde_invoer, wilde_wereld
from tests.oefeningen.wilde_invoer import Formulier, Lezer, Schutter, Verslag, ingevuld
from tests.oefeningen.wilde_wereld import Wereld

ZAAD = 10
VERZOEKEN = 240


@pytest.fixture
def wereld(gegevens: None) -> Wereld:
    return wilde_wereld.bouw(makers=1)


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_wilde_invoer_op_elk_soort_adres_breekt_niets(wereld: Wereld) -> None:
    verslag = wilde_invoer.oefen(wereld, VERZOEKEN, ZAAD)
    assert verslag.fouten == []
    assert verslag.gedaan == len(verslag.routes) == VERZOEKEN  # each another address of the tree
    assert set(verslag.soorten) == set(wilde_invoer.MAKERS)
    assert set(verslag.statussen) == set(wereld.klanten)
    assert len(verslag.gevonden) > VERZOEKEN / 4, "bijna niets kwam voorbij de deur"
    _levend_genoeg(wereld)
    _een_fout_is_te_zien_en_te_herhalen(wereld)


def _levend_genoeg(wereld: Wereld) -> None:
    """Of nearly every address something is there; what a new address needs is named here."""
    zonder = [route for route in wereld.zonder if not route.startswith("admin/")]
    weg = {"postvak/<slug:naam>/"}  # a mail in a file
    weg |= {
        een for een in zonder if "delen/uitvoer/" in een or "media/<slug:kenmerk>" in een or een == "media/<path:pad>"
    }
    assert set(zonder) <= weg


def _een_fout_is_te_zien_en_te_herhalen(wereld: Wereld) -> None:
    """Or the test above could not fail: a view that breaks is told, twice the same, and leaves nothing behind."""
    schutter = Schutter(wereld, ZAAD)
    try:
        nummer = next(een for een in range(999) if schutter.routes[een % len(schutter.routes)] == "over/")
        goed = schutter.schiet(nummer)
        assert goed.fout == ""
        patroon = wereld.patronen["over/"]
        heel = patroon.callback

        def stuk(request: object) -> None:
            raise ZeroDivisionError("stuk")

        stuk.toegang, stuk.login_required = "publiek", False  # type: ignore[attr-defined]
        patroon.callback = stuk
        try:
            fouten = [schutter.schiet(een) for een in range(nummer, 9999, len(schutter.routes))][:9]
        finally:
            patroon.callback = heel
        gevonden = [een for een in fouten if "ZeroDivisionError" in een.fout]
        assert gevonden
        verslag = Verslag()
        verslag.tel(gevonden[0])
        assert f"#{gevonden[0].verzoek.nummer} " in verslag.fouten[0]
        assert str(schutter.schiet(goed.verzoek.nummer).verzoek) == str(goed.verzoek)
    finally:
        schutter.sluit()


def test_een_formulier_wordt_gelezen_zoals_een_bezoeker_het_invult() -> None:
    [formulier] = Lezer(
        '<form method="post" action="/x/"><input name="a" value="1"><input type="checkbox" name="b" checked>'
        '<textarea name="c">dag</textarea><select name="d"><option value=""><option value="2"></select>'
        '<input type="file" name="e"><input type="email" name="f"><button name="doe" value="ja"></form>'
    ).formulieren
    assert isinstance(formulier, Formulier)
    assert formulier.post
    gegevens = ingevuld(formulier, wilde_invoer.random.Random(1))
    waarden = {"a": ["1"], "b": ["on"], "c": ["dag"], "d": ["2"], "f": ["wild@invoer.example"], "doe": ["ja"]}
    assert gegevens == waarden


# --- who is seen where ------------------------------------------------------------------------------------------------
def test_makers_van_elke_soort_lekken_op_geen_enkele_route(gegevens: None) -> None:
    makers = openbaarheid.maak(lambda nummer: nummer % 13 == (nummer // 13) % 13 or nummer % 13 == 12 - nummer // 13)
    assert {maker.leeftijd for maker in makers} == set(openbaarheid.LEEFTIJDEN)
    assert {maker.stand for maker in makers} == {*openbaarheid.ZICHTBAAR, *openbaarheid.WEG}
    speurder = openbaarheid.Speurder(makers)
    openbaarheid.met_rollen(speurder)
    verslag = speurder.alles(zoek_elk_veld=False)
    assert verslag.lekken == []
    for route in ("pagina", "lijst", "zoeken", "feed", "sitemap", "JSON-LD", "deelbeeld", "uitvoer", "aangemeld"):
        assert verslag.gezien[route], f"op {route} was niets te zien: dan bewijst dit niets"


def test_een_lek_staat_in_de_tabel(gegevens: None) -> None:
    """A maker of 13 to 15 who would be on a public page with a telephone number, and somebody hidden who is not."""
    jong, verborgen = openbaarheid.Maker(1, "13-15", "iedereen", "online"), openbaarheid.Maker(2, "18", "", "stil")
    verslag = openbaarheid.Verslag()
    verslag.meld(jong, "telefoon", "pagina", "/talent/x/")
    verslag.meld(jong, "naam", "pagina", "/talent/x/")
    verslag.meld(verborgen, "naam", "cache", "/talent/")
    assert len(verslag.lekken) == 2
    assert verslag.gezien == Counter({"pagina": 1})
    assert verslag.tel["stil", "cache"] == verslag.tel["13-15 jaar", "pagina"] == 1
    tabel = "\n".join(verslag.regels())
    assert all(route in tabel for route in openbaarheid.ROUTES)
    assert Client().get("/talent/").status_code == 200
