"""Certainty and periods: what every dated row shares."""

from datetime import date

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Coalesce


class Zekerheid(models.TextChoices):
    """How sure a source makes us (knowledge notes, column `zekerheid`)."""

    HOOG = "hoog", "zeker"
    MIDDEL = "middel", "waarschijnlijk"
    LAAG = "laag", "onzeker"


def dagen(van: str, tot: str) -> Func:
    """The days of a period as a range, both ends included; an empty end is open."""
    begin = Coalesce("lid_van", "eerst_gezien_op") if van == "lid_van" else F(van)
    return Func(
        begin,
        F(tot),
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    )


def controleer_volgorde(van: date | None, tot: date | None, veld: str) -> None:
    """A typing error in a date becomes a message at the field instead of a database error."""
    if van and tot and tot < van:
        raise ValidationError({veld: "Het einde ligt voor het begin."})
