"""The public pages of the network: IGS'en, regions, municipalities, guidance and BE/LICHT."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from igs import agenda, bezoek, deelbeeld, inhoud, kaart, streekcijfers
from igs import open_data as uitgave
from igs.gedeeld import overzicht_op
from igs.gestructureerd import gemeente_als_plaats, igs_als_organisatie, regio_als_gebied
from igs.models import IGS, Gemeente, IGSNaam, Portret
from igs.netwerk import Netwerk, inwoners, oppervlakte
from igs.paginas import gemeente_feiten, igs_feiten, igs_rij, regio_rij
from igs.regiocheck_overzicht import Overzicht
from igs.views_inhoud import portret_context
from opnetwerk.dag import GevraagdeDag, gevraagde_dag, nu, vandaag
from opnetwerk.lezen import mag_achterlopen
from opnetwerk.toegang import publiek
from opnetwerk.uitvoer import data_antwoord

JAARDAGEN = [("2018", date(2018, 1, 1)), ("2020", date(2020, 1, 1)), ("2025", date(2025, 1, 1))]
STRAKS = ("2027", date(2027, 1, 1))


def tijdlinks(gevraagd: GevraagdeDag) -> list[tuple[str, str, bool]]:
    """The time control: label, query string, whether it is the day shown."""
    dagen = [*JAARDAGEN, ("vandaag", None), STRAKS]
    return [
        (label, f"?op={dag}" if dag else "?", gevraagd.is_vandaag if dag is None else gevraagd.dag == dag)
        for label, dag in dagen
    ]


def _tijd(request: HttpRequest, pad: str) -> dict[str, Any]:
    gevraagd = gevraagde_dag(request.GET.get("op"))
    return {"gevraagd": gevraagd, "dag": gevraagd.dag, "tijden": tijdlinks(gevraagd), "pad": pad}


@publiek(parameters=("op",))
def igs(request: HttpRequest) -> HttpResponse:
    """List and map of the IGS'en on a day."""
    tijd = _tijd(request, reverse("igs"))
    netwerk = Netwerk.gedeeld(tijd["dag"])
    per_regio = [
        (regio, zonder)
        for regio in netwerk.regios
        if (zonder := [g for g in netwerk.zonder_igs if g.referentieregio_id == regio.pk])
    ]
    return render(
        request,
        "igs/igs.html",
        tijd
        | {
            "netwerk": netwerk,
            "rijen": [igs_rij(een, netwerk) for een in netwerk.actieve_igs],
            "gestopt": [igs_rij(een, netwerk) for een in netwerk.gestopte_igs],
            "zonder_per_regio": per_regio,
            "beeld": kaart.gedeelde_igs_laag(netwerk),
        },
    )


