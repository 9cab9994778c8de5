"""Mail that comes in: real Maildirs and real mails, also those that nobody should have to read."""

import mailbox
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

from opnetwerk import binnenpost, taken
from opnetwerk.binnenpost import Geweigerd, Plek, antwoordadres, lees_teken, nummers_van
from opnetwerk.dag import nu
from opnetwerk.models import UitgaandeMail
from opnetwerk.omgeving import antwoordadres as lees_instelling
from tests.binnenpost import bezorg, brief, in_map, lees, uit_bestand, zet_aan
from tests.gesprekken import mails_aan
from tests.opnetwerk.test_antwoordtekst import VAN_MENSEN

AN = "an.peeters@lint.example"
VREEMD = "vreemd@elders.example"


class Bak:
    """What an app took: text by the key of its form, as a database with a unique column keeps it."""

    def __init__(self) -> None:
        self.antwoorden: dict[str, str] = {}
        self.weigering: Exception | None = None

    def plek(self, sleutel: str) -> Plek | None:
        if nummers_van(sleutel) != [1]:
            return None
        return Plek(AN, 100, self.neem_aan, lambda: "https://netwerk.example/pagina/", "proef:een", "je meedoet")

    def neem_aan(self, tekst: str, formulier: str) -> None:
        if self.weigering:
            raise self.weigering
        self.antwoorden[formulier] = tekst


@pytest.fixture(autouse=True)
def bak(db, monkeypatch) -> Bak:
    cache.clear()
    nieuw = Bak()
    monkeypatch.setattr(binnenpost, "ontvangers", {"p": nieuw.plek})
    return nieuw


@pytest.fixture
def pad(settings, tmp_path) -> Path:
    return zet_aan(settings, tmp_path)


def adres(*nummers: int) -> str:
    return antwoordadres("p", *(nummers or (1,)))


# --- addresses ---
def test_een_adres_zegt_waarover_het_gaat_en_past_in_een_mail(pad):
    lang = antwoordadres("p", 2**63 - 1, 2**63 - 1)
    lokaal, _, domein = lang.partition("@")
    assert len(lokaal) <= 64
    assert domein == "netwerk.example"
    teken = lees_teken(lokaal.removeprefix("antwoord+"))
    assert teken is not None
    assert (teken.soort, nummers_van(teken.sleutel)) == ("p", [2**63 - 1, 2**63 - 1])
    assert teken.gemaakt_op == date(2026, 11, 23)


def test_zonder_antwoordadres_is_er_geen(settings):
    settings.ANTWOORDADRES = ""
    assert antwoordadres("p", 1) == ""


def test_elk_ander_letterteken_maakt_het_adres_vals(pad):
    teken = adres().partition("@")[0].removeprefix("antwoord+")
    assert lees_teken(teken) is not None
    for plek in range(len(teken)):
        anders = "a" if teken[plek] != "a" else "b"
        assert lees_teken(teken[:plek] + anders + teken[plek + 1 :]) is None, plek


def test_na_een_nieuw_geheim_blijft_een_oud_adres_goed(pad, settings):
    teken = adres().partition("@")[0].removeprefix("antwoord+")
    oud, settings.SECRET_KEY = settings.SECRET_KEY, "y" * 60
    assert lees_teken(teken) is None
    settings.SECRET_KEY_FALLBACKS = [oud]
    assert lees_teken(teken) is not None


@pytest.mark.parametrize(
    "teken",
    ["", "p1", "p1-x-y", "p..-1-aaaaaaaaaaaaaaaa", "p" * 5000, "\x00", "p1-zzzzzz-aaaaaaaaaaaaaaaa"],
)
def test_wat_geen_teken_is_breekt_niets(teken):
    assert lees_teken(teken) is None


@pytest.mark.parametrize("waarde", ["antwoord", "antwoord@", "@x.be", "tienletters@x.be", "a+b@x.be", "a b@x.be"])
def test_een_verkeerd_antwoordadres_weigert_te_starten(monkeypatch, waarde):
    monkeypatch.setenv("OPNETWERK_ANTWOORDADRES", waarde)
    with pytest.raises(ImproperlyConfigured, match="moet eruitzien als antwoord@"):
        lees_instelling("OPNETWERK_ANTWOORDADRES")


