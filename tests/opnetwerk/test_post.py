"""The outbox: what is written, what is refused, and what happens to it in a transaction."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as verstuurd
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from opnetwerk.models import UitgaandeMail
from opnetwerk.post import KopFout, LegeMail, verzend, zet_klaar
from tests.fabriek import maak_gebruiker

GEDULD = 20.0  # seconds
vastgelegd = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sjabloon(tmp_path: Path, settings: Any) -> Callable[..., str]:
    """Makes the templates of a mail: the subject is `titel`, the text is given."""
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]

    def maak(tekst: str, html: str = "") -> str:
        (tmp_path / "mail").mkdir(exist_ok=True)
        (tmp_path / "mail" / "proef_onderwerp.txt").write_text("{{ titel }}\n")
        (tmp_path / "mail" / "proef.txt").write_text(tekst)
        if html:
            (tmp_path / "mail" / "proef.html").write_text(html)
        return "proef"

    return maak


def zet(nummer: int = 1, **velden: Any) -> UitgaandeMail:
    standaard = {"sleutel": f"s-{nummer}", "aan": f"jo{nummer}@voorbeeld.be", "sjabloon": "oefening"}
    return zet_klaar(**standaard | {"context": {"nummer": nummer}} | velden)


def test_mail_staat_klaar_met_tekst_html_en_voet(db: None, settings: Any) -> None:
    settings.SITE_ADRES = "https://portaal.example"
    mail = zet(7, context={"nummer": 7, "reden": "je coördinator bent"}, antwoord_aan="an@voorbeeld.be")
    assert mail.onderwerp == "Oefening 7"
    voet = "-- \nJe krijgt deze mail omdat je coördinator bent.\nop/netwerk – https://portaal.example\n"
    assert mail.tekst == f"Dit is mail 7 van een oefening. Niemand krijgt ze.\n\n{voet}"
    assert "<p>Dit is mail 7 van een oefening. Niemand krijgt ze.</p>" in mail.html
    assert "omdat je coördinator bent.<br>" in mail.html
    assert "<title>Oefening 7</title>" in mail.html
    assert (mail.stand, mail.antwoord_aan, mail.koppen) == (
        "wacht",
        "an@voorbeeld.be",
        {"Auto-Submitted": "auto-generated"},
    )
    assert verstuurd.outbox == []


def test_zonder_reden_zegt_de_voet_waarom_iedereen_mail_krijgt(db: None) -> None:
    assert "Je krijgt deze mail omdat dit adres op het portaal is ingevuld." in zet().tekst


def test_tekst_wordt_niet_ontsnapt_en_html_wel(db: None, sjabloon: Callable[..., str]) -> None:
    naam = sjabloon("Dag {{ naam }}\n\nTot <gauw>")
    mail = zet(sjabloon=naam, context={"titel": "O'Neill & co", "naam": "<b>O'Neill</b>"})
    assert mail.onderwerp == "O'Neill & co"
    assert mail.tekst.startswith("Dag <b>O'Neill</b>\n\nTot <gauw>\n")
    assert "<p>Dag &lt;b&gt;O&#x27;Neill&lt;/b&gt;</p>\n<p>Tot &lt;gauw&gt;</p>" in mail.html


def test_enkel_adressen_van_het_portaal_worden_links(db: None, sjabloon: Callable[..., str], settings: Any) -> None:
    settings.SITE_ADRES = "https://portaal.example"
    naam = sjabloon("{{ site }}/igs/\nhttps://elders.example/")
    html = zet(sjabloon=naam, context={"titel": "Links"}).html
    assert '<a href="https://portaal.example/igs/">' in html
    assert "<br>https://elders.example/</p>" in html


def test_een_eigen_html_sjabloon_gaat_voor(db: None, sjabloon: Callable[..., str]) -> None:
    naam = sjabloon(
        "Platte tekst", '{% extends "mail/basis.html" %}{% block inhoud %}<h1>{{ titel }}</h1>{% endblock %}'
    )
    html = zet(sjabloon=naam, context={"titel": "Een & twee", "reden": "het mag"}).html
    assert "<h1>Een &amp; twee</h1>" in html
    assert "Je krijgt deze mail omdat het mag." in html
    assert "Platte tekst" not in html


def test_stuurtekens_verdwijnen_uit_de_tekst(db: None, sjabloon: Callable[..., str]) -> None:
    naam = sjabloon("{{ tekst }}")
    mail = zet(sjabloon=naam, context={"titel": "Dag", "tekst": "a\x00b\r\nc\u2028d\x1b[1m\te\ud800"})
    assert mail.tekst.startswith("ab\nc\nd[1m\te\n\n--")


@pytest.mark.parametrize(
    ("adres", "host"),
    [
        ("https://portaal.example:8443", "portaal.example"),
        ("http://[::1]:8000", "localhost"),
        ("https://créatie.example", "xn--cratie-cva.example"),
    ],
)
def test_elke_mail_heeft_een_eigen_message_id_van_dit_portaal(db: None, settings: Any, adres: str, host: str) -> None:
    settings.SITE_ADRES = adres
    een, twee = zet(1), zet(2)
    assert een.bericht_id.endswith(f"@{host}>")
    assert een.bericht_id != twee.bericht_id


@pytest.mark.parametrize("leeg", ["", " \n\t\n ", "{% if nee %}iets{% endif %}\n", "\x00"])
def test_een_lege_mail_wordt_geweigerd(db: None, sjabloon: Callable[..., str], leeg: str) -> None:
    naam = sjabloon(leeg)
    with pytest.raises(LegeMail):
        zet(sjabloon=naam, context={"titel": "Leeg"})
    assert not UitgaandeMail.objects.exists()


GEVAARLIJK = [
    "a\r\nBcc: x@y.be",
    "a\nb",
    "a\u2028b",
    "a\u2029b",
    "a\x00b",
    "a\x85b",
    "a\u202eb",
    "a\ud800b",
    "a" * 10_000,
]


@pytest.mark.parametrize("waarde", GEVAARLIJK)
@pytest.mark.parametrize("veld", ["onderwerp", "aan", "antwoord_aan", "sleutel", "kop"])
def test_wat_een_kop_kan_breken_is_een_kopfout(db: None, sjabloon: Callable[..., str], veld: str, waarde: str) -> None:
    velden: dict[str, Any] = {"sjabloon": sjabloon("Tekst"), "context": {"titel": "Titel"}}
    extra: dict[str, dict[str, Any]] = {
        "onderwerp": {"context": {"titel": waarde}},
        "aan": {"aan": f"{waarde}@voorbeeld.be"},
        "antwoord_aan": {"antwoord_aan": f"{waarde}@voorbeeld.be"},
        "sleutel": {"sleutel": waarde},
        "kop": {"koppen": {"List-Unsubscribe": waarde}},
    }
    assert zet(**velden).pk
    with pytest.raises(KopFout) as fout:
        zet(2, **velden | extra[veld])
    assert str(fout.value).endswith(".")
    assert UitgaandeMail.objects.count() == 1


@pytest.mark.parametrize(
    "velden",
    [
        {"aan": "geen adres"},
        {"aan": ""},
        {"aan": "Jo <jo@voorbeeld.be>"},
        {"antwoord_aan": "jo@"},
        {"sleutel": ""},
        {"koppen": {"Bcc": "x@y.be"}},
        {"koppen": {"message-id": "<x@y>"}},
        {"koppen": {"Content-Type": "text/html"}},
        {"koppen": {"X: y\r\nBcc": "x@y.be"}},
        {"koppen": {"X-Leeg": ""}},
    ],
)
def test_wat_geen_adres_of_kop_is_wordt_geweigerd(db: None, velden: dict[str, Any]) -> None:
    with pytest.raises(KopFout):
        zet(**velden)
    assert not UitgaandeMail.objects.exists()


def test_eigen_koppen_gaan_mee_en_wie_doorstuurt_is_geen_automaat(db: None) -> None:
    koppen = {"List-Unsubscribe": "<https://portaal.example/af/>", "Auto-Submitted": "no"}
    zet(koppen=koppen)
    verzend()
    bericht = verstuurd.outbox[0].message()
    assert [bericht[naam] for naam in koppen] == list(koppen.values())


# --- one key, one mail; one transaction, one job ---


def test_dezelfde_sleutel_is_een_mail(db: None) -> None:
    eerste, tweede = zet(1), zet(1, aan="ander@voorbeeld.be")
    assert eerste == tweede
    assert tweede.aan == "jo1@voorbeeld.be"
    assert tweede.bericht_id == eerste.bericht_id


class Draad(threading.Thread):
    """Does something in a thread of its own, on a database connection of its own."""

    def __init__(self, werk: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self.werk, self.uitkomst = werk, None
        self.start()

    def run(self) -> None:
        try:
            self.uitkomst = self.werk()
        finally:
            connection.close()

    def klaar(self) -> Any:
        self.join(GEDULD)
        assert not self.is_alive()
        return self.uitkomst


def wacht_op_slot(draad: Draad) -> None:
    """Until somebody waits for a lock in this database."""
    with connection.cursor() as cursor:
        aantal = 0
        while not aantal and draad.is_alive():
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            aantal = cursor.fetchone()[0]


@vastgelegd
def test_twee_verzoeken_tegelijk_met_een_sleutel_maken_een_mail(geen_taken: None) -> None:
    with transaction.atomic():
        eerste = zet(1)
        ander = Draad(lambda: zet(1))
        wacht_op_slot(ander)
        assert ander.is_alive()
    assert ander.klaar() == eerste
    assert UitgaandeMail.objects.count() == 1


@vastgelegd
def test_als_de_eerste_terugdraait_is_de_mail_van_de_tweede(geen_taken: None) -> None:
    with transaction.atomic():
        zet(1, aan="eerste@voorbeeld.be")
        ander = Draad(lambda: zet(1, aan="tweede@voorbeeld.be"))
        wacht_op_slot(ander)
        transaction.set_rollback(True)
    assert ander.klaar().aan == "tweede@voorbeeld.be"


@vastgelegd
def test_verzoeken_met_andere_mail_wachten_niet_op_elkaar(geen_taken: None) -> None:
    with transaction.atomic():
        zet(1)
        assert Draad(lambda: zet(2)).klaar().sleutel == "s-2"
        assert ProcrastinateJob.objects.count() == 1
    assert ProcrastinateJob.objects.count() == 1


@vastgelegd
def test_een_teruggedraaide_wijziging_laat_mail_noch_taak_achter(geen_taken: None) -> None:
    with transaction.atomic():
        zet(1)
        assert UitgaandeMail.objects.count() == 1
        transaction.set_rollback(True)
    assert not UitgaandeMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()


@vastgelegd
def test_een_teruggedraaid_deel_neemt_de_taak_van_de_rest_niet_mee(geen_taken: None) -> None:
    with transaction.atomic():
        with transaction.atomic():
            zet(1)
            transaction.set_rollback(True)
        zet(2)
    assert [mail.sleutel for mail in UitgaandeMail.objects.all()] == ["s-2"]
    assert ProcrastinateJob.objects.count() == 1


@vastgelegd
def test_vele_mails_wekken_de_werker_een_keer(geen_taken: None) -> None:
    with transaction.atomic():
        for nummer in range(20):
            zet(nummer)
        assert len(connection.run_on_commit) == 1
        assert not ProcrastinateJob.objects.exists()
    zet(20)
    taak = ProcrastinateJob.objects.get()
    assert (taak.task_name, taak.queue_name, taak.status) == ("opnetwerk.taken.verzend_post", "post", "todo")


@vastgelegd
def test_als_het_wekken_mislukt_blijft_de_wijziging_staan(geen_taken: None, caplog: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO elders")
        try:
            zet(1)
        finally:
            cursor.execute("ALTER TABLE elders RENAME TO procrastinate_jobs")
    assert UitgaandeMail.objects.count() == 1
    assert "_wek" in caplog.text


# --- the mails of allauth ---


def vraag_nieuw_wachtwoord(client: Any, email: str) -> UitgaandeMail:
    antwoord = client.post("/accounts/password/reset/", {"email": email})
    assert antwoord.status_code == 302
    assert verstuurd.outbox == []
    return UitgaandeMail.objects.latest("pk")


def test_mail_van_allauth_gaat_langs_de_uitgaande_post(db: None, client: Any, settings: Any) -> None:
    settings.SITE_ADRES = "https://portaal.example"
    maak_gebruiker("an@voorbeeld.be")
    mail = vraag_nieuw_wachtwoord(client, "an@voorbeeld.be")
    assert mail.aan == "an@voorbeeld.be"
    assert "/accounts/password/reset/key/" in mail.tekst
    assert "testserver" not in mail.tekst + mail.onderwerp
    assert "Je krijgt deze mail omdat" in mail.html
    assert vraag_nieuw_wachtwoord(client, "an@voorbeeld.be").sleutel != mail.sleutel


def test_wie_geen_account_heeft_krijgt_evenveel_mail(db: None, client: Any) -> None:
    maak_gebruiker("an@voorbeeld.be")
    for email in ("an@voorbeeld.be", "niemand@voorbeeld.be"):
        vraag_nieuw_wachtwoord(client, email)
        assert UitgaandeMail.objects.filter(aan=email).count() == 1
