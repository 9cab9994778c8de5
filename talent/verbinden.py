"""Ties between two talents: one asks, the other agrees, and either takes it back. Shown on both profiles.

Somebody of 13 to 15 has none: the village of a band would tell where they live.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from opnetwerk.bevestigen import Onbekend, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu
from opnetwerk.formulieren import TeVaak, neem_plek
from opnetwerk.models import Gebruiker
from talent.bewaartermijnen import VERBINDING_NA
from talent.kaartjes import Kaartje, kaartjes
from talent.keuzes import Leeftijd, Soort
from talent.models import Talent, Verbinding, Zoekrij
from talent.noteren import noteer
from talent.verlaten import KanNiet, mail_beheerders, naam_van
from talent.zoekrij import sorteervorm

SOORT = "talent-verbinding"  # of the token
LINK_GELDIG = VERBINDING_NA
HOOGSTENS_PER_DAG = 10  # requests, by one talent
HOOGSTENS_AAN_EEN = 3  # of the one to the other, in RUSTTIJD: a no is a no
RUSTTIJD = timedelta(days=30)
HOOGSTENS = 100  # ties of one talent, asked and confirmed

NIET_MET_JEZELF = "Kies een ander profiel dan je eigen."
NIET_ONLINE = "Dit kan pas als beide profielen online staan."
LANGSTE_NAAM = 80  # as the directory keeps it
TE_JONG = "Wie 13, 14 of 15 jaar is, heeft geen verbindingen op zijn profiel."
ENKEL_VAN_GROEP = "Je kunt enkel deel uitmaken van een groep of een collectief. Kies een andere verbinding."
AL_GEVRAAGD = "Je vroeg dit de voorbije maand al een paar keer aan dit profiel. Wacht tot ze zelf iets laten weten."
VOL = f"Een profiel heeft hoogstens {HOOGSTENS} verbindingen. Trek er eerst een in."
# How the tie reads from the other end.
TERUG = {
    Verbinding.Soort.SPEELDE_SAMEN: "speelde samen met",
    Verbinding.Soort.LEERDE_VAN: "gaf les aan",
    Verbinding.Soort.DEEL_VAN: "bestaat onder meer uit",
}


@dataclass(frozen=True)
class Getoond:
    """A tie as one end sees it: "speelde samen met", and the name and the page of the other end."""

    verbinding: Verbinding
    ander: Talent
    woorden: str
    naam: str

    @property
    def pad(self) -> str:
        return self.ander.get_absolute_url()

    def __str__(self) -> str:
        return f"{self.woorden} {self.naam}"


# --- asking and answering -------------------------------------------------------------------------------------------
@transaction.atomic
def vraag(*, van: Talent, met: Talent, soort: str, door: Gebruiker | None) -> Verbinding:
    """`van` asks `met`; whoever manages that one gets a mail with a button. The same once more is the same row.

    Who was asked just that by the other one agrees with it instead. Raises KanNiet and TeVaak.
    """
    van, met = _vergrendel_beide(van, met)
    _keur(van, met, soort)
    if soort == Verbinding.Soort.SPEELDE_SAMEN:
        gespiegeld = Verbinding.objects.filter(van=met, met=van, soort=soort).first()
        if gespiegeld:
            return bevestig(verbinding=gespiegeld, door=door)
    bestaand = Verbinding.objects.filter(van=van, met=met, soort=soort).first()
    if bestaand:
        return bestaand
    if _van_of_met(van).count() >= HOOGSTENS:
        raise KanNiet(VOL)
    if neem_plek(f"verbinding:{van.pk}:{met.pk}", hoogstens=HOOGSTENS_AAN_EEN, per=RUSTTIJD):
        raise KanNiet(AL_GEVRAAGD)
    if plek := neem_plek(f"verbinding:{van.pk}", hoogstens=HOOGSTENS_PER_DAG, per=timedelta(days=1)):
        raise TeVaak(plek)
    verbinding = Verbinding.objects.create(van=van, met=met, soort=soort)
    Verbinding.objects.filter(pk=verbinding.pk).update(gevraagd_op=nu())  # the column takes the clock by itself
    noteer(talent=van, actie="verbinding gevraagd", door=door)
    _mail_gevraagd(verbinding)
    return verbinding


def _vergrendel_beide(een: Talent, ander: Talent) -> tuple[Talent, Talent]:
    """Both as they are now, locked in the order of their numbers so that two never wait for each other."""
    rijen = Talent.objects.select_for_update(of=("self",)).select_related("thuis", "online", "concept").order_by("pk")
    vast = {talent.pk: talent for talent in rijen.filter(pk__in=[een.pk, ander.pk])}
    if een.pk not in vast or ander.pk not in vast:
        raise KanNiet(NIET_ONLINE)
    return vast[een.pk], vast[ander.pk]


def _keur(van: Talent, met: Talent, soort: str) -> None:
    if van.pk == met.pk:
        raise KanNiet(NIET_MET_JEZELF)
    if soort not in Verbinding.Soort.values:
        raise ValueError(f"{soort} is geen verbinding")
    if van.is_jong:
        raise KanNiet(TE_JONG)
    # Of who is 13 to 15 nothing more is said than of who is not online.
    if met.is_jong or Talent.objects.online().filter(pk__in=[van.pk, met.pk]).count() < 2:
        raise KanNiet(NIET_ONLINE)
    if soort == Verbinding.Soort.DEEL_VAN and met.soort == Soort.PERSOON:
        raise KanNiet(ENKEL_VAN_GROEP)


def _mail_gevraagd(verbinding: Verbinding) -> None:
    mail_beheerders(
        verbinding.met,
        "talent/verbinding",
        f"verbinding:{verbinding.kenmerk}",
        ander=naam_van(verbinding.van),
        regel=zin(verbinding),
        link=link(verbinding),
        dagen=LINK_GELDIG.days,
    )


def zin(verbinding: Verbinding) -> str:
    """The tie as a whole sentence without a full stop, seen from who asked."""
    van, met = verbinding.van, verbinding.met
    return f"{_naam(van)} {verbinding.get_soort_display()} {_naam(met)}"


def _naam(talent: Talent) -> str:
    return talent.online.naam if talent.online else naam_van(talent)


def link(verbinding: Verbinding) -> str:
    """The address of the page with the button, for who was asked."""
    return settings.SITE_ADRES + reverse("talent_verbinding", args=[maak_teken(SOORT, str(verbinding.kenmerk))])


def verbinding_van_teken(teken: str) -> Verbinding:
    """The tie behind a link. Raises Onbekend and Verlopen; Onbekend too when it was taken back."""
    kenmerk = lees_teken(SOORT, teken, geldig=LINK_GELDIG)
    velden = [f"{kant}__{veld}" for kant in ("van", "met") for veld in ("online", "concept", "thuis")]
    verbinding = Verbinding.objects.select_related(*velden).filter(kenmerk=als_uuid(kenmerk)).first()
    if verbinding is None or verbinding.van.wissen_op or verbinding.met.wissen_op:
        raise Onbekend
    return verbinding


@transaction.atomic
def bevestig(*, verbinding: Verbinding, door: Gebruiker | None) -> Verbinding:
    """Who was asked agrees; twice is once. Raises KanNiet when the tie was taken back, or may not be (any more)."""
    van, met = _vergrendel_beide(verbinding.van, verbinding.met)
    vast = Verbinding.objects.select_for_update().filter(pk=verbinding.pk).first()
    if vast is None:
        raise KanNiet("Deze vraag is ingetrokken.")
    vast.van, vast.met = van, met
    if vast.bevestigd_op is None:
        _keur(van, met, vast.soort)
        vast.bevestigd_op = nu()
        vast.save(update_fields=["bevestigd_op"])
        noteer(talent=met, actie="verbinding bevestigd", door=door)
        mail_beheerders(
            van, "talent/verbonden", f"verbonden:{vast.kenmerk}", ander=naam_van(met), regel=zin(vast), pagina=_pad(van)
        )
    return vast


def _pad(talent: Talent) -> str:
    return settings.SITE_ADRES + reverse("mijn_talent_netwerk", args=[talent.slug])


@transaction.atomic
def trek_in(*, verbinding: Verbinding, kant: Talent, door: Gebruiker | None) -> None:
    """One end takes it back, or says no: it is gone from both profiles at once, without a mail. Twice is once."""
    if Verbinding.objects.filter(pk=verbinding.pk).delete()[0]:
        actie = "verbinding ingetrokken" if verbinding.bevestigd_op else "verbinding niet aangegaan"
        noteer(talent=kant, actie=actie, door=door)


# --- showing --------------------------------------------------------------------------------------------------------
def verbindingen_van(talent: Talent) -> list[Getoond]:
    """What visitors see: confirmed ties with who they may see. Two queries; none with somebody of 13 to 15."""
    if talent.is_jong:
        return []
    return _als_getoond(talent, _met_beide(_van_of_met(talent).filter(bevestigd_op__isnull=False)))


@dataclass(frozen=True)
class Netwerk:
    """The ties of a talent for who manages it: confirmed, asked of it, and asked by it."""

    bevestigd: list[Getoond]
    aan_ons: list[Getoond]
    door_ons: list[Getoond]


def netwerk_van(talent: Talent) -> Netwerk:
    """Only with who visitors may see now. Two queries."""
    getoond = _als_getoond(talent, _met_beide(_van_of_met(talent)))
    wacht = [een for een in getoond if een.verbinding.bevestigd_op is None]
    return Netwerk(
        bevestigd=[een for een in getoond if een.verbinding.bevestigd_op is not None],
        aan_ons=[een for een in wacht if een.verbinding.met_id == talent.pk],
        door_ons=[een for een in wacht if een.verbinding.van_id == talent.pk],
    )


def verbinding_nr(talent: Talent, kenmerk: str) -> Verbinding | None:
    """The tie with this reference, of whatever state; None when it is gone, or of others."""
    return next((een for een in _met_beide(_van_of_met(talent)) if str(een.kenmerk) == kenmerk), None)


def _van_of_met(talent: Talent) -> QuerySet[Verbinding]:
    return Verbinding.objects.filter(Q(van=talent) | Q(met=talent))


def _met_beide(rijen: QuerySet[Verbinding]) -> QuerySet[Verbinding]:
    return rijen.select_related("van", "met").order_by("pk")


def _als_getoond(talent: Talent, rijen: QuerySet[Verbinding]) -> list[Getoond]:
    """Names from the directory: what `toon` gives everybody, and nobody who is not there."""
    verbindingen = list(rijen)
    anderen = {een.met_id if een.van_id == talent.pk else een.van_id for een in verbindingen}
    zichtbaar = Zoekrij.objects.filter(talent_nr__in=anderen, zichtbaar=True) if anderen else Zoekrij.objects.none()
    namen = dict(zichtbaar.values_list("talent_nr", "naam"))
    getoond = [_vanuit(talent, een, namen) for een in verbindingen]
    zichtbare = [een for een in getoond if een is not None and not een.ander.is_jong]
    return sorted(zichtbare, key=lambda een: (een.woorden, een.naam, een.verbinding.pk))


def _vanuit(talent: Talent, verbinding: Verbinding, namen: dict[int, str]) -> Getoond | None:
    heen = verbinding.van_id == talent.pk
    ander = verbinding.met if heen else verbinding.van
    if ander.pk not in namen:
        return None
    soort = Verbinding.Soort(verbinding.soort)
    return Getoond(verbinding, ander, str(soort.label) if heen else TERUG[soort], namen[ander.pk])


# --- finding the other one ------------------------------------------------------------------------------------------
ADRES = re.compile(r"/talent/([a-z0-9-]+)/?(?:$|[?#\s])")
MEESTE_GEVONDEN = 6


def zoek_ander(talent: Talent, tekst: str) -> tuple[list[Kaartje], bool]:
    """Profiles with this name, or at this address; and whether there is one that is meant for sure.

    Never the talent itself, nor somebody of 13 to 15. At most seven queries.
    """
    anderen = Talent.objects.online().exclude(pk=talent.pk).exclude(leeftijd=Leeftijd.JONG)
    if adres := ADRES.search(tekst.strip().lower()):
        return kaartjes(list(anderen.filter(slug=adres[1]).values_list("pk", flat=True))), True
    naam = sorteervorm(tekst)[:LANGSTE_NAAM]
    if not naam:
        return [], False
    rijen = Zoekrij.objects.filter(zichtbaar=True, talent_nr__in=anderen.values("pk"))
    precies = list(rijen.filter(sorteernaam=naam).order_by("pk").values_list("pk", flat=True)[:MEESTE_GEVONDEN])
    if precies:
        return kaartjes(precies), len(precies) == 1
    bevat = rijen.filter(sorteernaam__contains=naam).order_by("sorteernaam", "pk")
    return kaartjes(list(bevat.values_list("pk", flat=True)[:MEESTE_GEVONDEN])), False


# --- erasing --------------------------------------------------------------------------------------------------------
def wis_onbevestigde(moment: datetime) -> int:
    """Requests that nobody answered as long as the link worked; the number erased."""
    oud = Verbinding.objects.filter(bevestigd_op=None, gevraagd_op__lt=moment - VERBINDING_NA)
    return oud.delete()[0]
