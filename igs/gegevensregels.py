"""Rules between rows and between files: what no single row can show. Pure, without the database."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from igs.gegevensbestanden import KAART, Gegevens, Rij

OPEN = date.max


def controleer(gegevens: Gegevens) -> None:
    """Add every broken rule to `gegevens.fouten`."""
    _gemeenten(gegevens)
    _verwijzingen(gegevens)
    _buren(gegevens)
    _igs(gegevens)
    _leden(gegevens)
    _kaart(gegevens)


def _per(rijen: Iterable[Rij], kolom: str) -> dict[Any, Rij]:
    return {rij[kolom]: rij for rij in rijen}


def _gemeenten(gegevens: Gegevens) -> None:
    rijen = gegevens.rijen["gemeenten"]
    codes = _per(rijen, "nis_code")
    bestaande_namen: dict[str, int] = {}
    for rij in rijen:
        reden = _reden_gemeente(rij, codes)
        if not reden and rij["bestaat_tot"] is None:
            if rij["naam"] in bestaande_namen:
                reden = f"{rij['naam']} bestaat al op regel {bestaande_namen[rij['naam']]}"
            bestaande_namen.setdefault(rij["naam"], rij.regel)
        if reden:
            gegevens.fout("gemeenten.csv", rij.regel, reden)


def _reden_gemeente(rij: Rij, codes: dict[Any, Rij]) -> str:
    van, tot, opvolger = rij["bestaat_van"], rij["bestaat_tot"], rij["opgegaan_in_nis"]
    if van and tot and tot < van:
        return "bestaat_tot ligt voor bestaat_van"
    if (tot is None) != (opvolger is None):
        return "bestaat_tot en opgegaan_in_nis staan er allebei of geen van beide"
    if opvolger == rij["nis_code"]:
        return "een gemeente kan niet in zichzelf opgaan"
    if opvolger and opvolger not in codes:
        return f"opgegaan_in_nis {opvolger} is geen bekende NIS-code"
    if opvolger and (einde := codes[opvolger]["bestaat_tot"]) and tot and einde <= tot:
        return f"de opvolger {opvolger} houdt niet later op"
    if not (50.6 <= rij["lat"] <= 51.6 and 2.5 <= rij["lon"] <= 6):
        return "ligt niet in Vlaanderen (lat 50,6-51,6; lon 2,5-6)"
    return ""


def _verwijzingen(gegevens: Gegevens) -> None:
    """Every reference to another file leads somewhere."""
    codes = _per(gegevens.rijen["gemeenten"], "nis_code")
    regios = _per(gegevens.rijen["referentieregios"], "slug")
    igs = _per(gegevens.rijen["igs"], "slug")
    portretten = _per(gegevens.rijen["portretten"], "slug")
    vragen = _per(gegevens.rijen["vragen"], "slug")
    for bestand, kolom, doelen, wat in (
        ("gemeenten", "referentieregio", regios, "referentieregio"),
        ("deelgemeenten", "gemeente_nis", codes, "NIS-code"),
        ("anderstalige_namen", "nis_code", codes, "NIS-code"),
        ("buurgemeenten", "nis_a", codes, "NIS-code"),
        ("buurgemeenten", "nis_b", codes, "NIS-code"),
        ("igs_namen", "igs_slug", igs, "IGS"),
        ("igs_leden", "igs_slug", igs, "IGS"),
        ("igs_leden", "nis_code", codes, "NIS-code"),
        ("portretten", "igs_slug", igs, "IGS"),
        ("portret_antwoorden", "portret_slug", portretten, "portret"),
        ("portret_antwoorden", "vraag_slug", vragen, "vraag"),
    ):
        for rij in gegevens.rijen[bestand]:
            if rij[kolom] not in doelen:
                gegevens.fout(f"{bestand}.csv", rij.regel, f"{kolom} {rij[kolom]} is geen bekende {wat}")


def _buren(gegevens: Gegevens) -> None:
    for rij in gegevens.rijen["buurgemeenten"]:
        if rij["nis_a"] >= rij["nis_b"]:
            gegevens.fout("buurgemeenten.csv", rij.regel, "nis_a moet kleiner zijn dan nis_b")


def _igs(gegevens: Gegevens) -> None:
    namen = {rij["naam"] for rij in gegevens.rijen["gemeenten"] if rij["bestaat_tot"] is None}
    for rij in gegevens.rijen["igs"]:
        van, tot = rij["erkend_van"], rij["erkend_tot"]
        if (van is None) != (tot is None):
            gegevens.fout("igs.csv", rij.regel, "erkend_van en erkend_tot staan er allebei of geen van beide")
        elif van and tot < van:
            gegevens.fout("igs.csv", rij.regel, "erkend_tot ligt voor erkend_van")
        if rij["zetel_gemeente"] and rij["zetel_gemeente"] not in namen:
            gegevens.fout("igs.csv", rij.regel, f"zetel_gemeente {rij['zetel_gemeente']} bestaat niet vandaag")


def _leden(gegevens: Gegevens) -> None:
    codes = _per(gegevens.rijen["gemeenten"], "nis_code")
    perioden: dict[tuple[str, str], list[tuple[date, date, int]]] = defaultdict(list)
    for rij in gegevens.rijen["igs_leden"]:
        gemeente = codes.get(rij["nis_code"])
        reden = _reden_lid(rij, gemeente) if gemeente else ""
        begin = rij["lid_van"] or rij["eerst_gezien_op"]
        if reden or not begin:
            gegevens.fout("igs_leden.csv", rij.regel, reden or "lid_van of eerst_gezien_op moet ingevuld zijn")
            continue
        einde = rij["lid_tot"] or OPEN
        eerdere = perioden[rij["igs_slug"], rij["nis_code"]]
        for ander_begin, ander_einde, regel in eerdere:
            if begin <= ander_einde and ander_begin <= einde:
                gegevens.fout("igs_leden.csv", rij.regel, f"overlapt in de tijd met regel {regel}")
        eerdere.append((begin, einde, rij.regel))


def _reden_lid(rij: Rij, gemeente: Rij) -> str:
    begin = rij["lid_van"] or rij["eerst_gezien_op"]
    if rij["gemeente"] != gemeente["naam"]:
        return f"NIS-code {rij['nis_code']} is {gemeente['naam']}, niet {rij['gemeente']}"
    if begin and rij["lid_tot"] and rij["lid_tot"] < begin:
        return "lid_tot ligt voor het begin"
    if begin and gemeente["bestaat_tot"] and begin > gemeente["bestaat_tot"]:
        return f"{rij['gemeente']} ({rij['nis_code']}) bestond toen niet meer"
    if begin and gemeente["bestaat_van"] and begin < gemeente["bestaat_van"]:
        return f"{rij['gemeente']} ({rij['nis_code']}) bestond toen nog niet"
    return ""


def _kaart(gegevens: Gegevens) -> None:
    """The drawing holds a cell for every municipality of today, and no other."""
    vandaag = {rij["nis_code"] for rij in gegevens.rijen["gemeenten"] if rij["bestaat_tot"] is None}
    getekend = set(gegevens.kaart["cellen"])
    for woord, codes in (("ontbreekt", vandaag - getekend), ("is geen gemeente van vandaag", getekend - vandaag)):
        for code in sorted(codes):
            gegevens.fout(KAART, 0, f"cel {code} {woord}: teken de kaart opnieuw (manage.py teken_kaart)")
