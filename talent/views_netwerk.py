"""What came of it and with whom: the page for who manages a talent, and the pages behind the links in our mails."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import TeVaak
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek_formulier
from talent import aanvullen, uitkomsten, verbinden
from talent.beheertoegang import van_beheerder
from talent.models import Talent
from talent.netwerkformulieren import Verbindingsformulier
from talent.verlaten import KanNiet, naam_van

KNOPPAGINA = require_http_methods(["GET", "HEAD", "POST"])
TE_VAAK = "Je vroeg vandaag al veel verbindingen. Probeer het morgen opnieuw."
# What just happened, for who comes back from a button (`?net=`).
MELDINGEN = {
    "gevraagd": "Je vraag is onderweg. Zegt de andere ja, dan staat de verbinding op jullie beider profiel.",
    "bevestigd": "Jullie zijn verbonden. Het staat nu op jullie beider profiel.",
    "weg": "De verbinding is weg, ook bij de andere.",
    "ja": "Bedankt. Zegt de andere kant ook ja, dan komt er een regel op je profiel.",
    "nee": "Bedankt. We onthouden dat het niet doorging.",
    "toon": "De regel staat op je profiel.",
    "verberg": "De regel staat niet meer op je profiel.",
}


def _wie(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)  # `van_beheerder` saw to it
    return request.user


def _terug(talent: Talent, net: str) -> HttpResponse:
    return redirect(f"{reverse('mijn_talent_netwerk', args=[talent.slug])}?net={net}")


@ingelogd
@van_beheerder
def mijn_talent_netwerk(request: HttpRequest, talent: Talent) -> HttpResponse:
    """What came of contacts and calls, the ties, and who might fit."""
    vraagt = request.POST.get("actie") == "vraag"
    formulier = Verbindingsformulier(request.POST if vraagt else None, talent=talent)
    fout: str = ""
    try:
        if request.method == "POST" and (net := _vraag(request, formulier) if vraagt else _doe(request, talent)):
            return _terug(talent, net)
    except (KanNiet, TeVaak) as bezwaar:
        fout = TE_VAAK if isinstance(bezwaar, TeVaak) else str(bezwaar)
        if vraagt:
            formulier.add_error("wie", fout)
            fout = ""
    context = {
        "talent": talent,
        "naam": naam_van(talent),
        "formulier": formulier,
        "fout": fout,
        "melding": MELDINGEN.get(request.GET.get("net", "")),
        "uitkomsten": uitkomsten.alle_uitkomsten(talent),
        "netwerk": verbinden.netwerk_van(talent),
        "aanvullingen": aanvullen.aanvullingen(talent, vandaag()),
    }
    return render(request, "talent/mijn_talent_netwerk.html", context, status=409 if fout else 200)


def _vraag(request: HttpRequest, formulier: Verbindingsformulier) -> str:
    """What happened with the form; empty when it is not complete. Raises KanNiet and TeVaak."""
    if not formulier.is_valid() or formulier.met is None:
        return ""
    soort = formulier.cleaned_data["soort"]
    verbinding = verbinden.vraag(van=formulier.talent, met=formulier.met, soort=soort, door=_wie(request))
    return "bevestigd" if verbinding.bevestigd_op else "gevraagd"


def _doe(request: HttpRequest, talent: Talent) -> str:
    """A button beside a line. Empty for a button that is none of ours, or whose line is gone. Raises KanNiet."""
    actie, kenmerk, door = request.POST.get("actie", ""), request.POST.get("kenmerk", ""), _wie(request)
    if actie in ("bevestig", "weg") and (verbinding := verbinden.verbinding_nr(talent, kenmerk)):
        if actie == "weg":
            verbinden.trek_in(verbinding=verbinding, kant=talent, door=door)
            return "weg"
        if verbinding.met_id == talent.pk:
            verbinden.bevestig(verbinding=verbinding, door=door)
            return "bevestigd"
    if actie in ("ja", "nee", "toon", "verberg") and (uitkomst := uitkomsten.uitkomst_nr(talent, kenmerk)):
        if actie in ("ja", "nee"):
            uitkomsten.zeg(uitkomst=uitkomst, kant=uitkomsten.KANT_TALENT, ja=actie == "ja", door=door)
        else:
            uitkomsten.zet_getoond(uitkomst=uitkomst, getoond=actie == "toon", door=door)
        return actie
    return ""


@publiek_formulier
@sleutelpagina
@KNOPPAGINA
def talent_gelukt(request: HttpRequest, teken: str) -> HttpResponse:
    """One side says whether it happened; a robot that opens the link says nothing."""
    sjabloon = "talent/talent_gelukt.html"
    try:
        uitkomst, kant = uitkomsten.uitkomst_van_teken(teken)
    except (Onbekend, Verlopen):
        return _toon(request, sjabloon, {}, 404)
    antwoord = request.POST.get("antwoord")
    if antwoord in ("ja", "ja zonder naam", "nee"):
        uitkomsten.zeg(uitkomst=uitkomst, kant=kant, ja=antwoord != "nee", met_naam=antwoord != "ja zonder naam")
        return redirect(request.path)
    return _toon(request, sjabloon, _gelukt_context(uitkomst, kant))


def _gelukt_context(uitkomst: Any, kant: str) -> dict[str, Any]:
    is_talent = kant == uitkomsten.KANT_TALENT
    return {
        "uitkomst": uitkomst,
        "is_talent": is_talent,
        "zegt": uitkomst.talent_zegt if is_talent else uitkomst.andere_zegt,
        "naam": naam_van(uitkomst.talent) if is_talent else uitkomsten.naam_voor(uitkomst.talent),
        "mag_zonder_naam": not is_talent and uitkomst.reactie_id is None,
    }


@publiek_formulier
@sleutelpagina
@KNOPPAGINA
def talent_verbinding(request: HttpRequest, teken: str) -> HttpResponse:
    """Who was asked for a tie says yes or no, without logging in."""
    sjabloon = "talent/talent_verbinding.html"
    try:
        verbinding = verbinden.verbinding_van_teken(teken)
    except (Onbekend, Verlopen):
        weg = request.GET.get("net") == "nee"
        return _toon(request, sjabloon, {"weg": weg}, 200 if weg else 404)
    context = {"verbinding": verbinding, "zin": verbinden.zin(verbinding), "naam": naam_van(verbinding.met)}
    if request.POST.get("antwoord") == "nee":
        verbinden.trek_in(verbinding=verbinding, kant=verbinding.met, door=None)
        return redirect(f"{request.path}?net=nee")
    if request.POST.get("antwoord") == "ja":
        try:
            verbinden.bevestig(verbinding=verbinding, door=None)
        except KanNiet as bezwaar:
            return _toon(request, sjabloon, context | {"fout": bezwaar}, 409)
        return redirect(request.path)
    return _toon(request, sjabloon, context)


def _toon(request: HttpRequest, sjabloon: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that these pages lack."""
    return render(request, sjabloon, context | {"heeft_sessie": False}, status=status)
