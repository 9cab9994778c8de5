"""Copies that come back: made, looked over, put back into an empty system, and tried beside the live one."""

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from igs.laden import laad
from opnetwerk import herstel, reservekopie, wissingen
from opnetwerk.models import Gebruiker, Logregel, Taakloop, UitgaandeMail, Wissing
from opnetwerk.reservekopie import KopieFout, Reservekopie, keur, kopieen
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db(transaction=True)

MOMENT = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)


@pytest.fixture
def plek(tmp_path, settings):
    """A folder for copies, files that people sent in, and a ledger of erasures of its own."""
    settings.WISSINGEN = tmp_path / "machine" / "wissingen.jsonl"
    media = Path(settings.MEDIA_ROOT)
    (media / "afbeeldingen").mkdir(parents=True)
    (media / "afbeeldingen" / "a.jpg").write_bytes(b"a" * 3_000_000)
    (media / "afbeeldingen" / "b.webp").write_bytes(b"tweede beeld")
    return tmp_path / "kopieen"


@pytest.fixture
def lege_databank():
    """Another, empty database under this process, as on a new machine; the old one comes back."""
    naam, echte = "herstel_proef", connection.settings_dict["NAME"]
    weg = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam))

    def wissel():
        herstel._buiten_transactie(weg)
        herstel._buiten_transactie(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(naam)))
        herstel._wissel(naam)

    yield wissel
    herstel._wissel(echte)
    herstel._buiten_transactie(weg)


def maak(plek: Path, moment: datetime = MOMENT) -> Reservekopie:
    return reservekopie.maak(plek, moment=moment)


# --- making -----------------------------------------------------------------------------------------------------------


def test_een_kopie_heeft_databank_bestanden_en_een_manifest(plek):
    maak_gebruiker("lien@voorbeeld.be", naam="Lien")
    kopie = maak(plek)
    manifest = kopie.manifest()
    assert kopie.naam == "2026-11-24T033000Z"
    assert manifest.tabellen["opnetwerk_gebruiker"].rijen == 1
    assert manifest.bestanden == 2
    assert manifest.bytes == 3_000_012
    assert "opnetwerk.0007_bedrijf" in manifest.migraties
    assert keur(kopie) == []


def test_zittingen_en_tellers_gaan_niet_mee(plek):
    assert not {"django_session", "cache"} & maak(plek).manifest().tabellen.keys()


def test_een_beeld_dat_niet_veranderde_wordt_niet_opnieuw_gelezen(plek, settings):
    eerste = maak(plek)
    beeld = Path(settings.MEDIA_ROOT) / "afbeeldingen" / "a.jpg"
    staat = beeld.stat()
    beeld.write_bytes(b"c" * staat.st_size)
    os.utime(beeld, ns=(staat.st_atime_ns, staat.st_mtime_ns))  # size and moment say: the same, so it is not read
    (Path(settings.MEDIA_ROOT) / "afbeeldingen" / "b.webp").write_bytes(b"ander beeld!")
    tweede = maak(plek, MOMENT + timedelta(days=1))
    assert len(list((plek / "voorraad").glob("??/*"))) == 3
    oud, nieuw = ({een.pad: een.sha256 for een in kopie.bestanden()} for kopie in (eerste, tweede))
    assert oud["afbeeldingen/a.jpg"] == nieuw["afbeeldingen/a.jpg"]
    assert oud["afbeeldingen/b.webp"] != nieuw["afbeeldingen/b.webp"]
    assert keur(eerste) == keur(tweede) == []


def test_een_kopie_die_half_bleef_telt_niet_en_wordt_opgeruimd(plek):
    half = plek / ".bezig-2026-11-23T033000Z"
    half.mkdir(parents=True)
    (half / "databank.dump").write_text("half")
    assert kopieen(plek) == []
    maak(plek)
    assert not half.exists()
    assert len(kopieen(plek)) == 1


def test_twee_tegelijk_kan_niet(plek):
    plek.mkdir()
    with reservekopie._alleen(plek), pytest.raises(KopieFout, match="wordt al een kopie gemaakt"):
        maak(plek)


def test_een_tweede_op_hetzelfde_moment_schrijft_niet_over_de_eerste(plek):
    maak(plek)
    with pytest.raises(KopieFout, match="bestaat al"):
        maak(plek)


