"""Take everything along: one ZIP with the data as JSON, pages that work as a small site, and the pictures.

Which rows belong to a talent is read from the models themselves, so that a new table cannot be forgotten.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.search import SearchVectorField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string

from opnetwerk.inzage import in_tekst
from opnetwerk.models import Deelnemer, Gebruiker, Gesprek, Gespreksbericht, Toestemming
from talent.models import Oproep, Profiel, Reactie, Talent, Zoekrij
from talent.oproeppost import meegedeeld
from talent.toestemmen import over

VERSIE = 1  # of the form of the data; rises when it changes
STIJL = Path(__file__).parent / "gegevens" / "meenemen.css"
# What somebody else wrote or is: not the maker's to take along.
NIET_VAN_ONS = frozenset({"password", "andere_email", "code_hash"})


def modellen_van_talent() -> dict[type[models.Model], str]:
    """Every model with rows of a talent, and the path from such a row to the talent ("profiel__talent")."""
    gevonden: dict[type[models.Model], str] = {Talent: "pk"}
    rij: list[tuple[type[models.Model], str]] = [(Talent, "")]
    while rij:
        doel, pad = rij.pop(0)
        for model in apps.get_models():
            for veld in model._meta.get_fields():
                is_sleutel = isinstance(veld, models.ForeignKey) and veld.related_model is doel
                if is_sleutel and model not in gevonden and _hoort_bij(model):
                    gevonden[model] = f"{veld.name}__{pad}" if pad else veld.name
                    rij.append((model, gevonden[model]))
    return gevonden


def _hoort_bij(model: type[models.Model]) -> bool:
    return model._meta.app_label == "talent" and not model._meta.proxy


def maak_zip(talent: Talent, gebruiker: Gebruiker) -> IO[bytes]:
    """A file at its begin; large ones on disk. `gebruiker` takes it along: others appear without their account."""
    bestand = tempfile.SpooledTemporaryFile(max_size=8 * 2**20)  # noqa: SIM115  the answer closes it
    gegevens = verzamel(talent, gebruiker)
    with zipfile.ZipFile(bestand, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("gegevens.json", json.dumps(gegevens, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
        beelden = dict(_schrijf_beelden(talent, archief))
        archief.writestr("stijl.css", STIJL.read_text(encoding="utf-8"))
        for naam, tekst in _paginas(talent, gegevens, beelden):
            archief.writestr(naam, tekst)
    bestand.seek(0)
    return bestand


# --- the data -------------------------------------------------------------------------------------------------------
def verzamel(talent: Talent, gebruiker: Gebruiker) -> dict[str, Any]:
    """Everything as plain data: per kind of row a list of rows."""
    soorten: dict[str, Any] = {}
    for model, pad in modellen_van_talent().items():
        rijen = model._default_manager.filter(_van(model, pad, talent)).order_by("pk").distinct()
        soorten[model._meta.model_name or ""] = [_als_gegevens(rij, gebruiker) for rij in rijen]
    zoekrij = Zoekrij.objects.filter(talent_nr=talent.pk)
    soorten["zoekrij"] = [_als_gegevens(rij, gebruiker) for rij in zoekrij]
    soorten["toestemming"] = [_als_gegevens(rij, gebruiker) for rij in Toestemming.objects.filter(betreft=over(talent))]
    soorten["gesprek"] = [_gesprek(gesprek) for gesprek in Gesprek.objects.filter(betreft=over(talent)).order_by("pk")]
    return {"vorm": VERSIE, "talent": talent.slug, "rijen": soorten}


def _van(model: type[models.Model], pad: str, talent: Talent) -> models.Q:
    """The rows of the talent: along the path, and for a tie between two talents from either end."""
    velden = (veld for veld in model._meta.get_fields() if isinstance(veld, models.ForeignKey))
    rijen = models.Q(**{pad: talent.pk})
    for veld in velden:
        if veld.related_model is Talent:
            rijen |= models.Q(**{veld.name: talent.pk})
    return rijen


def _als_gegevens(rij: models.Model, gebruiker: Gebruiker) -> dict[str, Any]:
    uit: dict[str, Any] = {}
    for veld in rij._meta.get_fields():
        if isinstance(veld, models.ManyToManyField):
            uit[veld.name] = [str(een) for een in getattr(rij, veld.name).all()]
        elif (
            isinstance(veld, models.Field) and not isinstance(veld, SearchVectorField) and veld.name not in NIET_VAN_ONS
        ):
            uit[veld.name] = _waarde(rij, veld, gebruiker)
    # An answer that the organiser keeps until the call closes is not known to the talent yet.
    if isinstance(rij, Reactie) and rij.beslist_op and rij.pk not in meegedeeld([rij]):
        uit |= {"status": Reactie.Status.NIEUW.value, "reden": "", "beslist_op": None}
    return uit


def _waarde(rij: models.Model, veld: models.Field, gebruiker: Gebruiker) -> Any:
    if isinstance(veld, models.ForeignKey):
        if veld.related_model is get_user_model():
            return _wie(getattr(rij, veld.attname), gebruiker)
        doel = getattr(rij, veld.name)
        if isinstance(doel, Oproep):  # of the organiser: not taken along, so named
            return doel.titel
        return None if doel is None else getattr(rij, veld.attname) if _hoort_bij(type(doel)) else str(doel)
    waarde = getattr(rij, veld.attname)
    return waarde.name if isinstance(veld, models.FileField) else waarde


def _wie(nummer: int | None, gebruiker: Gebruiker) -> str | None:
    """Another account is another person: not named."""
    return None if nummer is None else "jij" if nummer == gebruiker.pk else "iemand anders"


def _gesprek(gesprek: Gesprek) -> dict[str, Any]:
    """What the talent itself wrote; what others wrote is theirs, of that only the moment."""
    berichten = Gespreksbericht.objects.filter(gesprek=gesprek).select_related("van").order_by("gemaakt_op", "pk")
    return {
        "onderwerp": gesprek.onderwerp,
        "begonnen_op": gesprek.gemaakt_op,
        "berichten": [_bericht(bericht) for bericht in berichten],
    }


def _bericht(bericht: Gespreksbericht) -> dict[str, Any]:
    van_ons = bericht.van.kant == Deelnemer.Kant.ONTVANGER
    return {"van": "jullie" if van_ons else "de ander", "op": bericht.gemaakt_op} | (
        {"tekst": bericht.tekst} if van_ons else {}
    )


# --- pictures and pages ---------------------------------------------------------------------------------------------
def _schrijf_beelden(talent: Talent, archief: zipfile.ZipFile) -> Iterator[tuple[int, str]]:
    """Each master under a name of its own: the row number of the picture and its path in the archive."""
    for nummer, werk in enumerate(talent.werken.order_by("pk"), start=1):
        pad = f"beelden/{nummer:02}.jpg"
        try:
            with werk.bestand.open("rb") as bron:
                inhoud = bron.read()
        except OSError:  # the row knows a file that the storage lost
            continue
        archief.writestr(zipfile.ZipInfo(pad, date_time=(2026, 1, 1, 0, 0, 0)), inhoud)
        yield werk.pk, pad


def _paginas(talent: Talent, gegevens: dict[str, Any], beelden: dict[int, str]) -> Iterator[tuple[str, str]]:
    """The profile as it is now, and everything else in words."""
    profielen = list(Profiel.objects.filter(talent=talent).prefetch_related("disciplines", "beelden", "media"))
    getoond = next((een for een in profielen if een.pk in (talent.online_id, talent.concept_id)), None)
    galerij = [
        (beelden[beeld.werk_id], beeld)
        for beeld in (getoond.beelden.all() if getoond else [])
        if beeld.werk_id in beelden
    ]
    context = {
        "talent": talent,
        "profiel": getoond,
        "galerij": galerij,
        "alle_beelden": beelden.values(),
        "soorten": list(_in_woorden(gegevens["rijen"])),
    }
    yield "index.html", render_to_string("talent/meenemen/index.html", context)
    yield "gegevens.html", render_to_string("talent/meenemen/gegevens.html", context)


def _in_woorden(rijen: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
    """Per kind its name and its rows, in the words of the forms instead of names of columns; without what is empty."""
    modellen = {model._meta.model_name: model for model in apps.get_models()}
    for soort, lijst in rijen.items():
        if lijst:
            opties = modellen[soort]._meta
            namen = {veld.name: str(getattr(veld, "verbose_name", veld.name)) for veld in opties.get_fields()}
            yield (
                str(opties.verbose_name_plural),
                [[(namen.get(veld, veld), in_tekst(w)) for veld, w in rij.items() if _is_iets(w)] for rij in lijst],
            )


def _is_iets(waarde: Any) -> bool:
    return waarde is not None and waarde not in ("", [], {})
