"""A round: who is due, what they hear, what they say, and which border that crosses."""

from datetime import date, timedelta

import pytest

from grensbrekers import rondes
from grensbrekers.lidmaatschap import stop_mails
from grensbrekers.models import Grensovergang, Koppeldeelname, Koppeling, Verzending
from grensbrekers.rondes import eerste_dinsdag, herinner, maak_ronde, ronde_van, sla_over, werk_rondes_bij, zeg_gezien
from grensbrekers.wissen import wis
from opnetwerk.models import Logregel, UitgaandeMail
from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling
from tests.grensbrekers.formulieren import mails_aan

pytestmark = pytest.mark.usefixtures("gegevens")
RONDE = date(2026, 11, 3)


@pytest.fixture
def an(gegevens):
    return maak_grensbreker("An Peeters", "Lint", themas=["erfgoed"])


@pytest.fixture
def bo(gegevens):
    return maak_grensbreker("Bo Maes", "Hove", themas=["erfgoed"])


@pytest.fixture
def cas(gegevens):
    return maak_grensbreker("Cas Wuyts", "Kontich")


def paren() -> list[set[str]]:
    return [
        {een.grensbreker.naam for een in koppeling.deelnames.select_related("grensbreker")}
        for koppeling in Koppeling.objects.order_by("ronde", "pk")
    ]


def deelname(koppeling: Koppeling, lid) -> Koppeldeelname:
    return koppeling.deelnames.get(grensbreker=lid)


def grenzen() -> list[tuple[str, str]]:
    return sorted((een.a.naam, een.b.naam) for een in Grensovergang.objects.select_related("a", "b"))


# --- the day --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("maand", "dag"), [(9, 1), (10, 6), (11, 3), (12, 1)], ids=["begint op dinsdag", "donderdag", "zondag", "dinsdag"]
)
def test_de_eerste_dinsdag_van_de_maand(maand, dag):
    assert eerste_dinsdag(2026, maand) == date(2026, maand, dag)


@pytest.mark.parametrize(
    ("dag", "ronde"),
    [
        (date(2026, 11, 2), None),
        (date(2026, 11, 3), date(2026, 11, 3)),
        (date(2026, 11, 9), date(2026, 11, 3)),
        (date(2026, 11, 10), None),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2027, 1, 1), None),
    ],
)
def test_een_ronde_wordt_zes_dagen_lang_ingehaald(dag, ronde):
    assert ronde_van(dag) == ronde


# --- who ------------------------------------------------------------------------------------------------------------
def test_twee_buren_met_een_thema_worden_een_paar_met_de_reden(an, bo):
    assert maak_ronde(dag=RONDE) == 1
    koppeling = Koppeling.objects.get()
    assert koppeling.ronde == RONDE
    assert paren() == [{"An Peeters", "Bo Maes"}]
    assert {een.gemeente.naam for een in koppeling.deelnames.all()} == {"Lint", "Hove"}
    assert koppeling.uitleg == (
        "Lint en Hove grenzen aan elkaar, jullie kozen allebei het thema Erfgoed en tussen jullie loopt een grens die "
        "hier nog niemand overstak."
    )


def test_met_drie_worden_het_er_drie(an, bo, cas):
    assert maak_ronde(dag=RONDE) == 1
    assert paren() == [{"An Peeters", "Bo Maes", "Cas Wuyts"}]


@pytest.mark.parametrize(
    "velden",
    [
        {"stand": "aangevraagd"},
        {"stand": "te_bevestigen"},
        {"koppelritme": "nooit"},
        {"pauze": True},
        {"pauze": True, "pauze_tot": RONDE},
        {"voorbeeld": True},
    ],
)
def test_wie_niet_meedoet_krijgt_niemand(an, velden):
    maak_grensbreker("Bo Maes", "Hove", **velden)
    assert maak_ronde(dag=RONDE) == 0
    assert not UitgaandeMail.objects.exists()


def test_wie_pauzeerde_tot_gisteren_doet_weer_mee(an):
    maak_grensbreker("Bo Maes", "Hove", pauze=True, pauze_tot=RONDE - timedelta(days=1))
    assert maak_ronde(dag=RONDE) == 1


def test_elke_maand_en_om_de_drie_maanden(an, bo):
    """A month after a round who chose three months is not due, who chose a month is."""
    maak_grensbreker("Dré", "Boechout", koppelritme="maand")
    maak_grensbreker("Els", "Edegem", koppelritme="maand")
    leden = {lid.naam for lid in rondes.aan_de_beurt(RONDE)}
    assert leden == {"An Peeters", "Bo Maes", "Dré", "Els"}
    maak_ronde(dag=RONDE)
    assert {lid.naam for lid in rondes.aan_de_beurt(date(2026, 12, 1))} == {"Dré", "Els"}
    assert {lid.naam for lid in rondes.aan_de_beurt(date(2027, 1, 5))} == {"Dré", "Els"}
    assert {lid.naam for lid in rondes.aan_de_beurt(date(2027, 2, 2))} == leden


