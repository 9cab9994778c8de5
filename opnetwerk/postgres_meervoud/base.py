"""Django's PostgreSQL backend on an address with several hosts: every connection is to the newest primary.

An old primary that comes back, or two that both may be written, are refused (`opnetwerk.schrijfbaar`). For the rest of
the portal a refusal is a database that is away.
"""

from typing import Any

from django.db.backends.postgresql import base

from opnetwerk import schrijfbaar


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        return schrijfbaar.verbind(conn_params, super().get_new_connection)

    def is_usable(self) -> bool:
        """Asked once per request of a connection that was kept: it must also still be the newest primary."""
        if self.connection is None:
            return False
        try:
            return schrijfbaar.is_nieuwste(self.connection)
        except self.Database.Error:
            return False
