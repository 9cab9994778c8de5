"""The list of promises names tests and drills that exist."""

import re
from importlib.util import find_spec
from pathlib import Path

from django.core.management import get_commands

WORTEL = Path(__file__).parents[2]
LIJST = (WORTEL / "docs" / "veiligheid" / "README.md").read_text()
RIJEN = [
    regel.strip("| ").split(" | ") for regel in LIJST.splitlines() if regel.startswith("| ") and "---" not in regel
]


def test_elke_genoemde_test_bestaat() -> None:
    genoemd = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", LIJST)
    assert len(genoemd) > 100
    for pad, naam in genoemd:
        assert f"def {naam}(" in (WORTEL / pad).read_text(), f"{pad}::{naam}"


def test_elke_genoemde_oefening_bestaat() -> None:
    commandos = get_commands()
    for naam in re.findall(r"`manage\.py (\w+)", LIJST):
        assert naam in commandos, naam
    oefeningen = set(re.findall(r"`python -m (tests\.oefeningen\.\w+)", LIJST))
    assert oefeningen
    for naam in oefeningen:
        assert find_spec(naam), naam


def test_elke_rij_zegt_wanneer_ze_gemeten_is_of_dat_niemand_het_deed() -> None:
    belofte = [rij for rij in RIJEN if rij[0] != "promise"]
    assert len(belofte) > 40
    for rij in belofte:
        assert len(rij) == 4, rij
        assert rij[3] in ("nog niet gemeten", "tests only") or re.match(r"\d{4}-\d\d-\d\d: .*\d", rij[3]), rij
        assert rij[2] == "none" or rij[3] != "tests only", rij