def test_na_dertig_dagen_gaan_kopieen_weg_met_de_bestanden_die_niemand_nog_heeft(plek, settings):
    for dag in range(3):
        maak(plek, MOMENT + timedelta(days=dag))
    beeld = Path(settings.MEDIA_ROOT) / "afbeeldingen" / "a.jpg"
    beeld.write_bytes(b"nieuw")
    for dag in (32, 33):
        maak(plek, MOMENT + timedelta(days=dag))
    assert [een.moment.day for een in kopieen(plek)] == [26, 26, 27]
    over = {een.name for een in (plek / "voorraad").glob("??/*")}
    assert over == {een.sha256 for kopie in kopieen(plek) for een in kopie.bestanden()}
    assert all(keur(een) == [] for een in kopieen(plek))


def test_de_nieuwste_drie_blijven_hoe_oud_ook(plek):
    for dag in range(4):
        maak(plek, MOMENT + timedelta(days=dag))
    assert reservekopie.ruim_op(plek, moment=MOMENT + timedelta(days=900)) == 1
    assert len(kopieen(plek)) == 3


def test_zonder_pg_dump_staat_er_wat_je_moet_installeren(plek, settings, monkeypatch):
    settings.DATABASE_URL = "postgres://ergens"
    monkeypatch.setenv("PATH", str(plek))
    with pytest.raises(KopieFout, match="installeer postgresql-client"):
        maak(plek)


# --- looking over -----------------------------------------------------------------------------------------------------


def kantel_byte(pad: Path, plaats: int = -1) -> None:
    inhoud = bytearray(pad.read_bytes())
    inhoud[plaats] ^= 1
    pad.write_bytes(inhoud)


@pytest.mark.parametrize("wat", ["databank.dump", "manifest.json", "bestanden.jsonl", "manifest.sha256"])
def test_een_gekantelde_byte_wordt_gevonden(plek, wat):
    kopie = maak(plek)
    kantel_byte(kopie.map / wat, 10)
    assert len(keur(kopie)) == 1


def test_een_gekantelde_byte_in_een_beeld_noemt_het_beeld(plek):
    kopie = maak(plek)
    groot = max(kopie.bestanden(), key=lambda een: een.lengte)
    kantel_byte(kopie.in_voorraad(groot), 1_500_000)
    assert keur(kopie) == ["media/afbeeldingen/a.jpg is veranderd of weg."]


def test_een_weggenomen_bestand_wordt_gevonden(plek):
    kopie = maak(plek)
    kopie.in_voorraad(next(kopie.bestanden())).unlink()
    assert "is veranderd of weg" in keur(kopie)[0]


def test_een_manifest_van_een_latere_soort_wordt_niet_geraden(plek):
    kopie = maak(plek)
    inhoud = json.loads((kopie.map / "manifest.json").read_bytes()) | {"vorm": 99}
    ruw = json.dumps(inhoud).encode()
    (kopie.map / "manifest.json").write_bytes(ruw)
    (kopie.map / "manifest.sha256").write_text(reservekopie.hashlib.sha256(ruw).hexdigest())
    assert "nieuwere versie" in keur(kopie)[0]


# --- into an empty system ---------------------------------------------------------------------------------------------


def test_alles_komt_terug_in_een_leeg_systeem(plek, lege_databank, settings, tmp_path):
    gebruiker = maak_gebruiker("lien@voorbeeld.be", naam="Lien Łódź “citaat”")
    Logregel.objects.create(door=gebruiker, actie="proef", object_naam="à\tb\\n", veranderd={"a": [None, 1.5]})
    maak(plek)
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    verslag = herstel.herstel(plek)
    assert verslag.fouten == []
    assert Gebruiker.objects.get().naam == "Lien Łódź “citaat”"
    assert Logregel.objects.get().veranderd == {"a": [None, 1.5]}
    assert (tmp_path / "nieuw" / "afbeeldingen" / "b.webp").read_bytes() == b"tweede beeld"
    assert (verslag.bestanden, verslag.bytes) == (2, 3_000_012)
    # the sequences go on where they were
    assert maak_gebruiker("later@voorbeeld.be").pk > gebruiker.pk


