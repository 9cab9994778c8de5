"""'Vraag hulp': the form, the page behind the link in the mail, and what happens next."""

import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from igs import hulp
from igs.models import Gemeente, Hulpvraag
from igs.regiocheck_vraag import Adres, lees
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import (
    TeVaak,
    formulierpagina,
    is_schijnkenmerk,
    schijnkenmerk,
)
from opnetwerk.gemaildadres import MetAdres, TeVeelMails
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.toegang import publiek, publiek_formulier

LANGSTE_ADRES = 2000  # characters; what Hulpvraag.adres holds
AANBOD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class Meegebracht(forms.CharField):
    """What the page before brought along: kept when we know it, and never an error."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def schoon(self, waarde: str) -> str:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        return self.schoon(str(value or ""))

    def prepare_value(self, value: Any) -> str:
        return self.clean(value)


class Onderwerpveld(Meegebracht):
    def schoon(self, waarde: str) -> str:
        return waarde if waarde in Hulpvraag.Onderwerp.values else Hulpvraag.Onderwerp.REGIOCHECK.value


class Aanbodveld(Meegebracht):
    def schoon(self, waarde: str) -> str:
        return waarde if len(waarde) <= 100 and AANBOD.fullmatch(waarde) else ""


class IGSVeld(Meegebracht):
    """The slug of an IGS; whether there is one is asked later."""

    def schoon(self, waarde: str) -> str:
        return waarde if len(waarde) <= 100 and AANBOD.fullmatch(waarde) else ""


class Gebiedsveld(Meegebracht):
    """The set of the Regiocheck, as the part of its address behind the question mark."""

    def schoon(self, waarde: str) -> str:
        adres = self.adres(waarde)
        return str(adres) if adres.gemeenten else ""

    def adres(self, waarde: str) -> Adres:
        """One query, and none when no set came along."""
        if "g=" not in waarde or len(waarde) > 2 * LANGSTE_ADRES:
            return Adres()
        try:
            delen = QueryDict(waarde)
        except TooManyFieldsSent:
            return Adres()
        return lees(delen, {gemeente.nis_code: gemeente for gemeente in Gemeente.objects.all()}, vandaag()).adres


class Hulpformulier(MetAdres):
    adressoort = "hulpmail"

    onderwerp = Onderwerpveld()
    aanbod = Aanbodveld()
    igs = IGSVeld()
    gebied = Gebiedsveld()
    tekst = forms.CharField(
        label="Wat is je vraag?",
        max_length=3000,
        help_text="Schrijf ook hoever jullie al staan.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Schrijf bij “Wat is je vraag?” waarmee we kunnen helpen."},
    )
    naam = forms.CharField(label="Je naam", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisatie = forms.CharField(
        label="Je gemeente of organisatie",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label="Je e-mailadres", help_text="We sturen er een link naartoe om je vraag te bevestigen."
    )

    field_order = ("onderwerp", "aanbod", "igs", "gebied", "tekst", "naam", "organisatie", "email")

    @classmethod
    def begin(cls, request: HttpRequest) -> "Hulpformulier":
        """With what the address brings along."""
        initial = {naam: request.GET.get(naam, "") for naam in ("onderwerp", "aanbod", "igs")}
        return cls.voor(request, initial=initial | {"gebied": request.GET.urlencode() if "g" in request.GET else ""})

    def gemeenten(self) -> list[Gemeente]:
        """The set that came along, A-Z."""
        codes = set(QueryDict(self["gebied"].value() or "").getlist("g"))
        return [gemeente for gemeente in Gemeente.objects.all() if gemeente.nis_code in codes] if codes else []

    def vraag_hulp(self) -> Hulpvraag:
        gegevens = self.cleaned_data
        gebied = gegevens["gebied"]
        return hulp.vraag_hulp(
            **{naam: gegevens[naam] for naam in ("onderwerp", "naam", "email", "organisatie", "tekst", "aanbod")},
            igs=hulp.igs_met(gegevens["igs"]),
            gemeenten=QueryDict(gebied).getlist("g"),
            adres=f"{reverse('regiocheck_uitkomst')}?{gebied}" if gebied else "",
            formulier=self.sleutel,
            bij_nieuw=self.neem_plek,
        )


@publiek_formulier
@formulierpagina
def regiocheck_vraag_hulp(request: HttpRequest) -> HttpResponse:
    """Ask for help: `?g=` brings a set along, `?onderwerp=aanbod&aanbod=` an offer, `?igs=` a network."""
    formulier = Hulpformulier.begin(request)
    if formulier.is_robot:
        return redirect("regiocheck_vraag_hulp_bedankt", kenmerk=schijnkenmerk())
    if formulier.is_valid():
        try:
            hulpvraag = formulier.vraag_hulp()
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        except TeVeelMails:
            formulier.weiger_adres()
        else:
            return redirect("regiocheck_vraag_hulp_bedankt", kenmerk=hulpvraag.kenmerk)
    context = {
        "formulier": formulier,
        "onderwerp": Hulpvraag.Onderwerp(formulier["onderwerp"].value()),
        "gebied": formulier["gebied"].value(),
        "gemeenten": formulier.gemeenten(),
        "aanbod": formulier["aanbod"].value().replace("-", " "),
        "igs": hulp.igs_met(formulier["igs"].value()),
    }
    return render(request, "igs/regiocheck_vraag_hulp.html", context, status=formulier.status)


@publiek
def regiocheck_vraag_hulp_bedankt(request: HttpRequest, kenmerk: uuid.UUID) -> HttpResponse:
    """What happens now; may be opened again, and shows nothing of who wrote or what."""
    hulpvraag = None if is_schijnkenmerk(kenmerk) else get_object_or_404(Hulpvraag, kenmerk=kenmerk)
    stand = hulpvraag.stand if hulpvraag else Hulpvraag.Stand.TE_BEVESTIGEN
    return render(request, "igs/regiocheck_vraag_hulp_bedankt.html", {"stand": stand, "kenmerk": kenmerk})


@publiek_formulier
@sleutelpagina
def regiocheck_vraag_hulp_bevestig(request: HttpRequest, teken: str) -> HttpResponse:
    """Opening the link changes nothing (mail scanners open links); the button does, once."""
    gevonden = hulp.met_teken(teken)
    if gevonden is None:
        return _bevestigpagina(request, {"onbekend": True}, status=404)
    hulpvraag = gevonden.hulpvraag
    wacht = hulpvraag.stand == Hulpvraag.Stand.TE_BEVESTIGEN
    if request.method == "POST" and gevonden.verlopen and wacht:
        hulp.stuur_link(hulpvraag=hulpvraag)
        return _bevestigpagina(request, {"verlopen": True, "gevraagd": True})
    if request.method == "POST":
        hulp.bevestig(hulpvraag=hulpvraag)
        return redirect("regiocheck_vraag_hulp_bedankt", kenmerk=hulpvraag.kenmerk)
    return _bevestigpagina(request, {"hulpvraag": hulpvraag, "verlopen": gevonden.verlopen and wacht, "wacht": wacht})


def _bevestigpagina(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that this page lacks."""
    context |= {"heeft_sessie": False}
    return render(request, "igs/regiocheck_vraag_hulp_bevestig.html", context, status=status)
