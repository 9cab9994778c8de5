"""Small plain factories for calls: each makes exactly what a test names, with sensible values for the rest."""

import uuid
from datetime import date, timedelta
from typing import Any

from igs.models import Gemeente
from opnetwerk.dag import nu, vandaag
from talent.models import Oproep, Organisator, Reactie, Talent
from talent.oproepen import vrije_slug
from talent.regio import thuis_van
from tests.fabriek import maak_gemeente
from tests.talent.fabriek import maak_discipline

LINK_GELDIG = timedelta(days=30)


def _een_gemeente() -> Gemeente:
    return Gemeente.objects.order_by("nis_code").first() or maak_gemeente("11001", "Aartselaar")


def maak_organisator(toegelaten: bool = True, **velden: Any) -> Organisator:
    """An organiser with a good personal link, admitted unless told otherwise; the region follows the municipality."""
    gemeente = velden.pop("gemeente", None) or _een_gemeente()
    nummer = Organisator.objects.count() + 1
    standaard: dict[str, Any] = {
        "formulier": uuid.uuid4().hex,
        "organisatie": f"Cultuurhuis {nummer}",
        "naam": "An Voorbeeld",
        "email": f"cultuurhuis{nummer}@organisator.example",
        "igs": thuis_van(gemeente, vandaag()),
        "stand": Organisator.Stand.TOEGELATEN if toegelaten else Organisator.Stand.AANGEVRAAGD,
        "bevestigd_op": nu(),
        "beslist_op": nu() if toegelaten else None,
        "sleutel_tot": nu() + LINK_GELDIG if toegelaten else None,
    }
    return Organisator.objects.create(gemeente=gemeente, **standaard | velden)


def oproepvelden(**velden: Any) -> dict[str, Any]:
    """The fields of a call as `talent.oproepen.maak` takes them; without disciplines unless named."""
    standaard: dict[str, Any] = {
        "titel": "Muziek op het dorpsplein",
        "tekst": "We zoeken drie optredens voor een zomeravond.",
        "kans": "optreden",
        "van": date(2027, 1, 16),
        "gemeente": velden.pop("gemeente", None) or _een_gemeente(),
        "plaats": "het dorpsplein",
        "vergoeding": "bedrag",
        "bedrag": 250,
        "deadline": date(2026, 12, 14),
    }
    if velden.get("vergoeding", "bedrag") != "bedrag":
        standaard["bedrag"] = None
    return standaard | velden


def maak_oproep(
    open: bool = True, organisator: Organisator | None = None, disciplines: list[str] | None = None, **velden: Any
) -> Oproep:
    """A paid call that is open until 14 December 2026, or a draft; `stand` goes before `open`. `disciplines`: keys."""
    organisator = organisator or maak_organisator(**{een: velden[een] for een in ("gemeente",) if een in velden})
    velden = oproepvelden(**{"gemeente": organisator.gemeente} | velden)
    stand = Oproep.Stand.OPEN if open else Oproep.Stand.CONCEPT
    standaard: dict[str, Any] = {
        "formulier": uuid.uuid4().hex,
        "slug": vrije_slug(velden["titel"]),
        "igs": thuis_van(velden["gemeente"], vandaag()),
        "stand": stand,
        "gepubliceerd_op": nu() if velden.get("stand", stand) != Oproep.Stand.CONCEPT else None,
        "gesloten_op": nu() if velden.get("stand") in ("gesloten", "ingetrokken") else None,
    }
    oproep: Oproep = Oproep.objects.create(organisator=organisator, **standaard | velden)
    oproep.disciplines.set([maak_discipline(sleutel) for sleutel in disciplines or []])
    return oproep


def maak_reactie(oproep: Oproep, talent: Talent, **velden: Any) -> Reactie:
    """An answer that waits, unless a status is named; then with a reason and the moment."""
    if velden.get("status", "nieuw") != "nieuw":
        reden = "" if velden["status"] == "ingetrokken" else "Het past bij wat we zoeken."
        velden = {"reden": reden, "beslist_op": nu()} | velden
    return Reactie.objects.create(oproep=oproep, talent=talent, **{"tekst": "Wij komen graag."} | velden)
