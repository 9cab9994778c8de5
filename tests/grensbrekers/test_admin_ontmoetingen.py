"""The desk of a coordinator for meetings: make, change, call off, invite, attendance, figures; nothing of elsewhere."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grensbrekers import ontmoeten
from grensbrekers.models import Grensbreker, Inschrijving, Ontmoeting
from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import wat_wacht
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail
from tests import vijandig
from tests.aanmelden import in_beheer
from tests.beheer import GEWEIGERD, Rollen, maak_redactie, maak_rollen
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_inzicht, maak_ontmoeting, maak_thema

LIJST = "/admin/grensbrekers/ontmoeting/"
TOEVOEGEN = LIJST + "add/"
CIJFERS = LIJST + "cijfers/"
CSV = LIJST + "cijfers.csv"


@pytest.fixture
def zuid(lege_databank) -> IGS:
    igs = maak_igs("Zuidrand")
    maak_lid(igs, maak_gemeente("11025", "Lint"))
    return igs


@pytest.fixture
def elders(lege_databank) -> IGS:
    return maak_igs("CO7", kleur=2)


@pytest.fixture
def rollen(zuid, elders) -> Rollen:
    """Only the members that a test makes itself."""
    rollen = maak_rollen(zuid, elders)
    Grensbreker.objects.all().delete()
    return rollen


def pad(obj: Ontmoeting, wat: str = "change") -> str:
    return reverse(f"admin:grensbrekers_ontmoeting_{wat}", args=[obj.pk])


def velden_van(igs: IGS | None, **velden: Any) -> dict[str, Any]:
    """The form of a new meeting, filled in well."""
    standaard = {
        "gezien": "",
        "titel": "Samen aan tafel",
        "igs": igs.pk if igs else "",
        "begint_op_0": "01-12-2026",
        "begint_op_1": "14:00",
        "eindigt_op_0": "01-12-2026",
        "eindigt_op_1": "17:00",
        "plaats": "CC De Post",
        "gemeente": "",
        "limiet": "",
        "tekst": "<p>Over vrijwilligers.</p>",
        "gepubliceerd_op_0": "01-11-2026",
        "gepubliceerd_op_1": "12:00",
        "verslag": "",
        "verslag_op_0": "",
        "verslag_op_1": "",
    }
    return standaard | velden


def wijziging_van(client: Client, obj: Ontmoeting, **velden: Any) -> dict[str, Any]:
    """The form of this meeting as the page gives it, with some fields changed."""
    gezien = client.get(pad(obj)).context["adminform"].form["gezien"].value()
    return velden_van(obj.igs, gezien=gezien, titel=obj.titel) | velden


def fouten(antwoord: Any) -> dict[str, list[str]]:
    assert antwoord.status_code == 200
    return dict(antwoord.context["adminform"].form.errors)


# --- make ---
def test_een_coordinator_maakt_een_ontmoeting_die_meteen_op_de_site_staat(rollen, zuid, client):
    jeugd = maak_thema("jeugd")
    assert rollen.a.get(TOEVOEGEN).context["adminform"].form.initial["igs"] == zuid.pk
    antwoord = rollen.a.post(TOEVOEGEN, velden_van(zuid, themas=[jeugd.pk], gemeente="11025", limiet="12"))
    assert antwoord.status_code == 302
    ontmoeting = Ontmoeting.objects.get()
    assert ontmoeting.slug == "samen-aan-tafel-2026-12-01"
    assert (ontmoeting.begint_op, ontmoeting.igs, ontmoeting.limiet) == (om(1, 14, maand=12), zuid, 12)
    assert list(ontmoeting.themas.all()) == [jeugd]
    assert client.get(ontmoeting.get_absolute_url()).status_code == 200
    assert Logregel.objects.filter(actie="toegevoegd", igs_slug="zuidrand").count() == 1


def test_twee_keer_op_de_knop_is_een_ontmoeting(rollen, zuid):
    for _ in range(3):
        assert rollen.a.post(TOEVOEGEN, velden_van(zuid)).status_code == 302
    assert Ontmoeting.objects.count() == 1
    assert Logregel.objects.filter(actie="toegevoegd").count() == 1
    rollen.a.post(TOEVOEGEN, velden_van(zuid, plaats="Elders"))
    assert Ontmoeting.objects.count() == 2


def test_een_coordinator_kiest_enkel_het_eigen_igs_en_kan_het_niet_leeg_laten(rollen, zuid, elders):
    keuze = rollen.a.get(TOEVOEGEN).context["adminform"].form.fields["igs"]
    assert list(keuze.queryset) == [zuid]
    for vreemd in (elders, None):
        assert "igs" in fouten(rollen.a.post(TOEVOEGEN, velden_van(vreemd)))
    assert not Ontmoeting.objects.exists()
    assert rollen.redactie.post(TOEVOEGEN, velden_van(None)).status_code == 302


@pytest.mark.parametrize(
    ("velden", "veld", "zin"),
    [
        ({"titel": ""}, "titel", "Vul"),
        ({"titel": "x" * 151}, "titel", "hoogstens 150"),
        ({"titel": "a\x07b"}, "titel", "niet kunnen bewaren"),
        ({"plaats": ""}, "plaats", "Vul"),
        ({"begint_op_0": "32-13-2026"}, "begint_op", ""),
        ({"begint_op_0": "01-12-0026"}, "begint_op", ""),
        ({"eindigt_op_1": "14:00"}, "eindigt_op", "Het einde ligt voor het begin."),
        ({"eindigt_op_0": "30-11-2026"}, "eindigt_op", "Het einde ligt voor het begin."),
        ({"limiet": "0"}, "limiet", "minstens één iemand"),
        ({"limiet": "-3"}, "limiet", "minstens 0"),
        ({"limiet": "9" * 30}, "limiet", "hoogstens"),
        ({"limiet": "veel"}, "limiet", "getal"),
        ({"gemeente": "99999"}, "gemeente", "lijst"),
        ({"igs": "x" * 500}, "igs", "lijst"),
        ({"themas": ["999999"]}, "themas", "lijst"),
    ],
)
def test_wat_niet_kan_geeft_een_zin_bij_het_veld_en_bewaart_niets(rollen, zuid, velden, veld, zin):
    antwoord = rollen.a.post(TOEVOEGEN, velden_van(zuid) | velden)
    [gezegd] = fouten(antwoord)[veld]
    assert zin in gezegd
    assert "ongeldig" not in gezegd.lower()
    assert "CC De Post" in antwoord.content.decode() or veld == "plaats"
    assert not Ontmoeting.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, *vijandig.FORMULES, *vijandig.ANDERE_TALEN])
def test_vijandige_tekst_breekt_niets(rollen, zuid, client, tekst):
    velden = velden_van(zuid, titel=tekst, plaats=tekst, tekst=tekst, verslag=tekst)
    assert rollen.a.post(TOEVOEGEN, velden).status_code == 302
    ontmoeting = Ontmoeting.objects.get()
    assert (ontmoeting.titel, ontmoeting.plaats) == (tekst, tekst)
    for adres in (LIJST, pad(ontmoeting), pad(ontmoeting, "deelnemers"), pad(ontmoeting, "afgelasten")):
        html = rollen.a.get(adres).content.decode()
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html
    assert "onerror" not in ontmoeting.tekst or "&lt;img" in ontmoeting.tekst


# --- change ---
def test_een_wijziging_mailt_wie_komt_en_verhoogt_het_volgnummer(rollen, zuid):
    ontmoeting, an = maak_ontmoeting(igs=zuid), maak_grensbreker("An", "Lint")
    maak_inschrijving(ontmoeting, an)
    antwoord = rollen.a.post(pad(ontmoeting), wijziging_van(rollen.a, ontmoeting, plaats="Zaal Zuid"))
    assert antwoord.status_code == 302
    ontmoeting.refresh_from_db()
    assert (ontmoeting.plaats, ontmoeting.volgnummer, ontmoeting.slug) == ("Zaal Zuid", 1, "samen-aan-tafel")
    assert UitgaandeMail.objects.get(aan=an.email).onderwerp == "Er verandert iets aan een ontmoeting"


def test_wie_intussen_bewaarde_wordt_niet_stil_overschreven(rollen, zuid):
    ontmoeting = maak_ontmoeting(igs=zuid)
    mijne = wijziging_van(rollen.a, ontmoeting, plaats="Mijn zaal")
    rollen.redactie.post(pad(ontmoeting), wijziging_van(rollen.redactie, ontmoeting, plaats="Andere zaal"))
    antwoord = rollen.a.post(pad(ontmoeting), mijne)
    [zin] = fouten(antwoord)["__all__"]
    assert "Iemand anders bewaarde intussen" in zin
    assert "Andere zaal" in zin
    assert Ontmoeting.objects.get().plaats == "Andere zaal"
    html = antwoord.content.decode()
    assert "Mijn zaal" in html
    opnieuw = mijne | {"gezien": antwoord.context["adminform"].form["gezien"].value()}
    assert rollen.a.post(pad(ontmoeting), opnieuw).status_code == 302  # seen both: now it is meant
    assert Ontmoeting.objects.get().plaats == "Mijn zaal"


def test_wat_op_een_lijst_staat_verdwijnt_niet_van_de_site(rollen, zuid):
    ontmoeting = maak_ontmoeting(igs=zuid)
    maak_inschrijving(ontmoeting, maak_grensbreker("An", "Lint"))
    for dag in ("", "01-12-2026"):
        velden = wijziging_van(rollen.a, ontmoeting, gepubliceerd_op_0=dag, gepubliceerd_op_1=dag and "12:00")
        assert "Gelast de ontmoeting af" in fouten(rollen.a.post(pad(ontmoeting), velden))["gepubliceerd_op"][0]
    assert Ontmoeting.objects.get().gepubliceerd_op == ontmoeting.gepubliceerd_op


def test_enkel_een_concept_zonder_inschrijvingen_kan_weg(rollen, zuid):
    online, concept = maak_ontmoeting(igs=zuid), maak_ontmoeting("Concept", igs=zuid, gepubliceerd_op=None)
    assert rollen.a.get(pad(online, "delete")).status_code == 403
    assert rollen.a.post(pad(online, "delete"), {"post": "yes"}).status_code == 403
    assert rollen.a.post(pad(concept, "delete"), {"post": "yes"}).status_code == 302
    assert list(Ontmoeting.objects.all()) == [online]


# --- call off and invite ---
def test_afgelasten_vraagt_eerst_een_knop_en_mailt_een_keer(rollen, zuid):
    ontmoeting, an = maak_ontmoeting(igs=zuid), maak_grensbreker("An", "Lint")
    maak_inschrijving(ontmoeting, an)
    assert "1 persoon krijgt een mail" in rollen.a.get(pad(ontmoeting, "afgelasten")).content.decode()
    assert Ontmoeting.objects.get().geannuleerd_op is None
    for _ in range(2):
        assert rollen.a.post(pad(ontmoeting, "afgelasten"), {"daad": "afgelasten"}).status_code == 302
    assert Ontmoeting.objects.get().geannuleerd_op == nu()
    assert UitgaandeMail.objects.filter(aan=an.email).count() == 1
    assert "al afgelast" in rollen.a.get(pad(ontmoeting, "afgelasten")).content.decode()
    assert "is afgelast" in rollen.a.get(pad(ontmoeting)).content.decode()


def test_uitnodigen_zegt_hoeveel_en_mailt_elk_lid_een_keer(rollen, zuid):
    ontmoeting, an = maak_ontmoeting(igs=zuid), maak_grensbreker("An", "Lint")
    assert "Mail 1 lid" in rollen.a.get(pad(ontmoeting, "uitnodigen")).content.decode()
    for _ in range(2):
        rollen.a.post(pad(ontmoeting, "uitnodigen"), {"daad": "uitnodigen"})
    assert UitgaandeMail.objects.filter(aan=an.email).count() == 1
    assert "niemand om uit te nodigen" in rollen.a.get(pad(ontmoeting, "uitnodigen")).content.decode()


@pytest.mark.parametrize(("wat", "daad"), [("afgelasten", "afgelasten"), ("uitnodigen", "uitnodigen")])
def test_te_laat_is_een_zin_en_een_vreemde_knop_doet_niets(rollen, zuid, wat, daad):
    voorbij = maak_ontmoeting(igs=zuid, begint_op=om(10))
    html = rollen.a.post(pad(voorbij, wat), {"daad": daad}).content.decode()
    assert "<title>Fout: " in html
    assert 'role="alert"' in html
    for onzin in ("", "onzin", "\x00", "a" * 100_000):
        assert "Druk op een van de knoppen" in rollen.a.post(pad(voorbij, wat), {"daad": onzin}).content.decode()
    assert Ontmoeting.objects.get().geannuleerd_op is None
    assert not UitgaandeMail.objects.exists()


# --- who comes, who was there ---
def test_de_deelnemers_staan_er_met_hun_stand_en_kijken_staat_zonder_naam_in_het_logboek(rollen, zuid):
    ontmoeting = maak_ontmoeting(igs=zuid)
    maak_inschrijving(ontmoeting, maak_grensbreker("An Peeters", "Lint"))
    maak_inschrijving(ontmoeting, maak_grensbreker("Bo Baert", "Lint"), "wacht")
    maak_inschrijving(ontmoeting, maak_grensbreker("Dirk Weg", "Lint"), "afgemeld")
    html = rollen.a.get(pad(ontmoeting, "deelnemers")).content.decode()
    assert "An Peeters" in html
    assert "op de wachtlijst" in html
    assert "Dirk Weg" not in html
    assert "Bewaar wie er was" not in html
    gelezen = Logregel.objects.filter(actie="gelezen in een deelnemerslijst")
    assert gelezen.count() == 2
    assert not any("An" in regel.object_naam or "Bo" in regel.object_naam for regel in gelezen)


def test_aanwezigheid_wordt_achteraf_aangekruist(rollen, zuid):
    ontmoeting = maak_ontmoeting(igs=zuid, begint_op=om(10))
    an, bo = (maak_inschrijving(ontmoeting, maak_grensbreker(naam, "Lint")) for naam in ("An", "Bo"))
    onzin = ["x", "", "-1", "9" * 30, "\x00", str(maak_ontmoeting("Andere").pk + 1000)]
    assert rollen.a.post(pad(ontmoeting, "deelnemers"), {"aanwezig": [an.pk, *onzin]}).status_code == 302
    was = dict(Inschrijving.objects.values_list("pk", "aanwezig"))
    assert was == {an.pk: True, bo.pk: False}
    html = rollen.a.get(pad(ontmoeting, "deelnemers")).content.decode()
    assert re.findall(r'value="(\d+)" aria-labelledby="[^"]*" checked', html) == [str(an.pk)]


def test_aanwezigheid_noteren_voor_het_begon_geeft_een_zin(rollen, zuid):
    ontmoeting = maak_ontmoeting(igs=zuid)
    rij = maak_inschrijving(ontmoeting, maak_grensbreker("An", "Lint"))
    antwoord = rollen.a.post(pad(ontmoeting, "deelnemers"), {"aanwezig": [rij.pk]}, follow=True)
    assert "had nog niet plaats" in antwoord.content.decode()
    assert Inschrijving.objects.get().aanwezig is None


# --- scope ---
def test_een_ontmoeting_van_elders_of_van_het_steunpunt_is_een_404_langs_elke_weg(rollen, zuid, elders):
    eigen = maak_ontmoeting("Eigen", igs=zuid)
    for vreemd in (maak_ontmoeting("Vreemd", igs=elders), maak_ontmoeting("Steunpunt")):
        for wat in ("change", "history", "delete", "deelnemers", "afgelasten", "uitnodigen"):
            assert rollen.a.get(pad(vreemd, wat)).status_code == 404, wat
            assert rollen.a.post(pad(vreemd, wat), {"daad": wat, "post": "yes"}).status_code == 404, wat
    assert list(rollen.a.get(LIJST).context["cl"].queryset) == [eigen]
    assert Ontmoeting.objects.filter(geannuleerd_op=None).count() == 3


@pytest.mark.parametrize("rol", GEWEIGERD)
def test_zonder_rol_komt_niemand_bij_deelnemers_cijfers_of_knoppen(rollen, zuid, rol):
    ontmoeting = maak_ontmoeting(igs=zuid)
    for adres in (*(pad(ontmoeting, wat) for wat in ("deelnemers", "afgelasten", "uitnodigen")), CIJFERS, CSV):
        for doe in (rollen.van(rol).get, rollen.van(rol).post):
            assert doe(adres).status_code == (302 if rol == "anoniem" else 403), adres


# --- the list and the landing page ---
def test_de_lijst_zegt_hoever_het_staat_en_filtert(rollen, zuid):
    komt = maak_ontmoeting("Komt nog", igs=zuid, limiet=3)
    maak_inschrijving(komt, maak_grensbreker("An", "Lint"))
    maak_ontmoeting("Voorbij", igs=zuid, begint_op=om(10))
    maak_ontmoeting("Concept", igs=zuid, gepubliceerd_op=None)
    html = rollen.a.get(LIJST).content.decode()
    for deel in ("1 van 3", "nog niet zichtbaar", "komt nog", "voorbij"):
        assert deel in html
    for wat, titels in (("komend", {"Komt nog", "Concept"}), ("voorbij", {"Voorbij"}), ("concept", {"Concept"})):
        rijen = rollen.a.get(f"{LIJST}?wat={wat}").context["cl"].queryset
        assert {rij.titel for rij in rijen} == titels
    assert rollen.a.get(f"{LIJST}?wat=onzin").status_code == 200


def test_de_lijst_kost_steeds_evenveel_vragen(rollen, zuid):
    tellingen = []
    for aantal in (1, 20):
        while Ontmoeting.objects.count() < aantal:
            maak_inschrijving(
                maak_ontmoeting(f"Nummer {Ontmoeting.objects.count()}", igs=zuid), maak_grensbreker("An", "Lint")
            )
        rollen.a.get(LIJST)
        with CaptureQueriesContext(connection) as vragen:
            rollen.a.get(LIJST)
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]


def test_de_startpagina_zegt_wat_er_na_een_ontmoeting_te_doen_is(rollen, zuid, elders):
    geweest = maak_ontmoeting("Geweest", igs=zuid, begint_op=om(10))
    rij = maak_inschrijving(geweest, maak_grensbreker("An", "Lint"))
    maak_ontmoeting("Afgelast", igs=zuid, begint_op=om(10), geannuleerd_op=om(9))
    maak_ontmoeting("Lang geleden", igs=zuid, begint_op=nu() - timedelta(days=100), gepubliceerd_op=om(1, maand=1))
    maak_ontmoeting("Elders", igs=elders, begint_op=om(10))
    maak_inzicht(gepubliceerd_op=None)

    def regels(bereik: Bereik) -> dict[str, int]:
        posten = wat_wacht(bereik, DAG)
        return {post.titel: post.aantal for post in posten if "ntmoeting" in post.titel or "nzicht" in post.titel}

    eigen = Bereik(alles=False, igs=frozenset([zuid.pk]))
    assert regels(eigen) == {"Ontmoetingen: noteer wie er was": 1, "Ontmoetingen zonder verslag": 1}
    assert regels(Bereik(alles=True)) == {
        "Ontmoetingen: noteer wie er was": 1,
        "Ontmoetingen zonder verslag": 2,
        "Inzichten: nog niet gepubliceerd": 1,
    }
    ontmoeten.noteer_aanwezigheid(ontmoeting=geweest, aanwezig={rij.pk}, door=maak_redactie("x@voorbeeld.be"))
    Ontmoeting.objects.filter(pk=geweest.pk).update(verslag="<p>x</p>")
    assert regels(eigen) == {}


# --- figures ---
def test_de_cijfers_staan_op_een_pagina_van_het_jaar_dat_je_kiest(rollen, zuid):
    maak_grensbreker("An", "Lint")
    html = rollen.a.get(CIJFERS).content.decode()
    assert "Cijfers van grensbrekers in 2026" in html
    assert "Zuidrand" in html
    assert "CO7" not in html
    assert "in 2025" in rollen.a.get(CIJFERS + "?jaar=2025").content.decode()
    assert rollen.a.get(CIJFERS + "?jaar=%00").status_code == 200


def test_het_bestand_vraagt_eerst_wie_je_bent_is_gelogd_en_voert_niets_uit(rollen, zuid):
    redactie = maak_redactie("nog-een@voorbeeld.be")
    later = in_beheer(Client(), redactie)
    sessie = later.session
    for stap in sessie["account_authentication_methods"]:
        stap["at"] -= 3600
    sessie.save()
    assert later.get(CSV).status_code == 302
    assert not Logregel.objects.filter(actie__contains="opgehaald").exists()
    IGS.objects.filter(pk=zuid.pk).update(naam="=1+1")
    antwoord = rollen.a.get(CSV + "?jaar=2025")
    assert antwoord.status_code == 200
    regels = antwoord.content.decode().splitlines()
    assert regels[0] == "regio,jaar,wat,aantal"
    assert regels[1].startswith("'=1+1,2025,leden,")
    assert 'filename="grensbrekers-cijfers-2025.csv"' in antwoord.headers["Content-Disposition"]
    assert Logregel.objects.filter(actie="cijfers van 2025 opgehaald").count() == 1
