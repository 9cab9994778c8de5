"""What is too easy to guess for a password, however long it is.

Django's list of common passwords holds few that are long enough for us; but people make a short one long with a year
and an exclamation mark, or by typing it twice, and they reach for the words of the site. What is left without that is
what counts.
"""

import re
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

# Words of the site and its people, and what everybody thinks of first.
WOORDEN = frozenset({"opnetwerk", "netwerk", "cultuurnota", "cultuur", "grensbrekers", "grensbreker", "talent"}) | {
    *("coördinator", "coordinator", "redactie", "redacteur", "beheerder", "beheer", "gemeente", "vlaanderen", "regio"),
    *("belicht", "igs", "wachtwoord", "paswoord", "password", "welkom", "geheim", "admin"),
}
RAND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
TUSSEN = re.compile(r"[\W\d_]+")
HERHAALD = re.compile(r"(.+?)\1+")
VAN_DE_SITE = re.compile(f"(?:{'|'.join(sorted(WOORDEN, key=len, reverse=True))})+")
ZIN = "Dit wachtwoord is te makkelijk te raden. Kies een korte zin, of een paar woorden die niet bij elkaar horen."


class NietTeVoorspellen:
    """For AUTH_PASSWORD_VALIDATORS: refuses a known password, or words of the site, with something around it."""

    def validate(self, password: str, user: object = None) -> None:
        if te_voorspellen(password):
            raise ValidationError(ZIN, code="te_voorspellen")

    def get_help_text(self) -> str:
        return "Geen woord dat iedereen kent met alleen cijfers of tekens erbij."


def te_voorspellen(wachtwoord: str) -> bool:
    """Whether a list of known words is enough to guess it. An empty text is not: its length is another rule."""
    kaal = wachtwoord.strip().lower()
    zonder_rand = RAND.sub("", kaal)
    kernen = {kaal, zonder_rand, TUSSEN.sub("", kaal)}
    kernen |= {gelijk[1] for kern in kernen if (gelijk := HERHAALD.fullmatch(kern))}
    return bool(kaal) and any(not kern or kern in _bekend() or VAN_DE_SITE.fullmatch(kern) for kern in kernen)


@cache
def _bekend() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)
