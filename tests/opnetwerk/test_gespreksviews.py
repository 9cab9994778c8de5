"""The pages of the relay behind their links: what they show to whom, and that only a button does something."""

import re
import time
import uuid
from datetime import date

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from opnetwerk import gesprekken
from opnetwerk.bevestigen import maak_teken as maak_linkteken
from opnetwerk.formulieren import TE_LANG_OPEN, TE_SNEL, maak_teken, schijnkenmerk
from opnetwerk.gesprekken import Kant
from opnetwerk.models import Blokkering, Gesprek, Gespreksbericht, Logregel, UitgaandeMail
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.gesprekken import AN, BO, afzender, begin, ingevuld, mails_aan, ontvanger, pad
from tests.vijandig import Formulierpagina

CEES = Kant("Cees Collega", "cees.geheim@voorbeeld.be")
LINKS = re.compile(r"http://[^/]+(/gesprek/\S+/)")


@pytest.fixture(autouse=True)
def eigen_lijsten(db, monkeypatch):
    monkeypatch.setattr(gesprekken, "ontvangers_voor", {})
    monkeypatch.setattr(gesprekken, "wie_nakijkt", [])


def tekst(antwoord: HttpResponse, status: int = 200) -> str:
    """The page, with all that holds for one behind a personal link."""
    assert antwoord.status_code == status
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not antwoord.cookies
    pagina = antwoord.content.decode()
    assert '<meta name="robots" content="noindex">' in pagina
    assert "geheim" not in pagina
    return pagina


def link_in_mail(adres: str, nummer: int = -1, welke: int = 0) -> str:
    return LINKS.findall(mails_aan(adres)[nummer].tekst)[welke]


def stuur(client: Client, adres: str, **velden: str) -> HttpResponse:
    return client.post(adres, ingevuld(**velden))


# --- confirm ---


def test_een_robot_die_de_link_twee_keer_opent_doet_niets(client):
    gesprek = begin(bevestigd=False)
    link = link_in_mail(AN.email)
    for methode in (client.get, client.get, client.head):
        antwoord = methode(link)
        assert antwoord.status_code == 200
    pagina = tekst(client.get(link))
    assert "Verstuur je bericht" in pagina
    assert "Kom je spelen?" in pagina
    gesprek.refresh_from_db()
    assert gesprek.stand == Gesprek.Stand.TE_BEVESTIGEN
    assert mails_aan(BO.email) == []


def test_de_knop_verstuurt_een_keer_en_daarna_zegt_de_link_dat_het_al_gebeurd_is(client):
    gesprek = begin(bevestigd=False)
    link = link_in_mail(AN.email)
    for _ in range(2):
        antwoord = client.post(link)
        assert antwoord.status_code == 302
        assert antwoord.headers["Location"] == f"/gesprek/verstuurd/{gesprek.kenmerk}/"
        assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert len(mails_aan(BO.email)) == 1
    assert "Je hebt dit al bevestigd" in tekst(client.get(link))


def test_de_knop_werkt_ook_zonder_koekje_en_vanaf_een_pagina_zonder_afkomst():
    begin(bevestigd=False)
    client = Client(enforce_csrf_checks=True)
    assert client.post(link_in_mail(AN.email), headers={"Origin": "null"}).status_code == 302
    assert len(mails_aan(BO.email)) == 1


def test_een_oude_link_legt_uit_en_stuurt_een_nieuwe_die_werkt(client, settings):
    begin(bevestigd=False)
    oud = link_in_mail(AN.email)
    settings.VASTE_DAG = date(2026, 11, 27)
    pagina = tekst(client.get(oud))
    assert "Deze link werkt niet meer" in pagina
    assert "Stuur me een nieuwe link" in pagina
    assert "Kom je spelen?" not in pagina
    assert len(mails_aan(AN.email)) == 1
    for _ in range(2):
        assert "Kijk in je mailbox" in tekst(client.post(oud))
    assert len(mails_aan(AN.email)) == 2
    assert mails_aan(BO.email) == []
    assert client.post(link_in_mail(AN.email)).status_code == 302
    assert len(mails_aan(BO.email)) == 1
    assert "Je hebt dit al bevestigd" in tekst(client.get(oud))


