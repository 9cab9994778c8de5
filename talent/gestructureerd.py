"""JSON-LD of a talent for search engines: only what a visitor sees on the page, and only for who wants to be found."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from talent.keuzes import Soort
from talent.zichtbaarheid import Toonprofiel

Blok = dict[str, Any]


def talent_als_maker(dit: Toonprofiel) -> Blok:
    """A Person or a PerformingGroup; empty fields are left out."""
    soort = "Person" if dit.talent.soort == Soort.PERSOON else "PerformingGroup"
    gemeente = dit.gemeente_of_niets
    plek = {"@type": "AdministrativeArea", "name": gemeente.naam} if gemeente else None
    beeld = next((beeld.werk.bestand.name for beeld in dit.beelden), "")
    velden: Blok = {
        "name": dit.naam,
        "description": dit.kort,
        "image": beeld and settings.SITE_ADRES + default_storage.url(beeld),
        "knowsAbout": [discipline.naam for discipline in dit.disciplines],
        "homeLocation" if soort == "Person" else "location": plek,
        "sameAs": list(dit.links),
    }
    gevuld = {naam: waarde for naam, waarde in velden.items() if waarde}
    adres = settings.SITE_ADRES + dit.talent.get_absolute_url()
    return {"@context": "https://schema.org", "@type": soort, "url": adres} | gevuld
