"""Calls: make, change, publish, withdraw, close. Nobody who answered is left without an answer."""

from datetime import date, timedelta

import pytest

from opnetwerk.models import Logregel, UitgaandeMail
from talent import oproepen, reacties
from talent.models import Oproep, Reactie
from talent.verlaten import KanNiet
from tests.fabriek import maak_gebruiker, maak_gemeente, maak_igs, maak_lid
from tests.talent.fabriek import eigenaar_van, maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie, oproepvelden

pytestmark = pytest.mark.django_db


def post_aan(adres: str) -> list[str]:
    return [mail.onderwerp for mail in UitgaandeMail.objects.filter(aan=adres).order_by("pk")]


# --- making ---------------------------------------------------------------------------------------------------------
def test_een_nieuwe_oproep_is_een_concept_van_de_regio_van_de_gemeente():
    gemeente = maak_gemeente("99021", "Proefdorp")
    igs = maak_igs("Rivierenland")
    maak_lid(igs, gemeente)
    organisator = maak_organisator()
    oproep = oproepen.maak(
        organisator=organisator,
        formulier="f1",
        **oproepvelden(gemeente=gemeente, disciplines=[maak_discipline("folk-en-wereld")]),
    )
    oproep.refresh_from_db()
    assert (oproep.stand, oproep.igs, oproep.slug) == ("concept", igs, "muziek-op-het-dorpsplein")
    assert [term.sleutel for term in oproep.disciplines.all()] == ["folk-en-wereld"]
    assert not Oproep.objects.zichtbaar().exists()


def test_twee_keer_hetzelfde_formulier_is_een_oproep():
    organisator = maak_organisator()
    eerste = oproepen.maak(organisator=organisator, formulier="f1", **oproepvelden())
    tweede = oproepen.maak(organisator=organisator, formulier="f1", **oproepvelden())
    assert eerste.pk == tweede.pk
    assert Oproep.objects.count() == 1


def test_dezelfde_titel_krijgt_een_ander_adres_en_een_vast_woord_wordt_er_geen():
    organisator = maak_organisator()
    slugs = [
        oproepen.maak(organisator=organisator, formulier=f"f{nummer}", **oproepvelden(titel=titel)).slug
        for nummer, titel in enumerate(["Feest", "Feest", "Nieuw", "!!!", "漢字"])
    ]
    assert slugs == ["feest", "feest-2", "nieuw-2", "oproep", "oproep-2"]


def test_wie_niet_toegelaten_is_maakt_geen_oproep():
    with pytest.raises(KanNiet, match="nog niet toegelaten"):
        oproepen.maak(organisator=maak_organisator(toegelaten=False), formulier="f1", **oproepvelden())


def test_wie_te_veel_lopende_oproepen_heeft_sluit_er_eerst_een(monkeypatch):
    monkeypatch.setattr(oproepen, "MEER_DAN_GENOEG", 2)
    organisator = maak_organisator()
    maak_oproep(organisator=organisator)
    maak_oproep(organisator=organisator, stand="gesloten")
    oproepen.maak(organisator=organisator, formulier="f1", **oproepvelden())
    with pytest.raises(KanNiet, match="Sluit er eerst"):
        oproepen.maak(organisator=organisator, formulier="f2", **oproepvelden())


# --- publishing -----------------------------------------------------------------------------------------------------
def test_online_zetten_maakt_een_concept_zichtbaar_en_een_keer_is_genoeg():
    oproep = maak_oproep(open=False)
    oproepen.publiceer(oproep=oproep)
    oproepen.publiceer(oproep=oproep)
    assert Oproep.objects.open(date(2026, 11, 23)).get() == oproep
    assert Logregel.objects.filter(actie="oproep online gezet").count() == 1


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"deadline": date(2026, 11, 22)}, "deadline"),
        ({"van": date(2026, 11, 22), "deadline": date(2026, 11, 23)}, "van"),
    ],
)
def test_wat_voorbij_is_gaat_niet_online(velden, veld):
    oproep = maak_oproep(open=False, **velden)
    with pytest.raises(oproepen.VeldKanNiet) as bezwaar:
        oproepen.publiceer(oproep=oproep)
    assert bezwaar.value.veld == veld
    oproep.refresh_from_db()
    assert oproep.stand == "concept"


def test_een_oproep_die_vandaag_sluit_kan_nog_online():
    oproep = maak_oproep(open=False, deadline=date(2026, 11, 23))
    assert oproepen.publiceer(oproep=oproep).stand == "open"


@pytest.mark.parametrize("stand", ["gesloten", "ingetrokken"])
def test_wat_voorbij_is_gaat_niet_opnieuw_open(stand):
    oproep = maak_oproep(stand=stand)
    with pytest.raises(KanNiet):
        oproepen.publiceer(oproep=oproep)


