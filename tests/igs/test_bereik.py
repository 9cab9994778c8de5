"""Who may do what with whose rows, said once more in words: the table in the code is not its own judge."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from igs import bereik
from igs.bereik import PAD_NAAR_IGS, Bereik, bereik_bij, bereik_van, breid_uit, rechten
from igs.models import IGS, Aanstelling, Bericht, Gemeente, IGSNaam, Plaats, Referentieregio, Vraag
from opnetwerk.models import Gesprek, Logregel, UitgaandeMail
from opnetwerk.rollen import mag_in_beheer
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.conftest import DAG
from tests.fabriek import maak_gebruiker, maak_gemeente, maak_igs, maak_regio

LETTERS = {"v": "view", "a": "add", "c": "change", "d": "delete"}
# v sees, a adds, c changes, d deletes; what is not here nobody does.
COORDINATOR = {
    "igs.IGS": "vc",
    "igs.Erkenning": "v",
    "igs.Lidmaatschap": "v",
    "igs.Coordinator": "vacd",
    "igs.Portret": "vacd",
    "igs.Praktijk": "vacd",
    "igs.Activiteit": "vacd",
    "igs.Bericht": "vacd",
    "igs.Melding": "vc",
    "opnetwerk.Gesprek": "vc",
    "talent.Talent": "vc",
    "talent.Profiel": "vc",
    "talent.Toelating": "vc",
    "talent.Organisator": "vc",
    "talent.Oproep": "vc",
    "talent.Uitkomst": "v",
    "grensbrekers.Grensbreker": "vc",
    "grensbrekers.Ontmoeting": "vacd",
}
REDACTIE = COORDINATOR | {
    "igs.IGS": "vac",
    "igs.IGSNaam": "vacd",
    "igs.Erkenning": "vacd",
    "igs.Lidmaatschap": "vacd",
    "igs.Aanstelling": "vac",
    "igs.Gidstekst": "vacd",
    "igs.Vraag": "vac",
    "igs.Hulpvraag": "vc",
    "igs.Gemeente": "vc",
    "igs.Referentieregio": "vc",
    "igs.Plaats": "vacd",
    "igs.PlaatsBuiten": "vacd",
    "igs.Buurpaar": "v",
    "igs.Kaart": "v",
    "igs.Regelversie": "vacd",
    "opnetwerk.Gebruiker": "vc",
    "opnetwerk.Logregel": "v",
    "opnetwerk.UitgaandeMail": "vc",
    "opnetwerk.Onbestelbaar": "vc",
    "talent.Discipline": "vac",
    "grensbrekers.Thema": "vacd",
    "grensbrekers.Inzicht": "vacd",
    "grensbrekers.Netwerkvraag": "vcd",
    "cultuurnota.Aanbod": "vacd",
    "cultuurnota.Publicatie": "v",
}
WEGEN = {
    "igs.IGS": "pk",
    "opnetwerk.Gesprek": "igs_slug",
    "talent.Talent": "thuis",
    "talent.Profiel": "talent__thuis",
}
RECHTSTREEKS = (
    *("igs.IGSNaam", "igs.Erkenning", "igs.Lidmaatschap", "igs.Coordinator", "igs.Portret", "igs.Praktijk"),
    *("igs.Activiteit", "igs.Bericht", "igs.Foto", "igs.Melding", "igs.Aanstelling", "talent.Toelating"),
    *("talent.Organisator", "talent.Oproep", "talent.Uitkomst", "grensbrekers.Grensbreker"),
    "grensbrekers.Ontmoeting",
)


def letters(gekregen: frozenset[str]) -> str:
    return "".join(letter for letter, woord in LETTERS.items() if woord in gekregen)


@pytest.fixture
def wie(db):
    """A coordinator of Noord, redactie and a beheerder, and the two IGS'en."""
    noord, zuid = maak_igs("Noord"), maak_igs("Zuid")
    beheerder = maak_gebruiker("beheerder@voorbeeld.be", is_superuser=True)
    return noord, zuid, maak_coordinator_van(noord, "an@voorbeeld.be"), maak_redactie(), beheerder


def test_elke_rol_mag_met_elk_model_wat_hier_staat_en_niets_meer(wie):
    noord, _, an, redactie, beheerder = wie
    eigen = bereik_van(an, DAG)
    for model in apps.get_models():
        naam = model._meta.label
        assert letters(rechten(an, model, eigen)) == COORDINATOR.get(naam, ""), naam
        assert letters(rechten(redactie, model, Bereik(alles=True))) == REDACTIE.get(naam, ""), naam
        if model in (Logregel, UitgaandeMail):
            assert letters(rechten(beheerder, model, Bereik(alles=True))) == REDACTIE[naam]
        else:
            assert letters(rechten(beheerder, model, Bereik(alles=True))) == ("vacd" if naam in REDACTIE else ""), naam
        assert not rechten(an, model, Bereik(alles=False)), naam  # without an IGS there is nothing to have rights on
        assert not rechten(AnonymousUser(), model, Bereik(alles=True, igs=frozenset({noord.pk}))), naam
    assert {model._meta.label: pad for model, pad in PAD_NAAR_IGS.items()} == WEGEN | dict.fromkeys(RECHTSTREEKS, "igs")


