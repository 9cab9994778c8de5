"""The admin of members: queue, filters, decisions, introductions, CSV; what is read is logged without names."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grensbrekers.models import Grensbreker, Introductie
from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import Post, wat_wacht
from opnetwerk.dag import nu
from opnetwerk.models import Logregel
from tests import vijandig
from tests.aanmelden import in_beheer, koppel_app
from tests.beheer import Rollen, maak_redactie, maak_rollen
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import mails_aan

LIJST = "/admin/grensbrekers/grensbreker/"
CSV = LIJST + "leden.csv"


@pytest.fixture
def rollen(gegevens) -> Rollen:
    """Only the members that a test makes itself."""
    rollen = maak_rollen(IGS.objects.get(slug="zuidrand"), IGS.objects.get(slug="co7"))
    Grensbreker.objects.all().delete()
    return rollen


@pytest.fixture
def wacht(rollen) -> Grensbreker:
    return maak_grensbreker("Wim Wacht", "Lint", stand="aangevraagd", bevestigd_op=nu() - timedelta(days=4))


def namen(client: Client, vraag: str = "") -> set[str]:
    return {lid.naam for lid in client.get(LIJST + vraag).context["cl"].queryset}


def pad(lid: Grensbreker) -> str:
    return f"{LIJST}{lid.pk}/change/"


def test_de_wachtrij_toont_wie_wacht_hoe_lang_al_en_een_hint_bij_een_priveadres(rollen, wacht):
    Grensbreker.objects.filter(pk=wacht.pk).update(email="wim@telenet.be")
    maak_grensbreker("An Lid", "Lint")
    maak_grensbreker("Nog Niet", "Lint", stand="te_bevestigen")
    maak_grensbreker("Ver Weg", "Poperinge", stand="aangevraagd")
    html = rollen.a.get(LIJST).content.decode()
    assert namen(rollen.a) == {"Wim Wacht"}
    assert "4 dagen" in html
    assert "privéadres?" in html
    assert "lijkt een privéadres" in rollen.a.get(pad(wacht)).content.decode()


def test_de_filters_kennen_leden_nieuwe_stille_en_wie_weg_is(rollen, wacht):
    maak_grensbreker("Nieuw Lid", "Lint")
    maak_grensbreker("Oud Lid", "Lint", beslist_op=nu() - timedelta(days=90))
    maak_grensbreker("Stil Lid", "Lint", beslist_op=nu() - timedelta(days=900), keren_gevraagd=2)
    maak_grensbreker("Gewei Gerd", "Lint", stand="geweigerd")
    maak_grensbreker("Uit Gegaan", "Lint", stand="uitgeschreven")
    verhuisd = maak_grensbreker("Ver Huisd", "Lint", beslist_op=None)
    assert namen(rollen.a) == {"Wim Wacht", verhuisd.naam}
    assert namen(rollen.a, "?wie=leden") == {"Nieuw Lid", "Oud Lid", "Stil Lid", verhuisd.naam}
    assert namen(rollen.a, "?wie=nieuw") == {"Nieuw Lid"}
    assert namen(rollen.a, "?wie=stil") == {"Stil Lid"}
    assert namen(rollen.a, "?wie=geweigerd") == {"Gewei Gerd"}
    assert namen(rollen.a, "?wie=uitgeschreven") == {"Uit Gegaan"}


def test_een_gemeente_zonder_igs_is_van_de_redactie(rollen):
    lid = maak_grensbreker("Zonder Igs", "Lint", stand="aangevraagd", igs=None)
    assert namen(rollen.redactie) == {lid.naam}
    for client in (rollen.a, rollen.b):
        assert namen(client) == set()
        for methode in (client.get, client.post):
            assert methode(pad(lid), {"daad": "laat_toe"}).status_code == 404
    lid.refresh_from_db()
    assert lid.stand == "aangevraagd"


def test_een_of_twintig_wachtenden_kost_evenveel_vragen(rollen, wacht):
    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert rollen.a.get(LIJST).status_code == 200
        return len(vragen)

    tel()
    een = tel()
    for nummer in range(19):
        maak_grensbreker(f"Wim {nummer}", "Hove", stand="aangevraagd", themas=["erfgoed"])
    assert tel() == een


def van_ons(igs: IGS) -> list[Post]:
    posten = wat_wacht(Bereik(False, frozenset({igs.pk})), date(2026, 11, 23))
    return [een for een in posten if een.titel.startswith("Grensbrekers: wie")]


def test_de_startpagina_van_het_beheer_zegt_hoeveel_er_wachten(rollen, wacht):
    [post] = van_ons(IGS.objects.get(slug="zuidrand"))
    assert (post.aantal, post.uitleg) == (1, "de oudste wacht 4 dagen")
    assert not van_ons(IGS.objects.get(slug="co7"))


def test_toelaten_gaat_een_keer_en_alleen_door_de_eigen_coordinator(rollen, wacht):
    assert rollen.b.post(pad(wacht), {"daad": "laat_toe"}).status_code == 404
    for _ in range(2):
        assert rollen.a.post(pad(wacht), {"daad": "laat_toe"}).status_code == 302
    wacht.refresh_from_db()
    assert wacht.stand == "toegelaten"
    assert len(mails_aan(wacht.email)) == 1


@pytest.mark.parametrize("reden", ["", "   ", "x" * 501, *vijandig.STUURTEKENS[:2]])
def test_weigeren_zonder_leesbare_reden_komt_terug(rollen, wacht, reden):
    antwoord = rollen.a.post(pad(wacht), {"daad": "weiger", "reden": reden})
    assert antwoord.status_code == 200
    assert "niet goed ingevuld" in antwoord.content.decode()
    wacht.refresh_from_db()
    assert wacht.stand == "aangevraagd"


def test_weigeren_mailt_de_reden_en_later_toelaten_kan_niet_meer(rollen, wacht):
    rollen.a.post(pad(wacht), {"daad": "weiger", "reden": "We kennen je niet."})
    rollen.a.post(pad(wacht), {"daad": "laat_toe"})
    wacht.refresh_from_db()
    assert (wacht.stand, wacht.reden) == ("geweigerd", "We kennen je niet.")
    assert "We kennen je niet." in mails_aan(wacht.email)[0].tekst


@pytest.mark.parametrize("daad", ["", "xyzzy", "\x00"])
def test_een_daad_die_niet_bestaat_doet_niets(rollen, wacht, daad):
    assert rollen.a.post(pad(wacht), {"daad": daad}).status_code == 302
    wacht.refresh_from_db()
    assert wacht.stand == "aangevraagd"


def test_een_coordinator_stelt_twee_leden_van_de_eigen_regio_aan_elkaar_voor(rollen):
    an, bo = maak_grensbreker("An Lid", "Lint"), maak_grensbreker("Bo Lid", "Hove")
    vreemd = maak_grensbreker("Vera Vreemd", "Poperinge")
    html = rollen.a.get(pad(an)).content.decode()
    assert "Bo Lid (Hove)" in html
    assert "Vera Vreemd" not in html
    for met in (vreemd.pk, an.pk, "x", ""):
        assert rollen.a.post(pad(an), {"daad": "stel_voor", "met": met}).status_code == 200
    assert not Introductie.objects.exists()
    for _ in range(2):
        assert rollen.a.post(pad(an), {"daad": "stel_voor", "met": bo.pk, "bericht": "Doen!"}).status_code == 302
    assert Introductie.objects.get().stand == "gevraagd"


def test_wissen_op_vraag_vraagt_eerst_wie_je_bent(rollen, wacht):
    gebruiker = maak_redactie("lang@voorbeeld.be")
    koppel_app(gebruiker)
    client = in_beheer(Client(), gebruiker)
    sessie = client.session
    for stap in sessie["account_authentication_methods"]:
        stap["at"] -= 3600
    sessie.save()
    antwoord = client.post(pad(wacht), {"daad": "wis"})
    assert antwoord.status_code == 302
    assert Grensbreker.objects.filter(pk=wacht.pk).exists()
    rollen.a.post(pad(wacht), {"daad": "wis"})
    assert not Grensbreker.objects.filter(pk=wacht.pk).exists()


# --- CSV ---
def test_de_csv_heeft_alleen_de_eigen_leden_en_geen_formules(rollen, wacht):
    maak_grensbreker("=1+1", "Lint", functie="@SUM(A1)", email="f@lint.example", themas=["erfgoed", "jeugd"])
    maak_grensbreker("Ver Weg", "Poperinge")
    tekst = rollen.a.get(CSV).content.decode()
    assert "'=1+1" in tekst
    assert "'@SUM(A1)" in tekst
    assert len(tekst.splitlines()) == 2
    assert Logregel.objects.get(actie="ledenlijst opgehaald").door.email == "a@voorbeeld.be"
    for rol in ("anoniem", "verlopen", "gewoon", "grensbreker"):
        assert rollen.van(rol).get(CSV).status_code in (302, 403), rol


def test_de_csv_van_een_of_twintig_leden_kost_evenveel_vragen(rollen):
    def tel() -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert rollen.a.get(CSV).status_code == 200
        return len(vragen)

    maak_grensbreker("An 0", "Lint", themas=["erfgoed"])
    tel()
    een = tel()
    for nummer in range(1, 20):
        maak_grensbreker(f"An {nummer}", "Hove", themas=["jeugd"])
    assert tel() == een


# --- the log ---
def test_wat_gelezen_wordt_staat_in_het_logboek_zonder_naam(rollen, wacht):
    rollen.a.get(LIJST)
    rollen.a.get(pad(wacht))
    rollen.a.get(f"{LIJST}{wacht.pk}/history/")
    acties = list(Logregel.objects.order_by("pk").values_list("actie", "igs_slug"))
    assert acties == [("lijst gelezen", ""), ("gelezen", "zuidrand"), ("gelezen", "zuidrand")]
    assert "Wim" not in str(list(Logregel.objects.values()))


def test_niemand_voegt_hier_iemand_toe_of_haalt_iemand_weg(rollen, wacht):
    for client in (rollen.a, rollen.redactie, rollen.beheerder):
        assert client.get(f"{LIJST}add/").status_code == 403
        assert client.post(f"{LIJST}{wacht.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Grensbreker.objects.filter(pk=wacht.pk).exists()


def test_themas_zijn_van_de_redactie_en_een_sleutel_verandert_nooit(rollen):
    maak_grensbreker(themas=["erfgoed"])
    lijst = "/admin/grensbrekers/thema/"
    assert rollen.redactie.get(lijst).status_code == 200
    assert rollen.a.get(lijst).status_code == 403
    thema = Grensbreker.objects.exclude(themas=None).first().themas.get()
    rollen.redactie.post(f"{lijst}{thema.pk}/change/", {"naam": "Erfgoed!", "sleutel": "anders", "volgorde": "1"})
    thema.refresh_from_db()
    assert (thema.naam, thema.sleutel) == ("Erfgoed!", "erfgoed")
