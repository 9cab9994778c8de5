"""The team of a note: invite by mail, accept by a button, change, end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from cultuurnota.bewaartermijnen import UITNODIGING_NA
from cultuurnota.keuzes import Teamrol
from cultuurnota.models import Cultuurnota, Teamlid, Teamuitnodiging
from igs.models import Gemeente
from igs.netwerk import Netwerk
from opnetwerk import logboek, post
from opnetwerk.bevestigen import GELDIG, Onbekend, Verlopen, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import TeVaak, neem_plek
from opnetwerk.models import Gebruiker

SOORT = "cultuurnota-team"  # of the token
MEESTE_LEDEN = 60
HOOGSTENS_PER_DAG = 60  # invitations, by one account

ZIT_AL = "Wie dit adres gebruikt, zit al in het team."
LOOPT_AL = "Er loopt al een uitnodiging voor dit adres. Trek ze eerst in als je een nieuwe wilt sturen."
VOL = f"Een team telt hoogstens {MEESTE_LEDEN} mensen. Beëindig eerst de toegang van iemand."
GEBRUIKT = "Deze uitnodiging is al gebruikt of ingetrokken. Vraag een nieuwe."
TE_LAAT = "De toegang van deze uitnodiging is al voorbij. Vraag een nieuwe."


class KanNiet(Exception):
    """Why it cannot be done: a Dutch sentence."""


def team_van(nota: Cultuurnota) -> list[Teamlid]:
    """Everybody who is or was in the team: who works on it first."""
    rijen = list(nota.team.select_related("gebruiker", "gemeente"))
    volgorde = {Teamrol.TREKKER: 0, Teamrol.SCHRIJVER: 1, Teamrol.LEZER: 2}
    return sorted(rijen, key=lambda lid: (not is_lopend(lid), volgorde[Teamrol(lid.rol)], str(lid.gebruiker).lower()))


def is_lopend(lid: Teamlid, dag: date | None = None) -> bool:
    dag = dag or vandaag()
    return lid.van <= dag and (lid.tot is None or lid.tot >= dag)


def lopende_uitnodigingen(nota: Cultuurnota) -> list[Teamuitnodiging]:
    lopend = nota.uitnodigingen.filter(aangenomen_op=None, ingetrokken_op=None, verloopt_op__gt=nu())
    return list(lopend.select_related("gemeente").order_by("-pk"))


def gemeenten_van(nota: Cultuurnota) -> Any:
    """The members of the IGS today: whom a reader may speak for."""
    codes = [lid.gemeente.nis_code for lid in Netwerk.op(vandaag()).leden_van(nota.igs)]
    return Gemeente.objects.filter(nis_code__in=codes).order_by("naam")


def lid_nr(nota: Cultuurnota, nummer: str) -> Teamlid | None:
    return next((lid for lid in team_van(nota) if str(lid.pk) == nummer), None)


def uitnodiging_nr(nota: Cultuurnota, nummer: str) -> Teamuitnodiging | None:
    return next((een for een in lopende_uitnodigingen(nota) if str(een.pk) == nummer), None)


# --- inviting -------------------------------------------------------------------------------------------------------
@transaction.atomic
def nodig_uit(
    *,
    nota: Cultuurnota,
    email: str,
    rol: str,
    door: Gebruiker,
    tot: date | None = None,
    gemeente: Gemeente | None = None,
) -> Teamuitnodiging:
    """Mail somebody a link that works once, for three days. Raises KanNiet and TeVaak."""
    vast = Cultuurnota.objects.select_for_update(of=("self",)).select_related("igs").get(pk=nota.pk)
    lopend = Teamlid.objects.filter(Q(tot=None) | Q(tot__gte=vandaag()), nota=vast)
    if lopend.filter(gebruiker__email__iexact=email).exists():
        raise KanNiet(ZIT_AL)
    oud = vast.uitnodigingen.filter(email__iexact=email, aangenomen_op=None, ingetrokken_op=None)
    oud.filter(verloopt_op__lte=nu()).update(ingetrokken_op=nu())
    if oud.filter(verloopt_op__gt=nu()).exists():
        raise KanNiet(LOOPT_AL)
    if lopend.count() + len(lopende_uitnodigingen(vast)) >= MEESTE_LEDEN:
        raise KanNiet(VOL)
    if plek := neem_plek(f"notateam:{door.pk}", hoogstens=HOOGSTENS_PER_DAG, per=timedelta(days=1)):
        raise TeVaak(plek)
    uitnodiging = Teamuitnodiging.objects.create(
        nota=vast,
        email=email,
        rol=Teamrol(rol),
        tot=tot,
        door=door,
        verloopt_op=nu() + GELDIG,
        gemeente=gemeente if rol == Teamrol.LEZER else None,
    )
    logboek.schrijf(door=door, actie="iemand uitgenodigd voor het team", over=vast, igs_slug=vast.igs.slug)
    _mail(uitnodiging, door)
    return uitnodiging


def link(uitnodiging: Teamuitnodiging) -> str:
    return settings.SITE_ADRES + reverse("cultuurnota_uitnodiging", args=[maak_teken(SOORT, str(uitnodiging.kenmerk))])


def _mail(uitnodiging: Teamuitnodiging, door: Gebruiker) -> None:
    post.zet_klaar(
        sleutel=f"cultuurnota:uitnodiging:{uitnodiging.kenmerk}",
        aan=uitnodiging.email,
        sjabloon="cultuurnota/uitnodiging",
        context={
            "uitnodiging": uitnodiging,
            "nota": uitnodiging.nota,
            "rol": WAT_KAN_JE[Teamrol(uitnodiging.rol)],
            "door": door.naam or "De coördinator",
            "link": link(uitnodiging),
            "dagen": GELDIG.days,
            "reden": "iemand dit adres invulde om samen aan een cultuurnota te werken",
        },
    )


WAT_KAN_JE = {
    Teamrol.TREKKER: "Je schrijft mee, nodigt mensen uit en deelt de nota.",
    Teamrol.SCHRIJVER: "Je schrijft mee aan alle hoofdstukken.",
    Teamrol.LEZER: "Je leest alles en schrijft opmerkingen. Je wijzigt de tekst niet.",
}


def uitnodiging_van(teken: str) -> Teamuitnodiging:
    """The invitation behind a link. Raises Onbekend when it is none of ours or gone, Verlopen when it is too old."""
    kenmerk = lees_teken(SOORT, teken)
    gevonden = Teamuitnodiging.objects.select_related("nota__igs", "gemeente").filter(kenmerk=als_uuid(kenmerk)).first()
    if gevonden is None or gevonden.ingetrokken_op or gevonden.nota.weg_op:
        raise Onbekend
    if gevonden.verloopt_op < nu() and not gevonden.aangenomen_op:
        raise Verlopen(kenmerk)
    return gevonden


@transaction.atomic
def neem_aan(*, uitnodiging: Teamuitnodiging, gebruiker: Gebruiker) -> Teamlid:
    """In the team from today on; pressing twice is once. Raises KanNiet when somebody else used the link."""
    rij = Teamuitnodiging.objects.select_for_update(of=("self",)).select_related("nota__igs").get(pk=uitnodiging.pk)
    lid = Teamlid.objects.filter(nota=rij.nota, gebruiker=gebruiker).first()
    if lid and is_lopend(lid) and (rij.aangenomen_op or RANG[lid.rol] >= RANG[rij.rol]):
        if not rij.aangenomen_op:
            _sluit(rij)
        return lid
    if rij.aangenomen_op or rij.ingetrokken_op or rij.verloopt_op < nu():
        raise KanNiet(GEBRUIKT)
    if rij.tot and rij.tot < vandaag():
        raise KanNiet(TE_LAAT)
    _sluit(rij)
    velden = {"rol": rij.rol, "gemeente": rij.gemeente, "van": vandaag(), "tot": rij.tot}
    lid, _ = Teamlid.objects.update_or_create(nota=rij.nota, gebruiker=gebruiker, defaults=velden)
    logboek.schrijf(door=gebruiker, actie="kwam in het team", over=rij.nota, igs_slug=rij.nota.igs.slug)
    return lid


RANG: dict[str, int] = {"lezer": 0, "schrijver": 1, "trekker": 2}


def _sluit(rij: Teamuitnodiging) -> None:
    rij.aangenomen_op = nu()
    rij.save(update_fields=["aangenomen_op"])


@transaction.atomic
def trek_uitnodiging_in(*, uitnodiging: Teamuitnodiging, door: Gebruiker) -> None:
    """Its link opens nothing any more; of one that was used nothing changes."""
    lopend = Teamuitnodiging.objects.filter(pk=uitnodiging.pk, aangenomen_op=None, ingetrokken_op=None)
    if lopend.update(ingetrokken_op=nu()):
        nota = uitnodiging.nota
        logboek.schrijf(door=door, actie="uitnodiging voor het team ingetrokken", over=nota, igs_slug=nota.igs.slug)


def wis_oude_uitnodigingen(moment: datetime) -> int:
    """Invitations that expired, were used or taken back more than thirty days ago, with the address; the number."""
    grens = moment - UITNODIGING_NA
    oud = Q(verloopt_op__lt=grens) | Q(aangenomen_op__lt=grens) | Q(ingetrokken_op__lt=grens)
    gewist, _ = Teamuitnodiging.objects.filter(oud).delete()
    return gewist


@transaction.atomic
def wijzig(*, lid: Teamlid, rol: str, tot: date | None, door: Gebruiker) -> None:
    """Another role or last day. Raises KanNiet when that day lies before the first one."""
    if tot and tot < lid.van:
        raise KanNiet("De laatste dag ligt voor de eerste.")
    veranderd = {"rol": (lid.rol, rol), "tot": (lid.tot, tot)}
    lid.rol, lid.tot = Teamrol(rol), tot
    if lid.rol != Teamrol.LEZER:
        lid.gemeente = None
    lid.save(update_fields=["rol", "tot", "gemeente"])
    nota = lid.nota
    logboek.schrijf(door=door, actie="teamlid gewijzigd", over=nota, igs_slug=nota.igs.slug, veranderd=veranderd)


@transaction.atomic
def beeindig(*, lid: Teamlid, door: Gebruiker) -> None:
    """Out of the team from now on; what the person wrote stays. Of who came today the row goes."""
    nota = lid.nota
    gisteren = vandaag() - timedelta(days=1)
    if lid.tot and lid.tot <= gisteren:
        return
    if lid.van > gisteren:
        Teamlid.objects.filter(pk=lid.pk).delete()
    else:
        Teamlid.objects.filter(pk=lid.pk).update(tot=gisteren)
    logboek.schrijf(door=door, actie="teamlid beëindigd", over=nota, igs_slug=nota.igs.slug)
