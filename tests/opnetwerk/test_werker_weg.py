"""The worker is killed: pages and forms go on, the mail waits, and it leaves when there is a worker again."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from opnetwerk.models import UitgaandeMail
from tests.igs.test_klopt_er_iets_niet import ADRES, gegevens_van
from tests.opnetwerk.test_werker import Werkers, stop, verzonden, wacht_tot, zet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def werkers(geen_taken: None) -> Iterator[Werkers]:
    werkers = Werkers(lambda opdracht: "250 OK")
    yield werkers
    werkers.ruim_op()


def test_zonder_werker_gaan_paginas_en_formulieren_door_en_wacht_de_mail(
    werkers: Werkers, client: Client, settings: Any
) -> None:
    settings.BEHEERDER = {"naam": "Jo", "email": "beheer@voorbeeld.be"}
    cache.clear()
    zet(1)
    werker = werkers.start()
    wacht_tot(verzonden(1), werker)
    os.kill(werker.pid, signal.SIGKILL)
    werker.wait()

    antwoord = client.post(ADRES, gegevens_van())
    assert antwoord.status_code == 302
    for pad in ("/over/", "/nieuws/", antwoord.headers["Location"]):
        assert client.get(pad).status_code == 200, pad
    assert list(UitgaandeMail.objects.order_by("pk").values_list("stand", flat=True)) == ["verzonden", "wacht"]
    assert len(werkers.ontvanger.ontvangen) == 1

    werker = werkers.start()
    wacht_tot(verzonden(2), werker)
    assert stop(werker)[0] == 0
    assert [een.aan for een in werkers.ontvanger.ontvangen] == ["jo1@voorbeeld.be", "beheer@voorbeeld.be"]
