"""The rich text editor of the admin: django-prose-editor, cut to what `opmaaktekst` lets through."""

import base64
import hashlib
import re
from functools import cache
from typing import Any

from django.conf import settings
from django.forms import Media
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget, prose_editor_admin_media, prose_editor_media

from opnetwerk.antwoordkoppen import csp_kop
from opnetwerk.opmaaktekst import schoon

LANGSTE_HTML = 60_000
UITBREIDINGEN: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False},
    "Figure": True,
    "Image": True,
    "Caption": True,
}


class Tekstverwerker(ProseEditorWidget):
    """The library's widget with our Dutch labels; without JavaScript it stays a text area with HTML."""

    @property
    def media(self) -> Media:
        return Media(js=["js/tekstverwerker.js"]) + prose_editor_media(
            base=prose_editor_admin_media, preset="configurable"
        )


class TekstVeld(ProseEditorFormField):
    """A form field of rich text; what comes in is cleaned already here, so that a draft is clean too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_length": LANGSTE_HTML} | kwargs | {"widget": Tekstverwerker}
        super().__init__(config={"extensions": UITBREIDINGEN}, preset="configurable", sanitize=schoon, **kwargs)


@cache
def importkaart_hash() -> str:
    """The hash of the one inline script of the editor, its import map, as a source for script-src."""
    blok = re.search(r'<script[^>]*type="importmap"[^>]*>(.*?)</script>', str(Tekstverwerker().media), re.DOTALL)
    assert blok is not None
    return "'sha256-" + base64.b64encode(hashlib.sha256(blok[1].encode()).digest()).decode() + "'"


def csp_met_tekstverwerker() -> str:
    """The policy of a page with the editor: ours, plus that one hash."""
    regels = dict(settings.SECURE_CSP)
    regels["script-src"] = [*regels["script-src"], importkaart_hash()]
    return csp_kop(regels)
