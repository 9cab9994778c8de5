"""What stands between a request and the admin: a role, a second step in this session, and not too long ago."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows import reauthentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from opnetwerk.models import Gebruiker
from opnetwerk.rollen import mag_in_beheer

STIL = timedelta(minutes=30)
LANGSTE = timedelta(hours=12)
# Every page of the admin moves it, but not more often than this: each time costs a write.
BIJWERKEN_NA = timedelta(minutes=1)
LAATST = "beheer_laatst"  # session key: the last admin page, seconds since the epoch
STAPPEN = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def weigering(request: HttpRequest) -> HttpResponse | None:
    """The page to go to first, or None when the admin is open. Raises PermissionDenied for who has no role.

    An account without a second step goes to where it is set up; a session without one, or one whose second step is
    12 hours old, shows it; after 30 quiet minutes it is confirmed that the same person is there.
    """
    gebruiker = request.user
    if not isinstance(gebruiker, Gebruiker):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not mag_in_beheer(gebruiker):
        raise PermissionDenied
    if not is_mfa_enabled(gebruiker, STAPPEN):
        return HttpResponseRedirect(reverse("mfa_index") + "?reden=beheer")
    nu = timezone.now().timestamp()
    if nu - _tweede_stap_op(request) > LANGSTE.total_seconds():
        return onderbreek(request, _adres_tweede_stap(gebruiker))
    laatst = max(request.session.get(LAATST, 0.0), _aangemeld_op(request))
    if nu - laatst > STIL.total_seconds():
        return onderbreek(request, adres_bevestiging(gebruiker))
    if nu - request.session.get(LAATST, 0.0) > BIJWERKEN_NA.total_seconds():
        request.session[LAATST] = nu
    return None


def vraag_bevestiging(request: HttpRequest) -> HttpResponse | None:
    """For what cannot be undone: the page to confirm who you are, or None when that happened in the last minutes."""
    assert isinstance(request.user, Gebruiker)
    if timezone.now().timestamp() - _aangemeld_op(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return None
    return onderbreek(request, adres_bevestiging(request.user))


def onderbreek(request: HttpRequest, naar: str) -> HttpResponse:
    """Go to another page first, and come back: a form that was sent is kept and goes on by itself (files do not).

    allauth continues a kept form only when its path equals `next`; with the query string of the admin it never would.
    """
    if request.method != "POST":
        request.session.pop(reauthentication.STATE_SESSION_KEY, None)  # an older form must not wake up here
        return HttpResponseRedirect(f"{naar}?{urlencode({'next': request.get_full_path()})}")
    reauthentication.suspend_request(request, naar)
    return HttpResponseRedirect(f"{naar}?{urlencode({'next': request.path})}")


def adres_bevestiging(gebruiker: Gebruiker) -> str:
    wegen = get_adapter().get_reauthentication_methods(gebruiker)
    return str(wegen[0]["url"]) if wegen else reverse("account_login")


def _adres_tweede_stap(gebruiker: Gebruiker) -> str:
    heeft_app = is_mfa_enabled(gebruiker, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if heeft_app else "mfa_reauthenticate_webauthn")


def _aangemeld_op(request: HttpRequest) -> float:
    """When somebody last showed in this session who they are, seconds since the epoch; 0 for never."""
    return max((stap["at"] for stap in get_authentication_records(request, request.user)), default=0.0)


def _tweede_stap_op(request: HttpRequest) -> float:
    """When this session last saw a code or a passkey, seconds since the epoch; 0 for never."""
    stappen = get_authentication_records(request, request.user)
    return max((stap["at"] for stap in stappen if stap["method"] == "mfa"), default=0.0)
