"""Mail to organisers: each with their personal link. Every mail goes through `stuur`, so that erasing finds them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from opnetwerk import post
from opnetwerk.dag import vandaag
from opnetwerk.models import UitgaandeMail
from opnetwerk.persoonlijkelink import verleng_link
from talent.models import Organisator
from talent.organisatortoegang import adres_van


@transaction.atomic
def stuur(
    *, organisator: Organisator, sjabloon: str, sleutel: str, pagina: Sequence[Any] = (), **context: Any
) -> UitgaandeMail:
    """Write a mail, `mail/talent/<sjabloon>.txt`; a second time with the same `sleutel` nothing.

    The template gets `organisator`, `link` (of who is admitted: their desk, good for thirty days from now) and
    `context`. `pagina`: a URL name and what comes behind the key in its address, for `paginalink`.
    """
    sleutel = mailsleutel(organisator, sleutel)
    # Before the link is touched: a key that changes without a mail would shut the organiser out.
    if (al_klaar := UitgaandeMail.objects.filter(sleutel=sleutel).first()) is not None:
        return al_klaar
    if organisator.stand == Organisator.Stand.TOEGELATEN:
        verleng_link(houder=organisator)
        context = {"link": adres_van(organisator)} | context
        if pagina:
            context["paginalink"] = adres_van(organisator, *pagina)
    basis = {"organisator": organisator, "reden": "je organisator bent op op/netwerk"}
    return post.zet_klaar(
        sleutel=sleutel, aan=organisator.email, sjabloon=f"talent/{sjabloon}", context=basis | context
    )


def mailsleutel(organisator: Organisator, rest: str = "") -> str:
    """How the mails to an organiser are called in the outbox."""
    return f"organisator:{organisator.kenmerk}:{rest}"[: post.LANGSTE_KOP]


def stuur_nieuwe_link(*, organisator: Organisator) -> UitgaandeMail:
    """The personal link once more; at most one a day."""
    return stuur(organisator=organisator, sjabloon="organisator_link", sleutel=f"link:{vandaag():%Y%m%d}")
