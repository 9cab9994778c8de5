"""The forms of organisers: become one, and ask the personal link again."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.formulieren import OpenbaarFormulier, neem_plek
from opnetwerk.models import Gebruiker

HOOGSTENS_PER_ADRES = 5  # mails a day
TE_VEEL_MAILS = (
    "Naar dit adres stuurden we vandaag al {} mails. Kijk in de mailbox, ook bij de ongewenste post. "
    "Kwam er niets aan? Probeer het morgen opnieuw."
)


class TeVeelMails(Exception):
    """This address was mailed enough today, whoever asked."""


def neem_adresplek(email: str) -> None:
    """Count one mail to an address that may be somebody else's. Raises TeVeelMails."""
    wie = salted_hmac("talent.organisatorformulieren.email", email.lower()).hexdigest()
    if neem_plek(f"organisatormail:{wie}", hoogstens=HOOGSTENS_PER_ADRES, per=timedelta(days=1)):
        raise TeVeelMails


class MetAdres(OpenbaarFormulier):
    """A form after which an address is mailed that may be somebody else's."""

    def neem_plek(self) -> None:
        """Beside the places of a visitor those of the address. Raises TeVaak and TeVeelMails."""
        super().neem_plek()
        neem_adresplek(self.cleaned_data["email"])

    def weiger_adres(self) -> None:
        self.status = 429
        self.add_error("email", TE_VEEL_MAILS.format(HOOGSTENS_PER_ADRES))


class Organisatorformulier(MetGemeente, MetAdres):
    """Who you are and for which organisation; no password."""

    organisatie = forms.CharField(
        label="Je organisatie",
        max_length=150,
        help_text="Bijvoorbeeld een cultuurcentrum, bibliotheek, academie, jeugdhuis, vereniging of café.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    naam = forms.CharField(label="Je naam", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Je e-mailadres",
        help_text="We sturen er een link naartoe. Bezoekers zien het niet.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    gemeente = forms.CharField(
        label="De gemeente van je organisatie",
        max_length=LANGSTE_VRAAG,
        help_text="Een deelgemeente of postcode mag ook.",
    )
    keuze = keuzeveld()

    field_order = ("organisatie", "naam", "email", "gemeente", "keuze")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.zoek_de_gemeente()

    @property
    def velden(self) -> dict[str, Any]:
        """What `organisatoren.meld_aan` takes, after validation."""
        ingevuld = {naam: self.cleaned_data[naam] for naam in ("organisatie", "naam", "email")}
        gebruiker = self.request.user if isinstance(self.request.user, Gebruiker) else None
        return ingevuld | {
            "gemeente": self.gekozen_gemeente,
            "formulier": self.sleutel,
            "gebruiker": gebruiker,
            "bij_nieuw": self.neem_plek,
        }


class Linkformulier(MetAdres):
    """Ask the personal link once more."""

    minimum_seconden = 1

    email = forms.EmailField(label="Je e-mailadres", help_text="Het adres waarmee je organisator werd.")
