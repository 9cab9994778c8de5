"""The mail page: what a mail says is shown, what it would do is not."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import reverse

SCHEIDING = b"-" * 79
ADRES = "http://127.0.0.1:8000"


@pytest.fixture
def mailmap(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.LOKAAL = True
    settings.SITE_ADRES = ADRES
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    return tmp_path / "mail"


def maak_mail(onderwerp: str, tekst: str = "Dag Jo", html: str = "", aan: str = "jo@voorbeeld.be") -> Any:
    mail = EmailMultiAlternatives(onderwerp, tekst, "redactie@voorbeeld.be", [aan])
    if html:
        mail.attach_alternative(html, "text/html")
    return mail


def verstuur(*mails: Any) -> None:
    """As the portal does locally: all of these end in one file."""
    get_connection("django.core.mail.backends.filebased.EmailBackend").send_messages(mails)


def schrijf(mailmap: Path, inhoud: bytes, naam: str = "20261123-100000-1") -> str:
    """A file as the backend would write it; the name of its first message."""
    mailmap.mkdir(exist_ok=True)
    (mailmap / f"{naam}.log").write_bytes(inhoud + b"\n" + SCHEIDING + b"\n")
    return f"{naam}-1"


def bericht(client: Client, naam: str) -> str:
    antwoord = client.get(reverse("postvak_bericht", args=[naam]))
    assert antwoord.status_code == 200
    return antwoord.content.decode()


def test_zonder_mail_zegt_het_postvak_dat(client: Client, mailmap: Path) -> None:
    antwoord = client.get("/postvak/")
    assert antwoord.status_code == 200
    assert "Er is nog geen mail." in antwoord.content.decode()


def test_postvak_toont_elk_bericht_en_opent_het(client: Client, mailmap: Path) -> None:
    verstuur(maak_mail("Eén: welkom"), maak_mail("Twee: bevestig", f"Open {ADRES}/accounts/x/."))
    antwoord = client.get("/postvak/")
    html = antwoord.content.decode()
    assert html.index("Twee: bevestig") < html.index("Eén: welkom")
    assert "jo@voorbeeld.be" in html
    assert "no-store" in antwoord.headers["Cache-Control"]
    naam = next(mailmap.iterdir()).stem
    assert f'href="/postvak/{naam}-1/"' in html
    een, twee = bericht(client, f"{naam}-1"), bericht(client, f"{naam}-2")
    assert "redactie@voorbeeld.be" in een
    assert "Dag Jo" in een
    assert f'<a href="{ADRES}/accounts/x/">{ADRES}/accounts/x/</a>.' in twee


def test_nieuwste_bestand_staat_bovenaan(client: Client, mailmap: Path) -> None:
    schrijf(mailmap, b"Subject: maandag\n\nx", "20261123-100000-9")
    schrijf(mailmap, b"Subject: dinsdag\n\nx", "20261123-110000-1")
    html = client.get("/postvak/").content.decode()
    assert html.index("dinsdag") < html.index("maandag")


def test_bladzijde_bestaat_niet_voor_een_ander_toestel(client: Client, mailmap: Path) -> None:
    naam = schrijf(mailmap, b"Subject: geheim\n\nx")
    for pad in ("/postvak/", f"/postvak/{naam}/"):
        antwoord = client.get(pad, REMOTE_ADDR="192.0.2.7")
        assert antwoord.status_code == 404
        assert "geheim" not in antwoord.content.decode()


def test_bladzijde_bestaat_niet_buiten_een_lokaal_portaal(client: Client, mailmap: Path, settings: Any) -> None:
    naam = schrijf(mailmap, b"Subject: geheim\n\nx")
    settings.LOKAAL = False
    assert client.get("/postvak/").status_code == 404
    assert client.get(f"/postvak/{naam}/").status_code == 404


def test_postvak_is_enkel_om_te_lezen(client: Client, mailmap: Path) -> None:
    naam = schrijf(mailmap, b"Subject: x\n\nx")
    for pad in ("/postvak/", f"/postvak/{naam}/"):
        assert client.post(pad).status_code == 405
        assert client.delete(pad).status_code == 405


@pytest.mark.parametrize(
    "naam",
    [
        "20261123-100000-1-2",
        "20261123-100000-1-0",
        "20261123-100000-1-01",
        "20261123-100000-1-99999999999999999999",
        "20261123-100000-1",
        "20261123-100000-2-1",
        "geheim",
        "..%2Fgeheim",
        "..%2F..%2Fetc%2Fpasswd",
        "%2E%2E",
        "20261123-100000-1-1%00",
        "20261123-100000-1-1%0A",
        "20261123-100000-1-1.log",
        "٢٠261123-100000-1-1",
        pytest.param("x" * 3000, id="lang"),
    ],
)
def test_vreemde_naam_geeft_404(client: Client, mailmap: Path, naam: str) -> None:
    schrijf(mailmap, b"Subject: x\n\nx")
    (mailmap.parent / "geheim").write_text("niet te lezen")
    (mailmap / "geheim.log").write_text("Subject: niet te lezen\n\nx")
    assert client.get(f"/postvak/{naam}/").status_code == 404


def test_ander_bestand_in_de_map_blijft_buiten_de_lijst(client: Client, mailmap: Path) -> None:
    schrijf(mailmap, b"Subject: gewoon\n\nx")
    (mailmap / "geheim.log").write_text("Subject: niet te lezen\n\nx")
    html = client.get("/postvak/").content.decode()
    assert "gewoon" in html
    assert "niet te lezen" not in html


def test_html_in_een_mail_blijft_tekst(client: Client, mailmap: Path) -> None:
    kwaad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    verstuur(maak_mail(kwaad, f"Dag {kwaad}", f"<p>Dag</p>{kwaad}"))
    naam = f"{next(mailmap.iterdir()).stem}-1"
    for html in (client.get("/postvak/").content.decode(), bericht(client, naam)):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_stuurtekens_worden_zichtbaar(client: Client, mailmap: Path) -> None:
    tekst = "rood \x1b[31m, omgekeerd \u202egpj.exe, bel \x07"
    naam = schrijf(
        mailmap, b"Subject: =?utf-8?q?a=E2=80=AEb=07?=\nContent-Type: text/plain; charset=utf-8\n\n" + tekst.encode()
    )
    html = bericht(client, naam)
    assert not set("\x1b\u202e\x07") & set(html)
    assert "rood \ufffd[31m, omgekeerd \ufffdgpj.exe, bel \ufffd" in html
    assert "a\ufffdb\ufffd" in html


@pytest.mark.parametrize(
    "doel",
    [
        "https://kwaad.example/",
        f"{ADRES}@kwaad.example/",
        f"{ADRES}0/",
        f"{ADRES}.kwaad.example/",
        f"{ADRES}\\@kwaad.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//kwaad.example",
        f"ftp://{ADRES}/x",
    ],
)
def test_adres_van_een_ander_is_niet_aan_te_klikken(client: Client, mailmap: Path, doel: str) -> None:
    verstuur(maak_mail("x", f"Zie {doel} hier", f'<a href="{doel}">{ADRES}/hier</a>'))
    html = bericht(client, f"{next(mailmap.iterdir()).stem}-1").partition("<main")[2].partition("</main")[0]
    hrefs = {stuk.partition('"')[0] for stuk in html.split('href="')[1:]}
    assert {href for href in hrefs if not href.startswith((f"{ADRES}/", "/postvak/"))} == set()
    assert not [href for href in hrefs if "kwaad" in href]


def test_link_uit_de_opgemaakte_versie_is_aan_te_klikken(client: Client, mailmap: Path) -> None:
    verstuur(maak_mail("x", "Dag", f'<a href="{ADRES}/a/?b=1&amp;c=2">hier</a>'))
    html = bericht(client, f"{next(mailmap.iterdir()).stem}-1")
    assert f'<li><a href="{ADRES}/a/?b=1&amp;c=2">' in html


def test_streepjeslijn_in_een_tekst_splitst_het_bericht_niet(client: Client, mailmap: Path) -> None:
    naam = schrijf(mailmap, b"Subject: x\n\nboven\n" + SCHEIDING + b"\nonder de lijn")
    assert "onder de lijn" in bericht(client, naam)
    assert client.get(f"/postvak/{naam[:-1]}2/").status_code == 404


@pytest.mark.parametrize(
    "ruw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: x\nContent-Type: text/plain; charset=bestaat-niet\n\n\xe9\xff",
        b"Subject: x\nContent-Type: multipart/mixed\n\ngeen grens",
        b"Subject: x\nContent-Type: multipart/alternative; boundary=a\n\n--a\n",
        b'Subject: =?utf-8?b?%%%?=\nDate: gisteren\nTo: <<,@,;:"\nFrom: =?x?q?\n\nx',
        b"To: a@[\nReply-To: @\nDate: Mon, 99 Foo 2026 99:99:99 +9999\n\nx",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n====",
        b"Content-Type: ;;;\nContent-Disposition: attachment; filename*=x''%\n\nx",
        b"Subject: x\nContent-Type: text/html\n\n<a href='http://[x'>x</a><![",
    ],
)
def test_kapotte_mail_breekt_de_bladzijde_niet(client: Client, mailmap: Path, ruw: bytes) -> None:
    naam = schrijf(mailmap, ruw)
    assert client.get("/postvak/").status_code == 200
    assert client.get(f"/postvak/{naam}/").status_code == (200 if ruw else 404)
