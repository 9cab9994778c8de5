"""Pictures of texts: other words for one, and the end of those that no text uses any more."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from igs.models import IGS, Activiteit, Bericht, Foto, Portret, Praktijk
from opnetwerk.afbeeldingen import Afbeelding, plan_maten, wis_bestanden
from opnetwerk.dagelijks import op_proef
from opnetwerk.models import Versie
from opnetwerk.redactioneel import DAGEN_IN_PRULLENMAND

GEBRUIKERS: list[Any] = [IGS, Portret, Praktijk, Activiteit, Bericht]


def met_andere_woorden(foto: Foto, *, alt: str, decoratief: bool, bron: str) -> Foto:
    """The same picture in a row of its own: the text that visitors see keeps its words until this one is published."""
    kopie = Foto(
        bestand=foto.bestand.name, breedte=foto.breedte, hoogte=foto.hoogte, maten=foto.maten, stand=foto.stand,
        igs_id=foto.igs_id, alt=alt, decoratief=decoratief, bron=bron,
    )  # fmt: skip
    kopie.save()
    if kopie.stand != Afbeelding.Stand.KLAAR:
        plan_maten(kopie)
    return kopie


def wis_wezen(moment: datetime) -> int:
    """Erase pictures older than the bin that no row and no version names; row first, then the files. The number."""
    wezen = Foto.objects.filter(geladen_op__lt=moment - timedelta(days=DAGEN_IN_PRULLENMAND))
    for soort in GEBRUIKERS:
        wezen = wezen.exclude(Exists(soort._default_manager.filter(foto=OuterRef("pk"))))
    in_versie = Versie.objects.annotate(foto=Cast(KeyTextTransform("foto_id", "velden"), BigIntegerField()))
    gewist = 0
    for foto in wezen.exclude(Exists(in_versie.filter(foto=OuterRef("pk")))):
        foto.delete()
        # With other words the same file may still be in use.
        if not op_proef() and not Foto.objects.filter(bestand=foto.bestand.name).exists():
            wis_bestanden(foto)
        gewist += 1
    return gewist
