"""Who works together where: municipalities, regions, networks, recognitions and memberships, all dated."""

from igs.models.afgeleid import Gegevensstand, Kaart, Zoekingang
from igs.models.gebied import Buurpaar, Gemeente, Plaats, PlaatsBuiten, Referentieregio
from igs.models.perioden import Zekerheid
from igs.models.portret import Portret, PortretBlok
from igs.models.samenwerking import AANTAL_KLEUREN, IGS, Erkenning, IGSNaam, Lidmaatschap

__all__ = [
    "AANTAL_KLEUREN",
    "IGS",
    "Buurpaar",
    "Erkenning",
    "Gegevensstand",
    "Gemeente",
    "IGSNaam",
    "Kaart",
    "Lidmaatschap",
    "Plaats",
    "PlaatsBuiten",
    "Portret",
    "PortretBlok",
    "Referentieregio",
    "Zekerheid",
    "Zoekingang",
]
