"""Rules between rows and between files: one broken rule in a copy of the real files is named with its line."""

from pathlib import Path

import pytest

from igs.gegevensbestanden import GEGEVENS, Fout, Gegevens, lees_alles
from igs.gegevensregels import controleer
from tests.igs.test_gegevensbestanden import Ingreep, in_kaart, kopie, na_het_einde, regel_van, vervang, voeg_toe

BRON = "https://bron.example/"
LAATSTE = {naam: na_het_einde(f"{naam}.csv") for naam in ("gemeenten", "igs_leden", "buurgemeenten", "deelgemeenten")}


def _lid(slug: str, naam: str, nis: str, van: str = "2020-01-01", tot: str = "", gezien: str = "") -> str:
    return f"{slug},{naam},{nis},{van},{tot},hoog,{gezien},{BRON}"


def _bij_leden(*regels: str) -> Ingreep:
    return voeg_toe("igs_leden.csv", *regels)


def _fout(naam: str, regel: int, reden: str) -> Fout:
    return Fout(f"{naam}.csv", regel, reden)


def _gemeente(naam: str, nis: str = "99001", plek: str = "51,4.4", slot: str = ",,") -> str:
    return f"{nis},{naam},Antwerpen,antwerpen,1,2026,1,{plek},9990,{slot}"


