"""Which models public pages show, for `opnetwerk.paginacache`; with the moments at which a page changes by itself."""

from datetime import timedelta

from igs.agenda import DAGEN_TERUG_IN_FEED
from opnetwerk.paginacache.tabellen import Moment

REDACTIE: tuple[Moment, ...] = ("gepubliceerd_op", "verbergen_op")

OPENBAAR: dict[str, tuple[Moment, ...]] = {
    # the network
    "Kaart": (),
    "Zoekingang": (),
    "Gegevensstand": (),
    "Referentieregio": (),
    "Gemeente": (),
    "Plaats": (),
    "PlaatsBuiten": (),
    "Buurpaar": (),
    "IGS": REDACTIE,
    "IGSNaam": (),
    "Erkenning": (),
    "Lidmaatschap": (),
    "Regelversie": (),
    "Coordinator": (),
    # what editors write
    "Foto": (),
    "Vraag": (),
    "Portret": REDACTIE,
    "Praktijk": REDACTIE,
    "Activiteit": (*REDACTIE, "begint_op", "eindigt_op", ("begint_op", timedelta(days=DAGEN_TERUG_IN_FEED))),
    "Bericht": REDACTIE,
    "Gidstekst": REDACTIE,
}

BESLOTEN = {
    "Bezoektelling": "counts views: every page would move the stamp",
    "Aanstelling": "who may edit what",
    "Melding": "what visitors tell the editors",
    "Hulpvraag": "what municipalities ask",
    "Hulpvraag_gemeenten": "what municipalities ask",
}
