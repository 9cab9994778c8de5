"""A page of the profile editor as `tests.vijandig` reads forms: without the header, whose logout is a form too."""

import re
from typing import Any

from tests.vijandig import Formulierpagina


class Bewerkpagina(Formulierpagina):
    def __init__(self, antwoord: Any) -> None:
        html = str(antwoord.content.decode())
        super().__init__(re.sub(r"<header.*?</header>", "", html, flags=re.DOTALL))

    def fout_bij(self, naam: str) -> str:
        """Also of a group, whose sentence belongs to the fieldset and not to each box."""
        if zin := super().fout_bij(naam):
            return zin
        groepen = [e.kenmerken.get("aria-describedby", "").split() for e in self.elementen if e.naam == "fieldset"]
        idents = [ident for groep in groepen for ident in groep if ident == f"id_{naam}_error"]
        return self.bij(idents[0]).tekst.strip() if idents else ""
