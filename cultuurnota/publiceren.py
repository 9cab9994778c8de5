"""What an IGS shows of its note: chosen parts of a frozen version, on a page of its own, until it is taken back.

What was not chosen is taken out of the data before anything is drawn: budget and commitments never go along.
"""

import copy
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from cultuurnota.leesnota import Leesnota, leesnota
from cultuurnota.models import Bevroren, Cultuurnota, Publicatie
from cultuurnota.uitwisseling import ADRES, Inhoud, hoofdstukken_van, stam
from igs.models import IGS
from igs.streekcijfers import Streek, Streekcijfer
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

# What belongs to the team and the municipalities: empty in whatever goes online.
BINNENSKAMERS: dict[str, Any] = {"begroting": None, "engagementen": [], "zelfbeoordelingen": []}
BREED = 1024  # px: a picture is served this wide at most, more than the column of text
BINNENSKAMERS_NOTA: dict[str, Any] = {"feiten": {}, "feiten_verschil": [], "indienen_op": None}


class KanNiet(Exception):
    """It cannot be published now; the text is the Dutch sentence."""


class Botsing(Exception):
    """Somebody else changed what is online in between; nothing was written."""


@dataclass(frozen=True)
class Keuze:
    """What somebody wants to show: references of chapters, with objectives, with follow-up."""

    bevroren: Bevroren
    hoofdstukken: tuple[UUID, ...]
    met_doelstellingen: bool
    met_opvolging: bool

    @property
    def stand(self) -> str:
        """What a form is based on: the same choice has the same stand."""
        delen = [self.bevroren.pk, sorted(map(str, self.hoofdstukken)), self.met_doelstellingen, self.met_opvolging]
        return hashlib.sha256(json.dumps(delen).encode()).hexdigest()[:16]

    @property
    def titels(self) -> list[str]:
        """What goes online, in words and in order."""
        gekozen = set(map(str, self.hoofdstukken))
        titels = [een["titel"] for een in hoofdstukken_van(self.bevroren.inhoud) if een["kenmerk"] in gekozen]
        extra = [("de doelstellingen", self.met_doelstellingen), ("de opvolging", self.met_opvolging)]
        return titels + [naam for naam, mee in extra if mee]


def keuze_van(publicatie: Publicatie) -> Keuze:
    return Keuze(
        publicatie.bevroren,
        tuple(publicatie.hoofdstukken),
        publicatie.met_doelstellingen,
        publicatie.met_opvolging,
    )


# --- changing -------------------------------------------------------------------------------------------------------
def publiceer(*, nota: Cultuurnota, keuze: Keuze, basis: str, door: Gebruiker) -> Publicatie:
    """Put the choice online, or change what is. `basis`: the stand the form showed ("" for nothing online).

    The same choice twice is once. Raises Botsing, and KanNiet while another note of the IGS is online.
    """
    with transaction.atomic():
        IGS.objects.select_for_update(no_key=True).get(pk=nota.igs_id)
        rij = publicatie_van(nota)
        huidig = keuze_van(rij).stand if rij else ""
        if rij is not None and huidig == keuze.stand:
            return rij
        if huidig != basis:
            raise Botsing
        ander = online().filter(nota__igs=nota.igs_id).exclude(nota=nota).first()
        if ander is not None:
            raise KanNiet(f"Je IGS toont al een andere nota: “{ander.nota}”. Haal die eerst offline.")
        velden = {
            "bevroren": keuze.bevroren,
            "hoofdstukken": list(keuze.hoofdstukken),
            "met_doelstellingen": keuze.met_doelstellingen,
            "met_opvolging": keuze.met_opvolging,
            "door": door,
        }
        nieuw, gemaakt = Publicatie.objects.update_or_create(
            nota=nota, defaults=velden, create_defaults=velden | {"gepubliceerd_op": nu()}
        )
        logboek.schrijf(
            door=door,
            actie="cultuurnota gepubliceerd" if gemaakt else "publicatie gewijzigd",
            over=nota,
            igs_slug=nota.igs.slug,
            veranderd={"versie": (rij.bevroren.naam if rij else "", keuze.bevroren.naam)},
        )
    return nieuw


def haal_terug(*, nota: Cultuurnota, door: Gebruiker) -> None:
    """Nothing of the note is online any more, its pictures neither; twice is once."""
    with transaction.atomic():
        IGS.objects.select_for_update(no_key=True).get(pk=nota.igs_id)
        weg, _ = Publicatie.objects.filter(nota=nota).delete()
        if weg:
            logboek.schrijf(door=door, actie="cultuurnota offline gehaald", over=nota, igs_slug=nota.igs.slug)


