"""On behalf of somebody: prepare, print, type the code, take over or erase; never seen before that, gone in time."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opnetwerk import dagelijks, toestemmingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Logregel, UitgaandeMail
from opnetwerk.rekeningen import met_leeftijd
from talent import voorbereiden
from talent.models import Beheer, Organisator, Talent, Voorbereiding, Zoekrij
from talent.organisatoren import wis as wis_organisator
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.talent.fabriek import maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_organisator
from tests.talent.organisatorpaginas import mails_aan, pad_in, teken
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens", "lege_cache")
CODEPAGINA = "/talent/voorbereid/"
PROFIEL = "/talent/voorbereid/profiel/"
AYLIN = "aylin@voorbeeld.example"


@pytest.fixture
def lege_cache(db):
    cache.clear()


@pytest.fixture
def academie() -> Organisator:
    return maak_organisator(organisatie="Academie De Brug", mag_voorbereiden=True)


def bureau(organisator: Organisator, deel: str = "") -> str:
    return f"/talent/organisatoren/{organisator.sleutel}/voorbereiden/{deel}"


def saz():
    return maak_discipline("saz", boven=maak_discipline("muziek"))


def ingevuld(**velden):
    saz()
    standaard = {
        "naam": "Aylin Demir",
        "kort": "Zingt Turkse volksliederen met de saz.",
        "disciplines": ["saz"],
        "gemeente": "Lint",
        "email": "",
        "akkoord": "on",
        "teken": teken(),
        "meer_info": "",
    }
    return {naam: waarde for naam, waarde in (standaard | velden).items() if waarde is not None}


def bereid_voor(client: Client, academie: Organisator, **velden) -> Voorbereiding:
    antwoord = client.post(bureau(academie, "nieuw/"), ingevuld(**velden))
    assert antwoord.status_code == 302, antwoord.content.decode()[:2000]
    return Voorbereiding.objects.latest("pk")


def maak_blad(client: Client, voorbereiding: Voorbereiding) -> str:
    """The code as it stands on paper."""
    pad = bureau(voorbereiding.organisator, f"{voorbereiding.talent.kenmerk}/blad/")
    html = client.post(pad, {"daad": "blad"}).content.decode()
    return re.search(r'class="bladcode">([^<]+)<', html)[1]


def typ(client: Client, code: str):
    return client.post(CODEPAGINA, {"code": code, "teken": teken(), "meer_info": ""})


def overnemen(client: Client, pad: str, band: str = "18", **velden):
    standaard = {
        "soort": "persoon",
        "naam": "Aylin Demir",
        "kort": "Zingt met de saz.",
        "gemeente": "Lint",
        "publicatie": "on",
        "teken": teken(),
        "meer_info": "",
        "leeftijd": met_leeftijd("", band).partition("leeftijd=")[2].replace("%3A", ":"),
    }
    return client.post(f"{pad}overnemen/", standaard | velden)


@pytest.fixture
def klaar(client, academie) -> Voorbereiding:
    return bereid_voor(client, academie)


@pytest.fixture
def code(client, klaar) -> str:
    return maak_blad(client, klaar)


@pytest.fixture
def pad(client, code) -> str:
    return typ(client, code).headers["Location"]


# --- preparing ---
def test_wat_klaarstaat_is_nergens_te_zien_en_van_niemand(client, klaar):
    talent = klaar.talent
    assert not Talent.objects.online().exists()
    assert not Zoekrij.objects.exists()
    assert (talent.online_id, talent.thuis_id, talent.is_jong) == (None, None, True)
    assert not talent.beheer.exists()
    assert not talent.toelatingen.exists()
    assert "aylin" not in talent.slug
    assert client.get(talent.get_absolute_url()).status_code == 404
    assert "Aylin" not in client.get("/talent/").content.decode()
    assert not UitgaandeMail.objects.exists()
    assert "Aylin" not in str(list(Logregel.objects.values_list("object_naam", "veranderd")))


def test_twee_keer_verzenden_maakt_er_een(client, academie):
    gegevens = ingevuld()
    for _ in range(2):
        assert client.post(bureau(academie, "nieuw/"), gegevens).status_code == 302
    assert Voorbereiding.objects.count() == 1


def test_met_een_adres_krijgt_de_persoon_een_mail_met_een_link_en_zonder_wat_erin_staat(client, academie):
    bereid_voor(client, academie, email=AYLIN)
    [mail] = mails_aan(AYLIN)
    assert "Academie De Brug" in mail.tekst
    assert "saz" not in mail.tekst
    html = client.get(pad_in(mail, PROFIEL)).content.decode()
    assert "Zingt Turkse volksliederen" in html


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("naam", ""),
        ("kort", ""),
        ("disciplines", None),
        ("disciplines", ["bestaat-niet"]),
        ("gemeente", "xyzzy"),
        ("email", "aylin@"),
        ("akkoord", None),
    ],
)
def test_wat_ontbreekt_zegt_het_formulier_bij_het_veld_en_het_houdt_de_rest(client, academie, veld, waarde):
    antwoord = client.post(bureau(academie, "nieuw/"), ingevuld(**{veld: waarde}))
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    assert pagina.titel.startswith("Fout: ")
    assert len(pagina.samenvatting) == 1
    ander = "naam" if veld != "naam" else "kort"
    assert pagina.invoer[ander].kenmerken["value"] == ingevuld()[ander]
    assert not Voorbereiding.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS[:3], *vijandig.TE_LANG, *vijandig.LEEG[:3]])
def test_vijandige_tekst_geeft_een_fout_en_geen_500(client, academie, tekst):
    antwoord = client.post(bureau(academie, "nieuw/"), ingevuld(naam=tekst))
    assert antwoord.status_code == 200
    assert not Voorbereiding.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_tekst_blijft_tekst(client, academie, tekst):
    klaar = bereid_voor(client, academie, naam=tekst[:80], kort=tekst[:140])
    html = client.get(bureau(academie, f"{klaar.talent.kenmerk}/blad/")).content.decode()
    html += client.get(voorbereiden.link(klaar, "mail").removeprefix("http://testserver")).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_zonder_het_recht_is_er_geen_formulier_en_maakt_niemand_iets(client):
    zonder = maak_organisator()
    assert "Je hebt dit recht nog niet" in client.get(bureau(zonder)).content.decode()
    assert client.get(bureau(zonder, "nieuw/")).status_code == 403
    assert client.post(bureau(zonder, "nieuw/"), ingevuld()).status_code == 403
    assert not Voorbereiding.objects.exists()


def test_wat_van_een_andere_organisatie_is_bestaat_niet(client, klaar):
    ander = maak_organisator(organisatie="Jeugdhuis", mag_voorbereiden=True)
    vreemd = bureau(ander, f"{klaar.talent.kenmerk}/blad/")
    assert client.get(vreemd).status_code == 404
    assert client.post(vreemd, {"daad": "wis"}).status_code == 404
    assert "Aylin" not in client.get(bureau(ander)).content.decode()
    assert "Aylin" in client.get(bureau(klaar.organisator)).content.decode()


def test_de_lijst_vraagt_even_veel_van_de_databank_bij_een_als_bij_twintig(client, academie):
    def tel() -> int:
        with CaptureQueriesContext(connection) as gevraagd:
            client.get(bureau(academie))
        return len(gevraagd)

    bereid_voor(client, academie)
    een = tel()
    for nummer in range(19):
        voorbereiden.bereid_voor(
            organisator=academie,
            naam=f"Maker {nummer}",
            kort="Zingt.",
            gemeente=academie.gemeente,
            disciplines=[saz()],
            kenmerk=uuid.uuid4(),
        )
    assert tel() == een


# --- the sheet ---
def test_op_het_blad_staan_een_leesbare_code_en_een_qr_en_in_de_databank_enkel_een_hash(client, klaar):
    code = maak_blad(client, klaar)
    assert re.fullmatch(r"([CDFGHJKMNPQRTVWXY34679]{4}-){2}[CDFGHJKMNPQRTVWXY34679]{4}", code)
    klaar.refresh_from_db()
    geheim = code.replace("-", "")[4:]
    assert geheim not in klaar.code_hash
    html = client.get(bureau(klaar.organisator, f"{klaar.talent.kenmerk}/blad/")).content.decode()
    assert geheim[:4] not in html
    assert geheim not in str(list(Logregel.objects.values()))


def test_een_nieuw_blad_maakt_het_vorige_onbruikbaar_met_code_en_qr(client, klaar, code, pad):
    nieuw = maak_blad(client, klaar)
    assert typ(client, code).status_code == 200
    assert client.get(pad).status_code == 404
    assert typ(client, nieuw).status_code == 302


@pytest.mark.parametrize("maak", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")])
def test_hoe_je_de_code_typt_maakt_niet_uit(client, code, maak):
    antwoord = typ(client, maak(code))
    assert antwoord.status_code == 302
    assert "Aylin Demir" in client.get(antwoord.headers["Location"]).content.decode()


@pytest.mark.parametrize("tekst", ["", "x", "CDFG-HJKM-NPQ", "O0O0-O0O0-O0O0", *vijandig.LEEG[:2], "'; DROP TABLE"])
def test_wat_geen_code_is_zegt_het_formulier(client, tekst):
    antwoord = typ(client, tekst)
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert pagina.fout_bij("code")


def fout(code: str) -> str:
    """The same sheet, another end."""
    return code[:-1] + ("C" if code[-1] != "C" else "D")


def test_na_vijf_foute_pogingen_werkt_de_code_nooit_meer(client, klaar, code):
    for _ in range(5):
        assert "Deze code opent niets" in typ(client, fout(code)).content.decode()
    cache.clear()
    assert typ(client, code).status_code == 200
    klaar.refresh_from_db()
    assert klaar.pogingen == 5


def test_na_vier_foute_pogingen_werkt_ze_nog(client, code):
    for _ in range(4):
        typ(client, fout(code))
    assert typ(client, code).status_code == 302


def test_wie_blijft_proberen_moet_wachten(client, code):
    vreemd = "CCCC" if not code.startswith("CCCC") else "DDDD"
    for _ in range(20):
        assert typ(client, f"{vreemd}-CCCC-CCCC").status_code == 200
    antwoord = typ(client, code)
    assert antwoord.status_code == 429


def test_acht_gelijktijdige_foute_pogingen_tellen_allemaal(transactional_db, client):
    from tests.fabriek import maak_gemeente, maak_igs, maak_lid

    lid = maak_lid(maak_igs("Testnet"), maak_gemeente("99001", "Testdorp"))
    academie = maak_organisator(gemeente=lid.gemeente, mag_voorbereiden=True)
    klaar = voorbereiden.bereid_voor(
        organisator=academie,
        naam="Aylin",
        kort="Zingt.",
        gemeente=lid.gemeente,
        disciplines=[saz()],
        kenmerk=academie.kenmerk,
    )
    code, _ = voorbereiden.maak_blad(voorbereiding=klaar)
    vijandig.plaats_dubbel(Client, CODEPAGINA, {"code": fout(code), "teken": teken(), "meer_info": ""}, n=8)
    klaar.refresh_from_db()
    assert klaar.pogingen == 5
    assert voorbereiden.met_code(code) is None


# --- looking and erasing ---
def test_de_pagina_openen_verandert_niets_en_wordt_door_niemand_bewaard(client, klaar, pad):
    for methode in (client.get, client.head):
        antwoord = methode(pad)
        assert antwoord.status_code == 200
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert Voorbereiding.objects.filter(overgenomen_op=None).exists()


def test_de_persoon_wist_alles_met_een_knop_zonder_account(client, klaar, pad):
    assert "Alles is gewist" in client.post(pad, {"daad": "wis"}).content.decode()
    assert not Talent.objects.exists()
    assert not Voorbereiding.objects.exists()
    assert client.get(pad).status_code == 404
    assert client.post(pad, {"daad": "wis"}).status_code == 404


def test_de_organisator_wist_wat_klaarstaat_met_de_mail_erbij(client, academie):
    klaar = bereid_voor(client, academie, email=AYLIN)
    antwoord = client.post(bureau(academie, f"{klaar.talent.kenmerk}/blad/"), {"daad": "wis"})
    assert "net=gewist" in antwoord.headers["Location"]
    assert not Talent.objects.exists()
    assert not mails_aan(AYLIN)


@pytest.mark.parametrize("stuk", ["x", "a" * 2000])
def test_een_vreemd_teken_opent_niets(client, stuk):
    assert client.get(f"{PROFIEL}{stuk}/").status_code == 404
    assert client.get(f"{PROFIEL}{stuk}/leeftijd/").status_code == 302


# --- taking over ---
def test_van_de_link_over_de_leeftijd_naar_een_eigen_profiel(client, klaar, pad):
    assert f"{pad}leeftijd/" in client.get(pad).content.decode()
    gegevens = {"leeftijd": "18", "uitnodiging": "", "teken": teken(), "meer_info": ""}
    zonder_account = client.post(f"{pad}leeftijd/", gegevens)
    assert zonder_account.headers["Location"].startswith("/accounts/signup/?next=")
    gebruiker = maak_rekening(AYLIN)
    client.force_login(gebruiker)
    verder = client.post(f"{pad}leeftijd/", gegevens | {"teken": teken()}).headers["Location"]
    html = client.get(verder).content.decode()
    assert "Aylin Demir" in html
    assert "Zingt Turkse volksliederen" in html
    antwoord = overnemen(client, pad, naam="Aylin D.", gemeente="Aartselaar")
    talent = Talent.objects.get()
    assert antwoord.headers["Location"] == f"/mijn/talent/{talent.slug}/?net=ingeschreven"
    assert client.get(antwoord.headers["Location"]).status_code == 200
    assert (talent.slug, talent.leeftijd, talent.thuis.slug) == ("aylin-d", "18", "zuidrand")
    assert (talent.concept.naam, talent.concept.kort) == ("Aylin D.", "Zingt met de saz.")
    assert [een.sleutel for een in talent.concept.disciplines.all()] == ["saz"]
    assert Beheer.objects.get(talent=talent).gebruiker == gebruiker
    assert talent.toelatingen.get().stand == "gevraagd"
    assert toestemmingen.loopt(doel="talent-publicatie", betreft=f"talent:{talent.kenmerk}")
    assert not Talent.objects.online().exists()


def test_twee_keer_drukken_is_een_keer_overnemen(client, pad):
    client.force_login(maak_rekening(AYLIN))
    eerste = overnemen(client, pad)
    assert overnemen(client, pad).headers["Location"] == eerste.headers["Location"]
    assert Beheer.objects.count() == 1


def test_wat_overgenomen_is_neemt_of_wist_niemand_anders_meer(client, klaar, code, pad):
    client.force_login(maak_rekening(AYLIN))
    overnemen(client, pad)
    client.force_login(maak_rekening("ander@voorbeeld.be"))
    antwoord = overnemen(client, pad)
    assert "al overgenomen" in antwoord.content.decode()
    client.post(pad, {"daad": "wis"})
    assert Talent.objects.count() == 1
    assert typ(client, code).status_code == 200
    organisatorblad = bureau(klaar.organisator, f"{klaar.talent.kenmerk}/blad/")
    assert client.get(organisatorblad).status_code == 404
    lijst = client.get(bureau(klaar.organisator)).content.decode()
    assert "Aylin" not in lijst
    assert "1 profiel is" in lijst


def test_wie_13_tot_15_is_neemt_over_met_een_voornaam_en_een_ouder(client, pad):
    client.force_login(maak_rekening(AYLIN))
    assert "familienaam" in overnemen(client, pad, band="13-15", ouder_email="mama@voorbeeld.be").content.decode()
    antwoord = overnemen(client, pad, band="13-15", naam="Aylin", ouder_email="mama@voorbeeld.be")
    assert antwoord.status_code == 302
    talent = Talent.objects.get()
    assert (talent.leeftijd, talent.slug, talent.in_zoekmachines, talent.in_feeds) == ("13-15", "aylin", False, False)
    assert len(mails_aan("mama@voorbeeld.be")) == 1


def test_wie_13_tot_15_is_ziet_enkel_de_voornaam_ingevuld(client, pad):
    client.force_login(maak_rekening(AYLIN))
    html = client.get(met_leeftijd(f"{pad}overnemen/", "13-15")).content.decode()
    assert Formulierpagina(html).invoer["naam"].kenmerken["value"] == "Aylin"


def test_wie_jonger_is_dan_13_gaat_niet_verder_en_niets_verandert(client, pad):
    gegevens = {"leeftijd": "12", "uitnodiging": "", "teken": teken(), "meer_info": ""}
    assert client.post(f"{pad}leeftijd/", gegevens).headers["Location"] == "/talent/word-talent/te-jong/"
    assert Voorbereiding.objects.filter(overgenomen_op=None).exists()


def test_zonder_leeftijd_of_met_een_vervalste_begin_je_bij_de_leeftijd(client, pad):
    client.force_login(maak_rekening(AYLIN))
    for vals in ("", "18", "x:y"):
        assert overnemen(client, pad, leeftijd=vals).headers["Location"] == f"{pad}leeftijd/"
    assert not Beheer.objects.exists()


def test_zonder_aanmelden_gaat_niets_over_en_blijft_staan_wat_je_typte(client, pad):
    antwoord = overnemen(client, pad, naam="Aylin Anders")
    assert antwoord.status_code == 403
    assert "Aylin Anders" in antwoord.content.decode()
    assert not Beheer.objects.exists()


@pytest.mark.parametrize("veld", ["naam", "kort", "gemeente"])
def test_een_leeg_veld_bij_het_overnemen_is_een_fout_bij_dat_veld(client, pad, veld):
    client.force_login(maak_rekening(AYLIN))
    antwoord = overnemen(client, pad, **{veld: ""})
    assert Formulierpagina(antwoord.content.decode()).fout_bij(veld)
    assert not Beheer.objects.exists()


# --- in time ---
def test_na_zestig_dagen_is_alles_weg_en_opent_niets_meer(client, klaar, code, pad, settings):
    anders = maak_talent(naam="Blijft Staan")
    settings.VASTE_DAG = vandaag() + timedelta(days=59)
    assert voorbereiden.wis_verlopen(nu()) == 0
    settings.VASTE_DAG = date(2026, 11, 23) + timedelta(days=60)
    assert client.get(pad).status_code == 404
    assert typ(client, code).status_code == 200
    dagelijks.voer_uit(moment=nu(), alleen=["voorbereidingen", "organisatoren"])
    assert list(Talent.objects.all()) == [anders]
    assert not Voorbereiding.objects.exists()


def test_na_zestig_dagen_weet_niemand_meer_wie_een_overgenomen_profiel_voorbereidde(client, pad, settings):
    client.force_login(maak_rekening(AYLIN))
    overnemen(client, pad)
    settings.VASTE_DAG = vandaag() + timedelta(days=61)
    assert voorbereiden.wis_verlopen(nu()) == 0
    assert not Voorbereiding.objects.exists()
    assert Talent.objects.count() == 1


def test_een_organisator_die_stopt_neemt_mee_wat_klaarstond_en_laat_wat_overgenomen_is(client, academie, pad):
    bereid_voor(client, academie, naam="Nog Niemand")
    client.force_login(maak_rekening(AYLIN))
    overnemen(client, pad)
    wis_organisator(organisator=academie)
    assert [een.concept.naam for een in Talent.objects.select_related("concept")] == ["Aylin Demir"]
    assert not Voorbereiding.objects.exists()


def test_wie_zijn_aanmelding_nooit_bevestigt_of_geweigerd_werd_is_na_de_termijn_weg(settings):
    maak_organisator(stand="te_bevestigen", bevestigd_op=None, beslist_op=None)
    maak_organisator(stand="geweigerd")
    blijft = maak_organisator()
    Organisator.objects.update(gemaakt_op=nu(), beslist_op=nu())
    dagelijks.voer_uit(moment=nu(), alleen=["voorbereidingen", "organisatoren"])
    assert Organisator.objects.count() == 3
    settings.VASTE_DAG = vandaag() + timedelta(days=200)
    dagelijks.voer_uit(moment=nu(), alleen=["voorbereidingen", "organisatoren"])
    assert list(Organisator.objects.all()) == [blijft]


def test_wat_iemand_meeneemt_bevat_geen_code(client, pad):
    from talent.meenemen import verzamel

    gebruiker = maak_rekening(AYLIN)
    client.force_login(gebruiker)
    overnemen(client, pad)
    assert "code_hash" not in str(verzamel(Talent.objects.get(), gebruiker))
