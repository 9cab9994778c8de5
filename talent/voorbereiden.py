"""On behalf of somebody: an organisation prepares a profile, the person it is about takes it over or erases it.

Until then nobody sees it: no version is online, no account manages it and no region has it in its queue. After
`bewaartermijnen.VOORBEREIDING_NA` it is gone. The way in is a link by mail, or a sheet of paper with a code to type and
the same as QR; of the code only a hash is kept.
"""

import secrets
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from igs.models import Gemeente
from opnetwerk import post
from opnetwerk.bevestigen import Onbekend, Verlopen, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent.bewaartermijnen import VOORBEREIDING_NA
from talent.inschrijven import geef_eigenaar, keur
from talent.keuzes import Leeftijd
from talent.models import Beheer, Discipline, Organisator, Profiel, Talent, Voorbereiding
from talent.noteren import noteer
from talent.organisatoren import vergrendel as vergrendel_organisator
from talent.regio import thuis_van
from talent.slugs import vrije_slug
from talent.verlaten import KanNiet
from talent.verlaten import wis as wis_talent

SOORT = "talent-voorbereid"  # of the token
# Without what looks alike on paper (0 O, 1 I L, 2 Z, 5 S, 8 B), and without vowels: no words come out.
TEKENS = "CDFGHJKMNPQRTVWXY34679"
LANGTE = 12  # of a code
VINDPLAATS = 4  # the first characters say which profile is meant, the others have to be right
MEESTE_POGINGEN = 5
MEESTE_OPEN = 50  # profiles of one organiser that nobody took over yet
GEEN_CODE = "!"  # in the place of a hash: no sheet was made
PER_MAIL = "mail"  # in a token, in the place of the sheet

GEEN_RECHT = "Je mag geen profielen voorbereiden. Vraag dat recht aan de coördinator van je streek."
TE_VEEL_OPEN = f"Je bereidde al {MEESTE_OPEN} profielen voor die nog niemand overnam. Wis er eerst enkele."
AL_OVERGENOMEN = "Dit profiel is al overgenomen."
WEG = "Dit profiel is er niet meer."


# --- preparing ------------------------------------------------------------------------------------------------------
@transaction.atomic
def bereid_voor(
    *,
    organisator: Organisator,
    naam: str,
    kort: str,
    gemeente: Gemeente,
    disciplines: Sequence[Discipline],
    email: str = "",
    kenmerk: uuid.UUID,
    bij_nieuw: Callable[[], None] | None = None,
) -> Voorbereiding:
    """A draft that only its link or code opens. With a `kenmerk` that exists already: that one again.

    With an address the person gets the link by mail. As long as nobody said how old they are, it counts as of somebody
    of 13 to 15: the most protected. Raises KanNiet, and what `bij_nieuw` raises.
    """
    vast = vergrendel_organisator(organisator)
    if bestaand := Voorbereiding.objects.filter(talent__kenmerk=kenmerk, organisator=vast).first():
        return bestaand
    if vast.stand != Organisator.Stand.TOEGELATEN or not vast.mag_voorbereiden:
        raise KanNiet(GEEN_RECHT)
    if Voorbereiding.objects.filter(organisator=vast, overgenomen_op=None).count() >= MEESTE_OPEN:
        raise KanNiet(TE_VEEL_OPEN)
    if bij_nieuw:
        bij_nieuw()
    talent = Talent.objects.create(
        kenmerk=kenmerk,
        slug=f"voorbereid-{kenmerk.hex}",  # an address with a name comes with whom it is about
        leeftijd=Leeftijd.JONG,
        leeftijd_op=vandaag(),
        in_zoekmachines=False,
        in_feeds=False,
        voorbeeld=vast.voorbeeld,
    )
    talent.concept = Profiel.objects.create(talent=talent, naam=naam, kort=kort, gemeente=gemeente)
    talent.concept.disciplines.set(disciplines)
    talent.save(update_fields=["concept"])
    voorbereiding = Voorbereiding.objects.create(
        talent=talent, organisator=vast, code_hash=GEEN_CODE, email=email, verloopt_op=nu() + VOORBEREIDING_NA
    )
    noteer(talent=talent, actie="profiel voorbereid", door=None)
    if email:
        _mail(voorbereiding)
    return voorbereiding


def _mail(voorbereiding: Voorbereiding) -> None:
    post.zet_klaar(
        sleutel=f"talent:{voorbereiding.talent.kenmerk}:voorbereid",
        aan=voorbereiding.email,
        sjabloon="talent/voorbereid",
        context={
            "organisatie": voorbereiding.organisator.organisatie,
            "link": link(voorbereiding, PER_MAIL),
            "tot": voorbereiding.verloopt_op,
            "reden": "een organisatie dit adres invulde bij een profiel dat ze voor je klaarzette",
        },
    )


