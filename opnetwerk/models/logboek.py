"""What happened: append-only, guarded by a trigger in the database."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Logregel(models.Model):
    """One act: who, what, on which object, from → to, in which region. Written only by `opnetwerk.logboek`."""

    op = models.DateTimeField("wanneer", auto_now_add=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="wie"
    )
    # Kept in words too: a name stays readable when the account is gone.
    door_naam = models.CharField("naam", max_length=200, blank=True)
    actie = models.CharField("wat", max_length=50)
    model = models.CharField("soort", max_length=100)
    object_id = models.CharField("nummer", max_length=50)
    object_naam = models.CharField("over", max_length=200)
    igs_slug = models.CharField("IGS", max_length=50, blank=True)
    veranderd = models.JSONField("van en naar", default=dict, blank=True)

    class Meta:
        verbose_name = "logregel"
        verbose_name_plural = "logboek"
        ordering: ClassVar = ["-op", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-op"], name="logregel_nieuwste"),
            models.Index(fields=["model", "object_id"], name="logregel_van_object"),
            models.Index(fields=["igs_slug", "-op"], name="logregel_van_igs"),
        ]

    def __str__(self) -> str:
        return f"{self.actie} {self.object_naam}"
