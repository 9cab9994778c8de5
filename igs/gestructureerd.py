"""JSON-LD for search engines: only what the page shows too."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, localtime

from igs.lidmaatschap import Lid
from igs.models import IGS, Activiteit, Bericht, Gemeente, Portret, Praktijk, Referentieregio
from igs.platte_tekst import begin

Blok = dict[str, Any]


def _blok(soort: str, pad: str, **velden: Any) -> Blok:
    gevuld = {sleutel: waarde for sleutel, waarde in velden.items() if waarde}
    return {"@context": "https://schema.org", "@type": soort, "url": settings.SITE_ADRES + pad} | gevuld


def igs_als_organisatie(igs: IGS, leden: Iterable[Lid]) -> Blok:
    gebied = [{"@type": "AdministrativeArea", "name": lid.gemeente.naam} for lid in leden]
    return _blok(
        "GovernmentOrganization",
        igs.get_absolute_url(),
        name=igs.naam,
        legalName=igs.officiele_naam,
        description=igs.omschrijving,
        sameAs=igs.website,
        email=igs.email,
        telephone=igs.telefoon,
        dissolutionDate=igs.gestopt_op.isoformat() if igs.gestopt_op else "",
        areaServed=gebied,
    )


def regio_als_gebied(regio: Referentieregio, gemeenten: Iterable[Gemeente]) -> Blok:
    delen = [{"@type": "AdministrativeArea", "name": gemeente.naam} for gemeente in gemeenten]
    return _blok(
        "AdministrativeArea",
        regio.get_absolute_url(),
        name=regio.naam,
        description=regio.omschrijving,
        containsPlace=delen,
    )


def gemeente_als_plaats(gemeente: Gemeente) -> Blok:
    return _blok(
        "AdministrativeArea", gemeente.get_absolute_url(), name=gemeente.naam, identifier=f"NIS {gemeente.nis_code}"
    )


def portret_als_artikel(portret: Portret) -> Blok:
    return _blok(
        "Article",
        portret.get_absolute_url(),
        headline=portret.titel,
        description=portret.inleiding,
        datePublished=portret.gepubliceerd_op and localdate(portret.gepubliceerd_op).isoformat(),
        about={"@type": "GovernmentOrganization", "name": portret.igs.naam},
    )


def praktijk_als_artikel(praktijk: Praktijk) -> Blok:
    return _artikel("Article", praktijk)


def bericht_als_artikel(bericht: Bericht) -> Blok:
    return _artikel("NewsArticle", bericht)


def _artikel(soort: str, item: Praktijk | Bericht) -> Blok:
    return _blok(
        soort,
        item.get_absolute_url(),
        headline=item.titel,
        description=begin(item.tekst),
        datePublished=item.gepubliceerd_op and localdate(item.gepubliceerd_op).isoformat(),
        publisher=_organisatie(item.igs),
    )


def activiteit_als_event(activiteit: Activiteit) -> Blok:
    """Moments with the offset of Brussels, as the `time` elements of the page have them."""
    gemeente = activiteit.gemeente
    adres = {"address": {"@type": "PostalAddress", "addressLocality": gemeente.naam}} if gemeente else {}
    return _blok(
        "Event",
        activiteit.get_absolute_url(),
        name=activiteit.titel,
        description=begin(activiteit.tekst),
        startDate=localtime(activiteit.begint_op).isoformat(),
        endDate=activiteit.eindigt_op and localtime(activiteit.eindigt_op).isoformat(),
        eventStatus="https://schema.org/" + ("EventCancelled" if activiteit.geannuleerd else "EventScheduled"),
        location={"@type": "Place", "name": activiteit.plaats} | adres,
        organizer=_organisatie(activiteit.igs),
        audience=activiteit.publiek and {"@type": "Audience", "audienceType": activiteit.publiek},
    )


def _organisatie(igs: IGS | None) -> Blok | None:
    return {"@type": "GovernmentOrganization", "name": igs.naam} if igs else None
