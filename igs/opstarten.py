"""The guide "start an IGS" as data: ten steps, and what must be decided when.

Facts and certainty come from the knowledge notes (November 2026); the sentences are our own. A duration that no source
gives is a proposal of ours and says so (Zekerheid.AFGELEID shows as "te bevestigen").
"""

from dataclasses import dataclass

from django.urls import reverse

from igs.regiocheck_regels import Zekerheid

A, B, C, D, ONBEKEND = Zekerheid
NAGEKEKEN = "november 2026"
IN_WOORDEN = {
    A: "gelezen in de wettekst",
    B: "gelezen bij de overheid of het steunpunt",
    C: "pers of ontwerp, te bevestigen",
    D: "zelf afgeleid, te bevestigen",
    ONBEKEND: "niet gevonden",
}


@dataclass(frozen=True)
class Punt:
    """One statement and how sure it is."""

    tekst: str
    zekerheid: Zekerheid = A

    @property
    def merk(self) -> str:
        """What stands behind it; empty when it is settled or says itself that nothing was found."""
        return "te bevestigen" if self.zekerheid.te_bevestigen else ""


@dataclass(frozen=True)
class Bron:
    """Where a step leans on. `datum`: of the source, or when it was read."""

    tekst: str
    url: str
    zekerheid: Zekerheid = A
    datum: str = NAGEKEKEN

    @property
    def in_woorden(self) -> str:
        return f"{IN_WOORDEN[self.zekerheid]}, {self.datum}"


@dataclass(frozen=True)
class Hulpmiddel:
    """Something to use. `naar` is a URL name of the portal, or an address elsewhere; `achter` what comes behind it."""

    tekst: str
    naar: str
    achter: str = ""

    @property
    def adres(self) -> str:
        return self.naar if self.naar.startswith(("http", "/")) else reverse(self.naar) + self.achter


@dataclass(frozen=True)
class Stap:
    """`doe`: what you do; `hoelang` and `klaar_als` complete "Hoelang duurt het?" and "Klaar als ..."."""

    nummer: int
    slug: str
    titel: str
    kort: str
    doe: tuple[Punt, ...]
    wie: str
    hoelang: Punt
    nodig: tuple[str, ...]
    klaar_als: str
    bronnen: tuple[Bron, ...]
    hulp: tuple[Hulpmiddel, ...]

    @property
    def adres(self) -> str:
        return reverse("igs_opstarten_pagina", args=[self.slug])


def dlb(artikel: str) -> Bron:
    return Bron(
        f"Decreet lokaal bestuur, {artikel}, op ejustice.just.fgov.be",
        "https://www.ejustice.just.fgov.be/eli/decret/2017/12/22/2018030427/justel",
    )


def d24(artikel: str) -> Bron:
    return Bron(
        f"Bovenlokaalcultuurdecreet van 2024, {artikel}, op ejustice.just.fgov.be",
        "https://www.ejustice.just.fgov.be/eli/decret/2024/03/08/2024003626/justel",
    )


def rd(artikel: str) -> Bron:
    return Bron(
        f"Regiodecreet van 2023, {artikel}, op ejustice.just.fgov.be",
        "https://www.ejustice.just.fgov.be/eli/decret/2023/02/03/2023040842/justel",
    )


