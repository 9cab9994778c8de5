"""Two invented notes, one half-finished and one finished, with a team: marked as such, gone with one command."""

import copy
import io
import json
import zipfile
from contextlib import suppress
from decimal import ROUND_CEILING, Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from cultuurnota import begrotingsgegevens
from cultuurnota.delen import bevries
from cultuurnota.invoer import GEGEVENS, voer_in
from cultuurnota.keuzes import Teamrol
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota, Engagement, Publicatie, Teamlid
from cultuurnota.publiceren import KanNiet, Keuze, publiceer
from igs.models import IGS
from igs.netwerk import Netwerk
from opnetwerk.afbeeldingen import maak_maten, wis_bestanden
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import VOORBEELDDOMEIN
from talent.voorbeeldbeelden import teken

BESTAND = Path(__file__).parent / "gegevens" / "voorbeeldnota.json"
STREEK = "zuidrand"
HALF, AF = "voorbeeld-half", "voorbeeld-af"
MENSEN = [
    (f"zuidrand{VOORBEELDDOMEIN}", "Zoë Zuidrand", Teamrol.TREKKER),
    (f"schrijver{VOORBEELDDOMEIN}", "Sam Schrijver", Teamrol.SCHRIJVER),
    (f"lezer{VOORBEELDDOMEIN}", "Lou Lezer", Teamrol.LEZER),
]
KLAAR_IN_HALF = {"H1", "H2", "H4", "H5"}
DUIZEND = Decimal("1E3")
BEGIN = Decimal(60_000)  # the contribution in the one half-finished: not enough yet
SUBSIDIE_MAAL = Decimal("0.8")  # what the municipalities pay together, against the subsidy: a little above the least


def maak() -> int:
    """Make what is not there yet; the number of notes made. Needs the network."""
    igs = IGS.objects.filter(slug=STREEK).first()
    leden = Netwerk.op(vandaag()).leden_van(igs) if igs else []
    bestaand = set(Cultuurnota.objects.filter(voorbeeld=True).values_list("formulier", flat=True))
    gegevens = json.loads(BESTAND.read_text(encoding="utf-8"))
    nieuw = [soort for soort in (HALF, AF) if soort not in bestaand]
    if igs is None or not leden or not nieuw:
        return 0
    with transaction.atomic():
        for soort in nieuw:
            nota = _maak_een(igs, soort, gegevens if soort == AF else _half(gegevens))
            if soort == HALF:
                Begroting.objects.create(nota=nota, sleutel=Begroting.Sleutel.INWONERS, inbreng=BEGIN)
            if soort == AF:
                _zakelijk(nota)
                _zet_online(nota)  # last: what is online is frozen
    return len(nieuw)


def _half(gegevens: dict[str, Any]) -> dict[str, Any]:
    """The same note while people still work on it."""
    half = copy.deepcopy(gegevens)
    half["nota"]["titel"] = "Voorbeeld: een nota die half af is"
    for hoofdstuk in half["hoofdstukken"]:
        if hoofdstuk["sleutel"] in KLAAR_IN_HALF:
            hoofdstuk["stand"] = "klaar" if hoofdstuk["sleutel"] == "H2" else "bezig"
        else:
            hoofdstuk |= {"tekst": "", "stand": "niet_gestart"}
    half["doelstellingen"] = half["doelstellingen"][:3]
    half["doelstellingen"][1]["acties"] = half["doelstellingen"][1]["acties"][:1]
    half["doelstellingen"][1]["indicatoren"][0] |= {"nulmeting": None, "wie": ""}
    half["zelfbeoordelingen"] = [{"criterium": "C2", "stand": "deels", "toelichting": "De cijfers komen nog."}]
    return half


def _maak_een(igs: IGS, soort: str, gegevens: dict[str, Any]) -> Cultuurnota:
    mensen = []
    for email, naam, rol in MENSEN:
        gebruiker, _ = Gebruiker.objects.get_or_create(email=email, defaults={"naam": naam})
        mensen.append((gebruiker, rol))
    inhoud = _als_zip(gegevens)
    nota = voer_in(bestand=io.BytesIO(inhoud), grootte=len(inhoud), igs=igs, door=mensen[0][0], formulier=soort)
    Cultuurnota.objects.filter(pk=nota.pk).update(voorbeeld=True)
    for gebruiker, rol in mensen[1:]:
        Teamlid.objects.create(nota=nota, gebruiker=gebruiker, rol=rol, van=vandaag())
    for beeld in nota.beelden.all():
        maak_maten(beeld)
    return Cultuurnota.objects.get(pk=nota.pk)


