"""The guide keeps up with the portal: its pictures, the names of its buttons, its links, its words."""

import re
import statistics
from functools import cache
from html import unescape
from pathlib import Path

import django.contrib.admin
import pytest
from django.conf import settings
from PIL import Image

MAP = settings.BASE_DIR / "docs" / "handleiding"
BESTANDEN = sorted(MAP.glob("*.md"))
HOOFDSTUKKEN = [bestand for bestand in BESTANDEN if bestand.name != "README.md"]
BEELD = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)]+)\)")
VET = re.compile(r"\*\*([^*]+)\*\*")
BREEDTE, GROOTSTE = 1000, 60_000  # pixels, bytes
LANGSTE_MEDIAAN, LANGSTE_ZIN = 14, 25  # words


def namen(bestanden: list[Path]) -> list[str]:
    return [bestand.name for bestand in bestanden]


@cache
def wat_op_het_scherm_staat() -> str:
    """Every text a person may read: our templates and code, and Django's own Dutch of the admin."""
    huis = settings.BASE_DIR
    apps = ("igs", "opnetwerk", "talent", "grensbrekers", "cultuurnota")
    bronnen = [*huis.glob("templates/**/*.html"), *(bron for app in apps for bron in huis.glob(f"{app}/**/*.py"))]
    beheer = Path(django.contrib.admin.__file__).parent
    bronnen.append(beheer / "locale" / "nl" / "LC_MESSAGES" / "django.po")
    # Django hangs a colon behind a label, and capitalises the first letter of a name.
    return unescape("\n".join(bron.read_text() for bron in bronnen)).casefold()


def lopende_tekst(bestand: Path) -> str:
    """The sentences of a page, without pictures, headings, code and marks."""
    regels = []
    for regel in bestand.read_text().splitlines():
        kaal = BEELD.sub("", regel).strip()
        if kaal.startswith(("#", "|---", "---", "[Terug", "- [")) or "`" in kaal:
            continue
        kaal = re.sub(r"^(\d+\.|-) ", "", LINK.sub(r"\1", kaal)).replace("**", "")
        # A cell of a table, an item of a list, the end of a paragraph: each ends a sentence.
        regels += [cel.strip() for cel in kaal.split("|")] if kaal.startswith("|") else [kaal]
    return "\n".join(regels)


def zinnen(bestand: Path) -> list[list[str]]:
    """The words of each sentence; a line that goes on in the next one stays together."""
    stukken = re.split(r"(?<=[.!?:;])\s+|\n{2,}|(?<=[^.!?:;,\w])\n", lopende_tekst(bestand))
    return [woorden for stuk in stukken if len(woorden := re.findall(r"[\w/'’-]+", stuk)) > 1]


def test_de_inhoudstafel_noemt_elk_hoofdstuk_in_volgorde():
    genoemd = [doel for _, doel in LINK.findall((MAP / "README.md").read_text())]
    assert genoemd == namen(HOOFDSTUKKEN)
    assert len(HOOFDSTUKKEN) == 8


@pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda bestand: bestand.name)
def test_elk_genoemd_beeld_bestaat_en_zegt_wat_het_toont(bestand: Path):
    for alt, doel in BEELD.findall(bestand.read_text()):
        assert (MAP / doel).is_file(), doel
        assert len(alt.split()) >= 2, doel


def test_elk_beeld_wordt_gebruikt_en_is_klein():
    gebruikt = {doel for bestand in BESTANDEN for _, doel in BEELD.findall(bestand.read_text())}
    beelden = sorted((MAP / "beelden").iterdir())
    assert {f"beelden/{beeld.name}" for beeld in beelden} == gebruikt
    for beeld in beelden:
        with Image.open(beeld) as open_beeld:
            assert (open_beeld.format, open_beeld.width) == ("PNG", BREEDTE), beeld.name
            assert open_beeld.height > 40, beeld.name
        assert beeld.stat().st_size < GROOTSTE, beeld.name


def test_het_script_maakt_precies_deze_beelden():
    script = (MAP / "maak_beelden.py").read_text()
    gemaakt = re.findall(r'\.neem\(\s*"([\w-]+)"', script)
    assert sorted(gemaakt) == sorted(beeld.stem for beeld in (MAP / "beelden").iterdir())


@pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda bestand: bestand.name)
def test_elke_naam_in_vet_staat_op_het_scherm(bestand: Path):
    weg = [naam for naam in VET.findall(bestand.read_text()) if naam.casefold() not in wat_op_het_scherm_staat()]
    assert weg == []


def test_een_knop_die_niet_bestaat_valt_op():
    assert "bewaar en dans".casefold() not in wat_op_het_scherm_staat()


def _anker(kop: str) -> str:
    """As a code forge makes it."""
    return re.sub(r"[^\w -]", "", kop.casefold()).replace(" ", "-")


@pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda bestand: bestand.name)
def test_elke_link_komt_ergens_aan(bestand: Path):
    for tekst, doel in LINK.findall(bestand.read_text()):
        naam, _, anker = doel.partition("#")
        pagina = MAP / naam if naam else bestand
        assert pagina.is_file(), f"{tekst}: {doel}"
        koppen = re.findall(r"^#+ (.+)$", pagina.read_text(), re.MULTILINE)
        assert not anker or anker in {_anker(kop) for kop in koppen}, f"{tekst}: {doel}"


@pytest.mark.parametrize("bestand", HOOFDSTUKKEN, ids=lambda bestand: bestand.name)
def test_zinnen_zijn_kort(bestand: Path):
    lengtes = [len(zin) for zin in zinnen(bestand)]
    assert len(lengtes) > 15
    assert statistics.median(lengtes) <= LANGSTE_MEDIAAN
    lang = [" ".join(zin) for zin in zinnen(bestand) if len(zin) > LANGSTE_ZIN]
    assert lang == []


@pytest.mark.parametrize("bestand", BESTANDEN, ids=lambda bestand: bestand.name)
def test_de_lezer_is_je_en_geen_u(bestand: Path):
    # The name of a button is what it is: "Dien je profiel in".
    woorden = set(re.findall(r"\w+", VET.sub("", bestand.read_text()).casefold()))
    assert woorden & {"je", "jij", "jouw"}
    assert not woorden & {"u", "uw", "ongeldig", "klik", "dien", "gelieve"}
