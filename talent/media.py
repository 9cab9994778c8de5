"""Links to sound and film, read to a provider and an id; the address that somebody typed is never kept or asked.

Pure: text in, text out. Whatever is not exactly one of the known shapes is no link of a known provider.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, quote, urlsplit

from talent.keuzes import Aanbieder

LANGSTE_ADRES = 2000  # characters, of an address or of the code that a provider gives to copy
# Letters, digits and marks that an address may hold; anything else (spaces, quotes, backslashes, accents) is refused.
ADRESTEKENS = re.compile(r"[A-Za-z0-9._~:/?&=#%+,;!*-]+")
INBEDCODE = re.compile(r"""<iframe\b[^<>]*?\bsrc=["'](https://[^"'\s<>]+)["']""", re.ASCII)


class Sleutelhouder(Protocol):
    """A Medium, or what was read of a link."""

    aanbieder: str
    sleutel: str


@dataclass
class Herkend:
    """What a link is about: the provider, and the id there."""

    aanbieder: str
    sleutel: str


@dataclass(frozen=True)
class Gastheer:
    """A provider: the one host that its player comes from, what is played, and whether that is film."""

    kader: str
    is_film: bool


GASTHEREN: dict[str, Gastheer] = {
    Aanbieder.YOUTUBE: Gastheer("www.youtube-nocookie.com", is_film=True),
    Aanbieder.VIMEO: Gastheer("player.vimeo.com", is_film=True),
    Aanbieder.SPOTIFY: Gastheer("open.spotify.com", is_film=False),
    Aanbieder.SOUNDCLOUD: Gastheer("w.soundcloud.com", is_film=False),
    Aanbieder.BANDCAMP: Gastheer("bandcamp.com", is_film=False),
    Aanbieder.MIXCLOUD: Gastheer("player-widget.mixcloud.com", is_film=False),
}
NAAM = "[A-Za-z0-9_-]{1,80}"
# The only ids there are: checked when a link is read, and again when an address is made of one.
SLEUTELS: dict[str, re.Pattern[str]] = {
    Aanbieder.YOUTUBE: re.compile(r"[A-Za-z0-9_-]{11}|lijst/[A-Za-z0-9_-]{13,64}"),
    Aanbieder.VIMEO: re.compile(r"[0-9]{5,12}(/[0-9a-f]{8,20})?"),
    Aanbieder.SPOTIFY: re.compile(r"(track|album|playlist|artist|episode|show)/[A-Za-z0-9]{22}"),
    Aanbieder.SOUNDCLOUD: re.compile(rf"{NAAM}(/sets)?/{NAAM}(/s-[A-Za-z0-9]{{4,30}})?"),
    Aanbieder.BANDCAMP: re.compile(rf"(album|track)=[0-9]{{4,12}}|[a-z0-9-]{{1,63}}/(album|track)/{NAAM}"),
    Aanbieder.MIXCLOUD: re.compile(rf"{NAAM}(/playlists)?/{NAAM}"),
}
# Pages of the provider itself, where the name of a maker would stand.
EIGEN_PAGINAS = {"discover", "you", "search", "stream", "upload", "charts", "tags", "pages", "categories", "settings"}


def lees(tekst: str) -> Herkend | None:
    """What the link is about, or None for anything that is not exactly a link of one of the six.

    Takes an address with or without https://, or the code that a provider gives to embed its player.
    """
    delen = _ontleed(tekst.strip())
    if delen is None:
        return None
    host = delen.netloc.lower()
    if host.endswith(".bandcamp.com"):
        return _geldig(Aanbieder.BANDCAMP, _bandcamp_pagina(host.removesuffix(".bandcamp.com"), delen.path))
    lezer = LEZERS.get(host.removeprefix("www."))
    return _geldig(lezer[0], lezer[1](delen)) if lezer else None


def _ontleed(tekst: str) -> SplitResult | None:
    """The parts of the address; None when a browser and we might read it differently."""
    if len(tekst) > LANGSTE_ADRES:
        return None
    if code := INBEDCODE.match(tekst):
        tekst = code[1]
    if not ADRESTEKENS.fullmatch(tekst):
        return None
    if "://" not in tekst:
        tekst = f"https://{tekst}"
    try:
        delen = urlsplit(tekst)
    except ValueError:
        return None
    # A netloc with anything but letters, digits, dots and dashes holds a user name, a port or worse.
    gewoon = delen.scheme.lower() in {"https", "http"} and re.fullmatch(r"[A-Za-z0-9.-]+", delen.netloc)
    return delen if gewoon and "%" not in delen.path else None


def _geldig(aanbieder: str, sleutel: str) -> Herkend | None:
    return Herkend(str(aanbieder), sleutel) if SLEUTELS[aanbieder].fullmatch(sleutel) else None


def _vraag(delen: SplitResult, naam: str) -> str:
    """The value of a parameter that stands there once, else nothing."""
    try:
        waarden = parse_qs(delen.query, max_num_fields=20).get(naam, [])
    except ValueError:
        return ""
    return waarden[0] if len(waarden) == 1 else ""


def _stukken(pad: str) -> list[str]:
    return [stuk for stuk in pad.split("/") if stuk]


def _youtube(delen: SplitResult) -> str:
    match _stukken(delen.path):
        case ["watch"]:
            return _vraag(delen, "v")
        case ["playlist"] | ["embed", "videoseries"]:
            return f"lijst/{_vraag(delen, 'list')}"
        case ["shorts" | "live" | "embed" | "v", nummer]:
            return nummer
    return ""


def _youtu_be(delen: SplitResult) -> str:
    return delen.path.strip("/")


def _vimeo(delen: SplitResult) -> str:
    geheim = _vraag(delen, "h")
    match _stukken(delen.path):
        case ["channels", _, nummer] | ["groups", _, "videos", nummer] | ["video", nummer] | [nummer]:
            return f"{nummer}/{geheim}" if geheim else nummer
        case [nummer, geheim]:
            return f"{nummer}/{geheim}"
    return ""


def _spotify(delen: SplitResult) -> str:
    stukken = _stukken(delen.path)
    if stukken and (stukken[0] == "embed" or re.fullmatch(r"intl-[a-z]{2}(-[a-z]{2})?", stukken[0])):
        stukken = stukken[1:]
    return "/".join(stukken)


def _maker_en_werk(delen: SplitResult) -> str:
    """SoundCloud and Mixcloud: the name of the maker and of the work."""
    stukken = _stukken(delen.path)
    return "" if not stukken or stukken[0].lower() in EIGEN_PAGINAS else "/".join(stukken)


def _bandcamp_speler(delen: SplitResult) -> str:
    """The address in the code that Bandcamp gives: the page itself does not tell the number."""
    stukken = _stukken(delen.path)
    if not stukken or stukken[0] != "EmbeddedPlayer":
        return ""
    nummers = [stuk for stuk in stukken if SLEUTELS[Aanbieder.BANDCAMP].fullmatch(stuk)]
    # An album in which one track is chosen names both, the album first.
    return nummers[0] if nummers else ""


def _bandcamp_pagina(maker: str, pad: str) -> str:
    return f"{maker}/{pad.strip('/')}"


LEZERS: dict[str, tuple[Aanbieder, Callable[[SplitResult], str]]] = {
    "youtube.com": (Aanbieder.YOUTUBE, _youtube),
    "m.youtube.com": (Aanbieder.YOUTUBE, _youtube),
    "music.youtube.com": (Aanbieder.YOUTUBE, _youtube),
    "youtube-nocookie.com": (Aanbieder.YOUTUBE, _youtube),
    "youtu.be": (Aanbieder.YOUTUBE, _youtu_be),
    "vimeo.com": (Aanbieder.VIMEO, _vimeo),
    "player.vimeo.com": (Aanbieder.VIMEO, _vimeo),
    "open.spotify.com": (Aanbieder.SPOTIFY, _spotify),
    "soundcloud.com": (Aanbieder.SOUNDCLOUD, _maker_en_werk),
    "m.soundcloud.com": (Aanbieder.SOUNDCLOUD, _maker_en_werk),
    "mixcloud.com": (Aanbieder.MIXCLOUD, _maker_en_werk),
    "m.mixcloud.com": (Aanbieder.MIXCLOUD, _maker_en_werk),
    "bandcamp.com": (Aanbieder.BANDCAMP, _bandcamp_speler),
}


def _goed(medium: Sleutelhouder) -> bool:
    vorm = SLEUTELS.get(medium.aanbieder)
    return bool(vorm and vorm.fullmatch(medium.sleutel))


def inbedadres(medium: Sleutelhouder) -> str:
    """The address of the player, in the variant that keeps least; empty when there is none.

    Of a page of Bandcamp there is none: only the code to embed names the number of the record.
    """
    if not _goed(medium):
        return ""
    kader, sleutel = f"https://{GASTHEREN[medium.aanbieder].kader}", medium.sleutel
    match medium.aanbieder:
        case Aanbieder.YOUTUBE:
            lijst = sleutel.startswith("lijst/")
            return f"{kader}/embed/" + (f"videoseries?list={sleutel[6:]}" if lijst else f"{sleutel}?rel=0")
        case Aanbieder.VIMEO:
            nummer, _, geheim = sleutel.partition("/")
            return f"{kader}/video/{nummer}?dnt=1" + (f"&h={geheim}" if geheim else "")
        case Aanbieder.SPOTIFY:
            return f"{kader}/embed/{sleutel}"
        case Aanbieder.SOUNDCLOUD:
            return f"{kader}/player/?url={quote(f'https://soundcloud.com/{sleutel}', safe='')}"
        case Aanbieder.MIXCLOUD:
            return f"{kader}/widget/iframe/?hide_cover=1&feed={quote(f'/{sleutel}/', safe='')}"
        case _:
            return (
                f"{kader}/EmbeddedPlayer/{sleutel}/size=large/artwork=small/tracklist=false/" if "=" in sleutel else ""
            )


def bronadres(medium: Sleutelhouder) -> str:
    """The page at the provider, for a plain link; empty for an id that cannot be one."""
    if not _goed(medium):
        return ""
    sleutel = medium.sleutel
    match medium.aanbieder:
        case Aanbieder.YOUTUBE:
            lijst = sleutel.startswith("lijst/")
            return "https://www.youtube.com/" + (f"playlist?list={sleutel[6:]}" if lijst else f"watch?v={sleutel}")
        case Aanbieder.VIMEO:
            return f"https://vimeo.com/{sleutel}"
        case Aanbieder.SPOTIFY:
            return f"https://open.spotify.com/{sleutel}"
        case Aanbieder.SOUNDCLOUD:
            return f"https://soundcloud.com/{sleutel}"
        case Aanbieder.MIXCLOUD:
            return f"https://www.mixcloud.com/{sleutel}/"
    if "=" in sleutel:
        return inbedadres(medium)
    maker, _, pad = sleutel.partition("/")
    return f"https://{maker}.bandcamp.com/{pad}"


def is_film(medium: Sleutelhouder) -> bool:
    gastheer = GASTHEREN.get(medium.aanbieder)
    return bool(gastheer and gastheer.is_film)


def kaderbronnen(media: Iterable[Sleutelhouder]) -> list[str]:
    """The hosts that a page with these players may frame, for `frame-src`; none for a page without."""
    return sorted({f"https://{GASTHEREN[medium.aanbieder].kader}" for medium in media if inbedadres(medium)})
