"""The parent of somebody of 13 to 15: asked by mail, yes by a button, no at any time; without yes nothing goes on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from opnetwerk.bevestigen import maak_teken
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker, Toestemming, UitgaandeMail
from talent import ouders
from talent.inschrijven import schrijf_in
from talent.keuzes import Leeftijd
from talent.models import Oudertoestemming, Talent, Zoekrij
from talent.toestemmen import OUDER, PUBLICATIE, geef_toestemming, heeft_toestemming, trek_toestemming_in
from talent.verlaten import KanNiet, toon_weer, vraag_wissen
from tests.fabriek import maak_gebruiker, maak_gemeente
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db
DAG = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _leeg_geheugen(db: None) -> None:
    cache.clear()


@pytest.fixture
def eigenaar() -> Gebruiker:
    return maak_gebruiker("lotte@voorbeeld.be")


@pytest.fixture
def jong(eigenaar: Gebruiker) -> Talent:
    return schrijf_in(
        gebruiker=eigenaar,
        soort="persoon",
        leeftijd="13-15",
        naam="Lotte",
        gemeente=maak_gemeente("11999", "Testgem"),
        ouder_email="ma@voorbeeld.be",
        dag=DAG,
        toestemmingen=[PUBLICATIE],
    )


def vraag_van(talent: Talent) -> Oudertoestemming:
    return Oudertoestemming.objects.get(talent=talent)


def pad_van(talent: Talent) -> str:
    return ouders.link(vraag_van(talent)).removeprefix("http://127.0.0.1:8000")


def online(talent: Talent) -> bool:
    return Talent.objects.online().filter(pk=talent.pk).exists()


def test_zonder_ja_van_de_ouder_mag_er_niets_ingediend(jong: Talent) -> None:
    assert ouders.bezwaren_tegen_indienen(jong) == [ouders.WACHT_OP_OUDER]
    ouders.zeg_ja(vraag=vraag_van(jong))
    assert not ouders.bezwaren_tegen_indienen(jong)
    ouders.zeg_nee(vraag=vraag_van(jong))
    assert ouders.bezwaren_tegen_indienen(jong)


@pytest.mark.parametrize("band", Leeftijd.values)
@pytest.mark.parametrize("ouder", ["", "gevraagd", "ja", "nee"])
@pytest.mark.parametrize("publicatie", [True, False])
@pytest.mark.parametrize("wissen", [True, False])
def test_indienen_over_alle_leeftijden_en_antwoorden(band: str, ouder: str, publicatie: bool, wissen: bool) -> None:
    talent = maak_talent(naam="Noor", leeftijd=band, online=False)
    eigenaar = talent.beheer.get().gebruiker
    geef_toestemming(talent=talent, doel=PUBLICATIE, door=eigenaar)
    if ouder:
        vraag = Oudertoestemming.objects.create(talent=talent, email="ma@voorbeeld.be")
        if ouder != "gevraagd":
            ouders.zeg_ja(vraag=vraag)
        if ouder == "nee":
            ouders.zeg_nee(vraag=vraag)
    if not publicatie:
        trek_toestemming_in(talent=talent, doel=PUBLICATIE, door=eigenaar)
    if wissen:
        vraag_wissen(talent=talent, door=eigenaar)
    talent.refresh_from_db()
    verwacht = publicatie and not wissen and (band != "13-15" or ouder == "ja")
    assert (not ouders.bezwaren_tegen_indienen(talent)) is verwacht


def test_de_ouder_zegt_ja_met_een_knop_en_de_woorden_komen_in_het_boek(client: Client, jong: Talent) -> None:
    pad = pad_van(jong)
    pagina = client.get(pad).content.decode()
    assert "Mag Lotte een profiel hebben bij Talent?" in pagina
    assert 'content="noindex"' in pagina
    assert client.post(pad, {"antwoord": "ja"}).headers["Location"] == pad
    assert "Je gaf toestemming" in client.get(pad).content.decode()
    regel = Toestemming.objects.get(doel=OUDER)
    assert (regel.email, regel.gebruiker, regel.ingetrokken_op) == ("ma@voorbeeld.be", None, None)
    assert "Ja, mijn kind mag een profiel hebben" in regel.tekst


def test_een_robot_die_de_link_twee_keer_opent_verandert_niets(client: Client, jong: Talent) -> None:
    for _ in range(2):
        assert client.get(pad_van(jong)).status_code == 200
        assert client.head(pad_van(jong)).status_code == 200
    assert vraag_van(jong).bevestigd_op is None
    assert ouders.bezwaren_tegen_indienen(jong)


def test_ja_twee_keer_is_een_keer(client: Client, jong: Talent) -> None:
    for _ in range(3):
        client.post(pad_van(jong), {"antwoord": "ja"})
    assert Toestemming.objects.filter(doel=OUDER).count() == 1


@pytest.mark.parametrize("antwoord", ["", "misschien", "JA", "ja\x00"])
def test_een_vreemd_antwoord_verandert_niets(client: Client, jong: Talent, antwoord: str) -> None:
    assert client.post(pad_van(jong), {"antwoord": antwoord}).status_code == 200
    vraag = vraag_van(jong)
    assert (vraag.bevestigd_op, vraag.ingetrokken_op) == (None, None)


def test_ja_zeggen_kan_drie_dagen_en_intrekken_altijd(client: Client, jong: Talent, settings: Any) -> None:
    pad = pad_van(jong)
    client.post(pad, {"antwoord": "ja"})
    settings.VASTE_DAG = DAG + timedelta(days=700)
    assert "Trek mijn toestemming in" in client.get(pad).content.decode()
    client.post(pad, {"antwoord": "nee"})
    assert vraag_van(jong).ingetrokken_op is not None
    pagina = client.get(pad).content.decode()
    assert "Ik geef toch toestemming" not in pagina
    client.post(pad, {"antwoord": "ja"})
    assert vraag_van(jong).ingetrokken_op is not None


def test_een_oude_link_zegt_dat_er_een_nieuwe_moet_komen(client: Client, jong: Talent, settings: Any) -> None:
    pad = pad_van(jong)
    settings.VASTE_DAG = DAG + timedelta(days=4)
    assert "ouder dan drie dagen" in client.get(pad).content.decode()
    client.post(pad, {"antwoord": "ja"})
    assert vraag_van(jong).bevestigd_op is None


def test_intrekken_verbergt_meteen_overal(client: Client) -> None:
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    ouders.zeg_ja(vraag=Oudertoestemming.objects.create(talent=talent, email="ma@voorbeeld.be"))
    assert online(talent)
    assert Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar
    client.post(pad_van(talent), {"antwoord": "nee"})
    talent.refresh_from_db()
    assert talent.verborgen_door == Talent.Verborgen.OUDER
    assert not online(talent)
    assert not Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar
    assert client.get(talent.get_absolute_url()).status_code == 404
    assert not heeft_toestemming(talent, OUDER)


def test_wat_de_ouder_verborg_toont_alleen_de_ouder_weer() -> None:
    talent = maak_talent(naam="Noor", leeftijd="13-15")
    vraag = Oudertoestemming.objects.create(talent=talent, email="ma@voorbeeld.be")
    ouders.zeg_ja(vraag=vraag)
    ouders.zeg_nee(vraag=vraag)
    with pytest.raises(KanNiet, match="Je ouder verborg"):
        toon_weer(talent=talent, door=talent.beheer.get().gebruiker)
    ouders.zeg_ja(vraag=vraag)
    assert online(talent)
    assert heeft_toestemming(talent, OUDER)


@pytest.mark.parametrize("teken", ["x", "a:b:c", "x" * 3000, "%00", "é"])
def test_een_vreemde_link_is_een_gewone_pagina(client: Client, teken: str) -> None:
    for antwoord in (client.get(f"/talent/ouder/{teken}/"), client.post(f"/talent/ouder/{teken}/", {"antwoord": "ja"})):
        assert antwoord.status_code == 404
        assert "Deze link werkt niet meer" in antwoord.content.decode()


def test_een_teken_van_een_andere_soort_opent_niets(client: Client, jong: Talent) -> None:
    for soort, sleutel in (("talent-klopt", str(vraag_van(jong).kenmerk)), (ouders.SOORT, str(jong.kenmerk))):
        assert client.get(f"/talent/ouder/{maak_teken(soort, sleutel)}/").status_code == 404


def test_een_ander_adres_laat_de_eerste_link_sterven(client: Client, jong: Talent, eigenaar: Gebruiker) -> None:
    pad = pad_van(jong)
    ouders.zeg_ja(vraag=vraag_van(jong))
    ouders.vraag_ouder(talent=jong, email="pa@voorbeeld.be", door=eigenaar)
    assert client.get(pad).status_code == 404
    assert ouders.bezwaren_tegen_indienen(jong)
    assert not heeft_toestemming(jong, OUDER)
    assert UitgaandeMail.objects.filter(aan="pa@voorbeeld.be").count() == 1


def test_hetzelfde_adres_opnieuw_houdt_de_link_en_stuurt_een_mail_meer(
    jong: Talent, eigenaar: Gebruiker, settings: Any
) -> None:
    kenmerk = vraag_van(jong).kenmerk
    settings.VASTE_DAG = DAG + timedelta(days=2)
    ouders.vraag_ouder(talent=jong, email="MA@voorbeeld.be", door=eigenaar)
    assert vraag_van(jong).kenmerk == kenmerk
    assert UitgaandeMail.objects.filter(aan="ma@voorbeeld.be").count() == 2


def test_niemand_laat_het_portaal_een_vreemde_mailen_zonder_einde(jong: Talent, eigenaar: Gebruiker) -> None:
    for nummer in range(ouders.HOOGSTENS_PER_DAG - 1):
        ouders.vraag_ouder(talent=jong, email=f"pa{nummer}@voorbeeld.be", door=eigenaar)
    with pytest.raises(TeVaak):
        ouders.vraag_ouder(talent=jong, email="nogeen@voorbeeld.be", door=eigenaar)
    client = Client()
    client.force_login(eigenaar)
    antwoord = client.post(f"/mijn/talent/{jong.slug}/ouder/", {"email": "nogeen@voorbeeld.be"})
    assert antwoord.status_code == 200
    assert "Dat zijn er veel op één dag" in antwoord.content.decode()
    assert 'value="nogeen@voorbeeld.be"' in antwoord.content.decode()


def test_de_pagina_van_de_ouder_stuurt_opnieuw_en_weigert_je_eigen_adres(jong: Talent, eigenaar: Gebruiker) -> None:
    client = Client()
    client.force_login(eigenaar)
    pad = f"/mijn/talent/{jong.slug}/ouder/"
    assert 'value="ma@voorbeeld.be"' in client.get(pad).content.decode()
    assert client.post(pad, {"email": "pa@voorbeeld.be"}).headers["Location"] == f"{pad}?net=gemaild"
    assert vraag_van(jong).email == "pa@voorbeeld.be"
    for fout in ("lotte@voorbeeld.be", "", "geen adres", "a@b.be\r\nBcc: c@d.be"):
        assert "<title>Fout: " in client.post(pad, {"email": fout}).content.decode()
    assert vraag_van(jong).email == "pa@voorbeeld.be"


def test_wie_ouder_is_dan_15_heeft_geen_pagina_over_ouders(eigenaar: Gebruiker) -> None:
    talent = maak_talent(naam="Groot", eigenaar=eigenaar)
    client = Client()
    client.force_login(eigenaar)
    assert client.get(f"/mijn/talent/{talent.slug}/ouder/").status_code == 404