def link(voorbereiding: Voorbereiding, langs: str) -> str:
    """The address that opens it; `langs`: by mail, or the place of the code on the sheet that it is printed on."""
    teken = maak_teken(SOORT, f"{voorbereiding.talent.kenmerk}:{langs}")
    return settings.SITE_ADRES + reverse("talent_voorbereid_profiel", args=[teken])


@transaction.atomic
def maak_blad(*, voorbereiding: Voorbereiding) -> tuple[str, str]:
    """A new code and the link for its QR, both to be printed now: nobody can read the code again.

    What stood on an earlier sheet opens nothing any more, and wrong tries count from nothing. Raises KanNiet.
    """
    vast = vergrendel(voorbereiding)
    if vast.overgenomen_op:
        raise KanNiet(AL_OVERGENOMEN)
    code = _vrije_code()
    vast.code_hash = code[:VINDPLAATS] + make_password(code[VINDPLAATS:])
    vast.pogingen = 0
    vast.save(update_fields=["code_hash", "pogingen"])
    noteer(talent=vast.talent, actie="blad met een code gemaakt", door=None)
    return code, link(vast, code[:VINDPLAATS])


def _vrije_code() -> str:
    """Twelve characters of which the first four are nobody else's."""
    while True:
        code = "".join(secrets.choice(TEKENS) for _ in range(LANGTE))
        if not Voorbereiding.objects.filter(code_hash__startswith=code[:VINDPLAATS]).exists():
            return code


def leesbaar(code: str) -> str:
    """In three groups of four, as it is printed."""
    return "-".join(code[begin : begin + 4] for begin in range(0, LANGTE, 4))


def lees_code(tekst: str) -> str:
    """What somebody typed, without spaces and dashes and in capitals; empty when it cannot be a code."""
    code = "".join(teken for teken in tekst.upper() if teken.isalnum())
    return code if len(code) == LANGTE and all(teken in TEKENS for teken in code) else ""


# --- coming in ------------------------------------------------------------------------------------------------------
@transaction.atomic
def met_code(code: str) -> Voorbereiding | None:
    """The one that a code of `lees_code` opens; None when it opens nothing, without saying why.

    The fifth wrong try locks a code for good: then only a new sheet helps.
    """
    kandidaten = Voorbereiding.objects.select_for_update(of=("self",)).select_related("talent", "organisator")
    gevonden = kandidaten.filter(code_hash__startswith=code[:VINDPLAATS]).first() if code else None
    if gevonden is None or gevonden.pogingen >= MEESTE_POGINGEN or not _is_open(gevonden):
        return None
    if check_password(code[VINDPLAATS:], gevonden.code_hash[VINDPLAATS:]):
        return gevonden
    Voorbereiding.objects.filter(pk=gevonden.pk).update(pogingen=F("pogingen") + 1)
    return None


def met_teken(teken: str) -> Voorbereiding:
    """The one behind a link. Raises Onbekend: not ours, of an older sheet, erased, or too late."""
    try:
        kenmerk, _, langs = lees_teken(SOORT, teken, geldig=VOORBEREIDING_NA).partition(":")
    except Verlopen as te_oud:
        raise Onbekend from te_oud
    rijen = Voorbereiding.objects.select_related("talent__concept__gemeente", "organisator")
    gevonden = rijen.filter(talent__kenmerk=als_uuid(kenmerk)).first()
    if gevonden is None or not (gevonden.overgenomen_op or _is_open(gevonden)):
        raise Onbekend
    if langs != PER_MAIL and langs != gevonden.code_hash[:VINDPLAATS]:
        raise Onbekend
    return gevonden


def teken_voor(voorbereiding: Voorbereiding) -> str:
    """For who typed the code: the token of the sheet."""
    return maak_teken(SOORT, f"{voorbereiding.talent.kenmerk}:{voorbereiding.code_hash[:VINDPLAATS]}")


def _is_open(voorbereiding: Voorbereiding) -> bool:
    return voorbereiding.overgenomen_op is None and nu() < voorbereiding.verloopt_op


def vergrendel(voorbereiding: Voorbereiding) -> Voorbereiding:
    """The row as it is now, locked until the end of the transaction. Raises KanNiet when it is gone."""
    rijen = Voorbereiding.objects.select_for_update(of=("self",)).select_related("talent__concept", "organisator")
    vast = rijen.filter(pk=voorbereiding.pk).first()
    if vast is None:
        raise KanNiet(WEG)
    return vast


