"""Become a grensbreker: the form, the mail, the button, and the decision."""

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from grensbrekers import lidmaatschap
from grensbrekers.models import Grensbreker
from igs.models import IGS
from opnetwerk import toestemmingen
from opnetwerk.bevestigen import maak_teken as maak_link
from opnetwerk.models import Logregel, UitgaandeMail
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import AANMELDEN, BEDANKT, ingevuld, mails_aan, pad_in, paden_in, teken
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens", "lege_cache")


@pytest.fixture
def lege_cache(db):
    cache.clear()


def meld_aan(client: Client, **velden) -> None:
    antwoord = client.post(AANMELDEN, ingevuld(**velden))
    assert (antwoord.status_code, antwoord.headers.get("Location")) == (302, BEDANKT)


def teruggekomen(client: Client, **velden) -> Formulierpagina:
    antwoord = client.post(AANMELDEN, ingevuld(**velden))
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    keur_fouten(pagina)
    assert not Grensbreker.objects.exists()
    assert not UitgaandeMail.objects.exists()
    return pagina


GROEPEN = {"keuze", "themas", "koppelritme", "briefritme"}  # their sentence stands at the group, not at each button


def keur_fouten(pagina: Formulierpagina) -> None:
    assert pagina.titel.startswith("Fout: ")
    namen = {pagina.bij(ident).kenmerken["name"] for ident, _ in pagina.samenvatting if ident}
    if namen & GROEPEN:
        for ident, zin in pagina.samenvatting:
            assert zin.endswith(".")
            groep = pagina.bij(ident).kenmerken["name"]
            assert groep not in GROEPEN or pagina.bij(f"id_{groep}_error").tekst.strip() == zin
    else:
        pagina.keur_fouten()


# --- the form ---
def test_het_lege_formulier_staat_op_een_scherm_zonder_wachtwoord_en_zonder_vooraf_gezet_vinkje(client):
    ingevuld()
    pagina = Formulierpagina(client.get(AANMELDEN).content.decode())
    pagina.keur()
    assert "password" not in {veld.kenmerken.get("type") for veld in pagina.invoer.values()}
    assert not any("checked" in element.kenmerken for element in pagina.elementen)


def test_wie_het_formulier_instuurt_krijgt_een_mail_en_staat_nog_nergens(client):
    meld_aan(client)
    lid = Grensbreker.objects.get()
    assert (lid.stand, lid.gemeente.naam, lid.igs.slug) == ("te_bevestigen", "Lint", "zuidrand")
    assert {thema.sleutel for thema in lid.themas.all()} == {"bibliotheek", "jeugd"}
    [mail] = mails_aan("an@lint.example")
    assert pad_in(mail, "/grensbrekers/bevestig/")
    # Whoever fills in the address of another sends that person no words.
    assert "An Peeters" not in mail.tekst
    assert "leesclub" not in mail.tekst
    assert not toestemmingen.van(f"grensbreker:{lid.kenmerk}")


def test_een_deelgemeente_wordt_haar_gemeente_en_bij_meer_treffers_kies_je(client):
    pagina = teruggekomen(client, gemeente="gendt")
    assert "keuze" in pagina.html
    antwoord = client.post(AANMELDEN, ingevuld(gemeente="gendt", keuze="44021"))
    assert antwoord.status_code == 302
    assert Grensbreker.objects.get().gemeente.naam == "Gent"


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("naam", ""),
        ("email", "an@"),
        ("gemeente", "xyzzy"),
        ("gemeente", "Namur"),
        ("rol", "tovenaar"),
        ("themas", []),
        ("koppelritme", ""),
        ("briefritme", ""),
        ("profiel", None),
    ],
)
def test_wat_ontbreekt_of_niet_kan_zegt_het_formulier_bij_het_veld_en_het_houdt_de_rest(client, veld, waarde):
    pagina = teruggekomen(client, **{veld: waarde})
    assert len(pagina.samenvatting) == 1
    if veld != "naam":
        assert pagina.invoer["naam"].kenmerken["value"] == "An Peeters"


