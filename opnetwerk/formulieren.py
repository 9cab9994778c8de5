"""The forms of the house.

`Formulier` (and `Modelformulier` for a model) takes any text without breaking and says in Dutch what to do.
`OpenbaarFormulier` is for who has no account: it keeps robots out without a puzzle and never throws away what a person
typed. Its view carries `formulierpagina` and reads: robot? valid? act, with `neem_plek` when the act makes something.
"""

import hashlib
import logging
import re
import secrets
import time
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, ClassVar, Self

from allauth.account.adapter import get_adapter
from django import forms
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import number_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opnetwerk.toegang import View

log = logging.getLogger(__name__)

LANGSTE_REGEL = 200  # characters, for a field that names no limit of its own
LANGSTE_TEKST = 10_000
EERSTE_JAAR, LAATSTE_JAAR = 1900, 2100
LANGSTE_EMAIL = 254  # what the column of a model holds

# --- what people type -----------------------------------------------------------------------------------------------
REGELEINDEN = re.compile("\r\n|[\r\x85\u2028\u2029]")
# Control characters, halves of a surrogate pair and what XML cannot hold: database, mail or document breaks on them.
STUURTEKENS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
STUURTEKENS_IN_REGEL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Invisible marks that turn the direction of a text; phones add them to what is copied. Arabic itself needs none.
RICHTINGTEKENS = re.compile("[\u202a-\u202e\u2066-\u2069]")
ONZICHTBAAR = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}  # categories of Unicode


def lees_tekst(tekst: str, *, een_regel: bool) -> tuple[str, bool]:
    """The text as it can be kept, and whether something had to be taken out that the visitor must know of.

    Line ends become equal, marks of direction go silently, and what shows nothing at all counts as empty.
    """
    tekst = RICHTINGTEKENS.sub("", unicodedata.normalize("NFC", tekst))
    if een_regel:
        tekst = tekst.strip()
        gelezen = STUURTEKENS_IN_REGEL.sub(lambda teken: " " if teken[0].isspace() else "", tekst)
    else:
        tekst = REGELEINDEN.sub("\n", tekst)
        gelezen = STUURTEKENS.sub("", tekst)
    zichtbaar = any(unicodedata.category(teken) not in ONZICHTBAAR for teken in gelezen)
    return gelezen if zichtbaar else "", gelezen != tekst


class Veld(BoundField):
    """What was typed in one field, as it can be kept: so it is judged, and so it is shown again."""

    @property
    def data(self) -> Any:
        return self._lees()[0]

    @property
    def had_stuurtekens(self) -> bool:
        """Whether somebody may have typed what cannot be kept; in a hidden field nobody types."""
        return self._lees()[1] and not self.is_hidden

    def _lees(self) -> tuple[Any, bool]:
        ruw = super().data
        if isinstance(ruw, list):
            delen = [self._lees_een(deel) for deel in ruw]
            return [deel for deel, _ in delen], any(had for _, had in delen)
        return self._lees_een(ruw)

    def _lees_een(self, ruw: Any) -> tuple[Any, bool]:
        if not isinstance(ruw, str):
            return ruw, False
        if not getattr(self.field, "strip", True):  # a password: exactly as typed
            return ruw, bool(STUURTEKENS.search(ruw))
        return lees_tekst(ruw, een_regel=not isinstance(self.field.widget, forms.Textarea))


class HoogstensTekens(MaxLengthValidator):
    """As Django's, with figures to write: 3.000 and 3.412."""

    def __call__(self, waarde: str) -> None:
        try:
            super().__call__(waarde)
        except ValidationError as fout:
            fout.params = (fout.params or {}) | {
                "hoogstens": number_format(self.limit_value, force_grouping=True),
                "aantal": number_format(len(waarde), force_grouping=True),
            }
            raise


