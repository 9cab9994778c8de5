"""The desk of the coordinator: the queue, the page, the buttons, and that nobody looks over the border."""

import pytest

from igs.models import IGS
from opnetwerk.models import Logregel, UitgaandeMail
from talent import beoordelen
from talent.models import Beoordeling, Profiel, Talent
from tests.beheer import Rollen, maak_rollen
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.talent.beheerpaginas import LIJST, beslis, html, pad
from tests.talent.fabriek import dien_wijziging_in, maak_beeld, maak_ingediend, maak_medium, maak_talent
from tests.vijandig import ONSCHULDIG, SCRIPT, STUURTEKENS, TE_LANG


@pytest.fixture
def regio(lege_databank) -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def elders(lege_databank) -> IGS:
    igs = maak_igs("CO7", kleur=2)
    maak_lid(igs, maak_gemeente("33011", "Ieper"))
    return igs


@pytest.fixture
def rollen(regio, elders) -> Rollen:
    return maak_rollen(regio, elders)


# --- the queue ------------------------------------------------------------------------------------------------------
def test_de_wachtrij_toont_wat_ingediend_is_met_het_oudste_eerst(rollen, regio):
    jong = maak_ingediend(naam="Nieuwkomer", thuis=regio, sinds=om(23, 9))
    oud = maak_ingediend(naam="Wacht Al Lang", thuis=regio, sinds=om(2))
    maak_talent(naam="Nog bezig", thuis=regio, online=False)
    lijst = rollen.a.get(LIJST)
    assert list(lijst.context["cl"].result_list) == [oud, jong]
    tekst = lijst.content.decode()
    assert "15 werkdagen" in tekst
    assert "van vandaag" in tekst
    assert "Nog bezig" not in tekst


def test_een_concept_is_van_de_maker_alleen(rollen, regio):
    concept = maak_talent(thuis=regio, online=False).concept
    for client in (rollen.a, rollen.redactie, rollen.beheerder):
        assert client.get(pad(concept)).status_code == 404
        assert client.get(pad(concept, "voorbeeld")).status_code == 404


def test_de_lijst_filtert_op_wat_er_beslist_is(rollen, regio):
    talent = maak_talent(naam="Staat Online", thuis=regio)
    assert "Staat Online" not in html(rollen.a, LIJST)
    assert "Staat Online" in html(rollen.a, LIJST + "?stand=goedgekeurd")
    assert "Staat Online" not in html(rollen.a, LIJST + "?stand=onzin")
    assert talent.online.stand == "goedgekeurd"


@pytest.mark.parametrize("aantal", [1, 20])
def test_de_wachtrij_kost_steeds_evenveel_vragen(rollen, regio, aantal, django_assert_max_num_queries):
    for nummer in range(aantal):
        maak_ingediend(naam=f"Maker {nummer}", thuis=regio)
    rollen.a.get(LIJST)
    with django_assert_max_num_queries(18):
        rollen.a.get(LIJST)


def test_zonder_igs_is_het_van_de_redactie(rollen):
    profiel = maak_ingediend(naam="Zonder Regio", gemeente=maak_gemeente("11002", "Antwerpen"))
    assert profiel.talent.thuis is None
    assert rollen.a.get(pad(profiel)).status_code == 404
    assert "Zonder Regio" in html(rollen.redactie, LIJST)
    beslis(rollen.redactie, profiel, "publiceer")
    assert Talent.objects.online().count() == 1


# --- the page -------------------------------------------------------------------------------------------------------
def test_de_pagina_toont_oud_en_nieuw_per_veld(rollen, regio):
    talent = maak_talent(thuis=regio, kort="Wij spelen folk.", duur="een uur")
    weg = maak_beeld(talent.online, alt="Beeld dat verdwijnt")
    wijziging = dien_wijziging_in(talent, kort="Wij spelen jazz.")
    wijziging.beelden.filter(werk=weg.werk).delete()
    maak_beeld(wijziging, alt="Nieuw beeld", bron="")
    maak_medium(wijziging, titel="Nieuw lied")
    tekst = html(rollen.a, pad(wijziging))
    assert "<del>folk.</del>" in tekst
    assert "<ins>jazz.</ins>" in tekst
    assert tekst.index("In één zin") < tekst.index("Wat gelijk bleef") < tekst.index("Hoe lang duurt het")
    assert '<span class="merk">nieuw</span>' in tekst
    assert '<span class="merk">weg</span>' in tekst
    assert "Geen maker genoemd." in tekst
    assert "Nieuw lied" in tekst
    assert "te zien voor" in tekst.lower()


