"""Figures per region: what counts, where, and that they cost the same for one region and for all."""

from datetime import UTC, date, datetime

import pytest

from igs.bereik import Bereik
from igs.models import IGS
from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht
from talent.cijfers import ZONDER_IGS, Regiocijfers, als_rijen, per_regio
from talent.models import Talent, Toelating
from tests.fabriek import maak_gemeente, maak_igs
from tests.talent.fabriek import maak_ingediend, maak_talent
from tests.talent.test_uitkomsten import maak_uitkomst

pytestmark = pytest.mark.usefixtures("lege_databank")
ALLES = Bereik(alles=True)


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


def enkel(*igsen: IGS) -> Bereik:
    return Bereik(alles=False, igs=frozenset(igs.pk for igs in igsen))


def maak_gesprek(talent: Talent, *, bevestigd: bool = True, antwoord: bool = False) -> Gesprek:
    nummer = Gesprek.objects.count()
    gesprek = Gesprek.objects.create(
        formulier=f"f{nummer}",
        betreft=f"talent:{talent.kenmerk}",
        betreft_naam="x",
        onderwerp="x",
        igs_slug=talent.thuis.slug if talent.thuis else "",
        bevestigd_op=datetime(2026, 11, 2, tzinfo=UTC) if bevestigd else None,
    )
    for kant in ("afzender", "ontvanger"):
        deelnemer = Deelnemer.objects.create(gesprek=gesprek, kant=kant, naam="x", email=f"{kant}@voorbeeld.be")
        if kant == "afzender" or antwoord:
            Gespreksbericht.objects.create(gesprek=gesprek, van=deelnemer, formulier=f"b{nummer}{kant}", tekst="x")
    return gesprek


def test_inschrijvingen_online_en_wachtend_tellen_in_de_thuisregio(regio):
    maak_talent(thuis=regio)
    maak_talent(naam="Concept", thuis=regio, online=False)
    maak_ingediend(naam="Wacht", thuis=regio)
    maak_talent(naam="Jong", thuis=regio, leeftijd="13-15")
    [cijfers] = per_regio(enkel(regio))
    assert (cijfers.naam, cijfers.ingeschreven, cijfers.online, cijfers.wachten) == ("Zuidrand", 4, 2, 1)


def test_verborgen_telt_als_ingeschreven_en_niet_als_online(regio):
    talent = maak_talent(thuis=regio)
    Talent.objects.filter(pk=talent.pk).update(verborgen_op="2026-11-01T12:00Z", verborgen_door="eigenaar")
    [cijfers] = per_regio(enkel(regio))
    assert (cijfers.ingeschreven, cijfers.online, cijfers.disciplines) == (1, 0, [])


def test_ook_actief_telt_apart_en_enkel_wie_toegelaten_en_zichtbaar_is(regio):
    ander = maak_igs("CO7")
    verborgen = maak_talent(naam="Verborgen", thuis=ander)
    Talent.objects.filter(pk=verborgen.pk).update(verborgen_op="2026-11-01T12:00Z", verborgen_door="eigenaar")
    for talent, stand in (
        (maak_talent(naam="Ja", thuis=ander), "toegelaten"),
        (maak_talent(naam="Nog niet", thuis=ander), "gevraagd"),
        (verborgen, "toegelaten"),
    ):
        Toelating.objects.create(talent=talent, igs=regio, soort="ook", stand=stand)
    [cijfers] = per_regio(enkel(regio))
    assert (cijfers.ingeschreven, cijfers.ook_actief) == (0, 1)


def test_disciplines_tellen_wie_online_is_de_grootste_eerst(regio):
    maak_talent(thuis=regio, disciplines=["dans", "theater"])
    maak_talent(naam="Twee", thuis=regio, disciplines=["dans"])
    maak_ingediend(naam="Wacht", thuis=regio, disciplines=["theater"])
    [cijfers] = per_regio(enkel(regio))
    assert [aantal for _, aantal in cijfers.disciplines] == [2, 1]
    assert cijfers.disciplines[0][0].lower().startswith("dans")


def test_gesprekken_tellen_als_ze_bevestigd_zijn_en_een_antwoord_als_de_maker_schreef(regio):
    talent = maak_talent(thuis=regio)
    maak_gesprek(talent, antwoord=True)
    maak_gesprek(talent)
    maak_gesprek(talent)
    maak_gesprek(talent, bevestigd=False)
    Gesprek.objects.create(
        formulier="igs",
        betreft="igs:zuidrand",
        betreft_naam="x",
        onderwerp="x",
        igs_slug="zuidrand",
        bevestigd_op="2026-11-01T12:00Z",
    )
    [cijfers] = per_regio(enkel(regio))
    assert (cijfers.gesprekken, cijfers.beantwoord, cijfers.antwoordgraad) == (3, 1, 33)


def test_zonder_gesprekken_is_er_geen_antwoordgraad():
    assert Regiocijfers("x").antwoordgraad is None


def test_een_coordinator_ziet_enkel_de_eigen_regio(regio):
    ander = maak_igs("CO7")
    maak_gesprek(maak_talent(naam="Elders", thuis=ander, disciplines=["dans"]), antwoord=True)
    [cijfers] = per_regio(enkel(regio))
    assert cijfers == Regiocijfers("Zuidrand")
    assert {een.naam for een in per_regio(ALLES)} == {"CO7"}


def test_wie_zonder_igs_zit_telt_bij_de_redactie(regio):
    maak_gesprek(maak_talent(gemeente=maak_gemeente("11002", "Antwerpen")))
    [cijfers] = per_regio(ALLES)
    assert (cijfers.naam, cijfers.online, cijfers.gesprekken) == (ZONDER_IGS, 1, 1)
    assert per_regio(enkel(regio)) == [Regiocijfers("Zuidrand")]


@pytest.mark.parametrize("aantal", [1, 12])
def test_de_cijfers_kosten_steeds_evenveel_vragen(regio, aantal, django_assert_num_queries):
    for nummer in range(aantal):
        maak_gesprek(maak_talent(naam=f"M {nummer}", thuis=maak_igs(f"IGS {nummer}")))
    with django_assert_num_queries(8):
        per_regio(ALLES)


def test_uitkomsten_tellen_per_jaar_en_enkel_als_beide_kanten_ja_zeiden(regio):
    talent = maak_talent(thuis=regio)
    for dag, gelukt in (("2026-06-01", True), ("2025-06-01", True), ("2025-07-01", True), ("2026-07-01", False)):
        maak_uitkomst(talent, bevestigd=gelukt, op=date.fromisoformat(dag))
    [cijfers] = per_regio(enkel(regio))
    assert (cijfers.uitkomsten, cijfers.gelukt) == ([(2026, 1), (2025, 2)], 3)
    rijen = list(als_rijen([cijfers]))
    assert ("Zuidrand", "gelukt in 2026", 1) in rijen
    assert ("Zuidrand", "gelukt in 2025", 2) in rijen
    assert per_regio(enkel(maak_igs("CO7")))[0].uitkomsten == []