def test_dezelfde_twee_zien_elkaar_een_jaar_lang_niet_terug(an, bo):
    maak_ronde(dag=RONDE)
    assert maak_ronde(dag=date(2027, 2, 2)) == 0
    assert maak_ronde(dag=date(2027, 11, 2)) == 0, "364 dagen"
    assert maak_ronde(dag=date(2027, 12, 7)) == 1


def test_een_ronde_die_er_is_wordt_niet_nog_eens_gemaakt(an, bo, cas):
    maak_ronde(dag=RONDE)
    maak_grensbreker("Dré", "Boechout")
    maak_grensbreker("Els", "Edegem")
    mails = UitgaandeMail.objects.count()
    assert maak_ronde(dag=RONDE) == 0
    assert Koppeling.objects.count() == 1
    assert UitgaandeMail.objects.count() == mails


def test_een_ronde_van_voorbeelden_houdt_de_echte_niet_tegen(an, bo):
    maak_koppeling(
        maak_grensbreker("V Een", "Mortsel", voorbeeld=True),
        maak_grensbreker("V Twee", "Edegem", voorbeeld=True),
        ronde=RONDE,
    )
    assert maak_ronde(dag=RONDE) == 1


def test_wie_in_een_gemeente_van_vroeger_staat_telt_als_wie_er_nu_werkt(an):
    """Borsbeek became Antwerpen."""
    from igs.models import Gemeente

    maak_grensbreker("Bo", Gemeente.objects.get(naam="Borsbeek"))
    maak_ronde(dag=RONDE)
    assert "Antwerpen" in Koppeling.objects.get().uitleg


# --- mail -----------------------------------------------------------------------------------------------------------
def test_elk_krijgt_een_mail_met_voornaam_gemeente_reden_en_pagina_en_zonder_adres(an, bo):
    maak_ronde(dag=RONDE)
    [mail] = mails_aan(an.email)
    an.refresh_from_db()
    assert mail.onderwerp == "Een collega om te ontmoeten"
    assert "Dag An" in mail.tekst
    assert "aan Bo uit Hove" in mail.tekst
    assert Koppeling.objects.get().uitleg in mail.tekst
    assert f"/grensbrekers/netwerk/{an.sleutel}/koppeling/" in mail.tekst
    assert bo.email not in mail.tekst + mail.html
    assert "Maes" not in mail.tekst
    assert str(bo.sleutel) not in mail.tekst
    assert "List-Unsubscribe-Post" in mail.koppen
    assert len(mails_aan(bo.email)) == 1


def test_met_drie_staan_beide_anderen_in_de_mail(an, bo, cas):
    maak_ronde(dag=RONDE)
    [mail] = mails_aan(an.email)
    assert "Bo uit Hove en Cas uit Kontich" in mail.tekst
    assert "met jullie drie" in mail.tekst


def test_wie_wist_staat_in_geen_enkele_mail_meer(an, bo):
    maak_ronde(dag=RONDE)
    wis(grensbreker=bo)
    assert not UitgaandeMail.objects.filter(tekst__contains="Bo").exists()
    assert Koppeling.objects.get().deelnames.filter(grensbreker=None).count() == 1


def test_een_mail_die_er_nog_niet_was_komt_bij_het_inhalen(an, bo):
    """As after a crash between the two halves of a round."""
    rondes._leg_vast(RONDE)
    assert not UitgaandeMail.objects.exists()
    assert maak_ronde(dag=RONDE) == 0
    assert [len(mails_aan(lid.email)) for lid in (an, bo)] == [1, 1]


def test_drie_weken_later_een_keer_een_herinnering(an, bo):
    maak_ronde(dag=RONDE)
    zeg_gezien(deelname=deelname(Koppeling.objects.get(), bo))
    assert herinner(dag=RONDE + timedelta(days=20)) == 0
    assert herinner(dag=RONDE + timedelta(days=21)) == 1
    assert herinner(dag=RONDE + timedelta(days=22)) == 0
    assert [mail.onderwerp for mail in mails_aan(an.email)] == [
        "Een collega om te ontmoeten",
        "Hebben jullie elkaar gezien?",
    ]
    assert len(mails_aan(bo.email)) == 1


def test_na_vijf_weken_herinneren_we_niet_meer(an, bo):
    maak_ronde(dag=RONDE)
    assert herinner(dag=RONDE + timedelta(days=35)) == 0


def test_wie_met_niemand_meer_kan_afspreken_krijgt_geen_herinnering(an, bo):
    maak_ronde(dag=RONDE)
    sla_over(deelname=deelname(Koppeling.objects.get(), bo))
    assert herinner(dag=RONDE + timedelta(days=21)) == 0


