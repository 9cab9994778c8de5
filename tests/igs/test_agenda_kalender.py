"""The calendar files of the agenda: one activity, the feed, changes and cancellations."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from igs.models import Activiteit
from opnetwerk import versies
from opnetwerk.models import Versie
from tests.fabriek import (
    GEPUBLICEERD,
    maak_activiteit,
    om,
)
from tests.igs.lezen import afspraken, kalender, pagina

pytestmark = pytest.mark.django_db


def test_een_activiteit_als_ical(client, volledig, settings):
    settings.SITE_ADRES = "https://netwerk.example"
    [afspraak] = afspraken(client, "/agenda/netwerkmoment.ics")
    assert afspraak["uid"] == f"{volledig.uid}@netwerk.example"
    assert afspraak["sequence"] == 0
    assert afspraak["summary"] == "Netwerkmoment"
    assert afspraak["status"] == "CONFIRMED"
    assert afspraak["location"] == "CC De Post, Noorderhaven"
    assert afspraak["url"] == "https://netwerk.example/agenda/netwerkmoment/"
    assert afspraak.start == volledig.begint_op
    assert afspraak.end == volledig.eindigt_op
    assert afspraak["dtstart"].params["TZID"] == "Europe/Brussels"
    assert afspraak["dtstamp"].dt == afspraak["last-modified"].dt == GEPUBLICEERD
    assert afspraak["description"].splitlines() == [
        "We praten over samen programmeren.",
        "Voor wie: wie met cultuur werkt",
        "Prijs: 10 euro",
        "Inschrijven: https://www.inschrijven.example/netwerk",
        "Georganiseerd door: Overal",
        "https://netwerk.example/agenda/netwerkmoment/",
    ]


def test_zonder_einde_staat_er_geen_einde(client):
    maak_activiteit("Open")
    [afspraak] = afspraken(client, "/agenda/open.ics")
    assert "dtend" not in afspraak
    assert "duration" not in afspraak


def test_een_wijziging_houdt_de_uid_en_verhoogt_het_volgnummer(client, volledig):
    [eerst] = afspraken(client, "/agenda/netwerkmoment.ics")
    versie = versies.bewaar(
        item=volledig, velden=versies.lees(volledig) | {"plaats": "Zaal Zuid"}, door=None, basis=volledig.versie
    )
    [ongewijzigd] = afspraken(client, "/agenda/netwerkmoment.ics")
    assert ongewijzigd == eerst  # a draft beside it changes nothing
    versies.publiceer(item=volledig, door=None)
    Versie.objects.filter(pk=versie.pk).update(op=om(20))
    [daarna] = afspraken(client, "/agenda/netwerkmoment.ics")
    assert daarna["uid"] == eerst["uid"]
    assert daarna["sequence"] > eerst["sequence"]
    assert daarna["location"] == "Zaal Zuid, Noorderhaven"
    assert daarna["last-modified"].dt == daarna["dtstamp"].dt == om(20)
    assert "bijgewerkt op 20 november 2026" in pagina(client, "/agenda/netwerkmoment/").woorden


def test_een_annulatie_komt_aan_onder_dezelfde_uid(client, volledig):
    [eerst] = afspraken(client, "/agenda/agenda.ics")
    versies.bewaar(item=volledig, velden=versies.lees(volledig) | {"geannuleerd": True}, door=None, basis=0)
    versies.publiceer(item=volledig, door=None)
    [daarna] = afspraken(client, "/agenda/agenda.ics")
    assert daarna["uid"] == eerst["uid"]
    assert daarna["sequence"] == eerst["sequence"] + 1
    assert daarna["status"] == "CANCELLED"
    assert daarna["summary"] == "Gaat niet door: Netwerkmoment"
    assert "Inschrijven" not in daarna["description"]


def test_de_feed_heeft_een_naam_een_methode_en_een_verversing(client, land):
    land.noord.naam = "Regio Noord, en verder"
    land.noord.save()
    gelezen = kalender(client, "/agenda/agenda.ics?regio=regio-noord")
    assert gelezen["method"] == "PUBLISH"
    assert gelezen["version"] == "2.0"
    assert gelezen.refresh_interval == timedelta(hours=6)
    assert not gelezen.events
    rauw = client.get("/agenda/agenda.ics?regio=regio-noord").content
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in rauw
    assert b"\r\nNAME:op/netwerk: agenda Regio Noord\\, en verder\r\n" in rauw
    assert b"\r\nX-WR-CALNAME:op/netwerk: agenda Regio Noord\\, en verder\r\n" in rauw


def test_het_bestand_van_een_activiteit_is_geen_nieuwe_kalender(client):
    maak_activiteit("Iets")
    gelezen = kalender(client, "/agenda/iets.ics")
    assert gelezen["method"] == "PUBLISH"
    assert not {"name", "x-wr-calname", "refresh-interval"} & {naam.lower() for naam in gelezen}


def test_de_feed_filtert_op_regio_en_houdt_drie_maanden_terug(client, land):
    maak_activiteit("Hier", gemeente=land.in_noord)
    maak_activiteit("Daar", gemeente=land.in_zuid)
    maak_activiteit("Pas geweest", gemeente=land.in_noord, begint_op=om(26, 12, maand=8))
    maak_activiteit("Lang geleden", gemeente=land.in_noord, begint_op=om(24, maand=8))
    assert [een["summary"] for een in afspraken(client, "/agenda/agenda.ics?regio=regio-noord")] == [
        "Pas geweest",
        "Hier",
    ]
    assert len(afspraken(client, "/agenda/agenda.ics")) == 3


@pytest.mark.parametrize("jaar", [2019, 2026, 2040])
def test_de_tijdzone_in_het_bestand_is_die_van_brussel(client, jaar):
    maak_activiteit("Iets")
    [zone] = kalender(client, "/agenda/iets.ics").timezones
    assert zone.tz_name == "Europe/Brussels"
    gelezen, echt = zone.to_tz(lookup_tzid=False), ZoneInfo("Europe/Brussels")
    for uren in range(0, 366 * 24, 6):
        moment = datetime(jaar, 1, 1, 12) + timedelta(hours=uren)
        assert moment.replace(tzinfo=gelezen).utcoffset() == moment.replace(tzinfo=echt).utcoffset(), moment


def test_hetzelfde_bestand_wordt_niet_twee_keer_verstuurd(client):
    maak_activiteit("Iets")
    for adres in ("/agenda/agenda.ics", "/agenda/iets.ics"):
        etag = client.get(adres).headers["ETag"]
        assert client.get(adres, headers={"If-None-Match": etag}).status_code == 304
    Activiteit.objects.update(plaats="Elders")
    assert client.get("/agenda/iets.ics", headers={"If-None-Match": etag}).status_code == 200


HOSTIEL = "Feest, met; \\ regel\r\nATTENDEE:mailto:x@voorbeeld.be\nEND:VEVENT\u2028BEGIN:VALARM\x85\x07\u202eachteruit"


@pytest.mark.parametrize("veld", ["titel", "plaats", "publiek", "prijs", "inschrijflink", "tekst"])
def test_vijandige_tekst_blijft_binnen_haar_veld(client, veld):
    maak_activiteit(**{"titel": "Feest", "slug": "feest", veld: HOSTIEL})
    inhoud = client.get("/agenda/feest.ics").content.decode()
    for regel in inhoud.replace("\r\n ", "").split("\r\n"):
        assert "\n" not in regel
        assert "\r" not in regel
        assert not regel.startswith(("ATTENDEE", "BEGIN:VALARM"))
    assert not set(inhoud) & set("\u2028\x85\x07\u202e")
    [afspraak] = afspraken(client, "/agenda/feest.ics")
    assert not afspraak.subcomponents
    waarde = afspraak[{"titel": "summary", "plaats": "location"}.get(veld, "description")]
    assert "ATTENDEE:mailto:x@voorbeeld.be" in waarde
    assert "Feest, met; \\ regel" in waarde


def test_lange_regels_worden_gevouwen_zonder_een_teken_te_breken(client):
    titel = "Ontmoeting in café België – ééns per jaar " * 4
    maak_activiteit(titel[:200], slug="lang")
    inhoud = client.get("/agenda/lang.ics").content
    assert all(len(regel) <= 75 for regel in inhoud.split(b"\r\n"))
    [afspraak] = afspraken(client, "/agenda/lang.ics")
    assert afspraak["summary"] == titel[:200].strip()
