"""The failover drill, small: two clusters, processes that write, kill -9, promotion, and the old primary back."""

import re
import subprocess
import sys
from pathlib import Path

from tests.oefeningen.portaal import WORTEL, schone_omgeving

REGELS = [
    r"ja    twee clusters: een hoofddatabank en een synchrone standby",
    r"      bevorderen duurde \d+\.\d\d s",
    r"ja    schrijven lag stil: \d+\.\d\d s voor de eerste, \d+\.\d\d s voor de laatste van 2 schrijvers",
    r"ja    bevestigd: [1-9]\d* voor kill -9 en [1-9]\d* erna; daarvan kwijt: 0 ",
    r"      de oude hoofddatabank is terug en laat schrijven toe: ja",
    r"ja    een nieuw proces, de oude staat vooraan: schrijft naar 5502",
    r"ja    een nieuw proces, alleen de oude antwoordt: Geweigerd: .* is een oude hoofddatabank",
    r"ja    in de oude is niets meer geschreven",
    r"ja    pg_rewind .*: de oude leest alleen nog en loopt mee",
]


def test_de_overname_houdt_elke_belofte_en_schrijft_elke_regel(tmp_path: Path) -> None:
    opdracht = [sys.executable, "-m", "tests.oefeningen.overname", "--klein"]
    gelopen = subprocess.run(
        opdracht, cwd=WORTEL, env=schone_omgeving(tmp_path), capture_output=True, text=True, timeout=240, check=False
    )
    assert gelopen.returncode == 0, gelopen.stdout + gelopen.stderr[-2000:]
    kop, *regels, slot = gelopen.stdout.splitlines()
    assert re.fullmatch(r"overname \(klein\) – \d{4}-\d\d-\d\d \d\d:\d\d – commit \w+ – \d+ kernen, belasting .*", kop)
    assert len(regels) == len(REGELS)
    for regel, vorm in zip(regels, REGELS, strict=True):
        assert re.match(rf"\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d  {vorm}", regel), regel
    assert slot.endswith("gebroken beloften: 0")
