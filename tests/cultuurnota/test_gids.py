"""The guide as data and as pages: outline, steps, criteria, timetable and examples, with source and certainty."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota import gids, opbouw, stappen
from cultuurnota.keuzes import Criterium, Opdracht
from cultuurnota.tijdlijn import MOMENTEN, PER_NUMMER, Ronde, Stand, per_stand
from igs.models import IGS, Gidstekst
from igs.opstarten import IN_WOORDEN, Bron, Punt
from igs.regiocheck_regels import Zekerheid
from opnetwerk.sitezoeken import vind_op_site
from tests.fabriek import GEPUBLICEERD
from tests.igs.lezen import pagina

DAG = date(2026, 11, 23)
WETTEN = ("ejustice.just.fgov.be", "etaamb.openjustice.be")
PAGINAS = {
    naam: f"/cultuurnota/{naam}/"
    for naam in ("stappen", "tijdlijn", "criteria", "opbouw", "voorbeelden", "verschil", "planning", "aanbod")
}
ALLE = ["/cultuurnota/", *PAGINAS.values(), *(f"/cultuurnota/stappen/{stap.slug}/" for stap in stappen.STAPPEN)]


def zinnen() -> list[str]:
    """Every sentence of the data of the guide."""
    teksten = [
        tekst
        for stap in stappen.STAPPEN
        for tekst in (stap.kort, stap.wie, *stap.doe, *(punt.tekst for punt in stap.weet))
    ]
    teksten += [vraag for een in opbouw.ONDERDELEN for vraag in een.richtvragen]
    teksten += [regel.punt.tekst for regel in opbouw.REGELS.values()]
    teksten += [moment.punt.tekst for moment in MOMENTEN]
    teksten += [tekst for een in gids.CRITERIA for tekst in (een.tekst, een.vraag)]
    return [zin for tekst in teksten for zin in re.split(r"(?<=[.?!:]) ", tekst)]


def paren() -> list[tuple[list[Punt], list[Bron]]]:
    """Statements with the sources they lean on."""
    return [
        *((list(stap.weet), list(stap.bronnen)) for stap in stappen.STAPPEN),
        *(([regel.punt], [regel.bron]) for regel in opbouw.REGELS.values()),
        *(([moment.punt], list(moment.bronnen)) for moment in MOMENTEN),
    ]


# --- source, date, certainty ------------------------------------------------------------------------------------------


def test_wat_vaststaat_heeft_een_bron_die_minstens_even_zeker_is():
    sterkte = list(Zekerheid)
    for punten, bronnen in paren():
        for punt in punten:
            if punt.zekerheid.vast:
                assert any(sterkte.index(bron.zekerheid) <= sterkte.index(punt.zekerheid) for bron in bronnen), punt
            if punt.zekerheid is Zekerheid.PERS_OF_ONTWERP:
                assert any(bron.zekerheid is Zekerheid.PERS_OF_ONTWERP for bron in bronnen), punt


def test_elke_bron_heeft_een_adres_een_datum_en_een_zekerheid():
    bronnen = [bron for _, lijst in paren() for bron in lijst] + [een.bron for een in gids.VOORBEELDEN]
    assert len(bronnen) > 50
    for bron in bronnen:
        delen = urlsplit(bron.url)
        assert bron.tekst.endswith(f"op {delen.netloc.removeprefix('www.')}"), bron.tekst
        assert re.search(r"20\d\d", bron.datum)
        assert bron.zekerheid in IN_WOORDEN
        assert (delen.netloc.removeprefix("www.") in WETTEN) == (bron.zekerheid is Zekerheid.WETTEKST), bron.tekst


def test_wat_niet_gevonden_is_zegt_dat_of_staat_bij_het_onbekende():
    onbekend = [punt for stap in stappen.STAPPEN for punt in stap.weet if punt.zekerheid is Zekerheid.NIET_GEVONDEN]
    assert len(onbekend) == 4
    assert all("niet gevonden" in punt.tekst for punt in onbekend)
    zonder_dag = [moment for moment in MOMENTEN if moment.van is None]
    assert {moment.punt.zekerheid for moment in zonder_dag} == {Zekerheid.NIET_GEVONDEN}
    assert not [m for m in MOMENTEN if m.van is not None and m.punt.zekerheid is Zekerheid.NIET_GEVONDEN]


def test_de_taal_is_kort_en_gewoon():
    lengtes = sorted(len(zin.split()) for zin in zinnen())
    assert lengtes[len(lengtes) // 2] <= 14
    assert lengtes[-1] <= 22, [zin for zin in zinnen() if len(zin.split()) > 22]
    assert not re.search(r"\b(u|uw|ongeldig|klik hier)\b", " ".join(zinnen()).lower())


# --- the outline ------------------------------------------------------------------------------------------------------


def test_er_zijn_vijftien_hoofdstukken_en_vier_bijlagen_in_volgorde():
    assert [een.sleutel for een in opbouw.HOOFDSTUKKEN] == [f"H{nummer}" for nummer in range(1, 16)]
    assert [een.sleutel for een in opbouw.BIJLAGEN] == ["B1", "B2", "B3", "B4"]
    assert len(opbouw.PER_SLEUTEL) == 19


@pytest.mark.parametrize("een", opbouw.ONDERDELEN, ids=lambda een: een.sleutel)
def test_elk_hoofdstuk_heeft_vragen_een_taak_en_wat_het_beantwoordt(een):
    assert een.richtvragen
    assert een.taak[0].isupper()
    assert not een.taak.endswith(".")
    assert len(een.titel) <= 150
    assert len(een.sleutel) <= 5
    assert len(een.wet) == len(een.regels) + len(een.criteria) > 0
    assert set(een.opdrachten) <= set(Opdracht.values)
    assert len(een.opdrachten_in_woorden) == len(een.opdrachten)


def test_elk_criterium_en_elke_opdracht_komt_in_een_hoofdstuk():
    assert {criterium for een in opbouw.HOOFDSTUKKEN for criterium in een.criteria} == set(Criterium)
    assert {nummer for een in opbouw.HOOFDSTUKKEN for nummer in een.opdrachten} == set(Opdracht.values)
    assert [een.sleutel for een in opbouw.bij_criterium("C10")] == ["H12"]
    assert [een.sleutel for een in opbouw.bij_criterium("C4")] == ["H4", "H11"]
    assert opbouw.REGELS.keys() == {sleutel for een in opbouw.ONDERDELEN for sleutel in een.wet if sleutel[0] != "C"}


def test_elk_hoofdstuk_wordt_in_een_stap_gevuld():
    assert {sleutel for stap in stappen.STAPPEN for sleutel in stap.sleutels} == opbouw.PER_SLEUTEL.keys()


# --- the criteria -----------------------------------------------------------------------------------------------------


def test_de_tien_criteria_met_hun_nummer_in_2018_en_zonder_gewicht():
    assert [een.criterium for een in gids.CRITERIA] == list(Criterium)
    assert [een.vroeger for een in gids.CRITERIA] == [1, 2, 3, 0, 4, 5, 6, 7, 8, 0]
    assert not re.search(r"\d+ ?(%|punten)|gewicht van", " ".join(een.tekst for een in gids.CRITERIA))


# --- the steps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stap", stappen.STAPPEN, ids=lambda stap: stap.slug)
def test_elke_stap_zegt_alles(stap):
    assert stap.doe
    assert stap.weet
    assert stap.bronnen
    assert stap.wie.endswith(".")
    assert not stap.klaar_als.endswith(".")
    assert stap.van > stap.tot
    assert stap.hoelang.startswith("ongeveer ")
    assert "maand" in stap.wanneer or "week" in stap.wanneer


def test_de_stappen_lopen_van_tien_maanden_ervoor_tot_de_dag_zelf():
    assert [stap.nummer for stap in stappen.STAPPEN] == list(range(1, 11))
    assert stappen.STAPPEN[0].van == stappen.MAANDEN
    assert stappen.STAPPEN[-1].tot == 0
    gedekt = {stap.tot for stap in stappen.STAPPEN}
    assert {stap.van for stap in stappen.STAPPEN} - {stappen.MAANDEN} <= gedekt
    assert [stap.wanneer for stap in (stappen.STAPPEN[2], *stappen.STAPPEN[-3:])] == [
        "van negen tot zes maanden voor je indient",
        "van drie tot één maand voor je indient",
        "de laatste maand voor je indient, tot een week ervoor",
        "de laatste week voor je indient",
    ]
    assert [stap.hoelang for stap in (stappen.STAPPEN[2], *stappen.STAPPEN[-2:])] == [
        "ongeveer drie maanden",
        "ongeveer drie weken",
        "ongeveer een week",
    ]


def test_van_de_eerste_en_de_laatste_stap_is_er_maar_een_buur():
    eerste, tweede, laatste = stappen.STAPPEN[0], stappen.STAPPEN[1], stappen.STAPPEN[-1]
    assert stappen.buren(eerste) == (None, tweede)
    assert stappen.buren(laatste) == (stappen.STAPPEN[-2], None)


# --- the timetable ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "nummer", "stand"),
    [
        (date(2026, 3, 31), "T12", Stand.DICHTBIJ),
        (date(2026, 4, 1), "T12", Stand.LOOPT),
        (date(2026, 4, 2), "T12", Stand.VOORBIJ),
        (DAG, "T10", Stand.LOOPT),
        (date(2027, 1, 1), "T10", Stand.VOORBIJ),
        (DAG, "T14", Stand.DICHTBIJ),
        (DAG, "T15", Stand.DICHTBIJ),
        (date(2027, 12, 30), "T16", Stand.LATER),
        (date(2027, 12, 31), "T16", Stand.DICHTBIJ),
        (DAG, "T19", Stand.LATER),
        (date(2030, 6, 1), "T17", Stand.LOOPT),
        (date(2040, 1, 1), "T13", Stand.ONBEKEND),
    ],
)
def test_waar_een_moment_staat_volgt_uit_de_dag(dag, nummer, stand):
    assert PER_NUMMER[nummer].stand(dag) is stand


def test_de_tijdlijn_kent_elk_moment_een_keer():
    assert {f"T{nummer:02}" for nummer in range(1, 21)} <= PER_NUMMER.keys()
    groepen = per_stand(DAG)
    assert list(groepen) == list(Stand)
    assert sum(len(momenten) for momenten in groepen.values()) == len(MOMENTEN) == len(PER_NUMMER)
    assert Stand.DICHTBIJ not in per_stand(date(2039, 1, 1))


@pytest.mark.parametrize(
    ("dag", "kop", "periode"),
    [
        (date(2026, 4, 1), "Indienen voor 2027-2032 kan tot en met 1 april 2026", "Nu loopt nog de periode 2020-2026"),
        (date(2026, 4, 2), "Indienen voor 2027-2032 kon tot 1 april 2026", "Nu loopt nog de periode 2020-2026"),
        (date(2027, 1, 1), "Indienen voor 2027-2032 kon tot 1 april 2026", "Nu loopt de periode 2027-2032"),
        (date(2032, 12, 31), "Indienen voor 2027-2032 kon tot 1 april 2026", "Nu loopt de periode 2027-2032"),
        (date(2033, 1, 1), "De periode 2027-2032 is voorbij", "Wat erna komt, is niet gevonden"),
    ],
)
def test_hoe_het_met_de_ronde_staat_volgt_uit_de_dag(dag, kop, periode):
    assert Ronde(dag).kop == kop
    assert Ronde(dag).periode.startswith(periode)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_de_eerste_kop_na_de_titel_zegt_hoe_het_vandaag_staat(client: Client, db: None) -> None:
    woorden = pagina(client, "/cultuurnota/").woorden
    assert woorden.index("Indienen voor 2027-2032 kon tot 1 april 2026") < woorden.index("Dit is een cultuurnota")
    assert "23 november 2026 . Nu loopt nog de periode 2020-2026." in woorden
    assert "Of en wanneer je zo kunt instappen, is te bevestigen" in woorden
    assert "De dag om in te dienen is niet gevonden." in woorden
    assert "We weten niet wie subsidie krijgt." in woorden


def test_op_een_andere_dag_zegt_de_gids_iets_anders(client: Client, db: None, settings) -> None:
    settings.VASTE_DAG = date(2026, 2, 1)
    woorden = pagina(client, "/cultuurnota/").woorden
    assert "Indienen voor 2027-2032 kan tot en met 1 april 2026" in woorden
    assert "We weten niet wie subsidie krijgt." not in woorden
    tijdlijn_ = pagina(client, PAGINAS["tijdlijn"]).woorden
    assert tijdlijn_.index(Stand.DICHTBIJ.value) < tijdlijn_.index("Indienen voor 2027-2032.")


def test_de_gids_leidt_naar_elke_pagina_en_elke_stap(client: Client, db: None) -> None:
    links = pagina(client, "/cultuurnota/").waarden("a", "href")
    assert set(PAGINAS.values()) <= set(links)
    assert {stap.adres for stap in stappen.STAPPEN} <= set(links)


def test_de_teksten_van_redactie_houden_hun_plaats(client: Client, db: None) -> None:
    Gidstekst.objects.create(
        pagina="cultuurnota", titel="Nieuws over de ronde", tekst="<p>Lees dit.</p>", gepubliceerd_op=GEPUBLICEERD
    )
    assert "Nieuws over de ronde" in pagina(client, "/cultuurnota/").woorden


@pytest.mark.parametrize("stap", stappen.STAPPEN, ids=lambda stap: stap.slug)
def test_elke_stap_heeft_een_pagina_met_de_lijst_ernaast(client: Client, db: None, stap: stappen.Notastap) -> None:
    gelezen = pagina(client, stap.adres)
    for tekst in (stap.titel, stap.wie, stap.klaar_als, *stap.doe, *(punt.tekst for punt in stap.weet)):
        assert tekst in gelezen.woorden
    assert [attrs["href"] for naam, attrs in gelezen.elementen if attrs.get("aria-current") == "step"] == [stap.adres]
    assert {een.adres for een in stappen.STAPPEN} <= set(gelezen.waarden("a", "href"))
    assert {bron.url for bron in stap.bronnen} <= set(gelezen.waarden("a", "href"))
    assert [naam for naam, _ in gelezen.elementen].count("h1") == 1


def test_een_stap_die_er_niet_is_is_een_404(client: Client, db: None) -> None:
    assert client.get("/cultuurnota/stappen/onzin/").status_code == 404


def test_de_tijdlijn_toont_alles_met_bron_en_merk(client: Client, db: None) -> None:
    gelezen = pagina(client, PAGINAS["tijdlijn"])
    for moment in MOMENTEN:
        assert moment.punt.tekst in gelezen.woorden
        assert {bron.url for bron in moment.bronnen} <= set(gelezen.waarden("a", "href"))
    assert gelezen.woorden.count("te bevestigen") >= len([m for m in MOMENTEN if m.punt.zekerheid.te_bevestigen])
    koppen = [stand.value for stand in Stand]
    plaatsen = [gelezen.woorden.index(kop) for kop in koppen]
    assert plaatsen == sorted(plaatsen)


def test_de_criteria_zeggen_dat_er_geen_gewicht_is(client: Client, db: None) -> None:
    gelezen = pagina(client, PAGINAS["criteria"])
    assert "Het decreet geeft de punten geen gewicht" in gelezen.woorden
    assert [e["id"] for naam, e in gelezen.elementen if naam == "li" and re.fullmatch(r"c\d+", e.get("id", ""))] == [
        f"c{nummer}" for nummer in range(1, 11)
    ]
    assert gelezen.woorden.count("Nieuw in 2024.") == 2


def test_wat_naar_een_hoofdstuk_of_criterium_wijst_komt_aan(client: Client, db: None) -> None:
    gelezen = {adres: pagina(client, adres) for adres in ALLE}
    ankers = {adres: {e["id"] for _, e in p.elementen if "id" in e} for adres, p in gelezen.items()}
    geteld = 0
    for van, p in gelezen.items():
        for href in p.waarden("a", "href"):
            adres, _, anker = href.partition("#")
            if anker and (adres or van) in ankers:
                assert anker in ankers[adres or van], (van, href)
                geteld += 1
    assert geteld > 60


def test_de_opbouw_toont_elke_vraag_en_zegt_dat_ze_van_ons_is(client: Client, db: None) -> None:
    gelezen = pagina(client, PAGINAS["opbouw"])
    for een in opbouw.ONDERDELEN:
        for vraag in een.richtvragen:
            assert vraag in gelezen.woorden
    assert "Dit is ons voorstel" in gelezen.woorden
    assert "Het decreet legt geen inhoudstafel op." in gelezen.woorden


def test_de_voorbeelden_wijzen_naar_een_igs_dat_bestaat(client: Client, gegevens: None) -> None:
    assert {een.igs for een in gids.VOORBEELDEN} <= set(IGS.objects.values_list("slug", flat=True))
    links = pagina(client, PAGINAS["voorbeelden"]).waarden("a", "href")
    assert {een.bron.url for een in gids.VOORBEELDEN} <= set(links)
    assert {een.adres for een in gids.VOORBEELDEN} <= set(links)


def test_het_verschil_zet_de_criteria_naast_die_van_2018(client: Client, db: None) -> None:
    woorden = pagina(client, PAGINAS["verschil"]).woorden
    assert "Hoe goed je vroeger werkte weg als apart punt punt 9" in woorden
    assert "Kansengroepen doen mee punt 4 nieuw" in woorden
    assert "Haalbaar punt 5 punt 4" in woorden


@pytest.mark.parametrize("adres", ALLE)
def test_geen_pagina_is_zwaar_of_vraagt_veel_van_de_databank(client: Client, gegevens: None, adres: str) -> None:
    client.get(adres)
    with CaptureQueriesContext(
        connection,
    ) as gevraagd:
        antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert len(gevraagd) <= {"/cultuurnota/": 1, "/cultuurnota/aanbod/": 2}.get(adres, 0), [q["sql"] for q in gevraagd]
    assert len(antwoord.content) < 60_000


def test_de_sitemap_en_het_zoeken_kennen_de_paginas(client: Client, gegevens: None) -> None:
    kaart = client.get("/sitemap.xml").content.decode()
    for adres in ALLE:
        assert f"{adres}</loc>" in kaart
    for vraag, adres in (
        ("deadline ronde", PAGINAS["tijdlijn"]),
        ("inhoudstafel", PAGINAS["opbouw"]),
        ("gewicht", PAGINAS["criteria"]),
        ("hulp begeleiding", PAGINAS["aanbod"]),
        ("terugplannen", PAGINAS["planning"]),
    ):
        assert adres in [pad for _, pad in vind_op_site(vraag)], vraag
