"""How plain the Dutch of the portal is: `python -m tests.taal.meten [--lang]`.

Reads the text of every template and mail (not what the database brings), cuts it into sentences and prints the median
and the 95th percentile of their length in words, the longest ones, and words that B1 Dutch avoids. Ends with 1 when a
promise is broken: median at most 14 words, 95 % at most 25. No database needed.
"""

import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]
SJABLONEN = WORTEL / "templates"
HOOGSTE_MEDIAAN, HOOGSTE_P95 = 14, 25  # words
KORTSTE_ZIN = 2  # words; a single one is a label, not a sentence
# Where a sentence or a piece of text ends: an element that is a block of its own.
BLOK = re.compile(
    r"</?(?:p|li|h[1-6]|div|td|th|tr|dt|dd|dl|ul|ol|table|thead|tbody|caption|option|button|label|legend|summary|section"
    r"|figcaption|title|form|nav|aside|header|footer|main|details|br|select|fieldset|small|svg|pre|code)\b[^>]*>"
)
OPMERKING = re.compile(
    r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->|<(script|style|pre|code)\b.*?</\1>", re.DOTALL
)
BLOKNAAM = re.compile(r"\{% (?:end)?block[^%]*%\}")
SPRONG = re.compile(
    r"\{% (?:if|elif|else|endif|for|endfor|empty|with|endwith|include|cycle|ifchanged|endifchanged)\b[^%]*%\}"
)
WAARDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
ZINSEINDE = re.compile(r"(?<=[.!?])[”\")]?\s+(?=[A-ZÀ-Ý“\"(…])")
VERMIJD = re.compile(
    r"\b(klik hier|ongeldig\w*|u|uw|uzelf|teneinde|middels|dient te|dienen te|ten behoeve van|inzake|conform|omtrent"
    r"|desbetreffend\w*|bovengenoemd\w*|ingevolge|derhalve)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Zin:
    """One sentence of one template."""

    plek: str
    tekst: str

    @property
    def woorden(self) -> int:
        return len(re.findall(r"[\w’'/…-]*\w[\w’'/-]*|…", self.tekst))

    @property
    def is_heel(self) -> bool:
        """A sentence with an end; a heading, a label or a button has none, and would make the figures look better."""
        return bool(re.search(r"[.!?][”\")]?$", self.tekst))


def zinnen_uit(tekst: str, *, html: bool) -> Iterator[str]:
    """The sentences of a template. What a variable brings counts as one word (…); each branch of an if stands alone."""
    tekst = OPMERKING.sub("\n\n", tekst)
    tekst = BLOKNAAM.sub("\n\n", tekst)
    if html:
        delen = [" ".join(SPRONG.sub(_tak, deel).split()) for deel in tekst.split("\n\n")]
        tekst = BLOK.sub("\n\n", "\n\n".join(delen))
        tekst = re.sub(r"<[^>]*>", "", WAARDE.sub("…", tekst))
    else:
        tekst = WAARDE.sub("…", SPRONG.sub(_tak, tekst))
        tekst = re.sub(r"(?m)^\s*[-*•]\s|^\s*\S+:\s*$", "\n\n", tekst)
    for deel in re.split(r"\n\s*\n", unescape(tekst)):
        for zin in ZINSEINDE.split(" ".join(deel.split())):
            if len(re.findall(r"[^\W\d_]{2,}", zin)) >= KORTSTE_ZIN:
                yield zin.strip(" /–·")


def _tak(sprong: re.Match[str]) -> str:
    """A branch takes the place of another: the pieces are not one sentence after the other."""
    return " ‖ " if re.match(r"\{% (else|elif|empty)", sprong[0]) else " "


def alle() -> list[Zin]:
    """Every sentence of every page and mail. Of a sentence with branches the longest way through it."""
    gevonden = []
    for pad in sorted(SJABLONEN.rglob("*")):
        if pad.suffix not in {".html", ".txt"} or pad.name == "robots.txt":
            continue
        plek = str(pad.relative_to(SJABLONEN))
        for zin in zinnen_uit(pad.read_text(), html=pad.suffix == ".html"):
            gevonden.append(Zin(plek, max(zin.split("‖"), key=len).strip() if "‖" in zin else zin))
    return gevonden


@dataclass(frozen=True)
class Uitslag:
    """The figures of a set of sentences; lengths in words."""

    zinnen: int
    mediaan: float
    p95: float
    te_lang: list[Zin]


def meet(zinnen: list[Zin]) -> Uitslag:
    """Of at least two sentences."""
    zinnen = [zin for zin in zinnen if zin.is_heel]
    lengtes = sorted(zin.woorden for zin in zinnen)
    p95 = statistics.quantiles(lengtes, n=20, method="inclusive")[-1]
    lang = sorted((zin for zin in zinnen if zin.woorden > HOOGSTE_P95), key=lambda zin: -zin.woorden)
    return Uitslag(len(zinnen), statistics.median(lengtes), p95, lang)


def te_vermijden(zinnen: list[Zin]) -> list[str]:
    """Each place where a word stands that plain Dutch does without."""
    return [
        f"{zin.plek}: {woord[0]!r} in {zin.tekst[:80]!r}" for zin in zinnen for woord in VERMIJD.finditer(zin.tekst)
    ]


def main(lang: bool) -> int:
    zinnen = alle()
    delen = {"mails": [zin for zin in zinnen if zin.plek.startswith("mail/") or "/email/" in zin.plek]}
    delen["pagina's"] = [zin for zin in zinnen if zin not in set(delen["mails"])]
    fout = False
    for naam, deel in delen.items():
        uitslag = meet(deel)
        fout = fout or uitslag.mediaan > HOOGSTE_MEDIAAN or uitslag.p95 > HOOGSTE_P95
        print(
            f"{naam}: {uitslag.zinnen} zinnen, mediaan {uitslag.mediaan:.0f} woorden, 95 % hoogstens "
            f"{uitslag.p95:.0f}, {len(uitslag.te_lang)} langer dan {HOOGSTE_P95}"
        )
        for zin in uitslag.te_lang if lang else []:
            print(f"  {zin.woorden} {zin.plek}: {zin.tekst}")
    vermijden = te_vermijden(zinnen)
    print(f"woorden die gewone taal niet nodig heeft: {len(vermijden)}")
    print("\n".join(vermijden))
    return 1 if fout or vermijden else 0


if __name__ == "__main__":
    raise SystemExit(main("--lang" in sys.argv))