# --- what we say back -----------------------------------------------------------------------------------------------
# Per kind of field, the narrower kind last. {zin} is the label in a sentence, {naam} the label between quotes.
KIES = "Kies bij {naam} een antwoord uit de lijst."
FOUTTEKSTEN: list[tuple[type[forms.Field], dict[str, str]]] = [
    (forms.Field, {"required": "Vul {zin} in.", "invalid": "Kijk {zin} na en verbeter het."}),
    (
        forms.CharField,
        {
            "max_length": "Maak {zin} korter: hoogstens %(hoogstens)s tekens, nu zijn het er %(aantal)s.",
            "min_length": "Maak {zin} langer: minstens %(limit_value)s tekens.",
        },
    ),
    (forms.EmailField, dict.fromkeys(["required", "invalid"], "Vul {zin} in, zoals naam@voorbeeld.be.")),
    (forms.URLField, dict.fromkeys(["required", "invalid"], "Vul {zin} in, zoals https://www.voorbeeld.be.")),
    (
        forms.IntegerField,  # decimals and floats too
        {
            "invalid": "Vul bij {naam} een getal in, zoals 12.",
            "min_value": "Vul bij {naam} minstens %(limit_value)s in.",
            "max_value": "Vul bij {naam} hoogstens %(limit_value)s in.",
        },
    ),
    (forms.DateField, {"invalid": "Vul {zin} in als dag, maand en jaar, zoals 23-11-2026."}),
    (forms.TimeField, {"invalid": "Vul {zin} in als uur en minuten, zoals 19:30."}),
    (forms.DateTimeField, {"invalid": "Vul {zin} in als dag en uur, zoals 23-11-2026 19:30."}),
    (forms.BooleanField, {"required": "Zet een vinkje bij {naam}."}),
    (forms.ChoiceField, {"required": "Kies een antwoord bij {naam}.", "invalid_choice": KIES}),
    (
        forms.MultipleChoiceField,
        {"required": "Kies minstens één antwoord bij {naam}.", "invalid_choice": KIES, "invalid_list": KIES},
    ),
    (forms.ModelMultipleChoiceField, {"required": "Kies minstens één antwoord bij {naam}.", "invalid_pk_value": KIES}),
    (
        forms.FileField,
        {
            "required": "Kies een bestand bij {naam}.",
            "invalid": "Het bestand bij {naam} kwam niet aan. Kies het opnieuw.",
            "missing": "Het bestand bij {naam} kwam niet aan. Kies het opnieuw.",
            "empty": "Het bestand bij {naam} is leeg. Kies een ander bestand.",
            "max_length": "Geef het bestand bij {naam} een naam van hoogstens %(max)d tekens.",
        },
    ),
    (forms.ImageField, {"invalid_image": "Het bestand bij {naam} is geen beeld dat we kunnen lezen. Kies een ander."}),
]
STUURTEKENFOUT = "In {zin} stond een teken dat we niet kunnen bewaren. We haalden het weg: kijk je tekst na."


def met_label(tekst: str, label: str) -> str:
    """Fill in {zin} and {naam}. Figures come later with the % operator, which no label may disturb."""
    label = label.replace("%", "procent")
    naam = f"“{label}”"
    zin = label[0].lower() + label[1:] if re.match(r"(Je|Jouw|De|Het|Een) ", label) else naam
    return tekst.format(zin=zin, naam=naam)


def foutteksten(veld: forms.Field, label: str) -> dict[str, str]:
    """Our texts for this field, by code; a text that the field brings itself is left to it."""
    standaard: dict[str, Any] = {}
    for soort in reversed(type(veld).__mro__):
        standaard |= getattr(soort, "default_error_messages", {})
    onze: dict[str, str] = {}
    for soort, teksten in FOUTTEKSTEN:
        if isinstance(veld, soort):
            onze |= teksten
    eigen = {code for code, tekst in veld.error_messages.items() if tekst != standaard.get(code)}
    return {code: met_label(tekst, label) for code, tekst in onze.items() if code not in eigen}


