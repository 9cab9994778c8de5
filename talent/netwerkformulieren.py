"""The form with which one talent asks another for a tie."""

from typing import Any, ClassVar

from django import forms

from opnetwerk.formulieren import Formulier
from talent.kaartjes import Kaartje
from talent.models import Talent, Verbinding
from talent.verbinden import zoek_ander

NIEMAND = "We vinden niemand met die naam. Kijk hoe het profiel heet in de lijst, of plak het adres van de pagina."
KIES = "We vinden meer dan één profiel. Kies hieronder wie je bedoelt."
BEDOEL_JE = "We vinden niemand die precies zo heet. Kies hieronder wie je bedoelt, of verbeter de naam."


class Verbindingsformulier(Formulier):
    """With whom, by name or address, and how. `met`: the talent that was found, once the form is valid.

    `gekozen` appears when a name says too little: the address names of who it may be.
    """

    ZINNEN: ClassVar = {
        Verbinding.Soort.SPEELDE_SAMEN: "Ik speelde of maakte iets samen met deze maker",
        Verbinding.Soort.LEERDE_VAN: "Ik leerde van deze maker",
        Verbinding.Soort.DEEL_VAN: "Ik maak deel uit van deze groep",
    }

    soort = forms.ChoiceField(label="Wat verbindt jullie?", widget=forms.RadioSelect)
    wie = forms.CharField(
        label="Met wie?",
        max_length=300,
        help_text="De naam zoals die in de lijst van makers staat, of het adres van de pagina.",
    )
    gekozen = forms.ChoiceField(label="Wie bedoel je?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, talent: Talent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.talent = talent
        self.met: Talent | None = None
        self.fields["soort"].choices = [(soort.value, zin) for soort, zin in self.ZINNEN.items()]  # type: ignore[attr-defined]
        self.gevonden: list[Kaartje] = []
        self.zeker = False
        if self.is_bound:
            self.gevonden, self.zeker = zoek_ander(talent, str(self["wie"].data or ""))
        keuzes = [] if self.zeker else [(een.talent.slug, f"{een.naam} ({een.plek})") for een in self.gevonden]
        self.fields["gekozen"].choices = keuzes  # type: ignore[attr-defined]
        if not keuzes:
            del self.fields["gekozen"]

    def clean(self) -> dict[str, Any]:
        gegevens: dict[str, Any] = super().clean() or self.cleaned_data
        if "wie" not in gegevens:
            return gegevens
        slugs = {een.talent.slug: een.talent for een in self.gevonden}
        self.met = next(iter(slugs.values()), None) if self.zeker else slugs.get(gegevens.get("gekozen", ""))
        if self.met is None:
            precies = any(een.naam.lower() == gegevens["wie"].lower() for een in self.gevonden)
            self.add_error("wie", (KIES if precies else BEDOEL_JE) if self.gevonden else NIEMAND)
            if "gekozen" in self.fields:
                self.fields["gekozen"].required = True  # from now on: the page does not call it optional
        return gegevens
