"""The budget of a note as a spreadsheet, and what a spreadsheet would make of the budget.

Three sheets go out and come in: the settings, the lines, what each municipality pays. A fourth only goes out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError

from cultuurnota.begroten import GROOTSTE_STIJGING, HAND, MINSTE_STIJGING, PERSONEEL, Begrotingsbeeld
from cultuurnota.begrotingsgegevens import begroting_van, lees
from cultuurnota.geldveld import Geldveld, Getalveld
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from cultuurnota.rekenblad import (
    Bladfout,
    Cel,
    Rooster,
    Tabel,
    Waarde,
    is_xlsx,
    kopmap,
    lees_csv,
    lees_xlsx,
    ontdaan,
    schrijf_csv,
    schrijf_xlsx,
)
from igs.regiocheck_bedragen import CENT
from opnetwerk.formulieren import lees_tekst

INSTELLINGEN, BIJDRAGEN, POSTEN, OVERZICHT = "Instellingen", "Bijdragen", "Posten", "Overzicht"
SLEUTEL, DEEL, INBRENG, STIJGING = (
    "Verdeelsleutel",
    "Deel per inwoner, in procent",
    "Inbreng samen, in het eerste jaar",
    "Stijging per jaar, in procent",
)
SOORTEN = {"instelling": INSTELLINGEN, "bijdrage": BIJDRAGEN, "post": POSTEN}
MEESTE_ZINNEN = 20
LANGSTE_NAAM = 150
HONDERD, NUL = Decimal(100), Decimal(0)
VOLGT_UIT_SLEUTEL = (
    "De bedragen per gemeente in je bestand tellen niet mee: ze volgen uit de verdeelsleutel. Zet de verdeelsleutel op "
    "“zelf invullen” als je ze zelf wilt bepalen."
)
AFGEROND = "Bedragen met meer dan twee cijfers na de komma zijn afgerond op de cent."


@dataclass(frozen=True)
class Postregel:
    """A line as a file gives it; `bedragen` as the row keeps them, without zeros."""

    rubriek: str
    naam: str
    vte: Decimal | None
    bedragen: Mapping[str, str]
    kenmerk: UUID = field(default_factory=uuid4, compare=False)

    @property
    def sleutel(self) -> tuple[str, str]:
        return self.rubriek, self.naam

    def in_jaar(self, jaar: str) -> Decimal:
        return Decimal(self.bedragen.get(jaar, 0))


@dataclass(frozen=True)
class Inhoud:
    """A whole budget: what stands, or what a file proposes."""

    sleutel: str
    deel_per_inwoner: int
    inbreng: Decimal
    index: Decimal
    posten: tuple[Postregel, ...] = ()
    bijdragen: Mapping[tuple[str, int], Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Voorstel:
    """What a file says, and what who sent it should know."""

    inhoud: Inhoud
    wenken: tuple[str, ...] = ()


def staat_er(nota: Cultuurnota) -> Inhoud:
    """The budget that is kept now; the model's own begin when there is none."""
    rij = begroting_van(nota) or Begroting(nota=nota)
    posten = rij.posten.all() if rij.pk else []
    hand = rij.bijdragen.all() if rij.pk else []
    return Inhoud(
        rij.sleutel,
        rij.deel_per_inwoner,
        Decimal(rij.inbreng),
        Decimal(rij.index),
        tuple(Postregel(een.rubriek, een.naam, een.vte, _zonder_nul(een.bedragen), een.kenmerk) for een in posten),
        {(een.gemeente_id, een.jaar): een.bedrag for een in hand},
    )


def _zonder_nul(bedragen: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(jaar): f"{Decimal(str(bedrag)):.2f}" for jaar, bedrag in sorted(bedragen.items()) if Decimal(str(bedrag))
    }


# --- out ------------------------------------------------------------------------------------------------------------
def als_xlsx(nota: Cultuurnota) -> bytes:
    beeld = lees(nota)
    return schrijf_xlsx([*_tabellen(nota, beeld), _overzicht(beeld)])


