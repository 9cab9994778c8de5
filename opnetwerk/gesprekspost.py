"""The mails of the relay, and the personal links in them. No address of one side ever stands in a mail to the other."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from opnetwerk import bevestigen, post
from opnetwerk.antwoordtekst import STREEP
from opnetwerk.binnenpost import antwoordadres
from opnetwerk.dag import nu
from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht

log = logging.getLogger(__name__)

DEELNAME = "gesprek.deelname"  # kind of token: opens the conversation as one side of it
BEVESTIGING = "gesprek.bevestiging"  # kind of token: lets the first message go
SOORT = "g"  # letter of an address to which this side replies
LINK_GELDIG = timedelta(days=30)
VAN_MENSEN = {"Auto-Submitted": "no"}  # RFC 3834: these are words of a person


def adres_van(deelnemer: Deelnemer) -> str:
    """Where mail to this side goes today, in lower case: an account may have moved."""
    return (deelnemer.gebruiker.email if deelnemer.gebruiker else deelnemer.email).lower()


def tegenpartij(deelnemer: Deelnemer, afzender: Deelnemer) -> str:
    """What the other side is called, for this side. `afzender` is who began the same conversation."""
    return deelnemer.gesprek.betreft_naam if deelnemer.kant == Deelnemer.Kant.AFZENDER else afzender.naam


def link(deelnemer: Deelnemer, *, wat: str = "gesprek") -> str:
    """The path of a page of the conversation for this side alone, valid for LINK_GELDIG from this moment."""
    return reverse(wat, args=[bevestigen.maak_teken(DEELNAME, str(deelnemer.sleutel))])


def volledige_link(deelnemer: Deelnemer) -> str:
    """`link`, for a mail that is not made here."""
    return settings.SITE_ADRES + link(deelnemer)


def mail_bevestiging(gesprek: Gesprek, afzender: Deelnemer) -> None:
    """The link behind which the sender lets the message go; at most one a day.

    Nothing that was typed stands in it: whoever fills in the address of another sends that person no words.
    """
    pad = reverse("gesprek_bevestig", args=[bevestigen.maak_teken(BEVESTIGING, str(gesprek.kenmerk))])
    _mail(
        sleutel=f"gesprek-bevestig:{gesprek.kenmerk}:{nu():%Y%m%d}",
        aan=adres_van(afzender),
        sjabloon="bevestig",
        context={
            "betreft_naam": gesprek.betreft_naam,
            "pad": pad,
            "dagen": bevestigen.GELDIG.days,
            "reden": "iemand dit e-mailadres invulde bij een bericht op op/netwerk",
        },
    )


def mail_kopie(bericht: Gespreksbericht, afzender: Deelnemer) -> None:
    """To the sender: what was sent, and where an answer will stand."""
    context = {
        **_woorden(bericht),
        "betreft_naam": afzender.gesprek.betreft_naam,
        "pad": link(afzender),
        "link_dagen": LINK_GELDIG.days,
        "reden": "je op op/netwerk een bericht schreef",
    }
    _mail(sleutel=f"gesprek-kopie:{bericht.pk}", aan=adres_van(afzender), sjabloon="kopie", context=context)


def mail_bericht(bericht: Gespreksbericht, naar: Iterable[Deelnemer], *, is_antwoord: bool) -> None:
    """To the other side: the words, who wrote them, and what can be done."""
    for deelnemer in naar:
        antwoord_aan = antwoordadres(SOORT, deelnemer.pk)
        context = {
            **_woorden(bericht),
            "van": bericht.van.naam,
            "betreft_naam": bericht.gesprek.betreft_naam,
            "aan_betreft": deelnemer.kant == Deelnemer.Kant.ONTVANGER,
            "is_antwoord": is_antwoord,
            "per_mail": bool(antwoord_aan),
            "streep": STREEP,
            "pad": link(deelnemer),
            "pad_misbruik": link(deelnemer, wat="gesprek_meld_misbruik"),
            "pad_blokkeer": link(deelnemer, wat="gesprek_blokkeer"),
            "link_dagen": LINK_GELDIG.days,
            "reden": "iemand je een bericht schreef op op/netwerk",
        }
        sleutel = f"gesprek-bericht:{bericht.pk}:{deelnemer.pk}"
        _mail(
            sleutel=sleutel,
            aan=adres_van(deelnemer),
            sjabloon="bericht",
            context=context,
            antwoord_aan=antwoord_aan,
            koppen=VAN_MENSEN,
        )


def mail_nieuwe_link(deelnemer: Deelnemer) -> None:
    """The conversation again, for who comes back after the link ended; at most one a day."""
    _mail(
        sleutel=f"gesprek-link:{deelnemer.pk}:{nu():%Y%m%d}",
        aan=adres_van(deelnemer),
        sjabloon="nieuwe_link",
        context={
            "pad": link(deelnemer),
            "link_dagen": LINK_GELDIG.days,
            "reden": "je een nieuwe link naar je gesprek vroeg",
        },
    )


def mail_gemeld(gesprek: Gesprek, adressen: Iterable[str]) -> None:
    """To who looks at reports: that there is one, and where. The words themselves stay on the site."""
    for adres in adressen:
        _mail(
            sleutel=f"gesprek-gemeld:{gesprek.kenmerk}:{nu():%Y%m%d}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon="gemeld",
            context={
                "betreft_naam": gesprek.betreft_naam,
                "beheer": reverse("admin:opnetwerk_gesprek_changelist"),
                "reden": "je gemelde gesprekken behandelt",
            },
        )


def _woorden(bericht: Gespreksbericht) -> dict[str, Any]:
    """The words of a person, each line marked: they cannot pose as ours."""
    citaat = "\n".join(f"> {regel}" for regel in bericht.tekst.splitlines())
    return {"onderwerp": bericht.gesprek.onderwerp, "tekst": bericht.tekst, "citaat": citaat}


def _mail(
    *,
    sleutel: str,
    aan: str,
    sjabloon: str,
    context: dict[str, Any],
    antwoord_aan: str = "",
    koppen: dict[str, str] | None = None,
) -> None:
    try:
        post.zet_klaar(
            sleutel=sleutel,
            aan=aan,
            sjabloon=f"gesprek/{sjabloon}",
            context=context,
            antwoord_aan=antwoord_aan,
            koppen=koppen,
        )
    except post.KopFout:  # an address with a typing error, written by an editor: the others still get theirs
        log.exception("De mail %s kan niet geschreven worden.", sleutel)
