"""What each municipality promised: who answered, with how much, and against what the budget counts on.

Every change is one function, in a transaction, logged. Amounts in euro a year.
"""

import copy
import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.crypto import salted_hmac

from cultuurnota.begrotingsgegevens import lees
from cultuurnota.keuzes import Teamrol
from cultuurnota.models import Cultuurnota, Engagement, Teamlid
from igs.models import Gemeente
from igs.netwerk import Netwerk
from igs.regiocheck_bedragen import euro
from opnetwerk import bevestigen, logboek, post
from opnetwerk.besloten import opslag
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent.contact import aangestelden

log = logging.getLogger(__name__)

VELDEN = ("stand", "bedrag", "raad_op", "contact_email", "opmerking")
Stand = Engagement.Stand
BELOOFD = frozenset({Stand.TOEGEZEGD, Stand.BESLIST})
ZONDER_ANTWOORD = frozenset({Stand.GEEN, Stand.GEVRAAGD})
HERINNER_NA = timedelta(days=14)
STOP, STOP_GELDIG = "engagement", timedelta(days=365)
REDEN = "je bestuur gevraagd is om mee te doen aan een cultuurnota"


class Botsing(Exception):
    """Somebody saved in between; nothing was written. `rij` is theirs."""

    def __init__(self, rij: Engagement) -> None:
        super().__init__("Iemand anders bewaarde dit intussen.")
        self.rij = rij


# --- looking ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Regel:
    """One municipality. `eerste` and `begroot`: what the budget counts on in the first year, and in all years.

    `is_lid`: member today; one that left is shown as long as something was filled in.
    """

    gemeente: Gemeente
    rij: Engagement
    eerste: Decimal
    begroot: Decimal
    jaren: int
    is_lid: bool = True

    @property
    def is_open(self) -> bool:
        return self.rij.stand in ZONDER_ANTWOORD

    @property
    def beloofd(self) -> Decimal | None:
        """A year; None while nothing is promised."""
        return self.rij.bedrag if self.rij.stand in BELOOFD else None

    @property
    def verschil(self) -> Decimal | None:
        """Over the whole period: promised less what the budget counts on; None when one of both is not there."""
        if self.beloofd is None or not self.begroot:
            return None
        return self.beloofd * self.jaren - self.begroot

    @property
    def verschil_zin(self) -> str:
        return verschil_in_woorden(self.verschil)

    @property
    def wordt_herinnerd(self) -> bool:
        return self.rij.stand == Stand.GEVRAAGD and bool(self.rij.contact_email)


@dataclass(frozen=True)
class Overzicht:
    """All municipalities of a note by name, those who left last."""

    regels: tuple[Regel, ...]

    @property
    def leden(self) -> list[Regel]:
        return [regel for regel in self.regels if regel.is_lid]

    @property
    def wachten(self) -> list[Regel]:
        return [regel for regel in self.leden if regel.is_open]

    @property
    def geweigerd(self) -> list[Regel]:
        return [regel for regel in self.leden if regel.rij.stand == Stand.GEWEIGERD]

    @property
    def beloofd(self) -> list[Regel]:
        return [regel for regel in self.leden if regel.rij.stand in BELOOFD]

    @property
    def som(self) -> Decimal:
        """What the members promised together, a year."""
        return sum((regel.beloofd for regel in self.leden if regel.beloofd is not None), Decimal(0))

    @property
    def eerste(self) -> Decimal:
        return sum((regel.eerste for regel in self.regels), Decimal(0))

    @property
    def verschil(self) -> Decimal | None:
        """Over the whole period; None until every member answered and the budget is filled in."""
        verschillen = [regel.verschil for regel in self.leden]
        if not verschillen or any(een is None for een in verschillen):
            return None
        return sum((een for een in verschillen if een is not None), Decimal(0))

    @property
    def verschil_zin(self) -> str:
        return verschil_in_woorden(self.verschil)


def verschil_in_woorden(verschil: Decimal | None) -> str:
    if verschil is None:
        return "–"
    if not verschil:
        return "klopt"
    return f"{euro(abs(verschil))} {'meer' if verschil > 0 else 'te weinig'}"


