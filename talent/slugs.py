"""The name of a talent in an address: made of its name, never one of the words that are addresses themselves."""

from django.utils.text import slugify

from talent.models import Talent

LANGSTE = 60  # characters, so that a number still fits behind it
ZONDER_NAAM = "talent"  # for a name without a single Latin letter or figure
# What stands, or may come to stand, under /talent/ and /mijn/talent/.
VOORBEHOUDEN = frozenset(
    {
        "admin",
        "api",
        "atom",
        "beelden",
        "beheer",
        "beheerders",
        "bewaard",
        "bewerken",
        "cijfers",
        "contact",
        "criteria",
        "deel",
        "deelbeeld",
        "discipline",
        "disciplines",
        "druk",
        "export",
        "favorieten",
        "feed",
        "feeds",
        "gemeente",
        "gemeenten",
        "gelukt",
        "hulp",
        "igs",
        "inbedden",
        "index",
        "json",
        "kaart",
        "klopt-nog",
        "lijst",
        "lijstje",
        "media",
        "meld",
        "melden",
        "mijn",
        "netwerk",
        "niet-wissen",
        "nieuw",
        "oproep",
        "oproepen",
        "oproepmails",
        "organisator",
        "organisatoren",
        "ouder",
        "over",
        "print",
        "privacy",
        "regio",
        "regios",
        "statistieken",
        "talent",
        "talenten",
        "uitnodiging",
        "verbinding",
        "voorbeeld",
        "voorbeelden",
        "voorbereid",
        "word-organisator",
        "word-talent",
        "zoek",
        "zoeken",
    }
)


def vrije_slug(naam: str) -> str:
    """An address name that nobody has now; somebody else may take it before it is saved."""
    basis = slugify(naam)[:LANGSTE].strip("-") or ZONDER_NAAM
    if basis in VOORBEHOUDEN and basis != ZONDER_NAAM:
        basis = f"{basis}-{ZONDER_NAAM}"
    bezet = set(Talent.objects.filter(slug__startswith=basis).values_list("slug", flat=True))
    nummers = (f"{basis}-{nummer}" for nummer in range(2, len(bezet) + 3))
    keuzes = [basis, *nummers] if basis not in VOORBEHOUDEN else nummers
    return next(slug for slug in keuzes if slug not in bezet)
