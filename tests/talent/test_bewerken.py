"""The draft beside what is online: opened, saved in parts, thrown away."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from igs.models import Gemeente
from opnetwerk.models import Logregel, Toestemming
from talent.bewerken import (
    GEEN_INHOUD,
    INHOUD,
    Botsing,
    LigtTerBeoordeling,
    afdruk,
    afdruk_zichtbaarheid,
    bewaar,
    gooi_weg,
    open_concept,
    werkversie,
    zet_zichtbaarheid,
)
from talent.indienen import dien_in
from talent.models import Medium, Profiel, Profielbeeld, Talent, Zoekrij
from talent.zichtbaarheid import STANDAARD, Kijker, toon
from tests.fabriek import maak_gemeente
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_discipline, maak_medium, maak_talent

pytestmark = pytest.mark.django_db


def vers(talent: Talent) -> Talent:
    return Talent.objects.get(pk=talent.pk)


def bewaar_als_eigenaar(talent: Talent, basis: str | None = None, **velden: object) -> Profiel:
    basis = afdruk(werkversie(vers(talent)), velden) if basis is None else basis
    return bewaar(talent=talent, velden=velden, basis=basis, door=eigenaar_van(talent))


def test_elk_veld_van_een_versie_is_inhoud_of_staat_van_zaken():
    velden = {veld.name for veld in Profiel._meta.concrete_fields}
    assert velden == {Profiel._meta.get_field(naam).name for naam in INHOUD} | GEEN_INHOUD


def test_het_concept_is_een_kopie_van_wat_online_staat():
    talent = maak_talent(links=["https://deband.example/"], rollen=["maker"], zichtbaarheid={"tekst": "niemand"})
    beeld, medium = maak_beeld(talent.online), maak_medium(talent.online)
    talent.online.disciplines.add(maak_discipline("jazz-en-blues"))
    concept = open_concept(talent=talent)
    assert concept.pk != talent.online_id
    assert vers(talent).concept == concept
    for veld in INHOUD:
        assert getattr(concept, veld) == getattr(talent.online, veld), veld
    assert set(concept.disciplines.all()) == set(talent.online.disciplines.all())
    [kopie] = concept.beelden.all()
    assert (kopie.werk, kopie.alt, kopie.bron) == (beeld.werk, beeld.alt, beeld.bron)
    assert concept.media.get().sleutel == medium.sleutel
    assert concept.stand == Profiel.Stand.CONCEPT
    # What is online kept its own rows.
    assert Profielbeeld.objects.get(pk=beeld.pk).profiel == talent.online
    assert Medium.objects.get(pk=medium.pk).profiel == talent.online


def test_een_concept_wordt_maar_een_keer_geopend():
    talent = maak_talent()
    assert open_concept(talent=talent) == open_concept(talent=vers(talent))
    assert talent.profielen.count() == 2


def test_zonder_enige_versie_is_het_concept_leeg():
    talent = maak_talent(online=False)
    Profiel.objects.all().delete()
    assert open_concept(talent=vers(talent)).naam == ""


def test_bewaren_haalt_niets_offline():
    talent = maak_talent(kort="Zoals het was.")
    bewaar_als_eigenaar(talent, kort="Zoals het wordt.")
    talent = vers(talent)
    assert toon(talent, Kijker.BEZOEKER).kort == "Zoals het was."
    assert talent.concept.kort == "Zoals het wordt."
    assert Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar


def test_bewaren_telt_een_versie_en_schrijft_zonder_de_woorden_in_het_logboek():
    talent = maak_talent()
    voor = talent.online.versie
    concept = bewaar_als_eigenaar(talent, telefoon="0470 12 34 56", kort="Anders.")
    assert concept.versie == voor + 1
    regel = Logregel.objects.get(actie="profiel bewaard")
    assert regel.veranderd == {"velden": ["", "telefoon, in één zin"]}
    assert "0470" not in str(regel.veranderd)
    assert regel.door == eigenaar_van(talent)


def test_twee_keer_hetzelfde_bewaren_is_een_keer():
    talent = maak_talent()
    basis = afdruk(talent.online, ["kort"])
    for _ in range(2):
        bewaar_als_eigenaar(talent, basis, kort="Anders.")
    assert vers(talent).concept.versie == talent.online.versie + 1
    assert Logregel.objects.filter(actie="profiel bewaard").count() == 1


def test_wie_niets_wijzigt_opent_geen_concept():
    talent = maak_talent(kort="Zoals het was.")
    bewaar_als_eigenaar(talent, kort="Zoals het was.")
    assert vers(talent).concept is None


def test_het_tweede_venster_hoort_van_het_eerste():
    talent = maak_talent(kort="Eerst.")
    basis = afdruk(talent.online, ["kort"])
    bewaar_als_eigenaar(talent, basis, kort="Van venster een.")
    with pytest.raises(Botsing) as botsing:
        bewaar_als_eigenaar(talent, basis, kort="Van venster twee.")
    assert botsing.value.profiel.kort == "Van venster een."
    assert vers(talent).concept.kort == "Van venster een."


def test_twee_vensters_op_een_ander_deel_zitten_elkaar_niet_in_de_weg():
    talent = maak_talent()
    wie, waar = afdruk(talent.online, ["kort"]), afdruk(talent.online, ["reikwijdte"])
    bewaar_als_eigenaar(talent, wie, kort="Nieuw.")
    bewaar_als_eigenaar(talent, waar, reikwijdte="vlaanderen")
    concept = vers(talent).concept
    assert (concept.kort, concept.reikwijdte) == ("Nieuw.", "vlaanderen")


def test_een_weggegooide_versie_met_hetzelfde_nummer_telt_niet_als_gezien():
    talent = maak_talent(kort="Online.")
    bewaar_als_eigenaar(talent, kort="Eerste poging.")
    basis = afdruk(vers(talent).concept, ["kort"])
    gooi_weg(talent=talent, door=eigenaar_van(talent))
    bewaar_als_eigenaar(talent, kort="Tweede poging.")
    with pytest.raises(Botsing):
        bewaar_als_eigenaar(talent, basis, kort="Uit het oude venster.")


def test_disciplines_en_gemeente_worden_vergeleken_op_hun_sleutel():
    talent = maak_talent()
    gemeente = maak_gemeente("11002", "Antwerpen") if not Gemeente.objects.filter(pk="11002") else None
    gemeente = gemeente or Gemeente.objects.get(pk="11002")
    jazz, dans = maak_discipline("jazz-en-blues"), maak_discipline("danstheater")
    bewaar_als_eigenaar(talent, disciplines=[dans, jazz], gemeente=gemeente)
    concept = vers(talent).concept
    assert set(concept.disciplines.all()) == {jazz, dans}
    assert concept.gemeente == gemeente
    bewaar_als_eigenaar(talent, disciplines=[jazz, dans], gemeente=gemeente)
    assert vers(talent).concept.versie == concept.versie


def test_wat_ingediend_is_wijzigt_niemand_zonder_het_terug_te_halen():
    talent = maak_talent(online=False, tekst="x" * 200)
    geef_akkoord(talent)
    dien_in(talent=talent, door=eigenaar_van(talent))
    with pytest.raises(LigtTerBeoordeling):
        bewaar_als_eigenaar(talent, kort="Toch anders.")
    basis = afdruk(vers(talent).concept, ["kort"])
    bewaar(talent=talent, velden={"kort": "Toch anders."}, basis=basis, door=eigenaar_van(talent), trek_in=True)
    concept = vers(talent).concept
    assert (concept.kort, concept.stand, concept.ingediend_op) == ("Toch anders.", Profiel.Stand.CONCEPT, None)


def test_weggooien_brengt_terug_wat_online_staat():
    talent = maak_talent()
    online, weg = maak_beeld(talent.online), maak_beeld(talent.online, alt="Een tweede beeld")
    concept = open_concept(talent=talent)
    nieuw = maak_beeld(concept, alt="Een nieuw beeld")
    weg.werk.weg_op = talent.gepubliceerd_op
    weg.werk.save()
    gooi_weg(talent=talent, door=eigenaar_van(talent))
    assert vers(talent).concept is None
    assert vers(talent).online == talent.online
    for beeld in (online, weg, nieuw):
        beeld.werk.refresh_from_db()
    assert [beeld.werk.weg_op is None for beeld in (online, weg, nieuw)] == [True, True, False]


def test_weggooien_doet_niets_zonder_wat_online_staat_of_als_het_ingediend_is():
    talent = maak_talent(online=False, tekst="x" * 200)
    gooi_weg(talent=talent, door=eigenaar_van(talent))
    assert vers(talent).concept
    ander = maak_talent(naam="Ander", tekst="x" * 200)
    bewaar_als_eigenaar(ander, kort="Nieuw.")
    dien_in(talent=ander, door=eigenaar_van(ander))
    gooi_weg(talent=ander, door=eigenaar_van(ander))
    assert vers(ander).concept


# --- visibility -------------------------------------------------------------------------------------------------------
def zet(talent: Talent, basis: str | None = None, schakelaars: dict[str, bool] | None = None, **velden: str) -> None:
    talent = vers(talent)
    basis = afdruk_zichtbaarheid(talent, werkversie(talent)) if basis is None else basis
    zet_zichtbaarheid(
        talent=talent, velden=velden, schakelaars=schakelaars or {}, basis=basis, door=eigenaar_van(talent)
    )


def test_verbergen_werkt_meteen_op_wat_online_staat_en_in_het_concept():
    talent = maak_talent(tekst="Een heel verhaal.")
    open_concept(talent=talent)
    zet(talent, tekst="niemand")
    talent = vers(talent)
    assert toon(talent, Kijker.BEZOEKER).tekst == ""
    assert toon(talent, Kijker.AANGEMELD, profiel=talent.concept).tekst == ""


def test_verbergen_werkt_meteen_in_de_lijst():
    talent = maak_talent(rollen=["maker"])
    assert "r:maker" in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    zet(talent, rollen="aangemeld")
    assert "r:maker" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden


def test_zichtbaarheid_opent_geen_concept():
    talent = maak_talent()
    zet(talent, tekst="niemand")
    assert vers(talent).concept is None


def test_de_schakelaars_staan_op_het_talent_en_lijsten_zijn_een_toestemming():
    talent = maak_talent(in_feeds=False)
    zet(talent, schakelaars={"in_zoekmachines": False, "in_feeds": True, "ai_bezwaar": False})
    talent = vers(talent)
    assert (talent.in_zoekmachines, talent.in_feeds, talent.ai_bezwaar) == (False, True, False)
    assert Toestemming.objects.get(doel="talent-feeds").ingetrokken_op is None
    zet(talent, schakelaars={"in_feeds": False})
    assert Toestemming.objects.get(doel="talent-feeds").ingetrokken_op is not None
    assert not vers(talent).in_feeds


def test_zichtbaarheid_uit_een_oud_venster_botst():
    talent = maak_talent()
    basis = afdruk_zichtbaarheid(talent, talent.online)
    zet(talent, basis, tekst="niemand")
    with pytest.raises(Botsing):
        zet(talent, basis, tekst="iedereen")
    assert vers(talent).online.zichtbaarheid["tekst"] == "niemand"


@pytest.mark.parametrize("veld", STANDAARD)
def test_elk_veld_laat_zich_verbergen(veld):
    talent = maak_talent()
    zet(talent, **{veld: "niemand"})
    assert vers(talent).online.zichtbaarheid[veld] == "niemand"


# --- at once ----------------------------------------------------------------------------------------------------------
def tegelijk(daden: list[Callable[[], object]]) -> list[BaseException]:
    """Carry them out at the same moment; what they raised."""
    start, fouten = threading.Barrier(len(daden)), []

    def doe(daad: Callable[[], object]) -> None:
        try:
            start.wait(timeout=30)
            daad()
        except BaseException as fout:
            fouten.append(fout)
        finally:
            connections.close_all()

    draden = [threading.Thread(target=doe, args=(daad,)) for daad in daden]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(timeout=60)
    return fouten


@pytest.mark.django_db(transaction=True)
def test_van_tien_vensters_tegelijk_wint_er_een_en_horen_de_andere_het():
    talent = maak_talent(kort="Zoals het was.")
    basis, door = afdruk(talent.online, ["kort"]), eigenaar_van(talent)
    fouten = tegelijk(
        [
            lambda nr=nr: bewaar(talent=vers(talent), velden={"kort": f"Venster {nr}."}, basis=basis, door=door)
            for nr in range(10)
        ]
    )
    assert [type(fout) for fout in fouten] == [Botsing] * 9
    assert talent.profielen.count() == 2
    assert vers(talent).concept.versie == talent.online.versie + 1


@pytest.mark.django_db(transaction=True)
def test_van_delen_die_tegelijk_bewaard_worden_gaat_niets_verloren():
    talent = maak_talent(kort="", tekst="", duur="", techniek="")
    velden, door = ["kort", "tekst", "duur", "techniek"], eigenaar_van(talent)
    basis = {veld: afdruk(talent.online, [veld]) for veld in velden}
    fouten = tegelijk(
        [
            lambda veld=veld: bewaar(talent=vers(talent), velden={veld: f"nieuw {veld}"}, basis=basis[veld], door=door)
            for veld in velden
        ]
    )
    assert fouten == []
    concept = vers(talent).concept
    assert [getattr(concept, veld) for veld in velden] == [f"nieuw {veld}" for veld in velden]
