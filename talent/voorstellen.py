"""Which talents fit a call, the best first: counted over the whole directory with rows of bits, at any size.

Every criterion of `talent.passen` is a row of bits with its points; adding those rows gives each talent its points at
once. Who has as many is drawn by lot, the same for a call each time: whoever is new has the same chance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Any

from django.core.cache import cache
from django.db.models import Prefetch

from talent import passen
from talent.afstanden import afstanden_vanaf
from talent.facetten import Stand, wijzer
from talent.gids import Streek
from talent.kaartjes import Kaartje
from talent.keuzes import Plek, Prijssoort, Reikwijdte
from talent.models import Oproep, Oproepvoorkeur, Talent, Toelating
from talent.passen import DICHTBIJ, PUNTEN, REGIO_KM, Past, Vraag, beoordeel, kandidaat_van
from talent.zichtbaarheid import Kijker, toon
from talent.zoekrij import met_publiek_profiel

MEESTE = 20  # on one page
MEESTE_BLADEN = 10  # whoever wants to see more asks too little


@dataclass(frozen=True)
class Suggestie:
    """A talent that fits. `uitgenodigd`: by a button of the organiser, before."""

    kaartje: Kaartje
    past: Past
    uitgenodigd: bool

    @property
    def talent(self) -> Talent:
        return self.kaartje.talent


def passende_talenten(*, oproep: Oproep, dag: date, aantal: int = MEESTE) -> list[Suggestie]:
    """Who fits the call on the day, the most points first; who answered already is left out.

    Only what a visitor may see counts; besides that whether somebody opted in for unpaid calls.
    """
    streek, stand = Streek.op(dag, met_buren=False), wijzer.stand()
    vraag = vraag_van(oproep, streek)
    wil_onbetaald = _wie_onbetaald_wil(vraag)
    rijen = Bitrijen(stand, vraag, streek, stand.van(wil_onbetaald))
    geantwoord = stand.van(oproep.reacties.values_list("talent_id", flat=True))
    volgorde = rijen.in_volgorde(rijen.passend & ~geantwoord)
    gevonden: list[tuple[int, Suggestie]] = []
    # The rows may be older than what is online: whoever does not fit any more makes place for the next.
    while len(gevonden) < aantal and (nummers := _neem(volgorde, aantal)):
        gevonden += _beoordeeld(nummers, vraag, wil_onbetaald, oproep)
    gevonden.sort(key=lambda paar: (-paar[1].past.punten, paar[0]))
    return [suggestie for _lot, suggestie in gevonden[:aantal]]


@dataclass(frozen=True)
class Voorstelblad:
    """One page of suggestions. `vorige` and `volgende`: numbers of pages; 0 when there is none."""

    voorstellen: list[Suggestie]
    nummer: int = 1
    volgende: int = 0

    @property
    def vorige(self) -> int:
        return self.nummer - 1


def voorstelblad(*, oproep: Oproep, dag: date, nummer: str) -> Voorstelblad:
    """The page with this number, as it stands in an address; the first for what is no number or too far."""
    blad = int(nummer) if nummer.isascii() and nummer.isdigit() and len(nummer) < 4 else 1
    blad = blad if 1 <= blad <= MEESTE_BLADEN else 1
    # One more than is shown, to know whether another page follows.
    alle = passende_talenten(oproep=oproep, dag=dag, aantal=blad * MEESTE + 1)
    if blad > 1 and len(alle) <= (blad - 1) * MEESTE:
        return voorstelblad(oproep=oproep, dag=dag, nummer="1")
    volgende = blad + 1 if len(alle) > blad * MEESTE and blad < MEESTE_BLADEN else 0
    return Voorstelblad(alle[(blad - 1) * MEESTE : blad * MEESTE], blad, volgende)


def uitnodigsleutel(oproep_nr: int, talent_nr: int) -> str:
    """Where is kept that the organiser of a call invited a talent. Not whether a mail went: that is the talent's."""
    return f"uitgenodigd:{oproep_nr}:{talent_nr}"


def _neem(volgorde: Iterator[int], aantal: int) -> list[int]:
    return [nummer for _, nummer in zip(range(aantal), volgorde, strict=False)]


def _beoordeeld(
    nummers: list[int], vraag: Vraag, wil_onbetaald: set[int], oproep: Oproep
) -> Iterator[tuple[int, Suggestie]]:
    """With the lot of each. Six queries."""
    talenten = met_regios(met_publiek_profiel(Talent.objects.online().filter(pk__in=nummers)))
    uitgenodigd = cache.get_many([uitnodigsleutel(oproep.pk, nummer) for nummer in nummers])
    for talent in talenten:
        profiel = toon(talent, Kijker.BEZOEKER)
        past = beoordeel(vraag, kandidaat_van(profiel, wil_onbetaald=talent.pk in wil_onbetaald))
        if past:
            genodigd = uitnodigsleutel(oproep.pk, talent.pk) in uitgenodigd
            yield lot(vraag, talent.pk), Suggestie(Kaartje(profiel), past, genodigd)


