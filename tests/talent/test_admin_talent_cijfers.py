"""The landing page of who decides about talents, and the figures of a region."""

import pytest
from django.urls import reverse

from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import wat_wacht
from opnetwerk.models import Logregel
from talent import cijfers, wachtrij
from talent.models import Toelating
from tests.beheer import Rollen, maak_rollen
from tests.conftest import DAG
from tests.fabriek import maak_gemeente, maak_igs, maak_lid, om
from tests.talent.beheerpaginas import html
from tests.talent.fabriek import maak_ingediend, maak_talent


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


# --- elsewhere too --------------------------------------------------------------------------------------------------
@pytest.fixture
def vraag(regio, elders) -> Toelating:
    return Toelating.objects.create(talent=maak_talent(thuis=regio), igs=elders, soort="ook")


# --- the landing page -----------------------------------------------------------------------------------------------
def test_de_voorpagina_zegt_hoeveel_er_wachten_en_hoelang(rollen, regio, vraag):
    maak_ingediend(naam="Een", thuis=regio, sinds=om(9))
    maak_ingediend(naam="Twee", thuis=regio, sinds=om(20))
    pagina = html(rollen.a, "/admin/")
    assert "Talent: profielen te beslissen: <strong>2</strong>" in pagina
    assert "de oudste wacht 10 werkdagen" in pagina
    assert "wie ook bij jou wil staan" not in pagina
    assert "wie ook bij jou wil staan: <strong>1</strong>" in html(rollen.b, "/admin/")


def test_zonder_iets_te_beslissen_staat_er_niets(rollen, regio):
    titels = [post.titel for post in wat_wacht(Bereik(alles=False, igs=frozenset({regio.pk})), DAG)]
    assert not [titel for titel in titels if titel.startswith("Talent")]


# --- figures --------------------------------------------------------------------------------------------------------
CIJFERS = reverse("admin:talent_talent_cijfers")
CSV = reverse("admin:talent_talent_cijfers_csv")


def test_de_cijfers_zijn_van_de_eigen_regio(rollen, regio, elders):
    maak_talent(thuis=regio)
    maak_talent(naam="Elders", thuis=elders, disciplines=["dans"])
    pagina = html(rollen.a, CIJFERS)
    assert "Zuidrand" in pagina
    assert "CO7" not in pagina
    assert "Dans" not in pagina
    assert "CO7" in html(rollen.redactie, CIJFERS)
    assert rollen.gewoon.get(CIJFERS).status_code == 403


def test_de_csv_is_begrensd_gelogd_en_veilig(rollen, regio, elders):
    regio.naam = "=Zuidrand()"
    regio.save()
    maak_talent(thuis=regio)
    antwoord = rollen.a.get(CSV)
    assert antwoord.headers["Content-Disposition"].startswith('attachment; filename="talent-cijfers-2026-11-23.csv"')
    regels = antwoord.content.decode().splitlines()
    assert regels[0] == "regio,wat,aantal"
    assert "'=Zuidrand(),online,1" in regels
    assert not [regel for regel in regels if "CO7" in regel]
    assert Logregel.objects.filter(actie="cijfers opgehaald").count() == 1


def test_de_csv_vraagt_eerst_te_bevestigen_wie_je_bent(rollen, regio, monkeypatch, settings):
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    antwoord = rollen.a.get(CSV)
    assert antwoord.status_code == 302
    assert "next=" in antwoord.headers["Location"]
    assert not Logregel.objects.filter(actie="cijfers opgehaald").exists()


def test_de_kolommen_passen_bij_de_rijen(regio):
    maak_talent(thuis=regio)
    rijen = list(cijfers.als_rijen(cijfers.per_regio(Bereik(alles=True))))
    assert {len(rij) for rij in rijen} == {len(cijfers.KOLOMMEN)}


def test_de_volgende_in_de_rij_is_van_de_eigen_regio(regio, elders):
    maak_ingediend(thuis=elders, sinds=om(1))
    eigen = maak_ingediend(naam="Eigen", thuis=regio, sinds=om(2))
    assert wachtrij.volgende(Bereik(alles=False, igs=frozenset({regio.pk}))) == eigen
