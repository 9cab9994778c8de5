"""Answer a question of the network by replying to the mail in which it stood."""

from collections.abc import Callable

from grensbrekers import vragen
from grensbrekers.models import Grensbreker, Netwerkvraag
from grensbrekers.toegang import adres_van
from grensbrekers.vragen import ANTWOORD_OP_EEN, ANTWOORD_OP_MEER
from opnetwerk.binnenpost import Geweigerd, Plek, nummers_van, ontvangers
from opnetwerk.persoonlijkelink import is_geldig, verleng_link

LANGSTE = 3000  # characters; what Antwoord.tekst says


def plek_voor_een(sleutel: str) -> Plek | None:
    """Where an answer of the member goes; None when the question is gone, or they are no member any more."""
    nummer, vraagnummer = nummers_van(sleutel)
    lid, vraag = _lid(nummer), Netwerkvraag.objects.filter(pk=vraagnummer).first()
    if lid is None or vraag is None:
        return None

    def neem_aan(tekst: str, formulier: str) -> None:
        try:
            vragen.antwoord(vraag=vraag, door=lid, tekst=tekst, formulier=formulier)
        except vragen.TeVeel as reden:
            raise Geweigerd(str(reden)) from reden

    return _plek(lid, neem_aan, "grensbrekers_netwerk_vraag", vraag.kenmerk)


def plek_voor_meer(sleutel: str) -> Plek | None:
    """A reply to a mail with more questions, or with other things beside one: nobody knows what it answers."""
    [nummer] = nummers_van(sleutel)
    lid = _lid(nummer)
    return _plek(lid, _vraag_welke, "grensbrekers_netwerk_vragen") if lid else None


def _vraag_welke(tekst: str, formulier: str) -> None:
    raise Geweigerd(
        "In die mail staat meer dan één ding. We weten niet op welke vraag je antwoordt. Bij elke vraag staat een "
        "e-mailadres: stuur je antwoord daarheen."
    )


def _lid(nummer: int) -> Grensbreker | None:
    leden = Grensbreker.objects.leden().select_related("igs", "gemeente")
    gevonden: Grensbreker | None = leden.filter(pk=nummer).first()
    return gevonden


def _plek(lid: Grensbreker, neem_aan: Callable[[str, str], None], naam: str, *argumenten: object) -> Plek:
    def pagina() -> str:
        if not is_geldig(lid):
            verleng_link(houder=lid)
        return adres_van(lid, naam, *argumenten)

    return Plek(
        email=lid.email,
        langste=LANGSTE,
        neem_aan=neem_aan,
        pagina=pagina,
        mailsleutel=f"grensbreker:{lid.kenmerk}",
        reden="je grensbreker bent op op/netwerk",
    )


def registreer() -> None:
    """Tell who reads the mail; called once, when the apps are ready."""
    ontvangers[ANTWOORD_OP_EEN] = plek_voor_een
    ontvangers[ANTWOORD_OP_MEER] = plek_voor_meer
