"""The help on offer: loaded once, edited by redactie, filtered, and the way to 'Vraag hulp'."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cultuurnota.aanbod import Aanbodlijst, laad_aanbod, regels, voor_wie
from cultuurnota.models import Aanbod
from igs.models import IGS, Hulpvraag
from igs.opruimen import leeg_prullenmand
from igs.taken import TEKSTEN
from opnetwerk import versies
from opnetwerk.dag import nu
from opnetwerk.starten import laad_gegevens
from opnetwerk.voorbeeldlink import maak_link
from tests.beheer import in_beheer, maak_coordinator_van, maak_redactie
from tests.fabriek import GEPUBLICEERD
from tests.igs.lezen import Pagina, pagina
from tests.vijandig import STUURTEKENS

ADRES = "/cultuurnota/aanbod/"


def maak_aanbod(titel: str = "Hulp", **velden) -> Aanbod:
    standaard = {"slug": titel.lower(), "titel": titel, "voor_wie": "IGS'en", "vorm": "tool", "tekst": "<p>Zo.</p>"}
    return Aanbod.objects.create(**standaard | {"gepubliceerd_op": GEPUBLICEERD} | velden)


def titels(gelezen: Pagina) -> list[str]:
    """Of the cards on the page, by their anchor."""
    return [e["id"] for naam, e in gelezen.elementen if naam == "article"]


# --- loading ----------------------------------------------------------------------------------------------------------


def test_het_bestand_zegt_van_elk_aanbod_alles_en_verzint_geen_prijs(db):
    assert len(regels()) == 10
    for regel in regels():
        assert regel["titel"]
        assert regel["vorm"]
        assert voor_wie(Aanbod(voor_wie=regel["voor_wie"]))
        assert regel["tekst"].startswith("<p>")
        assert regel["bron_url"].startswith("https://")
        assert "cultuuroptil.be" in regel["bron_url"]
        assert regel["bron_datum"] == date(2026, 11, 1)
        assert regel["kostprijs"] == ""
        Aanbod(**regel).full_clean()


def test_laden_zet_alles_op_de_site_en_de_tweede_keer_niets(db):
    assert laad_aanbod() == 10
    assert laad_aanbod() == 0
    assert Aanbod.objects.zichtbaar(nu()).count() == 10
    assert list(Aanbod.objects.values_list("slug", flat=True)) == [regel["slug"] for regel in regels()]


def test_de_start_van_het_portaal_laadt_het_aanbod(gegevens):
    laad_gegevens()
    assert Aanbod.objects.count() == 10


def test_wat_redactie_verandert_of_weggooit_blijft_zo_na_het_laden(db):
    laad_aanbod()
    redactie = maak_redactie()
    anders, weg = Aanbod.objects.get(slug="lerend-netwerk"), Aanbod.objects.get(slug="consult-op-maat")
    velden = versies.lees(anders) | {"kostprijs": "gratis"}
    versies.bewaar(item=anders, velden=velden, door=redactie, basis=0)
    versies.publiceer(item=anders, door=redactie)
    versies.verwijder(item=weg, door=redactie)
    assert laad_aanbod() == 0
    anders.refresh_from_db()
    weg.refresh_from_db()
    assert anders.kostprijs == "gratis"
    assert weg.verwijderd_op is not None


def test_wat_uit_de_prullenmand_gewist_is_komt_niet_terug(db, settings):
    laad_aanbod()
    versies.verwijder(item=Aanbod.objects.get(slug="consult-op-maat"), door=maak_redactie())
    assert Aanbod in TEKSTEN
    settings.VASTE_DAG = date(2027, 1, 5)
    leeg_prullenmand(nu())
    assert not Aanbod.objects.filter(slug="consult-op-maat").exists()
    assert laad_aanbod() == 0
    assert not Aanbod.objects.filter(slug="consult-op-maat").exists()


def test_een_adres_dat_redactie_al_gebruikt_wordt_niet_overschreven(db):
    maak_aanbod("Zelf gemaakt", slug="lerend-netwerk")
    assert laad_aanbod() == 9
    assert Aanbod.objects.get(slug="lerend-netwerk").titel == "Zelf gemaakt"


# --- the page ---------------------------------------------------------------------------------------------------------


def test_zonder_prijs_staat_er_vraag_na_en_met_prijs_de_prijs(client: Client, db: None) -> None:
    maak_aanbod("Zonder")
    maak_aanbod("Met", kostprijs="50 euro")
    woorden = pagina(client, ADRES).woorden
    assert woorden.count("Kostprijs vraag na") == 1
    assert woorden.count("Kostprijs 50 euro") == 1


def test_een_leeg_aanbod_wijst_naar_de_redactie(client: Client, db: None) -> None:
    gelezen = pagina(client, ADRES)
    assert "Er staat nu geen aanbod op het portaal." in gelezen.woorden
    assert "/regiocheck/vraag-hulp/?onderwerp=cultuurnota" in gelezen.waarden("a", "href")
    assert "select" not in [naam for naam, _ in gelezen.elementen]


def test_een_concept_en_wat_weg_is_ziet_niemand(client: Client, db: None) -> None:
    maak_aanbod("Concept", gepubliceerd_op=None)
    maak_aanbod("Weg", verwijderd_op=GEPUBLICEERD)
    maak_aanbod("Verborgen", gepubliceerd_op=GEPUBLICEERD, verbergen_op=nu())
    maak_aanbod("Wel")
    assert titels(pagina(client, ADRES)) == ["wel"]


@pytest.mark.parametrize(
    ("voor", "te_zien"),
    [
        ("", ["a", "b", "c", "d"]),
        ("gemeenten", ["a", "c", "d"]),
        ("igsen", ["b", "c", "d"]),
        ("netwerken", ["c", "d"]),
        ("iedereen", ["a", "b", "c", "d"]),  # no group of its own: everything
        ("onzin", ["a", "b", "c", "d"]),
    ],
)
def test_filteren_op_voor_wie_het_is(client: Client, db: None, voor: str, te_zien: list[str]) -> None:
    maak_aanbod("A", voor_wie="gemeenten", volgorde=1)
    maak_aanbod("B", voor_wie="IGS'en", volgorde=2)
    maak_aanbod("C", voor_wie="gemeenten , IGS'en,, netwerken", volgorde=3)
    maak_aanbod("D", voor_wie="iedereen", volgorde=4)
    gelezen = pagina(client, f"{ADRES}?voor={voor}")
    assert titels(gelezen) == te_zien
    waarden = [e["value"] for naam, e in gelezen.elementen if naam == "option"]
    assert waarden[:4] == ["", "gemeenten", "igsen", "netwerken"]
    gekozen = [e["value"] for naam, e in gelezen.elementen if naam == "option" and "selected" in e]
    assert gekozen == ([voor] if voor in ("gemeenten", "igsen", "netwerken") else [])


def test_vraag_hulp_neemt_het_aanbod_en_het_igs_mee_naar_het_formulier(client: Client, gegevens: None) -> None:
    maak_aanbod("Hulp", slug="hulp-bij-de-cultuurnota")
    gelezen = pagina(client, f"{ADRES}?igs=zuidrand")
    assert "Vraag je hulp, dan staat Zuidrand al ingevuld." in gelezen.woorden
    adres = "/regiocheck/vraag-hulp/?onderwerp=aanbod&aanbod=hulp-bij-de-cultuurnota&igs=zuidrand"
    assert adres in gelezen.waarden("a", "href")
    formulier = pagina(client, adres)
    assert "Aanbod: hulp bij de cultuurnota" in formulier.woorden
    assert "/igs/zuidrand/" in formulier.waarden("a", "href")
    assert Hulpvraag.Onderwerp("aanbod").label in formulier.woorden


def test_zonder_igs_of_met_een_dat_er_niet_is_gaat_er_geen_mee(client: Client, gegevens: None) -> None:
    maak_aanbod("Hulp")
    for vraag in ("", "?igs=", "?igs=bestaat-niet"):
        gelezen = pagina(client, ADRES + vraag)
        assert "/regiocheck/vraag-hulp/?onderwerp=aanbod&aanbod=hulp" in gelezen.waarden("a", "href")
        assert "al ingevuld" not in gelezen.woorden


@pytest.mark.parametrize("tekst", [*STUURTEKENS, "'\"><script>alert(1)</script>", "x" * 5000])
def test_vijandige_invoer_toont_gewoon_alles(client: Client, db: None, tekst: str) -> None:
    maak_aanbod("Hulp")
    antwoord = client.get(ADRES, {"voor": tekst, "igs": tekst})
    assert antwoord.status_code == 200
    assert titels(Pagina(antwoord.content.decode())) == ["hulp"]
    assert "<script>alert(1)" not in antwoord.content.decode()


@pytest.mark.parametrize("aantal", [1, 20])
def test_veel_aanbod_vraagt_niet_meer_van_de_databank(client: Client, gegevens: None, aantal: int) -> None:
    for nummer in range(aantal):
        maak_aanbod(f"Hulp {nummer}", slug=f"hulp-{nummer}", voor_wie=f"groep {nummer}")
    with CaptureQueriesContext(connection) as gevraagd:
        assert len(titels(pagina(client, ADRES))) == aantal
    assert len(gevraagd) == 2


def test_de_pagina_is_klein_en_zet_niets(client: Client, gegevens: None) -> None:
    laad_aanbod()
    antwoord = client.get(ADRES)
    assert not antwoord.cookies
    assert len(antwoord.content) < 30_000


# --- redactie ---------------------------------------------------------------------------------------------------------


def velden(**anders: str) -> dict[str, str]:
    standaard = {
        "basis": "0",
        "titel": "Vorming",
        "voor_wie": "IGS'en",
        "vorm": "dag",
        "kostprijs": "",
        "volgorde": "5",
    }
    standaard |= {"tekst": "<p>Een dag <script>x</script>samen.</p>", "bron_url": "", "bron_datum": ""}
    return standaard | anders


def test_redactie_maakt_bekijkt_en_publiceert_een_aanbod(client: Client, gegevens: None) -> None:
    redactie = in_beheer(client, maak_redactie())
    nieuw = reverse("admin:cultuurnota_aanbod_add")
    formulier = redactie.get(nieuw).content.decode()
    assert "bezoekers filteren erop" in formulier
    assert "foto_bestand" not in formulier
    assert redactie.post(nieuw, velden(_concept="1")).status_code == 302
    item = Aanbod.objects.get()
    assert (item.slug, item.gepubliceerd_op) == ("vorming", None)
    assert titels(pagina(Client(), ADRES)) == []

    voorbeeld = redactie.get(reverse("admin:cultuurnota_aanbod_voorbeeld", args=[item.pk]))
    getoond = Client().get(voorbeeld["Location"])
    assert "Dit is een voorbeeld" in getoond.content.decode()
    assert titels(Pagina(getoond.content.decode())) == ["vorming"]

    wijzig = reverse("admin:cultuurnota_aanbod_change", args=[item.pk])
    assert redactie.post(wijzig, velden(basis="1", kostprijs="gratis", _publiceer="1")).status_code == 302
    gelezen = pagina(Client(), ADRES)
    assert titels(gelezen) == ["vorming"]
    assert "Kostprijs gratis" in gelezen.woorden
    assert "script" not in Aanbod.objects.get().tekst
    geschiedenis = redactie.get(reverse("admin:cultuurnota_aanbod_history", args=[item.pk])).content.decode()
    assert "gratis" in geschiedenis


def test_het_voorbeeld_toont_het_concept_tussen_de_andere(client: Client, db: None) -> None:
    maak_aanbod("Ander", volgorde=1)
    item = maak_aanbod("Oud", volgorde=2)
    versie = versies.bewaar(item=item, velden=versies.lees(item) | {"titel": "Na de wijziging"}, door=None, basis=0)
    gelezen = Pagina(client.get(maak_link(item, versie.nummer)).content.decode())
    assert titels(gelezen) == ["ander", "oud"]
    assert "Na de wijziging" in gelezen.woorden
    assert "Na de wijziging" not in pagina(client, ADRES).woorden


def test_een_verkeerd_adres_krijgt_een_zin_en_houdt_wat_getypt_werd(client: Client, gegevens: None) -> None:
    redactie = in_beheer(client, maak_redactie())
    antwoord = redactie.post(
        reverse("admin:cultuurnota_aanbod_add"), velden(bron_url="javascript:alert(1)", titel="", _concept="1")
    )
    assert antwoord.status_code == 200
    assert set(antwoord.context["adminform"].form.errors) == {"titel", "bron_url"}
    assert antwoord.context["adminform"].form["voor_wie"].value() == "IGS'en"
    assert not Aanbod.objects.exists()


def test_een_coordinator_komt_niet_aan_het_aanbod(client: Client, gegevens: None) -> None:
    item = maak_aanbod("Hulp")
    coordinator = in_beheer(client, maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "co@voorbeeld.be"))
    assert coordinator.get(reverse("admin:cultuurnota_aanbod_changelist")).status_code == 403
    assert coordinator.get(reverse("admin:cultuurnota_aanbod_change", args=[item.pk])).status_code in (403, 404)


def test_de_lijst_laat_een_item_zien_zoals_het_wordt(db):
    laad_aanbod()
    lijst = Aanbodlijst.van(nu(), voor="gemeenten")
    assert lijst.gekozen_naam == "gemeenten"
    assert lijst.is_gefilterd
    assert not Aanbodlijst.van(nu()).is_gefilterd
    eerste = Aanbod(pk=999, slug="x", titel="X", voor_wie="gemeenten", volgorde=0)
    assert lijst.met(eerste).kaartjes[0].item is eerste
    assert len(lijst.met(lijst.alle[0]).alle) == len(lijst.alle)
