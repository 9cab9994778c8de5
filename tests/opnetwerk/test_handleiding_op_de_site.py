"""The guide as pages of the portal: everything of it, nothing that shows its marks, from wherever one gets stuck."""

import re
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from igs.uitnodigen import nodig_uit
from opnetwerk import handleiding
from tests.beheer import in_beheer, maak_coordinator_van, maak_redactie
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker, maak_igs
from tests.opnetwerk.test_handleiding import BEELD, BESTANDEN, HOOFDSTUKKEN, LINK, MAP, namen

PADEN = {
    "/handleiding/eerste-keer-aanmelden/": "De eerste keer aanmelden",
    "/handleiding/mijn-regio/": "De pagina van je regio",
    "/handleiding/een-portret/": "Een portret",
    "/handleiding/een-activiteit/": "Een activiteit",
    "/handleiding/als-er-iets-misgaat/": "Als er iets misgaat",
    "/handleiding/voor-makers/": "Voor makers: je profiel",
    "/handleiding/voor-grensbrekers/": "Voor grensbrekers: je collega's",
    "/handleiding/een-nota-schrijven/": "Voor wie een cultuurnota schrijft",
}
COORDINATOR = list(PADEN)[:5]
ALLES = ["/handleiding/", *PADEN]


def lees(pad: str) -> str:
    antwoord = Client().get(pad)
    assert antwoord.status_code == 200
    return str(antwoord.content.decode())


def artikel(pad: str) -> str:
    return lees(pad).split("<h1>")[1].split("</main>")[0]


