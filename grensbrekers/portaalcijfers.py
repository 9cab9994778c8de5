"""What the portal counts of crossed borders, per IGS and year (`igs.portaalcijfers`)."""

from grensbrekers.koppelen import grens
from grensbrekers.models import Grensovergang
from igs.portaalcijfers import Jaarvraag, Portaalcijfer


def grenzen_overgestoken(vraag: Jaarvraag) -> int:
    """Borders with at least one side in the IGS over which colleagues met that year, each once."""
    netwerk = vraag.netwerk
    paren = Grensovergang.objects.filter(op__year=vraag.jaar).values_list("a", "b").distinct()
    cellen = [{netwerk.cel(netwerk.alle_gemeenten[code]).nis_code for code in paar} for paar in paren]
    return len({grens(*paar) for paar in cellen if len(paar) == 2 and paar & vraag.codes})


EIGEN = (
    Portaalcijfer(
        "grenzen",
        "Overgestoken gemeentegrenzen",
        "grenzen",
        "Grenzen in en rond je IGS waarover grensbrekers elkaar dat jaar ontmoetten.",
        grenzen_overgestoken,
    ),
)
