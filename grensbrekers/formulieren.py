"""The forms of grensbrekers: become one, ask a link, and on a member's own pages everything else."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from grensbrekers.keuzes import Briefritme, Koppelritme, Rol
from grensbrekers.ledenpost import Mailsoort
from grensbrekers.models import Grensbreker, Thema
from grensbrekers.toestemmen import DOELEN, MAILS, PROFIEL
from igs.gemeentekeuze import LANGSTE_VRAAG, MetGemeente, keuzeveld
from opnetwerk.dag import vandaag
from opnetwerk.gemaildadres import MetAdres
from opnetwerk.gespreksformulieren import LANGSTE_BERICHT, Sleutelformulier


class Werkadres(MetAdres):
    """A form after which an address is mailed that may be somebody else's."""

    adressoort = "grensbrekermail"


def naamveld() -> forms.CharField:
    return forms.CharField(label="Je naam", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))


def gemeenteveld() -> forms.CharField:
    return forms.CharField(
        label="Je gemeente",
        max_length=LANGSTE_VRAAG,
        help_text="De gemeente waarvoor je werkt. Een deelgemeente of postcode mag ook.",
    )


def rolveld() -> forms.ChoiceField:
    return forms.ChoiceField(label="Je rol", choices=[("", "Kies je rol"), *Rol.choices])


def themaveld() -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        queryset=Thema.objects.all(),
        to_field_name="sleutel",
        label="Jouw thema's",
        help_text="Kies waarover je met collega's wilt praten. We stellen je mensen voor met een thema dat je deelt.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één thema."},
    )


def vraagveld() -> forms.CharField:
    return forms.CharField(
        label="Vraag me over",
        max_length=300,
        required=False,
        help_text="Waar weet je veel van? Bijvoorbeeld: een erfgoeddag zonder budget.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def koppelveld() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Hoe vaak wil je iemand leren kennen?",
        choices=Koppelritme.choices,
        widget=forms.RadioSelect,
        help_text="We stellen je dan een collega voor uit een andere gemeente in je buurt.",
        error_messages={"required": "Kies hoe vaak je iemand wilt leren kennen."},
    )


def briefveld() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Hoe vaak wil je de nieuwsbrief?",
        choices=Briefritme.choices,
        widget=forms.RadioSelect,
        help_text="Is er niets te melden? Dan krijg je niets.",
        error_messages={"required": "Kies hoe vaak je de nieuwsbrief wilt."},
    )


