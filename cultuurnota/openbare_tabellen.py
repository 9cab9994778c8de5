"""Which models public pages show, for `opnetwerk.paginacache`; with the moments at which a page changes by itself."""

from opnetwerk.paginacache.tabellen import Moment

OPENBAAR: dict[str, tuple[Moment, ...]] = {
    "Aanbod": ("gepubliceerd_op", "verbergen_op"),
    "Cultuurnota": (),
    "Bevroren": (),
    "Notabeeld": (),
    "Publicatie": ("gepubliceerd_op",),
}

# A note is written behind closed doors; what is shown of it was frozen.
BESLOTEN = {
    "Hoofdstuk": "the workspace",
    "Hoofdstukversie": "the workspace",
    "Opmerking": "the workspace",
    "Zelfbeoordeling": "the workspace",
    "Deellink": "who may read a draft",
    "Uitvoer": "documents that were made",
    "Uitdaging": "the workspace",
    "Doelstelling": "the workspace",
    "Doelstelling_uitdagingen": "the workspace",
    "Indicator": "the workspace",
    "Actie": "the workspace",
    "Meting": "the workspace",
    "Actiejaar": "the workspace",
    "Cijferkoppeling": "the workspace",
    "Teamlid": "who writes along",
    "Teamuitnodiging": "who is asked to write along",
    "Begroting": "the workspace",
    "Bijdrage": "the workspace",
    "Begrotingspost": "the workspace",
    "Engagement": "the workspace",
}
