"""The row of a talent in the directory: written again after each change of what visitors may see.

Everything in it comes from `toon(talent, Kijker.BEZOEKER)`: what a visitor may not see, cannot be searched or counted.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch

from talent import keuzes
from talent.models import Profielbeeld, Talent, Toelating, Zoekrij
from talent.zichtbaarheid import Kijker, Toonprofiel, toon

TEKSTINSTELLING = "nederlands"
ZONDER_IGS = "geen"
PARTIJ = 1000
# Stands in every row that visitors may see. Raise the number when a row gets other values or words: the next start
# writes the older rows again (`leid_verouderde_af`).
VORM = "rij:2"
# Facet letter, field of the profile, choices.
KEUZEVELDEN: list[tuple[str, str, Any]] = [
    ("v", "vorm", keuzes.Vorm),
    ("r", "rollen", keuzes.Rol),
    ("a", "aanbod", keuzes.Aanbod),
    ("z", "zoekt", keuzes.Zoekt),
    ("p", "past_bij", keuzes.PastBij),
    ("t", "talen", keuzes.Taal),
]
LABELS: dict[str, dict[str, str]] = {veld: dict(soort.choices) for _letter, veld, soort in KEUZEVELDEN}
SCHRIJF = """
INSERT INTO talent_zoekrij AS oud
    (talent_nr, nummer, zichtbaar, naam, sorteernaam, waarden, bijgewerkt_op, zoektekst)
SELECT talent_nr, 0, zichtbaar, naam, sorteernaam, waarden, bijgewerkt_op,
    setweight(to_tsvector('nederlands', a), 'A') || setweight(to_tsvector('nederlands', b), 'B')
    || setweight(to_tsvector('nederlands', c), 'C') || setweight(to_tsvector('nederlands', d), 'D')
FROM jsonb_to_recordset(%(rijen)s::jsonb) AS rij (
    talent_nr bigint, zichtbaar boolean, naam text, sorteernaam text, waarden text[], bijgewerkt_op timestamptz,
    a text, b text, c text, d text
)
ON CONFLICT (talent_nr) DO UPDATE SET
    zichtbaar = excluded.zichtbaar, naam = excluded.naam, sorteernaam = excluded.sorteernaam,
    waarden = excluded.waarden, bijgewerkt_op = excluded.bijgewerkt_op, zoektekst = excluded.zoektekst
