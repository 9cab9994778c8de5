"""Many at the same moment: the limit holds, nobody is lost, and each change is one mail."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from grensbrekers.ledenpost import stoplink
from grensbrekers.models import Inschrijving
from opnetwerk.models import UitgaandeMail
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_ontmoeting
from tests.vijandig import plaats_dubbel

LEDEN = 10


@pytest.fixture(autouse=True)
def schone_tellers(transactional_db):
    cache.clear()
    yield
    cache.clear()


class OpRij(Client):
    """A client that posts to the next address, whatever it is told."""

    adressen: list[str]

    def post(self, path, *args, **kwargs):
        return super().post(self.adressen.pop(), *args, **kwargs)


def tegelijk(adressen: list[str], daad: str):
    rij = type("Rij", (OpRij,), {"adressen": list(adressen)})
    return plaats_dubbel(rij, "", {"daad": daad}, n=len(adressen))


def pad(lid, ontmoeting) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/ontmoetingen/{ontmoeting.slug}/"


def standen(ontmoeting) -> dict[str, int]:
    rijen = list(Inschrijving.objects.filter(ontmoeting=ontmoeting).values_list("stand", flat=True))
    return {stand: rijen.count(stand) for stand in set(rijen)}


def test_velen_tegelijk_gaan_nooit_over_de_limiet():
    ontmoeting = maak_ontmoeting(limiet=3)
    leden = [maak_grensbreker(f"Lid {nummer}") for nummer in range(LEDEN)]
    antwoorden = tegelijk([pad(lid, ontmoeting) for lid in leden], "inschrijven")
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert standen(ontmoeting) == {"komt": 3, "wacht": LEDEN - 3}
    assert UitgaandeMail.objects.count() == LEDEN


def test_dezelfde_tegelijk_is_een_inschrijving_en_een_mail():
    ontmoeting, lid = maak_ontmoeting(limiet=3), maak_grensbreker()
    tegelijk([pad(lid, ontmoeting)] * LEDEN, "inschrijven")
    assert standen(ontmoeting) == {"komt": 1}
    assert UitgaandeMail.objects.count() == 1


def test_wie_tegelijk_weggaat_maakt_evenveel_plaatsen_en_niet_meer():
    ontmoeting = maak_ontmoeting(limiet=4)
    weg = [maak_grensbreker(f"Weg {nummer}") for nummer in range(4)]
    wacht = [maak_grensbreker(f"Wacht {nummer}") for nummer in range(6)]
    for lid in weg:
        maak_inschrijving(ontmoeting, lid)
    for lid in wacht:
        maak_inschrijving(ontmoeting, lid, "wacht")
    tegelijk([pad(lid, ontmoeting) for lid in weg], "afmelden")
    assert standen(ontmoeting) == {"afgemeld": 4, "komt": 4, "wacht": 2}
    assert UitgaandeMail.objects.filter(onderwerp="Je hebt een plaats op een ontmoeting").count() == 4


def test_wie_tegelijk_stopt_maakt_evenveel_plaatsen_ook_over_meer_ontmoetingen():
    een, twee = maak_ontmoeting(limiet=4), maak_ontmoeting("Twee", limiet=4)
    weg = [maak_grensbreker(f"Weg {nummer}") for nummer in range(4)]
    wacht = [maak_grensbreker(f"Wacht {nummer}") for nummer in range(6)]
    for ontmoeting in (een, twee):
        for lid in weg:
            maak_inschrijving(ontmoeting, lid)
    for lid in wacht:
        maak_inschrijving(een, lid, "wacht")
    for lid in reversed(wacht):  # the other way round: who moves up first here is last there
        maak_inschrijving(twee, lid, "wacht")
    antwoorden = tegelijk([urlsplit(stoplink(lid)).path for lid in weg], "uitschrijven")
    assert {antwoord.status_code for antwoord in antwoorden} == {200}
    for ontmoeting in (een, twee):
        assert standen(ontmoeting) == {"afgemeld": 4, "komt": 4, "wacht": 2}
    assert UitgaandeMail.objects.filter(onderwerp="Je hebt een plaats op een ontmoeting").count() == 8
