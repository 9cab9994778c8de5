"""The lists of the apps that ship with the portal: disciplines, themes, the offer. Editors' changes stay."""

from cultuurnota.aanbod import laad_aanbod
from grensbrekers.themas import laad_themas
from talent.disciplines import laad_disciplines
from talent.zoekrij import leid_verouderde_af


def laad_lijsten() -> dict[str, int]:
    """Add what is not there yet; how many of each."""
    return {"disciplines": laad_disciplines(), "thema's": laad_themas(), "aanbod": laad_aanbod()}


def werk_zoekrijen_bij() -> int:
    """After an upgrade: write the rows of the directory again that have an older shape; how many."""
    return leid_verouderde_af()
