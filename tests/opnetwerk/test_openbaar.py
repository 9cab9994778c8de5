"""What holds for every public page: landmarks, titles, links that exist; and garbage that never breaks."""

import re
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.opnetwerk.test_toegang import PUBLIEK

PAGINAS = [
    pad
    for naam, pad in PUBLIEK.items()
    if not re.search(r"\.(json|png|xml|txt|csv|geojson|ics)|gezondheid|inbedden", pad)
]
EXTRA = ["/gemeenten/borsbeek/", "/gemeenten/aalter/", "/igs/ginter/", "/igs/de-merode/", "/regios/limburg/"]


class Lezer(HTMLParser):
    """The parts of a page that the tests look at."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.koppen: list[int] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elementen: list[str] = []
        self.feed(tekst)

    def handle_starttag(self, tag, attrs):
        eigenschappen = dict(attrs)
        self.elementen.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.koppen.append(int(tag[1]))
        if tag == "a" and eigenschappen.get("href"):
            self.links.append(eigenschappen["href"])
        if eigenschappen.get("id"):
            self.ids.append(eigenschappen["id"])


@pytest.fixture
def lees(client, inhoud):
    return lambda adres: client.get(adres).content.decode()


@pytest.mark.parametrize("adres", PAGINAS + EXTRA)
def test_elke_pagina_heeft_haar_vaste_delen(lees, adres):
    tekst = lees(adres)
    pagina = Lezer(tekst)
    assert pagina.koppen.count(1) == 1
    assert all(volgende <= vorige + 1 for vorige, volgende in zip(pagina.koppen, pagina.koppen[1:], strict=False))
    assert {"header", "nav", "main", "footer"} <= set(pagina.elementen)
    assert pagina.links[0] == "#inhoud"
    assert len(pagina.ids) == len(set(pagina.ids))
    assert 'lang="nl-BE"' in tekst
    for weg in ("/over/", "/privacy/", "/toegankelijkheid/"):
        assert weg in pagina.links


def test_elke_titel_is_enig(lees):
    titels = [re.search("<title>(.*?)</title>", lees(adres), re.DOTALL)[1] for adres in PAGINAS + EXTRA]
    assert len(titels) == len(set(titels))
    assert all(titel.endswith(" – op/netwerk") for titel in titels)


def test_elke_link_binnen_de_site_bestaat(client, inhoud):
    bekeken: dict[str, list[str]] = {}

    def bekijk(pad: str) -> list[str]:
        if pad not in bekeken:
            antwoord = client.get(pad)
            assert antwoord.status_code in (200, 302), pad
            bekeken[pad] = Lezer(antwoord.content.decode()).ids if "html" in antwoord["Content-Type"] else []
        return bekeken[pad]

    for adres in PAGINAS + EXTRA:
        for link in Lezer(client.get(adres).content.decode()).links:
            if link.startswith(("http:", "https:", "mailto:", "tel:")):
                continue
            deel = urlsplit(link)
            pad = (deel.path or adres) + (f"?{deel.query}" if deel.query else "")
            ids = bekijk(pad)
            assert not deel.fragment or deel.fragment in ids, f"{adres}: {link}"


ROMMEL = st.text(max_size=60) | st.sampled_from(
    ["\x00", "%00", "../../etc/passwd", "'; DROP TABLE igs;--", "{{ 7*7 }}", "<script>alert(1)</script>", "٢٠٢٠-٠١-٠١"]
)
SNEL = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SNEL
@given(
    adres=st.sampled_from(sorted(PUBLIEK.values())),
    sleutel=st.sampled_from(["q", "op", "naam", "regio", "toen", "pagina", "igs", "x"]),
    waarde=ROMMEL,
)
def test_rommel_in_de_vraag_breekt_niets(client, inhoud, adres, sleutel, waarde):
    pad = adres.split("?")[0]
    antwoord = client.get(f"{pad}?{sleutel}={quote(waarde)}")
    assert antwoord.status_code in (200, 302, 304, 400, 404)


@SNEL
@given(
    begin=st.sampled_from(
        ["/", "/igs/", "/regios/", "/gemeenten/", "/belicht/", "/open-data/", "/deelbeeld/igs/", "/agenda/", "/nieuws/"]
    ),
    staart=ROMMEL,
)
def test_rommel_in_het_adres_is_een_404_of_een_pagina(client, gegevens, begin, staart):
    antwoord = client.get(begin + quote(staart))
    assert antwoord.status_code in (200, 301, 302, 400, 404)


@pytest.mark.parametrize("adres", ["/zoek/?q=%FF%FE", "/igs/?op=%00", "/igs/%FF/", "/zoek/?q=" + "a" * 20_000])
def test_stukke_bytes_breken_niets(client, gegevens, adres):
    assert client.get(adres).status_code in (200, 400, 404)
