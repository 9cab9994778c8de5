"""Sound and film with a profile: add, arrange, describe, take away."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from talent import mediumlijst
from talent.bewerken import open_concept
from talent.models import Profiel, Talent, Werk
from talent.models.profiel import MEESTE_LINKS, MEESTE_MEDIA
from tests.fabriek import maak_gebruiker
from tests.talent.beeldpaginas import concept, doe, pad, voeg_toe
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, maak_medium, maak_talent
from tests.vijandig import ONSCHULDIG, STUURTEKENS, TE_LANG, plaats_dubbel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def talent(db):
    return maak_talent()


@pytest.fixture
def maker(client, talent):
    client.force_login(eigenaar_van(talent))
    return client


# --- sound and film ---------------------------------------------------------------------------------------------------
def voeg_medium_toe(client: Client, talent: Talent, adres: str, **velden: Any) -> Any:
    return client.post(pad(talent, "media/nieuw/"), {"adres": adres} | velden)


def test_een_link_wordt_aanbieder_en_nummer(maker, talent):
    antwoord = voeg_medium_toe(
        maker, talent, "https://youtu.be/dQw4w9WgXcQ", titel="Ons lied", beschrijving="Een feest."
    )
    assert antwoord.headers["Location"] == f"{pad(talent, 'media/')}?net=nieuw"
    medium = concept(talent).media.get()
    assert (medium.aanbieder, medium.sleutel, medium.titel) == ("youtube", "dQw4w9WgXcQ", "Ons lied")
    pagina = maker.get(pad(talent, "media/")).content.decode()
    assert "Toon de video van YouTube" in pagina
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in pagina
    # The editor offers the link alone: no player, and nothing that may be framed.
    assert "media.js" not in pagina
    assert "<iframe" not in pagina


def test_dezelfde_link_twee_keer_is_een_keer(maker, talent):
    for adres in ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"):
        assert voeg_medium_toe(maker, talent, adres).status_code == 302
    assert concept(talent).media.count() == 1


@pytest.mark.django_db(transaction=True)
def test_een_link_twintig_keer_tegelijk_is_een_keer():
    talent = maak_talent()
    eigenaar = eigenaar_van(talent)

    def maak_client() -> Client:
        nieuw = Client()
        nieuw.force_login(eigenaar)
        return nieuw

    data = {"adres": "https://vimeo.com/76979871"}
    antwoorden = plaats_dubbel(maak_client, pad(talent, "media/nieuw/"), data)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert concept(talent).media.count() == 1


def test_wat_we_niet_kennen_kan_bij_de_links(maker, talent):
    antwoord = voeg_medium_toe(maker, talent, "https://deband.example/lied", titel="Ons lied")
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "Zet het dan bij je links" in pagina.fout_bij("adres")
    assert pagina.invoer["titel"].kenmerken["value"] == "Ons lied"
    for _ in range(2):
        antwoord = voeg_medium_toe(maker, talent, "https://deband.example/lied", doe="bij_links")
        assert antwoord.headers["Location"] == f"/mijn/talent/{talent.slug}/bewerken/?net=links"
    assert concept(talent).links == ["https://deband.example/lied"]
    assert not concept(talent).media.exists()


@pytest.mark.parametrize("adres", ["javascript:alert(1)", "https://a:b@kwaad.example/", "geen adres", "x" * 1999])
def test_ook_bij_de_links_komt_niet_alles(maker, talent, adres):
    pagina = Bewerkpagina(voeg_medium_toe(maker, talent, adres, doe="bij_links"))
    pagina.keur_fouten()
    assert pagina.fout_bij("adres")
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_als_de_links_vol_zijn_hoor_je_dat(maker, talent):
    Profiel.objects.filter(pk=talent.online_id).update(links=[f"https://x.example/{n}" for n in range(MEESTE_LINKS)])
    pagina = Bewerkpagina(voeg_medium_toe(maker, talent, "https://deband.example/lied", doe="bij_links"))
    assert "Je hebt al 8 links" in pagina.fout_bij("adres")


def test_een_korte_link_vraagt_om_de_lange(maker, talent):
    pagina = Bewerkpagina(voeg_medium_toe(maker, talent, "https://on.soundcloud.com/AbC12"))
    assert "korte link" in pagina.fout_bij("adres")
    assert 'value="bij_links"' not in pagina.html


def test_meer_dan_acht_kan_niet(maker, talent):
    profiel = open_concept(talent=talent)
    for nummer in range(MEESTE_MEDIA):
        maak_medium(profiel, sleutel=f"dQw4w9WgXc{nummer}")
    pagina = Bewerkpagina(voeg_medium_toe(maker, talent, "https://vimeo.com/76979871"))
    pagina.keur_fouten()
    assert "Haal er eerst een weg" in pagina.html
    assert profiel.media.count() == MEESTE_MEDIA


@pytest.mark.parametrize("veld", ["adres", "titel", "beschrijving"])
def test_geen_tekst_bij_geluid_of_film_breekt(maker, talent, veld):
    for tekst in [*TE_LANG, *STUURTEKENS, *ONSCHULDIG]:
        antwoord = maker.post(pad(talent, "media/nieuw/"), {"adres": "https://vimeo.com/76979871", veld: tekst})
        assert antwoord.status_code in {200, 302}
        if antwoord.status_code == 200:
            Bewerkpagina(antwoord).keur_fouten()
        Talent.objects.filter(pk=talent.pk).update(concept=None)


def test_media_laten_zich_schikken_beschrijven_en_weghalen(maker, talent):
    namen = [mediumlijst.kenmerk(maak_medium(talent.online, sleutel=f"dQw4w9WgXc{n}", titel=n)) for n in "ABC"]
    doe(maker, talent, "omhoog", namen[2], "media")
    assert [medium.titel for medium in concept(talent).media.all()] == ["A", "C", "B"]
    adres = pad(talent, f"media/{namen[0]}/")
    Bewerkpagina(maker.get(adres)).keur()
    assert maker.post(adres, {"titel": "A2", "was_titel": "A"}).status_code == 302
    pagina = Bewerkpagina(maker.post(adres, {"titel": "A3", "was_titel": "A"}))
    pagina.keur_fouten()
    assert maker.post(adres, {"titel": "A3", "was_titel": pagina.verborgen("was_titel")}).status_code == 302
    doe(maker, talent, "weg", namen[1], "media")
    assert [medium.titel for medium in concept(talent).media.all()] == ["A3", "C"]
    assert [medium.titel for medium in talent.online.media.all()] == ["A", "B", "C"]
    assert doe(maker, talent, "weg", namen[1], "media").headers["Location"].endswith("?net=verdwenen")
    assert doe(maker, talent, "terug", namen[1], "media").status_code == 404


def test_het_medium_van_een_ander_is_onbereikbaar(maker, talent):
    ander = maak_talent(naam="Ander")
    naam = mediumlijst.kenmerk(maak_medium(ander.online))
    assert doe(maker, talent, "weg", naam, "media").headers["Location"].endswith("?net=verdwenen")
    assert maker.get(pad(talent, f"media/{naam}/")).status_code == 404
    assert ander.online.media.count() == 1


def test_een_vreemde_voegt_niets_toe(client, talent):
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert voeg_toe(client, talent).status_code == 404
    assert voeg_medium_toe(client, talent, "https://vimeo.com/76979871").status_code == 404
    assert not Werk.objects.exists()
