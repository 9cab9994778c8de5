"""What the pages of the Regiocheck tell about an outcome: the conclusion, the rules, the money, what helps, what next.

Also the same as data: `als_json` and `csv_rijen`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from igs.gedeeld import overzicht_op
from igs.models import IGS, Coordinator
from igs.netwerk import Netwerk
from igs.regiocheck import GEBIEDSREGELS, Toets, Uitkomst, Uitslag, inwoners_in_woorden, toets
from igs.regiocheck_bedragen import euro
from igs.regiocheck_cijfers import Gebied, GebiedsGemeente
from igs.regiocheck_regels import Regel, Regels, Zekerheid
from igs.regiocheck_voorstellen import Voorstel, voorstellen_bij
from igs.regiocheck_vraag import Adres, Parameters, lees

EERSTE_VOORSTELLEN, MEESTE_VOORSTELLEN = 4, 200
# What hampers, in a few words.
KORT = {
    "R01": "de rechtsvorm",
    "R02": "de rechtsvorm",
    "R07": "het aantal gemeenten",
    "R08": "het aansluiten van de gemeenten",
    "R09": "het aantal inwoners",
    "R12": "de regiogrens",
    "R14": "de inbreng",
    "R15": "de inbreng",
    "R18": "de coördinator",
}
HELPT = {
    "R07": "Om genoeg gemeenten te tellen",
    "R08": "Om aan te sluiten",
    "R09": "Om genoeg inwoners te tellen",
    "R11": "Om onder de uitzondering voor kleine IGS'en te vallen",
    "R12": "Om de regiogrens te volgen",
}
ZEKERHEDEN = {
    Zekerheid.WETTEKST: "staat in de wettekst",
    Zekerheid.OVERHEID: "staat bij de overheid of het steunpunt",
    Zekerheid.PERS_OF_ONTWERP: "te bevestigen: uit een ontwerp of de pers",
    Zekerheid.AFGELEID: "te bevestigen: zelf afgeleid",
    Zekerheid.NIET_GEVONDEN: "niet gevonden",
}
GROEPEN = {
    Uitslag.NIET_MET: "Niet voldaan",
    Uitslag.ONBEKEND: "Niet geweten",
    Uitslag.MET: "Voldaan",
    Uitslag.NVT: "Niet van toepassing",
}


@dataclass(frozen=True)
class Regelrij:
    """One rule tested, with where it comes from."""

    toets: Toets
    regel: Regel

    @property
    def zekerheid(self) -> str:
        return ZEKERHEDEN[self.toets.zekerheid]

    @property
    def teken(self) -> str:
        return {Uitslag.MET: "ja", Uitslag.NIET_MET: "nee", Uitslag.ONBEKEND: "open"}.get(self.toets.uitkomst, "nvt")


@dataclass(frozen=True)
class Voorstelrij:
    """One suggestion with what the set then brings, and which conditions about the ground still fail after it."""

    voorstel: Voorstel
    zin: str
    adres: Adres
    naast: Adres
    subsidie: str
    hapert_nog: tuple[str, ...]


@dataclass(frozen=True)
class Voorstelgroep:
    regel: str
    titel: str
    rijen: list[Voorstelrij]
    totaal: int

    @property
    def rest(self) -> int:
        return self.totaal - len(self.rijen)


@dataclass(frozen=True)
class Zaak:
    """A request about one set, read and judged. Seven queries."""

    netwerk: Netwerk
    regels: Regels
    gebied: Gebied
    adres: Adres
    meldingen: tuple[str, ...]

    @classmethod
    def van(cls, parameters: Parameters, dag: date) -> "Zaak":
        stand = overzicht_op(dag)
        gelezen = lees(parameters, stand.netwerk.alle_gemeenten, dag)
        return cls(stand.netwerk, stand.regels, stand.gebied, gelezen.adres, gelezen.meldingen)

    def met(self, adres: Adres) -> "Zaak":
        """Another set on the same day."""
        return Zaak(self.netwerk, self.regels, self.gebied, adres, self.meldingen)

    @cached_property
    def uitkomst(self) -> Uitkomst:
        return toets(self.adres.vraag(self.regels), self.gebied, self.regels)

    @cached_property
    def leden(self) -> list[GebiedsGemeente]:
        """The municipalities chosen, A-Z."""
        return self.gebied.uit(self.gebied.masker(self.adres.gemeenten))

    @cached_property
    def voorstellen(self) -> list[Voorstel]:
        return voorstellen_bij(self.uitkomst, self.gebied, self.regels)

    # --- for the pages ---

    @property
    def besluit(self) -> str:
        """The conclusion in one sentence."""
        if not self.adres.gemeenten:
            return "Kies eerst je gemeenten"
        if self.uitkomst.toegelaten:
            return "Ja: dit IGS voldoet aan elke voorwaarde die we toetsen"
        if self.uitkomst.toegelaten is False:
            return f"Nee, zo nog niet: het hapert bij {self._wat(Uitslag.NIET_MET)}"
        if self.uitkomst.gebied_in_orde:
            return f"Het gebied past. We weten nog niet genoeg over {self._wat(Uitslag.ONBEKEND)}"
        return f"Dat hangt ervan af: we weten nog niet genoeg over {self._wat(Uitslag.ONBEKEND)}"

    def _wat(self, uitslag: Uitslag) -> str:
        namen = list(
            dict.fromkeys(
                KORT.get(een.regel, f"regel {een.regel}")
                for een in self.uitkomst.toetsen
                if een.telt and een.uitkomst is uitslag
            )
        )
        return " en ".join([", ".join(namen[:-1]), namen[-1]]) if len(namen) > 1 else "".join(namen)

    @property
    def cijferzin(self) -> str:
        return inwoners_in_woorden(self.uitkomst.cijfers)

    def rij(self, een: Toets) -> Regelrij:
        return Regelrij(een, self.regels.regel(een.regel, self.adres.periode))

    @property
    def gebiedsrijen(self) -> list[Regelrij]:
        """The conditions about the ground, for who is still building."""
        toetsen = self.uitkomst.toetsen
        return [
            self.rij(een) for een in toetsen if een.regel in GEBIEDSREGELS and een.telt and een.uitkomst != Uitslag.NVT
        ]

    @property
    def regelgroepen(self) -> list[tuple[str, list[Regelrij]]]:
        """What decides, by outcome; what hampers first."""
        rijen = [self.rij(een) for een in self.uitkomst.toetsen]
        groepen = [(titel, [rij for rij in rijen if rij.toets.uitkomst is uit]) for uit, titel in GROEPEN.items()]
        return [(titel, groep) for titel, groep in groepen if groep]

    def voorstelgroepen(self, *, alle: bool = False) -> list[Voorstelgroep]:
        """The suggestions per rule: the first few, or all (up to a limit that a page can bear)."""
        groepen = []
        for regel in dict.fromkeys(voorstel.regel for voorstel in self.voorstellen):
            van_regel = [voorstel for voorstel in self.voorstellen if voorstel.regel == regel]
            getoond = van_regel[: MEESTE_VOORSTELLEN if alle else EERSTE_VOORSTELLEN]
            rijen = [self._voorstelrij(voorstel) for voorstel in getoond]
            groepen.append(Voorstelgroep(regel, HELPT.get(regel, f"Voor regel {regel}"), rijen, len(van_regel)))
        return groepen

    def _voorstelrij(self, voorstel: Voorstel) -> Voorstelrij:
        na = self.adres.met(gemeenten=voorstel.na(self.adres.gemeenten))
        daarna = toets(na.vraag(self.regels), self.gebied, self.regels)
        assert daarna.richtbedrag.subsidie is not None
        hapert = [
            f"{KORT[een.regel]} ({een.regel})"
            for een in daarna.toetsen
            if een.regel in GEBIEDSREGELS and een.telt and een.uitkomst is Uitslag.NIET_MET
        ]
        return Voorstelrij(
            voorstel=voorstel,
            zin=voorstel.zin(self.gebied),
            adres=na,
            naast=self.adres.met(opzij=na.gemeenten),
            subsidie=euro(daarna.richtbedrag.subsidie),
            hapert_nog=tuple(hapert),
        )

    @property
    def zonder_voorstel(self) -> list[str]:
        """Conditions about the ground that fail and that no small change repairs."""
        geholpen = {voorstel.regel for voorstel in self.voorstellen}
        return [
            f"{KORT[een.regel]} ({een.regel})"
            for een in self.uitkomst.toetsen
            if een.regel in GEBIEDSREGELS and een.uitkomst is Uitslag.NIET_MET and een.regel not in geholpen
        ]

    @property
    def onzeker(self) -> list[tuple[Regel, str]]:
        """What the outcome leans on and is not settled, with how sure it is; each rule once."""
        van_toetsen = [(self.rij(een).regel, een.zekerheid) for een in self.uitkomst.toetsen if not een.zekerheid.vast]
        van_bedragen = [(regel, regel.zekerheid) for regel in self.uitkomst.bedragen.gebruikt]
        alle = {
            regel.id: (regel, zekerheid) for regel, zekerheid in [*van_bedragen, *van_toetsen] if not zekerheid.vast
        }
        return [(regel, ZEKERHEDEN[zekerheid]) for regel, zekerheid in alle.values()]

    @property
    def versie(self) -> date:
        """The day of the youngest rule that was used."""
        van_toetsen = {een.versie for een in self.uitkomst.toetsen}
        return max(van_toetsen | {regel.versie for regel in self.uitkomst.bedragen.gebruikt})

    @property
    def hapert(self) -> set[str]:
        """Ids of the rules that are not met."""
        return {een.regel for een in self.uitkomst.toetsen if een.uitkomst is Uitslag.NIET_MET}

    def regel(self, id_: str) -> Regel:
        return self.regels.regel(id_, self.adres.periode)

    @property
    def igs_hier(self) -> list[IGS]:
        """The IGS'en in which one of the municipalities sits today."""
        igs = {lid.igs.pk: lid.igs for lid in self.netwerk.leden if lid.gemeente.nis_code in self.adres.gemeenten}
        return sorted(igs.values(), key=lambda een: een.naam.lower())


