"""The settings of a small drill in CI: what only takes time is left out, the rest is as in a deployment."""

from opnetwerk.settings import *  # noqa: F403
from opnetwerk.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
