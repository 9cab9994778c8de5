"""A talent answers a call, and gets an answer: a status and a line that says why."""

import pytest

from opnetwerk.formulieren import TeVaak
from opnetwerk.models import UitgaandeMail
from talent import meenemen, oproepen, oproeppost, reacties, verlaten
from talent.models import Beheer, Reactie
from talent.verlaten import KanNiet
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie

pytestmark = pytest.mark.django_db


def reageer(oproep, talent, tekst="Graag!"):
    return reacties.reageer(oproep=oproep, talent=talent, tekst=tekst, door=eigenaar_van(talent))


def test_een_reactie_wacht_op_antwoord_en_twee_keer_is_een_keer():
    oproep, talent = maak_oproep(), maak_talent()
    eerste = reageer(oproep, talent, "Eerst.")
    tweede = reageer(oproep, talent, "Nog eens.")
    assert eerste.pk == tweede.pk
    assert (tweede.status, tweede.tekst) == ("nieuw", "Eerst.")
    assert Reactie.objects.count() == 1


def test_de_organisator_krijgt_hoogstens_een_mail_per_dag_over_een_oproep(settings):
    oproep = maak_oproep()
    for naam in ("Een", "Twee", "Drie"):
        reageer(oproep, maak_talent(naam=naam))
    mail = UitgaandeMail.objects.get()
    assert mail.aan == oproep.organisator.email
    assert f"/talent/organisatoren/{oproep.organisator.sleutel}/oproepen/{oproep.slug}/" in mail.tekst
    assert not any(naam in mail.tekst for naam in ("Een ", "Twee", "Drie"))
    settings.VASTE_DAG = settings.VASTE_DAG.replace(day=24)
    reageer(oproep, maak_talent(naam="Vier"))
    assert UitgaandeMail.objects.count() == 2


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"leeftijd": "13-15"}, reacties.JONG),
        ({"online": False}, reacties.NIET_ONLINE),
        ({"pauze": True}, reacties.GEPAUZEERD),
        ({"voorbeeld": True}, reacties.VOORBEELD),
    ],
)
def test_wie_niet_kan_antwoorden_leest_waarom(velden, zin):
    oproep, talent = maak_oproep(), maak_talent(**velden)
    with pytest.raises(KanNiet) as bezwaar:
        reageer(oproep, talent)
    assert str(bezwaar.value) == zin
    assert not Reactie.objects.exists()


def test_wie_verborgen_is_antwoordt_niet():
    from talent.verlaten import verberg

    oproep, talent = maak_oproep(), maak_talent()
    verberg(talent=talent, door=eigenaar_van(talent))
    with pytest.raises(KanNiet):
        reageer(oproep, talent)


def test_wie_zestien_is_mag_antwoorden():
    assert reageer(maak_oproep(), maak_talent(leeftijd="16-17")).status == "nieuw"


def test_wie_het_profiel_niet_beheert_antwoordt_er_niet_mee():
    with pytest.raises(KanNiet) as bezwaar:
        reacties.reageer(oproep=maak_oproep(), talent=maak_talent(), tekst="", door=maak_gebruiker())
    assert str(bezwaar.value) == reacties.NIET_VAN_JOU


@pytest.mark.parametrize("velden", [{"stand": "concept"}, {"stand": "gesloten"}, {"stand": "ingetrokken"}])
def test_op_wat_niet_open_is_antwoordt_niemand(velden):
    with pytest.raises(KanNiet):
        reageer(maak_oproep(**velden), maak_talent())


def test_op_de_dag_van_de_deadline_kan_het_nog_en_de_dag_erna_niet(settings):
    oproep = maak_oproep(deadline=settings.VASTE_DAG)
    assert reageer(oproep, maak_talent(naam="Net"))
    settings.VASTE_DAG = settings.VASTE_DAG.replace(day=24)
    with pytest.raises(KanNiet):
        reageer(oproep, maak_talent(naam="Te laat"))


def test_een_account_antwoordt_hoogstens_zo_veel_keer_per_dag(monkeypatch):
    monkeypatch.setattr(reacties, "HOOGSTENS_PER_DAG", 1)
    talent = maak_talent()
    reageer(maak_oproep(), talent)
    with pytest.raises(TeVaak):
        reageer(maak_oproep(), talent)


# --- withdrawing ----------------------------------------------------------------------------------------------------
def test_wie_zijn_reactie_intrekt_kan_opnieuw_antwoorden():
    oproep, talent = maak_oproep(), maak_talent()
    reactie = reageer(oproep, talent)
    for _ in range(2):
        reacties.trek_reactie_in(reactie=reactie, door=eigenaar_van(talent))
    assert Reactie.objects.get().status == "ingetrokken"
    assert reageer(oproep, talent, "Toch!").tekst == "Toch!"
    assert Reactie.objects.get().status == "nieuw"


