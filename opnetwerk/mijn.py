"""The home of an account: who you are, how you log in, where you are logged in."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opnetwerk.models import Gebruiker
from opnetwerk.rollen import mag_in_beheer
from opnetwerk.toegang import ingelogd

# What just happened, for who comes back from a page that changed something (`?net=`).
MELDINGEN = {
    "naam": "Je naam is bewaard.",
    "e-mail": "Je nieuwe e-mailadres is bevestigd. Je meldt je er voortaan mee aan.",
    "wachtwoord": "Je wachtwoord is gewijzigd. Op je andere toestellen ben je afgemeld.",
}


class NaamForm(forms.Form):
    use_required_attribute = False

    naam = forms.CharField(
        label="Je naam",
        max_length=150,
        required=False,
        help_text="Je collega's zien hem bij wat je wijzigt.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_naam(self) -> str:
        """It may stand in the header of a mail."""
        naam: str = self.cleaned_data["naam"]
        if not naam.isprintable():
            raise forms.ValidationError("Schrijf je naam op één regel, met gewone letters en tekens.")
        return naam


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def mijn(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page; only the name is changed here."""
    gebruiker = request.user
    assert isinstance(gebruiker, Gebruiker)
    gestuurd = request.POST if request.method == "POST" else None
    formulier = NaamForm(gestuurd, initial={"naam": gebruiker.naam})
    if formulier.is_valid():
        gebruiker.naam = formulier.cleaned_data["naam"]
        gebruiker.save(update_fields=["naam"])
        return redirect(reverse("mijn") + "?net=naam")
    context = {
        "formulier": formulier,
        "melding": MELDINGEN.get(request.GET.get("net", "")),
        "mag_in_beheer": mag_in_beheer(gebruiker),
        "toestellen": len(UserSession.objects.purge_and_list(gebruiker)),
        **_stappen(gebruiker),
    }
    return render(request, "opnetwerk/mijn.html", context)


def _stappen(gebruiker: Gebruiker) -> dict[str, Any]:
    """The second steps of an account: app, number of passkeys, recovery codes left."""
    per_soort: dict[str, list[Authenticator]] = {}
    for stap in Authenticator.objects.filter(user=gebruiker):
        per_soort.setdefault(stap.type, []).append(stap)
    herstelcodes = per_soort.get(Authenticator.Type.RECOVERY_CODES, [])
    return {
        "app": bool(per_soort.get(Authenticator.Type.TOTP)),
        "passkeys": len(per_soort.get(Authenticator.Type.WEBAUTHN, [])),
        "herstelcodes": len(herstelcodes[0].wrap().get_unused_codes()) if herstelcodes else 0,
    }
