"""What somebody wrote, out of real-looking replies of the mail programs that people have."""

import time
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from opnetwerk.antwoordtekst import STREEP, alleen_het_nieuwe, tekst_van

MAP = Path(__file__).parent / "binnenpost"
WOORDEN = "Wij werken met een vaste ploeg.\n\nEén tip:\n- begin in maart\n- vraag ook cafés om affiches te hangen"
VAN_MENSEN = [
    "apple_en", "apple_nl", "gmail_en", "gmail_html", "gmail_nl", "iphone_en", "iphone_nl", "outlook_android",
    "outlook_en", "outlook_html", "outlook_nl", "outlook_oud", "roundcube", "thunderbird_onderaan", "zonder_citaat",
]  # fmt: skip


def mail(ruw: bytes) -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(ruw)


def plat(tekst: str) -> str:
    """A list of HTML has a blank line around it in one program and none in another."""
    return "\n".join(regel for regel in tekst.split("\n") if regel.strip())


@pytest.mark.parametrize("naam", VAN_MENSEN)
def test_uit_elk_mailprogramma_komen_dezelfde_woorden(naam):
    gelezen = alleen_het_nieuwe(tekst_van(mail((MAP / f"{naam}.eml").read_bytes())))
    assert plat(gelezen) == plat(WOORDEN)


@pytest.mark.parametrize(
    "kop",
    [
        "Op ma 23 nov 2026 om 14:03 schreef An Peeters <an@voorbeeld.be>:",
        "Op maandag 23 november 2026 om 14:03:22 CET heeft An Peeters <an@voorbeeld.be> het volgende geschreven:",
        "Op 23-11-2026 om 14:03 schreef An Peeters:",
        "An Peeters <an@voorbeeld.be> schreef op 23 november 2026 14:03:",
        "An Peeters schreef op ma 23-11-2026 om 14:03 [+0100]:",
        "On Mon, 23 Nov 2026 at 14:03, An Peeters <an@voorbeeld.be> wrote:",
        "On 23/11/2026 14:03, An Peeters wrote:",
        "Le lun. 23 nov. 2026 à 14:03, An Peeters <an@voorbeeld.be> a écrit :",
        "Am Mo., 23. Nov. 2026 um 14:03 Uhr schrieb An Peeters <an@voorbeeld.be>:",
        "-----Oorspronkelijk bericht-----",
        "----- Original Message -----",
        "---------- Forwarded message ---------",
        "Begin doorgestuurd bericht:",
        "Van: An\nVerzonden: maandag\nAan: Bo",
        "*Van:* An <an@voorbeeld.be>\n*Datum:* maandag\n*Aan:* Bo\n*Onderwerp:* Iets",
        "From: An\nSent: Monday\nTo: Bo\nSubject: x",
        STREEP,
        f"> {STREEP}",
    ],
)
def test_onder_de_kop_van_een_citaat_staat_niets_van_nu(kop):
    assert alleen_het_nieuwe(f"Ja, graag.\n\n{kop}\n\nEen oude zin.\n") == "Ja, graag."


@pytest.mark.parametrize(
    "zin",
    [
        "Op school schreef de directeur:",
        "Van: hier tot ginder",
        "Op 12 mei komen we samen met:",
        "De burgemeester schreef daarover:",
        "On time is belangrijk:",
        "- eerste punt",
        "-- tweede punt",
        "Met vriendelijke mensen gaat het beter.",
        "PS: neem koekjes mee.",
    ],
)
def test_een_zin_die_erop_lijkt_blijft_staan(zin):
    tekst = f"Dit is mijn raad.\n\n{zin}\n\nen nog iets."
    assert alleen_het_nieuwe(tekst) == tekst


def test_antwoorden_tussen_de_geciteerde_regels_blijven_in_hun_volgorde():
    tekst = "Op 23-11-2026 om 14:03 schreef op/netwerk:\n> Hoeveel?\n\nTien.\n\n> Wanneer?\n\nIn maart.\n"
    assert alleen_het_nieuwe(tekst) == "Tien.\n\nIn maart."


