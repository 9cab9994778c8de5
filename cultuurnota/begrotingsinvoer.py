"""Take a budget over from a file: first what would change, then, on a button, the change itself.

What was read travels along signed in the page; nothing of the file is kept until somebody says so.
"""

import hashlib
import json
from collections.abc import Iterator, Set
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction

from cultuurnota.begroten import HAND
from cultuurnota.begroting_bewerken import Botsing, begroting_van, vervang
from cultuurnota.begrotingsblad import Inhoud, Postregel, staat_er
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from igs.models import Gemeente
from igs.regiocheck_bedragen import euro, komma
from opnetwerk.models import Gebruiker

ZOUT = "cultuurnota.begrotingsinvoer"
GELDIG = 24 * 3600  # seconds
HONDERD, NUL = Decimal(100), Decimal(0)
Verschil = tuple[str, str, str]


class Verlopen(Exception):
    """What was read is gone or was not ours: the file has to be chosen again."""


# --- what would change ------------------------------------------------------------------------------------------------
def verschillen(oud: Inhoud, nieuw: Inhoud) -> list[Verschil]:
    """What would change, as (what, now, then) in words; empty when nothing does."""
    return [*_in_de_instellingen(oud, nieuw), *_in_de_posten(oud, nieuw), *_in_de_bijdragen(oud, nieuw)]


def _in_de_instellingen(oud: Inhoud, nieuw: Inhoud) -> Iterator[Verschil]:
    sleutels = dict(Begroting.Sleutel.choices)
    paren = [
        ("Verdeelsleutel", str(sleutels[oud.sleutel]), str(sleutels[nieuw.sleutel])),
        ("Deel per inwoner", f"{oud.deel_per_inwoner} %", f"{nieuw.deel_per_inwoner} %"),
        ("Inbreng samen, in het eerste jaar", euro(oud.inbreng), euro(nieuw.inbreng)),
        ("Stijging per jaar", _procent(oud.index), _procent(nieuw.index)),
    ]
    yield from (paar for paar in paren if paar[1] != paar[2])


def _procent(index: Decimal) -> str:
    return f"{komma((index - 1) * HONDERD)} %"


def _in_de_posten(oud: Inhoud, nieuw: Inhoud) -> Iterator[Verschil]:
    """Lines that have the same heading and name are the same line, in their order."""
    over = list(oud.posten)
    erbij: list[Postregel] = []
    for post in nieuw.posten:
        zelfde = next((een for een in over if een.sleutel == post.sleutel), None)
        if zelfde is None:
            erbij.append(post)
            continue
        over.remove(zelfde)
        if zelfde != post:
            jaren = {jaar for jaar in {*zelfde.bedragen, *post.bedragen} if zelfde.in_jaar(jaar) != post.in_jaar(jaar)}
            van, naar = (_in_woorden(kant, jaren, vte=zelfde.vte != post.vte) for kant in (zelfde, post))
            yield _postnaam(post), van, naar
    yield from ((_postnaam(post), _in_woorden(post), "verdwijnt") for post in over)
    yield from ((_postnaam(post), "staat er nog niet", _in_woorden(post)) for post in erbij)
    volgorden = [[een.sleutel for een in kant.posten] for kant in (oud, nieuw)]
    if volgorden[0] != volgorden[1] and sorted(volgorden[0]) == sorted(volgorden[1]):
        yield "Volgorde van de posten", "zoals nu", "zoals in je bestand"


def _postnaam(post: Postregel) -> str:
    return f"{post.naam} ({dict(Begrotingspost.Rubriek.choices)[post.rubriek]})"


def _in_woorden(post: Postregel, jaren: Set[str] | None = None, *, vte: bool = True) -> str:
    """The amounts of a line, of these years alone when they are named; with the FTE when they matter."""
    delen = [f"{komma(post.vte or NUL)} VTE"] if vte and (post.vte is not None or jaren is not None) else []
    gekozen = sorted(post.bedragen if jaren is None else jaren)
    delen += [f"{jaar}: {euro(post.in_jaar(jaar))}" for jaar in gekozen]
    return ", ".join(delen) or "zonder bedrag"


