"""How long what is kept of a cultuurnota, as data: read by the nightly work, and printed for who wants to know."""

from datetime import timedelta

from opnetwerk.bewaartermijnen import Termijn, maanden

PRULLENMAND_NA = timedelta(days=30)
UITNODIGING_NA = timedelta(days=30)  # after it expired, was used or taken back
DEELLINK_NA = maanden(12)  # after it stopped working
UITVOER_NA = timedelta(days=7)

TERMIJNEN = (
    Termijn(
        "nota",
        "Een cultuurnota, met haar hoofdstukken, doelstellingen, beelden en bevroren versies",
        None,
        "de dag dat ze begon",
        "Zo lang het IGS ze houdt. Alleen wie de nota trekt, zet ze in de prullenmand.",
        ("Cultuurnota", "Hoofdstuk", "Notabeeld", "Bevroren.door_naam", "Actie.trekker", "Indicator.wie"),
    ),
    Termijn(
        "prullenmand",
        "Een cultuurnota in de prullenmand",
        PRULLENMAND_NA,
        "de dag dat ze in de prullenmand kwam",
        "Je kunt ze 30 dagen terugzetten. Daarna wissen we alles, met de opmerkingen en de bestanden.",
        ("Cultuurnota", "Engagement.document", "Engagement.contact_email"),
    ),
    Termijn(
        "versie",
        "Een vroegere versie van een hoofdstuk, met wie ze schreef",
        None,
        "het bewaren",
        "Zo lang de nota bestaat. Wat vanzelf bewaard werd, valt na een dag weg als een latere versie elk woord bevat.",
        ("Hoofdstukversie.door_naam",),
    ),
    Termijn(
        "opmerking",
        "Een opmerking bij een hoofdstuk, met wie ze schreef",
        None,
        "het schrijven",
        "Zo lang de nota bestaat, ook als ze opgelost is. We wissen ze samen met de nota.",
        ("Opmerking.tekst", "Opmerking.door_naam"),
    ),
    Termijn(
        "team",
        "Wie in het team zit of zat",
        None,
        "de eerste dag in het team",
        "Zo lang de nota bestaat. Wie zijn account wist, verdwijnt uit het team.",
        ("Teamlid",),
    ),
    Termijn(
        "uitnodiging",
        "Een uitnodiging voor een team",
        UITNODIGING_NA,
        "de dag dat ze verloopt, gebruikt of ingetrokken wordt",
        "De link werkt drie dagen. Het adres wissen we 30 dagen later.",
        ("Teamuitnodiging.email",),
    ),
    Termijn(
        "leeslink",
        "Een leeslink, met voor wie ze is",
        DEELLINK_NA,
        "de dag dat ze niet meer werkt",
        "Een link stopt vanzelf of als je hem intrekt. De naam wissen we 12 maanden later.",
        ("Deellink.voor_wie",),
    ),
    Termijn(
        "bestand",
        "Een Word-bestand, PDF of ZIP dat je liet maken",
        UITVOER_NA,
        "de dag dat je het vroeg",
        "We bewaren het zeven dagen. Daarna wissen we het.",
        ("Uitvoer.bestand",),
    ),
)


def termijn(sleutel: str) -> Termijn:
    """The term with this key. KeyError when there is none."""
    return {een.sleutel: een for een in TERMIJNEN}[sleutel]
