"""Areas for the Regiocheck: small ones drawn by hand, and the real one read straight from the CSV files."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import pairwise

from igs.regiocheck import Vraag
from igs.regiocheck_cijfers import Gebied, GebiedsGemeente
from igs.regiocheck_regels import Periode
from tests.conftest import DAG
from tests.igs.test_lidmaatschap import csv_rijen, gemeenten_volgens_csv, igs_per_gemeente


def bouw_gebied(*rijen: tuple[str, int, str], buren: str = "", in_igs: str = "") -> Gebied:
    """Rows of (one letter, inhabitants, region); neighbours as "ab bc"; letters in an IGS as "ac"."""
    return Gebied(
        gemeenten=tuple(
            GebiedsGemeente(letter, letter.upper(), inwoners, 2026, regio, letter in in_igs)
            for letter, inwoners, regio in rijen
        ),
        buurparen=tuple((paar[0], paar[1]) for paar in buren.split()),
        regionamen={"r": "Regio R", "s": "Regio S", "t": "Regio T"},
        dag=DAG,
    )


def keten(*inwoners: int, regio: str = "r", los: int = 0) -> Gebied:
    """A row of municipalities a, b, c ... each next to the following one; `los` more of them touch nothing."""
    letters = "abcdefghijklmnop"[: len(inwoners)]
    verbonden = letters[: len(letters) - los]
    return bouw_gebied(
        *((letter, aantal, regio) for letter, aantal in zip(letters, inwoners, strict=True)),
        buren=" ".join(a + b for a, b in pairwise(verbonden)),
    )


def vraag_2027(gemeenten: Iterable[str], **velden: object) -> Vraag:
    """An IGS in the making of which everything else is in order."""
    standaard: dict[str, object] = {
        "periode": Periode.P2027,
        "bestaand_igs": False,
        "gesubsidieerd_2026": False,
        "rechtsvorm": "projectvereniging",
        "inbreng": Decimal(500_000),
        "coordinator": True,
        "afwijking": False,
    }
    return Vraag(frozenset(gemeenten), **standaard | velden)  # type: ignore[arg-type]


def vraag_2020(gemeenten: Iterable[str], **velden: object) -> Vraag:
    return vraag_2027(gemeenten, **{"periode": Periode.P2020} | velden)


@cache
def echt_gebied() -> Gebied:
    """Flanders on the fixed day, without the database."""
    leden = igs_per_gemeente(DAG)
    return Gebied(
        gemeenten=tuple(
            GebiedsGemeente(
                rij["nis_code"],
                rij["naam"],
                int(rij["inwoners"]),
                int(rij["inwoners_jaar"]),
                rij["referentieregio"],
                bool(leden[rij["nis_code"]]),
            )
            for rij in gemeenten_volgens_csv(DAG)
        ),
        buurparen=tuple((rij["nis_a"], rij["nis_b"]) for rij in csv_rijen("buurgemeenten")),
        regionamen={rij["slug"]: rij["naam"] for rij in csv_rijen("referentieregios")},
        dag=DAG,
    )


def igs_sets() -> dict[str, frozenset[str]]:
    """The members of every IGS on the fixed day, by slug."""
    sets: dict[str, set[str]] = {}
    for code, slugs in igs_per_gemeente(DAG).items():
        for slug in slugs:
            sets.setdefault(slug, set()).add(code)
    return {slug: frozenset(codes) for slug, codes in sets.items()}
