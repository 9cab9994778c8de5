"""The coordinator and calls: admit, give rights, refuse, close what was left open, read outcomes, count."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import wat_wacht
from opnetwerk.models import Logregel
from talent import oproepcijfers
from talent.models import Oproep, Organisator, Reactie, Uitkomst
from talent.oproepen import STANDAARDREGEL
from tests.beheer import Rollen, maak_rollen
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie
from tests.talent.organisatorpaginas import mails_aan
from tests.vijandig import SCRIPT, STUURTEKENS, TE_LANG

ALLES = Bereik(alles=True)
LANG_GELEDEN = date(2026, 11, 8)  # more than fourteen days before today
ORGANISATOREN = reverse("admin:talent_organisator_changelist")
OPROEPEN = reverse("admin:talent_oproep_changelist")
UITKOMSTEN = reverse("admin:talent_uitkomst_changelist")
CIJFERS, CSV = reverse("admin:talent_oproep_cijfers"), reverse("admin:talent_oproep_cijfers_csv")


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


@pytest.fixture
def wacht(regio) -> Organisator:
    return maak_organisator(toegelaten=False, igs=regio, organisatie="Jeugdhuis", bevestigd_op=om(20))


@pytest.fixture
def bezig(regio) -> Organisator:
    return maak_organisator(igs=regio, organisatie="Cultuurcentrum")


def pad(obj, wat: str = "change") -> str:
    return reverse(f"admin:talent_{obj._meta.model_name}_{wat}", args=[obj.pk])


def html(client: Client, adres: str) -> str:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    return antwoord.content.decode()


def tel(client: Client, adres: str) -> int:
    with CaptureQueriesContext(connection) as gevraagd:
        assert client.get(adres).status_code == 200
    return len(gevraagd)


# --- organisers ---
def test_de_lijst_toont_wie_wacht_en_de_voorpagina_ook(rollen, regio, wacht):
    lijst = html(rollen.a, ORGANISATOREN)
    assert "Jeugdhuis" in lijst
    assert "3 dagen" in lijst
    [post] = [
        een for een in wat_wacht(Bereik(alles=False, igs=frozenset({regio.pk})), DAG) if "oproepen wil" in een.titel
    ]
    assert (post.aantal, post.uitleg) == (1, "de oudste wacht 3 dagen")
    assert not [een for een in wat_wacht(Bereik(alles=False), DAG) if "oproepen wil" in een.titel]


def test_wie_het_adres_niet_bevestigde_staat_in_geen_lijst(rollen, regio):
    stil = maak_organisator(igs=regio, stand="te_bevestigen", organisatie="Stil")
    assert "Stil" not in html(rollen.a, ORGANISATOREN)
    assert rollen.a.get(pad(stil)).status_code == 404


@pytest.mark.parametrize("recht", [False, True])
def test_toelaten_met_of_zonder_het_recht_om_voor_te_bereiden(rollen, wacht, recht):
    gegevens = {"daad": "laat_toe"} | ({"mag_voorbereiden": "on"} if recht else {})
    for _ in range(2):
        assert rollen.a.post(pad(wacht), gegevens).headers["Location"] == ORGANISATOREN
    wacht.refresh_from_db()
    assert (wacht.stand, wacht.mag_voorbereiden, wacht.beslist_door.email) == ("toegelaten", recht, "a@voorbeeld.be")
    assert len(mails_aan(wacht.email)) == 1


def test_het_recht_terugnemen_kan_op_dezelfde_pagina(rollen, regio):
    een = maak_organisator(igs=regio, mag_voorbereiden=True)
    assert "checked" in html(rollen.a, pad(een))
    rollen.a.post(pad(een), {"daad": "laat_toe"})
    een.refresh_from_db()
    assert not een.mag_voorbereiden


def test_weigeren_vraagt_een_reden_en_houdt_wat_getypt_is(rollen, wacht):
    for leeg in ("", "   ", STUURTEKENS[0], TE_LANG[0]):
        antwoord = rollen.a.post(pad(wacht), {"daad": "weiger", "reden": leeg})
        assert antwoord.status_code == 200
        assert antwoord.context["formulier"].errors
    wacht.refresh_from_db()
    assert wacht.stand == "aangevraagd"
    rollen.a.post(pad(wacht), {"daad": "weiger", "reden": "Je organiseert niets in de regio."})
    wacht.refresh_from_db()
    assert (wacht.stand, wacht.reden) == ("geweigerd", "Je organiseert niets in de regio.")
    assert "Je organiseert niets" in mails_aan(wacht.email)[0].tekst


@pytest.mark.parametrize("tekst", SCRIPT)
def test_wat_een_organisator_typte_blijft_tekst(rollen, regio, tekst):
    een = maak_organisator(toegelaten=False, igs=regio, organisatie=tekst, naam=tekst[:100])
    for adres in (ORGANISATOREN, pad(een)):
        assert "<script>alert" not in html(rollen.a, adres)
        assert "<img src=x" not in html(rollen.a, adres)


def test_een_coordinator_van_elders_kan_niets(rollen, wacht):
    for client in (rollen.b, rollen.verlopen):
        for daad in ("laat_toe", "weiger", "wis"):
            assert client.post(pad(wacht), {"daad": daad, "reden": "Nee."}).status_code in (403, 404)
    wacht.refresh_from_db()
    assert wacht.stand == "aangevraagd"


def test_wissen_kan_op_vraag_en_het_logboek_kent_geen_naam(rollen, wacht):
    html(rollen.a, pad(wacht))
    rollen.a.post(pad(wacht), {"daad": "wis"})
    assert not Organisator.objects.filter(pk=wacht.pk).exists()
    regels = Logregel.objects.filter(model="talent.Organisator")
    assert {regel.actie for regel in regels} >= {"gelezen", "organisator gewist"}
    assert "Jeugdhuis" not in str(list(regels.values_list("object_naam", "veranderd")))


def test_wissen_vraagt_eerst_te_bevestigen_wie_je_bent(rollen, wacht, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert "next=" in rollen.a.post(pad(wacht), {"daad": "wis"}).headers["Location"]
    assert Organisator.objects.filter(pk=wacht.pk).exists()


def test_een_onbekende_daad_doet_niets(rollen, wacht):
    assert rollen.a.post(pad(wacht), {"daad": "x"}).status_code == 302
    wacht.refresh_from_db()
    assert wacht.stand == "aangevraagd"


def test_de_lijst_zegt_hoeveel_elke_organisator_beantwoordt(rollen, bezig):
    oproep = maak_oproep(organisator=bezig)
    maak_reactie(oproep, maak_talent(naam="Een"), status="gekozen")
    maak_reactie(oproep, maak_talent(naam="Twee"))
    lijst = html(rollen.a, f"{ORGANISATOREN}?stand=toegelaten")
    assert "1 van 2 (50 %)" in lijst
    assert "1 van 2 (50 %)" in html(rollen.a, pad(bezig))


def test_de_lijsten_vragen_even_veel_van_de_databank_bij_een_als_bij_twintig(rollen, regio, bezig):
    adressen = [f"{ORGANISATOREN}?stand=toegelaten", OPROEPEN, CIJFERS]
    maak_reactie(maak_oproep(organisator=bezig, igs=regio), maak_talent(naam="Een"))
    for adres in adressen:
        tel(rollen.a, adres)
    een = [tel(rollen.a, adres) for adres in adressen]
    talent = maak_talent(naam="Twee")
    for _ in range(19):
        maak_reactie(maak_oproep(organisator=maak_organisator(igs=regio), igs=regio), talent)
    assert [tel(rollen.a, adres) for adres in adressen] == een


# --- calls ---
@pytest.fixture
def te_lang(bezig, regio) -> Oproep:
    return maak_oproep(organisator=bezig, igs=regio, titel="Te lang open", deadline=LANG_GELEDEN, van=date(2026, 12, 1))


def test_te_lang_open_staat_op_de_voorpagina_en_in_een_eigen_lijst(rollen, regio, bezig, te_lang):
    maak_oproep(organisator=bezig, igs=regio, titel="Nog jong")
    [post] = [een for een in wat_wacht(Bereik(alles=False, igs=frozenset({regio.pk})), DAG) if "te lang" in een.titel]
    assert post.aantal == 1
    assert "Te lang open" in html(rollen.a, post.pad)
    assert "Nog jong" not in html(rollen.a, post.pad)
    alle_open = html(rollen.a, OPROEPEN)
    assert "Te lang open" in alle_open
    assert "Nog jong" in alle_open


def test_een_concept_is_van_de_organisator_alleen(rollen, regio, bezig):
    concept = maak_oproep(open=False, organisator=bezig, igs=regio, titel="Nog niet af")
    assert "Nog niet af" not in html(rollen.a, OPROEPEN)
    assert rollen.a.get(pad(concept)).status_code == 404


def test_sluiten_geeft_wie_wacht_de_vaste_zin_en_een_tweede_keer_niets(rollen, te_lang):
    talent = maak_talent(naam="Wacht Nog")
    reactie = maak_reactie(te_lang, talent)
    assert STANDAARDREGEL in html(rollen.a, pad(te_lang))
    for _ in range(2):
        rollen.a.post(pad(te_lang), {"daad": "sluit"})
    te_lang.refresh_from_db()
    reactie.refresh_from_db()
    assert (te_lang.stand, reactie.status, reactie.reden) == ("gesloten", "niet_gekozen", STANDAARDREGEL)
    [mail] = mails_aan(eigenaar_van(talent).email)
    assert STANDAARDREGEL in mail.tekst


def test_binnen_de_veertien_dagen_sluit_de_coordinator_niet(rollen, bezig, regio):
    oproep = maak_oproep(organisator=bezig, igs=regio, deadline=date(2026, 11, 9), van=date(2026, 12, 1))
    reactie = maak_reactie(oproep, maak_talent(naam="Wacht Nog"))
    assert "Sluit met de vaste zin" not in html(rollen.a, pad(oproep))
    rollen.a.post(pad(oproep), {"daad": "sluit"})
    oproep.refresh_from_db()
    reactie.refresh_from_db()
    assert (oproep.stand, reactie.status) == ("open", Reactie.Status.NIEUW)


def test_intrekken_vraagt_een_reden_en_wie_reageerde_leest_ze(rollen, bezig, regio):
    oproep = maak_oproep(organisator=bezig, igs=regio)
    talent = maak_talent(naam="Wacht Nog")
    maak_reactie(oproep, talent)
    assert rollen.a.post(pad(oproep), {"daad": "trek_in", "reden": ""}).context["formulier"].errors
    oproep.refresh_from_db()
    assert oproep.stand == "open"
    rollen.a.post(pad(oproep), {"daad": "trek_in", "reden": "Dit is reclame."})
    oproep.refresh_from_db()
    assert oproep.stand == "ingetrokken"
    [mail] = mails_aan(eigenaar_van(talent).email)
    assert "Dit is reclame." in mail.tekst


def test_wat_een_talent_antwoordde_leest_een_coordinator_niet(rollen, bezig, regio):
    oproep = maak_oproep(organisator=bezig, igs=regio)
    maak_reactie(oproep, maak_talent(naam="Wacht Nog"), tekst="Enkel voor de organisator.")
    pagina = html(rollen.a, pad(oproep))
    assert "1 reactie, 1 wacht op antwoord" in pagina
    assert "Enkel voor de organisator" not in pagina


def test_een_oproep_van_elders_bestaat_niet(rollen, te_lang):
    for daad in ("sluit", "trek_in"):
        assert rollen.b.post(pad(te_lang), {"daad": daad, "reden": "Nee."}).status_code == 404
    te_lang.refresh_from_db()
    assert te_lang.stand == "open"


# --- outcomes ---
def test_alleen_wat_beide_kanten_bevestigden_is_te_lezen_en_niemand_wijzigt_het(rollen, regio):
    talent = maak_talent(naam="Gelukt", thuis=regio)
    basis = {"talent": talent, "igs": regio, "op": DAG, "talent_zegt": True}
    samen = Uitkomst.objects.create(waar="het plein", andere_zegt=True, bevestigd_op=om(20), **basis)
    half = Uitkomst.objects.create(waar="de zolder", **basis)
    lijst = html(rollen.a, UITKOMSTEN)
    assert "het plein" in lijst
    assert "de zolder" not in lijst
    assert rollen.a.get(pad(half)).status_code == 404
    pagina = html(rollen.a, pad(samen))
    assert "Gelukt werkte met het plein" in pagina
    assert "<button" not in pagina.partition('id="content"')[2].partition("</main>")[0].replace("theme", "")
    assert rollen.b.get(pad(samen)).status_code == 404
    assert "het plein" not in str(list(Logregel.objects.values_list("object_naam", flat=True)))


# --- figures ---
@pytest.fixture
def geteld(regio, elders, bezig, te_lang) -> Oproep:
    oproep = maak_oproep(organisator=bezig, igs=regio, vergoeding="onbetaald", stand="gesloten")
    maak_reactie(oproep, maak_talent(naam="Een"), status="gekozen")
    maak_reactie(oproep, maak_talent(naam="Twee"), status="niet_gekozen", reden=STANDAARDREGEL)
    maak_reactie(oproep, maak_talent(naam="Drie"), status="ingetrokken")
    maak_reactie(te_lang, maak_talent(naam="Vier"))
    maak_oproep(open=False, organisator=bezig, igs=regio)
    maak_oproep(organisator=maak_organisator(igs=elders, organisatie="Elders vzw"), igs=elders)
    maak_oproep(organisator=maak_organisator(igs=regio, voorbeeld=True), igs=regio, voorbeeld=True)
    return oproep


def test_de_cijfers_tellen_wat_gebeurde_zonder_concepten_voorbeelden_en_wie_zich_terugtrok(geteld, regio):
    cijfers = {een.naam: een for een in oproepcijfers.per_regio(ALLES)}
    zuidrand = cijfers["Zuidrand"]
    assert (zuidrand.organisatoren, zuidrand.oproepen, zuidrand.open, zuidrand.onbetaald) == (1, 2, 1, 1)
    assert (zuidrand.reacties, zuidrand.gekozen, zuidrand.beantwoord) == (3, 1, 1)
    assert (zuidrand.standaard, zuidrand.wachten, zuidrand.antwoordgraad) == (1, 1, 33)
    assert cijfers["CO7"].antwoordgraad is None


def test_de_pagina_toont_alleen_de_eigen_regio(rollen, geteld):
    pagina = html(rollen.a, CIJFERS)
    assert "Zuidrand" in pagina
    assert "1 (33 %)" in pagina
    assert "CO7" not in pagina
    assert "Elders vzw" not in pagina
    assert "CO7" in html(rollen.redactie, CIJFERS)
    assert rollen.gewoon.get(CIJFERS).status_code == 403
    assert rollen.gewoon.get(CSV).status_code == 403


def test_de_csv_is_begrensd_gelogd_en_veilig(rollen, geteld, bezig):
    Organisator.objects.filter(pk=bezig.pk).update(organisatie="=1+1")
    antwoord = rollen.a.get(CSV)
    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="oproepen-cijfers-2026-11-23.csv"'
    regels = antwoord.content.decode().splitlines()
    assert regels[0] == "regio,organisator,wat,aantal"
    assert "Zuidrand,,reacties,3" in regels
    assert "Zuidrand,'=1+1,beantwoord door de organisator,1" in regels
    assert not [regel for regel in regels if "CO7" in regel]
    assert Logregel.objects.filter(actie="cijfers opgehaald").count() == 1


def test_de_csv_vraagt_eerst_te_bevestigen_wie_je_bent(rollen, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert "next=" in rollen.a.get(CSV).headers["Location"]
    assert not Logregel.objects.filter(actie="cijfers opgehaald").exists()


def test_wat_voorbereid_is_telt_niet_als_ingeschreven(regio):
    from talent import cijfers, voorbereiden

    academie = maak_organisator(igs=regio, mag_voorbereiden=True)
    voorbereiden.bereid_voor(
        organisator=academie, naam="A", kort="B", gemeente=academie.gemeente, disciplines=[], kenmerk=academie.kenmerk
    )
    assert not [een for een in cijfers.per_regio(ALLES) if een.ingeschreven]