# --- taking over ----------------------------------------------------------------------------------------------------
@transaction.atomic
def neem_over(
    *,
    voorbereiding: Voorbereiding,
    gebruiker: Gebruiker,
    soort: str,
    leeftijd: str,
    naam: str,
    kort: str,
    gemeente: Gemeente,
    dag: date,
    ouder_email: str = "",
    toestemmingen: Collection[str] = (),
) -> Talent:
    """The person it is about owns it from now on, with their own words; pressing twice is once.

    From here it goes as for everybody who registers: a draft, an age band, a parent's yes, the region's queue. Raises
    KanNiet when somebody else was first, TeVeelTalenten, TeVaak; ValueError for what the form refuses.
    """
    Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    vast = vergrendel(voorbereiding)
    talent = vast.talent
    if vast.overgenomen_op:
        if Beheer.objects.filter(talent=talent, gebruiker=gebruiker).exists():
            return talent
        raise KanNiet(AL_OVERGENOMEN)
    if not _is_open(vast):
        raise KanNiet(WEG)
    keur(gebruiker, soort, leeftijd, ouder_email)
    _schrijf(talent, soort, leeftijd, naam, gemeente, dag)
    concept = talent.concept
    assert concept is not None
    Profiel.objects.filter(pk=concept.pk).update(naam=naam, kort=kort, gemeente=gemeente, versie=F("versie") + 1)
    vast.overgenomen_op, vast.email, vast.code_hash = nu(), "", vast.code_hash[:VINDPLAATS]
    vast.save(update_fields=["overgenomen_op", "email", "code_hash"])
    geef_eigenaar(talent, gebruiker, "voorbereid profiel overgenomen", ouder_email, toestemmingen)
    return talent


def _schrijf(talent: Talent, soort: str, leeftijd: str, naam: str, gemeente: Gemeente, dag: date) -> None:
    """The address name is made now, of the name that the person chose."""
    talent.slug, talent.soort = vrije_slug(naam), soort
    talent.leeftijd, talent.leeftijd_op = leeftijd, dag
    talent.thuis = thuis_van(gemeente, dag)
    talent.in_zoekmachines = leeftijd != Leeftijd.JONG
    talent.gemaakt_op = nu()  # the terms count from the day that somebody owns it
    talent.save(update_fields=["slug", "soort", "leeftijd", "leeftijd_op", "thuis", "in_zoekmachines", "gemaakt_op"])


# --- erasing --------------------------------------------------------------------------------------------------------
@transaction.atomic
def wis_voorbereiding(*, voorbereiding: Voorbereiding) -> bool:
    """Everything, now; whether there was something. Nothing of one that was taken over: that is the owner's."""
    rijen = Voorbereiding.objects.select_for_update(of=("self",)).select_related("talent")
    vast = rijen.filter(pk=voorbereiding.pk, overgenomen_op=None).first()
    if vast is None:
        return False
    UitgaandeMail.objects.filter(sleutel__startswith=f"talent:{vast.talent.kenmerk}:").delete()
    wis_talent(talent=vast.talent)
    return True


def wis_verlopen(moment: datetime) -> int:
    """Erase what nobody took over in time, and forget who prepared what was; how many profiles went."""
    verlopen = Voorbereiding.objects.filter(overgenomen_op=None, verloopt_op__lte=moment).order_by("pk")
    gewist = sum(wis_voorbereiding(voorbereiding=een) for een in list(verlopen))
    Voorbereiding.objects.filter(overgenomen_op__lte=moment - VOORBEREIDING_NA).delete()
    return gewist


# --- the list of an organiser ---------------------------------------------------------------------------------------
def voorbereid_door(organisator: Organisator) -> list[Voorbereiding]:
    """What nobody took over yet, the newest first; what was taken over is not the organiser's any more."""
    rijen = Voorbereiding.objects.filter(organisator=organisator, overgenomen_op=None, verloopt_op__gt=nu())
    return list(rijen.select_related("talent__concept__gemeente").order_by("-pk"))


def overgenomen_van(organisator: Organisator) -> int:
    """How many were taken over lately; whose is not the organiser's to see."""
    return Voorbereiding.objects.filter(organisator=organisator).exclude(overgenomen_op=None).count()


def voorbereiding_met(organisator: Organisator, kenmerk: uuid.UUID) -> Voorbereiding | None:
    """The open one of this organiser under the reference; None for another's."""
    return next((een for een in voorbereid_door(organisator) if een.talent.kenmerk == kenmerk), None)
