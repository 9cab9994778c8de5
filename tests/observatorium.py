"""The grade of an answer by the rules of Mozilla's HTTP Observatory (npm package @mdn/mdn-http-observatory, charts.js).

Only the rules that can apply here; anything outside them gets the worst mark of its test, so that the grade cannot
flatter. As behind HTTPS: redirection is counted as done, the certificate as good.
"""

import re
from typing import Any

CIJFERS = [(100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (0, "lager")]
ZES_MAANDEN = 15_768_000
PRIVE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ONVEILIG = {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*", "blob:"}


def csp(antwoord: Any) -> int:
    """+10 for default-src 'none' without anything unsafe, +5 without, -25 when missing."""
    regels = {
        delen[0]: delen[1:]
        for deel in antwoord.headers.get("Content-Security-Policy", "").split(";")
        if (delen := deel.split())
    }
    if not regels:
        return -25
    scripts = set(regels.get("script-src", regels.get("default-src", ["*"])))
    stijlen = set(regels.get("style-src", regels.get("default-src", ["*"])))
    if (
        scripts & ONVEILIG
        or stijlen & ONVEILIG
        or set(regels.get("object-src", regels.get("default-src", ["*"]))) & ONVEILIG
    ):
        return -20
    return 10 if regels.get("default-src") == ["'none'"] else 5


def koekjes(antwoord: Any) -> int:
    if not antwoord.cookies:
        return 0
    for koekje in antwoord.cookies.values():
        if not koekje["secure"]:
            return -40
        if not koekje["httponly"]:
            return -30
        if koekje["samesite"] not in {"Lax", "Strict"}:
            return -20
    return 5


def hsts(antwoord: Any) -> int:
    gevonden = re.search(r"max-age=(\d+)", antwoord.headers.get("Strict-Transport-Security", ""))
    return -20 if not gevonden else 0 if int(gevonden[1]) >= ZES_MAANDEN else -10


def verwijzer(antwoord: Any) -> int:
    beleid = antwoord.headers.get("Referrer-Policy")
    return 0 if beleid is None else 5 if beleid in PRIVE else -5


def soort(antwoord: Any) -> int:
    return 0 if antwoord.headers.get("X-Content-Type-Options") == "nosniff" else -5


def omlijsting(antwoord: Any) -> int:
    if "frame-ancestors" in antwoord.headers.get("Content-Security-Policy", ""):
        return 5
    return 0 if antwoord.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def bron(antwoord: Any) -> int:
    beleid = antwoord.headers.get("Cross-Origin-Resource-Policy")
    return 10 if beleid in {"same-origin", "same-site"} else 0 if beleid in {None, "cross-origin"} else -5


def andere_hosts(antwoord: Any) -> int:
    """Scripts of our own host only: no marks; of another host without a hash: the worst mark."""
    tekst = antwoord.content.decode(errors="replace") if "html" in antwoord.headers.get("Content-Type", "") else ""
    return -50 if re.search(r'<script[^>]+src="(https?:)?//', tekst) else 0


def delen(antwoord: Any) -> int:
    """Open to every origin is fine without credentials."""
    return -50 if antwoord.headers.get("Access-Control-Allow-Credentials") else 0


PROEVEN = [csp, koekjes, hsts, verwijzer, soort, omlijsting, bron, andere_hosts, delen]


def cijfer(antwoord: Any) -> str:
    """The grade; a bonus counts only from 90 points on, as there."""
    punten = {proef.__name__: proef(antwoord) for proef in PROEVEN}
    kaal = 100 + sum(punt for punt in punten.values() if punt < 0)
    totaal = kaal + (sum(punt for punt in punten.values() if punt > 0) if kaal >= 90 else 0)
    letter = next(letter for grens, letter in CIJFERS if totaal >= grens)
    return letter if letter == "A+" else f"{letter} {totaal} {punten}"