def test_een_antwoordadres_in_hoofdletters_telt(monkeypatch):
    monkeypatch.setenv("OPNETWERK_ANTWOORDADRES", " Antwoord@Netwerk.Example ")
    assert lees_instelling("OPNETWERK_ANTWOORDADRES") == "antwoord@netwerk.example"


# --- an answer ---
@pytest.mark.parametrize("naam", VAN_MENSEN)
def test_een_antwoord_uit_elk_mailprogramma_komt_aan_zonder_citaat_en_handtekening(pad, bak, naam):
    bezorg(pad, uit_bestand(naam, AN, adres()))
    assert lees(pad) == {"aangenomen": 1}
    [tekst] = bak.antwoorden.values()
    assert tekst.startswith("Wij werken met een vaste ploeg.")
    assert tekst.endswith("affiches te hangen")
    assert "Dag An" not in tekst
    assert "03 460" not in tekst
    assert (in_map(pad), in_map(pad, "gedaan")) == (0, 1)
    assert not UitgaandeMail.objects.exists()


def test_een_adres_in_hoofdletters_en_in_een_andere_kop_telt(pad, bak):
    bezorg(pad, brief(f"An Peeters <{AN.upper()}>", "onbekend@netwerk.example", Delivered_To=adres().upper()))
    assert lees(pad) == {"aangenomen": 1}


def test_dezelfde_mail_twee_keer_is_een_antwoord(pad, bak):
    for _ in range(2):
        bezorg(pad, brief(AN, adres()))
    assert lees(pad) == {"aangenomen": 2}
    assert list(bak.antwoorden.values()) == ["Wij doen dat in maart."]
    bezorg(pad, brief(AN, adres(), "Nog iets.", Message_ID="<2@lint.example>"))
    lees(pad)
    assert list(bak.antwoorden.values()) == ["Wij doen dat in maart.", "Nog iets."]


def test_dezelfde_mail_zonder_nummer_is_ook_een_antwoord(pad, bak):
    for _ in range(2):
        bezorg(pad, brief(AN, adres(), Message_ID=""))
    lees(pad)
    assert len(bak.antwoorden) == 1


def test_wie_stopt_tussen_schrijven_en_verplaatsen_schrijft_niets_dubbel(pad, bak, monkeypatch):
    bezorg(pad, brief(AN, adres()))
    with monkeypatch.context() as even:
        even.setattr(binnenpost, "_verplaats", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            lees(pad)
    assert (len(bak.antwoorden), in_map(pad)) == (1, 1)
    assert lees(pad) == {"aangenomen": 1}
    assert (len(bak.antwoorden), in_map(pad)) == (1, 0)


def test_als_de_databank_weg_is_blijft_de_mail_liggen(pad, bak):
    bezorg(pad, brief(AN, adres()))
    bak.weigering = OperationalError("weg")
    with pytest.raises(OperationalError):
        lees(pad)
    assert in_map(pad) == 1
    bak.weigering = None
    assert lees(pad) == {"aangenomen": 1}


def test_een_fout_van_ons_houdt_de_andere_mails_niet_tegen(pad, bak, caplog):
    bezorg(pad, brief(AN, adres()))
    bak.weigering = ZeroDivisionError()
    assert lees(pad) == {"mislukt": 1}
    assert in_map(pad, "mislukt") == 1
    assert "kan niet verwerkt worden" in caplog.text


def test_een_mail_die_een_programma_al_bekeek_wordt_ook_gelezen(pad, bak):
    bestand = bezorg(pad, brief(AN, adres()))
    bestand.rename(pad / "cur" / f"{bestand.name}:2,S")
    assert lees(pad) == {"aangenomen": 1}
    assert in_map(pad, "gedaan") == 1


def test_wat_afgehandeld_is_verdwijnt_na_een_week(pad):
    bezorg(pad, brief(AN, adres()))
    lees(pad)
    [bestand] = (pad / ".gedaan" / "cur").iterdir()
    oud = (nu() - timedelta(days=6)).timestamp()
    os.utime(bestand, (oud, oud))
    lees(pad)
    assert in_map(pad, "gedaan") == 1
    oud = (nu() - timedelta(days=8)).timestamp()
    os.utime(bestand, (oud, oud))
    lees(pad)
    assert in_map(pad, "gedaan") == 0


# --- nobody wrote it ---
@pytest.mark.parametrize("naam", ["afwezig_outlook", "afwezig_gmail", "afwezig_stil", "lijst", "leesbevestiging"])
def test_wat_vanzelf_komt_is_geen_antwoord_en_krijgt_er_geen(pad, bak, naam):
    bezorg(pad, uit_bestand(naam, AN, adres()))
    assert lees(pad) == {"automatisch": 1}
    assert not bak.antwoorden
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize(
    "koppen",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Precedence": "bulk"},
        {"Precedence": "Auto_Reply"},
        {"Return_Path": "<>"},
        {"List_Unsubscribe": "<https://x.example>"},
        {"X_Auto_Response_Suppress": "OOF"},
        {"Subject": "Automatic reply: vraag"},
    ],
)
def test_elk_teken_van_een_machine_volstaat(pad, bak, koppen):
    bezorg(pad, brief(AN, adres(), **koppen))
    assert lees(pad) == {"automatisch": 1}
    assert not bak.antwoorden


