"""URL × role over the whole admin: a new admin class or address without a row here fails.

`OBJECTEN` makes one row of each model for an IGS; A's coordinator must reach hers and get a 404 on B's, by every path.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.urls import reverse

from cultuurnota.models import Aanbod, Publicatie
from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting, Thema
from igs import bereik
from igs.bereik import PAD_NAAR_IGS, RECHTEN_COORDINATOR, RECHTEN_REDACTIE
from igs.models import (
    IGS,
    Aanstelling,
    Activiteit,
    Bericht,
    Coordinator,
    Erkenning,
    Gemeente,
    Gidstekst,
    Hulpvraag,
    IGSNaam,
    Lidmaatschap,
    Melding,
    Plaats,
    PlaatsBuiten,
    Portret,
    Praktijk,
    Referentieregio,
    Regelversie,
    Vraag,
)
from opnetwerk.models import Gebruiker, Gesprek, Logregel, Onbestelbaar, UitgaandeMail
from talent.models import Discipline, Oproep, Organisator, Profiel, Talent, Toelating, Uitkomst
from tests.beheer import GEWEIGERD, ZONDER_BEHEER, Rollen, maak_rollen
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie
from tests.fabriek import BRON, maak_gemeente, maak_igs, maak_regio
from tests.grensbrekers.fabriek import (
    maak_grensbreker,
    maak_inzicht,
    maak_netwerkvraag,
    maak_ontmoeting,
    maak_thema,
)
from tests.talent.fabriek import maak_discipline, maak_ingediend, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator

DAG = date(2026, 1, 1)
MOMENT = datetime(2026, 12, 1, 20, tzinfo=UTC)


def _gemeente(igs: IGS) -> Gemeente:
    return Gemeente.objects.first() or maak_gemeente("11001", "Aartselaar", maak_regio())


# A row of each model that has a way to an IGS.
VAN_IGS: dict[type[models.Model], Callable[[IGS], models.Model]] = {
    IGS: lambda igs: igs,
    IGSNaam: lambda igs: IGSNaam.objects.create(igs=igs, naam=f"Oud {igs.naam}", soort="vroeger"),
    Erkenning: lambda igs: Erkenning.objects.create(
        igs=igs, van=DAG, tot=date(2026, 12, 31), zekerheid="hoog", bron_url=BRON
    ),
    Lidmaatschap: lambda igs: Lidmaatschap.objects.create(
        igs=igs, gemeente=_gemeente(igs), lid_van=DAG, zekerheid="hoog", bron_url=BRON
    ),
    Coordinator: lambda igs: Coordinator.objects.create(igs=igs, naam="An", email="an@voorbeeld.be", van=DAG),
    Portret: lambda igs: Portret.objects.create(igs=igs, slug=f"p-{igs.slug}", titel="P", naam="An", inleiding="x"),
    Praktijk: lambda igs: Praktijk.objects.create(igs=igs, slug=f"k-{igs.slug}", titel="K", tekst="<p>x</p>"),
    Activiteit: lambda igs: Activiteit.objects.create(
        igs=igs, slug=f"a-{igs.slug}", titel="A", begint_op=MOMENT, plaats="Hove"
    ),
    Bericht: lambda igs: Bericht.objects.create(igs=igs, slug=f"b-{igs.slug}", titel="B", tekst="<p>x</p>"),
    Melding: lambda igs: Melding.objects.create(igs=igs, formulier=igs.slug, pagina="/igs/", tekst="fout"),
    Aanstelling: lambda igs: igs.aanstellingen.first(),
    Gesprek: lambda igs: Gesprek.objects.create(
        formulier=igs.slug, betreft=f"igs:{igs.slug}", betreft_naam=igs.naam, igs_slug=igs.slug, gemeld_op=MOMENT
    ),
    Talent: lambda igs: maak_talent(naam=f"T {igs.slug}", thuis=igs, gemeente=_gemeente(igs)),
    Profiel: lambda igs: maak_ingediend(naam=f"P {igs.slug}", thuis=igs, gemeente=_gemeente(igs)),
    Toelating: lambda igs: Toelating.objects.create(
        talent=maak_talent(naam=f"O {igs.slug}", gemeente=_gemeente(igs)), igs=igs, soort="ook"
    ),
    Organisator: lambda igs: maak_organisator(toegelaten=False, igs=igs, gemeente=_gemeente(igs)),
    Oproep: lambda igs: maak_oproep(igs=igs, organisator=maak_organisator(igs=igs, gemeente=_gemeente(igs))),
    Uitkomst: lambda igs: Uitkomst.objects.create(
        talent=maak_talent(naam=f"U {igs.slug}", thuis=igs, gemeente=_gemeente(igs)),
        igs=igs,
        waar="het plein",
        op=DAG,
        talent_zegt=True,
        andere_zegt=True,
        bevestigd_op=MOMENT,
    ),
    Ontmoeting: lambda igs: maak_ontmoeting(f"Ontmoeting {igs.slug}", igs=igs, gepubliceerd_op=None),
    Grensbreker: lambda igs: maak_grensbreker(igs.naam, gemeente=_gemeente(igs), igs=igs, stand="aangevraagd"),
}
# A row of each model that belongs to nobody's region: for redactie.
ZONDER_IGS: dict[type[models.Model], Callable[[], models.Model]] = {
    Gidstekst: lambda: Gidstekst.objects.create(pagina="regiovorming", titel="G", tekst="<p>x</p>"),
    Hulpvraag: lambda: Hulpvraag.objects.create(
        formulier="f", onderwerp="regiocheck", naam="An", email="an@voorbeeld.be", tekst="Help", stand="nieuw"
    ),
    Vraag: lambda: Vraag.objects.create(slug="waarom", tekst="Waarom?"),
    Thema: lambda: maak_thema("erfgoed"),
    Inzicht: lambda: maak_inzicht(),
    Netwerkvraag: lambda: maak_netwerkvraag(None),
    Aanbod: lambda: Aanbod.objects.create(slug="hulp", titel="Hulp", voor_wie="IGS'en", vorm="tool", tekst="<p>x</p>"),
    Publicatie: lambda: maak_publicatie(maak_nota(IGS.objects.first())),
    Discipline: lambda: maak_discipline("circus"),
    Gemeente: lambda: _gemeente(None),
    Referentieregio: lambda: Referentieregio.objects.first() or maak_regio(),
    Plaats: lambda: Plaats.objects.create(gemeente=_gemeente(None), naam="Deurp", soort="deelgemeente"),
    Regelversie: lambda: Regelversie.objects.create(
        regel="R09", periode="2027", soort="voorwaarde", vraagt="x", waarde=1, bron="x", zekerheid="A", versie=DAG
    ),
    PlaatsBuiten: lambda: PlaatsBuiten.objects.create(naam="Verzonnen", gewest="wallonie"),
    Gebruiker: lambda: Gebruiker.objects.create_user("iemand@voorbeeld.be", None),
    Logregel: lambda: Logregel.objects.create(actie="x", model="x", object_id="1", object_naam="x"),
    Onbestelbaar: lambda: Onbestelbaar.objects.create(
        email="weg@voorbeeld.be", soort="hard", eerst_op=MOMENT, laatst_op=MOMENT
    ),
    UitgaandeMail: lambda: UitgaandeMail.objects.create(
        sleutel="s", aan="x@voorbeeld.be", onderwerp="o", tekst="t", bericht_id="<1@x>"
    ),
}
GEREGISTREERD = {model for model in admin.site._registry if not model._meta.app_label.startswith("procrastinate")}


@pytest.fixture
def regio_a(lege_databank) -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def regio_b(lege_databank) -> IGS:
    return maak_igs("CO7", kleur=2)


@pytest.fixture
def rollen(regio_a, regio_b) -> Rollen:
    return maak_rollen(regio_a, regio_b)


def pad(model: type[models.Model], wat: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{wat}", args=args)


def test_elke_admin_staat_in_de_matrix():
    assert VAN_IGS.keys() | ZONDER_IGS.keys() == GEREGISTREERD


def test_elk_model_met_een_igs_kent_zijn_weg():
    assert {model for model in GEREGISTREERD if model in PAD_NAAR_IGS} == VAN_IGS.keys()


PADEN = ["change", "history", "delete"]


def verwacht(model: type[models.Model], wat: str, rechten: frozenset[str]) -> set[int]:
    if not rechten:
        return {403}
    if wat == "add":
        return {200} if "add" in rechten else {403}
    if wat == "delete":
        return {200} if "delete" in rechten else {403}
    return {200}


@pytest.mark.parametrize("model", VAN_IGS, ids=lambda model: model.__name__)
def test_coordinator_bereikt_het_hare_en_niets_van_een_ander(rollen, regio_a, regio_b, model):
    eigen, vreemd = VAN_IGS[model](regio_a), VAN_IGS[model](regio_b)
    rechten = RECHTEN_COORDINATOR.get(model, frozenset())
    for wat in PADEN:
        assert rollen.a.get(pad(model, wat, eigen.pk)).status_code in verwacht(model, wat, rechten), wat
        vreemd_antwoord = rollen.a.get(pad(model, wat, vreemd.pk)).status_code
        assert vreemd_antwoord == 404 if rechten else vreemd_antwoord in (403, 404), wat
    lijst = rollen.a.get(pad(model, "changelist"))
    assert lijst.status_code in verwacht(model, "changelist", rechten)
    if rechten:
        gevonden = set(lijst.context["cl"].queryset.values_list("pk", flat=True))
        assert eigen.pk in gevonden
        assert vreemd.pk not in gevonden
    assert rollen.a.get(pad(model, "add")).status_code in verwacht(model, "add", rechten)


@pytest.mark.parametrize("model", ZONDER_IGS, ids=lambda model: model.__name__)
def test_coordinator_komt_niet_aan_wat_van_niemands_regio_is(rollen, model):
    obj = ZONDER_IGS[model]()
    for wat in PADEN:
        assert rollen.a.get(pad(model, wat, obj.pk)).status_code in (403, 404), wat
    for wat in ("changelist", "add"):
        assert rollen.a.get(pad(model, wat)).status_code == 403


@pytest.mark.parametrize("model", GEREGISTREERD, ids=lambda model: model.__name__)
def test_zonder_rol_in_het_beheer_komt_niemand_binnen(rollen, regio_a, model):
    obj = VAN_IGS[model](regio_a) if model in VAN_IGS else ZONDER_IGS[model]()
    for rol in GEWEIGERD:
        client = rollen.van(rol)
        for adres in (pad(model, "changelist"), pad(model, "add"), *(pad(model, wat, obj.pk) for wat in PADEN)):
            for methode in (client.get, client.post):
                assert methode(adres).status_code == (302 if rol == "anoniem" else 403), (rol, adres)


def test_de_matrix_kent_elke_rol_van_het_portaal(rollen):
    later = {"talent", "grensbreker", "organisator", "trekker", "schrijver", "lezer"}
    assert later <= set(GEWEIGERD)
    assert rollen.buiten.keys() == ZONDER_BEHEER.keys()
    assert not Gebruiker.objects.filter(email__in=[f"{rol}@voorbeeld.be" for rol in later], is_staff=True).exists()


@pytest.mark.parametrize("model", GEREGISTREERD, ids=lambda model: model.__name__)
@pytest.mark.parametrize("rol", ["redactie", "beheerder"])
def test_redactie_en_beheerder_zien_alle_regios(rollen, regio_a, model, rol):
    obj = VAN_IGS[model](regio_a) if model in VAN_IGS else ZONDER_IGS[model]()
    client = getattr(rollen, rol)
    assert RECHTEN_REDACTIE[model]
    assert client.get(pad(model, "changelist")).status_code == 200
    assert client.get(pad(model, "change", obj.pk)).status_code == 200
    assert client.get(pad(model, "history", obj.pk)).status_code == 200


def test_een_vreemde_sleutel_in_een_eigen_formulier_wordt_geweigerd(rollen, regio_a, regio_b):
    antwoord = rollen.a.post(
        pad(Bericht, "add"), {"basis": "0", "titel": "T", "igs": regio_b.pk, "tekst": "<p>x</p>", "_concept": "1"}
    )
    assert antwoord.status_code == 200
    assert "igs" in antwoord.context["adminform"].form.errors
    assert not Bericht.objects.exists()


def test_een_keuzelijst_biedt_alleen_eigen_igs(rollen, regio_a, regio_b):
    formulier = rollen.a.get(pad(Bericht, "add")).context["adminform"].form
    assert list(formulier.fields["igs"].queryset) == [regio_a]


def test_een_actie_raakt_geen_vreemde_rij(rollen, regio_a, regio_b):
    eigen, vreemd = VAN_IGS[Bericht](regio_a), VAN_IGS[Bericht](regio_b)
    rollen.a.post(
        pad(Bericht, "changelist"),
        {"action": "delete_selected", "_selected_action": [eigen.pk, vreemd.pk], "post": "yes"},
    )
    assert Bericht.objects.get(pk=eigen.pk).verwijderd_op is not None
    assert Bericht.objects.get(pk=vreemd.pk).verwijderd_op is None


def test_autocomplete_geeft_geen_vreemde_rijen(rollen, regio_a, regio_b):
    antwoord = rollen.a.get(
        reverse("admin:autocomplete"),
        {"app_label": "igs", "model_name": "lidmaatschap", "field_name": "igs", "term": ""},
    )
    assert antwoord.status_code in (403, 404) or str(regio_b.pk) not in [
        rij["id"] for rij in antwoord.json()["results"]
    ]


def test_eigen_paden_van_de_redactie_zijn_ook_begrensd(rollen, regio_a, regio_b):
    for model in (IGS, Portret, Praktijk, Activiteit, Bericht):
        eigen, vreemd = VAN_IGS[model](regio_a), VAN_IGS[model](regio_b)
        assert rollen.a.get(pad(model, "voorbeeld", eigen.pk)).status_code == 302
        assert rollen.a.get(pad(model, "voorbeeld", vreemd.pk)).status_code == 404
        assert rollen.a.get(pad(model, "herstel", eigen.pk, 1)).status_code == 405
        assert rollen.a.post(pad(model, "herstel", vreemd.pk, 1)).status_code == 404
        for rol in GEWEIGERD:
            assert rollen.van(rol).post(pad(model, "herstel", eigen.pk, 1)).status_code in (302, 403), rol
            assert rollen.van(rol).get(pad(model, "voorbeeld", eigen.pk)).status_code in (302, 403), rol


def _matrix_van_bericht(rollen: Rollen, regio_a: IGS, regio_b: IGS) -> None:
    vreemd = VAN_IGS[Bericht](regio_b)
    assert rollen.a.get(pad(Bericht, "change", vreemd.pk)).status_code == 404
    lijst = rollen.a.get(pad(Bericht, "changelist")).context["cl"].queryset
    assert vreemd not in list(lijst)
    assert list(rollen.a.get(pad(Bericht, "add")).context["adminform"].form.fields["igs"].queryset) == [regio_a]


MUTATIES = {
    "bereik laat alles door": lambda m: m.setattr(bereik.Bereik, "binnen", lambda self, queryset: queryset),
    "iedereen heeft alles": lambda m: m.setattr(bereik, "is_redactie", lambda gebruiker: True),
    "bericht is van iedereen": lambda m: m.setattr(bereik, "GEDEELD", {*bereik.GEDEELD, Bericht}),
    "keuzes onbegrensd": lambda m: m.delitem(PAD_NAAR_IGS, IGS),
}


@pytest.mark.parametrize("naam", MUTATIES)
def test_wie_een_regel_weghaalt_ziet_rood(rollen, regio_a, regio_b, naam, monkeypatch):
    """The matrix can fail: each rule taken away turns it red."""
    MUTATIES[naam](monkeypatch)
    with pytest.raises((AssertionError, KeyError)):
        _matrix_van_bericht(rollen, regio_a, regio_b)


def test_de_matrix_is_groen_zonder_ingreep(rollen, regio_a, regio_b):
    _matrix_van_bericht(rollen, regio_a, regio_b)
