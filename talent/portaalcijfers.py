"""What the portal counts of makers, per IGS and year (`igs.portaalcijfers`)."""

from igs.portaalcijfers import Jaarvraag, Portaalcijfer
from talent.models import Talent, Toelating, Uitkomst


def makers_online(vraag: Jaarvraag) -> int:
    """Online now and since before the end of the year, at home or also active in the region.

    Who left meanwhile cannot be counted any more: of a year long past the figure is a careful one.
    """
    toegelaten = Toelating.objects.filter(igs=vraag.igs, stand=Toelating.Stand.TOEGELATEN)
    rijen = Talent.objects.online().filter(gepubliceerd_op__lt=vraag.tot, pk__in=toegelaten.values("talent"))
    return rijen.distinct().count()


def bevestigde_uitkomsten(vraag: Jaarvraag) -> int:
    """Of the year in which it happened, once both sides said so."""
    return Uitkomst.objects.filter(igs=vraag.igs, op__year=vraag.jaar, bevestigd_op__isnull=False).count()


EIGEN = (
    Portaalcijfer(
        "talenten",
        "Makers in de lijst",
        "makers",
        "Makers uit je regio die online staan. Wie intussen stopte, telt niet mee.",
        makers_online,
    ),
    Portaalcijfer(
        "uitkomsten",
        "Bevestigde samenwerkingen met makers",
        "samenwerkingen",
        "Optredens, exposities en opdrachten die beide kanten bevestigden.",
        bevestigde_uitkomsten,
    ),
)