def _als_zip(gegevens: dict[str, Any]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        archief.writestr(GEGEVENS, json.dumps(gegevens))
        archief.writestr("beelden/01.jpg", teken("cultuurnota", "kruising"))
    return uit.getvalue()


def _zakelijk(nota: Cultuurnota) -> None:
    """A budget that closes every year, and a promise of every municipality: invented, after what the formula gives."""
    begroting = Begroting.objects.create(nota=nota, sleutel=Begroting.Sleutel.MIX, deel_per_inwoner=60)
    subsidie = begrotingsgegevens.lees(nota).jaren[0].subsidie or Decimal(0)
    begroting.inbreng = max((subsidie * SUBSIDIE_MAAL).quantize(DUIZEND, ROUND_CEILING), Decimal(100_000))
    begroting.save()
    rijen: list[tuple[str, str, Decimal | None, dict[int, Decimal]]] = [
        ("andere_inkomst", "tickets en sponsors", None, dict.fromkeys(nota.jaren, Decimal(12_500)))
    ]
    beeld = begrotingsgegevens.lees(nota)
    over = {jaar.jaar: (jaar.inkomsten or begroting.inbreng) + 12_500 - jaar.acties for jaar in beeld.jaren}
    mensen = {jaar: (bedrag * 6 / 10).quantize(Decimal(1)) for jaar, bedrag in over.items()}
    reserve = dict.fromkeys(nota.jaren, Decimal(2_000))
    werking = {jaar: over[jaar] - mensen[jaar] - reserve[jaar] for jaar in over}
    rijen += [
        ("personeel", "coördinator en medewerker", Decimal("1.5"), mensen),
        ("werking", "huur, materiaal en communicatie", None, werking),
        ("reserve_erin", "buffer", None, reserve),
    ]
    for plek, (rubriek, naam, vte, bedragen) in enumerate(rijen, start=1):
        Begrotingspost.objects.create(
            begroting=begroting,
            rubriek=rubriek,
            naam=naam,
            vte=vte,
            volgorde=plek,
            bedragen={str(jaar): f"{bedrag:.2f}" for jaar, bedrag in bedragen.items()},
        )
    Engagement.objects.bulk_create(
        Engagement(
            nota=nota,
            gemeente_id=regel.betaler.nis,
            stand=Engagement.Stand.BESLIST,
            bedrag=regel.bedragen[nota.van],
        )
        for regel in beeld.bijdragen
    )


def _zet_online(nota: Cultuurnota) -> None:
    """The whole note on the page of its IGS; not when that already shows one of its own."""
    door = Gebruiker.objects.get(email=MENSEN[0][0])
    bevroren = bevries(nota=nota, naam="Zoals de raden ze goedkeurden", door=door)
    hoofdstukken = tuple(nota.hoofdstukken.exclude(tekst="").values_list("kenmerk", flat=True))
    keuze = Keuze(bevroren, hoofdstukken, met_doelstellingen=True, met_opvolging=True)
    with suppress(KanNiet):
        publiceer(nota=nota, keuze=keuze, basis="", door=door)


def wis() -> int:
    """Remove every example note with its files; the number removed. The accounts go with those of the portal."""
    notas = list(Cultuurnota.objects.filter(voorbeeld=True))
    for nota in notas:
        beelden, uitvoer = list(nota.beelden.all()), [een.bestand for een in nota.uitvoer.all() if een.bestand]
        Publicatie.objects.filter(nota=nota).delete()  # holds on to its frozen version
        nota.delete()
        transaction.on_commit(partial(_wis_bestanden, beelden, uitvoer))
    return len(notas)


def _wis_bestanden(beelden: list[Any], uitvoer: list[Any]) -> None:
    for beeld in beelden:
        wis_bestanden(beeld)
    for bestand in uitvoer:
        bestand.delete(save=False)
