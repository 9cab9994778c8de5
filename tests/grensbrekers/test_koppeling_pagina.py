"""The page of a member with the colleagues they are asked to meet: buttons, robots, what others may not."""

from datetime import date

import pytest
from django.test import Client

from grensbrekers.koppelbeeld import regels_van
from grensbrekers.models import Grensbreker, Grensovergang, Koppeldeelname
from grensbrekers.rondes import maak_ronde
from grensbrekers.wissen import wis
from tests.grensbrekers.fabriek import maak_grensbreker, maak_koppeling
from tests.grensbrekers.formulieren import mails_aan, pad_in
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens")
DAG = date(2026, 11, 23)
NUL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def an(gegevens) -> Grensbreker:
    return maak_grensbreker("An Peeters", "Lint")


@pytest.fixture
def bo(gegevens) -> Grensbreker:
    return maak_grensbreker("Bo Maes", "Hove", vraag_me="Een bib zonder deur")


def pad(lid: Grensbreker) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/koppeling/"


def doe(lid: Grensbreker, koppeling, daad: str, **velden):
    return Client().post(pad(lid), {"koppeling": koppeling.kenmerk, "daad": daad} | velden)


def tekst(lid: Grensbreker, adres: str = "") -> str:
    antwoord = Client().get(adres or pad(lid))
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def antwoord_van(koppeling, lid: Grensbreker) -> str:
    return Koppeldeelname.objects.get(koppeling=koppeling, grensbreker=lid).antwoord


# --- what it shows --------------------------------------------------------------------------------------------------
def test_zonder_koppeling_staat_er_wanneer_er_een_komt(an):
    pagina = tekst(an)
    assert "Nu staat er niemand klaar" in pagina
    assert "om de drie maanden" in pagina
    assert "eerste dinsdag" in pagina


def test_wie_geen_voorstellen_wil_leest_waar_dat_verandert(an):
    an.koppelritme = "nooit"
    an.save()
    assert "Je koos om geen voorstellen te krijgen" in tekst(an)


def test_een_lopende_koppeling_toont_wie_waarom_en_drie_knoppen(an, bo):
    maak_koppeling(an, bo, uitleg="Lint en Hove grenzen aan elkaar.")
    pagina = tekst(an)
    assert "Bo uit Hove" in pagina
    assert "Lint en Hove grenzen aan elkaar." in pagina
    assert "Een bib zonder deur" in pagina
    assert f"/grensbrekers/netwerk/{an.sleutel}/collega/{bo.kenmerk}/bericht/" in pagina
    for knop in ("We hebben elkaar gezien", "Deze keer niet", "Pauzeer"):
        assert f">{knop}</button>" in pagina
    assert bo.email not in pagina
    assert str(bo.sleutel) not in pagina
    Formulierpagina(pagina).keur()


def test_de_pagina_is_geheim(an):
    antwoord = Client().get(pad(an))
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert not antwoord.cookies


def test_een_koppeling_van_lang_geleden_staat_bij_vroeger(an, bo):
    maak_koppeling(an, bo, ronde=date(2026, 5, 5))
    pagina = tekst(an)
    assert "Nu staat er niemand klaar" in pagina
    assert "niemand zei dat jullie elkaar zagen" in pagina


def test_wie_wegging_heet_een_collega(an, bo):
    maak_koppeling(an, bo)
    wis(grensbreker=bo)
    pagina = tekst(an)
    assert "een collega uit Hove" in pagina
    assert "Bo" not in pagina


@pytest.mark.parametrize("rijen", [1, 20])
def test_een_vast_aantal_vragen(an, rijen, django_assert_num_queries):
    for nummer in range(rijen):
        maak_koppeling(an, maak_grensbreker(f"Bo {nummer}", "Hove"))
    with django_assert_num_queries(3):
        assert len([(regel.namen, regel.collegas, regel.afloop) for regel in regels_van(an, DAG)]) == rijen
    # One for the member, three for the pairs.
    with django_assert_num_queries(4):
        Client().get(pad(an))


# --- the buttons ----------------------------------------------------------------------------------------------------
def test_van_mail_tot_een_grens_die_oplicht(an, bo):
    maak_ronde(dag=date(2026, 11, 3))
    for lid in (an, bo):
        adres = pad_in(mails_aan(lid.email)[0], "/grensbrekers/netwerk/")
        assert adres.endswith("/koppeling/")
        pagina = tekst(lid, adres)
        kenmerk = pagina.split('name="koppeling" value="')[1].split('"')[0]
        antwoord = Client().post(adres, {"koppeling": kenmerk, "daad": "gezien"}, follow=True)
        assert "Genoteerd: jij zei dat jullie elkaar zagen." in antwoord.content.decode()
    assert Grensovergang.objects.count() == 1
    assert "jullie zagen elkaar" in tekst(an)
    kaart = Client().get("/grensbrekers/kaart/").content.decode()
    assert "een eerste keer" in kaart
    assert "An" not in kaart.split('id="overgestoken"')[1].split("</ol>")[0].replace("Antwerpen", "")