def met_regios(talenten: Any) -> Any:
    """With the regions that admitted each, as `toegelaten`. One query more."""
    toegelaten = Toelating.objects.filter(stand=Toelating.Stand.TOEGELATEN).select_related("igs")
    return talenten.prefetch_related(Prefetch("toelatingen", toegelaten, to_attr="toegelaten"))


def _wie_onbetaald_wil(vraag: Vraag) -> set[int]:
    """Row numbers of who opted in for unpaid calls; nobody when the call pays."""
    if vraag.vergoeding == Oproep.Vergoeding.BEDRAG:
        return set()
    return set(Oproepvoorkeur.objects.filter(onbetaald=True).values_list("talent_id", flat=True))


def lot(vraag: Vraag, talent_nr: int) -> int:
    """The draw of a talent for a call: the same in every process (a hash of numbers is), another for each call."""
    return hash((vraag.nummer, talent_nr, 8))


def vraag_van(oproep: Oproep, streek: Streek) -> Vraag:
    """What the call asks. One query, for its disciplines, and one for the region unless they were fetched."""
    precies, ruimer = _disciplines(oproep, streek)
    return Vraag(
        nummer=oproep.pk,
        kans=oproep.kans,
        vergoeding=oproep.vergoeding,
        bedrag=oproep.bedrag,
        precies=precies,
        ruimer=ruimer,
        vormen=frozenset(oproep.vormen),
        past_bij=frozenset(oproep.past_bij),
        hoogstens=oproep.hoogstens_personen,
        plek=oproep.plek,
        techniek=oproep.techniek,
        km=oproep.km,
        igs=oproep.igs.slug if oproep.igs else "",
        afstand=afstanden_vanaf(oproep.gemeente, streek.netwerk),
    )


