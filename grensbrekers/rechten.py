"""What somebody's account or address has as a grensbreker: to take along, to erase, and again after a restore."""

from grensbrekers.models import Grensbreker
from grensbrekers.wissen import SOORT_WISSING, wis
from opnetwerk import accountwissen, adreswissen, inzage, wissingen
from opnetwerk.accountwissen import Deel
from opnetwerk.bevestigen import als_uuid
from opnetwerk.models import Gebruiker


def _wis_account(gebruiker: Gebruiker) -> None:
    for lid in Grensbreker.objects.filter(gebruiker=gebruiker):
        wis(grensbreker=lid)


def _wis_adres(adres: str) -> int:
    leden = list(Grensbreker.objects.filter(email__iexact=adres))
    for lid in leden:
        wis(grensbreker=lid)
    return len(leden)


def _herspeel(sleutel: str) -> bool:
    lid = Grensbreker.objects.filter(kenmerk=als_uuid(sleutel)).first()
    if lid:
        wis(grensbreker=lid)
    return lid is not None


TABELLEN = (
    "grensbrekers.Grensbreker", "grensbrekers.Verzending", "grensbrekers.Koppeldeelname", "grensbrekers.Introductie",
    "grensbrekers.Inschrijving", "grensbrekers.Netwerkvraag", "grensbrekers.Antwoord",
)  # fmt: skip
VELDEN_NIET = {
    "grensbrekers.Grensbreker.sleutel": inzage.SLEUTEL,
    "grensbrekers.Grensbreker.agendasleutel": inzage.SLEUTEL,
    "grensbrekers.Grensbreker.formulier": inzage.TECHNIEK,
    "grensbrekers.Introductie.formulier": inzage.TECHNIEK,
    "grensbrekers.Netwerkvraag.formulier": inzage.TECHNIEK,
    "grensbrekers.Antwoord.formulier": inzage.TECHNIEK,
}


def registreer() -> None:
    """Called once, when the apps are ready."""
    wissingen.herspelers[SOORT_WISSING] = _herspeel
    adreswissen.wissers.append(adreswissen.Wisser(TABELLEN, _wis_adres))
    accountwissen.delen.append(
        Deel(
            gaat=("Dat je grensbreker bent, met je berichten aan collega's.",),
            blijft=("Wat je vroeg en antwoordde als grensbreker, blijft voor je collega's, zonder je naam.",),
            wis=_wis_account,
        )
    )
    inzage.velden_niet.update(VELDEN_NIET)
