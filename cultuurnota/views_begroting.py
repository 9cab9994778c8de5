"""The budget in the workspace: the overview, its settings, its lines, contributions by hand, and counting along."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from cultuurnota import begroting_bewerken as bewerken
from cultuurnota.begroten import Begrotingsbeeld
from cultuurnota.begrotingsformulieren import (
    Begrotingsformulier,
    Bijdrageformulier,
    Instelformulier,
    Postformulier,
)
from cultuurnota.begrotingsgegevens import Stand, stand_van_nota
from cultuurnota.begrotingstabel import bedrag, tabel_van
from cultuurnota.begrotingstekening import teken
from cultuurnota.models import Begrotingspost, Cultuurnota
from cultuurnota.toegang import SCHRIJVER, Teamverzoek, teamlid
from cultuurnota.views_doelen import toon
from igs.regiocheck_bedragen import procent
from opnetwerk.toegang import ingelogd
from talent import onderbroken

MELDINGEN = {
    "bewaard": "Bewaard.",
    "weg": "Weggehaald.",
    "hand": "Bewaard. Vul nu in wat elke gemeente betaalt.",
}
REKEN = "reken"  # the button that counts without keeping


def _toon(request: Teamverzoek, deel: str, nota: Cultuurnota, status: int = 200, **context: Any) -> HttpResponse:
    naam = f"cultuurnota_werkruimte_begroting{deel}"
    standaard = {"melding": MELDINGEN.get(request.GET.get("net", "")), "hier": "Begroting"}
    return toon(request, naam, nota, status=status, **standaard | context)


def _terug(nota: Cultuurnota, net: str, deel: str = "") -> HttpResponse:
    return redirect(f"{reverse(f'cultuurnota_werkruimte_begroting{deel}', args=[nota.kenmerk])}?net={net}")


@ingelogd
@teamlid()
def cultuurnota_werkruimte_begroting(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Every year in one table, the picture of it, what each municipality pays, and the rules."""
    stand = stand_van_nota(nota)
    beeld = stand.beeld()
    context: dict[str, Any] = {
        "beeld": beeld,
        "tabel": tabel_van(beeld, stand.kenmerken),
        "tekening": teken(beeld),
        "stijging": procent(beeld.invoer.index - 1),
        "begroting": stand.begroting,
        "sleutel": stand.begroting.get_sleutel_display(),
        "uitleg": beeld.jaren[0].bedragen,
    }
    return _toon(request, "", nota, **context)


