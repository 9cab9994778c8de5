"""Stop: fewer mails, a break, unsubscribe and erase, from a link, without logging in; and silent members."""

from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from grensbrekers import actualiteit, contact, introducties, ledenpost, lidmaatschap
from grensbrekers.actualiteit import werk_actualiteit_bij
from grensbrekers.models import Grensbreker, Introductie, Koppeldeelname, Koppeling
from grensbrekers.wissen import wis
from opnetwerk import dagelijks, toestemmingen
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail, Wissing
from tests import vijandig
from tests.fabriek import BRUSSEL
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import mails_aan, pad_in, teken
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens")


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", "Lint", email="an.peeters@lint.example", themas=["erfgoed"])


def kort(adres: str) -> str:
    return "/" + adres.split("/", 3)[3]


def stop(lid: Grensbreker) -> str:
    return kort(ledenpost.stoplink(lid))


def doe(client: Client, lid: Grensbreker, daad: str, **velden: object) -> str:
    antwoord = client.post(stop(lid), {"daad": daad, "mails-teken": teken(), "pauze-teken": teken()} | velden)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


# --- the page ---
def test_een_robot_die_de_pagina_opent_verandert_niets(client, an):
    voor = Grensbreker.objects.values().get()
    for methode in (client.get, client.head, client.get):
        assert methode(stop(an)).status_code == 200
    assert Grensbreker.objects.values().get() == voor
    Formulierpagina(client.get(stop(an)).content.decode()).keur()


def test_kies_welke_mails_je_wilt(client, an):
    doe(client, an, "mails", **{"mails-soorten": ["vragen"]})
    an.refresh_from_db()
    assert [soort for soort in ledenpost.Mailsoort.values if ledenpost.wil(an, soort)] == ["vragen"]
    doe(client, an, "mails", **{"mails-soorten": ["brief", "koppeling"]})
    an.refresh_from_db()
    assert (an.briefritme, an.koppelritme, an.mail_vragen) == ("maand", "kwartaal", False)
    assert not toestemmingen.loopt(doel="grensbreker-mails", betreft=f"grensbreker:{an.kenmerk}")


def test_een_ritme_dat_al_loopt_blijft_zoals_het_was(client):
    lid = maak_grensbreker(briefritme="week", koppelritme="maand")
    doe(client, lid, "mails", **{"mails-soorten": list(ledenpost.Mailsoort.values)})
    lid.refresh_from_db()
    assert (lid.briefritme, lid.koppelritme) == ("week", "maand")


@pytest.mark.parametrize("soort", ["xyzzy", "\x00", "brief\r\nBcc: x"])
def test_een_soort_die_niet_bestaat_is_een_fout(client, an, soort):
    html = doe(client, an, "mails", **{"mails-soorten": [soort]})
    assert "<title>Fout: " in html
    an.refresh_from_db()
    assert ledenpost.wil(an, "brief")


def test_pauze_tot_een_dag_en_weer_terug(client, an):
    assert "tot en met 31 januari 2027" in doe(client, an, "pauze", **{"pauze-tot": "31-01-2027"})
    assert not Grensbreker.objects.koppelbaar(date(2027, 1, 31)).exists()
    assert Grensbreker.objects.koppelbaar(date(2027, 2, 1)).exists()
    doe(client, an, "pauze", **{"pauze-tot": ""})
    assert not Grensbreker.objects.koppelbaar(date(2027, 2, 1)).exclude(pauze_tot__isnull=False).exists()
    doe(client, an, "hervat")
    an.refresh_from_db()
    assert (an.pauze, an.pauze_tot) == (False, None)


@pytest.mark.parametrize("tot", ["22-11-2026", "31-02-2027", "straks", "01-01-9999", *vijandig.STUURTEKENS[:2]])
def test_een_slechte_dag_komt_terug_met_wat_je_typte(client, an, tot):
    pagina = Formulierpagina(doe(client, an, "pauze", **{"pauze-tot": tot}))
    pagina.keur_fouten()
    an.refresh_from_db()
    assert not an.pauze
    if tot.isprintable():
        assert pagina.invoer["pauze-tot"].kenmerken["value"] == tot


@pytest.mark.parametrize("daad", ["", "xyzzy", "\x00", "toelaten"])
def test_een_daad_die_niet_bestaat_doet_niets(client, an, daad):
    voor = Grensbreker.objects.values().get()
    pagina = doe(client, an, daad)
    assert "<title>Fout: " in pagina
    assert "Druk op een van de knoppen op deze pagina." in pagina
    assert Grensbreker.objects.values().get() == voor


