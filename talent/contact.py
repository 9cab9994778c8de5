"""Who reads what somebody writes to a talent: its managers; for 16 and 17 years the coordinators of the region; below
that nobody."""

import uuid
from datetime import date

from django.conf import settings

from igs.melden import paginabronnen
from igs.models import IGS, Aanstelling
from opnetwerk.dag import vandaag
from opnetwerk.gesprekken import Kant, ontvangers_voor
from opnetwerk.models import Gebruiker
from talent.keuzes import Leeftijd
from talent.models import Talent

SOORT = "talent"  # of a conversation
REDACTIE = "Redactie van op/netwerk"


def betreft(talent: Talent) -> str:
    """The key of a conversation about this talent."""
    return f"{SOORT}:{talent.kenmerk}"


def lezers(talent: Talent, dag: date) -> list[Kant] | None:
    """Who reads a message on the day; None when there is no way to write: somebody of 13 to 15."""
    if talent.leeftijd == Leeftijd.JONG:
        return None
    if talent.leeftijd == Leeftijd.TIENER:
        return _coordinatoren(talent.thuis, dag)
    assert talent.online is not None
    # The name of the profile, never the one of the account: whoever writes knows no other.
    beheer = talent.beheer.filter(gebruiker__is_active=True).select_related("gebruiker")
    return [Kant(talent.online.naam, rij.gebruiker.email, rij.gebruiker) for rij in beheer]


def _coordinatoren(igs: IGS | None, dag: date) -> list[Kant]:
    """Who was appointed for the region; without anybody redactie. Not the published contact persons of the IGS: they
    need no account, and this is about somebody under 18."""
    if igs and (aangesteld := aangestelden(igs, dag)):
        return [Kant(f"Coördinator van {igs.naam}", een.email, een) for een in aangesteld]
    adres = settings.BEHEERDER["email"]
    return [Kant(REDACTIE, adres, Gebruiker.objects.filter(email__iexact=adres).first())] if adres else []


def aangestelden(igs: IGS, dag: date) -> list[Gebruiker]:
    """The accounts that coordinate the IGS on the day, by address."""
    lopend = Aanstelling.objects.filter(igs=igs, van__lte=dag, gebruiker__is_active=True).exclude(tot__lt=dag)
    gevonden = {rij.gebruiker_id: rij.gebruiker for rij in lopend.select_related("gebruiker")}
    return sorted(gevonden.values(), key=lambda gebruiker: gebruiker.email)


def ontvangers(sleutel: str) -> list[Kant] | None:
    """For the relay: who receives now; None when the talent is not online any more."""
    try:
        kenmerk = uuid.UUID(sleutel)
    except ValueError:
        return None
    talent = Talent.objects.online().select_related("thuis", "online").filter(kenmerk=kenmerk).first()
    return lezers(talent, vandaag()) if talent else None


def igs_van_talent(slug: str) -> IGS | None:
    """Whose coordinators look at a report about the page; None (redactie) for a page that visitors do not see."""
    talent = Talent.objects.online().select_related("thuis").filter(slug=slug).first()
    return talent.thuis if talent else None


def registreer() -> None:
    """Tell the relay and the reports about talents; called once, when the apps are ready."""
    ontvangers_voor[SOORT] = ontvangers
    paginabronnen[SOORT] = igs_van_talent
