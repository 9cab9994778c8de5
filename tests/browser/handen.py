"""Two ways to do the same on a page: with the mouse, and with nothing but the keyboard."""

from typing import Protocol

from playwright.sync_api import Keyboard, Locator, Page

# Narrow and dark, wide and light; the two other pairs are walked by `python -m tests.toegankelijkheid.overal`.
BEELDSTANDEN = [(320, True), (1280, False)]
MEESTE_TABS = 300
HEEFT_FOCUS = "element => element === document.activeElement"
# Drawn around it, and in the window: a ring that nobody can see helps nobody.
ZIE_JE = """element => {
  const stijl = getComputedStyle(element), vak = element.getBoundingClientRect();
  const rand = stijl.outlineStyle !== 'none' && parseFloat(stijl.outlineWidth) >= 2;
  return rand && vak.bottom > 0 && vak.top < innerHeight && vak.right > 0 && vak.left < innerWidth;
}"""


class Hand(Protocol):
    """What a story does; every element stands on the page once."""

    def druk(self, wat: Locator) -> None:
        """Follow a link, press a button, open a fold."""

    def vul(self, veld: Locator, tekst: str) -> None:
        """Put this in a field instead of what stands there."""

    def kies(self, lijst: Locator, waarde: str) -> None:
        """Take the option of a list with this value."""

    def vink(self, vakje: Locator) -> None:
        """Tick a box."""

    def schrijf(self, page: Page, tekst: str) -> None:
        """At the end of the rich text."""

    def verlaat_tekst(self, page: Page) -> None:
        """Out of the rich text."""


class Muis:
    def druk(self, wat: Locator) -> None:
        wat.click()

    def vul(self, veld: Locator, tekst: str) -> None:
        veld.fill(tekst)

    def kies(self, lijst: Locator, waarde: str) -> None:
        lijst.select_option(waarde)

    def vink(self, vakje: Locator) -> None:
        vakje.check()

    def schrijf(self, page: Page, tekst: str) -> None:
        page.locator(".tiptap").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(tekst)

    def verlaat_tekst(self, page: Page) -> None:
        page.locator("h1").click()


class Toetsen:
    """Tab, Enter, Space, arrows, and letters where something is written."""

    def naar(self, wat: Locator) -> Keyboard:
        """The keyboard, with the focus on the element and to be seen there."""
        element, toetsen = wat.element_handle(), wat.page.keyboard
        for _ in range(MEESTE_TABS):
            if element.evaluate(HEEFT_FOCUS):
                break
            toetsen.press("Tab")
        assert element.evaluate(HEEFT_FOCUS), f"{wat} is met Tab niet te bereiken op {wat.page.url}"
        assert element.evaluate(ZIE_JE), f"aan {wat} zie je niet dat het de focus heeft op {wat.page.url}"
        return toetsen

    def druk(self, wat: Locator) -> None:
        self.naar(wat).press("Enter")

    def vul(self, veld: Locator, tekst: str) -> None:
        toetsen = self.naar(veld)
        toetsen.press("Control+a")
        toetsen.type(tekst)

    def kies(self, lijst: Locator, waarde: str) -> None:
        toetsen = self.naar(lijst)
        toetsen.press("Home")
        for _ in range(lijst.locator("option").count()):
            if lijst.input_value() == waarde:
                return
            toetsen.press("ArrowDown")
        raise AssertionError(f"{waarde} staat niet in {lijst}")

    def vink(self, vakje: Locator) -> None:
        self.naar(vakje).press("Space")
        assert vakje.is_checked()

    def schrijf(self, page: Page, tekst: str) -> None:
        toetsen = self.naar(page.locator(".tiptap"))
        toetsen.press("Control+End")
        toetsen.type(tekst)

    def verlaat_tekst(self, page: Page) -> None:
        """With Escape and Tab, and nothing changes by it."""
        vak = page.locator(".tiptap")
        voor = vak.inner_html()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert not vak.evaluate(HEEFT_FOCUS)
        assert vak.inner_html() == voor
