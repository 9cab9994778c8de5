"""The budget as a spreadsheet: download it, and take one over after a look at what would change."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase

from cultuurnota import begrotingsblad, begrotingsinvoer
from cultuurnota.begroting_bewerken import MEESTE_POSTEN, TE_VEEL, Botsing, Vol
from cultuurnota.models import Cultuurnota
from cultuurnota.rekenblad import MAX_BYTES, TE_GROOT, XLSX, Bladfout
from cultuurnota.toegang import Teamverzoek, teamlid
from cultuurnota.views_werkruimte import terug, toon
from opnetwerk.besloten import hoogstens, te_groot
from opnetwerk.dag import nu
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import ingelogd

HIER = "Rekenblad"
INTUSSEN = "Iemand anders veranderde intussen de begroting. Er is niets overgenomen. Kies je bestand opnieuw."
VERLOPEN = "Je bestand is hier niet meer. Kies het opnieuw."
TE_LANG = f"Er staan meer dan {MEESTE_POSTEN} posten in je bestand. Neem er enkele samen."
MELDINGEN = {"overgenomen": "De begroting uit je bestand is overgenomen."}
MAKERS = {"xlsx": (begrotingsblad.als_xlsx, XLSX), "csv": (begrotingsblad.als_csv, "text/csv; charset=utf-8")}


class Bladformulier(Formulier):
    bestand = forms.FileField(
        label="Je rekenblad",
        help_text="XLSX of CSV, hoogstens 2 MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


@ingelogd
@hoogstens(MAX_BYTES + 64 * 1024)
@teamlid()
def cultuurnota_werkruimte_begroting_rekenblad(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Download, choose a file, see what would change, take it over."""
    if request.method != "POST":
        return _pagina(request, nota, Bladformulier())
    if request.POST.get("doe") == "neem_over":
        return _neem_over(request, nota)
    formulier = Bladformulier(request.POST, request.FILES)
    if te_groot(request, "bestand"):
        formulier.fields["bestand"].error_messages["required"] = TE_GROOT
    if not formulier.is_valid():
        return _pagina(request, nota, formulier)
    try:
        voorstel = begrotingsblad.lees_bestand(nota, formulier.cleaned_data["bestand"].read())
    except Bladfout as fout:
        return _pagina(request, nota, formulier, zinnen=fout.zinnen)
    return _voorbeeld(request, nota, voorstel)


def _voorbeeld(request: Teamverzoek, nota: Cultuurnota, voorstel: begrotingsblad.Voorstel) -> HttpResponse:
    """What would change, with the button that changes it."""
    if len(voorstel.inhoud.posten) > MEESTE_POSTEN:
        return _pagina(request, nota, Bladformulier(), zinnen=[TE_LANG])
    context: dict[str, Any] = {
        "verschillen": begrotingsinvoer.verschillen(begrotingsblad.staat_er(nota), voorstel.inhoud),
        "wenken": voorstel.wenken,
        "gelezen": True,
        "teken": begrotingsinvoer.pak_in(nota=nota, nieuw=voorstel.inhoud, door=request.user),
    }
    return _pagina(request, nota, Bladformulier(), **context)


def _neem_over(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    try:
        begrotingsinvoer.neem_over(nota=nota, teken=request.POST.get("teken", ""), door=request.user)
    except Botsing:
        return _pagina(request, nota, Bladformulier(), status=409, fout=INTUSSEN)
    except begrotingsinvoer.Verlopen:
        return _pagina(request, nota, Bladformulier(), status=409, fout=VERLOPEN)
    except Vol:
        return _pagina(request, nota, Bladformulier(), status=409, fout=TE_VEEL)
    return terug("cultuurnota_werkruimte_begroting_rekenblad", "overgenomen", nota.kenmerk)


def _pagina(
    request: Teamverzoek, nota: Cultuurnota, formulier: Bladformulier, status: int = 200, **context: Any
) -> HttpResponse:
    standaard = {"formulier": formulier, "hier": HIER, "melding": MELDINGEN.get(request.GET.get("net", ""))}
    return toon(request, "cultuurnota_werkruimte_begroting_rekenblad", nota, status, **standaard | context)


@ingelogd
@teamlid()
def cultuurnota_werkruimte_begroting_rekenblad_bestand(
    request: Teamverzoek, nota: Cultuurnota, soort: str
) -> HttpResponseBase:
    """The budget as it stands, as XLSX or CSV."""
    if soort not in MAKERS:
        raise Http404
    maak, type_ = MAKERS[soort]
    antwoord = HttpResponse(maak(nota), content_type=type_)
    naam = f"begroting-{nota.igs.slug}-{nu():%Y-%m-%d}.{soort}"
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{naam}"'
    antwoord.headers["Cache-Control"] = "private, no-store"
    return antwoord
