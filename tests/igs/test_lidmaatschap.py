"""Who stands for whom: the rule of mergers in plain rows, and every merger in the real data.

What is expected of the real data is worked out here from the CSV files by a rule of its own: other tests lean on it.
"""

import csv
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from igs.gegevensbestanden import GEGEVENS
from igs.lidmaatschap import FUSIE, TE_BEVESTIGEN, Lid, leden_op, opvolger_op
from igs.models import IGS, Gemeente, Lidmaatschap
from igs.netwerk import Netwerk
from tests.fabriek import BRON, bouw_gemeente

# Knowledge notes on the municipalities, section 2: new code, its name, the names that went into it.
FUSIES_2019 = {
    "44084": ("Aalter", ["Aalter", "Knesselare"]),
    "44083": ("Deinze", ["Deinze", "Nevele"]),
    "44085": ("Lievegem", ["Lovendegem", "Waarschoot", "Zomergem"]),
    "45068": ("Kruisem", ["Kruishoutem", "Zingem"]),
    "12041": ("Puurs-Sint-Amands", ["Puurs", "Sint-Amands"]),
    "72042": ("Oudsbergen", ["Meeuwen-Gruitrode", "Opglabbeek"]),
    "72043": ("Pelt", ["Neerpelt", "Overpelt"]),
}
FUSIES_2025 = {
    "11002": ("Antwerpen", ["Borsbeek"]),
    "23106": ("Pajottegem", ["Galmaarden", "Gooik", "Herne"]),
    "37021": ("Wingene", ["Ruiselede", "Wingene"]),
    "37022": ("Tielt", ["Meulebeke", "Tielt"]),
    "44086": ("Nazareth-De Pinte", ["De Pinte", "Nazareth"]),
    "44087": ("Lochristi", ["Lochristi", "Wachtebeke"]),
    "44088": ("Merelbeke-Melle", ["Melle", "Merelbeke"]),
    "46029": ("Lokeren", ["Lokeren", "Moerbeke"]),
    "46030": ("Beveren-Kruibeke-Zwijndrecht", ["Beveren", "Kruibeke", "Zwijndrecht"]),
    "71071": ("Tessenderlo-Ham", ["Ham", "Tessenderlo"]),
    "71072": ("Hasselt", ["Hasselt", "Kortessem"]),
    "73110": ("Bilzen-Hoeselt", ["Bilzen", "Hoeselt"]),
    "73111": ("Tongeren-Borgloon", ["Borgloon", "Tongeren"]),
}
FUSIES = [
    pytest.param(code, naam, delen, dag, id=f"{naam} {dag.year}")
    for fusies, dag in ((FUSIES_2019, date(2019, 1, 1)), (FUSIES_2025, date(2025, 1, 1)))
    for code, (naam, delen) in fusies.items()
]
ANTWERPEN = "11002"
DAGEN = [
    date(2018, 6, 1),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2022, 5, 26),
    date(2022, 5, 27),
    date(2024, 1, 31),
    date(2024, 2, 1),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 11, 23),
    date(2027, 1, 1),
    date(2028, 1, 1),
]
FusieRegel = tuple[str, str]
"""Certainty and source of one membership."""


# --- what the files say, by a rule of its own -------------------------------------------------------------------------


@cache
def csv_rijen(naam: str) -> list[dict[str, str]]:
    """The rows of a reference file as text; do not change them."""
    with (GEGEVENS / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand))


@cache
def csv_gemeenten() -> dict[str, dict[str, str]]:
    return {rij["nis_code"]: rij for rij in csv_rijen("gemeenten")}


def bestaat(rij: dict[str, str], dag: date) -> bool:
    """ISO dates compare as text; an empty start or end is open."""
    return rij["bestaat_van"] <= str(dag) and (not rij["bestaat_tot"] or str(dag) <= rij["bestaat_tot"])


def gemeenten_volgens_csv(dag: date) -> list[dict[str, str]]:
    return [rij for rij in csv_rijen("gemeenten") if bestaat(rij, dag)]


