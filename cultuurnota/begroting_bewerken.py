"""Change the budget of a note: its key, its lines, what each municipality pays. Each in a transaction, logged.

Every change locks the note first, so that two people who change the same thing at once come one after the other.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404

from cultuurnota.models import Begroting, Begrotingspost, Bijdrage, Cultuurnota
from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

MEESTE_POSTEN = 200
TE_VEEL = "Er staan er al 200 in deze begroting. Haal er eerst een weg."
NUL = Decimal(0)


class Botsing(Exception):
    """Somebody saved or removed it in between; nothing was written. `rij` is theirs, None when it is gone."""

    def __init__(self, rij: Begroting | Begrotingspost | None) -> None:
        super().__init__("Iemand anders bewaarde dit intussen.")
        self.rij = rij


class Vol(Exception):
    """There are too many lines; the text is the Dutch sentence."""


def begroting_van(nota: Cultuurnota) -> Begroting:
    """The budget; one that is not kept yet when there is none."""
    return Begroting.objects.filter(nota=nota).first() or Begroting(nota=nota)


def post_of_404(nota: Cultuurnota, kenmerk: UUID) -> Begrotingspost:
    """One line of this note; a 404 for one of another note."""
    post: Begrotingspost = get_object_or_404(Begrotingspost, begroting__nota=nota, kenmerk=kenmerk)
    return post


def stand_van(post: Begrotingspost) -> str:
    """What a form is based on: a hash of what stands in the line."""
    vte = None if post.vte is None else f"{post.vte:.2f}"
    inhoud = [post.rubriek, post.naam, vte, sorted(post.bedragen.items())]
    return hashlib.sha256(json.dumps(inhoud).encode()).hexdigest()[:16]


def stel_in(*, nota: Cultuurnota, voorstel: Begroting, basis: int, door: Gebruiker) -> Begroting:
    """Keep key, share, contribution and index of `voorstel`. Botsing when somebody saved after version `basis`."""
    with transaction.atomic():
        begroting = _open(nota, basis)
        velden = ("sleutel", "deel_per_inwoner", "inbreng", "index")
        veranderd = {
            veld: (getattr(begroting, veld), getattr(voorstel, veld))
            for veld in velden
            if getattr(begroting, veld) != getattr(voorstel, veld)
        }
        if veranderd or begroting.pk is None:
            for veld, (_, naar) in veranderd.items():
                setattr(begroting, veld, naar)
            _bewaar(begroting)
            _noteer(nota, "begroting ingesteld", door, veranderd)
    return begroting


def bewaar_bijdragen(
    *, nota: Cultuurnota, bedragen: Mapping[tuple[str, int], Decimal], basis: int, door: Gebruiker
) -> Begroting:
    """Keep what each municipality (NIS code) pays in each year, and divide by hand from now on.

    What is not named, or is 0, is no contribution. Botsing when somebody saved after version `basis`.
    """
    with transaction.atomic():
        begroting = _open(nota, basis)
        begroting.sleutel = Begroting.Sleutel.HAND
        _bewaar(begroting)
        begroting.bijdragen.all().delete()
        Bijdrage.objects.bulk_create(
            Bijdrage(begroting=begroting, gemeente_id=nis, jaar=jaar, bedrag=bedrag)
            for (nis, jaar), bedrag in sorted(bedragen.items())
            if bedrag
        )
        _noteer(nota, "bijdragen bewaard", door, {})
    return begroting


def bewaar_post(*, nota: Cultuurnota, post: Begrotingspost, basis: str, door: Gebruiker) -> Begrotingspost:
    """Keep the line as it was filled in. A new one is recognised by its reference: sent twice it is one line.

    Botsing when somebody saved in between, or sent another new line under the same reference; Vol when there are too
    many.
    """
    with transaction.atomic():
        _slot(nota)
        al = Begrotingspost.objects.filter(begroting__nota=nota, kenmerk=post.kenmerk).first()
        if al is not None and post.pk is None:
            if stand_van(al) == stand_van(post):
                return al
            # Back in the browser, and something else typed: neither goes in silence.
            post.pk, post.begroting, post.volgorde = al.pk, al.begroting, al.volgorde
        nieuw = post.pk is None
        if nieuw:
            if Begrotingspost.objects.filter(kenmerk=post.kenmerk).exists():
                post.kenmerk = uuid4()  # of another note, which it is no business of
            post.begroting = _bestaande(nota)
            if post.begroting.posten.count() >= MEESTE_POSTEN:
                raise Vol(TE_VEEL)
            post.volgorde = (post.begroting.posten.aggregate(hoogste=Max("volgorde"))["hoogste"] or 0) + 1
        else:
            vers = Begrotingspost.objects.filter(pk=post.pk, begroting__nota=nota).first()
            if vers is None or stand_van(vers) != basis:
                raise Botsing(vers)
        post.save()
        _noteer(nota, "begrotingspost toegevoegd" if nieuw else "begrotingspost bewaard", door, {})
    return post


def verwijder_post(*, nota: Cultuurnota, kenmerk: UUID, door: Gebruiker) -> None:
    """Throw the line away; gone already is fine."""
    with transaction.atomic():
        _slot(nota)
        if Begrotingspost.objects.filter(begroting__nota=nota, kenmerk=kenmerk).delete()[0]:
            _noteer(nota, "begrotingspost verwijderd", door, {})


def vervang(
    *,
    nota: Cultuurnota,
    voorstel: Begroting,
    posten: list[Begrotingspost],
    bijdragen: Mapping[tuple[str, int], Decimal],
    basis: int,
    door: Gebruiker,
) -> Begroting:
    """Put a whole budget in the place of the one that stands: from a file. Botsing when somebody saved after `basis`.

    Vol when there are too many lines.
    """
    if len(posten) > MEESTE_POSTEN:
        raise Vol(TE_VEEL)
    with transaction.atomic():
        begroting = _open(nota, basis)
        for veld in ("sleutel", "deel_per_inwoner", "inbreng", "index"):
            setattr(begroting, veld, getattr(voorstel, veld))
        _bewaar(begroting)
        begroting.posten.all().delete()
        begroting.bijdragen.all().delete()
        for plek, post in enumerate(posten, 1):
            post.pk, post.begroting, post.volgorde = None, begroting, plek
        Begrotingspost.objects.bulk_create(posten)
        Bijdrage.objects.bulk_create(
            Bijdrage(begroting=begroting, gemeente_id=nis, jaar=jaar, bedrag=bedrag)
            for (nis, jaar), bedrag in sorted(bijdragen.items())
            if bedrag
        )
        _noteer(nota, "begroting uit een bestand overgenomen", door, {})
    return begroting


def _slot(nota: Cultuurnota) -> None:
    Cultuurnota.objects.select_for_update(of=("self",)).get(pk=nota.pk)


def _open(nota: Cultuurnota, basis: int) -> Begroting:
    """The budget under the lock of the note, when nobody saved after version `basis`."""
    _slot(nota)
    begroting = begroting_van(nota)
    if begroting.versie != basis:
        raise Botsing(begroting)
    return begroting


def _bestaande(nota: Cultuurnota) -> Begroting:
    begroting = begroting_van(nota)
    if begroting.pk is None:
        begroting.save()
    return begroting


def _bewaar(begroting: Begroting) -> None:
    begroting.versie += 1
    begroting.save()


def _noteer(nota: Cultuurnota, actie: str, door: Gebruiker, veranderd: dict[str, tuple[object, object]]) -> None:
    Cultuurnota.objects.filter(pk=nota.pk).update(gewijzigd_op=nu())
    logboek.schrijf(door=door, actie=actie, over=nota, igs_slug=nota.igs.slug, veranderd=veranderd)
