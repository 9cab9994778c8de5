"""Figures about calls per region and per organiser, and what of them waits for a coordinator. Counts, nobody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from igs.bereik import Bereik
from igs.models import IGS
from igs.wacht import Post
from talent.cijfers import ZONDER_IGS
from talent.models import Oproep, Organisator, Reactie
from talent.oproepen import STANDAARDREGEL
from talent.oproepenlijst import Antwoordcijfers, antwoordcijfers

KOLOMMEN = ("regio", "organisator", "wat", "aantal")


@dataclass
class Oproepcijfers:
    """One region. `beantwoord`: by the organiser; `standaard`: with the standard line of the coordinator."""

    naam: str
    organisatoren: int = 0
    oproepen: int = 0
    open: int = 0
    onbetaald: int = 0
    reacties: int = 0
    gekozen: int = 0
    beantwoord: int = 0
    standaard: int = 0
    wachten: int = 0

    @property
    def antwoordgraad(self) -> int | None:
        """Whole per cent of the reactions that the organiser answered; None without a reaction."""
        return round(100 * self.beantwoord / self.reacties) if self.reacties else None


def per_regio(bereik: Bereik) -> list[Oproepcijfers]:
    """The regions of the scope with an organiser or a call, by name, who has no IGS last. Four queries.

    Drafts and examples count nowhere; a reaction that the talent took back does not either.
    """
    regios = {igs.pk: Oproepcijfers(igs.naam) for igs in bereik.binnen(IGS.objects.all())}
    alle: dict[int | None, Oproepcijfers] = dict(regios)
    if bereik.alles:
        alle[None] = Oproepcijfers(ZONDER_IGS)
    for rij in (*_organisatoren(bereik), *_oproepen(bereik), *_reacties(bereik)):
        if regio := alle.get(rij.pop("regio")):
            for veld, aantal in rij.items():
                setattr(regio, veld, aantal)
    gevuld = [regio for regio in alle.values() if regio.organisatoren or regio.oproepen or not bereik.alles]
    return sorted(gevuld, key=lambda regio: (regio.naam == ZONDER_IGS, regio.naam))


def _organisatoren(bereik: Bereik) -> list[dict[str, Any]]:
    toegelaten = bereik.binnen(Organisator.objects.filter(stand=Organisator.Stand.TOEGELATEN, voorbeeld=False))
    return _per(toegelaten, "igs", organisatoren=Count("pk"))


def _oproepen(bereik: Bereik) -> list[dict[str, Any]]:
    return _per(
        bereik.binnen(_meegeteld()),
        "igs",
        oproepen=Count("pk"),
        open=Count("pk", filter=Q(stand=Oproep.Stand.OPEN)),
        onbetaald=Count("pk", filter=Q(vergoeding=Oproep.Vergoeding.ONBETAALD)),
    )


def _reacties(bereik: Bereik) -> list[dict[str, Any]]:
    rijen = Reactie.objects.filter(oproep__in=bereik.binnen(_meegeteld())).exclude(status=Reactie.Status.INGETROKKEN)
    nieuw, vast = Q(status=Reactie.Status.NIEUW), Q(reden=STANDAARDREGEL)
    return _per(
        rijen,
        "oproep__igs",
        reacties=Count("pk"),
        gekozen=Count("pk", filter=Q(status=Reactie.Status.GEKOZEN)),
        beantwoord=Count("pk", filter=~nieuw & ~vast),
        standaard=Count("pk", filter=vast),
        wachten=Count("pk", filter=nieuw),
    )


def _meegeteld() -> QuerySet[Oproep]:
    alle: QuerySet[Oproep] = Oproep.objects.filter(voorbeeld=False).exclude(stand=Oproep.Stand.CONCEPT)
    return alle


def _per(rijen: QuerySet[Any], pad: str, **tellingen: Count) -> list[dict[str, Any]]:
    """Per region a row with its counts, the region under "regio"."""
    per = rijen.order_by().values(pad).annotate(**tellingen)
    return [{"regio": rij.pop(pad)} | rij for rij in per]


def per_organisator(bereik: Bereik) -> list[tuple[Organisator, Antwoordcijfers]]:
    """Who got a reaction in the scope, who answers least first. Two queries."""
    rijen = bereik.binnen(Organisator.objects.filter(oproepen__reacties__isnull=False, voorbeeld=False))
    organisatoren = list(rijen.select_related("igs").distinct().order_by("organisatie", "pk"))
    cijfers = antwoordcijfers(organisatoren)
    met = [(een, cijfers[een.pk]) for een in organisatoren if een.pk in cijfers]
    return sorted(met, key=lambda rij: rij[1].percentage or 0)


def als_rijen(bereik: Bereik) -> Iterator[tuple[str, str, str, int]]:
    """For the file: one figure a row."""
    for regio in per_regio(bereik):
        for wat, aantal in (
            ("organisatoren", regio.organisatoren),
            ("oproepen", regio.oproepen),
            ("oproepen die nu open staan", regio.open),
            ("onbetaalde oproepen", regio.onbetaald),
            ("reacties", regio.reacties),
            ("gekozen", regio.gekozen),
            ("beantwoord door de organisator", regio.beantwoord),
            ("gesloten met de standaardregel", regio.standaard),
            ("wacht op antwoord", regio.wachten),
        ):
            yield regio.naam, "", wat, aantal
    for organisator, cijfers in per_organisator(bereik):
        regio_naam = organisator.igs.naam if organisator.igs else ZONDER_IGS
        yield regio_naam, organisator.organisatie, "reacties", cijfers.reacties
        yield regio_naam, organisator.organisatie, "beantwoord door de organisator", cijfers.beantwoord


# --- what waits for a coordinator -----------------------------------------------------------------------------------
def te_beslissen(bereik: Bereik) -> QuerySet[Organisator]:
    """Who wants to be admitted in the scope, the longest waiting first."""
    wacht = Organisator.objects.filter(stand=Organisator.Stand.AANGEVRAAGD)
    return bereik.binnen(wacht).order_by("bevestigd_op", "pk")


def te_sluiten(bereik: Bereik, dag: date) -> QuerySet[Oproep]:
    """Calls of the scope that their organiser left open too long, the oldest deadline first."""
    return bereik.binnen(Oproep.objects.sluitbaar_met_standaardregel(dag)).order_by("deadline", "pk")


def wacht_al(organisator: Organisator, dag: date) -> str:
    """How long somebody waits, in words; a dash for who does not."""
    if organisator.stand != Organisator.Stand.AANGEVRAAGD or organisator.bevestigd_op is None:
        return "–"
    dagen = max((dag - localtime(organisator.bevestigd_op).date()) // timedelta(days=1), 0)
    return {0: "van vandaag", 1: "1 dag"}.get(dagen, f"{dagen} dagen")


def posten(bereik: Bereik, dag: date) -> list[Post]:
    """For the landing page of the admin. Three queries at most."""
    wacht = te_beslissen(bereik)
    oudste = wacht.first()
    uitleg = f"de oudste wacht {wacht_al(oudste, dag)}".replace("wacht van", "is van") if oudste else ""
    return [
        Post(
            "Talent: wie oproepen wil plaatsen",
            wacht.count() if oudste else 0,
            reverse("admin:talent_organisator_changelist"),
            uitleg,
        ),
        Post(
            "Talent: oproepen die te lang open staan",
            te_sluiten(bereik, dag).count(),
            reverse("admin:talent_oproep_changelist") + "?stand=te-lang",
            "sluit ze met een vaste zin voor wie wacht",
        ),
    ]
