"""The Atom feeds of BE/LICHT and of the news."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest

from igs.models import Portret
from opnetwerk.models import Versie
from tests.fabriek import BRUSSEL, GEPUBLICEERD, maak_bericht, maak_igs, maak_portret
from tests.igs.lezen import ATOM, feed

pytestmark = pytest.mark.django_db


def teksten(boom: ET.Element, pad: str) -> list[str]:
    return [knoop.text or "" for knoop in boom.iterfind(pad, ATOM)]


def link(boom: ET.Element, soort: str) -> str:
    [adres] = [knoop.attrib["href"] for knoop in boom.iterfind("a:link", ATOM) if knoop.attrib["rel"] == soort]
    return adres


def test_het_nieuws_als_atom_met_volledige_adressen(client, settings):
    settings.SITE_ADRES = "https://netwerk.example"
    maak_bericht("Subsidie", igs=maak_igs("Ons netwerk"), tekst='<p><a href="/igs/">hier</a> &amp; nu</p>')
    boom = feed(client, "/nieuws/atom.xml")
    assert link(boom, "self") == "https://netwerk.example/nieuws/atom.xml"
    assert link(boom, "alternate") == "https://netwerk.example/nieuws/"
    [bericht] = boom.iterfind("a:entry", ATOM)
    assert teksten(bericht, "a:title") == ["Subsidie"]
    assert teksten(bericht, "a:id") == ["https://netwerk.example/nieuws/subsidie/"] == [link(bericht, "alternate")]
    assert teksten(bericht, "a:author/a:name") == ["Ons netwerk"]
    assert teksten(bericht, "a:published") == ["2026-11-01T11:00:00+00:00"]
    [samenvatting] = bericht.iterfind("a:summary", ATOM)
    assert samenvatting.attrib["type"] == "html"
    assert samenvatting.text == '<p><a href="https://netwerk.example/igs/" rel="noopener">hier</a> &amp; nu</p>'


@pytest.mark.parametrize("adres", ["//elders.example/x", "https://elders.example/x"])
def test_adressen_van_anderen_blijven_zoals_ze_zijn(client, adres):
    maak_bericht(tekst=f'<p><a href="{adres}">elders</a></p>')
    [samenvatting] = teksten(feed(client, "/nieuws/atom.xml"), "a:entry/a:summary")
    assert f'href="{adres}"' in samenvatting


def test_een_bericht_van_het_steunpunt_heeft_het_portaal_als_auteur(client):
    maak_bericht()
    boom = feed(client, "/nieuws/atom.xml")
    assert teksten(boom, "a:author/a:name") == teksten(boom, "a:entry/a:author/a:name") == ["op/netwerk"]


def test_het_nieuws_van_een_igs(client):
    maak_bericht("Van ons", igs=maak_igs("Ons netwerk"))
    maak_bericht("Van hen", igs=maak_igs("Hun netwerk"))
    maak_bericht("Van het steunpunt")
    boom = feed(client, "/nieuws/atom.xml?igs=ons-netwerk")
    assert teksten(boom, "a:title") == ["Nieuws van Ons netwerk – op/netwerk"]
    assert teksten(boom, "a:entry/a:title") == ["Van ons"]
    assert link(boom, "self").endswith("/nieuws/atom.xml?igs=ons-netwerk")
    assert link(boom, "alternate").endswith("/nieuws/?igs=ons-netwerk")
    assert len(teksten(feed(client, "/nieuws/atom.xml?igs="), "a:entry/a:title")) == 3


@pytest.mark.parametrize("igs", ["bestaat-niet", "%00", "%FF"])
def test_een_onbekend_igs_heeft_geen_feed(client, igs):
    assert client.get(f"/nieuws/atom.xml?igs={igs}").status_code == 404


def test_een_bijgewerkt_bericht_houdt_zijn_id_en_zegt_wanneer(client):
    bericht = maak_bericht(versie=1)
    voor = teksten(feed(client, "/nieuws/atom.xml"), "a:entry/a:id")
    versie = Versie.objects.create(item=bericht, nummer=1, velden={})
    Versie.objects.filter(pk=versie.pk).update(op=datetime(2026, 11, 9, 9, tzinfo=BRUSSEL))
    boom = feed(client, "/nieuws/atom.xml")
    assert teksten(boom, "a:entry/a:id") == voor
    assert teksten(boom, "a:entry/a:published") == ["2026-11-01T11:00:00+00:00"]
    assert teksten(boom, "a:updated") == teksten(boom, "a:entry/a:updated") == ["2026-11-09T08:00:00+00:00"]


def test_de_nieuwste_dertig_eerst(client):
    for nummer in range(31):
        maak_bericht(f"Bericht {nummer:02}", gepubliceerd_op=GEPUBLICEERD - timedelta(hours=nummer))
    titels = teksten(feed(client, "/nieuws/atom.xml"), "a:entry/a:title")
    assert titels == [f"Bericht {nummer:02}" for nummer in range(30)]


@pytest.mark.parametrize(("adres", "vragen"), [("/nieuws/atom.xml", 1), ("/nieuws/atom.xml?igs=ons-netwerk", 2),
                                               ("/belicht/atom.xml", 1)])  # fmt: skip
@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(client, adres, vragen, rijen, django_assert_num_queries):
    igs = maak_igs("Ons netwerk")
    for nummer in range(rijen):
        maak_bericht(f"B {nummer}", igs=igs)
        maak_portret(igs, f"P {nummer}")
    with django_assert_num_queries(vragen):
        assert client.get(adres).status_code == 200


def test_de_portretten_als_atom(client, settings):
    settings.SITE_ADRES = "https://netwerk.example"
    Portret.objects.all().delete()
    maak_portret(maak_igs("Ons netwerk"), "Een portret", inleiding="Klein <em>& fijn</em>")
    boom = feed(client, "/belicht/atom.xml")
    assert link(boom, "self") == "https://netwerk.example/belicht/atom.xml"
    [portret] = boom.iterfind("a:entry", ATOM)
    assert teksten(portret, "a:id") == ["https://netwerk.example/belicht/een-portret/"]
    # A plain text: a reader takes the summary as HTML, so its signs must come through as signs.
    assert teksten(portret, "a:summary") == ["Klein &lt;em&gt;&amp; fijn&lt;/em&gt;"]


@pytest.mark.parametrize("teken", ["\x07", "\x1b", "\uffff", "\u202e"])
def test_een_stuurteken_breekt_geen_feed(client, teken):
    Portret.objects.all().delete()
    maak_bericht(f"Nieuws{teken}", slug="nieuws", tekst=f"<p>Nieuws{teken}</p>")
    maak_portret(maak_igs(f"Net{teken}werk", slug="net"), f"Portret{teken}", slug="p", inleiding=f"Begin{teken}")
    assert teksten(feed(client, "/nieuws/atom.xml"), "a:entry/a:title") == ["Nieuws"]
    boom = feed(client, "/belicht/atom.xml")
    assert teksten(boom, "a:entry/a:title") == ["Portret"]
    assert teksten(boom, "a:entry/a:summary") == ["Begin"]
    assert teksten(feed(client, "/nieuws/atom.xml?igs=net"), "a:title") == ["Nieuws van Netwerk – op/netwerk"]
