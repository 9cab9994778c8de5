"""What goes out of the workspace: frozen versions, links to read, files. Every change with the actor, logged."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from cultuurnota.bewaartermijnen import DEELLINK_NA, UITVOER_NA
from cultuurnota.models import Bevroren, Cultuurnota, Deellink, Uitvoer
from cultuurnota.uitwisseling import Inhoud, exporteer
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.dagelijks import op_proef
from opnetwerk.models import Gebruiker

GELDIG_DAGEN = (7, 30, 90)
MEESTE_LINKS = 50
MEESTE_BEVROREN = 100
MEESTE_TEGELIJK = 5  # files of one note that wait or are being made
TE_LANG_BEZIG = timedelta(hours=1)


class KanNiet(Exception):
    """It cannot be done now; the text is the Dutch sentence."""


# --- frozen versions ------------------------------------------------------------------------------------------------
def bevries(*, nota: Cultuurnota, naam: str, door: Gebruiker) -> Bevroren:
    """The whole note as it is now, under a name of its own. Raises KanNiet for a name that is taken by another text."""
    with transaction.atomic():
        _slot(nota)
        inhoud = exporteer(nota)
        al = nota.bevroren.filter(naam__iexact=naam).first()
        if al is not None and al.inhoud == inhoud:
            return al  # the button was pressed twice
        if al is not None:
            raise KanNiet("Er is al een versie met deze naam. Kies een andere naam.")
        if nota.bevroren.count() >= MEESTE_BEVROREN:
            raise KanNiet(f"Er zijn al {MEESTE_BEVROREN} bevroren versies. Meer kan niet.")
        rij = Bevroren.objects.create(nota=nota, naam=naam, inhoud=inhoud, door=door, door_naam=str(door))
        logboek.schrijf(door=door, actie="versie bevroren", over=rij, igs_slug=nota.igs.slug)
    return rij


def bevroren_of_404(nota: Cultuurnota, kenmerk: Any) -> Bevroren:
    """One frozen version of this note; a 404 for what is none."""
    try:
        return get_object_or_404(nota.bevroren, kenmerk=UUID(str(kenmerk)))
    except ValueError as fout:
        raise Http404 from fout


def inhoud_van(nota: Cultuurnota, bevroren: Bevroren | None) -> Inhoud:
    """The data of a frozen version, or of the note as it is now."""
    if bevroren is None:
        return exporteer(nota)
    inhoud: Inhoud = bevroren.inhoud
    return inhoud


# --- links ----------------------------------------------------------------------------------------------------------
def deel(
    *, nota: Cultuurnota, sleutel: UUID, voor_wie: str, dagen: int, bevroren: Bevroren | None, door: Gebruiker
) -> Deellink:
    """A link that lets anybody read for so many days. `sleutel` comes with the form: sent twice it is one link."""
    with transaction.atomic():
        _slot(nota)
        al: Deellink | None = nota.deellinks.filter(sleutel=sleutel).first()
        if al is not None:
            return al
        if sum(is_geldig(link) for link in nota.deellinks.all()) >= MEESTE_LINKS:
            raise KanNiet(f"Er werken al {MEESTE_LINKS} links. Trek er eerst een in.")
        link = Deellink.objects.create(
            nota=nota,
            sleutel=sleutel,
            voor_wie=voor_wie,
            bevroren=bevroren,
            verloopt_op=nu() + timedelta(days=dagen),
            door=door,
        )
        logboek.schrijf(door=door, actie="leeslink gemaakt", over=link, igs_slug=nota.igs.slug)
    return link


def trek_in(*, link: Deellink, door: Gebruiker) -> None:
    """The link stops at once; twice is once."""
    with transaction.atomic():
        rij = Deellink.objects.select_for_update().get(pk=link.pk)
        if rij.ingetrokken_op is None:
            rij.ingetrokken_op = nu()
            rij.save(update_fields=["ingetrokken_op"])
            logboek.schrijf(door=door, actie="leeslink ingetrokken", over=rij, igs_slug=link.nota.igs.slug)


def link_of_404(nota: Cultuurnota, sleutel: Any) -> Deellink:
    try:
        return get_object_or_404(nota.deellinks.select_related("nota__igs"), sleutel=UUID(str(sleutel)))
    except ValueError as fout:
        raise Http404 from fout


def leeslink(sleutel: UUID) -> Deellink:
    """The link of this address, working or not; a 404 when it never was, or when its note is gone."""
    rijen = Deellink.objects.select_related("nota__igs", "bevroren")
    return get_object_or_404(rijen, sleutel=sleutel, nota__weg_op=None)


def is_geldig(link: Deellink, moment: datetime | None = None) -> bool:
    return link.ingetrokken_op is None and link.verloopt_op > (moment or nu())


def wis_oude_links(moment: datetime) -> int:
    """Links that stopped working more than twelve months ago, with for whom they were; the number erased."""
    oud = Q(verloopt_op__lt=moment - DEELLINK_NA) | Q(ingetrokken_op__lt=moment - DEELLINK_NA)
    gewist, _ = Deellink.objects.filter(oud).delete()
    return gewist


# --- files ----------------------------------------------------------------------------------------------------------
def vraag_uitvoer(
    *, nota: Cultuurnota, soort: str, bevroren: Bevroren | None, formulier: str, door: Gebruiker
) -> Uitvoer:
    """Have a file made outside the request. The same form sent twice is one file. Raises KanNiet."""
    from cultuurnota.taken import maak_uitvoer_taak

    with transaction.atomic():
        _slot(nota)
        al: Uitvoer | None = Uitvoer.objects.filter(formulier=formulier, nota=nota).first()
        if al is not None:
            return al
        bezig = nota.uitvoer.filter(
            stand__in=[Uitvoer.Stand.WACHT, Uitvoer.Stand.BEZIG], gemaakt_op__gt=nu() - TE_LANG_BEZIG
        )
        if bezig.count() >= MEESTE_TEGELIJK:
            raise KanNiet("Er worden al bestanden gemaakt van deze nota. Wacht tot die klaar zijn.")
        rij = Uitvoer.objects.create(nota=nota, soort=soort, bevroren=bevroren, formulier=formulier, door=door)
        maak_uitvoer_taak.defer(pk=rij.pk)
        logboek.schrijf(door=door, actie="bestand gevraagd", over=rij, igs_slug=nota.igs.slug)
    return rij


def meld_voortgang(uitvoer: Uitvoer, procent: int) -> None:
    """Seen at once by who waits: the worker writes it outside a transaction."""
    Uitvoer.objects.filter(pk=uitvoer.pk, stand=Uitvoer.Stand.BEZIG).update(voortgang=max(1, min(procent, 99)))


def begin_uitvoer(*, pk: int) -> Uitvoer | None:
    """Take the file in hand; None when it is gone or was made already."""
    with transaction.atomic():
        rij = Uitvoer.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if rij is None or rij.stand in {Uitvoer.Stand.KLAAR, Uitvoer.Stand.MISLUKT}:
            return None
        rij.stand, rij.voortgang = Uitvoer.Stand.BEZIG, 1
        rij.save(update_fields=["stand", "voortgang"])
    return rij


def rond_uitvoer_af(*, uitvoer: Uitvoer, inhoud: bytes) -> None:
    """The file is there: for the team, seven days."""
    uitvoer.bestand.save(f"{uitvoer.kenmerk.hex}.{uitvoer.soort}", ContentFile(inhoud), save=False)
    uitvoer.stand, uitvoer.voortgang, uitvoer.klaar_op = Uitvoer.Stand.KLAAR, 100, nu()
    uitvoer.save(update_fields=["bestand", "stand", "voortgang", "klaar_op"])


def laat_uitvoer_mislukken(*, uitvoer: Uitvoer, fout: str) -> None:
    uitvoer.stand, uitvoer.fout, uitvoer.klaar_op = Uitvoer.Stand.MISLUKT, fout[:300], nu()
    uitvoer.save(update_fields=["stand", "fout", "klaar_op"])


def uitvoer_of_404(nota: Cultuurnota, kenmerk: UUID) -> Uitvoer:
    return get_object_or_404(nota.uitvoer.select_related("bevroren"), kenmerk=kenmerk)


def is_bewaard(uitvoer: Uitvoer) -> bool:
    """Whether its file may still be fetched."""
    return bool(uitvoer.bestand) and uitvoer.gemaakt_op > nu() - UITVOER_NA


def wis_oude_uitvoer(moment: datetime) -> int:
    """Files of more than seven days ago, with their rows; the number erased."""
    gewist = 0
    for rij in Uitvoer.objects.filter(gemaakt_op__lte=moment - UITVOER_NA):
        if rij.bestand and not op_proef():
            rij.bestand.delete(save=False)
        rij.delete()
        gewist += 1
    return gewist


def _slot(nota: Cultuurnota) -> None:
    Cultuurnota.objects.select_for_update().get(pk=nota.pk)
