"""The pages of the relay: write, confirm, read and answer, report, block. A personal link carries the way in.

Opening a link changes nothing (mail scanners open links); a button does.
"""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opnetwerk import gesprekken
from opnetwerk.formulieren import TeVaak, formulierpagina, is_schijnkenmerk, schijnkenmerk
from opnetwerk.gesprekken import Kant, NietBereikbaar, TeVeel
from opnetwerk.gespreksformulieren import Antwoordformulier, Berichtformulier, Misbruikformulier
from opnetwerk.gesprekslijst import Draad, draad_van, regels_van, te_bevestigen_met, toegang_met
from opnetwerk.models import Deelnemer, Gebruiker, Gesprek
from opnetwerk.toegang import View, ingelogd, publiek, publiek_formulier

# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "antwoord": "Je antwoord is verstuurd.",
    "blokkering": "Je krijgt geen berichten meer van de andere kant. Die krijgt daar geen bericht van.",
    "opgeheven": "De blokkering is opgeheven. Je krijgt weer berichten.",
    "gemeld": "Je melding is verstuurd. Iemand leest het gesprek en kan het sluiten.",
}


def schrijfpagina(
    request: HttpRequest,
    *,
    sjabloon: str,
    context: dict[str, Any],
    betreft: str,
    betreft_naam: str,
    igs_slug: str,
    ontvangers: list[Kant],
) -> HttpResponse:
    """The page on which a conversation begins, for every app. Its view carries `formulierpagina`.

    The template gets `formulier` beside the context; see `gesprekken.begin` for the rest.
    """
    formulier = Berichtformulier.voor(request)
    if formulier.is_robot:
        return redirect("gesprek_verstuurd", kenmerk=schijnkenmerk())
    if formulier.is_valid():
        try:
            gesprek = gesprekken.begin(
                betreft=betreft,
                betreft_naam=betreft_naam,
                igs_slug=igs_slug,
                onderwerp=formulier.cleaned_data["onderwerp"],
                tekst=formulier.cleaned_data["tekst"],
                afzender=formulier.afzender,
                ontvangers=ontvangers,
                formulier=formulier.sleutel,
                bevestigd=formulier.bevestigd,
                bij_nieuw=formulier.neem_plek,
            )
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        except (TeVeel, NietBereikbaar) as reden:
            _weiger(formulier, reden)
        else:
            return redirect("gesprek_verstuurd", kenmerk=gesprek.kenmerk)
    return render(request, sjabloon, context | {"formulier": formulier}, status=formulier.status)


def _weiger(formulier: Any, reden: Exception) -> None:
    formulier.status = 429 if isinstance(reden, TeVeel) else 200
    formulier.add_error(None, str(reden))


@publiek
def gesprek_verstuurd(request: HttpRequest, kenmerk: uuid.UUID) -> HttpResponse:
    """What happens now; may be opened again, and shows nothing of who wrote, what, or to whom."""
    gesprek = None if is_schijnkenmerk(kenmerk) else get_object_or_404(Gesprek, kenmerk=kenmerk)
    niet_bezorgd = gesprek is not None and gesprek.stand == Gesprek.Stand.GESLOTEN and gesprek.bevestigd_op is None
    context = {"verstuurd": bool(gesprek and gesprek.bevestigd_op), "niet_bezorgd": niet_bezorgd}
    return render(request, "opnetwerk/gesprek_verstuurd.html", context | {"kenmerk": kenmerk})


