"""Objectives: kept, ordered, removed; two writers; who may; what hostile input does."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cultuurnota import doelen
from cultuurnota.geldveld import Getalveld
from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Indicator, Uitdaging
from igs.models import IGS
from opnetwerk.models import Logregel
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db


@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def schrijver(client: Client, nota: Cultuurnota) -> Client:
    client.force_login(maak_teamlid(nota).gebruiker)
    return client


def adres(nota: Cultuurnota, naam: str = "doelen", *rest: Any) -> str:
    return reverse(f"cultuurnota_werkruimte_{naam}", args=[nota.kenmerk, *rest])


def doel(nota: Cultuurnota, titel: str = "Meer samen", **velden: Any) -> Doelstelling:
    return Doelstelling.objects.create(nota=nota, titel=titel, **velden)


def maak(client: Client, nota: Cultuurnota, soort: str, **velden: Any) -> Any:
    return client.post(adres(nota, "doelen_nieuw", soort), {"nieuw": str(uuid.uuid4()), "basis": "0"} | velden)


def wijzig(client: Client, nota: Cultuurnota, rij: Any, **velden: Any) -> Any:
    pad = adres(nota, "doelen_wijzig", doelen.soort_van(rij), rij.kenmerk)
    return client.post(pad, {"basis": doelen.stand_van(rij)} | velden)


def test_een_uitdaging_doelstelling_indicator_en_actie_worden_bewaard_en_getoond(
    schrijver: Client, nota: Cultuurnota
) -> None:
    assert maak(schrijver, nota, "uitdaging", titel="Jongeren haken af").status_code == 302
    uitdaging = Uitdaging.objects.get()
    maak(
        schrijver,
        nota,
        "doelstelling",
        titel="Jongeren doen mee",
        opdrachten=["6", "1"],
        uitdagingen=[uitdaging.kenmerk],
    )
    boven = Doelstelling.objects.get()
    assert boven.opdrachten == ["6", "1"]
    assert list(boven.uitdagingen.all()) == [uitdaging]
    maak(schrijver, nota, "doelstelling", titel="Elke gemeente een jongerenraad", boven=boven.kenmerk)
    onder = Doelstelling.objects.get(boven=boven)
    maak(
        schrijver, nota, "indicator", titel="", naam="Raden", doelstelling=onder.kenmerk, nulmeting="2",
        streefwaarde="1.250,50", bron="telling", wie="de coördinator",
    )  # fmt: skip
    assert Indicator.objects.get().streefwaarde == Decimal("1250.50")
    maak(
        schrijver, nota, "actie", titel="Een jeugdraad starten", doelstelling=onder.kenmerk, jaren=["2027", "2028"],
        trekker="An", partners="de scholen", kost="1.200",
    )  # fmt: skip
    actie = Actie.objects.get()
    assert (actie.jaren, actie.kost, actie.versie) == ([2027, 2028], Decimal(1200), 1)
    pagina = schrijver.get(adres(nota)).content.decode()
    for woord in (
        "Jongeren haken af",
        "Elke gemeente een jongerenraad",
        "Raden",
        "Een jeugdraad starten",
        "1.200 euro",
    ):
        assert woord in pagina
    assert "Bij 5 van de 7 opdrachten hoort nog geen doelstelling" in pagina
    assert Logregel.objects.filter(actie="actie toegevoegd", igs_slug="zuidrand").count() == 1


def test_dezelfde_verzending_maakt_een_rij(schrijver: Client, nota: Cultuurnota) -> None:
    for _ in range(3):
        maak(schrijver, nota, "uitdaging", titel="Een keer", nieuw="6f2a0c6e-1111-4111-8111-111111111111")
    assert Uitdaging.objects.count() == 1


@pytest.mark.parametrize("soort", ["uitdaging", "doelstelling"])
def test_de_tweede_schrijver_ziet_beide_teksten_en_verliest_niets(
    schrijver: Client, nota: Cultuurnota, soort: str
) -> None:
    rij = doelen.SOORTEN[soort].objects.create(nota=nota, titel="Eerst", tekst="zo")  # type: ignore[attr-defined]
    basis = doelen.stand_van(rij)
    assert wijzig(schrijver, nota, rij, titel="Van de eerste", tekst="zo").status_code == 302
    antwoord = wijzig(schrijver, nota, rij, titel="Van de tweede", tekst="zo", basis=basis)
    assert antwoord.status_code == 409
    pagina = antwoord.content.decode()
    assert "Van de eerste" in pagina
    assert "Van de tweede" in pagina
    assert "Iemand anders bewaarde dit intussen" in pagina
    rij.refresh_from_db()
    assert rij.titel == "Van de eerste"
    vers = antwoord.context["formulier"]["basis"].value()
    assert wijzig(schrijver, nota, rij, titel="Van de tweede", tekst="zo", basis=vers).status_code == 302
    rij.refresh_from_db()
    assert rij.titel == "Van de tweede"


def test_wat_intussen_weg_is_geeft_een_zin_en_de_tekst_terug(schrijver: Client, nota: Cultuurnota) -> None:
    rij = doel(nota)
    formulier_rij = Doelstelling.objects.get(pk=rij.pk)
    rij.delete()
    with pytest.raises(doelen.Botsing) as botsing:
        doelen.bewaar(nota=nota, rij=formulier_rij, basis="0", door=maak_gebruiker("x@voorbeeld.be"))
    assert botsing.value.rij is None


def test_omhoog_en_omlaag_verplaatsen_een_plek_en_een_dubbele_druk_niet_twee(
    schrijver: Client, nota: Cultuurnota
) -> None:
    rijen = [doel(nota, f"Doel {n}", volgorde=n) for n in range(4)]
    vraag = {"soort": "doelstelling", "kenmerk": rijen[3].kenmerk, "plek": "3", "doe": "omhoog"}
    for _ in range(2):
        assert schrijver.post(adres(nota), vraag).status_code == 302
    assert [een.titel for een in nota.doelstellingen.all()] == ["Doel 0", "Doel 1", "Doel 3", "Doel 2"]
    schrijver.post(adres(nota), vraag | {"plek": "2", "doe": "omlaag"})
    assert [een.titel for een in nota.doelstellingen.all()] == ["Doel 0", "Doel 1", "Doel 2", "Doel 3"]


def test_een_knop_met_onzin_verandert_niets(schrijver: Client, nota: Cultuurnota) -> None:
    rij = doel(nota)
    for anders in ({"plek": "x"}, {"kenmerk": "geen"}, {"doe": "sluip"}, {"plek": "9" * 500}, {"plek": "-1"}):
        vraag = {"soort": "doelstelling", "kenmerk": rij.kenmerk, "plek": "0", "doe": "omlaag"} | anders
        assert schrijver.post(adres(nota), vraag).status_code == 302
    assert (
        schrijver.post(adres(nota), {"soort": "x", "kenmerk": rij.kenmerk, "plek": "0", "doe": "omlaag"}).status_code
        == 404
    )


def test_weghalen_vraagt_eerst_en_zegt_wat_mee_gaat(schrijver: Client, nota: Cultuurnota) -> None:
    boven = doel(nota)
    onder = doel(nota, "Onder", boven=boven)
    Actie.objects.create(doelstelling=onder, titel="Actie")
    pad = adres(nota, "doelen_weg", "doelstelling", boven.kenmerk)
    pagina = schrijver.get(pad).content.decode()
    assert "acties: 1" in pagina
    assert Doelstelling.objects.count() == 2
    for _ in range(2):
        assert schrijver.post(pad).status_code == 302
    assert not Doelstelling.objects.exists()
    assert not Actie.objects.exists()


def test_een_strategische_met_operationele_gaat_niet_onder_een_andere(schrijver: Client, nota: Cultuurnota) -> None:
    boven, ander = doel(nota, "Boven"), doel(nota, "Ander")
    doel(nota, "Onder", boven=boven)
    antwoord = wijzig(schrijver, nota, boven, titel="Boven", boven=ander.kenmerk)
    assert "Verplaats die eerst" in antwoord.content.decode()
    boven.refresh_from_db()
    assert boven.boven is None


def test_een_doelstelling_van_een_andere_nota_is_geen_keuze(schrijver: Client, nota: Cultuurnota) -> None:
    vreemd = doel(maak_nota(titel="Andere"))
    antwoord = maak(schrijver, nota, "actie", titel="Sluipweg", doelstelling=vreemd.kenmerk)
    assert antwoord.status_code == 200
    assert not Actie.objects.exists()
    assert schrijver.get(adres(nota, "doelen_wijzig", "doelstelling", vreemd.kenmerk)).status_code == 404
    assert schrijver.get(adres(nota, "doelen_weg", "doelstelling", vreemd.kenmerk)).status_code == 404
    assert schrijver.post(adres(nota, "doelen_weg", "doelstelling", vreemd.kenmerk)).status_code == 404


def test_de_planning_toont_elk_jaar_als_tabel_en_in_woorden(schrijver: Client, nota: Cultuurnota) -> None:
    rij = doel(nota)
    Actie.objects.create(doelstelling=rij, titel="Festival", jaren=[2028], kost=500, trekker="An", partners="de bib")
    Actie.objects.create(doelstelling=rij, titel="Zonder jaar")
    planning = doelen.planning(nota)
    assert (planning.kost, planning.zonder_kost) == (Decimal(500), 1)
    assert planning.acties[0].loopt == (False, True, False, False, False, False)
    pagina = schrijver.get(adres(nota, "doelen_planning")).content.decode()
    for woord in ("Trekt: An", "Met: de bib", "Nog zonder jaar", "500 euro", "In dit jaar loopt nog geen actie"):
        assert woord in pagina


def paden(nota: Cultuurnota, rij: Doelstelling) -> list[str]:
    return [
        adres(nota),
        adres(nota, "doelen_nieuw", "actie"),
        adres(nota, "doelen_wijzig", "doelstelling", rij.kenmerk),
        adres(nota, "doelen_weg", "doelstelling", rij.kenmerk),
        adres(nota, "doelen_planning"),
        adres(nota, "controle"),
        adres(nota, "delen"),
        adres(nota, "delen_druk"),
    ]


def test_een_lezer_leest_maar_schrijft_niet(client: Client, nota: Cultuurnota) -> None:
    rij = doel(nota)
    client.force_login(maak_teamlid(nota, "lezer").gebruiker)
    pagina = client.get(adres(nota))
    assert pagina.status_code == 200
    assert "Haal weg" not in pagina.content.decode()
    for pad in paden(nota, rij):
        assert client.post(pad, {"titel": "kwaad"}).status_code == 403, pad
    assert client.get(adres(nota, "doelen_nieuw", "actie")).status_code == 403
    assert Doelstelling.objects.get().titel == "Meer samen"


def test_wie_niet_in_het_team_zit_krijgt_overal_404(client: Client, nota: Cultuurnota) -> None:
    rij = doel(nota)
    ander = maak_nota(IGS.objects.get(slug="co7"))
    client.force_login(maak_teamlid(ander, "trekker").gebruiker)
    for pad in paden(nota, rij):
        assert client.get(pad).status_code == 404, pad
        assert client.post(pad).status_code == 404, pad


def test_wie_niet_aangemeld_is_gaat_naar_de_aanmeldpagina(client: Client, nota: Cultuurnota) -> None:
    for pad in paden(nota, doel(nota)):
        antwoord = client.get(pad)
        assert antwoord.status_code == 302, pad
        assert "/accounts/login/" in antwoord["Location"]


def test_onbekende_soorten_zijn_404(schrijver: Client, nota: Cultuurnota) -> None:
    assert schrijver.get(adres(nota, "doelen_nieuw", "gebruiker")).status_code == 404
    assert schrijver.get(adres(nota, "doelen_wijzig", "actie", uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("tekst", [*vijandig.LEEG[:3], *vijandig.STUURTEKENS[:3], "a" * 5000])
def test_slechte_invoer_geeft_een_zin_en_houdt_wat_je_typte(schrijver: Client, nota: Cultuurnota, tekst: str) -> None:
    antwoord = maak(schrijver, nota, "doelstelling", titel=tekst, tekst="dit blijft staan")
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert "dit blijft staan" in antwoord.content.decode()
    assert not Doelstelling.objects.exists()


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_tekst_blijft_tekst(schrijver: Client, nota: Cultuurnota, tekst: str) -> None:
    if len(tekst) > 250:
        return
    maak(schrijver, nota, "doelstelling", titel=tekst)
    pagina = schrijver.get(adres(nota)).content.decode()
    for kwaad in ("<script>alert", "<img src=x", "<svg onload"):
        assert kwaad not in pagina
    assert Doelstelling.objects.get().titel == tekst.replace("\r\n", "\n")


@pytest.mark.parametrize("kost", ["-1", "nan", "Infinity", "veel", "1e999", "99999999999999", "1.2.3"])
def test_een_kost_die_geen_bedrag_is_komt_terug(schrijver: Client, nota: Cultuurnota, kost: str) -> None:
    antwoord = maak(schrijver, nota, "actie", titel="Actie", doelstelling=doel(nota).kenmerk, kost=kost)
    assert antwoord.status_code == 200
    assert not Actie.objects.exists()


@pytest.mark.parametrize(
    ("tekst", "waarde"), [("1.250,50", "1250.50"), ("€ 1 200", "1200"), ("12,5", "12.5"), ("1.000.000", "1000000")]
)
def test_bedragen_zoals_mensen_ze_schrijven(tekst: str, waarde: str) -> None:
    assert Getalveld().clean(tekst) == Decimal(waarde)


def vul(nota: Cultuurnota, aantal: int) -> None:
    for nummer in range(aantal):
        rij = doel(nota, f"Doel {nummer}", volgorde=nummer)
        Indicator.objects.create(doelstelling=rij, naam="Meter")
        Actie.objects.create(doelstelling=rij, titel="Actie")
        rij.uitdagingen.add(Uitdaging.objects.create(nota=nota, titel=f"Uitdaging {nummer}"))


@pytest.mark.parametrize("naam", ["doelen", "doelen_planning", "controle", "delen_druk"])
def test_een_grote_nota_vraagt_niet_meer_aan_de_databank(schrijver: Client, nota: Cultuurnota, naam: str) -> None:
    tellingen = []
    for aantal in (1, 19):
        vul(nota, aantal)
        schrijver.get(adres(nota, naam))
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert schrijver.get(adres(nota, naam)).status_code == 200
        tellingen.append(len(vragen))
    assert tellingen[0] == tellingen[1]


def test_wie_na_terug_iets_anders_typt_houdt_beide_en_een_dubbele_druk_maakt_er_geen_derde(
    schrijver: Client, nota: Cultuurnota
) -> None:
    zelfde = str(uuid.uuid4())
    for titel in ("Eerste", "Eerste", "Tweede", "Tweede", "Eerste"):
        assert maak(schrijver, nota, "uitdaging", titel=titel, nieuw=zelfde).status_code == 302
    assert list(nota.uitdagingen.values_list("titel", flat=True)) == ["Eerste", "Tweede"]
    zelfde, een = str(uuid.uuid4()), nota.uitdagingen.first()
    for welke in ([een.kenmerk], [een.kenmerk], []):  # only what it is tied to differs
        velden = {"titel": "Samen", "opdrachten": ["6"], "nieuw": zelfde, "uitdagingen": welke}
        antwoord = maak(schrijver, nota, "doelstelling", **velden)
        assert antwoord.status_code == 302
    assert [rij.uitdagingen.count() for rij in nota.doelstellingen.order_by("pk")] == [1, 0]
