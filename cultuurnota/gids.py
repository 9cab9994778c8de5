"""What the guide tells beside steps and dates: the criteria in plain words, and how real notes are built."""

from dataclasses import dataclass

from django.urls import reverse

from cultuurnota.keuzes import Criterium
from cultuurnota.opbouw import Onderdeel, bij_criterium
from igs.opstarten import Bron, Punt
from igs.regiocheck_regels import Zekerheid

A, B, C, D, ONBEKEND = Zekerheid


@dataclass(frozen=True)
class Uitleg:
    """A criterion for who reads it the first time. `vroeger`: its number in the decree of 2018, 0 when it is new.

    `vraag`: what you may ask yourself; ours, not the decree's.
    """

    criterium: Criterium
    kop: str
    tekst: str
    vraag: str
    vroeger: int
    lijst: tuple[str, ...] = ()

    @property
    def nummer(self) -> int:
        return int(self.criterium.value[1:])

    @property
    def hoofdstukken(self) -> list[Onderdeel]:
        return bij_criterium(self.criterium.value)


CRITERIA: tuple[Uitleg, ...] = (
    Uitleg(
        Criterium.C1,
        "Een goede visie, concreet uitgewerkt",
        "De visie is goed en concreet uitgewerkt. De zeven opdrachten van een IGS krijgen aandacht.",
        "Kan iemand van buiten navertellen wat jullie willen en doen?",
        1,
    ),
    Uitleg(
        Criterium.C2,
        "De noden van het gebied",
        "De nota vat samen wat het gebied nodig heeft, en speelt daarop in.",
        "Zie je bij elke doelstelling welke nood erachter zit?",
        2,
    ),
    Uitleg(
        Criterium.C3,
        "De keuze van de gemeenten",
        "De keuze van de gemeenten is zinvol. De samenwerking helpt cultuur over de gemeentegrens vooruit.",
        "Waarom werken net deze gemeenten samen?",
        3,
    ),
    Uitleg(
        Criterium.C4,
        "Kansengroepen doen mee",
        "Kansengroepen vinden de weg naar cultuur en doen mee. Dat zijn mensen voor wie meedoen minder vanzelf gaat.",
        "Wie bereiken jullie nu niet, en wat doen jullie daaraan?",
        0,
    ),
    Uitleg(
        Criterium.C5,
        "Haalbaar",
        "De acties zijn haalbaar, en de samenwerking zelf ook.",
        "Zijn er genoeg mensen en tijd voor wat jullie beloven?",
        4,
    ),
    Uitleg(
        Criterium.C6,
        "Een eigen plaats",
        "Het IGS kent zijn plaats naast andere spelers in het gebied, en is daar zinvol.",
        "Wat doet alleen het IGS, en wat doet iemand anders al?",
        5,
    ),
    Uitleg(
        Criterium.C7,
        "Resultaten die blijven",
        "Resultaten blijven bestaan als een project voorbij is.",
        "Wat is er een jaar na een project nog over?",
        6,
    ),
    Uitleg(
        Criterium.C8,
        "De vijf principes van het decreet",
        "De nota sluit aan bij de vijf principes van het decreet:",
        "Vind je elk principe terug in minstens één keuze?",
        7,
        (
            "meerwaarde over sectoren heen;",
            "een band tussen lokaal en Vlaams;",
            "aandacht voor verschillen tussen streken;",
            "cultuur als deel van een geheel met andere domeinen;",
            "vernieuwing.",
        ),
    ),
    Uitleg(
        Criterium.C9,
        "Een zakelijk plan dat past",
        "Het zakelijke plan past bij de inhoud. Begroting en timing zijn haalbaar en realistisch.",
        "Staat er geld en tijd tegenover elke actie?",
        8,
    ),
    Uitleg(
        Criterium.C10,
        "Kleine projecten beoordelen",
        "Het is duidelijk hoe het IGS kleine bovenlokale cultuurprojecten inhoudelijk zal beoordelen.",
        "Weet een aanvrager na het lezen hoe zijn project beoordeeld wordt?",
        0,
    ),
)
VERVALLEN = 9  # in the decree of 2018: how well one worked before


@dataclass(frozen=True)
class Voorbeeld:
    """How a real note is built, as far as it could be read.

    `igs`: slug on this portal; `kop`: what stands above the parts; `let_op`: what is not sure.
    """

    naam: str
    igs: str
    periode: str
    opbouw: tuple[str, ...]
    bron: Bron
    let_op: Punt | None = None
    kop: str = "De delen, in volgorde"

    @property
    def adres(self) -> str:
        return reverse("igs_pagina", args=[self.igs])


