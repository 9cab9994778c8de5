import pytest

from opnetwerk.models import Gebruiker
from tests.fabriek import maak_gebruiker


def test_aanmelden_met_e_mailadres_en_wachtwoord(client, db):
    from allauth.account.models import EmailAddress

    gebruiker = maak_gebruiker("an@voorbeeld.be", "een lang wachtwoord")
    EmailAddress.objects.create(user=gebruiker, email=gebruiker.email, verified=True, primary=True)
    antwoord = client.post("/accounts/login/", {"login": "AN@voorbeeld.be", "password": "een lang wachtwoord"})
    assert antwoord.status_code == 302
    assert client.session["_auth_user_id"] == str(gebruiker.pk)


def test_fout_wachtwoord_geeft_uitleg_en_houdt_het_adres(client, db):
    pagina = client.post("/accounts/login/", {"login": "an@voorbeeld.be", "password": "fout"}).content.decode()
    assert "<title>Fout: " in pagina
    assert "Er is iets niet goed ingevuld" in pagina
    assert 'value="an@voorbeeld.be"' in pagina


def test_een_account_maken_kan_nog_niet(client, db):
    assert "Een account maken kan nog niet" in client.get("/accounts/signup/").content.decode()


def test_een_e_mailadres_is_enig_zonder_te_letten_op_hoofdletters(db):
    from django.db import IntegrityError, transaction

    maak_gebruiker("an@voorbeeld.be")
    with pytest.raises(IntegrityError, match="een_account_per_emailadres"), transaction.atomic():
        maak_gebruiker("An@Voorbeeld.be".replace("@Voorbeeld.be", "@voorbeeld.be"))


def test_een_beheerder_mag_alles_en_een_gebruiker_niets(db):
    beheerder = Gebruiker.objects.create_superuser("b@voorbeeld.be", "een lang wachtwoord")
    assert beheerder.is_staff
    assert beheerder.has_perm("igs.change_igs")
    assert not maak_gebruiker().is_staff
    assert str(maak_gebruiker("z@voorbeeld.be", naam="Zoë")) == "Zoë"
    assert Gebruiker.objects.get_by_natural_key("B@VOORBEELD.be") == beheerder
