"""The forms of a prepared profile: what the organiser fills in, the code on paper, and taking it over."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.formulieren import OpenbaarFormulier
from opnetwerk.gespreksformulieren import Sleutelformulier
from talent.formulieren import Disciplineveld
from talent.inschrijfformulieren import Inschrijfformulier
from talent.models import Discipline, Organisator
from talent.models.profiel import MEESTE_DISCIPLINES
from talent.organisatorformulieren import Organisatoradres
from talent.voorbereiden import lees_code

ZONDER_AKKOORD = "Vraag het eerst aan de persoon zelf, en zet dan het vinkje."
GEEN_CODE = "Dit is geen code van een blad. Ze heeft 12 letters en cijfers, in drie groepjes van vier."
VERKEERD = (
    "Deze code opent niets. Kijk ze na op het blad. Na vijf foute pogingen werkt een code niet meer. "
    "Vraag dan een nieuw blad aan wie het je gaf."
)


class Voorbereidformulier(MetGemeente, Organisatoradres, Sleutelformulier):
    """What an organiser may say about somebody: little, and only with their yes."""

    minimum_seconden = 1

    naam = forms.CharField(
        label="Naam of artiestennaam",
        max_length=80,
        help_text="Is de persoon jonger dan 16? Vul dan alleen de voornaam in.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kort = forms.CharField(
        label="Wat maakt die persoon, in één zin?",
        max_length=140,
        help_text="Bijvoorbeeld: zingt Turkse volksliederen en begeleidt zichzelf op de saz.",
    )
    disciplines = Disciplineveld(
        queryset=Discipline.objects.none(),
        to_field_name="sleutel",
        label="Disciplines",
        help_text=f"Kies er hoogstens {MEESTE_DISCIPLINES}. Open een groep om te zien wat erin zit.",
        error_messages={"required": "Kies minstens één discipline."},
    )
    gemeente = forms.CharField(
        label="Gemeente of postcode",
        max_length=LANGSTE_VRAAG,
        help_text="Waar de persoon woont, repeteert of speelt. Een deelgemeente mag ook.",
    )
    keuze = keuzeveld()
    email = forms.EmailField(
        label="E-mailadres van de persoon",
        required=False,
        help_text="Dan mailen we een persoonlijke link. Geen adres? Dan druk je een blad met een code af.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    akkoord = forms.BooleanField(
        label="Ik vroeg het aan de persoon zelf, en die zegt ja",
        help_text="Niemand ziet het profiel tot de persoon het overneemt.",
        error_messages={"required": ZONDER_AKKOORD},
    )

    field_order = ("naam", "kort", "disciplines", "gemeente", "keuze", "email", "akkoord")

    def __init__(self, *args: Any, organisator: Organisator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisator = organisator
        termen = Discipline.objects.filter(boven__isnull=False, opgegaan_in=None).select_related("boven")
        termen = termen.order_by("boven__volgorde", "boven__naam", "volgorde", "naam")
        self.fields["disciplines"].queryset = termen  # type: ignore[attr-defined]
        self.zoek_de_gemeente()

    def clean_disciplines(self) -> list[Discipline]:
        gekozen = list(self.cleaned_data["disciplines"])
        if len(gekozen) > MEESTE_DISCIPLINES:
            raise ValidationError(f"Kies hoogstens {MEESTE_DISCIPLINES} disciplines. Je koos er {len(gekozen)}.")
        return gekozen

    @property
    def kenmerk(self) -> uuid.UUID:
        """The reference of the talent that this showing of the form makes, with these words, for this organiser."""
        waarde = f"{self.organisator.pk}:{self.sleutel}"
        return uuid.UUID(bytes=salted_hmac("talent.voorbereiden", waarde).digest()[:16], version=4)

    @property
    def velden(self) -> dict[str, Any]:
        """What `voorbereiden.bereid_voor` takes, after validation."""
        namen = ("naam", "kort", "disciplines", "email")
        return {naam: self.cleaned_data[naam] for naam in namen} | {
            "gemeente": self.gekozen_gemeente,
            "kenmerk": self.kenmerk,
            "bij_nieuw": self.neem_plek,
        }


class Codeformulier(OpenbaarFormulier):
    """The code of a sheet; few tries per visitor, because guessing must not pay."""

    minimum_seconden = 1
    hoogstens_per_uur = 20

    code = forms.CharField(
        label="De code op je blad",
        max_length=40,
        help_text="Drie groepjes van vier letters en cijfers. Hoofdletters en streepjes hoef je niet te typen.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "Typ de code die op je blad staat."},
    )

    def clean_code(self) -> str:
        code = lees_code(self.cleaned_data["code"])
        if not code:
            raise ValidationError(GEEN_CODE)
        return code


class Overnemenformulier(Inschrijfformulier):
    """Registering with what was prepared filled in; every word may be changed."""

    kort = forms.CharField(label="Wat maak je, in één zin?", max_length=140)

    field_order = ("soort", "naam", "kort", "gemeente", "keuze", "ouder_email", "publicatie", "feeds")

    @property
    def velden(self) -> dict[str, Any]:
        """What `voorbereiden.neem_over` takes, after validation."""
        velden = super().velden | {"kort": self.cleaned_data["kort"]}
        velden.pop("kenmerk")
        return velden