def test_een_link_van_wat_gewist_is_of_niet_van_ons_is_een_404_met_uitleg(client, settings):
    gesprek = begin(bevestigd=False)
    link = link_in_mail(AN.email)
    gesprek.delete()
    deelname = pad(afzender(begin(formulier="b" * 64))).split("/")[2]
    vreemd = maak_linkteken("gesprek.bevestiging", "geen uuid")
    for adres in (link, *(reverse("gesprek_bevestig", args=[teken]) for teken in ("x", deelname, vreemd, "é" * 300))):
        for methode in (client.get, client.post):
            assert "Deze link werkt niet meer" in tekst(methode(adres), 404)
    assert len(mails_aan(AN.email)) == 2


def test_te_veel_voor_een_ontvanger_is_een_zin_en_morgen_werkt_de_link_nog(client, settings, monkeypatch):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_ONTVANGEN", 1)
    begin(bevestigd=False, afzender=CEES)
    begin(formulier="b" * 64)
    link = link_in_mail(CEES.email)
    assert "kreeg vandaag al veel berichten" in tekst(client.post(link), 429)
    settings.VASTE_DAG = date(2026, 11, 24)
    assert client.post(link).status_code == 302


def test_een_verborgen_ontvanger_krijgt_niets_en_de_afzender_weet_het(client, monkeypatch):
    begin(bevestigd=False)
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: None)
    antwoord = client.post(link_in_mail(AN.email))
    pagina = client.get(antwoord.headers["Location"]).content.decode()
    assert "Je bericht is niet verstuurd" in pagina
    assert "Bo" not in pagina.split("<main")[1]
    assert mails_aan(BO.email) == []


# --- sent ---


def test_de_pagina_na_versturen_zegt_wat_er_nog_moet_en_niets_van_het_bericht(client):
    wacht, weg = begin(bevestigd=False), begin(formulier="b" * 64)
    for gesprek, zin in ((wacht, "Kijk in je mailbox"), (weg, "Je bericht is verstuurd")):
        antwoord = Client().get(f"/gesprek/verstuurd/{gesprek.kenmerk}/")
        pagina = antwoord.content.decode()
        assert antwoord.status_code == 200
        assert zin in pagina
        assert str(gesprek.kenmerk) in pagina
        assert not antwoord.cookies
        assert "/gesprek/bevestig/" not in pagina
        for woord in ("geheim", "An Afzender", "Een vraag", "spelen"):
            assert woord not in pagina


def test_een_schijnkenmerk_lijkt_op_een_bericht_dat_wacht(client):
    gesprek, schijn = begin(bevestigd=False), schijnkenmerk()
    echt = client.get(f"/gesprek/verstuurd/{gesprek.kenmerk}/").content.decode()
    vals = client.get(f"/gesprek/verstuurd/{schijn}/").content.decode()
    assert vals.replace(str(schijn), "") == echt.replace(str(gesprek.kenmerk), "")
    assert client.get(f"/gesprek/verstuurd/{uuid.uuid4()}/").status_code == 404
    assert client.post(f"/gesprek/verstuurd/{schijn}/").status_code == 405


# --- the thread ---