def leden_volgens_csv(dag: date) -> dict[tuple[str, str], FusieRegel]:
    """(IGS, NIS code) of every membership on the day, with certainty and source.

    Of the 2025 mergers only; before 2020 there are no memberships. Antwerpen takes nothing over from Borsbeek.
    """
    leden: dict[tuple[str, str], FusieRegel] = {}
    for rij in csv_rijen("igs_leden"):
        begin = rij["lid_van"] or rij["eerst_gezien_op"]
        if not begin <= str(dag) or (rij["lid_tot"] and rij["lid_tot"] < str(dag)):
            continue
        gemeente = csv_gemeenten()[rij["nis_code"]]
        opvolger = gemeente["opgegaan_in_nis"]
        if bestaat(gemeente, dag):
            leden[rij["igs_slug"], rij["nis_code"]] = (rij["zekerheid"], rij["bron_url"])
        elif opvolger and opvolger != ANTWERPEN:
            leden.setdefault((rij["igs_slug"], opvolger), (TE_BEVESTIGEN, FUSIE))
    return leden


def igs_per_gemeente(dag: date) -> dict[str, set[str]]:
    """NIS code → slugs of its IGS'en on the day."""
    per_gemeente: dict[str, set[str]] = defaultdict(set)
    for slug, code in leden_volgens_csv(dag):
        per_gemeente[code].add(slug)
    return per_gemeente


# --- the rule in plain rows -------------------------------------------------------------------------------------------

IGS_A, IGS_B = IGS(pk=1, slug="a", naam="A"), IGS(pk=2, slug="b", naam="b")
OUD_TOT, NIEUW_VAN = date(2024, 12, 31), date(2025, 1, 1)


def _lid(gemeente: Gemeente, igs: IGS = IGS_A, lid_van: date | None = date(2020, 1, 1), **velden: Any) -> Lidmaatschap:
    standaard = {"zekerheid": "hoog", "bron_url": BRON}
    return Lidmaatschap(igs=igs, gemeente=gemeente, lid_van=lid_van, **standaard | velden)


def _fusie(*oude: str, nieuw: str = "Nieuw", tot: date = OUD_TOT) -> tuple[Gemeente, list[Gemeente]]:
    """A municipality that began the day after the old ones ended."""
    samen = bouw_gemeente("90001", nieuw, bestaat_van=tot + timedelta(days=1))
    delen = [bouw_gemeente(f"8000{i}", naam, bestaat_tot=tot, opgegaan_in=samen) for i, naam in enumerate(oude)]
    return samen, delen


def _leden(rijen: list[Lidmaatschap], gemeenten: list[Gemeente], op: date) -> list[Lid]:
    return leden_op(rijen, {gemeente.nis_code: gemeente for gemeente in gemeenten}, op)


def _namen(leden: list[Lid]) -> list[str]:
    return [lid.gemeente.naam for lid in leden]


def test_een_gemeente_is_lid_door_haar_eigen_rij() -> None:
    gemeente = bouw_gemeente("10001", "Een")
    (lid,) = _leden([_lid(gemeente, zekerheid="middel")], [gemeente], date(2024, 6, 1))
    assert lid == Lid(IGS_A, gemeente, date(2020, 1, 1), None, None, "middel", BRON)
    assert not lid.is_fusie


def test_een_lid_telt_van_de_eerste_tot_en_met_de_laatste_dag() -> None:
    gemeente = bouw_gemeente("10001", "Een")
    rijen = [_lid(gemeente, lid_van=date(2020, 1, 1), lid_tot=date(2021, 12, 31))]
    dagen = [date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1)]
    assert [len(_leden(rijen, [gemeente], dag)) for dag in dagen] == [0, 1, 1, 0]


def test_een_onbekend_begin_telt_vanaf_de_dag_waarop_het_eerst_gezien_is() -> None:
    gemeente = bouw_gemeente("10001", "Een")
    rijen = [_lid(gemeente, lid_van=None, eerst_gezien_op=date(2024, 2, 1))]
    assert not _leden(rijen, [gemeente], date(2024, 1, 31))
    (lid,) = _leden(rijen, [gemeente], date(2024, 2, 1))
    assert (lid.lid_van, lid.eerst_gezien_op) == (None, date(2024, 2, 1))


def test_een_gemeente_die_nog_niet_bestaat_is_nog_geen_lid() -> None:
    gemeente = bouw_gemeente("10001", "Een", bestaat_van=NIEUW_VAN)
    assert not _leden([_lid(gemeente)], [gemeente], OUD_TOT)


