"""The pages of questions: read, ask, answer, solve; what was typed is kept, twice is once, and nothing breaks."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grensbrekers.models import Antwoord, Grensbreker, Netwerkvraag
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from tests import vijandig
from tests.grensbrekers.fabriek import maak_antwoord, maak_grensbreker, maak_netwerkvraag, maak_thema
from tests.grensbrekers.formulieren import teken
from tests.igs.lezen import pagina
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture(autouse=True)
def schone_tellers(db):
    cache.clear()


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", themas=["jeugd"])


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Baert", "Hove")


def lijst(lid: Grensbreker) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/vragen/"


def stellen(lid: Grensbreker) -> str:
    return lijst(lid) + "stel/"


def bij(lid: Grensbreker, vraag: Netwerkvraag) -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/vraag/{vraag.kenmerk}/"


def vraag_van(**velden: object) -> dict[str, object]:
    maak_thema("jeugd")
    standaard = {"titel": "Hoe doen jullie dat?", "tekst": "", "themas": ["jeugd"], "teken": teken(), "meer_info": ""}
    return standaard | velden


def antwoord_van(**velden: object) -> dict[str, object]:
    return {"tekst": "Zo doen wij het.", "teken": teken(), "meer_info": ""} | velden


def terug(client: Client, adres: str, velden: dict[str, object], status: int = 200) -> Formulierpagina:
    antwoord = client.post(adres, velden)
    assert antwoord.status_code == status
    gelezen = Formulierpagina(antwoord.content.decode())
    if zin := groepszin(gelezen):  # of a group of boxes the sentence stands at the group, not at each box
        assert gelezen.titel.startswith("Fout: ")
        assert zin in [regel for _, regel in gelezen.samenvatting]
        assert all(tekst.endswith(".") for _, tekst in gelezen.samenvatting)
    else:
        gelezen.keur_fouten()
    return gelezen


def groepszin(gelezen: Formulierpagina) -> str:
    """The sentence at the themes; empty when they are right."""
    return "".join(e.tekst.strip() for e in gelezen.elementen if e.kenmerken.get("id") == "id_themas_error")


# --- read ---
def test_de_lijst_toont_open_vragen_per_thema_en_opgeloste_apart(client, an, bo):
    maak_netwerkvraag(bo, "Over jeugd?", ["jeugd"])
    maak_netwerkvraag(an, "Over podium?", ["podium"])
    maak_netwerkvraag(None, "Van wie wegging?", ["podium"])
    maak_netwerkvraag(bo, "Al klaar?", ["jeugd"], opgelost_op=nu())
    woorden = pagina(client, lijst(an)).woorden
    volgorde = ["3 open vragen", "Jeugd", "Over jeugd?", "Bo Baert, Hove", "Podium", "Al opgelost", "Al klaar?"]
    plaatsen = [woorden.rindex(deel) if deel in ("Jeugd", "Podium") else woorden.index(deel) for deel in volgorde]
    assert plaatsen == sorted(plaatsen)
    assert "Jouw vraag" in woorden
    assert "Een oud-collega" in woorden
    enkel = pagina(client, lijst(an) + "?thema=podium").woorden
    assert "2 open vragen over Podium" in enkel
    assert "Over jeugd?" not in enkel


def test_een_lege_lijst_nodigt_uit(client, an):
    assert "Stel jij de eerste?" in pagina(client, lijst(an)).woorden


def test_een_vraag_toont_de_antwoorden_en_wie_ze_gaf(client, an, bo):
    vraag = maak_netwerkvraag(an, tekst="Met zin\n\nen nog een.", themas=["jeugd"])
    maak_antwoord(vraag, bo, "Zo.")
    maak_antwoord(vraag, None, "Vroeger zo.")
    woorden = pagina(client, bij(bo, vraag)).woorden
    for deel in ("2 antwoorden", "Zo.", "Een oud-collega", "An Peeters", "Weet jij raad?", "Jij", "en nog een."):
        assert deel in woorden
    assert "Mijn vraag is opgelost" not in woorden
    assert "Mijn vraag is opgelost" in pagina(client, bij(an, vraag)).woorden


def test_een_onbekende_vraag_of_sleutel_is_een_404(client, an):
    vraag = maak_netwerkvraag(an)
    vreemd = Grensbreker(sleutel=uuid.uuid4())
    for adres in (bij(an, Netwerkvraag(kenmerk=uuid.uuid4())), bij(vreemd, vraag), lijst(vreemd), stellen(vreemd)):
        assert client.get(adres).status_code == 404
        assert client.post(adres, antwoord_van()).status_code == 404
    assert not Antwoord.objects.exists()


def test_geen_vraag_staat_op_een_openbare_pagina_of_in_een_zoekmachine(client, an):
    vraag = maak_netwerkvraag(an)
    for adres in (lijst(an), stellen(an), bij(an, vraag)):
        antwoord = client.get(adres)
        assert antwoord.headers["X-Robots-Tag"] == "noindex"
        assert antwoord.headers["Cache-Control"] == "private, no-store"
        assert not antwoord.cookies
        assert client.put(adres).status_code == 405


@pytest.mark.parametrize("soort", ["lijst", "vraag"])
def test_een_pagina_kost_steeds_evenveel_databankvragen(client, an, bo, soort):
    vraag = maak_netwerkvraag(an, themas=["jeugd"])
    tellingen = []
    for aantal in (1, 20):
        while Netwerkvraag.objects.count() < 2 * aantal:
            nummer = Netwerkvraag.objects.count()
            ander = maak_grensbreker(f"Lid {nummer}")
            maak_netwerkvraag(ander, f"Vraag {nummer}", ["jeugd"], opgelost_op=nu() if nummer % 2 else None)
            maak_antwoord(vraag, ander)
        with CaptureQueriesContext(connection) as databank:
            client.get(lijst(an) if soort == "lijst" else bij(bo, vraag))
        tellingen.append(len(databank))
    assert tellingen[0] == tellingen[1]


# --- ask ---
def test_een_vraag_stellen_brengt_je_bij_je_vraag(client, an):
    antwoord = client.post(stellen(an), vraag_van(), follow=True)
    assert antwoord.redirect_chain[0][0].startswith(bij(an, Netwerkvraag.objects.get()))
    assert "Je vraag staat bij je collega" in antwoord.content.decode()


def test_dubbel_versturen_is_een_vraag_of_een_antwoord(client, an, bo):
    velden = vraag_van()
    naar = {client.post(stellen(an), velden)["Location"] for _ in range(3)}
    assert len(naar) == 1
    vraag = Netwerkvraag.objects.get()
    velden = antwoord_van()
    for _ in range(3):
        client.post(bij(bo, vraag), velden)
    assert Antwoord.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1


def test_tien_keer_tegelijk_is_een_vraag_en_een_antwoord(transactional_db):
    an, bo = maak_grensbreker("An Peeters"), maak_grensbreker("Bo Baert")
    antwoorden = vijandig.plaats_dubbel(Client, stellen(an), vraag_van(), n=10)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    vraag = Netwerkvraag.objects.get()
    antwoorden = vijandig.plaats_dubbel(Client, bij(bo, vraag), antwoord_van(), n=10)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert Antwoord.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1


def test_een_robot_krijgt_een_gewoon_antwoord_en_maakt_niets(client, an, bo):
    assert client.post(stellen(an), vraag_van(meer_info="x")).status_code == 302
    assert client.post(bij(bo, maak_netwerkvraag(an)), antwoord_van(meer_info="x")).status_code == 302
    assert Netwerkvraag.objects.count() == 1
    assert not Antwoord.objects.exists()


def test_te_veel_op_een_dag_zegt_wanneer_het_weer_kan_en_houdt_wat_je_schreef(client, an):
    for nummer in range(5):
        maak_netwerkvraag(an, f"Vraag {nummer}")
    gelezen = terug(client, stellen(an), vraag_van(titel="Nog één?"), 429)
    assert "Probeer het morgen opnieuw" in gelezen.samenvatting[0][1]
    assert gelezen.invoer["titel"].kenmerken["value"] == "Nog één?"


@pytest.mark.parametrize("leeg", vijandig.LEEG)
def test_leeg_vraagt_om_iets_en_bewaart_niets(client, an, leeg):
    gelezen = terug(client, stellen(an), vraag_van(titel=leeg, themas=[]))
    assert gelezen.fout_bij("titel") == "Vul je vraag in."
    assert "minstens één thema" in groepszin(gelezen)
    vraag = maak_netwerkvraag(an)
    assert terug(client, bij(an, vraag), antwoord_van(tekst=leeg)).fout_bij("tekst") == "Vul je antwoord in."
    assert not Antwoord.objects.exists()
    assert Netwerkvraag.objects.count() == 1


@pytest.mark.parametrize("lang", vijandig.TE_LANG, ids=["letters", "woorden", "accenten"])
@pytest.mark.parametrize("veld", ["titel", "tekst"])
def test_te_lang_zegt_hoeveel_en_houdt_wat_er_stond(client, an, veld, lang):
    gelezen = terug(client, stellen(an), vraag_van(**{veld: lang}))
    assert "korter" in gelezen.fout_bij(veld)
    gelezen = terug(client, bij(an, maak_netwerkvraag(an)), antwoord_van(tekst=lang))
    assert "3.000" in gelezen.fout_bij("tekst")
    assert len(gelezen.invoer["tekst"].tekst.strip()) == len(lang.strip())


@pytest.mark.parametrize("tekst", vijandig.STUURTEKENS)
def test_een_teken_dat_niet_bewaard_kan_worden_wordt_gezegd(client, an, tekst):
    assert "kijk je tekst na" in terug(client, stellen(an), vraag_van(titel=tekst)).fout_bij("titel")
    gelezen = terug(client, bij(an, maak_netwerkvraag(an)), antwoord_van(tekst=tekst))
    assert "kijk je tekst na" in gelezen.fout_bij("tekst")


@pytest.mark.parametrize("tekst", vijandig.STUKKE_BYTES)
def test_stukke_bytes_breken_niets(client, an, tekst):
    for adres, velden in ((stellen(an), vraag_van(themas="jeugd")), (bij(an, maak_netwerkvraag(an)), antwoord_van())):
        for veld in ("titel", "tekst"):
            assert vijandig.plaats_bytes(client, adres, velden | {veld: tekst}).status_code in (200, 302)


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_wat_onschuldig_is_blijft_precies_zoals_het_was(client, an, bo, tekst):
    client.post(stellen(an), vraag_van(titel=tekst.split("\n")[0][:150], tekst=tekst))
    vraag = Netwerkvraag.objects.get()
    assert vraag.tekst == tekst
    client.post(bij(bo, vraag), antwoord_van(tekst=tekst))
    assert Antwoord.objects.get().tekst == tekst
    [mail] = UitgaandeMail.objects.all()
    assert tekst.split("\n")[0] in mail.tekst
    assert "<script>alert" not in mail.html
    html = client.get(bij(bo, vraag)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("tekst", vijandig.KOPINJECTIE)
def test_een_tweede_regel_in_een_vraag_raakt_geen_kop_van_een_mail(client, an, bo, tekst):
    client.post(stellen(an), vraag_van(titel=tekst))
    vraag = maak_netwerkvraag(an, tekst[:150])
    client.post(bij(bo, vraag), antwoord_van(tekst=tekst))
    for mail in UitgaandeMail.objects.all():
        assert mail.onderwerp == "Een antwoord op je vraag"
        assert "Bcc" not in repr(mail.koppen)


@pytest.mark.parametrize("thema", ["onzin", "\x00", "1", "jeugd'--", "a" * 5000])
def test_een_thema_dat_niet_bestaat_is_een_zin_en_geen_fout(client, an, thema):
    gelezen = terug(client, stellen(an), vraag_van(themas=[thema]))
    assert groepszin(gelezen)
    assert gelezen.invoer["titel"].kenmerken["value"] == "Hoe doen jullie dat?"
    assert not Netwerkvraag.objects.exists()


# --- solve ---
def test_met_een_knop_opgelost_en_weer_open(client, an):
    vraag = maak_netwerkvraag(an)
    client.get(bij(an, vraag))
    antwoord = client.post(bij(an, vraag), {"daad": "opgelost"}, follow=True)
    assert "Je vraag is opgelost." in antwoord.content.decode()
    assert Netwerkvraag.objects.get().opgelost_op == nu()
    client.post(bij(an, vraag), {"daad": "heropend"})
    assert Netwerkvraag.objects.get().opgelost_op is None


def test_een_ander_kan_de_knop_niet_drukken(client, an, bo):
    vraag = maak_netwerkvraag(an)
    terug(client, bij(bo, vraag), {"daad": "opgelost"})
    assert Netwerkvraag.objects.get().opgelost_op is None
    assert not Antwoord.objects.exists()


@pytest.mark.parametrize("daad", ["onzin", "opgelost\x00", "a" * 100_000])
def test_een_knop_die_niet_bestaat_zegt_wat_te_doen(client, an, daad):
    html = client.post(bij(an, maak_netwerkvraag(an)), {"daad": daad}).content.decode()
    assert Formulierpagina(html).titel.startswith("Fout: ")
    assert html.count("Druk op een van de knoppen") == 1
    assert Netwerkvraag.objects.get().opgelost_op is None
