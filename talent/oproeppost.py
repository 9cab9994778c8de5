"""The mails about a call: to the talents that answered it, and to its organiser.

Contact details never go to somebody of 16 or 17, nor theirs to an organiser: the coordinator stands in between.
"""

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from opnetwerk import post
from opnetwerk.dag import vandaag
from opnetwerk.models import UitgaandeMail
from talent import organisatorpost
from talent.models import Oproep, Organisator, Reactie
from talent.verlaten import naam_van


# --- to who answered ------------------------------------------------------------------------------------------------
def meld_besluit(reactie: Reactie) -> None:
    """The answer of the organiser, to every manager; the same answer once."""
    if reactie.status not in (Reactie.Status.GEKOZEN, Reactie.Status.RESERVE, Reactie.Status.NIET_GEKOZEN):
        return
    _mail_talent(
        reactie,
        "talent/oproep_besluit",
        besluitsleutel(reactie),
        contact=reactie.status == Reactie.Status.GEKOZEN and not reactie.talent.is_minderjarig,
        gekozen=reactie.status == Reactie.Status.GEKOZEN,
        reserve=reactie.status == Reactie.Status.RESERVE,
    )


def besluitsleutel(reactie: Reactie) -> str:
    """The part of the key of its mails that tells this answer from every other to the same reaction."""
    antwoord = f"{reactie.status}|{reactie.reden}|{reactie.beslist_op and reactie.beslist_op.timestamp()}"
    return f"besluit:{reactie.kenmerk}:{hashlib.sha256(antwoord.encode()).hexdigest()[:12]}"


def meegedeeld(reacties: list[Reactie]) -> set[int]:
    """The numbers of the reactions whose answer the talent may know: it was mailed, or the call is not open any more.

    One question to the database for all of them.
    """
    klaar = {een.pk for een in reacties if een.oproep.stand != Oproep.Stand.OPEN}
    open_ = {een.pk: besluitsleutel(een) for een in reacties if een.pk not in klaar and een.beslist_op}
    if not open_:
        return klaar
    zoek = "(" + "|".join(open_.values()) + ")"
    gevonden = UitgaandeMail.objects.filter(sleutel__regex=zoek).values_list("sleutel", flat=True)
    sleutels = "\n".join(gevonden)
    return klaar | {nummer for nummer, deel in open_.items() if deel in sleutels}


def meld_wijziging(oproep: Oproep, oud: dict[str, Any]) -> None:
    """Another date, place or fee, to everybody who answered and did not withdraw. `oud`: the fields as they were."""
    vroeger = _als_vroeger(oproep, oud)
    regels = [
        {"wat": woord, "oud": was, "nieuw": wordt}
        for woord, was, wordt in (
            ("Wanneer", wanneer(vroeger), wanneer(oproep)),
            ("Waar", waar(vroeger), waar(oproep)),
            ("Vergoeding", vergoeding(vroeger), vergoeding(oproep)),
        )
        if was != wordt
    ]
    for reactie in oproep.reacties.exclude(status=Reactie.Status.INGETROKKEN).select_related("talent"):
        reactie.oproep = oproep
        _mail_talent(reactie, "talent/oproep_gewijzigd", f"gewijzigd:{reactie.kenmerk}:{oproep.versie}", regels=regels)


def _als_vroeger(oproep: Oproep, oud: dict[str, Any]) -> Oproep:
    velden = ("van", "tot", "gemeente", "plaats", "vergoeding", "bedrag")
    return Oproep(**{veld: oud[veld] if veld in oud else getattr(oproep, veld) for veld in velden})


def meld_ingetrokken(reactie: Reactie, reden: str) -> None:
    """The call does not go on, to who answered."""
    _mail_talent(reactie, "talent/oproep_ingetrokken", f"oproepweg:{reactie.kenmerk}", waarom=reden)