# --- the forms ------------------------------------------------------------------------------------------------------
def in_onze_tijd(waarde: date) -> None:
    """A year typed wrong is no date of this portal; the database and the calendar would choke on it."""
    if not EERSTE_JAAR <= waarde.year <= LAATSTE_JAAR:
        raise ValidationError(f"Vul een datum in tussen {EERSTE_JAAR} en {LAATSTE_JAAR}.", code="jaar")


class Formuliergedrag(forms.BaseForm):
    """What every form of the house does, whatever it is made of."""

    use_required_attribute = False
    bound_field_class = Veld

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        for veld in self.fields.values():
            _begrens(veld)
            if isinstance(veld, forms.EmailField):
                veld.widget.attrs = {"autocomplete": "email", "spellcheck": "false"} | veld.widget.attrs

    def _clean_fields(self) -> None:
        for naam, veld in self.fields.items():
            for deel in (veld, *getattr(veld, "fields", ())):  # a date and a time are fields within a field
                deel.error_messages |= foutteksten(deel, str(self[naam].label))
        super()._clean_fields()  # type: ignore[misc]
        for naam in self.fields:
            self._een_fout_per_veld(naam)

    def _een_fout_per_veld(self, naam: str) -> None:
        """The first thing to do; and one sentence for whatever an unreadable character led to."""
        gebonden = self[naam]
        assert isinstance(gebonden, Veld)
        if gebonden.had_stuurtekens:
            self.errors.pop(naam, None)
            self.add_error(naam, met_label(STUURTEKENFOUT, str(gebonden.label)))
        elif naam in self.errors:
            fout = self.errors[naam].as_data()[0]
            # A key that cannot even be a key of that model: the same as one that is not in the list.
            if isinstance(gebonden.field, forms.ModelChoiceField) and fout.code == "invalid":
                fout = ValidationError(gebonden.field.error_messages["invalid_choice"], code="invalid_choice")
            del self.errors[naam]
            self.add_error(naam, fout)


def _begrens(veld: forms.Field) -> None:
    """Every text has a longest length, counted at the server: the browser would cut a pasted text in silence."""
    for eigenschap in ("maxlength", "minlength"):
        veld.widget.attrs.pop(eigenschap, None)
    if isinstance(veld, forms.DateField | forms.DateTimeField | forms.SplitDateTimeField):
        veld.validators = [*veld.validators, in_onze_tijd]
    if not isinstance(veld, forms.CharField) or isinstance(veld, forms.UUIDField | forms.JSONField):
        return
    standaard = LANGSTE_REGEL if isinstance(veld.widget, forms.widgets.Input) else LANGSTE_TEKST
    veld.max_length = veld.max_length or standaard
    if isinstance(veld, forms.EmailField):
        veld.max_length = min(veld.max_length, LANGSTE_EMAIL)
    anders = [regel for regel in veld.validators if not isinstance(regel, MaxLengthValidator)]
    veld.validators = [HoogstensTekens(veld.max_length), *anders]


class Formulier(Formuliergedrag, forms.Form):
    """A form with fields of its own."""


class Modelformulier(Formuliergedrag, forms.ModelForm):
    """A form made from a model."""


# --- the guard of public forms --------------------------------------------------------------------------------------
def formulierpagina(view: View) -> View:
    """GET and POST, for a view whose form is an OpenbaarFormulier.

    That form checks the CSRF token itself: without a good one it comes back with what was typed, where the middleware
    would throw it away.
    """
    return require_http_methods(["GET", "HEAD", "POST"])(csrf_exempt(view))


