"""The planning counted back from the day of handing in: the days, the page, bad days, and the calendar file."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cultuurnota.planning import EERSTE_DAG, LAATSTE_DAG, Gepland, Planning, als_ical
from cultuurnota.stappen import STAPPEN
from igs.stichtingskalender import plus_maanden
from tests.igs.lezen import afspraken, kalender, pagina
from tests.vijandig import ONSCHULDIG, STUURTEKENS, Formulierpagina

ADRES, ICS = "/cultuurnota/planning/", "/cultuurnota/planning.ics"
DAGEN = st.dates(EERSTE_DAG, LAATSTE_DAG)


def per_slug(indienen: date) -> dict[str, Gepland]:
    return {gepland.stap.slug: gepland for gepland in Planning(indienen).stappen}


# --- the days ---------------------------------------------------------------------------------------------------------


def test_indienen_op_1_april_2032_met_de_hand_nagerekend():
    per = per_slug(date(2032, 4, 1))
    dagen = {slug: (gepland.van, gepland.tot) for slug, gepland in per.items()}
    assert dagen == {
        "plan-van-aanpak": (date(2031, 6, 1), date(2031, 6, 30)),
        "inspiratie-en-trends": (date(2031, 7, 1), date(2031, 7, 31)),
        "omgeving-en-gesprekken": (date(2031, 7, 1), date(2031, 9, 30)),
        "uitdagingen": (date(2031, 10, 1), date(2031, 10, 31)),
        "missie-en-visie": (date(2031, 11, 1), date(2031, 11, 30)),
        "doelstellingen-en-acties": (date(2031, 12, 1), date(2031, 12, 31)),
        "zakelijk-plan": (date(2032, 1, 1), date(2032, 1, 31)),
        "engagement": (date(2032, 1, 1), date(2032, 2, 29)),
        "eindredactie": (date(2032, 3, 1), date(2032, 3, 24)),
        "indienen": (date(2032, 3, 25), date(2032, 4, 1)),
    }
    assert Planning(date(2032, 4, 1)).begin == date(2031, 6, 1)


@settings(max_examples=200, deadline=None)
@given(DAGEN)
def test_van_elke_dag_klopt_de_planning(indienen):
    planning = Planning(indienen)
    assert planning.stappen[0].van == planning.begin == plus_maanden(indienen, -10)
    assert planning.stappen[-1].tot == indienen
    assert [gepland.stap for gepland in planning.stappen] == list(STAPPEN)
    assert all(gepland.van <= gepland.tot <= indienen for gepland in planning.stappen)
    # no day between begin and end is left without a step
    dekking = planning.begin - timedelta(days=1)
    for gepland in planning.stappen:
        assert gepland.van <= dekking + timedelta(days=1)
        dekking = max(dekking, gepland.tot)
    assert dekking == indienen


@pytest.mark.parametrize(
    ("dag", "stand"),
    [
        (date(2031, 5, 31), ""),
        (date(2031, 6, 1), "loopt nu"),
        (date(2031, 6, 30), "loopt nu"),
        (date(2031, 7, 1), "voorbij"),
    ],
)
def test_waar_een_stap_staat_volgt_uit_de_dag(dag, stand):
    assert per_slug(date(2032, 4, 1))["plan-van-aanpak"].stand(dag) == stand


@pytest.mark.parametrize(
    ("dag", "voorbij", "te_laat"),
    [
        (date(2031, 6, 1), False, False),
        (date(2031, 6, 2), False, True),
        (date(2032, 4, 1), False, True),
        (date(2032, 4, 2), True, False),
    ],
)
def test_de_planning_weet_of_er_nog_tien_maanden_zijn(dag, voorbij, te_laat):
    planning = Planning(date(2032, 4, 1))
    assert planning.is_voorbij(dag) is voorbij
    assert planning.is_te_laat_begonnen(dag) is te_laat


# --- the page ---------------------------------------------------------------------------------------------------------


def test_zonder_dag_vraagt_de_pagina_er_een(client: Client, db: None) -> None:
    gelezen = Formulierpagina(client.get(ADRES).content.decode())
    gelezen.keur()
    assert list(gelezen.invoer) == ["indienen_0", "indienen_1", "indienen_2"]
    assert not gelezen.titel.startswith("Fout")
    assert "Zet alles in je agenda" not in gelezen.html
    assert "noindex" not in gelezen.html


def test_de_pagina_toont_elke_stap_met_haar_dagen_en_zegt_wat_van_ons_is(client: Client, db: None) -> None:
    gelezen = pagina(client, f"{ADRES}?indienen=2032-04-01")
    dagen = gelezen.waarden("time", "datetime")
    for gepland in Planning(date(2032, 4, 1)).stappen:
        assert gepland.stap.titel.lower() in gelezen.woorden
        assert {str(gepland.van), str(gepland.tot)} <= set(dagen)
        assert gepland.stap.adres in gelezen.waarden("a", "href")
    assert "De stappen, hun volgorde en hun lengte zijn ons voorstel te bevestigen" in gelezen.woorden
    assert "Van 1 juni 2031 tot en met 1 april 2032" in gelezen.woorden
    assert f"{ICS}?indienen=2032-04-01" in gelezen.waarden("a", "href")
    assert "loopt nu" not in gelezen.woorden


@pytest.mark.parametrize(
    ("indienen", "zin"),
    [
        ("2026-11-22", "Die dag is voorbij."),
        ("2026-11-23", "Er blijven geen tien maanden meer over."),
        ("2027-09-22", "Er blijven geen tien maanden meer over."),
    ],
)
def test_wie_te_laat_is_leest_dat(client: Client, db: None, indienen: str, zin: str) -> None:
    assert zin in pagina(client, f"{ADRES}?indienen={indienen}").woorden


def test_wie_nog_tijd_heeft_leest_geen_waarschuwing(client: Client, db: None) -> None:
    woorden = pagina(client, f"{ADRES}?indienen=2027-09-23").woorden
    assert "Er blijven geen tien maanden" not in woorden
    assert "Die dag is voorbij" not in woorden
    assert woorden.count("loopt nu") == 1


def test_drie_vakken_leiden_naar_een_adres_dat_je_kunt_delen(client: Client, db: None) -> None:
    antwoord = client.get(ADRES, {"indienen_0": "1", "indienen_1": "4", "indienen_2": "2032"})
    assert antwoord.status_code == 302
    assert antwoord["Location"] == f"{ADRES}?indienen=2032-04-01"


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ("indienen=", "Vul een dag, een maand en een jaar in"),
        ("indienen=onzin", "Vul de dag, de maand en het jaar in cijfers in"),
        ("indienen=2032-02-30", "Die dag bestaat niet."),
        ("indienen=2032-13-01", "Die dag bestaat niet."),
        ("indienen=2019-12-31", "Kies een jaar van 2020 tot en met 2045."),
        ("indienen=2046-01-01", "Kies een jaar van 2020 tot en met 2045."),
        ("indienen_0=31&indienen_1=4&indienen_2=2031", "Die dag bestaat niet."),
        ("indienen_0=1&indienen_1=&indienen_2=2031", "Vul de dag, de maand en het jaar in cijfers in"),
    ],
)
def test_een_slechte_dag_krijgt_een_zin_bij_het_veld_en_fout_in_de_titel(client, db, vraag, zin):
    antwoord = client.get(f"{ADRES}?{vraag}")
    gelezen = Formulierpagina(antwoord.content.decode())
    gelezen.keur()
    assert antwoord.status_code == 200
    assert gelezen.titel.startswith("Fout: ")
    assert zin in gelezen.html
    assert "noindex" in gelezen.html
    assert "Zet alles in je agenda" not in gelezen.html
    ics = client.get(f"{ICS}?{vraag}")
    assert ics.status_code == 400
    assert ics.json()["fout"].startswith(zin)


def test_wat_getypt_werd_blijft_staan(client: Client, db: None) -> None:
    gelezen = Formulierpagina(client.get(f"{ADRES}?indienen=2032-02-30").content.decode())
    assert [vak.kenmerken["value"] for vak in gelezen.invoer.values()] == ["30", "02", "2032"]


@pytest.mark.parametrize("tekst", [*STUURTEKENS, *ONSCHULDIG, "<script>alert(1)</script>", "9" * 5000, "٣", "²"])
def test_vijandige_invoer_geeft_nooit_een_serverfout(client: Client, db: None, tekst: str) -> None:
    for gegevens in ({"indienen": tekst}, {"indienen_0": tekst, "indienen_1": tekst, "indienen_2": tekst}):
        antwoord = client.get(ADRES, gegevens)
        assert antwoord.status_code == 200
        assert "<script>alert(1)" not in antwoord.content.decode()
        assert client.get(ICS, gegevens).status_code == 400


def test_alleen_lezen_mag(client: Client, db: None) -> None:
    assert client.post(ADRES).status_code == 405
    assert client.post(ICS).status_code == 405


# --- the calendar file ------------------------------------------------------------------------------------------------


def test_de_agenda_krijgt_elke_stap_als_hele_dagen_en_de_laatste_dag(client: Client, db: None) -> None:
    gelezen = {str(een["uid"]): een for een in afspraken(client, f"{ICS}?indienen=2032-04-01")}
    assert len(gelezen) == len(STAPPEN) + 1
    eerste = next(een for uid, een in gelezen.items() if "-plan-van-aanpak@" in uid)
    assert (eerste["dtstart"].dt, eerste["dtend"].dt) == (date(2031, 6, 1), date(2031, 7, 1))
    assert str(eerste["summary"]) == "Stap 1: maak een plan van aanpak"
    assert "Ons voorstel, te bevestigen." in str(eerste["description"])
    assert str(eerste["url"]).endswith("/cultuurnota/stappen/plan-van-aanpak/")
    laatste = next(een for uid, een in gelezen.items() if "-dag@" in uid)
    assert (laatste["dtstart"].dt, laatste["dtend"].dt) == (date(2032, 4, 1), date(2032, 4, 2))
    assert "Deze dag koos je zelf." in str(laatste["description"])
    assert str(laatste["url"]).endswith("/cultuurnota/planning/?indienen=2032-04-01")
    assert str(kalender(client, f"{ICS}?indienen=2032-04-01")["x-wr-calname"]) == "op/netwerk: een cultuurnota maken"


def test_dezelfde_dag_geeft_altijd_hetzelfde_bestand(client: Client, db: None) -> None:
    een = client.get(f"{ICS}?indienen=2032-04-01")
    assert een.content.decode() == als_ical(Planning(date(2032, 4, 1)))
    assert client.get(f"{ICS}?indienen=2032-04-01", headers={"If-None-Match": een["ETag"]}).status_code == 304
    assert een["Content-Disposition"] == 'inline; filename="cultuurnota-2032-04-01.ics"'
    anders = client.get(f"{ICS}?indienen=2032-04-02").content.decode()
    assert not {r for r in een.content.decode().splitlines() if r.startswith("UID")} & set(anders.splitlines())
