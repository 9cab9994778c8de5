"""The promise of calls: none is closed while somebody who answered still waits, whatever the order of events."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as instellingen
from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from opnetwerk.models import UitgaandeMail
from talent import oproepen, reacties, verlaten
from talent.models import Oproep, Reactie
from talent.verlaten import KanNiet
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_reactie

WIE = st.integers(0, 2)
BEGIN = date(2026, 11, 23)


class Oproepleven(RuleBasedStateMachine):
    """One call, three makers, an organiser, a coordinator and a calendar, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.omhulsel = transaction.atomic()
        self.omhulsel.__enter__()
        instellingen.VASTE_DAG = BEGIN
        self.oproep = maak_oproep(open=False, deadline=date(2026, 11, 26))
        self.talenten = [maak_talent(naam=f"Maker {nummer}") for nummer in range(3)]
        self.door = maak_gebruiker("coordinator@voorbeeld.be")
        self.ooit_gereageerd: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.omhulsel.__exit__(None, None, None)
        instellingen.VASTE_DAG = BEGIN

    def _probeer(self, doe: Callable[..., Any], **argumenten: Any) -> Any:
        """What is refused changes nothing: the database is asked below."""
        try:
            with transaction.atomic():
                return doe(**argumenten)
        except (KanNiet, oproepen.NogOnbeantwoord):
            return None

    def _reactie(self, wie: int) -> Reactie | None:
        return Reactie.objects.filter(talent=self.talenten[wie]).first()

    @rule()
    def publiceer(self) -> None:
        self._probeer(oproepen.publiceer, oproep=self.oproep)

    @rule(wie=WIE)
    def reageer(self, wie: int) -> None:
        talent = self.talenten[wie]
        gelukt = self._probeer(reacties.reageer, oproep=self.oproep, talent=talent, tekst="", door=eigenaar_van(talent))
        if gelukt:
            self.ooit_gereageerd.add(talent.pk)

    @rule(wie=WIE)
    def trek_reactie_in(self, wie: int) -> None:
        if reactie := self._reactie(wie):
            self._probeer(reacties.trek_reactie_in, reactie=reactie, door=eigenaar_van(self.talenten[wie]))

    @rule(
        wie=WIE,
        status=st.sampled_from(["gekozen", "reserve", "niet_gekozen", "nieuw", "ingetrokken"]),
        reden=st.sampled_from(["Het past.", "", "We kozen voor …"]),
        stuur_nu=st.booleans(),
    )
    def beslis(self, wie: int, status: str, reden: str, stuur_nu: bool) -> None:
        if reactie := self._reactie(wie):
            self._probeer(reacties.beslis, reactie=reactie, status=status, reden=reden, stuur_nu=stuur_nu)

    @rule()
    def sluit(self) -> None:
        self._probeer(oproepen.sluit, oproep=self.oproep)

    @rule()
    def sluit_met_standaardregel(self) -> None:
        self._probeer(oproepen.sluit_met_standaardregel, oproep=self.oproep, door=self.door)

    @rule()
    def trek_in(self) -> None:
        self._probeer(oproepen.trek_in, oproep=self.oproep, reden="Het gaat niet door.")

    @rule(wie=WIE)
    def verberg(self, wie: int) -> None:
        verlaten.verberg(talent=self.talenten[wie], door=eigenaar_van(self.talenten[wie]))

    @rule(dagen=st.integers(1, 12))
    def dagen_later(self, dagen: int) -> None:
        instellingen.VASTE_DAG += timedelta(days=dagen)

    @invariant()
    def niemand_wacht_op_wat_gesloten_is(self) -> None:
        over = Oproep.objects.filter(stand__in=["gesloten", "ingetrokken"])
        assert not Reactie.objects.filter(oproep__in=over, status="nieuw").exists()

    @invariant()
    def elk_antwoord_heeft_een_reden(self) -> None:
        assert not Reactie.objects.exclude(status__in=["nieuw", "ingetrokken"]).filter(reden="").exists()

    @invariant()
    def wie_reageerde_verdwijnt_niet(self) -> None:
        assert set(Reactie.objects.values_list("talent", flat=True)) == self.ooit_gereageerd

    @invariant()
    def wie_antwoord_kreeg_op_wat_gesloten_is_kreeg_een_mail(self) -> None:
        for reactie in Reactie.objects.filter(oproep__stand="gesloten").exclude(status__in=["nieuw", "ingetrokken"]):
            besluit = f"talent:{reactie.talent.kenmerk}:besluit:{reactie.kenmerk}"
            assert UitgaandeMail.objects.filter(sleutel__startswith=besluit).exists()


