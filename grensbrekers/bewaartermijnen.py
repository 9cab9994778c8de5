"""How long what is kept of members, as data: read by `grensbrekers.actualiteit`, and printed for who wants to know."""

from datetime import timedelta

from opnetwerk.bewaartermijnen import Termijn, maanden

# After the last time that somebody said it is right: three questions, then stopped.
VRAAG_NA = (maanden(12), maanden(13), maanden(14))
STOP_NA = maanden(15)
ONBEVESTIGD_NA = timedelta(days=30)
ONBESLIST_NA = maanden(12)
GEWEIGERD_NA = maanden(6)
UITGESCHREVEN_NA = maanden(3)
INTRODUCTIE_NA = maanden(12)
INTRODUCTIE_OPEN = timedelta(days=60)

TERMIJNEN = (
    Termijn(
        "lid",
        "De gegevens van een grensbreker",
        STOP_NA,
        "de laatste keer dat je zei dat ze nog kloppen",
        "Na 12, 13 en 14 maanden vragen we of alles nog klopt. Na 15 maanden schrijven we je uit.",
        ("Grensbreker", "Inschrijving", "Verzending", "Koppeldeelname.grensbreker"),
    ),
    Termijn(
        "onbevestigd",
        "Een aanmelding die niemand bevestigde",
        ONBEVESTIGD_NA,
        "de dag van de aanmelding",
        "De link in de mail werkt drie dagen. Na 30 dagen wissen we alles.",
        ("Grensbreker",),
    ),
    Termijn(
        "onbeslist",
        "Een aanmelding waarover niemand besliste",
        ONBESLIST_NA,
        "de dag dat je ze bevestigde",
        "Na 12 maanden wissen we alles.",
        ("Grensbreker",),
    ),
    Termijn(
        "geweigerd",
        "Een aanmelding die niet doorging",
        GEWEIGERD_NA,
        "de dag van de beslissing",
        "Na 6 maanden wissen we alles, ook de reden.",
        ("Grensbreker", "Grensbreker.reden"),
    ),
    Termijn(
        "uitgeschreven",
        "De gegevens van wie zich uitschreef",
        UITGESCHREVEN_NA,
        "de dag dat je stopte",
        "Je staat meteen nergens meer. Na 3 maanden wissen we alles. Wis je zelf, dan is alles meteen weg.",
        ("Grensbreker",),
    ),
    Termijn(
        "introductie",
        "Een vraag om elkaar te leren kennen",
        INTRODUCTIE_NA,
        "de dag van de vraag",
        "Zonder antwoord vervalt de vraag na 60 dagen. Na 12 maanden wissen we ze.",
        ("Introductie",),
    ),
    Termijn(
        "toestemming",
        "Wat je toestond, met de woorden en het moment",
        None,
        "het moment dat je het toestond",
        "Zo lang we je gegevens hebben. We wissen het samen met je gegevens.",
        ("Toestemming.tekst", "Toestemming.email"),
    ),
    Termijn(
        "overgang",
        "Dat er tussen twee gemeenten een ontmoeting was, zonder namen",
        None,
        "de dag van de ontmoeting",
        "Dit gaat niet over een persoon. We houden het bij voor de kaart.",
    ),
)


def termijn(sleutel: str) -> Termijn:
    """The term with this key. KeyError when there is none."""
    return {een.sleutel: een for een in TERMIJNEN}[sleutel]
