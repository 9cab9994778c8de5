"""What somebody's account or address has on the pages of a network: to take along, to erase, and again."""

from django.db.models import Q

from igs.models import Aanstelling, Hulpvraag, Melding
from opnetwerk import accountwissen, adreswissen, inzage, logboek
from opnetwerk.accountwissen import Bezwaar, Deel
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker, UitgaandeMail

OP_DE_PAGINA = "Dit staat op de pagina van het netwerk. Vraag aan het netwerk om het te wijzigen."
ZONDER_ADRES = "Hier staat geen adres bij, dus we kunnen het niet aan jou koppelen. Vraag het aan de redactie."


def _bezwaren(gebruiker: Gebruiker) -> list[Bezwaar]:
    """Visitors' messages and reports need somebody who reads them."""
    dag = vandaag()
    lopend = Aanstelling.objects.filter(Q(tot=None) | Q(tot__gte=dag), van__lte=dag).select_related("igs")
    anderen = set(lopend.exclude(gebruiker=gebruiker).values_list("igs", flat=True))
    return [
        Bezwaar(f"Je bent de enige coördinator van {een.igs.naam}. Vraag de redactie om eerst iemand aan te stellen.")
        for een in lopend.filter(gebruiker=gebruiker).order_by("pk")
        if een.igs_id not in anderen
    ]


def _had_rol(gebruiker: Gebruiker) -> bool:
    return Aanstelling.objects.filter(gebruiker=gebruiker).exists()


VELDEN_NIET = {
    "igs.Hulpvraag.formulier": inzage.TECHNIEK,
    "igs.Hulpvraag.notitie": inzage.VAN_ANDEREN,
    "igs.Melding.formulier": inzage.TECHNIEK,
    "igs.Melding.notitie": inzage.VAN_ANDEREN,
}


def _wis(rij: Hulpvraag | Melding) -> None:
    """The row, what the log calls it, and the mails about it to who answers."""
    logboek.vergeet(over=[rij])
    UitgaandeMail.objects.filter(sleutel__contains=str(rij.kenmerk)).delete()
    rij.delete()


hulpvragen = adreswissen.rij_voor_rij("hulpvraag", {Hulpvraag: "email"}, _wis)
meldingen = adreswissen.rij_voor_rij("melding", {Melding: "email"}, _wis)


def registreer() -> None:
    """Called once, when the apps are ready."""
    adreswissen.wissers.extend([hulpvragen, meldingen])
    adreswissen.blijft.update({"igs.Coordinator": OP_DE_PAGINA, "igs.IGS": OP_DE_PAGINA})
    accountwissen.had_rol.append(_had_rol)
    accountwissen.delen.append(
        Deel(
            gaat=("Je vragen om hulp en je meldingen.",),
            blijft=("Teksten die je voor een netwerk schreef, blijven van het netwerk, zonder je naam.",),
            bezwaren=_bezwaren,
        )
    )
    inzage.tabellen_niet.update({"igs.Portret": ZONDER_ADRES, "igs.Foto": ZONDER_ADRES})
    inzage.velden_niet.update(VELDEN_NIET)
