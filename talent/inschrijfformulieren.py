"""The forms of registering: first how old you are, then who and where."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.crypto import salted_hmac

from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.formulieren import Formulier, OpenbaarFormulier
from opnetwerk.models import Gebruiker
from talent.keuzes import Leeftijd, Soort
from talent.toestemmen import DOELEN, FEEDS, PUBLICATIE

TE_JONG = "12"
AFGEMELD = (
    "Je bent intussen afgemeld. Meld je aan in een nieuw tabblad en druk dan hier opnieuw op de knop. "
    "Wat je invulde, staat er nog."
)
EEN_WOORD = "Vul alleen je voornaam in: één woord, zonder familienaam."


def ander_adres(email: str, gebruiker: Any) -> str:
    """The address of a parent: not the one somebody logs in with."""
    if isinstance(gebruiker, Gebruiker) and email.lower() == gebruiker.email.lower():
        raise ValidationError("Dit is je eigen e-mailadres. Vul het adres van een ouder in.")
    return email


class Leeftijdformulier(OpenbaarFormulier):
    """How old are you? `uitnodiging`: the token of the invitation for which somebody makes an account."""

    minimum_seconden = 1

    uitnodiging = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)
    leeftijd = forms.ChoiceField(
        label="Hoe oud ben je?",
        choices=[(TE_JONG, "jonger dan 13 jaar"), *Leeftijd.choices],
        widget=forms.RadioSelect,
        help_text="We bewaren alleen dit antwoord, nooit je geboortedatum.",
        error_messages={"required": "Kies hoe oud je bent."},
    )


class Inschrijfformulier(MetGemeente, OpenbaarFormulier):
    """Who and where; what is asked follows from the age band."""

    minimum_seconden = 1

    leeftijd = forms.CharField(required=False, widget=forms.HiddenInput)
    soort = forms.ChoiceField(
        label="Wie schrijf je in?",
        choices=[
            ("persoon", "mezelf"),
            ("groep", "een groep, zoals een band, koor of gezelschap"),
            ("collectief", "een collectief"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wie je inschrijft."},
    )
    naam = forms.CharField(
        label="Naam", max_length=80, help_text="Je naam, artiestennaam of de naam van je groep. Zo sta je in de lijst."
    )
    gemeente = forms.CharField(
        label="Gemeente of postcode",
        max_length=LANGSTE_VRAAG,
        help_text="Waar je woont, werkt, studeert, repeteert of speelt. Een deelgemeente mag ook.",
    )
    keuze = keuzeveld()
    ouder_email = forms.EmailField(
        label="E-mailadres van een ouder",
        help_text="We sturen één mail met een knop. Zonder ja van een ouder komt je profiel niet online.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    publicatie = forms.BooleanField(label=DOELEN[PUBLICATIE].vraag, required=False, help_text=DOELEN[PUBLICATIE].gevolg)
    feeds = forms.BooleanField(label=DOELEN[FEEDS].vraag, required=False, help_text=DOELEN[FEEDS].gevolg)

    def __init__(self, *args: Any, band: str, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker
        if band == Leeftijd.JONG:
            self.fields["naam"].label = "Je voornaam"
            self.fields["naam"].help_text = "Eén woord. Je familienaam vragen we niet en tonen we nooit."
            weg = ["soort", "feeds"]
        else:
            weg = ["ouder_email"]
        for veld in weg:
            del self.fields[veld]
        self.zoek_de_gemeente()

    def clean_naam(self) -> str:
        naam: str = self.cleaned_data["naam"]
        if "ouder_email" in self.fields and len(naam.split()) > 1:
            raise ValidationError(EEN_WOORD)
        return naam

    def clean_ouder_email(self) -> str:
        return ander_adres(self.cleaned_data["ouder_email"], self.gebruiker)

    @property
    def gegevensvelden(self) -> list[BoundField]:
        return [veld for veld in self.visible_fields() if not isinstance(veld.field, forms.BooleanField)]

    @property
    def vinkjes(self) -> list[BoundField]:
        return [veld for veld in self.visible_fields() if isinstance(veld.field, forms.BooleanField)]

    def meld_afgemeld(self) -> None:
        """The session ended while somebody typed: the form comes back, and says what to do."""
        self.add_error(None, AFGEMELD)
        self.status = 403

    @property
    def kenmerk(self) -> uuid.UUID:
        """The reference of the talent that this showing of the form makes, with these words, for this account."""
        waarde = f"{self.gebruiker.pk}:{self.sleutel}"
        return uuid.UUID(bytes=salted_hmac("talent.inschrijven", waarde).digest()[:16], version=4)

    @property
    def velden(self) -> dict[str, Any]:
        """What `talent.inschrijven.schrijf_in` takes, after validation."""
        ingevuld = self.cleaned_data
        return {
            "soort": ingevuld.get("soort", Soort.PERSOON),
            "naam": ingevuld["naam"],
            "gemeente": self.gekozen_gemeente,
            "ouder_email": ingevuld.get("ouder_email", ""),
            "toestemmingen": [
                doel for doel, veld in ((PUBLICATIE, "publicatie"), (FEEDS, "feeds")) if ingevuld.get(veld)
            ],
            "kenmerk": self.kenmerk,
        }


class Oudermailformulier(Formulier):
    """Ask a parent (again)."""

    email = forms.EmailField(label="E-mailadres van een ouder", widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker

    def clean_email(self) -> str:
        return ander_adres(self.cleaned_data["email"], self.gebruiker)


class Uitnodigingsformulier(Formulier):
    """Ask somebody to help manage."""

    email = forms.EmailField(
        label="E-mailadres",
        help_text="Je krijgt het adres hier te zien tot de uitnodiging aangenomen of verlopen is.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
