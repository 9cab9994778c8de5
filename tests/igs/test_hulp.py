"""Asking for help as acts: kept once, confirmed once, brought to redactie, and what the admin shows of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from igs import hulp, wacht
from igs.bereik import KIJKEN, WIJZIGEN, Bereik, bereik_van, rechten
from igs.hulp import bevestig, met_teken, stuur_link, vraag_hulp
from igs.models import Gemeente, Hulpvraag
from opnetwerk.bevestigen import maak_teken
from opnetwerk.dag import nu
from opnetwerk.models import Logregel, UitgaandeMail
from tests.beheer import in_beheer, maak_coordinator_van, maak_redactie
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs

REDACTIE = "redactie@voorbeeld.be"
LIJST = "/admin/igs/hulpvraag/"


@pytest.fixture(autouse=True)
def beheerder(settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": REDACTIE}


def maak_hulpvraag(**velden: Any) -> Hulpvraag:
    """Asked, and not confirmed yet."""
    standaard = {
        "onderwerp": "regiocheck",
        "naam": "An Voorbeeld",
        "email": "an@voorbeeld.be",
        "organisatie": "Lint",
        "tekst": "Kunnen jullie meekijken?",
        "formulier": "f" * 64,
    }
    return vraag_hulp(**standaard | velden)


def mails_aan(adres: str) -> list[UitgaandeMail]:
    return list(UitgaandeMail.objects.filter(aan=adres).order_by("pk"))


# --- asked ------------------------------------------------------------------------------------------------------------


def test_een_vraag_wacht_op_haar_afzender_en_niemand_anders_krijgt_mail(db):
    hulpvraag = maak_hulpvraag()
    assert hulpvraag.stand == Hulpvraag.Stand.TE_BEVESTIGEN
    [mail] = UitgaandeMail.objects.all()
    assert mail.aan == "an@voorbeeld.be"
    assert Logregel.objects.get().actie == "hulp gevraagd"


def test_in_de_mail_aan_een_ongevraagd_adres_staat_niets_dat_iemand_typte(db):
    maak_hulpvraag(naam="KOOP NU", organisatie="https://kwaad.example", tekst="Win een prijs", aanbod="gratis-geld")
    [mail] = mails_aan("an@voorbeeld.be")
    for woord in ("KOOP", "kwaad", "prijs", "gratis"):
        assert woord not in mail.onderwerp + mail.tekst + mail.html
    assert "/regiocheck/vraag-hulp/bevestig/" in mail.tekst
    assert "De link werkt 3 dagen." in mail.tekst
    assert mail.antwoord_aan == ""


def test_hetzelfde_formulier_is_een_vraag_en_een_mail(db):
    assert maak_hulpvraag() == maak_hulpvraag()
    assert (Hulpvraag.objects.count(), UitgaandeMail.objects.count(), Logregel.objects.count()) == (1, 1, 1)


def test_het_gebied_het_adres_en_het_igs_gaan_mee(lege_databank):
    een, ander, igs = maak_gemeente("99001", "Een"), maak_gemeente("99002", "Ander"), maak_igs("Zuidrand")
    hulpvraag = maak_hulpvraag(gemeenten=["99001", "99002", "00000"], adres="/regiocheck/uitkomst/?g=99001", igs=igs)
    assert set(hulpvraag.gemeenten.all()) == {een, ander}
    assert (hulpvraag.adres, hulpvraag.igs) == ("/regiocheck/uitkomst/?g=99001", igs)
    assert Logregel.objects.get().igs_slug == "zuidrand"


def test_wat_bij_nieuw_weigert_laat_niets_na(db):
    def weiger() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        maak_hulpvraag(bij_nieuw=weiger)
    assert (Hulpvraag.objects.count(), UitgaandeMail.objects.count(), Logregel.objects.count()) == (0, 0, 0)


def test_een_nieuwe_link_komt_hoogstens_een_keer_per_dag(db, settings):
    hulpvraag = maak_hulpvraag()
    for _ in range(3):
        stuur_link(hulpvraag=hulpvraag)
    assert len(mails_aan("an@voorbeeld.be")) == 1
    settings.VASTE_DAG = DAG + timedelta(days=4)
    for _ in range(3):
        stuur_link(hulpvraag=hulpvraag)
    assert len(mails_aan("an@voorbeeld.be")) == 2


def test_wat_bevestigd_is_krijgt_geen_link_meer(db, settings):
    hulpvraag = maak_hulpvraag()
    bevestig(hulpvraag=hulpvraag)
    hulpvraag.refresh_from_db()
    settings.VASTE_DAG = DAG + timedelta(days=4)
    stuur_link(hulpvraag=hulpvraag)
    assert len(mails_aan("an@voorbeeld.be")) == 1


# --- confirmed --------------------------------------------------------------------------------------------------------


def test_na_bevestigen_leest_redactie_de_hele_vraag_en_kan_antwoorden(lege_databank, settings):
    maak_gemeente("99001", "Een")
    hulpvraag = maak_hulpvraag(gemeenten=["99001"], adres="/regiocheck/uitkomst/?g=99001", igs=maak_igs("Zuidrand"))
    assert bevestig(hulpvraag=hulpvraag)
    hulpvraag.refresh_from_db()
    assert (hulpvraag.stand, hulpvraag.bevestigd_op) == (Hulpvraag.Stand.NIEUW, nu())
    [mail] = mails_aan(REDACTIE)
    assert mail.antwoord_aan == "an@voorbeeld.be"
    assert mail.onderwerp == "Hulpvraag: Regiocheck"
    for woord in (
        "An Voorbeeld, Lint",
        "Kunnen jullie meekijken?",
        "Gebied: Een",
        "IGS: Zuidrand",
        f"{settings.SITE_ADRES}/regiocheck/uitkomst/?g=99001",
        f"/admin/igs/hulpvraag/{hulpvraag.pk}/change/",
    ):
        assert woord in mail.tekst
    regel = Logregel.objects.latest("pk")
    assert (regel.actie, regel.igs_slug) == ("hulpvraag bevestigd", "zuidrand")
    assert regel.veranderd == {"stand": ["afzender bevestigt nog", "nieuw"]}


def test_een_tweede_keer_bevestigen_doet_niets(db, settings):
    hulpvraag = maak_hulpvraag()
    assert bevestig(hulpvraag=hulpvraag)
    settings.VASTE_DAG = DAG + timedelta(days=1)
    assert not bevestig(hulpvraag=hulpvraag)
    hulpvraag.refresh_from_db()
    assert hulpvraag.bevestigd_op.date() == DAG
    assert (len(mails_aan(REDACTIE)), Logregel.objects.count()) == (1, 2)


def test_wat_behandeld_is_wordt_niet_weer_nieuw(db):
    hulpvraag = maak_hulpvraag()
    bevestig(hulpvraag=hulpvraag)
    Hulpvraag.objects.update(stand=Hulpvraag.Stand.BEHANDELD)
    assert not bevestig(hulpvraag=hulpvraag)
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.BEHANDELD


def test_zonder_adres_in_de_instellingen_krijgen_de_accounts_van_redactie_de_mail(db, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    maak_redactie("b@voorbeeld.be")
    maak_redactie("a@voorbeeld.be")
    weg = maak_redactie("weg@voorbeeld.be")
    weg.is_active = False
    weg.save()
    assert hulp.ontvangers(DAG) == ["a@voorbeeld.be", "b@voorbeeld.be"]
    bevestig(hulpvraag=maak_hulpvraag())
    assert len(mails_aan("a@voorbeeld.be")) == len(mails_aan("b@voorbeeld.be")) == 1


def test_een_typfout_in_de_instellingen_verliest_de_vraag_niet(db, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "geen adres"}
    assert bevestig(hulpvraag=maak_hulpvraag())
    assert Hulpvraag.objects.get().stand == Hulpvraag.Stand.NIEUW


# --- the link ---------------------------------------------------------------------------------------------------------


def test_een_link_leidt_drie_dagen_naar_haar_vraag(db, settings):
    hulpvraag = maak_hulpvraag()
    teken = maak_teken(hulp.SOORT, str(hulpvraag.kenmerk))
    settings.VASTE_DAG = DAG + timedelta(days=3)
    assert met_teken(teken) == hulp.Gevonden(hulpvraag, verlopen=False)
    settings.VASTE_DAG = DAG + timedelta(days=4)
    assert met_teken(teken) == hulp.Gevonden(hulpvraag, verlopen=True)
    hulpvraag.delete()
    assert met_teken(teken) is None


def test_een_link_van_iets_anders_leidt_nergens_heen(db):
    hulpvraag = maak_hulpvraag()
    assert met_teken(maak_teken("gesprek", str(hulpvraag.kenmerk))) is None
    assert met_teken("onzin") is None


# --- the queue --------------------------------------------------------------------------------------------------------


@pytest.fixture
def redactie(db) -> Client:
    return in_beheer(Client(), maak_redactie("rik@voorbeeld.be"))


def test_redactie_kijkt_en_behandelt_en_een_coordinator_ziet_niets(lege_databank):
    gebruiker = maak_redactie()
    coordinator = maak_coordinator_van(maak_igs("Zuidrand"), "co@voorbeeld.be")
    assert rechten(gebruiker, Hulpvraag, bereik_van(gebruiker, DAG)) == {KIJKEN, WIJZIGEN}
    bereik = bereik_van(coordinator, DAG)
    assert rechten(coordinator, Hulpvraag, bereik) == frozenset()
    maak_hulpvraag()
    assert not bereik.binnen(Hulpvraag.objects.all()).exists()


def test_de_lijst_toont_stand_en_leeftijd_en_niet_wat_nog_niet_bevestigd_is(redactie, settings):
    bevestig(hulpvraag=maak_hulpvraag(naam="Bevestigd", formulier="1"))
    maak_hulpvraag(naam="Wacht nog", formulier="2")
    settings.VASTE_DAG = DAG + timedelta(days=5)
    bevestig(hulpvraag=maak_hulpvraag(naam="Van vandaag", formulier="3"))
    html = redactie.get(LIJST).content.decode()
    assert "Wacht nog" not in html
    assert html.index("Bevestigd") < html.index("Van vandaag")
    assert 'class="field-leeftijd">5 dagen<' in html
    assert 'class="field-leeftijd">vandaag<' in html
    assert redactie.get(f"{LIJST}{Hulpvraag.objects.get(naam='Wacht nog').pk}/change/").status_code == 404


def test_redactie_zet_een_vraag_op_behandeld_met_een_notitie_en_verder_niets(redactie):
    bevestig(hulpvraag=maak_hulpvraag())
    hulpvraag = Hulpvraag.objects.get()
    pad = f"{LIJST}{hulpvraag.pk}/change/"
    html = redactie.get(pad).content.decode()
    assert "Kunnen jullie meekijken?" in html
    assert 'value="te_bevestigen"' not in html
    data = {"stand": "behandeld", "notitie": "Gebeld.", "tekst": "anders", "email": "x@voorbeeld.be"}
    assert redactie.post(pad, data).status_code == 302
    hulpvraag.refresh_from_db()
    assert (hulpvraag.stand, hulpvraag.notitie) == ("behandeld", "Gebeld.")
    assert (hulpvraag.tekst, hulpvraag.email) == ("Kunnen jullie meekijken?", "an@voorbeeld.be")
    assert 'class="field-leeftijd">-<' in redactie.get(LIJST).content.decode()
    assert redactie.post(pad, {"stand": "te_bevestigen", "notitie": ""}).status_code == 200
    assert {"lijst gelezen", "gelezen", "gewijzigd"} <= set(Logregel.objects.values_list("actie", flat=True))


def test_wat_iemand_typt_wordt_in_het_beheer_geen_code(redactie):
    kwaad = "<script>alert(1)</script>"
    bevestig(
        hulpvraag=maak_hulpvraag(naam=kwaad, organisatie=kwaad, tekst=kwaad, adres='/x"><script>alert(1)</script>')
    )
    for pad in (LIJST, f"{LIJST}{Hulpvraag.objects.get().pk}/change/"):
        html = redactie.get(pad).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_de_beginpagina_van_redactie_telt_wat_wacht_met_de_oudste(redactie, settings):
    alles = Bereik(alles=True)
    assert "Vragen om hulp" not in [post.titel for post in wacht.wat_wacht(alles, DAG)]
    bevestig(hulpvraag=maak_hulpvraag(formulier="1"))
    settings.VASTE_DAG = DAG + timedelta(days=2)
    bevestig(hulpvraag=maak_hulpvraag(formulier="2"))
    maak_hulpvraag(formulier="3")
    [post] = [post for post in wacht.wat_wacht(alles, DAG) if post.titel == "Vragen om hulp"]
    assert (post.aantal, post.uitleg) == (2, "de oudste is van 23/11/2026")
    assert len(redactie.get(post.pad).context["cl"].queryset) == 2
    assert "Vragen om hulp" in redactie.get(reverse("admin:index")).content.decode()
    igs = Bereik(alles=False, igs=frozenset({1}))
    assert "Vragen om hulp" not in [post.titel for post in wacht.wat_wacht(igs, date(2026, 11, 23))]


def test_een_en_twintig_vragen_kosten_de_lijst_evenveel(redactie, django_assert_max_num_queries):
    def tel() -> int:
        with django_assert_max_num_queries(60) as gevraagd:
            assert redactie.get(LIJST).status_code == 200
        return len(gevraagd)

    bevestig(hulpvraag=maak_hulpvraag(formulier="0"))
    tel()
    eerst = tel()
    for nummer in range(1, 20):
        bevestig(hulpvraag=maak_hulpvraag(formulier=str(nummer)))
    assert tel() == eerst


def test_een_gemeente_die_weggaat_neemt_de_vraag_niet_mee(lege_databank):
    maak_gemeente("99001", "Een")
    maak_hulpvraag(gemeenten=["99001"])
    Gemeente.objects.all().delete()
    assert Hulpvraag.objects.get().gemeenten.count() == 0