@pytest.mark.django_db
def test_in_welke_volgorde_ook_wacht_niemand_op_een_oproep_die_gesloten_is():
    run_state_machine_as_test(
        Oproepleven,
        settings=settings(
            max_examples=25,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


# --- two at once, on the real database ------------------------------------------------------------------------------
def samen(*daden: Callable[[], Any]) -> list[Any]:
    """Do these at the same moment, each over a connection of its own; the outcome or the error of each."""
    start = threading.Barrier(len(daden))
    uitkomsten: list[Any] = [None] * len(daden)

    def doe(nummer: int) -> None:
        try:
            start.wait(timeout=30)
            uitkomsten[nummer] = daden[nummer]()
        except Exception as fout:
            uitkomsten[nummer] = fout
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe, args=(nummer,)) for nummer in range(len(daden))]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    assert not any(draad.is_alive() for draad in draden)
    return uitkomsten


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keer", range(5))
def test_sluiten_en_reageren_op_hetzelfde_moment_laat_niemand_wachten(keer):
    oproep, talent = maak_oproep(), maak_talent()
    door = eigenaar_van(talent)
    gesloten, gereageerd = samen(
        lambda: oproepen.sluit(oproep=oproep),
        lambda: reacties.reageer(oproep=oproep, talent=talent, tekst="", door=door),
    )
    oproep.refresh_from_db()
    if oproep.stand == "gesloten":
        assert isinstance(gereageerd, KanNiet)
        assert not Reactie.objects.exists()
    else:
        assert isinstance(gesloten, oproepen.NogOnbeantwoord)
        assert Reactie.objects.get().status == "nieuw"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("keer", range(3))
def test_sluiten_terwijl_iemand_opnieuw_antwoordt_laat_niemand_wachten(keer):
    oproep, talent = maak_oproep(), maak_talent()
    maak_reactie(oproep, talent, status="ingetrokken")
    door = eigenaar_van(talent)
    samen(
        lambda: oproepen.sluit(oproep=oproep),
        lambda: reacties.reageer(oproep=oproep, talent=talent, tekst="", door=door),
    )
    oproep.refresh_from_db()
    assert (oproep.stand, Reactie.objects.get().status) in [("gesloten", "ingetrokken"), ("open", "nieuw")]


@pytest.mark.django_db(transaction=True)
def test_twee_keer_reageren_op_hetzelfde_moment_is_een_reactie():
    oproep, talent = maak_oproep(), maak_talent()
    door = eigenaar_van(talent)
    uitkomsten = samen(*[lambda: reacties.reageer(oproep=oproep, talent=talent, tekst="", door=door)] * 4)
    assert len({rij.pk for rij in uitkomsten}) == 1
    assert UitgaandeMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_intrekken_en_beslissen_op_hetzelfde_moment_spreken_elkaar_niet_tegen():
    oproep, talent = maak_oproep(), maak_talent()
    reactie = maak_reactie(oproep, talent)
    samen(
        lambda: oproepen.trek_in(oproep=oproep, reden="Het gaat niet door."),
        lambda: reacties.beslis(reactie=reactie, status="gekozen", reden="Het past."),
        lambda: oproepen.sluit(oproep=oproep),
    )
    oproep.refresh_from_db()
    reactie.refresh_from_db()
    assert reactie.status in ("gekozen", "niet_gekozen")
    assert oproep.stand in ("gesloten", "ingetrokken")
