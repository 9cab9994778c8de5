"""The account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def create_user(self, email: str, password: str | None = None, **velden: Any) -> "Gebruiker":
        gebruiker = self.model(email=self.normalize_email(email), **velden)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker

    def create_superuser(self, email: str, password: str | None = None, **velden: Any) -> "Gebruiker":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **velden)

    def get_by_natural_key(self, username: str | None) -> "Gebruiker":
        return self.get(email__iexact=username)


class Gebruiker(AbstractBaseUser, PermissionsMixin):
    """A person with an account; logs in with an e-mail address, there is no username."""

    email = models.EmailField("e-mailadres")
    naam = models.CharField("naam", max_length=150, blank=True)
    is_staff = models.BooleanField("mag in het beheer", default=False)
    is_active = models.BooleanField("actief", default=True)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now, editable=False)

    objects: ClassVar[GebruikerManager] = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="een_account_per_emailadres",
                violation_error_message="Er is al een account met dit e-mailadres.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """In lower case, as the login looks it up: an address with capitals would never come in."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
