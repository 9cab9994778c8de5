"""'Vraag hulp' as a visitor meets it: form, mail, button, confirmation; and what a hostile one tries."""

import re
import time
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client, RequestFactory

from igs.models import IGS, Hulpvraag
from igs.views_hulp import Hulpformulier
from opnetwerk.formulieren import COOKIE_NODIG, TE_LANG_OPEN, TE_SNEL, bezoeker, maak_teken, schijnkenmerk
from opnetwerk.gemaildadres import HOOGSTENS_PER_ADRES
from opnetwerk.models import Logregel, UitgaandeMail
from tests import vijandig
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker
from tests.vijandig import Formulierpagina

ADRES = "/regiocheck/vraag-hulp/"
BEDANKT = re.compile(r"/regiocheck/vraag-hulp/bedankt/([0-9a-f-]{36})/")
LINK = re.compile(r"/regiocheck/vraag-hulp/bevestig/[\w:-]+/")
TEKST = "Kunnen jullie meekijken?"
GEBIED = "g=11001&g=11004&periode=2027"


@pytest.fixture(autouse=True)
def beheerder(settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}


@pytest.fixture
def lege_tellers():
    """The counters live outside the models: other tests would find them."""
    cache.clear()
    yield
    cache.clear()


def gegevens_van(**velden: str) -> dict[str, str]:
    """A form that stood open for a minute, filled in well."""
    standaard = {
        "onderwerp": "regiocheck",
        "aanbod": "",
        "igs": "",
        "gebied": "",
        "tekst": TEKST,
        "naam": "An Voorbeeld",
        "organisatie": "Lint",
        "email": "an@voorbeeld.be",
        "teken": maak_teken(time.time() - 60),
        "meer_info": "",
    }
    return standaard | velden


def teruggekomen(client: Client, **velden: str) -> Formulierpagina:
    """Send a form that must come back, with all that holds for one."""
    antwoord = client.post(ADRES, gegevens_van(**velden))
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert (Hulpvraag.objects.count(), UitgaandeMail.objects.count()) == (0, 0)
    return pagina


def kenmerk_van(antwoord: HttpResponseBase) -> uuid.UUID:
    assert antwoord.status_code == 302
    gevonden = BEDANKT.fullmatch(antwoord.headers["Location"])
    assert gevonden, antwoord.headers["Location"]
    return uuid.UUID(gevonden[1])


def link_uit_de_mail() -> str:
    gevonden = LINK.search(UitgaandeMail.objects.filter(aan="an@voorbeeld.be").latest("pk").tekst)
    assert gevonden
    return gevonden[0]


# --- works ------------------------------------------------------------------------------------------------------------


def test_van_vraag_over_mail_en_knop_naar_redactie(client, gegevens):
    antwoord = client.post(ADRES, gegevens_van(gebied=GEBIED))
    kenmerk = kenmerk_van(antwoord)
    assert "Kijk in je mailbox" in client.get(antwoord.headers["Location"]).content.decode()
    link = link_uit_de_mail()
    pagina = client.get(link)
    assert "Bevestig je vraag om hulp" in pagina.content.decode()
    assert TEKST in pagina.content.decode()
    assert not pagina.cookies
    bevestigd = Client().post(link)
    assert kenmerk_van(bevestigd) == kenmerk
    hulpvraag = Hulpvraag.objects.get()
    assert (hulpvraag.kenmerk, hulpvraag.stand) == (kenmerk, Hulpvraag.Stand.NIEUW)
    assert {gemeente.nis_code for gemeente in hulpvraag.gemeenten.all()} == {"11001", "11004"}
    assert hulpvraag.adres == f"/regiocheck/uitkomst/?{GEBIED}"
    html = client.get(bevestigd.headers["Location"]).content.decode()
    assert "Je vraag is aangekomen" in html
    for wat in ("an@voorbeeld.be", TEKST, "An Voorbeeld"):
        assert wat not in html
    assert UitgaandeMail.objects.filter(aan="redactie@voorbeeld.be").count() == 1