def test_een_nieuw_profiel_heeft_geen_kolom_van_vroeger(rollen, regio):
    tekst = html(rollen.a, pad(maak_ingediend(thuis=regio)))
    assert "Nu online" not in tekst
    assert "stond nog nooit online" in tekst


def test_de_pagina_wijst_op_wat_een_tweede_blik_vraagt(rollen, regio, elders):
    tekst = "Dit is precies dezelfde tekst, woord voor woord, en lang genoeg om op te vallen voor wie goed leest. "
    maak_talent(naam="Het Origineel", thuis=elders, tekst=tekst)
    profiel = maak_ingediend(
        naam="Jan Jansens",
        thuis=regio,
        leeftijd="13-15",
        akkoord=False,
        tekst=tekst + " Mail jan@voorbeeld.be of bel 0470 12 34 56.",
        links=[f"https://voorbeeld.be/{nummer}" for nummer in range(6)],
    )
    profiel.tekst = tekst
    profiel.kort = "Mail jan@voorbeeld.be of bel 0470 12 34 56."
    profiel.save()
    maak_beeld(profiel, bron="")
    pagina = html(rollen.a, pad(profiel))
    for punt in (
        "een ouder ging nog niet akkoord",
        "meer dan één woord",
        "het profiel van Het Origineel",
        "een e-mailadres in de tekst",
        "een telefoonnummer in de tekst",
        "6 links",
        "Eén beeld heeft geen naam van de maker.",
    ):
        assert punt in pagina, punt


def test_een_dubbele_tekst_verraadt_geen_verborgen_profiel(rollen, regio, elders):
    tekst = "Dit is precies dezelfde tekst, woord voor woord, en lang genoeg om op te vallen voor wie goed leest. "
    ander = maak_talent(naam="Verborgen Origineel", thuis=elders, tekst=tekst)
    Talent.objects.filter(pk=ander.pk).update(verborgen_op=om(1), verborgen_door="eigenaar")
    pagina = html(rollen.a, pad(maak_ingediend(thuis=regio, tekst=tekst)))
    assert "een profiel dat niet online staat" in pagina
    assert "Verborgen Origineel" not in pagina


