"""Small plain factories for grensbrekers: each makes exactly what a test names, with sensible values for the rest."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.text import slugify

from grensbrekers.models import (
    Antwoord,
    Grensbreker,
    Grensovergang,
    Inschrijving,
    Inzicht,
    Koppeldeelname,
    Koppeling,
    Netwerkvraag,
    Ontmoeting,
    Thema,
)
from igs.models import Gemeente
from igs.netwerk import Netwerk
from opnetwerk.dag import nu, vandaag
from tests.fabriek import BRUSSEL, maak_gemeente

TOEGELATEN_OP = datetime(2026, 11, 1, 12, tzinfo=BRUSSEL)


def maak_thema(sleutel: str = "erfgoed", **velden: Any) -> Thema:
    """A theme by its key, made when it is not there."""
    return Thema.objects.get_or_create(sleutel=sleutel, defaults={"naam": sleutel.capitalize()} | velden)[0]


def maak_grensbreker(
    naam: str = "An Peeters",
    gemeente: str | Gemeente = "Lint",
    stand: str = "toegelaten",
    themas: Any = (),
    **velden: Any,
) -> Grensbreker:
    """Somebody of the municipality (by name, of today), with the IGS of its first membership; a good link.

    `themas`: keys. The address follows from the name: an-peeters@voorbeeld.be, with a number when it is taken.
    """
    if isinstance(gemeente, str):
        gemeente = _gemeente(gemeente)
    standaard: dict[str, Any] = {
        "naam": naam,
        "email": _vrij_adres(naam),
        "gemeente": gemeente,
        "igs": _igs(gemeente),
        "rol": "cultuurfunctie",
        "stand": stand,
    }
    if stand != "te_bevestigen":
        standaard |= {"bevestigd_op": TOEGELATEN_OP, "klopt_op": TOEGELATEN_OP}
    if stand == "toegelaten":
        standaard |= {"beslist_op": TOEGELATEN_OP, "sleutel_tot": nu() + timedelta(days=30)}
    lid = Grensbreker.objects.create(**standaard | velden)
    lid.themas.set([maak_thema(sleutel) for sleutel in themas])
    return lid  # type: ignore[no-any-return]


def _gemeente(naam: str) -> Gemeente:
    gevonden = Gemeente.objects.filter(naam=naam, bestaat_tot=None).first()
    return gevonden or maak_gemeente(f"9{Gemeente.objects.count():04d}", naam)


def _igs(gemeente: Gemeente) -> Any:
    leden = Netwerk.op(vandaag()).lidmaatschappen_van(gemeente)
    return leden[0].igs if leden else None


def _vrij_adres(naam: str) -> str:
    basis = slugify(naam) or "iemand"
    keren = Grensbreker.objects.filter(email__startswith=basis).count()
    return f"{basis}{keren or ''}@voorbeeld.be"


def maak_koppeling(*leden: Grensbreker, ronde: date = date(2026, 11, 3), **velden: Any) -> Koppeling:
    """A pair of these members, who did not say anything yet."""
    koppeling = Koppeling.objects.create(ronde=ronde, **{"uitleg": "Jullie zijn buren."} | velden)
    for lid in leden:
        Koppeldeelname.objects.create(koppeling=koppeling, grensbreker=lid, gemeente=lid.gemeente)
    return koppeling


def maak_overgang(een: str = "Lint", ander: str = "Hove", keren: int = 1, **velden: Any) -> None:
    """Meetings across the border of two municipalities of today, by name."""
    a, b = sorted([_gemeente(een), _gemeente(ander)], key=lambda gemeente: gemeente.nis_code)
    for _ in range(keren):
        Grensovergang.objects.create(a=a, b=b, **{"op": vandaag()} | velden)


def maak_ontmoeting(titel: str = "Samen aan tafel", themas: Any = (), **velden: Any) -> Ontmoeting:
    """On 1 December 2026 from two to five in Brussels time, online since 1 November, of nobody's IGS.

    `themas`: keys.
    """
    begint = velden.pop("begint_op", datetime(2026, 12, 1, 14, tzinfo=BRUSSEL))
    standaard: dict[str, Any] = {
        "slug": slugify(titel),
        "titel": titel,
        "begint_op": begint,
        "eindigt_op": begint + timedelta(hours=3),
        "plaats": "CC De Post",
        "gepubliceerd_op": TOEGELATEN_OP,
    }
    ontmoeting = Ontmoeting.objects.create(**standaard | velden)
    ontmoeting.themas.set([maak_thema(sleutel) for sleutel in themas])
    return ontmoeting


def maak_inschrijving(ontmoeting: Ontmoeting, lid: Grensbreker, stand: str = "komt", **velden: Any) -> Inschrijving:
    return Inschrijving.objects.create(ontmoeting=ontmoeting, grensbreker=lid, stand=stand, **{"op": nu()} | velden)


def maak_netwerkvraag(
    door: Grensbreker | None, titel: str = "Hoe doen jullie dat?", themas: Any = (), **velden: Any
) -> Netwerkvraag:
    """Asked now, not solved. `themas`: keys."""
    standaard = {"formulier": f"vraag-{Netwerkvraag.objects.count()}", "titel": titel}
    vraag = Netwerkvraag.objects.create(door=door, **standaard | velden)
    Netwerkvraag.objects.filter(pk=vraag.pk).update(gesteld_op=velden.get("gesteld_op", nu()))
    vraag.themas.set([maak_thema(sleutel) for sleutel in themas])
    vraag.refresh_from_db()
    return vraag


def maak_antwoord(vraag: Netwerkvraag, door: Grensbreker | None, tekst: str = "Zo doen wij het.") -> Antwoord:
    return Antwoord.objects.create(
        vraag=vraag, door=door, tekst=tekst, formulier=f"antwoord-{Antwoord.objects.count()}"
    )


def maak_inzicht(titel: str = "Begin klein", themas: Any = (), **velden: Any) -> Inzicht:
    """Published on 1 November. `themas`: keys."""
    standaard = {"titel": titel, "tekst": "Eén activiteit samen is genoeg.", "gepubliceerd_op": TOEGELATEN_OP}
    inzicht = Inzicht.objects.create(**standaard | velden)
    inzicht.themas.set([maak_thema(sleutel) for sleutel in themas])
    return inzicht
