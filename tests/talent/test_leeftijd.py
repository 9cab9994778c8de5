"""Growing older: only upwards, never earlier than can be, and nothing opens before somebody approved it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from igs.models import IGS
from opnetwerk.models import Logregel
from talent import beoordelen, leeftijd, ouders, verlaten
from talent.beoordelen import Veranderd, keur_goed, stempel
from talent.indienen import NietKlaar, dien_in
from talent.leeftijd import KanNogNiet, meld, mogelijk, vroegst
from talent.models import Oudertoestemming, Profiel, Talent, Zoekrij
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_gebruiker, maak_igs
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_ingediend, maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")
DAG = date(2026, 11, 23)
EERDER = DAG - timedelta(days=200)


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def jong(regio: IGS) -> Talent:
    talent = maak_talent(naam="Noor", leeftijd="13-15", leeftijd_op=EERDER, thuis=regio, tekst="Ik zing. " * 30)
    geef_akkoord(talent)
    return talent


def als_eigenaar(talent: Talent) -> Client:
    client = Client()
    client.force_login(eigenaar_van(talent))
    return client


def pad(talent: Talent) -> str:
    return f"/mijn/talent/{talent.slug}/leeftijd/"


def goedkeuren(talent: Talent) -> Talent:
    talent.refresh_from_db()
    concept = dien_in(talent=talent, door=eigenaar_van(talent))
    assert concept is not None
    keur_goed(profiel=concept, door=maak_coordinator_van(talent.thuis, "zoe@voorbeeld.be"))
    return Talent.objects.get(pk=talent.pk)


def waarden(talent: Talent) -> list[str]:
    return Zoekrij.objects.get(talent_nr=talent.pk).waarden


def test_van_15_naar_16_opent_pas_na_een_goedkeuring(jong):
    antwoord = als_eigenaar(jong).post(pad(jong), {"actie": "16-17"})
    assert antwoord.status_code == 302
    jong.refresh_from_db()
    assert jong.leeftijd == "13-15"
    assert leeftijd.gevraagd(jong) == "16-17"
    assert Client().get("/talent/noor/contact/").status_code == 404
    assert jong.online.gemeente.naam not in Client().get("/talent/noor/").content.decode()
    assert not any(waarde.startswith(("g:", "d:")) for waarde in waarden(jong))

    nu = goedkeuren(jong)
    assert nu.leeftijd == "16-17"
    assert nu.leeftijd_op == EERDER  # from the first answer follows what can be later
    assert Client().get("/talent/noor/contact/").status_code == 200
    assert nu.online.gemeente.naam in Client().get("/talent/noor/").content.decode()
    assert any(waarde.startswith("g:") for waarde in waarden(nu))
    assert nu.in_zoekmachines is False  # that is a choice of its own
    assert leeftijd.gevraagd(nu) is None
    acties = list(Logregel.objects.filter(actie__startswith="leeftijd").order_by("pk").values_list("actie", flat=True))
    assert acties == ["leeftijd gemeld", "leeftijd gewijzigd"]


def test_van_17_naar_18_gaan_berichten_pas_na_goedkeuring_naar_de_maker_zelf(regio):
    talent = maak_talent(naam="Bas", leeftijd="16-17", leeftijd_op=EERDER, thuis=regio, tekst="Ik zing. " * 30)
    meld(talent=talent, band="18", door=eigenaar_van(talent))
    assert talent.leeftijd == "16-17"
    nu = goedkeuren(talent)
    assert nu.leeftijd == "18"
    assert pad_werkt(nu) == 404


def pad_werkt(talent: Talent) -> int:
    return als_eigenaar(talent).get(pad(talent)).status_code


def test_wie_nog_nooit_online_stond_verandert_meteen(regio):
    talent = maak_talent(naam="Bas", leeftijd="16-17", leeftijd_op=EERDER, thuis=regio, online=False)
    assert als_eigenaar(talent).post(pad(talent), {"actie": "18"}).headers["Location"].endswith("?net=ouder")
    talent.refresh_from_db()
    assert talent.leeftijd == "18"


def test_een_coordinator_beslist_niet_over_een_leeftijd_die_ze_niet_zag(regio):
    profiel = maak_ingediend(naam="Bas", leeftijd="16-17", leeftijd_op=EERDER, thuis=regio)
    gezien = stempel(profiel)
    meld(talent=profiel.talent, band="18", door=eigenaar_van(profiel.talent))
    with pytest.raises(Veranderd):
        keur_goed(profiel=profiel, door=maak_coordinator_van(regio, "zoe@voorbeeld.be"), gezien=gezien)
    keur_goed(profiel=Profiel.objects.get(pk=profiel.pk), door=maak_gebruiker("zo@voorbeeld.be"))


@pytest.mark.parametrize(
    ("band", "dagen", "kan"),
    [
        ("13-15", 0, []),
        ("13-15", 1, ["16-17"]),
        ("13-15", 729, ["16-17"]),
        ("13-15", 731, ["16-17", "18"]),
        ("16-17", 0, []),
        ("16-17", 1, ["18"]),
        ("18", 5000, []),
    ],
)
def test_nooit_eerder_dan_kan(regio, band, dagen, kan):
    talent = maak_talent(leeftijd=band, leeftijd_op=DAG - timedelta(days=dagen), thuis=regio)
    assert mogelijk(talent, DAG) == kan


def test_twee_stappen_na_elkaar_gaan_niet_sneller_dan_een(regio):
    talent = maak_talent(naam="Noor", leeftijd="13-15", leeftijd_op=EERDER, thuis=regio, online=False)
    meld(talent=talent, band="16-17", door=eigenaar_van(talent))
    assert talent.leeftijd == "16-17"
    assert mogelijk(talent, DAG) == []
    assert vroegst(talent, leeftijd.Leeftijd.VOLWASSEN) == EERDER.replace(year=EERDER.year + 2)


def test_schrikkeldag(regio):
    talent = maak_talent(leeftijd="13-15", leeftijd_op=date(2024, 2, 29), thuis=regio)
    assert vroegst(talent, leeftijd.Leeftijd.VOLWASSEN) == date(2026, 3, 1)


@pytest.mark.parametrize("band", ["13-15", "12", "18", "", "99", "16-17\x00", "x" * 100_000])
def test_omlaag_te_vroeg_of_onzin_verandert_niets(jong, band):
    antwoord = als_eigenaar(jong).post(pad(jong), {"actie": band})
    assert antwoord.status_code in (200, 302, 409)
    jong.refresh_from_db()
    assert (jong.leeftijd, leeftijd.gevraagd(jong), jong.concept) == ("13-15", None, None)
    if band not in ("13-15", ""):
        with pytest.raises(KanNogNiet):
            meld(talent=jong, band=band, door=eigenaar_van(jong))


def test_twee_keer_is_een_keer_en_terugnemen_kan_tot_de_goedkeuring(jong):
    for _ in range(2):
        meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    assert Logregel.objects.filter(actie="leeftijd gemeld").count() == 1
    als_eigenaar(jong).post(pad(jong), {"actie": "terug"})
    assert leeftijd.gevraagd(jong) is None
    with pytest.raises(NietKlaar):  # nothing else differs
        dien_in(talent=jong, door=eigenaar_van(jong))
    leeftijd.neem_terug(talent=jong, door=eigenaar_van(jong))
    assert Logregel.objects.filter(actie="leeftijd teruggenomen").count() == 1


def test_wie_16_werd_heeft_geen_ouder_meer_nodig(jong):
    Oudertoestemming.objects.filter(talent=jong).update(bevestigd_op=None)
    assert beoordelen.wat_belet(jong)
    meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    assert beoordelen.wat_belet(jong) == ""
    assert ouders.bezwaren_tegen_indienen(jong) == []
    assert goedkeuren(jong).leeftijd == "16-17"


def test_wat_een_ouder_verborg_toont_de_maker_pas_weer_na_de_goedkeuring(jong):
    verlaten.verberg(talent=jong, door=None, wie=Talent.Verborgen.OUDER)
    meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    with pytest.raises(verlaten.KanNiet):
        verlaten.toon_weer(talent=jong, door=eigenaar_van(jong))
    nu = goedkeuren(jong)
    assert Client().get("/talent/noor/").status_code == 404
    verlaten.toon_weer(talent=nu, door=eigenaar_van(nu))
    assert Client().get("/talent/noor/").status_code == 200


def test_de_coordinator_leest_wat_er_opengaat(jong):
    from talent.aandacht import aandachtspunten

    meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    jong.refresh_from_db()
    assert aandachtspunten(jong.concept)[0].startswith("Ik ben nu 16 of 17 jaar, zegt de maker.")


def test_de_pagina_is_van_de_eigenaar_alleen_en_leidt_verder(jong):
    thuis = als_eigenaar(jong).get(f"/mijn/talent/{jong.slug}/").content.decode()
    assert pad(jong) in thuis
    vreemd = Client()
    vreemd.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    for methode in (vreemd.get, vreemd.post):
        assert methode(pad(jong), {"actie": "16-17"}).status_code == 404
    pagina: Any = als_eigenaar(jong).get(pad(jong)).content.decode()
    assert "Ik ben nu 16 of 17 jaar" in pagina
    assert "Ik ben nu 18 jaar of ouder" not in pagina
    meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    pagina = als_eigenaar(jong).get(pad(jong)).content.decode()
    assert f"/mijn/talent/{jong.slug}/bewerken/indienen/" in pagina
    assert "neem dit terug" in pagina


def test_dezelfde_dag_zegt_de_pagina_dat_het_morgen_kan(regio):
    talent = maak_talent(leeftijd="13-15", leeftijd_op=DAG, thuis=regio)
    pagina = als_eigenaar(talent).get(pad(talent)).content.decode()
    assert "Vanaf morgen" in pagina
    assert 'name="actie"' not in pagina


def test_wie_16_werd_kiest_voor_de_goedkeuring_wie_de_gemeente_ziet(jong):
    client, zichtbaarheid = als_eigenaar(jong), f"/mijn/talent/{jong.slug}/bewerken/zichtbaarheid/"
    assert "gemeente" not in client.get(zichtbaarheid).context["formulier"].fields
    meld(talent=jong, band="16-17", door=eigenaar_van(jong))
    assert zichtbaarheid in client.get(pad(jong)).content.decode()
    formulier = client.get(zichtbaarheid).context["formulier"]
    velden = {naam: formulier[naam].value() or "" for naam in formulier.fields} | {"gemeente": "niemand"}
    assert client.post(zichtbaarheid, velden).status_code == 302
    nu = goedkeuren(jong)
    assert nu.online.gemeente.naam not in Client().get("/talent/noor/").content.decode()
    assert not any(waarde.startswith("g:") for waarde in waarden(nu))
