"""Whose rows of cultuurnota somebody sees in the admin: the offer is redactie's alone."""

from cultuurnota.models import Aanbod
from igs.bereik import ALLES, breid_uit
from igs.taken import TEKSTEN


def registreer() -> None:
    """Fill the tables of `igs.bereik` and of the nightly work; called once, when the apps are ready."""
    breid_uit(paden={}, coordinator={}, redactie={Aanbod: ALLES})
    TEKSTEN.append(Aanbod)
