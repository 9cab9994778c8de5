"""Pictures that no text uses any more."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from igs.models import IGS, Activiteit, Bericht, Foto, Portret, Praktijk
from opnetwerk.afbeeldingen import wis_bestanden
from opnetwerk.models import Versie
from opnetwerk.redactioneel import DAGEN_IN_PRULLENMAND

GEBRUIKERS: list[Any] = [IGS, Portret, Praktijk, Activiteit, Bericht]


def wis_wezen(moment: datetime) -> int:
    """Erase pictures older than the bin that no row and no version names; row first, then the files. The number."""
    wezen = Foto.objects.filter(geladen_op__lt=moment - timedelta(days=DAGEN_IN_PRULLENMAND))
    for soort in GEBRUIKERS:
        wezen = wezen.exclude(Exists(soort._default_manager.filter(foto=OuterRef("pk"))))
    in_versie = Versie.objects.annotate(foto=Cast(KeyTextTransform("foto_id", "velden"), BigIntegerField()))
    gewist = 0
    for foto in wezen.exclude(Exists(in_versie.filter(foto=OuterRef("pk")))):
        foto.delete()
        wis_bestanden(foto)
        gewist += 1
    return gewist
