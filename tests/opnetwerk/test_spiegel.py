"""The mirror: whole, with everything a page needs, and replaced in one go."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from igs.models import IGS
from opnetwerk import spiegel
from opnetwerk.antwoordkoppen import csp_kop
from tests.fabriek import maak_bericht
from tests.oefeningen.bezoeker import Bezoeker
from tests.oefeningen.portaal import Nginx, vrije_poort

ADRESSEN = ["/", "/igs/", "/igs/zuidrand/", "/over/"]


@pytest.fixture
def weinig(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A sitemap of a few pages: all of them take long."""
    adressen = [*ADRESSEN]
    monkeypatch.setattr(spiegel, "sitemap_paden", lambda client: adressen)
    return adressen


def test_elke_pagina_staat_er_met_de_regel_van_wanneer(gegevens: None, weinig: list[str], tmp_path: Path) -> None:
    verslag = spiegel.spiegel(tmp_path)
    assert (verslag.paginas, verslag.gemist) == (6, [])
    for naam in ("index.html", "igs/index.html", "igs/zuidrand/index.html", "over/index.html"):
        tekst = (tmp_path / "nu" / naam).read_text()
        assert "Stand van" in tekst
        assert tekst.index("Stand van") < tekst.index("<main")
    assert "Sitemap:" in (tmp_path / "nu" / "robots.txt").read_text()
    assert (tmp_path / "nu" / "sitemap.xml").read_text().startswith("<?xml")


def test_wat_een_pagina_nodig_heeft_staat_erbij(gegevens: None, weinig: list[str], tmp_path: Path) -> None:
    spiegel.spiegel(tmp_path)
    nu = tmp_path / "nu"
    genoemd = re.findall(r'(?:href|src)="(/static/[^"]+)"', (nu / "index.html").read_text())
    assert len(genoemd) > 5
    for adres in genoemd:
        assert (nu / adres.lstrip("/")).is_file(), adres
    assert list((nu / "static" / "letters").glob("*.woff2"))


def test_beelden_van_mensen_staan_erbij_en_niets_van_buiten(gegevens: None, tmp_path: Path) -> None:
    naam = default_storage.save("afbeeldingen/a.webp", ContentFile(b"beeld"))
    tekst = f'<img src="/media/{naam}" srcset="/media/{naam} 480w, /media/weg.webp 960w"><a href="https://elders.be/media/x">'
    gevonden = spiegel._adressen(spiegel.IN_PAGINA, tekst, "/igs/")
    assert gevonden == {f"/media/{naam}", "/media/weg.webp"}
    assert spiegel._schrijf_bestanden(tmp_path, gevonden) == 2
    assert (tmp_path / "media" / naam).read_bytes() == b"beeld"
    assert not (tmp_path / "media" / "weg.webp").exists()


@pytest.mark.parametrize("adres", ["/static/../../etc/passwd", "/media/../geheim", "/static/bestaat-niet.css"])
def test_adres_dat_naar_buiten_wijst_geeft_niets(adres: str) -> None:
    assert spiegel._lees(adres) is None


def test_bestandsnaam_die_naar_buiten_wijst_wordt_geweigerd(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="buiten"):
        spiegel._zet(tmp_path, "../buiten", b"")


def test_nieuwe_kopie_komt_in_een_keer_in_de_plaats(gegevens: None, weinig: list[str], tmp_path: Path) -> None:
    spiegel.spiegel(tmp_path)
    eerste = os.readlink(tmp_path / "nu")
    IGS.objects.filter(slug="zuidrand").update(omschrijving="Later geschreven")
    for _ in range(3):
        spiegel.spiegel(tmp_path)
    assert "Later geschreven" in (tmp_path / "nu" / "igs" / "zuidrand" / "index.html").read_text()
    assert os.readlink(tmp_path / "nu") != eerste
    mappen = [een.name for een in tmp_path.iterdir() if not een.is_symlink()]
    assert len(mappen) == spiegel.BEHOUD
    assert not [naam for naam in mappen if naam.startswith(("bezig", "."))]


