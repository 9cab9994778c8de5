"""The example accounts of a local portal, and the code of their second step."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command

from igs.models import Aanstelling
from opnetwerk import voorbeeldaccounts
from opnetwerk.models import Gebruiker
from opnetwerk.rollen import is_beheerder, is_redactie, mag_in_beheer
from opnetwerk.voorbeeldaccounts import GeenVoorbeeld, code_van
from tests.aanmelden import koppel_app, maak_rekening
from tests.fabriek import maak_igs

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture(autouse=True)
def _snel_versleutelen(settings):
    """A slow hash is the point of a hash, but not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def inlogcode(adres: str) -> str:
    uitvoer = StringIO()
    call_command("inlogcode", adres, stdout=uitvoer)
    return uitvoer.getvalue().strip()


@pytest.fixture
def voorbeelden(db):
    maak_igs("Zuidrand")
    maak_igs("CO7")
    return voorbeeldaccounts.maak()


def wie(naam: str) -> Gebruiker:
    return Gebruiker.objects.get(email=f"{naam}@voorbeeld.invalid")


def test_elke_rol_heeft_een_account(voorbeelden):
    assert [voorbeeld.adres.split("@")[0] for voorbeeld in voorbeelden] == [
        "beheerder", "redactie", "zuidrand", "co7", "schrijver", "lezer", "organisator", "maker",
    ]  # fmt: skip
    assert {voorbeeld.wachtwoord for voorbeeld in voorbeelden} == {"voorbeeld-wachtwoord-2026"}
    assert is_beheerder(wie("beheerder"))
    assert is_redactie(wie("redactie"))
    assert not is_beheerder(wie("redactie"))
    assert not is_redactie(wie("zuidrand"))
    assert [aanstelling.igs.slug for aanstelling in wie("zuidrand").aanstellingen.all()] == ["zuidrand"]
    assert [aanstelling.igs.slug for aanstelling in wie("co7").aanstellingen.all()] == ["co7"]
    in_beheer = {gebruiker.email.split("@")[0] for gebruiker in Gebruiker.objects.all() if mag_in_beheer(gebruiker)}
    assert in_beheer == {"beheerder", "redactie", "zuidrand", "co7"}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == 8


@pytest.mark.parametrize("naam", ["beheerder", "redactie", "zuidrand", "co7"])
def test_met_wachtwoord_en_inlogcode_kom_je_in_het_beheer(client, voorbeelden, naam):
    adres = f"{naam}@voorbeeld.invalid"
    client.post("/accounts/login/", {"login": adres, "password": voorbeeldaccounts.WACHTWOORD})
    client.post("/accounts/2fa/authenticate/", {"code": inlogcode(adres)})
    assert client.get("/admin/").status_code == 200


def test_opnieuw_maken_zet_terug_en_laat_sessies_en_app_met_rust(client, voorbeelden):
    gebruiker = wie("redactie")
    client.force_login(gebruiker)
    geheim = Authenticator.objects.get(user=gebruiker).data["secret"]
    Gebruiker.objects.filter(pk=gebruiker.pk).update(is_superuser=True, is_active=False, naam="Rika")
    voorbeeldaccounts.maak()
    gebruiker.refresh_from_db()
    assert (gebruiker.is_superuser, gebruiker.is_active, gebruiker.naam) == (False, True, "Rika")
    assert Authenticator.objects.get(user=gebruiker).data["secret"] == geheim
    assert client.get("/mijn/").status_code == 200
    assert (Gebruiker.objects.count(), Aanstelling.objects.count(), Authenticator.objects.count()) == (8, 2, 4)


def test_een_gewijzigd_wachtwoord_komt_terug(voorbeelden):
    gebruiker = wie("co7")
    gebruiker.set_password("iets heel anders")
    gebruiker.save()
    voorbeeldaccounts.maak()
    assert wie("co7").check_password(voorbeeldaccounts.WACHTWOORD)


def test_zonder_igs_in_de_databank_is_er_geen_aanstelling(db):
    voorbeeldaccounts.maak()
    assert not mag_in_beheer(wie("zuidrand"))


def test_elk_portaal_heeft_eigen_geheimen(voorbeelden):
    geheimen = {decrypt(stap.data["secret"]) for stap in Authenticator.objects.all()}
    assert len(geheimen) == 4
    Authenticator.objects.all().delete()
    voorbeeldaccounts.maak()
    assert not geheimen & {decrypt(stap.data["secret"]) for stap in Authenticator.objects.all()}


def test_buiten_een_lokaal_portaal_bestaan_ze_niet(db, settings):
    settings.LOKAAL = False
    with pytest.raises(GeenVoorbeeld, match="lokaal"):
        voorbeeldaccounts.maak()
    assert not Gebruiker.objects.exists()


# --- the command ---


def test_de_code_is_die_van_de_app(voorbeelden):
    geheim = decrypt(Authenticator.objects.get(user=wie("redactie")).data["secret"])
    assert inlogcode("Redactie@voorbeeld.invalid ") in {code_van(geheim, verschuiving) for verschuiving in (-1, 0, 1)}


def test_een_code_volgt_rfc_6238(monkeypatch):
    """Appendix B, SHA-1, the last six digits, at 59 and 1111111109 seconds."""
    geheim = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconden, code in ((59, "287082"), (1_111_111_109, "081804")):
        monkeypatch.setattr("time.time", lambda seconden=seconden: seconden)
        assert code_van(geheim) == code
        assert code_van(geheim, -1) != code


@pytest.mark.parametrize("adres", ["an@voorbeeld.be", "an@voorbeeld.invalid.be", "@voorbeeld.be", ""])
def test_voor_een_ander_account_weigert_het_met_een_zin(db, adres):
    if adres.startswith("an@voorbeeld.be"):
        koppel_app(maak_rekening(adres))
    with pytest.raises(CommandError, match="is geen voorbeeldaccount"):
        inlogcode(adres)


def test_een_onbekend_voorbeeldaccount_krijgt_de_lijst(db):
    with pytest.raises(CommandError, match=r"De voorbeeldaccounts zijn: beheerder@voorbeeld\.invalid, "):
        inlogcode("niemand@voorbeeld.invalid")


def test_buiten_een_lokaal_portaal_geeft_het_nooit_een_code(voorbeelden, settings):
    settings.LOKAAL = False
    with pytest.raises(CommandError, match="enkel op een portaal dat lokaal draait"):
        inlogcode("redactie@voorbeeld.invalid")