KENNISBANK = Bron("Kennisbank van OP/TIL, op cultuuroptil.be", "https://cultuuroptil.be/kennisbank/", B, "2 april 2024")
PROJECTVERENIGING = Bron(
    "Tool en sjablonen voor een projectvereniging, op cultuuroptil.be",
    "https://www.cultuuroptil.be/kennisbank/tool-samenwerken-binnen-een-projectvereniging-maak-je-samenwerking-formeel/",
    B,
)
NOTAHULP = Bron(
    "Hulp bij de cultuurnota, op cultuuroptil.be", "https://www.cultuuroptil.be/hulp-bij-beleidsplanningstraject/", B
)
ONTWERPBESLUIT = Bron(
    "Het ontwerpbesluit van december 2023, op cultuuroptil.be",
    "https://cultuuroptil.be/update-decreet-bovenlokale-cultuurwerking-uitvoeringsbesluit-december-2023/",
    C,
)
AFWIJKING = Bron(
    "Afwijking van de regiovorming aanvragen, op vlaanderen.be",
    "https://www.vlaanderen.be/lokaal-bestuur/nieuwsberichten/afwijkingsaanvragen-principes-regiovorming-via-loket-voor-lokale-besturen",
    B,
)
WERKINGSSUBSIDIE = Bron(
    "Werkingssubsidie voor IGS'en, op vlaanderen.be",
    "https://www.vlaanderen.be/cjm/nl/cultuur/bovenlokale-cultuur/subsidies/werkingssubsidie-voor-intergemeentelijke-samenwerkingsverbanden",
    B,
)
VERDEELSLEUTEL = Bron(
    "IJzervallei en Viertoren, op kw.be",
    "https://kw.be/nieuws/samenleving/projectverenigingen-ijzervallei-en-viertoren-krijgen-subsidies/article-normal-409673.html",
    C,
)
REGIOCHECK = Hulpmiddel("Probeer je gebied in de Regiocheck", "regiocheck")
KALENDER = Hulpmiddel("Reken je eigen kalender uit", "igs_opstarten_kalender")
HULPVRAAG = Hulpmiddel("Vraag hulp bij deze stap", "regiocheck_vraag_hulp", "?onderwerp=opstarten")

