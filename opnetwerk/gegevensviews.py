"""My data: see what is kept, take it along, erase it; with an account, or with a link by mail for who has none."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opnetwerk import accountwissen, adreslink, adreswissen, inzage
from opnetwerk.bevestigen import Onbekend, Verlopen
from opnetwerk.formulieren import Formulier, OpenbaarFormulier, TeVaak, formulierpagina
from opnetwerk.gespreksviews import sleutelpagina
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd, publiek, publiek_formulier
from opnetwerk.verwerkingen import register

LEZEN_EN_DOEN = require_http_methods(["GET", "HEAD", "POST"])
BESTAND = "mijn-gegevens-op-netwerk.zip"
NET = {
    "teruggenomen": "We wissen je account niet. Alles is er nog.",
}
TE_VEEL_MAILS = (
    "Naar dit adres stuurden we vandaag al {} mails. Kijk in de mailbox, ook bij de ongewenste post. "
    "Kwam er niets aan? Probeer het morgen opnieuw."
)


def _wie(request: HttpRequest) -> Gebruiker:
    assert isinstance(request.user, Gebruiker)
    return request.user


def _als_bestand(adressen: set[str], gebruiker: Gebruiker | None = None) -> FileResponse:
    antwoord = FileResponse(
        inzage.maak_zip(adressen, gebruiker), as_attachment=True, filename=BESTAND, content_type="application/zip"
    )
    antwoord.headers["Cache-Control"] = "private, no-store"
    return antwoord


# --- with an account --------------------------------------------------------------------------------------------------
@ingelogd
@require_safe
def mijn_gegevens(request: HttpRequest) -> HttpResponse:
    """How much there is of each kind, and the two doors: take along, erase."""
    ik = _wie(request)
    context = {
        "geteld": inzage.tel(inzage.adressen_van(ik), ik),
        "wissen_op": accountwissen.wissen_op(ik),
        "melding": NET.get(request.GET.get("net", "")),
    }
    return render(request, "opnetwerk/mijn_gegevens.html", context)


@ingelogd
@LEZEN_EN_DOEN
def mijn_gegevens_meenemen(request: HttpRequest) -> HttpResponseBase:
    """One ZIP with everything, made when somebody asks for it and shows again who they are."""
    ik = _wie(request)
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="opnetwerk")
        return _als_bestand(inzage.adressen_van(ik), ik)
    return render(request, "opnetwerk/mijn_gegevens_meenemen.html")


class Wisformulier(Formulier):
    """The address, typed: nobody erases an account by a slip of the finger."""

    email = forms.EmailField(
        label="Typ je e-mailadres",
        help_text="Zo wist niemand een account per ongeluk.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.adres = gebruiker.email

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() != self.adres.lower():
            raise forms.ValidationError(f"Typ het adres van dit account: {self.adres}.")
        return email


@ingelogd
@LEZEN_EN_DOEN
def mijn_gegevens_wissen(request: HttpRequest) -> HttpResponse:
    """What goes, what stays and why, what must be settled first; fourteen days to take it back."""
    if request.method == "POST":
        raise_if_reauthentication_required(request, app="opnetwerk")
    ik, bezwaren, daad = _wie(request), [], request.POST.get("daad", "")
    formulier = Wisformulier(request.POST if daad == "wis" else None, gebruiker=ik)
    if daad == "terug":
        accountwissen.neem_terug(gebruiker=ik)
        return redirect(reverse("mijn_gegevens") + "?net=teruggenomen")
    if formulier.is_valid():
        try:
            accountwissen.vraag(gebruiker=ik)
        except accountwissen.KanNiet as bezwaar:
            bezwaren = bezwaar.bezwaren
        else:
            return redirect(request.path)
    context: dict[str, Any] = {
        "formulier": formulier,
        "wissen_op": accountwissen.wissen_op(ik),
        "delen": accountwissen.delen,
    }
    context |= {"bezwaren": bezwaren or accountwissen.bezwaren_van(ik), "dagen": accountwissen.BEDENKTIJD.days}
    return render(request, "opnetwerk/mijn_gegevens_wissen.html", context, status=409 if bezwaren else 200)


# --- without an account -----------------------------------------------------------------------------------------------
class Adresformulier(OpenbaarFormulier):
    """The address that a link is mailed to."""

    minimum_seconden = 1

    email = forms.EmailField(
        label="Je e-mailadres",
        help_text="We sturen er een link naartoe. Zo weten we dat het adres van jou is.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def neem_plek(self) -> None:
        """Beside the places of a visitor those of the address. Raises TeVaak and TeVeelMails."""
        super().neem_plek()
        adreslink.keur_adres(self.cleaned_data["email"])

    def weiger_adres(self) -> None:
        self.status = 429
        self.add_error("email", TE_VEEL_MAILS.format(adreslink.HOOGSTENS_PER_ADRES))


@publiek_formulier
@formulierpagina
def mijn_gegevens_zonder_account(request: HttpRequest) -> HttpResponse:
    """Ask the link: one mail and one page, whoever has the address."""
    formulier = Adresformulier.voor(request)
    if formulier.is_robot:
        return redirect("mijn_gegevens_gevraagd")
    if formulier.is_valid():
        email = formulier.cleaned_data["email"]
        try:
            adreslink.vraag(email=email, formulier=formulier.sleutel, bij_nieuw=formulier.neem_plek)
        except TeVaak as te_vaak:
            formulier.weiger(te_vaak)
        except adreslink.TeVeelMails:
            formulier.weiger_adres()
        else:
            return redirect("mijn_gegevens_gevraagd")
    context = {"formulier": formulier, "register": register}
    return render(request, "opnetwerk/mijn_gegevens_zonder_account.html", context, status=formulier.status)


@publiek
def mijn_gegevens_gevraagd(request: HttpRequest) -> HttpResponse:
    """Where to look; says nothing about who is known."""
    return render(request, "opnetwerk/mijn_gegevens_gevraagd.html")


@publiek_formulier
@sleutelpagina
def mijn_gegevens_adres(request: HttpRequest, teken: str) -> HttpResponseBase:
    """What we keep of the address; the buttons take it along, or erase it. Opening the link changes nothing."""
    try:
        adres = adreslink.adres_van(teken)
    except Onbekend:
        return _adrespagina(request, {"onbekend": True}, status=404)
    except Verlopen:
        return _adrespagina(request, {"verlopen": True})
    if adreslink.heeft_account(adres):
        return _adrespagina(request, {"adres": adres, "heeft_account": True})
    daad = request.POST.get("daad", "") if request.method == "POST" else ""
    if daad == "meenemen":
        return _als_bestand({adres})
    if daad == "wis":
        adreswissen.wis(adres)
        return _adrespagina(request, {"gewist": True})
    gegevens = inzage.verzamel({adres})
    blijft = [(inzage.model_van(label)._meta.verbose_name_plural, waarom) for label, waarom in _blijft(gegevens)]
    return _adrespagina(request, {"adres": adres, "delen": inzage.in_woorden(gegevens), "blijft": blijft})


def _blijft(gegevens: dict[str, Any]) -> list[tuple[str, str]]:
    return [(label, adreswissen.blijft[label]) for label in gegevens if label in adreswissen.blijft]


def _adrespagina(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Without the name of who is logged in: its button to log out needs the token that this page lacks."""
    return render(request, "opnetwerk/mijn_gegevens_adres.html", context | {"heeft_sessie": False}, status=status)
