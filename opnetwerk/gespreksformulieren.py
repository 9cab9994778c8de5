"""The forms of the relay: the first message, an answer, a report."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from opnetwerk.formulieren import TE_LANG_OPEN, TE_SNEL, OpenbaarFormulier, lees_teken
from opnetwerk.gesprekken import Kant, heeft_zeker_adres
from opnetwerk.models import Gebruiker

LANGSTE_BERICHT = 5000  # characters; what Gespreksbericht.tekst says


def aangemelde(request: HttpRequest) -> Gebruiker | None:
    """Whoever is logged in; a visitor without a session cookie opens no session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, Gebruiker) else None


class Berichtformulier(OpenbaarFormulier):
    """The first message. Who is logged in with a confirmed address is asked for no address."""

    naam = forms.CharField(
        label="Je naam",
        max_length=100,
        help_text="Wie je bericht leest, ziet deze naam.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Je e-mailadres",
        help_text="We sturen er een mail naartoe. Wie je bericht leest, ziet je adres niet.",
    )
    onderwerp = forms.CharField(label="Het onderwerp", max_length=150)
    tekst = forms.CharField(label="Je bericht", max_length=LANGSTE_BERICHT, widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ("naam", "email", "onderwerp", "tekst")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.gebruiker = aangemelde(request)
        self.bevestigd = self.gebruiker is not None and heeft_zeker_adres(self.gebruiker)
        if self.gebruiker:
            self.initial.setdefault("naam", self.gebruiker.naam)
            self.initial.setdefault("email", self.gebruiker.email)
        if self.bevestigd:
            del self.fields["email"]

    @property
    def afzender(self) -> Kant:
        """Who writes, of a form that is valid. An account counts only with the address that was confirmed for it."""
        naam = self.cleaned_data["naam"]
        if self.bevestigd and self.gebruiker:
            return Kant(naam, self.gebruiker.email, self.gebruiker)
        return Kant(naam, self.cleaned_data["email"])


class Sleutelformulier(OpenbaarFormulier):
    """A form on a page that only a personal link opens.

    Its address is the secret that a CSRF token would be: another site does not know where to post to. So it needs no
    cookie, and the page may send no referrer (with which a browser hides where a form comes from).
    """

    def _bezwaar(self) -> str:
        teken = lees_teken(self["teken"].data)
        if teken is None:
            return TE_LANG_OPEN
        return TE_SNEL if teken.leeftijd < self.minimum_seconden else ""


class Antwoordformulier(Sleutelformulier):
    tekst = forms.CharField(label="Je antwoord", max_length=LANGSTE_BERICHT, widget=forms.Textarea(attrs={"rows": 6}))

    field_order = ("tekst",)


class Misbruikformulier(Sleutelformulier):
    reden = forms.CharField(
        label="Wat is er mis?",
        max_length=350,
        help_text="In enkele zinnen. Wie de melding leest, leest ook het gesprek.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf bij “Wat is er mis?” kort wat er niet hoort."},
    )

    field_order = ("reden",)
