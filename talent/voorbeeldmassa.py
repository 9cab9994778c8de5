"""Many invented talents at once, to measure with: `manage.py voorbeelden --talenten 100000`."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.db import connection, transaction

from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag
from talent import keuzes
from talent.keuzes import Leeftijd, Soort
from talent.models import Discipline, Profiel, Talent, Toelating
from talent.voorbeelden import PAST, profielvelden
from talent.zoekrij import leid_reeks_af

MERK = "voorbeeld-veel-"
PARTIJ = 2000
VOORNAMEN = """
    Aïcha Anna Arne Bram Cato Dries Elif Emma Fatih Fien Gust Hanne Ibrahim Ines Jef Jolien Kaat Kobe Lara Lotte
    Mehdi Mila Nele Noor Omar Pieter Quinten Rania Robbe Saar Siebe Sofie Tuur Uma Veerle Wout Yasmin Younes Zeno
    Zita
""".split()  # noqa: SIM905  a list this long reads better as words
ACHTERNAMEN = """
    Aerts Bakkali Claes Daems Engels Fabri Goossens Haddad Ickx Jacobs Kaya Lambrechts Maes Nijs Öztürk Peeters
    Quirijns Roels Smets Tahiri Umans Verbeeck Willems Xhonneux Yilmaz Zwarts Vandenbossche Desmedt Hoste Callens
""".split()  # noqa: SIM905  a list this long reads better as words
DINGEN = """
    Kompas Lantaarn Molen Noordzee Orkaan Polder Regenboog Stoofpot Trapgevel Veldweg Wolkbreuk Zonnebloem
""".split()  # noqa: SIM905  a list this long reads better as words
KUNSTEN = [sleutel.capitalize() for sleutel in PAST]
# Common words first. Joined in pairs they give the rest of a language: a few words often, most of them seldom.
STAMMEN = """
    avond buurt dorp feest fiets gevel hout kerk kleur licht markt melodie mens nacht park plein regen spel stem tuin
    verhaal water werk zomer winter steen touw glas papier draad hand oog adem grond brug trap raam deur tafel wind
""".split()  # noqa: SIM905  a list this long reads better as words
WOORDEN = [*STAMMEN, *(een + ander for een in STAMMEN for ander in STAMMEN if een != ander)]
GEWICHT = list(accumulate(1 / (rang + 20) for rang in range(len(WOORDEN))))
KOPPEL = """
UPDATE talent_talent AS t SET online_id = p.id FROM talent_profiel AS p
WHERE p.talent_id = t.id AND t.id = ANY(%s)
"""


def maak_veel(aantal: int, meld: Callable[[int], None] = lambda gemaakt: None) -> int:
    """Make talents until there are `aantal` of this kind; the number made. `meld` hears how far it is."""
    bestaand = Talent.objects.filter(slug__startswith=MERK).count()
    netwerk, termen = Netwerk.op(vandaag()), list(Discipline.objects.exclude(boven=None).select_related("boven"))
    igs_van = {een.nis_code: [lid.igs for lid in netwerk.lidmaatschappen_van(een)] for een in netwerk.huidige}
    plekken = [(een, next(iter(igs_van[een.nis_code]), None)) for een in netwerk.huidige]
    for begin in range(bestaand, aantal, PARTIJ):
        with transaction.atomic():
            _maak_partij(range(begin, min(begin + PARTIJ, aantal)), plekken, termen)
        meld(min(begin + PARTIJ, aantal))
    with connection.cursor() as cursor:
        for model in (Talent, Profiel, Toelating):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
        cursor.execute("ANALYZE talent_zoekrij")
    return max(0, aantal - bestaand)


def _maak_partij(nummers: range, plekken: list[tuple[Gemeente, IGS | None]], termen: list[Discipline]) -> None:
    keuzen = [_kies(i, plekken, termen) for i in nummers]
    talenten = Talent.objects.bulk_create([keus["talent"] for keus in keuzen])
    for keus, talent in zip(keuzen, talenten, strict=True):
        keus["profiel"].talent = talent
    profielen = Profiel.objects.bulk_create([keus["profiel"] for keus in keuzen])
    Profiel.disciplines.through.objects.bulk_create(list(_banden(keuzen, profielen)))
    Toelating.objects.bulk_create(
        [
            Toelating(talent=talent, igs=talent.thuis, soort="thuis", stand="toegelaten", beslist_op=nu())
            for talent in talenten
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(KOPPEL, [[talent.pk for talent in talenten]])
    leid_reeks_af([talent.pk for talent in talenten])


def _banden(keuzen: list[dict[str, Any]], profielen: list[Profiel]) -> Iterator[Any]:
    for keus, profiel in zip(keuzen, profielen, strict=True):
        for term in keus["kunst"]:
            yield Profiel.disciplines.through(profiel_id=profiel.pk, discipline_id=term.pk)


def _kies(i: int, plekken: list[tuple[Gemeente, IGS | None]], termen: list[Discipline]) -> dict[str, Any]:
    """One talent; the same number always gives the same one."""
    kans = Random(i)  # noqa: S311  invented, no secret
    gemeente, igs = plekken[int(kans.random() ** 2 * len(plekken))]
    leeftijd = kans.choices([*Leeftijd.values], [4, 8, 88])[0]
    jong = leeftijd == Leeftijd.JONG
    kunst = kans.sample(termen, kans.choices([1, 2, 3], [6, 3, 1])[0])
    naam = _naam(kans, jong)
    moment = nu() - timedelta(minutes=kans.randint(1, 700_000))
    talent = Talent(
        slug=f"{MERK}{i}",
        soort=Soort.PERSOON if jong else kans.choice([*Soort]),
        leeftijd=leeftijd,
        leeftijd_op=vandaag(),
        thuis=igs,
        voorbeeld=True,
        in_zoekmachines=False,
        in_feeds=not jong and kans.random() < 0.9,
        pauze=kans.random() < 0.03,
        gepubliceerd_op=moment,
        bijgewerkt_op=moment,
        bevestigd_op=moment,
    )
    velden = profielvelden(i, naam, _zin(kans, 8), kans.choice([*keuzes.Vorm.values]), kunst)
    velden |= {"tekst": " ".join(_zin(kans, 10) for _ in range(4)), "stijlen": kans.sample(WOORDEN, 2)}
    profiel = Profiel(gemeente=gemeente, **velden)
    return {"talent": talent, "profiel": profiel, "kunst": kunst}


def _naam(kans: Random, jong: bool) -> str:
    voornaam = kans.choice(VOORNAMEN)
    if jong:
        return voornaam
    return (
        f"{voornaam} {kans.choice(ACHTERNAMEN)}"
        if kans.random() < 0.6
        else f"{kans.choice(DINGEN)} {kans.choice(KUNSTEN)}"
    )


def _zin(kans: Random, lang: int) -> str:
    return f"{' '.join(kans.choices(WOORDEN, cum_weights=GEWICHT, k=lang)).capitalize()}."
