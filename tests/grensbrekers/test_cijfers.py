"""Figures per region: what counts, in which year, where, and at what cost."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grensbrekers.cijfers import WOORDEN, ZONDER_IGS, Regiocijfers, als_rijen, gevraagd_jaar, in_tabel, per_regio
from grensbrekers.models import Grensbreker, Grensovergang
from igs.bereik import Bereik
from igs.models import IGS
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.grensbrekers.fabriek import (
    maak_antwoord,
    maak_grensbreker,
    maak_inschrijving,
    maak_koppeling,
    maak_netwerkvraag,
    maak_ontmoeting,
)

pytestmark = pytest.mark.usefixtures("lege_databank")
ALLES = Bereik(alles=True)
VORIG_JAAR = om(1) - timedelta(days=365)


@pytest.fixture
def zuid() -> IGS:
    igs = maak_igs("Zuidrand")
    maak_lid(igs, maak_gemeente("11025", "Lint"))
    maak_lid(igs, maak_gemeente("11021", "Hove"))
    return igs


@pytest.fixture
def elders() -> IGS:
    igs = maak_igs("CO7", kleur=2)
    maak_lid(igs, maak_gemeente("33011", "Ieper"))
    return igs


def van(*igsen: IGS, jaar: int = 2026) -> Regiocijfers:
    """The figures of one region, as its coordinator reads them."""
    [cijfers] = per_regio(Bereik(alles=False, igs=frozenset(igs.pk for igs in igsen)), jaar, DAG)
    return cijfers


def test_leden_nieuwe_en_stille(zuid):
    maak_grensbreker("Nieuw", "Lint", beslist_op=om(1, maand=1))
    maak_grensbreker("Oud", "Lint", beslist_op=VORIG_JAAR)
    maak_grensbreker("Stil", "Hove", beslist_op=VORIG_JAAR, keren_gevraagd=1)
    maak_grensbreker("Wacht", "Hove", stand="aangevraagd")
    maak_grensbreker("Weg", "Hove", stand="uitgeschreven", beslist_op=om(1))
    cijfers = van(zuid)
    assert (cijfers.naam, cijfers.leden, cijfers.nieuw, cijfers.stil) == ("Zuidrand", 3, 1, 1)
    assert van(zuid, jaar=2025).nieuw == 2


def test_ontmoetingen_en_wie_er_was(zuid):
    geweest = maak_ontmoeting("Geweest", igs=zuid, begint_op=om(10))
    for nummer, aanwezig in enumerate((True, True, False, None)):
        maak_inschrijving(geweest, maak_grensbreker(f"Lid {nummer}", "Lint"), aanwezig=aanwezig)
    maak_ontmoeting("Afgelast", igs=zuid, begint_op=om(10), geannuleerd_op=om(9))
    maak_ontmoeting("Concept", igs=zuid, begint_op=om(10), gepubliceerd_op=None)
    maak_ontmoeting("Komt nog", igs=zuid, begint_op=om(10, maand=12))
    maak_ontmoeting("Vorig jaar", igs=zuid, begint_op=VORIG_JAAR, gepubliceerd_op=VORIG_JAAR)
    cijfers = van(zuid)
    assert (cijfers.ontmoetingen, cijfers.bezoeken) == (1, 2)
    assert van(zuid, jaar=2025).ontmoetingen == 1


def test_een_jaar_begint_en_eindigt_om_middernacht_in_brussel(zuid):
    maak_ontmoeting("Oudejaar", igs=zuid, begint_op=om(1, 0, 30, maand=1), gepubliceerd_op=VORIG_JAAR)
    assert van(zuid).ontmoetingen == 1
    assert van(zuid, jaar=2025).ontmoetingen == 0


def test_bevestigde_koppelingen_tellen_in_elke_regio_waar_iemand_werkt(zuid, elders):
    an, bo, cis = (maak_grensbreker(naam, waar) for naam, waar in (("An", "Lint"), ("Bo", "Hove"), ("Cis", "Ieper")))
    maak_koppeling(an, bo, gezien_op=om(10))
    maak_koppeling(an, cis, gezien_op=om(11))
    maak_koppeling(bo, cis)
    maak_koppeling(bo, cis, gezien_op=VORIG_JAAR)
    an.delete()  # the pair stays, and still counts
    assert (van(zuid).koppelingen, van(elders).koppelingen) == (2, 1)


def test_een_grens_telt_een_keer_hoe_vaak_ze_ook_overgestoken_werd(zuid, elders):
    for a, b, dag in (
        ("11021", "11025", date(2026, 3, 1)),
        ("11021", "11025", date(2026, 4, 1)),
        ("11025", "33011", date(2026, 4, 1)),
        ("11021", "33011", date(2025, 4, 1)),
    ):
        Grensovergang.objects.create(a_id=a, b_id=b, op=dag)
    assert (van(zuid).grenzen, van(elders).grenzen) == (2, 1)


def test_vragen_tellen_waar_ze_gesteld_zijn_en_een_eigen_antwoord_is_er_geen(zuid, elders):
    an, cis = maak_grensbreker("An", "Lint"), maak_grensbreker("Cis", "Ieper")
    eerste, tweede = maak_netwerkvraag(an), maak_netwerkvraag(an)
    maak_netwerkvraag(an, gesteld_op=VORIG_JAAR)
    for _ in range(2):
        maak_antwoord(eerste, cis)
    maak_antwoord(tweede, an)
    assert (van(zuid).vragen, van(zuid).beantwoord) == (2, 1)
    assert van(elders).vragen == 0


def test_een_antwoord_van_wie_wegging_blijft_een_antwoord(zuid):
    vraag = maak_netwerkvraag(maak_grensbreker("An", "Lint"))
    maak_antwoord(vraag, None)
    assert van(zuid).beantwoord == 1


def test_een_coordinator_ziet_enkel_de_eigen_regio_ook_als_ze_leeg_is(zuid, elders):
    maak_grensbreker("Cis", "Ieper")
    maak_ontmoeting("Elders", igs=elders, begint_op=om(10))
    assert van(zuid) == Regiocijfers("Zuidrand")


def test_redactie_ziet_waar_iets_te_tellen_is_en_wie_zonder_igs_zit(zuid, elders):
    maak_grensbreker("Cis", "Ieper")
    maak_gemeente("44021", "Gent")
    maak_grensbreker("Vera", "Gent")
    maak_ontmoeting("Van het steunpunt", begint_op=om(10))
    gevonden = {cijfers.naam: (cijfers.leden, cijfers.ontmoetingen) for cijfers in per_regio(ALLES, 2026, DAG)}
    assert gevonden == {"CO7": (1, 0), ZONDER_IGS: (1, 1)}
    assert per_regio(ALLES, 2026, DAG)[-1].naam == ZONDER_IGS


def test_de_cijfers_kosten_steeds_evenveel_vragen(zuid, elders):
    tellingen = []
    for aantal in (1, 20):
        for nummer in range(aantal):
            lid = maak_grensbreker(f"Lid {nummer}", "Lint")
            maak_koppeling(lid, maak_grensbreker(f"Ander {nummer}", "Ieper"), gezien_op=om(10))
            maak_antwoord(maak_netwerkvraag(lid), None)
            maak_igs(f"IGS {aantal} {nummer}")
        with CaptureQueriesContext(connection) as vragen:
            per_regio(ALLES, 2026, DAG)
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]
    assert Grensbreker.objects.count() == 42


@pytest.mark.parametrize(
    ("tekst", "jaar"),
    [("2025", 2025), ("2022", 2022), ("2021", 2026), ("2027", 2026), ("", 2026), (None, 2026), ("x", 2026)]
    + [(onzin, 2026) for onzin in ("٢٠٢٥", "20 25", "-2025", "2025.0", "9" * 5000)],
)
def test_een_jaar_dat_niet_kan_is_dit_jaar(tekst, jaar):
    assert gevraagd_jaar(tekst, DAG) == jaar


def test_tabel_en_bestand_zeggen_hetzelfde():
    getallen = dict(zip(WOORDEN, range(11, 20), strict=True))
    cijfers = Regiocijfers("=Zuidrand", **getallen)
    rijen = list(als_rijen([cijfers], 2026))
    assert rijen[0] == ("=Zuidrand", 2026, "leden", 11)
    assert [rij[-1] for rij in rijen] == list(getallen.values())
    [(naam, cellen)] = in_tabel([cijfers])
    assert naam == "=Zuidrand"
    assert dict(cellen)["leden"] == "11 (12 nieuw, 13 stil)"
    assert re.findall(r"\d+", " ".join(cel for _, cel in cellen)) == [str(getal) for getal in getallen.values()]