# --- the forms ------------------------------------------------------------------------------------------------------
@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_begroting_instellen(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Key, contribution and index."""
    stand = stand_van_nota(nota)
    formulier = Instelformulier(*_gegevens(request), begroting=stand.begroting)
    if _wil_bewaren(request) and formulier.is_valid():
        voorstel = formulier.voorstel()
        try:
            bewerken.stel_in(nota=nota, voorstel=voorstel, basis=formulier.versie, door=request.user)
        except bewerken.Botsing as botsing:
            rij: Any = botsing.rij
            if verschillen := formulier.verschillen(rij):
                formulier.meld_botsing(verschillen, rij.versie)
        if not formulier.botsing:
            return _terug(nota, "hand", "_bijdragen") if voorstel.sleutel == "hand" else _terug(nota, "bewaard")
    return _formulierpagina(request, "_instellen", nota, stand, formulier)


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_begroting_posten_nieuw(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Add a line."""
    return _postpagina(request, "_posten_nieuw", nota, Begrotingspost())


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_begroting_posten(request: Teamverzoek, nota: Cultuurnota, kenmerk: UUID) -> HttpResponse:
    """Change a line."""
    return _postpagina(request, "_posten", nota, bewerken.post_of_404(nota, kenmerk))


def _postpagina(request: Teamverzoek, deel: str, nota: Cultuurnota, post: Begrotingspost) -> HttpResponse:
    stand = stand_van_nota(nota)
    formulier = Postformulier(*_gegevens(request), post=post, nota=nota, index=stand.invoer.index)
    if _wil_bewaren(request) and formulier.is_valid() and _bewaar_post(request, nota, formulier):
        return _terug(nota, "bewaard")
    return _formulierpagina(request, deel, nota, stand, formulier, post=post)


def _bewaar_post(request: Teamverzoek, nota: Cultuurnota, formulier: Postformulier) -> bool:
    """Whether it stands in the note as typed; else the form comes back with why not."""
    try:
        basis = formulier.cleaned_data["basis"]
        bewerken.bewaar_post(nota=nota, post=formulier.rij(), basis=basis, door=request.user)
    except bewerken.Botsing as botsing:
        rij: Any = botsing.rij
        verschillen = formulier.verschillen(rij) if rij else []
        if rij is None or verschillen:
            formulier.meld_botsing(verschillen, bewerken.stand_van(rij) if rij else None)
    except bewerken.Vol as vol:
        formulier.add_error(None, str(vol))
    return not formulier.errors


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_begroting_posten_weg(request: Teamverzoek, nota: Cultuurnota, kenmerk: UUID) -> HttpResponse:
    """Ask first; the button throws away. Pressed twice is once."""
    if request.method == "POST":
        bewerken.verwijder_post(nota=nota, kenmerk=kenmerk, door=request.user)
        return _terug(nota, "weg")
    return _toon(request, "_posten_weg", nota, post=bewerken.post_of_404(nota, kenmerk))


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_begroting_bijdragen(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """What each municipality pays in each year, by hand."""
    stand = stand_van_nota(nota)
    formulier = Bijdrageformulier(*_gegevens(request), begroting=stand.begroting, beeld=stand.beeld())
    if _wil_bewaren(request) and formulier.is_valid():
        bedragen = formulier.bedragen()
        try:
            bewerken.bewaar_bijdragen(nota=nota, bedragen=bedragen, basis=formulier.versie, door=request.user)
        except bewerken.Botsing as botsing:
            rij: Any = botsing.rij
            if verschillen := formulier.verschillen(stand_van_nota(nota).beeld()):
                formulier.meld_botsing(verschillen, rij.versie)
        if not formulier.botsing:
            return _terug(nota, "bewaard")
    return _formulierpagina(request, "_bijdragen", nota, stand, formulier)


def _gegevens(request: Teamverzoek) -> tuple[Any]:
    """What was posted now, or before the session ended."""
    return (request.POST,) if request.method == "POST" else (onderbroken.pak_op(request),)


def _wil_bewaren(request: Teamverzoek) -> bool:
    return request.method == "POST" and request.POST.get("doe") != REKEN


def _formulierpagina(
    request: Teamverzoek, deel: str, nota: Cultuurnota, stand: Stand, formulier: Begrotingsformulier, **context: Any
) -> HttpResponse:
    beeld = stand.beeld(formulier.proef)
    context |= {
        "formulier": formulier,
        "opgepakt": request.method != "POST" and formulier.is_bound,
        **_proefdelen(beeld),
    }
    if request.POST.get("doe") == REKEN and not formulier.errors:
        context["melding"] = "Nagerekend. Er is niets bewaard."
    return _toon(request, deel, nota, 409 if formulier.botsing else 200, **context)


# --- counting along -------------------------------------------------------------------------------------------------
@ingelogd
@teamlid()
def cultuurnota_werkruimte_begroting_toets(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """The rules and the totals with what is being typed; nothing is kept. `wat` names the form.

    JSON with `html`, the part of the page, and `zin`, what to read aloud.
    """
    stand = stand_van_nota(nota)
    formulier = _bedoeld(request, nota, stand) if request.method == "POST" else None
    delen = _proefdelen(stand.beeld(formulier.proef) if formulier else stand.beeld())
    html = render_to_string("cultuurnota/_begrotingstoets.html", delen, request)
    return JsonResponse({"html": html, "zin": delen["zin"]}, json_dumps_params={"ensure_ascii": False})


def _bedoeld(request: Teamverzoek, nota: Cultuurnota, stand: Stand) -> Begrotingsformulier | None:
    """The form that the page shows; None for what is none."""
    wat, data = request.POST.get("wat", ""), request.POST
    if wat == "instellen":
        return Instelformulier(data, begroting=stand.begroting)
    if wat == "bijdragen":
        return Bijdrageformulier(data, begroting=stand.begroting, beeld=stand.beeld())
    if wat == "post":
        post = stand.post(request.POST.get("post", "")) or Begrotingspost()
        return Postformulier(data, post=post, nota=nota, index=stand.invoer.index)
    return None


def _proefdelen(beeld: Begrotingsbeeld) -> dict[str, Any]:
    """The box beside a form."""
    goed = sum(een.voldaan is True for een in beeld.toetsen)
    zin = f"Nagerekend: {goed} van de {len(beeld.toetsen)} regels in orde."
    fout = next((een.zin for een in beeld.toetsen if een.voldaan is False), "")
    jaren = [
        {
            "jaar": jaar.jaar,
            "inbreng": bedrag(jaar.inbreng),
            "minstens": bedrag(jaar.bedragen.inbreng_min),
            "saldo": bedrag(jaar.saldo),
        }
        for jaar in beeld.jaren
    ]
    return {"beeld": beeld, "jaren": jaren, "zin": f"{zin} {fout}".strip()}
