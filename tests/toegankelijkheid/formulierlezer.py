"""A page as a screen reader hears its forms: the fields of each form that is sent, their names, and what may be wrong.

Reads HTML only, so that it holds for forms of the house, of allauth and of the admin alike.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

LEEG = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
GEEN_INVOER = {"hidden", "submit", "button", "image", "reset"}
# Words in the name of a field that asks for something about a person; WCAG 1.3.5 wants a token, or "off" when it is
# somebody else's.
PERSOONLIJK = re.compile(r"(^|_)(e?mail|telefoon|tel|postcode|wachtwoord|password\d?|oldpassword|website)($|_)")
EIGEN_NAAM = re.compile(r"Je naam( \(niet verplicht\))?$")


@dataclass
class Invoer:
    """One field of a form. `groep`: the legend of the fieldsets around it."""

    tag: str
    naam: str
    soort: str
    kenmerken: dict[str, str]
    groep: str = ""
    in_label: bool = False
    groepsfout: bool = False  # the fieldset around it says what is wrong
    in_tabel: bool = False
    waarde: str = ""
    opties: list[tuple[str, bool]] = field(default_factory=list)

    @property
    def is_vrij(self) -> bool:
        """Whether people type a text in it."""
        return self.tag == "textarea" or (
            self.tag == "input" and self.soort in {"text", "email", "tel", "url", "search"}
        )

    def als_ingevuld(self) -> str | None:
        """What a browser would send; None when it would send nothing."""
        if self.tag == "select":
            gekozen = [waarde for waarde, is_gekozen in self.opties if is_gekozen]
            return (gekozen or [waarde for waarde, _ in self.opties][:1] or [None])[0]
        if self.soort in {"checkbox", "radio"}:
            return self.kenmerken.get("value", "on") if "checked" in self.kenmerken else None
        return None if self.soort == "file" else self.waarde


@dataclass
class Vorm:
    """A form that is sent with POST, with the names of its buttons."""

    actie: str
    velden: list[Invoer] = field(default_factory=list)
    verborgen: dict[str, str] = field(default_factory=dict)
    knoppen: list[tuple[str, str]] = field(default_factory=list)

    @property
    def zichtbaar(self) -> list[Invoer]:
        return [
            veld for veld in self.velden if veld.kenmerken.get("tabindex") != "-1" and "hidden" not in veld.kenmerken
        ]

    def met_knop(self) -> dict[str, str]:
        """What is sent when the first button is pressed and nothing is filled in."""
        return self.verborgen | dict(self.knoppen[:1])


class Lezer(HTMLParser):
    """The title, the forms, the labels and the ids of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.titel = ""
        self.vormen: list[Vorm] = []
        self.labels: dict[str, str] = {}
        self.teksten: dict[str, str] = {}  # by id
        self.samenvatting: dict[str, str] | None = None
        self.verwijzingen: list[str] = []  # of the summary, without the hash
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._losse: list[tuple[str, Invoer]] = []  # of a form named by its id
        self._ids: dict[str, Vorm] = {}
        self.feed(html)
        for ident, veld in self._losse:
            if ident in self._ids:
                self._ids[ident].velden.append(veld)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form" and kenmerken.get("method", "").lower() == "post":
            self.vormen.append(Vorm(kenmerken.get("action", "")))
            self._ids[kenmerken.get("id", "")] = self.vormen[-1]
        if tag in {"input", "textarea", "select", "button"}:
            self._invoer(tag, kenmerken)
        if tag == "option" and (veld := self._laatste("select")):
            veld.opties.append((kenmerken.get("value", ""), "selected" in kenmerken))
        is_samenvatting = "data-samenvatting" in kenmerken or "errornote" in kenmerken.get("class", "").split()
        if is_samenvatting and self.samenvatting is None:
            self.samenvatting = kenmerken
        in_samenvatting = any(eigen is self.samenvatting for _, eigen, _ in self._open)
        if tag == "a" and in_samenvatting:
            self.verwijzingen.append(kenmerken.get("href", "").removeprefix("#"))
        if "id" in kenmerken:
            self.teksten.setdefault(kenmerken["id"], "")
        if tag not in LEEG:
            self._open.append((tag, kenmerken, []))

    def _laatste(self, tag: str) -> Invoer | None:
        alle = [veld for vorm in self.vormen for veld in vorm.velden] + [veld for _, veld in self._losse]
        return alle[-1] if alle and alle[-1].tag == tag else None

    def _vorm(self) -> Vorm | None:
        return self.vormen[-1] if any(tag == "form" for tag, _, _ in self._open) and self.vormen else None

    def _invoer(self, tag: str, kenmerken: dict[str, str]) -> None:
        soort, naam = kenmerken.get("type", "text" if tag != "button" else "submit"), kenmerken.get("name", "")
        in_post = any(open_ == "form" and eigen.get("method", "").lower() == "post" for open_, eigen, _ in self._open)
        vorm = self._vorm() if in_post else None
        if tag == "button" or soort in GEEN_INVOER:
            if vorm and soort == "hidden":
                vorm.verborgen[naam] = kenmerken.get("value", "")
            elif vorm and soort == "submit" and naam:
                vorm.knoppen.append((naam, kenmerken.get("value", "")))
            return
        legendes = [tekst for open_, _, delen in self._open if open_ == "fieldset" for tekst in delen]
        in_label = any(open_ == "label" for open_, _, _ in self._open)
        veld = Invoer(tag, naam, soort, kenmerken, " ".join(legendes), in_label)
        veld.groepsfout = any(
            (open_ == "fieldset" or eigen.get("role") == "group") and "aria-describedby" in eigen
            for open_, eigen, _ in self._open
        )
        veld.in_tabel = any(open_ == "table" for open_, _, _ in self._open)
        veld.waarde = kenmerken.get("value", "")
        if vorm:
            vorm.velden.append(veld)
        elif kenmerken.get("form"):
            self._losse.append((kenmerken["form"], veld))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            naam, kenmerken, delen = self._open.pop()
            if naam == "label" and kenmerken.get("for"):
                self.labels[kenmerken["for"]] = " ".join(" ".join(delen).split())
            if naam == "legend" and self._open:
                self._open[-1][2].append(" ".join(" ".join(delen).split()))
            if naam == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "title" and len(self._open) < 4:
            self.titel += data.strip()
        if (veld := self._laatste("textarea")) and self._open and self._open[-1][0] == "textarea":
            veld.waarde += data
        for naam, kenmerken, delen in self._open:
            if naam in {"label", "legend"}:
                delen.append(data)
            if kenmerken.get("id"):
                self.teksten[kenmerken["id"]] += data

    def naam_van(self, veld: Invoer) -> str:
        """The accessible name, as far as labels and aria go; a label around the field counts as its name."""
        eigen = veld.kenmerken
        verwezen = " ".join(self.teksten.get(ident, "") for ident in eigen.get("aria-labelledby", "").split())
        naam = verwezen.strip() or eigen.get("aria-label", "") or self.labels.get(eigen.get("id", ""), "")
        return naam or ("(label eromheen)" if veld.in_label else "")
