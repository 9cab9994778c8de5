"""Calendar files, read with a calendar library: one meeting, changes, calling off, and the feed of a member."""

from datetime import timedelta

import pytest

from grensbrekers import lidmaatschap, ontmoeten
from grensbrekers.ledenpost import stuur_nieuwe_link
from grensbrekers.models import Grensbreker, Ontmoeting
from opnetwerk.models import Gebruiker, Logregel
from tests.fabriek import maak_gebruiker, maak_gemeente, om
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_ontmoeting
from tests.igs.lezen import afspraken, kalender

pytestmark = pytest.mark.usefixtures("lege_databank")
BESTAND = "/grensbrekers/ontmoetingen/samen-aan-tafel.ics"


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters")


@pytest.fixture
def door() -> Gebruiker:
    return maak_gebruiker("coordinator@voorbeeld.be")


def feed(lid: Grensbreker) -> str:
    return f"/grensbrekers/netwerk/{lid.agendasleutel}/agenda.ics"


def test_een_ontmoeting_als_kalenderbestand(client, settings):
    settings.SITE_ADRES = "https://netwerk.example"
    ontmoeting = maak_ontmoeting(
        tekst="<p>We <strong>eten</strong> samen.</p><p>Breng iets mee.</p>", gemeente=maak_gemeente("11025", "Lint")
    )
    [afspraak] = afspraken(client, BESTAND)
    assert afspraak["uid"] == f"{ontmoeting.uid}@netwerk.example"
    assert afspraak["sequence"] == 0
    assert afspraak["summary"] == "Samen aan tafel"
    assert afspraak["status"] == "CONFIRMED"
    assert afspraak["location"] == "CC De Post, Lint"
    assert (afspraak.start, afspraak.end) == (ontmoeting.begint_op, ontmoeting.eindigt_op)
    assert afspraak["dtstart"].params["TZID"] == "Europe/Brussels"
    assert afspraak["url"] == "https://netwerk.example/grensbrekers/ontmoetingen/samen-aan-tafel/"
    assert afspraak["description"].splitlines() == ["We eten samen.", "Breng iets mee.", afspraak["url"]]
    [zone] = kalender(client, BESTAND).timezones
    assert zone.tz_name == "Europe/Brussels"


def test_een_wijziging_houdt_de_uid_en_verhoogt_het_volgnummer_in_bestand_en_feed(client, an, door):
    ontmoeting = maak_ontmoeting()
    Ontmoeting.objects.update(gewijzigd_op=om(1))
    maak_inschrijving(ontmoeting, an)
    eerst = {adres: afspraken(client, adres)[0] for adres in (BESTAND, feed(an))}
    ontmoeting.plaats, ontmoeting.eindigt_op = "Zaal Zuid", om(1, 18, maand=12)
    ontmoeten.wijzig(ontmoeting=ontmoeting, door=door)
    for adres, was in eerst.items():
        [daarna] = afspraken(client, adres)
        assert daarna["uid"] == was["uid"]
        assert daarna["sequence"] == was["sequence"] + 1
        assert daarna["last-modified"].dt > was["last-modified"].dt
        assert (daarna["location"], daarna.end) == ("Zaal Zuid", om(1, 18, maand=12))


def test_afgelast_komt_aan_onder_dezelfde_uid_en_verdwijnt_uit_de_feed(client, an, door):
    ontmoeting, blijft = maak_ontmoeting(), maak_ontmoeting("Blijft")
    for een in (ontmoeting, blijft):
        maak_inschrijving(een, an)
    [eerst] = afspraken(client, BESTAND)
    ontmoeten.annuleer(ontmoeting=ontmoeting, door=door)
    [daarna] = afspraken(client, BESTAND)
    assert daarna["uid"] == eerst["uid"]
    assert daarna["sequence"] == eerst["sequence"] + 1
    assert daarna["status"] == "CANCELLED"
    assert daarna["summary"] == "Gaat niet door: Samen aan tafel"
    assert [afspraak["summary"] for afspraak in afspraken(client, feed(an))] == ["Blijft"]


def test_de_feed_toont_enkel_waar_het_lid_komt_en_houdt_drie_maanden_terug(client, an):
    for titel, stand, velden in (
        ("Komt", "komt", {}),
        ("Wacht", "wacht", {}),
        ("Weg", "afgemeld", {}),
        ("Geweest", "komt", {"begint_op": om(26, maand=8)}),
        ("Lang geleden", "komt", {"begint_op": om(24, 10, maand=8)}),
        ("Verborgen", "komt", {"gepubliceerd_op": None}),
    ):
        maak_inschrijving(maak_ontmoeting(titel, **velden), an, stand)
    maak_inschrijving(maak_ontmoeting("Van een ander"), maak_grensbreker("Bo"))
    assert [afspraak["summary"] for afspraak in afspraken(client, feed(an))] == ["Geweest", "Komt"]


def test_wie_zich_afmeldt_ziet_het_uit_de_feed_verdwijnen(client, an):
    ontmoeting = maak_ontmoeting()
    ontmoeten.schrijf_in(ontmoeting=ontmoeting, lid=an)
    assert len(afspraken(client, feed(an))) == 1
    ontmoeten.meld_af(ontmoeting=ontmoeting, lid=an)
    assert afspraken(client, feed(an)) == []


def test_de_feed_is_een_abonnement_en_het_losse_bestand_niet(client, an):
    maak_ontmoeting()
    gelezen = kalender(client, feed(an))
    assert gelezen["method"] == "PUBLISH"
    assert gelezen["x-wr-calname"] == "op/netwerk: mijn ontmoetingen"
    assert gelezen.refresh_interval == timedelta(hours=6)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in client.get(feed(an)).content
    assert "x-wr-calname" not in {naam.lower() for naam in kalender(client, BESTAND)}


