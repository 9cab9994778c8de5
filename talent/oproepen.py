"""Calls: make, change, publish, withdraw and close one. The promise: nobody who answered is left without an answer.

Every function that changes a call, or a reaction to it (`talent.reacties`), begins with `vergrendel`. So a reaction
comes either before the closing, which then waits for a decision, or after it, and is refused.
"""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from opnetwerk import logboek
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent import oproeppost
from talent.models import Oproep, Organisator, Reactie
from talent.regio import thuis_van
from talent.verlaten import KanNiet

LANGSTE_SLUG = 90  # characters, so that a number still fits behind it
ZONDER_TITEL = "oproep"
STANDAARDREGEL = "De organisator besliste niet op tijd. De coördinator sloot daarom de oproep."
WACHT_NA_DEADLINE = timedelta(days=14)  # before the coordinator may close it in the place of the organiser
MEER_DAN_GENOEG = 50  # drafts and open calls of one organiser

NIET_TOEGELATEN = "Je bent nog niet toegelaten als organisator. De coördinator van je regio kijkt je aanvraag na."
TE_VEEL = f"Je hebt al {MEER_DAN_GENOEG} oproepen die lopen. Sluit er eerst een paar."
VOORBIJ = "De deadline is voorbij. Kies een dag vanaf vandaag."
BEGIN_VOORBIJ = "Deze datum is voorbij. Kies een dag vanaf vandaag."
DEADLINE_VERVROEGD = "Reageren kan al tot en met {dag}. Je kunt die dag alleen later zetten."
VAST = "Dit staat vast sinds de oproep online staat. Trek ze in en maak een nieuwe als dit niet klopt."
MINDER = "Je beloofde meer toen de oproep online kwam. De vergoeding kan alleen omhoog."
NIET_OPEN = "Deze oproep staat niet meer open."
WEG = "Deze oproep is er niet meer."
TE_VROEG = "De coördinator kan pas sluiten vanaf {dag}, meer dan 14 dagen na de deadline."

# What a talent decided upon when it answered: told to everybody who did when it changes.
GEMELD = ("van", "tot", "gemeente", "plaats", "vergoeding", "bedrag")
VAST_EENS_OPEN = ("titel", "kans")
MEER_DAN_EEN = "disciplines"


class Verouderd(Exception):
    """The call was changed somewhere else since this page was opened; `oproep` is how it is now."""

    def __init__(self, oproep: Oproep) -> None:
        super().__init__("Deze oproep is ondertussen gewijzigd.")
        self.oproep = oproep


class VeldKanNiet(KanNiet):
    """This field cannot be like this now; the text is a Dutch sentence for at the field."""

    def __init__(self, veld: str, tekst: str) -> None:
        super().__init__(tekst)
        self.veld = veld


class NogOnbeantwoord(Exception):
    """The call cannot close: `reacties` still wait for an answer, the oldest first."""

    def __init__(self, reacties: list[Reactie]) -> None:
        wie = "1 reactie wacht" if len(reacties) == 1 else f"{len(reacties)} reacties wachten"
        super().__init__(f"{wie} nog op antwoord.")
        self.reacties = reacties


# --- making and changing --------------------------------------------------------------------------------------------
@transaction.atomic
def maak(*, organisator: Organisator, formulier: str, **velden: Any) -> Oproep:
    """A draft of the organiser, seen by nobody else. The same `formulier` twice is one. Raises KanNiet.

    `velden`: of Oproep, with `disciplines` as rows; the region follows from the municipality.
    """
    vast = Organisator.objects.select_for_update(of=("self",), no_key=True).filter(pk=organisator.pk).first()
    if vast is None:
        raise KanNiet(NIET_TOEGELATEN)
    formulier = _van_organisator(vast, formulier)
    if bestaand := Oproep.objects.filter(formulier=formulier, organisator=vast).first():
        return bestaand
    _keur_organisator(vast)
    lopend = Oproep.objects.filter(organisator=vast, stand__in=[Oproep.Stand.CONCEPT, Oproep.Stand.OPEN])
    if lopend.count() >= MEER_DAN_GENOEG:
        raise KanNiet(TE_VEEL)
    disciplines = velden.pop(MEER_DAN_EEN, [])
    oproep: Oproep = Oproep.objects.create(
        organisator=vast,
        formulier=formulier,
        slug=vrije_slug(velden["titel"]),
        igs=thuis_van(velden["gemeente"], vandaag()),
        voorbeeld=vast.voorbeeld,
        **velden,
    )
    oproep.disciplines.set(disciplines)
    noteer(oproep=oproep, actie="oproep gemaakt")
    return oproep


