"""Every IGS against both periods: each line against a calculation of its own from the CSV files, and the page.

The first part knows nothing of the code under test: it reads the files, sums, walks and multiplies by itself.
"""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import pytest

from igs.gegevensbestanden import GEGEVENS
from igs.models import IGS, Erkenning, Gemeente, Referentieregio, Regelversie
from igs.netwerk import Netwerk
from igs.regiocheck_overzicht import CSV_KOLOMMEN, KOLOMMEN, Ondergrens, Overzicht, Sortering, csv_rijen
from igs.regiocheck_regels import Periode, regels_van_het_huis
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, maak_lid
from tests.igs.lezen import pagina

ADRES = "/regiocheck/overzicht/"
SLUGS = [
    "bie-midwest", "co7", "comeet", "cultuurtuin-waas", "de-merode", "dijk92", "druivenstreek", "ecru", "ginter",
    "ijzervallei", "leie-schelde", "neteland", "noordrand", "pajottenland-zennevallei", "route42", "stuifzand",
    "viertoren", "zuidrand", "zuidwest",
]  # fmt: skip


# --- a calculation of its own -----------------------------------------------------------------------------------------


@cache
def rijen(naam: str) -> list[dict[str, str]]:
    with (GEGEVENS / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


def dag(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


@dataclass(frozen=True)
class Eigen:
    """One IGS by hand, on the municipalities of today."""

    codes: frozenset[str]
    inwoners: int
    regios: frozenset[str]
    delen: int
    gestopt: bool

    @property
    def ondergrens(self) -> str:
        if self.inwoners >= 85_000:
            return "gehaald"
        uitzondering = not self.gestopt and len(self.codes) >= 4 and self.delen == 1
        return "door de uitzondering" if uitzondering else "niet gehaald"

    @property
    def past_2027(self) -> bool:
        return self.ondergrens != "niet gehaald" and len(self.regios) == 1

    @property
    def past_2020(self) -> bool:
        return len(self.codes) >= 4 and self.delen == 1

    @property
    def subsidie_in_cent(self) -> int:
        return max(10_000_000, 90 * self.inwoners)

    @property
    def inbreng_in_cent(self) -> int:
        return max(7_500_000, -(-self.subsidie_in_cent * 75 // 100))


def leden(slug: str, op: date) -> set[str]:
    """Members on the day; one that merged into a new municipality lives on in it, one swallowed by another does not."""
    gemeenten = {rij["nis_code"]: rij for rij in rijen("gemeenten")}
    uit = set()
    for rij in rijen("igs_leden"):
        eerste = dag(rij["lid_van"]) or dag(rij["eerst_gezien_op"])
        laatste = dag(rij["lid_tot"])
        if rij["igs_slug"] != slug or (eerste and eerste > op) or (laatste and laatste < op):
            continue
        gemeente = gemeenten[rij["nis_code"]]
        while (einde := dag(gemeente["bestaat_tot"])) and einde < op:
            nieuw = gemeenten[gemeente["opgegaan_in_nis"]]
            if dag(nieuw["bestaat_van"]) != einde + timedelta(days=1):
                break
            gemeente = nieuw
        else:
            uit.add(gemeente["nis_code"])
    return uit


def aantal_delen(codes: set[str]) -> int:
    """Breadth first over the pairs of neighbours."""
    naast: dict[str, set[str]] = defaultdict(set)
    for paar in rijen("buurgemeenten"):
        naast[paar["nis_a"]].add(paar["nis_b"])
        naast[paar["nis_b"]].add(paar["nis_a"])
    over, delen = set(codes), 0
    while over:
        delen += 1
        golf = {over.pop()}
        while golf:
            golf = {buur for code in golf for buur in naast[code]} & over
            over -= golf
    return delen


@cache
def eigen(slug: str) -> Eigen:
    [rij] = [een for een in rijen("igs") if een["slug"] == slug]
    gestopt_op = dag(rij["gestopt_op"])
    gestopt = gestopt_op is not None and gestopt_op < DAG
    codes = leden(slug, gestopt_op if gestopt and gestopt_op else DAG)
    gemeenten = [een for een in rijen("gemeenten") if een["nis_code"] in codes]
    return Eigen(
        codes=frozenset(codes),
        inwoners=sum(int(een["inwoners"]) for een in gemeenten),
        regios=frozenset(een["referentieregio"] for een in gemeenten),
        delen=aantal_delen(codes),
        gestopt=gestopt,
    )


def met_punten(aantal: int) -> str:
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", str(aantal))


def in_euro(cent: int) -> str:
    return met_punten(cent // 100) + (f",{cent % 100:02}" if cent % 100 else "") + " euro"


def test_de_eigen_berekening_kent_alle_negentien_en_is_niet_eentonig():
    assert sorted(een["slug"] for een in rijen("igs")) == SLUGS
    alle = [eigen(slug) for slug in SLUGS]
    assert {een.past_2027 for een in alle} == {True, False}
    assert {een.ondergrens for een in alle} == {"gehaald", "door de uitzondering"}
    assert {len(een.regios) for een in alle} == {1, 2, 3}
    assert [slug for slug in SLUGS if eigen(slug).gestopt] == ["ginter"]


# --- the lines --------------------------------------------------------------------------------------------------------


@pytest.fixture
def overzicht(gegevens) -> Overzicht:
    return Overzicht(Netwerk.op(DAG), regels_van_het_huis())


def test_elk_igs_klopt_in_beide_periodes_met_de_bestanden(overzicht):
    per_slug = {rij.igs.slug: rij.stand for rij in overzicht.rijen}
    assert sorted(per_slug) == SLUGS
    for slug, stand in per_slug.items():
        hand = eigen(slug)
        assert set(stand.gemeenten) == hand.codes, slug
        assert (stand.aantal, stand.inwoners) == (len(hand.codes), hand.inwoners), slug
        assert {regio.slug for regio in stand.p2027.cijfers.regios} == hand.regios, slug
        assert stand.aansluitend is (hand.delen == 1), slug
        assert stand.ondergrens.value == hand.ondergrens, slug
        assert stand.p2027.gebied_in_orde is hand.past_2027, slug
        assert stand.p2020.gebied_in_orde is hand.past_2020, slug
        assert (stand.subsidie * 100, stand.inbreng_min * 100) == (hand.subsidie_in_cent, hand.inbreng_in_cent), slug
        assert stand.plafond == 100_000, slug


@pytest.mark.parametrize("slug", SLUGS)
def test_de_pagina_van_elk_igs_zegt_in_woorden_wat_de_bestanden_zeggen(client, gegevens, slug):
    gelezen, hand = pagina(client, f"/igs/{slug}/"), eigen(slug)
    niet = "" if hand.past_2027 else " niet"
    woorden = gelezen.woorden
    assert (
        f"Voor 2027-2032 past dit gebied{niet}. Het telt {met_punten(hand.inwoners)} inwoners (1 januari 2026"
        in woorden
    )
    assert f"Het richtbedrag bij zoveel inwoners is {in_euro(hand.subsidie_in_cent)} subsidie per jaar." in woorden
    assert (f"{met_punten(85_000 - hand.inwoners)} onder het minimum van 85.000" in woorden) is (hand.inwoners < 85_000)
    assert ("Het mag de uitzondering voor kleine IGS'en gebruiken" in woorden) is (hand.ondergrens.startswith("door"))
    regios = {rij["slug"]: rij["naam"] for rij in rijen("referentieregios")}
    if len(hand.regios) == 1:
        assert f"Het ligt in één referentieregio: {regios[min(hand.regios)]}." in woorden
    else:
        assert f"Het ligt in {len(hand.regios)} referentieregio's, en we kennen geen afwijking." in woorden
    aansluiten = "alle gemeenten sluiten bij elkaar aan" if hand.delen == 1 else f"valt uiteen in {hand.delen} delen"
    past = "past dit gebied" if hand.past_2020 else "past dit gebied niet"
    assert f"Voor 2020-2026 {past}: {len(hand.codes)} gemeenten, en {aansluiten}" in woorden
    set_ = "&".join(f"g={code}" for code in sorted(hand.codes))
    [link] = [een for een in gelezen.waarden("a", "href") if een.startswith("/regiocheck/uitkomst/")]
    assert link.startswith(f"/regiocheck/uitkomst/?{set_}&periode=2027&bestaand={'nee' if hand.gestopt else 'ja'}")


def test_de_pagina_van_elke_regio_rekent_met_al_haar_gemeenten(client, gegevens):
    nu = [rij for rij in rijen("gemeenten") if not rij["bestaat_tot"]]
    for regio in rijen("referentieregios"):
        hier = [rij for rij in nu if rij["referentieregio"] == regio["slug"]]
        inwoners = sum(int(rij["inwoners"]) for rij in hier)
        gelezen = pagina(client, f"/regios/{regio['slug']}/")
        assert f"Neem alle {len(hier)} gemeenten van" in gelezen.woorden
        assert f"past dit gebied. Het telt {met_punten(inwoners)} inwoners" in gelezen.woorden
        assert f"is {in_euro(max(10_000_000, 90 * inwoners))} subsidie per jaar" in gelezen.woorden
        codes = "&".join(sorted(f"g={rij['nis_code']}" for rij in hier))
        assert f"/regiocheck/uitkomst/?{codes}&periode=2027&bestaand=nee" in gelezen.waarden("a", "href")


def test_een_regio_noemt_wie_zonder_igs_samen_kan(client, gegevens):
    kempen, westhoek = (pagina(client, f"/regios/{slug}/").woorden for slug in ("kempen", "westhoek"))
    assert "Van de gemeenten zonder IGS kunnen er 12 samen een IGS vormen : ze tellen" in kempen
    assert "De gemeenten zonder IGS halen samen niet wat een nieuw IGS nodig heeft." in westhoek


# --- the white spots --------------------------------------------------------------------------------------------------


def test_elke_gemeente_zonder_igs_staat_in_precies_een_groep_van_haar_regio(overzicht):
    in_igs = set().union(*(eigen(slug).codes for slug in SLUGS if not eigen(slug).gestopt))
    nu = {rij["nis_code"]: rij for rij in rijen("gemeenten") if not rij["bestaat_tot"]}
    gevonden: list[str] = []
    for vlek in overzicht.witte_vlekken:
        for groep in vlek.groepen:
            codes = {gemeente.nis_code for gemeente in groep.gemeenten}
            assert {nu[code]["referentieregio"] for code in codes} == {vlek.slug}
            assert aantal_delen(codes) == 1
            inwoners = sum(int(nu[code]["inwoners"]) for code in codes)
            assert (groep.inwoners, groep.tekort) == (inwoners, max(0, 85_000 - inwoners))
            assert groep.kan is (inwoners >= 85_000 and len(codes) >= 2)
            assert groep.adres == f"/regiocheck/?{'&'.join(f'g={code}' for code in sorted(codes))}&periode=2027"
            gevonden += codes
    assert sorted(gevonden) == sorted(nu.keys() - in_igs)
    assert any(vlek.kansen for vlek in overzicht.witte_vlekken)
    assert any(vlek.te_klein for vlek in overzicht.witte_vlekken)


def test_een_stad_alleen_kan_geen_igs_zijn(lege_databank, client):
    maak_gemeente("99001", "Grootstad", inwoners=120_000)
    [vlek] = Overzicht(Netwerk.op(DAG), regels_van_het_huis()).witte_vlekken
    assert (vlek.kansen, len(vlek.te_klein)) == ([], 1)
    assert "Eén gemeente alleen kan geen IGS zijn." in pagina(client, ADRES).woorden


def test_zonder_wie_dan_ook_zonder_igs_zegt_de_pagina_dat(lege_databank, client):
    maak_lid(maak_igs("Alles"), maak_gemeente("99001", "Overal", inwoners=120_000))
    assert "Elke gemeente zit in een IGS." in pagina(client, ADRES).woorden


# --- what is not sure -------------------------------------------------------------------------------------------------


def test_de_uitzondering_is_te_bevestigen_zolang_de_subsidie_van_2026_afgeleid_is(overzicht):
    rij = next(rij for rij in overzicht.rijen if rij.igs.slug == "viertoren")
    assert (rij.subsidie_2026, rij.subsidie_zeker, rij.te_bevestigen) == (True, False, True)
    Erkenning.objects.filter(igs__slug="viertoren").update(zekerheid="hoog")
    zeker = Overzicht(Netwerk.op(DAG), regels_van_het_huis()).rij(IGS.objects.get(slug="viertoren"))
    assert (zeker.subsidie_zeker, zeker.te_bevestigen) == (True, False)


def test_zonder_bekende_erkenning_is_de_uitzondering_niet_geweten(gegevens, client):
    Erkenning.objects.filter(igs__slug="viertoren").delete()
    rij = Overzicht(Netwerk.op(DAG), regels_van_het_huis()).rij(IGS.objects.get(slug="viertoren"))
    assert (rij.subsidie_2026, rij.stand.ondergrens) == (None, Ondergrens.ONBEKEND)
    assert rij.stand.bekend == {"bestaand": "ja", "subsidie2026": "weet-niet"}
    woorden = pagina(client, "/igs/viertoren/").woorden
    assert "weten we niet of dit gebied past" in woorden
    assert "Of de uitzondering voor kleine IGS'en geldt, weten we niet" in woorden


def test_een_versie_van_redactie_telt_vanaf_haar_dag(gegevens, client):
    Regelversie.objects.create(
        regel="R09", periode="2027", soort="voorwaarde", vraagt="Minstens 50.000 inwoners.", waarde=50_000,
        eenheid="inwoners", bron="Besluit", zekerheid="A", versie=DAG,
    )  # fmt: skip
    assert (
        "Het telt 56.081 inwoners (1 januari 2026, Statbel). Het ligt in" in pagina(client, "/igs/viertoren/").woorden
    )
    gelezen = pagina(client, ADRES)
    assert "50.000 inwoners" in gelezen.woorden
    assert "versie van 23 november 2026" in gelezen.woorden


def test_een_igs_zonder_leden_staat_er_niet_en_breekt_zijn_pagina_niet(gegevens, client):
    maak_igs("Leeg")
    assert "Leeg" not in pagina(client, ADRES).woorden
    assert "Wat betekent dit voor ons?" not in pagina(client, "/igs/leeg/").woorden


# --- the page ---------------------------------------------------------------------------------------------------------


def volgorde(client, vraag: str = "") -> list[str]:
    koppen = re.findall(r'role="rowheader"><a href="/igs/([a-z0-9-]+)/"', client.get(ADRES + vraag).content.decode())
    assert sorted(koppen) == SLUGS
    return koppen


def test_sorteren_gaat_met_het_adres(client, gegevens):
    op_inwoners = sorted(SLUGS, key=lambda slug: eigen(slug).inwoners)
    assert volgorde(client, "?sorteer=inwoners&volgorde=op") == op_inwoners
    assert volgorde(client, "?sorteer=inwoners&volgorde=af") == op_inwoners[::-1]
    grootste = max(len(eigen(slug).codes) for slug in SLUGS)
    assert len(eigen(volgorde(client, "?sorteer=gemeenten&volgorde=af")[0]).codes) == grootste
    regios = [len(eigen(slug).regios) for slug in volgorde(client, "?sorteer=regios&volgorde=op")]
    assert regios == sorted(regios)
    bedragen = [eigen(slug).subsidie_in_cent for slug in volgorde(client, "?sorteer=bedrag&volgorde=af")]
    assert bedragen == sorted(bedragen, reverse=True)


@pytest.mark.parametrize(
    "vraag",
    ["?sorteer=onzin&volgorde=op", "?sorteer=%00", "?volgorde=zijwaarts", "?sorteer=naam&volgorde=<script>", "?x=1"],
)
def test_een_onbekende_sortering_valt_weg(client, gegevens, vraag):
    assert volgorde(client, vraag) == volgorde(client)


def test_de_koppen_zeggen_waarop_gesorteerd_is_en_draaien_om():
    sortering = Sortering.uit({"sorteer": "inwoners", "volgorde": "af"})
    koppen = sortering.koppen
    assert koppen["inwoners"] == ("Inwoners", "?sorteer=inwoners&volgorde=op", "descending")
    assert koppen["naam"] == ("IGS", "?sorteer=naam&volgorde=op", "")
    assert koppen["gemeenten"][1] == "?sorteer=gemeenten&volgorde=af"
    assert set(koppen) == set(KOLOMMEN)
    assert Sortering.uit({}).koppen["naam"] == ("IGS", "?sorteer=naam&volgorde=af", "ascending")


def test_de_pagina_noemt_bron_jaar_dag_en_regels(client, gegevens):
    gelezen = pagina(client, ADRES)
    for zin in (
        "Inwoners: Statbel, op 1 januari 2026.",
        "toestand op 23 november 2026",
        "Regels: versie van 1 november 2026",
        "gestopt eind 2025",
        "19 IGS'en, elk naast de regels",
    ):
        assert zin in gelezen.woorden
    assert "/regiocheck/overzicht.csv" in gelezen.waarden("a", "href")
    assert 'content="noindex"' not in client.get(ADRES).content.decode()
    assert 'content="noindex"' in client.get(f"{ADRES}?sorteer=naam").content.decode()


def test_elke_cel_zegt_haar_kolom_voor_smalle_schermen(client, gegevens):
    gelezen = pagina(client, ADRES)
    cellen = [attrs for naam, attrs in gelezen.elementen if naam == "td"]
    koppen = [attrs for naam, attrs in gelezen.elementen if naam == "th" and attrs.get("scope") == "col"]
    assert len(cellen) == 19 * 8
    assert len(koppen) == 9
    assert all(cel["data-kop"] and cel["role"] == "cell" for cel in cellen)


def aantal_vragen(client, django_assert_max_num_queries, adres: str) -> int:
    with django_assert_max_num_queries(100) as gevraagd:
        assert client.get(adres).status_code == 200
    return len(gevraagd)


@pytest.mark.parametrize("adres", [ADRES, "/regiocheck/overzicht.csv"])
def test_een_en_twintig_igs_kosten_evenveel_vragen(client, lege_databank, django_assert_max_num_queries, adres):
    for nummer in range(20):
        maak_lid(maak_igs(f"IGS {nummer}"), maak_gemeente(f"{99000 + nummer}", f"Plaats {nummer}"))
        if nummer == 0:
            eerst = aantal_vragen(client, django_assert_max_num_queries, adres)
    assert aantal_vragen(client, django_assert_max_num_queries, adres) == eerst


@pytest.mark.parametrize("adres", ["/igs/zuidrand/", "/regios/antwerpen/"])
def test_de_zin_op_een_pagina_kost_niet_meer_bij_meer_igs(client, gegevens, django_assert_max_num_queries, adres):
    eerst = aantal_vragen(client, django_assert_max_num_queries, adres)
    for nummer, gemeente in enumerate(Gemeente.objects.huidige().order_by("nis_code")[:20]):  # all around Antwerp
        maak_lid(maak_igs(f"IGS {nummer}"), gemeente)
    assert aantal_vragen(client, django_assert_max_num_queries, adres) == eerst


# --- as data ----------------------------------------------------------------------------------------------------------


def test_de_csv_heeft_twee_rijen_per_igs_met_dezelfde_cijfers(client, gegevens):
    antwoord = client.get("/regiocheck/overzicht.csv")
    assert antwoord.headers["Content-Type"] == "text/csv; charset=utf-8"
    tabel = list(csv.DictReader(io.StringIO(antwoord.content.decode())))
    assert tuple(tabel[0]) == CSV_KOLOMMEN
    assert [rij["periode"] for rij in tabel] == ["2020-2026", "2027-2032"] * 19
    for rij in tabel:
        hand, is_2020 = eigen(rij["igs"]), rij["periode"] == "2020-2026"
        assert set(rij["nis_codes"].split("|")) == hand.codes
        assert (int(rij["inwoners"]), int(rij["gemeenten"])) == (hand.inwoners, len(hand.codes))
        assert rij["gebied_past"] == ("ja" if (hand.past_2020 if is_2020 else hand.past_2027) else "nee")
        assert rij["ondergrens_inwoners"] == ("geen minimum" if is_2020 else hand.ondergrens)
        assert float(rij["subsidie_eur"]) * 100 == (10_000_000 if is_2020 else pytest.approx(hand.subsidie_in_cent))
        assert rij["subsidie_is"] == ("hoogstens" if is_2020 else "richtbedrag")
        assert (rij["stand_op"], rij["regels_van"]) == ("2026-11-23", "2026-11-01")
        assert rij["gestopt_op"] == ("2025-12-31" if hand.gestopt else "")
    te_bevestigen = {rij["igs"] for rij in tabel if rij["te_bevestigen"] == "ja" and rij["periode"] == "2020-2026"}
    assert "pajottenland-zennevallei" in te_bevestigen
    assert "co7" not in te_bevestigen


def test_een_naam_als_een_formule_blijft_tekst(client, lege_databank):
    maak_lid(maak_igs("=1+1", slug="formule"), maak_gemeente("99001", "Plaats"))
    assert "'=1+1" in client.get("/regiocheck/overzicht.csv").content.decode()


def test_de_csv_volgt_uit_het_overzicht_zonder_vraag_aan_de_databank(overzicht, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert len(list(csv_rijen(overzicht))) == 19 * len(Periode)
        assert overzicht.stand_van_regio(Referentieregio(pk=-1, slug="geen")).aantal == 0
