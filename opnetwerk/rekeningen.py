"""Our choices for allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Rekeningen(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers an account yet: there is nothing to do with one before Talent opens."""
        return False
