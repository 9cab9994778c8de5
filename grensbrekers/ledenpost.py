"""Mail to members: each with a personal link, a way to stop, and the header with which a mail program stops it.

Every mail of grensbrekers goes through `stuur`, so that erasing a member finds them all.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse

from grensbrekers.keuzes import Briefritme, Koppelritme
from grensbrekers.models import Grensbreker
from grensbrekers.toegang import adres_van
from opnetwerk import bevestigen, post
from opnetwerk.antwoordtekst import STREEP
from opnetwerk.dag import vandaag
from opnetwerk.models import UitgaandeMail
from opnetwerk.persoonlijkelink import verleng_link

STOP = "grensbreker-stop"  # of a token: opens the page with everything that stops
UIT = "grensbreker-uit"  # of a token: one kind of mail less
STOP_GELDIG = timedelta(days=730)  # people look for the way out in old mails too


class Mailsoort(models.TextChoices):
    """What somebody can stop one by one."""

    BRIEF = "brief", "de nieuwsbrief"
    KOPPELING = "koppeling", "voorstellen om een collega te ontmoeten"
    VRAGEN = "vragen", "vragen van collega's"
    ONTMOETINGEN = "ontmoetingen", "uitnodigingen voor ontmoetingen"


def wil(lid: Grensbreker, soort: str) -> bool:
    """Whether the member wants this kind of mail."""
    return {
        Mailsoort.BRIEF: lid.briefritme != Briefritme.NOOIT,
        Mailsoort.KOPPELING: lid.koppelritme != Koppelritme.NOOIT,
        Mailsoort.VRAGEN: lid.mail_vragen,
        Mailsoort.ONTMOETINGEN: lid.mail_ontmoetingen,
    }[Mailsoort(soort)]


def pauzeert(lid: Grensbreker, dag: date) -> bool:
    """Whether the member takes a break on the day; the last day of it included."""
    return lid.pauze and (lid.pauze_tot is None or lid.pauze_tot >= dag)


@transaction.atomic
def stuur(
    *,
    lid: Grensbreker,
    sjabloon: str,
    sleutel: str,
    soort: str = "",
    pagina: Sequence[Any] = (),
    antwoord_aan: str = "",
    **context: Any,
) -> UitgaandeMail:
    """Write a mail to a member, `mail/grensbrekers/<sjabloon>.txt`; a second time with the same `sleutel` nothing.

    The template gets `lid`, `link` (of a member their network, good for thirty days from now), `stoplink` and
    `context`; it ends with `{% include "mail/grensbrekers/_onderaan.txt" %}`. `soort`: of `Mailsoort`, for a mail that
    somebody can stop by itself; without one it is about the membership. `pagina`: a URL name and what comes behind the
    key in its address, for `paginalink`. `antwoord_aan`: where a reply goes; the template has it too, and `streep`,
    under which nothing of a reply is read. Names of others stand in the text, never in the subject: that stays longer.
    """
    sleutel = f"grensbreker:{lid.kenmerk}:{sleutel}"[: post.LANGSTE_KOP]
    # Before the link is touched: a key that changes without a mail would shut the member out.
    if (al_klaar := UitgaandeMail.objects.filter(sleutel=sleutel).first()) is not None:
        return al_klaar
    koppen: dict[str, str] = {}
    if lid.stand == Grensbreker.Stand.TOEGELATEN:
        verleng_link(houder=lid)
        context = {"link": adres_van(lid)} | context
        if pagina:
            context["paginalink"] = adres_van(lid, *pagina)
    if soort:
        koppen = {"List-Unsubscribe": f"<{uitlink(lid, soort)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    basis = {
        "lid": lid,
        "soort": soort and Mailsoort(soort).label,
        "uitlink": uitlink(lid, soort) if soort else "",
        "stoplink": stoplink(lid),
        "reden": "je grensbreker bent op op/netwerk",
        "antwoord_aan": antwoord_aan,
        "streep": STREEP if antwoord_aan else "",
    }
    return post.zet_klaar(
        sleutel=sleutel,
        aan=lid.email,
        sjabloon=f"grensbrekers/{sjabloon}",
        context=basis | context,
        antwoord_aan=antwoord_aan,
        koppen=koppen,
    )


def stoplink(lid: Grensbreker) -> str:
    """The address of the page on which a member stops, pauses or erases; no login, and any stand."""
    return settings.SITE_ADRES + reverse("grensbrekers_stop", args=[bevestigen.maak_teken(STOP, str(lid.kenmerk))])


def uitlink(lid: Grensbreker, soort: str) -> str:
    """The address that stops one kind of mail: a page with a button, and what a mail program posts to (RFC 8058)."""
    teken = bevestigen.maak_teken(UIT, f"{lid.kenmerk}:{Mailsoort(soort).value}")
    return settings.SITE_ADRES + reverse("grensbrekers_uitschrijven", args=[teken])


def stuur_nieuwe_link(*, lid: Grensbreker) -> UitgaandeMail:
    """The personal link once more; at most one a day."""
    return stuur(lid=lid, sjabloon="nieuwe_link", sleutel=f"link:{vandaag():%Y%m%d}")
