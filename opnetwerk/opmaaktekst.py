"""Rich text: what an editor may use, and cleaning to exactly that, always in the model layer."""

import re
from typing import Any

import nh3
from django.db import models

TAGS = {"p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a", "figure", "img", "figcaption"}
EIGENSCHAPPEN = {"a": {"href"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}}
# What Word and web pages call the same thing.
ANDERS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em", "div": "p"}
LEEG = re.compile(r"<(p|h2|h3|li|blockquote|figure)>(?:\s|&nbsp;|<br>)*</\1>")
EIGEN_BEELD = re.compile(r"^/media/[\w/.-]+$")


def _eigenschap(tag: str, naam: str, waarde: str) -> str | None:
    """Pictures only from our own media; widths and heights only digits."""
    if tag == "img" and naam == "src":
        return waarde if EIGEN_BEELD.match(waarde) and ".." not in waarde else None
    if naam in {"width", "height", "start"}:
        return waarde if waarde.isascii() and waarde.isdigit() else None
    return waarde


def schoon(html: str) -> str:
    """HTML reduced to the allow-list, without empty blocks; links open no window and carry rel=noopener."""
    for van, naar in ANDERS.items():
        html = re.sub(rf"<(/?){van}(?=[\s>/])", rf"<\1{naar}", html, flags=re.IGNORECASE)
    schone = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes=EIGENSCHAPPEN,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_eigenschap,
        link_rel="noopener",
        clean_content_tags={"script", "style"},
    )
    schone = re.sub(r"<img(?![^>]* src=)[^>]*>", "", schone)
    vorige = None
    while vorige != schone:
        vorige, schone = schone, LEEG.sub("", schone)
    return schone.strip()


class OpgemaakteTekst(models.TextField):
    """A text field whose value is cleaned on every save, by whatever way it comes in."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        waarde = schoon(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, waarde)
        return waarde
