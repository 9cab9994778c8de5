"""Who is seen where: `python -m tests.oefeningen.openbaarheid`, makers of every kind over every public route.

Each age, choice and stand makes a talent with a word of its own in every field; then each word is looked for in ten
routes: as a visitor, as somebody logged in, as the coordinator of another region. What may be found stands in `mag`,
and not in the code that is being tried. With the page cache on, who was visible and goes must leave the kept pages too.
Prints the leaks per kind and route, and ends with 1 when there is one.
"""

import hashlib
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.oefeningen.wilde_wereld import oefenbank, omstandigheden

LEEFTIJDEN = ("13-15", "16-17", "18")
KEUZES = ("iedereen", "aangemeld", "niemand", "")  # "": as the portal proposes
ZICHTBAAR, WEG = ("online", "pauze", "niet in lijsten", "niet in zoekmachines"), (
    "verborgen door eigenaar", "verborgen door ouder", "verborgen door redactie", "stil", "wordt gewist", "gevraagd",
    "geweigerd", "enkel concept", "gewist",
)  # fmt: skip
VELDEN = (
    "naam", "kort", "voornaamwoorden", "tekst", "stijlen", "lid_van", "prijs_uitleg", "duur", "techniek",
    "toegankelijkheid", "beschikbaar", "telefoon", "links", "beelden", "media",
)  # fmt: skip
# What nobody of that age shows; the name and the line below it are there for all who are shown.
ALTIJD = {"naam", "kort"}
NOOIT = {
    "13-15": {"voornaamwoorden", "lid_van", "telefoon", "links", "media", "beschikbaar", "prijs_uitleg"},
    "16-17": {"telefoon"},
    "18": set[str](),
}
STANDAARD_NIET = {"lid_van": "aangemeld", "telefoon": "niemand"}
ROUTES = (
    "pagina", "lijst", "zoeken", "feed", "sitemap", "JSON-LD", "deelbeeld", "cache", "uitvoer", "open data",
    "aangemeld", "beheer elders",
)  # fmt: skip
WOORD = re.compile(r"zq[a-y]{12}z", re.IGNORECASE)


def woord(nummer: int, veld: str) -> str:
    """A word that stands in this field of this maker and nowhere else."""
    cijfers = hashlib.sha256(f"{nummer}-{veld}".encode()).digest()
    return "zq" + "".join(chr(97 + cijfer % 25) for cijfer in cijfers[:12]) + "z"


@dataclass
class Maker:
    """One kind of maker; `talent` is the row, or None once it is erased."""

    nummer: int
    leeftijd: str
    keuze: str
    stand: str
    talent: Any = None
    slug: str = ""

    @property
    def te_zien(self) -> bool:
        return self.stand in ZICHTBAAR

    def __str__(self) -> str:
        return f"{self.leeftijd} jaar, {self.keuze or 'standaard'}, {self.stand}"


def mag(maker: Maker, veld: str, route: str) -> bool:
    """Whether the word of this field may be found on this route."""
    if not maker.te_zien or route == "open data":
        return False
    jong = maker.leeftijd == "13-15"
    # No list for other sites, no search engine and no picture to share for who is 13 to 15, or said no.
    if route in ("feed", "uitvoer") and (jong or maker.stand == "niet in lijsten"):
        return False
    if route in ("sitemap", "JSON-LD") and (jong or maker.stand == "niet in zoekmachines"):
        return False
    if route == "deelbeeld" and maker.leeftijd != "18":
        return False
    if veld in ALTIJD:
        return route != "beheer elders"
    keuze = maker.keuze or STANDAARD_NIET.get(veld, "iedereen")
    ziet = {"iedereen"} | ({"aangemeld"} if route == "aangemeld" else set())
    return keuze in ziet and veld not in NOOIT[maker.leeftijd] and route != "beheer elders"


# --- making -----------------------------------------------------------------------------------------------------------
def soorten() -> Iterator[tuple[str, str, str]]:
    for leeftijd in LEEFTIJDEN:
        for keuze in KEUZES:
            yield from ((leeftijd, keuze, stand) for stand in (*ZICHTBAAR, *WEG))


def maak(keuze: Callable[[int], bool] = lambda nummer: True) -> list[Maker]:
    """A maker of every kind (of those whose number is chosen), in Zuidrand."""
    makers = [Maker(nummer, *soort) for nummer, soort in enumerate(soorten()) if keuze(nummer)]
    for maker in makers:
        _maak_een(maker)
    return makers


