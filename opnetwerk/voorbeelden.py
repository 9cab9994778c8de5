"""Example content, so that a portal that was just started looks alive: invented, marked as such, gone with one command.

Never mixed with the real data: every row has a slug that begins with `voorbeeld-` and a title that says it.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import get_default_timezone

from cultuurnota import voorbeelden as notavoorbeelden
from grensbrekers import voorbeelden as grensvoorbeelden
from igs.models import IGS, Activiteit, Bericht, Foto, Gemeente, Portret, Praktijk
from opnetwerk import voorbeeldaccounts
from opnetwerk.afbeeldingen import maak_maten, wis_bestanden
from opnetwerk.dag import nu, vandaag
from opnetwerk.voorbeeldteksten import (
    ACTIVITEITEN,
    BERICHTEN,
    PORTRETTEN,
    PRAKTIJKEN,
    Activiteitvoorbeeld,
    Portretvoorbeeld,
    Tekstvoorbeeld,
)
from talent import voorbeelden as talentvoorbeelden
from talent.voorbeeldbeelden import teken

MERK = "voorbeeld-"
BRON = "Voorbeeld: getekend"  # the credit by which our own pictures are known
SOORTEN: list[Any] = [Activiteit, Bericht, Praktijk, Portret]


def maak() -> int:
    """Make what is not there yet; the number made. What was to come and is past meanwhile moves ahead again."""
    with transaction.atomic():
        igs = {een.slug: een for een in IGS.objects.all()}
        gemaakt = sum(_activiteit(igs[een.igs], een) for een in ACTIVITEITEN if een.igs in igs)
        gemaakt += sum(_tekst(Bericht, igs[een.igs], een) for een in BERICHTEN if een.igs in igs)
        gemaakt += sum(_tekst(Praktijk, igs[een.igs], een) for een in PRAKTIJKEN if een.igs in igs)
        gemaakt += sum(_portret(igs[een.igs], een) for een in PORTRETTEN if een.igs in igs)
    return gemaakt + talentvoorbeelden.maak() + grensvoorbeelden.maak() + notavoorbeelden.maak()


def _activiteit(igs: IGS, een: Activiteitvoorbeeld) -> bool:
    moment = datetime.combine(vandaag() + timedelta(days=een.over), time(een.uur, 30), get_default_timezone())
    tijden = {"begint_op": moment, "eindigt_op": moment + timedelta(hours=een.duur)}
    bestaand = Activiteit.objects.filter(slug=MERK + een.slug)
    if bestaand.exists():
        if een.over > 0:
            bestaand.filter(begint_op__lt=nu()).update(**tijden)
        return False
    gemeente = Gemeente.objects.huidige().filter(lidmaatschappen__igs=igs).first()
    velden: dict[str, Any] = {
        "plaats": een.plaats,
        "publiek": een.publiek,
        "prijs": een.prijs,
        "geannuleerd": een.geannuleerd,
    }
    velden |= {"gemeente": gemeente, "tekst": "<p>Dit is een verzonnen activiteit.</p>"} | tijden
    return _eenmaal(Activiteit, igs, een, velden, dagen=14)


def _tekst(soort: type[Any], igs: IGS, een: Tekstvoorbeeld) -> bool:
    return _eenmaal(soort, igs, een, {"tekst": een.tekst}, een.dagen)


def _portret(igs: IGS, een: Portretvoorbeeld) -> bool:
    velden = {"naam": een.naam, "functie": een.functie, "inleiding": een.inleiding, "antwoorden": een.antwoorden}
    return _eenmaal(Portret, igs, een, velden | {"verteld": "nooit, dit is een voorbeeld"}, een.dagen)


def _eenmaal(
    soort: type[Any],
    igs: IGS,
    een: Activiteitvoorbeeld | Tekstvoorbeeld | Portretvoorbeeld,
    velden: Mapping[str, Any],
    dagen: int,
) -> bool:
    """Make one that was published so many days ago, unless it is there."""
    if soort._default_manager.filter(slug=MERK + een.slug).exists():
        return False
    soort._default_manager.create(
        slug=MERK + een.slug,
        igs=igs,
        titel=een.titel,
        foto=_foto(igs, een.slug, een.tekening, getattr(een, "alt", "")),
        gepubliceerd_op=nu() - timedelta(days=dagen),
        **velden,
    )
    return True


def _foto(igs: IGS, slug: str, tekening: str, alt: str) -> Foto | None:
    if not tekening:
        return None
    bestand = ContentFile(teken(slug, tekening), name="voorbeeld.jpg")
    foto = Foto.objects.create(igs=igs, bestand=bestand, alt=alt, decoratief=not alt, bron=BRON)
    maak_maten(foto)
    return foto


def wis() -> int:
    """Remove every example, accounts and pictures included; the number of rows that somebody sees as one thing."""
    with transaction.atomic():
        gewist = notavoorbeelden.wis() + talentvoorbeelden.wis() + grensvoorbeelden.wis()
        for soort in SOORTEN:
            for item in soort._default_manager.filter(slug__startswith=MERK):
                item.delete()
                gewist += 1
        for foto in Foto.objects.filter(bron=BRON):
            foto.delete()
            transaction.on_commit(lambda foto=foto: wis_bestanden(foto))  # type: ignore[misc]
        return gewist + voorbeeldaccounts.wis()
