"""Become a talent: what it means, how old you are, who and where; and the pages behind the links in our mails."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import TeVaak, formulierpagina
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import LEEFTIJD, lees_leeftijd, met_leeftijd
from opnetwerk.toegang import ingelogd_formulier, publiek, publiek_formulier
from talent import actualiteit, beheren, ouders, verlaten
from talent.inschrijfformulieren import TE_JONG, Inschrijfformulier, Leeftijdformulier
from talent.inschrijven import TeVeelTalenten, schrijf_in
from talent.keuzes import Leeftijd

KNOPPAGINA = require_http_methods(["GET", "HEAD", "POST"])


@publiek(parameters=())
def talent_word_talent(request: HttpRequest) -> HttpResponse:
    """For whom, what becomes public, what never, how long it takes, how to stop."""
    return render(request, "talent/talent_word_talent.html")


@publiek(parameters=())
def talent_word_talent_te_jong(request: HttpRequest) -> HttpResponse:
    """Under thirteen: nothing is kept, and what can be done together."""
    return render(request, "talent/talent_word_talent_te_jong.html")


@publiek_formulier
@formulierpagina
def talent_word_talent_leeftijd(request: HttpRequest) -> HttpResponse:
    """The age band, carried on in a signed address; `?voor=`: the invitation that somebody came with."""
    formulier = Leeftijdformulier.voor(request, initial={"uitnodiging": request.GET.get("voor", "")[:1000]})
    if formulier.is_robot:
        return redirect("talent_word_talent_te_jong")
    if formulier.is_valid():
        band = formulier.cleaned_data["leeftijd"]
        if band == TE_JONG:
            return redirect("talent_word_talent_te_jong")
        verder = met_leeftijd(_verder(formulier.cleaned_data["uitnodiging"]), band)
        if request.user.is_authenticated:
            return redirect(verder)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': verder})}")
    return render(request, "talent/talent_word_talent_leeftijd.html", {"formulier": formulier}, status=formulier.status)


def _verder(voor: str) -> str:
    """Where somebody goes after making an account: to the invitation, or to registering."""
    try:
        return reverse("talent_uitnodiging", args=[voor]) if voor else reverse("talent_word_talent_inschrijven")
    except NoReverseMatch:
        return reverse("talent_word_talent_inschrijven")


@ingelogd_formulier
@formulierpagina
def talent_word_talent_inschrijven(request: HttpRequest) -> HttpResponse:
    """Who and where; makes the talent. Without an age band it begins there."""
    teken = request.POST.get(LEEFTIJD) or request.GET.get(LEEFTIJD)
    band = lees_leeftijd(teken, ook_oud=request.method == "POST")
    if band not in Leeftijd.values:
        return redirect("talent_word_talent_leeftijd")
    gebruiker = request.user
    formulier = Inschrijfformulier.voor(request, band=band, gebruiker=gebruiker, initial={LEEFTIJD: teken})
    if formulier.is_robot:
        return redirect("mijn_talent")
    if formulier.is_bound and not isinstance(gebruiker, Gebruiker):
        formulier.meld_afgemeld()
    elif formulier.is_valid() and isinstance(gebruiker, Gebruiker):
        try:
            talent = schrijf_in(gebruiker=gebruiker, leeftijd=band, dag=vandaag(), **formulier.velden)
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        except TeVeelTalenten as fout:
            formulier.add_error(None, str(fout))
        else:
            return redirect(reverse("mijn_talent_pagina", args=[talent.slug]) + "?net=ingeschreven")
    context = {"formulier": formulier, "is_jong": band == Leeftijd.JONG, "teken": teken}
    return render(request, "talent/talent_word_talent_inschrijven.html", context, status=formulier.status)


# --- behind a link in a mail: opening changes nothing, the button does ---------------------------------------------
@publiek_formulier
@KNOPPAGINA
def talent_ouder(request: HttpRequest, teken: str) -> HttpResponse:
    """A parent reads what it is, and says yes or no; later the same page takes it back."""
    try:
        vraag, vers = ouders.gevraagd_met(teken)
    except Onbekend:
        return render(request, "talent/talent_ouder.html", status=404)
    antwoord = request.POST.get("antwoord")
    if request.method == "POST" and antwoord == "ja" and vers:
        ouders.zeg_ja(vraag=vraag)
        return redirect(request.path)
    if request.method == "POST" and antwoord == "nee":
        ouders.zeg_nee(vraag=vraag)
        return redirect(request.path)
    context = {"vraag": vraag, "vers": vers, "naam": verlaten.naam_van(vraag.talent), "doel": ouders.DOEL}
    return render(request, "talent/talent_ouder.html", context)


@publiek_formulier
@KNOPPAGINA
def talent_uitnodiging(request: HttpRequest, teken: str) -> HttpResponse:
    """Help manage a group: with an account, by a button."""
    sjabloon = "talent/talent_uitnodiging.html"
    try:
        uitnodiging = beheren.uitnodiging_van(teken)
    except (Onbekend, Verlopen):
        return render(request, sjabloon, status=404)
    context = {"uitnodiging": uitnodiging, "teken": teken, "naam": verlaten.naam_van(uitnodiging.talent)}
    if request.method == "POST":
        if not isinstance(request.user, Gebruiker):
            return redirect_to_login(request.path)
        try:
            beheren.neem_aan(uitnodiging=uitnodiging, gebruiker=request.user)
        except verlaten.KanNiet as fout:
            return render(request, sjabloon, context | {"fout": fout}, status=409)
        return redirect(reverse("mijn_talent_pagina", args=[uitnodiging.talent.slug]) + "?net=beheerder")
    return render(request, sjabloon, context)


@publiek_formulier
@KNOPPAGINA
def talent_klopt_nog(request: HttpRequest, teken: str) -> HttpResponse:
    """One button: the profile is still right."""
    sjabloon = "talent/talent_klopt_nog.html"
    try:
        talent = verlaten.talent_van_teken(actualiteit.SOORT, teken, actualiteit.LINK_GELDIG)
    except (Onbekend, Verlopen):
        return render(request, sjabloon, status=404)
    if request.method == "POST":
        actualiteit.bevestig(talent=talent, door=None)
        return redirect(f"{request.path}?net=bevestigd")
    context = {"talent": talent, "naam": verlaten.naam_van(talent), "gedaan": "net" in request.GET}
    return render(request, sjabloon, context)


@publiek_formulier
@KNOPPAGINA
def talent_niet_wissen(request: HttpRequest, teken: str) -> HttpResponse:
    """One button: do not erase after all."""
    sjabloon = "talent/talent_niet_wissen.html"
    try:
        talent = verlaten.talent_van_teken(verlaten.SOORT, teken, verlaten.LINK_GELDIG)
    except (Onbekend, Verlopen):
        return render(request, sjabloon, status=404)
    if request.method == "POST":
        verlaten.trek_wissen_in(talent=talent, door=None)
        return redirect(request.path)
    return render(request, sjabloon, {"talent": talent, "naam": verlaten.naam_van(talent)})
