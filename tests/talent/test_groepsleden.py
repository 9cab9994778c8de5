"""Groups: who hears what when somebody leaves or takes over, and a member's own profile tied to the group's."""

import pytest
from django.core.cache import cache

from opnetwerk.models import UitgaandeMail
from talent import beheren, groepsleden, verbinden
from talent.models import Beheer, Talent, Verbinding
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import eigenaar_van, maak_talent

pytestmark = pytest.mark.usefixtures("gegevens", "lege_cache")


@pytest.fixture
def lege_cache(db):
    cache.clear()


@pytest.fixture
def groep() -> Talent:
    return maak_talent(naam="De Band", soort="groep")


@pytest.fixture
def lid(groep) -> Talent:
    """The own profile of somebody who manages the group too."""
    talent = maak_talent(naam="Bassist Bo")
    Beheer.objects.create(talent=groep, gebruiker=eigenaar_van(talent))
    return talent


def pad(groep: Talent) -> str:
    return f"/mijn/talent/{groep.slug}/beheerders/"


# --- who hears what ---
def test_de_nieuwe_eigenaar_hoort_het_en_een_tweede_keer_niet(groep, lid):
    nieuw, oud = eigenaar_van(lid), eigenaar_van(groep)
    beheren.draag_over(talent=groep, aan=nieuw, door=oud)
    [mail] = UitgaandeMail.objects.filter(aan=nieuw.email)
    assert "De Band" in mail.onderwerp
    assert pad(groep) in mail.tekst
    with pytest.raises(beheren.KanNiet):
        beheren.draag_over(talent=groep, aan=nieuw, door=oud)
    assert UitgaandeMail.objects.count() == 1


def test_de_eigenaar_hoort_wie_stopt_en_wie_weg_moet_hoort_dat(groep, lid):
    wie, eigenaar = eigenaar_van(lid), eigenaar_van(groep)
    for _ in range(2):
        beheren.verlaat(talent=groep, gebruiker=wie)
    assert "stopte met het beheer" in UitgaandeMail.objects.get(aan=eigenaar.email).tekst
    Beheer.objects.create(talent=groep, gebruiker=wie)
    for _ in range(2):
        beheren.haal_weg(talent=groep, gebruiker=wie, door=eigenaar)
    assert "niet meer" in UitgaandeMail.objects.get(aan=wie.email).onderwerp


# --- the own profile ---
def test_een_knop_verbindt_het_eigen_profiel_met_de_groep_op_beide_profielen(client, groep, lid):
    client.force_login(eigenaar_van(lid))
    assert "Verbind met deze groep" in client.get(pad(groep)).content.decode()
    gegevens = {"actie": "verbind", "nummer": lid.pk}
    assert client.post(pad(groep), gegevens).headers["Location"].endswith("?net=verbonden")
    client.post(pad(groep), gegevens)
    verbinding = Verbinding.objects.get()
    assert (verbinding.van, verbinding.met, verbinding.soort) == (lid, groep, "deel-van")
    assert [een.naam for een in verbinden.verbindingen_van(lid)] == ["De Band"]
    assert [een.naam for een in verbinden.verbindingen_van(groep)] == ["Bassist Bo"]
    assert "Verbind met deze groep" not in client.get(pad(groep)).content.decode()
    assert not UitgaandeMail.objects.exists()


def test_een_vraag_die_al_liep_wordt_zo_bevestigd(groep, lid):
    wie = eigenaar_van(lid)
    verbinden.vraag(van=lid, met=groep, soort="deel-van", door=wie)
    assert groepsleden.verbind(groep=groep, talent=lid, gebruiker=wie).bevestigd_op


def test_het_profiel_van_een_ander_of_een_groep_die_je_niet_beheert_verbind_je_niet(client, groep, lid):
    vreemd = maak_talent(naam="Vreemd")
    client.force_login(eigenaar_van(lid))
    for nummer in (vreemd.pk, groep.pk, "x", ""):
        assert client.post(pad(groep), {"actie": "verbind", "nummer": nummer}).status_code == 200
    for talent, gebruiker in ((vreemd, eigenaar_van(lid)), (vreemd, eigenaar_van(vreemd)), (lid, maak_gebruiker())):
        with pytest.raises(beheren.KanNiet):
            groepsleden.verbind(groep=groep, talent=talent, gebruiker=gebruiker)
    assert not Verbinding.objects.exists()


def test_wat_niet_online_staat_of_te_jong_is_wordt_niet_aangeboden(groep, lid):
    wie = eigenaar_van(lid)
    assert groepsleden.te_verbinden(groep=groep, gebruiker=wie) == [lid]
    for velden in ({"online": None}, {"leeftijd": "13-15", "in_zoekmachines": False, "in_feeds": False}):
        oud = {veld: getattr(lid, veld) for veld in velden}
        Talent.objects.filter(pk=lid.pk).update(**velden)
        assert groepsleden.te_verbinden(groep=groep, gebruiker=wie) == []
        Talent.objects.filter(pk=lid.pk).update(**oud)
    Talent.objects.filter(pk=groep.pk).update(online=None)
    assert groepsleden.te_verbinden(groep=groep, gebruiker=wie) == []
