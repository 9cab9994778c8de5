"""What the workspace for a cultuurnota does with data of persons."""

from cultuurnota.bewaartermijnen import TERMIJNEN
from opnetwerk.verwerkingen import Grond, Verwerking, voeg_toe

WERK = "wie welke tekst schreef of iets opmerkte, en wanneer"
PLAN = "het plan zelf: wat een netwerk wil doen, met welk geld"

VERWERKINGEN = (
    Verwerking(
        sleutel="cultuurnota",
        titel="Samen schrijven aan een cultuurnota",
        doel="Een team kan samen aan een plan werken en ziet wie wat schreef.",
        grond=Grond.DIENST,
        wie="wie in het team van een nota zit, of uitgenodigd wordt",
        tabellen={
            "cultuurnota.Teamlid": "wie in het team zit, en tot wanneer",
            "cultuurnota.Teamuitnodiging": "het e-mailadres van wie uitgenodigd wordt",
            "cultuurnota.Hoofdstukversie": WERK,
            "cultuurnota.Opmerking": WERK,
            "cultuurnota.Cultuurnota": WERK,
            "cultuurnota.Hoofdstuk": WERK,
            "cultuurnota.Bevroren": WERK,
            "cultuurnota.Uitvoer": WERK,
            "cultuurnota.Publicatie": WERK,
            "cultuurnota.Deellink": "voor wie een leeslink is",
            "cultuurnota.Notabeeld": "beelden in een nota, met wie ze maakte",
            "cultuurnota.Actie": "wie een actie trekt of iets meet, als dat er staat",
            "cultuurnota.Indicator": "wie een actie trekt of iets meet, als dat er staat",
            "cultuurnota.Engagement": "het besluit van een gemeente, en wie we daarover mailen",
        },
        ontvangers="Het team van de nota, en wie een leeslink krijgt. Wat het IGS publiceert, leest iedereen.",
        termijnen=TERMIJNEN,
        zoekt=(
            "cultuurnota.Teamlid:gebruiker__email",
            "cultuurnota.Teamuitnodiging:email",
            "cultuurnota.Hoofdstukversie:door__email",
            "cultuurnota.Opmerking:door__email",
            "cultuurnota.Bevroren:door__email",
            "cultuurnota.Engagement:contact_email",
        ),
    ),
)
_PLAN = (
    "Zelfbeoordeling", "Uitdaging", "Doelstelling", "Doelstelling_uitdagingen", "Meting", "Actiejaar",
    "Cijferkoppeling", "Begroting", "Bijdrage", "Begrotingspost",
)  # fmt: skip
ZONDER = {f"cultuurnota.{naam}": PLAN for naam in _PLAN} | {"cultuurnota.Aanbod": "het aanbod van het steunpunt"}


def registreer() -> None:
    voeg_toe(*VERWERKINGEN, zonder=ZONDER)
