"""An app of the drill `tests.oefeningen.opwaardering`: one migration on tables in use, so that there always is one."""
