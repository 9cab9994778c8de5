"""The desk of an organiser: calls made, put online, answered and closed, all behind the personal link."""

import re
import time
from datetime import date, timedelta

import pytest
from django.urls import reverse

from opnetwerk.dag import nu
from opnetwerk.formulieren import maak_teken
from opnetwerk.models import UitgaandeMail
from talent import oproepen, reacties, verlaten
from talent.models import Oproep, Organisator, Reactie
from tests import vijandig
from tests.talent.fabriek import eigenaar_van, maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie

pytestmark = pytest.mark.django_db


def pad(naam: str, organisator: Organisator, *args: str) -> str:
    return reverse(f"talent_organisatoren{naam}", args=[organisator.sleutel, *args])


def pagina_van(oproep: Oproep) -> str:
    return pad("_oproepen_pagina", oproep.organisator, oproep.slug)


def woorden(antwoord) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", antwoord.content.decode()).split())


def ingevuld(**velden):
    """A call as a browser posts it, half a minute after the form was shown."""
    standaard = {
        "teken": maak_teken(time.time() - 30),
        "titel": "Muziek op het plein",
        "kans": "optreden",
        "tekst": "We zoeken een koor.",
        "van": "16-01-2027",
        "gemeente": "Aartselaar",
        "vergoeding": "bedrag",
        "bedrag": "250",
        "deadline": "14-12-2026",
    }
    return {naam: waarde for naam, waarde in (standaard | velden).items() if waarde is not None}


def wijziging(oproep: Oproep, **velden):
    weg = {"titel": None, "kans": None} if oproep.stand == "open" else {}
    eigen = {"versie": str(oproep.versie), "tekst": oproep.tekst, "plaats": oproep.plaats} | weg
    return ingevuld(**eigen | velden)


def antwoorden(*besluiten, wanneer="nu", **velden):
    """What the page with reactions posts: (reaction, status, reason), as they were shown before anybody decided."""
    gegevens = {"teken": maak_teken(time.time() - 30), "wanneer": wanneer} | velden
    for reactie, status, reden in besluiten:
        gegevens |= {f"status-{reactie.kenmerk}": status, f"reden-{reactie.kenmerk}": reden}
        gegevens |= {f"initial-status-{reactie.kenmerk}": "", f"initial-reden-{reactie.kenmerk}": ""}
    return gegevens


@pytest.fixture
def organisator(gegevens):
    from igs.models import Gemeente

    return maak_organisator(gemeente=Gemeente.objects.get(slug="aartselaar"), organisatie="Het Huis")


# --- the way in -----------------------------------------------------------------------------------------------------
def test_het_bureau_toont_eigen_oproepen_met_wie_wacht(client, organisator):
    oproep = maak_oproep(organisator=organisator, titel="Van mij")
    maak_oproep(titel="Van een ander")
    maak_reactie(oproep, maak_talent(naam="Een"))
    maak_reactie(oproep, maak_talent(naam="Twee"), status="gekozen")
    maak_reactie(oproep, maak_talent(naam="Drie"), status="ingetrokken")
    antwoord = client.get(pad("", organisator))
    assert "1 reactie wacht" in woorden(antwoord)
    assert "2 reacties" in woorden(antwoord)
    assert "Van een ander" not in woorden(antwoord)
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("naam", ["_oproepen_pagina", "_oproepen_wijzig", "_oproepen_intrekken"])
def test_een_oproep_van_een_ander_is_er_niet(client, organisator, naam):
    vreemd = maak_oproep()
    assert client.get(pad(naam, organisator, vreemd.slug)).status_code == 404
    assert client.post(pad(naam, organisator, vreemd.slug), {"daad": "sluit"}).status_code == 404
    vreemd.refresh_from_db()
    assert vreemd.stand == "open"


@pytest.mark.parametrize("velden", [{"sleutel_tot": None}, {"stand": "geweigerd"}])
def test_met_een_link_die_niet_meer_werkt_gebeurt_er_niets(client, organisator, velden):
    Organisator.objects.filter(pk=organisator.pk).update(**velden)
    oproep = maak_oproep(organisator=organisator, open=False)
    client.post(pagina_van(oproep), {"daad": "publiceer"})
    oproep.refresh_from_db()
    assert oproep.stand == "concept"


