"""Each form of a profile: what it keeps, what it refuses and how, and two windows at once."""

import pytest
from django.core.cache import cache
from django.test import Client

from igs.models import Plaats
from talent.models import Talent
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.profielpaginas import FORMULIEREN, concept, ingevuld, lees, maak_talent_in_lint, pad, plaats
from tests.vijandig import (
    ANDERE_TALEN,
    LEEG,
    ONSCHULDIG,
    STUKKE_BYTES,
    STUURTEKENS,
    TE_LANG,
    plaats_bytes,
    plaats_dubbel,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def talent(gegevens):
    return maak_talent_in_lint()


@pytest.fixture
def maker(client, talent):
    client.force_login(eigenaar_van(talent))
    return client


# --- each form --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("deel", FORMULIEREN)
def test_een_vers_formulier_is_toegankelijk(maker, talent, deel):
    Bewerkpagina(maker.get(pad(talent, f"{deel}/"))).keur()


@pytest.mark.parametrize("deel", FORMULIEREN)
def test_ongewijzigd_bewaren_wijzigt_niets(maker, talent, deel):
    assert plaats(maker, pad(talent, f"{deel}/")).headers["Location"] == f"{pad(talent)}?net={deel}"
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_alles_wat_je_invult_staat_in_het_concept_en_is_gemeld(maker, talent):
    plaats(
        maker, pad(talent, "wie/"), naam="De Nieuwe", voornaamwoorden="zij", kort="Kort.", tekst="Lang.", talen=["nl"]
    )
    plaats(maker, pad(talent, "waar/"), band=["woont", "werkt"], reikwijdte="vlaanderen")
    plaats(
        maker,
        pad(talent, "wat/"),
        disciplines=["jazz-en-blues", "danstheater"],
        vorm="duo",
        rollen=["maker"],
        aanbod=["optreden"],
        zoekt=["podium"],
        past_bij=["school"],
        stijlen=" folk ,  akoestisch, folk,,",
        niveau="amateur",
        lid_van="Academie",
    )
    plaats(maker, pad(talent, "praktisch/"), prijs="vanaf", prijs_vanaf="150", personen="3", plek="beide")
    plaats(
        maker,
        pad(talent, "links/"),
        links="deband.example\nhttps://b.example/\ndeband.example",
        telefoon="0470 12 34 56",
    )
    profiel = concept(talent)
    assert (profiel.naam, profiel.kort, profiel.tekst, profiel.talen) == ("De Nieuwe", "Kort.", "Lang.", ["nl"])
    assert (profiel.band, profiel.reikwijdte) == (["woont", "werkt"], "vlaanderen")
    assert {term.sleutel for term in profiel.disciplines.all()} == {"jazz-en-blues", "danstheater"}
    assert (profiel.vorm, profiel.rollen, profiel.stijlen) == ("duo", ["maker"], ["folk", "akoestisch"])
    assert (profiel.prijs, profiel.prijs_vanaf, profiel.personen, profiel.plek) == ("vanaf", 150, 3, "beide")
    assert profiel.links == ["https://deband.example", "https://b.example/"]
    assert profiel.telefoon == "0470 12 34 56"
    assert "Bewaard: links en telefoon." in lees(maker.get(f"{pad(talent)}?net=links"))
    assert "Bewaard" not in lees(maker.get(f"{pad(talent)}?net=onzin"))


@pytest.mark.parametrize(
    ("deel", "velden", "fout_bij", "woorden"),
    [
        ("wie", {"naam": ""}, "naam", "Vul je naam in."),
        ("wie", {"kort": "x" * 141}, "kort", "hoogstens 140"),
        ("wie", {"tekst": "x" * 3001}, "tekst", "hoogstens 3.000"),
        ("wie", {"talen": ["klingon"]}, "talen", "uit de lijst"),
        ("wat", {"vorm": "kwintet"}, "vorm", "uit de lijst"),
        ("wat", {"disciplines": ["bestaat-niet"]}, "disciplines", "uit de lijst"),
        ("wat", {"disciplines": ["muziek"]}, "disciplines", "uit de lijst"),
        (
            "wat",
            {"disciplines": ["pop-en-rock", "jazz-en-blues", "danstheater", "fotografie"]},
            "disciplines",
            "hoogstens 3 disciplines. Je koos er 4.",
        ),
        ("wat", {"stijlen": "a,b,c,d,e,f,g"}, "stijlen", "Je schreef er 7."),
        ("wat", {"stijlen": "x" * 31}, "stijlen", "hoogstens 30 tekens"),
        ("praktisch", {"prijs": "gratis", "prijs_vanaf": "10"}, "prijs_vanaf", "vanaf een bedrag"),
        ("praktisch", {"prijs_vanaf": "veel"}, "prijs_vanaf", "een getal"),
        ("praktisch", {"prijs_vanaf": "-5"}, "prijs_vanaf", "minstens 1"),
        ("praktisch", {"personen": "99999999999999999999"}, "personen", "hoogstens 500"),
        ("links", {"links": "javascript:alert(1)"}, "links", "geen adres van een site"),
        ("links", {"links": "https://naam:geheim@deband.example/"}, "links", "Haal de naam en het wachtwoord weg"),
        ("links", {"links": "https://deband.example/" + "a" * 300}, "links", "hoogstens 300 tekens"),
        ("links", {"links": "https://[::1"}, "links", "geen adres van een site"),
        ("links", {"links": "ftp://deband.example/"}, "links", "geen adres van een site"),
        (
            "links",
            {"links": "\n".join(f"https://kwaad.example/{nr}" for nr in range(50))},
            "links",
            "Je schreef er 50.",
        ),
        ("links", {"telefoon": "bel me"}, "telefoon", "zoals 0470 12 34 56"),
        ("links", {"telefoon": "123"}, "telefoon", "zoals 0470 12 34 56"),
        ("waar", {"gemeente_naam": "Xyzzyplugh"}, "gemeente_naam", "geen Vlaamse gemeente"),
        ("waar", {"gemeente_naam": "Namen"}, "gemeente_naam", ""),
        ("waar", {"plaats": "999999999"}, "plaats", "uit de lijst"),
    ],
)
def test_wat_niet_kan_krijgt_een_zin_bij_het_veld_en_blijft_staan(maker, talent, deel, velden, fout_bij, woorden):
    antwoord = plaats(maker, pad(talent, f"{deel}/"), **velden)
    assert antwoord.status_code == 200
    pagina = Bewerkpagina(antwoord)
    if fout_bij in pagina.invoer:
        pagina.keur_fouten()
        assert woorden in pagina.fout_bij(fout_bij)
    for naam, waarde in velden.items():
        if isinstance(waarde, str):
            assert antwoord.context["formulier"][naam].value() == waarde
    assert Talent.objects.get(pk=talent.pk).concept is None


TEKSTVELDEN = [
    *[("wie", veld) for veld in ("naam", "voornaamwoorden", "kort", "tekst")],
    *[("wat", veld) for veld in ("stijlen", "lid_van")],
    *[("praktisch", veld) for veld in ("prijs_uitleg", "duur", "techniek", "toegankelijkheid", "beschikbaar")],
    *[("links", veld) for veld in ("links", "telefoon")],
    ("waar", "gemeente_naam"),
]


@pytest.mark.parametrize(("deel", "veld"), TEKSTVELDEN)
def test_geen_enkel_tekstveld_breekt(maker, talent, deel, veld):
    adres, basis = pad(talent, f"{deel}/"), ingevuld(maker, pad(talent, f"{deel}/"))
    for tekst in [*LEEG, *TE_LANG, *STUURTEKENS, *ONSCHULDIG]:
        antwoord = maker.post(adres, basis | {veld: tekst})
        assert antwoord.status_code in {200, 302}, (veld, tekst[:40])
        if antwoord.status_code == 200:
            Bewerkpagina(antwoord).keur_fouten()
        gooi_concept_weg(talent)
    for tekst in STUKKE_BYTES:
        assert plaats_bytes(maker, adres, {"naam": "x", veld: tekst}).status_code in {200, 302}
        gooi_concept_weg(talent)


def gooi_concept_weg(talent: Talent) -> None:
    Talent.objects.filter(pk=talent.pk).update(concept=None)


@pytest.mark.parametrize("tekst", [*ONSCHULDIG[:6], *ANDERE_TALEN])
def test_wat_onschuldig_is_wordt_letterlijk_bewaard_en_staat_nergens_als_code(maker, talent, tekst):
    plaats(maker, pad(talent, "wie/"), tekst=tekst)
    assert concept(talent).tekst == tekst
    for rest in ("wie/", "vergelijk/", "voorbeeld/"):
        pagina = lees(maker.get(pad(talent, rest)))
        assert "<script>alert" not in pagina
        assert "<img src=x" not in pagina
        assert "<svg onload" not in pagina


# --- the municipality -------------------------------------------------------------------------------------------------
def test_een_naam_een_typfout_en_een_postcode_vinden_de_gemeente(maker, talent):
    for getypt, naam in (("Mortsel", "Mortsel"), ("Aartselar", "Aartselaar"), ("2547", "Lint")):
        assert plaats(maker, pad(talent, "waar/"), gemeente_naam=getypt).status_code == 302
        assert concept(talent).gemeente.naam == naam


def test_wie_een_deelgemeente_typt_krijgt_ze_erbij(maker, talent):
    deurle = Plaats.objects.get(naam="Deurle")
    plaats(maker, pad(talent, "waar/"), gemeente_naam="Deurle")
    profiel = concept(talent)
    assert profiel.gemeente.naam == "Sint-Martens-Latem"
    assert profiel.plaats == deurle


def test_bij_meer_gemeenten_kies_je_zonder_javascript(maker, talent):
    antwoord = plaats(maker, pad(talent, "waar/"), gemeente_naam="Nieuwerkerken")
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "Kies hieronder de juiste" in pagina.fout_bij("gemeente_naam")
    keuzes = dict(antwoord.context["formulier"].fields["gemeente_keuze"].choices)
    assert len(keuzes) > 1
    nis = next(nis for nis, woorden in keuzes.items() if woorden.startswith("Aalst"))
    antwoord = plaats(maker, pad(talent, "waar/"), gemeente_naam="Nieuwerkerken", gemeente_keuze=nis)
    assert antwoord.status_code == 302
    assert concept(talent).gemeente.naam == "Aalst"


def test_een_keuze_die_er_niet_bij_staat_telt_niet(maker, talent):
    lint = talent.online.gemeente_id
    antwoord = plaats(maker, pad(talent, "waar/"), gemeente_naam="Nieuwerkerken", gemeente_keuze=lint)
    assert antwoord.status_code == 200
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_wat_buiten_vlaanderen_ligt_wordt_gezegd(maker, talent):
    antwoord = plaats(maker, pad(talent, "waar/"), gemeente_naam="Brussel")
    assert "buiten Vlaanderen" in Bewerkpagina(antwoord).fout_bij("gemeente_naam")


def test_de_deelgemeente_van_een_ander_is_geen_keuze(maker, talent):
    deurle = Plaats.objects.get(naam="Deurle")
    antwoord = plaats(maker, pad(talent, "waar/"), plaats=str(deurle.pk))
    assert "uit de lijst" in Bewerkpagina(antwoord).fout_bij("plaats")
    assert Talent.objects.get(pk=talent.pk).concept is None


# --- two windows ------------------------------------------------------------------------------------------------------
def test_het_tweede_venster_ziet_beide_en_mag_dan_bewaren(maker, talent):
    adres = pad(talent, "wie/")
    een, twee = ingevuld(maker, adres), ingevuld(maker, adres)
    assert maker.post(adres, een | {"kort": "Venster een."}).status_code == 302
    antwoord = maker.post(adres, twee | {"kort": "Venster twee."})
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "Venster een." in pagina.html
    assert pagina.invoer["kort"].kenmerken["value"] == "Venster twee."
    assert concept(talent).kort == "Venster een."
    nog_eens = twee | {"kort": "Venster twee.", "basis": pagina.verborgen("basis")}
    assert maker.post(adres, nog_eens).status_code == 302
    assert concept(talent).kort == "Venster twee."


def test_zichtbaarheid_in_twee_vensters(maker, talent):
    adres = pad(talent, "zichtbaarheid/")
    een, twee = ingevuld(maker, adres), ingevuld(maker, adres)
    assert maker.post(adres, een | {"tekst": "niemand"}).status_code == 302
    antwoord = maker.post(adres, twee | {"tekst": "aangemeld"})
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "niemand" in pagina.html
    assert maker.post(adres, twee | {"tekst": "aangemeld", "basis": pagina.verborgen("basis")}).status_code == 302
    assert Talent.objects.get(pk=talent.pk).online.zichtbaarheid["tekst"] == "aangemeld"


@pytest.mark.django_db(transaction=True)
def test_twintig_keer_tegelijk_bewaren_is_een_keer(gegevens):
    talent = maak_talent(kort="Zoals het was.")
    eigenaar = eigenaar_van(talent)

    def maak_client() -> Client:
        client = Client()
        client.force_login(eigenaar)
        return client

    adres = pad(talent, "wie/")
    data = ingevuld(maak_client(), adres) | {"kort": "Nieuw."}
    antwoorden = plaats_dubbel(maak_client, adres, data)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert talent.profielen.count() == 2
    assert concept(talent).versie == talent.online.versie + 1