@publiek(parameters=())
def igs_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One IGS. After its end it is shown as it was on its last day."""
    netwerk = Netwerk.gedeeld(vandaag())
    dit = next((een for een in netwerk.alle_igs if een.slug == slug), None)
    if dit is None:
        raise Http404
    bezoek.tel(request, dit)
    return render(request, "igs/igs_pagina.html", igs_context(dit, netwerk, overzicht_op(netwerk.dag, netwerk)))


def igs_context(dit: IGS, netwerk: Netwerk, overzicht: Overzicht) -> dict[str, Any]:
    """What the page of an IGS shows: facts, contacts, and what it put online. Seven queries besides the network,
    and one per app of `streekcijfers`.
    """
    toen, moment = _laatste_stand(dit, netwerk), nu()
    context = igs_feiten(dit, toen, netwerk.dag) | {
        "namen": [naam for naam in dit.namen.all() if naam.soort != IGSNaam.Soort.OOK],
        "beeld": kaart.igs_uitsnede(dit, toen, kaart.Tekening.huidige()),
        "contactpersonen": list(inhoud.contactpersonen(dit, netwerk.dag)),
        "activiteiten": list(agenda.van_igs(dit, moment, 6)),
        "regiocheck": overzicht.rij(dit),
        "streekcijfers": streekcijfers.van_igs(dit, toen) if dit.actief_op(netwerk.dag) else [],
    }
    context |= inhoud.bijdragen_van(dit, moment)
    context["jsonld"] = igs_als_organisatie(dit, context["leden"])
    return context


def _laatste_stand(igs: IGS, netwerk: Netwerk) -> Netwerk:
    """The network of today, or of the last day of an IGS that stopped."""
    return netwerk.op_andere_dag(igs.gestopt_op) if igs.gestopt_op and igs.gestopt_op < netwerk.dag else netwerk


@publiek(parameters=("op",))
def regios(request: HttpRequest) -> HttpResponse:
    """The fifteen regions, list and map."""
    tijd = _tijd(request, reverse("regios"))
    netwerk = Netwerk.gedeeld(tijd["dag"])
    kleuren = kaart.regiokleuren(netwerk)
    rijen = [regio_rij(regio, netwerk) | {"kleur": kleuren[regio.pk]} for regio in netwerk.regios]
    beeld = kaart.gedeelde_regio_laag(netwerk)
    return render(request, "igs/regios.html", tijd | {"netwerk": netwerk, "rijen": rijen, "beeld": beeld})


@publiek(parameters=())
def regios_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: which municipality is in which IGS, and which in none."""
    netwerk = Netwerk.gedeeld(vandaag())
    regio = next((een for een in netwerk.regios if een.slug == slug), None)
    if regio is None:
        raise Http404
    gemeenten, overzicht = netwerk.gemeenten_in(regio), overzicht_op(netwerk.dag, netwerk)
    igs_hier = [
        {"igs": een, "hier": hier, "leden": len(netwerk.leden_van(een)), "over_grens": len(netwerk.regios_van(een)) > 1}
        for een, hier in netwerk.igs_in(regio)
    ]
    context = {
        "regio": regio,
        "dag": netwerk.dag,
        "gemeenten": [(gemeente, netwerk.lidmaatschappen_van(gemeente)) for gemeente in gemeenten],
        "zonder": [gemeente for gemeente in gemeenten if not netwerk.lidmaatschappen_van(gemeente)],
        "igs_hier": igs_hier,
        "inwoners": inwoners(gemeenten),
        "oppervlakte": oppervlakte(gemeenten),
        "beeld": kaart.regio_uitsnede(regio, netwerk, kaart.Tekening.huidige()),
        "jsonld": regio_als_gebied(regio, gemeenten),
        "stand": overzicht.stand_van_regio(regio),
        "vlek": overzicht.vlek_van(regio),
        "streekcijfers": streekcijfers.van_regio(regio, netwerk),
    }
    return render(request, "igs/regios_pagina.html", context)


@publiek(parameters=())
def gemeenten(request: HttpRequest) -> HttpResponse:
    """Every municipality A-Z, former ones too."""
    netwerk = Netwerk.gedeeld(vandaag())
    namen: dict[str, list[Gemeente]] = {}
    for gemeente in netwerk.alle_gemeenten.values():
        namen.setdefault(gemeente.slug, []).append(gemeente)
    letters: dict[str, list[dict[str, Any]]] = {}
    for _, gelijknamige in sorted(namen.items()):
        nu = next((g for g in gelijknamige if g.bestaat_tot is None), None)
        eerste = nu or gelijknamige[0]
        opvolger = None if nu else netwerk.cel(eerste)
        rij = {"gemeente": eerste, "opvolger": opvolger, "leden": netwerk.lidmaatschappen_van(eerste)}
        letters.setdefault(eerste.slug[0].upper(), []).append(rij)
    return render(request, "igs/gemeenten.html", {"letters": sorted(letters.items()), "netwerk": netwerk})


