"""A municipality by what somebody types: its name, a place in it, an old name or a postcode; and that in a form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from igs.lidmaatschap import opvolger_op
from igs.models import Gemeente, Plaats
from igs.zoeken import DEELGEMEENTE, Treffer, zoek
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formuliergedrag, Veld

NIET_GEVONDEN = "We vinden geen Vlaamse gemeente met die naam. Kijk de naam na, of typ een postcode."
BUITEN = "{naam} ligt buiten Vlaanderen. Vul een Vlaamse gemeente in."
MEER = "Er zijn meer gemeenten die passen. Kies hieronder de juiste."
LANGSTE_VRAAG = 100  # characters that the finder reads


@dataclass(frozen=True)
class Keuze:
    """A municipality of the day, and the name of the place by which it was found (empty: by the municipality)."""

    gemeente: Gemeente
    deelgemeente: str = ""

    @property
    def woorden(self) -> str:
        return f"{self.gemeente.naam} ({self.deelgemeente})" if self.deelgemeente else self.gemeente.naam


def zoek_gemeente(vraag: str, dag: date) -> tuple[list[Keuze], str]:
    """The municipalities that are meant, and what to say: one and nothing to say, several to choose from, or none."""
    uitslag = zoek(vraag)
    treffers = [uitslag.antwoord] if uitslag.antwoord else uitslag.keuze or uitslag.nabije
    gemeenten = {gemeente.nis_code: gemeente for gemeente in Gemeente.objects.all()}
    keuzes: dict[str, Keuze] = {}
    for treffer in treffers:
        if gevonden := _gemeente(treffer, gemeenten, dag):
            deel = treffer.naam if treffer.soort == DEELGEMEENTE else ""
            keuzes.setdefault(gevonden.nis_code, Keuze(gevonden, deel))
    if not keuzes and uitslag.buiten:
        return [], BUITEN.format(naam=uitslag.buiten[0].naam)
    if not keuzes:
        return [], NIET_GEVONDEN
    zeker = len(keuzes) == 1 and not uitslag.nabije
    return list(keuzes.values()), "" if zeker else MEER


def _gemeente(treffer: Treffer, gemeenten: dict[str, Gemeente], dag: date) -> Gemeente | None:
    """The municipality of the day behind a page; None for a page of something else."""
    try:
        pagina = resolve(treffer.pad)
    except Resolver404:
        return None
    if pagina.url_name != "gemeenten_pagina":
        return None
    gelijknamig = [een for een in gemeenten.values() if een.slug == pagina.kwargs["slug"]]
    # Of two with one name (before and after a merger) the one of now.
    gelijknamig.sort(key=lambda een: een.bestaat_tot is not None)
    return opvolger_op(gelijknamig[0], gemeenten, dag) if gelijknamig else None


def deelgemeenten_van(gemeente: Gemeente | None, dag: date) -> QuerySet[Plaats]:
    """The places in the municipality, those of the municipalities that merged into it included."""
    if gemeente is None:
        return Plaats.objects.none()
    gemeenten = {een.nis_code: een for een in Gemeente.objects.all()}
    codes = [een.nis_code for een in gemeenten.values() if opvolger_op(een, gemeenten, dag) == gemeente]
    return Plaats.objects.filter(gemeente__in=codes, soort=Plaats.Soort.DEELGEMEENTE)


class MetGemeente(Formuliergedrag):
    """For a form with the fields `gemeente` (text) and `keuze` (radio buttons, there only when there is a choice)."""

    def zoek_de_gemeente(self) -> None:
        """Call it at the end of `__init__`."""
        self.keuzes, self.bezwaar = zoek_gemeente(self._vraag(), vandaag()) if self.is_bound else ([], "")
        if self.bezwaar == MEER:
            keuze = self.fields["keuze"]
            assert isinstance(keuze, forms.ChoiceField)
            keuze.choices = [(een.gemeente.nis_code, een.woorden) for een in self.keuzes]
        else:
            del self.fields["keuze"]

    def _vraag(self) -> str:
        """Nothing when the text itself has to be mended first."""
        veld = self["gemeente"]
        vraag = str(veld.data or "")
        stuk = isinstance(veld, Veld) and veld.had_stuurtekens
        return "" if stuk or len(vraag) > LANGSTE_VRAAG else vraag

    def clean_gemeente(self) -> str:
        vraag: str = self.cleaned_data["gemeente"]
        if not self.keuzes:
            raise ValidationError(self.bezwaar)
        return vraag

    @property
    def gekozen_gemeente(self) -> Gemeente:
        """After validation."""
        nis: Any = self.cleaned_data.get("keuze")
        return next(een.gemeente for een in self.keuzes if nis is None or een.gemeente.nis_code == nis)


def keuzeveld() -> forms.ChoiceField:
    """The field `keuze` of `MetGemeente`."""
    return forms.ChoiceField(
        label="Welke gemeente bedoel je?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies welke gemeente je bedoelt."},
    )
