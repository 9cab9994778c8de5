"""Forms after which an address is mailed that may be somebody else's: so many mails a day."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from django.utils.crypto import salted_hmac

from opnetwerk.formulieren import OpenbaarFormulier, TeVaak, neem_plek

HOOGSTENS_PER_ADRES = 5  # mails a day
TE_VEEL_MAILS = (
    "Naar dit adres stuurden we vandaag al {} mails. Kijk in {} mailbox, ook bij de ongewenste post. "
    "Kwam er niets aan? Probeer het morgen opnieuw."
)


class TeVeelMails(Exception):
    """This address was mailed enough today, whoever asked."""


def neem_adresplek(email: str, *, soort: str) -> None:
    """Count one mail of this kind to an address, of which only an unreadable name is kept. Raises TeVeelMails."""
    wie = salted_hmac("opnetwerk.gemaildadres", email.lower()).hexdigest()
    if neem_plek(f"{soort}:{wie}", hoogstens=HOOGSTENS_PER_ADRES, per=timedelta(days=1)):
        raise TeVeelMails


class MetAdres(OpenbaarFormulier):
    """A public form with a field `email`, that is mailed when it was filled in."""

    adressoort: ClassVar[str]  # what is counted together
    wiens_mailbox: ClassVar[str] = "je"  # "de": of somebody else than who fills it in

    def neem_plek(self) -> None:
        """Beside the places of a visitor those of the address. Raises TeVaak and TeVeelMails."""
        super().neem_plek()
        if email := self.cleaned_data["email"]:
            neem_adresplek(email, soort=self.adressoort)

    def weiger_adres(self) -> None:
        """Let the form come back with what to do, at the field."""
        self.status = 429
        self.add_error("email", TE_VEEL_MAILS.format(HOOGSTENS_PER_ADRES, self.wiens_mailbox))

    def lukt(self, doe: Callable[[], object]) -> bool:
        """Do what is asked; False when it is too much, and the form then says from when it is welcome."""
        try:
            doe()
        except TeVaak as te_vaak:
            self.weiger(te_vaak)
        except TeVeelMails:
            self.weiger_adres()
        else:
            return True
        return False
