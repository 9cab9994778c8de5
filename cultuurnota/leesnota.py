"""A note to be read: what the shared page, the print page, the PDF and the document are made of.

It is made of the data of the export, so that a frozen version and the note of now look the same.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from cultuurnota.begrotingstabel import Begrotingstabel, tabel
from cultuurnota.jaarverslag import Jaarverslag, jaarverslagen
from cultuurnota.keuzes import Opdracht
from cultuurnota.uitwisseling import Inhoud
from opnetwerk.opmaaktekst import schoon

DOELEN, PLANNING, BEGROTING = "doelen", "planning", "begroting"
BIJ_HOOFDSTUK = {"H9": DOELEN, "H10": PLANNING, "H14": BEGROTING}
# A chapter is a heading of level 2: what the writer called 2 and 3 becomes 3 and 4.
LAGER = (("h3", "h4"), ("h2", "h3"))


TABEL = re.compile(r"<table>(?:<caption>(.*?)</caption>)?", re.DOTALL)


def _in_vak(tabel: re.Match[str]) -> str:
    """The beginning of a table, in a box that scrolls and is called after the caption."""
    naam = escape(" ".join(unescape(strip_tags(tabel[1] or "")).split())) or "Tabel"
    return f'<div class="tabelvak" tabindex="0" role="region" aria-label="{naam}">{tabel[0]}'


@dataclass(frozen=True)
class Deel:
    """A chapter. `extra`: the objectives, planning or budget stand under its text; `verslag`: what came of a year."""

    anker: str
    titel: str
    html: str
    extra: str = ""
    verslag: Jaarverslag | None = None

    @property
    def is_leeg(self) -> bool:
        return not self.html and not self.extra and self.verslag is None

    @property
    def opgemaakt(self) -> SafeString:
        """For a page: headings one level down, wide tables in a box that scrolls."""
        html = self.html
        for van, naar in LAGER:
            html = re.sub(rf"<(/?){van}>", rf"<\1{naar}>", html)
        html = TABEL.sub(_in_vak, html)
        html = html.replace("</table>", "</table></div>")
        return mark_safe(html)  # noqa: S308  cleaned to the allow-list when this was made


@dataclass(frozen=True)
class Leesnota:
    """The whole, in order. Objectives and actions are the plain data of the export."""

    titel: str
    igs: str
    van: int
    tot: int
    delen: tuple[Deel, ...]
    uitdagingen: tuple[dict[str, Any], ...]
    doelen: tuple[dict[str, Any], ...]
    begroting: Begrotingstabel | None = None

    @property
    def jaren(self) -> range:
        return range(self.van, self.tot + 1)

    @property
    def acties(self) -> list[tuple[dict[str, Any], list[bool]]]:
        """Every action in the order of the objectives, with for each year whether it runs."""
        return [
            (actie, [jaar in actie["jaren"] for jaar in self.jaren])
            for boven in self.doelen
            for een in (boven, *boven["eronder"])
            for actie in een["acties"]
        ]


def leesnota(inhoud: Inhoud, *, met_opvolging: bool = True) -> Leesnota:
    """The texts are cleaned again: the data may come from anywhere. Yearly reports stand at the end."""
    kop = inhoud["nota"]
    doelen, uitdagingen, begroting = _boom(inhoud), tuple(inhoud["uitdagingen"]), _begroting(inhoud)
    bij = {sleutel: extra for sleutel, extra in BIJ_HOOFDSTUK.items() if extra != BEGROTING or begroting}
    delen = [
        Deel(f"h{nummer}", een["titel"], schoon(een["tekst"], tabellen=True), bij.get(een["sleutel"], ""))
        for nummer, een in enumerate(inhoud["hoofdstukken"], start=1)
    ]
    heeft = {deel.extra for deel in delen}
    if DOELEN not in heeft and (doelen or uitdagingen):
        delen.append(Deel("doelen", "Doelstellingen en indicatoren", "", DOELEN))
    if PLANNING not in heeft and any(een["acties"] for een in inhoud["doelstellingen"]):
        delen.append(Deel("planning", "Acties en planning", "", PLANNING))
    if BEGROTING not in heeft and begroting:
        delen.append(Deel("begroting", "Begroting", "", BEGROTING))
    if met_opvolging:
        delen += [verslagdeel(verslag) for verslag in jaarverslagen(inhoud)]
    return Leesnota(
        kop["titel"],
        kop.get("igs_naam", ""),
        kop["van"],
        kop["tot"],
        tuple(delen),
        uitdagingen,
        tuple(doelen),
        begroting,
    )


def _begroting(inhoud: Inhoud) -> Begrotingstabel | None:
    """The tables of the budget; None when the note has none, or was frozen before they went along."""
    beeld = (inhoud.get("begroting") or {}).get("beeld")
    return tabel(beeld) if beeld else None


def verslagdeel(verslag: Jaarverslag) -> Deel:
    """The report of a year as a chapter."""
    return Deel(f"verslag-{verslag.jaar}", f"Jaarverslag {verslag.jaar}", "", verslag=verslag)


def _boom(inhoud: Inhoud) -> list[dict[str, Any]]:
    """The strategic objectives with `eronder`, and with words where the data have references."""
    namen = {een["kenmerk"]: een["titel"] for een in inhoud["uitdagingen"]}
    opdrachten = {str(sleutel): str(label) for sleutel, label in Opdracht.choices}
    alle = [
        een
        | {
            "opdrachten_in_woorden": [opdrachten[een_] for een_ in een["opdrachten"] if een_ in opdrachten],
            "uitdagingen_in_woorden": [namen[k] for k in een["uitdagingen"] if k in namen],
        }
        for een in inhoud["doelstellingen"]
    ]
    per = {een["kenmerk"] for een in alle}
    for een in alle:
        een["eronder"] = [ander for ander in alle if ander["boven"] == een["kenmerk"]]
    return [een for een in alle if een["boven"] not in per]
