"""What happens every night by itself: erase what was kept long enough, ask, remind. Each step stands alone.

The apps add their steps when they start; the worker carries them out, and `manage.py dagelijks` by hand. A step that
fails is written down and does not stop the others. A trial does everything inside a transaction that is taken back:
what it counts is what would have happened, mails included.
"""

import logging
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from opnetwerk import accountwissen, bezorgverslagen, binnenpost, gesprekken, logboek, opruimen, post, taakloop
from opnetwerk.paginacache import tabellen

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stap:
    """`wat` ends the sentence "Deze stap ..."; `werk` gets the moment and says how many things it changed."""

    naam: str
    wat: str
    werk: Callable[[datetime], int]


@dataclass(frozen=True)
class Uitkomst:
    """What a step did. `fout` is empty when it went well."""

    stap: Stap
    aantal: int
    seconden: float
    fout: str = ""


stappen: dict[str, Stap] = {}
HEEL = "dagelijks"  # how a whole night is remembered
_op_proef: ContextVar[bool] = ContextVar("op_proef", default=False)


def op_proef() -> bool:
    """Whether this is a trial: a row comes back with the transaction, a file does not, so leave it."""
    return _op_proef.get()


def voeg_toe(naam: str, wat: str, werk: Callable[[datetime], int]) -> None:
    """A step of the night, in the order in which they are added. ValueError for a name that is taken."""
    if naam in stappen:
        raise ValueError(f"er is al een stap {naam}")
    stappen[naam] = Stap(naam, wat, werk)


def registreer() -> None:
    """The steps that belong to no app."""
    voeg_toe("gesprekken_onbevestigd", "wist gesprekken die niemand bevestigde", gesprekken.wis_onbevestigde)
    voeg_toe("gesprekken_oud", "wist gesprekken die een jaar stil zijn", gesprekken.wis_oude)
    voeg_toe("post", "wist de tekst van mail die niet wegging, en na een jaar de regel", post.wis_oude)
    voeg_toe("ingekomen", "wist mails aan ons die gelezen zijn", _wis_ingekomen)
    voeg_toe("onbestelbaar", "wist adressen die een jaar geen mail terugstuurden", bezorgverslagen.wis_oude)
    voeg_toe("logboek", "wist regels van het logboek van vijf jaar geleden", logboek.wis_oude)
    voeg_toe("zittingen", "wist zittingen die voorbij zijn", opruimen.wis_oude_zittingen)
    voeg_toe("accounts", "wist accounts die niemand bevestigde", opruimen.wis_onbevestigde)
    voeg_toe("accounts_wissen", "wist accounts waarvoor dat gevraagd werd", accountwissen.wis_gevraagde)
    voeg_toe("stempel", "telt de stempels van verbroken verbindingen samen", tabellen.ruim_op)
    voeg_toe("taaklopen", "wist verslagen van taken van dertien maanden geleden", taakloop.wis_oude)


def _wis_ingekomen(moment: datetime) -> int:
    return binnenpost.ruim_op(moment, proef=op_proef())


def voer_uit(*, moment: datetime, proef: bool = False, alleen: Iterable[str] = ()) -> list[Uitkomst]:
    """Carry out every step, or those named. KeyError for a name that is no step.

    A whole night is remembered too, under the name "dagelijks": good when every step was.
    """
    gekozen = [stappen[naam] for naam in alleen]
    with taakloop.loop(HEEL, bewaar=not (proef or gekozen)) as nacht:
        uitkomsten = [_voer_uit(stap, moment, proef) for stap in gekozen or list(stappen.values())]
        nacht.aantal = sum(een.aantal for een in uitkomsten)
        nacht.fout = ", ".join(een.stap.naam for een in uitkomsten if een.fout)
    return uitkomsten


def _voer_uit(stap: Stap, moment: datetime, proef: bool) -> Uitkomst:
    with taakloop.loop(stap.naam, bewaar=not proef) as taak:
        try:
            if proef:
                taak.aantal = _probeer(stap, moment)
            else:
                taak.aantal = stap.werk(moment)
        except Exception as fout:  # whatever it is: the other steps are carried out
            log.exception("De stap %s mislukte.", stap.naam)
            taak.fout = f"{type(fout).__name__}: {fout}"[:2000]
    return Uitkomst(stap, taak.aantal, taak.seconden, taak.fout)


def _probeer(stap: Stap, moment: datetime) -> int:
    sleutel = _op_proef.set(True)
    try:
        with transaction.atomic():
            aantal = stap.werk(moment)
            transaction.set_rollback(True)
        return aantal
    finally:
        _op_proef.reset(sleutel)
