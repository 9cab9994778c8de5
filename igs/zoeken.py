"""The finder: one line of text to a municipality, a region or an IGS.

Every name under which a page may be sought is one `Zoekingang`. Exact names win; else the names nearest by edit
distance among the best by trigrams; else the honest answer that nothing fits.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from rapidfuzz.distance import OSA

from igs.lidmaatschap import opvolger_op
from igs.models import IGS, Gemeente, Plaats, PlaatsBuiten, Referentieregio, Zoekingang

LANGSTE_VRAAG = 100
KANDIDATEN = 40
NABIJE = 5
MINSTE_LETTERS = 2
KORT_WOORD = 6

GEMEENTE = "gemeente"
VROEGER = "vroegere gemeente"
DEELGEMEENTE = "deelgemeente"
ANDERSTALIG = "Franse naam"
POSTCODE = "postcode"
IGS_SOORT = "IGS"
IGS_NAAM = "andere naam van een IGS"
REGIO = "referentieregio"
BUITEN = "buiten Vlaanderen"
# In this order of preference when one page is found in several ways.
RANG = {
    soort: rang
    for rang, soort in enumerate(
        [GEMEENTE, IGS_SOORT, REGIO, VROEGER, IGS_NAAM, ANDERSTALIG, DEELGEMEENTE, POSTCODE, BUITEN]
    )
}


@dataclass(frozen=True)
class Treffer:
    """A page that fits, and the name by which it was found."""

    pad: str
    doelnaam: str
    naam: str
    soort: str


@dataclass(frozen=True)
class Uitslag:
    """What the finder answers: one `antwoord`, a `keuze` to ask, a place `buiten` Flanders, or the `nabije` names."""

    vraag: str
    antwoord: Treffer | None = None
    keuze: list[Treffer] = field(default_factory=list)
    buiten: list[Treffer] = field(default_factory=list)
    nabije: list[Treffer] = field(default_factory=list)
    ongeveer: bool = False


def normaliseer(tekst: str) -> str:
    """Letters and digits only, lower case, without accents: 'Sint-Niklaas' and 'sint niklaas' become one word.

    'St.' and 'St ' before a name are read as Sint, 'O.L.V.' as Onze-Lieve-Vrouw.
    """
    plat = unicodedata.normalize("NFKD", tekst.casefold())
    plat = "".join(teken for teken in plat if not unicodedata.combining(teken))
    plat = re.sub(r"\bo\.?\s?l\.?\s?v\.?(?=\W)", "onzelievevrouw", plat)
    plat = re.sub(r"\bst(?=[.\s-]+\w)", "sint", plat)
    return re.sub(r"[^a-z0-9]", "", plat)


def _varianten(norm: str) -> list[str]:
    """'stniklaas' may be meant as 'sintniklaas'."""
    return [norm, "sint" + norm[2:]] if norm.startswith("st") and not norm.startswith("sint") else [norm]


def zoek(vraag: str) -> Uitslag:
    """At most two queries. The text is cut at 100 characters; what cannot be a name gives an empty answer."""
    vraag = vraag.replace("\x00", "").strip()[:LANGSTE_VRAAG]
    norm = normaliseer(vraag)
    if len(norm) < MINSTE_LETTERS:
        return Uitslag(vraag)
    exact = _ontdubbel(Zoekingang.objects.filter(genormaliseerd__in=_varianten(norm)))
    if exact:
        return _oordeel(vraag, exact)
    kandidaten = _kandidaten(norm)
    dichtste = _dichtste(norm, kandidaten)
    if dichtste:
        return _oordeel(vraag, dichtste, ongeveer=True)
    begin = [ingang for ingang in kandidaten if norm in ingang.genormaliseerd]
    return Uitslag(vraag, nabije=_ontdubbel(begin or kandidaten)[:NABIJE])


def voorstellen(vraag: str, hoeveel: int = 8) -> list[Treffer]:
    """Pages whose names begin with what was typed, then those that look alike; one query."""
    norm = normaliseer(vraag.replace("\x00", "")[:LANGSTE_VRAAG])
    if len(norm) < MINSTE_LETTERS:
        return []
    begint = Zoekingang.objects.filter(genormaliseerd__startswith=norm).exclude(doel="")
    treffers = _ontdubbel(begint.order_by("rang", "genormaliseerd")[: hoeveel * 4])
    if not treffers:
        nabij = [ingang for ingang in _kandidaten(norm) if ingang.doel]
        treffers = _dichtste(norm, nabij)
    return treffers[:hoeveel]


def _kandidaten(norm: str) -> list[Zoekingang]:
    lijkt = TrigramSimilarity("genormaliseerd", norm)
    namen = Zoekingang.objects.exclude(soort=POSTCODE).annotate(lijkt=lijkt)
    return list(namen.filter(lijkt__gt=0).order_by("-lijkt", "rang")[:KANDIDATEN])


def _dichtste(norm: str, kandidaten: Iterable[Zoekingang]) -> list[Treffer]:
    """The pages at the smallest edit distance, if that is small for a word of this length.

    A typing error in a short word may come from several names (gendt: Gent or Genk): then the next distance counts too.
    """
    grens = 0 if len(norm) < 4 or norm.isdigit() else 1 if len(norm) < 8 else 2
    afstanden = sorted(
        ((min(OSA.distance(v, ingang.genormaliseerd) for v in _varianten(norm)), ingang) for ingang in kandidaten),
        key=lambda paar: paar[0],
    )
    if not afstanden or afstanden[0][0] > grens:
        return []
    verst = afstanden[0][0] + (1 if len(norm) < KORT_WOORD else 0)
    return _ontdubbel(ingang for afstand, ingang in afstanden if afstand <= verst)


def _ontdubbel(ingangen: Iterable[Zoekingang]) -> list[Treffer]:
    """One entry a page, under the best of the names that fit."""
    per_doel: dict[str, Zoekingang] = {}
    for ingang in sorted(ingangen, key=lambda ingang: ingang.rang):
        per_doel.setdefault(ingang.doel or f"buiten:{ingang.doelnaam}", ingang)
    return [Treffer(i.doel, i.doelnaam, i.naam, i.soort) for i in per_doel.values()]


def _oordeel(vraag: str, treffers: list[Treffer], ongeveer: bool = False) -> Uitslag:
    buiten = [treffer for treffer in treffers if not treffer.pad]
    binnen = [treffer for treffer in treffers if treffer.pad]
    if len(binnen) == 1 and not buiten:
        return Uitslag(vraag, antwoord=binnen[0], ongeveer=ongeveer)
    return Uitslag(vraag, keuze=binnen, buiten=buiten, ongeveer=ongeveer)


# --- the index --------------------------------------------------------------------------------------------------------


def bouw_index() -> int:
    """Write every way in anew from the data; gives their number. Call it inside the transaction of a change."""
    ingangen = {(i.genormaliseerd, i.doel, i.soort, i.naam): i for i in _ingangen() if i.genormaliseerd}
    Zoekingang.objects.all().delete()
    Zoekingang.objects.bulk_create(ingangen.values())
    return len(ingangen)


def _ingang(naam: str, soort: str, doel: str, doelnaam: str) -> Zoekingang:
    return Zoekingang(
        genormaliseerd=normaliseer(naam), naam=naam, soort=soort, doel=doel, doelnaam=doelnaam, rang=RANG[soort]
    )


def _ingangen() -> Iterator[Zoekingang]:
    yield from _ingangen_gemeenten()
    yield from _ingangen_igs()
    for regio in Referentieregio.objects.all():
        for naam in {regio.naam, *regio.andere_namen}:
            yield _ingang(naam, REGIO, regio.get_absolute_url(), regio.naam)
    for plaats in PlaatsBuiten.objects.all():
        for naam in filter(None, (plaats.naam, plaats.naam_fr)):
            yield _ingang(naam, BUITEN, "", f"{plaats.naam} ({plaats.get_gewest_display()})")


def _ingangen_gemeenten() -> Iterator[Zoekingang]:
    gemeenten = {gemeente.nis_code: gemeente for gemeente in Gemeente.objects.all()}
    for gemeente in gemeenten.values():
        soort = VROEGER if gemeente.bestaat_tot else GEMEENTE
        yield _ingang(gemeente.naam, soort, gemeente.get_absolute_url(), gemeente.naam)
        if soort == GEMEENTE:
            for postcode in gemeente.postcodes:
                yield _ingang(postcode, POSTCODE, gemeente.get_absolute_url(), gemeente.naam)
    vroegere = {(gemeente.naam, opvolger_op(gemeente, gemeenten, date.max).nis_code) for gemeente in gemeenten.values()}
    for plaats in Plaats.objects.select_related("gemeente"):
        doel = opvolger_op(plaats.gemeente, gemeenten, date.max)
        if plaats.soort == Plaats.Soort.DEELGEMEENTE and (plaats.naam, doel.nis_code) in vroegere:
            continue  # the former municipality has a page of its own, and says where it went
        soort = DEELGEMEENTE if plaats.soort == Plaats.Soort.DEELGEMEENTE else ANDERSTALIG
        yield _ingang(plaats.naam, soort, doel.get_absolute_url(), doel.naam)


def _ingangen_igs() -> Iterator[Zoekingang]:
    for igs in IGS.objects.prefetch_related("namen"):
        namen = {igs.naam: IGS_SOORT, igs.officiele_naam: IGS_NAAM} | {n.naam: IGS_NAAM for n in igs.namen.all()}
        for naam, soort in namen.items():
            if naam:
                yield _ingang(naam, IGS_SOORT if naam == igs.naam else soort, igs.get_absolute_url(), igs.naam)