def coordinatoren(igs: Sequence[IGS], dag: date) -> QuerySet[Coordinator]:
    """Who coordinates these IGS'en on the day, with the IGS. One query; the e-mail address stays in the database."""
    lopend = Coordinator.objects.filter(igs__in=igs, van__lte=dag).exclude(tot__lt=dag)
    return lopend.select_related("igs").only("naam", "functie", "igs__naam", "igs__slug").order_by("igs__naam", "naam")


# --- as data ----------------------------------------------------------------------------------------------------------


def als_json(zaak: Zaak) -> dict[str, Any]:
    """The outcome as data. Money in euro a year at index 1, by the formula of 2027-2032 whatever the verdict.

    `meldingen` names what was read differently or left out: the answer itself is always there.
    """
    uitkomst = zaak.uitkomst
    gekozen = bool(zaak.adres.gemeenten)
    return {
        "periode": zaak.adres.periode.value,
        "inwoners": uitkomst.cijfers.inwoners,
        "gemeenten": list(uitkomst.cijfers.gemeenten),
        "regios": [regio.slug for regio in uitkomst.cijfers.regios],
        "aansluitend": uitkomst.cijfers.aansluitend,
        "toetsen": [
            {
                "regel": een.regel,
                "uitkomst": een.uitkomst.value,
                "reden": een.reden,
                "zekerheid": een.zekerheid.value,
                "versie": een.versie.isoformat(),
            }
            for een in uitkomst.toetsen
        ],
        "toegelaten": uitkomst.toegelaten,
        "subsidie": _als_getal(uitkomst.richtbedrag.subsidie) if gekozen else None,
        "inbreng_min": _als_getal(uitkomst.richtbedrag.inbreng_min) if gekozen else None,
        "voorstellen": [
            {
                "regel": voorstel.regel,
                "wijziging": voorstel.wijziging.value,
                "gemeenten": list(voorstel.gemeenten),
                "inwoners": voorstel.inwoners,
                "aantal": voorstel.aantal,
                "regios": list(voorstel.regios),
                "aansluitend": voorstel.aansluitend,
                "zin": voorstel.zin(zaak.gebied),
            }
            for voorstel in zaak.voorstellen
        ],
        "meldingen": list(zaak.meldingen),
    }


