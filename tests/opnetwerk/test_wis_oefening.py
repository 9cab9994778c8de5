"""Nothing is left of who is erased: the drill, and that the drill sees it when something is."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from igs.models import Melding
from opnetwerk import adreswissen, gesprekwissen, logboek, wisoefening
from opnetwerk.models import Taakloop
from opnetwerk.paginacache.opslag import Bestanden, Bewaard

NIETS = wisoefening.Verslag


def bewaar_pagina(merk: str) -> None:
    """A page in the files of the cache, packed as the cache packs it, under an address that tells nothing."""
    pagina = Bewaard("https://x/talent/", "m", 0, 0.0, "e", (), {"gzip": gzip.compress(f"<h1>{merk}</h1>".encode())})
    Bestanden(Path(settings.PAGINACACHE_MAP)).zet(pagina)


@pytest.fixture
def geladen(gegevens: None, django_capture_on_commit_callbacks: Any, settings: Any, tmp_path: Any) -> Any:
    """The network in the database; files go on commit."""
    settings.WISSINGEN = tmp_path / "wissingen.jsonl"
    settings.PAGINACACHE_MAP = tmp_path / "paginacache"
    call_command("createcachetable", verbosity=0)

    def oefen() -> wisoefening.Verslag:
        with django_capture_on_commit_callbacks(execute=True):
            return wisoefening.oefen()

    return oefen


def test_van_wie_gewist_is_staat_er_nergens_nog_iets(geladen: Any, settings: Any) -> None:
    verslag = geladen()
    assert set(verslag.na) <= {"media"}  # files go when the transaction is over
    assert not [pad for pad in Path(settings.MEDIA_ROOT).rglob("*") if pad.is_file()]
    assert set(verslag.woorden) == set(wisoefening.BLIJFT)


def test_daarvoor_stond_het_merk_overal(geladen: Any) -> None:
    voor = geladen().voor
    assert {
        "opnetwerk_gebruiker", "account_emailaddress", "opnetwerk_gesprek", "opnetwerk_deelnemer",
        "opnetwerk_gespreksbericht", "opnetwerk_uitgaandemail", "opnetwerk_logregel", "opnetwerk_toestemming",
        "talent_talent", "talent_profiel", "talent_werk", "talent_profielbeeld", "talent_medium", "talent_zoekrij",
        "talent_organisator", "talent_oproep", "grensbrekers_grensbreker", "igs_melding", "igs_hulpvraag",
        "cultuurnota_teamuitnodiging", "cultuurnota_hoofdstukversie", "cultuurnota_opmerking",
    } <= set(voor)  # fmt: skip
    paginas = {plek for plek in voor if plek.startswith("/")}
    assert {"/talent/atom.xml", "/talent/talenten.json", "/sitemap.xml", "/talent/…/"} <= paginas


@pytest.mark.parametrize(
    ("plek", "laat_achter"),
    [
        ("igs_melding", lambda merk: Melding.objects.create(formulier=merk, pagina="/", tekst="x", email="a@b.be")),
        ("cache", lambda merk: cache.set("proef", {"naam": merk})),
        ("paginacache", lambda merk: bewaar_pagina(merk)),
        ("media", lambda merk: default_storage.save("proef.txt", ContentFile(f"van {merk}".encode()))),
    ],
)
def test_de_oefening_ziet_het_als_er_iets_achterblijft(geladen: Any, plek: str, laat_achter: Any) -> None:
    assert not wisoefening.zoek("merkproef", NIETS(None)).get(plek)  # type: ignore[arg-type]
    laat_achter("merkproef")
    assert wisoefening.zoek("merkproef", NIETS(None))[plek] == 1  # type: ignore[arg-type]


def test_een_naam_die_blijft_staan_is_een_zin_in_het_verslag(geladen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(logboek, "vergeet", lambda **_: 0)
    verslag = geladen()
    assert "opnetwerk_logregel" in verslag.na
    assert any("opnetwerk_logregel" in fout for fout in verslag.fouten)


def test_gesprekken_die_blijven_staan_worden_gezien(geladen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(gesprekwissen, "vergeet", lambda **_: 0)
    assert "opnetwerk_gespreksbericht" in geladen().na


def test_het_adres_van_wie_geen_account_heeft_wordt_ook_gezocht(geladen: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(adreswissen, "wissers", [])
    assert {"igs_hulpvraag", "talent_organisator"} <= set(geladen().na)


@pytest.mark.django_db(transaction=True)
def test_het_commando_oefent_ernaast_en_noemt_de_cijfers(capsys: Any) -> None:
    call_command("wis_oefening", "--json")
    verslag = json.loads(capsys.readouterr().out)
    assert verslag["na"] == {}
    assert verslag["voor"]["media"] >= 1 or verslag["voor"]["talent_werk"] >= 1
    assert verslag["kolommen"] > 200
    assert verslag["bewaard"] >= 5  # the page cache was on, and its files were read
    assert verslag["voor"]["paginacache"] >= 1
    assert verslag["voor"]["media"] >= 1
    assert verslag["fouten"] == []
    assert Taakloop.objects.get(stap="wis_oefening").fout == ""


@pytest.mark.django_db(transaction=True)
def test_het_commando_wordt_rood_als_er_iets_blijft(capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(adreswissen, "wissers", [])
    with pytest.raises(CommandError, match="Na het wissen staat het merk nog"):
        call_command("wis_oefening")
    assert "Voor het wissen" in capsys.readouterr().out
