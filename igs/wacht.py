"""The landing page of the admin: what waits for you, what grew old."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Q, Value
from django.urls import reverse

from igs.bereik import Bereik
from igs.models import IGS, Activiteit, Bericht, Melding, Portret, Praktijk
from opnetwerk.models import UitgaandeMail

MAANDEN_TOT_OUD = 12


@dataclass(frozen=True)
class Post:
    """One line on the landing page: a sentence, how many, since when, where to go."""

    titel: str
    aantal: int
    pad: str
    uitleg: str = ""


# Filled by the apps above this one: what waits there for who has this scope.
bronnen: list[Callable[[Bereik, date], list[Post]]] = []


def wat_wacht(bereik: Bereik, dag: date) -> list[Post]:
    """In order of urgency; nothing that waits for nobody. Four queries at most, and those of `bronnen`."""
    posten = [_meldingen(bereik), *(post for bron in bronnen for post in bron(bereik, dag))]
    posten += [*_concepten(bereik), _niet_nagekeken(bereik, dag)]
    if bereik.alles:
        mislukt = UitgaandeMail.objects.filter(stand=UitgaandeMail.Stand.MISLUKT).count()
        posten.append(Post("Mislukte mails", mislukt, _lijst(UitgaandeMail) + "?stand__exact=mislukt"))
    return [post for post in posten if post.aantal]


def eigen_igs(bereik: Bereik) -> list[IGS]:
    """The networks on top of the page of a coordinator; redactie sees none there."""
    return [] if bereik.alles else list(bereik.binnen(IGS.objects.all()))


def _meldingen(bereik: Bereik) -> Post:
    nieuw = bereik.binnen(Melding.objects.filter(stand=Melding.Stand.NIEUW))
    geteld = nieuw.aggregate(aantal=Count("pk"), oudste=Min("gemaakt_op"))
    uitleg = f"de oudste is van {geteld['oudste']:%d/%m/%Y}" if geteld["oudste"] else ""
    return Post("Meldingen van bezoekers", geteld["aantal"], _lijst(Melding) + "?stand__exact=nieuw", uitleg)


def _concepten(bereik: Bereik) -> list[Post]:
    modellen = (Bericht, Activiteit, Praktijk, Portret)
    eerste, *andere = (
        bereik.binnen(model.objects.niet_verwijderd().filter(gepubliceerd_op=None))
        .order_by()
        .annotate(soort=Value(model.__name__))
        .values_list("soort", flat=True)
        for model in modellen
    )
    aantallen = Counter(eerste.union(*andere, all=True))
    return [
        Post(
            f"{str(model._meta.verbose_name_plural).capitalize()}: nog niet gepubliceerd",
            aantallen[model.__name__],
            _lijst(model),
        )
        for model in modellen
    ]


def _niet_nagekeken(bereik: Bereik, dag: date) -> Post:
    grens = dag - timedelta(days=MAANDEN_TOT_OUD * 30)
    oud = bereik.binnen(IGS.objects.filter(Q(nagekeken_op=None) | Q(nagekeken_op__lt=grens), gestopt_op=None))
    return Post("Al 12 maanden niet nagekeken", oud.count(), _lijst(IGS), "kijk de pagina na en pas de datum aan")


def _lijst(model: type) -> str:
    opties = model._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{opties.app_label}_{opties.model_name}_changelist")