def test_wie_geen_voorstellen_meer_wil_krijgt_geen_herinnering(an, bo):
    maak_ronde(dag=RONDE)
    stop_mails(grensbreker=an, soort="koppeling")
    assert herinner(dag=RONDE + timedelta(days=21)) == 1
    assert len(mails_aan(an.email)) == 1


def test_de_taak_doet_elke_dag_wat_die_dag_moet(an, bo):
    assert werk_rondes_bij(dag=RONDE - timedelta(days=1)) == 0
    assert werk_rondes_bij(dag=RONDE) == 1
    assert werk_rondes_bij(dag=RONDE + timedelta(days=1)) == 0
    werk_rondes_bij(dag=RONDE + timedelta(days=21))
    assert Verzending.objects.filter(soort="koppelherinnering").count() == 2


# --- how it went ----------------------------------------------------------------------------------------------------
def test_pas_als_beiden_het_zeggen_is_het_zo_en_licht_de_grens_op(an, bo):
    koppeling = maak_koppeling(an, bo)
    zeg_gezien(deelname=deelname(koppeling, an))
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is None
    assert grenzen() == []
    zeg_gezien(deelname=deelname(koppeling, bo))
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is not None
    assert grenzen() == [("Hove", "Lint")]


def test_twee_keer_zeggen_is_een_keer(an, bo):
    koppeling = maak_koppeling(an, bo)
    for _ in range(2):
        for lid in (an, bo):
            zeg_gezien(deelname=deelname(koppeling, lid))
    assert grenzen() == [("Hove", "Lint")]
    assert Logregel.objects.filter(actie="koppeling: gezien").count() == 2


def test_een_drietal_van_buren_steekt_drie_grenzen_over(an, bo, cas):
    koppeling = maak_koppeling(an, bo, cas)
    for lid in (an, bo, cas):
        assert grenzen() == []
        zeg_gezien(deelname=deelname(koppeling, lid))
    assert [set(paar) for paar in grenzen()] == [{"Hove", "Kontich"}, {"Hove", "Lint"}, {"Kontich", "Lint"}]


def test_wie_geen_buren_zijn_steken_geen_grens_over(an, bo):
    koppeling = maak_koppeling(an, bo, maak_grensbreker("Mo", "Brugge"))
    for een in koppeling.deelnames.all():
        zeg_gezien(deelname=een)
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is not None
    assert grenzen() == [("Hove", "Lint")]


def test_wie_overslaat_houdt_de_twee_anderen_niet_tegen(an, bo, cas):
    koppeling = maak_koppeling(an, bo, cas)
    zeg_gezien(deelname=deelname(koppeling, an))
    zeg_gezien(deelname=deelname(koppeling, bo))
    sla_over(deelname=deelname(koppeling, cas))
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is not None
    assert grenzen() == [("Hove", "Lint")]


def test_wie_alleen_overblijft_heeft_niemand_gezien(an, bo):
    koppeling = maak_koppeling(an, bo)
    zeg_gezien(deelname=deelname(koppeling, an))
    sla_over(deelname=deelname(koppeling, bo))
    koppeling.refresh_from_db()
    assert koppeling.gezien_op is None


def test_toch_gezien_na_overslaan(an, bo):
    koppeling = maak_koppeling(an, bo)
    sla_over(deelname=deelname(koppeling, an))
    for lid in (an, bo):
        zeg_gezien(deelname=deelname(koppeling, lid))
    assert grenzen() == [("Hove", "Lint")]


def test_wat_bevestigd_is_blijft_bevestigd(an, bo):
    koppeling = maak_koppeling(an, bo)
    for lid in (an, bo):
        zeg_gezien(deelname=deelname(koppeling, lid))
    sla_over(deelname=deelname(koppeling, an))
    assert deelname(koppeling, an).antwoord == "gezien"
    assert grenzen() == [("Hove", "Lint")]


def test_de_grens_is_die_van_toen_ook_na_een_verhuis(an, bo):
    koppeling = maak_koppeling(an, bo)
    an.gemeente = maak_grensbreker("X", "Brugge").gemeente
    an.save()
    for lid in (an, bo):
        zeg_gezien(deelname=deelname(koppeling, lid))
    assert grenzen() == [("Hove", "Lint")]


def test_na_wissen_blijft_de_grens_zonder_naam(an, bo):
    koppeling = maak_koppeling(an, bo)
    for lid in (an, bo):
        zeg_gezien(deelname=deelname(koppeling, lid))
    wis(grensbreker=an)
    wis(grensbreker=bo)
    assert grenzen() == [("Hove", "Lint")]
    assert not Logregel.objects.filter(object_naam__contains="Peeters").exists()


def test_de_volgende_ronde_kent_de_grens_als_overgestoken(an, bo):
    koppeling = maak_koppeling(an, bo, ronde=date(2025, 9, 2))
    for lid in (an, bo):
        zeg_gezien(deelname=deelname(koppeling, lid))
    maak_ronde(dag=RONDE)
    assert "nog niemand overstak" not in Koppeling.objects.get(ronde=RONDE).uitleg
