"""What a look at a deployment finds: right, to be repaired, or not looked at; each in one Dutch sentence."""

from dataclasses import dataclass
from enum import StrEnum


class Oordeel(StrEnum):
    GOED = "goed"
    FOUT = "herstel"
    ONBEKEND = "niet nagekeken"


@dataclass(frozen=True)
class Bevinding:
    """One thing that was looked at; with FOUT the sentence says how to repair it."""

    oordeel: Oordeel
    zin: str


def goed(zin: str) -> Bevinding:
    return Bevinding(Oordeel.GOED, zin)


def fout(zin: str) -> Bevinding:
    return Bevinding(Oordeel.FOUT, zin)


def onbekend(zin: str) -> Bevinding:
    return Bevinding(Oordeel.ONBEKEND, zin)
