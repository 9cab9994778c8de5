"""The invented calls: complete, marked, never mailed about, and gone again."""

import pytest

from opnetwerk.models import UitgaandeMail
from talent import voorbeeldoproepen
from talent.models import Oproep, Organisator, Reactie
from talent.oproepen import NogOnbeantwoord, sluit
from tests.talent.fabriek import maak_talent
from tests.talent.oproepfabriek import maak_oproep


@pytest.fixture
def talenten(gegevens):
    return [maak_talent(naam=f"Verzonnen {nummer}", voorbeeld=True) for nummer in range(3)]


def test_voorbeelden_worden_een_keer_gemaakt_en_helemaal_gewist(talenten):
    echt = maak_oproep(titel="Echt")
    assert voorbeeldoproepen.maak() == len(voorbeeldoproepen.VOORBEELDEN)
    assert voorbeeldoproepen.maak() == 0
    verzonnen = Oproep.objects.filter(voorbeeld=True)
    assert {een.igs.slug for een in verzonnen} == {"zuidrand"}
    assert set(verzonnen.values_list("stand", flat=True)) == {"open", "gesloten"}
    assert set(verzonnen.values_list("vergoeding", flat=True)) == {"bedrag", "onkosten"}
    for oproep in verzonnen:
        oproep.full_clean(exclude=["formulier"])
    assert voorbeeldoproepen.wis() == len(voorbeeldoproepen.VOORBEELDEN)
    assert list(Oproep.objects.all()) == [echt]
    assert not Organisator.objects.filter(voorbeeld=True).exists()
    assert not Reactie.objects.exists()


def test_ook_een_voorbeeld_sluit_niet_met_wachtenden(talenten):
    voorbeeldoproepen.maak()
    assert not Reactie.objects.filter(oproep__stand="gesloten", status="nieuw").exists()
    with pytest.raises(NogOnbeantwoord):
        sluit(oproep=Oproep.objects.get(slug="voorbeeld-kerstmarkt"))


def test_een_voorbeeld_zegt_dat_het_verzonnen_is_en_staat_in_geen_zoekmachine(client, talenten):
    voorbeeldoproepen.maak()
    for oproep in Oproep.objects.zichtbaar():
        pagina = client.get(oproep.get_absolute_url()).content.decode()
        assert "Dit is een verzonnen voorbeeld." in pagina
        assert '<meta name="robots" content="noindex">' in pagina
    assert '<span class="merk">Voorbeeld</span>' in client.get("/talent/oproepen/").content.decode()
    assert not UitgaandeMail.objects.exists()


def test_zonder_netwerk_komt_er_niets_dat_breekt(lege_databank):
    assert voorbeeldoproepen.maak() == 0
