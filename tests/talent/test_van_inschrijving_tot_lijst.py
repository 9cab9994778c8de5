"""The rooms together: registered, filled in, submitted, approved, found; then changed without going offline."""

from typing import Any

import pytest
from django.test import Client

from igs.models import Gemeente
from opnetwerk.dag import vandaag
from talent.beoordelen import keur_goed
from talent.inschrijven import schrijf_in
from talent.models import Talent, Zoekrij
from tests.beelden import jpeg, upload
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_discipline


def stuur(client: Client, adres: str, /, **anders: Any) -> None:
    """Fill in a form as it stands, but for what is named, and send it."""
    formulier = client.get(adres).context["formulier"]
    data = {naam: formulier[naam].value() for naam in formulier.fields if formulier[naam].value() not in (None, False)}
    assert client.post(adres, data | anders).status_code == 302, adres


@pytest.mark.django_db
def test_een_maker_wordt_gevonden_en_blijft_online_tijdens_het_wijzigen(client, gegevens):
    maak_discipline("keramiek-en-glas")
    maker, lint = maak_gebruiker("mira@voorbeeld.be"), Gemeente.objects.get(slug="lint", bestaat_tot=None)
    talent = schrijf_in(gebruiker=maker, soort="persoon", leeftijd="18", naam="Mira Klei", gemeente=lint, dag=vandaag())
    client.force_login(maker)
    taken, pagina = f"/mijn/talent/{talent.slug}/bewerken/", talent.get_absolute_url()
    stuur(client, f"{taken}wie/", kort="Potten uit Lint.")
    stuur(client, f"{taken}wat/", disciplines=["keramiek-en-glas"], vorm="solo")
    stuur(client, f"{taken}beelden/nieuw/", bestand=upload(jpeg()), alt="Een pot", akkoord="on")
    stuur(client, f"{taken}media/nieuw/", adres="https://youtu.be/dQw4w9WgXcQ", titel="Draaien")
    stuur(client, f"{taken}indienen/", akkoord="on")
    assert client.get(pagina).status_code == 404

    talent = Talent.objects.get(pk=talent.pk)
    keur_goed(profiel=talent.concept, door=maak_gebruiker("co@voorbeeld.be"))
    antwoord = client.get(pagina)
    for woorden in ("Potten uit Lint.", "Een pot", "Draaien"):
        assert woorden in antwoord.content.decode()
    assert "frame-src https://www.youtube-nocookie.com" in antwoord.headers["Content-Security-Policy"]
    assert Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar
    assert "Mira Klei" in client.get("/talent/?q=mira").content.decode()

    stuur(client, f"{taken}wie/", kort="Vazen uit Lint.")
    assert "Potten uit Lint." in client.get(pagina).content.decode()
    stuur(client, f"{taken}zichtbaarheid/", beelden="niemand")
    assert "Een pot" not in client.get(pagina).content.decode()
