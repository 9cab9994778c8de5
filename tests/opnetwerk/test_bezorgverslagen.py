"""Mail that comes back: read from real files, believed only about our own mail, and acted upon."""

import mailbox
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as instellingen
from django.core import mail as postbus
from django.core.management import CommandError, call_command

from opnetwerk import bezorgverslagen, post
from opnetwerk.bezorgverslagen import Wie, hef_op, krijgt_geen_mail, lees, noteer
from opnetwerk.binnenpost import lees_maildir
from opnetwerk.models import Onbestelbaar, UitgaandeMail
from tests.opnetwerk.test_post import vastgelegd

pytestmark = pytest.mark.django_db

HIER = Path(__file__).parent / "bezorgverslagen"
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEG = "weg@lint.example"
STAND = UitgaandeMail.Stand


@pytest.fixture
def bak(tmp_path) -> Path:
    pad = tmp_path / "post"
    mailbox.Maildir(pad, create=True)
    return pad


@pytest.fixture
def kring(monkeypatch):
    """Behind the address stands Lien of Zuidrand; Carla looks after Zuidrand, Rik after what belongs to nobody."""

    def wie(adres: str) -> list[Wie]:
        return [Wie("zuidrand", "Lien", "/admin/lien/")] if adres == WEG else []

    zorg = {"zuidrand": ["carla@zuidrand.example"], "": ["rik@redactie.example"]}
    monkeypatch.setattr(bezorgverslagen, "wie_is", [wie])
    monkeypatch.setattr(bezorgverslagen, "wie_zorgt", [lambda slug: zorg.get(slug, [])])


def verstuurd(aan: str = WEG, sleutel: str = "brief:1") -> UitgaandeMail:
    mail = post.zet_tekst_klaar(sleutel=sleutel, aan=aan, onderwerp="Je nieuwsbrief", tekst="Dag")
    UitgaandeMail.objects.filter(pk=mail.pk).update(stand=STAND.VERZONDEN)
    return mail


def leg_in(bak: Path, bestand: str, mail: UitgaandeMail | None = None, map_: str = "new") -> None:
    ruw = (HIER / bestand).read_bytes()
    nummer = mail.bericht_id if mail else "<onbekend@elders.example>"
    naam = f"{time.time_ns()}.proef"
    (bak / map_ / naam).write_bytes(ruw.replace(b"<BERICHT>", nummer.encode()))


# --- reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bestand", ["postfix_onbekend.eml", "exchange.eml"])
def test_een_adres_dat_niet_bestaat_krijgt_geen_mail_meer(bak, bestand):
    leg_in(bak, bestand, verstuurd())
    assert lees(bak, MOMENT) == {"hard": 1}
    rij = Onbestelbaar.objects.get()
    assert (rij.email, rij.soort, rij.keren) == (WEG, "hard", 1)
    assert rij.reden.startswith("smtp;")
    assert "\n" not in rij.reden
    assert krijgt_geen_mail(WEG.upper(), MOMENT)


def test_een_volle_bus_telt_en_sluit_nog_niets(bak):
    leg_in(bak, "postfix_vol.eml", verstuurd())
    assert lees(bak, MOMENT) == {"zacht": 1}
    assert not krijgt_geen_mail(WEG, MOMENT)


def test_een_bus_die_op_vijf_dagen_vol_is_gaat_dicht():
    for dag in range(5):
        assert not krijgt_geen_mail(WEG, MOMENT)
        noteer(WEG, "zacht", reden="vol", moment=MOMENT + timedelta(days=dag))
    assert krijgt_geen_mail(WEG, MOMENT + timedelta(days=4))


def test_vijf_verslagen_op_een_dag_zijn_er_een():
    for uur in range(5):
        noteer(WEG, "zacht", reden="vol", moment=MOMENT + timedelta(hours=uur))
    assert Onbestelbaar.objects.get().keren == 1
    assert not krijgt_geen_mail(WEG, MOMENT)


def test_een_melding_dat_het_wel_aankwam_doet_niets(bak):
    leg_in(bak, "bezorgd.eml", verstuurd())
    assert lees(bak, MOMENT) == {"bezorgd": 1}
    assert not Onbestelbaar.objects.exists()