def test_herstel_schrijft_nooit_over_een_databank_heen(plek):
    maak_gebruiker("lien@voorbeeld.be")
    maak(plek)
    with pytest.raises(KopieFout, match="databank is niet leeg"):
        herstel.herstel(plek)
    assert Gebruiker.objects.count() == 1


def test_herstel_schrijft_nooit_over_bestanden_heen(plek, lege_databank, settings):
    maak(plek)
    lege_databank()
    with pytest.raises(KopieFout, match=r"map media .* is niet leeg"):
        herstel.herstel(plek)
    assert connection.introspection.table_names() == []


def test_een_kapotte_kopie_zet_niets_terug(plek, lege_databank, settings, tmp_path):
    kopie = maak(plek)
    kantel_byte(kopie.dump, 500)
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    with pytest.raises(KopieFout, match="er is niets teruggezet"):
        herstel.herstel(plek)
    assert connection.introspection.table_names() == []
    assert not (tmp_path / "nieuw").exists()


def test_een_oudere_kopie_kan_ook_gekozen_worden(plek, lege_databank, settings, tmp_path):
    oud = maak(plek)
    maak_gebruiker("later@voorbeeld.be")
    maak(plek, MOMENT + timedelta(hours=1))
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    assert herstel.herstel(oud.map).kopie == oud.naam
    assert Gebruiker.objects.count() == 0


def test_een_map_zonder_kopie_zegt_dat(tmp_path):
    with pytest.raises(KopieFout, match="staat geen reservekopie"):
        herstel.kies(tmp_path)


# --- who was erased stays erased --------------------------------------------------------------------------------------


@pytest.fixture
def wisbaar(monkeypatch):
    """Accounts can be erased by their address, as an app does with its own."""

    def wis(sleutel: str) -> bool:
        return Gebruiker.objects.filter(email=sleutel).delete()[0] > 0

    monkeypatch.setitem(wissingen.herspelers, "proef", wis)


def test_wie_gewist_werd_na_de_kopie_blijft_gewist(plek, lege_databank, wisbaar, settings, tmp_path):
    maak_gebruiker("weg@voorbeeld.be")
    maak_gebruiker("blijft@voorbeeld.be")
    maak(plek)
    Gebruiker.objects.get(email="weg@voorbeeld.be").delete()
    wissingen.noteer("proef", "weg@voorbeeld.be")
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    verslag = herstel.herstel(plek)
    assert verslag.gewist == {"proef": 1}
    assert [een.email for een in Gebruiker.objects.all()] == ["blijft@voorbeeld.be"]
    assert Wissing.objects.filter(soort="proef").count() == 1


def test_de_lijst_naast_de_kopieen_volstaat_als_de_machine_weg_is(plek, lege_databank, wisbaar, settings, tmp_path):
    maak_gebruiker("weg@voorbeeld.be")
    eerste = maak(plek)
    Gebruiker.objects.all().delete()
    wissingen.noteer("proef", "weg@voorbeeld.be")
    maak(plek, MOMENT + timedelta(days=1))
    wissingen.eigen_bestand().unlink()
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    assert herstel.herstel(eerste.map).gewist == {"proef": 1}


def test_een_lijst_van_een_andere_machine_kan_mee(plek, lege_databank, wisbaar, settings, tmp_path):
    maak_gebruiker("weg@voorbeeld.be")
    maak(plek)
    elders = tmp_path / "elders.jsonl"
    wissingen.voeg_samen(elders, [wissingen.Regel("proef", "weg@voorbeeld.be", MOMENT.isoformat())])
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    assert herstel.herstel(plek, ook_wissingen=[elders]).gewist == {"proef": 1}


def test_een_wissing_die_niet_lukt_staat_in_het_verslag(plek, lege_databank, monkeypatch, settings, tmp_path):
    def mislukt(sleutel: str) -> bool:
        raise RuntimeError(sleutel)

    monkeypatch.setitem(wissingen.herspelers, "proef", mislukt)
    wissingen.noteer("proef", "1")
    maak(plek)
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    assert "1 wissingen konden niet herhaald worden" in herstel.herstel(plek).fouten[0]


