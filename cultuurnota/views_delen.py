"""Sharing: links to read, frozen versions, files, the print page, and taking a note in from a file."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cultuurnota import delen, pdf
from cultuurnota.invoer import InvoerFout, voer_in
from cultuurnota.leesnota import leesnota
from cultuurnota.models import Bevroren, Cultuurnota, Uitvoer
from cultuurnota.toegang import Teamverzoek, igsen_voor, teamlid
from cultuurnota.views_doelen import toon
from igs.models import IGS
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek

TYPEN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
LEESKOPPEN = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
GEEN_PDF = "Dit portaal kan geen PDF maken. Open de drukpagina en kies in je browser voor bewaren als PDF."
MELDINGEN = {
    "bevroren": "De versie is bevroren. Niemand kan ze nog veranderen.",
    "gedeeld": "De link is klaar. Kopieer hem en stuur hem door.",
    "ingetrokken": "De link werkt niet meer.",
}


class Versieveld(forms.ModelChoiceField):
    """The note of now, or a frozen version."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Welke versie",
            queryset=Bevroren.objects.none(),
            to_field_name="kenmerk",
            required=False,
            empty_label="De nota zoals ze nu is",
            **kwargs,
        )


class Bevriesformulier(Formulier):
    naam = forms.CharField(label="Naam van de versie", max_length=100, help_text="Zoals: voor de raad van december.")


class Linkformulier(Formulier):
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    voor_wie = forms.CharField(label="Voor wie is de link", max_length=100, required=False)
    dagen = forms.TypedChoiceField(
        label="Hoe lang werkt hij",
        coerce=int,
        choices=[(dagen, f"{dagen} dagen") for dagen in delen.GELDIG_DAGEN],
    )
    versie = Versieveld()


class Uitvoerformulier(Formulier):
    formulier = forms.UUIDField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(label="Soort bestand", choices=Uitvoer.Soort.choices, widget=forms.RadioSelect)
    versie = Versieveld()

    def clean_soort(self) -> str:
        soort: str = self.cleaned_data["soort"]
        if soort == Uitvoer.Soort.PDF and not pdf.is_er():
            raise forms.ValidationError(GEEN_PDF)
        return soort


FORMULIEREN: dict[str, type[Formulier]] = {
    "bevries": Bevriesformulier,
    "deel": Linkformulier,
    "maak": Uitvoerformulier,
}
BEGIN: dict[str, Any] = {"dagen": 30, "soort": "docx", "sleutel": uuid.uuid4, "formulier": uuid.uuid4}


