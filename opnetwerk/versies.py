"""The life of an edited text. Every change of state is one function here: in a transaction, with actor and log line.

A `Versie` holds the edited fields as JSON. The row of the item holds what visitors see; the newest version above
`item.versie` is the draft beside it. Editing a published item therefore never takes it offline.
"""

import copy
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.timezone import is_naive, make_aware

from opnetwerk import logboek
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel, Versie
from opnetwerk.redactioneel import Redactioneel

logger = logging.getLogger(__name__)
NOG_NODIG = "blijft in de prullenmand: nog in gebruik"
Velden = dict[str, Any]
Item = TypeVar("Item", bound=Redactioneel)


class Botsing(Exception):
    """Somebody saved in between; nothing was written. `nieuwste` is their version."""

    def __init__(self, nieuwste: Versie | None) -> None:
        super().__init__("Iemand anders bewaarde intussen een versie.")
        self.nieuwste = nieuwste


@dataclass(frozen=True)
class Verschil:
    """One field that differs, in the editor's words."""

    veld: str
    naam: str
    oud: Any
    nieuw: Any


def lees(item: Redactioneel) -> Velden:
    """The edited fields of a row as JSON values."""
    return {veld: _als_json(getattr(item, veld)) for veld in item.redactievelden}


def zet(item: Redactioneel, velden: Velden) -> None:
    """Put JSON values into the row, without saving; fields that the model no longer has are left out."""
    modelvelden = {veld.attname: veld for veld in item._meta.concrete_fields}
    for naam in item.redactievelden:
        if naam in velden:
            waarde = modelvelden[naam].to_python(velden[naam])
            if isinstance(waarde, datetime) and is_naive(waarde):
                waarde = make_aware(waarde)
            setattr(item, naam, waarde)


def nieuwste(item: Redactioneel) -> Versie | None:
    return item.versies.order_by("-nummer").first()


def laatste_nummer(item: Redactioneel) -> int:
    """What an editor's form is based on; the form sends it back when it is saved."""
    versie = nieuwste(item)
    return versie.nummer if versie else item.versie


def concept_van(item: Redactioneel) -> Versie | None:
    """The draft beside the published text, if there is one."""
    versie = nieuwste(item)
    return versie if versie and versie.nummer > item.versie else None


def gepland_op(item: Redactioneel) -> datetime | None:
    """The moment that is planned: of a change that waits, or of an item that nobody sees yet."""
    plan = item.versies.filter(soort=Versie.Soort.GEPLAND).first()
    if plan:
        return plan.publiceren_op
    return item.gepubliceerd_op if item.status(nu()) == "gepland" else None


def met_concept(item: Item, versie: Versie | None = None) -> Item:
    """A copy that looks as it would when published; never saved."""
    kopie = copy.copy(item)
    kopie._state = copy.copy(item._state)
    kopie._state.fields_cache = {}
    versie = versie or concept_van(item)
    if versie:
        zet(kopie, versie.velden)
    return kopie


def bewaar(*, item: Redactioneel, velden: Velden, door: Gebruiker | None, basis: int, igs_slug: str = "") -> Versie:
    """A new draft. Raises Botsing when a version newer than `basis` exists."""
    with transaction.atomic():
        rij = _slot(item)
        vorige = nieuwste(rij)
        if (vorige.nummer if vorige else rij.versie) != basis:
            raise Botsing(vorige)
        oud = vorige.velden if vorige else lees(rij)
        if rij.gepubliceerd_op is None:
            zet(rij, velden)
            rij.save()
        versie = _schrijf(rij, velden, door, basis + 1)
        _log("concept bewaard", rij, door, igs_slug, verschillen(rij, oud, versie.velden))
    return versie


def publiceer(
    *,
    item: Redactioneel,
    door: Gebruiker | None,
    op: datetime | None = None,
    verbergen_op: datetime | None = None,
    igs_slug: str = "",
) -> None:
    """Show the newest version to visitors, now or at a moment to come.

    An item that is online keeps its text until then: its version waits as `gepland`.
    """
    with transaction.atomic():
        rij = _slot(item)
        versie = nieuwste(rij)
        _trek_plannen_in(rij)  # what is published last counts: an older plan would undo it later
        later = op is not None and op > nu()
        if later and rij.is_zichtbaar(nu()) and versie:
            versie.soort, versie.publiceren_op = Versie.Soort.GEPLAND, op
            versie.save(update_fields=["soort", "publiceren_op"])
            rij.verbergen_op = verbergen_op
            rij.save(update_fields=["verbergen_op"])
            _log("publicatie gepland", rij, door, igs_slug)
            return
        oud = lees(rij)
        if versie:
            _toon(rij, versie)
        if rij.gepubliceerd_op is None or later or rij.gepubliceerd_op > nu():
            rij.gepubliceerd_op = op or nu()
        rij.verbergen_op = verbergen_op
        rij.save()
        _log("gepland" if later else "gepubliceerd", rij, door, igs_slug, verschillen(rij, oud, lees(rij)))


