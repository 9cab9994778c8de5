"""System checks: the habits of the house as law."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# These bring their own addresses and their own guards: the admin site and allauth.
VREEMD = ("django.", "allauth.")


def adressen(resolver: URLResolver | None = None, voor: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern, included trees too."""
    for patroon in (resolver or get_resolver()).url_patterns:
        pad = voor + str(patroon.pattern)
        if isinstance(patroon, URLResolver):
            yield from adressen(patroon, pad)
        else:
            yield pad, patroon


def eigen_view(patroon: URLPattern) -> bool:
    module = getattr(patroon.callback, "__module__", "")
    van_beheer = hasattr(patroon.callback, "model_admin") or hasattr(patroon.callback, "admin_site")
    return not module.startswith(VREEMD) and not van_beheer


@register()
def toegang_vermeld(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every view of ours says who may enter."""
    return [
        Error(
            f"{patroon.callback.__module__}.{patroon.callback.__name__} (/{pad}) zegt niet wie erin mag.",
            hint="Zet een decorator van opnetwerk.toegang boven de view.",
            id="opnetwerk.E001",
        )
        for pad, patroon in adressen()
        if eigen_view(patroon) and not hasattr(patroon.callback, "toegang")
    ]
