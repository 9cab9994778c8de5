import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from igs.models import IGS, Activiteit, Bericht, Praktijk
from opnetwerk import voorbeelden
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker

SOORTEN = [Activiteit, Bericht, Praktijk]


def test_voorbeelden_zijn_gemerkt_zichtbaar_en_staan_op_de_site(gegevens, client):
    assert voorbeelden.maak() > 67  # and more: 60 members, and what they did
    for soort in SOORTEN:
        for item in soort.objects.zichtbaar(nu()):
            assert item.slug.startswith("voorbeeld-")
            assert item.titel.startswith("Voorbeeld: ")
            assert client.get(item.get_absolute_url()).status_code == 200
    assert "Voorbeeld: netwerkmoment" in client.get("/agenda/").content.decode()
    assert "Voorbeeld: netwerkmoment" in client.get("/igs/zuidrand/").content.decode()


def test_een_tweede_keer_maakt_niets_nieuws_en_schuift_op_wat_voorbij_is(gegevens, settings):
    voorbeelden.maak()
    assert voorbeelden.maak() == 0
    settings.VASTE_DAG = date(2027, 6, 1)
    assert voorbeelden.maak() == 0
    assert Activiteit.objects.filter(begint_op__gt=nu()).count() == 4


def test_een_commando_haalt_alles_weg_en_laat_het_echte_staan(gegevens, capsys):
    echt = Bericht.objects.create(igs=IGS.objects.first(), slug="echt", titel="Echt", tekst="<p>x</p>")
    call_command("voorbeelden")
    assert Gebruiker.objects.filter(email__endswith="@voorbeeld.invalid").count() == 7
    call_command("voorbeelden", "--weg")
    gemaakt, gewist = re.findall(r"(\d+) voorbeelden (?:gemaakt|weggehaald)", capsys.readouterr().out)
    assert int(gewist) == int(gemaakt) + 7  # the accounts
    assert [list(soort.objects.all()) for soort in SOORTEN] == [[], [echt], []]
    assert not Gebruiker.objects.exists()
    assert IGS.objects.count() == 19


def test_een_echte_uitrol_krijgt_geen_voorbeelden(gegevens, settings):
    settings.LOKAAL = False
    with pytest.raises(CommandError, match="lokaal draait"):
        call_command("voorbeelden")
