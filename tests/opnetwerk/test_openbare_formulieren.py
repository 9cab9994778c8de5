"""The guard of forms that anybody may send: token, trap, CSRF, limit, and the reference of nothing."""

import time
import uuid
from datetime import timedelta

import pytest
from django import forms
from django.core.cache import cache
from django.core.signing import Signer
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path

from opnetwerk import formulieren
from opnetwerk.formulieren import (
    LANGST_OPEN,
    OpenbaarFormulier,
    TeVaak,
    bezoeker,
    formulierpagina,
    is_schijnkenmerk,
    lees_teken,
    maak_teken,
    neem_plek,
    schijnkenmerk,
)
from opnetwerk.toegang import publiek_formulier
from tests import vijandig
from tests.vijandig import Formulierpagina

NU = 1_800_000_000.0  # seconds since 1970


@pytest.fixture
def klok(monkeypatch):
    """The clock of the guard stands still; a test moves it."""

    class Klok:
        nu = NU

    monkeypatch.setattr(time, "time", lambda: Klok.nu)
    return Klok


class Bericht(OpenbaarFormulier):
    tekst = forms.CharField(label="Je bericht", max_length=100)


@publiek_formulier
@formulierpagina
def bericht(request: HttpRequest) -> HttpResponse:
    formulier = Bericht.voor(request)
    if formulier.is_robot:
        return HttpResponse("bedankt, robot")
    if formulier.is_valid():
        try:
            formulier.neem_plek()
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        else:
            return HttpResponse("bedankt")
    pagina = engines["django"].from_string(
        '{% extends "base.html" %}{% block inhoud %}{% include "_formulier.html" %}{% endblock %}'
    )
    return HttpResponse(pagina.render({"formulier": formulier, "knop": "Verstuur"}, request), status=formulier.status)


urlpatterns = [path("bericht/", bericht), *__import__("opnetwerk.urls", fromlist=["urlpatterns"]).urlpatterns]
op_eigen_adres = pytest.mark.urls(__name__)


def plaats(client: Client, **gegevens: str) -> HttpResponse:
    """Send it filled in well after a minute, but for what a test says."""
    antwoord = client.post("/bericht/", {"tekst": "Hallo", "teken": maak_teken(NU - 60)} | gegevens)
    assert isinstance(antwoord, HttpResponse)
    return antwoord


@op_eigen_adres
def test_wie_rustig_invult_wordt_niet_tegengehouden(client, db, klok):
    assert plaats(client).content == b"bedankt"


@op_eigen_adres
@pytest.mark.parametrize(("leeftijd", "goed"), [(0, False), (2.9, False), (3, True), (LANGST_OPEN, True)])
def test_te_snel_is_minder_dan_drie_seconden(client, db, klok, leeftijd, goed):
    assert (plaats(client, teken=maak_teken(NU - leeftijd)).content == b"bedankt") is goed


@op_eigen_adres
def test_te_snel_zegt_wat_te_doen_en_dezelfde_knop_werkt_even_later(client, db, klok):
    antwoord = plaats(client, teken=maak_teken())
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 200
    assert pagina.samenvatting == [("", formulieren.TE_SNEL)]
    assert pagina.invoer["tekst"].kenmerken["value"] == "Hallo"
    klok.nu += 3
    assert plaats(client, teken=pagina.verborgen("teken")).content == b"bedankt"


VREEMDE_TEKENS = ["", "zomaar", "a:b", "W10:" + "a" * 43, "a" * vijandig.MEGABYTE, "voor\x00na", "é" * 50]


@op_eigen_adres
@pytest.mark.parametrize("teken", VREEMDE_TEKENS, ids=range(len(VREEMDE_TEKENS)))
def test_zonder_goed_teken_komt_het_formulier_terug_met_een_vers(client, db, klok, teken):
    pagina = Formulierpagina(plaats(client, teken=teken).content.decode())
    pagina.keur_fouten()
    assert pagina.samenvatting == [("", formulieren.TE_LANG_OPEN)]
    assert pagina.invoer["tekst"].kenmerken["value"] == "Hallo"
    klok.nu += 5
    assert plaats(client, teken=pagina.verborgen("teken")).content == b"bedankt"


@op_eigen_adres
def test_een_teken_van_gisteren_wordt_vervangen(client, db, klok):
    oud = maak_teken(NU - LANGST_OPEN - 1)
    pagina = Formulierpagina(plaats(client, teken=oud).content.decode())
    assert pagina.samenvatting == [("", formulieren.TE_LANG_OPEN)]
    assert pagina.verborgen("teken") != oud


