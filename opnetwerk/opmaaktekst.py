"""Rich text: what an editor may use, and cleaning to exactly that, always in the model layer."""

import re
from typing import Any

import nh3
from django.db import models

TAGS = {"p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a", "figure", "img", "figcaption"}
EIGENSCHAPPEN = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}}
# Only in a chapter of a cultuurnota.
TABELTAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TABELEIGENSCHAPPEN = {"th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
MEESTE_CELLEN = 100  # that one cell may span
TABELRIJ = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
# What Word and web pages call the same thing.
ANDERS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em", "div": "p"}
LEEG = re.compile(r"<(p|h2|h3|li|blockquote|figure|figcaption|caption)>(?:\s|&nbsp;|<br>)*</\1>")
EIGEN_BEELD = re.compile(r"^/media/[\w/.-]+$")


def _eigenschap(tag: str, naam: str, waarde: str) -> str | None:
    """Pictures only from our own media; widths and heights only digits."""
    if tag == "img" and naam == "src":
        return waarde if EIGEN_BEELD.match(waarde) and ".." not in waarde else None
    if naam in {"width", "height", "start"}:
        return waarde if waarde.isascii() and waarde.isdigit() else None
    if naam in {"colspan", "rowspan"}:
        past = waarde.isascii() and waarde.isdigit() and len(waarde) < 4 and 1 < int(waarde) <= MEESTE_CELLEN
        return waarde if past else None
    if naam == "scope":
        return waarde if waarde in {"col", "row"} else None
    return waarde


def _met_koppen(rij: re.Match[str]) -> str:
    """A head above cells is one of a column, a head beside cells one of its row: an editor leaves that out."""
    scope = "row" if "<td" in rij[1] else "col"
    return "<tr>" + re.sub(r"<th(?![^>]*scope=)(?=[\s>])", f'<th scope="{scope}"', rij[1]) + "</tr>"


def schoon(html: str, *, tabellen: bool = False) -> str:
    """HTML reduced to the allow-list, without empty blocks; links open no window and carry rel=noopener.

    `tabellen`: tables stay too, each head with its scope.
    """
    for van, naar in ANDERS.items():
        html = re.sub(rf"<(/?){van}(?=[\s>/])", rf"<\1{naar}", html, flags=re.IGNORECASE)
    schone = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS | TABELTAGS if tabellen else TAGS,
        attributes=EIGENSCHAPPEN | TABELEIGENSCHAPPEN if tabellen else EIGENSCHAPPEN,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_eigenschap,
        link_rel="noopener",
        clean_content_tags={"script", "style"},
    )
    schone = re.sub(r"<img(?![^>]* src=)[^>]*>", "", schone)
    vorige = None
    while vorige != schone:
        vorige, schone = schone, LEEG.sub("", schone)
    if tabellen:
        schone = TABELRIJ.sub(_met_koppen, schone)
    return schone.strip()


class OpgemaakteTekst(models.TextField):
    """A text field whose value is cleaned on every save, by whatever way it comes in; `tabellen` lets tables stay."""

    def __init__(self, *args: Any, tabellen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tabellen = tabellen  # no part of the column: a migration need not know it

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        waarde = schoon(getattr(model_instance, self.attname) or "", tabellen=self.tabellen)
        setattr(model_instance, self.attname, waarde)
        return waarde
