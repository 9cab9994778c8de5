"""Becoming a member, staying one and stopping: the only place that sets the stand of a Grensbreker.

Every act is done once however often it is asked; what a member does is logged without a name.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from grensbrekers import toestemmen
from grensbrekers.gehad import haal_terug_wat_noemt
from grensbrekers.keuzes import Briefritme, Koppelritme
from grensbrekers.ledenpost import Mailsoort, stuur
from grensbrekers.models import Grensbreker, Thema
from grensbrekers.noteren import noteer
from grensbrekers.ontmoeten import geef_plaatsen_vrij
from grensbrekers.regio import igs_van
from grensbrekers.toegang import trek_link_in
from igs.melden import ontvangers
from igs.models import Gemeente
from opnetwerk import bevestigen, post
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import neem_plek
from opnetwerk.models import Gebruiker

BEVESTIGING = "grensbreker-bevestig"  # of a token
HOOGSTENS_LINKS = 5  # new links a day
Stand = Grensbreker.Stand


class KanNiet(Exception):
    """Not any more, or not by who asks; the text is a Dutch sentence for them."""


AL_BESLIST = "Over deze aanmelding is intussen al beslist. Er veranderde niets."


def vergrendel(lid: Grensbreker) -> Grensbreker:
    """The member as it is now, locked until the end of the transaction. Raises Grensbreker.DoesNotExist."""
    vast: Grensbreker = (
        Grensbreker.objects.select_for_update(of=("self",)).select_related("igs", "gemeente").get(pk=lid.pk)
    )
    return vast


# --- becoming one ---------------------------------------------------------------------------------------------------
@transaction.atomic
def meld_aan(
    *,
    naam: str,
    email: str,
    gemeente: Gemeente,
    rol: str,
    themas: Collection[Thema],
    vraag_me: str,
    koppelritme: str,
    briefritme: str,
    mails: bool,
    formulier: str,
    bij_nieuw: Callable[[], None] | None = None,
) -> None:
    """Somebody fills in the form: always exactly one mail to the address, whoever it belongs to.

    A member gets a fresh personal link, who waits for a decision reads that, everybody else a link to confirm. The
    same `formulier` twice is once. `bij_nieuw` is called when it is new; what it raises undoes everything.
    """
    een_tegelijk(email)
    if Grensbreker.objects.filter(formulier=formulier).exists():
        return
    if bij_nieuw:
        bij_nieuw()
    lid = Grensbreker.objects.select_for_update(of=("self",)).filter(email__iexact=email).first()
    if lid and lid.stand in (Stand.AANGEVRAAGD, Stand.TOEGELATEN):
        # Nothing of the form is taken over: who sent it may not be who reads the mail.
        Grensbreker.objects.filter(pk=lid.pk).update(formulier=formulier)
        stuur(lid=lid, sjabloon=_antwoord_aan(lid), sleutel=f"aanmelden:{formulier}")
        return
    lid = _schrijf_op(
        lid or Grensbreker(email=email.lower()),
        naam=naam,
        gemeente=gemeente,
        igs=igs_van(gemeente, vandaag()),
        rol=rol,
        vraag_me=vraag_me,
        koppelritme=koppelritme,
        briefritme=briefritme,
        mail_vragen=mails,
        mail_ontmoetingen=mails,
        formulier=formulier,
    )
    lid.themas.set(themas)
    noteer(lid=lid, actie="aangemeld als grensbreker", door=None)
    _mail_bevestiging(lid, f"aanmelden:{formulier}")


def _antwoord_aan(lid: Grensbreker) -> str:
    """The mail to who is known already."""
    return "bent_al" if lid.stand == Stand.TOEGELATEN else "wacht_al"


def _schrijf_op(lid: Grensbreker, **velden: Any) -> Grensbreker:
    """A new row; or the row of who never confirmed, was refused or left: that begins anew."""
    velden |= {"stand": Stand.TE_BEVESTIGEN, "bevestigd_op": None, "uitgeschreven_op": None, "pauze": False}
    for veld, waarde in velden.items():
        setattr(lid, veld, waarde)
    lid.save()
    # The column takes the clock by itself; the house has one that tests and rehearsals can move.
    Grensbreker.objects.filter(pk=lid.pk).update(gemaakt_op=nu())
    return lid


def _mail_bevestiging(lid: Grensbreker, sleutel: str) -> None:
    """Nothing that was typed stands in it: whoever fills in the address of another sends that person no words."""
    teken = bevestigen.maak_teken(BEVESTIGING, str(lid.kenmerk))
    stuur(
        lid=lid,
        sjabloon="bevestig",
        sleutel=sleutel,
        bevestiglink=settings.SITE_ADRES + reverse("grensbrekers_bevestig", args=[teken]),
        dagen=bevestigen.GELDIG.days,
        reden="iemand dit adres invulde om grensbreker te worden op op/netwerk",
    )


@transaction.atomic
def vraag_bevestiging_opnieuw(*, grensbreker: Grensbreker) -> None:
    """A new link for who let the first one grow old; at most one a day."""
    lid = vergrendel(grensbreker)
    if lid.stand == Stand.TE_BEVESTIGEN:
        _mail_bevestiging(lid, f"bevestig:{vandaag():%Y%m%d}")


@transaction.atomic
def bevestig(*, grensbreker: Grensbreker) -> Grensbreker:
    """The address is theirs, and they agree: into the queue of the coordinator. Only from the first stand."""
    lid = vergrendel(grensbreker)
    if lid.stand != Stand.TE_BEVESTIGEN:
        return lid
    _zet(lid, stand=Stand.AANGEVRAAGD, bevestigd_op=nu(), klopt_op=nu(), igs=igs_van(lid.gemeente, vandaag()))
    toestemmen.geef(lid, toestemmen.PROFIEL)
    if lid.mail_vragen or lid.mail_ontmoetingen:
        toestemmen.geef(lid, toestemmen.MAILS)
    noteer(lid=lid, actie="adres bevestigd", door=None)
    meld_wachtende(lid)
    return lid


def meld_wachtende(lid: Grensbreker) -> None:
    """Tell who admits that somebody waits, without saying who; at most one mail a day."""
    for adres in ontvangers(lid.igs, vandaag()):
        post.zet_klaar(
            sleutel=f"grensbrekers-wachtrij:{lid.igs_id}:{vandaag():%Y%m%d}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon="grensbrekers/wachtrij",
            context={
                "igs": lid.igs,
                "beheer": settings.SITE_ADRES + reverse("admin:grensbrekers_grensbreker_changelist"),
                "reden": "je beslist wie grensbreker wordt",
            },
        )


def wacht_op_beslissing(lid: Grensbreker) -> bool:
    """Who confirmed, and a member who moved to another IGS: `beslist_op` is empty until the new one looked."""
    return lid.stand == Stand.AANGEVRAAGD or (lid.stand == Stand.TOEGELATEN and lid.beslist_op is None)


@transaction.atomic
def laat_toe(*, grensbreker: Grensbreker, door: Gebruiker) -> Grensbreker:
    """A member from now on, with a personal link by mail. Raises KanNiet when somebody else decided otherwise."""
    lid = vergrendel(grensbreker)
    if lid.stand == Stand.TOEGELATEN and lid.beslist_op:
        return lid
    if not wacht_op_beslissing(lid):
        raise KanNiet(AL_BESLIST)
    nieuw = lid.stand == Stand.AANGEVRAAGD
    oud = lid.get_stand_display()
    _zet(lid, stand=Stand.TOEGELATEN, beslist_op=nu(), beslist_door=door, reden="")
    noteer(lid=lid, actie="toegelaten", door=door, veranderd={"stand": (oud, Stand.TOEGELATEN.label)})
    if nieuw:
        stuur(lid=lid, sjabloon="welkom", sleutel=f"welkom:{nu():%Y%m%d%H%M}")
    return lid


@transaction.atomic
def weiger(*, grensbreker: Grensbreker, door: Gebruiker, reden: str) -> Grensbreker:
    """Not, or not any more: the reason goes to them by mail, and no link opens anything. Raises KanNiet."""
    geef_plaatsen_vrij(lid=grensbreker)
    lid = vergrendel(grensbreker)
    if lid.stand == Stand.GEWEIGERD:
        return lid
    if lid.stand not in (Stand.AANGEVRAAGD, Stand.TOEGELATEN):
        raise KanNiet(AL_BESLIST)
    oud = lid.get_stand_display()
    _zet(lid, stand=Stand.GEWEIGERD, beslist_op=nu(), beslist_door=door, reden=reden)
    trek_link_in(lid=lid)
    haal_terug_wat_noemt(lid)
    noteer(lid=lid, actie="geweigerd", door=door, veranderd={"stand": (oud, Stand.GEWEIGERD.label)})
    stuur(lid=lid, sjabloon="geweigerd", sleutel=f"geweigerd:{nu():%Y%m%d%H%M}", uitleg=reden)
    return lid


# --- staying one ----------------------------------------------------------------------------------------------------
@transaction.atomic
def wijzig(*, grensbreker: Grensbreker, themas: Collection[Thema], **velden: Any) -> Grensbreker:
    """A member changes what they say about themselves; that is also saying that it is right.

    A municipality of another IGS brings them into the queue of that one's coordinator; they stay a member meanwhile.
    """
    lid = vergrendel(grensbreker)
    anders = [veld for veld, waarde in velden.items() if getattr(lid, veld) != waarde]
    vorige = lid.igs_id
    if "gemeente" in anders:
        velden["igs"] = igs_van(velden["gemeente"], vandaag())
    _zet(lid, **velden, **net_bevestigd())
    lid.themas.set(themas)
    if lid.igs_id != vorige:
        # The queue counts from `bevestigd_op`: for this coordinator they are new.
        _zet(lid, beslist_op=None, beslist_door=None, bevestigd_op=nu())
        meld_wachtende(lid)
    _werk_toestemming_bij(lid)
    noteer(lid=lid, actie="gegevens gewijzigd", door=None, veranderd=dict.fromkeys(anders, ("…", "…")))
    return lid


@transaction.atomic
def bevestig_dat_het_klopt(*, grensbreker: Grensbreker) -> None:
    """It is still right: counting starts again."""
    lid = vergrendel(grensbreker)
    if lid.stand == Stand.TOEGELATEN and (lid.keren_gevraagd or lid.klopt_op is None or lid.klopt_op < nu()):
        _zet(lid, **net_bevestigd())
        noteer(lid=lid, actie="bevestigd dat het nog klopt", door=None)


def net_bevestigd() -> dict[str, Any]:
    """The fields of who has just said that it is right."""
    return {"klopt_op": nu(), "gevraagd_op": None, "keren_gevraagd": 0, "laatst_actief_op": nu()}


@transaction.atomic
def pauzeer(*, grensbreker: Grensbreker, tot: date | None = None) -> None:
    """No pairing and no mails that can wait, up to and including the day; without one until they say so."""
    lid = vergrendel(grensbreker)
    if not lid.pauze or lid.pauze_tot != tot:
        _zet(lid, pauze=True, pauze_tot=tot)
        noteer(lid=lid, actie="even pauze", door=None)


@transaction.atomic
def hervat(*, grensbreker: Grensbreker) -> None:
    """Back from a break."""
    lid = vergrendel(grensbreker)
    if lid.pauze:
        _zet(lid, pauze=False, pauze_tot=None)
        noteer(lid=lid, actie="weer beschikbaar", door=None)


@transaction.atomic
def vernieuw_link(*, grensbreker: Grensbreker, merk: str = "") -> bool:
    """No old link opens anything any more, and a new one goes by mail; False after `HOOGSTENS_LINKS` on one day.

    `merk`: of the link that was good on the page of the button (`linkmerk`); pressed twice it is done once.
    """
    lid = vergrendel(grensbreker)
    if lid.stand != Stand.TOEGELATEN:
        return False
    if merk and merk != linkmerk(lid):
        return True
    if neem_plek(f"grensbrekerlink:{lid.pk}", hoogstens=HOOGSTENS_LINKS, per=timedelta(days=1)):
        return False
    trek_link_in(lid=lid)
    stuur(lid=lid, sjabloon="nieuwe_link", sleutel=f"vernieuwd:{uuid4().hex}")
    noteer(lid=lid, actie="oude links onbruikbaar gemaakt", door=None)
    return True


def linkmerk(lid: Grensbreker) -> str:
    """Tells one personal link of a member from the next, and opens nothing."""
    return salted_hmac("grensbrekers.lidmaatschap.link", str(lid.sleutel)).hexdigest()[:16]


@transaction.atomic
def trek_agenda_in(*, grensbreker: Grensbreker, sleutel: str) -> None:
    """The calendar feed with this key ends, and the member has a new one; asked twice it is done once."""
    lid = vergrendel(grensbreker)
    if str(lid.agendasleutel) == sleutel:
        _zet(lid, agendasleutel=uuid4())
        noteer(lid=lid, actie="adres van de kalender ingetrokken", door=None)


@transaction.atomic
def stop_mails(*, grensbreker: Grensbreker, soort: str) -> None:
    """One kind of mail less; asked twice it is done once. ValueError for a kind that there is not."""
    veld, waarde = {
        Mailsoort.BRIEF: ("briefritme", Briefritme.NOOIT),
        Mailsoort.KOPPELING: ("koppelritme", Koppelritme.NOOIT),
        Mailsoort.VRAGEN: ("mail_vragen", False),
        Mailsoort.ONTMOETINGEN: ("mail_ontmoetingen", False),
    }[Mailsoort(soort)]
    lid = vergrendel(grensbreker)
    if getattr(lid, veld) != waarde:
        _zet(lid, **{veld: waarde})
        _werk_toestemming_bij(lid)
        noteer(lid=lid, actie=f"geen mails meer: {Mailsoort(soort).value}", door=None)


@transaction.atomic
def zet_mails(*, grensbreker: Grensbreker, soorten: Collection[str]) -> None:
    """Exactly these kinds from now on; a rhythm that was stopped starts again at the calmest one that sends."""
    for soort in Mailsoort.values:
        if soort not in soorten:
            stop_mails(grensbreker=grensbreker, soort=soort)
    lid = vergrendel(grensbreker)
    aan: dict[str, Any] = {"mail_vragen": Mailsoort.VRAGEN in soorten}
    aan["mail_ontmoetingen"] = Mailsoort.ONTMOETINGEN in soorten
    if Mailsoort.BRIEF in soorten and lid.briefritme == Briefritme.NOOIT:
        aan["briefritme"] = Briefritme.MAAND
    if Mailsoort.KOPPELING in soorten and lid.koppelritme == Koppelritme.NOOIT:
        aan["koppelritme"] = Koppelritme.KWARTAAL
    if any(getattr(lid, veld) != waarde for veld, waarde in aan.items()):
        _zet(lid, **aan)
        _werk_toestemming_bij(lid)
        noteer(lid=lid, actie="mails gekozen", door=None)


@transaction.atomic
def schrijf_uit(*, grensbreker: Grensbreker, vanzelf: bool = False) -> None:
    """Gone from every list at once, and no link opens anything; the row is erased later (`bewaartermijnen`).

    Their places at meetings to come go to who waits. `vanzelf`: not asked by the member, who never answered; then they
    get one mail that says so.
    """
    geef_plaatsen_vrij(lid=grensbreker)
    lid = vergrendel(grensbreker)
    if lid.stand == Stand.UITGESCHREVEN:
        return
    oud = lid.get_stand_display()
    _zet(lid, stand=Stand.UITGESCHREVEN, uitgeschreven_op=nu())
    trek_link_in(lid=lid)
    haal_terug_wat_noemt(lid)
    for doel in toestemmen.DOELEN:
        toestemmen.trek_in(lid, doel)
    actie = "uitgeschreven zonder antwoord" if vanzelf else "uitgeschreven"
    noteer(lid=lid, actie=actie, door=None, veranderd={"stand": (oud, Stand.UITGESCHREVEN.label)})
    if vanzelf:
        stuur(lid=lid, sjabloon="uitgeschreven", sleutel=f"uitgeschreven:{nu():%Y%m%d}")


def _werk_toestemming_bij(lid: Grensbreker) -> None:
    """The ledger follows what a member chooses."""
    if lid.mail_vragen or lid.mail_ontmoetingen:
        toestemmen.geef(lid, toestemmen.MAILS)
    else:
        toestemmen.trek_in(lid, toestemmen.MAILS)


def een_tegelijk(email: str) -> None:
    """Who does something with this address waits until this transaction ends: two forms make one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"grensbreker:{email.lower()}"])


def _zet(lid: Grensbreker, **velden: Any) -> None:
    for veld, waarde in velden.items():
        setattr(lid, veld, waarde)
    lid.save(update_fields=[*velden])
