"""Read the reference files and judge each row by itself, without the database.

Rules between rows and files stand in `gegevensregels`, writing in `laden`.
"""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from igs.models import IGS, IGSNaam, Zekerheid

GEGEVENS = Path(__file__).resolve().parent / "gegevens"
KAART = "kaart.json"
KAARTVELDEN = {"cellen": dict, "breedte": int, "hoogte": int, "regiogrenzen": str, "omtrek": str, "bron": str}
CELVELDEN = {"d": str, "kader": list, "punt": list, "opp": int}
DAGVORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Lezer = Callable[[str], Any]


@dataclass(frozen=True, order=True)
class Fout:
    """Why a file is refused: the line as a text editor counts it (the header is line 1; 0 is the whole file)."""

    bestand: str
    regel: int
    reden: str

    def __str__(self) -> str:
        plaats = f"{self.bestand}, regel {self.regel}" if self.regel else self.bestand
        return f"{plaats}: {self.reden}"


class GegevensFout(Exception):
    """A faulty set of files; nothing was changed."""

    def __init__(self, fouten: list[Fout]) -> None:
        super().__init__("\n".join(str(fout) for fout in sorted(fouten)))
        self.fouten = sorted(fouten)


@dataclass(frozen=True)
class Rij:
    """One row: values by column name, read into types; empty cells are None or an empty text or list."""

    regel: int
    waarden: dict[str, Any]

    def __getitem__(self, kolom: str) -> Any:
        return self.waarden[kolom]


@dataclass(frozen=True)
class Bestand:
    naam: str
    kolommen: dict[str, Lezer]
    sleutel: tuple[str, ...]


@dataclass
class Gegevens:
    """All files read, with everything that was wrong in them."""

    rijen: dict[str, list[Rij]] = field(default_factory=dict)
    kaart: dict[str, Any] = field(default_factory=dict)
    fouten: list[Fout] = field(default_factory=list)

    def fout(self, bestand: str, regel: int, reden: str) -> None:
        self.fouten.append(Fout(bestand, regel, reden))


def tekst(cel: str) -> str:
    return cel.strip()


def verplicht(cel: str) -> str:
    if not cel.strip():
        raise ValueError("mag niet leeg zijn")
    return cel.strip()


def vorm(patroon: str, uitleg: str) -> Lezer:
    """A cell that must match wholly."""
    regex = re.compile(patroon)

    def lees(cel: str) -> str:
        if not regex.fullmatch(cel):
            raise ValueError(f"'{cel}' is geen {uitleg}")
        return cel

    return lees


def keuze(*waarden: str) -> Lezer:
    def lees(cel: str) -> str:
        if cel not in waarden:
            raise ValueError(f"'{cel}' is geen van: {', '.join(waarde or 'leeg' for waarde in waarden)}")
        return cel

    return lees


def of_leeg(lezer: Lezer) -> Lezer:
    return lambda cel: lezer(cel) if cel.strip() else None


def dag(cel: str) -> date:
    try:
        return date.fromisoformat(cel if DAGVORM.fullmatch(cel) else "")
    except ValueError:
        raise ValueError(f"'{cel}' is geen datum (JJJJ-MM-DD)") from None


def geheel(cel: str) -> int:
    if not (cel.isascii() and cel.isdigit()):
        raise ValueError(f"'{cel}' is geen geheel getal van 0 of meer")
    return int(cel)


def decimaal(cel: str) -> Decimal:
    try:
        waarde = Decimal(cel)
    except InvalidOperation:
        raise ValueError(f"'{cel}' is geen getal") from None
    if not waarde.is_finite():
        raise ValueError(f"'{cel}' is geen getal")
    return waarde


def lijst(scheiding: str) -> Lezer:
    return lambda cel: [deel.strip() for deel in cel.split(scheiding) if deel.strip()]


nis = vorm(r"\d{5}", "NIS-code van vijf cijfers")
slug = vorm(r"[a-z0-9]+(-[a-z0-9]+)*", "adresnaam (kleine letters, cijfers, koppeltekens)")
webadres = vorm(r"https?://\S+", "webadres")
zekerheid = keuze(*Zekerheid.values)