def verberg(*, item: Redactioneel, door: Gebruiker, igs_slug: str = "") -> None:
    """Take offline at once; the text stays."""
    with transaction.atomic():
        rij = _slot(item)
        _trek_plannen_in(rij)
        rij.gepubliceerd_op = None
        rij.verbergen_op = None
        rij.save(update_fields=["gepubliceerd_op", "verbergen_op"])
        _log("verborgen", rij, door, igs_slug)


def verwijder(*, item: Redactioneel, door: Gebruiker, igs_slug: str = "") -> None:
    """Into the bin for thirty days; visitors do not see it any more."""
    with transaction.atomic():
        rij = _slot(item)
        rij.verwijderd_op = nu()
        rij.save(update_fields=["verwijderd_op"])
        _log("in de prullenmand gelegd", rij, door, igs_slug)


def zet_terug(*, item: Redactioneel, door: Gebruiker, igs_slug: str = "") -> None:
    """Out of the bin, as it was."""
    with transaction.atomic():
        rij = _slot(item)
        rij.verwijderd_op = None
        rij.save(update_fields=["verwijderd_op"])
        _log("teruggezet", rij, door, igs_slug)


def herstel(*, item: Redactioneel, nummer: int, door: Gebruiker, igs_slug: str = "") -> Versie:
    """An old version becomes a new draft; what was saved since stays in the history.

    Returns the newest version when it holds these fields already: pressed twice is one version.
    """
    with transaction.atomic():
        rij = _slot(item)  # two presses at once wait here for each other
        oud, laatste = rij.versies.get(nummer=nummer), nieuwste(rij)
        if laatste and laatste.velden == oud.velden:
            return laatste
        return bewaar(item=rij, velden=oud.velden, door=door, basis=laatste_nummer(rij), igs_slug=igs_slug)


def pas_geplande_toe(soorten: Iterable[type[Redactioneel]], moment: datetime) -> int:
    """Publish what was planned for this moment or before; the number done. For the worker, each minute.

    A plan that cannot be carried out holds up no other: it becomes a draft again, with a line in the log.
    """
    gedaan = 0
    for soort in soorten:
        type_ = ContentType.objects.get_for_model(soort)
        rijp = Versie.objects.filter(content_type=type_, soort=Versie.Soort.GEPLAND, publiceren_op__lte=moment)
        for pk in list(rijp.order_by("nummer").values_list("pk", flat=True)):
            try:
                gedaan += _voer_plan_uit(soort, pk, moment)
            except (OperationalError, InterfaceError):  # the database itself: the next minute tries again
                raise
            except Exception:  # it names what is gone, or what a field no longer takes: whatever it is
                logger.exception("version %s of %s cannot be published as planned", pk, soort._meta.label)
                _laat_plan_vallen(soort, pk)
    return gedaan


def _voer_plan_uit(soort: type[Redactioneel], pk: int, moment: datetime) -> int:
    """1 when it was published; 0 when somebody withdrew or moved the plan meanwhile."""
    with transaction.atomic():
        rij = _rij_van(soort, pk)
        versie = Versie.objects.filter(pk=pk, soort=Versie.Soort.GEPLAND, publiceren_op__lte=moment).first()
        if rij is None or versie is None:
            return 0
        _toon(rij, versie)
        rij.save()
        _log("gepubliceerd zoals gepland", rij, versie.door, _igs_slug(rij))
    return 1


def _laat_plan_vallen(soort: type[Redactioneel], pk: int) -> None:
    """Back to a draft, and said in the log of the item: an editor sees that it did not appear."""
    with transaction.atomic():
        rij = _rij_van(soort, pk)
        Versie.objects.filter(pk=pk).update(soort=Versie.Soort.CONCEPT, publiceren_op=None)
        if rij is not None:
            _log("publiceren zoals gepland is mislukt", rij, None, _igs_slug(rij))


