"""The work of the night: each step alone, a trial that changes nothing, a report of what went wrong."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from opnetwerk import dagelijks
from opnetwerk.models import Gebruiker, Taakloop, UitgaandeMail
from opnetwerk.post import zet_tekst_klaar
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 11, 23, 3, 10, tzinfo=UTC)


def wis_accounts(moment: datetime) -> int:
    return Gebruiker.objects.all().delete()[0]


def mail_iemand(moment: datetime) -> int:
    zet_tekst_klaar(sleutel="nacht:1", aan="an@voorbeeld.be", onderwerp="Dag", tekst="Dag")
    return 1


def gaat_stuk(moment: datetime) -> int:
    mail_iemand(moment)
    raise RuntimeError("de schijf is vol")


@pytest.fixture
def stappen(monkeypatch):
    """Three steps of our own, of which the middle one fails."""
    monkeypatch.setattr(dagelijks, "stappen", {})
    dagelijks.voeg_toe("wis", "wist accounts", wis_accounts)
    dagelijks.voeg_toe("stuk", "gaat stuk", gaat_stuk)
    dagelijks.voeg_toe("mail", "mailt iemand", mail_iemand)
    maak_gebruiker("an@voorbeeld.be")


def test_een_stap_die_mislukt_houdt_de_andere_niet_tegen(stappen, caplog):
    uitkomsten = dagelijks.voer_uit(moment=MOMENT)
    assert [(een.stap.naam, een.aantal, een.fout) for een in uitkomsten] == [
        ("wis", 1, ""),
        ("stuk", 0, "RuntimeError: de schijf is vol"),
        ("mail", 1, ""),
    ]
    assert "De stap stuk mislukte" in caplog.text
    assert not Gebruiker.objects.exists()


def test_een_proef_zegt_wat_er_zou_gebeuren_en_verandert_niets(stappen):
    uitkomsten = dagelijks.voer_uit(moment=MOMENT, proef=True)
    assert [een.aantal for een in uitkomsten] == [1, 0, 1]
    assert Gebruiker.objects.count() == 1
    assert not UitgaandeMail.objects.exists()
    assert not Taakloop.objects.exists()


def test_wat_liep_wordt_bewaard(stappen):
    dagelijks.voer_uit(moment=MOMENT)
    lopen = {een.stap: een for een in Taakloop.objects.all()}
    assert (lopen["dagelijks"].aantal, lopen["dagelijks"].fout) == (2, "stuk")
    assert (lopen["wis"].aantal, lopen["wis"].fout) == (1, "")
    assert lopen["stuk"].fout == "RuntimeError: de schijf is vol"
    assert lopen["mail"].seconden > 0


def test_alleen_wat_gevraagd_is_loopt(stappen):
    dagelijks.voer_uit(moment=MOMENT, alleen=["mail"])
    assert not Taakloop.objects.filter(stap="dagelijks").exists()
    assert Gebruiker.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1


def test_twee_stappen_met_een_naam_kan_niet(stappen):
    with pytest.raises(ValueError, match="wis"):
        dagelijks.voeg_toe("wis", "nog eens", wis_accounts)


def test_het_commando_meldt_wat_mislukte_en_deed_de_rest(stappen, capsys):
    with pytest.raises(CommandError, match="1 van 3 stappen mislukten: stuk"):
        call_command("dagelijks")
    uit = capsys.readouterr().out
    assert "de schijf is vol" in uit
    assert "wist accounts" in uit
    assert not Gebruiker.objects.exists()


def test_het_commando_zegt_dat_het_een_proef_was(stappen, capsys):
    call_command("dagelijks", "wis", "--dry-run")
    assert "er is niets veranderd" in capsys.readouterr().out
    assert Gebruiker.objects.count() == 1


def test_een_onbekende_stap_noemt_de_stappen_die_er_zijn(stappen):
    with pytest.raises(CommandError, match=r"Geen stap: fout\. Er zijn: wis, stuk, mail"):
        call_command("dagelijks", "fout")
    assert Gebruiker.objects.count() == 1


def test_elke_echte_stap_loopt_ook_op_een_lege_databank():
    uitkomsten = dagelijks.voer_uit(moment=MOMENT)
    assert len(uitkomsten) >= 5
    assert [een.stap.naam for een in uitkomsten if een.fout] == []


def test_elke_echte_stap_kan_op_proef():
    assert [een.stap.naam for een in dagelijks.voer_uit(moment=MOMENT, proef=True) if een.fout] == []


def test_elke_stap_zegt_in_gewone_woorden_wat_hij_doet():
    for stap in dagelijks.stappen.values():
        assert stap.naam.replace("_", "").isalpha()
        assert stap.wat[0].islower()
        assert not stap.wat.endswith(".")
