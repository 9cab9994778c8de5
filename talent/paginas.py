"""What the page of a talent shows besides the profile itself. Whoever may not be seen is not found here."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from igs.models import IGS
from opnetwerk.antwoordkoppen import sta_kaders_toe
from talent.gestructureerd import talent_als_maker
from talent.media import kaderbronnen
from talent.models import Talent, Toelating
from talent.uitkomsten import uitkomsten_van
from talent.verbinden import verbindingen_van
from talent.zichtbaarheid import Kijker, Toonprofiel, mag_zien, toon
from talent.zoekrij import met_publiek_profiel

Context = dict[str, Any]


def zichtbaar_talent(slug: str) -> Talent:
    """The talent that visitors may see, with all that `toon` reads. Four queries.

    Raises the same Http404 for who is hidden, not admitted, erased or never was.
    """
    talent: Talent | None = met_publiek_profiel(Talent.objects.online().filter(slug=slug)).first()
    if talent is None:
        raise Http404
    return talent


def ook_actief(talent: Talent) -> list[IGS]:
    """The other regions that admitted a talent, by name; none for somebody of 13 to 15. One query."""
    if talent.is_jong:
        return []
    soort, stand = Toelating.Soort.OOK, Toelating.Stand.TOEGELATEN
    return list(IGS.objects.filter(toelatingen__talent=talent, toelatingen__soort=soort, toelatingen__stand=stand))


def met_kaders(antwoord: HttpResponse, dit: Toonprofiel) -> HttpResponse:
    """Let the page frame the players that it offers, and no other site."""
    sta_kaders_toe(antwoord, kaderbronnen(dit.media))
    return antwoord


def pagina_context(talent: Talent, kijker: Kijker = Kijker.BEZOEKER) -> Context:
    """The page of a talent for one kind of viewer."""
    dit, pad = toon(talent, kijker), talent.get_absolute_url()
    return {
        "talent": talent,
        "toon": dit,
        "ook_actief": ook_actief(talent),
        "uitkomsten": uitkomsten_van(talent),
        "verbindingen": verbindingen_van(talent),
        "contact_pad": reverse("talent_contact", args=[talent.slug]) if dit.kan_gecontacteerd else "",
        "meld_pad": f"{reverse('klopt_er_iets_niet')}?pagina={pad}",
        "blad_pad": reverse("talent_blad", args=[talent.slug]),
        "meer_voor_aangemeld": kijker is Kijker.BEZOEKER and toont_meer(talent),
        "robots": robots(dit),
        "deelbeeld": deelbeeld_pad(talent),
        "jsonld": talent_als_maker(dit) if dit.geindexeerd else None,
    }


def beheert(talent: Talent, gebruiker: Any) -> bool:
    """Whether the account manages this talent. One query."""
    return bool(Talent.objects.beheerd_door(gebruiker).filter(pk=talent.pk).exists())


def toont_meer(talent: Talent) -> bool:
    """Whether who is logged in sees something that visitors do not."""
    profiel = talent.online
    assert profiel is not None
    namen = toon(talent, Kijker.AANGEMELD).waarden
    gevuld = [veld for veld, waarde in namen.items() if waarde not in (None, "", [])]
    extra = [veld for veld in gevuld if not mag_zien(talent, profiel, veld, Kijker.BEZOEKER)]
    lijsten = ("beelden", "media")
    achter = [veld for veld in lijsten if not mag_zien(talent, profiel, veld, Kijker.BEZOEKER)]
    return bool(extra) or any(getattr(toon(talent, Kijker.AANGEMELD), veld) for veld in achter)


def robots(dit: Toonprofiel) -> str:
    """What search engines and collectors for AI are asked; empty when nothing is."""
    vragen = [] if dit.geindexeerd else ["noindex"]
    return ", ".join([*vragen, "noai", "noimageai"] if dit.talent.ai_bezwaar else vragen)


def deelbeeld_pad(talent: Talent) -> str:
    """The path of the picture that other sites show; empty for who is under 18."""
    return "" if talent.is_minderjarig else reverse("deelbeeld_talent", args=[talent.slug])


def adres(talent: Talent) -> str:
    """The whole address of the page, for print and for the QR code."""
    return settings.SITE_ADRES + talent.get_absolute_url()
