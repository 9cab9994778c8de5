"""The gate of the admin: every address × who asks, how long a session lasts, and what happens to a form meanwhile."""

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from igs.models import Aanstelling, Vraag
from opnetwerk import rollen
from opnetwerk.beheer import Beheer, herbevestigd_vereist
from opnetwerk.checks import adressen
from opnetwerk.models import Gebruiker
from opnetwerk.poort import LAATST
from tests.aanmelden import RECORDS, WACHTWOORD, in_beheer, koppel_app, maak_rekening, meld_aan_met_code, zet_stap
from tests.beheer import ZONDER_BEHEER
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker, maak_igs

INVULLING = {"path": "1", "int": "1", "slug": "een", "str": "een", "uuid": "00000000-0000-0000-0000-000000000001"}


pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture(autouse=True)
def _snel_versleutelen(settings):
    """A slow hash is the point of a hash, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def voorbeeldpad(pad: str) -> str:
    """An address one can ask for: converters and groups of a pattern filled in."""
    pad = re.sub(r"\^\(\?P<app_label>(\w+)[^)]*\)/\$", r"\1/", pad)
    pad = pad.replace("(?P<url>.*)$", "bestaat-niet/")
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda deel: INVULLING[deel[1] or "str"], pad)


PADEN = sorted({voorbeeldpad(pad) for pad, _ in adressen() if pad.startswith("admin/")})
DEUREN = {f"/admin/{deur}/" for deur in ("login", "logout", "password_change", "password_change/done")}
KAMERS = [pad for pad in PADEN if pad not in DEUREN]


def maak_coordinator(tot: date | None = None, **velden: Any) -> Gebruiker:
    gebruiker = maak_gebruiker("co@voorbeeld.be", **velden)
    Aanstelling.objects.create(gebruiker=gebruiker, igs=maak_igs(), van=DAG - timedelta(days=100), tot=tot)
    return gebruiker


def maak_redactie() -> Gebruiker:
    gebruiker = maak_gebruiker("redactie@voorbeeld.be")
    gebruiker.groups.add(Group.objects.get_or_create(name=rollen.REDACTIE)[0])
    return gebruiker


def maak_beheerder() -> Gebruiker:
    return maak_gebruiker("beheerder@voorbeeld.be", is_superuser=True)


def naar(antwoord: Any) -> tuple[str, str]:
    """Path and `next` of a redirect."""
    delen = urlsplit(antwoord.headers["Location"])
    return delen.path, parse_qs(delen.query).get("next", [""])[0]


def antwoorden(client: Client) -> Iterator[tuple[str, Any]]:
    """What every address says, to GET and to POST: (address, answer)."""
    for pad in KAMERS:
        for vraag in (client.get, client.post):
            yield pad, vraag(pad)


# --- every address × who asks: whoever may not enter is stopped before the page is looked at ---


def test_de_boom_van_het_beheer_is_gelezen():
    assert {"/admin/", "/admin/opnetwerk/", "/admin/jsi18n/", "/admin/autocomplete/"} <= set(KAMERS)
    assert {"/admin/bestaat-niet/", "/admin/opnetwerk/gebruiker/1/change/"} <= set(KAMERS)
    assert not [pad for pad in PADEN if set("<>()^$?") & set(pad)]


def test_wie_niet_aangemeld_is_gaat_naar_aanmelden(client, db):
    for pad, antwoord in antwoorden(client):
        if naar(antwoord) == ("/admin/login/", pad):
            antwoord = client.get(antwoord.headers["Location"])
        assert naar(antwoord) == ("/accounts/login/", pad)


@pytest.mark.parametrize("rol", ZONDER_BEHEER)
def test_een_account_zonder_rol_in_het_beheer_komt_er_niet_in(client, db, rol):
    gebruiker = ZONDER_BEHEER[rol](f"{rol}@voorbeeld.be")
    gebruiker.is_staff = True  # plays no part
    gebruiker.save()
    in_beheer(client, gebruiker)
    assert [pad for pad, antwoord in antwoorden(client) if antwoord.status_code != 403] == []


def test_een_coordinator_zonder_tweede_stap_gaat_die_instellen(client, db):
    client.force_login(maak_coordinator(is_staff=True))
    for pad, antwoord in antwoorden(client):
        assert antwoord.status_code == 302, pad
        assert antwoord.headers["Location"] == "/accounts/2fa/?reden=beheer"


def test_een_afgelopen_coordinator_komt_er_niet_in(client, db):
    in_beheer(client, maak_coordinator(tot=DAG - timedelta(days=1), is_staff=True))
    assert [pad for pad, antwoord in antwoorden(client) if antwoord.status_code != 403] == []


def test_een_coordinator_met_enkel_een_wachtwoord_toont_eerst_de_tweede_stap(client, db):
    gebruiker = maak_coordinator()
    koppel_app(gebruiker)
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "password")
    for pad, antwoord in antwoorden(client):
        assert naar(antwoord) == ("/accounts/2fa/reauthenticate/", pad)


@pytest.mark.parametrize("rol", ["redactie", "beheerder", "coordinator"])
def test_wie_een_rol_en_een_tweede_stap_heeft_komt_voorbij_de_poort(client, db, rol):
    in_beheer(client, {"redactie": maak_redactie, "beheerder": maak_beheerder, "coordinator": maak_coordinator}[rol]())
    for pad in KAMERS:
        antwoord = client.get(pad)
        assert antwoord.wsgi_request.beheer_open, pad
        assert antwoord.status_code in (200, 302, 403, 404, 405), pad
        assert "/accounts/" not in antwoord.headers.get("Location", "")


@pytest.mark.parametrize("deur", sorted(DEUREN))
def test_de_deuren_van_het_beheer_zijn_die_van_de_site(client, db, deur):
    client.force_login(maak_beheerder())
    antwoord = client.get(deur, follow=True)
    eind = antwoord.redirect_chain[-1][0] if antwoord.redirect_chain else deur
    verwacht = {"login": "/mijn/", "logout": deur, "password_change": "/accounts/password/change/", "done": "/mijn/"}
    assert eind == verwacht[deur.strip("/").split("/")[-1]]
    assert "admin/login.html" not in [sjabloon.name for sjabloon in antwoord.templates]


def test_afmelden_in_het_beheer_meldt_af(client, db):
    client.force_login(maak_beheerder())
    assert "Je bent afgemeld" in client.post("/admin/logout/", follow=True).content.decode()
    assert client.get("/mijn/").status_code == 302


def test_het_voorblad_opent_voor_wie_een_rol_en_een_tweede_stap_heeft(client, db):
    for gebruiker in (maak_beheerder(), maak_redactie(), maak_coordinator(tot=DAG)):
        assert not gebruiker.is_staff
        assert in_beheer(client, gebruiker).get("/admin/").status_code == 200


def test_echt_aanmelden_met_een_code_opent_het_beheer(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    meld_aan_met_code(client, gebruiker, koppel_app(gebruiker))
    assert client.get("/admin/").status_code == 200


def test_wie_enkel_een_passkey_heeft_toont_die(client, db):
    gebruiker = maak_beheerder()
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.WEBAUTHN, data={})
    client.force_login(gebruiker)
    assert naar(client.get("/admin/")) == ("/accounts/2fa/webauthn/reauthenticate/", "/admin/")
    zet_stap(client, gebruiker, "mfa", type="webauthn", passwordless=True)
    assert client.get("/admin/").status_code == 200


def test_herstelcodes_alleen_zijn_geen_tweede_stap(client, db):
    gebruiker = maak_beheerder()
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "mfa")
    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/?reden=beheer"


def test_de_tweede_stap_van_iemand_anders_in_deze_sessie_telt_niet(client, db):
    in_beheer(client, maak_beheerder())
    gebruiker = maak_redactie()
    koppel_app(gebruiker)
    stappen = client.session[RECORDS]
    client.force_login(gebruiker)
    sessie = client.session
    sessie[RECORDS] = stappen
    sessie.save()
    assert naar(client.get("/admin/"))[0] == "/accounts/2fa/reauthenticate/"


def test_een_rol_die_eindigt_sluit_het_beheer_vanzelf(client, db, settings):
    in_beheer(client, maak_coordinator(tot=DAG))
    assert client.get("/admin/").status_code == 200
    settings.VASTE_DAG = DAG + timedelta(days=1)
    antwoord = client.get("/admin/")
    assert antwoord.status_code == 403
    assert "Je mag deze pagina niet zien" in antwoord.content.decode()


def test_sleutels_van_accounts_staan_niet_in_het_beheer():
    proef = Beheer(name="proef")
    proef.register([Authenticator, UserSession, Aanstelling])
    assert list(proef._registry) == [Aanstelling]
    assert not {model._meta.app_label for model in admin.site._registry} & {"mfa", "usersessions"}


# --- how long ---


def schuif(client: Client, seconden: float) -> None:
    """As if that much time has passed since everything in this session."""
    sessie = client.session
    sessie[RECORDS] = [stap | {"at": stap["at"] - seconden} for stap in sessie[RECORDS]]
    if LAATST in sessie:
        sessie[LAATST] -= seconden
    sessie.save()


def test_na_een_half_uur_stilte_bevestig_je_dat_jij_het_bent(client, db):
    in_beheer(client, maak_beheerder())
    client.get("/admin/")
    schuif(client, 29 * 60)
    assert client.get("/admin/").status_code == 200
    schuif(client, 29 * 60)
    assert client.get("/admin/").status_code == 200  # each page counts as a sign of life
    schuif(client, 31 * 60)
    assert naar(client.get("/admin/?a=b")) == ("/accounts/reauthenticate/", "/admin/?a=b")


def test_bevestigen_met_het_wachtwoord_gaat_verder_waar_je_was(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    in_beheer(client, gebruiker)
    schuif(client, 31 * 60)
    antwoord = client.post(client.get("/admin/?a=b").headers["Location"], {"password": WACHTWOORD})
    assert antwoord.headers["Location"] == "/admin/?a=b"
    assert client.get("/admin/?a=b").status_code == 200


def test_na_twaalf_uur_toon_je_opnieuw_de_tweede_stap_hoe_druk_je_ook_was(client, db):
    gebruiker = maak_rekening(is_superuser=True)
    in_beheer(client, gebruiker)
    schuif(client, 12 * 3600 - 60)
    zet_stap(client, gebruiker, "password", geleden=10, reauthenticated=True)
    assert client.get("/admin/").status_code == 200
    schuif(client, 61)
    assert naar(client.get("/admin/"))[0] == "/accounts/2fa/reauthenticate/"


def test_niet_elke_pagina_schrijft_in_de_sessie(client, db):
    in_beheer(client, maak_beheerder())
    client.get("/admin/")
    eerste = client.session[LAATST]
    client.get("/admin/")
    assert client.session[LAATST] == eerste
    schuif(client, 61)
    client.get("/admin/")
    assert client.session[LAATST] > time.time() - 30


# --- what somebody was typing ---


VRAAG = {"tekst": "Waar lig je wakker van?", "slug": "wakker", "volgorde": "9"}


def test_een_formulier_dat_te_lang_open_stond_wordt_na_het_bevestigen_toch_bewaard(client, db):
    in_beheer(client, maak_rekening(is_superuser=True))
    schuif(client, 31 * 60)
    antwoord = client.post("/admin/igs/vraag/add/?_changelist_filters=q%3Dx", VRAAG)
    assert naar(antwoord) == ("/accounts/reauthenticate/", "/admin/igs/vraag/add/")
    assert not Vraag.objects.exists()
    antwoord = client.post(antwoord.headers["Location"], {"password": WACHTWOORD})
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"].startswith("/admin/igs/vraag/")
    assert Vraag.objects.get().tekst == "Waar lig je wakker van?"


def test_een_formulier_met_een_fout_komt_na_het_bevestigen_terug_met_wat_je_typte(client, db):
    in_beheer(client, maak_rekening(is_superuser=True))
    schuif(client, 31 * 60)
    antwoord = client.post("/admin/igs/vraag/add/", VRAAG | {"volgorde": "veel"})
    antwoord = client.post(antwoord.headers["Location"], {"password": WACHTWOORD})
    assert antwoord.status_code == 200
    assert "Waar lig je wakker van?" in antwoord.content.decode()
    assert not Vraag.objects.exists()


def test_een_formulier_dat_je_liet_liggen_wordt_later_niet_alsnog_verstuurd(client, db):
    in_beheer(client, maak_rekening(is_superuser=True))
    schuif(client, 31 * 60)
    client.post("/admin/igs/vraag/add/", VRAAG)
    antwoord = client.get("/admin/igs/vraag/add/")
    client.post(antwoord.headers["Location"], {"password": WACHTWOORD})
    assert not Vraag.objects.exists()


def test_na_een_ingetrokken_rol_wordt_er_niets_meer_bewaard(client, db):
    in_beheer(client, maak_rekening(is_superuser=True))
    schuif(client, 31 * 60)
    antwoord = client.post("/admin/igs/vraag/add/", VRAAG)
    Gebruiker.objects.update(is_superuser=False)
    assert client.post(antwoord.headers["Location"], {"password": WACHTWOORD}).status_code == 403
    assert not Vraag.objects.exists()


# --- what cannot be undone ---


class Uitvoer:
    """As a ModelAdmin has it: a method, and an action that gets more than the request."""

    @herbevestigd_vereist
    def alles(self, request: HttpRequest, queryset: str) -> HttpResponse:
        return HttpResponse(f"{queryset} uitgevoerd")


def verzoek(client: Client, gebruiker: Gebruiker, methode: str) -> HttpRequest:
    request = getattr(RequestFactory(), methode)("/admin/uitvoer/?q=x")
    request.user, request.session = gebruiker, client.session
    return request


@pytest.mark.parametrize("methode", ["get", "post"])
def test_een_uitvoer_vraagt_eerst_een_bevestiging(client, db, methode):
    gebruiker = maak_rekening()
    client.force_login(gebruiker)
    zet_stap(client, gebruiker, "mfa", geleden=301)
    antwoord = Uitvoer().alles(verzoek(client, gebruiker, methode), "alles")
    pad = "/admin/uitvoer/" if methode == "post" else "/admin/uitvoer/?q=x"
    assert naar(antwoord) == ("/accounts/reauthenticate/", pad)
    zet_stap(client, gebruiker, "password", reauthenticated=True)
    assert Uitvoer().alles(verzoek(client, gebruiker, methode), "alles").content == b"alles uitgevoerd"


# --- roles ---


def test_rollen(db):
    redactie, beheerder, gewoon = maak_redactie(), maak_beheerder(), maak_gebruiker()
    assert [rollen.is_beheerder(wie) for wie in (redactie, beheerder, gewoon)] == [False, True, False]
    assert [rollen.is_redactie(wie) for wie in (redactie, beheerder, gewoon)] == [True, True, False]
    assert [rollen.mag_in_beheer(wie) for wie in (redactie, beheerder, gewoon)] == [True, True, False]
    for wie in (redactie, beheerder):
        wie.is_active = False
        assert not rollen.is_redactie(wie)
        assert not rollen.mag_in_beheer(wie)


def test_een_rol_wordt_een_keer_per_verzoek_opgezocht(db, django_assert_num_queries):
    redactie = Gebruiker.objects.get(pk=maak_redactie().pk)
    with django_assert_num_queries(1):
        assert all(rollen.is_redactie(redactie) for _ in range(20))
    redactie.groups.clear()
    assert not rollen.is_redactie(Gebruiker.objects.get(pk=redactie.pk))


@pytest.mark.parametrize("maak", [maak_redactie, maak_coordinator, maak_beheerder])
def test_het_voorblad_kost_hoogstens_25_vragen(client, db, maak, django_assert_max_num_queries):
    in_beheer(client, maak())
    client.get("/admin/")
    with django_assert_max_num_queries(25):
        client.get("/admin/")


def test_een_app_vult_een_rol_aan_met_een_dag(db, monkeypatch):
    gewoon = maak_gebruiker()
    monkeypatch.setattr(rollen, "rolbronnen", [lambda gebruiker, dag: gebruiker == gewoon and dag == DAG])
    assert rollen.mag_in_beheer(gewoon)
    assert not rollen.mag_in_beheer(maak_gebruiker("bo@voorbeeld.be"))
    gewoon.is_active = False
    assert not rollen.mag_in_beheer(gewoon)


def test_een_uitgeschakelde_coordinator_mag_niets(db):
    assert rollen.mag_in_beheer(maak_coordinator())
    gebruiker = Gebruiker.objects.get()
    gebruiker.is_active = False
    assert not rollen.mag_in_beheer(gebruiker)


def test_de_adressen_waar_de_poort_naar_leidt_bestaan():
    assert reverse("mfa_index") == "/accounts/2fa/"
    assert reverse("admin:login") in DEUREN