def _van_organisator(organisator: Organisator, formulier: str) -> str:
    """One sending of a form, of this organiser: whoever stands for two may send the same to both."""
    return hashlib.sha256(f"{organisator.pk}:{formulier}".encode()).hexdigest()


@transaction.atomic
def wijzig(*, oproep: Oproep, versie: int, **velden: Any) -> Oproep:
    """Change a draft, or a call that is open. Raises Verouderd, KanNiet, and VeldKanNiet with the field.

    `versie`: of the page that was filled in. Once open the title and what is asked stand, the deadline only moves
    away and the fee only up; everybody who answered is mailed of another date, place or fee.
    """
    vast = vergrendel(oproep)
    if vast.stand not in (Oproep.Stand.CONCEPT, Oproep.Stand.OPEN):
        raise KanNiet(NIET_OPEN)
    oude_disciplines = set(vast.disciplines.all())
    nieuwe_disciplines = set(velden.pop(MEER_DAN_EEN, oude_disciplines))
    anders = {veld: (getattr(vast, veld), waarde) for veld, waarde in velden.items() if getattr(vast, veld) != waarde}
    if not anders and nieuwe_disciplines == oude_disciplines:
        return vast
    if vast.versie != versie:
        raise Verouderd(vast)
    if vast.stand == Oproep.Stand.OPEN:
        _keur_wijziging(vast, anders)
    for veld, (_, waarde) in anders.items():
        setattr(vast, veld, waarde)
    if "gemeente" in anders:
        vast.igs = thuis_van(vast.gemeente, vandaag())
    vast.versie += 1
    vast.save()
    vast.disciplines.set(nieuwe_disciplines)
    noteer(oproep=vast, actie="oproep gewijzigd", veranderd={veld: anders[veld] for veld in GEMELD if veld in anders})
    if vast.stand == Oproep.Stand.OPEN and any(veld in anders for veld in GEMELD):
        oproeppost.meld_wijziging(vast, {veld: anders[veld][0] for veld in GEMELD if veld in anders})
    return vast


def _keur_wijziging(oproep: Oproep, anders: dict[str, tuple[Any, Any]]) -> None:
    """Whether a call that is open may change so."""
    for veld in VAST_EENS_OPEN:
        if veld in anders:
            raise VeldKanNiet(veld, VAST)
    if "deadline" in anders and anders["deadline"][1] < oproep.deadline:
        raise VeldKanNiet("deadline", DEADLINE_VERVROEGD.format(dag=_dag(oproep.deadline)))
    if "van" in anders and anders["van"][1] < vandaag():
        raise VeldKanNiet("van", BEGIN_VOORBIJ)
    if "vergoeding" in anders or "bedrag" in anders:
        nieuw = {
            veld: anders[veld][1] if veld in anders else getattr(oproep, veld) for veld in ("vergoeding", "bedrag")
        }
        if _hoogte(**nieuw) < _hoogte(oproep.vergoeding, oproep.bedrag):
            raise VeldKanNiet("bedrag" if nieuw["vergoeding"] == oproep.vergoeding else "vergoeding", MINDER)


