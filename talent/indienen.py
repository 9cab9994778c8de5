"""From a draft to the desk of the coordinator, and back."""

from dataclasses import dataclass

from django.db import transaction

from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent import leeftijd
from talent.keuzes import Leeftijd
from talent.models import Beoordeling, Profiel, Talent, Toelating
from talent.noteren import noteer
from talent.ouders import heeft_ja_van_ouder
from talent.regio import regios_van, thuis_van
from talent.vergelijken import verschillen

MINSTE_TEKST = 200  # characters, when there is no picture, sound or film
MET_REDENEN = {Profiel.Stand.AANPASSING, Profiel.Stand.GEWEIGERD}


@dataclass(frozen=True)
class Gebrek:
    """What is missing, and at which field ('' when it is at none)."""

    veld: str
    tekst: str


class NietKlaar(Exception):
    """Something is missing; nothing was submitted."""

    def __init__(self, gebreken: list[Gebrek]) -> None:
        super().__init__("Er ontbreekt nog iets.")
        self.gebreken = gebreken


def wat_ontbreekt(profiel: Profiel) -> list[Gebrek]:
    """What a profile needs before a coordinator looks at it; nothing when it may be submitted."""
    talent = profiel.talent
    jong = talent.is_jong
    gebreken = []
    if not profiel.naam:
        gebreken.append(Gebrek("naam", "Vul je naam in."))
    if not profiel.kort:
        gebreken.append(Gebrek("kort", "Zeg in één zin wat je maakt."))
    if not jong and profiel.gemeente_id is None:
        gebreken.append(Gebrek("gemeente", "Vul je gemeente in."))
    if not profiel.pk or not profiel.disciplines.all():
        gebreken.append(Gebrek("disciplines", "Kies minstens één discipline."))
    if not _toont_iets(profiel, jong):
        geluid = "" if jong else ", geluid of film"
        tekst = f"Toon iets: een beeld{geluid}, of een tekst van minstens {MINSTE_TEKST} tekens."
        gebreken.append(Gebrek("beelden", tekst))
    if jong and leeftijd.na_goedkeuring(talent) == Leeftijd.JONG and not heeft_ja_van_ouder(talent):
        gebreken.append(Gebrek("", "Je ouder moet nog bevestigen. Die kreeg een mail van ons."))
    return gebreken


def _toont_iets(profiel: Profiel, jong: bool) -> bool:
    if len(profiel.tekst.strip()) >= MINSTE_TEKST:
        return True
    return bool(profiel.pk and (profiel.beelden.all() or (not jong and profiel.media.all())))


def concept_van(talent: Talent) -> Profiel | None:
    """The draft of a talent that is locked, locked too."""
    return Profiel.objects.select_for_update().get(pk=talent.concept_id) if talent.concept_id else None


def dien_in(*, talent: Talent, door: Gebruiker) -> Profiel | None:
    """Lay the draft before the coordinator; doing it twice is doing it once. None when there is no draft (any more).

    Raises NietKlaar.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        concept = concept_van(rij)
        if concept is None or concept.stand == Profiel.Stand.INGEDIEND:
            return concept
        gebreken = wat_ontbreekt(concept)
        if rij.online and not verschillen(rij.online, concept) and not leeftijd.gevraagd(rij):
            gebreken.append(Gebrek("", "Je wijzigde nog niets."))
        if rij.wissen_op:
            gebreken.append(Gebrek("", "Je vroeg om dit profiel te wissen. Neem dat eerst terug."))
        if gebreken:
            raise NietKlaar(gebreken)
        _vraag_toelating(rij, concept)
        concept.stand = Profiel.Stand.INGEDIEND
        concept.ingediend_op, concept.ingediend_door = nu(), door
        concept.save(update_fields=["stand", "ingediend_op", "ingediend_door"])
        noteer(talent=rij, actie="profiel ingediend", door=door)
    return concept


def _vraag_toelating(talent: Talent, concept: Profiel) -> None:
    """Until the first approval: who was refused asks again, and the home region follows the municipality.

    Not where a coordinator passed it on; and once it is online only a coordinator moves it.
    """
    if talent.online_id:
        return
    thuis = talent.toelatingen.filter(soort=Toelating.Soort.THUIS)
    thuis.update(stand=Toelating.Stand.GEVRAAGD, beslist_op=None, beslist_door=None, reden="")
    doorgegeven = Beoordeling.objects.filter(profiel__talent=talent, besluit=Beoordeling.Besluit.DOORGEGEVEN).exists()
    if concept.gemeente is None or doorgegeven:
        return
    regios = regios_van(concept.gemeente, vandaag())
    if talent.thuis in regios or (not regios and talent.thuis is None):
        return
    talent.thuis = thuis_van(concept.gemeente, vandaag())
    talent.save(update_fields=["thuis"])
    # Where it was "ook actief" it is at home now: one row a region.
    talent.toelatingen.filter(igs=talent.thuis, soort=Toelating.Soort.OOK).delete()
    thuis.update(igs=talent.thuis)


def trek_in(*, talent: Talent, door: Gebruiker) -> Profiel:
    """Take the draft back from the coordinator; nothing changes when it does not lie there (any more).

    Raises Profiel.DoesNotExist when there is no draft at all.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        concept = concept_van(rij)
        if concept is None:
            raise Profiel.DoesNotExist
        if concept.stand == Profiel.Stand.INGEDIEND:
            concept.stand = Profiel.Stand.CONCEPT
            concept.ingediend_op = concept.ingediend_door = None
            concept.save(update_fields=["stand", "ingediend_op", "ingediend_door"])
            noteer(talent=rij, actie="indienen ingetrokken", door=door)
    talent.concept = concept
    return concept


def laatste_oordeel(profiel: Profiel) -> Beoordeling | None:
    """Why the coordinator sent it back; None when it was not, or when it is on its way again."""
    if not profiel.pk or profiel.stand not in MET_REDENEN:
        return None
    oordeel: Beoordeling | None = profiel.beoordelingen.filter(besluit__in=["aanpassing", "geweigerd"]).first()
    return oordeel
