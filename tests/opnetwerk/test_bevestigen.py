"""Links that a button confirms: of one kind, for some days, and nobody else's."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cultuurnota import team
from grensbrekers import actualiteit, adres, ledenpost, lidmaatschap
from igs import hulp
from opnetwerk import bevestigen, gesprekspost
from opnetwerk.bevestigen import Onbekend, Verlopen, lees_teken, maak_teken
from talent import actualiteit as talent_actualiteit
from talent import beheren, oproepmail, ouders, uitkomsten, verbinden, verlaten, voorvertoning
from tests import vijandig
from tests.fabriek import maak_gebruiker


def test_een_teken_zegt_weer_waarvoor_het_was():
    assert lees_teken("gesprek", maak_teken("gesprek", "sleutel-é:1")) == "sleutel-é:1"


def test_een_teken_kan_in_een_adres_staan():
    assert set(maak_teken("gesprek", "a/b?c=d&é")) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:"
    )


def test_een_teken_van_de_ene_soort_is_er_geen_van_een_andere():
    with pytest.raises(Onbekend):
        lees_teken("inschrijving", maak_teken("gesprek", "1"))


def test_een_teken_werkt_drie_dagen_en_zegt_daarna_nog_waarvoor_het_was(settings):
    teken = maak_teken("gesprek", "sleutel")
    settings.VASTE_DAG = date(2026, 11, 26)
    assert lees_teken("gesprek", teken) == "sleutel"
    settings.VASTE_DAG = date(2026, 11, 27)
    with pytest.raises(Verlopen) as te_oud:
        lees_teken("gesprek", teken)
    assert te_oud.value.sleutel == "sleutel"
    assert lees_teken("gesprek", teken, geldig=timedelta(days=30)) == "sleutel"


def test_een_teken_uit_de_toekomst_is_er_geen(settings):
    settings.VASTE_DAG = date(2026, 11, 24)
    teken = maak_teken("gesprek", "sleutel")
    settings.VASTE_DAG = date(2026, 11, 23)
    with pytest.raises(Onbekend):
        lees_teken("gesprek", teken)


def test_elk_ander_letterteken_maakt_het_teken_vals():
    teken = maak_teken("gesprek", "sleutel")
    for plek in range(len(teken) - 1):  # the last one holds bits that count for nothing
        anders = "A" if teken[plek] != "A" else "B"
        with pytest.raises(Onbekend):
            lees_teken("gesprek", teken[:plek] + anders + teken[plek + 1 :])


@pytest.mark.parametrize("tekst", [*vijandig.LEEG, *vijandig.TE_LANG, *vijandig.STUURTEKENS, *vijandig.ONSCHULDIG, ":"])
def test_wat_geen_teken_is_breekt_niets(tekst):
    with pytest.raises(Onbekend):
        lees_teken("gesprek", tekst)


def test_een_goed_ondertekende_maar_vreemde_inhoud_is_onbekend():
    for inhoud in ([], ["een"], ["een", 1, "drie"], "tekst", 5, {"a": 1, "b": 2, "c": 3}):
        with pytest.raises(Onbekend):
            lees_teken("gesprek", bevestigen._ondertekenaar("gesprek").sign_object(inhoud))


# Every page behind a token whose key is a reference or a number: its kind, and its address.
MET_SLEUTEL = {
    gesprekspost.DEELNAME: ["gesprek", "gesprek_meld_misbruik", "gesprek_blokkeer"],
    gesprekspost.BEVESTIGING: ["gesprek_bevestig"],
    hulp.SOORT: ["regiocheck_vraag_hulp_bevestig"],
    ouders.SOORT: ["talent_ouder"],
    beheren.SOORT: ["talent_uitnodiging"],
    talent_actualiteit.SOORT: ["talent_klopt_nog"],
    verlaten.SOORT: ["talent_niet_wissen"],
    verbinden.SOORT: ["talent_verbinding"],
    uitkomsten.SOORT: ["talent_gelukt"],
    oproepmail.UIT: ["talent_oproepmails"],
    voorvertoning.SOORT: ["talent_voorbeeld"],
    team.SOORT: ["cultuurnota_uitnodiging"],
    lidmaatschap.BEVESTIGING: ["grensbrekers_bevestig"],
    ledenpost.STOP: ["grensbrekers_stop"],
    ledenpost.UIT: ["grensbrekers_uitschrijven"],
    actualiteit.SOORT: ["grensbrekers_klopt_nog"],
    adres.SOORT: ["grensbrekers_nieuw_adres"],
}
VREEMD = ["geen kenmerk", "", "0", "::", "x:brief", "a:b:c", f"{'0' * 8}-0000-0000-0000-00000000000g", "²", "9" * 40]


@pytest.mark.parametrize("dag", [date(2026, 11, 23), date(2020, 1, 1)], ids=["vers", "oud"])
@pytest.mark.parametrize(("soort", "naam"), [(soort, naam) for soort, namen in MET_SLEUTEL.items() for naam in namen])
def test_een_goed_ondertekend_teken_met_een_vreemde_sleutel_breekt_geen_pagina(client, db, settings, soort, naam, dag):
    """As a link of an earlier version of the portal may be."""
    client.force_login(maak_gebruiker())
    for sleutel in VREEMD:
        settings.VASTE_DAG = dag
        teken = maak_teken(soort, sleutel)
        settings.VASTE_DAG = date(2026, 11, 23)
        pad = reverse(naam, args=[teken])
        assert {client.get(pad).status_code, client.post(pad).status_code} <= {200, 403, 404, 405}, sleutel


def test_wat_geen_kenmerk_is_is_dat_van_niemand():
    nummer = uuid.uuid4()
    assert bevestigen.als_uuid(str(nummer)) == nummer
    assert {bevestigen.als_uuid(tekst) for tekst in VREEMD} == {uuid.UUID(int=0)}


@pytest.mark.parametrize("naam", ["talent_gelukt", "talent_verbinding"])
def test_een_pagina_achter_een_geheime_link_verraadt_haar_adres_niet_en_zet_geen_cookie(client, db, naam):
    for doe in (client.get, client.post):
        antwoord = doe(reverse(naam, args=["geen-teken"]))
        assert antwoord.status_code == 404
        koppen = [antwoord.headers[kop] for kop in ("Referrer-Policy", "X-Robots-Tag", "Cache-Control")]
        assert koppen == ["no-referrer", "noindex", "private, no-store"]
        assert not antwoord.cookies
