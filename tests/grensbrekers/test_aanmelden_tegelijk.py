"""The form to become one, sent eight times at the same moment over eight connections."""

from django.core.cache import cache
from django.test import Client

from grensbrekers.models import Grensbreker
from igs import zoeken
from opnetwerk.models import UitgaandeMail
from tests import vijandig
from tests.fabriek import maak_gemeente, maak_igs, maak_lid
from tests.grensbrekers.formulieren import AANMELDEN, ingevuld


def test_acht_gelijktijdige_verzendingen_maken_er_een(transactional_db):
    cache.clear()
    maak_lid(maak_igs("Testnet"), maak_gemeente("99001", "Testdorp"))
    zoeken.bouw_index()
    antwoorden = vijandig.plaats_dubbel(Client, AANMELDEN, ingevuld(gemeente="Testdorp"), n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert Grensbreker.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1
