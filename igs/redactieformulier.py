"""The form behind every edited text: fields of the draft, the picture, the moments, and the version it is based on."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.http import QueryDict

from igs import fotos, geschiedenis
from igs.models import IGS, Foto
from opnetwerk import versies
from opnetwerk.afbeeldingen import FotoVeld, plan_maten
from opnetwerk.dag import nu
from opnetwerk.formulieren import Modelformulier
from opnetwerk.redactioneel import Redactioneel


class RedactieForm(Modelformulier):
    """Knows the version it started from: when somebody saved in between it shows both texts and loses neither."""

    eigen_igs: IGS | None = None

    basis = forms.IntegerField(required=False, widget=forms.HiddenInput)
    foto_bestand = FotoVeld(label="Nieuwe foto", required=False)
    foto_alt = forms.CharField(
        label="Wat zie je op de foto?",
        required=False,
        max_length=300,
        widget=AdminTextInputWidget,
        help_text="Voor wie de foto niet ziet. Zoals: twintig mensen rond een tafel in de bibliotheek van Hove.",
    )
    foto_decoratief = forms.BooleanField(label="De foto is alleen versiering", required=False)
    foto_bron = forms.CharField(label="Fotograaf of bron", required=False, max_length=200, widget=AdminTextInputWidget)
    foto_weg = forms.BooleanField(label="Haal de foto weg", required=False)
    publiceren_op = forms.SplitDateTimeField(
        label="Publiceren op",
        required=False,
        widget=AdminSplitDateTime,
        help_text="Leeg: zodra je op Publiceer drukt.",
    )
    verbergen_vanaf = forms.SplitDateTimeField(
        label="Verbergen vanaf", required=False, widget=AdminSplitDateTime, help_text="Leeg: blijft staan."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.botsing: list[geschiedenis.Rij] = []
        item: Redactioneel = self.instance
        self.fields["basis"].initial = versies.laatste_nummer(item) if item.pk else 0
        foto = getattr(item, "foto", None)
        if foto is not None:
            self.fields["foto_alt"].initial = foto.alt
            self.fields["foto_decoratief"].initial = foto.decoratief
            self.fields["foto_bron"].initial = foto.bron
        if item.pk:
            self.fields["verbergen_vanaf"].initial = item.verbergen_op
            self.fields["publiceren_op"].initial = versies.gepland_op(item)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        self._controleer_foto(gegevens)
        op, tot = gegevens.get("publiceren_op"), gegevens.get("verbergen_vanaf")
        if op and tot and tot <= op:
            self.add_error("verbergen_vanaf", "Het verbergen ligt voor het publiceren.")
        elif tot and "_publiceer" in self.data and tot <= nu():
            self.add_error("verbergen_vanaf", "Dit moment is voorbij. Kies een later moment, of maak het leeg.")
        if self.instance.pk:
            self._controleer_basis(gegevens)
        return gegevens

    def _controleer_foto(self, gegevens: dict[str, Any]) -> None:
        foto_blijft = getattr(self.instance, "foto_id", None) and not gegevens.get("foto_weg")
        if not (gegevens.get("foto_bestand") or foto_blijft):
            return
        alt, decoratief = gegevens.get("foto_alt"), gegevens.get("foto_decoratief")
        if not alt and not decoratief:
            self.add_error("foto_alt", "Beschrijf wat je ziet, of kruis aan dat de foto alleen versiering is.")
        if alt and decoratief:
            self.add_error("foto_decoratief", "Een foto met een beschrijving is geen versiering. Kies een van beide.")

    def _controleer_basis(self, gegevens: dict[str, Any]) -> None:
        laatste = versies.laatste_nummer(self.instance)
        if gegevens.get("basis") == laatste:
            return
        versie = versies.nieuwste(self.instance)
        self.botsing = self._naast_elkaar(versie.velden if versie else versies.lees(self.instance))
        # A second save, after both texts were seen, is meant.
        gegeven = QueryDict(mutable=True)
        gegeven.update(self.data)
        gegeven["basis"] = str(laatste)
        self.data = gegeven
        door = versie.door_naam if versie else "iemand anders"
        raise ValidationError(
            f"{door} bewaarde intussen een andere versie. Jouw tekst staat nog in het formulier; de andere zie je "
            "ernaast. Neem over wat je nodig hebt en bewaar opnieuw. Niets gaat verloren: "
            "beide komen in de geschiedenis."
        )

    def _naast_elkaar(self, hunne: dict[str, Any]) -> list[geschiedenis.Rij]:
        mijne = versies.met_concept(self.instance)
        for veld, waarde in self.cleaned_data.items():
            if veld in {f.name for f in mijne._meta.concrete_fields}:
                setattr(mijne, veld, waarde)
        anders = versies.verschillen(mijne, hunne, versies.lees(mijne))
        return geschiedenis.in_woorden(type(mijne), [anders], heel=True)[0]

    def zet_foto(self, item: Any) -> None:
        """Make the picture of this form, or take over its words; called with the item that is about to be saved."""
        if "foto_bestand" not in self.fields or not hasattr(item, "foto_id"):
            return
        gegevens = self.cleaned_data
        woorden = {veld: gegevens[f"foto_{veld}"] for veld in ("alt", "decoratief", "bron")}
        if gegevens.get("foto_bestand"):
            igs = item if isinstance(item, IGS) else item.igs
            item.foto = Foto.objects.create(bestand=gegevens["foto_bestand"], igs=igs, **woorden)
            plan_maten(item.foto)
        elif gegevens.get("foto_weg"):
            item.foto = None
        elif item.foto_id and any(getattr(item.foto, veld) != waarde for veld, waarde in woorden.items()):
            item.foto = fotos.met_andere_woorden(item.foto, **woorden)
