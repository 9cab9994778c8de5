"""The forms of the workspace: begin, team, chapter, comment, picture."""

import uuid
from typing import Any, Self

from django import forms
from django.db.models import QuerySet
from django.forms import Media
from django.templatetags.static import static
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import prose_editor_base_media, prose_editor_media

from cultuurnota.keuzes import Criterium, Teamrol, Voortgang
from cultuurnota.models import Cultuurnota, Hoofdstuk, Teamlid
from cultuurnota.schrijven import LANGSTE_HTML
from igs.models import IGS, Gemeente
from opnetwerk.afbeeldingen import FotoVeld
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.opmaaktekst import schoon
from opnetwerk.tekstverwerker import UITBREIDINGEN, Tekstverwerker

EERSTE_JAAR, LAATSTE_JAAR, MEESTE_JAREN = 2020, 2060, 12
MANIEREN = {
    "opbouw": "Met de vijftien hoofdstukken, leeg",
    "model": "Met de vijftien hoofdstukken en modelteksten om aan te vullen",
    "kopie": "Met een kopie van een eerdere nota",
}


def nieuw_formulier() -> str:
    """A name for one showing of a form."""
    return uuid.uuid4().hex


class Eenmalig(Formulier):
    """A form whose showing has a name: sent twice it makes one thing."""

    formulier = forms.CharField(widget=forms.HiddenInput, required=False, initial=nieuw_formulier, max_length=64)

    def clean_formulier(self) -> str:
        return self.cleaned_data["formulier"] or nieuw_formulier()