@op_eigen_adres
def test_na_een_fout_bij_een_veld_is_verbeteren_niet_te_snel(client, db, klok):
    teken = maak_teken(NU - 4)
    pagina = Formulierpagina(plaats(client, teken=teken, tekst="").content.decode())
    pagina.keur_fouten()
    assert pagina.samenvatting == [("id_tekst", "Vul je bericht in.")]
    assert pagina.verborgen("teken") == teken
    assert plaats(client, teken=pagina.verborgen("teken")).content == b"bedankt"


@op_eigen_adres
def test_wie_nog_iets_moet_invullen_hoort_niet_ook_dat_het_te_snel_ging(client, db, klok):
    pagina = Formulierpagina(plaats(client, teken=maak_teken(), tekst="").content.decode())
    assert pagina.samenvatting == [("id_tekst", "Vul je bericht in.")]


def test_een_teken_van_elders_telt_niet():
    vreemd = Signer(key="een andere sleutel", salt="opnetwerk.formulieren").sign_object(["a", NU])
    assert lees_teken(vreemd) is None
    anders = Signer(salt="iets anders").sign_object(["a", NU])
    assert lees_teken(anders) is None


@op_eigen_adres
def test_alleen_het_lokveld_maakt_een_robot(client, db, klok):
    assert plaats(client, meer_info="https://kwaad.example").content == b"bedankt, robot"
    assert plaats(client, meer_info="  ").content == b"bedankt"
    assert plaats(client, meer_info="x", tekst="", teken="").content == b"bedankt, robot"


@op_eigen_adres
def test_het_lokveld_is_er_voor_niemand_anders(client, db):
    html = client.get("/bericht/").content.decode()
    stuk = html[html.index('<div class="verborgen" aria-hidden="true">') :].split("</div>")[0]
    assert 'name="meer_info"' in stuk
    assert 'tabindex="-1"' in stuk
    assert 'autocomplete="off"' in stuk
    assert "style=" not in stuk


@op_eigen_adres
def test_zonder_koekje_komt_het_formulier_terug_en_daarna_werkt_het(db, klok):
    client = Client(enforce_csrf_checks=True)
    antwoord = plaats(client)
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 403
    assert pagina.samenvatting == [("", formulieren.COOKIE_NODIG)]
    assert pagina.invoer["tekst"].kenmerken["value"] == "Hallo"
    assert plaats(client, csrfmiddlewaretoken=pagina.verborgen("csrfmiddlewaretoken")).content == b"bedankt"


@op_eigen_adres
@pytest.mark.parametrize("csrf", ["", "x" * 64, "zomaar", "é", "\x00"])
def test_een_vals_csrf_teken_telt_niet(db, klok, csrf):
    client = Client(enforce_csrf_checks=True)
    client.get("/bericht/")
    assert plaats(client, csrfmiddlewaretoken=csrf).status_code == 403


@op_eigen_adres
def test_een_andere_site_kan_niets_versturen(db, klok):
    client = Client(enforce_csrf_checks=True)
    pagina = Formulierpagina(client.get("/bericht/").content.decode())
    gegevens = {
        "tekst": "x",
        "teken": maak_teken(NU - 9),
        "csrfmiddlewaretoken": pagina.verborgen("csrfmiddlewaretoken"),
    }
    assert client.post("/bericht/", gegevens, headers={"Origin": "https://kwaad.example"}).status_code == 403
    assert client.post("/bericht/", gegevens).content == b"bedankt"


def test_een_openbaar_formulier_toetst_csrf_ook_zonder_de_decorator(rf, db, klok):
    verzoek = rf.post("/", {"tekst": "x", "teken": maak_teken(NU - 9)})
    formulier = Bericht.voor(verzoek)
    assert formulier.errors == {"__all__": [formulieren.COOKIE_NODIG]}
    verzoek.csrf_processing_done = True  # as the middleware leaves it behind
    assert Bericht.voor(verzoek).is_valid()


@op_eigen_adres
@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options"])
def test_andere_methodes_zijn_405(client, db, methode):
    assert getattr(client, methode)("/bericht/").status_code == 405


@op_eigen_adres
def test_na_tien_berichten_zegt_het_formulier_wanneer_het_weer_kan(client, db, klok):
    for nummer in range(Bericht.hoogstens_per_uur):
        assert plaats(client, tekst=f"bericht {nummer}").content == b"bedankt"
    antwoord = plaats(client, tekst="nog een")
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 429
    assert "kwamen het voorbije uur al 10 berichten. Wacht tot " in pagina.samenvatting[0][1]
    assert pagina.invoer["tekst"].kenmerken["value"] == "nog een"
    assert plaats(Client(REMOTE_ADDR="192.0.2.7")).content == b"bedankt"


