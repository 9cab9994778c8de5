"""What somebody typed while the session had ended: kept through the login page, so that it stands in the form again."""

from datetime import timedelta

from django.http import HttpRequest, QueryDict

from opnetwerk.formulieren import bezoeker, neem_plek

SLEUTEL = "getypt"
LANGSTE = 100_000  # characters; what is longer fits in no form of ours
PER_UUR = 30  # per visitor: who is not logged in fills no database
NIET_TERUG = ("csrfmiddlewaretoken", "trek_in", "doe")


def leg_opzij(request: HttpRequest) -> None:
    """Put the posted words in the session of who is not logged in (any more). Files are not kept."""
    velden = request.POST.copy()
    for naam in NIET_TERUG:
        velden.pop(naam, None)
    tekst = velden.urlencode()
    if len(tekst) > LANGSTE or neem_plek(f"getypt:{bezoeker(request)}", hoogstens=PER_UUR, per=timedelta(hours=1)):
        return
    request.session[SLEUTEL] = {"pad": request.path, "velden": tekst}


def pak_op(request: HttpRequest) -> QueryDict | None:
    """What was typed on this address before the session ended; once, and None when there is nothing."""
    opzij = request.session.get(SLEUTEL)
    if request.method != "GET" or not opzij or opzij["pad"] != request.path:
        return None
    del request.session[SLEUTEL]
    return QueryDict(opzij["velden"])
