"""What the public pages ask of PostgreSQL: never a whole large table; and the rows that the benchmark makes are real.

A few thousand makers are made, with statistics that say a hundred times as many: the planner then chooses as it would
for a large portal, with every setting as in production.
"""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talent import zoekwoorden
from talent.disciplines import laad_disciplines
from talent.facetten import Facetwijzer, wijzer
from talent.models import Medium, Profielbeeld, Talent, Werk, Woordrij, Zoekrij
from talent.zoeken import zoek
from talent.zoekrij import leid_reeks_af
from tests.prestaties.groei import exponent
from tests.prestaties.veel_makers import MERK, maak

AANTAL, KEER = 2000, 100
GROOT = (
    "talent_talent", "talent_profiel", "talent_profiel_disciplines", "talent_toelating", "talent_zoekrij",
    "talent_profielbeeld", "talent_medium", "talent_werk",
)  # fmt: skip
PAGINAS = (
    "/talent/", "/talent/?pagina=90", "/talent/?sorteer=az", "/talent/?sorteer=loting", "/talent/?beeld=kaart",
    "/talent/?discipline=muziek", "/talent/?regio=zuidrand&rond=1", "/talent/?aanbod=optreden", "/talent/?vorm=solo",
    "/talent/?past_bij=feest", "/talent/?rol=maker", "/talent/?zoekt=podium", "/talent/?taal=fr",
    "/talent/?gemeente=lint&rond=1", "/talent/?q=muziek", "/talent/?q=avondlicht+touwzomer", "/talent/?q=Jasmin+Peters",
    "/talent/?q=qqxzzw", "/talent/?q=muziek&vorm=solo&pagina=3", f"/talent/lijstje/?t={MERK}1&t={MERK}2",
    "/igs/zuidrand/talent/", "/igs/zuidrand/talent/atom.xml", "/talent/atom.xml", "/talent/talenten.json",
    f"/talent/{MERK}9/", f"/talent/{MERK}9/blad/", "/sitemap.xml", "/", "/igs/zuidrand/", "/zoek/?q=Emma+Peeters",
)  # fmt: skip