def test_beide_kanten_lezen_alles_bij_naam_en_antwoorden(client):
    begin()
    van_bo = link_in_mail(BO.email)
    pagina = tekst(client.get(van_bo))
    assert "Je gesprek met An Afzender, over een bericht aan Bo Ontvanger." in pagina
    assert "<p>Kom je spelen?</p>" in pagina
    antwoord = stuur(client, van_bo, tekst="Graag!")
    assert antwoord.headers["Location"] == f"{van_bo}?net=antwoord"
    pagina = tekst(client.get(antwoord.headers["Location"]))
    assert "Je antwoord is verstuurd." in pagina
    assert "Bo Ontvanger (jij)" in pagina
    van_an = link_in_mail(AN.email)
    pagina = tekst(client.get(van_an))
    assert "Je gesprek met Bo Ontvanger." in pagina
    assert "Graag!" in pagina
    stuur(client, van_an, tekst="Tot dan.")
    assert "Tot dan." in tekst(client.get(van_bo))
    assert len(mails_aan(BO.email)) == 2


def test_de_link_in_de_kopie_opent_het_gesprek_van_de_afzender(client):
    begin()
    assert "An Afzender (jij)" in tekst(client.get(link_in_mail(AN.email)))


def test_een_link_werkt_dertig_dagen_en_een_nieuwe_komt_per_mail(client, settings):
    begin()
    link = link_in_mail(BO.email)
    settings.VASTE_DAG = date(2026, 12, 23)
    assert "Kom je spelen?" in tekst(client.get(link))
    settings.VASTE_DAG = date(2026, 12, 24)
    for adres in (link, f"{link}meld-misbruik/", f"{link}blokkeer/"):
        pagina = tekst(client.get(adres))
        assert "Stuur me een nieuwe link" in pagina
        assert "spelen" not in pagina
        assert "An Afzender" not in pagina
        assert "Kijk in je mailbox" in tekst(stuur(client, adres, tekst="x", reden="x"))
    assert len(mails_aan(BO.email)) == 2
    assert "Kom je spelen?" in tekst(client.get(link_in_mail(BO.email)))
    assert (Gespreksbericht.objects.count(), Blokkering.objects.count()) == (1, 0)


@pytest.mark.parametrize("achter", ["", "meld-misbruik/", "blokkeer/"])
def test_een_link_die_niets_opent_is_een_404_met_uitleg(client, achter, monkeypatch):
    gesprek = begin()
    vreemd = [maak_linkteken("gesprek.deelname", str(uuid.uuid4())), maak_linkteken("iets.anders", "x")]
    bevestiging = maak_linkteken("gesprek.bevestiging", str(gesprek.kenmerk))
    for teken in ("x", str(ontvanger(gesprek).sleutel), bevestiging, *vreemd, "a" * 2000, "x\u2028y"):
        adres = reverse("gesprek", args=[teken]) + achter
        assert "Deze link werkt niet meer" in tekst(client.get(adres), 404)
        assert "Deze link werkt niet meer" in tekst(stuur(client, adres, tekst="x", reden="x"), 404)
    assert Gespreksbericht.objects.count() == 1


def test_een_ontvanger_ziet_niets_voor_de_bevestiging(client):
    gesprek = begin(bevestigd=False)
    assert "spelen" not in tekst(client.get(pad(ontvanger(gesprek))), 404)
    pagina = tekst(client.get(pad(afzender(gesprek))))
    assert "nog niet verstuurd" in pagina
    assert "<textarea" not in pagina


def test_wie_geen_contactpersoon_meer_is_leest_niet_verder(client, monkeypatch):
    gesprek = begin(ontvangers=[BO, CEES])
    link = pad(ontvanger(gesprek))
    assert "spelen" in tekst(client.get(link))
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: [CEES])
    assert "spelen" not in tekst(client.get(link), 404)
    assert "spelen" in tekst(client.get(pad(ontvanger(gesprek, 1))))
    assert "spelen" in tekst(client.get(pad(afzender(gesprek))))


def test_wie_zich_verborg_leest_het_gesprek_nog_en_de_afzender_krijgt_een_zin(client, monkeypatch):
    gesprek = begin()
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: None)
    assert "spelen" in tekst(client.get(pad(ontvanger(gesprek))))
    pagina = Formulierpagina(tekst(stuur(client, pad(afzender(gesprek)), tekst="Hallo?")))
    pagina.keur_fouten()
    assert "krijgt geen berichten meer via op/netwerk" in pagina.samenvatting[0][1]
    assert pagina.invoer["tekst"].tekst.strip() == "Hallo?"