class NieuweNota(Eenmalig):
    """Begin a note."""

    igs = forms.ModelChoiceField(queryset=IGS.objects.none(), label="Voor welk IGS?", empty_label="Kies een IGS")
    titel = forms.CharField(label="Titel", max_length=150, help_text="Zoals: Cultuurnota Zuidrand 2027-2032.")
    van = forms.IntegerField(label="Eerste jaar", min_value=EERSTE_JAAR, max_value=LAATSTE_JAAR)
    tot = forms.IntegerField(label="Laatste jaar", min_value=EERSTE_JAAR, max_value=LAATSTE_JAAR)
    manier = forms.ChoiceField(
        label="Hoe begin je?", choices=list(MANIEREN.items()), widget=forms.RadioSelect, initial="opbouw"
    )
    bron = forms.ModelChoiceField(
        queryset=Cultuurnota.objects.none(),
        label="Kopie van",
        required=False,
        empty_label="Geen kopie",
        help_text="We nemen de hoofdstukken, de teksten en de beelden over. Team, opmerkingen en geschiedenis niet.",
    )

    def __init__(self, *args: Any, igsen: QuerySet[IGS], notas: list[Cultuurnota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["igs"].queryset = igsen  # type: ignore[attr-defined]
        keuzes = Cultuurnota.objects.filter(pk__in=[nota.pk for nota in notas])
        self.fields["bron"].queryset = keuzes  # type: ignore[attr-defined]
        if not notas:
            del self.fields["bron"]
            zonder = [(sleutel, label) for sleutel, label in MANIEREN.items() if sleutel != "kopie"]
            self.fields["manier"].choices = zonder  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        van, tot = gegevens.get("van"), gegevens.get("tot")
        if van and tot and tot < van:
            self.add_error("tot", "Kies een laatste jaar dat na het eerste komt.")
        elif van and tot and tot - van >= MEESTE_JAREN:
            self.add_error("tot", f"Een nota gaat over hoogstens {MEESTE_JAREN} jaar.")
        if gegevens.get("manier") == "kopie" and not gegevens.get("bron") and "bron" not in self.errors:
            self.add_error("bron", "Kies de nota waarvan je een kopie neemt.")
        return gegevens


class Uitnodiging(Formulier):
    """Ask somebody into the team."""

    email = forms.EmailField(label="E-mailadres", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    rol = forms.ChoiceField(label="Wat doet deze persoon?", choices=Teamrol.choices, initial=Teamrol.SCHRIJVER)
    gemeente = forms.ModelChoiceField(
        queryset=Gemeente.objects.none(),
        label="Leest voor een gemeente",
        required=False,
        empty_label="Geen gemeente",
        help_text="Alleen voor een lezer die voor een gemeentebestuur spreekt.",
    )
    tot = forms.DateField(
        label="Toegang tot en met",
        required=False,
        help_text="Daarna stopt de toegang vanzelf. Zoals 31-12-2026.",
    )

    def __init__(self, *args: Any, gemeenten: QuerySet[Gemeente], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten  # type: ignore[attr-defined]

    def clean_tot(self) -> Any:
        tot = self.cleaned_data["tot"]
        if tot and tot < vandaag():
            raise forms.ValidationError("Kies een dag die nog moet komen.")
        return tot

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("gemeente") and gegevens.get("rol") != Teamrol.LEZER:
            self.add_error("gemeente", "Kies alleen een gemeente bij een lezer.")
        return gegevens


class Lidwijziging(Formulier):
    """Another role or last day."""

    rol = forms.ChoiceField(label="Rol", choices=Teamrol.choices)
    tot = forms.DateField(label="Toegang tot en met", required=False)

    def __init__(self, *args: Any, lid: Teamlid, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"lid{lid.pk}", initial={"rol": lid.rol, "tot": lid.tot}, **kwargs)


# --- writing --------------------------------------------------------------------------------------------------------
class Werkverwerker(Tekstverwerker):
    """The editor of the workspace: as in the admin, with tables that have a caption."""

    @property
    def media(self) -> Media:
        return Media(js=["js/werkwoorden.js", "js/tekstverwerker.js"]) + prose_editor_media(
            base=prose_editor_base_media, preset="configurable"
        )

    def get_config(self) -> dict[str, Any]:
        """Our table instead of the library's, which drops the caption."""
        return super().get_config() | {"js_modules": [static("js/notatabel.js")]}


def maak_schoon(html: str) -> str:
    return schoon(html, tabellen=True)


class Hoofdstuktekst(ProseEditorFormField):  # type: ignore[misc]  # the library has no types
    """Rich text with tables; cleaned here already."""

    def __init__(self, **kwargs: Any) -> None:
        uitbreidingen = UITBREIDINGEN | dict.fromkeys(["Table", "TableRow", "TableHeader", "TableCell"], True)
        kwargs |= {"widget": Werkverwerker, "max_length": LANGSTE_HTML}
        super().__init__(config={"extensions": uitbreidingen}, preset="configurable", sanitize=maak_schoon, **kwargs)


class Hoofdstukformulier(Formulier):
    """A chapter: its text and how far it is. `was_…`: what was shown, so that only what changed is written."""

    tekst = Hoofdstuktekst(label="Tekst", required=False, help_text="Met Escape en dan Tab ga je uit de tekst.")
    stand = forms.ChoiceField(label="Hoever staat dit hoofdstuk?", choices=Voortgang.choices)
    criteria = forms.MultipleChoiceField(
        label="Op welke criteria antwoordt dit hoofdstuk?",
        choices=[(een.value, f"{een.value}: {een.label}") for een in Criterium],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basis = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    was_stand = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    was_criteria = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, *args: Any, hoofdstuk: Hoofdstuk, **kwargs: Any) -> None:
        initial = {
            "tekst": hoofdstuk.tekst,
            "stand": hoofdstuk.stand,
            "criteria": hoofdstuk.criteria,
            "basis": hoofdstuk.versie,
            "was_stand": hoofdstuk.stand,
            "was_criteria": ",".join(hoofdstuk.criteria),
        }
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def stand_gewijzigd(self) -> bool:
        gegevens = self.cleaned_data
        was = (gegevens["was_stand"], gegevens["was_criteria"].split(",") if gegevens["was_criteria"] else [])
        return was != (gegevens["stand"], gegevens["criteria"])


class Opmerkingformulier(Eenmalig):
    """Say something about a chapter, or answer."""

    tekst = forms.CharField(label="Je opmerking", max_length=3000, widget=forms.Textarea(attrs={"rows": 3, "cols": 40}))
    citaat = forms.CharField(
        label="Over welke woorden?",
        max_length=300,
        required=False,
        help_text="Neem enkele woorden uit de tekst over.",
    )
    antwoord_op = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)


class HoofdstukErbij(Formulier):
    """A chapter of the team's own."""

    titel = forms.CharField(label="Titel van het hoofdstuk", max_length=150)


class Hoofdstuktitel(Formulier):
    """Another title for one chapter; each chapter has its own form on the page."""

    titel = forms.CharField(label="Titel van het hoofdstuk", max_length=150)

    @classmethod
    def van(cls, hoofdstuk: Hoofdstuk, data: Any) -> Self:
        """Bound only when the data name this chapter."""
        past = data is not None and data.get("hoofdstuk") == str(hoofdstuk.kenmerk)
        return cls(data if past else None, prefix=f"t{hoofdstuk.pk}", initial={"titel": hoofdstuk.titel})


class NieuwBeeld(Formulier):
    """A picture with its words."""

    bestand = FotoVeld(label="Kies een beeld", error_messages={"required": "Kies een beeld op je toestel."})
    alt = forms.CharField(
        label="Wat zie je op het beeld?",
        required=False,
        max_length=300,
        help_text="Voor wie het beeld niet ziet. Zoals: twintig mensen rond een lange tafel.",
    )
    decoratief = forms.BooleanField(label="Het beeld is alleen versiering", required=False)
    bijschrift = forms.CharField(label="Bijschrift", required=False, max_length=200)
    bron = forms.CharField(label="Fotograaf of bron", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if not gegevens.get("alt") and not gegevens.get("decoratief") and "alt" not in self.errors:
            self.add_error("alt", "Beschrijf wat je ziet, of kruis aan dat het beeld alleen versiering is.")
        if gegevens.get("decoratief"):
            gegevens["alt"] = ""
        return gegevens

    def woorden(self) -> dict[str, Any]:
        return {naam: self.cleaned_data[naam] for naam in ("alt", "decoratief", "bijschrift", "bron")}
