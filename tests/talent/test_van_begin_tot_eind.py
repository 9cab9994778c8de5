"""One talent from registering to being forgotten, through the functions that the pages call."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from igs.models import IGS, Gemeente
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from talent import ouders, verlaten
from talent.beoordelen import keur_goed
from talent.bewerken import open_concept
from talent.disciplines import laad_disciplines
from talent.indienen import NietKlaar, dien_in
from talent.inschrijven import schrijf_in
from talent.meenemen import verzamel
from talent.models import Discipline, Oudertoestemming, Talent, Zoekrij
from talent.toestemmen import PUBLICATIE
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db
DAG = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _leeg_geheugen(gegevens: None) -> None:
    cache.clear()
    laad_disciplines()


@pytest.fixture
def an() -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be")


def begin(an: Gebruiker, leeftijd: str, naam: str) -> Talent:
    talent = schrijf_in(
        gebruiker=an,
        soort="persoon",
        leeftijd=leeftijd,
        naam=naam,
        gemeente=Gemeente.objects.get(slug="edegem"),
        ouder_email="ma@voorbeeld.be" if leeftijd == "13-15" else "",
        dag=DAG,
        toestemmingen=[PUBLICATIE],
    )
    profiel = open_concept(talent=talent)
    profiel.kort, profiel.tekst, profiel.vorm = "Ik zing zeemansliederen.", "Zout en wind. " * 20, "solo"
    profiel.save()
    profiel.disciplines.set([Discipline.objects.get(sleutel="kleinkunst-en-luisterlied")])
    talent.refresh_from_db()
    return talent


def vindt(client: Client, woord: str) -> bool:
    return (
        f"/talent/{'zeemeeuw' if woord != 'Lotte' else 'lotte'}/"
        in client.get("/talent/", {"q": woord}).content.decode()
    )


def test_van_inschrijven_tot_gevonden_en_vergeten(client: Client, an: Gebruiker, settings: Any) -> None:
    talent = begin(an, "18", "Zeemeeuw")
    assert not vindt(client, "zeemansliederen")
    profiel = dien_in(talent=talent, door=an)
    assert profiel is not None
    keur_goed(profiel=profiel, door=maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "co@voorbeeld.be"))
    talent.refresh_from_db()
    assert talent.bevestigd_op is not None
    assert client.get("/talent/zeemeeuw/").status_code == 200
    assert vindt(client, "zeemansliederen")
    assert "Zout en wind" in str(verzamel(talent, an))
    verlaten.vraag_wissen(talent=talent, door=an)
    assert client.get("/talent/zeemeeuw/").status_code == 404
    assert not vindt(client, "zeemansliederen")
    settings.VASTE_DAG = DAG + timedelta(days=15)
    assert verlaten.wis_vervallen(nu()) == 1
    assert not Talent.objects.exists()
    assert not Zoekrij.objects.filter(zichtbaar=True).exists()


def test_van_13_tot_15_gaat_niets_door_zonder_de_ouder(client: Client, an: Gebruiker) -> None:
    talent = begin(an, "13-15", "Lotte")
    with pytest.raises(NietKlaar):
        dien_in(talent=talent, door=an)
    vraag = Oudertoestemming.objects.get(talent=talent)
    ouders.zeg_ja(vraag=vraag)
    profiel = dien_in(talent=Talent.objects.get(pk=talent.pk), door=an)
    assert profiel is not None
    keur_goed(profiel=profiel, door=maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "co@voorbeeld.be"))
    pagina = client.get("/talent/lotte/").content.decode()
    assert "Lotte" in pagina
    assert "noindex" in pagina
    assert "Edegem" not in pagina
    assert client.get("/talent/lotte/contact/").status_code == 404
    ouders.zeg_nee(vraag=vraag)
    assert client.get("/talent/lotte/").status_code == 404
    assert not vindt(client, "Lotte")
