"""Did it happen? Asked once, of both sides, at the right moment; only yes from both makes a line."""

import re
import threading
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from igs.models import IGS
from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.dag import nu
from opnetwerk.models import Blokkering, Deelnemer, Gesprek, Gespreksbericht, Logregel, UitgaandeMail
from talent import uitkomsten, verlaten
from talent.models import Reactie, Talent, Uitkomst
from talent.uitkomsten import (
    KANT_ANDERE,
    KANT_TALENT,
    ZONDER_NAAM,
    uitkomst_van_teken,
    uitkomsten_per_regio,
    uitkomsten_van,
    vraag_uitkomsten,
    wis_oude,
    zeg,
    zet_getoond,
)
from tests.fabriek import BRUSSEL, maak_gemeente, maak_igs
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_reactie

pytestmark = pytest.mark.usefixtures("lege_databank")
NU = datetime(2026, 11, 23, 12, tzinfo=BRUSSEL)
DRIE_WEKEN = timedelta(days=21)


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def talent(regio: IGS) -> Talent:
    maak_gemeente("11001", "Aartselaar")
    return maak_talent(naam="De Band", thuis=regio)


def maak_gesprek(
    talent: Talent,
    *,
    geleden: timedelta = DRIE_WEKEN,
    antwoord: bool = True,
    email: str = "an@school.example",
    **velden,
) -> Gesprek:
    """A conversation with a talent that An of the school began; the talent answered so long ago."""
    standaard: dict[str, Any] = {
        "formulier": uuid.uuid4().hex,
        "betreft": f"talent:{talent.kenmerk}",
        "betreft_naam": talent.online.naam,
        "onderwerp": "Schoolfeest",
        "stand": "open",
        "bevestigd_op": NU - geleden - timedelta(days=1),
    }
    gesprek = Gesprek.objects.create(**standaard | velden)
    afzender = Deelnemer.objects.create(gesprek=gesprek, kant="afzender", naam="An van de school", email=email)
    eigenaar = eigenaar_van(talent)
    ontvanger = Deelnemer.objects.create(
        gesprek=gesprek, kant="ontvanger", naam=talent.online.naam, email=eigenaar.email, gebruiker=eigenaar
    )
    schrijf(gesprek, afzender, NU - geleden - timedelta(days=1))
    if antwoord:
        schrijf(gesprek, ontvanger, NU - geleden)
    return gesprek


def schrijf(gesprek: Gesprek, van: Deelnemer, op: datetime) -> None:
    bericht = Gespreksbericht.objects.create(gesprek=gesprek, van=van, formulier=uuid.uuid4().hex, tekst="Dag")
    Gespreksbericht.objects.filter(pk=bericht.pk).update(gemaakt_op=op)


def maak_gekozen(talent: Talent, van: date = date(2026, 11, 1), status: str = "gekozen", **velden: Any) -> Reactie:
    oproep = maak_oproep(van=van, deadline=van, stand=velden.pop("stand", "gesloten"), **velden)
    return maak_reactie(oproep, talent, status=status)


def maak_uitkomst(talent: Talent, **velden: Any) -> Uitkomst:
    standaard: dict[str, Any] = {"waar": "Zomerplein", "op": date(2026, 6, 12), "soort": "speelde", "gevraagd_op": NU}
    if velden.pop("bevestigd", True):
        standaard |= {"talent_zegt": True, "andere_zegt": True, "bevestigd_op": NU}
    return Uitkomst.objects.create(talent=talent, igs=talent.thuis, **standaard | velden)


def mails(aan: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=aan).order_by("pk"))


def teken_uit(mail: UitgaandeMail) -> str:
    gevonden = re.search(r"/talent/gelukt/([^/\s]+)/", mail.tekst)
    assert gevonden, mail.tekst
    return gevonden[1]


# --- asking ---------------------------------------------------------------------------------------------------------
def test_drie_weken_na_het_eerste_antwoord_krijgen_beide_kanten_een_eigen_link(talent):
    gesprek = maak_gesprek(talent)
    assert vraag_uitkomsten(NU) == 1
    uitkomst = Uitkomst.objects.get()
    assert (uitkomst.gesprek, uitkomst.waar, uitkomst.op) == (gesprek, "An van de school", date(2026, 11, 2))
    assert (uitkomst.igs, uitkomst.soort) == (talent.thuis, "werkte")
    [aan_talent], [aan_an] = mails(eigenaar_van(talent).email), mails("an@school.example")
    assert uitkomst_van_teken(teken_uit(aan_talent)) == (uitkomst, KANT_TALENT)
    assert uitkomst_van_teken(teken_uit(aan_an)) == (uitkomst, KANT_ANDERE)
    assert "an@school.example" not in aan_talent.tekst
    assert eigenaar_van(talent).email not in aan_an.tekst


