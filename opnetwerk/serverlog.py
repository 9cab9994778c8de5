"""What the log of the server says, and what it may not hold: an address that lets somebody in, or one of a person.

One line per event: as text for who sits at the screen, as JSON for a machine. Each carries the number of the request.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

# A part of a path that is longer than any slug or reference is a signed link; the key of a member or organiser is one.
LANG_DEEL = re.compile(
    r"(?<=/)[A-Za-z0-9_.:=-]{60,}(?=[/?\s]|$)|(?:(?<=/netwerk/)|(?<=/organisatoren/))[0-9A-Fa-f-]{36}"
)
MAILADRES = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
ADRES = "‹adres›"


def zonder_sleutels(tekst: str) -> str:
    return LANG_DEEL.sub("…", tekst)


def zonder_adressen(tekst: str) -> str:
    return MAILADRES.sub(ADRES, tekst)


def schoon(tekst: str) -> str:
    """No signed link and no e-mail address."""
    return zonder_adressen(zonder_sleutels(tekst))


class ZonderSleutels(logging.Filter):
    """Takes signed links and e-mail addresses out of a line, in its text and in what is filled in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._schoon(record.msg)
        if isinstance(record.args, dict):
            record.args = {naam: self._schoon(waarde) for naam, waarde in record.args.items()}
        elif record.args:
            record.args = tuple(self._schoon(waarde) for waarde in record.args)
        return True

    def _schoon(self, waarde: Any) -> Any:
        return schoon(waarde) if isinstance(waarde, str) else waarde


class _Schoon(logging.Formatter):
    """A traceback quotes what was going on: it is cleaned like the line above it."""

    def formatException(self, ei: Any) -> str:
        return schoon(super().formatException(ei))

    def nummer(self) -> str:
        from opnetwerk.verzoek import huidig  # logging is set up before the apps are

        return huidig()


class Tekstregel(_Schoon):
    """For the eyes."""

    def format(self, record: logging.LogRecord) -> str:
        nummer = self.nummer()
        return schoon(super().format(record)) + (f"  [{nummer}]" if nummer else "")


class JsonRegel(_Schoon):
    """One JSON object per line: moment in UTC, level, logger, number of the request, text, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        regel = {
            "op": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "van": record.name,
            "verzoek": self.nummer(),
            "tekst": schoon(record.getMessage()),
        }
        if record.exc_info:
            regel["fout"] = self.formatException(record.exc_info)
        return json.dumps(regel, ensure_ascii=False)