def test_een_gefuseerd_lid_wordt_voortgezet_in_de_nieuwe_gemeente_te_bevestigen() -> None:
    nieuw, (oud, ander) = _fusie("Oud", "Ander")
    rijen = [_lid(oud)]
    assert _namen(_leden(rijen, [nieuw, oud, ander], OUD_TOT)) == ["Oud"]
    (lid,) = _leden(rijen, [nieuw, oud, ander], NIEUW_VAN)
    assert (lid.gemeente, lid.via, lid.is_fusie) == (nieuw, (oud,), True)
    assert (lid.zekerheid, lid.bron_url) == ("te bevestigen", "fusie")
    assert (lid.lid_van, lid.lid_tot, lid.eerst_gezien_op) == (NIEUW_VAN, None, None)


def test_twee_gefuseerde_leden_geven_een_rij() -> None:
    nieuw, oude = _fusie("Zuid", "Noord")
    (lid,) = _leden([_lid(oud) for oud in oude], [nieuw, *oude], NIEUW_VAN)
    assert [gemeente.naam for gemeente in lid.via] == ["Noord", "Zuid"]


def test_twee_gefuseerde_leden_eindigen_met_de_laatste_van_de_twee() -> None:
    nieuw, (een, twee) = _fusie("Een", "Twee")
    rijen = [_lid(een, lid_tot=date(2026, 6, 30)), _lid(twee, lid_tot=date(2027, 6, 30))]
    assert _leden(rijen, [nieuw, een, twee], NIEUW_VAN)[0].lid_tot == date(2027, 6, 30)
    (later,) = _leden(rijen, [nieuw, een, twee], date(2026, 7, 1))
    assert later.via == (twee,)
    assert not _leden(rijen, [nieuw, een, twee], date(2027, 7, 1))


def test_een_lid_dat_bij_de_fusie_stopte_wordt_niet_voortgezet() -> None:
    nieuw, (oud,) = _fusie("Oud")
    rijen = [_lid(oud, lid_tot=OUD_TOT)]
    assert _namen(_leden(rijen, [nieuw, oud], OUD_TOT)) == ["Oud"]
    assert not _leden(rijen, [nieuw, oud], NIEUW_VAN)


def test_de_eigen_rij_van_de_nieuwe_gemeente_gaat_voor() -> None:
    nieuw, (oud,) = _fusie("Oud")
    rijen = [_lid(oud), _lid(nieuw, lid_van=NIEUW_VAN)]
    (lid,) = _leden(rijen, [nieuw, oud], NIEUW_VAN)
    assert (lid.via, lid.zekerheid, lid.bron_url) == ((), "hoog", BRON)


def test_voor_de_eigen_rij_begint_staat_de_nieuwe_gemeente_er_door_de_fusie() -> None:
    nieuw, (oud,) = _fusie("Oud")
    rijen = [_lid(oud), _lid(nieuw, lid_van=date(2026, 1, 1))]
    assert _leden(rijen, [nieuw, oud], date(2025, 12, 31))[0].is_fusie
    assert not _leden(rijen, [nieuw, oud], date(2026, 1, 1))[0].is_fusie


def test_wie_na_de_fusie_vertrok_komt_niet_terug_door_de_rij_van_een_voorganger() -> None:
    nieuw, (oud,) = _fusie("Oud")
    rijen = [_lid(oud), _lid(nieuw, lid_van=NIEUW_VAN, lid_tot=date(2026, 12, 31))]
    assert _namen(_leden(rijen, [nieuw, oud], date(2026, 12, 31))) == ["Nieuw"]
    assert not _leden(rijen, [nieuw, oud], date(2027, 1, 1))


def test_een_gemeente_die_een_andere_opslorpt_wordt_daardoor_geen_lid() -> None:
    groot = bouw_gemeente("90001", "Groot")
    klein = bouw_gemeente("80000", "Klein", bestaat_tot=OUD_TOT, opgegaan_in=groot)
    assert _namen(_leden([_lid(klein)], [groot, klein], OUD_TOT)) == ["Klein"]
    assert not _leden([_lid(klein)], [groot, klein], NIEUW_VAN)


