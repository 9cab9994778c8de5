"""The planning of a note as ten steps, counted back from the day of handing in.

Only the ten months come from the support centre; the steps and their lengths are a proposal of ours, and every page
says so. What a rule asks stands apart (`weet`), with its source.
"""

from dataclasses import dataclass

from django.urls import reverse

from cultuurnota.opbouw import PARTICIPATIE, PER_SLEUTEL, Onderdeel, d18
from igs.opstarten import NOTAHULP, Bron, Hulpmiddel, Punt, d24, dlb
from igs.regiocheck_regels import Zekerheid

A, B, C, D, ONBEKEND = Zekerheid
MAANDEN = 10  # from the first step to handing in, as the support centre says
EEN_WEEK = 0.25  # of a month: the last step takes a week
IN_WOORDEN = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes", 8: "acht", 9: "negen", 10: "tien"}


@dataclass(frozen=True)
class Notastap:
    """`van` and `tot`: months before handing in (a quarter is a week); `doe`: our advice; `weet`: what a rule asks.

    `klaar_als` completes "Klaar als ..."; `sleutels` names the chapters of the outline it fills.
    """

    nummer: int
    slug: str
    titel: str
    kort: str
    van: float
    tot: float
    wie: str
    doe: tuple[str, ...]
    weet: tuple[Punt, ...]
    klaar_als: str
    sleutels: tuple[str, ...]
    bronnen: tuple[Bron, ...]
    hulp: tuple[Hulpmiddel, ...] = ()

    @property
    def adres(self) -> str:
        return reverse("cultuurnota_stappen_pagina", args=[self.slug])

    @property
    def hoofdstukken(self) -> list[Onderdeel]:
        return [PER_SLEUTEL[sleutel] for sleutel in self.sleutels]

    @property
    def wanneer(self) -> str:
        """ "van tien tot negen maanden voor je indient" """
        if self.tot == 0:
            return "de laatste week voor je indient"
        if self.tot < 1:
            return "de laatste maand voor je indient, tot een week ervoor"
        tot = "één maand" if self.tot == 1 else f"{IN_WOORDEN[int(self.tot)]} maanden"
        return f"van {IN_WOORDEN[int(self.van)]} tot {tot} voor je indient"

    @property
    def hoelang(self) -> str:
        duur = self.van - self.tot
        if duur < 1:
            return "ongeveer een week" if self.tot == 0 else "ongeveer drie weken"
        return "ongeveer een maand" if duur == 1 else f"ongeveer {IN_WOORDEN[int(duur)]} maanden"


AANBOD = Hulpmiddel("Bekijk welke hulp er is", "cultuurnota_aanbod")
OPBOUW = Hulpmiddel("Lees de hoofdstukken met hun vragen", "cultuurnota_opbouw")
CRITERIA = Hulpmiddel("Lees de tien criteria", "cultuurnota_criteria")
VOORBEELDEN = Hulpmiddel("Bekijk hoe anderen hun nota bouwden", "cultuurnota_voorbeelden")
REGIOCHECK = Hulpmiddel("Reken je gebied na in de Regiocheck", "regiocheck")

