"""Plain Dutch in every template and mail, and a list of words that explains the trade."""

import re
from pathlib import Path

from django.conf import settings
from django.utils.text import slugify

from opnetwerk import woordenlijst
from tests.taal import meten
from tests.taal.meten import HOOGSTE_MEDIAAN, HOOGSTE_P95, Zin, meet, te_vermijden, zinnen_uit

BASIS = Path(settings.BASE_DIR)
# In the glossary of CONTRIBUTING for who works on the code; no visitor meets the word.
VOOR_BOUWERS = {"aanstelling", "bereik", "zekerheid", "op(dag)", "bevroren versie", "uitvoer", "stempel", "spiegel"}
# Everybody knows these; the builders say which of their meanings is meant.
GEWOON = {"versie", "profiel", "reactie", "ronde", "inschrijving", "hoofdstuk"}


def test_zinnen_op_paginas_en_in_mails_zijn_kort():
    zinnen = meten.alle()
    assert len(zinnen) > 3000
    for is_mail in (True, False):
        uitslag = meet([zin for zin in zinnen if zin.plek.startswith("mail/") == is_mail])
        assert uitslag.zinnen > 300
        assert uitslag.mediaan <= HOOGSTE_MEDIAAN, is_mail
        assert uitslag.p95 <= HOOGSTE_P95, (is_mail, uitslag.te_lang[:5])


def test_geen_zin_zegt_klik_hier_ongeldig_of_u():
    assert te_vermijden(meten.alle()) == []


def test_de_maat_ziet_een_lange_zin_en_een_stijf_woord():
    lang = " ".join(["woord"] * 30) + "."
    [zin] = [Zin("x.html", tekst) for tekst in zinnen_uit(f"<p>{lang}</p>", html=True)]
    assert zin.woorden == 30
    assert meet([zin, zin]).te_lang == [zin, zin]
    assert te_vermijden([Zin("x.html", "Klik hier, want uw code is ongeldig.")]) == [
        "x.html: 'Klik hier' in 'Klik hier, want uw code is ongeldig.'",
        "x.html: 'uw' in 'Klik hier, want uw code is ongeldig.'",
        "x.html: 'ongeldig' in 'Klik hier, want uw code is ongeldig.'",
    ]


def test_de_maat_leest_een_sjabloon_zoals_een_lezer():
    sjabloon = (
        "{# geen tekst #}<p>Dag {{ naam }}. {% if een %}Je hebt één bericht.{% else %}Je hebt {{ n }} berichten."
        "{% endif %}</p><ul><li>Eerste punt van een lijst</li><li>Tweede <strong>punt</strong> hier.</li></ul>"
        "<script>var x = 1.</script>"
    )
    zinnen = list(zinnen_uit(sjabloon, html=True))
    assert "Je hebt één bericht. ‖" not in zinnen
    assert [zin for zin in zinnen if "punt" in zin] == ["Eerste punt van een lijst", "Tweede punt hier."]
    assert not [zin for zin in zinnen if "var" in zin or "geen tekst" in zin]
    mail = list(
        zinnen_uit("Dag {{ naam }}\n\nJe profiel staat\nonline. Kijk het na.\n\nhttps://x.example/\n", html=False)
    )
    assert mail[:2] == ["Je profiel staat online.", "Kijk het na."]


def test_elk_vakwoord_heeft_een_uitleg_van_korte_zinnen():
    alle = woordenlijst.woorden()
    assert [slugify(een.woord) for een in alle] == sorted({slugify(een.woord) for een in alle})
    for een in alle:
        assert een.uitleg.endswith("."), een.woord
        zinnen = [Zin(een.woord, zin) for zin in zinnen_uit(een.uitleg, html=False)]
        assert all(zin.woorden <= HOOGSTE_P95 for zin in zinnen), een.woord
        assert te_vermijden(zinnen) == []


def test_elk_woord_van_de_lijst_staat_ergens_op_het_portaal():
    """A list that explains what nobody says only hides the words that are said."""
    teksten = [pad.read_text() for pad in meten.SJABLONEN.rglob("*") if pad.suffix in {".html", ".txt"}]
    teksten += [pad.read_text() for pad in (BASIS / "docs" / "handleiding").glob("*.md")]
    alles = " ".join(" ".join(tekst.split()) for tekst in teksten).lower()
    ongebruikt = [een.woord for een in woordenlijst.woorden() if not any(vorm.lower() in alles for vorm in een.alle)]
    assert ongebruikt == []


def test_de_lijst_kent_elk_vakwoord_van_de_bouwers():
    tekst = (BASIS / "CONTRIBUTING.md").read_text().partition("## Glossary")[2].partition("\n## ")[0]
    woorden = {woord for rij in re.findall(r"(?m)^\| ([^|]+) \|", tekst) for woord in rij.split(", ")} - {"word", "---"}
    bekend = {vorm.lower() for een in woordenlijst.woorden() for vorm in een.alle}
    assert len(woorden) > 10
    ontbreekt = {woord for woord in woorden - VOOR_BOUWERS if woord.lower() not in bekend}
    assert ontbreekt <= GEWOON, ontbreekt


def test_de_woordenlijst_staat_op_de_site_en_in_elke_voet(client, db):
    antwoord = client.get("/woordenlijst/")
    assert antwoord.status_code == 200
    tekst = antwoord.content.decode()
    for een in woordenlijst.woorden():
        assert f'id="{een.anker}"' in tekst
    assert 'href="/woordenlijst/"' in client.get("/over/").content.decode()
    assert "/woordenlijst/" in client.get("/sitemap.xml").content.decode()