def als_csv(nota: Cultuurnota) -> bytes:
    """The three sheets below each other, with a first column that says which."""
    instellingen, bijdragen, posten = _tabellen(nota, lees(nota))
    rijen: list[list[Waarde]] = []
    rijen += [["instelling", naam, waarde, None] for naam, waarde in instellingen.rijen]
    rijen += [["bijdrage", nis, naam, None, *rest] for nis, naam, *rest in bijdragen.rijen]
    rijen += [["post", rubriek, naam, vte, *rest] for rubriek, naam, vte, *rest in posten.rijen]
    return schrijf_csv(["Soort", "Code", "Omschrijving", "VTE", *nota.jaren], rijen)


def _tabellen(nota: Cultuurnota, beeld: Begrotingsbeeld) -> tuple[Tabel, Tabel, Tabel]:
    staat, jaren = staat_er(nota), list(nota.jaren)
    sleutels, rubrieken = dict(Begroting.Sleutel.choices), dict(Begrotingspost.Rubriek.choices)
    geld = [14] * len(jaren)
    instellingen: list[list[Waarde]] = [
        [SLEUTEL, str(sleutels[staat.sleutel])],
        [DEEL, staat.deel_per_inwoner],
        [INBRENG, staat.inbreng],
        [STIJGING, (staat.index - 1) * HONDERD],
    ]
    bijdragen: list[list[Waarde]] = [
        [regel.betaler.nis, regel.betaler.naam, *(regel.bedragen[jaar] for jaar in jaren)] for regel in beeld.bijdragen
    ]
    posten: list[list[Waarde]] = [
        [str(rubrieken[een.rubriek]), een.naam, een.vte, *(_bedrag(een.bedragen, jaar) for jaar in jaren)]
        for een in staat.posten
    ]
    return (
        Tabel(INSTELLINGEN, ["Instelling", "Waarde"], instellingen, [36, 28]),
        Tabel(BIJDRAGEN, ["NIS-code", "Gemeente", *jaren], bijdragen, [10, 28, *geld]),
        Tabel(POSTEN, ["Rubriek", "Omschrijving", "VTE", *jaren], posten, [18, 40, 8, *geld]),
    )


def _bedrag(bedragen: Mapping[str, str], jaar: int) -> Decimal | None:
    return Decimal(bedragen[str(jaar)]) if str(jaar) in bedragen else None


def _overzicht(beeld: Begrotingsbeeld) -> Tabel:
    """For who reads: never read again."""
    soorten: dict[str, list[Decimal | None]] = {
        "Vlaamse subsidie (richtbedrag)": [jaar.subsidie for jaar in beeld.jaren],
        "Inbreng van de gemeenten": [jaar.inbreng for jaar in beeld.jaren],
        "Andere inkomsten": [jaar.andere for jaar in beeld.jaren],
        "Uit de reserve": [jaar.uit_reserve for jaar in beeld.jaren],
        "Inkomsten": [jaar.inkomsten for jaar in beeld.jaren],
        "Personeel": [jaar.personeel for jaar in beeld.jaren],
        "Werking": [jaar.werking for jaar in beeld.jaren],
        "Acties van de nota": [jaar.acties for jaar in beeld.jaren],
        "Naar de reserve": [jaar.naar_reserve for jaar in beeld.jaren],
        "Uitgaven": [jaar.uitgaven for jaar in beeld.jaren],
        "Saldo": [jaar.saldo for jaar in beeld.jaren],
    }
    rijen: list[list[Waarde]] = [
        [naam, *("niet geweten" if een is None else een for een in bedragen)] for naam, bedragen in soorten.items()
    ]
    kop: list[Waarde] = ["Dit blad lezen we niet opnieuw in", *beeld.invoer.jaren]
    return Tabel(OVERZICHT, kop, rijen, [36, *([14] * len(beeld.jaren))], frozenset({4, 9, 10}))


