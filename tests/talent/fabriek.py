"""Small plain factories for talents: each makes exactly what a test names, with sensible values for the rest."""

import importlib.util
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify

from igs.models import IGS, Gemeente
from opnetwerk import toestemmingen
from opnetwerk.afbeeldingen import maak_maten
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker
from talent.bewerken import open_concept
from talent.disciplines import termen
from talent.models import (
    Beheer,
    Discipline,
    Medium,
    Oudertoestemming,
    Profiel,
    Profielbeeld,
    Talent,
    Toelating,
    Werk,
)
from talent.regio import thuis_van
from talent.toestemmen import DOELEN, PUBLICATIE, geef_toestemming
from tests.beelden import jpeg
from tests.fabriek import BRUSSEL, maak_gebruiker, maak_gemeente

GOEDGEKEURD = datetime(2026, 11, 1, 12, tzinfo=BRUSSEL)
_VAN_TALENT = {veld.name for veld in Talent._meta.get_fields()}


def maak_discipline(sleutel: str = "pop-en-rock", **velden: Any) -> Discipline:
    """A term of the taxonomy with the one above it; a term of the test's own when the key is none of ours."""
    bestaand = Discipline.objects.filter(sleutel=sleutel).first()
    if bestaand:
        return bestaand
    term = next((term for term in termen() if term.sleutel == sleutel), None)
    standaard: dict[str, Any] = {"naam": sleutel.capitalize()}
    if term:
        standaard = {"naam": term.naam, "uitdatabank": term.uitdatabank, "synoniemen": list(term.synoniemen)}
        standaard |= {"volgorde": term.volgorde, "boven": maak_discipline(term.boven) if term.boven else None}
    return Discipline.objects.create(sleutel=sleutel, **standaard | velden)


def maak_talent(
    *,
    naam: str = "De Testband",
    gemeente: Gemeente | None = None,
    thuis: IGS | None = None,
    leeftijd: str = "18",
    online: bool = True,
    eigenaar: Gebruiker | None = None,
    disciplines: list[str] | None = None,
    **velden: Any,
) -> Talent:
    """A talent with one profile: approved and admitted when `online`, else a draft that waits for nothing yet.

    `thuis` follows from the municipality and the day unless it is named. `disciplines`: keys. The other fields are of
    Talent or of Profiel, whichever has them. The owner is an account of its own unless it is named, and agreed.
    """
    gemeente = gemeente or Gemeente.objects.order_by("nis_code").first() or maak_gemeente("11001", "Aartselaar")
    thuis = thuis or thuis_van(gemeente, vandaag())
    van_talent = {naam: velden.pop(naam) for naam in list(velden) if naam in _VAN_TALENT}
    talent = _maak_kaal_talent(naam, thuis, leeftijd, van_talent)
    profiel = _maak_profiel(talent, naam, gemeente, online, disciplines, velden)
    if online:
        talent.online = profiel
        talent.gepubliceerd_op = talent.gepubliceerd_op or GOEDGEKEURD
        talent.bijgewerkt_op = talent.bijgewerkt_op or GOEDGEKEURD
        talent.bevestigd_op = talent.bevestigd_op or GOEDGEKEURD
    else:
        talent.concept = profiel
    talent.save()
    stand = Toelating.Stand.TOEGELATEN if online else Toelating.Stand.GEVRAAGD
    Toelating.objects.create(talent=talent, igs=thuis, soort="thuis", stand=stand, beslist_op=nu() if online else None)
    eigenaar = eigenaar or maak_gebruiker(f"{talent.slug}@talent.example")
    Beheer.objects.create(talent=talent, gebruiker=eigenaar, rol=Beheer.Rol.EIGENAAR)
    doel = DOELEN[PUBLICATIE]
    toestemmingen.geef(doel=PUBLICATIE, tekst=doel.woorden, betreft=f"talent:{talent.kenmerk}", gebruiker=eigenaar)
    if importlib.util.find_spec("talent.zoekrij"):
        importlib.import_module("talent.zoekrij").leid_af(talent)
    return talent


