"""Following up in the workspace: the picture over the years, a year, filling in, figures of the portal, the report."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cultuurnota import opvolgen, portaalcijfers
from cultuurnota.document import maak_docx
from cultuurnota.jaarverslag import LEEG, Doelverloop, Werk, jaarverslag
from cultuurnota.leesnota import Leesnota, verslagdeel
from cultuurnota.models import Cultuurnota
from cultuurnota.opvolgformulieren import Jaarformulier, Koppelformulier
from cultuurnota.toegang import SCHRIJVER, Teamverzoek, teamlid
from cultuurnota.verloopbeeld import teken
from cultuurnota.views_delen import TYPEN
from cultuurnota.views_doelen import toon
from igs.portaalcijfers import cijfers
from opnetwerk.dag import nu, vandaag
from opnetwerk.toegang import ingelogd
from talent import onderbroken

MELDINGEN = {"bewaard": "Bewaard.", "gekoppeld": "Bewaard. Haal de cijfers op bij een jaar."}
Blad = dict[str, Any]


def _melding(request: HttpRequest) -> str | None:
    return MELDINGEN.get(request.GET.get("net", ""))


@ingelogd
@teamlid()
def cultuurnota_werkruimte_opvolging(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Per objective the picture over the years, with its table."""
    heel = opvolgen.verloop_van(nota)
    jaren = heel.jaren
    context: dict[str, Any] = {
        "jaren": [(jaar, jaar in heel.met_cijfers) for jaar in jaren],
        "doelen": [_doel(doel, jaren) for doel in heel.met_iets()],
        "hier": "Opvolging",
        "melding": _melding(request),
    }
    return toon(request, "cultuurnota_werkruimte_opvolging", nota, **context)


def _doel(doel: Doelverloop, jaren: list[int]) -> Blad:
    """An objective for the page: pictures, a table of figures and one of actions."""
    dit_jaar = vandaag().year
    return {
        "doel": doel,
        "meters": [(meter, teken(meter, jaren), [(jaar, meter.punt(jaar)) for jaar in jaren]) for meter in doel.meters],
        "werk": [(een, [(jaar, _woord(een, jaar, dit_jaar)) for jaar in jaren]) for een in doel.werk],
    }


def _woord(werk: Werk, jaar: int, dit_jaar: int) -> str:
    """In a year to come nothing is missing yet."""
    woord = werk.woord(jaar)
    return "gepland" if woord == LEEG and jaar > dit_jaar else woord


@ingelogd
@teamlid()
def cultuurnota_werkruimte_opvolging_jaar(request: Teamverzoek, nota: Cultuurnota, jaar: int) -> HttpResponse:
    """A year: what stands in it, and the button that fetches the figures of the portal."""
    opvolgen.jaar_of_404(opvolgen.verloop_van(nota), jaar)
    uitslag = None
    if request.method == "POST":
        over = _over(request.POST.getlist("over"))
        uitslag = portaalcijfers.haal(nota=nota, jaar=jaar, door=request.user, over=over)
    context: dict[str, Any] = {
        "jaar": jaar,
        "verslag": jaarverslag(opvolgen.verloop_van(nota), jaar),
        "gekoppeld": portaalcijfers.gekoppeld(nota).count(),
        "te_vroeg": jaar > vandaag().year,
        "loopt_nog": jaar == vandaag().year,
        "uitslag": uitslag,
        "hier": str(jaar),
        "melding": _melding(request),
    }
    return toon(request, "cultuurnota_werkruimte_opvolging_jaar", nota, **context)