# --- in -------------------------------------------------------------------------------------------------------------
def lees_bestand(nota: Cultuurnota, inhoud: bytes) -> Voorstel:
    """What the file would make of the budget. Raises Bladfout, which names every cell that is not right."""
    roosters = lees_xlsx(inhoud) if is_xlsx(inhoud) else {"": lees_csv(inhoud)}
    eerste = next(iter(roosters.values()), [])
    # Also a CSV that a spreadsheet program saved as a workbook of one sheet.
    if not is_xlsx(inhoud) or (len(roosters) == 1 and eerste and "soort" in kopmap(eerste[0])):
        roosters = _uit_csv([[_zonder_apostrof(cel) for cel in rij] for rij in eerste] if is_xlsx(inhoud) else eerste)
    return _Lezing(nota, roosters).voorstel()


def _zonder_apostrof(cel: Cel) -> Cel:
    return Cel(ontdaan(cel.waarde), cel.plek, cel.fout) if isinstance(cel.waarde, str) else cel


def _uit_csv(rooster: Rooster) -> dict[str, Rooster]:
    """The three sheets of a CSV, each with the header it has in a workbook."""
    if not rooster or "soort" not in kopmap(rooster[0]):
        raise Bladfout(
            "In de eerste rij van je bestand ontbreekt “Soort”. Begin met het bestand dat je hier downloadt."
        )
    kop, soort = rooster[0], kopmap(rooster[0])["soort"]
    koppen = {
        INSTELLINGEN: ("Instelling", "Waarde"),
        BIJDRAGEN: ("NIS-code", "Gemeente"),
        POSTEN: ("Rubriek", "Omschrijving"),
    }
    bladen: dict[str, Rooster] = {}
    for naam, (code, omschrijving) in koppen.items():
        anders = {"code": code, "omschrijving": omschrijving}
        bladen[naam] = [[Cel(anders.get(str(cel.waarde).strip().casefold(), cel.waarde), cel.plek) for cel in kop]]
    zinnen = []
    for rij in rooster[1:]:
        if all(cel.is_leeg for cel in rij):
            continue
        wat = str(rij[soort].waarde).strip().casefold() if soort < len(rij) else ""
        if wat in SOORTEN:
            bladen[SOORTEN[wat]].append(rij)
        else:
            zinnen.append(f"Schrijf in {rij[min(soort, len(rij) - 1)].plek} “instelling”, “bijdrage” of “post”.")
    if zinnen:
        raise Bladfout(*zinnen[:MEESTE_ZINNEN])
    return bladen