def test_de_feed_bewaart_niemand_en_de_persoonlijke_link_staat_er_niet_in(client, an):
    maak_inschrijving(maak_ontmoeting(), an)
    antwoord = client.get(feed(an))
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    for sleutel in (an.sleutel, an.agendasleutel):
        assert str(sleutel) not in antwoord.content.decode()
    assert not antwoord.cookies


def test_een_abonnement_overleeft_een_vervallen_link_en_de_nieuwe_sleutel_die_dan_komt(client, an):
    maak_inschrijving(maak_ontmoeting(), an)
    eerste = an.sleutel
    Grensbreker.objects.filter(pk=an.pk).update(sleutel_tot=om(1))
    assert len(afspraken(client, feed(an))) == 1
    an.refresh_from_db()
    stuur_nieuwe_link(lid=an)
    an.refresh_from_db()
    assert an.sleutel != eerste
    assert len(afspraken(client, feed(an))) == 1


def test_de_feed_opent_met_haar_eigen_sleutel_en_niets_anders(client, an):
    assert client.get(f"/grensbrekers/netwerk/{an.sleutel}/agenda.ics").status_code == 404
    assert client.get(f"/grensbrekers/netwerk/{an.agendasleutel}/").status_code == 404


def pagina(lid: Grensbreker) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/ontmoetingen/"


def test_de_pagina_toont_het_adres_van_de_feed(client, an, settings):
    assert settings.SITE_ADRES + feed(an) in client.get(pagina(an)).content.decode()


def test_een_lid_trekt_het_adres_in_met_een_knop_en_houdt_de_link(client, an):
    maak_inschrijving(maak_ontmoeting(), an)
    oud = feed(an)
    gegevens = {"daad": "trek_in", "adres": str(an.agendasleutel)}
    antwoord = client.post(pagina(an), gegevens, follow=True)
    assert antwoord.status_code == 200
    assert "Het oude adres van je kalender werkt niet meer." in antwoord.content.decode()
    assert client.get(oud).status_code == 404
    an.refresh_from_db()
    assert len(afspraken(client, feed(an))) == 1
    assert Logregel.objects.filter(actie="adres van de kalender ingetrokken").count() == 1
    client.post(pagina(an), gegevens)  # the same button of the same page, pressed twice
    assert client.get(feed(an)).status_code == 200
    assert Logregel.objects.filter(actie="adres van de kalender ingetrokken").count() == 1


@pytest.mark.parametrize("adres", ["", "x", "\x00", "y" * 10_000])
def test_een_vreemd_adres_trekt_niets_in(client, an, adres):
    assert client.post(pagina(an), {"daad": "trek_in", "adres": adres}).status_code == 302
    assert client.get(feed(an)).status_code == 200


def test_een_knop_die_er_niet_is_zegt_wat_er_mis_is(client, an):
    antwoord = client.post(pagina(an), {"daad": "alles weg"})
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    assert "<title>Fout: " in tekst
    assert "Druk op een van de knoppen op deze pagina." in tekst
    assert client.get(feed(an)).status_code == 200


@pytest.mark.parametrize("wat", ["link", "uit"])
def test_wie_oude_links_intrekt_of_stopt_beeindigt_ook_de_feed(client, an, wat):
    oud = feed(an)
    if wat == "link":
        assert lidmaatschap.vernieuw_link(grensbreker=an)
    else:
        lidmaatschap.schrijf_uit(grensbreker=an)
        Grensbreker.objects.filter(pk=an.pk).update(stand="toegelaten")
    assert client.get(oud).status_code == 404
    an.refresh_from_db()
    assert client.get(feed(an)).status_code == 200


@pytest.mark.parametrize("stand", ["aangevraagd", "geweigerd", "uitgeschreven"])
def test_wie_geen_lid_is_heeft_geen_feed(client, stand):
    assert client.get(feed(maak_grensbreker(stand=stand))).status_code == 404


def test_hetzelfde_bestand_wordt_niet_twee_keer_verstuurd(client):
    maak_ontmoeting()
    etag = client.get(BESTAND).headers["ETag"]
    assert client.get(BESTAND, headers={"If-None-Match": etag}).status_code == 304
    Ontmoeting.objects.update(plaats="Elders")
    assert client.get(BESTAND, headers={"If-None-Match": etag}).status_code == 200


HOSTIEL = "Feest, met; \\ regel\r\nATTENDEE:mailto:x@voorbeeld.be\nEND:VEVENT\u2028BEGIN:VALARM\x85\x07\u202eachteruit"


@pytest.mark.parametrize("veld", ["titel", "plaats", "tekst"])
def test_vijandige_tekst_blijft_binnen_haar_veld(client, veld):
    maak_ontmoeting(**{"slug": "samen-aan-tafel", veld: HOSTIEL})
    inhoud = client.get(BESTAND).content.decode()
    for regel in inhoud.replace("\r\n ", "").split("\r\n"):
        assert "\n" not in regel
        assert not regel.startswith(("ATTENDEE", "BEGIN:VALARM"))
    assert not set(inhoud) & set("\u2028\x85\x07\u202e")
    [afspraak] = afspraken(client, BESTAND)
    assert not afspraak.subcomponents
    waarde = afspraak[{"titel": "summary", "plaats": "location"}.get(veld, "description")]
    assert "ATTENDEE:mailto:x@voorbeeld.be" in waarde
