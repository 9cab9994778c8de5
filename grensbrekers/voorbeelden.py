"""Invented members with what they did, so that a portal that was just started looks alive: marked, gone at once.

Every name ends in "(voorbeeld)" and every address in a domain that does not exist. They get no mail: a round leaves out
who is marked `voorbeeld`, and for everything else they chose to get none.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import get_default_timezone

from grensbrekers.keuzes import Briefritme, Rol
from grensbrekers.koppelen import Deelnemer, koppel
from grensbrekers.models import (
    Antwoord,
    Grensbreker,
    Grensovergang,
    Inschrijving,
    Inzicht,
    Koppeldeelname,
    Koppeling,
    Netwerkvraag,
    Ontmoeting,
    Thema,
)
from grensbrekers.rondes import eerste_dinsdag, steek_over
from grensbrekers.themas import laad_themas
from grensbrekers.wissen import wis as wis_lid
from igs.models import Gemeente
from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from opnetwerk.rekeningen import VOORBEELDDOMEIN

BESTAND = Path(__file__).parent / "gegevens" / "voorbeelden.csv"
MERK = "voorbeeld-"
PER_REGIO = 4
COORDINATOR = f"zuidrand{VOORBEELDDOMEIN}"  # logs in on a local portal, and is a member too
HAAR_GEMEENTE = "kontich"
Stand = Inschrijving.Stand

# slug, title, days from today, place, limit, what it was about; a meeting that is past has a report
ONTMOETINGEN: list[tuple[str, str, int, str, int | None, str, str]] = [
    ("erfgoed", "Voorbeeld: erfgoed tonen zonder gebouw", 17, "Oude pastorie", 6, "erfgoed", ""),
    ("vrijwilligers", "Voorbeeld: nieuwe vrijwilligers vinden", 38, "Bibliotheek", None, "vrijwilligers", ""),
    ("regiovorming", "Voorbeeld: wat betekent regiovorming voor cultuur?", 59, "Raadzaal", 25, "regiovorming", ""),
    ("jeugd", "Voorbeeld: jongeren die zelf programmeren", -24, "Jeugdhuis", 20, "jeugd", "We begonnen met een fout."),
    ("podium", "Voorbeeld: één podium voor vier gemeenten", -80, "Cultuurcentrum", None, "podium", "Iedereen deelde."),
]
# title, theme, days ago, answers, solved
VRAGEN: list[tuple[str, str, int, list[str], bool]] = [
    ("Wie heeft een modern reglement voor projectsubsidies?", "subsidies", 3, [], False),
    ("Hoe betalen jullie samen een podiumwagen?", "podium", 9, ["Wij delen de kosten per inwoner."], False),
    (
        "Werkt een leesclub in een woonzorgcentrum?",
        "bibliotheek",
        21,
        ["Ja. Begin met voorlezen.", "Bij ons wel, met een vaste vrijwilliger."],
        True,
    ),
    ("Hoe bereik je gezinnen die nooit komen?", "participatie", 34, ["Ga langs bij de schoolpoort."], False),
    ("Wie ontwierp samen met de buren een cultuurkrant?", "communicatie", 55, ["Wij. De opmaak deelden we."], True),
]
INZICHTEN: list[tuple[str, str, int]] = [
    ("Voorbeeld: deel de kosten per inwoner", "podium", 12),
    ("Voorbeeld: jongeren komen als ze zelf kiezen", "jeugd", 20),
    ("Voorbeeld: begin een leesclub met voorlezen", "bibliotheek", 30),
]


def maak() -> int:
    """Make the members and what they did when they are not there yet; the number of rows made. Needs the network.

    Meetings that are to come move ahead again once they are past.
    """
    if Grensbreker.objects.filter(voorbeeld=True).exists():
        _schuif_op()
        return 0
    with transaction.atomic():
        laad_themas()
        netwerk, themas = Netwerk.op(vandaag()), {thema.sleutel: thema for thema in Thema.objects.all()}
        leden = [_maak_lid(i, rij, gemeente, netwerk, themas) for i, (rij, gemeente) in enumerate(_paren(netwerk))]
        if not leden:
            return 0
        leden += _maak_coordinator(netwerk, themas)
        koppelingen = _maak_koppelingen(leden, netwerk)
        _maak_overgangen(leden, netwerk)
        overgangen = Grensovergang.objects.filter(voorbeeld=True).count()
        rest = _maak_ontmoetingen(leden, themas) + _maak_vragen(leden, themas) + _maak_inzichten(themas)
    return len(leden) + koppelingen + overgangen + rest


def rijen() -> list[dict[str, str]]:
    """The lines of the file."""
    with BESTAND.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def _paren(netwerk: Netwerk) -> Iterator[tuple[dict[str, str], Gemeente]]:
    return zip(rijen(), plekken(netwerk), strict=False)


def plekken(netwerk: Netwerk) -> Iterator[Gemeente]:
    """Of every region some municipalities in a row, each next to the one before where that can be."""
    per_code = {gemeente.nis_code: gemeente for gemeente in netwerk.huidige}
    gebruikt: set[str] = set()
    for nummer, regio in enumerate(netwerk.regios):
        eigen = sorted(netwerk.gemeenten_in(regio), key=lambda een: (-een.inwoners, een.nis_code))
        if not eigen:
            continue
        hier = eigen[nummer % min(3, len(eigen))]
        for _ in range(PER_REGIO):
            yield hier
            gebruikt.add(hier.nis_code)
            buren = [per_code[code] for code in sorted(netwerk.buurcodes(hier.nis_code)) if code in per_code]
            vrij = [een for een in buren if een.nis_code not in gebruikt]
            over = [een for een in eigen if een.nis_code not in gebruikt]
            hier = next(iter([een for een in vrij if een in eigen] or vrij or over or eigen))


def _maak_lid(
    i: int, rij: dict[str, str], gemeente: Gemeente, netwerk: Netwerk, themas: dict[str, Thema]
) -> Grensbreker:
    lid = _schrijf(
        netwerk,
        naam=f"{rij['naam']} (voorbeeld)",
        email=f"{slugify(rij['naam'])}{VOORBEELDDOMEIN}",
        gemeente=gemeente,
        rol=Rol(rij["rol"]),
        functie=rij["functie"],
        vraag_me=rij["vraag_me"],
        koppelritme="maand" if i % 3 == 0 else "kwartaal",
        pauze=i % 19 == 11,
        laatst_actief_op=nu() - timedelta(days=i * 7 % 160),
    )
    lid.themas.set(themas[sleutel] for sleutel in rij["themas"].split("|") if sleutel in themas)
    return lid


def _maak_coordinator(netwerk: Netwerk, themas: dict[str, Thema]) -> list[Grensbreker]:
    """The example account of a coordinator is a member too, so that somebody can look inside."""
    gebruiker = Gebruiker.objects.filter(email=COORDINATOR).first()
    gemeente = next((een for een in netwerk.huidige if een.slug == HAAR_GEMEENTE), None)
    if gebruiker is None or gemeente is None:
        return []
    lid = _schrijf(
        netwerk,
        naam=f"{gebruiker.naam} (voorbeeld)",
        email=COORDINATOR,
        gebruiker=gebruiker,
        gemeente=gemeente,
        rol=Rol.COORDINATOR,
        vraag_me="Hoe je zeven gemeenten rond één tafel krijgt",
        laatst_actief_op=nu(),
    )
    lid.themas.set(themas[sleutel] for sleutel in ("regiovorming", "podium") if sleutel in themas)
    return [lid]


def _schrijf(netwerk: Netwerk, **velden: Any) -> Grensbreker:
    toen = nu() - timedelta(days=200)
    leden = netwerk.lidmaatschappen_van(netwerk.cel(velden["gemeente"]))
    return Grensbreker.objects.create(
        igs=min((een.igs for een in leden), key=lambda igs: igs.naam, default=None),
        stand=Grensbreker.Stand.TOEGELATEN,
        bevestigd_op=toen,
        beslist_op=toen,
        klopt_op=toen,
        sleutel_tot=nu() + timedelta(days=30),
        briefritme=Briefritme.NOOIT,
        mail_vragen=False,
        mail_ontmoetingen=False,
        voorbeeld=True,
        **velden,
    )


# --- pairs and borders ----------------------------------------------------------------------------------------------
def _maak_koppelingen(leden: list[Grensbreker], netwerk: Netwerk) -> int:
    """Neighbours who met in the past months, and a round that runs, of which some already said that they met."""
    aantal = 0
    for i, (een, ander) in enumerate(pairwise(leden[:-1])):
        if i % PER_REGIO < 2 and een.gemeente_id != ander.gemeente_id:
            ronde = _ronde_geleden(2 + i % 9)
            koppeling = _schrijf_koppeling([een, ander], ronde, _zin(een, ander), gezien=2)
            steek_over(koppeling=koppeling, deelnames=list(_deelnames(koppeling)), op=ronde + timedelta(days=12))
            aantal += 1
    lopend = [lid for lid in leden if not lid.pauze]
    wie = {lid.pk: lid for lid in lopend}
    buren = {een.nis_code: netwerk.buurcodes(een.nis_code) for een in netwerk.huidige}
    deelnemers = [
        Deelnemer(lid.pk, lid.gemeente_id, lid.gemeente.naam, frozenset(thema.naam for thema in lid.themas.all()))
        for lid in lopend
    ]
    for i, paar in enumerate(koppel(deelnemers, (), vandaag(), buren, ())):
        _schrijf_koppeling([wie[pk] for pk in paar.leden], _ronde_geleden(0), paar.uitleg, gezien=i % 3 == 1)
        aantal += 1
    return aantal


def _ronde_geleden(maanden: int) -> date:
    """The first Tuesday of so many months ago; of this month the last one that there was."""
    dag = vandaag()
    if dag < eerste_dinsdag(dag.year, dag.month):
        maanden += 1
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 - maanden, 12)
    return eerste_dinsdag(jaar, maand + 1)


def _zin(een: Grensbreker, ander: Grensbreker) -> str:
    return f"{een.gemeente.naam} en {ander.gemeente.naam} liggen dicht bij elkaar."


def _schrijf_koppeling(leden: list[Grensbreker], ronde: date, uitleg: str, gezien: int) -> Koppeling:
    """`gezien`: how many of them say that they met."""
    op = datetime.combine(ronde + timedelta(days=12), time(12), get_default_timezone())
    koppeling = Koppeling.objects.create(ronde=ronde, uitleg=uitleg, gezien_op=op if gezien == len(leden) else None)
    for nummer, lid in enumerate(leden):
        ja = nummer < gezien
        Koppeldeelname.objects.create(
            koppeling=koppeling,
            grensbreker=lid,
            gemeente=lid.gemeente,
            antwoord=Koppeldeelname.Antwoord.GEZIEN if ja else Koppeldeelname.Antwoord.GEEN,
            geantwoord_op=op if ja else None,
        )
    return koppeling


def _deelnames(koppeling: Koppeling) -> Any:
    return koppeling.deelnames.select_related("grensbreker")


def _maak_overgangen(leden: list[Grensbreker], netwerk: Netwerk) -> None:
    """More meetings, most of them around the members: a few borders often, some now and then, most never."""
    thuis = {netwerk.cel(lid.gemeente).nis_code for lid in leden}
    nieuw = []
    for a, b in netwerk.buurparen:
        toeval = crc32(f"{a}-{b}".encode()) % 100
        kans = 62 if a in thuis and b in thuis else 28 if a in thuis or b in thuis else 6
        keren = 0 if toeval >= kans else 11 + toeval % 4 if toeval < 4 else 3 + toeval % 5 if toeval < 16 else 1
        nieuw += [
            Grensovergang(a_id=a, b_id=b, op=vandaag() - timedelta(days=(toeval * 3 + keer * 17) % 320), voorbeeld=True)
            for keer in range(keren)
        ]
    Grensovergang.objects.bulk_create(nieuw)


# --- meetings, questions, insights ----------------------------------------------------------------------------------
def _maak_ontmoetingen(leden: list[Grensbreker], themas: dict[str, Thema]) -> int:
    for nummer, (slug, titel, over, plaats, limiet, thema, verslag) in enumerate(ONTMOETINGEN):
        gastheer = leden[nummer * 11 % len(leden)]
        begin = _om_twee(over)
        ontmoeting = Ontmoeting.objects.create(
            slug=MERK + slug,
            titel=titel,
            igs=gastheer.igs,
            begint_op=begin,
            eindigt_op=begin + timedelta(hours=3),
            plaats=plaats,
            gemeente=gastheer.gemeente,
            limiet=limiet,
            tekst="<p>Dit is een verzonnen ontmoeting. Breng één voorbeeld mee uit je gemeente.</p>",
            verslag=f"<p>Dit is een verzonnen verslag. {verslag}</p>" if verslag else "",
            verslag_op=begin + timedelta(days=2) if verslag else None,
            gepubliceerd_op=begin - timedelta(days=90),
            voorbeeld=True,
        )
        ontmoeting.themas.set([themas[thema]] if thema in themas else [])
        komen = leden[nummer * 7 % 40 : nummer * 7 % 40 + 8 + nummer]
        Inschrijving.objects.bulk_create(
            Inschrijving(
                ontmoeting=ontmoeting,
                grensbreker=lid,
                stand=Stand.WACHT if limiet and plek >= limiet else Stand.KOMT,
                op=begin - timedelta(days=60, minutes=-plek),
                aanwezig=plek % 6 != 5 if over < 0 else None,
            )
            for plek, lid in enumerate(komen)
        )
    return len(ONTMOETINGEN)


def _om_twee(over: int) -> datetime:
    return datetime.combine(vandaag() + timedelta(days=over), time(14), get_default_timezone())


def _schuif_op() -> None:
    """What was to come, and is past meanwhile, comes again."""
    for slug, _titel, over, *_ in ONTMOETINGEN:
        if over > 0:
            oud = Ontmoeting.objects.filter(slug=MERK + slug, voorbeeld=True, eindigt_op__lt=nu())
            oud.update(begint_op=_om_twee(over), eindigt_op=_om_twee(over) + timedelta(hours=3))


def _maak_vragen(leden: list[Grensbreker], themas: dict[str, Thema]) -> int:
    for nummer, (titel, thema, dagen, antwoorden, opgelost) in enumerate(VRAGEN):
        toen = nu() - timedelta(days=dagen)
        vraag = Netwerkvraag.objects.create(
            formulier=f"{MERK}vraag-{nummer}",
            door=leden[nummer * 13 % len(leden)],
            titel=titel,
            tekst="Dit is een verzonnen vraag.",
            opgelost_op=toen + timedelta(days=len(antwoorden)) if opgelost else None,
            voorbeeld=True,
        )
        Netwerkvraag.objects.filter(pk=vraag.pk).update(gesteld_op=toen)
        vraag.themas.set([themas[thema]] if thema in themas else [])
        for volg, tekst in enumerate(antwoorden, start=1):
            antwoord = Antwoord.objects.create(
                formulier=f"{MERK}antwoord-{nummer}-{volg}",
                vraag=vraag,
                door=leden[(nummer * 13 + volg * 5) % len(leden)],
                tekst=tekst,
            )
            Antwoord.objects.filter(pk=antwoord.pk).update(op=toen + timedelta(days=volg))
    return len(VRAGEN)


def _maak_inzichten(themas: dict[str, Thema]) -> int:
    for titel, thema, dagen in INZICHTEN:
        inzicht = Inzicht.objects.create(
            titel=titel,
            tekst="Dit is een verzonnen inzicht. Zo bewaart het netwerk wat collega's van elkaar leerden.",
            gepubliceerd_op=nu() - timedelta(days=dagen),
            voorbeeld=True,
        )
        inzicht.themas.set([themas[thema]] if thema in themas else [])
    return len(INZICHTEN)


@transaction.atomic
def wis() -> int:
    """Remove all of it; the number of rows that somebody sees as one thing."""
    koppelingen = Koppeling.objects.filter(deelnames__grensbreker__voorbeeld=True).distinct()
    aantal = koppelingen.count()
    Koppeling.objects.filter(pk__in=list(koppelingen.values_list("pk", flat=True))).delete()
    for soort in (Grensovergang, Netwerkvraag, Inzicht, Ontmoeting):
        rijen = soort._default_manager.filter(voorbeeld=True)
        aantal += rijen.count()
        rijen.delete()
    for lid in Grensbreker.objects.filter(voorbeeld=True):
        wis_lid(grensbreker=lid)
        aantal += 1
    return aantal
