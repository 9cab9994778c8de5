import pytest
from django.test import Client, RequestFactory
from django.urls import path

from opnetwerk import foutpaginas
from opnetwerk.toegang import publiek
from opnetwerk.urls import handler400, handler403, handler404, handler500  # noqa: F401  used as URL configuration


@publiek
def stuk(request):
    raise RuntimeError("stuk")


urlpatterns = [path("stuk/", stuk), *__import__("opnetwerk.urls", fromlist=["urlpatterns"]).urlpatterns]


def test_404_helpt_verder(client, db):
    antwoord = client.get("/igs/bestaat-niet/")
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 404
    assert "Deze pagina bestaat niet" in pagina
    assert 'action="/zoek/"' in pagina


@pytest.mark.urls(__name__)
def test_500_is_een_nederlandse_pagina_zonder_databank(caplog):
    antwoord = Client(raise_request_exception=False).get("/stuk/")
    assert antwoord.status_code == 500
    assert "Er is een probleem met de website" in antwoord.content.decode()


def test_te_veel_velden_geeft_onze_400(client):
    antwoord = client.get("/zoek/?" + "&".join(f"a{i}=1" for i in range(1001)))
    assert antwoord.status_code == 400
    assert "We kunnen deze vraag niet lezen" in antwoord.content.decode()


def test_een_vreemde_host_geeft_onze_400(client):
    antwoord = client.get("/over/", SERVER_NAME="kwaad.example")
    assert antwoord.status_code == 400
    assert "We kunnen deze vraag niet lezen" in antwoord.content.decode()


def test_een_formulier_zonder_teken_legt_uit_wat_te_doen(db):
    antwoord = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.be"})
    assert antwoord.status_code == 403
    assert "Je formulier is niet verstuurd" in antwoord.content.decode()


def test_403_zegt_bij_wie_je_moet_zijn(db):
    antwoord = foutpaginas.geen_toegang(RequestFactory().get("/"))
    assert antwoord.status_code == 403
    assert "Je mag deze pagina niet zien" in antwoord.content.decode()
