"""What the pages of the relay read: whose link this is, which messages that side sees, which conversations are mine."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from opnetwerk.bevestigen import Onbekend, Verlopen, als_uuid, lees_teken
from opnetwerk.gesprekken import AFZENDER, GESLOTEN, ONBEVESTIGD, ONTVANGER, OPEN, huidige_ontvangers, is_van
from opnetwerk.gesprekspost import BEVESTIGING, DEELNAME, LINK_GELDIG, adres_van, link, tegenpartij
from opnetwerk.models import Blokkering, Deelnemer, Gebruiker, Gesprek, Gespreksbericht


@dataclass(frozen=True)
class Toegang:
    """A link that is ours: of whom or of what, and whether it is too old to do anything but ask for a new one."""

    deelnemer: Deelnemer
    verlopen: bool


def toegang_met(teken: str) -> Toegang | None:
    """Who opens the conversation with this link; None for a link that opens nothing (any more)."""
    verlopen = False
    try:
        sleutel = lees_teken(DEELNAME, teken, geldig=LINK_GELDIG)
    except Verlopen as te_oud:
        sleutel, verlopen = te_oud.sleutel, True
    except Onbekend:
        return None
    gevonden = Deelnemer.objects.filter(sleutel=als_uuid(sleutel)).select_related("gesprek", "gebruiker").first()
    return Toegang(gevonden, verlopen) if gevonden and doet_nog_mee(gevonden) else None


def doet_nog_mee(deelnemer: Deelnemer) -> bool:
    """A receiver before the confirmation is none yet; who does not receive any more reads no further.

    Whose profile is hidden takes nothing new, and keeps what came.
    """
    if deelnemer.kant == AFZENDER:
        return True
    if deelnemer.gesprek.bevestigd_op is None:
        return False
    huidige = huidige_ontvangers(deelnemer.gesprek)
    return huidige is None or any(is_van(deelnemer, kant) for kant in huidige)


@dataclass(frozen=True)
class TeBevestigen:
    """What a link to confirm is about, and whether it is too old."""

    gesprek: Gesprek
    verlopen: bool


def te_bevestigen_met(teken: str) -> TeBevestigen | None:
    """The conversation that this link confirms, confirmed already or not; None when there is none (any more)."""
    verlopen = False
    try:
        kenmerk = lees_teken(BEVESTIGING, teken)
    except Verlopen as te_oud:
        kenmerk, verlopen = te_oud.sleutel, True
    except Onbekend:
        return None
    gesprek = Gesprek.objects.filter(kenmerk=als_uuid(kenmerk)).first()
    return TeBevestigen(gesprek, verlopen and gesprek.stand == ONBEVESTIGD) if gesprek else None


@dataclass(frozen=True)
class Draad:
    """A conversation as one side sees it."""

    deelnemer: Deelnemer
    tegenpartij: str
    berichten: list[Gespreksbericht]
    geblokkeerd: bool  # by this side

    @property
    def kan_antwoorden(self) -> bool:
        return self.deelnemer.gesprek.stand == OPEN and not self.geblokkeerd

    @property
    def wacht_op_bevestiging(self) -> bool:
        return self.deelnemer.gesprek.stand == ONBEVESTIGD

    @property
    def is_gesloten(self) -> bool:
        return self.deelnemer.gesprek.stand == GESLOTEN


def draad_van(deelnemer: Deelnemer) -> Draad:
    """The whole thread, without what came from the other side after this one blocked it."""
    andere = [een for een in deelnemer.gesprek.deelnemers.select_related("gebruiker") if een.kant != deelnemer.kant]
    adressen = {adres_van(een): een for een in andere}
    blokkeringen = Blokkering.objects.filter(ontvanger=adres_van(deelnemer), afzender__in=adressen)
    sinds = {adressen[rij.afzender].pk: rij.op for rij in blokkeringen}
    berichten = deelnemer.gesprek.berichten.select_related("van")
    afzender = next((een for een in andere if een.kant == AFZENDER), deelnemer)
    return Draad(
        deelnemer=deelnemer,
        tegenpartij=tegenpartij(deelnemer, afzender),
        berichten=[een for een in berichten if een.van_id not in sinds or een.gemaakt_op <= sinds[een.van_id]],
        geblokkeerd=bool(sinds) and len(sinds) == len(andere),
    )


@dataclass(frozen=True)
class Gespreksregel:
    """One line of the list of an account."""

    onderwerp: str
    tegenpartij: str
    laatste_op: datetime
    aan_zet: bool  # the other side wrote last, and an answer can be given
    stand: str
    pad: str


def regels_van(gebruiker: Gebruiker) -> list[Gespreksregel]:
    """The conversations of an account, the last one first; at most 100, and always the same number of queries."""
    return [_regel(deelname) for deelname in deelnames_van(gebruiker)[:100]]


def deelnames_van(gebruiker: Gebruiker) -> QuerySet[Deelnemer]:
    """Where the account takes part and has something to read: not what never was confirmed, nor what it blocked."""
    adres = gebruiker.email.lower()
    geblokkeerd = Blokkering.objects.filter(
        ontvanger=adres, afzender=OuterRef("van__email"), op__lt=OuterRef("gemaakt_op")
    )
    te_horen = Gespreksbericht.objects.filter(~Exists(geblokkeerd), gesprek=OuterRef("gesprek"))
    laatste = te_horen.order_by("-gemaakt_op", "-pk")
    zichtbaar = Q(kant=AFZENDER) | (Q(kant=ONTVANGER) & Q(gesprek__bevestigd_op__isnull=False))
    afzenders = Prefetch("gesprek__deelnemers", Deelnemer.objects.filter(kant=AFZENDER), to_attr="begonnen_door")
    return (
        Deelnemer.objects.filter(zichtbaar, gebruiker=gebruiker)
        .annotate(
            laatste_kant=Subquery(laatste.values("van__kant")[:1]),
            laatste_om=Subquery(laatste.values("gemaakt_op")[:1]),
        )
        .exclude(laatste_om=None)
        .select_related("gesprek")
        .prefetch_related(afzenders)
        .order_by("-laatste_om", "-pk")
    )


def _regel(deelname: Deelnemer) -> Gespreksregel:
    gesprek = deelname.gesprek
    [afzender] = gesprek.begonnen_door  # type: ignore[attr-defined]
    kant, om = deelname.laatste_kant, deelname.laatste_om  # type: ignore[attr-defined]
    return Gespreksregel(
        onderwerp=gesprek.onderwerp,
        tegenpartij=tegenpartij(deelname, afzender),
        laatste_op=om,
        aan_zet=gesprek.stand == OPEN and kant != deelname.kant,
        stand=gesprek.get_stand_display(),
        pad=link(deelname),
    )
