"""Telling talents of calls: in the rhythm that each chose, or by an invitation of the organiser; once about each call.

Every mail goes to the owner of the profile: who stops them decides for the profile. `Oproepmelding` remembers what was
told, and is written in the transaction of the mail. Locks go in one order: calls, then the talent, then the account.
"""

import logging
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from opnetwerk import bevestigen, logboek, post
from opnetwerk.formulieren import neem_plek
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import oproeppost
from talent.gids import Streek
from talent.keuzes import Leeftijd
from talent.models import Beheer, Oproep, Oproepmelding, Oproepvoorkeur, Reactie, Talent
from talent.noteren import noteer
from talent.oproepen import NIET_OPEN, vergrendel
from talent.passen import Kandidaat, Past, Vraag, beoordeel, kandidaat_van
from talent.verlaten import KanNiet, naam_van
from talent.voorstellen import met_regios, uitnodigsleutel, vraag_van
from talent.zichtbaarheid import Kijker, toon
from talent.zoekrij import met_publiek_profiel

log = logging.getLogger(__name__)

UIT = "talent-oproepen-uit"  # of a token: no mails about calls any more
UIT_GELDIG = timedelta(days=730)  # people look for the way out in old mails too
WEEKDAGEN = (1, 2, 3)  # Tuesday; the two days after it for a run that did not happen, or a call that came later
MEESTE_IN_MAIL = 12  # the rest comes the next time
PARTIJ = 500  # talents at once
UITNODIGINGEN_PER_DAG = 30  # of one organiser

PAST_NIET = "{naam} past niet bij wat je oproep vraagt. Pas je oproep aan, of schrijf zelf een bericht."
VOORBEELD = "Dit is een voorbeeld. Uitnodigen kan alleen als oproep en talent allebei echt zijn."
ANTWOORDDE_AL = "{naam} antwoordde al op je oproep."
NIET_TE_ZIEN = "Dit profiel staat niet meer online."
ONTHOUDEN = timedelta(days=90)  # that an organiser invited somebody, so that the button goes
TE_VEEL = f"Je nodigde vandaag al {UITNODIGINGEN_PER_DAG} talenten uit. Morgen kan je er weer uitnodigen."


@dataclass(frozen=True)
class Regel:
    """A call in a mail, with why it fits."""

    oproep: Oproep
    past: Past

    @property
    def wanneer(self) -> str:
        return oproeppost.wanneer(self.oproep)

    @property
    def waar(self) -> str:
        return oproeppost.waar(self.oproep)

    @property
    def vergoeding(self) -> str:
        return oproeppost.vergoeding(self.oproep)

    @property
    def link(self) -> str:
        return settings.SITE_ADRES + self.oproep.get_absolute_url()


# --- in the rhythm of the talents -----------------------------------------------------------------------------------
def stuur_oproepen(dag: date) -> int:
    """Mail every talent whose turn it is the open calls that fit and that it was not told of; the number of mails."""
    oproepen = list(_open_oproepen(dag))
    if not oproepen:
        return 0
    streek = Streek.op(dag, met_buren=False)
    vragen = [(oproep, vraag_van(oproep, streek)) for oproep in oproepen]
    gelezen = {oproep.pk: (oproep.versie, vraag) for oproep, vraag in vragen}
    aantal = sum(_stuur_of_noteer(talent, passend, dag, gelezen) for talent, passend in wie_wat(vragen, dag))
    if aantal:
        logboek.schrijf(door=None, actie=f"oproepen gemaild aan {aantal} talenten", over=Oproepmelding)
    return aantal


def _open_oproepen(dag: date) -> Iterable[Oproep]:
    """No invented ones: nobody is mailed about an example."""
    open_ = Oproep.objects.open(dag).filter(voorbeeld=False).select_related("organisator", "gemeente", "igs")
    oproepen: Iterable[Oproep] = open_.prefetch_related("disciplines")
    return oproepen


