"""What came of the objectives, from the plain data of an export: numbers, deviations, the report of a year."""

from decimal import Decimal
from typing import Any

import pytest

from cultuurnota.jaarverslag import in_cijfers, jaarverslag, jaarverslagen, lees_getal, verloop
from cultuurnota.leesnota import leesnota


def indicator(**velden: Any) -> dict[str, Any]:
    standaard = {"kenmerk": "i1", "naam": "Bezoekers", "eenheid": "mensen", "nulmeting": "100", "streefwaarde": "200"}
    return {**standaard, "bron": "", "wie": "", "cijfer": "", "metingen": [], **velden}


def meting(jaar: int, waarde: str | None, uitleg: str = "", geteld_op: str | None = None) -> dict[str, Any]:
    return {
        "jaar": jaar, "waarde": waarde, "vanzelf": geteld_op is not None, "geteld_op": geteld_op, "uitleg": uitleg,
    }  # fmt: skip


def actie(**velden: Any) -> dict[str, Any]:
    standaard = {"kenmerk": "a1", "titel": "Een festival", "tekst": "", "jaren": [2027], "trekker": "", "partners": ""}
    return {**standaard, "kost": None, "opvolging": [], **velden}


def stap(jaar: int, stand: str = "gedaan", kost: str | None = None, uitleg: str = "") -> dict[str, Any]:
    return {"jaar": jaar, "stand": stand, "kost": kost, "uitleg": uitleg}


def doel(kenmerk: str = "d1", boven: str | None = None, **velden: Any) -> dict[str, Any]:
    standaard = {"titel": f"Doel {kenmerk}", "tekst": "", "opdrachten": [], "uitdagingen": []}
    return {"kenmerk": kenmerk, "boven": boven, **standaard, "indicatoren": [], "acties": [], **velden}


def inhoud(*doelen: dict[str, Any]) -> dict[str, Any]:
    return {
        "nota": {"titel": "Nota", "igs_naam": "Zuidrand", "van": 2027, "tot": 2032},
        "hoofdstukken": [], "uitdagingen": [], "doelstellingen": list(doelen),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("getal", "woord"),
    [
        ("1250.50", "1.250,5"),
        ("0", "0"),
        ("0.00", "0"),
        ("100", "100"),
        ("-2000000.25", "-2.000.000,25"),
        ("12.5", "12,5"),
    ],
)
def test_een_getal_staat_er_zoals_mensen_het_hier_schrijven(getal: str, woord: str) -> None:
    assert in_cijfers(Decimal(getal)) == woord


@pytest.mark.parametrize("waarde", [None, "", "twaalf", "NaN", "Infinity", [], {}])
def test_wat_geen_getal_is_telt_als_niets(waarde: Any) -> None:
    assert lees_getal(waarde) is None


def test_een_operationele_doelstelling_staat_onder_haar_strategische() -> None:
    heel = verloop(inhoud(doel("d1"), doel("d2"), doel("d3", boven="d1"), doel("d4", boven="weg")))
    assert [(een.kenmerk, een.onder) for een in heel.doelen] == [
        ("d1", False), ("d3", True), ("d2", False), ("d4", False),
    ]  # fmt: skip


def test_een_jaar_van_voor_de_jaren_van_de_nota_wijzigden_blijft_te_zien() -> None:
    heel = verloop(inhoud(doel(indicatoren=[indicator(metingen=[meting(2026, "5"), meting(2028, None)])])))
    assert heel.jaren == list(range(2026, 2033))
    assert heel.met_cijfers == [2026]


@pytest.mark.parametrize(
    ("jaar", "waarde", "begin"),
    [
        (2027, "150", ""),
        (2027, "90", "Het cijfer ging de andere kant op"),
        (2032, "150", "De streefwaarde 200 is niet gehaald."),
        (2032, "200", ""),
        (2032, "250", ""),
        (2027, None, ""),
    ],
)
def test_een_afwijking_is_de_verkeerde_kant_op_of_op_het_einde_niet_gehaald(
    jaar: int, waarde: str | None, begin: str
) -> None:
    [een] = verloop(inhoud(doel(indicatoren=[indicator(metingen=[meting(jaar, waarde)])]))).doelen[0].meters
    gevonden = een.afwijking(jaar, 2032)
    assert gevonden.startswith(begin)
    assert bool(gevonden) is bool(begin)