# --- reading --------------------------------------------------------------------------------------------------------
def publicatie_van(nota: Cultuurnota) -> Publicatie | None:
    """What this note has online, if anything."""
    return Publicatie.objects.filter(nota=nota).select_related("bevroren", "door").first()


def online() -> QuerySet[Publicatie]:
    """What everybody may read, newest first, without the texts."""
    rijen = Publicatie.objects.filter(nota__weg_op=None).select_related("nota__igs", "bevroren")
    return rijen.defer("bevroren__inhoud", "nota__feiten").order_by("-gepubliceerd_op", "-pk")


def online_of_404(slug: str) -> Publicatie:
    """What the IGS of this address shows, with the texts; a 404 when it shows nothing."""
    rij = online().defer(None).filter(nota__igs__slug=slug).first()
    if rij is None:
        raise Http404
    return rij


def gekozen_inhoud(keuze: Keuze) -> Inhoud:
    """The data of the frozen version with nothing in it but what was chosen; the frozen version stays as it is."""
    inhoud: Inhoud = copy.deepcopy(keuze.bevroren.inhoud) | copy.deepcopy(BINNENSKAMERS)
    inhoud["nota"] |= copy.deepcopy(BINNENSKAMERS_NOTA)
    mee = set(map(str, keuze.hoofdstukken))
    inhoud["hoofdstukken"] = [een for een in hoofdstukken_van(inhoud) if een["kenmerk"] in mee]
    if not keuze.met_doelstellingen:
        inhoud |= {"doelstellingen": [], "uitdagingen": []}
    if not keuze.met_opvolging:
        for een in inhoud["doelstellingen"]:
            for indicator in een["indicatoren"]:
                indicator |= {"metingen": [], "cijfer": ""}
            for actie in een["acties"]:
                actie["opvolging"] = []
    return inhoud


def stuk_van(keuze: Keuze, igs_slug: str) -> Leesnota:
    """The note as visitors read it: the pictures have the address that stops when the note goes offline."""
    inhoud = gekozen_inhoud(keuze)
    adressen = {
        stam(naam): reverse("igs_cultuurnota_beeld_bestand", args=[igs_slug, nummer])
        for nummer, naam in _beelden(inhoud).items()
    }
    stuk = leesnota(inhoud)
    return replace(stuk, delen=tuple(replace(deel, html=_met_adressen(deel.html, adressen)) for deel in stuk.delen))


def _met_adressen(html: str, adressen: dict[str, str]) -> str:
    return ADRES.sub(lambda een: f'src="{adressen[stam(een[1])]}"' if stam(een[1]) in adressen else een[0], html)


def _beelden(inhoud: Inhoud) -> dict[int, str]:
    """By number: the pictures of the note that stand in these chapters."""
    getoond = {stam(naam) for een in inhoud["hoofdstukken"] for naam in ADRES.findall(een["tekst"])}
    genummerd = enumerate((een["bestand"] for een in inhoud.get("beelden", [])), start=1)
    return {nummer: naam for nummer, naam in genummerd if stam(naam) in getoond}


def beeld_of_404(publicatie: Publicatie, nummer: int) -> str:
    """The name in the storage of a picture that is online now."""
    naam = _beelden(gekozen_inhoud(keuze_van(publicatie))).get(nummer)
    beeld = publicatie.nota.beelden.filter(bestand=naam).first() if naam else None
    if beeld is None:
        raise Http404
    passend = [maat["jpeg"] for maat in beeld.maten if maat["breedte"] <= BREED]
    return str(passend[-1] if passend else beeld.bestand.name)


# --- for the rest of the portal -------------------------------------------------------------------------------------
def streekcijfer(streek: Streek) -> Streekcijfer | None:
    """The way to the note, for the page of its IGS. One query."""
    if not isinstance(streek.van, IGS):
        return None
    rij = online().filter(nota__igs=streek.van).first()
    if rij is None:
        return None
    zin = f"{rij.nota.titel}, voor {rij.nota.van} tot en met {rij.nota.tot}."
    return Streekcijfer("Cultuurnota", zin, "Lees de nota", adres_van(rij))


def adres_van(publicatie: Publicatie) -> str:
    return reverse("igs_cultuurnota", args=[publicatie.nota.igs.slug])


def adressen() -> list[str]:
    """For the sitemap; one query."""
    return sorted({adres_van(rij) for rij in online()})


def zoek(woorden: Iterable[str], hoogstens: int) -> list[tuple[str, str]]:
    """Notes online with each of these words in the title or the name of the IGS: (title, path). One query."""
    rijen = online()
    for woord in woorden:
        rijen = rijen.filter(Q(nota__titel__icontains=woord) | Q(nota__igs__naam__icontains=woord))
    return [(f"{rij.nota.titel} ({rij.nota.igs.naam})", adres_van(rij)) for rij in rijen[:hoogstens]]
