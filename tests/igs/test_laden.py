"""Loading is repeatable, keeps what editors changed, and refuses a faulty folder without touching anything."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from igs import zoeken
from igs.gegevensbestanden import GegevensFout
from igs.laden import STAPPEN, Verslag, laad
from igs.models import (
    IGS,
    Erkenning,
    Gegevensstand,
    Gemeente,
    IGSNaam,
    Kaart,
    Lidmaatschap,
    Plaats,
    Referentieregio,
    Zoekingang,
)
from tests.fabriek import maak_igs, maak_lid
from tests.igs.test_gegevensbestanden import (
    FOUTEN,
    Ingreep,
    in_kaart,
    kopie,
    na_het_einde,
    regel_van,
    vervang,
    voeg_toe,
)
from tests.igs.test_gegevensregels import REGELS
from tests.igs.test_lidmaatschap import csv_rijen

TELEFOON = vervang("igs.csv", "014 28 50 50", "014 99 99 99")
BRON = "https://bron.example/"


def databank() -> dict[str, tuple[int, str]]:
    """Per model of the app the number of rows and a checksum over all values; the search index without its numbers."""
    stand = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("igs").get_models():
            rij = "(to_jsonb(t) - 'id')::text" if model is Zoekingang else "t::text"
            som = f"count(*), md5(string_agg({rij}, '|' ORDER BY {rij}))"
            cursor.execute(f'SELECT {som} FROM "{model._meta.db_table}" t')
            stand[model.__name__] = cursor.fetchone()
    return stand


def _veranderd(voor: dict[str, tuple[int, str]]) -> set[str]:
    return {naam for naam, stand in databank().items() if stand != voor[naam]}


@pytest.fixture
def leeg(db: None) -> None:
    """No rows at all, for the rest of this test."""
    tabellen = ", ".join(f'"{model._meta.db_table}"' for model in apps.get_app_config("igs").get_models())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tabellen} CASCADE")


@pytest.fixture
def map_(gegevens: None, tmp_path: Path) -> Path:
    """A copy of the files that are in the database."""
    return kopie(tmp_path)


def _tellingen(verslag: Verslag, *, zonder: str = "ongewijzigd") -> dict[str, dict[str, int]]:
    """What happened, without the rows where nothing did."""
    alle = {naam: {s: n for s, n in t.items() if n and s != zonder} for naam, t in verslag.tellingen.items()}
    return {naam: telling for naam, telling in alle.items() if telling}


# --- loading and loading again ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("leeg")
def test_de_eerste_keer_wordt_elke_regel_toegevoegd() -> None:
    verslag = laad()
    for stap in STAPPEN:
        rijen = csv_rijen("igs" if stap.bestand == "erkenningen" else stap.bestand)
        assert dict(+verslag.tellingen[stap.bestand]) == {"toegevoegd": len(rijen)}
    assert verslag.tellingen["kaart"] == {"toegevoegd": 1}
    assert Gemeente.objects.count() == 327
    assert Lidmaatschap.objects.count() == 151
    assert Erkenning.objects.count() == 19
    assert Plaats.objects.count() == len(csv_rijen("deelgemeenten")) + len(csv_rijen("anderstalige_namen"))


@pytest.mark.usefixtures("gegevens")
def test_de_tweede_keer_blijft_alles_zoals_het_was() -> None:
    voor = databank()
    verslag = laad()
    assert _tellingen(verslag) == {}
    assert verslag.totaal("ongewijzigd") == sum(dict(+t)["ongewijzigd"] for t in verslag.tellingen.values()) > 2000
    assert databank() == voor


@pytest.mark.usefixtures("leeg")
def test_geladen_gegevens_zijn_die_van_de_bestanden() -> None:
    laad()
    for rij in csv_rijen("igs"):
        igs = IGS.objects.select_related("zetel").get(slug=rij["slug"])
        assert (igs.naam, igs.rechtsvorm, igs.website, igs.email) == (
            rij["naam"],
            rij["rechtsvorm"],
            rij["website"],
            rij["email"],
        )
        assert (igs.zetel.naam if igs.zetel else "") == rij["zetel_gemeente"]
        assert " ; ".join(igs.bronnen) == rij["bron_url"]
        erkenning = igs.erkenningen.get()
        assert (str(erkenning.van), str(erkenning.tot)) == (rij["erkend_van"], rij["erkend_tot"])
        assert str(erkenning.subsidie_per_jaar_eur or "") == rij["subsidie_per_jaar_eur"]


def test_een_gewijzigd_bestand_wijzigt_een_rij(map_: Path) -> None:
    voor = databank()
    TELEFOON(map_)
    assert _tellingen(laad(map_)) == {"igs": {"gewijzigd": 1}}
    assert IGS.objects.get(slug="neteland").telefoon == "014 99 99 99"
    assert _veranderd(voor) == {"IGS", "Gegevensstand"}
    assert _tellingen(laad(map_)) == {}


def test_een_nieuwe_regel_voegt_een_rij_toe_die_meteen_te_vinden_is(map_: Path) -> None:
    voor = databank()
    voeg_toe("deelgemeenten.csv", "Verzonnegem,2630,11001")(map_)
    assert _tellingen(laad(map_)) == {"deelgemeenten": {"toegevoegd": 1}}
    assert _veranderd(voor) == {"Plaats", "Gegevensstand", "Zoekingang"}
    antwoord = zoeken.zoek("Verzonnegem").antwoord
    assert antwoord is not None
    assert antwoord.pad == "/gemeenten/aartselaar/"


def test_een_getal_met_minder_decimalen_is_geen_wijziging(map_: Path) -> None:
    vervang("gemeenten.csv", "15085,2026,11.01", "15085,2026,11.5")(map_)
    assert _tellingen(laad(map_)) == {"gemeenten": {"gewijzigd": 1}}
    assert _tellingen(laad(map_)) == {}
    vervang("gemeenten.csv", "15085,2026,11.5", "15085,2026,12")(map_)
    assert _tellingen(laad(map_)) == {"gemeenten": {"gewijzigd": 1}}
    assert _tellingen(laad(map_)) == {}


def test_een_andere_tekening_vervangt_de_schematische_kaart(map_: Path) -> None:
    in_kaart(lambda kaart: kaart.update(bron="Een andere bron."))(map_)
    assert _tellingen(laad(map_)) == {"kaart": {"gewijzigd": 1}}
    assert [kaart.bron for kaart in Kaart.objects.all()] == ["Een andere bron."]


def test_een_kaart_met_officiele_grenzen_blijft_staan(map_: Path) -> None:
    officieel = Kaart.objects.create(gegevens={}, bron="Officieel", schematisch=False, toestand=date(2025, 1, 1))
    in_kaart(lambda kaart: kaart.update(bron="Een andere bron."))(map_)
    laad(map_)
    officieel.refresh_from_db()
    assert (officieel.bron, officieel.gegevens) == ("Officieel", {})


def test_het_verslag_leest_als_regels() -> None:
    telling = Counter({"van de redactie": 1, "ongewijzigd": 17, "gewijzigd": 0, "toegevoegd": 2})
    verslag = Verslag({"igs": telling, "vragen": Counter(ongewijzigd=5)})
    assert list(verslag.regels()) == [
        "igs: 2 toegevoegd, 17 ongewijzigd, 1 van de redactie",
        "vragen: 5 ongewijzigd",
    ]
    assert verslag.totaal("ongewijzigd") == 22


# --- refusing ---------------------------------------------------------------------------------------------------------

GEWEIGERD = {
    **{naam: FOUTEN[naam] for naam in (
        "dubbele sleutel", "dubbele NIS-code", "onbekende kolom", "ontbrekende kolom", "verkeerde codering",
        "te veel cellen", "slechte datum", "slecht getal", "ontbrekend bestand", "nulteken",
        "kaart ontbreekt", "kaart is afgebroken", "kaart zonder omtrek",
    )},
    **{naam: REGELS[naam] for naam in (
        "verwijzing: NIS-code van een deelgemeente", "verwijzing: NIS-code van een lid", "verwijzing: IGS van een lid",
        "lid: einde voor begin", "lid: overlap", "lid: naam die niet bij de code past",
        "lid: erkenning met einde voor begin", "gemeente: einde voor begin", "kaart: een cel te weinig",
    )},
}  # fmt: skip
# Values that no rule names but that the database could not hold.
ONPASSEND: dict[str, tuple[Ingreep, str, int, str]] = {
    "te lange naam": (
        voeg_toe("deelgemeenten.csv", f"{'n' * 101},2630,11001"),
        "deelgemeenten.csv",
        na_het_einde("deelgemeenten.csv"),
        "naam: ",
    ),
    "te veel decimalen": (vervang("gemeenten.csv", "15085,2026,11.01", "15085,2026,11.014"), "gemeenten.csv", 2, "opp"),
    "te groot getal": (vervang("gemeenten.csv", ",15085,", ",99999999999,"), "gemeenten.csv", 2, "inwoners: "),
    "onmogelijk jaar": (vervang("gemeenten.csv", "15085,2026,", "15085,202600,"), "gemeenten.csv", 2, "inwoners_jaar"),
    "geen postcode": (vervang("gemeenten.csv", "4.3825,2630,", "4.3825,263,"), "gemeenten.csv", 2, "postcodes: "),
    "geen e-mailadres": (
        vervang("igs.csv", ",info@zuidwest.be,", ",info zuidwest,"),
        "igs.csv",
        regel_van("igs.csv", "zuidwest,"),
        "email: ",
    ),
    "te lange bron van de kaart": (in_kaart(lambda kaart: kaart.update(bron="x" * 301)), "kaart.json", 0, "bron: "),
    "kaart zonder dag": (in_kaart(lambda kaart: kaart.update(toestand="ooit")), "kaart.json", 0, "toestand: "),
}


@pytest.mark.parametrize("naam", GEWEIGERD)
def test_een_fout_bestand_wordt_geweigerd_en_wijzigt_niets(naam: str, map_: Path) -> None:
    voor = databank()
    grijp_in, verwacht = GEWEIGERD[naam]
    TELEFOON(map_)
    grijp_in(map_)
    with pytest.raises(GegevensFout) as fout:
        laad(map_)
    assert verwacht in fout.value.fouten
    assert databank() == voor


@pytest.mark.parametrize("naam", ONPASSEND)
def test_een_waarde_die_niet_past_wordt_geweigerd_met_haar_regel_en_wijzigt_niets(naam: str, map_: Path) -> None:
    """Found after other files were written: those are undone too."""
    voor = databank()
    grijp_in, bestand, regel, begin = ONPASSEND[naam]
    vervang("referentieregios.csv", "antwerpen,Regio Antwerpen,", "antwerpen,Regio 't Stad,")(map_)
    grijp_in(map_)
    with pytest.raises(GegevensFout) as fout:
        laad(map_)
    (een,) = fout.value.fouten
    assert (een.bestand, een.regel) == (bestand, regel)
    assert een.reden.startswith(begin)
    assert databank() == voor


# --- editors ----------------------------------------------------------------------------------------------------------


def _bewerk(slug: str, /, **velden: object) -> None:
    IGS.objects.filter(slug=slug).update(**velden)


def test_een_wijziging_van_de_redactie_blijft(map_: Path) -> None:
    _bewerk("neteland", email="cultuur@neteland.example")
    voor = databank()
    assert _tellingen(laad(map_)) == {"igs": {"van de redactie": 1}}
    assert databank() == voor


def test_een_wijziging_van_de_redactie_blijft_als_het_bestand_een_ander_veld_wijzigt(map_: Path) -> None:
    _bewerk("neteland", email="cultuur@neteland.example")
    TELEFOON(map_)
    assert _tellingen(laad(map_)) == {"igs": {"gewijzigd": 1}}
    neteland = IGS.objects.get(slug="neteland")
    assert (neteland.email, neteland.telefoon) == ("cultuur@neteland.example", "014 99 99 99")
    assert _tellingen(laad(map_)) == {"igs": {"van de redactie": 1}}


def test_een_wijziging_van_de_redactie_blijft_als_het_bestand_hetzelfde_veld_wijzigt(map_: Path) -> None:
    _bewerk("neteland", telefoon="014 11 11 11")
    TELEFOON(map_)
    for _ in range(2):
        assert _tellingen(laad(map_)) == {"igs": {"van de redactie": 1}}
        assert IGS.objects.get(slug="neteland").telefoon == "014 11 11 11"


def test_wat_de_redactie_leegmaakte_blijft_leeg(map_: Path) -> None:
    _bewerk("neteland", telefoon="", zetel=None)
    laad(map_)
    neteland = IGS.objects.get(slug="neteland")
    assert (neteland.telefoon, neteland.zetel) == ("", None)


def test_een_bestand_dat_de_redactie_volgt_is_weer_gewoon(map_: Path) -> None:
    _bewerk("neteland", telefoon="014 99 99 99")
    TELEFOON(map_)
    assert _tellingen(laad(map_)) == {}
    vervang("igs.csv", "014 99 99 99", "014 88 88 88")(map_)
    assert _tellingen(laad(map_)) == {"igs": {"gewijzigd": 1}}


def test_een_lidmaatschap_dat_de_redactie_schrapte_komt_niet_terug(map_: Path) -> None:
    Lidmaatschap.objects.get(igs__slug="neteland", gemeente__naam="Grobbendonk").delete()
    assert _tellingen(laad(map_)) == {"igs_leden": {"van de redactie": 1}}
    assert not Lidmaatschap.objects.filter(igs__slug="neteland", gemeente__naam="Grobbendonk").exists()
    assert _tellingen(laad(map_)) == {"igs_leden": {"van de redactie": 1}}


def test_een_lidmaatschap_waarvan_de_redactie_het_begin_wijzigde_komt_niet_dubbel(map_: Path) -> None:
    Lidmaatschap.objects.filter(igs__slug="neteland", gemeente__naam="Grobbendonk").update(lid_van=date(2019, 7, 1))
    assert _tellingen(laad(map_)) == {"igs_leden": {"van de redactie": 1}}
    assert Lidmaatschap.objects.get(igs__slug="neteland", gemeente__naam="Grobbendonk").lid_van == date(2019, 7, 1)


def test_een_igs_dat_de_redactie_schrapte_komt_niet_terug_met_zijn_leden(map_: Path) -> None:
    leden = sum(rij["igs_slug"] == "ginter" for rij in csv_rijen("igs_leden"))
    IGS.objects.get(slug="ginter").delete()
    voor = databank()
    verslag = _tellingen(laad(map_))
    assert verslag == {
        naam: {"van de redactie": n} for naam, n in {"igs": 1, "erkenningen": 1, "igs_leden": leden}.items()
    }
    assert _veranderd(voor) == {"Zoekingang"}
    assert not IGS.objects.filter(slug="ginter").exists()
    assert not Zoekingang.objects.filter(doel="/igs/ginter/").exists()


def test_een_igs_dat_de_redactie_een_ander_adres_gaf_houdt_zijn_leden(map_: Path) -> None:
    _bewerk("zuidrand", slug="de-zuidrand")
    laad(map_)
    igs = IGS.objects.get(slug="de-zuidrand")
    assert (igs.lidmaatschappen.count(), igs.erkenningen.count(), igs.namen.count()) == (7, 1, 1)
    assert not IGS.objects.filter(slug="zuidrand").exists()
    antwoord = zoeken.zoek("Streekvereniging Zuidrand").antwoord
    assert antwoord is not None
    assert antwoord.pad == "/igs/de-zuidrand/"


def test_een_regio_die_de_redactie_een_ander_adres_gaf_houdt_haar_gemeenten(map_: Path) -> None:
    Referentieregio.objects.filter(slug="middenkust").update(slug="oostende")
    laad(map_)
    assert Gemeente.objects.filter(referentieregio__slug="oostende").count() == 7
    assert Referentieregio.objects.count() == 15


def test_een_eigen_rij_van_de_redactie_blijft_staan(map_: Path) -> None:
    IGSNaam.objects.create(igs=IGS.objects.get(slug="ecru"), naam="Ecru Genk", soort="ook")
    maak_lid(maak_igs("Zelfgemaakt"), Gemeente.objects.get(nis_code="11004"))
    voor = databank()
    assert _tellingen(laad(map_)) == {}
    assert _veranderd(voor) == {"Zoekingang"}
    assert zoeken.zoek("Zelfgemaakt").antwoord


def test_een_regel_die_de_redactie_al_had_wordt_niet_dubbel(map_: Path) -> None:
    """The same row stood in the database before the file knew it: what the editor wrote stays."""
    IGSNaam.objects.create(igs=IGS.objects.get(slug="ecru"), naam="Ecru Genk", soort="afkorting")
    voeg_toe("igs_namen.csv", "ecru,Ecru Genk,ook,")(map_)
    assert _tellingen(laad(map_)) == {"igs_namen": {"van de redactie": 1}}
    assert IGSNaam.objects.get(naam="Ecru Genk").soort == "afkorting"


def _eigen_igs() -> None:
    maak_igs("Nieuw Netwerk", slug="van-de-redactie")


def _eigen_lid() -> None:
    maak_lid(IGS.objects.get(slug="ecru"), Gemeente.objects.get(nis_code="11001"), date(2023, 1, 1))


NIEUW_IGS = f"nieuw,Nieuw Netwerk,,,,,,,,,,,,,laag,{BRON},,"
NIEUW_LID = f"ecru,Aartselaar,11001,2020-01-01,,hoog,,{BRON}"


@pytest.mark.parametrize(
    ("doe", "ingreep", "bestand", "woorden"),
    [
        (_eigen_igs, voeg_toe("igs.csv", NIEUW_IGS), "igs.csv", ["naam", "Nieuw Netwerk"]),
        (
            _eigen_lid,
            voeg_toe("igs_leden.csv", NIEUW_LID),
            "igs_leden.csv",
            ["een_gemeente_is_een_keer_tegelijk_lid", "11001", "2020-01-01", "2023-01-01"],
        ),
    ],
)
def test_een_botsing_met_een_eigen_rij_van_de_redactie_wordt_geweigerd(
    doe: Callable[[], None], ingreep: Ingreep, bestand: str, woorden: list[str], map_: Path
) -> None:
    doe()
    voor = databank()
    TELEFOON(map_)
    ingreep(map_)
    with pytest.raises(GegevensFout) as fout:
        laad(map_)
    (een,) = fout.value.fouten
    assert een.bestand == bestand
    assert "past niet bij wat in de databank staat" in een.reden
    assert all(woord in een.reden for woord in woorden)
    assert "\n" not in een.reden
    assert databank() == voor


def test_de_toestand_van_de_bestanden_wordt_bewaard_per_rij(map_: Path) -> None:
    stand = Gegevensstand.objects.get(bestand="igs", sleutel="neteland")
    assert stand.velden["telefoon"] == "014 28 50 50"
    TELEFOON(map_)
    laad(map_)
    stand.refresh_from_db()
    assert stand.velden["telefoon"] == "014 99 99 99"
