"""The outbox: mail is written in the transaction of the change, and sent by the worker."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class UitgaandeMail(models.Model):
    """One mail to one address. The key makes a second mail about the same thing impossible."""

    class Stand(models.TextChoices):
        WACHT = "wacht", "wacht"
        VERZONDEN = "verzonden", "verzonden"
        MISLUKT = "mislukt", "mislukt"
        # The address is known as undeliverable: nothing was offered to the mail server.
        TEGENGEHOUDEN = "tegengehouden", "tegengehouden"

    sleutel = models.CharField("sleutel", max_length=200, unique=True)
    aan = models.EmailField("aan")
    antwoord_aan = models.EmailField("antwoord aan", blank=True)
    onderwerp = models.CharField("onderwerp", max_length=200)
    tekst = models.TextField("tekst")
    html = models.TextField("html", blank=True)
    koppen = models.JSONField("koppen", default=dict, blank=True)
    bericht_id = models.CharField("Message-ID", max_length=200, unique=True)
    stand = models.CharField("stand", max_length=15, choices=Stand.choices, default=Stand.WACHT)
    pogingen = models.PositiveSmallIntegerField("pogingen", default=0)
    volgende_poging_op = models.DateTimeField("volgende poging", auto_now_add=True)
    laatste_fout = models.TextField("laatste fout", blank=True)
    # The number of the request that wrote it, so that one act can be followed from the page into the mailbox.
    verzoek = models.CharField("nummer van het verzoek", max_length=36, blank=True)
    gemaakt_op = models.DateTimeField("gemaakt op", auto_now_add=True)
    verzonden_op = models.DateTimeField("verzonden op", null=True, blank=True)

    class Meta:
        verbose_name = "uitgaande mail"
        verbose_name_plural = "uitgaande mails"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["volgende_poging_op"], condition=Q(stand="wacht"), name="uitgaandemail_wachtrij"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(tekst=""),
                name="geen_lege_mail",
                violation_error_message="Een mail zonder tekst wordt niet verstuurd.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.onderwerp} → {self.aan}"
