"""The pages of the Regiocheck: build a set, answer the questions, read the outcome, compare two sets.

All GET, nothing kept: what a visitor chose stands in the address.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from igs import kaart
from igs.regiocheck_bouwen import keuzekaart, lijst, volgende_stap
from igs.regiocheck_regels import Periode
from igs.regiocheck_uitkomst import CSV_KOLOMMEN, Zaak, als_json, coordinatoren, csv_rijen
from igs.regiocheck_voorstellen import REIKWIJDTE
from igs.regiocheck_vraag import WEET_NIET, Adres
from igs.regiocheck_vragen import PER_NAAM, Vraagformulier, eerste_open, vragen_bij
from opnetwerk.dag import vandaag
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import als_csv, data_antwoord


def _naar(naam: str, adres: Adres, extra: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(naam)}?{adres}{extra}")


def _eerst(request: HttpRequest, naam: str, zaak: Zaak) -> HttpResponseRedirect:
    """To the page that comes first; what we have to say about the address is said again there."""
    if not zaak.meldingen:
        return _naar(naam, zaak.adres)
    query = request.GET.copy()
    for stap in ("na", "vraag"):
        query.pop(stap, None)
    return HttpResponseRedirect(f"{reverse(naam)}?{query.urlencode()}")


def _context(zaak: Zaak, **meer: Any) -> dict[str, Any]:
    """What every page of the Regiocheck shows."""
    return {
        "zaak": zaak,
        "adres": zaak.adres,
        "uitkomst": zaak.uitkomst,
        "cijfers": zaak.uitkomst.cijfers,
        "dag": zaak.netwerk.dag,
    } | meer


@publiek
def regiocheck(request: HttpRequest) -> HttpResponse:
    """Build a set by finder, list or map, or start from an IGS, a region or a municipality with its neighbours."""
    zaak = Zaak.van(request.GET, vandaag())
    adres, netwerk = zaak.adres, zaak.netwerk
    stap = volgende_stap(request.GET, adres, netwerk)
    if stap.adres:
        return _naar("regiocheck", stap.adres, "#erbij" if stap.veld == "zoek" else "#gebied")
    context = _context(
        zaak,
        stap=stap,
        perioden=[(periode, adres.met(periode=periode), periode is adres.periode) for periode in Periode],
        leden=[(lid, adres.wissel(lid.nis_code)) for lid in zaak.leden],
        leeg=adres.met(gemeenten=frozenset()),
        opzij=adres.met(opzij=adres.gemeenten),
        zonder_opzij=adres.met(opzij=frozenset()),
        andere_kaart=adres.met(heel=not adres.heel),
        verborgen=adres.paren(),
        verborgen_zonder_g=adres.paren("g"),
        verborgen_begin=[paar for paar in adres.paren("g") if paar[0] in ("h", "periode")],
        lijst=lijst(adres, netwerk),
        beeld=keuzekaart(adres, netwerk, kaart.Tekening.huidige()),
        open=len([stuk for stuk in vragen_bij(adres, zaak.uitkomst) if stuk.naam not in adres.antwoorden]),
    )
    return render(request, "igs/regiocheck.html", context)


@publiek
def regiocheck_vragen(request: HttpRequest) -> HttpResponse:
    """One question: `?vraag=` names it, else it is the first without an answer; `?na=` takes what was answered."""
    zaak = Zaak.van(request.GET, vandaag())
    if not zaak.adres.gemeenten:
        return _eerst(request, "regiocheck", zaak)
    stukken = vragen_bij(zaak.adres, zaak.uitkomst)
    getypt = PER_NAAM.get(request.GET.get("na", ""))
    stuk = getypt or PER_NAAM.get(request.GET.get("vraag", "")) or eerste_open(stukken, zaak.adres)
    if stuk not in stukken:
        return _eerst(request, "regiocheck_antwoorden", zaak)
    formulier = Vraagformulier(stuk, zaak.adres, request.GET if getypt else None)
    if formulier.is_valid():
        return _volgende(zaak, zaak.adres.met_antwoorden(formulier.cleaned_data))
    nummer = stukken.index(stuk)
    context = _context(
        zaak,
        formulier=formulier,
        stuk=stuk,
        veld=formulier[stuk.naam],
        ook=formulier[stuk.ook[0]] if stuk.ook else None,
        nummer=nummer + 1,
        aantal=len(stukken),
        vorige=stukken[nummer - 1] if nummer else None,
        adres_weet_niet=zaak.adres.met_antwoorden({stuk.naam: WEET_NIET}),
        verborgen=zaak.adres.paren(*stuk.velden),
    )
    return render(request, "igs/regiocheck_vragen.html", context)


def _volgende(zaak: Zaak, adres: Adres) -> HttpResponseRedirect:
    """On to the first question that is still open, or to the page with all answers."""
    open_ = eerste_open(vragen_bij(adres, zaak.uitkomst), adres)
    return _naar("regiocheck_vragen" if open_ else "regiocheck_antwoorden", adres)


@publiek
def regiocheck_antwoorden(request: HttpRequest) -> HttpResponse:
    """Every answer on one page, each to be changed; what is not answered comes first."""
    zaak = Zaak.van(request.GET, vandaag())
    stukken = vragen_bij(zaak.adres, zaak.uitkomst)
    if not zaak.adres.gemeenten or eerste_open(stukken, zaak.adres):
        return _eerst(request, "regiocheck_vragen", zaak)
    rijen = [(stuk, stuk.in_woorden(zaak.adres.antwoorden)) for stuk in stukken]
    return render(request, "igs/regiocheck_antwoorden.html", _context(zaak, rijen=rijen))


@publiek
def regiocheck_uitkomst(request: HttpRequest) -> HttpResponse:
    """The conclusion, the rules, the money, what would help, what is uncertain, what next."""
    zaak = Zaak.van(request.GET, vandaag())
    alle = request.GET.get("voorstellen", "") == "alle"
    personen = list(coordinatoren(zaak.igs_hier, zaak.netwerk.dag))
    context = _context(
        zaak,
        groepen=zaak.voorstelgroepen(alle=alle),
        alle=alle,
        reikwijdte=REIKWIJDTE,
        open=eerste_open(vragen_bij(zaak.adres, zaak.uitkomst), zaak.adres),
        coordinatoren=personen,
        zonder_coordinator=[igs for igs in zaak.igs_hier if igs.pk not in {een.igs_id for een in personen}],
        opzij=zaak.adres.met(opzij=zaak.adres.gemeenten),
        wegen=[(zaak.regel("G06"), zaak.regel("G07"))] if "R12" in zaak.hapert else [],
    )
    return render(request, "igs/regiocheck_uitkomst.html", context)


@publiek
def regiocheck_uitkomst_json(request: HttpRequest) -> HttpResponse:
    """The outcome as JSON. Always a 200: what cannot be read is left out and named in `meldingen`."""
    tekst = json.dumps(als_json(Zaak.van(request.GET, vandaag())), ensure_ascii=False, indent=1)
    return data_antwoord(request, tekst, "application/json", "regiocheck.json")


@publiek
def regiocheck_uitkomst_csv(request: HttpRequest) -> HttpResponse:
    """The outcome as rows of a spreadsheet."""
    tekst = als_csv(CSV_KOLOMMEN, csv_rijen(Zaak.van(request.GET, vandaag())))
    return data_antwoord(request, tekst, "text/csv", "regiocheck.csv")


@publiek
def regiocheck_vergelijk(request: HttpRequest) -> HttpResponse:
    """Two sets side by side, with the same answers: A is `g`, B is `h`."""
    zaak = Zaak.van(request.GET, vandaag())
    a = zaak.adres
    ander = zaak.met(a.met(gemeenten=a.opzij, opzij=a.gemeenten))
    b_toetsen = {een.regel: een for een in ander.uitkomst.toetsen}
    rijen = [(zaak.rij(een), ander.rij(b_toetsen[een.regel])) for een in zaak.uitkomst.toetsen]
    context = _context(
        zaak,
        ander=ander,
        rijen=rijen,
        anders=sum(a_rij.toets.uitkomst != b_rij.toets.uitkomst for a_rij, b_rij in rijen),
        erbij=[lid for lid in ander.leden if lid.nis_code not in a.gemeenten],
        eraf=[lid for lid in zaak.leden if lid.nis_code not in a.opzij],
    )
    return render(request, "igs/regiocheck_vergelijk.html", context)
