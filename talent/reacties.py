"""A talent answers a call, and the organiser answers the talent: with a status and a line that says why."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import TeVaak, neem_plek
from opnetwerk.models import Gebruiker
from talent import oproeppost
from talent.models import Beheer, Oproep, Reactie, Talent
from talent.oproepen import NIET_OPEN, neemt_reacties, noteer, vergrendel, wachtend
from talent.verlaten import KanNiet

HOOGSTENS_PER_DAG = 30  # answers, by one account
LANGSTE_REDEN = 300
INVULLEN = "…"  # stands in a template where the organiser fills something in

# The templates that help to say why, by status.
STANDAARDREDENEN: dict[str, tuple[str, ...]] = {
    Reactie.Status.GEKOZEN: (
        "We kiezen jullie omdat …",
        "Je aanbod past bij wat we zoeken: …",
    ),
    Reactie.Status.RESERVE: (
        "Valt er iemand weg, dan bellen we jou. Dat weten we op …",
        "We kozen eerst voor …, maar houden je graag achter de hand.",
    ),
    Reactie.Status.NIET_GEKOZEN: (
        "We kregen meer reacties dan plaatsen, en kozen voor …",
        "Het past deze keer niet omdat …",
        "De techniek die je nodig hebt, hebben wij niet: …",
        "De datum viel niet samen met die van jou: …",
    ),
}

JONG = "Op een oproep antwoorden kan vanaf 16 jaar."
NIET_ONLINE = "Je profiel staat niet online. Zet het eerst online, dan kan de organisator het bekijken."
GEPAUZEERD = "Je profiel staat op pauze. Zet de pauze eerst af, dan kun je antwoorden."
NIET_VAN_JOU = "Alleen wie dit profiel beheert, kan ermee antwoorden."
VOORBEELD = "Dit is een voorbeeld. Antwoorden kan alleen op echte oproepen."
ZONDER_REDEN = "Zeg in één zin waarom."
NOG_IN_TE_VULLEN = "Vul de zin aan op de plaats van de puntjes (…)."
GEEN_STATUS = "Kies wat je antwoordt: gekozen, reserve of deze keer niet."
WEG = "Deze reactie is er niet meer."
ZELF_WEG = "Deze reactie is ondertussen ingetrokken door het talent zelf."


@transaction.atomic
def reageer(*, oproep: Oproep, talent: Talent, tekst: str, door: Gebruiker) -> Reactie:
    """The talent offers itself for the call; a second time is the first. Raises KanNiet and TeVaak.

    After withdrawing, a talent may answer again as long as the call is open.
    """
    vast = vergrendel(oproep)
    bestaand = Reactie.objects.select_for_update().filter(oproep=vast, talent=talent).first()
    if bestaand and bestaand.status != Reactie.Status.INGETROKKEN:
        return bestaand
    if bezwaar := waarom_niet(oproep=vast, talent=talent, door=door):
        raise KanNiet(bezwaar)
    if plek := neem_plek(f"oproepreactie:{door.pk}", hoogstens=HOOGSTENS_PER_DAG, per=timedelta(days=1)):
        raise TeVaak(plek)
    reactie = bestaand or Reactie(oproep=vast, talent=talent)
    reactie.status, reactie.reden, reactie.beslist_op = Reactie.Status.NIEUW, "", None
    reactie.tekst, reactie.op = tekst, nu()
    reactie.save()
    noteer(oproep=vast, actie="reactie op een oproep", door=door)
    oproeppost.meld_reactie(vast, vandaag())
    return reactie


def waarom_niet(*, oproep: Oproep, talent: Talent, door: Gebruiker) -> str:
    """Why this talent cannot answer this call now, in a Dutch sentence; empty when it can."""
    if not Beheer.objects.filter(talent=talent, gebruiker=door).exists():
        return NIET_VAN_JOU
    return bezwaar_bij(oproep, talent, Talent.objects.online().filter(pk=talent.pk).first())


def bezwaar_bij(oproep: Oproep, talent: Talent, nu_online: Talent | None) -> str:
    """As `waarom_niet`, of a talent that the account manages; `nu_online`: the row when visitors see it."""
    if not neemt_reacties(oproep, vandaag()):
        return NIET_OPEN
    if talent.is_jong or (nu_online and nu_online.is_jong):
        return JONG
    if nu_online is None:
        return NIET_ONLINE
    if nu_online.pauze:
        return GEPAUZEERD
    return VOORBEELD if oproep.voorbeeld != talent.voorbeeld else ""


@transaction.atomic
def trek_reactie_in(*, reactie: Reactie, door: Gebruiker) -> Reactie:
    """The talent is no candidate any more; the organiser hears of it when it was chosen or in reserve. Twice is once.

    Raises KanNiet for who does not manage the talent, and when the reaction was erased.
    """
    if not Beheer.objects.filter(talent_id=reactie.talent_id, gebruiker=door).exists():
        raise KanNiet(NIET_VAN_JOU)
    vast, rij = _vergrendel(reactie)
    # An answer that is kept until the call closes is not known yet: as long as that is so, they may still go.
    weet = rij.status == Reactie.Status.NIET_GEKOZEN and rij.pk in oproeppost.meegedeeld([rij])
    if rij.status == Reactie.Status.INGETROKKEN or weet:
        return rij
    was = rij.status
    rij.status, rij.reden, rij.beslist_op = Reactie.Status.INGETROKKEN, "", nu()
    rij.save(update_fields=["status", "reden", "beslist_op"])
    noteer(oproep=vast, actie="reactie ingetrokken", door=door)
    if was in (Reactie.Status.GEKOZEN, Reactie.Status.RESERVE):
        oproeppost.meld_weg(rij)
    return rij


@transaction.atomic
def beslis(*, reactie: Reactie, status: str, reden: str, stuur_nu: bool = True) -> Reactie:
    """The organiser's answer, mailed at once unless `stuur_nu` is False: then when the call closes. Raises KanNiet.

    It may be changed later, also when the call is closed: somebody of the reserve list is chosen after all.
    """
    reden = reden.strip()
    if bezwaar := bezwaar_tegen(status, reden):
        raise KanNiet(bezwaar)
    vast, rij = _vergrendel(reactie)
    if vast.stand not in (Oproep.Stand.OPEN, Oproep.Stand.GESLOTEN):
        raise KanNiet(NIET_OPEN)
    if rij.status == Reactie.Status.INGETROKKEN:
        raise KanNiet(ZELF_WEG)
    if (rij.status, rij.reden) != (status, reden):
        oud = rij.get_status_display()
        rij.status, rij.reden, rij.beslist_op = status, reden, nu()
        rij.save(update_fields=["status", "reden", "beslist_op"])
        noteer(oproep=vast, actie="reactie beantwoord", veranderd={"status": (oud, rij.get_status_display())})
    if stuur_nu or vast.stand == Oproep.Stand.GESLOTEN:
        oproeppost.meld_besluit(rij)
    return rij


@transaction.atomic
def beslis_alle(
    *, oproep: Oproep, besluiten: Iterable[tuple[Reactie, str, str]], rest: str = "", stuur_nu: bool = True
) -> int:
    """Several answers at once, (reaction, status, reason): all of them or none; how many. Raises KanNiet.

    `rest`: a reason for "not this time" to everybody who then still waits.
    """
    vast = vergrendel(oproep)
    gegeven = [beslis(reactie=een, status=status, reden=reden, stuur_nu=stuur_nu) for een, status, reden in besluiten]
    over = list(wachtend(vast)) if rest else []
    gegeven += [beslis(reactie=een, status=Reactie.Status.NIET_GEKOZEN, reden=rest, stuur_nu=stuur_nu) for een in over]
    return len(gegeven)


def kan_antwoord_krijgen(oproep: Oproep, reactie: Reactie) -> bool:
    """Whether the organiser may still answer it, or answer otherwise."""
    loopt = oproep.stand in (Oproep.Stand.OPEN, Oproep.Stand.GESLOTEN)
    return loopt and reactie.status != Reactie.Status.INGETROKKEN


def bezwaar_tegen(status: str, reden: str) -> str:
    """What is wrong with this answer, in a Dutch sentence; empty when nothing is."""
    if status not in STANDAARDREDENEN:
        return GEEN_STATUS
    if not reden.strip():
        return ZONDER_REDEN
    if INVULLEN in reden or "..." in reden:
        return NOG_IN_TE_VULLEN
    if len(reden.strip()) > LANGSTE_REDEN:
        return f"Maak de reden korter: hoogstens {LANGSTE_REDEN} tekens."
    return ""


def _vergrendel(reactie: Reactie) -> tuple[Oproep, Reactie]:
    """The call and then the reaction, as they are now, locked until the end of the transaction. Raises KanNiet."""
    vast = vergrendel(reactie.oproep)
    rijen = Reactie.objects.select_for_update(of=("self",)).select_related("talent__thuis")
    rij = rijen.filter(pk=reactie.pk).first()
    if rij is None:
        raise KanNiet(WEG)
    rij.oproep = vast
    return vast, rij
