"""Whose rows of cultuurnota somebody sees in the admin: the offer, and the list of what is online, are redactie's."""

from cultuurnota.models import Aanbod, Publicatie
from igs.bereik import ALLES, KIJKEN, breid_uit
from igs.taken import TEKSTEN


def registreer() -> None:
    """Fill the tables of `igs.bereik` and of the nightly work; called once, when the apps are ready."""
    breid_uit(paden={}, coordinator={}, redactie={Aanbod: ALLES, Publicatie: frozenset({KIJKEN})})
    TEKSTEN.append(Aanbod)
