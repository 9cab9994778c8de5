"""A chapter: write, save by itself, decide about a text that was kept beside, comments, history."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from cultuurnota import beelden, opmerkingen, schrijven
from cultuurnota.aanwezig import als_zin, schrijvers
from cultuurnota.begrotingsgegevens import lees as begroting_van
from cultuurnota.geschiedenis import versie_met, versies_van
from cultuurnota.models import Cultuurnota, Hoofdstuk, Hoofdstukversie
from cultuurnota.opbouw import PER_SLEUTEL
from cultuurnota.schrijven import Bewaring, Uitkomst
from cultuurnota.toegang import LEZER, SCHRIJVER, Teamverzoek, hoofdstuk_van, mag, teamlid
from cultuurnota.verschillen import aantal_woorden, naast
from cultuurnota.views_werkruimte import terug, toon
from cultuurnota.werkformulieren import Hoofdstukformulier, Opmerkingformulier
from opnetwerk.dag import nu
from opnetwerk.formulieren import lees_tekst
from opnetwerk.tekstverwerker import csp_met_tekstverwerker
from opnetwerk.toegang import ingelogd
from talent.onderbroken import pak_op

GELD = "H14"  # the chapter that tells of the budget
# What just happened (`?net=`).
NET = {
    "bewaard": "Bewaard.",
    "samengevoegd": "Iemand anders schreef intussen ook. We voegden jullie teksten samen. Lees even na.",
    "beslist": "Je keuze is bewaard. De andere tekst staat in de geschiedenis.",
    "hersteld": "De oude versie staat weer in het hoofdstuk.",
    "gezegd": "Je opmerking staat erbij.",
    "opgelost": "De opmerking is opgelost.",
    "heropend": "De opmerking staat weer open.",
}


def _toon(request: Teamverzoek, naam: str, hoofdstuk: Hoofdstuk, status: int = 200, **context: Any) -> HttpResponse:
    standaard: dict[str, Any] = {"hoofdstuk": hoofdstuk, "deel": PER_SLEUTEL.get(hoofdstuk.sleutel)}
    standaard["melding"] = NET.get(request.GET.get("net", ""))
    return toon(request, naam, hoofdstuk.nota, status, **standaard | context)


def _naar(naam: str, hoofdstuk: Hoofdstuk) -> str:
    return reverse(naam, args=[hoofdstuk.nota.kenmerk, hoofdstuk.kenmerk])


@ingelogd
@teamlid()
def cultuurnota_werkruimte_hoofdstuk(request: Teamverzoek, nota: Cultuurnota, hoofdstuk: UUID) -> HttpResponse:
    """Write, with the questions beside it; who only reads sees the text."""
    dit = hoofdstuk_van(nota, hoofdstuk)
    opgepakt = pak_op(request)
    formulier = Hoofdstukformulier(request.POST if request.method == "POST" else opgepakt, hoofdstuk=dit)
    if request.method == "POST" and formulier.is_valid():
        return _bewaar(request, dit, formulier)
    antwoord = _toon(
        request,
        "cultuurnota_werkruimte_hoofdstuk",
        dit,
        formulier=formulier if mag(request.rol, SCHRIJVER) else None,
        opgepakt=opgepakt,
        naast=schrijven.naast_het_hoofdstuk(dit),
        opmerkingen=opmerkingen.opmerkingen_bij(dit),
        opmerking=Opmerkingformulier(),
        beelden=[(beeld, beelden.als_figuur(beeld)) for beeld in beelden.beelden_van(nota)],
        woorden=aantal_woorden(dit.tekst),
        anderen=_anderen(request, dit),
        begroting=begroting_van(nota) if dit.sleutel == GELD else None,
    )
    antwoord.headers["Content-Security-Policy"] = csp_met_tekstverwerker()
    return antwoord


def _anderen(request: Teamverzoek, hoofdstuk: Hoofdstuk) -> str:
    return als_zin(schrijvers(hoofdstuk, request.user, nu()))


def _bewaar(request: Teamverzoek, hoofdstuk: Hoofdstuk, formulier: Hoofdstukformulier) -> HttpResponse:
    gegevens = formulier.cleaned_data
    bewaring = schrijven.bewaar(
        hoofdstuk=hoofdstuk, tekst=gegevens["tekst"], basis=gegevens["basis"], door=request.user
    )
    if formulier.stand_gewijzigd:
        schrijven.zet_stand(
            hoofdstuk=hoofdstuk, stand=gegevens["stand"], criteria=gegevens["criteria"], door=request.user
        )
    if bewaring.uitkomst == Uitkomst.NAAST:
        return redirect(f"{_naar('cultuurnota_werkruimte_hoofdstuk_beslis', hoofdstuk)}?naast={bewaring.eigen}")
    if request.POST.get("doe") == "verder":
        return terug("cultuurnota_werkruimte_pagina", "bewaard", hoofdstuk.nota.kenmerk)
    net = "samengevoegd" if bewaring.uitkomst == Uitkomst.SAMENGEVOEGD else "bewaard"
    return redirect(f"{_naar('cultuurnota_werkruimte_hoofdstuk', hoofdstuk)}?net={net}")


@ingelogd
@teamlid(SCHRIJVER)
def cultuurnota_werkruimte_hoofdstuk_bewaar(request: Teamverzoek, nota: Cultuurnota, hoofdstuk: UUID) -> HttpResponse:
    """For the script: save (POST), or how the chapter stands and a fresh token after logging in again (GET).

    200: kept. 409: kept beside the chapter. 413: too long, not kept. 400: not understood, not kept.
    """
    dit = hoofdstuk_van(nota, hoofdstuk)
    if request.method != "POST":
        return JsonResponse({"csrf": get_token(request), "versie": dit.versie, "anderen": _anderen(request, dit)})
    # What cannot be kept (a control character) goes out in silence: nobody watches while it saves.
    tekst, basis = lees_tekst(request.POST.get("tekst", ""), een_regel=False)[0], _getal(request.POST.get("basis", ""))
    if basis < 0:
        return JsonResponse({"fout": "onbekend"}, status=400)
    try:
        soort = Hoofdstukversie.Soort.VANZELF
        bewaring = schrijven.bewaar(hoofdstuk=dit, tekst=tekst, basis=basis, door=request.user, soort=soort)
    except schrijven.TeLang:
        return JsonResponse({"fout": "te_lang"}, status=413)
    status = 409 if bewaring.uitkomst == Uitkomst.NAAST else 200
    return JsonResponse(_als_json(bewaring, dit) | {"anderen": _anderen(request, dit)}, status=status)


def _als_json(bewaring: Bewaring, hoofdstuk: Hoofdstuk) -> dict[str, Any]:
    antwoord: dict[str, Any] = {
        "uitkomst": bewaring.uitkomst.value,
        "eigen": bewaring.eigen,
        "versie": bewaring.versie,
        "om": f"{localtime(bewaring.op):%H:%M}",
    }
    if bewaring.uitkomst == Uitkomst.SAMENGEVOEGD:
        antwoord["tekst"] = bewaring.tekst
    if bewaring.uitkomst == Uitkomst.NAAST:
        pad = _naar("cultuurnota_werkruimte_hoofdstuk_beslis", hoofdstuk)
        antwoord["beslis"] = f"{pad}?naast={bewaring.eigen}"
    return antwoord


@ingelogd
@teamlid()
def cultuurnota_werkruimte_hoofdstuk_beslis(request: Teamverzoek, nota: Cultuurnota, hoofdstuk: UUID) -> HttpResponse:
    """Two texts side by side: choose. Both stay in the history."""
    dit = hoofdstuk_van(nota, hoofdstuk)
    wachtend = schrijven.naast_het_hoofdstuk(dit)
    nummer = request.POST.get("naast") or request.GET.get("naast", "")
    versie = next((een for een in wachtend if str(een.nummer) == nummer), wachtend[0] if wachtend else None)
    if versie is None:
        return terug("cultuurnota_werkruimte_hoofdstuk", "beslist", nota.kenmerk, dit.kenmerk)
    fout, keuze, gezien = "", request.POST.get("keuze", ""), request.POST.get("gezien", "")
    if request.method == "POST" and keuze in schrijven.KEUZES and str(versie.nummer) == nummer:
        try:
            schrijven.beslis(versie=versie, keuze=keuze, gezien=_getal(gezien), door=request.user)
        except schrijven.Botsing:
            fout = "Intussen bewaarde iemand het hoofdstuk opnieuw. Kijk de twee teksten nog eens na."
        except schrijven.TeLang:
            fout = "Samen zijn de teksten te lang voor één hoofdstuk. Kies er een."
        else:
            return terug("cultuurnota_werkruimte_hoofdstuk", "beslist", nota.kenmerk, dit.kenmerk)
    elif request.method == "POST":
        fout = "Kies wat er in het hoofdstuk komt."
    context = {"versie": versie, "rijen": naast(dit.tekst, versie.tekst), "fout": fout, "wachtend": len(wachtend)}
    return _toon(request, "cultuurnota_werkruimte_hoofdstuk_beslis", dit, 409 if fout else 200, **context)


def _getal(tekst: str) -> int:
    """-1 for what is none: no version has that number."""
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 10 else -1


@ingelogd
@teamlid(posten=LEZER)
def cultuurnota_werkruimte_hoofdstuk_opmerkingen(
    request: Teamverzoek, nota: Cultuurnota, hoofdstuk: UUID
) -> HttpResponse:
    """Say something, answer, resolve."""
    dit = hoofdstuk_van(nota, hoofdstuk)
    gegeven = request.POST if request.method == "POST" else request.GET
    doe, bedoeld = request.POST.get("doe", ""), gegeven.get("antwoord_op") or gegeven.get("opmerking")
    over = opmerkingen.opmerking_met(dit, bedoeld) if bedoeld else None
    if bedoeld and over is None:
        raise Http404
    opgepakt = pak_op(request)
    formulier = Opmerkingformulier(request.POST if request.method == "POST" else opgepakt)
    if over and doe in ("los_op", "heropen"):
        (opmerkingen.los_op if doe == "los_op" else opmerkingen.heropen)(opmerking=over, door=request.user)
        net = "opgelost" if doe == "los_op" else "heropend"
    elif request.method == "POST" and formulier.is_valid():
        woorden = {naam: formulier.cleaned_data[naam] for naam in ("tekst", "citaat", "formulier")}
        opmerkingen.zeg(hoofdstuk=dit, door=request.user, antwoord_op=over, **woorden)
        net = "gezegd"
    else:
        context: dict[str, Any] = {"formulier": formulier, "over": over}
        return _toon(request, "cultuurnota_werkruimte_hoofdstuk_opmerkingen", dit, **context)
    return redirect(f"{_naar('cultuurnota_werkruimte_hoofdstuk', dit)}?net={net}#opmerkingen")


@ingelogd
@teamlid()
def cultuurnota_werkruimte_hoofdstuk_geschiedenis(
    request: Teamverzoek, nota: Cultuurnota, hoofdstuk: UUID
) -> HttpResponse:
    """Every version, what differs in words, and putting one back as a new version."""
    dit = hoofdstuk_van(nota, hoofdstuk)
    if request.method == "POST":
        gekozen = versie_met(dit, request.POST.get("versie", ""))
        if gekozen is None:
            raise Http404
        schrijven.herstel(hoofdstuk=dit, nummer=gekozen.nummer, door=request.user)
        return terug("cultuurnota_werkruimte_hoofdstuk", "hersteld", nota.kenmerk, dit.kenmerk)
    gevraagd = request.GET.get("versie", "")
    gekozen = versie_met(dit, gevraagd) if gevraagd else None
    if gevraagd and gekozen is None:
        raise Http404
    context: dict[str, Any] = {"bladzijde": versies_van(dit, request.GET.get("blad", "")), "gekozen": gekozen}
    if gekozen:
        context["rijen"] = naast(gekozen.tekst, dit.tekst)
    return _toon(request, "cultuurnota_werkruimte_hoofdstuk_geschiedenis", dit, **context)
