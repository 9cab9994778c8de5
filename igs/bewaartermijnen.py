"""How long what is kept of who asks, reports or is named on the pages of a network."""

from opnetwerk.bewaartermijnen import Termijn, maanden

HULPVRAAG_NA = maanden(12)
ONBEVESTIGD_NA = maanden(1)
MELDING_NA = maanden(12)

TERMIJNEN = (
    Termijn(
        "hulpvraag",
        "Een vraag om hulp",
        HULPVRAAG_NA,
        "de dag dat je ze stelt",
        "Wat je niet bevestigt, wissen we na een maand. Een vraag wissen we na een jaar.",
        ("Hulpvraag",),
    ),
    Termijn(
        "melding",
        "Een melding dat er iets niet klopt",
        MELDING_NA,
        "de dag dat je ze doet",
        "We wissen ze na een jaar, met je adres.",
        ("Melding",),
    ),
    Termijn(
        "contactpersoon",
        "De naam en de gegevens van een contactpersoon van een IGS",
        None,
        "de dag dat het IGS ze doorgeeft",
        "Tot het IGS ze wijzigt of de persoon stopt. Dat ze er ooit stonden, blijft in het logboek.",
        ("Coordinator", "Aanstelling"),
    ),
    Termijn(
        "portret",
        "Een gesprek in BE/LICHT, met naam en foto",
        None,
        "het verschijnen",
        "Zo lang de persoon en het IGS het goed vinden. Wie erin staat, kan vragen om het weg te halen.",
        ("Portret", "Foto"),
    ),
)
