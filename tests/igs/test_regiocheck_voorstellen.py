"""What would help: every suggestion repairs its rule, none is missing, none is larger than it must be."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igs.regiocheck import Uitslag, Vraag, toets
from igs.regiocheck_cijfers import Gebied, bits
from igs.regiocheck_regels import Periode, regels_van_het_huis
from igs.regiocheck_voorstellen import HOOGSTENS, REIKWIJDTE, Voorstel, Wijziging, voorstellen
from tests.igs.gebieden import bouw_gebied, echt_gebied, igs_sets, keten, vraag_2020, vraag_2027

REGELS = regels_van_het_huis()
BESTAAND = {"bestaand_igs": True, "gesubsidieerd_2026": True}
RUIM = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def _voor(vraag: Vraag, gebied: Gebied, regel: str, wijziging: Wijziging | None = None) -> list[Voorstel]:
    lijst = voorstellen(vraag, gebied, REGELS)
    return [een for een in lijst if een.regel == regel and wijziging in (None, een.wijziging)]


def _keuzes(lijst: list[Voorstel]) -> list[str]:
    return ["".join(een.gemeenten) for een in lijst]


# --- inhabitants ------------------------------------------------------------------------------------------------------


def test_de_kleinste_aanvulling_tot_85_000_met_de_nieuwe_cijfers() -> None:
    gebied = keten(40_000, 40_000, 5_000, 90_000)
    (voorstel,) = _voor(vraag_2027("ab"), gebied, "R09")
    assert voorstel == Voorstel("R09", Wijziging.TOEVOEGEN, ("c",), 0, 85_000, 3, ("r",), 1)
    assert voorstel.zin(gebied) == "Voeg C toe: dan telt het gebied 3 gemeenten en 85.000 inwoners."


def test_een_gemeente_die_pas_via_een_andere_aansluit_komt_samen_met_die_andere() -> None:
    gebied = keten(40_000, 40_000, 4_999, 90_000)
    (voorstel,) = _voor(vraag_2027("ab"), gebied, "R09")
    assert (voorstel.gemeenten, voorstel.inwoners) == (("c", "d"), 174_999)
    assert voorstel.zin(gebied).startswith("Voeg C en D toe: dan telt het gebied 4 gemeenten")


def test_drie_gemeenten_zijn_het_meeste_dat_we_zoeken() -> None:
    assert _keuzes(_voor(vraag_2027("a"), keten(40_000, 15_000, 15_000, 15_000), "R09")) == ["bcd"]
    assert _voor(vraag_2027("a"), keten(40_000, 15_000, 15_000, 14_999, 90_000), "R09") == []


def test_een_gemeente_uit_een_andere_regio_wordt_niet_voorgesteld() -> None:
    gebied = bouw_gebied(("a", 80_000, "r"), ("b", 80_000, "s"), ("c", 5_000, "r"), buren="ab ac")
    assert _keuzes(_voor(vraag_2027("a"), gebied, "R09")) == ["c"]


def test_een_gemeente_die_niet_aansluit_wordt_niet_voorgesteld() -> None:
    assert _voor(vraag_2027("ab"), keten(40_000, 40_000, 90_000, los=1), "R09") == []


def test_wie_nog_geen_igs_heeft_komt_eerst() -> None:
    rijen = [(x, 42_000, "r") for x in "abcd"]
    gebied = bouw_gebied(("m", 43_000, "r"), *rijen, buren="ma mb mc md", in_igs="ac")
    lijst = _voor(vraag_2027("m"), gebied, "R09")
    assert _keuzes(lijst) == ["b", "d", "a", "c"]
    assert [een.al_in_igs for een in lijst] == [0, 0, 1, 1]


def test_een_kleinere_wijziging_sluit_elke_grotere_met_haar_erin_uit() -> None:
    gebied = bouw_gebied(
        ("m", 80_000, "r"), ("a", 5_000, "r"), ("b", 3_000, "r"), ("c", 2_000, "r"), buren="ma mb mc ab"
    )
    assert _keuzes(_voor(vraag_2027("m"), gebied, "R09")) == ["a", "bc"]


def test_wie_genoeg_inwoners_heeft_of_de_uitzondering_krijgt_geen_voorstel() -> None:
    assert voorstellen(vraag_2027("ab"), keten(50_000, 50_000, 1), REGELS) == []
    assert voorstellen(vraag_2027("abcd", **BESTAAND), keten(9_000, 9_000, 9_000, 9_000, 90_000), REGELS) == []


def test_zolang_de_uitzondering_onzeker_is_helpen_extra_inwoners_ook() -> None:
    gebied = keten(9_000, 9_000, 9_000, 9_000, 90_000)
    vraag = vraag_2027("abcd", bestaand_igs=None, gesubsidieerd_2026=None)
    assert _keuzes(_voor(vraag, gebied, "R09")) == ["e"]


def test_zonder_gemeenten_zijn_er_geen_voorstellen() -> None:
    assert voorstellen(vraag_2027(""), keten(90_000, 90_000), REGELS) == []
    assert voorstellen(vraag_2020(""), keten(90_000, 90_000), REGELS) == []


# --- the exception, the number, the connection ------------------------------------------------------------------------


def test_een_klein_bestaand_igs_met_drie_gemeenten_zoekt_een_vierde() -> None:
    gebied = keten(9_000, 9_000, 9_000, 100, 9_000)
    assert _keuzes(_voor(vraag_2027("abc", **BESTAAND), gebied, "R11")) == ["d"]
    assert _voor(vraag_2027("abc"), gebied, "R11") == []


def test_de_uitzondering_kan_ook_met_een_brug_of_door_los_te_laten() -> None:
    gebied = keten(9_000, 9_000, 9_000, 9_000, 100, 9_000)
    lijst = _voor(vraag_2027("abcdf", **BESTAAND), gebied, "R11")
    assert [(een.wijziging, een.gemeenten) for een in lijst] == [
        (Wijziging.TOEVOEGEN, ("e",)),
        (Wijziging.LOSLATEN, ("f",)),
    ]


def test_loslaten_laat_voor_de_uitzondering_vier_gemeenten_over() -> None:
    gebied = keten(9_000, 9_000, 9_000, 9_000, 9_000, los=1)
    assert _keuzes(_voor(vraag_2027("abcde", **BESTAAND), gebied, "R11", Wijziging.LOSLATEN)) == ["e"]
    kleiner = keten(9_000, 9_000, 9_000, 9_000, los=1)
    assert _voor(vraag_2027("abcd", **BESTAAND), kleiner, "R11") == []


def test_een_enkele_grote_gemeente_zoekt_een_buur() -> None:
    assert _keuzes(_voor(vraag_2027("b"), keten(10, 500_000, 20), "R07")) == ["a", "c"]


def test_in_2020_zoeken_twee_gemeenten_er_nog_twee() -> None:
    lijst = _voor(vraag_2020("bc"), keten(1, 2, 3, 4, 5), "R07")
    assert sorted(_keuzes(lijst)) == ["ad", "de"]
    assert {een.inwoners for een in lijst} == {10, 14}


def test_in_2020_verbindt_een_brug_van_drie_gemeenten_het_gebied() -> None:
    gebied = keten(*[10_000] * 8)
    lijst = _voor(vraag_2020("abcg"), gebied, "R08")
    assert [(een.wijziging, een.gemeenten, een.aansluitend) for een in lijst] == [
        (Wijziging.LOSLATEN, ("g",), True),
        (Wijziging.LOSLATEN, ("a", "b", "c"), True),
        (Wijziging.TOEVOEGEN, ("d", "e", "f"), True),
    ]
    assert lijst[0].zin(gebied) == "Laat G los: dan telt het gebied 3 gemeenten en 30.000 inwoners."
    assert _voor(vraag_2020("abch"), gebied, "R08", Wijziging.TOEVOEGEN) == []


def test_een_brug_van_twee_wordt_niet_herhaald_met_een_derde_erbij() -> None:
    gebied = bouw_gebied(*((x, 10_000, "r") for x in "abcex"), buren="ab bc ce bx")
    assert _keuzes(_voor(vraag_2020("ae"), gebied, "R08", Wijziging.TOEVOEGEN)) == ["bc"]


def test_een_bestaand_igs_van_een_gemeente_zoekt_er_drie_en_niet_minder() -> None:
    assert _keuzes(_voor(vraag_2027("a", **BESTAAND), keten(9_000, 100, 100, 100, 100), "R11")) == ["bcd"]


def test_te_veel_losse_delen_verbindt_niemand_met_drie_gemeenten() -> None:
    ster = bouw_gebied(*((x, 1, "r") for x in "abcdefgh"), buren="ha hb hc hd")
    assert _keuzes(_voor(vraag_2020("abcd"), ster, "R08", Wijziging.TOEVOEGEN)) == ["h"]
    assert _voor(vraag_2020("abcde"), ster, "R08", Wijziging.TOEVOEGEN) == []


# --- regions ----------------------------------------------------------------------------------------------------------


def test_loslaten_tot_een_regio_met_de_nieuwe_cijfers() -> None:
    gebied = bouw_gebied(*((x, 20_000, "r" if x < "d" else "s") for x in "abcdefghij"), buren="ab bc cd de ef")
    (voorstel,) = _voor(vraag_2027("bcd"), gebied, "R12")[:1]
    assert voorstel == Voorstel("R12", Wijziging.LOSLATEN, ("d",), 0, 40_000, 2, ("r",), 1)
    assert _keuzes(_voor(vraag_2027("bcd"), gebied, "R12")) == ["d", "bc"]


def test_wie_ver_over_de_grens_ligt_krijgt_enkel_de_kleinste_loslating() -> None:
    letters = "abcdefghijkl"
    gebied = bouw_gebied(
        *((x, 20_000, "r" if x < "e" else "s") for x in letters),
        buren=" ".join(map("".join, pairwise(letters))),
    )
    assert _keuzes(_voor(vraag_2027("abcdefghi"), gebied, "R12", Wijziging.LOSLATEN)) == ["abcd"]


def test_een_regio_volledig_maken_kan_ook() -> None:
    gebied = bouw_gebied(*((x, 20_000, "r" if x < "c" else "s") for x in "abcde"), buren="ab bc cd de")
    assert _keuzes(_voor(vraag_2027("abc"), gebied, "R12", Wijziging.TOEVOEGEN)) == ["de"]


def test_wie_twee_hele_regios_dekt_laat_enkel_de_rest_los() -> None:
    gebied = bouw_gebied(
        *((x, 20_000, "r") for x in "ab"), *((x, 20_000, "s") for x in "cd"), *((x, 20_000, "t") for x in "efghi"),
        buren="ab bc cd de ef fg gh hi",
    )  # fmt: skip
    lijst = _voor(vraag_2027("abcde"), gebied, "R12", Wijziging.LOSLATEN)
    assert _keuzes(lijst) == ["e"]
    assert lijst[0].regios == ("r", "s")


def test_wie_een_afwijking_heeft_hoeft_niets_los_te_laten() -> None:
    gebied = bouw_gebied(("a", 50_000, "r"), ("b", 50_000, "s"), ("c", 9, "s"), ("d", 9, "r"), buren="ab bc ad")
    assert _voor(vraag_2027("ab", afwijking=True), gebied, "R12") == []
    assert _voor(vraag_2027("ab", afwijking=None), gebied, "R12") != []


# --- against every possibility ----------------------------------------------------------------------------------------


def _hersteld(vraag: Vraag, gebied: Gebied, regel: str, gemeenten: frozenset[str]) -> bool:
    """The rule after the change, judged by the engine: whatever the past, its ground is in order."""
    na = toets(Vraag(**(vars(vraag) | {"gemeenten": gemeenten})), gebied, REGELS)
    if regel == "R09":
        return na.cijfers.inwoners >= 85_000
    if regel == "R11":
        return na.cijfers.aantal >= 4 and na.cijfers.aansluitend
    return na.toets(regel).uitkomst is Uitslag.MET


def _alle_aanvullingen(vraag: Vraag, gebied: Gebied, regel: str) -> set[frozenset[str]]:
    """By trying everything: smallest additions of up to three that repair and leave no more parts than before."""
    masker = gebied.masker(vraag.gemeenten)
    regios = set(gebied.regios(masker))
    vrij = [g.nis_code for g in gebied.gemeenten if g.regio in regios and g.nis_code not in vraag.gemeenten]
    begin = len(gebied.delen(masker))
    gevonden: set[frozenset[str]] = set()
    for grootte in range(1, HOOGSTENS + 1):
        for keuze in map(frozenset, combinations(vrij, grootte)):
            samen = vraag.gemeenten | keuze
            toegelaten = len(gebied.delen(gebied.masker(samen))) <= begin
            if (
                toegelaten
                and not any(kleiner <= keuze for kleiner in gevonden)
                and _hersteld(vraag, gebied, regel, samen)
            ):
                gevonden.add(keuze)
    return gevonden


def _haperende_regels(vraag: Vraag, gebied: Gebied) -> Iterator[str]:
    uitkomst = toets(vraag, gebied, REGELS)
    for een in uitkomst.toetsen:
        if een.regel in {"R07", "R08", "R09", "R11"} and een.uitkomst is Uitslag.NIET_MET:
            yield een.regel


@st.composite
def kleine_gebieden(teken: st.DrawFn) -> tuple[Gebied, frozenset[str]]:
    """Up to ten municipalities with any neighbours, in one or two regions, and a choice of some of them."""
    letters = "abcdefghij"[: teken(st.integers(3, 10))]
    rijen = [
        (letter, teken(st.sampled_from([4_000, 9_000, 20_000, 45_000, 85_000])), teken(st.sampled_from("rrrs")))
        for letter in letters
    ]
    paren = teken(st.lists(st.sampled_from([a + b for a, b in combinations(letters, 2)]), max_size=16))
    keuze = teken(st.sets(st.sampled_from(letters), min_size=1, max_size=6))
    return bouw_gebied(*rijen, buren=" ".join(paren), in_igs=letters[::3]), frozenset(keuze)


@RUIM
@given(kleine_gebieden(), st.booleans(), st.sampled_from(list(Periode)))
def test_er_ontbreekt_geen_enkele_kleinste_aanvulling(
    geval: tuple[Gebied, frozenset[str]], bestaand: bool, periode: Periode
) -> None:
    gebied, keuze = geval
    vraag = vraag_2027(keuze, periode=periode, bestaand_igs=bestaand, gesubsidieerd_2026=bestaand)
    for regel in _haperende_regels(vraag, gebied):
        if regel == "R11" and not bestaand:
            assert _voor(vraag, gebied, regel) == []
            continue
        gevonden = {frozenset(een.gemeenten) for een in _voor(vraag, gebied, regel, Wijziging.TOEVOEGEN)}
        assert gevonden == _alle_aanvullingen(vraag, gebied, regel), regel


def _alle_loslatingen(vraag: Vraag, gebied: Gebied, regel: str) -> set[frozenset[str]]:
    """By trying everything: smallest sets of up to three members whose leaving repairs the rule."""
    gevonden: set[frozenset[str]] = set()
    for grootte in range(1, min(HOOGSTENS, len(vraag.gemeenten) - 1) + 1):
        for keuze in map(frozenset, combinations(sorted(vraag.gemeenten), grootte)):
            nieuw = not any(kleiner <= keuze for kleiner in gevonden)
            if nieuw and _hersteld(vraag, gebied, regel, vraag.gemeenten - keuze):
                gevonden.add(keuze)
    return gevonden


@RUIM
@given(kleine_gebieden(), st.sampled_from([("R08", Periode.P2020), ("R11", Periode.P2027), ("R12", Periode.P2027)]))
def test_er_ontbreekt_geen_enkele_kleinste_loslating(
    geval: tuple[Gebied, frozenset[str]], regel_in: tuple[str, Periode]
) -> None:
    gebied, keuze = geval
    regel, periode = regel_in
    vraag = vraag_2027(keuze, periode=periode, bestaand_igs=True, gesubsidieerd_2026=True)
    if toets(vraag, gebied, REGELS).toets(regel).uitkomst is Uitslag.NIET_MET:
        lijst = _voor(vraag, gebied, regel, Wijziging.LOSLATEN)
        gevonden = {frozenset(een.gemeenten) for een in lijst if len(een.gemeenten) <= HOOGSTENS}
        assert gevonden == _alle_loslatingen(vraag, gebied, regel)


@RUIM
@given(kleine_gebieden(), st.booleans(), st.sampled_from(list(Periode)))
def test_elk_voorstel_herstelt_zijn_regel_en_noemt_de_juiste_cijfers(
    geval: tuple[Gebied, frozenset[str]], bestaand: bool, periode: Periode
) -> None:
    gebied, keuze = geval
    vraag = vraag_2027(keuze, periode=periode, bestaand_igs=bestaand, gesubsidieerd_2026=bestaand)
    for voorstel in voorstellen(vraag, gebied, REGELS):
        _klopt(voorstel, vraag, gebied)


def _klopt(voorstel: Voorstel, vraag: Vraag, gebied: Gebied) -> None:
    """The rule is repaired, the figures are those of the new set, and the way back gives the old ones."""
    samen = voorstel.na(vraag.gemeenten)
    assert samen != vraag.gemeenten
    assert _hersteld(vraag, gebied, voorstel.regel, samen), voorstel
    na = toets(Vraag(**(vars(vraag) | {"gemeenten": samen})), gebied, REGELS).cijfers
    assert (na.inwoners, na.aantal, len(na.delen)) == (voorstel.inwoners, voorstel.aantal, voorstel.delen)
    assert tuple(regio.slug for regio in na.regios) == voorstel.regios
    terug = samen ^ frozenset(voorstel.gemeenten)
    assert terug == vraag.gemeenten
    stap = sum(gebied.gemeenten[gebied.plaats[code]].inwoners for code in voorstel.gemeenten)
    teken = 1 if voorstel.wijziging is Wijziging.TOEVOEGEN else -1
    assert voorstel.inwoners - teken * stap == toets(vraag, gebied, REGELS).cijfers.inwoners


@pytest.mark.parametrize("slug", sorted(igs_sets()))
@pytest.mark.parametrize("bestaand", [True, False])
def test_elk_voorstel_voor_een_echt_igs_klopt_en_is_klein(slug: str, bestaand: bool) -> None:
    vraag = vraag_2027(igs_sets()[slug], bestaand_igs=bestaand, gesubsidieerd_2026=bestaand)
    lijst = voorstellen(vraag, echt_gebied(), REGELS)
    for voorstel in lijst:
        _klopt(voorstel, vraag, echt_gebied())
        assert len(voorstel.gemeenten) <= HOOGSTENS or voorstel.regel == "R12"
    hapert = {een.regel for een in toets(vraag, echt_gebied(), REGELS).toetsen if een.uitkomst is Uitslag.NIET_MET}
    assert {een.regel for een in lijst} <= hapert
    assert ("R12" in hapert) == any(een.regel == "R12" for een in lijst)


@pytest.mark.parametrize("naam", ["Veurne", "Zaventem", "Landen"])
def test_voor_een_echte_gemeente_alleen_ontbreekt_er_geen_kleinste_aanvulling(naam: str) -> None:
    gebied = echt_gebied()
    (code,) = [gemeente.nis_code for gemeente in gebied.gemeenten if gemeente.naam == naam]
    buren = bits(gebied.buren[gebied.plaats[code]])
    regio = gebied.gemeenten[gebied.plaats[code]].regio
    mee = [gebied.gemeenten[bit].nis_code for bit in buren if gebied.gemeenten[bit].regio == regio][:2]
    vraag = vraag_2027([code, *mee])
    gevonden = {frozenset(een.gemeenten) for een in _voor(vraag, gebied, "R09")}
    assert gevonden == _alle_aanvullingen_geteld(vraag, gebied)
    assert gevonden


def _alle_aanvullingen_geteld(vraag: Vraag, gebied: Gebied) -> set[frozenset[str]]:
    """As `_alle_aanvullingen` for R09, with a plain count instead of the engine: quick enough for a real region."""
    (regio,) = gebied.regios(gebied.masker(vraag.gemeenten))
    aantal = {g.nis_code: g.inwoners for g in gebied.gemeenten if g.regio == regio}
    tekort = 85_000 - sum(aantal[code] for code in vraag.gemeenten)
    naast = {frozenset(paar) for paar in gebied.buurparen}
    gevonden: set[frozenset[str]] = set()
    for grootte in range(1, HOOGSTENS + 1):
        for keuze in combinations(sorted(set(aantal) - vraag.gemeenten), grootte):
            genoeg = sum(aantal[code] for code in keuze) >= tekort
            if genoeg and _sluit_aan(set(vraag.gemeenten), set(keuze), naast):
                nieuw = frozenset(keuze)
                if not any(kleiner <= nieuw for kleiner in gevonden):
                    gevonden.add(nieuw)
    return gevonden


def _sluit_aan(kern: set[str], erbij: set[str], naast: set[frozenset[str]]) -> bool:
    """Whether the additions can be joined to the connected core one after the other."""
    while erbij:
        volgende = {code for code in erbij if any(frozenset((code, lid)) in naast for lid in kern)}
        if not volgende:
            return False
        kern, erbij = kern | volgende, erbij - volgende
    return True


def test_de_volgorde_ligt_vast_en_de_reikwijdte_staat_in_woorden() -> None:
    vraag = vraag_2027(["73028"])
    lijst = voorstellen(vraag, echt_gebied(), REGELS)
    assert lijst == voorstellen(vraag, echt_gebied(), REGELS)
    per_regel = [(een.regel, len(een.gemeenten), een.al_in_igs) for een in lijst]
    assert per_regel == sorted(per_regel)
    assert "hoogstens drie gemeenten" in REIKWIJDTE