def _disciplines(oproep: Oproep, streek: Streek) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that are what is asked or lie under it, and those just above; keys of merged terms included."""
    doel, waarden = streek.bekend["discipline"], streek.facetten["discipline"]
    boven = {sleutel: waarde.boven for sleutel, waarde in waarden.items()}
    gevraagd = {doel[term.sleutel] for term in oproep.disciplines.all() if term.sleutel in doel}
    daarboven = {boven[sleutel] for sleutel in gevraagd} - {""}
    precies = {sleutel for sleutel, naar in doel.items() if naar in gevraagd or boven.get(naar) in gevraagd}
    return frozenset(precies), frozenset(
        sleutel for sleutel, naar in doel.items() if naar in daarboven and sleutel not in precies
    )


class Bitrijen:
    """One call over the whole directory. `passend`: who fits, as far as the rows know."""

    def __init__(self, stand: Stand, vraag: Vraag, streek: Streek, wil_onbetaald: int) -> None:
        self.stand, self.vraag, self.wil_onbetaald = stand, vraag, wil_onbetaald
        per_afstand: dict[int, list[str]] = {}
        for nis_code, km in vraag.afstand.items():
            per_afstand.setdefault(km, []).append(f"g:{nis_code}")
        # From near to far.
        self._afstanden = [(km, stand.met_een_van(per_afstand[km])) for km in sorted(per_afstand)]
        self._precies = stand.met_een_van(f"d:{sleutel}" for sleutel in vraag.precies)
        self.passend = self._passend()

    def _binnen(self, km: int) -> int:
        samen = 0
        for afstand, rij in self._afstanden:
            if afstand > km:
                break
            samen |= rij
        return samen

    def _elke(self, letters: str) -> int:
        """Who has any value of this facet."""
        samen = 0
        for _waarde, rij in self.stand.beginnend_met(letters):
            samen |= rij
        return samen

    def _passend(self) -> int:
        stand, vraag = self.stand, self.vraag
        rij = stand.zichtbaar & ~stand.met("x:pauze")
        # Somebody of 13 to 15 has no discipline in the directory: never among them.
        disciplines = [f"d:{sleutel}" for sleutel in vraag.precies | vraag.ruimer]
        rij &= stand.met_een_van(disciplines) if vraag.precies else self._elke("d:")
        rij &= stand.met(f"a:{vraag.kans}") | ~self._elke("a:")
        if vraag.vormen:
            rij &= stand.met_een_van(f"v:{vorm}" for vorm in vraag.vormen) | ~self._elke("v:")
        if vraag.km is not None:
            rij &= self._binnen(vraag.km)
        rij &= ~(stand.met(f"ver:{Reikwijdte.GEMEENTE}") & ~self._binnen(0))
        eigen_regio = stand.met(f"i:{vraag.igs}") if vraag.igs else 0
        rij &= ~(stand.met(f"ver:{Reikwijdte.REGIO}") & ~(self._binnen(REGIO_KM) | eigen_regio))
        if vraag.hoogstens is not None:
            rij &= ~self._getallen("personen:", meer_dan=vraag.hoogstens)
        if vraag.plek:
            rij &= ~stand.met_een_van(f"plek:{plek}" for plek in {*Plek.values} - passen.past_op_plek(vraag.plek))
        return rij & self._betaalbaar()

    def _getallen(self, letters: str, *, meer_dan: int = 0, hoogstens: int | None = None) -> int:
        """Who has a number in these bounds."""
        samen = 0
        for tekst, rij in self.stand.beginnend_met(letters):
            getal = int(tekst)
            if getal > meer_dan and (hoogstens is None or getal <= hoogstens):
                samen |= rij
        return samen

    def _betaalbaar(self) -> int:
        gratis, vanaf = self.stand.met(f"prijs:{Prijssoort.GRATIS}"), self.stand.met(f"prijs:{Prijssoort.VANAF}")
        if self.vraag.vergoeding == Oproep.Vergoeding.ONBETAALD:
            return gratis | self.wil_onbetaald
        if self.vraag.vergoeding == Oproep.Vergoeding.ONKOSTEN:
            return ~vanaf | self.wil_onbetaald
        return ~self._getallen("vanaf:", meer_dan=self.vraag.bedrag or 0)

    # --- points ---

    def _met_punten(self) -> Iterator[tuple[int, int]]:
        """Who gets points for what, and how many: as in `passen.beoordeel`."""
        stand, vraag = self.stand, self.vraag
        if vraag.precies:
            ruimer = stand.met_een_van(f"d:{sleutel}" for sleutel in vraag.ruimer)
            yield self._precies, PUNTEN["discipline"]
            yield ruimer & ~self._precies, PUNTEN["ruimer"]
        yield stand.met(f"a:{vraag.kans}"), PUNTEN["aanbod"]
        dichter = 0
        for km, punten in DICHTBIJ:
            binnen = self._binnen(km)
            yield binnen & ~dichter, punten
            dichter = binnen
        yield self._prijspunten(), PUNTEN["prijs"]
        if vraag.hoogstens is not None:
            yield self._getallen("personen:", hoogstens=vraag.hoogstens), PUNTEN["personen"]
        if vraag.vormen:
            yield stand.met_een_van(f"v:{vorm}" for vorm in vraag.vormen), PUNTEN["vorm"]
        if vraag.plek:
            yield stand.met_een_van(f"plek:{plek}" for plek in passen.past_op_plek(vraag.plek)), PUNTEN["plek"]
        yield stand.met_een_van(f"p:{waarde}" for waarde in vraag.past_bij), PUNTEN["past_bij"]

    def _prijspunten(self) -> int:
        gratis, onkosten = (self.stand.met(f"prijs:{een}") for een in (Prijssoort.GRATIS, Prijssoort.ONKOSTEN))
        if self.vraag.vergoeding == Oproep.Vergoeding.ONBETAALD:
            return gratis
        if self.vraag.vergoeding == Oproep.Vergoeding.ONKOSTEN:
            return gratis | onkosten
        return gratis | onkosten | self._getallen("vanaf:", hoogstens=self.vraag.bedrag or 0)

    def per_punten(self, wie: int) -> Iterator[int]:
        """These talents in groups with as many points, the most first."""
        cijfers = _tel_op(self._met_punten())
        for punten in range(2 ** len(cijfers) - 1, -1, -1):
            groep = wie
            for plaats, rij in enumerate(cijfers):
                groep &= rij if punten >> plaats & 1 else ~rij
            if groep:
                yield groep

    def in_volgorde(self, wie: int) -> Iterator[int]:
        """The row numbers of these talents: most points first, and by lot among equals."""
        for groep in self.per_punten(wie):
            yield from self._geloot(groep)

    def _geloot(self, groep: int) -> Iterator[int]:
        """Few are needed of a large group: its first ones are found before all are sorted."""
        nummers = list(plekken(groep))
        sleutel = self._lot
        eerste = nsmallest(4 * MEESTE, nummers, key=sleutel)
        yield from eerste
        if len(nummers) > len(eerste):
            yield from sorted(nummers, key=sleutel)[len(eerste) :]

    def _lot(self, nummer: int) -> int:
        return lot(self.vraag, nummer)


def plekken(rij: int) -> Iterator[int]:
    """The places of the ones."""
    tekst = bin(rij)
    plek = tekst.rfind("1")
    while plek > 0:
        yield len(tekst) - 1 - plek
        plek = tekst.rfind("1", 0, plek)


def _tel_op(rijen: Iterable[tuple[int, int]]) -> list[int]:
    """The sums per place, as binary digits: a row of bits for the ones, for the twos, for the fours, and so on."""
    cijfers: list[int] = []
    for rij, punten in rijen:
        for plaats in range(punten.bit_length()):
            if punten >> plaats & 1:
                _tel_bij(cijfers, rij, plaats)
    return cijfers


def _tel_bij(cijfers: list[int], over: int, plaats: int) -> None:
    while over:
        while len(cijfers) <= plaats:
            cijfers.append(0)
        cijfers[plaats], over = cijfers[plaats] ^ over, cijfers[plaats] & over
        plaats += 1
