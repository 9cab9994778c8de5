"""What a visitor says about a page, brought to who can mend it: the coordinators of that IGS, or redactie."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from igs.models import IGS, Aanstelling, Activiteit, Bericht, Melding, Portret, Praktijk
from igs.netwerk import Netwerk
from opnetwerk import logboek, post
from opnetwerk.dag import nu, vandaag

log = logging.getLogger(__name__)

LANGSTE_PAD = 300  # characters; what Melding.pagina holds
# The first part of an address, and whose items stand there.
SOORTEN: dict[str, Any] = {"belicht": Portret, "praktijken": Praktijk, "agenda": Activiteit, "nieuws": Bericht}

# Filled by the apps above this one: the first part of an address → whose page this is, by its slug.
paginabronnen: dict[str, Callable[[str], IGS | None]] = {}


def pad_op_site(adres: str | None) -> str:
    """The path of a page of this site; empty for anything else, so that a report never points elsewhere."""
    if not adres or not adres.startswith("/") or not url_has_allowed_host_and_scheme(adres, allowed_hosts=None):
        return ""
    pad = urlsplit(adres).path
    if len(pad) > LANGSTE_PAD or not pad.isprintable():
        return ""
    try:
        resolve(pad)
    except Resolver404:
        return ""
    return pad


def igs_van_pagina(pad: str) -> IGS | None:
    """Whose coordinators a page belongs to; None when it is nobody's or several IGS'en's: then it is redactie's."""
    soort, slug, *_ = [*pad.strip("/").split("/"), ""]
    if soort == "igs":
        return IGS.objects.filter(slug=slug).first()
    if soort == "gemeenten":
        return _igs_van_gemeente(slug, vandaag())
    if soort in SOORTEN:
        item = SOORTEN[soort].objects.zichtbaar(nu()).filter(slug=slug).select_related("igs").first()
        return item.igs if item else None
    return paginabronnen[soort](slug) if soort in paginabronnen else None


def _igs_van_gemeente(slug: str, dag: date) -> IGS | None:
    """Of the municipality that stands there on the day, also under the name of one that merged into it."""
    netwerk = Netwerk.op(dag)
    gelijknamige = [gemeente for gemeente in netwerk.alle_gemeenten.values() if gemeente.slug == slug]
    codes = {netwerk.cel(gemeente).nis_code for gemeente in gelijknamige}
    gevonden = {lid.igs.pk: lid.igs for lid in netwerk.leden if lid.gemeente.nis_code in codes}
    return next(iter(gevonden.values())) if len(gevonden) == 1 else None


def meld(
    *, pagina: str, tekst: str, email: str, formulier: str, bij_nieuw: Callable[[], None] | None = None
) -> Melding:
    """Keep a report, log it and mail who looks at it; with a `formulier` that was kept already, that one again.

    `bij_nieuw` is called once, when the report is new; what it raises undoes the report.
    """
    gegevens: dict[str, Any] = {"pagina": pagina, "tekst": tekst, "email": email, "igs": lambda: igs_van_pagina(pagina)}
    with transaction.atomic():
        melding, nieuw = Melding.objects.select_related("igs").get_or_create(formulier=formulier, defaults=gegevens)
        if nieuw:
            if bij_nieuw:
                bij_nieuw()
            igs_slug = melding.igs.slug if melding.igs else ""
            logboek.schrijf(door=None, actie="melding verstuurd", over=melding, igs_slug=igs_slug)
            _mail(melding)
    return melding


def ontvangers(igs: IGS | None, dag: date) -> list[str]:
    """Addresses of who coordinates the IGS on the day; without any, of who runs the portal."""
    if igs is not None:
        lopend = Aanstelling.objects.filter(igs=igs, van__lte=dag, gebruiker__is_active=True).exclude(tot__lt=dag)
        if adressen := sorted(set(lopend.values_list("gebruiker__email", flat=True))):
            return adressen
    return [settings.BEHEERDER["email"]] if settings.BEHEERDER["email"] else []


def _mail(melding: Melding) -> None:
    for adres in ontvangers(melding.igs, vandaag()):
        try:
            post.zet_klaar(
                sleutel=f"melding:{melding.kenmerk}:{adres}"[: post.LANGSTE_KOP],
                aan=adres,
                sjabloon="igs/melding",
                context={
                    "melding": melding,
                    "beheer": settings.SITE_ADRES + reverse("admin:igs_melding_change", args=[melding.pk]),
                    "reden": "je meldingen van bezoekers behandelt",
                },
                antwoord_aan=melding.email,
            )
        except post.KopFout:  # an address in the settings with a typing error: the report itself is not lost
            log.exception("De mail over melding %s kan niet geschreven worden.", melding.kenmerk)
