"""The page behind the link of an invitation."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from igs import uitnodigen
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import publiek_formulier


class WachtwoordForm(forms.Form):
    """A password of one's own; one field, with a button that shows it."""

    use_required_attribute = False

    wachtwoord = forms.CharField(
        label="Kies een wachtwoord",
        strip=False,
        max_length=200,
        help_text="Minstens 12 tekens. Een paar woorden na elkaar is sterk en makkelijk te onthouden.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Kies een wachtwoord van minstens 12 tekens."},
    )

    def __init__(self, *args: object, gebruiker: Gebruiker, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.gebruiker = gebruiker

    def clean_wachtwoord(self) -> str:
        wachtwoord: str = self.cleaned_data["wachtwoord"]
        validate_password(wachtwoord, self.gebruiker)
        return wachtwoord


@publiek_formulier
@require_http_methods(["GET", "HEAD", "POST"])
def uitnodiging(request: HttpRequest, sleutel: str, waarde: str) -> HttpResponse:
    """Opening the link changes nothing (mail scanners open links); the button does."""
    try:
        gebruiker = uitnodigen.uitgenodigde(sleutel, waarde)
    except Http404:
        return render(request, "igs/uitnodiging.html", {"verlopen": True}, status=404)
    form = WachtwoordForm(request.POST or None, gebruiker=gebruiker)
    if request.method == "POST" and form.is_valid():
        uitnodigen.neem_aan(gebruiker=gebruiker, wachtwoord=form.cleaned_data["wachtwoord"])
        return redirect("uitnodiging_aangenomen")
    return render(request, "igs/uitnodiging.html", {"form": form, "gebruiker": gebruiker})


@publiek_formulier
@require_http_methods(["GET", "HEAD"])
def uitnodiging_aangenomen(request: HttpRequest) -> HttpResponse:
    """What comes next: log in, and set up the second step."""
    return render(request, "igs/uitnodiging_aangenomen.html")