@ingelogd
@teamlid()
def cultuurnota_werkruimte_delen(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """Links, frozen versions and files, with a small form for each."""
    doe = request.POST.get("doe", "") if request.method == "POST" else ""
    if doe == "trek_in":
        delen.trek_in(link=delen.link_of_404(nota, request.POST.get("link")), door=request.user)
        return _terug(nota, "ingetrokken")
    formulieren = {naam: _formulier(naam, nota, request.POST if naam == doe else None) for naam in FORMULIEREN}
    gekozen = formulieren.get(doe)
    if gekozen is not None and gekozen.is_valid():
        try:
            return _doe(request, nota, doe, gekozen.cleaned_data)
        except delen.KanNiet as bezwaar:
            gekozen.add_error(None, str(bezwaar))
    return _delenpagina(request, nota, formulieren, gekozen)


def _delenpagina(
    request: Teamverzoek, nota: Cultuurnota, formulieren: dict[str, Formulier], gekozen: Formulier | None
) -> HttpResponse:
    links = [(link, delen.is_geldig(link)) for link in nota.deellinks.select_related("bevroren", "door")]
    bestanden = [(een, delen.is_bewaard(een)) for een in nota.uitvoer.select_related("bevroren", "door")[:20]]
    context: dict[str, Any] = {
        "formulieren": formulieren,
        "formulier": gekozen,
        "links": [(link, geldig, request.build_absolute_uri(_leesadres(link.sleutel))) for link, geldig in links],
        "bevroren": nota.bevroren.defer("inhoud"),
        "bestanden": bestanden,
        "heeft_pdf": pdf.is_er(),
        "hier": "Delen en bewaren",
        "gedaan": MELDINGEN.get(request.GET.get("net", "")),
    }
    return toon(request, "cultuurnota_werkruimte_delen", nota, **context)


def _formulier(naam: str, nota: Cultuurnota, data: Any) -> Formulier:
    formulier = FORMULIEREN[naam](data, auto_id=f"id_{naam}_%s", initial=BEGIN)
    versie = formulier.fields.get("versie")
    if isinstance(versie, forms.ModelChoiceField):
        versie.queryset = nota.bevroren.defer("inhoud")
    return formulier


def _doe(request: Teamverzoek, nota: Cultuurnota, doe: str, velden: dict[str, Any]) -> HttpResponse:
    """Carry out a form that was filled in well. Raises KanNiet."""
    if doe == "bevries":
        delen.bevries(nota=nota, naam=velden["naam"], door=request.user)
        return _terug(nota, "bevroren")
    bevroren = velden.pop("versie")
    if doe == "deel":
        delen.deel(nota=nota, bevroren=bevroren, door=request.user, **velden)
        return _terug(nota, "gedeeld")
    velden["formulier"] = velden["formulier"].hex
    uitvoer = delen.vraag_uitvoer(nota=nota, bevroren=bevroren, door=request.user, **velden)
    return redirect("cultuurnota_werkruimte_delen_uitvoer", nota.kenmerk, uitvoer.kenmerk)


def _terug(nota: Cultuurnota, net: str) -> HttpResponse:
    return redirect(f"{reverse('cultuurnota_werkruimte_delen', args=[nota.kenmerk])}?net={net}")


def _leesadres(sleutel: UUID) -> str:
    return reverse("cultuurnota_lezen", args=[sleutel])


@ingelogd
@teamlid()
def cultuurnota_werkruimte_delen_uitvoer(request: Teamverzoek, nota: Cultuurnota, kenmerk: UUID) -> HttpResponse:
    """How far the file is; the page asks again by itself, or by its link."""
    uitvoer = delen.uitvoer_of_404(nota, kenmerk)
    bezig = uitvoer.stand in {Uitvoer.Stand.WACHT, Uitvoer.Stand.BEZIG}
    context: dict[str, Any] = {
        "uitvoer": uitvoer,
        "bezig": bezig,
        "bewaard": delen.is_bewaard(uitvoer),
        "hier": "Bestand",
    }
    antwoord = toon(request, "cultuurnota_werkruimte_delen_uitvoer", nota, **context)
    if bezig:
        antwoord.headers["Refresh"] = "5"
    return antwoord


@ingelogd
@teamlid()
def cultuurnota_werkruimte_delen_uitvoer_bestand(
    request: Teamverzoek, nota: Cultuurnota, kenmerk: UUID
) -> HttpResponseBase:
    """The file itself, as a download; for the team alone."""
    uitvoer = delen.uitvoer_of_404(nota, kenmerk)
    if not delen.is_bewaard(uitvoer):
        raise Http404
    try:
        bestand = uitvoer.bestand.open("rb")
    except OSError as fout:
        raise Http404 from fout
    naam = f"cultuurnota-{nota.igs.slug}-{uitvoer.gemaakt_op:%Y-%m-%d}.{uitvoer.soort}"
    antwoord = FileResponse(bestand, as_attachment=True, filename=naam, content_type=TYPEN[uitvoer.soort])
    antwoord.headers["Cache-Control"] = "private, no-store"
    return antwoord


@ingelogd
@teamlid()
def cultuurnota_werkruimte_delen_druk(request: Teamverzoek, nota: Cultuurnota) -> HttpResponse:
    """The whole note on one page, to print; `?versie=` names a frozen version."""
    kenmerk = request.GET.get("versie")
    bevroren = delen.bevroren_of_404(nota, kenmerk) if kenmerk else None
    stuk = leesnota(delen.inhoud_van(nota, bevroren))
    context: dict[str, Any] = {"stuk": stuk, "bevroren": bevroren, "op": bevroren.op if bevroren else nu()}
    return toon(request, "cultuurnota_werkruimte_delen_druk", nota, **context)


@publiek
def cultuurnota_lezen(request: HttpRequest, sleutel: UUID) -> HttpResponse:
    """The note behind a link: for whoever has it, until it expires or is taken back."""
    link = delen.leeslink(sleutel)
    if delen.is_geldig(link):
        stuk = leesnota(delen.inhoud_van(link.nota, link.bevroren))
        context = {"stuk": stuk, "link": link, "op": link.bevroren.op if link.bevroren else nu()}
        antwoord = render(request, "cultuurnota/cultuurnota_lezen.html", context)
    else:
        antwoord = render(request, "cultuurnota/_lezen_voorbij.html", {"link": link}, status=410)
    for kop, waarde in LEESKOPPEN.items():
        antwoord.headers[kop] = waarde
    return antwoord


# --- taking in ------------------------------------------------------------------------------------------------------
class Invoerformulier(Formulier):
    formulier = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    igs = forms.ModelChoiceField(
        label="Voor welk IGS", queryset=IGS.objects.none(), to_field_name="slug", empty_label="Kies een IGS"
    )
    bestand = forms.FileField(
        label="Het bestand",
        help_text="De ZIP die je exporteerde, hoogstens 100 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def cultuurnota_werkruimte_invoer(request: HttpRequest) -> HttpResponse:
    """Make a new note of a ZIP that was exported: for who may begin one."""
    assert isinstance(request.user, Gebruiker)
    igsen = igsen_voor(request.user, vandaag())
    if not igsen.exists():
        raise Http404
    formulier = Invoerformulier(request.POST or None, request.FILES or None)
    if request.method == "POST" and not formulier.is_bound:
        formulier = Invoerformulier({}, {})
    veld = formulier.fields["igs"]
    assert isinstance(veld, forms.ModelChoiceField)
    veld.queryset = igsen
    if formulier.is_valid() and (nota := _voer_in(formulier, request.user)):
        return redirect("cultuurnota_werkruimte_delen", nota.kenmerk)
    return render(request, "cultuurnota/cultuurnota_werkruimte_invoer.html", {"formulier": formulier})


def _voer_in(formulier: Invoerformulier, door: Gebruiker) -> Cultuurnota | None:
    velden = formulier.cleaned_data
    bestand = velden["bestand"]
    try:
        return voer_in(
            bestand=bestand.file,
            grootte=bestand.size,
            igs=velden["igs"],
            door=door,
            formulier=velden["formulier"].hex,
        )
    except InvoerFout as fout:
        formulier.add_error("bestand", str(fout))
        return None
