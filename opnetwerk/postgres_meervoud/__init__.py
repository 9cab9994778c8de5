"""PostgreSQL on several hosts, one of which may be written."""
