"""The relay: two sides talk through the portal and neither sees an address. Everything that changes is changed here.

`begin` starts a conversation, `bevestig` lets it go once the sender's address is sure, `antwoord` goes on with it.
Pages read through `gesprekslijst`; the mails stand in `gesprekspost`.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction

from opnetwerk import gesprekspost, logboek
from opnetwerk.bewaartermijnen import GESPREK_NA, GESPREK_ONBEVESTIGD_NA
from opnetwerk.dag import nu
from opnetwerk.formulieren import lees_tekst
from opnetwerk.gesprekspost import adres_van
from opnetwerk.models import Blokkering, Deelnemer, Gebruiker, Gesprek, Gespreksbericht

# How much one address may do in 24 hours. An answer is cheap to want and hard to misuse; a first message is not.
DAG = timedelta(hours=24)
HOOGSTENS_ONBEVESTIGD = 3  # mails with a link to an address that nobody confirmed
HOOGSTENS_BEGONNEN = 10  # conversations by one sender
HOOGSTENS_ONTVANGEN = 30  # new conversations for one receiver
HOOGSTENS_GESCHREVEN = 60  # messages by one sender

LANGSTE_REDEN = 500  # characters; what Gesprek.gemeld_reden holds

AFZENDER, ONTVANGER = Deelnemer.Kant.AFZENDER, Deelnemer.Kant.ONTVANGER
ONBEVESTIGD, OPEN, GESLOTEN = Gesprek.Stand.TE_BEVESTIGEN, Gesprek.Stand.OPEN, Gesprek.Stand.GESLOTEN


@dataclass(frozen=True)
class Kant:
    """Somebody who takes part: the name that the other side reads, and the address that it never does."""

    naam: str
    email: str
    gebruiker: Gebruiker | None = None


# Filled by the apps: kind of `betreft` → who receives for that key now; None when it takes no new messages any more.
ontvangers_voor: dict[str, Callable[[str], list[Kant] | None]] = {}
# Filled by the apps: addresses of who looks at a report of abuse, by the slug of an IGS (empty: redactie).
wie_nakijkt: list[Callable[[str], list[str]]] = []


class TeVeel(Exception):
    """A limit of the day; the text is a Dutch sentence for who writes."""


class NietBereikbaar(Exception):
    """Nobody receives this, or the conversation is over; the text is a Dutch sentence for who writes."""


NIEMAND = "Er is nu niemand die je bericht kan lezen. Wat je schreef, staat er nog. Probeer het later opnieuw."
OVER = "Dit gesprek is gesloten. Je kunt er niet meer in antwoorden."


def heeft_zeker_adres(gebruiker: Gebruiker) -> bool:
    """Whether the address of the account was confirmed: then a message needs no confirmation of its own."""
    return EmailAddress.objects.filter(user=gebruiker, email__iexact=gebruiker.email, verified=True).exists()


# --- beginning ------------------------------------------------------------------------------------------------------
def begin(
    *,
    betreft: str,
    betreft_naam: str,
    igs_slug: str,
    onderwerp: str,
    tekst: str,
    afzender: Kant,
    ontvangers: list[Kant],
    formulier: str,
    bevestigd: bool,
    bij_nieuw: Callable[[], None] | None = None,
) -> Gesprek:
    """Start a conversation; with a `formulier` that started one already, that one again.

    `betreft` is kind:key, with a kind of `ontvangers_voor`. `bevestigd`: the sender's address is sure, so the message
    goes at once; else only a mail with a link goes, to the sender. `bij_nieuw` is called when it is new; what it
    raises undoes everything. Raises TeVeel and NietBereikbaar.
    """
    sleutel = _sleutel(betreft, formulier)
    ontvangers = list({kant.email.lower(): kant for kant in ontvangers}.values())
    with transaction.atomic():
        _een_tegelijk([afzender.email, *(kant.email for kant in ontvangers)])
        if bestaand := Gesprek.objects.filter(formulier=sleutel).first():
            return bestaand
        if not ontvangers:
            raise NietBereikbaar(NIEMAND)
        _keur_begin(afzender.email)
        _keur_ontvangst([kant.email for kant in ontvangers], betreft_naam)
        if bij_nieuw:
            bij_nieuw()
        gesprek = Gesprek(
            formulier=sleutel,
            betreft=betreft,
            betreft_naam=_een_regel(betreft_naam),
            onderwerp=_een_regel(onderwerp),
            igs_slug=igs_slug,
        )
        begonnen_door, bericht = _leg_aan(gesprek, afzender, ontvangers, tekst)
        logboek.schrijf(door=afzender.gebruiker, actie="gesprek begonnen", over=gesprek, igs_slug=igs_slug)
        if bevestigd:
            _bezorg_eerste(gesprek, begonnen_door, bericht)
        else:
            gesprekspost.mail_bevestiging(gesprek, begonnen_door)
    gesprek.refresh_from_db()
    return gesprek


def _leg_aan(gesprek: Gesprek, afzender: Kant, ontvangers: list[Kant], tekst: str) -> tuple[Deelnemer, Gespreksbericht]:
    """Write a new conversation with both sides and its first message."""
    gesprek.save(force_insert=True)
    # The columns take the clock by themselves; the house has one that tests and rehearsals can move.
    Gesprek.objects.filter(pk=gesprek.pk).update(gemaakt_op=nu(), laatste_op=nu())
    begonnen_door = _neem_op(gesprek, AFZENDER, afzender)
    for kant in ontvangers:
        _neem_op(gesprek, ONTVANGER, kant)
    return begonnen_door, _schrijf(gesprek, begonnen_door, tekst, gesprek.formulier)


def bevestig(*, gesprek: Gesprek) -> Gesprek:
    """Let the first message go; once, however often it is asked. Raises TeVeel, and Gesprek.DoesNotExist.

    Whom it was for may have changed since: the receivers of this moment get it. When nobody takes it any more the
    conversation closes without ever having been confirmed.
    """
    with transaction.atomic():
        begonnen_door = gesprek.deelnemers.select_related("gebruiker").get(kant=AFZENDER)
        _een_tegelijk([adres_van(begonnen_door), *(adres_van(een) for een in _kant(gesprek, ONTVANGER))])
        gesprek = Gesprek.objects.select_for_update().get(pk=gesprek.pk)
        if gesprek.stand != ONBEVESTIGD:
            return gesprek
        if not _werk_ontvangers_bij(gesprek):
            gesprek.stand = GESLOTEN
            gesprek.save(update_fields=["stand"])
            logboek.schrijf(door=begonnen_door.gebruiker, actie="gesprek niet bezorgd", over=gesprek)
            return gesprek
        _keur_ontvangst([adres_van(een) for een in _kant(gesprek, ONTVANGER)], gesprek.betreft_naam)
        _bezorg_eerste(gesprek, begonnen_door, gesprek.berichten.get())
    gesprek.refresh_from_db()
    return gesprek


def vraag_bevestiging_opnieuw(*, gesprek: Gesprek) -> None:
    """A new link for who let the first one grow old; at most one a day."""
    with transaction.atomic():
        gesprek = Gesprek.objects.select_for_update().get(pk=gesprek.pk)
        if gesprek.stand == ONBEVESTIGD:
            gesprekspost.mail_bevestiging(gesprek, gesprek.deelnemers.select_related("gebruiker").get(kant=AFZENDER))


def _bezorg_eerste(gesprek: Gesprek, begonnen_door: Deelnemer, bericht: Gespreksbericht) -> None:
    gesprek.stand, gesprek.bevestigd_op, gesprek.laatste_op = OPEN, nu(), nu()
    gesprek.save(update_fields=["stand", "bevestigd_op", "laatste_op"])
    door, slug = begonnen_door.gebruiker, gesprek.igs_slug
    veranderd = {"stand": (ONBEVESTIGD.label, OPEN.label)}
    logboek.schrijf(door=door, actie="gesprek verstuurd", over=gesprek, igs_slug=slug, veranderd=veranderd)
    begonnen_door.gesprek = bericht.gesprek = gesprek
    gesprekspost.mail_kopie(bericht, begonnen_door)
    naar = _wie_wil_horen(begonnen_door, _kant(gesprek, ONTVANGER))
    gesprekspost.mail_bericht(bericht, naar, is_antwoord=False)


# --- going on -------------------------------------------------------------------------------------------------------
def antwoord(*, gesprek: Gesprek, deelnemer: Deelnemer, tekst: str, formulier: str) -> Gespreksbericht:
    """One more message by this side, mailed to the other; the same `formulier` once. Raises TeVeel, NietBereikbaar."""
    sleutel = _sleutel(str(deelnemer.pk), formulier)
    with transaction.atomic():
        _een_tegelijk([adres_van(deelnemer)])
        gesprek = Gesprek.objects.select_for_update().get(pk=gesprek.pk)
        if bestaand := Gespreksbericht.objects.filter(formulier=sleutel).first():
            return bestaand
        if gesprek.stand != OPEN:
            raise NietBereikbaar(OVER)
        if deelnemer.kant == AFZENDER and not _werk_ontvangers_bij(gesprek):
            raise NietBereikbaar(
                f"{gesprek.betreft_naam} krijgt geen berichten meer via op/netwerk. Je antwoord is niet verstuurd."
            )
        _keur_schrijven(adres_van(deelnemer))
        bericht = _schrijf(gesprek, deelnemer, tekst, sleutel)
        gesprek.laatste_op = nu()
        gesprek.save(update_fields=["laatste_op"])
        slug = gesprek.igs_slug
        logboek.schrijf(door=deelnemer.gebruiker, actie="antwoord geschreven", over=gesprek, igs_slug=slug)
        andere_kant = _kant(gesprek, ONTVANGER if deelnemer.kant == AFZENDER else AFZENDER)
        gesprekspost.mail_bericht(bericht, _wie_wil_horen(deelnemer, andere_kant), is_antwoord=True)
    return bericht


def vraag_nieuwe_link(*, deelnemer: Deelnemer) -> None:
    """Mail this side a link again, to the address that we know; at most one a day."""
    with transaction.atomic():
        gesprekspost.mail_nieuwe_link(deelnemer)


# --- when it goes wrong ---------------------------------------------------------------------------------------------
def meld_misbruik(*, gesprek: Gesprek, deelnemer: Deelnemer, reden: str) -> Gesprek:
    """Let the coordinators of the IGS, or redactie, read this conversation; a report that waits stays as it is."""
    with transaction.atomic():
        gesprek = Gesprek.objects.select_for_update().get(pk=gesprek.pk)
        if gesprek.gemeld_op and not gesprek.behandeld_op:
            return gesprek
        gesprek.gemeld_op, gesprek.behandeld_op = nu(), None
        gesprek.gemeld_reden = f"{deelnemer.naam}: {_een_regel(reden)}"[:LANGSTE_REDEN]
        gesprek.save(update_fields=["gemeld_op", "behandeld_op", "gemeld_reden"])
        slug = gesprek.igs_slug
        logboek.schrijf(door=deelnemer.gebruiker, actie="misbruik gemeld", over=gesprek, igs_slug=slug)
        adressen = {adres for vraag in wie_nakijkt for adres in vraag(slug)}
        gesprekspost.mail_gemeld(
            gesprek, sorted(adressen) or [adres for adres in [settings.BEHEERDER["email"]] if adres]
        )
    return gesprek


def behandel_melding(*, gesprek: Gesprek, door: Gebruiker, sluit: bool) -> Gesprek:
    """The report was looked at; `sluit` also ends the conversation for both sides. Twice is once."""
    with transaction.atomic():
        gesprek = Gesprek.objects.select_for_update().get(pk=gesprek.pk)
        stand = GESLOTEN if sluit else gesprek.stand
        if not gesprek.gemeld_op or (gesprek.behandeld_op and stand == gesprek.stand):
            return gesprek
        veranderd = {"stand": (gesprek.get_stand_display(), Gesprek.Stand(stand).label)}
        gesprek.behandeld_op, gesprek.stand = gesprek.behandeld_op or nu(), stand
        gesprek.save(update_fields=["behandeld_op", "stand"])
        slug = gesprek.igs_slug
        logboek.schrijf(door=door, actie="melding behandeld", over=gesprek, igs_slug=slug, veranderd=veranderd)
    return gesprek


def blokkeer(*, gesprek: Gesprek, deelnemer: Deelnemer) -> None:
    """From now on nothing of the other side reaches this one, in any conversation. The other side is not told."""
    ander = ONTVANGER if deelnemer.kant == AFZENDER else AFZENDER
    with transaction.atomic():
        nieuw = []
        for een in _kant(gesprek, ander):
            rij, is_nieuw = Blokkering.objects.get_or_create(ontvanger=adres_van(deelnemer), afzender=adres_van(een))
            nieuw += [rij.pk] if is_nieuw else []
        if nieuw:
            Blokkering.objects.filter(pk__in=nieuw).update(op=nu())
            slug = gesprek.igs_slug
            logboek.schrijf(door=deelnemer.gebruiker, actie="andere kant geblokkeerd", over=gesprek, igs_slug=slug)


def hef_blokkering_op(*, gesprek: Gesprek, deelnemer: Deelnemer) -> None:
    """Hear the other side again. What it wrote meanwhile can be read on the site, and was never mailed."""
    ander = ONTVANGER if deelnemer.kant == AFZENDER else AFZENDER
    with transaction.atomic():
        adressen = [adres_van(een) for een in _kant(gesprek, ander)]
        weg, _ = Blokkering.objects.filter(ontvanger=adres_van(deelnemer), afzender__in=adressen).delete()
        if weg:
            slug = gesprek.igs_slug
            logboek.schrijf(door=deelnemer.gebruiker, actie="blokkering opgeheven", over=gesprek, igs_slug=slug)


# --- erasing --------------------------------------------------------------------------------------------------------
def wis_onbevestigde(moment: datetime) -> int:
    """Messages that nobody confirmed, GESPREK_ONBEVESTIGD_NA after they were written; the number erased.

    What could not be delivered goes with them: it was never confirmed either.
    """
    return _wis(
        Gesprek.objects.filter(bevestigd_op=None, gemaakt_op__lt=moment - GESPREK_ONBEVESTIGD_NA).values_list("pk")
    )


def wis_oude(moment: datetime) -> int:
    """Conversations in which nobody wrote for GESPREK_NA, unless a report of one still waits; the number erased."""
    wacht = {"gemeld_op__isnull": False, "behandeld_op": None}
    oud = Gesprek.objects.filter(laatste_op__lt=moment - GESPREK_NA).exclude(**wacht)
    return _wis(oud.values_list("pk"))


def _wis(sleutels: Iterable[tuple[int]]) -> int:
    nummers = [sleutel for (sleutel,) in sleutels]
    Gesprek.objects.filter(pk__in=nummers).delete()
    return len(nummers)


# --- limits ---------------------------------------------------------------------------------------------------------
def _een_tegelijk(adressen: Iterable[str]) -> None:
    """Whoever writes from or to one of these addresses waits until this transaction ends: the counts are exact.

    Always in the same order, and before any row is locked, so that two never wait for each other.
    """
    with connection.cursor() as cursor:
        for adres in sorted({adres.lower() for adres in adressen}):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"gesprek:{adres}"])


def _keur_begin(adres: str) -> None:
    begonnen = Deelnemer.objects.filter(kant=AFZENDER, email__iexact=adres, gesprek__gemaakt_op__gt=nu() - DAG)
    standen = list(begonnen.values_list("gesprek__stand", flat=True))
    if standen.count(ONBEVESTIGD) >= HOOGSTENS_ONBEVESTIGD:
        raise TeVeel(
            f"Er wachten al {HOOGSTENS_ONBEVESTIGD} berichten op een bevestiging vanuit dit e-mailadres. Kijk in je "
            "mailbox en bevestig ze eerst. Wat je schreef, staat er nog."
        )
    if len(standen) >= HOOGSTENS_BEGONNEN:
        raise TeVeel(
            f"Je begon vandaag al {HOOGSTENS_BEGONNEN} gesprekken. Probeer het morgen opnieuw. Wat je schreef, staat "
            "er nog."
        )


def _keur_ontvangst(adressen: Iterable[str], naam: str) -> None:
    for adres in adressen:
        kreeg = Deelnemer.objects.filter(kant=ONTVANGER, email__iexact=adres, gesprek__bevestigd_op__gt=nu() - DAG)
        if kreeg.count() >= HOOGSTENS_ONTVANGEN:
            raise TeVeel(
                f"{naam} kreeg vandaag al veel berichten. Probeer het morgen opnieuw: je bericht blijft staan."
            )


def _keur_schrijven(adres: str) -> None:
    geschreven = Gespreksbericht.objects.filter(van__email__iexact=adres, gemaakt_op__gt=nu() - DAG)
    if geschreven.count() >= HOOGSTENS_GESCHREVEN:
        raise TeVeel(
            f"Je schreef vandaag al {HOOGSTENS_GESCHREVEN} berichten. Probeer het morgen opnieuw. Wat je schreef, "
            "staat er nog."
        )


# --- who takes part -------------------------------------------------------------------------------------------------
def huidige_ontvangers(gesprek: Gesprek) -> list[Kant] | None:
    """Who receives for what the conversation is about, as its app says now; None when it takes nothing new.

    A kind that no app knows keeps the receivers it had.
    """
    soort, _, sleutel = gesprek.betreft.partition(":")
    vraag = ontvangers_voor.get(soort)
    if vraag is None:
        return [Kant(een.naam, een.email, een.gebruiker) for een in _kant(gesprek, ONTVANGER)]
    return vraag(sleutel)


def is_van(deelnemer: Deelnemer, kant: Kant) -> bool:
    """Whether this participant is that person: the same account, or the same address."""
    zelfde_account = kant.gebruiker is not None and kant.gebruiker.pk == deelnemer.gebruiker_id
    return zelfde_account or kant.email.lower() in (deelnemer.email.lower(), adres_van(deelnemer))


def _werk_ontvangers_bij(gesprek: Gesprek) -> bool:
    """Let the receivers be those of this moment; False when there are none."""
    huidige = huidige_ontvangers(gesprek)
    if not huidige:
        return False
    bekende = _kant(gesprek, ONTVANGER)
    for kant in huidige:
        if not any(is_van(een, kant) for een in bekende):
            _neem_op(gesprek, ONTVANGER, kant)
    for een in bekende:
        # Who wrote stays for the words; who did not is forgotten.
        if not any(is_van(een, kant) for kant in huidige) and not een.berichten.exists():
            een.delete()
    return True


def _wie_wil_horen(van: Deelnemer, naar: Iterable[Deelnemer]) -> list[Deelnemer]:
    """Without who blocked the writer, and without receivers that are none any more."""
    naar = list(naar)
    adressen = {een.pk: adres_van(een) for een in naar}
    doof = Blokkering.objects.filter(afzender__in={adres_van(van), van.email.lower()}, ontvanger__in=adressen.values())
    blokkeerders = set(doof.values_list("ontvanger", flat=True))
    huidige = huidige_ontvangers(van.gesprek) if van.kant == AFZENDER else None
    return [
        een
        for een in naar
        if adressen[een.pk] not in blokkeerders and (huidige is None or any(is_van(een, kant) for kant in huidige))
    ]


def _kant(gesprek: Gesprek, kant: Deelnemer.Kant) -> list[Deelnemer]:
    deelnemers = list(gesprek.deelnemers.filter(kant=kant).select_related("gebruiker").order_by("pk"))
    for deelnemer in deelnemers:
        deelnemer.gesprek = gesprek
    return deelnemers


def _neem_op(gesprek: Gesprek, kant: Deelnemer.Kant, wie: Kant) -> Deelnemer:
    return Deelnemer.objects.create(
        gesprek=gesprek, kant=kant, naam=_een_regel(wie.naam), email=wie.email.lower(), gebruiker=wie.gebruiker
    )


def _schrijf(gesprek: Gesprek, van: Deelnemer, tekst: str, sleutel: str) -> Gespreksbericht:
    schoon, _ = lees_tekst(tekst, een_regel=False)
    bericht = Gespreksbericht.objects.create(gesprek=gesprek, van=van, tekst=schoon, formulier=sleutel)
    Gespreksbericht.objects.filter(pk=bericht.pk).update(gemaakt_op=nu())
    return bericht


def _een_regel(tekst: str) -> str:
    """As a header of a mail can hold it, whoever calls."""
    return lees_tekst(tekst, een_regel=True)[0]


def _sleutel(waarvoor: str, formulier: str) -> str:
    """The same form sent to two addresses is two acts."""
    return hashlib.sha256(f"{waarvoor}\n{formulier}".encode()).hexdigest()
