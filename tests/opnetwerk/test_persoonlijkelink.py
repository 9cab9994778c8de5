"""What members and organisers share: a link instead of an account, and so many mails to one address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from grensbrekers.toegang import INGANG as LEDENINGANG
from opnetwerk.dag import nu
from opnetwerk.gemaildadres import HOOGSTENS_PER_ADRES, MetAdres, TeVeelMails, neem_adresplek
from opnetwerk.models import Logregel
from opnetwerk.persoonlijkelink import LINK_GELDIG, UITLOOP, is_geldig, open_met_account, trek_link_in, verleng_link
from talent.organisatortoegang import INGANG as ORGANISATORINGANG
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.oproepfabriek import maak_organisator

pytestmark = pytest.mark.usefixtures("gegevens")
SOORTEN: list[tuple[Callable[[], Any], Any]] = [
    (maak_grensbreker, LEDENINGANG),
    (maak_organisator, ORGANISATORINGANG),
]


@pytest.mark.parametrize(("maak", "ingang"), SOORTEN)
def test_een_link_verlengt_stopt_en_krijgt_dan_een_andere_sleutel(maak, ingang):
    houder = maak()
    verleng_link(houder=houder)
    eerste = houder.sleutel
    assert houder.sleutel_tot == nu() + LINK_GELDIG
    houder.sleutel_tot = nu()
    assert (is_geldig(houder), is_geldig(houder, uitloop=True)) == (False, True)
    houder.sleutel_tot = nu() - UITLOOP
    assert not is_geldig(houder, uitloop=True)
    houder.sleutel_tot = nu() + timedelta(seconds=1)
    verleng_link(houder=houder)
    assert houder.sleutel == eerste
    trek_link_in(houder=houder)
    houder.refresh_from_db()
    assert (houder.sleutel == eerste, houder.sleutel_tot, is_geldig(houder)) == (False, None, False)
    tweede = houder.sleutel
    verleng_link(houder=houder)
    houder.refresh_from_db()
    assert is_geldig(houder)
    assert houder.sleutel not in (eerste, tweede)
    assert ingang.zoek(houder.sleutel) == houder
    assert ingang.zoek(eerste) is None


@pytest.mark.parametrize(("maak", "ingang"), SOORTEN)
def test_een_account_bindt_zich_een_keer_en_maakt_de_link_weer_goed(maak, ingang):
    houder, eerste, tweede = maak(), maak_gebruiker("een@voorbeeld.be"), maak_gebruiker("twee@voorbeeld.be")
    trek_link_in(houder=houder)
    open_met_account(houder=houder, gebruiker=eerste)
    houder.refresh_from_db()
    assert houder.gebruiker == eerste
    assert is_geldig(houder)
    sleutel = houder.sleutel
    open_met_account(houder=houder, gebruiker=tweede)
    houder.refresh_from_db()
    assert (houder.gebruiker, houder.sleutel) == (eerste, sleutel)


@pytest.mark.parametrize(("maak", "ingang"), SOORTEN)
def test_wie_op_hetzelfde_moment_gewist_wordt_leest_dat_de_link_niet_meer_werkt(maak, ingang, client):
    houder = maak()
    verleng_link(houder=houder)
    vraag = RequestFactory().get("/")
    vraag.user = maak_gebruiker("kijker@voorbeeld.be")

    def gewist(request, houder):
        type(houder)._base_manager.filter(pk=houder.pk).delete()
        return HttpResponse(type(houder)._base_manager.get(pk=houder.pk))

    def iets_anders(request, houder):
        Logregel.objects.get(pk=0)

    with pytest.raises(Logregel.DoesNotExist):
        ingang.bewaak(iets_anders)(vraag, houder.sleutel)
    antwoord = ingang.bewaak(gewist)(vraag, houder.sleutel)
    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in antwoord.content.decode()
    assert antwoord.headers["Referrer-Policy"] == "no-referrer"


def test_een_adres_krijgt_zoveel_mails_van_een_soort_en_dan_een_zin_bij_het_veld():
    cache.clear()
    for _ in range(HOOGSTENS_PER_ADRES):
        neem_adresplek("An@voorbeeld.be", soort="proef")
    with pytest.raises(TeVeelMails):
        neem_adresplek("an@VOORBEELD.be", soort="proef")
    neem_adresplek("an@voorbeeld.be", soort="andereproef")
    neem_adresplek("ander@voorbeeld.be", soort="proef")

    class Proef(MetAdres):
        adressoort = "proef"
        wiens_mailbox = "de"
        email = forms.EmailField(required=False)

    formulier = Proef({"email": "an@voorbeeld.be"}, request=RequestFactory().post("/"))
    formulier.full_clean()
    formulier.cleaned_data = {"email": "an@voorbeeld.be"}
    assert not formulier.lukt(formulier.neem_plek)
    assert formulier.status == 429
    assert "Kijk in de mailbox" in formulier.errors["email"][0]
    formulier.cleaned_data = {"email": ""}  # nobody is mailed
    assert formulier.lukt(formulier.neem_plek)
