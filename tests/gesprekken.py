"""Conversations for tests: two people who write each other, and everything that leaves the portal."""

import time
from typing import Any

from opnetwerk import gesprekken
from opnetwerk.formulieren import maak_teken
from opnetwerk.gesprekken import Kant
from opnetwerk.gesprekspost import link
from opnetwerk.models import Deelnemer, Gesprek, UitgaandeMail

AN = Kant("An Afzender", "an.geheim@voorbeeld.be")
BO = Kant("Bo Ontvanger", "bo.geheim@voorbeeld.be")


def begin(**velden: Any) -> Gesprek:
    """An writes to Bo, with an address that is sure."""
    standaard: dict[str, Any] = {
        "betreft": "proef:bo",
        "betreft_naam": "Bo Ontvanger",
        "igs_slug": "zuidrand",
        "onderwerp": "Een vraag",
        "tekst": "Kom je spelen?\n\nOp 1 december.",
        "afzender": AN,
        "ontvangers": [BO],
        "formulier": "a" * 64,
        "bevestigd": True,
    }
    return gesprekken.begin(**standaard | velden)


def kant_van(gesprek: Gesprek, kant: Deelnemer.Kant, nummer: int = 0) -> Deelnemer:
    return list(gesprek.deelnemers.filter(kant=kant).select_related("gesprek", "gebruiker").order_by("pk"))[nummer]


def afzender(gesprek: Gesprek) -> Deelnemer:
    return kant_van(gesprek, Deelnemer.Kant.AFZENDER)


def ontvanger(gesprek: Gesprek, nummer: int = 0) -> Deelnemer:
    return kant_van(gesprek, Deelnemer.Kant.ONTVANGER, nummer)


def pad(deelnemer: Deelnemer, wat: str = "gesprek") -> str:
    return link(deelnemer, wat=wat)


def mails_aan(adres: str) -> list[UitgaandeMail]:
    """In the order in which they were written."""
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def ingevuld(**velden: str) -> dict[str, str]:
    """A form that stood open for a minute, with these fields."""
    return {"teken": maak_teken(time.time() - 60), "meer_info": "", **velden}


def heel(mail: UitgaandeMail) -> str:
    """Everything of a mail but the address it goes to."""
    return "\n".join([mail.onderwerp, mail.tekst, mail.html, mail.antwoord_aan, repr(mail.koppen), mail.sleutel])
