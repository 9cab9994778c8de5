"""The map says what the list says: every cell named and linked, on every day; names on it do not cross."""

import re
from datetime import date
from html import unescape
from itertools import combinations

import pytest
from django.test import Client
from django.utils.text import slugify

from igs.deelbeeld import TEKSTLETTER, letter
from igs.kaart import (
    Cel,
    Kaartbeeld,
    Opschrift,
    Tekening,
    gemeente_uitsnede,
    igs_laag,
    igs_uitsnede,
    regio_laag,
    regio_uitsnede,
    regiokleuren,
)
from igs.models import Gemeente, Kaart, Referentieregio
from igs.netwerk import Netwerk
from tests.fabriek import maak_igs, maak_lid
from tests.igs.test_lidmaatschap import csv_gemeenten, csv_rijen, igs_per_gemeente

pytestmark = pytest.mark.usefixtures("gegevens")
VANDAAG = date(2026, 11, 23)
DAGEN = [date(2018, 1, 1), date(2020, 1, 1), date(2024, 6, 1), VANDAAG]
IGS_NAAM = {rij["slug"]: rij["naam"] for rij in csv_rijen("igs")}


def _vandaag(code: str) -> dict[str, str]:
    rij = csv_gemeenten()[code]
    return _vandaag(rij["opgegaan_in_nis"]) if rij["opgegaan_in_nis"] else rij


def _delen_per_cel(dag: date) -> dict[str, list[tuple[str, set[str]]]]:
    """Name of the municipality of today → those that stood there on the day, each with its IGS'en, from the files."""
    per_cel: dict[str, list[tuple[str, set[str]]]] = {}
    igs = igs_per_gemeente(dag)
    for rij in csv_rijen("gemeenten"):
        if rij["bestaat_van"] <= str(dag) and (not rij["bestaat_tot"] or str(dag) <= rij["bestaat_tot"]):
            namen = {IGS_NAAM[slug] for slug in igs.get(rij["nis_code"], ())}
            per_cel.setdefault(_vandaag(rij["nis_code"])["naam"], []).append((rij["naam"], namen))
    return {naam: sorted(delen, key=lambda deel: slugify(deel[0])) for naam, delen in per_cel.items()}


def _zin(igs: set[str]) -> str:
    return " en ".join(sorted(igs, key=str.lower)) or "geen IGS"


def _celnaam(naam: str, delen: list[tuple[str, set[str]]]) -> str:
    if len({frozenset(igs) for _, igs in delen}) == 1:
        return f"{naam}: {_zin(delen[0][1])}"
    return f"{naam}, toen {'; '.join(f'{deel} {_zin(igs)}' for deel, igs in delen)}"


def _laag(dag: date) -> tuple[Netwerk, Kaartbeeld]:
    netwerk = Netwerk.op(dag)
    return netwerk, igs_laag(netwerk, Tekening.huidige())


# --- the whole map ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_de_kaart_heeft_285_cellen_met_naam_en_link(dag: date) -> None:
    _, beeld = _laag(dag)
    vandaag = [rij for rij in csv_rijen("gemeenten") if not rij["bestaat_tot"]]
    assert len(beeld.cellen) == len(vandaag) == 285
    assert {cel.pad for cel in beeld.cellen} == {f"/gemeenten/{slugify(rij['naam'])}/" for rij in vandaag}
    assert all(cel.naam and cel.vorm.startswith("m") for cel in beeld.cellen)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_elke_cel_noemt_wat_er_die_dag_op_haar_grond_lag(dag: date) -> None:
    _, beeld = _laag(dag)
    verwacht = {_celnaam(naam, delen) for naam, delen in _delen_per_cel(dag).items()}
    assert {cel.naam for cel in beeld.cellen} == verwacht


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_de_kleuren_van_een_cel_zijn_die_van_haar_igs(dag: date) -> None:
    netwerk, beeld = _laag(dag)
    kleur = {igs.naam: igs.kleur for igs in netwerk.alle_igs}
    per_cel = _delen_per_cel(dag)
    for cel in beeld.cellen:
        delen = per_cel[re.split(r":|, toen", cel.naam)[0]]
        kleuren = {kleur[naam] for _, igs in delen for naam in igs}
        verschillend = len({frozenset(igs) for _, igs in delen}) > 1
        leeg = {0} if verschillend and any(not igs for _, igs in delen) else set()
        assert set(cel.kleuren) == kleuren | leeg
        assert (cel.klasse == "k0") == (not kleuren)
        assert bool(cel.patroon) == (len(cel.kleuren) > 1)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_de_lijst_zegt_alles_wat_de_kaart_zegt(dag: date, client: Client) -> None:
    """Every IGS with its members, and every municipality without one, as the cells name them."""
    html = client.get("/igs/", {"op": str(dag)}).content.decode()
    kaart, lijst = html.split('id="lijst"')
    titels = [unescape(titel) for titel in re.findall(r"<title>([^<]+)</title><path", kaart)]
    assert sorted(titels) == sorted(_celnaam(naam, delen) for naam, delen in _delen_per_cel(dag).items())
    kaartjes = [unescape(re.sub(r"<[^>]+>", " ", stuk)) for stuk in lijst.split("<article")[1:]]
    zonder = unescape(re.sub(r"<[^>]+>", " ", lijst.split('id="zonder"')[1]))
    for delen in _delen_per_cel(dag).values():
        for deel, igs in delen:
            for naam in igs:
                (kaartje,) = [tekst for tekst in kaartjes if re.search(rf">\s+{re.escape(naam)}\s", tekst)]
                assert re.search(rf"[\s,]{re.escape(deel)}( \(te bevestigen\))?[\s,]", kaartje)
            if not igs:
                assert re.search(rf"[\s,]{re.escape(deel)}[\s,]", zonder)


