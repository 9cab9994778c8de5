"""Answer in a conversation by replying to its mail."""

from opnetwerk import gesprekken
from opnetwerk.binnenpost import Geweigerd, Plek, nummers_van, ontvangers
from opnetwerk.dag import nu
from opnetwerk.gesprekslijst import doet_nog_mee, draad_van
from opnetwerk.gesprekspost import SOORT, adres_van, volledige_link
from opnetwerk.models import Deelnemer, Gespreksbericht

LANGSTE = 5000  # characters; what Gespreksbericht.tekst says


def plek_voor(sleutel: str) -> Plek | None:
    """Where a reply of this side goes; None when the conversation is gone, or is theirs no more."""
    [nummer] = nummers_van(sleutel)
    deelnemer = Deelnemer.objects.filter(pk=nummer).select_related("gesprek", "gebruiker").first()
    if deelnemer is None or not doet_nog_mee(deelnemer):
        return None
    return Plek(
        email=adres_van(deelnemer),
        langste=LANGSTE,
        neem_aan=lambda tekst, formulier: _neem_aan(deelnemer, tekst, formulier),
        pagina=lambda: volledige_link(deelnemer),
        mailsleutel=f"gesprek:{deelnemer.gesprek.kenmerk}",
        reden="je op op/netwerk in gesprek bent",
    )


def _neem_aan(deelnemer: Deelnemer, tekst: str, formulier: str) -> None:
    if not draad_van(deelnemer).kan_antwoorden:
        raise Geweigerd(gesprekken.OVER)
    if _zei_dat_al(deelnemer, tekst):
        return
    try:
        gesprekken.antwoord(gesprek=deelnemer.gesprek, deelnemer=deelnemer, tekst=tekst, formulier=formulier)
    except (gesprekken.TeVeel, gesprekken.NietBereikbaar) as reden:
        raise Geweigerd(str(reden)) from reden


def _zei_dat_al(deelnemer: Deelnemer, tekst: str) -> bool:
    """Two mailboxes that answer by themselves, and do not say so, would talk to each other without end."""
    eigen = Gespreksbericht.objects.filter(van=deelnemer, gemaakt_op__gt=nu() - gesprekken.DAG)
    return eigen.filter(tekst=tekst).exists()


def registreer() -> None:
    """Tell who reads the mail; called once, when the apps are ready."""
    ontvangers[SOORT] = plek_voor
