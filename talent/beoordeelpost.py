"""The mails about a decision: to whoever manages the talent, in plain words, with a link to the field."""

from django.conf import settings
from django.urls import reverse

from opnetwerk.dag import nu
from talent.models import Beoordeling, Talent, Toelating
from talent.onderdelen import pad_van_veld
from talent.vergelijken import veldnaam
from talent.verlaten import mail_beheerders


def mail_besluit(besluit: Beoordeling, talent: Talent) -> None:
    """What was decided about a version; with each reason the address where the maker changes it."""
    redenen = [
        {"naam": veldnaam(veld), "reden": reden, "pad": settings.SITE_ADRES + pad_van_veld(talent, veld)}
        for veld, reden in besluit.redenen.items()
    ]
    _mail(talent, str(besluit.besluit), f"beoordeling:{besluit.pk}", besluit=besluit, redenen=redenen)


def mail_toelating(toelating: Toelating) -> None:
    """What another region decided."""
    sleutel = f"toelating:{toelating.pk}:{nu():%Y%m%d%H%M%S}"
    _mail(toelating.talent, f"toelating_{toelating.stand}", sleutel, toelating=toelating)


def _mail(talent: Talent, sjabloon: str, sleutel: str, **context: object) -> None:
    adressen = {
        "pagina": settings.SITE_ADRES + talent.get_absolute_url(),
        "mijn": settings.SITE_ADRES + reverse("mijn_talent_pagina", args=[talent.slug]),
        "criteria": settings.SITE_ADRES + reverse("talent_criteria"),
    }
    mail_beheerders(talent, f"talent/{sjabloon}", sleutel, **adressen, **context)