def _in_de_bijdragen(oud: Inhoud, nieuw: Inhoud) -> Iterator[Verschil]:
    """Only when they are filled in by hand; else they follow from the key."""
    if nieuw.sleutel != HAND:
        return
    codes = sorted({nis for nis, _ in {*oud.bijdragen, *nieuw.bijdragen}})
    namen = dict(Gemeente.objects.filter(pk__in=codes).values_list("pk", "naam"))
    for nis in codes:
        jaren = sorted({jaar for code, jaar in {*oud.bijdragen, *nieuw.bijdragen} if code == nis})
        nu, dan = ([(jaar, kant.bijdragen.get((nis, jaar), NUL)) for jaar in jaren] for kant in (oud, nieuw))
        if nu != dan:
            anders = [plek for plek in range(len(jaren)) if nu[plek] != dan[plek]]
            van, naar = (", ".join(f"{kant[plek][0]}: {euro(kant[plek][1])}" for plek in anders) for kant in (nu, dan))
            yield f"Bijdrage van {namen.get(nis, nis)}", van, naar


# --- along in the page ------------------------------------------------------------------------------------------------
def pak_in(*, nota: Cultuurnota, nieuw: Inhoud, door: Gebruiker) -> str:
    """What was read, signed, for this note and this account, on what stands now."""
    return signing.dumps([str(nota.kenmerk), door.pk, stand(nota), _als_json(nieuw)], salt=ZOUT, compress=True)


def pak_uit(*, nota: Cultuurnota, teken: str, door: Gebruiker) -> tuple[Inhoud, str]:
    """What was read, and what stood then. Raises Verlopen."""
    try:
        kenmerk, wie, toen, inhoud = signing.loads(teken, salt=ZOUT, max_age=GELDIG)
    except signing.BadSignature as fout:
        raise Verlopen from fout
    if (kenmerk, wie) != (str(nota.kenmerk), door.pk):
        raise Verlopen
    return _uit_json(inhoud), toen


def stand(nota: Cultuurnota) -> str:
    """A hash of the whole budget: another as soon as anybody changed anything of it."""
    inhoud = json.dumps([begroting_van(nota).versie, _als_json(staat_er(nota))], sort_keys=True)
    return hashlib.sha256(inhoud.encode()).hexdigest()[:32]


def _als_json(inhoud: Inhoud) -> dict[str, Any]:
    return {
        "sleutel": inhoud.sleutel,
        "deel": inhoud.deel_per_inwoner,
        "inbreng": f"{inhoud.inbreng:.2f}",
        "index": f"{inhoud.index:.4f}",
        "posten": [
            [een.rubriek, een.naam, None if een.vte is None else f"{een.vte:.2f}", dict(een.bedragen), een.kenmerk.hex]
            for een in inhoud.posten
        ],
        "bijdragen": [[nis, jaar, f"{bedrag:.2f}"] for (nis, jaar), bedrag in sorted(inhoud.bijdragen.items())],
    }


def _uit_json(inhoud: dict[str, Any]) -> Inhoud:
    return Inhoud(
        inhoud["sleutel"],
        inhoud["deel"],
        Decimal(inhoud["inbreng"]),
        Decimal(inhoud["index"]),
        tuple(
            Postregel(rubriek, naam, None if vte is None else Decimal(vte), bedragen, UUID(kenmerk))
            for rubriek, naam, vte, bedragen, kenmerk in inhoud["posten"]
        ),
        {(nis, jaar): Decimal(bedrag) for nis, jaar, bedrag in inhoud["bijdragen"]},
    )


# --- the change -----------------------------------------------------------------------------------------------------
def neem_over(*, nota: Cultuurnota, teken: str, door: Gebruiker) -> None:
    """Put what was read in the place of what stands; when it stands already nothing changes.

    Raises Verlopen, Botsing when somebody changed the budget since it was read, and Vol for too many lines.
    """
    nieuw, toen = pak_uit(nota=nota, teken=teken, door=door)
    with transaction.atomic():
        Cultuurnota.objects.select_for_update(of=("self",)).get(pk=nota.pk)
        if not verschillen(staat_er(nota), nieuw):
            return
        if stand(nota) != toen:
            raise Botsing(None)
        vervang(
            nota=nota,
            voorstel=Begroting(
                sleutel=nieuw.sleutel,
                deel_per_inwoner=nieuw.deel_per_inwoner,
                inbreng=nieuw.inbreng,
                index=nieuw.index,
            ),
            posten=[
                Begrotingspost(
                    kenmerk=een.kenmerk,
                    rubriek=een.rubriek,
                    naam=een.naam,
                    vte=een.vte,
                    bedragen=dict(een.bedragen),
                )
                for een in nieuw.posten
            ],
            bijdragen=nieuw.bijdragen,
            basis=begroting_van(nota).versie,
            door=door,
        )
