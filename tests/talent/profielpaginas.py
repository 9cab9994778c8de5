"""What the tests of editing a profile ask of its pages."""

from typing import Any

from django.test import Client

from igs.models import Gemeente
from talent.models import Profiel, Talent
from tests.talent.fabriek import maak_discipline, maak_talent

FORMULIEREN = ["wie", "waar", "wat", "praktisch", "links"]


def maak_talent_in_lint() -> Talent:
    """A maker to edit, and three disciplines to choose from."""
    lint = Gemeente.objects.get(naam="Lint", bestaat_tot=None)
    for sleutel in ("jazz-en-blues", "danstheater", "fotografie"):
        maak_discipline(sleutel)
    return maak_talent(gemeente=lint, kort="Zoals het was.")


def pad(talent: Talent, rest: str = "") -> str:
    return f"/mijn/talent/{talent.slug}/bewerken/{rest}"


def lees(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def ingevuld(client: Client, adres: str) -> dict[str, Any]:
    """What a browser would send when the form is sent as it stands."""
    formulier = client.get(adres).context["formulier"]
    return {naam: formulier[naam].value() for naam in formulier.fields if formulier[naam].value() not in (None, False)}


def plaats(client: Client, adres: str, **anders: Any) -> Any:
    return client.post(adres, ingevuld(client, adres) | anders)


def concept(talent: Talent) -> Profiel:
    gevonden = Talent.objects.get(pk=talent.pk).concept
    assert gevonden is not None
    return gevonden
