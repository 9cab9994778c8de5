"""Redactie looks after the taxonomy: renaming and merging break no address, and the directory learns it at once."""

from typing import Any

import pytest
from django.test import Client

from opnetwerk.models import Logregel
from talent.disciplines import KanNietSamen, doel_van, voeg_samen
from talent.models import Discipline, Oproep, Talent, Zoekrij
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.fabriek import maak_igs
from tests.talent.fabriek import dien_wijziging_in, maak_discipline, maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")
LIJST = "/admin/talent/discipline/"


@pytest.fixture
def redactie() -> Client:
    return in_beheer(Client(), maak_redactie())


@pytest.fixture
def jazz() -> Discipline:
    return maak_discipline("jazz-en-blues")


@pytest.fixture
def folk() -> Discipline:
    return maak_discipline("folk-en-wereldmuziek")


def velden_van(term: Discipline, **anders: Any) -> dict[str, Any]:
    velden = {
        "naam": term.naam,
        "synoniemen": ",".join(term.synoniemen),
        "boven": term.boven_id or "",
        "uitdatabank": term.uitdatabank,
        "volgorde": term.volgorde,
        "samen_met": "",
    }
    return velden | anders


def bewaar(client: Client, term: Discipline, **anders: Any) -> Any:
    return client.post(f"{LIJST}{term.pk}/change/", velden_van(term, **anders))


def vindt(vraag: str) -> set[str]:
    """The names of the makers that the directory gives for what stands behind the question mark."""
    pagina = Client().get(f"/talent/?{vraag}")
    assert pagina.status_code == 200
    return {kaartje.profiel.naam for kaartje, _ in pagina.context["rijen"]}


def test_een_andere_naam_en_andere_woorden_vinden_meteen_en_het_adres_blijft(redactie, jazz):
    maak_talent(naam="Yasmin Noot", disciplines=["jazz-en-blues"])
    assert bewaar(redactie, jazz, naam="Jazz, blues en soul", synoniemen="bigband,swing").status_code == 302
    assert vindt("q=soul") == vindt("q=bigband") == vindt("discipline=jazz-en-blues") == {"Yasmin Noot"}
    assert "Jazz, blues en soul" in Client().get("/talent/?discipline=jazz-en-blues").content.decode()
    regel = Logregel.objects.get(model="talent.Discipline", actie="gewijzigd")
    assert regel.veranderd["Naam"] == ["Jazz en blues", "Jazz, blues en soul"]


def test_een_andere_naam_voor_de_kunstvorm_vindt_wie_eronder_staat(redactie, jazz):
    maak_talent(naam="Yasmin Noot", disciplines=["jazz-en-blues"])
    assert bewaar(redactie, jazz.boven, naam="Klankkunsten").status_code == 302
    assert vindt("q=klankkunsten") == {"Yasmin Noot"}


def test_het_oude_adres_leidt_na_samenvoegen_door(redactie, jazz, folk):
    maak_talent(naam="Yasmin Noot", disciplines=["jazz-en-blues"])
    maak_talent(naam="Wim Trekzak", disciplines=["folk-en-wereldmuziek"])
    assert bewaar(redactie, jazz, samen_met=folk.pk).status_code == 302
    jazz.refresh_from_db()
    assert doel_van(jazz) == folk
    assert (
        vindt("discipline=jazz-en-blues") == vindt("discipline=folk-en-wereldmuziek") == {"Yasmin Noot", "Wim Trekzak"}
    )
    pagina = Client().get("/talent/?discipline=jazz-en-blues").content.decode()
    assert "discipline=folk-en-wereldmuziek" in pagina
    assert "discipline=jazz-en-blues" not in pagina  # what is linked from here is the address of today
    assert vindt("q=jazz") == {"Yasmin Noot", "Wim Trekzak"}  # the old word goes on finding
    assert Zoekrij.objects.get(naam="Yasmin Noot").waarden.count("d:folk-en-wereldmuziek") == 1
    regel = Logregel.objects.get(actie="discipline samengevoegd")
    assert regel.veranderd == {"opgegaan in": ["", folk.naam]}
    assert str(regel.door) == "Redactie"


def test_wie_beide_had_houdt_er_een_en_een_concept_verhuist_mee(redactie, jazz, folk):
    talent = maak_talent(naam="Beide", disciplines=["jazz-en-blues", "folk-en-wereldmuziek"])
    concept = dien_wijziging_in(talent, kort="Nu anders")
    voeg_samen(term=jazz, doel=folk, door=maak_redactie("r2@voorbeeld.be"))
    for profiel in (talent.online, concept):
        assert [term.sleutel for term in profiel.disciplines.all()] == ["folk-en-wereldmuziek"]


