"""A real Chromium on a live server with the real data. Without Chromium the tests say how to get it; CI insists."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import databank

CHROMIUM = os.environ.get("OPNETWERK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Playwright keeps an event loop in this thread; Django would refuse the database beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
REGELS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        reden = "Geen Chromium: apt-get install chromium, of OPNETWERK_CHROMIUM=/pad/naar/chromium"
        if os.environ.get("CI"):
            pytest.fail(reden)
        pytest.skip(reden)
    with sync_playwright() as playwright:
        vlaggen = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=vlaggen)
        yield browser
        browser.close()


@dataclass
class Bezoek:
    """One visitor: a page, where the site stands, and every host that was asked for something."""

    page: Page
    basis: str
    context: BrowserContext
    hosts: set[str] = field(default_factory=set)
    meldingen: list[str] = field(default_factory=list)

    def ga(self, pad: str) -> None:
        antwoord = self.page.goto(self.basis + pad)
        assert antwoord is not None
        assert antwoord.status < 500, pad

    @property
    def pad(self) -> str:
        return urlsplit(self.page.url).path

    def tab_naar(self, selector: str, hoogstens: int = 400) -> None:
        """Press Tab until the focus is on the element, as somebody without a mouse does."""
        for _ in range(hoogstens):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("s => !!document.activeElement?.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is met Tab niet te bereiken op {self.pad}")

    def schuift_niet_opzij(self) -> None:
        breedte, ruimte = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert breedte <= ruimte, f"{self.pad} is {breedte} breed in {ruimte}"

    def axe(self) -> list[str]:
        uitslag = Axe().run(self.page, options=REGELS)
        return [
            f"{self.pad}: {fout['id']} {fout['nodes'][0]['target']} {fout['nodes'][0]['html'][:120]}"
            for fout in uitslag.response["violations"]
        ]

    def loop_na(self, paden: Iterable[str]) -> None:
        """Every page fits the window and has nothing axe finds."""
        fouten = []
        for pad in paden:
            self.ga(pad)
            self.schuift_niet_opzij()
            fouten += self.axe()
        assert fouten == []

    def alleen_eigen_host(self) -> None:
        assert self.hosts <= {urlsplit(self.basis).netloc}
        assert not self.meldingen


@pytest.fixture
def wie_snel_typt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A browser that is driven fills in "Vraag hulp" faster than people do."""
    from igs.views_hulp import Hulpformulier

    monkeypatch.setattr(Hulpformulier, "minimum_seconden", 0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def site(live_server: Any, transactional_db: None) -> str:
    """The whole real network on a live server."""
    from igs.models import Gemeente

    if not Gemeente.objects.exists():
        databank.zet_netwerk()
    return live_server.url


@pytest.fixture
def bezoek(chromium: Browser, site: str) -> Iterator[Any]:
    """A function that opens a new visitor: width, JavaScript on or off, light or dark."""
    contexten: list[BrowserContext] = []

    def open_(breedte: int = 1280, javascript: bool = True, donker: bool = False, **opties: Any) -> Bezoek:
        context = chromium.new_context(
            viewport={"width": breedte, "height": 900},
            java_script_enabled=javascript,
            color_scheme="dark" if donker else "light",
            locale="nl-BE",
            **opties,
        )
        contexten.append(context)
        nieuw = Bezoek(context.new_page(), site, context)
        nieuw.page.on("request", lambda verzoek: nieuw.hosts.add(urlsplit(verzoek.url).netloc))
        nieuw.page.on("console", lambda m: nieuw.meldingen.append(m.text) if m.type == "error" else None)
        return nieuw

    yield open_
    for context in contexten:
        context.close()
