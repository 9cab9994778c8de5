"""Only reading for a while: announced, kept to, and nobody loses what was typed."""

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from igs.models import Melding
from opnetwerk import alleenlezen
from opnetwerk.alleenlezen import Afspraak, haal_weg, huidig, uur, zet
from tests.fabriek import maak_gebruiker

FORMULIER = "/klopt-er-iets-niet/"


@pytest.fixture(autouse=True)
def eigen_map(settings, tmp_path):
    settings.GEGEVENSMAP = tmp_path


def straks(uren: float) -> datetime:
    return timezone.now() + timedelta(hours=uren)


# --- the agreement ----------------------------------------------------------------------------------------------------


def test_een_afspraak_geldt_van_tot():
    zet(vanaf=straks(1), tot=straks(2))
    assert not huidig().geldt(timezone.now())
    assert huidig().geldt(straks(1.5))
    assert huidig(straks(3)) is None


def test_zonder_einde_geldt_ze_tot_iemand_ze_weghaalt():
    zet(vanaf=straks(-1))
    assert huidig(straks(900)).geldt(straks(900))
    haal_weg()
    haal_weg()
    assert huidig() is None


def test_een_einde_voor_het_begin_kan_niet():
    with pytest.raises(ValueError, match="niet na het begin"):
        zet(vanaf=straks(2), tot=straks(1))
    assert huidig() is None


@pytest.mark.parametrize("inhoud", ["", "{", "[]", '{"vanaf": 3, "tot": null}', '{"vanaf": "gisteren", "tot": null}'])
def test_een_bestand_dat_niet_te_lezen_is_houdt_niets_tegen(inhoud):
    alleenlezen.bestand().write_text(inhoud)
    assert huidig() is None


def test_een_andere_dag_staat_erbij():
    moment = timezone.make_aware(datetime(2031, 3, 4, 18, 5))
    assert uur(moment) == "4-3 om 18.05 uur"
    assert Afspraak(moment).tot_wanneer == ""


# --- sending ----------------------------------------------------------------------------------------------------------


def test_wie_iets_verstuurt_krijgt_zijn_woorden_terug(client, gegevens):
    zet(vanaf=straks(-1), tot=straks(1))
    antwoord = client.post(
        FORMULIER, {"tekst": "Lint ligt <niet> in zee", "email": "an@lint.be", "wachtwoord": "geheim"}
    )
    woorden = antwoord.content.decode()
    assert antwoord.status_code == 503
    assert antwoord.headers["Retry-After"]
    assert "Lint ligt &lt;niet&gt; in zee" in woorden
    assert "Je kunt nu alleen lezen" in woorden
    assert "geheim" not in woorden
    assert not Melding.objects.exists()


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_niets_komt_door(client, db, methode, django_assert_num_queries):
    zet(vanaf=straks(-1))
    with django_assert_num_queries(0):
        assert getattr(client, methode)("/admin/").status_code == 503


def test_lezen_gaat_door(client, gegevens):
    zet(vanaf=straks(-1))
    assert client.get("/igs/zuidrand/").status_code == 200
    assert client.head("/").status_code == 200


def test_wat_nog_moet_beginnen_houdt_niets_tegen(client, gegevens):
    zet(vanaf=straks(1))
    assert client.post(FORMULIER, {}).status_code != 503


# --- telling ----------------------------------------------------------------------------------------------------------


def test_wie_een_formulier_opent_leest_vanaf_wanneer(client, gegevens):
    begin, einde = straks(1), straks(2)
    zet(vanaf=begin, tot=einde)
    woorden = client.get(FORMULIER).content.decode()
    assert f"Vanaf {uur(begin)} kun je hier even niets bewaren tot {uur(einde)}." in woorden


def test_wie_aangemeld_is_leest_dat_het_nu_zo_is(client, db):
    client.force_login(maak_gebruiker())
    zet(vanaf=straks(-1), tot=straks(1))
    assert "Je kunt nu alleen lezen tot" in client.get("/mijn/").content.decode()


def test_een_openbare_pagina_zegt_niets_want_die_wordt_bewaard(client, gegevens):
    zet(vanaf=straks(-1))
    assert "alleen lezen" not in client.get("/igs/zuidrand/").content.decode()


def test_zonder_afspraak_staat_er_niets(client, gegevens):
    assert "alleenlezenstrook" not in client.get(FORMULIER).content.decode()


# --- the command ------------------------------------------------------------------------------------------------------


def test_het_commando_zet_aan_en_uit_en_zegt_wat_er_is(capsys):
    call_command("alleenlezen")
    call_command("alleenlezen", "aan", "--vanaf", "2031-03-04 18:00", "--tot", "2031-03-04 19:00")
    call_command("alleenlezen", "uit")
    assert capsys.readouterr().out.splitlines() == [
        "Alles kan bewaard worden.",
        "Alleen lezen vanaf 4-3 om 18.00 uur tot 4-3 om 19.00 uur.",
        "Alles kan bewaard worden.",
    ]


@pytest.mark.parametrize("moment", ["straks", "2031-13-01 10:00", "18:00"])
def test_wat_geen_moment_is_zegt_hoe_het_moet(moment):
    with pytest.raises(CommandError, match="2026-11-24 18:00"):
        call_command("alleenlezen", "aan", "--vanaf", moment)
    assert huidig() is None


def test_een_einde_voor_het_begin_is_een_zin():
    with pytest.raises(CommandError, match="niet na het begin"):
        call_command("alleenlezen", "aan", "--vanaf", "2031-03-04 18:00", "--tot", "2031-03-04 17:00")
