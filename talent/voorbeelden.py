"""Invented talents, so that a portal that was just started looks alive: marked as such, gone with one command."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk
from opnetwerk.afbeeldingen import maak_maten, wis_bestanden
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import VOORBEELDDOMEIN
from talent import keuzes, voorbeeldnetwerk, voorbeeldoproepen
from talent.keuzes import Leeftijd, Soort
from talent.models import Beheer, Discipline, Profiel, Profielbeeld, Talent, Toelating, Werk
from talent.voorbeeldbeelden import teken
from talent.zoekrij import leid_reeks_af

BESTAND = Path(__file__).parent / "gegevens" / "voorbeelden.csv"
MERK = "voorbeeld-"
EIGENAAR = f"maker{VOORBEELDDOMEIN}"
STREKEN = ["zuidrand", "co7", "dijk92", "ecru", "route42", "comeet", "leie-schelde"]
PARTIJ = 1000
TEKST = (
    "Dit is een verzonnen profiel. Zo kan het eruitzien als iemand vertelt wat hij maakt, voor wie en waar.\n\n"
    "We beginnen klein en kijken wat de plek vraagt. Een zaal is niet nodig: een plein, klas of living volstaat."
)
# What fits an art, by the key of its first level: roles, offers, looks for, suited for.
PAST: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {
    "muziek": (["uitvoerder"], ["optreden", "invallen"], ["podium", "medespeler"], ["feest", "huiskamer", "festival"]),
    "dans": (["uitvoerder", "maker"], ["optreden", "workshop"], ["repetitieplek"], ["festival", "school"]),
    "theater": (["uitvoerder", "maker"], ["optreden"], ["podium", "publiek"], ["huiskamer", "stil-publiek"]),
    "humor": (["uitvoerder", "schrijver"], ["optreden"], ["podium"], ["feest", "huiskamer"]),
    "circus": (["uitvoerder"], ["optreden", "workshop"], ["repetitieplek"], ["straat", "school", "festival"]),
    "woord": (["schrijver"], ["lezing", "workshop"], ["publiek"], ["bib", "school", "stil-publiek"]),
    "beeldend": (["maker"], ["tentoonstellen", "workshop"], ["expoplek", "atelier"], ["bib", "woonzorg"]),
    "beeld": (["maker"], ["opdracht", "tentoonstellen"], ["expoplek"], ["bib", "school"]),
    "vormgeving": (["maker"], ["opdracht"], ["atelier"], ["bib"]),
    "erfgoed": (["uitvoerder", "lesgever"], ["lezing", "workshop"], ["publiek"], ["straat", "woonzorg", "school"]),
    "techniek": (["technicus"], ["opdracht"], ["coach"], ["festival", "feest"]),
    "kruising": (["maker", "lesgever"], ["samen-maken", "workshop"], ["publiek"], ["woonzorg", "school"]),
}
PRIJZEN = [("bespreken", None), ("vanaf", 250), ("onkosten", None), ("gratis", None), ("vanaf", 400)]


def rijen() -> list[dict[str, str]]:
    """The lines of the file."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def maak() -> int:
    """Make what is not there yet; the number made. Needs the terms and the network."""
    bestaand = set(Talent.objects.filter(voorbeeld=True).values_list("slug", flat=True))
    termen = {term.sleutel: term for term in Discipline.objects.select_related("boven")}
    nieuw = [(i, rij) for i, rij in enumerate(rijen()) if _kan(rij, bestaand, termen)]
    plekken = list(werkplekken()) if nieuw else []
    if not plekken:
        voorbeeldoproepen.maak()
        return 0
    with transaction.atomic():
        eigenaar, _ = Gebruiker.objects.get_or_create(email=EIGENAAR, defaults={"naam": "Mia Maker"})
        gemaakt = [_maak_een(i, rij, *plekken[i % len(plekken)], termen, eigenaar) for i, rij in nieuw]
        leid_reeks_af([talent.pk for talent in gemaakt])
        voorbeeldoproepen.maak()
        voorbeeldnetwerk.maak()
    return len(gemaakt)


def _kan(rij: dict[str, str], bestaand: set[str], termen: dict[str, Discipline]) -> bool:
    """Not there yet, and its terms are."""
    return MERK + slugify(rij["naam"]) not in bestaand and set(rij["disciplines"].split("|")) <= set(termen)


def werkplekken() -> Iterator[tuple[Gemeente, IGS | None]]:
    """A municipality of each of the regions in turn, and now and then one without."""
    netwerk = Netwerk.op(vandaag())
    igs = [een for slug in STREKEN for een in netwerk.actieve_igs if een.slug == slug]
    for ronde in range(8):
        for een in igs:
            leden = netwerk.leden_van(een)
            yield netwerk.cel(leden[ronde * 5 % len(leden)].gemeente), een
    yield from ((gemeente, None) for gemeente in netwerk.zonder_igs[:3])