def test_het_bureau_kost_voor_twintig_oproepen_niet_meer_vragen(client, organisator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    maak_oproep(organisator=organisator)
    client.get(pad("", organisator))
    with CaptureQueriesContext(connection) as een:
        client.get(pad("", organisator))
    for nummer in range(19):
        maak_oproep(organisator=organisator, titel=f"Nummer {nummer}")
    with django_assert_num_queries(len(een)):
        client.get(pad("", organisator))


# --- making ---------------------------------------------------------------------------------------------------------
def test_een_oproep_maken_nakijken_en_online_zetten(client, organisator):
    maak_discipline("pop-en-rock")
    antwoord = client.post(
        pad("_oproepen_nieuw", organisator),
        ingevuld(disciplines=["pop-en-rock"], vormen=["koor"], past_bij=["straat"], hoogstens_personen="40", km="20"),
        follow=True,
    )
    oproep = Oproep.objects.get()
    assert (oproep.stand, oproep.bedrag, oproep.vormen, oproep.km) == ("concept", 250, ["koor"], 20)
    assert (oproep.gemeente.slug, oproep.igs.slug) == ("aartselaar", "zuidrand")
    assert "Nog niemand ziet ze" in woorden(antwoord)
    assert client.get(oproep.get_absolute_url()).status_code == 404
    antwoord = client.post(pagina_van(oproep), {"daad": "publiceer"}, follow=True)
    assert "Je oproep staat online." in woorden(antwoord)
    assert client.get(oproep.get_absolute_url()).status_code == 200


def test_hetzelfde_formulier_twee_keer_is_een_oproep(client, organisator):
    gegevens = ingevuld()
    for _ in range(2):
        assert client.post(pad("_oproepen_nieuw", organisator), gegevens).status_code == 302
    assert Oproep.objects.count() == 1


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"titel": ""}, "Vul “Titel” in."),
        ({"kans": "xyz"}, "Kies bij “Wat zoek je?” een antwoord uit de lijst."),
        ({"van": "32-13-2027"}, "als dag, maand en jaar"),
        ({"van": "01-01-0001"}, "Vul een datum in tussen 1900 en 2100."),
        ({"van": "22-11-2026"}, "Deze dag is voorbij."),
        ({"tot": "15-01-2027"}, "De laatste dag ligt voor de eerste."),
        ({"deadline": "22-11-2026"}, "Deze dag is voorbij."),
        ({"deadline": "17-01-2027"}, "Deze dag valt na het moment zelf."),
        ({"bedrag": ""}, "Vul in hoeveel euro je betaalt"),
        ({"bedrag": "0"}, "minstens 1"),
        ({"bedrag": "-5"}, "minstens 1"),
        ({"bedrag": "250,50"}, "een getal"),
        ({"bedrag": "9999999999"}, "hoogstens 100000"),
        ({"vergoeding": None}, "Kies een vergoeding."),
        ({"vergoeding": "onbetaald"}, "Je vulde een bedrag in."),
        ({"gemeente": "Amsterdam"}, "Vlaa"),
        ({"gemeente": "qqqqqq"}, "We vinden geen Vlaamse gemeente"),
        ({"disciplines": ["bestaat-niet"]}, "Disciplines"),
        ({"vormen": ["xyz"]}, "Vorm"),
        ({"hoogstens_personen": "0"}, "minstens 1"),
        ({"km": "99999"}, "hoogstens 300"),
    ],
)
def test_wat_niet_kan_komt_terug_bij_het_veld_met_wat_getypt_was(client, organisator, velden, zin):
    antwoord = client.post(pad("_oproepen_nieuw", organisator), ingevuld(**velden, techniek="Bewaar mij."))
    assert antwoord.status_code == 200
    assert zin in woorden(antwoord)
    assert "Bewaar mij." in antwoord.content.decode()
    assert not Oproep.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.ONSCHULDIG])
