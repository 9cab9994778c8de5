"""What the night erases of notes, by the terms of `cultuurnota.bewaartermijnen`."""

from cultuurnota import delen, prullenmand, schrijven, team
from opnetwerk import dagelijks


def registreer() -> None:
    for naam, wat, werk in (
        ("nota_versies", "wist versies die helemaal in een latere staan", schrijven.dun_uit),
        ("nota_bestanden", "wist bestanden van zeven dagen geleden", delen.wis_oude_uitvoer),
        ("nota_uitnodigingen", "wist uitnodigingen van dertig dagen geleden", team.wis_oude_uitnodigingen),
        ("nota_links", "wist leeslinks die een jaar niet werken", delen.wis_oude_links),
        ("nota_prullenmand", "wist nota's die dertig dagen in de prullenmand liggen", prullenmand.wis_prullenmand),
    ):
        dagelijks.voeg_toe(naam, wat, werk)