class _CsrfZonderAntwoord(CsrfViewMiddleware):
    """Django's check; gives the reason instead of an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def csrf_bezwaar(request: HttpRequest) -> str:
    """Why the CSRF token of a POST is not good; empty when it is, or when the middleware checked it already."""
    controle = _CsrfZonderAntwoord(lambda _: HttpResponse())
    return str(controle.process_view(request, _beschermd, (), {}) or "")


def _beschermd() -> HttpResponse:
    """What the check looks at instead of the view, which carries `csrf_exempt`."""
    raise NotImplementedError


@dataclass(frozen=True)
class Teken:
    """What a public form carries along: which showing of it this is, and when that was (seconds since 1970)."""

    nummer: str
    gemaakt_op: float

    @property
    def leeftijd(self) -> float:
        """In seconds."""
        return time.time() - self.gemaakt_op


TEKENS = Signer(salt="opnetwerk.formulieren")
LANGST_OPEN = 24 * 3600  # seconds that a form may stand open


def maak_teken(gemaakt_op: float | None = None) -> str:
    """A new signed token, of this moment unless another is given."""
    return TEKENS.sign_object([secrets.token_hex(8), time.time() if gemaakt_op is None else gemaakt_op])


def lees_teken(tekst: str | None) -> Teken | None:
    """The token, or None when it is missing, forged or too old."""
    try:
        teken = Teken(*TEKENS.unsign_object(tekst or ""))
    except BadSignature:
        return None
    return teken if teken.leeftijd <= LANGST_OPEN else None


class Tekenveld(forms.CharField):
    """Keeps a good token, so that a second try is not too fast again; gives a new one for what is none."""

    widget = forms.HiddenInput(attrs={"autocomplete": "off"})

    def __init__(self) -> None:
        super().__init__(required=False, initial=maak_teken)

    def clean(self, value: Any) -> str:
        return value or ""

    def bound_data(self, data: Any, initial: Any) -> str:
        return data if lees_teken(data) else maak_teken()


class Lokinvoer(forms.TextInput):
    """A text field that people never meet; shown along with the hidden ones."""

    template_name = "django/forms/widgets/lokveld.html"
    is_hidden = True


class Lokveld(forms.CharField):
    """Only a robot fills this in. Its name is one that no browser and no password manager completes."""

    widget = Lokinvoer(attrs={"tabindex": "-1", "autocomplete": "off", "data-1p-ignore": True, "data-lpignore": "true"})

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        return value or ""


class TeVaak(Exception):
    """This visitor sent too much; `opnieuw_op` is when the next one is welcome."""

    def __init__(self, opnieuw_op: datetime) -> None:
        super().__init__(f"opnieuw vanaf {opnieuw_op:%H:%M}")
        self.opnieuw_op = opnieuw_op


COOKIE_NODIG = (
    "Je formulier is nog niet verstuurd: we kregen de cookie van deze site niet terug. Laat cookies van deze site toe "
    "en druk opnieuw op de knop. Wat je invulde, staat er nog."
)
TE_LANG_OPEN = (
    "Je formulier is nog niet verstuurd: de pagina stond te lang open, of er ging iets mis onderweg. Kijk na wat je "
    "invulde en druk opnieuw op de knop."
)
TE_SNEL = (
    "Je formulier is nog niet verstuurd: het ging zo snel dat we aan een robot dachten. Wacht enkele seconden en druk "
    "opnieuw op de knop. Wat je invulde, staat er nog."
)


class OpenbaarFormulier(Formulier):
    """A form for everybody. Give it the request; `sleutel` tells one sending of it from another."""

    minimum_seconden: ClassVar[float] = 3  # between showing and sending
    hoogstens_per_uur: ClassVar[int] = 10  # per visitor, only what is kept counts

    teken = Tekenveld()
    meer_info = Lokveld()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.status = 200

    @classmethod
    def voor(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """Bound when something was posted."""
        if request.method == "POST":
            return cls(request.POST, request.FILES, request=request, **kwargs)
        return cls(request=request, **kwargs)

    @property
    def is_robot(self) -> bool:
        """The field that nobody sees was filled in: answer as always and keep nothing."""
        return self.is_bound and bool(self["meer_info"].data)

    @property
    def sleutel(self) -> str:
        """The same for the same showing with the same words, so that it is kept once; 64 characters."""
        ingevuld = [(naam, self[naam].data) for naam in self.fields]
        return hashlib.sha256(repr(ingevuld).encode(errors="backslashreplace")).hexdigest()

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]
        # Who has something to fill in first is neither too fast nor too late yet.
        if not self.errors and (bezwaar := self._bezwaar()):
            self.add_error(None, bezwaar)

    def _bezwaar(self) -> str:
        """Why we do not take this from a person yet, in a sentence that says what to do."""
        if reden := csrf_bezwaar(self.request):
            log.warning("csrf: %s", reden)
            self.status = 403
            return COOKIE_NODIG
        teken = lees_teken(self["teken"].data)
        if teken is None:
            return TE_LANG_OPEN
        return TE_SNEL if teken.leeftijd < self.minimum_seconden else ""

    def neem_plek(self) -> None:
        """Count one thing that this visitor makes. Raises TeVaak; inside a transaction that undoes the thing too."""
        sleutel = f"plek:{type(self).__name__}:{bezoeker(self.request)}"
        vrij_op = neem_plek(sleutel, hoogstens=self.hoogstens_per_uur, per=timedelta(hours=1))
        if vrij_op:
            raise TeVaak(vrij_op)

    def weiger(self, te_vaak: TeVaak) -> None:
        """Let the form come back with the moment from which it is welcome."""
        op = timezone.localtime(te_vaak.opnieuw_op + timedelta(seconds=59))
        self.status = 429
        self.add_error(
            None,
            f"Van jouw verbinding kwamen het voorbije uur al {self.hoogstens_per_uur} berichten. Wacht tot "
            f"{op.hour}.{op:%M} uur en druk dan opnieuw op de knop. Wat je invulde, staat er nog.",
        )


# --- how much one visitor may send ----------------------------------------------------------------------------------
def bezoeker(request: HttpRequest) -> str:
    """An unreadable name for who asks, the same on every process: the address itself is not kept.

    Behind proxies it is the address that the last trusted one saw; of IPv6 the network, which one household shares.
    """
    try:
        adres = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "onbekend"
    if isinstance(adres, IPv6Address):  # a server that listens on both writes an IPv4 address as one of IPv6
        adres = adres.ipv4_mapped or ip_network(f"{adres}/64", strict=False).network_address
    return salted_hmac("opnetwerk.formulieren.bezoeker", str(adres)).hexdigest()


def neem_plek(sleutel: str, *, hoogstens: int, per: timedelta) -> datetime | None:
    """Take one of the places under this key, for so long. None when there was one, else when the first comes free.

    Each place is a cache key of its own: adding one is atomic in every shared cache, where counting up is not.
    """
    plekken = [f"{sleutel}:{nummer}" for nummer in range(hoogstens)]
    vrij_op = datetime.now(UTC) + per
    bezet: Mapping[str, datetime] = cache.get_many(plekken)
    for plek in plekken:
        if plek not in bezet and cache.add(plek, vrij_op, per.total_seconds()):
            return None
    return min(cache.get_many(plekken).values(), default=vrij_op)


# --- the reference of nothing ---------------------------------------------------------------------------------------
def schijnkenmerk() -> uuid.UUID:
    """A reference for what was not kept; its page looks like every other."""
    begin = uuid.uuid4().bytes[:9]
    return uuid.UUID(bytes=begin + _waarmerk(begin))


def is_schijnkenmerk(kenmerk: uuid.UUID) -> bool:
    return constant_time_compare(kenmerk.bytes[9:], _waarmerk(kenmerk.bytes[:9]))


def _waarmerk(begin: bytes) -> bytes:
    return salted_hmac("opnetwerk.formulieren.kenmerk", begin).digest()[:7]
