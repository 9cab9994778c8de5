"""Hostile input on every form and address: `python -m tests.oefeningen.wilde_invoer [AANTAL=10000] [ZAAD]`.

Every address of the URL tree, every role, in a database of its own; each request is undone again. Prints figures per
role and per kind, and each fault in one line with its number: `--speel NUMMER [ZAAD]` does that one again and shows the
traceback. Ends with 1 when anything answered 500 or raised.
"""

import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

from tests import vijandig
from tests.oefeningen.wilde_corpus import (
    ALLES,
    BESTANDEN,
    DATUMS,
    GETALLEN,
    KOPPEN,
    METHODES,
    PARAMETERS,
    SLEUTELS,
    SOORTEN,
    VREEMD,
)  # fmt: skip
from tests.oefeningen.wilde_wereld import Wereld, argumenten, bouw, oefenbank, omstandigheden


# --- forms of a page --------------------------------------------------------------------------------------------------
@dataclass
class Veld:
    """One field as it stands on the page; `keuzes` of a list."""

    naam: str
    soort: str
    waarde: str
    keuzes: list[str] = field(default_factory=list)
    aan: bool = True


@dataclass
class Formulier:
    """A form of a page: where it goes, how, and its fields."""

    doel: str
    post: bool
    velden: list[Veld] = field(default_factory=list)


