"""Make the pictures of the guide: a portal of its own in a temporary folder, used by a real browser.

`uv run python docs/handleiding/maak_beelden.py [FOLDER]` writes one PNG per picture, 1000 pixels wide (default:
`beelden/` beside this file), and prints its name. Needs Chromium: in the PATH, or named by OPNETWERK_CHROMIUM.
Ends with an error when a page does not look as the guide says, and stops the portal in any case.
"""

import contextlib
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

HIER = Path(__file__).resolve().parent
HUIS = HIER.parents[1]
DAG = "2026-11-23"
BREEDTE, HOOGTE = 1000, 700  # pixels
KLEUREN = 64  # a screen of text needs no more, and the file is a quarter
RAND = 4  # pixels above and below a strip
WACHT_OP_START = 300.0  # seconds; a busy machine needs them
WACHTWOORD = "voorbeeld-wachtwoord-2026"
ZUIDRAND, REDACTIE = "zuidrand@voorbeeld.invalid", "redactie@voorbeeld.invalid"
NIEUW, KEUZE = "lien@voorbeeld.invalid", "vier losse woorden samen"


def vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


def _omgeving(map_: Path) -> dict[str, str]:
    weg = {"DATABASE_URL", "OPNETWERK_LOKAAL", "OPNETWERK_ADRES"}
    rest = {naam: waarde for naam, waarde in os.environ.items() if naam not in weg}
    return rest | {"OPNETWERK_DATA": str(map_), "OPNETWERK_DAG": DAG}


@dataclass(frozen=True)
class Portaal:
    """A running portal: where it stands and how to give it a command."""

    url: str
    omgeving: dict[str, str]

    def opdracht(self, *woorden: str) -> str:
        """What a command of manage.py prints."""
        args = [sys.executable, "manage.py", *woorden]
        klaar = subprocess.run(args, cwd=HUIS, env=self.omgeving, check=True, capture_output=True, text=True)  # noqa: S603  our own program
        return klaar.stdout.strip()


@contextlib.contextmanager
def portaal() -> Iterator[Portaal]:
    """A portal with its own database, gone afterwards. Raises RuntimeError when it does not start."""
    with tempfile.TemporaryDirectory(prefix="handleiding-") as naam:
        map_, url = Path(naam), f"http://127.0.0.1:{vrije_poort()}"
        map_.chmod(0o755)  # as root the database runs as another user, who has to get in
        log = map_ / "start.log"
        args = [sys.executable, "manage.py", "start", "--adres", url.removeprefix("http://")]
        with log.open("w") as uit:
            proces = subprocess.Popen(args, cwd=HUIS, env=_omgeving(map_), stdout=uit, stderr=uit)  # noqa: S603  our own program
        try:
            _wacht_tot_het_draait(proces, log)
            yield Portaal(url, _omgeving(map_))
        finally:
            proces.send_signal(signal.SIGTERM)
            proces.wait(30)


def _wacht_tot_het_draait(proces: subprocess.Popen[bytes], log: Path) -> None:
    einde = time.monotonic() + WACHT_OP_START
    while "draait op" not in log.read_text():
        if proces.poll() is not None or time.monotonic() > einde:
            raise RuntimeError(f"Het portaal start niet:\n{log.read_text()}")
        time.sleep(0.2)


# --- taking pictures ---