def _als_getal(bedrag: Decimal | None) -> int | float | None:
    if bedrag is None:
        return None
    return int(bedrag) if bedrag == bedrag.to_integral_value() else float(bedrag)


CSV_KOLOMMEN = ("onderdeel", "code", "waarde", "uitleg", "zekerheid", "bron", "versie")


def csv_rijen(zaak: Zaak) -> list[list[Any]]:
    """The same as rows of a spreadsheet."""
    uitkomst = zaak.uitkomst
    rijen: list[list[Any]] = [
        ["besluit", "", zaak.besluit, "", "", "", zaak.versie.isoformat()],
        ["periode", zaak.adres.periode.value, zaak.adres.periode.naam, "", "", "", ""],
        ["inwoners", "", uitkomst.cijfers.inwoners, zaak.cijferzin, "", uitkomst.cijfers.bron, ""],
    ]
    rijen += [["gemeente", lid.nis_code, lid.inwoners, lid.naam, "", "", ""] for lid in zaak.leden]
    rijen += [
        ["regio", regio.slug, regio.leden, f"{regio.naam}: {regio.leden} van {regio.van} gemeenten", "", "", ""]
        for regio in uitkomst.cijfers.regios
    ]
    rijen += [
        [
            "regel",
            een.regel,
            een.uitkomst.value,
            een.reden,
            een.zekerheid.value,
            zaak.rij(een).regel.bron,
            een.versie.isoformat(),
        ]
        for een in uitkomst.toetsen
    ]
    for naam in ("subsidie", "inbreng_min", "totaal_min"):
        rijen.append(["richtbedrag", naam, getattr(uitkomst.bedragen, naam), "euro per jaar", "", "", ""])
    rijen += [["berekening", "", "", stap, "", "", ""] for stap in uitkomst.bedragen.berekening]
    rijen += [
        ["voorstel", voorstel.regel, voorstel.inwoners, voorstel.zin(zaak.gebied), "", "", ""]
        for voorstel in zaak.voorstellen
    ]
    return [*rijen, *(["melding", "", "", zin, "", "", ""] for zin in zaak.meldingen)]
