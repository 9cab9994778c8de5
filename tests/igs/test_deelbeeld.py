"""The share picture: a PNG of 1200 by 630 for every IGS and region, with a name that stays beside the map."""

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from igs.deelbeeld import BREEDTE, HOOGTE, KADER, ringen, teken
from igs.kaart import Tekening
from igs.models import IGS
from tests.igs.test_lidmaatschap import csv_rijen

pytestmark = pytest.mark.usefixtures("gegevens")
IGS_ADRESSEN = {f"/deelbeeld/igs/{rij['slug']}.png": rij["naam"] for rij in csv_rijen("igs")}
REGIO_ADRESSEN = {f"/deelbeeld/regios/{rij['slug']}.png": rij["naam"] for rij in csv_rijen("referentieregios")}
ADRESSEN = IGS_ADRESSEN | REGIO_ADRESSEN
LANG = {
    "lange naam": "Projectvereniging Cultuurregio Pajottenland & Zennevallei en alle gemeenten daar vlakbij",
    "lang woord": "Bovenlokalecultuurwerkingsvereniging",
    "honderd letters": "x" * 100,
    "vijftig woorden": "op " * 33 + "i",
}


def _beeld(inhoud: bytes) -> Image.Image:
    beeld = Image.open(io.BytesIO(inhoud))
    beeld.load()
    assert (beeld.format, beeld.size) == ("PNG", (1200, 630))
    return beeld.convert("RGB")


def _kleuren(beeld: Image.Image, vak: tuple[int, int, int, int]) -> set[tuple[int, ...]]:
    kleuren = beeld.crop(vak).getcolors(maxcolors=2**24)
    assert kleuren is not None
    return {kleur for _, kleur in kleuren}  # type: ignore[misc]


@pytest.mark.parametrize("adres", ADRESSEN)
def test_elk_igs_en_elke_regio_heeft_een_deelbeeld(adres: str, client: Client) -> None:
    antwoord = client.get(adres)
    assert (antwoord.status_code, antwoord.headers["Content-Type"]) == (200, "image/png")
    assert "public" in antwoord.headers["Cache-Control"]
    assert not antwoord.cookies
    assert len(antwoord.content) < 100_000
    beeld = _beeld(antwoord.content)
    assert len(_kleuren(beeld, KADER)) > 2  # the area, its borders and the ground
    assert len(_kleuren(beeld, (60, 150, 541, 560))) > 2  # the name


LANGSTE = sorted(ADRESSEN.values(), key=len)[-10:]


@pytest.mark.parametrize("naam", [*LANGSTE, *LANG.values()], ids=lambda naam: naam[:30])
def test_geen_enkele_naam_loopt_over_de_kaart_of_uit_beeld(naam: str) -> None:
    """Drawn without an area, so that everything right of the text column must be empty ground."""
    beeld = _beeld(teken(naam, "13 gemeenten, samen voor cultuur", Tekening.huidige(), [], 0))
    ernaast = _kleuren(beeld, (KADER[0] - 10, 0, BREEDTE, HOOGTE))
    erboven_en_eronder = _kleuren(beeld, (0, 0, BREEDTE, 50)) | _kleuren(beeld, (0, HOOGTE - 20, BREEDTE, HOOGTE))
    assert len(ernaast | erboven_en_eronder) == 1


def test_het_gebied_van_elke_gemeente_wordt_in_ringen_gelezen() -> None:
    tekening = Tekening.huidige()
    for cel in tekening.cellen.values():
        punten = [punt for ring in ringen(cel["d"]) for punt in ring]
        x0, y0, x1, y1 = cel["kader"]
        assert (min(x for x, _ in punten), min(y for _, y in punten)) == (x0, y0)
        assert (max(x for x, _ in punten), max(y for _, y in punten)) == (x1, y1)


def test_een_gestopt_igs_toont_zijn_laatste_gebied(client: Client) -> None:
    zonder = IGS.objects.create(slug="leeg", naam="Zonder leden")
    vol = _beeld(client.get("/deelbeeld/igs/ginter.png").content)
    leeg = _beeld(client.get(f"/deelbeeld/igs/{zonder.slug}.png").content)
    assert len(_kleuren(leeg, KADER)) == 1 < len(_kleuren(vol, KADER))


@pytest.mark.parametrize("adres", ["/deelbeeld/igs/niets.png", "/deelbeeld/regios/niets.png"])
def test_een_onbekend_deelbeeld_is_404(adres: str, client: Client) -> None:
    assert client.get(adres).status_code == 404


@pytest.mark.parametrize("adres", ["/deelbeeld/igs/zuidrand.png", "/deelbeeld/regios/kempen.png"])
def test_een_deelbeeld_wordt_enkel_gelezen_en_kost_weinig_vragen(
    adres: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    assert client.post(adres).status_code == 405
    with django_assert_max_num_queries(8):
        client.get(adres)
