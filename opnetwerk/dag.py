"""Which day it is: one place, so that tests and rehearsals can fix it."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

# The reference data know the municipalities from this day on; before it nothing is claimed.
EERSTE_DAG = date(2018, 1, 1)
LAATSTE_DAG = date(2040, 12, 31)
VORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def vandaag() -> date:
    """The day in Brussels, or the fixed day of the settings."""
    vast: date | None = settings.VASTE_DAG
    return vast or timezone.localdate()


def nu() -> datetime:
    """This moment, or noon of the fixed day."""
    vast: date | None = settings.VASTE_DAG
    return datetime.combine(vast, time(12), timezone.get_default_timezone()) if vast else timezone.now()


@dataclass(frozen=True)
class GevraagdeDag:
    """The day a page is about, and what was wrong with the request for it (empty when nothing was)."""

    dag: date
    is_vandaag: bool
    fout: str = ""


def gevraagde_dag(tekst: str | None) -> GevraagdeDag:
    """Read `?op=JJJJ-MM-DD`. Without a usable day: today, with a sentence that says why."""
    nu = vandaag()
    if not tekst:
        return GevraagdeDag(nu, is_vandaag=True)
    try:
        dag = date.fromisoformat(tekst) if VORM.fullmatch(tekst) else None
    except ValueError:
        dag = None
    if dag is None:
        return GevraagdeDag(nu, True, "We begrijpen die datum niet. Schrijf jaar, maand en dag, zoals 2025-01-31.")
    if not EERSTE_DAG <= dag <= LAATSTE_DAG:
        return GevraagdeDag(
            nu, True, f"Onze gegevens gaan over de jaren {EERSTE_DAG.year} tot en met {LAATSTE_DAG.year}."
        )
    return GevraagdeDag(dag, is_vandaag=dag == nu)
