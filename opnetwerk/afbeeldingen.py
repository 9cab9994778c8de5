"""Pictures: the row, the field of a form that takes one, the sizes that are made of it, and their end.

A picture is never replaced: another picture is another row, under another random name.
"""

import logging
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app as wachtrij

from opnetwerk.beeldverwerking import ACCEPT, FOUTEN, GRENZEN, als_jpeg, als_webp, lees_master, lees_upload, op_breedte

logger = logging.getLogger(__name__)

BREEDTES = (320, 640, 1024, 1600)
UITGANGEN = {"webp": "webp", "jpeg": "jpg"}


def pad_voor(afbeelding: "Afbeelding", naam: str) -> str:
    """A random name: nothing of the uploader's file name reaches the disk."""
    return f"afbeeldingen/{uuid.uuid4().hex}.jpg"


class Afbeelding(models.Model):
    """Abstract. `bestand` is the upright, re-encoded master without metadata; `maten` the derived files.

    `maten`: [{"breedte": px, "hoogte": px, "webp": path, "jpeg": path}], from small to large.
    """

    class Stand(models.TextChoices):
        WACHT = "wacht", "wordt verwerkt"
        KLAAR = "klaar", "klaar"
        MISLUKT = "mislukt", "verwerken mislukt"

    bestand = models.ImageField("bestand", upload_to=pad_voor, width_field="breedte", height_field="hoogte")
    breedte = models.PositiveIntegerField("breedte", default=0, editable=False)
    hoogte = models.PositiveIntegerField("hoogte", default=0, editable=False)
    maten = models.JSONField("maten", default=list, editable=False)
    stand = models.CharField("stand", max_length=10, choices=Stand.choices, default=Stand.WACHT, editable=False)
    alt = models.CharField("wat zie je op de foto?", max_length=300, blank=True)
    decoratief = models.BooleanField("alleen versiering, zonder betekenis", default=False)
    bron = models.CharField("fotograaf of bron", max_length=200, blank=True)
    geladen_op = models.DateTimeField("geladen op", auto_now_add=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(decoratief=True) & Q(alt="")) | (Q(decoratief=False) & ~Q(alt="")),
                name="%(class)s_heeft_alt_of_is_decoratief",
                violation_error_message="Beschrijf wat je ziet, of kruis aan dat de foto alleen versiering is.",
            )
        ]

    def __str__(self) -> str:
        return self.alt or f"foto {self.pk}"


class FotoVeld(forms.FileField):
    """Takes an upload and cleans to its master (`lees_upload`); says its limits before and its error at the field."""

    default_error_messages: ClassVar[dict[str, Any]] = {"empty": FOUTEN["leeg"]}

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        # A long name is no fault of the photo, and is thrown away: max_length goes no further.
        kwargs["help_text"] = kwargs.get("help_text") or GRENZEN
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": ACCEPT}

    def to_python(self, data: Any) -> ContentFile | None:
        bestand = super().to_python(data)
        return None if bestand is None else lees_upload(bestand)


class MatenMislukt(Exception):
    """For the queue only: it tries again and shows what keeps failing."""


def plan_maten(afbeelding: Afbeelding) -> None:
    """Has the worker make the sizes, (again) from the start, when the current transaction commits."""
    _zet(afbeelding, [], Afbeelding.Stand.WACHT)
    model = afbeelding._meta.label
    maak_maten_taak.configure(lock=f"maten {model} {afbeelding.pk}").defer(model_label=model, pk=afbeelding.pk)


@wachtrij.task(name="maak_maten", retry=RetryStrategy(max_attempts=3, exponential_wait=5))
def maak_maten_taak(model_label: str, pk: int) -> None:
    """The work of `plan_maten`. Nothing when the row is gone; raises MatenMislukt so that the queue tries again."""
    model = apps.get_model(model_label)
    if not issubclass(model, Afbeelding):
        raise TypeError(f"{model_label} is geen Afbeelding")
    afbeelding = model._base_manager.filter(pk=pk).first()
    if afbeelding is None:
        return
    maak_maten(afbeelding)
    if afbeelding.stand == Afbeelding.Stand.MISLUKT:
        raise MatenMislukt(f"{model_label} {pk}")


