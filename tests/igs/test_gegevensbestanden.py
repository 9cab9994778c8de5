"""Reading the reference files: one fault in a copy of the real files is named with its file, line and reason."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from igs.gegevensbestanden import BESTANDEN, GEGEVENS, Fout, GegevensFout, lees_alles

Ingreep = Callable[[Path], object]


# --- copies with one fault, for the other tests of the reference files too --------------------------------------------


def kopie(map_: Path) -> Path:
    """The real files in a folder of their own."""
    for bestand in [*GEGEVENS.glob("*.csv"), GEGEVENS / "kaart.json"]:
        shutil.copy(bestand, map_)
    return map_


def vervang(naam: str, oud: str, nieuw: str) -> Ingreep:
    """Put one text in the place of another that stands in the file exactly once."""

    def grijp_in(map_: Path) -> None:
        pad = map_ / naam
        inhoud = pad.read_bytes().decode()
        assert inhoud.count(oud) == 1, f"{oud!r} staat {inhoud.count(oud)} keer in {naam}"
        pad.write_bytes(inhoud.replace(oud, nieuw).encode())

    return grijp_in


def voeg_toe(naam: str, *regels: str) -> Ingreep:
    """Lines at the end."""

    def grijp_in(map_: Path) -> None:
        with (map_ / naam).open("a", encoding="utf-8", newline="") as bestand:
            bestand.writelines(f"{regel}\n" for regel in regels)

    return grijp_in


def schrijf(naam: str, inhoud: bytes) -> Ingreep:
    return lambda map_: (map_ / naam).write_bytes(inhoud)


def verwijder(naam: str) -> Ingreep:
    return lambda map_: (map_ / naam).unlink()


def in_kaart(wijzig: Callable[[dict], object]) -> Ingreep:
    def grijp_in(map_: Path) -> None:
        kaart = json.loads((map_ / "kaart.json").read_text())
        wijzig(kaart)
        (map_ / "kaart.json").write_text(json.dumps(kaart))

    return grijp_in


def regel_van(naam: str, begin: str) -> int:
    """The line of the real file that begins so, as an editor counts."""
    regels = (GEGEVENS / naam).read_text(encoding="utf-8").splitlines()
    (nummer,) = [nummer for nummer, regel in enumerate(regels, 1) if regel.startswith(begin)]
    return nummer


def na_het_einde(naam: str) -> int:
    return len((GEGEVENS / naam).read_text(encoding="utf-8").splitlines()) + 1


def _naar_latin1(map_: Path) -> None:
    pad = map_ / "buiten_vlaanderen.csv"
    pad.write_bytes(pad.read_text(encoding="utf-8").encode("latin-1"))


def _als_map(map_: Path) -> None:
    (map_ / "igs.csv").unlink()
    (map_ / "igs.csv").mkdir()


LEEGLOPER = b'naam,naam_fr,gewest\nBrussel,,brussel\nLuik,"Li\xc3\xa8ge,wallonie\n'

# what is done to the copy, and the one fault that follows
FOUTEN: dict[str, tuple[Ingreep, Fout]] = {
    "dubbele sleutel": (
        voeg_toe("buurgemeenten.csv", "11001,11002"),
        Fout("buurgemeenten.csv", na_het_einde("buurgemeenten.csv"), "zelfde nis_a, nis_b als regel 2"),
    ),
    "dubbele NIS-code": (
        voeg_toe("gemeenten.csv", "11001,Zelfde,Antwerpen,antwerpen,1,2026,1,51,4.4,2630,,,"),
        Fout("gemeenten.csv", na_het_einde("gemeenten.csv"), "zelfde nis_code als regel 2"),
    ),
    "onbekende kolom": (
        vervang("buurgemeenten.csv", "nis_a,nis_b", "nis_a,nis_b,lengte"),
        Fout("buurgemeenten.csv", 1, "onbekende kolom: lengte"),
    ),
    "ontbrekende kolom": (
        vervang("igs_namen.csv", "igs_slug,naam,soort,bron_url", "igs_slug,naam,soort"),
        Fout("igs_namen.csv", 1, "kolom ontbreekt: bron_url"),
    ),
    "dubbele kolom": (
        vervang("buurgemeenten.csv", "nis_a,nis_b", "nis_a,nis_b,nis_b"),
        Fout("buurgemeenten.csv", 1, "dubbele kolom: nis_b"),
    ),
    "verkeerde codering": (
        _naar_latin1,
        Fout("buiten_vlaanderen.csv", regel_van("buiten_vlaanderen.csv", "Luik,"), "niet in UTF-8 opgeslagen"),
    ),
    "UTF-16": (
        schrijf("buurgemeenten.csv", "nis_a,nis_b\n11001,11002\n".encode("utf-16")),
        Fout("buurgemeenten.csv", 1, "niet in UTF-8 opgeslagen"),
    ),
    "nulteken": (
        vervang("buurgemeenten.csv", "11001,11013", "11001,\x0011013"),
        Fout("buurgemeenten.csv", 3, "bevat een nulteken"),
    ),
    "te veel cellen": (
        vervang("buurgemeenten.csv", "11001,11013", "11001,11013,12"),
        Fout("buurgemeenten.csv", 3, "telt geen 2 cellen"),
    ),
    "te weinig cellen": (
        vervang("buurgemeenten.csv", "11001,11013", "11001"),
        Fout("buurgemeenten.csv", 3, "telt geen 2 cellen"),
    ),
    "open aanhalingsteken": (
        schrijf("buiten_vlaanderen.csv", LEEGLOPER),
        Fout("buiten_vlaanderen.csv", 3, "geen geldige CSV (unexpected end of data)"),
    ),
    "slechte datum": (
        vervang("igs_leden.csv", "Grobbendonk,13010,2020-01-01", "Grobbendonk,13010,1/1/2020"),
        Fout("igs_leden.csv", 2, "lid_van: '1/1/2020' is geen datum (JJJJ-MM-DD)"),
    ),
    "onbestaande dag": (
        vervang("igs_leden.csv", "Grobbendonk,13010,2020-01-01", "Grobbendonk,13010,2021-02-29"),
        Fout("igs_leden.csv", 2, "lid_van: '2021-02-29' is geen datum (JJJJ-MM-DD)"),
    ),
    "datum in een andere ISO-vorm": (
        vervang("igs_leden.csv", "Grobbendonk,13010,2020-01-01", "Grobbendonk,13010,2020-W01-1"),
        Fout("igs_leden.csv", 2, "lid_van: '2020-W01-1' is geen datum (JJJJ-MM-DD)"),
    ),
    "slecht getal": (
        vervang("gemeenten.csv", "antwerpen,15085,", "antwerpen,15.085,"),
        Fout("gemeenten.csv", 2, "inwoners: '15.085' is geen geheel getal van 0 of meer"),
    ),
    "negatief getal": (
        vervang("gemeenten.csv", "antwerpen,15085,", "antwerpen,-1,"),
        Fout("gemeenten.csv", 2, "inwoners: '-1' is geen geheel getal van 0 of meer"),
    ),
    "komma in plaats van punt": (
        vervang("gemeenten.csv", "15085,2026,11.01", '15085,2026,"11,01"'),
        Fout("gemeenten.csv", 2, "oppervlakte_km2: '11,01' is geen getal"),
    ),
    "geen getal": (
        vervang("gemeenten.csv", "15085,2026,11.01", "15085,2026,NaN"),
        Fout("gemeenten.csv", 2, "oppervlakte_km2: 'NaN' is geen getal"),
    ),
    "NIS-code van vier cijfers": (
        vervang("buurgemeenten.csv", "11001,11013", "11001,1113"),
        Fout("buurgemeenten.csv", 3, "nis_b: '1113' is geen NIS-code van vijf cijfers"),
    ),
    "postcode met een letter": (
        vervang("deelgemeenten.csv", "'s-Gravenvoeren,3798", "'s-Gravenvoeren,B3798"),
        Fout("deelgemeenten.csv", 2, "postcode: 'B3798' is geen postcode van vier cijfers"),
    ),
    "onbekende zekerheid": (
        vervang("igs_leden.csv", "Grobbendonk,13010,2020-01-01,,hoog", "Grobbendonk,13010,2020-01-01,,heel"),
        Fout("igs_leden.csv", 2, "zekerheid: 'heel' is geen van: hoog, middel, laag"),
    ),
    "geen webadres": (
        vervang("igs.csv", "https://ecru.be,", "javascript:alert(1),"),
        Fout("igs.csv", 3, "website: 'javascript:alert(1)' is geen webadres"),
    ),
    "lege verplichte cel": (
        vervang("anderstalige_namen.csv", "11002,Anvers,fr", "11002, ,fr"),
        Fout("anderstalige_namen.csv", 2, "naam: mag niet leeg zijn"),
    ),
    "onbruikbare adresnaam": (
        vervang("igs.csv", "\necru,", "\nEcru Plus,"),
        Fout("igs.csv", 3, "slug: 'Ecru Plus' is geen adresnaam (kleine letters, cijfers, koppeltekens)"),
    ),
    "ontbrekend bestand": (verwijder("igs_namen.csv"), Fout("igs_namen.csv", 0, "het bestand ontbreekt")),
    "map in plaats van bestand": (
        _als_map,
        Fout("igs.csv", 0, "het bestand kan niet gelezen worden (Is a directory)"),
    ),
    "kaart ontbreekt": (verwijder("kaart.json"), Fout("kaart.json", 0, "het bestand ontbreekt")),
    "kaart is afgebroken": (schrijf("kaart.json", b'{\n"cellen": {\n'), Fout("kaart.json", 3, "geen geldige JSON")),
    "kaart is te diep": (schrijf("kaart.json", b"[" * 100_000), Fout("kaart.json", 0, "geen geldige JSON")),
    "kaart in een andere codering": (
        schrijf("kaart.json", b"\xff{}"),
        Fout("kaart.json", 1, "niet in UTF-8 opgeslagen"),
    ),
    "kaart zonder omtrek": (
        in_kaart(lambda kaart: kaart.pop("omtrek")),
        Fout("kaart.json", 0, "omtrek ontbreekt of is onbruikbaar"),
    ),
    "kaart met een kapotte cel": (
        in_kaart(lambda kaart: kaart["cellen"]["11001"].update(kader="breed")),
        Fout("kaart.json", 0, "cel 11001: kader ontbreekt of is onbruikbaar"),
    ),
}


@pytest.mark.parametrize("naam", FOUTEN)
def test_een_fout_wordt_genoemd_met_bestand_regel_en_reden(naam: str, tmp_path: Path) -> None:
    grijp_in, fout = FOUTEN[naam]
    grijp_in(kopie(tmp_path))
    assert lees_alles(tmp_path).fouten == [fout]


def test_de_echte_bestanden_zijn_foutloos() -> None:
    gegevens = lees_alles(GEGEVENS)
    assert gegevens.fouten == []
    assert set(gegevens.rijen) == set(BESTANDEN)
    assert all(gegevens.rijen.values())


def test_alle_fouten_worden_verzameld(tmp_path: Path) -> None:
    kopie(tmp_path)
    for naam in ("dubbele sleutel", "ontbrekende kolom", "slechte datum", "kaart ontbreekt"):
        FOUTEN[naam][0](tmp_path)
    assert [fout.bestand for fout in sorted(lees_alles(tmp_path).fouten)] == [
        "buurgemeenten.csv",
        "igs_leden.csv",
        "igs_namen.csv",
        "kaart.json",
    ]


def test_een_lege_map_mist_elk_bestand(tmp_path: Path) -> None:
    fouten = lees_alles(tmp_path).fouten
    assert {fout.reden for fout in fouten} == {"het bestand ontbreekt"}
    assert {fout.bestand for fout in fouten} == {*(f"{naam}.csv" for naam in BESTANDEN), "kaart.json"}


def test_een_leeg_bestand_mist_al_zijn_kolommen(tmp_path: Path) -> None:
    kopie(tmp_path)
    (tmp_path / "buurgemeenten.csv").write_bytes(b"")
    assert lees_alles(tmp_path).fouten == [Fout("buurgemeenten.csv", 1, "kolom ontbreekt: nis_a, nis_b")]


def test_twee_fouten_in_een_rij_worden_allebei_genoemd(tmp_path: Path) -> None:
    vervang("buurgemeenten.csv", "11001,11013", "x,y")(kopie(tmp_path))
    assert [fout.reden for fout in lees_alles(tmp_path).fouten] == [
        "nis_a: 'x' is geen NIS-code van vijf cijfers",
        "nis_b: 'y' is geen NIS-code van vijf cijfers",
    ]


def test_een_rij_over_meer_regels_verschuift_de_telling_niet(tmp_path: Path) -> None:
    """A cell with line breaks takes as many lines as in an editor: what comes after is counted on."""
    kopie(tmp_path)
    kop = "slug,naam,provincies,omschrijving,bron_url,andere_namen"
    rijen = ['kust,Kust,West,"een\ntwee\n\ndrie",https://x.be,', "land,Land,West,vier,geen,"]
    (tmp_path / "referentieregios.csv").write_text("\n".join([kop, *rijen]) + "\n")
    assert lees_alles(tmp_path).fouten == [Fout("referentieregios.csv", 6, "bron_url: 'geen' is geen webadres")]


def test_lege_regels_tellen_mee_maar_zijn_geen_rijen(tmp_path: Path) -> None:
    kopie(tmp_path)
    (tmp_path / "buurgemeenten.csv").write_text("nis_a,nis_b\n\n11001,11002\n\n\n11001,x\n")
    gegevens = lees_alles(tmp_path)
    assert gegevens.fouten == [Fout("buurgemeenten.csv", 6, "nis_b: 'x' is geen NIS-code van vijf cijfers")]
    assert [rij.regel for rij in gegevens.rijen["buurgemeenten"]] == [3]


@pytest.mark.parametrize("inhoud", [b"\xef\xbb\xbfnis_a,nis_b\n11001,11002\n", b"nis_a,nis_b\r\n11001,11002\r\n"])
def test_een_bestand_uit_een_rekenblad_wordt_gelezen(inhoud: bytes, tmp_path: Path) -> None:
    """With a byte order mark, or with the line ends of Windows."""
    kopie(tmp_path)
    (tmp_path / "buurgemeenten.csv").write_bytes(inhoud)
    gegevens = lees_alles(tmp_path)
    assert gegevens.fouten == []
    assert [rij.waarden for rij in gegevens.rijen["buurgemeenten"]] == [{"nis_a": "11001", "nis_b": "11002"}]


def test_cellen_worden_in_hun_soort_gelezen() -> None:
    gegevens = lees_alles(GEGEVENS)
    gemeente = gegevens.rijen["gemeenten"][0]
    assert (gemeente["inwoners"], gemeente["oppervlakte_km2"], gemeente["postcodes"]) == (
        15085,
        Decimal("11.01"),
        ["2630"],
    )
    assert (gemeente["bestaat_van"], gemeente["bestaat_tot"], gemeente["opgegaan_in_nis"]) == (None, None, None)
    borsbeek = next(rij for rij in gegevens.rijen["gemeenten"] if rij["nis_code"] == "11007")
    assert borsbeek["bestaat_tot"] == date(2024, 12, 31)
    neteland = gegevens.rijen["igs"][0]
    assert (neteland["website"], neteland["email"], len(neteland["bron_url"])) == ("https://regioneteland.be", "", 3)


def test_een_fout_leest_als_een_zin() -> None:
    assert str(Fout("igs.csv", 3, "slug: leeg")) == "igs.csv, regel 3: slug: leeg"
    assert str(Fout("igs.csv", 0, "het bestand ontbreekt")) == "igs.csv: het bestand ontbreekt"
    samen = GegevensFout([Fout("b.csv", 2, "twee"), Fout("a.csv", 9, "een"), Fout("b.csv", 1, "een")])
    assert str(samen) == "a.csv, regel 9: een\nb.csv, regel 1: een\nb.csv, regel 2: twee"
