"""A note, and people who work on it."""

import uuid
from datetime import date
from typing import Any

from cultuurnota.models import Bevroren, Cultuurnota, Hoofdstuk, Publicatie, Teamlid
from cultuurnota.opbouw import ONDERDELEN
from cultuurnota.uitwisseling import exporteer
from igs.models import IGS
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from tests.fabriek import maak_gebruiker


def maak_nota(igs: IGS | None = None, titel: str = "Cultuurnota 2027-2032", **velden: Any) -> Cultuurnota:
    """With the fifteen chapters of the outline, empty; of Zuidrand unless it names another."""
    standaard = {"formulier": uuid.uuid4().hex, "van": 2027, "tot": 2032}
    igs = igs or IGS.objects.get(slug="zuidrand")
    nota = Cultuurnota.objects.create(igs=igs, titel=titel, **standaard | velden)
    Hoofdstuk.objects.bulk_create(
        Hoofdstuk(
            nota=nota,
            sleutel=deel.sleutel,
            titel=deel.titel,
            volgorde=plek,
            criteria=[str(criterium) for criterium in deel.criteria],
        )
        for plek, deel in enumerate(deel for deel in ONDERDELEN if not deel.is_bijlage)
    )
    return nota


def maak_teamlid(
    nota: Cultuurnota, rol: str = "schrijver", gebruiker: Gebruiker | None = None, **velden: Any
) -> Teamlid:
    """In the team since 1 November 2026, without an end."""
    if gebruiker is None:
        gebruiker = maak_gebruiker(f"{rol}-{Gebruiker.objects.count()}@voorbeeld.be", naam=f"{rol.capitalize()} Test")
    return Teamlid.objects.create(nota=nota, gebruiker=gebruiker, rol=rol, **{"van": date(2026, 11, 1)} | velden)


def maak_publicatie(nota: Cultuurnota, naam: str = "Voor iedereen", **velden: Any) -> Publicatie:
    """Everything of the note as it is now, frozen and online."""
    bevroren = Bevroren.objects.create(nota=nota, naam=naam, inhoud=exporteer(nota))
    alles = {
        "hoofdstukken": [een.kenmerk for een in nota.hoofdstukken.exclude(tekst="")],
        "met_doelstellingen": True,
        "met_opvolging": True,
        "gepubliceerd_op": nu(),
    }
    return Publicatie.objects.create(nota=nota, bevroren=bevroren, **alles | velden)
