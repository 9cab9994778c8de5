"""Objectives in the workspace: the overview, the small forms, the planning."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cultuurnota import doelen
from cultuurnota.doelformulieren import Doelformulier, formulier_voor
from cultuurnota.keuzes import Opdracht
from cultuurnota.models import Cultuurnota
from cultuurnota.toegang import SCHRIJVER, Teamverzoek, mag, teamlid
from opnetwerk.toegang import ingelogd
from talent import onderbroken

HIER = {
    "cultuurnota_werkruimte_doelen": "Doelstellingen",
    "cultuurnota_werkruimte_doelen_planning": "Planning",
    "cultuurnota_werkruimte_controle": "Controle",
}
STAPPEN = {"omhoog": -1, "omlaag": 1}
MELDINGEN = {
    "bewaard": "Bewaard.",
    "weg": "Weggehaald.",
    "verplaatst": "Verplaatst.",
    "anders": "Iemand anders veranderde intussen de volgorde. Kijk eerst hoe ze nu is.",
}


def toon(request: HttpRequest, naam: str, nota: Cultuurnota, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the workspace about one note."""
    rol = getattr(request, "rol", None)
    standaard = {
        "nota": nota,
        "mag_schrijven": rol is not None and mag(rol, SCHRIJVER),
        "melding": MELDINGEN.get(request.GET.get("net", "")),
        "hier": HIER.get(naam, ""),
    }
    return render(request, f"cultuurnota/{naam}.html", standaard | context, status=status)


def _terug(nota: Cultuurnota, net: str, anker: str = "") -> HttpResponse:
    adres = reverse("cultuurnota_werkruimte_doelen", args=[nota.kenmerk])
    return redirect(f"{adres}?net={net}{f'#{anker}' if anker else ''}")


@ingelogd
@teamlid()
def cultuurnota_werkruimte_doelen(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Everything in order, with buttons to move."""
    if request.method == "POST":
        return _verplaats(request, nota)
    boom = doelen.boom(nota)
    alle = [een for boven in boom for een in (boven, *boven.eronder)]  # type: ignore[attr-defined]
    gekozen = {opdracht for een in alle for opdracht in een.opdrachten}
    return toon(
        request,
        "cultuurnota_werkruimte_doelen",
        nota,
        boom=boom,
        uitdagingen=list(nota.uitdagingen.all()),
        opdrachten=dict(Opdracht.choices),
        opdrachten_zonder=[opdracht for opdracht in Opdracht if opdracht.value not in gekozen],
        heeft_doelstellingen=bool(alle),
    )


def _verplaats(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """One place up or down; what is not understood changes nothing."""
    try:
        kenmerk, plek = UUID(request.POST.get("kenmerk", "")), int(request.POST.get("plek", "")[:6])
        stap = STAPPEN[request.POST.get("doe", "")]
    except (ValueError, KeyError):
        return _terug(nota, "anders")
    rij = doelen.rij_of_404(nota, request.POST.get("soort", ""), kenmerk)
    gelukt = doelen.verplaats(nota=nota, rij=rij, stap=stap, plek=plek, door=request.user)
    return _terug(nota, "verplaatst" if gelukt else "anders", f"r{rij.kenmerk}")


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_doelen_nieuw(request: Teamverzoek, nota: Cultuurnota, soort: str) -> HttpResponse:
    """Add one; `?bij=` names the objective it hangs under."""
    rij = doelen.soort_of_404(soort)()
    return _formulierpagina(request, nota, rij, "cultuurnota_werkruimte_doelen_nieuw")


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_doelen_wijzig(
    request: Teamverzoek, nota: Cultuurnota, soort: str, kenmerk: UUID
) -> HttpResponse:
    """Change one."""
    rij = doelen.rij_of_404(nota, soort, kenmerk)
    return _formulierpagina(request, nota, rij, "cultuurnota_werkruimte_doelen_wijzig")


def _formulierpagina(request: Teamverzoek, nota: Cultuurnota, rij: doelen.Rij, naam: str) -> HttpResponse:
    opgepakt = onderbroken.pak_op(request)
    data = request.POST if request.method == "POST" else opgepakt
    formulier = formulier_voor(nota, rij, data, request.GET.get("bij", "")[:40])
    status = 200
    if request.method == "POST":
        if formulier.is_valid() and (bewaard := _bewaar(request, nota, formulier)):
            return _terug(nota, "bewaard", f"r{bewaard.kenmerk}")
        status = 409 if formulier.botsing else 200
    soort = doelen.soort_van(rij)
    context: dict[str, Any] = {"formulier": formulier, "soort": soort, "rij": rij, "opgepakt": opgepakt is not None}
    return toon(request, naam, nota, status=status, **context)


def _bewaar(request: Teamverzoek, nota: Cultuurnota, formulier: Doelformulier) -> doelen.Rij | None:
    """The row that was kept; None when the form comes back with why not."""
    velden = formulier.cleaned_data
    try:
        return doelen.bewaar(
            nota=nota,
            rij=formulier.rij(),
            basis=velden["basis"],
            door=request.user,
            uitdagingen=velden.get("uitdagingen"),
        )
    except doelen.Botsing as botsing:
        if botsing.rij is not None and not formulier.verschillen(botsing.rij):
            return botsing.rij  # the button was pressed twice, or both wrote the same
        formulier.meld_botsing(botsing.rij)
    except doelen.Vol as vol:
        formulier.add_error(None, str(vol))
    return None


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_doelen_weg(
    request: Teamverzoek, nota: Cultuurnota, soort: str, kenmerk: UUID
) -> HttpResponse:
    """Ask first, with what goes along; the button throws away. Pressed twice is once."""
    if request.method == "POST" and doelen.is_weg(soort, kenmerk):
        return _terug(nota, "weg")
    rij = doelen.rij_of_404(nota, soort, kenmerk)
    if request.method == "POST":
        doelen.verwijder(nota=nota, rij=rij, door=request.user)
        return _terug(nota, "weg")
    context: dict[str, Any] = {"rij": rij, "soort": soort, "eronder": doelen.hangt_eronder(rij)}
    return toon(request, "cultuurnota_werkruimte_doelen_weg", nota, **context)


@ingelogd
@teamlid()
def cultuurnota_werkruimte_doelen_planning(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Per year what happens: as a table and as a text."""
    return toon(request, "cultuurnota_werkruimte_doelen_planning", nota, planning=doelen.planning(nota))
