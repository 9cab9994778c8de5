"""Links to sound and film: what is read of them, and everything that is not one."""

from types import SimpleNamespace

import pytest

from talent.keuzes import Aanbieder
from talent.media import GASTHEREN, Herkend, bronadres, inbedadres, is_film, kaderbronnen, lees
from talent.models import Medium

SPOTIFY_NR = "4uLU6hMCjMI75M1A2tKUQC"
# What people copy: the link, the id, the address of the player, the page at the provider.
GOED = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("http://youtube.com/watch?v=dQw4w9WgXcQ&t=42s&list=PLabcdefghijklm", "youtube", "dQw4w9WgXcQ"),
    ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("https://music.youtube.com/watch?v=dQw4w9WgXcQ&feature=share", "youtube", "dQw4w9WgXcQ"),
    ("  https://youtu.be/dQw4w9WgXcQ?si=Ab_1-2  ", "youtube", "dQw4w9WgXcQ"),
    ("youtu.be/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("HTTPS://WWW.YouTube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/live/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/playlist?list=PLabcdefghijklm", "youtube", "lijst/PLabcdefghijklm"),
    ("https://vimeo.com/76979871", "vimeo", "76979871"),
    ("https://vimeo.com/76979871/0123456789", "vimeo", "76979871/0123456789"),
    ("https://player.vimeo.com/video/76979871?h=8272103f6e", "vimeo", "76979871/8272103f6e"),
    ("https://vimeo.com/channels/staffpicks/76979871", "vimeo", "76979871"),
    (f"https://open.spotify.com/track/{SPOTIFY_NR}?si=abc", "spotify", f"track/{SPOTIFY_NR}"),
    (f"https://open.spotify.com/intl-nl/album/{SPOTIFY_NR}", "spotify", f"album/{SPOTIFY_NR}"),
    (f"https://open.spotify.com/embed/artist/{SPOTIFY_NR}", "spotify", f"artist/{SPOTIFY_NR}"),
    ("https://soundcloud.com/de-band/ons-lied?utm_source=x", "soundcloud", "de-band/ons-lied"),
    ("https://soundcloud.com/de-band/sets/plaat", "soundcloud", "de-band/sets/plaat"),
    ("https://m.soundcloud.com/de-band/ons-lied/s-AbC123", "soundcloud", "de-band/ons-lied/s-AbC123"),
    ("https://deband.bandcamp.com/album/de-plaat", "bandcamp", "deband/album/de-plaat"),
    ("https://deband.bandcamp.com/track/het-lied?from=x", "bandcamp", "deband/track/het-lied"),
    ("https://bandcamp.com/EmbeddedPlayer/album=3553509833/size=large/bgcol=ffffff", "bandcamp", "album=3553509833"),
    ("https://bandcamp.com/EmbeddedPlayer/v=2/track=672398703/size=small/", "bandcamp", "track=672398703"),
    ("https://www.mixcloud.com/radio/de-mix/", "mixcloud", "radio/de-mix"),
    ("https://www.mixcloud.com/radio/playlists/zomer/", "mixcloud", "radio/playlists/zomer"),
]
INBEDCODE = (
    '<iframe style="border: 0; width: 350px;" src="https://bandcamp.com/EmbeddedPlayer/album=3553509833/size=large/" '
    'seamless><a href="https://deband.bandcamp.com/album/de-plaat">De plaat</a></iframe>'
)
# Other hosts with the name inside, other schemes, user names, ports, tricks with letters and slashes, broken ids.
VIJANDIG = [
    "",
    " ",
    "youtube",
    "https://",
    "https:///watch?v=dQw4w9WgXcQ",
    "https://youtube.com.kwaad.example/watch?v=dQw4w9WgXcQ",
    "https://kwaad.example/youtube.com/watch?v=dQw4w9WgXcQ",
    "https://kwaad.example/?u=https://youtu.be/dQw4w9WgXcQ",
    "https://kwaad.example#https://youtu.be/dQw4w9WgXcQ",
    "https://evilyoutube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.co/watch?v=dQw4w9WgXcQ",
    "https://youtube.com@kwaad.example/watch?v=dQw4w9WgXcQ",
    "https://gebruiker:wachtwoord@www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://@youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:443/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com./watch?v=dQw4w9WgXcQ",
    "https://www.www.youtube.com/watch?v=dQw4w9WgXcQ",
    "//www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https:\\\\www.youtube.com\\watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com\\@kwaad.example/watch?v=dQw4w9WgXcQ",
    "ftp://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "file:///etc/passwd",
    "javascript:alert(1)//youtu.be/dQw4w9WgXcQ",
    "javascript://www.youtube.com/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=//youtu.be/dQw4w9WgXcQ",
    "vbscript:msgbox(1)",
    "https://youtubе.com/watch?v=dQw4w9WgXcQ",  # a Cyrillic e
    "https://ｙoutube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube。com/watch?v=dQw4w9WgXcQ",
    "https://xn--youtub-4ve.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ\nhttps://kwaad.example",
    "https://www.youtube.com/\r\nHost: kwaad.example",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ\x00",
    "https://www.you\ttube.com/watch?v=dQw4w9WgXcQ",
    'https://www.youtube.com/watch?v=dQw4w9WgXc"',
    "https://www.youtube.com/watch?v='><script>a",
    "https://www.youtube.com/watch?v=../../../x",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQQ",
    "https://www.youtube.com/watch?v=dQw4w9WgX%22%3E",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ&v=aaaaaaaaaaa",
    "https://www.youtube.com/watch?" + "a=1&" * 100 + "v=dQw4w9WgXcQ",
    "https://www.youtube.com/watch%2fv%3ddQw4w9WgXcQ",
    "https://www.youtube.com/redirect?q=https://kwaad.example",
    "https://www.youtube.com/@deband",
    "https://youtu.be/dQw4w9WgXcQ/meer",
    "https://youtu.be/..%2f..%2fkwaad",
    "https://vimeo.com/٧٦٩٧٩٨٧١",
    "https://vimeo.com/76979871/../1",
    "https://vimeo.com/76979871?h=<b>",
    "https://open.spotify.com/track/kort",
    f"https://open.spotify.com/user/{SPOTIFY_NR}",
    f"https://open.spotify.com/track/{SPOTIFY_NR}/../x",
    f"https://open.spotify.com.kwaad.example/track/{SPOTIFY_NR}",
    "https://soundcloud.com/discover/sets",
    "https://soundcloud.com/de-band/ons-lied/../../x",
    "https://soundcloud.com/de-band/%2e%2e",
    "https://on.soundcloud.com/AbC12",
    "https://kwaad.example.bandcamp.com/album/x",
    "https://.bandcamp.com/album/x",
    "https://bandcamp.com.kwaad.example/album/x",
    "https://deband.bandcamp.com/album/x/../../y",
    "https://bandcamp.com/EmbeddedPlayer/album=x/",
    "https://bandcamp.com/EmbeddedPlayer/url=https://kwaad.example/",
    "https://www.mixcloud.com/categories/jazz/",
    "https://www.mixcloud.com/a/b/c/d/",
    "https://[::1]/watch?v=dQw4w9WgXcQ",
    "https://[www.youtube.com/watch?v=dQw4w9WgXcQ",
    "http://127.0.0.1:8000/admin/",
    "http://169.254.169.254/latest/meta-data/",
    "<script src=https://youtu.be/dQw4w9WgXcQ></script>",
    '<iframe src="https://kwaad.example/?youtube.com"></iframe>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe src="https://kwaad.example" data-src="https://youtu.be/dQw4w9WgXcQ"></iframe>',
    "https://youtu.be/" + "a" * 10_000,
    "https://youtu.be/dQw4w9WgXcQ?" + "a" * 10_000,
    '=HYPERLINK("https://youtu.be/dQw4w9WgXcQ")',
]


