"""The pages of calls for everybody, and of a maker who answers."""

import re
from datetime import date

import pytest
from django.urls import reverse

from opnetwerk.dag import nu
from talent import reacties
from talent.models import Reactie
from tests import vijandig
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie

pytestmark = pytest.mark.django_db

LIJST = "/talent/oproepen/"


def titels(antwoord) -> list[str]:
    return [oproep.titel for oproep in antwoord.context["blad"].pagina]


def woorden(antwoord) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


# --- the list -------------------------------------------------------------------------------------------------------
def test_de_lijst_toont_wat_open_is_de_eerste_deadline_eerst(client):
    maak_oproep(titel="Later", deadline=date(2026, 12, 20))
    maak_oproep(titel="Eerst", deadline=date(2026, 11, 23))
    for titel, velden in (
        ("Concept", {"open": False}),
        ("Gesloten", {"stand": "gesloten"}),
        ("Ingetrokken", {"stand": "ingetrokken"}),
        ("Voorbij", {"deadline": date(2026, 11, 22)}),
    ):
        maak_oproep(titel=titel, **velden)
    antwoord = client.get(LIJST)
    assert titels(antwoord) == ["Eerst", "Later"]
    assert "vandaag de laatste dag" in woorden(antwoord)
    assert "250 euro" in woorden(antwoord)


def test_onbetaald_staat_er_altijd_bij(client):
    oproep = maak_oproep(vergoeding="onbetaald")
    assert "Onbetaald" in woorden(client.get(LIJST))
    assert "Onbetaald" in woorden(client.get(oproep.get_absolute_url()))


def test_filteren_op_wat_kunstvorm_regio_en_vergoeding(client, gegevens):
    from igs.models import IGS

    zuidrand = IGS.objects.get(slug="zuidrand")
    maak_oproep(titel="Zang", kans="optreden", disciplines=["pop-en-rock"], igs=zuidrand)
    maak_oproep(titel="Alles mag", kans="workshop", igs=None, vergoeding="onkosten")
    maak_oproep(titel="Dans", kans="optreden", disciplines=["dans-in-groep"], igs=None, vergoeding="onbetaald")
    boven = maak_discipline("pop-en-rock").boven.sleutel
    assert set(titels(client.get(f"{LIJST}?kans=optreden"))) == {"Zang", "Dans"}
    assert set(titels(client.get(f"{LIJST}?discipline={boven}"))) == {"Zang", "Alles mag"}
    assert titels(client.get(f"{LIJST}?regio=zuidrand")) == ["Zang"]
    assert titels(client.get(f"{LIJST}?betaald=1")) == ["Zang"]
    assert titels(client.get(f"{LIJST}?kans=optreden&betaald=1&regio=zuidrand&discipline={boven}")) == ["Zang"]


def test_een_oproep_met_twee_disciplines_staat_er_een_keer(client):
    maak_oproep(titel="Twee", disciplines=["pop-en-rock", "folk-en-wereld"])
    boven = maak_discipline("pop-en-rock").boven.sleutel
    assert titels(client.get(f"{LIJST}?discipline={boven}")) == ["Twee"]


@pytest.mark.parametrize("waarde", ["xyz", "'; DROP TABLE", "\x00", "a" * 5000, "optreden&kans=jury"])
def test_een_keuze_die_niet_bestaat_is_geen_keuze(client, waarde):
    maak_oproep(titel="Er")
    gevraagd = dict.fromkeys(("kans", "discipline", "regio", "betaald", "pagina"), waarde)
    antwoord = client.get(LIJST, gevraagd)
    assert antwoord.status_code == 200
    assert titels(antwoord) == ["Er"]


def test_zonder_oproepen_staat_er_wat_je_kunt_doen(client):
    assert "Er staat nu geen oproep open." in woorden(client.get(LIJST))
    maak_oproep(kans="jury")
    antwoord = client.get(f"{LIJST}?kans=jury&betaald=1&discipline=")
    assert "Eén oproep die past" in woorden(antwoord)
    assert '<meta name="robots" content="noindex">' in antwoord.content.decode()


def test_een_lijst_van_twintig_kost_niet_meer_vragen_dan_een(client, django_assert_num_queries, gegevens):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    organisator = maak_organisator()
    maak_oproep(organisator=organisator, disciplines=["pop-en-rock"])
    with CaptureQueriesContext(
        connection,
    ) as een:
        client.get(LIJST)
    for nummer in range(19):
        maak_oproep(titel=f"Nummer {nummer}", disciplines=["pop-en-rock"])
    with django_assert_num_queries(len(een)):
        assert len(titels(client.get(LIJST))) == 20


