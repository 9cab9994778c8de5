"""The forms of following up: one objective in one year, and which figure of the portal fills which indicator."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cultuurnota.geldveld import Getalveld
from cultuurnota.jaarverslag import STANDEN, in_cijfers
from cultuurnota.models import Actiejaar, Cijferkoppeling, Indicator, Meting
from cultuurnota.opvolgen import Botsing, Invoer, Jaarblad, Jaarrij, merk_van, stand_van, waarden_van
from cultuurnota.portaalcijfers import Koppelinvoer, keuzes
from igs.portaalcijfers import cijfers
from opnetwerk.formulieren import Formulier, lees_tekst

BASIS = re.compile(r"(\d{1,9}):([0-9a-f]{16})", re.ASCII)
LANGST = 60  # characters of a name in an error text
INTUSSEN = (
    "Iemand anders bewaarde intussen een deel hiervan, of jijzelf in een ander venster. Wat jij typte, staat nog in de "
    "velden. De rest is bewaard. Neem over wat je nodig hebt en bewaar opnieuw."
)
INTUSSEN_WEG = "Iemand haalde intussen een indicator of actie weg. Kopieer je tekst als je hem nodig hebt."
GETYPT = re.compile(r"(waarde|kost|uitleg)_[0-9a-f]{32}", re.ASCII)
AFWIJKEND = {Actiejaar.Stand.UITGESTELD, Actiejaar.Stand.GESCHRAPT}


@dataclass(frozen=True)
class Verschil:
    """A field that differs: what stands in the note, and what was typed here."""

    naam: str
    oud: str
    nieuw: str


@dataclass(frozen=True)
class Groep:
    """The fields of one row, with the row: a fieldset of the page."""

    rij: Jaarrij
    titel: str
    velden: list[BoundField]

    @property
    def is_meting(self) -> bool:
        return isinstance(self.rij, Meting)


def _over(rij: Jaarrij) -> Any:
    return rij.indicator if isinstance(rij, Meting) else rij.actie


def _kort(naam: str) -> str:
    return naam if len(naam) <= LANGST else f"{naam[:LANGST]}…"


class Jaarformulier(Formulier):
    """One objective in one year. A row that nobody touched is not kept, whoever changed it meanwhile."""

    botsing: list[Verschil]

    def __init__(self, *args: Any, blad: Jaarblad, **kwargs: Any) -> None:
        self.blad, self.botsing = blad, []
        # Every objective has other fields: they stand where the class would have them.
        self.base_fields = {  # type: ignore[misc]
            naam: veld for rij in blad.rijen for naam, veld in _velden(rij).items()
        }
        super().__init__(*args, **kwargs)

    def groepen(self) -> Iterator[Groep]:
        for rij in self.blad.rijen:
            over = _over(rij)
            velden = [self[naam] for naam in _velden(rij) if not naam.startswith("basis")]
            yield Groep(rij, str(over), velden)

    def clean(self) -> dict[str, Any]:
        """What is put off or dropped has a reason; what was typed for a row that is gone comes back."""
        super().clean()
        if getypt := self._getypt_bij_wat_weg_is():
            self.add_error(None, f"{INTUSSEN_WEG} Je typte: {'; '.join(f'“{tekst}”' for tekst in getypt)}.")
        for rij in self.blad.acties:
            sleutel = _sleutel(rij)
            stand, uitleg = self.cleaned_data.get(f"stand_{sleutel}"), f"uitleg_{sleutel}"
            if stand in AFWIJKEND and uitleg in self.cleaned_data and not self.cleaned_data[uitleg]:
                self.add_error(
                    uitleg, f"Leg in één zin uit waarom “{_kort(rij.actie.titel)}” is {Actiejaar.Stand(stand).label}."
                )
        return self.cleaned_data

    def _getypt_bij_wat_weg_is(self) -> list[str]:
        """Nothing that somebody typed goes in silence; for what hangs on no field the page has no place any more."""
        weg = {naam for naam in self.data if GETYPT.fullmatch(naam) and naam not in self.fields}
        teksten = (lees_tekst(str(self.data[naam]), een_regel=True)[0] for naam in sorted(weg))
        return [tekst[:500] for tekst in teksten if tekst][:10]

    def invoer(self) -> list[Invoer]:
        """What was filled in, without the rows that were left as they were shown."""
        alles = []
        for rij in self.blad.rijen:
            waarden = {naam: self.cleaned_data[f"{naam}_{_sleutel(rij)}"] for naam in waarden_van(rij)}
            basis = BASIS.fullmatch(self.cleaned_data[f"basis_{_sleutel(rij)}"] or "")
            if basis is None or basis[2] != merk_van(waarden):
                alles.append(Invoer(_over(rij), waarden, int(basis[1]) if basis else 0))
        return alles

    def meld_botsing(self, botsingen: list[Botsing], vers: Jaarblad) -> None:
        """Come back with both texts of the rows that somebody else changed; saving again is a choice then."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for rij in vers.rijen:
            data[f"basis_{_sleutel(rij)}"] = stand_van(rij)
        self.data = data
        for botsing in botsingen:
            oud = waarden_van(botsing.rij)
            for naam, nieuw in botsing.invoer.waarden.items():
                if in_woorden(oud[naam]) != in_woorden(nieuw):
                    titel = f"{botsing.invoer.van}: {naam}"
                    self.botsing.append(Verschil(titel, in_woorden(oud[naam]), in_woorden(nieuw)))
        self.add_error(None, INTUSSEN)


