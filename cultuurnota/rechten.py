"""What somebody's account or address has in notes: to take along, to erase, and to erase again after a restore."""

from django.db.models import Q
from django.urls import reverse

from cultuurnota.models import Bevroren, Cultuurnota, Engagement, Hoofdstukversie, Opmerking, Teamlid, Teamuitnodiging
from cultuurnota.toegang import TREKKER
from opnetwerk import accountwissen, adreswissen, inzage
from opnetwerk.accountwissen import Bezwaar, Deel
from opnetwerk.dag import vandaag
from opnetwerk.logboek import GEWIST
from opnetwerk.models import Gebruiker

VAN_DE_NOTA = "Dit is van het netwerk: wie in het team zit, neemt de nota mee uit de werkruimte."


def _bezwaren(gebruiker: Gebruiker) -> list[Bezwaar]:
    """A note goes on: who is the only one that leads it names another first."""
    dag = vandaag()
    lopend = Teamlid.objects.filter(Q(tot=None) | Q(tot__gte=dag), van__lte=dag, rol=TREKKER)
    notas = Cultuurnota.objects.filter(pk__in=lopend.filter(gebruiker=gebruiker).values("nota"), weg_op=None)
    anderen = set(lopend.exclude(gebruiker=gebruiker).values_list("nota", flat=True))
    return [
        Bezwaar(
            f"Je bent de enige trekker van “{nota.titel}”. Maak eerst iemand anders trekker.",
            reverse("cultuurnota_werkruimte_team", args=[nota.kenmerk]),
            "Kies een andere trekker",
        )
        for nota in notas.order_by("pk")
        if nota.pk not in anderen
    ]


def _wis(gebruiker: Gebruiker) -> None:
    """What was written stays for the team, without the name."""
    for model in (Hoofdstukversie, Opmerking, Bevroren):
        model._default_manager.filter(door=gebruiker).update(door_naam=GEWIST)


def _vergeet_adres(engagement: Engagement) -> None:
    Engagement.objects.filter(pk=engagement.pk).update(contact_email="")


uitnodigingen = adreswissen.rij_voor_rij("teamuitnodiging", {Teamuitnodiging: "email"})
engagementen = adreswissen.rij_voor_rij(
    "engagementadres", {Engagement: "contact_email"}, _vergeet_adres, moment=lambda rij: rij.nota.gemaakt_op
)

TABELLEN_NIET = dict.fromkeys(
    [
        "cultuurnota.Cultuurnota", "cultuurnota.Hoofdstuk", "cultuurnota.Uitvoer", "cultuurnota.Publicatie",
        "cultuurnota.Deellink", "cultuurnota.Notabeeld", "cultuurnota.Actie", "cultuurnota.Indicator",
    ],
    VAN_DE_NOTA,
)  # fmt: skip
VELDEN_NIET = {
    "cultuurnota.Bevroren.inhoud": VAN_DE_NOTA,
    "cultuurnota.Opmerking.formulier": inzage.TECHNIEK,
    "cultuurnota.Opmerking.citaat": VAN_DE_NOTA,
    "cultuurnota.Engagement.document": VAN_DE_NOTA,
    "cultuurnota.Engagement.opmerking": VAN_DE_NOTA,
}


def registreer() -> None:
    """Called once, when the apps are ready."""
    adreswissen.wissers.extend([uitnodigingen, engagementen])
    accountwissen.delen.append(
        Deel(
            gaat=("Dat je in het team van een cultuurnota zit.",),
            blijft=("Wat je in een cultuurnota schreef of opmerkte, blijft voor het team, zonder je naam.",),
            bezwaren=_bezwaren,
            wis=_wis,
        )
    )
    inzage.tabellen_niet.update(TABELLEN_NIET)
    inzage.velden_niet.update(VELDEN_NIET)
