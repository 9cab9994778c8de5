"""Who fits a call, at the organiser's desk; and how a talent wants to hear of calls."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek_formulier
from talent import oproepmail, reactielijst
from talent.mijn import beheer_of_404
from talent.models import Oproep, Oproepvoorkeur, Organisator
from talent.organisatortoegang import organisator, organisatorpagina
from talent.verlaten import KanNiet, naam_van
from talent.voorstellen import voorstelblad

PASSEN = "talent_organisatoren_oproepen_passen"
VERSTE = 250  # km: from one end of Flanders to the other
# What just happened, for who comes back after a button (`?net=`).
NET_GEBEURD = {
    "uitgenodigd": "Je uitnodiging is genoteerd. Wil het talent zulke mails, dan is er een onderweg.",
    "verteld": "Je nodigde dit talent al uit. We sturen geen tweede uitnodiging.",
}
WEG = "Dit profiel staat niet meer online. Kies iemand anders."


class Voorkeurformulier(Formulier):
    """How a talent wants to hear of calls."""

    ritme = forms.ChoiceField(
        label="Hoe vaak mogen we je mailen over oproepen?",
        choices=Oproepvoorkeur.Ritme.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe vaak we je mogen mailen."},
    )
    km = forms.IntegerField(
        label="Binnen hoeveel kilometer?",
        min_value=0,
        max_value=VERSTE,
        help_text="In vogelvlucht, van jouw gemeente naar die van de oproep. Met 0 krijg je enkel je eigen gemeente.",
        error_messages={
            "required": "Vul in hoeveel kilometer ver je wilt gaan.",
            "invalid": "Vul een aantal kilometer in cijfers in, zoals 30.",
            "min_value": "Vul 0 kilometer of meer in.",
            "max_value": f"Vul hoogstens {VERSTE} kilometer in.",
        },
    )
    onbetaald = forms.BooleanField(
        label="Ook onbetaalde oproepen",
        required=False,
        help_text="Met dit vinkje kan een organisator je ook zien staan bij een onbetaalde oproep.",
    )


@organisator
def talent_organisatoren_oproepen_passen(request: HttpRequest, organisator: Organisator, slug: str) -> HttpResponse:
    """The talents that fit a call of this organiser, each with the reasons, and a button to invite."""
    oproep = get_object_or_404(reactielijst.oproepen_van(organisator), slug=slug)
    fout, dag = "", vandaag()
    if request.method == "POST":
        try:
            net = _nodig_uit(oproep, request.POST.get("nodig_uit", ""))
        except KanNiet as bezwaar:
            fout = str(bezwaar)
        else:
            pagina = urlencode({"net": net, "pagina": request.GET.get("pagina", "1")[:4]})
            return redirect(f"{reverse(PASSEN, args=[organisator.sleutel, oproep.slug])}?{pagina}")
    loopt = oproep.stand in (Oproep.Stand.CONCEPT, Oproep.Stand.OPEN)
    context = {
        "oproep": oproep,
        "loopt": loopt,
        "kan_uitnodigen": oproep.stand == Oproep.Stand.OPEN and oproep.deadline >= dag,
        "blad": voorstelblad(oproep=oproep, dag=dag, nummer=request.GET.get("pagina", "1")) if loopt else None,
        "net": "" if fout else NET_GEBEURD.get(request.GET.get("net", "")),
        "fout": fout,
    }
    return organisatorpagina(request, PASSEN, organisator, context, 409 if fout else 200)


def _nodig_uit(oproep: Oproep, kenmerk: str) -> str:
    """The key of what happened. Raises KanNiet."""
    talent = oproepmail.talent_met(kenmerk)
    if talent is None:
        raise KanNiet(WEG)
    return "uitgenodigd" if oproepmail.nodig_uit(oproep=oproep, talent=talent, dag=vandaag()) else "verteld"


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def mijn_talent_oproepen(request: HttpRequest, slug: str) -> HttpResponse:
    """How often, how far, and paid or not; not for 13 to 15, who never hear of calls."""
    talent = beheer_of_404(request.user, slug).talent
    if talent.is_jong:
        raise Http404
    assert isinstance(request.user, Gebruiker)
    voorkeur = oproepmail.voorkeur_van(talent)
    begin = {"ritme": voorkeur.ritme, "km": voorkeur.km, "onbetaald": voorkeur.onbetaald}
    formulier = Voorkeurformulier(request.POST if request.method == "POST" else None, initial=begin)
    if formulier.is_valid():
        oproepmail.zet_voorkeur(talent=talent, door=request.user, **formulier.cleaned_data)
        return redirect(f"{request.path}?net=bewaard")
    melding = "Je keuze is bewaard." if request.GET.get("net") == "bewaard" and not formulier.is_bound else ""
    context = {"talent": talent, "naam": naam_van(talent), "formulier": formulier, "melding": melding}
    return render(request, "talent/mijn_talent_oproepen.html", context)


@publiek_formulier
@sleutelpagina
def talent_oproepmails(request: HttpRequest, teken: str) -> HttpResponse:
    """No mails about calls any more: a button for people, and the address that a mail program posts to (RFC 8058)."""
    talent = oproepmail.talent_met_uitlink(teken)
    if talent is None:
        return _oproepmailpagina(request, {"onbekend": True}, 404)
    if request.method == "POST":
        oproepmail.stop_mails(talent=talent)
        talent.refresh_from_db()
    gedaan = oproepmail.voorkeur_van(talent).ritme == Oproepvoorkeur.Ritme.NOOIT
    return _oproepmailpagina(request, {"talent": talent, "naam": naam_van(talent), "gedaan": gedaan})


def _oproepmailpagina(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that this page lacks."""
    return render(request, "talent/talent_oproepmails.html", context | {"heeft_sessie": False}, status=status)
