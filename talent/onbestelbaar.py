"""Who is behind an address whose mail comes back: the maker or the organiser, for the coordinator of the region."""

from collections.abc import Iterator

from django.urls import reverse

from opnetwerk.bezorgverslagen import Wie, wie_is
from talent.models import Organisator, Talent
from talent.verlaten import naam_van


def wie_van(adres: str) -> Iterator[Wie]:
    """Whom the account with this address manages, and the organisers that are known under it."""
    beheerd = Talent.objects.select_related("thuis", "online", "concept").filter(beheer__gebruiker__email__iexact=adres)
    for talent in beheerd:
        pad = reverse("admin:talent_talent_change", args=[talent.pk])
        yield Wie(talent.thuis.slug if talent.thuis else "", f"{naam_van(talent)}, talent", pad)
    for organisator in Organisator.objects.select_related("igs").filter(email__iexact=adres):
        pad = reverse("admin:talent_organisator_change", args=[organisator.pk])
        yield Wie(organisator.igs.slug if organisator.igs else "", f"{organisator.organisatie}, organisator", pad)


def registreer() -> None:
    wie_is.append(wie_van)
