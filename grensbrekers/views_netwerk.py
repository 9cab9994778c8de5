"""A member's pages: colleagues near by, a profile, a message, getting to know each other, own data."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from grensbrekers import adres, contact, introducties, lidmaatschap
from grensbrekers.actualiteit import is_bijna_oud
from grensbrekers.buurt import Zoekvraag, buurt_van
from grensbrekers.formulieren import (
    Adresformulier,
    Collegaformulier,
    Gegevensformulier,
    Kennismaakformulier,
)
from grensbrekers.keuzes import Rol
from grensbrekers.ledenpost import stoplink
from grensbrekers.models import Grensbreker, Introductie, Thema
from grensbrekers.toegang import ledenpagina, lid
from grensbrekers.vraagformulieren import Knopformulier
from opnetwerk.dag import nu, vandaag
from opnetwerk.gesprekken import NietBereikbaar, TeVeel

# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "bericht": "Je bericht is verstuurd. Het antwoord komt in je mailbox.",
    "gevraagd": "Je vraag is verstuurd. Zegt je collega ja? Dan krijgen jullie elkaars e-mailadres.",
    "gegevens": "Je gegevens zijn bewaard.",
    "adres": "Kijk in je nieuwe mailbox. Je adres verandert pas als je daar op de knop drukt.",
    "klopt": "Bedankt. We weten nu dat je gegevens nog kloppen.",
}


@lid
def grensbrekers_netwerk(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """Colleagues of the own and the neighbouring municipalities; `?thema=` and `?rol=` narrow the list."""
    if request.method == "POST":
        lidmaatschap.bevestig_dat_het_klopt(grensbreker=lid)
        return _terug(lid, "klopt")
    themas = list(Thema.objects.all())
    vraag = Zoekvraag.lees(request.GET, themas)
    context = {
        "buurt": buurt_van(lid, vraag, vandaag()),
        "vraag": vraag,
        "themas": themas,
        "rollen": Rol.choices,
        "introducties": introducties.wacht_op(lid),
        "vraag_of_het_klopt": is_bijna_oud(lid, nu()),
        "net": NET_GEBEURD.get(request.GET.get("net", "")),
        "stoplink": stoplink(lid),
    }
    return ledenpagina(request, "grensbrekers_netwerk", lid, context)


@lid
def grensbrekers_netwerk_collega(request: HttpRequest, lid: Grensbreker, kenmerk: uuid.UUID) -> HttpResponse:
    """A profile: of any member, for members only."""
    collega = _collega(kenmerk)
    lopend = introducties.tussen(lid, collega) if collega != lid else None
    context = {"collega": collega, "introductie": lopend, "net": NET_GEBEURD.get(request.GET.get("net", ""))}
    return ledenpagina(request, "grensbrekers_netwerk_collega", lid, context)


@lid
def grensbrekers_netwerk_collega_bericht(request: HttpRequest, lid: Grensbreker, kenmerk: uuid.UUID) -> HttpResponse:
    """A message through the relay: neither sees an address."""
    collega = _ander(kenmerk, lid)
    formulier = Collegaformulier.voor(request)
    if formulier.is_robot:
        return _terug_bij(lid, collega, "bericht")
    if formulier.is_valid():
        woorden = {veld: formulier.cleaned_data[veld] for veld in ("onderwerp", "tekst")}
        try:
            contact.schrijf(van=lid, aan=collega, **woorden, formulier=formulier.sleutel)
        except (TeVeel, NietBereikbaar) as reden:
            formulier.status = 429
            formulier.add_error(None, str(reden))
        else:
            return _terug_bij(lid, collega, "bericht")
    context = {"collega": collega, "formulier": formulier}
    return ledenpagina(request, "grensbrekers_netwerk_collega_bericht", lid, context, formulier.status)


@lid
def grensbrekers_netwerk_collega_kennismaken(
    request: HttpRequest, lid: Grensbreker, kenmerk: uuid.UUID
) -> HttpResponse:
    """Ask a colleague to meet: with a yes both get each other's address."""
    collega = _ander(kenmerk, lid)
    formulier = Kennismaakformulier.voor(request)
    if formulier.is_robot:
        return _terug_bij(lid, collega, "gevraagd")
    if formulier.is_valid():
        try:
            introducties.vraag(
                van=lid, met=collega, bericht=formulier.cleaned_data["bericht"], formulier=formulier.sleutel
            )
        except introducties.TeVeel as reden:
            formulier.status = 429
            formulier.add_error(None, str(reden))
        else:
            return _terug_bij(lid, collega, "gevraagd")
    context = {"collega": collega, "formulier": formulier}
    return ledenpagina(request, "grensbrekers_netwerk_collega_kennismaken", lid, context, formulier.status)


