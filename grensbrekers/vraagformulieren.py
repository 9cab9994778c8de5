"""The forms of meetings and questions, on the pages of a member."""

from collections.abc import Collection
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from grensbrekers.formulieren import Ledenformulier, themaveld
from opnetwerk.formulieren import Formulier

LANGSTE_TEKST = 3000  # characters; what Netwerkvraag.tekst and Antwoord.tekst say


class Knopformulier(Formulier):
    """A button without fields: `veld` names the act. Doing it twice is doing it once, so it needs no token."""

    def __init__(self, *args: Any, daden: Collection[str], veld: str = "daad", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.daden, self.veld = daden, veld

    @classmethod
    def met(cls, request: HttpRequest, daden: Collection[str], veld: str = "daad") -> Self:
        """Bound when a button was pressed."""
        gegevens = request.POST if request.method == "POST" else None
        return cls(gegevens, daden=daden, veld=veld)

    @property
    def daad(self) -> str:
        return str(self.data.get(self.veld, ""))

    def clean(self) -> dict[str, Any]:
        if self.daad not in self.daden:
            raise ValidationError("We weten niet wat je wilt doen. Druk op een van de knoppen op deze pagina.")
        return self.cleaned_data


class Vraagformulier(Ledenformulier):
    """A question to the network."""

    titel = forms.CharField(
        label="Je vraag",
        max_length=150,
        help_text="In één zin. Bijvoorbeeld: hoe vinden jullie vrijwilligers voor een straatfestival?",
    )
    tekst = forms.CharField(
        label="Wat moeten je collega's nog weten?",
        max_length=LANGSTE_TEKST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    themas = themaveld()

    field_order = ("titel", "tekst", "themas")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        themas = self.fields["themas"]
        themas.label = "Over welk thema gaat het?"
        themas.help_text = "Collega's met dit thema krijgen je vraag te zien."

    @property
    def velden(self) -> dict[str, Any]:
        """What `vragen.stel` takes, after validation."""
        return {naam: self.cleaned_data[naam] for naam in ("titel", "tekst", "themas")}


class Vraagantwoord(Ledenformulier):
    """An answer to a question."""

    tekst = forms.CharField(
        label="Je antwoord",
        max_length=LANGSTE_TEKST,
        help_text="Alle grensbrekers kunnen dit lezen, met je naam erbij.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    field_order = ("tekst",)