def in_woorden(waarde: Any) -> str:
    if waarde is None:
        return ""
    return STANDEN.get(waarde, waarde) if isinstance(waarde, str) else in_cijfers(waarde)


def _sleutel(rij: Jaarrij) -> str:
    kenmerk: str = _over(rij).kenmerk.hex
    return kenmerk


def _velden(rij: Jaarrij) -> dict[str, forms.Field]:
    """The fields of a row; an error names the row, for on the page stand many with the same label."""
    naam, sleutel = _kort(str(_over(rij))), _sleutel(rij)
    velden: dict[str, forms.Field] = {
        "basis": forms.CharField(required=False, widget=forms.HiddenInput, initial=stand_van(rij))
    }
    if isinstance(rij, Meting):
        label, wenk = f"Waarde in {rij.jaar}", _wenk(rij)
        velden["waarde"] = _getal(label, naam, initial=in_woorden(rij.waarde), help_text=wenk)
        uitleg = "Uitleg bij een afwijking"
    else:
        velden["stand"] = forms.ChoiceField(
            label="Stand", choices=Actiejaar.Stand.choices, initial=rij.stand, error_messages=_kies(naam)
        )
        velden["kost"] = _getal(
            f"Werkelijke kost in {rij.jaar}, in euro", naam, initial=in_woorden(rij.kost), min_value=0
        )
        uitleg = "Uitleg"
    velden["uitleg"] = forms.CharField(
        label=uitleg,
        required=False,
        initial=rij.uitleg,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": f"Maak de uitleg bij “{_procent(naam)}” korter: hoogstens 500 tekens."},
    )
    return {f"{soort}_{sleutel}": veld for soort, veld in velden.items()}


def _wenk(rij: Meting) -> str:
    indicator = rij.indicator
    delen = [f"in {indicator.eenheid}"] if indicator.eenheid else []
    if indicator.nulmeting is not None:
        delen.append(f"nulmeting {in_cijfers(indicator.nulmeting)}")
    if indicator.streefwaarde is not None:
        delen.append(f"streefwaarde {in_cijfers(indicator.streefwaarde)}")
    zin = ", ".join(delen)
    return f"{zin[0].upper()}{zin[1:]}." if zin else ""


def _procent(naam: str) -> str:
    """The name in a text in which Django may put figures with the % operator."""
    return naam.replace("%", "procent")


def _getal(label: str, naam: str, **kwargs: Any) -> Getalveld:
    naam = _procent(naam)
    fouten = {
        "invalid": f"Vul bij “{naam}” een getal in, zoals 1.250 of 12,5.",
        "min_value": f"Vul bij “{naam}” nul of meer in.",
        "max_digits": f"Het getal bij “{naam}” is te groot. Kijk het na.",
        "max_whole_digits": f"Het getal bij “{naam}” is te groot. Kijk het na.",
        "max_decimal_places": f"Schrijf het getal bij “{naam}” met hoogstens twee cijfers na de komma.",
    }
    return Getalveld(label=label, error_messages=fouten, **kwargs)


def _kies(naam: str) -> dict[str, str]:
    return dict.fromkeys(["required", "invalid_choice"], f"Kies bij “{_procent(naam)}” hoe het ging.")


# --- figures of the portal ------------------------------------------------------------------------------------------
class Koppelformulier(Formulier):
    """For each indicator which figure fills it. `was_` carries what the form showed."""

    def __init__(self, *args: Any, indicatoren: list[Indicator], **kwargs: Any) -> None:
        self.indicatoren = indicatoren
        self.base_fields = {}  # type: ignore[misc]
        for een in indicatoren:
            nu = cijfer_van(een)
            mogelijk = keuzes() if not nu or nu in cijfers else [*keuzes(), (nu, "Een cijfer dat er niet meer is")]
            self.base_fields[f"was_{een.kenmerk.hex}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=nu
            )
            self.base_fields[f"cijfer_{een.kenmerk.hex}"] = forms.ChoiceField(
                label=een.naam, required=False, choices=mogelijk, initial=nu
            )
        super().__init__(*args, **kwargs)

    def keuzevelden(self) -> list[BoundField]:
        return [self[f"cijfer_{een.kenmerk.hex}"] for een in self.indicatoren]

    def invoer(self) -> list[Koppelinvoer]:
        velden = self.cleaned_data
        return [
            Koppelinvoer(een, velden[f"was_{een.kenmerk.hex}"], velden[f"cijfer_{een.kenmerk.hex}"])
            for een in self.indicatoren
        ]

    def meld_anders(self, anders: list[Koppelinvoer]) -> None:
        """Come back with what was chosen, based on what stands there now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        vers = dict(
            Cijferkoppeling.objects.filter(indicator__in=self.indicatoren).values_list("indicator_id", "cijfer")
        )
        namen = dict(keuzes())
        for een in self.indicatoren:
            data[f"was_{een.kenmerk.hex}"] = vers.get(een.pk, "")
        self.data = data
        for een_ in anders:
            staat = vers.get(een_.indicator.pk, "")
            zin = (
                f"Iemand anders koos hier intussen “{namen.get(staat, staat)}”. Bewaar opnieuw om jouw keuze te nemen."
            )
            self.add_error(f"cijfer_{een_.indicator.kenmerk.hex}", zin)


def cijfer_van(indicator: Indicator) -> str:
    koppeling = getattr(indicator, "cijferkoppeling", None)
    return koppeling.cijfer if koppeling else ""