BESTANDEN = {
    bestand.naam: bestand
    for bestand in [
        Bestand(
            "referentieregios",
            {
                "slug": slug,
                "naam": verplicht,
                "provincies": lijst(";"),
                "omschrijving": tekst,
                "bron_url": webadres,
                "andere_namen": lijst("|"),
            },
            ("slug",),
        ),
        Bestand(
            "gemeenten",
            {
                "nis_code": nis,
                "naam": verplicht,
                "provincie": verplicht,
                "referentieregio": slug,
                "inwoners": geheel,
                "inwoners_jaar": geheel,
                "oppervlakte_km2": decimaal,
                "lat": decimaal,
                "lon": decimaal,
                "postcodes": lijst("|"),
                "bestaat_van": of_leeg(dag),
                "bestaat_tot": of_leeg(dag),
                "opgegaan_in_nis": of_leeg(nis),
            },
            ("nis_code",),
        ),
        Bestand(
            "deelgemeenten",
            {"deelgemeente": verplicht, "postcode": vorm(r"\d{4}", "postcode van vier cijfers"), "gemeente_nis": nis},
            ("deelgemeente", "postcode", "gemeente_nis"),
        ),
        Bestand(
            "anderstalige_namen",
            {"nis_code": nis, "naam": verplicht, "taal": vorm("[a-z]{2}", "taalcode")},
            ("nis_code", "naam"),
        ),
        Bestand("buurgemeenten", {"nis_a": nis, "nis_b": nis}, ("nis_a", "nis_b")),
        Bestand(
            "igs",
            {
                "slug": slug,
                "naam": verplicht,
                "officiele_naam": tekst,
                "rechtsvorm": keuze("", *IGS.Rechtsvorm.values),
                "website": of_leeg(webadres),
                "email": tekst,
                "telefoon": tekst,
                "zetel_gemeente": tekst,
                "provincies": lijst(";"),
                "erkend_van": of_leeg(dag),
                "erkend_tot": of_leeg(dag),
                "subsidie_per_jaar_eur": of_leeg(geheel),
                "omschrijving": tekst,
                "bron_url": lijst(" ; "),
                "erkenning_zekerheid": zekerheid,
                "erkenning_bron_url": webadres,
                "gestopt_op": of_leeg(dag),
                "nagekeken_op": of_leeg(dag),
            },
            ("slug",),
        ),
        Bestand(
            "igs_namen",
            {"igs_slug": slug, "naam": verplicht, "soort": keuze(*IGSNaam.Soort.values), "bron_url": of_leeg(webadres)},
            ("igs_slug", "naam"),
        ),
        Bestand(
            "igs_leden",
            {
                "igs_slug": slug,
                "gemeente": verplicht,
                "nis_code": nis,
                "lid_van": of_leeg(dag),
                "lid_tot": of_leeg(dag),
                "zekerheid": zekerheid,
                "eerst_gezien_op": of_leeg(dag),
                "bron_url": webadres,
            },
            ("igs_slug", "nis_code", "lid_van", "eerst_gezien_op"),
        ),
        Bestand(
            "portretten",
            {
                "slug": slug,
                "titel": verplicht,
                "igs_slug": slug,
                "naam": verplicht,
                "functie": tekst,
                "inleiding": verplicht,
                "verteld": tekst,
                "gepubliceerd_op": dag,
            },
            ("slug",),
        ),
        Bestand("vragen", {"slug": slug, "tekst": verplicht, "volgorde": geheel}, ("slug",)),
        Bestand(
            "portret_antwoorden",
            {"portret_slug": slug, "vraag_slug": slug, "antwoord": verplicht},
            ("portret_slug", "vraag_slug"),
        ),
        Bestand(
            "buiten_vlaanderen",
            {"naam": verplicht, "naam_fr": tekst, "gewest": keuze("brussel", "wallonie")},
            ("naam",),
        ),
    ]
}


def lees_alles(map_: Path) -> Gegevens:
    """Read every file of the folder; what is wrong is collected, not raised."""
    gegevens = Gegevens()
    for bestand in BESTANDEN.values():
        gegevens.rijen[bestand.naam] = _lees_bestand(map_, bestand, gegevens)
    gegevens.kaart = _lees_kaart(map_, gegevens)
    return gegevens


def _lees_tekst(map_: Path, naam: str, gegevens: Gegevens) -> str | None:
    try:
        inhoud = (map_ / naam).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        gegevens.fout(naam, 0, "het bestand ontbreekt")
        return None
    except OSError as fout_lezen:
        gegevens.fout(naam, 0, f"het bestand kan niet gelezen worden ({fout_lezen.strerror})")
        return None
    except UnicodeDecodeError as fout:
        regel = fout.object[: fout.start].count(b"\n") + 1
        gegevens.fout(naam, regel, "niet in UTF-8 opgeslagen")
        return None
    if "\0" in inhoud:
        gegevens.fout(naam, inhoud[: inhoud.index("\0")].count("\n") + 1, "bevat een nulteken")
        return None
    return inhoud