@pytest.mark.parametrize("geleden", [timedelta(days=20, hours=23), timedelta(days=90, hours=1)])
def test_niet_eerder_en_niet_over_wat_lang_voorbij_is(talent, geleden):
    maak_gesprek(talent, geleden=geleden)
    assert vraag_uitkomsten(NU) == 0
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize(
    "velden",
    [
        {"antwoord": False},
        {"stand": "gesloten"},
        {"gemeld_op": NU},
        {"betreft": "igs:zuidrand"},
        {"betreft": "talent:geen-kenmerk"},
        {"betreft": f"talent:{uuid.UUID(int=0)}"},
    ],
)
def test_enkel_na_een_gesprek_dat_er_echt_was(talent, velden):
    maak_gesprek(talent, **velden)
    assert vraag_uitkomsten(NU) == 0


@pytest.mark.parametrize(
    "velden", [{"leeftijd": "13-15"}, {"voorbeeld": True}, {"online": False}, {"wissen_op": NU + timedelta(days=3)}]
)
def test_niets_gevraagd_van_wie_te_jong_verzonnen_of_weg_is(regio, velden):
    maak_gemeente("11001", "Aartselaar")
    talent = maak_talent(naam="Stil", thuis=regio, **velden)
    maak_reactie(maak_oproep(van=date(2026, 11, 1), stand="gesloten"), talent, status="gekozen")
    if talent.online:
        maak_gesprek(talent)
    assert vraag_uitkomsten(NU) == 0


def test_van_wie_16_of_17_is_enkel_over_een_oproep_want_berichten_las_de_coordinator(regio):
    maak_gemeente("11001", "Aartselaar")
    talent = maak_talent(naam="Tine", thuis=regio, leeftijd="16-17")
    maak_gesprek(talent)
    assert vraag_uitkomsten(NU) == 0
    reactie = maak_gekozen(talent)
    assert vraag_uitkomsten(NU) == 1
    assert Uitkomst.objects.get().reactie == reactie


def test_wie_verborgen_is_wordt_niet_gevraagd(talent):
    maak_gesprek(talent)
    verlaten.verberg(talent=talent, door=eigenaar_van(talent))
    assert vraag_uitkomsten(NU) == 0


def test_niet_als_een_van_beide_de_andere_blokkeerde(talent):
    maak_gesprek(talent)
    Blokkering.objects.create(ontvanger=eigenaar_van(talent).email, afzender="an@school.example")
    assert vraag_uitkomsten(NU) == 0


def test_nooit_twee_keer_gevraagd(talent):
    maak_gesprek(talent)
    maak_gekozen(talent)
    assert vraag_uitkomsten(NU) == 2
    aantal = UitgaandeMail.objects.count()
    for dagen in (0, 1, 40):
        assert vraag_uitkomsten(NU + timedelta(days=dagen)) == 0
    assert (UitgaandeMail.objects.count(), Uitkomst.objects.count()) == (aantal, 2)


def test_twee_gesprekken_met_dezelfde_mens_zijn_een_vraag(talent):
    maak_gesprek(talent)
    maak_gesprek(talent, email="AN@school.example")
    maak_gesprek(talent, email="iemand@anders.example")
    assert vraag_uitkomsten(NU) == 2
    assert len(mails("an@school.example")) == 1


def test_wie_koos_via_een_oproep_wordt_niet_ook_over_het_gesprek_gevraagd(talent):
    reactie = maak_gekozen(talent)
    maak_gesprek(talent, email=reactie.oproep.organisator.email)
    assert vraag_uitkomsten(NU) == 1
    assert Uitkomst.objects.get().reactie == reactie


@pytest.mark.parametrize(
    ("kans", "soort", "waar"),
    [
        ("optreden", "speelde", "Muziek op het dorpsplein"),
        ("invallen", "speelde", "Muziek op het dorpsplein"),
        ("tentoonstellen", "toonde", "Cultuurhuis 1"),
        ("workshop", "werkte", "Cultuurhuis 1"),
    ],
)
def test_drie_weken_na_de_laatste_dag_van_de_oproep(talent, kans, soort, waar):
    maak_gekozen(talent, van=date(2026, 10, 30), tot=date(2026, 11, 2), kans=kans)
    assert vraag_uitkomsten(NU - timedelta(days=1)) == 0
    assert vraag_uitkomsten(NU) == 1
    uitkomst = Uitkomst.objects.get()
    assert (uitkomst.soort, uitkomst.waar, uitkomst.op) == (soort, waar, date(2026, 10, 30))


