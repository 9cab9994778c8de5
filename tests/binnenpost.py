"""Mail that comes in, for tests: a real Maildir with real files in it, and the settings that say where it is."""

import mailbox
from collections import Counter
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from opnetwerk.binnenpost import lees_maildir
from opnetwerk.dag import nu

EML = Path(__file__).parent / "opnetwerk" / "binnenpost"
PLAATSHOUDER = b"antwoord+g1-fuyq-abcdefghijklmnop@netwerk.example"  # in the files
AFZENDER = b"an.peeters@lint.example"  # in the files


def zet_aan(settings: Any, pad: Path) -> Path:
    """Mail comes in from now on; the Maildir."""
    settings.ANTWOORDADRES = "antwoord@netwerk.example"
    settings.POSTVAK_IN = pad / "post"
    mailbox.Maildir(settings.POSTVAK_IN, create=True)
    return settings.POSTVAK_IN  # type: ignore[no-any-return]


def bezorg(pad: Path, ruw: bytes) -> Path:
    """As a mail server delivers it; the file."""
    bak = mailbox.Maildir(pad)
    return pad / "new" / bak.add(ruw)


def brief(van: str, aan: str, tekst: str = "Wij doen dat in maart.", **koppen: str) -> bytes:
    """A reply; `koppen` with underscores for hyphens, an empty one is left out."""
    mail = EmailMessage()
    standaard = {"Message-ID": "<1@lint.example>", "Return-Path": f"<{van}>", "Subject": "Re: vraag"}
    for naam, waarde in (standaard | {kop.replace("_", "-"): een for kop, een in koppen.items()}).items():
        if waarde:
            mail[naam] = waarde
    mail["From"], mail["To"] = van, aan
    mail.set_content(tekst)
    return bytes(mail)


def uit_bestand(naam: str, van: str, aan: str) -> bytes:
    """A mail of the corpus, by this sender to this address."""
    ruw = (EML / f"{naam}.eml").read_bytes()
    return ruw.replace(PLAATSHOUDER, aan.encode()).replace(AFZENDER, van.encode())


def lees(pad: Path) -> Counter[str]:
    return lees_maildir(pad, nu())


def in_map(pad: Path, naam: str = "") -> int:
    """How many mails lie in the inbox, or in a folder."""
    bak = pad / f".{naam}" if naam else pad
    return sum(len(list((bak / deel).iterdir())) for deel in ("new", "cur"))