def test_oude_links_onbruikbaar_maken_stuurt_een_nieuwe(client, an):
    cache.clear()
    oud = f"/grensbrekers/netwerk/{an.sleutel}/"
    for keer in range(5):
        doe(client, an, "nieuwe_link")
        assert client.get(oud).status_code == 404
        assert len(mails_aan(an.email)) == keer + 1
    nieuwste = pad_in(mails_aan(an.email)[-1], "/grensbrekers/netwerk/")
    assert client.get(nieuwste).status_code == 200
    assert "vandaag al genoeg" in doe(client, an, "nieuwe_link")
    assert client.get(nieuwste).status_code == 200


def test_uitschrijven_sluit_alles_en_trekt_de_toestemming_in(client, an):
    lidmaatschap.toestemmen.geef(an, "grensbreker-profiel")
    for _ in range(2):
        html = doe(client, an, "uitschrijven")
    assert "Je bent uitgeschreven" in html
    an.refresh_from_db()
    assert (an.stand, an.uitgeschreven_op) == ("uitgeschreven", nu())
    assert not toestemmingen.loopt(doel="grensbreker-profiel", betreft=f"grensbreker:{an.kenmerk}")
    assert Logregel.objects.filter(actie="uitgeschreven").count() == 1


def test_ook_wie_nog_wacht_kan_alles_wissen(client):
    for stand in ("te_bevestigen", "aangevraagd", "geweigerd", "uitgeschreven"):
        lid = maak_grensbreker(stand=stand)
        assert "gewist" in doe(client, lid, "wis")
    assert not Grensbreker.objects.exists()


@pytest.mark.parametrize("pad", ["stop", "uitschrijven", "klopt-nog"])
@pytest.mark.parametrize("einde", ["x", "a" * 3000, "WyJ4Iiw:xx"])
def test_een_teken_van_niemand_is_een_404(client, pad, einde):
    for methode in (client.get, client.post):
        antwoord = methode(f"/grensbrekers/{pad}/{einde}/")
        assert antwoord.status_code == 404
        assert "werkt niet meer" in antwoord.content.decode()


# --- one click ---
@pytest.mark.parametrize("soort", ledenpost.Mailsoort.values)
def test_een_mailprogramma_stopt_een_soort_met_een_enkele_post(client, an, soort):
    adres = kort(ledenpost.uitlink(an, soort))
    for _ in range(2):
        assert client.get(adres).status_code == 200
    an.refresh_from_db()
    assert ledenpost.wil(an, soort)
    kaal = Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert kaal.post(adres, {"List-Unsubscribe": "One-Click"}).status_code == 200
    an.refresh_from_db()
    assert [een for een in ledenpost.Mailsoort.values if not ledenpost.wil(an, een)] == [soort]


def test_een_uitlink_van_de_ene_soort_stopt_geen_andere_pagina(client, an):
    teken_ = ledenpost.uitlink(an, "brief").rstrip("/").rsplit("/", 1)[1]
    assert client.post(f"/grensbrekers/stop/{teken_}/", {"daad": "wis"}).status_code == 404
    assert Grensbreker.objects.exists()


def test_na_het_wissen_zeggen_oude_links_dat_alles_weg_is(client, an):
    uit, klopt, einde = kort(ledenpost.uitlink(an, "brief")), kort(actualiteit.klopt_link(an)), stop(an)
    wis(grensbreker=an)
    for methode in (client.get, client.post):
        assert "gewist" in methode(uit).content.decode()
        assert "gewist" in methode(einde).content.decode()
        assert methode(klopt).status_code == 404


# --- erase ---
def alles_in_de_databank() -> str:
    """Every value of every row of our own."""
    eigen = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
    modellen = [model for naam in eigen for model in apps.get_app_config(naam).get_models()]
    groot = {"gemeente", "zoekingang", "kaart", "buurpaar", "plaats", "lidmaatschap", "plaatsbuiten"}
    return " ".join(
        str(list(model._default_manager.values())) for model in modellen if model._meta.model_name not in groot
    )


def test_wissen_laat_geen_naam_en_geen_adres_achter(client, an):
    bo = maak_grensbreker("Bo Claes", "Lier")
    lidmaatschap.toestemmen.geef(an, "grensbreker-profiel")
    ledenpost.stuur_nieuwe_link(lid=an)
    introducties.stem_in(introductie=introducties.vraag(van=an, met=bo, bericht="x", formulier="f"), lid=bo)
    contact.schrijf(van=an, aan=bo, onderwerp="Koffie", tekst="Groeten, An Peeters", formulier="g")
    contact.schrijf(van=bo, aan=an, onderwerp="Thee", tekst="Dag An Peeters", formulier="h")
    koppeling = Koppeling.objects.create(ronde=date(2026, 10, 1), uitleg="Samen")
    Koppeldeelname.objects.create(koppeling=koppeling, grensbreker=an, gemeente=an.gemeente)
    voor = alles_in_de_databank()
    assert "An Peeters" in voor
    assert an.email in voor
    kenmerk, einde = str(an.kenmerk), stop(an)
    for _ in range(2):
        client.post(einde, {"daad": "wis"})
    na = alles_in_de_databank()
    for woord in ("An Peeters", an.email):
        assert woord not in na
    assert na.count(kenmerk) == 1  # in the ledger of erasures alone, so that a restored copy is erased again
    assert Wissing.objects.get().sleutel == kenmerk
    assert Koppeldeelname.objects.get().grensbreker is None
    assert not Introductie.objects.exists()
    assert "Bo Claes" in na


