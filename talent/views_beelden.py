"""The pictures, and the sound and film of a profile. Pages of who manages the talent."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from opnetwerk.formulieren import neem_plek
from opnetwerk.toegang import ingelogd
from talent import beelden, bewerken, indienen, mediumlijst
from talent.beeldformulieren import Beeldwijziging, Mediumwijziging, Nieuwbeeld, Nieuwmedium
from talent.beheertoegang import van_beheerder
from talent.bewerken import Botsing, LigtTerBeoordeling, afdruk, bewaar, werkversie
from talent.formulieren import lees_link
from talent.models import Medium, Profielbeeld, Talent, Werk
from talent.models.profiel import MEESTE_BEELDEN, MEESTE_LINKS, MEESTE_MEDIA
from talent.views_bewerken import gegeven, naar_taken, wie

LADEN_PER_DAG = 60  # per talent
MELDINGEN = {
    "nieuw": "Toegevoegd.",
    "bewaard": "Bewaard.",
    "verplaatst": "De volgorde is bewaard.",
    "weg": "Weggehaald.",
    "weg_beeld": "Weggehaald. Onderaan kun je het terugzetten.",
    "terug": "Teruggezet.",
    "vol": "Er is geen plaats meer. Haal er eerst een weg.",
    "verdwenen": "Dit staat er niet meer. Iemand haalde het intussen weg.",
    "ingediend": "Je profiel ligt bij de coördinator. Haal het eerst terug.",
}
STAPPEN = {"omhoog": -1, "omlaag": 1}


def _terug(talent: Talent, pagina: str, net: str) -> HttpResponse:
    return redirect(f"{reverse(pagina, args=[talent.slug])}?net={net}")


def _lijst(request: HttpRequest, talent: Talent, veld: str) -> dict[str, Any]:
    """What both lists show besides their rows."""
    oordeel = indienen.laatste_oordeel(werkversie(talent))
    return {
        "talent": talent,
        "ingediend": bewerken.is_ingediend(talent),
        "reden": oordeel.redenen.get(veld) if oordeel else None,
        "melding": MELDINGEN.get(request.GET.get("net", "")),
    }


# --- pictures ---------------------------------------------------------------------------------------------------------
@ingelogd
@van_beheerder
def mijn_talent_bewerken_beelden(request: HttpRequest, talent: Talent) -> HttpResponse:
    """The pictures in order; the buttons move, remove and take back."""
    if request.method == "POST":
        return _terug(talent, "mijn_talent_bewerken_beelden", _doe_beeld(request, talent))
    rijen = [(beelden.kenmerk(beeld.werk), beeld) for beeld in beelden.beelden_van(werkversie(talent))]
    weg = [(beelden.kenmerk(werk), werk) for werk in beelden.prullenmand(talent)]
    context = {"rijen": rijen, "weg": weg, "meeste": MEESTE_BEELDEN, "vol": len(rijen) >= MEESTE_BEELDEN}
    context["dagen"] = beelden.DAGEN_IN_PRULLENMAND
    return render(request, "talent/mijn_talent_bewerken_beelden.html", context | _lijst(request, talent, "beelden"))


def _doe_beeld(request: HttpRequest, talent: Talent) -> str:
    """Carry out the button; gives what happened, as a key of MELDINGEN. Http404 for a button that is none of ours."""
    doe, naam, door = request.POST.get("doe", ""), request.POST.get("beeld", ""), wie(request)
    try:
        if doe in STAPPEN:
            beelden.verplaats(talent=talent, naam=naam, stap=STAPPEN[doe], door=door)
            return "verplaatst"
        if doe == "weg":
            beelden.haal_weg(talent=talent, naam=naam, door=door)
            return "weg_beeld"
        if doe == "terug":
            beelden.zet_terug(talent=talent, naam=naam, door=door)
            return "terug"
    except (Profielbeeld.DoesNotExist, Werk.DoesNotExist):
        return "verdwenen"
    except beelden.Vol:
        return "vol"
    except LigtTerBeoordeling:
        return "ingediend"
    raise Http404


@ingelogd
@van_beheerder
def mijn_talent_bewerken_beelden_nieuw(request: HttpRequest, talent: Talent) -> HttpResponse:
    """Add a picture. A file that was good is not chosen again when a word beside it was missing."""
    data = gegeven(request)
    formulier = Nieuwbeeld(data, request.FILES or None, talent=talent)
    if request.FILES and neem_plek(f"beeld:{talent.pk}", hoogstens=LADEN_PER_DAG, per=timedelta(days=1)):
        formulier.meld_te_vaak(LADEN_PER_DAG)
    elif request.method == "POST":
        if formulier.is_valid() and _voeg_beeld_toe(request, talent, formulier):
            return _terug(talent, "mijn_talent_bewerken_beelden", "nieuw")
        formulier.zet_apart()
    context = {"talent": talent, "formulier": formulier, "opgepakt": request.method == "GET" and data}
    context["ingediend"] = bewerken.is_ingediend(talent)
    return render(request, "talent/mijn_talent_bewerken_beelden_nieuw.html", context)


def _voeg_beeld_toe(request: HttpRequest, talent: Talent, formulier: Nieuwbeeld) -> bool:
    try:
        beelden.voeg_toe(
            talent=talent,
            bestand=formulier.bron_van_beeld(),
            woorden=formulier.woorden(),
            door=wie(request),
            trek_in=bool(request.POST.get("trek_in")),
        )
    except beelden.Vol:
        formulier.meld_vol()
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    else:
        return True
    return False


@ingelogd
@van_beheerder
def mijn_talent_bewerken_beelden_pagina(request: HttpRequest, talent: Talent, kenmerk: str) -> HttpResponse:
    """The words under one picture."""
    beeld = beelden.beeld_met(werkversie(talent), kenmerk)
    if beeld is None:
        raise Http404
    data = gegeven(request)
    formulier = Beeldwijziging(data, talent=talent, beeld=beeld)
    if request.method == "POST" and formulier.is_valid() and _beschrijf_beeld(request, talent, kenmerk, formulier):
        return _terug(talent, "mijn_talent_bewerken_beelden", "bewaard")
    context = {"talent": talent, "formulier": formulier, "beeld": beeld, "opgepakt": request.method == "GET" and data}
    context["ingediend"] = bewerken.is_ingediend(talent)
    return render(request, "talent/mijn_talent_bewerken_beelden_pagina.html", context)


def _beschrijf_beeld(request: HttpRequest, talent: Talent, naam: str, formulier: Beeldwijziging) -> bool:
    woorden, basis, terug = formulier.woorden(), formulier.basis(), bool(request.POST.get("trek_in"))
    try:
        beelden.beschrijf(talent=talent, naam=naam, woorden=woorden, basis=basis, door=wie(request), trek_in=terug)
    except Botsing as botsing:
        ander = beelden.beeld_met(botsing.profiel, naam)
        assert ander is not None
        formulier.meld_botsing(ander)
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    except Profielbeeld.DoesNotExist as fout:
        raise Http404 from fout
    else:
        return True
    return False


# --- sound and film ---------------------------------------------------------------------------------------------------
def _niet_voor_jong(talent: Talent) -> None:
    """Somebody of 13 to 15 shows no sound or film."""
    if talent.is_jong:
        raise Http404


@ingelogd
@van_beheerder
def mijn_talent_bewerken_media(request: HttpRequest, talent: Talent) -> HttpResponse:
    """Sound and film in order; the buttons move and remove."""
    _niet_voor_jong(talent)
    if request.method == "POST":
        return _terug(talent, "mijn_talent_bewerken_media", _doe_medium(request, talent))
    rijen = [(mediumlijst.kenmerk(medium), medium) for medium in mediumlijst.media_van(werkversie(talent))]
    context = {"rijen": rijen, "meeste": MEESTE_MEDIA, "vol": len(rijen) >= MEESTE_MEDIA}
    return render(request, "talent/mijn_talent_bewerken_media.html", context | _lijst(request, talent, "media"))


def _doe_medium(request: HttpRequest, talent: Talent) -> str:
    """As `_doe_beeld`."""
    doe, naam, door = request.POST.get("doe", ""), request.POST.get("medium", ""), wie(request)
    try:
        if doe in STAPPEN:
            mediumlijst.verplaats(talent=talent, naam=naam, stap=STAPPEN[doe], door=door)
            return "verplaatst"
        if doe == "weg":
            mediumlijst.haal_weg(talent=talent, naam=naam, door=door)
            return "weg"
    except Medium.DoesNotExist:
        return "verdwenen"
    except LigtTerBeoordeling:
        return "ingediend"
    raise Http404


@ingelogd
@van_beheerder
def mijn_talent_bewerken_media_nieuw(request: HttpRequest, talent: Talent) -> HttpResponse:
    """Add sound or film by its link; what we do not know may become an ordinary link."""
    _niet_voor_jong(talent)
    data = gegeven(request)
    formulier = Nieuwmedium(data, talent=talent)
    if request.method == "POST":
        if formulier.is_valid():
            if _voeg_medium_toe(request, talent, formulier):
                return _terug(talent, "mijn_talent_bewerken_media", "nieuw")
        elif request.POST.get("doe") == "bij_links" and _bij_links(request, talent, formulier):
            return naar_taken(talent, "links")
    context = {"talent": talent, "formulier": formulier, "opgepakt": request.method == "GET" and data}
    context["ingediend"] = bewerken.is_ingediend(talent)
    return render(request, "talent/mijn_talent_bewerken_media_nieuw.html", context)


def _voeg_medium_toe(request: HttpRequest, talent: Talent, formulier: Nieuwmedium) -> bool:
    try:
        mediumlijst.voeg_toe(
            talent=talent,
            herkend=formulier.cleaned_data["adres"],
            woorden=formulier.woorden(),
            door=wie(request),
            trek_in=bool(request.POST.get("trek_in")),
        )
    except mediumlijst.Vol:
        formulier.meld_vol()
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    else:
        return True
    return False


def _bij_links(request: HttpRequest, talent: Talent, formulier: Nieuwmedium) -> bool:
    """Put the address among the links; whether that worked, else the form says why not."""
    profiel = werkversie(talent)
    try:
        link = lees_link(str(formulier["adres"].data))
        if len(profiel.links) >= MEESTE_LINKS and link not in profiel.links:
            raise ValidationError(f"Je hebt al {MEESTE_LINKS} links. Haal er eerst een weg.")
        links = list(dict.fromkeys([*profiel.links, link]))
        bewaar(talent=talent, velden={"links": links}, basis=afdruk(profiel, ["links"]), door=wie(request))
    except ValidationError as fout:
        formulier.vervang_fout("adres", fout)
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    except Botsing:
        formulier.add_error(None, "Je links veranderden net. Druk nog een keer op de knop.")
    else:
        return True
    return False


@ingelogd
@van_beheerder
def mijn_talent_bewerken_media_pagina(request: HttpRequest, talent: Talent, kenmerk: str) -> HttpResponse:
    """The words with one sound or film."""
    _niet_voor_jong(talent)
    medium = mediumlijst.medium_met(werkversie(talent), kenmerk)
    if medium is None:
        raise Http404
    data = gegeven(request)
    formulier = Mediumwijziging(data, talent=talent, medium=medium)
    if request.method == "POST" and formulier.is_valid() and _beschrijf_medium(request, talent, kenmerk, formulier):
        return _terug(talent, "mijn_talent_bewerken_media", "bewaard")
    context = {"talent": talent, "formulier": formulier, "medium": medium, "opgepakt": request.method == "GET" and data}
    context["ingediend"] = bewerken.is_ingediend(talent)
    return render(request, "talent/mijn_talent_bewerken_media_pagina.html", context)


def _beschrijf_medium(request: HttpRequest, talent: Talent, naam: str, formulier: Mediumwijziging) -> bool:
    woorden, basis, terug = formulier.woorden(), formulier.basis(), bool(request.POST.get("trek_in"))
    try:
        mediumlijst.beschrijf(talent=talent, naam=naam, woorden=woorden, basis=basis, door=wie(request), trek_in=terug)
    except Botsing as botsing:
        ander = mediumlijst.medium_met(botsing.profiel, naam)
        assert ander is not None
        formulier.meld_botsing(ander)
    except LigtTerBeoordeling:
        formulier.meld_ingediend()
    except Medium.DoesNotExist as fout:
        raise Http404 from fout
    else:
        return True
    return False
