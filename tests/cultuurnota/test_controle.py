"""The check: every rule and criterion red and green, contradictions, the page, what the team thinks itself."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cultuurnota.begrotingsgegevens import bedrag_in
from cultuurnota.controle import (
    Belofte,
    Bevinding,
    Doel,
    Geld,
    Hoofdstukstand,
    Jaargeld,
    Meter,
    Notagegevens,
    Oordeel,
    Regeltoets,
    Werk,
    controleer,
)
from cultuurnota.controlegegevens import lees
from cultuurnota.keuzes import Criterium, Opdracht
from cultuurnota.models import (
    Actie,
    Begroting,
    Begrotingspost,
    Bijdrage,
    Cultuurnota,
    Doelstelling,
    Engagement,
    Indicator,
    Uitdaging,
    Zelfbeoordeling,
)
from cultuurnota.opbouw import HOOFDSTUKKEN
from igs.netwerk import Netwerk
from tests import vijandig
from tests.conftest import DAG
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid

ORDE, MIST, BOTST, LEEG = Oordeel


def vol() -> Notagegevens:
    """A note in which nothing is to be found."""
    meter = Meter("i1", "Bezoekers", Decimal(0), Decimal(10), "telling", "An")
    actie = Werk("a1", "Festival", (2027, 2028), "An", Decimal(100))
    opdrachten = tuple(een.value for een in Opdracht)
    return Notagegevens(
        van=2027,
        tot=2032,
        hoofdstukken=tuple(
            Hoofdstukstand(f"k{deel.sleutel}", deel.sleutel, deel.titel, 100, tuple(map(str, deel.criteria)), True)
            for deel in HOOFDSTUKKEN
        ),
        uitdagingen=(("u1", "Jongeren"),),
        doelen=(Doel("d1", "Samen", None, opdrachten, ("u1",), (meter,), (actie,)),),
        toetsen=tuple(Regeltoets(regel, True, "Goed.") for regel in ("R09", "R12", "R14", "R15", "R17", "R18")),
        beloften=(Belofte("Kontich", "beslist", Decimal(60)), Belofte("Lint", "toegezegd", Decimal(40))),
        geld=Geld(Decimal(100), tuple(Jaargeld(jaar, Decimal(200), Decimal(200)) for jaar in range(2027, 2033))),
        zelf_klaar=frozenset(een.value for een in Criterium),
    )


def open_(nota: Notagegevens) -> list[Bevinding]:
    return [een for een in controleer(nota) if not een.goed]


def enige(nota: Notagegevens) -> Bevinding:
    (een,) = (bevinding for bevinding in open_(replace(nota, zelf_klaar=frozenset())))
    return een


def met_doel(**velden: Any) -> Notagegevens:
    nota = vol()
    return replace(nota, doelen=(replace(nota.doelen[0], **velden),))


def test_in_een_volle_nota_is_alles_in_orde_en_elk_criterium_en_elke_regel_komt_voor() -> None:
    gevonden = controleer(vol())
    assert open_(vol()) == []
    assert {criterium for een in gevonden for criterium in een.criteria} == {een.value for een in Criterium}
    assert {regel for een in gevonden for regel in een.regels} >= {
        "R09",
        "R12",
        "R14",
        "R15",
        "R16",
        "R17",
        "R18",
        "R19",
        "R21",
    }


def test_een_lege_nota_is_nergens_in_orde() -> None:
    gevonden = controleer(Notagegevens(2027, 2032))
    assert gevonden
    assert not any(een.goed for een in gevonden)


@pytest.mark.parametrize("regel", ["R09", "R12", "R14", "R15", "R17", "R18"])
@pytest.mark.parametrize(("gehaald", "oordeel"), [(False, BOTST), (None, LEEG)])
def test_een_regel_die_niet_gehaald_is_staat_er_met_reden_en_plek(
    regel: str, gehaald: bool | None, oordeel: Oordeel
) -> None:
    toetsen = tuple(
        replace(een, gehaald=gehaald, reden="Te weinig.", te_bevestigen=True) if een.regel == regel else een
        for een in vol().toetsen
    )
    een = enige(replace(vol(), toetsen=toetsen))
    assert (een.oordeel, een.zin, een.regels, een.te_bevestigen) == (oordeel, "Te weinig.", (regel,), True)
    assert een.plek.pagina == ("begroting" if regel in {"R14", "R15", "R17"} else "hoofdstuk")


@pytest.mark.parametrize("opdracht", [een.value for een in Opdracht])
def test_een_opdracht_zonder_doelstelling(opdracht: str) -> None:
    over = tuple(een.value for een in Opdracht if een.value != opdracht)
    een = enige(met_doel(opdrachten=over))
    assert (een.titel, een.oordeel, een.regels) == (f"Opdracht {opdracht}", MIST, ("R21",))


@pytest.mark.parametrize("criterium", [een.value for een in Criterium])
def test_een_criterium_waar_geen_tekst_bij_staat(criterium: str) -> None:
    leeg = tuple(
        replace(een, woorden=0, klaar=False) if criterium in een.criteria else een for een in vol().hoofdstukken
    )
    gevonden = open_(replace(vol(), hoofdstukken=leeg, zelf_klaar=frozenset()))
    assert f"Verwijzing naar {criterium}" in {een.titel for een in gevonden}
    geen = tuple(replace(een, criteria=tuple(c for c in een.criteria if c != criterium)) for een in vol().hoofdstukken)
    assert enige(replace(vol(), hoofdstukken=geen)).zin.startswith("Geen enkel hoofdstuk")


def test_een_doelstelling_zonder_indicator_actie_of_uitdaging() -> None:
    assert enige(met_doel(meters=())).zin == "Bij “Samen” staat nog geen indicator."
    assert enige(met_doel(acties=())).zin == "Bij “Samen” staat nog geen actie."
    titels = {een.titel for een in open_(replace(met_doel(uitdagingen=()), zelf_klaar=frozenset()))}
    assert titels == {"Elke uitdaging heeft een doelstelling", "Elke doelstelling heeft een uitdaging"}


def test_een_strategische_leunt_op_haar_operationele() -> None:
    boven = replace(vol().doelen[0], meters=(), acties=())
    onder = replace(vol().doelen[0], kenmerk="d2", titel="Onder", boven="d1", uitdagingen=(), opdrachten=())
    assert open_(replace(vol(), doelen=(boven, onder))) == []
    assert enige(replace(vol(), doelen=(boven, replace(onder, meters=())))).plek.kenmerk == "d2"


@pytest.mark.parametrize(
    ("velden", "woord"),
    [
        ({"nulmeting": None}, "nulmeting"),
        ({"streefwaarde": None}, "streefwaarde"),
        ({"bron": ""}, "bron"),
        ({"wie": ""}, "wie meet"),
    ],
)
def test_een_indicator_die_niet_af_is(velden: dict[str, Any], woord: str) -> None:
    een = enige(met_doel(meters=(replace(vol().doelen[0].meters[0], **velden),)))
    assert een.zin == f"Bij “Bezoekers” ontbreekt: {woord}."
    assert een.plek.kenmerk == "i1"


@pytest.mark.parametrize(
    ("velden", "oordeel", "woord"),
    [
        ({"jaren": (2027, 2033)}, BOTST, "2033"),
        ({"trekker": ""}, MIST, "wie trekt"),
        ({"kost": None}, MIST, "kost"),
        ({"jaren": (2028,)}, MIST, "In 2027"),
    ],
)
def test_een_actie_die_niet_klopt(velden: dict[str, Any], oordeel: Oordeel, woord: str) -> None:
    een = enige(met_doel(acties=(replace(vol().doelen[0].acties[0], **velden),)))
    assert een.oordeel is oordeel
    assert woord in een.zin


@pytest.mark.parametrize(("stand", "oordeel"), [("", MIST), ("geen", MIST), ("gevraagd", MIST), ("geweigerd", BOTST)])
def test_een_gemeente_zonder_engagement(stand: str, oordeel: Oordeel) -> None:
    een = enige(replace(vol(), beloften=(vol().beloften[0], Belofte("Lint", stand))))
    assert (een.titel, een.oordeel) == ("Engagement van Lint", oordeel)


def test_zonder_een_enkel_engagement_is_het_nog_niet_ingevuld() -> None:
    een = enige(replace(vol(), beloften=(Belofte("Kontich"), Belofte("Lint"))))
    assert (een.oordeel, een.regels) == (LEEG, ("R16",))


def test_beloften_die_samen_iets_anders_zijn_dan_de_begroting() -> None:
    een = enige(replace(vol(), beloften=(vol().beloften[0],)))
    assert een.oordeel is BOTST
    assert "60 euro" in een.zin
    assert "100 euro" in een.zin


def test_een_begroting_die_niet_sluit_of_er_niet_is() -> None:
    geld = vol().geld
    assert geld is not None
    scheef = Geld(geld.inbreng, (Jaargeld(2027, Decimal(200), Decimal(250)), *geld.jaren[1:]))
    een = enige(replace(vol(), geld=scheef))
    assert een.titel == "Begroting van 2027 in evenwicht"
    assert "50 euro te veel uitgaven" in een.zin
    assert enige(replace(vol(), geld=None, beloften=vol().beloften)).oordeel is LEEG
    onbekend = Geld(geld.inbreng, (Jaargeld(2027, None, Decimal(200)), *geld.jaren[1:]))
    assert enige(replace(vol(), geld=onbekend)).oordeel is LEEG


def test_klaar_maar_leeg_en_zelf_klaar_terwijl_er_nog_iets_is() -> None:
    eerste = vol().hoofdstukken[0]
    nota = replace(vol(), hoofdstukken=(replace(eerste, woorden=0), *vol().hoofdstukken[1:]))
    titels = [een.titel for een in open_(nota)]
    assert titels == ["Klaar, maar leeg", "Zelfbeoordeling"]
    assert open_(nota)[-1].oordeel is BOTST


def test_nergens_staan_punten_of_gewichten() -> None:
    for een in controleer(vol()):
        assert "%" not in een.titel
        assert "punten op" not in een.zin


# --- with the database ----------------------------------------------------------------------------------------------
@pytest.fixture
def nota(gegevens: Any) -> Cultuurnota:
    return maak_nota()


def pad(nota: Cultuurnota) -> str:
    return reverse("cultuurnota_werkruimte_controle", args=[nota.kenmerk])


def maak_vol(nota: Cultuurnota) -> None:
    """Everything that the rows can bring in order."""
    for hoofdstuk in nota.hoofdstukken.all():
        hoofdstuk.tekst = "<p>Een tekst met woorden.</p>"
        hoofdstuk.save()
    uitdaging = Uitdaging.objects.create(nota=nota, titel="Jongeren")
    doel = Doelstelling.objects.create(nota=nota, titel="Samen", opdrachten=[een.value for een in Opdracht])
    doel.uitdagingen.add(uitdaging)
    Indicator.objects.create(doelstelling=doel, naam="Bezoek", nulmeting=0, streefwaarde=9, bron="telling", wie="An")
    Actie.objects.create(doelstelling=doel, titel="Festival", jaren=[2027], trekker="An", kost=100)


@pytest.mark.django_db
def test_een_nieuwe_nota_toont_wat_er_ontbreekt_en_een_volle_wordt_groen(client: Client, nota: Cultuurnota) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    leeg = client.get(pad(nota))
    pagina = leeg.content.decode()
    assert "Er staan nog geen doelstellingen." in pagina
    assert "Nog niet ingevuld" in pagina
    assert 'role="img"' in pagina
    maak_vol(nota)
    vol_ = client.get(pad(nota))
    assert vol_.context["stand"].open < leeg.context["stand"].open
    assert "Er staan nog geen doelstellingen." not in vol_.content.decode()
    assert vol_.context["stand"].open == 0, [een for een in controleer(lees(nota)) if not een.goed]
    hoofdstuk = nota.hoofdstukken.get(sleutel="H14")
    assert reverse("cultuurnota_werkruimte_hoofdstuk", args=[nota.kenmerk, hoofdstuk.kenmerk]) in vol_.content.decode()
    assert reverse("cultuurnota_werkruimte_begroting", args=[nota.kenmerk]) in vol_.content.decode()


@pytest.mark.django_db
def test_de_regiocheck_van_de_echte_regio_zit_in_de_gegevens(nota: Cultuurnota) -> None:
    gegevens_ = lees(nota)
    per = {een.regel: een for een in gegevens_.toetsen}
    assert per["R09"].gehaald is True
    assert per["R12"].gehaald is True
    assert per["R14"].gehaald is None
    leden = Netwerk.op(DAG).leden_van(nota.igs)
    assert {een.gemeente for een in gegevens_.beloften} == {lid.gemeente.naam for lid in leden}
    assert gegevens_.geld is None


@pytest.mark.django_db
def test_begroting_en_engagement_worden_gelezen_waar_ze_er_zijn(nota: Cultuurnota) -> None:
    begroting = Begroting.objects.create(nota=nota, inbreng=Decimal(200_000), index=Decimal("1.02"))
    Begrotingspost.objects.create(
        begroting=begroting,
        rubriek="personeel",
        naam="Coördinator",
        bedragen={"2027": "90000.00", "2028": "geen getal"},
    )
    gemeente = Netwerk.op(DAG).leden_van(nota.igs)[0].gemeente
    Engagement.objects.create(nota=nota, gemeente=gemeente, stand="beslist", bedrag=1000)
    gelezen = lees(nota)
    assert gelezen.geld is not None
    assert gelezen.geld.inbreng == Decimal(200_000)
    assert gelezen.geld.jaren[0].uitgaven == Decimal(90_000)
    assert gelezen.geld.jaren[1].uitgaven == 0
    eerste, tweede = (jaar.inkomsten or 0 for jaar in gelezen.geld.jaren[:2])
    assert tweede == pytest.approx(eerste * Decimal("1.02"), abs=Decimal("0.01"))  # subsidy and contribution
    uitkomst = {een.regel: een.gehaald for een in gelezen.toetsen}
    assert (uitkomst["R14"], uitkomst["R15"], uitkomst["R17"]) == (True, True, True)
    assert [een.stand for een in gelezen.beloften if een.gemeente == gemeente.naam] == ["beslist"]
    begroting.sleutel = "hand"
    begroting.save()
    Bijdrage.objects.create(begroting=begroting, gemeente=gemeente, jaar=2027, bedrag=500)
    gelezen = lees(nota)
    assert gelezen.geld is not None
    assert gelezen.geld.inbreng == Decimal(500)
    uitkomst = {een.regel: een.gehaald for een in gelezen.toetsen}
    assert (uitkomst["R14"], uitkomst["R15"], uitkomst["R17"]) == (False, False, False)


@pytest.mark.django_db
def test_wat_acties_kosten_telt_mee_in_de_uitgaven(nota: Cultuurnota) -> None:
    Begroting.objects.create(nota=nota, inbreng=Decimal(200_000))
    doel = Doelstelling.objects.create(nota=nota, titel="Samen")
    Actie.objects.create(doelstelling=doel, titel="Festival", jaren=[2028], kost=Decimal("7.50"))
    geld = lees(nota).geld
    assert geld is not None
    assert [jaar.uitgaven for jaar in geld.jaren] == [0, Decimal("7.50"), 0, 0, 0, 0]


@pytest.mark.parametrize(
    "bedragen",
    [
        None,
        [],
        {},
        {"2027": None},
        {"2027": "NaN"},
        {"2027": "x"},
        "2027",
        {"2027": "1e400"},
        {"2027": "-5"},
        {"2027": [1]},
    ],
)
def test_een_bedrag_dat_geen_getal_is_telt_als_nul(bedragen: Any) -> None:
    assert bedrag_in(bedragen, 2027) == 0


def beoordeel(client: Client, nota: Cultuurnota, **velden: str) -> Any:
    standaard = {"criterium": "C4", "C4-stand": "deels", "C4-toelichting": "Nog met OCMW's spreken", "C4-basis": ""}
    return client.post(pad(nota), standaard | velden)


@pytest.mark.django_db
def test_de_zelfbeoordeling_wordt_bewaard_en_dubbel_drukken_is_een_keer(client: Client, nota: Cultuurnota) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    for _ in range(2):
        antwoord = beoordeel(client, nota)
        assert antwoord.status_code == 302
        assert antwoord["Location"].endswith("#C4")
    rij = Zelfbeoordeling.objects.get()
    assert (rij.criterium, rij.stand, rij.toelichting) == ("C4", "deels", "Nog met OCMW's spreken")
    assert "Nog met OCMW&#x27;s spreken" in client.get(pad(nota)).content.decode()


@pytest.mark.django_db
def test_de_tweede_die_beoordeelt_ziet_wat_de_eerste_schreef(client: Client, nota: Cultuurnota) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    beoordeel(client, nota)
    antwoord = beoordeel(client, nota, **{"C4-stand": "klaar", "C4-toelichting": "Mijn woorden"})
    pagina = antwoord.content.decode()
    assert "Iemand anders bewaarde dit intussen" in pagina
    assert "Mijn woorden" in pagina
    assert Zelfbeoordeling.objects.get().stand == "deels"
    basis = antwoord.context["formulier"]["basis"].value()
    beoordeel(client, nota, **{"C4-stand": "klaar", "C4-toelichting": "Mijn woorden", "C4-basis": basis})
    assert Zelfbeoordeling.objects.get().stand == "klaar"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "velden", [{"criterium": "C99"}, {"criterium": ""}, {"C4-stand": "af"}, {"C4-toelichting": "a" * 2000}]
)
def test_onzin_bij_de_zelfbeoordeling_bewaart_niets(client: Client, nota: Cultuurnota, velden: dict[str, str]) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    assert beoordeel(client, nota, **velden).status_code in {200, 302}
    assert not Zelfbeoordeling.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("tekst", vijandig.SCRIPT)
def test_tekst_in_een_bevinding_blijft_tekst(client: Client, nota: Cultuurnota, tekst: str) -> None:
    client.force_login(maak_teamlid(nota).gebruiker)
    Doelstelling.objects.create(nota=nota, titel=tekst)
    pagina = client.get(pad(nota)).content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina
    assert "<svg onload" not in pagina
