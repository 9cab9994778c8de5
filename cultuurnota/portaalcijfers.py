"""Indicators that the portal fills itself: which figure belongs to which, and fetching them for a year.

What somebody typed is never replaced without being asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import models, transaction

from cultuurnota.models import Cijferkoppeling, Cultuurnota, Indicator, Meting
from igs.portaalcijfers import Portaalcijfer, cijfers, vraag_van
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

GEEN = "Zelf invullen"


def keuzes() -> list[tuple[str, str]]:
    """The figures to choose from, with the choice of none first."""
    return [("", GEEN), *((een.sleutel, een.naam) for een in cijfers.values())]


# --- which figure belongs to which ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Koppelinvoer:
    """What somebody chose for an indicator. `was`: what the form showed; both are keys of a figure, or empty."""

    indicator: Indicator
    was: str
    wordt: str


def koppel(*, nota: Cultuurnota, invoer: list[Koppelinvoer], door: Gebruiker) -> list[Koppelinvoer]:
    """Keep what was chosen; gives back those that somebody else changed meanwhile, which stay as they are."""
    anders = []
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        nu_gekoppeld = dict(gekoppeld(nota).values_list("indicator_id", "cijfer"))
        for een in invoer:
            vers = nu_gekoppeld.get(een.indicator.pk, "")
            if een.wordt in (een.was, vers):
                continue
            if een.was != vers:
                anders.append(een)
                continue
            _zet(een.indicator, een.wordt)
            Cultuurnota.objects.filter(pk=nota.pk).update(gewijzigd_op=nu())
            logboek.schrijf(
                door=door,
                actie="cijfer van het portaal gekozen",
                over=een.indicator,
                igs_slug=nota.igs.slug,
                veranderd={"cijfer": (vers, een.wordt)},
            )
    return anders


def _zet(indicator: Indicator, cijfer: str) -> None:
    if cijfer:
        Cijferkoppeling.objects.update_or_create(indicator=indicator, defaults={"cijfer": cijfer})
    else:
        Cijferkoppeling.objects.filter(indicator=indicator).delete()


def gekoppeld(nota: Cultuurnota) -> models.QuerySet[Cijferkoppeling]:
    """The indicators of the note that a figure fills, in the order of the note."""
    return Cijferkoppeling.objects.filter(indicator__doelstelling__nota=nota).order_by(
        "indicator__doelstelling__volgorde", "indicator__volgorde", "pk"
    )


# --- fetching -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Telling:
    """What the portal counts for an indicator in a year, beside what stands in the note (`versie` of that)."""

    indicator: Indicator
    cijfer: Portaalcijfer
    waarde: Decimal
    getypt: Decimal | None = None
    versie: int = 0


@dataclass
class Haaluitslag:
    """What came of fetching. `gevraagd`: typed by somebody and different, so it stays until somebody says so."""

    ingevuld: list[Telling] = field(default_factory=list)
    gelijk: list[Telling] = field(default_factory=list)
    gevraagd: list[Telling] = field(default_factory=list)
    onbekend: list[Indicator] = field(default_factory=list)
    te_vroeg: bool = False


def haal(*, nota: Cultuurnota, jaar: int, door: Gebruiker, over: Mapping[str, int] | None = None) -> Haaluitslag:
    """Count and fill in, dated. `over`: indicators (by reference) whose typed value may go, when it still has that
    version. Twice is once.
    """
    uitslag, moment = Haaluitslag(), nu()
    vraag = vraag_van(nota.igs, jaar, moment)
    if vraag is None:
        uitslag.te_vroeg = True
        return uitslag
    geteld = {
        sleutel: cijfers[sleutel].tel(vraag)
        for sleutel in set(gekoppeld(nota).values_list("cijfer", flat=True))
        if sleutel in cijfers
    }
    with transaction.atomic():
        Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        rijen = list(gekoppeld(nota).select_related("indicator"))
        metingen = {
            een.indicator_id: een for een in Meting.objects.filter(jaar=jaar, indicator__cijferkoppeling__in=rijen)
        }
        for rij in rijen:
            aantal = geteld.get(rij.cijfer)
            if aantal is None:
                uitslag.onbekend.append(rij.indicator)
                continue
            meting = metingen.get(rij.indicator_id) or Meting(indicator=rij.indicator, jaar=jaar)
            telling = Telling(rij.indicator, cijfers[rij.cijfer], Decimal(aantal), meting.waarde, meting.versie)
            mag_over = (over or {}).get(str(rij.indicator.kenmerk)) == meting.versie
            _vul_in(meting, telling, moment, uitslag, mag_over=mag_over)
        if uitslag.ingevuld:
            Cultuurnota.objects.filter(pk=nota.pk).update(gewijzigd_op=moment)
            logboek.schrijf(
                door=door,
                actie="cijfers van het portaal opgehaald",
                over=nota,
                igs_slug=nota.igs.slug,
                veranderd={str(een.indicator): (een.getypt, een.waarde) for een in uitslag.ingevuld},
            )
    return uitslag


def _vul_in(meting: Meting, telling: Telling, moment: datetime, uitslag: Haaluitslag, *, mag_over: bool) -> None:
    if meting.waarde is not None and not meting.vanzelf and not mag_over:
        (uitslag.gelijk if meting.waarde == telling.waarde else uitslag.gevraagd).append(telling)
        return
    anders = meting.waarde != telling.waarde or not meting.vanzelf
    (uitslag.ingevuld if anders else uitslag.gelijk).append(telling)
    meting.waarde, meting.vanzelf, meting.geteld_op = telling.waarde, True, moment
    meting.versie += anders
    meting.save()
