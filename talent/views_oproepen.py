"""Calls for everybody, and for a maker: answer one, and see what came of it."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from igs.inhoud import Blad
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, ingelogd_formulier, publiek
from talent import oproepenlijst, reactielijst, reacties
from talent.feeds_oproepen import OproepenAtom
from talent.models import Oproep
from talent.onderbroken import leg_opzij, pak_op
from talent.oproepen import neemt_reacties
from talent.oproepenlijst import Keuze, Keuzelijsten
from talent.oproepformulieren import Knopformulier, Reactieformulier
from talent.reactielijst import Kandidaat
from talent.verlaten import KanNiet

LEZEN_EN_DOEN = require_http_methods(["GET", "HEAD", "POST"])
# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "geantwoord": "Je reactie is verstuurd. Je krijgt altijd een antwoord, met een mail.",
    "ingetrokken": "Je reactie is ingetrokken.",
}
TE_VAAK = "Je antwoordde vandaag al op veel oproepen. Probeer het morgen opnieuw. Wat je schreef, staat er nog."
AL_WEG = "Deze reactie is er niet meer. Kijk hieronder hoe het nu staat."


@publiek(parameters=("kans", "discipline", "regio", "betaald", "pagina"))
def talent_oproepen(request: HttpRequest) -> HttpResponse:
    """What is open, the first deadline first, 24 a page; narrowed by what, discipline, region and fee."""
    lijsten = Keuzelijsten.op(vandaag())
    keuze = Keuze.uit(request.GET, lijsten)
    blad = Blad.van(keuze.op(oproepenlijst.open_op(vandaag())), request.GET.get("pagina"), keuze.vraag)
    return render(request, "talent/talent_oproepen.html", {"lijsten": lijsten, "keuze": keuze, "blad": blad})


@publiek(parameters=())
def talent_oproepen_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what, when, where, for how much, and how long an answer takes."""
    return render(request, "talent/talent_oproepen_pagina.html", _context(_oproep(slug)))


@publiek(parameters=())
def talent_oproepen_atom(request: HttpRequest) -> HttpResponse:
    """The newest calls that are open as Atom."""
    return OproepenAtom()(request)


def _oproep(slug: str) -> Oproep:
    gevonden: Oproep = get_object_or_404(oproepenlijst.zichtbare(), slug=slug)
    return gevonden


def _context(oproep: Oproep) -> dict[str, Any]:
    cijfers = oproepenlijst.antwoordcijfers([oproep.organisator]).get(oproep.organisator_id)
    return {
        "oproep": oproep,
        "is_open": neemt_reacties(oproep, vandaag()),
        "antwoordzin": oproepenlijst.antwoordzin(oproep, cijfers),
        "aantal_reacties": oproepenlijst.aantal_reacties([oproep]).get(oproep.pk, 0),
    }


# --- for a maker ----------------------------------------------------------------------------------------------------
@ingelogd_formulier
@LEZEN_EN_DOEN
def mijn_oproepen_reageren(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with one of my profiles. Who was logged out meanwhile logs in, and finds what was typed."""
    if not isinstance(request.user, Gebruiker):
        leg_opzij(request)
        return redirect_to_login(request.get_full_path())
    oproep = _oproep(slug)
    mijne = reactielijst.kandidaten(oproep, request.user)
    gegeven = request.POST if request.method == "POST" else pak_op(request)
    formulier = Reactieformulier(gegeven, talenten=[(een.talent.slug, een.naam) for een in mijne if een.kan])
    status = 200
    if request.method == "POST":
        if request.POST.get("talent") in {een.talent.slug for een in mijne if een.reactie}:
            return _naar_mijn("geantwoord")  # pressed twice
        if formulier.is_valid() and not (status := _verstuur(request.user, oproep, mijne, formulier)):
            return _naar_mijn("geantwoord")
    context = {
        "formulier": formulier,
        "mijne": mijne,
        "kan_iets": any(een.kan for een in mijne),
        "bezwaren": [een for een in mijne if een.bezwaar and not een.reactie],
    }
    return render(request, "talent/mijn_oproepen_reageren.html", context | _context(oproep), status=status or 200)


def _verstuur(wie: Gebruiker, oproep: Oproep, mijne: list[Kandidaat], formulier: Reactieformulier) -> int:
    """Answer the call; 0 when it was sent, else the status of the page, with the reason in the form."""
    talent = next(een.talent for een in mijne if een.talent.slug == formulier.cleaned_data["talent"])
    try:
        reacties.reageer(oproep=oproep, talent=talent, tekst=formulier.cleaned_data["tekst"], door=wie)
    except TeVaak:
        formulier.add_error(None, TE_VAAK)
        return 429
    except KanNiet as bezwaar:
        formulier.add_error(None, str(bezwaar))
        return 409
    return 0


@ingelogd
@LEZEN_EN_DOEN
def mijn_oproepen(request: HttpRequest) -> HttpResponse:
    """My reactions, each with its answer, and a button to withdraw."""
    assert isinstance(request.user, Gebruiker)
    formulier = Knopformulier(request.POST or None, daden=["intrekken"])
    if formulier.is_valid():
        if _trek_in(request.user, request.POST.get("reactie", "")):
            return _naar_mijn("ingetrokken")
        formulier.add_error(None, AL_WEG)
    context = {
        "reacties": reactielijst.mijn_reacties(request.user),
        "formulier": formulier,
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return render(request, "talent/mijn_oproepen.html", context)


def _trek_in(wie: Gebruiker, kenmerk: str) -> bool:
    """Whether there was a reaction of theirs to withdraw."""
    reactie = reactielijst.mijn_reactie(wie, kenmerk)
    if reactie is None:
        return False
    try:
        reacties.trek_reactie_in(reactie=reactie, door=wie)
    except KanNiet:  # erased since this page was read
        return False
    return True


def _naar_mijn(net: str) -> HttpResponse:
    return redirect(f"{reverse('mijn_oproepen')}?net={net}")
