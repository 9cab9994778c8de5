"""Attacks on budget, commitment, follow-up and publication: wrong roles, foreign references, hostile files."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cultuurnota import begrotingsblad, engagement, prullenmand, publiceren
from cultuurnota.begroting_bewerken import stand_van
from cultuurnota.models import (
    Actiejaar,
    Begrotingspost,
    Bijdrage,
    Cijferkoppeling,
    Cultuurnota,
    Engagement,
    Meting,
    Publicatie,
)
from igs.models import IGS
from opnetwerk.dag import nu
from opnetwerk.models import Logregel
from tests import vijandig
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota import pdfs
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie, maak_teamlid
from tests.cultuurnota.zakelijk import JAAR, als, pad, post_van, vol
from tests.fabriek import maak_gebruiker

NIS = "11021"
GETALLEN = [
    *("0e999999", "1e999999", "1e-999999", "1e308", "NaN", "sNaN", "-Infinity", "-1", "-0,01", "0x10", "1_0"),
    *("9" * 5000, "1," + "0" * 5000, "٣", "1.2.3,4", "--1", "1e", "9999999999,99", "99999999999,99"),
]


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """With a line, an objective that is measured, a promise with a decision, and something online."""
    return vol(maak_nota())


@pytest.fixture
def schrijver(nota: Cultuurnota) -> Client:
    return als(maak_teamlid(nota).gebruiker)


def paden(nota: Cultuurnota) -> dict[str, str]:
    """Every address of the workspace that came with money and follow-up."""
    kenmerk, doel = post_van(nota).kenmerk, nota.doelstellingen.get().kenmerk
    rest: dict[str, tuple[Any, ...]] = {
        "begroting": (),
        "begroting_instellen": (),
        "begroting_posten_nieuw": (),
        "begroting_posten": (kenmerk,),
        "begroting_posten_weg": (kenmerk,),
        "begroting_bijdragen": (),
        "begroting_toets": (),
        "begroting_rekenblad": (),
        "begroting_rekenblad_bestand": ("csv",),
        "engagement": (),
        "engagement_pagina": (NIS,),
        "engagement_document_bestand": (NIS,),
        "publicatie": (),
        "opvolging": (),
        "opvolging_koppelingen": (),
        "opvolging_jaar": (JAAR,),
        "opvolging_verslag": (JAAR,),
        "opvolging_verslag_bestand": (JAAR,),
        "opvolging_invullen": (JAAR, doel),
    }
    return {naam: pad(nota, naam, *delen) for naam, delen in rest.items()}


SCHRIJFDELEN = {
    "begroting_instellen",
    "begroting_posten_nieuw",
    "begroting_posten",
    "begroting_posten_weg",
    "begroting_bijdragen",
    "opvolging_koppelingen",
    "opvolging_invullen",
}


def met_besluit(nota: Cultuurnota) -> None:
    wie = maak_teamlid(nota, "trekker").gebruiker
    lid = engagement.regel_of_404(nota, NIS).gemeente
    engagement.bewaar_document(nota=nota, gemeente=lid, inhoud=pdfs.maak(), naam="a.pdf", basis=0, door=wie)


# --- who --------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_wie_er_niet_of_niet_meer_bij_hoort_vindt_geen_enkel_adres(nota: Cultuurnota) -> None:
    met_besluit(nota)
    vreemd = IGS.objects.get(slug="co7")
    buiten = [
        maak_gebruiker("niemand@voorbeeld.be"),
        maak_teamlid(nota, "trekker", tot=date(2026, 11, 22)).gebruiker,
        maak_teamlid(nota, "trekker", van=date(2026, 11, 24)).gebruiker,
        maak_teamlid(maak_nota(vreemd), "trekker").gebruiker,
        maak_coordinator_van(vreemd, "vreemd@voorbeeld.be"),
        maak_coordinator_van(nota.igs, "voorbij@voorbeeld.be", tot=date(2026, 11, 22)),
    ]
    for naam, adres in paden(nota).items():
        for wie in buiten:
            client = als(wie)
            assert (client.get(adres).status_code, client.post(adres).status_code) == (404, 404), naam
        assert Client().get(adres).headers["Location"].startswith("/accounts/login/"), naam
        assert Client().post(adres).status_code == 302, naam
        assert Client().get(adres, headers={"Accept": "application/json"}).status_code == 401, naam


@pytest.mark.django_db
def test_een_lezer_leest_en_niets_verandert(nota: Cultuurnota) -> None:
    met_besluit(nota)
    client = als(maak_teamlid(nota, "lezer").gebruiker)
    regels = Logregel.objects.count()
    for naam, adres in paden(nota).items():
        assert client.get(adres).status_code == (403 if naam in SCHRIJFDELEN else 200), naam
        assert client.post(adres, {"doe": "stop", "basis": "0"}).status_code == 403, naam
    assert Logregel.objects.count() == regels


@pytest.mark.django_db
def test_een_schrijver_zet_niets_online_en_haalt_niets_offline(nota: Cultuurnota, schrijver: Client) -> None:
    rij = maak_publicatie(nota)
    basis = publiceren.keuze_van(rij).stand
    for doe in ("publiceer", "haal_terug", "voorbeeld"):
        data = {"doe": doe, "versie": rij.bevroren.kenmerk, "basis": basis, "met_doelstellingen": "on"}
        assert schrijver.post(pad(nota, "publicatie"), data).status_code == 403, doe
    assert Publicatie.objects.get().hoofdstukken == rij.hoofdstukken


@pytest.mark.django_db
def test_in_de_prullenmand_is_er_geen_enkel_adres_meer(nota: Cultuurnota) -> None:
    met_besluit(nota)
    client, adressen = als(maak_teamlid(nota, "trekker").gebruiker), paden(nota)
    Cultuurnota.objects.update(weg_op=nu())
    for naam, adres in adressen.items():
        assert (client.get(adres).status_code, client.post(adres).status_code) == (404, 404), naam


@pytest.mark.django_db
def test_alleen_redactie_vergelijkt_wat_niet_online_staat(nota: Cultuurnota) -> None:
    adres = reverse("admin:cultuurnota_publicatie_vergelijken")
    redactie = in_beheer(Client(), maak_redactie())
    ander = in_beheer(Client(), maak_coordinator_van(IGS.objects.get(slug="co7"), "c@voorbeeld.be"))
    trekker = als(maak_teamlid(nota, "trekker").gebruiker)
    assert "Meer lezers" in redactie.get(f"{adres}?bron=nu").content.decode()
    for client in (ander, trekker, Client()):
        antwoord = client.get(f"{adres}?bron=nu")
        assert antwoord.status_code in {302, 403, 404}
        assert "Meer lezers" not in antwoord.content.decode()
    assert "Meer lezers" not in Client().get("/cultuurnota/vergelijken/?bron=nu").content.decode()


# --- references of another note ---------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("soort", ["post", "doel"])
def test_een_nieuwe_rij_onder_het_kenmerk_van_een_ander_komt_gewoon_in_de_eigen_nota(
    nota: Cultuurnota, schrijver: Client, soort: str
) -> None:
    vreemd = vol(maak_nota(IGS.objects.get(slug="co7")))
    if soort == "post":
        data = {"nieuw": str(post_van(vreemd).kenmerk), "rubriek": "werking", "naam": "Mijn", "jaar_2027": "7"}
        antwoord = schrijver.post(pad(nota, "begroting_posten_nieuw"), data)
        eigen: Any = Begrotingspost.objects.filter(begroting__nota=nota, naam="Mijn")
    else:
        kenmerk = str(vreemd.doelstellingen.get().kenmerk)
        data = {"nieuw": kenmerk, "kenmerk": kenmerk, "titel": "Mijn", "soort": "strategisch"}
        antwoord = schrijver.post(pad(nota, "doelen_nieuw", "doelstelling"), data)
        eigen = nota.doelstellingen.filter(titel="Mijn")
    assert antwoord.status_code == 302
    assert eigen.count() == 1
    assert post_van(vreemd).bedragen == {"2027": "5.00"}
    assert vreemd.doelstellingen.get().titel == "Meer lezers"


@pytest.mark.django_db
def test_velden_van_een_andere_nota_in_het_eigen_formulier_doen_niets(nota: Cultuurnota, schrijver: Client) -> None:
    vreemd = vol(maak_nota(IGS.objects.get(slug="co7")))
    ander = vreemd.doelstellingen.get()
    indicator, actie = ander.indicatoren.get(), ander.acties.get()
    velden = {
        f"basis_{indicator.kenmerk.hex}": "0:" + "0" * 16,
        f"stand_{actie.kenmerk.hex}": "gedaan",
        f"cijfer_{indicator.kenmerk.hex}": "talenten_online",
        f"was_{indicator.kenmerk.hex}": "",
        "b_34022_2027": "999",
        "basis": "0",
        "over": f"{indicator.kenmerk}:0",
        "wat": "post",
        "post": str(post_van(vreemd).kenmerk),
        "rubriek": "werking",
        "naam": "Overgenomen",
        "jaar_2027": "1",
    }
    for naam, adres in paden(nota).items():
        if naam not in {"publicatie", "begroting_posten_nieuw"}:
            assert schrijver.post(adres, velden).status_code < 500, naam
    assert (Meting.objects.count(), Cijferkoppeling.objects.count(), Actiejaar.objects.count()) == (0, 0, 0)
    assert not Bijdrage.objects.filter(gemeente_id="34022").exists()
    assert post_van(vreemd).naam == "Huur"
    eigen = pad(nota, "opvolging_invullen", JAAR, ander.kenmerk)
    assert (schrijver.get(eigen).status_code, schrijver.post(eigen).status_code) == (404, 404)


@pytest.mark.django_db
def test_een_bevroren_versie_van_een_andere_nota_komt_niet_online(nota: Cultuurnota) -> None:
    vreemd = maak_publicatie(vol(maak_nota(IGS.objects.get(slug="co7"))))
    client = als(maak_teamlid(nota, "trekker").gebruiker)
    data = {"doe": "publiceer", "versie": vreemd.bevroren.kenmerk, "met_doelstellingen": "on"}
    assert client.post(pad(nota, "publicatie"), data).status_code == 404
    assert client.get(pad(nota, "publicatie") + f"?versie={vreemd.bevroren.kenmerk}").status_code == 404
    assert Publicatie.objects.count() == 1


# --- nothing goes in silence ------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_wie_terugbladert_en_iets_anders_typt_verliest_geen_van_beide(nota: Cultuurnota, schrijver: Client) -> None:
    adres = pad(nota, "begroting_posten_nieuw")
    data = {"nieuw": str(uuid.uuid4()), "rubriek": "werking", "naam": "Zaal", "jaar_2027": "100", "basis": ""}
    assert schrijver.post(adres, data).status_code == 302
    anders = data | {"naam": "Drukwerk", "jaar_2027": "250"}
    antwoord = schrijver.post(adres, anders)
    assert antwoord.status_code == 409
    pagina = antwoord.content.decode()
    for woord in ("Zaal", "Drukwerk"):
        assert woord in pagina
    assert not Begrotingspost.objects.filter(naam="Drukwerk").exists()
    keuze = anders | {"basis": vijandig.Formulierpagina(pagina).verborgen("basis")}
    assert schrijver.post(adres, keuze).status_code == 302
    assert schrijver.post(adres, keuze).status_code == 302
    assert [een.naam for een in nota.begroting.posten.all()] == ["Huur", "Drukwerk"]


@pytest.mark.django_db
def test_een_nota_uit_de_prullenmand_dringt_een_andere_niet_van_het_net(nota: Cultuurnota) -> None:
    wie = maak_teamlid(nota, "trekker").gebruiker
    oud = maak_publicatie(nota)
    prullenmand.gooi_weg(nota=nota, door=wie)
    nieuw = maak_nota(nota.igs, titel="De nieuwe")
    nieuw.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Nieuw.</p>")
    keuze = publiceren.keuze_van(maak_publicatie(nieuw))
    Publicatie.objects.filter(nota=nieuw).delete()
    publiceren.publiceer(nota=nieuw, keuze=keuze, basis="", door=wie)
    prullenmand.zet_terug(nota=nota, door=wie)
    assert list(publiceren.online().values_list("nota__titel", flat=True)) == ["De nieuwe"]
    assert not Publicatie.objects.filter(pk=oud.pk).exists()
    assert Logregel.objects.filter(actie="cultuurnota offline gehaald").count() == 1
    # Without another one it is online again, as it was.
    prullenmand.gooi_weg(nota=nieuw, door=wie)
    prullenmand.zet_terug(nota=nieuw, door=wie)
    assert publiceren.online().get().nota == nieuw


# --- numbers ----------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("tekst", GETALLEN)
def test_een_raar_getal_geeft_nooit_een_storing(nota: Cultuurnota, schrijver: Client, tekst: str) -> None:
    doel = nota.doelstellingen.get()
    indicator, actie = doel.indicatoren.get(), doel.acties.get()
    lid = engagement.regel_of_404(nota, NIS).gemeente
    stukken: dict[str, dict[str, str]] = {
        "begroting_instellen": {"sleutel": "mix", "deel_per_inwoner": tekst, "inbreng": tekst, "stijging": tekst},
        "begroting_posten_nieuw": {"rubriek": "personeel", "naam": "x", "vte": tekst, "jaar_2027": tekst},
        "begroting_posten": {"rubriek": "personeel", "naam": "x", "vte": tekst, "jaar_2028": tekst, "doortrekken": "1"},
        "begroting_bijdragen": {"basis": "0", f"b_{lid.nis_code}_2027": tekst},
        "begroting_toets": {"wat": "instellen", "sleutel": "mix", "inbreng": tekst, "stijging": tekst},
        "engagement_pagina": {"stand": "toegezegd", "bedrag": tekst, "basis": "0"},
        "opvolging_invullen": {
            f"waarde_{indicator.kenmerk.hex}": tekst,
            f"kost_{actie.kenmerk.hex}": tekst,
            f"stand_{actie.kenmerk.hex}": "gedaan",
        },
        "opvolging_jaar": {"over": f"{indicator.kenmerk}:{tekst}"},
    }
    stukken["begroting_instellen"]["basis"] = "0"
    stukken["begroting_posten"]["basis"] = stand_van(post_van(nota))
    adressen = paden(nota)
    for naam, data in stukken.items():
        assert schrijver.post(adressen[naam], data).status_code in {200, 302, 409}, naam
    for naam, adres in adressen.items():
        if naam != "engagement_document_bestand":
            assert schrijver.get(adres).status_code == 200, naam
    assert not Bijdrage.objects.filter(bedrag__lt=0).exists()
    assert not Engagement.objects.filter(bedrag__lt=0).exists()


@pytest.mark.django_db
def test_het_grootste_bedrag_en_de_hoogste_stijging_gaan_buiten_en_binnen(nota: Cultuurnota, schrijver: Client) -> None:
    data = {"sleutel": "inwoners", "inbreng": "9.999.999.999,99", "stijging": "25", "basis": "0"}
    assert schrijver.post(pad(nota, "begroting_instellen"), data).status_code == 302
    for maak in (begrotingsblad.als_xlsx, begrotingsblad.als_csv):
        voorstel = begrotingsblad.lees_bestand(nota, maak(nota))
        assert voorstel.inhoud == begrotingsblad.staat_er(nota)
        assert not voorstel.wenken


# --- the link that stops reminders ------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_een_stoplink_werkt_een_keer_en_voor_een_gemeente(nota: Cultuurnota) -> None:
    leden = [regel.gemeente for regel in engagement.overzicht(nota).leden[:2]]
    rijen = [
        Engagement.objects.create(nota=nota, gemeente=lid, stand="gevraagd", contact_email="cultuur@voorbeeld.be")
        for lid in leden
    ]
    adres = "/" + engagement.stoplink(rijen[0]).split("/", 3)[3]
    for _ in range(3):
        assert Client().get(adres).status_code == 200  # a robot opens it
    assert Engagement.objects.exclude(contact_email="").count() == 2
    for _ in range(2):
        assert Client().post(adres, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Engagement.objects.exclude(contact_email="")) == [rijen[1]]
    assert Logregel.objects.filter(actie="herinneringen gestopt").count() == 1
    assert Client().post(adres[:-3] + "/").status_code == 404