def _maak_kaal_talent(naam: str, thuis: IGS | None, leeftijd: str, velden: dict[str, Any]) -> Talent:
    slug = slugify(naam) or "talent"
    if Talent.objects.filter(slug=slug).exists():
        slug = f"{slug}-{Talent.objects.count() + 1}"
    standaard: dict[str, Any] = {"slug": slug, "leeftijd": leeftijd, "leeftijd_op": vandaag(), "thuis": thuis}
    if leeftijd == "13-15":
        standaard |= {"in_zoekmachines": False, "in_feeds": False}
    return Talent.objects.create(**standaard | velden)


def _maak_profiel(
    talent: Talent, naam: str, gemeente: Gemeente, online: bool, disciplines: list[str] | None, velden: dict[str, Any]
) -> Profiel:
    standaard: dict[str, Any] = {
        "naam": naam,
        "gemeente": gemeente,
        "kort": "Wij maken muziek uit de streek.",
        "tekst": "Al jaren samen, in de living en op de markt.",
        "vorm": "solo",
        "band": ["woont"],
        "reikwijdte": "regio",
    }
    if online:
        standaard |= {"stand": "goedgekeurd", "ingediend_op": GOEDGEKEURD, "beslist_op": GOEDGEKEURD}
    profiel = Profiel.objects.create(talent=talent, **standaard | velden)
    profiel.disciplines.set([maak_discipline(sleutel) for sleutel in disciplines or ["pop-en-rock"]])
    return profiel


def maak_beeld(
    profiel: Profiel, alt: str = "Een band op een podium", bron: str = "An Foto", **velden: Any
) -> Profielbeeld:
    """A picture of 800 by 600 in this version, with its sizes made."""
    werk = Werk(talent=profiel.talent, alt=alt or "x", bron=bron, herkenbaar_akkoord=True)
    werk = Werk.objects.create(
        talent=profiel.talent,
        bestand=ContentFile(jpeg(800, 600), "x.jpg"),
        alt=alt or "x",
        bron=bron,
        herkenbaar_akkoord=True,
    )
    maak_maten(werk)
    volgorde = profiel.beelden.count()
    standaard = {"alt": alt, "bron": bron, "decoratief": not alt, "volgorde": volgorde}
    return Profielbeeld.objects.create(profiel=profiel, werk=werk, **standaard | velden)


def geef_akkoord(talent: Talent) -> None:
    """What must be agreed before a profile may be shown: by the owner, and for 13 to 15 by a parent."""
    geef_toestemming(talent=talent, doel=PUBLICATIE, door=talent.beheer.get(rol="eigenaar").gebruiker)
    if talent.is_jong:
        Oudertoestemming.objects.create(talent=talent, email="ouder@voorbeeld.be", bevestigd_op=nu())


def maak_ingediend(*, sinds: datetime | None = None, akkoord: bool = True, **velden: Any) -> Profiel:
    """A profile that was never online and lies with the coordinator, everything agreed."""
    talent = maak_talent(online=False, **velden)
    if akkoord:
        geef_akkoord(talent)
    assert talent.concept
    talent.concept.stand, talent.concept.ingediend_op = Profiel.Stand.INGEDIEND, sinds or nu()
    talent.concept.save()
    return talent.concept  # type: ignore[no-any-return]


def dien_wijziging_in(talent: Talent, **velden: Any) -> Profiel:
    """Of a talent that is online a changed version that lies with the coordinator."""
    if not talent.beheer.get(rol="eigenaar").gebruiker.toestemmingen.exists():
        geef_akkoord(talent)
    concept = open_concept(talent=talent)
    for veld, waarde in velden.items():
        setattr(concept, veld, waarde)
    concept.versie += 1
    concept.stand, concept.ingediend_op = Profiel.Stand.INGEDIEND, nu()
    concept.save()
    return concept


def maak_medium(profiel: Profiel, sleutel: str = "dQw4w9WgXcQ", aanbieder: str = "youtube", **velden: Any) -> Medium:
    """A film of YouTube in this version, unless another provider and id are named."""
    velden = {"titel": "Ons lied", "volgorde": profiel.media.count()} | velden
    return Medium.objects.create(profiel=profiel, aanbieder=aanbieder, sleutel=sleutel, **velden)


def eigenaar_van(talent: Talent) -> Gebruiker:
    return talent.beheer.get(rol="eigenaar").gebruiker
