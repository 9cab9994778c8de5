"""The files for operating the portal: they name what exists, and the programs they are for accept them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from opnetwerk.antwoordkoppen import csp_kop

HUIS = Path(__file__).resolve().parents[2]
MAP = HUIS / "docs" / "bediening"
EENHEDEN = sorted(MAP.glob("*.service")) + sorted(MAP.glob("*.timer"))


def test_elke_variabele_staat_in_de_instellingen():
    namen = set(re.findall(r"^([A-Z_]+)=", (MAP / "omgeving").read_text(), re.M))
    gekend = set(re.findall(r"`([A-Z_]+)`", (HUIS / "docs" / "instellingen.md").read_text()))
    assert namen
    assert namen <= gekend


@pytest.mark.parametrize("pad", [*EENHEDEN, MAP / "README.md", HUIS / "docs" / "datalek.md"], ids=lambda pad: pad.name)
def test_elk_commando_bestaat(pad):
    if not pad.exists():
        pytest.fail(f"{pad.name} ontbreekt")
    assert set(re.findall(r"manage\.py ([a-z_]+)", pad.read_text())) <= set(get_commands())


@pytest.mark.parametrize("pad", EENHEDEN, ids=lambda pad: pad.name)
def test_een_eenheid_mag_niet_meer_dan_ze_nodig_heeft(pad):
    if pad.suffix == ".timer":
        assert "Persistent=true" in pad.read_text()
        return
    tekst = pad.read_text()
    for regel in ("User=opnetwerk", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes", "UMask=0"):
        assert regel in tekst


def test_elk_bestand_staat_in_de_tabel():
    tabel = (MAP / "README.md").read_text()
    for pad in MAP.iterdir():
        if pad.name != "README.md":
            assert pad.name in tabel or pad.suffix in tabel, pad.name


def test_nginx_geeft_de_koppen_van_het_portaal_mee_met_de_spiegel(settings):
    """Pages of the mirror carry the same policy as the portal's own."""
    assert f'Content-Security-Policy "{csp_kop(settings.SECURE_CSP)}"' in (MAP / "nginx.conf").read_text()


def test_nginx_schrijft_geen_adressen_op():
    assert "access_log off;" in (MAP / "nginx.conf").read_text()


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is hier niet geïnstalleerd (apt-get install nginx-light)")
def test_nginx_neemt_het_bestand_aan(tmp_path):
    sleutel, bewijs = tmp_path / "sleutel.pem", tmp_path / "volledig.pem"
    maak = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=netwerk.voorbeeld.be",
    ]
    subprocess.run([*maak, "-keyout", sleutel, "-out", bewijs], check=True, capture_output=True)
    site = tmp_path / "site.conf"
    site.write_text((MAP / "nginx.conf").read_text().replace("/etc/ssl/opnetwerk", str(tmp_path)))
    heel = tmp_path / "nginx.conf"
    heel.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {site}; }}\n")
    gelopen = subprocess.run(["nginx", "-t", "-q", "-c", heel], capture_output=True, text=True, check=False)
    assert gelopen.returncode == 0, gelopen.stderr
    assert "warn" not in gelopen.stderr


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is hier niet geïnstalleerd")
@pytest.mark.parametrize("pad", EENHEDEN, ids=lambda pad: pad.name)
def test_systemd_kent_elke_regel(pad, tmp_path):
    """The programs do not exist on this machine: in their place stands one that does."""
    for een in EENHEDEN:
        tekst = re.sub(r"/srv/opnetwerk/portaal/\.venv/bin/\w+", "/bin/true", een.read_text())
        (tmp_path / een.name).write_text(tekst)
    opdracht = ["systemd-analyze", "verify", "--man=no", tmp_path / pad.name]
    gelopen = subprocess.run(opdracht, capture_output=True, text=True, check=False)
    eigen = [regel for regel in gelopen.stderr.splitlines() if "opnetwerk" in regel]
    assert eigen == []
