"""Who reads for an IGS on a day, and who looks at a report about its conversations."""

from datetime import date

import pytest

from igs import contact
from igs.models import IGS
from opnetwerk import gesprekken
from opnetwerk.dag import nu
from opnetwerk.gesprekken import Kant
from tests.beheer import maak_coordinator_van
from tests.conftest import DAG
from tests.fabriek import maak_coordinator, maak_gebruiker, maak_igs
from tests.gesprekken import afzender, begin, mails_aan, ontvanger

REDACTIE = "redactie@voorbeeld.be"


@pytest.fixture(autouse=True)
def beheerder(settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": REDACTIE}


@pytest.fixture
def zuidrand(lege_databank) -> IGS:
    return maak_igs("Zuidrand")


def namen(igs: IGS, dag: date = DAG) -> list[str]:
    return [kant.naam for kant in contact.lezers(igs, dag).kanten]


def test_de_contactpersonen_van_de_dag_lezen_van_hun_eerste_tot_hun_laatste_dag(zuidrand):
    maak_coordinator(zuidrand, "Bea", email="bea@voorbeeld.be", van=date(2026, 1, 1), tot=DAG)
    maak_coordinator(zuidrand, "Arne", email="arne@voorbeeld.be", van=DAG)
    maak_coordinator(maak_igs("CO7", kleur=2), "Cis", email="cis@voorbeeld.be")
    assert namen(zuidrand) == ["Arne", "Bea"]
    assert namen(zuidrand, date(2026, 11, 24)) == ["Arne"]
    assert namen(zuidrand, date(2026, 11, 22)) == ["Bea"]
    assert contact.lezers(zuidrand, DAG).zijn_contactpersonen


def test_een_contactpersoon_met_een_account_volgt_het_gesprek_daar(zuidrand):
    rekening = maak_coordinator_van(zuidrand, "bea@voorbeeld.be")
    maak_gebruiker("arne@voorbeeld.be")  # an account without a role is no reason to trust the address
    maak_coordinator(zuidrand, "Arne", email="arne@voorbeeld.be")
    maak_coordinator(zuidrand, "Bea", email="Bea@voorbeeld.be")
    assert [kant.gebruiker for kant in contact.lezers(zuidrand, DAG).kanten] == [None, rekening]


def test_zonder_contactpersoon_lezen_de_coordinatoren_met_een_naam_die_geen_adres_is(zuidrand):
    rekening = maak_coordinator_van(zuidrand, "bea@voorbeeld.be")
    maak_coordinator_van(zuidrand, "oud@voorbeeld.be", tot=date(2026, 11, 22))
    dicht = maak_coordinator_van(zuidrand, "dicht@voorbeeld.be")
    dicht.is_active = False
    dicht.save()
    rekening.naam = ""
    rekening.save()
    lezers = contact.lezers(zuidrand, DAG)
    assert lezers.kanten == [Kant("Coördinator van Zuidrand", "bea@voorbeeld.be", rekening)]
    assert lezers.zijn_coordinatoren


def test_zonder_iemand_leest_de_redactie_en_zonder_redactie_niemand(zuidrand, settings):
    assert contact.lezers(zuidrand, DAG) == contact.Lezers([Kant("Redactie van op/netwerk", REDACTIE)])
    rekening = maak_gebruiker(REDACTIE)
    assert contact.lezers(zuidrand, DAG).kanten[0].gebruiker == rekening
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    assert contact.lezers(zuidrand, DAG).kanten == []


def test_een_gesprek_volgt_de_contactpersoon_van_de_dag(zuidrand, settings):
    maak_coordinator(zuidrand, "Bea", email="bea@voorbeeld.be", tot=DAG)
    gesprek = begin(
        betreft="igs:zuidrand",
        betreft_naam="Zuidrand",
        ontvangers=contact.lezers(zuidrand, DAG).kanten,
        bevestigd=False,
    )
    settings.VASTE_DAG = date(2026, 11, 24)
    maak_coordinator(zuidrand, "Arne", email="arne@voorbeeld.be", van=date(2026, 11, 24))
    gesprekken.bevestig(gesprek=gesprek)
    assert (len(mails_aan("bea@voorbeeld.be")), len(mails_aan("arne@voorbeeld.be"))) == (0, 1)


def test_een_gestopt_of_verdwenen_igs_neemt_niets_meer_aan(zuidrand):
    maak_coordinator(zuidrand, "Bea", email="bea@voorbeeld.be")
    gesprek = begin(betreft="igs:zuidrand", ontvangers=contact.lezers(zuidrand, DAG).kanten)
    zuidrand.gestopt_op = date(2026, 11, 22)
    zuidrand.save()
    with pytest.raises(gesprekken.NietBereikbaar):
        gesprekken.antwoord(gesprek=gesprek, deelnemer=afzender(gesprek), tekst="x", formulier="b" * 64)
    assert gesprekken.ontvangers_voor["igs"]("bestaat-niet") is None


def test_een_melding_bereikt_alleen_de_coordinator_van_die_regio(zuidrand):
    maak_coordinator_van(zuidrand, "zuidrand@voorbeeld.be")
    maak_coordinator_van(maak_igs("CO7", kleur=2), "co7@voorbeeld.be")
    gesprek = begin(igs_slug="zuidrand")
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="x")
    assert [len(mails_aan(f"{wie}@voorbeeld.be")) for wie in ("zuidrand", "co7", "redactie")] == [1, 0, 0]
    zonder = begin(igs_slug="", formulier="b" * 64)
    zonder = gesprekken.meld_misbruik(gesprek=zonder, deelnemer=ontvanger(zonder), reden="x")
    assert [len(mails_aan(f"{wie}@voorbeeld.be")) for wie in ("zuidrand", "co7", "redactie")] == [1, 0, 1]
    assert zonder.gemeld_op == nu()