# --- one call -------------------------------------------------------------------------------------------------------
def test_de_pagina_zegt_wat_wanneer_waar_voor_hoeveel_en_tot_wanneer(client):
    oproep = maak_oproep(
        titel="Stille muziek",
        tot=date(2027, 1, 17),
        disciplines=["folk-en-wereld"],
        vormen=["duo", "trio"],
        past_bij=["bib"],
        hoogstens_personen=3,
        plek="binnen",
        techniek="Alleen stroom.",
        km=20,
    )
    tekst = woorden(client.get(oproep.get_absolute_url()))
    for feit in (
        "16 tot en met 17 januari 2027",
        "het dorpsplein, ",
        "250 euro",
        "tot en met 14 december 2026",
        "Duo en trio",
        "Bibliotheek",
        "Hoogstens 3",
        "Alleen stroom.",
        "Binnen 20 kilometer",
        "Reageer met je profiel",
    ):
        assert feit in tekst, feit


@pytest.mark.parametrize("velden", [{"open": False}, {"stand": "ingetrokken"}])
def test_wat_niet_te_zien_is_is_er_niet(client, velden):
    assert client.get(maak_oproep(**velden).get_absolute_url()).status_code == 404


def test_een_gesloten_oproep_zegt_dat_iedereen_antwoord_kreeg(client):
    oproep = maak_oproep(stand="gesloten")
    maak_reactie(oproep, maak_talent(naam="Een"), status="gekozen")
    maak_reactie(oproep, maak_talent(naam="Twee"), status="ingetrokken")
    antwoord = client.get(oproep.get_absolute_url())
    assert "Deze oproep is gesloten. Er kwam 1 reactie. Iedereen kreeg een antwoord." in woorden(antwoord)
    assert "Reageer met je profiel" not in woorden(antwoord)
    assert '<meta name="robots" content="noindex">' in antwoord.content.decode()
    maak_reactie(oproep, maak_talent(naam="Drie"), status="reserve")
    assert "Er kwamen 2 reacties." in woorden(client.get(oproep.get_absolute_url()))


def test_na_de_deadline_kan_reageren_niet_meer(client, settings):
    oproep = maak_oproep(deadline=settings.VASTE_DAG)
    assert "Reageer met je profiel" in woorden(client.get(oproep.get_absolute_url()))
    settings.VASTE_DAG = settings.VASTE_DAG.replace(day=24)
    assert "Reageren kan niet meer." in woorden(client.get(oproep.get_absolute_url()))


def test_hoe_lang_het_duurt_staat_er_pas_als_er_genoeg_antwoorden_zijn(client):
    from datetime import timedelta

    organisator = maak_organisator(organisatie="Het Huis")
    vroeger = maak_oproep(organisator=organisator, stand="gesloten")
    nieuw = maak_oproep(organisator=organisator)
    for nummer in range(5):
        belofte = "Je krijgt altijd een antwoord, ten laatste als de oproep sluit."
        tekst = woorden(client.get(nieuw.get_absolute_url()))
        assert belofte in tekst
        assert "antwoordt meestal" not in tekst
        rij = maak_reactie(vroeger, maak_talent(naam=f"Maker {nummer}"), status="gekozen")
        Reactie.objects.filter(pk=rij.pk).update(op=nu() - timedelta(days=nummer + 2))
    assert "Het Huis antwoordt meestal binnen 4 dagen." in woorden(client.get(nieuw.get_absolute_url()))


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, *vijandig.ANDERE_TALEN])
def test_wat_een_organisator_schreef_is_tekst_en_geen_code(client, tekst):
    organisator = maak_organisator(organisatie=tekst[:150])
    oproep = maak_oproep(organisator=organisator, titel=tekst[:120], tekst=tekst, plaats=tekst[:150], techniek=tekst)
    for adres in (LIJST, oproep.get_absolute_url()):
        pagina = client.get(adres).content.decode()
        assert "<script>alert" not in pagina
        assert "<img src=x" not in pagina
        assert "<svg onload" not in pagina


# --- Atom -----------------------------------------------------------------------------------------------------------
def test_de_feed_noemt_de_nieuwste_oproepen_en_geen_voorbeelden(client):
    maak_oproep(titel="Echt & goed")
    maak_oproep(titel="Verzonnen", voorbeeld=True)
    maak_oproep(titel="Voorbij", stand="gesloten")
    antwoord = client.get("/talent/oproepen/atom.xml")
    assert antwoord.headers["Content-Type"].startswith("application/atom+xml")
    feed = antwoord.content.decode()
    assert "Echt &amp; goed" in feed
    assert "250 euro; reageren tot en met 14 december 2026" in feed
    assert "Verzonnen" not in feed
    assert "Voorbij" not in feed