def _lees_kaart(map_: Path, gegevens: Gegevens) -> dict[str, Any]:
    """The drawing; empty when something is wrong with it."""
    inhoud = _lees_tekst(map_, KAART, gegevens)
    if inhoud is None:
        return {}
    try:
        kaart = json.loads(inhoud)
    except (ValueError, RecursionError) as fout:
        gegevens.fout(KAART, getattr(fout, "lineno", 0), "geen geldige JSON")
        return {}
    gebreken = _gebreken(kaart, KAARTVELDEN)
    if not gebreken:
        cellen = kaart["cellen"].items()
        gebreken = [f"cel {code}: {gebrek}" for code, cel in cellen for gebrek in _gebreken(cel, CELVELDEN)]
    for gebrek in gebreken:
        gegevens.fout(KAART, 0, gebrek)
    return {} if gebreken else kaart


def _gebreken(dingen: Any, velden: dict[str, type]) -> list[str]:
    heeft = dingen if isinstance(dingen, dict) else {}
    onbruikbaar = [veld for veld, soort in velden.items() if type(heeft.get(veld)) is not soort]
    return [f"{veld} ontbreekt of is onbruikbaar" for veld in onbruikbaar]


def _lees_bestand(map_: Path, bestand: Bestand, gegevens: Gegevens) -> list[Rij]:
    naam = f"{bestand.naam}.csv"
    inhoud = _lees_tekst(map_, naam, gegevens)
    if inhoud is None:
        return []
    lezer = csv.DictReader(io.StringIO(inhoud), strict=True)
    try:
        if not _kolommen_kloppen(lezer.fieldnames or [], bestand, gegevens):
            return []
        rijen = [_lees_rij(lezer.line_num, cellen, bestand, gegevens) for cellen in lezer]
    except csv.Error as fout_csv:
        gegevens.fout(naam, lezer.line_num + 1, f"geen geldige CSV ({fout_csv})")  # the row after the last good one
        return []
    volledig = [rij for rij in rijen if rij is not None]
    _sleutels_uniek(volledig, bestand, gegevens)
    return volledig


def _kolommen_kloppen(koppen: object, bestand: Bestand, gegevens: Gegevens) -> bool:
    aanwezig = list(koppen)  # type: ignore[call-overload]
    onbekend = [kop for kop in aanwezig if kop not in bestand.kolommen]
    ontbreekt = [kop for kop in bestand.kolommen if kop not in aanwezig]
    dubbel = [kop for kop in bestand.kolommen if aanwezig.count(kop) > 1]
    for woord, koppen_ in (("onbekende kolom", onbekend), ("kolom ontbreekt", ontbreekt), ("dubbele kolom", dubbel)):
        if koppen_:
            gegevens.fout(f"{bestand.naam}.csv", 1, f"{woord}: {', '.join(map(str, koppen_))}")
    return not onbekend and not ontbreekt and not dubbel


def _lees_rij(regel: int, cellen: dict[str, Any], bestand: Bestand, gegevens: Gegevens) -> Rij | None:
    naam = f"{bestand.naam}.csv"
    if None in cellen or None in cellen.values():
        gegevens.fout(naam, regel, f"telt geen {len(bestand.kolommen)} cellen")
        return None
    waarden: dict[str, Any] = {}
    for kolom, lees in bestand.kolommen.items():
        try:
            waarden[kolom] = lees(cellen[kolom])
        except ValueError as fout:
            gegevens.fout(naam, regel, f"{kolom}: {fout}")
    return Rij(regel, waarden) if len(waarden) == len(bestand.kolommen) else None


def _sleutels_uniek(rijen: list[Rij], bestand: Bestand, gegevens: Gegevens) -> None:
    gezien: dict[tuple[Any, ...], int] = {}
    for rij in rijen:
        sleutel = tuple(rij[kolom] for kolom in bestand.sleutel)
        if sleutel in gezien:
            namen = ", ".join(bestand.sleutel)
            gegevens.fout(f"{bestand.naam}.csv", rij.regel, f"zelfde {namen} als regel {gezien[sleutel]}")
        gezien.setdefault(sleutel, rij.regel)
