"""Which models public pages show, for `opnetwerk.paginacache`; with the moments at which a page changes by itself."""

from opnetwerk.paginacache.tabellen import Moment

OPENBAAR: dict[str, tuple[Moment, ...]] = {
    "Thema": (),
    # Members are for members; the door counts them.
    "Grensbreker": (),
    "Grensovergang": (),
    "Ontmoeting": ("gepubliceerd_op", "verslag_op", "begint_op", "eindigt_op"),
    "Ontmoeting_themas": (),
    "Inzicht": ("gepubliceerd_op",),
    "Inzicht_themas": (),
}

BESLOTEN = {
    "Grensbreker_themas": "what members look for",
    "Verzending": "which mails went out",
    "Koppeling": "who was brought together",
    "Koppeldeelname": "who was brought together",
    "Introductie": "who asked to meet whom",
    "Inschrijving": "who comes to a meeting",
    "Netwerkvraag": "questions are for members",
    "Netwerkvraag_themas": "questions are for members",
    "Antwoord": "questions are for members",
}