@pytest.mark.parametrize(("status", "mails"), [("nieuw", 0), ("gekozen", 1), ("reserve", 1)])
def test_de_organisator_hoort_het_als_wie_gekozen_of_reserve_is_wegvalt(status, mails):
    oproep, talent = maak_oproep(), maak_talent()
    reactie = maak_reactie(oproep, talent, status=status)
    reacties.trek_reactie_in(reactie=reactie, door=eigenaar_van(talent))
    assert UitgaandeMail.objects.filter(aan=oproep.organisator.email).count() == mails
    assert Reactie.objects.get().status == "ingetrokken"


def test_een_ander_trekt_jouw_reactie_niet_in():
    reactie = maak_reactie(maak_oproep(), maak_talent())
    with pytest.raises(KanNiet):
        reacties.trek_reactie_in(reactie=reactie, door=maak_gebruiker())


def test_wie_deze_keer_niet_gekozen_is_heeft_niets_om_in_te_trekken():
    talent = maak_talent()
    reactie = reacties.beslis(reactie=maak_reactie(maak_oproep(), talent), status="niet_gekozen", reden="Vol.")
    reacties.trek_reactie_in(reactie=reactie, door=eigenaar_van(talent))
    assert Reactie.objects.get().status == "niet_gekozen"


def test_wie_nog_niet_weet_dat_hij_niet_gekozen_is_trekt_zich_gewoon_terug():
    talent = maak_talent()
    vraag = maak_reactie(maak_oproep(), talent)
    reactie = reacties.beslis(reactie=vraag, status="niet_gekozen", reden="Vol.", stuur_nu=False)
    vooraf = UitgaandeMail.objects.count()
    reacties.trek_reactie_in(reactie=reactie, door=eigenaar_van(talent))
    assert (Reactie.objects.get().status, Reactie.objects.get().reden) == ("ingetrokken", "")
    assert UitgaandeMail.objects.count() == vooraf


# --- the answer -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "reden", "zin"),
    [
        ("gekozen", "", reacties.ZONDER_REDEN),
        ("gekozen", "   ", reacties.ZONDER_REDEN),
        ("reserve", "Dat weten we op …", reacties.NOG_IN_TE_VULLEN),
        ("niet_gekozen", "Omdat ...", reacties.NOG_IN_TE_VULLEN),
        ("nieuw", "Terug.", reacties.GEEN_STATUS),
        ("ingetrokken", "Weg.", reacties.GEEN_STATUS),
        ("xyz", "Wat.", reacties.GEEN_STATUS),
        ("gekozen", "a" * 301, "Maak de reden korter: hoogstens 300 tekens."),
    ],
)
def test_een_antwoord_heeft_een_status_en_een_echte_reden(status, reden, zin):
    reactie = maak_reactie(maak_oproep(), maak_talent())
    with pytest.raises(KanNiet) as bezwaar:
        reacties.beslis(reactie=reactie, status=status, reden=reden)
    assert str(bezwaar.value) == zin
    reactie.refresh_from_db()
    assert reactie.status == "nieuw"


def test_elke_standaardzin_vraagt_om_aan_te_vullen_en_past_als_dat_gebeurd_is():
    for status, zinnen in reacties.STANDAARDREDENEN.items():
        for zin in zinnen:
            assert reacties.bezwaar_tegen(status, zin) == reacties.NOG_IN_TE_VULLEN, zin
            assert reacties.bezwaar_tegen(status, zin.replace("…", "het past")) == ""


def test_een_antwoord_wordt_meteen_gemaild_aan_elke_beheerder_en_hetzelfde_niet_nog_eens():
    talent = maak_talent(soort="groep")
    Beheer.objects.create(talent=talent, gebruiker=maak_gebruiker("tweede@voorbeeld.be"))
    reactie = maak_reactie(maak_oproep(), talent)
    for _ in range(2):
        reacties.beslis(reactie=reactie, status="niet_gekozen", reden="We kozen voor koren.")
    assert UitgaandeMail.objects.count() == 2
    assert all("We kozen voor koren." in mail.tekst for mail in UitgaandeMail.objects.all())


def test_een_ander_antwoord_wordt_opnieuw_gemaild():
    reactie = maak_reactie(maak_oproep(), maak_talent())
    reacties.beslis(reactie=reactie, status="reserve", reden="We wachten nog.")
    reacties.beslis(reactie=reactie, status="gekozen", reden="Er viel iemand weg.")
    assert list(UitgaandeMail.objects.order_by("pk").values_list("onderwerp", flat=True)) == [
        "Er is antwoord op je reactie",
        "Je bent gekozen",
    ]


@pytest.mark.parametrize(("leeftijd", "staat_erin"), [("18", True), ("16-17", False)])
def test_contactgegevens_gaan_alleen_naar_wie_achttien_is(leeftijd, staat_erin):
    reactie = maak_reactie(maak_oproep(), maak_talent(leeftijd=leeftijd))
    reacties.beslis(reactie=reactie, status="gekozen", reden="Het past.")
    mail = UitgaandeMail.objects.get()
    assert (reactie.oproep.organisator.email in mail.tekst) == staat_erin
    assert ("via de coördinator" in mail.tekst) != staat_erin
    assert not mail.antwoord_aan


