"""The same engagement sent by many at the same moment: one row, one version, one document."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cultuurnota.models import Cultuurnota
from tests import vijandig
from tests.cultuurnota import pdfs
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gemeente, maak_igs, maak_lid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nota(transactional_db: None) -> Cultuurnota:
    igs = maak_igs("Verzonnen streek")
    maak_lid(igs, maak_gemeente("99001", "Verzonnen"))
    return maak_nota(igs)


@pytest.fixture
def client(nota) -> Client:
    client = Client()
    client.force_login(maak_teamlid(nota).gebruiker)
    return client


class MetBestand(dict):
    """A file of its own every time it is sent."""

    def items(self):
        return (self | {"document": SimpleUploadedFile("besluit.pdf", pdfs.GOEDE["leeg"])}).items()


def test_acht_keer_tegelijk_is_een_rij(nota, client):
    data = {"stand": "toegezegd", "bedrag": "1.000", "basis": "0"}
    pad = f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/99001/"
    antwoorden = vijandig.plaats_dubbel(lambda: client, pad, data, n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert (nota.engagementen.get().versie, nota.engagementen.get().bedrag) == (1, 1000)


def test_acht_keer_hetzelfde_besluit_is_een_bestand(nota, client):
    pad = f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/99001/"
    antwoorden = vijandig.plaats_dubbel(lambda: client, pad, MetBestand({"doe": "document", "basis": "0"}), n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert nota.engagementen.get().versie == 1
    assert len(list(Path(settings.BESLOTEN_MAPPEN["besloten"]).rglob("*.pdf"))) == 1
