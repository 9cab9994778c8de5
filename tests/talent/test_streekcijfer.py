"""The page of an IGS and of a region leads to its makers, with the same number as the directory gives."""

from datetime import date

import pytest
from django.test import Client

from igs.models import IGS, Gemeente, Lidmaatschap, Referentieregio
from talent.models import Talent
from talent.zoekrij import leid_af
from tests.talent.fabriek import maak_talent
from tests.talent.test_uitkomsten import maak_uitkomst

pytestmark = pytest.mark.usefixtures("gegevens")
IGS_PAGINA = "/igs/zuidrand/"


@pytest.fixture
def zuidrand() -> IGS:
    return IGS.objects.get(slug="zuidrand")


def pagina(pad: str) -> str:
    antwoord = Client().get(pad)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def regio_van(igs: IGS) -> Referentieregio:
    lid = Lidmaatschap.objects.filter(igs=igs, lid_tot=None).select_related("gemeente__referentieregio").first()
    assert lid is not None
    return lid.gemeente.referentieregio


def test_zonder_makers_staat_er_niets(zuidrand):
    maak_talent(naam="Nog niet", thuis=zuidrand, online=False)
    for pad in (IGS_PAGINA, regio_van(zuidrand).get_absolute_url()):
        assert "<dt>Talent</dt>" not in pagina(pad)


@pytest.mark.parametrize(("aantal", "zin"), [(1, "1 maker staat in de lijst."), (3, "3 makers staan in de lijst.")])
def test_de_pagina_van_het_igs_noemt_hoeveel_makers_en_leidt_erheen(zuidrand, aantal, zin):
    for nummer in range(aantal):
        maak_talent(naam=f"Maker {nummer}", thuis=zuidrand)
    maak_talent(naam="Elders", thuis=IGS.objects.get(slug="co7"))
    html = pagina(IGS_PAGINA)
    assert zin in html
    assert 'href="/igs/zuidrand/talent/"' in html
    assert pagina("/igs/zuidrand/talent/").count("kaartje") >= aantal


def test_de_regio_telt_zoals_de_lijst_achter_de_link(zuidrand):
    maak_talent(naam="Een", thuis=zuidrand)
    maak_talent(naam="Twee", thuis=zuidrand)
    html = pagina(regio_van(zuidrand).get_absolute_url())
    assert "2 makers staan in de lijst" in html
    link = next(stuk for stuk in html.split('"') if stuk.startswith("/talent/?regio="))
    assert "regio=zuidrand" in link
    assert "2 makers gevonden" in pagina(link.replace("&amp;", "&"))


def test_wie_verborgen_is_telt_meteen_niet_meer(zuidrand):
    talent = maak_talent(naam="Een", thuis=zuidrand)
    assert "1 maker staat" in pagina(IGS_PAGINA)
    Talent.objects.filter(pk=talent.pk).update(verborgen_op="2026-11-23T00:00Z", verborgen_door="eigenaar")
    leid_af(talent)
    assert "<dt>Talent</dt>" not in pagina(IGS_PAGINA)


def test_wie_13_tot_15_is_telt_bij_het_igs_en_bij_geen_gemeente(zuidrand):
    gemeente = Gemeente.objects.huidige().get(slug="lint")
    maak_talent(naam="Noor", leeftijd="13-15", thuis=zuidrand, gemeente=gemeente)
    assert "1 maker staat" in pagina(IGS_PAGINA)
    assert "Noor" not in pagina("/talent/?gemeente=lint")


@pytest.mark.parametrize(("aantal", "zin"), [(1, "Er staat nu 1 maker op."), (2, "Er staan nu 2 makers op.")])
def test_de_lijst_telt_in_goed_nederlands(aantal, zin, zuidrand):
    for nummer in range(aantal):
        maak_talent(naam=f"Maker {nummer}", thuis=zuidrand)
    assert zin in " ".join(pagina("/talent/").split())


def test_wat_lukte_staat_bij_het_igs_en_bij_de_regio(zuidrand):
    talent = maak_talent(naam="Een", thuis=zuidrand)
    maak_uitkomst(talent, op=date(2026, 6, 1))
    maak_uitkomst(talent, op=date(2026, 11, 23))
    maak_uitkomst(talent, op=date(2025, 11, 1))
    maak_uitkomst(talent, op=date(2026, 6, 2), bevestigd=False)
    maak_uitkomst(maak_talent(naam="Elders", thuis=IGS.objects.get(slug="co7")), op=date(2026, 6, 1))
    for pad in (IGS_PAGINA, regio_van(zuidrand).get_absolute_url()):
        assert "In de voorbije twaalf maanden lukte het 2 keer" in pagina(pad)


def test_waar_nog_niets_lukte_staat_er_niets_over(zuidrand):
    maak_uitkomst(maak_talent(naam="Een", thuis=zuidrand), bevestigd=False)
    assert "Gelukt via Talent" not in pagina(IGS_PAGINA)
