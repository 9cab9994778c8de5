"""Whole public pages, kept until PostgreSQL says that something public changed.

`stempel` knows which state of the content is the present one, `tabellen` makes PostgreSQL move it, `opslag` keeps the
answers, `delen` the heavy parts that pages share, `tussenlaag` (the middleware) gives the answers, and the last known
ones while the database is away.
"""
