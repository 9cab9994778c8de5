"""Mail to us that was read goes after its term, by the night too, and the pages say so."""

import mailbox
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from opnetwerk import binnenpost, dagelijks
from opnetwerk.dag import nu

pytestmark = pytest.mark.django_db


def leg(pad: Path, map_: str, dagen: float) -> Path:
    bestand = pad / f".{map_}" / "cur" / f"{dagen}:2,S"
    bestand.write_text("Subject: x\n\nHallo")
    moment = (nu() - timedelta(days=dagen)).timestamp()
    os.utime(bestand, (moment, moment))
    return bestand


def test_de_nacht_wist_gelezen_mail_na_zeven_dagen_en_een_proef_wist_niets(settings: Any, tmp_path: Path) -> None:
    assert binnenpost.ruim_op(nu()) == 0  # without a Maildir there is nothing
    settings.POSTVAK_IN = tmp_path / "Maildir"
    bak = mailbox.Maildir(settings.POSTVAK_IN)
    for naam in ("gedaan", "mislukt"):
        bak.add_folder(naam)
    weg = [leg(settings.POSTVAK_IN, "gedaan", 7.1), leg(settings.POSTVAK_IN, "mislukt", 30.1)]
    blijft = [leg(settings.POSTVAK_IN, "gedaan", 6.9), leg(settings.POSTVAK_IN, "mislukt", 29.9)]
    for proef in (True, False):
        [uitkomst] = dagelijks.voer_uit(moment=nu(), proef=proef, alleen=["ingekomen"])
        assert (uitkomst.aantal, uitkomst.fout) == (2, "")
        assert [pad.exists() for pad in weg] == [proef, proef]
    assert all(pad.exists() for pad in blijft)


def test_de_paginas_noemen_de_termijn_en_de_telling_zonder_personen(client: Client) -> None:
    termijnen = client.get(reverse("bewaartermijnen")).content.decode()
    assert "Een mail die je ons stuurt" in termijnen
    assert "De mail zelf wissen we na 7 dagen." in termijnen
    privacy = client.get(reverse("privacy")).content.decode()
    assert "We tellen hoe vaak de pagina van een IGS of van een talent bekeken wordt." in privacy
    assert "We onthouden niet wie keek" in privacy
