"""What a member was mailed already, so that nothing comes twice: a Verzending for each mail that can repeat itself."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from grensbrekers.models import Grensbreker, Verzending
from opnetwerk.models import UitgaandeMail


def gehad_van(leden: Collection[Grensbreker]) -> dict[int, set[str]]:
    """Per member (by key) everything that stood in a mail to them; empty for who got none. One query."""
    gehad: dict[int, set[str]] = defaultdict(set)
    for lid, inhoud in Verzending.objects.filter(grensbreker__in=leden).values_list("grensbreker", "inhoud"):
        gehad[lid].update(inhoud)
    return gehad


def periodes_van(leden: Collection[Grensbreker], soort: str, periodes: Collection[str]) -> set[tuple[int, str]]:
    """Which member (by key) got this kind of mail in which of the periods."""
    rijen = Verzending.objects.filter(grensbreker__in=leden, soort=soort, periode__in=periodes)
    return set(rijen.values_list("grensbreker", "periode"))


def onthoud(*, lid: Grensbreker, soort: str, periode: str, inhoud: list[str]) -> bool:
    """Inside the transaction of the mail: False when this period was mailed already. ValueError without content.

    The lock on the member lets two workers come one after the other: what one sent the other then knows.
    """
    if not inhoud:
        raise ValueError("Een mail zonder inhoud sturen we niet.")
    Grensbreker.objects.select_for_update(of=("self",)).get(pk=lid.pk)
    if set(inhoud) & gehad_van([lid])[lid.pk]:
        return False
    _, nieuw = Verzending.objects.get_or_create(
        grensbreker=lid, soort=soort, periode=periode, defaults={"inhoud": inhoud}
    )
    return nieuw


def haal_terug_wat_noemt(lid: Grensbreker) -> int:
    """Mails to others that did not leave yet and name a member who goes; the number of mails.

    What is remembered of them goes too: what else stood in a letter comes in the next one.
    """
    niet_weg = UitgaandeMail.objects.exclude(stand=UitgaandeMail.Stand.VERZONDEN)
    noemt = niet_weg.filter(sleutel__startswith="grensbreker:", tekst__contains=f"/collega/{lid.kenmerk}/")
    mails = list(noemt.exclude(aan__iexact=lid.email))
    for mail in mails:
        _, kenmerk, soort, *periode = mail.sleutel.split(":")
        van = Q(grensbreker__kenmerk=kenmerk, soort=soort, periode=":".join(periode))
        Verzending.objects.filter(van, inhoud__contains=[f"collega:{lid.kenmerk}"]).delete()
    UitgaandeMail.objects.filter(pk__in=[mail.pk for mail in mails]).delete()
    return len(mails)