def test_een_afgebroken_regel_in_de_lijst_houdt_de_andere_niet_tegen(tmp_path, caplog):
    lijst = tmp_path / "wissingen.jsonl"
    wissingen.voeg_samen(lijst, [wissingen.Regel("talent", "1", "2026-11-24T00:00:00+00:00")])
    with lijst.open("a") as uit:
        uit.write('{"soort": "tal')
    assert [een.sleutel for een in wissingen.lees(lijst)] == ["1"]
    assert "Regel 2" in caplog.text


def test_dezelfde_wissing_staat_er_een_keer(tmp_path, settings):
    settings.WISSINGEN = tmp_path / "w.jsonl"
    wissingen.noteer("talent", "1")
    wissingen.noteer("talent", "1")
    assert Wissing.objects.count() == 1
    assert wissingen.voeg_samen(tmp_path / "w2.jsonl", wissingen.uit_databank()) == 1
    assert wissingen.voeg_samen(tmp_path / "w2.jsonl", wissingen.uit_databank()) == 0


def test_een_wissing_die_teruggedraaid_wordt_komt_niet_in_het_bestand(tmp_path, settings):
    from django.db import transaction

    settings.WISSINGEN = tmp_path / "w.jsonl"
    with transaction.atomic():
        wissingen.noteer("talent", "1")
        transaction.set_rollback(True)
    assert not Wissing.objects.exists()
    assert wissingen.lees(tmp_path / "w.jsonl") == []


# --- the drill --------------------------------------------------------------------------------------------------------


def test_de_oefening_zet_terug_vergelijkt_en_vraagt_paginas(plek, capsys):
    laad()
    maak_gebruiker("lien@voorbeeld.be")
    maak(plek)
    voor = connection.settings_dict["NAME"]
    call_command("herstel_oefening", str(plek))
    assert "van 20 pagina's" in capsys.readouterr().out
    taak = Taakloop.objects.get(stap="herstel_oefening")
    assert (taak.fout, taak.verslag["paginas"]) == ("", 20)
    assert connection.settings_dict["NAME"] == voor
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'herstel_oefening%%'")
        assert cursor.fetchone() == (0,)


def test_de_oefening_raakt_het_levende_systeem_niet(plek, settings, wisbaar):
    maak_gebruiker("lien@voorbeeld.be")
    wissingen.noteer("proef", "lien@voorbeeld.be")
    maak(plek)
    maak_gebruiker("later@voorbeeld.be")
    media = settings.MEDIA_ROOT
    # Without the network's data some pages cannot be made: that is what the drill says, and nothing else.
    verslag = herstel.oefen(plek)
    assert verslag.gewist == {"proef": 1}
    assert all("antwoordt 500" in fout for fout in verslag.fouten)
    assert Gebruiker.objects.count() == 2
    assert media == settings.MEDIA_ROOT


def test_een_kapotte_kopie_maakt_de_oefening_rood(plek, capsys):
    kopie = maak(plek)
    kantel_byte(kopie.dump, 300)
    with pytest.raises(CommandError, match=r"databank\.dump is veranderd"):
        call_command("herstel_oefening", str(plek))
    assert "veranderd" in Taakloop.objects.get(stap="herstel_oefening").fout


def test_een_databank_die_anders_terugkomt_wordt_gezien(plek):
    maak_gebruiker("lien@voorbeeld.be")
    kopie = maak(plek)
    manifest = kopie.manifest()
    Gebruiker.objects.update(naam="een ander")
    maak_gebruiker("meer@voorbeeld.be")
    verslag = herstel.Verslag("")
    fouten = herstel.vergelijk(manifest, verslag)
    assert "Tabel opnetwerk_gebruiker: 2 rijen, in de kopie 1." in fouten
    Gebruiker.objects.filter(email="meer@voorbeeld.be").delete()
    assert "Tabel opnetwerk_gebruiker: 1 rijen, in de kopie 1, en de inhoud verschilt." in herstel.vergelijk(
        manifest, verslag
    )


def test_zonder_kopie_is_de_oefening_rood(tmp_path):
    with pytest.raises(CommandError, match="staat geen reservekopie"):
        call_command("herstel_oefening", str(tmp_path / "leeg"))


# --- the commands -----------------------------------------------------------------------------------------------------


def test_het_commando_zegt_wat_er_in_de_kopie_zit(plek, capsys):
    call_command("reservekopie", str(plek), "--keur")
    uit = capsys.readouterr().out
    assert "2 bestanden (3.0 MB)" in uit
    assert Taakloop.objects.get(stap="reservekopie").fout == ""