def test_gewone_en_vreemde_tekst_wordt_letterlijk_bewaard(client, organisator, tekst):
    assert client.post(pad("_oproepen_nieuw", organisator), ingevuld(tekst=tekst)).status_code == 302
    assert Oproep.objects.get().tekst == tekst


@pytest.mark.parametrize("veld", ["titel", "tekst", "plaats", "techniek", "gemeente"])
@pytest.mark.parametrize("tekst", [vijandig.STUURTEKENS[0], vijandig.TE_LANG[0]])
def test_wat_niet_bewaard_kan_worden_komt_terug_en_breekt_niets(client, organisator, veld, tekst):
    antwoord = client.post(pad("_oproepen_nieuw", organisator), ingevuld(**{veld: tekst}))
    assert antwoord.status_code == 200
    assert not Oproep.objects.exists()


def test_een_robot_maakt_niets(client, organisator):
    antwoord = client.post(pad("_oproepen_nieuw", organisator), ingevuld(meer_info="koop nu"))
    assert antwoord.status_code == 302
    assert not Oproep.objects.exists()


def test_wat_voorbij_is_gaat_niet_online_en_de_pagina_zegt_waarom(client, organisator, settings):
    oproep = maak_oproep(organisator=organisator, open=False)
    settings.VASTE_DAG = date(2026, 12, 15)
    antwoord = client.post(pagina_van(oproep), {"daad": "publiceer"})
    assert antwoord.status_code == 409
    assert "De deadline is voorbij." in woorden(antwoord)


# --- changing -------------------------------------------------------------------------------------------------------
def test_het_formulier_toont_wat_er_staat_en_bewaart_een_wijziging(client, organisator):
    oproep = maak_oproep(organisator=organisator, open=False, disciplines=["pop-en-rock"], vormen=["duo"])
    pagina = client.get(pad("_oproepen_wijzig", organisator, oproep.slug)).content.decode()
    assert 'value="16-01-2027"' in pagina
    assert 'value="Aartselaar"' in pagina
    assert 'value="pop-en-rock"' in pagina
    gegevens = wijziging(oproep, titel="Nieuwe titel", kans="jury", van="17-01-2027", disciplines=["pop-en-rock"])
    antwoord = client.post(pad("_oproepen_wijzig", organisator, oproep.slug), gegevens, follow=True)
    oproep.refresh_from_db()
    assert (oproep.titel, oproep.kans, oproep.van, oproep.vormen) == ("Nieuwe titel", "jury", date(2027, 1, 17), [])
    assert "Je wijziging is bewaard." in woorden(antwoord)


def test_in_twee_vensters_wint_niemand_ongemerkt(client, organisator):
    oproep = maak_oproep(organisator=organisator, open=False)
    adres = pad("_oproepen_wijzig", organisator, oproep.slug)
    client.post(adres, wijziging(oproep, tekst="Uit venster een."))
    antwoord = client.post(adres, wijziging(oproep, tekst="Uit venster twee."))
    assert antwoord.status_code == 409
    assert "intussen gewijzigd" in woorden(antwoord)
    assert "Uit venster twee." in antwoord.content.decode()
    oproep.refresh_from_db()
    assert oproep.tekst == "Uit venster een."
    client.post(adres, wijziging(oproep, tekst="Uit venster twee."))
    oproep.refresh_from_db()
    assert oproep.tekst == "Uit venster twee."


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"deadline": "13-12-2026"}, "Je kunt die dag alleen later zetten."),
        ({"bedrag": "100"}, "De vergoeding kan alleen omhoog."),
        ({"vergoeding": "onbetaald", "bedrag": ""}, "De vergoeding kan alleen omhoog."),
        ({"versie": "niks"}, "intussen gewijzigd"),
        ({"versie": "99999999999"}, "korter"),
    ],
)
def test_van_een_open_oproep_verandert_niet_wat_beloofd_is(client, organisator, velden, zin):
    oproep = maak_oproep(organisator=organisator)
    adres = pad("_oproepen_wijzig", organisator, oproep.slug)
    assert 'name="titel"' not in client.get(adres).content.decode()
    antwoord = client.post(adres, wijziging(oproep, **{"tekst": "Anders."} | velden))
    assert antwoord.status_code in (200, 409)
    assert zin in woorden(antwoord)
    oproep.refresh_from_db()
    assert (oproep.versie, oproep.bedrag) == (0, 250)