def test_wie_zegt_dat_een_mens_het_schreef_wordt_geloofd(pad, bak):
    bezorg(pad, brief(AN, adres(), Auto_Submitted="no"))
    assert lees(pad) == {"aangenomen": 1}


def test_een_bezorgverslag_blijft_liggen_voor_wie_die_leest(pad, bak):
    bezorg(pad, uit_bestand("bezorgverslag", AN, adres()))
    assert lees(pad) == {"bezorgverslag": 1}
    assert (in_map(pad), in_map(pad, "gedaan"), in_map(pad, "bezorgverslagen")) == (0, 0, 1)


def test_twee_portalen_praten_niet_met_elkaar(pad, bak):
    """What goes back is marked as automatic: the other side drops it."""
    bezorg(pad, brief(AN, adres(), "> niets"))
    lees(pad)
    [terug] = mails_aan(AN)
    assert terug.koppen["Auto-Submitted"] == "auto-generated"
    bezorg(pad, brief(AN, adres(), terug.tekst, Message_ID="<2@x>", Auto_Submitted=terug.koppen["Auto-Submitted"]))
    assert lees(pad) == {"automatisch": 1}
    assert len(mails_aan(AN)) == 1


# --- what goes back, and to whom ---
def test_een_antwoord_van_een_ander_adres_gaat_naar_niemand_en_het_bekende_adres_hoort_het(pad, bak):
    for nummer in range(3):
        bezorg(pad, brief(VREEMD, adres(), "Klik op https://kwaad.example", Message_ID=f"<{nummer}@x>"))
    assert lees(pad) == {"terug": 3}
    assert not bak.antwoorden
    [mail] = UitgaandeMail.objects.all()
    assert mail.aan == AN
    assert mail.onderwerp == "Een antwoord kwam van een ander adres"
    assert "https://netwerk.example/pagina/" in mail.tekst
    assert "kwaad" not in mail.tekst + mail.html
    assert VREEMD not in mail.tekst + mail.html


@pytest.mark.parametrize(
    "van",
    [
        f"{AN}, {VREEMD}", f"{VREEMD}, {AN}", f'"{AN}" <{VREEMD}>', f"{AN}@elders.example", "", "onzin",
        f"=?utf-8?q?{AN}?= <{VREEMD}>", f"groep: {AN};" + "x" * 5000,
    ],
)  # fmt: skip
def test_een_afzender_die_zich_voor_een_ander_uitgeeft_is_een_vreemde(pad, bak, van):
    bezorg(pad, f"From: {van}\nTo: {adres()}\nMessage-ID: <1@x>\nReturn-Path: <x@x>\n\nhallo\n".encode())
    assert lees(pad) == {"terug": 1}
    assert not bak.antwoorden
    assert [mail.aan for mail in UitgaandeMail.objects.all()] == [AN]


def test_twee_keer_een_afzender_is_een_vreemde(pad, bak):
    bezorg(pad, f"From: {AN}\nFrom: {VREEMD}\nTo: {adres()}\n\nhallo\n".encode())
    assert lees(pad) == {"terug": 1}
    assert not bak.antwoorden


def test_een_leeg_antwoord_komt_terug_met_wat_er_stond(pad, bak):
    bezorg(pad, brief(AN, adres(), "> Mijn antwoord stond tussen het citaat."))
    assert lees(pad) == {"terug": 1}
    [mail] = mails_aan(AN)
    assert mail.onderwerp == "Je antwoord kwam niet aan"
    assert "We vonden geen antwoord in je mail." in mail.tekst
    assert "> > Mijn antwoord stond tussen het citaat." in mail.tekst
    assert "Je krijgt deze mail omdat je meedoet." in mail.tekst


