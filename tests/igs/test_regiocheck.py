"""The engine of the Regiocheck: the worked examples, each rule at its boundary, the verdict, and what is unknown."""

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from igs.regiocheck import Toets, Uitkomst, Uitslag, Vraag, toets
from igs.regiocheck_cijfers import Gebied, OnbekendeGemeente
from igs.regiocheck_regels import Periode, Zekerheid, regels_van_het_huis
from tests.igs.gebieden import bouw_gebied, keten, vraag_2020, vraag_2027

REGELS = regels_van_het_huis()
MET, NIET_MET, ONBEKEND, NVT = Uitslag.MET, Uitslag.NIET_MET, Uitslag.ONBEKEND, Uitslag.NVT
TWEE_REGIOS = bouw_gebied(("a", 50_000, "r"), ("b", 50_000, "s"), ("c", 1, "r"), ("d", 1, "s"), buren="ab ac bd")
BESTAAND = {"bestaand_igs": True, "gesubsidieerd_2026": True}


def _van(vraag: Vraag, gebied: Gebied) -> Uitkomst:
    return toets(vraag, gebied, REGELS)


def _uitslag(vraag: Vraag, gebied: Gebied, regel: str) -> Uitslag:
    return _van(vraag, gebied).toets(regel).uitkomst


def _vier(totaal: int) -> Gebied:
    """Four municipalities in a row in one region, with this many inhabitants together."""
    return keten(totaal - 30_000, 10_000, 10_000, 10_000)


# --- the worked examples W1-W13 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inbreng", "subsidie"),
    [
        pytest.param("45675.50", 45_675, id="W1 IJzervallei"),
        pytest.param("62700", 62_700, id="W2 Viertoren"),
        pytest.param("122000", 100_000, id="W3 Noordrand"),
        pytest.param("100000", 100_000, id="W4 Waasland"),
    ],
)
def test_w1_tot_w4_in_2020_is_de_subsidie_hoogstens_de_inbreng_en_het_plafond(inbreng: str, subsidie: int) -> None:
    uitkomst = _van(vraag_2020("abcd", inbreng=Decimal(inbreng)), _vier(35_135))
    assert uitkomst.bedragen.subsidie == subsidie
    assert uitkomst.bedragen.inbreng_min == subsidie
    assert uitkomst.toegelaten is True


def test_w5_onder_de_bodem_geldt_de_bodem() -> None:
    uitkomst = _van(vraag_2027("abcd"), _vier(85_000))
    bedragen = uitkomst.bedragen
    assert (bedragen.subsidie, bedragen.inbreng_min, bedragen.totaal_min) == (100_000, 75_000, 175_000)
    assert "85.000 inwoners x 0,90 euro = 76.500 euro." in bedragen.berekening
    assert uitkomst.toegelaten is True


@pytest.mark.parametrize(
    ("inwoners", "subsidie", "inbreng_min"),
    [(111_111, "100000.00", "75000.00"), (111_112, "100000.80", "75000.60")],
)
def test_w6_het_omslagpunt_van_de_bodem(inwoners: int, subsidie: str, inbreng_min: str) -> None:
    bedragen = _van(vraag_2027("abcd"), _vier(inwoners)).bedragen
    assert (bedragen.subsidie, bedragen.inbreng_min) == (Decimal(subsidie), Decimal(inbreng_min))


def test_w7_te_weinig_inbreng_is_niet_voldaan_met_het_tekort() -> None:
    uitkomst = _van(vraag_2027("abcd", inbreng=Decimal(70_000)), _vier(120_000))
    assert (uitkomst.bedragen.subsidie, uitkomst.bedragen.inbreng_min) == (108_000, 81_000)
    assert uitkomst.bedragen.tekort == 11_000
    r14 = uitkomst.toets("R14")
    assert r14.uitkomst is NIET_MET
    assert r14.reden == "De gemeenten brengen 70.000 euro in, 11.000 euro minder dan de nodige 81.000 euro."
    assert uitkomst.toegelaten is False


def test_w8_een_groot_gebied() -> None:
    bedragen = _van(vraag_2027("abcd"), _vier(150_000)).bedragen
    assert (bedragen.subsidie, bedragen.inbreng_min, bedragen.totaal_min) == (135_000, 101_250, 236_250)


