import csv
import json
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import brotli
from django.core.management.base import BaseCommand, CommandError, CommandParser

from igs.gegevensbestanden import GEGEVENS

KAART = GEGEVENS / "kaart.json"
BRON = "Oppervlakten en ligging: Statbel."
TOESTAND = "2025-01-01"
BUREN_VANAF = 0.15
"""Length in km from which a shared border of two cells counts as being neighbours."""


class Command(BaseCommand):
    help = "Tekent de schematische kaart van de gemeenten opnieuw uit de kaartpunten."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--controle", action="store_true", help="niets wijzigen; fout als kaart.json niet overeenkomt"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        try:
            from igs import kaart_tekenen
        except ModuleNotFoundError as fout:
            raise CommandError("Installeer de groep kaart: uv sync --group kaart") from fout
        gemeenten = _bestaande_gemeenten()
        regio_van = {code: rij["referentieregio"] for code, rij in gemeenten.items()}
        vormen = kaart_tekenen.cellen(kaart_tekenen.lees_punten(GEGEVENS / "kaartpunten.csv"))
        kaart = kaart_tekenen.als_kaart(vormen, regio_van, bron=BRON, schematisch=True, toestand=TOESTAND)
        inhoud = als_bestand(kaart)
        for regel in self._metingen(vormen, gemeenten):
            self.stdout.write(regel)
        paden = "".join(cel["d"] for cel in kaart["cellen"].values()).encode()
        for naam, deel in (("kaart.json", inhoud), ("Paden van de cellen", paden)):
            self.stdout.write(f"{naam}: {len(deel)} bytes, met brotli {len(brotli.compress(deel))}")
        self._bewaar(inhoud, controle=opties["controle"])

    def _bewaar(self, inhoud: bytes, *, controle: bool) -> None:
        gelijk = KAART.exists() and KAART.read_bytes() == inhoud
        if controle and not gelijk:
            raise CommandError(f"{KAART.name} is niet wat de kaartpunten geven: voer teken_kaart uit.")
        if not gelijk:
            KAART.write_bytes(inhoud)
        self.stdout.write(f"{KAART.name} is {'ongewijzigd' if gelijk else 'vernieuwd'}.")

    def _metingen(self, vormen: dict[str, Any], gemeenten: dict[str, dict[str, str]]) -> Iterator[str]:
        from igs import kaart_tekenen

        grenzen = kaart_tekenen.gedeelde_grenzen(vormen)
        getekend = {paar for paar, lengte in grenzen.items() if lengte > BUREN_VANAF}
        buren = _buurparen()
        fouten = [abs(vormen[code].area / float(gemeenten[code]["oppervlakte_km2"]) - 1) for code in vormen]
        regio_van = {code: rij["referentieregio"] for code, rij in gemeenten.items()}
        stukken = kaart_tekenen.stukken_per_regio(vormen, regio_van)
        in_stukken = ", ".join(f"{regio} {aantal}" for regio, aantal in stukken.items() if aantal > 1) or "geen"
        yield f"Cellen: {len(vormen)} van {len(gemeenten)}"
        yield f"Buren behouden: {len(getekend & buren)} van {len(buren)}; te veel: {len(getekend - buren)}"
        yield (
            f"Fout op de oppervlakte: mediaan {median(fouten):.1%}, gemiddeld {mean(fouten):.1%}, "
            f"grootste {max(fouten):.1%}"
        )
        yield f"Regio's: {len(stukken)}; in meer dan een stuk: {in_stukken}"


def als_bestand(kaart: dict[str, Any]) -> bytes:
    """Write a map so that the same map gives the same bytes, with one municipality a line."""
    tekst = json.dumps(kaart, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{tekst}\n".replace('},"', '},\n"').encode()


def _bestaande_gemeenten() -> dict[str, dict[str, str]]:
    return {rij["nis_code"]: rij for rij in _lees(GEGEVENS / "gemeenten.csv") if not rij["bestaat_tot"]}


def _buurparen() -> set[tuple[str, str]]:
    paren = ((rij["nis_a"], rij["nis_b"]) for rij in _lees(GEGEVENS / "buurgemeenten.csv"))
    return {(min(paar), max(paar)) for paar in paren}


def _lees(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))
