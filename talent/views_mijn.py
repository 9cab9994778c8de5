"""My talents: how they stand, who manages them, pause, hide, take along, erase."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opnetwerk import toestemmingen
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import TeVaak
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd
from talent import actualiteit, beheren, groepsleden, leeftijd, meenemen, ouders, toestemmen, verlaten
from talent.inschrijfformulieren import Oudermailformulier, Uitnodigingsformulier
from talent.mijn import beheer_of_404, mijn_beheer, stand_van
from talent.models import Beheer

LEZEN_EN_DOEN = require_http_methods(["GET", "HEAD", "POST"])
# What just happened, for who comes back from a page that changed something (`?net=`).
MELDINGEN = {
    "ingeschreven": "Je bent ingeschreven. Vul nu je profiel aan.",
    "beheerder": "Je beheert dit profiel nu mee.",
    "pauzeer": "Er staat nu bij dat je even niet beschikbaar bent.",
    "hervat": "Je bent weer beschikbaar.",
    "verberg": "Je profiel is verborgen. Niemand ziet het nog.",
    "toon": "Je profiel is weer te zien.",
    "bevestig": "Bedankt. We weten nu dat alles nog klopt.",
    "verlaat": "Je beheert dat profiel niet meer.",
    "verbonden": "Je profiel is verbonden met deze groep. Het staat op beide profielen.",
    "overgedragen": "Het profiel heeft een nieuwe eigenaar. Jij blijft beheerder.",
    "uitgenodigd": "De uitnodiging is onderweg. De link werkt drie dagen.",
    "gemaild": "De mail is onderweg. De link werkt drie dagen.",
    "ouder": "Bedankt. Je leeftijd is aangepast.",
    "teruggenomen": "We wissen het profiel niet. Alles is er nog.",
}
STANDEN: dict[str, Callable[..., None]] = {
    "pauzeer": verlaten.pauzeer,
    "hervat": verlaten.hervat,
    "verberg": verlaten.verberg,
    "toon": verlaten.toon_weer,
    "bevestig": actualiteit.bevestig,
}
TE_VAAK = "Dat zijn er veel op één dag. Probeer het morgen opnieuw."


def _wie(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)
    return request.user


def _toon(request: HttpRequest, naam: str, beheer: Beheer, status: int = 200, **context: Any) -> HttpResponse:
    """A page about one talent of somebody."""
    talent = beheer.talent
    standaard = {
        "talent": talent,
        "naam": verlaten.naam_van(talent),
        "stand": stand_van(talent),
        "is_eigenaar": beheer.rol == Beheer.Rol.EIGENAAR,
        "melding": MELDINGEN.get(request.GET.get("net", "")),
    }
    return render(request, f"talent/{naam}.html", standaard | context, status=status)


def _terug(naam: str, beheer: Beheer, net: str) -> HttpResponse:
    return redirect(f"{reverse(naam, args=[beheer.talent.slug])}?net={net}")


@ingelogd
@require_safe
def mijn_talent(request: HttpRequest) -> HttpResponse:
    """The talents that I manage, each with how it stands."""
    beheerd = mijn_beheer(_wie(request))
    talenten = [(beheer, verlaten.naam_van(beheer.talent), stand_van(beheer.talent)) for beheer in beheerd]
    context = {"talenten": talenten, "melding": MELDINGEN.get(request.GET.get("net", ""))}
    return render(request, "talent/mijn_talent.html", context)


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """The home of one talent: how it stands, what there is to do, and the switches that work at once."""
    beheer = beheer_of_404(request.user, slug)
    fout, actie = None, request.POST.get("actie", "")
    if actie in STANDEN:
        try:
            STANDEN[actie](talent=beheer.talent, door=_wie(request))
        except verlaten.KanNiet as bezwaar:
            fout = bezwaar
        else:
            return _terug("mijn_talent_pagina", beheer, actie)
    return _toon(
        request,
        "mijn_talent_pagina",
        beheer,
        status=409 if fout else 200,
        fout=fout,
        bezwaren=ouders.bezwaren_tegen_indienen(beheer.talent),
        heeft_beheerders=beheren.heeft_beheerders(beheer.talent),
        wacht_op_ouder=beheer.talent.is_jong and not ouders.heeft_ja_van_ouder(beheer.talent),
        mag_publiceren=toestemmen.heeft_toestemming(beheer.talent, toestemmen.PUBLICATIE),
    )


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_beheerders(request: HttpRequest, slug: str) -> HttpResponse:
    """Who manages it: invite, take back, take away, hand over, leave."""
    beheer = beheer_of_404(request.user, slug)
    if not beheren.heeft_beheerders(beheer.talent):
        raise Http404
    fout, formulier = None, Uitnodigingsformulier(request.POST if request.POST.get("actie") == "nodig uit" else None)
    try:
        if request.method == "POST" and not formulier.is_bound and (verder := _doe(request, beheer)):
            return verder
        if formulier.is_valid():
            beheren.nodig_uit(talent=beheer.talent, email=formulier.cleaned_data["email"], door=_wie(request))
            return _terug("mijn_talent_beheerders", beheer, "uitgenodigd")
    except (verlaten.KanNiet, TeVaak) as bezwaar:
        fout = TE_VAAK if isinstance(bezwaar, TeVaak) else str(bezwaar)
        if formulier.is_bound:
            formulier.add_error("email", fout)
            fout = None
    context: dict[str, Any] = {"fout": fout, "formulier": formulier, "ik": _wie(request)}
    context |= {"beheerders": beheren.beheerders_van(beheer.talent)}
    context |= {"uitnodigingen": beheren.lopende_uitnodigingen(beheer.talent)}
    context |= {"te_verbinden": groepsleden.te_verbinden(groep=beheer.talent, gebruiker=_wie(request))}
    return _toon(request, "mijn_talent_beheerders", beheer, 409 if fout else 200, **context)


def _doe(request: HttpRequest, beheer: Beheer) -> HttpResponse | None:
    """A button beside a name. None for a button that is none of ours, or whose row is gone. Raises KanNiet."""
    actie, ik, talent = request.POST.get("actie"), _wie(request), beheer.talent
    if actie == "verlaat":
        beheren.verlaat(talent=talent, gebruiker=ik)
        return redirect(f"{reverse('mijn_talent')}?net=verlaat")
    if actie == "trek in" and (uitnodiging := beheren.uitnodiging_nr(talent, request.POST.get("nummer", ""))):
        beheren.trek_uitnodiging_in(uitnodiging=uitnodiging, door=ik)
        return redirect(request.path)
    eigen = {str(een.pk): een for een in groepsleden.te_verbinden(groep=talent, gebruiker=ik)}
    if actie == "verbind" and (mijn := eigen.get(request.POST.get("nummer", ""))):
        groepsleden.verbind(groep=talent, talent=mijn, gebruiker=ik)
        return _terug("mijn_talent_beheerders", beheer, "verbonden")
    ander = beheren.beheerder_nr(talent, request.POST.get("nummer", ""))
    if actie == "haal weg" and ander:
        beheren.haal_weg(talent=talent, gebruiker=ander, door=ik)
        return redirect(request.path)
    if actie == "draag over" and ander:
        beheren.draag_over(talent=talent, aan=ander, door=ik)
        return _terug("mijn_talent_beheerders", beheer, "overgedragen")
    return None


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_toestemmingen(request: HttpRequest, slug: str) -> HttpResponse:
    """What I agreed to, in which words, and the buttons that give and take back."""
    beheer = beheer_of_404(request.user, slug)
    talent = beheer.talent
    doelen = {doel.sleutel: doel for doel in toestemmen.doelen_van(talent)}
    doel, actie = request.POST.get("doel", ""), request.POST.get("actie", "")
    if doel in doelen and actie in ("geef", "trek in"):
        doe = toestemmen.geef_toestemming if actie == "geef" else toestemmen.trek_toestemming_in
        doe(talent=talent, doel=doel, door=_wie(request))
        return redirect(request.path)
    regels = toestemmingen.van(toestemmen.over(talent))
    lopend = {regel.doel: regel for regel in reversed(regels) if not regel.ingetrokken_op}
    keuzes = [(doel, lopend.get(doel.sleutel)) for doel in doelen.values()]
    return _toon(request, "mijn_talent_toestemmingen", beheer, keuzes=keuzes, regels=regels)


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_ouder(request: HttpRequest, slug: str) -> HttpResponse:
    """Mail the parent again, or another address; only for who is 13 to 15."""
    beheer = beheer_of_404(request.user, slug)
    if not beheer.talent.is_jong:
        raise Http404
    vraag = getattr(beheer.talent, "oudertoestemming", None)
    begin = {"email": vraag.email if vraag else ""}
    formulier = Oudermailformulier(request.POST or None, initial=begin, gebruiker=_wie(request))
    if formulier.is_valid():
        try:
            ouders.vraag_ouder(talent=beheer.talent, email=formulier.cleaned_data["email"], door=_wie(request))
        except TeVaak:
            formulier.add_error("email", TE_VAAK)
        else:
            return _terug("mijn_talent_ouder", beheer, "gemaild")
    return _toon(request, "mijn_talent_ouder", beheer, vraag=vraag, formulier=formulier)


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_meenemen(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything in one ZIP, made when somebody asks for it."""
    beheer = beheer_of_404(request.user, slug)
    if request.method == "POST":
        bestand = meenemen.maak_zip(beheer.talent, _wie(request))
        return FileResponse(bestand, as_attachment=True, filename=f"talent-{slug}.zip", content_type="application/zip")
    return _toon(request, "mijn_talent_meenemen", beheer)


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_wissen(request: HttpRequest, slug: str) -> HttpResponse:
    """The owner erases, with fourteen days to come back."""
    beheer = beheer_of_404(request.user, slug)
    if beheer.rol != Beheer.Rol.EIGENAAR:
        raise Http404
    raise_if_reauthentication_required(request, app="talent")
    actie = request.POST.get("actie", "")
    if actie == "wis":
        verlaten.vraag_wissen(talent=beheer.talent, door=_wie(request))
        return redirect(request.path)
    if actie == "terug":
        verlaten.trek_wissen_in(talent=beheer.talent, door=_wie(request))
        return _terug("mijn_talent_pagina", beheer, "teruggenomen")
    return _toon(request, "mijn_talent_wissen", beheer, dagen=verlaten.BEDENKTIJD.days)


@ingelogd
@LEZEN_EN_DOEN
def mijn_talent_leeftijd(request: HttpRequest, slug: str) -> HttpResponse:
    """The owner became 16 or 18: says so here, or takes it back as long as nobody approved it."""
    beheer = beheer_of_404(request.user, slug)
    talent, dag, fout = beheer.talent, vandaag(), None
    if beheer.rol != Beheer.Rol.EIGENAAR or not talent.is_minderjarig:
        raise Http404
    actie = request.POST.get("actie", "")
    if actie == "terug":
        leeftijd.neem_terug(talent=talent, door=_wie(request))
        return redirect(request.path)
    if actie:
        try:
            wacht = leeftijd.meld(talent=talent, band=actie, door=_wie(request))
        except leeftijd.KanNogNiet as bezwaar:
            fout = str(bezwaar)
        else:
            return redirect(request.path) if wacht else _terug("mijn_talent_pagina", beheer, "ouder")
    keuzes = [(band, leeftijd.WOORDEN[band]) for band in leeftijd.mogelijk(talent, dag)]
    context = {"keuzes": keuzes, "gevraagd": leeftijd.gevraagd(talent), "fout": fout}
    return _toon(request, "mijn_talent_leeftijd", beheer, 409 if fout else 200, **context)
