"""Where else a talent wants to be found: a small page for who manages it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from opnetwerk.formulieren import Formulier
from opnetwerk.models import Gebruiker
from opnetwerk.toegang import ingelogd
from talent import regios
from talent.models import Talent


class Regioformulier(Formulier):
    """Which region to ask. `daad`: "stop" takes one away, anything else asks."""

    regio = forms.ChoiceField(label="In welke regio ben je ook actief?")

    def __init__(self, *args: object, talent: Talent, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.igsen = {igs.slug: igs for igs in regios.te_vragen(talent)}
        keuzes = [("", "Kies een regio"), *((slug, igs.naam) for slug, igs in self.igsen.items())]
        self.fields["regio"].choices = keuzes  # type: ignore[attr-defined]


@ingelogd
@require_http_methods(["GET", "HEAD", "POST"])
def mijn_talent_regios(request: HttpRequest, slug: str) -> HttpResponse:
    """The home region, the others with what they said, and asking one more."""
    gebruiker = request.user
    talent = get_object_or_404(Talent.objects.beheerd_door(gebruiker), slug=slug)
    assert isinstance(gebruiker, Gebruiker)
    formulier = Regioformulier(request.POST or None, talent=talent)
    if "stop" in request.POST:
        rij = next((rij for rij in regios.regios_van(talent) if rij.igs and rij.igs.slug == request.POST["stop"]), None)
        if rij and rij.igs:
            regios.stop_in(talent=talent, igs=rij.igs, door=gebruiker)
        return redirect("mijn_talent_regios", slug=slug)
    if request.method == "POST" and formulier.is_valid():
        try:
            igs = formulier.igsen[formulier.cleaned_data["regio"]]
            regios.vraag_toelating(talent=talent, igs=igs, door=gebruiker)
        except regios.KanNiet as reden:
            formulier.add_error("regio", str(reden))
        else:
            return redirect("mijn_talent_regios", slug=slug)
    context = {"talent": talent, "toelatingen": regios.regios_van(talent), "formulier": formulier}
    return render(request, "talent/mijn_talent_regios.html", context)
