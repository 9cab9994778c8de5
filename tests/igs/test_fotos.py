"""One picture, several texts: other words in a draft reach no visitor, and no file goes that is still in use."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from igs import fotos
from igs.models import IGS, Bericht, Foto
from igs.opruimen import leeg_prullenmand
from opnetwerk import versies
from opnetwerk.afbeeldingen import maak_maten
from opnetwerk.dag import nu
from tests.beelden import foto_van_telefoon, upload
from tests.beheer import in_beheer, maak_coordinator_van
from tests.fabriek import maak_igs
from tests.igs.test_admin import maak, wijzig
from tests.igs.test_beheer_matrix import pad


@pytest.fixture
def igs(lege_databank) -> IGS:
    return maak_igs("Testrand")


@pytest.fixture
def an(igs) -> Client:
    return in_beheer(Client(), maak_coordinator_van(igs, "an@voorbeeld.be"))


@pytest.fixture
def bericht(an, igs) -> Bericht:
    """Online, with a picture in all its sizes."""
    maak(an, Bericht, igs, "_publiceer", foto_bestand=upload(foto_van_telefoon()), foto_alt="Een plein")
    gemaakt = Bericht.objects.get()
    maak_maten(gemaakt.foto)
    return gemaakt


def op_de_site(bericht: Bericht) -> str:
    return str(Client().get(bericht.get_absolute_url()).content.decode())


def concept(bericht: Bericht) -> Bericht:
    bericht.refresh_from_db()
    return versies.met_concept(bericht)


def test_een_andere_beschrijving_in_een_concept_ziet_nog_niemand(an, bericht):
    wijzig(an, bericht, "_concept", foto_alt="Een vol plein", foto_bron="An")
    assert 'alt="Een plein"' in op_de_site(bericht)
    assert concept(bericht).foto.alt == "Een vol plein"
    wijzig(an, bericht, "_publiceer", foto_alt="Een vol plein", foto_bron="An")
    assert 'alt="Een vol plein"' in op_de_site(bericht)


def test_de_foto_met_andere_woorden_is_dezelfde_foto(an, bericht):
    oud = bericht.foto
    wijzig(an, bericht, "_concept", foto_alt="", foto_decoratief="on")
    nieuw = concept(bericht).foto
    assert nieuw.pk != oud.pk
    assert (nieuw.alt, nieuw.decoratief) == ("", True)
    for veld in ("bestand", "breedte", "hoogte", "maten", "stand", "igs"):
        assert getattr(nieuw, veld) == getattr(oud, veld), veld
    assert len(list(default_storage.listdir("afbeeldingen")[1])) == 1 + 2 * len(oud.maten)


def test_dezelfde_woorden_maken_geen_nieuwe_foto(an, bericht):
    for _ in range(3):
        wijzig(an, bericht, "_concept", foto_alt="Een plein")
    assert Foto.objects.count() == 1


def test_een_vorige_versie_terugzetten_brengt_haar_woorden_terug(an, bericht):
    wijzig(an, bericht, "_publiceer", foto_alt="Verkeerd")
    versies.herstel(item=bericht, nummer=1, door=None)
    bericht.refresh_from_db()
    versies.publiceer(item=bericht, door=None)
    assert 'alt="Een plein"' in op_de_site(bericht)


def test_een_foto_die_nog_verwerkt_wordt_krijgt_ook_met_andere_woorden_haar_maten(an, igs):
    maak(an, Bericht, igs, foto_bestand=upload(foto_van_telefoon()), foto_alt="Een plein")
    oud = Bericht.objects.get().foto
    assert oud.stand == Foto.Stand.WACHT
    nieuw = fotos.met_andere_woorden(oud, alt="Anders", decoratief=False, bron="")
    for foto in (oud, nieuw):
        maak_maten(foto)
        foto.refresh_from_db()
        assert foto.stand == Foto.Stand.KLAAR
        assert all(default_storage.exists(maat["webp"]) for maat in foto.maten)


STANDEN = {
    Foto.Stand.WACHT: "De foto wordt nog verwerkt.",
    Foto.Stand.KLAAR: "De foto is klaar.",
    Foto.Stand.MISLUKT: "Het verwerken van de foto is mislukt.",
}


@pytest.mark.parametrize(("stand", "zin"), STANDEN.items(), ids=STANDEN.keys())
def test_het_formulier_toont_de_foto_en_hoever_ze_staat(an, bericht, stand, zin):
    Foto.objects.update(stand=stand)
    formulier = an.get(pad(Bericht, "change", bericht.pk)).content.decode()
    assert zin in formulier
    assert 'alt="Een plein"' in formulier
    assert [andere for andere in STANDEN.values() if andere in formulier] == [zin]


def test_het_formulier_toont_de_foto_van_het_concept(an, bericht):
    wijzig(an, bericht, "_concept", foto_weg="on", foto_alt="Een plein")
    assert "foto-nu" not in an.get(pad(Bericht, "change", bericht.pk)).content.decode()
    assert 'alt="Een plein"' in op_de_site(bericht)


def test_een_bestand_dat_nog_gebruikt_wordt_blijft_als_een_rij_verdwijnt(an, bericht, settings):
    naam = bericht.foto.bestand.name
    wees = fotos.met_andere_woorden(bericht.foto, alt="Nooit bewaard", decoratief=False, bron="")
    settings.VASTE_DAG = timezone.localdate() + timedelta(days=31)
    assert leeg_prullenmand(nu()) == 1
    assert not Foto.objects.filter(pk=wees.pk).exists()
    assert default_storage.exists(naam)
    assert all(default_storage.exists(maat["jpeg"]) for maat in bericht.foto.maten)
    bericht.versies.all().delete()
    Bericht.objects.update(foto=None)
    assert leeg_prullenmand(nu()) == 1
    assert not default_storage.exists(naam)
    assert default_storage.listdir("afbeeldingen")[1] == []
