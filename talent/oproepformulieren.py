"""The forms of calls: make and change one, answer everybody, withdraw; and for a talent: answer."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst

from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier, in_onze_tijd
from opnetwerk.gespreksformulieren import Sleutelformulier
from talent import keuzes, reacties
from talent.formulieren import Disciplineveld, meer, met, zeg_zelf
from talent.models import Discipline, Oproep, Reactie

HOOGSTE_BEDRAG = 100_000  # euro
MEESTE_PERSONEN = 500
VERSTE_KM = 300
MEESTE_DISCIPLINES = 10
VOORBIJ = "Deze dag is voorbij. Kies een dag vanaf vandaag."


def dagveld(label: str, hulp: str = "", *, nodig: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hulp,
        required=nodig,
        validators=[in_onze_tijd],
        widget=forms.DateInput(format="%d-%m-%Y", attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


def getalveld(label: str, hulp: str, hoogstens: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hulp,
        required=False,
        min_value=1,
        max_value=hoogstens,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class Knopformulier(Formulier):
    """A button without fields: `daad` names the act. Doing it twice is doing it once, so it needs no token."""

    def __init__(self, *args: Any, daden: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.daden = daden

    @property
    def daad(self) -> str:
        return str(self.data.get("daad", ""))

    def clean(self) -> dict[str, Any]:
        if self.daad not in self.daden:
            raise ValidationError("We weten niet wat je wilt doen. Druk op een van de knoppen op deze pagina.")
        return self.cleaned_data


class Oproepformulier(MetGemeente, Sleutelformulier):
    """A call, from nothing or of one that is there (`oproep`); of one that is open what stands is left out."""

    minimum_seconden = 1
    hoogstens_per_uur = 30

    versie = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    titel = forms.CharField(
        label="Titel",
        max_length=120,
        help_text="Kort en duidelijk. Bijvoorbeeld: akoestische muziek op de boekenmarkt.",
    )
    kans = forms.ChoiceField(
        label="Wat zoek je?",
        choices=[("", "Kies wat je zoekt"), *((waarde, capfirst(woord)) for waarde, woord in keuzes.Aanbod.choices)],
    )
    tekst = forms.CharField(
        label="Waarover gaat het?",
        max_length=4000,
        help_text="Wie ben je, wat is het moment, wie komt er kijken en wat verwacht je?",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    van = dagveld("De dag, of de eerste dag", "Dag, maand en jaar, zoals 12-12-2026.")
    tot = dagveld("De laatste dag", "Alleen als het meer dan één dag duurt.", nodig=False)
    gemeente = forms.CharField(
        label="Gemeente", max_length=LANGSTE_VRAAG, help_text="Waar het gebeurt. Een deelgemeente of postcode mag ook."
    )
    keuze = keuzeveld()
    plaats = forms.CharField(
        label="Plaats", max_length=150, required=False, help_text="Bijvoorbeeld de naam van de zaal of het plein."
    )
    vergoeding = forms.ChoiceField(
        label="Wat krijgt wie je kiest?",
        choices=[(waarde, capfirst(woord)) for waarde, woord in Oproep.Vergoeding.choices],
        widget=forms.RadioSelect,
        help_text="Een onbetaalde oproep mailen we alleen naar wie daarvoor koos.",
        error_messages={"required": "Kies een vergoeding. Betaal je niets? Kies dan onbetaald."},
    )
    bedrag = getalveld("Bedrag in euro", "Alleen als je een bedrag betaalt. In totaal, zonder komma.", HOOGSTE_BEDRAG)
    deadline = dagveld("Reageren kan tot en met", "Daarna kies je. Iedereen die reageert, krijgt van jou een antwoord.")
    disciplines = Disciplineveld(
        queryset=None,
        to_field_name="sleutel",
        required=False,
        label="Disciplines",
        help_text=f"Kies er hoogstens {MEESTE_DISCIPLINES}. Kies niets als alles mag.",
    )
    vormen = meer(keuzes.Vorm, "Vorm", "Kies niets als alles mag.")
    past_bij = meer(keuzes.PastBij, "Plek en publiek", "Waar en voor wie?")
    hoogstens_personen = getalveld("Met hoogstens hoeveel mensen?", "Hoeveel er op de plek kunnen.", MEESTE_PERSONEN)
    plek = forms.ChoiceField(
        label="Binnen of buiten?",
        choices=[("", "Zeg ik niet"), *((waarde, capfirst(woord)) for waarde, woord in keuzes.Plek.choices)],
        required=False,
    )
    techniek = forms.CharField(
        label="Wat is er aan techniek?",
        max_length=500,
        required=False,
        help_text="Zoals stroom, een podium, geluid of licht. Niets? Zeg dat ook.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    km = getalveld("Binnen hoeveel kilometer?", "Leeg: het maakt niet uit van waar iemand komt.", VERSTE_KM)

    field_order = (
        *("titel", "kans", "tekst", "van", "tot", "gemeente", "keuze", "plaats", "vergoeding", "bedrag", "deadline"),
        *("disciplines", "vormen", "past_bij", "hoogstens_personen", "plek", "techniek", "km"),
    )

    def __init__(self, *args: Any, request: HttpRequest, oproep: Oproep | None = None, **kwargs: Any) -> None:
        self.oproep = oproep
        super().__init__(*args, request=request, initial=begin_van(oproep), **kwargs)
        termen = Discipline.objects.filter(boven__isnull=False, opgegaan_in=None).select_related("boven")
        self.fields["disciplines"].queryset = termen.order_by(  # type: ignore[attr-defined]
            "boven__volgorde", "boven__naam", "volgorde", "naam"
        )
        zeg_zelf(self.fields["bedrag"], "nodig als je een bedrag betaalt")
        if self.is_open:
            del self.fields["titel"], self.fields["kans"]
        self.zoek_de_gemeente()

    @property
    def is_open(self) -> bool:
        return self.oproep is not None and self.oproep.stand == Oproep.Stand.OPEN

    @property
    def bekende_versie(self) -> int:
        """The version that was filled in; -1 for what is no number, which is never the one of now."""
        tekst = self.cleaned_data["versie"]
        return int(tekst) if tekst.isascii() and tekst.isdigit() else -1

    def clean_disciplines(self) -> list[Discipline]:
        gekozen = list(self.cleaned_data["disciplines"])
        if len(gekozen) > MEESTE_DISCIPLINES:
            raise ValidationError(f"Kies hoogstens {MEESTE_DISCIPLINES} disciplines. Je koos er {len(gekozen)}.")
        return gekozen

    def clean(self) -> dict[str, Any]:
        gegevens = self.cleaned_data
        van, tot, deadline = (gegevens.get(veld) for veld in ("van", "tot", "deadline"))
        if van and tot and tot < van:
            self.add_error("tot", "De laatste dag ligt voor de eerste. Kijk beide na.")
        if van and (tot or van) < vandaag() and self._is_nieuw("van", van):
            self.add_error("van", VOORBIJ)
        if deadline and deadline < vandaag() and self._is_nieuw("deadline", deadline):
            self.add_error("deadline", VOORBIJ)
        elif deadline and van and deadline > (tot or van):
            self.add_error("deadline", "Deze dag valt na het moment zelf. Kies een vroegere dag.")
        self._keur_bedrag(gegevens)
        return gegevens

    def _is_nieuw(self, veld: str, dag: Any) -> bool:
        """Whether the day was filled in now: what stood there already may be over."""
        return self.oproep is None or getattr(self.oproep, veld) != dag

    def _keur_bedrag(self, gegevens: dict[str, Any]) -> None:
        if "vergoeding" not in gegevens or "bedrag" not in gegevens:
            return
        if gegevens["vergoeding"] == Oproep.Vergoeding.BEDRAG and not gegevens["bedrag"]:
            self.add_error("bedrag", "Vul in hoeveel euro je betaalt, of kies een andere vergoeding.")
        elif gegevens["vergoeding"] != Oproep.Vergoeding.BEDRAG and gegevens["bedrag"]:
            self.add_error("bedrag", "Je vulde een bedrag in. Kies dan “een bedrag” als vergoeding, of maak dit leeg.")

    @property
    def velden(self) -> dict[str, Any]:
        """What `talent.oproepen` takes, after validation."""
        buiten = {"teken", "meer_info", "versie", "keuze", "gemeente"}
        velden = {naam: self.cleaned_data[naam] for naam in self.fields if naam not in buiten}
        return velden | {"gemeente": self.gekozen_gemeente}

    def meld_verouderd(self, nu: Oproep) -> None:
        """Somebody changed it meanwhile: what was typed stays, and saving once more is meant."""
        self.data = met(self.data, {"versie": str(nu.versie)})
        self.status = 409
        self.add_error(
            None,
            "Deze oproep is intussen gewijzigd, misschien in een ander venster. Kijk na wat je invulde en bewaar "
            "opnieuw. Dan geldt wat hier staat.",
        )


def begin_van(oproep: Oproep | None) -> dict[str, Any]:
    """What stands in the form before anybody typed."""
    if oproep is None:
        return {}
    gelijk = ("titel", "kans", "tekst", "van", "tot", "plaats", "vergoeding", "bedrag", "deadline", "vormen")
    begin = {veld: getattr(oproep, veld) for veld in (*gelijk, "past_bij", "hoogstens_personen", "plek", "techniek")}
    termen = oproep.disciplines.select_related("opgegaan_in")
    return begin | {
        "km": oproep.km,
        "versie": str(oproep.versie),
        "gemeente": oproep.gemeente.naam,
        "disciplines": [(term.opgegaan_in or term).sleutel for term in termen],
    }


# --- the organiser answers ------------------------------------------------------------------------------------------
NU, LATER = "nu", "later"


class Antwoordenformulier(Sleutelformulier):
    """A status and a reason for each reaction on the page, and one for all who are left. A row left alone stays."""

    minimum_seconden = 1
    hoogstens_per_uur = 200

    wanneer = forms.ChoiceField(
        label="Wanneer krijgen ze je antwoord?",
        choices=[(NU, "Nu meteen, met een mail"), (LATER, "Allemaal samen, als ik de oproep sluit")],
        initial=NU,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, rijen: Sequence[Reactie], wachtend: int = 0, **kwargs: Any) -> None:
        self.rijen = {str(rij.kenmerk): rij for rij in rijen}
        # Before the form is made, so that these fields get what every field of the house gets.
        self.base_fields = self.base_fields | self._velden_per_rij()  # type: ignore[misc]
        if wachtend > 1:
            self.base_fields["rest"] = redenveld("Eén antwoord voor iedereen die dan nog wacht", "")
            self.base_fields[
                "rest"
            ].help_text = (
                "Vul je hier een zin in? Dan krijgt wie nog geen antwoord heeft “deze keer niet”, met deze zin."
            )
        super().__init__(*args, **kwargs)

    def _velden_per_rij(self) -> dict[str, forms.Field]:
        velden: dict[str, forms.Field] = {}
        for sleutel, rij in self.rijen.items():
            velden[f"status-{sleutel}"] = statusveld(rij)
            velden[f"reden-{sleutel}"] = redenveld("In één zin waarom", rij.reden)
        for veld in velden.values():
            # Only what was changed on this page counts: somebody may have decided in another window.
            veld.show_hidden_initial = True
            zeg_zelf(veld)
        return velden

    def blokken(self) -> list[tuple[Reactie, Any, Any]]:
        """Each reaction with its two fields, in the order of the page."""
        return [(rij, self[f"status-{sleutel}"], self[f"reden-{sleutel}"]) for sleutel, rij in self.rijen.items()]

    def clean(self) -> dict[str, Any]:
        for sleutel in self.rijen:
            status, reden = self._antwoord(sleutel)
            if reden and not status:
                self.add_error(f"status-{sleutel}", "Kies ook een antwoord bij deze zin.")
            elif status and (bezwaar := reacties.bezwaar_tegen(status, reden)):
                self.add_error(f"reden-{sleutel}", bezwaar)
        if (rest := self.cleaned_data.get("rest")) and (
            bezwaar := reacties.bezwaar_tegen(Reactie.Status.NIET_GEKOZEN, rest)
        ):
            self.add_error("rest", bezwaar)
        return self.cleaned_data

    def _antwoord(self, sleutel: str) -> tuple[str, str]:
        gegevens = self.cleaned_data
        return gegevens.get(f"status-{sleutel}") or "", (gegevens.get(f"reden-{sleutel}") or "").strip()

    @property
    def besluiten(self) -> list[tuple[Reactie, str, str]]:
        """After validation: what was changed on this page."""
        anders = set(self.changed_data)
        sleutels = [sleutel for sleutel in self.rijen if {f"status-{sleutel}", f"reden-{sleutel}"} & anders]
        alle = [(self.rijen[sleutel], *self._antwoord(sleutel)) for sleutel in sleutels]
        return [(rij, status, reden) for rij, status, reden in alle if status]

    @property
    def stuur_nu(self) -> bool:
        return bool(self.cleaned_data["wanneer"] == NU)


KENMERK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
BESLUITEN = (Reactie.Status.GEKOZEN, Reactie.Status.RESERVE, Reactie.Status.NIET_GEKOZEN)
ZINNEN = [zin for status in BESLUITEN for zin in reacties.STANDAARDREDENEN[status]]


def genoemd(gegevens: QueryDict) -> list[str]:
    """The references of the reactions that stood on the page that was posted."""
    delen = [naam.removeprefix("status-") for naam in gegevens if naam.startswith("status-")]
    return [deel for deel in delen if KENMERK.fullmatch(deel)]


def statusveld(rij: Reactie) -> forms.ChoiceField:
    """What was answered; "not yet" only as long as that is so."""
    keuzelijst = [(een.value, capfirst(str(een.label))) for een in BESLUITEN]
    if rij.status == Reactie.Status.NIEUW:
        return forms.ChoiceField(
            label="Je antwoord", required=False, choices=[("", "Nog niet beslist"), *keuzelijst], initial=""
        )
    return forms.ChoiceField(label="Je antwoord", required=False, choices=keuzelijst, initial=rij.status)


def redenveld(label: str, begin: str) -> forms.CharField:
    """A sentence, with the templates as suggestions of the browser."""
    return forms.CharField(
        label=label,
        required=False,
        initial=begin,
        max_length=reacties.LANGSTE_REDEN,
        widget=forms.TextInput(attrs={"list": "zinnen", "autocomplete": "off"}),
    )


class Intrekformulier(Sleutelformulier):
    """Why the call does not go on."""

    minimum_seconden = 1

    reden = forms.CharField(
        label="Waarom gaat de oproep niet door?",
        max_length=250,
        help_text="In één zin. Iedereen die al reageerde, krijgt deze zin in een mail.",
        error_messages={"required": "Zeg in één zin waarom de oproep niet doorgaat."},
    )


# --- the talent answers ---------------------------------------------------------------------------------------------
class Reactieformulier(Formulier):
    """With which talent, and a few words. `talenten`: (address name, name) of those that can answer."""

    talent = forms.ChoiceField(
        label="Met welk profiel antwoord je?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies met welk profiel je antwoordt."},
    )
    tekst = forms.CharField(
        label="Je boodschap",
        max_length=2000,
        required=False,
        help_text="Zeg waarom het bij je past. Je profiel gaat mee. Je adres en telefoonnummer niet.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, talenten: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["talent"]
        assert isinstance(veld, forms.ChoiceField)
        veld.choices = talenten
        if len(talenten) == 1:
            veld.initial = talenten[0][0]