def test_een_verslag_over_een_mail_die_we_niet_stuurden_legt_niemand_het_zwijgen_op(bak):
    verstuurd()
    leg_in(bak, "postfix_onbekend.eml")
    assert lees(bak, MOMENT) == {"vreemd": 1}
    assert not Onbestelbaar.objects.exists()


def test_wie_een_eigen_mail_kreeg_kan_geen_ander_het_zwijgen_opleggen(bak):
    # The forger got a mail of ours, knows its number, and names somebody else's address in the report.
    leg_in(bak, "postfix_onbekend.eml", verstuurd("vervalser@elders.example"))
    assert lees(bak, MOMENT) == {"vreemd": 1}
    assert not krijgt_geen_mail(WEG, MOMENT)


def test_rommel_houdt_de_andere_niet_tegen(bak):
    leg_in(bak, "rommel.eml")
    (bak / "new" / "0.leeg").write_bytes(b"")
    (bak / "new" / "1.nul").write_bytes(b"\x00\xff" * 4000)
    leg_in(bak, "postfix_onbekend.eml", verstuurd())
    assert lees(bak, MOMENT)["hard"] == 1
    assert {een.name for een in (bak / "new").iterdir()} >= {"0.leeg", "1.nul"}


def test_een_antwoord_van_een_mens_blijft_liggen_voor_wie_het_leest(bak):
    antwoord = Path(__file__).parent / "binnenpost" / "gmail_nl.eml"
    (bak / "new" / "antwoord").write_bytes(antwoord.read_bytes())
    assert lees(bak, MOMENT) == {}
    assert [een.name for een in (bak / "new").iterdir()] == ["antwoord"]


def test_een_verslag_wordt_een_keer_gelezen(bak):
    leg_in(bak, "postfix_onbekend.eml", verstuurd())
    lees(bak, MOMENT)
    assert lees(bak, MOMENT + timedelta(days=1)) == {}
    assert Onbestelbaar.objects.get().keren == 1
    assert len(list((bak / ".gedaan" / "cur").iterdir())) == 1


def test_wat_de_lezer_van_antwoorden_opzij_legde_wordt_ook_gelezen(bak, settings):
    settings.ANTWOORDADRES = "antwoord@netwerk.example"
    leg_in(bak, "postfix_onbekend.eml", verstuurd())
    assert lees_maildir(bak, MOMENT)["bezorgverslag"] == 1
    assert lees(bak, MOMENT) == {"hard": 1}


# --- sending ----------------------------------------------------------------------------------------------------------


def klaar(aan: str, sleutel: str) -> UitgaandeMail:
    return post.zet_tekst_klaar(sleutel=sleutel, aan=aan, onderwerp="Nieuws", tekst="Dag")


@vastgelegd
def test_naar_een_dicht_adres_gaat_niets_en_de_anderen_krijgen_hun_mail(geen_taken):
    noteer(WEG, "hard", reden="", moment=MOMENT)
    tegen, door = klaar("Weg@lint.example", "a"), klaar("wel@lint.example", "b")
    post.verzend()
    assert [een.to for een in postbus.outbox] == [["wel@lint.example"]]
    for mail in (tegen, door):
        mail.refresh_from_db()
    assert (tegen.stand, door.stand) == (STAND.TEGENGEHOUDEN, STAND.VERZONDEN)
    assert (tegen.pogingen, tegen.tekst[:3]) == (0, "Dag")


@vastgelegd
def test_opheffen_verstuurt_wat_wachtte(geen_taken):
    rij = noteer(WEG, "hard", reden="", moment=MOMENT)
    klaar(WEG, "a")
    post.verzend()
    hef_op(rij=rij, moment=MOMENT)
    assert not krijgt_geen_mail(WEG, MOMENT)
    UitgaandeMail.objects.update(volgende_poging_op=MOMENT)
    post.verzend()
    assert [een.to for een in postbus.outbox] == [[WEG]]


def test_na_opheffen_kan_het_opnieuw_misgaan():
    rij = noteer(WEG, "hard", reden="", moment=MOMENT)
    hef_op(rij=rij, moment=MOMENT)
    noteer(WEG, "zacht", reden="vol", moment=MOMENT + timedelta(days=1))
    assert not krijgt_geen_mail(WEG, MOMENT + timedelta(days=1))
    noteer(WEG, "hard", reden="weg", moment=MOMENT + timedelta(days=2))
    assert krijgt_geen_mail(WEG, MOMENT + timedelta(days=2))


