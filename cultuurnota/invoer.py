"""A ZIP of a note, read with distrust and made into a new note. Nothing of it reaches the disk before it was checked.

Every error is one Dutch sentence that says what to do.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, models, transaction

from cultuurnota import uitwisseling as vorm
from cultuurnota.doelen import MEESTE
from cultuurnota.keuzes import Teamrol
from cultuurnota.models import (
    Actie,
    Actiejaar,
    Begroting,
    Begrotingspost,
    Bijdrage,
    Cijferkoppeling,
    Cultuurnota,
    Doelstelling,
    Engagement,
    Hoofdstuk,
    Hoofdstukversie,
    Indicator,
    Meting,
    Notabeeld,
    Teamlid,
    Uitdaging,
    Zelfbeoordeling,
)
from igs.models import IGS, Gemeente
from opnetwerk import logboek
from opnetwerk.afbeeldingen import plan_maten
from opnetwerk.beeldverwerking import MAX_BYTES, lees_upload
from opnetwerk.dag import nu, vandaag
from opnetwerk.formulieren import STUURTEKENS
from opnetwerk.models import Gebruiker
from opnetwerk.opmaaktekst import schoon

GEGEVENS = "gegevens.json"
GROOTSTE_ZIP = 100 * 1024 * 1024
GROOTSTE_UITGEPAKT = 300 * 1024 * 1024
GROOTSTE_GEGEVENS = 30 * 1024 * 1024
MEESTE_BESTANDEN = 300
LANGSTE_TEKST = 2_000_000  # characters of HTML in one chapter
DIEPST = 30
BEELDPAD = re.compile(r"beelden/\d{1,4}\.jpg")
GROOTSTE_STIJGING = 1000  # times, over all years of a budget: above that its amounts are no money any more
JAARTAL, BEDRAG = re.compile(r"[0-9]{4}"), re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
OPNIEUW = "Maak een nieuwe export en probeer het opnieuw."


class InvoerFout(Exception):
    """Why this file cannot be taken in; the text is for the person."""


# --- the file -------------------------------------------------------------------------------------------------------
class Bron:
    """An opened ZIP whose names and sizes were checked; reads one file at a time, never more than it may."""

    def __init__(self, bestand: IO[bytes], grootte: int) -> None:
        if grootte > GROOTSTE_ZIP:
            raise InvoerFout("Dit bestand is groter dan 100 MB. Een export van een nota is kleiner. Kies een ander.")
        try:
            self.zip = zipfile.ZipFile(bestand)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fout:
            raise InvoerFout("Dit is geen ZIP die we kunnen openen. Kies het bestand dat je exporteerde.") from fout
        self.namen = {een.filename: een for een in self.zip.infolist()}
        self._keur(self.zip.infolist())

    def _keur(self, delen: list[zipfile.ZipInfo]) -> None:
        if len(delen) > MEESTE_BESTANDEN:
            raise InvoerFout("In deze ZIP zitten te veel bestanden. Het is geen export van een nota.")
        if len(self.namen) != len(delen):
            raise InvoerFout(f"In deze ZIP staat een naam dubbel. {OPNIEUW}")
        if any(deel.flag_bits & 1 for deel in delen):
            raise InvoerFout("Deze ZIP heeft een wachtwoord. Haal het wachtwoord weg en probeer het opnieuw.")
        if vreemd := [naam for naam in self.namen if naam != GEGEVENS and not BEELDPAD.fullmatch(naam)]:
            naam = "".join(teken for teken in vreemd[0][:60] if teken.isprintable())
            raise InvoerFout(f"In deze ZIP zit een bestand dat er niet hoort: “{naam}”. {OPNIEUW}")
        if GEGEVENS not in self.namen:
            raise InvoerFout("In deze ZIP zit geen nota. Kies het bestand dat je exporteerde.")
        if sum(deel.file_size for deel in delen) > GROOTSTE_UITGEPAKT:
            raise InvoerFout("Uitgepakt is deze ZIP veel te groot. Het is geen export van een nota.")

    def lees(self, naam: str, hoogstens: int) -> bytes:
        """The bytes of a file; what it says of its own size is not believed."""
        try:
            with self.zip.open(naam) as deel:
                inhoud = deel.read(hoogstens + 1)
        except Exception as fout:  # a damaged or hostile archive may raise anything
            raise InvoerFout(f"Het bestand “{naam}” in de ZIP is beschadigd. {OPNIEUW}") from fout
        if len(inhoud) > hoogstens:
            raise InvoerFout(f"Het bestand “{naam}” in de ZIP is te groot.")
        return inhoud


def _niet_eindig(tekst: str) -> Any:
    raise ValueError(tekst)


def lees_gegevens(bron: Bron) -> dict[str, Any]:
    """The data of the note, of which only the outer shape is certain yet."""
    try:
        tekst = bron.lees(GEGEVENS, GROOTSTE_GEGEVENS).decode("utf-8")
        gegevens = json.loads(tekst, parse_constant=_niet_eindig)
    except (ValueError, RecursionError) as fout:
        raise InvoerFout(f"De gegevens in deze ZIP zijn niet leesbaar. {OPNIEUW}") from fout
    if not isinstance(gegevens, dict) or gegevens.get("soort") != vorm.SOORT:
        raise InvoerFout("In deze ZIP zit geen cultuurnota van dit portaal.")
    if gegevens.get("vorm") != vorm.VORM:
        raise InvoerFout("Deze nota is gemaakt met een andere versie van het portaal. We kunnen ze niet lezen.")
    return gegevens


# --- the rows -------------------------------------------------------------------------------------------------------
def lijst(gegevens: Any, naam: str, hoogstens: int) -> list[dict[str, Any]]:
    """A list of objects in the data. Raises InvoerFout when it is something else or too long."""
    rijen = gegevens.get(naam, [])
    if not isinstance(rijen, list) or any(not isinstance(rij, dict) for rij in rijen):
        raise InvoerFout(f"De lijst “{naam}” in de gegevens klopt niet. {OPNIEUW}")
    if len(rijen) > hoogstens:
        raise InvoerFout(f"De lijst “{naam}” is te lang: hoogstens {hoogstens}.")
    return rijen


def vul(rij: models.Model, gegevens: dict[str, Any], velden: tuple[str, ...], waar: str) -> Any:
    """Put these fields into an unsaved row and judge them as the model does. Raises InvoerFout."""
    for naam in velden:
        veld, waarde = rij._meta.get_field(naam), gegevens.get(naam)
        assert isinstance(veld, models.Field)
        if waarde is None:
            waarde = None if veld.null else veld.get_default()
        if not _past(veld, waarde):
            raise InvoerFout(f"Bij {waar} staat iets vreemds in “{veld.verbose_name}”. {OPNIEUW}")
        setattr(rij, naam, waarde)
    te_keuren = {*velden}
    try:
        rij.clean_fields(exclude={een.name for een in rij._meta.concrete_fields} - te_keuren)
    except ValidationError as fout:
        naam, zinnen = next(iter(fout.message_dict.items()))
        zin = str(zinnen[0]).rstrip(".")
        raise InvoerFout(f"Bij {waar} klopt “{_veldnaam(rij, naam)}” niet: {zin}.") from fout
    return rij


def _veldnaam(rij: models.Model, naam: str) -> str:
    return str(getattr(rij._meta.get_field(naam), "verbose_name", naam))


def _past(veld: models.Field, waarde: Any) -> bool:
    """Whether the JSON value is of a kind that this field takes."""
    if isinstance(veld, models.JSONField):
        return isinstance(waarde, dict | list) and _is_klein(waarde)
    if isinstance(waarde, list):
        return len(waarde) <= 100 and all(isinstance(een, str | int) and not isinstance(een, bool) for een in waarde)
    if isinstance(veld, models.BooleanField):
        return isinstance(waarde, bool)
    if isinstance(veld, models.IntegerField):
        return isinstance(waarde, int) and not isinstance(waarde, bool) and abs(waarde) < 2**31
    if waarde is None or isinstance(veld, models.DecimalField):
        return waarde is None or (isinstance(waarde, str | int) and not isinstance(waarde, bool))
    return isinstance(waarde, str) and len(waarde) <= LANGSTE_TEKST and not STUURTEKENS.search(waarde)


def _is_klein(waarde: Any, diepte: int = 0) -> bool:
    """No deeper than our own, and without characters that the database refuses."""
    if isinstance(waarde, dict | list):
        delen = [*waarde.keys(), *waarde.values()] if isinstance(waarde, dict) else waarde
        return diepte < DIEPST and len(delen) <= 5000 and all(_is_klein(deel, diepte + 1) for deel in delen)
    return not isinstance(waarde, str) or (len(waarde) <= 10_000 and not STUURTEKENS.search(waarde))


class _Invoer:
    """One import: the note that is made, and the new row for every reference of the file."""

    def __init__(self, bron: Bron, gegevens: dict[str, Any], nota: Cultuurnota, door: Gebruiker) -> None:
        self.bron, self.gegevens, self.nota, self.door = bron, gegevens, nota, door
        self.uitdagingen: dict[str, Uitdaging] = {}
        self.adressen: dict[str, str] = {}
        self.gemeenten = set(Gemeente.objects.values_list("nis_code", flat=True))

    def alles(self) -> None:
        self.beelden()
        self.hoofdstukken()
        for plek, een in enumerate(lijst(self.gegevens, "uitdagingen", MEESTE)):
            rij = vul(Uitdaging(nota=self.nota, volgorde=plek), een, vorm.UITDAGING, f"uitdaging {plek + 1}")
            rij.save()
            self.uitdagingen[str(een.get("kenmerk"))] = rij
        self.doelstellingen()
        for een in lijst(self.gegevens, "zelfbeoordelingen", 10):
            vul(Zelfbeoordeling(nota=self.nota), een, vorm.ZELF, "een zelfbeoordeling").save()
        self.begroting()
        for een in lijst(self.gegevens, "engagementen", 300):
            rij = vul(Engagement(nota=self.nota), een, vorm.ENGAGEMENT, "een engagement")
            rij.gemeente_id = self.gemeente(een)
            rij.save()

    def gemeente(self, een: dict[str, Any]) -> str:
        code = een.get("gemeente")
        if not isinstance(code, str) or code not in self.gemeenten:
            raise InvoerFout("In de gegevens staat een gemeente die we niet kennen.")
        return code

    def beelden(self) -> None:
        for plek, een in enumerate(lijst(self.gegevens, "beelden", 200), start=1):
            pad, waar = een.get("bestand"), f"beeld {plek}"
            if not isinstance(pad, str) or not BEELDPAD.fullmatch(pad) or pad not in self.bron.namen:
                raise InvoerFout(f"Bij {waar} ontbreekt het bestand. {OPNIEUW}")
            rij = vul(Notabeeld(nota=self.nota), een, ("alt", "decoratief", "bron", "bijschrift"), waar)
            if rij.decoratief == bool(rij.alt):
                raise InvoerFout(f"Bij {waar} ontbreekt de beschrijving. {OPNIEUW}")
            rij.bestand = self._beeldbestand(self.bron.lees(pad, MAX_BYTES), een.get("zegel"), waar)
            rij.save()
            plan_maten(rij)
            self.adressen[pad] = rij.bestand.url

    def _beeldbestand(self, inhoud: bytes, zegel: Any, waar: str) -> ContentFile:
        """As it is when we made it ourselves, else read and drawn anew like every upload."""
        if zegel == vorm.zegel(inhoud):
            return ContentFile(inhoud, name="beeld.jpg")
        try:
            return lees_upload(ContentFile(inhoud, name="beeld.jpg"))
        except ValidationError as fout:
            raise InvoerFout(f"Bij {waar}: {fout.messages[0]}") from fout

    def hoofdstukken(self) -> None:
        sleutels: set[str] = set()
        for plek, een in enumerate(lijst(self.gegevens, "hoofdstukken", 200)):
            rij: Hoofdstuk = vul(Hoofdstuk(nota=self.nota, volgorde=plek), een, vorm.HOOFDSTUK, f"hoofdstuk {plek + 1}")
            if rij.sleutel and rij.sleutel in sleutels:
                raise InvoerFout(f"Hoofdstuk {rij.sleutel} staat twee keer in de gegevens. {OPNIEUW}")
            sleutels.add(rij.sleutel)
            metadressen = vorm.LOKAAL.sub(
                lambda adres: f'src="{self.adressen[adres[1]]}"' if adres[1] in self.adressen else "", rij.tekst
            )
            rij.tekst = schoon(metadressen, tabellen=True)
            rij.versie, rij.gewijzigd_op, rij.gewijzigd_door = 1, nu(), self.door
            rij.save()
            Hoofdstukversie.objects.create(
                hoofdstuk=rij, nummer=1, tekst=rij.tekst, door=self.door, door_naam=str(self.door)
            )

    def doelstellingen(self) -> None:
        gemaakt: dict[str, Doelstelling] = {}
        rijen = lijst(self.gegevens, "doelstellingen", MEESTE)
        for plek, een in enumerate(rijen):
            waar = f"doelstelling {plek + 1}"
            rij: Doelstelling = vul(Doelstelling(nota=self.nota, volgorde=plek), een, vorm.DOELSTELLING, waar)
            rij.save()
            gemaakt[str(een.get("kenmerk"))] = rij
            bekend = een.get("uitdagingen", [])
            rij.uitdagingen.set(self.uitdagingen[k] for k in bekend if isinstance(k, str) and k in self.uitdagingen)
            self.onder(rij, een, waar)
        for een in rijen:
            rij, boven = gemaakt[str(een.get("kenmerk"))], een.get("boven")
            if boven is not None:
                doel = gemaakt.get(str(boven))
                if doel is None or doel is rij or _boven(rijen, str(boven)) is not None:
                    raise InvoerFout(f"“{rij.titel[:60]}” hangt onder een doelstelling die er niet is. {OPNIEUW}")
                rij.boven = doel
                rij.save(update_fields=["boven"])

    def onder(self, doel: Doelstelling, een: dict[str, Any], waar: str) -> None:
        for plek, gegeven in enumerate(lijst(een, "indicatoren", MEESTE)):
            ind = vul(Indicator(doelstelling=doel, volgorde=plek), gegeven, vorm.INDICATOR, f"een indicator van {waar}")
            ind.save()
            if isinstance(cijfer := gegeven.get("cijfer"), str) and cijfer:
                vul(Cijferkoppeling(indicator=ind), {"cijfer": cijfer}, ("cijfer",), waar).save()
            for meting in _per_jaar(gegeven, "metingen"):
                vul(Meting(indicator=ind), meting, vorm.METING, f"een meting van {waar}").save()
        for plek, gegeven in enumerate(lijst(een, "acties", MEESTE)):
            actie = vul(Actie(doelstelling=doel, volgorde=plek), gegeven, vorm.ACTIE, f"een actie van {waar}")
            if actie.kost is not None and actie.kost < 0:
                raise InvoerFout(f"Bij een actie van {waar} is de kost lager dan nul.")
            actie.save()
            for jaar in _per_jaar(gegeven, "opvolging"):
                vul(Actiejaar(actie=actie), jaar, vorm.ACTIEJAAR, f"een actie van {waar}").save()

    def begroting(self) -> None:
        gegeven = self.gegevens.get("begroting")
        if gegeven is None:
            return
        if not isinstance(gegeven, dict):
            raise InvoerFout(f"De begroting in de gegevens klopt niet. {OPNIEUW}")
        rij = vul(Begroting(nota=self.nota), gegeven, vorm.BEGROTING, "de begroting")
        if Decimal(rij.index) ** (self.nota.tot - self.nota.van) > GROOTSTE_STIJGING:
            raise InvoerFout("De index van de begroting is te hoog voor zoveel jaren.")
        rij.save()
        for een in lijst(gegeven, "bijdragen", 5000):
            bijdrage = vul(Bijdrage(begroting=rij), een, vorm.BIJDRAGE, "een bijdrage")
            bijdrage.gemeente_id = self.gemeente(een)
            bijdrage.save()
        for plek, een in enumerate(lijst(gegeven, "posten", 500)):
            post = vul(Begrotingspost(begroting=rij, volgorde=plek), een, vorm.POST, "een post van de begroting")
            if not _zijn_bedragen(post.bedragen):
                raise InvoerFout(f"Bij een post van de begroting kloppen de bedragen niet. {OPNIEUW}")
            post.save()


def _zijn_bedragen(bedragen: Any) -> bool:
    """Whether they are as a line keeps them: {"2027": "12000.00"}; the column itself takes any JSON."""
    return isinstance(bedragen, dict) and all(
        JAARTAL.fullmatch(jaar) and isinstance(bedrag, str) and BEDRAG.fullmatch(bedrag)
        for jaar, bedrag in bedragen.items()
    )


def _boven(rijen: list[dict[str, Any]], kenmerk: str) -> Any:
    return next((een.get("boven") for een in rijen if str(een.get("kenmerk")) == kenmerk), None)


def _per_jaar(gegeven: dict[str, Any], naam: str) -> Iterator[dict[str, Any]]:
    """The rows of a list with a year, each year once."""
    gezien: set[Any] = set()
    for een in lijst(gegeven, naam, 60):
        if not isinstance(een.get("jaar"), int) or een["jaar"] in gezien:
            raise InvoerFout(f"In “{naam}” staat een jaar twee keer of helemaal niet. {OPNIEUW}")
        gezien.add(een["jaar"])
        yield een


# --- the note -------------------------------------------------------------------------------------------------------
def voer_in(*, bestand: IO[bytes], grootte: int, igs: IGS, door: Gebruiker, formulier: str) -> Cultuurnota:
    """A new note of this IGS out of a ZIP, with `door` as its trekker. The same form sent twice is one note.

    Raises InvoerFout; nothing is kept then.
    """
    if al := Cultuurnota.objects.filter(formulier=formulier, igs=igs).first():
        return al
    bron = Bron(bestand, grootte)
    gegevens = lees_gegevens(bron)
    kop = gegevens.get("nota")
    if not isinstance(kop, dict):
        raise InvoerFout(f"De gegevens in deze ZIP hebben geen titel. {OPNIEUW}")
    try:
        with transaction.atomic():
            nota: Cultuurnota = vul(Cultuurnota(igs=igs, formulier=formulier), kop, vorm.NOTA, "de nota")
            if not 2000 <= nota.van <= nota.tot <= 2100:
                raise InvoerFout("De jaren van deze nota kloppen niet.")
            nota.gemaakt_door = door
            nota.save()
            Teamlid.objects.create(nota=nota, gebruiker=door, rol=Teamrol.TREKKER, van=vandaag())
            _Invoer(bron, gegevens, nota, door).alles()
            logboek.schrijf(door=door, actie="nota ingevoerd uit een bestand", over=nota, igs_slug=igs.slug)
    except (ValueError, TypeError, ArithmeticError, DatabaseError) as fout:
        raise InvoerFout(f"In de gegevens staat iets dat we niet kunnen lezen. {OPNIEUW}") from fout
    return nota
