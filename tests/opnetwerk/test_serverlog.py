"""No signed link in the log of the server."""

import logging

import pytest

from opnetwerk.serverlog import ZonderSleutels, zonder_sleutels
from tests.gesprekken import afzender, begin, pad


@pytest.mark.parametrize(
    "pad_", ["/igs/zuidrand/", "/media/afbeeldingen/" + "0" * 32 + ".jpg", "/gesprek/verstuurd/" + "a" * 36 + "/", "-"]
)
def test_een_gewoon_adres_blijft_leesbaar(pad_):
    assert zonder_sleutels(f"Not Found: {pad_}") == f"Not Found: {pad_}"


def test_een_persoonlijke_link_staat_niet_in_een_regel(db):
    link = pad(afzender(begin()), "gesprek_blokkeer")
    teken = link.split("/")[2]
    for regel in (
        logging.makeLogRecord({"msg": "%s: %s", "args": ("Not Found", link)}),
        logging.makeLogRecord({"msg": f"Method Not Allowed (PUT): {link}?net=1"}),
        logging.makeLogRecord({"msg": "%(pad)s %(status)d", "args": {"pad": link, "status": 404}}),
    ):
        assert ZonderSleutels().filter(regel)
        assert teken not in regel.getMessage()
        assert "/gesprek/…/blokkeer/" in regel.getMessage()


def test_de_instellingen_gebruiken_de_zeef(settings):
    assert settings.LOGGING["filters"]["zonder_sleutels"]["()"] == "opnetwerk.serverlog.ZonderSleutels"
    assert all("zonder_sleutels" in uit["filters"] for uit in settings.LOGGING["handlers"].values())