VOORBEELDEN: tuple[Voorbeeld, ...] = (
    Voorbeeld(
        "zuidwest",
        "zuidwest",
        "2020-2025",
        (
            "in een notendop",
            "de regio als creatieve regio",
            "de rol van regisseur: vijf functies en een flexibele methode",
            "doelstellingen, zoals ruimte voor cultuur en talent laten groeien",
        ),
        Bron(
            "Cultuurnota van zuidwest, op issuu.com",
            "https://issuu.com/projectverenigingzuidwest/docs/20200214_cultuurnota_issuu",
            B,
            "februari 2020",
        ),
        Punt("De rest van de nota konden we niet lezen.", ONBEKEND),
    ),
    Voorbeeld(
        "COMEET",
        "comeet",
        "2020-2025",
        (
            "cijfers en gesprekken",
            "acht kansen, elk als een vraag die met “hoe” begint",
            "een beeld van de regio over vijf jaar",
        ),
        Bron("COMEET over de bovenlokale werking, op comeet.be", "https://www.comeet.be/bovenlokaal/", B),
    ),
    Voorbeeld(
        "Cultuuroverleg IJzervallei",
        "ijzervallei",
        "vanaf 2020",
        (
            "vrijwilligers en verenigingen",
            "samen goedkoper en sterker werken",
            "identiteit in het landschap",
            "participatie",
            "erfgoed",
        ),
        Bron(
            "Over Cultuuroverleg IJzervallei, op co-ijzervallei.be",
            "https://co-ijzervallei.be/over-cultuuroverleg-ijzervallei",
            B,
        ),
        kop="Vijf strategische doelstellingen",
    ),
    Voorbeeld(
        "Neteland",
        "neteland",
        "jaren niet vermeld",
        ("pijlers: het aanbod verbreden, en verbinden", "doelstellingen die met “wij” beginnen", "acties"),
        Bron(
            "Cultuurbeleid van Neteland, op regioneteland.be",
            "https://regioneteland.be/vrijetijd/cultuur/beleid-cultuur/",
            B,
        ),
    ),
    Voorbeeld(
        "Cultuur Noordrand",
        "noordrand",
        "vanaf 2020",
        ("jeugd", "drempels", "een breder aanbod", "erfgoed", "diversiteit"),
        Bron(
            "Dertien gemeenten werken samen rond cultuur, op hln.be",
            "https://www.hln.be/in-de-buurt/grimbergen/dertien-gemeenten-gaan-nauwer-en-met-meer-budget-samenwerken-rond-cultuur~aad20565/",
            C,
        ),
        Punt("We lazen dit in de krant, niet in de nota zelf.", C),
        "Vijf uitdagingen",
    ),
    Voorbeeld(
        "Cultuurtuin WAAS",
        "cultuurtuin-waas",
        "2019",
        (
            "een traject met wie in de streek beroepshalve met cultuur bezig is",
            "een samenvatting voor iedereen",
            "een inspiratiedag met ongeveer 170 deelnemers",
        ),
        Bron("Traject van Interwaas, op interwaas.be", "https://www.interwaas.be/node/1627", B, "2019"),
        kop="Zo kwam ze tot stand",
    ),
    Voorbeeld(
        "COMEET, een oudere nota",
        "comeet",
        "jaren niet zeker",
        (
            "voorwoord, situering en hoe de nota gemaakt werd",
            "geschiedenis en wat al lukte",
            "omgevingsanalyse: streek, bevolking, economie, leven in de streek, bestuur en trends",
            "analyse van elke culturele sector",
            "sterktes, zwaktes, kansen en bedreigingen",
            "missie en visie van elke sector",
            "doelstellingen, actieplannen en acties",
            "organisatie",
            "geld en personeel",
            "hoe mensen meepraatten",
        ),
        Bron(
            "Oudere cultuurnota van COMEET, op docplayer.nl",
            "http://docplayer.nl/1218865-Aalter-assenede-eeklo-evergem-kaprijke-knesselare-lovendegem-maldegem-nevele-sint-laureins-waarschoot-zelzate-zomergem.html",
            B,
        ),
        Punt("Vermoedelijk is dit de nota van 2014-2019.", D),
    ),
)
