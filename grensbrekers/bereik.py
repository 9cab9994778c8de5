"""Whose rows of grensbrekers somebody sees in the admin: those of the IGS that admits them."""

from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting, Thema
from igs.bereik import ALLES, KIJKEN, WEGDOEN, WIJZIGEN, breid_uit
from igs.wacht import bronnen


def registreer() -> None:
    """Fill the tables of `igs.bereik` and the landing page; called once, when the apps are ready."""
    from grensbrekers import ontmoetlijst
    from grensbrekers.wachtrij import posten

    breid_uit(
        paden={Grensbreker: "igs", Ontmoeting: "igs"},
        coordinator={Grensbreker: frozenset({KIJKEN, WIJZIGEN}), Ontmoeting: ALLES},
        redactie={Thema: ALLES, Inzicht: ALLES, Netwerkvraag: frozenset({KIJKEN, WIJZIGEN, WEGDOEN})},
    )
    bronnen.append(posten)
    bronnen.append(ontmoetlijst.posten)
