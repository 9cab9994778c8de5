"""Very many invented makers, made inside PostgreSQL: a million in minutes, to measure how the portal grows.

Municipalities are drawn by their inhabitants, disciplines and words by rank (a few often, most of them seldom), names
from lists. `tests/talent/test_plannen.py` shows that such a row of the directory is the one `talent.zoekrij` writes.
Only for a cluster that may be lost: triggers and checks are off while it works. No pictures, no outcomes.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from django.db import connection, models, transaction

from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag
from talent import keuzes
from talent.models import Discipline, Profiel, Talent, Toelating, Zoekrij
from talent.voorbeelden import PAST, PRIJZEN
from talent.voorbeeldmassa import ACHTERNAMEN, DINGEN, GEWICHT, VOORNAMEN, WOORDEN
from talent.zoekrij import LABELS, VORM, ZONDER_IGS, sorteervorm

MERK = "meting-"
MEESTE_TEKSTEN = 40_000
# From so many rows on building an index anew is quicker than adding to it.
INDEX_OPNIEUW = 20_000
TALEN = (["nl"], ["nl", "fr"], ["nl", "en"], ["nl", "fr", "en"], ["nl", "dialect"], ["nl"], ["nl", "fr"], ["nl"])
INDEXEN = {
    "zoekrij_tekst": "CREATE INDEX zoekrij_tekst ON talent_zoekrij USING gin (zoektekst)",
    "zoekrij_naam": "CREATE INDEX zoekrij_naam ON talent_zoekrij USING gin (sorteernaam gin_trgm_ops)",
}
LIJSTEN = ("plekken", "termen", "vormen", "praktijk", "pasvormen", "namen", "teksten")
# Everything that one maker draws; the rest follows from it. `kans` ^ 2 and the rank laws make some choices common.
TREK = """
CREATE TEMP TABLE keus ON COMMIT DROP AS
SELECT i, nextval(pg_get_serial_sequence('talent_talent', 'id')) AS talent,
    nextval(pg_get_serial_sequence('talent_profiel', 'id')) AS profiel,
    width_bucket(random(), %(plekken)s::float8[]) + 1 AS plek,
    width_bucket(random(), %(termen)s::float8[]) + 1 AS term,
    CASE WHEN random() < 0.4 THEN width_bucket(random(), %(termen)s::float8[]) + 1 END AS term2,
    CASE WHEN random() < 0.1 THEN width_bucket(random(), %(termen)s::float8[]) + 1 END AS term3,
    1 + floor(random() * %(namen)s)::int AS naam, 1 + floor(random() * %(voornamen)s)::int AS voornaam,
    1 + floor(random() * %(teksten)s)::int AS tekst, 1 + floor(random() ^ 2 * %(vormen)s)::int AS vorm,
    CASE WHEN kans < 0.04 THEN '13-15' WHEN kans < 0.12 THEN '16-17' ELSE '18' END AS leeftijd,
    random() < 0.03 AS pauze, random() < 0.9 AS feed, random() < 0.8 AS zoekmachine,
    date_trunc('second', %(nu)s::timestamptz - random() ^ 2 * interval '700000 minutes') AS moment
