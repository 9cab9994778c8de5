"""Work on a profile: the draft beside what is online, and saving one part of it without losing another's work."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker
from talent import indienen, vergelijken
from talent.models import Medium, Profiel, Profielbeeld, Talent
from talent.noteren import noteer
from talent.toestemmen import FEEDS, geef_toestemming, trek_toestemming_in
from talent.zoekrij import leid_af

# What a version is, against what it says.
GEEN_INHOUD = {"id", "talent", "stand", "versie", "gemaakt_op", "ingediend_op", "ingediend_door", "beslist_op"}
INHOUD = [veld.attname for veld in Profiel._meta.concrete_fields if veld.name not in GEEN_INHOUD]
SCHAKELAARS = ("in_zoekmachines", "in_feeds", "ai_bezwaar")


class Botsing(Exception):
    """The same fields were saved in between; nothing was written. `profiel` is how they stand now."""

    def __init__(self, profiel: Profiel) -> None:
        super().__init__("Deze velden werden intussen anders bewaard.")
        self.profiel = profiel


class LigtTerBeoordeling(Exception):
    """The draft lies with the coordinator: take it back first."""


def werkversie(talent: Talent) -> Profiel:
    """What the maker works on: the draft, else what is online; an empty one, unsaved, when there is neither."""
    return talent.concept or talent.online or Profiel(talent=talent)


def is_ingediend(talent: Talent) -> bool:
    return bool(talent.concept and talent.concept.stand == Profiel.Stand.INGEDIEND)


def open_concept(*, talent: Talent) -> Profiel:
    """The draft, locked until the end of the transaction; without one a copy of what is online, pictures and all."""
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        if rij.concept_id:
            concept = Profiel.objects.select_for_update().get(pk=rij.concept_id)
        else:
            concept = _kopie(rij, rij.online)
            rij.concept = concept
            rij.save(update_fields=["concept"])
    talent.concept = concept
    return concept


def _kopie(talent: Talent, bron: Profiel | None) -> Profiel:
    nieuw = Profiel(talent=talent)
    if bron is None:
        nieuw.save()
        return nieuw
    for veld in [*INHOUD, "versie"]:
        setattr(nieuw, veld, getattr(bron, veld))
    nieuw.save()
    nieuw.disciplines.set(bron.disciplines.all())
    for model, rijen in ((Profielbeeld, bron.beelden.all()), (Medium, bron.media.all())):
        kopieen: list[Any] = []
        for rij in rijen:
            rij.pk, rij._state.adding, rij.profiel = None, True, nieuw
            kopieen.append(rij)
        model._default_manager.bulk_create(kopieen)
    return nieuw


@contextmanager
def concept_op_slot(
    talent: Talent, door: Gebruiker, actie: str, *, trek_in: bool = False, velden: Iterable[str] = ()
) -> Iterator[Profiel]:
    """The draft to change, in one transaction: counts as a new version and gets a line in the log.

    Raises LigtTerBeoordeling when it lies with the coordinator, unless it is taken back (`trek_in`).
    """
    with transaction.atomic():
        concept = open_concept(talent=talent)
        if concept.stand == Profiel.Stand.INGEDIEND:
            if not trek_in:
                raise LigtTerBeoordeling
            concept = indienen.trek_in(talent=talent, door=door)
        yield concept
        concept.versie += 1
        concept.save()
        # Names of fields only: what stood in them must be gone when the profile is.
        namen = ", ".join(map(vergelijken.veldnaam, velden))
        veranderd = {"velden": ("", namen)} if namen else None
        noteer(talent=talent, actie=actie, door=door, veranderd=veranderd)


# --- saving a part ----------------------------------------------------------------------------------------------------
def lees(profiel: Profiel, velden: Iterable[str]) -> dict[str, Any]:
    """The fields as plain values that can be compared: rows as their keys."""
    return {veld: _plat(vergelijken.waarde(profiel, veld)) for veld in velden}


def _plat(waarde: Any) -> Any:
    if isinstance(waarde, models.Model):
        return waarde.pk
    if isinstance(waarde, Iterable) and not isinstance(waarde, str):
        delen = list(waarde)
        return sorted(deel.pk for deel in delen) if delen and isinstance(delen[0], models.Model) else delen
    return waarde


def afdruk(profiel: Profiel, velden: Iterable[str]) -> str:
    """What a form remembers of the moment it was shown: its own fields, so that two parts do not get in each other's
    way, and so that a version that was thrown away and made again is not taken for the one that was shown.
    """
    return _afdruk(lees(profiel, velden))


def _afdruk(waarden: Mapping[str, Any]) -> str:
    tekst = json.dumps(waarden, sort_keys=True, default=str)
    return hashlib.sha256(tekst.encode(errors="backslashreplace")).hexdigest()[:16]


def bewaar(*, talent: Talent, velden: Mapping[str, Any], basis: str, door: Gebruiker, trek_in: bool = False) -> Profiel:
    """Save these fields in the draft; the same values once more change nothing.

    `basis`: the `afdruk` of when the form was shown. Raises Botsing, LigtTerBeoordeling.
    """
    nieuw = {veld: _plat(waarde) for veld, waarde in velden.items()}
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        huidig = werkversie(rij)
        if lees(huidig, velden) == nieuw:
            return huidig
        if basis != afdruk(huidig, velden):
            raise Botsing(huidig)
        anders = [veld for veld, waarde in lees(huidig, velden).items() if waarde != nieuw[veld]]
        with concept_op_slot(talent, door, "profiel bewaard", trek_in=trek_in, velden=anders) as concept:
            for veld in anders:
                if veld == "disciplines":
                    concept.disciplines.set(velden[veld])
                else:
                    setattr(concept, veld, velden[veld])
    return concept


def gooi_weg(*, talent: Talent, door: Gebruiker) -> None:
    """Drop the changes that are not online; nothing happens without a published profile, or when it is submitted.

    Pictures that were new go to the bin, those that were taken away stand again.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        concept = indienen.concept_van(rij)
        if concept is None or rij.online is None or concept.stand == Profiel.Stand.INGEDIEND:
            return
        concept.delete()
        getoond = rij.online.beelden.values("werk")
        rij.werken.filter(weg_op=None).exclude(pk__in=getoond).update(weg_op=nu())
        rij.werken.filter(pk__in=getoond).update(weg_op=None)
        noteer(talent=rij, actie="wijzigingen weggegooid", door=door)
    talent.concept = None