def test_een_map_waarin_niet_geschreven_kan_worden_is_een_zin(tmp_path):
    bestand = tmp_path / "bestand"
    bestand.write_text("geen map")
    with pytest.raises(CommandError):
        call_command("reservekopie", str(bestand / "kopieen"))
    assert Taakloop.objects.get(stap="reservekopie").fout


def test_het_commando_herstel_zegt_wat_terugkwam(plek, lege_databank, settings, tmp_path, capsys):
    UitgaandeMail.objects.create(sleutel="a", aan="a@voorbeeld.be", onderwerp="o", tekst="t", bericht_id="<a@b>")
    maak(plek)
    lege_databank()
    settings.MEDIA_ROOT = tmp_path / "nieuw"
    call_command("herstel", str(plek))
    assert "2 bestanden" in capsys.readouterr().out
    assert UitgaandeMail.objects.get().sleutel == "a"


def test_herstel_naar_een_vol_systeem_is_een_zin(plek):
    maak(plek)
    with pytest.raises(CommandError, match="niet leeg"):
        call_command("herstel", str(plek))


def test_oude_lopen_verdwijnen_na_dertien_maanden():
    from opnetwerk import taakloop

    for dagen in (10, 500):
        Taakloop.objects.create(stap="proef", begonnen_op=MOMENT - timedelta(days=dagen))
    assert taakloop.wis_oude(MOMENT) == 1
    assert taakloop.laatste_goede("proef") == MOMENT - timedelta(days=10)
    assert taakloop.laatste_goede("nooit") is None


def test_de_kopie_kan_op_een_andere_plek_gelezen_worden(plek, tmp_path):
    maak(plek)
    shutil.copytree(plek, tmp_path / "elders")
    assert keur(kopieen(tmp_path / "elders")[0]) == []


# --- many files, several hosts ----------------------------------------------------------------------------------------
def test_een_bestand_dat_in_de_voorraad_stuk_was_wordt_weer_heel(plek, settings):
    """A copy that was broken off leaves its beginning; the next one trusts nothing but the bytes."""
    goed = maak(plek)
    bestand = next(een for een in goed.bestanden() if een.lengte > 10)
    in_voorraad = goed.in_voorraad(bestand)
    in_voorraad.write_bytes(b"half")
    (plek / "voorraad" / ".nieuw-1-2").write_bytes(b"half")
    os.utime(Path(settings.MEDIA_ROOT) / bestand.pad)  # so that it is read again
    volgende = maak(plek, MOMENT + timedelta(days=1))
    assert keur(volgende) == keur(goed) == []
    assert list((plek / "voorraad").glob(".nieuw-*")) == []


def test_dezelfde_bytes_staan_er_een_keer_hoeveel_draden_er_ook_zijn(plek, settings):
    media = Path(settings.MEDIA_ROOT) / "veel"
    media.mkdir()
    for nummer in range(1200):
        (media / f"{nummer}.jpg").write_bytes(b"%d" % (nummer % 300))
    kopie = maak(plek)
    onder = [een for een in kopie.bestanden() if een.pad.startswith("veel/")]
    assert (len(onder), len({een.sha256 for een in onder})) == (1200, 300)
    assert [een.pad for een in onder] == sorted(een.pad for een in onder)
    assert keur(kopie) == []


def test_wat_niet_op_schijf_raakt_is_een_fout_en_geen_kopie(plek, monkeypatch):
    """The disk is asked before the manifest is written: what it refuses leaves no finished copy."""
    monkeypatch.setattr(reservekopie, "_syncfs", lambda fd: 5)
    with pytest.raises(OSError, match="Input/output"):
        maak(plek)
    assert kopieen(plek) == []


def test_pg_dump_gaat_naar_de_databank_die_het_adres_vraagt(plek, monkeypatch):
    """With several hosts the primary alone is good: libpq must hear what is looked for."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "target_session_attrs", "standby")
    with pytest.raises(KopieFout, match="hot standby"):
        maak(plek)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "target_session_attrs", "read-write")
    monkeypatch.setitem(connection.settings_dict, "HOST", f"/bestaat-niet,{connection.get_connection_params()['host']}")
    assert maak(plek).manifest().tabellen