def test_een_kunstvorm_neemt_mee_wat_eronder_staat_en_wat_er_al_in_opging(redactie, jazz):
    muziek, dans = jazz.boven, maak_discipline("dans")
    oud = Discipline.objects.create(sleutel="klank", naam="Klank", opgegaan_in=muziek)
    maak_talent(naam="Yasmin Noot", disciplines=["jazz-en-blues"])
    voeg_samen(term=muziek, doel=dans, door=maak_redactie("r2@voorbeeld.be"))
    jazz.refresh_from_db()
    oud.refresh_from_db()
    assert jazz.boven == dans
    assert oud.opgegaan_in == dans
    assert vindt("discipline=muziek") == vindt("discipline=klank") == vindt("q=dans") == {"Yasmin Noot"}


@pytest.mark.parametrize(
    ("term", "doel"),
    [
        ("jazz-en-blues", "jazz-en-blues"),
        ("jazz-en-blues", "muziek"),
        ("muziek", "jazz-en-blues"),
        ("weg", "jazz-en-blues"),
        ("jazz-en-blues", "weg"),
    ],
)
def test_wat_niet_samen_kan_verandert_niets(jazz, folk, term, doel):
    Discipline.objects.create(sleutel="weg", naam="Weg", boven=jazz.boven, opgegaan_in=folk)
    voor = list(Discipline.objects.order_by("pk").values())
    with pytest.raises(KanNietSamen):
        voeg_samen(
            term=Discipline.objects.get(sleutel=term),
            doel=Discipline.objects.get(sleutel=doel),
            door=maak_redactie("r2@voorbeeld.be"),
        )
    assert list(Discipline.objects.order_by("pk").values()) == voor
    assert not Logregel.objects.exists()


def test_het_formulier_biedt_alleen_wat_kan_en_weigert_de_rest_bij_het_veld(redactie, jazz, folk):
    formulier = redactie.get(f"{LIJST}{jazz.pk}/change/").context["adminform"].form
    assert list(formulier.fields["samen_met"].queryset) == [folk]
    antwoord = bewaar(redactie, jazz, samen_met=jazz.boven_id)
    assert antwoord.status_code == 200
    assert "samen_met" in antwoord.context["adminform"].form.errors
    antwoord = bewaar(redactie, jazz.boven, boven=maak_discipline("dans").pk)
    assert "Hier staan disciplines onder" in antwoord.content.decode()
    jazz.refresh_from_db()
    assert jazz.opgegaan_in is None


def test_een_sleutel_verandert_nooit_en_weggooien_kan_niet(redactie, jazz):
    bewaar(redactie, jazz, sleutel="anders")
    jazz.refresh_from_db()
    assert jazz.sleutel == "jazz-en-blues"
    assert redactie.post(f"{LIJST}{jazz.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Discipline.objects.filter(pk=jazz.pk).exists()


def test_wat_opging_in_een_andere_is_alleen_te_lezen(redactie, jazz, folk):
    voeg_samen(term=jazz, doel=folk, door=maak_redactie("r2@voorbeeld.be"))
    pagina = redactie.get(f"{LIJST}{jazz.pk}/change/")
    assert pagina.status_code == 200
    assert folk.naam in pagina.content.decode()
    assert bewaar(redactie, jazz, naam="Toch anders").status_code == 403
    assert redactie.get(LIJST).status_code == 200


def test_een_nieuwe_discipline_is_meteen_te_kiezen(redactie, jazz):
    velden = velden_van(jazz, naam="Beatbox", sleutel="beatbox", synoniemen="mondmuziek, beatboxen")
    velden.pop("samen_met")
    assert redactie.post(f"{LIJST}add/", velden).status_code == 302
    nieuw = Discipline.objects.get(sleutel="beatbox")
    assert (nieuw.boven, nieuw.synoniemen) == (jazz.boven, ["mondmuziek", "beatboxen"])
    maak_talent(naam="Bo Mond", disciplines=["beatbox"])
    assert vindt("discipline=beatbox") == vindt("q=mondmuziek") == {"Bo Mond"}


@pytest.mark.parametrize("woorden", ["a" * 61, ",".join(map(str, range(41))), "x\x00y"])
def test_rare_woorden_krijgen_een_melding(redactie, jazz, woorden):
    antwoord = bewaar(redactie, jazz, synoniemen=woorden)
    assert antwoord.status_code == 200
    assert "synoniemen" in antwoord.context["adminform"].form.errors
    jazz.refresh_from_db()
    assert "swing" not in jazz.synoniemen or woorden not in jazz.synoniemen


def test_een_coordinator_komt_er_niet_aan(jazz):
    client = in_beheer(Client(), maak_coordinator_van(maak_igs("Zuidrand"), "zoe@voorbeeld.be"))
    assert client.get(LIJST).status_code == 403
    assert bewaar(client, jazz, naam="Van mij").status_code in (403, 404)
    jazz.refresh_from_db()
    assert jazz.naam == "Jazz en blues"


def test_een_relatie_met_de_taxonomie_wordt_nooit_vergeten(jazz, folk):
    """Whatever model names disciplines moves along: profiles and calls today."""
    namen = {
        relatie.related_model._meta.label
        for relatie in Discipline._meta.get_fields(include_hidden=True)
        if relatie.many_to_many and relatie.auto_created
    }
    assert {Talent._meta.get_field("online").related_model._meta.label, Oproep._meta.label} <= namen