def _maak_een(maker: Maker) -> None:
    from igs.models import IGS, Gemeente
    from tests.talent.fabriek import maak_beeld, maak_medium, maak_talent

    w = {veld: woord(maker.nummer, veld) for veld in VELDEN}
    teksten = {"voornaamwoorden", "tekst", "lid_van", "prijs_uitleg", "duur", "techniek", "toegankelijkheid"}
    velden: dict[str, Any] = {veld: w[veld] for veld in (*teksten, "beschikbaar", "telefoon", "kort")}
    velden |= {"stijlen": [w["stijlen"]], "links": [f"https://{w['links']}.example/"], "prijs": "bespreken"}
    if maker.keuze:
        velden["zichtbaarheid"] = dict.fromkeys(_beslist(), maker.keuze)
    if maker.leeftijd != "13-15":
        velden |= {"in_feeds": maker.stand != "niet in lijsten"}
        velden |= {"in_zoekmachines": maker.stand != "niet in zoekmachines"}
    maker.talent = maak_talent(
        naam=w["naam"].capitalize(),
        thuis=IGS.objects.get(slug="zuidrand"),
        gemeente=Gemeente.objects.get(slug="lint"),
        leeftijd=maker.leeftijd,
        pauze=maker.stand == "pauze",
        **velden,
    )
    maker.slug = maker.talent.slug
    maak_beeld(maker.talent.online, alt=w["beelden"])
    maak_medium(maker.talent.online, titel=w["media"])
    if not maker.te_zien:
        verdwijn(maker)
    else:
        _leid_af(maker)


def _beslist() -> list[str]:
    from talent.zichtbaarheid import STANDAARD

    return list(STANDAARD)


def _leid_af(maker: Maker) -> None:
    from talent import zoekrij

    maker.talent.refresh_from_db()
    zoekrij.leid_af(maker.talent)


def verdwijn(maker: Maker) -> None:
    """Make what was visible go in the way of its stand, through the functions of the portal where there is one."""
    from talent import verlaten
    from talent.models import Profiel, Talent, Toelating

    talent, door = maker.talent, maker.talent.beheer.get(rol="eigenaar").gebruiker
    if maker.stand.startswith("verborgen door "):
        verlaten.verberg(talent=talent, door=door, wie=Talent.Verborgen(maker.stand.rpartition(" ")[2]))
    elif maker.stand == "stil":
        verlaten.verberg(talent=talent, door=None, wie=Talent.Verborgen.STIL)
    elif maker.stand == "wordt gewist":
        verlaten.vraag_wissen(talent=talent, door=door)
    elif maker.stand == "gewist":
        verlaten.wis(talent=talent)
        maker.talent = None
        return
    elif maker.stand in ("gevraagd", "geweigerd"):
        Toelating.objects.filter(talent=talent).update(stand=maker.stand)
    else:
        nummer = talent.online_id
        Talent.objects.filter(pk=talent.pk).update(online=None, concept=nummer)
        Profiel.objects.filter(pk=nummer).update(stand="concept")
    _leid_af(maker)


# --- looking ----------------------------------------------------------------------------------------------------------
@dataclass
class Verslag:
    """`lekken`: lines; `tel`: how many per (kind, route); `gezien`: words found where they may be, per route."""

    makers: int = 0
    lekken: list[str] = field(default_factory=list)
    tel: Counter[tuple[str, str]] = field(default_factory=Counter)
    gezien: Counter[str] = field(default_factory=Counter)
    vragen: int = 0

    def meld(self, maker: Maker, veld: str, route: str, adres: str) -> None:
        if mag(maker, veld, route if route != "cache" else "lijst"):
            self.gezien[route] += 1
            return
        self.lekken.append(f"{route}: {veld} van {maker} op {adres}")
        for soort in (f"{maker.leeftijd} jaar", f"voor {maker.keuze or 'standaard'}", maker.stand):
            self.tel[soort, route] += 1

    def regels(self) -> Iterator[str]:
        soorten_ = [*(f"{een} jaar" for een in LEEFTIJDEN), *(f"voor {een or 'standaard'}" for een in KEUZES)]
        yield f"{'lekken':<26}" + "".join(f"{route:>14}" for route in ROUTES)
        for soort in (*soorten_, *ZICHTBAAR, *WEG):
            yield f"{soort:<26}" + "".join(f"{self.tel[soort, route]:>14}" for route in ROUTES)
        yield f"{'gezien waar het mag':<26}" + "".join(f"{self.gezien[route]:>14}" for route in ROUTES)


