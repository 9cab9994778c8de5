"""Who manages a talent: a group has several people, invited by mail; one of them owns it."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from opnetwerk import post
from opnetwerk.bevestigen import GELDIG, Onbekend, Verlopen, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu
from opnetwerk.formulieren import TeVaak, neem_plek
from opnetwerk.models import Gebruiker
from talent.keuzes import Soort
from talent.models import Beheer, Beheeruitnodiging, Talent
from talent.noteren import noteer
from talent.verlaten import KanNiet, naam_van, vergrendel

SOORT = "talent-beheer"  # of the token
MEESTE_BEHEERDERS = 15
HOOGSTENS_PER_DAG = 20  # invitations, by one account

ENKEL_GROEPEN = "Een profiel van één persoon beheer je alleen. Een groep of collectief kan meer beheerders hebben."
ENKEL_EIGENAAR = "Alleen de eigenaar van het profiel kan dit."
BEHEERT_AL = "Wie dit adres gebruikt, beheert dit profiel al."
LOOPT_AL = "Er loopt al een uitnodiging voor dit adres. Trek ze eerst in als je een nieuwe wilt sturen."
VOL = f"Een profiel heeft hoogstens {MEESTE_BEHEERDERS} beheerders. Haal er eerst iemand weg."
EERST_OVERDRAGEN = "Je bent de eigenaar. Draag het profiel eerst over aan een andere beheerder."
GEEN_BEHEERDER = "Deze persoon beheert het profiel niet meer."


def heeft_beheerders(talent: Talent) -> bool:
    """Whether others than the owner can manage it."""
    return talent.soort != Soort.PERSOON


def is_eigenaar(talent: Talent, gebruiker: Gebruiker) -> bool:
    return Beheer.objects.filter(talent=talent, gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR).exists()


def beheerders_van(talent: Talent) -> list[Beheer]:
    """The owner first, then by how long."""
    rijen = Beheer.objects.filter(talent=talent).select_related("gebruiker").order_by("-rol", "pk")
    return list(rijen)


def lopende_uitnodigingen(talent: Talent) -> list[Beheeruitnodiging]:
    """Neither accepted nor taken back, nor too old, the newest first."""
    lopend = Beheeruitnodiging.objects.filter(
        talent=talent, aangenomen_op=None, ingetrokken_op=None, verloopt_op__gt=nu()
    )
    return list(lopend.order_by("-pk"))


def beheerder_nr(talent: Talent, nummer: str) -> Gebruiker | None:
    """The account behind a row of `beheerders_van`; None when the row is gone, or of another talent."""
    beheer = next((een for een in beheerders_van(talent) if str(een.pk) == nummer), None)
    return beheer.gebruiker if beheer else None


def uitnodiging_nr(talent: Talent, nummer: str) -> Beheeruitnodiging | None:
    """The running invitation with this number; None when it is gone, or of another talent."""
    return next((een for een in lopende_uitnodigingen(talent) if str(een.pk) == nummer), None)


# --- inviting -------------------------------------------------------------------------------------------------------
@transaction.atomic
def nodig_uit(*, talent: Talent, email: str, door: Gebruiker) -> Beheeruitnodiging:
    """Mail somebody a link that works once, for three days. Raises KanNiet and TeVaak."""
    vast = vergrendel(talent)
    if not heeft_beheerders(vast):
        raise KanNiet(ENKEL_GROEPEN)
    _keur_eigenaar(vast, door)
    if Beheer.objects.filter(talent=vast, gebruiker__email__iexact=email).exists():
        raise KanNiet(BEHEERT_AL)
    _ruim_oude_op(vast, email)
    if any(een.email.lower() == email.lower() for een in lopende_uitnodigingen(vast)):
        raise KanNiet(LOOPT_AL)
    if len(beheerders_van(vast)) + len(lopende_uitnodigingen(vast)) >= MEESTE_BEHEERDERS:
        raise KanNiet(VOL)
    if plek := neem_plek(f"beheer:{door.pk}", hoogstens=HOOGSTENS_PER_DAG, per=timedelta(days=1)):
        raise TeVaak(plek)
    uitnodiging = Beheeruitnodiging.objects.create(talent=vast, email=email, door=door, verloopt_op=nu() + GELDIG)
    noteer(talent=vast, actie="beheerder uitgenodigd", door=door)
    _mail(uitnodiging, door)
    return uitnodiging


def _ruim_oude_op(talent: Talent, email: str) -> None:
    """An invitation that nobody took up in time makes room for another to the same address."""
    Beheeruitnodiging.objects.filter(
        talent=talent, email__iexact=email, aangenomen_op=None, ingetrokken_op=None, verloopt_op__lte=nu()
    ).update(ingetrokken_op=nu())


def _mail(uitnodiging: Beheeruitnodiging, door: Gebruiker) -> None:
    post.zet_klaar(
        sleutel=f"talent:{uitnodiging.talent.kenmerk}:uitnodiging:{uitnodiging.kenmerk}",
        aan=uitnodiging.email,
        sjabloon="talent/uitnodiging",
        context={
            "naam": naam_van(uitnodiging.talent),
            "door": door.naam or "De eigenaar",
            "link": settings.SITE_ADRES
            + reverse("talent_uitnodiging", args=[maak_teken(SOORT, str(uitnodiging.kenmerk))]),
            "dagen": GELDIG.days,
            "reden": "iemand dit adres invulde om samen een profiel te beheren",
        },
    )


def uitnodiging_van(teken: str) -> Beheeruitnodiging:
    """The invitation behind a link. Raises Onbekend when it is none of ours or gone, Verlopen when it is too old."""
    kenmerk = lees_teken(SOORT, teken)
    uitnodiging = Beheeruitnodiging.objects.select_related("talent__thuis", "talent__online", "talent__concept")
    gevonden = uitnodiging.filter(kenmerk=als_uuid(kenmerk)).first()
    if gevonden is None or gevonden.ingetrokken_op or gevonden.talent.wissen_op:
        raise Onbekend
    if gevonden.verloopt_op < nu() and not gevonden.aangenomen_op:
        raise Verlopen(kenmerk)
    return gevonden


@transaction.atomic
def neem_aan(*, uitnodiging: Beheeruitnodiging, gebruiker: Gebruiker) -> Beheer:
    """Manage it from now on; pressing twice is once. Raises KanNiet when somebody else used the link, or it is full."""
    talent = vergrendel(uitnodiging.talent)
    uitnodiging = Beheeruitnodiging.objects.select_for_update().get(pk=uitnodiging.pk)
    bestaand = Beheer.objects.filter(talent=talent, gebruiker=gebruiker).first()
    if bestaand:
        return bestaand
    if uitnodiging.aangenomen_op or uitnodiging.ingetrokken_op or uitnodiging.verloopt_op < nu():
        raise KanNiet("Deze uitnodiging is al gebruikt of ingetrokken. Vraag een nieuwe.")
    if len(beheerders_van(talent)) >= MEESTE_BEHEERDERS:
        raise KanNiet(VOL)
    uitnodiging.aangenomen_op = nu()
    uitnodiging.save(update_fields=["aangenomen_op"])
    beheer = Beheer.objects.create(talent=talent, gebruiker=gebruiker)
    noteer(talent=talent, actie="uitnodiging om mee te beheren aangenomen", door=gebruiker)
    return beheer


@transaction.atomic
def trek_uitnodiging_in(*, uitnodiging: Beheeruitnodiging, door: Gebruiker) -> None:
    """Its link opens nothing any more; of one that was used nothing changes. Raises KanNiet."""
    _keur_eigenaar(uitnodiging.talent, door)
    lopend = Beheeruitnodiging.objects.filter(pk=uitnodiging.pk, aangenomen_op=None, ingetrokken_op=None)
    if lopend.update(ingetrokken_op=nu()):
        noteer(talent=uitnodiging.talent, actie="uitnodiging om mee te beheren ingetrokken", door=door)


# --- leaving and handing over ---------------------------------------------------------------------------------------
@transaction.atomic
def verlaat(*, talent: Talent, gebruiker: Gebruiker) -> None:
    """Manage it no longer. Raises KanNiet for the owner."""
    talent = vergrendel(talent)
    if is_eigenaar(talent, gebruiker):
        raise KanNiet(EERST_OVERDRAGEN)
    if Beheer.objects.filter(talent=talent, gebruiker=gebruiker).delete()[0]:
        noteer(talent=talent, actie="beheerder stopt", door=gebruiker)
        for eigenaar in Beheer.objects.filter(talent=talent, rol=Beheer.Rol.EIGENAAR).select_related("gebruiker"):
            _meld(talent, eigenaar.gebruiker, "beheerder_stopt", wie=gebruiker)


@transaction.atomic
def haal_weg(*, talent: Talent, gebruiker: Gebruiker, door: Gebruiker) -> None:
    """The owner takes somebody's rights away; twice is once. Raises KanNiet."""
    talent = vergrendel(talent)
    _keur_eigenaar(talent, door)
    if gebruiker == door:
        raise KanNiet(EERST_OVERDRAGEN)
    if Beheer.objects.filter(talent=talent, gebruiker=gebruiker).delete()[0]:
        noteer(talent=talent, actie="beheerder weggehaald", door=door)
        _meld(talent, gebruiker, "beheerder_weg", wie=door)


