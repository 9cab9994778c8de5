"""What the example content of the networks says: all of it invented, every title begins with "Voorbeeld: ".

`tekening` is the art of which talent/voorbeeldbeelden.py draws a picture; empty for none.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Activiteitvoorbeeld:
    """`over`: days from today, and what is past stays past; `uur` of the begin, `duur` in hours."""

    slug: str
    igs: str
    titel: str
    over: int
    plaats: str
    publiek: str
    prijs: str
    uur: int = 19
    duur: int = 2
    geannuleerd: bool = False
    tekening: str = ""


@dataclass(frozen=True)
class Tekstvoorbeeld:
    """A piece of news or a practice, so many days old."""

    slug: str
    igs: str
    titel: str
    tekst: str
    dagen: int
    tekening: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Portretvoorbeeld:
    """`antwoorden` by the slug of the question."""

    slug: str
    igs: str
    titel: str
    naam: str
    functie: str
    inleiding: str
    dagen: int
    tekening: str
    alt: str
    antwoorden: dict[str, str] = field(default_factory=dict)


ACTIVITEITEN = [
    Activiteitvoorbeeld(
        "kennismaking", "comeet", "Voorbeeld: kennismaking met nieuwe collega's", -5, "Oud stadhuis", "wie pas begint",
        "gratis", 14,
    ),
    Activiteitvoorbeeld(
        "avondmarkt", "dijk92", "Voorbeeld: avondmarkt van plaatselijke uitgevers", 1, "Markthal", "iedereen", "gratis",
        18, 4, tekening="woord",
    ),
    Activiteitvoorbeeld(
        "belichting", "ginter", "Voorbeeld: leer een podium belichten", 5, "Cultuurcentrum, kleine zaal",
        "vrijwilligers van verenigingen", "5 euro", 13, 4, tekening="theater",
    ),
    Activiteitvoorbeeld(
        "netwerkmoment", "zuidrand", "Voorbeeld: netwerkmoment voor cultuurwerkers", 9, "Gemeentehuis, grote zaal",
        "wie voor een gemeente met cultuur werkt", "gratis",
    ),
    Activiteitvoorbeeld(
        "leeskring", "dijk92", "Voorbeeld: leeskring over de gemeentegrens", 16, "Bibliotheek", "iedereen",
        "3 euro, met drankje",
    ),
    Activiteitvoorbeeld(
        "open-atelier", "ecru", "Voorbeeld: open atelier met makers uit de streek", 23, "Oude fabriekshal",
        "jongeren vanaf 14 jaar", "gratis", 14, 3, tekening="beeldend",
    ),
    Activiteitvoorbeeld(
        "erfgoedwandeling", "co7", "Voorbeeld: erfgoedwandeling langs vier dorpen", 30, "Kerkplein", "gezinnen",
        "gratis", 10, 3, geannuleerd=True,
    ),
    Activiteitvoorbeeld(
        "winterconcert", "route42", "Voorbeeld: winterconcert van zes harmonieën samen", 44, "Sporthal", "iedereen",
        "8 euro, kinderen gratis", 20, 2, tekening="muziek",
    ),
    Activiteitvoorbeeld(
        "studiedag", "cultuurtuin-waas", "Voorbeeld: studiedag over cultuur en zorg", 65, "Kasteel",
        "cultuurwerkers en zorgverleners", "25 euro, met lunch", 9, 7,
    ),
]  # fmt: skip

BERICHTEN = [
    Tekstvoorbeeld(
        "podiumwagen", "druivenstreek", "Voorbeeld: een podiumwagen voor wie een plein heeft",
        "<p>Dit is een verzonnen bericht. Vijf gemeenten kochten samen een wagen met podium. Verenigingen lenen hem "
        "een weekend, met een technicus erbij.</p>", 2, "circus", "Getekende vlaggen en ringen in felle kleuren",
    ),
    Tekstvoorbeeld(
        "samen-uitlenen", "route42", "Voorbeeld: een boek lenen in zes bibliotheken",
        "<p>Dit is een verzonnen bericht. Zo kan een netwerk vertellen wat er verandert voor zijn bezoekers.</p>", 6,
    ),
    Tekstvoorbeeld(
        "oproep-partners", "comeet", "Voorbeeld: we zoeken partners voor een streekproject",
        "<p>Dit is een verzonnen bericht. Zo kan een netwerk een oproep doen.</p><ul><li>Wie doet mee?</li>"
        "<li>Tegen wanneer?</li></ul>", 13,
    ),
    Tekstvoorbeeld(
        "nieuwe-collega", "viertoren", "Voorbeeld: een nieuwe collega voor erfgoed",
        "<p>Dit is een verzonnen bericht. Elke donderdag zit zij in een andere gemeente. Breng je vraag mee.</p>", 27,
    ),
]  # fmt: skip

PRAKTIJKEN = [
    Tekstvoorbeeld(
        "reizende-expo", "leie-schelde", "Voorbeeld: een expo die van gemeente naar gemeente reist",
        "<p>Dit is een verzonnen praktijk. Eén tentoonstelling, zeven zalen, en telkens een plaatselijke gids.</p>", 4,
        "beeldend", "Getekende vlakken naast elkaar, als schilderijen aan een muur",
    ),
    Tekstvoorbeeld(
        "buurtkoor", "noordrand", "Voorbeeld: een koor dat zingt in elke taal van de straat",
        "<p>Dit is een verzonnen praktijk. Wie kwam, leerde een lied aan uit zijn jeugd. Na tien weken zongen tachtig "
        "mensen samen op het plein.</p>", 19, "muziek", "Getekende golven, als klank die uit een plein opstijgt",
    ),
    Tekstvoorbeeld(
        "winkelraam", "de-merode", "Voorbeeld: een museum in lege winkelramen",
        "<p>Dit is een verzonnen praktijk. Elk raam toont één voorwerp, met het verhaal van wie het bewaarde.</p>", 41,
        "erfgoed", "Getekende vormen van oude voorwerpen, op een rij",
    ),
    Tekstvoorbeeld(
        "nachtlezen", "ijzervallei", "Voorbeeld: een nacht lang lezen in de bib",
        "<p>Dit is een verzonnen praktijk. Jongeren kozen zelf de boeken, de muziek en het ontbijt. Vier "
        "bibliotheken deden mee, op dezelfde nacht.</p>", 75, "woord", "Getekende regels, als bladzijden in het donker",
    ),
]  # fmt: skip

PORTRETTEN = [
    Portretvoorbeeld(
        "brug", "cultuurtuin-waas", "Voorbeeld: een brug bouw je van twee kanten", "Bente Voorbeeld", "coördinator",
        "Bente is verzonnen. Zij brengt cultuurwerkers van twee oevers samen, en begon met een lijst van wie elkaar "
        "nog nooit gebeld had.", 21, "kruising", "Getekende banen die elkaar in het midden kruisen",
        {
            "wie-zit-er-in-het-netwerk": "<p>Bibliotheken, academies, heemkringen en één fanfare die altijd komt.</p>",
            "wat-heb-je-eraan": "<p>Je hoeft niet alles zelf uit te vinden. Iemand anders maakte die fout al.</p>",
            "waarop-ben-je-trots": "<p>Dat de collega's mij niet meer nodig hebben om elkaar te vinden.</p>",
        },
    ),
    Portretvoorbeeld(
        "keukentafel", "ginter", "Voorbeeld: het begon aan een keukentafel", "Karim Voorbeeld", "cultuurcoördinator",
        "Karim is verzonnen. Hij vertelt hoe vier schepenen na één maaltijd besloten om samen te werken.", 48, "beeld",
        "Getekende cirkels rond een tafel",
        {
            "hoe-vaak-komen-jullie-samen": "<p>Elke maand, en er staat altijd soep. Dat is geen detail.</p>",
            "waarom-elkaar-echt-ontmoeten": "<p>Op een scherm zeg je wat je opschreef. Aan tafel zeg je de rest.</p>",
        },
    ),
    Portretvoorbeeld(
        "zonder-zaal", "stuifzand", "Voorbeeld: cultuur zonder zaal", "Mira Voorbeeld", "coördinator",
        "Mira is verzonnen. In haar streek is geen cultuurcentrum. Ze maakte van dertig schuren een podium.", 90,
        "dans", "Getekende linten die door elkaar zwieren",
        {
            "wie-zit-er-in-het-netwerk": "<p>Boeren, dansers, twee dorpsraden en een pastoor met een grote tuin.</p>",
            "waarop-ben-je-trots": "<p>Op de avond dat het regende, en niemand naar huis ging.</p>",
        },
    ),
]  # fmt: skip
