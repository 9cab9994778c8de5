"""Edited texts as plain words: for feeds, calendar files, search results and descriptions."""

import re
from html import unescape

from django.utils.html import strip_tags

REGELEINDE = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
EINDE_VAN_BLOK = re.compile(r"<br>|</(?:p|h2|h3|li|blockquote|figcaption)>")
KOP = re.compile(r"<(h2|h3)>.*?</\1>", re.DOTALL)
# Control characters and noncharacters make a feed unreadable as XML; the marks that turn the direction of writing
# would turn whatever a calendar shows behind the title too. Arabic and Hebrew letters do without them.
STUURTEKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def netjes(tekst: str) -> str:
    """The text with one kind of line break and without control characters."""
    return STUURTEKEN.sub("", REGELEINDE.sub("\n", tekst))


def op_een_regel(tekst: str) -> str:
    """As `netjes`, on one line: for titles, places and names."""
    return " ".join(netjes(tekst).split())


def als_regels(html: str) -> str:
    """The words of a rich text, a line for each paragraph, heading and item."""
    tekst = netjes(unescape(strip_tags(EINDE_VAN_BLOK.sub("\n", html))))
    return "\n".join(regel for deel in tekst.split("\n") if (regel := " ".join(deel.split())))


def als_zin(html: str) -> str:
    """The words of a rich text on one line."""
    return op_een_regel(als_regels(html))


def begin(html: str, tekens: int = 200) -> str:
    """The first words of a rich text without its headings, cut at a space, with an ellipsis when there is more."""
    zin = als_zin(KOP.sub("", html)) or als_zin(html)
    if len(zin) <= tekens:
        return zin
    return zin[:tekens].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