@transaction.atomic
def draag_over(*, talent: Talent, aan: Gebruiker, door: Gebruiker) -> None:
    """Another manager becomes the owner, and the owner a manager. Raises KanNiet."""
    talent = vergrendel(talent)
    _keur_eigenaar(talent, door)
    if aan == door:
        return
    if not Beheer.objects.filter(talent=talent, gebruiker=aan).exists():
        raise KanNiet(GEEN_BEHEERDER)
    # In this order: the database holds that there is never more than one owner.
    Beheer.objects.filter(talent=talent, gebruiker=door).update(rol=Beheer.Rol.BEHEERDER)
    Beheer.objects.filter(talent=talent, gebruiker=aan).update(rol=Beheer.Rol.EIGENAAR)
    noteer(talent=talent, actie="profiel overgedragen", door=door)
    _meld(talent, aan, "eigenaar", wie=door)


def _meld(talent: Talent, aan: Gebruiker, sjabloon: str, *, wie: Gebruiker) -> None:
    """Who gained or lost something by what somebody else did hears it; at most once a minute."""
    post.zet_klaar(
        sleutel=f"talent:{talent.kenmerk}:{sjabloon}:{aan.pk}:{wie.pk}:{nu():%Y%m%d%H%M}",
        aan=aan.email,
        sjabloon=f"talent/{sjabloon}",
        context={
            "naam": naam_van(talent),
            "wie": wie.naam or "Een beheerder",
            "beheer": settings.SITE_ADRES + reverse("mijn_talent_beheerders", args=[talent.slug]),
            "reden": "je dit profiel beheert of beheerde",
        },
    )


def _keur_eigenaar(talent: Talent, door: Gebruiker) -> None:
    if not is_eigenaar(talent, door):
        raise KanNiet(ENKEL_EIGENAAR)
