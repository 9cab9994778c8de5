from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from igs.models import Bericht, Foto
from igs.opruimen import leeg_prullenmand
from igs.taken import TEKSTEN, publiceer_geplande_teksten
from opnetwerk import versies
from opnetwerk.dag import nu
from opnetwerk.redactioneel import Redactioneel
from tests.beelden import jpeg
from tests.fabriek import maak_gebruiker


def alle_teksten(klasse: type) -> set[type]:
    return {kind for kind in klasse.__subclasses__() if not kind._meta.abstract}


def test_elke_tekst_doet_mee():
    assert set(TEKSTEN) == alle_teksten(Redactioneel)


def test_een_geplande_wijziging_verschijnt_als_haar_moment_er_is(db, settings):
    an = maak_gebruiker()
    bericht = Bericht.objects.create(slug="b", titel="Oud", tekst="<p>x</p>", gepubliceerd_op=nu())
    versies.bewaar(item=bericht, velden=versies.lees(bericht) | {"titel": "Nieuw"}, door=an, basis=0)
    versies.publiceer(item=bericht, door=an, op=nu() + timedelta(days=1))
    assert publiceer_geplande_teksten() == 0
    settings.VASTE_DAG = nu().date() + timedelta(days=2)
    assert publiceer_geplande_teksten() == 1
    assert Bericht.objects.get().titel == "Nieuw"


def test_de_prullenmand_loopt_leeg_na_dertig_dagen(db, settings):
    bericht = Bericht.objects.create(slug="b", titel="Weg", tekst="<p>x</p>", gepubliceerd_op=nu())
    versies.verwijder(item=bericht, door=maak_gebruiker())
    assert leeg_prullenmand(nu()) == 0
    settings.VASTE_DAG = nu().date() + timedelta(days=31)
    assert leeg_prullenmand(nu()) == 1
    assert not Bericht.objects.exists()


def test_een_foto_die_niets_meer_gebruikt_verdwijnt_met_haar_bestanden(db, settings):
    gebruikt, in_versie, wees = (
        Foto.objects.create(bestand=ContentFile(jpeg(), "x.jpg"), alt="plein") for _ in range(3)
    )
    bericht = Bericht.objects.create(slug="b", titel="T", tekst="<p>x</p>", foto=gebruikt)
    velden = versies.lees(bericht) | {"foto_id": in_versie.pk}
    versies.bewaar(item=bericht, velden=velden, door=maak_gebruiker(), basis=0)
    bericht.foto = gebruikt
    bericht.save()
    assert leeg_prullenmand(nu()) == 0
    settings.VASTE_DAG = timezone.localdate() + timedelta(days=31)
    assert leeg_prullenmand(nu()) == 1
    assert set(Foto.objects.all()) == {gebruikt, in_versie}
    assert not default_storage.exists(wees.bestand.name)
    assert default_storage.exists(gebruikt.bestand.name)