def aan_de_beurt(dag: date) -> list[int]:
    """Row numbers of who may be mailed on the day: online, not paused, 16 or older, and in their rhythm."""
    talenten = Talent.objects.online().filter(pauze=False, voorbeeld=False).exclude(leeftijd=Leeftijd.JONG)
    if dag.weekday() in WEEKDAGEN:
        talenten = talenten.exclude(oproepvoorkeur__ritme=Oproepvoorkeur.Ritme.NOOIT)
    else:
        talenten = talenten.filter(oproepvoorkeur__ritme=Oproepvoorkeur.Ritme.DAG)
    return list(talenten.order_by("pk").values_list("pk", flat=True))


def wie_wat(vragen: list[tuple[Oproep, Vraag]], dag: date) -> Iterator[tuple[Talent, dict[int, Past]]]:
    """The talents that something fits which they were not told of, with why by the number of the call."""
    nummers, per_discipline = aan_de_beurt(dag), _per_discipline(vragen)
    for begin in range(0, len(nummers), PARTIJ):
        deel = nummers[begin : begin + PARTIJ]
        bekend = _bekend(deel, [oproep.pk for oproep, _vraag in vragen])
        for talent in _leesbaar(deel):
            kandidaat, voorkeur = _kandidaat(talent), voorkeur_van(talent)
            passend = {
                oproep.pk: past
                for oproep, vraag in _mogelijk(kandidaat, per_discipline)
                if (talent.pk, oproep.pk) not in bekend and (past := _past(oproep, vraag, kandidaat, voorkeur))
            }
            if passend:
                yield talent, passend


def _per_discipline(vragen: list[tuple[Oproep, Vraag]]) -> dict[str, list[tuple[Oproep, Vraag]]]:
    """The calls by each discipline that may fit; those that ask none under "". Most talents fit few calls."""
    per: dict[str, list[tuple[Oproep, Vraag]]] = {}
    for paar in vragen:
        for sleutel in paar[1].precies | paar[1].ruimer or {""}:
            per.setdefault(sleutel, []).append(paar)
    return per


def _mogelijk(kandidaat: Kandidaat, per: dict[str, list[tuple[Oproep, Vraag]]]) -> Iterable[tuple[Oproep, Vraag]]:
    """The calls that may fit, each once."""
    return {paar[0].pk: paar for sleutel in (*kandidaat.disciplines, "") for paar in per.get(sleutel, ())}.values()


def _leesbaar(nummers: list[int]) -> Iterable[Talent]:
    """With everything that the judging reads. Eight queries."""
    online = met_regios(met_publiek_profiel(Talent.objects.online().filter(pk__in=nummers)))
    talenten: Iterable[Talent] = online.select_related("oproepvoorkeur", "concept")
    return talenten


def _bekend(talenten: list[int], oproepen: list[int]) -> set[tuple[int, int]]:
    """Which of these talents was told of which call, or answered it."""
    van = {"talent__in": talenten, "oproep__in": oproepen}
    return {
        *Oproepmelding.objects.filter(**van).values_list("talent_id", "oproep_id"),
        *Reactie.objects.filter(**van).values_list("talent_id", "oproep_id"),
    }


def _kandidaat(talent: Talent) -> Kandidaat:
    """Everything in the profile counts, also what is hidden for others: the mail goes to its owner."""
    voorkeur = voorkeur_van(talent)
    profiel = toon(talent, Kijker.BEHEERDER)
    return kandidaat_van(profiel, wil_onbetaald=voorkeur.onbetaald, km=voorkeur.km)


def _past(oproep: Oproep, vraag: Vraag, kandidaat: Kandidaat, voorkeur: Oproepvoorkeur) -> Past | None:
    if oproep.vergoeding == Oproep.Vergoeding.ONBETAALD and not voorkeur.onbetaald:
        return None
    return beoordeel(vraag, kandidaat)


# Number of a call → its version when it was read, and what it asks.
Gelezen = dict[int, tuple[int, Vraag]]


