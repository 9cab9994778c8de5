"""Searching by words: Dutch stems without accents in what a profile tells, and names that look like what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.urls import reverse
from rapidfuzz import process
from rapidfuzz.distance import OSA

from opnetwerk import leesplek
from talent import zoekwoorden
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
            WHERE %(naam)s <> '' AND zichtbaar AND %(naam)s <%% sorteernaam
                AND (SELECT count(*) FROM woorden) <= %(breed)s
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
SELECT set_config('enable_seqscan', 'off', true);
SELECT rij.naam, talent.slug FROM (
    SELECT talent_nr, naam, sorteernaam, word_similarity(%(naam)s, sorteernaam) AS lijkt FROM (
        SELECT talent_nr, naam, sorteernaam FROM talent_zoekrij
        WHERE zichtbaar AND %(naam)s <%% sorteernaam LIMIT %(bekeken)s
    ) AS bekeken
    ORDER BY lijkt DESC, sorteernaam, talent_nr LIMIT %(hoogstens)s
) AS rij
JOIN talent_talent AS talent ON talent.id = rij.talent_nr
ORDER BY rij.lijkt DESC, rij.sorteernaam, rij.talent_nr
"""


@dataclass(frozen=True)
class Treffers:
    """Numbers of talents; the best first when `gerangschikt`, else in no order. `rij`: instead, as a row of bits."""

    nummers: list[int]
    gerangschikt: bool
    rij: int | None = None


def zoek(vraag: str) -> Treffers:
    """Who fits the words. Three queries; two when there is nothing to sort.

    A name of fewer than MINSTE_LETTERS letters is only found exactly.
    """
    naam, woorden = sorteervorm(vraag), vraag.replace("-", " ")  # 'hip-hop' is no question for 'hip' without 'hop'
    breed = zoekwoorden.vind(woorden, TEKSTINSTELLING)
    if breed is not None and breed.bit_count() > GERANGSCHIKT:
        return Treffers([], gerangschikt=False, rij=breed)
    gegevens: dict[str, Any] = {
        "q": woorden,
        "instelling": TEKSTINSTELLING,
        "naam": naam if len(naam) >= MINSTE_LETTERS else "",
        "gelijkenis": str(GELIJKENIS),
        "lijkt": LIJKT,
        "bekeken": BEKEKEN,
        "breed": GERANGSCHIKT,
    }
    with connections[leesplek.huidig()].cursor() as cursor:
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
    with connections[leesplek.huidig()].cursor() as cursor:
        cursor.execute(OP_NAAM, {"naam": naam, "hoogstens": hoogstens, "bekeken": BEKEKEN})
        cursor.nextset()
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