def _mail_talent(reactie: Reactie, sjabloon: str, sleutel: str, **context: Any) -> None:
    """To every manager. The key carries the reference of the talent, so that erasing it finds the mail."""
    talent, oproep = reactie.talent, reactie.oproep
    gegevens = {
        "naam": naam_van(talent),
        "oproep": oproep,
        "organisator": oproep.organisator,
        "reactie": reactie,
        "link": settings.SITE_ADRES + reverse("talent_oproepen_pagina", args=[oproep.slug]),
        "mijn": settings.SITE_ADRES + reverse("mijn_oproepen"),
        "via_coordinator": talent.is_minderjarig,
        "reden": "je met dit profiel op een oproep antwoordde",
    }
    for beheer in talent.beheer.filter(gebruiker__is_active=True).select_related("gebruiker").order_by("pk"):
        post.zet_klaar(
            sleutel=f"talent:{talent.kenmerk}:{sleutel}:{beheer.pk}",
            aan=beheer.gebruiker.email,
            sjabloon=sjabloon,
            context=gegevens | context,
        )


# --- to the organiser -----------------------------------------------------------------------------------------------
def meld_reactie(oproep: Oproep, dag: date) -> None:
    """Somebody answered: at most one mail a day about each call, however many did."""
    _mail_organisator(oproep, "oproep_reactie", f"reactie:{dag:%Y%m%d}")


def meld_weg(reactie: Reactie) -> None:
    """Somebody who was chosen or in reserve withdrew."""
    sleutel = f"weg:{reactie.kenmerk}:{reactie.beslist_op and reactie.beslist_op.timestamp()}"
    _mail_organisator(reactie.oproep, "oproep_reactie_weg", sleutel)


def herinner(oproep: Oproep, wacht: int, keer: int) -> bool:
    """The deadline is over and so many still wait for an answer; False when this reminder (`keer`) went before."""
    # With the deadline in it: when that moves away the reminders begin again.
    sleutel = f"herinnering:{oproep.deadline:%Y%m%d}:{keer}"
    klaar = organisatorpost.mailsleutel(oproep.organisator, f"oproep:{oproep.kenmerk}:{sleutel}")
    if UitgaandeMail.objects.filter(sleutel=klaar).exists():
        return False
    _mail_organisator(oproep, "oproep_herinnering", sleutel, wacht=wacht)
    return True


def _mail_organisator(oproep: Oproep, sjabloon: str, sleutel: str, **context: Any) -> None:
    """With the personal link. Names of talents do not stand in it: the page shows what may still be seen."""
    if oproep.organisator.stand != Organisator.Stand.TOEGELATEN:
        return
    organisatorpost.stuur(
        organisator=oproep.organisator,
        sjabloon=sjabloon,
        sleutel=f"oproep:{oproep.kenmerk}:{sleutel}",
        pagina=("talent_organisatoren_oproepen_pagina", oproep.slug),
        oproep=oproep,
        **context,
    )


# --- the words that every page and mail uses ------------------------------------------------------------------------
def wanneer(oproep: Oproep) -> str:
    """The day or days, such as "12 december 2026" or "1 tot en met 3 december 2026"."""
    if oproep.tot is None or oproep.tot == oproep.van:
        return date_format(oproep.van, "j F Y")
    vorm = "j" if (oproep.van.year, oproep.van.month) == (oproep.tot.year, oproep.tot.month) else "j F Y"
    return f"{date_format(oproep.van, vorm)} tot en met {date_format(oproep.tot, 'j F Y')}"


def dag(dag: date) -> str:
    """Such as "14 december 2026"."""
    return date_format(dag, "j F Y")


def waar(oproep: Oproep) -> str:
    """The place and the municipality."""
    return ", ".join(filter(None, [oproep.plaats, oproep.gemeente.naam]))


def vergoeding(oproep: Oproep) -> str:
    """What the talent gets, such as "250 euro"."""
    return f"{oproep.bedrag} euro" if oproep.bedrag else str(oproep.get_vergoeding_display())


def dagen_tot_deadline(oproep: Oproep) -> int:
    """How many days answering is still possible, today not counted."""
    return (oproep.deadline - vandaag()).days
