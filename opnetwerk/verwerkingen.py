"""The register of what the portal does with data of persons (AVG, article 30), and how long (article 5).

Each app adds its part when it starts. The pages Privacy and Bewaartermijnen are made from it, and so is the list for a
data leak; a test sees to it that every table is named here, or is said to hold nothing of a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from opnetwerk.bewaartermijnen import TERMIJNEN, Termijn


class Grond(StrEnum):
    """On what ground (AVG, article 6, first paragraph); the words end the sentence "We mogen dit omdat ..."."""

    TOESTEMMING = "je ermee instemt. Je kunt dat altijd terugnemen."
    DIENST = "je ons om iets vraagt, en het anders niet lukt."
    BELANG = "het portaal en wie het gebruikt er belang bij hebben, en jij er weinig van merkt."
    TAAK = "het hoort bij een taak van algemeen belang."


ARTIKEL = {
    Grond.TOESTEMMING: "AVG, artikel 6, lid 1, a",
    Grond.DIENST: "AVG, artikel 6, lid 1, b",
    Grond.TAAK: "AVG, artikel 6, lid 1, e",
    Grond.BELANG: "AVG, artikel 6, lid 1, f",
}


@dataclass(frozen=True)
class Verwerking:
    """One thing that is done with data of persons.

    `tabellen`: {label of a model: what stands in it, in words}. `zoekt`: where an e-mail address finds the person, as
    "label:field" or "label:path__to__field"; for the list for a data leak. `termijnen`: keys of the terms of the same
    app.
    """

    sleutel: str
    titel: str
    doel: str
    grond: Grond
    wie: str
    tabellen: dict[str, str]
    ontvangers: str
    termijnen: tuple[Termijn, ...]
    zoekt: tuple[str, ...] = ()

    @property
    def artikel(self) -> str:
        return ARTIKEL[self.grond]

    @property
    def gegevens(self) -> list[str]:
        """What stands in the tables, in words, each once."""
        return list(dict.fromkeys(woorden for woorden in self.tabellen.values() if woorden))


register: list[Verwerking] = []
# Tables that say nothing of a person, with why; everything else must stand in the register.
zonder_personen: dict[str, str] = {}


def voeg_toe(*verwerkingen: Verwerking, zonder: dict[str, str] | None = None) -> None:
    """Add to the register. ValueError for a key that is there already."""
    bekend = {een.sleutel for een in register}
    for een in verwerkingen:
        if een.sleutel in bekend:
            raise ValueError(f"{een.sleutel} staat al in het register")
        register.append(een)
    zonder_personen.update(zonder or {})


def kies(termijnen: Iterable[Termijn], *sleutels: str) -> tuple[Termijn, ...]:
    """The terms with these keys. KeyError when there is none."""
    per_sleutel = {een.sleutel: een for een in termijnen}
    return tuple(per_sleutel[sleutel] for sleutel in sleutels)


# --- what belongs to no app ---

VERWERKINGEN = (
    Verwerking(
        sleutel="account",
        titel="Een account",
        doel="Je kunt je aanmelden, en niemand anders in jouw naam.",
        grond=Grond.DIENST,
        wie="wie een account maakt of krijgt",
        tabellen={
            "opnetwerk.Gebruiker": "je e-mailadres, je naam als je die geeft, en je rol",
            "opnetwerk.Gebruiker_groups": "je e-mailadres, je naam als je die geeft, en je rol",
            "opnetwerk.Gebruiker_user_permissions": "je e-mailadres, je naam als je die geeft, en je rol",
            "account.EmailAddress": "of je adres bevestigd is",
            "account.EmailConfirmation": "of je adres bevestigd is",
            "mfa.Authenticator": "een onleesbare vorm van je wachtwoord en van je tweede stap",
            "usersessions.UserSession": "waar je aangemeld bent: toestel, internetadres en moment",
            "sessions.Session": "waar je aangemeld bent: toestel, internetadres en moment",
            "opnetwerk.Toestemming": "wat je toestond, in welke woorden en wanneer",
        },
        ontvangers="De beheerder van het portaal.",
        termijnen=kies(TERMIJNEN, "account", "zitting", "toestemming"),
        zoekt=(
            "opnetwerk.Gebruiker:email",
            "account.EmailAddress:email",
            "opnetwerk.Toestemming:email",
            "opnetwerk.Toestemming:gebruiker__email",
            "mfa.Authenticator:user__email",
            "usersessions.UserSession:user__email",
        ),
    ),
    Verwerking(
        sleutel="gesprek",
        titel="Een bericht via het portaal",
        doel="Je kunt iemand schrijven en antwoord krijgen, zonder dat iemand een adres ziet.",
        grond=Grond.DIENST,
        wie="wie schrijft en wie een bericht krijgt",
        tabellen={
            "opnetwerk.Gesprek": "over wie het gesprek gaat en wanneer",
            "opnetwerk.Deelnemer": "je naam en je e-mailadres",
            "opnetwerk.Gespreksbericht": "wat je schrijft",
            "opnetwerk.Blokkering": "wie je niet meer wilt lezen",
        },
        ontvangers=(
            "De persoon aan wie je schrijft leest je naam en je bericht, niet je adres. "
            "De coördinator of de redactie leest het gesprek enkel als iemand het meldt."
        ),
        termijnen=kies(TERMIJNEN, "gesprek"),
        zoekt=(
            "opnetwerk.Deelnemer:email",
            "opnetwerk.Gespreksbericht:van__email",
            "opnetwerk.Blokkering:ontvanger",
            "opnetwerk.Blokkering:afzender",
        ),
    ),
    Verwerking(
        sleutel="mail",
        titel="Mail van het portaal",
        doel="Mail komt een keer aan, en we merken het als ze niet aankomt.",
        grond=Grond.DIENST,
        wie="wie mail van ons krijgt",
        tabellen={
            "opnetwerk.UitgaandeMail": "je e-mailadres, het onderwerp en wanneer we stuurden",
            "opnetwerk.Onbestelbaar": "dat mail naar je adres terugkomt",
        },
        ontvangers="Je eigen mailserver. De coördinator of de redactie hoort het als mail terugkomt.",
        termijnen=kies(TERMIJNEN, "mail", "ingekomen", "onbestelbaar"),
        zoekt=(
            "opnetwerk.UitgaandeMail:aan",
            "opnetwerk.UitgaandeMail:antwoord_aan",
            "opnetwerk.Onbestelbaar:email",
        ),
    ),
    Verwerking(
        sleutel="beheer",
        titel="Werken aan het portaal",
        doel="We kunnen nagaan wie wat veranderde, en een fout terugdraaien.",
        grond=Grond.BELANG,
        wie="wie teksten of gegevens beheert",
        tabellen={
            "opnetwerk.Logregel": "wie wat deed, en wanneer",
            "opnetwerk.Versie": "wie welke tekst schreef",
            "admin.LogEntry": "wie wat deed, en wanneer",
        },
        ontvangers="De beheerder en de redactie. Een coördinator leest wat over de eigen regio gaat.",
        termijnen=kies(TERMIJNEN, "logboek"),
        zoekt=("opnetwerk.Logregel:door__email", "opnetwerk.Versie:door__email", "admin.LogEntry:user__email"),
    ),
    Verwerking(
        sleutel="reservekopie",
        titel="Reservekopieën",
        doel="Na een storing of een fout komt alles terug.",
        grond=Grond.BELANG,
        wie="iedereen van wie er iets in het portaal staat",
        tabellen={"opnetwerk.Wissing": "dat er iets gewist werd, zonder naam of adres"},
        ontvangers="De beheerder van het portaal.",
        termijnen=kies(TERMIJNEN, "reservekopie", "wissing"),
    ),
)
ZONDER = {
    "opnetwerk.Taakloop": "wanneer een taak liep en hoe lang",
    "contenttypes.ContentType": "de namen van de tabellen zelf",
    "auth.Permission": "de rechten die bestaan",
    "auth.Group": "de groepen die bestaan",
    "auth.Group_permissions": "welke groep wat mag",
}


def registreer() -> None:
    voeg_toe(*VERWERKINGEN, zonder=ZONDER)
