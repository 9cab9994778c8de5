"""Our choices for allauth: who may register, what is said, which address stands in mail."""

import time
from html import unescape
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from opnetwerk import post
from opnetwerk.bevestigen import Onbekend, Verlopen, lees_teken, maak_teken
from opnetwerk.geheimen import ontsleutel, versleutel
from opnetwerk.models import Gebruiker

# Accounts of the example data: their password stands in the terminal, so they exist on a local portal only.
VOORBEELDDOMEIN = "@voorbeeld.invalid"
TE_VAAK = "Je probeerde het te vaak. Wacht vijf minuten en probeer het dan opnieuw."


LEEFTIJD = "leeftijd"  # the parameter of an address, and the kind of the token in it


def met_leeftijd(pad: str, band: str) -> str:
    """The address with the age band in it, signed: so it travels through making an account, without a session."""
    return f"{pad}?{urlencode({LEEFTIJD: maak_teken(LEEFTIJD, band)})}"


def lees_leeftijd(teken: str | None, *, ook_oud: bool = False) -> str:
    """The age band of a token of `met_leeftijd`; empty when it is none, or too old.

    `ook_oud`: a form that stood open for days is not thrown away for that.
    """
    try:
        return lees_teken(LEEFTIJD, teken or "")
    except Verlopen as verlopen:
        return verlopen.sleutel if ook_oud else ""
    except Onbekend:
        return ""


def leeftijd_in(adres: str | None) -> str:
    """The age band that an address of our own carries; empty without one."""
    return lees_leeftijd(parse_qs(urlsplit(adres or "").query).get(LEEFTIJD, [""])[0])


class Rekeningen(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Dit account is uitgeschakeld.",
        "duplicate_email": "Dit is al je e-mailadres.",
        "email_password_mismatch": "Het e-mailadres en het wachtwoord passen niet bij elkaar.",
        "email_taken": "Dit e-mailadres hoort al bij een ander account.",
        "enter_current_password": "Dit is niet je wachtwoord van nu.",
        "incorrect_code": "Deze code klopt niet. Neem de code uit de nieuwste mail.",
        "incorrect_password": "Dit wachtwoord klopt niet.",
        "invalid_login": "Zo kun je niet aanmelden.",
        "invalid_or_expired_key": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "invalid_password_reset": "Deze link werkt niet meer. Vraag een nieuwe aan.",
        "rate_limited": "Dat ging te snel na elkaar. Wacht even en probeer het dan opnieuw.",
        "same_as_current": "Dit is hetzelfde als nu. Vul iets anders in.",
        "too_many_login_attempts": TE_VAAK,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for who said how old they are: under thirteen nobody has an account of their own."""
        return bool(leeftijd_in(get_next_redirect_url(request)))

    def pre_login(self, request: HttpRequest, user: Gebruiker, **kwargs: Any) -> HttpResponse | None:
        """An example account that travelled along to a deployment opens nothing."""
        if user.email.endswith(VOORBEELDDOMEIN) and not settings.LOKAAL:
            user.is_active = False  # in memory: allauth looks at this and shows its page
        antwoord: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return antwoord

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Who has just logged in is not asked the same thing again."""
        return super().is_reauthentication_required(app=app) and not _meldde_zich_net_aan(context.request)

    def get_reauthentication_methods(self, user: Gebruiker | AnonymousUser) -> list[dict[str, Any]]:
        """allauth's, with our names; a passkey is easier than a code."""
        namen = {
            "reauthenticate": "Bevestig met je wachtwoord",
            "mfa_reauthenticate:webauthn": "Bevestig met je passkey",
            "mfa_reauthenticate": "Bevestig met een code",
        }
        wegen = {weg["id"]: weg for weg in super().get_reauthentication_methods(user)}
        return [wegen[id_] | {"description": naam} for id_, naam in namen.items() if id_ in wegen]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Per account only: allauth adds the Host header, so that each name of the portal would be a new chance."""
        return str(credentials.get("email", "")).lower()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """No page shows messages: success shows in the new state, and a failure that allauth only whispers is a page.

        Raises ImmediateHttpResponse with that page for an error.
        """
        if level < messages.ERROR:
            return
        zin = message or unescape(render_to_string(message_template or "", message_context or {}, request)).strip()
        raise ImmediateHttpResponse(render(request, "account/mislukt.html", {"zin": zin}, status=400))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox: no page waits for a mail server, whether the account exists or not."""
        site = {"name": "op/netwerk", "domain": settings.SITE_ADRES}
        gegevens = {"request": self.request, "email": email, "current_site": site} | context
        mail = self.render_mail(template_prefix, email, gegevens)
        html = [inhoud for inhoud, soort in getattr(mail, "alternatives", []) if soort == "text/html"]
        post.zet_tekst_klaar(
            sleutel=f"rekening-{uuid4()}",
            aan=email,
            onderwerp=str(mail.subject),
            tekst=str(mail.body),
            html=html[0] if html else "",
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """In mail stands the address people know, whatever the Host header said."""
        pad = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_ADRES + pad.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mijn") + "?net=wachtwoord"

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("mijn") + "?net=e-mail"


def _meldde_zich_net_aan(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


class TweedeStap(DefaultMFAAdapter):
    """The second step: an app with codes, passkeys, recovery codes."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Je kunt deze stap niet uitzetten.",
        "cannot_generate_recovery_codes": "Stel eerst een app of een passkey in.",
        "incorrect_code": "Dit klopt niet. Neem de nieuwste code, of probeer je passkey opnieuw.",
        "unverified_email": "Bevestig eerst je e-mailadres. Meld je daarvoor af en weer aan.",
        "used_code": "Deze code is al gebruikt. Wacht tot je app een nieuwe toont.",
    }

    def encrypt(self, text: str) -> str:
        """Whoever reads the database, or a copy of it, has the second step of nobody."""
        return versleutel(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ontsleutel(encrypted_text)

    def _get_site_name(self) -> str:
        """What a device shows beside the passkey."""
        return "op/netwerk"

    def build_totp_svg(self, url: str) -> str:
        """With a white ground: on a dark page nobody can scan black on almost black."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        beeld = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(beeld.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: Gebruiker, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