class _Lezing:
    """One reading of the three sheets; `zinnen` gathers what is wrong."""

    def __init__(self, nota: Cultuurnota, roosters: Mapping[str, Rooster]) -> None:
        self.nota, self.roosters = nota, {naam.strip().casefold(): rooster for naam, rooster in roosters.items()}
        self.jaren = list(nota.jaren)
        self.staat, self.beeld = staat_er(nota), lees(nota)
        self.zinnen: list[str] = []
        self.afgerond = False

    def voorstel(self) -> Voorstel:
        gelezen = self.instellingen()
        bijdragen, posten = self.bijdragen(), self.posten()
        if self.zinnen:
            meer = len(self.zinnen) - MEESTE_ZINNEN
            rest = [f"En nog {meer} andere."] if meer > 0 else []
            raise Bladfout(*self.zinnen[:MEESTE_ZINNEN], *rest)
        wenken = [AFGEROND] if self.afgerond else []
        if gelezen["sleutel"] != HAND:
            if bijdragen != self._berekend():
                wenken.append(VOLGT_UIT_SLEUTEL)
            bijdragen = dict(self.staat.bijdragen)
        return Voorstel(Inhoud(**gelezen, posten=tuple(posten), bijdragen=bijdragen), tuple(wenken))

    def _berekend(self) -> dict[tuple[str, int], Decimal]:
        """What went out for each municipality."""
        return {
            (regel.betaler.nis, jaar): bedrag
            for regel in self.beeld.bijdragen
            for jaar, bedrag in regel.bedragen.items()
            if bedrag
        }

    # --- the sheets ---
    def rijen(self, blad: str, kolommen: Iterable[str]) -> Iterator[dict[str, Cel]]:
        """The rows that hold something, by the header of each column in small letters."""
        rooster = self.roosters.get(blad.casefold())
        if not rooster:
            self.zinnen.append(f"Het blad {blad} ontbreekt. Begin met het bestand dat je hier downloadt.")
            return
        plekken = kopmap(rooster[0])
        nodig = [kolom for kolom in kolommen if kolom.casefold() not in plekken]
        if nodig:
            self.zinnen.append(f"Op het blad {blad} ontbreekt in de eerste rij: {', '.join(nodig)}.")
            return
        for rij in rooster[1:]:
            if not all(cel.is_leeg for cel in rij):
                yield {kop: rij[plek] if plek < len(rij) else Cel(None, rij[-1].plek) for kop, plek in plekken.items()}

    def instellingen(self) -> dict[str, Any]:
        gevonden = {self.tekst(rij["instelling"]).casefold(): rij["waarde"] for rij in self._instelrijen()}
        if self.zinnen:
            return {"sleutel": HAND, "deel_per_inwoner": 0, "inbreng": NUL, "index": Decimal(1)}
        for naam in (SLEUTEL, DEEL, INBRENG, STIJGING):
            if naam.casefold() not in gevonden:
                self.zinnen.append(f"Op het blad {INSTELLINGEN} ontbreekt: {naam}.")
                gevonden[naam.casefold()] = Cel(None, naam)
        heel = Getalveld(decimal_places=0, min_value=0, max_value=100)
        procent = Getalveld(min_value=MINSTE_STIJGING, max_value=GROOTSTE_STIJGING)
        deel = self.getal(gevonden[DEEL.casefold()], heel, "een percentage van 0 tot 100")
        stijging = self.getal(
            gevonden[STIJGING.casefold()],
            procent,
            f"een percentage van {MINSTE_STIJGING} tot {GROOTSTE_STIJGING}, zoals 2 of 1,5",
        )
        return {
            "sleutel": self.keuze(gevonden[SLEUTEL.casefold()], Begroting.Sleutel.choices),
            "deel_per_inwoner": int(deel or 0),
            "inbreng": self.bedrag(gevonden[INBRENG.casefold()]) or NUL,
            "index": 1 + (stijging or NUL) / HONDERD,
        }

    def _instelrijen(self) -> list[dict[str, Cel]]:
        return list(self.rijen(INSTELLINGEN, ["Instelling", "Waarde"]))

    def bijdragen(self) -> dict[tuple[str, int], Decimal]:
        bekend = {regel.betaler.nis for regel in self.beeld.bijdragen} | {een.nis for een in self.beeld.invoer.betalers}
        gezien: set[str] = set()
        gevonden: dict[tuple[str, int], Decimal] = {}
        for rij in self.rijen(BIJDRAGEN, ["NIS-code", *map(str, self.jaren)]):
            nis = self.tekst(rij["nis-code"])
            if nis not in bekend or nis in gezien:
                plek = rij["nis-code"].plek
                waarom = "staat al hoger" if nis in gezien else "is geen gemeente van dit IGS"
                self.zinnen.append(f"De NIS-code in {plek} {waarom}.")
                continue
            gezien.add(nis)
            for jaar in self.jaren:
                if bedrag := self.bedrag(rij[str(jaar)]):
                    gevonden[nis, jaar] = bedrag
        return gevonden

    def posten(self) -> list[Postregel]:
        oude: dict[tuple[str, str], list[Postregel]] = defaultdict(list)
        for een in self.staat.posten:
            oude[een.sleutel].append(een)
        gevonden = []
        for rij in self.rijen(POSTEN, ["Rubriek", "Omschrijving", "VTE", *map(str, self.jaren)]):
            rubriek = self.keuze(rij["rubriek"], Begrotingspost.Rubriek.choices)
            naam = self.naam(rij["omschrijving"])
            vte = self.vte(rij["vte"], rubriek)
            eigen = {str(jaar): f"{bedrag:.2f}" for jaar in self.jaren if (bedrag := self.bedrag(rij[str(jaar)]))}
            passende = oude[rubriek, naam]
            oud = passende.pop(0) if passende else None
            # A year outside the period of the note stands in no file: it keeps what it has.
            buiten = {jaar: b for jaar, b in oud.bedragen.items() if jaar not in map(str, self.jaren)} if oud else {}
            bedragen = dict(sorted({**buiten, **eigen}.items()))
            gevonden.append(Postregel(rubriek, naam, vte, bedragen, oud.kenmerk if oud else uuid4()))
        return gevonden

    # --- the cells ---
    def tekst(self, cel: Cel) -> str:
        if cel.fout:
            self.zinnen.append(cel.fout)
            return ""
        waarde = cel.waarde
        if isinstance(waarde, float) and waarde.is_integer():
            waarde = int(waarde)
        return lees_tekst("" if waarde is None else str(waarde), een_regel=True)[0]

    def naam(self, cel: Cel) -> str:
        naam = self.tekst(cel)
        if not naam and not cel.fout:
            self.zinnen.append(f"Vul in {cel.plek} een omschrijving in.")
        if len(naam) > LANGSTE_NAAM:
            self.zinnen.append(f"Maak de omschrijving in {cel.plek} korter: hoogstens {LANGSTE_NAAM} tekens.")
        return naam

    def keuze(self, cel: Cel, keuzes: Any) -> str:
        """The key of a choice, by its words or by itself."""
        tekst = self.tekst(cel).casefold()
        for waarde, woorden in keuzes:
            if tekst in {waarde, str(woorden).casefold()}:
                return str(waarde)
        if not cel.fout:
            self.zinnen.append(f"Kies in {cel.plek} een van deze: {', '.join(str(woorden) for _, woorden in keuzes)}.")
        return ""

    def vte(self, cel: Cel, rubriek: str) -> Decimal | None:
        vte = self.getal(cel, Getalveld(min_value=0, max_digits=5), "een getal, zoals 0,8")
        if vte and rubriek and rubriek != PERSONEEL:
            self.zinnen.append(f"Laat {cel.plek} leeg: voltijdse equivalenten horen alleen bij personeel.")
        return vte

    def bedrag(self, cel: Cel) -> Decimal | None:
        return self.getal(cel, Geldveld(label=cel.plek), "een bedrag van 0 of meer, zoals 1.250,50")

    def getal(self, cel: Cel, veld: Getalveld, verwacht: str) -> Decimal | None:
        """None for an empty cell, and for one that is wrong (which is said)."""
        if cel.fout:
            self.zinnen.append(cel.fout)
            return None
        try:
            waarde: Decimal | None = veld.clean(self._afgerond(cel.waarde) if _is_getal(cel.waarde) else cel.waarde)
        except ValidationError:
            self.zinnen.append(f"In {cel.plek} verwachten we {verwacht}.")
            return None
        return waarde

    def _afgerond(self, waarde: Any) -> str:
        """A number of a spreadsheet in hundredths, as text; what no field takes stays as it is."""
        precies = Decimal(str(waarde))
        if not precies.is_finite() or abs(precies) >= Decimal(10) ** 12:
            return str(waarde)
        rond = precies.quantize(CENT, rounding=ROUND_HALF_UP)
        # A sum of a spreadsheet is off by a hair: 0.30000000000000004 is 0.30.
        self.afgerond |= abs(rond - precies) > Decimal("0.000001")
        return str(int(rond)) if rond == rond.to_integral_value() else f"{rond:.2f}"


def _is_getal(waarde: Any) -> bool:
    return isinstance(waarde, int | float | Decimal) and not isinstance(waarde, bool)