def test_wie_uit_staat_mag_niets_welke_rol_hij_ook_had(wie):
    for account in wie[2:]:
        account.is_active = False
        account.save()
        assert bereik_van(account, DAG) == Bereik(alles=False)
        assert not rechten(account, Bericht, Bereik(alles=True, igs=frozenset({wie[0].pk})))
    assert bereik_van(AnonymousUser(), DAG) == Bereik(alles=False)


def test_een_aanstelling_telt_van_de_eerste_tot_en_met_de_laatste_dag(wie):
    noord, zuid, _, redactie, beheerder = wie
    bo = maak_gebruiker("bo@voorbeeld.be")
    van, tot = date(2026, 3, 1), date(2026, 5, 31)
    Aanstelling.objects.create(gebruiker=bo, igs=noord, van=van, tot=tot)
    Aanstelling.objects.create(gebruiker=bo, igs=zuid, van=tot, tot=None)
    een_dag = timedelta(days=1)
    for dag, verwacht in (
        (van - een_dag, set()),
        (van, {noord.pk}),
        (tot - een_dag, {noord.pk}),
        (tot, {noord.pk, zuid.pk}),
        (tot + een_dag, {zuid.pk}),
    ):
        assert bereik_van(bo, dag) == Bereik(alles=False, igs=frozenset(verwacht)), dag
    assert mag_in_beheer(bo)
    assert not mag_in_beheer(maak_gebruiker("niemand@voorbeeld.be"))
    for boven in (redactie, beheerder):
        assert bereik_van(boven, DAG).alles
        assert {noord, zuid} <= set(bereik_van(boven, DAG).binnen(IGS.objects.all()))


def test_binnen_geeft_de_eigen_rijen_de_gedeelde_en_geen_andere(lege_databank):
    noord, zuid = maak_igs("Noord"), maak_igs("Zuid")
    eigen, niemand = Bereik(alles=False, igs=frozenset({noord.pk})), Bereik(alles=False)
    gemeente = maak_gemeente("11001", "Aartselaar", maak_regio())
    naam_a, naam_b = (IGSNaam.objects.create(igs=igs, naam=igs.naam, soort="ook") for igs in (noord, zuid))
    gesprek_a, gesprek_b = (Gesprek.objects.create(igs_slug=igs.slug, formulier=igs.slug) for igs in (noord, zuid))
    for model, ziet in ((IGS, {noord}), (IGSNaam, {naam_a}), (Gesprek, {gesprek_a}), (Gemeente, {gemeente})):
        assert set(eigen.binnen(model.objects.all())) == ziet, model
        assert not niemand.binnen(model.objects.all()).exists(), model
    assert set(eigen.binnen(Referentieregio.objects.all())) == set(Referentieregio.objects.all()) != set()
    assert set(eigen.binnen(Vraag.objects.all())) == set(Vraag.objects.all())
    assert not eigen.binnen(Plaats.objects.all()).exists()
    assert not eigen.binnen(Logregel.objects.all()).exists()
    for mijn, ander in ((noord, zuid), (naam_a, naam_b), (gesprek_a, gesprek_b)):
        assert eigen.bevat(mijn)
        assert not eigen.bevat(ander)
        assert Bereik(alles=True).bevat(ander)


def test_het_bereik_wordt_een_keer_per_verzoek_opgezocht(wie, django_assert_num_queries):
    verzoek = RequestFactory().get("/admin/")
    verzoek.user = wie[2]
    eerste = bereik_bij(verzoek)
    assert eerste == Bereik(alles=False, igs=frozenset({wie[0].pk}))
    with django_assert_num_queries(0):
        assert bereik_bij(verzoek) is eerste


def test_een_app_erboven_vult_aan_en_redactie_mag_wat_een_coordinator_mag(monkeypatch):
    for naam in ("PAD_NAAR_IGS", "RECHTEN_COORDINATOR", "RECHTEN_REDACTIE"):
        monkeypatch.setattr(bereik, naam, {})
    kijken, alles = frozenset({"view"}), frozenset({"view", "change"})
    breid_uit(paden={Plaats: "x"}, coordinator={Plaats: kijken, Vraag: kijken}, redactie={Vraag: alles})
    assert {Plaats: "x"} == bereik.PAD_NAAR_IGS
    assert {Plaats: kijken, Vraag: kijken} == bereik.RECHTEN_COORDINATOR
    assert {Plaats: kijken, Vraag: alles} == bereik.RECHTEN_REDACTIE
    breid_uit(paden={}, coordinator={})
    assert {Plaats: kijken, Vraag: alles} == bereik.RECHTEN_REDACTIE