def _maak_een(
    i: int, rij: dict[str, str], gemeente: Gemeente, igs: IGS | None, termen: dict[str, Discipline], eigenaar: Gebruiker
) -> Talent:
    jong = rij["leeftijd"] == Leeftijd.JONG
    moment = nu() - timedelta(days=i * 37 % 240, minutes=i)
    talent = Talent.objects.create(
        slug=MERK + slugify(rij["naam"]),
        soort=Soort(rij["soort"]),
        leeftijd=rij["leeftijd"],
        leeftijd_op=vandaag(),
        thuis=igs,
        voorbeeld=True,
        in_zoekmachines=False,
        in_feeds=not jong,
        pauze=i % 29 == 17,
        gepubliceerd_op=moment - timedelta(days=30),
        bijgewerkt_op=moment,
        bevestigd_op=moment - timedelta(days=400) if i % 41 == 23 else moment,
    )
    kunst = [termen[sleutel] for sleutel in rij["disciplines"].split("|")]
    profiel = Profiel.objects.create(talent=talent, **profielvelden(i, rij["naam"], rij["kort"], rij["vorm"], kunst))
    profiel.gemeente = gemeente
    profiel.save(update_fields=["gemeente"])
    profiel.disciplines.set(kunst)
    _teken_beelden(i, talent, profiel, kunst[0])
    talent.online = profiel
    talent.save(update_fields=["online"])
    Toelating.objects.create(talent=talent, igs=igs, soort="thuis", stand="toegelaten", beslist_op=moment)
    Beheer.objects.create(talent=talent, gebruiker=eigenaar, rol=Beheer.Rol.EIGENAAR)
    return talent


def profielvelden(i: int, naam: str, kort: str, vorm: str, kunst: list[Discipline]) -> dict[str, Any]:
    """The fields of an approved profile but the municipality and the disciplines; `i` varies them."""
    boven = kunst[0].boven or kunst[0]
    rollen, aanbod, zoekt, past_bij = PAST.get(boven.sleutel, PAST["kruising"])
    prijs, vanaf = PRIJZEN[i % len(PRIJZEN)]
    talen = ["nl", *(taal for nummer, taal in enumerate(["fr", "en", "dialect"], 2) if i % (nummer * 2) == 1)]
    return {
        "stand": Profiel.Stand.GOEDGEKEURD,
        "ingediend_op": nu(),
        "beslist_op": nu(),
        "naam": naam,
        "kort": kort,
        "tekst": TEKST,
        "vorm": vorm,
        "rollen": rollen,
        "aanbod": aanbod[: 1 + i % 2],
        "zoekt": zoekt if i % 3 else [],
        "past_bij": past_bij[i % 2 :],
        "talen": talen,
        "band": [keuzes.Band.WOONT],
        "reikwijdte": [*keuzes.Reikwijdte.values][i % 3],
        "niveau": [*keuzes.Niveau.values][i % 3],
        "prijs": prijs,
        "prijs_vanaf": vanaf,
        "beschikbaar": "vooral in het weekend" if i % 2 else "",
    }


def _teken_beelden(i: int, talent: Talent, profiel: Profiel, term: Discipline) -> None:
    """None for a third of them, so that the pattern shows too; two for some."""
    boven = term.boven or term
    for nummer in range([1, 1, 0, 2, 1, 0, 1, 1, 0][i % 9]):
        getekend = ContentFile(teken(profiel.naam, boven.sleutel, nummer), name="voorbeeld.jpg")
        werk = Werk.objects.create(talent=talent, bestand=getekend, decoratief=True, bron="Voorbeeld, getekend")
        maak_maten(werk)
        Profielbeeld.objects.create(profiel=profiel, werk=werk, volgorde=nummer, decoratief=True, bron=werk.bron)


def wis() -> int:
    """Remove every example talent with its pictures; the number removed."""
    voorbeeldoproepen.wis()
    nummers = list(Talent.objects.filter(voorbeeld=True).values_list("pk", flat=True))
    for begin in range(0, len(nummers), PARTIJ):
        _wis_partij(nummers[begin : begin + PARTIJ])
    return len(nummers)


def _wis_partij(nummers: list[int]) -> None:
    with transaction.atomic():
        werken = list(Werk.objects.filter(talent__in=nummers))
        Talent.objects.filter(pk__in=nummers).delete()
        leid_reeks_af(nummers)
        for werk in werken:
            transaction.on_commit(lambda werk=werk: wis_bestanden(werk))  # type: ignore[misc]
