"""What the network learned, without names: made from a question or a meeting, published by redactie.

Nobody else assigns `gepubliceerd_op`. Before it is published the text is searched for the names of who took part.
"""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.html import escape, linebreaks

from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting, Thema
from igs.feeds import AANTAL, SiteAtom
from igs.platte_tekst import netjes, op_een_regel
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

LANGSTE_TEKST = 2000  # characters; what Inzicht.tekst says
ADRES = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


def zichtbare(moment: datetime) -> QuerySet[Inzicht]:
    """What everybody may read, the newest first."""
    rijen = Inzicht.objects.filter(gepubliceerd_op__lte=moment).select_related("ontmoeting").prefetch_related("themas")
    # A meeting that is not online yet is not named either.
    toonbaar = ExpressionWrapper(Q(ontmoeting__gepubliceerd_op__lte=moment), BooleanField())
    return rijen.annotate(toont_ontmoeting=toonbaar).order_by("-gepubliceerd_op", "pk")


def themas_met(moment: datetime) -> list[Thema]:
    """The themes about which there is an insight."""
    return list(Thema.objects.filter(inzichten__gepubliceerd_op__lte=moment).distinct())


def een(gevraagd: str | None, moment: datetime) -> Inzicht | None:
    """The insight that an address asks for; None for what is no number, or not to be seen."""
    if not (gevraagd and gevraagd.isascii() and gevraagd.isdigit() and len(gevraagd) < 10):
        return None
    return zichtbare(moment).filter(pk=int(gevraagd)).first()


def adres_van(inzicht: Inzicht) -> str:
    """The path of one insight: it has no page of its own."""
    return f"{reverse('grensbrekers_inzichten')}?inzicht={inzicht.pk}"


@transaction.atomic
def ontwerp_uit_vraag(*, vraag: Netwerkvraag, door: Gebruiker) -> Inzicht:
    """A draft for redactie with the words of the answers, still to be rewritten; asked twice it is made once."""
    vast = Netwerkvraag.objects.select_for_update(of=("self",)).get(pk=vraag.pk)
    eerder: Inzicht | None = vast.inzichten.first()
    if eerder:
        return eerder
    tekst = "\n\n".join(antwoord.tekst for antwoord in vast.antwoorden.all())[:LANGSTE_TEKST]
    inzicht = Inzicht.objects.create(titel=vast.titel, tekst=tekst, vraag=vast)
    inzicht.themas.set(vast.themas.all())
    logboek.schrijf(door=door, actie="toegevoegd", over=inzicht)
    return inzicht


@transaction.atomic
def publiceer(*, inzicht: Inzicht, door: Gebruiker) -> None:
    """Everybody may read it from now on; asked twice it is done once. Raises MetNaam."""
    vast = Inzicht.objects.select_for_update(of=("self",)).get(pk=inzicht.pk)
    if namen := namen_in(vast, vast.titel, vast.tekst):
        raise MetNaam(namen)
    if vast.gepubliceerd_op is None or vast.gepubliceerd_op > nu():
        vast.gepubliceerd_op = nu()
        vast.save(update_fields=["gepubliceerd_op"])
        logboek.schrijf(door=door, actie="gepubliceerd", over=vast)


@transaction.atomic
def verberg(*, inzicht: Inzicht, door: Gebruiker) -> None:
    """Back to a draft."""
    vast = Inzicht.objects.select_for_update(of=("self",)).get(pk=inzicht.pk)
    if vast.gepubliceerd_op is not None:
        vast.gepubliceerd_op = None
        vast.save(update_fields=["gepubliceerd_op"])
        logboek.schrijf(door=door, actie="verborgen", over=vast)


class MetNaam(Exception):
    """Somebody can be recognised; the text is a Dutch sentence that says by what."""

    def __init__(self, namen: list[str]) -> None:
        super().__init__(
            f"Deze tekst noemt iemand: {', '.join(namen)}. Een inzicht is zonder namen. Haal dat weg en bewaar opnieuw."
        )


def namen_in(inzicht: Inzicht, *teksten: str) -> list[str]:
    """Names of who asked, answered or came, and e-mail addresses, as far as they stand in these texts."""
    tekst = "\n".join(teksten)
    namen = [naam for naam in _betrokkenen(inzicht.vraag, inzicht.ontmoeting) if _noemt(tekst, naam)]
    return sorted({*namen, *ADRES.findall(tekst)})


def _betrokkenen(vraag: Netwerkvraag | None, ontmoeting: Ontmoeting | None) -> list[str]:
    leden: list[Any] = []
    if vraag:
        leden += Grensbreker.objects.filter(vragen=vraag).values_list("naam", flat=True)
        leden += Grensbreker.objects.filter(antwoorden__vraag=vraag).values_list("naam", flat=True)
    if ontmoeting:
        leden += Grensbreker.objects.filter(inschrijvingen__ontmoeting=ontmoeting).values_list("naam", flat=True)
    return leden


def _noemt(tekst: str, naam: str) -> bool:
    """The whole name, between words: 'An' in 'Antwerpen' is nobody."""
    return bool(re.search(rf"(?<!\w){re.escape(naam)}(?!\w)", tekst, re.IGNORECASE))


class InzichtenAtom(SiteAtom):
    """The newest insights."""

    title = "Inzichten van grensbrekers – op/netwerk"
    subtitle = "Wat cultuurwerkers van buurgemeenten van elkaar leren"

    def link(self) -> str:
        return settings.SITE_ADRES + reverse("grensbrekers_inzichten")

    def feed_url(self) -> str:
        return settings.SITE_ADRES + reverse("grensbrekers_inzichten_atom")

    def items(self) -> QuerySet[Inzicht]:
        return zichtbare(nu())[:AANTAL]

    def item_link(self, item: Inzicht) -> str:
        return settings.SITE_ADRES + adres_van(item)

    def item_author_name(self, item: Inzicht) -> str:
        return self.author_name

    def item_description(self, item: Inzicht) -> str:
        return linebreaks(escape(netjes(item.tekst)))

    def item_categories(self, item: Inzicht) -> list[str]:
        return [op_een_regel(thema.naam) for thema in item.themas.all()]
