"""What we keep of somebody, as data: for who asks to see it (AVG, article 15) or to take it along (article 20).

It is found along the register of processing, so that a new table cannot be forgotten: a test holds that every field of
every table is taken along, or is named here with the reason why not.
"""

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from opnetwerk.models import Gebruiker
from opnetwerk.verwerkingen import Verwerking, register

VERSIE = 1  # of the form of the data; rises when it changes
ANDER, JIJ = "iemand anders", "jij"
Rij = dict[str, Any]
VOOR_EEN_PROGRAMMA = {"id", "kenmerk", "betreft", "object_id", "bericht_id", "verzoek", "maten"}

SLEUTEL = "Dit opent iets zonder wachtwoord. In een bestand dat je bewaart, hoort dat niet."
TECHNIEK = "Dit is van de techniek: het zegt niets over jou."
VAN_ANDEREN = "Dit is van iemand anders, of kan over iemand anders gaan."

# "label.field" → why it is not taken along.
velden_niet: dict[str, str] = {
    "opnetwerk.Gebruiker.password": SLEUTEL,
    "account.EmailConfirmation.key": SLEUTEL,
    "mfa.Authenticator.data": SLEUTEL,
    "usersessions.UserSession.session_key": SLEUTEL,
    "usersessions.UserSession.data": TECHNIEK,
    "opnetwerk.Deelnemer.sleutel": SLEUTEL,
    "opnetwerk.Gesprek.formulier": TECHNIEK,
    "opnetwerk.Gesprek.gemeld_reden": VAN_ANDEREN,
    "opnetwerk.Gespreksbericht.formulier": TECHNIEK,
    "opnetwerk.UitgaandeMail.sleutel": TECHNIEK,
    "opnetwerk.UitgaandeMail.tekst": "De mail zelf zit in je mailbox. Na het versturen bewaren we de tekst niet.",
    "opnetwerk.UitgaandeMail.html": "De mail zelf zit in je mailbox. Na het versturen bewaren we de tekst niet.",
    "opnetwerk.UitgaandeMail.koppen": TECHNIEK,
    "opnetwerk.Logregel.veranderd": VAN_ANDEREN,
    "admin.LogEntry.change_message": VAN_ANDEREN,
}
# A table of the register → why no row of it is taken along.
tabellen_niet: dict[str, str] = {
    "sessions.Session": "Wat erin staat is onleesbaar. Waar je aangemeld bent, zie je bij je toestellen.",
    "account.EmailConfirmation": "Een link die een adres bevestigt, en na het bevestigen niets meer betekent.",
    "opnetwerk.Wissing": "Er staat geen naam en geen adres in: we kunnen jouw regels niet vinden.",
}
# Along which other columns an address finds rows, beside `zoekt` of the register.
ook_langs: list[str] = ["opnetwerk.Gesprek:deelnemers__email"]
# Along which it finds what is of somebody else.
niet_langs: dict[str, str] = {"opnetwerk.Blokkering:afzender": "Wie jou niet wil lezen, is van die persoon."}


@dataclass(frozen=True)
class Bron:
    """What an app collects itself for an account: rows per table, and files under a path in the archive.

    `tabellen`: the labels it takes care of, so that the register is not followed for them.
    """

    tabellen: frozenset[str]
    rijen: Callable[[Gebruiker], dict[str, list[Rij]]]
    bestanden: Callable[[Gebruiker], Iterator[tuple[str, bytes]]] = field(default=lambda _: iter(()))


bronnen: list[Bron] = []


def model_van(label: str) -> type[models.Model]:
    """The model behind a label of the register, also one that Django made between two others."""
    app, _, naam = label.partition(".")
    return next(een for een in apps.get_app_config(app).get_models(include_auto_created=True) if een.__name__ == naam)


# --- where somebody is found ------------------------------------------------------------------------------------------
def paden(*, met_account: bool) -> dict[str, list[str]]:
    """Table → the columns along which an address is looked up; those by way of an account only with `met_account`."""
    gevonden: dict[str, list[str]] = {}
    for pad in [*(pad for een in register for pad in een.zoekt), *ook_langs]:
        label, _, veld = pad.partition(":")
        if pad not in niet_langs and (met_account or not langs_account(label, veld)):
            gevonden.setdefault(label, []).append(veld)
    return gevonden


def langs_account(label: str, pad: str) -> bool:
    """Whether the column at the end of the path is that of an account."""
    model: Any = model_van(label)
    *tussen, _ = pad.split("__")
    for stap in tussen:
        model = model._meta.get_field(stap).related_model
    return model in (Gebruiker, EmailAddress)


def verzamel(adressen: Iterable[str], gebruiker: Gebruiker | None = None) -> dict[str, list[Rij]]:
    """Table → its rows about these addresses, as plain data; with an account also what hangs on that."""
    eigen = {adres.lower() for adres in adressen}
    overgeslagen = {label for bron in bronnen for label in bron.tabellen} if gebruiker else set()
    uit: dict[str, list[Rij]] = {}
    for label, velden in paden(met_account=gebruiker is not None).items():
        if label not in overgeslagen and label not in tabellen_niet:
            uit[label] = [_als_gegevens(rij, eigen, gebruiker) for rij in _rijen(label, velden, eigen)]
    for bron in bronnen if gebruiker else []:
        uit |= bron.rijen(gebruiker)  # type: ignore[arg-type]  # the line above
    return {label: rijen for label, rijen in uit.items() if rijen}


def tel(adressen: Iterable[str], gebruiker: Gebruiker | None = None) -> list[tuple[Verwerking, int]]:
    """How many rows of each processing these addresses find, without reading them; none are left out."""
    eigen = {adres.lower() for adres in adressen}
    gezocht = paden(met_account=gebruiker is not None)
    geteld = []
    for een in register:
        labels = [label for label in een.tabellen if label in gezocht and label not in tabellen_niet]
        aantal = sum(_rijen(label, gezocht[label], eigen).count() for label in labels)
        if aantal:
            geteld.append((een, aantal))
    return geteld


