"""Who is behind an address whose mail comes back: so that the coordinator hears of it."""

from collections.abc import Iterator

from django.urls import reverse

from grensbrekers.models import Grensbreker
from opnetwerk.bezorgverslagen import Wie, wie_is


def wie_van(adres: str) -> Iterator[Wie]:
    """The members with this address."""
    for lid in Grensbreker.objects.leden().select_related("igs").filter(email__iexact=adres):
        pad = reverse("admin:grensbrekers_grensbreker_change", args=[lid.pk])
        yield Wie(lid.igs.slug if lid.igs else "", f"{lid.naam}, grensbreker", pad)


def registreer() -> None:
    wie_is.append(wie_van)