# --- changing -------------------------------------------------------------------------------------------------------
def test_een_concept_verandert_helemaal():
    oproep = maak_oproep(open=False)
    velden = oproepvelden(titel="Dans", kans="workshop", vergoeding="onbetaald", deadline=date(2026, 12, 1))
    nieuw = oproepen.wijzig(oproep=oproep, versie=0, **velden, disciplines=[maak_discipline("dans-in-groep")])
    nieuw.refresh_from_db()
    assert (nieuw.titel, nieuw.kans, nieuw.vergoeding, nieuw.bedrag, nieuw.versie) == (
        *("Dans", "workshop", "onbetaald", None),
        1,
    )
    assert nieuw.disciplines.count() == 1


def test_wie_met_een_oude_versie_bewaart_krijgt_te_zien_hoe_het_nu_is():
    oproep = maak_oproep(open=False)
    oproepen.wijzig(oproep=oproep, versie=0, tekst="Van mij.")
    with pytest.raises(oproepen.Verouderd) as botsing:
        oproepen.wijzig(oproep=oproep, versie=0, tekst="Van jou.")
    assert botsing.value.oproep.tekst == "Van mij."


def test_twee_keer_hetzelfde_bewaren_is_een_keer():
    oproep = maak_oproep(open=False)
    for _ in range(2):
        nieuw = oproepen.wijzig(oproep=oproep, versie=0, tekst="Van mij.")
    assert nieuw.versie == 1


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"titel": "Anders"}, "titel"),
        ({"kans": "jury"}, "kans"),
        ({"deadline": date(2026, 12, 13)}, "deadline"),
        ({"van": date(2026, 11, 1)}, "van"),
        ({"bedrag": 249}, "bedrag"),
        ({"vergoeding": "onbetaald", "bedrag": None}, "vergoeding"),
        ({"vergoeding": "onkosten", "bedrag": None}, "vergoeding"),
    ],
)
def test_van_een_open_oproep_verandert_niet_wat_beloofd_is(velden, veld):
    oproep = maak_oproep()
    with pytest.raises(oproepen.VeldKanNiet) as bezwaar:
        oproepen.wijzig(oproep=oproep, versie=0, **velden)
    assert bezwaar.value.veld == veld
    oproep.refresh_from_db()
    assert (oproep.versie, oproep.bedrag) == (0, 250)


def test_een_andere_dag_plaats_of_vergoeding_gaat_naar_wie_reageerde():
    oproep = maak_oproep()
    blijft, weg = maak_talent(naam="Blijft"), maak_talent(naam="Weg")
    maak_reactie(oproep, blijft)
    maak_reactie(oproep, weg, status="ingetrokken")
    oproepen.wijzig(oproep=oproep, versie=0, van=date(2027, 1, 17), bedrag=300, tekst="Nieuwe tekst.")
    mail = UitgaandeMail.objects.get()
    assert mail.aan == eigenaar_van(blijft).email
    assert "Wanneer: 17 januari 2027 (eerst: 16 januari 2027)" in mail.tekst
    assert "Vergoeding: 300 euro (eerst: 250 euro)" in mail.tekst
    assert "Waar" not in mail.tekst


def test_een_andere_tekst_of_latere_deadline_mailt_niemand():
    oproep = maak_oproep()
    maak_reactie(oproep, maak_talent())
    oproepen.wijzig(oproep=oproep, versie=0, tekst="Meer uitleg.", deadline=date(2026, 12, 20), plek="buiten")
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize("stand", ["gesloten", "ingetrokken"])
def test_wat_voorbij_is_verandert_niet_meer(stand):
    with pytest.raises(KanNiet):
        oproepen.wijzig(oproep=maak_oproep(stand=stand), versie=0, tekst="Toch nog.")


# --- withdrawing ----------------------------------------------------------------------------------------------------
def test_intrekken_geeft_iedereen_een_reden_en_een_mail():
    oproep = maak_oproep()
    wacht, gekozen, weg = (maak_talent(naam=naam) for naam in ("Wacht", "Gekozen", "Weg"))
    maak_reactie(oproep, wacht)
    maak_reactie(oproep, gekozen, status="gekozen")
    maak_reactie(oproep, weg, status="ingetrokken")
    for _ in range(2):
        oproepen.trek_in(oproep=oproep, reden="De zaal brandde af.")
    assert Reactie.objects.get(talent=wacht).reden == "De oproep is ingetrokken: De zaal brandde af."
    assert Reactie.objects.get(talent=wacht).status == "niet_gekozen"
    assert Reactie.objects.get(talent=gekozen).status == "gekozen"
    assert len(post_aan(eigenaar_van(wacht).email)) == len(post_aan(eigenaar_van(gekozen).email)) == 1
    assert not post_aan(eigenaar_van(weg).email)
    assert "De zaal brandde af." in UitgaandeMail.objects.first().tekst
    assert not Oproep.objects.zichtbaar().exists()