def _hoogte(vergoeding: str, bedrag: int | None) -> tuple[int, int]:
    """Fees in order: unpaid, costs, an amount."""
    volgorde = [Oproep.Vergoeding.ONBETAALD, Oproep.Vergoeding.ONKOSTEN, Oproep.Vergoeding.BEDRAG]
    return volgorde.index(Oproep.Vergoeding(vergoeding)), bedrag or 0


# --- online, and off again ------------------------------------------------------------------------------------------
@transaction.atomic
def publiceer(*, oproep: Oproep) -> Oproep:
    """Open to everybody; pressing twice is once. Raises KanNiet, and VeldKanNiet for a day that is over."""
    vast = vergrendel(oproep)
    if vast.stand == Oproep.Stand.OPEN:
        return vast
    if vast.stand != Oproep.Stand.CONCEPT:
        raise KanNiet(NIET_OPEN)
    _keur_organisator(vast.organisator)
    if vast.deadline < vandaag():
        raise VeldKanNiet("deadline", VOORBIJ)
    if (vast.tot or vast.van) < vandaag():
        raise VeldKanNiet("van", BEGIN_VOORBIJ)
    vast.stand, vast.gepubliceerd_op = Oproep.Stand.OPEN, nu()
    vast.save(update_fields=["stand", "gepubliceerd_op"])
    noteer(oproep=vast, actie="oproep online gezet")
    return vast


@transaction.atomic
def trek_in(*, oproep: Oproep, reden: str, door: Gebruiker | None = None) -> Oproep:
    """The call does not go on: off the pages, and everybody who answered is told why. Twice is once. Raises KanNiet.

    `door`: the coordinator or redactie; None for the organiser.
    """
    vast = vergrendel(oproep)
    if vast.stand == Oproep.Stand.INGETROKKEN:
        return vast
    if vast.stand == Oproep.Stand.GESLOTEN:
        raise KanNiet(NIET_OPEN)
    betrokken = list(deelnemers(vast))
    _zeg_af([een for een in betrokken if een.status == Reactie.Status.NIEUW], f"De oproep is ingetrokken: {reden}")
    vast.stand, vast.gesloten_op = Oproep.Stand.INGETROKKEN, nu()
    vast.save(update_fields=["stand", "gesloten_op"])
    noteer(oproep=vast, actie="oproep ingetrokken", door=door)
    for reactie in betrokken:
        oproeppost.meld_ingetrokken(reactie, reden)
    return vast


# --- closing --------------------------------------------------------------------------------------------------------
@transaction.atomic
def sluit(*, oproep: Oproep) -> Oproep:
    """The organiser is done: everybody has an answer. Raises NogOnbeantwoord, and KanNiet for what is not open.

    Closed already is done already. Decisions that were kept until now are mailed.
    """
    vast = vergrendel(oproep)
    if vast.stand == Oproep.Stand.GESLOTEN:
        return vast
    if vast.stand != Oproep.Stand.OPEN:
        raise KanNiet(NIET_OPEN)
    if onbeantwoord := list(wachtend(vast)):
        raise NogOnbeantwoord(onbeantwoord)
    _sluit(vast, "oproep gesloten", None)
    return vast


@transaction.atomic
def sluit_met_standaardregel(*, oproep: Oproep, door: Gebruiker) -> int:
    """The coordinator closes what the organiser left open for more than fourteen days; everybody who waits gets the
    standard line. How many got it; 0 when it was closed already. Raises KanNiet when it is too early."""
    vast = vergrendel(oproep)
    if vast.stand == Oproep.Stand.GESLOTEN:
        return 0
    if vast.stand != Oproep.Stand.OPEN:
        raise KanNiet(NIET_OPEN)
    if vandaag() <= vast.deadline + WACHT_NA_DEADLINE:
        raise KanNiet(TE_VROEG.format(dag=_dag(vast.deadline + WACHT_NA_DEADLINE + timedelta(days=1))))
    onbeantwoord = list(wachtend(vast))
    _zeg_af(onbeantwoord, STANDAARDREGEL)
    _sluit(vast, "oproep gesloten met de standaardregel", door)
    return len(onbeantwoord)


