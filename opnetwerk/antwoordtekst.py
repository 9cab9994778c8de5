"""The words of a person out of a reply by mail: without what they answered to, and without their signature.

No library fits: those that are kept up miss the Dutch line of Gmail and Apple Mail, take a list with hyphens for a
signature, and take minutes over a hostile line. Every pattern here looks at one short line, once.
"""

import re
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

LANGSTE_LEESBARE = 200_000  # characters of a mail that are looked at; what is longer is no answer
LANGSTE_KOPREGEL = 400  # characters of "Op ... schreef ...:", folded or not
KOPREGELS = 4  # over how many lines a mail program folds it
HANDTEKENING_REGELS = 30  # what is longer below a greeting is text

STREEP = "--- Schrijf je antwoord boven deze regel ---"  # stands on top of every mail that can be answered

# "Op ma 23 nov 2026 om 14:03 schreef An <an@...>:", "An schreef op 23 nov. 2026 om 14:03:", "On ..., An wrote:"
CITAATKOP = re.compile(
    r"(?:Op\b.*\b(?:schreef|geschreven)\b.*:|.{1,100}\bschreef op\b.*:|On\b.*\bwrote:|Le\b.*\ba écrit\s?:"
    r"|Am\b.*\bschrieb\b.*:)"
)
BEGIN_CITAATKOP = re.compile(r"(?:Op|On|Le|Am)\s|.{1,100}\bschreef op\b")
SCHEIDING = re.compile(
    r"-{2,}\s*(?:Oorspronkelijk bericht|Original Message|Doorgestuurd bericht|Forwarded message"
    r"|Message d'origine|Ursprüngliche Nachricht)\s*-{2,}|Begin (?:doorgestuurd bericht|forwarded message):",
    re.IGNORECASE,
)
# The block that Outlook puts above what was answered to.
OUTLOOK_VAN = re.compile(r"\*?(?:Van|From|De|Von)\s?:\*?\s")
OUTLOOK_REST = re.compile(
    r"\*?(?:Verzonden|Verstuurd|Datum|Aan|Onderwerp|Sent|Date|To|Subject|Envoyé|Gesendet|Betreff)\s?:"
)
OUTLOOK_BINNEN = 6  # lines
LIJN = re.compile(r"[_\-–—=]{10,}")
VANAF_TOESTEL = re.compile(
    r"(?:Verzonden|Verstuurd|Sent|Envoyé|Gesendet) (?:vanaf|met|via|van|from|with|depuis|de|von|mit) .{1,60}"
    r"|(?:Get|Download|Haal) Outlook .{1,60}|Outlook voor .{1,40} (?:downloaden|ophalen).{0,60}",
    re.IGNORECASE,
)
GROET = re.compile(
    r"(?:(?:met )?(?:vriendelijke|hartelijke|warme|beste|zonnige|collegiale) groet(?:en|jes)?|mvg|m\.v\.g\.|vr\.? gr\.?"
    r"|groet(?:en|jes)|(?:kind|best|warm) regards|regards)\b.{0,40}",
    re.IGNORECASE,
)
NASCHRIFT = re.compile(r"p\.?\s?s\.?\s?[:.\s]", re.IGNORECASE)
BLOK = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "hr", "section"}
ONZICHTBAAR = {"script", "style", "head", "title"}
LEEG = {"br", "hr", "img", "meta", "link", "input", "base", "area", "col", "embed", "source", "track", "wbr"}
# Where Gmail, Apple Mail and Outlook put what was answered to, in HTML.
CITAAT_ID = re.compile(r"divRplyFwdMsg|appendonsend|mail-editor-reference-message-container", re.IGNORECASE)
CITAAT_KLASSE = re.compile(r"\bgmail_quote|\bmoz-cite-prefix\b|\byahoo_quoted\b", re.IGNORECASE)


def tekst_van(mail: EmailMessage) -> str:
    """What can be read of a mail, as plain text; empty when there is nothing. Attachments are not looked at."""
    for soort in ("plain", "html"):
        inhoud = _inhoud(mail.get_body((soort,)))
        tekst = inhoud if soort == "plain" else _uit_html(inhoud)
        if tekst.strip():
            return tekst[:LANGSTE_LEESBARE]
    return ""


