"""The outline of a note as data: fifteen chapters and four annexes, with guiding questions and what they answer.

Order and questions are a design of ours, after the criteria of the decree and after real notes: the decree imposes no
table of contents. The workspace starts a note from it, the guide shows it.
"""

from dataclasses import dataclass

from cultuurnota.keuzes import Criterium, Opdracht
from igs.opstarten import Bron, Punt, d24, dlb
from igs.regiocheck_regels import Zekerheid

A, B, C, D, ONBEKEND = Zekerheid


@dataclass(frozen=True)
class Regel:
    """A rule a chapter answers. `sleutel` is its number in the knowledge notes (or one of ours); `bron` says where."""

    sleutel: str
    punt: Punt
    bron: Bron


@dataclass(frozen=True)
class Onderdeel:
    """A chapter (H1 to H15) or an annex (B1 to B4).

    `wet`: keys of `REGELS` and of the criteria (C1 to C10); `opdrachten`: the tasks it works out; `taak`: the
    same as `titel`, as something to do, for a task list.
    """

    sleutel: str
    titel: str
    taak: str
    richtvragen: tuple[str, ...]
    wet: tuple[str, ...]
    opdrachten: tuple[str, ...] = ()

    @property
    def nummer(self) -> int:
        return int(self.sleutel[1:])

    @property
    def is_bijlage(self) -> bool:
        return self.sleutel.startswith("B")

    @property
    def criteria(self) -> list[Criterium]:
        """The criteria it answers, in the order of the decree."""
        return [criterium for criterium in Criterium if criterium.value in self.wet]

    @property
    def regels(self) -> list[Regel]:
        """The rules it answers, in the order of `wet`."""
        return [REGELS[sleutel] for sleutel in self.wet if sleutel in REGELS]

    @property
    def opdrachten_in_woorden(self) -> list[str]:
        return [str(Opdracht(nummer).label) for nummer in self.opdrachten]


def d18(artikel: str) -> Bron:
    return Bron(
        f"Bovenlokaal Cultuurdecreet van 2018, {artikel}, op etaamb.openjustice.be",
        "https://etaamb.openjustice.be/nl/decreet-van-15-juni-2018_n2018040433.html",
    )


ONTWERP = Bron(
    "Het ontwerpbesluit van december 2023, op cultuuroptil.be",
    "https://cultuuroptil.be/update-decreet-bovenlokale-cultuurwerking-uitvoeringsbesluit-december-2023/",
    C,
)
TWEEDE_ONTWERP = Bron(
    "Het ontwerpbesluit van februari 2024, op cultuuroptil.be",
    "https://www.cultuuroptil.be/2e-ontwerp-uitvoeringsbesluit-goedgekeurd/",
    C,
)
CJM = Bron(
    "Werkingssubsidie voor IGS'en, op vlaanderen.be",
    "https://www.vlaanderen.be/cjm/nl/cultuur/bovenlokale-cultuur/subsidies/werkingssubsidie-voor-intergemeentelijke-samenwerkingsverbanden",
    B,
)
PARTICIPATIE = Bron(
    "Bovenlokaal netwerk vrijetijdsparticipatie, op cultuuroptil.be",
    "https://www.cultuuroptil.be/bovenlokaal-netwerk-vrijetijdsparticipatie/",
    B,
)

