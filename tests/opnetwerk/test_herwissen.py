"""Who was erased stays erased: the ledger of every kind, its replay, and the whole way through a restored copy."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from psycopg import sql

from cultuurnota.models import Engagement, Teamuitnodiging
from grensbrekers import wissen
from grensbrekers.models import Grensbreker
from igs.models import Hulpvraag, Melding
from opnetwerk import accountwissen, adreswissen, gesprekwissen, herstel, opruimen, reservekopie, wissingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.gesprekken import antwoord, behandel_melding, blokkeer, meld_misbruik
from opnetwerk.models import (
    Blokkering,
    Deelnemer,
    Gebruiker,
    Gesprek,
    Onbestelbaar,
    Toestemming,
    UitgaandeMail,
    Wissing,
)
from opnetwerk.post import zet_tekst_klaar
from talent import organisatoren, verlaten
from talent.models import Beheeruitnodiging, Organisator, Talent, Uitkomst, Voorbereiding
from talent.voorbereiden import bereid_voor, wis_voorbereiding
from tests import gesprekken
from tests.cultuurnota.fabriek import maak_nota
from tests.fabriek import maak_gebruiker, maak_igs
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.fabriek import maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator

ADRES = "weg@voorbeeld.be"


@pytest.fixture(autouse=True)
def eigen_lijst(settings, tmp_path):
    """The ledger of this machine, for this test alone."""
    settings.WISSINGEN = tmp_path / "wissingen.jsonl"
    return settings.WISSINGEN


# --- one of each kind: (make, erase, what is left when it is there) ---


def _talent() -> Any:
    return maak_talent(naam="Weg")


def _voorbereiding() -> Voorbereiding:
    organisator = maak_organisator(mag_voorbereiden=True)
    velden: dict[str, Any] = {"naam": "Weg", "kort": "Kort.", "gemeente": organisator.gemeente, "email": ADRES}
    return bereid_voor(organisator=organisator, disciplines=[maak_discipline()], kenmerk=uuid.uuid4(), **velden)


def _hulpvraag() -> Hulpvraag:
    return Hulpvraag.objects.create(
        formulier=uuid.uuid4().hex, onderwerp=Hulpvraag.Onderwerp.values[0], naam="Weg", email=ADRES, tekst="t"
    )


def _engagement() -> Engagement:
    nota = maak_nota(igs=maak_igs())
    gemeente = maak_organisator().gemeente
    return Engagement.objects.create(nota=nota, gemeente=gemeente, contact_email=ADRES)


def _onbestelbaar() -> Onbestelbaar:
    return Onbestelbaar.objects.create(email=ADRES, soort="hard", eerst_op=nu(), laatst_op=nu())


def _teamuitnodiging() -> Teamuitnodiging:
    nota = maak_nota(igs=maak_igs())
    return Teamuitnodiging.objects.create(nota=nota, email=ADRES, rol="schrijver", verloopt_op=nu())


def _beheeruitnodiging() -> Beheeruitnodiging:
    return Beheeruitnodiging.objects.create(talent=_talent(), email=ADRES, verloopt_op=nu())


def _uitkomst() -> Uitkomst:
    return Uitkomst.objects.create(
        talent=_talent(), soort=Uitkomst.Soort.values[0], andere_email=ADRES, gevraagd_op=nu(), op=vandaag()
    )


def _toestemming() -> Toestemming:
    return Toestemming.objects.create(email=ADRES, doel="proef", tekst="Ja.", gegeven_op=nu())


def _mail() -> UitgaandeMail:
    return zet_tekst_klaar(sleutel=uuid.uuid4().hex, aan=ADRES, onderwerp="Dag", tekst="Dag")


def _langs_adres(rij: Any) -> None:
    adreswissen.wis(ADRES)


SOORTEN: dict[str, tuple[Callable[[], Any], Callable[[Any], Any], Callable[[], int]]] = {
    "talent": (_talent, lambda rij: verlaten.wis(talent=rij), Talent.objects.count),
    "talent (voorbereid)": (
        _voorbereiding, lambda rij: wis_voorbereiding(voorbereiding=rij), Voorbereiding.objects.count,
    ),
    "organisator": (
        maak_organisator, lambda rij: organisatoren.wis(organisator=rij), Organisator.objects.count,
    ),
    "grensbreker": (maak_grensbreker, lambda rij: wissen.wis(grensbreker=rij), Grensbreker.objects.count),
    "account": (
        lambda: maak_gebruiker(ADRES), lambda rij: accountwissen.wis(gebruiker=rij), Gebruiker.objects.count,
    ),
    "gesprek": (
        gesprekken.begin, lambda rij: gesprekwissen.wis([rij], op_verzoek=True), Gesprek.objects.count,
    ),
    "hulpvraag": (_hulpvraag, _langs_adres, Hulpvraag.objects.count),
    "melding": (
        lambda: Melding.objects.create(formulier=uuid.uuid4().hex, pagina="/", tekst="t", email=ADRES),
        _langs_adres,
        Melding.objects.count,
    ),
    "mail": (_mail, _langs_adres, UitgaandeMail.objects.filter(aan=ADRES).count),
    "onbestelbaar": (_onbestelbaar, _langs_adres, Onbestelbaar.objects.count),
    "toestemming": (_toestemming, _langs_adres, Toestemming.objects.filter(email=ADRES).count),
    "uitnodiging": (_beheeruitnodiging, _langs_adres, Beheeruitnodiging.objects.count),
    "uitkomstadres": (_uitkomst, _langs_adres, Uitkomst.objects.filter(andere_email=ADRES).count),
    "teamuitnodiging": (_teamuitnodiging, _langs_adres, Teamuitnodiging.objects.count),
    "engagementadres": (_engagement, _langs_adres, Engagement.objects.filter(contact_email=ADRES).count),
}  # fmt: skip


def test_elke_soort_in_het_register_van_wissingen_heeft_hier_een_proef() -> None:
    assert set(wissingen.herspelers) - {"deelnemer"} == {soort.partition(" ")[0] for soort in SOORTEN}


@pytest.mark.parametrize("soort", SOORTEN)
def test_wat_terugkomt_wordt_opnieuw_gewist(soort: str, db: None, eigen_lijst: Any, django_capture_on_commit_callbacks):
    maak, wis, telt = SOORTEN[soort]
    rij = maak()
    assert telt() == 1
    kopie = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        wis(rij)
    assert telt() == 0
    [regel] = [een for een in wissingen.lees(eigen_lijst) if een.soort == soort.partition(" ")[0]]
    assert ADRES not in eigen_lijst.read_text()
    transaction.savepoint_rollback(kopie)  # as if a copy of before came back
    assert telt() == 1
    mails = UitgaandeMail.objects.exclude(aan=ADRES).count()
    assert wissingen.herspeel([eigen_lijst])[regel.soort] == 1
    assert telt() == 0
    assert UitgaandeMail.objects.exclude(aan=ADRES).count() <= mails  # nobody is told a second time
    assert Wissing.objects.filter(soort=regel.soort, sleutel=regel.sleutel).exists()
    assert wissingen.herspeel([eigen_lijst])["mislukt"] == 0  # twice is once


@pytest.mark.parametrize("soort", sorted(wissingen.herspelers))
@pytest.mark.parametrize("sleutel", ["", "0", "geen kenmerk", "9" * 40, "-1-abc", str(uuid.UUID(int=0))])
def test_een_vreemd_kenmerk_wist_niets(soort: str, sleutel: str, db: None) -> None:
    maak_gebruiker("blijft@voorbeeld.be")
    assert wissingen.herspelers[soort](sleutel) is False
    assert Gebruiker.objects.count() == 1


def test_een_nummer_dat_opnieuw_gebruikt_wordt_wist_niemand_anders(db: None) -> None:
    weg = maak_gebruiker(ADRES)
    sleutel = accountwissen.kenmerk(weg)
    nummer = weg.pk
    accountwissen.wis(gebruiker=weg)
    Gebruiker.objects.create(pk=nummer, email="ander@voorbeeld.be", gemaakt_op=nu())
    assert wissingen.herspelers["account"](sleutel) is False
    assert Gebruiker.objects.get(pk=nummer).email == "ander@voorbeeld.be"


def test_wie_terugkomt_met_hetzelfde_adres_wordt_niet_gewist(db: None, eigen_lijst, django_capture_on_commit_callbacks):
    _hulpvraag()
    with django_capture_on_commit_callbacks(execute=True):
        adreswissen.wis(ADRES)
    nieuw = _hulpvraag()
    wissingen.herspeel([eigen_lijst])
    assert Hulpvraag.objects.get() == nieuw


def test_de_nacht_schrijft_accounts_die_niemand_bevestigde_in_het_register(db: None) -> None:
    gebruiker = maak_gebruiker(ADRES)
    EmailAddress.objects.filter(user=gebruiker).delete()
    Gebruiker.objects.filter(pk=gebruiker.pk).update(gemaakt_op=nu() - timedelta(days=8))
    gebruiker.refresh_from_db()
    assert opruimen.wis_onbevestigde(nu()) == 1
    assert Wissing.objects.get().sleutel == accountwissen.kenmerk(gebruiker)


def test_een_organisator_die_opnieuw_gewist_wordt_mailt_niemand(
    db: None, eigen_lijst, django_capture_on_commit_callbacks
):
    oproep = maak_oproep()
    kopie = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        organisatoren.wis(organisator=oproep.organisator)
    transaction.savepoint_rollback(kopie)
    UitgaandeMail.objects.all().delete()
    assert wissingen.herspeel([eigen_lijst])["organisator"] == 1
    assert not UitgaandeMail.objects.exists()


# --- conversations ---

CO = gesprekken.Kant("Co Collega", "co.geheim@voorbeeld.be")


def test_uit_een_gesprek_dat_collegas_ook_kregen_gaan_naam_adres_en_woorden(db: None) -> None:
    gesprek = gesprekken.begin(ontvangers=[gesprekken.BO, CO])
    bo = gesprekken.ontvanger(gesprek)
    antwoord(gesprek=gesprek, deelnemer=bo, tekst="Geheime woorden van Bo", formulier="b" * 64)
    meld_misbruik(gesprek=gesprek, deelnemer=bo, reden="geheim")
    behandel_melding(gesprek=gesprek, door=maak_gebruiker(), sluit=False)
    assert gesprekwissen.vergeet(adres=gesprekken.BO.email.upper()) == 1
    over = repr([*Deelnemer.objects.values(), *Gesprek.objects.values(), *UitgaandeMail.objects.values()])
    assert gesprekken.BO.email not in over
    assert "Geheime woorden" not in over
    assert "geheim: " not in over.lower().replace("geheim@", "")
    assert {een.naam for een in gesprek.deelnemers.all()} == {"An Afzender", "Co Collega", gesprekwissen.WEG_NAAM}
    assert Wissing.objects.filter(soort="deelnemer").count() == 1


@pytest.mark.parametrize("behandeld", [False, True])
def test_een_gesprek_dat_gemeld_is_blijft_tot_iemand_het_bekeek(db: None, behandeld: bool) -> None:
    gesprek = gesprekken.begin()
    meld_misbruik(gesprek=gesprek, deelnemer=gesprekken.ontvanger(gesprek), reden="dreigt")
    if behandeld:
        behandel_melding(gesprek=gesprek, door=maak_gebruiker(), sluit=True)
    gesprekwissen.vergeet(adres=gesprekken.AN.email)
    assert Gesprek.objects.exists() is not behandeld


def test_wie_geblokkeerd_is_wist_die_blokkering_niet(db: None) -> None:
    gesprek = gesprekken.begin()
    blokkeer(gesprek=gesprek, deelnemer=gesprekken.ontvanger(gesprek))
    gesprekwissen.vergeet(adres=gesprekken.AN.email)
    assert Blokkering.objects.get().afzender == gesprekken.AN.email
    gesprekwissen.vergeet(adres=gesprekken.BO.email)
    assert not Blokkering.objects.exists()


def test_dat_gebeurt_ook_opnieuw(db: None, eigen_lijst, django_capture_on_commit_callbacks) -> None:
    gesprekken.begin(ontvangers=[gesprekken.BO, CO])
    kopie = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        gesprekwissen.vergeet(adres=gesprekken.BO.email)
    transaction.savepoint_rollback(kopie)
    assert Deelnemer.objects.filter(email=gesprekken.BO.email).exists()
    assert wissingen.herspeel([eigen_lijst])["deelnemer"] == 1
    assert not Deelnemer.objects.filter(email=gesprekken.BO.email).exists()


@pytest.mark.parametrize("wie", [gesprekken.AN, gesprekken.BO])
def test_een_gesprek_van_twee_gaat_helemaal_met_zijn_mails(db: None, wie: Any) -> None:
    gesprekken.begin()
    assert gesprekwissen.vergeet(adres=wie.email) == 1
    assert not Gesprek.objects.exists()
    assert not UitgaandeMail.objects.exists()


# --- the whole way ---


@pytest.fixture
def lege_databank():
    """Another, empty database under this process, as on a new machine; the old one comes back."""
    naam, echte = "herwis_proef", connection.settings_dict["NAME"]
    weg = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam))

    def wissel() -> None:
        herstel._buiten_transactie(weg)
        herstel._buiten_transactie(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(naam)))
        herstel._wissel(naam)

    yield wissel
    herstel._wissel(echte)
    herstel._buiten_transactie(weg)


@pytest.mark.django_db(transaction=True)
def test_gewist_na_de_kopie_teruggezet_en_opnieuw_gewist(lege_databank, settings, tmp_path) -> None:
    plek, moment = tmp_path / "kopieen", nu()
    talent, lid = maak_talent(naam="Weg", eigenaar=maak_gebruiker("eigenaar@voorbeeld.be")), maak_grensbreker()
    gebruiker, gesprek = maak_gebruiker(ADRES), gesprekken.begin()
    maak_gebruiker("blijft@voorbeeld.be")
    reservekopie.maak(plek, moment=moment)
    verlaten.wis(talent=talent)
    wissen.wis(grensbreker=lid)
    accountwissen.wis(gebruiker=gebruiker)
    gesprekwissen.wis([gesprek], op_verzoek=True)
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    verslag = herstel.herstel(plek)
    assert verslag.fouten == []
    assert verslag.gewist == {"talent": 1, "grensbreker": 1, "account": 1, "gesprek": 1}
    assert {een.email for een in Gebruiker.objects.all()} == {"blijft@voorbeeld.be", "eigenaar@voorbeeld.be"}
    assert not Talent.objects.exists()
    assert not Grensbreker.objects.exists()
    assert not Gesprek.objects.exists()
