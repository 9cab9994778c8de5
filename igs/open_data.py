"""Everything public as flat rows on a day, in the columns of the reference files; written as CSV, JSON or GeoJSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from igs.netwerk import Netwerk
from opnetwerk import uitvoer

Rij = dict[str, Any]
LICENTIE = "https://creativecommons.org/licenses/by/4.0/deed.nl"
STATBEL = "Statbel, open data (bron en datum van bijwerking vermelden)"
EIGEN = "eigen samenstelling, CC BY 4.0"
PROVINCIES = "Data & Analyse van de Vlaamse provincies, op basis van Statbel"


@dataclass(frozen=True)
class Kolom:
    naam: str
    uitleg: str
    bron: str = EIGEN


@dataclass(frozen=True)
class Tabel:
    """One file of the open data: what its columns mean, where they come from, and how its rows are made."""

    naam: str
    titel: str
    uitleg: str
    kolommen: list[Kolom]
    rijen: Callable[[Netwerk], Iterator[Rij]]


def _gemeenten(netwerk: Netwerk) -> Iterator[Rij]:
    for gemeente in netwerk.gemeenten:
        yield {
            "nis_code": gemeente.nis_code,
            "naam": gemeente.naam,
            "provincie": gemeente.provincie,
            "referentieregio": gemeente.referentieregio.slug,
            "inwoners": gemeente.inwoners,
            "inwoners_jaar": gemeente.inwoners_jaar,
            "oppervlakte_km2": float(gemeente.oppervlakte_km2),
            "lat": gemeente.lat,
            "lon": gemeente.lon,
            "postcodes": "|".join(gemeente.postcodes),
            "bestaat_van": gemeente.bestaat_van,
            "bestaat_tot": gemeente.bestaat_tot,
            "opgegaan_in_nis": gemeente.opgegaan_in_id,
        }


def _regios(netwerk: Netwerk) -> Iterator[Rij]:
    for regio in netwerk.regios:
        yield {
            "slug": regio.slug,
            "naam": regio.naam,
            "provincies": ";".join(regio.provincies),
            "omschrijving": regio.omschrijving,
            "bron_url": regio.bron_url,
            "andere_namen": "|".join(regio.andere_namen),
        }


def _igs(netwerk: Netwerk) -> Iterator[Rij]:
    for igs in sorted([*netwerk.actieve_igs, *netwerk.gestopte_igs], key=lambda igs: igs.naam.lower()):
        erkenning = netwerk.erkenning_van(igs)
        yield {
            "slug": igs.slug,
            "naam": igs.naam,
            "officiele_naam": igs.officiele_naam,
            "rechtsvorm": igs.rechtsvorm,
            "website": igs.website,
            "email": igs.email,
            "telefoon": igs.telefoon,
            "zetel_gemeente": igs.zetel.naam if igs.zetel else "",
            "provincies": ";".join(sorted({lid.gemeente.provincie for lid in netwerk.leden_van(igs)})),
            "erkend_van": erkenning and erkenning.van,
            "erkend_tot": erkenning and erkenning.tot,
            "subsidie_per_jaar_eur": erkenning and erkenning.subsidie_per_jaar_eur,
            "omschrijving": igs.omschrijving,
            "bron_url": " ; ".join(igs.bronnen),
            "gestopt_op": igs.gestopt_op,
            "nagekeken_op": igs.nagekeken_op,
        }


def _erkenningen(netwerk: Netwerk) -> Iterator[Rij]:
    for erkenning in netwerk.erkenningen:
        if erkenning.van <= netwerk.dag <= erkenning.tot:
            yield {
                "igs_slug": erkenning.igs.slug,
                "van": erkenning.van,
                "tot": erkenning.tot,
                "subsidie_per_jaar_eur": erkenning.subsidie_per_jaar_eur,
                "zekerheid": erkenning.zekerheid,
                "bron_url": erkenning.bron_url,
            }


def _lidmaatschappen(netwerk: Netwerk) -> Iterator[Rij]:
    for lid in netwerk.leden:
        yield {
            "igs_slug": lid.igs.slug,
            "gemeente": lid.gemeente.naam,
            "nis_code": lid.gemeente.nis_code,
            "lid_van": lid.lid_van,
            "lid_tot": lid.lid_tot,
            "zekerheid": lid.zekerheid,
            "eerst_gezien_op": lid.eerst_gezien_op,
            "bron_url": lid.bron_url,
        }


TABELLEN = {
    tabel.naam: tabel
    for tabel in [
        Tabel(
            "gemeenten",
            "Gemeenten",
            "De gemeenten die op de dag bestaan: 308 tot eind 2018, 300 tot eind 2024, 285 sindsdien.",
            [
                Kolom("nis_code", "sleutel, vijf cijfers; een fusie krijgt een nieuwe code", STATBEL),
                Kolom("naam", "naam", STATBEL),
                Kolom("provincie", "provincie", PROVINCIES),
                Kolom("referentieregio", "adresnaam van de regio (zie regios)", "Regiodecreet, via " + PROVINCIES),
                Kolom("inwoners", "aantal inwoners op 1 januari van inwoners_jaar", STATBEL),
                Kolom("inwoners_jaar", "jaar van de telling", STATBEL),
                Kolom("oppervlakte_km2", "berekend uit vereenvoudigde grenzen, in km²", PROVINCIES),
                Kolom("lat", "breedtegraad van een punt in de gemeente (WGS84)", PROVINCIES),
                Kolom("lon", "lengtegraad van een punt in de gemeente (WGS84)", PROVINCIES),
                Kolom("postcodes", "postcodes, gescheiden door |", "bpost, stand augustus 2021"),
                Kolom("bestaat_van", "eerste dag; leeg: van voor 2018", EIGEN),
                Kolom("bestaat_tot", "laatste dag; leeg: bestaat nog", EIGEN),
                Kolom("opgegaan_in_nis", "code van de opvolger", EIGEN),
            ],
            _gemeenten,
        ),
        Tabel(
            "regios",
            "Referentieregio's",
            "De 15 referentieregio's van het Regiodecreet van 3 februari 2023.",
            [
                Kolom("slug", "sleutel en adresnaam"),
                Kolom("naam", "naam", "vlaanderen.be"),
                Kolom("provincies", "provincies, gescheiden door ;"),
                Kolom("omschrijving", "omschrijving"),
                Kolom("bron_url", "bron"),
                Kolom("andere_namen", "andere namen, gescheiden door |"),
            ],
            _regios,
        ),
        Tabel(
            "igs",
            "IGS'en",
            "De intergemeentelijke samenwerkingsverbanden rond cultuur, ook wie op de dag gestopt was.",
            [
                Kolom("slug", "sleutel en adresnaam"),
                Kolom("naam", "naam"),
                Kolom("officiele_naam", "naam van de rechtspersoon"),
                Kolom("rechtsvorm", "rechtsvorm; leeg: niet gevonden"),
                Kolom("website", "website; leeg: niet gevonden"),
                Kolom("email", "algemeen e-mailadres; leeg: niet gevonden"),
                Kolom("telefoon", "algemeen telefoonnummer; leeg: niet gevonden"),
                Kolom("zetel_gemeente", "gemeente van de zetel; leeg: niet gevonden"),
                Kolom("provincies", "provincies van de leden op de dag, gescheiden door ;"),
                Kolom("erkend_van", "begin van de erkenning die op de dag geldt; leeg: niet bekend"),
                Kolom("erkend_tot", "einde van die erkenning"),
                Kolom("subsidie_per_jaar_eur", "subsidie per jaar in euro; leeg: niet gevonden"),
                Kolom("omschrijving", "wat het IGS doet"),
                Kolom("bron_url", "bronnen, gescheiden door ' ; '"),
                Kolom("gestopt_op", "laatste dag van de werking"),
                Kolom("nagekeken_op", "wanneer we de gegevens nakeken"),
            ],
            _igs,
        ),
        Tabel(
            "erkenningen",
            "Erkenningen",
            "De erkenningen die op de dag gelden. Na 31 december 2026 zijn er geen bekend.",
            [
                Kolom("igs_slug", "adresnaam van het IGS"),
                Kolom("van", "eerste dag"),
                Kolom("tot", "laatste dag"),
                Kolom("subsidie_per_jaar_eur", "subsidie per jaar in euro; leeg: niet gevonden"),
                Kolom("zekerheid", "hoog, middel of laag"),
                Kolom("bron_url", "bron"),
            ],
            _erkenningen,
        ),
        Tabel(
            "lidmaatschappen",
            "Lidmaatschappen",
            "Welke gemeente op de dag lid is van welk IGS. Een gemeente kan in geen, één of meer IGS'en zitten.",
            [
                Kolom("igs_slug", "adresnaam van het IGS"),
                Kolom("gemeente", "naam van de gemeente"),
                Kolom("nis_code", "code van de gemeente"),
                Kolom("lid_van", "eerste dag; leeg: begin niet bekend"),
                Kolom("lid_tot", "laatste dag; leeg: geen einde bekend"),
                Kolom("zekerheid", "hoog, middel, laag, of 'te bevestigen' na een fusie"),
                Kolom("eerst_gezien_op", "eerste dag waarop een bron het lidmaatschap toont"),
                Kolom("bron_url", "bron, of 'fusie' als het lidmaatschap volgt uit een samenvoeging"),
            ],
            _lidmaatschappen,
        ),
    ]
}


def als_csv(tabel: Tabel, netwerk: Netwerk) -> str:
    kolommen = [kolom.naam for kolom in tabel.kolommen]
    return uitvoer.als_csv(kolommen, ([rij[kolom] for kolom in kolommen] for rij in tabel.rijen(netwerk)))


def als_json(tabel: Tabel, netwerk: Netwerk) -> str:
    """A list of flat objects; unknown is null."""
    return json.dumps([_plat(rij) for rij in tabel.rijen(netwerk)], ensure_ascii=False, indent=1)


def _plat(rij: Rij) -> Rij:
    return {sleutel: waarde.isoformat() if hasattr(waarde, "isoformat") else waarde for sleutel, waarde in rij.items()}


def als_geojson(netwerk: Netwerk) -> str:
    """A point per municipality of the day with its IGS'en and region. Points: the shapes of the map are schematic."""
    kenmerken = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [gemeente.lon, gemeente.lat]},
            "properties": {
                "nis_code": gemeente.nis_code,
                "naam": gemeente.naam,
                "referentieregio": gemeente.referentieregio.slug,
                "igs": [lid.igs.slug for lid in netwerk.lidmaatschappen_van(gemeente)],
                "inwoners": gemeente.inwoners,
            },
        }
        for gemeente in netwerk.gemeenten
    ]
    return json.dumps({"type": "FeatureCollection", "features": kenmerken}, ensure_ascii=False)