def kaal(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def zonder_merktekens(bestand: Path) -> str:
    """The words of a chapter, as they should stand on the page."""
    tekst = bestand.read_text().split("\n---\n")[0]
    regels = [
        re.sub(r"^(#+|\d+\.|-|\|) ", "", LINK.sub(r"\1", BEELD.sub("", regel)))
        for regel in tekst.splitlines()
        if not regel.startswith(("[Terug", "Volgende:", "|---"))
    ]
    return " ".join(" ".join(regels).replace("**", "").replace("|", " ").split())


def test_elk_hoofdstuk_heeft_een_adres_in_volgorde():
    assert [(een.get_absolute_url(), een.titel) for een in handleiding.hoofdstukken()] == list(PADEN.items())
    assert len(HOOFDSTUKKEN) == len(PADEN)


@pytest.mark.parametrize(("pad", "bestand"), list(zip(PADEN, HOOFDSTUKKEN, strict=True)), ids=namen(HOOFDSTUKKEN))
def test_een_hoofdstuk_staat_er_met_elk_woord(db, pad, bestand):
    op_de_pagina = re.sub(r"\W+", " ", kaal(artikel(pad)))
    in_het_bestand = re.sub(r"\W+", " ", zonder_merktekens(bestand)).strip()
    assert op_de_pagina.startswith(in_het_bestand)


@pytest.mark.parametrize("pad", ALLES)
def test_geen_merkteken_van_de_opmaak_blijft_staan(db, pad):
    tekst = kaal(artikel(pad))
    assert not re.search(r"\*\*|\]\(|\||`|^#|!\[|\.md\b", tekst)
    assert "uv run" not in tekst


@pytest.mark.parametrize("pad", ALLES)
def test_elke_link_in_de_handleiding_komt_aan(db, pad):
    ids = set(re.findall(r'id="([^"]+)"', lees(pad)))
    for doel in re.findall(r'href="([^"]*)"', artikel(pad)):
        weg, _, plek = doel.partition("#")
        assert not weg or weg in ALLES, doel
        assert not plek or plek in (ids if not weg else set(re.findall(r'id="([^"]+)"', lees(weg)))), doel


def test_de_beelden_staan_er_met_hun_woorden_en_maten(db):
    gevonden = [beeld for pad in PADEN for beeld in re.findall(r"<img [^>]+>", artikel(pad))]
    bedoeld = [beeld for bestand in BESTANDEN for beeld in BEELD.findall(bestand.read_text())]
    assert len(gevonden) == len(bedoeld) > 20
    for beeld in gevonden:
        naam = re.search(r'src="/static/handleiding/([\w.-]+)"', beeld)
        assert naam is not None, beeld
        assert finders.find(f"handleiding/{naam[1]}") == str(MAP / "beelden" / naam[1])
        assert re.search(r'alt="\w[^"]+" width="1000" height="\d+" loading="lazy"', beeld), beeld


def test_van_het_ene_hoofdstuk_naar_het_volgende_en_terug(db):
    vervolg = dict(pairwise(COORDINATOR))  # who reads for a role of its own is done
    for pad in PADEN:
        volgende = vervolg.get(pad)
        tekst = artikel(pad)
        assert '<a class="knop tweede" href="/handleiding/">' in tekst
        assert (f'<a class="knop" href="{volgende}">' in tekst) if volgende else ("Volgende:" not in tekst)


@pytest.mark.parametrize("pad", ["/handleiding/bestaat-niet/", "/handleiding/README/", "/handleiding/2-mijn-regio/"])
def test_wat_geen_hoofdstuk_is_is_een_404(db, pad):
    assert Client().get(pad).status_code == 404


@pytest.mark.parametrize("pad", ALLES)
def test_zoekmachines_bewaren_de_handleiding_niet(db, pad):
    assert '<meta name="robots" content="noindex">' in lees(pad)


# --- the way to it ---


def test_het_beheer_wijst_op_elke_pagina_naar_de_handleiding(lege_databank):
    igs = maak_igs("Testrand")
    for klant in (
        in_beheer(Client(), maak_redactie()),
        in_beheer(Client(), maak_coordinator_van(igs, "an@voorbeeld.be")),
    ):
        voorpagina = klant.get("/admin/").content.decode()
        assert '<a href="/handleiding/">Lees de handleiding</a>' in voorpagina
        for pad in ("/admin/igs/bericht/", "/admin/igs/bericht/add/", f"/admin/igs/igs/{igs.pk}/history/"):
            voet = klant.get(pad).content.decode().split('id="footer"')[1]
            assert 'href="/handleiding/"' in voet
            assert 'href="/handleiding/als-er-iets-misgaat/"' in voet


def test_wie_in_het_beheer_mag_vindt_haar_ook_bij_het_account(lege_databank, client):
    client.force_login(maak_gebruiker())
    assert "/handleiding/" not in client.get("/mijn/").content.decode()
    client.force_login(maak_redactie())
    assert 'href="/handleiding/"' in client.get("/mijn/").content.decode()


def test_na_de_uitnodiging_wijst_de_pagina_naar_het_eerste_hoofdstuk(lege_databank, client):
    nodig_uit(email="n@voorbeeld.be", naam="N", igs=maak_igs(), van=DAG, tot=None, door=maak_redactie())
    pagina = client.get("/uitnodiging/aangenomen/").content.decode()
    assert 'href="/handleiding/eerste-keer-aanmelden/"' in pagina


# --- reading ---

TABEL = (
    '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
    "<tbody><tr><td>c</td><td>&lt;d&gt;</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("tekst", "html"),
    [
        ("## Een kop: met teken", '<h2 id="een-kop-met-teken">Een kop: met teken</h2>'),
        ("een\ntwee", "<p>een twee</p>"),
        ("1. een\n2. twee", "<ol><li>een</li><li>twee</li></ol>"),
        ("- een\n- **twee**", "<ul><li>een</li><li><strong>twee</strong></li></ul>"),
        ("| a | b |\n|---|---|\n| c | <d> |", TABEL),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[daar](3-een-portret.md)", '<p><a href="/handleiding/een-portret/">daar</a></p>'),
        ("[hier](#een-kop)", '<p><a href="#een-kop">hier</a></p>'),
        ("[alles](README.md)", '<p><a href="/handleiding/">alles</a></p>'),
        ("[Terug naar het overzicht](README.md)", ""),
        ("Volgende: [een portret](3-een-portret.md).", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_elke_vorm_wordt_haar_html(tekst, html):
    assert handleiding.als_html(tekst) == html


def test_de_handleiding_staat_in_het_huis():
    assert settings.BASE_DIR in handleiding.MAP.parents
