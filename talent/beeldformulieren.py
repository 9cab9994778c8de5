"""The forms for one picture, and for one sound or film."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from opnetwerk.afbeeldingen import FotoVeld
from opnetwerk.beeldverwerking import GRENZEN
from opnetwerk.formulieren import Formulier
from talent import beelden, media, mediumlijst
from talent.formulieren import INGEDIEND, INTUSSEN, met, zeg_zelf
from talent.media import Herkend
from talent.models import Medium, Profielbeeld, Talent, Werk
from talent.models.profiel import MEESTE_BEELDEN, MEESTE_MEDIA
from talent.vergelijken import Verschil

OOK_LINK = (
    "Dit herkennen we niet als YouTube, Vimeo, Spotify, SoundCloud, Bandcamp of Mixcloud. Staat het elders? "
    "Zet het dan bij je links."
)
KORTE_LINK = "Dit is een korte link. Open hem, en kopieer het lange adres dat je dan ziet."
KORTE_HOSTS = ("on.soundcloud.com", "spotify.link", "spoti.fi", "bit.ly", "tinyurl.com", "app.link")


class Onderschrift(Formulier):
    """What the forms of one picture or medium share: the words that were shown, and what happened meanwhile."""

    def __init__(self, *args: Any, talent: Talent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.talent = talent
        self.botsing: list[Verschil] = []
        self.ligt_ter_beoordeling = False

    def meld_ingediend(self) -> None:
        self.ligt_ter_beoordeling = True
        self.add_error(None, INGEDIEND)

    def _meld_botsing(self, hunne: dict[str, Any], mijne: dict[str, Any]) -> None:
        """Show both; saving once more is meant then."""
        for naam, waarde in mijne.items():
            if hunne[naam] != waarde:
                self.botsing.append(Verschil(naam, str(self[naam].label), _woord(hunne[naam]), _woord(waarde)))
        self.data = met(self.data, {f"was_{naam}": _bewaard(waarde) for naam, waarde in hunne.items()})
        self.add_error(None, INTUSSEN)


def _woord(waarde: Any) -> str:
    return ("ja" if waarde else "nee") if isinstance(waarde, bool) else str(waarde)


def _bewaard(waarde: Any) -> str:
    """How a value travels in a hidden field."""
    return ("ja" if waarde else "") if isinstance(waarde, bool) else str(waarde)


class Beeldwoorden(Onderschrift):
    """The words under a picture."""

    alt = forms.CharField(
        label="Wat zie je op het beeld?",
        required=False,
        max_length=300,
        help_text="Voor wie het beeld niet ziet. Zoals: een blauwe vaas op een houten tafel.",
    )
    decoratief = forms.BooleanField(label="Het beeld is alleen versiering", required=False)
    bron = forms.CharField(
        label="Fotograaf of maker", required=False, max_length=200, help_text="De naam komt onder het beeld."
    )
    akkoord = forms.BooleanField(label="Wie herkenbaar in beeld is, gaat akkoord")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zeg_zelf(self.fields["alt"], "of kruis “versiering” aan")
        if self.talent.is_jong:
            self.fields["akkoord"].label = "Ik toon mijn werk, niet mezelf of iemand anders"

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        alt, decoratief = gegevens.get("alt"), gegevens.get("decoratief")
        if not alt and not decoratief and "alt" not in self.errors:
            self.add_error("alt", "Beschrijf wat je ziet, of kruis aan dat het beeld alleen versiering is.")
        if alt and decoratief:
            self.add_error("decoratief", "Een beeld met een beschrijving is geen versiering. Kies een van beide.")
        return gegevens

    def woorden(self) -> dict[str, Any]:
        return {naam: self.cleaned_data[naam] for naam in beelden.WOORDEN}


class Nieuwbeeld(Beeldwoorden):
    """An upload. When only its words miss something it is kept apart, so that it is not chosen again."""

    bestand = FotoVeld(
        label="Kies een beeld",
        help_text=f"{GRENZEN} Hoogstens {MEESTE_BEELDEN} beelden.",
        error_messages={"required": "Kies een beeld op je toestel."},
    )
    apart = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    field_order = ("bestand", "alt", "decoratief", "bron", "akkoord", "apart")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.al_geladen: Werk | None = None
        if self.is_bound and (naam := self["apart"].data):
            # A name of another talent finds nothing here.
            self.al_geladen = beelden.in_prullenmand(self.talent, naam)
        self.fields["bestand"].required = self.al_geladen is None

    def zet_apart(self) -> None:
        """Keep a good file of a form that came back."""
        bestand = self.cleaned_data.get("bestand")
        if bestand:
            self.al_geladen = beelden.zet_apart(talent=self.talent, bestand=bestand)
            self.data = met(self.data, {"apart": beelden.kenmerk(self.al_geladen)})

    def meld_te_vaak(self, hoogstens: int) -> None:
        self.add_error(None, f"Je laadde vandaag al {hoogstens} beelden. Probeer het morgen opnieuw.")

    def bron_van_beeld(self) -> Any:
        """The file of this form, or the picture that was put apart."""
        return self.cleaned_data.get("bestand") or self.al_geladen

    def meld_vol(self) -> None:
        self.add_error(None, f"Je profiel toont al {MEESTE_BEELDEN} beelden. Haal er eerst een weg.")


class Beeldwijziging(Beeldwoorden):
    """Other words; `was_…`: the words that were shown."""

    was_alt = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    was_decoratief = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    was_bron = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, beeld: Profielbeeld, **kwargs: Any) -> None:
        woorden = beelden.lees_woorden(beeld)
        was = {f"was_{naam}": _bewaard(waarde) for naam, waarde in woorden.items()}
        super().__init__(*args, initial={**woorden, **was, "akkoord": beeld.werk.herkenbaar_akkoord}, **kwargs)

    def basis(self) -> dict[str, Any]:
        was = {naam: self.cleaned_data[f"was_{naam}"] for naam in beelden.WOORDEN}
        return was | {"decoratief": was["decoratief"] == "ja"}

    def meld_botsing(self, ander: Profielbeeld) -> None:
        self._meld_botsing(beelden.lees_woorden(ander), self.woorden())


class Mediumwoorden(Onderschrift):
    """The words with sound or film."""

    titel = forms.CharField(label="Titel", required=False, max_length=120)
    beschrijving = forms.CharField(
        label="Wat hoor of zie je?",
        required=False,
        max_length=300,
        help_text="Ook voor wie niet kan luisteren of kijken.",
    )

    def woorden(self) -> dict[str, Any]:
        return {naam: self.cleaned_data[naam] for naam in mediumlijst.WOORDEN}


class Nieuwmedium(Mediumwoorden):
    adres = forms.CharField(
        label="Link",
        max_length=media.LANGSTE_ADRES,
        help_text=(
            "Kopieer het adres uit je browser. Voor Bandcamp: kies daar “Share/Embed” en plak de code, "
            f"dan krijg je een speler. Hoogstens {MEESTE_MEDIA}."
        ),
        error_messages={"required": "Plak een link naar je geluid of film."},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ("adres", "titel", "beschrijving")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kan_bij_links = False

    def clean_adres(self) -> Herkend:
        adres: str = self.cleaned_data["adres"]
        herkend = media.lees(adres)
        if herkend is None:
            if any(host in adres[:200].lower() for host in KORTE_HOSTS):
                raise ValidationError(KORTE_LINK)
            self.kan_bij_links = True
            raise ValidationError(OOK_LINK)
        return herkend

    def vervang_fout(self, veld: str, fout: ValidationError) -> None:
        """One thing to do at the field."""
        self.errors.pop(veld, None)
        self.add_error(veld, fout)

    def meld_vol(self) -> None:
        self.add_error(None, f"Je profiel toont al {MEESTE_MEDIA} keer geluid of film. Haal er eerst een weg.")


class Mediumwijziging(Mediumwoorden):
    """Other words; `was_…`: the words that were shown."""

    was_titel = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    was_beschrijving = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, medium: Medium, **kwargs: Any) -> None:
        woorden = mediumlijst.lees_woorden(medium)
        was = {f"was_{naam}": waarde for naam, waarde in woorden.items()}
        super().__init__(*args, initial={**woorden, **was}, **kwargs)

    def basis(self) -> dict[str, Any]:
        return {naam: self.cleaned_data[f"was_{naam}"] for naam in mediumlijst.WOORDEN}

    def meld_botsing(self, ander: Medium) -> None:
        self._meld_botsing(mediumlijst.lees_woorden(ander), self.woorden())
