"""The disk of the files is full, or of the database: a clear page with what was typed, and nothing half written."""

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from igs.models import Melding
from opnetwerk import besloten
from opnetwerk.models import Logregel, UitgaandeMail
from talent.models import Werk
from tests.cultuurnota.engagementpaginas import als, laad_op
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.igs.test_klopt_er_iets_niet import ADRES, gegevens_van
from tests.talent.beeldpaginas import concept, voeg_toe
from tests.talent.fabriek import eigenaar_van, maak_talent

Vol = Callable[[Path], AbstractContextManager[None]]


@contextmanager
def volle_schijf(map_: Path) -> Iterator[None]:
    """A real disk of 64 kB without a byte left (ENOSPC). Only root may make one."""
    map_.mkdir(parents=True, exist_ok=True)
    opdracht = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(map_)]
    if subprocess.run(opdracht, capture_output=True, check=False).returncode:
        pytest.skip("hier mag je geen schijf aankoppelen")
    try:
        with suppress(OSError), (map_ / "vulling").open("wb", buffering=0) as vulling:
            while True:
                vulling.write(b"x" * 4096)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(map_)], check=True)


@contextmanager
def dicht_getal(map_: Path) -> Iterator[None]:
    """The system lets this process write no file beyond 100 bytes (EFBIG): needs no rights."""
    zacht, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (zacht, hard))


def bestanden(map_: Path) -> list[str]:
    return sorted(pad.name for pad in map_.rglob("*") if pad.is_file() and pad.name != "vulling")


def keur(antwoord: Any, *woorden: str) -> None:
    """The page of a form that could not be kept."""
    html = antwoord.content.decode()
    assert antwoord.status_code == 503
    assert antwoord.headers["Retry-After"]
    for zin in ("We konden je formulier niet bewaren. Er is niets verstuurd.", *woorden):
        assert zin in html, zin


@pytest.fixture
def niet_streng(client: Client, db: None) -> Client:
    """Answers what a visitor gets, also when something broke."""
    cache.clear()
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("vol", [volle_schijf, dicht_getal])
def test_een_beeld_dat_niet_meer_past_geeft_je_woorden_terug_en_laat_niets_achter(
    niet_streng: Client, settings: Any, tmp_path: Path, vol: Vol
) -> None:
    talent = maak_talent()
    niet_streng.force_login(eigenaar_van(talent))
    settings.MEDIA_ROOT = tmp_path / "media"
    with vol(tmp_path / "media"):
        antwoord = voeg_toe(niet_streng, talent, alt="Een vaas die niet meer past")
        keur(antwoord, "Een vaas die niet meer past", "An Foto", "Kies het dan opnieuw.")
        assert bestanden(tmp_path / "media") == []
    assert not Werk.objects.filter(talent=talent).exists()
    assert voeg_toe(niet_streng, talent).status_code == 302  # and with room again it works
    assert concept(talent).beelden.count() == 1
    assert len(bestanden(tmp_path / "media")) >= 1


@pytest.mark.parametrize("vol", [volle_schijf, dicht_getal])
def test_een_raadsbesluit_dat_niet_meer_past_verandert_niets_aan_de_nota(
    gegevens: None, settings: Any, tmp_path: Path, vol: Vol
) -> None:
    nota = maak_nota()
    client = als(maak_teamlid(nota).gebruiker)
    client.raise_request_exception = False
    settings.BESLOTEN_MAPPEN = {"besloten": tmp_path / "besloten"}
    voordien = Logregel.objects.count()
    with vol(tmp_path / "besloten"):
        keur(laad_op(client, nota), "Kies het dan opnieuw.")
        assert bestanden(tmp_path / "besloten") == []
    assert (nota.engagementen.count(), Logregel.objects.count()) == (0, voordien)
    assert laad_op(client, nota).status_code == 302
    assert len(bestanden(tmp_path / "besloten")) == 1


@pytest.mark.parametrize("opslag", [default_storage, besloten.opslag], ids=["media", "besloten"])
def test_een_bestand_dat_er_al_stond_blijft_staan_als_een_ander_niet_past(
    opslag: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.BESLOTEN_MAPPEN = {"besloten": tmp_path}
    opslag.save("a.pdf", ContentFile(b"kort"))
    with dicht_getal(tmp_path), pytest.raises(OSError, match="too large"):
        opslag.save("a.pdf", ContentFile(b"x" * 4000))
    assert bestanden(tmp_path) == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"kort"


@pytest.mark.parametrize("tabel", ["opnetwerk_uitgaandemail", "opnetwerk_logregel", "igs_melding"])
def test_een_databank_zonder_schijf_bewaart_alles_of_niets_en_geeft_je_woorden_terug(
    niet_streng: Client, gegevens: None, settings: Any, tabel: str
) -> None:
    """PostgreSQL itself says 53100 (disk_full), at the message, its log or the mail about it."""
    settings.BEHEERDER = {"naam": "Jo", "email": "beheer@voorbeeld.be"}
    ingevuld = gegevens_van(tekst="Een lang verhaal over het nummer", email="an@voorbeeld.be")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.vol() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END$$"
        )
        cursor.execute(f"CREATE TRIGGER vol BEFORE INSERT ON {tabel} EXECUTE FUNCTION pg_temp.vol()")
        antwoord = niet_streng.post(ADRES, ingevuld)
        keur(antwoord, "Een lang verhaal over het nummer", "an@voorbeeld.be", "Wat je typte, staat hieronder.")
        assert not Melding.objects.exists()
        assert not UitgaandeMail.objects.exists()
        cursor.execute(f"DROP TRIGGER vol ON {tabel}")
    assert niet_streng.post(ADRES, ingevuld).status_code == 302
    assert Melding.objects.count() == 1
    assert UitgaandeMail.objects.exists()