VERWIJZINGEN: dict[str, tuple[Ingreep, Fout]] = {
    "regio van een gemeente": (
        vervang("gemeenten.csv", "11001,Aartselaar,Antwerpen,antwerpen", "11001,Aartselaar,Antwerpen,atlantis"),
        _fout("gemeenten", 2, "referentieregio atlantis is geen bekende referentieregio"),
    ),
    "NIS-code van een deelgemeente": (
        voeg_toe("deelgemeenten.csv", "Nergens,9990,99999"),
        _fout("deelgemeenten", LAATSTE["deelgemeenten"], "gemeente_nis 99999 is geen bekende NIS-code"),
    ),
    "NIS-code van een Franse naam": (
        vervang("anderstalige_namen.csv", "11002,Anvers,fr", "99999,Anvers,fr"),
        _fout("anderstalige_namen", 2, "nis_code 99999 is geen bekende NIS-code"),
    ),
    "NIS-code van een buur": (
        voeg_toe("buurgemeenten.csv", "11001,99999"),
        _fout("buurgemeenten", LAATSTE["buurgemeenten"], "nis_b 99999 is geen bekende NIS-code"),
    ),
    "NIS-code van een eerste buur": (
        voeg_toe("buurgemeenten.csv", "10999,11001"),
        _fout("buurgemeenten", LAATSTE["buurgemeenten"], "nis_a 10999 is geen bekende NIS-code"),
    ),
    "IGS van een naam": (
        vervang("igs_namen.csv", "bie-midwest,BIE,vroeger", "bie,BIE,vroeger"),
        _fout("igs_namen", 2, "igs_slug bie is geen bekende IGS"),
    ),
    "IGS van een lid": (
        vervang("igs_leden.csv", "neteland,Grobbendonk", "netenland,Grobbendonk"),
        _fout("igs_leden", 2, "igs_slug netenland is geen bekende IGS"),
    ),
    "NIS-code van een lid": (
        vervang("igs_leden.csv", "neteland,Grobbendonk,13010", "neteland,Grobbendonk,99999"),
        _fout("igs_leden", 2, "nis_code 99999 is geen bekende NIS-code"),
    ),
    "IGS van een portret": (
        vervang("portretten.csv", ",zuidrand,", ",zuiderrand,"),
        _fout("portretten", 2, "igs_slug zuiderrand is geen bekende IGS"),
    ),
    "opvolger van een gemeente": (
        vervang("gemeenten.csv", "2024-12-31,11002", "2024-12-31,99999"),
        _fout("gemeenten", regel_van("gemeenten.csv", "11007,"), "opgegaan_in_nis 99999 is geen bekende NIS-code"),
    ),
    "zetel van een IGS": (
        vervang("igs.csv", ",Herentals,Antwerpen,", ",Herenthals,Antwerpen,"),
        _fout("igs", 2, "zetel_gemeente Herenthals bestaat niet vandaag"),
    ),
}
GEMEENTEN: dict[str, tuple[Ingreep, Fout]] = {
    "einde voor begin": (
        voeg_toe("gemeenten.csv", _gemeente("Nergens", slot="2025-01-01,2024-12-31,11001")),
        _fout("gemeenten", LAATSTE["gemeenten"], "bestaat_tot ligt voor bestaat_van"),
    ),
    "einde zonder opvolger": (
        voeg_toe("gemeenten.csv", _gemeente("Nergens", slot=",2024-12-31,")),
        _fout("gemeenten", LAATSTE["gemeenten"], "bestaat_tot en opgegaan_in_nis staan er allebei of geen van beide"),
    ),
    "opgegaan in zichzelf": (
        voeg_toe("gemeenten.csv", _gemeente("Nergens", slot=",2024-12-31,99001")),
        _fout("gemeenten", LAATSTE["gemeenten"], "een gemeente kan niet in zichzelf opgaan"),
    ),
    "opvolger die eerder ophoudt": (
        voeg_toe("gemeenten.csv", _gemeente("Nergens", slot=",2024-12-31,11007")),
        _fout("gemeenten", LAATSTE["gemeenten"], "de opvolger 11007 houdt niet later op"),
    ),
    "buiten Vlaanderen": (
        voeg_toe("gemeenten.csv", _gemeente("Namen", plek="50.47,4.87", slot=",2024-12-31,11002")),
        _fout("gemeenten", LAATSTE["gemeenten"], "ligt niet in Vlaanderen (lat 50,6-51,6; lon 2,5-6)"),
    ),
    "naam die al bestaat": (
        voeg_toe("gemeenten.csv", _gemeente("Aartselaar")),
        _fout("gemeenten", LAATSTE["gemeenten"], "Aartselaar bestaat al op regel 2"),
    ),
    "buurpaar met de grootste code eerst": (
        voeg_toe("buurgemeenten.csv", "11013,11001"),
        _fout("buurgemeenten", LAATSTE["buurgemeenten"], "nis_a moet kleiner zijn dan nis_b"),
    ),
    "gemeente die haar eigen buur is": (
        voeg_toe("buurgemeenten.csv", "11001,11001"),
        _fout("buurgemeenten", LAATSTE["buurgemeenten"], "nis_a moet kleiner zijn dan nis_b"),
    ),
}
LEDEN: dict[str, tuple[Ingreep, Fout]] = {
    "einde voor begin": (
        _bij_leden(_lid("ecru", "Aartselaar", "11001", tot="2019-12-31")),
        _fout("igs_leden", LAATSTE["igs_leden"], "lid_tot ligt voor het begin"),
    ),
    "einde voor eerst gezien": (
        _bij_leden(_lid("ecru", "Aartselaar", "11001", "", "2024-01-31", "2024-02-01")),
        _fout("igs_leden", LAATSTE["igs_leden"], "lid_tot ligt voor het begin"),
    ),
    "overlap": (
        _bij_leden(_lid("neteland", "Grobbendonk", "13010", "2024-01-01")),
        _fout("igs_leden", LAATSTE["igs_leden"], "overlapt in de tijd met regel 2"),
    ),
    "overlap van een dag": (
        _bij_leden(
            _lid("ecru", "Aartselaar", "11001", tot="2021-06-30"), _lid("ecru", "Aartselaar", "11001", "2021-06-30")
        ),
        _fout("igs_leden", LAATSTE["igs_leden"] + 1, f"overlapt in de tijd met regel {LAATSTE['igs_leden']}"),
    ),
    "overlap met een onbekend begin": (
        _bij_leden(_lid("bie-midwest", "Wingene", "37018", tot="2024-02-01")),
        _fout(
            "igs_leden",
            LAATSTE["igs_leden"],
            f"overlapt in de tijd met regel {regel_van('igs_leden.csv', 'bie-midwest,Wingene,')}",
        ),
    ),
    "zonder enige dag": (
        _bij_leden(_lid("ecru", "Aartselaar", "11001", "")),
        _fout("igs_leden", LAATSTE["igs_leden"], "lid_van of eerst_gezien_op moet ingevuld zijn"),
    ),
    "naam die niet bij de code past": (
        vervang("igs_leden.csv", "neteland,Grobbendonk,13010", "neteland,Grobbendonck,13010"),
        _fout("igs_leden", 2, "NIS-code 13010 is Grobbendonk, niet Grobbendonck"),
    ),
    "gemeente die er nog niet was": (
        _bij_leden(_lid("ecru", "Lochristi", "44087", "2024-12-31")),
        _fout("igs_leden", LAATSTE["igs_leden"], "Lochristi (44087) bestond toen nog niet"),
    ),
    "gemeente die er niet meer was": (
        _bij_leden(_lid("ecru", "Lochristi", "44034", "2025-01-01")),
        _fout("igs_leden", LAATSTE["igs_leden"], "Lochristi (44034) bestond toen niet meer"),
    ),
    "erkenning met einde voor begin": (
        vervang("igs.csv", "2020-01-01,2025-12-31", "2026-01-01,2025-12-31"),
        _fout("igs", regel_van("igs.csv", "ginter,"), "erkend_tot ligt voor erkend_van"),
    ),
    "erkenning zonder einde": (
        vervang("igs.csv", "2020-01-01,2025-12-31", "2020-01-01,"),
        _fout("igs", regel_van("igs.csv", "ginter,"), "erkend_van en erkend_tot staan er allebei of geen van beide"),
    ),
}
KAART: dict[str, tuple[Ingreep, Fout]] = {
    "een cel te weinig": (
        in_kaart(lambda kaart: kaart["cellen"].pop("11001")),
        Fout("kaart.json", 0, "cel 11001 ontbreekt: teken de kaart opnieuw (manage.py teken_kaart)"),
    ),
    "een cel te veel": (
        in_kaart(lambda kaart: kaart["cellen"].update({"11007": kaart["cellen"]["11001"]})),
        Fout("kaart.json", 0, "cel 11007 is geen gemeente van vandaag: teken de kaart opnieuw (manage.py teken_kaart)"),
    ),
}
REGELS = {
    f"{soort}: {naam}": geval
    for soort, gevallen in {
        "verwijzing": VERWIJZINGEN, "gemeente": GEMEENTEN, "lid": LEDEN, "kaart": KAART
    }.items()
    for naam, geval in gevallen.items()
}  # fmt: skip