def test_w9_met_index() -> None:
    bedragen = _van(vraag_2027("abcd", index=Decimal("1.018")), _vier(150_000)).bedragen
    assert (bedragen.subsidie, bedragen.inbreng_min) == (Decimal("137430.00"), Decimal("103072.50"))


def test_w10_een_klein_bestaand_igs_komt_door_de_uitzondering() -> None:
    uitkomst = _van(vraag_2027("abcd", **BESTAAND), _vier(57_000))
    assert uitkomst.toegelaten is True
    assert uitkomst.toets("R11").uitkomst is MET
    assert uitkomst.toets("R09").uitkomst is NVT
    assert (uitkomst.bedragen.subsidie, uitkomst.bedragen.inbreng_min) == (100_000, 75_000)
    assert "Aanname: de bodem geldt ook voor een IGS onder de uitzondering van R11." in uitkomst.bedragen.berekening


def test_w11_een_nieuw_igs_met_een_inwoner_te_weinig() -> None:
    uitkomst = _van(vraag_2027("abcd"), _vier(84_999))
    assert uitkomst.toegelaten is False
    assert (uitkomst.toets("R09").uitkomst, uitkomst.toets("R11").uitkomst) == (NIET_MET, NIET_MET)
    assert uitkomst.toets("R09").reden == (
        "Het gebied telt 84.999 inwoners (1 januari 2026, Statbel), dat is 1 onder het minimum van 85.000; "
        "de uitzondering R11 geldt niet."
    )


def test_w12_na_een_fusie_blijven_er_maar_drie_gemeenten_over() -> None:
    uitkomst = _van(vraag_2027("abc", **BESTAAND), keten(37_000, 10_000, 10_000))
    assert uitkomst.toegelaten is False
    assert uitkomst.toets("R11").uitkomst is NIET_MET
    assert "dit gebied telt 3 gemeenten (4 nodig)" in uitkomst.toets("R11").reden


def test_w13_twee_regios_zonder_afwijking() -> None:
    uitkomst = _van(vraag_2027("ab"), TWEE_REGIOS)
    assert uitkomst.toegelaten is False
    assert uitkomst.toets("R12").uitkomst is NIET_MET
    assert uitkomst.toets("R12").reden == (
        "Het gebied raakt 2 referentieregio's: Regio R (1 van 2) en Regio S (1 van 2); er is geen afwijking toegekend."
    )


# --- rules of the ground ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("aantal", "uitslag"), [(3, NIET_MET), (4, MET)])
def test_in_2020_zijn_vier_gemeenten_nodig(aantal: int, uitslag: Uitslag) -> None:
    assert _uitslag(vraag_2020("abcd"[:aantal]), _vier(57_000), "R07") is uitslag


@pytest.mark.parametrize(("aantal", "uitslag"), [(1, NIET_MET), (2, MET)])
def test_in_2027_zijn_twee_gemeenten_nodig(aantal: int, uitslag: Uitslag) -> None:
    gebied = keten(500_000, 10_000)
    assert _uitslag(vraag_2027("ab"[:aantal]), gebied, "R07") is uitslag
    assert _van(vraag_2027("ab"[:aantal]), gebied).toegelaten is (uitslag is MET)


def test_in_2020_moeten_de_gemeenten_aansluiten() -> None:
    los = keten(20_000, 20_000, 20_000, 20_000, los=1)
    uitkomst = _van(vraag_2020("abcd"), los)
    assert uitkomst.toets("R08").uitkomst is NIET_MET
    assert uitkomst.toets("R08").reden == "De gemeenten moeten omliggend zijn; het gebied valt uiteen in 2 delen."
    assert uitkomst.toegelaten is False
    assert _uitslag(vraag_2020("abcd"), _vier(80_000), "R08") is MET


def test_in_2027_hoeft_een_groot_gebied_niet_aan_te_sluiten() -> None:
    uitkomst = _van(vraag_2027("abcd"), keten(30_000, 30_000, 30_000, 30_000, los=2))
    assert uitkomst.toets("R08").uitkomst is NVT
    assert "uiteen in 3 delen" in uitkomst.toets("R08").reden
    assert uitkomst.toegelaten is True


