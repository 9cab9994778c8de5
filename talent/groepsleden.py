"""A member of a group shows that: the own profile tied to that of the group which one manages too."""

from django.db import transaction

from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import verbinden
from talent.keuzes import Leeftijd, Soort
from talent.models import Beheer, Talent, Verbinding
from talent.verlaten import KanNiet

NIET_VAN_JOU = "Je kunt alleen een profiel verbinden dat van jou is, met een groep die je beheert."


def te_verbinden(*, groep: Talent, gebruiker: Gebruiker) -> list[Talent]:
    """The own profiles, of one person and online, that do not belong to the group yet; by name. None of 13 to 15."""
    if groep.soort == Soort.PERSOON or not Talent.objects.online().filter(pk=groep.pk).exists():
        return []
    eigen = Talent.objects.online().filter(
        beheer__gebruiker=gebruiker, beheer__rol=Beheer.Rol.EIGENAAR, soort=Soort.PERSOON
    )
    al = Verbinding.objects.filter(met=groep, soort=Verbinding.Soort.DEEL_VAN).values("van")
    over = eigen.exclude(leeftijd=Leeftijd.JONG).exclude(pk__in=al)
    return list(over.select_related("online").order_by("online__naam", "pk"))


@transaction.atomic
def verbind(*, groep: Talent, talent: Talent, gebruiker: Gebruiker) -> Verbinding:
    """Tie them at once: both sides are of who asks. Twice is once. Raises KanNiet, and TeVaak.

    Nobody is asked to confirm what is confirmed, so that mail does not go.
    """
    mag_groep = Beheer.objects.filter(talent=groep, gebruiker=gebruiker).exists()
    eigen = Beheer.objects.filter(talent=talent, gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR).exists()
    if not (mag_groep and eigen):
        raise KanNiet(NIET_VAN_JOU)
    verbinding = verbinden.vraag(van=talent, met=groep, soort=Verbinding.Soort.DEEL_VAN, door=gebruiker)
    if verbinding.bevestigd_op is None:
        verbinding = verbinden.bevestig(verbinding=verbinding, door=gebruiker)
        UitgaandeMail.objects.filter(sleutel__contains=f":verbinding:{verbinding.kenmerk}:").delete()
        UitgaandeMail.objects.filter(sleutel__contains=f":verbonden:{verbinding.kenmerk}:").delete()
    return verbinding
