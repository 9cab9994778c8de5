"""What the documentation tells to type exists: commands with their options, files, settings, units; nothing missing.

No process is started: Django's own parsers read the commands, and the source of a drill says which options it takes.
"""

import importlib.util
import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

HUIS = Path(settings.BASE_DIR)
INHOUD = HUIS / "docs" / "README.md"
BLADEN = sorted([*HUIS.glob("*.md"), *HUIS.glob("docs/**/*.md")])
APPS = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
# Started by a drill as a process of its own, never by a person.
ONDERDELEN = {"tests.oefeningen.schrijvers"}
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
EINDE = re.compile(r"\s(?:[|&;]+|#|>)\s.*|[.,;:]$")
DAG = "2026-11-24"


class Regel(NamedTuple):
    """Something to type, and where it stands."""

    blad: str
    tekst: str


@cache
def code_van(blad: Path) -> list[Regel]:
    """What stands between backticks, or in a block of code; a command may go on in the next line."""
    tekst = blad.read_text()
    blokken = re.findall(r"^ *```\w*\n(.*?)^ *```", tekst, re.MULTILINE | re.DOTALL)
    blokken += re.findall(r"(?:^(?: {4,})\S.*\n)+", tekst, re.MULTILINE)
    los = re.sub(r"^ *```.*?^ *```", "", tekst, flags=re.MULTILINE | re.DOTALL)
    regels = [regel.strip() for blok in blokken for regel in blok.replace("\\\n", " ").splitlines()]
    naam = str(blad.relative_to(HUIS))
    return [Regel(naam, regel) for regel in (*regels, *CODE.findall(re.sub(r"(?<=\S)\n +(?=\S)", " ", los)))]


def alles() -> Iterator[Regel]:
    return chain.from_iterable(code_van(blad) for blad in BLADEN)


def woorden(tekst: str) -> list[str]:
    """The words of a command as typed: an example for each word in capitals, the first of two choices."""
    tekst = EINDE.sub("", tekst.strip()).replace("[", " ").replace("]", " ")
    gevuld = [woord.split("|")[0] for woord in shlex.split(tekst)]
    return [
        DAG if woord in ("…", "...") else "1" if re.fullmatch(r"[A-Z]+", woord) else re.sub(r"=[A-Z]+$", "=1", woord)
        for woord in gevuld
    ]


# --- manage.py ---


@cache
def lezer_van(naam: str) -> ArgumentParser:
    opdracht = load_command_class(get_commands()[naam], naam)
    return opdracht.create_parser("manage.py", naam)


def wat_er_mis_is(naam: str, argumenten: list[str]) -> str:
    """Empty when the command takes these arguments; a name without any is only a mention."""
    if naam not in get_commands():
        return f"{naam} bestaat niet"
    try:
        if argumenten:
            lezer_van(naam).parse_args(argumenten)
    except CommandError as fout:
        return str(fout)
    return ""


def opdrachten() -> Iterator[tuple[str, list[str]]]:
    for blad, tekst in alles():
        for gevonden in re.finditer(r"manage\.py ([a-z_]+)((?: [^`\n]*)?)", tekst):
            yield f"{blad}: {gevonden[0]}", [gevonden[1], *woorden(gevonden[2])]
    # The table of the README, and the steps of the guide for operators, leave `manage.py` out.
    for blad, tekst in alles():
        if (eerste := tekst.split()[:1]) and eerste[0] in eigen_opdrachten():
            yield f"{blad}: {tekst}", [eerste[0], *woorden(tekst.removeprefix(eerste[0]))]


@cache
def eigen_opdrachten() -> set[str]:
    return {naam for naam, app in get_commands().items() if str(app) in APPS}


def test_elke_opdracht_van_manage_bestaat_met_haar_opties():
    gevonden = list(opdrachten())
    assert len(gevonden) > 60
    fout = [f"{waar} ({mis})" for waar, (naam, *rest) in gevonden if (mis := wat_er_mis_is(naam, rest))]
    assert fout == []


def test_elke_eigen_opdracht_staat_in_de_tabel_van_de_readme():
    tabel = set(re.findall(r"^\| `([a-z_]+)", (HUIS / "README.md").read_text(), re.MULTILINE))
    assert eigen_opdrachten() - {"migrate"} <= tabel


@pytest.mark.parametrize(
    ("opdracht", "fout"),
    [
        (["bestaat_niet"], "bestaat niet"),
        (["reservekopie", "/srv", "--kuur"], "--kuur"),
        (["alleenlezen", "misschien"], "misschien"),
        (["post_oefening", "--mails", "veel"], "--mails"),
    ],
)
def test_een_opdracht_die_niet_kan_valt_op(opdracht, fout):
    assert fout in wat_er_mis_is(opdracht[0], opdracht[1:])


# --- drills and benchmarks ---


@cache
def bron_van(module: str) -> str:
    """The source of a module that can be run, of a package with all of its folder; empty when there is none."""
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        return ""
    pad = HUIS.joinpath(*module.split("."))
    if (pad / "__main__.py").is_file():
        return "\n".join(een.read_text() for een in sorted(pad.glob("*.py")))
    bestand = pad.with_suffix(".py")
    bron = bestand.read_text() if bestand.is_file() else ""
    return bron if "__main__" in bron else ""


def oefeningen() -> Iterator[tuple[str, str, list[str]]]:
    for blad, tekst in alles():
        for gevonden in re.finditer(r"python -m (tests[\w.]*)((?: [^`\n]*)?)", tekst):
            yield f"{blad}: {gevonden[0]}", gevonden[1].rstrip("."), re.findall(r"--[a-z-]+", gevonden[2])