FROM (SELECT i, random() AS kans FROM generate_series(%(van)s::bigint, %(tot)s::bigint) AS i) AS nummer
"""
BANDEN = """
INSERT INTO talent_profiel_disciplines (profiel_id, discipline_id)
SELECT DISTINCT keus.profiel, term.id FROM keus
CROSS JOIN LATERAL (VALUES (keus.term), (keus.term2), (keus.term3)) AS gekozen (nr)
JOIN termen AS term ON term.nr = gekozen.nr
"""
BRON = """
keus JOIN plekken AS plek ON plek.nr = keus.plek JOIN termen AS term ON term.nr = keus.term
LEFT JOIN termen AS term2 ON term2.nr = keus.term2 LEFT JOIN termen AS term3 ON term3.nr = keus.term3
JOIN vormen AS vorm ON vorm.nr = keus.vorm JOIN praktijk ON praktijk.nr = mod(keus.i, 120)
JOIN teksten AS tekst ON tekst.nr = keus.tekst
JOIN namen AS naam ON naam.nr = CASE WHEN keus.leeftijd = '13-15' THEN -keus.voornaam ELSE keus.naam END
JOIN pasvormen AS pas ON pas.kunst = term.kunst AND pas.nr = mod(keus.i, 6)
"""
WAARDEN = """
ARRAY(SELECT DISTINCT waarde COLLATE "C" FROM unnest(
    CASE WHEN keus.leeftijd = '13-15' THEN '{}'::text[]
    ELSE term.waarden || term2.waarden || term3.waarden || pas.waarden || vorm.waarden || praktijk.waarden
        || ('g:' || plek.nis) END
    || ARRAY['i:' || plek.igs, 'b:' || to_char(keus.moment AT TIME ZONE 'UTC', 'YYYY-MM'), %(rijvorm)s,
        CASE WHEN keus.pauze THEN 'x:pauze' END,
        CASE WHEN keus.feed AND keus.leeftijd <> '13-15' THEN 'x:feed' END,
        CASE WHEN keus.zoekmachine AND keus.leeftijd <> '13-15' THEN 'x:index' END]
) AS waarde WHERE waarde IS NOT NULL ORDER BY 1)
"""
WOORDRIJ = """
naam.woorden || term.woorden || coalesce(term2.woorden, '') || coalesce(term3.woorden, '') || pas.woorden
|| vorm.woorden || praktijk.woorden || tekst.stijlwoorden || tekst.kortwoorden || plek.igswoorden
|| CASE WHEN keus.leeftijd = '13-15' THEN ''::tsvector ELSE plek.woorden END || tekst.woorden
"""


def maak(aantal: int) -> int:
    """Make makers until there are `aantal` of this kind; the number made. The same number always draws the same ones.

    Needs the network and the terms. Takes some 100 microseconds for each maker, from 100,000 on.
    """
    bestaand = Talent.objects.filter(slug__startswith=MERK).count()
    if bestaand >= aantal:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL synchronous_commit = off")
        trekking = _lijsten(cursor, min(MEESTE_TEKSTEN, max(500, aantal // 4)))
        cursor.execute("SELECT setseed(%s)", [(bestaand % 9973) / 9973])
        cursor.execute(TREK, {**trekking, "van": bestaand, "tot": aantal - 1, "nu": nu()})
        cursor.execute("ANALYZE keus")
        _vul(cursor)
        # Inside a transaction of a test the lists would stay, and the checks would stay off.
        cursor.execute(f"DROP TABLE keus, {', '.join(LIJSTEN)}; SET LOCAL session_replication_role = origin")
    # As the server itself would soon do; inside a transaction of a test it can only count.
    opdracht = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        for tabel in (Talent, Profiel, Toelating, Zoekrij, Profiel.disciplines.through):
            cursor.execute(f'{opdracht} "{tabel._meta.db_table}"')
    return aantal - bestaand


def _vul(cursor: Any) -> None:
    """The rows of the five tables from what was drawn."""
    nieuw = _aantal(cursor) > INDEX_OPNIEUW
    for naam in INDEXEN if nieuw else ():
        cursor.execute(f"DROP INDEX {naam}")
    for model, velden in _velden():
        _voeg_toe(cursor, model, velden)
    cursor.execute(BANDEN)
    for maak_index in INDEXEN.values() if nieuw else ():
        cursor.execute(maak_index)


def _aantal(cursor: Any) -> int:
    cursor.execute("SELECT count(*) FROM keus")
    return int(cursor.fetchone()[0])


def _velden() -> list[tuple[type[models.Model], dict[str, str]]]:
    """Per table the columns that differ, as SQL over BRON."""
    moment = dict.fromkeys(["gepubliceerd_op", "bijgewerkt_op", "bevestigd_op", "gemaakt_op"], "keus.moment")
    jong = "keus.leeftijd = '13-15'"
    talent = {
        "id": "keus.talent",
        "kenmerk": "gen_random_uuid()",
        "slug": f"'{MERK}' || keus.i",
        "soort": f"CASE WHEN {jong} OR mod(keus.i, 3) < 2 THEN 'persoon' ELSE 'groep' END",
        "leeftijd": "keus.leeftijd",
        "leeftijd_op": "keus.moment::date",
        "thuis_id": "plek.igs_id",
        "online_id": "keus.profiel",
        "pauze": "keus.pauze",
        "in_zoekmachines": f"keus.zoekmachine AND NOT ({jong})",
        "in_feeds": f"keus.feed AND NOT ({jong})",
        "voorbeeld": "true",
        **moment,
    }
    profiel = {
        "id": "keus.profiel",
        "talent_id": "keus.talent",
        "stand": "'goedgekeurd'",
        "naam": "naam.naam",
        "gemeente_id": "plek.nis",
        "vorm": "vorm.sleutel",
        "prijs_vanaf": "nullif(praktijk.vanaf, 0)",
        **dict.fromkeys(["gemaakt_op", "ingediend_op", "beslist_op"], "keus.moment"),
        **{naam: f"pas.{naam}" for naam in ("rollen", "aanbod", "zoekt", "past_bij")},
        **{naam: f"praktijk.{naam}" for naam in ("talen", "reikwijdte", "prijs")},
        **{naam: f"tekst.{naam}" for naam in ("kort", "tekst", "stijlen")},
    }
    toelating = {
        "talent_id": "keus.talent",
        "igs_id": "plek.igs_id",
        "soort": "'thuis'",
        "stand": "'toegelaten'",
        **dict.fromkeys(["gevraagd_op", "beslist_op"], "keus.moment"),
    }
    zoekrij = {
        "talent_nr": "keus.talent",
        "nummer": "nextval('talent_zoekrij_nummer')",
        "zichtbaar": "true",
        "naam": "naam.naam",
        "sorteernaam": "naam.sorteernaam",
        "waarden": WAARDEN,
        "bijgewerkt_op": "keus.moment",
        "zoektekst": WOORDRIJ,
    }
    return [(Talent, talent), (Profiel, profiel), (Toelating, toelating), (Zoekrij, zoekrij)]


def _voeg_toe(cursor: Any, model: type[models.Model], velden: Mapping[str, str]) -> None:
    """One INSERT … SELECT; a column that is not named gets the default of its field."""
    rest = {
        veld.column: veld.get_db_prep_save(veld.get_default(), connection)
        for veld in model._meta.local_concrete_fields
        if veld.column not in velden and not (veld.primary_key and veld.column == "id")
    }
    vast = {f"vast_{kolom}": waarde for kolom, waarde in rest.items()}
    kolommen = ", ".join(f'"{kolom}"' for kolom in [*velden, *rest])
    uitdrukkingen = ", ".join([*velden.values(), *(f"%({naam})s" for naam in vast)])
    opdracht = f'INSERT INTO "{model._meta.db_table}" ({kolommen}) SELECT {uitdrukkingen} FROM {BRON}'
    cursor.execute(opdracht, {**vast, "rijvorm": VORM})


# --- the lists that are drawn from ---


def _lijsten(cursor: Any, teksten: int) -> dict[str, Any]:
    """Make the lists as tables; what TREK needs to draw from them."""
    plekken, inwoners = _plekken()
    termen = list(Discipline.objects.exclude(boven=None).filter(opgegaan_in=None).select_related("boven"))
    namen = list(_namen(2 * teksten))
    _lijst(cursor, "plekken", plekken, "nis varchar, igs_id bigint, igs text", {"woorden": "C", "igswoorden": "C"})
    _lijst(cursor, "termen", _termen(termen), "id bigint, kunst text, waarden text[]", {"woorden": "B"})
    _lijst(cursor, "vormen", _vormen(), "sleutel text, waarden text[]", {"woorden": "B"})
    _lijst(
        cursor,
        "praktijk",
        _praktijken(),
        "talen varchar[], reikwijdte text, prijs text, vanaf int, waarden text[]",
        {"woorden": "B"},
    )
    soorten = "kunst text, rollen varchar[], aanbod varchar[], zoekt varchar[], past_bij varchar[], waarden text[]"
    _lijst(cursor, "pasvormen", _pasvormen(), soorten, {"woorden": "B"})
    _lijst(cursor, "namen", namen, "naam text, sorteernaam text", {"woorden": "A"})
    soorten = "kort text, tekst text, stijlen varchar[]"
    _lijst(cursor, "teksten", _teksten(teksten), soorten, {"woorden": "D", "kortwoorden": "C", "stijlwoorden": "B"})
    return {
        "plekken": _grenzen(inwoners),
        "termen": _grenzen([1 / (rang + 5) for rang in range(len(termen))]),
        "namen": sum(rij["nr"] > 0 for rij in namen),
        "voornamen": len(VOORNAMEN),
        "teksten": teksten,
        "vormen": len(keuzes.Vorm.values),
    }


def _grenzen(gewichten: Sequence[float]) -> list[float]:
    """Where each next one begins, of 0 to 1."""
    som, heel, grenzen = 0.0, sum(gewichten), []
    for gewicht in gewichten[:-1]:
        som += gewicht
        grenzen.append(som / heel)
    return grenzen


def _lijst(
    cursor: Any,
    naam: str,
    rijen: Iterator[dict[str, Any]] | list[dict[str, Any]],
    soorten: str,
    woorden: dict[str, str],
) -> None:
    """A table for this transaction. `woorden`: text columns that become word rows of that weight."""
    tekst = "".join(f", {kolom} text" for kolom in woorden)
    kolommen = ", ".join(deel.split()[0] for deel in soorten.split(", "))
    vectoren = "".join(
        f", setweight(to_tsvector('nederlands', {kolom}), '{gewicht}') AS {kolom}" for kolom, gewicht in woorden.items()
    )
    cursor.execute(
        f"CREATE TEMP TABLE {naam} ON COMMIT DROP AS SELECT nr, {kolommen}{vectoren} "
        f"FROM jsonb_to_recordset(%s::jsonb) AS rij (nr int, {soorten}{tekst})",
        [json.dumps(list(rijen))],
    )
    cursor.execute(f"ANALYZE {naam}")


def _plekken() -> tuple[list[dict[str, Any]], list[float]]:
    """Every municipality of today with its IGS, and how many people live there."""
    netwerk = Netwerk.op(vandaag())
    rijen = []
    for nr, gemeente in enumerate(netwerk.huidige, 1):
        igs = next((lid.igs for lid in netwerk.lidmaatschappen_van(gemeente)), None)
        rijen.append(
            {
                "nr": nr,
                "nis": gemeente.nis_code,
                "igs_id": igs.pk if igs else None,
                "igs": igs.slug if igs else ZONDER_IGS,
                "woorden": gemeente.naam,
                "igswoorden": igs.naam if igs else "",
            }
        )
    return rijen, [float(gemeente.inwoners) for gemeente in netwerk.huidige]


def _termen(termen: list[Discipline]) -> Iterator[dict[str, Any]]:
    for nr, term in enumerate(termen, 1):
        boven = term.boven
        assert boven is not None
        yield {
            "nr": nr,
            "id": term.pk,
            "kunst": boven.sleutel if boven.sleutel in PAST else "kruising",
            "waarden": [f"d:{term.sleutel}"],
            "woorden": " ".join([term.naam, *term.synoniemen, boven.naam]),
        }


def _vormen() -> Iterator[dict[str, Any]]:
    for nr, (sleutel, naam) in enumerate(keuzes.Vorm.choices, 1):
        yield {"nr": nr, "sleutel": sleutel, "waarden": [f"v:{sleutel}"], "woorden": naam}


def _praktijken() -> Iterator[dict[str, Any]]:
    """Languages, price and reach in 120 ways."""
    for nr in range(120):
        talen, (prijs, vanaf) = TALEN[nr % len(TALEN)], PRIJZEN[nr % len(PRIJZEN)]
        reikwijdte = [*keuzes.Reikwijdte.values][nr % 3]
        waarden = [f"t:{taal}" for taal in talen] + [f"prijs:{prijs}", f"ver:{reikwijdte}"]
        waarden += [f"vanaf:{vanaf}"] if vanaf else []
        woorden = " ".join(LABELS["talen"][taal] for taal in talen)
        yield {"nr": nr, "talen": talen, "reikwijdte": reikwijdte, "prijs": prijs, "vanaf": vanaf or 0} | {
            "waarden": waarden,
            "woorden": woorden,
        }


def _pasvormen() -> Iterator[dict[str, Any]]:
    """Per art what suits it, in six ways."""
    for kunst, (rollen, aanbod, zoekt, past_bij) in PAST.items():
        for nr in range(6):
            velden = {"rollen": rollen, "aanbod": aanbod[: 1 + nr % 2], "zoekt": zoekt if nr % 3 else []}
            velden |= {"past_bij": past_bij[nr % 2 :]}
            letters = {"rollen": "r", "aanbod": "a", "zoekt": "z", "past_bij": "p"}
            waarden = [f"{letters[veld]}:{waarde}" for veld, lijst in velden.items() for waarde in lijst]
            woorden = " ".join(LABELS[veld][waarde] for veld, lijst in velden.items() for waarde in lijst)
            yield {"nr": nr, "kunst": kunst, **velden, "waarden": waarden, "woorden": woorden}


def _namen(hoogstens: int) -> Iterator[dict[str, Any]]:
    """First names alone under negative numbers (for somebody of 13 to 15), and at most some 57,000 whole ones."""
    achter = [*ACHTERNAMEN, *(f"{een}-{ander}" for een in ACHTERNAMEN for ander in ACHTERNAMEN if een != ander)]
    heel = [f"{voor} {naam}" for voor in VOORNAMEN for naam in achter]
    heel += [f"{ding} {woord.capitalize()}" for ding in DINGEN for woord in WOORDEN]
    heel = Random(7).sample(heel, min(len(heel), hoogstens))
    for nr, naam in [*enumerate(heel, 1), *((-nr, naam) for nr, naam in enumerate(VOORNAMEN, 1))]:
        yield {"nr": nr, "naam": naam, "sorteernaam": sorteervorm(naam), "woorden": naam}


def _teksten(aantal: int) -> Iterator[dict[str, Any]]:
    """A line, four sentences and two words of style, in words of which a few are common and most are not."""
    kans = Random(11)
    for nr in range(1, aantal + 1):
        kort, stijlen = _zin(kans, 8), kans.sample(WOORDEN, 2)
        tekst = " ".join(_zin(kans, 10) for _ in range(4))
        yield {"nr": nr, "kort": kort, "tekst": tekst, "stijlen": stijlen} | {
            "woorden": tekst,
            "kortwoorden": kort,
            "stijlwoorden": " ".join(stijlen),
        }


def _zin(kans: Random, lang: int) -> str:
    return f"{' '.join(kans.choices(WOORDEN, cum_weights=GEWICHT, k=lang)).capitalize()}."
