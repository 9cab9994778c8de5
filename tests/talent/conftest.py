"""For every test about talents: no views that an earlier test left waiting."""

import pytest

from talent import bekeken


@pytest.fixture(autouse=True)
def niets_bekeken():
    bekeken.teller.vergeet()
