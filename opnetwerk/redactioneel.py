"""What every edited text shares: its life from concept to published to hidden, and its place in the bin.

The row holds what visitors see. Drafts and history are `Versie` rows; changes of state are in `opnetwerk.versies`.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q

from opnetwerk.models import Versie

DAGEN_IN_PRULLENMAND = 30


class RedactioneelQuerySet(models.QuerySet[Any]):
    def zichtbaar(self, nu: datetime) -> Self:
        """What a visitor may see at that moment: the one rule for page, list, feed, search and sitemap."""
        return self.filter(gepubliceerd_op__lte=nu, verwijderd_op=None).filter(
            Q(verbergen_op=None) | Q(verbergen_op__gt=nu)
        )

    def niet_verwijderd(self) -> Self:
        return self.filter(verwijderd_op=None)

    def in_prullenmand(self) -> Self:
        return self.filter(verwijderd_op__isnull=False)

    def te_wissen(self, nu: datetime) -> Self:
        """In the bin for more than thirty days."""
        return self.filter(verwijderd_op__lt=nu - timedelta(days=DAGEN_IN_PRULLENMAND))


class Redactioneel(models.Model):
    """Abstract: publication, hiding, bin and version number."""

    gepubliceerd_op = models.DateTimeField("gepubliceerd op", null=True, blank=True, editable=False)
    verbergen_op = models.DateTimeField("verbergen op", null=True, blank=True, editable=False)
    verwijderd_op = models.DateTimeField("in de prullenmand sinds", null=True, blank=True, editable=False)
    versie = models.PositiveIntegerField("gepubliceerde versie", default=0, editable=False)
    versies = GenericRelation(Versie)

    objects: ClassVar[Any] = RedactioneelQuerySet.as_manager()

    # The fields an editor changes; relations by their column name (igs_id).
    redactievelden: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verbergen_op=None) | Q(gepubliceerd_op=None) | Q(verbergen_op__gt=F("gepubliceerd_op")),
                name="%(class)s_verbergt_na_publicatie",
                violation_error_message="Het verbergen ligt voor het publiceren.",
            )
        ]

    def is_zichtbaar(self, nu: datetime) -> bool:
        """As `zichtbaar`, for a row at hand."""
        return (
            self.verwijderd_op is None
            and self.gepubliceerd_op is not None
            and self.gepubliceerd_op <= nu
            and (self.verbergen_op is None or self.verbergen_op > nu)
        )

    def status(self, nu: datetime) -> str:
        """In one word for the editor."""
        if self.verwijderd_op:
            return "in de prullenmand"
        if self.gepubliceerd_op is None:
            return "concept"
        if self.gepubliceerd_op > nu:
            return "gepland"
        if self.verbergen_op and self.verbergen_op <= nu:
            return "verborgen"
        return "gepubliceerd"
