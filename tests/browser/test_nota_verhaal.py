"""One note from its beginning to a link that is taken back, as a coordinator and a writer live it.

The same story is played with the mouse and with the keyboard alone. By address one opens only what one has the address
of: the list of notes, the link in a mail, the link to read.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator

from cultuurnota.models import Cultuurnota, Hoofdstuk, Indicator, Opmerking, Uitvoer
from cultuurnota.taken import maak_uitvoer_taak
from igs.models import IGS
from opnetwerk.models import UitgaandeMail
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.handen import Hand, Muis, Toetsen
from tests.browser.test_werkruimte import BEWAARD, alleen_eigen_host, meld_aan, nu_in, wacht_op
from tests.fabriek import maak_gebruiker

SCHRIJVER = "wim@voorbeeld.be"
LIJST = "/cultuurnota/werkruimte/"
EIS = "Er staan nog geen doelstellingen."


@dataclass
class Speler:
    """A visitor and how they press."""

    bezoek: Bezoek
    hand: Hand

    @property
    def pagina(self) -> Any:
        return self.bezoek.page

    def druk(self, soort: Any, naam: Any, **keuzes: Any) -> None:
        """A button or a link of the page itself, by its name."""
        self.hand.druk(self.in_hoofd(soort, naam, **keuzes))

    def in_hoofd(self, soort: Any, naam: Any, **keuzes: Any) -> Locator:
        return self.pagina.locator("main").get_by_role(soort, name=naam, **keuzes).first

    def vul(self, label: str, tekst: str) -> None:
        self.hand.vul(self.pagina.locator("main").get_by_label(label).last, tekst)

    def vouw_open(self, tekst: str) -> None:
        self.hand.druk(self.pagina.locator("main summary", has_text=tekst))

    def naar(self, naam: str, pad: str) -> None:
        """To another page of the note, by the links under it."""
        self.hand.druk(self.pagina.locator(".notawegen").get_by_role("link", name=naam))
        self.pagina.wait_for_url(f"**{pad}")

    def gezegd(self) -> str:
        return str(self.pagina.inner_text("main"))


def begin(an: Speler) -> Cultuurnota:
    an.bezoek.ga(LIJST)
    an.druk("link", "Begin een nieuwe nota")
    an.pagina.wait_for_url("**/nieuw/")
    an.vul("Titel", "Samen tot 2032")
    an.vul("Eerste jaar", "2027")
    an.vul("Laatste jaar", "2032")
    an.druk("button", "Begin de nota")
    an.pagina.wait_for_url("**net=begonnen")
    nota = Cultuurnota.objects.get(titel="Samen tot 2032")
    assert nota.hoofdstukken.count() >= 15
    assert nota.igs.slug == "zuidrand"
    return nota


def nodig_uit(an: Speler) -> str:
    """The path in the mail that the writer gets."""
    an.naar("Team", "/team/")
    an.vul("E-mailadres", SCHRIJVER)
    an.hand.kies(an.pagina.get_by_label("Wat doet deze persoon?"), "schrijver")
    an.druk("button", "Stuur de uitnodiging")
    an.pagina.get_by_text(SCHRIJVER).first.wait_for()
    [mail] = UitgaandeMail.objects.filter(aan=SCHRIJVER)
    gevonden = re.search(r"(/cultuurnota/uitnodiging/\S+)", mail.tekst)
    assert gevonden is not None
    return gevonden[1]


def open_hoofdstuk(speler: Speler, hoofdstuk: Hoofdstuk) -> None:
    """From the task list."""
    taak = speler.pagina.locator(f"main a[href$='/hoofdstuk/{hoofdstuk.kenmerk}/']")
    speler.hand.druk(taak)
    speler.pagina.wait_for_url(f"**/hoofdstuk/{hoofdstuk.kenmerk}/")
    speler.pagina.locator(".tiptap").wait_for()


def schrijf_samen(an: Speler, wim: Speler, hoofdstuk: Hoofdstuk) -> None:
    """At the same time, and one of them without a line for a while."""
    an.naar("Taken", f"/{hoofdstuk.nota.kenmerk}/")
    for speler in (an, wim):
        open_hoofdstuk(speler, hoofdstuk)
    an.hand.schrijf(an.pagina, "Van An.")
    wacht_op(an.bezoek, BEWAARD)
    wim.bezoek.context.set_offline(True)
    wim.hand.schrijf(wim.pagina, "Van Wim.")
    wacht_op(wim.bezoek, "Nog niet opgeslagen, we proberen opnieuw")
    wim.bezoek.context.set_offline(False)
    wacht_op(wim.bezoek, "samen met wat iemand anders intussen schreef")
    wim.bezoek.meldingen = [melding for melding in wim.bezoek.meldingen if "ERR_INTERNET_DISCONNECTED" not in melding]
    tekst = nu_in(hoofdstuk)
    assert "Van An." in tekst
    assert "Van Wim." in tekst
    for speler in (an, wim):
        speler.hand.verlaat_tekst(speler.pagina)


def geef_opmerking(wim: Speler, hoofdstuk: Hoofdstuk) -> None:
    wim.vul("Schrijf een opmerking", "Hebben we hier cijfers van?")
    wim.druk("button", "Bewaar de opmerking")
    wim.pagina.wait_for_url("**net=gezegd**")
    wim.pagina.get_by_text("Hebben we hier cijfers van?").first.wait_for()
    assert Opmerking.objects.get().hoofdstuk == hoofdstuk


def los_op(an: Speler, hoofdstuk: Hoofdstuk) -> None:
    an.naar("Taken", f"/{hoofdstuk.nota.kenmerk}/")
    an.pagina.get_by_text("1 open opmerking").wait_for()
    open_hoofdstuk(an, hoofdstuk)
    an.druk("button", "Opgelost")
    an.pagina.wait_for_url("**net=opgelost**")
    assert Opmerking.objects.get().opgelost_op is not None


def kleuren(an: Speler, titel: str) -> set[str]:
    """How the findings with this title are marked: "ja" (green), "nee" (red) or "open"."""
    regels = an.pagina.locator("main .regel").filter(has=an.pagina.locator("strong", has_text=titel))
    merken = regels.locator(".uitslag").evaluate_all("merken => merken.map((merk) => merk.className)")
    return {str(merk).removeprefix("uitslag ") for merk in merken}


def leg_doel_vast(an: Speler) -> None:
    """An objective for task 6 with its indicator; the check says so before and after."""
    an.naar("Controle", "/controle/")
    assert EIS in an.gezegd()
    assert kleuren(an, "Opdracht 6") == {"nee"}
    goed_voor = in_orde(an)
    an.naar("Doelstellingen", "/doelen/")
    an.druk("link", "Voeg een doelstelling toe")
    an.pagina.wait_for_url("**/doelstelling/nieuw/")
    an.hand.vul(an.pagina.locator("#id_titel"), "Jongeren doen mee")
    an.hand.vink(an.pagina.locator("input[name=opdrachten][value='6']"))
    an.druk("button", "Bewaar")
    an.druk("link", re.compile("Voeg een indicator toe"))
    an.pagina.wait_for_url("**/indicator/nieuw/**")
    an.hand.vul(an.pagina.locator("#id_naam"), "Leden van de raad")
    for veld, waarde in (("nulmeting", "0"), ("streefwaarde", "60"), ("bron", "eigen telling"), ("wie", "An")):
        an.hand.vul(an.pagina.locator(f"#id_{veld}"), waarde)
    an.druk("button", "Bewaar")
    an.pagina.wait_for_url(re.compile(r"/doelen/(\?|#|$)"))
    assert Indicator.objects.get().doelstelling.opdrachten == ["6"]
    an.naar("Controle", "/controle/")
    assert EIS not in an.gezegd()
    assert kleuren(an, "Opdracht 6") == {"ja"}
    assert kleuren(an, "Opdracht 5") == {"nee"}
    assert "Leden van de raad" not in an.gezegd()  # nothing is missing there
    assert in_orde(an) > goed_voor


def in_orde(an: Speler) -> int:
    """How many checks are green, as the page says in words; the picture beside it shows as much."""
    zin = an.pagina.inner_text("#vooruitgang")
    gevonden = re.match(r"(\d+) van \d+ controles zijn in orde", zin)
    assert gevonden is not None
    assert an.pagina.locator(".uitslag.ja").count() == int(gevonden[1])
    return int(gevonden[1])


def bevries_en_haal_op(an: Speler) -> None:
    an.naar("Delen en bewaren", "/delen/")
    an.vouw_open("Bevries de nota van nu")
    an.vul("Naam van de versie", "Voor de raad")
    an.druk("button", "Bevries")
    an.pagina.get_by_text("De versie is bevroren").wait_for()
    an.vouw_open("Maak een bestand")
    an.druk("button", "Maak het bestand")
    an.pagina.get_by_text("wacht op zijn beurt").wait_for()
    maak_uitvoer_taak(Uitvoer.objects.get().pk)
    an.druk("link", "Kijk nu opnieuw")
    an.pagina.get_by_text("Het bestand is klaar.").wait_for()
    with an.pagina.expect_download() as gehaald:
        an.druk("link", re.compile("Haal het bestand op"))
    assert gehaald.value.suggested_filename.endswith(".docx")
    an.druk("link", "Terug naar Delen en bewaren")
    an.pagina.wait_for_url("**/delen/")


def deel_en_trek_in(an: Speler, gast: Bezoek) -> None:
    an.vouw_open("Maak een leeslink")
    an.vul("Voor wie is de link", "Het bestuur")
    an.druk("button", "Maak de link")
    adres = an.pagina.get_by_role("link", name="/cultuurnota/lezen/").get_attribute("href") or ""
    gast.ga(adres.removeprefix(gast.basis))
    gelezen = gast.page.inner_text("main")
    assert "Van Wim." in gelezen
    assert "Jongeren doen mee" in gelezen
    gast.schuift_niet_opzij()
    an.druk("button", "Trek in")
    an.pagina.get_by_text("De link werkt niet meer").wait_for()
    gast.ga(adres.removeprefix(gast.basis))
    assert "Van Wim." not in gast.page.inner_text("main")


@pytest.mark.parametrize("hand", [Muis(), Toetsen()], ids=["muis", "toetsenbord"])
@pytest.mark.parametrize("breedte", [1280, 320])
def test_van_begin_tot_ingetrokken_link(bezoek: Any, site: str, breedte: int, hand: Hand) -> None:
    coordinator = maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "an@voorbeeld.be")
    an = Speler(meld_aan(bezoek(breedte), coordinator), hand)
    wim = Speler(meld_aan(bezoek(breedte), maak_gebruiker(SCHRIJVER)), hand)
    nota = begin(an)
    wim.bezoek.ga(nodig_uit(an))
    wim.druk("button", "Ik doe mee")
    wim.pagina.wait_for_url(f"**/werkruimte/{nota.kenmerk}/**")
    hoofdstuk = nota.hoofdstukken.get(sleutel="H7")
    schrijf_samen(an, wim, hoofdstuk)
    geef_opmerking(wim, hoofdstuk)
    los_op(an, hoofdstuk)
    leg_doel_vast(an)
    bevries_en_haal_op(an)
    deel_en_trek_in(an, bezoek(breedte))
    for speler in (an, wim):
        speler.bezoek.schuift_niet_opzij()
        alleen_eigen_host(speler.bezoek)