@pytest.mark.parametrize("status", ["nieuw", "reserve", "niet_gekozen", "ingetrokken"])
def test_enkel_wie_gekozen_is(talent, status):
    maak_gekozen(talent, status=status, stand="open")
    assert vraag_uitkomsten(NU) == 0


def test_niets_over_een_oproep_die_ingetrokken_is(talent):
    maak_gekozen(talent, stand="ingetrokken")
    assert vraag_uitkomsten(NU) == 0


def test_de_organisator_krijgt_een_mail_over_iedereen_van_een_oproep(talent, regio):
    ander = maak_talent(naam="De Ander", thuis=regio)
    oproep = maak_gekozen(talent).oproep
    maak_reactie(oproep, ander, status="gekozen")
    assert vraag_uitkomsten(NU) == 2
    [mail] = mails(oproep.organisator.email)
    assert len(re.findall("/talent/gelukt/", mail.tekst)) == 2
    assert "De Band" in mail.tekst
    assert "De Ander" in mail.tekst


# --- answering ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("eerst", [KANT_TALENT, KANT_ANDERE])
def test_pas_ja_van_beide_bevestigt_in_welke_volgorde_ook(talent, eerst):
    uitkomst = maak_uitkomst(talent, bevestigd=False)
    laatst = KANT_ANDERE if eerst == KANT_TALENT else KANT_TALENT
    assert zeg(uitkomst=uitkomst, kant=eerst, ja=True).bevestigd_op is None
    assert uitkomsten_van(talent) == []
    assert zeg(uitkomst=uitkomst, kant=laatst, ja=True).bevestigd_op == nu()
    assert uitkomsten_van(talent) == [uitkomst]


@pytest.mark.parametrize(("talent_ja", "andere_ja"), [(True, False), (False, True), (False, False)])
def test_een_nee_is_geen_regel(talent, talent_ja, andere_ja):
    uitkomst = maak_uitkomst(talent, bevestigd=False)
    zeg(uitkomst=uitkomst, kant=KANT_TALENT, ja=talent_ja)
    zeg(uitkomst=uitkomst, kant=KANT_ANDERE, ja=andere_ja)
    uitkomst.refresh_from_db()
    assert uitkomst.bevestigd_op is None
    assert (uitkomst.talent_zegt, uitkomst.andere_zegt) == (talent_ja, andere_ja)


def test_wie_van_gedachte_verandert_haalt_de_regel_weg(talent):
    uitkomst = maak_uitkomst(talent)
    zeg(uitkomst=uitkomst, kant=KANT_ANDERE, ja=False)
    assert uitkomsten_van(talent) == []
    zeg(uitkomst=uitkomst, kant=KANT_ANDERE, ja=True)
    assert uitkomsten_van(talent) == [uitkomst]


def test_twee_keer_hetzelfde_antwoord_is_een_regel_in_het_logboek(talent):
    uitkomst = maak_uitkomst(talent, bevestigd=False)
    for _ in range(2):
        zeg(uitkomst=uitkomst, kant=KANT_TALENT, ja=True, door=eigenaar_van(talent))
    regels = Logregel.objects.filter(actie="gelukt? ja van het talent")
    assert [regel.door for regel in regels] == [eigenaar_van(talent)]
    assert "De Band" not in regels[0].object_naam


def test_wie_schreef_kan_zonder_naam_ja_zeggen_en_dat_weer_wijzigen(talent):
    maak_gesprek(talent)
    vraag_uitkomsten(NU)
    uitkomst = zeg(uitkomst=Uitkomst.objects.get(), kant=KANT_ANDERE, ja=True, met_naam=False)
    assert (uitkomst.waar, uitkomst.andere_email) == (ZONDER_NAAM, "")
    assert zeg(uitkomst=uitkomst, kant=KANT_ANDERE, ja=True).waar == "An van de school"


def test_de_naam_van_een_oproep_blijft_ook_zonder_naam(talent):
    maak_gekozen(talent)
    vraag_uitkomsten(NU)
    uitkomst = zeg(uitkomst=Uitkomst.objects.get(), kant=KANT_ANDERE, ja=True, met_naam=False)
    assert uitkomst.waar == "Muziek op het dorpsplein"


def test_een_link_is_van_een_kant_en_gaat_een_jaar_mee(talent, settings):
    uitkomst = maak_uitkomst(talent, bevestigd=False)
    teken = uitkomsten.link(uitkomst, KANT_ANDERE).rstrip("/").rsplit("/", 1)[1]
    assert uitkomst_van_teken(teken) == (uitkomst, KANT_ANDERE)
    with pytest.raises(Onbekend):
        uitkomst_van_teken(uitkomsten.link(uitkomst, "niemand").rstrip("/").rsplit("/", 1)[1])
    settings.VASTE_DAG = date(2027, 11, 25)
    with pytest.raises(Verlopen):
        uitkomst_van_teken(teken)
    settings.VASTE_DAG = date(2026, 11, 23)
    uitkomst.delete()
    with pytest.raises(Onbekend):
        uitkomst_van_teken(teken)