def test_in_een_gesloten_gesprek_staat_geen_formulier(client):
    gesprek = begin()
    Gesprek.objects.update(stand=Gesprek.Stand.GESLOTEN)
    pagina = tekst(client.get(pad(ontvanger(gesprek))))
    assert "Dit gesprek is gesloten" in pagina
    assert "<textarea" not in pagina
    tekst(stuur(client, pad(ontvanger(gesprek)), tekst="Toch"))
    assert Gespreksbericht.objects.count() == 1


@pytest.mark.parametrize("slecht", [*vijandig.LEEG, *vijandig.TE_LANG, *vijandig.STUURTEKENS])
def test_een_slecht_antwoord_komt_terug_met_wat_getypt_werd(client, slecht):
    link = pad(ontvanger(begin()))
    pagina = Formulierpagina(tekst(stuur(client, link, tekst=slecht)))
    pagina.keur_fouten()
    assert [veld for veld, _ in pagina.samenvatting] == ["id_tekst"]
    if slecht in vijandig.TE_LANG:
        assert pagina.invoer["tekst"].tekst.strip() == slecht.strip()
    assert Gespreksbericht.objects.count() == 1


@pytest.mark.parametrize("goed", vijandig.ONSCHULDIG)
def test_gewone_tekst_blijft_tekst(client, goed):
    link = pad(ontvanger(begin()))
    assert stuur(client, link, tekst=goed).status_code == 302
    assert Gespreksbericht.objects.last().tekst == goed
    pagina = tekst(client.get(link))
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina
    assert 'href="https://kwaad' not in pagina


