"""Rounds of pairing: who is due gets a colleague, hears it by mail, and says how it went.

A round has a day: the first Tuesday of the month. Whatever runs twice does its work once: `maak_ronde` of a day that
was done makes nothing and mails nobody again. Invented members take no part, and get no mail.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import combinations

from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet

from grensbrekers.keuzes import Koppelritme
from grensbrekers.koppelen import Deelnemer, Grens, Kring, grens, koppel
from grensbrekers.ledenpost import Mailsoort, pauzeert, stuur, wil
from grensbrekers.lidmaatschap import pauzeer
from grensbrekers.models import Grensbreker, Grensovergang, Koppeldeelname, Koppeling, Verzending
from grensbrekers.noteren import noteer
from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag

INHALEN = timedelta(days=6)  # a round that was missed is made up for so long
# How long ago somebody's last round is at least; first Tuesdays are four or five weeks apart.
TUSSEN = {Koppelritme.MAAND: timedelta(days=20), Koppelritme.KWARTAAL: timedelta(days=80)}
HERINNER_NA = timedelta(weeks=3)
HERINNER_TOT = timedelta(weeks=5)  # after that it is old news
RONDE, HERINNERING = "koppeling", "koppelherinnering"  # kinds of `Verzending`
Antwoord = Koppeldeelname.Antwoord


# --- the day --------------------------------------------------------------------------------------------------------
def eerste_dinsdag(jaar: int, maand: int) -> date:
    eerste = date(jaar, maand, 1)
    return eerste + timedelta(days=(1 - eerste.weekday()) % 7)


def ronde_van(dag: date) -> date | None:
    """The round that is to be made on this day, if it was not yet; None when there is none to make."""
    dinsdag = eerste_dinsdag(dag.year, dag.month)
    if dag < dinsdag:
        vorige = dag.replace(day=1) - timedelta(days=1)
        dinsdag = eerste_dinsdag(vorige.year, vorige.month)
    return dinsdag if dag - dinsdag <= INHALEN else None


def werk_rondes_bij(*, dag: date) -> int:
    """For the worker, every day: the round of the month, and reminders. How many pairs were made."""
    ronde = ronde_van(dag)
    gemaakt = maak_ronde(dag=ronde) if ronde else 0
    herinner(dag=dag)
    return gemaakt


# --- a round --------------------------------------------------------------------------------------------------------
def maak_ronde(*, dag: date) -> int:
    """Pair who is due on the day of the round and mail them; how many pairs. Of a round that was made nothing."""
    gemaakt = _leg_vast(dag)
    for deelname in _te_melden(dag):
        _meld(deelname)
    return gemaakt


@transaction.atomic
def _leg_vast(dag: date) -> int:
    with connection.cursor() as cursor:
        # Two workers: the second waits here, and then finds the round made.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('grensbrekers-ronde', 0))")
    if echte_koppelingen().filter(ronde=dag).exists():
        return 0
    netwerk, leden = Netwerk.op(dag), {lid.pk: lid for lid in aan_de_beurt(dag)}
    deelnemers = [_als_deelnemer(lid, netwerk) for lid in leden.values()]
    buurgraaf = {gemeente.nis_code: netwerk.buurcodes(gemeente.nis_code) for gemeente in netwerk.huidige}
    paren = koppel(deelnemers, kringen(), dag, buurgraaf, ongekruist(netwerk))
    koppelingen = Koppeling.objects.bulk_create(Koppeling(ronde=dag, uitleg=paar.uitleg) for paar in paren)
    Koppeldeelname.objects.bulk_create(
        Koppeldeelname(koppeling=koppeling, grensbreker=leden[sleutel], gemeente=leden[sleutel].gemeente)
        for koppeling, paar in zip(koppelingen, paren, strict=True)
        for sleutel in paar.leden
    )
    return len(paren)


def aan_de_beurt(dag: date) -> list[Grensbreker]:
    """Members who want to be paired, take no break, and whose last round is long enough ago for their rhythm."""
    laatste: dict[int, date] = {}
    rondes = Koppeldeelname.objects.filter(koppeling__ronde__gt=dag - max(TUSSEN.values()), grensbreker__isnull=False)
    for lid, ronde in rondes.values_list("grensbreker_id", "koppeling__ronde"):
        laatste[lid] = max(ronde, laatste.get(lid, ronde))
    leden = Grensbreker.objects.koppelbaar(dag).filter(voorbeeld=False)
    return [
        lid
        for lid in leden.select_related("gemeente").prefetch_related("themas").order_by("pk")
        if lid.pk not in laatste or laatste[lid.pk] <= dag - TUSSEN[Koppelritme(lid.koppelritme)]
    ]


def _als_deelnemer(lid: Grensbreker, netwerk: Netwerk) -> Deelnemer:
    cel = netwerk.cel(netwerk.alle_gemeenten[lid.gemeente_id])
    return Deelnemer(lid.pk, cel.nis_code, cel.naam, frozenset(thema.naam for thema in lid.themas.all()))


def kringen() -> list[Kring]:
    """Who were brought together before, for as far as they are still there."""
    per_koppeling: dict[tuple[int, date], set[int]] = defaultdict(set)
    rijen = Koppeldeelname.objects.filter(grensbreker__isnull=False)
    for koppeling, ronde, lid in rijen.values_list("koppeling_id", "koppeling__ronde", "grensbreker_id"):
        per_koppeling[koppeling, ronde].add(lid)
    return [Kring(ronde, frozenset(leden)) for (_, ronde), leden in per_koppeling.items() if len(leden) > 1]


def ongekruist(netwerk: Netwerk) -> set[Grens]:
    """Borders between neighbours of today where nobody met yet."""
    return {grens(a, b) for a, b in netwerk.buurparen} - gekruist(netwerk).keys()


def gekruist(netwerk: Netwerk) -> dict[Grens, int]:
    """How many meetings per border between municipalities of today; what merged meanwhile is no border any more."""
    aantallen: dict[Grens, int] = defaultdict(int)
    for a, b in Grensovergang.objects.values_list("a_id", "b_id"):
        cel_a, cel_b = (netwerk.cel(netwerk.alle_gemeenten[code]).nis_code for code in (a, b))
        if cel_a != cel_b:
            aantallen[grens(cel_a, cel_b)] += 1
    return aantallen


def echte_koppelingen() -> QuerySet[Koppeling]:
    """Those without invented members."""
    return Koppeling.objects.exclude(deelnames__grensbreker__voorbeeld=True)


# --- mail -----------------------------------------------------------------------------------------------------------
def _te_melden(dag: date) -> list[Koppeldeelname]:
    """Who is in the round of the day and did not hear it."""
    deelnames = met_anderen().filter(koppeling__ronde=dag, antwoord=Antwoord.GEEN)
    return _zonder_verzending(deelnames, RONDE, dag)


def _zonder_verzending(
    deelnames: QuerySet[Koppeldeelname], soort: str, dag: date | None = None
) -> list[Koppeldeelname]:
    """Only members who want these mails now and did not get this one."""
    gehad = set(Verzending.objects.filter(soort=soort).values_list("grensbreker_id", "periode"))
    levend = deelnames.filter(grensbreker__stand=Grensbreker.Stand.TOEGELATEN, grensbreker__voorbeeld=False)
    dag = dag or vandaag()
    return [
        een
        for een in levend.order_by("pk")
        if een.grensbreker is not None
        and (een.grensbreker_id, str(een.koppeling.ronde)) not in gehad
        and wil(een.grensbreker, Mailsoort.KOPPELING)
        and not pauzeert(een.grensbreker, dag)
    ]


def met_anderen() -> QuerySet[Koppeldeelname]:
    """With everything that a page or a mail shows of the pair."""
    allen = Koppeldeelname.objects.select_related("grensbreker", "gemeente").prefetch_related("grensbreker__themas")
    return Koppeldeelname.objects.select_related(
        "koppeling", "gemeente", "grensbreker__igs", "grensbreker__gemeente"
    ).prefetch_related(Prefetch("koppeling__deelnames", queryset=allen.order_by("pk")))


def anderen(deelname: Koppeldeelname) -> list[Koppeldeelname]:
    """The others of the pair; who left is there as a gap."""
    return [een for een in deelname.koppeling.deelnames.all() if een.pk != deelname.pk]


def voornaam(lid: Grensbreker) -> str:
    return lid.naam.split()[0] if lid.naam.split() else lid.naam


def wie(deelnames: Iterable[Koppeldeelname]) -> str:
    """First names with their municipalities, in one row of words."""
    namen = [f"{voornaam(een.grensbreker)} uit {een.gemeente.naam}" for een in deelnames if een.grensbreker]
    return " en ".join(namen)


@transaction.atomic
def _meld(deelname: Koppeldeelname) -> None:
    """One mail about the pair, ever."""
    _mail(deelname, RONDE, "koppeling")


@transaction.atomic
def _herinner(deelname: Koppeldeelname) -> None:
    _mail(deelname, HERINNERING, "koppeling_herinnering")


def _mail(deelname: Koppeldeelname, soort: str, sjabloon: str) -> None:
    lid, koppeling, rest = deelname.grensbreker, deelname.koppeling, anderen(deelname)
    over = [een for een in rest if een.grensbreker]
    if lid is None or not over:
        return
    _, eerste_keer = Verzending.objects.get_or_create(grensbreker=lid, soort=soort, periode=str(koppeling.ronde))
    if not eerste_keer:
        return
    if soort == RONDE:
        noteer(lid=lid, actie="aan een collega voorgesteld", door=None)
    # The references of the others stand in the key: erasing one of them finds the mail that names them.
    namen = ":".join(str(een.grensbreker.kenmerk) for een in over if een.grensbreker)
    stuur(
        lid=lid,
        sjabloon=sjabloon,
        sleutel=f"{soort}:{koppeling.ronde:%y%m%d}:{namen}",
        soort=Mailsoort.KOPPELING,
        pagina=("grensbrekers_netwerk_koppeling",),
        voornaam=voornaam(lid),
        wie=wie(over),
        met_drie=len(over) == 2,
        koppeling=koppeling,
    )


def herinner(*, dag: date) -> int:
    """Three weeks after a round, once: ask who did not answer whether they met. How many were asked."""
    deelnames = met_anderen().filter(
        koppeling__ronde__lte=dag - HERINNER_NA,
        koppeling__ronde__gt=dag - HERINNER_TOT,
        koppeling__gezien_op=None,
        antwoord=Antwoord.GEEN,
    )
    te_vragen = [een for een in _zonder_verzending(deelnames, HERINNERING, dag) if kan_nog(anderen(een))]
    for deelname in te_vragen:
        _herinner(deelname)
    return len(te_vragen)


def kan_nog(rest: Collection[Koppeldeelname]) -> bool:
    """Whether there is still somebody to meet: not gone, and who did not pass this time."""
    return any(een.grensbreker_id and een.antwoord != Antwoord.OVERGESLAGEN for een in rest)


# --- how it went ----------------------------------------------------------------------------------------------------
@transaction.atomic
def zeg_gezien(*, deelname: Koppeldeelname) -> Koppeling:
    """This person says that they met. When all say so the pair is confirmed, and the borders between them are crossed.

    Who passed or left does not count, as long as two are left. Said twice it is said once.
    """
    koppeling = _vergrendel(deelname)
    _antwoord(deelname, Antwoord.GEZIEN, "koppeling: gezien")
    return _rond_af(koppeling)


@transaction.atomic
def sla_over(*, deelname: Koppeldeelname) -> Koppeling:
    """This person passes this time. What was confirmed stays confirmed."""
    koppeling = _vergrendel(deelname)
    if koppeling.gezien_op is None:
        _antwoord(deelname, Antwoord.OVERGESLAGEN, "koppeling: deze keer niet")
    return _rond_af(koppeling)


@transaction.atomic
def sla_over_en_pauzeer(*, deelname: Koppeldeelname) -> None:
    """This person passes this time, and wants no other until they say so."""
    assert deelname.grensbreker is not None
    if deelname.antwoord == Antwoord.GEEN:
        sla_over(deelname=deelname)
    pauzeer(grensbreker=deelname.grensbreker)


def _vergrendel(deelname: Koppeldeelname) -> Koppeling:
    """Two who answer at once do it one after the other."""
    koppeling: Koppeling = Koppeling.objects.select_for_update().get(pk=deelname.koppeling_id)
    deelname.refresh_from_db(fields=["antwoord", "geantwoord_op"])
    return koppeling


def _antwoord(deelname: Koppeldeelname, antwoord: Antwoord, actie: str) -> None:
    if deelname.antwoord == antwoord or deelname.grensbreker is None:
        return
    deelname.antwoord, deelname.geantwoord_op = antwoord, nu()
    deelname.save(update_fields=["antwoord", "geantwoord_op"])
    noteer(lid=deelname.grensbreker, actie=actie, door=None)


def _rond_af(koppeling: Koppeling) -> Koppeling:
    deelnames = list(koppeling.deelnames.select_related("gemeente", "grensbreker"))
    gezien = [een for een in deelnames if een.antwoord == Antwoord.GEZIEN]
    wacht = any(een.antwoord == Antwoord.GEEN and een.grensbreker_id for een in deelnames)
    if koppeling.gezien_op is None and len(gezien) > 1 and not wacht:
        koppeling.gezien_op = nu()
        koppeling.save(update_fields=["gezien_op"])
    if koppeling.gezien_op is not None:
        steek_over(koppeling=koppeling, deelnames=gezien, op=vandaag())
    return koppeling


def steek_over(*, koppeling: Koppeling, deelnames: Collection[Koppeldeelname], op: date) -> int:
    """Keep which borders between neighbours of today these people crossed; how many are new of this pair."""
    netwerk = Netwerk.op(op)
    cellen = {netwerk.cel(netwerk.alle_gemeenten[een.gemeente_id]).nis_code for een in deelnames}
    buren = {grens(a, b) for a, b in netwerk.buurparen}
    voorbeeld = any(een.grensbreker and een.grensbreker.voorbeeld for een in deelnames)
    bekend = set(koppeling.overgangen.values_list("a_id", "b_id"))
    nieuw = [
        Grensovergang(a_id=a, b_id=b, op=op, koppeling=koppeling, voorbeeld=voorbeeld)
        for a, b in combinations(sorted(cellen), 2)
        if (a, b) in buren - bekend
    ]
    Grensovergang.objects.bulk_create(nieuw, ignore_conflicts=True)
    return len(nieuw)