def test_een_te_lang_antwoord_komt_heel_terug(pad, bak):
    tekst = "Een zin met een einde. " * 5
    bezorg(pad, brief(AN, adres(), tekst))
    assert lees(pad) == {"terug": 1}
    [mail] = mails_aan(AN)
    assert "Je antwoord is te lang: het telt 114 tekens, en 100 is het meeste. Maak het korter." in mail.tekst
    assert tekst.strip() in mail.tekst
    assert not bak.antwoorden


def test_dezelfde_geweigerde_mail_komt_een_keer_terug_en_per_dag_hoogstens_vijf(pad, bak):
    for _ in range(2):
        bezorg(pad, brief(AN, adres(), "> niets"))
    lees(pad)
    assert len(mails_aan(AN)) == 1
    for nummer in range(10):
        bezorg(pad, brief(AN, adres(), "> niets", Message_ID=f"<n{nummer}@x>"))
    assert lees(pad) == {"terug": 10}
    assert len(mails_aan(AN)) == 5


def test_wat_de_app_weigert_komt_terug_met_haar_zin(pad, bak):
    bak.weigering = Geweigerd("Dit gesprek is gesloten.")
    bezorg(pad, brief(AN, adres()))
    assert lees(pad) == {"terug": 1}
    [mail] = mails_aan(AN)
    assert "Dit gesprek is gesloten." in mail.tekst
    assert "> Wij doen dat in maart." in mail.tekst


def test_na_negentig_dagen_kan_het_niet_meer_per_mail(pad, bak, settings):
    oud = adres()
    settings.VASTE_DAG = date(2027, 2, 21)
    bezorg(pad, brief(AN, oud))
    assert lees(pad) == {"aangenomen": 1}
    settings.VASTE_DAG = date(2027, 2, 22)
    bezorg(pad, brief(AN, oud, Message_ID="<2@x>"))
    assert lees(pad) == {"terug": 1}
    assert "ouder dan 90 dagen" in mails_aan(AN)[0].tekst


def test_wie_er_niet_meer_is_krijgt_niets(pad, bak):
    bezorg(pad, brief(AN, adres(2)))
    bezorg(pad, brief(AN, antwoordadres("q", 1), Message_ID="<2@x>"))
    assert lees(pad) == {"niemand": 2}
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize(
    "aan",
    ["info@netwerk.example", "antwoord@netwerk.example", "antwoord+@netwerk.example", "antwoord+p1@netwerk.example",
     "antwoord+p1-fuyq-aaaaaaaaaaaaaaaa@netwerk.example"],
)  # fmt: skip
def test_een_mail_zonder_adres_van_ons_doet_niets(pad, bak, aan):
    bezorg(pad, brief(AN, aan))
    assert lees(pad) == {"onbekend": 1}
    assert not UitgaandeMail.objects.exists()


def test_een_adres_van_een_ander_domein_telt_niet(pad, bak):
    for domein in ("netwerk.example.kwaad.example", "elders.example"):
        bezorg(pad, brief(AN, adres().replace("netwerk.example", domein), Message_ID=f"<{domein}>"))
    assert lees(pad) == {"onbekend": 2}


def test_hoogstens_drie_adressen_in_een_mail(pad, bak):
    bezorg(pad, brief(AN, ", ".join([adres(1), *(adres(nummer) for nummer in range(2, 50))])))
    assert lees(pad) == {"aangenomen": 1}
    assert len(bak.antwoorden) == 1


# --- hostile mails ---
KAPOT = {
    "leeg": b"",
    "witruimte": b"\n\n  \n",
    "nullen": b"\x00" * 5000,
    "geen_koppen": b"zomaar tekst zonder kop",
    "ruis": bytes(range(256)) * 50,
    "diep_genest": b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)),
    "eindeloze_kop": b"Subject: " + b"x" * 2_000_000 + b"\n\nhallo",
    "veel_koppen": b"X-Kop: x\n" * 200_000 + b"\nhallo",
}


@pytest.mark.parametrize("ruw", KAPOT.values(), ids=KAPOT.keys())
def test_een_kapotte_mail_houdt_de_volgende_niet_tegen(pad, bak, ruw):
    bezorg_ruw(pad, "0000", ruw)
    bezorg_ruw(pad, "0001", f"From: {AN}\nTo: {adres()}\n".encode() + ruw)
    bezorg(pad, brief(AN, adres(), Message_ID="<goed@x>"))
    lees(pad)
    assert in_map(pad) == 0
    assert "Wij doen dat in maart." in bak.antwoorden.values()


