"""Secrets that must be readable again (of an app with codes, of recovery codes), unreadable in the database.

Fernet (AES-128-CBC with HMAC-SHA256) under a key made of SECRET_KEY. After a new SECRET_KEY the old one belongs in
SECRET_KEY_FALLBACKS: what was written under it stays readable.
"""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

log = logging.getLogger(__name__)

MERK = "fernet:"  # what was kept before there was a lock has none; base32 and hex have no colon
DOEL = b"opnetwerk.geheimen"
BYTES = 20  # as the secret of an app


def versleutel(tekst: str) -> str:
    return MERK + _sloten().encrypt(tekst.encode()).decode()


def ontsleutel(bewaard: str) -> str:
    """What `versleutel` was given; a text without its mark is what it was.

    Under a key that nobody has any more: a new random secret, which no code fits, and an error in the log. So the
    person reads that the code is wrong, and no page breaks.
    """
    if not bewaard.startswith(MERK):
        return bewaard
    try:
        return _sloten().decrypt(bewaard.removeprefix(MERK).encode()).decode()
    except InvalidToken:
        log.error("A second step was written under another SECRET_KEY: add the old one to SECRET_KEY_FALLBACKS.")
        return base64.b32encode(secrets.token_bytes(BYTES)).decode()


def _sloten() -> MultiFernet:
    """Writes under the first, reads under each."""
    return MultiFernet([_slot(geheim) for geheim in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _slot(geheim: str) -> Fernet:
    sleutel = HKDF(algorithm=SHA256(), length=32, salt=None, info=DOEL).derive(geheim.encode())
    return Fernet(base64.urlsafe_b64encode(sleutel))
