"""Pause, hide, and leave: what a talent decides works at once, and erasing leaves fourteen days to think again."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from opnetwerk import gesprekwissen, post, toestemmingen, wissingen
from opnetwerk.afbeeldingen import wis_bestanden
from opnetwerk.bevestigen import Onbekend, als_uuid, lees_teken, maak_teken
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Gesprek, UitgaandeMail
from talent import zoekrij
from talent.models import Beheer, Oudertoestemming, Talent
from talent.noteren import noteer
from talent.toestemmen import PUBLICATIE, heeft_toestemming, over

BEDENKTIJD = timedelta(days=14)
SOORT = "talent-wissen"  # of the token in the mail
SOORT_WISSING = "talent"  # in the ledger of erasures
LINK_GELDIG = BEDENKTIJD + timedelta(days=1)

NIET_VAN_JOU = "Dit profiel is verborgen door de coördinator of de redactie. Alleen zij kunnen het weer tonen."
NIET_ZONDER_OUDER = "Je ouder verborg dit profiel. Alleen je ouder kan het weer tonen."
NIET_ZONDER_TOESTEMMING = "Je trok je toestemming in om dit profiel online te zetten. Geef ze eerst opnieuw."


class KanNiet(Exception):
    """This is not up to who asks; the text is a Dutch sentence for them."""


def vergrendel(talent: Talent) -> Talent:
    """The talent as it is now, locked until the end of the transaction."""
    return Talent.objects.select_for_update(of=("self",)).select_related("thuis").get(pk=talent.pk)


def naam_van(talent: Talent) -> str:
    """The name as its managers know it, also of what was never online; for mails and pages to them."""
    profiel = talent.concept or talent.online
    return profiel.naam if profiel else ""


# --- pause and hide -------------------------------------------------------------------------------------------------
@transaction.atomic
def pauzeer(*, talent: Talent, door: Gebruiker) -> None:
    """Not available for a while: stays visible, and says so."""
    zet(talent, door, "even niet beschikbaar", pauze=True)


@transaction.atomic
def hervat(*, talent: Talent, door: Gebruiker) -> None:
    """Available again."""
    zet(talent, door, "weer beschikbaar", pauze=False)


@transaction.atomic
def verberg(*, talent: Talent, door: Gebruiker | None, wie: Talent.Verborgen = Talent.Verborgen.EIGENAAR) -> None:
    """Away from every page, list and feed at once. A heavier hand stays: an owner does not take over from a parent."""
    nu_door = vergrendel(talent).verborgen_door
    if nu_door and _gewicht(nu_door) >= _gewicht(wie):
        return
    zet(talent, door, f"verborgen ({wie.label})", verborgen_op=nu(), verborgen_door=wie)


@transaction.atomic
def toon_weer(*, talent: Talent, door: Gebruiker) -> None:
    """Show again what its owner hid, or what was hidden for want of an answer. Raises KanNiet for what others hid."""
    talent_nu = vergrendel(talent)
    if talent_nu.verborgen_door == Talent.Verborgen.REDACTIE:
        raise KanNiet(NIET_VAN_JOU)
    if talent_nu.verborgen_door == Talent.Verborgen.OUDER and talent_nu.is_jong:  # from 16 on it is their own
        raise KanNiet(NIET_ZONDER_OUDER)
    if not heeft_toestemming(talent_nu, PUBLICATIE):
        raise KanNiet(NIET_ZONDER_TOESTEMMING)
    velden: dict[str, Any] = {"verborgen_op": None, "verborgen_door": ""}
    if talent_nu.verborgen_door == Talent.Verborgen.STIL:
        velden |= net_bevestigd()  # who shows it again says that it is right
    zet(talent, door, "weer getoond", **velden)


def toon_weer_voor_ouder(*, talent: Talent) -> None:
    """The parent agreed again: what the parent hid comes back. Called by `talent.ouders` inside its transaction."""
    if vergrendel(talent).verborgen_door == Talent.Verborgen.OUDER:
        zet(talent, None, "weer getoond (door de ouder)", verborgen_op=None, verborgen_door="")


def toon_weer_voor_redactie(*, talent: Talent, door: Gebruiker) -> None:
    """Show again what the coordinator or redactie hid; for the admin."""
    with transaction.atomic():
        if vergrendel(talent).verborgen_door == Talent.Verborgen.REDACTIE:
            zet(talent, door, "weer getoond (door de redactie)", verborgen_op=None, verborgen_door="")


def net_bevestigd() -> dict[str, Any]:
    """The fields of a talent whose maker has just said that it is right."""
    return {"bevestigd_op": nu(), "gevraagd_op": None, "keren_gevraagd": 0}


def _gewicht(wie: str) -> int:
    """Who wins when two hide: redactie, then the parent, then the owner."""
    volgorde = [Talent.Verborgen.STIL, Talent.Verborgen.EIGENAAR, Talent.Verborgen.OUDER, Talent.Verborgen.REDACTIE]
    return volgorde.index(Talent.Verborgen(wie))


def zet(talent: Talent, door: Gebruiker | None, actie: str, **velden: Any) -> None:
    """Write the fields, the directory and the log, when something changes. For this module and `talent.actualiteit`."""
    vast = vergrendel(talent)
    if all(getattr(vast, veld) == waarde for veld, waarde in velden.items()):
        return
    Talent.objects.filter(pk=talent.pk).update(**velden)
    for veld, waarde in velden.items():
        setattr(talent, veld, waarde)
    zoekrij.leid_af(talent)
    noteer(talent=vast, actie=actie, door=door)


# --- erase ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def vraag_wissen(*, talent: Talent, door: Gebruiker | None) -> datetime:
    """Everything goes in fourteen days, and is hidden from now on; every manager gets a mail with the way back.

    The moment of erasing; asked again it stays as it was. `door` None: a term of `talent.bewaartermijnen` is over.
    """
    vast = vergrendel(talent)
    if vast.wissen_op is None:
        zet(talent, door, "wissen gevraagd", wissen_op=nu() + BEDENKTIJD)
        mail_beheerders(talent, "talent/wissen", f"wissen:{talent.wissen_op:%Y%m%d%H%M}", vanzelf=door is None)
    else:
        talent.wissen_op = vast.wissen_op
    assert talent.wissen_op is not None
    return talent.wissen_op


@transaction.atomic
def trek_wissen_in(*, talent: Talent, door: Gebruiker | None) -> None:
    """Stay after all, as it was before; who says so also says that the profile is right."""
    if vergrendel(talent).wissen_op is not None:
        zet(talent, door, "wissen teruggenomen", wissen_op=None, **net_bevestigd())


def link_terug(talent: Talent) -> str:
    """The address of the page whose button takes the erasure back."""
    return settings.SITE_ADRES + reverse("talent_niet_wissen", args=[maak_teken(SOORT, str(talent.kenmerk))])


def talent_van_teken(soort: str, teken: str, geldig: timedelta) -> Talent:
    """The talent behind a link in a mail. Raises Onbekend and Verlopen; Onbekend too when it is gone."""
    kenmerk = lees_teken(soort, teken, geldig=geldig)
    talent: Talent | None = Talent.objects.select_related("thuis").filter(kenmerk=als_uuid(kenmerk)).first()
    if talent is None:
        raise Onbekend
    return talent


def wis_vervallen(moment: datetime) -> int:
    """Erase every talent whose time is up at the moment; how many. One that fails does not keep the others."""
    nummers = Talent.objects.filter(wissen_op__lte=moment).values_list("pk", flat=True)
    return sum(_wis_als_vervallen(nummer, moment) for nummer in list(nummers))


@transaction.atomic
def _wis_als_vervallen(nummer: int, moment: datetime) -> bool:
    talent = Talent.objects.select_for_update(of=("self",)).filter(pk=nummer, wissen_op__lte=moment).first()
    if talent is None:  # taken back just now
        return False
    wis(talent=talent)
    return True


@transaction.atomic
def wis(*, talent: Talent) -> None:
    """Everything about the talent, now: rows, conversations, consents, mails, files; the directory row stays empty."""
    nummer, kenmerk = talent.pk, str(talent.kenmerk)
    adressen = [beheer.gebruiker.email for beheer in _beheerders(talent)]
    werken = list(talent.werken.all())
    noteer(talent=talent, actie="talent gewist", door=None)
    wissingen.noteer(SOORT_WISSING, kenmerk)
    gesprekwissen.wis(Gesprek.objects.filter(betreft=over(talent)))
    toestemmingen.wis(over(talent))
    talent.delete()
    UitgaandeMail.objects.filter(sleutel__contains=kenmerk).delete()
    zoekrij.haal_weg(nummer)
    for werk in werken:
        transaction.on_commit(lambda werk=werk: wis_bestanden(werk), robust=True)  # type: ignore[misc]
    for adres in adressen if not wissingen.herspeelt() else []:
        post.zet_klaar(
            sleutel=f"gewist:{nummer}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon="talent/gewist",
            context={"reden": "je dit profiel beheerde"},
        )


def _beheerders(talent: Talent) -> list[Beheer]:
    return list(talent.beheer.select_related("gebruiker").order_by("pk"))


def mail_beheerders(talent: Talent, sjabloon: str, sleutel: str, **context: Any) -> None:
    """To every manager, and of somebody of 13 to 15 to the parent who agreed."""
    adressen = [beheer.gebruiker.email for beheer in _beheerders(talent)]
    ouders = Oudertoestemming.objects.filter(talent=talent, bevestigd_op__isnull=False)
    adressen += ouders.values_list("email", flat=True)
    gegevens = {"talent": talent, "naam": naam_van(talent), "terug": link_terug(talent)}
    for adres in dict.fromkeys(adressen):
        post.zet_klaar(
            sleutel=f"talent:{talent.kenmerk}:{sleutel}:{adres}"[: post.LANGSTE_KOP],
            aan=adres,
            sjabloon=sjabloon,
            context=gegevens | {"reden": "je dit profiel beheert"} | context,
        )
