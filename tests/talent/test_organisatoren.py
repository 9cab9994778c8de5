"""Become an organiser: the form, the mail, the button, the decision, the link, and erasing."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from igs.models import IGS
from opnetwerk.bevestigen import maak_teken as maak_link
from opnetwerk.models import Logregel, UitgaandeMail
from opnetwerk.persoonlijkelink import verleng_link
from talent import organisatoren
from talent.models import Oproep, Organisator, Reactie
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie
from tests.talent.organisatorpaginas import (
    AANMELDEN,
    ADRES,
    BEDANKT,
    BEVESTIG,
    MIJN_LINK,
    ingevuld,
    mails_aan,
    pad_in,
    paden_in,
    teken,
)
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens", "lege_cache")
SPIL = "Gemeenschapscentrum De Spil"


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
    assert pagina.titel.startswith("Fout: ")
    assert not Organisator.objects.exists()
    assert not UitgaandeMail.objects.exists()
    return pagina


@pytest.fixture
def link(client) -> str:
    meld_aan(client)
    return pad_in(mails_aan(ADRES)[0], BEVESTIG)


# --- the form ---
def test_de_uitleg_zegt_wat_gevraagd_wordt_en_leidt_naar_het_formulier(client):
    html = client.get("/talent/word-organisator/").content.decode()
    assert AANMELDEN in html
    assert "krijgt een antwoord met een reden" in html
    Formulierpagina(client.get(AANMELDEN).content.decode()).keur()


def test_wie_het_formulier_instuurt_krijgt_een_mail_zonder_de_woorden_van_het_formulier(client):
    meld_aan(client)
    nieuw = Organisator.objects.get()
    assert (nieuw.stand, nieuw.gemeente.naam, nieuw.igs.slug) == ("te_bevestigen", "Lint", "zuidrand")
    assert not nieuw.mag_voorbereiden
    [mail] = mails_aan(ADRES)
    assert pad_in(mail, BEVESTIG)
    assert "Bo Claes" not in mail.tekst
    assert "De Spil" not in mail.tekst


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("organisatie", ""), ("naam", ""), ("email", "bo@"), ("gemeente", "xyzzy"), ("gemeente", "Namur")],
)
def test_wat_ontbreekt_of_niet_kan_zegt_het_formulier_bij_het_veld_en_het_houdt_de_rest(client, veld, waarde):
    pagina = teruggekomen(client, **{veld: waarde})
    pagina.keur_fouten()
    assert len(pagina.samenvatting) == 1
    ander = "naam" if veld != "naam" else "organisatie"
    assert pagina.invoer[ander].kenmerken["value"] == ingevuld()[ander]


def test_een_deelgemeente_wordt_haar_gemeente_en_bij_meer_treffers_kies_je(client):
    assert "keuze" in teruggekomen(client, gemeente="gendt").html
    assert client.post(AANMELDEN, ingevuld(gemeente="gendt", keuze="44021")).status_code == 302
    assert Organisator.objects.get().gemeente.naam == "Gent"


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS[:3], *vijandig.KOPINJECTIE[:3], *vijandig.LEEG[:4]])
@pytest.mark.parametrize("veld", ["organisatie", "naam", "email", "gemeente"])
def test_wat_niet_in_een_kop_kan_maakt_niets(client, veld, tekst):
    antwoord = client.post(AANMELDEN, ingevuld(**{veld: tekst}))
    if antwoord.status_code == 302:  # what is only wrong at its ends is cleaned
        assert "\n" not in getattr(Organisator.objects.get(), veld if veld != "gemeente" else "naam")
    else:
        Formulierpagina(antwoord.content.decode()).keur_fouten()
        assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.TE_LANG)
def test_te_lang_is_een_fout_en_geen_500(client, tekst):
    assert len(teruggekomen(client, organisatie=tekst).samenvatting) == 1


@pytest.mark.parametrize("tekst", [een for een in vijandig.ONSCHULDIG if len(een) <= 100])
def test_tekst_blijft_tekst(client, tekst):
    meld_aan(client, organisatie=tekst, naam=tekst)
    pagina = client.get(pad_in(mails_aan(ADRES)[0], BEVESTIG)).content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina


@pytest.mark.parametrize("stuk", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_een_fout_en_geen_500(client, stuk):
    antwoord = vijandig.plaats_bytes(client, AANMELDEN, ingevuld() | {"naam": stuk})
    assert antwoord.status_code in (200, 302)
    assert all(een.naam.isprintable() for een in Organisator.objects.all())


def test_een_robot_die_alles_invult_maakt_niets_en_merkt_niets(client):
    meld_aan(client, meer_info="https://kwaad.example")
    assert not Organisator.objects.exists()
    assert not UitgaandeMail.objects.exists()
    antwoord = client.post(MIJN_LINK, {"email": ADRES, "teken": teken(), "meer_info": "x"})
    assert antwoord.status_code == 302
    assert not UitgaandeMail.objects.exists()


def test_twee_keer_verzenden_maakt_een_aanmelding_en_een_mail(client):
    gegevens = ingevuld()
    for _ in range(2):
        assert client.post(AANMELDEN, gegevens).status_code == 302
    assert Organisator.objects.count() == 1
    assert len(mails_aan(ADRES)) == 1


def test_naar_een_adres_gaan_hoogstens_vijf_mails_per_dag(client):
    for nummer in range(5):
        meld_aan(client, naam=f"Bo {nummer}")
    antwoord = client.post(AANMELDEN, ingevuld(naam="Bo 6"))
    assert antwoord.status_code == 429
    assert "5 mails" in Formulierpagina(antwoord.content.decode()).fout_bij("email")
    antwoord = client.post(MIJN_LINK, {"email": ADRES, "teken": teken(), "meer_info": ""})
    assert antwoord.status_code == 429


# --- known and unknown ---
@pytest.mark.parametrize("stand", ["", *Organisator.Stand.values])
def test_een_bekend_adres_krijgt_dezelfde_pagina_en_evenveel_mails(client, stand):
    if stand:
        maak_organisator(organisatie=SPIL, email=ADRES, stand=stand)
    antwoord = client.post(AANMELDEN, ingevuld(email="BO@gc.example", organisatie=SPIL.upper()))
    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, BEDANKT)
    assert UitgaandeMail.objects.count() == 1
    assert Organisator.objects.count() == 1


def test_wie_al_toegelaten_is_krijgt_een_verse_link_en_zijn_gegevens_blijven(client):
    bekend = maak_organisator(organisatie=SPIL, email=ADRES, naam="Bo Zelf", sleutel_tot=None)
    meld_aan(client, naam="Een ander")
    bekend.refresh_from_db()
    assert bekend.naam == "Bo Zelf"
    [mail] = mails_aan(ADRES)
    assert paden_in(mail, f"/talent/organisatoren/{bekend.sleutel}/")
    assert "Een ander" not in mail.tekst


def test_met_een_adres_staat_iemand_voor_meer_organisaties(client):
    maak_organisator(organisatie="Fanfare", email=ADRES)
    meld_aan(client)
    assert Organisator.objects.count() == 2


def test_wie_geweigerd_was_en_opnieuw_begint_houdt_geen_rechten(client):
    oud = maak_organisator(organisatie=SPIL, email=ADRES, stand="geweigerd", mag_voorbereiden=True, reden="Nee.")
    meld_aan(client)
    oud.refresh_from_db()
    assert (oud.stand, oud.mag_voorbereiden, oud.reden, oud.beslist_op) == ("te_bevestigen", False, "", None)


# --- the button ---
def test_een_robot_die_de_link_opent_verandert_niets(client, link):
    for methode in (client.get, client.head, client.get):
        assert methode(link).status_code == 200
    assert Organisator.objects.get().stand == "te_bevestigen"


def test_de_knop_bevestigt_en_een_tweede_keer_doet_niets_meer(client, link):
    for _ in range(2):
        antwoord = client.post(link)
        assert "Bedankt, je aanmelding is bevestigd" in antwoord.content.decode()
    assert Organisator.objects.get().stand == "aangevraagd"
    assert Logregel.objects.filter(actie="adres van organisator bevestigd").count() == 1
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert antwoord.headers["Cache-Control"] == "private, no-store"


def test_een_oude_link_bevestigt_niet_maar_geeft_een_nieuwe(client, link, settings):
    settings.VASTE_DAG = date(2026, 11, 28)
    assert "ouder dan drie dagen" in client.get(link).content.decode()
    for _ in range(2):
        assert "Kijk in je mailbox" in client.post(link).content.decode()
    assert Organisator.objects.get().stand == "te_bevestigen"
    [_, nieuw] = mails_aan(ADRES)
    client.post(pad_in(nieuw, BEVESTIG))
    assert Organisator.objects.get().stand == "aangevraagd"


def test_wie_de_knop_drukt_bevestigt_wat_hij_las_en_niet_wat_een_ander_daarna_invulde(client, link):
    meld_aan(client, naam="Een ander", gemeente="Gent", keuze="44021")
    assert client.post(link).status_code == 404
    assert Organisator.objects.get().stand == "te_bevestigen"


def test_wat_een_ander_tussen_het_lezen_en_de_knop_invult_bevestigt_niemand(client, link):
    gelezen = Organisator.objects.get()
    meld_aan(client, naam="Een ander")
    assert organisatoren.bevestig(organisator=gelezen).stand == "te_bevestigen"


def test_een_teken_van_iets_anders_opent_niets(client, link):
    vreemd = maak_link("gesprek.deelname", str(Organisator.objects.get().kenmerk))
    for ander in (vreemd, "x", "a" * 2000):
        antwoord = client.post(f"{BEVESTIG}{ander}/")
        assert antwoord.status_code == 404
        assert "werkt niet meer" in antwoord.content.decode()
    assert Organisator.objects.get().stand == "te_bevestigen"


def test_een_account_wordt_alleen_verbonden_als_het_adres_zeker_van_dat_account_is(client):
    ander = maak_rekening("ander@voorbeeld.be")
    client.force_login(ander)
    meld_aan(client)
    assert Organisator.objects.get().gebruiker is None
    client.force_login(maak_rekening(ADRES))
    meld_aan(client, organisatie="Fanfare")
    assert Organisator.objects.get(organisatie="Fanfare").gebruiker.email == ADRES


# --- the decision ---
def test_de_coordinator_hoort_dat_iemand_wacht_zonder_naam_en_een_keer_per_dag(client, link):
    coordinator = maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "c@zuidrand.example")
    client.post(link)
    meld_aan(client, email="mo@lint.example", organisatie="Fanfare")
    client.post(pad_in(mails_aan("mo@lint.example")[0], BEVESTIG))
    [mail] = mails_aan(coordinator.email)
    assert "Claes" not in mail.tekst + mail.onderwerp
    assert paden_in(mail, "/admin/talent/organisator/")


def test_wie_toegelaten_wordt_krijgt_een_keer_een_mail_met_de_persoonlijke_link(client, link):
    client.post(link)
    door = maak_redactie()
    for _ in range(2):
        toegelaten = organisatoren.laat_toe(organisator=Organisator.objects.get(), door=door, mag_voorbereiden=True)
    [_, mail] = mails_aan(ADRES)
    assert paden_in(mail, f"/talent/organisatoren/{toegelaten.sleutel}/")
    assert (toegelaten.stand, toegelaten.beslist_door, toegelaten.mag_voorbereiden) == ("toegelaten", door, True)


def test_het_recht_om_voor_te_bereiden_kan_later_gegeven_en_genomen_worden():
    een, door = maak_organisator(), maak_redactie()
    for recht in (True, True, False):
        assert organisatoren.laat_toe(organisator=een, door=door, mag_voorbereiden=recht).mag_voorbereiden is recht
    assert Logregel.objects.filter(actie="rechten gewijzigd").count() == 2
    assert not UitgaandeMail.objects.exists()


def test_wie_geweigerd_wordt_leest_waarom_en_geen_link_opent_nog_iets(client):
    een = maak_organisator()
    pad = f"/talent/organisatoren/{een.sleutel}/stoppen/"
    assert client.get(pad).status_code == 200
    for _ in range(2):
        organisatoren.weiger(organisator=een, door=maak_redactie_een(), reden="Je betaalt nooit.")
    assert client.get(pad).status_code == 404
    [mail] = mails_aan(een.email)
    assert "Je betaalt nooit." in mail.tekst
    assert "/talent/organisatoren/" not in mail.tekst


def maak_redactie_een():
    """The same editor each time."""
    from opnetwerk.models import Gebruiker

    return Gebruiker.objects.filter(email="redactie@voorbeeld.be").first() or maak_redactie()


def test_wie_geweigerd_wordt_laat_niemand_zonder_antwoord_achter():
    een = maak_organisator()
    oproep = maak_oproep(organisator=een)
    reactie = maak_reactie(oproep, maak_talent(naam="Wacht Nog"))
    organisatoren.weiger(organisator=een, door=maak_redactie(), reden="Je betaalt nooit.")
    reactie.refresh_from_db()
    oproep.refresh_from_db()
    assert oproep.stand == "ingetrokken"
    assert reactie.status != Reactie.Status.NIEUW
    assert reactie.reden


@pytest.mark.parametrize("stand", ["te_bevestigen", "geweigerd"])
def test_wie_nog_niet_bevestigde_of_geweigerd_is_kan_niemand_toelaten(stand):
    een = maak_organisator(stand=stand)
    with pytest.raises(organisatoren.KanNiet):
        organisatoren.laat_toe(organisator=een, door=maak_gebruiker("c@voorbeeld.be"))


def test_wie_nooit_bevestigde_kan_niemand_weigeren():
    with pytest.raises(organisatoren.KanNiet):
        organisatoren.weiger(organisator=maak_organisator(stand="te_bevestigen"), door=maak_redactie(), reden="Nee.")


# --- the link again, and the account ---
@pytest.mark.parametrize("stand", ["", *Organisator.Stand.values])
def test_de_link_vragen_geeft_altijd_dezelfde_pagina_en_een_mail(client, stand):
    if stand:
        maak_organisator(email=ADRES, stand=stand)
    gegevens = {"email": "BO@gc.example", "teken": teken(), "meer_info": ""}
    for _ in range(2):
        antwoord = client.post(MIJN_LINK, gegevens)
        assert (antwoord.status_code, antwoord.headers["Location"]) == (302, f"{MIJN_LINK}gevraagd/")
    mail = UitgaandeMail.objects.get()
    assert bool(paden_in(mail, "/talent/organisatoren/")) == (stand == "toegelaten")


def test_wie_voor_twee_organisaties_staat_krijgt_beide_links_in_een_mail(client):
    beide = [maak_organisator(organisatie=naam, email=ADRES, sleutel_tot=None) for naam in ("A", "B")]
    client.post(MIJN_LINK, {"email": ADRES, "teken": teken(), "meer_info": ""})
    for een in beide:
        een.refresh_from_db()
        assert str(een.sleutel) in UitgaandeMail.objects.get().tekst


@pytest.mark.parametrize("adres", ["", "geen adres", *vijandig.KOPINJECTIE[:3]])
def test_de_link_vragen_zonder_adres_geeft_een_fout_bij_het_veld(client, adres):
    antwoord = client.post(MIJN_LINK, {"email": adres, "teken": teken(), "meer_info": ""})
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert pagina.fout_bij("email")
    assert not UitgaandeMail.objects.exists()


def test_met_een_account_opent_een_knop_het_bureau(client):
    een = maak_organisator(email="an@voorbeeld.be", sleutel_tot=None)
    gebruiker = maak_rekening("an@voorbeeld.be")
    client.force_login(gebruiker)
    assert een.organisatie in client.get("/mijn/organisator/").content.decode()
    een.refresh_from_db()
    assert een.sleutel_tot is None
    antwoord = client.post("/mijn/organisator/", {"kenmerk": str(een.kenmerk)})
    een.refresh_from_db()
    assert antwoord.headers["Location"] == f"/talent/organisatoren/{een.sleutel}/"
    assert een.gebruiker == gebruiker
    assert client.get(f"/talent/organisatoren/{een.sleutel}/stoppen/").status_code == 200


def test_een_account_opent_nooit_het_bureau_van_een_ander_of_van_wie_niet_toegelaten_is(client):
    vreemd = maak_organisator(email="ander@voorbeeld.be")
    maak_organisator(email="an@voorbeeld.be", stand="aangevraagd")
    al_verbonden = maak_organisator(email="an@voorbeeld.be", gebruiker=maak_gebruiker("eerste@voorbeeld.be"))
    client.force_login(maak_rekening("an@voorbeeld.be"))
    assert "nog niet van een organisator" in client.get("/mijn/organisator/").content.decode()
    for kenmerk in (vreemd.kenmerk, al_verbonden.kenmerk, "x", ""):
        assert client.post("/mijn/organisator/", {"kenmerk": str(kenmerk)}).status_code == 200


def test_een_onbevestigd_adres_van_een_account_telt_niet(client):
    maak_organisator(email="an@voorbeeld.be")
    client.force_login(maak_gebruiker("an@voorbeeld.be"))
    assert "nog niet van een organisator" in client.get("/mijn/organisator/").content.decode()


# --- stopping and erasing ---
def test_oude_links_onbruikbaar_maken_mailt_een_nieuwe_en_hoogstens_vijf_keer_per_dag(client):
    een = maak_organisator()
    for _ in range(5):
        pad = f"/talent/organisatoren/{een.sleutel}/stoppen/"
        assert "Een nieuwe link is onderweg" in client.post(pad, {"daad": "nieuwe_link"}).content.decode()
        assert client.get(pad).status_code == 404
        een.refresh_from_db()
    antwoord = client.post(f"/talent/organisatoren/{een.sleutel}/stoppen/", {"daad": "nieuwe_link"})
    assert "al genoeg nieuwe links" in antwoord.content.decode()
    assert len(mails_aan(een.email)) == 5


def test_wissen_haalt_alles_weg_en_wie_wacht_krijgt_eerst_een_antwoord(client):
    een = maak_organisator()
    oproep = maak_oproep(organisator=een)
    maak_reactie(oproep, maak_talent(naam="Wacht Nog"))
    verleng_link(houder=een)
    from talent.organisatorpost import stuur_nieuwe_link

    stuur_nieuwe_link(organisator=een)
    pad = f"/talent/organisatoren/{een.sleutel}/stoppen/"
    assert client.get(pad).status_code == 200
    assert Organisator.objects.exists()
    assert "Alles is gewist" in client.post(pad, {"daad": "wis"}).content.decode()
    assert not Organisator.objects.exists()
    assert not Oproep.objects.exists()
    assert not mails_aan(een.email)
    assert client.post(pad, {"daad": "wis"}).status_code == 404
    assert een.organisatie not in str(list(Logregel.objects.values_list("object_naam", flat=True)))
    organisatoren.wis(organisator=een)


def test_wie_talent_is_hoort_dat_de_oproep_niet_doorgaat_als_de_organisator_alles_wist(client):
    een = maak_organisator()
    talent = maak_talent(naam="Wacht Nog")
    eigenaar = eigenaar_van(talent)
    maak_reactie(maak_oproep(organisator=een), talent)
    organisatoren.wis(organisator=een)
    assert len(mails_aan(eigenaar.email)) == 1


def test_acht_gelijktijdige_verzendingen_maken_er_een(transactional_db):
    from igs import zoeken
    from tests.fabriek import maak_gemeente, maak_igs, maak_lid

    with transaction.atomic():
        Organisator.objects.all().delete()
    maak_lid(maak_igs("Testnet"), maak_gemeente("99001", "Testdorp"))
    zoeken.bouw_index()
    antwoorden = vijandig.plaats_dubbel(Client, AANMELDEN, ingevuld(gemeente="Testdorp"), n=8)
    assert {antwoord.status_code for antwoord in antwoorden} == {302}
    assert Organisator.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1
