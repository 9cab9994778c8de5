"""The settings of the new code in the drill of an upgrade: with one migration more."""

from opnetwerk.settings import *  # noqa: F403
from opnetwerk.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.oefeningen.proefmigratie"]
