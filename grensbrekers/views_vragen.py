"""Questions and answers of members, and the insights that everybody may read."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from grensbrekers import inzichten, vragen
from grensbrekers.models import Grensbreker, Netwerkvraag, Thema
from grensbrekers.ontmoetlijst import Keuze
from grensbrekers.toegang import ledenpagina, lid
from grensbrekers.vraagformulieren import Knopformulier, Vraagantwoord, Vraagformulier
from igs.inhoud import Blad
from opnetwerk.dag import nu
from opnetwerk.toegang import publiek

# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "gesteld": "Je vraag staat bij je collega's. Je krijgt een mail bij elk antwoord.",
    "geantwoord": "Je antwoord staat erbij. Wie het vroeg, krijgt een mail.",
    "opgelost": "Je vraag is opgelost. Ze gaat niet meer rond.",
    "heropend": "Je vraag staat weer open.",
}


@lid
def grensbrekers_netwerk_vragen(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """The open questions by theme, the member's own themes first; below them what was solved, 24 a page."""
    themas = list(Thema.objects.all())
    keuze = Keuze.uit(request.GET, themas)
    open_ = list(vragen.open_vragen(keuze.thema))
    context = {
        "themas": themas,
        "keuze": keuze,
        "aantal": len(open_),
        "groepen": vragen.per_thema(open_, [keuze.thema] if keuze.thema else list(lid.themas.all())),
        "blad": Blad.van(vragen.opgeloste_vragen(), request.GET.get("pagina"), keuze.vraag),
    }
    return ledenpagina(request, "grensbrekers_netwerk_vragen", lid, context)


@lid
def grensbrekers_netwerk_vragen_stel(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """Ask a question."""
    formulier = Vraagformulier.voor(request)
    if formulier.is_robot:
        return redirect("grensbrekers_netwerk_vragen", lid.sleutel)
    if formulier.is_valid():
        try:
            vraag = vragen.stel(door=lid, formulier=formulier.sleutel, **formulier.velden)
        except vragen.TeVeel as reden:
            formulier.status = 429
            formulier.add_error(None, str(reden))
        else:
            return _terug(lid, vraag, "gesteld")
    return ledenpagina(request, "grensbrekers_netwerk_vragen_stel", lid, {"formulier": formulier}, formulier.status)


@lid
def grensbrekers_netwerk_vraag(request: HttpRequest, lid: Grensbreker, kenmerk: uuid.UUID) -> HttpResponse:
    """One question with its answers and a field to answer; who asked has a button instead (`daad`)."""
    vraag = get_object_or_404(vragen.alle(), kenmerk=kenmerk)
    if vraag.door_id == lid.pk and request.POST.get("daad"):
        return _knop(request, lid, vraag)
    formulier = Vraagantwoord.voor(request)
    if formulier.is_robot:
        return _terug(lid, vraag, "geantwoord")
    if formulier.is_valid():
        try:
            vragen.antwoord(vraag=vraag, door=lid, tekst=formulier.cleaned_data["tekst"], formulier=formulier.sleutel)
        except vragen.TeVeel as reden:
            formulier.status = 429
            formulier.add_error(None, str(reden))
        else:
            return _terug(lid, vraag, "geantwoord")
    return _toon(request, lid, vraag, formulier)


def _knop(request: HttpRequest, lid: Grensbreker, vraag: Netwerkvraag) -> HttpResponse:
    """Solved, or open again: by who asked."""
    knop = Knopformulier.met(request, ["opgelost", "heropend"])
    if not knop.is_valid():
        return _toon(request, lid, vraag, Vraagantwoord(request=request), knop)
    doe = vragen.los_op if knop.daad == "opgelost" else vragen.heropen
    doe(vraag=vraag, door=lid)
    return _terug(lid, vraag, knop.daad)


def _toon(
    request: HttpRequest,
    lid: Grensbreker,
    vraag: Netwerkvraag,
    formulier: Vraagantwoord,
    knop: Knopformulier | None = None,
) -> HttpResponse:
    context = {
        "vraag": vraag,
        "antwoorden": vragen.antwoorden_op(vraag),
        "van_mij": vraag.door_id == lid.pk,
        "antwoordformulier": formulier,
        "formulier": knop or formulier,
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
    }
    return ledenpagina(request, "grensbrekers_netwerk_vraag", lid, context, formulier.status)


def _terug(lid: Grensbreker, vraag: Netwerkvraag, net: str) -> HttpResponse:
    return redirect(f"{reverse('grensbrekers_netwerk_vraag', args=[lid.sleutel, vraag.kenmerk])}?net={net}")


# --- for everybody --------------------------------------------------------------------------------------------------
@publiek(parameters=("thema", "inzicht", "pagina"))
def grensbrekers_inzichten(request: HttpRequest) -> HttpResponse:
    """What the network learned, the newest first, 24 a page; `?thema=` narrows, `?inzicht=` shows one."""
    themas = inzichten.themas_met(nu())
    keuze = Keuze.uit(request.GET, themas)
    een = inzichten.een(request.GET.get("inzicht"), nu())
    rijen = keuze.op(inzichten.zichtbare(nu()))
    context = {
        "themas": themas,
        "keuze": keuze,
        "een": een,
        "blad": Blad.van(rijen, request.GET.get("pagina"), keuze.vraag),
    }
    return render(request, "grensbrekers/grensbrekers_inzichten.html", context)


@publiek(parameters=())
def grensbrekers_inzichten_atom(request: HttpRequest) -> HttpResponse:
    """The newest insights as Atom."""
    return inzichten.InzichtenAtom()(request)
