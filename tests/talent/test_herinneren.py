"""The daily overview: the oldest first, to who decides, never empty, and redactie after ten working days."""

from datetime import date

import pytest

from igs.models import IGS
from opnetwerk.models import UitgaandeMail
from talent.herinneren import ESCALATIE, HOOGSTENS, stuur_dagoverzicht
from talent.models import Talent, Toelating
from talent.taken import talent_dagoverzicht
from talent.wachtrij import werkdagen
from tests.beheer import maak_coordinator_van
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, om
from tests.talent.fabriek import maak_ingediend, maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture(autouse=True)
def met_redactie(settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}


@pytest.fixture
def regio() -> IGS:
    igs = maak_igs("Zuidrand")
    maak_coordinator_van(igs, "an@voorbeeld.be")
    return igs


def mail(aan: str) -> UitgaandeMail:
    return UitgaandeMail.objects.get(aan=aan)


@pytest.mark.parametrize(
    ("van", "tot", "dagen"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),  # a Monday
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 21), date(2026, 11, 22), 0),  # a weekend
        (date(2026, 11, 9), date(2026, 11, 23), 10),
        (date(2026, 11, 6), date(2026, 11, 23), 11),
        (date(2026, 1, 1), date(2026, 12, 31), 260),
        (date(2026, 11, 24), date(2026, 11, 23), 0),
    ],
)
def test_werkdagen(van, tot, dagen):
    assert werkdagen(van, tot) == dagen


def test_zonder_iets_dat_wacht_vertrekt_er_geen_mail(regio):
    maak_talent(thuis=regio)
    maak_talent(naam="Concept", thuis=regio, online=False)
    assert stuur_dagoverzicht(DAG) == 0
    assert not UitgaandeMail.objects.exists()


def test_het_oudste_staat_bovenaan_met_een_link(regio):
    maak_ingediend(naam="Nieuw", thuis=regio, sinds=om(20))
    oud = maak_ingediend(naam="Oud", thuis=regio, sinds=om(17))
    assert stuur_dagoverzicht(DAG) == 1
    bericht = mail("an@voorbeeld.be")
    assert bericht.onderwerp == "Er wachten 2 talenten op jou"
    assert bericht.tekst.index("Oud") < bericht.tekst.index("Nieuw")
    assert f"http://127.0.0.1:8000/admin/talent/profiel/{oud.pk}/change/" in bericht.tekst
    assert "wacht al 4 werkdagen" in bericht.tekst
    assert "van Zuidrand" in bericht.tekst


def test_een_enkele_staat_er_in_het_enkelvoud(regio):
    maak_ingediend(thuis=regio, sinds=om(20))
    stuur_dagoverzicht(DAG)
    assert mail("an@voorbeeld.be").onderwerp == "Er wacht 1 talent op jou"
    assert "1 werkdag" in mail("an@voorbeeld.be").tekst


def test_elke_coordinator_leest_enkel_de_eigen_regio(regio):
    ander = maak_igs("CO7")
    maak_coordinator_van(ander, "bo@voorbeeld.be")
    maak_coordinator_van(regio, "oud@voorbeeld.be", tot=date(2026, 11, 22))
    maak_ingediend(naam="Van Zuidrand", thuis=regio)
    maak_ingediend(naam="Van Ieper", thuis=ander)
    assert stuur_dagoverzicht(DAG) == 2
    assert "Van Ieper" not in mail("an@voorbeeld.be").tekst
    assert "Van Zuidrand" not in mail("bo@voorbeeld.be").tekst


def test_wie_twee_regios_heeft_krijgt_een_mail_met_de_regio_erbij(regio):
    ander = maak_igs("CO7")
    gebruiker = regio.aanstellingen.get().gebruiker
    ander.aanstellingen.create(gebruiker=gebruiker, van=date(2026, 1, 1))
    maak_ingediend(naam="Een", thuis=regio)
    maak_ingediend(naam="Twee", thuis=ander)
    assert stuur_dagoverzicht(DAG) == 1
    assert "(CO7)" in mail("an@voorbeeld.be").tekst
    assert "(Zuidrand)" in mail("an@voorbeeld.be").tekst


