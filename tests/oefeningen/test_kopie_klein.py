"""The drill of the large copy, small: it goes through every step, and it can fail."""

from pathlib import Path
from typing import Any

import pytest

from opnetwerk import herstel
from tests import databank
from tests.oefeningen import kopie_groot


@pytest.mark.django_db(transaction=True)
def test_een_kleine_kopie_komt_terug_en_elke_omgekeerde_byte_wordt_genoemd(
    tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    settings.WISSINGEN = tmp_path / "machine" / "wissingen.jsonl"
    databank.maak_leeg()
    databank.zet_netwerk()
    uitslag = kopie_groot.Uitslag(meld=lambda regel: None)
    kopie_groot.oefen(12, tmp_path, uitslag)
    assert uitslag.fouten == []
    assert ["afbeeldingen/" in uitslag.rood[0], "databank.dump" in uitslag.rood[1]] == [True, True]
    kopie = herstel.kies(tmp_path / "kopieen")
    monkeypatch.setattr(herstel, "oefen", lambda bron: herstel.Verslag("blind"))
    kopie_groot.kantel(kopie, uitslag)
    assert len(uitslag.fouten) == 2  # a drill that sees nothing is told of
