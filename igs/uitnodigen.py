"""Invite a coordinator: an appointment, an account when there is none, and a mail with a link to set a password."""

from datetime import date

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from igs.models import IGS, Aanstelling
from opnetwerk import logboek, post
from opnetwerk.models import Gebruiker


class UitnodigingTeken(PasswordResetTokenGenerator):
    """Single use: it hangs on the password, so setting one ends it. PASSWORD_RESET_TIMEOUT says how long (3 days)."""

    key_salt = "igs.uitnodigen"


teken = UitnodigingTeken()


def nodig_uit(*, email: str, naam: str, igs: IGS, van: date, tot: date | None, door: Gebruiker) -> Aanstelling:
    """Appoint somebody as coordinator of an IGS from day to day included, and mail them."""
    with transaction.atomic():
        gebruiker = Gebruiker.objects.filter(email__iexact=email).first()
        if gebruiker is None:
            gebruiker = Gebruiker.objects.create_user(email.lower(), None, naam=naam)
        aanstelling = Aanstelling.objects.create(gebruiker=gebruiker, igs=igs, van=van, tot=tot)
        logboek.schrijf(door=door, actie="coördinator uitgenodigd", over=aanstelling, igs_slug=igs.slug)
        stuur(aanstelling, door)
    return aanstelling


def stuur(aanstelling: Aanstelling, door: Gebruiker) -> None:
    """The mail: with a link to set a password, or to the login page for who has one."""
    gebruiker = aanstelling.gebruiker
    nieuw = not gebruiker.has_usable_password()
    pad = link(gebruiker) if nieuw else reverse("account_login")
    post.zet_klaar(
        # The same appointment may be mailed again later, but not twice by one double click.
        sleutel=f"uitnodiging-{aanstelling.pk}-{timezone.now():%Y%m%d%H%M}",
        aan=gebruiker.email,
        sjabloon="igs/uitnodiging",
        context={"aanstelling": aanstelling, "nieuw": nieuw, "link": settings.SITE_ADRES + pad, "door": door},
    )


def link(gebruiker: Gebruiker) -> str:
    """The path of the page on which the invited person sets a password."""
    sleutel = urlsafe_base64_encode(str(gebruiker.pk).encode())
    return reverse("uitnodiging", args=[sleutel, teken.make_token(gebruiker)])


def uitgenodigde(sleutel: str, waarde: str) -> Gebruiker:
    """Who the link is for. Raises Http404 when it is forged, used or too old."""
    try:
        gebruiker = Gebruiker.objects.filter(pk=int(urlsafe_base64_decode(sleutel)), is_active=True).first()
    except (ValueError, OverflowError) as fout:
        raise Http404 from fout
    if gebruiker is None or not teken.check_token(gebruiker, waarde):
        raise Http404
    return gebruiker


def neem_aan(*, gebruiker: Gebruiker, wachtwoord: str) -> None:
    """Set the password; who has the link owns the address, so it is confirmed."""
    with transaction.atomic():
        gebruiker.set_password(wachtwoord)
        gebruiker.save(update_fields=["password"])
        EmailAddress.objects.update_or_create(
            user=gebruiker, email=gebruiker.email, defaults={"verified": True, "primary": True}
        )
        logboek.schrijf(door=gebruiker, actie="uitnodiging aangenomen", over=gebruiker)
