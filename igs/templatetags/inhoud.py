"""How edited content looks on a page: moments, first words, links."""

from datetime import datetime
from urllib.parse import urlsplit

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

from igs.agenda import plaatszin
from igs.models import Activiteit
from igs.platte_tekst import begin

register = template.Library()
register.filter("begin", begin)
register.filter("plaatszin", plaatszin)


@register.filter
def wanneer(activiteit: Activiteit) -> str:
    """'dinsdag 1 december 2026, 20.00 uur', with the end when it is known. The time in Brussels."""
    start = localtime(activiteit.begint_op)
    einde = localtime(activiteit.eindigt_op) if activiteit.eindigt_op else start
    if einde.date() == start.date():
        return f"{_dag(start)}, {hoelaat(activiteit)}"
    return f"van {_dag(start)}, {_uur(start)} uur tot {_dag(einde)}, {_uur(einde)} uur"


@register.filter
def hoelaat(activiteit: Activiteit) -> str:
    """As `wanneer`, under a heading that says the day: '20.00 uur', or 'van 20.00 tot 22.00 uur'."""
    start = localtime(activiteit.begint_op)
    if activiteit.eindigt_op is None:
        return f"{_uur(start)} uur"
    einde = localtime(activiteit.eindigt_op)
    if einde.date() == start.date():
        return f"van {_uur(start)} tot {_uur(einde)} uur"
    return wanneer(activiteit)


@register.filter
def weblink(adres: str) -> str:
    """The address when it is one of the web, else nothing: no other scheme may become a link."""
    try:
        delen = urlsplit(adres)
    except ValueError:
        return ""
    return adres if delen.scheme in {"http", "https"} and delen.netloc else ""


@register.filter
def sitenaam(adres: str) -> str:
    """The name of the site that an address leads to: 'cultuuroptil.be'."""
    return urlsplit(adres).netloc.removeprefix("www.")


@register.filter
def belnummer(nummer: str) -> str:
    """For a tel: link: '03 123 45 67', '+32 (0)3 123 45 67' and '0032 3 ...' are one number; '' without digits."""
    kaal = nummer.replace("(0)", "")
    cijfers = "".join(teken for teken in kaal if teken in "0123456789")
    if kaal.strip().startswith("+") or not cijfers:
        return cijfers and f"+{cijfers}"
    if cijfers.startswith("00"):
        return f"+{cijfers[2:]}"
    return "+32" + cijfers.removeprefix("0")


def _dag(moment: datetime) -> str:
    return date_format(moment, "l j F Y")


def _uur(moment: datetime) -> str:
    return date_format(moment, "G.i")
