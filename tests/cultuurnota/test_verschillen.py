"""Two texts of a chapter: blocks, words, side by side, put together."""

import pytest

from cultuurnota.verschillen import aantal_woorden, als_html, als_woorden, bevat, blokken, na_elkaar, naast, voeg_samen

TABEL = '<table><tbody><tr><th scope="col">Jaar</th><td>2027</td></tr></tbody></table>'


def p(*alineas: str) -> str:
    return "".join(f"<p>{alinea}</p>" for alinea in alineas)


@pytest.mark.parametrize(
    ("html", "verwacht"),
    [
        ("", []),
        ("<p>een</p><p>twee</p>", ["<p>een</p>", "<p>twee</p>"]),
        ("<ul><li><p>een</p></li></ul>" + TABEL, ["<ul><li><p>een</p></li></ul>", TABEL]),
        ("los<p>een</p>na", ["<p>los</p>", "<p>een</p>", "<p>na</p>"]),
        ("los <strong>vet</strong> en los<p>een</p>", ["<p>los <strong>vet</strong> en los</p>", "<p>een</p>"]),
        ("<p>a\nb</p>\n<h2>kop</h2>", ["<p>a\nb</p>", "<h2>kop</h2>"]),
        (
            '<figure><img src="/media/a.jpg" alt="x"><figcaption>y</figcaption></figure><p>z<br>q</p>',
            ['<figure><img src="/media/a.jpg" alt="x"><figcaption>y</figcaption></figure>', "<p>z<br>q</p>"],
        ),
        ("<p>&lt;p&gt; en &amp;</p>", ["<p>&lt;p&gt; en &amp;</p>"]),
    ],
)
def test_een_tekst_valt_in_blokken_uiteen_en_verliest_niets(html, verwacht):
    assert blokken(html) == verwacht
    assert als_woorden("".join(verwacht)) == als_woorden(html)


def test_cellen_en_beelden_tellen_als_woorden():
    assert als_woorden(TABEL).split() == ["Jaar", "2027"]
    assert als_woorden('<img src="/media/a.jpg" alt="een vaas">') == "[beeld: een vaas]"
    assert aantal_woorden(p("een twee", "drie")) == 3


def test_bevat_kijkt_naar_de_volgorde():
    assert bevat(["a", "b", "c"], ["a", "c"])
    assert not bevat(["a", "b", "c"], ["c", "a"])
    assert not bevat(["a"], ["a", "a"])


def test_wie_elk_een_andere_alinea_wijzigt_krijgt_beide():
    samen = voeg_samen(p("een", "twee", "drie"), p("EEN", "twee", "drie"), p("een", "twee", "DRIE"))
    assert samen == p("EEN", "twee", "DRIE")


def test_buren_wijzigen_is_geen_botsing():
    assert voeg_samen(p("een", "twee"), p("EEN", "twee"), p("een", "TWEE")) == p("EEN", "TWEE")


def test_dezelfde_alinea_anders_wijzigen_is_een_botsing():
    assert voeg_samen(p("een"), p("EEN"), p("één")) is None
    assert voeg_samen(p("een"), "", p("één")) is None


def test_dezelfde_wijziging_telt_een_keer():
    assert voeg_samen(p("een"), p("EEN"), p("EEN")) == p("EEN")
    assert voeg_samen(p("een"), p("een", "erbij"), p("een", "erbij")) == p("een", "erbij")


def test_op_dezelfde_plek_iets_toevoegen_zet_beide_erin():
    assert voeg_samen("", p("van hem"), p("van mij")) == p("van hem", "van mij")
    assert voeg_samen(p("een", "twee"), p("een", "x", "twee"), p("een", "y", "twee")) == p("een", "x", "y", "twee")


def test_wat_de_ander_daar_al_toevoegde_komt_er_geen_tweede_keer_bij():
    assert voeg_samen(p("een"), p("een", "erbij"), p("een", "erbij", "meer")) == p("een", "erbij", "meer")


def test_toevoegen_waar_de_ander_schrapt_houdt_de_toevoeging():
    assert voeg_samen(p("een", "twee"), p("een"), p("een", "erbij", "twee")) == p("een", "erbij")


def test_toevoegen_midden_in_wat_de_ander_wijzigt_is_een_botsing():
    assert voeg_samen(p("een", "twee"), p("1", "2"), p("een", "erbij", "twee")) is None


def test_naast_elkaar_merkt_alleen_de_woorden_die_verschillen():
    gelijk, anders = naast(p("zelfde", "de rode kat"), p("zelfde", "de blauwe kat"))
    assert not gelijk.anders
    assert [stuk.tekst.strip() for stuk in anders.was if stuk.anders] == ["rode"]
    assert [stuk.tekst.strip() for stuk in anders.werd if stuk.anders] == ["blauwe"]


def test_naast_elkaar_noemt_wat_erbij_kwam_en_wat_alleen_anders_staat():
    [rij] = naast("", p("nieuw"))
    assert not rij.was
    assert rij.werd[0].anders
    [rij] = naast(p("kop"), "<h2>kop</h2>")
    assert rij.opmaak


def test_na_elkaar_zet_alleen_wat_nog_niet_staat():
    assert na_elkaar(p("een", "twee"), p("een", "drie")) == p("een", "twee", "drie")


def test_gewone_regels_worden_alineas():
    assert als_html("a < b\n\nc") == "<p>a &lt; b</p><p>c</p>"