REGELS: dict[str, Regel] = {
    regel.sleutel: regel
    for regel in (
        Regel(
            "R01", Punt("De vereniging is een rechtspersoon, zoals een projectvereniging."), d24("artikelen 3 en 34")
        ),
        Regel("R06", Punt("De vereniging bestaat op het moment van de aanvraag. Voor 2020 was dat zo.", D), CJM),
        Regel("R09", Punt("Het werkingsgebied telt minstens 85.000 inwoners."), d24("artikel 35, 5°")),
        Regel(
            "R11",
            Punt(
                "Een IGS dat in 2026 subsidie kreeg, mag in 2027-2032 kleiner zijn. "
                "Het telt dan minstens vier gemeenten die aan elkaar grenzen."
            ),
            d24("artikel 101"),
        ),
        Regel("R12", Punt("Het gebied past binnen de regels van de regiovorming."), d24("artikel 35, 4°")),
        Regel(
            "R14",
            Punt("De gemeenten leggen samen minstens 75 % van de Vlaamse subsidie van dat jaar in."),
            d24("artikelen 35, 6° en 39"),
        ),
        Regel("R15", Punt("Die inleg heeft een bodem. Een ontwerp noemt 75.000 euro per jaar.", C), ONTWERP),
        Regel("R16", Punt("Alle gemeenten verklaren hoeveel ze inleggen."), d24("artikel 35, 6°")),
        Regel(
            "R18",
            Punt("Er is minstens één coördinator bovenlokale cultuurwerking."),
            d24("artikel 35, 7°"),
        ),
        Regel("R19", Punt("De nota gaat over de inhoud én over het geld, voor zes jaar."), d24("artikelen 3 en 35")),
        Regel("R20", Punt("In 2018 moest de visie gedragen zijn door de deelnemers."), d18("artikel 40, 3°")),
        Regel("R21", Punt("Alle zeven opdrachten komen aan bod."), d24("artikelen 33 en 35, 1°")),
        Regel(
            "R22",
            Punt("De werking is bovenlokaal, en verbindt sectoren of domeinen met elkaar."),
            d24("artikel 35, 2° en 3°"),
        ),
        Regel(
            "R28",
            Punt("Het IGS legt elk jaar verantwoording af. Het volgt de Governance Code Cultuur."),
            d24("artikel 24"),
        ),
        Regel("R30", Punt("Een reserve opbouwen mag."), d24("artikel 20")),
        Regel("R31", Punt("In 2018 hoorde er halfweg een voortgangsrapport bij."), d18("artikel 54")),
        Regel("R33", Punt("In 2018 hoorde een verslag over de vorige werking erbij."), d18("artikel 45")),
        Regel("R44", Punt("In 2018 hoorde een actieplan voor minstens het eerste jaar erbij."), d18("artikel 44, 3°")),
        Regel("K11", Punt("Het IGS zoekt minstens drie experten die onafhankelijk zijn.", C), TWEEDE_ONTWERP),
        Regel("K09", Punt("Kleine projecten worden ingediend op 1 april en op 1 oktober.", C), ONTWERP),
        Regel("V01", Punt("Een afsprakennota vrijetijdsparticipatie mag samen met de cultuurnota.", B), PARTICIPATIE),
        Regel("S401", Punt("Een projectvereniging duurt hoogstens zes jaar, en is te verlengen."), dlb("artikel 401")),
    )
}

