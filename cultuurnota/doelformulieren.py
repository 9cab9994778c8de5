"""The small forms of objectives: one per kind. `basis` is the version the form was shown with."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from cultuurnota.doelen import Rij, soort_van, stand_van
from cultuurnota.geldveld import Getalveld
from cultuurnota.keuzes import Opdracht
from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Indicator, Uitdaging
from opnetwerk.formulieren import Modelformulier

INTUSSEN = (
    "Iemand anders bewaarde dit intussen, of jijzelf in een ander venster. Hieronder zie je beide. Wat jij typte, "
    "staat nog in de velden. Neem over wat je nodig hebt en bewaar opnieuw."
)
INTUSSEN_WEG = (
    "Iemand anders haalde dit intussen weg. Wat jij typte, staat nog in de velden. Kopieer het als je het nodig hebt."
)


@dataclass(frozen=True)
class Verschil:
    """A field that differs: what stands in the note, and what was typed here."""

    naam: str
    oud: str
    nieuw: str


class Doelformulier(Modelformulier):
    """What the four have in common: the note, the version, and one reference for each form that was shown."""

    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    nieuw = forms.UUIDField(required=False, widget=forms.HiddenInput)
    botsing: list[Verschil]

    def __init__(self, *args: Any, nota: Cultuurnota, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nota = nota
        self.botsing = []
        self.fields["basis"].initial = stand_van(self.instance)
        self.fields["nieuw"].initial = uuid.uuid4
        for veld in self.fields.values():
            if isinstance(veld.widget, forms.Textarea):
                veld.widget.attrs["rows"] = 4
        if doelstelling := self.fields.get("doelstelling"):
            assert isinstance(doelstelling, forms.ModelChoiceField)
            doelstelling.label = "Bij welke doelstelling"
            doelstelling.queryset = nota.doelstellingen.all()
            doelstelling.to_field_name = "kenmerk"
            doelstelling.empty_label = "Kies een doelstelling"

    def rij(self) -> Rij:
        """The row as filled in, not kept yet."""
        rij: Rij = self.instance
        if rij.pk is None:
            rij.kenmerk = self.cleaned_data["nieuw"] or uuid.uuid4()
            if isinstance(rij, Uitdaging | Doelstelling):
                rij.nota = self.nota
        return rij

    def verschillen(self, vers: Rij) -> list[Verschil]:
        """What was typed here against what stands in the note now."""
        ander, gevonden = type(self)(instance=vers, nota=self.nota), []
        for naam, veld in self.fields.items():
            if naam not in {"basis", "nieuw"}:
                oud = ander._in_woorden(naam, ander[naam].initial)
                nieuw = self._in_woorden(naam, self.cleaned_data.get(naam))
                if oud != nieuw:
                    gevonden.append(Verschil(str(veld.label), oud, nieuw))
        return gevonden

    def meld_botsing(self, vers: Rij | None) -> None:
        """Let the form come back with both texts; saving again is a choice then."""
        if vers is not None:
            self.botsing = self.verschillen(vers)
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["basis"] = stand_van(vers)
            self.data = data
        self.add_error(None, INTUSSEN if vers else INTUSSEN_WEG)

    def _in_woorden(self, naam: str, waarde: Any) -> str:
        veld = self.fields[naam]
        if waarde is None or waarde == "":
            return ""
        if isinstance(veld, forms.ModelMultipleChoiceField):
            return ", ".join(str(een) for een in waarde)
        if isinstance(veld, forms.ModelChoiceField):
            gevonden = (
                waarde if isinstance(waarde, Doelstelling) else Doelstelling.objects.filter(kenmerk=waarde).first()
            )
            return str(gevonden or "")
        if isinstance(veld, forms.MultipleChoiceField):
            keuzes: Any = veld.choices
            labels = {str(sleutel): str(label) for sleutel, label in keuzes}
            return ", ".join(labels.get(str(een), str(een)) for een in waarde)
        return str(veld.prepare_value(waarde)).replace("\r\n", "\n")


class Uitdagingformulier(Doelformulier):
    class Meta:
        model = Uitdaging
        fields: ClassVar = ["titel", "tekst"]


class Doelstellingformulier(Doelformulier):
    opdrachten = forms.MultipleChoiceField(
        label="Bij welke opdrachten",
        choices=[(sleutel, f"{sleutel}. {capfirst(woorden)}") for sleutel, woorden in Opdracht.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="De zeven opdrachten van het decreet.",
    )
    uitdagingen = forms.ModelMultipleChoiceField(
        label="Bij welke uitdagingen",
        queryset=Uitdaging.objects.none(),
        to_field_name="kenmerk",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Doelstelling
        fields: ClassVar = ["titel", "boven", "tekst", "opdrachten", "uitdagingen"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boven, uitdagingen = self.fields["boven"], self.fields["uitdagingen"]
        assert isinstance(boven, forms.ModelChoiceField)
        assert isinstance(uitdagingen, forms.ModelMultipleChoiceField)
        boven.queryset = self.nota.doelstellingen.filter(boven=None).exclude(pk=self.instance.pk)
        boven.to_field_name = "kenmerk"
        boven.empty_label = "Geen: dit is een strategische doelstelling"
        boven.help_text = "Een operationele doelstelling hoort bij een strategische."
        if self.instance.pk and self.instance.boven_id:
            self.initial["boven"] = self.instance.boven.kenmerk
        uitdagingen.queryset = self.nota.uitdagingen.all()
        if not self.nota.uitdagingen.exists():
            del self.fields["uitdagingen"]

    def clean_boven(self) -> Doelstelling | None:
        boven: Doelstelling | None = self.cleaned_data["boven"]
        if boven and self.instance.pk and self.instance.operationele.exists():
            raise forms.ValidationError(
                "Onder deze doelstelling staan operationele doelstellingen. Verplaats die eerst."
            )
        return boven


class Indicatorformulier(Doelformulier):
    nulmeting = Getalveld(label="Nulmeting", help_text="De waarde nu, als getal. Zoals 1.250 of 12,5.")
    streefwaarde = Getalveld(label="Streefwaarde", help_text="Waar je heen wilt, als getal.")

    class Meta:
        model = Indicator
        fields: ClassVar = ["doelstelling", "naam", "eenheid", "nulmeting", "streefwaarde", "bron", "wie"]
        help_texts: ClassVar = {
            "naam": "Waaraan zie je dat het lukt?",
            "eenheid": "Zoals bezoekers, gemeenten of %.",
            "bron": "Waar komt het cijfer vandaan?",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _zet_doelstelling(self)


class Actieformulier(Doelformulier):
    jaren = forms.TypedMultipleChoiceField(
        label="In welke jaren", coerce=int, widget=forms.CheckboxSelectMultiple, required=False, empty_value=[]
    )
    kost = Getalveld(label="Kost in euro", min_value=0, help_text="Voor de hele periode samen.")

    class Meta:
        model = Actie
        fields: ClassVar = ["doelstelling", "titel", "tekst", "jaren", "trekker", "partners", "kost"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jaren = self.fields["jaren"]
        assert isinstance(jaren, forms.TypedMultipleChoiceField)
        # A year of before the period of the note was changed stays to be seen, and to be taken off.
        mogelijk = sorted({*self.nota.jaren, *(self.instance.jaren or [])})
        jaren.choices = [(str(jaar), str(jaar)) for jaar in mogelijk]
        _zet_doelstelling(self)


def _zet_doelstelling(formulier: Doelformulier) -> None:
    if formulier.instance.pk:
        formulier.initial["doelstelling"] = formulier.instance.doelstelling.kenmerk


FORMULIEREN: dict[str, type[Doelformulier]] = {
    "uitdaging": Uitdagingformulier,
    "doelstelling": Doelstellingformulier,
    "indicator": Indicatorformulier,
    "actie": Actieformulier,
}


def formulier_voor(nota: Cultuurnota, rij: Rij, data: Any, bij: str = "") -> Doelformulier:
    """The form of this row, bound when there is data. `bij`: the reference of the objective a new one hangs under."""
    begin = {"doelstelling": bij, "boven": bij} if bij and rij.pk is None else None
    return FORMULIEREN[soort_van(rij)](data, instance=rij, nota=nota, initial=begin)
