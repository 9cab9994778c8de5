"""The pages: who fits a call and the button that invites, what a talent chose, and the button that stops the mails."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igs.models import Gemeente
from opnetwerk import bevestigen
from opnetwerk.models import UitgaandeMail
from talent import oproepmail
from talent.models import Oproepmelding, Oproepvoorkeur, Talent
from talent.oproepmail import uitlink
from talent.taken import talent_oproepmails
from talent.verlaten import verberg, wis
from tests import vijandig
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens")


def lint() -> Gemeente:
    return Gemeente.objects.get(nis_code="11025")


def maak(naam: str = "De Band", **velden) -> Talent:
    return maak_talent(naam=naam, gemeente=lint(), **velden)


def pad(oproep, organisator=None) -> str:
    return f"/talent/organisatoren/{(organisator or oproep.organisator).sleutel}/oproepen/{oproep.slug}/passen/"


def kort(adres: str) -> str:
    return "/" + adres.split("/", 3)[3]


# --- who fits ---
def test_de_pagina_toont_wie_past_met_de_redenen_en_de_weg_naar_een_bericht(client):
    talent = maak(aanbod=["optreden"], prijs="vanaf", prijs_vanaf=150, techniek="een piano")
    pagina = client.get(pad(maak_oproep(gemeente=lint()))).content.decode()
    assert "De Band" in pagina
    for zin in ["In dezelfde gemeente: Lint.", "Biedt dit aan: optreden.", "Vraagt vanaf € 150. Jij betaalt € 250."]:
        assert zin in pagina
    assert "Heeft ook nodig: een piano. Spreek dat af." in pagina
    assert f'href="/talent/{talent.slug}/contact/"' in pagina
    assert f'value="{talent.kenmerk}"' in pagina
    Formulierpagina(pagina).keur()


def test_de_pagina_van_de_oproep_wijst_de_weg(client):
    oproep = maak_oproep(gemeente=lint())
    pagina = client.get(pad(oproep).removesuffix("passen/")).content.decode()
    assert f'href="{pad(oproep)}"' in pagina


def test_de_pagina_zegt_hoe_er_gekozen_en_geloot_wordt(client):
    pagina = client.get(pad(maak_oproep(gemeente=lint()))).content.decode()
    assert "iemand die nieuw is even veel kans" in pagina
    assert "We vinden niemand die past." in pagina


def test_wat_een_talent_verbergt_staat_er_niet(client):
    maak(prijs="vanaf", prijs_vanaf=123, zichtbaarheid={"prijs": "niemand", "gemeente": "aangemeld"})
    pagina = client.get(pad(maak_oproep(gemeente=lint()))).content.decode()
    assert "De Band" in pagina
    assert "123" not in pagina
    assert "Lint" not in pagina


def test_wie_13_is_staat_er_nooit(client):
    maak("Kim", leeftijd="13-15")
    assert "Kim" not in client.get(pad(maak_oproep(gemeente=lint()))).content.decode()


def test_uitnodigen_stuurt_een_mail_en_zegt_het_en_twee_keer_is_een_keer(client):
    talent, oproep = maak(), maak_oproep(gemeente=lint())
    antwoord = client.post(pad(oproep), {"nodig_uit": str(talent.kenmerk)})
    assert antwoord.status_code == 302
    pagina = client.get(antwoord["Location"]).content.decode()
    assert "Je uitnodiging is genoteerd." in pagina
    assert "Je nodigde dit talent uit." in pagina
    assert f'value="{talent.kenmerk}"' not in pagina
    tweede = client.post(pad(oproep), {"nodig_uit": str(talent.kenmerk)}, follow=True).content.decode()
    assert "We sturen geen tweede uitnodiging." in tweede
    assert UitgaandeMail.objects.filter(sleutel__contains="oproepuitnodiging").count() == 1


def test_een_robot_die_de_pagina_opent_nodigt_niemand_uit(client):
    talent, oproep = maak(), maak_oproep(gemeente=lint())
    for methode in (client.get, client.head):
        assert methode(pad(oproep) + f"?nodig_uit={talent.kenmerk}").status_code == 200
    assert not Oproepmelding.objects.exists()


def test_wie_geen_mails_wil_krijgt_er_geen_en_de_organisator_leest_wat_iedereen_leest(client):
    wil, wil_niet, oproep = maak("Wil"), maak("Wil Niet"), maak_oproep(gemeente=lint())
    Oproepvoorkeur.objects.create(talent=wil_niet, ritme="nooit")
    paginas = []
    for talent in (wil, wil_niet):
        antwoord = client.post(pad(oproep), {"nodig_uit": str(talent.kenmerk)}, follow=True)
        paginas.append(antwoord.content.decode())
        assert "Je uitnodiging is genoteerd." in paginas[-1]
    assert paginas[-1].count("Je nodigde dit talent uit.") == 2
    assert "Schrijf dan zelf een bericht" in paginas[-1]
    [mail] = UitgaandeMail.objects.filter(sleutel__contains="oproepuitnodiging")
    assert mail.aan == eigenaar_van(wil).email


def test_wat_na_twintig_komt_staat_op_de_volgende_pagina(client):
    oproep = maak_oproep(gemeente=lint())
    namen = {f"Talent {nummer:02}" for nummer in range(45)}
    talenten = [maak(naam) for naam in sorted(namen)]
    gezien = []
    for nummer, aantal in [("1", 20), ("2", 20), ("3", 5)]:
        pagina = client.get(pad(oproep) + f"?pagina={nummer}").content.decode()
        gezien.append({naam for naam in namen if f">{naam}</a>" in pagina})
        assert len(gezien[-1]) == aantal
        assert ('rel="next"' in pagina) is (nummer != "3")
        assert ('rel="prev"' in pagina) is (nummer != "1")
    assert set.union(*gezien) == namen
    derde = next(talent for talent in talenten if talent.online.naam in gezien[2])
    antwoord = client.post(pad(oproep) + "?pagina=3", {"nodig_uit": str(derde.kenmerk)})
    assert "pagina=3" in antwoord["Location"]
    for vreemd in ["0", "4", "99", "-1", "x", "²", "9" * 5000, ""]:
        eerste = client.get(pad(oproep), {"pagina": vreemd}).content.decode()
        assert all(f">{naam}</a>" in eerste for naam in gezien[0])


@pytest.mark.parametrize(
    "waarde", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00", "1" * 10_000, *vijandig.SCRIPT]
)
def test_een_onbekend_talent_uitnodigen_geeft_een_zin(client, waarde):
    antwoord = client.post(pad(maak_oproep(gemeente=lint())), {"nodig_uit": waarde})
    assert antwoord.status_code == 409
    assert "niet meer online" in antwoord.content.decode()
    assert "alert(1)" not in antwoord.content.decode()


def test_een_verborgen_talent_uitnodigen_verklapt_niets(client):
    talent, oproep = maak(), maak_oproep(gemeente=lint())
    verberg(talent=talent, door=eigenaar_van(talent))
    antwoord = client.post(pad(oproep), {"nodig_uit": str(talent.kenmerk)})
    assert antwoord.status_code == 409
    assert "De Band" not in antwoord.content.decode()


@pytest.mark.parametrize(
    ("velden", "zin", "knop"),
    [
        ({"open": False}, "Zet je oproep eerst online.", False),
        ({"deadline": date(2026, 11, 20)}, "De deadline is voorbij.", False),
        ({"stand": "gesloten"}, "staat niet meer open", False),
        ({"stand": "ingetrokken"}, "staat niet meer open", False),
        ({}, "Talenten die passen bij", True),
    ],
)
def test_de_knop_staat_er_enkel_bij_een_oproep_die_openstaat(client, velden, zin, knop):
    talent = maak()
    pagina = client.get(pad(maak_oproep(gemeente=lint(), **velden))).content.decode()
    assert zin in pagina
    assert (f'value="{talent.kenmerk}"' in pagina) is knop


@pytest.mark.parametrize("methode", ["get", "post"])
def test_een_oproep_van_een_ander_is_er_niet(client, methode):
    ander = maak_organisator()
    assert getattr(client, methode)(pad(maak_oproep(gemeente=lint()), ander)).status_code == 404


def test_zonder_goede_sleutel_is_er_niets(client):
    oproep = maak_oproep(gemeente=lint())
    geweigerd = maak_organisator(stand="geweigerd")
    assert client.get(pad(oproep, geweigerd)).status_code == 404
    maak("De Band")
    oproep.organisator.sleutel_tot = oproep.organisator.sleutel_tot - timedelta(days=60)
    oproep.organisator.save()
    assert "De Band" not in client.get(pad(oproep)).content.decode()


def test_de_pagina_kost_evenveel_voor_een_talent_als_voor_twintig(client):
    oproep = maak_oproep(gemeente=lint(), disciplines=["muziek"])
    maak("Talent 0")
    client.get(pad(oproep))
    with CaptureQueriesContext(connection) as een:
        client.get(pad(oproep))
    for nummer in range(1, 20):
        maak(f"Talent {nummer}")
    client.get(pad(oproep))
    with CaptureQueriesContext(connection) as twintig:
        pagina = client.get(pad(oproep)).content.decode()
    assert pagina.count("Schrijf een bericht<") == 20
    assert len(een) == len(twintig) <= 20


def test_wie_al_antwoordde_staat_er_niet(client):
    oproep = maak_oproep(gemeente=lint())
    maak_reactie(oproep, maak())
    assert "De Band" not in client.get(pad(oproep)).content.decode()


# --- what a talent wants ---
def als(talent: Talent) -> Client:
    client = Client()
    client.force_login(eigenaar_van(talent))
    return client


def voorkeurpad(talent: Talent) -> str:
    return f"/mijn/talent/{talent.slug}/oproepen/"


def test_een_keuze_wordt_bewaard_en_staat_er_de_volgende_keer():
    talent = maak()
    client = als(talent)
    antwoord = client.post(voorkeurpad(talent), {"ritme": "dag", "km": "12", "onbetaald": "on"})
    assert antwoord.status_code == 302
    voorkeur = Oproepvoorkeur.objects.get(talent=talent)
    assert (voorkeur.ritme, voorkeur.km, voorkeur.onbetaald) == ("dag", 12, True)
    assert "Je keuze is bewaard." in client.get(antwoord["Location"]).content.decode()


def test_zonder_keuze_staat_de_standaard_er():
    talent = maak()
    pagina = als(talent).get(voorkeurpad(talent)).content.decode()
    assert 'value="week"' in pagina
    assert 'value="30"' in pagina
    assert not Oproepvoorkeur.objects.exists()


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"ritme": "", "km": "30"}, "Kies hoe vaak we je mogen mailen."),
        ({"ritme": "jaar", "km": "30"}, "Kies"),
        ({"ritme": "dag", "km": ""}, "Vul in hoeveel kilometer ver je wilt gaan."),
        ({"ritme": "dag", "km": "ver"}, "Vul een aantal kilometer in cijfers in, zoals 30."),
        ({"ritme": "dag", "km": "-1"}, "Vul 0 kilometer of meer in."),
        ({"ritme": "dag", "km": "251"}, "Vul hoogstens 250 kilometer in."),
        ({"ritme": "dag", "km": "9" * 5000}, "kilometer in"),
        ({"ritme": "dag", "km": "\x00"}, "kilometer"),
    ],
)
def test_wat_niet_kan_geeft_een_zin_en_bewaart_niets(velden, zin):
    talent = maak()
    antwoord = als(talent).post(voorkeurpad(talent), velden)
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    assert zin in antwoord.content.decode()
    assert pagina.titel.startswith("Fout: ")
    assert pagina.samenvatting
    assert not Oproepvoorkeur.objects.exists()


def test_een_ander_en_wie_13_is_krijgen_de_pagina_niet():
    talent, kim = maak(), maak("Kim", leeftijd="13-15")
    vreemde = Client()
    vreemde.force_login(maak_gebruiker("vreemd@voorbeeld.be"))
    for methode in ("get", "post"):
        assert getattr(vreemde, methode)(voorkeurpad(talent)).status_code == 404
        assert getattr(als(kim), methode)(voorkeurpad(kim)).status_code == 404
        assert getattr(Client(), methode)(voorkeurpad(talent)).status_code == 302


def test_de_weg_staat_bij_het_profiel_en_niet_bij_wie_13_is():
    talent, kim = maak(), maak("Kim", leeftijd="13-15")
    assert voorkeurpad(talent) in als(talent).get(f"/mijn/talent/{talent.slug}/").content.decode()
    assert voorkeurpad(kim) not in als(kim).get(f"/mijn/talent/{kim.slug}/").content.decode()


# --- stop ---
def test_de_link_opent_een_pagina_en_enkel_de_knop_stopt(client):
    talent = maak()
    adres = kort(uitlink(talent))
    for methode in (client.get, client.head, client.get):
        assert methode(adres).status_code == 200
    assert not Oproepvoorkeur.objects.exists()
    pagina = client.get(adres).content.decode()
    Formulierpagina(pagina).keur()
    assert "Stop deze mails" in pagina
    antwoord = client.post(adres)
    assert "Je krijgt geen mails meer over oproepen" in antwoord.content.decode()
    assert Oproepvoorkeur.objects.get(talent=talent).ritme == "nooit"
    assert client.post(adres).status_code == 200
    assert Oproepvoorkeur.objects.count() == 1


def test_een_mailprogramma_stopt_met_een_post_zonder_cookie():
    talent = maak()
    kaal = Client(enforce_csrf_checks=True)
    antwoord = kaal.post(kort(uitlink(talent)), {"List-Unsubscribe": "One-Click"})
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"
    assert Oproepvoorkeur.objects.get(talent=talent).ritme == "nooit"


@pytest.mark.parametrize("teken", ["x", "a" * 2000, "%00", ":", "eyJh:xx"])
def test_een_link_die_niet_van_ons_is_geeft_een_uitleg(client, teken):
    for methode in (client.get, client.post):
        antwoord = methode(f"/talent/oproepmails/{teken}/")
        assert antwoord.status_code == 404
        assert "Deze link werkt niet meer" in antwoord.content.decode()


def test_een_link_van_een_gewist_of_ander_soort_werkt_niet(client):
    talent = maak()
    adres, ander = kort(uitlink(talent)), bevestigen.maak_teken("iets-anders", str(talent.kenmerk))
    assert client.post(f"/talent/oproepmails/{ander}/").status_code == 404
    wis(talent=talent)
    assert client.post(adres).status_code == 404


def test_een_oude_mail_stopt_ook_nog_en_na_twee_jaar_niet_meer(client, settings):
    adres = kort(uitlink(maak()))
    settings.VASTE_DAG = date(2028, 11, 20)
    assert client.get(adres).status_code == 200
    settings.VASTE_DAG = date(2028, 11, 24)
    assert client.get(adres).status_code == 404


def test_de_taak_van_de_dag_mailt(settings):
    settings.VASTE_DAG = date(2026, 11, 24)
    maak()
    maak_oproep(gemeente=lint())
    assert talent_oproepmails() == 1
    assert talent_oproepmails() == 0
    assert oproepmail.talent_met("geen") is None
