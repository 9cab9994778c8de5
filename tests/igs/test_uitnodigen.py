from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.http import Http404

from igs import uitnodigen
from igs.bereik import bereik_van
from igs.models import Aanstelling
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from tests.beheer import maak_redactie
from tests.fabriek import maak_gebruiker, maak_igs

DAG = date(2026, 11, 23)
WACHTWOORD = "vier losse woorden samen"


@pytest.fixture
def igs(db):
    return maak_igs("Testrand")


@pytest.fixture
def redactie(db):
    return maak_redactie()


def nodig_uit(igs, redactie, email: str = "Nieuw@voorbeeld.be", tot: date | None = None) -> Aanstelling:
    return uitnodigen.nodig_uit(email=email, naam="Noor", igs=igs, van=date(2026, 1, 1), tot=tot, door=redactie)


def test_een_uitnodiging_maakt_account_aanstelling_mail_en_logregel(igs, redactie):
    aanstelling = nodig_uit(igs, redactie)
    gebruiker = Gebruiker.objects.get(email="nieuw@voorbeeld.be")
    assert (aanstelling.gebruiker, aanstelling.igs) == (gebruiker, igs)
    assert not gebruiker.has_usable_password()
    mail = UitgaandeMail.objects.get()
    assert mail.aan == "nieuw@voorbeeld.be"
    assert "coördinator van Testrand" in mail.onderwerp
    assert uitnodigen.link(gebruiker).rsplit("/", 2)[0] in mail.tekst
    assert Logregel.objects.get(actie="coördinator uitgenodigd").igs_slug == "testrand"


def test_wie_al_een_account_heeft_krijgt_de_weg_naar_aanmelden(igs, redactie):
    maak_gebruiker("oud@voorbeeld.be")
    nodig_uit(igs, redactie, "OUD@voorbeeld.be")
    assert Gebruiker.objects.filter(email__iexact="oud@voorbeeld.be").count() == 1
    assert "/accounts/login/" in UitgaandeMail.objects.get().tekst


def test_de_link_openen_verandert_niets_en_de_knop_wel(igs, redactie, client):
    gebruiker = nodig_uit(igs, redactie).gebruiker
    pad = uitnodigen.link(gebruiker)
    for _ in range(3):
        antwoord = client.get(pad)
        assert antwoord.status_code == 200
        assert "nieuw@voorbeeld.be" in antwoord.content.decode()
    gebruiker.refresh_from_db()
    assert not gebruiker.has_usable_password()
    antwoord = client.post(pad, {"wachtwoord": WACHTWOORD})
    assert antwoord.headers["Location"] == "/uitnodiging/aangenomen/"
    gebruiker.refresh_from_db()
    assert gebruiker.check_password(WACHTWOORD)
    assert EmailAddress.objects.get(user=gebruiker).verified
    assert client.get("/uitnodiging/aangenomen/").status_code == 200


def test_de_link_werkt_maar_een_keer(igs, redactie, client):
    pad = uitnodigen.link(nodig_uit(igs, redactie).gebruiker)
    client.post(pad, {"wachtwoord": WACHTWOORD})
    antwoord = client.post(pad, {"wachtwoord": "een heel ander wachtwoord"})
    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in antwoord.content.decode()
    assert Gebruiker.objects.get(email="nieuw@voorbeeld.be").check_password(WACHTWOORD)


def test_de_link_verloopt_na_drie_dagen(igs, redactie, monkeypatch):
    gebruiker = nodig_uit(igs, redactie).gebruiker
    waarde = uitnodigen.teken.make_token(gebruiker)
    sleutel = uitnodigen.link(gebruiker).split("/")[2]
    assert uitnodigen.uitgenodigde(sleutel, waarde) == gebruiker
    later = uitnodigen.teken._now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr(uitnodigen.teken, "_now", lambda: later)
    with pytest.raises(Http404):
        uitnodigen.uitgenodigde(sleutel, waarde)


@pytest.mark.parametrize(
    "pad", ["/uitnodiging/MQ/x/", "/uitnodiging/!!/x/", "/uitnodiging/OTk5OTk5OTk5OTk5OTk5OTk5OTk/x-y/"]
)
def test_een_vervalste_link_is_een_404_met_uitleg(client, db, pad):
    antwoord = client.get(pad)
    assert antwoord.status_code == 404
    assert "Deze link werkt niet meer" in antwoord.content.decode()


@pytest.mark.parametrize("wachtwoord", ["", "kort", "x" * 300])
def test_een_zwak_wachtwoord_geeft_uitleg_en_verandert_niets(igs, redactie, client, wachtwoord):
    gebruiker = nodig_uit(igs, redactie).gebruiker
    antwoord = client.post(uitnodigen.link(gebruiker), {"wachtwoord": wachtwoord})
    pagina = antwoord.content.decode()
    gebruiker.refresh_from_db()
    if gebruiker.has_usable_password():
        pytest.fail(f"{wachtwoord!r} werd aanvaard")
    assert "<title>Fout: " in pagina
    assert "Er is iets niet goed ingevuld" in pagina


def test_na_de_einddatum_eindigt_de_toegang_vanzelf(igs, redactie):
    gebruiker = nodig_uit(igs, redactie, tot=DAG).gebruiker
    assert bereik_van(gebruiker, DAG).igs == {igs.pk}
    assert bereik_van(gebruiker, DAG + timedelta(days=1)).igs == frozenset()
    gebruiker.is_active = False
    assert bereik_van(gebruiker, DAG).igs == frozenset()
