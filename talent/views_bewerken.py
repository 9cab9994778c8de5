"""The profile editor: a list of small tasks, and what happens with the result. Pages of who manages the talent."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek
from talent import bewerken, indienen, onderdelen, voorvertoning
from talent.beheertoegang import van_beheerder
from talent.bewerken import Botsing, LigtTerBeoordeling, werkversie
from talent.eigen_cijfers import cijfers_van
from talent.formulieren import Deel, Zichtbaarheid
from talent.indienen import NietKlaar
from talent.models import Talent
from talent.onderbroken import pak_op
from talent.toestemmen import DOELEN, PUBLICATIE, geef_toestemming, heeft_toestemming
from talent.vergelijken import verschillen
from talent.zichtbaarheid import Kijker

# What just happened, for who comes back from a page that changed something (`?net=`).
MELDINGEN = {
    "ingediend": "Je profiel ligt nu bij de coördinator. Je hoort van ons.",
    "terug": "Je haalde je profiel terug. Je kunt het weer wijzigen.",
    "weggegooid": "Je wijzigingen zijn weg. Bezoekers zien nog altijd hetzelfde.",
    **{deel.sleutel: f"Bewaard: {deel.titel.rstrip('?').lower()}." for deel in onderdelen.ALLE},
}


def wie(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)  # `van_beheerder` saw to it
    return request.user


def naar_taken(talent: Talent, net: str) -> HttpResponse:
    return redirect(f"{reverse('mijn_talent_bewerken', args=[talent.slug])}?net={net}")


def gegeven(request: HttpRequest) -> Any:
    """What to fill the form with: what was posted, or what was typed when the session ended."""
    return request.POST if request.method == "POST" else pak_op(request)


@ingelogd
@van_beheerder
def mijn_talent_bewerken(request: HttpRequest, talent: Talent) -> HttpResponse:
    """The list of tasks."""
    lijst = onderdelen.takenlijst(talent)
    context = {
        "talent": talent,
        "ingediend": bewerken.is_ingediend(talent),
        "melding": MELDINGEN.get(request.GET.get("net", "")),
        "ontbreekt": onderdelen.met_pad(talent, lijst["gebreken"]),
    }
    return render(request, "talent/mijn_talent_bewerken.html", lijst | context)


@ingelogd
@van_beheerder
def mijn_talent_bewerken_pagina(request: HttpRequest, talent: Talent, onderdeel: str) -> HttpResponse:
    """One small form."""
    deel = onderdelen.met_formulier(talent, onderdeel)
    if deel is None or deel.formulier is None:
        raise Http404
    oordeel = indienen.laatste_oordeel(werkversie(talent))
    data = gegeven(request)
    formulier = deel.formulier(data, talent=talent, redenen=oordeel.redenen if oordeel else {})
    if request.method == "POST" and formulier.is_valid() and _bewaar(request, talent, formulier):
        return naar_taken(talent, deel.sleutel)
    context = {"talent": talent, "deel": deel, "formulier": formulier, "opgepakt": request.method == "GET" and data}
    context["ingediend"] = bewerken.is_ingediend(talent)
    return render(request, "talent/mijn_talent_bewerken_pagina.html", context)


def _bewaar(request: HttpRequest, talent: Talent, formulier: Deel) -> bool:
    """Whether it was saved; else the form says why not."""
    basis, terug = formulier.cleaned_data["basis"], bool(request.POST.get("trek_in"))
    try:
        bewerken.bewaar(talent=talent, velden=formulier.velden(), basis=basis, door=wie(request), trek_in=terug)
    except Botsing as botsing:
        formulier.meld_botsing(botsing.profiel)
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    else:
        return True
    return False


@ingelogd
@van_beheerder
def mijn_talent_bewerken_zichtbaarheid(request: HttpRequest, talent: Talent) -> HttpResponse:
    """Who sees what; works at once, also on what is online."""
    data = gegeven(request)
    formulier = Zichtbaarheid(data, talent=talent)
    if request.method == "POST" and formulier.is_valid():
        velden, schakelaars = formulier.gegevens()
        basis, door = formulier.cleaned_data["basis"], wie(request)
        try:
            bewerken.zet_zichtbaarheid(talent=talent, velden=velden, schakelaars=schakelaars, basis=basis, door=door)
        except Botsing as botsing:
            formulier.meld_botsing(botsing.profiel)
        else:
            return naar_taken(talent, "zichtbaarheid")
    context = {"talent": talent, "formulier": formulier, "opgepakt": request.method == "GET" and data}
    return render(request, "talent/mijn_talent_bewerken_zichtbaarheid.html", context)


class Indienformulier(Formulier):
    """The consent that a profile needs before it can be online, where it was not given yet."""

    akkoord = forms.BooleanField(
        label=DOELEN[PUBLICATIE].vraag,
        help_text=DOELEN[PUBLICATIE].gevolg,
        error_messages={"required": "Zet een vinkje, anders mag je profiel niet online."},
    )

    def __init__(self, *args: Any, talent: Talent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if heeft_toestemming(talent, PUBLICATIE):
            del self.fields["akkoord"]


@ingelogd
@van_beheerder
def mijn_talent_bewerken_indienen(request: HttpRequest, talent: Talent) -> HttpResponse:
    """Lay the draft before the coordinator, or take it back."""
    if request.method == "POST" and request.POST.get("doe") == "trek_in":
        if talent.concept_id:
            indienen.trek_in(talent=talent, door=wie(request))
        return naar_taken(talent, "terug")
    formulier = Indienformulier(request.POST if request.method == "POST" else None, talent=talent)
    gebreken = indienen.wat_ontbreekt(werkversie(talent))
    if request.method == "POST" and formulier.is_valid():
        try:
            _dien_in(talent, wie(request), geef="akkoord" in formulier.fields)
        except NietKlaar as fout:
            gebreken = fout.gebreken
        else:
            return naar_taken(talent, "ingediend" if bewerken.is_ingediend(talent) or talent.concept_id else "")
    context = {"talent": talent, "formulier": formulier, "ontbreekt": onderdelen.met_pad(talent, gebreken)}
    context |= {"ingediend": bewerken.is_ingediend(talent), "profiel": werkversie(talent)}
    return render(request, "talent/mijn_talent_bewerken_indienen.html", context)


def _dien_in(talent: Talent, door: Gebruiker, *, geef: bool) -> None:
    with transaction.atomic():
        if geef:
            geef_toestemming(talent=talent, doel=PUBLICATIE, door=door)
        indienen.dien_in(talent=talent, door=door)


@ingelogd
@van_beheerder
def mijn_talent_bewerken_vergelijk(request: HttpRequest, talent: Talent) -> HttpResponse:
    """What is online beside what was changed; the changes can be thrown away."""
    if request.method == "POST":
        if request.POST.get("doe") == "gooi_weg":
            bewerken.gooi_weg(talent=talent, door=wie(request))
        return naar_taken(talent, "weggegooid" if talent.concept is None else "")
    anders = verschillen(talent.online, talent.concept) if talent.concept else []
    context = {"talent": talent, "anders": anders, "ingediend": bewerken.is_ingediend(talent)}
    return render(request, "talent/mijn_talent_bewerken_vergelijk.html", context)


@ingelogd
@van_beheerder
def mijn_talent_bewerken_voorbeeld(request: HttpRequest, talent: Talent) -> HttpResponse:
    """The profile as others would see it: `?als=bezoeker` or `?als=aangemeld`."""
    kijker = Kijker.AANGEMELD if request.GET.get("als") == "aangemeld" else Kijker.BEZOEKER
    profiel = werkversie(talent)
    if not profiel.pk:
        return naar_taken(talent, "")
    context = {
        "talent": talent,
        "kijker": kijker.value,
        "toon": voorvertoning.toon_versie(talent, profiel, kijker),
        "vriendenlink": voorvertoning.link_voor_een_vriend(talent, profiel),
        "dagen": voorvertoning.GELDIG.days,
    }
    return render(request, "talent/mijn_talent_bewerken_voorbeeld.html", context)


@publiek
def talent_voorbeeld(request: HttpRequest, teken: str) -> HttpResponse:
    """Whoever has the link sees the draft as a visitor would, for seven days; not indexed, not kept."""
    context = voorvertoning.lees_link(teken)
    context |= {"is_voorbeeld": True, "voorbeeld_dagen": voorvertoning.GELDIG.days}
    antwoord = render(request, "talent/talent_voorbeeld.html", context)
    koppen = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    for kop, waarde in koppen.items():
        antwoord.headers[kop] = waarde
    return antwoord


@ingelogd
@van_beheerder
def mijn_talent_cijfers(request: HttpRequest, talent: Talent) -> HttpResponse:
    """How often the profile was seen, written to and answered; nobody is followed for it."""
    maanden = cijfers_van(talent, vandaag())
    totaal = {naam: sum(getattr(maand, naam) for maand in maanden) for naam in ("bekeken", "berichten", "antwoorden")}
    return render(request, "talent/mijn_talent_cijfers.html", {"talent": talent, "maanden": maanden, "totaal": totaal})
