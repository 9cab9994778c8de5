"""The measures of the house: this house keeps them, and a house that does not is told where."""

from pathlib import Path

import pytest
from coverage import Coverage

from tests import huis

HUIS = dict.fromkeys(huis.APPS, "x = 1\n")


def bouw(basis: Path, **modules: str) -> Path:
    """A small house: `igs__lang="..."` is igs/lang.py."""
    for naam, tekst in ({f"{app}__begin": tekst for app, tekst in HUIS.items()} | modules).items():
        pad = basis.joinpath(*naam.split("__")).with_suffix(".py")
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_text(tekst)
    return basis


def functie(naam: str, regels: int) -> str:
    """A function of so many lines, the line of its name among them."""
    return f"def {naam}():\n" + "    x = 1\n" * (regels - 1)


def test_ook_de_toetsen_van_dit_huis_houden_zich_aan_zijn_maten():
    """The code itself is walked file by file in test_huis.py."""
    assert list(huis.te_lang(huis.bestanden(huis.BASIS / "tests"), huis.BASIS)) == []


def test_een_huis_dat_zijn_maten_niet_houdt_hoort_waar(tmp_path):
    precies = bouw(
        tmp_path / "goed",
        igs__vol="x = 1\n" * 450 + functie("net", 50),
        tests__igs__test_a="y = 1\n" * 300,
        tests__igs__test_b="y = 1\n" * 300,
    )
    uit, mis = huis.meet(precies)
    assert [zin for zin in mis if "functies" not in zin] == []
    assert uit[2].split() == ["igs", "501", "600", "1", "50", "50", "50"]
    fout = bouw(
        tmp_path / "fout",
        igs__vol="x = 1\n" * 501,
        talent__lang=functie("te_lang", 51),
        grensbrekers__utils="",
        cultuurnota__migrations__0001="x = 1\n" * 999,
        tests__igs__test_a="y = 1\n",
    )
    assert huis.meet(fout)[1] == [
        "igs/vol.py: 501 regels, hoogstens 500",
        "talent/lang.py:1 te_lang: 51 regels, hoogstens 50",
        "grensbrekers/utils.py: deze naam zegt niet wat erin staat",
        "mediaan van de functies: 51 regels, hoogstens 8",
        "95 % van de functies: 51 regels, hoogstens 40",
        "toetsen: 1 regels, minder dan de 557 van de code",
    ]


def test_mediaan_en_95_procent_zijn_wat_ze_zeggen(tmp_path):
    bouw(tmp_path, igs__veel="".join(functie(f"f{lengte}", lengte) for lengte in range(2, 102)))
    assert huis.lengtes(huis.bestanden(tmp_path / "igs")) == (51.5, 97, 101)
    assert huis.lengtes(huis.bestanden(tmp_path / "talent")) == (0, 0, 0)


@pytest.mark.parametrize(("keuze", "graad", "goed"), [(1, "66.7 %", False), (2, "100.0 %", True)])
def test_de_dekking_telt_regels_en_vertakkingen_per_app(tmp_path, monkeypatch, keuze, graad, goed):
    bouw(tmp_path, igs__keuze="def kies(a):\n    if a:\n        return 1\n    return 2\n")
    monkeypatch.chdir(tmp_path)
    bestand = tmp_path / f"meting{keuze}"
    meting = Coverage(data_file=str(bestand), branch=True, include=[f"{tmp_path}/igs/*"], config_file=False)
    gelezen: dict[str, object] = {}
    with meting.collect():
        exec(compile((tmp_path / "igs/keuze.py").read_text(), str(tmp_path / "igs/keuze.py"), "exec"), gelezen)
        for a in (True, False)[:keuze]:
            gelezen["kies"](a)  # type: ignore[operator]
    meting.save()
    uit, mis = huis.dekking([bestand], tmp_path)
    assert uit[0].split()[:1] == ["igs"]
    assert (graad in uit[0], mis == []) == (True, goed), (uit, mis)
    assert uit[1].endswith("niet gemeten")