def test_de_uitzondering_vraagt_een_aansluitend_gebied() -> None:
    uitkomst = _van(vraag_2027("abcd", **BESTAAND), keten(20_000, 10_000, 10_000, 10_000, los=1))
    assert uitkomst.toets("R11").uitkomst is NIET_MET
    assert "het gebied valt uiteen in 2 delen" in uitkomst.toets("R11").reden


@pytest.mark.parametrize(("bestaand", "subsidie"), list(product([True, False, None], repeat=2)))
def test_de_uitzondering_hangt_van_het_verleden_af(bestaand: bool | None, subsidie: bool | None) -> None:
    uitkomst = _van(vraag_2027("abcd", bestaand_igs=bestaand, gesubsidieerd_2026=subsidie), _vier(57_000))
    if False in (bestaand, subsidie):
        verwacht = (NIET_MET, NIET_MET, False)
    elif None in (bestaand, subsidie):
        verwacht = (ONBEKEND, ONBEKEND, None)
    else:
        verwacht = (MET, NVT, True)
    assert (uitkomst.toets("R11").uitkomst, uitkomst.toets("R09").uitkomst, uitkomst.toegelaten) == verwacht


def test_de_redenen_van_de_uitzondering_noemen_wat_ontbreekt() -> None:
    nieuw = _van(vraag_2027("abcd"), _vier(57_000)).toets("R11")
    zonder = _van(vraag_2027("abcd", bestaand_igs=True), _vier(57_000)).toets("R11")
    genoeg = _van(vraag_2027("abcd"), _vier(90_000)).toets("R11")
    assert "dit is een nieuw IGS" in nieuw.reden
    assert "dit IGS kreeg die niet" in zonder.reden
    assert (genoeg.uitkomst, genoeg.reden) == (NVT, "De uitzondering is niet nodig: er zijn genoeg inwoners.")


def test_een_gebied_dat_de_uitzondering_zelf_uitsluit_is_geweten_ook_al_is_het_verleden_onbekend() -> None:
    vraag = vraag_2027("abc", bestaand_igs=None, gesubsidieerd_2026=None)
    assert _uitslag(vraag, keten(10_000, 10_000, 10_000), "R09") is NIET_MET


def test_meerdere_hele_regios_mogen_samen() -> None:
    uitkomst = _van(vraag_2027("abcd"), TWEE_REGIOS)
    assert uitkomst.toets("R12").uitkomst is MET
    assert uitkomst.toets("R12").reden.endswith("het dekt ze helemaal.")


@pytest.mark.parametrize(("afwijking", "uitslag"), [(True, MET), (False, NIET_MET), (None, ONBEKEND)])
def test_een_afwijking_volstaat_en_is_te_bevestigen(afwijking: bool | None, uitslag: Uitslag) -> None:
    uitkomst = _van(vraag_2027("ab", afwijking=afwijking), TWEE_REGIOS)
    assert uitkomst.toets("R12").uitkomst is uitslag
    assert uitkomst.toets("R12").te_bevestigen is (afwijking is not False)
    assert uitkomst.toegelaten is {True: True, False: False, None: None}[afwijking]


def _bijna_hele_regios() -> Gebied:
    """Region R of ten municipalities a-j and region S of one, k."""
    rijen = [(letter, 20_000, "r") for letter in "abcdefghij"]
    return bouw_gebied(*rijen, ("k", 20_000, "s"), buren="ab bc cd de ef fg gh hi ij ik jk")


@pytest.mark.parametrize(
    ("gemeenten", "bestaand", "uitslag"),
    [
        ("abcdefghik", True, ONBEKEND),
        ("abcdefghik", None, ONBEKEND),
        ("abcdefghik", False, NIET_MET),
        ("abcdefghk", True, NIET_MET),
        ("abcdefghijk", False, MET),
    ],
)
def test_negentig_procent_van_elke_regio_laat_een_bestaand_igs_in_het_midden(
    gemeenten: str, bestaand: bool | None, uitslag: Uitslag
) -> None:
    assert _uitslag(vraag_2027(gemeenten, bestaand_igs=bestaand), _bijna_hele_regios(), "R12") is uitslag