def test_te_veel_paginas_die_niet_antwoorden_laten_de_vorige_staan(
    gegevens: None, weinig: list[str], tmp_path: Path
) -> None:
    spiegel.spiegel(tmp_path)
    eerste = os.readlink(tmp_path / "nu")
    weinig.append("/igs/bestaat-niet/")
    with pytest.raises(CommandError, match=r"niet vernieuwd.*bestaat-niet"):
        call_command("spiegel", tmp_path)
    assert os.readlink(tmp_path / "nu") == eerste
    assert len([een for een in tmp_path.iterdir() if not een.is_symlink()]) == 1


def test_map_die_al_iets_anders_is_wordt_niet_aangeraakt(tmp_path: Path) -> None:
    (tmp_path / "nu").mkdir()
    with pytest.raises(CommandError, match="geen link"):
        call_command("spiegel", tmp_path)


def test_de_hele_sitemap_wordt_gevraagd(gegevens: None, tmp_path: Path, capsys: Any) -> None:
    IGS.objects.exclude(slug="zuidrand").filter(erkenningen=None, lidmaatschappen=None).delete()
    bericht = maak_bericht("Een bericht")
    call_command("spiegel", tmp_path)
    assert (tmp_path / "nu" / bericht.get_absolute_url().lstrip("/") / "index.html").is_file()
    assert re.search(r"\d{3} pagina's en \d+ bestanden", capsys.readouterr().out)


def test_wat_nginx_geeft_als_niets_antwoordt_staat_in_de_spiegel(
    gegevens: None, weinig: list[str], tmp_path: Path
) -> None:
    spiegel.spiegel(tmp_path)
    nu = tmp_path / "nu"
    html = (nu / "503.html").read_text()
    assert "De gegevens zijn even niet bereikbaar" in html
    assert "csrfmiddlewaretoken" not in html
    for adres in re.findall(r'(?:href|src)="(/static/[^"]+)"', html):
        assert (nu / adres.lstrip("/")).is_file(), adres


@pytest.mark.skipif(not Nginx.aanwezig(), reason="nginx is hier niet geïnstalleerd (apt-get install nginx-light)")
def test_nginx_geeft_zonder_portaal_wat_in_de_spiegel_staat_en_anders_een_503(tmp_path: Path, settings: Any) -> None:
    """The file of the documentation, in front of a port on which nobody listens."""
    tmp_path.chmod(0o755)
    (tmp_path / "spiegel" / "nu" / "igs").mkdir(parents=True)
    (tmp_path / "spiegel" / "nu" / "igs" / "index.html").write_text("<p>Stand van gisteren</p>")
    (tmp_path / "spiegel" / "nu" / "503.html").write_text("<p>Even niet bereikbaar</p>")
    nginx = Nginx(vrije_poort(), [vrije_poort()], tmp_path)
    with nginx.draaiend():
        bezoeker = Bezoeker(nginx.poort)
        gelezen, weg = bezoeker.haal("/igs/"), bezoeker.haal("/zoek/?q=lint")
        verstuurd = bezoeker.post("/klopt-er-iets-niet/", {"tekst": "Een verhaal"})
        rechtstreeks = bezoeker.haal("/503.html")
        bezoeker.sluit()
    assert (gelezen.status, gelezen.tekst) == (200, "<p>Stand van gisteren</p>")
    for antwoord in (weg, verstuurd):
        assert (antwoord.status, antwoord.tekst) == (503, "<p>Even niet bereikbaar</p>")
        assert antwoord.koppen["retry-after"] == "30"
        assert antwoord.koppen["cache-control"] == "no-store"
    assert rechtstreeks.status == 404  # the page itself is no address
    for antwoord in (gelezen, weg, verstuurd):
        assert antwoord.koppen["content-security-policy"] == csp_kop(settings.SECURE_CSP)
