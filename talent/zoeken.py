"""Searching by words: Dutch stems without accents in what a profile tells, and names that look like what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import reverse
from rapidfuzz import process
from rapidfuzz.distance import OSA

from talent.zoekrij import TEKSTINSTELLING, sorteervorm
from talent.zoekvraag import schoon

# More than these are not sorted by how well they fit: then the words say little.
GERANGSCHIKT = 1000
# At most so many names that only look like the question.
LIJKT = 200
# Of at most so many names: a name with the very word in it is found by its words too.
BEKEKEN = 1000
# Of 1: how much of the letters (in threes) must be in the name. 0.5: 'jasmin' finds Yasmin.
GELIJKENIS = 0.5
MINSTE_LETTERS = 3

# Several statements in one go: the settings hold for this question alone. For a word that half of the makers use, the
# planner would rather read the whole table and compare every text again; the index knows the answer already. When the
# words find so many that they are not sorted anyway, nobody looks for a name, and names that only resemble stay away.
VIND = """
SELECT set_config('pg_trgm.word_similarity_threshold', %(gelijkenis)s, true), set_config('enable_seqscan', 'off', true);
WITH woorden AS MATERIALIZED (
    SELECT talent_nr FROM talent_zoekrij
    WHERE zichtbaar AND zoektekst @@ websearch_to_tsquery(%(instelling)s::regconfig, %(q)s)
)
SELECT array_agg(talent_nr) FROM (
    SELECT talent_nr FROM woorden
    UNION ALL (
        SELECT talent_nr FROM (
            SELECT talent_nr, sorteernaam FROM talent_zoekrij
            WHERE zichtbaar AND %(naam)s <%% sorteernaam AND (SELECT count(*) FROM woorden) <= %(breed)s
            LIMIT %(bekeken)s
        ) AS naam
        ORDER BY word_similarity(%(naam)s, sorteernaam) DESC, talent_nr LIMIT %(lijkt)s
    )
) AS gevonden
"""
RANGSCHIK = """
SELECT talent_nr FROM talent_zoekrij WHERE talent_nr = ANY(%(nummers)s)
ORDER BY ts_rank(zoektekst, websearch_to_tsquery(%(instelling)s::regconfig, %(q)s))
    + word_similarity(%(naam)s, sorteernaam) DESC, talent_nr
"""
OP_NAAM = """
SELECT rij.naam, talent.slug FROM talent_zoekrij AS rij JOIN talent_talent AS talent ON talent.id = rij.talent_nr
WHERE rij.zichtbaar AND %(naam)s <%% rij.sorteernaam
ORDER BY word_similarity(%(naam)s, rij.sorteernaam) DESC, rij.sorteernaam, rij.talent_nr LIMIT %(hoogstens)s
"""


@dataclass(frozen=True)
class Treffers:
    """Row numbers of talents; the best first when `gerangschikt`, else in no order."""

    nummers: list[int]
    gerangschikt: bool


def zoek(vraag: str) -> Treffers:
    """Who fits the words. Two queries; one when there is nothing to sort.

    A name of fewer than MINSTE_LETTERS letters is only found exactly.
    """
    naam = sorteervorm(vraag)
    gegevens: dict[str, Any] = {
        "q": vraag.replace("-", " "),  # 'hip-hop' is no question for 'hip' without 'hop'
        "instelling": TEKSTINSTELLING,
        "naam": naam if len(naam) >= MINSTE_LETTERS else "",
        "gelijkenis": str(GELIJKENIS),
        "lijkt": LIJKT,
        "bekeken": BEKEKEN,
        "breed": GERANGSCHIKT,
    }
    with connection.cursor() as cursor:
        cursor.execute(VIND, gegevens)
        cursor.nextset()
        nummers = list(dict.fromkeys(cursor.fetchone()[0] or ()))
        if not nummers or len(nummers) > GERANGSCHIKT:
            return Treffers(nummers, gerangschikt=False)
        cursor.execute(RANGSCHIK, {**gegevens, "nummers": nummers})
        return Treffers([nummer for (nummer,) in cursor.fetchall()], gerangschikt=True)


def op_naam(vraag: str, hoogstens: int) -> list[tuple[str, str]]:
    """Makers whose name looks like the question, for the search of the whole site: (name, path). One query."""
    naam = sorteervorm(schoon(vraag))
    if len(naam) < MINSTE_LETTERS:
        return []
    with connection.cursor() as cursor:
        cursor.execute(OP_NAAM, {"naam": naam, "hoogstens": hoogstens})
        return [(gevonden, reverse("talent_pagina", args=[slug])) for gevonden, slug in cursor.fetchall()]


def bedoeld(vraag: str, woorden: Iterable[str]) -> str:
    """The question with each unknown word replaced by the known one nearest to it; empty when that changes nothing."""
    bekend = {norm: woord for woord in woorden if len(norm := sorteervorm(woord)) > MINSTE_LETTERS}
    nieuw = []
    for woord in vraag.split():
        norm = sorteervorm(woord)
        marge = 1 if len(norm) < 6 else 2
        beste = None
        if norm not in bekend and len(norm) > MINSTE_LETTERS:
            beste = process.extractOne(norm, bekend.keys(), scorer=OSA.distance, score_cutoff=marge)
        nieuw.append(bekend[beste[0]] if beste else woord)
    return " ".join(nieuw) if nieuw != vraag.split() else ""
