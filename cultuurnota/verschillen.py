"""Two texts of a chapter: what differs, in words, and putting together what two people changed.

Works on the blocks of a cleaned text (a paragraph, a heading, a list, a table), without the database.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser

from igs.geschiedenis import Stuk, naast_elkaar
from igs.platte_tekst import als_regels

LOSSE_TAGS = {"br", "img"}
BEELD = re.compile(r'<img[^>]*?alt="([^"]*)"[^>]*>')
BEGIN_VAN_BLOK = re.compile(r"(?=<(?:p|h2|h3|ul|ol|li|blockquote|figure|figcaption|table|tr|td|th)[ >])")
EINDE_VAN_CEL = re.compile(r"</(?:td|th|caption|tr)>")
WOORD = re.compile(r"\S+")


# --- words ----------------------------------------------------------------------------------------------------------
def als_woorden(html: str) -> str:
    """The words of a text, a line for each block and each cell; a picture as its description."""
    met_beelden = BEELD.sub(r"<p>[beeld: \1]</p>", html)
    return als_regels(EINDE_VAN_CEL.sub("</p>", BEGIN_VAN_BLOK.sub("\n", met_beelden)))


def woorden(html: str) -> list[str]:
    return WOORD.findall(als_woorden(html))


def aantal_woorden(html: str) -> int:
    return len(woorden(html))


def bevat(nieuw: Sequence[str], oud: Sequence[str]) -> bool:
    """Whether every word of `oud` stands in `nieuw`, in the same order."""
    rest = iter(nieuw)
    return all(woord in rest for woord in oud)


# --- blocks ---------------------------------------------------------------------------------------------------------
class _Blokken(HTMLParser):
    """Cuts at the outermost elements; words between them become a paragraph of their own."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html, self.diepte, self.begin, self.blokken = html, 0, 0, list[str]()
        self.regels = [0]
        for regel in html.split("\n"):
            self.regels.append(self.regels[-1] + len(regel) + 1)
        self.feed(html)
        self.close()
        self._los(len(html))

    def _plek(self) -> int:
        regel, kolom = self.getpos()
        return self.regels[regel - 1] + kolom

    def _los(self, tot: int) -> None:
        rest = self.html[self.begin : tot].strip()
        if rest:
            self.blokken.append(f"<p>{rest}</p>")
        self.begin = tot

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in LOSSE_TAGS:
            return
        if self.diepte == 0 and tag not in {"strong", "em", "a"}:
            self._los(self._plek())
        self.diepte += 1

    def handle_endtag(self, tag: str) -> None:
        self.diepte -= 1
        einde = self.html.index(">", self._plek()) + 1
        stuk = self.html[self.begin : einde].strip()
        if self.diepte == 0 and not re.match(r"[^<]|<(?:strong|em|a|br|img)\b", stuk):
            self.blokken.append(stuk)
            self.begin = einde


def blokken(html: str) -> list[str]:
    """The outermost elements of a cleaned text, in order; joined they are that text again, but for white space."""
    return _Blokken(html).blokken


# --- side by side ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Rij:
    """A block, or several after each other, of both texts; `anders` when they differ."""

    was: list[Stuk]
    werd: list[Stuk]
    anders: bool
    aantal: int = 1

    @property
    def opmaak(self) -> bool:
        """They differ, but not in words."""
        return self.anders and [stuk.tekst for stuk in self.was] == [stuk.tekst for stuk in self.werd]


def naast(oud: str, nieuw: str) -> list[Rij]:
    """Both texts side by side, block by block, with the words that differ marked. What is the same is one row."""
    van, naar = blokken(oud), blokken(nieuw)
    rijen = []
    for soort, a, b, c, d in SequenceMatcher(None, van, naar, autojunk=False).get_opcodes():
        links, rechts = ("\n".join(map(als_woorden, stukken)) for stukken in (van[a:b], naar[c:d]))
        if soort == "equal":
            rijen.append(Rij([Stuk(links)], [Stuk(rechts)], False, b - a))
            continue
        was, werd = naast_elkaar(links, rechts, heel=True)
        if not links or not rechts:
            was, werd = ([Stuk(tekst, anders=True)] if tekst else [] for tekst in (links, rechts))
        rijen.append(Rij(was, werd, True, max(b - a, d - c)))
    return rijen


# --- putting together -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Wijziging:
    """The blocks of the base from `van` to `tot` (not included) became these."""

    van: int
    tot: int
    blokken: tuple[str, ...]


def _wijzigingen(basis: list[str], nieuw: list[str]) -> list[_Wijziging]:
    matcher = SequenceMatcher(None, basis, nieuw, autojunk=False)
    return [_Wijziging(a, b, tuple(nieuw[c:d])) for soort, a, b, c, d in matcher.get_opcodes() if soort != "equal"]


def _raken(een: _Wijziging, ander: _Wijziging) -> bool:
    """Whether both touch the same block. Two that only add something at the same place do not: both stay."""
    if een.van == een.tot and ander.van == ander.tot:
        return False
    if een.van == een.tot:
        return ander.van < een.van < ander.tot
    if ander.van == ander.tot:
        return een.van < ander.van < een.tot
    return een.van < ander.tot and ander.van < een.tot


def _zonder_dubbel(mijn: _Wijziging, links: list[_Wijziging]) -> _Wijziging:
    """An addition without the blocks that the other added at that very place."""
    if mijn.van != mijn.tot:
        return mijn
    al = [blok for hun in links if (hun.van, hun.tot) == (mijn.van, mijn.tot) for blok in hun.blokken]
    return _Wijziging(mijn.van, mijn.tot, tuple(blok for blok in mijn.blokken if blok not in al))


def voeg_samen(basis: str, hun: str, mijn: str) -> str | None:
    """What both made of the base, in one text; None when both changed the same block in a different way.

    Where both added something at the same place, theirs comes first.
    """
    begin = blokken(basis)
    links, rechts = _wijzigingen(begin, blokken(hun)), _wijzigingen(begin, blokken(mijn))
    rechts = [nieuw for wijziging in rechts if (nieuw := _zonder_dubbel(wijziging, links)) not in links]
    if any(_raken(een, ander) for een in links for ander in rechts):
        return None
    uit: list[str] = []
    plek = 0
    # An addition before a block comes before what that block became.
    for wijziging in sorted([*links, *rechts], key=lambda een: (een.van, een.tot)):
        uit += begin[plek : wijziging.van]
        uit += wijziging.blokken
        plek = max(plek, wijziging.tot)
    return "".join(uit + begin[plek:])


def na_elkaar(eerste: str, tweede: str) -> str:
    """The first text, and behind it the blocks of the second that it does not have."""
    al = blokken(eerste)
    return "".join([*al, *(blok for blok in blokken(tweede) if blok not in al)])


def als_html(tekst: str) -> str:
    """Plain lines as paragraphs."""
    return "".join(f"<p>{escape(regel, quote=False)}</p>" for regel in tekst.split("\n") if regel.strip())
