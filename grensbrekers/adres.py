"""Another e-mail address: asked on the member's page, taken only when a button behind a link in the new mailbox is
pressed. Until then it stands nowhere but in that link, unreadable."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from grensbrekers import toestemmen
from grensbrekers.ledenpost import stuur, stuur_nieuwe_link
from grensbrekers.lidmaatschap import een_tegelijk, vergrendel
from grensbrekers.models import Grensbreker
from grensbrekers.noteren import noteer
from opnetwerk import bevestigen, geheimen, post
from opnetwerk.dag import nu

SOORT = "grensbreker-adres"  # of a token


@dataclass(frozen=True)
class Wijziging:
    """Who gets which address; `gedaan` when it is theirs already."""

    lid: Grensbreker
    email: str
    gedaan: bool


@transaction.atomic
def vraag_adres(*, grensbreker: Grensbreker, email: str, formulier: str) -> None:
    """Mail a button to the new address; an address of another member gets that member's own link instead.

    One mail either way, so that nobody learns here who is a member; the same `formulier` once.
    """
    email = email.lower()
    lid = vergrendel(grensbreker)
    ander = Grensbreker.objects.leden().filter(email__iexact=email).exclude(pk=lid.pk).select_related("igs").first()
    if ander:
        stuur_nieuwe_link(lid=ander)
    else:
        teken = bevestigen.maak_teken(SOORT, f"{lid.kenmerk}:{_merk(lid.email)}:{geheimen.versleutel(email)}")
        post.zet_klaar(
            sleutel=f"grensbreker:{lid.kenmerk}:adres:{formulier}"[: post.LANGSTE_KOP],
            aan=email,
            sjabloon="grensbrekers/nieuw_adres",
            context={
                "link": settings.SITE_ADRES + reverse("grensbrekers_nieuw_adres", args=[teken]),
                "dagen": bevestigen.GELDIG.days,
                "reden": "iemand dit adres invulde op op/netwerk",
            },
        )
    noteer(lid=lid, actie="ander adres gevraagd", door=None)


def lees(teken: str) -> Wijziging | None:
    """What a link asks; None when it is not ours, too old, or the member is gone or has yet another address."""
    try:
        kenmerk, merk, versleuteld = bevestigen.lees_teken(SOORT, teken).split(":", 2)
    except (bevestigen.Onbekend, bevestigen.Verlopen, ValueError):
        return None
    email = geheimen.ontsleutel(versleuteld)
    leden = Grensbreker.objects.leden().select_related("igs", "gemeente")
    lid = leden.filter(kenmerk=bevestigen.als_uuid(kenmerk)).first()
    if lid is None or "@" not in email:
        return None
    gedaan = lid.email == email
    return Wijziging(lid, email, gedaan) if gedaan or _merk(lid.email) == merk else None


@transaction.atomic
def bevestig_adres(*, wijziging: Wijziging) -> bool:
    """The button was pressed in the new mailbox. False when the address went to another meanwhile; twice is once."""
    een_tegelijk(wijziging.email)
    lid = vergrendel(wijziging.lid)
    if lid.email == wijziging.email:
        return True
    if Grensbreker.objects.filter(email__iexact=wijziging.email).exclude(pk=lid.pk).exists():
        return False
    # To the old address, while it is still known: if it was somebody else, they learn it now.
    stuur(lid=lid, sjabloon="adres_weg", sleutel=f"adres-weg:{nu():%Y%m%d%H%M}", link="")
    lid.email = wijziging.email
    lid.bevestigd_op = nu()
    lid.save(update_fields=["email", "bevestigd_op"])
    toestemmen.geef(lid, toestemmen.PROFIEL)
    noteer(lid=lid, actie="adres gewijzigd", door=None)
    stuur(lid=lid, sjabloon="nieuwe_link", sleutel=f"adres-nieuw:{nu():%Y%m%d%H%M}")
    return True


def _merk(email: str) -> str:
    """The address that is left, unreadable: once it is left the link opens nothing."""
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]
