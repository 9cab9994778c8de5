"""Who works together where: municipalities, regions, networks, recognitions and memberships, all dated."""

from igs.models.afgeleid import Gegevensstand, Kaart, Zoekingang
from igs.models.bezoek import Bezoektelling
from igs.models.foto import Foto
from igs.models.gebied import Buurpaar, Gemeente, Plaats, PlaatsBuiten, Referentieregio
from igs.models.perioden import Zekerheid
from igs.models.portret import Portret, Vraag
from igs.models.redactie import Aanstelling, Activiteit, Bericht, Coordinator, Gidstekst, Melding, Praktijk
from igs.models.regiocheck import Hulpvraag, Regelversie
from igs.models.samenwerking import AANTAL_KLEUREN, IGS, Erkenning, IGSNaam, Lidmaatschap

__all__ = [
    "AANTAL_KLEUREN",
    "IGS",
    "Aanstelling",
    "Activiteit",
    "Bericht",
    "Bezoektelling",
    "Buurpaar",
    "Coordinator",
    "Erkenning",
    "Foto",
    "Gegevensstand",
    "Gemeente",
    "Gidstekst",
    "Hulpvraag",
    "IGSNaam",
    "Kaart",
    "Lidmaatschap",
    "Melding",
    "Plaats",
    "PlaatsBuiten",
    "Portret",
    "Praktijk",
    "Referentieregio",
    "Regelversie",
    "Vraag",
    "Zekerheid",
    "Zoekingang",
]
