"""What deserves a second look before a profile goes online: hints for the coordinator, no verdict."""

import re
from collections.abc import Iterator

from talent import leeftijd
from talent.models import Profiel
from talent.ouders import heeft_ja_van_ouder

VEEL_LINKS = 5
MINSTE_TEKST = 80  # characters; shorter texts may well be alike
ADRES = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.\w{2,}")
NUMMER = re.compile(r"(?:\+32|0032|\b0)[\s./()-]*\d(?:[\s./()-]*\d){7,9}\b")


def aandachtspunten(profiel: Profiel) -> list[str]:
    """Dutch sentences, the weightiest first; none when nothing strikes. Eight queries at most."""
    return [*_leeftijd(profiel), *_dubbel(profiel), *_gegevens_in_tekst(profiel), *_links(profiel), *_beelden(profiel)]


def _leeftijd(profiel: Profiel) -> Iterator[str]:
    talent = profiel.talent
    nieuw = leeftijd.gevraagd(talent) if talent.is_minderjarig else None
    if nieuw:
        yield f"{leeftijd.WOORDEN[nieuw]}, zegt de maker. Keur je goed, dan gelden de regels voor {nieuw.label}."
    if talent.is_jong and not nieuw:
        if not heeft_ja_van_ouder(talent):
            yield "13 tot en met 15 jaar: een ouder ging nog niet akkoord. Je kunt nog niet publiceren."
        yield "13 tot en met 15 jaar: enkel een voornaam, geen woonplaats in de tekst, en enkel beelden van het werk."
        if len(profiel.naam.split()) > 1:
            yield f"De naam bestaat uit meer dan één woord: “{profiel.naam}”. Is dat enkel een voornaam?"
    elif talent.is_minderjarig:
        yield "16 of 17 jaar: berichten gaan naar jou. Kijk extra goed naar de beelden, en naar wat over school gaat."


def _dubbel(profiel: Profiel) -> Iterator[str]:
    """The same words as somebody else. Which profile is only said when everybody may see it."""
    tekst = profiel.tekst.strip()
    if len(tekst) < MINSTE_TEKST:
        return
    zelfde = Profiel.objects.exclude(talent=profiel.talent).exclude(stand=Profiel.Stand.CONCEPT)
    ander = zelfde.filter(tekst__startswith=tekst[:400]).select_related("talent").first()
    if ander:
        openbaar = type(ander.talent).objects.online().filter(pk=ander.talent_id).exists()
        wie = f"het profiel van {ander.naam}" if openbaar else "een profiel dat niet online staat"
        yield f"De tekst begint precies zoals {wie}."


def _gegevens_in_tekst(profiel: Profiel) -> Iterator[str]:
    tekst = f"{profiel.kort}\n{profiel.tekst}\n{profiel.techniek}\n{profiel.beschikbaar}"
    if EMAIL.search(tekst):
        yield "Er staat een e-mailadres in de tekst. Berichten gaan via op/netwerk."
    if NUMMER.search(tekst):
        yield "Er staat een telefoonnummer in de tekst. Daar is een eigen veld voor."


def _links(profiel: Profiel) -> Iterator[str]:
    aantal = len(profiel.links) + len(ADRES.findall(f"{profiel.kort}\n{profiel.tekst}"))
    if aantal >= VEEL_LINKS:
        yield f"Er staan {aantal} links in dit profiel."


def _beelden(profiel: Profiel) -> Iterator[str]:
    beelden = list(profiel.beelden.select_related("werk"))
    zonder_bron = sum(not beeld.bron for beeld in beelden)
    if zonder_bron:
        yield f"{'Eén beeld heeft' if zonder_bron == 1 else f'{zonder_bron} beelden hebben'} geen naam van de maker."
    if any(not beeld.werk.herkenbaar_akkoord for beeld in beelden):
        yield "Niet bij elk beeld is bevestigd dat wie herkenbaar is, akkoord gaat."
