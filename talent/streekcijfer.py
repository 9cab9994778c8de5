"""How many makers an area counts and what came of it, for the pages of an IGS and of a region (`igs.streekcijfers`).

Counted per IGS, never per municipality: so somebody of 13 to 15 counts, and points at no place.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from igs.models import IGS
from igs.streekcijfers import Streek, Streekcijfer
from talent.facetten import wijzer
from talent.uitkomsten import aantal_sinds

EEN_JAAR = timedelta(days=365)


def streekcijfer(streek: Streek) -> Streekcijfer | None:
    """The makers in the directory, and the way to them; None when there are none. One query."""
    slugs = _slugs(streek)
    if not slugs:
        return None
    stand = wijzer.stand()
    aantal = (stand.met_een_van(f"i:{slug}" for slug in slugs) & stand.zichtbaar).bit_count()
    if not aantal:
        return None
    waar = "" if isinstance(streek.van, IGS) else f" bij {_netwerken(len(slugs))} in deze regio"
    zin = f"{aantal} {'maker staat' if aantal == 1 else 'makers staan'} in de lijst{waar}."
    return Streekcijfer(
        "Talent", zin, "Bekijk deze maker" if aantal == 1 else "Bekijk deze makers", _pad(streek, slugs)
    )


def gelukt(streek: Streek) -> Streekcijfer | None:
    """How often makers and who asked them both said in the past year that it happened; None when never. One query."""
    slugs, dag = _slugs(streek), streek.netwerk.dag
    aantal = aantal_sinds(slugs, dag - EEN_JAAR, dag) if slugs else 0
    if not aantal:
        return None
    zin = f"In de voorbije twaalf maanden lukte het {aantal} keer: een maker en wie die vroeg, bevestigden het allebei."
    return Streekcijfer("Gelukt via Talent", zin, "Bekijk de makers", _pad(streek, slugs))


def _slugs(streek: Streek) -> list[str]:
    if isinstance(streek.van, IGS):
        return [streek.van.slug]
    return [igs.slug for igs, _leden in streek.netwerk.igs_in(streek.van)]


def _pad(streek: Streek, slugs: list[str]) -> str:
    """The way to the makers of the area."""
    if isinstance(streek.van, IGS):
        return reverse("igs_talent", args=[streek.van.slug])
    return f"{reverse('talent')}?{urlencode([('regio', slug) for slug in slugs])}"


def _netwerken(aantal: int) -> str:
    return "het IGS" if aantal == 1 else f"de {aantal} IGS'en"