def _stuur_of_noteer(talent: Talent, passend: dict[int, Past], dag: date, gelezen: Gelezen) -> bool:
    """One mail that cannot be written does not keep the others."""
    try:
        return _stuur_een(talent, passend, dag, gelezen)
    except post.KopFout:
        log.exception("De mail over oproepen aan talent %s kan niet geschreven worden.", talent.kenmerk)
        return False


@transaction.atomic
def _stuur_een(talent: Talent, passend: dict[int, Past], dag: date, gelezen: Gelezen) -> bool:
    """One mail with what is still to be told; False when there is nothing, or no more right to."""
    oproepen = _vergrendel_oproepen(passend, dag)
    vast = _vergrendel_talent(talent.pk)
    eigenaar = _eigenaar(vast) if vast else None
    if not oproepen or vast is None or eigenaar is None:
        return False
    voorkeur = voorkeur_van(vast)
    sleutel = _mailsleutel(vast, voorkeur, dag)
    if voorkeur.ritme == Oproepvoorkeur.Ritme.NOOIT or UitgaandeMail.objects.filter(sleutel=sleutel).exists():
        return False
    verteld = _verteld(vast, eigenaar, oproepen)
    over = [oproep for oproep in oproepen if oproep.pk not in verteld]
    regels = list(_regels(vast, over, gelezen))
    # What closes first, then what fits best: the rest waits for the next mail.
    regels = sorted(regels, key=lambda regel: (regel.oproep.deadline, -regel.past.punten))[:MEESTE_IN_MAIL]
    if not regels:
        return False
    Oproepmelding.objects.bulk_create([Oproepmelding(oproep=regel.oproep, talent=vast) for regel in regels])
    _mail(vast, eigenaar, "oproepen", sleutel, regels=regels, ritme=voorkeur.ritme)
    return True


def _regels(talent: Talent, oproepen: list[Oproep], gelezen: Gelezen) -> Iterator[Regel]:
    """What still fits, now that nobody can change it: the profile, the choices and the call may have changed."""
    kandidaat, voorkeur = _kandidaat(talent), voorkeur_van(talent)
    for oproep in oproepen:
        versie, vraag = gelezen[oproep.pk]
        if oproep.versie == versie and (past := _past(oproep, vraag, kandidaat, voorkeur)):
            yield Regel(oproep, past)


def _mailsleutel(talent: Talent, voorkeur: Oproepvoorkeur, dag: date) -> str:
    """One mail a day, or one a week."""
    jaar, week, _dag = dag.isocalendar()
    keer = f"{dag:%Y%m%d}" if voorkeur.ritme == Oproepvoorkeur.Ritme.DAG else f"{jaar}w{week}"
    return f"talent:{talent.kenmerk}:oproepen:{keer}"


# --- locks and rights -----------------------------------------------------------------------------------------------
def _vergrendel_oproepen(nummers: Iterable[int], dag: date) -> list[Oproep]:
    """Those that are still open, as they are now: not withdrawn or closed before this mail is written."""
    rijen = Oproep.objects.select_for_update(of=("self",), no_key=True).select_related("organisator", "gemeente")
    return list(rijen.filter(pk__in=nummers, stand=Oproep.Stand.OPEN, deadline__gte=dag).order_by("pk"))


def _vergrendel_talent(nummer: int) -> Talent | None:
    """The talent as it is now; None when nobody may be told through it: hidden, paused, 13 to 15, gone."""
    rijen = Talent.objects.select_for_update(of=("self",), no_key=True).filter(pk=nummer)
    if rijen.first() is None:
        return None
    talenten = Talent.objects.online().filter(pk=nummer, pauze=False).exclude(leeftijd=Leeftijd.JONG)
    talent: Talent | None = met_regios(met_publiek_profiel(talenten)).first()
    return talent