def _rijen(label: str, velden: list[str], eigen: set[str]) -> models.QuerySet[models.Model]:
    waar = models.Q()
    for veld in velden:
        for adres in eigen:
            waar |= models.Q(**{f"{veld}__iexact": adres})
    manager = model_van(label)._default_manager
    return manager.filter(pk__in=manager.filter(waar).values("pk")).order_by("pk")


def adressen_van(gebruiker: Gebruiker) -> set[str]:
    """The addresses of an account that are theirs for certain."""
    zeker = EmailAddress.objects.filter(user=gebruiker, verified=True).values_list("email", flat=True)
    return {adres.lower() for adres in [gebruiker.email, *zeker]}


# --- as plain data ----------------------------------------------------------------------------------------------------
def velden_van(model: type[models.Model]) -> list[str]:
    """The columns and lists of a table that are taken along."""
    alle = [veld.name for veld in [*model._meta.concrete_fields, *model._meta.many_to_many]]
    return [naam for naam in alle if f"{model._meta.label}.{naam}" not in velden_niet]


def _als_gegevens(rij: models.Model, eigen: set[str], gebruiker: Gebruiker | None) -> Rij:
    return {naam: _waarde(rij, rij._meta.get_field(naam), eigen, gebruiker) for naam in velden_van(type(rij))}


def _waarde(rij: models.Model, veld: Any, eigen: set[str], gebruiker: Gebruiker | None) -> Any:
    """Somebody else's account or address is not named."""
    if veld.many_to_many:
        return [str(een) for een in getattr(rij, veld.name).all()]
    waarde = getattr(rij, veld.attname)
    if veld.is_relation and waarde is not None:
        if veld.related_model is Gebruiker:
            return JIJ if gebruiker and waarde == gebruiker.pk else ANDER
        return str(getattr(rij, veld.name))
    if isinstance(veld, models.EmailField) and waarde and waarde.lower() not in eigen:
        return ANDER
    return waarde.name if isinstance(veld, models.FileField) else waarde


# --- one file ---------------------------------------------------------------------------------------------------------
def maak_zip(adressen: Iterable[str], gebruiker: Gebruiker | None = None) -> IO[bytes]:
    """JSON, a page to read, and the files of the apps; at its begin, large ones on disk."""
    gegevens = verzamel(adressen, gebruiker)
    bestand = tempfile.SpooledTemporaryFile(max_size=8 * 2**20)  # noqa: SIM115  the answer closes it
    with zipfile.ZipFile(bestand, "w", zipfile.ZIP_DEFLATED) as archief:
        inhoud = {"vorm": VERSIE, "rijen": gegevens}
        archief.writestr("gegevens.json", json.dumps(inhoud, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
        extra: list[str] = []
        for bron in bronnen if gebruiker else []:
            for pad, stuk in bron.bestanden(gebruiker):  # type: ignore[arg-type]  # the line above
                archief.writestr(pad, stuk)
                extra.append(pad)
        context = {"delen": in_woorden(gegevens), "bestanden": [pad for pad in extra if pad.endswith("index.html")]}
        archief.writestr("index.html", render_to_string("opnetwerk/meenemen/index.html", context))
        archief.writestr("stijl.css", render_to_string("opnetwerk/meenemen/stijl.css"))
    bestand.seek(0)
    return bestand


@dataclass(frozen=True)
class Deel:
    """One processing of the register, with the tables in which somebody was found: words, and rows of (name, value)."""

    verwerking: Verwerking
    tabellen: list[tuple[str, str, list[list[tuple[str, str]]]]]


def in_woorden(gegevens: dict[str, list[Rij]]) -> list[Deel]:
    """In the words of the forms instead of names of columns, without what is empty; in the order of the register."""
    delen = []
    for verwerking in register:
        tabellen = [
            (str(model_van(label)._meta.verbose_name_plural), woorden, _rijen_in_woorden(label, gegevens[label]))
            for label, woorden in verwerking.tabellen.items()
            if gegevens.get(label)
        ]
        if tabellen:
            delen.append(Deel(verwerking, tabellen))
    return delen


def _rijen_in_woorden(label: str, rijen: list[Rij]) -> list[list[tuple[str, str]]]:
    """Names and values as the forms say them; references are for a program and stand in the JSON."""
    velden = {veld.name: veld for veld in model_van(label)._meta.get_fields()}
    return [
        [
            (str(getattr(velden.get(naam), "verbose_name", naam)), _in_woord(velden.get(naam), waarde))
            for naam, waarde in rij.items()
            if naam not in VOOR_EEN_PROGRAMMA and waarde not in (None, "", [], {})
        ]
        for rij in rijen
    ]


def _in_woord(veld: Any, waarde: Any) -> str:
    """What the form shows for a value of a list; anything else as text."""
    woorden = dict(getattr(veld, "flatchoices", None) or [])
    return str(woorden[waarde]) if isinstance(waarde, str | int) and waarde in woorden else in_tekst(waarde)


def in_tekst(waarde: Any) -> str:
    """A value for who reads it: a day as a day, yes and no as words."""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, datetime):
        return date_format(timezone.localtime(waarde), "j F Y, H.i")
    if isinstance(waarde, date):
        return date_format(waarde, "j F Y")
    if isinstance(waarde, dict):
        return "; ".join(f"{naam}: {in_tekst(deel)}" for naam, deel in waarde.items())
    if isinstance(waarde, list):
        return " | ".join(in_tekst(deel) for deel in waarde)
    return str(waarde)
