"""Files in a bucket, on a storage of this machine that speaks S3: the same promises as on a disk."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.http import Http404
from django.utils.functional import empty

from igs.models import Foto
from opnetwerk import besloten, omgeving, opslag, reservekopie
from opnetwerk.afbeeldingen import maak_maten, wis_bestanden
from opnetwerk.beeldverwerking import lees_upload
from opnetwerk.besloten import BeslotenBestandsveld, als_download
from opnetwerk.databankweg import is_weg
from tests import beelden
from tests.beelden import upload

NAAM = "afbeeldingen/" + "0" * 32 + ".jpg"


@pytest.fixture(scope="module")
def adres():
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort = proef.getsockname()[1]
    args = [sys.executable, "-c", "from moto.server import main; main()", "-H", "127.0.0.1", "-p", str(poort)]
    schoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("COV_")}
    proces = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=schoon)
    for regel in proces.stderr:
        if "Running on" in regel:
            break
    yield f"http://127.0.0.1:{poort}"
    proces.kill()
    proces.wait()
    proces.stderr.close()


@pytest.fixture
def emmer(adres, settings):
    """An empty bucket that the portal uses; gives a client of the storage itself."""
    settings.BUCKET = {"naam": "proef", "adres": adres, "regio": "eu-west-1", "sleutel": "s", "geheim": "g"}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "opnetwerk.opslag.MediaBucket"},
        "besloten": {"BACKEND": "opnetwerk.opslag.BeslotenBucket"},
    }
    besloten.opslag._wrapped = empty
    klant = boto3.client(
        "s3", endpoint_url=adres, region_name="eu-west-1", aws_access_key_id="s", aws_secret_access_key="g"
    )
    klant.create_bucket(Bucket="proef", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield klant
    for sleutel in sleutels(klant):
        klant.delete_object(Bucket="proef", Key=sleutel)
    klant.delete_bucket(Bucket="proef")
    klant.close()
    besloten.opslag._wrapped = empty


def sleutels(klant) -> list[str]:
    return [een["Key"] for een in klant.list_objects_v2(Bucket="proef").get("Contents", [])]


INHOUD = beelden.jpeg(700, 500)


@pytest.mark.django_db
def test_een_foto_krijgt_haar_maten_in_de_bucket_en_gaat_er_helemaal_uit(emmer):
    foto = Foto.objects.create(bestand=lees_upload(upload(INHOUD)), alt="Groen vlak.")
    maak_maten(foto)
    foto.refresh_from_db()
    assert foto.stand == "klaar"
    namen = {foto.bestand.name} | {maat[soort] for maat in foto.maten for soort in ("webp", "jpeg")}
    assert {f"media/{naam}" for naam in namen} == set(sleutels(emmer))
    assert foto.bestand.size == len(default_storage.open(foto.bestand.name).read())
    assert foto.bestand.url == f"/media/{foto.bestand.name}", "het adres is er een van het portaal"
    wis_bestanden(foto)
    assert sleutels(emmer) == []


def test_een_foto_komt_van_het_portaal_met_zijn_eigen_koppen(emmer, client):
    default_storage.save(NAAM, ContentFile(INHOUD))
    antwoord = client.get(f"/media/{NAAM}")
    assert (antwoord.status_code, b"".join(antwoord)) == (200, INHOUD)
    assert antwoord["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert antwoord["X-Content-Type-Options"] == "nosniff"
    assert antwoord["Content-Type"] == "image/jpeg"
    assert int(antwoord["Content-Length"]) == len(INHOUD)
    assert "immutable" in antwoord["Cache-Control"]
    assert client.get(f"/media/{NAAM}", headers={"If-None-Match": antwoord["ETag"]}).status_code == 304
    for weg in (NAAM.replace("0", "1"), "besloten/a.pdf", "../besloten/a.pdf"):
        assert client.get(f"/media/{weg}").status_code == 404, weg


def test_een_besloten_bestand_gaat_alleen_door_het_portaal(emmer, adres):
    besloten.opslag.save("a/besluit.pdf", ContentFile(b"%PDF-1.7"))
    assert sleutels(emmer) == ["besloten/a/besluit.pdf"]
    with pytest.raises(ValueError, match="geen adres"):
        besloten.opslag.url("a/besluit.pdf")
    recht = emmer.get_object_acl(Bucket="proef", Key="besloten/a/besluit.pdf")["Grants"]
    assert [een["Grantee"]["Type"] for een in recht] == ["CanonicalUser"], "niemand dan de eigenaar"
    veld = BeslotenBestandsveld("document", upload_to="a/")
    antwoord = als_download(veld.attr_class(None, veld, "a/besluit.pdf"), "besluit.pdf", "application/pdf")
    assert b"".join(antwoord) == b"%PDF-1.7"
    assert antwoord["Cache-Control"] == "private, no-store"
    assert antwoord["Content-Disposition"] == 'attachment; filename="besluit.pdf"'
    with pytest.raises(Http404):
        als_download(veld.attr_class(None, veld, "a/weg.pdf"), "besluit.pdf", "application/pdf")
    besloten.opslag.delete("a/besluit.pdf")
    assert sleutels(emmer) == []


def test_een_naam_die_bezet_is_wordt_niet_overschreven(emmer):
    eerste, tweede = (default_storage.save("afbeeldingen/a.jpg", ContentFile(inhoud)) for inhoud in (b"1", b"2"))
    assert eerste != tweede
    assert [default_storage.open(naam).read() for naam in (eerste, tweede)] == [b"1", b"2"]
    assert sorted(default_storage.listdir("afbeeldingen")[1]) == sorted(Path(naam).name for naam in (eerste, tweede))
    assert default_storage.exists(eerste)
    default_storage.delete(eerste)
    default_storage.delete(eerste)
    assert not default_storage.exists(eerste)
    for buiten in ("../besloten/x", "/etc/x", "a/../../x"):
        with pytest.raises(Exception, match=r"traversal|outside|Detected|denied"):
            default_storage.save(buiten, ContentFile(b"x"))


def test_antwoordt_de_opslag_niet_dan_is_het_een_fout_zoals_van_een_schijf(emmer, settings, client, monkeypatch):
    default_storage.save(NAAM, ContentFile(INHOUD))
    monkeypatch.setattr(opslag, "POGINGEN", 1)
    settings.BUCKET = settings.BUCKET | {"adres": "http://127.0.0.1:9"}
    settings.STORAGES = dict(settings.STORAGES)
    besloten.opslag._wrapped = empty
    doen = {
        "open": lambda: default_storage.open(NAAM),
        "save": lambda: default_storage.save("a.jpg", ContentFile(b"x")),
        "size": lambda: default_storage.size(NAAM),
        "exists": lambda: default_storage.exists(NAAM),
        "delete": lambda: default_storage.delete(NAAM),
        "listdir": lambda: default_storage.listdir(""),
    }
    for naam, doe in doen.items():
        with pytest.raises(OSError, match="antwoordt niet") as fout:
            doe()
        assert not isinstance(fout.value, FileNotFoundError), naam
        assert is_weg(fout.value), "een formulier komt terug als 503 met wat er getypt was"
        assert "127.0.0.1" not in str(fout.value)
    antwoord = client.get(f"/media/{NAAM}")
    assert (antwoord.status_code, antwoord["Retry-After"]) == (503, "30")
    assert "immutable" not in antwoord.get("Cache-Control", "")
    veld = BeslotenBestandsveld("document", upload_to="a/")
    antwoord = als_download(veld.attr_class(None, veld, "a/b.pdf"), "b.pdf", "application/pdf")
    assert (antwoord.status_code, antwoord["Cache-Control"]) == (503, "private, no-store")


@pytest.mark.django_db
def test_een_reservekopie_zegt_dat_de_bestanden_er_niet_in_zitten(emmer, tmp_path, capsys, monkeypatch):
    assert reservekopie.mappen() == {}
    # The database part has its own tests, and needs a connection that no test transaction holds.
    monkeypatch.setattr(reservekopie, "_databank", lambda naar: (naar.write_bytes(b""), ({}, [], "18"))[1])
    default_storage.save(NAAM, ContentFile(INHOUD))
    call_command("reservekopie", tmp_path)
    uit = capsys.readouterr().out
    assert "0 bestanden" in uit
    assert "De bestanden staan in de bucket proef en zitten niet in een reservekopie" in uit


def test_zonder_bucket_zijn_het_mappen():
    assert type(storages["default"]).__name__ == "Schijf"
    assert type(storages["besloten"]).__name__ == "BeslotenOpslag"
    assert set(reservekopie.mappen()) == {"media", "besloten"}


def lees_bucket() -> dict[str, str]:
    delen = {deel: f"OPNETWERK_BUCKET_{deel.upper()}" for deel in ("adres", "regio", "sleutel", "geheim")}
    return omgeving.bucket("OPNETWERK_BUCKET", **delen)


def test_een_halve_bucket_weigert_te_starten(monkeypatch):
    heel = {"": "proef", "_ADRES": "https://s3.voorbeeld.be", "_REGIO": "", "_SLEUTEL": "s", "_GEHEIM": "g"}
    for deel, waarde in heel.items():
        monkeypatch.setenv(f"OPNETWERK_BUCKET{deel}", waarde)
    assert lees_bucket() == {
        "naam": "proef", "adres": "https://s3.voorbeeld.be", "regio": "", "sleutel": "s", "geheim": "g"
    }  # fmt: skip
    for deel, fout in {"": "Geen Naam", "_ADRES": "s3.voorbeeld.be", "_SLEUTEL": "", "_GEHEIM": ""}.items():
        with monkeypatch.context() as even:
            even.setenv(f"OPNETWERK_BUCKET{deel}", fout)
            with pytest.raises(ImproperlyConfigured, match=f"OPNETWERK_BUCKET{deel}"):
                lees_bucket()
    monkeypatch.setenv("OPNETWERK_BUCKET", "")
    assert lees_bucket() == {}


def test_zonder_sleutel_geeft_de_opslag_niets(emmer, adres):
    """Nothing of ours is public, whatever the bucket says to others."""
    default_storage.save(NAAM, ContentFile(b"x"))
    with pytest.raises(urllib.error.HTTPError) as fout:
        urllib.request.urlopen(f"{adres}/proef/media/{NAAM}")
    assert fout.value.code == 403
