"""The decision of a council as a PDF with an engagement: kept privately, replaced, refused."""

from pathlib import Path

import pytest
from django.conf import settings as instellingen
from django.test import Client

from cultuurnota.models import Cultuurnota, Engagement
from opnetwerk.models import Logregel
from tests.cultuurnota import pdfs
from tests.cultuurnota.engagementpaginas import HOVE, als, besluit, laad_op, pad, velden
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.vijandig import (
    Formulierpagina,
)


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def client(nota) -> Client:
    return als(maak_teamlid(nota).gebruiker)


# --- the decision ---------------------------------------------------------------------------------------------------
def test_een_besluit_is_alleen_te_downloaden(nota, client):
    antwoord = laad_op(client, nota)
    assert antwoord.headers["Location"] == f"{pad(nota)}?net=besluit"
    bestand = client.get(pad(nota, f"{HOVE}/document/bestand/"))
    assert b"".join(bestand.streaming_content) == pdfs.GOEDE["leeg"]
    assert bestand.headers["Content-Disposition"] == 'attachment; filename="Besluit Hove.pdf"'
    assert bestand.headers["X-Content-Type-Options"] == "nosniff"
    assert bestand.headers["Content-Type"] == "application/pdf"
    assert bestand.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in bestand.headers["Content-Security-Policy"]
    rij = nota.engagementen.get()
    assert rij.document.name in {f"engagement/{Path(rij.document.name).name}"}
    assert "Hove" not in rij.document.name


def test_een_besluit_staat_buiten_de_openbare_bestanden(nota, client):
    laad_op(client, nota)
    rij = nota.engagementen.get()
    plek = Path(rij.document.path)
    assert plek.is_relative_to(instellingen.BESLOTEN_MAPPEN["besloten"])
    assert not plek.is_relative_to(instellingen.MEDIA_ROOT)
    assert plek.stat().st_mode & 0o077 == 0
    assert plek.parent.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        rij.document.url  # noqa: B018
    assert Client().get(f"/media/{rij.document.name}").status_code == 404
    assert client.get(f"/media/{rij.document.name}").status_code == 404


@pytest.mark.parametrize(
    ("woord", "zin"), [("script", "script"), ("geen_pdf", "geen PDF"), ("wachtwoord", "wachtwoord")]
)
def test_een_slecht_bestand_wordt_geweigerd_met_een_zin(nota, client, woord, zin):
    antwoord = laad_op(client, nota, next(iter(pdfs.SLECHTE[woord].values())))
    gelezen = Formulierpagina(antwoord.content.decode())
    assert zin in gelezen.fout_bij("document")
    assert gelezen.titel.startswith("Fout: ")
    assert not Engagement.objects.exists()
    assert list(Path(instellingen.BESLOTEN_MAPPEN["besloten"]).rglob("*.pdf")) == []


def test_honderd_megabyte_wordt_niet_eens_bewaard(nota, client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    antwoord = laad_op(client, nota, b"%PDF-" + b"x" * 100_000_000)
    assert Formulierpagina(antwoord.content.decode()).fout_bij("document").startswith("Dit bestand is te groot.")
    assert list(tmp_path.iterdir()) == []
    assert not Engagement.objects.exists()


def test_een_besluit_zonder_teken_tegen_vervalsing_komt_niet_binnen(nota):
    gebruiker = maak_teamlid(nota).gebruiker
    client = Client(enforce_csrf_checks=True)
    client.force_login(gebruiker)
    assert laad_op(client, nota).status_code == 403
    assert client.post(pad(nota), velden()).status_code == 403
    assert not Engagement.objects.exists()
    client.get(pad(nota))
    teken = client.cookies["csrf"].value
    assert laad_op(client, nota, csrfmiddlewaretoken=teken).status_code == 302


def test_geen_bestand_gekozen(nota, client):
    antwoord = client.post(pad(nota), {"doe": "document", "basis": "0"})
    assert Formulierpagina(antwoord.content.decode()).fout_bij("document").startswith("Kies een bestand")


def test_een_nieuw_besluit_vervangt_het_oude_ook_op_de_schijf(nota, client, django_capture_on_commit_callbacks):
    laad_op(client, nota)
    oud = Path(nota.engagementen.get().document.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert laad_op(client, nota, pdfs.GOEDE["link"], basis=1).status_code == 302
    rij = nota.engagementen.get()
    assert not oud.exists()
    assert Path(rij.document.path).read_bytes() == pdfs.GOEDE["link"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(pad(nota), {"doe": "document_weg", "basis": "2"})
        client.post(pad(nota), {"doe": "document_weg", "basis": "2"})
    assert not Path(rij.document.path).exists()
    assert client.get(pad(nota, f"{HOVE}/document/bestand/")).status_code == 404
    assert Logregel.objects.filter(actie="besluit weggehaald").count() == 1


def test_hetzelfde_besluit_twee_keer_is_een_keer(nota, client):
    for _ in range(2):
        assert laad_op(client, nota).status_code == 302
    assert nota.engagementen.get().versie == 1
    assert len(list(Path(instellingen.BESLOTEN_MAPPEN["besloten"]).rglob("*.pdf"))) == 1


@pytest.mark.parametrize("doe", ["document", "document_weg"])
def test_een_besluit_vervangt_niet_wat_een_ander_net_bewaarde(nota, client, doe):
    laad_op(client, nota)
    antwoord = client.post(pad(nota), {"doe": doe, "basis": "0", "document": besluit(pdfs.GOEDE["link"])})
    assert antwoord.status_code == 409
    assert "Iemand anders veranderde dit intussen" in antwoord.content.decode()
    assert Path(nota.engagementen.get().document.path).read_bytes() == pdfs.GOEDE["leeg"]


def test_een_besluit_dat_van_de_schijf_is_geeft_een_404(nota, client):
    laad_op(client, nota)
    Path(nota.engagementen.get().document.path).unlink()
    assert client.get(pad(nota, f"{HOVE}/document/bestand/")).status_code == 404
    assert client.get(pad(nota)).status_code == 200