def test_een_gewoon_profiel_heeft_geen_aandachtspunten(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    maak_beeld(profiel)
    assert "Kijk hier extra naar" not in html(rollen.a, pad(profiel))


def test_het_voorbeeld_is_wat_een_bezoeker_zou_zien(rollen, regio):
    profiel = maak_ingediend(thuis=regio, lid_van="Harmonie De Zwaan", telefoon="0470 12 34 56")
    bezoeker = html(rollen.a, pad(profiel, "voorbeeld"))
    assert "<h1>De Testband</h1>" in bezoeker
    assert "De Zwaan" not in bezoeker
    assert "De Zwaan" in html(rollen.a, pad(profiel, "voorbeeld") + "?als=aangemeld")
    assert "De Zwaan" not in html(rollen.a, pad(profiel, "voorbeeld") + "?als=beheerder")


def test_na_een_gevraagde_aanpassing_leest_de_coordinator_niet_mee(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    beslis(rollen.a, profiel, "aanpassing", reden_kort="Zeg concreter wat je maakt.")
    Profiel.objects.filter(pk=profiel.pk).update(tekst="Half afgewerkt geheim")
    pagina = html(rollen.a, pad(profiel))
    assert "Half afgewerkt geheim" not in pagina
    assert "Zeg concreter wat je maakt." in pagina
    assert rollen.a.get(pad(profiel, "voorbeeld")).status_code == 302


def test_de_geschiedenis_toont_eerdere_besluiten_en_het_logboek_van_de_regio(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    beslis(rollen.a, profiel, "weiger", toelichting="Geen band met de streek.")
    assert "Geen band met de streek." in html(rollen.a, pad(profiel))
    assert "profiel geweigerd" in html(rollen.a, pad(profiel, "history"))


def test_wie_leest_staat_in_het_logboek_zonder_de_naam_van_het_talent(rollen, regio):
    profiel = maak_ingediend(naam="Wim Onvergetelijk", thuis=regio)
    html(rollen.a, pad(profiel))
    [regel] = Logregel.objects.filter(actie="gelezen")
    assert (regel.igs_slug, regel.model) == ("zuidrand", "talent.Talent")
    assert "wim" not in regel.object_naam.lower()


@pytest.mark.parametrize("tekst", SCRIPT)
def test_tekst_van_een_maker_blijft_tekst_in_het_beheer(rollen, regio, tekst):
    profiel = maak_ingediend(naam=tekst[:80], thuis=regio, kort=tekst, tekst=tekst, stijlen=[tekst[:30]], lid_van=tekst)
    maak_beeld(profiel, alt=tekst, bron=tekst)
    maak_medium(profiel, titel=tekst, beschrijving=tekst)
    for adres in (pad(profiel), pad(profiel, "voorbeeld"), pad(profiel, "history"), LIJST):
        pagina = html(rollen.a, adres)
        assert "<script>alert" not in pagina
        assert "<img src=x" not in pagina
        assert "<svg onload" not in pagina


# --- the buttons ----------------------------------------------------------------------------------------------------
def test_publiceren_opent_de_volgende_vanzelf(rollen, regio):
    eerste = maak_ingediend(naam="Eerste", thuis=regio, sinds=om(2))
    tweede = maak_ingediend(naam="Tweede", thuis=regio, sinds=om(3))
    antwoord = beslis(rollen.a, eerste, "publiceer")
    assert antwoord.headers["Location"] == pad(tweede)
    assert "Eerste staat online. Dit is de volgende." in html(rollen.a, pad(tweede))
    antwoord = beslis(rollen.a, tweede, "publiceer")
    assert antwoord.headers["Location"] == LIJST
    assert Talent.objects.online().count() == 2


def test_aanpassing_vragen_bewaart_de_reden_bij_het_veld(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    beslis(rollen.a, profiel, "aanpassing", reden_kort="Korter graag.", toelichting="Mooi begin.")
    besluit = Beoordeling.objects.get()
    assert (besluit.besluit, besluit.redenen, besluit.toelichting) == (
        "aanpassing",
        {"kort": "Korter graag."},
        "Mooi begin.",
    )
    assert "bewerken/wie/" in UitgaandeMail.objects.get().tekst


@pytest.mark.parametrize(
    ("daad", "zin"), [("aanpassing", "Zeg wat er anders moet"), ("weiger", "Zeg waarom je weigert")]
)
def test_zonder_reden_komt_de_pagina_terug(rollen, regio, daad, zin):
    profiel = maak_ingediend(thuis=regio)
    antwoord = beslis(rollen.a, profiel, daad)
    assert antwoord.status_code == 200
    assert zin in antwoord.content.decode()
    assert not Beoordeling.objects.exists()


def test_wat_getypt_is_blijft_staan_als_een_veld_te_lang_is(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    antwoord = beslis(rollen.a, profiel, "aanpassing", reden_kort="Korter graag.", reden_tekst="x" * 400)
    pagina = antwoord.content.decode()
    assert 'value="Korter graag."' in pagina
    assert "hoogstens 300 tekens" in pagina
    assert not Beoordeling.objects.exists()


def test_doorgeven_haalt_het_uit_de_ene_rij_en_legt_het_in_de_andere(rollen, regio, elders):
    profiel = maak_ingediend(thuis=regio)
    antwoord = beslis(rollen.a, profiel, "doorgeef", naar="co7", toelichting="Woont in Ieper.")
    assert antwoord.headers["Location"] == LIJST
    assert rollen.a.get(pad(profiel)).status_code == 404
    assert "Woont in Ieper." in html(rollen.b, pad(profiel))
    assert "De Testband ligt nu bij CO7." in html(rollen.a, LIJST)
    assert "De Testband" not in html(rollen.a, LIJST)


def test_doorgeven_aan_zichzelf_staat_niet_in_de_keuze(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    assert 'value="zuidrand"' not in html(rollen.a, pad(profiel))
    antwoord = beslis(rollen.a, profiel, "doorgeef", naar="zuidrand")
    assert antwoord.status_code == 200
    assert not Beoordeling.objects.exists()


def test_wat_intussen_veranderde_wordt_niet_ongezien_gepubliceerd(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    gezien = beoordelen.stempel(profiel)
    Profiel.objects.filter(pk=profiel.pk).update(kort="Iets anders.", versie=profiel.versie + 1)
    antwoord = beslis(rollen.a, profiel, "publiceer", gezien=gezien)
    assert antwoord.headers["Location"] == pad(profiel)
    assert "Bekijk het opnieuw" in html(rollen.a, pad(profiel))
    assert not Talent.objects.online().exists()


def test_twee_keer_drukken_is_een_keer(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    gezien = beoordelen.stempel(profiel)
    for _ in range(2):
        antwoord = beslis(rollen.a, profiel, "publiceer", gezien=gezien)
        assert antwoord.status_code == 302
    assert Beoordeling.objects.count() == 1
    assert UitgaandeMail.objects.count() == 1


@pytest.mark.parametrize("gezien", ["", "0", "x", "9" * 5000, "\x00", "1.0'; --"])
def test_een_vreemd_stempel_beslist_niets(rollen, regio, gezien):
    profiel = maak_ingediend(thuis=regio)
    assert beslis(rollen.a, profiel, "publiceer", gezien=gezien).status_code == 302
    assert not Talent.objects.online().exists()


def test_een_onbekende_daad_doet_niets(rollen, regio):
    profiel = maak_ingediend(thuis=regio)
    for daad in ("", "wis", "__class__"):
        assert rollen.a.post(pad(profiel), {"daad": daad}).status_code == 302
    assert Profiel.objects.get(pk=profiel.pk).stand == "ingediend"


VELDEN = {
    "aanpassing": ["reden_kort", "toelichting"],
    "weiger": ["toelichting"],
    "doorgeef": ["toelichting", "naar"],
}


@pytest.mark.parametrize("waarde", [TE_LANG[0], STUURTEKENS[0]], ids=["te lang", "stuurteken"])
@pytest.mark.parametrize(("daad", "veld"), [(daad, veld) for daad, velden in VELDEN.items() for veld in velden])
def test_vijandige_invoer_wordt_een_fout_en_geen_besluit(rollen, regio, daad, veld, waarde):
    profiel = maak_ingediend(thuis=regio)
    assert beslis(rollen.a, profiel, daad, **{veld: waarde}).status_code == 200
    assert not Beoordeling.objects.exists()


@pytest.mark.parametrize("tekst", [tekst[:250] for tekst in ONSCHULDIG if "\n" not in tekst])
def test_een_reden_in_gelijk_welke_tekens_komt_heel_aan(rollen, regio, tekst):
    profiel = maak_ingediend(thuis=regio)
    beslis(rollen.a, profiel, "aanpassing", reden_kort=tekst)
    assert Beoordeling.objects.get().redenen == {"kort": tekst}
    [mail] = UitgaandeMail.objects.all()
    assert tekst in mail.tekst
    assert "<script>alert" not in mail.html
    assert "<img src=x" not in mail.html


def test_13_tot_15_zonder_ouder_publiceren_zegt_waarom_niet(rollen, regio):
    profiel = maak_ingediend(thuis=regio, leeftijd="13-15", akkoord=False)
    beslis(rollen.a, profiel, "publiceer")
    assert "Een ouder moet nog akkoord gaan" in html(rollen.a, pad(profiel))
    assert not Talent.objects.online().exists()


# --- hiding ---------------------------------------------------------------------------------------------------------
def test_de_coordinator_verbergt_en_toont_weer(rollen, regio, client):
    talent = maak_talent(thuis=regio)
    rollen.a.post(pad(talent), {"daad": "verberg"})
    assert client.get(talent.get_absolute_url()).status_code == 404
    assert "Toon het profiel weer" in html(rollen.a, pad(talent))
    rollen.a.post(pad(talent), {"daad": "toon"})
    assert client.get(talent.get_absolute_url()).status_code == 200