class Lezer(HTMLParser):
    """The forms of a page, and the names of what its links ask."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.formulieren: list[Formulier] = []
        self.vragen: list[str] = []
        self._tekst: Veld | None = None
        self._keuze: Veld | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        een = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form":
            self.formulieren.append(Formulier(een.get("action", ""), een.get("method", "").lower() == "post"))
        elif tag == "a" and "?" in een.get("href", ""):
            self.vragen += [naam for naam, _ in parse_qsl(een["href"].partition("?")[2], keep_blank_values=True)]
        elif tag == "option" and self._keuze:
            self._keuze.keuzes.append(een.get("value", ""))
            if "selected" in een:
                self._keuze.waarde = een.get("value", "")
        elif tag in ("input", "textarea", "select", "button") and een.get("name") and self.formulieren:
            self._veld(tag, een)

    def _veld(self, tag: str, een: dict[str, str]) -> None:
        soort = een.get("type", "text") if tag == "input" else tag
        veld = Veld(een["name"], soort, een.get("value", "on" if soort == "checkbox" else ""))
        veld.aan = soort not in ("checkbox", "radio") or "checked" in een
        self.formulieren[-1].velden.append(veld)
        self._tekst = veld if tag == "textarea" else None
        self._keuze = veld if tag == "select" else self._keuze

    def handle_data(self, data: str) -> None:
        if self._tekst:
            self._tekst.waarde += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._tekst = None
        elif tag == "select":
            self._keuze = None


def ingevuld(formulier: Formulier, kans: random.Random) -> dict[str, list[str]]:
    """The form filled in so that it may pass: what stands there stays, what is empty gets something of its kind."""
    from opnetwerk.formulieren import maak_teken

    gegevens: dict[str, list[str]] = {}
    knoppen = [veld for veld in formulier.velden if veld.soort in ("button", "submit")]
    gekozen = kans.choice(knoppen) if knoppen else None
    for veld in formulier.velden:
        if veld.soort == "file" or (veld.soort in ("button", "submit") and veld is not gekozen):
            continue
        if veld.soort in ("checkbox", "radio") and not veld.aan and kans.random() < 0.5:
            continue
        if veld.soort == "radio" and veld.naam in gegevens:
            continue
        gegevens.setdefault(veld.naam, []).append(veld.waarde.removeprefix("\n") or _iets(veld, kans))
    if "teken" in gegevens and "meer_info" in gegevens:  # what a person takes a minute for
        gegevens |= {"teken": [maak_teken(time.time() - 60)], "meer_info": [""]}
    return gegevens


# What a name asks for, whatever kind of field it is.
AAN_HET_EIND = {"email": "wild@invoer.example", "van": "01-03-2027", "tot": "", "gemeente": "Lint", "url": ""}


def _iets(veld: Veld, kans: random.Random) -> str:
    """A decent answer for an empty field."""
    if veld.soort == "select":
        return kans.choice([een for een in veld.keuzes if een] or [""]) if kans.random() < 0.7 else ""
    if veld.soort == "hidden":
        return ""
    naam = veld.naam.lower()
    for einde, waarde in AAN_HET_EIND.items():
        if naam.endswith(einde):
            return waarde
    soorten = {
        "email": "wild@invoer.example",
        "number": "3",
        "date": "2027-03-01",
        "url": "https://www.invoer.example/",
    }
    return soorten.get(veld.soort, "Een zin die past bij wat gevraagd wordt.")


# --- a request --------------------------------------------------------------------------------------------------------
@dataclass
class Verzoek:
    """One hostile request: who asks what, how it was made hostile, and the rest of the WSGI environment."""

    nummer: int
    rol: str
    route: str
    soort: str
    methode: str
    pad: str
    vraag: str = ""
    inhoud: bytes = b""
    koppen: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        vraag = f"?{self.vraag[:60]!r}" if self.vraag else ""
        return f"#{self.nummer} {self.rol} {self.methode[:8]} {self.pad[:110]!r}{vraag} [{self.soort}]"


@dataclass
class Uitslag:
    """What came of it; `fout` is one line, empty when all was well."""

    verzoek: Verzoek
    status: int
    fout: str = ""
    spoor: str = ""


class Schutter:
    """Makes and fires the requests of one seed in a world; each is undone."""

    def __init__(self, wereld: Wereld, zaad: int) -> None:
        from django.core.signals import got_request_exception

        self.wereld, self.zaad = wereld, zaad
        self.routes = sorted(wereld.patronen)
        random.Random(zaad).shuffle(self.routes)
        self._gemeld: list[BaseException] = []
        got_request_exception.connect(self._meld, weak=False, dispatch_uid="wilde_invoer")

    def sluit(self) -> None:
        from django.core.signals import got_request_exception

        got_request_exception.disconnect(dispatch_uid="wilde_invoer")

    def _meld(self, **kwargs: Any) -> None:
        fout = sys.exc_info()[1]
        if fout:
            self._gemeld.append(fout)

    def schiet(self, nummer: int) -> Uitslag:
        """The request of this number, the same for the same seed and world."""
        from django.db import transaction

        kans = random.Random(f"{self.zaad}-{nummer}")
        with transaction.atomic():
            try:
                verzoek = self._maak(nummer, kans)
                return self._vuur(verzoek)
            finally:
                transaction.set_rollback(True)

    def _maak(self, nummer: int, kans: random.Random) -> Verzoek:
        route = self.routes[nummer % len(self.routes)]
        passend = self.wereld.rollen_voor(route)
        rol = kans.choice(passend[:1] * 3 + passend) if kans.random() < 0.75 else kans.choice([*self.wereld.klanten])
        pad = kans.choice(self.wereld.paden[route])
        verzoek = Verzoek(nummer, rol, route, "", "GET", pad)
        soort = kans.choices([*MAKERS], [gewicht for gewicht, _ in MAKERS.values()])[0]
        verzoek.soort = soort
        MAKERS[soort][1](self, verzoek, kans)
        return verzoek

    def lees(self, verzoek: Verzoek) -> Lezer:
        """The page as it is, for its forms and the questions of its links."""
        antwoord = self.vraag(verzoek, "GET", verzoek.pad)
        if antwoord.status_code != 200 or "html" not in antwoord.headers.get("Content-Type", ""):
            return Lezer("")
        return Lezer(_inhoud(antwoord).decode(errors="replace"))

    def vraag(self, verzoek: Verzoek, methode: str, pad: str, inhoud: bytes = b"", **koppen: Any) -> Any:
        from django.test.client import FakePayload

        klant = self.wereld.klanten[verzoek.rol]
        omgeving: dict[str, Any] = {
            "REQUEST_METHOD": methode,
            "PATH_INFO": pad.encode("utf-8", "surrogatepass").decode("latin-1"),
            "wsgi.input": FakePayload(inhoud),
        }
        if inhoud:
            omgeving |= {"CONTENT_LENGTH": str(len(inhoud)), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
        koekjes = dict(klant.cookies)
        try:
            return klant.request(**omgeving | koppen)
        finally:
            klant.cookies.clear()
            klant.cookies.update(koekjes)

    def _vuur(self, verzoek: Verzoek) -> Uitslag:
        from django.test import TestCase

        self._gemeld.clear()
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                koppen = {"QUERY_STRING": verzoek.vraag} | verzoek.koppen
                antwoord = self.vraag(verzoek, verzoek.methode, verzoek.pad, verzoek.inhoud, **koppen)
                _inhoud(antwoord)
            status = antwoord.status_code
        except Exception as fout:
            self._gemeld.append(fout)
            status = 0
        if self._gemeld:
            eerste = self._gemeld[0]
            spoor = "".join(traceback.format_exception(eerste))
            regel = f"{type(eerste).__name__}: {str(eerste)[:120]} ({_plaats(eerste)})"
            return Uitslag(verzoek, status, regel, spoor)
        return Uitslag(verzoek, status, f"antwoord {status}" if status >= 500 and status != 503 else "")


def _inhoud(antwoord: Any) -> bytes:
    return b"".join(antwoord.streaming_content) if antwoord.streaming else antwoord.content


def _plaats(fout: BaseException) -> str:
    """The last line of our own code, or else the last."""
    regels = traceback.extract_tb(fout.__traceback__)
    eigen = [een for een in regels if "site-packages" not in een.filename and "tests/" not in een.filename]
    een = (eigen or regels)[-1]
    return f"{een.filename.rpartition('/main/')[2]}:{een.lineno}"


# --- how a request is made hostile ------------------------------------------------------------------------------------
def _codeer(paren: list[tuple[str, str]]) -> str:
    """A query string or body; halves of surrogate pairs as bytes that are no UTF-8."""
    return "&".join(f"{_bytes(naam)}={_bytes(waarde)}" for naam, waarde in paren)


def _bytes(tekst: str) -> str:
    return quote_from_bytes(tekst.encode("utf-8", "surrogatepass"))


def _vraag(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """A hostile query, with the names that the page itself asks."""
    lezer = schutter.lees(verzoek) if kans.random() < 0.6 else Lezer("")
    namen = [*lezer.vragen, *(veld.naam for een in lezer.formulieren if not een.post for veld in een.velden)]
    patroon: Any = schutter.wereld.patronen[verzoek.route].callback
    namen = sorted({*namen, *(getattr(patroon, "parameters", None) or ())}) or PARAMETERS
    paren = [(kans.choice([*namen, kans.choice(PARAMETERS)]), kans.choice(ALLES)) for _ in range(kans.randint(1, 4))]
    if kans.random() < 0.1:
        paren = paren * 400
    verzoek.vraag = _codeer(paren)
    if kans.random() < 0.15:
        verzoek.vraag = kans.choice(["%", "&&&=", "q=%ff%fe", "a=\xff", "=", "?" * 50, "q=%00", "q[]=1", "%00=%00"])


def _pad(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """A hostile value in one of the places of the path, or another path altogether."""
    delen = verzoek.pad.split("/")
    waarde = kans.choice([*SLEUTELS, *GETALLEN, *VREEMD, *vijandig.STUURTEKENS, "a" * 3000])
    if "<" in verzoek.route and kans.random() < 0.85:
        vast = {deel for deel in verzoek.route.split("/") if "<" not in deel}
        plekken = [plek for plek, deel in enumerate(delen) if deel and deel not in vast]
        delen[kans.choice(plekken or [len(delen) - 1])] = waarde
        verzoek.pad = "/".join(delen)
    else:
        verzoek.pad += waarde


def _koppen(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    for naam in kans.sample([*KOPPEN], kans.randint(1, 4)):
        verzoek.koppen[naam] = kans.choice(KOPPEN[naam])
    if kans.random() < 0.2:
        verzoek.methode = "HEAD"


def _methode(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    verzoek.methode = kans.choice(METHODES)
    verzoek.inhoud = kans.choice([b"", b"x", b"{}", b"a=b"])


def _post(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> tuple[dict[str, list[str]], list[str]]:
    """Turn it into a post of a form of its page: what is filled in, and the names of its files."""
    formulieren = [een for een in schutter.lees(verzoek).formulieren if een.post]
    uit = [een for een in formulieren if "logout" not in een.doel and "afmelden" not in een.doel]
    verzoek.methode = "POST"
    if not uit:
        namen = kans.sample(["doe", "tekst", "naam", "email", "versie", "teken", "soort", "basis", "action", "stap"], 4)
        return {naam: [kans.choice(ALLES)] for naam in namen}, []
    formulier = kans.choice(uit)
    doel = urlsplit(formulier.doel)
    verzoek.pad, verzoek.vraag = doel.path or verzoek.pad, doel.query
    return ingevuld(formulier, kans), [veld.naam for veld in formulier.velden if veld.soort == "file"]


def _heel(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """As a decent visitor would send it."""
    gegevens, _ = _post(schutter, verzoek, kans)
    verzoek.inhoud = _codeer([(naam, een) for naam, waarden in gegevens.items() for een in waarden]).encode()


def _velden(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """A decent form with one to three hostile fields; now and then missing, doubled or in thousands."""
    gegevens, _ = _post(schutter, verzoek, kans)
    zacht = [naam for naam in gegevens if naam not in ("teken", "meer_info", "csrfmiddlewaretoken")]
    for naam in kans.sample(zacht, min(len(zacht), kans.randint(1, 3))):
        keer = kans.random()
        if keer < 0.1:
            del gegevens[naam]
        elif keer < 0.2:
            gegevens[naam] = kans.sample(ALLES, 3)
        else:
            gegevens[naam] = [kans.choice(_voor(naam))]
    paren = [(naam, een) for naam, waarden in gegevens.items() for een in waarden]
    if kans.random() < 0.03:
        paren += [(f"veld{nummer}", "x") for nummer in range(kans.choice([900, 3000]))]
    verzoek.inhoud = _codeer(paren).encode()
    if kans.random() < 0.08:
        verzoek.inhoud += kans.choice([b"&\xff=\xfe", b"&%", b"&" * 500, b"&a=%ZZ", b"&=%00"])


def _voor(naam: str) -> list[str]:
    """Values that hurt most in a field of this name."""
    if naam.endswith(("_FORMS", "-id", "versie", "basis", "pk", "nummer")):
        return [*GETALLEN, *SLEUTELS, ""]
    if naam.endswith(("van", "tot", "op", "datum", "_0", "_1", "deadline")):
        return [*DATUMS, *GETALLEN]
    return ALLES


def _uploads(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """A multipart form with files of wrong kinds, also where a text belongs."""
    gegevens, bestanden = _post(schutter, verzoek, kans)
    namen = bestanden or kans.sample([*gegevens], min(1, len(gegevens)))
    grens = "grens"
    delen = [_deel(naam, een.encode("utf-8", "surrogatepass")) for naam, alle in gegevens.items() for een in alle]
    for naam in namen:
        delen += [_deel(naam, inhoud, bestand) for bestand, inhoud in kans.choices(BESTANDEN, k=kans.randint(1, 2))]
    stukken = BytesIO()
    for deel in delen:
        stukken.write(b"--grens\r\n" + deel + b"\r\n")
    verzoek.inhoud = stukken.getvalue() + (b"--grens--\r\n" if kans.random() < 0.8 else b"")
    verzoek.koppen["CONTENT_TYPE"] = f"multipart/form-data; boundary={grens}"


def _deel(naam: str, inhoud: bytes, bestand: str = "") -> bytes:
    kop = f'Content-Disposition: form-data; name="{naam}"'
    if bestand:
        kop += f'; filename="{bestand}"\r\nContent-Type: image/jpeg'
    return kop.encode("utf-8", "surrogatepass") + b"\r\n\r\n" + inhoud


def _stuk(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """A body that is not what it says."""
    if kans.random() < 0.5:
        _heel(schutter, verzoek, kans)
    verzoek.methode = "POST"
    lichamen = [b"--x\r\n\r\n", b"{", b"\xff\xfe", json.dumps({"tekst": ["x"]}).encode(), b"=" * 999, verzoek.inhoud]
    verzoek.inhoud = kans.choice([*lichamen, *vijandig.STUKKE_BYTES])
    verzoek.koppen["CONTENT_TYPE"] = kans.choice(SOORTEN)


def _kaal(schutter: Schutter, verzoek: Verzoek, kans: random.Random) -> None:
    """As it is: read, or posted with nothing in it."""
    verzoek.methode = kans.choice(["GET", "POST", "POST"])


Maker = Callable[[Schutter, Verzoek, random.Random], None]
MAKERS: dict[str, tuple[int, Maker]] = {
    "kaal": (6, _kaal),
    "vraag": (16, _vraag),
    "pad": (12, _pad),
    "koppen": (10, _koppen),
    "methode": (6, _methode),
    "heel": (8, _heel),
    "velden": (28, _velden),
    "uploads": (8, _uploads),
    "stuk": (6, _stuk),
}


# --- the drill --------------------------------------------------------------------------------------------------------
@dataclass
class Verslag:
    """The figures; `fouten` are lines that can be played again."""

    gedaan: int = 0
    seconden: float = 0.0
    statussen: dict[str, Counter[str]] = field(default_factory=dict)
    soorten: Counter[str] = field(default_factory=Counter)
    routes: set[str] = field(default_factory=set)
    gevonden: set[str] = field(default_factory=set)
    fouten: list[str] = field(default_factory=list)

    def tel(self, uitslag: Uitslag) -> None:
        self.gedaan += 1
        status = f"{uitslag.status // 100}xx" if uitslag.status < 500 else str(uitslag.status)
        self.statussen.setdefault(uitslag.verzoek.rol, Counter())[status] += 1
        self.soorten[uitslag.verzoek.soort] += 1
        self.routes.add(uitslag.verzoek.route)
        if uitslag.status in (200, 302):
            self.gevonden.add(uitslag.verzoek.route)
        if uitslag.fout:
            self.fouten.append(f"{uitslag.verzoek} {uitslag.fout}")

    def regels(self) -> Iterator[str]:
        koppen = sorted({status for tel in self.statussen.values() for status in tel})
        yield f"{'rol':<24}" + "".join(f"{kop:>8}" for kop in koppen)
        for rol, tel in sorted(self.statussen.items()):
            yield f"{rol:<24}" + "".join(f"{tel[kop]:>8}" for kop in koppen)
        yield "per soort: " + ", ".join(f"{soort} {aantal}" for soort, aantal in sorted(self.soorten.items()))
        yield f"{len(self.routes)} adressen, waarvan {len(self.gevonden)} minstens één keer 200 of 302 gaven"
        yield f"{self.gedaan} verzoeken in {self.seconden:.0f} s, {len(self.fouten)} fouten"


def oefen(wereld: Wereld, aantal: int, zaad: int, meld: Callable[[str], object] = lambda regel: None) -> Verslag:
    """So many requests on a world. `meld` gets the line of each fault when it is found."""
    verslag, schutter, begin = Verslag(), Schutter(wereld, zaad), time.monotonic()
    try:
        for nummer in range(aantal):
            verslag.tel(uitslag := schutter.schiet(nummer))
            if uitslag.fout:
                meld(verslag.fouten[-1])
    finally:
        schutter.sluit()
    verslag.seconden = time.monotonic() - begin
    return verslag


def main() -> int:
    aantal, zaad = argumenten(10_000)
    with oefenbank("wild"):
        from igs.laden import laad
        from opnetwerk.dag import vandaag

        laad()
        wereld = bouw()
        if "--speel" in sys.argv:
            uitslag = Schutter(wereld, zaad).schiet(aantal)
            print(uitslag.verzoek, uitslag.status, uitslag.verzoek.inhoud[:2000], uitslag.verzoek.koppen)
            print(uitslag.spoor or uitslag.fout or "geen fout")
            return 1 if uitslag.fout else 0
        print(f"Wilde invoer op {vandaag():%d-%m-%Y}: {aantal} verzoeken, zaad {zaad}, {omstandigheden()}", flush=True)
        verslag = oefen(wereld, aantal, zaad, lambda regel: print(regel, flush=True))
        print(*verslag.regels(), sep="\n")
        print("zonder levend voorbeeld: " + (", ".join(sorted(wereld.zonder)) or "geen"))
    return 1 if verslag.fouten else 0


if __name__ == "__main__":
    sys.exit(main())
