"""The accessibility statement says what the file says, and the file judges every criterion."""

import re
from collections import Counter
from datetime import date

import pytest

from opnetwerk import toegankelijkheid
from opnetwerk.toegankelijkheid import DEELS, OORDELEN, VerklaringFout, lees, verklaring

KOP = "## Wat nog niet goed genoeg is\n\n- **Iets** <b>is</b> niet goed.\n\n## De 55 criteria\n\n"
RIJ = "| 1.1.1 | A | Niet-tekstuele content | voldoet | Axe. | 2026-11-24 |"
# WCAG 2.2, level A and AA, per guideline: 4.1.1 is gone.
PER_RICHTLIJN = {"1.1": 1, "1.2": 5, "1.3": 5, "1.4": 9, "2.1": 3, "2.2": 2, "2.3": 1, "2.4": 8, "2.5": 6} | {
    "3.1": 2,
    "3.2": 5,
    "3.3": 6,
    "4.1": 2,
}


def test_de_55_criteria_staan_er_elk_een_keer_met_een_oordeel():
    criteria = verklaring().criteria
    nummers = [een.nummer for een in criteria]
    assert len(set(nummers)) == len(nummers) == 55
    assert Counter(nummer.rsplit(".", 1)[0] for nummer in nummers) == PER_RICHTLIJN
    assert Counter(een.niveau for een in criteria) == {"A": 31, "AA": 24}
    assert {een.oordeel for een in criteria} <= set(OORDELEN)
    assert all(een.hoe.endswith(".") and date(2026, 1, 1) < een.bekeken_op for een in criteria)


def test_wat_deels_in_orde_is_staat_bij_wat_niet_goed_genoeg_is():
    gezien = verklaring()
    assert len(gezien.deels) >= 1
    assert len(gezien.tekort) >= 3


def test_de_pagina_zegt_wat_het_bestand_zegt(client, db):
    antwoord = client.get("/toegankelijkheid/")
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    gezien = verklaring()
    assert len(re.findall(r'<th scope="row">\d\.\d', tekst)) == 55
    for punt in gezien.tekort:
        assert punt in tekst
    for oordeel, aantal in gezien.aantallen:
        assert f"<strong>{aantal}</strong>" in tekst, oordeel
    assert "/klopt-er-iets-niet/?pagina=/toegankelijkheid/" in tekst
    assert "Nog geen externe partij" in tekst


@pytest.mark.parametrize(
    "tekst",
    [
        KOP,
        KOP + RIJ.replace("voldoet", "prima"),
        KOP + RIJ.replace("2026-11-24", "gisteren"),
        KOP + RIJ.replace("| A |", "| AAA |"),
        KOP + RIJ + "\n| 1.2.1 | A | zonder de rest |",
    ],
)
def test_een_rij_die_niet_klopt_wordt_genoemd(tekst):
    with pytest.raises(VerklaringFout):
        lees(tekst)


def test_de_dag_is_die_van_de_oudste_blik_en_tekst_is_nooit_html():
    ouder = RIJ.replace("1.1.1", "1.2.1").replace("2026-11-24", "2026-10-01").replace("voldoet", DEELS)
    gelezen = lees(KOP + RIJ + "\n" + ouder)
    assert gelezen.bekeken_op == date(2026, 10, 1)
    assert [een.nummer for een in gelezen.deels] == ["1.2.1"]
    assert gelezen.aantallen == [("voldoet", 1), ("voldoet deels", 1), ("n.v.t.", 0)]
    assert gelezen.tekort == ("<strong>Iets</strong> &lt;b&gt;is&lt;/b&gt; niet goed.",)


def test_andere_methodes_zijn_405_en_er_komt_geen_koekje(client, db):
    antwoord = client.get("/toegankelijkheid/")
    assert not antwoord.cookies
    assert client.post("/toegankelijkheid/").status_code == 405
    assert toegankelijkheid.toegankelijkheid.toegang == "publiek"