def test_wie_onder_de_streep_schrijft_wordt_ook_gelezen():
    tekst = f"Op 23-11-2026 om 14:03 schreef op/netwerk:\n> {STREEP}\n> Dag An\n\nWij doen dat in maart.\n"
    assert alleen_het_nieuwe(tekst) == "Wij doen dat in maart."


def test_de_handtekening_met_telefoonnummers_gaat_niet_mee_en_een_naschrift_wel():
    tekst = "Ja.\n\nMet vriendelijke groeten,\nAn Peeters\nT 03 460 00 00\n\nPS: bel gerust.\n--\nGemeente Lint"
    assert alleen_het_nieuwe(tekst) == "Ja.\n\nPS: bel gerust."


def test_een_groet_bovenaan_is_geen_handtekening():
    assert alleen_het_nieuwe("Hartelijke groeten uit Lint!\nWij komen.") == "Hartelijke groeten uit Lint!\nWij komen."


@pytest.mark.parametrize(
    "tekst", ["", "\n\n", "> alleen citaat", f"{STREEP}\n", "-- \nAn", "Verstuurd vanaf mijn iPhone", "\xa0\u200b"]
)
def test_wie_niets_schreef_heeft_geen_antwoord(tekst):
    assert alleen_het_nieuwe(tekst).strip("\u200b") == ""


@pytest.mark.parametrize(
    "vijandig",
    ["Op " + "a " * 90_000, "> " * 90_000, "Op 1 schreef\n" * 20_000, "Van: x\n" * 30_000, "-" * 200_000,
     "An schreef op " * 14_000, "Met vriendelijke groet " * 9_000, "\n" * 200_000],
    ids=["op", "citaattekens", "koppen", "van", "strepen", "schreef", "groet", "leeg"],
)  # fmt: skip
def test_een_vijandige_tekst_loopt_niet_vast(vijandig):
    begin = time.process_time()
    alleen_het_nieuwe(vijandig)
    assert time.process_time() - begin < 5  # one of the libraries takes minutes


# --- the body of a mail ---
def deel(inhoud: bytes, kop: str = "Content-Type: text/plain; charset=utf-8") -> EmailMessage:
    return mail(f"From: an@voorbeeld.be\nMIME-Version: 1.0\n{kop}\n\n".encode() + inhoud)


@pytest.mark.parametrize(
    ("inhoud", "kop", "gelezen"),
    [
        (b"caf\xe9", "Content-Type: text/plain; charset=iso-8859-1", "café"),
        (b"caf\xc3\xa9", "Content-Type: text/plain; charset=bestaat-niet", "café"),
        (b"caf\xe9", "Content-Type: text/plain; charset=utf-8", "caf\ufffd"),
        (b"caf\xe9", "Content-Type: text/plain", "caf\ufffd"),
        (b"####", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", ""),
        (b"tekst", "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: onzin", "tekst"),
        (b"<p>Dag</p><script>kwaad()</script><style>p{}</style><p>Bo</p>", "Content-Type: text/html", "Dag\n\nBo"),
        (b"<p>1 &lt; 2 &amp; 3</p><p onclick=x>Bo<br>", "Content-Type: text/html; charset=utf-8", "1 < 2 & 3\n\nBo"),
        (b"<blockquote>oud</blockquote>nieuw", "Content-Type: text/html", "> oud\nnieuw"),
        (b"<div", "Content-Type: text/html; charset=utf-8", "<div"),
        (b"%PDF", "Content-Type: application/pdf", ""),
        (b"--b\nkapot", 'Content-Type: multipart/mixed; boundary="a"', ""),
        (b"", "Content-Type: multipart/mixed", ""),
    ],
)  # fmt: skip
def test_een_vreemde_of_kapotte_inhoud_wordt_gelezen_zo_goed_het_gaat(inhoud, kop, gelezen):
    assert tekst_van(deel(inhoud, kop)).strip() == gelezen


def test_een_bijlage_is_geen_antwoord():
    ruw = (
        b"From: a@b.be\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=g\n\n"
        b"--g\nContent-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\ngeheim\n--g--\n"
    )
    assert tekst_van(mail(ruw)) == ""