def bezorg_ruw(pad: Path, naam: str, ruw: bytes) -> Path:
    bestand = pad / "new" / naam
    bestand.write_bytes(ruw)
    return bestand


def test_een_mail_van_twintig_megabyte_wordt_niet_gelezen_en_wel_beantwoord(pad, bak):
    bezorg_ruw(pad, "0000", brief(AN, adres()) + b"A" * 20_000_000)
    assert lees(pad) == {"terug": 1}
    assert "te groot om te lezen" in mails_aan(AN)[0].tekst
    assert not bak.antwoorden


def test_een_grote_mail_van_een_vreemde_krijgt_geen_antwoord(pad, bak):
    bezorg_ruw(pad, "0000", brief(VREEMD, adres()) + b"A" * 6_000_000)
    lees(pad)
    assert [mail.aan for mail in UitgaandeMail.objects.all()] == [AN]


def test_een_kop_wordt_geen_tweede_kop(pad, bak):
    kwaad = "=?utf-8?q?hoi=0d=0aBcc:_x=40y.be?="
    bezorg_ruw(pad, "0000", f"From: {AN}\nTo: {adres()}\nSubject: {kwaad}\nMessage-ID: <{kwaad}>\n\n> niets\n".encode())
    lees(pad)
    [mail] = UitgaandeMail.objects.all()
    assert (mail.aan, mail.onderwerp) == (AN, "Je antwoord kwam niet aan")
    assert set(mail.koppen) == {"Auto-Submitted"}


def test_stuurtekens_en_omkeertekens_gaan_eruit(pad, bak):
    bezorg(pad, brief(AN, adres(), "Ja\x00\x07 \u202egraag\u2028Tot dan"))
    lees(pad)
    [tekst] = bak.antwoorden.values()
    assert not set(tekst) & set("\x00\x07\u202e\u2028")


def test_een_link_en_een_map_in_het_postvak_worden_niet_gevolgd(pad, bak, tmp_path):
    (tmp_path / "geheim").write_bytes(brief(AN, adres()))
    (pad / "new" / "link").symlink_to(tmp_path / "geheim")
    (pad / "new" / "map").mkdir()
    assert lees(pad) == {}
    assert (tmp_path / "geheim").exists()


def test_veel_mails_gaan_in_stukken(pad, bak, monkeypatch):
    monkeypatch.setattr(binnenpost, "PER_KEER", 2)
    for nummer in range(5):
        bezorg(pad, brief(AN, adres(), Message_ID=f"<{nummer}@x>"))
    assert [lees(pad).total() for _ in range(4)] == [2, 2, 1, 0]


# --- the command and the worker ---
def test_het_commando_zegt_wat_het_deed(pad, bak, capsys):
    call_command("lees_post")
    assert capsys.readouterr().out == "Er was geen post.\n"
    bezorg(pad, brief(AN, adres()))
    bezorg(pad, brief(VREEMD, adres(), Message_ID="<2@x>"))
    call_command("lees_post")
    assert capsys.readouterr().out == "aangenomen: 1\nterug: 1\n"


def test_het_commando_leest_een_andere_map(pad, bak, tmp_path):
    ander = tmp_path / "ander"
    mailbox.Maildir(ander, create=True)
    bezorg(ander, brief(AN, adres()))
    call_command("lees_post", map=ander)
    assert len(bak.antwoorden) == 1


@pytest.mark.parametrize("naam", ["bestaat-niet", "leeg"])
def test_een_map_die_geen_postvak_is_zegt_het(pad, tmp_path, naam):
    (tmp_path / "leeg").mkdir()
    with pytest.raises(CommandError, match="is geen Maildir"):
        call_command("lees_post", map=tmp_path / naam)


def test_zonder_postvak_doet_de_werker_niets_en_zegt_het_commando_wat_ontbreekt(settings, bak):
    settings.POSTVAK_IN = None
    assert taken.lees_post() == 0
    with pytest.raises(CommandError, match="OPNETWERK_POSTVAK_IN"):
        call_command("lees_post")


def test_de_werker_leest_het_postvak(pad, bak):
    bezorg(pad, brief(AN, adres()))
    assert taken.lees_post() == 1
    assert len(bak.antwoorden) == 1
