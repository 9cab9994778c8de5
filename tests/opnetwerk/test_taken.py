"""What the worker does by the clock, called as the worker calls it."""

import mailbox
from datetime import timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django import app

from opnetwerk import nazicht, taken
from opnetwerk.dag import nu
from opnetwerk.models import Onbestelbaar, Taakloop, UitgaandeMail
from opnetwerk.post import zet_tekst_klaar

pytestmark = pytest.mark.django_db

HIER = Path(__file__).parent


@pytest.fixture
def bak(tmp_path, settings) -> Path:
    """The Maildir of the settings, with an answer of a person and a report about a mail of ours."""
    settings.POSTVAK_IN = tmp_path / "post"
    settings.ANTWOORDADRES = "antwoord@netwerk.example"
    mailbox.Maildir(settings.POSTVAK_IN, create=True)
    mail = zet_tekst_klaar(sleutel="a", aan="weg@lint.example", onderwerp="Dag", tekst="Dag")
    verslag = (HIER / "bezorgverslagen" / "postfix_onbekend.eml").read_bytes()
    nieuw = settings.POSTVAK_IN / "new"
    (nieuw / "1.verslag").write_bytes(verslag.replace(b"<BERICHT>", mail.bericht_id.encode()))
    (nieuw / "2.antwoord").write_bytes((HIER / "binnenpost" / "gmail_nl.eml").read_bytes())
    return settings.POSTVAK_IN


def klok() -> dict[str, str]:
    """The periodic tasks by name, with their cron line."""
    return {taak.task.name: taak.cron for taak in app.periodic_registry.periodic_tasks.values()}


def test_de_klok_kent_het_werk_van_de_nacht_het_alarm_en_de_post():
    wanneer = klok()
    assert wanneer["opnetwerk.taken.dagelijks"] == "10 3 * * *"
    assert wanneer["opnetwerk.taken.stuur_alarm"] == "50 6 * * *"
    assert wanneer["opnetwerk.taken.lees_bounces"] == "*/5 * * * *"
    assert wanneer["opnetwerk.taken.lees_post"] == "* * * * *"


def test_verslagen_en_antwoorden_in_een_bus_zitten_elkaar_niet_in_de_weg(bak):
    assert taken.lees_bounces() == 1
    assert Onbestelbaar.objects.get().email == "weg@lint.example"
    assert [een.name for een in (bak / "new").iterdir()] == ["2.antwoord"]
    assert taken.lees_post() == 1
    assert list((bak / "new").iterdir()) == []


def test_in_de_andere_volgorde_gebeurt_hetzelfde(bak):
    assert taken.lees_post() == 2
    assert not Onbestelbaar.objects.exists()
    assert taken.lees_bounces() == 1
    assert Onbestelbaar.objects.get().email == "weg@lint.example"


def test_zonder_bus_is_er_niets_te_lezen(settings):
    settings.POSTVAK_IN = None
    assert (taken.lees_post(), taken.lees_bounces()) == (0, 0)


def test_de_nacht_onthoudt_dat_ze_lukte_en_het_nazicht_ziet_dat():
    assert nazicht.te_oud("dagelijks", nazicht.NACHT_HOOGSTENS, nu()) == "lukte nog nooit"
    assert taken.doe_dagelijks() == 0
    assert Taakloop.objects.get(stap="dagelijks").fout == ""
    later = Taakloop.objects.get(stap="dagelijks").begonnen_op
    assert nazicht.te_oud("dagelijks", nazicht.NACHT_HOOGSTENS, later + timedelta(hours=25)) is None
    assert nazicht.te_oud("dagelijks", nazicht.NACHT_HOOGSTENS, later + timedelta(hours=27)) is not None


def test_het_alarm_gaat_naar_wie_het_portaal_beheert(settings, monkeypatch):
    settings.LOKAAL = False
    settings.BEHEERDER = settings.BEHEERDER | {"email": "beheer@voorbeeld.be"}
    monkeypatch.setattr(nazicht, "DELEN", [nazicht.kopieen])
    assert taken.stuur_alarm() == 2
    assert [een.aan for een in UitgaandeMail.objects.all()] == ["beheer@voorbeeld.be"]
