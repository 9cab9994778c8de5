"""The page of a talent: what stands on it, for whom, and how little it costs."""

import json
import re

import pytest
from django.test import Client

from igs.models import IGS
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from talent.models import Maandtelling, Medium, Talent, Toelating, Uitkomst, Verbinding
from tests.fabriek import maak_gebruiker, maak_igs
from tests.talent.fabriek import maak_beeld, maak_talent
from tests.vijandig import SCRIPT

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


def pagina(client: Client, talent: Talent, staart: str = "") -> str:
    antwoord = client.get(f"/talent/{talent.slug}/{staart}")
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def zet(talent: Talent, **velden: object) -> None:
    Talent.objects.filter(pk=talent.pk).update(**velden)


def zonder(inhoud: bytes, slug: str) -> str:
    """The page without its own address and without the token of the button to log out."""
    return re.sub(r'csrfmiddlewaretoken" value="\w+"', "", inhoud.decode().replace(slug, "x"))


def jsonld(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_de_volgorde_is_naam_discipline_regio_beeld_contact_tekst_afspraken_media(client, regio):
    talent = maak_talent(
        thuis=regio,
        tekst="Wij spelen in de living.",
        past_bij=["huiskamer"],
        prijs="vanaf",
        prijs_vanaf=150,
        prijs_uitleg="plus vervoer",
        links=["https://www.voorbeeld.be/band"],
    )
    maak_beeld(talent.online)
    Medium.objects.create(profiel=talent.online, aanbieder="vimeo", sleutel="12345678", titel="Live")
    html = pagina(client, talent)
    volgorde = [
        "<h1>De Testband</h1>",
        "Zuidrand",
        "Een band op een podium",
        "Neem contact op",
        "Wij spelen in de living.",
        "Huiskamer",
        "Vanaf 150 euro (plus vervoer)",
        "Luister en kijk",
        "voorbeeld.be: band",
        "Laatst bijgewerkt op",
        "Meld dit profiel",
    ]
    plekken = [html.index(stuk) for stuk in volgorde]
    assert plekken == sorted(plekken)


def test_het_beeld_krijgt_de_woorden_van_deze_versie_en_een_srcset(client, regio):
    talent = maak_talent(thuis=regio)
    beeld = maak_beeld(talent.online, alt="Oude woorden")
    beeld.alt, beeld.bron = "Nieuwe woorden", "Jan Kiekt"
    beeld.save()
    html = pagina(client, talent)
    assert 'alt="Nieuwe woorden"' in html
    assert "Foto: Jan Kiekt" in html
    assert "Oude woorden" not in html
    assert re.search(r'srcset="[^"]+320w, [^"]+640w', html)


def test_zonder_beeld_staat_de_beginletter_in_strepen(client, regio):
    html = pagina(client, maak_talent(thuis=regio, naam="…’t Orkest"))
    assert re.search(r'class="beginletter gestreept k1"[^>]*><span>T</span>', html)


@pytest.mark.parametrize(
    "maak_onzichtbaar",
    [
        lambda talent: zet(talent, verborgen_op="2026-11-20T12:00Z", verborgen_door="eigenaar"),
        lambda talent: zet(talent, wissen_op="2026-12-20T12:00Z"),
        lambda talent: zet(talent, online=None),
        lambda talent: talent.toelatingen.update(stand="gevraagd"),
        lambda talent: talent.toelatingen.update(stand="geweigerd"),
        lambda talent: talent.delete(),
    ],
    ids=["verborgen", "wordt gewist", "niet goedgekeurd", "niet toegelaten", "geweigerd", "gewist"],
)
@pytest.mark.parametrize("staart", ["", "blad/", "contact/", "aangemeld/"])
def test_wie_niet_zichtbaar_is_lijkt_op_wie_er_nooit_was(regio, maak_onzichtbaar, staart):
    client = Client()
    if staart == "aangemeld/":
        client.force_login(maak_gebruiker())
    talent = maak_talent(thuis=regio, naam="Geheim Genootschap")
    assert client.get(f"/talent/{talent.slug}/{staart}").status_code == 200
    maak_onzichtbaar(talent)
    weg = client.get(f"/talent/{talent.slug}/{staart}")
    nooit = client.get(f"/talent/bestond-nooit-xx/{staart}")
    assert weg.status_code == nooit.status_code == 404
    assert zonder(weg.content, talent.slug) == zonder(nooit.content, "bestond-nooit-xx")
    koppen = weg.headers.keys() - {"X-Request-ID"}  # every answer has a number of its own
    assert koppen == nooit.headers.keys() - {"X-Request-ID"}
    assert {kop: weg.headers[kop] for kop in koppen} == {kop: nooit.headers[kop] for kop in koppen}
    assert 'href="/talent/"' in weg.content.decode()
    assert "Geheim" not in weg.content.decode()


def test_het_deelbeeld_van_wie_niet_zichtbaar_is_bestaat_niet(client, regio):
    talent = maak_talent(thuis=regio)
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").status_code == 200
    talent.toelatingen.update(stand="geweigerd")
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").status_code == 404


def test_jsonld_staat_er_enkel_voor_wie_gevonden_wil_worden_en_zegt_wat_de_pagina_zegt(client, regio):
    talent = maak_talent(thuis=regio, kort="Folk uit de streek.", links=["https://www.voorbeeld.be/"])
    blok = jsonld(pagina(client, talent))
    assert blok["@type"] == "Person"
    assert blok["name"] == "De Testband"
    assert blok["description"] == "Folk uit de streek."
    assert blok["url"].endswith("/talent/de-testband/")
    assert blok["homeLocation"]["name"] == talent.online.gemeente.naam
    assert blok["sameAs"] == ["https://www.voorbeeld.be/"]
    talent.in_zoekmachines = False
    talent.save()
    html = pagina(client, talent)
    assert "ld+json" not in html
    assert '<meta name="robots" content="noindex, noai, noimageai">' in html


def test_een_groep_is_een_performing_group(client, regio):
    assert jsonld(pagina(client, maak_talent(thuis=regio, soort="groep")))["@type"] == "PerformingGroup"


def test_jsonld_verzwijgt_wat_de_pagina_verzwijgt(client, regio):
    talent = maak_talent(
        thuis=regio, links=["https://www.voorbeeld.be/"], zichtbaarheid={"links": "aangemeld", "gemeente": "niemand"}
    )
    blok = jsonld(pagina(client, talent))
    assert "sameAs" not in blok
    assert "homeLocation" not in blok


def test_bezwaar_tegen_ai_staat_in_de_kop_in_het_antwoord_en_in_gewone_woorden(client, regio):
    talent = maak_talent(thuis=regio)
    antwoord = client.get(f"/talent/{talent.slug}/")
    html = antwoord.content.decode()
    assert antwoord.headers["X-Robots-Tag"] == "noai, noimageai"
    assert '<meta name="robots" content="noai, noimageai">' in html
    assert '<meta name="tdm-reservation" content="1">' in html
    assert "Niet elke robot luistert" in html
    talent.ai_bezwaar = False
    talent.save()
    antwoord = client.get(f"/talent/{talent.slug}/")
    assert "X-Robots-Tag" not in antwoord.headers
    assert "noai" not in antwoord.content.decode()


def test_wie_aangemeld_is_ziet_op_een_eigen_adres_wat_voor_hem_is(client, regio):
    talent = maak_talent(
        thuis=regio, lid_van="Harmonie De Zwaan", telefoon="0470 12 34 56", zichtbaarheid={"telefoon": "niemand"}
    )
    openbaar = pagina(client, talent)
    assert "De Zwaan" not in openbaar
    assert f"/talent/{talent.slug}/aangemeld/" in openbaar
    assert client.get(f"/talent/{talent.slug}/aangemeld/").status_code == 302
    client.force_login(maak_gebruiker())
    eigen = pagina(client, talent, "aangemeld/")
    assert "Harmonie De Zwaan" in eigen
    assert "0470" not in eigen
    assert 'content="noindex"' in eigen
    assert client.post(f"/talent/{talent.slug}/aangemeld/").status_code == 405


def test_wie_het_profiel_beheert_krijgt_daar_een_weg_naar_het_beheer(client, regio):
    talent = maak_talent(thuis=regio)
    client.force_login(maak_gebruiker("ander@voorbeeld.be"))
    assert "Dit is jouw profiel." not in pagina(client, talent, "aangemeld/")
    client.force_login(talent.beheer.get().gebruiker)
    assert f"/mijn/talent/{talent.slug}/" in pagina(client, talent, "aangemeld/")


def test_de_openbare_pagina_is_ook_met_een_sessie_dezelfde(client, regio):
    talent = maak_talent(thuis=regio, lid_van="Harmonie De Zwaan")
    client.force_login(talent.beheer.get().gebruiker)
    assert "De Zwaan" not in pagina(client, talent)


def test_zonder_iets_voor_aangemelden_is_er_geen_verwijzing(client, regio):
    talent = maak_talent(thuis=regio, band=[], lid_van="")
    assert "aangemeld/" not in pagina(client, talent)


def test_adressen_en_accountnamen_staan_nergens(client, regio):
    eigenaar = maak_gebruiker("geheim.adres@voorbeeld.be", naam="Echte Naam")
    talent = maak_talent(thuis=regio, eigenaar=eigenaar)
    for staart in ("", "blad/", "contact/"):
        antwoord = client.get(f"/talent/{talent.slug}/{staart}")
        alles = antwoord.content.decode() + str(antwoord.headers)
        assert "geheim.adres" not in alles
        assert "Echte Naam" not in alles
        assert "mailto:geheim" not in alles


def test_ook_actief_noemt_enkel_wie_toeliet(client, regio):
    talent = maak_talent(thuis=regio)
    for naam, stand in (("CO7", "toegelaten"), ("Ginter", "gevraagd"), ("Dijk92", "geweigerd")):
        Toelating.objects.create(talent=talent, igs=maak_igs(naam), soort="ook", stand=stand)
    html = pagina(client, talent)
    assert "Ook actief in" in html
    assert "CO7" in html
    assert "Ginter" not in html
    assert "Dijk92" not in html


def test_pauze_staat_erbij(client, regio):
    assert "even niet beschikbaar" in pagina(client, maak_talent(thuis=regio, pauze=True))


def test_het_blad_heeft_een_qr_code_naar_de_pagina_en_staat_in_geen_zoekmachine(client, regio):
    talent = maak_talent(thuis=regio)
    html = pagina(client, talent, "blad/")
    assert re.search(r'<svg viewBox="0 0 (\d+) \1" role="img"', html)
    assert f"/talent/{talent.slug}/" in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/talent/{talent.slug}/">' in html


@pytest.mark.parametrize("tekst", SCRIPT)
def test_tekst_blijft_tekst(client, regio, tekst):
    talent = maak_talent(
        thuis=regio,
        naam=tekst[:80],
        slug="maker",
        kort=tekst,
        tekst=tekst,
        stijlen=[tekst[:30]],
        techniek=tekst,
        prijs="bespreken",
        prijs_uitleg=tekst,
        beschikbaar=tekst,
        links=["javascript:alert(1)"],
    )
    for staart in ("", "blad/", "contact/"):
        html = pagina(client, talent, staart)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<svg onload" not in html
        assert 'href="javascript:' not in html
    assert client.get(f"/deelbeeld/talent/{talent.slug}.png").status_code == 200


def test_vreemde_adressen_zijn_een_404(client, regio):
    for slug in ("BESTAAT", "a" * 300, "-", "a_b"):
        assert client.get(f"/talent/{slug}/").status_code == 404
    assert client.get("/talent/%00/").status_code == 404


def test_de_pagina_kost_steeds_evenveel_vragen(client, regio, django_assert_num_queries):
    kaal = maak_talent(thuis=regio)
    vol = maak_talent(thuis=regio, naam="Vol", disciplines=["pop-en-rock", "dans", "theater"])
    for nummer in range(12):
        maak_beeld(vol.online, alt=f"Beeld {nummer}")
    for nummer in range(5):
        Toelating.objects.create(talent=vol, igs=maak_igs(f"IGS {nummer}"), soort="ook", stand="toegelaten")
        Medium.objects.create(profiel=vol.online, aanbieder="vimeo", sleutel=f"1234567{nummer}")
    for nummer in range(20):
        ander = maak_talent(thuis=regio, naam=f"Ander {nummer}")
        Verbinding.objects.create(van=vol, met=ander, soort="leerde-van", bevestigd_op=nu())
        Uitkomst.objects.create(talent=vol, waar="x", op=nu(), talent_zegt=True, andere_zegt=True, bevestigd_op=nu())
    for talent, aantal in ((kaal, 7), (vol, 8)):  # one more when there are ties at all
        with django_assert_num_queries(aantal):
            pagina(client, talent)


def test_een_speler_mag_enkel_op_een_pagina_die_hem_toont(client, regio):
    stil = maak_talent(thuis=regio)
    luid = maak_talent(thuis=regio, naam="Luid")
    Medium.objects.create(profiel=luid.online, aanbieder="youtube", sleutel="dQw4w9WgXcQ")
    assert "frame-src" not in client.get(f"/talent/{stil.slug}/").headers["Content-Security-Policy"]
    assert "frame-src https://www.youtube" in client.get(f"/talent/{luid.slug}/").headers["Content-Security-Policy"]
    assert "js/media.js" in pagina(client, luid)
    assert "<iframe" not in pagina(client, luid)


def test_meld_dit_profiel_komt_bij_de_regio(client, regio):
    talent = maak_talent(thuis=regio)
    assert f"/klopt-er-iets-niet/?pagina=/talent/{talent.slug}/" in pagina(client, talent)


def test_de_criteria_zeggen_wat_er_telt_wie_beslist_en_wat_je_doet_als_je_niet_akkoord_gaat(client):
    html = client.get("/talent/criteria/").content.decode()
    for stuk in (
        "band met de streek",
        "fatsoenlijk",
        "mag je tonen",
        "niet over kwaliteit",
        "coördinator van je regio",
        'id="niet-akkoord"',
    ):
        assert stuk in html


def test_lezen_telt_niemand_bij_naam(client, regio):
    talent = maak_talent(thuis=regio)
    pagina(client, talent)
    assert not Maandtelling.objects.exists()
    assert Gebruiker.objects.count() == 1
