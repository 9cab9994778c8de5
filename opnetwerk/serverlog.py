"""What the log of the server may not hold: an address that lets somebody in."""

import logging
import re
from typing import Any

# A part of a path that is longer than any slug or reference is a signed link; the number of a member is in one too.
LANG_DEEL = re.compile(r"(?<=/)[A-Za-z0-9_.:=-]{60,}(?=[/?\s]|$)|(?<=/netwerk/)[0-9A-Fa-f-]{36}")


def zonder_sleutels(tekst: str) -> str:
    return LANG_DEEL.sub("…", tekst)


class ZonderSleutels(logging.Filter):
    """Takes signed links out of a line, in its text and in what is filled in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._schoon(record.msg)
        if isinstance(record.args, dict):
            record.args = {naam: self._schoon(waarde) for naam, waarde in record.args.items()}
        elif record.args:
            record.args = tuple(self._schoon(waarde) for waarde in record.args)
        return True

    def _schoon(self, waarde: Any) -> Any:
        return zonder_sleutels(waarde) if isinstance(waarde, str) else waarde
