"""The forms of a decision: which version was seen, why, and to whom."""

from typing import Any

from django import forms

from igs.models import IGS
from igs.netwerk import Netwerk
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from talent.vergelijken import VOLGORDE, veldnaam

LANGSTE_REDEN = 300
REDACTIE = "redactie"
# Sentences to start from, by field; the coordinator changes them freely.
ZINNEN: dict[str, list[str]] = {
    "naam": ["Schrijf enkel je voornaam.", "Gebruik de naam waaronder je optreedt of toont."],
    "kort": ["Zeg concreter wat je maakt.", "Laat de reclame weg en zeg wat je doet."],
    "tekst": [
        "Schrijf wat meer over wat je maakt en voor wie.",
        "Haal je e-mailadres en telefoonnummer uit de tekst.",
        "Deze tekst lijkt niet van jou. Schrijf het in je eigen woorden.",
        "Haal de gegevens van anderen uit de tekst.",
    ],
    "band": ["Zeg wat je band met de streek is."],
    "disciplines": ["Kies een discipline die beter past."],
    "beelden": [
        "Zet bij elk beeld wie het maakte.",
        "Beschrijf wat er op het beeld te zien is.",
        "Vraag eerst toestemming aan wie herkenbaar in beeld is.",
        "Toon enkel je werk, niet jezelf.",
        "Dit beeld is te onscherp. Kies een ander.",
    ],
    "media": ["Deze link werkt niet. Kijk hem na.", "Dit is niet van jou. Kies eigen werk."],
    "links": ["Deze link werkt niet. Kijk hem na.", "Haal de links weg die niet over je werk gaan."],
    "prijs_uitleg": ["Zeg wat er in de prijs zit."],
}
ALGEMEEN = ["Pas dit aan.", "Dit klopt niet met de rest van je profiel."]


def zinnen(veld: str) -> list[str]:
    """What a coordinator may start from at this field."""
    return [*ZINNEN.get(veld, []), *ALGEMEEN]


class Besluitformulier(Formulier):
    """`gezien`: the `stempel` of what was on the screen."""

    gezien = forms.CharField(widget=forms.HiddenInput)


class Aanpassingformulier(Besluitformulier):
    """A reason for each field that has one, and a general word; one of them is needed."""

    toelichting = forms.CharField(
        label="Wat wil je er nog bij zeggen?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    @property
    def redenen(self) -> dict[str, str]:
        """Of a valid form: {field name: reason}."""
        alles = {veld: self.cleaned_data.get(f"reden_{veld}", "") for veld in VOLGORDE}
        return {veld: reden for veld, reden in alles.items() if reden}

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if not self.errors and not self.redenen and not gegevens.get("toelichting"):
            self.add_error("toelichting", "Zeg wat er anders moet: hier, of bij een veld in de tabel.")
        return gegevens


def _redenveld(veld: str) -> forms.CharField:
    """Sentences to choose from, and free text: a list of the browser, without a line of script."""
    return forms.CharField(
        label=f"Wat moet er anders bij “{veldnaam(veld)}”?",
        required=False,
        max_length=LANGSTE_REDEN,
        widget=forms.TextInput(attrs={"list": f"zinnen-{veld}", "autocomplete": "off"}),
    )


Aanpassingformulier.base_fields |= {f"reden_{veld}": _redenveld(veld) for veld in VOLGORDE}


class Weigerformulier(Besluitformulier):
    toelichting = forms.CharField(
        label="Waarom weiger je dit profiel?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="De maker leest dit. Noem de voorwaarde die niet klopt.",
        error_messages={"required": "Zeg waarom je weigert. De maker heeft recht op een reden."},
    )


class Doorgeefformulier(Besluitformulier):
    naar = forms.ChoiceField(label="Aan wie geef je dit door?")
    toelichting = forms.CharField(
        label="Wat wil je erbij zeggen?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="De maker en de andere regio lezen dit.",
    )

    def __init__(self, *args: Any, van: IGS | None, **kwargs: Any) -> None:
        """`van`: where it lies now, which is no choice."""
        super().__init__(*args, **kwargs)
        self.igsen = {igs.slug: igs for igs in Netwerk.op(vandaag()).actieve_igs if igs != van}
        redactie = [(REDACTIE, "de redactie (geen IGS)")] if van else []
        keuzes = [("", "Kies een regio"), *((slug, igs.naam) for slug, igs in self.igsen.items()), *redactie]
        self.fields["naar"].choices = keuzes  # type: ignore[attr-defined]

    @property
    def ontvanger(self) -> IGS | None:
        """Of a valid form; None for redactie."""
        return self.igsen.get(self.cleaned_data["naar"])


class Redenformulier(Formulier):
    """Why a region does not show a talent."""

    reden = forms.CharField(
        label="Waarom toon je dit talent niet in jouw regio?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="De maker leest dit.",
        error_messages={"required": "Zeg waarom je weigert. De maker heeft recht op een reden."},
    )
