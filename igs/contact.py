"""Who reads what a visitor writes to an IGS: its contact persons of the day, else its coordinators, else redactie."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from igs import melden
from igs.models import IGS, Aanstelling, Coordinator
from opnetwerk.bezorgverslagen import wie_zorgt
from opnetwerk.dag import vandaag
from opnetwerk.gesprekken import Kant, ontvangers_voor, wie_nakijkt
from opnetwerk.models import Gebruiker

SOORT = "igs"  # of a conversation
REDACTIE = "Redactie van op/netwerk"


@dataclass(frozen=True)
class Lezers:
    """Who reads, and in which capacity; `kanten` is empty when there is nobody."""

    kanten: list[Kant]
    zijn_contactpersonen: bool = False
    zijn_coordinatoren: bool = False


def lezers(igs: IGS, dag: date) -> Lezers:
    """Who reads a message to the IGS on the day. Of two with one address the first counts."""
    aangesteld = _aangestelden(igs, dag)
    per_adres = {gebruiker.email.lower(): gebruiker for gebruiker in aangesteld}
    personen = Coordinator.objects.filter(igs=igs, van__lte=dag).exclude(tot__lt=dag).order_by("naam", "pk")
    if kanten := [Kant(een.naam, een.email, per_adres.get(een.email.lower())) for een in personen]:
        return Lezers(kanten, zijn_contactpersonen=True)
    if aangesteld:
        # An account may have no name; its address is no name.
        kanten = [Kant(een.naam or f"Coördinator van {igs.naam}", een.email, een) for een in aangesteld]
        return Lezers(kanten, zijn_coordinatoren=True)
    adres = settings.BEHEERDER["email"]
    return Lezers([Kant(REDACTIE, adres, Gebruiker.objects.filter(email__iexact=adres).first())] if adres else [])


def _aangestelden(igs: IGS, dag: date) -> list[Gebruiker]:
    lopend = Aanstelling.objects.filter(igs=igs, van__lte=dag, gebruiker__is_active=True).exclude(tot__lt=dag)
    return list({rij.gebruiker_id: rij.gebruiker for rij in lopend.select_related("gebruiker")}.values())


def _ontvangers(slug: str) -> list[Kant] | None:
    """For the relay: who receives now. An IGS that stopped takes nothing any more."""
    igs = IGS.objects.filter(slug=slug).first()
    return lezers(igs, vandaag()).kanten if igs and igs.actief_op(vandaag()) else None


def _nakijkers(slug: str) -> list[str]:
    """For the relay: who looks at a report, as with a report about a page."""
    return melden.ontvangers(IGS.objects.filter(slug=slug).first(), vandaag())


ontvangers_voor[SOORT] = _ontvangers
wie_nakijkt.append(_nakijkers)
wie_zorgt.append(_nakijkers)
