"""The forms of a municipality's commitment: what it promised, and the decision of its council."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst

from cultuurnota.doelformulieren import INTUSSEN, Verschil
from cultuurnota.engagement import BELOOFD, VELDEN
from cultuurnota.geldveld import Geldveld
from cultuurnota.models import Engagement
from cultuurnota.raadsdocument import Raadsdocument
from igs.regiocheck_bedragen import euro
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier, Modelformulier

Stand = Engagement.Stand


class Basisveld(forms.IntegerField):
    """The version the form was shown with; -1 for what is none, so that nothing is written over."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value: Any) -> int:
        tekst = str(value or "")
        return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else -1


class Engagementformulier(Modelformulier):
    """What the municipality promised."""

    bedrag = Geldveld(
        label="Bedrag per jaar", required=False, help_text="In euro, voor elk jaar van de nota. Zoals 12.500."
    )
    basis = Basisveld()
    botsing: list[Verschil]

    class Meta:
        model = Engagement
        fields: ClassVar = VELDEN
        widgets: ClassVar = {"stand": forms.RadioSelect}
        labels: ClassVar = {"stand": "Hoe ver staat het?"}
        help_texts: ClassVar = {
            "raad_op": "De dag van de beslissing. Zoals 14-12-2026.",
            "contact_email": "Een adres bij de gemeente. We mailen het zolang het antwoord op “gevraagd” staat.",
        }

    def __init__(self, *args: Any, instance: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, initial={"basis": instance.versie}, **kwargs)
        self.botsing = []
        self.fields["contact_email"].widget.attrs["autocomplete"] = "off"
        keuzes: Any = self.fields["stand"]
        keuzes.choices = [(waarde, capfirst(woord)) for waarde, woord in Stand.choices]

    def clean(self) -> dict[str, Any]:
        velden = super().clean() or self.cleaned_data
        stand = velden.get("stand")
        if stand in BELOOFD and "bedrag" in velden and velden["bedrag"] is None:
            self.add_error("bedrag", "Vul in hoeveel de gemeente per jaar toezegt.")
        if stand == Stand.BESLIST and "raad_op" in velden:
            if velden["raad_op"] is None:
                self.add_error("raad_op", "Vul in wanneer de gemeenteraad besliste.")
            elif velden["raad_op"] > vandaag():
                self.add_error("raad_op", "Deze gemeenteraad moet nog komen. Kies zolang “toegezegd door het college”.")
        return velden

    def velden(self) -> dict[str, Any]:
        return {naam: self.cleaned_data[naam] for naam in VELDEN}

    def verschillen(self, vers: Engagement) -> list[Verschil]:
        """What was typed here against what stands kept now."""
        gevonden = []
        for naam in VELDEN:
            oud, nieuw = getattr(vers, naam), self.cleaned_data.get(naam)
            if oud != nieuw:
                gevonden.append(
                    Verschil(str(self.fields[naam].label), _in_woorden(naam, oud), _in_woorden(naam, nieuw))
                )
        return gevonden

    def meld_botsing(self, vers: Engagement) -> None:
        """Let the form come back with both; saving again is a choice then."""
        self.botsing = self.verschillen(vers)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["basis"] = str(vers.versie)
        self.data = data
        self.add_error(None, INTUSSEN)


def _in_woorden(naam: str, waarde: Any) -> str:
    if not waarde and waarde != 0:
        return ""
    if naam == "stand":
        return capfirst(Stand(waarde).label)
    if naam == "bedrag":
        return euro(waarde)
    return f"{waarde:%d-%m-%Y}" if naam == "raad_op" else str(waarde)


class Documentformulier(Formulier):
    """The decision of the council. Cleans `document` to (bytes, name)."""

    document = Raadsdocument(label="Het besluit of de verklaring")
    basis = Basisveld()