@dataclass
class Maker:
    """Takes the pictures of one portal and writes them in one folder."""

    browser: Browser
    portaal: Portaal
    naar: Path

    def bezoeker(self) -> Page:
        context = self.browser.new_context(
            viewport={"width": BREEDTE, "height": HOOGTE},
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            base_url=self.portaal.url,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        # The menu at the side is on every page of the admin; without it the form gets the width of the picture.
        context.add_init_script("localStorage.setItem('django.admin.navSidebarIsOpen', 'false')")
        return context.new_page()

    def neem(self, naam: str, page: Page, van: Locator | None = None, tot: Locator | None = None) -> None:
        """Write `naam`.png: the window, or the strip of the page from the top of `van` to the bottom of `tot`."""
        page.wait_for_load_state("networkidle")
        page.evaluate("() => document.activeElement?.blur()")
        if van is None:
            page.evaluate("() => window.scrollTo(0, 0)")
            ruw = page.screenshot()
        else:
            eerste, laatste = van.bounding_box(), (tot or van).bounding_box()
            assert eerste is not None
            assert laatste is not None
            # The boxes count from the window; a picture of the whole page counts from its top.
            boven = page.evaluate("() => window.scrollY") + eerste["y"] - RAND
            hoogte = laatste["y"] + laatste["height"] - eerste["y"] + 2 * RAND
            strook = {"x": 0, "y": max(boven, 0), "width": BREEDTE, "height": hoogte}
            ruw = page.screenshot(full_page=True, clip=strook)  # type: ignore[arg-type]
        beeld = Image.open(io.BytesIO(ruw)).convert("RGB")
        beeld.quantize(KLEUREN, dither=Image.Dither.NONE).save(self.naar / f"{naam}.png", optimize=True)
        print(f"{naam}.png")  # noqa: T201  a script for a person at a keyboard

    def meld_aan(self, page: Page, adres: str) -> None:
        """Through the real pages, with the code that the app would show."""
        page.goto("/accounts/login/?next=/admin/")
        page.get_by_label("E-mailadres").fill(adres)
        page.get_by_label("Wachtwoord").fill(WACHTWOORD)
        page.get_by_role("button", name="Aanmelden", exact=True).click()
        page.get_by_label("Code").fill(self.portaal.opdracht("inlogcode", adres))
        page.get_by_role("button", name="Aanmelden", exact=True).click()
        page.wait_for_url("**/admin/")


def code_van(geheim: str) -> str:
    """The code of an app that was just given this secret."""
    from opnetwerk.voorbeeldaccounts import code_van as bereken

    return bereken(geheim)


def open_formulier(page: Page, soort: str, titel: str = "") -> str:
    """Open the first item of a list, or the one with this title; its path."""
    page.goto(f"/admin/igs/{soort}/")
    rijen = page.locator("#result_list tbody th a")
    (rijen.filter(has_text=titel) if titel else rijen).first.click()
    page.wait_for_url("**/change/**")
    return page.url.split("?")[0]


def druk(page: Page, knop: str) -> None:
    page.get_by_role("button", name=knop, exact=True).click()
    page.wait_for_load_state("networkidle")


def vul_tekst(page: Page, vak: str, tekst: str) -> None:
    """Type in a rich text field."""
    page.get_by_role("textbox", name=vak).click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(tekst)


# --- the chapters ---


def eerste_keer(maker: Maker) -> Page:
    """1: from the invitation to the account; the page of the new colleague, who is in the admin afterwards."""
    redactie, page = maker.bezoeker(), maker.bezoeker()
    maker.meld_aan(redactie, REDACTIE)
    redactie.goto("/admin/igs/aanstelling/add/")
    redactie.get_by_label("E-mailadres van wie je uitnodigt").fill(NIEUW)
    redactie.get_by_label("Naam").fill("Lien Voorbeeld")
    redactie.locator("#id_igs").select_option(label="Zuidrand")
    redactie.locator("#id_van").fill("01-01-2026")
    redactie.locator("input[name=_save]").click()
    page.goto(lees_mail(redactie))
    maker.neem("uitnodiging", page, page.locator("h1"), page.get_by_role("button", name="Neem aan"))
    page.get_by_label("Kies een wachtwoord").fill(KEUZE)
    druk(page, "Neem aan en bewaar wachtwoord")
    page.get_by_role("link", name="Meld je aan", exact=True).click()
    page.get_by_label("E-mailadres").fill(NIEUW)
    page.get_by_label("Wachtwoord").fill(KEUZE)
    maker.neem("aanmelden", page, page.locator("h1"), page.get_by_role("link", name="Wachtwoord vergeten?"))
    druk(page, "Aanmelden")
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Koppel een app").click()
    maker.neem("app-koppelen", page, page.locator("h1"), page.get_by_role("button", name="Koppel de app"))
    geheim = page.locator("main code").inner_text()
    page.get_by_label("Code uit je app").fill(code_van(geheim))
    druk(page, "Koppel de app")
    maker.neem("herstelcodes", page, page.locator("h1"), page.get_by_role("link", name="Bewaar de codes"))
    page.goto("/mijn/")
    maker.neem("mijn-account", page, page.locator("h1"), page.locator("dl.feiten"))
    page.goto("/admin/")
    maker.neem("bevestigen", page, page.locator("h1"), page.get_by_role("button", name="Ga verder"))
    page.get_by_label("Code").fill(code_van(geheim))
    druk(page, "Ga verder")
    page.wait_for_url("**/admin/")
    return page


def lees_mail(page: Page) -> str:
    """The path of the link in the newest mail, as the mailbox of a local portal shows it."""
    einde = time.monotonic() + 60
    while time.monotonic() < einde:
        page.goto("/postvak/")
        brief = page.locator("main tbody a").first
        if brief.count():
            brief.click()
            gevonden = re.search(r"/uitnodiging/\S+", page.inner_text("main"))
            assert gevonden is not None
            return gevonden[0]
        page.wait_for_timeout(500)
    raise RuntimeError("De uitnodiging kwam niet aan in het postvak.")


def mijn_regio(maker: Maker, page: Page) -> None:
    """2: the page of the region, from a report of a visitor to a preview."""
    bezoeker = maker.bezoeker()
    bezoeker.goto("/klopt-er-iets-niet/?pagina=/igs/zuidrand/")
    bezoeker.locator("main textarea").first.fill("Het telefoonnummer op deze pagina werkt niet meer.")
    bezoeker.wait_for_timeout(6_000)  # a form that comes back at once is taken for a robot's
    druk(bezoeker, "Verstuur je melding")
    formulier = open_formulier(page, "igs")
    druk(page, "Publiceer")
    page.goto("/admin/")
    maker.neem("beheer", page)
    page.goto(formulier)
    page.locator("#id_omschrijving").fill("Zuidrand brengt cultuur en erfgoed samen, ten zuiden van Antwerpen.")
    vul_tekst(page, "Wat het doet, uitgebreid", "We werken met zes gemeenten aan één aanbod.")
    maker.neem("regio-tekst", page, page.locator("fieldset", has_text="Voor bezoekers"))
    page.locator("#id_foto_alt").fill("Twintig mensen rond een tafel in de bibliotheek van Hove")
    page.locator("#id_foto_bron").fill("An Voorbeeld")
    maker.neem("foto", page, page.locator(".field-foto_alt"), page.locator(".field-foto_bron"))
    maker.neem("knoppen", page, page.locator(".submit-row"))
    druk(page, "Bewaar en bekijk voorbeeld")
    maker.neem("voorbeeld", page)
    page.goto(formulier)
    maker.neem("stand", page, page.locator("#content > h1"), page.locator(".stand-balk"))


def portret(maker: Maker, page: Page) -> None:
    """3: the questions of a portrait, and the page they make."""
    open_formulier(page, "portret")
    vragen = page.locator("fieldset", has_text="Vragen")
    maker.neem("portret-begin", page, page.locator(".field-titel"), page.locator(".field-inleiding"))
    maker.neem("portret-vragen", page, vragen, vragen.locator(".form-row").nth(1))
    page.goto("/belicht/")
    page.locator("main a[href^='/belicht/']:not([href*='vragen'])").first.click()
    maker.neem("portret-op-de-site", page)


def activiteit(maker: Maker, page: Page) -> None:
    """4: an activity, planned, published and called off."""
    page.goto("/admin/igs/activiteit/add/")
    page.locator("#id_titel").fill("Leesavond in de bibliotheek")
    page.locator("#id_begint_op_0").fill("10-12-2026")
    page.locator("#id_begint_op_1").fill("20:00")
    page.locator("#id_eindigt_op_0").fill("10-12-2026")
    page.locator("#id_eindigt_op_1").fill("22:00")
    page.locator("#id_plaats").fill("Bibliotheek van Hove")
    page.locator("#id_publiek").fill("iedereen")
    page.locator("#id_prijs").fill("gratis")
    vul_tekst(page, "Tekst", "Breng je lievelingsboek mee. Wij zorgen voor koffie.")
    maker.neem("activiteit-wanneer", page, page.locator(".field-titel"), page.locator(".field-geannuleerd"))
    maker.neem("activiteit-waar", page, page.locator("fieldset", has_text="Waar en voor wie"))
    maker.neem("activiteit-plannen", page, page.locator("fieldset", has_text="Publiceren op"))
    druk(page, "Publiceer")
    page.locator(".viewsitelink").click()
    maker.neem("activiteit-op-de-site", page, page.locator("h1"), page.get_by_text("Zet dit in je kalender"))
    open_formulier(page, "activiteit", "Leesavond")
    page.get_by_label("Gaat niet door").check()
    druk(page, "Publiceer")
    page.locator(".viewsitelink").click()
    maker.neem("gaat-niet-door", page, page.locator("h1"), page.get_by_text("Zet dit in je kalender"))


def mis(maker: Maker, page: Page, collega: Page) -> None:
    """5: history, two people at once, the bin, a report."""
    formulier = open_formulier(page, "activiteit", "Leesavond")
    collega.goto(formulier)
    collega.locator("#id_prijs").fill("5 euro")
    druk(collega, "Bewaar als concept")
    page.locator("#id_prijs").fill("3 euro, met koffie")
    druk(page, "Bewaar als concept")
    maker.neem("samen-bewerken", page, page.locator("#content > h1"), page.locator(".naast-elkaar"))
    page.goto(formulier.replace("/change/", "/history/"))
    versies = page.locator("section.module")
    maker.neem("geschiedenis", page, page.locator("#content > h1"), versies.nth(1))
    page.goto(formulier.replace("/change/", "/delete/"))
    maker.neem("in-de-prullenmand", page, page.locator("#content > h1"), page.locator(".cancel-link"))
    page.locator("#content input[type=submit]").click()
    page.goto("/admin/igs/activiteit/?prullenmand=ja")
    page.locator("#result_list input[type=checkbox]").nth(1).check()
    page.locator("select[name=action]").select_option(label="Zet terug uit de prullenmand")
    maker.neem("prullenmand", page, page.locator("#content > h1"), page.locator("#changelist-filter"))
    page.goto("/admin/igs/melding/")
    page.locator("#result_list tbody th a").first.click()
    maker.neem("melding", page, page.locator("#content > h1"), page.locator(".submit-row"))


def maak(naar: Path) -> None:
    """Write every picture of the guide in the folder `naar`."""
    naar.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("OPNETWERK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        raise RuntimeError("Geen Chromium: apt-get install chromium, of OPNETWERK_CHROMIUM=/pad/naar/chromium")
    with portaal() as lopend, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        maker = Maker(browser, lopend, naar)
        collega = eerste_keer(maker)
        page = maker.bezoeker()
        maker.meld_aan(page, ZUIDRAND)
        mijn_regio(maker, page)
        portret(maker, page)
        activiteit(maker, page)
        mis(maker, page, collega)
        browser.close()


if __name__ == "__main__":
    sys.path.insert(0, str(HUIS))
    # For the one function that reckons a code; the portal itself is another process.
    with tempfile.TemporaryDirectory() as los:
        os.environ |= {"OPNETWERK_DATA": los, "DJANGO_SETTINGS_MODULE": "opnetwerk.settings"}
        import django

        django.setup()
        maak(Path(sys.argv[1]) if len(sys.argv) > 1 else HIER / "beelden")