def wis_prullenmand(soorten: Iterable[type[Redactioneel]], moment: datetime) -> int:
    """Erase for good what lies in the bin for more than thirty days, with its versions; the number erased.

    What something else still leans on stays there, with one line in the log, and holds up no other.
    """
    gewist = 0
    for soort in soorten:
        for item in soort.objects.te_wissen(moment):
            slug = _igs_slug(item)
            try:
                with transaction.atomic():
                    _log("gewist uit de prullenmand", item, None, slug)
                    item.delete()
            except (ProtectedError, RestrictedError) as fout:
                logger.warning("%s %s stays in the bin: %s", soort._meta.label, item.pk, fout.args[0])
                _log_een_keer(NOG_NODIG, item, slug)
                continue
            gewist += 1
    return gewist


def _log_een_keer(actie: str, item: Redactioneel, igs_slug: str) -> None:
    """Not again each night while it lies in the bin."""
    regels = Logregel.objects.filter(model=item._meta.label, object_id=str(item.pk), actie=actie)
    if not regels.filter(op__gte=item.verwijderd_op).exists():
        _log(actie, item, None, igs_slug)


def verschillen(item: Redactioneel, oud: Velden, nieuw: Velden) -> list[Verschil]:
    """The fields that differ between two versions, in the order of the model."""
    namen = {veld.attname: str(veld.verbose_name) for veld in item._meta.concrete_fields}
    return [
        Verschil(veld, namen[veld], oud.get(veld), nieuw.get(veld))
        for veld in item.redactievelden
        if oud.get(veld) != nieuw.get(veld)
    ]


def _rij_van(soort: type[Redactioneel], versie_pk: int) -> Redactioneel | None:
    """The locked row that a version belongs to; None when either is gone."""
    sleutel = Versie.objects.filter(pk=versie_pk).values_list("object_id", flat=True).first()
    rij: Redactioneel | None = soort._default_manager.select_for_update().filter(pk=sleutel).first()
    return rij


def _igs_slug(rij: models.Model) -> str:
    """In whose log book it belongs, for what nobody in particular does."""
    return getattr(getattr(rij, "igs", rij), "slug", "")


def _slot(item: Item) -> Item:
    """The row, locked until the end of the transaction."""
    return type(item)._default_manager.select_for_update().get(pk=item.pk)  # type: ignore[return-value]


def net_gemaakt(soort: type[Redactioneel], velden: Velden, door: Gebruiker) -> int | None:
    """The item that this person made of the same text in the last minute; waits for one that is being made now."""
    Gebruiker.objects.select_for_update().get(pk=door.pk)
    eerste = Versie.objects.filter(
        content_type=ContentType.objects.get_for_model(soort),
        nummer=1,
        door=door,
        op__gte=timezone.now() - timedelta(minutes=1),
    )
    zelfde = {naam: waarde for naam, waarde in velden.items() if naam != "foto_id"}
    gevonden = eerste.filter(velden__contains=zelfde).order_by("pk").first()
    return gevonden.object_id if gevonden else None


def _trek_plannen_in(rij: Redactioneel) -> None:
    rij.versies.filter(soort=Versie.Soort.GEPLAND).update(soort=Versie.Soort.CONCEPT, publiceren_op=None)


def _schrijf(rij: Redactioneel, velden: Velden, door: Gebruiker | None, nummer: int) -> Versie:
    schoon = met_concept(rij)
    zet(schoon, velden)
    return Versie.objects.create(
        item=rij, nummer=nummer, velden=lees(schoon), door=door, door_naam=str(door) if door else ""
    )


def _toon(rij: Redactioneel, versie: Versie) -> None:
    zet(rij, versie.velden)
    rij.versie = versie.nummer
    versie.soort, versie.publiceren_op = Versie.Soort.GEPUBLICEERD, None
    versie.save(update_fields=["soort", "publiceren_op"])


def _als_json(waarde: Any) -> Any:
    if isinstance(waarde, datetime):  # one moment, one text: the form says +01:00, the database +00:00
        return waarde.astimezone(UTC).isoformat()
    if isinstance(waarde, date):
        return waarde.isoformat()
    return waarde


def _log(actie: str, rij: models.Model, door: Gebruiker | None, igs_slug: str, anders: Iterable[Verschil] = ()) -> None:
    veranderd = {verschil.naam: (verschil.oud, verschil.nieuw) for verschil in anders}
    logboek.schrijf(door=door, actie=actie, over=rij, igs_slug=igs_slug, veranderd=veranderd)
