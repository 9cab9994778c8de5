"""The pictures of a note: kept with their words, to put in a chapter."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.html import format_html

from cultuurnota.models import Cultuurnota, Notabeeld
from opnetwerk import logboek
from opnetwerk.afbeeldingen import plan_maten, wis_bestanden
from opnetwerk.models import Gebruiker

MEESTE_BEELDEN = 100


class Vol(Exception):
    """The note holds as many pictures as it may."""


class InGebruik(Exception):
    """A chapter, or an earlier version of one, shows it."""


def beelden_van(nota: Cultuurnota) -> list[Notabeeld]:
    """Newest first."""
    return list(nota.beelden.order_by("-pk"))


def beeld_nr(nota: Cultuurnota, nummer: str) -> Notabeeld | None:
    return next((beeld for beeld in beelden_van(nota) if str(beeld.pk) == nummer), None)


def als_figuur(beeld: Notabeeld) -> str:
    """What stands in the text: the picture with its description and its caption."""
    onder = " – ".join(deel for deel in (beeld.bijschrift, f"Foto: {beeld.bron}" if beeld.bron else "") if deel)
    bijschrift = format_html("<figcaption>{}</figcaption>", onder) if onder else ""
    return str(
        format_html(
            '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
            *(beeld.bestand.url, beeld.alt, beeld.breedte, beeld.hoogte, bijschrift),
        )
    )


@transaction.atomic
def voeg_toe(*, nota: Cultuurnota, bestand: File, woorden: dict[str, Any], door: Gebruiker) -> Notabeeld:
    """Keep an upload with its words (alt, decoratief, bron, bijschrift). The same file twice is once. Raises Vol."""
    Cultuurnota.objects.select_for_update().get(pk=nota.pk)
    bestand.seek(0)
    inhoud = bestand.read()
    bestand.seek(0)
    al = next((beeld for beeld in beelden_van(nota) if _inhoud(beeld, len(inhoud)) == inhoud), None)
    if al:
        return al
    if nota.beelden.count() >= MEESTE_BEELDEN:
        raise Vol
    beeld = Notabeeld.objects.create(nota=nota, bestand=bestand, **woorden)
    plan_maten(beeld)
    logboek.schrijf(door=door, actie="beeld toegevoegd", over=nota, igs_slug=nota.igs.slug)
    return beeld


def _inhoud(beeld: Notabeeld, lengte: int) -> bytes | None:
    """What stands in the file, when it is this long; None when it is not, or gone."""
    try:
        if beeld.bestand.size != lengte:
            return None
        with beeld.bestand.open("rb") as bestand:
            return bytes(bestand.read())
    except OSError:
        return None


def haal_weg(*, beeld: Notabeeld, door: Gebruiker) -> None:
    """Erase a picture that no text shows and none ever did: the history must stay whole. Raises InGebruik."""
    with transaction.atomic():
        nota = beeld.nota
        naam = beeld.bestand.url
        hoofdstukken = nota.hoofdstukken
        if (
            hoofdstukken.filter(tekst__contains=naam).exists()
            or hoofdstukken.filter(versies__tekst__contains=naam).exists()
        ):
            raise InGebruik
        beeld.delete()
        logboek.schrijf(door=door, actie="beeld weggehaald", over=nota, igs_slug=nota.igs.slug)
    wis_bestanden(beeld)
