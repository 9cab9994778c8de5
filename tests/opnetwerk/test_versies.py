"""The life of an edited text, on a real Bericht."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404

from igs.models import Activiteit, Bericht
from opnetwerk import versies
from opnetwerk.models import Logregel, Versie
from opnetwerk.voorbeeldlink import ZOUT, lees_link, maak_link
from tests.fabriek import maak_gebruiker

NU = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Brussels"))
MORGEN = NU + timedelta(days=1)


@pytest.fixture
def an(db):
    return maak_gebruiker("an@voorbeeld.be", naam="An")


@pytest.fixture
def bericht(db):
    return Bericht.objects.create(slug="nieuws", titel="Eerste titel", tekst="<p>Eerste</p>")


def velden(bericht: Bericht, **anders: object) -> dict[str, object]:
    return versies.lees(bericht) | anders


def bewaar(bericht: Bericht, an, **anders: object) -> Versie:
    basis = versies.laatste_nummer(bericht)
    return versies.bewaar(item=bericht, velden=velden(bericht, **anders), door=an, basis=basis)


def test_een_nieuw_bericht_is_een_concept_dat_niemand_ziet(bericht):
    assert bericht.status(NU) == "concept"
    assert not Bericht.objects.zichtbaar(NU).exists()


def test_publiceren_toont_het_meteen(bericht, an):
    bewaar(bericht, an, titel="Nieuwe titel")
    versies.publiceer(item=bericht, door=an)
    assert Bericht.objects.zichtbaar(NU).get().titel == "Nieuwe titel"


def test_een_gepubliceerde_tekst_blijft_staan_terwijl_iemand_eraan_werkt(bericht, an):
    versies.publiceer(item=bericht, door=an)
    bewaar(bericht, an, titel="In de maak")
    assert Bericht.objects.zichtbaar(NU).get().titel == "Eerste titel"
    bericht.refresh_from_db()
    assert versies.met_concept(bericht).titel == "In de maak"
    assert versies.concept_van(bericht).velden["titel"] == "In de maak"
    versies.publiceer(item=bericht, door=an)
    assert Bericht.objects.zichtbaar(NU).get().titel == "In de maak"
    bericht.refresh_from_db()
    assert versies.concept_van(bericht) is None


def test_een_nieuw_bericht_kan_op_een_later_moment_verschijnen(bericht, an):
    bewaar(bericht, an)
    versies.publiceer(item=bericht, door=an, op=MORGEN)
    bericht.refresh_from_db()
    assert bericht.status(NU) == "gepland"
    assert not Bericht.objects.zichtbaar(NU).exists()
    assert Bericht.objects.zichtbaar(MORGEN).exists()


def test_een_geplande_wijziging_wacht_naast_de_tekst_die_staat(bericht, an):
    versies.publiceer(item=bericht, door=an)
    bewaar(bericht, an, titel="Vanaf morgen")
    versies.publiceer(item=bericht, door=an, op=MORGEN)
    assert Bericht.objects.zichtbaar(MORGEN).get().titel == "Eerste titel"
    assert versies.pas_geplande_toe([Bericht], NU) == 0
    assert versies.pas_geplande_toe([Bericht], MORGEN) == 1
    assert Bericht.objects.get().titel == "Vanaf morgen"
    assert versies.pas_geplande_toe([Bericht], MORGEN) == 0


def test_verbergen_op_een_moment_en_meteen(bericht, an):
    versies.publiceer(item=bericht, door=an, verbergen_op=MORGEN)
    bericht.refresh_from_db()
    assert bericht.is_zichtbaar(NU)
    assert bericht.status(MORGEN) == "verborgen"
    assert not Bericht.objects.zichtbaar(MORGEN).exists()
    versies.verberg(item=bericht, door=an)
    assert not Bericht.objects.zichtbaar(NU).exists()


def test_wie_op_een_oude_versie_verder_werkte_botst_en_verliest_niets(bericht, an):
    bea = maak_gebruiker("bea@voorbeeld.be", naam="Bea")
    basis = versies.laatste_nummer(bericht)
    versies.bewaar(item=bericht, velden=velden(bericht, titel="Van An"), door=an, basis=basis)
    with pytest.raises(versies.Botsing) as botsing:
        versies.bewaar(item=bericht, velden=velden(bericht, titel="Van Bea"), door=bea, basis=basis)
    assert botsing.value.nieuwste.velden["titel"] == "Van An"
    assert botsing.value.nieuwste.door_naam == "An"
    assert bericht.versies.count() == 1


def test_honderd_afwisselingen_van_twee_redacteurs_verliezen_niets(bericht, an):
    """Each tries from the version they last saw; after a clash they look again and save once more."""
    loting = random.Random(2026)
    gezien = {"an": 0, "bea": 0}
    bewaard: list[str] = []
    for beurt in range(100):
        wie = loting.choice(["an", "bea"])
        if loting.random() < 0.5:
            gezien[wie] = versies.laatste_nummer(bericht)
        titel = f"{wie} {beurt}"
        try:
            versies.bewaar(item=bericht, velden=velden(bericht, titel=titel), door=an, basis=gezien[wie])
        except versies.Botsing as botsing:
            gezien[wie] = botsing.nieuwste.nummer
            versies.bewaar(item=bericht, velden=velden(bericht, titel=titel), door=an, basis=gezien[wie])
        bewaard.append(titel)
        gezien[wie] = versies.laatste_nummer(bericht)
    assert [versie.velden["titel"] for versie in bericht.versies.order_by("nummer")] == bewaard


def test_herstellen_maakt_een_nieuw_concept(bericht, an):
    bewaar(bericht, an, titel="Een")
    bewaar(bericht, an, titel="Twee")
    hersteld = versies.herstel(item=bericht, nummer=1, door=an)
    assert (hersteld.nummer, hersteld.velden["titel"]) == (3, "Een")


def test_prullenmand_dertig_dagen_en_terug(bericht, an):
    versies.publiceer(item=bericht, door=an)
    versies.verwijder(item=bericht, door=an)
    assert not Bericht.objects.zichtbaar(NU).exists()
    assert Bericht.objects.in_prullenmand().exists()
    assert versies.wis_prullenmand([Bericht], NU + timedelta(days=30)) == 0
    versies.zet_terug(item=bericht, door=an)
    assert Bericht.objects.zichtbaar(NU).exists()
    versies.verwijder(item=bericht, door=an)
    assert versies.wis_prullenmand([Bericht], NU + timedelta(days=31)) == 1
    assert not Bericht.objects.exists()
    assert not Versie.objects.exists()


def test_een_concept_is_al_schoongemaakt(bericht, an):
    versie = bewaar(bericht, an, tekst="<p onclick=x>Dag<script>alert(1)</script></p>")
    bericht.refresh_from_db()
    assert bericht.tekst == "<p>Dag</p>"
    versies.publiceer(item=bericht, door=an)
    assert "script" not in Bericht.objects.get().tekst
    assert versie.nummer == 1


def test_elke_daad_staat_in_het_logboek_met_van_en_naar(bericht, an):
    bewaar(bericht, an, titel="Anders")
    regel = Logregel.objects.get(actie="concept bewaard")
    assert (regel.door, regel.door_naam, regel.object_naam) == (an, "An", "Anders")
    assert regel.veranderd == {"titel": ["Eerste titel", "Anders"]}
    versies.publiceer(item=bericht, door=an)
    versies.verberg(item=bericht, door=an)
    assert list(Logregel.objects.order_by("pk").values_list("actie", flat=True)) == [
        "concept bewaard",
        "gepubliceerd",
        "verborgen",
    ]


def test_het_logboek_laat_zich_niet_herschrijven(bericht, an):
    bewaar(bericht, an, titel="Anders")
    for daad in (lambda: Logregel.objects.update(actie="niets"), lambda: Logregel.objects.all().delete()):
        with pytest.raises(DatabaseError, match="alleen bijgeschreven"), transaction.atomic():
            daad()


def test_een_gewiste_gebruiker_laat_zijn_regels_achter(bericht, an):
    bewaar(bericht, an, titel="Anders")
    an.delete()
    assert Logregel.objects.get().door is None
    assert Logregel.objects.get().door_naam == "An"


def test_twee_versies_met_hetzelfde_nummer_bestaan_niet(bericht, an):
    versie = bewaar(bericht, an)
    with pytest.raises(IntegrityError, match="een_versie_per_nummer"), transaction.atomic():
        Versie.objects.create(item=bericht, nummer=versie.nummer, velden={})


def test_verschillen_noemen_het_veld_zoals_de_redacteur_het_kent(bericht):
    [verschil] = versies.verschillen(bericht, {"titel": "a"}, {"titel": "b"})
    assert (verschil.naam, verschil.oud, verschil.nieuw) == ("titel", "a", "b")


def test_een_voorbeeldlink_toont_precies_die_versie(bericht, an):
    bewaar(bericht, an, titel="Een")
    pad = maak_link(bericht, 1)
    bewaar(bericht, an, titel="Twee")
    assert lees_link(pad.split("/")[2]).titel == "Een"


@pytest.mark.parametrize(
    "teken",
    ["", "x", "a.b.c", signing.dumps(["igs.Bestaatniet", 1, 1], salt=ZOUT)],
    ids=["leeg", "kort", "gelijkt", "ander model"],
)
def test_een_vervalste_voorbeeldlink_is_een_404(db, teken):
    with pytest.raises(Http404):
        lees_link(teken)


def test_een_voorbeeldlink_voor_iets_anders_dan_een_tekst_is_een_404(an):
    with pytest.raises(Http404):
        lees_link(signing.dumps(["opnetwerk.Gebruiker", an.pk, 1], salt=ZOUT))


def test_een_voorbeeldlink_verloopt(bericht, an, monkeypatch):
    bewaar(bericht, an)
    teken = maak_link(bericht, 1).split("/")[2]
    monkeypatch.setattr("opnetwerk.voorbeeldlink.DAGEN_GELDIG", -1)
    with pytest.raises(Http404):
        lees_link(teken)


def test_hetzelfde_moment_in_een_andere_tijdzone_is_geen_verschil(db):
    activiteit = Activiteit(titel="A", plaats="Hove", begint_op=NU)
    anders = Activiteit(titel="A", plaats="Hove", begint_op=NU.astimezone(UTC))
    assert versies.verschillen(activiteit, versies.lees(activiteit), versies.lees(anders)) == []
