"""What a browser sees of one page: axe at two widths, light, dark, in forced colours; zoom, spacing, motion, paper.

Every check gives sentences that say what is wrong; none when all is well.
"""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

REGELS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},  # 2.5.8, off in axe itself
    "resultTypes": ["violations"],
}
# What can differ between light and dark; the rest of axe looks at the document, which stays the same.
KLEURREGELS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
SMAL, BREED = 320, 1280
HOOG = 900
AXE = Axe().axe_script

# WCAG 1.4.12, the four figures of the criterion.
RUIMTE = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
# Text that its own box cuts off: neither to be scrolled to nor to be read. What is hidden for the eye on purpose
# (one pixel) and what an ellipsis shortens with the whole text elsewhere are left out by size and by scrolling.
AFGEKNIPT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (s.visibility === 'hidden' || r.width < 5 || r.height < 5 || !e.textContent.trim()) return false;
  if (e.matches('input, textarea, select, option') || e.closest('svg, .tiptap, .material-icons')) return false;
  const opzij = ['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 2;
  const omlaag = ['hidden', 'clip'].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 2;
  return opzij || omlaag;
}).slice(0, 3).map(e => e.outerHTML.slice(0, 100))"""
BEWEEGT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const s = getComputedStyle(e), lang = t => t.split(',').some(d => parseFloat(d) > (d.includes('ms') ? 10 : .01));
  return (s.animationName !== 'none' && lang(s.animationDuration))
    || (s.transitionProperty !== 'none' && lang(s.transitionDuration));
}).slice(0, 3).map(e => e.outerHTML.slice(0, 100))"""
BREEDTES = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
PAPIER = """() => {
  const main = document.querySelector('main') ?? document.body, r = main.getBoundingClientRect();
  const kleur = getComputedStyle(document.body).backgroundColor;
  return {zichtbaar: r.width > 0 && r.height > 0 && main.innerText.trim().length > 0, kleur,
          breed: document.documentElement.scrollWidth, ruimte: document.documentElement.clientWidth};
}"""


def axe(page: Page, regels: dict[str, object], wat: str) -> Iterator[str]:
    """What axe finds on the page as it is drawn now; its script must have been put in."""
    for fout in page.evaluate("regels => axe.run(document, regels)", regels)["violations"]:
        plek = fout["nodes"][0]
        uitleg = " ".join(plek["any"][0]["message"].split())[:120] if plek["any"] else ""
        yield f"{wat}: {fout['id']} ×{len(fout['nodes'])} {plek['target'][0]} {plek['html'][:110]} {uitleg}"


def alle(page: Page, *, kleuren_heel: bool = False) -> Iterator[str]:
    """Every check on the page that is open; leaves it light, wide and without more spacing than it came with.

    `kleuren_heel`: all of axe in the dark too, not only what can differ there.
    """
    page.evaluate(AXE)
    # Without motion colours change at once, so that axe never reads one that is on its way.
    page.emulate_media(reduced_motion="reduce")
    yield from (f"minder beweging: {wat}" for wat in page.evaluate(BEWEEGT))
    donker = REGELS if kleuren_heel else KLEURREGELS
    for breedte in (SMAL, BREED):
        page.set_viewport_size({"width": breedte, "height": HOOG})
        yield from axe(page, REGELS, f"{breedte} licht")
        page.emulate_media(color_scheme="dark")
        yield from axe(page, donker, f"{breedte} donker")
        page.emulate_media(color_scheme="light")
        yield from past(page, f"{breedte}")
    page.emulate_media(forced_colors="active")
    yield from axe(page, KLEURREGELS, "gedwongen kleuren")
    page.emulate_media(forced_colors="none")
    yield from met_ruimte(page)
    yield from op_papier(page)


def kort(page: Page) -> Iterator[str]:
    """For a page type that was looked at before: what another content can break, narrow in light and wide in dark."""
    page.evaluate(AXE)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": SMAL, "height": HOOG})
    yield from axe(page, REGELS, f"{SMAL} licht")
    yield from past(page, f"{SMAL}")
    yield from (f"{SMAL}: afgeknipt {wat}" for wat in _afgeknipt(page, SMAL))
    page.set_viewport_size({"width": BREED, "height": HOOG})
    page.emulate_media(color_scheme="dark")
    yield from axe(page, KLEURREGELS, f"{BREED} donker")
    page.emulate_media(color_scheme="light")


def past(page: Page, wat: str) -> Iterator[str]:
    """1.4.10: 320 px wide is 1280 px at 400 %; nothing scrolls sideways but what has a scroll bar of its own."""
    breedte, ruimte = page.evaluate(BREEDTES)
    if breedte > ruimte:
        yield f"{wat}: schuift opzij, {breedte} in {ruimte}"


def met_ruimte(page: Page) -> Iterator[str]:
    """1.4.12: with the spacing of the criterion no text is cut off, on a narrow and on a wide screen."""
    voor = {breedte: _afgeknipt(page, breedte) for breedte in (SMAL, BREED)}
    # As a style sheet of the browser, not of the page: a reader's own style is under no CSP either.
    page.evaluate(
        "css => { const s = new CSSStyleSheet(); s.replaceSync(css);"
        " document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; }",
        RUIMTE,
    )
    for breedte in (SMAL, BREED):
        na = _afgeknipt(page, breedte)
        yield from (f"{breedte} ruimere tekst: afgeknipt {wat}" for wat in na if wat not in voor[breedte])
        yield from (f"{breedte}: afgeknipt {wat}" for wat in voor[breedte])
        yield from past(page, f"{breedte} ruimere tekst")
    page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")


def _afgeknipt(page: Page, breedte: int) -> list[str]:
    page.set_viewport_size({"width": breedte, "height": HOOG})
    return list(page.evaluate(AFGEKNIPT))


def op_papier(page: Page) -> Iterator[str]:
    """In print something is left, dark on white, and it fits the width of A4 (about 718 px at 96 dpi)."""
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    papier = page.evaluate(PAPIER)
    if not papier["zichtbaar"]:
        yield "papier: er blijft niets over"
    if papier["breed"] > papier["ruimte"]:
        yield f"papier: {papier['breed']} breed in {papier['ruimte']}"
    if papier["kleur"] not in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"):
        yield f"papier: achtergrond {papier['kleur']}"
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size({"width": BREED, "height": HOOG})
