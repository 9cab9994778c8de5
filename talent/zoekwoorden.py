"""Words that very many makers have: who has them stands ready as rows of bits, so that such a search reads kilobytes.

The text index knows the rows of such a word too, but PostgreSQL then fetches every one of them from the table. What
changed since the rows of bits were written is asked of the table itself, so that an answer is always the present one.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from talent.models import Woordrij

BLOK = 65_536
# A word of fewer makers is looked up in the text index.
MINSTENS = 1000
MINSTE_DEEL = 0.01
# With more changes than this the text index answers, until the night writes the rows again.
MEESTE_WIJZIGINGEN = 20_000
STEEKPROEF = 50_000
STUK = re.compile(r"'((?:[^']|'')*)'(?::[A-D*]+)?|(<->|<\d+>|[&|!()])")
# Binding of the signs of a tsquery, the strongest first.
RANG = {"!": 4, "<": 3, "&": 2, "|": 1}
BREED = """
SELECT word FROM ts_stat(format($vraag$
    SELECT zoektekst FROM talent_zoekrij TABLESAMPLE SYSTEM (%%s) REPEATABLE (11) WHERE zichtbaar
$vraag$, least(100, 100.0 * %(steekproef)s / %(aantal)s)))
WHERE ndoc >= greatest(%(minstens)s, %(deel)s * %(aantal)s) * least(1, %(steekproef)s::float8 / %(aantal)s)
"""
WIE = """
SELECT woord, array_agg(talent_nr - %(begin)s) FROM talent_zoekrij, unnest(tsvector_to_array(zoektekst)) AS woord
WHERE zichtbaar AND talent_nr >= %(begin)s AND talent_nr < %(eind)s AND woord = ANY(%(breed)s) GROUP BY woord
"""
VRAAG = """
SELECT websearch_to_tsquery(%(instelling)s::regconfig, %(q)s)::text, woord, blok, tot, rij FROM talent_woordrij
WHERE woord = '' OR woord = ANY(tsvector_to_array(to_tsvector(%(instelling)s::regconfig, %(q)s)))
"""
GEWIJZIGD = """
SELECT talent_nr, zichtbaar AND zoektekst @@ %(vraag)s::tsquery FROM talent_zoekrij WHERE nummer > %(tot)s
LIMIT %(hoogstens)s
"""


# --- at night ---------------------------------------------------------------------------------------------------------
def schrijf() -> int:
    """Write the rows of bits again when something changed; the number of words."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('talent_woordrij'))")
        cursor.execute("SELECT coalesce(max(nummer), 0), coalesce(max(talent_nr), 0) FROM talent_zoekrij")
        tot, hoogste = cursor.fetchone()
        if Woordrij.objects.filter(woord="", tot=tot).exists():
            return Woordrij.objects.exclude(woord="").values("woord").distinct().count()
        # After the highest number was read: a row that is written meanwhile has a higher one, and is asked besides.
        Woordrij.objects.all().delete()
        breed = _breed(cursor)
        for blok in range(hoogste // BLOK + 1) if breed else ():
            cursor.execute(WIE, {"begin": blok * BLOK, "eind": (blok + 1) * BLOK, "breed": breed})
            Woordrij.objects.bulk_create(
                Woordrij(woord=woord, blok=blok, tot=tot, rij=_bytes(plekken)) for woord, plekken in cursor.fetchall()
            )
        Woordrij.objects.create(woord="", blok=0, tot=tot, rij=b"")
        return len(breed)


def _breed(cursor: Any) -> list[str]:
    """The words of very many makers, as far as a sample shows."""
    cursor.execute("SELECT count(*) FROM talent_zoekrij")
    (aantal,) = cursor.fetchone()
    if aantal < MINSTENS:
        return []
    gegevens = {"aantal": aantal, "steekproef": STEEKPROEF, "minstens": MINSTENS, "deel": MINSTE_DEEL}
    cursor.execute(BREED, gegevens)
    return [woord for (woord,) in cursor.fetchall()]


def _bytes(plekken: Iterable[int]) -> bytes:
    cijfers = bytearray(b"0") * BLOK
    for plek in plekken:
        cijfers[-1 - plek] = 49
    return int(cijfers, 2).to_bytes(BLOK // 8, "little")


# --- by day -----------------------------------------------------------------------------------------------------------
def vind(q: str, instelling: str) -> int | None:
    """Who has the words, as a row of bits by talent number; None when the text index is the one to ask.

    That is when no word is one of very many, when a rare one narrows it down, or when it looks for words in a row.
    One query, or two.
    """
    with connection.cursor() as cursor:
        cursor.execute(VRAAG, {"q": q, "instelling": instelling})
        rijen = cursor.fetchall()
        if not rijen:
            return None
        vraag, tot = rijen[0][0], rijen[0][3]
        bits = _per_woord(rijen)
        gevonden = reken(vraag, bits) if bits else None
        if gevonden is None:
            return None
        cursor.execute(GEWIJZIGD, {"vraag": vraag, "tot": tot, "hoogstens": MEESTE_WIJZIGINGEN + 1})
        anders = cursor.fetchall()
    return _bijgewerkt(gevonden, anders) if len(anders) <= MEESTE_WIJZIGINGEN else None


def _per_woord(rijen: Iterable[tuple[str, str, int, int, bytes]]) -> dict[str, int]:
    stukken: dict[str, dict[int, bytes]] = {}
    for _vraag, woord, blok, _tot, rij in rijen:
        if woord:
            stukken.setdefault(woord, {})[blok] = bytes(rij)
    leeg = bytes(BLOK // 8)
    return {
        woord: int.from_bytes(b"".join(per.get(blok, leeg) for blok in range(max(per) + 1)), "little")
        for woord, per in stukken.items()
    }


def _bijgewerkt(rij: int, anders: list[tuple[int, bool | None]]) -> int:
    if not anders:
        return rij
    lang = max(max(nummer for nummer, _hoort in anders) // 8 + 1, (rij.bit_length() + 7) // 8)
    bits = bytearray(rij.to_bytes(lang, "little"))
    for nummer, hoort in anders:
        if hoort:
            bits[nummer >> 3] |= 1 << (nummer & 7)
        else:
            bits[nummer >> 3] &= ~(1 << (nummer & 7)) & 255
    return int.from_bytes(bits, "little")


def reken(vraag: str, bits: dict[str, int]) -> int | None:
    """The answer to a tsquery (as PostgreSQL writes it) from the rows of its words; None when they do not suffice."""
    waarden: list[int] = []
    wachtend: list[str] = []
    for soort, stuk in _stukken(vraag):
        if soort == "woord":
            if stuk not in bits:
                return None
            waarden.append(bits[stuk])
        elif stuk == "(" or stuk == "!":
            wachtend.append(stuk)
        elif stuk == ")":
            while wachtend[-1] != "(":
                _pas_toe(wachtend.pop(), waarden)
            wachtend.pop()
        else:
            if stuk.startswith("<"):
                return None
            while wachtend and wachtend[-1] != "(" and RANG[wachtend[-1]] >= RANG[stuk]:
                _pas_toe(wachtend.pop(), waarden)
            wachtend.append(stuk)
    while wachtend:
        _pas_toe(wachtend.pop(), waarden)
    # A row below nought has a one for everybody there is not: only "not" remained.
    return waarden[0] if len(waarden) == 1 and waarden[0] >= 0 else None


def _pas_toe(teken: str, waarden: list[int]) -> None:
    laatste = waarden.pop()
    if teken == "!":
        waarden.append(~laatste)
    elif teken == "&":
        waarden.append(waarden.pop() & laatste)
    else:
        waarden.append(waarden.pop() | laatste)


def _stukken(vraag: str) -> Iterator[tuple[str, str]]:
    """("woord", the word) and ("teken", the sign), in their order."""
    for treffer in STUK.finditer(vraag):
        woord, teken = treffer.groups()
        yield ("teken", teken) if teken else ("woord", woord.replace("''", "'").replace("\\\\", "\\"))