@pytest.fixture
def makers(gegevens) -> None:
    laad_disciplines()
    maak(AANTAL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list(i) FROM unnest('{zoekrij_tekst,zoekrij_naam}'::regclass[]) i")


def geef_beeld_en_geluid() -> None:
    """One picture and one sound each: an empty table is read whole for nothing."""
    paren = list(Talent.objects.values_list("pk", "online_id"))
    werken = Werk.objects.bulk_create(Werk(talent_id=talent, alt="x") for talent, _profiel in paren)
    Profielbeeld.objects.bulk_create(
        Profielbeeld(profiel_id=profiel, werk=werk, alt="x")
        for (_talent, profiel), werk in zip(paren, werken, strict=True)
    )
    Medium.objects.bulk_create(
        Medium(profiel_id=profiel, aanbieder="youtube", sleutel="dQw4w9WgXcQ") for _talent, profiel in paren
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE talent_werk, talent_profielbeeld, talent_medium")


def doe_alsof_groot() -> None:
    """The planner multiplies the real number of pages by the rows on each page that the statistics tell."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = reltuples * %s WHERE oid = ANY(%s::regclass[]) AND reltuples > 0",
            [KEER, list(GROOT)],
        )


def gesteld_door(paden: Iterable[str]) -> list[str]:
    """The questions about large tables behind these pages, each shape of question once."""
    vragen: dict[str, str] = {}
    for pad in paden:
        wijzer.stand().gezocht.clear()
        with CaptureQueriesContext(connection) as gesteld:
            antwoord = Client().get(pad)
        assert antwoord.status_code == 200, pad
        for een in gesteld:
            # The search switches reading whole tables off for itself; whoever else leans on that must not.
            uit = "off" if "set_config" in een["sql"] else "on"
            for stuk in een["sql"].split(";\n"):
                if any(tabel in stuk for tabel in GROOT) and stuk.lstrip().startswith(("SELECT", "WITH")):
                    vragen.setdefault(re.sub(r"'[^']*'|\d+(, \d+)*", "?", stuk), f"{uit}\n{pad}\n{stuk}")
    return [*vragen.values()]


def hele_tabellen(vragen: Iterable[str]) -> list[str]:
    """Those that would read a large table from end to end, with the plan."""
    fout = []
    with connection.cursor() as cursor:
        for vraag in vragen:
            uit, pad, sql = vraag.split("\n", 2)
            cursor.execute(f"SET LOCAL enable_seqscan = {uit}")
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(regel for (regel,) in cursor.fetchall())
            if any(f"Seq Scan on {tabel}{eind}" in plan for tabel in GROOT for eind in (" ", "\n")):
                fout.append(f"{pad}: {sql[:300]}\n{plan}")
        cursor.execute("SET LOCAL enable_seqscan = on")
    return fout


def zonder(opdracht: str, vragen: list[str]) -> list[str]:
    """What would read a whole table without that index; the index is there again afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht)
        fout = hele_tabellen(vragen)
        transaction.set_rollback(True)
    return fout


def index_op(tabel: str, kolom: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s", [tabel, f"%btree ({kolom})"]
        )
        return str(cursor.fetchone()[0])


def test_geen_openbare_pagina_leest_een_hele_grote_tabel(makers):
    """Each kind of page; and without an index that it needs the same test would fail."""
    geef_beeld_en_geluid()
    wijzer.stand()
    doe_alsof_groot()
    vragen = gesteld_door(PAGINAS)
    assert len(vragen) > 12
    assert (fout := hele_tabellen(vragen)) == [], "\n\n".join(fout)
    nummer, slug = index_op("talent_zoekrij", "nummer"), index_op("talent_talent", "slug")
    begin = index_op("talent_talent", "slug varchar_pattern_ops")
    for opdracht in (
        "DROP INDEX zoekrij_tekst",
        "DROP INDEX zoekrij_naam",
        f"DROP INDEX {nummer}",
        f"ALTER TABLE talent_talent DROP CONSTRAINT {slug} CASCADE; DROP INDEX {begin}",
        "ALTER TABLE talent_zoekrij DROP CONSTRAINT talent_zoekrij_pkey CASCADE",
    ):
        assert zonder(opdracht, vragen), f"{opdracht}: niemand mist het"


def rijen(nummers: list[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT talent_nr, zichtbaar, naam, sorteernaam, waarden, bijgewerkt_op, "
            "ARRAY(SELECT woord FROM unnest(tsvector_to_array(zoektekst)) AS woord ORDER BY 1) "
            "FROM talent_zoekrij WHERE talent_nr = ANY(%s) ORDER BY 1",
            [nummers],
        )
        return cursor.fetchall()


def test_een_gemaakte_rij_is_wat_de_lijst_zelf_zou_schrijven(makers):
    nummers = list(Zoekrij.objects.order_by("pk").values_list("pk", flat=True)[: AANTAL // 10])
    gemaakt = rijen(nummers)
    assert Talent.objects.online().count() == AANTAL
    assert {rij.leeftijd for rij in Talent.objects.all()} == {"13-15", "16-17", "18"}
    leid_reeks_af(nummers)
    assert rijen(nummers) == gemaakt
    assert maak(AANTAL) == 0
    assert maak(AANTAL + 5) == 5


def volgens_de_tabel(vraag: str) -> set[int]:
    sql = "SELECT talent_nr FROM talent_zoekrij WHERE zichtbaar AND zoektekst @@ websearch_to_tsquery('nederlands', %s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [vraag])
        return {nummer for (nummer,) in cursor.fetchall()}


def plekken(rij: int) -> set[int]:
    return {plek for plek in range(rij.bit_length()) if rij >> plek & 1}


def test_wie_een_breed_woord_heeft_staat_klaar_en_volgt_elke_wijziging(makers, monkeypatch):
    """Broad words answer as the table does: with and without each other, and after changes since the night."""
    for naam, waarde in (("MINSTENS", 200), ("BLOK", 1024)):
        monkeypatch.setattr(zoekwoorden, naam, waarde)
    assert zoekwoorden.vind("muziek", "nederlands") is None, "nog niets geschreven"
    aantal = zoekwoorden.schrijf()
    assert 20 < aantal == zoekwoorden.schrijf()
    assert Woordrij.objects.filter(woord="muziek").count() >= 2, "in meer dan een blok"
    vragen = [
        "muziek",
        "muziek optreden",
        "muziek or avond",
        "muziek -optreden",
        "muziek optreden or avond -nederlands",
    ]
    for keer in range(3):
        for vraag in vragen:
            rij = zoekwoorden.vind(vraag, "nederlands")
            assert rij is not None, vraag
            assert plekken(rij) == volgens_de_tabel(vraag), (keer, vraag)
        assert zoek("nederlands").rij is not None
        assert Facetwijzer().stand().zoek("muziek").rij == zoekwoorden.vind("muziek", "nederlands")
        wie = sorted(volgens_de_tabel("muziek"))[keer]
        if keer:
            Zoekrij.objects.filter(pk=wie).update(zoektekst=None)
        else:
            Talent.objects.filter(pk=wie).update(pauze=True, verborgen_op="2026-11-22T10:00Z", verborgen_door="stil")
            leid_reeks_af([wie])
    for smal in ("avondlicht muziek", '"muziek optreden"', "-muziek", "qqxzzw", "", "'", "muziek & ' | ! <-> \\"):
        uit = zoekwoorden.vind(smal, "nederlands")
        assert uit is None or plekken(uit) == volgens_de_tabel(smal), smal
    monkeypatch.setattr(zoekwoorden, "MEESTE_WIJZIGINGEN", 1)
    assert zoekwoorden.vind("muziek", "nederlands") is None, "te veel veranderd: de tabel antwoordt"
    assert zoekwoorden.schrijf()
    assert zoekwoorden.vind("muziek", "nederlands") is not None


def test_een_volgorde_blijft_juist_bij_elke_wijziging(makers, monkeypatch):
    """Put in their place one by one it is the same order as sorted anew, also of draws that are alike."""
    wijs, ordes = Facetwijzer(), ("recent", "az", "loting 2026-11-23")
    for orde in ordes:
        wijs.stand().orde(orde)
    nummers = list(Zoekrij.objects.order_by("pk").values_list("pk", flat=True)[::400])
    for stap, nummer in enumerate(nummers):
        Zoekrij.objects.filter(pk__in=(nummer, nummer + 1)).update(
            sorteernaam="aaa"[: stap % 4], bijgewerkt_op=f"2026-11-{10 + stap}T10:00Z", zichtbaar=bool(stap % 3)
        )
        if stap == 2:
            Zoekrij.objects.create(pk=nummers[-1] + AANTAL + 7, sorteernaam="zzz", zichtbaar=True)
        nu, vers = wijs.stand(), Facetwijzer().stand()
        for orde in ordes:
            assert orde in nu.ordes, "bijgehouden, niet opnieuw gemaakt"
            assert nu.stuk([nu.zichtbaar], orde, 0, AANTAL * 2) == vers.stuk([vers.zichtbaar], orde, 0, AANTAL * 2)


def test_de_exponent_zegt_hoe_de_tijd_groeit():
    assert exponent([1000, 10_000, 100_000], [5, 5, 5]) == 0
    assert exponent([1000, 10_000, 100_000], [1, 10, 100]) == 1
    assert exponent([1000], [5]) is None