def alleen_het_nieuwe(tekst: str) -> str:
    """The words that were written now. Answers between quoted lines, or below them, count too."""
    regels = _voor_de_streep(tekst.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n"))
    over: list[str] = []
    plek = 0
    while plek < len(regels):
        regel = regels[plek].strip()
        if SCHEIDING.fullmatch(_zonder_haken(regel)) or _is_outlookblok(regels, plek):
            break
        if kop := _citaatkop(regels, plek):
            plek += kop
            if not _volgt_citaat(regels, plek):  # not marked line by line: all of it is what was answered to
                break
            continue
        if not regel.startswith(">"):
            over.append(regels[plek].rstrip())
        plek += 1
    return _zonder_handtekening(over)


def _voor_de_streep(regels: list[str]) -> list[str]:
    """What stands above our own line; below it too when nothing is above: some write under it, between quotes."""
    for plek, regel in enumerate(regels):
        if STREEP.strip("- ") in regel:
            boven = regels[:plek]
            eigen = [een for een in boven if een.strip() and not een.lstrip().startswith(">")]
            return boven if eigen and not _citaatkop_alleen(eigen) else [*boven, *regels[plek + 1 :]]
    return regels


def _citaatkop_alleen(regels: list[str]) -> bool:
    return _citaatkop(regels, 0) == len(regels)


def _zonder_haken(regel: str) -> str:
    return regel.lstrip("> ").strip()[:LANGSTE_KOPREGEL]


def _citaatkop(regels: list[str], plek: int) -> int:
    """Over how many lines the line that announces a quotation goes, from here; 0 when it is none."""
    regel = _zonder_haken(regels[plek])
    if not BEGIN_CITAATKOP.match(regel):
        return 0
    heel = ""
    for aantal, volgende in enumerate(regels[plek : plek + KOPREGELS], 1):
        heel = f"{heel} {_zonder_haken(volgende)}".strip()
        if len(heel) > LANGSTE_KOPREGEL or not volgende.strip():
            return 0
        # A date or a time stands in it: "Op school schreef iemand:" is a sentence.
        if heel.endswith(":") and CITAATKOP.fullmatch(heel) and re.search(r"\d", heel):
            return aantal
    return 0


def _volgt_citaat(regels: list[str], plek: int) -> bool:
    volgende = next((regel for regel in regels[plek:] if regel.strip()), "")
    return volgende.lstrip().startswith(">")


def _is_outlookblok(regels: list[str], plek: int) -> bool:
    if not OUTLOOK_VAN.match(_zonder_haken(regels[plek]) + " "):
        return False
    volgende = [_zonder_haken(regel) for regel in regels[plek + 1 : plek + OUTLOOK_BINNEN]]
    return sum(bool(OUTLOOK_REST.match(regel)) for regel in volgende) >= 2


def _zonder_handtekening(regels: list[str]) -> str:
    """Up to the two dashes, the line of a telephone, or the greeting; a postscript below it stays."""
    boven = False  # whether something stands above
    for plek, kaal in enumerate(regels):
        regel = kaal.strip()
        if kaal.rstrip() in ("--", "—") or VANAF_TOESTEL.fullmatch(regel):
            regels = regels[:plek]
            break
        if boven and len(regel) <= 80 and GROET.fullmatch(regel) and len(regels) - plek <= HANDTEKENING_REGELS:
            regels = [*regels[:plek], *_naschrift(regels[plek + 1 :])]
            break
        boven = boven or bool(regel)
    while regels and (not regels[-1].strip() or LIJN.fullmatch(regels[-1].strip())):
        regels.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(regels)).strip()


def _naschrift(regels: list[str]) -> list[str]:
    """From the first line that begins with PS, up to two dashes."""
    for plek, regel in enumerate(regels):
        if NASCHRIFT.match(regel.strip()):
            rest = regels[plek:]
            einde = next((nummer for nummer, een in enumerate(rest) if een.rstrip() == "--"), len(rest))
            return ["", *rest[:einde]]
    return []


# --- the body of a mail ---------------------------------------------------------------------------------------------
def _inhoud(deel: MIMEPart | None) -> str:
    """The text of a part, whatever its character set says that it is."""
    if deel is None:
        return ""
    try:
        tekst = str(deel.get_content())
    except (LookupError, ValueError, TypeError):  # a character set or an encoding that does not exist
        ruw = deel.get_payload(decode=True)
        tekst = ruw.decode(errors="replace") if isinstance(ruw, bytes) else ""
    return tekst[:LANGSTE_LEESBARE].encode(errors="replace").decode()


class _Lezer(HTMLParser):
    """Text out of HTML, up to where the mail program put what was answered to."""

    def __init__(self) -> None:
        super().__init__()
        self.stukken: list[str] = []
        self.verborgen = 0
        self.citaten = 0
        self.klaar = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        waarden = {naam: waarde or "" for naam, waarde in attrs}
        klasse, nummer = waarden.get("class", ""), waarden.get("id", "")
        self.klaar = self.klaar or bool(CITAAT_KLASSE.search(klasse) or CITAAT_ID.search(nummer))
        if tag in ONZICHTBAAR:
            self.verborgen += 1
        if tag == "blockquote":
            self.citaten += 1
            self.stukken.append("\n> ")
        elif tag in BLOK:
            self.stukken.append(self._regeleinde())
        if tag == "li":
            self.stukken.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ONZICHTBAAR:
            self.verborgen = max(0, self.verborgen - 1)
        if tag == "blockquote":
            self.citaten = max(0, self.citaten - 1)
            self.stukken.append("\n")
        elif tag in BLOK - LEEG:
            self.stukken.append(self._regeleinde())

    def handle_data(self, data: str) -> None:
        if not self.verborgen and not self.klaar:
            self.stukken.append(re.sub(r"[ \t\r\n]+", " ", data))

    def _regeleinde(self) -> str:
        return "\n> " if self.citaten else "\n"


def _uit_html(html: str) -> str:
    lezer = _Lezer()
    lezer.feed(html)
    if not lezer.klaar:
        lezer.close()
    regels = [regel.strip() for regel in "".join(lezer.stukken).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(regels)).strip()
