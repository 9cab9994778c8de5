"""An address becomes a question and a question an address: the same, whatever order or rubbish it came in."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from talent.zoekvraag import MEESTE_OP_LIJSTJE, Zoekvraag, schoon, slugs

DAG = date(2026, 11, 23)
BEKEND = {
    "discipline": {"muziek": "muziek", "jazz": "jazz", "swing": "jazz"},
    "vorm": {"solo": "solo", "duo": "duo"},
    "regio": {"zuidrand": "zuidrand"},
    "gemeente": {"lint": "lint", "antwerpen": "antwerpen", "borsbeek": "antwerpen"},
}


def lees(adres: str) -> Zoekvraag:
    return Zoekvraag.uit(QueryDict(adres), BEKEND, DAG)


@pytest.mark.parametrize(
    ("adres", "netjes"),
    [
        ("", ""),
        ("vorm=duo&vorm=solo&discipline=jazz", "discipline=jazz&vorm=solo&vorm=duo"),
        ("discipline=swing&discipline=jazz", "discipline=jazz"),
        ("vorm=trio&taal=nl&x=1", ""),
        ("gemeente=borsbeek", "gemeente=antwerpen"),
        ("gemeente=lint&gemeente=borsbeek", "gemeente=lint"),
        ("rond=1", ""),
        ("rond=1&regio=zuidrand", "regio=zuidrand&rond=1"),
        ("sorteer=loting", "sorteer=loting&dag=2026-11-23"),
        ("sorteer=loting&dag=2026-11-22", "sorteer=loting&dag=2026-11-22"),
        ("sorteer=az&dag=2026-11-22", "sorteer=az"),
        ("sorteer=naam&beeld=lijst", ""),
        ("q=++viool%09%0Ad%27amore+", "q=viool+d%27amore"),
        ("pagina=3&vorm=solo", "vorm=solo"),
    ],
)
def test_een_vraag_heeft_een_adres(adres, netjes):
    assert lees(adres).vraag == netjes
    assert lees(netjes) == lees(netjes + "&onzin=1")
    assert lees(lees(adres).vraag).vraag == netjes


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "discipline", "vorm", "regio", "gemeente", "rond", "sorteer", "dag", "t", "pagina"]),
            st.one_of(st.text(max_size=30), st.sampled_from(["jazz", "solo", "lint", "1", "az", "loting", "aap"])),
        ),
        max_size=12,
    )
)
def test_elk_adres_geeft_een_vraag_die_zichzelf_is(paren):
    vraag = QueryDict(mutable=True)
    for naam, waarde in paren:
        vraag.appendlist(naam, waarde)
    gelezen = Zoekvraag.uit(vraag, BEKEND, DAG)
    assert lees(gelezen.vraag).vraag == gelezen.vraag
    assert "\x00" not in gelezen.q
    assert len(gelezen.pagina) <= 6


def test_schoon_houdt_een_leesbare_regel_over():
    assert schoon(" a\x00b\u2028c\u202ed ") == "a b c d"
    assert len(schoon("x" * 10**6)) == 100
    assert schoon("🎻 é") == "🎻 é"


def test_een_lijstje_heeft_een_grens_en_enkel_adresnamen():
    assert slugs(["a", "b", "a", "B", "../c", "", "x" * 81]) == ("a", "b")
    assert len(slugs(f"s{i}" for i in range(500))) == MEESTE_OP_LIJSTJE


def test_op_en_van_het_lijstje_blijft_op_de_bladzijde():
    vraag = Zoekvraag(q="viool", lijstje=("a",), pagina="3")
    assert vraag.met_op_lijstje("b").lijstje == ("a", "b")
    assert vraag.met_op_lijstje("a").lijstje == ()
    assert vraag.met_op_lijstje("b").pagina == "3"
    assert vraag.met(sorteer="az").pagina == ""
    vol = Zoekvraag(lijstje=tuple(f"s{i}" for i in range(MEESTE_OP_LIJSTJE)))
    assert len(vol.met_op_lijstje("nieuw").lijstje) == MEESTE_OP_LIJSTJE
    assert "nieuw" in vol.met_op_lijstje("nieuw").lijstje


def test_rond_verdwijnt_met_de_laatste_plek():
    vraag = lees("regio=zuidrand&gemeente=lint&rond=1&vorm=solo")
    assert vraag.zonder_gemeente().vraag == "regio=zuidrand&vorm=solo&rond=1"
    zonder_regio = vraag.zonder_waarde("regio", "zuidrand")
    assert zonder_regio.rond
    assert not zonder_regio.zonder_gemeente().rond


@pytest.mark.parametrize(
    ("adres", "diepte"), [("", 0), ("q=a", 1), ("vorm=solo&vorm=duo", 2), ("vorm=solo&gemeente=lint&q=a&rond=1", 3)]
)
def test_diepte_telt_de_keuzes(adres, diepte):
    assert lees(adres).diepte == diepte