def test_een_plek_komt_vrij_op_haar_eigen_moment(db):
    eerste = neem_plek("proef", hoogstens=2, per=timedelta(hours=1))
    tweede = neem_plek("proef", hoogstens=2, per=timedelta(hours=2))
    assert eerste is tweede is None
    vrij_op = neem_plek("proef", hoogstens=2, per=timedelta(hours=3))
    assert vrij_op == min(cache.get_many(["proef:0", "proef:1"]).values())
    cache.delete("proef:0")  # as when its hour has passed
    assert neem_plek("proef", hoogstens=2, per=timedelta(hours=1)) is None
    assert neem_plek("iemand-anders", hoogstens=2, per=timedelta(hours=1)) is None


def test_een_bezoeker_is_een_adres_en_dat_staat_nergens():
    def wie(adres: str, **koppen: str) -> str:
        return bezoeker(RequestFactory().get("/", REMOTE_ADDR=adres, headers=koppen))

    assert wie("192.0.2.1") != wie("192.0.2.2")
    assert "192" not in wie("192.0.2.1")
    assert wie("2001:db8::1") == wie("2001:db8::ffff") != wie("2001:db8:0:1::1")
    assert wie("::ffff:192.0.2.1") == wie("192.0.2.1")
    assert wie("") == wie("geen adres") == "onbekend"
    assert wie("192.0.2.1", x_forwarded_for="198.51.100.9") == wie("192.0.2.1")


def test_achter_een_proxy_telt_wat_de_proxy_zag(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def wie(keten: str) -> str:
        return bezoeker(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": keten}))

    assert wie("198.51.100.9") == wie("1.2.3.4, 198.51.100.9") == wie("5.6.7.8, 198.51.100.9")
    assert wie("198.51.100.9") != wie("198.51.100.10")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert wie("198.51.100.9") == "onbekend"  # fewer addresses than proxies: a setting that is wrong is no error page


def test_dezelfde_woorden_van_dezelfde_keer_zijn_een_bericht(rf):
    teken = maak_teken()

    def sleutel(**gegevens: str) -> str:
        return Bericht.voor(rf.post("/", {"tekst": "Hallo", "teken": teken} | gegevens)).sleutel

    assert sleutel() == sleutel(csrfmiddlewaretoken="elke keer anders") == sleutel(tekst="Hallo ")
    assert len(sleutel()) == 64
    assert sleutel() != sleutel(tekst="Hallo allemaal")
    assert sleutel() != sleutel(teken=maak_teken())


@op_eigen_adres
@pytest.mark.parametrize("bytes_", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_foutpagina(client, db, klok, bytes_):
    gegevens = {"tekst": bytes_, "teken": maak_teken(NU - 9)}
    assert vijandig.plaats_bytes(client, "/bericht/", gegevens).status_code == 200


@op_eigen_adres
def test_een_vreemde_tekenset_smokkelt_geen_half_surrogaat_binnen(client, db, klok):
    lijf = b'--x\r\nContent-Disposition: form-data; name="tekst"\r\n\r\nvoor\\ud800na\r\n--x--\r\n'
    soort = "multipart/form-data; boundary=x; charset=unicode_escape"
    antwoord = client.generic("POST", "/bericht/", lijf, content_type=soort)
    assert antwoord.status_code == 200
    assert "stond een teken dat we niet kunnen bewaren" in antwoord.content.decode()


@op_eigen_adres
@pytest.mark.parametrize(
    "lijf", [b"a" * 3_000_000, b"&".join(b"a%d=1" % i for i in range(1001))], ids=["groot", "veel"]
)
def test_een_vloed_geeft_onze_400(client, db, lijf):
    antwoord = client.post("/bericht/", lijf, content_type="application/x-www-form-urlencoded")
    assert antwoord.status_code == 400
    assert "We kunnen deze vraag niet lezen" in antwoord.content.decode()


# --- the reference of nothing ---


def test_een_schijnkenmerk_is_herkenbaar_voor_ons_alleen():
    kenmerk = schijnkenmerk()
    assert is_schijnkenmerk(kenmerk)
    assert kenmerk.version == 4
    assert kenmerk != schijnkenmerk()
    assert not is_schijnkenmerk(uuid.uuid4())
    assert not is_schijnkenmerk(uuid.UUID(int=0))