def test_een_cel_is_gestreept_waar_vroegere_gemeenten_verschilden() -> None:
    _, beeld = _laag(date(2024, 6, 1))
    cellen = {cel.pad: cel for cel in beeld.cellen}
    gestreept = {pad: cel.naam for pad, cel in cellen.items() if cel.patroon}
    assert gestreept == {
        "/gemeenten/antwerpen/": "Antwerpen, toen Antwerpen geen IGS; Borsbeek Zuidrand",
        "/gemeenten/lochristi/": "Lochristi, toen Lochristi geen IGS; Wachtebeke COMEET",
        "/gemeenten/tessenderlo-ham/": "Tessenderlo-Ham, toen Ham geen IGS; Tessenderlo de Merode",
        "/gemeenten/wingene/": "Wingene, toen Ruiselede geen IGS; Wingene BIE Midwest",
    }
    patronen = {naam: [kleur for _, kleur in banen] for naam, banen, _ in beeld.patronen}
    for pad in gestreept:
        assert patronen[cellen[pad].patroon] == list(cellen[pad].kleuren)


@pytest.mark.parametrize("dag", [date(2018, 1, 1), VANDAAG], ids=str)
def test_een_kaart_zonder_verschillen_heeft_geen_strepen(dag: date) -> None:
    _, beeld = _laag(dag)
    assert beeld.patronen == []


def test_een_gemeente_in_twee_igs_is_gestreept_en_noemt_ze_allebei() -> None:
    kontich = Gemeente.objects.get(nis_code="11024")
    zuidrand = kontich.lidmaatschappen.get().igs
    ander = maak_igs("Aan de overkant", kleur=next(k for k in range(1, 8) if k != zuidrand.kleur))
    maak_lid(ander, kontich)
    _, beeld = _laag(VANDAAG)
    cel = next(cel for cel in beeld.cellen if cel.pad == "/gemeenten/kontich/")
    assert cel.naam == "Kontich: Aan de overkant en Zuidrand"
    assert set(cel.kleuren) == {ander.kleur, zuidrand.kleur}


def test_de_regiokaart_kleurt_elke_gemeente_naar_haar_regio() -> None:
    netwerk = Netwerk.op(VANDAAG)
    beeld = regio_laag(netwerk, Tekening.huidige())
    regio_naam = {rij["slug"]: rij["naam"] for rij in csv_rijen("referentieregios")}
    assert {cel.naam for cel in beeld.cellen} == {
        f"{rij['naam']}: {regio_naam[rij['referentieregio']]}"
        for rij in csv_rijen("gemeenten")
        if not rij["bestaat_tot"]
    }
    kleuren = regiokleuren(netwerk)
    regio = {rij["nis_code"]: rij["referentieregio"] for rij in csv_rijen("gemeenten")}
    sleutel = dict(Referentieregio.objects.values_list("slug", "pk"))
    for rij in csv_rijen("buurgemeenten"):
        een, ander = regio[rij["nis_a"]], regio[rij["nis_b"]]
        assert een == ander or kleuren[sleutel[een]] != kleuren[sleutel[ander]]
    assert [opschrift.naam for opschrift in beeld.opschriften]


def test_een_kaart_van_officiele_grenzen_gaat_voor_de_schematische() -> None:
    schema = Kaart.objects.get()
    Kaart.objects.create(gegevens=schema.gegevens, bron="Officieel", schematisch=False, toestand=date(2025, 1, 1))
    Kaart.objects.create(gegevens=schema.gegevens, bron="Later getekend", schematisch=True, toestand=date(2025, 1, 1))
    beeld = igs_laag(Netwerk.op(VANDAAG), Tekening.huidige())
    assert (beeld.bron, beeld.schematisch) == ("Officieel", False)


# --- cut-outs ---------------------------------------------------------------------------------------------------------


def _binnen(kader: tuple[int, int, int, int], cel: dict[str, list[int]]) -> bool:
    x, y, breedte, hoogte = kader
    x0, y0, x1, y1 = cel["kader"]
    return x <= x0 and y <= y0 and x1 <= x + breedte and y1 <= y + hoogte


