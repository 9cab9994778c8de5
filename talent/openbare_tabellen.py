"""Which models public pages show, for `opnetwerk.paginacache`; with the moments at which a page changes by itself."""

from opnetwerk.paginacache.tabellen import Moment

OPENBAAR: dict[str, tuple[Moment, ...]] = {
    "Talent": (),
    "Discipline": (),
    # Drafts stand in the same tables as what is online: a draft moves the stamp, too often is only slower.
    "Profiel": (),
    "Profiel_disciplines": (),
    "Werk": (),
    "Profielbeeld": (),
    "Medium": (),
    "Toelating": (),
    "Zoekrij": (),
    "Organisator": (),
    "Oproep": ("gepubliceerd_op", "gesloten_op"),
    "Oproep_disciplines": (),
    "Reactie": (),
    "Uitkomst": (),
    "Verbinding": (),
}

BESLOTEN = {
    "Woordrij": "follows Zoekrij, which moves the stamp",
    "Maandtelling": "counts views: every page would move the stamp",
    "Beheer": "who manages a profile",
    "Beheeruitnodiging": "who is asked to manage a profile",
    "Oudertoestemming": "what a parent said; the page follows the talent's own row",
    "Beoordeling": "what was said about an admission; the page follows Toelating",
    "Oproepvoorkeur": "which calls somebody wants by mail",
    "Oproepmelding": "which calls were mailed",
    "Voorbereiding": "profiles that wait for their owner",
}
