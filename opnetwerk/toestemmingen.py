"""Consent, given and taken back: the only place that writes the ledger.

A line is never changed but for the moment it was taken back; agreeing again, or to other words, is another line.
"""

from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Toestemming

LANGSTE_TEKST = 500  # characters; what Toestemming.tekst holds


def geef(
    *, doel: str, tekst: str, betreft: str = "", gebruiker: Gebruiker | None = None, email: str = ""
) -> Toestemming:
    """Write down that somebody agrees, in these words; the same words twice are one line.

    By an account, or by an address without one. `betreft` is kind:key ("talent:<uuid>"), empty for the account itself.
    ValueError without somebody, or without words.
    """
    if (gebruiker is None) == (not email) or not 0 < len(tekst) <= LANGSTE_TEKST:
        raise ValueError("Een toestemming is van iemand, met de woorden erbij.")
    wie: dict[str, Any] = {"gebruiker": gebruiker, "email": email.lower(), "betreft": betreft, "doel": doel}
    with transaction.atomic():
        _een_tegelijk(doel, betreft, str(gebruiker.pk) if gebruiker else email.lower())
        lopend = _lopende(doel, betreft).filter(gebruiker=gebruiker, email=email.lower()).select_for_update().first()
        if lopend and lopend.tekst == tekst:
            return lopend
        if lopend:
            trek_in(doel=doel, betreft=betreft, gebruiker=gebruiker, email=email)
        return Toestemming.objects.create(**wie, tekst=tekst, gegeven_op=nu())


def trek_in(*, doel: str, betreft: str = "", gebruiker: Gebruiker | None = None, email: str = "") -> int:
    """Take back what runs for this purpose and subject; of everybody, unless an account or address is named.

    How many lines; what was taken back already keeps its moment.
    """
    lopend = _lopende(doel, betreft)
    if gebruiker is not None:
        lopend = lopend.filter(gebruiker=gebruiker)
    if email:
        lopend = lopend.filter(email=email.lower())
    return lopend.update(ingetrokken_op=nu())


def loopt(*, doel: str, betreft: str = "", gebruiker: Gebruiker | None = None) -> bool:
    """Whether somebody agreed and did not take it back; with `gebruiker`: whether that account did."""
    wie = Q() if gebruiker is None else Q(gebruiker=gebruiker)
    return _lopende(doel, betreft).filter(wie).exists()


def van(betreft: str) -> list[Toestemming]:
    """Every line about the subject, the newest first."""
    return list(Toestemming.objects.filter(betreft=betreft))


def wis(betreft: str) -> int:
    """Erase the lines about a subject that is itself erased."""
    aantal, _ = Toestemming.objects.filter(betreft=betreft).exclude(betreft="").delete()
    return aantal


def _een_tegelijk(*wat: str) -> None:
    """Until the end of the transaction nobody else writes this line: the same form sent twice finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"toestemming:{':'.join(wat)}"])


def _lopende(doel: str, betreft: str) -> Any:
    return Toestemming.objects.filter(doel=doel, betreft=betreft, ingetrokken_op=None)
