"""Signed links for "confirm by a button": a mail carries a link, the link opens a page, only its button acts.

Mail scanners open links, so reading a token changes nothing. That a link works once is up to whoever acts: the act
itself must be such that doing it twice is doing it once.
"""

import uuid
from datetime import timedelta

from django.core.signing import BadSignature, Signer

from opnetwerk.dag import nu

GELDIG = timedelta(days=3)
KLOKVERSCHIL = timedelta(minutes=5)  # the machine that wrote the link may be ahead of the one that reads it
LANGSTE_TEKEN = 1000  # characters; what is longer was never ours


class Onbekend(Exception):
    """The link was not made by us, or for something else, or arrived damaged."""


class Verlopen(Exception):
    """The link is ours but too old; `sleutel` says for what, so that the page can offer a new one."""

    def __init__(self, sleutel: str) -> None:
        super().__init__("de link is te oud")
        self.sleutel = sleutel


def maak_teken(soort: str, sleutel: str) -> str:
    """A token for an address, made at this moment.

    `soort` names what is confirmed ("gesprek", "inschrijving"): a token of one kind is none of another. `sleutel` can
    be read by whoever has the link: a reference, never an e-mail address.
    """
    return _ondertekenaar(soort).sign_object([sleutel, int(nu().timestamp())])


def lees_teken(soort: str, teken: str, *, geldig: timedelta = GELDIG) -> str:
    """The key of a token of this kind. Raises Verlopen when it is older than `geldig`, Onbekend when it is none."""
    if len(teken) > LANGSTE_TEKEN:
        raise Onbekend
    try:
        sleutel, gemaakt_op = _ondertekenaar(soort).unsign_object(teken)
    except (BadSignature, ValueError, TypeError) as fout:
        raise Onbekend from fout
    leeftijd = timedelta(seconds=nu().timestamp() - gemaakt_op)
    if leeftijd < -KLOKVERSCHIL:
        raise Onbekend
    if leeftijd > geldig:
        raise Verlopen(sleutel)
    return str(sleutel)


def als_uuid(sleutel: str) -> uuid.UUID:
    """The key of a token as the reference it should be; of another version of the portal: one that nobody has.

    A column of references refuses any other text with an error, which would be a 500.
    """
    try:
        return uuid.UUID(sleutel)
    except ValueError:
        return uuid.UUID(int=0)


def _ondertekenaar(soort: str) -> Signer:
    return Signer(salt=f"opnetwerk.bevestigen.{soort}")
