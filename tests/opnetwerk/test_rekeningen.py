"""Accounts: logging in, confirming an address, passwords, second step, sessions; in our words, through our pages."""

import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from opnetwerk.checks import adressen
from opnetwerk.models import Gebruiker, UitgaandeMail
from opnetwerk.voorbeeldaccounts import code_van
from tests.aanmelden import WACHTWOORD, koppel_app, maak_rekening, meld_aan, meld_aan_met_code, zet_stap
from tests.fabriek import maak_gebruiker

NIEUW = "vier verse woorden hier"


@pytest.fixture(autouse=True)
def _snel_versleutelen(settings):
    """A slow hash is the point of a hash, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def lees(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def onderwerpen(aan: str = "an@voorbeeld.be") -> list[str]:
    return list(UitgaandeMail.objects.filter(aan=aan).order_by("pk").values_list("onderwerp", flat=True))


def code_in_mail(aan: str = "an@voorbeeld.be") -> str:
    [code] = re.findall(r"^[A-Z]{4}-[A-Z]{4}$", UitgaandeMail.objects.filter(aan=aan)[0].tekst, re.MULTILINE)
    return str(code)


def link_in_mail(aan: str = "an@voorbeeld.be") -> str:
    [link] = re.findall(r"http\S+/key/\S+", UitgaandeMail.objects.filter(aan=aan)[0].tekst)
    assert link.startswith(settings.SITE_ADRES + "/accounts/password/reset/key/")
    return str(link).removeprefix(settings.SITE_ADRES)


def is_aangemeld(client: Client) -> bool:
    return client.get("/mijn/").status_code == 200


# --- logging in ---


def test_aanmelden_met_e_mailadres_en_wachtwoord(client, db):
    gebruiker = maak_rekening()
    antwoord = client.post("/accounts/login/", {"login": "AN@voorbeeld.be", "password": WACHTWOORD})
    assert antwoord.headers["Location"] == "/mijn/"
    assert client.session["_auth_user_id"] == str(gebruiker.pk)


def test_aanmelden_brengt_je_waar_je_heen_wou_maar_nooit_naar_een_andere_site(client, db):
    maak_rekening()
    velden = {"login": "an@voorbeeld.be", "password": WACHTWOORD}
    assert client.post("/accounts/login/", velden | {"next": "/over/"}).headers["Location"] == "/over/"
    client.logout()
    antwoord = client.post("/accounts/login/", velden | {"next": "https://kwaad.example/"})
    assert antwoord.headers["Location"] == "/mijn/"


def test_fout_wachtwoord_geeft_uitleg_en_houdt_het_adres(client, db):
    pagina = lees(client.post("/accounts/login/", {"login": "an@voorbeeld.be", "password": "fout"}))
    assert "<title>Fout: " in pagina
    assert "Er is iets niet goed ingevuld" in pagina
    assert "passen niet bij elkaar" in pagina
    assert 'value="an@voorbeeld.be"' in pagina


def test_een_account_maken_kan_pas_na_de_leeftijd(client, db):
    assert "Een account maak je als je iets inschrijft" in lees(client.get("/accounts/signup/"))
    for verder in ("", "/talent/word-talent/inschrijven/?leeftijd=18", "https://kwaad.example/"):
        velden = {"email": "z@voorbeeld.be", "password1": NIEUW, "next": verder}
        assert "Een account maak je als je iets inschrijft" in lees(client.post("/accounts/signup/", velden))
    assert not Gebruiker.objects.exists()


def test_wachtwoordkluizen_herkennen_de_velden(client, db):
    pagina = lees(client.get("/accounts/login/"))
    assert 'autocomplete="username webauthn"' in pagina
    assert 'autocomplete="current-password"' in pagina
    assert "placeholder=" not in pagina
    client.force_login(maak_rekening())
    pagina = lees(client.get("/accounts/password/change/"))
    assert 'autocomplete="current-password"' in pagina
    assert pagina.count('autocomplete="new-password"') == 1
    assert 'value="an@voorbeeld.be" autocomplete="username"' in pagina


def test_een_nieuwe_sessie_bij_het_aanmelden(client, db):
    maak_rekening()
    client.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})  # leaves a session
    vooraf = client.session.session_key
    assert vooraf
    meld_aan(client, Gebruiker.objects.get())
    assert client.session.session_key != vooraf


def test_afmelden_zegt_dat_het_gelukt_is(client, db):
    client.force_login(maak_rekening())
    assert "Wil je je afmelden?" in lees(client.get("/accounts/logout/"))
    antwoord = client.post("/accounts/logout/", follow=True)
    assert "Je bent afgemeld" in lees(antwoord)
    assert not is_aangemeld(client)


def test_een_uitgeschakeld_account_leest_waarom(client, db):
    maak_rekening(is_active=False)
    antwoord = meld_aan(client, Gebruiker.objects.get())
    assert "Je account is uitgeschakeld" in lees(client.get(antwoord.headers["Location"]))


def test_een_voorbeeldaccount_werkt_enkel_lokaal(client, db, settings):
    maak_rekening("redactie@voorbeeld.invalid")
    settings.LOKAAL = False
    meld_aan(client, Gebruiker.objects.get())
    assert not is_aangemeld(client)
    settings.LOKAAL = True
    meld_aan(client, Gebruiker.objects.get())
    assert is_aangemeld(client)


# --- the address ---


def test_een_onbevestigd_adres_vraagt_eerst_de_code_uit_de_mail(client, db):
    gebruiker = maak_gebruiker("an@voorbeeld.be", WACHTWOORD)
    antwoord = meld_aan(client, gebruiker)
    assert antwoord.headers["Location"] == "/accounts/confirm-email/"
    pagina = lees(client.get("/accounts/confirm-email/"))
    assert "Bevestig je e-mailadres" in pagina
    assert 'autocomplete="one-time-code"' in pagina
    assert not is_aangemeld(client)
    assert "Deze code klopt niet" in lees(client.post("/accounts/confirm-email/", {"code": "BBBB-BBBB"}))
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert is_aangemeld(client)
    assert EmailAddress.objects.get(user=gebruiker).verified


def test_na_drie_foute_codes_zegt_een_pagina_wat_er_is(client, db):
    meld_aan(client, maak_gebruiker("an@voorbeeld.be", WACHTWOORD))
    antwoorden = [client.post("/accounts/confirm-email/", {"code": "BBBB-BBBB"}) for _ in range(3)]
    assert antwoorden[-1].status_code == 400
    assert "Je probeerde het te vaak" in lees(antwoorden[-1])
    client.post("/accounts/confirm-email/", {"code": code_in_mail()})
    assert not is_aangemeld(client)


def test_een_nieuw_adres_vervangt_het_oude_na_de_code(client, db):
    gebruiker = maak_rekening()
    meld_aan(client, gebruiker)
    antwoord = client.post("/accounts/email/", {"email": "nieuw@voorbeeld.be", "action_add": ""})
    assert antwoord.headers["Location"] == "/accounts/confirm-email/"
    gebruiker.refresh_from_db()
    assert gebruiker.email == "an@voorbeeld.be"
    antwoord = client.post("/accounts/confirm-email/", {"code": code_in_mail("nieuw@voorbeeld.be")}, follow=True)
    assert "Je nieuwe e-mailadres is bevestigd" in lees(antwoord)
    gebruiker.refresh_from_db()
    assert gebruiker.email == "nieuw@voorbeeld.be"
    assert list(EmailAddress.objects.values_list("email", flat=True)) == ["nieuw@voorbeeld.be"]
    assert onderwerpen() == ["Je e-mailadres bij op/netwerk is gewijzigd"]


def test_een_adres_van_iemand_anders_wijzigt_niets_en_zegt_niets(client, db):
    gebruiker = maak_rekening()
    maak_rekening("bo@voorbeeld.be")
    meld_aan(client, gebruiker)
    antwoord = client.post("/accounts/email/", {"email": "bo@voorbeeld.be", "action_add": ""})
    assert antwoord.headers["Location"] == "/accounts/confirm-email/"
    client.post("/accounts/confirm-email/", {"code": code_in_mail("bo@voorbeeld.be")})
    gebruiker.refresh_from_db()
    assert gebruiker.email == "an@voorbeeld.be"


def test_wie_lang_geleden_aanmeldde_bevestigt_eerst_en_gaat_dan_verder(client, db):
    gebruiker = maak_rekening()
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "password", geleden=301)
    antwoord = client.post("/accounts/email/", {"email": "nieuw@voorbeeld.be", "action_add": ""})
    assert antwoord.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"
    assert "Bevestig dat jij het bent" in lees(client.get(antwoord.headers["Location"]))
    assert "Dit wachtwoord klopt niet" in lees(client.post(antwoord.headers["Location"], {"password": "fout"}))
    antwoord = client.post(antwoord.headers["Location"], {"password": WACHTWOORD})
    assert antwoord.headers["Location"] == "/accounts/confirm-email/"
    assert onderwerpen("nieuw@voorbeeld.be") == ["Bevestig je e-mailadres voor op/netwerk"]


VREEMD = ["", "geen adres", "a\x00@voorbeeld.be", "a@voorbeeld.be\r\nBcc: x@y.be", "a\u2028@voorbeeld.be",
          f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 10}.be", "x" * 10_000]  # fmt: skip


@pytest.mark.parametrize("adres", VREEMD, ids=range(len(VREEMD)))
def test_een_adres_dat_geen_mail_kan_krijgen_komt_terug_met_uitleg_en_zonder_mail(client, db, adres):
    antwoorden = [client.post("/accounts/password/reset/", {"email": adres})]
    antwoorden.append(client.post("/accounts/login/", {"login": adres, "password": "fout"}))
    meld_aan(client, maak_rekening())
    antwoorden.append(client.post("/accounts/email/", {"email": adres, "action_add": ""}))
    for antwoord in antwoorden:
        assert antwoord.status_code == 200
        assert "<title>Fout: " in lees(antwoord)
    assert not UitgaandeMail.objects.exists()


def test_een_e_mailadres_is_enig_zonder_te_letten_op_hoofdletters(db):
    from django.db import IntegrityError, transaction

    maak_gebruiker("an@voorbeeld.be")
    with pytest.raises(IntegrityError, match="een_account_per_emailadres"), transaction.atomic():
        maak_gebruiker("An@Voorbeeld.be".replace("@Voorbeeld.be", "@voorbeeld.be"))


# --- the password ---


def test_wachtwoord_vergeten_zegt_hetzelfde_voor_bekend_en_onbekend(client, db):
    maak_rekening()
    antwoorden = [client.post("/accounts/password/reset/", {"email": f"{wie}@voorbeeld.be"}) for wie in ("an", "bo")]
    assert [(a.status_code, a.headers["Location"]) for a in antwoorden] == [(302, "/accounts/password/reset/done/")] * 2
    assert onderwerpen() == ["Kies een nieuw wachtwoord voor op/netwerk"]
    assert onderwerpen("bo@voorbeeld.be") == ["Geen account bij op/netwerk"]


def test_de_mails_zijn_van_ons_en_leiden_naar_het_portaal(client, db):
    gebruiker = maak_rekening(naam="An <b>Voorbeeld</b>")
    client.post("/accounts/password/reset/", {"email": "bo@voorbeeld.be"})
    meld_aan(client, gebruiker)
    client.post("/accounts/password/change/", {"oldpassword": WACHTWOORD, "password1": NIEUW})
    onbekend, gewijzigd = (UitgaandeMail.objects.get(aan=f"{wie}@voorbeeld.be").tekst for wie in ("bo", "an"))
    assert onbekend.startswith("Dag\n\nIemand, misschien jijzelf, vroeg een nieuw wachtwoord voor bo@voorbeeld.be.")
    assert gewijzigd.startswith("Dag An <b>Voorbeeld</b>\n\nHet wachtwoord van je account op op/netwerk is gewijzigd.")
    assert "vanaf het IP-adres 127.0.0.1" in gewijzigd
    for tekst in (onbekend, gewijzigd):
        assert f"\n{settings.SITE_ADRES}/accounts/password/reset/\n" in tekst


def test_aanmelden_zegt_hetzelfde_voor_bekend_en_onbekend(client, db):
    maak_rekening()
    paginas = []
    for wie in ("an", "bo"):
        antwoord = client.post("/accounts/login/", {"login": f"{wie}@voorbeeld.be", "password": "fout"})
        zonder_teken = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", lees(antwoord))
        paginas.append((antwoord.status_code, zonder_teken.replace(f"{wie}@voorbeeld.be", "")))
    assert paginas[0] == paginas[1]
    assert not UitgaandeMail.objects.exists()


def test_een_nieuw_wachtwoord_met_de_link_uit_de_mail_beeindigt_elke_sessie(client, db):
    gebruiker = maak_rekening()
    elders = Client()
    elders.force_login(gebruiker)
    client.post("/accounts/password/reset/", {"email": "an@voorbeeld.be"})
    link = link_in_mail()
    formulier = client.get(link).headers["Location"]
    assert "set-password" in formulier
    assert "Minstens 12 tekens" in lees(client.get(formulier))
    assert "<title>Fout: " in lees(client.post(formulier, {"password1": "kort"}))
    assert is_aangemeld(elders)
    antwoord = client.post(formulier, {"password1": NIEUW}, follow=True)
    assert "Je wachtwoord is gewijzigd" in lees(antwoord)
    assert not is_aangemeld(elders)
    assert "Deze link werkt niet meer" in lees(client.get(link))
    gebruiker.refresh_from_db()
    assert gebruiker.check_password(NIEUW)


def test_een_link_uit_een_mail_volgt_de_host_van_het_verzoek_niet(client, db):
    maak_rekening()
    client.post("/accounts/password/reset/", {"email": "an@voorbeeld.be"}, SERVER_NAME="localhost")
    assert link_in_mail().startswith("/accounts/")


def test_je_wachtwoord_wijzigen_houdt_jou_aangemeld_en_de_anderen_niet(client, db):
    gebruiker = maak_rekening()
    elders = Client()
    elders.force_login(gebruiker)
    client.force_login(gebruiker)
    fout = client.post("/accounts/password/change/", {"oldpassword": "fout", "password1": NIEUW})
    assert "Dit is niet je wachtwoord van nu" in lees(fout)
    antwoord = client.post("/accounts/password/change/", {"oldpassword": WACHTWOORD, "password1": NIEUW}, follow=True)
    assert antwoord.redirect_chain[-1][0] == "/mijn/?net=wachtwoord"
    assert "Je wachtwoord is gewijzigd" in lees(antwoord)
    assert not is_aangemeld(elders)
    assert onderwerpen() == ["Je wachtwoord voor op/netwerk is gewijzigd"]


def test_uitschakelen_beeindigt_de_sessies(client, db):
    gebruiker = maak_rekening()
    client.force_login(gebruiker)
    assert is_aangemeld(client)
    Gebruiker.objects.update(is_active=False)
    assert not is_aangemeld(client)


# --- the second step ---


def test_een_app_koppelen_toont_de_sleutel_en_daarna_de_herstelcodes(client, db):
    gebruiker = maak_rekening()
    meld_aan(client, gebruiker)
    pagina = lees(client.get("/accounts/2fa/totp/activate/"))
    geheim = client.session["mfa.totp.secret"]
    assert f"<code>{geheim}</code>" in pagina
    assert 'alt="QR-code' in pagina
    assert "<title>Fout: " in lees(client.post("/accounts/2fa/totp/activate/", {"code": "000"}))
    antwoord = client.post("/accounts/2fa/totp/activate/", {"code": code_van(geheim)}, follow=True)
    assert lees(antwoord).count("<li><code>") == 10
    bestand = client.get("/accounts/2fa/recovery-codes/download/")
    assert bestand.headers["Content-Type"].startswith("text/plain")
    assert len(re.findall(r"^\d{8}$", lees(bestand), re.MULTILINE)) == 10


def test_met_een_app_meld_je_aan_in_twee_stappen_en_elke_code_werkt_een_keer(client, db):
    gebruiker = maak_rekening()
    geheim = koppel_app(gebruiker)
    antwoord = meld_aan(client, gebruiker)
    assert antwoord.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_aangemeld(client)
    pagina = lees(client.get("/accounts/2fa/authenticate/"))
    assert 'autocomplete="one-time-code"' in pagina
    assert "Dit klopt niet" in lees(client.post("/accounts/2fa/authenticate/", {"code": "12"}))
    client.post("/accounts/2fa/authenticate/", {"code": code_van(geheim)})
    assert is_aangemeld(client)
    client.logout()
    assert "Deze code is al gebruikt" in lees(meld_aan_met_code(client, gebruiker, geheim))
    assert not is_aangemeld(client)
    client.post("/accounts/2fa/authenticate/", {"code": code_van(geheim, 1)})
    assert is_aangemeld(client)


def test_een_code_van_een_minuut_geleden_is_te_oud(client, db):
    gebruiker = maak_rekening()
    meld_aan_met_code(client, gebruiker, koppel_app(gebruiker), -3)
    assert not is_aangemeld(client)


def test_een_herstelcode_werkt_een_keer(client, db):
    gebruiker = maak_rekening()
    koppel_app(gebruiker)
    meld_aan(client, gebruiker)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(gebruiker).get_unused_codes()[0]
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_aangemeld(client)
    client.logout()
    meld_aan(client, gebruiker)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert not is_aangemeld(client)


def test_een_app_ontkoppelen_laat_zien_dat_ze_weg_is_en_mailt_het(client, db):
    gebruiker = maak_rekening()
    koppel_app(gebruiker)
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "mfa")
    pagina = lees(client.post("/accounts/2fa/totp/deactivate/", follow=True))
    assert "Koppel een app" in pagina
    assert onderwerpen() == ["Je app is ontkoppeld van op/netwerk"]
    assert not Authenticator.objects.exists()


def test_de_qr_code_staat_op_wit_en_een_toestel_toont_de_naam_van_het_portaal(client, db):
    meld_aan(client, maak_rekening())
    pagina = lees(client.get("/accounts/2fa/totp/activate/"))
    svg = b64decode(re.search(r"data:image/svg\+xml;base64,([\w+/=]+)", pagina)[1]).decode()  # type: ignore[index]
    assert 'fill="white"' in svg
    context = client.get("/accounts/2fa/webauthn/add/").context
    opties = context["js_data"]["creation_options"]["publicKey"]
    assert opties["rp"] == {"id": "testserver", "name": "op/netwerk"}
    assert context["form"]["name"].value() == "Passkey 1"


@pytest.mark.parametrize(
    "wat",
    ["", "{", "null", "[]", '"x"', "1e999", '{"id": 1}', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}',
     '{"id":"AA","rawId":"AA","type":"x","response":{"clientDataJSON":"%%","attestationObject":"AA"}}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ","clientDataJSON":"e30","signature":"AA",'
     '"authenticatorData":"AA"}}', "\x00", '{"a":"' + "x" * 10_000 + '"}', "[" * 5_000],
)  # fmt: skip
@pytest.mark.parametrize("pad", ["login", "add", "reauthenticate"])
def test_een_passkey_die_geen_passkey_is_geeft_uitleg(client, db, pad, wat):
    if pad != "login":
        gebruiker = maak_rekening()
        Authenticator.objects.create(user=gebruiker, type="recovery_codes", data={"seed": "a", "used_mask": 0})
        client.force_login(gebruiker)
        zet_stap(client, gebruiker, "password")
    adres = f"/accounts/2fa/webauthn/{pad}/"
    client.get(adres, headers={"accept": "application/json"})
    antwoord = client.post(adres, {"credential": wat, "name": "x", "passwordless": "on"})
    assert antwoord.status_code in (200, 302, 400)
    assert antwoord.status_code == 302 or "klopt niet" in lees(antwoord) or "opnieuw" in lees(antwoord)
    assert not Authenticator.objects.filter(type="webauthn").exists()


# --- sessions, messages, templates ---


def test_je_ziet_waar_je_aangemeld_bent_en_meldt_de_rest_af(client, db):
    gebruiker = maak_rekening()
    elders = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/605"})
    for bezoeker in (elders, client):
        bezoeker.force_login(gebruiker)
        bezoeker.get("/mijn/")
    pagina = lees(client.get("/accounts/sessions/"))
    assert "Safari op iPhone" in pagina
    assert pagina.count("dit toestel") == 1
    pagina = lees(client.post("/accounts/sessions/", follow=True))
    assert "Je bent enkel hier aangemeld" in pagina
    assert not is_aangemeld(elders)
    assert is_aangemeld(client)


def test_er_blijven_geen_meldingen_achter_in_de_sessie(client, db):
    gebruiker = maak_rekening()
    meld_aan_met_code(client, gebruiker, koppel_app(gebruiker))
    client.post("/accounts/2fa/recovery-codes/generate/")
    client.post("/accounts/sessions/")
    assert "_messages" not in client.session


GAAT_ELDERS_HEEN = {301, 302}


@pytest.mark.parametrize("wie", ["niemand", "wachtwoord", "app"])
def test_elke_pagina_van_allauth_is_een_van_ons_en_nederlands(client, db, wie):
    if wie != "niemand":
        gebruiker = maak_rekening()
        if wie == "app":
            koppel_app(gebruiker)
        client.force_login(gebruiker)
        zet_stap(client, gebruiker, "mfa")
    gezien = 0
    for pad, patroon in adressen():
        if not pad.startswith("accounts/") or "<int:pk>" in pad:
            continue
        antwoord = client.get("/" + pad.replace(r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
                                                "password/reset/key/1-x/"))  # fmt: skip
        assert antwoord.status_code in {200, 404} | GAAT_ELDERS_HEEN, pad
        if antwoord.status_code == 200:
            gezien += 1
            assert Path(antwoord.templates[0].origin.name).is_relative_to(settings.BASE_DIR / "templates"), patroon
            assert not re.search(r"Ongeldig|Sign |Two-Factor|e-emailadres", lees(antwoord)), pad
    assert gezien >= {"niemand": 6, "wachtwoord": 10, "app": 10}[wie]


def test_een_beheerder_mag_alles_en_een_gebruiker_niets(db):
    beheerder = Gebruiker.objects.create_superuser("b@voorbeeld.be", "een lang wachtwoord")
    assert beheerder.is_staff
    assert beheerder.has_perm("igs.change_igs")
    assert not maak_gebruiker().is_staff
    assert str(maak_gebruiker("z@voorbeeld.be", naam="Zoë")) == "Zoë"
    assert Gebruiker.objects.get_by_natural_key("B@VOORBEELD.be") == beheerder