class Speurder:
    """Asks the routes, and holds what it finds against what may be found."""

    def __init__(self, makers: list[Maker]) -> None:
        from django.test import Client

        self.makers, self.verslag = makers, Verslag(len(makers))
        self.van_woord = {woord(maker.nummer, veld): (maker, veld) for maker in makers for veld in VELDEN}
        self.klanten = {"": Client()}

    def lees(self, adres: str, wie: str = "") -> str:
        """The text of the answer, whatever its status; a picture is empty."""
        self.verslag.vragen += 1
        antwoord = self.klanten[wie].get(adres, follow=True)
        inhoud = b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content  # type: ignore[attr-defined]
        return inhoud.decode(errors="replace")

    def speur(self, adres: str, route: str, wie: str = "", zonder: str = "") -> str:
        """Look for every word in the answer, but for the one that was asked for."""
        tekst = self.lees(adres, wie)
        for gevonden in {een.lower() for een in WOORD.findall(tekst)} - {zonder}:
            if gevonden in self.van_woord:
                self.verslag.meld(*self.van_woord[gevonden], route, adres)
        return tekst

    def alles(self, zoek_elk_veld: bool = True) -> Verslag:
        for route, adres in self.gedeeld():
            self.bladen(adres, route)
        for maker in self.makers:
            self.van(maker)
            for veld in VELDEN if zoek_elk_veld else ("naam", "telefoon", "tekst"):
                self.zoek(maker, veld)
        return self.verslag

    def gedeeld(self) -> Iterator[tuple[str, str]]:
        """What shows many at once."""
        for adres in ("/talent/", "/talent/?sorteer=az", "/talent/?weergave=kaart", "/igs/zuidrand/talent/"):
            yield "lijst", adres
        yield from (("lijst", adres) for adres in ("/", "/igs/zuidrand/", "/gemeenten/lint/", "/regios/antwerpen/"))
        yield from (("feed", f"{voor}/talent/atom.xml") for voor in ("", "/igs/zuidrand"))
        yield from (("uitvoer", f"{voor}/talent/talenten.json") for voor in ("", "/igs/zuidrand"))
        yield "uitvoer", "/igs/zuidrand/talent/inbedden/"
        yield "sitemap", "/sitemap.xml"
        for naam in ("igs", "gemeenten", "regios", "lidmaatschappen", "erkenningen"):
            yield from (("open data", f"/open-data/{naam}.{vorm}") for vorm in ("csv", "json"))
        yield "open data", "/open-data/"
        yield "open data", "/open-data/kaart.geojson"

    def bladen(self, adres: str, route: str, meeste: int = 20) -> None:
        """Every sheet of a list."""
        tekst = self.speur(adres, route)
        for blad in range(2, meeste):
            if f"pagina={blad}" not in tekst:
                break
            tekst = self.speur(f"{adres}{'&' if '?' in adres else '?'}pagina={blad}", route)

    def van(self, maker: Maker) -> None:
        """The addresses of one maker."""
        eigen = f"/talent/{maker.slug}/"
        tekst = self.speur(eigen, "pagina")
        if "Lint" in tekst and maker.leeftijd == "13-15" and maker.te_zien:
            self.verslag.meld(maker, "gemeente", "open data", eigen)  # nowhere: finer than the region
        for stuk in re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", tekst, re.DOTALL):
            for gevonden in {een.lower() for een in WOORD.findall(stuk)} & self.van_woord.keys():
                self.verslag.meld(*self.van_woord[gevonden], "JSON-LD", eigen)
        self.speur(f"{eigen}blad/", "pagina")
        self.speur(f"/talent/lijstje/?t={maker.slug}", "lijst")
        if "og:image" in tekst or self._status(f"/deelbeeld/talent/{maker.slug}.png") == 200:
            self.verslag.meld(maker, "naam", "deelbeeld", eigen)
        if self._status(f"{eigen}contact/") == 200 and (maker.leeftijd == "13-15" or not maker.te_zien):
            self.verslag.meld(maker, "contact", "open data", f"{eigen}contact/")
        if "aangemeld" in self.klanten:
            self.speur(f"{eigen}aangemeld/", "aangemeld", "aangemeld")
            gevraagd = woord(maker.nummer, "naam")  # stands in the search box again
            self.speur(f"/admin/talent/talent/?q={gevraagd}", "beheer elders", "elders", gevraagd)
            if maker.talent:
                self.speur(f"/admin/talent/talent/{maker.talent.pk}/change/", "beheer elders", "elders")

    def _status(self, adres: str) -> int:
        self.verslag.vragen += 1
        return int(self.klanten[""].get(adres).status_code)

    def zoek(self, maker: Maker, veld: str) -> None:
        """Who looks for a word that he may not see, finds nobody: that would tell what stands there."""
        gevraagd, naam = woord(maker.nummer, veld), woord(maker.nummer, "naam")
        adressen = [("zoeken", f"/talent/?q={gevraagd}")]
        if veld == "naam":
            adressen += [("zoeken", f"/zoek/?q={gevraagd}"), ("zoeken", f"/zoek/voorstellen.json?q={gevraagd}")]
        for route, adres in adressen:
            tekst = self.speur(adres, route, zonder=gevraagd)
            gevonden = naam in tekst.lower() if veld != "naam" else f"/talent/{maker.slug}/" in tekst
            if gevonden:
                self.verslag.meld(maker, veld, route, adres)


