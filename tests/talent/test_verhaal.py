"""From registering to being found and written to: every room of Talent hands over to the next."""

import pytest
from django.test import Client

from igs.models import IGS, Gemeente
from opnetwerk.models import Gesprek
from talent import beoordelen, bewerken, indienen, verlaten
from talent.inschrijven import schrijf_in
from talent.models import Talent
from talent.toestemmen import PUBLICATIE
from tests.beheer import maak_coordinator_van
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_discipline
from tests.talent.test_talent_contact import schrijf, zonder_haast

__all__ = ["zonder_haast"]


def bewaar(talent: Talent, door, **velden: object) -> None:
    basis = bewerken.afdruk(bewerken.werkversie(talent), velden)
    bewerken.bewaar(talent=talent, velden=velden, basis=basis, door=door)
    talent.refresh_from_db()


@pytest.mark.usefixtures("gegevens")
def test_inschrijven_bewerken_indienen_aanpassen_publiceren_vinden_schrijven_verbergen():
    wim, client = maak_gebruiker("wim@voorbeeld.be"), Client()
    zuidrand = IGS.objects.get(slug="zuidrand")
    zoe = maak_coordinator_van(zuidrand, "zoe@voorbeeld.be")
    talent = schrijf_in(
        gebruiker=wim,
        soort="persoon",
        leeftijd="18",
        naam="Wim Trekzak",
        gemeente=Gemeente.objects.huidige().get(slug="lint"),
        dag=DAG,
        toestemmingen=[PUBLICATIE],
    )
    assert talent.thuis == zuidrand
    pagina = f"/talent/{talent.slug}/"
    assert client.get(pagina).status_code == 404

    bewaar(talent, wim, kort="Liedjes bij de trekzak.", tekst="Wij spelen wat hier leeft. " * 12)
    bewaar(talent, wim, disciplines=[maak_discipline("folk-en-wereldmuziek")])
    indienen.dien_in(talent=talent, door=wim)
    assert client.get(pagina).status_code == 404

    talent.refresh_from_db()
    beoordelen.vraag_aanpassing(profiel=talent.concept, door=zoe, redenen={"kort": "Zeg waar je speelt."})
    bewaar(talent, wim, kort="Liedjes bij de trekzak, op markt en plein.")
    indienen.dien_in(talent=talent, door=wim)
    talent.refresh_from_db()
    beoordelen.keur_goed(profiel=talent.concept, door=zoe)
    assert "op markt en plein" in client.get(pagina).content.decode()
    assert "Wim Trekzak" in client.get("/talent/?q=trekzk").content.decode()

    assert schrijf(talent).status_code == 302
    assert Gesprek.objects.get().betreft_naam == "Wim Trekzak"

    verlaten.verberg(talent=talent, door=wim)
    assert client.get(pagina).status_code == 404
    assert "Wim Trekzak" not in client.get("/talent/?q=trekzk").content.decode()