def test_een_leeg_formulier_noemt_elk_veld_dat_nodig_is(client):
    leeg = dict.fromkeys(["naam", "email", "gemeente", "rol", "koppelritme", "briefritme"], "")
    pagina = teruggekomen(client, **leeg, themas=None, profiel=None, vraag_me="")
    assert len(pagina.samenvatting) == 8


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS[:3], *vijandig.KOPINJECTIE[:3], *vijandig.LEEG[:4]])
@pytest.mark.parametrize("veld", ["naam", "email", "gemeente"])
def test_wat_niet_in_een_kop_kan_maakt_niets(client, veld, tekst):
    antwoord = client.post(AANMELDEN, ingevuld(**{veld: tekst}))
    if antwoord.status_code == 302:  # what is only wrong at its ends is cleaned
        assert "\n" not in getattr(Grensbreker.objects.get(), veld if veld != "gemeente" else "naam")
    else:
        Formulierpagina(antwoord.content.decode()).keur_fouten()
        assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.TE_LANG)
def test_te_lang_is_een_fout_en_geen_500(client, tekst):
    assert len(teruggekomen(client, naam=tekst).samenvatting) == 1
    assert len(teruggekomen(client, vraag_me=tekst).samenvatting) == 1


@pytest.mark.parametrize("tekst", [een for een in vijandig.ONSCHULDIG if len(een) <= 100])
def test_tekst_blijft_tekst(client, tekst):
    meld_aan(client, naam=tekst)
    [mail] = mails_aan("an@lint.example")
    pagina = client.get(pad_in(mail, "/grensbrekers/bevestig/")).content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina


@pytest.mark.parametrize("stuk", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_een_fout_en_geen_500(client, stuk):
    gegevens = {naam: waarde for naam, waarde in ingevuld().items() if isinstance(waarde, str)}
    antwoord = vijandig.plaats_bytes(client, AANMELDEN, gegevens | {"naam": stuk})
    assert antwoord.status_code == 200


def test_een_robot_die_alles_invult_maakt_niets_en_merkt_niets(client):
    meld_aan(client, meer_info="https://kwaad.example")
    assert not Grensbreker.objects.exists()
    assert not UitgaandeMail.objects.exists()


def test_twee_keer_verzenden_maakt_een_aanmelding_en_een_mail(client):
    gegevens = ingevuld()
    for _ in range(2):
        assert client.post(AANMELDEN, gegevens).status_code == 302
    assert Grensbreker.objects.count() == 1
    assert len(mails_aan("an@lint.example")) == 1


def test_naar_een_adres_gaan_hoogstens_vijf_mails_per_dag(client):
    for nummer in range(5):
        meld_aan(client, naam=f"An {nummer}")
    antwoord = client.post(AANMELDEN, ingevuld(naam="An 6"))
    assert antwoord.status_code == 429
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert "5 mails" in pagina.fout_bij("email")


# --- known and unknown ---
@pytest.mark.parametrize("stand", ["", "te_bevestigen", "aangevraagd", "toegelaten", "geweigerd", "uitgeschreven"])
def test_een_bekend_adres_krijgt_dezelfde_pagina_en_evenveel_mails(client, stand):
    if stand:
        maak_grensbreker("Iemand", email="an@lint.example", stand=stand)
    antwoord = client.post(AANMELDEN, ingevuld(email="AN@lint.example"))
    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, BEDANKT)
    assert UitgaandeMail.objects.count() == 1
    assert Grensbreker.objects.count() == 1


def test_een_lid_krijgt_een_verse_link_en_zijn_gegevens_blijven(client):
    lid = maak_grensbreker("An Zelf", email="an@lint.example", sleutel_tot=None)
    meld_aan(client, naam="Een ander")
    lid.refresh_from_db()
    assert lid.naam == "An Zelf"
    [mail] = mails_aan("an@lint.example")
    assert client.get(pad_in(mail, "/grensbrekers/netwerk/")).status_code == 200
    assert "Een ander" not in mail.tekst