@pytest.mark.parametrize("bytes_", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_foutpagina(client, bytes_):
    gesprek = begin()
    for achter, veld in (("", "tekst"), ("", "teken"), ("meld-misbruik/", "reden"), ("blokkeer/", "besluit")):
        antwoord = vijandig.plaats_bytes(client, pad(ontvanger(gesprek)) + achter, ingevuld() | {veld: bytes_})
        assert antwoord.status_code in (200, 302), (achter, veld)


def test_te_snel_te_oud_en_een_robot(client):
    link = pad(ontvanger(begin()))
    for teken, zin in ((maak_teken(), TE_SNEL), ("", TE_LANG_OPEN), (maak_teken(time.time() - 90_000), TE_LANG_OPEN)):
        pagina = Formulierpagina(tekst(stuur(client, link, tekst="Graag!", teken=teken)))
        pagina.keur_fouten()
        assert pagina.samenvatting == [("", zin)]
        assert pagina.invoer["tekst"].tekst.strip() == "Graag!"
    for achter, net in (("", "antwoord"), ("meld-misbruik/", "gemeld")):
        antwoord = stuur(client, link + achter, tekst="x", reden="x", meer_info="https://kwaad.example")
        assert antwoord.headers["Location"] == f"{link}?net={net}"
    assert Gespreksbericht.objects.count() == 1
    assert not Gesprek.objects.filter(gemeld_op__isnull=False).exists()


def test_een_dubbele_klik_is_een_antwoord_en_een_mail(client):
    link = pad(ontvanger(begin()))
    velden = ingevuld(tekst="Graag!")
    assert client.post(link, velden).headers["Location"] == client.post(link, velden).headers["Location"]
    assert (Gespreksbericht.objects.count(), len(mails_aan(AN.email))) == (2, 2)


def test_te_veel_schrijven_is_een_zin_met_wat_getypt_werd(client, monkeypatch):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_GESCHREVEN", 1)
    pagina = Formulierpagina(tekst(stuur(client, pad(afzender(begin())), tekst="Nog iets"), 429))
    pagina.keur_fouten()
    assert "schreef vandaag al 1 berichten" in pagina.samenvatting[0][1]
    assert pagina.invoer["tekst"].tekst.strip() == "Nog iets"


@pytest.mark.parametrize("achter", ["", "meld-misbruik/", "blokkeer/"])
@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
def test_andere_methodes_zijn_405(client, achter, methode):
    link = pad(ontvanger(begin()))
    assert getattr(client, methode)(link + achter).status_code == 405


def test_ook_met_een_sessie_toont_de_pagina_geen_knop_die_daar_niet_werkt(client):
    client.force_login(maak_rekening("iemand@voorbeeld.be", naam="Iemand Anders"))
    pagina = tekst(client.get(pad(ontvanger(begin()))))
    assert "Afmelden" not in pagina
    assert "Iemand Anders" not in pagina


def test_een_gesprek_kost_een_vast_aantal_vragen(client, django_assert_num_queries):
    gesprek = begin()
    link = pad(ontvanger(gesprek))
    for aantal in (1, 20):
        while gesprek.berichten.count() < aantal:
            nummer = gesprek.berichten.count()
            gesprekken.antwoord(
                gesprek=gesprek, deelnemer=afzender(gesprek), tekst=f"Bericht {nummer}", formulier=f"f{nummer}"
            )
        with django_assert_num_queries(5):
            client.get(link)


# --- report and block ---


def test_misbruik_melden_vraagt_een_reden_en_een_knop(client):
    begin()
    link = link_in_mail(BO.email, welke=1)
    assert link.endswith("/meld-misbruik/")
    pagina = Formulierpagina(tekst(client.get(link)))
    pagina.keur()
    assert "coördinator van de regio" in pagina.html
    leeg = Formulierpagina(tekst(stuur(client, link, reden="")))
    leeg.keur_fouten()
    assert leeg.samenvatting == [("id_reden", "Schrijf bij “Wat is er mis?” kort wat er niet hoort.")]
    assert Gesprek.objects.get().gemeld_op is None
    antwoord = stuur(client, link, reden="Hij scheldt.")
    assert "Je melding is verstuurd." in tekst(client.get(antwoord.headers["Location"]))
    assert Gesprek.objects.get().gemeld_reden == "Bo Ontvanger: Hij scheldt."


def test_blokkeren_en_opheffen_doet_alleen_de_knop(client):
    begin()
    link = link_in_mail(BO.email, welke=2)
    assert link.endswith("/blokkeer/")
    for _ in range(2):
        assert "Blokkeer An Afzender" in tekst(client.get(link))
    assert not Blokkering.objects.exists()
    antwoord = client.post(link, {"besluit": "blokkeer"})
    pagina = tekst(client.get(antwoord.headers["Location"]))
    assert "Je krijgt geen berichten meer" in pagina
    assert "Je blokkeerde An Afzender" in pagina
    assert "<textarea" not in pagina
    assert "Hef de blokkering op" in tekst(client.get(link))
    client.post(link, {"besluit": "hef_op"})
    assert not Blokkering.objects.exists()


def test_wie_geblokkeerd_is_ziet_dezelfde_pagina_als_voordien(client):
    """Only the token of the form, which is new each time, may differ."""
    gesprek = begin()
    link = pad(afzender(gesprek))

    def gezien() -> str:
        return re.sub(r'name="teken" value="[^"]+"', "", tekst(client.get(link)))

    voordien = gezien()
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    assert gezien() == voordien
    antwoord = stuur(client, link, tekst="Hoor je me?")
    assert "Je antwoord is verstuurd." in tekst(client.get(antwoord.headers["Location"]))
    assert len(mails_aan(BO.email)) == 1


# --- of an account ---


def test_een_account_ziet_zijn_gesprekken_en_opent_ze(client, settings):
    rekening = maak_rekening("ik@voorbeeld.be", naam="Ik Zelf")
    ik = Kant("Ik Zelf", rekening.email, rekening)
    begin(ontvangers=[ik], onderwerp="Aan mij")
    settings.VASTE_DAG = date(2026, 11, 24)
    van_mij = begin(afzender=ik, onderwerp="Van mij", formulier="b" * 64)
    begin(onderwerp="Van anderen", formulier="c" * 64)
    begin(ontvangers=[ik], onderwerp="Niet bevestigd", formulier="d" * 64, bevestigd=False)
    client.force_login(rekening)
    antwoord = client.get("/mijn/berichten/")
    pagina = antwoord.content.decode()
    assert [regel.onderwerp for regel in antwoord.context["regels"]] == ["Van mij", "Aan mij"]
    assert [regel.aan_zet for regel in antwoord.context["regels"]] == [False, True]
    assert pagina.count("wacht op je antwoord") == 1
    assert "geheim" not in pagina
    assert "Met Bo Ontvanger." in pagina
    assert "Met An Afzender." in pagina
    gesprekken.antwoord(gesprek=van_mij, deelnemer=ontvanger(van_mij), tekst="Ja", formulier="e" * 64)
    regels = client.get("/mijn/berichten/").context["regels"]
    assert regels[0].aan_zet
    for regel in regels:
        assert "Kom je spelen?" in tekst(client.get(regel.pad))


def test_een_account_zonder_gesprekken_krijgt_uitleg(client):
    client.force_login(maak_rekening())
    assert "Je hebt nog geen gesprekken." in client.get("/mijn/berichten/").content.decode()
    assert client.post("/mijn/berichten/").status_code == 405


def test_een_bericht_van_wie_ik_blokkeerde_staat_niet_in_de_lijst(client, settings):
    rekening = maak_rekening("ik@voorbeeld.be")
    ik = Kant("Ik", rekening.email, rekening)
    eerste = begin(ontvangers=[ik], onderwerp="Voor de blokkering")
    gesprekken.blokkeer(gesprek=eerste, deelnemer=ontvanger(eerste))
    settings.VASTE_DAG = date(2026, 11, 24)
    begin(ontvangers=[ik], onderwerp="Na de blokkering", formulier="b" * 64)
    client.force_login(rekening)
    regels = client.get("/mijn/berichten/").context["regels"]
    assert [regel.onderwerp for regel in regels] == ["Voor de blokkering"]


def test_de_lijst_kost_een_vast_aantal_vragen(client, django_assert_num_queries):
    rekening = maak_rekening("ik@voorbeeld.be")
    client.force_login(rekening)
    client.get("/mijn/berichten/")  # the first page of a session notes where it was opened
    for aantal in (1, 20):
        while Gesprek.objects.count() < aantal:
            nummer = Gesprek.objects.count()
            wie = Kant(f"Van {nummer}", f"van{nummer}@voorbeeld.be")
            begin(afzender=wie, ontvangers=[Kant("Ik", rekening.email, rekening)], formulier=f"f{nummer}")
        with django_assert_num_queries(9):
            client.get("/mijn/berichten/")


# --- at the same moment ---


@pytest.fixture
def lege_tellers():
    cache.clear()
    yield
    cache.clear()


def test_twintig_keer_tegelijk_bevestigen_of_antwoorden_is_een_keer(transactional_db, lege_tellers):
    gesprek = begin(bevestigd=False)
    antwoorden = vijandig.plaats_dubbel(Client, link_in_mail(AN.email), {}, n=20)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert len(mails_aan(BO.email)) == 1
    assert Logregel.objects.filter(actie="gesprek verstuurd").count() == 1
    antwoorden = vijandig.plaats_dubbel(Client, pad(ontvanger(gesprek)), ingevuld(tekst="Graag!"), n=20)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert gesprek.berichten.count() == 2
    antwoorden = vijandig.plaats_dubbel(Client, pad(ontvanger(gesprek), "gesprek_blokkeer"), {}, n=20)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert Blokkering.objects.count() == 1
    assert UitgaandeMail.objects.count() == 4
