"""Figures for Prometheus: who may read them, what they say, and that they say nothing of a person."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from opnetwerk import metingen
from opnetwerk.models import Taakloop, UitgaandeMail
from opnetwerk.post import zet_tekst_klaar

pytestmark = pytest.mark.django_db

PAD = "/gezondheid/metingen/"
STAND = UitgaandeMail.Stand


def gelezen() -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    families = text_string_to_metric_families(metingen.alles().decode())
    return {(een.name, tuple(sorted(een.labels.items()))): een.value for familie in families for een in familie.samples}


def waarde(naam: str, **labels: str) -> float:
    return gelezen()[naam, tuple(sorted(labels.items()))]


def test_zonder_map_voor_de_tellers_gaat_de_pagina_door(tmp_path):
    """In a process of its own: prometheus-client decides at its import whether there are several."""
    vraag = (
        "import django; django.setup(); from opnetwerk import metingen;"
        "metingen.tel_verzoek('over', 'GET', 200, 0.1); print('verder')"
    )
    omgeving = os.environ | {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "weg"),
        "DJANGO_SETTINGS_MODULE": "opnetwerk.settings",
    }
    gelopen = subprocess.run([sys.executable, "-c", vraag], env=omgeving, capture_output=True, text=True, check=False)
    assert gelopen.stdout == "verder\n", gelopen.stderr


# --- who may read -----------------------------------------------------------------------------------------------------


def test_de_machine_zelf_leest_ze(client):
    antwoord = client.get(PAD)
    assert antwoord.status_code == 200
    assert antwoord["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("koppen", [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}])
def test_door_een_proxy_is_het_een_404(client, koppen):
    assert client.get(PAD, headers=koppen).status_code == 404


def test_van_elders_is_het_een_404_zonder_het_woord(client, settings):
    assert client.get(PAD, REMOTE_ADDR="192.0.2.7").status_code == 404
    settings.METINGEN_SLEUTEL = "het-juiste-woord"
    koppen = {"Authorization": "Bearer fout"}
    assert client.get(PAD, REMOTE_ADDR="192.0.2.7", headers=koppen).status_code == 404


def test_van_elders_met_het_woord_mag_het(client, settings):
    settings.METINGEN_SLEUTEL = "het-juiste-woord"
    koppen = {"Authorization": "Bearer het-juiste-woord"}
    assert client.get(PAD, REMOTE_ADDR="192.0.2.7", headers=koppen).status_code == 200


def test_een_leeg_woord_opent_niets(client, settings):
    settings.METINGEN_SLEUTEL = ""
    assert client.get(PAD, REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer "}).status_code == 404


def test_schrijven_kan_niet(client):
    assert client.post(PAD).status_code == 405


# --- what they say ----------------------------------------------------------------------------------------------------


def test_antwoorden_tellen_per_pagina_en_status(client):
    voor = gelezen().get(("opnetwerk_verzoeken_total", (("methode", "GET"), ("pagina", "over"), ("status", "200"))), 0)
    client.get("/over/?q=an@lint.be")
    client.get("/over/")
    assert waarde("opnetwerk_verzoeken_total", methode="GET", pagina="over", status="200") == voor + 2
    assert waarde("opnetwerk_verzoek_seconden_count", pagina="over") >= 2


def test_vreemde_adressen_en_methoden_maken_geen_nieuwe_reeksen(client):
    client.get("/bestaat-niet-1/")
    client.get("/bestaat-niet-2/")
    client.generic("RAAR", "/over/")
    labels = {label for _, paar in gelezen() for _, label in paar}
    assert not {"RAAR", "bestaat-niet-1", "/bestaat-niet-1/"} & labels
    assert waarde("opnetwerk_verzoeken_total", methode="GET", pagina="andere", status="404") >= 2


def test_de_bus_telt_per_stand_en_zegt_hoe_lang_de_oudste_wacht():
    zet_tekst_klaar(sleutel="a", aan="an@lint.be", onderwerp="Dag", tekst="Dag")
    oud = zet_tekst_klaar(sleutel="b", aan="an@lint.be", onderwerp="Dag", tekst="Dag")
    UitgaandeMail.objects.filter(pk=oud.pk).update(gemaakt_op=timezone.now() - timedelta(hours=2))
    assert waarde("opnetwerk_mails", stand="wacht") == 2
    assert waarde("opnetwerk_mails", stand="mislukt") == 0
    assert 7100 < waarde("opnetwerk_mail_wacht_seconden") < 7300


def test_een_kopie_zegt_hoe_lang_geleden_ze_lukte():
    nu = timezone.now()
    Taakloop.objects.create(stap="reservekopie", begonnen_op=nu - timedelta(hours=30))
    Taakloop.objects.create(stap="reservekopie", begonnen_op=nu - timedelta(hours=1), fout="schijf vol")
    assert waarde("opnetwerk_laatst_gelukt_seconden", wat="reservekopie") == pytest.approx(108_000, abs=60)


def test_zonder_werker_is_de_stilte_oneindig():
    assert waarde("opnetwerk_werker_stil_seconden") == float("inf")


def test_wat_op_een_besluit_wacht_staat_erbij(monkeypatch):
    sinds = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(metingen, "wachtenden", {"proef": lambda: (3, sinds), "leeg": lambda: (0, None)})
    assert waarde("opnetwerk_te_beslissen", wat="proef") == 3
    assert waarde("opnetwerk_te_beslissen_seconden", wat="proef") == pytest.approx(172_800, abs=60)
    assert waarde("opnetwerk_te_beslissen_seconden", wat="leeg") == 0


def test_de_verbindingen_staan_naast_hun_grens():
    assert 0 < waarde("opnetwerk_verbindingen") <= waarde("opnetwerk_verbindingen_hoogstens")
    assert waarde("opnetwerk_databank_seconden") < 5


def test_een_meting_die_niet_lukt_neemt_de_andere_niet_mee(monkeypatch, caplog):
    def stuk():
        raise DatabaseError("weg")

    monkeypatch.setattr(metingen, "_mail", stuk)
    alles = gelezen()
    assert alles["opnetwerk_meting_mislukt", ()] == 1
    assert ("opnetwerk_verbindingen", ()) in alles
    assert "De meting stuk" in caplog.text


def test_geen_adres_en_geen_naam_van_een_persoon_in_de_cijfers(client):
    zet_tekst_klaar(sleutel="a", aan="an.peeters@lint.be", onderwerp="Dag An", tekst="Dag")
    client.get("/over/", headers={"User-Agent": "an.peeters@lint.be"})
    tekst = metingen.alles().decode()
    assert not re.search(r"peeters|@|lint\.be", tekst)
