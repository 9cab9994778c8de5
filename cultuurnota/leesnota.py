"""A note to be read: what the shared page, the print page, the PDF and the document are made of.

It is made of the data of the export, so that a frozen version and the note of now look the same.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from cultuurnota.keuzes import Opdracht
from cultuurnota.uitwisseling import Inhoud
from opnetwerk.opmaaktekst import schoon

DOELEN, PLANNING = "doelen", "planning"
BIJ_HOOFDSTUK = {"H9": DOELEN, "H10": PLANNING}
# A chapter is a heading of level 2: what the writer called 2 and 3 becomes 3 and 4.
LAGER = (("h3", "h4"), ("h2", "h3"))


@dataclass(frozen=True)
class Deel:
    """A chapter. `extra`: the objectives or the planning stand under its text."""

    anker: str
    titel: str
    html: str
    extra: str = ""

    @property
    def is_leeg(self) -> bool:
        return not self.html and not self.extra

    @property
    def opgemaakt(self) -> SafeString:
        """For a page: headings one level down, wide tables in a box that scrolls."""
        html = self.html
        for van, naar in LAGER:
            html = re.sub(rf"<(/?){van}>", rf"<\1{naar}>", html)
        html = re.sub(r"<table>", '<div class="tabelvak" tabindex="0" role="region" aria-label="Tabel"><table>', html)
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


def leesnota(inhoud: Inhoud) -> Leesnota:
    """The texts are cleaned again: the data may come from anywhere."""
    kop = inhoud["nota"]
    doelen, uitdagingen = _boom(inhoud), tuple(inhoud["uitdagingen"])
    delen = [
        Deel(f"h{nummer}", een["titel"], schoon(een["tekst"], tabellen=True), BIJ_HOOFDSTUK.get(een["sleutel"], ""))
        for nummer, een in enumerate(inhoud["hoofdstukken"], start=1)
    ]
    heeft = {deel.extra for deel in delen}
    if DOELEN not in heeft and (doelen or uitdagingen):
        delen.append(Deel("doelen", "Doelstellingen en indicatoren", "", DOELEN))
    if PLANNING not in heeft and any(een["acties"] for een in inhoud["doelstellingen"]):
        delen.append(Deel("planning", "Acties en planning", "", PLANNING))
    return Leesnota(
        kop["titel"], kop.get("igs_naam", ""), kop["van"], kop["tot"], tuple(delen), uitdagingen, tuple(doelen)
    )


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