class Aanmeldformulier(MetGemeente, Werkadres):
    """Everything on one screen; no password."""

    naam = naamveld()
    email = forms.EmailField(
        label="Je werkadres",
        help_text="Je e-mailadres op het werk. We sturen er een link naartoe. Collega's zien het niet.",
    )
    gemeente = gemeenteveld()
    keuze = keuzeveld()
    rol = rolveld()
    themas = themaveld()
    vraag_me = vraagveld()
    koppelritme = koppelveld()
    briefritme = briefveld()
    profiel = forms.BooleanField(
        label=DOELEN[PROFIEL].vraag,
        help_text=DOELEN[PROFIEL].gevolg,
        error_messages={"required": "Zet een vinkje bij je profiel. Zonder profiel vinden collega's je niet."},
    )
    mails = forms.BooleanField(label=DOELEN[MAILS].vraag, help_text=DOELEN[MAILS].gevolg, required=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.zoek_de_gemeente()

    @property
    def velden(self) -> dict[str, Any]:
        """What `lidmaatschap.meld_aan` takes, after validation."""
        namen = ("naam", "email", "rol", "themas", "vraag_me", "koppelritme", "briefritme", "mails")
        ingevuld = {naam: self.cleaned_data[naam] for naam in namen}
        return ingevuld | {"gemeente": self.gekozen_gemeente, "formulier": self.sleutel, "bij_nieuw": self.neem_plek}

    field_order = (
        "naam", "email", "gemeente", "keuze", "rol", "themas", "vraag_me", "koppelritme", "briefritme", "profiel",
        "mails",
    )  # fmt: skip


class Linkformulier(Werkadres):
    """Ask the personal link once more."""

    minimum_seconden = 1

    email = forms.EmailField(label="Je werkadres", help_text="Het adres waarmee je grensbreker werd.")

    @property
    def velden(self) -> dict[str, Any]:
        """What `lidlinks.vraag_link` takes, after validation."""
        return {"email": self.cleaned_data["email"], "formulier": self.sleutel, "bij_nieuw": self.neem_plek}


# --- on the pages of a member ---------------------------------------------------------------------------------------
class Ledenformulier(Sleutelformulier):
    """A form behind a personal link: who got this far is no robot, and may be quick."""

    minimum_seconden = 0


class Gegevensformulier(MetGemeente, Ledenformulier):
    """What a member says about themselves."""

    naam = naamveld()
    gemeente = gemeenteveld()
    keuze = keuzeveld()
    rol = rolveld()
    functie = forms.CharField(label="Je functie", max_length=100, required=False, help_text="Zoals op je kaartje.")
    themas = themaveld()
    vraag_me = vraagveld()
    koppelritme = koppelveld()
    briefritme = briefveld()
    mail_vragen = forms.BooleanField(label="Ik wil mails over vragen van collega's.", required=False)
    mail_ontmoetingen = forms.BooleanField(label="Ik wil mails over ontmoetingen.", required=False)

    field_order = (
        "naam", "gemeente", "keuze", "rol", "functie", "themas", "vraag_me", "koppelritme", "briefritme",
        "mail_vragen", "mail_ontmoetingen",
    )  # fmt: skip
    vrij = ("naam", "rol", "functie", "vraag_me", "koppelritme", "briefritme", "mail_vragen", "mail_ontmoetingen")

    def __init__(self, *args: Any, request: HttpRequest, lid: Grensbreker, **kwargs: Any) -> None:
        begin = {naam: getattr(lid, naam) for naam in self.vrij} | {
            "gemeente": lid.gemeente.naam,
            "themas": [thema.sleutel for thema in lid.themas.all()],
        }
        super().__init__(*args, request=request, initial=begin, **kwargs)
        self.zoek_de_gemeente()

    @property
    def velden(self) -> dict[str, Any]:
        """What `lidmaatschap.wijzig` takes, after validation."""
        ingevuld = {naam: self.cleaned_data[naam] for naam in (*self.vrij, "themas")}
        return ingevuld | {"gemeente": self.gekozen_gemeente}


class Adresformulier(Werkadres, Ledenformulier):
    """Another e-mail address."""

    email = forms.EmailField(
        label="Je nieuwe werkadres", help_text="We sturen er een mail naartoe met een knop. Daarna geldt het."
    )

    def __init__(self, *args: Any, request: HttpRequest, lid: Grensbreker, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.lid = lid

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() == self.lid.email.lower():
            raise ValidationError("Dit is het adres dat je al gebruikt. Vul een ander adres in.")
        return email


class Collegaformulier(Ledenformulier):
    """A message to a colleague."""

    onderwerp = forms.CharField(label="Het onderwerp", max_length=150)
    tekst = forms.CharField(label="Je bericht", max_length=LANGSTE_BERICHT, widget=forms.Textarea(attrs={"rows": 8}))

    field_order = ("onderwerp", "tekst")


class Kennismaakformulier(Ledenformulier):
    """Why you would like to meet."""

    bericht = forms.CharField(
        label="Waarom wil je elkaar leren kennen?",
        max_length=1000,
        required=False,
        help_text="Eén of twee zinnen. Je collega leest ze in de mail.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Mailkeuzeformulier(Ledenformulier):
    """Which kinds of mail; none is a choice too."""

    soorten = forms.MultipleChoiceField(
        label="Deze mails wil ik krijgen",
        choices=Mailsoort.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Pauzeformulier(Ledenformulier):
    """How long a break lasts."""

    tot = forms.DateField(
        label="Pauze tot en met",
        required=False,
        help_text="Dag, maand en jaar, zoals 31-01-2027. Laat leeg als je het nog niet weet.",
        input_formats=["%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}, format="%d-%m-%Y"),
    )

    def clean_tot(self) -> date | None:
        tot: date | None = self.cleaned_data["tot"]
        if tot and tot < vandaag():
            raise ValidationError("Die dag is voorbij. Kies een dag die nog komt.")
        return tot
