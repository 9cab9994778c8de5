"""Every page of the network: real facts, a refusal that helps, no cookie, and a constant number of queries."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from igs.models import IGS, Gemeente
from tests.fabriek import maak_igs, maak_lid
from tests.igs.test_gestructureerd import Pagina, in_woorden, lees, plat
from tests.igs.test_lidmaatschap import (
    csv_gemeenten,
    csv_rijen,
    gemeenten_volgens_csv,
    igs_per_gemeente,
    leden_volgens_csv,
)

pytestmark = pytest.mark.usefixtures("gegevens")
VANDAAG = date(2026, 11, 23)
MAX_VRAGEN = 17
PAGINAS = {
    "/igs/": "18 netwerken",
    "/igs/zuidrand/": "Zuidrand",
    "/regios/": "15 referentieregio's",
    "/regios/kempen/": "Kempen",
    "/gemeenten/": "285 gemeenten",
    "/gemeenten/kontich/": "Kontich",
    "/igs-opstarten/": "IGS cultuur",
    "/regiovorming/": "Regiovorming",
    "/belicht/": "BE/LICHT",
    "/belicht/wannes-de-laender/": "De vraag is elders al beantwoord",
    "/open-data/": "gegevens",
}
IGS_NAAM = {rij["slug"]: rij["naam"] for rij in csv_rijen("igs")}
REGIO_NAAM = {rij["slug"]: rij["naam"] for rij in csv_rijen("referentieregios")}


def _getal(getal: int) -> str:
    """Thousands with a point, as in Flanders."""
    return f"{getal:,}".replace(",", ".")


def _leden(slug: str, dag: date = VANDAAG) -> list[dict[str, str]]:
    return [csv_gemeenten()[code] for igs, code in leden_volgens_csv(dag) if igs == slug]


def _namen(rijen: list[dict[str, str]]) -> list[str]:
    return sorted(rij["naam"] for rij in rijen)


def _tabel(client: Client, adres: str) -> list[list[str]]:
    """The rows of the first table as plain cells, without the heading."""
    html = client.get(adres).content.decode()
    rijen = re.findall(r"<tr>(.*?)</tr>", html.split("<tbody>")[1].split("</tbody>")[0], re.DOTALL)
    return [[Pagina(cel).tekst for cel in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", rij, re.DOTALL)] for rij in rijen]


# --- every page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("adres", "kop"), PAGINAS.items())
def test_elke_pagina_toont_haar_onderwerp_zonder_cookie(adres: str, kop: str, client: Client) -> None:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    pagina = Pagina(antwoord.content.decode())
    assert len(pagina.koppen) == 1
    assert kop in plat(pagina.koppen[0])
    assert len(pagina.tekst) > 500


@pytest.mark.parametrize("adres", PAGINAS)
def test_elke_pagina_kost_hoogstens_zeventien_vragen(
    adres: str, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MAX_VRAGEN):
        client.get(adres)


@pytest.mark.parametrize("adres", PAGINAS)
def test_elke_pagina_wordt_enkel_gelezen(adres: str, client: Client) -> None:
    for werkwoord in (client.post, client.put, client.delete):
        assert werkwoord(adres).status_code == 405
    assert client.head(adres).status_code == 200


@pytest.mark.parametrize(
    "adres",
    ["/igs/niets/", "/regios/niets/", "/gemeenten/niets/", "/belicht/niets/", "/igs/Zuidrand/", "/gemeenten/11024/"],
)
def test_een_onbekend_adres_is_404(adres: str, client: Client) -> None:
    assert client.get(adres).status_code == 404


@pytest.mark.parametrize("adres", ["/igs/", "/igs/zuidrand/", "/regios/", "/regios/antwerpen/", "/gemeenten/kontich/"])
def test_twintig_rijen_meer_kosten_geen_vraag_meer(adres: str, client: Client, django_assert_num_queries: Any) -> None:
    with CaptureQueriesContext(connection) as voor:
        client.get(adres)
    zuidrand, kontich = IGS.objects.get(slug="zuidrand"), Gemeente.objects.get(nis_code="11024")
    for nummer, gemeente in enumerate(Gemeente.objects.huidige().filter(lidmaatschappen=None)[:20]):
        igs = maak_igs(f"Netwerk {nummer}", zetel=gemeente)
        for een, lid in ((igs, gemeente), (igs, kontich), (zuidrand, gemeente)):
            maak_lid(een, lid)
    with django_assert_num_queries(len(voor)):
        client.get(adres)


# --- the list of IGS'en -----------------------------------------------------------------------------------------------


def _kaartjes(client: Client, op: str) -> dict[str, str]:
    """Name of each IGS in the list → what its card says."""
    html = client.get("/igs/", {"op": op}).content.decode()
    kaartjes = re.findall(r"<article.*?</article>", html, re.DOTALL)
    return {Pagina(re.findall(r"<h3>.*?</h3>", k, re.DOTALL)[0]).tekst: Pagina(k).tekst for k in kaartjes}


@pytest.mark.parametrize("op", ["2020-01-01", "2024-06-01", "2026-11-23", "2027-01-01"])
def test_de_lijst_noemt_elk_igs_met_zijn_leden_en_inwoners(op: str, client: Client) -> None:
    dag, kaartjes = date.fromisoformat(op), _kaartjes(client, op)
    assert set(kaartjes) == set(IGS_NAAM.values())
    for slug, naam in IGS_NAAM.items():
        leden = _leden(slug, dag)
        if leden:
            inwoners = sum(int(rij["inwoners"]) for rij in leden)
            assert f"{len(leden)} gemeenten, {_getal(inwoners)} inwoners" in kaartjes[naam]
            assert all(lid in kaartjes[naam] for lid in _namen(leden))
            assert all(REGIO_NAAM[rij["referentieregio"]] in kaartjes[naam] for rij in leden)
        else:
            assert (slug, "gestopt sinds eind 2025" in kaartjes[naam]) == ("ginter", True)


@pytest.mark.parametrize("op", ["2018-01-01", "2020-01-01", "2024-06-01", "2026-11-23", "2027-01-01"])
def test_de_lijst_telt_gemeenten_met_en_zonder_igs(op: str, client: Client) -> None:
    dag, pagina = date.fromisoformat(op), lees(client, "/igs/", op=op)
    in_igs, alle = len(igs_per_gemeente(dag)), len(gemeenten_volgens_csv(dag))
    aantal = len({slug for slug, _ in leden_volgens_csv(dag)})
    stand = f"{in_woorden(dag)}: {aantal} IGS'en, {in_igs} gemeenten in een IGS, {alle - in_igs} zonder."
    assert stand in pagina.tekst


@pytest.mark.parametrize(
    ("op", "zin", "keren"),
    [
        ("2026-11-23", "erkend tot en met 31 december 2026", 18),
        ("2026-12-31", "erkend tot en met 31 december 2026", 18),
        ("2027-01-01", "erkenning vanaf 2027: niet bekend", 18),
        ("2028-01-01", "erkenning vanaf 2027: niet bekend", 18),
        ("2025-12-31", "erkend tot en met 31 december 2025", 1),
        ("2026-01-01", "gestopt sinds eind 2025", 1),
    ],
)
@pytest.mark.parametrize("gevraagd", [True, False], ids=["gevraagd", "vandaag"])
def test_de_lijst_zegt_wat_over_de_erkenning_bekend_is(
    op: str, zin: str, keren: int, gevraagd: bool, client: Client, settings: Any
) -> None:
    """The same on a day asked for as on that day itself."""
    if not gevraagd:
        settings.VASTE_DAG = date.fromisoformat(op)
    pagina = lees(client, "/igs/", **({"op": op} if gevraagd else {}))
    assert pagina.tekst.count(zin) == keren
    assert "niet erkend" not in pagina.tekst


def test_voor_2020_zijn_er_nog_geen_lidmaatschappen_bekend(client: Client) -> None:
    pagina = lees(client, "/igs/", op="2018-01-01")
    assert "In onze gegevens begint het eerste op 1 januari 2020" in pagina.tekst
    assert _kaartjes(client, "2018-01-01") == {}


@pytest.mark.parametrize("adres", ["/igs/", "/regios/"])
def test_de_tijd_kiezen_gaat_met_gewone_links(adres: str, client: Client) -> None:
    html = client.get(adres, {"op": "2020-01-01"}).content.decode()
    links = re.findall(rf'<a href="({adres}\?[^"]*)"( aria-current="true")?>(\w+)</a>', html)
    assert [(label, bool(hier)) for _, hier, label in links] == [
        ("2018", False), ("2020", True), ("2025", False), ("vandaag", False), ("2027", False),
    ]  # fmt: skip
    assert all(client.get(link).status_code == 200 for link, _, _ in links)


@pytest.mark.parametrize("adres", ["/igs/", "/regios/"])
@pytest.mark.parametrize("op", ["31/01/2025", "2025-02-30", "1066-10-14", "\x00", "2025-01-31; DROP"])
def test_een_dag_die_niet_kan_geeft_vandaag_met_uitleg(adres: str, op: str, client: Client) -> None:
    pagina = lees(client, adres, op=op)
    assert "Je ziet de toestand van vandaag." in pagina.tekst
    assert "datum" in pagina.tekst or "Onze gegevens gaan over" in pagina.tekst


def test_naast_een_kaart_van_toen_staat_wat_ze_tekent(client: Client) -> None:
    assert "tekent altijd de gemeenten van vandaag" in lees(client, "/igs/", op="2024-06-01").tekst
    assert "de 300 gemeenten van die dag" in lees(client, "/igs/", op="2024-06-01").tekst
    assert "tekent altijd" not in lees(client, "/igs/").tekst


# --- one IGS ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", IGS_NAAM)
def test_een_igs_toont_leden_regios_inwoners_oppervlakte_en_bronnen(slug: str, client: Client) -> None:
    rij = next(rij for rij in csv_rijen("igs") if rij["slug"] == slug)
    leden = _leden(slug, date(2025, 12, 31) if slug == "ginter" else VANDAAG)
    pagina = lees(client, f"/igs/{slug}/")
    assert sorted(cellen[0] for cellen in _tabel(client, f"/igs/{slug}/")) == _namen(leden)
    assert f"{_getal(sum(int(lid['inwoners']) for lid in leden))} (optelsom van de leden" in pagina.tekst
    km2 = sum(Decimal(lid["oppervlakte_km2"]) for lid in leden)
    assert f"{km2:.1f} km²".replace(".", ",") in pagina.tekst
    regios = {lid["referentieregio"] for lid in leden}
    assert all(f"/regios/{regio}/" in pagina.links for regio in regios)
    assert (f"over de grens van {len(regios)} regio's" in pagina.tekst) == (len(regios) > 1)
    assert all(bron in pagina.links for bron in rij["bron_url"].split(" ; "))
    for waarde in filter(None, (rij["officiele_naam"], rij["rechtsvorm"], rij["email"], rij["telefoon"])):
        assert waarde in pagina.tekst
    assert not rij["website"] or rij["website"] in pagina.links
    assert "november 2026" in pagina.tekst  # last checked


@pytest.mark.parametrize("dag", [VANDAAG, date(2027, 1, 1), date(2028, 1, 1)], ids=str)
def test_een_igs_zegt_dat_de_erkenning_vanaf_2027_niet_bekend_is(dag: date, client: Client, settings: Any) -> None:
    settings.VASTE_DAG = dag
    pagina = lees(client, "/igs/zuidrand/")
    assert "Van 1 januari 2020 tot en met 31 december 2026" in pagina.tekst
    assert "100.000 euro per jaar" in pagina.tekst
    assert "Erkenning vanaf 2027: niet bekend." in pagina.tekst
    assert f"6 op {in_woorden(dag)}" in pagina.tekst


def test_een_igs_zonder_bekend_bedrag_zegt_dat_het_niet_gevonden_is(client: Client) -> None:
    assert "Subsidie per jaar: niet gevonden." in lees(client, "/igs/ecru/").tekst


def test_een_igs_zonder_contact_zegt_dat_en_verzint_niets(client: Client) -> None:
    pagina = lees(client, "/igs/viertoren/")
    assert "We vonden geen website, e-mailadres of telefoonnummer" in pagina.tekst
    assert "Zetel niet gevonden" in plat(pagina.tekst)
    assert not [link for link in pagina.links if link.startswith(("mailto:", "tel:"))]


def test_ginter_is_gestopt_en_toont_hoe_het_was(client: Client) -> None:
    pagina = lees(client, "/igs/ginter/")
    assert "31 december 2025" in pagina.tekst
    assert "werkt niet meer" in pagina.tekst
    assert "niet bekend" not in pagina.tekst.split("Erkenning", 1)[1].split("Laatst nagekeken")[0]
    assert all(cellen[2].endswith("tot en met 31 december 2025") for cellen in _tabel(client, "/igs/ginter/"))


def test_ginter_was_eind_2025_nog_gewoon(client: Client, settings: Any) -> None:
    settings.VASTE_DAG = date(2025, 12, 31)
    assert "werkt niet meer" not in lees(client, "/igs/ginter/").tekst


def test_een_vroeger_lid_staat_er_met_zijn_laatste_dag(client: Client) -> None:
    assert re.search(r"Borsbeek, tot en met 31 december 2024\W+te bevestigen", lees(client, "/igs/zuidrand/").tekst)
    assert re.search(r"Diest, tot en met 26 mei 2022", lees(client, "/igs/de-merode/").tekst)


def test_leden_dragen_begin_en_zekerheid(client: Client) -> None:
    leden = {cellen[0]: cellen[2:] for cellen in _tabel(client, "/igs/de-merode/")}
    assert leden["Westerlo"] == ["lid sinds 1 januari 2020", "zeker"]
    assert leden["Herselt"][0] == "lid, minstens sinds 1 februari 2024; het begin is niet bekend"
    assert leden["Herselt"][1].startswith("te bevestigen")
    assert leden["Tessenderlo-Ham"] == ["lid sinds 1 januari 2025", "te bevestigen: via fusie van Tessenderlo"]


def test_vroegere_namen_en_buren_staan_op_de_pagina(client: Client) -> None:
    assert "Midden-Limburg (vroegere naam)" in lees(client, "/igs/ecru/").tekst
    stuifzand = lees(client, "/igs/stuifzand/")
    assert "CNEK (afkorting)" in stuifzand.tekst
    assert {"/igs/neteland/", "/igs/de-merode/"} <= set(stuifzand.links)


# --- regions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", REGIO_NAAM)
def test_een_regio_toont_elke_gemeente_met_haar_igs_of_geen(slug: str, client: Client) -> None:
    per_gemeente = igs_per_gemeente(VANDAAG)
    hier = [rij for rij in gemeenten_volgens_csv(VANDAAG) if rij["referentieregio"] == slug]
    tabel = {cellen[0]: cellen for cellen in _tabel(client, f"/regios/{slug}/")}
    assert sorted(tabel) == _namen(hier)
    for rij in hier:
        igs = [IGS_NAAM[een] for een in per_gemeente.get(rij["nis_code"], ())]
        assert all(naam in tabel[rij["naam"]][1] for naam in igs)
        assert (tabel[rij["naam"]][1] == "geen") == (not igs)
        assert tabel[rij["naam"]][2] == _getal(int(rij["inwoners"]))
    pagina = lees(client, f"/regios/{slug}/")
    zonder = sum(rij["nis_code"] not in per_gemeente for rij in hier)
    assert f"{zonder} van de {len(hier)} gemeenten" in pagina.tekst
    assert _getal(sum(int(rij["inwoners"]) for rij in hier)) in pagina.tekst
    for een in {igs for rij in hier for igs in per_gemeente.get(rij["nis_code"], ())}:
        eigen = _leden(een)
        binnen = sum(lid["referentieregio"] == slug for lid in eigen)
        woorden = f"alle {len(eigen)} leden" if binnen == len(eigen) else f"{binnen} van de {len(eigen)} leden"
        assert f"{IGS_NAAM[een]}: {woorden}" in pagina.tekst


@pytest.mark.parametrize("op", ["2018-01-01", "2024-06-01", "2026-11-23"])
def test_de_lijst_van_regios_telt_de_gemeenten_van_de_dag(op: str, client: Client) -> None:
    pagina = lees(client, "/regios/", op=op)
    for slug, naam in REGIO_NAAM.items():
        hier = [rij for rij in gemeenten_volgens_csv(date.fromisoformat(op)) if rij["referentieregio"] == slug]
        inwoners = _getal(sum(int(rij["inwoners"]) for rij in hier))
        assert f"{naam} {len(hier)} gemeenten, {inwoners} inwoners." in pagina.tekst


def test_regiovorming_noemt_wie_over_een_grens_ligt(client: Client) -> None:
    pagina = lees(client, "/regiovorming/")
    assert "2.239" in pagina.tekst
    for zin in (
        "de Merode: Kempen, Limburg, Oost-Brabant",
        "Route42: Denderregio, Vlaamse Ardennen",
        "Dijk92: Denderregio, Regio Gent",
        "Cultuurregio Leie Schelde: Regio Gent, Vlaamse Ardennen",
    ):
        assert zin in pagina.tekst


# --- municipalities ---------------------------------------------------------------------------------------------------


def test_de_lijst_noemt_elke_gemeente_en_wat_een_vroegere_werd(client: Client) -> None:
    pagina = lees(client, "/gemeenten/")
    per_gemeente, vandaag = igs_per_gemeente(VANDAAG), {r["naam"] for r in gemeenten_volgens_csv(VANDAAG)}
    for rij in csv_rijen("gemeenten"):
        assert f"/gemeenten/{slugify(rij['naam'])}/" in pagina.links
        if rij["bestaat_tot"] and rij["naam"] not in vandaag:
            opvolger = csv_gemeenten()[rij["opgegaan_in_nis"]]["naam"]
            assert f"{rij['naam']} nu {opvolger}" in pagina.tekst
        elif not rij["bestaat_tot"]:
            igs = " ".join(sorted((IGS_NAAM[een] for een in per_gemeente.get(rij["nis_code"], ())), key=str.lower))
            assert plat(f"{rij['naam']} {igs}") in pagina.tekst


def test_een_gemeente_toont_haar_igs_regio_en_code(client: Client) -> None:
    """One in four, and every one that a merger made."""
    per_gemeente, alle = igs_per_gemeente(VANDAAG), gemeenten_volgens_csv(VANDAAG)
    for rij in [*alle[::4], *(een for een in alle if een["bestaat_van"])]:
        pagina = lees(client, f"/gemeenten/{slugify(rij['naam'])}/")
        igs = per_gemeente.get(rij["nis_code"], set())
        assert all(f"/igs/{een}/" in pagina.links for een in igs)
        assert (f"{rij['naam']} zit in geen IGS cultuur" in pagina.tekst) == (not igs)
        assert f"{rij['naam']} ligt in {REGIO_NAAM[rij['referentieregio']]}" in pagina.tekst
        assert rij["nis_code"] in pagina.tekst
        assert rij["postcodes"].replace("|", ", ") in pagina.tekst


def test_elke_vroegere_gemeente_zegt_wat_ze_werd(client: Client) -> None:
    vandaag = {rij["naam"] for rij in gemeenten_volgens_csv(VANDAAG)}
    vroegere = [rij for rij in csv_rijen("gemeenten") if rij["bestaat_tot"] and rij["naam"] not in vandaag]
    assert len(vroegere) == 35
    for rij in vroegere:
        pagina = lees(client, f"/gemeenten/{slugify(rij['naam'])}/")
        opvolger = csv_gemeenten()[rij["opgegaan_in_nis"]]
        dag = "1 januari 2019" if rij["bestaat_tot"] == "2018-12-31" else "1 januari 2025"
        assert f"{rij['naam']} ging op {dag} op in {opvolger['naam']}" in pagina.tekst
        assert {rij["nis_code"], opvolger["nis_code"]} <= set(re.findall(r"\d{5}", pagina.tekst))
        assert f"/gemeenten/{slugify(opvolger['naam'])}/" in pagina.links


def test_borsbeek_was_lid_van_de_zuidrand_en_antwerpen_niet(client: Client) -> None:
    pagina = lees(client, "/gemeenten/borsbeek/")
    assert "Antwerpen zit in geen IGS cultuur" in pagina.tekst
    assert "Borsbeek was tot en met 31 december 2024 lid van Zuidrand" in pagina.tekst


@pytest.mark.parametrize(
    ("slug", "oud", "nieuw", "tot", "van"),
    [
        ("aalter", "44001", "44084", "31 december 2018", "1 januari 2019"),
        ("lokeren", "46014", "46029", "31 december 2024", "1 januari 2025"),
        ("hasselt", "71022", "71072", "31 december 2024", "1 januari 2025"),
    ],
)
def test_een_gemeente_die_haar_naam_hield_toont_beide_codes_en_hun_dagen(
    slug: str, oud: str, nieuw: str, tot: str, van: str, client: Client
) -> None:
    pagina = lees(client, f"/gemeenten/{slug}/")
    assert re.search(rf"{nieuw}, sinds {van}", pagina.tekst)
    assert re.search(rf"{oud} gold tot en met {tot}", pagina.tekst)


def test_een_gemeente_in_twee_igs_toont_ze_allebei(client: Client) -> None:
    maak_lid(maak_igs("Aan de overkant"), Gemeente.objects.get(nis_code="11024"))
    pagina = lees(client, "/gemeenten/kontich/")
    assert {"/igs/zuidrand/", "/igs/aan-de-overkant/"} <= set(pagina.links)
    assert pagina.tekst.index("Aan de overkant") < pagina.tekst.index("Regio Antwerpen")


def test_een_gemeente_zonder_igs_leest_wat_ze_kan_doen(client: Client) -> None:
    pagina = lees(client, "/gemeenten/mechelen/")
    assert "Dit kun je doen" in pagina.tekst
    assert {"/igs-opstarten/", "/grensbrekers/"} <= set(pagina.links)


def test_een_gemeente_noemt_haar_buren_en_hun_igs(client: Client) -> None:
    pagina = lees(client, "/gemeenten/kontich/")
    for zin in ("Edegem: Zuidrand", "Hove: Zuidrand", "Duffel: geen IGS"):
        assert zin in pagina.tekst
    assert "grenst aan geen andere Vlaamse gemeente" in lees(client, "/gemeenten/voeren/").tekst


def test_een_gemeente_toont_deelgemeenten_en_franse_naam(client: Client) -> None:
    ieper = lees(client, "/gemeenten/ieper/")
    assert "Ypres" in ieper.tekst
    assert "Vlamertinge" in ieper.tekst


# --- guides and portraits ---------------------------------------------------------------------------------------------


def test_opstarten_noemt_zeven_opdrachten_tien_stappen_en_het_verderzetten(client: Client) -> None:
    html = client.get("/igs-opstarten/").content.decode()
    pagina = Pagina(html)
    assert 'id="verderzetten"' in html
    assert html.split('class="stappen"')[1].split("</ol>")[0].count("<h3") == 10
    assert html.split('id="opdrachten"')[1].split("<ol>")[1].split("</ol>")[0].count("<li") == 7
    for woord in ("projectvereniging", "dienstverlenende", "opdrachthoudende", "85.000"):
        assert woord in pagina.tekst


def test_belicht_noemt_het_portret_gedateerd_en_met_de_feed(client: Client) -> None:
    pagina = lees(client, "/belicht/")
    assert {"/belicht/wannes-de-laender/", "/belicht/atom.xml"} <= set(pagina.links)
    assert "2026-11-23" in pagina.dagen


def test_het_portret_vertelt_wat_we_weten_en_van_wanneer(client: Client) -> None:
    pagina = lees(client, "/belicht/wannes-de-laender/")
    for woord in ("rond 2022", "Borsbeek", "Mortsel", "vier digitale", "twee netwerkmomenten", "Talent"):
        assert woord in pagina.tekst
    assert "/igs/zuidrand/" in pagina.links


def test_een_portret_van_morgen_is_er_nog_niet(client: Client, settings: Any) -> None:
    settings.VASTE_DAG = date(2026, 11, 22)
    assert client.get("/belicht/wannes-de-laender/").status_code == 404
    assert "/belicht/wannes-de-laender/" not in lees(client, "/belicht/").links


def test_open_data_legt_elke_kolom_uit_en_linkt_elk_bestand(client: Client) -> None:
    pagina = lees(client, "/open-data/")
    for naam in ("gemeenten", "regios", "igs", "erkenningen", "lidmaatschappen"):
        assert {f"/open-data/{naam}.csv", f"/open-data/{naam}.json"} <= set(pagina.links)
    assert "/open-data/kaart.geojson" in pagina.links
    for woord in ("nis_code", "zekerheid", "Statbel", "ETag", "op="):
        assert woord in pagina.tekst
