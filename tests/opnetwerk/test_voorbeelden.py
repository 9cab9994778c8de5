import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from igs.models import IGS, Activiteit, Bericht, Foto, Portret, Praktijk
from opnetwerk import voorbeelden
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from opnetwerk.voorbeeldaccounts import VOORBEELDEN
from tests.beelden import jpeg, upload

SOORTEN = [Activiteit, Bericht, Praktijk, Portret]


def test_voorbeelden_zijn_gemerkt_zichtbaar_en_staan_op_de_site(gegevens, client):
    assert voorbeelden.maak() > 67  # and more: 60 members, and what they did
    for soort in SOORTEN:
        voorbeeld = soort.objects.zichtbaar(nu()).exclude(slug="wannes-de-laender")
        assert len(voorbeeld) >= 3, soort
        for item in voorbeeld:
            assert item.slug.startswith("voorbeeld-")
            assert item.titel.startswith("Voorbeeld: ")
            assert client.get(item.get_absolute_url()).status_code == 200
    assert "Voorbeeld: netwerkmoment" in client.get("/agenda/").content.decode()
    assert "Voorbeeld: netwerkmoment" in client.get("/igs/zuidrand/").content.decode()
    assert "verzonnen" in client.get("/belicht/voorbeeld-brug/").content.decode()


def test_rond_vandaag_is_er_wat_te_doen_en_elk_beeld_zegt_dat_het_getekend_is(gegevens, client):
    voorbeelden.maak()
    dagen = sorted((een.begint_op - nu()).days for een in Activiteit.objects.all())
    assert dagen[0] < 0 < dagen[-1]
    assert sum(0 <= dag < 14 for dag in dagen) >= 3, dagen
    for foto in Foto.objects.all():
        assert foto.stand == Foto.Stand.KLAAR
        assert foto.bron == voorbeelden.BRON
    assert Foto.objects.count() >= 10
    assert client.get("/praktijken/").content.decode().count("<picture>") == 4


def test_een_tweede_keer_maakt_niets_nieuws_en_schuift_op_wat_voorbij_is(gegevens, settings):
    voorbeelden.maak()
    assert voorbeelden.maak() == 0
    settings.VASTE_DAG = date(2027, 6, 1)
    assert voorbeelden.maak() == 0
    assert Activiteit.objects.filter(begint_op__gt=nu()).count() == 8
    assert Activiteit.objects.get(begint_op__lt=nu()).slug == "voorbeeld-kennismaking", "wat voorbij was, blijft dat"


def test_een_commando_haalt_alles_weg_en_laat_het_echte_staan(gegevens, capsys, django_capture_on_commit_callbacks):
    echt = Bericht.objects.create(igs=IGS.objects.first(), slug="echt", titel="Echt", tekst="<p>x</p>")
    eigen = Foto.objects.create(bestand=upload(jpeg()), alt="Een zaal", bron="An Aerts")
    echt_portret = Portret.objects.get()
    call_command("voorbeelden")
    bestanden = {foto.bestand.path for foto in Foto.objects.exclude(pk=eigen.pk)}
    assert all(Path(pad).exists() for pad in bestanden)
    assert Gebruiker.objects.filter(email__endswith="@voorbeeld.invalid").count() == len(VOORBEELDEN)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("voorbeelden", "--weg")
    assert not any(Path(pad).exists() for pad in bestanden)
    gemaakt, gewist = re.findall(r"(\d+) voorbeelden (?:gemaakt|weggehaald)", capsys.readouterr().out)
    assert int(gewist) == int(gemaakt) + len(VOORBEELDEN)  # the accounts
    assert [list(soort.objects.all()) for soort in SOORTEN] == [[], [echt], [], [echt_portret]]
    assert list(Foto.objects.all()) == [eigen]
    assert not Gebruiker.objects.exists()
    assert IGS.objects.count() == 19


def test_een_echte_uitrol_krijgt_geen_voorbeelden(gegevens, settings):
    settings.LOKAAL = False
    with pytest.raises(CommandError, match="lokaal draait"):
        call_command("voorbeelden")
