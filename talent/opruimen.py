"""What the night does for talents: ask, hide and erase by the terms of `talent.bewaartermijnen`."""

from datetime import datetime

from opnetwerk import dagelijks
from talent import (
    actualiteit,
    beelden,
    oproeponderhoud,
    organisatoren,
    uitkomsten,
    verbinden,
    voorbereiden,
    zoekwoorden,
)


def werk_profielen_bij(moment: datetime) -> int:
    """How many were asked, hidden, announced, put on their way out, and erased, with old versions."""
    uitslag = actualiteit.werk_actualiteit_bij(nu=moment)
    return (
        uitslag.gevraagd + uitslag.verborgen + uitslag.aangekondigd + uitslag.op_weg + uitslag.gewist + uitslag.versies
    )


def leeg_prullenmand(moment: datetime) -> int:
    """What stands nowhere goes into the bin, what lay there for thirty days goes; the number erased."""
    beelden.vind_wezen(moment)
    return beelden.wis_prullenmand(moment)


def schrijf_woordrijen(moment: datetime) -> int:
    """How many words so many makers have that the search reads them from rows of bits."""
    return zoekwoorden.schrijf()


def registreer() -> None:
    """In this order: a prepared profile goes before the organiser is looked at, pictures after their profile."""
    for naam, wat, werk in (
        ("voorbereidingen", "wist profielen die niemand overnam", voorbereiden.wis_verlopen),
        ("organisatoren", "wist organisatoren die niet doorgingen", organisatoren.ruim_op),
        ("profielen", "vraagt of profielen kloppen, verbergt ze en wist ze", werk_profielen_bij),
        ("beelden", "wist beelden die dertig dagen in de prullenmand liggen", leeg_prullenmand),
        ("oproepen", "wist oproepen van twee jaar geleden", oproeponderhoud.wis_oude),
        ("uitkomsten", "wist adressen en uitkomsten die niemand bevestigde", uitkomsten.wis_oude),
        ("verbindingen", "wist verbindingen die niemand bevestigde", verbinden.wis_onbevestigde),
        ("woordrijen", "schrijft op wie een woord heeft dat heel veel makers hebben", schrijf_woordrijen),
    ):
        dagelijks.voeg_toe(naam, wat, werk)
