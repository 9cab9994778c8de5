"""The workspace: the notes somebody works on, beginning one, its task list, its facts, its chapters and pictures."""

from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cultuurnota import beelden, beginnen, opmerkingen
from cultuurnota.feiten import ververs
from cultuurnota.models import Cultuurnota, Hoofdstuk
from cultuurnota.prullenmand import prullenmand_van
from cultuurnota.toegang import SCHRIJVER, TREKKER, Teamverzoek, igsen_voor, mag, notas_voor, teamlid
from cultuurnota.werkformulieren import HoofdstukErbij, Hoofdstuktitel, NieuwBeeld, NieuweNota
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, ingelogd_formulier
from talent.onderbroken import leg_opzij, pak_op

# What just happened, for who comes back from a page that changed something (`?net=`).
MELDINGEN = {
    "begonnen": "Je cultuurnota staat klaar. Kies een hoofdstuk en begin te schrijven.",
    "lid": "Je zit nu in het team van deze cultuurnota.",
    "bewaard": "Bewaard. Je kunt later verdergaan.",
    "ververst": "De feiten zijn ververst.",
    "gelijk": "De feiten zijn nagekeken. Er veranderde niets.",
    "verplaatst": "De volgorde is bewaard.",
    "toegevoegd": "Het hoofdstuk staat erbij.",
    "weg": "Het is weggehaald.",
    "hernoemd": "De titel is bewaard.",
    "terug": "De nota is terug uit de prullenmand.",
    "beeld": "Het beeld is bewaard. Je kunt het nu in een hoofdstuk zetten.",
}


# What a page is called in the breadcrumb.
HIER = {
    "feiten": "Feiten over je IGS",
    "hoofdstukken": "Hoofdstukken schikken",
    "beelden": "Beelden",
    "team": "Team",
    "weg": "Naar de prullenmand",
}


def toon(request: Teamverzoek, naam: str, nota: Cultuurnota, status: int = 200, **context: Any) -> HttpResponse:
    """A page about one note."""
    standaard = {
        "nota": nota,
        "rol": request.rol,
        "mag_schrijven": mag(request.rol, SCHRIJVER),
        "mag_trekken": mag(request.rol, TREKKER),
        "hier": HIER.get(naam.rsplit("_", 1)[-1]),
        "melding": MELDINGEN.get(request.GET.get("net", "")),
    }
    return render(request, f"cultuurnota/{naam}.html", standaard | context, status=status)


def terug(naam: str, net: str, *argumenten: Any) -> HttpResponse:
    return redirect(f"{reverse(naam, args=argumenten)}?net={net}")


@ingelogd
@require_safe
def cultuurnota_werkruimte(request: HttpRequest) -> HttpResponse:
    """The notes I work on."""
    context = {
        "notas": notas_voor(request.user, vandaag()),
        "mag_beginnen": igsen_voor(request.user, vandaag()).exists(),
        "in_prullenmand": len(prullenmand_van(request.user, vandaag())),
    }
    return render(request, "cultuurnota/cultuurnota_werkruimte.html", context)


@ingelogd_formulier
@require_http_methods(["GET", "HEAD", "POST"])
def cultuurnota_werkruimte_nieuw(request: HttpRequest) -> HttpResponse:
    """Begin a note: for the coordinator of an IGS, and redactie."""
    if not isinstance(request.user, Gebruiker):
        leg_opzij(request)
        return redirect_to_login(request.path)
    igsen = igsen_voor(request.user, vandaag())
    if not igsen.exists():
        raise PermissionDenied
    opgepakt = pak_op(request)
    eerste = igsen[0] if len(igsen[:2]) == 1 else None
    begin = {"igs": eerste, "van": 2027, "tot": 2032, "titel": f"Cultuurnota {eerste.naam} 2027-2032" if eerste else ""}
    data = request.POST if request.method == "POST" else opgepakt
    formulier = NieuweNota(data, igsen=igsen, notas=notas_voor(request.user, vandaag()), initial=begin)
    if request.method == "POST" and formulier.is_valid():
        nota = beginnen.begin_nota(door=request.user, **formulier.cleaned_data)
        return terug("cultuurnota_werkruimte_pagina", "begonnen", nota.kenmerk)
    context = {"formulier": formulier, "opgepakt": opgepakt}
    return render(request, "cultuurnota/cultuurnota_werkruimte_nieuw.html", context)