@pytest.mark.parametrize(("tekst", "aanbieder", "sleutel"), GOED, ids=[rij[0].strip()[:60] for rij in GOED])
def test_wat_mensen_kopieren_wordt_herkend(tekst, aanbieder, sleutel):
    assert lees(tekst) == Herkend(aanbieder, sleutel)


def test_de_code_om_in_te_bedden_wordt_gelezen():
    assert lees(INBEDCODE) == Herkend("bandcamp", "album=3553509833")
    assert lees(
        '<iframe width="560" src="https://www.youtube.com/embed/dQw4w9WgXcQ?si=x" title="x"></iframe>'
    ) == Herkend("youtube", "dQw4w9WgXcQ")


@pytest.mark.parametrize("tekst", VIJANDIG, ids=range(len(VIJANDIG)))
def test_al_het_andere_is_geen_link(tekst):
    assert lees(tekst) is None


def test_er_zijn_meer_dan_veertig_vijandige_adressen():
    assert len(set(VIJANDIG)) > 40


@pytest.mark.parametrize(("tekst", "aanbieder", "sleutel"), GOED, ids=[rij[0].strip()[:60] for rij in GOED])
def test_de_pagina_bij_de_aanbieder_leest_weer_als_hetzelfde(tekst, aanbieder, sleutel):
    medium = Herkend(aanbieder, sleutel)
    assert lees(bronadres(medium)) == medium


