"""What somebody's account or address has at Talent: to take along, to erase, and to erase again after a restore."""

import zipfile
from collections.abc import Iterator

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse

from opnetwerk import accountwissen, adreswissen, inzage, wissingen
from opnetwerk.accountwissen import Bezwaar, Deel
from opnetwerk.bevestigen import als_uuid
from opnetwerk.models import Gebruiker
from talent import beheren, meenemen, organisatoren, ouders, verlaten
from talent.models import (
    Beheer,
    Beheeruitnodiging,
    Organisator,
    Oudertoestemming,
    Talent,
    Uitkomst,
    Voorbereiding,
    Zoekrij,
)
from talent.voorbereiden import wis_voorbereiding

# Of these rows `talent.meenemen` makes the file; those of an organiser come along the address.
VAN_ORGANISATOR = {"Organisator", "Oproep", "Voorbereiding"}


# --- an account -------------------------------------------------------------------------------------------------------
def _eigen(gebruiker: Gebruiker) -> list[Talent]:
    """The talents that this account owns."""
    rijen = Beheer.objects.filter(gebruiker=gebruiker, rol=Beheer.Rol.EIGENAAR).select_related("talent__thuis")
    return [beheer.talent for beheer in rijen.order_by("pk")]


def _gedeeld(talent: Talent) -> bool:
    return len(beheren.beheerders_van(talent)) > 1


def _bezwaren(gebruiker: Gebruiker) -> list[Bezwaar]:
    """A group goes on without who owns it: somebody else has to own it first."""
    return [
        Bezwaar(
            f"Je bent de eigenaar van {verlaten.naam_van(talent)}. Draag het profiel eerst over, of wis het.",
            reverse("mijn_talent_beheerders", args=[talent.slug]),
            "Kies een andere eigenaar",
        )
        for talent in _eigen(gebruiker)
        if _gedeeld(talent) and not talent.wissen_op
    ]


def _vraag(gebruiker: Gebruiker) -> None:
    for talent in _eigen(gebruiker):
        verlaten.vraag_wissen(talent=talent, door=gebruiker)


def _terug(gebruiker: Gebruiker) -> None:
    for talent in _eigen(gebruiker):
        verlaten.trek_wissen_in(talent=talent, door=gebruiker)


def _wis(gebruiker: Gebruiker) -> None:
    for beheer in Beheer.objects.filter(gebruiker=gebruiker).select_related("talent"):
        if beheer.rol == Beheer.Rol.EIGENAAR:
            verlaten.wis(talent=beheer.talent)
        else:
            beheren.verlaat(talent=beheer.talent, gebruiker=gebruiker)
    for organisator in Organisator.objects.filter(gebruiker=gebruiker):
        organisatoren.wis(organisator=organisator)


# --- to take along ----------------------------------------------------------------------------------------------------
def tabellen() -> frozenset[str]:
    """The tables of which `talent.meenemen` takes the rows."""
    return frozenset(model._meta.label for model in _modellen() if model.__name__ not in VAN_ORGANISATOR)


def _modellen() -> list[type[models.Model]]:
    """The directory hangs on a number, not on a key, so it is named."""
    return [*meenemen.modellen_van_talent(), Zoekrij]


def _rijen(gebruiker: Gebruiker) -> dict[str, list[inzage.Rij]]:
    namen = {(een._meta.model_name or ""): een._meta.label for een in _modellen()}
    uit: dict[str, list[inzage.Rij]] = {}
    for beheer in Beheer.objects.filter(gebruiker=gebruiker).select_related("talent").order_by("pk"):
        for soort, rijen in meenemen.verzamel(beheer.talent, gebruiker)["rijen"].items():
            if soort in namen:
                uit.setdefault(namen[soort], []).extend(rijen)
    return uit


def _bestanden(gebruiker: Gebruiker) -> Iterator[tuple[str, bytes]]:
    """The little site of each talent, with its pictures."""
    for beheer in Beheer.objects.filter(gebruiker=gebruiker).select_related("talent").order_by("pk"):
        with zipfile.ZipFile(meenemen.maak_zip(beheer.talent, gebruiker)) as archief:
            for naam in archief.namelist():
                yield f"talent/{beheer.talent.slug}/{naam}", archief.read(naam)


