"""Closed files: in a folder of their own, without an address; and a form that cannot fill the disk."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.test import RequestFactory

from opnetwerk.besloten import BeslotenBestandsveld, als_download, hoogstens, opslag, te_groot


def test_de_map_is_die_van_de_instellingen_ook_als_ze_verandert(settings, tmp_path):
    """A trial of a backup points it elsewhere while the program runs."""
    for naam in ("een", "twee"):
        settings.BESLOTEN_MAPPEN = {"besloten": tmp_path / naam}
        opslag.save("a/b.pdf", ContentFile(naam.encode()))
        assert (tmp_path / naam / "a" / "b.pdf").read_bytes() == naam.encode()
    assert opslag.open("a/b.pdf").read() == b"twee"


def test_alleen_dit_programma_leest_de_bestanden(settings, tmp_path):
    settings.BESLOTEN_MAPPEN = {"besloten": tmp_path / "besloten"}
    opslag.save("a/b.pdf", ContentFile(b"x"))
    for plek in (tmp_path / "besloten", tmp_path / "besloten" / "a", tmp_path / "besloten" / "a" / "b.pdf"):
        assert plek.stat().st_mode & 0o077 == 0
    with pytest.raises(ValueError):
        opslag.url("a/b.pdf")


@pytest.mark.parametrize("naam", ["../buiten.pdf", "/etc/passwd", "a/../../buiten.pdf"])
def test_niets_komt_buiten_de_map(naam):
    with pytest.raises(Exception, match=r"outside|path traversal|Detected"):
        opslag.save(naam, ContentFile(b"x"))


def test_een_migratie_ziet_een_gewoon_bestandsveld():
    veld = BeslotenBestandsveld("document", upload_to="a/")
    assert veld.storage is opslag
    _, pad, _, opties = veld.deconstruct()
    assert (pad, "storage" in opties) == ("django.db.models.FileField", False)


def test_een_bestand_dat_er_niet_is_geeft_een_404(settings, tmp_path):
    settings.BESLOTEN_MAPPEN = {"besloten": tmp_path}
    veld = BeslotenBestandsveld("document", upload_to="a/")
    for naam in ("", "weg.pdf"):
        with pytest.raises(Http404):
            als_download(veld.attr_class(None, veld, naam), "besluit.pdf", "application/pdf")


@hoogstens(1000)
def telt(request) -> HttpResponse:
    bestanden = {naam: bestand.size for naam, bestand in request.FILES.items()}
    return JsonResponse(
        {"bestanden": bestanden, "te_groot": te_groot(request, "een"), "naam": request.POST.get("naam", "")}
    )


def post(grootte: int, ander: int = 0):
    data = {"naam": "An", "een": SimpleUploadedFile("een.bin", b"x" * grootte)}
    if ander:
        data["twee"] = SimpleUploadedFile("twee.bin", b"x" * ander)
    request = RequestFactory().post("/", data)
    request._dont_enforce_csrf_checks = True
    return telt(request)


@pytest.mark.parametrize(("grootte", "groot"), [(1, False), (1000, False), (1001, True), (500_000, True)])
def test_een_bestand_boven_de_grens_komt_niet_aan_maar_de_rest_wel(grootte, groot):
    antwoord = post(grootte).content.decode()
    bestanden = "{}" if groot else f'{{"een": {grootte}}}'
    assert antwoord == f'{{"bestanden": {bestanden}, "te_groot": {str(groot).lower()}, "naam": "An"}}'


def test_de_grens_geldt_voor_alle_bestanden_samen():
    assert post(600, 600).content.decode() == '{"bestanden": {"een": 600}, "te_groot": false, "naam": "An"}'


def test_zonder_teken_tegen_vervalsing_komt_niemand_binnen():
    request = RequestFactory().post("/", {"naam": "An"})
    assert telt(request).status_code == 403
    assert telt.csrf_exempt is True
