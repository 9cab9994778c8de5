"""Following up: filled in per objective and year, two people at once, what the portal counts, the report."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cultuurnota import opvolgen
from cultuurnota.models import Actie, Actiejaar, Cultuurnota, Doelstelling, Indicator, Meting
from igs.models import IGS
from opnetwerk.models import Gebruiker, Logregel
from tests import vijandig
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.opvolgpaginas import JAAR, adres, getoond, maak_doel, meting, paden, vul
from tests.fabriek import maak_gebruiker
from tests.talent.bewerkpagina import Bewerkpagina

pytestmark = pytest.mark.django_db


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    """Of which the first year is the year of the tests."""
    return maak_nota(van=2026, tot=2031)


@pytest.fixture
def doel(nota: Cultuurnota) -> Doelstelling:
    return maak_doel(nota)


@pytest.fixture
def schrijver(client: Client, nota: Cultuurnota) -> Client:
    client.force_login(maak_teamlid(nota).gebruiker)
    return client


# --- filling in -----------------------------------------------------------------------------------------------------
def test_cijfers_en_acties_worden_bewaard_getoond_en_gelogd(schrijver: Client, doel: Doelstelling) -> None:
    antwoord = vul(
        schrijver, doel, Bezoeken__waarde="1.250,5", Bezoeken__uitleg="Een goed jaar.", Festival__stand="gedaan",
        Festival__kost="€ 900",
    )  # fmt: skip
    assert antwoord.status_code == 302
    assert (meting().waarde, meting().uitleg, meting().vanzelf) == (Decimal("1250.5"), "Een goed jaar.", False)
    stap = Actiejaar.objects.get()
    assert (stap.actie.titel, stap.stand, stap.kost) == ("Festival", "gedaan", Decimal(900))
    pagina = schrijver.get(antwoord["Location"]).content.decode()
    for woord in ("1.250,5", "Een goed jaar.", "gedaan", "900 euro", "1 van de 2 indicatoren heeft een cijfer"):
        assert woord in pagina
    assert Logregel.objects.filter(actie="opvolging bewaard", igs_slug="zuidrand").count() == 1


def test_een_heel_lange_doelstelling_gaat_in_delen(schrijver: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    """A browser may send a thousand fields; what is above it would be lost with the whole page."""
    Indicator.objects.bulk_create(Indicator(doelstelling=doel, naam=f"I{n}", volgorde=n + 5) for n in range(220))
    pad, gezien = adres(nota, "_invullen", JAAR, doel.kenmerk), 0
    for deel in range(1, 4):
        antwoord = schrijver.get(f"{pad}?deel={deel}")
        blad = antwoord.context["formulier"].blad
        assert (blad.deel, blad.delen) == (deel, 3)
        gezien += len(blad.rijen)
        velden = antwoord.context["formulier"]
        data = {naam: velden[naam].value() or "" for naam in velden.fields}
        data |= {naam: "5" for naam in data if naam.startswith("waarde_")}
        assert len(data) < 900
        volgende = schrijver.post(f"{pad}?deel={deel}", data)["Location"]
        assert volgende == (f"{pad}?deel={deel + 1}" if deel < 3 else f"{adres(nota, '_jaar', JAAR)}?net=bewaard")
    assert gezien == 223
    assert Meting.objects.filter(waarde=5).count() == 222
    for onzin in ("0", "9", "-1", "x", "\u0661", "9" * 500):
        assert schrijver.get(pad, {"deel": onzin}).context["formulier"].blad.deel == 1


def test_wie_niets_aanraakt_maakt_geen_rijen(schrijver: Client, doel: Doelstelling) -> None:
    assert vul(schrijver, doel).status_code == 302
    assert not Meting.objects.exists()
    assert not Actiejaar.objects.exists()
    assert not Logregel.objects.filter(actie="opvolging bewaard").exists()


def test_dezelfde_verzending_is_een_keer_bewaren(schrijver: Client, doel: Doelstelling) -> None:
    vooraf = getoond(doel)
    for _ in range(3):
        assert vul(schrijver, doel, vooraf, Bezoeken__waarde="5").status_code == 302
    assert meting().versie == 1
    assert Logregel.objects.filter(actie="opvolging bewaard").count() == 1


def test_een_actie_staat_enkel_in_haar_jaren(schrijver: Client, doel: Doelstelling) -> None:
    assert [een.actie.titel for een in opvolgen.jaarblad(doel, 2026).acties] == ["Festival"]
    assert [een.actie.titel for een in opvolgen.jaarblad(doel, 2030).acties] == ["Later"]
    Actie.objects.filter(titel="Later").update(jaren=[])
    assert len(opvolgen.jaarblad(doel, 2026).acties) == 2
    Actiejaar.objects.create(actie=doel.acties.get(titel="Festival"), jaar=2029, stand="gedaan")
    assert len(opvolgen.jaarblad(doel, 2029).acties) == 2


def test_de_tweede_schrijver_ziet_beide_waarden_en_verliest_niets(schrijver: Client, doel: Doelstelling) -> None:
    vooraf = getoond(doel)
    vul(schrijver, doel, vooraf, Bezoeken__waarde="150", Festival__stand="bezig")
    antwoord = vul(schrijver, doel, vooraf, Bezoeken__waarde="160", Kernen__waarde="7")
    assert antwoord.status_code == 409
    pagina = antwoord.content.decode()
    assert "Iemand anders bewaarde intussen" in pagina
    [verschil] = antwoord.context["formulier"].botsing
    assert (verschil.naam, verschil.oud, verschil.nieuw) == ("Bezoeken: waarde", "150", "160")
    assert meting().waarde == 150
    assert meting("Kernen").waarde == 7  # what nobody else touched is kept
    assert Actiejaar.objects.get().stand == "bezig"  # and what this one did not touch stays of the other
    weer = {naam: antwoord.context["formulier"][naam].value() for naam in antwoord.context["formulier"].fields}
    assert schrijver.post(antwoord.request["PATH_INFO"], weer).status_code == 302
    assert meting().waarde == 160


def test_twee_die_hetzelfde_typen_botsen_niet(schrijver: Client, doel: Doelstelling) -> None:
    vooraf = getoond(doel)
    vul(schrijver, doel, vooraf, Bezoeken__waarde="150")
    assert vul(schrijver, doel, vooraf, Bezoeken__waarde="150,0").status_code == 302


def test_zonder_of_met_een_vervalste_basis_wordt_niets_overschreven(schrijver: Client, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="150")
    for basis in ("", "x", "99999999999999999999:0", "-1:0000000000000000", "0:0000000000000000"):
        assert vul(schrijver, doel, Bezoeken__waarde="1", Bezoeken__basis=basis).status_code == 409
    assert meting().waarde == 150


def test_wat_iemand_typte_bij_een_indicator_die_weg_is_komt_terug(schrijver: Client, doel: Doelstelling) -> None:
    vooraf = getoond(doel)
    weg = doel.indicatoren.get(naam="Kernen")
    vooraf[f"uitleg_{weg.kenmerk.hex}"] = "Vijf kernen kwamen erbij."
    weg.delete()
    antwoord = vul(schrijver, doel, vooraf, Bezoeken__waarde="5")
    assert antwoord.status_code == 200
    assert "Je typte: “Vijf kernen kwamen erbij.”" in antwoord.content.decode()


def test_een_cijfer_leegmaken_mag(schrijver: Client, doel: Doelstelling) -> None:
    vul(schrijver, doel, Bezoeken__waarde="150")
    assert vul(schrijver, doel, Bezoeken__waarde="").status_code == 302
    assert meting().waarde is None


@pytest.mark.parametrize("stand", ["uitgesteld", "geschrapt"])
def test_uitgesteld_of_geschrapt_vraagt_een_uitleg(schrijver: Client, doel: Doelstelling, stand: str) -> None:
    antwoord = vul(schrijver, doel, Festival__stand=stand, Bezoeken__waarde="5")
    assert antwoord.status_code == 200
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert f"Leg in één zin uit waarom “Festival” is {stand}." in [zin for _, zin in pagina.samenvatting]
    assert not Meting.objects.exists()
    assert vul(schrijver, doel, Festival__stand=stand, Festival__uitleg="De zaal sloot.").status_code == 302


@pytest.mark.parametrize("waarde", ["veel", "nan", "Infinity", "1e999", "99999999999999", "1.2.3", "1,234"])
def test_wat_geen_getal_is_komt_terug_met_de_naam_van_de_indicator(
    schrijver: Client, doel: Doelstelling, waarde: str
) -> None:
    antwoord = vul(schrijver, doel, Bezoeken__waarde=waarde, Bezoeken__uitleg="dit blijft staan")
    pagina = Bewerkpagina(antwoord)
    pagina.keur_fouten()
    assert "“Bezoeken”" in pagina.samenvatting[0][1]
    assert "dit blijft staan" in antwoord.content.decode()
    assert not Meting.objects.exists()


def test_een_kost_onder_nul_en_een_onbekende_stand_komen_terug(schrijver: Client, doel: Doelstelling) -> None:
    antwoord = vul(schrijver, doel, Festival__kost="-1", Festival__stand="klaar")
    zinnen = [zin for _, zin in Bewerkpagina(antwoord).samenvatting]
    assert zinnen == ["Kies bij “Festival” hoe het ging.", "Vul bij “Festival” nul of meer in."]
    assert not Actiejaar.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS[:3], "a" * 501, vijandig.TE_LANG[0]])
def test_een_uitleg_die_niet_past_komt_terug(schrijver: Client, doel: Doelstelling, tekst: str) -> None:
    antwoord = vul(schrijver, doel, Bezoeken__waarde="5", Bezoeken__uitleg=tekst)
    assert antwoord.status_code == 200
    Bewerkpagina(antwoord).keur_fouten()
    assert not Meting.objects.exists()


@pytest.mark.parametrize("tekst", [*vijandig.SCRIPT, *vijandig.FORMULES, *vijandig.ANDERE_TALEN])
def test_uitleg_en_namen_blijven_tekst(schrijver: Client, doel: Doelstelling, tekst: str) -> None:
    doel.indicatoren.filter(naam="Bezoeken").update(naam=tekst, eenheid="%")
    rij = doel.indicatoren.order_by("volgorde").first()
    assert rij is not None
    data = getoond(doel) | {f"waarde_{rij.kenmerk.hex}": "5", f"uitleg_{rij.kenmerk.hex}": tekst}
    assert schrijver.post(adres(doel.nota, "_invullen", JAAR, doel.kenmerk), data).status_code == 302
    assert Meting.objects.get().uitleg == tekst
    for pad in paden(doel.nota, doel).values():
        antwoord = schrijver.get(pad)
        assert antwoord.status_code == 200
        if "html" in antwoord["Content-Type"]:
            for kwaad in ("<script>alert", "<img src=x", "<svg onload", "49{%"):
                assert kwaad not in antwoord.content.decode()


def test_kapotte_bytes_geven_geen_storing(schrijver: Client, doel: Doelstelling) -> None:
    data: dict[str, Any] = dict(getoond(doel))
    veld = next(naam for naam in data if naam.startswith("uitleg_"))
    for stuk in vijandig.STUKKE_BYTES:
        antwoord = vijandig.plaats_bytes(
            schrijver, adres(doel.nota, "_invullen", JAAR, doel.kenmerk), data | {veld: stuk}
        )
        assert antwoord.status_code in {200, 302, 400, 409}


def test_een_naam_met_een_procentteken_breekt_geen_fouttekst(schrijver: Client, doel: Doelstelling) -> None:
    doel.indicatoren.filter(naam="Bezoeken").update(naam="Bereik in % van %s")
    antwoord = vul(schrijver, doel, **{"Bereik in % van %s__waarde": "veel"})
    [(_, zin)] = Bewerkpagina(antwoord).samenvatting
    assert zin == "Vul bij “Bereik in procent van procents” een getal in, zoals 1.250 of 12,5."


# --- who may --------------------------------------------------------------------------------------------------------
def test_het_team_leest_en_een_lezer_schrijft_niet(client: Client, nota: Cultuurnota, doel: Doelstelling) -> None:
    client.force_login(maak_teamlid(nota, "lezer").gebruiker)
    for naam, pad in paden(nota, doel).items():
        wacht = 403 if naam in {"koppelingen", "invullen"} else 200
        assert client.get(pad).status_code == wacht, naam
        assert client.post(pad, getoond(doel)).status_code == 403, naam
    pagina = client.get(adres(nota, "_jaar", JAAR)).content.decode()
    assert "Vul in" not in pagina
    assert "Haal de cijfers" not in pagina


def test_coordinator_en_redactie_volgen_mee_op(nota: Cultuurnota, doel: Doelstelling) -> None:
    for wie in (maak_coordinator_van(nota.igs, "a@voorbeeld.be"), maak_redactie()):
        client = Client()
        client.force_login(wie)
        assert {client.get(pad).status_code for pad in paden(nota, doel).values()} == {200}


def test_wie_niet_in_het_team_zit_krijgt_overal_404(nota: Cultuurnota, doel: Doelstelling) -> None:
    ander = maak_nota(IGS.objects.get(slug="co7"))
    buiten: list[Gebruiker] = [
        maak_teamlid(ander, "trekker").gebruiker,
        maak_coordinator_van(ander.igs, "b@voorbeeld.be"),
        maak_gebruiker("c@voorbeeld.be"),
    ]
    for wie in buiten:
        client = Client()
        client.force_login(wie)
        for pad in paden(nota, doel).values():
            assert client.get(pad).status_code == 404, pad
            assert client.post(pad).status_code == 404, pad
    for pad in paden(nota, doel).values():
        assert "/accounts/login/" in Client().get(pad)["Location"]


def test_een_doelstelling_van_een_andere_nota_is_404(schrijver: Client, nota: Cultuurnota) -> None:
    vreemd = Doelstelling.objects.create(nota=maak_nota(van=2026, tot=2031), titel="Vreemd")
    for methode in (schrijver.get, schrijver.post):
        assert methode(adres(nota, "_invullen", JAAR, vreemd.kenmerk)).status_code == 404


@pytest.mark.parametrize("jaar", [0, 2025, 2032, 99999, 10**30])
def test_een_jaar_buiten_de_nota_is_404(schrijver: Client, nota: Cultuurnota, doel: Doelstelling, jaar: int) -> None:
    for naam in ("_jaar", "_verslag", "_verslag_bestand"):
        assert schrijver.get(adres(nota, naam, jaar)).status_code == 404
    assert schrijver.post(adres(nota, "_invullen", jaar, doel.kenmerk), {}).status_code == 404
