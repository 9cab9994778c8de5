"""The founding calendar: the periods of the law, elections avoided, and what a calendar program gets."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igs.opstarten import PER_SLUG
from igs.regiocheck_regels import Zekerheid
from igs.stichtingskalender import (
    EERSTE_START,
    LAATSTE_START,
    Moment,
    Stichtingskalender,
    als_ical,
    eerste_raad,
    is_verkiezingsjaar,
    plus_maanden,
)
from tests.igs.lezen import afspraken, kalender, pagina
from tests.vijandig import ONSCHULDIG, STUURTEKENS, Formulierpagina

ADRES = "/igs-opstarten/kalender/"
ICS = "/igs-opstarten/kalender.ics"
STARTDAGEN = st.dates(EERSTE_START, LAATSTE_START)


def momenten(start: date) -> dict[str, Moment]:
    return {moment.sleutel: moment for moment in Stichtingskalender(start).momenten}


# --- counting months --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "maanden", "uit"),
    [
        (date(2027, 9, 1), 6, date(2028, 3, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2028, 2, 29), 72, date(2034, 2, 28)),
        (date(2027, 12, 31), 0, date(2027, 12, 31)),
    ],
)
def test_maanden_tellen(dag, maanden, uit):
    assert plus_maanden(dag, maanden) == uit


def test_verkiezingen_zijn_om_de_zes_jaar():
    assert [jaar for jaar in range(2018, 2044) if is_verkiezingsjaar(jaar)] == [2018, 2024, 2030, 2036, 2042]


# --- the periods ------------------------------------------------------------------------------------------------------


def test_een_start_in_september_2027_met_de_hand_nagerekend():
    per = momenten(date(2027, 9, 1))
    assert (per["verkennen"].van, per["verkennen"].tot) == (date(2027, 9, 1), date(2027, 11, 1))
    assert (per["gemeenteraden"].van, per["gemeenteraden"].tot) == (date(2028, 3, 1), date(2028, 5, 1))
    assert per["oprichtingsakte"].van == per["oprichtingsakte"].tot == date(2028, 6, 1)
    assert per["bekendmaking"].tot == date(2028, 7, 1)
    assert per["cultuurnota"].tot == date(2029, 4, 1)
    assert per["einde"].van == date(2034, 5, 31)
    assert [per[f"verlengen-{n}"].van for n in (12, 6, 3)] == [date(2033, 5, 31), date(2033, 11, 30), date(2034, 2, 28)]
    assert (per["bestuur-2031"].van, per["bestuur-2031"].tot) == (date(2031, 1, 1), date(2031, 1, 31))
    assert not Stichtingskalender(date(2027, 9, 1)).is_verschoven


@pytest.mark.parametrize(
    ("start", "raad"),
    [
        (date(2029, 3, 1), date(2029, 9, 1)),  # the deed falls on 1 December 2029
        (date(2029, 3, 31), date(2029, 9, 30)),  # on 30 December
        (date(2029, 4, 1), date(2031, 1, 1)),  # the deed would fall on 1 January 2030
        (date(2030, 6, 30), date(2031, 1, 1)),
        (date(2030, 7, 1), date(2031, 1, 1)),  # of its own: nothing moves
        (date(2030, 7, 2), date(2031, 1, 2)),
    ],
)
def test_niets_van_de_oprichting_valt_in_een_verkiezingsjaar(start, raad):
    rooster = Stichtingskalender(start)
    assert rooster.eerste_raad == raad
    assert rooster.is_verschoven is (raad != plus_maanden(start, 6))
    if rooster.is_verschoven:
        assert rooster.verkiezingsjaar == 2030


@settings(max_examples=300, deadline=None)
@given(STARTDAGEN)
def test_van_elke_startdag_kloppen_de_termijnen_van_de_wet(start):
    rooster, per = Stichtingskalender(start), momenten(start)
    raden, akte = per["gemeenteraden"], per["oprichtingsakte"]
    for dag in (raden.van, raden.tot, akte.van):
        assert (dag.year - 2024) % 6 != 0
    assert raden.tot <= plus_maanden(raden.van, 2)
    assert raden.tot <= akte.van
    assert per["bekendmaking"].tot - akte.van == timedelta(days=30)
    assert per["einde"].van + timedelta(days=1) == plus_maanden(akte.van, 72)
    assert raden.van >= plus_maanden(start, 6)
    assert akte.van < per["verlengen-12"].van < per["verlengen-6"].van < per["verlengen-3"].van < per["einde"].van
    assert PER_SLUG.keys() <= per.keys()
    assert len(per) == len(rooster.momenten)
    assert [m.van for m in rooster.momenten] == sorted(m.van for m in rooster.momenten)
    assert all(moment.van <= moment.tot for moment in rooster.momenten)
    vernieuwd = [moment for sleutel, moment in per.items() if re.fullmatch(r"bestuur-\d+", sleutel)]
    assert len(vernieuwd) == 1  # six years hold one election
    assert is_verkiezingsjaar(vernieuwd[0].van.year - 1)


@settings(max_examples=100, deadline=None)
@given(STARTDAGEN)
def test_een_raad_na_het_schuiven_schuift_niet_nog_eens(start):
    assert eerste_raad(eerste_raad(start)) == eerste_raad(start)


def test_alleen_termijnen_van_de_wet_heten_zo():
    per = momenten(date(2027, 9, 1))
    vast = {sleutel for sleutel, moment in per.items() if moment.zekerheid is Zekerheid.WETTEKST}
    assert vast == {"gemeenteraden", "bekendmaking", "einde"}
    assert per["cultuurnota"].herkomst == "richttijd van OP/TIL"
    assert per["gemeenteraden"].herkomst == "termijn uit de wet"
    assert {per[s].herkomst for s in ("verkennen", "verlengen-12", "bestuur-2031")} == {"ons voorstel, te bevestigen"}


# --- the page ---------------------------------------------------------------------------------------------------------


def test_zonder_startdag_vraagt_de_pagina_er_een(client, db):
    gelezen = Formulierpagina(client.get(ADRES).content.decode())
    gelezen.keur()
    assert list(gelezen.invoer) == ["start_0", "start_1", "start_2"]
    assert not gelezen.titel.startswith("Fout")
    assert "Zet alles in je agenda" not in gelezen.html


def test_de_pagina_toont_elk_moment_met_zijn_dag_en_herkomst(client, db):
    gelezen = pagina(client, f"{ADRES}?start=2029-09-01")
    rooster = Stichtingskalender(date(2029, 9, 1))
    dagen = gelezen.waarden("time", "datetime")
    for moment in rooster.momenten:
        assert moment.titel in gelezen.woorden
        assert moment.uitleg in gelezen.woorden
        assert str(moment.van) in dagen
        assert str(moment.tot) in dagen
    assert "2030 is een jaar van gemeenteraadsverkiezingen" in gelezen.woorden
    assert "De raden beslissen daarom pas vanaf 1 januari 2031." in gelezen.woorden
    assert f"{ICS}?start=2029-09-01" in gelezen.waarden("a", "href")
    assert "verkiezingen te bevestigen" not in pagina(client, f"{ADRES}?start=2027-09-01").woorden


def test_drie_vakken_leiden_naar_een_adres_om_te_delen(client, db):
    antwoord = client.get(ADRES, {"start_0": "1", "start_1": "9", "start_2": "2027"})
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == f"{ADRES}?start=2027-09-01"
    gelezen = Formulierpagina(client.get(antwoord.headers["Location"]).content.decode())
    assert [gelezen.invoer[f"start_{n}"].kenmerken["value"] for n in range(3)] == ["01", "09", "2027"]
    assert "vanaf 1 september 2027" in gelezen.titel


@pytest.mark.parametrize("start", ["2027-9-1", "1-9-2027", "01/09/2027", "1.9.2027", " 2027-09-01 "])
def test_andere_schrijfwijzen_worden_ook_begrepen(client, db, start):
    assert "vanaf 1 september 2027" in Formulierpagina(client.get(ADRES, {"start": start}).content.decode()).titel


SLECHT = [
    (("", "", ""), "Vul een dag, een maand en een jaar in, zoals 1 9 2027."),
    (("31", "2", "2027"), "Die dag bestaat niet. Kijk de dag en de maand na."),
    (("1", "13", "2027"), "Die dag bestaat niet. Kijk de dag en de maand na."),
    (("0", "9", "2027"), "Die dag bestaat niet. Kijk de dag en de maand na."),
    (("1", "september", "2027"), "Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027."),
    (("1", "9", ""), "Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027."),
    (("-1", "9", "2027"), "Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027."),
    (("٣", "9", "2027"), "Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027."),
    (("1", "9", "27"), "Kies een jaar van 2020 tot en met 2040."),
    (("31", "12", "2019"), "Kies een jaar van 2020 tot en met 2040."),
    (("1", "1", "2041"), "Kies een jaar van 2020 tot en met 2040."),
    (("1", "9", "NaN"), "Vul de dag, de maand en het jaar in cijfers in, zoals 1 9 2027."),
]


@pytest.mark.parametrize(("delen", "zin"), SLECHT)
def test_een_slechte_dag_zegt_wat_te_doen_en_houdt_wat_getypt_werd(client, db, delen, zin):
    antwoord = client.get(ADRES, {f"start_{n}": deel for n, deel in enumerate(delen)})
    assert antwoord.status_code == 200
    gelezen = Formulierpagina(antwoord.content.decode())
    gelezen.keur_fouten()
    assert gelezen.samenvatting == [("id_start_0", zin)]
    assert tuple(gelezen.invoer[f"start_{n}"].kenmerken.get("value", "") for n in range(3)) == delen
    assert "Laatste dag zonder verlenging" not in gelezen.html


@pytest.mark.parametrize("start", ["onzin", "2027-02-31", "2027-13-45", "", "2019-12-31", "9" * 5000, *ONSCHULDIG])
def test_een_slecht_adres_geeft_dezelfde_zin_op_de_pagina_en_bij_ical(client, db, start):
    gelezen = Formulierpagina(client.get(ADRES, {"start": start}).content.decode())
    gelezen.keur_fouten()
    antwoord = client.get(ICS, {"start": start})
    assert antwoord.status_code == 400
    assert antwoord.json() == {"fout": gelezen.samenvatting[0][1]}
    assert "<script>alert" not in gelezen.html


@pytest.mark.parametrize("start", STUURTEKENS)
def test_een_stuurteken_breekt_niets(client, db, start):
    assert client.get(ADRES, {"start": start}).status_code == 200
    assert client.get(ADRES, {"start_0": start}).status_code == 200
    assert client.get(ICS, {"start": start}).status_code == 400


def test_de_grenzen_horen_erbij(client, db):
    for dag in (EERSTE_START, LAATSTE_START):
        assert client.get(ICS, {"start": dag}).status_code == 200


def test_de_kalender_kost_geen_vraag_aan_de_databank(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(f"{ADRES}?start=2027-09-01")
        client.get(f"{ICS}?start=2027-09-01")


# --- the same for a calendar program ----------------------------------------------------------------------------------


def test_ical_heeft_elk_moment_als_hele_dagen(client, db):
    rooster = Stichtingskalender(date(2027, 9, 1))
    gelezen = afspraken(client, f"{ICS}?start=2027-09-01")
    assert len(gelezen) == len(rooster.momenten)
    for moment, afspraak in zip(rooster.momenten, gelezen, strict=True):
        assert afspraak["SUMMARY"] == moment.titel
        assert afspraak["DTSTART"].dt == moment.van
        assert afspraak["DTEND"].dt == moment.tot + timedelta(days=1)
        assert type(afspraak["DTSTART"].dt) is date
        assert moment.uitleg in afspraak["DESCRIPTION"]
        assert moment.herkomst.capitalize() in afspraak["DESCRIPTION"]
        assert str(afspraak["URL"]).startswith("http")
    assert kalender(client, f"{ICS}?start=2027-09-01")["VERSION"] == "2.0"


def test_de_uids_zijn_vast_enig_en_anders_voor_een_andere_start(client, db, settings):
    eerst = [str(afspraak["UID"]) for afspraak in afspraken(client, f"{ICS}?start=2027-09-01")]
    settings.VASTE_DAG = date(2027, 3, 1)
    assert [str(afspraak["UID"]) for afspraak in afspraken(client, f"{ICS}?start=2027-09-01")] == eerst
    anders = {str(afspraak["UID"]) for afspraak in afspraken(client, f"{ICS}?start=2027-09-02")}
    assert len(set(eerst)) == len(eerst)
    assert not anders & set(eerst)
    assert eerst[0].startswith("starten-2027-09-01-verkennen@")


def test_dezelfde_start_geeft_altijd_dezelfde_tekst(client, db):
    rooster = Stichtingskalender(date(2028, 2, 29))
    assert als_ical(rooster) == als_ical(Stichtingskalender(date(2028, 2, 29)))
    antwoord = client.get(f"{ICS}?start=2028-02-29")
    assert client.get(f"{ICS}?start=2028-02-29", HTTP_IF_NONE_MATCH=antwoord.headers["ETag"]).status_code == 304
    assert 'filename="igs-starten-2028-02-29.ics"' in antwoord.headers["Content-Disposition"]
    assert all(len(regel.encode()) <= 75 for regel in antwoord.content.decode().split("\r\n"))