@publiek(parameters=())
def gemeenten_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One name: the municipality of today, or what a former one became; both codes where the name stayed."""
    netwerk = Netwerk.gedeeld(vandaag())
    gelijknamige = [gemeente for gemeente in netwerk.alle_gemeenten.values() if gemeente.slug == slug]
    if not gelijknamige:
        raise Http404
    gemeente = next((g for g in gelijknamige if g.bestaat_tot is None), gelijknamige[0])
    context = gemeente_feiten(gemeente, gelijknamige, netwerk) | {
        "beeld": kaart.gemeente_uitsnede(gemeente, netwerk, kaart.Tekening.huidige()),
        "jsonld": gemeente_als_plaats(gemeente),
    }
    return render(request, "igs/gemeenten_pagina.html", context)


@publiek(parameters=())
def regiovorming(request: HttpRequest) -> HttpResponse:
    """What the fifteen regions mean for a network."""
    netwerk = Netwerk.gedeeld(vandaag())
    over_grens = [(een, regios) for een in netwerk.actieve_igs if len(regios := netwerk.regios_van(een)) > 1]
    context = {
        "netwerk": netwerk,
        "over_grens": over_grens,
        "gidsteksten": inhoud.gidsteksten("regiovorming", nu()),
    }
    return render(request, "igs/regiovorming.html", context)


@publiek(parameters=())
def belicht(request: HttpRequest) -> HttpResponse:
    """BE/LICHT: the portraits, newest first."""
    portretten = Portret.objects.zichtbaar(nu()).select_related("igs", "foto")
    return render(request, "igs/belicht.html", {"portretten": portretten})


@publiek(parameters=())
def belicht_pagina(request: HttpRequest, slug: str) -> HttpResponse:
    """One portrait."""
    portret = get_object_or_404(Portret.objects.zichtbaar(nu()).select_related("igs", "foto"), slug=slug)
    return render(request, "igs/belicht_pagina.html", portret_context(portret))


@publiek(parameters=())
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded, column by column, with sources and terms."""
    context = {"tabellen": uitgave.TABELLEN.values(), "licentie": uitgave.LICENTIE, "site": settings.SITE_ADRES}
    return render(request, "igs/open_data.html", context)


@publiek(parameters=("op",))
@mag_achterlopen
def open_data_bestand(request: HttpRequest, naam: str, vorm: str) -> HttpResponse:
    """One table on a day as CSV or JSON; a day that cannot be read is a 400 that says how."""
    tabel = uitgave.TABELLEN.get(naam)
    if tabel is None:
        raise Http404
    return _uitgave(
        request,
        f"{naam}.{vorm}",
        "text/csv" if vorm == "csv" else "application/json",
        lambda netwerk: (uitgave.als_csv if vorm == "csv" else uitgave.als_json)(tabel, netwerk),
    )


@publiek(parameters=("op",))
@mag_achterlopen
def open_data_kaart(request: HttpRequest) -> HttpResponse:
    """The municipalities of the day as GeoJSON points."""
    return _uitgave(request, "kaart.geojson", "application/geo+json", uitgave.als_geojson)


def _uitgave(request: HttpRequest, bestand: str, soort: str, maak: Callable[[Netwerk], str]) -> HttpResponse:
    gevraagd = gevraagde_dag(request.GET.get("op"))
    if gevraagd.fout:
        return JsonResponse({"fout": gevraagd.fout}, status=400, json_dumps_params={"ensure_ascii": False})
    return data_antwoord(request, maak(Netwerk.gedeeld(gevraagd.dag)), soort, bestand)


@publiek(parameters=())
def deelbeeld_igs(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that another site shows with a link to an IGS."""
    netwerk = Netwerk.gedeeld(vandaag())
    dit = next((een for een in netwerk.alle_igs if een.slug == slug), None)
    if dit is None:
        raise Http404
    toen = _laatste_stand(dit, netwerk)
    codes = [toen.cel(lid.gemeente).nis_code for lid in toen.leden_van(dit)]
    return _beeld(dit.naam, f"{len(codes)} gemeenten, samen voor cultuur", codes, dit.kleur or 0)


@publiek(parameters=())
def deelbeeld_regio(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for a region."""
    netwerk = Netwerk.gedeeld(vandaag())
    regio = next((een for een in netwerk.regios if een.slug == slug), None)
    if regio is None:
        raise Http404
    codes = [gemeente.nis_code for gemeente in netwerk.huidige if gemeente.referentieregio_id == regio.pk]
    return _beeld(regio.naam, f"referentieregio, {len(codes)} gemeenten", codes, kaart.regiokleuren(netwerk)[regio.pk])


def _beeld(naam: str, regel: str, codes: list[str], kleur: int) -> HttpResponse:
    tekening = kaart.Tekening.huidige()
    png = deelbeeld.teken(naam, regel, tekening, codes, kleur)
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
