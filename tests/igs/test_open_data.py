"""The open data carry the rows of the day in the columns of the reference files, for programs of any origin."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from igs.models import IGS, Gemeente
from igs.open_data import TABELLEN
from tests.igs.test_lidmaatschap import csv_gemeenten, csv_rijen, gemeenten_volgens_csv, leden_volgens_csv

pytestmark = pytest.mark.usefixtures("gegevens")
DAGEN = [date(2018, 6, 1), date(2020, 6, 1), date(2024, 6, 1), date(2026, 11, 23), date(2027, 1, 1)]
NAMEN = ["gemeenten", "regios", "igs", "erkenningen", "lidmaatschappen"]
MAX_VRAGEN = 8


def _kop(naam: str) -> list[str]:
    return list(csv_rijen(naam)[0])


# Recognitions stand in the row of their IGS in the files, and by themselves in the open data.
KOLOMMEN = {
    "gemeenten": _kop("gemeenten"),
    "regios": _kop("referentieregios"),
    "igs": [kolom for kolom in _kop("igs") if not kolom.startswith("erkenning_")],
    "erkenningen": ["igs_slug", "van", "tot", "subsidie_per_jaar_eur", "zekerheid", "bron_url"],
    "lidmaatschappen": _kop("igs_leden"),
}


def _aantallen(dag: date) -> dict[str, int]:
    """The number of rows of each table, from the files."""
    igs = csv_rijen("igs")
    return {
        "gemeenten": len(gemeenten_volgens_csv(dag)),
        "regios": 15,
        "igs": len(igs) if str(dag) >= "2020-01-01" else 0,
        "erkenningen": sum(rij["erkend_van"] <= str(dag) <= rij["erkend_tot"] for rij in igs),
        "lidmaatschappen": len(leden_volgens_csv(dag)),
    }


def _json(client: Client, naam: str, dag: date) -> list[dict[str, Any]]:
    antwoord = client.get(f"/open-data/{naam}.json", {"op": str(dag)})
    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Type"].startswith("application/json")
    return json.loads(antwoord.content)


def _csv(client: Client, naam: str, dag: date) -> tuple[list[str], list[dict[str, str]]]:
    antwoord = client.get(f"/open-data/{naam}.csv", {"op": str(dag)})
    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Type"].startswith("text/csv")
    lezer = csv.DictReader(io.StringIO(antwoord.content.decode()))
    rijen = list(lezer)
    return list(lezer.fieldnames or []), rijen


# --- tables -----------------------------------------------------------------------------------------------------------


def test_er_zijn_vijf_tabellen_met_uitleg_en_bron_bij_elke_kolom() -> None:
    assert list(TABELLEN) == NAMEN
    for tabel in TABELLEN.values():
        assert [kolom.naam for kolom in tabel.kolommen] == KOLOMMEN[tabel.naam]
        assert all(kolom.uitleg and kolom.bron for kolom in tabel.kolommen)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.parametrize("naam", NAMEN)
def test_json_is_een_lijst_van_vlakke_rijen_van_de_dag(naam: str, dag: date, client: Client) -> None:
    rijen = _json(client, naam, dag)
    assert isinstance(rijen, list)
    assert len(rijen) == _aantallen(dag)[naam]
    assert all(list(rij) == KOLOMMEN[naam] for rij in rijen)
    assert all(isinstance(cel, str | int | float | None) for rij in rijen for cel in rij.values())


@pytest.mark.parametrize("dag", DAGEN, ids=str)
@pytest.mark.parametrize("naam", NAMEN)
def test_csv_zegt_hetzelfde_als_json(naam: str, dag: date, client: Client) -> None:
    kop, rijen = _csv(client, naam, dag)
    assert kop == KOLOMMEN[naam]
    in_json = [{k: "" if cel is None else str(cel) for k, cel in rij.items()} for rij in _json(client, naam, dag)]
    assert rijen == in_json


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_gemeenten_zijn_de_rijen_van_het_bestand(dag: date, client: Client) -> None:
    getallen = ("oppervlakte_km2", "lat", "lon")

    def vlak(rij: dict[str, Any]) -> dict[str, Any]:
        return {k: float(cel) if k in getallen else str(cel or "") for k, cel in rij.items()}

    rijen = {rij["nis_code"]: vlak(rij) for rij in _json(client, "gemeenten", dag)}
    assert rijen == {rij["nis_code"]: vlak(rij) for rij in gemeenten_volgens_csv(dag)}


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_lidmaatschappen_dragen_nis_code_zekerheid_en_bron_van_de_dag(dag: date, client: Client) -> None:
    rijen = _json(client, "lidmaatschappen", dag)
    gevonden = {(rij["igs_slug"], rij["nis_code"]): (rij["zekerheid"], rij["bron_url"]) for rij in rijen}
    assert gevonden == leden_volgens_csv(dag)
    assert all(csv_gemeenten()[rij["nis_code"]]["naam"] == rij["gemeente"] for rij in rijen)


def test_een_onbekend_begin_blijft_leeg_met_de_dag_waarop_het_gezien_is(client: Client) -> None:
    rij = next(r for r in _json(client, "lidmaatschappen", date(2024, 6, 1)) if r["nis_code"] == "37018")
    assert (rij["lid_van"], rij["eerst_gezien_op"]) == (None, "2024-02-01")


def test_een_fusie_staat_er_te_bevestigen_met_de_opvolger(client: Client) -> None:
    rijen = _json(client, "lidmaatschappen", date(2026, 11, 23))
    fusies = {(rij["igs_slug"], rij["gemeente"]) for rij in rijen if rij["bron_url"] == "fusie"}
    assert fusies == {
        ("bie-midwest", "Wingene"),
        ("comeet", "Lochristi"),
        ("cultuurtuin-waas", "Beveren-Kruibeke-Zwijndrecht"),
        ("cultuurtuin-waas", "Lokeren"),
        ("de-merode", "Tessenderlo-Ham"),
        ("leie-schelde", "Nazareth-De Pinte"),
        ("pajottenland-zennevallei", "Pajottegem"),
    }
    assert {rij["zekerheid"] for rij in rijen if rij["bron_url"] == "fusie"} == {"te bevestigen"}


def test_regios_en_igs_zijn_die_van_de_bestanden(client: Client) -> None:
    regios = {rij["slug"]: rij for rij in _json(client, "regios", date(2026, 11, 23))}
    assert regios == {rij["slug"]: dict(rij) for rij in csv_rijen("referentieregios")}
    gelijk = [k for k in KOLOMMEN["igs"] if k != "provincies"]
    igs = {rij["slug"]: {k: str(rij[k] or "") for k in gelijk} for rij in _json(client, "igs", date(2024, 6, 1))}
    assert igs == {rij["slug"]: {k: rij[k] for k in gelijk} for rij in csv_rijen("igs")}


def test_de_provincies_van_een_igs_zijn_die_van_zijn_leden_op_de_dag(client: Client) -> None:
    """Zwijndrecht moved to East Flanders with its merger: the Waasland no longer lies in two provinces."""
    for dag, provincies in ((date(2024, 6, 1), "Antwerpen;Oost-Vlaanderen"), (date(2026, 11, 23), "Oost-Vlaanderen")):
        rij = next(rij for rij in _json(client, "igs", dag) if rij["slug"] == "cultuurtuin-waas")
        assert rij["provincies"] == provincies


@pytest.mark.parametrize("dag", ["2027-01-01", "2028-01-01", "2032-12-31"])
def test_na_2026_zijn_er_geen_erkenningen_bekend_maar_de_igs_blijven(dag: str, client: Client) -> None:
    assert _json(client, "erkenningen", date.fromisoformat(dag)) == []
    igs = _json(client, "igs", date.fromisoformat(dag))
    assert len(igs) == 19
    assert {(rij["erkend_van"], rij["erkend_tot"], rij["subsidie_per_jaar_eur"]) for rij in igs} == {(None, None, None)}
    assert [rij["slug"] for rij in igs if rij["gestopt_op"]] == ["ginter"]


def test_subsidies_zijn_die_van_de_bestanden(client: Client) -> None:
    bedragen = {r["igs_slug"]: r["subsidie_per_jaar_eur"] for r in _json(client, "erkenningen", date(2026, 11, 23))}
    assert bedragen == {
        rij["slug"]: int(rij["subsidie_per_jaar_eur"]) if rij["subsidie_per_jaar_eur"] else None
        for rij in csv_rijen("igs")
        if rij["slug"] != "ginter"
    }


# --- map --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_geojson_heeft_een_punt_per_gemeente_met_regio_en_igs(dag: date, client: Client) -> None:
    antwoord = client.get("/open-data/kaart.geojson", {"op": str(dag)})
    assert antwoord.headers["Content-Type"].startswith("application/geo+json")
    inhoud = json.loads(antwoord.content)
    assert inhoud["type"] == "FeatureCollection"
    leden: dict[str, list[str]] = {}
    for slug, code in leden_volgens_csv(dag):
        leden.setdefault(code, []).append(slug)
    kenmerken = {een["properties"]["nis_code"]: een for een in inhoud["features"]}
    assert len(inhoud["features"]) == len(kenmerken) == _aantallen(dag)["gemeenten"]
    for rij in gemeenten_volgens_csv(dag):
        een = kenmerken[rij["nis_code"]]
        assert een["geometry"] == {"type": "Point", "coordinates": [float(rij["lon"]), float(rij["lat"])]}
        assert een["properties"]["referentieregio"] == rij["referentieregio"]
        assert sorted(een["properties"]["igs"]) == sorted(leden.get(rij["nis_code"], []))


# --- protocol ---------------------------------------------------------------------------------------------------------

ADRESSEN = [f"/open-data/{naam}.{vorm}" for naam in NAMEN for vorm in ("csv", "json")] + ["/open-data/kaart.geojson"]


@pytest.mark.parametrize("adres", ADRESSEN)
def test_elk_bestand_staat_open_voor_elke_herkomst_en_heeft_een_etag(adres: str, client: Client) -> None:
    antwoord = client.get(adres)
    etag = antwoord.headers["ETag"]
    assert etag.startswith('"')
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    assert not antwoord.cookies
    nog_eens = client.get(adres, headers={"If-None-Match": etag})
    assert (nog_eens.status_code, nog_eens.content) == (304, b"")
    assert nog_eens.headers["ETag"] == etag
    assert nog_eens.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(adres, headers={"If-None-Match": '"anders"'}).status_code == 200
    toen = client.get(adres, {"op": "2020-06-01"}).headers["ETag"]
    assert (toen == etag) == ("regios" in adres)


@pytest.mark.parametrize("adres", ["/open-data/igs.csv", "/open-data/erkenningen.json", "/open-data/kaart.geojson"])
@pytest.mark.parametrize("op", ["gisteren", "2020-13-01", "1/1/2020", "1900-01-01", "9999-12-31", "2020-W01-1", "\x00"])
def test_een_dag_die_niet_kan_geeft_400_met_een_nederlandse_reden(adres: str, op: str, client: Client) -> None:
    antwoord = client.get(adres, {"op": op})
    assert antwoord.status_code == 400
    assert antwoord.headers["Content-Type"] == "application/json"
    reden = json.loads(antwoord.content)["fout"]
    assert "datum" in reden or "Onze gegevens gaan over" in reden


@pytest.mark.parametrize("adres", ADRESSEN)
def test_zonder_dag_is_het_vandaag(adres: str, client: Client, settings: Any) -> None:
    assert client.get(adres).content == client.get(adres, {"op": "2026-11-23"}).content
    settings.VASTE_DAG = date(2024, 6, 1)
    assert client.get(adres).content == client.get(adres, {"op": "2024-06-01"}).content


@pytest.mark.parametrize(
    "adres", ["/open-data/niets.csv", "/open-data/portretten.json", "/open-data/igs.xml", "/open-data/igs"]
)
def test_een_onbekend_bestand_is_404(adres: str, client: Client) -> None:
    assert client.get(adres).status_code == 404


@pytest.mark.parametrize("adres", ADRESSEN)
def test_een_bestand_wordt_enkel_gelezen(adres: str, client: Client) -> None:
    for werkwoord in (client.post, client.put, client.delete, client.patch):
        assert werkwoord(adres).status_code == 405
    assert client.head(adres).status_code == 200


@pytest.mark.parametrize("adres", ADRESSEN)
@pytest.mark.parametrize("op", ["2018-06-01", "2026-11-23"])
def test_een_bestand_kost_hoogstens_acht_vragen(
    adres: str, op: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MAX_VRAGEN):
        assert client.get(adres, {"op": op}).status_code == 200


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\n"])
def test_een_cel_die_een_formule_lijkt_wordt_onschadelijk_in_csv(begin: str, client: Client) -> None:
    IGS.objects.filter(slug="zuidrand").update(omschrijving=f"{begin}1+HYPERLINK(1)")
    Gemeente.objects.filter(nis_code="11001").update(naam=f"{begin}Aartselaar")
    for naam, cel in (("igs", f"'{begin}1+HYPERLINK(1)"), ("gemeenten", f"'{begin}Aartselaar")):
        assert cel in client.get(f"/open-data/{naam}.csv").content.decode()
    in_json = next(rij for rij in _json(client, "igs", date(2026, 11, 23)) if rij["slug"] == "zuidrand")
    assert in_json["omschrijving"] == f"{begin}1+HYPERLINK(1)"


def test_geen_enkele_cel_van_nu_begint_als_een_formule(client: Client) -> None:
    for naam in NAMEN:
        for rij in _csv(client, naam, date(2026, 11, 23))[1]:
            assert not [cel for cel in rij.values() if cel[:1] in ("=", "+", "-", "@", "\t", "\r")]
