"""Meetings: for everybody what, where and when; for members who comes, and a button to come too."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from grensbrekers import kalender, lidmaatschap, ontmoeten, ontmoetlijst
from grensbrekers.models import Grensbreker, Ontmoeting, Thema
from grensbrekers.ontmoetlijst import Deelname, Keuze
from grensbrekers.toegang import agenda_adres_van, ledenpagina, lid
from grensbrekers.vraagformulieren import Knopformulier
from igs.inhoud import Blad
from opnetwerk.dag import nu
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.toegang import publiek, publiek_formulier
from opnetwerk.uitvoer import data_antwoord

# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "komt": "Je bent ingeschreven. Je krijgt een mail.",
    "wacht": "De ontmoeting is volzet. Je staat op de wachtlijst en krijgt een mail als er plaats is.",
    "afgemeld": "Je bent afgemeld. Je krijgt een mail.",
    "ingetrokken": "Het oude adres van je kalender werkt niet meer. Hieronder staat je nieuwe adres.",
}


@publiek(parameters=("thema", "pagina"))
def grensbrekers_ontmoetingen(request: HttpRequest) -> HttpResponse:
    """What is to come, and below it what is past, 24 a page; `?thema=` narrows both."""
    themas = list(Thema.objects.all())
    keuze = Keuze.uit(request.GET, themas)
    moment = nu()
    context = {
        "themas": themas,
        "keuze": keuze,
        "komend": keuze.op(ontmoetlijst.komend(moment)),
        "blad": Blad.van(keuze.op(ontmoetlijst.voorbij(moment)), request.GET.get("pagina"), keuze.vraag),
    }
    return render(request, "grensbrekers/grensbrekers_ontmoetingen.html", context)


@publiek(parameters=())
def grensbrekers_ontmoetingen_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: date, place and theme; never who comes."""
    ontmoeting = _ontmoeting(slug)
    return render(request, "grensbrekers/grensbrekers_ontmoetingen_pagina.html", _context(ontmoeting))


@publiek(parameters=())
def grensbrekers_ontmoetingen_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting as a calendar file, also when it was called off."""
    bestand = kalender.als_bestand([_ontmoeting(slug)])
    return data_antwoord(request, bestand, "text/calendar", f"{slug}.ics")


@publiek(parameters=())
def grensbrekers_ontmoetingen_verslag(request: HttpRequest, slug: str) -> HttpResponse:
    """What came out of a meeting, and what was learned per theme."""
    ontmoeting = get_object_or_404(ontmoetlijst.met_verslag(nu()), slug=slug)
    context = {"ontmoeting": ontmoeting, "inzichten": ontmoetlijst.inzichten_van(ontmoeting, nu())}
    return render(request, "grensbrekers/grensbrekers_ontmoetingen_verslag.html", context)


# --- behind the personal link ---------------------------------------------------------------------------------------
@lid
def grensbrekers_netwerk_ontmoetingen(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """The meetings to come with what the member said, and the address of their calendar, which a button takes back."""
    knop = Knopformulier.met(request, ["trek_in"])
    if knop.is_valid():
        lidmaatschap.trek_agenda_in(grensbreker=lid, sleutel=request.POST.get("adres", ""))
        return redirect(f"{reverse('grensbrekers_netwerk_ontmoetingen', args=[lid.sleutel])}?net=ingetrokken#kalender")
    rijen = ontmoetlijst.met_mijn_stand(ontmoetlijst.komend(nu()), lid)
    context = {
        "mijne": [rij for rij in rijen if rij.mijn_stand],  # type: ignore[attr-defined]
        "andere": [rij for rij in rijen if not rij.mijn_stand],  # type: ignore[attr-defined]
        "feed": agenda_adres_van(lid),
        "formulier": knop,
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return ledenpagina(request, "grensbrekers_netwerk_ontmoetingen", lid, context)


@lid
def grensbrekers_netwerk_ontmoetingen_pagina(request: HttpRequest, lid: Grensbreker, slug: str) -> HttpResponse:
    """One meeting with who comes, and one button: come, or not after all (`daad` says which)."""
    ontmoeting = _ontmoeting(slug)
    formulier = Knopformulier.met(request, ["inschrijven", "afmelden"])
    if formulier.is_valid():
        try:
            net = _doe(formulier.daad, ontmoeting, lid)
        except ontmoeten.KanNiet as bezwaar:
            formulier.add_error(None, str(bezwaar))
        else:
            pad = reverse("grensbrekers_netwerk_ontmoetingen_pagina", args=[lid.sleutel, slug])
            return redirect(f"{pad}?net={net}")
    context = _context(ontmoeting) | {
        "deelname": Deelname.van(ontmoeting, lid),
        "formulier": formulier,
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return ledenpagina(request, "grensbrekers_netwerk_ontmoetingen_pagina", lid, context)


def _doe(daad: str, ontmoeting: Ontmoeting, lid: Grensbreker) -> str:
    """What the button says; what to tell afterwards. Raises KanNiet."""
    if daad == "inschrijven":
        return str(ontmoeten.schrijf_in(ontmoeting=ontmoeting, lid=lid).stand)
    ontmoeten.meld_af(ontmoeting=ontmoeting, lid=lid)
    return "afgemeld"


@publiek_formulier
@sleutelpagina
def grensbrekers_netwerk_agenda(request: HttpRequest, sleutel: uuid.UUID) -> HttpResponse:
    """The member's own meetings to subscribe to; a key that nobody has is a plain 404."""
    eigenaar = kalender.met_feed(sleutel)
    if eigenaar is None:
        raise Http404
    bestand = kalender.als_bestand(kalender.voor_feed(eigenaar, nu()), kalender.NAAM)
    antwoord = HttpResponse(bestand.encode(), content_type="text/calendar; charset=utf-8")
    antwoord.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return antwoord


def _ontmoeting(slug: str) -> Ontmoeting:
    gevonden: Ontmoeting = get_object_or_404(ontmoetlijst.zichtbare(nu()), slug=slug)
    return gevonden


def _context(ontmoeting: Ontmoeting) -> dict[str, Any]:
    return {
        "ontmoeting": ontmoeting,
        "is_voorbij": ontmoeting.eindigt_op <= nu(),
        "heeft_verslag": ontmoetlijst.heeft_verslag(ontmoeting, nu()),
    }