STAPPEN: tuple[Notastap, ...] = (
    Notastap(
        nummer=1,
        slug="plan-van-aanpak",
        titel="Maak een plan van aanpak",
        kort="Spreek af wie de nota trekt, wie schrijft, wie beslist en wanneer.",
        van=10,
        tot=9,
        wie="De coördinator, met het bestuur.",
        doe=(
            "Kies wie de nota trekt. Dat is één persoon.",
            "Spreek af wie schrijft en wie alleen meeleest.",
            "Zoek op wanneer elke gemeenteraad vergadert. Zet die dagen in je planning.",
            "Kijk na tot wanneer je vereniging loopt.",
            "Vraag wat het bestuur van de nota verwacht.",
        ),
        weet=(
            Punt("Reken ongeveer tien maanden, zegt OP/TIL, het steunpunt voor bovenlokale cultuur.", B),
            Punt("Een projectvereniging duurt hoogstens zes jaar. Alle gemeenten samen kunnen ze verlengen."),
        ),
        klaar_als="het bestuur het plan en de rolverdeling goedkeurde",
        sleutels=("H2",),
        bronnen=(NOTAHULP, dlb("artikel 401")),
        hulp=(Hulpmiddel("Reken je eigen planning uit", "cultuurnota_planning"), AANBOD),
    ),
    Notastap(
        nummer=2,
        slug="inspiratie-en-trends",
        titel="Zoek inspiratie en trends",
        kort="Kijk hoe anderen het deden, en welke trends je regio raken.",
        van=9,
        tot=8,
        wie="Wie de nota trekt, met enkele schrijvers.",
        doe=(
            "Lees twee of drie nota's van een ander IGS.",
            "Neem niets zomaar over. Elke regio is anders.",
            "Kies de trends die je regio echt raken.",
            "Kijk eerlijk terug: wat lukte de vorige jaren, en wat niet?",
        ),
        weet=(
            Punt("OP/TIL heeft een overzicht van trends, en vertaalt dat naar jouw IGS.", B),
            Punt("In 2018 hoorde een verslag over de vorige werking bij het dossier."),
            Punt("Of dat voor 2027-2032 nog moet, is niet gevonden.", ONBEKEND),
        ),
        klaar_als="je een korte lijst hebt van lessen en trends",
        sleutels=("H3", "H4"),
        bronnen=(NOTAHULP, d18("artikel 45")),
        hulp=(VOORBEELDEN, AANBOD),
    ),
    Notastap(
        nummer=3,
        slug="omgeving-en-gesprekken",
        titel="Leer de regio kennen",
        kort="Verzamel cijfers, en praat met wie in de regio met cultuur bezig is.",
        van=9,
        tot=6,
        wie="De schrijvers, met de cultuurdiensten van alle gemeenten.",
        doe=(
            "Verzamel cijfers over inwoners, verenigingen en gebouwen. Noteer overal bron en datum.",
            "Praat met gemeenten, cultuurhuizen, bibliotheken, academies, verenigingen en makers.",
            "Praat ook met mensen die nu niet meedoen, en met wie hen kent.",
            "Schrijf van elk gesprek op wie er was en wat het veranderde.",
        ),
        weet=(
            Punt("De commissie kijkt of de nota samenvat wat het gebied nodig heeft."),
            Punt("De commissie kijkt ook of kansengroepen de weg vinden en meedoen."),
        ),
        klaar_als="er een omgevingsanalyse is, en een verslag van de gesprekken",
        sleutels=("H2", "H4", "B4"),
        bronnen=(d24("artikel 36"),),
        hulp=(
            Hulpmiddel("Bekijk de cijfers van je gemeenten", "gemeenten"),
            Hulpmiddel("Vind een collega bij de grensbrekers", "grensbrekers"),
        ),
    ),
    Notastap(
        nummer=4,
        slug="uitdagingen",
        titel="Kies de uitdagingen",
        kort="Zet sterktes en zwaktes naast elkaar. Kies wat je samen aanpakt.",
        van=6,
        tot=5,
        wie="De schrijvers, met een groep uit het veld. Het bestuur kiest.",
        doe=(
            "Zet sterktes, zwaktes, kansen en bedreigingen op één blad.",
            "Vraag bij elke uitdaging: moet dit over de gemeentegrens, of kan een gemeente het zelf?",
            "Kies er enkele. Schrijf ook op wat je laat liggen, en waarom.",
        ),
        weet=(Punt("De commissie kijkt of de nota inspeelt op de noden van het gebied."),),
        klaar_als="het bestuur de uitdagingen koos",
        sleutels=("H5", "H6"),
        bronnen=(d24("artikel 36"),),
        hulp=(VOORBEELDEN, REGIOCHECK),
    ),
    Notastap(
        nummer=5,
        slug="missie-en-visie",
        titel="Schrijf missie en visie",
        kort="Zeg waarom het IGS bestaat, en waar het over zes jaar wil staan.",
        van=5,
        tot=4,
        wie="Het bestuur, met wie de nota trekt.",
        doe=(
            "Schrijf in enkele zinnen waarom het IGS bestaat: de missie.",
            "Schrijf waar je over zes jaar wilt staan: de visie.",
            "Spreek enkele waarden af. Daaraan toets je later elk project.",
            "Leg voor elke opdracht uit wat jullie zelf doen, en wat niet.",
        ),
        weet=(
            Punt("Alle zeven opdrachten van een IGS komen aan bod."),
            Punt("De werking verbindt culturele sectoren met elkaar, of cultuur met een ander domein."),
            Punt("OP/TIL helpt bij het vormen van een visie.", B),
        ),
        klaar_als="het bestuur missie en visie goedkeurde",
        sleutels=("H7", "H8"),
        bronnen=(d24("artikelen 33 en 35"), NOTAHULP),
        hulp=(Hulpmiddel("Lees de zeven opdrachten", "igs_opstarten", "#opdrachten"), AANBOD),
    ),
    Notastap(
        nummer=6,
        slug="doelstellingen-en-acties",
        titel="Kies doelstellingen en acties",
        kort="Zeg wat je wilt bereiken, wat je ervoor doet en hoe je ziet dat het lukt.",
        van=4,
        tot=3,
        wie="De schrijvers, met de cultuurdiensten die de acties uitvoeren.",
        doe=(
            "Hang elke doelstelling aan een uitdaging en aan een opdracht.",
            "Kies per doelstelling minstens één indicator: een cijfer waaraan je ziet dat het lukt.",
            "Noteer de waarde nu, de waarde die je wilt, de bron en wie meet.",
            "Plan de acties. Werk het eerste jaar helemaal uit.",
            "Spreek af hoe je kleine projecten beoordeelt.",
        ),
        weet=(
            Punt("De commissie kijkt of de acties en de samenwerking haalbaar zijn."),
            Punt("Ze kijkt ook of resultaten blijven als een project voorbij is."),
            Punt("Een IGS beoordeelt kleine bovenlokale cultuurprojecten op hun inhoud."),
            Punt("Voor vrijetijdsparticipatie mag een afsprakennota samen met de cultuurnota.", B),
        ),
        klaar_als="elke opdracht een doelstelling heeft, en elke doelstelling een indicator en een actie",
        sleutels=("H9", "H10", "H11", "H12", "H15"),
        bronnen=(d24("artikelen 33 en 36"), PARTICIPATIE),
        hulp=(CRITERIA, OPBOUW),
    ),
    Notastap(
        nummer=7,
        slug="zakelijk-plan",
        titel="Maak het zakelijk plan",
        kort="Reken uit wat alles kost, en wie wat betaalt. Daarna heb je een eerste volledige tekst.",
        van=3,
        tot=2,
        wie="De coördinator, met wie in de gemeenten over geld gaat.",
        doe=(
            "Zet inkomsten en kosten van elk jaar naast elkaar.",
            "Kijk na of er geld is voor elke actie.",
            "Beschrijf het bestuur, de rechtsvorm en het personeel.",
            "Zet alles samen in een eerste volledige tekst. Laat iemand lezen die er nieuw in is.",
        ),
        weet=(
            Punt("De gemeenten leggen samen minstens 75 % van de Vlaamse subsidie van dat jaar in."),
            Punt("Die inleg heeft een bodem. De Regering bepaalt het bedrag."),
            Punt("Er is minstens één coördinator bovenlokale cultuurwerking."),
            Punt("Het zakelijke plan past bij de inhoud, en is haalbaar."),
        ),
        klaar_als="de begroting in evenwicht is en er een eerste volledige tekst ligt",
        sleutels=("H13", "H14", "B2"),
        bronnen=(d24("artikelen 35, 36 en 39"),),
        hulp=(REGIOCHECK, CRITERIA),
    ),
    Notastap(
        nummer=8,
        slug="engagement",
        titel="Vraag het engagement van elke gemeente",
        kort="Elke gemeente verklaart hoeveel ze inlegt. Dat hoort bij het dossier.",
        van=3,
        tot=1,
        wie="De raad of het college van elke gemeente. De coördinator volgt op.",
        doe=(
            "Geef elke gemeente dezelfde ontwerptekst, met haar eigen bedrag.",
            "Vraag op welke zitting het punt komt. Reken op een tweede zitting als het niet lukt.",
            "Hou per gemeente bij: gevraagd, toegezegd, beslist.",
            "Bewaar elk ondertekend stuk.",
        ),
        weet=(
            Punt("De verklaring van alle gemeenten over hun inleg is een bijlage die zeker nodig is."),
            Punt("Wie er in de gemeente moet tekenen, is niet gevonden.", ONBEKEND),
        ),
        klaar_als="je van elke gemeente een verklaring hebt, met een bedrag",
        sleutels=("B1",),
        bronnen=(d24("artikel 35, 6°"),),
        hulp=(
            Hulpmiddel("Gebruik de controlelijst, op cultuuroptil.be", "https://cultuuroptil.be/kennisbank/"),
            AANBOD,
        ),
    ),
    Notastap(
        nummer=9,
        slug="eindredactie",
        titel="Lees alles na",
        kort="Maak van alle stukken één verhaal, en loop de criteria na.",
        van=1,
        tot=EEN_WEEK,
        wie="Eén persoon leest alles na. Het bestuur keurt goed.",
        doe=(
            "Laat één persoon de hele tekst herschrijven in één toon.",
            "Loop de tien criteria na. Staat bij elk iets in de tekst?",
            "Kijk na of elk cijfer een bron en een datum heeft, en of bedragen overal gelijk zijn.",
            "Schrijf nu pas de samenvatting.",
            "Maak het document toegankelijk: echte koppen, tekst bij beelden, tabellen met koppen.",
        ),
        weet=(
            Punt("Het decreet legt geen inhoudstafel op. Het noemt tien criteria, zonder gewicht."),
            Punt("Een sjabloon of een maximumlengte is niet gevonden.", ONBEKEND),
        ),
        klaar_als="het bestuur de hele nota goedkeurde",
        sleutels=("H1",),
        bronnen=(d24("artikel 36"),),
        hulp=(CRITERIA, OPBOUW),
    ),
    Notastap(
        nummer=10,
        slug="indienen",
        titel="Dien het dossier in",
        kort="Dien in met tijd over. Bewaar het bewijs.",
        van=EEN_WEEK,
        tot=0,
        wie="De coördinator. De Vlaamse Regering beslist.",
        doe=(
            "Kijk na of elke bijlage er is.",
            "Dien enkele dagen vroeger in. Zo blijft er tijd als er iets hapert.",
            "Bewaar de bevestiging en precies de tekst die je indiende.",
            "Laat aan iedereen die meedacht weten dat de nota ingediend is.",
        ),
        weet=(
            Punt("Een dossier telt alleen als het op tijd, volledig en in de gevraagde vorm is."),
            Punt("Indienen voor 2027-2032 kon tot 1 april 2026.", B),
            Punt("De dag en het loket van de volgende ronde zijn niet gevonden.", ONBEKEND),
        ),
        klaar_als="je de bevestiging van je aanvraag hebt",
        sleutels=("B1", "B2", "B3", "B4"),
        bronnen=(d24("artikel 34, 3°"), NOTAHULP),
        hulp=(Hulpmiddel("Bekijk de tijdlijn", "cultuurnota_tijdlijn"),),
    ),
)
PER_SLUG = {stap.slug: stap for stap in STAPPEN}


def buren(stap: Notastap) -> tuple[Notastap | None, Notastap | None]:
    """The step before and the step after."""
    plaats = stap.nummer - 1
    return (STAPPEN[plaats - 1] if plaats else None, STAPPEN[plaats + 1] if plaats + 1 < len(STAPPEN) else None)