def test_na_negentig_dagen_proberen_we_het_nog_eens():
    noteer(WEG, "hard", reden="", moment=MOMENT)
    assert krijgt_geen_mail(WEG, MOMENT + timedelta(days=89))
    assert not krijgt_geen_mail(WEG, MOMENT + timedelta(days=90))


# --- telling ----------------------------------------------------------------------------------------------------------


def test_de_coordinator_hoort_het_een_keer(kring):
    for dag in range(3):
        noteer(WEG, "hard", reden="smtp; 550 weg", moment=MOMENT + timedelta(days=dag))
    mail = UitgaandeMail.objects.get()
    assert mail.aan == "carla@zuidrand.example"
    assert "weg@lint.example komt terug" in mail.tekst
    assert "Het gaat over Lien." in mail.tekst
    assert f"{instellingen.SITE_ADRES}/admin/lien/" in mail.tekst
    assert "smtp; 550 weg" in mail.tekst


def test_wie_niemand_kent_gaat_naar_de_redactie(kring):
    noteer("onbekend@lint.example", "hard", reden="", moment=MOMENT)
    assert [een.aan for een in UitgaandeMail.objects.all()] == ["rik@redactie.example"]


def test_een_volle_bus_is_geen_nieuws(kring):
    noteer(WEG, "zacht", reden="vol", moment=MOMENT)
    assert not UitgaandeMail.objects.exists()


def test_over_een_adres_gaat_er_geen_mail_naar_dat_adres(kring, monkeypatch):
    monkeypatch.setattr(bezorgverslagen, "wie_zorgt", [lambda slug: [WEG]])
    noteer(WEG, "hard", reden="", moment=MOMENT)
    assert not UitgaandeMail.objects.exists()


# --- keeping ----------------------------------------------------------------------------------------------------------


def test_een_jaar_na_het_laatste_verslag_verdwijnt_het_adres():
    noteer(WEG, "hard", reden="", moment=MOMENT)
    assert bezorgverslagen.wis_oude(MOMENT + timedelta(days=365)) == 0
    assert bezorgverslagen.wis_oude(MOMENT + timedelta(days=366)) == 1


def test_de_tekst_van_mail_die_niet_wegging_verdwijnt_na_dertig_dagen():
    for nummer, stand in enumerate(STAND.values):
        mail = klaar(WEG, f"m{nummer}")
        UitgaandeMail.objects.filter(pk=mail.pk).update(stand=stand, gemaakt_op=MOMENT)
    assert post.wis_oude(MOMENT + timedelta(days=29)) == 0
    assert post.wis_oude(MOMENT + timedelta(days=31)) == 2
    assert post.wis_oude(MOMENT + timedelta(days=31)) == 0
    assert UitgaandeMail.objects.filter(tekst=post.GEWIST).count() == 2


def test_na_een_jaar_verdwijnt_de_regel_en_wat_nog_wacht_niet():
    for nummer, stand in enumerate(STAND.values):
        mail = klaar(WEG, f"m{nummer}")
        UitgaandeMail.objects.filter(pk=mail.pk).update(stand=stand, gemaakt_op=MOMENT)
    post.wis_oude(MOMENT + timedelta(days=400))
    assert [een.stand for een in UitgaandeMail.objects.all()] == [STAND.WACHT]


# --- the command ------------------------------------------------------------------------------------------------------


def test_het_commando_telt_wat_het_las(bak, capsys):
    leg_in(bak, "postfix_onbekend.eml", verstuurd())
    call_command("lees_bounces", "--map", str(bak))
    assert capsys.readouterr().out.strip() == "hard: 1"
    call_command("lees_bounces", "--map", str(bak))
    assert "geen verslagen" in capsys.readouterr().out


def test_zonder_maildir_zegt_het_commando_wat_er_moet(tmp_path):
    with pytest.raises(CommandError, match="OPNETWERK_POSTVAK_IN"):
        call_command("lees_bounces")
    with pytest.raises(CommandError, match="new, cur en tmp"):
        call_command("lees_bounces", "--map", str(tmp_path))
