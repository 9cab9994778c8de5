"""Django's PostgreSQL backend on an embedded server.

``DATABASES["default"]["ENGINE"] = "opnetwerk.postgres_ingebed"``; HOST, PORT and USER are filled in here.
The data lie in ``settings.GEGEVENSMAP``. The server starts with the first connection, so commands that need
no database start nothing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base, client, creation

from . import server


class GeenDatabase(OperationalError, server.PostgresStartFout):
    """The server does not start. Django and its health checks handle it as any database that is away."""


def verbinding(naam: str | None) -> server.Verbinding:
    """Make sure the server runs and holds a database `naam` (None: only the server) and tell how to reach it."""
    map_ = Path(getattr(settings, "GEGEVENSMAP", None) or Path(settings.BASE_DIR) / "var")
    snel = bool(getattr(settings, "POSTGRES_INGEBED_ONVEILIG_SNEL", False))
    try:
        return server.verzeker(map_, snel=snel, database=naam or "postgres")
    except server.PostgresStartFout as fout:
        raise GeenDatabase(str(fout)) from fout


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the psql that belongs to the server."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        bereik = verbinding(settings_dict["NAME"])
        ingevuld = {**settings_dict, "HOST": bereik.host, "PORT": bereik.poort, "USER": bereik.user}
        args, env = super().settings_to_cmd_args_env(ingevuld, parameters)
        return [str(server.programma("psql")), *args[1:]], env


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        """Close a pool that is open already: Django leaves it on the real database, and tests would write there."""
        self.connection.close()
        self.connection.close_pool()
        name: str = super().create_test_db(*args, **kwargs)
        return name


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    creation_class = DatabaseCreation

    def get_connection_params(self) -> dict[str, Any]:
        """Django asks this right before it connects or fills its pool: the moment to make sure the server runs."""
        params: dict[str, Any] = super().get_connection_params()
        bereik = verbinding(self.settings_dict["NAME"])
        return {**params, "host": bereik.host, "port": bereik.poort, "user": bereik.user}
