"""How many makers an area counts, for the pages of an IGS and of a region (`igs.streekcijfers`).

Counted per IGS, never per municipality: so somebody of 13 to 15 counts, and points at no place.
"""

from urllib.parse import urlencode

from django.urls import reverse

from igs.models import IGS
from igs.streekcijfers import Streek, Streekcijfer
from talent.facetten import wijzer


def streekcijfer(streek: Streek) -> Streekcijfer | None:
    """The makers in the directory, and the way to them; None when there are none. One query."""
    if isinstance(streek.van, IGS):
        slugs, pad = [streek.van.slug], reverse("igs_talent", args=[streek.van.slug])
    else:
        slugs = [igs.slug for igs, _leden in streek.netwerk.igs_in(streek.van)]
        pad = f"{reverse('talent')}?{urlencode([('regio', slug) for slug in slugs])}"
    if not slugs:
        return None
    stand = wijzer.stand()
    aantal = (stand.met_een_van(f"i:{slug}" for slug in slugs) & stand.zichtbaar).bit_count()
    if not aantal:
        return None
    waar = "" if isinstance(streek.van, IGS) else f" bij {_netwerken(len(slugs))} in deze regio"
    zin = f"{aantal} {'maker staat' if aantal == 1 else 'makers staan'} in de lijst{waar}."
    return Streekcijfer("Talent", zin, "Bekijk deze maker" if aantal == 1 else "Bekijk deze makers", pad)


def _netwerken(aantal: int) -> str:
    return "het IGS" if aantal == 1 else f"de {aantal} IGS'en"