def test_in_2020_telt_de_regiogrens_niet() -> None:
    uitkomst = _van(vraag_2020("abcd"), TWEE_REGIOS)
    assert uitkomst.toets("R12").uitkomst is NVT
    assert uitkomst.toets("R09").uitkomst is NVT
    assert uitkomst.toegelaten is True


def test_dat_ook_een_klein_bestaand_igs_in_een_regio_ligt_is_te_bevestigen() -> None:
    gebied = bouw_gebied(*((x, 10_000, "r" if x < "c" else "s") for x in "abcdef"), buren="ab bc cd de ef")
    klein = _van(vraag_2027("abcd", **BESTAAND), gebied)
    nieuw = _van(vraag_2027("abcd"), gebied)
    assert (klein.toegelaten, klein.toets("R12").zekerheid, klein.te_bevestigen) == (False, Zekerheid.AFGELEID, True)
    assert (nieuw.toegelaten, nieuw.toets("R12").zekerheid, nieuw.te_bevestigen) == (False, Zekerheid.WETTEKST, False)


# --- legal form, coordinator, money -----------------------------------------------------------------------------------


@pytest.mark.parametrize("maak", [vraag_2020, vraag_2027])
@pytest.mark.parametrize(
    ("vorm", "r01", "r02", "toegelaten"),
    [
        ("projectvereniging", MET, NVT, True),
        ("dienstverlenende vereniging", MET, NVT, True),
        ("opdrachthoudende vereniging", MET, NVT, True),
        ("interlokale vereniging", NIET_MET, NIET_MET, False),
        (None, ONBEKEND, ONBEKEND, None),
    ],
)
def test_de_rechtsvorm(maak, vorm: str | None, r01: Uitslag, r02: Uitslag, toegelaten: bool | None) -> None:
    uitkomst = _van(maak("abcd", rechtsvorm=vorm), _vier(90_000))
    assert (uitkomst.toets("R01").uitkomst, uitkomst.toets("R02").uitkomst) == (r01, r02)
    assert uitkomst.toegelaten is toegelaten


@pytest.mark.parametrize(("coordinator", "uitslag"), [(True, MET), (False, NIET_MET), (None, ONBEKEND)])
def test_de_coordinator_telt_pas_vanaf_2027(coordinator: bool | None, uitslag: Uitslag) -> None:
    assert _uitslag(vraag_2027("abcd", coordinator=coordinator), _vier(90_000), "R18") is uitslag
    assert _uitslag(vraag_2020("abcd", coordinator=coordinator), _vier(90_000), "R18") is NVT


@pytest.mark.parametrize(
    ("inbreng", "r14", "r15", "tekort"),
    [
        ("75000", MET, MET, "0"),
        ("74999.99", NIET_MET, NIET_MET, "0.01"),
        ("0", NIET_MET, NIET_MET, "75000"),
        (None, ONBEKEND, ONBEKEND, None),
    ],
)
def test_de_inbreng_op_de_grens(inbreng: str | None, r14: Uitslag, r15: Uitslag, tekort: str | None) -> None:
    uitkomst = _van(vraag_2027("abcd", inbreng=inbreng and Decimal(inbreng)), _vier(90_000))
    assert (uitkomst.toets("R14").uitkomst, uitkomst.toets("R15").uitkomst) == (r14, r15)
    assert uitkomst.bedragen.tekort == (None if tekort is None else Decimal(tekort))


def test_boven_de_bodem_kan_enkel_het_aandeel_te_klein_zijn() -> None:
    uitkomst = _van(vraag_2027("abcd", inbreng=Decimal(80_000)), _vier(120_000))
    assert (uitkomst.toets("R14").uitkomst, uitkomst.toets("R15").uitkomst) == (NIET_MET, MET)


def test_de_index_verhoogt_wat_de_gemeenten_inbrengen() -> None:
    vraag = vraag_2027("abcd", inbreng=Decimal(81_000))
    assert _uitslag(vraag, _vier(120_000), "R14") is MET
    assert _uitslag(replace(vraag, index=Decimal("1.01")), _vier(120_000), "R14") is NIET_MET


