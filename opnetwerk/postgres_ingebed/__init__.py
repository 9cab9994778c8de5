"""Database backend that brings its own PostgreSQL: nobody has to install or start a server to see the portal run."""
