"""The check of a note: what is missing, with a link to the place; what the team thinks; progress."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from cultuurnota import beoordelen
from cultuurnota.controle import Bevinding, Oordeel, Plek, controleer
from cultuurnota.controlegegevens import lees
from cultuurnota.keuzes import Criterium
from cultuurnota.models import Cultuurnota, Zelfbeoordeling
from cultuurnota.toegang import Teamverzoek, teamlid
from cultuurnota.views_doelen import toon
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import ingelogd

VOORWAARDEN = "voorwaarden"
INTUSSEN = (
    "Iemand anders bewaarde dit intussen: “{stand}. {toelichting}” Bewaar je opnieuw, dan komt jouw keuze in de plaats."
)


class Beoordeelformulier(Formulier):
    """One criterion."""

    stand = forms.ChoiceField(
        label="Hoe ver staan jullie?",
        choices=[(waarde, capfirst(woord)) for waarde, woord in Zelfbeoordeling.Stand.choices],
        widget=forms.RadioSelect,
    )
    toelichting = forms.CharField(
        label="Waarom?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Punt:
    """A finding with the address of its place."""

    bevinding: Bevinding
    adres: str


@dataclass(frozen=True)
class Groep:
    """What belongs to one criterion, or to the conditions."""

    sleutel: str
    titel: str
    punten: list[Punt]
    formulier: Beoordeelformulier | None
    stand: str

    @property
    def open(self) -> list[Punt]:
        return [punt for punt in self.punten if not punt.bevinding.goed]

    @property
    def goed(self) -> list[Punt]:
        return [punt for punt in self.punten if punt.bevinding.goed]


@ingelogd
@teamlid()
def cultuurnota_werkruimte_controle(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """All checks of this moment; the forms judge one criterion each."""
    formulier, gekozen = None, None
    if request.method == "POST":
        gekozen = next((een for een in Criterium if een.value == request.POST.get("criterium")), None)
        formulier = Beoordeelformulier(request.POST, prefix=gekozen.value if gekozen else None)
        if gekozen is None or (formulier.is_valid() and _beoordeel(request, nota, gekozen, formulier)):
            adres = reverse("cultuurnota_werkruimte_controle", args=[nota.kenmerk])
            return redirect(f"{adres}?net=bewaard#{gekozen.value}" if gekozen else adres)
    bevindingen = controleer(lees(nota))
    groepen = _groepen(nota, bevindingen, gekozen, formulier)
    context: dict[str, Any] = {"groepen": groepen, "formulier": formulier, "stand": _stand(bevindingen)}
    return toon(request, "cultuurnota_werkruimte_controle", nota, **context)


def _beoordeel(request: Teamverzoek, nota: Cultuurnota, criterium: Criterium, formulier: Beoordeelformulier) -> bool:
    try:
        beoordelen.beoordeel(nota=nota, criterium=criterium, door=request.user, **formulier.cleaned_data)
    except beoordelen.Botsing as botsing:
        rij = botsing.rij
        formulier.add_error(None, INTUSSEN.format(stand=rij.get_stand_display(), toelichting=rij.toelichting))
        data: Any = formulier.data.copy()  # type: ignore[attr-defined]
        data[formulier.add_prefix("basis")] = beoordelen.merk(rij)
        formulier.data = data
        return False
    return True


def _groepen(
    nota: Cultuurnota, bevindingen: list[Bevinding], gekozen: Criterium | None, formulier: Beoordeelformulier | None
) -> list[Groep]:
    """The conditions first, then the criteria in the order of the decree."""
    per: dict[str, list[Punt]] = {}
    for een in bevindingen:
        sleutel = een.criteria[0] if een.criteria else VOORWAARDEN
        per.setdefault(sleutel, []).append(Punt(een, adres_van(nota, een.plek)))
    zelf = {een.criterium: een for een in nota.zelfbeoordelingen.all()}
    groepen = [Groep(VOORWAARDEN, "Voorwaarden van het decreet", per.get(VOORWAARDEN, []), None, "")]
    for criterium in Criterium:
        rij = zelf.get(criterium.value)
        eigen = formulier if criterium is gekozen else _leeg_formulier(criterium, rij)
        stand = rij.get_stand_display() if rij else "nog niet"
        titel = f"{criterium.value}: {criterium.label}"
        groepen.append(Groep(criterium.value, titel, per.get(criterium.value, []), eigen, stand))
    return groepen


def _leeg_formulier(criterium: Criterium, rij: Zelfbeoordeling | None) -> Beoordeelformulier:
    begin = {"stand": rij.stand if rij else "nog_niet", "toelichting": rij.toelichting if rij else ""}
    return Beoordeelformulier(prefix=criterium.value, initial=begin | {"basis": beoordelen.merk(rij)})


def adres_van(nota: Cultuurnota, plek: Plek) -> str:
    """Where the finding is mended; "" when there is no page for it."""
    try:
        if plek.pagina == "hoofdstuk":
            return reverse("cultuurnota_werkruimte_hoofdstuk", args=[nota.kenmerk, plek.kenmerk])
        if plek.pagina == "begroting":
            return reverse("cultuurnota_werkruimte_begroting", args=[nota.kenmerk])
        if plek.pagina == "controle":
            return f"#{plek.kenmerk}"
        if plek.pagina == "doelen":
            adres = reverse("cultuurnota_werkruimte_doelen", args=[nota.kenmerk])
            return f"{adres}#r{plek.kenmerk}" if plek.kenmerk else adres
    except NoReverseMatch:
        return ""
    return ""


@dataclass(frozen=True)
class Vooruitgang:
    """How many checks turned out how, and the widths of the picture (0 to 1000)."""

    goed: int
    leeg: int
    open: int

    @property
    def samen(self) -> int:
        return self.goed + self.leeg + self.open

    @property
    def breed_goed(self) -> int:
        return round(1000 * self.goed / self.samen) if self.samen else 0

    @property
    def breed_open(self) -> int:
        return round(1000 * self.open / self.samen) if self.samen else 0


def _stand(bevindingen: list[Bevinding]) -> Vooruitgang:
    goed = sum(een.goed for een in bevindingen)
    leeg = sum(een.oordeel is Oordeel.LEEG for een in bevindingen)
    return Vooruitgang(goed, leeg, len(bevindingen) - goed - leeg)
