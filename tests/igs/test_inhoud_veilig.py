"""Hostile text through every text field of edited content, into HTML, JSON-LD, Atom and iCal: nothing executes."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from igs.models import IGS, Gidstekst, Portret, Vraag
from igs.platte_tekst import op_een_regel
from tests.fabriek import (
    GEPUBLICEERD,
    maak_activiteit,
    maak_bericht,
    maak_coordinator,
    maak_portret,
    maak_praktijk,
    maak_vraag,
)
from tests.igs.lezen import ATOM, Pagina, afspraken, feed, pagina

CORPUS = {
    "script": "<script>alert(1)</script>",
    "script_hoofdletters": "<ScRiPt src=//x.example>a</sCrIpT >",
    "einde_script": "</script><script>alert(1)</script>",
    "einde_titel": "</title><svg onload=alert(1)>",
    "beeld": '<img src=x onerror="alert(1)">',
    "eigenschap": '" onmouseover="alert(1)" autofocus onfocus="alert(1)',
    "eigenschap_enkel": "' onclick='alert(1)",
    "javascript": '<a href="javascript:alert(1)">a</a>',
    "javascript_verborgen": '<a href="java\tscript:alert(1)">a</a><a href="&#106;avascript:alert(1)">b</a>',
    "data": '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    "kader": '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=x></object><embed src=x>',
    "stijl": '<style>@import "//x.example"</style><p style="background:url(javascript:alert(1))">a</p>',
    "svg": "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "math": "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "sjabloon": "{{ 7|add:7 }}{% debug %}",
    "cdata": "]]><script>alert(1)</script><![CDATA[",
    "commentaar": "<!--><script>alert(1)</script-->",
    "formulier": '<form action="//x.example"><input name="wachtwoord"><button>a</button></form>',
    "basis": '<base href="//x.example"><meta http-equiv="refresh" content="0;url=//x.example">',
    "entiteit": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "regels": "a\r\nATTENDEE:mailto:x@x.example\r\nEND:VEVENT\u2028b\x0b",
    "richting": "\u202e\u2066gnihtemos",
}
# What the frame of a page has of itself; an edited text adds none of these.
EIGEN_SCRIPTS = {"application/ld+json", "module"}
GEVAARLIJK = {"iframe", "object", "embed", "style", "base", "math", "foreignobject"}


def is_ongevaarlijk(bladzijde: Pagina, formulieren: int = 0) -> None:
    """No element, attribute or address through which a text could do something."""
    namen = [tag for tag, _ in bladzijde.elementen]
    assert not GEVAARLIJK & set(namen)
    assert namen.count("form") == formulieren
    for tag, attrs in bladzijde.elementen:
        assert not [naam for naam in attrs if naam.startswith("on") or naam in {"style", "srcdoc", "autofocus"}]
        assert attrs.get("http-equiv") is None
        if tag == "script":
            assert attrs["type"] in EIGEN_SCRIPTS
            assert attrs["type"] == "application/ld+json" or attrs["src"].startswith("/static/")
        if tag == "img":
            assert attrs.get("src", "").startswith("/media/")
        for naam in ("href", "src", "action", "xlink:href", "formaction"):
            schema = urlsplit("".join(attrs.get(naam, "").split())).scheme
            assert schema in {"", "http", "https", "mailto", "tel"}, attrs


def velden_van(vijand: str, *namen: str) -> dict[str, Any]:
    return dict.fromkeys(namen, vijand)


@pytest.fixture
def zuidrand(gegevens: None) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.fixture(params=list(CORPUS.values()), ids=list(CORPUS))
def vijand(request):
    return request.param


def test_een_activiteit(client, zuidrand, vijand):
    maak_activiteit(
        igs=zuidrand, slug="x", **velden_van(vijand, "titel", "plaats", "publiek", "prijs", "inschrijflink", "tekst")
    )
    bladzijde = pagina(client, "/agenda/x/")
    is_ongevaarlijk(bladzijde)
    assert bladzijde.jsonld["name"] == bladzijde.jsonld["location"]["name"] == vijand
    is_ongevaarlijk(pagina(client, "/agenda/"), formulieren=1)
    is_ongevaarlijk(pagina(client, "/igs/zuidrand/"))
    is_ongevaarlijk(pagina(client, "/"), formulieren=1)
    [afspraak] = afspraken(client, "/agenda/x.ics")
    assert afspraak["summary"] == afspraak["location"] == op_een_regel(vijand)
    assert "attendee" not in afspraak


def test_een_bericht(client, zuidrand, vijand):
    maak_bericht(igs=zuidrand, slug="x", **velden_van(vijand, "titel", "tekst"))
    bladzijde = pagina(client, "/nieuws/x/")
    is_ongevaarlijk(bladzijde)
    assert bladzijde.jsonld["headline"] == vijand
    is_ongevaarlijk(pagina(client, "/nieuws/"), formulieren=1)
    is_ongevaarlijk(pagina(client, "/igs/zuidrand/"))
    is_ongevaarlijk(pagina(client, "/"), formulieren=1)
    [bericht] = feed(client, "/nieuws/atom.xml").iterfind("a:entry", ATOM)
    assert bericht.findtext("a:title", "", ATOM) == op_een_regel(vijand)
    is_ongevaarlijk(Pagina(bericht.findtext("a:summary", "", ATOM)))


def test_een_praktijk(client, zuidrand, vijand):
    maak_praktijk(zuidrand, slug="x", **velden_van(vijand, "titel", "tekst"))
    bladzijde = pagina(client, "/praktijken/x/")
    is_ongevaarlijk(bladzijde)
    assert bladzijde.jsonld["headline"] == vijand
    is_ongevaarlijk(pagina(client, "/praktijken/"))
    is_ongevaarlijk(pagina(client, "/igs/zuidrand/"))


def test_een_portret_en_een_vraag(client, zuidrand, vijand):
    Portret.objects.all().delete()
    Vraag.objects.all().delete()
    maak_vraag(vijand, slug="v")
    velden = velden_van(vijand, "titel", "naam", "functie", "inleiding", "slot")
    maak_portret(zuidrand, slug="x", verteld=vijand[:50], antwoorden={"v": f"<p>{vijand}</p>"}, **velden)
    for adres in ("/belicht/x/", "/belicht/", "/belicht/vragen/v/", "/igs/zuidrand/"):
        is_ongevaarlijk(pagina(client, adres))
    is_ongevaarlijk(pagina(client, "/"), formulieren=1)
    assert vijand in pagina(client, "/belicht/x/").jsonld["headline"]
    [portret] = feed(client, "/belicht/atom.xml").iterfind("a:entry", ATOM)
    assert portret.findtext("a:title", "", ATOM) == op_een_regel(vijand)
    samenvatting = Pagina(portret.findtext("a:summary", "", ATOM))
    assert samenvatting.elementen == []


def test_een_igs_en_zijn_contactpersoon(client, zuidrand, vijand):
    zuidrand.omschrijving = zuidrand.profiel = vijand
    zuidrand.themas, zuidrand.telefoon, zuidrand.email = [vijand[:60]], vijand[:30], vijand
    zuidrand.website = f"javascript://x.example/%0Aalert(1)//{vijand}"[:200]
    zuidrand.save()
    maak_coordinator(zuidrand, vijand, functie=vijand, telefoon=vijand[:30])
    bladzijde = pagina(client, "/igs/zuidrand/")
    is_ongevaarlijk(bladzijde)
    assert bladzijde.jsonld["name"] == zuidrand.naam


@pytest.mark.parametrize("gids", Gidstekst.Pagina)
def test_een_gidstekst(client, gegevens, vijand, gids):
    Gidstekst.objects.create(pagina=gids, titel=vijand, tekst=vijand, gepubliceerd_op=GEPUBLICEERD)
    is_ongevaarlijk(pagina(client, Gidstekst(pagina=gids).get_absolute_url()))


def test_gevonden_op_de_site(client, zuidrand, vijand):
    maak_bericht(f"{vijand} xylofoon", slug="x")
    bladzijde = pagina(client, "/zoek/?q=xylofoon")
    is_ongevaarlijk(bladzijde, formulieren=1)
    assert "/nieuws/x/" in bladzijde.waarden("a", "href")


def test_de_controle_ziet_wat_ze_moet_zien():
    for fout in (
        "<script>x</script>",
        "<p onclick=x>",
        "<a href=javascript:x>",
        "<a href='java\nscript:x'>",
        "<iframe>",
        "<img src=//x.example>",
        "<form>",
    ):
        with pytest.raises((AssertionError, KeyError)):
            is_ongevaarlijk(Pagina(fout))