ONDERDELEN: tuple[Onderdeel, ...] = (
    Onderdeel(
        "H1",
        "In het kort",
        "Vat de nota samen",
        (
            "Wat is er over zes jaar anders in de regio?",
            "Welke drie tot vijf keuzes maken jullie?",
            "Wie doet mee, en hoeveel inwoners zijn dat samen?",
            "Hoeveel kost het, en wie betaalt?",
        ),
        ("R19", "C1"),
    ),
    Onderdeel(
        "H2",
        "Het proces",
        "Vertel hoe de nota tot stand kwam",
        (
            "Wie zat aan tafel, en wanneer?",
            "Welke gemeenten, huizen, verenigingen en kansengroepen hoorden jullie?",
            "Wat veranderde er door hun inbreng?",
            "Wie keurde wat goed?",
        ),
        ("R20", "C2", "C5"),
    ),
    Onderdeel(
        "H3",
        "Terugblik",
        "Kijk terug op de vorige jaren",
        (
            "Wat beloofden jullie de vorige keer?",
            "Wat lukte, wat niet, en waarom?",
            "Wat nemen jullie mee?",
            "Is het IGS nieuw? Welke samenwerking bestond er al?",
        ),
        ("R33", "C5", "C7"),
    ),
    Onderdeel(
        "H4",
        "Omgevingsanalyse",
        "Beschrijf de regio",
        (
            "Wie woont er in de regio, en hoe verandert dat?",
            "Welke cultuurhuizen, bibliotheken, verenigingen, erfgoed, academies en makers zijn er?",
            "Wat ontbreekt er? Welke drempels zijn er?",
            "Wat doen de regio's ernaast?",
            "Welke trends raken jullie?",
            "Welk beleid telt mee: van de gemeenten, van Vlaanderen, van de regio?",
        ),
        ("C2", "C4", "C8"),
    ),
    Onderdeel(
        "H5",
        "Sterktes, zwaktes en uitdagingen",
        "Kies de uitdagingen",
        (
            "Wat volgt er uit de omgevingsanalyse?",
            "Welke uitdagingen pak je beter samen aan, over de gemeentegrens?",
            "Welke kan elke gemeente beter zelf aan?",
            "Welke kiezen jullie, en welke laten jullie liggen?",
        ),
        ("C2", "C8"),
    ),
    Onderdeel(
        "H6",
        "Gebied en partners",
        "Leg uit waarom jullie samenwerken",
        (
            "Waarom werken net deze gemeenten samen?",
            "In welke referentieregio liggen ze?",
            "Hoeveel inwoners zijn dat, en op welke dag is dat geteld?",
            "Wat als een gemeente aansluit, vertrekt of fuseert?",
            "Wat doen jullie, en wat doet de erfgoedcel, de dienst onroerend erfgoed (IOED) of Avansa?",
            "Hoe werken jullie samen met de UiTPAS-regio, het bibliotheeknetwerk en de centrumstad?",
        ),
        ("R09", "R11", "R12", "C3", "C6"),
    ),
    Onderdeel(
        "H7",
        "Missie, visie en waarden",
        "Schrijf de missie en de visie",
        (
            "Waarom bestaat dit IGS?",
            "Welke dromen delen jullie?",
            "Aan welke waarden toetsen jullie elk project?",
        ),
        ("C1", "R22"),
    ),
    Onderdeel(
        "H8",
        "Regierol: de zeven opdrachten",
        "Werk de zeven opdrachten uit",
        (
            "Wat doen jullie zelf voor elke opdracht?",
            "Wat laten jullie aan anderen?",
            "Hoe ziet een goed jaar eruit, voor elke opdracht?",
            "Bleef er geen enkele opdracht leeg?",
        ),
        ("R21", "C1"),
        ("1", "2", "3", "4", "5", "6", "7"),
    ),
    Onderdeel(
        "H9",
        "Doelstellingen en indicatoren",
        "Kies doelstellingen en indicatoren",
        (
            "Bij welke uitdaging uit hoofdstuk 5 hoort elke doelstelling?",
            "Bij welke opdracht uit hoofdstuk 8 hoort ze?",
            "Waaraan zien jullie dat het lukt?",
            "Wat is de waarde nu (nulmeting), en waar willen jullie heen (streefwaarde)?",
            "Uit welke bron komt dat cijfer, en wie meet het?",
        ),
        ("C1", "C2", "C5", "C7"),
    ),
    Onderdeel(
        "H10",
        "Acties en planning",
        "Plan de acties",
        (
            "Wat gebeurt er precies in het eerste jaar?",
            "Wat gebeurt er daarna, in grote lijnen?",
            "Wie trekt, met wie, wanneer en voor hoeveel?",
            "Wat doen jullie als het misloopt?",
        ),
        ("C5", "C9", "R44"),
    ),
    Onderdeel(
        "H11",
        "Kansengroepen",
        "Werk uit hoe kansengroepen meedoen",
        (
            "Wie bereiken jullie nu niet?",
            "Welke drempels houden hen tegen?",
            "Met welke organisaties werken jullie samen?",
            "Dienen jullie ook een afsprakennota vrijetijdsparticipatie in?",
        ),
        ("R21", "C4", "V01"),
        ("6",),
    ),
    Onderdeel(
        "H12",
        "Kleine projecten beoordelen",
        "Spreek af hoe jullie kleine projecten beoordelen",
        (
            "Hoe vinden jullie minstens drie onafhankelijke experten?",
            "Hoe vermijden jullie dat iemand over eigen belangen beslist?",
            "Welke kalender past bij 1 april en 1 oktober?",
            "Hoe motiveren jullie het advies, en hoe hoort de aanvrager het?",
        ),
        ("R21", "C10", "K11", "K09"),
        ("7",),
    ),
    Onderdeel(
        "H13",
        "Organisatie en bestuur",
        "Beschrijf de organisatie en het bestuur",
        (
            "Welke rechtsvorm heeft de vereniging, en tot wanneer loopt ze?",
            "Wie zit in het bestuur, de stuurgroep en de werkgroepen?",
            "Wie is coördinator, voor hoeveel uren, en bij wie in dienst?",
            "Hoe volgen jullie de Governance Code Cultuur?",
        ),
        ("R01", "R18", "R28", "C9"),
    ),
    Onderdeel(
        "H14",
        "Zakelijk plan",
        "Maak het zakelijk plan",
        (
            "Wat komt er binnen, elk jaar: subsidie, inleg van elke gemeente, andere inkomsten?",
            "Wat gaat eruit: personeel en werking?",
            "Leggen de gemeenten samen 75 % van de subsidie in?",
            "Rekenen jullie met prijzen die stijgen (index)? Leggen jullie een reserve aan?",
            "Past het geld bij de doelstellingen en de acties?",
        ),
        ("R14", "R15", "R16", "R30", "C9"),
    ),
    Onderdeel(
        "H15",
        "Verankering, opvolging en evaluatie",
        "Spreek af hoe jullie opvolgen en bijsturen",
        (
            "Wat blijft er over als een project voorbij is?",
            "Hoe delen jullie wat jullie leren?",
            "Wanneer sturen jullie bij, en met welk verslag?",
        ),
        ("C7", "R28", "R31"),
    ),
    Onderdeel(
        "B1",
        "Bijlage: engagement van elke gemeente",
        "Verzamel het engagement van elke gemeente",
        ("Heb je van elke gemeente een besluit of een verklaring, met bedrag, duur en datum?",),
        ("R16",),
    ),
    Onderdeel(
        "B2",
        "Bijlage: statuten en duur van de vereniging",
        "Voeg de statuten toe",
        ("Loopt de vereniging lang genoeg, of moeten de gemeenten ze verlengen?",),
        ("R01", "R06", "S401"),
    ),
    Onderdeel(
        "B3",
        "Bijlage: regiocontrole of afwijking",
        "Toon dat het gebied past",
        ("Ligt het gebied in meer dan één referentieregio? Voeg dan de afwijking toe.",),
        ("R12",),
    ),
    Onderdeel(
        "B4",
        "Bijlage: cijfers en verslagen",
        "Voeg cijfers en verslagen toe",
        ("Staat bij elk cijfer een bron en een datum?", "Zitten de verslagen van de gesprekken erbij?"),
        ("C2",),
    ),
)
HOOFDSTUKKEN = tuple(onderdeel for onderdeel in ONDERDELEN if not onderdeel.is_bijlage)
BIJLAGEN = tuple(onderdeel for onderdeel in ONDERDELEN if onderdeel.is_bijlage)
PER_SLEUTEL = {onderdeel.sleutel: onderdeel for onderdeel in ONDERDELEN}


def bij_criterium(criterium: str) -> list[Onderdeel]:
    """The chapters and annexes that answer a criterion ("C1"), in the order of the outline."""
    return [onderdeel for onderdeel in ONDERDELEN if criterium in onderdeel.wet]
