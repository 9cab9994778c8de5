"""What a member leaves behind when they go: places at meetings, and letters that name them and did not leave yet."""

from datetime import timedelta

import pytest

from grensbrekers import lidmaatschap, ontmoeten
from grensbrekers.models import Grensbreker, Inschrijving, Verzending
from grensbrekers.nieuwsbrief import maak_nieuwsbrieven
from grensbrekers.wissen import wis
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Logregel, UitgaandeMail
from tests.fabriek import maak_gebruiker, om
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_ontmoeting
from tests.grensbrekers.formulieren import mails_aan

pytestmark = pytest.mark.usefixtures("lege_databank")


def schrijf_uit(lid: Grensbreker) -> None:
    lidmaatschap.schrijf_uit(grensbreker=lid)


def weiger(lid: Grensbreker) -> None:
    lidmaatschap.weiger(grensbreker=lid, door=maak_gebruiker("c@voorbeeld.be"), reden="Werkt niet meer in Lint.")


def erase(lid: Grensbreker) -> None:
    wis(grensbreker=lid)


MANIEREN = pytest.mark.parametrize("ga", [schrijf_uit, weiger, erase], ids=["uit", "geweigerd", "gewist"])


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", themas=["jeugd"], beslist_op=nu())


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Baert", themas=["jeugd"])


def standen(ontmoeting) -> dict[str, str]:
    rijen = Inschrijving.objects.filter(ontmoeting=ontmoeting, grensbreker__stand="toegelaten")
    return {rij.grensbreker.naam: rij.stand for rij in rijen.select_related("grensbreker")}


@MANIEREN
def test_wie_weggaat_maakt_meteen_plaats_en_de_wachtlijst_schuift_op_met_een_mail(an, bo, ga):
    cis = maak_grensbreker("Cis Claes")
    vol, ruim = maak_ontmoeting(limiet=1), maak_ontmoeting("Ruim")
    for ontmoeting in (vol, ruim):
        ontmoeten.schrijf_in(ontmoeting=ontmoeting, lid=an)
    for lid in (bo, cis):
        ontmoeten.schrijf_in(ontmoeting=vol, lid=lid)
    assert standen(vol) == {"An Peeters": "komt", "Bo Baert": "wacht", "Cis Claes": "wacht"}
    ga(an)
    assert standen(vol) == {"Bo Baert": "komt", "Cis Claes": "wacht"}
    assert ontmoeten.bezette_plaatsen(vol) == 1
    assert ontmoeten.bezette_plaatsen(ruim) == 0
    soorten = [mail.sleutel.split(":")[4] for mail in mails_aan(bo.email)]
    assert soorten == ["ontmoeting_wacht", "ontmoeting_opgeschoven"]
    assert len(mails_aan(cis.email)) == 1
    assert ontmoeten.schuif_overal_op() == 0  # nothing is left for the morning


@MANIEREN
def test_wat_voorbij_of_afgelast_is_blijft_zoals_het_was(an, bo, ga):
    voorbij = maak_ontmoeting("Voorbij", limiet=1, begint_op=om(1))
    afgelast = maak_ontmoeting("Afgelast", limiet=1, geannuleerd_op=om(2))
    for ontmoeting in (voorbij, afgelast):
        maak_inschrijving(ontmoeting, an)
        maak_inschrijving(ontmoeting, bo, "wacht")
    ga(an)
    assert standen(voorbij)["Bo Baert"] == standen(afgelast)["Bo Baert"] == "wacht"
    assert not mails_aan(bo.email)


def test_wie_wachtte_verdwijnt_van_de_wachtlijst(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    for lid in (bo, an):
        ontmoeten.schrijf_in(ontmoeting=ontmoeting, lid=lid)
    schrijf_uit(an)
    assert Inschrijving.objects.get(grensbreker=an).stand == "afgemeld"
    assert len(mails_aan(bo.email)) == 1


def test_twee_keer_weggaan_is_een_keer(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    for lid in (an, bo):
        ontmoeten.schrijf_in(ontmoeting=ontmoeting, lid=lid)
    for _ in range(2):
        schrijf_uit(an)
    wis(grensbreker=an)
    assert len(mails_aan(bo.email)) == 2
    assert Logregel.objects.filter(actie="ontmoeting: afgemeld").count() == 1


def test_een_weigering_die_niet_kan_neemt_geen_plaats_af(an, bo):
    ontmoeting = maak_ontmoeting()
    maak_inschrijving(ontmoeting, an)
    Grensbreker.objects.filter(pk=an.pk).update(stand="te_bevestigen")
    with pytest.raises(lidmaatschap.KanNiet):
        weiger(an)
    assert Inschrijving.objects.get(grensbreker=an).stand == "komt"


# --- letters that did not leave yet ---
@MANIEREN
def test_een_brief_die_wacht_en_het_lid_noemt_vertrekt_niet_en_de_rest_komt_in_de_volgende(an, bo, ga):
    maak_ontmoeting()
    assert maak_nieuwsbrieven(dag=vandaag()) == 2
    [mail] = mails_aan(bo.email)
    assert "An Peeters" in mail.tekst
    assert "Samen aan tafel" in mail.tekst
    ga(an)
    assert not mails_aan(bo.email)
    assert not UitgaandeMail.objects.filter(tekst__contains="An Peeters").exclude(aan=an.email).exists()
    assert maak_nieuwsbrieven(dag=vandaag() + timedelta(days=7)) == 1
    [nieuw] = mails_aan(bo.email)
    assert "An Peeters" not in nieuw.tekst
    assert "Samen aan tafel" in nieuw.tekst


def test_een_brief_die_iemand_anders_noemt_blijft_klaarstaan(an, bo):
    cis = maak_grensbreker("Cis Claes", "Edegem", beslist_op=nu())
    maak_nieuwsbrieven(dag=vandaag())
    wis(grensbreker=cis)
    [mail] = mails_aan(bo.email)
    assert "An Peeters" in mail.tekst
    assert Verzending.objects.filter(grensbreker=bo).count() == 1


def test_wat_vertrokken_is_blijft_en_komt_niet_opnieuw(an, bo):
    maak_nieuwsbrieven(dag=vandaag())
    UitgaandeMail.objects.update(stand="verzonden", tekst="(verzonden; de tekst is niet bewaard)")
    wis(grensbreker=an)
    assert len(mails_aan(bo.email)) == 1
    assert Verzending.objects.filter(grensbreker=bo).count() == 1


def test_een_dode_brief_houdt_de_naam_ook_niet_vast(an, bo):
    maak_nieuwsbrieven(dag=vandaag())
    UitgaandeMail.objects.update(stand="mislukt")
    wis(grensbreker=an)
    assert not UitgaandeMail.objects.filter(tekst__contains="An Peeters").exists()