# --- the button ---
@pytest.fixture
def link(client) -> str:
    meld_aan(client)
    return pad_in(mails_aan("an@lint.example")[0], "/grensbrekers/bevestig/")


def test_een_robot_die_de_link_twee_keer_opent_verandert_niets(client, link):
    for methode in (client.get, client.head, client.get):
        assert methode(link).status_code == 200
    assert Grensbreker.objects.get().stand == "te_bevestigen"


def test_de_knop_bevestigt_en_een_tweede_keer_doet_niets_meer(client, link):
    for _ in range(2):
        antwoord = client.post(link)
        assert "Bedankt, je aanmelding is bevestigd" in antwoord.content.decode()
    lid = Grensbreker.objects.get()
    assert lid.stand == "aangevraagd"
    assert len(toestemmingen.van(f"grensbreker:{lid.kenmerk}")) == 2
    assert Logregel.objects.filter(actie="adres bevestigd").count() == 1
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["Cache-Control"] == "private, no-store"


def test_zonder_vinkje_voor_mails_komt_er_geen_toestemming_voor(client):
    meld_aan(client, mails=None)
    client.post(pad_in(mails_aan("an@lint.example")[0], "/grensbrekers/bevestig/"))
    lid = Grensbreker.objects.get()
    assert (lid.mail_vragen, lid.mail_ontmoetingen) == (False, False)
    assert [een.doel for een in toestemmingen.van(f"grensbreker:{lid.kenmerk}")] == ["grensbreker-profiel"]


def test_een_oude_link_bevestigt_niet_maar_geeft_een_nieuwe(client, link, settings):
    settings.VASTE_DAG = date(2026, 11, 28)
    assert "ouder dan drie dagen" in client.get(link).content.decode()
    for _ in range(2):
        assert "Kijk in je mailbox" in client.post(link).content.decode()
    assert Grensbreker.objects.get().stand == "te_bevestigen"
    [_, nieuw] = mails_aan("an@lint.example")
    client.post(pad_in(nieuw, "/grensbrekers/bevestig/"))
    assert Grensbreker.objects.get().stand == "aangevraagd"


def test_een_teken_van_iets_anders_opent_niets(client, link):
    lid = Grensbreker.objects.get()
    vreemd = maak_link("gesprek.deelname", str(lid.kenmerk))
    for ander in (vreemd, "x", "a" * 2000):
        antwoord = client.post(f"/grensbrekers/bevestig/{ander}/")
        assert antwoord.status_code == 404
        assert "werkt niet meer" in antwoord.content.decode()
    assert Grensbreker.objects.get().stand == "te_bevestigen"


def test_wie_het_niet_zelf_invulde_kan_alles_wissen_met_de_link_in_de_mail(client, link):
    stop = pad_in(mails_aan("an@lint.example")[0], "/grensbrekers/stop/")
    client.post(stop, {"daad": "wis"})
    assert not Grensbreker.objects.exists()
    assert client.get(link).status_code == 404


# --- the decision ---
def test_de_coordinator_van_het_igs_hoort_dat_iemand_wacht_zonder_naam_en_een_keer_per_dag(client, link):
    coordinator = maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "c@zuidrand.example")
    client.post(link)
    meld_aan(client, email="bo@lint.example", naam="Bo Claes")
    client.post(pad_in(mails_aan("bo@lint.example")[0], "/grensbrekers/bevestig/"))
    [mail] = mails_aan(coordinator.email)
    assert "Peeters" not in mail.tekst + mail.onderwerp
    assert paden_in(mail, "/admin/grensbrekers/grensbreker/")


def test_wie_toegelaten_wordt_krijgt_een_keer_een_mail_met_de_persoonlijke_link(client, link):
    lid = lidmaatschap.bevestig(grensbreker=Grensbreker.objects.get())
    door = maak_redactie()
    for _ in range(2):
        lidmaatschap.laat_toe(grensbreker=lid, door=door)
    _, mail = mails_aan("an@lint.example")
    assert client.get(pad_in(mail, "/grensbrekers/netwerk/")).status_code == 200
    lid.refresh_from_db()
    assert (lid.stand, lid.beslist_door) == ("toegelaten", door)


