"""The questions after the set of municipalities: which there are, which still apply, and the form of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from igs.regiocheck import Uitkomst
from igs.regiocheck_regels import Periode
from igs.regiocheck_vraag import BEDRAGFOUT, INDEXFOUT, JA, NEE, RECHTSVORMEN, WEET_NIET, Adres, lees_antwoord
from opnetwerk.formulieren import Formulier

JA_NEE = ((JA, "Ja"), (NEE, "Nee"), (WEET_NIET, "Weet ik niet"))
RECHTSVORM_KEUZES = tuple((waarde, (naam or "weet ik niet").capitalize()) for waarde, naam in RECHTSVORMEN.items())


@dataclass(frozen=True)
class Vraagstuk:
    """One question. Without `keuzes` it is a number to type, in `eenheid`; `ook` is a second number on the page."""

    naam: str
    titel: str
    kort: str
    wenk: str
    keuzes: tuple[tuple[str, str], ...] = ()
    eenheid: str = ""
    ook: tuple[str, str, str] | None = None  # name, label, hint
    weet_niet: str = "Weet ik niet"
    leeg: str = ""

    @property
    def velden(self) -> list[str]:
        return [self.naam, *([self.ook[0]] if self.ook else [])]

    def in_woorden(self, antwoorden: Mapping[str, str]) -> str:
        """The answer as the check page shows it."""
        waarde = antwoorden[self.naam]
        if self.keuzes:
            return dict(self.keuzes)[waarde]
        if waarde == WEET_NIET:
            return self.weet_niet
        deel = antwoorden.get(self.ook[0], WEET_NIET) if self.ook else WEET_NIET
        staart = f", waarvan {deel} % voor personeel" if deel != WEET_NIET else ""
        return f"{met_punten(waarde)} {self.eenheid}{staart}"


def met_punten(getal: str) -> str:
    """ "70000,5" -> "70.000,5"."""
    heel, komma, rest = getal.partition(",")
    return f"{int(heel):,}".replace(",", ".") + komma + rest if heel.lstrip("-") != "0" else getal


VRAGEN = (
    Vraagstuk(
        "bestaand",
        "Bestaat het IGS al?",
        "Het IGS bestaat al",
        "Een IGS waarvan het gebied verandert, bestaat ook al.",
        JA_NEE,
    ),
    Vraagstuk(
        "subsidie2026",
        "Kreeg het IGS in 2026 een Vlaamse subsidie voor zijn werking?",
        "Subsidie in 2026",
        "Dat is de subsidie van het Bovenlokaal Cultuurdecreet van 2018. Ze telt mee voor kleine gebieden.",
        JA_NEE,
    ),
    Vraagstuk(
        "rechtsvorm",
        "Welke rechtsvorm heeft het IGS, of krijgt het?",
        "Rechtsvorm",
        "Een interlokale vereniging is een overeenkomst; de drie andere zijn een rechtspersoon.",
        RECHTSVORM_KEUZES,
    ),
    Vraagstuk(
        "inbreng",
        "Hoeveel brengen de gemeenten samen in per jaar?",
        "Inbreng per jaar",
        "Alle gemeenten samen, in euro. Bijvoorbeeld 70.000 of 45.675,50.",
        eenheid="euro per jaar",
        leeg=BEDRAGFOUT,
    ),
    Vraagstuk(
        "coordinator",
        "Is er een coördinator bovenlokale cultuurwerking?",
        "Coördinator",
        "Ook als je er een voorziet, kies je ja.",
        JA_NEE,
    ),
    Vraagstuk(
        "afwijking",
        "Kreeg het IGS een afwijking van de regiogrens?",
        "Afwijking van de regiogrens",
        "Je gebied raakt meer dan één referentieregio. De Vlaamse overheid kan dat toelaten als het IGS het vraagt.",
        JA_NEE,
    ),
    Vraagstuk(
        "index",
        "Met welke index reken je?",
        "Index",
        "Met hoeveel procent de prijzen stijgen. Bijvoorbeeld 2 of 1,8.",
        eenheid="procent",
        ook=(
            "personeel",
            "Welk deel van de subsidie gaat naar personeel?",
            "In procent, bijvoorbeeld 60. De rest volgt de index maar voor een deel.",
        ),
        weet_niet="Reken zonder index",
        leeg=INDEXFOUT,
    ),
)
PER_NAAM = {stuk.naam: stuk for stuk in VRAGEN}
IN_2020 = {"rechtsvorm", "inbreng"}


def vragen_bij(adres: Adres, uitkomst: Uitkomst) -> list[Vraagstuk]:
    """The questions that matter for this period, this set and these answers, in order."""
    if adres.periode is Periode.P2020:
        return [stuk for stuk in VRAGEN if stuk.naam in IN_2020]
    weg = set()
    if adres.antwoorden.get("bestaand") == NEE:
        weg.add("subsidie2026")
    if len(uitkomst.cijfers.regios) <= 1:
        weg.add("afwijking")
    return [stuk for stuk in VRAGEN if stuk.naam not in weg]


def eerste_open(stukken: list[Vraagstuk], adres: Adres) -> Vraagstuk | None:
    """The first question without an answer."""
    return next((stuk for stuk in stukken if stuk.naam not in adres.antwoorden), None)


class Antwoordveld(forms.CharField):
    """A number as people write it; becomes what stands in the address."""

    def __init__(self, naam: str, **opties: Any) -> None:
        self.naam = naam
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **opties)

    def to_python(self, value: Any) -> str:
        tekst = super().to_python(value)
        try:
            return lees_antwoord(self.naam, tekst) if tekst else ""
        except ValueError as fout:
            raise ValidationError(str(fout)) from None


class Vraagformulier(Formulier):
    """The form of one question: fresh with what stands in the address, or as it was typed (`getypt`).

    Its answers go into the address, never anywhere else.
    """

    def __init__(self, stuk: Vraagstuk, adres: Adres, getypt: Mapping[str, Any] | None = None) -> None:
        begin = {naam: waarde for naam, waarde in adres.antwoorden.items() if stuk.keuzes or waarde != WEET_NIET}
        super().__init__(getypt, initial=begin)
        self.fields[stuk.naam] = _veld(stuk)
        if stuk.ook:
            naam, label, wenk = stuk.ook
            self.fields[naam] = Antwoordveld(naam, label=label, help_text=wenk, required=False)


def _veld(stuk: Vraagstuk) -> forms.Field:
    if stuk.keuzes:
        kies = {"required": "Kies een van de antwoorden.", "invalid_choice": "Kies een van de antwoorden."}
        return forms.ChoiceField(
            choices=stuk.keuzes, label=stuk.titel, help_text=stuk.wenk, widget=forms.RadioSelect, error_messages=kies
        )
    leeg = {"required": f"{stuk.leeg} Of kies “{stuk.weet_niet}”."}
    return Antwoordveld(stuk.naam, label=stuk.titel, help_text=stuk.wenk, error_messages=leeg)
