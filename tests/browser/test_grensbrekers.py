"""The story of two grensbrekers: from the form to a border that lights up, without JavaScript and by keyboard."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models import Model
from django.test import Client

from grensbrekers.ledenpost import stoplink
from grensbrekers.lidmaatschap import BEVESTIGING
from grensbrekers.models import Grensbreker, Grensovergang, Koppeldeelname, Koppeling, Thema
from grensbrekers.rondes import maak_ronde
from grensbrekers.themas import laad_themas
from igs.models import IGS
from opnetwerk.bevestigen import maak_teken
from opnetwerk.formulieren import OpenbaarFormulier
from opnetwerk.models import Logregel, Toestemming, UitgaandeMail
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.handen import BEELDSTANDEN
from tests.grensbrekers.fabriek import TOEGELATEN_OP, maak_grensbreker, maak_koppeling, maak_overgang

AN, BO, ZOE = "an@lint.example", "bo@hove.example", "zoe@voorbeeld.be"
RONDE = date(2026, 12, 1)  # the first Tuesday after the fixed day
BEVESTIG, NETWERK = "/grensbrekers/bevestig/", "/grensbrekers/netwerk/"
STAAT: tuple[type[Model], ...] = (
    Grensbreker, Koppeling, Koppeldeelname, Grensovergang, Logregel, Toestemming, UitgaandeMail,
)  # fmt: skip


@pytest.fixture(autouse=True)
def wie_snel_typt(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[None]:
    """A browser that is driven types faster than people do."""
    monkeypatch.setattr(OpenbaarFormulier, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


def pad_in(adres: str, deel: str) -> str:
    """The last path of that kind in the last mail to the address."""
    return re.findall(rf"https?://[^/\s]+({re.escape(deel)}\S*)", mails_aan(adres)[-1].tekst)[-1]


def staat() -> list[list[dict[str, Any]]]:
    """Every row of everything that a link could change, to compare."""
    return [list(soort.objects.order_by("pk").values()) for soort in STAAT]  # type: ignore[attr-defined]


class Robot:
    """Follows, as a scanner of mail does, every link of every mail twice; that has no effect."""

    def __init__(self, bezoeker: Bezoek) -> None:
        self.bezoeker, self.gelezen = bezoeker, 0

    def leest(self) -> None:
        voordien = staat()
        for mail in UitgaandeMail.objects.filter(pk__gt=self.gelezen).order_by("pk"):
            links = set(re.findall(r"https?://[^\s\"<>]+", f"{mail.tekst} {mail.html} {mail.koppen}"))
            assert links, mail.sleutel
            for link in sorted(link.rstrip("',}") for link in links):
                deel = urlsplit(link)
                for _ in range(2):
                    antwoord = self.bezoeker.page.goto(
                        self.bezoeker.basis + deel.path + (deel.query and "?" + deel.query)
                    )
                    assert antwoord is not None
                    assert antwoord.status == 200, link
            self.gelezen = mail.pk
        assert staat() == voordien


def druk(bezoeker: Bezoek, selector: str) -> None:
    """Tab to a button and press it."""
    bezoeker.tab_naar(selector)
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")


def meld_aan(bezoeker: Bezoek, naam: str, email: str, gemeente: str) -> None:
    """From the page that explains it, by keyboard alone."""
    bezoeker.ga("/grensbrekers/")
    druk(bezoeker, "main a[href='/grensbrekers/word-grensbreker/']")
    toetsen = bezoeker.page.keyboard
    for veld, tekst in (("naam", naam), ("email", email), ("gemeente", gemeente)):
        bezoeker.tab_naar(f"#id_{veld}")
        toetsen.type(tekst)
    bezoeker.tab_naar("#id_rol")
    toetsen.type("bib")
    for selector in ("input[name=themas][value=bibliotheek]", "input[name=themas][value=erfgoed]"):
        bezoeker.tab_naar(selector)
        toetsen.press("Space")
    bezoeker.tab_naar("#id_vraag_me")
    toetsen.type("een leesclub in het rusthuis")
    for groep in ("koppelritme", "briefritme"):
        bezoeker.tab_naar(f"input[name={groep}]")
        toetsen.press("Space")
    for veld in ("profiel", "mails"):
        bezoeker.tab_naar(f"#id_{veld}")
        toetsen.press("Space")
    bezoeker.schuift_niet_opzij()
    druk(bezoeker, "main form button")
    assert bezoeker.pad == "/grensbrekers/word-grensbreker/bedankt/", bezoeker.page.inner_text("main")


def bevestig(bezoeker: Bezoek, email: str) -> None:
    """The button behind the link of the mail; what the robot did before took nothing away."""
    assert Grensbreker.objects.get(email=email).stand == "te_bevestigen"
    bezoeker.ga(pad_in(email, BEVESTIG))
    druk(bezoeker, "main form button")
    assert "je aanmelding is bevestigd" in bezoeker.page.inner_text("h1")
    assert Grensbreker.objects.get(email=email).stand == "aangevraagd"


def coordinator(bezoeker: Bezoek, igs: IGS) -> Bezoek:
    """Into the admin, as who has just shown a second step."""
    client = in_beheer(Client(), maak_coordinator_van(igs, ZOE))
    koekje: Any = {"name": settings.SESSION_COOKIE_NAME, "url": bezoeker.basis}
    bezoeker.context.add_cookies([koekje | {"value": client.cookies[settings.SESSION_COOKIE_NAME].value}])
    return bezoeker


def laat_toe(zoe: Bezoek, naam: str) -> None:
    """From the list of who waits, with the keyboard."""
    zoe.ga("/admin/grensbrekers/grensbreker/")
    zoe.page.get_by_role("link", name=naam).focus()
    with zoe.page.expect_navigation():
        zoe.page.keyboard.press("Enter")
    druk(zoe, "button[value=laat_toe]")
    assert f"{naam} is toegelaten" in zoe.page.inner_text("body")


def ziet_de_ander(bezoeker: Bezoek, email: str, naam: str) -> None:
    """The page of the network behind the personal link, and from there a colleague; an address is nowhere."""
    bezoeker.ga(pad_in(email, NETWERK))
    bezoeker.schuift_niet_opzij()
    assert naam in bezoeker.page.inner_text("main")
    bezoeker.page.get_by_role("link", name=naam).first.focus()
    with bezoeker.page.expect_navigation():
        bezoeker.page.keyboard.press("Enter")
    assert "een leesclub in het rusthuis" in bezoeker.page.inner_text("main")
    assert "@" not in bezoeker.page.inner_text("main")


def zegt_gezien(bezoeker: Bezoek, email: str) -> None:
    bezoeker.ga(re.findall(rf"({NETWERK}\S+/koppeling/)", mails_aan(email)[-1].tekst)[0])
    bezoeker.schuift_niet_opzij()
    druk(bezoeker, "button[value=gezien]")
    assert "jij zei dat jullie elkaar zagen" in bezoeker.page.inner_text("[role=status]")


def test_van_aanmelden_tot_een_grens_die_oplicht(bezoek, site):
    laad_themas()
    assert Thema.objects.filter(sleutel__in=["bibliotheek", "erfgoed"]).count() == 2
    an, bo = bezoek(320, javascript=False), bezoek(320, javascript=False)
    zoe = coordinator(bezoek(javascript=False), IGS.objects.get(slug="zuidrand"))
    robot, gast = Robot(bezoek(javascript=False)), bezoek(320, javascript=False)
    for wie in (an, bo, zoe, gast):
        wie.page.set_default_timeout(10_000)
    gast.ga("/grensbrekers/kaart/?igs=zuidrand")
    assert gast.page.locator("main svg a").count() == 0, "nog geen grens licht op"

    for bezoeker, naam, email, gemeente in ((an, "An Peeters", AN, "Lint"), (bo, "Bo Maes", BO, "2540")):
        meld_aan(bezoeker, naam, email, gemeente)
        robot.leest()
        bevestig(bezoeker, email)
        robot.leest()
        laat_toe(zoe, naam)
        robot.leest()
    ziet_de_ander(an, AN, "Bo Maes")
    ziet_de_ander(bo, BO, "An Peeters")

    assert maak_ronde(dag=RONDE) == 1
    assert "Lint en Hove grenzen aan elkaar" in Koppeling.objects.get().uitleg
    robot.leest()
    zegt_gezien(an, AN)
    robot.leest()
    assert not Grensovergang.objects.exists(), "één ja is geen ontmoeting"
    zegt_gezien(bo, BO)
    assert Grensovergang.objects.count() == 1

    licht_op(gast)
    for wie in (an, bo, zoe, gast, robot.bezoeker):
        wie.alleen_eigen_host()
    for wie in (an, bo):
        assert {koekje["name"] for koekje in wie.context.cookies()} <= {"csrf"}  # of the form; never a session


def licht_op(gast: Bezoek) -> None:
    """What everybody sees: a border on the map and in the list, a figure at the IGS; no name of anybody."""
    gast.ga("/grensbrekers/kaart/?igs=zuidrand")
    gast.schuift_niet_opzij()
    assert gast.page.locator("main svg a title").all_text_contents() == ["Hove – Lint: een eerste keer"]
    assert gast.page.locator(".grenslijst li").all_inner_texts() == ["Hove – Lint: een eerste keer"]
    gast.tab_naar("main svg a")
    gast.page.keyboard.press("Enter")
    assert urlsplit(gast.page.url).fragment == gast.page.locator(".grenslijst li").get_attribute("id")
    gast.ga("/igs/zuidrand/")
    gast.schuift_niet_opzij()
    assert re.search(r"1 van de \d+ grenzen in en rond dit IGS is al overgestoken", gast.page.inner_text("main"))
    druk(gast, "main a[href='/grensbrekers/kaart/?igs=zuidrand']")
    assert not re.search("Peeters|Maes|@lint|@hove", gast.page.content())


@pytest.fixture
def twee(site: str) -> tuple[Grensbreker, Grensbreker]:
    """Neighbours who were brought together, with a border that both lit up before."""
    laad_themas()
    vol = {"themas": ["bibliotheek", "erfgoed"], "vraag_me": "Een leesclub in het rusthuis, en hoe je die volhoudt."}
    an, bo = (maak_grensbreker(naam, plaats, **vol) for naam, plaats in (("An Peeters", "Lint"), ("Bo Maes", "Hove")))
    maak_koppeling(an, bo, ronde=date(2025, 6, 3), gezien_op=TOEGELATEN_OP)
    maak_koppeling(an, bo)
    maak_overgang("Lint", "Hove", keren=3)
    maak_overgang("Lint", "Duffel")
    return an, bo


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_de_paginas_van_het_verhaal_zijn_toegankelijk(bezoek, twee, breedte, donker):
    an, bo = twee
    wacht = maak_grensbreker("Cy Wacht", "Hove", stand="aangevraagd", themas=["jeugd"])
    nieuw = maak_grensbreker("Di Nieuw", "Hove", stand="te_bevestigen", themas=["jeugd"])
    klopt, wachtte = (f"{BEVESTIG}{maak_teken(BEVESTIGING, str(lid.kenmerk))}/" for lid in (nieuw, wacht))
    eigen, bezoeker, fouten = f"{NETWERK}{an.sleutel}/", bezoek(breedte, donker=donker), []
    for pad in (
        "/grensbrekers/word-grensbreker/",
        "/grensbrekers/word-grensbreker/bedankt/",
        klopt,
        wachtte,
        eigen,
        f"{eigen}collega/{bo.kenmerk}/",
        f"{eigen}koppeling/?net=gezien",
        f"{eigen}gegevens/",
        urlsplit(stoplink(an)).path,
        f"{NETWERK}{wacht.sleutel}/",  # of nobody who is a member
        "/grensbrekers/kaart/?igs=zuidrand",
        "/igs/zuidrand/",
    ):
        bezoeker.ga(pad)
        bezoeker.schuift_niet_opzij()
        fouten += bezoeker.axe()
    zoe = coordinator(bezoek(breedte, donker=donker), IGS.objects.get(slug="zuidrand"))
    for pad in ("/admin/grensbrekers/grensbreker/", f"/admin/grensbrekers/grensbreker/{wacht.pk}/change/"):
        zoe.ga(pad)
        fouten += zoe.axe()
    assert fouten == []
    bezoeker.page.wait_for_load_state("networkidle")
    assert bezoeker.hosts | zoe.hosts == {urlsplit(bezoeker.basis).netloc}


def test_fouten_in_het_formulier_staan_bij_het_veld_zonder_javascript(bezoek, site):
    laad_themas()
    an = bezoek(320, javascript=False)
    an.ga("/grensbrekers/word-grensbreker/")
    an.tab_naar("#id_naam")
    an.page.keyboard.type("An Peeters")
    an.tab_naar("#id_gemeente")
    an.page.keyboard.type("Nieuwerkerken")
    druk(an, "main form button")
    assert an.page.title().startswith("Fout: ")
    an.schuift_niet_opzij()
    assert an.page.input_value("#id_naam") == "An Peeters"
    assert an.page.get_by_label("Nieuwerkerken", exact=True).is_visible()
    assert an.page.get_by_label("Aalst (Nieuwerkerken)").is_visible()
    assert not Grensbreker.objects.exists()
    # Axe needs scripts to run.
    leeg = bezoek(320, donker=True)
    leeg.ga("/grensbrekers/word-grensbreker/")
    druk(leeg, "main form button")
    assert leeg.page.title().startswith("Fout: ")
    assert leeg.axe() == []
