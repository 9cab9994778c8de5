"""The small forms of the profile editor: one per subject, each saved by itself.

A form of somebody of 13 to 15 leaves out what is never shown of them. `velden()` gives what `talent.bewerken.bewaar`
takes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html
from django.utils.text import capfirst

from igs.gemeentekeuze import Keuze, deelgemeenten_van, zoek_gemeente
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier, Modelformulier
from talent import bewerken, keuzes, leeftijd
from talent.models import Discipline, Profiel, Talent
from talent.models.profiel import MEESTE_DISCIPLINES, MEESTE_LINKS
from talent.vergelijken import Verschil, in_woorden, veldnaam, waarde
from talent.zichtbaarheid import NOOIT_BIJ_JONG, STANDAARD, VOLGT, keuze

MEESTE_STIJLEN = 6
LANGSTE_STIJL = 30
LANGSTE_LINK = 300
# A draft may be saved without these, but not submitted.
NODIG = {"kort", "gemeente_naam", "disciplines"}
INTUSSEN = (
    "Iemand anders bewaarde dit intussen, of jijzelf in een ander venster. Hieronder zie je beide. Wat jij typte, "
    "staat nog in de velden. Neem over wat je nodig hebt en bewaar opnieuw."
)
INGEDIEND = (
    "Je profiel ligt bij de coördinator. Haal je het terug, dan bewaren we wat je typte. Dien het daarna weer in."
)


def verberg_voor_jong(veld: str) -> bool:
    return VOLGT.get(veld, veld) in NOOIT_BIJ_JONG


def zeg_zelf(veld: forms.Field, aanvulling: str = "") -> None:
    """Let the field say itself when it is needed, where "niet verplicht" would mislead."""
    veld.template_name = "talent/_veld.html"  # type: ignore[attr-defined]
    veld.aanvulling = aanvulling  # type: ignore[attr-defined]


def met(data: Any, velden: Mapping[str, str]) -> Any:
    """What was posted, with these (hidden) fields as they must be the next time."""
    kopie = data.copy()
    for naam, tekst in velden.items():
        kopie[naam] = tekst
    return kopie


def een(soort: type[models.TextChoices], label: str, hulp: str = "") -> forms.ChoiceField:
    """One of the choices, or none."""
    keuzelijst = [("", "Zeg ik niet"), *((waarde, capfirst(woord)) for waarde, woord in soort.choices)]
    return forms.ChoiceField(label=label, choices=keuzelijst, required=False, help_text=hulp)


def meer(soort: type[models.TextChoices], label: str, hulp: str = "") -> forms.MultipleChoiceField:
    """Several of the choices, or none."""
    keuzelijst = [(waarde, capfirst(woord)) for waarde, woord in soort.choices]
    vinkjes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=keuzelijst, required=False, help_text=hulp, widget=vinkjes)


def lang(label: str, hulp: str, hoogstens: int, rijen: int = 6) -> forms.CharField:
    vak = forms.Textarea(attrs={"rows": rijen})
    return forms.CharField(label=label, max_length=hoogstens, required=False, help_text=hulp, widget=vak)


def kort(label: str, hulp: str, hoogstens: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=hoogstens, required=False, help_text=hulp)


class Deel(Modelformulier):
    """A part of a profile. `redenen`: {field: what the coordinator asks}, shown at the field."""

    basis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, talent: Talent, redenen: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=bewerken.werkversie(talent), **kwargs)
        self.talent = talent
        self.botsing: list[Verschil] = []
        self.ligt_ter_beoordeling = False
        if talent.is_jong:
            for veld in [naam for naam in self.fields if verberg_voor_jong(naam)]:
                del self.fields[veld]
        self.fields["basis"].initial = bewerken.afdruk(self.instance, self.namen())
        self._pas_aan()
        for veld in NODIG & self.fields.keys():
            zeg_zelf(self.fields[veld], "nodig om in te dienen")
        for veld, reden in (redenen or {}).items():
            self._zet_reden(self.veld_van(veld), reden)

    def _pas_aan(self) -> None:
        """What a part does before it is shown."""

    def namen(self) -> list[str]:
        """The fields of the profile in this form."""
        return [veld for veld in self._meta.fields or [] if veld in self.fields]

    def veld_van(self, naam: str) -> str:
        """The field of the form behind a field of the profile."""
        return naam

    def _zet_reden(self, veld: str, reden: str) -> None:
        if veld in self.fields:
            hulp = self.fields[veld].help_text
            vraag = format_html('<strong class="reden">De coördinator vraagt: {}</strong>', reden)
            self.fields[veld].help_text = format_html("{} {}", hulp, vraag) if hulp else vraag

    def velden(self) -> dict[str, Any]:
        """What to save, after `is_valid`."""
        return {veld: self.cleaned_data[veld] for veld in self.namen()}

    def meld_botsing(self, ander: Profiel) -> None:
        """Show both versions; saving once more is meant then."""
        for veld, mijne in self.velden().items():
            hunne, mijn = in_woorden(veld, waarde(ander, veld)), in_woorden(veld, mijne)
            if hunne != mijn:
                self.botsing.append(Verschil(veld, veldnaam(veld), hunne, mijn))
        self.data = met(self.data, {"basis": bewerken.afdruk(ander, self.namen())})
        self.add_error(None, INTUSSEN)

    def meld_ingediend(self) -> None:
        self.ligt_ter_beoordeling = True
        self.add_error(None, INGEDIEND)


class Wie(Deel):
    naam = forms.CharField(label="Je naam", max_length=80, help_text="Je naam, artiestennaam of groepsnaam.")
    voornaamwoorden = kort("Voornaamwoorden", "Bijvoorbeeld: zij/haar.", 30)
    kort = kort("In één zin", "Wat je maakt, voor wie je niet kent. Bijvoorbeeld: trio dat volksliedjes speelt.", 140)
    tekst = lang("Over jou", "Vertel wat je maakt en hoe. Hoogstens 3.000 tekens.", 3000, 12)
    talen = meer(keuzes.Taal, "Talen waarin je werkt")

    class Meta:
        model = Profiel
        fields: ClassVar = ["naam", "voornaamwoorden", "kort", "tekst", "talen"]

    def _pas_aan(self) -> None:
        if self.talent.is_jong:
            self.fields["naam"].label = "Je voornaam"
            self.fields["naam"].help_text = "Alleen je voornaam. Je familienaam tonen we niet."

    def clean_naam(self) -> str:
        naam: str = self.cleaned_data["naam"]
        if self.talent.is_jong and len(naam.split()) > 1:
            raise ValidationError("Vul alleen je voornaam in, zonder spatie. Zoals Noor of Jan-Pieter.")
        return naam


class Waar(Deel):
    gemeente_naam = forms.CharField(
        label="Je gemeente",
        max_length=100,
        required=False,
        help_text="Typ de naam van je gemeente of deelgemeente, of een postcode.",
    )
    gemeente_keuze = forms.ChoiceField(label="Welke bedoel je?", required=False, widget=forms.RadioSelect)
    plaats: Any = forms.ModelChoiceField(
        queryset=None,
        label="Deelgemeente",
        required=False,
        empty_label="Zeg ik niet",
        help_text="Alleen zichtbaar als je dat kiest bij “Zichtbaarheid”.",
    )
    band = meer(keuzes.Band, "Je band met de streek", "De coördinator kijkt dit na.")
    reikwijdte = een(keuzes.Reikwijdte, "Hoe ver wil je gaan?")

    class Meta:
        model = Profiel
        fields: ClassVar = ["plaats", "band", "reikwijdte"]

    field_order = ("gemeente_naam", "gemeente_keuze", "plaats", "band", "reikwijdte")

    def namen(self) -> list[str]:
        return [*([] if self.talent.is_jong else ["gemeente"]), *super().namen()]

    def veld_van(self, naam: str) -> str:
        return "gemeente_naam" if naam == "gemeente" else naam

    def _pas_aan(self) -> None:
        self._kies: forms.ChoiceField = self.fields.pop("gemeente_keuze")  # type: ignore[assignment]
        if self.talent.is_jong:
            del self.fields["gemeente_naam"]
            return
        huidig = self.instance.gemeente
        self.fields["gemeente_naam"].initial = huidig.naam if huidig else ""
        plaatsen = deelgemeenten_van(huidig, vandaag())
        if plaatsen:
            self.fields["plaats"].queryset = plaatsen  # type: ignore[attr-defined]
        else:
            del self.fields["plaats"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if "gemeente_naam" not in self.fields or "gemeente_naam" in self.errors:
            return gegevens
        huidig, naam = self.instance.gemeente, gegevens.get("gemeente_naam", "")
        if not naam:
            return gegevens | {"gemeente": None, "plaats": None}
        if huidig and naam == huidig.naam:
            return gegevens | {"gemeente": huidig}
        gekozen = self._kies_gemeente(naam)
        if gekozen is None or gekozen.gemeente == huidig:
            return gegevens | {"gemeente": huidig}
        plaats = deelgemeenten_van(gekozen.gemeente, vandaag()).filter(naam=gekozen.deelgemeente).first()
        return gegevens | {"gemeente": gekozen.gemeente, "plaats": plaats}

    def _kies_gemeente(self, naam: str) -> Keuze | None:
        """The municipality that is meant; None with an error at the field, and the choice when there is one."""
        mogelijk, uitleg = zoek_gemeente(naam, vandaag())
        if not uitleg:
            return mogelijk[0]
        gekozen = self.data.get("gemeente_keuze")
        treffer = next((een for een in mogelijk if een.gemeente.nis_code == gekozen), None)
        if treffer is None:
            self.add_error("gemeente_naam", uitleg)
        if mogelijk:
            self._kies.choices = [(een.gemeente.nis_code, een.woorden) for een in mogelijk]
            zeg_zelf(self._kies)
            self.fields["gemeente_keuze"] = self._kies
            self.fields.pop("plaats", None)  # those of the municipality that is being left
            self.order_fields(self.field_order)
        return treffer

    def velden(self) -> dict[str, Any]:
        namen = self.namen() if "plaats" in self.fields or self.talent.is_jong else [*self.namen(), "plaats"]
        return {veld: self.cleaned_data.get(veld) for veld in namen}


class Gegroepeerd(ModelChoiceIterator):
    """The terms under the one they belong to."""

    def __iter__(self) -> Iterator[Any]:
        groepen: dict[str, list[Any]] = {}
        for term in self.queryset:
            groepen.setdefault(term.boven.naam, []).append(self.choice(term))
        yield from groepen.items()


class Disciplinevinkjes(forms.CheckboxSelectMultiple):
    template_name = "talent/_disciplines.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        alle = [optie for _, opties, _ in context["widget"]["optgroups"] for optie in opties]
        for nummer, optie in enumerate(alle):  # as every list of boxes: the summary of errors leads to the first
            optie["attrs"]["id"] = f"{context['widget']['attrs']['id']}_{nummer}"
        context["widget"]["groepen"] = [
            {"naam": naam, "opties": opties, "gekozen": sum(bool(optie["selected"]) for optie in opties)}
            for naam, opties, _ in context["widget"]["optgroups"]
        ]
        return context


class Disciplineveld(forms.ModelMultipleChoiceField):
    iterator = Gegroepeerd
    widget = Disciplinevinkjes


class Wat(Deel):
    disciplines = Disciplineveld(
        queryset=None,
        to_field_name="sleutel",
        required=False,
        label="Disciplines",
        help_text=f"Kies er hoogstens {MEESTE_DISCIPLINES}. Open een groep om te zien wat erin zit.",
    )
    vorm = een(keuzes.Vorm, "Vorm")
    rollen = meer(keuzes.Rol, "Je rollen")
    aanbod = meer(keuzes.Aanbod, "Dit bied ik aan")
    zoekt = meer(keuzes.Zoekt, "Dit zoek ik")
    past_bij = meer(keuzes.PastBij, "Past bij")
    stijlen = kort("Stijlwoorden", f"Hoogstens {MEESTE_STIJLEN}, met komma's ertussen. Zoals: folk, akoestisch.", 250)
    niveau = een(keuzes.Niveau, "Niveau", "Zoals jij jezelf ziet.")
    lid_van = kort("Lid van", "Een vereniging, academie of gezelschap.", 150)

    class Meta:
        model = Profiel
        fields: ClassVar = [
            *("disciplines", "vorm", "rollen", "aanbod", "zoekt", "past_bij", "stijlen", "niveau", "lid_van"),
        ]

    def _pas_aan(self) -> None:
        termen = Discipline.objects.filter(boven__isnull=False, opgegaan_in=None).select_related("boven")
        termen = termen.order_by("boven__volgorde", "boven__naam", "volgorde", "naam")
        self.fields["disciplines"].queryset = termen  # type: ignore[attr-defined]
        gekozen = self.instance.disciplines.select_related("opgegaan_in") if self.instance.pk else []
        self.initial["disciplines"] = [(term.opgegaan_in or term).sleutel for term in gekozen]
        self.initial["stijlen"] = ", ".join(self.instance.stijlen)

    def clean_disciplines(self) -> list[Discipline]:
        gekozen = list(self.cleaned_data["disciplines"])
        if len(gekozen) > MEESTE_DISCIPLINES:
            raise ValidationError(f"Kies hoogstens {MEESTE_DISCIPLINES} disciplines. Je koos er {len(gekozen)}.")
        return gekozen

    def clean_stijlen(self) -> list[str]:
        woorden = list(dict.fromkeys(" ".join(stuk.split()) for stuk in self.cleaned_data["stijlen"].split(",")))
        woorden = [woord for woord in woorden if woord]
        if len(woorden) > MEESTE_STIJLEN:
            raise ValidationError(f"Kies hoogstens {MEESTE_STIJLEN} stijlwoorden. Je schreef er {len(woorden)}.")
        if te_lang := next((woord for woord in woorden if len(woord) > LANGSTE_STIJL), ""):
            begin = te_lang[:LANGSTE_STIJL]
            raise ValidationError(f"“{begin}…” is te lang. Een stijlwoord telt hoogstens {LANGSTE_STIJL} tekens.")
        return woorden


class Praktisch(Deel):
    prijs = een(keuzes.Prijssoort, "Prijs", "Een richtprijs helpt wie iets organiseert. Je bent er niet aan gebonden.")
    prijs_vanaf = forms.IntegerField(
        label="Vanaf, in euro", required=False, min_value=1, max_value=100_000, help_text="Bij “vanaf een bedrag”."
    )
    prijs_uitleg = kort("Uitleg bij de prijs", "Bijvoorbeeld: plus vervoer.", 150)
    duur = kort("Hoe lang duurt het?", "Bijvoorbeeld: twee keer 45 minuten.", 100)
    personen = forms.IntegerField(label="Met hoeveel ben je?", required=False, min_value=1, max_value=500)
    techniek = lang("Wat heb je nodig?", "Stroom, ruimte, een piano. Hoogstens 1.000 tekens.", 1000)
    plek = een(keuzes.Plek, "Binnen of buiten?")
    toegankelijkheid = kort("Voor wie is het toegankelijk?", "Zeg ook wat niet kan. Bijvoorbeeld: geen tolk.", 300)
    beschikbaar = kort("Wanneer kan je?", "In woorden. Bijvoorbeeld: weekends, vanaf september.", 150)

    class Meta:
        model = Profiel
        fields: ClassVar = [
            *("prijs", "prijs_vanaf", "prijs_uitleg", "duur", "personen", "techniek", "plek"),
            *("toegankelijkheid", "beschikbaar"),
        ]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        if gegevens.get("prijs_vanaf") and gegevens.get("prijs") != keuzes.Prijssoort.VANAF:
            self.add_error("prijs_vanaf", "Kies bij “Prijs” vanaf een bedrag, of maak dit veld leeg.")
        return gegevens


class Links(Deel):
    links = lang("Links", f"Eén adres per regel, hoogstens {MEESTE_LINKS}. Je site, je sociale media.", 4000, 5)
    telefoon = kort("Telefoon", "Niemand ziet dit, tenzij je dat kiest bij “Zichtbaarheid”.", 30)

    class Meta:
        model = Profiel
        fields: ClassVar = ["links", "telefoon"]

    def _pas_aan(self) -> None:
        self.initial["links"] = "\n".join(self.instance.links)
        self.fields["telefoon"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}

    def clean_links(self) -> list[str]:
        regels = [regel.strip() for regel in self.cleaned_data["links"].splitlines()]
        links = list(dict.fromkeys(lees_link(regel) for regel in regels if regel))
        if len(links) > MEESTE_LINKS:
            raise ValidationError(f"Zet er hoogstens {MEESTE_LINKS}. Je schreef er {len(links)}.")
        return links

    def clean_telefoon(self) -> str:
        nummer: str = self.cleaned_data["telefoon"]
        cijfers = re.sub(r"[^0-9]", "", nummer)
        if nummer and not (re.fullmatch(r"[0-9+./() -]+", nummer) and 8 <= len(cijfers) <= 15):
            raise ValidationError("Vul een telefoonnummer in, zoals 0470 12 34 56.")
        return nummer


def lees_link(tekst: str) -> str:
    """The address of a site, with https:// in front when there was nothing. Raises ValidationError."""
    adres = tekst if "://" in tekst else f"https://{tekst}"
    begin = tekst[:60]
    if len(adres) > LANGSTE_LINK:
        raise ValidationError(f"“{begin}…” is te lang. Een link telt hoogstens {LANGSTE_LINK} tekens.")
    try:
        URLValidator(schemes=["http", "https"])(adres)
        delen = urlsplit(adres)
    except (ValidationError, ValueError) as fout:
        raise ValidationError(f"“{begin}” is geen adres van een site, zoals https://www.voorbeeld.be.") from fout
    if delen.username is not None or delen.password is not None:
        raise ValidationError(f"Haal de naam en het wachtwoord weg uit “{begin}”.")
    return adres


