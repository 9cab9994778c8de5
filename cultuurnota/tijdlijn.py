"""The timetable of rules and periods: what is past, what runs, what comes near, what comes later, what is not known.

Days inclusive. Where a moment belongs is computed on the day asked, never written down.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cultuurnota.opbouw import CJM, d18
from igs.opstarten import NOTAHULP, Bron, Punt, d24, dlb, rd
from igs.regiocheck_regels import Zekerheid
from igs.stichtingskalender import plus_maanden

A, B, C, D, ONBEKEND = Zekerheid
DICHTBIJ = 12  # months ahead that we call near
INDIENEN = date(2026, 4, 1)  # the last day of the round 2027-2032
EINDE_P1, BEGIN_P2, EINDE_P2 = date(2026, 12, 31), date(2027, 1, 1), date(2032, 12, 31)

OPROEP_2019 = Bron(
    "Dienstverlening van het steunpunt in 2019, op cultuurbovenlokaal.be",
    "https://cultuurbovenlokaal.be/intergemeentelijk/dienstverlening/",
    B,
    "2019",
)
NETWERK = Bron("Cultureel netwerk, op cultuuroptil.be", "https://cultuuroptil.be/cultureel-netwerk/", B)
REGIOVORMING = Bron(
    "Gevolgen van de regiovorming, op cultuuroptil.be",
    "https://www.cultuuroptil.be/kennisbank/regiovorming-impact-op-bestaande-intergemeentelijke-samenwerkingsverbanden/",
    B,
)
BESLUIT = Bron(
    "Besluit van 26 april 2024 (alleen de aanhef gelezen), op etaamb.openjustice.be",
    "https://etaamb.openjustice.be/fr/arrete-du-gouvernement-flamand-du-26-avril-2024_n2024006779",
)


class Stand(StrEnum):
    """Where a moment stands on a day; the value is the heading of its group."""

    LOOPT = "Dit loopt nu"
    DICHTBIJ = "Dit komt in de volgende twaalf maanden"
    LATER = "Dit komt later"
    ONBEKEND = "Dit is niet gevonden"
    VOORBIJ = "Dit is voorbij"


@dataclass(frozen=True)
class Moment:
    """`nummer` as in the knowledge notes; `wanneer` in words; without `van` and `tot` the day is not known."""

    nummer: str
    wanneer: str
    punt: Punt
    bronnen: tuple[Bron, ...] = ()
    van: date | None = None
    tot: date | None = None

    def stand(self, dag: date) -> Stand:
        if self.van is None:
            return Stand.ONBEKEND
        if (self.tot or self.van) < dag:
            return Stand.VOORBIJ
        if self.van <= dag:
            return Stand.LOOPT
        return Stand.DICHTBIJ if self.van <= plus_maanden(dag, DICHTBIJ) else Stand.LATER

    @property
    def op(self) -> date | None:
        """For a machine to read, when it is one day."""
        return self.van if self.tot in (None, self.van) else None


MOMENTEN: tuple[Moment, ...] = (
    Moment("T01", "15 juni 2018", Punt("Het eerste decreet."), (d18("aanhef"),), date(2018, 6, 15)),
    Moment(
        "T02",
        "1 oktober 2019",
        Punt("Indienen van de eerste ronde, via het loket KIOSK.", B),
        (OPROEP_2019, CJM),
        date(2019, 10, 1),
    ),
    Moment(
        "T03",
        "eind 2019",
        Punt("De minister erkent alle 19 aanvragers.", B),
        (NETWERK, CJM),
        date(2019, 12, 1),
        date(2019, 12, 31),
    ),
    Moment("T04", "1 januari 2020", Punt("De periode 2020-2025 begint."), (d18("artikel 47"),), date(2020, 1, 1)),
    Moment(
        "T05",
        "elk jaar, in 2020-2026",
        Punt("De subsidie komt: 45 % vanaf 1 februari, 45 % vanaf 1 juli. De rest volgt na controle."),
        (d18("artikel 53"),),
        date(2020, 2, 1),
        EINDE_P1,
    ),
    Moment(
        "T06",
        "elk jaar vóór 1 april, in 2020-2026",
        Punt("Elk IGS bezorgt een financieel verslag."),
        (d18("artikel 54"),),
        date(2020, 1, 1),
        EINDE_P1,
    ),
    Moment(
        "T07",
        "midden 2022",
        Punt("Elk IGS bezorgt een voortgangsrapport. Het decreet zegt: midden in het derde jaar.", D),
        (d18("artikel 54, 2°"),),
        date(2022, 6, 1),
        date(2022, 7, 31),
    ),
    Moment(
        "T08",
        "19 maart 2023",
        Punt("Het Regiodecreet geldt. Een nieuw IGS past meteen binnen de regiogrenzen."),
        (rd("artikel 6"), REGIOVORMING),
        date(2023, 3, 19),
    ),
    Moment(
        "T09",
        "8 maart en 26 april 2024",
        Punt("Het nieuwe decreet, en het besluit dat erbij hoort."),
        (d24("aanhef"), BESLUIT),
        date(2024, 3, 8),
        date(2024, 4, 26),
    ),
    Moment(
        "T10",
        "tot en met 31 december 2026",
        Punt("De periode 2020-2025 loopt een jaar langer."),
        (d24("artikel 92"),),
        date(2026, 1, 1),
        EINDE_P1,
    ),
    Moment(
        "T11",
        "2025",
        Punt("De IGS'en beginnen aan hun cultuurnota. Reken ongeveer tien maanden.", B),
        (NOTAHULP,),
        date(2025, 1, 1),
        date(2025, 12, 31),
    ),
    Moment("T12", "1 april 2026", Punt("Indienen voor 2027-2032.", B), (NOTAHULP,), INDIENEN),
    Moment(
        "T13", "dag niet gevonden", Punt("De beslissing over 2027-2032: wie krijgt subsidie, en hoeveel?", ONBEKEND)
    ),
    Moment(
        "T14",
        "1 januari 2027",
        Punt("De periode 2027-2032 begint, ook voor netwerken vrijetijdsparticipatie en grote projecten."),
        (d24("artikel 104"),),
        BEGIN_P2,
    ),
    Moment("T15", "1 juli 2027", Punt("De eerste kleine projecten."), (d24("artikel 104"),), date(2027, 7, 1)),
    Moment(
        "T16",
        "31 december 2028",
        Punt("De gemeenten hebben elk bestaand IGS binnen de regiogrenzen gebracht."),
        (rd("artikel 30, § 2"),),
        date(2028, 12, 31),
    ),
    Moment(
        "T17",
        "2030",
        Punt("Gemeenteraadsverkiezingen. In zo'n jaar richt je geen IGS op. Het jaartal leiden we af.", D),
        (dlb("artikelen 401 en 419"),),
        date(2030, 1, 1),
        date(2030, 12, 31),
    ),
    Moment(
        "T18",
        "31 december 2030",
        Punt("Laatste dag waarop een IGS zelf binnen de regiogrenzen moet passen."),
        (rd("artikel 30, § 2"),),
        date(2030, 12, 31),
    ),
    Moment(
        "T19",
        "31 december 2032",
        Punt("De periode 2027-2032 eindigt. Ook de uitzondering voor kleine IGS'en stopt."),
        (d24("artikelen 101 en 104"),),
        EINDE_P2,
    ),
    Moment(
        "T20",
        "2033-2038",
        Punt("De volgende periode, als het ritme van zes jaar blijft.", D),
        (d24("artikel 38"),),
        date(2033, 1, 1),
        date(2038, 12, 31),
    ),
    Moment("T20b", "dag niet gevonden", Punt("Indienen voor de volgende periode.", ONBEKEND)),
    Moment(
        "T21",
        "dag niet gevonden",
        Punt("Tussentijds instappen voor de rest van 2027-2032: of en wanneer dat kan.", ONBEKEND),
    ),
    Moment(
        "T22",
        "niet gevonden",
        Punt("Het loket, de betalingen en de tussentijdse evaluatie van 2027-2032.", ONBEKEND),
    ),
)
PER_NUMMER = {moment.nummer: moment for moment in MOMENTEN}


def per_stand(dag: date) -> dict[Stand, list[Moment]]:
    """The moments by where they stand on the day, in the order of `Stand`; only groups that have some."""
    groepen = {stand: [een for een in MOMENTEN if een.stand(dag) is stand] for stand in Stand}
    return {stand: momenten for stand, momenten in groepen.items() if momenten}


@dataclass(frozen=True)
class Ronde:
    """What the page says first: may one hand in on the day, and what is known of what follows."""

    dag: date

    @property
    def is_open(self) -> bool:
        return self.dag <= INDIENEN

    @property
    def is_afgelopen(self) -> bool:
        """The period itself is over: what we know is old."""
        return self.dag > EINDE_P2

    @property
    def kop(self) -> str:
        if self.is_open:
            return "Indienen voor 2027-2032 kan tot en met 1 april 2026"
        if self.is_afgelopen:
            return "De periode 2027-2032 is voorbij"
        return "Indienen voor 2027-2032 kon tot 1 april 2026"

    @property
    def periode(self) -> str:
        """Which rules run on the day."""
        if self.dag <= EINDE_P1:
            return "Nu loopt nog de periode 2020-2026. De nieuwe periode begint op 1 januari 2027."
        if self.is_afgelopen:
            return "Wat erna komt, is niet gevonden. Vraag het na bij het departement."
        return "Nu loopt de periode 2027-2032, tot en met 31 december 2032."
