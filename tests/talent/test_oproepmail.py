"""Mails about calls: in everybody's own rhythm, once about each call, and never against what somebody chose."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igs.models import Gemeente
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from talent import oproepmail
from talent.gids import Streek
from talent.keuzes import Leeftijd
from talent.models import Beheer, Oproep, Oproepmelding, Oproepvoorkeur, Profiel, Talent
from talent.oproepmail import MEESTE_IN_MAIL, nodig_uit, stop_mails, stuur_oproepen, voorkeur_van, zet_voorkeur
from talent.verlaten import KanNiet, pauzeer, verberg, vraag_wissen, wis
from talent.voorstellen import vraag_van
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_reactie

MAANDAG = date(2026, 11, 23)
DINSDAG = date(2026, 11, 24)
WOENSDAG = date(2026, 11, 25)
VRIJDAG = date(2026, 11, 27)
VOLGENDE_DINSDAG = date(2026, 12, 1)


def lint() -> Gemeente:
    return Gemeente.objects.get(nis_code="11025")


@pytest.fixture(autouse=True)
def netwerk(gegevens, settings) -> None:
    settings.SITE_ADRES = "https://opnetwerk.test"


def maak(naam: str = "De Band", *, ritme: str | None = None, onbetaald: bool = False, km: int = 30, **velden) -> Talent:
    talent = maak_talent(naam=naam, **{"gemeente": lint()} | velden)
    if ritme or onbetaald or km != 30:
        Oproepvoorkeur.objects.create(talent=talent, ritme=ritme or "week", onbetaald=onbetaald, km=km)
    return talent


def oproep(titel: str = "Plein", **velden) -> Oproep:
    return maak_oproep(titel=titel, **{"gemeente": lint()} | velden)


def mails() -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(sleutel__contains=":oproep").order_by("pk"))


# --- the rhythm ---
def test_zonder_keuze_komt_er_elke_week_een_mail_op_dinsdag():
    talent = maak()
    oproep()
    assert stuur_oproepen(MAANDAG) == 0
    assert stuur_oproepen(DINSDAG) == 1
    (mail,) = mails()
    assert mail.aan == eigenaar_van(talent).email
    assert Oproepmelding.objects.filter(talent=talent).count() == 1


def test_wie_elke_dag_koos_krijgt_elke_dag_iets_als_er_iets_nieuws_is():
    maak(ritme="dag")
    oproep("Een")
    assert stuur_oproepen(MAANDAG) == 1
    assert stuur_oproepen(DINSDAG) == 0
    oproep("Twee")
    assert stuur_oproepen(WOENSDAG) == 1
    assert [mail.tekst.count("https://opnetwerk.test/talent/oproepen/") for mail in mails()] == [1, 1]


def test_per_week_komt_er_hoogstens_een_mail():
    maak()
    oproep("Een")
    stuur_oproepen(DINSDAG)
    oproep("Twee")
    assert stuur_oproepen(WOENSDAG) == 0
    assert stuur_oproepen(VRIJDAG) == 0
    assert stuur_oproepen(VOLGENDE_DINSDAG) == 1
    assert "Twee" in mails()[-1].tekst
    assert "Een\n" not in mails()[-1].tekst


def test_een_dinsdag_die_uitviel_wordt_ingehaald():
    maak()
    oproep()
    assert stuur_oproepen(WOENSDAG) == 1


def test_wie_nooit_koos_krijgt_niets():
    maak(ritme="nooit")
    oproep()
    assert stuur_oproepen(DINSDAG) == 0


def test_zonder_oproepen_of_zonder_iets_dat_past_gaat_er_geen_mail_weg():
    maak(disciplines=["proza"])
    assert stuur_oproepen(DINSDAG) == 0
    oproep(disciplines=["dans"])
    assert stuur_oproepen(DINSDAG) == 0
    assert mails() == []
    assert not Logregel.objects.filter(actie__startswith="oproepen gemaild").exists()


# --- what fits ---
def test_alleen_wat_openstaat_wordt_gemaild():
    maak()
    oproep("Concept", open=False)
    oproep("Dicht", stand="gesloten")
    oproep("Weg", stand="ingetrokken")
    oproep("Voorbij", deadline=MAANDAG)
    oproep("Voorbeeld", voorbeeld=True)
    assert stuur_oproepen(DINSDAG) == 0
    oproep("Nog vandaag", deadline=DINSDAG)
    assert stuur_oproepen(DINSDAG) == 1


@pytest.mark.parametrize(("km", "komt"), [(1, False), (10, True), (250, True)])
def test_de_afstand_die_iemand_koos_telt(km, komt):
    maak(km=km, reikwijdte="vlaanderen")
    oproep(gemeente=Gemeente.objects.get(nis_code="11001"))
    assert (stuur_oproepen(DINSDAG) == 1) is komt


def test_zonder_keuze_is_dertig_kilometer_het_verste():
    maak(reikwijdte="vlaanderen")
    oproep(gemeente=Gemeente.objects.huidige().get(naam="Brugge"))
    assert stuur_oproepen(DINSDAG) == 0


def test_de_eigen_gemeente_telt_ook_als_ze_voor_anderen_verborgen_is():
    maak(zichtbaarheid={"gemeente": "niemand"})
    oproep()
    assert stuur_oproepen(DINSDAG) == 1


@pytest.mark.parametrize(("wil", "komt"), [(False, False), (True, True)])
def test_een_onbetaalde_oproep_gaat_enkel_naar_wie_dat_koos(wil, komt):
    maak(onbetaald=wil, ritme="week", prijs="gratis")
    oproep(vergoeding="onbetaald")
    assert (stuur_oproepen(DINSDAG) == 1) is komt


def test_een_vergoeding_onder_de_eigen_prijs_komt_niet():
    maak(prijs="vanaf", prijs_vanaf=300, zichtbaarheid={"prijs": "niemand"})
    oproep(bedrag=250)
    assert stuur_oproepen(DINSDAG) == 0


# --- who never gets anything ---
def test_wie_13_tot_15_is_krijgt_nooit_een_mail():
    maak("Kim", leeftijd="13-15", ritme="dag", onbetaald=True, km=250)
    oproep()
    assert stuur_oproepen(DINSDAG) == 0


def test_wie_16_is_krijgt_een_mail_zonder_adres_van_de_organisator():
    maak("Kim", leeftijd="16-17")
    gevraagd = oproep()
    assert stuur_oproepen(DINSDAG) == 1
    assert gevraagd.organisator.email not in mails()[0].tekst
    assert "via de coördinator" in mails()[0].tekst


@pytest.mark.parametrize("daad", [pauzeer, verberg, vraag_wissen])
def test_wie_pauzeert_of_weg_is_krijgt_niets(daad):
    talent = maak()
    oproep()
    daad(talent=talent, door=eigenaar_van(talent))
    assert stuur_oproepen(DINSDAG) == 0


def test_een_voorbeeld_en_een_gesloten_account_krijgen_niets():
    maak("Voorbeeld", voorbeeld=True)
    talent = maak("Dicht")
    Gebruiker.objects.filter(pk=eigenaar_van(talent).pk).update(is_active=False)
    oproep()
    assert stuur_oproepen(DINSDAG) == 0
    assert not Oproepmelding.objects.exists()


def test_wie_al_antwoordde_krijgt_geen_mail():
    maak_reactie(oproep(), maak())
    assert stuur_oproepen(DINSDAG) == 0


# --- once ---
def test_wie_twee_profielen_heeft_krijgt_elke_oproep_een_keer():
    an = maak_gebruiker("an@voorbeeld.be")
    maak("Een", eigenaar=an)
    maak("Twee", eigenaar=an)
    oproep()
    assert stuur_oproepen(DINSDAG) == 1
    assert stuur_oproepen(VOLGENDE_DINSDAG) == 0
    assert len(mails()) == 1


def test_enkel_de_eigenaar_krijgt_de_mail():
    talent = maak("De Band", soort="groep")
    Beheer.objects.create(talent=talent, gebruiker=maak_gebruiker("mee@voorbeeld.be"))
    oproep()
    stuur_oproepen(DINSDAG)
    assert [mail.aan for mail in mails()] == [eigenaar_van(talent).email]


def test_wat_niet_in_de_mail_past_komt_de_volgende_keer():
    maak(ritme="dag")
    for nummer in range(MEESTE_IN_MAIL + 3):
        oproep(f"Oproep {nummer}", deadline=date(2026, 12, 20) + timedelta(days=nummer))
    stuur_oproepen(MAANDAG)
    stuur_oproepen(DINSDAG)
    eerste, tweede = (mail.tekst for mail in mails())
    assert "Oproep 0\n" in eerste
    assert "Oproep 12\n" not in eerste
    assert "Oproep 12\n" in tweede
    assert "Oproep 0\n" not in tweede
    assert [mail.onderwerp for mail in mails()] == ["12 oproepen die bij je passen", "3 oproepen die bij je passen"]


dagen = st.integers(0, 20)
gebeurtenissen = st.lists(
    st.one_of(
        st.tuples(st.just("stuur"), dagen, st.just(0)),
        st.tuples(st.just("uitnodiging"), st.integers(0, 2), st.integers(0, 3)),
        st.tuples(st.just("oproep"), st.sampled_from(["bedrag", "onkosten", "onbetaald"]), st.just(0)),
        st.tuples(st.just("ritme"), st.sampled_from(["dag", "week", "nooit"]), st.integers(0, 3)),
        st.tuples(st.just("onbetaald"), st.booleans(), st.integers(0, 3)),
        st.tuples(st.just("pauze"), st.just(""), st.integers(0, 3)),
        st.tuples(st.just("antwoord"), st.integers(0, 2), st.integers(0, 3)),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reeks=gebeurtenissen, leeftijden=st.lists(st.sampled_from(Leeftijd.values), min_size=4, max_size=4))
def test_wat_er_ook_gebeurt_niemand_krijgt_twee_mails_over_dezelfde_oproep(reeks, leeftijden):
    with transaction.atomic():
        _speel(reeks, leeftijden)
        transaction.set_rollback(True)


def _speel(reeks, leeftijden) -> None:
    an = maak_gebruiker("samen@voorbeeld.be")
    # The first two belong to one account.
    talenten = [
        maak(f"T{nummer}", leeftijd=een, eigenaar=an if nummer < 2 else None) for nummer, een in enumerate(leeftijden)
    ]
    oproepen = [oproep(f"Eerste {nummer}", deadline=date(2026, 12, 30)) for nummer in range(2)]
    gemist: set[tuple[str, str]] = set()  # unpaid calls that went to somebody who did not ask for them
    for wat, hoe, wie in reeks:
        aantal = UitgaandeMail.objects.count()
        talent = talenten[wie]
        if wat == "stuur":
            stuur_oproepen(MAANDAG + timedelta(days=hoe))
        elif wat == "uitnodiging":
            _probeer_uitnodiging(oproepen[hoe % len(oproepen)], talent)
        elif wat == "oproep":
            oproepen.append(oproep(f"Later {len(oproepen)}", vergoeding=hoe, deadline=date(2026, 12, 30)))
        elif wat in ("ritme", "onbetaald"):
            zet_voorkeur(talent=talent, door=None, **{wat: hoe})
        elif wat == "pauze":
            pauzeer(talent=talent, door=eigenaar_van(talent))
        elif not talent.reacties.filter(oproep=oproepen[hoe % len(oproepen)]).exists():
            maak_reactie(oproepen[hoe % len(oproepen)], talent)
        for mail in UitgaandeMail.objects.order_by("pk")[aantal:]:
            _keur(mail, oproepen, talenten, gemist)
    assert not gemist
    per_adres = [
        (mail.aan, een.slug) for mail in mails() for een in oproepen if f"/talent/oproepen/{een.slug}/" in mail.tekst
    ]
    assert len(per_adres) == len(set(per_adres))
    assert all(any(f"/{een.slug}/" in mail.tekst for een in oproepen) for mail in mails())


def _probeer_uitnodiging(gevraagd: Oproep, talent: Talent) -> None:
    try:
        nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    except KanNiet:
        return


def _keur(mail: UitgaandeMail, oproepen: list[Oproep], talenten: list[Talent], gemist: set[tuple[str, str]]) -> None:
    """At the moment of the mail: nobody of 13 to 15, nobody who pauses or wants none, unpaid only who asked."""
    talent = next(een for een in talenten if str(een.kenmerk) in mail.sleutel)
    talent = Talent.objects.get(pk=talent.pk)
    voorkeur = voorkeur_van(talent)
    assert talent.leeftijd != Leeftijd.JONG
    assert not talent.pauze
    assert voorkeur.ritme != "nooit"
    onbetaald = [een for een in oproepen if een.vergoeding == "onbetaald" and f"/{een.slug}/" in mail.tekst]
    gemist |= {(mail.aan, een.slug) for een in onbetaald if not voorkeur.onbetaald}


def test_een_adres_dat_geen_mail_kan_krijgen_houdt_de_anderen_niet_tegen():
    stuk, heel = maak("Stuk"), maak("Heel")
    Gebruiker.objects.filter(pk=eigenaar_van(stuk).pk).update(email="geen adres")
    oproep()
    assert stuur_oproepen(DINSDAG) == 1
    assert [mail.aan for mail in mails()] == [eigenaar_van(heel).email]
    assert list(Oproepmelding.objects.values_list("talent", flat=True)) == [heel.pk]


# --- by invitation ---
def test_een_uitnodiging_is_een_mail_met_de_oproep_en_de_wegen_eruit():
    talent, gevraagd = maak(), oproep()
    assert nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    (mail,) = mails()
    assert gevraagd.organisator.organisatie in mail.tekst
    assert gevraagd.organisator.email not in mail.tekst
    assert f"https://opnetwerk.test/talent/oproepen/{gevraagd.slug}/" in mail.tekst
    assert f"https://opnetwerk.test/mijn/talent/{talent.slug}/oproepen/" in mail.tekst
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.koppen["List-Unsubscribe"].strip("<>") in mail.tekst
    assert Logregel.objects.filter(actie="uitgenodigd voor een oproep").count() == 1


def test_twee_keer_uitnodigen_is_een_keer_en_daarna_komt_de_oproep_niet_meer():
    talent, gevraagd = maak(), oproep()
    nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    assert not nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    assert stuur_oproepen(DINSDAG) == 0
    assert len(mails()) == 1


def test_wie_de_oproep_al_kreeg_krijgt_geen_uitnodiging():
    talent, gevraagd = maak(), oproep()
    stuur_oproepen(DINSDAG)
    assert nodig_uit(oproep=gevraagd, talent=talent, dag=DINSDAG)
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("velden", "oproepvelden"),
    [
        ({"ritme": "nooit"}, {}),
        ({"ritme": "week", "prijs": "gratis"}, {"vergoeding": "onbetaald"}),
        ({"km": 0}, {"gemeente": "11001"}),
        ({"prijs": "vanaf", "prijs_vanaf": 900, "zichtbaarheid": {"prijs": "niemand"}}, {}),
        ({"km": 0, "zichtbaarheid": {"gemeente": "niemand"}}, {"gemeente": "11001"}),
    ],
)
def test_een_uitnodiging_volgt_wat_het_talent_koos_zonder_dat_te_verklappen(velden, oproepvelden):
    if "gemeente" in oproepvelden:
        oproepvelden = {"gemeente": Gemeente.objects.get(nis_code=oproepvelden["gemeente"])}
    talent, gevraagd = maak(**velden), oproep(**oproepvelden)
    assert nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    assert not nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)
    assert mails() == []
    assert not Oproepmelding.objects.exists()


@pytest.mark.parametrize(
    ("velden", "oproepvelden", "zin"),
    [
        ({"prijs": "vanaf", "prijs_vanaf": 900}, {}, "De Band past niet"),
        ({"zichtbaarheid": {"gemeente": "niemand"}}, {"km": 20}, "De Band past niet"),
        ({"voorbeeld": True}, {}, "voorbeeld"),
        ({}, {"voorbeeld": True}, "voorbeeld"),
    ],
)
def test_wie_volgens_het_profiel_niet_past_wordt_niet_uitgenodigd(velden, oproepvelden, zin):
    with pytest.raises(KanNiet, match=zin):
        nodig_uit(oproep=oproep(**oproepvelden), talent=maak(**velden), dag=MAANDAG)
    assert mails() == []


def test_het_verklapt_niet_dat_twee_profielen_van_een_mens_zijn():
    een, gevraagd = maak("Een"), oproep()
    twee = maak("Twee", eigenaar=eigenaar_van(een))
    assert nodig_uit(oproep=gevraagd, talent=een, dag=MAANDAG)
    assert nodig_uit(oproep=gevraagd, talent=twee, dag=MAANDAG)
    assert len(mails()) == 1


# --- between reading and sending ---
@pytest.mark.parametrize(
    "verander",
    [
        lambda talent, _oproep: zet_voorkeur(talent=talent, door=None, km=0),
        lambda talent, _oproep: zet_voorkeur(talent=talent, door=None, ritme="nooit"),
        lambda talent, _oproep: Profiel.objects.filter(talent=talent).update(prijs="vanaf", prijs_vanaf=900),
        lambda _talent, gevraagd: Oproep.objects.filter(pk=gevraagd.pk).update(versie=gevraagd.versie + 1),
    ],
)
def test_wat_iemand_net_koos_telt_ook_als_de_mail_al_klaarlag(verander):
    talent, gevraagd = maak(), oproep(gemeente=Gemeente.objects.get(nis_code="11001"))
    vraag = vraag_van(gevraagd, Streek.op(DINSDAG, met_buren=False))
    ((gelezen, passend),) = oproepmail.wie_wat([(gevraagd, vraag)], DINSDAG)
    verander(talent, gevraagd)
    rest = {gevraagd.pk: (gevraagd.versie, vraag)}
    assert not oproepmail._stuur_een(gelezen, passend, DINSDAG, rest)
    assert mails() == []


@pytest.mark.parametrize("daad", [pauzeer, verberg, vraag_wissen])
def test_wie_pauzeert_of_weg_is_wordt_niet_uitgenodigd(daad):
    talent, gevraagd = maak(), oproep()
    daad(talent=talent, door=eigenaar_van(talent))
    with pytest.raises(KanNiet, match="niet meer online"):
        nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)


def test_wie_13_is_wordt_niet_uitgenodigd():
    with pytest.raises(KanNiet):
        nodig_uit(oproep=oproep(), talent=maak("Kim", leeftijd="13-15"), dag=MAANDAG)
    assert mails() == []


def test_wie_antwoordde_wordt_niet_uitgenodigd():
    talent, gevraagd = maak(), oproep()
    maak_reactie(gevraagd, talent)
    with pytest.raises(KanNiet, match="antwoordde al"):
        nodig_uit(oproep=gevraagd, talent=talent, dag=MAANDAG)


@pytest.mark.parametrize("velden", [{"open": False}, {"stand": "gesloten"}, {"deadline": date(2026, 11, 22)}])
def test_uitnodigen_kan_enkel_voor_een_oproep_die_openstaat(velden):
    with pytest.raises(KanNiet, match="niet meer open"):
        nodig_uit(oproep=oproep(**velden), talent=maak(), dag=MAANDAG)


def test_een_organisator_nodigt_per_dag_niet_eindeloos_uit(monkeypatch):
    monkeypatch.setattr(oproepmail, "UITNODIGINGEN_PER_DAG", 1)
    gevraagd = oproep()
    nodig_uit(oproep=gevraagd, talent=maak("Een"), dag=MAANDAG)
    with pytest.raises(KanNiet, match="vandaag al"):
        nodig_uit(oproep=gevraagd, talent=maak("Twee"), dag=MAANDAG)


# --- what a talent wants ---
def test_een_keuze_wordt_bewaard_en_genoteerd_en_twee_keer_is_een_keer():
    talent = maak()
    for _keer in range(2):
        zet_voorkeur(talent=talent, door=eigenaar_van(talent), ritme="dag", km=10, onbetaald=True)
    voorkeur = Oproepvoorkeur.objects.get(talent=talent)
    assert (voorkeur.ritme, voorkeur.km, voorkeur.onbetaald) == ("dag", 10, True)
    (regel,) = Logregel.objects.filter(actie="voorkeur voor oproepen gewijzigd")
    assert regel.veranderd == {"ritme": ["week", "dag"], "km": [30, 10], "onbetaald": [False, True]}
    assert talent.slug not in regel.object_naam


def test_stoppen_laat_de_andere_keuzes_staan():
    talent = maak(ritme="dag", onbetaald=True, km=77)
    stop_mails(talent=talent)
    stop_mails(talent=talent)
    voorkeur = Oproepvoorkeur.objects.get(talent=talent)
    assert (voorkeur.ritme, voorkeur.km, voorkeur.onbetaald) == ("nooit", 77, True)


def test_wie_een_profiel_wist_wist_ook_de_mails_en_de_keuzes():
    talent = maak(ritme="dag")
    nodig_uit(oproep=oproep(), talent=talent, dag=MAANDAG)
    wis(talent=talent)
    assert mails() == []
    assert not Oproepvoorkeur.objects.exists()
    assert not Oproepmelding.objects.exists()


# --- how it runs ---
@pytest.mark.parametrize("aantal", [1, 20])
def test_lezen_kost_evenveel_vragen_voor_een_talent_als_voor_twintig(aantal):
    for nummer in range(aantal):
        maak(f"T{nummer}", disciplines=["proza"])
    oproep(disciplines=["dans"])
    with CaptureQueriesContext(connection) as gesteld:
        stuur_oproepen(DINSDAG)
    assert len(gesteld) == 13
