"""Objectives and indicators of several IGS'en side by side, by task and by theme.

The page for everybody takes what is online and nothing else; redactie may also take frozen versions and the notes of
now. A theme is recognised by the words of an objective and of what hangs under it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse

from cultuurnota.jaarverslag import in_cijfers, lees_getal
from cultuurnota.keuzes import Opdracht
from cultuurnota.models import Bevroren, Cultuurnota, Doelstelling
from cultuurnota.publiceren import adres_van, online
from cultuurnota.uitwisseling import INDICATOR, als_json

# Key, name, and how its words begin (without accents).
THEMAS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("jeugd", "Jeugd en gezinnen", ("jeugd", "jong", "kind", "gezin", "scholier", "tiener")),
    ("participatie", "Participatie en kansengroepen", ("kans", "drempel", "toeleid", "iedereen", "buddy", "uitpas")),
    ("erfgoed", "Erfgoed en musea", ("erfgoed", "muse", "archie", "heemkund")),
    ("bibliotheek", "Bibliotheek en lezen", ("bib", "boek", "leze", "leesb", "literat")),
    (
        "podium",
        "Podium en programmatie",
        ("podium", "podia", "theater", "concert", "program", "cultuurcentr", "muziek"),
    ),
    ("amateurkunsten", "Amateurkunsten en verenigingen", ("amateur", "verenig", "fanfare", "koor", "koren")),
    ("makers", "Makers en kunst", ("maker", "kunst", "atelier", "talent", "residenti")),
    ("educatie", "Cultuureducatie en kunstonderwijs", ("educati", "onderwijs", "school", "scholen", "academie")),
    ("vrijwilligers", "Vrijwilligers", ("vrijwillig",)),
    ("communicatie", "Communicatie en publiek", ("communica", "publiek", "bezoeker", "uitagenda", "campagne")),
    ("ruimte", "Ruimte en infrastructuur", ("ruimte", "infrastruct", "gebouw", "zaal", "zalen", "locatie")),
    ("projecten", "Projecten en subsidies", ("project", "subsidie", "reglement")),
)
ZONDER = "zonder"  # objectives that name no task
LANGSTE_VRAAG = 100
GEEN_TAAK = "Zonder opdracht"
BRONNEN = {"online": "Wat online staat", "bevroren": "De jongste bevroren versie", "nu": "De nota zoals ze nu is"}


@dataclass(frozen=True)
class Nota:
    """A note that is compared: whose, where it is read, what it is, and its objectives as plain data."""

    igs: str
    slug: str
    titel: str
    periode: str
    pad: str
    versie: str
    doelen: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Rij:
    """One objective."""

    nota: Nota
    titel: str
    boven: str
    opdrachten: tuple[str, ...]
    indicatoren: tuple[tuple[str, str], ...]  # the name, and from where to where
    woorden: frozenset[str]

    @cached_property
    def themas(self) -> tuple[str, ...]:
        return tuple(
            sleutel for sleutel, _, stammen in THEMAS if any(woord.startswith(stammen) for woord in self.woorden)
        )


# --- where the notes come from --------------------------------------------------------------------------------------
def gepubliceerde() -> list[Nota]:
    """The notes that show their objectives to everybody; one query, and no texts of chapters."""
    rijen = online().filter(met_doelstellingen=True).annotate(doelen=F("bevroren__inhoud__doelstellingen"))
    return [_nota(een.nota, adres_van(een), een.bevroren.naam, een.doelen) for een in rijen]


def bevroren_notas() -> list[Nota]:
    """Every note with its newest frozen version: for redactie."""
    jongste = Bevroren.objects.filter(nota=OuterRef("pk")).order_by("-op", "-pk")
    rijen = (
        Cultuurnota.objects.filter(weg_op=None)
        .select_related("igs")
        .defer("feiten", "feiten_verschil")
        .annotate(
            versie_naam=Subquery(jongste.values("naam")[:1]),
            doelen=Subquery(jongste.values("inhoud__doelstellingen")[:1]),
        )
        .exclude(versie_naam=None)
    )
    return [_nota(een, _werkruimte(een), een.versie_naam, een.doelen) for een in rijen]


def notas_van_nu() -> list[Nota]:
    """Every note as it is: for redactie. Four queries."""
    notas = Cultuurnota.objects.filter(weg_op=None).select_related("igs").defer("feiten", "feiten_verschil")
    alle = Doelstelling.objects.filter(nota__weg_op=None).prefetch_related("indicatoren", "acties")
    per: dict[int, list[Mapping[str, Any]]] = {}
    for een in alle:
        per.setdefault(een.nota_id, []).append(_als_data(een))
    return [_nota(nota, _werkruimte(nota), "de nota van nu", per.get(nota.pk, [])) for nota in notas]


def _als_data(een: Doelstelling) -> Mapping[str, Any]:
    """The part of the export that is compared."""
    return {
        "kenmerk": een.pk,
        "boven": een.boven_id,
        "titel": een.titel,
        "tekst": een.tekst,
        "opdrachten": een.opdrachten,
        "indicatoren": [als_json(indicator, INDICATOR) for indicator in een.indicatoren.all()],
        "acties": [{"titel": actie.titel, "tekst": actie.tekst} for actie in een.acties.all()],
    }


def _nota(nota: Cultuurnota, pad: str, versie: str, doelen: Iterable[Mapping[str, Any]] | None) -> Nota:
    periode = f"{nota.van}–{nota.tot}"
    return Nota(nota.igs.naam, nota.igs.slug, nota.titel, periode, pad, versie, tuple(doelen or ()))


def _werkruimte(nota: Cultuurnota) -> str:
    return reverse("cultuurnota_werkruimte_doelen", args=[nota.kenmerk])


BRON = {"online": gepubliceerde, "bevroren": bevroren_notas, "nu": notas_van_nu}


# --- comparing ------------------------------------------------------------------------------------------------------
def rijen_van(nota: Nota) -> list[Rij]:
    """Its objectives in order."""
    titels = {een["kenmerk"]: een["titel"] for een in nota.doelen}
    return [
        Rij(
            nota,
            een["titel"],
            titels.get(een.get("boven"), ""),
            tuple(een["opdrachten"]),
            tuple((indicator["naam"], in_zin(indicator)) for indicator in een["indicatoren"]),
            frozenset(_woorden(een)),
        )
        for een in nota.doelen
    ]


def in_zin(indicator: Mapping[str, Any]) -> str:
    """From which value to which, in Dutch figures; empty when no target was set."""
    van, naar = lees_getal(indicator.get("nulmeting")), lees_getal(indicator.get("streefwaarde"))
    if naar is None:
        return ""
    delen = ["" if van is None else f"van {in_cijfers(van)}", f"naar {in_cijfers(naar)}", indicator.get("eenheid", "")]
    return " ".join(deel for deel in delen if deel)


def _woorden(doel: Mapping[str, Any]) -> list[str]:
    delen = [doel["titel"], doel.get("tekst", "")]
    delen += [een["naam"] for een in doel["indicatoren"]]
    delen += [f"{een['titel']} {een.get('tekst', '')}" for een in doel.get("acties", [])]
    return in_woorden(" ".join(delen))


def in_woorden(tekst: str) -> list[str]:
    """Small letters without accents; what is no letter or digit parts words."""
    plat = unicodedata.normalize("NFKD", tekst.casefold())
    return re.findall(r"[a-z0-9]+", "".join(teken for teken in plat if not unicodedata.combining(teken)))


@dataclass(frozen=True)
class Vraag:
    """What is asked of the comparison; what we do not know narrows nothing."""

    opdracht: str = ""
    thema: str = ""
    igs: frozenset[str] = frozenset()
    woorden: tuple[str, ...] = ()
    tekst: str = ""

    @classmethod
    def uit(cls, gegevens: Any) -> "Vraag":
        """Of a QueryDict."""
        tekst = gegevens.get("q", "")[:LANGSTE_VRAAG].replace("\x00", "")
        return cls(
            _bekend(gegevens.get("opdracht", ""), {*Opdracht.values, ZONDER}),
            _bekend(gegevens.get("thema", ""), {sleutel for sleutel, *_ in THEMAS}),
            frozenset(slug for slug in gegevens.getlist("igs") if slug),
            tuple(in_woorden(tekst)),
            tekst,
        )

    def past(self, rij: Rij) -> bool:
        return (
            (not self.opdracht or self.opdracht in (rij.opdrachten or (ZONDER,)))
            and (not self.thema or self.thema in rij.themas)
            and all(any(een.startswith(woord) for een in rij.woorden) for woord in self.woorden)
        )

    @property
    def filtert(self) -> bool:
        return bool(self.opdracht or self.thema or self.igs or self.woorden)


def _bekend(waarde: str, keuzes: Iterable[str]) -> str:
    return waarde if waarde in keuzes else ""


@dataclass(frozen=True)
class Vergelijking:
    """What the page shows."""

    notas: list[Nota]
    vraag: Vraag
    themas: tuple[tuple[str, str], ...] = field(default=tuple((sleutel, naam) for sleutel, naam, _ in THEMAS))

    @cached_property
    def igs(self) -> list[tuple[str, str]]:
        """Slug and name of who has a note here, by name."""
        return sorted({(een.slug, een.igs) for een in self.notas}, key=lambda paar: paar[1].casefold())

    @cached_property
    def gekozen(self) -> frozenset[str]:
        """The IGS'en to compare; all of them when none that we know was asked for."""
        bekend = {slug for slug, _ in self.igs}
        return frozenset(self.vraag.igs & bekend or bekend)

    @cached_property
    def rijen(self) -> list[Rij]:
        mee = (nota for nota in self.notas if nota.slug in self.gekozen)
        return [rij for nota in mee for rij in rijen_van(nota) if self.vraag.past(rij)]

    @property
    def groepen(self) -> list[tuple[str, str, list[Rij]]]:
        """Key, task and objectives, in the order of the decree; what has more tasks stands under each."""
        taken = [*((str(sleutel), str(naam)) for sleutel, naam in Opdracht.choices), (ZONDER, GEEN_TAAK)]
        if self.vraag.opdracht:
            taken = [een for een in taken if een[0] == self.vraag.opdracht]
        groepen = [
            (sleutel, naam, [rij for rij in self.rijen if sleutel in (rij.opdrachten or (ZONDER,))])
            for sleutel, naam in taken
        ]
        return [groep for groep in groepen if groep[2]]

    @property
    def opdrachten(self) -> list[tuple[str, str]]:
        return [*((str(sleutel), str(naam)) for sleutel, naam in Opdracht.choices), (ZONDER, GEEN_TAAK.lower())]