def test_een_streefwaarde_die_lager_ligt_dan_de_nulmeting_vraagt_om_minder() -> None:
    omlaag = indicator(nulmeting="50", streefwaarde="20", metingen=[meting(2027, "60"), meting(2032, "20")])
    [een] = verloop(inhoud(doel(indicatoren=[omlaag]))).doelen[0].meters
    assert "andere kant" in een.afwijking(2027, 2032)
    assert een.afwijking(2032, 2032) == ""


def test_zonder_streefwaarde_wijkt_niets_af() -> None:
    kaal = indicator(nulmeting=None, streefwaarde=None, metingen=[meting(2032, "0")])
    [een] = verloop(inhoud(doel(indicatoren=[kaal]))).doelen[0].meters
    assert een.afwijking(2032, 2032) == ""


def test_het_verslag_zegt_wat_er_gemeten_is_en_hoe_het_met_de_acties_ging() -> None:
    gegevens = inhoud(
        doel(
            indicatoren=[
                indicator(metingen=[meting(2027, "1250.5", "Meer dan gedacht.", "2028-01-05T11:00:00+01:00")]),
                indicator(kenmerk="i2", naam="Kernen", eenheid=""),
            ],
            acties=[
                actie(opvolging=[stap(2027, kost="1200")]),
                actie(
                    kenmerk="a2", titel="Een boek", opvolging=[stap(2027, "uitgesteld", "50.5", "De drukker sloot.")]
                ),
                actie(kenmerk="a3", titel="Later", jaren=[2029]),
                actie(kenmerk="a4", titel="Altijd", jaren=[]),
            ],
        )
    )
    verslag = jaarverslag(verloop(gegevens), 2027)
    [deel] = verslag.delen
    eerste, tweede = deel.metingen
    assert (eerste.naam, eerste.nulmeting, eerste.waarde) == ("Bezoekers (mensen)", "100", "1.250,5")
    assert eerste.herkomst == "Geteld door het portaal op 5 januari 2028."
    assert eerste.uitleg == "Meer dan gedacht."
    assert (tweede.naam, tweede.waarde, tweede.herkomst) == ("Kernen", "niet ingevuld", "")
    assert [(een.titel, een.stand, een.kost) for een in deel.werk] == [
        ("Een festival", "gedaan", "1.200 euro"),
        ("Een boek", "uitgesteld", "50,50 euro"),
        ("Altijd", "niet ingevuld", ""),
    ]
    assert verslag.zin == (
        "1 van de 2 indicatoren heeft een cijfer. 1 van de 3 acties is gedaan. De acties kostten samen 1.250,50 euro."
    )


def test_wat_afwijkt_zonder_uitleg_wordt_genoemd_en_met_uitleg_niet() -> None:
    gegevens = inhoud(
        doel(
            indicatoren=[
                indicator(metingen=[meting(2027, "90")]),
                indicator(naam="B", metingen=[meting(2027, "1", "x")]),
            ],
            acties=[
                actie(opvolging=[stap(2027, "geschrapt")]),
                actie(titel="C", opvolging=[stap(2027, "geschrapt", uitleg="x")]),
            ],
        )
    )
    assert jaarverslag(verloop(gegevens), 2027).zonder_uitleg == ["Bezoekers (mensen)", "Een festival"]


def test_een_doelstelling_zonder_iets_in_dat_jaar_staat_niet_in_het_verslag() -> None:
    gegevens = inhoud(doel(), doel("d2", acties=[actie(jaren=[2030])]), doel("d3", acties=[actie()]))
    assert [deel.kenmerk for deel in jaarverslag(verloop(gegevens), 2027).delen] == ["d3"]


def test_er_is_een_verslag_per_jaar_met_iets_erin() -> None:
    gegevens = inhoud(
        doel(
            indicatoren=[indicator(metingen=[meting(2029, None, "Nog niet geteld.")])],
            acties=[actie(opvolging=[stap(2027)])],
        )
    )
    assert [verslag.jaar for verslag in jaarverslagen(gegevens)] == [2027, 2029]
    delen = [deel.titel for deel in leesnota(gegevens).delen]
    assert delen[-2:] == ["Jaarverslag 2027", "Jaarverslag 2029"]
    assert not any("Jaarverslag" in deel.titel for deel in leesnota(gegevens, met_opvolging=False).delen)


def test_een_nota_van_voor_er_opvolging_was_wordt_nog_gelezen() -> None:
    """A frozen version of an older form may have objectives without these lists filled."""
    oud = indicator()
    del oud["cijfer"]
    assert jaarverslagen(inhoud(doel(indicatoren=[oud], acties=[actie()]))) == []
