"""Objectives side by side: what is online for everybody, and everything for redactie alone."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as instellingen
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cultuurnota import vergelijken
from cultuurnota.models import Bevroren, Cultuurnota, Indicator, Publicatie
from cultuurnota.uitwisseling import exporteer
from cultuurnota.vergelijken import THEMAS, Vergelijking, Vraag
from igs.models import IGS
from opnetwerk.dag import nu
from tests import vijandig
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie

pytestmark = pytest.mark.django_db
PAGINA = "/cultuurnota/vergelijken/"


def nota_met_doelen(slug: str, *doelen: tuple[str, list[str]]) -> Cultuurnota:
    """One indicator per objective: from 1.000 to 2.500 people."""
    nota = maak_nota(IGS.objects.get(slug=slug), titel=f"Nota {slug}")
    for titel, opdrachten in doelen:
        doel = nota.doelstellingen.create(titel=titel, opdrachten=opdrachten)
        doel.indicatoren.create(naam=f"Teller van {titel}", eenheid="mensen", nulmeting=1000, streefwaarde="2500.5")
    return nota


@pytest.fixture
def zuidrand(gegevens: Any) -> Cultuurnota:
    nota = nota_met_doelen("zuidrand", ("Jongeren maken cultuur", ["1", "4"]), ("Erfgoed in beeld", []))
    maak_publicatie(nota)
    return nota


@pytest.fixture
def co7(gegevens: Any) -> Cultuurnota:
    nota = nota_met_doelen("co7", ("Vrijwilligers vinden elkaar", ["1"]))
    maak_publicatie(nota)
    return nota


def pagina(client: Client | None = None, pad: str = PAGINA, **vraag: Any) -> str:
    antwoord = (client or Client()).get(f"{pad}?{urlencode(vraag, doseq=True)}")
    assert antwoord.status_code == 200
    return str(antwoord.content.decode())


def titels(**vraag: Any) -> list[str]:
    adres = QueryDict(urlencode(vraag, doseq=True))
    return [rij.titel for rij in Vergelijking(vergelijken.gepubliceerde(), Vraag.uit(adres)).rijen]


# --- for everybody --------------------------------------------------------------------------------------------------
def test_per_opdracht_staan_de_doelstellingen_van_elk_igs(zuidrand: Cultuurnota, co7: Cultuurnota) -> None:
    tekst = pagina()
    for woord in ("3 doelstellingen", "Jongeren maken cultuur", "Vrijwilligers vinden elkaar", "/igs/co7/cultuurnota/"):
        assert woord in tekst
    assert "van 1.000 naar 2.500,5 mensen" in tekst
    beeld = Vergelijking(vergelijken.gepubliceerde(), Vraag())
    groepen = {sleutel: sorted(rij.titel for rij in rijen) for sleutel, _, rijen in beeld.groepen}
    assert groepen == {
        "1": ["Jongeren maken cultuur", "Vrijwilligers vinden elkaar"],
        "4": ["Jongeren maken cultuur"],
        "zonder": ["Erfgoed in beeld"],
    }


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ({"opdracht": "4"}, ["Jongeren maken cultuur"]),
        ({"opdracht": "zonder"}, ["Erfgoed in beeld"]),
        ({"opdracht": "7"}, []),
        ({"thema": "jeugd"}, ["Jongeren maken cultuur"]),
        ({"thema": "erfgoed", "opdracht": "1"}, []),
        ({"igs": "co7"}, ["Vrijwilligers vinden elkaar"]),
        ({"q": "jongeren CULTUUR"}, ["Jongeren maken cultuur"]),
        ({"q": "teller erfg"}, ["Erfgoed in beeld"]),
        ({"q": "fgoed"}, []),
        ({"q": "!?"}, ["Erfgoed in beeld", "Jongeren maken cultuur", "Vrijwilligers vinden elkaar"]),
    ],
)
def test_je_vernauwt_met_een_gewoon_adres(
    zuidrand: Cultuurnota, co7: Cultuurnota, vraag: dict[str, str], verwacht: list[str]
) -> None:
    assert sorted(titels(**vraag)) == verwacht


def test_meer_igsen_naast_elkaar(zuidrand: Cultuurnota, co7: Cultuurnota) -> None:
    assert len(titels(igs=["zuidrand", "co7"])) == 3
    assert len(titels(igs=["zuidrand", "bestaat-niet"])) == 2
    assert len(titels(igs="bestaat-niet")) == 3  # what we do not know narrows nothing


@pytest.mark.parametrize(
    "waarde", [*vijandig.SCRIPT, *vijandig.STUURTEKENS, *vijandig.ANDERE_TALEN, "a" * 5000, "' OR 1=1 --"]
)
def test_onzin_in_het_adres_breekt_niets_en_blijft_tekst(zuidrand: Cultuurnota, waarde: str) -> None:
    tekst = pagina(opdracht=waarde, thema=waarde, igs=[waarde, "zuidrand"], q=waarde, bron="nu")
    for kwaad in ("<script>alert", "<img src=x", "<svg onload"):
        assert kwaad not in tekst


def test_een_gefilterde_pagina_is_niet_voor_zoekmachines_en_zet_geen_koekje(zuidrand: Cultuurnota) -> None:
    assert "noindex" not in pagina()
    assert "noindex" in pagina(thema="jeugd")
    antwoord = Client().get(PAGINA)
    assert not antwoord.cookies
    assert Client().post(PAGINA).status_code == 405


def test_zonder_nota_online_zegt_de_pagina_dat(gegevens: Any) -> None:
    assert "Er staat nog geen cultuurnota met doelstellingen online." in pagina()


def test_wat_niet_online_staat_ziet_niemand(zuidrand: Cultuurnota, co7: Cultuurnota) -> None:
    """The note of now, a frozen version, a note without its objectives, one in the bin."""
    zuidrand.doelstellingen.create(titel="Nog geheim", opdrachten=["1"])
    Bevroren.objects.create(nota=zuidrand, naam="Later", inhoud=exporteer(zuidrand))
    Publicatie.objects.filter(nota=co7).update(met_doelstellingen=False)
    weg = nota_met_doelen("comeet", ("Weggegooid", ["1"]))
    maak_publicatie(weg)
    Cultuurnota.objects.filter(pk=weg.pk).update(weg_op=nu())
    for bron in ("", "nu", "bevroren"):
        tekst = pagina(bron=bron)
        assert "Jongeren maken cultuur" in tekst
        for geheim in ("Nog geheim", "Vrijwilligers vinden", "Weggegooid", "Nota co7", "Later"):
            assert geheim not in tekst


# --- for redactie ---------------------------------------------------------------------------------------------------
@pytest.fixture
def redactie(gegevens: Any) -> Client:
    return in_beheer(Client(), maak_redactie())


BEHEER = "/admin/cultuurnota/publicatie/vergelijken/"


def test_redactie_vergelijkt_alles_bevroren_of_van_nu(zuidrand: Cultuurnota, redactie: Client) -> None:
    intern = nota_met_doelen("co7", ("Eerst bevroren", ["2"]))
    Bevroren.objects.create(nota=intern, naam="Voor de raad", inhoud=exporteer(intern))
    intern.doelstellingen.update(titel="Intussen anders")
    Indicator.objects.filter(doelstelling__nota=intern).update(naam="Teller")
    nota_met_doelen("comeet", ("Nooit bevroren", ["3"]))
    per = {bron: pagina(redactie, BEHEER, bron=bron) for bron in ("online", "bevroren", "nu", "onzin")}
    assert "Eerst bevroren" not in per["online"]
    for bron in ("bevroren", "onzin"):
        assert "Eerst bevroren" in per[bron]
        assert "Voor de raad" in per[bron]
        assert "Nooit bevroren" not in per[bron]
    for woord in ("Intussen anders", "Nooit bevroren", "Jongeren maken cultuur", "van 1.000 naar 2.500,5 mensen"):
        assert woord in per["nu"]
    assert "Eerst bevroren" not in per["nu"]


def test_de_jongste_bevroren_versie_telt(zuidrand: Cultuurnota) -> None:
    zuidrand.doelstellingen.update(titel="De nieuwste")
    Bevroren.objects.create(nota=zuidrand, naam="Tweede", inhoud=exporteer(zuidrand))
    [nota] = vergelijken.bevroren_notas()
    assert (nota.versie, {een["titel"] for een in nota.doelen}) == ("Tweede", {"De nieuwste"})


def test_alleen_redactie_komt_bij_die_vergelijking(zuidrand: Cultuurnota, redactie: Client) -> None:
    coordinator = in_beheer(Client(), maak_coordinator_van(zuidrand.igs, "a@voorbeeld.be"))
    assert coordinator.get(BEHEER).status_code == 403
    assert Client().get(BEHEER).status_code == 302
    assert redactie.get(BEHEER).status_code == 200
    lijst = redactie.get("/admin/cultuurnota/publicatie/").content.decode()
    assert BEHEER in lijst
    assert "Nota zuidrand" in lijst


def test_in_het_beheer_verandert_niemand_wat_online_staat(zuidrand: Cultuurnota, redactie: Client) -> None:
    rij = Publicatie.objects.get()
    assert redactie.get("/admin/cultuurnota/publicatie/add/").status_code == 403
    assert redactie.post(reverse("admin:cultuurnota_publicatie_delete", args=[rij.pk])).status_code == 403
    assert redactie.post(reverse("admin:cultuurnota_publicatie_change", args=[rij.pk]), {"x": 1}).status_code == 403
    assert Publicatie.objects.get().met_doelstellingen


# --- how much it costs, and the words -------------------------------------------------------------------------------
@pytest.mark.parametrize(("bron", "aantal"), [("online", 1), ("bevroren", 1), ("nu", 4)])
def test_negentien_notas_kosten_evenveel_vragen_als_een(
    zuidrand: Cultuurnota, django_assert_num_queries: Any, bron: str, aantal: int
) -> None:
    for plek in range(2):
        with django_assert_num_queries(aantal):
            notas = vergelijken.BRON[bron]()
            assert Vergelijking(notas, Vraag()).groepen
        if not plek:
            for igs in IGS.objects.exclude(slug="zuidrand"):
                maak_publicatie(nota_met_doelen(igs.slug, ("Samen", ["1"])))
    assert len(notas) == 19


def test_elk_thema_wordt_herkend_aan_gewone_woorden() -> None:
    """Our own example: each theme word is the begin of a real word, and every objective of it has a theme."""
    assert all(stam == stam.casefold() and stam.isalpha() for _, _, stammen in THEMAS for stam in stammen)
    pad = Path(instellingen.BASE_DIR) / "cultuurnota" / "gegevens" / "voorbeeldnota.json"
    doelen = json.loads(pad.read_text(encoding="utf-8"))["doelstellingen"]
    nota = vergelijken.Nota("A", "a", "A", "2027–2032", "/", "x", tuple(doelen))
    rijen = vergelijken.rijen_van(nota)
    assert all(rij.themas for rij in rijen)
    assert "jeugd" in rijen[0].themas
    assert rijen[1].boven == rijen[0].titel
    assert vergelijken.in_woorden("Één café, 12 mùsea") == ["een", "cafe", "12", "musea"]


@pytest.mark.parametrize(
    ("indicator", "zin"),
    [
        ({"nulmeting": "0", "streefwaarde": "12", "eenheid": "%"}, "van 0 naar 12 %"),
        ({"nulmeting": None, "streefwaarde": "1234.5", "eenheid": ""}, "naar 1.234,5"),
        ({"nulmeting": "3", "streefwaarde": None, "eenheid": "x"}, ""),
    ],
)
def test_een_indicator_in_een_zin(indicator: dict[str, Any], zin: str) -> None:
    assert vergelijken.in_zin(indicator) == zin
