"""Publishing: the page of the team on which it chooses, and what everybody reads."""

import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response

from cultuurnota import publiceren, vergelijken
from cultuurnota.delen import bevroren_of_404
from cultuurnota.leesnota import leesnota
from cultuurnota.models import Bevroren, Cultuurnota, Publicatie
from cultuurnota.publiceren import Keuze
from cultuurnota.toegang import TREKKER, Teamverzoek, mag, teamlid
from cultuurnota.uitwisseling import hoofdstukken_van
from cultuurnota.views_doelen import toon
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import ingelogd, publiek

MELDINGEN = {
    "online": "De nota staat online. Iedereen kan ze nu lezen.",
    "offline": "De nota staat niet meer online.",
}
BEELDKOPPEN = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",  # offline is offline at once
}


class Publicatieformulier(Formulier):
    """What goes online of one frozen version."""

    hoofdstukken = forms.TypedMultipleChoiceField(
        label="Welke hoofdstukken",
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        empty_value=[],
        help_text="Alleen hoofdstukken met tekst staan in de lijst.",
    )
    met_doelstellingen = forms.BooleanField(
        label="Toon de doelstellingen, indicatoren en acties",
        required=False,
        help_text="Andere IGS'en kunnen ze dan vergelijken met de hunne. De kost van een actie gaat mee.",
    )
    met_opvolging = forms.BooleanField(
        label="Toon de opvolging", required=False, help_text="De cijfers per jaar die in deze versie staan."
    )

    def __init__(self, data: Any, *, bevroren: Bevroren, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.bevroren = bevroren
        veld = self.fields["hoofdstukken"]
        assert isinstance(veld, forms.TypedMultipleChoiceField)
        veld.choices = [(een["kenmerk"], een["titel"]) for een in hoofdstukken_van(bevroren.inhoud)]

    def clean(self) -> dict[str, Any]:
        velden = super().clean() or self.cleaned_data
        if velden.get("met_opvolging") and not velden.get("met_doelstellingen"):
            self.add_error("met_opvolging", "De opvolging staat bij de doelstellingen. Toon die ook.")
        elif not velden.get("hoofdstukken") and not velden.get("met_doelstellingen") and not self.errors:
            self.add_error("hoofdstukken", "Kies minstens één hoofdstuk, of toon de doelstellingen.")
        return velden

    def keuze(self) -> Keuze:
        velden = self.cleaned_data
        gekozen = tuple(velden["hoofdstukken"])
        return Keuze(self.bevroren, gekozen, velden["met_doelstellingen"], velden["met_opvolging"])


# --- the team -------------------------------------------------------------------------------------------------------
@ingelogd
@teamlid(posten=TREKKER)
def cultuurnota_werkruimte_publicatie(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """What is online, and the form to choose; `?versie=` names the frozen version."""
    doe = request.POST.get("doe", "")
    if doe == "haal_terug":
        publiceren.haal_terug(nota=nota, door=request.user)
        return _terug(nota, "offline")
    publicatie = publiceren.publicatie_van(nota)
    bevroren = _gevraagde_versie(request, nota, publicatie)
    if bevroren is None:
        return _pagina(request, nota, publicatie, None)
    data = request.POST if request.method == "POST" else None
    formulier = Publicatieformulier(data, bevroren=bevroren, initial=_begin(publicatie, bevroren))
    if request.method != "POST" or not formulier.is_valid():
        return _pagina(request, nota, publicatie, formulier)
    if doe == "publiceer":
        return _publiceer(request, nota, formulier)
    stuk = leesnota(publiceren.gekozen_inhoud(formulier.keuze()))
    return _pagina(request, nota, publicatie, formulier, stuk=stuk)


def _publiceer(request: Teamverzoek, nota: Cultuurnota, formulier: Publicatieformulier) -> HttpResponse:
    """Online, or the page again with why not; after a collision the next press is based on what is online now."""
    try:
        basis = request.POST.get("basis", "")
        publiceren.publiceer(nota=nota, keuze=formulier.keuze(), basis=basis, door=request.user)
    except publiceren.KanNiet as bezwaar:
        formulier.add_error(None, str(bezwaar))
        return _pagina(request, nota, publiceren.publicatie_van(nota), formulier)
    except publiceren.Botsing:
        zin = "Iemand anders veranderde intussen wat online staat. Kijk na wat je wilt en publiceer dan opnieuw."
        formulier.add_error(None, zin)
        anders = formulier.keuze()
        publicatie = publiceren.publicatie_van(nota)
        return _pagina(request, nota, publicatie, formulier, status=409, anders=anders)
    return _terug(nota, "online")


def _gevraagde_versie(request: HttpRequest, nota: Cultuurnota, publicatie: Publicatie | None) -> Bevroren | None:
    """The one that was asked for, else the one online, else the newest; None when there is none at all."""
    kenmerk = request.POST.get("versie") or request.GET.get("versie")
    if kenmerk:
        return bevroren_of_404(nota, kenmerk)
    jongste: Bevroren | None = publicatie.bevroren if publicatie else nota.bevroren.first()
    return jongste


def _begin(publicatie: Publicatie | None, bevroren: Bevroren) -> dict[str, Any]:
    """As it is online; everything but the follow-up when nothing is."""
    if publicatie is not None:
        velden = ("hoofdstukken", "met_doelstellingen", "met_opvolging")
        begin: dict[str, Any] = {veld: getattr(publicatie, veld) for veld in velden}
        return begin | {"hoofdstukken": [str(kenmerk) for kenmerk in publicatie.hoofdstukken]}
    kenmerken = [een["kenmerk"] for een in hoofdstukken_van(bevroren.inhoud)]
    return {"hoofdstukken": kenmerken, "met_doelstellingen": bool(bevroren.inhoud["doelstellingen"])}


def _pagina(
    request: Teamverzoek,
    nota: Cultuurnota,
    publicatie: Publicatie | None,
    formulier: Publicatieformulier | None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    stand = publiceren.keuze_van(publicatie).stand if publicatie else ""
    gepost = request.POST.get("basis") if status == 200 else None
    context: dict[str, Any] = {
        "publicatie": publicatie,
        "online": publiceren.keuze_van(publicatie) if publicatie else None,
        "formulier": formulier,
        "basis": stand if gepost is None else gepost,
        "versies": nota.bevroren.defer("inhoud"),
        "mag_publiceren": mag(request.rol, TREKKER),
        "hier": "Publiceren",
        "melding": MELDINGEN.get(request.GET.get("net", "")),
    }
    return toon(request, "cultuurnota_werkruimte_publicatie", nota, status=status, **context | extra)


def _terug(nota: Cultuurnota, net: str) -> HttpResponse:
    return redirect(f"{reverse('cultuurnota_werkruimte_publicatie', args=[nota.kenmerk])}?net={net}")


# --- everybody ------------------------------------------------------------------------------------------------------
@publiek(parameters=())
def igs_cultuurnota(request: HttpRequest, slug: str) -> HttpResponse:
    """The note of an IGS, as far as it shows it; a 404 while it shows nothing."""
    publicatie = publiceren.online_of_404(slug)
    stuk = publiceren.stuk_van(publiceren.keuze_van(publicatie), slug)
    context = {"publicatie": publicatie, "igs": publicatie.nota.igs, "stuk": stuk}
    return render(request, "cultuurnota/igs_cultuurnota.html", context)


@publiek(bewaar=False)
def igs_cultuurnota_beeld_bestand(request: HttpRequest, slug: str, nummer: int) -> HttpResponseBase:
    """A picture of the note, as long as it is online."""
    naam = publiceren.beeld_of_404(publiceren.online_of_404(slug), nummer)
    merk = f'"{hashlib.sha256(naam.encode()).hexdigest()[:16]}"'  # the name itself stays ours
    try:
        antwoord: HttpResponseBase = get_conditional_response(request, etag=merk) or FileResponse(
            default_storage.open(naam), content_type="image/jpeg"
        )
    except FileNotFoundError as fout:
        raise Http404 from fout
    for kop, waarde in {**BEELDKOPPEN, "ETag": merk}.items():
        antwoord.headers[kop] = waarde
    return antwoord


@publiek
def cultuurnota_vergelijken(request: HttpRequest) -> HttpResponse:
    """Objectives of the notes online, side by side; filters in the address."""
    vraag = vergelijken.Vraag.uit(request.GET)
    beeld = vergelijken.Vergelijking(vergelijken.gepubliceerde(), vraag)
    return render(request, "cultuurnota/cultuurnota_vergelijken.html", {"beeld": beeld, "vraag": vraag})
