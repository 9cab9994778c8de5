"""Pictures, sound and film in the editor: added, described, put in order, thrown away, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from opnetwerk.dag import nu
from talent import beelden, mediumlijst, views_beelden
from talent.beelden import kenmerk, wis_prullenmand
from talent.beoordelen import keur_goed
from talent.bewerken import Botsing, LigtTerBeoordeling, open_concept
from talent.indienen import dien_in
from talent.media import Herkend
from talent.models import Medium, Profiel, Profielbeeld, Talent, Werk
from talent.models.profiel import MEESTE_BEELDEN
from talent.opruimen import leeg_prullenmand
from tests.beelden import DRAGERS, GEHEIM, GEWEIGERD, jpeg, png, upload
from tests.talent.beeldpaginas import WOORDEN, concept, doe, pad, voeg_toe
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_medium, maak_talent
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


def alts(talent: Talent) -> list[str]:
    return [beeld.alt for beeld in concept(talent).beelden.all()]


# --- adding a picture -------------------------------------------------------------------------------------------------
def test_een_beeld_staat_in_het_concept_met_zijn_woorden(maker, talent):
    antwoord = voeg_toe(maker, talent)
    assert antwoord.headers["Location"] == f"{pad(talent)}?net=nieuw"
    beeld = concept(talent).beelden.get()
    assert (beeld.alt, beeld.bron, beeld.decoratief) == ("Een blauwe vaas", "An Foto", False)
    assert beeld.werk.talent == talent
    assert beeld.werk.herkenbaar_akkoord
    assert beeld.werk.weg_op is None
    assert not Talent.objects.get(pk=talent.pk).online.beelden.exists()
    assert "Toegevoegd." in maker.get(antwoord.headers["Location"]).content.decode()


def test_de_grenzen_staan_er_voor_je_kiest(maker, talent):
    pagina = Bewerkpagina(maker.get(pad(talent, "beelden/nieuw/")))
    pagina.keur()
    wenk = pagina.bij(pagina.invoer["bestand"].kenmerken["aria-describedby"].split()[0]).tekst
    assert "JPEG, PNG of WebP, hoogstens 20 MB" in wenk
    assert "Hoogstens 12 beelden" in wenk


@pytest.mark.parametrize(
    ("velden", "veld", "woorden"),
    [
        ({"alt": ""}, "alt", "Beschrijf wat je ziet"),
        ({"decoratief": "on"}, "decoratief", "Kies een van beide"),
        ({"akkoord": ""}, "akkoord", "Zet een vinkje"),
        ({"alt": "x" * 301}, "alt", "hoogstens 300"),
        ({"bron": "x" * 201}, "bron", "hoogstens 200"),
    ],
)
def test_wie_een_woord_vergeet_kiest_het_beeld_niet_opnieuw(maker, talent, velden, veld, woorden):
    antwoord = voeg_toe(maker, talent, **velden)
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert woorden in pagina.fout_bij(veld)
    assert "Je beeld is geladen" in pagina.html
    apart = pagina.verborgen("apart")
    assert Talent.objects.get(pk=talent.pk).concept is None
    assert voeg_toe(maker, talent, b"", apart=apart).status_code == 302
    beeld = concept(talent).beelden.get()
    assert kenmerk(beeld.werk) == apart
    assert beeld.werk.weg_op is None
    assert Werk.objects.count() == 1


@pytest.mark.parametrize("soort", GEWEIGERD)
def test_een_bestand_dat_niet_kan_krijgt_een_zin_en_de_woorden_blijven(maker, talent, soort):
    maak_inhoud, _ = GEWEIGERD[soort]
    antwoord = maker.post(pad(talent, "beelden/nieuw/"), WOORDEN | {"bestand": upload(maak_inhoud())})
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert pagina.fout_bij("bestand")
    assert pagina.invoer["alt"].kenmerken["value"] == "Een blauwe vaas"
    assert pagina.invoer["bron"].kenmerken["value"] == "An Foto"
    assert not Werk.objects.exists()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize("soort", DRAGERS)
def test_wat_een_bestand_verbergt_bewaren_we_niet(maker, talent, soort):
    assert voeg_toe(maker, talent, DRAGERS[soort]()).status_code == 302
    werk = Werk.objects.get()
    assert GEHEIM not in default_storage.open(werk.bestand.name).read()
    assert "vakantie" not in werk.bestand.name


def test_zonder_bestand_is_er_niets_toe_te_voegen(maker, talent):
    pagina = Bewerkpagina(voeg_toe(maker, talent, b""))
    pagina.keur_fouten()
    assert pagina.fout_bij("bestand") == "Kies een beeld op je toestel."


def test_dezelfde_foto_twee_keer_is_een_beeld(maker, talent):
    voeg_toe(maker, talent)
    assert voeg_toe(maker, talent).status_code == 302
    assert concept(talent).beelden.count() == Werk.objects.count() == 1
    voeg_toe(maker, talent, png(500, 300))
    assert concept(talent).beelden.count() == 2


@pytest.mark.django_db(transaction=True)
def test_dezelfde_foto_twintig_keer_tegelijk_is_een_beeld(client):
    talent = maak_talent()
    eigenaar = eigenaar_van(talent)

    def maak_client() -> Client:
        nieuw = Client()
        nieuw.force_login(eigenaar)
        return nieuw

    apart = kenmerk(beelden.zet_apart(talent=talent, bestand=ContentFile(jpeg(), name="x.jpg")))
    antwoorden = plaats_dubbel(maak_client, pad(talent, "beelden/nieuw/"), WOORDEN | {"apart": apart})
    # The first one uses it up; who comes after it is told to choose, or finds it there already.
    assert {antwoord.status_code for antwoord in antwoorden} <= {200, 302}
    assert concept(talent).beelden.count() == 1
    assert talent.profielen.count() == 2


def test_meer_dan_twaalf_kan_niet(maker, talent):
    profiel = open_concept(talent=talent)
    for nummer in range(MEESTE_BEELDEN):
        maak_beeld(profiel, alt=f"Beeld {nummer}")
    pagina = Bewerkpagina(voeg_toe(maker, talent, png()))
    pagina.keur_fouten()
    assert pagina.samenvatting[0] == ("", "Je profiel toont al 12 beelden. Haal er eerst een weg.")
    assert "Meer kan niet" in maker.get(pad(talent)).content.decode()
    assert profiel.beelden.count() == MEESTE_BEELDEN


def test_wie_te_vaak_laadt_wacht_tot_morgen(maker, talent, monkeypatch):
    monkeypatch.setattr(views_beelden, "LADEN_PER_DAG", 2)
    voeg_toe(maker, talent)
    voeg_toe(maker, talent, png())
    pagina = Bewerkpagina(voeg_toe(maker, talent, jpeg(600, 600)))
    pagina.keur_fouten()
    assert "Probeer het morgen opnieuw" in pagina.html
    assert concept(talent).beelden.count() == 2


@pytest.mark.parametrize("veld", ["alt", "bron"])
def test_geen_tekst_bij_een_beeld_breekt(maker, talent, veld):
    for tekst in [*TE_LANG, *STUURTEKENS, *ONSCHULDIG]:
        apart = kenmerk(beelden.zet_apart(talent=talent, bestand=ContentFile(jpeg(210, 210), name="x.jpg")))
        antwoord = maker.post(pad(talent, "beelden/nieuw/"), WOORDEN | {"apart": apart, veld: tekst})
        assert antwoord.status_code in {200, 302}
        Talent.objects.filter(pk=talent.pk).update(concept=None)


def test_van_wie_jonger_is_dan_16_vragen_we_werk(client, db):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    pagina = Bewerkpagina(client.get(pad(talent, "beelden/nieuw/")))
    assert "Ik toon mijn werk, niet mezelf of iemand anders" in pagina.html
    assert voeg_toe(client, talent).status_code == 302


# --- describing -------------------------------------------------------------------------------------------------------
def wijzig(client: Client, talent: Talent, naam: str, **anders: Any) -> Any:
    adres = pad(talent, f"beelden/{naam}/")
    formulier = client.get(adres).context["formulier"]
    data = {veld: formulier[veld].value() for veld in formulier.fields if formulier[veld].value() not in (None, False)}
    return client.post(adres, data | anders)


def test_andere_woorden_horen_bij_het_concept_alleen(maker, talent):
    beeld = maak_beeld(talent.online)
    naam = kenmerk(beeld.werk)
    assert wijzig(maker, talent, naam).status_code == 302
    assert Talent.objects.get(pk=talent.pk).concept is None
    assert wijzig(maker, talent, naam, alt="Twee vazen", bron="").status_code == 302
    assert alts(talent) == ["Twee vazen"]
    assert talent.online.beelden.get().alt == "Een band op een podium"


def test_woorden_uit_twee_vensters_botsen(maker, talent):
    naam = kenmerk(maak_beeld(talent.online).werk)
    adres = pad(talent, f"beelden/{naam}/")
    formulier = maker.get(adres).context["formulier"]
    oud = {veld: formulier[veld].value() for veld in formulier.fields if formulier[veld].value() not in (None, False)}
    assert maker.post(adres, oud | {"alt": "Venster een"}).status_code == 302
    pagina = Bewerkpagina(maker.post(adres, oud | {"alt": "Venster twee"}))
    pagina.keur_fouten()
    assert "Venster een" in pagina.html
    assert alts(talent) == ["Venster een"]
    assert maker.post(adres, oud | {"alt": "Venster twee", "was_alt": pagina.verborgen("was_alt")}).status_code == 302
    assert alts(talent) == ["Venster twee"]


def test_versiering_kan_een_beschrijving_krijgen(maker, talent):
    beeld = maak_beeld(talent.online, alt="")
    assert wijzig(maker, talent, kenmerk(beeld.werk), alt="Een vaas", decoratief="").status_code == 302
    assert alts(talent) == ["Een vaas"]


# --- order, away and back ---------------------------------------------------------------------------------------------
@pytest.fixture
def drie(talent):
    """Three pictures online; their names."""
    return [kenmerk(maak_beeld(talent.online, alt=alt).werk) for alt in ("A", "B", "C")]


@pytest.mark.parametrize(
    ("wat", "welk", "daarna"),
    [
        ("omhoog", 1, ["B", "A", "C"]),
        ("omlaag", 1, ["A", "C", "B"]),
        ("omhoog", 0, ["A", "B", "C"]),
        ("omlaag", 2, ["A", "B", "C"]),
        ("omlaag", 0, ["B", "A", "C"]),
    ],
)
def test_de_knoppen_schikken_het_concept(maker, talent, drie, wat, welk, daarna):
    assert doe(maker, talent, wat, drie[welk]).headers["Location"] == f"{pad(talent)}?net=verplaatst"
    assert alts(talent) == daarna
    assert [beeld.alt for beeld in talent.online.beelden.all()] == ["A", "B", "C"]


def test_schikken_met_een_link_kan_niet(maker, talent, drie):
    maker.get(f"{pad(talent)}?doe=weg&beeld={drie[0]}")
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_wat_weg_is_komt_terug_met_zijn_woorden(maker, talent, drie):
    doe(maker, talent, "weg", drie[0])
    assert alts(talent) == ["B", "C"]
    pagina = maker.get(pad(talent)).content.decode()
    assert "blijft hier 30 dagen staan" in pagina
    assert f'value="{drie[0]}"' in pagina
    doe(maker, talent, "terug", drie[0])
    assert alts(talent) == ["B", "C", "A"]
    assert concept(talent).beelden.last().bron == "An Foto"
    assert Werk.objects.filter(weg_op__isnull=False).count() == 0


def test_wat_al_weg_is_is_geen_fout(maker, talent, drie):
    doe(maker, talent, "weg", drie[0])
    for wat in ("weg", "omhoog"):
        assert doe(maker, talent, wat, drie[0]).headers["Location"].endswith("?net=verdwenen")
    doe(maker, talent, "terug", drie[0])
    assert doe(maker, talent, "terug", drie[0]).headers["Location"].endswith("?net=verdwenen")
    assert sorted(alts(talent)) == ["A", "B", "C"]


def test_na_dertig_dagen_is_het_weg_maar_wat_online_staat_niet(maker, talent, drie):
    doe(maker, talent, "weg", drie[0])
    los = beelden.zet_apart(talent=talent, bestand=ContentFile(jpeg(), name="x.jpg"))
    assert wis_prullenmand(nu() + timedelta(days=29)) == 0
    later = nu() + timedelta(days=31)
    assert wis_prullenmand(later) == 1
    assert not Werk.objects.filter(pk=los.pk).exists()
    assert not default_storage.exists(los.bestand.name)
    geef_akkoord(talent)
    Profiel.objects.filter(pk=concept(talent).pk).update(tekst="x" * 200)
    keur_goed(profiel=dien_in(talent=talent, door=eigenaar_van(talent)), door=eigenaar_van(talent))
    assert wis_prullenmand(later) == 1
    assert [werk.alt for werk in Werk.objects.order_by("pk")] == ["B", "C"]


def test_wat_te_lang_weg_is_staat_er_niet_meer(maker, talent, drie):
    doe(maker, talent, "weg", drie[0])
    Werk.objects.update(weg_op=nu() - timedelta(days=31))
    assert "Weggehaald" not in maker.get(pad(talent)).content.decode()
    assert doe(maker, talent, "terug", drie[0]).headers["Location"].endswith("?net=verdwenen")


def test_de_werker_leegt_de_prullenmand_elke_nacht(talent):
    los = beelden.zet_apart(talent=talent, bestand=ContentFile(jpeg(), name="x.jpg"))
    assert leeg_prullenmand(nu()) == 0
    Werk.objects.filter(pk=los.pk).update(weg_op=nu() - timedelta(days=31))
    assert leeg_prullenmand(nu()) == 1


@pytest.mark.parametrize("wat", ["omhoog", "omlaag", "weg", "terug"])
def test_het_beeld_van_een_ander_is_onbereikbaar(maker, talent, wat):
    ander = maak_talent(naam="Ander")
    vreemd = maak_beeld(ander.online)
    if wat == "terug":
        Werk.objects.update(weg_op=nu())
    assert doe(maker, talent, wat, kenmerk(vreemd.werk)).headers["Location"].endswith("?net=verdwenen")
    assert maker.get(pad(talent, f"beelden/{kenmerk(vreemd.werk)}/")).status_code == 404
    assert maker.post(pad(talent, f"beelden/{kenmerk(vreemd.werk)}/"), WOORDEN).status_code == 404
    assert voeg_toe(maker, talent, b"", apart=kenmerk(vreemd.werk)).status_code == 200
    vreemd.refresh_from_db()
    assert vreemd.profiel == ander.online
    assert Profielbeeld.objects.count() == 1


def test_een_knop_die_er_niet_is_doet_niets(maker, talent, drie):
    for wat in ("", "wis", "omhoog ", "\x00"):
        assert doe(maker, talent, wat, drie[0]).status_code == 404
    for naam in ("", "\x00", "x" * 100_000, "../../etc/passwd"):
        assert doe(maker, talent, "weg", naam).status_code == 302
    assert doe(maker, talent, "weg", drie[0]).status_code == 302
    assert alts(talent) == ["B", "C"]


def test_wat_ingediend_is_schik_je_niet(maker, talent, drie):
    medium = maak_medium(open_concept(talent=talent))
    Profiel.objects.filter(pk=concept(talent).pk).update(stand="ingediend", ingediend_op=nu())
    naam = mediumlijst.kenmerk(medium)
    assert doe(maker, talent, "weg", drie[0]).headers["Location"].endswith("?net=ingediend")
    assert doe(maker, talent, "weg", naam, "media").headers["Location"].endswith("?net=ingediend")
    for lijst in ("beelden/", "media/"):
        pagina = maker.get(pad(talent, lijst)).content.decode()
        assert "Haal je profiel terug" in pagina
        assert 'value="omlaag"' not in pagina
    for rest, data in (
        (f"beelden/{drie[0]}/", WOORDEN | {"alt": "Anders", "was_alt": "A", "was_bron": "An Foto"}),
        (f"media/{naam}/", {"titel": "Anders", "was_titel": "Ons lied"}),
        ("media/nieuw/", {"adres": "https://vimeo.com/76979871"}),
    ):
        Bewerkpagina(maker.post(pad(talent, rest), data)).keur_fouten()
    antwoord = voeg_toe(maker, talent, png())
    Bewerkpagina(antwoord).keur_fouten()
    apart = Bewerkpagina(antwoord).verborgen("apart")
    assert concept(talent).stand == "ingediend"
    assert voeg_toe(maker, talent, b"", apart=apart, trek_in="ja").status_code == 302
    assert concept(talent).stand == "concept"
    assert concept(talent).beelden.count() == 4


def test_de_functies_zeggen_zelf_wat_niet_kan(talent):
    door = eigenaar_van(talent)
    naam = kenmerk(maak_beeld(talent.online).werk)
    woorden = {"alt": "Nieuw", "decoratief": False, "bron": ""}
    with pytest.raises(Botsing):
        beelden.beschrijf(talent=talent, naam=naam, woorden=woorden, basis={**woorden, "alt": "Ooit"}, door=door)
    with pytest.raises(Profielbeeld.DoesNotExist):
        beelden.beschrijf(talent=talent, naam="x", woorden=woorden, basis=woorden, door=door)
    with pytest.raises(Medium.DoesNotExist):
        mediumlijst.beschrijf(talent=talent, naam="x", woorden={}, basis={}, door=door)
    open_concept(talent=talent)
    Profiel.objects.filter(pk=concept(talent).pk).update(stand="ingediend", ingediend_op=nu())
    with pytest.raises(LigtTerBeoordeling):
        mediumlijst.voeg_toe(talent=talent, herkend=Herkend("vimeo", "76979871"), woorden={}, door=door)