@pytest.mark.parametrize(
    ("medium", "adres"),
    [
        (Herkend("youtube", "dQw4w9WgXcQ"), "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"),
        (
            Herkend("youtube", "lijst/PLabcdefghijklm"),
            "https://www.youtube-nocookie.com/embed/videoseries?list=PLabcdefghijklm",
        ),
        (Herkend("vimeo", "76979871"), "https://player.vimeo.com/video/76979871?dnt=1"),
        (Herkend("vimeo", "76979871/8272103f6e"), "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e"),
        (Herkend("spotify", f"track/{SPOTIFY_NR}"), f"https://open.spotify.com/embed/track/{SPOTIFY_NR}"),
        (
            Herkend("soundcloud", "de-band/ons-lied"),
            "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fde-band%2Fons-lied",
        ),
        (
            Herkend("mixcloud", "radio/de-mix"),
            "https://player-widget.mixcloud.com/widget/iframe/?hide_cover=1&feed=%2Fradio%2Fde-mix%2F",
        ),
        (
            Herkend("bandcamp", "album=3553509833"),
            "https://bandcamp.com/EmbeddedPlayer/album=3553509833/size=large/artwork=small/tracklist=false/",
        ),
        (Herkend("bandcamp", "deband/album/de-plaat"), ""),
    ],
)
def test_de_speler_komt_van_de_zuinigste_plek(medium, adres):
    assert inbedadres(medium) == adres


@pytest.mark.parametrize("sleutel", ['x" onload="alert(1)', "../../kwaad", "", "a" * 300, "dQw4w9WgXcQ\n", "a b"])
@pytest.mark.parametrize("aanbieder", [*Aanbieder.values, "kwaad.example"])
def test_van_een_sleutel_die_niet_kan_komt_geen_adres(aanbieder, sleutel):
    medium = Herkend(aanbieder, sleutel)
    assert inbedadres(medium) == ""
    assert bronadres(medium) == ""


def test_een_rij_van_de_databank_leest_als_een_link():
    medium = Medium(aanbieder=Aanbieder.VIMEO, sleutel="76979871")
    assert inbedadres(medium).startswith("https://player.vimeo.com/")
    assert is_film(medium)
    assert not is_film(Medium(aanbieder=Aanbieder.SPOTIFY, sleutel="x"))
    assert not is_film(SimpleNamespace(aanbieder="kwaad", sleutel="x"))


def test_een_pagina_mag_alleen_omlijsten_wat_ze_toont():
    media = [Herkend("youtube", "dQw4w9WgXcQ"), Herkend("vimeo", "76979871"), Herkend("vimeo", "76979872")]
    assert kaderbronnen(media) == ["https://player.vimeo.com", "https://www.youtube-nocookie.com"]
    assert kaderbronnen([Herkend("bandcamp", "deband/album/de-plaat"), Herkend("youtube", "onzin")]) == []
    assert kaderbronnen([]) == []


def test_elke_aanbieder_heeft_een_gastheer():
    assert set(GASTHEREN) == set(Aanbieder.values)
