"""Whether mail of the portal can arrive: what is set, what the mail server says, what the world may read in the DNS.

Every finding is a Dutch sentence for who runs the portal: what is right, what is wrong and how to repair it, or what
could not be looked at.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from opnetwerk.bevinding import Bevinding, fout, goed, onbekend

WACHT = 5.0  # seconds, for each question in the DNS


def alles(adres: str, *, vraag_dns: Callable[[str], list[str]] | None = None) -> Iterator[Bevinding]:
    """All findings, one after the other; the last one is a real mail to `adres`."""
    yield from instellingen()
    yield from dns_van(domein_van_afzender(), vraag_dns or txt)
    yield from server()
    yield verstuur(adres)


def domein_van_afzender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()


# --- what is set ---


def instellingen() -> Iterator[Bevinding]:
    """Sender, address of the site, encryption."""
    domein = domein_van_afzender()
    site = urlsplit(settings.SITE_ADRES).hostname or ""
    if domein in {"", "localhost"}:
        yield fout("De afzender heeft geen eigen domein: zet OPNETWERK_AFZENDER, zoals op/netwerk <mail@voorbeeld.be>.")
    elif domein != site and not site.endswith(f".{domein}") and not domein.endswith(f".{site}"):
        yield fout(
            f"Mail komt van {domein} en het portaal staat op {site}: neem voor OPNETWERK_AFZENDER een eigen adres."
        )
    else:
        yield goed(f"De afzender hoort bij het portaal: {domein}.")
    if settings.EMAIL_HOST_USER and not settings.EMAIL_USE_TLS:
        yield fout("Het wachtwoord voor de mailserver gaat onversleuteld over de lijn: zet OPNETWERK_SMTP_TLS op ja.")
    if not settings.EMAIL_TIMEOUT:
        yield fout("Er is geen tijdslimiet voor de mailserver: zet EMAIL_TIMEOUT.")
    if settings.POSTVAK_IN is None:
        yield onbekend("Mail die terugkomt wordt niet gelezen: zet OPNETWERK_POSTVAK_IN om dat wel te doen.")


# --- what the world may read ---


def txt(naam: str) -> list[str]:
    """The TXT records of a name; none when it has none. dns.exception.DNSException when nobody answers."""
    try:
        antwoord = dns.resolver.resolve(naam, "TXT", lifetime=WACHT)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    return [b"".join(een.strings).decode(errors="replace") for een in antwoord]


def dns_van(domein: str, vraag: Callable[[str], list[str]]) -> Iterator[Bevinding]:
    """SPF (RFC 7208) and DMARC (RFC 7489) of the sender's domain."""
    if domein in {"", "localhost"}:
        return
    try:
        spf = [een for een in vraag(domein) if een.lower().startswith("v=spf1")]
        dmarc = [een for een in vraag(f"_dmarc.{domein}") if een.lower().startswith("v=dmarc1")]
    except dns.exception.DNSException as reden:
        yield onbekend(f"De DNS van {domein} antwoordt niet ({type(reden).__name__}): kijk SPF en DMARC zelf na.")
        return
    yield _spf(domein, spf)
    if dmarc:
        yield goed(f"{domein} zegt met DMARC wat er moet gebeuren met mail die niet van jullie is.")
    else:
        yield fout(f"{domein} heeft geen DMARC: zet een TXT-record op _dmarc.{domein}, zoals “v=DMARC1; p=quarantine”.")
    yield onbekend(
        "DKIM kan hier niet nagekeken worden: bekijk in de testmail of er dkim=pass staat bij Authentication-Results."
    )


def _spf(domein: str, gevonden: list[str]) -> Bevinding:
    if not gevonden:
        return fout(f"{domein} zegt niet wie er mail mag sturen: zet een TXT-record met SPF, zoals “v=spf1 mx -all”.")
    if len(gevonden) > 1:
        return fout(f"{domein} heeft {len(gevonden)} SPF-records: er mag er maar één zijn, voeg ze samen.")
    if "+all" in gevonden[0].lower():
        return fout(f"De SPF van {domein} laat iedereen mail sturen (+all): maak er -all van.")
    return goed(f"{domein} zegt met SPF wie er mail mag sturen.")


# --- what the mail server says ---


def server() -> Iterator[Bevinding]:
    """Reach it, and see what it offers. On a local portal mail goes into files: there is nothing to reach."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield onbekend("Mail gaat hier in bestanden, niet naar een mailserver.")
        return
    waar = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT) as verbinding:
            verbinding.ehlo()
            yield goed(f"De mailserver {waar} antwoordt.")
            yield from _versleuteling(verbinding)
    except OSError as reden:
        yield fout(f"De mailserver {waar} is niet te bereiken ({reden}): kijk OPNETWERK_SMTP_HOST en _POORT na.")


def _versleuteling(verbinding: smtplib.SMTP) -> Iterator[Bevinding]:
    kan = verbinding.has_extn("starttls")
    if kan and not settings.EMAIL_USE_TLS:
        yield fout("De mailserver kan versleutelen en het portaal vraagt het niet: zet OPNETWERK_SMTP_TLS op ja.")
    elif settings.EMAIL_USE_TLS and not kan:
        yield fout("Het portaal wil versleutelen en de mailserver kan het niet: zet OPNETWERK_SMTP_TLS op nee.")
    elif kan:
        try:
            verbinding.starttls(context=ssl.create_default_context())
            yield goed("De lijn naar de mailserver is versleuteld en het certificaat klopt.")
        except (ssl.SSLError, smtplib.SMTPException) as reden:
            yield fout(f"Het certificaat van de mailserver klopt niet ({reden}): laat het vernieuwen.")


def verstuur(adres: str) -> Bevinding:
    """A real mail, past the outbox, so that the answer of the server is seen."""
    bericht = EmailMessage(
        "Testmail van op/netwerk",
        f"Deze mail komt van {settings.SITE_ADRES}. Lees je ze, dan komt mail van het portaal bij je aan.\n\n"
        "Kijk in de bron van deze mail bij Authentication-Results: daar hoort spf=pass, dkim=pass en dmarc=pass.",
        to=[adres],
        headers={"Auto-Submitted": "auto-generated"},
        connection=get_connection(fail_silently=False),
    )
    try:
        bericht.send()
    except smtplib.SMTPRecipientsRefused as reden:
        code, tekst = next(iter(reden.recipients.values()))
        return fout(f"De mailserver weigert {adres}: {code} {_leesbaar(tekst)}.")
    except smtplib.SMTPAuthenticationError as reden:
        return fout(f"De mailserver aanvaardt naam of wachtwoord niet ({reden.smtp_code}): kijk ze na.")
    except smtplib.SMTPSenderRefused as reden:
        return fout(f"De mailserver aanvaardt de afzender niet: {reden.smtp_code} {_leesbaar(reden.smtp_error)}.")
    except OSError as reden:
        return fout(f"De testmail ging niet weg: {reden}.")
    return goed(f"De testmail naar {adres} is aangenomen. Kijk of ze ook aankomt, en niet bij de ongewenste mail.")


def _leesbaar(tekst: bytes | str) -> str:
    return tekst.decode(errors="replace") if isinstance(tekst, bytes) else tekst
