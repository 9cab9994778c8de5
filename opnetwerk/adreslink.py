"""A link by mail to what is kept of an address: who reads the mail, is who it is about.

The link names the mail it stands in, so that nobody who sees the link reads the address.
"""

from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from opnetwerk import post
from opnetwerk.bevestigen import GELDIG, Onbekend, lees_teken, maak_teken
from opnetwerk.formulieren import neem_plek
from opnetwerk.models import UitgaandeMail

SOORT = "mijn-gegevens"  # of the token, and of the key of the mail
HOOGSTENS_PER_ADRES = 3  # mails a day


class TeVeelMails(Exception):
    """This address was mailed enough today, whoever asked."""


def keur_adres(email: str) -> None:
    """Count one mail to an address that may be somebody else's. Raises TeVeelMails."""
    wie = salted_hmac("opnetwerk.adreslink.email", email.lower()).hexdigest()
    if neem_plek(f"gegevensmail:{wie}", hoogstens=HOOGSTENS_PER_ADRES, per=timedelta(days=1)):
        raise TeVeelMails


@transaction.atomic
def vraag(*, email: str, formulier: str, bij_nieuw: Callable[[], None]) -> None:
    """Exactly one mail to the address, the same whether we know it or not; the same form twice is one mail.

    `bij_nieuw` is called when it is new; what it raises undoes everything.
    """
    sleutel = f"{SOORT}:{formulier}"
    if UitgaandeMail.objects.filter(sleutel=sleutel).exists():
        return
    bij_nieuw()
    post.zet_klaar(
        sleutel=sleutel,
        aan=email.lower(),
        sjabloon="account/gegevens",
        context={
            "pad": settings.SITE_ADRES + reverse("mijn_gegevens_adres", args=[maak_teken(SOORT, formulier)]),
            "dagen": GELDIG.days,
            "reden": "iemand dit adres invulde op op/netwerk",
        },
    )


def adres_van(teken: str) -> str:
    """The address that the link was mailed to. Raises Onbekend, also when it was erased, and Verlopen."""
    formulier = lees_teken(SOORT, teken)
    mail = UitgaandeMail.objects.filter(sleutel=f"{SOORT}:{formulier}").first()
    if mail is None:
        raise Onbekend
    return mail.aan


def heeft_account(email: str) -> bool:
    """Whether an account has this address for certain: then only the account, with its second step, opens everything.

    One that nobody confirmed can be of anybody, and holds up nobody.
    """
    return EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
