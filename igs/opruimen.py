"""What the night erases of questions, reports and texts in the bin."""

from datetime import datetime

from django.db.models import Q

from igs import fotos
from igs.bewaartermijnen import HULPVRAAG_NA, MELDING_NA, ONBEVESTIGD_NA
from igs.models import Hulpvraag, Melding
from igs.taken import TEKSTEN
from opnetwerk import dagelijks, versies


def wis_oude_hulpvragen(moment: datetime) -> int:
    """Those that nobody confirmed after a month, the others after a year; the number erased."""
    onbevestigd = Q(stand=Hulpvraag.Stand.TE_BEVESTIGEN, gemaakt_op__lt=moment - ONBEVESTIGD_NA)
    _, per_soort = Hulpvraag.objects.filter(onbevestigd | Q(gemaakt_op__lt=moment - HULPVRAAG_NA)).delete()
    return per_soort.get(Hulpvraag._meta.label, 0)


def wis_oude_meldingen(moment: datetime) -> int:
    """After a year; the number erased."""
    return Melding.objects.filter(gemaakt_op__lt=moment - MELDING_NA).delete()[0]


def leeg_prullenmand(moment: datetime) -> int:
    """What lies in the bin for more than thirty days, and pictures that nothing uses; the number erased."""
    return versies.wis_prullenmand(TEKSTEN, moment) + fotos.wis_wezen(moment)


def registreer() -> None:
    dagelijks.voeg_toe("prullenmand", "wist teksten en foto's uit de prullenmand", leeg_prullenmand)
    dagelijks.voeg_toe("hulpvragen", "wist vragen om hulp van een jaar geleden", wis_oude_hulpvragen)
    dagelijks.voeg_toe("meldingen", "wist meldingen van een jaar geleden", wis_oude_meldingen)
