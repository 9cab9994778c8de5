"""A small land with activities, for the agenda and its calendar files."""

from types import SimpleNamespace

import pytest

from tests.fabriek import (
    maak_activiteit,
    maak_gemeente,
    maak_igs,
    maak_lid,
    maak_regio,
    om,
)


@pytest.fixture
def land():
    """Two regions with a municipality each, and an IGS with members in both."""
    noord, zuid = maak_regio("Regio Noord"), maak_regio("Regio Zuid")
    in_noord, in_zuid = maak_gemeente("99011", "Noorderhaven", noord), maak_gemeente("99021", "Zuidervliet", zuid)
    igs = maak_igs("Overal")
    maak_lid(igs, in_noord)
    maak_lid(igs, in_zuid)
    return SimpleNamespace(noord=noord, zuid=zuid, in_noord=in_noord, in_zuid=in_zuid, igs=igs)


@pytest.fixture
def volledig(land):
    return maak_activiteit(
        "Netwerkmoment",
        igs=land.igs,
        regio=land.noord,
        gemeente=land.in_noord,
        begint_op=om(1, maand=12),
        eindigt_op=om(1, 22, 30, maand=12),
        plaats="CC De Post",
        publiek="wie met cultuur werkt",
        prijs="10 euro",
        inschrijflink="https://www.inschrijven.example/netwerk",
        tekst="<p>We praten over <strong>samen</strong> programmeren.</p>",
    )
