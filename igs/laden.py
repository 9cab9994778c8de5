"""Bring the reference files into the database: repeatable, and what editors changed stays.

For every row the last loaded values are kept (`Gegevensstand`). A field is overwritten only when it still holds what
the files said last time; a row that an editor removed does not come back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.html import linebreaks
from django.utils.text import slugify
from django.utils.timezone import get_default_timezone

from igs import kleuren, zoeken
from igs.gegevensbestanden import GEGEVENS, KAART, Fout, Gegevens, GegevensFout, Rij, lees_alles
from igs.gegevensregels import controleer
from igs.models import (
    IGS,
    Buurpaar,
    Erkenning,
    Gegevensstand,
    Gemeente,
    IGSNaam,
    Kaart,
    Lidmaatschap,
    Plaats,
    PlaatsBuiten,
    Portret,
    Referentieregio,
    Vraag,
)
from opnetwerk.opmaaktekst import schoon

Velden = dict[str, Any]


@dataclass(frozen=True)
class Stap:
    """How one file becomes rows of one model: `velden` gives the model fields, `sleutel` names those that identify."""

    bestand: str
    model: type[models.Model]
    sleutel: tuple[str, ...]
    velden: Callable[[Rij, "Verwijzing"], Velden | None]


@dataclass
class Verslag:
    """Per file what happened: toegevoegd, gewijzigd, ongewijzigd, van de redactie."""

    tellingen: dict[str, Counter[str]] = field(default_factory=dict)

    def regels(self) -> Iterator[str]:
        soorten = ("toegevoegd", "gewijzigd", "ongewijzigd", "van de redactie")
        for bestand, telling in self.tellingen.items():
            yield f"{bestand}: " + ", ".join(f"{telling[soort]} {soort}" for soort in soorten if telling[soort])

    def totaal(self, soort: str) -> int:
        return sum(telling[soort] for telling in self.tellingen.values())


class Verdwenen(LookupError):
    """What a row hangs on is not in the database: an editor removed it, or gave it another address."""


class Verwijzing:
    """Primary keys by public key, for the references of later files, read once per model; answers by portrait."""

    def __init__(self, gegevens: Gegevens) -> None:
        self.antwoorden: dict[str, dict[str, str]] = {}
        for rij in gegevens.rijen["portret_antwoorden"]:
            self.antwoorden.setdefault(rij["portret_slug"], {})[rij["vraag_slug"]] = schoon(linebreaks(rij["antwoord"]))
        self._regio: dict[str, int] = {}
        self._igs: dict[str, int] = {}
        self._gemeente: dict[str, str] = {}

    def regio(self, slug: str) -> int:
        self._regio = self._regio or dict(Referentieregio.objects.values_list("slug", "pk"))
        return _vind(self._regio, slug)

    def igs(self, slug: str) -> int:
        self._igs = self._igs or dict(IGS.objects.values_list("slug", "pk"))
        return _vind(self._igs, slug)

    def gemeente(self, naam: str) -> str | None:
        self._gemeente = self._gemeente or dict(Gemeente.objects.huidige().values_list("naam", "nis_code"))
        return self._gemeente.get(naam)


def _vind(sleutels: dict[str, int], slug: str) -> int:
    if slug not in sleutels:
        raise Verdwenen(slug)
    return sleutels[slug]


def _letterlijk(rij: Rij, verwijzing: Verwijzing) -> Velden:
    return dict(rij.waarden)


def _gemeente(rij: Rij, verwijzing: Verwijzing) -> Velden:
    velden = {k: v for k, v in rij.waarden.items() if k not in ("referentieregio", "opgegaan_in_nis")}
    return velden | {
        "slug": slugify(rij["naam"]),
        "lat": float(rij["lat"]),
        "lon": float(rij["lon"]),
        "referentieregio_id": verwijzing.regio(rij["referentieregio"]),
        "opgegaan_in_id": rij["opgegaan_in_nis"],
    }


def _deelgemeente(rij: Rij, verwijzing: Verwijzing) -> Velden:
    return {
        "gemeente_id": rij["gemeente_nis"],
        "naam": rij["deelgemeente"],
        "postcode": rij["postcode"],
        "soort": Plaats.Soort.DEELGEMEENTE,
        "taal": "",
    }


def _anderstalig(rij: Rij, verwijzing: Verwijzing) -> Velden:
    return {
        "gemeente_id": rij["nis_code"],
        "naam": rij["naam"],
        "postcode": "",
        "soort": Plaats.Soort.ANDERSTALIG,
        "taal": rij["taal"],
    }


def _buren(rij: Rij, verwijzing: Verwijzing) -> Velden:
    return {"a_id": rij["nis_a"], "b_id": rij["nis_b"]}


def _igs(rij: Rij, verwijzing: Verwijzing) -> Velden:
    gelijk = ("slug", "naam", "officiele_naam", "rechtsvorm", "email", "telefoon", "omschrijving")
    return {kolom: rij[kolom] for kolom in (*gelijk, "gestopt_op", "nagekeken_op")} | {
        "website": rij["website"] or "",
        "zetel_id": verwijzing.gemeente(rij["zetel_gemeente"]),
        "bronnen": rij["bron_url"],
    }


def _igsnaam(rij: Rij, verwijzing: Verwijzing) -> Velden:
    return {
        "igs_id": verwijzing.igs(rij["igs_slug"]),
        "naam": rij["naam"],
        "soort": rij["soort"],
        "bron_url": rij["bron_url"] or "",
    }


def _erkenning(rij: Rij, verwijzing: Verwijzing) -> Velden | None:
    if rij["erkend_van"] is None:
        return None
    return {
        "igs_id": verwijzing.igs(rij["slug"]),
        "van": rij["erkend_van"],
        "tot": rij["erkend_tot"],
        "subsidie_per_jaar_eur": rij["subsidie_per_jaar_eur"],
        "zekerheid": rij["erkenning_zekerheid"],
        "bron_url": rij["erkenning_bron_url"],
    }


def _lid(rij: Rij, verwijzing: Verwijzing) -> Velden:
    gelijk = ("lid_van", "lid_tot", "eerst_gezien_op", "zekerheid", "bron_url")
    return {kolom: rij[kolom] for kolom in gelijk} | {
        "igs_id": verwijzing.igs(rij["igs_slug"]),
        "gemeente_id": rij["nis_code"],
    }


def _portret(rij: Rij, verwijzing: Verwijzing) -> Velden:
    velden = {kolom: waarde for kolom, waarde in rij.waarden.items() if kolom != "igs_slug"}
    return velden | {
        "igs_id": verwijzing.igs(rij["igs_slug"]),
        "gepubliceerd_op": datetime.combine(rij["gepubliceerd_op"], time(), get_default_timezone()),
        "antwoorden": verwijzing.antwoorden.get(rij["slug"], {}),
    }


STAPPEN = [
    Stap("referentieregios", Referentieregio, ("slug",), _letterlijk),
    Stap("gemeenten", Gemeente, ("nis_code",), _gemeente),
    Stap("deelgemeenten", Plaats, ("gemeente_id", "naam", "postcode"), _deelgemeente),
    Stap("anderstalige_namen", Plaats, ("gemeente_id", "naam", "postcode"), _anderstalig),
    Stap("buiten_vlaanderen", PlaatsBuiten, ("naam",), _letterlijk),
    Stap("buurgemeenten", Buurpaar, ("a_id", "b_id"), _buren),
    Stap("igs", IGS, ("slug",), _igs),
    Stap("igs_namen", IGSNaam, ("igs_id", "naam"), _igsnaam),
    Stap("erkenningen", Erkenning, ("igs_id", "van"), _erkenning),
    Stap("igs_leden", Lidmaatschap, ("igs_id", "gemeente_id", "lid_van", "eerst_gezien_op"), _lid),
    Stap("vragen", Vraag, ("slug",), _letterlijk),
    Stap("portretten", Portret, ("slug",), _portret),
]
# Recognitions stand in the row of their IGS.
BRON_VAN_STAP = {"erkenningen": "igs"}


def laad(map_: Path = GEGEVENS) -> Verslag:
    """Load the folder in one transaction.

    Raises GegevensFout with every broken rule; nothing has changed then.
    """
    gegevens = lees_alles(map_)
    if not gegevens.fouten:
        controleer(gegevens)
    if gegevens.fouten:
        raise GegevensFout(gegevens.fouten)
    with transaction.atomic():
        verslag = _schrijf(gegevens)
        verslag.tellingen["kaart"] = _laad_kaart(gegevens.kaart)
        kleuren.ken_toe()
        zoeken.bouw_index()
    return verslag


def _schrijf(gegevens: Gegevens) -> Verslag:
    verslag, verwijzing = Verslag(), Verwijzing(gegevens)
    for stap in STAPPEN:
        bron = BRON_VAN_STAP.get(stap.bestand, stap.bestand)
        velden, losse = _velden(stap, gegevens.rijen[bron], f"{bron}.csv", verwijzing)
        try:
            with transaction.atomic():
                verslag.tellingen[stap.bestand] = _voeg_samen(stap, velden)
        except IntegrityError as fout:
            reden = f"past niet bij wat in de databank staat ({' '.join(str(fout).split())})"
            raise GegevensFout([Fout(f"{bron}.csv", 0, reden)]) from fout
        verslag.tellingen[stap.bestand]["van de redactie"] += losse
    return verslag


def _velden(stap: Stap, rijen: Iterable[Rij], bestand: str, verwijzing: Verwijzing) -> tuple[list[Velden], int]:
    """The rows as model fields, and how many hang on something that an editor removed."""
    alle: list[Velden] = []
    losse = 0
    fouten: list[Fout] = []
    for rij in rijen:
        try:
            velden = stap.velden(rij, verwijzing)
        except Verdwenen:
            losse += 1
            continue
        if velden is not None:
            alle.append(velden)
            fouten += [Fout(bestand, rij.regel, reden) for reden in _bezwaren(stap.model(**velden))]
    if fouten:
        raise GegevensFout(fouten)
    return alle, losse


def _bezwaren(obj: models.Model) -> list[str]:
    """What the fields of a model do not take: too long, too many digits, no address."""
    try:
        obj.clean_fields(exclude={veld.name for veld in obj._meta.fields if veld.is_relation})
    except ValidationError as fout:
        return [f"{veld}: {boodschap}" for veld, lijst in fout.message_dict.items() for boodschap in lijst]
    return []


def _voeg_samen(stap: Stap, rijen: Iterable[Velden]) -> Counter[str]:
    telling: Counter[str] = Counter()
    standen = {stand.sleutel: stand for stand in Gegevensstand.objects.filter(bestand=stap.bestand)}
    bestaande = {_sleutel(stap, obj.__dict__): obj for obj in stap.model._default_manager.all()}
    nieuw: list[models.Model] = []
    nieuwe_standen: list[Gegevensstand] = []
    for velden in rijen:
        sleutel = _sleutel(stap, velden)
        stand, obj = standen.get(sleutel), bestaande.get(sleutel)
        if obj is not None:
            telling[_werk_bij(obj, velden, stand)] += 1
        elif stand is not None:
            telling["van de redactie"] += 1  # an editor removed it, or moved it to other dates
        else:
            nieuw.append(stap.model(**velden))
            telling["toegevoegd"] += 1
        nu = _plat(velden)
        if stand is None:
            nieuwe_standen.append(Gegevensstand(bestand=stap.bestand, sleutel=sleutel, velden=nu))
        elif stand.velden != nu:
            stand.velden = nu
            stand.save(update_fields=["velden"])
    stap.model._default_manager.bulk_create(nieuw)
    Gegevensstand.objects.bulk_create(nieuwe_standen)
    return telling


def _werk_bij(obj: models.Model, velden: Velden, stand: Gegevensstand | None) -> str:
    """Take over from the file what no editor touched; tell in one word what happened."""
    nieuw, nu = _plat(velden), _plat({veld: getattr(obj, veld) for veld in velden})
    vorig = stand.velden if stand else nieuw
    anders = [veld for veld in velden if nu[veld] != nieuw[veld]]
    over_te_nemen = [veld for veld in anders if nu[veld] == vorig.get(veld)]
    for veld in over_te_nemen:
        setattr(obj, veld, velden[veld])
    if over_te_nemen:
        obj.save(update_fields=over_te_nemen)
        return "gewijzigd"
    return "van de redactie" if anders else "ongewijzigd"


def _sleutel(stap: Stap, velden: Velden) -> str:
    return "|".join(str(_plat_waarde(velden[veld])) for veld in stap.sleutel)


def _plat(velden: Velden) -> Velden:
    return {veld: _plat_waarde(waarde) for veld, waarde in velden.items()}


def _plat_waarde(waarde: Any) -> Any:
    """A value as JSON keeps it, so that what is stored and what is read compare alike."""
    if isinstance(waarde, Decimal):
        return str(waarde.normalize())  # 8.5 in a file is 8.50 in the database
    if isinstance(waarde, datetime):
        return waarde.astimezone(UTC).isoformat()  # midnight in Brussels is an hour of the day before in the database
    return str(waarde) if isinstance(waarde, date) else waarde


def _laad_kaart(gegevens: dict[str, Any]) -> Counter[str]:
    """The schematic map; a map of official borders that an operator loaded stays the newest."""
    huidige = Kaart.objects.filter(schematisch=True).order_by("geladen_op").last()
    if huidige and huidige.gegevens == gegevens:
        return Counter(ongewijzigd=1)
    velden = {"gegevens": gegevens, "bron": gegevens["bron"], "toestand": gegevens.get("toestand")}
    if bezwaren := _bezwaren(Kaart(schematisch=True, **velden)):
        raise GegevensFout([Fout(KAART, 0, bezwaar) for bezwaar in bezwaren])
    if huidige:
        Kaart.objects.filter(pk=huidige.pk).update(**velden)
        return Counter(gewijzigd=1)
    Kaart.objects.create(schematisch=True, **velden)
    return Counter(toegevoegd=1)