class Zichtbaarheid(Formulier):
    """Who sees which field, and the switches of the talent. Works at once."""

    in_zoekmachines = forms.BooleanField(
        label="Zoekmachines mogen mijn profiel tonen",
        required=False,
        help_text="Zonder vinkje vragen we hun dat niet te doen.",
    )
    in_feeds = forms.BooleanField(
        label="Mijn profiel mag in lijsten voor andere sites",
        required=False,
        help_text="Bijvoorbeeld op de site van je gemeente. Zonder vinkje verdwijnt het daar.",
    )
    ai_bezwaar = forms.BooleanField(
        label="Niet gebruiken om AI te trainen",
        required=False,
        help_text="We vragen dit aan elke robot. Niet elke robot luistert.",
    )
    basis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, talent: Talent, **kwargs: Any) -> None:
        self.talent, self.profiel = talent, bewerken.werkversie(talent)
        self.botsing: list[Verschil] = []
        super().__init__(*args, **kwargs)
        if talent.is_jong:
            del self.fields["in_zoekmachines"], self.fields["in_feeds"]
        for naam in self.schakelaars_namen():
            self.fields[naam].initial = getattr(talent, naam)
        for veld in self.veldnamen():
            self.fields[veld] = forms.ChoiceField(
                label=capfirst(veldnaam(veld)),
                choices=[(waarde, capfirst(woord)) for waarde, woord in keuzes.Zichtbaar.choices],
                initial=keuze(self.profiel, veld),
            )
        self.fields["basis"].initial = bewerken.afdruk_zichtbaarheid(talent, self.profiel)

    def veldnamen(self) -> list[str]:
        """Who waits for an approval as 16 chooses beforehand what then opens."""
        jong = leeftijd.na_goedkeuring(self.talent) == keuzes.Leeftijd.JONG
        return [veld for veld in STANDAARD if not (jong and veld in NOOIT_BIJ_JONG)]

    def schakelaars_namen(self) -> list[str]:
        return [naam for naam in bewerken.SCHAKELAARS if naam in self.fields]

    def gegevens(self) -> tuple[dict[str, str], dict[str, bool]]:
        """The choices per field and the switches, after `is_valid`."""
        velden = {veld: self.cleaned_data[veld] for veld in self.veldnamen()}
        return velden, {naam: self.cleaned_data[naam] for naam in self.schakelaars_namen()}

    def meld_botsing(self, ander: Profiel) -> None:
        """Show both choices; saving once more is meant then."""
        woorden = dict(keuzes.Zichtbaar.choices)
        for veld in self.veldnamen():
            hunne, mijne = str(woorden[keuze(ander, veld)]), str(woorden[self.cleaned_data[veld]])
            if hunne != mijne:
                self.botsing.append(Verschil(veld, veldnaam(veld), hunne, mijne))
        self.data = met(self.data, {"basis": bewerken.afdruk_zichtbaarheid(ander.talent, ander)})
        self.add_error(None, INTUSSEN)

    @property
    def schakelvelden(self) -> list[Any]:
        return [self[naam] for naam in self.schakelaars_namen()]

    @property
    def keuzevelden(self) -> list[Any]:
        return [self[veld] for veld in self.veldnamen()]
