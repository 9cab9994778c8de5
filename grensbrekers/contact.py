"""A message from one member to another through the relay: neither sees an address."""

import uuid

from grensbrekers.models import Grensbreker
from opnetwerk import gesprekken
from opnetwerk.gesprekken import Kant, ontvangers_voor
from opnetwerk.models import Gesprek

SOORT = "grensbreker"  # of a conversation


def kant_van(lid: Grensbreker) -> Kant:
    """As one side of a conversation: under the address that they gave as a member, never that of an account."""
    return Kant(lid.naam, lid.email)


def ontvangers(sleutel: str) -> list[Kant] | None:
    """For the relay: who receives now; None when they are no member any more."""
    try:
        kenmerk = uuid.UUID(sleutel)
    except ValueError:
        return None
    lid = Grensbreker.objects.leden().filter(kenmerk=kenmerk).first()
    return [kant_van(lid)] if lid else None


def schrijf(*, van: Grensbreker, aan: Grensbreker, onderwerp: str, tekst: str, formulier: str) -> Gesprek:
    """Begin a conversation; the address of a member is sure, so it goes at once. Raises TeVeel, NietBereikbaar.

    The log can only grow, so the conversation is called by the municipality instead of by a name.
    """
    return gesprekken.begin(
        betreft=f"{SOORT}:{aan.kenmerk}",
        betreft_naam=f"een collega uit {aan.gemeente.naam}",
        igs_slug=aan.igs.slug if aan.igs else "",
        onderwerp=onderwerp,
        tekst=tekst,
        afzender=kant_van(van),
        ontvangers=[kant_van(aan)],
        formulier=formulier,
        bevestigd=True,
    )


def registreer() -> None:
    """Tell the relay about members; called once, when the apps are ready."""
    ontvangers_voor[SOORT] = ontvangers
