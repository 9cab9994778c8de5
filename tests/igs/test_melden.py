"""Whose a page is, and what a report of a visitor sets in motion."""

from datetime import date, timedelta
from typing import Any

import pytest

from igs.melden import igs_van_pagina, meld, ontvangers, pad_op_site
from igs.models import IGS, Aanstelling, Melding
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from tests import vijandig
from tests.conftest import DAG
from tests.fabriek import (
    GEPUBLICEERD,
    maak_activiteit,
    maak_bericht,
    maak_gemeente,
    maak_igs,
    maak_lid,
    maak_portret,
    maak_praktijk,
)

BEHEERDER = "redactie@voorbeeld.be"


@pytest.fixture(autouse=True)
def beheerder(settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": BEHEERDER}


@pytest.fixture
def zuidrand(gegevens: None) -> IGS:
    return IGS.objects.get(slug="zuidrand")


def stel_aan(igs: IGS, email: str, van: date = date(2026, 1, 1), tot: date | None = None, **velden: Any) -> Aanstelling:
    gebruiker = Gebruiker.objects.create_user(email, **velden)
    return Aanstelling.objects.create(gebruiker=gebruiker, igs=igs, van=van, tot=tot)


def een_melding(**velden: Any) -> Melding:
    standaard: dict[str, Any] = {
        "pagina": "/igs/zuidrand/",
        "tekst": "Het nummer is oud.",
        "email": "",
        "formulier": "a" * 64,
    }
    return meld(**standaard | velden)


# --- which pages there are ---


@pytest.mark.parametrize(
    "adres", ["/", "/igs/", "/igs/zuidrand/", "/gemeenten/lint/", "/regios/gent/", "/privacy/", "/belicht/een-portret/"]
)
def test_een_pagina_van_deze_site_is_een_pad(adres):
    assert pad_op_site(adres) == adres


@pytest.mark.parametrize("adres", [*vijandig.VREEMDE_ADRESSEN, None, "/igs/\u2028/", "/igs/" + "a" * 300 + "/"])
def test_wat_geen_pagina_van_deze_site_is_telt_niet(adres):
    assert pad_op_site(adres) == ""


def test_de_vraag_achter_het_adres_wordt_niet_bewaard():
    assert pad_op_site("/zoek/?q=mijn+naam#boven") == "/zoek/"


# --- whose page it is ---


@pytest.mark.parametrize(
    ("pad", "slug"),
    [
        ("/igs/zuidrand/", "zuidrand"),
        ("/igs/co7/", "co7"),
        ("/igs/zuidrand/iets/dieper/", "zuidrand"),
        ("/gemeenten/lint/", "zuidrand"),
        ("/gemeenten/gooik/", "pajottenland-zennevallei"),  # merged into Pajottegem
        ("/gemeenten/aalter/", "comeet"),  # an old and a new one of that name
        ("/belicht/wannes-de-laender/", None),
    ],
)
def test_een_pagina_van_het_echte_netwerk_hoort_bij_haar_igs(gegevens, pad, slug):
    gevonden = igs_van_pagina(pad)
    if slug is None:
        assert gevonden is not None
        assert gevonden.portretten.filter(slug="wannes-de-laender").exists()
    else:
        assert gevonden is not None
        assert gevonden.slug == slug


@pytest.mark.parametrize(
    "pad",
    [
        "",
        "/",
        "/igs/",
        "/igs/bestaat-niet/",
        "/gemeenten/",
        "/gemeenten/bestaat-niet/",
        "/gemeenten/antwerpen/",  # in no IGS
        "/gemeenten/borsbeek/",  # now Antwerpen
        "/regios/gent/",
        "/belicht/",
        "/belicht/vragen/waarop-ben-je-trots/",
        "/privacy/",
        "/open-data/igs.csv",
    ],
)
def test_een_pagina_van_niemand_in_het_bijzonder_is_voor_de_redactie(gegevens, pad):
    assert igs_van_pagina(pad) is None


def test_een_gemeente_in_twee_igs_is_voor_de_redactie(db):
    dorp = maak_gemeente("99001", "Proefdorp")
    een, twee = maak_igs("Een"), maak_igs("Twee")
    maak_lid(een, dorp)
    assert igs_van_pagina("/gemeenten/proefdorp/") == een
    maak_lid(twee, dorp, lid_van=DAG)
    assert igs_van_pagina("/gemeenten/proefdorp/") is None


def test_een_gemeente_hoort_bij_het_igs_van_vandaag(db):
    dorp = maak_gemeente("99001", "Proefdorp")
    maak_lid(maak_igs("Vroeger"), dorp, lid_tot=DAG - timedelta(days=1))
    nu = maak_igs("Nu")
    maak_lid(nu, dorp, lid_van=DAG)
    maak_lid(maak_igs("Straks"), dorp, lid_van=DAG + timedelta(days=1))
    assert igs_van_pagina("/gemeenten/proefdorp/") == nu


def test_een_item_hoort_bij_zijn_igs(db):
    igs = maak_igs()
    maak_portret(igs, "Portret")
    maak_praktijk(igs, "Praktijk")
    maak_activiteit("Activiteit", igs=igs)
    maak_bericht("Bericht", igs=igs)
    maak_bericht("Van de redactie")
    for pad in ("/belicht/portret/", "/praktijken/praktijk/", "/agenda/activiteit/", "/nieuws/bericht/"):
        assert igs_van_pagina(pad) == igs, pad
    for pad in ("/nieuws/van-de-redactie/", "/nieuws/praktijk/", "/agenda/", "/agenda/agenda.ics"):
        assert igs_van_pagina(pad) is None, pad


def test_een_verborgen_item_verraadt_zijn_igs_niet(db):
    igs = maak_igs()
    maak_bericht("Concept", igs=igs, gepubliceerd_op=None)
    maak_bericht("Weg", igs=igs, verwijderd_op=GEPUBLICEERD)
    assert igs_van_pagina("/nieuws/concept/") is None
    assert igs_van_pagina("/nieuws/weg/") is None


# --- who hears of it ---


def test_de_coordinatoren_van_vandaag_krijgen_de_mail(db):
    igs, ander = maak_igs("Eigen"), maak_igs("Ander")
    stel_aan(igs, "an@voorbeeld.be")
    stel_aan(igs, "bo@voorbeeld.be", van=DAG, tot=DAG)
    stel_aan(igs, "vroeger@voorbeeld.be", tot=DAG - timedelta(days=1))
    stel_aan(igs, "straks@voorbeeld.be", van=DAG + timedelta(days=1))
    stel_aan(igs, "weg@voorbeeld.be", is_active=False)
    stel_aan(ander, "elders@voorbeeld.be")
    assert ontvangers(igs, DAG) == ["an@voorbeeld.be", "bo@voorbeeld.be"]


def test_wie_twee_keer_is_aangesteld_krijgt_een_mail(db):
    aanstelling = stel_aan(maak_igs(), "an@voorbeeld.be")
    Aanstelling.objects.create(gebruiker=aanstelling.gebruiker, igs=aanstelling.igs, van=DAG)
    assert ontvangers(aanstelling.igs, DAG) == ["an@voorbeeld.be"]


def test_zonder_coordinator_krijgt_de_beheerder_de_mail(db, settings):
    assert ontvangers(maak_igs(), DAG) == ontvangers(None, DAG) == [BEHEERDER]
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    assert ontvangers(None, DAG) == []


# --- the act ---


def test_een_melding_komt_in_de_rij_het_logboek_en_de_mail(zuidrand, settings):
    settings.SITE_ADRES = "https://opnetwerk.example"
    stel_aan(zuidrand, "an@voorbeeld.be")
    melding = een_melding(tekst="Het nummer is oud & <b>fout</b>.", email="bezoeker@voorbeeld.be")
    assert (melding.igs, melding.stand, melding.email) == (zuidrand, "nieuw", "bezoeker@voorbeeld.be")

    regel = Logregel.objects.get()
    assert (regel.actie, regel.door, regel.door_naam, regel.igs_slug) == (
        "melding verstuurd",
        None,
        "bezoeker",
        "zuidrand",
    )
    assert "bezoeker@voorbeeld.be" not in f"{regel.object_naam}{regel.veranderd}"

    mail = UitgaandeMail.objects.get()
    assert (mail.aan, mail.antwoord_aan) == ("an@voorbeeld.be", "bezoeker@voorbeeld.be")
    assert mail.onderwerp == "Melding van een bezoeker over Zuidrand"
    assert "https://opnetwerk.example/igs/zuidrand/" in mail.tekst
    assert "Het nummer is oud & <b>fout</b>." in mail.tekst
    assert str(melding.kenmerk) in mail.tekst
    assert f"https://opnetwerk.example/admin/igs/melding/{melding.pk}/change/" in mail.tekst
    assert "<b>fout" not in mail.html


def test_een_melding_over_niets_gaat_naar_de_beheerder(db):
    melding = een_melding(pagina="")
    mail = UitgaandeMail.objects.get()
    assert melding.igs is None
    assert (mail.aan, mail.antwoord_aan, mail.onderwerp) == (BEHEERDER, "", "Melding van een bezoeker")
    assert "Op deze pagina" not in mail.tekst
    assert "liet geen e-mailadres achter" in mail.tekst


def test_elke_coordinator_krijgt_een_eigen_mail(zuidrand):
    stel_aan(zuidrand, "an@voorbeeld.be")
    stel_aan(zuidrand, f"{'b' * 64}@{'c' * 60}.{'d' * 60}.{'e' * 60}.be")
    een_melding()
    assert UitgaandeMail.objects.count() == 2


def test_hetzelfde_formulier_is_een_melding_een_logregel_en_een_mail(db):
    eerste, tweede = een_melding(), een_melding(tekst="iets anders")
    assert eerste == tweede
    assert tweede.tekst == "Het nummer is oud."
    assert (Melding.objects.count(), Logregel.objects.count(), UitgaandeMail.objects.count()) == (1, 1, 1)
    een_melding(formulier="b" * 64)
    assert Melding.objects.count() == 2


def test_bij_nieuw_wordt_een_keer_gevraagd_en_kan_alles_ongedaan_maken(db):
    geteld = []
    een_melding(bij_nieuw=lambda: geteld.append(1))
    een_melding(bij_nieuw=lambda: geteld.append(1))
    assert geteld == [1]

    def te_veel():
        raise TeVaak(GEPUBLICEERD)

    with pytest.raises(TeVaak):
        een_melding(formulier="b" * 64, bij_nieuw=te_veel)
    assert (Melding.objects.count(), Logregel.objects.count(), UitgaandeMail.objects.count()) == (1, 1, 1)


def test_een_tikfout_in_het_adres_van_de_beheerder_kost_geen_melding(db, settings, caplog):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "geen adres"}
    assert een_melding().pk
    assert UitgaandeMail.objects.count() == 0
    assert "kan niet geschreven worden" in caplog.text


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_de_woorden_van_een_bezoeker_blijven_tekst(db, tekst):
    melding = een_melding(tekst=tekst)
    mail = UitgaandeMail.objects.get()
    assert melding.tekst == tekst
    assert tekst in mail.tekst
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert 'href="https://kwaad' not in mail.html