def test_de_maker_haalt_de_regel_van_het_profiel_en_ze_telt_nog(talent, regio):
    uitkomst = maak_uitkomst(talent)
    zet_getoond(uitkomst=uitkomst, getoond=False, door=eigenaar_van(talent))
    zet_getoond(uitkomst=uitkomst, getoond=False, door=eigenaar_van(talent))
    assert uitkomsten_van(talent) == []
    assert list(uitkomsten_per_regio()) == [(regio.pk, 2026, 1)]
    assert Logregel.objects.filter(actie="uitkomst weg van het profiel").count() == 1


def test_wie_jonger_is_dan_16_toont_niets(regio):
    maak_gemeente("11001", "Aartselaar")
    jong = maak_talent(naam="Jo", thuis=regio, leeftijd="13-15")
    maak_uitkomst(jong)
    assert uitkomsten_van(jong) == []


# --- counting and erasing -------------------------------------------------------------------------------------------
def test_per_jaar_en_per_regio_telt_enkel_wat_beide_bevestigden(talent, regio):
    maak_uitkomst(talent)
    maak_uitkomst(talent, op=date(2025, 3, 1))
    maak_uitkomst(talent, op=date(2025, 9, 1))
    maak_uitkomst(talent, bevestigd=False)
    elders = maak_igs("CO7")
    maak_uitkomst(maak_talent(naam="Elders", thuis=elders))
    maak_uitkomst(maak_talent(naam="Verzonnen", thuis=regio, voorbeeld=True))
    maak_uitkomst(Talent.objects.get(pk=maak_talent(naam="Zonder").pk))
    verwacht = [(regio.pk, 2026, 1), (regio.pk, 2025, 2), (elders.pk, 2026, 1), (None, 2026, 1)]
    assert list(uitkomsten_per_regio()) == verwacht
    assert uitkomsten.aantal_sinds(["zuidrand"], date(2025, 9, 1), date(2026, 6, 11)) == 1


def test_het_adres_gaat_na_zestig_dagen_en_een_uitkomst_zonder_antwoord_na_een_jaar(talent):
    oud = maak_uitkomst(talent, bevestigd=False, gevraagd_op=NU - timedelta(days=366), andere_email="a@b.example")
    stil = maak_uitkomst(talent, bevestigd=False, gevraagd_op=NU - timedelta(days=61), andere_email="a@b.example")
    vers = maak_uitkomst(talent, bevestigd=False, gevraagd_op=NU - timedelta(days=59), andere_email="a@b.example")
    ooit = maak_uitkomst(talent, gevraagd_op=NU - timedelta(days=900))
    assert wis_oude(NU) == 1
    assert set(Uitkomst.objects.all()) == {stil, vers, ooit}
    assert oud not in Uitkomst.objects.all()
    stil.refresh_from_db()
    vers.refresh_from_db()
    assert (stil.andere_email, vers.andere_email) == ("", "a@b.example")


def test_wie_weggaat_neemt_alles_mee_ook_de_mail_die_nog_wacht(talent):
    maak_gesprek(talent)
    vraag_uitkomsten(NU)
    verlaten.wis(talent=talent)
    assert not Uitkomst.objects.exists()
    assert not mails("an@school.example")


def test_een_gesprek_dat_gewist_wordt_laat_de_regel_staan(talent):
    maak_gesprek(talent)
    vraag_uitkomsten(NU)
    zeg(uitkomst=Uitkomst.objects.get(), kant=KANT_TALENT, ja=True)
    Gesprek.objects.all().delete()
    uitkomst = zeg(uitkomst=Uitkomst.objects.get(), kant=KANT_ANDERE, ja=True)
    assert uitkomst.bevestigd_op
    assert uitkomst.waar == "An van de school"


@pytest.mark.django_db(transaction=True)
def test_twee_werkers_tegelijk_vragen_het_een_keer(transactional_db):
    talent = maak_talent(naam="De Band")
    maak_gesprek(talent)
    maak_gekozen(talent)
    start = threading.Barrier(2)
    gevraagd: list[int] = []

    def werk() -> None:
        start.wait()
        try:
            gevraagd.append(vraag_uitkomsten(NU))
        finally:
            connections.close_all()

    draden = [threading.Thread(target=werk) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sum(gevraagd) == Uitkomst.objects.count() == 2
    assert len(mails("an@school.example")) == 1