# --- behind a personal link ---
def sleutelpagina(view: View) -> View:
    """GET and POST at an address that is a secret: no referrer, no search engine, kept by nobody, no cookie of ours."""

    @wraps(view)
    def met_koppen(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        antwoord = formulierpagina(view)(request, *args, **kwargs)
        antwoord.headers["Referrer-Policy"] = "no-referrer"
        antwoord.headers["X-Robots-Tag"] = "noindex"
        antwoord.headers["Cache-Control"] = "private, no-store"
        return antwoord

    met_koppen.csrf_exempt = True  # type: ignore[attr-defined]
    return met_koppen


def met_draad(view: Callable[[HttpRequest, str, Draad], HttpResponse]) -> View:
    """Gives the view the thread behind the link; without one, or with an old link, a page that says what to do."""

    @wraps(view)
    def bewaakt(request: HttpRequest, teken: str) -> HttpResponse:
        toegang = toegang_met(teken)
        if toegang is None:
            return _toon(request, "gesprek", {"onbekend": True}, status=404)
        if not toegang.verlopen:
            try:
                return view(request, teken, draad_van(toegang.deelnemer))
            except Gesprek.DoesNotExist:  # erased while the page was being made
                return _toon(request, "gesprek", {"onbekend": True}, status=404)
        if request.method == "POST":
            gesprekken.vraag_nieuwe_link(deelnemer=toegang.deelnemer)
        return _toon(request, "gesprek", {"verlopen": True, "gevraagd": request.method == "POST"})

    return bewaakt


def _toon(request: HttpRequest, naam: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token and the referrer that these lack."""
    return render(request, f"opnetwerk/{naam}.html", context | {"heeft_sessie": False}, status=status)


@publiek_formulier
@sleutelpagina
def gesprek_bevestig(request: HttpRequest, teken: str) -> HttpResponse:
    """The sender lets the first message go, with a button."""
    gevonden = te_bevestigen_met(teken)
    if gevonden is None:
        return _toon(request, "gesprek_bevestig", {"onbekend": True}, status=404)
    gesprek, fout = gevonden.gesprek, ""
    if request.method == "POST" and gevonden.verlopen:
        gesprekken.vraag_bevestiging_opnieuw(gesprek=gesprek)
        return _toon(request, "gesprek_bevestig", {"verlopen": True, "gevraagd": True})
    if request.method == "POST":
        try:
            gesprekken.bevestig(gesprek=gesprek)
        except TeVeel as reden:
            fout = str(reden)
        except (Gesprek.DoesNotExist, Deelnemer.DoesNotExist):  # erased while the button was pressed
            return _toon(request, "gesprek_bevestig", {"onbekend": True}, status=404)
        else:
            return redirect("gesprek_verstuurd", kenmerk=gesprek.kenmerk)
    context = {"gesprek": gesprek, "bericht": gesprek.berichten.first(), "verlopen": gevonden.verlopen, "fout": fout}
    return _toon(request, "gesprek_bevestig", context, status=429 if fout else 200)


@publiek_formulier
@sleutelpagina
@met_draad
def gesprek(request: HttpRequest, teken: str, draad: Draad) -> HttpResponse:
    """The whole thread, with a field to answer."""
    formulier = Antwoordformulier.voor(request)
    if formulier.is_robot:
        return _terug(teken, "antwoord")
    if formulier.is_valid():
        deelnemer, tekst = draad.deelnemer, formulier.cleaned_data["tekst"]
        try:
            if not draad.kan_antwoorden:
                raise NietBereikbaar(gesprekken.OVER)
            gesprekken.antwoord(
                gesprek=deelnemer.gesprek, deelnemer=deelnemer, tekst=tekst, formulier=formulier.sleutel
            )
        except (TeVeel, NietBereikbaar) as reden:
            _weiger(formulier, reden)
        else:
            return _terug(teken, "antwoord")
    context = {
        "draad": draad,
        "teken": teken,
        "formulier": formulier,
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return _toon(request, "gesprek", context, status=formulier.status)


@publiek_formulier
@sleutelpagina
@met_draad
def gesprek_meld_misbruik(request: HttpRequest, teken: str, draad: Draad) -> HttpResponse:
    """Ask somebody to look at the conversation."""
    formulier = Misbruikformulier.voor(request)
    if formulier.is_robot:
        return _terug(teken, "gemeld")
    if formulier.is_valid():
        deelnemer = draad.deelnemer
        gesprekken.meld_misbruik(gesprek=deelnemer.gesprek, deelnemer=deelnemer, reden=formulier.cleaned_data["reden"])
        return _terug(teken, "gemeld")
    context = {"draad": draad, "teken": teken, "formulier": formulier}
    return _toon(request, "gesprek_meld_misbruik", context, status=formulier.status)


@publiek_formulier
@sleutelpagina
@met_draad
def gesprek_blokkeer(request: HttpRequest, teken: str, draad: Draad) -> HttpResponse:
    """Hear no more of the other side, or hear it again: `besluit` says which."""
    deelnemer = draad.deelnemer
    if request.method == "POST" and request.POST.get("besluit") == "hef_op":
        gesprekken.hef_blokkering_op(gesprek=deelnemer.gesprek, deelnemer=deelnemer)
        return _terug(teken, "opgeheven")
    if request.method == "POST":
        gesprekken.blokkeer(gesprek=deelnemer.gesprek, deelnemer=deelnemer)
        return _terug(teken, "blokkering")
    return _toon(request, "gesprek_blokkeer", {"draad": draad, "teken": teken})


def _terug(teken: str, net: str) -> HttpResponse:
    return redirect(f"{reverse('gesprek', args=[teken])}?net={net}")


# --- of an account ---
@ingelogd
@require_safe
def mijn_berichten(request: HttpRequest) -> HttpResponse:
    """The conversations of who is logged in."""
    assert isinstance(request.user, Gebruiker)
    return render(request, "opnetwerk/mijn_berichten.html", {"regels": regels_van(request.user)})