"""


def leid_af(talent: Talent) -> None:
    """Write the row of this talent again, from the database; empty when visitors may not see it (any more)."""
    leid_reeks_af([talent.pk])


def haal_weg(talent_nr: int) -> None:
    """The talent is erased: its row stays behind, empty, so that every process learns it."""
    leid_reeks_af([talent_nr])


def leid_alles_af() -> int:
    """Write every row again; the number of rows. Also empties the rows of talents that are gone."""
    nummers = sorted(
        {*Talent.objects.values_list("pk", flat=True), *Zoekrij.objects.values_list("talent_nr", flat=True)}
    )
    for begin in range(0, len(nummers), PARTIJ):
        leid_reeks_af(nummers[begin : begin + PARTIJ])
    return len(nummers)


def leid_verouderde_af() -> int:
    """Write the rows again that an earlier version of the portal wrote; how many. Cheap when there are none."""
    oud = Zoekrij.objects.filter(zichtbaar=True).exclude(waarden__contains=[VORM])
    nummers = sorted(oud.values_list("talent_nr", flat=True))
    for begin in range(0, len(nummers), PARTIJ):
        leid_reeks_af(nummers[begin : begin + PARTIJ])
    return len(nummers)


def leid_reeks_af(nummers: Sequence[int]) -> None:
    """Write the rows of these talents again. Seven queries, whatever the number."""
    with transaction.atomic():
        gevraagd = Talent.objects.online().filter(pk__in=nummers)
        online = {talent.pk: talent for talent in _met_zoekwoorden(met_publiek_profiel(gevraagd))}
        rijen = [_rij(nummer, online.get(nummer)) for nummer in nummers]
        with connection.cursor() as cursor:
            cursor.execute(SCHRIJF, {"rijen": json.dumps(rijen)})


def met_publiek_profiel(talenten: Any) -> Any:
    """With everything `toon` reads for a visitor. Four queries."""
    return talenten.select_related("thuis", "online__gemeente", "online__plaats").prefetch_related(
        "online__disciplines",
        Prefetch("online__beelden", Profielbeeld.objects.select_related("werk")),
        "online__media",
    )


def _met_zoekwoorden(talenten: Any) -> Any:
    """With what the search row needs besides. Two queries more."""
    toegelaten = Toelating.objects.filter(stand=Toelating.Stand.TOEGELATEN).select_related("igs")
    return talenten.prefetch_related(
        "online__disciplines__boven", Prefetch("toelatingen", toegelaten, to_attr="toegelaten")
    )


def sorteervorm(tekst: str) -> str:
    """Lower case, without accents and signs, one space between words: 'D’Hoore & Co' becomes 'd hoore co'."""
    plat = unicodedata.normalize("NFKD", tekst.casefold())
    plat = "".join(teken for teken in plat if not unicodedata.combining(teken))
    return re.sub(r"[\W_]+", " ", plat).strip()


def _rij(nummer: int, talent: Talent | None) -> dict[str, Any]:
    if talent is None:
        return {"talent_nr": nummer, "zichtbaar": False, "naam": "", "sorteernaam": "", "waarden": []}
    profiel = toon(talent, Kijker.BEZOEKER)
    return {
        "talent_nr": nummer,
        "zichtbaar": True,
        "naam": profiel.naam,
        "sorteernaam": sorteervorm(profiel.naam)[:80],
        "waarden": sorted({*waarden(profiel), VORM}),
        "bijgewerkt_op": talent.bijgewerkt_op.isoformat() if talent.bijgewerkt_op else None,
        **_woorden(profiel),
    }


def waarden(profiel: Toonprofiel) -> Iterable[str]:
    """The facet values of what the viewer may see; `profiel.talent` comes from `leid_reeks_af`.

    Somebody of 13 to 15 counts per region only: a count of one in a small facet would point at a child.
    """
    talent: Any = profiel.talent
    if not talent.is_jong:
        yield from _keuzewaarden(profiel)
    yield from (f"i:{toelating.igs.slug if toelating.igs else ZONDER_IGS}" for toelating in talent.toegelaten)
    if bevestigd := talent.bevestigd_op or talent.gepubliceerd_op:
        yield f"b:{bevestigd:%Y-%m}"
    yield from (f"x:{naam}" for naam, waar in _kenmerken(profiel) if waar)


def _keuzewaarden(profiel: Toonprofiel) -> Iterable[str]:
    yield from (f"d:{discipline.sleutel}" for discipline in profiel.disciplines)
    for letter, veld, _keuzes in KEUZEVELDEN:
        yield from (f"{letter}:{waarde}" for waarde in _lijst(getattr(profiel, veld)))
    if profiel.gemeente_of_niets:
        yield f"g:{profiel.gemeente_of_niets.nis_code}"
    yield from _praktisch(profiel)


def _praktisch(profiel: Toonprofiel) -> Iterable[str]:
    """What `talent.passen` counts with besides: fee, number of people, inside or outside, how far."""
    velden = [("prijs", profiel.prijs), ("vanaf", profiel.prijs_vanaf), ("personen", profiel.personen)]
    velden += [("plek", profiel.plek), ("ver", profiel.reikwijdte)]
    yield from (f"{naam}:{waarde}" for naam, waarde in velden if waarde)


def _kenmerken(profiel: Toonprofiel) -> Iterable[tuple[str, bool]]:
    yield "pauze", profiel.talent.pauze
    yield "index", profiel.geindexeerd
    yield "feed", profiel.in_feeds


def _lijst(waarde: Any) -> list[str]:
    return [waarde] if isinstance(waarde, str) and waarde else list(waarde or [])


def _woorden(profiel: Toonprofiel) -> dict[str, str]:
    """The words by weight: the name (a), what somebody makes (b), where and in one line (c), and the rest (d)."""
    gemeente = profiel.gemeente_of_niets if not profiel.talent.is_jong else None
    regios = [toelating.igs.naam for toelating in profiel.talent.toegelaten if toelating.igs]  # type: ignore[attr-defined]
    maakt = [*_disciplinewoorden(profiel), *_keuzewoorden(profiel), *profiel.stijlen]
    waar = [profiel.kort, gemeente.naam if gemeente else "", *regios]
    return {"a": profiel.naam, "b": " ".join(maakt), "c": " ".join(waar), "d": profiel.tekst}


def _disciplinewoorden(profiel: Toonprofiel) -> Iterable[str]:
    for discipline in profiel.disciplines:
        yield discipline.naam
        yield from discipline.synoniemen
        if discipline.boven:
            yield discipline.boven.naam


def _keuzewoorden(profiel: Toonprofiel) -> Iterable[str]:
    for _letter, veld, _keuzes in KEUZEVELDEN:
        yield from (LABELS[veld][waarde] for waarde in _lijst(getattr(profiel, veld)) if waarde in LABELS[veld])
