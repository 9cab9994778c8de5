"""The same form sent many times at once makes one record: `python -m tests.oefeningen.dubbel [KEREN=20]`.

Every form of every page that takes a POST, found on the page itself and filled in so that it may pass. What one
sending adds is counted first and undone; then the same is sent over as many connections at the same moment, and may add
no more. Ends with 1 when it does.
"""

import random
import sys
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from tests.oefeningen.wilde_invoer import Formulier, Lezer, ingevuld
from tests.oefeningen.wilde_wereld import Wereld, argumenten, bouw, oefenbank, omstandigheden

# What a request leaves behind besides its work. A log line tells what was done, and what was done is counted.
NIET = {"django_session", "cache", "usersessions_usersession", "django_admin_log", "opnetwerk_logregel"}


@dataclass
class Zending:
    """One form: of which address, on which page, by whom; `telt` the rows that one sending adds per table."""

    naam: str
    rol: str
    pad: str
    gegevens: dict[str, list[str]]
    telt: dict[str, int] = field(default_factory=dict)
    status: int = 0
    gemaakt: dict[str, int] = field(default_factory=dict)
    statussen: set[int] = field(default_factory=set)

    @property
    def fout(self) -> str:
        """One line; empty when all was well."""
        if any(status >= 500 for status in self.statussen):
            return f"{self.naam}: antwoordde {sorted(self.statussen)}"
        te_veel = {tabel: aantal for tabel, aantal in self.gemaakt.items() if aantal > max(self.telt.get(tabel, 0), 0)}
        return f"{self.naam} ({self.rol}): één keer maakt {self.telt}, tegelijk {self.gemaakt}" if te_veel else ""


def rijen() -> dict[str, int]:
    """How many rows each table has."""
    from django.apps import apps
    from django.db import connection

    tabellen = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tabellen = {een for een in tabellen - NIET if not een.startswith("procrastinate")}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{een}', count(*) FROM \"{een}\"" for een in sorted(tabellen)))
        return dict(cursor.fetchall())


def meer(na: dict[str, int], voor: dict[str, int]) -> dict[str, int]:
    return {tabel: aantal - voor[tabel] for tabel, aantal in na.items() if aantal > voor[tabel]}


def formulieren(wereld: Wereld, route: str) -> Iterator[tuple[str, str, Formulier]]:
    """The forms on the page of an address that post to that page itself: who, where, what."""
    for rol in wereld.rollen_voor(route):
        for pad in wereld.paden[route]:
            antwoord = wereld.klanten[rol].get(pad)
            if antwoord.status_code != 200 or antwoord.streaming or b"<form" not in antwoord.content:
                continue
            eigen = [
                een
                for een in Lezer(antwoord.content.decode(errors="replace")).formulieren
                if een.post and (urlsplit(een.doel).path or pad) == pad
            ]
            if eigen:
                yield from ((rol, pad, een) for een in eigen)
                return


def een_keer(wereld: Wereld, zending: Zending) -> None:
    """Send it once and undo it; fills in what that adds."""
    from django.db import transaction
    from django.test import TestCase

    with transaction.atomic():
        voor = rijen()
        with TestCase.captureOnCommitCallbacks(execute=True):
            zending.status = wereld.klanten[zending.rol].post(zending.pad, zending.gegevens).status_code
        zending.telt = meer(rijen(), voor)
        transaction.set_rollback(True)


def tegelijk(wereld: Wereld, zending: Zending, keren: int) -> None:
    """Send it so many times at once; fills in what that added."""
    from django.test import Client

    from tests.vijandig import plaats_dubbel

    koekjes = wereld.klanten[zending.rol].cookies

    def klant() -> Client:
        nieuw = Client(raise_request_exception=False)
        nieuw.cookies = SimpleCookie(koekjes.output(header="", sep=";"))
        return nieuw

    voor = rijen()
    antwoorden = plaats_dubbel(klant, zending.pad, zending.gegevens, n=keren)
    zending.statussen = {antwoord.status_code for antwoord in antwoorden}
    zending.gemaakt = meer(rijen(), voor)


def zendingen(wereld: Wereld, namen: Collection[str] | None = None) -> Iterator[Zending]:
    """Of each address that takes a POST (or of these URL names) the forms that add a row, most first."""
    from opnetwerk.checks import eigen_view

    # What takes the example away comes last.
    for route, patroon in sorted(wereld.patronen.items(), key=lambda paar: ("wissen" in paar[0], paar[0])):
        naam = str(patroon.name)
        if not eigen_view(patroon) or (namen is not None and naam not in namen) or not neemt_post(patroon):
            continue
        for nummer, (rol, pad, formulier) in enumerate(formulieren(wereld, route)):
            for keer in range(3):  # other boxes ticked, another button
                zending = Zending(naam, rol, pad, ingevuld(formulier, random.Random(f"{naam}-{nummer}-{keer}")))
                een_keer(wereld, zending)
                if zending.telt:
                    yield zending
                    break
            else:
                yield zending


def neemt_post(patroon: Any) -> bool:
    """Whether a view of ours may take a POST: everything but what its decorator makes read only."""
    return getattr(patroon.callback, "toegang", "") not in ("publiek", "alleen_lokaal", "alleen_meetdienst")


def main() -> int:
    keren, _ = argumenten(20)
    with oefenbank("dubbel"):
        from igs.laden import laad

        laad()
        wereld, begin, alle = bouw(), time.monotonic(), []
        print(f"Dubbel verzonden, {keren} keer tegelijk, {omstandigheden()}", flush=True)
        for zending in zendingen(wereld):
            if zending.telt:
                tegelijk(wereld, zending, keren)
            alle.append(zending)
            if zending.fout or "--alles" in sys.argv:
                print(zending.fout or f"{zending.naam} {zending.rol} {zending.status} {zending.telt}", flush=True)
    fouten = [een for een in alle if een.fout]
    makers = {een.naam for een in alle if een.telt}
    print(f"{len(alle)} formulieren op {len({een.naam for een in alle})} adressen; {len(makers)} adressen maken iets")
    print("maakten niets: " + ", ".join(sorted({een.naam for een in alle} - makers)))
    print(f"{len(fouten)} fouten in {time.monotonic() - begin:.0f} s")
    return 1 if fouten else 0


if __name__ == "__main__":
    sys.exit(main())