def test_een_keten_van_twee_fusies_wordt_tot_het_einde_gevolgd() -> None:
    midden, (eerste,) = _fusie("Eerste", nieuw="Midden", tot=date(2018, 12, 31))
    laatste = bouw_gemeente("95000", "Laatste", bestaat_van=NIEUW_VAN)
    midden.bestaat_tot, midden.opgegaan_in = OUD_TOT, laatste
    gemeenten = [eerste, midden, laatste]
    rijen = [_lid(eerste, lid_van=date(2018, 1, 1))]
    dagen = [date(2018, 12, 31), date(2019, 1, 1), OUD_TOT, NIEUW_VAN]
    assert [_namen(_leden(rijen, gemeenten, dag)) for dag in dagen] == [["Eerste"], ["Midden"], ["Midden"], ["Laatste"]]
    assert _leden(rijen, gemeenten, NIEUW_VAN)[0].via == (eerste,)


def test_een_keten_noemt_enkel_wie_het_laatst_zelf_lid_was() -> None:
    midden, (eerste,) = _fusie("Eerste", nieuw="Midden", tot=date(2018, 12, 31))
    laatste = bouw_gemeente("95000", "Laatste", bestaat_van=NIEUW_VAN)
    midden.bestaat_tot, midden.opgegaan_in = OUD_TOT, laatste
    rijen = [_lid(eerste, lid_van=date(2018, 1, 1)), _lid(midden, lid_van=date(2019, 1, 1))]
    (lid,) = _leden(rijen, [eerste, midden, laatste], NIEUW_VAN)
    assert lid.via == (midden,)


def test_een_keten_stopt_bij_een_gemeente_die_opslorpt() -> None:
    groot = bouw_gemeente("95000", "Groot")
    midden, (eerste,) = _fusie("Eerste", nieuw="Midden", tot=date(2018, 12, 31))
    midden.bestaat_tot, midden.opgegaan_in = OUD_TOT, groot
    rijen = [_lid(eerste, lid_van=date(2018, 1, 1))]
    assert _namen(_leden(rijen, [eerste, midden, groot], OUD_TOT)) == ["Midden"]
    assert not _leden(rijen, [eerste, midden, groot], NIEUW_VAN)


def test_een_fusie_telt_per_igs_apart() -> None:
    nieuw, (een, twee) = _fusie("Een", "Twee")
    rijen = [_lid(een, IGS_B), _lid(twee, IGS_A), _lid(nieuw, IGS_B, lid_van=NIEUW_VAN)]
    leden = _leden(rijen, [nieuw, een, twee], NIEUW_VAN)
    assert [(lid.igs.naam, lid.is_fusie) for lid in leden] == [("A", True), ("b", False)]


def test_leden_staan_op_naam_van_igs_en_gemeente() -> None:
    gemeenten = [bouw_gemeente(f"1000{i}", naam) for i, naam in enumerate(["Zee", "Aa", "Éclair"])]
    rijen = [_lid(gemeente, igs) for gemeente in gemeenten for igs in (IGS_B, IGS_A)]
    leden = _leden(rijen, gemeenten, NIEUW_VAN)
    assert [lid.igs.naam for lid in leden] == ["A", "A", "A", "b", "b", "b"]
    assert _namen(leden)[:3] == ["Aa", "Éclair", "Zee"]


def test_de_opvolger_is_wie_op_die_dag_het_grondgebied_heeft() -> None:
    nieuw, (oud,) = _fusie("Oud")
    per_code = {gemeente.nis_code: gemeente for gemeente in (nieuw, oud)}
    assert opvolger_op(oud, per_code, OUD_TOT) == oud
    assert opvolger_op(oud, per_code, NIEUW_VAN) == nieuw
    assert opvolger_op(nieuw, per_code, date.max) == nieuw