def test_na_het_sluiten_kan_de_reserve_nog_gekozen_worden_en_niemand_wordt_weer_nieuw():
    oproep = maak_oproep()
    reactie = maak_reactie(oproep, maak_talent(), status="reserve")
    oproepen.sluit(oproep=oproep)
    reacties.beslis(reactie=reactie, status="gekozen", reden="Er viel iemand weg.", stuur_nu=False)
    assert Reactie.objects.get().status == "gekozen"
    assert UitgaandeMail.objects.filter(onderwerp="Je bent gekozen").count() == 1


def test_op_een_ingetrokken_oproep_of_reactie_komt_geen_antwoord():
    for reactie in (
        maak_reactie(maak_oproep(stand="ingetrokken"), maak_talent(naam="Een")),
        maak_reactie(maak_oproep(), maak_talent(naam="Twee"), status="ingetrokken"),
    ):
        with pytest.raises(KanNiet):
            reacties.beslis(reactie=reactie, status="gekozen", reden="Het past.")


def test_alle_antwoorden_samen_of_geen_enkel():
    oproep = maak_oproep()
    een, twee = (maak_reactie(oproep, maak_talent(naam=naam)) for naam in ("Een", "Twee"))
    with pytest.raises(KanNiet):
        reacties.beslis_alle(oproep=oproep, besluiten=[(een, "gekozen", "Past."), (twee, "gekozen", "")])
    een.refresh_from_db()
    assert een.status == "nieuw"
    assert not UitgaandeMail.objects.exists()


def test_een_zin_voor_iedereen_die_nog_wacht():
    oproep = maak_oproep()
    een, twee, drie, vier = (maak_reactie(oproep, maak_talent(naam=naam)) for naam in ("Een", "Twee", "Drie", "Vier"))
    reacties.trek_reactie_in(reactie=vier, door=eigenaar_van(vier.talent))
    aantal = reacties.beslis_alle(oproep=oproep, besluiten=[(een, "gekozen", "Past.")], rest="We hadden één plaats.")
    assert aantal == 3
    assert [Reactie.objects.get(pk=rij.pk).status for rij in (een, twee, drie, vier)] == [
        *("gekozen", "niet_gekozen", "niet_gekozen", "ingetrokken")
    ]


# --- what the talent knows ------------------------------------------------------------------------------------------
def test_een_antwoord_dat_nog_niet_verstuurd_is_weet_het_talent_nog_niet():
    oproep = maak_oproep()
    later, meteen = (maak_reactie(oproep, maak_talent(naam=naam)) for naam in ("Later", "Meteen"))
    reacties.beslis(reactie=later, status="gekozen", reden="Past.", stuur_nu=False)
    reacties.beslis(reactie=meteen, status="gekozen", reden="Past.")
    rijen = list(Reactie.objects.select_related("oproep"))
    assert oproeppost.meegedeeld(rijen) == {meteen.pk}
    oproepen.sluit(oproep=oproep)
    assert oproeppost.meegedeeld(list(Reactie.objects.select_related("oproep"))) == {later.pk, meteen.pk}


def test_een_organisator_die_niet_meer_mag_krijgt_geen_mail():
    organisator = maak_organisator(toegelaten=False)
    reageer(maak_oproep(organisator=organisator), maak_talent())
    assert not UitgaandeMail.objects.exists()


# --- taking along, and leaving --------------------------------------------------------------------------------------
def test_wie_zijn_gegevens_meeneemt_krijgt_reacties_mee_maar_geen_antwoord_dat_nog_bewaard_wordt():
    talent = maak_talent()
    later = maak_reactie(maak_oproep(titel="Later"), talent)
    reacties.beslis(reactie=later, status="niet_gekozen", reden="Nog geheim.", stuur_nu=False)
    meteen = maak_reactie(maak_oproep(titel="Meteen"), talent)
    reacties.beslis(reactie=meteen, status="gekozen", reden="Het past.")
    rijen = meenemen.verzamel(talent, eigenaar_van(talent))["rijen"]["reactie"]
    assert [(rij["oproep"], rij["status"], rij["reden"]) for rij in rijen] == [
        ("Later", "nieuw", ""),
        ("Meteen", "gekozen", "Het past."),
    ]
    assert {rij["tekst"] for rij in rijen} == {"Wij komen graag."}


def test_wie_zich_laat_wissen_laat_geen_reactie_of_mail_na():
    oproep, talent = maak_oproep(), maak_talent()
    kenmerk = str(talent.kenmerk)
    reacties.beslis(reactie=maak_reactie(oproep, talent), status="gekozen", reden="Het past.")
    verlaten.wis(talent=talent)
    assert not Reactie.objects.exists()
    assert not UitgaandeMail.objects.filter(sleutel__contains=kenmerk).exists()
    assert oproepen.sluit(oproep=oproep).stand == "gesloten"
