"""A small world for the drills: the example content, an account of each role, and a living value for every address.

`bouw()` fills the database of this moment; `Wereld.paden` gives for every address of the URL tree the paths that lead
to something that is there, and `oefenbank()` a database of its own around a drill that is run as a command.
"""

import contextlib
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern

MEESTE = 3  # living paths per address
NIEMAND = uuid.UUID(int=0)


@contextlib.contextmanager
def oefenbank(naam: str) -> Iterator[None]:
    """A migrated, empty database and a folder for files, gone afterwards. Before anything of Django was imported."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
    settings.POSTGRES_INGEBED_ONVEILIG_SNEL = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PAGINACACHE = False
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.DATABASES["default"]["TEST"] = {"NAME": f"oefening_{naam}"}
    map_ = Path(tempfile.mkdtemp(prefix=f"oefening-{naam}-"))
    settings.MEDIA_ROOT, settings.BESLOTEN_MAPPEN = map_ / "media", {"besloten": map_ / "besloten"}
    settings.PAGINACACHE_MAP, settings.WISSINGEN = map_ / "paginacache", map_ / "wissingen.jsonl"
    django.setup()
    logging.disable(logging.CRITICAL)  # the drill says what went wrong in lines of its own
    from django.test.runner import DiscoverRunner

    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    oud = runner.setup_databases()
    try:
        yield
    finally:
        from django.db import connections

        from opnetwerk.paginacache import stempel

        stempel.wacht.stop()
        connections.close_all()
        runner.teardown_databases(oud)
        runner.teardown_test_environment()
        shutil.rmtree(map_, ignore_errors=True)


def omstandigheden() -> str:
    """The commit, the cores and the load, for beside a figure."""
    vraag = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(vraag, capture_output=True, text=True, check=False).stdout.strip()
    return f"commit {commit or 'onbekend'}, {os.cpu_count()} kernen, belasting {os.getloadavg()[0]:.1f}"


@dataclass
class Wereld:
    """`klanten`: a client per role that is logged in. `paden`: per address (its route) the living paths."""

    klanten: dict[str, Client]
    accounts: dict[str, Any]
    paden: dict[str, list[str]]
    patronen: dict[str, URLPattern]
    zonder: list[str] = field(default_factory=list)

    def rollen_voor(self, route: str) -> list[str]:
        """Who finds something there, the likeliest first."""
        for begin, rollen in ROLLEN_VAN.items():
            if route.startswith(begin):
                return rollen
        return ["anoniem"]


ROLLEN_VAN = {
    "admin/": ["beheerder", "redactie", "coordinator"],
    "cultuurnota/werkruimte/": ["trekker", "schrijver", "lezer", "coordinator"],
    "mijn/talent/": ["talent"],
    "mijn/oproepen/": ["talent"],
    "mijn/organisator/": ["organisator"],
    "mijn/grensbreker/": ["grensbreker"],
    "mijn/": ["talent", "gewoon", "coordinator", "schrijver"],
    "accounts/": ["anoniem", "gewoon", "beheerder"],
    "talent/uitnodiging/": ["gewoon"],
    "talent/word-talent/": ["gewoon", "anoniem"],
    "talent/voorbereid/": ["gewoon", "anoniem"],
    "cultuurnota/uitnodiging/": ["gewoon"],
}


def bouw(makers: int = MEESTE) -> Wereld:
    """Fill the database: a few seconds. The network itself is there already (`igs.laden.laad`).

    `makers`: of how many rows of the example makers the disciplines are there, and so the makers that have only those.
    """
    from cultuurnota.aanbod import laad_aanbod
    from grensbrekers.themas import laad_themas
    from opnetwerk import voorbeeldaccounts, voorbeelden
    from opnetwerk.checks import adressen
    from talent.voorbeelden import rijen
    from tests.talent.fabriek import maak_discipline

    for rij in list(rijen())[:makers]:
        for sleutel in rij["disciplines"].split("|"):
            maak_discipline(sleutel)
    laad_themas()
    laad_aanbod()
    voorbeeldaccounts.maak()
    voorbeelden.maak()
    accounts = _accounts()
    bronnen = _bronnen(accounts)
    patronen = dict(adressen())
    wereld = Wereld(_klanten(accounts), accounts, {}, patronen)
    for route in patronen:
        paden = list(dict.fromkeys(_paden(route, bronnen)))[:MEESTE]
        wereld.paden[route] = paden or [_vul(route, {})]
        if not paden:
            wereld.zonder.append(route)
    return wereld


# --- who ------------------------------------------------------------------------------------------------------------
def _accounts() -> dict[str, Any]:
    """An account per role."""
    from grensbrekers.models import Grensbreker
    from opnetwerk.models import Gebruiker
    from opnetwerk.rekeningen import VOORBEELDDOMEIN
    from tests.fabriek import maak_gebruiker

    def van(naam: str) -> Any:
        return Gebruiker.objects.get(email=f"{naam}{VOORBEELDDOMEIN}")

    lid = maak_gebruiker("grensbreker@rol.example", naam="Gina Grens")
    Grensbreker.objects.filter(pk=Grensbreker.objects.filter(stand="toegelaten").earliest("pk").pk).update(
        gebruiker=lid, email=lid.email
    )
    return {
        "gewoon": maak_gebruiker("gewoon@rol.example", naam="Gé Gewoon"),
        "talent": van("maker"),
        "grensbreker": lid,
        "organisator": van("organisator"),
        "trekker": van("zuidrand"),
        "schrijver": van("schrijver"),
        "lezer": van("lezer"),
        "coordinator": van("zuidrand"),
        "andere coordinator": van("co7"),
        "redactie": van("redactie"),
        "beheerder": van("beheerder"),
        "beheerder zonder code": van("beheerder"),
    }


def _klanten(accounts: dict[str, Any]) -> dict[str, Client]:
    from tests.aanmelden import in_beheer

    def klant(rol: str) -> Client:
        nieuw = Client(raise_request_exception=False)
        if rol == "beheerder zonder code":
            nieuw.force_login(accounts[rol])
            return nieuw
        return in_beheer(nieuw, accounts[rol])

    return {"anoniem": Client(raise_request_exception=False)} | {rol: klant(rol) for rol in accounts}


# --- what -----------------------------------------------------------------------------------------------------------
Waarden = Sequence[dict[str, Any]]


def _bronnen(accounts: dict[str, Any]) -> list[tuple[str, Waarden]]:
    """Per kind of address (a pattern on its route, the narrowest first) what can stand in its places."""
    return [*_van_tekens(accounts), *_van_talent(), *_van_grensbrekers(), *_van_notas(), *_van_igs(), *_van_rest()]


def _rijen(model: Any, veld: str, naam: str = "", **wie: Any) -> Waarden:
    """The first rows of a model as values of one place."""
    rijen = model.objects.filter(**wie).order_by("pk").values_list(veld, flat=True)[:MEESTE]
    return [{naam or veld: waarde} for waarde in rijen]


def _van_tekens(accounts: dict[str, Any]) -> list[tuple[str, Waarden]]:
    """The links of mails: each a token of one kind."""
    from opnetwerk.bevestigen import maak_teken
    from tests.oefeningen import wilde_tekens

    bronnen: list[tuple[str, Waarden]] = [
        (route, [{"teken": maak_teken(soort, sleutel)}]) for route, soort, sleutel in wilde_tekens.tekens(accounts)
    ]
    return [*bronnen, *wilde_tekens.andere(accounts)]


def _van_talent() -> list[tuple[str, Waarden]]:
    from talent.models import Medium, Oproep, Organisator, Profielbeeld, Talent, Voorbereiding

    talenten = _rijen(Talent, "slug", online__isnull=False)
    met_beeld = Profielbeeld.objects.filter(profiel__talent__online__isnull=False).select_related("profiel__talent")
    organisator = Organisator.objects.filter(stand="toegelaten", oproepen__isnull=False).earliest("pk")
    sleutel = {"sleutel": organisator.sleutel}
    oproepen = [sleutel | een for een in _rijen(Oproep, "slug", organisator=organisator)]
    delen = [{"slug": talenten[0]["slug"], "onderdeel": deel} for deel in _onderdelen()]
    return [
        (r"^mijn/talent/.*<slug:onderdeel>", delen),
        (
            r"^mijn/talent/.*bewerken/beelden/<slug:kenmerk>",
            [{"slug": b.profiel.talent.slug, "kenmerk": b.pk} for b in met_beeld.order_by("pk")[:2]],
        ),
        (
            r"^mijn/talent/.*bewerken/media/<slug:kenmerk>",
            [{"slug": m.profiel.talent.slug, "kenmerk": m.pk} for m in Medium.objects.order_by("pk")[:2]],
        ),
        (r"^mijn/talent/<slug:slug>/(ouder|leeftijd)/", _rijen(Talent, "slug", leeftijd="13-15", online__isnull=False)),
        (r"^talent/organisatoren/.*oproepen/<slug:slug>", oproepen),
        (
            r"^talent/organisatoren/.*<uuid:kenmerk>",
            [
                {"sleutel": v.organisator.sleutel, "kenmerk": v.talent.kenmerk}
                for v in Voorbereiding.objects.select_related("organisator", "talent")[:1]
            ],
        ),
        (r"^talent/organisatoren/", [sleutel]),
        (r"^(mijn|talent)/oproepen/<slug:slug>", _rijen(Oproep, "slug", stand="open")),
        (r"^(mijn/talent|talent|deelbeeld/talent)/<slug:slug>", talenten),
    ]


def _onderdelen() -> list[str]:
    from talent.onderdelen import ALLE

    return [deel.sleutel for deel in ALLE]


def _van_grensbrekers() -> list[tuple[str, Waarden]]:
    from grensbrekers.models import Grensbreker, Introductie, Koppeldeelname, Netwerkvraag, Ontmoeting
    from tests.grensbrekers.fabriek import maak_koppeling

    leden = list(Grensbreker.objects.filter(stand="toegelaten").order_by("pk")[:4])
    lid, ander, derde = leden[:3]
    if not Koppeldeelname.objects.filter(grensbreker=lid, koppeling__gezien_op=None).exists():
        maak_koppeling(lid, ander)
    introductie = Introductie.objects.create(van=lid, met=derde, formulier="wereld", bericht="Dag!")
    sleutel = {"sleutel": lid.sleutel}
    ontmoetingen = _rijen(Ontmoeting, "slug")
    return [
        (r"^grensbrekers/netwerk/.*collega/", [sleutel | {"kenmerk": een.kenmerk} for een in leden[1:]]),
        (r"^grensbrekers/netwerk/.*introductie/", [{"sleutel": derde.sleutel, "kenmerk": introductie.kenmerk}]),
        (r"^grensbrekers/netwerk/.*vraag/", [sleutel | een for een in _rijen(Netwerkvraag, "kenmerk")]),
        (r"^grensbrekers/netwerk/.*<slug:slug>", [sleutel | een for een in ontmoetingen]),
        (r"^grensbrekers/netwerk/.*agenda.ics", [{"sleutel": lid.agendasleutel}]),
        (r"^grensbrekers/netwerk/", [sleutel, {"sleutel": ander.sleutel}]),
        (r"^grensbrekers/ontmoetingen/", ontmoetingen),
    ]


def _van_notas() -> list[tuple[str, Waarden]]:
    from cultuurnota.models import Begrotingspost, Cultuurnota, Engagement, Hoofdstuk, Publicatie, Uitvoer
    from cultuurnota.models.doelen import Actie, Doelstelling, Indicator, Uitdaging

    nota = Cultuurnota.objects.filter(begroting__posten__isnull=False).earliest("pk")
    basis = {"nota": nota.kenmerk}
    soorten: dict[str, Any] = {
        "uitdaging": Uitdaging,
        "doelstelling": Doelstelling,
        "actie": Actie,
        "indicator": Indicator,
    }
    rijen = [
        basis | {"soort": soort, "kenmerk": rij.kenmerk}
        for soort, model in soorten.items()
        for rij in model.objects.filter(**_bij_nota(model, nota)).order_by("pk")[:1]
    ]
    online = Publicatie.objects.select_related("nota__igs").first()
    doelen = _rijen(Doelstelling, "kenmerk", "doel", nota=nota)
    return [
        (r"doelen/<str:soort>/<uuid", rijen),
        (r"doelen/<str:soort>/nieuw", [basis | {"soort": soort} for soort in soorten]),
        (r"hoofdstuk/<uuid:hoofdstuk>", [basis | een for een in _rijen(Hoofdstuk, "kenmerk", "hoofdstuk", nota=nota)]),
        (r"begroting/posten/<uuid", [basis | een for een in _rijen(Begrotingspost, "kenmerk", begroting__nota=nota)]),
        (r"rekenblad/<str:soort>", [basis | {"soort": soort} for soort in ("csv", "xlsx", "ods")]),
        (r"delen/uitvoer/<uuid", [basis | een for een in _rijen(Uitvoer, "kenmerk", nota=nota)]),
        (r"engagement/<slug:nis>", [basis | een for een in _rijen(Engagement, "gemeente_id", "nis", nota=nota)]),
        (r"opvolging/<int:jaar>/<uuid:doel>", [basis | {"jaar": nota.van} | een for een in doelen]),
        (r"opvolging/<int:jaar>", [basis | {"jaar": nota.van}, basis | {"jaar": nota.tot}]),
        (r"^cultuurnota/werkruimte/<uuid:nota>", [basis, *_rijen(Cultuurnota, "kenmerk", "nota")]),
        (r"^igs/<slug:slug>/cultuurnota/beeld", [{"slug": online.nota.igs.slug, "nummer": 1}] if online else []),
        (r"^igs/<slug:slug>/cultuurnota/", [{"slug": online.nota.igs.slug}] if online else []),
    ]


def _bij_nota(model: Any, nota: Model) -> dict[str, Any]:
    velden = {veld.name for veld in model._meta.get_fields()}
    for weg in ("nota", "doelstelling__nota", "doel__nota"):
        if weg.partition("__")[0] in velden:
            return {weg: nota}
    raise LookupError(model)


def _van_igs() -> list[tuple[str, Waarden]]:
    from cultuurnota.stappen import STAPPEN
    from igs.models import Activiteit, Bericht, Gemeente, Portret, Praktijk, Referentieregio, Vraag
    from igs.opstarten import STAPPEN as OPSTARTEN

    return [
        (r"^(igs|deelbeeld/igs)/<slug:slug>", [{"slug": "zuidrand"}, {"slug": "co7"}]),
        (r"^(regios|deelbeeld/regios)/", _rijen(Referentieregio, "slug")),
        (r"^gemeenten/", [{"slug": "lint"}, *_rijen(Gemeente, "slug")]),
        (r"^igs-opstarten/<slug", [{"slug": stap.slug} for stap in OPSTARTEN][:2]),
        (r"^belicht/vragen/", _rijen(Vraag, "slug")),
        (r"^belicht/", _rijen(Portret, "slug")),
        (r"^agenda/", _rijen(Activiteit, "slug")),
        (r"^nieuws/", _rijen(Bericht, "slug")),
        (r"^praktijken/", _rijen(Praktijk, "slug")),
        (r"^cultuurnota/stappen/", [{"slug": stap.slug} for stap in STAPPEN][:2]),
        (r"^handleiding/", [{"slug": "mijn-regio"}]),
        (r"open-data/", [{"naam": "igs", "vorm": "csv"}, {"naam": "gemeenten", "vorm": "json"}]),
    ]


def _van_rest() -> list[tuple[str, Waarden]]:
    from talent.models import Werk

    werk = Werk.objects.order_by("pk").first()
    return [
        (r"^media/", [{"pad": werk.bestand.name}] if werk and werk.bestand else []),
        (r"app_list|app_label", [{"app_label": app} for app in ("igs", "talent")]),
        (r"webauthn/keys", [{"pk": 1}]),
    ]


# --- paths ----------------------------------------------------------------------------------------------------------
PLEK = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^()]*(?:\([^()]*\))?[^()]*\)")
BEHEER = re.compile(r"^admin/(\w+)/(\w+)/<")
# What stands in a place for which nothing lives: of the right kind, and of nobody.
VAN_NIEMAND = {"int": "1", "uuid": str(NIEMAND), "slug": "bestaat-niet", "str": "x", "path": "bestaat-niet"}


def _paden(route: str, bronnen: list[tuple[str, Waarden]]) -> Iterator[str]:
    if "<" not in route:
        yield _vul(route, {})
    elif in_beheer := BEHEER.match(route):
        yield from _beheerpaden(route, apps.get_model(in_beheer[1], in_beheer[2]))
    else:
        waarden: Waarden = next((waarden for begin, waarden in bronnen if re.search(begin, route)), [])
        plekken = {naam or ander for _, naam, ander in PLEK.findall(route)}
        yield from (_vul(route, een) for een in waarden if plekken <= een.keys())


def _beheerpaden(route: str, model: type[Model]) -> Iterator[str]:
    for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:MEESTE]:
        yield _vul(route, {"object_id": str(pk).replace("_", "_5F"), "pk": pk, "nummer": 1})


def _vul(route: str, waarden: dict[str, Any]) -> str:
    """The path with these values in its places; of nobody where there is none."""

    def plek(treffer: re.Match[str]) -> str:
        soort, naam = treffer[1] or "str", treffer[2] or treffer[3]
        return str(waarden.get(naam, VAN_NIEMAND.get(soort, "x")))

    pad = PLEK.sub(plek, route).replace("^", "").replace("$", "").replace("\\.", ".").replace(".*", "x")
    return "/" + pad


def argumenten(standaard: int) -> tuple[int, int]:
    """The number and the seed from the command line."""
    cijfers = [int(een) for een in sys.argv[1:] if een.isdigit()]
    return (cijfers[0] if cijfers else standaard), (cijfers[1] if len(cijfers) > 1 else 20261123)