def _over(gekozen: list[str]) -> dict[str, int]:
    """The ticked boxes, "reference:version"; what is no such thing counts as not ticked."""
    paren = (een.split(":") for een in gekozen if een.count(":") == 1 and len(een) < 60)
    return {kenmerk: int(versie) for kenmerk, versie in paren if versie.isascii() and versie.isdigit()}


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_opvolging_invullen(
    request: Teamverzoek, nota: Cultuurnota, jaar: int, doel: UUID
) -> HttpResponse:
    """The indicators and actions of one objective in one year."""
    opvolgen.jaar_of_404(opvolgen.verloop_van(nota), jaar)
    rij = opvolgen.doel_of_404(nota, doel)
    opgepakt = onderbroken.pak_op(request)
    data = request.POST if request.method == "POST" else opgepakt
    blad = opvolgen.jaarblad(rij, jaar).in_delen(request.GET.get("deel", ""))
    formulier = Jaarformulier(data, blad=blad)
    status = 200
    if request.method == "POST" and formulier.is_valid():
        botsingen = opvolgen.bewaar_jaar(nota=nota, jaar=jaar, invoer=formulier.invoer(), door=request.user)
        if not botsingen:
            return _verder(nota, blad)
        formulier.meld_botsing(botsingen, opvolgen.jaarblad(rij, jaar))
        status = 409
    lijst = reverse("cultuurnota_werkruimte_opvolging_jaar", args=[nota.kenmerk, jaar])
    context: dict[str, Any] = {
        "formulier": formulier,
        "doel": rij,
        "jaar": jaar,
        "lijst": lijst,
        "rubriek": f"Opvolging van {jaar}",
        "opgepakt": opgepakt is not None,
    }
    return toon(request, "cultuurnota_werkruimte_opvolging_invullen", nota, status=status, **context)


def _verder(nota: Cultuurnota, blad: opvolgen.Jaarblad) -> HttpResponse:
    """To the next part of a long one, or back to the year."""
    if blad.deel < blad.delen:
        adres = reverse("cultuurnota_werkruimte_opvolging_invullen", args=[nota.kenmerk, blad.jaar, blad.doel.kenmerk])
        return redirect(f"{adres}?deel={blad.deel + 1}")
    return redirect(f"{reverse('cultuurnota_werkruimte_opvolging_jaar', args=[nota.kenmerk, blad.jaar])}?net=bewaard")


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_opvolging_koppelingen(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Which figure of the portal fills which indicator."""
    indicatoren = opvolgen.indicatoren_van(nota)
    formulier = Koppelformulier(request.POST if request.method == "POST" else None, indicatoren=indicatoren)
    status = 200
    if request.method == "POST" and formulier.is_valid():
        anders = portaalcijfers.koppel(nota=nota, invoer=formulier.invoer(), door=request.user)
        if not anders:
            return redirect(f"{reverse('cultuurnota_werkruimte_opvolging', args=[nota.kenmerk])}?net=gekoppeld")
        formulier.meld_anders(anders)
        status = 409
    context: dict[str, Any] = {"formulier": formulier, "cijfers": cijfers.values(), "hier": "Cijfers van het portaal"}
    return toon(request, "cultuurnota_werkruimte_opvolging_koppelingen", nota, status=status, **context)


# --- the report -----------------------------------------------------------------------------------------------------
@ingelogd
@teamlid()
def cultuurnota_werkruimte_opvolging_verslag(request: Teamverzoek, nota: Cultuurnota, jaar: int) -> HttpResponse:
    """The report of a year on one page, to print."""
    heel = opvolgen.verloop_van(nota)
    verslag = jaarverslag(heel, opvolgen.jaar_of_404(heel, jaar))
    return toon(request, "cultuurnota_werkruimte_opvolging_verslag", nota, verslag=verslag, jaar=jaar, op=nu())


@ingelogd
@teamlid()
def cultuurnota_werkruimte_opvolging_verslag_bestand(
    request: Teamverzoek, nota: Cultuurnota, jaar: int
) -> HttpResponseBase:
    """The report of a year as a Word file."""
    heel = opvolgen.verloop_van(nota)
    deel = verslagdeel(jaarverslag(heel, opvolgen.jaar_of_404(heel, jaar)))
    stuk = Leesnota(f"Jaarverslag {jaar}: {nota.titel}", nota.igs.naam, nota.van, nota.tot, (deel,), (), ())
    antwoord = HttpResponse(maak_docx(stuk, lambda _adres: None), content_type=TYPEN["docx"])
    antwoord.headers["Content-Disposition"] = f'attachment; filename="jaarverslag-{nota.igs.slug}-{jaar}.docx"'
    antwoord.headers["Cache-Control"] = "private, no-store"
    return antwoord
