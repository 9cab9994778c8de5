"""What happens to texts by itself, and twice at once: one that goes wrong holds up no other."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from igs.models import IGS, Bericht, Portret, Praktijk
from igs.opruimen import leeg_prullenmand
from igs.taken import TEKSTEN
from opnetwerk import versies
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel, Versie
from tests.beheer import in_beheer, maak_redactie
from tests.fabriek import maak_bericht, maak_gebruiker, maak_igs, maak_praktijk

STRAKS = timedelta(hours=1)


def plan(item: Any, an: Gebruiker, **velden: Any) -> Versie:
    """A change of a text that is online, waiting for its moment."""
    versie = versies.bewaar(item=item, velden=versies.lees(item) | velden, door=an, basis=versies.laatste_nummer(item))
    versies.publiceer(item=item, door=an, op=nu() + STRAKS)
    return versie


def bederf(versie: Versie, **velden: Any) -> None:
    """As if the world changed since: the version holds what the row cannot take any more."""
    Versie.objects.filter(pk=versie.pk).update(velden=versie.velden | velden)


BEDERF: dict[str, dict[str, Any]] = {
    "een IGS dat niet meer bestaat": {"igs_id": 999_999},
    "een titel die te lang werd": {"titel": "x" * 201},
    "geen titel": {"titel": None},
    "een nummer dat geen nummer is": {"igs_id": "zuidrand"},
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("velden", BEDERF.values(), ids=BEDERF.keys())
def test_een_plan_dat_niet_kan_houdt_de_andere_niet_tegen(velden):
    an = maak_gebruiker(naam="An")
    igs = maak_igs("Testplan")
    eerste, stuk, laatste = (maak_bericht(f"Bericht {nummer}", igs=igs) for nummer in (1, 2, 3))
    praktijk = maak_praktijk(igs)
    for item in (eerste, laatste, praktijk):
        plan(item, an, titel="Nieuw")
    bederf(plan(stuk, an, titel="Nieuw"), **velden)
    assert versies.pas_geplande_toe([Bericht, Praktijk], nu() + STRAKS) == 3
    assert {item.titel for item in (*Bericht.objects.exclude(pk=stuk.pk), *Praktijk.objects.all())} == {"Nieuw"}
    assert Bericht.objects.get(pk=stuk.pk).titel == "Bericht 2"


@pytest.mark.django_db(transaction=True)
def test_wat_niet_verscheen_is_weer_een_concept_en_staat_in_het_logboek():
    an = maak_gebruiker(naam="An")
    bericht = maak_bericht("Blijft", igs=maak_igs("Testplan"))
    bederf(plan(bericht, an, titel="Nieuw"), igs_id=999_999)
    assert versies.pas_geplande_toe([Bericht], nu() + STRAKS) == 0
    bericht.refresh_from_db()
    assert versies.concept_van(bericht).soort == Versie.Soort.CONCEPT
    assert versies.gepland_op(bericht) is None
    regel = Logregel.objects.get(actie="publiceren zoals gepland is mislukt")
    assert (regel.object_naam, regel.igs_slug) == ("Blijft", "testplan")
    assert versies.pas_geplande_toe([Bericht], nu() + 2 * STRAKS) == 0
    assert Logregel.objects.filter(actie__startswith="publiceren zoals").count() == 1


def test_een_databank_die_weg_is_laat_het_plan_staan(db, monkeypatch):
    plan(maak_bericht(), maak_gebruiker(), titel="Nieuw")

    def weg(*args: Any) -> None:
        raise OperationalError("verbinding weg")

    monkeypatch.setattr(versies, "_toon", weg)
    with pytest.raises(OperationalError):
        versies.pas_geplande_toe([Bericht], nu() + STRAKS)
    monkeypatch.undo()
    assert versies.pas_geplande_toe([Bericht], nu() + STRAKS) == 1


def test_een_plan_dat_intussen_ingetrokken_is_verschijnt_niet(db):
    bericht = maak_bericht("Oud")
    versie = plan(bericht, maak_gebruiker(), titel="Nieuw")
    Versie.objects.filter(pk=versie.pk).update(soort=Versie.Soort.CONCEPT, publiceren_op=None)
    assert versies._voer_plan_uit(Bericht, versie.pk, nu() + STRAKS) == 0
    assert Bericht.objects.get().titel == "Oud"


# --- the bin ---


def leg_weg(item: Any, an: Gebruiker) -> None:
    versies.verwijder(item=item, door=an)


def test_wat_nog_nodig_is_blijft_in_de_prullenmand_en_houdt_de_rest_niet_tegen(lege_databank, settings):
    an = maak_gebruiker()
    steunpilaar, los = maak_igs("Aa eerst"), maak_igs("Zz laatst")
    praktijk = maak_praktijk(steunpilaar)
    bericht = maak_bericht("Weg")
    for item in (steunpilaar, los, bericht):
        leg_weg(item, an)
    settings.VASTE_DAG = nu().date() + timedelta(days=31)
    assert leeg_prullenmand(nu()) == 2
    assert list(IGS.objects.all()) == [steunpilaar]
    assert not Bericht.objects.exists()
    assert Praktijk.objects.get() == praktijk


def test_dat_het_blijft_staat_een_keer_in_het_logboek(lege_databank):
    steunpilaar = maak_igs("Zuidrand")
    maak_praktijk(steunpilaar)
    leg_weg(steunpilaar, maak_gebruiker())
    for dagen in (31, 32, 33):
        assert versies.wis_prullenmand(TEKSTEN, nu() + timedelta(days=dagen)) == 0
    regel = Logregel.objects.get(actie=versies.NOG_NODIG)
    assert (regel.object_naam, regel.igs_slug) == ("Zuidrand", "zuidrand")
    assert not Logregel.objects.filter(actie="gewist uit de prullenmand").exists()


def test_zodra_niets_er_nog_op_steunt_verdwijnt_het(lege_databank):
    steunpilaar = maak_igs("Zuidrand")
    praktijk = maak_praktijk(steunpilaar)
    leg_weg(steunpilaar, maak_gebruiker())
    assert versies.wis_prullenmand(TEKSTEN, nu() + timedelta(days=31)) == 0
    praktijk.delete()
    assert versies.wis_prullenmand(TEKSTEN, nu() + timedelta(days=32)) == 1
    assert Logregel.objects.get(actie="gewist uit de prullenmand").igs_slug == "zuidrand"


# --- putting back an old version, twice ---


def herstelpad(bericht: Bericht, nummer: int = 1) -> str:
    return reverse("admin:igs_bericht_herstel", args=[bericht.pk, nummer])


def twee_versies(an: Gebruiker) -> Bericht:
    bericht = maak_bericht("Nul", gepubliceerd_op=None)
    for titel in ("Een", "Twee"):
        basis = versies.laatste_nummer(bericht)
        versies.bewaar(item=bericht, velden=versies.lees(bericht) | {"titel": titel}, door=an, basis=basis)
    return bericht


def tegelijk(aantal: int, doe: Callable[[], Any]) -> list[Any]:
    uitkomsten: list[Any] = []

    def een() -> None:
        try:
            uitkomsten.append(doe())
        except Exception as fout:
            uitkomsten.append(fout)
        finally:
            connection.close()

    draden = [threading.Thread(target=een) for _ in range(aantal)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    return uitkomsten


@pytest.mark.django_db(transaction=True)
def test_twaalf_keer_tegelijk_terugzetten_maakt_een_versie_en_geen_fout():
    redactie = maak_redactie()
    bericht = twee_versies(redactie)
    klant = in_beheer(Client(raise_request_exception=False), redactie)
    sessie = klant.cookies

    def zet_terug() -> int:
        ander = Client(raise_request_exception=False)
        ander.cookies = sessie
        return int(ander.post(herstelpad(bericht)).status_code)

    assert tegelijk(12, zet_terug) == [302] * 12
    assert list(bericht.versies.order_by("nummer").values_list("velden__titel", flat=True)) == ["Een", "Twee", "Een"]


def test_na_het_terugzetten_staat_er_wat_er_gebeurde(lege_databank):
    redactie = maak_redactie()
    bericht = twee_versies(redactie)
    klant = in_beheer(Client(), redactie)
    eerste = klant.post(herstelpad(bericht), follow=True).content.decode()
    assert "Versie 1 staat terug als concept." in eerste
    tweede = klant.post(herstelpad(bericht), follow=True).content.decode()
    assert "Versie 1 stond al terug. Er veranderde niets." in tweede
    assert bericht.versies.count() == 3


def test_terugzetten_na_het_werk_van_iemand_anders_bewaart_beide(db):
    an, bea = maak_gebruiker(naam="An"), maak_gebruiker("bea@voorbeeld.be", naam="Bea")
    bericht = twee_versies(an)
    versies.bewaar(item=bericht, velden=versies.lees(bericht) | {"titel": "Van Bea"}, door=bea, basis=2)
    versie = versies.herstel(item=bericht, nummer=1, door=an)
    assert (versie.nummer, versie.velden["titel"]) == (4, "Een")
    assert bericht.versies.get(nummer=3).velden["titel"] == "Van Bea"


def test_een_portret_terugzetten_kan_ook_twee_keer(lege_databank):
    an = maak_gebruiker()
    portret = Portret.objects.create(igs=maak_igs(), slug="p", titel="P", naam="An", inleiding="x")
    versies.bewaar(item=portret, velden=versies.lees(portret), door=an, basis=0)
    versies.bewaar(item=portret, velden=versies.lees(portret) | {"titel": "Q"}, door=an, basis=1)
    nummers = [versies.herstel(item=portret, nummer=1, door=an).nummer for _ in range(3)]
    assert nummers == [3, 3, 3]
