"""Erase what is kept of an e-mail address without an account, at the word of who reads its mail.

Each app tells how its rows go. A row goes into the ledger under its own reference, never under the address: so the
ledger says nothing, and who comes back later under the same address is not erased by a restore.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from opnetwerk import gesprekwissen, wissingen
from opnetwerk.bevestigen import als_uuid
from opnetwerk.models import Onbestelbaar, Toestemming, UitgaandeMail


@dataclass(frozen=True)
class Wisser:
    """Erases what an address finds in these tables (labels of the register); `wis` gives how many."""

    tabellen: tuple[str, ...]
    wis: Callable[[str], int]


wissers: list[Wisser] = []
# Labels of tables that the button leaves alone, with why: a sentence for the page.
blijft: dict[str, str] = {}


@transaction.atomic
def wis(adres: str) -> int:
    """Everything of the address that has no reason to stay; how many things. Twice is once."""
    return sum(wisser.wis(adres) for wisser in wissers)


def rij_voor_rij(
    soort: str,
    velden: dict[type[models.Model], str],
    doe: Callable[[Any], None] = lambda rij: rij.delete(),
    *,
    moment: Callable[[Any], datetime] | None = None,
) -> Wisser:
    """A wisser of whole rows, or of what `doe` takes out of them; the ledger knows them as `soort` from now on.

    `velden`: model → where the address stands. The reference of a row is its `kenmerk`, or else made of `moment`.
    """

    def sleutel(rij: Any) -> str:
        return wissingen.kenmerk(rij.pk, moment(rij)) if moment else str(rij.kenmerk)

    def wis_(adres: str) -> int:
        rijen = [rij for model, veld in velden.items() for rij in _vind(model, {f"{veld}__iexact": adres})]
        for rij in rijen:
            wissingen.noteer(soort, sleutel(rij))
            doe(rij)
        return len(rijen)

    def herspeel(teken: str) -> bool:
        waar = {"pk": wissingen.nummer_in(teken)} if moment else {"kenmerk": als_uuid(teken)}
        rijen = [rij for model in velden for rij in _vind(model, waar) if sleutel(rij) == teken]
        for rij in rijen:
            doe(rij)
        return bool(rijen)

    wissingen.herspelers[soort] = herspeel
    return Wisser(tuple(model._meta.label for model in velden), wis_)


def _vind(model: type[models.Model], waar: dict[str, Any]) -> list[models.Model]:
    return list(model._default_manager.filter(**waar))


def _wis_mails(adres: str) -> int:
    """Mails to the address, and mails to others that name it as where to answer."""
    return mails_aan.wis(adres) + mails_van.wis(adres)


mails_aan = rij_voor_rij("mail", {UitgaandeMail: "aan"}, moment=lambda rij: rij.gemaakt_op)
mails_van = rij_voor_rij("mail", {UitgaandeMail: "antwoord_aan"}, moment=lambda rij: rij.gemaakt_op)


def registreer() -> None:
    """What the floor has; called once, when the apps are ready."""
    wissers.extend(
        [
            Wisser(
                ("opnetwerk.Deelnemer", "opnetwerk.Gespreksbericht", "opnetwerk.Blokkering", "opnetwerk.Gesprek"),
                lambda adres: gesprekwissen.vergeet(adres=adres),
            ),
            rij_voor_rij("toestemming", {Toestemming: "email"}, moment=lambda rij: rij.gegeven_op),
            rij_voor_rij("onbestelbaar", {Onbestelbaar: "email"}, moment=lambda rij: rij.eerst_op),
            Wisser(("opnetwerk.UitgaandeMail",), _wis_mails),
        ]
    )
