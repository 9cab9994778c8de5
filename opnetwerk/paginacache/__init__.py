"""Whole public pages, kept until PostgreSQL says that something public changed.

`stempel` knows which state of the content is the present one, `tabellen` makes PostgreSQL move it, `opslag` keeps the
answers, `tussenlaag` (the middleware) gives them, `oud` gives the last known ones while the database is away.
"""