def overzicht(nota: Cultuurnota) -> Overzicht:
    """Who answered and with how much; a constant number of queries."""
    netwerk = Netwerk.op(vandaag())
    rijen = {een.gemeente_id: een for een in nota.engagementen.select_related("gemeente")}
    per_gemeente = {regel.betaler.nis: regel for regel in lees(nota, netwerk).bijdragen}
    leden = [lid.gemeente for lid in netwerk.leden_van(nota.igs)]
    codes = {gemeente.nis_code for gemeente in leden}
    weg = sorted((een.gemeente for een in rijen.values() if een.gemeente_id not in codes), key=lambda een: een.naam)

    def regel(gemeente: Gemeente) -> Regel:
        bijdrage = per_gemeente.get(gemeente.nis_code)
        return Regel(
            gemeente,
            rijen.get(gemeente.nis_code) or Engagement(nota=nota, gemeente=gemeente),
            eerste=bijdrage.bedragen[nota.van] if bijdrage else Decimal(0),
            begroot=bijdrage.totaal if bijdrage else Decimal(0),
            jaren=len(nota.jaren),
            is_lid=gemeente.nis_code in codes,
        )

    return Overzicht(tuple(regel(gemeente) for gemeente in [*leden, *weg]))


def regel_of_404(nota: Cultuurnota, nis: str) -> Regel:
    """The municipality with this NIS code; a 404 for one that is no member and has nothing filled in."""
    for regel in overzicht(nota).regels:
        if regel.gemeente.nis_code == nis:
            return regel
    raise Http404


def kopie(rij: Engagement) -> Engagement:
    """The same row for a form to write on, so that the page can show beside it what stands kept."""
    return copy.copy(rij)


# --- changing ---------------------------------------------------------------------------------------------------------
def bewaar(*, nota: Cultuurnota, gemeente: Gemeente, velden: dict[str, Any], basis: int, door: Gebruiker) -> Engagement:
    """Keep the fields named in VELDEN. Botsing when somebody saved after version `basis`."""
    with transaction.atomic():
        rij = _open(nota, gemeente, basis)
        veranderd = {veld: (getattr(rij, veld), velden[veld]) for veld in VELDEN if getattr(rij, veld) != velden[veld]}
        if not veranderd:
            return rij
        for veld, (_, naar) in veranderd.items():
            setattr(rij, veld, naar)
        if "stand" in veranderd or "contact_email" in veranderd:
            rij.herinnerd_op = None
        _schrijf(rij, "engagement bewaard", door, veranderd)
    return rij


def bewaar_document(
    *, nota: Cultuurnota, gemeente: Gemeente, inhoud: bytes, naam: str, basis: int, door: Gebruiker
) -> Engagement:
    """Keep the decision in the place of the one that stands; the same one twice is once. Botsing as `bewaar`."""
    with transaction.atomic():
        _slot(nota)
        al = nota.engagementen.filter(gemeente=gemeente).first()
        if al is not None and al.document and _inhoud(al) == inhoud:
            return al
        rij = _open(nota, gemeente, basis)
        oud, oude_naam = rij.document.name, rij.document_naam
        # A random name: nothing of the uploader's file name reaches the disk.
        rij.document.save(f"{uuid.uuid4().hex}.pdf", ContentFile(inhoud), save=False)
        rij.document_naam = naam
        _schrijf(rij, "besluit bewaard", door, {"document": (oude_naam, naam)})
        _wis_na_bewaren(oud)
    return rij


def wis_document(*, nota: Cultuurnota, gemeente: Gemeente, basis: int, door: Gebruiker) -> None:
    """Throw the decision away; gone already is fine. Botsing as `bewaar`."""
    with transaction.atomic():
        _slot(nota)
        al = nota.engagementen.filter(gemeente=gemeente).first()
        if al is None or not al.document:
            return
        rij = _open(nota, gemeente, basis)
        oud, oude_naam = rij.document.name, rij.document_naam
        rij.document, rij.document_naam = "", ""
        _schrijf(rij, "besluit weggehaald", door, {"document": (oude_naam, "")})
        _wis_na_bewaren(oud)


def stop_herinneringen(*, nota: Cultuurnota, gemeente: Gemeente, door: Gebruiker | None) -> None:
    """Forget whom to mail, whatever else was changed; twice is once."""
    with transaction.atomic():
        _slot(nota)
        rij = nota.engagementen.filter(gemeente=gemeente).exclude(contact_email="").first()
        if rij is not None:
            rij.contact_email, rij.herinnerd_op = "", None
            _schrijf(rij, "herinneringen gestopt", door, {})


def _slot(nota: Cultuurnota) -> None:
    Cultuurnota.objects.select_for_update(of=("self",)).get(pk=nota.pk)


def _open(nota: Cultuurnota, gemeente: Gemeente, basis: int) -> Engagement:
    """The row under the lock of the note, when nobody saved after version `basis`; a new one when there is none."""
    _slot(nota)
    rij: Engagement = nota.engagementen.filter(gemeente=gemeente).first() or Engagement(nota=nota, gemeente=gemeente)
    if rij.versie != basis:
        raise Botsing(rij)
    return rij