def test_een_gesloten_oproep_trek_je_niet_in():
    with pytest.raises(KanNiet):
        oproepen.trek_in(oproep=maak_oproep(stand="gesloten"), reden="Toch niet.")


# --- closing --------------------------------------------------------------------------------------------------------
def test_sluiten_kan_niet_zolang_iemand_wacht():
    oproep = maak_oproep()
    eerste = maak_reactie(oproep, maak_talent(naam="Een"))
    tweede = maak_reactie(oproep, maak_talent(naam="Twee"))
    maak_reactie(oproep, maak_talent(naam="Drie"), status="gekozen")
    with pytest.raises(oproepen.NogOnbeantwoord, match="2 reacties wachten nog op antwoord") as bezwaar:
        oproepen.sluit(oproep=oproep)
    assert bezwaar.value.reacties == [eerste, tweede]
    oproep.refresh_from_db()
    assert (oproep.stand, oproep.gesloten_op) == ("open", None)


def test_sluiten_kan_als_iedereen_een_antwoord_heeft_en_wie_wegging_telt_niet():
    oproep = maak_oproep()
    maak_reactie(oproep, maak_talent(naam="Een"), status="niet_gekozen")
    maak_reactie(oproep, maak_talent(naam="Twee"), status="ingetrokken")
    oproepen.sluit(oproep=oproep)
    assert oproepen.sluit(oproep=oproep).stand == "gesloten"
    assert Logregel.objects.filter(actie="oproep gesloten").count() == 1


def test_antwoorden_die_wachtten_gaan_mee_bij_het_sluiten_en_de_andere_niet_nog_eens():
    oproep = maak_oproep()
    nu_meteen, later = maak_talent(naam="Nu"), maak_talent(naam="Later")
    reacties.beslis(reactie=maak_reactie(oproep, nu_meteen), status="gekozen", reden="Het past.")
    reacties.beslis(reactie=maak_reactie(oproep, later), status="niet_gekozen", reden="Vol.", stuur_nu=False)
    assert post_aan(eigenaar_van(nu_meteen).email) == ["Je bent gekozen"]
    assert post_aan(eigenaar_van(later).email) == []
    oproepen.sluit(oproep=oproep)
    assert post_aan(eigenaar_van(nu_meteen).email) == ["Je bent gekozen"]
    assert post_aan(eigenaar_van(later).email) == ["Er is antwoord op je reactie"]


def test_een_concept_sluit_niet():
    with pytest.raises(KanNiet):
        oproepen.sluit(oproep=maak_oproep(open=False))


@pytest.mark.parametrize(("dagen", "mag"), [(13, False), (14, False), (15, True)])
def test_de_coordinator_sluit_pas_meer_dan_veertien_dagen_na_de_deadline(dagen, mag):
    deadline = date(2026, 11, 23) - timedelta(days=dagen)
    oproep = maak_oproep(deadline=deadline)
    reactie = maak_reactie(oproep, maak_talent())
    door = maak_gebruiker()
    assert Oproep.objects.sluitbaar_met_standaardregel(date(2026, 11, 23)).exists() == mag
    if not mag:
        with pytest.raises(KanNiet, match="vanaf"):
            oproepen.sluit_met_standaardregel(oproep=oproep, door=door)
        return
    assert oproepen.sluit_met_standaardregel(oproep=oproep, door=door) == 1
    assert oproepen.sluit_met_standaardregel(oproep=oproep, door=door) == 0
    reactie.refresh_from_db()
    assert (reactie.status, reactie.reden) == ("niet_gekozen", oproepen.STANDAARDREGEL)
    assert post_aan(eigenaar_van(reactie.talent).email) == ["Er is antwoord op je reactie"]
    assert Logregel.objects.get(actie="oproep gesloten met de standaardregel").door == door


def test_het_logboek_noemt_een_oproep_bij_haar_kenmerk_en_nooit_een_maker():
    oproep = maak_oproep(titel="Geheime titel")
    reacties.beslis(
        reactie=maak_reactie(oproep, maak_talent(naam="Naam Van Iemand")), status="gekozen", reden="Om Iemand."
    )
    oproepen.sluit(oproep=oproep)
    alles = str(list(Logregel.objects.values()))
    assert str(oproep.kenmerk)[:8] in alles
    assert not any(woord in alles for woord in ("Geheime", "Iemand"))
