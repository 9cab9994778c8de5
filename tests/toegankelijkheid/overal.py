"""Every page type in its states in a real browser: `python -m tests.toegankelijkheid.overal [WOORD ...] [-WOORD ...]`.

Starts a portal of its own with the example content (in OPNETWERK_DATA, or a folder that goes again), follows every link
as every role, and looks at each page type filled, short, faulty, with long names, empty and as an error page. A WOORD
keeps only page types whose name holds it, a -WOORD leaves those out. Prints what is wrong per page and state, and ends
with 1 when there is any. About half an hour; see docs/toegankelijkheid.md for what it proves.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

WEG_ERNA = "" if os.environ.get("OPNETWERK_DATA") else tempfile.mkdtemp(prefix="opnetwerk-toegankelijk-")
os.environ.setdefault("OPNETWERK_DATA", WEG_ERNA)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser keeps an event loop in this thread


def vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        return int(proef.getsockname()[1])


POORT = vrije_poort()
BASIS = f"http://127.0.0.1:{POORT}"
os.environ["OPNETWERK_ADRES"] = BASIS

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db.models import CharField  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client  # noqa: E402
from playwright.sync_api import Browser, Page, Route, sync_playwright  # noqa: E402

from opnetwerk.checks import adressen, eigen_view  # noqa: E402
from opnetwerk.models import Gebruiker  # noqa: E402
from opnetwerk.rekeningen import VOORBEELDDOMEIN  # noqa: E402
from tests.aanmelden import in_beheer  # noqa: E402
from tests.toegankelijkheid import keuren, paginas, postlinks  # noqa: E402
from tests.toegankelijkheid.paginas import Bezoeker, Pagina  # noqa: E402

CHROMIUM = os.environ.get("OPNETWERK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WORTEL = Path(__file__).resolve().parents[2]
ROLLEN = ["beheerder", "redactie", "zuidrand", "schrijver", "lezer", "organisator"]
BEGIN = ["/", "/mijn/", "/admin/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/postvak/"]
LANG_WOORD = "Intergemeentelijkesamenwerkingsverbandenondersteuningsmedewerker " * 3
FOUTPAGINAS = ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]
# What a form that came back shows: the summary of the house, of the admin.
TERUG = "[data-samenvatting], .errornote"


def start_portaal() -> subprocess.Popen[bytes]:
    """The portal with its example content; returns when it answers, stops when it does not come up."""
    commando = [sys.executable, "manage.py", "start", "--adres", f"127.0.0.1:{POORT}"]
    proces = subprocess.Popen(commando, cwd=WORTEL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        if proces.poll() is not None:
            break
        try:
            with urlopen(f"{BASIS}/gezondheid/klaar/") as antwoord:
                if antwoord.status == 200:
                    return proces
        except (URLError, OSError):
            time.sleep(1)
    proces.send_signal(signal.SIGTERM)
    raise SystemExit("het portaal start niet")


def koekjes() -> dict[str, str]:
    """The session of each role; '' for a stranger, and one of somebody who has a talent."""
    sessies = {"": ""}
    for rol in ROLLEN:
        wie = Gebruiker.objects.get(email=f"{rol}{VOORBEELDDOMEIN}")
        sessies[rol] = paginas.meld_aan(in_beheer(Client(), wie))
    maker = Gebruiker.objects.filter(talentbeheer__isnull=False).first()
    if maker is not None:
        sessies["maker"] = paginas.meld_aan(in_beheer(Client(), maker))
    nieuw, _ = Gebruiker.objects.get_or_create(email=f"nieuw{VOORBEELDDOMEIN}", defaults={"naam": "Nora Nieuw"})
    sessies["nieuw"] = paginas.meld_aan(in_beheer(Client(), nieuw))
    return sessies


def vind(sessies: dict[str, str], alleen: list[str]) -> list[Pagina]:
    """Every page type that somebody reaches; strangers first, the admin last."""
    gezien: dict[str, list[Pagina]] = {}
    links = postlinks.maak_links()
    behalve = [woord.removeprefix("-") for woord in alleen if woord.startswith("-")]
    for rol, koekje in sessies.items():
        paginas.loop(Bezoeker(rol, BASIS, koekje), [*BEGIN, *links], gezien, behalve=behalve)
    gekozen = sorted(paginas.kies(gezien), key=lambda pagina: (pagina.soort.startswith("admin:"), bool(pagina.rol)))
    wel = [woord for woord in alleen if not woord.startswith("-")]
    return [pagina for pagina in gekozen if not wel or any(woord in pagina.soort for woord in wel)]


def niet_bereikt(soorten: set[str]) -> list[str]:
    """URL names of ours that no page was found of: those that only take a POST or give a file, and what lacks data."""
    return sorted({patroon.name or "" for _, patroon in adressen() if eigen_view(patroon)} - soorten)


class Kijker:
    """The browser, and what it found so far."""

    def __init__(self, browser: Browser, sessies: dict[str, str]) -> None:
        self.browser, self.sessies = browser, sessies
        self.bladen: dict[str, Page] = {}
        self.fouten: list[str] = []
        self.bekeken = 0
        self.verstuurd = set[str]()

    def blad(self, rol: str) -> Page:
        """A window in which this role is logged in."""
        if rol not in self.bladen:
            context = self.browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-BE")
            if self.sessies[rol]:
                koekje = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessies[rol], "url": BASIS}
                context.add_cookies([koekje])  # type: ignore[list-item]
            self.bladen[rol] = context.new_page()
        return self.bladen[rol]

    def keur(self, soort: str, toestand: str, page: Page) -> None:
        """Everything in the state that the page is mostly in; in the others what a state can change."""
        self.bekeken += 1
        for fout in (keuren.alle if toestand == "gevuld" else keuren.kort)(page):
            zin = f"{soort} [{toestand}] {page.url.removeprefix(BASIS)} {fout}"
            self.fouten.append(zin)
            print(zin, flush=True)

    def kijk(self, pagina: Pagina, toestand: str = "") -> None:
        page = self.blad(pagina.rol)
        page.goto(BASIS + pagina.pad)
        self.keur(pagina.soort, toestand or pagina.toestand, page)

    def kijk_met_fouten(self, pagina: Pagina) -> None:
        """Send each form of the page with what stands in it emptied, and look at what comes back.

        A form with the same fields is sent once: in the admin, adding and changing are one form.
        """
        page = self.blad(pagina.rol)
        page.goto(BASIS + pagina.pad)
        for nummer, namen in enumerate(page.evaluate(VELDNAMEN)):
            merk = f"{'beheer' if pagina.soort.startswith('admin:') else pagina.soort} {namen}"
            if not namen or merk in self.verstuurd:
                continue
            self.verstuurd.add(merk)
            page.goto(BASIS + pagina.pad)
            with page.expect_navigation():
                page.locator("form[method=post]").nth(nummer).evaluate(LEEG_VERSTUURD)
            if page.locator(TERUG).count():
                self.keur(pagina.soort, "fout", page)

    def kijk_foutpagina(self, naam: str) -> None:
        """As the handlers make it, from the template alone."""
        page = self.blad("")
        html = render_to_string(naam, {"site_adres": BASIS, "beheerder": {}})
        page.route("**/proef-foutpagina/", lambda route: antwoord(route, html))
        page.goto(f"{BASIS}/proef-foutpagina/")
        page.unroute("**/proef-foutpagina/")
        self.keur(f"fout {naam.removesuffix('.html')}", "fout", page)


# The names of the fields of each form that somebody fills in.
VELDNAMEN = """() => [...document.querySelectorAll('form[method=post]')].map(vorm =>
  [...vorm.elements].filter(e => e.name && e.matches('input:not([type=hidden], [type=submit]), textarea, select'))
    .map(e => e.name).join(' '))"""
LEEG_VERSTUURD = """vorm => {
  for (const veld of vorm.elements) {
    if (veld.type === 'hidden' || veld.type === 'submit') continue;
    if (veld.type === 'checkbox' || veld.type === 'radio') veld.checked = false;
    else if (veld.tagName === 'SELECT') veld.selectedIndex = -1;
    else if (veld.type === 'date') veld.value = '';
    else veld.value = '';
  }
  HTMLFormElement.prototype.submit.call(vorm);
}"""


def antwoord(route: Route, html: str) -> None:
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def maak_lang() -> None:
    """Names and titles of the example content become as long as their column allows, in words that cannot break."""
    from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting
    from igs.models import IGS, Activiteit, Bericht, Praktijk
    from talent.models import Oproep, Profiel

    for model in (IGS, Activiteit, Bericht, Praktijk, Oproep, Profiel, Grensbreker, Ontmoeting, Netwerkvraag, Inzicht):
        velden = {veld.name: veld for veld in model._meta.fields if isinstance(veld, CharField) and not veld.unique}
        for naam in ("naam", "titel", "vraag", "plaats", "locatie", "adres"):
            if naam in velden:
                rijen = model._default_manager.all()
                rijen.update(**{naam: LANG_WOORD[: velden[naam].max_length or 190].strip()})


def ronde(kijker: Kijker, alle: list[Pagina], alleen: list[str]) -> None:
    """Every state in turn; what changes the content comes last."""
    for pagina in alle:
        probeer(kijker, lambda pagina=pagina: kijker.kijk(pagina), pagina)  # type: ignore[misc]
    for naam in FOUTPAGINAS if not alleen else []:
        kijker.kijk_foutpagina(naam)
    gevuld = [pagina for pagina in alle if pagina.toestand == "gevuld"]
    for pagina in gevuld:
        probeer(kijker, lambda pagina=pagina: kijker.kijk_met_fouten(pagina), pagina)  # type: ignore[misc]
    maak_lang()
    for pagina in gevuld:
        probeer(kijker, lambda pagina=pagina: kijker.kijk(pagina, "lang"), pagina)  # type: ignore[misc]
    call_command("voorbeelden", weg=True, verbosity=0)
    for pagina in gevuld:
        if pagina.rol == "":
            probeer(kijker, lambda pagina=pagina: kijker.kijk(pagina, "leeg"), pagina)  # type: ignore[misc]


def probeer(kijker: Kijker, doe: Callable[[], None], pagina: Pagina) -> None:
    """A page that cannot be opened is a finding, not the end."""
    try:
        doe()
    except Exception as fout:
        kijker.fouten.append(f"{pagina.soort} {pagina.pad}: {str(fout).splitlines()[0][:150]}")
        print(kijker.fouten[-1], flush=True)


def lees_versie() -> Iterator[str]:
    yield datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    git = shutil.which("git")
    if git:
        yield subprocess.run(
            [git, "rev-parse", "--short", "HEAD"], cwd=WORTEL, capture_output=True, text=True
        ).stdout.strip()
    yield f"{os.cpu_count()} kernen, belasting {os.getloadavg()[0]:.1f}"


def main(alleen: list[str]) -> int:
    begin = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started stops too
    print(" · ".join(lees_versie()), flush=True)
    portaal = start_portaal()
    try:
        settings.ALLOWED_HOSTS = ["*"]
        sessies = koekjes()
        alle = vind(sessies, alleen)
        soorten = {pagina.soort for pagina in alle}
        print(f"{len(soorten)} paginasoorten, {len(alle)} pagina's in {time.monotonic() - begin:.0f} s", flush=True)
        if alleen in ([], ["-admin:"]):
            print("niet bereikt: " + " ".join(niet_bereikt(soorten)), flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            kijker = Kijker(browser, sessies)
            ronde(kijker, alle, alleen)
            browser.close()
    finally:
        portaal.send_signal(signal.SIGTERM)
        portaal.wait(30)
        if WEG_ERNA:
            shutil.rmtree(WEG_ERNA, ignore_errors=True)
    duur = (time.monotonic() - begin) / 60
    print(f"{kijker.bekeken} keer gekeken in {duur:.1f} min: {len(kijker.fouten)} fouten")
    return 1 if kijker.fouten else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
