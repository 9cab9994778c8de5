"""Erase an account: asked with fourteen days to think again, carried out by the night, remembered by the ledger.

The floor knows no app: each tells what it has of an account, what must be settled first, and how its part goes. That it
was asked stands in the ledger of consents: in which words, when, and when it was taken back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.cached_db import KEY_PREFIX
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import models, transaction
from django.urls import reverse

from opnetwerk import adreswissen, gesprekwissen, inzage, logboek, post, toestemmingen, wissingen
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Toestemming, UitgaandeMail, Versie
from opnetwerk.rollen import is_beheerder

BEDENKTIJD = timedelta(days=14)
SOORT = "account"  # in the ledger
DOEL = "account-wissen"  # in the ledger of consents
MAIL, AFSCHEID = "account-wissen:", "klaar"  # in the keys of the mails
WOORDEN = "Wis mijn account en alles wat eraan hangt, over 14 dagen."


@dataclass(frozen=True)
class Bezwaar:
    """What has to be settled first: a sentence, and the address and words of the link to where that is done."""

    zin: str
    pad: str = ""
    link: str = ""


class KanNiet(Exception):
    """Something has to be settled first; `bezwaren` says what."""

    def __init__(self, bezwaren: list[Bezwaar]) -> None:
        super().__init__(" ".join(een.zin for een in bezwaren))
        self.bezwaren = bezwaren


def _niets(gebruiker: Gebruiker) -> None:
    return None


def _geen(gebruiker: Gebruiker) -> list[Bezwaar]:
    return []


@dataclass(frozen=True)
class Deel:
    """What an app has of an account.

    `gaat` and `blijft` are sentences for the page. `vraag` happens as soon as somebody asks, `terug` when they take it
    back, `wis` in the transaction of the erasing, before the account itself goes.
    """

    gaat: tuple[str, ...] = ()
    blijft: tuple[str, ...] = ()
    bezwaren: Callable[[Gebruiker], list[Bezwaar]] = _geen
    vraag: Callable[[Gebruiker], None] = _niets
    terug: Callable[[Gebruiker], None] = _niets
    wis: Callable[[Gebruiker], None] = _niets


delen: list[Deel] = []


def bezwaren_van(gebruiker: Gebruiker) -> list[Bezwaar]:
    """What has to be settled before this account can go."""
    return [bezwaar for deel in delen for bezwaar in deel.bezwaren(gebruiker)]


def kenmerk(gebruiker: Gebruiker) -> str:
    """Of this account in the ledger."""
    return wissingen.kenmerk(gebruiker.pk, gebruiker.gemaakt_op)


# --- asking -----------------------------------------------------------------------------------------------------------
def wissen_op(gebruiker: Gebruiker) -> datetime | None:
    """When the account goes; None when nobody asked."""
    gevraagd = _lopend().filter(gebruiker=gebruiker).first()
    return gevraagd.gegeven_op + BEDENKTIJD if gevraagd else None


def _lopend() -> models.QuerySet[Toestemming]:
    return Toestemming.objects.filter(doel=DOEL, betreft="", ingetrokken_op=None).exclude(gebruiker=None)


@transaction.atomic
def vraag(*, gebruiker: Gebruiker) -> datetime:
    """The account goes in fourteen days; a mail says how to take it back. Asked again it stays as it was.

    The moment of erasing. Raises KanNiet when something has to be settled first.
    """
    vast = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if al := wissen_op(vast):
        return al
    if bezwaren := bezwaren_van(vast):
        raise KanNiet(bezwaren)
    regel = toestemmingen.geef(doel=DOEL, tekst=WOORDEN, gebruiker=vast)
    op = regel.gegeven_op + BEDENKTIJD
    for deel in delen:
        deel.vraag(vast)
    logboek.schrijf(door=vast, actie="account wissen gevraagd", over=_naamloos(vast))
    _mail(vast, "wissen", f"vraag:{regel.pk}", op=op)
    return op


@transaction.atomic
def neem_terug(*, gebruiker: Gebruiker) -> bool:
    """The account stays, as it was before; False when nobody asked."""
    vast = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if not toestemmingen.trek_in(doel=DOEL, gebruiker=vast):
        return False
    for deel in delen:
        deel.terug(vast)
    logboek.schrijf(door=vast, actie="account wissen teruggenomen", over=_naamloos(vast))
    return True


def _naamloos(gebruiker: Gebruiker) -> Gebruiker:
    """For the log, which can only grow: without address or name."""
    return Gebruiker(pk=gebruiker.pk, naam=f"account {gebruiker.pk}")


def _mail(gebruiker: Gebruiker, sjabloon: str, sleutel: str, **context: object) -> None:
    post.zet_klaar(
        sleutel=f"{MAIL}{gebruiker.pk}:{sleutel}",
        aan=gebruiker.email,
        sjabloon=f"account/{sjabloon}",
        context={
            "pad": settings.SITE_ADRES + reverse("mijn_gegevens_wissen"),
            "reden": "je een account hebt op op/netwerk",
            **context,
        },
    )


# --- erasing ----------------------------------------------------------------------------------------------------------
def wis_gevraagde(moment: datetime) -> int:
    """Erase every account whose fourteen days are over; how many.

    Of who was erased earlier the last trace goes: that we mailed that it is done.
    """
    afscheid = UitgaandeMail.objects.filter(sleutel__startswith=MAIL, sleutel__contains=f":{AFSCHEID}:")
    afscheid.filter(stand=UitgaandeMail.Stand.VERZONDEN).delete()
    nummers = list(_lopend().filter(gegeven_op__lte=moment - BEDENKTIJD).values_list("gebruiker", flat=True))
    return sum(_wis_als_het_kan(nummer, moment) for nummer in nummers)


@transaction.atomic
def _wis_als_het_kan(nummer: int, moment: datetime) -> bool:
    """What came up meanwhile has to be settled first: a mail says so, once, and the next night tries again."""
    gebruiker = Gebruiker.objects.select_for_update().filter(pk=nummer).first()
    gevraagd = _lopend().filter(gebruiker=nummer, gegeven_op__lte=moment - BEDENKTIJD).first()
    if gebruiker is None or gevraagd is None:  # taken back just now
        return False
    if bezwaren := bezwaren_van(gebruiker):
        _mail(gebruiker, "wissen_wacht", f"wacht:{gevraagd.pk}", zinnen=[een.zin for een in bezwaren])
        return False
    wis(gebruiker=gebruiker)
    return True


@transaction.atomic
def wis(*, gebruiker: Gebruiker) -> None:
    """Everything of the account, now; asked twice it is done once. One mail says that it is done.

    The name goes out of versions and out of the log. Who worked in the admin stays named there as long as the log is
    kept: mistakes and misuse must be found.
    """
    vast = Gebruiker.objects.select_for_update().filter(pk=gebruiker.pk).first()
    if vast is None:
        return
    adressen = inzage.adressen_van(vast)
    werkte_mee = werkte_in_beheer(vast)
    for deel in delen:
        deel.wis(vast)
    gesprekwissen.vergeet(adres=vast.email, gebruiker=vast)
    for adres in adressen:
        adreswissen.wis(adres)
    Versie.objects.filter(door=vast).update(door_naam=logboek.GEWIST)
    if not werkte_mee:
        logboek.vergeet(door=vast)
    _wis_zittingen(vast)
    logboek.schrijf(door=None, actie="account gewist", over=_naamloos(vast))
    wissingen.noteer(SOORT, kenmerk(vast))
    if not wissingen.herspeelt():
        _mail(vast, "gewist", f"{AFSCHEID}:{nu():%Y%m%d%H%M}")
    vast.delete()


def werkte_in_beheer(gebruiker: Gebruiker) -> bool:
    """Whether this account changed texts or data for the portal: then the log keeps the name for its own term."""
    return gebruiker.is_staff or gebruiker.is_superuser or gebruiker.groups.exists() or _had_rol(gebruiker)


# Filled by the apps: whether the account has or had a role in the admin.
had_rol: list[Callable[[Gebruiker], bool]] = []


def _had_rol(gebruiker: Gebruiker) -> bool:
    return any(vraag_(gebruiker) for vraag_ in had_rol)


def _wis_zittingen(gebruiker: Gebruiker) -> None:
    """Sessions name the account inside what they hold: those that the account is known to have."""
    sleutels = list(UserSession.objects.filter(user=gebruiker).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=sleutels).delete()
    if "sessies" in settings.CACHES:  # copies of them
        caches["sessies"].delete_many([KEY_PREFIX + sleutel for sleutel in sleutels])


def wis_onbevestigde(rijen: models.QuerySet[Gebruiker]) -> int:
    """Accounts that nobody ever confirmed; each goes into the ledger. How many."""
    gewist = 0
    for gebruiker in rijen.order_by("pk"):
        wissingen.noteer(SOORT, kenmerk(gebruiker))
        gewist += gebruiker.delete()[1].get(Gebruiker._meta.label, 0)
    return gewist


# --- registration -----------------------------------------------------------------------------------------------------
def _laatste_beheerder(gebruiker: Gebruiker) -> list[Bezwaar]:
    """Somebody must keep the portal."""
    anderen = Gebruiker.objects.filter(is_superuser=True, is_active=True).exclude(pk=gebruiker.pk)
    if is_beheerder(gebruiker) and not anderen.exists():
        return [Bezwaar("Je bent de enige beheerder van het portaal. Maak eerst iemand anders beheerder.")]
    return []


def _herspeel(sleutel: str) -> bool:
    gebruiker = Gebruiker.objects.filter(pk=wissingen.nummer_in(sleutel)).first()
    if gebruiker is None or kenmerk(gebruiker) != sleutel:
        return False
    wis(gebruiker=gebruiker)
    return True


def registreer() -> None:
    """The part of the floor, and how the ledger erases an account again; called once, when the apps are ready."""
    wissingen.herspelers[SOORT] = _herspeel
    delen.append(
        Deel(
            gaat=(
                "Je adres, je naam, je wachtwoord, je tweede stap en de plaatsen waar je aangemeld bent.",
                "De gesprekken die je begon of alleen kreeg, en de mails die we je stuurden.",
            ),
            blijft=(
                "Een gesprek dat gemeld is, tot iemand de melding bekeek en het een jaar stil is.",
                "Wie jou niet meer wil lezen, houdt dat recht. Daarvoor houden we je adres bij.",
                "Een gesprek dat ook collega's kregen, blijft voor hen, zonder je naam, je adres en je woorden.",
                "Dat er een account gewist werd, zonder naam of adres. Anders komt het terug met een oude kopie.",
                "Werkte je in het beheer? Dan staat je naam nog vijf jaar in het logboek. Zo is een fout of misbruik "
                "na te gaan. Alleen de beheerder en de redactie lezen dat.",
                "Reservekopieën worden na 30 dagen gewist.",
            ),
            bezwaren=_laatste_beheerder,
        )
    )