STAPPEN: tuple[Stap, ...] = (
    Stap(
        nummer=1,
        slug="verkennen",
        titel="Verken het plan met collega's",
        kort="Praat met collega's uit de gemeenten om je heen. Schrijf op welke uitdagingen jullie delen.",
        doe=(
            Punt("Praat met collega's uit de gemeenten om je heen.", B),
            Punt("Schrijf op welke uitdagingen jullie delen, en welke niet.", B),
            Punt("Kijk of je kunt aansluiten bij wat er al is, zoals erfgoed of jeugd.", B),
            Punt("Maak het niet zwaarder dan wat jullie willen bereiken.", B),
        ),
        wie="Nog niemand. De cultuurdiensten bereiden het voor.",
        hoelang=Punt("Ongeveer twee maanden.", D),
        nodig=("een lijst van je buurgemeenten", "in elke gemeente een collega die mee wil denken"),
        klaar_als="er een verslag is met de uitdagingen die jullie delen",
        bronnen=(KENNISBANK, PROJECTVERENIGING),
        hulp=(Hulpmiddel("Vind een collega bij de grensbrekers", "grensbrekers"), REGIOCHECK, HULPVRAAG),
    ),
    Stap(
        nummer=2,
        slug="regiocontrole",
        titel="Controleer de regio en tel de inwoners",
        kort="Kijk in welke referentieregio elke gemeente ligt, en of het gebied genoeg inwoners telt.",
        doe=(
            Punt("Zet je gemeenten in de Regiocheck. Die telt de inwoners en toont de regio's.", B),
            Punt("Voor 2027-2032 telt een nieuw gebied minstens 85.000 inwoners."),
            Punt("Het gebied ligt in één referentieregio, of het dekt meerdere hele regio's."),
            Punt("Past dat niet? Dan kunnen alle gemeenteraden samen een afwijking vragen, met een motivering."),
            Punt("Met een toegekende afwijking voldoe je ook voor de cultuursubsidie.", D),
            Punt("Welke teldag voor de inwoners geldt, is niet gevonden.", ONBEKEND),
        ),
        wie="Nog niemand. Vraag je een afwijking, dan doen alle gemeenteraden dat samen.",
        hoelang=Punt("Ongeveer een maand. Op een afwijking wacht je nog eens hoogstens 90 dagen.", D),
        nodig=("de namen van de gemeenten", "het verslag van stap 1"),
        klaar_als="je weet of jullie gebied past, en wat je doet als het niet past",
        bronnen=(d24("artikel 35"), rd("artikelen 5 tot 7"), AFWIJKING),
        hulp=(
            REGIOCHECK,
            Hulpmiddel("Bekijk hoe elk IGS ervoor staat", "regiocheck_overzicht"),
            Hulpmiddel("Lees wat de regiovorming betekent", "regiovorming"),
            HULPVRAAG,
        ),
    ),
    Stap(
        nummer=3,
        slug="engagement",
        titel="Vraag elk college om een engagement",
        kort="In een engagementsverklaring zegt een gemeente dat ze wil meedoen, en met hoeveel geld.",
        doe=(
            Punt("Vraag elk college van burgemeester en schepenen of de gemeente wil meedoen.", B),
            Punt("Laat het antwoord op papier zetten: dat is de engagementsverklaring.", B),
            Punt("Samen leggen de gemeenten minstens 75 % van de Vlaamse subsidie in."),
            Punt("Er is ook een bodem. Een ontwerp noemt 75.000 euro per jaar.", C),
            Punt("De verklaring van alle gemeenten hoort later bij het dossier."),
        ),
        wie="Het college van burgemeester en schepenen van elke gemeente.",
        hoelang=Punt("Ongeveer twee maanden.", D),
        nodig=("de uitkomst van de Regiocheck, met de bedragen", "een voorstel van engagementsverklaring"),
        klaar_als="elk college geantwoord heeft",
        bronnen=(KENNISBANK, d24("artikelen 35 en 39"), ONTWERPBESLUIT),
        hulp=(
            Hulpmiddel("Gebruik de controlelijst in de kennisbank, op cultuuroptil.be", KENNISBANK.url),
            REGIOCHECK,
            HULPVRAAG,
        ),
    ),
    Stap(
        nummer=4,
        slug="vorm-en-statuten",
        titel="Kies de vorm en schrijf de statuten",
        kort="De statuten zijn de spelregels van de vereniging. Spreek ook af wie hoeveel betaalt.",
        doe=(
            Punt("Kies een vorm. Een projectvereniging vraagt de minste stappen."),
            Punt("Een interlokale vereniging komt niet in aanmerking voor de subsidie."),
            Punt("Een projectvereniging duurt hoogstens zes jaar. Ze verlengen mag, telkens hoogstens zes jaar."),
            Punt("Schrijf een ontwerp van statuten."),
            Punt("Spreek de verdeelsleutel af: wie hoeveel betaalt. De gemeenten kiezen die zelf.", C),
        ),
        wie="De gemeenten samen. De raden beslissen erover in stap 5.",
        hoelang=Punt("Ongeveer twee maanden.", D),
        nodig=("de engagementsverklaringen", "een sjabloon van statuten", "iemand die de statuten nakijkt"),
        klaar_als="er een ontwerp van statuten en een verdeelsleutel op papier staan",
        bronnen=(dlb("artikelen 392 tot 401"), PROJECTVERENIGING, VERDEELSLEUTEL),
        hulp=(
            Hulpmiddel("Vergelijk de rechtsvormen", "igs_opstarten", "#vormen"),
            Hulpmiddel("Lees welke stappen de twee andere vormen vragen", "igs_opstarten", "#andere-vormen"),
            HULPVRAAG,
        ),
    ),
    Stap(
        nummer=5,
        slug="gemeenteraden",
        titel="Laat alle gemeenteraden beslissen",
        kort="De raden beslissen allemaal binnen twee maanden, en niet in een jaar van gemeenteraadsverkiezingen.",
        doe=(
            Punt("Zet het ontwerp van statuten op de agenda van elke gemeenteraad."),
            Punt("Tussen de eerste en de laatste beslissing zitten hoogstens twee maanden."),
            Punt("In een jaar van gemeenteraadsverkiezingen richt je geen vereniging op."),
            Punt("Het volgende verkiezingsjaar is 2030.", D),
        ),
        wie="De gemeenteraad van elke gemeente.",
        hoelang=Punt("Hoogstens twee maanden."),
        nodig=("het ontwerp van statuten", "de vergaderdagen van elke raad"),
        klaar_als="elke raad besliste, met hoogstens twee maanden tussen de eerste en de laatste",
        bronnen=(dlb("artikelen 401 en 419"),),
        hulp=(KALENDER, HULPVRAAG),
    ),
    Stap(
        nummer=6,
        slug="oprichtingsakte",
        titel="Teken de oprichtingsakte",
        kort="Dat gebeurt voor de burgemeester van de gemeente waar de vereniging haar zetel krijgt.",
        doe=(
            Punt("Maak een afspraak bij de burgemeester van de zetelgemeente. De zetel is het officiële adres."),
            Punt("Voeg de statuten bij de akte."),
            Punt("De akte geldt zodra ze getekend is."),
            Punt("Voor de subsidie ligt de zetel in het Nederlandse taalgebied."),
        ),
        wie="De raden beslisten al. Je tekent voor de burgemeester van de zetelgemeente.",
        hoelang=Punt("Een dag. Reken een maand om ze voor te bereiden.", D),
        nodig=("de beslissing van elke raad", "de statuten"),
        klaar_als="de akte getekend is",
        bronnen=(dlb("artikel 402"), d24("artikel 34")),
        hulp=(KALENDER, HULPVRAAG),
    ),
    Stap(
        nummer=7,
        slug="bekendmaking",
        titel="Maak de oprichting bekend",
        kort="Stuur de akte binnen 30 dagen naar de toezichthouder, en maak ze bekend.",
        doe=(
            Punt("Stuur de akte binnen 30 dagen naar de toezichthouder: de overheid die meekijkt."),
            Punt("Dat is ter informatie: je wacht niet op een antwoord."),
            Punt("Maak ze bekend in de bijlagen van het Belgisch Staatsblad."),
            Punt("Leg ze neer op de zetel."),
        ),
        wie="Niemand hoeft nog te beslissen.",
        hoelang=Punt("Hoogstens 30 dagen na de akte."),
        nodig=("de getekende akte", "de statuten"),
        klaar_als="de akte verstuurd, bekendgemaakt en neergelegd is",
        bronnen=(dlb("artikel 402"),),
        hulp=(KALENDER, HULPVRAAG),
    ),
    Stap(
        nummer=8,
        slug="bestuur",
        titel="Stel de raad van bestuur samen",
        kort="Elke deelnemer krijgt één bestuurder met één stem. De oppositie zit er ook bij, zonder stem.",
        doe=(
            Punt("Duid per deelnemer één bestuurder aan. Elke bestuurder heeft één stem."),
            Punt("Elke gemeente stuurt ook één raadslid van de oppositie. Dat geeft raad, maar stemt niet."),
            Punt("De voorzitter komt uit een gemeente."),
            Punt("Stel een commissaris aan: die controleert de rekeningen."),
            Punt("Verzeker de bestuurders tegen fouten in hun werk."),
        ),
        wie="De gemeenteraden duiden hun bestuurder en hun raadslid aan.",
        hoelang=Punt("Ongeveer twee maanden.", D),
        nodig=("de statuten", "een naam van elke gemeenteraad", "een offerte voor de verzekering"),
        klaar_als="iedereen aangeduid is en de verzekering loopt",
        bronnen=(dlb("artikelen 396 en 404"),),
        hulp=(HULPVRAAG,),
    ),
    Stap(
        nummer=9,
        slug="coordinator",
        titel="Zoek een coördinator",
        kort="Voor 2027-2032 heb je minstens één coördinator bovenlokale cultuurwerking nodig.",
        doe=(
            Punt("Werf een coördinator aan, of duid er een aan."),
            Punt("Voor 2027-2032 is minstens één coördinator bovenlokale cultuurwerking nodig."),
            Punt("Over werkuren of diploma zegt het decreet niets. Een eis elders is niet gevonden.", ONBEKEND),
        ),
        wie="De vereniging, zoals haar statuten het zeggen.",
        hoelang=Punt("Ongeveer vier maanden.", D),
        nodig=(
            "een profiel en een begroting",
            "een werkgever",
        ),
        klaar_als="je de naam en de werkuren kent",
        bronnen=(d24("artikel 35"),),
        hulp=(
            Hulpmiddel("Lees wat coördinatoren vertellen in BE/LICHT", "belicht"),
            Hulpmiddel("Bekijk de andere IGS'en", "igs"),
            HULPVRAAG,
        ),
    ),
    Stap(
        nummer=10,
        slug="cultuurnota",
        titel="Maak de cultuurnota en dien ze in",
        kort="De cultuurnota is het plan van het IGS voor zes jaar: wat je doet en met welk geld.",
        doe=(
            Punt("Schrijf de cultuurnota: het beleid voor zes jaar, voor de inhoud en voor het geld."),
            Punt("Werk alle zeven opdrachten uit."),
            Punt("Voeg de verklaring van alle gemeenten over hun geld toe."),
            Punt("Dien het volledige dossier op tijd in."),
            Punt("In 2019 moest de vereniging al bestaan bij de aanvraag. Vermoedelijk is dat nog zo.", D),
            Punt("De dag van de volgende ronde is niet gevonden.", ONBEKEND),
        ),
        wie="De Vlaamse Regering beslist over de subsidie.",
        hoelang=Punt("Ongeveer tien maanden.", B),
        nodig=("de engagementsverklaringen", "een begroting voor zes jaar", "de uitkomst van de Regiocheck"),
        klaar_als="het volledige dossier op tijd is ingediend",
        bronnen=(d24("artikelen 3 en 33 tot 36"), NOTAHULP, WERKINGSSUBSIDIE),
        hulp=(
            Hulpmiddel("Lees hoe een cultuurnota in elkaar zit", "cultuurnota"),
            Hulpmiddel("Lees de zeven opdrachten", "igs_opstarten", "#opdrachten"),
            HULPVRAAG,
        ),
    ),
)
PER_SLUG = {stap.slug: stap for stap in STAPPEN}


