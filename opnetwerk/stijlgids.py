"""The style guide: every part in every state, from the templates that the site itself uses.

The objects are examples that are never saved: the page shows them on any portal, also on an empty one. All links of the
parts lead to a list that exists.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.timezone import get_default_timezone

from igs.inhoud import Blad
from igs.kaart import Cel, Kaartbeeld, Opschrift
from igs.lidmaatschap import Lid
from igs.models import IGS, Activiteit, Bericht, Gemeente, Praktijk, Referentieregio
from igs.paginas import IGSRij
from igs.startdatum import Datumveld
from opnetwerk.afbeeldingen import FotoVeld
from opnetwerk.dag import vandaag
from opnetwerk.formulieren import Formulier
from opnetwerk.toegang import publiek
from talent.kaartjes import Patroon
from talent.models import Oproep, Organisator

LANG = "Intergemeentelijk samenwerkingsverband voor cultuur, erfgoed en verbeelding tussen Nete, Dijle en Schelde"
KLEUREN = [
    ("inkt", "Inkt", "tekst en randen"),
    ("zacht", "Zacht", "tekst die minder weegt"),
    ("papier", "Papier", "de grond"),
    ("vlak", "Vlak", "kaartjes en velden"),
    ("zand", "Zand", "banden en noten"),
    ("lijn", "Lijn", "dunne lijnen"),
    ("accent", "Accent", "de knop die iets doet"),
    ("goed", "Goed", "wat klopt"),
]
KAARTKLEUREN = range(8)
BEELD = {"breedte": 640, "hoogte": 400}
T = TypeVar("T")


# --- fields ---------------------------------------------------------------------------------------------------------
class Voorbeeldformulier(Formulier):
    """One field of every kind that the site asks with."""

    naam = forms.CharField(label="Je naam", max_length=60)
    functie = forms.CharField(label="Je functie", required=False, help_text="Zoals: bibliothecaris.")
    email = forms.EmailField(label="Je e-mailadres", help_text="We tonen dit adres niet.")
    verhaal = forms.CharField(label="Je verhaal", widget=forms.Textarea(attrs={"rows": 4}))
    kunst = forms.ChoiceField(label="Kunstvorm", choices=[("", "Kies"), ("muziek", "muziek"), ("dans", "dans")])
    plek = forms.ChoiceField(
        label="Binnen of buiten",
        choices=[("binnen", "binnen"), ("buiten", "buiten"), ("beide", "binnen en buiten")],
        widget=forms.RadioSelect,
    )
    publiek = forms.MultipleChoiceField(
        label="Voor wie",
        choices=[("gezinnen", "gezinnen"), ("school", "scholen"), ("woonzorg", "woonzorgcentra")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Meer dan één mag.",
    )
    foto = FotoVeld(label="Een foto", required=False)
    akkoord = forms.BooleanField(label="Ik ga akkoord met de afspraken")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dag = vandaag()
        datum = Datumveld(label="De dag", eerste=dag, laatste=dag + timedelta(days=365), help_text="Zoals: 1 12 2026.")
        self.fields = {"naam": self.fields.pop("naam"), "dag": datum} | self.fields


def formulieren() -> dict[str, Any]:
    """The same form as one meets it, filled in well and filled in badly."""
    leeg = Voorbeeldformulier(auto_id="leeg-%s")
    fout = Voorbeeldformulier({"naam": LANG, "email": "ann@", "dag": "31-2-2027"}, auto_id="fout-%s")
    fout.is_valid()
    # In the style guide nothing went wrong: nobody has to be taken there at once.
    samenvatting = render_to_string("_foutsamenvatting.html", {"formulier": fout})
    rustig = SafeString(samenvatting.replace(" autofocus", "").replace(' role="alert"', ""))
    return {"leeg": leeg, "fout": fout, "samenvatting": rustig}


# --- cards ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Talentvoorbeeld:
    """What talent/_kaartje.html reads of a Kaartje."""

    naam: str
    disciplines: list[str]
    plek: str
    kort: str
    pauze: bool = False
    foto: bool = False
    pad: str = "/talent/"

    @property
    def profiel(self) -> dict[str, str]:
        return {"kort": self.kort}

    @property
    def talent(self) -> dict[str, Any]:
        return {"voorbeeld": True, "pauze": self.pauze}

    @property
    def patroon(self) -> Patroon:
        return Patroon.van(self.naam, None)

    @property
    def beeld(self) -> dict[str, Any] | None:
        return beeld() if self.foto else None


def beeld() -> dict[str, Any]:
    """A drawn picture, as a template wants it."""
    return BEELD | {"src": static("img/stijlgids.webp")}


def _met_pad(ding: T, pad: str) -> T:
    """The example itself has no page: its link leads to the list of its kind."""
    vars(ding)["get_absolute_url"] = lambda: pad
    return ding


def _moment(over: int, uur: int) -> datetime:
    return datetime.combine(vandaag() + timedelta(days=over), time(uur), get_default_timezone())


def igs_rijen() -> list[IGSRij]:
    """A usual one, one with a long name, and one that stopped."""
    regio = Referentieregio(naam="Streek van de Rivier", slug="streek")
    leden = [Gemeente(naam=naam, nis_code=str(i)) for i, naam in enumerate(["Aandorp", "Beekstad", "Cederhout"], 1)]
    rijen = []
    for kleur, naam, aantal, stand in [
        (2, "Drie Dorpen", 3, "erkend tot en met 31 december 2027"),
        (3, LANG, 1, "erkenning niet gevonden"),
        (0, "Oud Verband", 0, "gestopt sinds 2024"),
    ]:
        igs = _met_pad(IGS(naam=naam, slug=f"stijlgids-{kleur}", kleur=kleur or None), "/igs/")
        van_igs = [Lid(igs, gemeente, None, None, None, "zeker", "") for gemeente in leden[:aantal]]
        rijen.append(IGSRij(igs, van_igs, [regio] if aantal else [], 24_310 * aantal, stand))
    return rijen


def kaartjes() -> dict[str, Any]:
    """Cards of every kind, usual and at their worst."""
    igs = _met_pad(IGS(naam="Drie Dorpen", slug="drie-dorpen"), "/igs/")
    dorp, tekst = Gemeente(naam="Aandorp"), "<p>Een verzonnen tekst, in twee zinnen. Zo leest een kaartje.</p>"
    avond = Activiteit(titel="Leesavond in de bib", begint_op=_moment(9, 20), eindigt_op=_moment(9, 22), igs=igs)
    avond.plaats, avond.gemeente, avond.publiek = "Bibliotheek", dorp, "iedereen"
    weg = Activiteit(titel=LANG, begint_op=_moment(16, 14), plaats="Kerkplein", igs=igs, geannuleerd=True)
    huis = Organisator(organisatie="Huis van de Buurt")
    dag = vandaag()
    oproepen = [
        Oproep(
            titel="Wie speelt op ons zomerplein?",
            kans="optreden",
            vergoeding="bedrag",
            bedrag=250,
            deadline=dag + timedelta(days=12),
        ),
        Oproep(titel=LANG, kans="tentoonstellen", vergoeding="onbetaald", deadline=dag, voorbeeld=True),
    ]
    for oproep in oproepen:
        oproep.van, oproep.plaats, oproep.gemeente, oproep.organisator = dag + timedelta(days=40), "Plein", dorp, huis
    return {
        "igs_rijen": igs_rijen(),
        "talenten": [
            Talentvoorbeeld(
                "Natte Kasseien", ["pop en rock"], "Aandorp, Drie Dorpen", "Gitaarpop over regen.", foto=True
            ),
            Talentvoorbeeld("Noor Halfweg", ["kleinkunst"], "Beekstad", "Kleine liedjes, grote gitaar.", pauze=True),
            Talentvoorbeeld(LANG, ["circus", "dans", "theater", "fotografie"], "", "Een naam die niet wil passen."),
        ],
        "activiteiten": [_met_pad(een, "/agenda/") for een in (avond, weg)],
        "praktijk": _met_pad(Praktijk(titel="Een expo die reist", igs=igs, tekst=tekst), "/praktijken/"),
        "bericht": _met_pad(
            Bericht(titel="Eén lenerspas voor drie dorpen", igs=igs, tekst=tekst, gepubliceerd_op=_moment(-3, 9)),
            "/nieuws/",
        ),
        "oproepen": [_met_pad(oproep, "/talent/oproepen/") for oproep in oproepen],
    }


def kaartbeeld() -> Kaartbeeld:
    """A map of five invented municipalities: in two networks, in both, and in none."""
    vormen = [
        ("Aandorp: Drie Dorpen", "M20 30L150 15L170 120L40 140Z", (2,)),
        ("Beekstad: Drie Dorpen", "M150 15L290 30L300 110L170 120Z", (2,)),
        ("Cederhout: Drie Dorpen en Overkant", "M40 140L170 120L190 220L60 230Z", (2, 3)),
        ("Duinkant: Overkant", "M170 120L300 110L330 215L190 220Z", (3,)),
        ("Eikeland: geen IGS", "M290 30L420 25L440 210L330 215L300 110Z", ()),
    ]
    cellen = [Cel("/igs/", naam, vorm, kleuren) for naam, vorm, kleuren in vormen]
    omtrek = "M20 30L150 15L290 30L420 25L440 210L330 215L190 220L60 230L40 140Z"
    grens = "M290 30L300 110L330 215"
    beeld = Kaartbeeld("Kaart van vijf verzonnen gemeenten", (0, 0, 460, 245), cellen, grens, omtrek, "", True, 16)
    beeld.opschriften = [Opschrift("Drie Dorpen", 160, 75), Opschrift("Overkant", 250, 170)]
    return beeld


@publiek(parameters=())
def stijlgids(request: HttpRequest) -> HttpResponse:
    """All parts on one page, for who makes or judges pages. No query."""
    context = {
        "kleuren": KLEUREN,
        "kaartkleuren": KAARTKLEUREN,
        "bladen": [Blad(Paginator(range(240), 24).get_page(nummer), "") for nummer in (1, 5)],
        "dag": vandaag(),
        "toen": _moment(-2, 10),
        "toen2": _moment(-1, 16),
        "beeld": kaartbeeld(),
        "foto": beeld() | {"afbeelding": {"alt": "Getekende golven in vijf kleuren", "bron": "Voorbeeld, getekend"}},
        "tijden": [("2018", "?", False), ("vandaag", "?", True), ("2027", "?", False)],
    }
    return render(request, "opnetwerk/stijlgids.html", context | formulieren() | kaartjes())