@pytest.mark.parametrize(("inbreng", "uitslag"), [("0", NIET_MET), ("0.99", NIET_MET), ("1", MET), (None, ONBEKEND)])
def test_in_2020_is_er_zonder_inbreng_geen_subsidie(inbreng: str | None, uitslag: Uitslag) -> None:
    uitkomst = _van(vraag_2020("abcd", inbreng=inbreng and Decimal(inbreng)), _vier(90_000))
    assert uitkomst.toets("R14").uitkomst is uitslag
    assert (uitkomst.bedragen.subsidie is None) is (inbreng is None)


# --- verdict and certainty --------------------------------------------------------------------------------------------


def test_wat_niet_geweten_is_maakt_het_oordeel_open_tenzij_een_andere_regel_al_faalt() -> None:
    leeg = {"rechtsvorm": None, "inbreng": None, "coordinator": None}
    assert _van(vraag_2027("abcd", **leeg), _vier(90_000)).toegelaten is None
    assert _van(vraag_2027("abcd", **leeg), _vier(60_000)).toegelaten is False


def test_het_gebied_kan_in_orde_zijn_terwijl_de_rest_nog_open_is() -> None:
    vraag = Vraag(frozenset("abcd"), afwijking=False)
    assert (_van(vraag, _vier(90_000)).gebied_in_orde, _van(vraag, _vier(90_000)).toegelaten) == (True, None)
    assert _van(vraag, _vier(57_000)).gebied_in_orde is None
    assert _van(replace(vraag, bestaand_igs=False), _vier(57_000)).gebied_in_orde is False


def test_het_oordeel_volgt_uit_de_regels_die_tellen() -> None:
    uitkomst = _van(vraag_2027("abcd"), _vier(90_000))
    informatief = {een.regel for een in uitkomst.toetsen if not een.telt}
    assert informatief == {"R10", "R11", "R23"}
    assert {een.uitkomst for een in uitkomst.toetsen if een.regel in {"R10", "R23"}} == {ONBEKEND}
    assert uitkomst.toegelaten is True


def test_elke_toets_noemt_regel_versie_zekerheid_en_een_zin() -> None:
    for maak in (vraag_2020, vraag_2027):
        uitkomst = _van(maak("abcd"), _vier(57_000))
        assert len({een.regel for een in uitkomst.toetsen}) == len(uitkomst.toetsen)
        for een in uitkomst.toetsen:
            regel = REGELS.regel(een.regel, uitkomst.vraag.periode)
            assert (een.versie, een.vraagt) == (regel.versie, regel.vraagt)
            assert een.reden[0].isupper(), een
            assert een.reden.endswith("."), een
            assert "None" not in een.reden
            assert ".." not in een.reden


def test_een_nieuwere_versie_van_een_regel_werkt_door_in_uitslag_reden_en_bedrag() -> None:
    dag = date(2027, 1, 15)
    minimum = replace(REGELS.regel("R09", Periode.P2027), waarde=Decimal(80_000), versie=dag)
    bodem = replace(
        REGELS.regel("F03", Periode.P2027), waarde=Decimal(90_000), versie=dag, zekerheid=Zekerheid.OVERHEID
    )
    uitkomst = toets(vraag_2027("abcd"), _vier(84_999), REGELS.met([minimum, bodem]))
    r09 = uitkomst.toets("R09")
    assert (r09.uitkomst, r09.versie) == (MET, dag)
    assert "minstens 80.000 zijn nodig" in r09.reden
    assert uitkomst.bedragen.subsidie == 90_000


@pytest.mark.parametrize(
    ("regel", "inwoners", "te_bevestigen"),
    [("R09", 90_000, False), ("R14", 90_000, True), ("R14", 120_000, False), ("R15", 120_000, True)],
)
def test_wat_op_een_bedrag_uit_een_ontwerp_steunt_is_te_bevestigen(
    regel: str, inwoners: int, te_bevestigen: bool
) -> None:
    assert _van(vraag_2027("abcd"), _vier(inwoners)).toets(regel).te_bevestigen is te_bevestigen


def test_een_oordeel_dat_op_een_vaste_regel_strandt_is_vast() -> None:
    assert _van(vraag_2027("abcd"), _vier(60_000)).te_bevestigen is False
    assert _van(vraag_2027("abcd"), _vier(90_000)).te_bevestigen is True
    enkel_bodem = _van(vraag_2027("abcd", inbreng=Decimal(70_000)), _vier(90_000))
    assert (enkel_bodem.toegelaten, enkel_bodem.te_bevestigen) == (False, True)