def _sluit(oproep: Oproep, actie: str, door: Gebruiker | None) -> None:
    """Write it; the caller holds the row and saw to it that nobody waits."""
    oproep.stand, oproep.gesloten_op = Oproep.Stand.GESLOTEN, nu()
    oproep.save(update_fields=["stand", "gesloten_op"])
    noteer(oproep=oproep, actie=actie, door=door)
    for reactie in deelnemers(oproep):
        oproeppost.meld_besluit(reactie)


def _zeg_af(reacties: list[Reactie], reden: str) -> None:
    """No, with this reason, to each; the caller holds the row of the call."""
    for reactie in reacties:
        reactie.status, reactie.reden, reactie.beslist_op = Reactie.Status.NIET_GEKOZEN, reden[:300], nu()
        reactie.save(update_fields=["status", "reden", "beslist_op"])


# --- asked by others ------------------------------------------------------------------------------------------------
def vergrendel(oproep: Oproep) -> Oproep:
    """The call as it is now, locked until the end of the transaction. Raises KanNiet when it was erased.

    The organiser's row first: mail to them renews their link, and erasing them goes in the same order.
    """
    list(Organisator.objects.select_for_update(of=("self",), no_key=True).filter(oproepen=oproep.pk))
    rijen = Oproep.objects.select_for_update(of=("self",)).select_related("organisator", "gemeente", "igs")
    vast: Oproep | None = rijen.filter(pk=oproep.pk).first()
    if vast is None:
        raise KanNiet(WEG)
    return vast


def deelnemers(oproep: Oproep) -> Any:
    """The reactions that were not withdrawn by the talent itself, the oldest first."""
    rijen = oproep.reacties.exclude(status=Reactie.Status.INGETROKKEN)
    return rijen.select_related("oproep__organisator", "oproep__gemeente", "talent__thuis", "talent__online")


def wachtend(oproep: Oproep) -> Any:
    """The reactions without an answer, the oldest first."""
    return deelnemers(oproep).filter(status=Reactie.Status.NIEUW)


def neemt_reacties(oproep: Oproep, dag: date) -> bool:
    """Whether answering is possible on the day: open, the last day included."""
    return oproep.stand == Oproep.Stand.OPEN and oproep.deadline >= dag


def vrije_slug(titel: str) -> str:
    """An address name that no call has now."""
    basis = slugify(titel)[:LANGSTE_SLUG].strip("-") or ZONDER_TITEL
    bezet = set(Oproep.objects.filter(slug__startswith=basis).values_list("slug", flat=True))
    keuzes = [basis, *(f"{basis}-{nummer}" for nummer in range(2, len(bezet) + 3))]
    return next(slug for slug in keuzes if slug not in bezet and slug not in VOORBEHOUDEN)


# What stands, or may come to stand, under /talent/oproepen/ and /mijn/oproepen/.
VOORBEHOUDEN = frozenset({"atom", "feed", "nieuw", "reacties", "voorbeeld", "zoeken"})


def noteer(
    *, oproep: Oproep, actie: str, door: Gebruiker | None = None, veranderd: dict[str, tuple[Any, Any]] | None = None
) -> None:
    """One line in the log under the reference of the call; without `door` the account of the organiser, if any."""
    naamloos = Oproep(pk=oproep.pk, titel=f"oproep {str(oproep.kenmerk)[:8]}")
    igs_slug = oproep.igs.slug if oproep.igs else ""
    wie = door or oproep.organisator.gebruiker
    logboek.schrijf(door=wie, actie=actie, over=naamloos, igs_slug=igs_slug, veranderd=veranderd)


def _keur_organisator(organisator: Organisator) -> None:
    if organisator.stand != Organisator.Stand.TOEGELATEN:
        raise KanNiet(NIET_TOEGELATEN)


def _dag(dag: date) -> str:
    return f"{dag.day}-{dag.month}-{dag.year}"
