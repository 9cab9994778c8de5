"""Search in the pages of the site itself, beside the finder."""

from dataclasses import dataclass

from django.urls import reverse

from igs import inhoud
from igs.zoeken import normaliseer
from opnetwerk.dag import nu

HOOGSTENS = 8


@dataclass(frozen=True)
class Pagina:
    """A page with a title and the words under which people look for it."""

    naam: str
    titel: str
    woorden: str


PAGINAS = [
    Pagina("igs", "De IGS'en cultuur in Vlaanderen", "igs netwerk samenwerkingsverband kaart overzicht coördinator"),
    Pagina("regios", "De 15 referentieregio's", "regio referentieregio streek kaart"),
    Pagina("gemeenten", "Alle gemeenten van A tot Z", "gemeente fusie deelgemeente nis postcode"),
    Pagina(
        "igs_opstarten", "Een IGS starten of verderzetten", "oprichten opstarten verlengen projectvereniging statuten"
    ),
    Pagina("regiovorming", "Wat regiovorming betekent", "regiodecreet afwijking regiogrens hervorming"),
    Pagina("cultuurnota", "De cultuurnota", "beleidsplan subsidie werkingssubsidie aanvraag criteria decreet dossier"),
    Pagina("grensbrekers", "Grensbrekers", "collega cultuurwerker ontmoeten buurgemeente"),
    Pagina("talent", "Talent", "kunstenaar artiest maker muzikant register optreden"),
    Pagina("belicht", "BE/LICHT: portretten van coördinatoren", "interview portret verhaal coördinator belicht"),
    Pagina("agenda", "Agenda: wat er te doen is", "activiteit datum kalender vorming netwerkmoment ical inschrijven"),
    Pagina("nieuws", "Nieuws van de netwerken", "bericht actualiteit aankondiging atom"),
    Pagina("praktijken", "Praktijken: zo doen anderen het", "voorbeeld idee project gespot inspiratie praktijk"),
    Pagina("open_data", "Open data", "csv json geojson download bestand api gegevens"),
    Pagina("over", "Over op/netwerk", "wie beheert bron licentie contact"),
    Pagina("privacy", "Privacy", "cookies persoonsgegevens rechten"),
    Pagina("toegankelijkheid", "Toegankelijkheid", "wcag schermlezer toetsenbord verklaring"),
]


def vind_op_site(vraag: str) -> list[tuple[str, str]]:
    """Fixed pages, and edited content in which every word of the question occurs: (title, path). One query."""
    woorden = [norm for woord in vraag.split() if len(norm := normaliseer(woord)) > 2]
    if not woorden:
        return []
    gevonden = [
        (pagina.titel, reverse(pagina.naam))
        for pagina in PAGINAS
        if all(woord in normaliseer(f"{pagina.titel} {pagina.woorden}") for woord in woorden)
    ]
    return [*gevonden, *inhoud.zoek(vraag.split(), nu(), HOOGSTENS)][:HOOGSTENS]