def test_het_gebied_van_de_regiocheck_wordt_getoond_en_bewaard(client, gegevens):
    pagina = Formulierpagina(client.get(f"{ADRES}?{GEBIED}&bestaand=ja").content.decode())
    pagina.keur()
    assert "Aartselaar, Boechout" in pagina.html
    assert pagina.verborgen("gebied") == f"{GEBIED}&bestaand=ja"
    terug = teruggekomen(client, gebied=pagina.verborgen("gebied"), tekst="")
    assert terug.verborgen("gebied") == f"{GEBIED}&bestaand=ja"
    assert "Aartselaar, Boechout" in terug.html
    assert "/regiocheck/?" + f"{GEBIED}&bestaand=ja".replace("&", "&amp;") in terug.html


def test_een_vroegere_gemeente_wordt_haar_opvolger(client, gegevens):
    pagina = Formulierpagina(client.get(f"{ADRES}?g=11007&g=99999&g=abc").content.decode())
    assert pagina.verborgen("gebied") == "g=11002&periode=2027"
    assert "Antwerpen" in pagina.html


def test_een_aanbod_en_een_igs_gaan_mee(client, gegevens):
    pagina = Formulierpagina(
        client.get(f"{ADRES}?onderwerp=aanbod&aanbod=hulp-bij-de-cultuurnota&igs=zuidrand").content.decode()
    )
    assert "Aanbod: hulp bij de cultuurnota" in pagina.html
    assert '<a href="/igs/zuidrand/">Zuidrand</a>' in pagina.html
    velden = {naam: pagina.verborgen(naam) for naam in ("onderwerp", "aanbod", "igs", "gebied")}
    kenmerk_van(client.post(ADRES, gegevens_van(**velden)))
    hulpvraag = Hulpvraag.objects.get()
    assert (hulpvraag.onderwerp, hulpvraag.aanbod) == ("aanbod", "hulp-bij-de-cultuurnota")
    assert hulpvraag.igs == IGS.objects.get(slug="zuidrand")
    assert (hulpvraag.adres, hulpvraag.gemeenten.count()) == ("", 0)


def test_het_formulier_vraagt_weinig_en_zegt_wat_er_gebeurt(client, db):
    pagina = Formulierpagina(client.get(ADRES).content.decode())
    pagina.keur()
    assert list(pagina.invoer) == ["tekst", "naam", "organisatie", "email"]
    assert pagina.invoer["naam"].kenmerken["autocomplete"] == "name"
    assert pagina.invoer["organisatie"].kenmerken["autocomplete"] == "organization"
    assert pagina.invoer["email"].kenmerken["type"] == "email"
    labels = [element.tekst for element in pagina.elementen if element.naam == "label"]
    assert "Je gemeente of organisatie (niet verplicht)" in labels
    assert "Pas als je daar op de knop drukt, gaat je vraag naar de redactie." in pagina.html


def test_de_bevestiging_zegt_wanneer_de_vraag_behandeld_is_en_blijft(client, db):
    pad = client.post(ADRES, gegevens_van()).headers["Location"]
    Hulpvraag.objects.update(stand=Hulpvraag.Stand.BEHANDELD)
    for iemand in (client, Client()):
        antwoord = iemand.get(pad)
        assert "De redactie heeft je vraag behandeld." in antwoord.content.decode()
        assert not antwoord.cookies or iemand is client
    assert client.get(f"{ADRES}bedankt/{uuid.uuid4()}/").status_code == 404


