"""What the tests of the desk ask of its pages."""

from django.test import Client
from django.urls import reverse

from talent import beoordelen
from talent.models import Profiel


def pad(obj, wat: str = "change") -> str:
    return reverse(f"admin:talent_{obj._meta.model_name}_{wat}", args=[obj.pk])


LIJST = reverse("admin:talent_profiel_changelist")


def html(client: Client, adres: str) -> str:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    return antwoord.content.decode()


def beslis(client: Client, profiel: Profiel, daad: str, **velden: str):
    """As the page posts it: every field of that form with its prefix."""
    gezien = beoordelen.stempel(Profiel.objects.get(pk=profiel.pk))
    if daad == "publiceer":
        return client.post(pad(profiel), {"daad": daad, "gezien": gezien} | velden)
    gegevens = {f"{daad}-{naam}": waarde for naam, waarde in ({"gezien": gezien} | velden).items()}
    return client.post(pad(profiel), {"daad": daad} | gegevens)
