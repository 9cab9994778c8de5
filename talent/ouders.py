"""The parent of somebody of 13 to 15: asked by mail, agrees by a button, may take it back at any time.

The same link does both: within three days it can agree, and for ever after it can withdraw.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from opnetwerk import post, toestemmingen
from opnetwerk.bevestigen import GELDIG, Onbekend, Verlopen, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu
from opnetwerk.formulieren import TeVaak, neem_plek
from opnetwerk.models import Gebruiker
from talent import leeftijd
from talent.keuzes import Leeftijd
from talent.models import Oudertoestemming, Talent
from talent.noteren import noteer
from talent.toestemmen import DOELEN, OUDER, PUBLICATIE, heeft_toestemming, over
from talent.verlaten import naam_van, toon_weer_voor_ouder, verberg

SOORT = "talent-ouder"  # of the token
DOEL = DOELEN[OUDER]
HOOGSTENS_PER_DAG = 5  # mails to parents, for one talent

WACHT_OP_OUDER = "Je ouder gaf nog geen toestemming. We stuurden een mail met een knop."
GEEN_PUBLICATIE = "Je gaf nog geen toestemming om je profiel online te zetten."
WORDT_GEWIST = "Je vroeg om dit profiel te wissen. Neem dat eerst terug."


def bezwaren_tegen_indienen(talent: Talent) -> list[str]:
    """Why this talent cannot be submitted yet, besides what its profile lacks: Dutch sentences, none when it can."""
    bezwaren = []
    if talent.wissen_op:
        bezwaren.append(WORDT_GEWIST)
    if talent.is_jong and leeftijd.na_goedkeuring(talent) == Leeftijd.JONG and not heeft_ja_van_ouder(talent):
        bezwaren.append(WACHT_OP_OUDER)
    if not heeft_toestemming(talent, PUBLICATIE):
        bezwaren.append(GEEN_PUBLICATIE)
    return bezwaren


def heeft_ja_van_ouder(talent: Talent) -> bool:
    """Whether a parent agreed and did not take it back."""
    return Oudertoestemming.objects.filter(
        talent=talent, bevestigd_op__isnull=False, ingetrokken_op__isnull=True
    ).exists()


@transaction.atomic
def vraag_ouder(*, talent: Talent, email: str, door: Gebruiker | None) -> Oudertoestemming:
    """Mail a parent. Another address gets another link, and the earlier one opens nothing any more. Raises TeVaak."""
    plek = neem_plek(f"ouder:{talent.kenmerk}", hoogstens=HOOGSTENS_PER_DAG, per=timedelta(days=1))
    if plek:
        raise TeVaak(plek)
    vraag = Oudertoestemming.objects.select_for_update().filter(talent=talent).first()
    if vraag is None or vraag.email.lower() != email.lower():
        if vraag:
            vraag.delete()
            toestemmingen.trek_in(doel=OUDER, betreft=over(talent))
        vraag = Oudertoestemming.objects.create(talent=talent, email=email)
        noteer(talent=talent, actie="toestemming gevraagd aan een ouder", door=door)
    else:
        Oudertoestemming.objects.filter(pk=vraag.pk).update(gevraagd_op=nu())
    post.zet_klaar(
        sleutel=f"talent:{talent.kenmerk}:ouder:{vraag.kenmerk}:{nu():%Y%m%d%H%M}",
        aan=vraag.email,
        sjabloon="talent/ouder",
        context={
            "naam": naam_van(talent),
            "link": link(vraag),
            "dagen": GELDIG.days,
            "reden": "je kind dit adres invulde bij een inschrijving als talent",
        },
    )
    return vraag


def link(vraag: Oudertoestemming) -> str:
    """The address for the parent, made now: it can agree for three days."""
    return settings.SITE_ADRES + reverse("talent_ouder", args=[maak_teken(SOORT, str(vraag.kenmerk))])


def gevraagd_met(teken: str) -> tuple[Oudertoestemming, bool]:
    """The question behind a link, and whether the link is still young enough to agree. Raises Onbekend."""
    try:
        kenmerk, vers = lees_teken(SOORT, teken), True
    except Verlopen as verlopen:
        kenmerk, vers = verlopen.sleutel, False
    vraag = Oudertoestemming.objects.select_related("talent__thuis").filter(kenmerk=als_uuid(kenmerk)).first()
    if vraag is None:
        raise Onbekend
    return vraag, vers


@transaction.atomic
def zeg_ja(*, vraag: Oudertoestemming) -> None:
    """The parent agrees, also after taking it back; twice is once. What the parent hid comes back."""
    vraag = Oudertoestemming.objects.select_for_update().select_related("talent").get(pk=vraag.pk)
    if vraag.bevestigd_op and not vraag.ingetrokken_op:
        return
    vraag.bevestigd_op, vraag.ingetrokken_op = nu(), None
    vraag.save()
    toestemmingen.geef(doel=OUDER, tekst=DOELEN[OUDER].woorden, betreft=over(vraag.talent), email=vraag.email)
    noteer(talent=vraag.talent, actie="ouder gaf toestemming", door=None)
    toon_weer_voor_ouder(talent=vraag.talent)


@transaction.atomic
def zeg_nee(*, vraag: Oudertoestemming) -> None:
    """The parent refuses, or takes back what was given: the profile is hidden at once; twice is once."""
    vraag = Oudertoestemming.objects.select_for_update().select_related("talent").get(pk=vraag.pk)
    if vraag.ingetrokken_op:
        return
    vraag.ingetrokken_op = nu()
    vraag.save()
    toestemmingen.trek_in(doel=OUDER, betreft=over(vraag.talent))
    noteer(talent=vraag.talent, actie="ouder gaf geen toestemming", door=None)
    verberg(talent=vraag.talent, door=None, wie=Talent.Verborgen.OUDER)
