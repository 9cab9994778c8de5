"""Who may do what with whose data: row scope and rights, in one place. The admin asks nothing else.

A coordinator works on the IGS'en of a running Aanstelling; redactie and beheerder on everything.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest

from igs.models import (
    IGS,
    Aanstelling,
    Activiteit,
    Bericht,
    Buurpaar,
    Coordinator,
    Erkenning,
    Foto,
    Gemeente,
    Gidstekst,
    Hulpvraag,
    IGSNaam,
    Kaart,
    Lidmaatschap,
    Melding,
    Plaats,
    PlaatsBuiten,
    Portret,
    Praktijk,
    Referentieregio,
    Regelversie,
    Vraag,
)
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker, Gesprek, Logregel, Onbestelbaar, UitgaandeMail
from opnetwerk.rollen import is_beheerder, is_redactie, rolbronnen

KIJKEN, MAKEN, WIJZIGEN, WEGDOEN = "view", "add", "change", "delete"
ALLES = frozenset({KIJKEN, MAKEN, WIJZIGEN, WEGDOEN})

OP_SLUG = "igs_slug"  # the floor knows no IGS: its models name one by its slug
# The way from a model to its IGS; what is not here belongs to nobody's region.
PAD_NAAR_IGS: dict[type[models.Model], str] = {
    IGS: "pk",
    IGSNaam: "igs",
    Erkenning: "igs",
    Lidmaatschap: "igs",
    Coordinator: "igs",
    Portret: "igs",
    Praktijk: "igs",
    Activiteit: "igs",
    Bericht: "igs",
    Foto: "igs",
    Melding: "igs",
    Aanstelling: "igs",
    Gesprek: OP_SLUG,
}
# Facts about Flanders: everybody may choose from them, redactie alone changes them.
GEDEELD = {Gemeente, Referentieregio, Vraag}

RECHTEN_COORDINATOR: dict[type[models.Model], frozenset[str]] = {
    IGS: frozenset({KIJKEN, WIJZIGEN}),
    Erkenning: frozenset({KIJKEN}),
    Lidmaatschap: frozenset({KIJKEN}),
    Coordinator: ALLES,
    Portret: ALLES,
    Praktijk: ALLES,
    Activiteit: ALLES,
    Bericht: ALLES,
    Melding: frozenset({KIJKEN, WIJZIGEN}),
    Gesprek: frozenset({KIJKEN, WIJZIGEN}),
}
RECHTEN_REDACTIE: dict[type[models.Model], frozenset[str]] = {
    **RECHTEN_COORDINATOR,
    IGS: frozenset({KIJKEN, MAKEN, WIJZIGEN}),
    IGSNaam: ALLES,
    Erkenning: ALLES,
    Lidmaatschap: ALLES,
    Aanstelling: frozenset({KIJKEN, MAKEN, WIJZIGEN}),
    Gebruiker: frozenset({KIJKEN, WIJZIGEN}),
    Logregel: frozenset({KIJKEN}),
    UitgaandeMail: frozenset({KIJKEN, WIJZIGEN}),
    Onbestelbaar: frozenset({KIJKEN, WIJZIGEN}),
    Gidstekst: ALLES,
    Vraag: frozenset({KIJKEN, MAKEN, WIJZIGEN}),
    Hulpvraag: frozenset({KIJKEN, WIJZIGEN}),
    Gemeente: frozenset({KIJKEN, WIJZIGEN}),
    Referentieregio: frozenset({KIJKEN, WIJZIGEN}),
    Plaats: ALLES,
    PlaatsBuiten: ALLES,
    Buurpaar: frozenset({KIJKEN}),
    Kaart: frozenset({KIJKEN}),
    Regelversie: ALLES,
}


def breid_uit(
    *,
    paden: dict[type[models.Model], str],
    coordinator: dict[type[models.Model], frozenset[str]],
    redactie: dict[type[models.Model], frozenset[str]] | None = None,
) -> None:
    """For an app above this one, once, when the apps are ready: its ways to an IGS and the rights on its models.

    Redactie may do what a coordinator may, unless `redactie` says otherwise.
    """
    PAD_NAAR_IGS.update(paden)
    RECHTEN_COORDINATOR.update(coordinator)
    RECHTEN_REDACTIE.update(coordinator | (redactie or {}))


# Nobody changes what happened or what was sent.
ALLEEN_LEZEN = {Logregel, UitgaandeMail}


@dataclass(frozen=True)
class Bereik:
    """The IGS'en somebody works on: all, or the ones with these keys (none for whoever has no role)."""

    alles: bool
    igs: frozenset[int] = frozenset()

    def binnen(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """Only the rows of the scope. A model without a way to an IGS is for redactie alone, unless it is shared."""
        model = queryset.model
        if self.alles or (model in GEDEELD and self.igs):
            return queryset
        pad = PAD_NAAR_IGS.get(model)
        if pad == OP_SLUG:
            return queryset.filter(igs_slug__in=IGS.objects.filter(pk__in=self.igs).values("slug"))
        return queryset.filter(**{f"{pad}__in": self.igs}) if pad else queryset.none()

    def bevat(self, obj: models.Model) -> bool:
        return self.binnen(type(obj)._default_manager.filter(pk=obj.pk)).exists()


def bereik_van(gebruiker: Gebruiker | AnonymousUser, dag: date) -> Bereik:
    """The scope of an account on the day; an Aanstelling counts from its first to its last day."""
    if not isinstance(gebruiker, Gebruiker) or not gebruiker.is_active:
        return Bereik(alles=False)
    if is_redactie(gebruiker):
        return Bereik(alles=True)
    lopend = Aanstelling.objects.filter(gebruiker=gebruiker, van__lte=dag).exclude(tot__lt=dag)
    return Bereik(alles=False, igs=frozenset(lopend.values_list("igs_id", flat=True)))


def bereik_bij(request: HttpRequest) -> Bereik:
    """The scope of who asks, looked up once per request."""
    bereik: Bereik | None = getattr(request, "_bereik", None)
    if bereik is None:
        bereik = bereik_van(request.user, vandaag())
        request._bereik = bereik  # type: ignore[attr-defined]
    return bereik


def rechten(gebruiker: Gebruiker | AnonymousUser, model: type[models.Model], bereik: Bereik) -> frozenset[str]:
    """What the account may do with rows of the model inside its scope, given that scope."""
    if not isinstance(gebruiker, Gebruiker) or not gebruiker.is_active:
        return frozenset()
    if is_beheerder(gebruiker) and model not in ALLEEN_LEZEN:
        return ALLES if model in RECHTEN_REDACTIE else frozenset()
    if is_redactie(gebruiker):
        return RECHTEN_REDACTIE.get(model, frozenset())
    if bereik.igs:
        return RECHTEN_COORDINATOR.get(model, frozenset())
    return frozenset()


def _is_coordinator(gebruiker: Gebruiker, dag: date) -> bool:
    return bool(bereik_van(gebruiker, dag).igs)


rolbronnen.append(_is_coordinator)
