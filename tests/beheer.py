"""One account of each role, in the admin with its second factor."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group
from django.test import Client

from igs.models import IGS, Aanstelling
from opnetwerk.models import Gebruiker
from tests.aanmelden import in_beheer
from tests.fabriek import maak_gebruiker


def maak_redactie(email: str = "redactie@voorbeeld.be") -> Gebruiker:
    gebruiker = maak_gebruiker(email, naam="Redactie")
    gebruiker.groups.add(Group.objects.get_or_create(name="redactie")[0])
    return gebruiker


def maak_coordinator_van(igs: IGS, email: str, tot: date | None = None) -> Gebruiker:
    gebruiker = maak_gebruiker(email, naam=f"Coördinator {igs.naam}")
    Aanstelling.objects.create(gebruiker=gebruiker, igs=igs, van=date(2026, 1, 1), tot=tot)
    return gebruiker


@dataclass
class Rollen:
    """A client per role; A and B are coordinators of two different IGS'en."""

    anoniem: Client
    gewoon: Client
    a: Client
    b: Client
    verlopen: Client
    redactie: Client
    beheerder: Client


def maak_rollen(igs_a: IGS, igs_b: IGS) -> Rollen:
    beheerder = Gebruiker.objects.create_superuser("beheerder@voorbeeld.be", "een lang wachtwoord")
    return Rollen(
        anoniem=Client(),
        gewoon=in_beheer(Client(), maak_gebruiker("gewoon@voorbeeld.be")),
        a=in_beheer(Client(), maak_coordinator_van(igs_a, "a@voorbeeld.be")),
        b=in_beheer(Client(), maak_coordinator_van(igs_b, "b@voorbeeld.be")),
        verlopen=in_beheer(Client(), maak_coordinator_van(igs_a, "oud@voorbeeld.be", tot=date(2026, 11, 22))),
        redactie=in_beheer(Client(), maak_redactie()),
        beheerder=in_beheer(Client(), beheerder),
    )