# --- to erase again ---------------------------------------------------------------------------------------------------
def _wis_talent(sleutel: str) -> bool:
    talent = Talent.objects.filter(kenmerk=als_uuid(sleutel)).first()
    if talent:
        verlaten.wis(talent=talent)
    return talent is not None


def _wis_organisator(sleutel: str) -> bool:
    organisator = Organisator.objects.filter(kenmerk=als_uuid(sleutel)).first()
    if organisator:
        organisatoren.wis(organisator=organisator)
    return organisator is not None


# --- by address -------------------------------------------------------------------------------------------------------
def _wis_organisatoren(adres: str) -> int:
    rijen = list(Organisator.objects.filter(email__iexact=adres))
    for een in rijen:
        organisatoren.wis(organisator=een)
    return len(rijen)


def _wis_voorbereidingen(adres: str) -> int:
    """Profiles that wait for this person; one that was taken over has forgotten the address."""
    rijen = list(Voorbereiding.objects.filter(email__iexact=adres))
    return sum(wis_voorbereiding(voorbereiding=een) for een in rijen)


def _trek_ouder_in(adres: str) -> int:
    """The parent takes the consent back: the profile is hidden, and goes in thirty days with this address."""
    rijen = list(Oudertoestemming.objects.filter(email__iexact=adres, ingetrokken_op=None))
    for een in rijen:
        ouders.zeg_nee(vraag=een)
    return len(rijen)


def _vergeet_adres(uitkomst: Uitkomst) -> None:
    Uitkomst.objects.filter(pk=uitkomst.pk).update(andere_email="")


def registreer() -> None:
    """Called once, when the apps are ready."""
    wissingen.herspelers[verlaten.SOORT_WISSING] = _wis_talent
    wissingen.herspelers[organisatoren.SOORT_WISSING] = _wis_organisator
    adreswissen.wissers.extend(
        [
            adreswissen.Wisser(("talent.Organisator", "talent.Oproep"), _wis_organisatoren),
            adreswissen.Wisser(("talent.Voorbereiding",), _wis_voorbereidingen),
            adreswissen.Wisser(("talent.Oudertoestemming",), _trek_ouder_in),
            adreswissen.rij_voor_rij("uitnodiging", {Beheeruitnodiging: "email"}),
            adreswissen.rij_voor_rij("uitkomstadres", {Uitkomst: "andere_email"}, _vergeet_adres),
        ]
    )
    accountwissen.delen.append(
        Deel(
            gaat=(
                "De profielen bij Talent waarvan jij de eigenaar bent. Ze zijn meteen niet meer te zien.",
                "Je bureau als organisator, met je oproepen.",
            ),
            blijft=("Een profiel dat je mee beheert, blijft van de groep. Jij verdwijnt uit het beheer.",),
            bezwaren=_bezwaren,
            vraag=_vraag,
            terug=_terug,
            wis=_wis,
        )
    )
    inzage.bronnen.append(inzage.Bron(tabellen(), _rijen, _bestanden))
    inzage.ook_langs.append("talent.Oproep:organisator__email")
    inzage.velden_niet.update(_velden_niet())


def _velden_niet() -> dict[str, str]:
    """What `talent.meenemen` leaves out too, and what opens something."""
    zoekkolommen = [veld.name for veld in Zoekrij._meta.fields if isinstance(veld, SearchVectorField)]
    return {
        **{f"talent.Zoekrij.{naam}": inzage.TECHNIEK for naam in zoekkolommen},
        "talent.Uitkomst.andere_email": inzage.VAN_ANDEREN,
        "talent.Voorbereiding.code_hash": inzage.SLEUTEL,
        "talent.Organisator.sleutel": inzage.SLEUTEL,
        "talent.Organisator.formulier": inzage.TECHNIEK,
        "talent.Oproep.formulier": inzage.TECHNIEK,
    }
