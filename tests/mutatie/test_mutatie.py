"""The mutation run, small: a mutant is killed, an equivalent one reported; and what the mutants themselves are."""

import os
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from tests.mutatie import leven, mutanten
from tests.mutatie.__main__ import LIJST, MODULES, VOORBEELD, gelijkwaardig, sleutel, te_weinig, trek

WORTEL = Path(__file__).parents[2]
BRON = """
RECHTEN = {"kijken": {1, 2}, "wijzigen": {2}}

def mag(rol, rijen, dag):
    if not rijen:
        raise ValueError("geen rijen")
    return rijen.filter(rol=rol, van__lte=dag).exclude(tot__lt=dag) if rol and dag > 3 else None
"""


def test_een_kleine_ronde_doodt_een_mutant_en_noemt_wat_gelijkwaardig_is():
    opdracht = [sys.executable, "-m", "tests.mutatie", VOORBEELD]
    klaar = subprocess.run(opdracht, cwd=WORTEL, capture_output=True, text=True, timeout=120, env=os.environ.copy())
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    assert "6 mutanten,    6 getrokken,    5 gedood,   0 overleefd,   1 gelijkwaardig" in klaar.stdout
    assert "belasting" in klaar.stdout


def test_elke_soort_wijziging_wordt_gemaakt_en_geen_twee_dezelfde():
    wat = {een.wat.split(" (kolom")[0] for een in mutanten.maak(BRON)}
    assert wat >= {
        "sleutel 1 valt weg",
        "element 2 valt weg",
        "niet valt weg",
        "Raise valt weg",
        "geeft niets terug",
        "filter zonder rol",
        "filter zonder van__lte",
        "exclude zonder tot__lt",
        "And wordt Or",
        "deel 2 van And valt weg",
        "Gt 1 wordt GtE",
        "3 wordt 4",
    }
    assert mutanten.maak("def f():\n    return None\n") == []
    assert {een.functie for een in mutanten.maak(BRON)} == {"", "mag"}


def test_een_mutant_leeft_in_de_functie_en_in_de_tabel_die_al_gebruikt_wordt(tmp_path, monkeypatch):
    (tmp_path / "proefmodule.py").write_text(
        "GRENS = 3\nTABEL = {'a': 1, 'b': 2}\n\ndef boven(x):\n    return x > GRENS\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    module = import_module("proefmodule")
    module.TABEL["van een ander"] = 9  # what another app added stays
    functie, tabel = module.boven, module.TABEL
    tekst = (tmp_path / "proefmodule.py").read_text()
    per_wat = {een.wat.split(" (kolom")[0]: een for een in mutanten.maak(tekst)}
    leven.breng(module, per_wat["3 wordt 4"], tekst)
    assert (module.GRENS, functie(4)) == (4, False)
    leven.breng(module, per_wat["Gt 1 wordt GtE"], tekst)
    assert functie(4)
    leven.breng(module, per_wat["sleutel 2 valt weg"], tekst)
    assert tabel == {"a": 1, "van een ander": 9}


def test_wat_gelijkwaardig_heet_bestaat_en_zegt_waarom():
    for naam, toetsen in MODULES.items():
        pad, vrij = WORTEL / (naam.replace(".", "/") + ".py"), gelijkwaardig(naam)
        assert pad.exists(), naam
        assert all((WORTEL / een).exists() for een in toetsen), naam
        if vrij:
            assert set(vrij) <= {sleutel(een) for een in mutanten.maak(pad.read_text())}, naam
            assert all(reden.endswith(".") and len(reden) > 20 for reden in vrij.values()), naam
    assert LIJST.read_text().count("\n") - 1 == sum(len(gelijkwaardig(naam)) for naam in MODULES)


@pytest.mark.parametrize(("gedood", "overleefd", "fout"), [(8, 2, 0), (7, 3, 1), (0, 0, 0)])
def test_onder_de_belofte_is_het_rood_en_een_zaad_trekt_altijd_dezelfde(gedood, overleefd, fout):
    assert len(te_weinig("x", Counter(gedood=gedood, overleefd=overleefd), 80)) == fout
    alle = mutanten.maak(BRON)
    assert trek(alle, 5, 12) == trek(alle, 5, 12) != trek(alle, 5, 13)
    assert trek(alle, 0, 12) == alle
