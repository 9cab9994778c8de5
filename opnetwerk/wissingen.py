"""The ledger of erasures: who was erased stays erased, also when an older backup is put back.

Each line says a kind and a reference, and nothing of what was erased. It is written three times: as a row in the
transaction of the erasure, as a line in a file of this machine once that is committed, and beside the backups with each
copy. `herspeel` erases again what a restored backup brought back.
"""

import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from opnetwerk.dag import nu
from opnetwerk.models import Wissing

log = logging.getLogger(__name__)

BESTAND = "wissingen.jsonl"

# What erases a thing of a kind again: given the reference, True when there was something to erase.
herspelers: dict[str, Callable[[str], bool]] = {}
_herspeelt: ContextVar[bool] = ContextVar("herspeelt", default=False)


@dataclass(frozen=True, order=True)
class Regel:
    """One line of the ledger; `op` is an ISO moment."""

    soort: str
    sleutel: str
    op: str


def noteer(soort: str, sleutel: str) -> None:
    """Write that this was erased, in the transaction of the caller; the file of the machine follows the commit.

    Nothing during a replay: that writes the line it reads.
    """
    if herspeelt():
        return
    regel = Regel(soort, str(sleutel), nu().isoformat())
    rij = Wissing(soort=regel.soort, sleutel=regel.sleutel, op=datetime.fromisoformat(regel.op))
    Wissing.objects.bulk_create([rij], ignore_conflicts=True)
    transaction.on_commit(lambda: _schrijf_bij(eigen_bestand(), [regel]), robust=True)


def kenmerk(nummer: int, moment: datetime) -> str:
    """For a row without a reference of its own: its number, and a print of its first moment.

    A number comes back after a restore, for another row; a moment does not.
    """
    afdruk = hashlib.sha256(moment.astimezone(UTC).isoformat(timespec="microseconds").encode()).hexdigest()
    return f"{nummer}-{afdruk[:32]}"


def nummer_in(sleutel: str) -> int:
    """The number in what `kenmerk` made; 0, which no row has, for anything else."""
    nummer = sleutel.partition("-")[0]
    return int(nummer) if nummer.isdecimal() and len(nummer) < 19 else 0


def herspeelt() -> bool:
    """Whether an erasure of before is being done again: then nobody is mailed a second time."""
    return _herspeelt.get()


def eigen_bestand() -> Path:
    """The file of this machine: best on another disk than the database."""
    return Path(settings.WISSINGEN)


def uit_databank() -> list[Regel]:
    return [Regel(een.soort, een.sleutel, een.op.isoformat()) for een in Wissing.objects.all()]


def lees(bestand: Path) -> list[Regel]:
    """The lines of a file; none when there is no file. A line that was cut off by a power cut is passed over."""
    if not bestand.exists():
        return []
    return list(_regels(bestand))


def _regels(bestand: Path) -> Iterator[Regel]:
    for nummer, regel in enumerate(bestand.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            inhoud = json.loads(regel)
            yield Regel(str(inhoud["soort"]), str(inhoud["sleutel"]), str(inhoud["op"]))
        except (ValueError, KeyError, TypeError):
            log.warning("Regel %s van %s is niet te lezen en wordt overgeslagen.", nummer, bestand)


def voeg_samen(bestand: Path, regels: Iterable[Regel]) -> int:
    """Add to the file what it does not have yet; the number added."""
    bekend = {(een.soort, een.sleutel) for een in lees(bestand)}
    nieuwe = [een for een in sorted(regels) if (een.soort, een.sleutel) not in bekend]
    _schrijf_bij(bestand, nieuwe)
    return len(nieuwe)


def _schrijf_bij(bestand: Path, regels: Iterable[Regel]) -> None:
    tekst = "".join(json.dumps(vars(een)) + "\n" for een in regels)
    if not tekst:
        return
    bestand.parent.mkdir(parents=True, exist_ok=True)
    with bestand.open("a", encoding="utf-8") as uit:
        uit.write(tekst)
        uit.flush()
        os.fsync(uit.fileno())


def herspeel(bestanden: Iterable[Path]) -> Counter[str]:
    """Erase again what the ledgers name and what is there; how many of each kind were.

    Each in a transaction of its own: one that fails is written to the log and does not stop the others; it counts under
    "mislukt".
    """
    sleutel = _herspeelt.set(True)
    try:
        return _herspeel(bestanden)
    finally:
        _herspeelt.reset(sleutel)


def _herspeel(bestanden: Iterable[Path]) -> Counter[str]:
    geteld: Counter[str] = Counter()
    alle = {(een.soort, een.sleutel): een for pad in bestanden for een in lees(pad)}
    for (soort, sleutel), regel in sorted(alle.items()):
        try:
            with transaction.atomic():
                if herspelers[soort](sleutel):
                    geteld[soort] += 1
                rij = Wissing(soort=soort, sleutel=sleutel, op=datetime.fromisoformat(regel.op))
                Wissing.objects.bulk_create([rij], ignore_conflicts=True)
        except Exception:  # whatever it is: the others must be erased
            log.exception("%s %s kon niet opnieuw gewist worden.", soort, sleutel)
            geteld["mislukt"] += 1
    return geteld