def test_wie_geweigerd_wordt_leest_waarom_en_geen_link_opent_nog_iets(client):
    lid = maak_grensbreker("An Zelf")
    pad = f"/grensbrekers/netwerk/{lid.sleutel}/"
    assert client.get(pad).status_code == 200
    lidmaatschap.weiger(grensbreker=lid, door=maak_redactie(), reden="Je werkt hier niet meer.")
    assert client.get(pad).status_code == 404
    [mail] = mails_aan(lid.email)
    assert "Je werkt hier niet meer." in mail.tekst


def test_wie_nog_niet_bevestigde_of_al_weg_is_kan_niemand_toelaten():
    for stand in ("te_bevestigen", "geweigerd", "uitgeschreven"):
        lid = maak_grensbreker(stand=stand)
        with pytest.raises(lidmaatschap.KanNiet):
            lidmaatschap.laat_toe(grensbreker=lid, door=maak_gebruiker(f"{stand}@voorbeeld.be"))


# --- the link again, and the account ---
@pytest.mark.parametrize("stand", ["", "te_bevestigen", "aangevraagd", "toegelaten", "uitgeschreven"])
def test_de_link_vragen_geeft_altijd_dezelfde_pagina_en_een_mail(client, stand):
    lid = maak_grensbreker("An Zelf", email="an@lint.example", stand=stand) if stand else None
    gegevens = {"email": "AN@lint.example", "teken": teken(), "meer_info": ""}
    for _ in range(2):
        antwoord = client.post("/grensbrekers/mijn-link/", gegevens)
        assert (antwoord.status_code, antwoord.headers["Location"]) == (302, "/grensbrekers/mijn-link/gevraagd/")
    mail = UitgaandeMail.objects.get()
    links = paden_in(mail, "/grensbrekers/netwerk/")
    assert bool(links) == (stand == "toegelaten")
    if lid:
        assert lid.naam not in mail.onderwerp


@pytest.mark.parametrize("adres", ["", "geen adres", *vijandig.KOPINJECTIE[:3]])
def test_de_link_vragen_zonder_adres_geeft_een_fout_bij_het_veld(client, adres):
    antwoord = client.post("/grensbrekers/mijn-link/", {"email": adres, "teken": teken(), "meer_info": ""})
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert pagina.fout_bij("email")
    assert not UitgaandeMail.objects.exists()


def test_met_een_account_opent_een_knop_dezelfde_paginas(client):
    lid = maak_grensbreker("An Zelf", email="an@voorbeeld.be", sleutel_tot=None)
    gebruiker = maak_rekening("an@voorbeeld.be")
    client.force_login(gebruiker)
    assert "An Zelf" in client.get("/mijn/grensbreker/").content.decode()
    lid.refresh_from_db()
    assert lid.sleutel_tot is None
    antwoord = client.post("/mijn/grensbreker/")
    assert client.get(antwoord.headers["Location"]).status_code == 200
    lid.refresh_from_db()
    assert lid.gebruiker == gebruiker


def test_een_account_zonder_bevestigd_adres_is_geen_lid(client):
    maak_grensbreker("An Zelf", email="an@voorbeeld.be")
    client.force_login(maak_gebruiker("an@voorbeeld.be"))
    assert "nog niet van een grensbreker" in client.get("/mijn/grensbreker/").content.decode()
    assert client.post("/mijn/grensbreker/").status_code == 200


def test_de_openbare_pagina_toont_alleen_aantallen(client):
    maak_grensbreker("An Zelf", "Lint")
    maak_grensbreker("Bo Claes", "Hove")
    maak_grensbreker("Cis Wacht", "Hove", stand="aangevraagd")
    html = client.get("/grensbrekers/").content.decode()
    assert "<dd>2</dd>" in html
    assert "An Zelf" not in html
    assert "Bo Claes" not in html
