"""Makers: who they are, what they show, who manages and who admits them, and how they are found."""

from talent.models.beheer import Beheer, Beheeruitnodiging, Oudertoestemming
from talent.models.beoordeling import Beoordeling, Toelating
from talent.models.discipline import Discipline
from talent.models.oproepen import (
    Oproep,
    Oproepmelding,
    Oproepvoorkeur,
    Organisator,
    Reactie,
    Uitkomst,
    Verbinding,
    Voorbereiding,
)
from talent.models.profiel import Medium, Profiel, Profielbeeld, Werk
from talent.models.talent import Talent
from talent.models.vindbaar import Maandtelling, Woordrij, Zoekrij

__all__ = [
    "Beheer",
    "Beheeruitnodiging",
    "Beoordeling",
    "Discipline",
    "Maandtelling",
    "Medium",
    "Oproep",
    "Oproepmelding",
    "Oproepvoorkeur",
    "Organisator",
    "Oudertoestemming",
    "Profiel",
    "Profielbeeld",
    "Reactie",
    "Talent",
    "Toelating",
    "Uitkomst",
    "Verbinding",
    "Voorbereiding",
    "Werk",
    "Woordrij",
    "Zoekrij",
]
