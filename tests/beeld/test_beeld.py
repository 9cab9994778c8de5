"""What the command takes pictures of, and that what it writes for the repository fits."""

from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from tests.beeld import docs, opnames
from tests.beeld.opnames import BREED, DONKER, DRUK, LICHT, MIDDEN, SMAL, Stand
from tests.toegankelijkheid.paginas import Pagina

BEELD = Path(settings.BASE_DIR) / "docs" / "beeld"
HOOFDSTUK = Pagina("cultuurnota_werkruimte_hoofdstuk", "gevuld", "/cultuurnota/werkruimte/1/", "schrijver")


def test_zonder_keuze_zie_je_elke_breedte_licht_en_donker_en_met_een_keuze_enkel_die():
    alle = opnames.standen([], [])
    assert {(een.breedte, een.schema) for een in alle} == {
        (breedte, schema) for breedte in (390, 768, 1280) for schema in (LICHT, DONKER)
    }
    assert opnames.standen([SMAL], []) == [Stand(SMAL, LICHT), Stand(SMAL, DONKER)]
    assert opnames.standen([BREED, SMAL], [DONKER]) == [Stand(BREED, DONKER), Stand(SMAL, DONKER)]
    assert opnames.standen([], [DRUK]) == [Stand(MIDDEN, DRUK)], "papier heeft één breedte"
    assert set(opnames.HOOGTES) == {SMAL, MIDDEN, BREED}


def test_elke_pagina_krijgt_een_eigen_bestand_dat_op_elke_schijf_past():
    namen = {
        opnames.bestandsnaam(soort, toestand, stand)
        for soort in ("home", "admin:igs_igs_change", "fout 404", "../weg")
        for toestand in ("gevuld", "kort")
        for stand in opnames.standen([], [])
    }
    assert len(namen) == 4 * 2 * 6
    assert "admin-igs_igs_change-kort.390-donker.webp" in namen
    assert all(naam == Path(naam).name and naam.isascii() for naam in namen)


def test_het_overzicht_toont_van_elke_pagina_de_bovenkant_op_haar_plaats(tmp_path):
    bestanden = []
    for nummer, kleur in enumerate([(200, 0, 0), (0, 200, 0), (0, 0, 200)]):
        beeld = Image.new("RGB", (300, 2000), (255, 255, 255))
        beeld.paste(kleur, (0, 0, 300, 300))
        bestanden.append(tmp_path / f"{nummer}.png")
        beeld.save(bestanden[-1])
    Image.new("RGB", (300, 20), (9, 9, 9)).save(kort := tmp_path / "kort.png")
    blad = docs.overzicht([*bestanden, kort], kolommen=2)
    assert blad.size == (docs.KIER + 2 * (docs.DUIM + docs.KIER), docs.KIER + 2 * (docs.DUIMHOOGTE + docs.KIER))
    rechts, onder = docs.KIER + docs.DUIM + docs.KIER, docs.KIER + docs.DUIMHOOGTE + docs.KIER
    for (x, y), kleur in zip(
        [(docs.KIER, docs.KIER), (rechts, docs.KIER), (docs.KIER, onder), (rechts, onder)],
        [(200, 0, 0), (0, 200, 0), (0, 0, 200), (9, 9, 9)],
        strict=True,
    ):
        assert blad.getpixel((x + 5, y + 5)) == kleur
    assert blad.getpixel((rechts + 5, onder + 60)) == docs.GROND, "een korte pagina wordt niet uitgerekt"


def test_een_beeld_wordt_zwakker_tot_het_past_en_wat_nooit_past_is_een_fout(tmp_path):
    bont = Image.effect_noise((160, 160), 90).convert("RGB")
    ruim = docs.bewaar(bont, tmp_path / "ruim.webp", 10_000_000)
    krap = docs.bewaar(bont, tmp_path / "krap.webp", (tmp_path / "ruim.webp").stat().st_size // 2)
    assert krap < ruim == 85
    assert (tmp_path / "krap.webp").stat().st_size <= (tmp_path / "ruim.webp").stat().st_size // 2
    with pytest.raises(ValueError, match="past niet in 100 bytes"):
        docs.bewaar(bont, tmp_path / "nooit.webp", 100)


def test_wie_kijkt_is_wie_de_pagina_bereikte():
    assert docs.plek("zuidrand", "/admin/", []) == ("zuidrand", "/admin/")
    kort = Pagina(HOOFDSTUK.soort, "kort", "/elders/", "lezer")
    assert docs.plek("", HOOFDSTUK.soort, [kort, HOOFDSTUK]) == ("schrijver", HOOFDSTUK.pad)
    with pytest.raises(LookupError, match="Geen pagina"):
        docs.plek("", HOOFDSTUK.soort, [kort])


def test_wat_in_de_repository_staat_is_klein_en_volledig():
    namen = {een.stem for een in BEELD.glob("*.webp")}
    assert namen == {"overzicht", *docs.README}
    for naam in namen:
        meeste = docs.MEESTE_OVERZICHT if naam == "overzicht" else docs.MEESTE_README
        assert (BEELD / f"{naam}.webp").stat().st_size <= meeste, naam
        with Image.open(BEELD / f"{naam}.webp") as beeld:
            assert beeld.width >= docs.BREEDTE_README, naam


def test_de_opdracht_legt_zichzelf_uit_en_neemt_geen_onbekende_keuze(capsys):
    keuze = opnames.lees_woorden(["--smal", "--donker", "--docs", "talent", "igs"])
    assert (keuze.breedtes, keuze.schemas, keuze.docs, keuze.alleen) == ([SMAL], [DONKER], True, ["talent", "igs"])
    assert opnames.lees_woorden([]).breedtes == [], "een keuze blijft niet hangen tot de volgende keer"
    with pytest.raises(SystemExit):
        opnames.lees_woorden(["--geen-keuze"])
    uitleg = capsys.readouterr().err
    for naam in ("--smal", "--midden", "--breed", "--licht", "--donker", "--druk", "--naar", "--docs"):
        assert naam in uitleg