def _eigenaar(talent: Talent) -> Gebruiker | None:
    """The account that is mailed, locked; None when it is closed."""
    actief = Beheer.objects.filter(talent=talent, rol=Beheer.Rol.EIGENAAR, gebruiker__is_active=True)
    return Gebruiker.objects.select_for_update(no_key=True).filter(pk__in=actief.values("gebruiker")).first()


def _verteld(talent: Talent, eigenaar: Gebruiker, oproepen: list[Oproep]) -> set[int]:
    """Calls of which this talent was told or which it answered, or of which its owner was told for another profile."""
    zelf = {oproep for _talent, oproep in _bekend([talent.pk], [oproep.pk for oproep in oproepen])}
    anders = Oproepmelding.objects.filter(
        oproep__in=oproepen, talent__beheer__gebruiker=eigenaar, talent__beheer__rol=Beheer.Rol.EIGENAAR
    )
    return zelf | set(anders.values_list("oproep_id", flat=True))


# --- by invitation --------------------------------------------------------------------------------------------------
@transaction.atomic
def nodig_uit(*, oproep: Oproep, talent: Talent, dag: date) -> bool:
    """The organiser invites a talent: one mail about the call, if it wants such mail. False: invited before.

    Who invites reads the same whether a mail goes or not. Else inviting for many calls would tell what somebody hides:
    where they live, what they ask, which other profile is theirs. Raises KanNiet for what everybody may know: the
    talent is not there, is on pause, or does not fit what the call asks; and when it answered already.
    """
    vast = vergrendel(oproep)
    if vast.stand != Oproep.Stand.OPEN or vast.deadline < dag:
        raise KanNiet(NIET_OPEN)
    genodigde = _vergrendel_talent(talent.pk)
    if genodigde is None:
        raise KanNiet(NIET_TE_ZIEN)
    naam, eigenaar = naam_van_profiel(genodigde), _eigenaar(genodigde)
    if Reactie.objects.filter(oproep=vast, talent=genodigde).exists():
        raise KanNiet(ANTWOORDDE_AL.format(naam=naam))
    if genodigde.voorbeeld != vast.voorbeeld:
        raise KanNiet(VOORBEELD)
    vraag = vraag_van(vast, Streek.op(dag, met_buren=False))
    if not _past_voor_bezoeker(vraag, genodigde):
        raise KanNiet(PAST_NIET.format(naam=naam))
    if cache.get(uitnodigsleutel(vast.pk, genodigde.pk)):
        return False
    if neem_plek(f"uitnodiging:{vast.organisator_id}", hoogstens=UITNODIGINGEN_PER_DAG, per=timedelta(days=1)):
        raise KanNiet(TE_VEEL)
    cache.set(uitnodigsleutel(vast.pk, genodigde.pk), True, ONTHOUDEN.total_seconds())
    if eigenaar and vast.pk not in _verteld(genodigde, eigenaar, [vast]):
        _stuur_uitnodiging(vast, genodigde, eigenaar, vraag)
    return True


def _stuur_uitnodiging(oproep: Oproep, talent: Talent, eigenaar: Gebruiker, vraag: Vraag) -> None:
    """One mail, when the call fits what the talent chose."""
    voorkeur = voorkeur_van(talent)
    past = _past(oproep, vraag, _kandidaat(talent), voorkeur)
    if past is None or voorkeur.ritme == Oproepvoorkeur.Ritme.NOOIT:
        return
    Oproepmelding.objects.create(oproep=oproep, talent=talent)
    noteer(talent=talent, actie="uitgenodigd voor een oproep", door=oproep.organisator.gebruiker)
    sleutel = f"talent:{talent.kenmerk}:oproepuitnodiging:{oproep.kenmerk}"
    _mail(talent, eigenaar, "oproep_uitnodiging", sleutel, regel=Regel(oproep, past), organisator=oproep.organisator)