def met_rollen(speurder: Speurder) -> None:
    """Somebody logged in, and the coordinator of another region."""
    from django.test import Client

    from igs.models import IGS
    from tests.aanmelden import in_beheer
    from tests.beheer import maak_coordinator_van
    from tests.fabriek import maak_gebruiker

    speurder.klanten["aangemeld"] = Client()
    speurder.klanten["aangemeld"].force_login(maak_gebruiker("kijker@openbaar.example"))
    elders = maak_coordinator_van(IGS.objects.get(slug="co7"), "elders@openbaar.example")
    speurder.klanten["elders"] = in_beheer(Client(), elders)


def oefen_cache(speurder: Speurder) -> None:
    """Pages kept while a maker was visible; then it goes, in each of the ways, and no kept page may still hold it."""
    adressen = [adres for _, adres in speurder.gedeeld()]
    wissel = [Maker(1000 + nummer, "18", "iedereen", "online") for nummer in range(len(WEG))]
    for maker in wissel:
        _maak_een(maker)
    speurder.van_woord |= {woord(een.nummer, veld): (een, veld) for een in wissel for veld in VELDEN}
    for maker, stand in zip(wissel, WEG, strict=True):
        eigen = [f"/talent/{maker.slug}/", f"/talent/{maker.slug}/blad/", f"/talent/?q={woord(maker.nummer, 'naam')}"]
        alle = [*adressen, *eigen]
        for adres in alle * 2:
            speurder.lees(adres)
        voor = sum(woord(maker.nummer, "naam") in speurder.lees(adres).lower() for adres in eigen[:2])
        speurder.verslag.gezien["cache"] += voor
        maker.stand = stand
        verdwijn(maker)
        for adres in alle:
            gevraagd = woord(maker.nummer, "naam") if "?q=" in adres else ""
            speurder.speur(adres, "cache", zonder=gevraagd)


def main() -> int:
    begin = time.monotonic()
    with oefenbank("openbaar"):
        from django.conf import settings

        from igs.laden import laad
        from igs.models import IGS
        from tests.opnetwerk.paginacache import aan

        laad()
        assert IGS.objects.filter(slug="zuidrand").exists()
        makers = maak()
        speurder = Speurder(makers)
        met_rollen(speurder)
        print(f"Openbaarheid: {len(makers)} makers, {omstandigheden()}", flush=True)
        speurder.alles()
        with aan(settings, settings.PAGINACACHE_MAP):
            oefen_cache(speurder)
    verslag = speurder.verslag
    print(*verslag.regels(), sep="\n")
    print(*verslag.lekken[:50], sep="\n")
    print(f"{len(verslag.lekken)} lekken, {verslag.vragen} vragen in {time.monotonic() - begin:.0f} s")
    stil = [route for route in ("pagina", "lijst", "zoeken", "feed", "sitemap", "cache") if not verslag.gezien[route]]
    if stil:
        print(f"De oefening zag nergens iets op {', '.join(stil)}: dan bewijst ze niets.")
    return 1 if verslag.lekken or stil else 0


if __name__ == "__main__":
    sys.exit(main())