def test_vragen_kost_een_vast_aantal_vragen(client, gegevens, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        client.get(f"{ADRES}?{GEBIED}")
    with django_assert_max_num_queries(30):
        client.post(ADRES, gegevens_van(gebied=GEBIED))
    with django_assert_max_num_queries(2):
        client.get(link_uit_de_mail())


# --- the link ---------------------------------------------------------------------------------------------------------


def test_een_robot_die_elke_link_tweemaal_opent_doet_niets(client, db):
    client.post(ADRES, gegevens_van())
    link = link_uit_de_mail()
    for _ in range(2):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.TE_BEVESTIGEN
    assert UitgaandeMail.objects.count() == 1


def test_de_knop_tweemaal_is_een_keer_en_de_link_zegt_het_daarna(client, db):
    client.post(ADRES, gegevens_van())
    link = link_uit_de_mail()
    eerste, tweede = client.post(link), client.post(link)
    assert kenmerk_van(eerste) == kenmerk_van(tweede)
    assert UitgaandeMail.objects.filter(aan="redactie@voorbeeld.be").count() == 1
    html = client.get(link).content.decode()
    assert "Je hebt dit al bevestigd" in html
    assert "<button" not in html.split("<main")[1].split("</main>")[0]


def test_een_te_oude_link_legt_uit_en_geeft_een_nieuwe(client, db, settings):
    client.post(ADRES, gegevens_van())
    oud = link_uit_de_mail()
    settings.VASTE_DAG = DAG + timedelta(days=4)
    html = client.get(oud).content.decode()
    assert "Deze link werkt niet meer" in html
    assert "Stuur me een nieuwe link" in html
    assert UitgaandeMail.objects.count() == 1
    for _ in range(3):
        assert "We stuurden een nieuwe link" in client.post(oud).content.decode()
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.TE_BEVESTIGEN
    assert UitgaandeMail.objects.filter(aan="an@voorbeeld.be").count() == 2
    nieuw = link_uit_de_mail()
    assert nieuw != oud
    kenmerk_van(client.post(nieuw))
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.NIEUW
    assert "Je hebt dit al bevestigd" in client.get(oud).content.decode()
    kenmerk_van(client.post(oud))
    assert UitgaandeMail.objects.filter(aan="redactie@voorbeeld.be").count() == 1


@pytest.mark.parametrize("teken", ["x", "a" * 2000, "%00", "..%2f..", "a:b:c"])
def test_een_valse_link_is_een_404_die_zegt_wat_te_doen(client, db, teken):
    for methode in (client.get, client.post):
        antwoord = methode(f"{ADRES}bevestig/{teken}/")
        assert antwoord.status_code == 404
    assert "<h1>" in antwoord.content.decode()


def test_de_link_wordt_door_niemand_bewaard_of_doorverteld(client, db):
    client.post(ADRES, gegevens_van())
    antwoord = client.get(link_uit_de_mail())
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    for methode in ("put", "patch", "delete"):
        assert getattr(client, methode)(link_uit_de_mail()).status_code == 405


def test_ook_wie_aangemeld_is_kan_vragen_en_bevestigen(client, db):
    client.force_login(maak_gebruiker("iemand@voorbeeld.be"))
    client.post(ADRES, gegevens_van())
    assert client.get(link_uit_de_mail()).status_code == 200
    kenmerk_van(client.post(link_uit_de_mail()))


# --- comes back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("leeg", vijandig.LEEG)
def test_leeg_zegt_wat_te_doen(client, db, leeg):
    pagina = teruggekomen(client, tekst=leeg, naam=leeg, email="")
    assert pagina.samenvatting == [
        ("id_tekst", "Schrijf bij “Wat is je vraag?” waarmee we kunnen helpen."),
        ("id_naam", "Vul je naam in."),
        ("id_email", "Vul je e-mailadres in, zoals naam@voorbeeld.be."),
    ]
    assert pagina.invoer["organisatie"].kenmerken["value"] == "Lint"


@pytest.mark.parametrize("tekst", vijandig.TE_LANG)
def test_te_lang_houdt_alles_wat_getypt_werd(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst, naam=tekst[:200], organisatie=tekst[:200])
    assert [veld for veld, _ in pagina.samenvatting] == ["id_tekst", "id_naam", "id_organisatie"]
    assert "hoogstens 3.000 tekens" in pagina.fout_bij("tekst")
    assert "hoogstens 100 tekens" in pagina.fout_bij("naam")
    assert "hoogstens 150 tekens" in pagina.fout_bij("organisatie")
    assert pagina.invoer["tekst"].tekst.strip() == tekst.strip()


@pytest.mark.parametrize("veld", ["tekst", "naam", "organisatie"])
@pytest.mark.parametrize("tekst", vijandig.STUURTEKENS)
def test_een_stuurteken_is_een_fout_bij_het_veld(client, db, veld, tekst):
    pagina = teruggekomen(client, **{veld: tekst})
    [(waar, zin)] = pagina.samenvatting
    assert waar == f"id_{veld}"
    assert "stond een teken" in zin


@pytest.mark.parametrize("email", [*vijandig.KOPINJECTIE, *vijandig.STUURTEKENS, *vijandig.SCRIPT, vijandig.TE_LANG[0]])
def test_een_slecht_adres_is_een_fout_bij_het_veld_en_geen_mail(client, db, email):
    pagina = teruggekomen(client, email=email)
    assert [veld for veld, _ in pagina.samenvatting] == ["id_email"]
    assert pagina.invoer["tekst"].tekst.strip() == TEKST


@pytest.mark.parametrize("naam", vijandig.KOPINJECTIE)
def test_een_tweede_regel_in_een_naam_komt_in_geen_kop(client, db, naam):
    client.post(ADRES, gegevens_van(naam=naam, organisatie=naam))
    for hulpvraag in Hulpvraag.objects.all():
        client.post(link_uit_de_mail())
        assert "\n" not in hulpvraag.naam
    for mail in UitgaandeMail.objects.all():
        assert mail.aan in ("an@voorbeeld.be", "redactie@voorbeeld.be")
        assert "Bcc" not in mail.onderwerp


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_gewone_tekst_wordt_precies_bewaard_en_nergens_code(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst, email="geen adres")
    assert pagina.invoer["tekst"].tekst.lstrip("\r\n") == tekst
    assert "<script>alert" not in pagina.html
    client.post(ADRES, gegevens_van(tekst=tekst))
    assert Hulpvraag.objects.get().tekst == tekst
    html = client.get(link_uit_de_mail()).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


ROMMEL = [*vijandig.STUURTEKENS, *vijandig.SCRIPT, *vijandig.VREEMDE_ADRESSEN, "g=" * 3000, "&" * 3000, "é" * 3000]


@pytest.mark.parametrize("rommel", ROMMEL)
def test_rommel_in_wat_meekomt_valt_weg_en_houdt_de_vraag_niet_tegen(client, db, rommel):
    for naam in ("onderwerp", "aanbod", "igs"):
        pagina = Formulierpagina(client.get(ADRES, {naam: rommel}).content.decode())
        assert pagina.verborgen(naam) == ("regiocheck" if naam == "onderwerp" else "")
        assert "kwaad" not in pagina.html
    kenmerk_van(client.post(ADRES, gegevens_van(onderwerp=rommel, aanbod=rommel, igs=rommel, gebied=rommel)))
    hulpvraag = Hulpvraag.objects.get()
    assert (hulpvraag.onderwerp, hulpvraag.igs, hulpvraag.adres) == ("regiocheck", None, "")
    assert hulpvraag.aanbod in ("", "voorna")  # what is left when the control characters are taken out


def test_een_gebied_van_heel_vlaanderen_past_in_de_kolom(client, gegevens):
    alle = "&".join(f"g={nummer}" for nummer in range(11001, 11101))
    pagina = Formulierpagina(client.get(f"{ADRES}?{alle}").content.decode())
    kenmerk_van(client.post(ADRES, gegevens_van(gebied=pagina.verborgen("gebied"))))
    assert len(Hulpvraag.objects.get().adres) <= 2000
    assert client.get(f"{ADRES}?" + "g=11001&" * 2000).status_code == 400


@pytest.mark.parametrize("bytes_", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_foutpagina(client, db, bytes_):
    for veld in gegevens_van():
        gegevens = gegevens_van(email=f"{veld}@voorbeeld.be") | {veld: bytes_}
        antwoord = vijandig.plaats_bytes(client, ADRES, gegevens)
        assert antwoord.status_code in (200, 302), veld


# --- the guard --------------------------------------------------------------------------------------------------------


def test_te_snel_en_zonder_teken_komen_terug_met_de_tekst(client, gegevens):
    for teken, zin in [(maak_teken(), TE_SNEL), ("", TE_LANG_OPEN), ("vals:teken", TE_LANG_OPEN)]:
        pagina = teruggekomen(client, teken=teken, gebied=GEBIED)
        assert pagina.samenvatting == [("", zin)]
        assert pagina.invoer["tekst"].tekst.strip() == TEKST
        assert pagina.verborgen("gebied") == GEBIED


def test_zonder_koekje_komt_het_formulier_terug_met_de_tekst(db):
    client = Client(enforce_csrf_checks=True)
    antwoord = client.post(ADRES, gegevens_van())
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 403
    assert pagina.samenvatting == [("", COOKIE_NODIG)]
    kenmerk_van(client.post(ADRES, gegevens_van(csrfmiddlewaretoken=pagina.verborgen("csrfmiddlewaretoken"))))
    assert Client(enforce_csrf_checks=True).post(link_uit_de_mail()).status_code == 302


def test_een_robot_krijgt_dezelfde_pagina_en_laat_niets_achter(client, db):
    antwoord = client.post(ADRES, gegevens_van(meer_info="https://kwaad.example"))
    kenmerk = kenmerk_van(antwoord)
    html = client.get(antwoord.headers["Location"]).content.decode()
    assert "Kijk in je mailbox" in html
    assert str(kenmerk) in html
    assert (Hulpvraag.objects.count(), Logregel.objects.count(), UitgaandeMail.objects.count()) == (0, 0, 0)


def test_een_dubbele_klik_is_een_vraag_met_een_mail(client, db):
    gegevens = gegevens_van()
    eerste, tweede = client.post(ADRES, gegevens), client.post(ADRES, gegevens)
    assert eerste.headers["Location"] == tweede.headers["Location"]
    assert (Hulpvraag.objects.count(), UitgaandeMail.objects.count()) == (1, 1)


def test_de_elfde_vraag_van_een_uur_wacht(client, db):
    for nummer in range(Hulpformulier.hoogstens_per_uur):
        kenmerk_van(client.post(ADRES, gegevens_van(email=f"a{nummer}@voorbeeld.be")))
    antwoord = client.post(ADRES, gegevens_van(email="nog@voorbeeld.be"))
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 429
    assert re.search(r"Wacht tot \d{1,2}\.\d{2} uur", pagina.samenvatting[0][1])
    assert not UitgaandeMail.objects.filter(aan="nog@voorbeeld.be").exists()


def test_een_adres_krijgt_niet_meer_mails_van_hoeveel_bezoekers_ook(client, db):
    for nummer in range(HOOGSTENS_PER_ADRES):
        kenmerk_van(client.post(ADRES, gegevens_van(tekst=f"Vraag {nummer}"), REMOTE_ADDR=f"192.0.2.{nummer}"))
    antwoord = client.post(ADRES, gegevens_van(email="AN@voorbeeld.be"), REMOTE_ADDR="192.0.2.99")
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 429
    assert pagina.fout_bij("email").startswith("Naar dit adres stuurden we vandaag al 5 mails.")
    assert pagina.invoer["tekst"].tekst.strip() == TEKST
    assert (Hulpvraag.objects.count(), UitgaandeMail.objects.count()) == (HOOGSTENS_PER_ADRES, HOOGSTENS_PER_ADRES)


def test_twintig_keer_tegelijk_is_een_vraag_een_mail_en_twintig_bevestigingen(transactional_db, lege_tellers):
    antwoorden = vijandig.plaats_dubbel(Client, ADRES, gegevens_van(), n=20)
    assert {kenmerk_van(antwoord) for antwoord in antwoorden} == {Hulpvraag.objects.get().kenmerk}
    assert (Logregel.objects.count(), UitgaandeMail.objects.count()) == (1, 1)
    wie = bezoeker(RequestFactory().get("/"))
    assert len(cache.get_many([f"plek:Hulpformulier:{wie}:{nummer}" for nummer in range(10)])) == 1


def test_twintig_keer_tegelijk_bevestigen_is_een_mail_aan_redactie(transactional_db, lege_tellers):
    Client().post(ADRES, gegevens_van())
    antwoorden = vijandig.plaats_dubbel(Client, link_uit_de_mail(), {}, n=20)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert UitgaandeMail.objects.filter(aan="redactie@voorbeeld.be").count() == 1
    assert Logregel.objects.filter(actie="hulpvraag bevestigd").count() == 1


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_een_bevestiging_wordt_alleen_gelezen(client, db, methode):
    assert getattr(client, methode)(f"{ADRES}bedankt/{schijnkenmerk()}/").status_code == 405
