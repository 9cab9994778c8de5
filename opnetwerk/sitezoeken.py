"""Search in the pages of the site itself, beside the finder."""

from dataclasses import dataclass

from django.urls import reverse

from cultuurnota.publiceren import zoek as zoek_nota
from igs import inhoud
from igs.zoeken import normaliseer
from opnetwerk.dag import nu
from talent import oproepcijfer
from talent.zoeken import op_naam

HOOGSTENS = 8
HOOGSTENS_MAKERS = 3
HOOGSTENS_NOTAS = 3


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
    Pagina(
        "regiocheck",
        "Regiocheck: kan dit gebied een IGS zijn?",
        "simulator berekenen subsidie inwoners regiogrens toets",
    ),
    Pagina(
        "regiocheck_overzicht",
        "Regiocheck: elk IGS in beide periodes",
        "overzicht inwoners 85.000 witte vlekken gemeenten zonder igs vergelijken",
    ),
    Pagina("igs_opstarten_kalender", "Kalender om een IGS op te richten", "planning gemeenteraad oprichting data ical"),
    Pagina("cultuurnota", "De cultuurnota", "beleidsplan subsidie werkingssubsidie aanvraag criteria decreet dossier"),
    Pagina(
        "cultuurnota_stappen", "Een cultuurnota maken in tien stappen", "stappenplan beleidsplanning traject proces"
    ),
    Pagina("cultuurnota_tijdlijn", "Tijdlijn van de cultuurnota", "datum indienen deadline ronde periode 2027 2033"),
    Pagina("cultuurnota_criteria", "De tien criteria voor een cultuurnota", "beoordeling commissie punten gewicht"),
    Pagina(
        "cultuurnota_opbouw", "Hoofdstukken van een cultuurnota", "inhoudstafel opbouw richtvragen bijlagen sjabloon"
    ),
    Pagina("cultuurnota_voorbeelden", "Zo bouwden anderen hun cultuurnota", "voorbeeld inspiratie nota lezen"),
    Pagina(
        "cultuurnota_verschil", "Wat er veranderde tussen 2018 en 2024", "decreet vergelijking oud nieuw cultuurnota"
    ),
    Pagina("cultuurnota_planning", "Planning van je cultuurnota", "terugplannen kalender ical deadline tien maanden"),
    Pagina(
        "cultuurnota_aanbod", "Hulp bij je cultuurnota", "aanbod begeleiding tool optil steunpunt kostprijs vorming"
    ),
    Pagina(
        "cultuurnota_vergelijken",
        "Vergelijk cultuurnota's",
        "vergelijken doelstelling indicator opdracht thema naast elkaar nota igs",
    ),
    Pagina("grensbrekers", "Grensbrekers", "collega cultuurwerker ontmoeten buurgemeente"),
    Pagina("grensbrekers_kaart", "De grensbreekkaart", "grens oversteken ontmoeting gemeentegrens kaart licht"),
    Pagina(
        "grensbrekers_ontmoetingen", "Ontmoetingen van grensbrekers", "ontmoeten netwerkdag collega verslag inschrijven"
    ),
    Pagina("grensbrekers_inzichten", "Wat grensbrekers leerden", "inzichten lessen thema"),
    Pagina("talent", "Talent", "kunstenaar artiest maker muzikant register optreden"),
    Pagina(
        "talent_oproepen",
        "Oproepen voor makers",
        "oproep kans optreden tentoonstellen open call gezocht vergoeding organisator",
    ),
    Pagina("belicht", "BE/LICHT: portretten van coördinatoren", "interview portret verhaal coördinator belicht"),
    Pagina("agenda", "Agenda: wat er te doen is", "activiteit datum kalender vorming netwerkmoment ical inschrijven"),
    Pagina("nieuws", "Nieuws van de netwerken", "bericht actualiteit aankondiging atom"),
    Pagina("praktijken", "Praktijken: zo doen anderen het", "voorbeeld idee project gespot inspiratie praktijk"),
    Pagina("open_data", "Open data", "csv json geojson download bestand api gegevens"),
    Pagina("over", "Over op/netwerk", "wie beheert bron licentie contact"),
    Pagina("privacy", "Privacy", "cookies persoonsgegevens rechten"),
    Pagina("bewaartermijnen", "Bewaartermijnen", "hoelang bewaren wissen gegevens termijn"),
    Pagina("woordenlijst", "Woordenlijst", "vakwoorden uitleg betekenis begrippen jargon"),
    Pagina("veiligheid", "Veiligheid", "veilig lek melden beveiliging security wachtwoord"),
    Pagina("toegankelijkheid", "Toegankelijkheid", "wcag schermlezer toetsenbord verklaring"),
]


def vind_op_site(vraag: str) -> list[tuple[str, str]]:
    """Fixed pages, makers by name, open calls, notes online, and content with every word: (title, path).

    Four queries.
    """
    woorden = [norm for woord in vraag.split() if len(norm := normaliseer(woord)) > 2]
    if not woorden:
        return []
    gevonden = [
        (pagina.titel, reverse(pagina.naam))
        for pagina in PAGINAS
        if all(woord in normaliseer(f"{pagina.titel} {pagina.woorden}") for woord in woorden)
    ]
    makers = [(f"{naam}, maker", pad) for naam, pad in op_naam(vraag, HOOGSTENS_MAKERS)]
    oproepen = oproepcijfer.vind(woorden, HOOGSTENS_MAKERS)
    notas = zoek_nota(vraag.split(), HOOGSTENS_NOTAS)
    return [*gevonden, *makers, *oproepen, *notas, *inhoud.zoek(vraag.split(), nu(), HOOGSTENS)][:HOOGSTENS]
