"""From a draft to the coordinator and back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from igs.models import IGS, Gemeente
from opnetwerk.dag import nu
from opnetwerk.models import Logregel
from talent.beoordelen import geef_door, keur_goed, vraag_aanpassing, weiger
from talent.bewerken import open_concept
from talent.indienen import NietKlaar, dien_in, laatste_oordeel, trek_in, wat_ontbreekt
from talent.models import Profiel, Talent
from tests.talent.fabriek import eigenaar_van, geef_akkoord, maak_beeld, maak_medium, maak_talent

pytestmark = pytest.mark.django_db


def klaar(**velden: object) -> Talent:
    """A draft with everything a coordinator needs."""
    talent = maak_talent(online=False, **{"tekst": "x" * 200, **velden})
    geef_akkoord(talent)
    return talent


def velden(profiel: Profiel) -> list[str]:
    return [gebrek.veld for gebrek in wat_ontbreekt(profiel)]


def test_een_profiel_met_alles_is_klaar():
    assert wat_ontbreekt(klaar().concept) == []


@pytest.mark.parametrize("veld", ["naam", "kort"])
def test_zonder_naam_of_zin_is_het_niet_klaar(veld):
    assert velden(klaar(**{veld: ""}).concept) == [veld] if veld == "kort" else True
    profiel = klaar(naam="Iemand").concept
    setattr(profiel, veld, "")
    assert velden(profiel) == [veld]


def test_zonder_gemeente_of_discipline_is_het_niet_klaar():
    profiel = klaar().concept
    profiel.gemeente = None
    profiel.disciplines.clear()
    assert velden(profiel) == ["gemeente", "disciplines"]


def test_een_beeld_een_film_of_genoeg_tekst_is_genoeg():
    profiel = klaar(tekst="x" * 199).concept
    assert velden(profiel) == ["beelden"]
    beeld = maak_beeld(profiel)
    assert velden(profiel) == []
    beeld.delete()
    medium = maak_medium(profiel)
    assert velden(profiel) == []
    medium.delete()
    profiel.tekst = " " * 300
    assert velden(profiel) == ["beelden"]
    profiel.tekst = "x" * 200
    assert velden(profiel) == []


def test_wie_jonger_is_dan_16_heeft_geen_gemeente_maar_wel_een_ouder_nodig():
    talent = maak_talent(online=False, leeftijd="13-15", tekst="")
    talent.concept.gemeente = None
    maak_medium(talent.concept)
    assert velden(talent.concept) == ["beelden", ""]
    maak_beeld(talent.concept)
    geef_akkoord(talent)
    assert velden(talent.concept) == []
    ouder = talent.oudertoestemming
    ouder.ingetrokken_op = nu()
    ouder.save()
    assert velden(talent.concept) == [""]


def test_indienen_zegt_wie_en_wanneer():
    talent = klaar()
    profiel = dien_in(talent=talent, door=eigenaar_van(talent))
    assert (profiel.stand, profiel.ingediend_op, profiel.ingediend_door) == ("ingediend", nu(), eigenaar_van(talent))
    assert Logregel.objects.filter(actie="profiel ingediend").count() == 1


def test_twee_keer_indienen_is_een_keer():
    talent = klaar()
    eerste = dien_in(talent=talent, door=eigenaar_van(talent))
    tweede = dien_in(talent=Talent.objects.get(pk=talent.pk), door=eigenaar_van(talent))
    assert (tweede, tweede.ingediend_op) == (eerste, eerste.ingediend_op)
    assert Logregel.objects.filter(actie="profiel ingediend").count() == 1


def test_wat_niet_klaar_is_wordt_niet_ingediend():
    talent = klaar(kort="")
    with pytest.raises(NietKlaar) as fout:
        dien_in(talent=talent, door=eigenaar_van(talent))
    assert [gebrek.veld for gebrek in fout.value.gebreken] == ["kort"]
    assert Profiel.objects.get(pk=talent.concept_id).stand == "concept"


def test_zonder_concept_is_er_niets_in_te_dienen():
    talent = maak_talent()
    assert dien_in(talent=talent, door=eigenaar_van(talent)) is None


def test_een_concept_zonder_verschil_wordt_niet_ingediend():
    talent = maak_talent(tekst="x" * 200)
    open_concept(talent=talent)
    with pytest.raises(NietKlaar, match="ontbreekt") as fout:
        dien_in(talent=talent, door=eigenaar_van(talent))
    assert fout.value.gebreken[0].tekst == "Je wijzigde nog niets."


def test_wie_gewist_wil_worden_dient_niet_in():
    talent = klaar()
    talent.wissen_op = nu()
    talent.save()
    with pytest.raises(NietKlaar):
        dien_in(talent=talent, door=eigenaar_van(talent))


def test_terughalen_maakt_er_weer_een_concept_van_en_twee_keer_is_een_keer():
    talent = klaar()
    dien_in(talent=talent, door=eigenaar_van(talent))
    for _ in range(2):
        profiel = trek_in(talent=talent, door=eigenaar_van(talent))
    assert (profiel.stand, profiel.ingediend_op, profiel.ingediend_door) == ("concept", None, None)
    assert Logregel.objects.filter(actie="indienen ingetrokken").count() == 1


def test_terughalen_wat_er_niet_is_kan_niet():
    talent = maak_talent()
    with pytest.raises(Profiel.DoesNotExist):
        trek_in(talent=talent, door=eigenaar_van(talent))


def test_na_goedkeuring_haalt_niemand_het_nog_terug():
    talent = klaar()
    profiel = dien_in(talent=talent, door=eigenaar_van(talent))
    keur_goed(profiel=profiel, door=eigenaar_van(talent))
    assert Talent.objects.get(pk=talent.pk).online == profiel
    assert dien_in(talent=talent, door=eigenaar_van(talent)) is None


def test_na_een_vraag_staan_de_redenen_er_tot_het_weer_ingediend_is():
    talent = klaar()
    door = eigenaar_van(talent)
    profiel = dien_in(talent=talent, door=door)
    vraag_aanpassing(profiel=profiel, door=door, redenen={"kort": "Zeg wat je maakt."})
    profiel.refresh_from_db()
    assert laatste_oordeel(profiel).redenen == {"kort": "Zeg wat je maakt."}
    profiel = dien_in(talent=talent, door=door)
    assert profiel.stand == "ingediend"
    assert laatste_oordeel(profiel) is None


def test_na_een_weigering_is_er_een_weg_terug():
    talent = klaar()
    door = eigenaar_van(talent)
    weiger(profiel=dien_in(talent=talent, door=door), door=door, toelichting="Dit is reclame.")
    assert laatste_oordeel(Profiel.objects.get(pk=talent.concept_id)).toelichting == "Dit is reclame."
    assert talent.toelatingen.get().stand == "geweigerd"
    dien_in(talent=talent, door=door)
    thuis = talent.toelatingen.get()
    assert (thuis.stand, thuis.beslist_op, thuis.reden) == ("gevraagd", None, "")


def test_een_onbewaard_profiel_heeft_geen_oordeel():
    assert laatste_oordeel(Profiel()) is None


# --- the home region --------------------------------------------------------------------------------------------------
@pytest.fixture
def lint(gegevens):
    return Gemeente.objects.get(naam="Lint", bestaat_tot=None)


@pytest.fixture
def gent(gegevens):
    return Gemeente.objects.get(naam="Gent", bestaat_tot=None)


def test_voor_de_eerste_goedkeuring_volgt_de_thuisregio_de_gemeente(lint, gent):
    talent = klaar(gemeente=gent)
    oud = talent.thuis
    Profiel.objects.filter(pk=talent.concept_id).update(gemeente=lint)
    dien_in(talent=talent, door=eigenaar_van(talent))
    talent = Talent.objects.get(pk=talent.pk)
    assert talent.thuis == IGS.objects.get(slug="zuidrand") != oud
    assert talent.toelatingen.get(soort="thuis").igs == talent.thuis


def test_waar_iemand_ook_actief_was_is_die_dan_thuis(lint, gent):
    talent = klaar(gemeente=gent)
    talent.toelatingen.create(igs=IGS.objects.get(slug="zuidrand"), soort="ook", stand="toegelaten")
    Profiel.objects.filter(pk=talent.concept_id).update(gemeente=lint)
    dien_in(talent=talent, door=eigenaar_van(talent))
    assert [(rij.soort, rij.igs.slug) for rij in talent.toelatingen.all()] == [("thuis", "zuidrand")]


def test_wie_online_staat_verhuist_niet_door_in_te_dienen(lint, gent):
    talent = maak_talent(gemeente=lint, tekst="x" * 200)
    concept = open_concept(talent=talent)
    Profiel.objects.filter(pk=concept.pk).update(gemeente=gent)
    dien_in(talent=talent, door=eigenaar_van(talent))
    talent = Talent.objects.get(pk=talent.pk)
    assert talent.thuis.slug == "zuidrand"
    assert Talent.objects.online().filter(pk=talent.pk).exists()


def test_wie_doorgegeven_is_blijft_waar_de_coordinator_hem_bracht(lint):
    talent = klaar(gemeente=lint)
    door, co7 = eigenaar_van(talent), IGS.objects.get(slug="co7")
    geef_door(profiel=dien_in(talent=talent, door=door), door=door, naar=co7)
    trek_in(talent=talent, door=door)
    dien_in(talent=talent, door=door)
    assert Talent.objects.get(pk=talent.pk).thuis == co7


def test_nakijken_kost_evenveel_vragen_hoeveel_er_ook_staat():
    weinig, veel = klaar(tekst=""), klaar(naam="Veel", tekst="")
    maak_beeld(weinig.concept)
    for nummer in range(12):
        maak_beeld(veel.concept, alt=f"Beeld {nummer}")
    aantallen = []
    for talent in (weinig, veel):
        profiel = Profiel.objects.select_related("talent").get(pk=talent.concept_id)
        with CaptureQueriesContext(connection) as vragen:
            wat_ontbreekt(profiel)
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1] <= 3
