"""Does it fit, and why: each criterion, and what is unknown is no reason either way."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talent.keuzes import Aanbod, PastBij, Plek, Prijssoort, Reikwijdte, Vorm
from talent.models import Oproep
from talent.passen import CRITERIA, Kandidaat, Past, Vraag, beoordeel
from talent.techniekwoorden import genoemd, heeft_niets_nodig

VRAAG = Vraag(
    nummer=1,
    kans="optreden",
    vergoeding="bedrag",
    bedrag=200,
    precies=frozenset({"muziek", "jazz"}),
    ruimer=frozenset({"podium"}),
    igs="zuidrand",
    afstand={"11001": 0, "11025": 4, "11002": 12, "44021": 52},
)
KANDIDAAT = Kandidaat(nummer=7, disciplines={"jazz": "Jazz"}, gemeente="11025", gemeentenaam="Lint")


def zinnen(vraag: Vraag = VRAAG, **velden) -> list[str] | None:
    past = beoordeel(vraag, replace(KANDIDAAT, **velden))
    return [reden.zin for reden in past.redenen] if past else None


def punten(vraag: Vraag = VRAAG, **velden) -> int:
    past = beoordeel(vraag, replace(KANDIDAAT, **velden))
    assert past
    return past.punten


def test_wie_past_krijgt_elke_reden_als_zin():
    vraag = replace(VRAAG, hoogstens=4, vormen=frozenset({"trio"}), plek="buiten", past_bij=frozenset({"straat"}))
    past = zinnen(
        vraag,
        aanbod=frozenset({"optreden", "workshop"}),
        prijs="vanaf",
        prijs_vanaf=150,
        personen=3,
        vorm="trio",
        plek="beide",
        past_bij=frozenset({"straat", "bib"}),
    )
    assert past == [
        "Maakt wat je zoekt: jazz.",
        "Biedt dit aan: optreden.",
        "Op 4 km, in Lint.",
        "Vraagt vanaf € 150. Jij betaalt € 200.",
        "Met 3: dat past bij hoogstens 4.",
        "De vorm klopt: trio.",
        "Kan binnen en buiten.",
        "Past bij: straat.",
    ]


def test_wat_niet_bekend_is_is_geen_reden_en_geen_bezwaar():
    vraag = replace(VRAAG, hoogstens=1, vormen=frozenset({"duo"}), plek="binnen")
    assert zinnen(vraag, gemeente="", gemeentenaam="") == ["Maakt wat je zoekt: jazz."]


def test_wie_iets_verwants_maakt_past_met_minder_punten():
    assert zinnen(disciplines={"podium": "Podium"})[0] == "Maakt iets verwants: podium."
    assert punten(disciplines={"podium": "Podium"}) == punten() - 2


@pytest.mark.parametrize("disciplines", [{}, {"proza": "Proza"}])
def test_wie_iets_anders_maakt_past_niet(disciplines):
    assert zinnen(disciplines=disciplines) is None


def test_zonder_gevraagde_discipline_past_wie_er_een_heeft():
    vraag = replace(VRAAG, precies=frozenset(), ruimer=frozenset())
    assert zinnen(vraag, disciplines={"proza": "Proza"}) == ["Op 4 km, in Lint."]
    assert zinnen(vraag, disciplines={}) is None


@pytest.mark.parametrize(("gemeente", "meer"), [("11001", 3), ("11025", 3), ("11002", 2), ("44021", 0), ("", 0)])
def test_hoe_dichter_hoe_meer_punten(gemeente, meer):
    assert punten(gemeente=gemeente) == punten(gemeente="") + meer


def test_dezelfde_gemeente_krijgt_een_eigen_zin():
    assert "In dezelfde gemeente: Aartselaar." in zinnen(gemeente="11001", gemeentenaam="Aartselaar")


@pytest.mark.parametrize(("km", "past"), [(3, False), (4, True), (5, True), (None, True)])
def test_de_grens_van_de_oproep_telt_met_de_grens_zelf(km, past):
    assert (zinnen(replace(VRAAG, km=km)) is not None) is past
    assert (zinnen(km=km) is not None) is past


def test_een_verborgen_gemeente_haalt_geen_grens():
    assert zinnen(replace(VRAAG, km=50), gemeente="") is None
    assert zinnen(km=50, gemeente="") is None


@pytest.mark.parametrize(
    ("reikwijdte", "gemeente", "regios", "past"),
    [
        ("gemeente", "11001", set(), True),
        ("gemeente", "11025", {"zuidrand"}, False),
        ("gemeente", "", {"zuidrand"}, False),
        ("regio", "11002", set(), True),
        ("regio", "44021", {"dijk92"}, False),
        ("regio", "44021", {"dijk92", "zuidrand"}, True),
        ("regio", "", {"zuidrand"}, True),
        ("regio", "", set(), False),
        ("vlaanderen", "44021", set(), True),
        ("vlaanderen", "", set(), True),
        ("", "44021", set(), True),
    ],
)
def test_hoe_ver_iemand_gaat_telt(reikwijdte, gemeente, regios, past):
    velden = {"reikwijdte": reikwijdte, "gemeente": gemeente, "regios": frozenset(regios)}
    assert (zinnen(**velden) is not None) is past


def test_zonder_igs_van_de_oproep_telt_alleen_de_afstand():
    assert zinnen(replace(VRAAG, igs=""), reikwijdte="regio", gemeente="44021", regios=frozenset({""})) is None


@pytest.mark.parametrize(
    ("vergoeding", "prijs", "vanaf", "wil", "past", "zin"),
    [
        ("bedrag", "gratis", None, False, True, "Vraagt er geen geld voor; jij betaalt wel."),
        ("bedrag", "onkosten", None, False, True, "Vraagt enkel onkosten."),
        ("bedrag", "bespreken", None, False, True, "De prijs is te bespreken."),
        ("bedrag", "vanaf", 200, False, True, "Vraagt vanaf € 200. Jij betaalt € 200."),
        ("bedrag", "vanaf", None, False, True, "De prijs is te bespreken."),
        ("bedrag", "vanaf", 201, False, False, ""),
        ("bedrag", "vanaf", 201, True, False, ""),
        ("bedrag", "", None, False, True, ""),
        ("onkosten", "gratis", None, False, True, "Vraagt er geen geld voor."),
        ("onkosten", "onkosten", None, False, True, "Vraagt enkel onkosten."),
        ("onkosten", "bespreken", None, False, True, "De prijs is te bespreken."),
        ("onkosten", "vanaf", 50, False, False, ""),
        ("onkosten", "vanaf", 50, True, True, ""),
        ("onkosten", "", None, False, True, ""),
        ("onbetaald", "gratis", None, False, True, "Vraagt er geen geld voor."),
        ("onbetaald", "onkosten", None, False, False, ""),
        ("onbetaald", "bespreken", None, False, False, ""),
        ("onbetaald", "", None, False, False, ""),
        ("onbetaald", "vanaf", 50, True, True, ""),
        ("onbetaald", "", None, True, True, ""),
    ],
)
def test_de_vergoeding_telt(vergoeding, prijs, vanaf, wil, past, zin):
    vraag = replace(VRAAG, vergoeding=vergoeding, bedrag=200 if vergoeding == "bedrag" else None)
    gezegd = zinnen(vraag, prijs=prijs, prijs_vanaf=vanaf, wil_onbetaald=wil)
    assert (gezegd is not None) is past
    if gezegd is not None:
        geld = [een for een in gezegd if "€" in een or "geld" in een or "onkosten" in een or "prijs" in een]
        assert geld == ([zin] if zin else [])


@pytest.mark.parametrize(("personen", "past"), [(1, True), (4, True), (5, False), (None, True)])
def test_het_aantal_personen_telt(personen, past):
    assert (zinnen(replace(VRAAG, hoogstens=4), personen=personen) is not None) is past
    assert zinnen(personen=90) is not None


def test_alleen_is_een_ander_woord_dan_met_een():
    assert "Alleen: dat past bij hoogstens 2." in zinnen(replace(VRAAG, hoogstens=2), personen=1)


@pytest.mark.parametrize(
    ("gevraagd", "kan", "past"),
    [
        ("binnen", "binnen", True),
        ("binnen", "beide", True),
        ("binnen", "buiten", False),
        ("buiten", "binnen", False),
        ("beide", "binnen", True),
        ("", "buiten", True),
        ("buiten", "", True),
    ],
)
def test_binnen_of_buiten_telt(gevraagd, kan, past):
    assert (zinnen(replace(VRAAG, plek=gevraagd), plek=kan) is not None) is past


def test_wie_iets_anders_aanbiedt_of_een_andere_vorm_heeft_past_niet():
    assert zinnen(aanbod=frozenset({"workshop"})) is None
    assert zinnen(replace(VRAAG, vormen=frozenset({"duo"})), vorm="koor") is None


def test_wie_pauzeert_of_jonger_is_dan_16_past_nooit():
    assert zinnen(pauze=True) is None
    assert zinnen(jong=True) is None


# --- technical needs ---
@pytest.mark.parametrize(
    ("tekst", "dingen"),
    [
        ("Twee micro's en een geluidsinstallatie", {"een microfoon", "geluid"}),
        ("PA, 2 stopcontacten", {"geluid", "stroom"}),
        ("papier", set()),
        ("geen microfoon, zonder licht", set()),
        ("een vleugelpiano en lichten", {"een piano", "licht"}),
        ("", set()),
    ],
)
def test_bekende_dingen_worden_herkend(tekst, dingen):
    assert genoemd(tekst) == dingen


def test_wat_nodig_is_en_er_is_wordt_gezegd_en_de_rest_is_af_te_spreken():
    vraag = replace(VRAAG, techniek="Klein podium met geluid en licht")
    past = beoordeel(vraag, replace(KANDIDAAT, techniek="Geluid, stroom en een piano"))
    assert past.redenen[-1].zin == "Heeft nodig wat er is: geluid."
    assert past.navragen == ("Heeft ook nodig: een piano en stroom. Spreek dat af.",)
    assert past.redenen[-1].punten == 0


def test_wie_niets_nodig_heeft_zegt_dat():
    assert heeft_niets_nodig("Wij spelen akoestisch.")
    assert not heeft_niets_nodig("Akoestisch, met een piano")
    assert beoordeel(VRAAG, replace(KANDIDAAT, techniek="Niets")).redenen[-1].zin == "Heeft geen techniek nodig."


# --- whatever comes ---
def kies(keuzes) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(keuzes), max_size=3)


CODES = ["11001", "11025", "11002", "44021"]
vragen = st.builds(
    Vraag,
    nummer=st.integers(1, 50),
    kans=st.sampled_from(Aanbod.values[:3]),
    vergoeding=st.sampled_from(Oproep.Vergoeding.values),
    bedrag=st.sampled_from([50, 200]),
    precies=kies(["muziek", "jazz", "proza"]),
    ruimer=kies(["podium"]),
    vormen=kies(Vorm.values[:3]),
    past_bij=kies(PastBij.values[:3]),
    hoogstens=st.sampled_from([None, 1, 4]),
    plek=st.sampled_from(["", *Plek.values]),
    techniek=st.just(""),
    km=st.sampled_from([None, 0, 10, 60]),
    igs=st.sampled_from(["", "zuidrand"]),
    afstand=st.just(VRAAG.afstand),
)
kandidaten = st.builds(
    Kandidaat,
    nummer=st.integers(1, 10_000),
    jong=st.booleans(),
    pauze=st.booleans(),
    disciplines=kies(["muziek", "jazz", "proza", "podium"]).map(lambda een: {sleutel: sleutel for sleutel in een}),
    aanbod=kies(Aanbod.values[:3]),
    vorm=st.sampled_from(["", *Vorm.values[:3]]),
    past_bij=kies(PastBij.values[:3]),
    prijs=st.sampled_from(["", *Prijssoort.values]),
    prijs_vanaf=st.sampled_from([None, 50, 100, 300]),
    personen=st.sampled_from([None, 1, 3, 9]),
    plek=st.sampled_from(["", *Plek.values]),
    techniek=st.sampled_from(["", "geluid"]),
    reikwijdte=st.sampled_from(["", *Reikwijdte.values]),
    gemeente=st.sampled_from(["", *CODES]),
    gemeentenaam=st.just("Lint"),
    regios=kies(["zuidrand", "co7"]),
    wil_onbetaald=st.booleans(),
    km=st.sampled_from([None, 5, 30]),
)


@given(vraag=vragen, kandidaat=kandidaten)
def test_pauze_leeftijd_en_geld_houden_altijd(vraag, kandidaat):
    past = beoordeel(vraag, kandidaat)
    if past is None:
        return
    assert not kandidaat.jong
    assert not kandidaat.pauze
    if vraag.vergoeding == "onbetaald":
        assert kandidaat.prijs == "gratis" or kandidaat.wil_onbetaald
    if vraag.vergoeding == "bedrag" and kandidaat.prijs == "vanaf" and kandidaat.prijs_vanaf:
        assert kandidaat.prijs_vanaf <= vraag.bedrag
    afstand = vraag.afstand.get(kandidaat.gemeente)
    for grens in (vraag.km, kandidaat.km):
        assert grens is None or (afstand is not None and afstand <= grens)


@given(vraag=vragen, kandidaat=kandidaten)
def test_meer_weten_geeft_redenen_en_wat_leeg_is_nooit(vraag, kandidaat):
    past = beoordeel(vraag, kandidaat)
    if past is None:
        return
    leeg = {
        "afstand": kandidaat.gemeente,
        "aanbod": kandidaat.aanbod,
        "vorm": kandidaat.vorm,
        "prijs": kandidaat.prijs,
        "personen": kandidaat.personen,
        "plek": kandidaat.plek,
        "past_bij": kandidaat.past_bij,
        "techniek": kandidaat.techniek,
    }
    assert isinstance(past, Past)
    for reden in past.redenen:
        assert reden.soort == "discipline" or leeg[reden.soort]
        assert reden.zin.endswith(".")
    assert len({reden.soort for reden in past.redenen}) == len(past.redenen) <= len(CRITERIA) + 1