@pytest.mark.parametrize("dag", [date(2024, 6, 1), VANDAAG], ids=str)
def test_een_uitsnede_van_een_igs_bevat_al_zijn_cellen(dag: date) -> None:
    netwerk, tekening = Netwerk.op(dag), Tekening.huidige()
    for igs in netwerk.actieve_igs:
        beeld = igs_uitsnede(igs, netwerk, tekening)
        assert beeld is not None
        eigen = {_vandaag(lid.gemeente.nis_code)["nis_code"] for lid in netwerk.leden_van(igs)}
        assert all(_binnen(beeld.kader, tekening.cellen[code]) for code in eigen)
        getekend = {cel.vorm for cel in beeld.cellen}
        assert all(tekening.cellen[code]["d"] in getekend for code in eigen)
        assert beeld.breedte >= beeld.hoogte


def test_een_uitsnede_van_een_regio_bevat_al_haar_cellen() -> None:
    netwerk, tekening = Netwerk.op(VANDAAG), Tekening.huidige()
    for regio in netwerk.regios:
        beeld = regio_uitsnede(regio, netwerk, tekening)
        assert beeld is not None
        eigen = [rij["nis_code"] for rij in csv_rijen("gemeenten") if rij["referentieregio"] == regio.slug]
        assert all(_binnen(beeld.kader, tekening.cellen[_vandaag(code)["nis_code"]]) for code in eigen)


def test_een_uitsnede_van_een_gemeente_bevat_haar_en_haar_buren() -> None:
    netwerk, tekening = Netwerk.op(VANDAAG), Tekening.huidige()
    for naam in ("Kontich", "Voeren", "Herstappe", "Antwerpen", "Borsbeek"):
        gemeente = next(g for g in netwerk.alle_gemeenten.values() if g.naam == naam)
        beeld = gemeente_uitsnede(gemeente, netwerk, tekening)
        assert beeld is not None
        eigen = _vandaag(gemeente.nis_code)["nis_code"]
        buren = {r["nis_a"] for r in csv_rijen("buurgemeenten") if r["nis_b"] == eigen}
        buren |= {r["nis_b"] for r in csv_rijen("buurgemeenten") if r["nis_a"] == eigen}
        assert all(_binnen(beeld.kader, tekening.cellen[code]) for code in {eigen, *buren})
        assert (naam if naam != "Borsbeek" else "Antwerpen") in [op.naam for op in beeld.opschriften]


def test_een_igs_zonder_leden_op_die_dag_heeft_geen_uitsnede() -> None:
    netwerk = Netwerk.op(VANDAAG)
    ginter = next(igs for igs in netwerk.alle_igs if igs.slug == "ginter")
    assert igs_uitsnede(ginter, netwerk, Tekening.huidige()) is None


# --- names on the map -------------------------------------------------------------------------------------------------


def _doos(opschrift: Opschrift, hoogte: int) -> tuple[float, float, float, float]:
    """The box of a name in the letter of the map (bold), centred on its point."""
    half = letter(TEKSTLETTER, 100, 700).getlength(opschrift.naam) / 100 * hoogte / 2
    return opschrift.x - half, opschrift.y - hoogte / 2, opschrift.x + half, opschrift.y + hoogte / 2


def _overlappend(beeld: Kaartbeeld) -> list[tuple[str, str]]:
    return [
        (een.naam, ander.naam)
        for een, ander in combinations(beeld.opschriften, 2)
        if (a := _doos(een, beeld.letter))[0] < (b := _doos(ander, beeld.letter))[2]
        and b[0] < a[2]
        and a[1] < b[3]
        and b[1] < a[3]
    ]


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_opschriften_op_de_grote_kaart_overlappen_niet(dag: date) -> None:
    netwerk, beeld = _laag(dag)
    assert _overlappend(beeld) == []
    assert _overlappend(regio_laag(netwerk, Tekening.huidige())) == []
    assert len(beeld.opschriften) >= (12 if netwerk.actieve_igs else 0)


def test_opschriften_op_een_uitsnede_overlappen_niet_en_vallen_niet_buiten_beeld() -> None:
    netwerk, tekening = Netwerk.op(VANDAAG), Tekening.huidige()
    beelden = [igs_uitsnede(igs, netwerk, tekening) for igs in netwerk.actieve_igs]
    beelden += [regio_uitsnede(regio, netwerk, tekening) for regio in netwerk.regios]
    beelden += [gemeente_uitsnede(gemeente, netwerk, tekening) for gemeente in netwerk.gemeenten]
    assert {beeld.titel: _overlappend(beeld) for beeld in beelden if beeld and _overlappend(beeld)} == {}
    for beeld in filter(None, beelden):
        x, y, breedte, hoogte = beeld.kader
        for doos in (_doos(opschrift, beeld.letter) for opschrift in beeld.opschriften):
            assert x <= doos[0] < doos[2] <= x + breedte
            assert y <= doos[1] < doos[3] <= y + hoogte


def test_een_cel_zonder_kleur_een_kleur_of_meer() -> None:
    leeg, vol, gemengd = (Cel("/", "x", "m0 0z", kleuren) for kleuren in ((), (3,), (3, 0)))
    assert (leeg.klasse, leeg.patroon) == ("k0", "")
    assert (vol.klasse, vol.patroon) == ("k3", "")
    assert (gemengd.klasse, gemengd.patroon) == ("", "strepen-3-0")
