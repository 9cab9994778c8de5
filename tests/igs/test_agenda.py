"""The agenda: which activities, in which region, what a page tells, and the calendar files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate

from igs import agenda
from igs.inhoud import Blad
from igs.models import IGS, Activiteit, Referentieregio
from igs.netwerk import Netwerk
from igs.templatetags.inhoud import hoelaat, wanneer, weblink
from opnetwerk.dag import nu
from tests.fabriek import (
    maak_activiteit,
    maak_gemeente,
    maak_igs,
    maak_lid,
    maak_regio,
    om,
)
from tests.igs.lezen import pagina

pytestmark = pytest.mark.django_db


def titels(activiteiten: Iterable[Activiteit]) -> list[str]:
    return [een.titel for een in activiteiten]


# --- what is to come ---


@pytest.mark.parametrize(
    ("begint", "eindigt", "nog"),
    [
        (om(24), None, True),
        (om(23, 0), None, True),  # today, without an end: until the end of the day
        (om(22, 23, 59), None, False),
        (om(20), om(25), True),  # going on
        (om(23, 9), om(23, 12, 1), True),
        (om(23, 9), om(23, 12), False),  # ends at this very moment
        (om(1), om(2), False),
    ],
)
def test_een_activiteit_is_voorbij_na_haar_einde_of_na_haar_dag(begint, eindigt, nog):
    een = maak_activiteit(begint_op=begint, eindigt_op=eindigt)
    assert titels(agenda.komend(agenda.zichtbare(nu()), nu())) == ([een.titel] if nog else [])
    assert titels(agenda.voorbij(agenda.zichtbare(nu()), nu())) == ([] if nog else [een.titel])
    assert agenda.is_voorbij(een, nu()) is not nog


def test_de_lijst_toont_wat_komt_op_volgorde_onder_zijn_dag(client):
    maak_activiteit("Later", begint_op=om(5, maand=12))
    maak_activiteit("Eerst", begint_op=om(1, 9, maand=12))
    maak_activiteit("Zelfde dag", begint_op=om(1, 20, maand=12))
    maak_activiteit("Geweest", begint_op=om(1))
    woorden = pagina(client, "/agenda/").woorden
    volgorde = ["3 activiteiten", "dinsdag 1 december 2026", "Eerst", "Zelfde dag", "zaterdag 5 december 2026", "Later"]
    plaatsen = [woorden.index(deel) for deel in volgorde]
    assert plaatsen == sorted(plaatsen)
    assert "Geweest" not in woorden


def test_een_dag_is_de_dag_in_brussel():
    laat = maak_activiteit(begint_op=datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert agenda.per_dag([laat]) == [(date(2026, 12, 2), [laat])]


def test_voorbij_toont_het_laatste_eerst(client):
    maak_activiteit("Vorige week", begint_op=om(16))
    maak_activiteit("Vorige maand", begint_op=om(16, maand=10))
    maak_activiteit("Morgen", begint_op=om(24))
    woorden = pagina(client, "/agenda/?toen=voorbij").woorden
    assert woorden.index("Vorige week") < woorden.index("Vorige maand")
    assert "Morgen" not in woorden


def test_wat_niet_doorgaat_blijft_staan_en_zegt_het(client):
    maak_activiteit("Feest", geannuleerd=True, inschrijflink="https://inschrijven.example/")
    assert "Gaat niet door" in pagina(client, "/agenda/").woorden
    bladzijde = pagina(client, "/agenda/feest/")
    assert "Deze activiteit gaat niet door." in bladzijde.woorden
    assert "https://inschrijven.example/" not in bladzijde.waarden("a", "href")


def test_een_lege_agenda_zegt_dat_ze_leeg_is(client):
    assert "Er staat nu niets op de agenda." in pagina(client, "/agenda/").woorden
    assert "Er is nog niets voorbij." in pagina(client, "/agenda/?toen=voorbij").woorden


# --- in which region ---


def slugs_in(regio: Referentieregio) -> list[str]:
    rijen = agenda.in_regio(Activiteit.objects.all(), regio, Netwerk.op(localdate(nu())))
    return sorted(een.slug for een in rijen)


def test_de_eigen_regio_gaat_voor_op_gemeente_en_igs(land):
    maak_activiteit("A", regio=land.noord, gemeente=land.in_zuid, igs=land.igs)
    assert slugs_in(land.noord) == ["a"]
    assert slugs_in(land.zuid) == []


def test_de_gemeente_gaat_voor_op_het_igs(land):
    maak_activiteit("B", gemeente=land.in_zuid, igs=land.igs)
    assert slugs_in(land.noord) == []
    assert slugs_in(land.zuid) == ["b"]


def test_anders_telt_elke_regio_met_leden_van_het_igs(land):
    maak_activiteit("C", igs=land.igs)
    assert slugs_in(land.noord) == slugs_in(land.zuid) == ["c"]


def test_zonder_regio_gemeente_en_igs_is_het_voor_heel_vlaanderen(client, land):
    maak_activiteit("Studiedag")
    assert slugs_in(land.noord) == slugs_in(land.zuid) == []
    assert "Studiedag" in pagina(client, "/agenda/").woorden


def test_een_lid_dat_vertrok_telt_niet_meer(land):
    igs = maak_igs("Weg")
    maak_lid(igs, land.in_noord, lid_tot=date(2025, 12, 31))
    maak_lid(igs, land.in_zuid)
    maak_activiteit("D", igs=igs)
    assert slugs_in(land.noord) == []
    assert slugs_in(land.zuid) == ["d"]


def test_een_gestopt_igs_telt_zoals_op_zijn_laatste_dag(land):
    igs = maak_igs("Gestopt", gestopt_op=date(2025, 12, 31))
    maak_lid(igs, land.in_noord, lid_tot=date(2025, 12, 31))
    maak_activiteit("E", igs=igs, begint_op=om(1, maand=3))
    assert slugs_in(land.noord) == ["e"]


def test_een_lid_na_een_fusie_telt_in_de_regio_van_de_nieuwe_gemeente():
    regio = maak_regio("Regio Fusie")
    nieuw = maak_gemeente("99002", "Nieuw", regio, bestaat_van=date(2025, 1, 1))
    oud = maak_gemeente("99001", "Oud", regio, bestaat_tot=date(2024, 12, 31), opgegaan_in=nieuw)
    igs = maak_igs("Met een fusie")
    maak_lid(igs, oud)
    maak_activiteit("F", igs=igs)
    assert slugs_in(regio) == ["f"]


def test_de_filter_staat_in_het_adres_en_blijft_bij_wisselen_van_tijd(client, land):
    maak_activiteit("Hier", gemeente=land.in_noord)
    maak_activiteit("Daar", gemeente=land.in_zuid)
    bladzijde = pagina(client, "/agenda/?regio=regio-noord&rommel=1")
    assert "Hier" in bladzijde.woorden
    assert "Daar" not in bladzijde.woorden
    assert "/agenda/?regio=regio-noord&toen=voorbij" in bladzijde.waarden("a", "href")
    assert "/agenda/agenda.ics?regio=regio-noord" in bladzijde.waarden("a", "href")
    [canoniek] = [a["href"] for tag, a in bladzijde.elementen if tag == "link" and a.get("rel") == "canonical"]
    assert canoniek.endswith("/agenda/?regio=regio-noord")
    gekozen = [attrs["value"] for tag, attrs in bladzijde.elementen if tag == "option" and "selected" in attrs]
    assert gekozen == ["regio-noord"]


@pytest.mark.parametrize("regio", ["bestaat-niet", "%00", "%27%3B--"])
def test_een_onbekende_regio_geeft_alles_met_een_zin_maar_geen_feed(client, land, regio):
    maak_activiteit("Hier", gemeente=land.in_noord)
    woorden = pagina(client, f"/agenda/?regio={regio}").woorden
    assert "Die regio kennen we niet." in woorden
    assert "Hier" in woorden
    assert client.get(f"/agenda/agenda.ics?regio={regio}").status_code == 404


# --- page by page, and what it costs ---


def test_na_24_activiteiten_komt_een_volgende_bladzijde(client, land):
    for nummer in range(25):
        maak_activiteit(f"Nummer {nummer:02}", begint_op=om(1, maand=12) + timedelta(days=nummer), regio=land.noord)
    eerste = pagina(client, "/agenda/?regio=regio-noord")
    assert "25 activiteiten" in eerste.woorden
    assert "Nummer 23" in eerste.woorden
    assert "Nummer 24" not in eerste.woorden
    assert "?regio=regio-noord&pagina=2" in eerste.waarden("a", "href")
    tweede = pagina(client, "/agenda/?regio=regio-noord&pagina=2")
    assert "Nummer 24" in tweede.woorden
    assert "Nummer 23" not in tweede.woorden
    [canoniek] = [a["href"] for tag, a in tweede.elementen if tag == "link" and a.get("rel") == "canonical"]
    assert canoniek.endswith("/agenda/?regio=regio-noord&pagina=2")


@pytest.mark.parametrize(("nummer", "verwacht"), [("x", "1"), ("0", "2"), ("99", "2"), ("-1", "2"), ("9" * 5000, "1")])
def test_een_bladzijde_die_er_niet_is_geeft_een_die_er_wel_is(client, nummer, verwacht):
    for volgnummer in range(25):
        maak_activiteit(f"Nummer {volgnummer}")
    assert f"Pagina {verwacht} van 2" in pagina(client, f"/agenda/?pagina={nummer}").woorden


def test_bij_veel_bladzijden_vallen_er_nummers_weg():
    for volgnummer in range(24 * 12 + 1):
        maak_activiteit(f"Nummer {volgnummer}")
    blad = Blad.van(agenda.komend(agenda.zichtbare(nu()), nu()), "7")
    assert blad.nummers == [1, "…", 5, 6, 7, 8, 9, "…", 13]


@pytest.mark.parametrize(
    ("adres", "hoogstens"),
    [
        ("/agenda/", 3),
        ("/agenda/?regio=regio-noord", 9),
        ("/agenda/?toen=voorbij", 3),
        ("/agenda/nummer-0/", 1),
        ("/agenda/nummer-0.ics", 1),
        ("/agenda/agenda.ics", 2),
        ("/agenda/agenda.ics?regio=regio-noord", 8),
    ],
)
@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(client, land, adres, hoogstens, rijen, django_assert_num_queries):
    for nummer in range(rijen):
        maak_activiteit(f"Nummer {nummer}", igs=land.igs, gemeente=land.in_noord, regio=land.noord)
        maak_activiteit(f"Voorbij {nummer}", igs=land.igs, gemeente=land.in_noord, begint_op=om(1))
    with django_assert_num_queries(hoogstens):
        assert client.get(adres).status_code == 200


# --- one activity ---


def test_de_pagina_zegt_wat_waar_wanneer_voor_wie(client, volledig, settings):
    bladzijde = pagina(client, "/agenda/netwerkmoment/")
    for deel in (
        "dinsdag 1 december 2026, van 20.00 tot 22.30 uur",
        "CC De Post, Noorderhaven",
        "Regio Noord",
        "wie met cultuur werkt",
        "10 euro",
        "We praten over samen programmeren.",
        "Geplaatst op 1 november 2026",
    ):
        assert deel in bladzijde.woorden
    links = bladzijde.waarden("a", "href")
    assert {"/agenda/", "/igs/overal/", "/gemeenten/noorderhaven/", "/agenda/netwerkmoment.ics"} <= set(links)
    assert volledig.inschrijflink in links
    assert "op inschrijven.example" in bladzijde.woorden
    assert ("meta", {"property": "og:title", "content": "Netwerkmoment"}) in bladzijde.elementen
    adres = f"{settings.SITE_ADRES}/agenda/netwerkmoment/"
    assert ("link", {"rel": "canonical", "href": adres}) in bladzijde.elementen


def test_de_jsonld_zegt_wat_de_pagina_zegt(client, volledig, settings):
    bladzijde = pagina(client, "/agenda/netwerkmoment/")
    blok = bladzijde.jsonld
    assert blok == {
        "@context": "https://schema.org",
        "@type": "Event",
        "url": f"{settings.SITE_ADRES}/agenda/netwerkmoment/",
        "name": "Netwerkmoment",
        "description": "We praten over samen programmeren.",
        "startDate": "2026-12-01T20:00:00+01:00",
        "endDate": "2026-12-01T22:30:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {
            "@type": "Place",
            "name": "CC De Post",
            "address": {"@type": "PostalAddress", "addressLocality": "Noorderhaven"},
        },
        "organizer": {"@type": "GovernmentOrganization", "name": "Overal"},
        "audience": {"@type": "Audience", "audienceType": "wie met cultuur werkt"},
    }
    assert blok["startDate"] in bladzijde.waarden("time", "datetime")
    zichtbaar = [blok["name"], blok["description"], "CC De Post", "Noorderhaven", "Overal", "wie met cultuur werkt"]
    assert all(deel in bladzijde.woorden for deel in zichtbaar)


def test_de_jsonld_zegt_dat_iets_niet_doorgaat(client):
    maak_activiteit("Feest", geannuleerd=True)
    assert pagina(client, "/agenda/feest/").jsonld["eventStatus"] == "https://schema.org/EventCancelled"


def test_een_kale_activiteit_toont_geen_lege_regels(client):
    maak_activiteit("Kaal")
    bladzijde = pagina(client, "/agenda/kaal/")
    assert [tag for tag, _ in bladzijde.elementen].count("dt") == 2
    assert "Prijs" not in bladzijde.woorden
    assert bladzijde.jsonld.keys() == {"@context", "@type", "url", "name", "startDate", "eventStatus", "location"}


def test_na_afloop_kun_je_niet_meer_inschrijven(client):
    maak_activiteit("Geweest", begint_op=om(1), inschrijflink="https://inschrijven.example/")
    bladzijde = pagina(client, "/agenda/geweest/")
    assert "Deze activiteit is voorbij." in bladzijde.woorden
    assert "https://inschrijven.example/" not in bladzijde.waarden("a", "href")


@pytest.mark.parametrize(
    ("adres", "link"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("javascript://a.example/%0Aalert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example", ""),
        ("https:", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_alleen_een_webadres_wordt_een_link(adres, link):
    assert weblink(adres) == link


@pytest.mark.parametrize(
    ("begint", "eindigt", "zin"),
    [
        (om(1, maand=12), None, "dinsdag 1 december 2026, 20.00 uur"),
        (om(1, 9, 5, maand=12), om(1, 17, maand=12), "dinsdag 1 december 2026, van 9.05 tot 17.00 uur"),
        (
            om(1, maand=12),
            om(2, 16, maand=12),
            "van dinsdag 1 december 2026, 20.00 uur tot woensdag 2 december 2026, 16.00 uur",
        ),
        (datetime(2026, 7, 1, 18, tzinfo=UTC), None, "woensdag 1 juli 2026, 20.00 uur"),
    ],
)
def test_het_moment_staat_er_in_woorden(begint, eindigt, zin):
    activiteit = Activiteit(begint_op=begint, eindigt_op=eindigt)
    assert wanneer(activiteit) == zin
    zelfde_dag = eindigt is None or localdate(eindigt) == localdate(begint)
    assert hoelaat(activiteit) == (zin.split(", ")[1] if zelfde_dag else zin)


def test_de_gemeente_staat_er_niet_twee_keer(land):
    assert agenda.plaatszin(Activiteit(plaats="CC Zuidervliet", gemeente=land.in_zuid)) == "CC Zuidervliet"
    assert agenda.plaatszin(Activiteit(plaats="CC De Post", gemeente=land.in_zuid)) == "CC De Post, Zuidervliet"
    assert agenda.plaatszin(Activiteit(plaats="online")) == "online"


def test_buiten_de_agenda_staat_de_dag_bij_elke_activiteit(client, gegevens):
    """Home and the page of an IGS have no heading with the day above their cards."""
    igs = IGS.objects.get(slug="zuidrand")
    maak_activiteit(igs=igs, begint_op=om(1, maand=12))
    for adres in ("/", "/igs/zuidrand/"):
        assert "dinsdag 1 december 2026, 20.00 uur" in client.get(adres).content.decode()
    kaart = client.get("/agenda/").content.decode().split('<article class="kaartje">')[1]
    assert "1 december" not in kaart.split("<h3>")[0]
