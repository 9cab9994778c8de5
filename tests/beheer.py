"""One account of each role, in the admin with its second factor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import Group
from django.test import Client

from igs.models import IGS, Aanstelling
from opnetwerk.models import Gebruiker
from tests.aanmelden import in_beheer
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.oproepfabriek import maak_organisator


def maak_redactie(email: str = "redactie@voorbeeld.be") -> Gebruiker:
    gebruiker = maak_gebruiker(email, naam="Redactie")
    gebruiker.groups.add(Group.objects.get_or_create(name="redactie")[0])
    return gebruiker


def maak_coordinator_van(igs: IGS, email: str, tot: date | None = None) -> Gebruiker:
    gebruiker = maak_gebruiker(email, naam=f"Coördinator {igs.naam}")
    Aanstelling.objects.create(gebruiker=gebruiker, igs=igs, van=date(2026, 1, 1), tot=tot)
    return gebruiker


def maak_account_van_grensbreker(email: str) -> Gebruiker:
    gebruiker = maak_gebruiker(email)
    maak_grensbreker("Gina Grens", email=email, gebruiker=gebruiker)
    return gebruiker


def maak_account_van_organisator(email: str) -> Gebruiker:
    gebruiker = maak_gebruiker(email)
    maak_organisator(email=email, gebruiker=gebruiker, mag_voorbereiden=True)
    return gebruiker


# The roles that open no door of the admin. Each app fills in here how its role is made: a function that takes the
# address and gives back the account, with whatever row the role consists of. Until then it is an ordinary account.
ZONDER_BEHEER: dict[str, Callable[[str], Gebruiker]] = {
    "gewoon": maak_gebruiker,
    "talent": maak_gebruiker,
    "grensbreker": maak_account_van_grensbreker,
    "organisator": maak_account_van_organisator,
    "trekker": maak_gebruiker,  # the three of the team of a cultuurnota
    "schrijver": maak_gebruiker,
    "lezer": maak_gebruiker,
}
# Whom every address of the admin refuses: an attribute of `Rollen`, or a name in its `buiten`.
GEWEIGERD = ["anoniem", "verlopen", *ZONDER_BEHEER]


@dataclass
class Rollen:
    """A client per role; A and B are coordinators of two different IGS'en, `buiten` has those of ZONDER_BEHEER."""

    anoniem: Client
    a: Client
    b: Client
    verlopen: Client
    redactie: Client
    beheerder: Client
    buiten: dict[str, Client] = field(default_factory=dict)

    @property
    def gewoon(self) -> Client:
        return self.buiten["gewoon"]

    def van(self, rol: str) -> Client:
        """By name, whatever kind of role it is. Raises AttributeError for one that nobody knows."""
        gevonden: Client = self.buiten.get(rol) or getattr(self, rol)
        return gevonden


def maak_rollen(igs_a: IGS, igs_b: IGS) -> Rollen:
    beheerder = Gebruiker.objects.create_superuser("beheerder@voorbeeld.be", "een lang wachtwoord")
    return Rollen(
        anoniem=Client(),
        a=in_beheer(Client(), maak_coordinator_van(igs_a, "a@voorbeeld.be")),
        b=in_beheer(Client(), maak_coordinator_van(igs_b, "b@voorbeeld.be")),
        verlopen=in_beheer(Client(), maak_coordinator_van(igs_a, "oud@voorbeeld.be", tot=date(2026, 11, 22))),
        redactie=in_beheer(Client(), maak_redactie()),
        beheerder=in_beheer(Client(), beheerder),
        buiten={rol: in_beheer(Client(), maak(f"{rol}@voorbeeld.be")) for rol, maak in ZONDER_BEHEER.items()},
    )
