"""The forms of allauth in our words: labels, hints, autocomplete tokens, one field for a new password."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, ClassVar

from allauth.account import forms as rekening
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms.fields import InvalidJSONInput

from opnetwerk.post import LANGSTE_ADRES

NIEUW_WACHTWOORD = "Minstens 12 tekens. Een korte zin is sterk en blijft in je hoofd."
GEEN_PASSKEY = "Je browser stuurde geen passkey mee. Probeer het opnieuw."


class Formulier(forms.Form):
    """Without example text in the fields: it vanishes while typing and repeats the label."""

    use_required_attribute = False
    labels: ClassVar[dict[str, str]] = {}
    wenken: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam, veld in self.fields.items():
            veld.widget.attrs.pop("placeholder", None)
            veld.label = self.labels.get(naam, veld.label)
            veld.help_text = self.wenken.get(naam, "")
            if isinstance(veld, forms.EmailField):
                veld.validators.append(MaxLengthValidator(LANGSTE_ADRES))


# --- e-mail address and password ---


class Aanmelden(Formulier, rekening.LoginForm):  # type: ignore[misc]
    labels: ClassVar = {"login": "E-mailadres"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["login"].error_messages["required"] = "Vul je e-mailadres in."
        self.fields["password"].error_messages["required"] = "Vul je wachtwoord in."


class AccountMaken(Formulier, rekening.SignupForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mailadres", "password1": "Kies een wachtwoord"}
    wenken: ClassVar = {"email": "Je krijgt er een code op. We tonen het aan niemand.", "password1": NIEUW_WACHTWOORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "username"
        self.fields["email"].error_messages["required"] = "Vul je e-mailadres in, zoals naam@voorbeeld.be."
        self.fields["password1"].error_messages["required"] = "Kies een wachtwoord van minstens 12 tekens."


class WachtwoordBevestigen(Formulier, rekening.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": "Je wachtwoord"}


class EmailWijzigen(Formulier, rekening.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "Nieuw e-mailadres"}


class EmailBevestigen(Formulier, rekening.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code uit de mail"}


class NieuwWachtwoord(Formulier):
    """Once is enough: the field can be shown, and a typing error is repaired by mail."""

    labels: ClassVar = {"oldpassword": "Je wachtwoord van nu", "password1": "Nieuw wachtwoord"}
    wenken: ClassVar = {"password1": NIEUW_WACHTWOORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]


class WachtwoordWijzigen(NieuwWachtwoord, rekening.ChangePasswordForm):  # type: ignore[misc]
    pass


class WachtwoordInstellen(NieuwWachtwoord, rekening.SetPasswordForm):  # type: ignore[misc]
    pass


class WachtwoordHerstellen(NieuwWachtwoord, rekening.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class WachtwoordVergeten(Formulier, rekening.ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "Je e-mailadres"}


# --- codes of the app, and recovery codes ---


class EenmaligeCode(Formulier):
    """allauth forgets a used code after one period, but with a tolerance it would still be right after that."""

    labels: ClassVar = {"code": "Code"}
    wenken: ClassVar = {"code": "De 6 cijfers uit je app, of een herstelcode van 8 cijfers."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        getypt = normalize_user_code(self.cleaned_data["code"])
        sleutel = f"code-{self.user.pk}-{sha256(getypt.encode()).hexdigest()}"  # type: ignore[attr-defined]
        if cache.get(sleutel):
            raise get_adapter().validation_error("used_code")
        waarde: str = super().clean_code()  # type: ignore[misc]
        if not cache.add(sleutel, True, app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)):
            raise get_adapter().validation_error("used_code")
        return waarde


class CodeBijAanmelden(EenmaligeCode, code.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeBevestigen(EenmaligeCode, code.ReauthenticateForm):  # type: ignore[misc]
    pass


class AppKoppelen(Formulier, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code uit je app"}
    wenken: ClassVar = {"code": "6 cijfers. Ze veranderen elke halve minuut."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


# --- passkeys ---


@contextmanager
def leesbare_passkey() -> Iterator[None]:
    """What a browser never sends makes fido2 stumble in many ways; for us it is a passkey that is not right."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as fout:
        raise get_adapter().validation_error("incorrect_code") from fout


class Passkeyveld(forms.JSONField):
    """What the browser made of a passkey; js/passkey.js fills it."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(error_messages={"required": GEEN_PASSKEY, "invalid": GEEN_PASSKEY})

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as fout:
            raise ValidationError(GEEN_PASSKEY, code="invalid") from fout

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Never shown again: each use of a passkey works once."""
        return InvalidJSONInput("")


class PasskeyFormulier(Formulier):
    credential = Passkeyveld()

    def clean_credential(self) -> Any:
        with leesbare_passkey():
            return super().clean_credential()  # type: ignore[misc]


class FoutBovenaan(forms.Form):
    """Nobody can go to a hidden field: what is wrong with it belongs to the form."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(None if field == "credential" else field, error)


class PasskeyAanmelden(PasskeyFormulier, passkey.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyBevestigen(PasskeyFormulier, passkey.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyBijAanmelden(FoutBovenaan, PasskeyFormulier, passkey.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyToevoegen(FoutBovenaan, Formulier, passkey.AddWebAuthnForm):  # type: ignore[misc]
    """Always one that can log in by itself: kept on the device, opened by finger, face or PIN."""

    labels: ClassVar = {"name": "Naam"}
    wenken: ClassVar = {"name": "Zo herken je ze later, zoals “mijn telefoon”."}

    name = forms.CharField(max_length=80, required=False)
    credential = Passkeyveld()
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any] | None:
        with leesbare_passkey():
            return super().clean()


class PasskeyHernoemen(Formulier, passkey.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": "Naam"}

    name = forms.CharField(max_length=80)