def _lees_en_controleer(map_: Path) -> Gegevens:
    gegevens = lees_alles(map_)
    assert gegevens.fouten == []
    controleer(gegevens)
    return gegevens


@pytest.mark.parametrize("naam", REGELS)
def test_een_gebroken_regel_wordt_genoemd_met_bestand_regel_en_reden(naam: str, tmp_path: Path) -> None:
    grijp_in, fout = REGELS[naam]
    grijp_in(kopie(tmp_path))
    # A new or removed municipality of today also lacks its cell or has one too many: that is another rule.
    fouten = [een for een in _lees_en_controleer(tmp_path).fouten if naam.startswith("kaart") or een.regel]
    assert fouten == [fout]


def test_de_echte_bestanden_breken_geen_regel() -> None:
    assert _lees_en_controleer(GEGEVENS).fouten == []


def test_dezelfde_gemeente_mag_in_twee_igs_en_later_terug(tmp_path: Path) -> None:
    regels = [
        _lid("ecru", "Aartselaar", "11001", tot="2021-06-30"),
        _lid("ecru", "Aartselaar", "11001", "2021-07-01", "2022-06-30"),
        _lid("ecru", "Aartselaar", "11001", "2024-01-01"),
    ]
    _bij_leden(*regels)(kopie(tmp_path))
    assert _lees_en_controleer(tmp_path).fouten == []


def test_een_fusie_mag_de_naam_houden(tmp_path: Path) -> None:
    """Aalter stands twice in the files: once ceased, once of today."""
    namen = [rij["naam"] for rij in _lees_en_controleer(kopie(tmp_path)).rijen["gemeenten"]]
    assert namen.count("Aalter") == 2


def test_elke_gebroken_regel_wordt_gemeld(tmp_path: Path) -> None:
    kopie(tmp_path)
    for naam in ("verwijzing: IGS van een lid", "verwijzing: zetel van een IGS", "kaart: een cel te weinig"):
        REGELS[naam][0](tmp_path)
    assert sorted(_lees_en_controleer(tmp_path).fouten) == sorted(
        REGELS[naam][1]
        for naam in ("verwijzing: IGS van een lid", "verwijzing: zetel van een IGS", "kaart: een cel te weinig")
    )