def test_een_robot_die_elke_link_twee_keer_opent_verandert_niets(an, bo):
    maak_ronde(dag=date(2026, 11, 3))
    adres = pad_in(mails_aan(an.email)[0], "/grensbrekers/netwerk/")
    for _ in range(2):
        for staart in ("", "?net=gezien", "?daad=gezien", "?net=<script>"):
            assert Client().get(adres + staart).status_code == 200
            assert Client().head(adres + staart).status_code == 200
    assert set(Koppeldeelname.objects.values_list("antwoord", flat=True)) == {"geen"}
    assert not Grensovergang.objects.exists()


def test_een_zei_ja_en_wacht_op_de_ander(an, bo):
    koppeling = maak_koppeling(an, bo)
    assert doe(an, koppeling, "gezien").status_code == 302
    pagina = tekst(an)
    assert "We wachten nog op Bo." in pagina
    assert "We hebben elkaar gezien</button>" not in pagina
    assert "We hebben elkaar gezien</button>" in tekst(bo)


def test_twee_keer_op_de_knop_is_een_keer(an, bo):
    koppeling = maak_koppeling(an, bo)
    for _ in range(2):
        for lid in (an, bo):
            assert doe(lid, koppeling, "gezien").status_code == 302
    assert Grensovergang.objects.count() == 1


def test_deze_keer_niet(an, bo):
    koppeling = maak_koppeling(an, bo)
    antwoord = Client().post(pad(an), {"koppeling": koppeling.kenmerk, "daad": "niet"}, follow=True)
    assert "deze keer niet" in antwoord.content.decode()
    assert "jij sloeg deze keer over" in tekst(an)
    assert "het ging deze keer niet door" in tekst(bo)


def test_met_drie_zien_de_anderen_wie_overslaat(an, bo):
    koppeling = maak_koppeling(an, bo, maak_grensbreker("Cas", "Kontich"))
    doe(bo, koppeling, "niet")
    assert "Bo kan deze keer niet." in tekst(an)


def test_pauzeren_en_weer_meedoen(an, bo):
    koppeling = maak_koppeling(an, bo)
    doe(an, koppeling, "pauzeer")
    an.refresh_from_db()
    assert an.pauze
    assert antwoord_van(koppeling, an) == "overgeslagen"
    assert "Doe weer mee" in tekst(an)
    assert Client().post(pad(an), {"daad": "hervat"}).status_code == 302
    an.refresh_from_db()
    assert not an.pauze


def test_pauzeren_nadat_ze_elkaar_zagen_neemt_niets_terug(an, bo):
    koppeling = maak_koppeling(an, bo)
    doe(an, koppeling, "gezien")
    doe(an, koppeling, "pauzeer")
    assert antwoord_van(koppeling, an) == "gezien"


# --- what may not ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("daad", ["", "wis", "gezien\x00", "<script>", "x" * 5000])
def test_een_daad_die_er_niet_is_verandert_niets(an, bo, daad):
    koppeling = maak_koppeling(an, bo)
    antwoord = doe(an, koppeling, daad)
    assert antwoord.status_code == 200
    assert "<title>Fout: " in antwoord.content.decode()
    assert "Druk op een van de knoppen op deze pagina." in antwoord.content.decode()
    assert antwoord_van(koppeling, an) == "geen"


@pytest.mark.parametrize("kenmerk", ["", "x", NUL, "\x00", "1' OR 1=1", "9" * 3000])
def test_een_koppeling_die_er_niet_is_is_een_404(an, kenmerk):
    assert Client().post(pad(an), {"koppeling": kenmerk, "daad": "gezien"}).status_code == 404


def test_de_koppeling_van_een_ander_is_een_404(an, bo):
    vreemd = maak_koppeling(bo, maak_grensbreker("Cas", "Kontich"))
    assert doe(an, vreemd, "gezien").status_code == 404
    assert antwoord_van(vreemd, bo) == "geen"
    assert "Cas" not in tekst(an)


def test_met_een_sleutel_van_niemand_of_een_oude_verandert_niets(an, bo):
    koppeling = maak_koppeling(an, bo)
    assert Client().get(f"/grensbrekers/netwerk/{NUL}/koppeling/").status_code == 404
    an.sleutel_tot = None
    an.save()
    doe(an, koppeling, "gezien")
    assert antwoord_van(koppeling, an) == "geen"


@pytest.mark.parametrize("methode", ["put", "patch", "delete"])
def test_enkel_lezen_en_versturen(an, methode):
    assert getattr(Client(), methode)(pad(an)).status_code == 405