# --- answering ------------------------------------------------------------------------------------------------------
def reageerpad(oproep) -> str:
    return reverse("mijn_oproepen_reageren", args=[oproep.slug])


def test_een_maker_antwoordt_met_het_enige_profiel_en_ziet_de_reactie(client):
    oproep, talent = maak_oproep(), maak_talent(naam="De Zingende Zaag")
    client.force_login(eigenaar_van(talent))
    pagina = client.get(reageerpad(oproep)).content.decode()
    assert "checked" in pagina
    for _ in range(2):
        antwoord = client.post(reageerpad(oproep), {"talent": talent.slug, "tekst": "Wij komen graag."}, follow=True)
    assert Reactie.objects.get().tekst == "Wij komen graag."
    assert "Je reactie is verstuurd." in woorden(antwoord)
    assert "Wacht op antwoord" in woorden(antwoord)
    assert "Je reageerde al met De Zingende Zaag" in woorden(client.get(reageerpad(oproep)))


def test_met_meer_profielen_kies_je_en_een_vreemd_profiel_kan_niet(client):
    oproep, mijn = maak_oproep(), maak_talent(naam="Mijn")
    maak_talent(naam="Ook van mij", eigenaar=eigenaar_van(mijn))
    vreemd = maak_talent(naam="Vreemd")
    client.force_login(eigenaar_van(mijn))
    antwoord = client.post(reageerpad(oproep), {"talent": vreemd.slug, "tekst": "Hallo."})
    assert antwoord.status_code == 200
    assert "Kies bij" in woorden(antwoord)
    assert "Hallo." in antwoord.content.decode()
    antwoord = client.post(reageerpad(oproep), {"tekst": "Hallo."})
    assert "Kies met welk profiel je antwoordt." in woorden(antwoord)
    assert not Reactie.objects.exists()


@pytest.mark.parametrize(
    ("velden", "zin"),
    [({"leeftijd": "13-15"}, reacties.JONG), ({"pauze": True}, reacties.GEPAUZEERD), ({"online": False}, "online")],
)
def test_wie_niet_kan_antwoorden_ziet_waarom_en_geen_formulier(client, velden, zin):
    oproep, talent = maak_oproep(), maak_talent(**velden)
    client.force_login(eigenaar_van(talent))
    antwoord = client.get(reageerpad(oproep))
    assert zin in woorden(antwoord)
    assert "Verstuur je reactie" not in woorden(antwoord)
    client.post(reageerpad(oproep), {"talent": talent.slug})
    assert not Reactie.objects.exists()


def test_wie_nog_geen_profiel_heeft_leest_hoe_er_een_te_maken(client):
    client.force_login(maak_gebruiker())
    assert "Je hebt nog geen profiel." in woorden(client.get(reageerpad(maak_oproep())))


def test_wie_ondertussen_afgemeld_was_vindt_terug_wat_getypt_was(client):
    oproep, talent = maak_oproep(), maak_talent()
    antwoord = client.post(reageerpad(oproep), {"talent": talent.slug, "tekst": "Lang getypt."})
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"].startswith("/accounts/login/?next=")
    assert not Reactie.objects.exists()
    sessie = dict(client.session)
    client.force_login(eigenaar_van(talent))
    nieuw = client.session
    nieuw.update({"getypt": sessie["getypt"]})
    nieuw.save()
    assert "Lang getypt." in client.get(reageerpad(oproep)).content.decode()
    assert not Reactie.objects.exists()


def test_na_de_deadline_zegt_de_pagina_dat_het_te_laat_is(client, settings):
    oproep, talent = maak_oproep(deadline=settings.VASTE_DAG), maak_talent()
    client.force_login(eigenaar_van(talent))
    settings.VASTE_DAG = settings.VASTE_DAG.replace(day=24)
    client.post(reageerpad(oproep), {"talent": talent.slug, "tekst": "Te laat?"})
    assert "niet meer open" in woorden(client.get(reageerpad(oproep)))
    assert not Reactie.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.ONSCHULDIG])
def test_een_boodschap_wordt_letterlijk_bewaard(client, tekst):
    oproep, talent = maak_oproep(), maak_talent()
    client.force_login(eigenaar_van(talent))
    client.post(reageerpad(oproep), {"talent": talent.slug, "tekst": tekst})
    assert Reactie.objects.get().tekst == vijandig_gelezen(tekst)


def vijandig_gelezen(tekst: str) -> str:
    from opnetwerk.formulieren import lees_tekst

    return lees_tekst(tekst, een_regel=False)[0].strip()


