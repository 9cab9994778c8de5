"""The versions of a chapter, as pages to look through."""

from django.core.paginator import Page, Paginator

from cultuurnota.models import Hoofdstuk, Hoofdstukversie

PER_BLAD = 30


def versies_van(hoofdstuk: Hoofdstuk, blad: str) -> Page[Hoofdstukversie]:
    """Newest first, without their texts; a page that is none gives the nearest one."""
    return Paginator(hoofdstuk.versies.defer("tekst").order_by("-nummer"), PER_BLAD).get_page(blad)


def versie_met(hoofdstuk: Hoofdstuk, nummer: str) -> Hoofdstukversie | None:
    """The version with this number; None for what is no number, or one of nothing."""
    if not (nummer.isascii() and nummer.isdigit() and len(nummer) < 10):
        return None
    return hoofdstuk.versies.filter(nummer=int(nummer)).first()