# --- who sees what ----------------------------------------------------------------------------------------------------
def lees_zichtbaarheid(talent: Talent, profiel: Profiel) -> dict[str, Any]:
    """The choices per field that the maker made, and the switches."""
    return {**profiel.zichtbaarheid, **{naam: getattr(talent, naam) for naam in SCHAKELAARS}}


def afdruk_zichtbaarheid(talent: Talent, profiel: Profiel) -> str:
    return _afdruk(lees_zichtbaarheid(talent, profiel))


def zet_zichtbaarheid(
    *,
    talent: Talent,
    velden: Mapping[str, str],
    schakelaars: Mapping[str, bool],
    basis: str,
    door: Gebruiker,
) -> None:
    """Who sees which field. Works at once, online too: hiding something waits for nobody.

    Raises Botsing when somebody else changed it meanwhile.
    """
    with transaction.atomic():
        rij = Talent.objects.select_for_update().get(pk=talent.pk)
        huidig = werkversie(rij)
        nieuw = {**lees_zichtbaarheid(rij, huidig), **velden, **schakelaars}
        if nieuw == lees_zichtbaarheid(rij, huidig):
            return
        if basis != afdruk_zichtbaarheid(rij, huidig):
            raise Botsing(huidig)
        for profiel in Profiel.objects.select_for_update().filter(pk__in=[rij.concept_id, rij.online_id]):
            profiel.zichtbaarheid |= velden
            profiel.save(update_fields=["zichtbaarheid"])
        if "in_feeds" in schakelaars and schakelaars["in_feeds"] != rij.in_feeds:
            # A consent: it stands in the ledger too.
            zet = geef_toestemming if schakelaars["in_feeds"] else trek_toestemming_in
            zet(talent=rij, doel=FEEDS, door=door)
        for naam, aan in schakelaars.items():
            setattr(rij, naam, aan)
        rij.save(update_fields=list(schakelaars))
        noteer(talent=rij, actie="zichtbaarheid gewijzigd", door=door)
        leid_af(rij)
