"""Questions to the network: ask, answer, mark as solved, and the mail that brings them to who can answer.

Nobody else assigns `opgelost_op`. What a member asked or answered stays when they leave, without their name.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from grensbrekers.gehad import gehad_van, onthoud
from grensbrekers.ledenpost import Mailsoort, pauzeert, stuur
from grensbrekers.lidmaatschap import vergrendel
from grensbrekers.models import Antwoord, Grensbreker, Netwerkvraag, Thema
from grensbrekers.noteren import noteer
from opnetwerk.binnenpost import antwoordadres
from opnetwerk.dag import nu

VRAGEN_PER_DAG = 5  # of one member
ANTWOORDEN_PER_DAG = 20
BUNDEL = "vragen"  # of a Verzending
HOOGSTENS_IN_BUNDEL = 10
OUD_NA = timedelta(days=90)  # an open question is mailed to nobody any more
LEDEN_TEGELIJK = 200  # whose mail is prepared at once
# Letters of an address to which a member replies: one question, or a mail with more in it.
ANTWOORD_OP_EEN, ANTWOORD_OP_MEER = "v", "w"


class TeVeel(Exception):
    """A limit of the day; the text is a Dutch sentence for who asks."""


@transaction.atomic
def stel(*, door: Grensbreker, titel: str, tekst: str, themas: Collection[Thema], formulier: str) -> Netwerkvraag:
    """Ask the network; the same `formulier` twice is once. Raises TeVeel."""
    vergrendel(door)
    if (eerder := Netwerkvraag.objects.filter(formulier=formulier).first()) is not None:
        return eerder
    if Netwerkvraag.objects.filter(door=door, gesteld_op__gt=nu() - timedelta(days=1)).count() >= VRAGEN_PER_DAG:
        raise TeVeel(
            f"Je stelde vandaag al {VRAGEN_PER_DAG} vragen. Probeer het morgen opnieuw. Wat je schreef, staat er nog."
        )
    vraag = Netwerkvraag.objects.create(door=door, titel=titel, tekst=tekst, formulier=formulier)
    # The column takes the clock by itself; the house has one that tests and rehearsals can move.
    Netwerkvraag.objects.filter(pk=vraag.pk).update(gesteld_op=nu())
    vraag.themas.set(themas)
    noteer(lid=door, actie="vraag gesteld", door=None)
    return vraag


@transaction.atomic
def antwoord(*, vraag: Netwerkvraag, door: Grensbreker, tekst: str, formulier: str) -> Antwoord:
    """Answer; who asked reads it in a mail at once. The same `formulier` twice is once. Raises TeVeel."""
    vergrendel(door)
    if (eerder := Antwoord.objects.filter(formulier=formulier).first()) is not None:
        return eerder
    if Antwoord.objects.filter(door=door, op__gt=nu() - timedelta(days=1)).count() >= ANTWOORDEN_PER_DAG:
        raise TeVeel(
            f"Je gaf vandaag al {ANTWOORDEN_PER_DAG} antwoorden. Probeer het morgen opnieuw. "
            "Wat je schreef, staat er nog."
        )
    nieuw = Antwoord.objects.create(vraag=vraag, door=door, tekst=tekst, formulier=formulier)
    Antwoord.objects.filter(pk=nieuw.pk).update(op=nu())
    noteer(lid=door, actie="vraag beantwoord", door=None)
    steller = vraag.door
    if steller and steller.stand == Grensbreker.Stand.TOEGELATEN and steller != door:
        stuur(
            lid=steller,
            sjabloon="antwoord",
            sleutel=f"antwoord:{nieuw.pk}:{door.kenmerk}",
            pagina=["grensbrekers_netwerk_vraag", vraag.kenmerk],
            vraag=vraag,
            antwoord=nieuw,
            van=door,
            antwoord_aan=adres_voor(steller, vraag),
        )
    return nieuw


@transaction.atomic
def los_op(*, vraag: Netwerkvraag, door: Grensbreker) -> None:
    """Who asked knows enough. ValueError for anybody else."""
    _zet_opgelost(vraag, door, opgelost=True)


@transaction.atomic
def heropen(*, vraag: Netwerkvraag, door: Grensbreker) -> None:
    """Not solved after all. ValueError for anybody but who asked."""
    _zet_opgelost(vraag, door, opgelost=False)


def _zet_opgelost(vraag: Netwerkvraag, door: Grensbreker, *, opgelost: bool) -> None:
    if vraag.door_id != door.pk:
        raise ValueError("Alleen wie de vraag stelde, zegt dat ze opgelost is.")
    vast = Netwerkvraag.objects.select_for_update(of=("self",)).get(pk=vraag.pk)
    if bool(vast.opgelost_op) != opgelost:
        vast.opgelost_op = nu() if opgelost else None
        vast.save(update_fields=["opgelost_op"])
        noteer(lid=door, actie="vraag opgelost" if opgelost else "vraag heropend", door=None)


# --- as pages show them ---------------------------------------------------------------------------------------------
def alle() -> QuerySet[Netwerkvraag]:
    """Every question with what a card shows, the newest first."""
    rijen = Netwerkvraag.objects.select_related("door__gemeente").prefetch_related("themas")
    return rijen.annotate(aantal_antwoorden=Count("antwoorden")).order_by("-gesteld_op", "pk")


def open_vragen(thema: Thema | None = None) -> QuerySet[Netwerkvraag]:
    rijen = alle().filter(opgelost_op=None)
    # By key: a join on the themes would count each answer once for every theme.
    return rijen.filter(pk__in=thema.vragen.values("pk")) if thema else rijen


def opgeloste_vragen() -> QuerySet[Netwerkvraag]:
    return alle().exclude(opgelost_op=None).order_by("-opgelost_op", "pk")


def antwoorden_op(vraag: Netwerkvraag) -> QuerySet[Antwoord]:
    """In the order in which they were given, with who gave them."""
    return vraag.antwoorden.select_related("door__gemeente").order_by("op", "pk")


@dataclass(frozen=True)
class Themagroep:
    """The open questions of a theme; `thema` None for what has none."""

    thema: Thema | None
    vragen: list[Netwerkvraag]


def per_thema(vragen: Collection[Netwerkvraag], mijn: Collection[Thema] = ()) -> list[Themagroep]:
    """Every question once: under its first theme that is one of `mijn`, else its first; `mijn` come first."""
    groepen: dict[int, list[Netwerkvraag]] = defaultdict(list)
    bekend: dict[int, Thema] = {}
    voorkeur = {thema.pk for thema in mijn}
    for vraag in vragen:
        themas = list(vraag.themas.all())
        thema = next((een for een in themas if een.pk in voorkeur), themas[0] if themas else None)
        if thema:
            bekend[thema.pk] = thema
        groepen[thema.pk if thema else 0].append(vraag)
    volgorde = sorted(bekend.values(), key=lambda een: (een.pk not in voorkeur, een.volgorde, een.naam))
    lijst = [Themagroep(thema, groepen[thema.pk]) for thema in volgorde]
    return [*lijst, Themagroep(None, groepen[0])] if groepen[0] else lijst


# --- the mail of the day --------------------------------------------------------------------------------------------
def mail_vragen(*, dag: date) -> int:
    """One mail a day at most to each member who wants it, with open questions on their themes; the number of mails.

    What somebody was mailed before, here or in the newsletter, never comes again.
    """
    vragen = list(te_mailen(dag))
    leden = [lid for lid in _wie_wil() if not pauzeert(lid, dag)] if vragen else []
    aantal = 0
    for begin in range(0, len(leden), LEDEN_TEGELIJK):
        deel = leden[begin : begin + LEDEN_TEGELIJK]
        gehad = gehad_van(deel)
        for lid in deel:
            voor = voor_lid(lid, vragen, gehad[lid.pk])[:HOOGSTENS_IN_BUNDEL]
            aantal += bool(voor) and _mail_bundel(lid, voor, dag)
    return aantal


def te_mailen(dag: date) -> QuerySet[Netwerkvraag]:
    """Open questions of members that are not too old, the oldest first."""
    rijen = alle().filter(opgelost_op=None, door__stand=Grensbreker.Stand.TOEGELATEN).prefetch_related("antwoorden")
    return rijen.filter(gesteld_op__date__lte=dag, gesteld_op__date__gt=dag - OUD_NA).order_by("gesteld_op", "pk")


def sleutel_van(vraag: Netwerkvraag) -> str:
    """As what a letter remembers it."""
    return f"vraag:{vraag.kenmerk}"


def voor_lid(lid: Grensbreker, vragen: Collection[Netwerkvraag], gehad: Collection[str]) -> list[Netwerkvraag]:
    """Which of these the member can answer and did not read about: a shared theme, not their own, not answered."""
    themas = {thema.pk for thema in lid.themas.all()}
    return [
        vraag
        for vraag in vragen
        if vraag.door_id != lid.pk
        and sleutel_van(vraag) not in gehad
        and themas & {thema.pk for thema in vraag.themas.all()}
        and lid.pk not in {een.door_id for een in vraag.antwoorden.all()}
    ]


def _wie_wil() -> QuerySet[Grensbreker]:
    leden = Grensbreker.objects.leden().filter(mail_vragen=True)
    return leden.select_related("gemeente").prefetch_related("themas").order_by("pk")


@transaction.atomic
def _mail_bundel(lid: Grensbreker, vragen: list[Netwerkvraag], dag: date) -> bool:
    """False when another worker was ahead."""
    if not onthoud(lid=lid, soort=BUNDEL, periode=f"{dag:%Y-%m-%d}", inhoud=[sleutel_van(vraag) for vraag in vragen]):
        return False
    stuur(
        lid=lid,
        sjabloon="vragen",
        sleutel=f"vragen:{dag:%Y%m%d}",
        soort=Mailsoort.VRAGEN,
        vragen=met_adres(lid, vragen),
        antwoord_aan=adres_voor(lid, vragen[0]) if len(vragen) == 1 else adres_voor_meer(lid),
    )
    return True


# --- answers by mail ------------------------------------------------------------------------------------------------
def adres_voor(lid: Grensbreker, vraag: Netwerkvraag) -> str:
    """To where this member mails an answer to this question; empty where mail does not come in."""
    return antwoordadres(ANTWOORD_OP_EEN, lid.pk, vraag.pk)


def adres_voor_meer(lid: Grensbreker) -> str:
    """The Reply-To of a mail with more in it: a reply comes back and asks what it answers."""
    return antwoordadres(ANTWOORD_OP_MEER, lid.pk)


def met_adres(lid: Grensbreker, vragen: Collection[Netwerkvraag]) -> list[tuple[Netwerkvraag, str]]:
    """Each question with the address of its answers."""
    return [(vraag, adres_voor(lid, vraag)) for vraag in vragen]