@dataclass(frozen=True)
class Beslissing:
    """Something that must be decided by or before a moment."""

    wanneer: str
    wat: tuple[Punt, ...]
    bron: Bron


BESLISSINGEN: tuple[Beslissing, ...] = (
    Beslissing(
        "Niet in een verkiezingsjaar",
        (
            Punt("In een jaar van gemeenteraadsverkiezingen richt je geen vereniging op."),
            Punt("Het volgende is 2030.", D),
        ),
        dlb("artikelen 401 en 419"),
    ),
    Beslissing(
        "Binnen twee maanden",
        (Punt("Alle gemeenteraden beslissen over de oprichting. Die tijd loopt van de eerste tot de laatste."),),
        dlb("artikel 401"),
    ),
    Beslissing(
        "Binnen 30 dagen na de akte",
        (Punt("De akte gaat naar de toezichthouder, ter informatie."),),
        dlb("artikel 402"),
    ),
    Beslissing(
        "12 maanden voor het einde",
        (
            Punt("Zoek de einddatum op in je statuten. Vraag elk college of de gemeente wil verdergaan.", D),
            Punt("Een projectvereniging duurt hoogstens zes jaar."),
        ),
        dlb("artikel 401"),
    ),
    Beslissing(
        "6 maanden voor het einde",
        (Punt("Leg het voorstel van verlenging en de verdeelsleutel klaar voor alle raden.", D),),
        dlb("artikel 401"),
    ),
    Beslissing(
        "3 maanden voor het einde",
        (
            Punt("De laatste raden zetten de verlenging op hun agenda.", D),
            Punt("Beslissen niet alle gemeenten vóór de einddatum, dan wordt de vereniging ontbonden."),
        ),
        dlb("artikel 401"),
    ),
    Beslissing(
        "In januari na de verkiezingen",
        (
            Punt("De vernieuwde raden duiden nieuwe bestuurders aan. Die beginnen op 1 februari."),
            Punt("De volgende keer is dat in januari 2031.", D),
        ),
        dlb("artikel 407"),
    ),
    Beslissing(
        "Ten laatste 31 december 2028",
        (Punt("De gemeenten hebben een IGS dat al bestond, binnen de regioregels gebracht."),),
        rd("artikel 30"),
    ),
    Beslissing(
        "Ten laatste 31 december 2030",
        (Punt("Deden de gemeenten het niet, dan moet het IGS zelf binnen de regioregels passen."),),
        rd("artikel 30"),
    ),
    Beslissing(
        "31 december 2032",
        (Punt("De periode 2027-2032 eindigt, en daarmee ook de uitzondering voor kleine IGS'en."),),
        d24("artikelen 101 en 104"),
    ),
)