def test_een_titel_meesturen_verandert_een_open_oproep_niet(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    gegevens = wijziging(oproep, tekst="Anders.") | {"titel": "Gekaapt", "stand": "gesloten"}
    client.post(pad("_oproepen_wijzig", organisator, oproep.slug), gegevens)
    oproep.refresh_from_db()
    assert (oproep.tekst, oproep.titel, oproep.stand) == ("Anders.", "Muziek op het dorpsplein", "open")


def test_een_latere_dag_wordt_gemaild_aan_wie_reageerde(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    maak_reactie(oproep, maak_talent())
    client.post(pad("_oproepen_wijzig", organisator, oproep.slug), wijziging(oproep, van="18-01-2027"))
    assert "18 januari 2027" in UitgaandeMail.objects.get().tekst


# --- withdrawing ----------------------------------------------------------------------------------------------------
def test_intrekken_vraagt_een_reden_en_gebeurt_met_een_knop(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    maak_reactie(oproep, maak_talent())
    adres = pad("_oproepen_intrekken", organisator, oproep.slug)
    assert "Er is 1 reactie." in woorden(client.get(adres))
    oproep.refresh_from_db()
    assert oproep.stand == "open"
    antwoord = client.post(adres, {"teken": maak_teken(time.time() - 30)})
    assert "Zeg in één zin waarom" in woorden(antwoord)
    antwoord = client.post(adres, {"teken": maak_teken(time.time() - 30), "reden": "Te weinig geld."}, follow=True)
    assert "De oproep is ingetrokken." in woorden(antwoord)
    assert Reactie.objects.get().reden == "De oproep is ingetrokken: Te weinig geld."


# --- answering ------------------------------------------------------------------------------------------------------
def test_een_bericht_en_profiel_staan_er_zonder_adres_of_telefoon(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    talent = maak_talent(naam="De Zaag", telefoon="0470 12 34 56", zichtbaarheid={"telefoon": "niemand"})
    maak_reactie(oproep, talent, tekst="Wij komen graag.")
    tekst = woorden(client.get(pagina_van(oproep)))
    assert "De Zaag" in tekst
    assert "Wij komen graag." in tekst
    assert "0470" not in tekst
    assert eigenaar_van(talent).email not in tekst


def test_bij_wie_nog_geen_achttien_is_staat_dat_het_via_de_coordinator_loopt(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    maak_reactie(oproep, maak_talent(leeftijd="16-17"))
    assert "je bericht gaat naar de coördinator" in woorden(client.get(pagina_van(oproep)))


def test_wie_zich_verborg_heeft_geen_naam_meer_en_krijgt_toch_antwoord(client, organisator):
    oproep, talent = maak_oproep(organisator=organisator), maak_talent(naam="Geheime Naam")
    reactie = maak_reactie(oproep, talent)
    verlaten.verberg(talent=talent, door=eigenaar_van(talent))
    tekst = woorden(client.get(pagina_van(oproep)))
    assert "Geheime Naam" not in tekst
    assert "Dit profiel is niet meer te zien." in tekst
    client.post(pagina_van(oproep), antwoorden((reactie, "niet_gekozen", "Vol.")))
    reactie.refresh_from_db()
    assert reactie.status == "niet_gekozen"


def test_iedereen_antwoorden_in_een_formulier_en_dan_sluiten(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    rijen = [maak_reactie(oproep, maak_talent(naam=naam)) for naam in ("Een", "Twee", "Drie")]
    antwoord = client.post(pagina_van(oproep), {"daad": "sluit"})
    assert antwoord.status_code == 409
    assert "3 reacties wachten nog op antwoord. Geef eerst iedereen een antwoord" in woorden(antwoord)
    antwoord = client.post(
        pagina_van(oproep),
        antwoorden((rijen[0], "gekozen", "Past."), (rijen[1], "reserve", "Tweede keus."), (rijen[2], "", "")),
        follow=True,
    )
    assert "Je antwoorden zijn bewaard." in woorden(antwoord)
    assert "1 reactie wacht" in woorden(antwoord)
    assert client.post(pagina_van(oproep), {"daad": "sluit"}).status_code == 409
    client.post(pagina_van(oproep), antwoorden((rijen[2], "niet_gekozen", "We hadden twee plaatsen.")))
    antwoord = client.post(pagina_van(oproep), {"daad": "sluit"}, follow=True)
    assert "De oproep is gesloten." in woorden(antwoord)
    assert [Reactie.objects.get(pk=rij.pk).status for rij in rijen] == ["gekozen", "reserve", "niet_gekozen"]
    assert UitgaandeMail.objects.count() == 3


def test_een_zin_voor_wie_nog_wacht_en_later_mailen(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    rijen = [maak_reactie(oproep, maak_talent(naam=naam)) for naam in ("Een", "Twee", "Drie")]
    client.post(
        pagina_van(oproep),
        antwoorden((rijen[0], "gekozen", "Past."), wanneer="later", rest="We hadden één plaats."),
    )
    assert not Reactie.objects.filter(status="nieuw").exists()
    assert not UitgaandeMail.objects.exists()
    client.post(pagina_van(oproep), {"daad": "sluit"})
    assert UitgaandeMail.objects.count() == 3


@pytest.mark.parametrize(
    ("status", "reden", "zin"),
    [
        ("gekozen", "", reacties.ZONDER_REDEN),
        ("gekozen", "We kiezen jullie omdat …", "Vul de zin aan"),
        ("", "Alleen een zin.", "Kies ook een antwoord bij deze zin."),
        ("xyz", "Wat.", "Kies bij “Je antwoord” een antwoord uit de lijst."),
        ("gekozen", "a" * 301, "hoogstens 300 tekens"),
        ("gekozen", "stuur\x00teken", "een teken dat we niet kunnen bewaren"),
    ],
)
def test_een_half_antwoord_komt_terug_en_de_andere_wachten_mee(client, organisator, status, reden, zin):
    oproep = maak_oproep(organisator=organisator)
    een, twee = maak_reactie(oproep, maak_talent(naam="Een")), maak_reactie(oproep, maak_talent(naam="Twee"))
    antwoord = client.post(pagina_van(oproep), antwoorden((een, status, reden), (twee, "reserve", "Tweede keus.")))
    assert antwoord.status_code == 200
    assert zin in woorden(antwoord)
    assert "Tweede keus." in antwoord.content.decode()
    assert set(Reactie.objects.values_list("status", flat=True)) == {"nieuw"}


def test_een_oud_venster_draait_een_later_antwoord_niet_terug(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    een, twee = maak_reactie(oproep, maak_talent(naam="Een")), maak_reactie(oproep, maak_talent(naam="Twee"))
    reacties.beslis(reactie=een, status="gekozen", reden="In het andere venster.")
    client.post(pagina_van(oproep), antwoorden((een, "", ""), (twee, "reserve", "Hier.")))
    assert [Reactie.objects.get(pk=rij.pk).status for rij in (een, twee)] == ["gekozen", "reserve"]


def test_een_antwoord_op_een_reactie_van_een_andere_oproep_telt_niet(client, organisator):
    oproep, vreemd = maak_oproep(organisator=organisator), maak_reactie(maak_oproep(), maak_talent())
    client.post(pagina_van(oproep), antwoorden((vreemd, "gekozen", "Gekaapt.")))
    vreemd.refresh_from_db()
    assert vreemd.status == "nieuw"


def test_wie_zich_net_terugtrok_krijgt_geen_antwoord_meer(client, organisator):
    oproep, talent = maak_oproep(organisator=organisator), maak_talent()
    reactie = maak_reactie(oproep, talent)
    reacties.trek_reactie_in(reactie=reactie, door=eigenaar_van(talent))
    assert client.post(pagina_van(oproep), antwoorden((reactie, "gekozen", "Past."))).status_code == 302
    reactie.refresh_from_db()
    assert reactie.status == "ingetrokken"


def test_met_dertig_reacties_gaat_geen_antwoord_verloren_als_de_volgorde_verandert(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    rijen = [maak_reactie(oproep, maak_talent(naam=f"Maker {nummer}")) for nummer in range(26)]
    eerste = client.get(pagina_van(oproep)).context["rijen"]
    assert len(eerste) == 24
    reacties.beslis(reactie=rijen[0], status="gekozen", reden="Ondertussen.")  # moves to the second page
    client.post(pagina_van(oproep), antwoorden((rijen[0], "reserve", "Toch reserve."), (rijen[1], "gekozen", "Past.")))
    assert [Reactie.objects.get(pk=rij.pk).status for rij in rijen[:3]] == ["reserve", "gekozen", "nieuw"]


def test_een_onbekende_knop_doet_niets(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    antwoord = client.post(pagina_van(oproep), {"daad": "verwijder alles"})
    assert antwoord.status_code == 409
    assert "We weten niet wat je wilt doen." in woorden(antwoord)


def test_een_link_openen_verandert_niets(client, organisator):
    oproep = maak_oproep(organisator=organisator, open=False)
    for adres in (pagina_van(oproep), f"{pagina_van(oproep)}?daad=publiceer&net=online"):
        assert client.get(adres).status_code == 200
        assert client.head(adres).status_code == 200
    oproep.refresh_from_db()
    assert oproep.stand == "concept"


def test_de_pagina_met_reacties_kost_voor_twintig_niet_meer_vragen(client, organisator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    oproep = maak_oproep(organisator=organisator)
    maak_reactie(oproep, maak_talent(naam="Maker"))
    client.get(pagina_van(oproep))
    with CaptureQueriesContext(connection) as een:
        client.get(pagina_van(oproep))
    for nummer in range(19):
        maak_reactie(oproep, maak_talent(naam=f"Maker {nummer}"))
    with django_assert_num_queries(len(een)):
        client.get(pagina_van(oproep))


def test_na_het_sluiten_kan_de_reserve_nog_gekozen_worden(client, organisator):
    oproep = maak_oproep(organisator=organisator)
    reactie = maak_reactie(oproep, maak_talent(), status="reserve", reden="Tweede keus.")
    oproepen.sluit(oproep=oproep)
    gegevens = antwoorden((reactie, "gekozen", "Er viel iemand weg."))
    gegevens |= {f"initial-status-{reactie.kenmerk}": "reserve", f"initial-reden-{reactie.kenmerk}": "Tweede keus."}
    client.post(pagina_van(oproep), gegevens)
    reactie.refresh_from_db()
    assert reactie.status == "gekozen"


def test_de_link_in_een_mail_opent_de_oproep_ook_als_de_oude_verlopen_was(client, organisator):
    Organisator.objects.filter(pk=organisator.pk).update(sleutel_tot=nu() - timedelta(days=1))
    oproep, talent = maak_oproep(organisator=organisator), maak_talent()
    reacties.reageer(oproep=oproep, talent=talent, tekst="", door=eigenaar_van(talent))
    [link] = re.findall(r"http\S+/talent/organisatoren/\S+", UitgaandeMail.objects.get().tekst)
    assert client.get(link).status_code == 200


def test_een_oproep_over_een_gemeente_zonder_igs_is_van_de_redactie(client, organisator):
    from igs.models import Gemeente
    from igs.netwerk import Netwerk

    zonder = Netwerk.op(date(2026, 11, 23)).zonder_igs[0]
    antwoord = client.post(pad("_oproepen_nieuw", organisator), ingevuld(gemeente=zonder.naam, keuze=zonder.nis_code))
    assert antwoord.status_code == 302, woorden(antwoord)
    oproep = Oproep.objects.get()
    assert (oproep.gemeente, oproep.igs) == (Gemeente.objects.get(pk=zonder.pk), None)