def talent_met(kenmerk: str) -> Talent | None:
    """The talent with this reference, for a button; None for another text, or when it is not online (any more)."""
    try:
        nummer = uuid.UUID(kenmerk)
    except ValueError:
        return None
    talent: Talent | None = Talent.objects.online().filter(kenmerk=nummer).first()
    return talent


def _past_voor_bezoeker(vraag: Vraag, talent: Talent) -> Past | None:
    """As the list of suggestions judges: nothing that is hidden counts."""
    profiel = toon(talent, Kijker.BEZOEKER)
    return beoordeel(vraag, kandidaat_van(profiel, wil_onbetaald=voorkeur_van(talent).onbetaald))


def naam_van_profiel(talent: Talent) -> str:
    """The name as visitors see it."""
    assert talent.online is not None
    return str(talent.online.naam)


def _mail(talent: Talent, eigenaar: Gebruiker, sjabloon: str, sleutel: str, **context: object) -> None:
    """To the owner, with the ways out; the key carries the reference of the talent, so that erasing it finds it."""
    uit = uitlink(talent)
    post.zet_klaar(
        sleutel=sleutel[: post.LANGSTE_KOP],
        aan=eigenaar.email,
        sjabloon=f"talent/{sjabloon}",
        context={
            "naam": naam_van(talent),
            "via_coordinator": talent.is_minderjarig,
            "uitlink": uit,
            "keuze": settings.SITE_ADRES + reverse("mijn_talent_oproepen", args=[talent.slug]),
            "reden": "je op op/netwerk een profiel als talent hebt",
            **context,
        },
        koppen={"List-Unsubscribe": f"<{uit}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


# --- what a talent wants --------------------------------------------------------------------------------------------
def voorkeur_van(talent: Talent) -> Oproepvoorkeur:
    """What the talent chose; without a choice: every week, within 30 km, no unpaid calls."""
    return getattr(talent, "oproepvoorkeur", None) or Oproepvoorkeur(talent=talent)


@transaction.atomic
def zet_voorkeur(*, talent: Talent, door: Gebruiker | None, **velden: object) -> Oproepvoorkeur:
    """Keep how the talent wants to hear of calls: any of `ritme`, `onbetaald`, `km`. Twice is once."""
    Talent.objects.select_for_update(of=("self",), no_key=True).get(pk=talent.pk)
    voorkeur = Oproepvoorkeur.objects.filter(talent=talent).first() or Oproepvoorkeur(talent=talent)
    anders = {
        veld: (getattr(voorkeur, veld), nieuw) for veld, nieuw in velden.items() if getattr(voorkeur, veld) != nieuw
    }
    for veld, (_was, nieuw) in anders.items():
        setattr(voorkeur, veld, nieuw)
    if anders or voorkeur.pk is None:
        voorkeur.save()
        noteer(talent=talent, actie="voorkeur voor oproepen gewijzigd", door=door, veranderd=anders)
    return voorkeur


def stop_mails(*, talent: Talent) -> None:
    """No mails about calls any more, from the button or the mail program; the other choices stay."""
    zet_voorkeur(talent=talent, door=None, ritme=Oproepvoorkeur.Ritme.NOOIT.value)


def uitlink(talent: Talent) -> str:
    """The address that stops these mails: a page with a button, and what a mail program posts to (RFC 8058)."""
    return settings.SITE_ADRES + reverse("talent_oproepmails", args=[bevestigen.maak_teken(UIT, str(talent.kenmerk))])


def talent_met_uitlink(teken: str) -> Talent | None:
    """Whose mails the link stops; None when it is not ours, too old, or of a talent that is gone."""
    try:
        kenmerk = bevestigen.lees_teken(UIT, teken, geldig=UIT_GELDIG)
    except (bevestigen.Onbekend, bevestigen.Verlopen):
        return None
    talenten = Talent.objects.select_related("thuis", "online", "concept", "oproepvoorkeur")
    talent: Talent | None = talenten.filter(kenmerk=bevestigen.als_uuid(kenmerk)).first()
    return talent