@ingelogd
@teamlid()
def cultuurnota_werkruimte_pagina(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """The task list."""
    lijst = beginnen.takenlijst(nota)
    return toon(request, "cultuurnota_werkruimte_pagina", nota, lijst=lijst, open=opmerkingen.aantal_open(nota))


@ingelogd
@teamlid()
def cultuurnota_werkruimte_feiten(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """What the portal knows of the IGS, and since when."""
    if request.method == "POST":
        net = "ververst" if ververs(nota=nota, door=request.user) else "gelijk"
        return terug("cultuurnota_werkruimte_feiten", net, nota.kenmerk)
    anders = [(date.fromisoformat(regel["op"]), regel["wat"]) for regel in nota.feiten_verschil]
    return toon(request, "cultuurnota_werkruimte_feiten", nota, anders=anders)


@ingelogd
@teamlid()
def cultuurnota_werkruimte_hoofdstukken(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Order of the chapters, and chapters of the team's own."""
    fout, doe = "", request.POST.get("doe", "")
    formulier = HoofdstukErbij(request.POST if doe == "erbij" else None)
    lijst = list(nota.hoofdstukken.defer("tekst"))
    titels = {een.pk: Hoofdstuktitel.van(een, request.POST if doe == "hernoem" else None) for een in lijst}
    try:
        if request.method == "POST" and (net := _wijzig_hoofdstukken(request, nota, formulier, doe, lijst, titels)):
            return terug("cultuurnota_werkruimte_hoofdstukken", net, nota.kenmerk)
    except (beginnen.Vol, beginnen.NietLeeg) as bezwaar:
        fout = GAAT_NIET[type(bezwaar)]
    context = {"hoofdstukken": [(een, titels[een.pk]) for een in lijst], "formulier": formulier, "fout": fout}
    return toon(request, "cultuurnota_werkruimte_hoofdstukken", nota, 409 if fout else 200, **context)


GAAT_NIET: dict[type[Exception], str] = {
    beginnen.Vol: f"Een nota telt hoogstens {beginnen.MEESTE_HOOFDSTUKKEN} hoofdstukken.",
    beginnen.NietLeeg: "In dit hoofdstuk staat of stond tekst. Het blijft in de nota.",
}


def _wijzig_hoofdstukken(
    request: Teamverzoek,
    nota: Cultuurnota,
    formulier: HoofdstukErbij,
    doe: str,
    lijst: list[Hoofdstuk],
    titels: dict[int, Hoofdstuktitel],
) -> str:
    """What was done, as a key of MELDINGEN; empty when the form comes back."""
    if doe == "erbij":
        if not formulier.is_valid():
            return ""
        beginnen.voeg_hoofdstuk_toe(nota=nota, titel=formulier.cleaned_data["titel"], door=request.user)
        return "toegevoegd"
    gezocht = request.POST.get("hoofdstuk", "")
    hoofdstuk = next((een for een in lijst if str(een.kenmerk) == gezocht), None)
    if hoofdstuk is None:
        return "verplaatst"  # gone already: the list shows it
    hoofdstuk.nota = nota
    if doe == "hernoem":
        return _hernoem(request, hoofdstuk, titels[hoofdstuk.pk])
    if doe == "weg":
        beginnen.haal_hoofdstuk_weg(hoofdstuk=hoofdstuk, door=request.user)
        return "weg"
    if doe in ("omhoog", "omlaag"):
        beginnen.verplaats(hoofdstuk=hoofdstuk, stap=-1 if doe == "omhoog" else 1, door=request.user)
    return "verplaatst"


def _hernoem(request: Teamverzoek, hoofdstuk: Hoofdstuk, formulier: Hoofdstuktitel) -> str:
    if not formulier.is_valid():
        return ""
    try:
        beginnen.hernoem(hoofdstuk=hoofdstuk, titel=formulier.cleaned_data["titel"], door=request.user)
    except beginnen.NaamBestaat:
        formulier.add_error("titel", "Er is al een hoofdstuk met deze titel. Kies een andere.")
        return ""
    return "hernoemd"


@ingelogd
@teamlid()
def cultuurnota_werkruimte_beelden(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """The pictures of the note."""
    fout, weg = "", request.POST.get("weg")
    bestanden = request.FILES if request.method == "POST" and not weg else None
    formulier = NieuwBeeld(request.POST if bestanden is not None else None, bestanden)
    try:
        if weg:
            if beeld := beelden.beeld_nr(nota, weg):
                beelden.haal_weg(beeld=beeld, door=request.user)
            return terug("cultuurnota_werkruimte_beelden", "weg", nota.kenmerk)
        if formulier.is_valid():
            bestand = formulier.cleaned_data["bestand"]
            beelden.voeg_toe(nota=nota, bestand=bestand, woorden=formulier.woorden(), door=request.user)
            return terug("cultuurnota_werkruimte_beelden", "beeld", nota.kenmerk)
    except beelden.Vol:
        fout = f"Een nota telt hoogstens {beelden.MEESTE_BEELDEN} beelden. Haal er eerst een weg."
    except beelden.InGebruik:
        fout = "Dit beeld staat in een hoofdstuk, of stond erin. Het blijft bewaard."
    context = {"beelden": beelden.beelden_van(nota), "formulier": formulier, "fout": fout}
    return toon(request, "cultuurnota_werkruimte_beelden", nota, 409 if fout else 200, **context)
