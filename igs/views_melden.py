"""'Klopt er iets niet?': the form that every page leads to, and what happens next."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from igs.melden import LANGSTE_PAD, meld, pad_op_site
from igs.models import Melding
from opnetwerk.formulieren import OpenbaarFormulier, TeVaak, formulierpagina, is_schijnkenmerk, schijnkenmerk
from opnetwerk.toegang import publiek, publiek_formulier


class Paginaveld(forms.CharField):
    """The page that the report is about: the visitor came from there, and it is empty for any other address."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        return pad_op_site(value)

    def prepare_value(self, value: Any) -> str:
        return pad_op_site(value)


class Meldformulier(OpenbaarFormulier):
    pagina = Paginaveld(required=False, max_length=LANGSTE_PAD)
    tekst = forms.CharField(
        label="Wat klopt er niet?",
        max_length=3000,
        help_text="Schrijf er ook bij hoe het wel is, als je dat weet.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Schrijf bij “Wat klopt er niet?” wat er fout is of ontbreekt."},
    )
    email = forms.EmailField(
        label="Je e-mailadres",
        required=False,
        help_text="Alleen om je te antwoorden. We tonen het aan niemand anders.",
    )

    field_order = ("pagina", "tekst", "email")


@publiek_formulier
@formulierpagina
def klopt_er_iets_niet(request: HttpRequest) -> HttpResponse:
    """Tell what is wrong with a page: `?pagina=` is the path of that page."""
    formulier = Meldformulier.voor(request, initial={"pagina": request.GET.get("pagina")})
    if formulier.is_robot:
        return redirect("klopt_er_iets_niet_bedankt", kenmerk=schijnkenmerk())
    if formulier.is_valid():
        gegevens = {veld: formulier.cleaned_data[veld] for veld in ("pagina", "tekst", "email")}
        try:
            melding = meld(**gegevens, formulier=formulier.sleutel, bij_nieuw=formulier.neem_plek)
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        else:
            return redirect("klopt_er_iets_niet_bedankt", kenmerk=melding.kenmerk)
    return render(request, "igs/klopt_er_iets_niet.html", {"formulier": formulier}, status=formulier.status)


@publiek
def klopt_er_iets_niet_bedankt(request: HttpRequest, kenmerk: uuid.UUID) -> HttpResponse:
    """What happens now; may be opened again, and shows nothing of who wrote or what."""
    melding = None
    if not is_schijnkenmerk(kenmerk):
        melding = get_object_or_404(Melding.objects.select_related("igs"), kenmerk=kenmerk)
    return render(request, "igs/klopt_er_iets_niet_bedankt.html", {"melding": melding, "kenmerk": kenmerk})
