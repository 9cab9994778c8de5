"""The landing page of the admin: what waits for you, what grew old."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
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


def wat_wacht(bereik: Bereik, dag: date) -> list[Post]:
    """In order of urgency; nothing that waits for nobody. Five queries at most."""
    posten = [_meldingen(bereik), *_concepten(bereik), _niet_nagekeken(bereik, dag)]
    if bereik.alles:
        mislukt = UitgaandeMail.objects.filter(stand=UitgaandeMail.Stand.MISLUKT).count()
        posten.append(Post("Mislukte mails", mislukt, _lijst(UitgaandeMail) + "?stand__exact=mislukt"))
    return [post for post in posten if post.aantal]


def eigen_igs(bereik: Bereik) -> list[IGS]:
    """The networks on top of the page of a coordinator; redactie sees none there."""
    return [] if bereik.alles else list(bereik.binnen(IGS.objects.all()))


def _meldingen(bereik: Bereik) -> Post:
    nieuw = bereik.binnen(Melding.objects.filter(stand=Melding.Stand.NIEUW))
    oudste = nieuw.order_by("gemaakt_op").values_list("gemaakt_op", flat=True).first()
    uitleg = f"de oudste is van {oudste:%d/%m/%Y}" if oudste else ""
    return Post("Meldingen van bezoekers", nieuw.count(), _lijst(Melding) + "?stand__exact=nieuw", uitleg)


def _concepten(bereik: Bereik) -> list[Post]:
    posten = []
    for model in (Bericht, Activiteit, Praktijk, Portret):
        aantal = bereik.binnen(model.objects.niet_verwijderd().filter(gepubliceerd_op=None)).count()
        naam = str(model._meta.verbose_name_plural)
        posten.append(Post(f"{naam.capitalize()}: nog niet gepubliceerd", aantal, _lijst(model)))
    return posten


def _niet_nagekeken(bereik: Bereik, dag: date) -> Post:
    grens = dag - timedelta(days=MAANDEN_TOT_OUD * 30)
    oud = bereik.binnen(IGS.objects.filter(Q(nagekeken_op=None) | Q(nagekeken_op__lt=grens), gestopt_op=None))
    return Post("Al 12 maanden niet nagekeken", oud.count(), _lijst(IGS), "kijk de pagina na en pas de datum aan")


def _lijst(model: type) -> str:
    opties = model._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{opties.app_label}_{opties.model_name}_changelist")
