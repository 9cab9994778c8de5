"""Meetings: make, change, call off; who comes, who waits, who was there. Nobody else assigns these.

Whatever touches the places of a meeting holds the lock on its row, so that two at once never exceed the limit.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.timezone import localdate, localtime

from grensbrekers.ledenpost import Mailsoort, pauzeert, stuur, wil
from grensbrekers.models import Grensbreker, Inschrijving, Ontmoeting, Verzending
from grensbrekers.noteren import noteer
from opnetwerk import logboek
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker

Stand = Inschrijving.Stand
TOEGEVOEGD = "toegevoegd"  # as the log of the admin says it
HERINNER_VOORAF = timedelta(days=2)
UITNODIGING = "uitnodiging"  # of a Verzending
# What an editor changes; of these what a calendar must know, and of these what people must know at once.
VELDEN = (
    "titel", "igs_id", "begint_op", "eindigt_op", "plaats", "gemeente_id", "tekst", "limiet", "gepubliceerd_op",
    "verslag", "verslag_op",
)  # fmt: skip
IN_KALENDER = {"titel", "begint_op", "eindigt_op", "plaats", "gemeente_id", "tekst"}
IN_MAIL = IN_KALENDER - {"tekst"}
# What stands beside the meetings under the same address.
BEZETTE_ADRESSEN = {"ontmoeting"}


class KanNiet(Exception):
    """Not any more, or not yet; the text is a Dutch sentence for who asks."""


AFGELAST = "Deze ontmoeting gaat niet door. Inschrijven kan niet meer."
BEGONNEN = "Deze ontmoeting is al begonnen. Inschrijven of afmelden kan niet meer."
NIET_ZICHTBAAR = "Deze ontmoeting staat nog niet online. Vul eerst in vanaf wanneer ze zichtbaar is."
VOORBIJ = "Deze ontmoeting is voorbij. Afgelasten kan niet meer."


# --- who comes ------------------------------------------------------------------------------------------------------
@transaction.atomic
def schrijf_in(*, ontmoeting: Ontmoeting, lid: Grensbreker) -> Inschrijving:
    """A member comes, or waits when it is full; asked twice it is done once. Raises KanNiet."""
    vast = _vergrendel(ontmoeting)
    if vast.geannuleerd_op:
        raise KanNiet(AFGELAST)
    if vast.begint_op <= nu():
        raise KanNiet(BEGONNEN)
    inschrijving = Inschrijving.objects.filter(ontmoeting=vast, grensbreker=lid).first()
    if inschrijving and inschrijving.stand != Stand.AFGEMELD:
        return inschrijving
    berichten = _schuif_op(vast)
    inschrijving = inschrijving or Inschrijving(ontmoeting=vast, grensbreker=lid)
    inschrijving.stand = Stand.KOMT if _vrij(vast) else Stand.WACHT
    inschrijving.op, inschrijving.aanwezig, inschrijving.herinnerd_op = nu(), None, _al_herinnerd(vast)
    inschrijving.save()
    noteer(lid=lid, actie=f"ontmoeting: {inschrijving.get_stand_display()}", door=None)
    berichten.append((lid, "ontmoeting_komt" if inschrijving.stand == Stand.KOMT else "ontmoeting_wacht"))
    _mail(vast, berichten)
    return inschrijving


@transaction.atomic
def meld_af(*, ontmoeting: Ontmoeting, lid: Grensbreker) -> None:
    """A member does not come after all; who waits longest moves up. Raises KanNiet once it began."""
    vast = _vergrendel(ontmoeting)
    inschrijving = Inschrijving.objects.filter(ontmoeting=vast, grensbreker=lid).exclude(stand=Stand.AFGEMELD).first()
    if inschrijving is None:
        return
    if vast.begint_op <= nu():
        raise KanNiet(BEGONNEN)
    inschrijving.stand = Stand.AFGEMELD
    inschrijving.save(update_fields=["stand"])
    noteer(lid=lid, actie="ontmoeting: afgemeld", door=None)
    _mail(vast, [(lid, "ontmoeting_afgemeld"), *_schuif_op(vast)])


@transaction.atomic
def geef_plaatsen_vrij(*, lid: Grensbreker) -> None:
    """A member goes: what they would come to, or wait for, is for others, and these hear of it at once.

    First the meetings, then the members, each in the order of their keys: two who go at once never lock each other.
    """
    eigen = Inschrijving.objects.filter(grensbreker=lid, ontmoeting__begint_op__gt=nu()).exclude(stand=Stand.AFGEMELD)
    nummers = sorted(eigen.values_list("ontmoeting", flat=True))
    berichten: list[tuple[Ontmoeting, Grensbreker, str]] = []
    for nummer in nummers:
        vast = _vergrendel(Ontmoeting(pk=nummer))
        Inschrijving.objects.filter(ontmoeting=vast, grensbreker=lid).update(stand=Stand.AFGEMELD)
        noteer(lid=lid, actie="ontmoeting: afgemeld", door=None)
        berichten += [(vast, een, sjabloon) for een, sjabloon in _schuif_op(vast)]
    betrokken = {een.pk for _, een, _ in berichten} | {lid.pk}
    list(Grensbreker.objects.select_for_update(of=("self",)).filter(pk__in=betrokken).order_by("pk"))
    for ontmoeting, een, sjabloon in sorted(berichten, key=lambda bericht: bericht[1].pk):
        _stuur(ontmoeting, een, sjabloon, f"{sjabloon}:{uuid4().hex[:12]}")


@transaction.atomic
def schuif_op(*, ontmoeting: Ontmoeting) -> int:
    """Give free places to who waits; the number of people who moved up."""
    vast = _vergrendel(ontmoeting)
    berichten = _schuif_op(vast)
    _mail(vast, berichten)
    return len(berichten)


def schuif_overal_op() -> int:
    """For every meeting to come: places of members who left go to who waits. The number of people who moved up."""
    komend = Ontmoeting.objects.filter(begint_op__gt=nu(), geannuleerd_op=None, inschrijvingen__stand=Stand.WACHT)
    return sum(schuif_op(ontmoeting=een) for een in komend.distinct())


def bezette_plaatsen(ontmoeting: Ontmoeting) -> int:
    """How many members come."""
    komen = Inschrijving.objects.filter(ontmoeting=ontmoeting, stand=Stand.KOMT)
    return komen.filter(grensbreker__stand=Grensbreker.Stand.TOEGELATEN).count()


def _vrij(ontmoeting: Ontmoeting) -> bool:
    return ontmoeting.limiet is None or bezette_plaatsen(ontmoeting) < ontmoeting.limiet


def _schuif_op(ontmoeting: Ontmoeting) -> list[tuple[Grensbreker, str]]:
    """Under the lock: the mails for who moved up. Who is no member any more loses the place first."""
    if ontmoeting.geannuleerd_op or ontmoeting.begint_op <= nu():
        return []
    rijen = Inschrijving.objects.filter(ontmoeting=ontmoeting).select_related("grensbreker__gemeente")
    weg = rijen.exclude(stand=Stand.AFGEMELD).exclude(grensbreker__stand=Grensbreker.Stand.TOEGELATEN)
    Inschrijving.objects.filter(pk__in=list(weg.values_list("pk", flat=True))).update(stand=Stand.AFGEMELD)
    berichten = []
    for inschrijving in rijen.filter(stand=Stand.WACHT).order_by("op", "pk"):
        if not _vrij(ontmoeting):
            break
        inschrijving.stand, inschrijving.herinnerd_op = Stand.KOMT, _al_herinnerd(ontmoeting)
        inschrijving.save(update_fields=["stand", "herinnerd_op"])
        noteer(lid=inschrijving.grensbreker, actie="ontmoeting: opgeschoven van de wachtlijst", door=None)
        berichten.append((inschrijving.grensbreker, "ontmoeting_opgeschoven"))
    return berichten


def _al_herinnerd(ontmoeting: Ontmoeting) -> datetime | None:
    """Who hears of it so shortly before needs no reminder beside it."""
    return nu() if _is_bijna(ontmoeting) else None


def _is_bijna(ontmoeting: Ontmoeting) -> bool:
    return localdate(ontmoeting.begint_op) <= vandaag() + HERINNER_VOORAF


# --- the meeting itself ---------------------------------------------------------------------------------------------
@transaction.atomic
def maak(*, ontmoeting: Ontmoeting, door: Gebruiker) -> Ontmoeting:
    """Keep a new meeting, under an address of its own that never changes."""
    ontmoeting.slug = vrije_slug(ontmoeting)
    ontmoeting.save()
    _log(ontmoeting, TOEGEVOEGD, door)
    return ontmoeting


@transaction.atomic
def wijzig(*, ontmoeting: Ontmoeting, door: Gebruiker) -> set[str]:
    """Keep what an editor changed in a row; the names of the fields that are different.

    A calendar learns of it by a higher `volgnummer`; who comes or waits reads a changed place or moment in a mail.
    """
    vast = _vergrendel(ontmoeting)
    anders = {veld: (getattr(vast, veld), getattr(ontmoeting, veld)) for veld in VELDEN}
    anders = {veld: paar for veld, paar in anders.items() if paar[0] != paar[1]}
    for veld in anders:
        setattr(vast, veld, getattr(ontmoeting, veld))
    if anders.keys() & IN_KALENDER:
        vast.volgnummer += 1
    vast.save()
    ontmoeting.volgnummer, ontmoeting.gewijzigd_op = vast.volgnummer, vast.gewijzigd_op
    if anders:
        namen = {veld.attname: str(veld.verbose_name) for veld in Ontmoeting._meta.concrete_fields}
        _log(vast, "gewijzigd", door, {namen[veld]: paar for veld, paar in anders.items()})
    vast = _vergrendel(vast)  # with the municipality that it has now
    if "begint_op" in anders:
        vast.inschrijvingen.update(herinnerd_op=None)
    if anders.keys() & IN_MAIL and not vast.geannuleerd_op and vast.eindigt_op > nu():
        _mail_iedereen(vast, "ontmoeting_gewijzigd")
    _mail(vast, _schuif_op(vast))
    return set(anders)


@transaction.atomic
def annuleer(*, ontmoeting: Ontmoeting, door: Gebruiker) -> Ontmoeting:
    """Call it off, for good: one mail to everybody who comes or waits. Raises KanNiet when it is over."""
    vast = _vergrendel(ontmoeting)
    if vast.geannuleerd_op:
        return vast
    if vast.eindigt_op <= nu():
        raise KanNiet(VOORBIJ)
    vast.geannuleerd_op, vast.volgnummer = nu(), vast.volgnummer + 1
    vast.save(update_fields=["geannuleerd_op", "volgnummer", "gewijzigd_op"])
    _log(vast, "afgelast", door)
    _mail_iedereen(vast, "ontmoeting_afgelast")
    return vast


@transaction.atomic
def noteer_aanwezigheid(*, ontmoeting: Ontmoeting, aanwezig: Collection[int], door: Gebruiker) -> None:
    """Who was there, by the keys of their Inschrijving. Raises KanNiet before it begins.

    Who had a place and is not in it was not there; of who waited only those who came anyway are noted.
    """
    vast = _vergrendel(ontmoeting)
    if vast.begint_op > nu() or vast.geannuleerd_op:
        raise KanNiet("Deze ontmoeting had nog niet plaats. Noteer daarna wie er was.")
    rijen = list(vast.inschrijvingen.exclude(stand=Stand.AFGEMELD))
    for rij in rijen:
        rij.aanwezig = True if rij.pk in aanwezig else (False if rij.stand == Stand.KOMT else None)
    Inschrijving.objects.bulk_update(rijen, ["aanwezig"])
    _log(vast, f"aanwezigheid genoteerd: {sum(bool(rij.aanwezig) for rij in rijen)}", door)


def vrije_slug(ontmoeting: Ontmoeting) -> str:
    """An address from title and day, with a number when it is taken."""
    dag = localtime(ontmoeting.begint_op)
    basis = f"{slugify(ontmoeting.titel)[:70].strip('-') or 'ontmoeting'}-{dag:%Y-%m-%d}"
    bezet = BEZETTE_ADRESSEN | set(Ontmoeting.objects.filter(slug__startswith=basis).values_list("slug", flat=True))
    return next(slug for n in range(1, 10_000) if (slug := basis if n == 1 else f"{basis}-{n}") not in bezet)


# --- invitations and reminders --------------------------------------------------------------------------------------
@transaction.atomic
def nodig_uit(*, ontmoeting: Ontmoeting, door: Gebruiker) -> int:
    """Mail the members for whom it is, once each: of the IGS, or who share a theme when it has none. How many.

    Not who is on the list already, takes a break or wants no such mails. Raises KanNiet.
    """
    vast = _vergrendel(ontmoeting)
    if vast.geannuleerd_op or vast.begint_op <= nu():
        raise KanNiet("Uitnodigen kan alleen voor een ontmoeting die nog komt en doorgaat.")
    if not is_zichtbaar(vast, nu()):
        raise KanNiet(NIET_ZICHTBAAR)
    aantal = 0
    for lid in genodigden(vast):
        _, nieuw = Verzending.objects.get_or_create(
            grensbreker=lid,
            soort=UITNODIGING,
            periode=vast.uid.hex[:20],
            defaults={"inhoud": [f"ontmoeting:{vast.uid}"]},
        )
        if nieuw:
            _stuur(vast, lid, "ontmoeting_uitnodiging", UITNODIGING, soort=Mailsoort.ONTMOETINGEN)
            aantal += 1
    if aantal:
        _log(vast, f"uitnodigingen verstuurd: {aantal}", door)
    return aantal


def genodigden(ontmoeting: Ontmoeting) -> list[Grensbreker]:
    """Who would get an invitation now, in the order in which rows are always locked."""
    leden = Grensbreker.objects.leden().filter(mail_ontmoetingen=True)
    if ontmoeting.igs_id:
        leden = leden.filter(igs=ontmoeting.igs_id)
    elif themas := [thema.pk for thema in ontmoeting.themas.all()]:
        leden = leden.filter(themas__in=themas)
    eerder = Verzending.objects.filter(soort=UITNODIGING, periode=ontmoeting.uid.hex[:20]).values("grensbreker")
    leden = leden.exclude(pk__in=ontmoeting.inschrijvingen.values("grensbreker")).exclude(pk__in=eerder)
    leden = leden.select_related("gemeente").order_by("pk").distinct()
    return [lid for lid in leden if not pauzeert(lid, vandaag())]


def herinner() -> int:
    """Mail who comes to a meeting within two days, once for each moment; the number of mails."""
    komend = Inschrijving.objects.filter(
        stand=Stand.KOMT,
        herinnerd_op=None,
        ontmoeting__geannuleerd_op=None,
        ontmoeting__begint_op__gt=nu(),
        ontmoeting__begint_op__lt=nu() + HERINNER_VOORAF + timedelta(days=1),
        grensbreker__stand=Grensbreker.Stand.TOEGELATEN,
    )
    return sum(_herinner(pk) for pk in komend.order_by("grensbreker").values_list("pk", flat=True))


@transaction.atomic
def _herinner(pk: int) -> int:
    rij = Inschrijving.objects.select_for_update(of=("self",)).filter(pk=pk, herinnerd_op=None, stand=Stand.KOMT)
    inschrijving = rij.select_related("grensbreker__gemeente", "ontmoeting__gemeente", "ontmoeting__igs").first()
    if inschrijving is None or not _is_bijna(inschrijving.ontmoeting):
        return 0
    inschrijving.herinnerd_op = nu()
    inschrijving.save(update_fields=["herinnerd_op"])
    lid, ontmoeting = inschrijving.grensbreker, inschrijving.ontmoeting
    if not wil(lid, Mailsoort.ONTMOETINGEN):
        return 0
    wat = f"herinnering:{ontmoeting.begint_op:%Y%m%d%H%M}"
    _stuur(ontmoeting, lid, "ontmoeting_herinnering", wat, soort=Mailsoort.ONTMOETINGEN)
    return 1


# --- what all of them do --------------------------------------------------------------------------------------------
def is_zichtbaar(ontmoeting: Ontmoeting, moment: datetime) -> bool:
    """As `gepubliceerd`, for a row at hand."""
    return ontmoeting.gepubliceerd_op is not None and ontmoeting.gepubliceerd_op <= moment


def ingeschreven(ontmoeting: Ontmoeting) -> QuerySet[Inschrijving]:
    """Members who come or wait, who came first first."""
    rijen = Inschrijving.objects.filter(ontmoeting=ontmoeting, grensbreker__stand=Grensbreker.Stand.TOEGELATEN)
    met = rijen.filter(Q(stand=Stand.KOMT) | Q(stand=Stand.WACHT)).select_related("grensbreker__gemeente")
    return met.order_by("op", "pk")


def _vergrendel(ontmoeting: Ontmoeting) -> Ontmoeting:
    rij: Ontmoeting = (
        Ontmoeting.objects.select_for_update(of=("self",)).select_related("gemeente", "igs").get(pk=ontmoeting.pk)
    )
    return rij


def _log(
    ontmoeting: Ontmoeting, actie: str, door: Gebruiker, veranderd: dict[str, tuple[Any, Any]] | None = None
) -> None:
    igs_slug = ontmoeting.igs.slug if ontmoeting.igs else ""
    logboek.schrijf(door=door, actie=actie, over=ontmoeting, igs_slug=igs_slug, veranderd=veranderd)


def _mail_iedereen(ontmoeting: Ontmoeting, sjabloon: str) -> None:
    """Everybody who comes or waits, once for this number of the calendar."""
    for rij in ingeschreven(ontmoeting).order_by("grensbreker"):
        _stuur(ontmoeting, rij.grensbreker, sjabloon, f"{sjabloon}:{ontmoeting.volgnummer}", stand=rij.stand)


def _mail(ontmoeting: Ontmoeting, berichten: Iterable[tuple[Grensbreker, str]]) -> None:
    """Each change of a place is a mail. In the order of the members: two meetings at once never lock each other."""
    for lid, sjabloon in sorted(berichten, key=lambda bericht: bericht[0].pk):
        _stuur(ontmoeting, lid, sjabloon, f"{sjabloon}:{uuid4().hex[:12]}")


def _stuur(
    ontmoeting: Ontmoeting, lid: Grensbreker, sjabloon: str, wat: str, *, soort: str = "", **context: Any
) -> None:
    stuur(
        lid=lid,
        sjabloon=sjabloon,
        sleutel=f"ontmoeting:{ontmoeting.uid.hex}:{wat}",
        soort=soort,
        pagina=["grensbrekers_netwerk_ontmoetingen_pagina", ontmoeting.slug],
        ontmoeting=ontmoeting,
        **context,
    )
