"""The pages of the profile editor: who comes in, what a form takes, and that nothing typed is lost."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igs.models import Gemeente, Plaats
from opnetwerk.models import Deelnemer, Gesprek, Gespreksbericht, Toestemming
from talent.beheertoegang import van_beheerder
from talent.beoordelen import vraag_aanpassing, weiger
from talent.bewerken import open_concept
from talent.indienen import dien_in
from talent.models import Maandtelling, Profiel, Talent
from talent.onderdelen import ALLE, onderdelen_van
from talent.toestemmen import PUBLICATIE, heeft_toestemming
from talent.vergelijken import VOLGORDE
from talent.zichtbaarheid import NOOIT_BIJ_JONG
from tests.aanmelden import maak_rekening, meld_aan
from tests.fabriek import maak_gebruiker, om
from tests.talent.bewerkpagina import Bewerkpagina
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_discipline, maak_medium, maak_talent
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

FORMULIEREN = ["wie", "waar", "wat", "praktisch", "links"]
PAGINAS = [
    *("", "zichtbaarheid/", "indienen/", "vergelijk/", "voorbeeld/", "beelden/", "beelden/nieuw/", "media/"),
    *("media/nieuw/", *(f"{deel}/" for deel in FORMULIEREN)),
]


@pytest.fixture(autouse=True)
def lege_tellers(db):
    cache.clear()


@pytest.fixture
def talent(gegevens):
    lint = Gemeente.objects.get(naam="Lint", bestaat_tot=None)
    for sleutel in ("jazz-en-blues", "danstheater", "fotografie"):
        maak_discipline(sleutel)
    return maak_talent(gemeente=lint, kort="Zoals het was.")


@pytest.fixture
def maker(client, talent):
    client.force_login(eigenaar_van(talent))
    return client


def pad(talent: Talent, rest: str = "") -> str:
    return f"/mijn/talent/{talent.slug}/bewerken/{rest}"


def lees(antwoord: Any) -> str:
    return str(antwoord.content.decode())


def ingevuld(client: Client, adres: str) -> dict[str, Any]:
    """What a browser would send when the form is sent as it stands."""
    formulier = client.get(adres).context["formulier"]
    return {naam: formulier[naam].value() for naam in formulier.fields if formulier[naam].value() not in (None, False)}


def plaats(client: Client, adres: str, **anders: Any) -> Any:
    return client.post(adres, ingevuld(client, adres) | anders)


def concept(talent: Talent) -> Profiel:
    gevonden = Talent.objects.get(pk=talent.pk).concept
    assert gevonden is not None
    return gevonden


# --- who comes in -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", PAGINAS)
def test_wie_het_talent_beheert_komt_op_elke_pagina(maker, talent, rest):
    antwoord = maker.get(pad(talent, rest))
    assert antwoord.status_code == 200
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in lees(antwoord)
    assert maker.head(pad(talent, rest)).status_code == 200


@pytest.mark.parametrize("rest", PAGINAS)
def test_een_vreemde_vindt_er_niets(client, talent, rest):
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(pad(talent, rest)).status_code == 404
    assert client.post(pad(talent, rest), {"naam": "Gekaapt"}).status_code == 404
    assert Talent.objects.get(pk=talent.pk).concept is None


@pytest.mark.parametrize("rest", PAGINAS)
def test_wie_niet_aangemeld_is_gaat_aanmelden(client, talent, rest):
    antwoord = client.get(pad(talent, rest))
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"] == f"/accounts/login/?next={pad(talent, rest)}"


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
@pytest.mark.parametrize("rest", PAGINAS)
def test_een_andere_methode_kan_niet(maker, talent, rest, methode):
    assert getattr(maker, methode)(pad(talent, rest)).status_code == 405


@pytest.mark.parametrize("rest", PAGINAS)
def test_ook_zonder_enige_versie_breekt_geen_pagina(maker, talent, rest):
    Profiel.objects.all().delete()
    assert maker.get(pad(talent, rest)).status_code == (302 if rest == "voorbeeld/" else 200)
    assert maker.post(pad(talent, rest), {}).status_code in {200, 302, 404}


def test_een_deel_dat_niet_bestaat_is_er_niet(maker, talent):
    for rest in ("bestaat-niet/", "beelden/bestaat-niet/", "media/bestaat-niet/"):
        assert maker.get(pad(talent, rest)).status_code == 404


def test_een_medebeheerder_mag_alles_wat_de_eigenaar_mag(client, talent):
    ander = maak_gebruiker("mee@voorbeeld.be")
    talent.beheer.create(gebruiker=ander)
    client.force_login(ander)
    assert plaats(client, pad(talent, "wie/"), kort="Van de medebeheerder.").status_code == 302
    assert concept(talent).kort == "Van de medebeheerder."


def test_de_toegang_zegt_zelf_dat_ze_naar_aanmelden_stuurt():
    assert van_beheerder(lambda request, talent: None).login_required is False


# --- the list of tasks ------------------------------------------------------------------------------------------------
def test_de_takenlijst_zegt_in_woorden_wat_er_nog_is(maker, talent):
    pagina = lees(maker.get(pad(talent)))
    for deel in ALLE:
        assert deel.titel in pagina
    assert "Je profiel staat online" in pagina
    assert "Een beeld toont in één oogopslag" in pagina
    assert "%" not in pagina.split("<main")[1].split("</main>")[0]


def standen(client: Client, talent: Talent) -> dict[str, str]:
    return {taak.onderdeel.sleutel: taak.stand for taak in client.get(pad(talent)).context["taken"]}


def test_een_taak_is_klaar_leeg_of_nog_nodig(client, gegevens):
    talent = maak_talent(online=False, kort="", tekst="")
    client.force_login(eigenaar_van(talent))
    gezien = standen(client, talent)
    assert (gezien["wie"], gezien["waar"], gezien["praktisch"]) == ("nog nodig", "klaar", "nog leeg")
    assert (gezien["beelden"], gezien["zichtbaarheid"]) == ("nog nodig", "altijd te wijzigen")
    maak_beeld(talent.concept)
    assert standen(client, talent)["beelden"] == "klaar"


def test_na_een_vraag_van_de_coordinator_staat_die_bij_de_taak_en_bij_het_veld(client, gegevens):
    talent = maak_talent(online=False, tekst="x" * 200)
    geef_akkoord(talent)
    door = eigenaar_van(talent)
    client.force_login(door)
    redenen = {"kort": "Zeg <b>wat</b> je maakt.", "gemeente": "Klopt dit?", "beelden": "Dit is niet van jou."}
    profiel = dien_in(talent=talent, door=door)
    vraag_aanpassing(profiel=profiel, door=door, redenen=redenen, toelichting="Bijna klaar.")
    assert {sleutel for sleutel, stand in standen(client, talent).items() if stand == "aanpassing gevraagd"} == {
        *("wie", "waar", "beelden")
    }
    assert "Bijna klaar." in lees(client.get(pad(talent)))
    wie = Bewerkpagina(client.get(pad(talent, "wie/")))
    wenk = wie.bij(wie.invoer["kort"].kenmerken["aria-describedby"].split()[0])
    assert "De coördinator vraagt: Zeg <b>wat</b> je maakt." in wenk.tekst
    assert "Klopt dit?" in lees(client.get(pad(talent, "waar/")))
    assert "Dit is niet van jou." in lees(client.get(pad(talent, "beelden/")))


def test_na_een_weigering_staat_er_hoe_het_verder_kan(client, gegevens):
    talent = maak_talent(online=False, tekst="x" * 200)
    geef_akkoord(talent)
    door = eigenaar_van(talent)
    weiger(profiel=dien_in(talent=talent, door=door), door=door, toelichting="Dit is reclame.")
    client.force_login(door)
    pagina = lees(client.get(pad(talent)))
    assert "De coördinator weigerde deze versie." in pagina
    assert "Dit is reclame." in pagina
    assert "dien het opnieuw in" in pagina


def test_van_wie_jonger_is_dan_16_vragen_de_formulieren_niet_wat_nooit_getoond_wordt(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    delen = onderdelen_van(talent)
    assert {"media", "links"} & {deel.sleutel for deel in delen} == set()
    gevraagd: set[str] = set()
    for rest in ("wie/", "waar/", "wat/", "praktisch/", "zichtbaarheid/"):
        gevraagd |= Bewerkpagina(client.get(pad(talent, rest))).invoer.keys()
    assert gevraagd & NOOIT_BIJ_JONG == set()
    assert gevraagd & {"gemeente_naam", "in_zoekmachines", "in_feeds", "prijs_vanaf"} == set()
    for rest in ("media/", "media/nieuw/", "media/x/", "links/"):
        assert client.get(pad(talent, rest)).status_code == 404
    assert "Toon je werk, niet jezelf" in lees(client.get(pad(talent, "beelden/nieuw/")))


def test_wie_jonger_is_dan_16_toont_alleen_een_voornaam(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    pagina = Bewerkpagina(plaats(client, pad(talent, "wie/"), naam="Noor Peeters"))
    pagina.keur_fouten()
    assert "alleen je voornaam" in pagina.fout_bij("naam")
    assert plaats(client, pad(talent, "wie/"), naam="Jan-Pieter").status_code == 302
    # What was never asked stays as it was.
    assert concept(talent).gemeente == talent.online.gemeente


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


# --- the session ends halfway -----------------------------------------------------------------------------------------
def test_wat_je_typte_staat_er_nog_na_aanmelden(client, gegevens):
    eigenaar = maak_rekening("maker@voorbeeld.be")
    talent = maak_talent(eigenaar=eigenaar)
    client.force_login(eigenaar)
    adres = pad(talent, "wie/")
    data = ingevuld(client, adres) | {"tekst": "Een heel verhaal dat niet weg mag."}
    client.logout()
    antwoord = client.post(adres, data)
    assert antwoord.headers["Location"] == f"/accounts/login/?next={quote(adres)}"
    meld_aan(client, eigenaar)
    antwoord = client.get(adres)
    assert antwoord.context["formulier"]["tekst"].value() == "Een heel verhaal dat niet weg mag."
    assert "Je was intussen afgemeld" in lees(antwoord)
    assert Talent.objects.get(pk=talent.pk).concept is None
    # Once: who opens the page again sees what is saved.
    assert client.get(adres).context["formulier"]["tekst"].value() == talent.online.tekst
    assert client.post(adres, data).status_code == 302
    assert concept(talent).tekst == "Een heel verhaal dat niet weg mag."


def test_wat_een_ander_typte_ziet_niemand_die_er_niet_bij_mag(client, talent):
    client.post(pad(talent, "wie/"), {"tekst": "Van de maker."})
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(pad(talent, "wie/")).status_code == 404


def test_een_megabyte_zonder_account_vult_geen_databank(client, talent):
    client.post(pad(talent, "wie/"), {"tekst": TE_LANG[0]})
    assert "getypt" not in client.session
    for _ in range(40):
        client.post(pad(talent, "wie/"), {"tekst": "x"})
    client.cookies.clear()
    client.post(pad(talent, "wie/"), {"tekst": "x"})
    assert "getypt" not in client.session


# --- submitting -------------------------------------------------------------------------------------------------------
def maak_klaar(client: Client, **velden: Any) -> Talent:
    """A draft that can be submitted, but for the consent."""
    talent = maak_talent(online=False, **{"tekst": "x" * 200, **velden})
    Toestemming.objects.all().delete()
    client.force_login(eigenaar_van(talent))
    return talent


def test_indienen_vraagt_de_toestemming_die_er_nog_niet_is(client, gegevens):
    talent = maak_klaar(client)
    adres = pad(talent, "indienen/")
    pagina = Bewerkpagina(client.get(adres))
    pagina.keur()
    assert "checked" not in pagina.invoer["akkoord"].kenmerken
    antwoord = client.post(adres, {})
    Bewerkpagina(antwoord).keur_fouten()
    assert concept(talent).stand == "concept"
    antwoord = client.post(adres, {"akkoord": "on"})
    assert antwoord.headers["Location"] == f"{pad(talent)}?net=ingediend"
    assert concept(talent).stand == "ingediend"
    assert heeft_toestemming(talent, PUBLICATIE)
    assert "Je profiel ligt nu bij de coördinator" in lees(client.get(antwoord.headers["Location"]))


def test_twee_keer_indienen_is_een_keer(client, gegevens):
    talent = maak_klaar(client)
    for _ in range(2):
        assert client.post(pad(talent, "indienen/"), {"akkoord": "on"}).status_code == 302
    assert concept(talent).stand == "ingediend"


def test_wat_ontbreekt_staat_er_met_de_weg_ernaartoe(client, gegevens):
    talent = maak_klaar(client, kort="")
    geef_akkoord(talent)
    pagina = lees(client.get(pad(talent, "indienen/")))
    assert f'<a href="{pad(talent, "wie/")}">Zeg in één zin wat je maakt.</a>' in pagina
    assert "Dien in</button>" not in pagina
    assert client.post(pad(talent, "indienen/"), {}).status_code == 200
    assert concept(talent).stand == "concept"


def test_wie_niet_klaar_is_gaf_ook_geen_toestemming(client, gegevens):
    talent = maak_klaar(client, kort="")
    client.post(pad(talent, "indienen/"), {"akkoord": "on"})
    assert not heeft_toestemming(talent, PUBLICATIE)


def test_terughalen_mag_twee_keer_en_ook_als_er_niets_is(client, gegevens, maker, talent):
    assert maker.post(pad(talent, "indienen/"), {"doe": "trek_in"}).status_code == 302
    ander = maak_klaar(client, naam="Ander")
    client.post(pad(ander, "indienen/"), {"akkoord": "on"})
    for _ in range(2):
        antwoord = client.post(pad(ander, "indienen/"), {"doe": "trek_in"})
        assert antwoord.headers["Location"] == f"{pad(ander)}?net=terug"
    assert concept(ander).stand == "concept"


def test_een_link_openen_dient_niets_in(client, gegevens):
    talent = maak_klaar(client)
    geef_akkoord(talent)
    client.get(pad(talent, "indienen/?doe=dien_in"))
    client.get(pad(talent, "indienen/?doe=trek_in"))
    assert concept(talent).stand == "concept"


def test_bewaren_terwijl_het_ingediend_is_vraagt_om_het_terug_te_halen(client, gegevens):
    talent = maak_klaar(client)
    adres = pad(talent, "wie/")
    data = ingevuld(client, adres) | {"kort": "Toch anders."}
    client.post(pad(talent, "indienen/"), {"akkoord": "on"})
    assert "Haal terug en bewaar" in lees(client.get(adres))
    pagina = Bewerkpagina(client.post(adres, data))
    pagina.keur_fouten()
    assert pagina.invoer["kort"].kenmerken["value"] == "Toch anders."
    assert concept(talent).stand == "ingediend"
    assert client.post(adres, data | {"trek_in": "ja"}).status_code == 302
    assert (concept(talent).stand, concept(talent).kort) == ("concept", "Toch anders.")


# --- comparing and looking --------------------------------------------------------------------------------------------
def test_vergelijken_toont_alleen_wat_verschilt(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    antwoord = maker.get(pad(talent, "vergelijk/"))
    assert [(een.veld, een.oud, een.nieuw) for een in antwoord.context["anders"]] == [
        ("kort", "Zoals het was.", "Zoals het wordt.")
    ]


def test_weggooien_kan_alleen_met_de_knop(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    maker.get(pad(talent, "vergelijk/?doe=gooi_weg"))
    maker.post(pad(talent, "vergelijk/"), {})
    assert concept(talent)
    assert maker.post(pad(talent, "vergelijk/"), {"doe": "gooi_weg"}).headers["Location"].endswith("?net=weggegooid")
    assert Talent.objects.get(pk=talent.pk).concept is None


def test_het_voorbeeld_toont_elke_kijker_alleen_wat_die_mag_zien(maker, talent):
    plaats(maker, pad(talent, "links/"), telefoon="0470 12 34 56")
    plaats(maker, pad(talent, "praktisch/"), duur="Twee uur lang.")
    maker.post(pad(talent, "zichtbaarheid/"), ingevuld(maker, pad(talent, "zichtbaarheid/")) | {"duur": "aangemeld"})
    bezoeker = lees(maker.get(pad(talent, "voorbeeld/?als=bezoeker")))
    aangemeld = lees(maker.get(pad(talent, "voorbeeld/?als=aangemeld")))
    assert "Twee uur lang." not in bezoeker
    assert "Twee uur lang." in aangemeld
    for pagina in (bezoeker, aangemeld, lees(maker.get(pad(talent, "voorbeeld/?als=beheerder")))):
        assert "0470" not in pagina


def vriendenlink(client: Client, talent: Talent) -> str:
    return str(client.get(pad(talent, "voorbeeld/")).context["vriendenlink"])


def test_een_vriend_ziet_het_concept_zoals_een_bezoeker(maker, talent):
    plaats(maker, pad(talent, "wie/"), kort="Zoals het wordt.")
    plaats(maker, pad(talent, "links/"), telefoon="0470 12 34 56")
    vriend = Client()
    antwoord = vriend.get(vriendenlink(maker, talent))
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-src" not in antwoord.headers["Content-Security-Policy"]
    assert "Zoals het wordt." in lees(antwoord)
    assert "0470" not in lees(antwoord)
    assert vriend.post(vriendenlink(maker, talent)).status_code == 405


def test_de_link_werkt_zeven_dagen(maker, talent, settings):
    link = vriendenlink(maker, talent)
    for dag, status in ((30, 200), (31, 404)):
        settings.VASTE_DAG = om(dag).date() if dag < 31 else om(1, maand=12).date()
        assert Client().get(link).status_code == status


@pytest.mark.parametrize("teken", ["x", "a" * 2000, "x:y:z", "%00"])
def test_een_link_die_niet_van_ons_is_toont_niets(db, teken):
    assert Client().get(f"/talent/voorbeeld/{teken}/").status_code == 404


def test_de_link_toont_niets_meer_als_de_maker_zich_verbergt_of_die_versie_weg_is(maker, talent):
    link = vriendenlink(maker, talent)
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=om(1), verborgen_door="eigenaar")
    assert Client().get(link).status_code == 404
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=None, verborgen_door="", wissen_op=om(1))
    assert Client().get(link).status_code == 404
    Talent.objects.filter(pk=talent.pk).update(wissen_op=None, online=None)
    assert Client().get(link).status_code == 404


def test_van_wie_jonger_is_dan_16_is_er_geen_link(client, gegevens):
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    client.force_login(eigenaar_van(talent))
    assert vriendenlink(client, talent) == ""


# --- figures ----------------------------------------------------------------------------------------------------------
def maak_gesprek(betreft: str, nummer: int, antwoorden: int = 0) -> None:
    gesprek = Gesprek.objects.create(
        formulier=f"f{nummer}", betreft=betreft, betreft_naam="x", onderwerp="x", stand="open", bevestigd_op=om(5)
    )
    afzender = Deelnemer.objects.create(gesprek=gesprek, kant="afzender", naam="A", email="a@voorbeeld.be")
    ontvanger = Deelnemer.objects.create(gesprek=gesprek, kant="ontvanger", naam="B", email="b@voorbeeld.be")
    for plek, van in enumerate([afzender, *[ontvanger] * antwoorden]):
        bericht = Gespreksbericht.objects.create(gesprek=gesprek, van=van, formulier=f"{nummer}-{plek}", tekst="x")
        Gespreksbericht.objects.filter(pk=bericht.pk).update(gemaakt_op=om(6))


def test_de_cijfers_tellen_twaalf_maanden_en_alleen_dit_talent(maker, talent):
    ander = maak_talent(naam="Ander")
    for wie, maand, keer in ((talent, 11, 7), (talent, 10, 5), (ander, 11, 100)):
        Maandtelling.objects.create(talent=wie, maand=om(1, maand=maand).date(), bekeken=keer)
    Maandtelling.objects.create(talent=talent, maand=om(1).date().replace(year=2025), bekeken=1000)
    maak_gesprek(f"talent:{talent.kenmerk}", 1, antwoorden=2)
    maak_gesprek(f"talent:{talent.kenmerk}", 2)
    maak_gesprek(f"talent:{ander.kenmerk}", 3, antwoorden=5)
    antwoord = maker.get(f"/mijn/talent/{talent.slug}/cijfers/")
    assert antwoord.context["totaal"] == {"bekeken": 12, "berichten": 2, "antwoorden": 2}
    maanden = antwoord.context["maanden"]
    assert [maand.maand.isoformat() for maand in (maanden[0], maanden[-1])] == ["2026-11-01", "2025-12-01"]
    assert (maanden[0].bekeken, maanden[0].berichten, maanden[0].antwoorden) == (7, 2, 2)


def test_de_cijfers_zijn_van_de_maker_alleen(client, talent):
    adres = f"/mijn/talent/{talent.slug}/cijfers/"
    assert client.get(adres).status_code == 302
    client.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    assert client.get(adres).status_code == 404
    client.force_login(eigenaar_van(talent))
    assert client.put(adres).status_code == 405


# --- how much it costs ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rest", ["", "voorbeeld/", "beelden/", "media/", "vergelijk/", "indienen/", "wie/", "wat/"])
def test_een_pagina_kost_evenveel_vragen_hoeveel_er_ook_op_staat(maker, talent, rest):
    profiel = open_concept(talent=talent)
    maak_beeld(profiel)
    maak_medium(profiel)
    maker.get(pad(talent, rest))
    with CaptureQueriesContext(connection) as weinig:
        maker.get(pad(talent, rest))
    for nummer in range(7):
        maak_beeld(profiel, alt=f"Beeld {nummer}")
        maak_medium(profiel, sleutel=f"dQw4w9WgXc{nummer}")
    profiel.disciplines.set([maak_discipline("jazz-en-blues"), maak_discipline("danstheater")])
    with CaptureQueriesContext(connection) as veel:
        maker.get(pad(talent, rest))
    assert len(weinig) == len(veel) <= 16


def test_elk_veld_staat_in_precies_een_onderdeel():
    velden = [veld for deel in ALLE for veld in deel.velden]
    assert sorted(velden) == sorted(VOLGORDE)
