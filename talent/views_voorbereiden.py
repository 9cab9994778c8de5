"""On behalf of somebody: the organiser prepares and prints, the person looks, takes over or erases."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from opnetwerk.bevestigen import Onbekend
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import TeVaak, formulierpagina
from opnetwerk.gemaildadres import TeVeelMails
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import LEEFTIJD, lees_leeftijd, met_leeftijd
from opnetwerk.toegang import ingelogd_formulier, publiek_formulier
from talent import voorbereiden
from talent.inschrijfformulieren import TE_JONG, Leeftijdformulier
from talent.inschrijven import TeVeelTalenten
from talent.keuzes import Leeftijd
from talent.models import Organisator, Voorbereiding
from talent.organisatortoegang import organisator, organisatorpagina
from talent.qr import maak_qr
from talent.verlaten import KanNiet
from talent.voorbereidformulieren import VERKEERD, Codeformulier, Overnemenformulier, Voorbereidformulier

LIJST, NIEUW, BLAD = (
    "talent_organisatoren_voorbereiden",
    "talent_organisatoren_voorbereiden_nieuw",
    "talent_organisatoren_voorbereiden_blad",
)
NET = {"klaar": "Het profiel staat klaar.", "gewist": "Het profiel is gewist."}


# --- the organiser --------------------------------------------------------------------------------------------------
@organisator
def talent_organisatoren_voorbereiden(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """What is ready and nobody took over yet; what it is for, and how it goes."""
    context = {
        "voorbereidingen": voorbereiden.voorbereid_door(organisator),
        "overgenomen": voorbereiden.overgenomen_van(organisator),
        "net": NET.get(request.GET.get("net", "")),
    }
    return organisatorpagina(request, LIJST, organisator, context)


@organisator
def talent_organisatoren_voorbereiden_nieuw(request: HttpRequest, organisator: Organisator) -> HttpResponse:
    """Prepare one; only with the right to."""
    if not organisator.mag_voorbereiden:
        return organisatorpagina(request, NIEUW, organisator, {"geen_recht": True}, status=403)
    formulier = Voorbereidformulier.voor(request, organisator=organisator)
    if formulier.is_robot:
        return redirect(LIJST, organisator.sleutel)
    if formulier.is_valid():
        try:
            gemaakt = voorbereiden.bereid_voor(organisator=organisator, **formulier.velden)
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        except TeVeelMails:
            formulier.weiger_adres()
        except KanNiet as fout:
            formulier.add_error(None, str(fout))
        else:
            return redirect(reverse(BLAD, args=[organisator.sleutel, gemaakt.talent.kenmerk]))
    return organisatorpagina(request, NIEUW, organisator, {"formulier": formulier}, status=formulier.status)


@organisator
def talent_organisatoren_voorbereiden_blad(
    request: HttpRequest, organisator: Organisator, kenmerk: uuid.UUID
) -> HttpResponse:
    """One prepared profile. A button makes a sheet: the answer holds the code, which nobody can read again."""
    gevonden = voorbereiden.voorbereiding_met(organisator, kenmerk)
    if gevonden is None:
        raise Http404
    context: dict[str, object] = {"voorbereiding": gevonden, "profiel": gevonden.talent.concept}
    daad = request.POST.get("daad") if request.method == "POST" else ""
    try:
        if daad == "wis":
            voorbereiden.wis_voorbereiding(voorbereiding=gevonden)
            return redirect(reverse(LIJST, args=[organisator.sleutel]) + "?net=gewist")
        if daad == "blad":
            code, link = voorbereiden.maak_blad(voorbereiding=gevonden)
            context |= {"code": voorbereiden.leesbaar(code), "qr": maak_qr(link)}
    except KanNiet as fout:
        context["fout"] = fout
    return organisatorpagina(request, BLAD, organisator, context)


# --- the person it is about -----------------------------------------------------------------------------------------
@publiek_formulier
@formulierpagina
def talent_voorbereid(request: HttpRequest) -> HttpResponse:
    """Type the code of a sheet."""
    formulier = Codeformulier.voor(request)
    if formulier.is_robot:
        return redirect("talent_voorbereid")
    if formulier.is_valid():
        try:
            formulier.neem_plek()
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        else:
            if gevonden := voorbereiden.met_code(formulier.cleaned_data["code"]):
                return redirect("talent_voorbereid_profiel", voorbereiden.teken_voor(gevonden))
            formulier.add_error("code", VERKEERD)
    return render(request, "talent/talent_voorbereid.html", {"formulier": formulier}, status=formulier.status)


def _voorbereiding(teken: str) -> Voorbereiding | None:
    try:
        return voorbereiden.met_teken(teken)
    except Onbekend:
        return None


@publiek_formulier
@sleutelpagina
def talent_voorbereid_profiel(request: HttpRequest, teken: str) -> HttpResponse:
    """What was prepared; erase it with one button, or go on. Opening changes nothing."""
    gevonden = _voorbereiding(teken)
    context = {"voorbereiding": gevonden, "teken": teken, "heeft_sessie": False}
    if gevonden and request.method == "POST" and request.POST.get("daad") == "wis":
        context["gewist"] = voorbereiden.wis_voorbereiding(voorbereiding=gevonden)
    if gevonden is None:
        return render(request, "talent/talent_voorbereid_profiel.html", context, status=404)
    return render(request, "talent/talent_voorbereid_profiel.html", context)


@publiek_formulier
@formulierpagina
def talent_voorbereid_profiel_leeftijd(request: HttpRequest, teken: str) -> HttpResponse:
    """The age band first, as for everybody; then an account."""
    gevonden = _voorbereiding(teken)
    if gevonden is None or gevonden.overgenomen_op:
        return redirect("talent_voorbereid_profiel", teken)
    formulier = Leeftijdformulier.voor(request)
    if formulier.is_valid() and not formulier.is_robot:
        band = formulier.cleaned_data["leeftijd"]
        if band == TE_JONG:
            return redirect("talent_word_talent_te_jong")
        verder = met_leeftijd(reverse("talent_voorbereid_profiel_overnemen", args=[teken]), band)
        if request.user.is_authenticated:
            return redirect(verder)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': verder})}")
    context = {"formulier": formulier, "teken": teken}
    return render(request, "talent/talent_voorbereid_profiel_leeftijd.html", context, status=formulier.status)


@ingelogd_formulier
@formulierpagina
def talent_voorbereid_profiel_overnemen(request: HttpRequest, teken: str) -> HttpResponse:
    """Change what was prepared, and own it from then on."""
    gevonden = _voorbereiding(teken)
    leeftijdsteken = request.POST.get(LEEFTIJD) or request.GET.get(LEEFTIJD)
    band = lees_leeftijd(leeftijdsteken, ook_oud=request.method == "POST")
    if gevonden is None or band not in Leeftijd.values:
        return redirect(
            "talent_voorbereid_profiel" if gevonden is None else "talent_voorbereid_profiel_leeftijd", teken
        )
    begin = _begin_van(gevonden, band) | {LEEFTIJD: leeftijdsteken}
    formulier = Overnemenformulier.voor(request, band=band, gebruiker=request.user, initial=begin)
    if formulier.is_robot:
        return redirect("mijn_talent")
    if formulier.is_bound and not isinstance(request.user, Gebruiker):
        formulier.meld_afgemeld()
    elif formulier.is_valid() and (antwoord := _neem_over(request, gevonden, band, formulier)):
        return antwoord
    context = {"formulier": formulier, "is_jong": band == Leeftijd.JONG, "voorbereiding": gevonden}
    return render(request, "talent/talent_voorbereid_profiel_overnemen.html", context, status=formulier.status)


def _begin_van(voorbereiding: Voorbereiding, band: str) -> dict[str, str]:
    """What was prepared; of somebody of 13 to 15 the first name alone."""
    profiel = voorbereiding.talent.concept
    assert profiel is not None
    naam = profiel.naam.split()[0] if band == Leeftijd.JONG else profiel.naam
    gemeente = profiel.gemeente.naam if profiel.gemeente else ""
    return {"soort": voorbereiding.talent.soort, "naam": naam, "kort": profiel.kort, "gemeente": gemeente}


def _neem_over(
    request: HttpRequest, voorbereiding: Voorbereiding, band: str, formulier: Overnemenformulier
) -> HttpResponse | None:
    """On to the own profile; None with an error in the form."""
    assert isinstance(request.user, Gebruiker)
    try:
        talent = voorbereiden.neem_over(
            voorbereiding=voorbereiding, gebruiker=request.user, leeftijd=band, dag=vandaag(), **formulier.velden
        )
    except TeVaak as te_vaak:
        formulier.weiger(te_vaak)
    except (KanNiet, TeVeelTalenten) as fout:
        formulier.add_error(None, str(fout))
    else:
        return redirect(reverse("mijn_talent_pagina", args=[talent.slug]) + "?net=ingeschreven")
    return None