def maak_maten(afbeelding: Afbeelding) -> None:
    """Make the derived files, fill `maten` and set `stand`: KLAAR, or MISLUKT with the reason in the log.

    May run twice: what is complete stays as it is, what is not is made again.
    """
    if afbeelding.stand == Afbeelding.Stand.KLAAR and _volledig(afbeelding):
        return
    geschreven: list[str] = []
    try:
        maten, stand = _schrijf_maten(afbeelding, geschreven), Afbeelding.Stand.KLAAR
    except Exception:  # the disk, the storage, the decoder: whatever it is, the page goes on with the master
        logger.warning("the sizes of %s %s failed", afbeelding._meta.label, afbeelding.pk, exc_info=True)
        _wis(geschreven)
        maten, stand = [], Afbeelding.Stand.MISLUKT
    if not _zet(afbeelding, maten, stand):
        _wis(geschreven)  # erased while we worked: leave nothing behind


def _zet(afbeelding: Afbeelding, maten: list[dict[str, Any]], stand: Afbeelding.Stand) -> bool:
    """Write only these two columns, so that an editor who saves at the same moment loses nothing. False: row gone."""
    afbeelding.maten, afbeelding.stand = maten, stand
    rij = type(afbeelding)._base_manager.filter(pk=afbeelding.pk, bestand=afbeelding.bestand.name)
    return bool(rij.update(maten=maten, stand=stand))


def _schrijf_maten(afbeelding: Afbeelding, geschreven: list[str]) -> list[dict[str, Any]]:
    """The value of `maten`; `geschreven` gets every name as soon as its file may exist."""
    naam = afbeelding.bestand.name or ""
    with default_storage.open(naam) as bestand:
        master = lees_master(bestand)
    maten = []
    for breedte in breedtes(master.width):
        beeld = op_breedte(master, breedte)
        maat: dict[str, Any] = {"breedte": beeld.width, "hoogte": beeld.height}
        for soort, inhoud in (("webp", als_webp(beeld)), ("jpeg", als_jpeg(beeld))):
            pad = afgeleid_pad(naam, breedte, soort)
            geschreven.append(pad)
            default_storage.delete(pad)  # half a file of a run that was killed
            maat[soort] = default_storage.save(pad, ContentFile(inhoud))
            geschreven.append(maat[soort])
        maten.append(maat)
    return maten


def breedtes(breedte: int) -> list[int]:
    """The widths made of a master `breedte` px wide: the fixed ones below it, and its own up to the largest."""
    grootste = min(breedte, BREEDTES[-1])
    return [*(maat for maat in BREEDTES if maat < grootste), grootste] if breedte else []


def afgeleid_pad(naam: str, breedte: int, soort: str) -> str:
    """`soort`: a key of UITGANGEN. The same master and width always give the same name."""
    return f"{naam.removesuffix('.jpg')}-{breedte}.{UITGANGEN[soort]}"


def _paden(afbeelding: Afbeelding) -> list[str]:
    return [maat[soort] for maat in afbeelding.maten for soort in UITGANGEN]


def _volledig(afbeelding: Afbeelding) -> bool:
    return bool(afbeelding.maten) and all(map(default_storage.exists, _paden(afbeelding)))


def wis_bestanden(afbeelding: Afbeelding) -> None:
    """Remove the master and everything made of it; call it after the row is gone for good (`on_commit`).

    Tries every file before it raises the first error of the storage, so that erasing can be done again.
    """
    naam = afbeelding.bestand.name
    if not naam:
        return
    # Also the names that are not in `maten`: a run that was killed has written some of them.
    mogelijk = [afgeleid_pad(naam, breedte, soort) for breedte in breedtes(afbeelding.breedte) for soort in UITGANGEN]
    if fouten := _wis({naam, *_paden(afbeelding), *mogelijk}):
        raise fouten[0]


def _wis(paden: Iterable[str]) -> list[OSError]:
    """Remove what is there; the errors of the storage, for who must know."""
    fouten = []
    for pad in paden:
        try:
            default_storage.delete(pad)
        except OSError as fout:
            logger.warning("%s could not be removed", pad, exc_info=True)
            fouten.append(fout)
    return fouten
