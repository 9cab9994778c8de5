"""Who fits a call, in a browser: with the keyboard, narrow and wide, light and dark; and stopping the mails."""

import pytest
from django.test import Client

from igs.models import Gemeente
from talent.models import Oproep, Oproepmelding, Oproepvoorkeur, Talent
from talent.oproepmail import uitlink
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.talent.fabriek import eigenaar_van, maak_beeld, maak_talent
from tests.talent.oproepfabriek import maak_oproep


@pytest.fixture
def oproep(site) -> Oproep:
    lint, kontich = (Gemeente.objects.huidige().get(naam=naam) for naam in ("Lint", "Kontich"))
    velden = {"aanbod": ["optreden"], "personen": 3, "plek": "beide", "past_bij": ["straat"]}
    eerste = maak_talent(
        naam="De Trekzak en de Wind",
        gemeente=lint,
        prijs="vanaf",
        prijs_vanaf=200,
        techniek="Een stopcontact en een piano",
        **velden,
    )
    maak_beeld(eerste.online)
    maak_talent(naam="Nieuwkomer", gemeente=kontich, prijs="bespreken", techniek="Wij spelen akoestisch.", **velden)
    maak_talent(naam="Stille Stem", gemeente=kontich, leeftijd="16-17", zichtbaarheid={"gemeente": "niemand"})
    return maak_oproep(
        gemeente=lint,
        disciplines=["muziek"],
        hoogstens_personen=4,
        plek="buiten",
        past_bij=["straat"],
        techniek="Klein podium met stroom",
    )


def pad(oproep: Oproep) -> str:
    return f"/talent/organisatoren/{oproep.organisator.sleutel}/oproepen/{oproep.slug}/passen/"


def als_eigenaar(bezoek, talent: Talent, settings, **opties) -> Bezoek:
    client = Client()
    client.force_login(eigenaar_van(talent))
    bezoeker = bezoek(**opties)
    sessie = client.cookies[settings.SESSION_COOKIE_NAME].value
    bezoeker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": sessie, "url": bezoeker.basis}])
    return bezoeker


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_voorstellen_zijn_toegankelijk_en_schuiven_niet(bezoek, oproep, breedte, donker):
    bezoeker = bezoek(breedte=breedte, donker=donker)
    bezoeker.ga(pad(oproep))
    bezoeker.page.get_by_text("Vraagt vanaf € 200. Jij betaalt € 250.").wait_for()
    bezoeker.schuift_niet_opzij()
    assert bezoeker.axe() == []
    bezoeker.alleen_eigen_host()


def test_uitnodigen_gaat_met_het_toetsenbord_en_zonder_javascript(bezoek, oproep):
    bezoeker = bezoek(breedte=320)
    bezoeker.ga(pad(oproep))
    bezoeker.tab_naar("button[name=nodig_uit]")
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")
    bezoeker.page.get_by_text("Je uitnodiging is genoteerd.").wait_for()
    bezoeker.page.get_by_text("Je nodigde dit talent uit.").wait_for()
    assert Oproepmelding.objects.count() == 1
    zonder = bezoek(javascript=False)
    zonder.ga(pad(oproep))
    zonder.page.get_by_role("button", name="Nodig uit").first.click()
    zonder.page.get_by_text("Je uitnodiging is genoteerd.").wait_for()
    assert Oproepmelding.objects.count() == 2


def test_de_naam_opent_het_profiel_en_het_bericht_de_schrijfpagina(bezoek, oproep):
    bezoeker = bezoek()
    bezoeker.ga(pad(oproep))
    bezoeker.page.get_by_role("link", name="Schrijf een bericht aan Nieuwkomer").click()
    assert bezoeker.pad == "/talent/nieuwkomer/contact/"
    bezoeker.ga(pad(oproep))
    bezoeker.page.get_by_role("link", name="Nieuwkomer", exact=True).click()
    assert bezoeker.pad == "/talent/nieuwkomer/"


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_kiezen_en_stoppen_zijn_toegankelijk(bezoek, oproep, settings, breedte, donker):
    settings.SITE_ADRES = "https://opnetwerk.test"
    talent = Talent.objects.get(slug="nieuwkomer")
    bezoeker = als_eigenaar(bezoek, talent, settings, breedte=breedte, donker=donker)
    bezoeker.ga("/mijn/talent/nieuwkomer/oproepen/")
    assert bezoeker.axe() == []
    bezoeker.schuift_niet_opzij()
    bezoeker.page.get_by_label("Binnen hoeveel kilometer?").fill("999")
    bezoeker.page.get_by_role("button", name="Bewaar je keuze").click()
    bezoeker.page.get_by_role("alert").get_by_text("Vul hoogstens 250 kilometer in.").wait_for()
    assert bezoeker.axe() == []
    bezoeker.page.get_by_label("Binnen hoeveel kilometer?").fill("12")
    bezoeker.page.get_by_role("button", name="Bewaar je keuze").click()
    bezoeker.page.get_by_text("Je keuze is bewaard.").wait_for()
    assert Oproepvoorkeur.objects.get().km == 12
    gast = bezoek(breedte=breedte, donker=donker)
    gast.ga("/" + uitlink(talent).split("/", 3)[3])
    assert gast.axe() == []
    gast.page.get_by_role("button", name="Stop deze mails").click()
    gast.page.get_by_role("heading", name="Je krijgt geen mails meer over oproepen").wait_for()
    assert Oproepvoorkeur.objects.get().ritme == "nooit"
    gast.alleen_eigen_host()
