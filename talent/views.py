"""The directory of talent: searching and filtering, the shortlist, the talents of one IGS and the page to embed."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from igs.inhoud import PER_PAGINA, Blad
from igs.kaart import Tekening
from igs.models import IGS
from opnetwerk.antwoordkoppen import csp_kop
from opnetwerk.dag import vandaag
from opnetwerk.lezen import mag_achterlopen
from opnetwerk.toegang import publiek
from talent import zoeken
from talent.facetten import wijzer
from talent.gids import Gids, Streek
from talent.kaartbeeld import TRAPPEN, talentkaart
from talent.kaartjes import kaartjes, kaartjes_op_naam
from talent.zoekvraag import KAART, MEESTE_OP_LIJSTJE, PARAMETERS, SORTERING, Zoekvraag, slugs

IN_KADER = 12


def gids_voor(vraag: QueryDict) -> Gids:
    """The directory for an address. Four queries; two more with words, two more with neighbours."""
    streek = Streek.gedeeld(vandaag(), met_buren=vraag.get("rond") == "1")
    gelezen = streek.lees(vraag)
    stand = wijzer.stand()
    return Gids(stand, streek, gelezen, stand.zoek(gelezen.q) if gelezen.q else None)


@publiek(parameters=PARAMETERS)
@mag_achterlopen
def talent(request: HttpRequest) -> HttpResponse:
    """Search, filter and browse; every state is an address."""
    gids = gids_voor(request.GET)
    vraag = gids.vraag
    context = _kaart(gids) if vraag.beeld else _lijst(gids)
    context |= {
        "gids": gids,
        "vraag": vraag,
        "sortering": [(naam, titel, vraag.met(sorteer=naam, dag=None)) for naam, titel in SORTERING.items()],
        "lijstje": urlencode([("t", slug) for slug in vraag.lijstje]),
        "als_lijst": vraag.met(beeld=""),
        "als_kaart": vraag.met(beeld=KAART),
        "leeg": Zoekvraag(lijstje=vraag.lijstje),
        "bedoeld": _bedoeld(gids),
        "regio": _enige_regio(gids),
    }
    return render(request, "talent/talent.html", context)


def _lijst(gids: Gids) -> dict[str, Any]:
    """The page of cards; each with the address that puts it on the shortlist or takes it off."""
    blad = _blad(gids, gids.vraag.pagina, gids.vraag.vraag)
    vraag = replace(gids.vraag, pagina=str(blad.pagina.number) if blad.pagina.number > 1 else "")
    rijen = [
        (kaartje, vraag.met_op_lijstje(kaartje.talent.slug)) for kaartje in kaartjes(list(blad.pagina.object_list))
    ]
    return {"blad": blad, "rijen": rijen}


def _blad(gids: Any, nummer: str, vraag: str = "") -> Blad:
    """The page of this number; the first one for what is no number, the last one for what is too high."""
    return Blad(Paginator(gids, PER_PAGINA).get_page(nummer or 1), vraag)


def _kaart(gids: Gids) -> dict[str, Any]:
    """The map, and the same in words: each municipality with its count and the address of its list."""
    plaatsen = [(een, aantal, reverse("talent") + vraag.adres) for een, aantal, vraag in gids.plaatsen]
    beeld = talentkaart(plaatsen, gids.streek, Tekening.huidige())
    return {"kaartbeeld": beeld, "plaatsen": plaatsen, "trappen": TRAPPEN}


def _bedoeld(gids: Gids) -> Zoekvraag | None:
    """The question without a slip of the pen, when the words found nobody."""
    if gids.gevonden is None or gids.gevonden.rij:
        return None
    beter = zoeken.bedoeld(gids.vraag.q, gids.streek.woorden)
    return gids.vraag.met(q=beter) if beter else None


def _enige_regio(gids: Gids) -> IGS | None:
    """The IGS whose talents are asked, when it is one."""
    gekozen = gids.vraag.gekozen.get("regio", ())
    return next((igs for igs in gids.streek.netwerk.alle_igs if gekozen == (igs.slug,)), None)


@publiek(parameters=("t",))
def talent_lijstje(request: HttpRequest) -> HttpResponse:
    """The shortlist that stands in the address: to print, to share, to shorten."""
    gevraagd = slugs(request.GET.getlist("t"))
    gevonden = kaartjes_op_naam(gevraagd)
    over = tuple(kaartje.talent.slug for kaartje in gevonden)
    context = {
        "rijen": [(kaartje, Zoekvraag(lijstje=over).met_op_lijstje(kaartje.talent.slug)) for kaartje in gevonden],
        "weggelaten": len(gevraagd) - len(gevonden),
        "verder": Zoekvraag(lijstje=over),
        "hoogstens": MEESTE_OP_LIJSTJE,
        "adres": f"{settings.SITE_ADRES}{reverse('talent_lijstje')}{Zoekvraag(lijstje=over).adres}",
    }
    return render(request, "talent/talent_lijstje.html", context)


def gids_van_igs(slug: str, *, enkel: str = "") -> tuple[IGS, Gids]:
    """The talents of one IGS, the newest first; Http404 when there is no such IGS. Four queries."""
    streek = Streek.gedeeld(vandaag(), met_buren=False)
    igs = next((een for een in streek.netwerk.alle_igs if een.slug == slug), None)
    if igs is None:
        raise Http404
    return igs, Gids(wijzer.stand(), streek, Zoekvraag(gekozen={"regio": (slug,)}), enkel=enkel)


@publiek(parameters=("pagina",))
def igs_talent(request: HttpRequest, slug: str) -> HttpResponse:
    """The makers of one region."""
    igs, gids = gids_van_igs(slug)
    blad = _blad(gids, request.GET.get("pagina", "")[:6])
    context = {
        "igs": igs,
        "gids": gids,
        "blad": blad,
        "rijen": [(een, None) for een in kaartjes(list(blad.pagina.object_list))],
    }
    return render(request, "talent/igs_talent.html", context)


@publiek(parameters=())
@xframe_options_exempt
def igs_talent_inbedden(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest makers of one region, to stand in a frame on another site; the only page that may."""
    igs, gids = gids_van_igs(slug, enkel="x:feed")
    context = {"igs": igs, "aantal": gids.aantal, "rijen": [(een, None) for een in kaartjes(gids[0:IN_KADER])]}
    antwoord = render(request, "talent/igs_talent_inbedden.html", context)
    antwoord.headers["Content-Security-Policy"] = csp_kop(settings.SECURE_CSP | {"frame-ancestors": ["*"]})
    antwoord.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return antwoord