def test_na_tien_werkdagen_leest_de_redactie_mee(regio):
    maak_ingediend(naam="Tien", thuis=regio, sinds=om(9))
    stuur_dagoverzicht(DAG)
    assert not UitgaandeMail.objects.filter(aan="redactie@voorbeeld.be").exists()
    maak_ingediend(naam="Elf", thuis=regio, sinds=om(6))
    stuur_dagoverzicht(date(2026, 11, 24))
    bericht = UitgaandeMail.objects.get(aan="redactie@voorbeeld.be")
    assert "Elf" in bericht.tekst
    assert ESCALATIE == 10


def test_zonder_igs_of_zonder_coordinator_is_het_meteen_van_de_redactie():
    maak_ingediend(naam="Zonder IGS", gemeente=maak_gemeente("11002", "Antwerpen"))
    maak_ingediend(naam="Zonder coördinator", thuis=maak_igs("CO7"))
    assert stuur_dagoverzicht(DAG) == 1
    tekst = mail("redactie@voorbeeld.be").tekst
    assert "Zonder IGS" in tekst
    assert "Zonder coördinator" in tekst


def test_wie_ook_elders_wil_staan_wacht_op_die_regio(regio):
    talent = maak_talent(naam="Van Ver", thuis=maak_igs("CO7"))
    vraag = Toelating.objects.create(talent=talent, igs=regio, soort="ook")
    Toelating.objects.filter(pk=vraag.pk).update(gevraagd_op=om(19))
    stuur_dagoverzicht(DAG)
    assert "Van Ver: wil ook bij jou staan, wacht al 2 werkdagen" in mail("an@voorbeeld.be").tekst


def test_wie_gewist_wil_worden_wacht_niet_meer(regio):
    profiel = maak_ingediend(thuis=regio)
    Talent.objects.filter(pk=profiel.talent_id).update(wissen_op=om(30))
    assert stuur_dagoverzicht(DAG) == 0


def test_een_keer_per_dag(regio):
    maak_ingediend(thuis=regio)
    stuur_dagoverzicht(DAG)
    stuur_dagoverzicht(DAG)
    assert UitgaandeMail.objects.count() == 1
    stuur_dagoverzicht(date(2026, 11, 24))
    assert UitgaandeMail.objects.count() == 2


@pytest.mark.parametrize("dag", [date(2026, 11, 21), date(2026, 11, 22)])
def test_in_het_weekend_niet(regio, dag):
    maak_ingediend(thuis=regio, sinds=om(2))
    assert stuur_dagoverzicht(dag) == 0


def test_een_lange_rij_wordt_ingekort(regio):
    for nummer in range(HOOGSTENS + 3):
        maak_ingediend(naam=f"Maker {nummer}", thuis=regio)
    stuur_dagoverzicht(DAG)
    tekst = mail("an@voorbeeld.be").tekst
    assert tekst.count("/admin/talent/profiel/") == HOOGSTENS
    assert "En nog 3 andere." in tekst


def test_een_adres_dat_geen_mail_kan_dragen_houdt_niemand_tegen(regio, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "geen adres"}
    maak_ingediend(thuis=regio, sinds=om(2))
    assert stuur_dagoverzicht(DAG) == 1
    assert mail("an@voorbeeld.be")


@pytest.mark.parametrize("aantal", [1, 15])
def test_het_overzicht_leest_met_evenveel_vragen(regio, aantal, django_assert_max_num_queries):
    for nummer in range(aantal):
        maak_ingediend(naam=f"Maker {nummer}", thuis=regio)
    with django_assert_max_num_queries(10):
        stuur_dagoverzicht(DAG)


def test_de_taak_van_de_werker_stuurt_het(regio):
    maak_ingediend(thuis=regio)
    assert talent_dagoverzicht() == 1
