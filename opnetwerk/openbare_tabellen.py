"""Which models of the floor public pages show, for `opnetwerk.paginacache`."""

from opnetwerk.paginacache.tabellen import Moment

OPENBAAR: dict[str, tuple[Moment, ...]] = {
    "Wissing": (),  # on no page, but every process must hear of an erasure: it drops what it kept from before
}

BESLOTEN = {
    "Versie": "drafts and history; a page shows when its own version was saved, and its own row names that version",
    "Gebruiker": "accounts",
    "Gebruiker_groups": "accounts",
    "Gebruiker_user_permissions": "accounts",
    "Gesprek": "messages between two people",
    "Deelnemer": "messages between two people",
    "Gespreksbericht": "messages between two people",
    "Blokkering": "messages between two people",
    "Logregel": "the log",
    "UitgaandeMail": "the outbox",
    "Toestemming": "who agreed to what; what follows from it stands in the row of the talent or member",
    "Taakloop": "what the worker did",
    "Onbestelbaar": "addresses that do not exist",
}