@pytest.mark.parametrize(("code", "naam", "delen", "dag"), FUSIES)
def test_bij_elke_fusie_wordt_het_lidmaatschap_voortgezet(code: str, naam: str, delen: list[str], dag: date) -> None:
    """Suppose that all parts were members: this tries the mergers of 2019 too, older than any known membership."""
    gemeenten = {
        rij["nis_code"]: bouw_gemeente(
            rij["nis_code"],
            rij["naam"],
            bestaat_van=date.fromisoformat(rij["bestaat_van"]) if rij["bestaat_van"] else None,
            bestaat_tot=date.fromisoformat(rij["bestaat_tot"]) if rij["bestaat_tot"] else None,
            opgegaan_in_id=rij["opgegaan_in_nis"] or None,
        )
        for rij in csv_rijen("gemeenten")
    }
    oude = [gemeente for gemeente in gemeenten.values() if gemeente.opgegaan_in_id == code]
    rijen = [_lid(oud, lid_van=date(2018, 1, 1)) for oud in oude]
    ervoor = leden_op(rijen, gemeenten, dag - timedelta(days=1))
    erna = leden_op(rijen, gemeenten, dag)
    assert [(lid.gemeente.naam, lid.is_fusie) for lid in ervoor] == [(deel, False) for deel in delen]
    verwacht = [] if code == ANTWERPEN else [(code, naam, tuple(delen))]
    gevonden = [(lid.gemeente.nis_code, lid.gemeente.naam, tuple(oud.naam for oud in lid.via)) for lid in erna]
    assert gevonden == verwacht


# --- the real data ----------------------------------------------------------------------------------------------------


def test_de_lijst_van_fusies_is_die_van_de_gegevens() -> None:
    in_csv: dict[str, list[str]] = defaultdict(list)
    for rij in csv_rijen("gemeenten"):
        if rij["opgegaan_in_nis"]:
            in_csv[rij["opgegaan_in_nis"]].append(rij["naam"])
    alle = FUSIES_2019 | FUSIES_2025
    assert {code: sorted(namen) for code, namen in in_csv.items()} == {code: delen for code, (_, delen) in alle.items()}
    assert {code: csv_gemeenten()[code]["naam"] for code in alle} == {code: naam for code, (naam, _) in alle.items()}


@pytest.mark.parametrize(("code", "naam", "delen", "dag"), FUSIES)
@pytest.mark.usefixtures("gegevens")
def test_rond_elke_fusie_staat_de_juiste_gemeente_in_elk_igs(code: str, naam: str, delen: list[str], dag: date) -> None:
    codes_van_delen = {rij["nis_code"] for rij in csv_rijen("gemeenten") if rij["opgegaan_in_nis"] == code}
    betrokken = {code, *codes_van_delen}
    for moment in (dag - timedelta(days=1), dag):
        verwacht = {sleutel: wat for sleutel, wat in leden_volgens_csv(moment).items() if sleutel[1] in betrokken}
        leden = [lid for lid in Netwerk.op(moment).leden if lid.gemeente.nis_code in betrokken]
        gevonden = {(lid.igs.slug, lid.gemeente.nis_code): (lid.zekerheid, lid.bron_url) for lid in leden}
        assert gevonden == verwacht
        assert len(leden) == len(gevonden)
        for lid in leden:
            lid_toen = {rij["gemeente"] for rij in csv_rijen("igs_leden") if rij["igs_slug"] == lid.igs.slug}
            via = sorted(lid_toen & set(delen)) if lid.is_fusie else []
            assert sorted(oud.naam for oud in lid.via) == via


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.usefixtures("gegevens")
def test_alle_leden_van_een_dag_zijn_die_van_de_bestanden(dag: date) -> None:
    leden = Netwerk.op(dag).leden
    gevonden = {(lid.igs.slug, lid.gemeente.nis_code): (lid.zekerheid, lid.bron_url) for lid in leden}
    assert gevonden == leden_volgens_csv(dag)
    assert len(leden) == len(gevonden)


@pytest.mark.usefixtures("gegevens")
def test_de_zuidrand_telt_zeven_gemeenten_tot_eind_2024_en_zes_daarna() -> None:
    zes = ["Aartselaar", "Edegem", "Hove", "Kontich", "Lint", "Mortsel"]
    for dag, namen in ((date(2024, 12, 31), [*zes, "Borsbeek"]), (date(2025, 1, 1), zes)):
        leden = [lid for lid in Netwerk.op(dag).leden if lid.igs.slug == "zuidrand"]
        assert sorted(lid.gemeente.naam for lid in leden) == sorted(namen)


@pytest.mark.usefixtures("gegevens")
def test_antwerpen_is_nooit_lid_van_de_zuidrand() -> None:
    for dag in DAGEN:
        assert not [lid for lid in Netwerk.op(dag).leden if lid.gemeente.nis_code == ANTWERPEN]
