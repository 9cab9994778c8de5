"""Somebody asks for help: kept, confirmed by a button behind a link, and only then brought to redactie."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from igs import melden
from igs.models import IGS, Gemeente, Hulpvraag
from opnetwerk import bevestigen, logboek, post
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.rollen import REDACTIE

log = logging.getLogger(__name__)

SOORT = "hulpvraag"  # of a confirmation link


def vraag_hulp(
    *,
    onderwerp: str,
    naam: str,
    email: str,
    organisatie: str,
    tekst: str,
    formulier: str,
    gemeenten: Iterable[str] = (),
    adres: str = "",
    aanbod: str = "",
    igs: IGS | None = None,
    bij_nieuw: Callable[[], None] | None = None,
) -> Hulpvraag:
    """Keep the question and mail a link to confirm it; with a `formulier` that was kept already, that one again.

    `gemeenten` are NIS codes, `adres` the path of the page the question is about. `bij_nieuw` is called once, when the
    question is new; what it raises undoes it. Nobody reads the question before it is confirmed.
    """
    gegevens: dict[str, Any] = {
        "onderwerp": onderwerp,
        "naam": naam,
        "email": email,
        "organisatie": organisatie,
        "tekst": tekst,
        "adres": adres,
        "aanbod": aanbod,
        "igs": igs,
    }
    with transaction.atomic():
        hulpvraag, nieuw = Hulpvraag.objects.get_or_create(formulier=formulier, defaults=gegevens)
        if nieuw:
            if bij_nieuw:
                bij_nieuw()
            hulpvraag.gemeenten.set(Gemeente.objects.filter(nis_code__in=list(gemeenten)))
            logboek.schrijf(door=None, actie="hulp gevraagd", over=hulpvraag, igs_slug=igs.slug if igs else "")
            stuur_link(hulpvraag=hulpvraag)
    return hulpvraag


def igs_met(slug: str) -> IGS | None:
    return IGS.objects.filter(slug=slug).first() if slug else None


def stuur_link(*, hulpvraag: Hulpvraag) -> None:
    """Mail the link to who asked, at most once a day. Nothing that a visitor typed stands in it."""
    if hulpvraag.stand != Hulpvraag.Stand.TE_BEVESTIGEN:
        return
    teken = bevestigen.maak_teken(SOORT, str(hulpvraag.kenmerk))
    post.zet_klaar(
        sleutel=f"hulpvraag:{hulpvraag.kenmerk}:link:{vandaag()}",
        aan=hulpvraag.email,
        sjabloon="igs/hulpvraag_bevestig",
        context={
            "hulpvraag": hulpvraag,
            "link": settings.SITE_ADRES + reverse("regiocheck_vraag_hulp_bevestig", args=[teken]),
            "dagen": bevestigen.GELDIG.days,
            "reden": "iemand met dit adres hulp vroeg op het portaal",
        },
    )


@dataclass(frozen=True)
class Gevonden:
    """What a confirmation link leads to."""

    hulpvraag: Hulpvraag
    verlopen: bool


def met_teken(teken: str) -> Gevonden | None:
    """None for a link that was never ours, or of a question that is gone."""
    try:
        kenmerk, verlopen = bevestigen.lees_teken(SOORT, teken), False
    except bevestigen.Verlopen as te_oud:
        kenmerk, verlopen = te_oud.sleutel, True
    except bevestigen.Onbekend:
        return None
    hulpvraag = Hulpvraag.objects.filter(kenmerk=bevestigen.als_uuid(kenmerk)).first()
    return Gevonden(hulpvraag, verlopen) if hulpvraag else None


def bevestig(*, hulpvraag: Hulpvraag) -> bool:
    """Who asked pressed the button: the question goes to redactie. False, and nothing happens, the second time."""
    with transaction.atomic():
        rij = Hulpvraag.objects.select_for_update(of=("self",)).get(pk=hulpvraag.pk)
        if rij.stand != Hulpvraag.Stand.TE_BEVESTIGEN:
            return False
        rij.stand, rij.bevestigd_op = Hulpvraag.Stand.NIEUW, nu()
        rij.save(update_fields=["stand", "bevestigd_op"])
        logboek.schrijf(
            door=None,
            actie="hulpvraag bevestigd",
            over=rij,
            igs_slug=rij.igs.slug if rij.igs else "",
            veranderd={"stand": (Hulpvraag.Stand.TE_BEVESTIGEN.label, Hulpvraag.Stand.NIEUW.label)},
        )
        _mail(rij)
    return True


def ontvangers(dag: date) -> list[str]:
    """Who runs the portal; without an address in the settings, the accounts of redactie."""
    if adressen := melden.ontvangers(None, dag):
        return adressen
    redactie = Gebruiker.objects.filter(groups__name=REDACTIE, is_active=True)
    return sorted(redactie.values_list("email", flat=True))


def _mail(hulpvraag: Hulpvraag) -> None:
    gemeenten = list(hulpvraag.gemeenten.all())
    for adres in ontvangers(vandaag()):
        try:
            post.zet_klaar(
                sleutel=f"hulpvraag:{hulpvraag.kenmerk}:{adres}"[: post.LANGSTE_KOP],
                aan=adres,
                sjabloon="igs/hulpvraag",
                context={
                    "hulpvraag": hulpvraag,
                    "gemeenten": ", ".join(gemeente.naam for gemeente in gemeenten),
                    "beheer": settings.SITE_ADRES + reverse("admin:igs_hulpvraag_change", args=[hulpvraag.pk]),
                    "reden": "je vragen om hulp behandelt",
                },
                antwoord_aan=hulpvraag.email,
            )
        except post.KopFout:  # an address in the settings with a typing error: the question itself is not lost
            log.exception("De mail over hulpvraag %s kan niet geschreven worden.", hulpvraag.kenmerk)