@pytest.mark.parametrize("tekst", [*vijandig.TE_LANG, *vijandig.STUURTEKENS])
def test_een_boodschap_die_niet_kan_komt_terug_met_uitleg(client, tekst):
    oproep, talent = maak_oproep(), maak_talent()
    client.force_login(eigenaar_van(talent))
    antwoord = client.post(reageerpad(oproep), {"talent": talent.slug, "tekst": tekst})
    assert antwoord.status_code == 200
    assert "samenvatting" in antwoord.content.decode()
    assert not Reactie.objects.exists()


# --- my reactions ---------------------------------------------------------------------------------------------------
def test_mijn_reacties_tonen_elk_antwoord_met_de_reden(client):
    talent = maak_talent(naam="Ik")
    maak_reactie(maak_oproep(titel="Gekozen?"), talent, status="gekozen", reden="Het past bij het plein.")
    maak_reactie(
        maak_oproep(titel="Weg", stand="ingetrokken"), talent, status="niet_gekozen", reden="De zaal is dicht."
    )
    maak_reactie(maak_oproep(titel="Van een ander"), maak_talent(naam="Ander"))
    client.force_login(eigenaar_van(talent))
    oproep = Reactie.objects.get(oproep__titel="Gekozen?")
    reacties.beslis(reactie=oproep, status="gekozen", reden="Het past bij ons plein.")
    tekst = woorden(client.get("/mijn/oproepen/"))
    assert "Het past bij ons plein." in tekst
    assert "De zaal is dicht." in tekst
    assert "Van een ander" not in tekst


def test_een_antwoord_dat_nog_bewaard_wordt_staat_er_nog_niet(client):
    talent = maak_talent()
    reactie = maak_reactie(maak_oproep(), talent)
    reacties.beslis(reactie=reactie, status="niet_gekozen", reden="Nog geheim.", stuur_nu=False)
    client.force_login(eigenaar_van(talent))
    tekst = woorden(client.get("/mijn/oproepen/"))
    assert "Nog geheim." not in tekst
    assert "Wacht op antwoord" in tekst


def test_een_reactie_intrekken_kan_met_een_knop_en_alleen_je_eigen(client):
    talent = maak_talent()
    reactie, vreemd = maak_reactie(maak_oproep(), talent), maak_reactie(maak_oproep(), maak_talent(naam="Ander"))
    client.force_login(eigenaar_van(talent))
    for _ in range(2):
        antwoord = client.post("/mijn/oproepen/", {"reactie": str(reactie.kenmerk), "daad": "intrekken"}, follow=True)
    assert "Je reactie is ingetrokken." in woorden(antwoord)
    antwoord = client.post("/mijn/oproepen/", {"reactie": str(vreemd.kenmerk), "daad": "intrekken"})
    assert "Deze reactie is er niet meer." in woorden(antwoord)
    assert [Reactie.objects.get(pk=rij.pk).status for rij in (reactie, vreemd)] == ["ingetrokken", "nieuw"]


@pytest.mark.parametrize(
    "gegevens_", [{"daad": "xyz"}, {"reactie": "\x00"}, {"daad": "intrekken", "reactie": "1' OR 1"}]
)
def test_een_knop_die_niet_bestaat_doet_niets(client, gegevens_):
    talent = maak_talent()
    maak_reactie(maak_oproep(), talent)
    client.force_login(eigenaar_van(talent))
    antwoord = client.post("/mijn/oproepen/", gegevens_)
    assert antwoord.status_code == 200
    assert "samenvatting" in antwoord.content.decode()
    assert Reactie.objects.get().status == "nieuw"


def test_mijn_reacties_kosten_voor_twintig_niet_meer_vragen_dan_voor_een(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    talent = maak_talent()
    client.force_login(eigenaar_van(talent))
    organisator = maak_organisator()
    maak_reactie(maak_oproep(organisator=organisator), talent, status="gekozen")
    client.get("/mijn/oproepen/")
    with CaptureQueriesContext(connection) as een:
        client.get("/mijn/oproepen/")
    for nummer in range(19):
        maak_reactie(maak_oproep(titel=f"Nummer {nummer}"), talent, status="gekozen")
    with django_assert_num_queries(len(een)):
        client.get("/mijn/oproepen/")


def test_kiezen_uit_tien_profielen_kost_niet_meer_vragen_dan_uit_een(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    oproep, talent = maak_oproep(), maak_talent()
    client.force_login(eigenaar_van(talent))
    client.get(reageerpad(oproep))
    with CaptureQueriesContext(connection) as een:
        client.get(reageerpad(oproep))
    for nummer in range(9):
        maak_talent(naam=f"Maker {nummer}", eigenaar=eigenaar_van(talent), pauze=nummer % 2 == 0)
    with django_assert_num_queries(len(een)):
        tekst = woorden(client.get(reageerpad(oproep)))
    assert "Met 5 profielen kan het niet" in tekst
