"""The rules as data: complete, sourced, dated, and refused with line and reason when they cannot be used."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from igs.gegevensbestanden import BESTANDEN, GEGEVENS, lees_alles
from igs.regiocheck_regels import (
    ALTIJD,
    KOLOMMEN,
    REGELS,
    Periode,
    Regel,
    RegelFout,
    Regels,
    Soort,
    Zekerheid,
    lees_regels,
    regels_van_het_huis,
)

HUIS = regels_van_het_huis()
P2020, P2027 = Periode.P2020, Periode.P2027
KOP = ",".join(KOLOMMEN)
RIJ = {
    "id": "R09",
    "periode": "2027",
    "soort": "voorwaarde",
    "vraagt": "Genoeg inwoners.",
    "waarde": "85000",
    "eenheid": "inwoners",
    "bron": "Decreet",
    "bron_url": "https://bron.example/",
    "zekerheid": "A",
    "versie": "2026-11-01",
}


def _tekst(**cellen: str) -> str:
    return f"{KOP}\n{','.join((RIJ | cellen).values())}\n"


def _regel(**velden: object) -> Regel:
    (regel,) = lees_regels(_tekst())
    return replace(regel, **velden)  # type: ignore[arg-type]


# --- the file of the house --------------------------------------------------------------------------------------------


def test_alle_regels_van_het_kennisblad_staan_erin() -> None:
    ids = {regel.id for regel in HUIS}
    assert ids >= {f"R{nummer:02}" for nummer in range(1, 36)}
    assert ids >= {f"G{nummer:02}" for nummer in range(1, 11)}


@pytest.mark.parametrize(
    ("id_", "periode", "waarde", "zekerheid"),
    [
        ("R07", P2020, "4", "A"),
        ("R07", P2027, "2", "A"),
        ("R09", P2027, "85000", "A"),
        ("R11", P2027, "4", "A"),
        ("R14", P2020, "1", "A"),
        ("R14", P2027, "0.75", "A"),
        ("R15", P2027, "75000", "C"),
        ("F01", P2020, "100000", "A"),
        ("F02", P2027, "0.90", "B"),
        ("F03", P2027, "100000", "C"),
        ("F04", P2027, "0.75", "A"),
        ("G05", P2027, "0.9", "A"),
    ],
)
def test_de_getallen_van_de_wet(id_: str, periode: Periode, waarde: str, zekerheid: str) -> None:
    assert HUIS.waarde(id_, periode) == Decimal(waarde)
    assert HUIS.regel(id_, periode).zekerheid == zekerheid


@pytest.mark.parametrize("id_", ["R10", "R23", "R32", "R33", "R34", "F05"])
def test_wat_niet_gevonden_is_heeft_geen_waarde(id_: str) -> None:
    regel = HUIS.regel(id_, P2027)
    assert (regel.zekerheid, regel.waarde) == (Zekerheid.NIET_GEVONDEN, None)


def test_elke_regel_is_een_zin_met_een_bron_en_een_datum() -> None:
    for regel in HUIS:
        assert regel.vraagt[0].isupper(), regel
        assert regel.vraagt.endswith("."), regel
        assert regel.versie <= date(2026, 11, 23)
        assert regel.bron
        zonder_bron = "niet gevonden" in regel.bron
        assert regel.bron_url.startswith("https://") or zonder_bron, regel
        assert (regel.waarde is None) or regel.eenheid, regel


def test_een_regel_staat_er_een_keer_per_periode_of_voor_altijd() -> None:
    telling = Counter((regel.id, regel.periode) for regel in HUIS)
    assert set(telling.values()) == {1}
    altijd = {regel.id for regel in HUIS if regel.periode == ALTIJD}
    assert not altijd & {regel.id for regel in HUIS if regel.periode == P2020}


def test_bedragen_hebben_altijd_een_eenheid_in_euro_of_een_aandeel() -> None:
    for regel in HUIS:
        if regel.soort is Soort.BEDRAG and regel.waarde is not None:
            assert regel.eenheid in {"euro per jaar", "euro per inwoner", "aandeel"}, regel


def test_het_bestand_hindert_het_laden_van_de_andere_gegevens_niet() -> None:
    assert "regels" not in BESTANDEN
    assert REGELS.parent == GEGEVENS
    assert lees_alles(GEGEVENS).fouten == []


# --- asking -----------------------------------------------------------------------------------------------------------


def test_een_regel_van_de_periode_gaat_voor_en_anders_geldt_die_van_altijd() -> None:
    assert HUIS.regel("R01", P2020).periode == "2020"
    assert HUIS.regel("R02", P2020) is HUIS.regel("R02", P2027)
    assert (HUIS.heeft("R15", P2027), HUIS.heeft("R15", P2020)) == (True, False)
    with pytest.raises(KeyError, match="geen regel R15 voor 2020-2026"):
        HUIS.regel("R15", P2020)


def test_een_regel_zonder_getal_geeft_geen_getal() -> None:
    with pytest.raises(RegelFout, match=r"R10 .2027-2032. heeft geen waarde"):
        HUIS.waarde("R10", P2027)


def test_een_periode_toont_haar_eigen_regels_en_die_van_altijd() -> None:
    van = HUIS.van(P2020)
    assert {regel.periode for regel in van} == {"2020", ALTIJD}
    assert [regel.id for regel in van if regel.id == "R01"] == ["R01"]
    assert "R15" not in {regel.id for regel in van}


def test_een_jongere_versie_vervangt_en_een_oudere_verandert_niets() -> None:
    jonger = _regel(waarde=Decimal(80_000), versie=date(2027, 1, 1))
    ouder = _regel(waarde=Decimal(1), versie=date(2020, 1, 1))
    assert HUIS.met([jonger]).waarde("R09", P2027) == 80_000
    assert HUIS.met([ouder]).waarde("R09", P2027) == 85_000
    assert HUIS.met([jonger, ouder]).waarde("R09", P2027) == 80_000
    assert HUIS.waarde("R09", P2027) == 85_000
    assert len(HUIS.met([jonger]).alle) == len(HUIS.alle)


def test_twee_keer_dezelfde_versie_wordt_geweigerd() -> None:
    with pytest.raises(RegelFout, match=r"R09 .2027. staat er tweemaal in met versie 2026-11-01"):
        Regels((_regel(), _regel(waarde=Decimal(1))))


@pytest.mark.parametrize(
    ("zekerheid", "vast", "te_bevestigen"),
    [("A", True, False), ("B", True, False), ("C", False, True), ("D", False, True), ("?", False, False)],
)
def test_enkel_a_en_b_staan_vast(zekerheid: str, vast: bool, te_bevestigen: bool) -> None:
    een = Zekerheid(zekerheid)
    assert (een.vast, een.te_bevestigen) == (vast, te_bevestigen)


# --- reading ----------------------------------------------------------------------------------------------------------


def test_een_rij_wordt_een_regel() -> None:
    (regel,) = lees_regels(_tekst())
    assert regel == Regel(
        "R09",
        "2027",
        Soort.VOORWAARDE,
        "Genoeg inwoners.",
        Decimal(85_000),
        "inwoners",
        "Decreet",
        "https://bron.example/",
        Zekerheid.WETTEKST,
        date(2026, 11, 1),
    )


@pytest.mark.parametrize(
    ("cellen", "reden"),
    [
        ({"id": ""}, "regel 2: id, vraagt en bron mogen niet leeg zijn"),
        ({"bron": ""}, "regel 2: id, vraagt en bron mogen niet leeg zijn"),
        ({"vraagt": ""}, "regel 2: id, vraagt en bron mogen niet leeg zijn"),
        ({"periode": "2033"}, "regel 2: '2033' is geen periode"),
        ({"soort": "wens"}, "regel 2: 'wens'"),
        ({"waarde": "veel"}, "regel 2: 'veel' is geen getal"),
        ({"waarde": "NaN"}, "regel 2: 'NaN' is geen getal van 0 of meer"),
        ({"waarde": "-1"}, "regel 2: '-1' is geen getal van 0 of meer"),
        ({"zekerheid": "E"}, "regel 2: 'E'"),
        ({"versie": "1/11/2026"}, "regel 2: .*1/11/2026"),
        ({"versie": "2026-11-01,extra"}, "regel 2: telt geen 10 cellen"),
        ({"vraagt": '"open'}, "regel 2: geen geldige CSV"),
    ],
)
def test_een_rij_die_niet_kan_wordt_geweigerd_met_regel_en_reden(cellen: dict[str, str], reden: str) -> None:
    with pytest.raises(RegelFout, match=reden):
        lees_regels(_tekst(**cellen))


def test_andere_kolommen_worden_geweigerd() -> None:
    with pytest.raises(RegelFout, match="regel 1: de kolommen zijn niet id, periode"):
        lees_regels("id,naam\nR01,x\n")
    with pytest.raises(RegelFout, match="regel 1"):
        lees_regels("")