def _schrijf(rij: Engagement, actie: str, door: Gebruiker | None, veranderd: dict[str, tuple[Any, Any]]) -> None:
    rij.versie += 1
    rij.save()
    Cultuurnota.objects.filter(pk=rij.nota_id).update(gewijzigd_op=nu())
    # An address is nobody's business but the row's: the log keeps that it changed.
    zonder_adres = {veld: paar for veld, paar in veranderd.items() if veld != "contact_email"}
    logboek.schrijf(door=door, actie=actie, over=rij, igs_slug=rij.nota.igs.slug, veranderd=zonder_adres)


def _inhoud(rij: Engagement) -> bytes | None:
    """What stands in the document; None when it is gone from the disk."""
    try:
        with rij.document.open("rb") as bestand:
            return bytes(bestand.read())
    except OSError:
        return None


def _wis_na_bewaren(naam: str | None) -> None:
    if naam:
        transaction.on_commit(lambda: opslag.delete(naam), robust=True)


# --- reminding --------------------------------------------------------------------------------------------------------
def herinner(moment: datetime) -> int:
    """Mail whom to remind, once in fourteen days while the answer is asked; the number of mails."""
    toe = Q(herinnerd_op=None) | Q(herinnerd_op__lte=moment - HERINNER_NA)
    rijen = Engagement.objects.filter(toe, stand=Stand.GEVRAAGD, nota__weg_op=None).exclude(contact_email="")
    netwerk = Netwerk.op(vandaag())
    # One that left the IGS is asked nothing any more, whatever stands in the note.
    van_leden = [
        rij.pk
        for rij in rijen.select_related("nota__igs")
        if rij.gemeente_id in {lid.gemeente.nis_code for lid in netwerk.leden_van(rij.nota.igs)}
    ]
    return sum(_herinner(pk, moment) for pk in van_leden)


def _herinner(pk: int, moment: datetime) -> bool:
    """Whether a mail was written; an address with a typing error holds up nobody else."""
    with transaction.atomic():
        rij = Engagement.objects.select_for_update(of=("self",)).select_related("nota__igs", "gemeente").get(pk=pk)
        if rij.stand != Stand.GEVRAAGD or not rij.contact_email:
            return False
        antwoord_aan, weer = _trekker_van(rij.nota), rij.herinnerd_op is not None
        stop = stoplink(rij)
        gegevens = {"rij": rij, "nota": rij.nota, "weer": weer, "heeft_antwoord": bool(antwoord_aan), "reden": REDEN}
        try:
            post.zet_klaar(
                sleutel=f"cultuurnota:engagement:{rij.pk}:{moment:%Y%m%d}",
                aan=rij.contact_email,
                sjabloon="cultuurnota/engagement",
                context=gegevens | {"stoplink": stop},
                antwoord_aan=antwoord_aan,
                koppen={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            )
        except ValueError:
            log.exception("De herinnering van engagement %s kan niet geschreven worden.", rij.pk)
            return False
        Engagement.objects.filter(pk=rij.pk).update(herinnerd_op=moment)
    return True


def _trekker_van(nota: Cultuurnota) -> str:
    """Who gets the answers: the first that leads the note today, or coordinates the IGS; empty when nobody does."""
    dag = vandaag()
    lopend = Q(tot=None) | Q(tot__gte=dag)
    rijen: Iterable[Teamlid] = nota.team.filter(lopend, van__lte=dag, rol=Teamrol.TREKKER, gebruiker__is_active=True)
    wie = [lid.gebruiker for lid in rijen] + aangestelden(nota.igs, dag)
    return wie[0].email if wie else ""


def stoplink(rij: Engagement) -> str:
    """The address on which whoever gets the reminders stops them, without an account."""
    teken = bevestigen.maak_teken(STOP, f"{rij.nota.kenmerk}:{rij.gemeente_id}:{_merk(rij.contact_email)}")
    return settings.SITE_ADRES + reverse("cultuurnota_herinnering", args=[teken])


def van_stoplink(teken: str) -> tuple[Engagement, bool]:
    """The row, and whether its reminders still go to who has the link. Raises Onbekend, Verlopen."""
    kenmerk, nis, merk = bevestigen.lees_teken(STOP, teken, geldig=STOP_GELDIG).split(":")
    rijen = Engagement.objects.select_related("nota__igs", "gemeente")
    rij = rijen.filter(nota__kenmerk=bevestigen.als_uuid(kenmerk), gemeente_id=nis).first()
    if rij is None:
        raise bevestigen.Onbekend
    return rij, bool(rij.contact_email) and _merk(rij.contact_email) == merk


def _merk(email: str) -> str:
    """Which address it was, without saying it."""
    return salted_hmac(STOP, email.lower(), algorithm="sha256").hexdigest()[:16]


def document_of_404(nota: Cultuurnota, nis: str) -> Engagement:
    return get_object_or_404(nota.engagementen.exclude(document=""), gemeente_id=nis)
