"""Stop without logging in: fewer mails, a break, unsubscribe, erase; and say that everything is still right.

Each link leads to a page with buttons; opening one changes nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from grensbrekers import adres, lidlinks, lidmaatschap
from grensbrekers.formulieren import Mailkeuzeformulier, Pauzeformulier
from grensbrekers.ledenpost import Mailsoort, wil
from grensbrekers.lidlinks import Gewist
from grensbrekers.models import Grensbreker
from grensbrekers.vraagformulieren import Knopformulier
from grensbrekers.wissen import wis
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.toegang import publiek_formulier

DADEN = {"mails", "pauze", "hervat", "uitschrijven", "nieuwe_link", "wis"}
STOP, UIT, KLOPT = "grensbrekers_stop", "grensbrekers_uitschrijven", "grensbrekers_klopt_nog"
LINK_VERNIEUWD = "Je oude links openen niets meer. Een nieuwe link is onderweg naar je mailbox."
TE_VEEL_LINKS = "Je vroeg vandaag al genoeg nieuwe links. Kijk in je mailbox: de nieuwste werkt."


@publiek_formulier
@sleutelpagina
def grensbrekers_stop(request: HttpRequest, teken: str) -> HttpResponse:
    """Everything that stops, one button each; `daad` says which."""
    try:
        gevonden = lidlinks.met_stop(teken)
    except Gewist:
        return _toon(request, STOP, {"gewist": True})
    if gevonden is None or gevonden.verlopen:
        return _toon(request, STOP, {"onbekend": True}, status=404)
    lid = gevonden.lid
    if request.method != "POST":
        return _stoppagina(request, lid, {})
    if request.POST.get("daad") == "wis":
        wis(grensbreker=lid)
        return _toon(request, STOP, {"gewist": True})
    return _doe(request, lid)


def _doe(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """What the button says; then the page in its new state."""
    daad, net = request.POST.get("daad", ""), ""
    mails, pauze = Mailkeuzeformulier.voor(request, prefix="mails"), Pauzeformulier.voor(request, prefix="pauze")
    if daad == "mails" and mails.is_valid():
        lidmaatschap.zet_mails(grensbreker=lid, soorten=mails.cleaned_data["soorten"])
        net = "Je keuze is bewaard. Je krijgt alleen nog de mails die hier aangevinkt staan."
    elif daad == "pauze" and pauze.is_valid():
        lidmaatschap.pauzeer(grensbreker=lid, tot=pauze.cleaned_data["tot"])
        net = "Je pauze is ingegaan."
    elif daad == "hervat":
        lidmaatschap.hervat(grensbreker=lid)
        net = "Je pauze is voorbij. Welkom terug."
    elif daad == "uitschrijven":
        lidmaatschap.schrijf_uit(grensbreker=lid)
    elif daad == "nieuwe_link":
        gelukt = lidmaatschap.vernieuw_link(grensbreker=lid, merk=request.POST.get("link", ""))
        net = LINK_VERNIEUWD if gelukt else TE_VEEL_LINKS
    fouten: dict[str, Any] = {"knop": Knopformulier.met(request, DADEN)}
    if not net and daad in ("mails", "pauze"):
        fouten = {"mailkeuze": mails} if daad == "mails" else {"pauzeformulier": pauze}
    lid.refresh_from_db()
    return _stoppagina(request, lid, {"net": net} | fouten)


def _stoppagina(request: HttpRequest, lid: Grensbreker, context: dict[str, Any]) -> HttpResponse:
    gewild = [soort.value for soort in Mailsoort if wil(lid, soort)]
    vast: dict[str, Any] = {
        "lid": lid,
        "is_lid": lid.stand == lid.Stand.TOEGELATEN,
        "linkmerk": lidmaatschap.linkmerk(lid),
        "mailkeuze": Mailkeuzeformulier(request=request, prefix="mails", initial={"soorten": gewild}),
        "pauzeformulier": Pauzeformulier(request=request, prefix="pauze", initial={"tot": lid.pauze_tot}),
        "knop": None,
    } | context
    formulieren = (vast[naam] for naam in ("mailkeuze", "pauzeformulier", "knop"))
    fout = next((een for een in formulieren if een and een.is_bound), None)
    return _toon(request, STOP, vast | {"formulier": fout})


@publiek_formulier
@sleutelpagina
def grensbrekers_uitschrijven(request: HttpRequest, teken: str) -> HttpResponse:
    """One kind of mail less: a button for people, and the address that a mail program posts to (RFC 8058)."""
    try:
        gevonden = lidlinks.met_uit(teken)
    except Gewist:
        return _toon(request, UIT, {"gewist": True})
    if gevonden is None or gevonden.verlopen or gevonden.soort not in Mailsoort.values:
        return _toon(request, UIT, {"onbekend": True}, status=404)
    if request.method == "POST":
        lidmaatschap.stop_mails(grensbreker=gevonden.lid, soort=gevonden.soort)
        gevonden.lid.refresh_from_db()
    context = {"soort": Mailsoort(gevonden.soort).label, "gedaan": not wil(gevonden.lid, gevonden.soort)}
    return _toon(request, UIT, context)


@publiek_formulier
@sleutelpagina
def grensbrekers_klopt_nog(request: HttpRequest, teken: str) -> HttpResponse:
    """Is everything still right? One button."""
    try:
        gevonden = lidlinks.met_klopt(teken)
    except Gewist:
        gevonden = None
    if gevonden is None or gevonden.verlopen:
        return _toon(request, KLOPT, {"onbekend": True}, status=404)
    if request.method == "POST":
        lidmaatschap.bevestig_dat_het_klopt(grensbreker=gevonden.lid)
    return _toon(request, KLOPT, {"lid": gevonden.lid, "gedaan": request.method == "POST"})


@publiek_formulier
@sleutelpagina
def grensbrekers_nieuw_adres(request: HttpRequest, teken: str) -> HttpResponse:
    """Confirm another address, in the mailbox of that address."""
    wijziging = adres.lees(teken)
    if wijziging is None:
        return _toon(request, "grensbrekers_nieuw_adres", {"onbekend": True}, status=404)
    bezet, gedaan = False, wijziging.gedaan
    if request.method == "POST":
        gedaan = adres.bevestig_adres(wijziging=wijziging)
        bezet = not gedaan
    context = {"wijziging": wijziging, "gedaan": gedaan, "bezet": bezet}
    return _toon(request, "grensbrekers_nieuw_adres", context)


def _toon(request: HttpRequest, naam: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that these pages lack."""
    return render(request, f"grensbrekers/{naam}.html", context | {"heeft_sessie": False}, status=status)