def test_elke_oefening_en_meting_bestaat_met_haar_opties():
    gevonden = list(oefeningen())
    assert len(gevonden) > 15
    fout = [waar for waar, module, _ in gevonden if not bron_van(module)]
    # How an option is read differs per command; named in its source it is.
    fout += [
        f"{waar}: {optie}"
        for waar, module, opties in gevonden
        for optie in opties
        if not re.search(rf"{optie}(?![\w-])", bron_van(module))
    ]
    assert fout == []


def test_wat_een_mens_kan_draaien_staat_in_de_inhoudstafel():
    """Each number that the project promises is printed by a command of docs/README.md."""
    bestanden = [een for een in HUIS.glob("tests/**/*.py") if not een.name.startswith("test_")]
    te_draaien = {
        ".".join((een.parent if een.name == "__main__.py" else een.with_suffix("")).relative_to(HUIS).parts)
        for een in bestanden
        if een.name == "__main__.py" or re.search(r'^if __name__ == "__main__":', een.read_text(), re.MULTILINE)
    }
    genoemd = {re.sub(r"\.$", "", module) for module in re.findall(r"python -m (tests[\w.]*)", INHOUD.read_text())}
    assert te_draaien - ONDERDELEN - genoemd == set()


def test_een_oefening_die_niet_bestaat_valt_op():
    assert bron_van("tests.oefeningen.bestaat_niet") == ""
    assert bron_van("tests.fabriek") == ""  # exists, but does nothing by itself


# --- files, links, settings, units ---


def test_elk_pad_dat_iemand_moet_intypen_bestaat():
    fout = []
    for blad, tekst in alles():
        paden = re.findall(r"(?:pytest|python) ((?:tests|docs|igs|talent|opnetwerk)/[\w/.-]+)", tekst)
        fout += [f"{blad}: {pad}" for pad in paden if not (HUIS / pad.rstrip(".")).exists()]
    assert fout == []


def anker(kop: str) -> str:
    """As a code forge makes it."""
    return re.sub(r"[^\w -]", "", kop.casefold()).replace(" ", "-")


def gebroken(blad: Path, doel: str) -> bool:
    naam, _, plek = doel.partition("#")
    pad = blad.parent / naam if naam else blad
    if not pad.exists():
        return True
    if not plek or pad.suffix != ".md":
        return False
    return plek not in {anker(kop) for kop in re.findall(r"^#+ (.+)$", pad.read_text(), re.MULTILINE)}


def test_elke_link_naar_een_bestand_komt_aan():
    links = [(blad, doel) for blad in BLADEN for doel in LINK.findall(blad.read_text()) if "//" not in doel]
    assert len(links) > 50
    assert [f"{blad.relative_to(HUIS)}: {doel}" for blad, doel in links if gebroken(blad, doel)] == []
    assert gebroken(INHOUD, "bestaat-niet.md")
    assert gebroken(INHOUD, "../README.md#bestaat-niet")


def test_elk_blad_is_te_vinden_vanuit_de_inhoudstafel():
    gevonden, te_lezen = {INHOUD}, [INHOUD]
    while te_lezen:
        blad = te_lezen.pop()
        for doel in LINK.findall(blad.read_text()):
            pad = (blad.parent / doel.partition("#")[0]).resolve()
            if "//" not in doel and pad.suffix == ".md" and pad.exists() and pad not in gevonden:
                gevonden.add(pad)
                te_lezen.append(pad)
    assert [str(blad.relative_to(HUIS)) for blad in BLADEN if blad not in gevonden] == []


NAAM = re.compile(r"\b(?:OPNETWERK_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL(?:_[A-Z]+)*)\b")


def test_elke_instelling_wordt_gelezen_en_elke_gelezen_instelling_staat_beschreven():
    beschreven = set(re.findall(r"^\| `([A-Z_]+)`", (HUIS / "docs" / "instellingen.md").read_text(), re.MULTILINE))
    code = "\n".join(een.read_text() for app in APPS for een in sorted(HUIS.glob(f"{app}/**/*.py")))
    gelezen = set(re.findall(rf'"({NAAM.pattern})"', code))
    assert beschreven - gelezen == set()
    assert gelezen - beschreven == set()
    toetsen = {naam for een in HUIS.glob("tests/**/*.py") for naam in NAAM.findall(een.read_text())}
    for blad in BLADEN:
        genoemd = set(NAAM.findall(blad.read_text()))
        assert genoemd - beschreven - toetsen == set(), blad.name


def test_elke_dienst_die_iemand_moet_starten_bestaat():
    eenheden = {een.name for een in (HUIS / "docs" / "bediening").iterdir()}
    gevonden = set()
    for _, tekst in alles():
        for woord in re.findall(r"\bopnetwerk(?:-[a-z]+)?(?:\.(?:service|timer))?(?=\s|$)", tekst):
            if tekst.startswith(("systemctl", "sudo systemctl", "journalctl")):
                gevonden.add(woord if "." in woord else f"{woord}.service")
    assert len(gevonden) >= 4
    assert gevonden - eenheden == set()


def test_alleen_de_webserver_krijgt_de_map_van_de_tellers():
    """The mirror and the drill ask for pages too; where that folder is not, or may not be written, every page fails."""
    bediening = HUIS / "docs" / "bediening"
    met = {een.name for een in bediening.iterdir() if "PROMETHEUS_MULTIPROC_DIR" in een.read_text()}
    assert met == {"opnetwerk.service"}
