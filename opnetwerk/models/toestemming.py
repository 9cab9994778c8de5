"""Consent as a ledger: what somebody agreed to, in which words, when, and when it was taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Toestemming(models.Model):
    """One consent of an account, or of an address without account. Written by `opnetwerk.toestemmingen` alone."""

    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="toestemmingen"
    )
    email = models.EmailField("e-mailadres", blank=True)
    # What it is about, as kind:key ("talent:<uuid>"); empty for the account itself.
    betreft = models.CharField(max_length=80, blank=True)
    doel = models.CharField("waarvoor", max_length=60)
    tekst = models.CharField("met deze woorden", max_length=500)
    gegeven_op = models.DateTimeField("gegeven op")
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "toestemming"
        verbose_name_plural = "toestemmingen"
        ordering: ClassVar = ["-gegeven_op", "-pk"]
        indexes: ClassVar = [models.Index(fields=["betreft", "doel"], name="toestemming_waarover")]

    def __str__(self) -> str:
        return f"toestemming voor {self.doel}"
