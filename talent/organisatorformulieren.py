"""The forms of organisers: become one, and ask the personal link again."""

from typing import Any

from django import forms
from django.http import HttpRequest

from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.gemaildadres import MetAdres
from opnetwerk.models import Gebruiker


class Organisatoradres(MetAdres):
    """A form after which an address is mailed that may be somebody else's."""

    adressoort = "organisatormail"
    wiens_mailbox = "de"


class Organisatorformulier(MetGemeente, Organisatoradres):
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


class Linkformulier(Organisatoradres):
    """Ask the personal link once more."""

    minimum_seconden = 1

    email = forms.EmailField(label="Je e-mailadres", help_text="Het adres waarmee je organisator werd.")

    @property
    def velden(self) -> dict[str, Any]:
        """What `organisatoren.vraag_link` takes, after validation."""
        return {"email": self.cleaned_data["email"], "formulier": self.sleutel, "bij_nieuw": self.neem_plek}