# --- still right? ---
def op(jaar: int, maand: int, dag: int = 2) -> datetime:
    return datetime(jaar, maand, dag, 12, tzinfo=BRUSSEL)


@pytest.fixture
def stil() -> Grensbreker:
    return maak_grensbreker("Stijn Stil", "Lint", klopt_op=op(2026, 1), email="stijn@lint.example")


def stappen(settings, *momenten: datetime) -> list[tuple[int, int, int]]:
    uitslagen = []
    for moment in momenten:
        settings.VASTE_DAG = moment.date()
        uitslag = werk_actualiteit_bij(nu=moment)
        uitslagen.append((uitslag.gevraagd, uitslag.gestopt, uitslag.gewist))
    return uitslagen


def test_wie_nooit_antwoordt_wordt_drie_keer_gevraagd_dan_gestopt_en_later_gewist(settings, stil):
    momenten = [op(2026, 12), op(2027, 1, 5), op(2027, 2, 5), op(2027, 3, 8), op(2027, 4, 8), op(2027, 7, 1)]
    assert stappen(settings, *momenten) == [(0, 0, 0), (1, 0, 0), (1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 0)]
    mails = mails_aan(stil.email)
    assert ["laatste keer" in mail.tekst for mail in mails] == [False, False, True, False]
    assert "uitgeschreven" in mails[-1].tekst
    assert stappen(settings, op(2027, 7, 20)) == [(0, 0, 1)]
    assert not Grensbreker.objects.exists()
    assert not mails_aan(stil.email)


def test_twee_stappen_komen_nooit_samen_ook_niet_na_een_lange_stilstand(settings, stil):
    laat = op(2028, 6)
    dagen = [laat, laat, laat + timedelta(days=10), laat + timedelta(days=26)]
    assert stappen(settings, *dagen) == [(1, 0, 0), (0, 0, 0), (0, 0, 0), (1, 0, 0)]


def test_een_knop_in_de_mail_zegt_dat_het_klopt(client, settings, stil):
    stappen(settings, op(2027, 1, 5))
    link = pad_in(mails_aan(stil.email)[0], "/grensbrekers/klopt-nog/")
    for _ in range(2):
        assert "alles klopt nog" in client.get(link).content.decode()
    stil.refresh_from_db()
    assert stil.keren_gevraagd == 1
    for _ in range(2):
        assert "Bedankt" in client.post(link).content.decode()
    stil.refresh_from_db()
    assert (stil.keren_gevraagd, stil.klopt_op) == (0, nu())
    assert stappen(settings, op(2027, 12)) == [(0, 0, 0)]


def test_de_knop_werkt_niet_meer_voor_wie_geen_lid_is(client, an):
    link = kort(actualiteit.klopt_link(an))
    lidmaatschap.schrijf_uit(grensbreker=an)
    assert client.post(link).status_code == 404


def test_een_voorbeeld_wordt_niet_gevraagd_en_niet_gewist(settings):
    maak_grensbreker(klopt_op=op(2020, 1), voorbeeld=True)
    maak_grensbreker(stand="uitgeschreven", uitgeschreven_op=op(2020, 1), voorbeeld=True)
    assert stappen(settings, op(2027, 1)) == [(0, 0, 0)]


@pytest.mark.parametrize(
    ("stand", "veld", "dagen"),
    [
        ("te_bevestigen", "gemaakt_op", 30),
        ("aangevraagd", "bevestigd_op", 365),
        ("geweigerd", "beslist_op", 183),
        ("uitgeschreven", "uitgeschreven_op", 91),
    ],
)
def test_elke_termijn_wist_een_dag_later_en_niet_eerder(stand, veld, dagen):
    lid = maak_grensbreker(stand=stand)
    Grensbreker.objects.filter(pk=lid.pk).update(**{veld: nu() - timedelta(days=dagen - 1)})
    assert werk_actualiteit_bij(nu=nu()).gewist == 0
    assert werk_actualiteit_bij(nu=nu() + timedelta(days=3)).gewist == 1


def test_de_taak_doet_wat_vervallen_is(stil, settings):
    settings.VASTE_DAG = date(2027, 1, 5)
    dagelijks.voer_uit(moment=nu(), alleen=["grensbrekers"])
    assert UitgaandeMail.objects.filter(aan=stil.email).count() == 1
