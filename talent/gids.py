"""The directory for one question: which talents, on this page, with the count behind every choice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, reduce
from operator import and_

from django.http import QueryDict

from igs.models import IGS, Buurpaar, Gemeente, Lidmaatschap
from igs.netwerk import Netwerk
from opnetwerk.paginacache.delen import per_stand
from talent.facetten import LOTING, Gevonden, Stand
from talent.models import Discipline
from talent.zoekrij import KEUZEVELDEN, ZONDER_IGS
from talent.zoekvraag import FACETTEN, Zoekvraag

GEEN_IGS = "Gemeenten zonder IGS"


@dataclass(frozen=True)
class Waarde:
    """One value of a facet: its name, the values of `Zoekrij.waarden` that fall under it, the key above it."""

    naam: str
    onder: tuple[str, ...]
    boven: str = ""


@dataclass(frozen=True)
class Optie:
    """A value to choose. `aantal`: how many there are with this one value in its facet and all else as it is."""

    sleutel: str
    naam: str
    aantal: int
    gekozen: bool
    boven: str = ""


@dataclass(frozen=True)
class Facetkeuze:
    """A facet as the page shows it."""

    naam: str
    titel: str
    opties: list[Optie]

    @property
    def aantal_gekozen(self) -> int:
        return sum(optie.gekozen for optie in self.opties)

    @property
    def in_beeld(self) -> list[Optie]:
        """Terms of the second level show once the one above them, or one beside them, is chosen."""
        open_ = {optie.boven or optie.sleutel for optie in self.opties if optie.gekozen}
        return [optie for optie in self.opties if not optie.boven or optie.boven in open_]


@dataclass(frozen=True)
class Filter:
    """A filter that is on. `zonder`: the address without it; `aantal`: how many there would be."""

    naam: str
    zonder: str
    aantal: int


# --- what there is to choose from ---


@dataclass
class Streek:
    """The terms, the regions and the municipalities of a day. Three queries, five with the neighbours."""

    netwerk: Netwerk
    disciplines: list[Discipline]

    @classmethod
    def op(cls, dag: date, *, met_buren: bool) -> "Streek":
        gemeenten = {gemeente.nis_code: gemeente for gemeente in Gemeente.objects.all()}
        igs = {een.pk: een for een in IGS.objects.all()}
        netwerk = Netwerk(dag, gemeenten, [], list(igs.values()), [])
        if met_buren:
            netwerk.lidmaatschappen = list(Lidmaatschap.objects.all())
            for lidmaatschap in netwerk.lidmaatschappen:
                lidmaatschap.igs = igs[lidmaatschap.igs_id]
                lidmaatschap.gemeente = gemeenten[lidmaatschap.gemeente_id]
            netwerk.buurparen = list(Buurpaar.objects.values_list("a_id", "b_id"))
        return cls(netwerk, list(Discipline.objects.all()))

    @classmethod
    def gedeeld(cls, dag: date, *, met_buren: bool) -> "Streek":
        """The same for public pages: kept until something public changes, and changed by nobody."""
        return per_stand(("streek", dag, met_buren), lambda: cls.op(dag, met_buren=met_buren))

    @cached_property
    def facetten(self) -> dict[str, dict[str, Waarde]]:
        """Per facet its values by key, in the order of the page."""
        vast = {letter: keuzes for letter, _veld, keuzes in KEUZEVELDEN}
        return {
            naam: self._disciplines()
            if letter == "d"
            else self._regios()
            if letter == "i"
            else {sleutel: Waarde(label, (f"{letter}:{sleutel}",)) for sleutel, label in vast[letter].choices}
            for naam, _titel, letter in FACETTEN
        }

    @property
    def bekend(self) -> dict[str, dict[str, str]]:
        """For `Zoekvraag.uit`: every key that may stand in an address → the key that it leads to."""
        bekend = {naam: {sleutel: sleutel for sleutel in waarden} for naam, waarden in self.facetten.items()}
        bekend["discipline"] |= {term.sleutel: self._doel(term).sleutel for term in self.disciplines}
        bekend["gemeente"] = {
            gemeente.slug: self.netwerk.cel(gemeente).slug for gemeente in self.netwerk.alle_gemeenten.values()
        } | {gemeente.slug: gemeente.slug for gemeente in self.netwerk.huidige}
        return bekend

    def lees(self, vraag: QueryDict) -> Zoekvraag:
        """The question in an address. A term under another one that was asked too refines it: the wider one goes."""
        gelezen = Zoekvraag.uit(vraag, self.bekend, self.netwerk.dag)
        gekozen, waarden = gelezen.gekozen.get("discipline", ()), self.facetten["discipline"]
        verfijnd = {waarden[sleutel].boven for sleutel in gekozen} & {*gekozen}
        if not verfijnd:
            return gelezen
        blijft = tuple(sleutel for sleutel in gekozen if sleutel not in verfijnd)
        return replace(gelezen, gekozen={**gelezen.gekozen, "discipline": blijft})

    @property
    def woorden(self) -> Iterator[str]:
        """What people may mean when they mistype."""
        for term in self.disciplines:
            yield from (*term.naam.split(), *term.synoniemen)
        for waarden in self.facetten.values():
            yield from (woord for waarde in waarden.values() for woord in waarde.naam.split())
        yield from (gemeente.naam for gemeente in self.netwerk.huidige)

    @cached_property
    def _op_nummer(self) -> dict[int, Discipline]:
        return {term.pk: term for term in self.disciplines}

    def _doel(self, term: Discipline) -> Discipline:
        """The term that this one was merged into, in as many steps as it took."""
        gezien = {term.pk}
        while term.opgegaan_in_id and term.opgegaan_in_id not in gezien:
            gezien.add(term.opgegaan_in_id)
            term = self._op_nummer[term.opgegaan_in_id]
        return term

    def _disciplines(self) -> dict[str, Waarde]:
        onder: dict[int, list[str]] = {term.pk: [] for term in self.disciplines}
        for term in self.disciplines:
            doel = self._doel(term)
            onder[doel.pk].append(f"d:{term.sleutel}")
            if doel.boven_id:
                onder[self._doel(self._op_nummer[doel.boven_id]).pk].append(f"d:{term.sleutel}")
        blijft = [term for term in self.disciplines if self._doel(term) is term]
        return {
            term.sleutel: Waarde(term.naam, tuple(onder[term.pk]), self._boven(term))
            for eerste in blijft
            if not self._boven(eerste)
            for term in (eerste, *(een for een in blijft if self._boven(een) == eerste.sleutel))
        }

    def _boven(self, term: Discipline) -> str:
        return self._doel(self._op_nummer[term.boven_id]).sleutel if term.boven_id else ""

    def _regios(self) -> dict[str, Waarde]:
        namen = {igs.slug: igs.naam for igs in self.netwerk.alle_igs}
        return {slug: Waarde(naam, (f"i:{slug}",)) for slug, naam in namen.items()} | {
            ZONDER_IGS: Waarde(GEEN_IGS, (f"i:{ZONDER_IGS}",))
        }

    def rond_igs(self, slug: str) -> tuple[str, ...]:
        """The IGS and those next to it, as values."""
        dit = next((igs for igs in self.netwerk.alle_igs if igs.slug == slug), None)
        buren = self.netwerk.buur_igs(dit) if dit else []
        return (f"i:{slug}", *(f"i:{buur.slug}" for buur in buren))

    @cached_property
    def codes(self) -> dict[str, tuple[str, ...]]:
        """Per municipality of today the values of its ground: its own and those of the ones it was merged from."""
        codes: dict[str, list[str]] = {}
        for gemeente in self.netwerk.alle_gemeenten.values():
            codes.setdefault(self.netwerk.cel(gemeente).nis_code, []).append(f"g:{gemeente.nis_code}")
        return {code: tuple(waarden) for code, waarden in codes.items()}

    def gemeente(self, slug: str) -> Gemeente | None:
        return self._op_slug.get(slug)

    @cached_property
    def _op_slug(self) -> dict[str, Gemeente]:
        return {gemeente.slug: gemeente for gemeente in self.netwerk.huidige}


# --- the answer ---


@dataclass
class Gids:
    """The answer to `vraag`. `gevonden`: who fits its words, None without words."""

    stand: Stand
    streek: Streek
    vraag: Zoekvraag
    gevonden: Gevonden | None = None
    # Only those with this value: "x:feed" for what other sites may show.
    enkel: str = ""
    _delen: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        vraag = self.vraag
        self._delen = {naam: self._van_facet(naam, waarden) for naam, waarden in vraag.gekozen.items()}
        if vraag.gemeente:
            self._delen["gemeente"] = self._van_gemeente(vraag.gemeente)
        if self.gevonden is not None:
            self._delen["q"] = self.gevonden.rij & self.stand.zichtbaar

    def _van_facet(self, facet: str, sleutels: Iterable[str]) -> int:
        return self.stand.met_een_van(waarde for sleutel in sleutels for waarde in self._onder(facet, sleutel))

    def _onder(self, facet: str, sleutel: str) -> tuple[str, ...]:
        if facet == "regio" and self.vraag.rond:
            return self.streek.rond_igs(sleutel)
        return self.streek.facetten[facet][sleutel].onder

    def _van_gemeente(self, slug: str) -> int:
        gemeente = self.streek.gemeente(slug)
        if gemeente is None:
            return 0
        buren = self.streek.netwerk.buurcodes(gemeente.nis_code) if self.vraag.rond else set()
        return self.stand.met_een_van(
            waarde for code in {gemeente.nis_code, *buren} for waarde in self.streek.codes.get(code, ())
        )

    @cached_property
    def alle(self) -> int:
        """Everybody in the directory, whatever the question."""
        return self.stand.zichtbaar & self.stand.met(self.enkel) if self.enkel else self.stand.zichtbaar

    def _behalve(self, *namen: str) -> int:
        """The result with these filters off."""
        return reduce(and_, (deel for naam, deel in self._delen.items() if naam not in namen), self.alle)

    @cached_property
    def resultaat(self) -> int:
        return self._behalve()

    @property
    def aantal(self) -> int:
        return self.resultaat.bit_count()

    # --- for the paginator ---

    def __len__(self) -> int:
        return self.aantal

    def __getitem__(self, stuk: slice) -> list[int]:
        """The row numbers of the talents from one place to another, in the order that was asked."""
        begin, eind = stuk.start or 0, self.aantal if stuk.stop is None else stuk.stop
        if self.gevonden and self.op_woorden:
            return self._gerangschikt(self.gevonden.rang)[begin:eind]
        vraag = self.vraag
        orde = f"{LOTING}{vraag.dag}" if vraag.dag else vraag.sorteer or "recent"
        return self.stand.stuk(self._groepen(), orde, begin, eind)

    @property
    def op_woorden(self) -> bool:
        """Sorted by how well they fit."""
        return self.gevonden is not None and self.gevonden.gerangschikt and not self.vraag.sorteer

    def _gerangschikt(self, nummers: list[int]) -> list[int]:
        bekend = [nummer for nummer in nummers if nummer < len(self.stand.namen)]
        return [nummer for groep in self._groepen() for nummer in self.stand.alleen(groep, bekend)]

    def _groepen(self) -> tuple[int, int, int]:
        """Confirmed in the last year, longer ago, and paused."""
        pauze, dag = self.stand.met("x:pauze"), self.streek.netwerk.dag
        grens = f"{dag.year - 1}-{dag.month:02d}"
        oud = reduce(lambda a, b: a | b, (rij for maand, rij in self.stand.beginnend_met("b:") if maand < grens), 0)
        return self.resultaat & ~oud & ~pauze, self.resultaat & oud & ~pauze, self.resultaat & pauze

    # --- what to choose next ---

    @cached_property
    def facetten(self) -> list[Facetkeuze]:
        """Every facet with the values that give something, or that are on."""
        return [Facetkeuze(naam, titel, list(self._opties(naam))) for naam, titel, _letter in FACETTEN]

    def _opties(self, facet: str) -> Iterator[Optie]:
        rest, gekozen = self._behalve(facet), self.vraag.gekozen.get(facet, ())
        for sleutel, waarde in self.streek.facetten[facet].items():
            aantal = (self._van_facet(facet, [sleutel]) & rest).bit_count()
            if aantal or sleutel in gekozen:
                yield Optie(sleutel, waarde.naam, aantal, sleutel in gekozen, waarde.boven)

    @cached_property
    def gemeenten(self) -> list[tuple[Gemeente, int]]:
        """The municipalities to choose, by name, each with what that would give."""
        rest = self._behalve("gemeente")
        paren = ((een, (self._van_gemeente(een.slug) & rest).bit_count()) for een in self._met_maker)
        return [(een, aantal) for een, aantal in paren if aantal]

    @cached_property
    def plaatsen(self) -> list[tuple[Gemeente, int, Zoekvraag]]:
        """The same for the map: each with its own makers only, and the question for just those."""
        rest, anders = self._behalve("gemeente"), self._zonder_rond()
        paren = ((een, self.stand.met_een_van(self.streek.codes[een.nis_code]) & rest) for een in self._met_maker)
        return [(een, rij.bit_count(), anders.met(gemeente=een.slug)) for een, rij in paren if rij]

    @cached_property
    def _met_maker(self) -> list[Gemeente]:
        hier = {f"g:{code}" for code, _rij in self.stand.beginnend_met("g:")}
        gevuld = {code for code, waarden in self.streek.codes.items() if hier.intersection(waarden)}
        buren = self.streek.netwerk.buurcodes
        met = [een for een in self.streek.netwerk.huidige if gevuld & {een.nis_code, *buren(een.nis_code)}]
        return sorted(met, key=lambda een: een.naam)

    def _zonder_rond(self) -> Zoekvraag:
        """The list instead of the map, with the regions around named one by one."""
        gekozen, vraag = dict(self.vraag.gekozen), self.vraag
        if vraag.rond and "regio" in gekozen:
            rond = {waarde: None for slug in gekozen["regio"] for waarde in self.streek.rond_igs(slug)}
            gekozen["regio"] = tuple(waarde.removeprefix("i:") for waarde in rond)
        return vraag.met(beeld="", rond=False, gekozen=gekozen)

    @cached_property
    def filters(self) -> list[Filter]:
        """What is on, to take off one by one."""
        vraag, lijst = self.vraag, []
        if vraag.q:
            lijst.append(Filter(f"“{vraag.q}”", vraag.met(q="").adres, self._behalve("q").bit_count()))
        for facet, sleutels in vraag.gekozen.items():
            for sleutel in sleutels:
                over = [een for een in sleutels if een != sleutel]
                deel = self._van_facet(facet, over) if over else -1
                naam = self.streek.facetten[facet][sleutel].naam
                naam += self._en_rond if facet == "regio" else ""
                anders = vraag.zonder_waarde(facet, sleutel)
                lijst.append(Filter(naam, anders.adres, (self._behalve(facet) & deel).bit_count()))
        if gemeente := self.streek.gemeente(vraag.gemeente):
            zonder = vraag.zonder_gemeente()
            lijst.append(Filter(gemeente.naam + self._en_rond, zonder.adres, self._behalve("gemeente").bit_count()))
        return lijst

    @property
    def alleen(self) -> list[Filter]:
        """When taking off one filter does not help: each filter by itself, the most first."""
        if self.uitwegen or len(self.filters) < 2:
            return []
        vraag = self.vraag
        leeg = vraag.met(q="", gekozen={}, gemeente="")
        kaal = [(f"“{vraag.q}”", leeg.met(q=vraag.q, rond=False), self._delen["q"])] if vraag.q else []
        for facet, sleutels in vraag.gekozen.items():
            for sleutel in sleutels:
                anders = leeg.met(gekozen={facet: (sleutel,)}, rond=vraag.rond and facet == "regio")
                naam = self.streek.facetten[facet][sleutel].naam
                kaal.append((naam, anders, self._van_facet(facet, [sleutel])))
        if gemeente := self.streek.gemeente(vraag.gemeente):
            kaal.append((gemeente.naam, leeg.met(gemeente=vraag.gemeente), self._delen["gemeente"]))
        lijst = [Filter(naam, anders.adres, (rij & self.alle).bit_count()) for naam, anders, rij in kaal]
        return sorted((een for een in lijst if een.aantal), key=lambda een: -een.aantal)

    @property
    def _en_rond(self) -> str:
        return " en rond" if self.vraag.rond else ""

    @property
    def uitwegen(self) -> list[Filter]:
        """For an empty result: the filters without which there is one, the most first."""
        return sorted((een for een in self.filters if een.aantal), key=lambda een: -een.aantal)