@lid
def grensbrekers_netwerk_introductie(request: HttpRequest, lid: Grensbreker, kenmerk: uuid.UUID) -> HttpResponse:
    """Yes or no, with a button; `antwoord` says which. Of who is not one of the two it is a 404."""
    introductie = get_object_or_404(introducties.met_namen(), kenmerk=kenmerk)
    if lid.pk not in (introductie.van_id, introductie.met_id):
        raise Http404
    knop = Knopformulier.met(request, {"ja", "nee"}, "antwoord")
    if knop.is_valid():
        doe = introducties.stem_in if knop.daad == "ja" else introducties.wijs_af
        introductie = doe(introductie=introductie, lid=lid)
    van_mij = introductie.van_id == lid.pk
    context = {
        "introductie": introductie,
        "ander": introductie.met if van_mij else introductie.van,
        "ik_zei_ja": introductie.van_akkoord_op if van_mij else introductie.met_akkoord_op,
        "open": introductie.stand == Introductie.Stand.GEVRAAGD,
        "formulier": knop,
    }
    return ledenpagina(request, "grensbrekers_netwerk_introductie", lid, context)


@lid
def grensbrekers_netwerk_gegevens(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """What a member says about themselves; the address has a page of its own."""
    formulier = Gegevensformulier.voor(request, lid=lid)
    if formulier.is_robot:
        return _terug(lid, "gegevens")
    if formulier.is_valid():
        lidmaatschap.wijzig(grensbreker=lid, **formulier.velden)
        return _terug(lid, "gegevens")
    context: dict[str, Any] = {"formulier": formulier, "stoplink": stoplink(lid)}
    return ledenpagina(request, "grensbrekers_netwerk_gegevens", lid, context, formulier.status)


@lid
def grensbrekers_netwerk_adres(request: HttpRequest, lid: Grensbreker) -> HttpResponse:
    """Another e-mail address: it counts once it is confirmed in the new mailbox."""
    formulier = Adresformulier.voor(request, lid=lid)
    if formulier.is_robot:
        return _terug(lid, "adres")
    if formulier.is_valid() and formulier.lukt(formulier.neem_plek):
        adres.vraag_adres(grensbreker=lid, email=formulier.cleaned_data["email"], formulier=formulier.sleutel)
        return _terug(lid, "adres")
    return ledenpagina(request, "grensbrekers_netwerk_adres", lid, {"formulier": formulier}, formulier.status)


def _collega(kenmerk: uuid.UUID) -> Grensbreker:
    leden = Grensbreker.objects.leden().select_related("gemeente", "igs").prefetch_related("themas")
    collega: Grensbreker = get_object_or_404(leden, kenmerk=kenmerk)
    return collega


def _ander(kenmerk: uuid.UUID, lid: Grensbreker) -> Grensbreker:
    """Nobody writes to themselves."""
    collega = _collega(kenmerk)
    if collega == lid:
        raise Http404
    return collega


def _terug(lid: Grensbreker, net: str) -> HttpResponse:
    return redirect(f"{reverse('grensbrekers_netwerk', args=[lid.sleutel])}?net={net}")


def _terug_bij(lid: Grensbreker, collega: Grensbreker, net: str) -> HttpResponse:
    return redirect(f"{reverse('grensbrekers_netwerk_collega', args=[lid.sleutel, collega.kenmerk])}?net={net}")
