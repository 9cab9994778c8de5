"""The look at a deployment: what is right is said to be right, and every fault has its sentence with what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from opnetwerk import nazicht
from opnetwerk.bevinding import Oordeel
from opnetwerk.models import Taakloop, UitgaandeMail
from opnetwerk.post import zet_tekst_klaar

pytestmark = pytest.mark.django_db

NU = datetime(2026, 11, 23, 12, tzinfo=UTC)


def fouten(deel, moment: datetime = NU) -> list[str]:
    return [een.zin for een in deel(moment) if een.oordeel is Oordeel.FOUT]


@pytest.fixture
def beheerder(settings):
    settings.BEHEERDER = dict.fromkeys(["naam", "adres", "ondernemingsnummer", "email"], "ingevuld")
    settings.VASTE_DAG = None


# --- settings ---------------------------------------------------------------------------------------------------------


def test_een_lokaal_portaal_zegt_wat_niet_nagekeken_is(beheerder):
    [een] = nazicht.instellingen(NU)
    assert een.oordeel is Oordeel.ONBEKEND


def test_een_uitgerold_portaal_zonder_https_hoort_dat(beheerder, settings, tmp_path):
    settings.LOKAAL = False
    settings.STATIC_ROOT = tmp_path
    klachten = " ".join(fouten(nazicht.instellingen))
    assert "security.W" in klachten
    assert "collectstatic" in klachten


def test_wie_het_beheert_moet_er_staan(beheerder, settings):
    settings.BEHEERDER["email"] = ""
    assert "(email)" in fouten(nazicht.instellingen)[0]


def test_een_vaste_dag_hoort_niet_op_een_echt_portaal(beheerder, settings):
    settings.VASTE_DAG = NU.date()
    assert "OPNETWERK_DAG" in fouten(nazicht.instellingen)[0]


# --- the disk ---------------------------------------------------------------------------------------------------------


def test_mappen_waarin_geschreven_kan_worden_zijn_goed(settings, tmp_path):
    settings.GEGEVENSMAP = tmp_path
    gezegd = list(nazicht.schijf(NU))
    assert len(gezegd) >= 2
    assert {een.oordeel for een in gezegd} == {Oordeel.GOED}
    assert list(tmp_path.iterdir()) == []


def test_een_map_die_geen_map_is_zegt_waar(settings, tmp_path):
    bestand = tmp_path / "bestand"
    bestand.write_text("")
    settings.GEGEVENSMAP = bestand
    [zin] = fouten(nazicht.schijf)
    assert str(bestand) in zin
    assert "kijk de rechten na" in zin


def test_een_volle_schijf_zegt_hoeveel_er_over_is(settings, tmp_path, monkeypatch):
    settings.GEGEVENSMAP = tmp_path
    monkeypatch.setattr(nazicht, "SCHIJF_MINSTENS", 2**60)
    assert all("GB vrij: maak plaats" in zin for zin in fouten(nazicht.schijf))


def test_een_map_die_er_nog_niet_is_wordt_gemaakt(settings, tmp_path):
    settings.MEDIA_ROOT = Path(tmp_path / "nieuw" / "media")
    assert fouten(nazicht.schijf) == []
    assert (tmp_path / "nieuw" / "media").is_dir()


# --- the database -----------------------------------------------------------------------------------------------------


def test_de_databank_van_de_tests_is_in_orde():
    assert [een.zin for een in nazicht.databank(NU)] == ["De databank antwoordt."]


def test_een_uitbreiding_die_ontbreekt_wordt_genoemd(monkeypatch):
    monkeypatch.setattr(nazicht, "UITBREIDINGEN", {"pg_trgm", "bestaat_niet"})
    assert fouten(nazicht.databank) == [
        "In de databank ontbreekt bestaat_niet: voer CREATE EXTENSION uit als beheerder."
    ]


def test_een_migratie_die_wacht_wordt_geteld():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name LIKE %s", ["grensbrekers", "0002%"])
    assert "Er wachten" in fouten(nazicht.databank)[0]


def test_een_klok_die_voorloopt_wordt_gezien(monkeypatch):
    monkeypatch.setattr(nazicht, "KLOK_HOOGSTENS", timedelta(seconds=-1))
    assert "tijdsynchronisatie" in fouten(nazicht.databank)[0]


def test_zonder_databank_gaat_het_nazicht_door(monkeypatch):
    def weg(moment):
        raise DatabaseError("connection refused\nmeer uitleg")
        yield

    monkeypatch.setattr(nazicht, "DELEN", [weg, nazicht.schijf])
    gezegd = list(nazicht.alles(NU))
    assert gezegd[0].zin == "De databank antwoordt niet (connection refused): kijk of ze draait."
    assert len(gezegd) > 1


# --- work outside the request -----------------------------------------------------------------------------------------


def hartslag(geleden: timedelta) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [NU - geleden])


def nacht(geleden: timedelta, fout: str = "", stap: str = "dagelijks") -> None:
    Taakloop.objects.create(stap=stap, begonnen_op=NU - geleden, fout=fout)


def test_een_werker_die_leeft_en_een_nacht_die_lukte():
    hartslag(timedelta(seconds=30))
    nacht(timedelta(hours=9))
    assert [een.zin for een in nazicht.werker(NU)] == ["De werker draait."]


def test_zonder_werker_staat_er_wat_dat_betekent():
    nacht(timedelta(hours=9))
    assert "geen mail weg" in fouten(nazicht.werker)[0]
    hartslag(timedelta(minutes=10))
    assert "geen mail weg" in fouten(nazicht.werker)[0]


def test_een_nacht_die_mislukte_telt_niet():
    hartslag(timedelta(0))
    nacht(timedelta(hours=50))
    nacht(timedelta(hours=2), fout="schijf vol")
    assert "lukte het laatst op 21-11-2026 om 11:00" in fouten(nazicht.werker)[0]


def test_mail_die_lang_wacht_zegt_wat_de_server_zei(settings, tmp_path):
    settings.POSTVAK_IN = tmp_path
    settings.DEFAULT_FROM_EMAIL = "mail@voorbeeld.be"
    settings.SITE_ADRES = "https://voorbeeld.be"
    bericht = zet_tekst_klaar(sleutel="a", aan="an@lint.be", onderwerp="Dag", tekst="Dag")
    UitgaandeMail.objects.filter(pk=bericht.pk).update(gemaakt_op=NU - timedelta(hours=2), laatste_fout="451 later")
    [zin] = fouten(nazicht.mail)
    assert zin == "Er wacht mail sinds 23-11-2026 11:00. De mailserver zei: 451 later"
    assert "an@lint.be" not in zin


# --- copies -----------------------------------------------------------------------------------------------------------


def test_zonder_kopie_zegt_het_nazicht_welk_commando():
    assert fouten(nazicht.kopieen) == [
        "Een reservekopie lukte nog nooit: voer elke dag manage.py reservekopie DOEL uit.",
        "Een oefening met de reservekopie lukte nog nooit: voer elke dag manage.py herstel_oefening DOEL uit.",
    ]


@pytest.mark.parametrize(("uren", "aantal"), [(25, 0), (27, 1)])
def test_een_oefening_van_meer_dan_26_uur_geleden_is_een_alarm(uren, aantal):
    nacht(timedelta(hours=3), stap="reservekopie")
    nacht(timedelta(hours=uren), stap="herstel_oefening")
    assert len(fouten(nazicht.kopieen)) == aantal


# --- the command ------------------------------------------------------------------------------------------------------


def test_het_commando_noemt_alles_en_eindigt_met_een_fout_als_er_iets_is(capsys):
    with pytest.raises(CommandError, match="keer iets te herstellen"):
        call_command("nazicht")
    uit = capsys.readouterr().out
    assert "[goed] De databank antwoordt." in uit
    assert "[herstel] Een reservekopie lukte nog nooit" in uit


def test_stil_noemt_het_alleen_wat_te_herstellen_is(capsys):
    with pytest.raises(CommandError):
        call_command("nazicht", "--stil")
    assert "[goed]" not in capsys.readouterr().out


# --- the alarm --------------------------------------------------------------------------------------------------------


@pytest.fixture
def uitgerold(settings, monkeypatch):
    settings.LOKAAL = False
    settings.BEHEERDER = settings.BEHEERDER | {"email": "beheer@voorbeeld.be"}
    monkeypatch.setattr(nazicht, "DELEN", [nazicht.kopieen])


def test_wie_het_beheert_krijgt_een_keer_per_dag_een_mail(uitgerold):
    assert nazicht.stuur_alarm(NU) == 2
    assert nazicht.stuur_alarm(NU + timedelta(hours=3)) == 2
    bericht = UitgaandeMail.objects.get()
    assert bericht.aan == "beheer@voorbeeld.be"
    assert "manage.py herstel_oefening DOEL" in bericht.tekst
    nazicht.stuur_alarm(NU + timedelta(days=1))
    assert UitgaandeMail.objects.count() == 2


def test_als_alles_goed_is_komt_er_geen_mail(uitgerold):
    nacht(timedelta(hours=3), stap="reservekopie")
    nacht(timedelta(hours=3), stap="herstel_oefening")
    assert nazicht.stuur_alarm(NU) == 0
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize(("instelling", "waarde"), [("LOKAAL", True), ("BEHEERDER", {"email": ""})])
def test_een_lokaal_portaal_of_een_zonder_adres_mailt_niet(uitgerold, settings, instelling, waarde):
    setattr(settings, instelling, waarde)
    nazicht.stuur_alarm(NU)
    assert not UitgaandeMail.objects.exists()
