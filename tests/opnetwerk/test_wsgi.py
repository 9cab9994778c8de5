import io
from typing import Any

import pytest

from opnetwerk.wsgi import application


def vraag(pad: str, **kop: str) -> str:
    """The status line of a request as a server sends it."""
    status: list[str] = []

    def begin(lijn: str, koppen: Any, fout: Any = None) -> None:
        status.append(lijn)

    omgeving = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": pad,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.errors": io.StringIO(),
        **kop,
    }
    list(application(omgeving, begin))
    return status[0]


@pytest.mark.parametrize("charset", ["utf-8", "hex", "rot13", "punycode", "bestaat-niet", ""])
def test_een_vreemde_tekenset_breekt_niets(db, charset):
    assert vraag("/robots.txt", CONTENT_TYPE=f"text/plain; charset={charset}") == "200 OK"