@pytest.mark.parametrize(
    ("maak", "verwacht"),
    [
        (vraag_2020, {"R03", "R04", "R05", "R06", "R20", "R32", "R33"}),
        (vraag_2027, {"R03", "R04", "R05", "R06", "R16", "R19", "R21", "R22"}),
    ],
)
def test_voorwaarden_die_we_niet_kunnen_nagaan_staan_apart(maak, verwacht: set[str]) -> None:
    assert {regel.id for regel in _van(maak("abcd"), _vier(90_000)).niet_getoetst} == verwacht


def test_het_richtbedrag_volgt_altijd_de_formule_van_2027_zonder_index() -> None:
    for vraag in (vraag_2020("abcd"), vraag_2027("abcd", index=Decimal("1.5")), vraag_2020("abcd", inbreng=None)):
        richtbedrag = _van(vraag, _vier(150_000)).richtbedrag
        assert (richtbedrag.subsidie, richtbedrag.inbreng_min) == (135_000, 101_250)


def test_al_lid_zijn_van_een_igs_is_een_melding_en_geen_drempel() -> None:
    gebied = bouw_gebied(("a", 50_000, "r"), ("b", 50_000, "r"), buren="ab", in_igs="b")
    uitkomst = _van(vraag_2027("ab"), gebied)
    assert uitkomst.toets("R23").reden.startswith("Nu zit 1 van de 2 gemeenten in een IGS")
    assert uitkomst.toegelaten is True


# --- the question -----------------------------------------------------------------------------------------------------


def test_zonder_gemeenten_is_er_niets_toegelaten_en_breekt_er_niets() -> None:
    for maak in (vraag_2020, vraag_2027):
        uitkomst = _van(maak(""), _vier(90_000))
        assert uitkomst.toegelaten is False
        assert (uitkomst.cijfers.inwoners, uitkomst.cijfers.aansluitend) == (0, False)


def test_een_code_die_niet_bestaat_wordt_geweigerd() -> None:
    with pytest.raises(OnbekendeGemeente, match="99999 is geen gemeente op deze dag"):
        _van(vraag_2027(["a", "99999"]), _vier(90_000))


@pytest.mark.parametrize("inbreng", ["-1", "NaN", "Infinity", "-Infinity", "1000000001", "sNaN"])
def test_een_inbreng_die_niet_kan_wordt_geweigerd(inbreng: str) -> None:
    with pytest.raises(ValueError, match="de inbreng is een bedrag"):
        vraag_2027("a", inbreng=Decimal(inbreng))


@pytest.mark.parametrize("index", ["0", "-1", "NaN", "Infinity", "10.01"])
def test_een_index_die_niet_kan_wordt_geweigerd(index: str) -> None:
    with pytest.raises(ValueError, match="de index is een factor"):
        vraag_2027("a", index=Decimal(index))


def test_een_onbekende_periode_of_rechtsvorm_wordt_geweigerd() -> None:
    with pytest.raises(ValueError, match="2021"):
        Vraag(frozenset("a"), "2021")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="'vzw' is geen rechtsvorm"):
        vraag_2027("a", rechtsvorm="vzw")


def test_de_periode_mag_als_tekst_en_de_gemeenten_als_lijst() -> None:
    vraag = Vraag(["a", "b", "a"], "2020")  # type: ignore[arg-type]
    assert (vraag.gemeenten, vraag.periode) == (frozenset("ab"), Periode.P2020)


def test_vraag_en_uitkomst_veranderen_niet_meer() -> None:
    uitkomst = _van(vraag_2027("abcd"), _vier(90_000))
    with pytest.raises(FrozenInstanceError):
        uitkomst.vraag.index = Decimal(2)  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        uitkomst.bedragen.subsidie = Decimal(0)  # type: ignore[misc]


def test_een_regel_die_niet_getoetst_is_bestaat_niet_in_de_uitkomst() -> None:
    assert isinstance(_van(vraag_2027("abcd"), _vier(90_000)).toets("R09"), Toets)
    with pytest.raises(KeyError):
        _van(vraag_2020("abcd"), _vier(90_000)).toets("R15")
