"""What a hostile coordinator, a careless editor or an odd address may not reach: each was a hole once."""

import time
from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from igs.models import IGS, Aanstelling, Activiteit, Bericht, Coordinator, Gemeente, Melding
from opnetwerk import versies
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from opnetwerk.voorbeeldlink import maak_link
from tests.aanmelden import RECORDS
from tests.beheer import maak_rollen
from tests.fabriek import maak_bericht, maak_gebruiker, maak_gemeente, maak_igs
from tests.igs.test_admin import maak, wijzig
from tests.igs.test_beheer_matrix import VAN_IGS, pad

PLAN = {"publiceren_op_0": "01-12-2026", "publiceren_op_1": "10:00"}
DAARNA = datetime(2026, 12, 2, tzinfo=UTC)
VOORBIJ = {"verbergen_vanaf_0": "01-01-2026", "verbergen_vanaf_1": "10:00"}


@pytest.fixture
def a(lege_databank):
    return maak_igs("Zuidrand")


@pytest.fixture
def b(lege_databank):
    return maak_igs("CO7", kleur=2)


@pytest.fixture
def rollen(a, b):
    return maak_rollen(a, b)


@pytest.mark.parametrize("vraag", ["password__startswith=md5", "password__regex=^m", "authenticator__isnull=0"])
def test_een_lijst_antwoordt_niet_over_wachtwoorden(rollen, vraag):
    assert rollen.redactie.get(pad(Gebruiker, "changelist") + "?" + vraag).status_code == 400


@pytest.mark.parametrize("vraag", ["tekst__contains=geheim", "tekst__startswith=g", "html__contains=x"])
def test_een_lijst_antwoordt_niet_over_de_tekst_van_een_mail(rollen, vraag):
    UitgaandeMail.objects.create(sleutel="s", aan="x@voorbeeld.be", onderwerp="o", tekst="geheim", bericht_id="<1@x>")
    assert rollen.redactie.get(pad(UitgaandeMail, "changelist") + "?" + vraag).status_code == 400


def test_een_ouder_plan_maakt_niet_ongedaan_wat_later_gepubliceerd_is(rollen, a):
    item = maak_bericht(igs=a)
    wijzig(rollen.a, item, "_publiceer", titel="Gepland", **PLAN)
    wijzig(rollen.a, item, "_publiceer", titel="Nu toch")
    versies.pas_geplande_toe([Bericht], DAARNA)
    item.refresh_from_db()
    assert item.titel == "Nu toch"


def test_verbergen_in_het_verleden_is_een_fout_bij_het_veld(rollen, a):
    assert maak(rollen.a, Bericht, a, "_publiceer", **VOORBIJ).status_code == 200
    assert wijzig(rollen.a, maak_bericht(igs=a), "_publiceer", **VOORBIJ).status_code == 200


def test_twee_keer_dezelfde_uitnodigen_geeft_uitleg(rollen, a):
    data = {"email": "n@voorbeeld.be", "naam": "N", "igs": a.pk, "van": "01-01-2026"}
    assert rollen.redactie.post(pad(Aanstelling, "add"), data).status_code == 302
    assert rollen.redactie.post(pad(Aanstelling, "add"), data).status_code == 200


def test_een_gesloten_account_wordt_niet_uitgenodigd(rollen, a):
    maak_gebruiker("dicht@voorbeeld.be", "een lang wachtwoord", is_active=False)
    data = {"email": "dicht@voorbeeld.be", "naam": "N", "igs": a.pk, "van": "01-01-2026"}
    assert rollen.redactie.post(pad(Aanstelling, "add"), data).status_code == 200


def test_herstellen_verhuist_niets_naar_een_andere_regio(rollen, a, b):
    item = maak_bericht(igs=b, gepubliceerd_op=None)
    versies.bewaar(item=item, velden=versies.lees(item), door=None, basis=0)
    versies.bewaar(item=item, velden=versies.lees(item) | {"igs_id": a.pk}, door=None, basis=1)
    assert rollen.a.post(pad(Bericht, "herstel", item.pk, 1)).status_code == 404
    item.refresh_from_db()
    assert item.igs_id == a.pk


def test_een_coordinator_kiest_een_gemeente_en_opent_haar_niet(rollen):
    gemeente = maak_gemeente("11001", "Aartselaar")
    formulier = rollen.a.get(pad(Activiteit, "add")).context["adminform"].form
    assert gemeente in formulier.fields["gemeente"].queryset
    assert rollen.a.get(pad(Gemeente, "change", gemeente.pk)).status_code == 403
    data = {"app_label": "igs", "model_name": "activiteit", "field_name": "gemeente", "term": "aart"}
    assert rollen.a.get(reverse("admin:autocomplete"), data).status_code == 403


def test_de_omweg_naar_de_site_verraadt_geen_vreemd_concept(rollen, b):
    vreemd = maak_bericht("Geheime titel", igs=b, gepubliceerd_op=None)
    soort = ContentType.objects.get_for_model(Bericht)
    assert rollen.a.get(f"/admin/r/{soort.pk}/{vreemd.pk}/").status_code == 404


def test_een_igs_laat_zich_niet_verbergen_met_een_extra_veld(rollen, a):
    data = {"basis": "0", "omschrijving": "x", "_publiceer": "1", "_verberg": "1"}
    data |= {"verbergen_vanaf_0": "24-11-2026", "verbergen_vanaf_1": "10:00"}
    assert rollen.a.post(pad(IGS, "change", a.pk), data).status_code == 302
    a.refresh_from_db()
    assert a.verbergen_op is None
    assert a.gepubliceerd_op


def test_lezen_langs_een_post_of_de_geschiedenis_staat_in_het_logboek(rollen, a):
    contact, melding = VAN_IGS[Coordinator](a), VAN_IGS[Melding](a)
    rollen.a.post(pad(Coordinator, "changelist"))
    assert Logregel.objects.filter(actie="lijst gelezen").count() == 1
    rollen.a.post(pad(Coordinator, "change", contact.pk), {})
    assert Logregel.objects.filter(actie="gelezen", model="igs.Coordinator").count() == 1
    rollen.a.get(pad(Melding, "history", melding.pk))
    assert Logregel.objects.filter(actie="gelezen", model="igs.Melding").count() == 1


def test_wat_geweigerd_werd_is_niet_gelezen(rollen):
    eigen = Aanstelling.objects.get(gebruiker__email="a@voorbeeld.be")
    assert rollen.a.get(pad(Aanstelling, "change", eigen.pk)).status_code == 403
    assert not Logregel.objects.filter(actie="gelezen").exists()


def test_een_plan_bewaart_ook_wanneer_het_verbergt_en_in_welk_igs(rollen, a):
    item = maak_bericht(igs=a)
    straks = {"verbergen_vanaf_0": "10-12-2026", "verbergen_vanaf_1": "10:00"}
    wijzig(rollen.a, item, "_publiceer", titel="G", **straks, **PLAN)
    versies.pas_geplande_toe([Bericht], DAARNA)
    item.refresh_from_db()
    assert item.titel == "G"
    assert item.verbergen_op
    assert Logregel.objects.get(actie="gepubliceerd zoals gepland").igs_slug == "zuidrand"


def test_het_formulier_van_een_geplande_tekst_toont_het_moment(rollen, a):
    maak(rollen.a, Bericht, a, "_publiceer", **PLAN)
    formulier = rollen.a.get(pad(Bericht, "change", Bericht.objects.get().pk)).context["adminform"].form
    assert formulier["publiceren_op"].value()


def test_een_plan_blijft_zichtbaar_naast_een_nieuwer_concept(rollen, a):
    item = maak_bericht(igs=a)
    wijzig(rollen.a, item, "_publiceer", titel="Gepland", **PLAN)
    wijzig(rollen.a, item, "_concept", titel="Later")
    assert "1 december 2026" in rollen.a.get(pad(Bericht, "change", item.pk)).content.decode()


def test_verbergen_trekt_het_plan_in(rollen, a):
    item = maak_bericht(igs=a)
    wijzig(rollen.a, item, "_publiceer", titel="Gepland", **PLAN)
    wijzig(rollen.a, item, "_verberg", titel="Weg")
    assert versies.pas_geplande_toe([Bericht], DAARNA) == 0


def test_twee_keer_op_de_knop_maakt_een_bericht(rollen, a):
    maak(rollen.a, Bericht, a)
    maak(rollen.a, Bericht, a)
    assert Bericht.objects.count() == 1


def lang_geleden_aangemeld(klant: Client) -> None:
    sessie = klant.session
    sessie[RECORDS] = [{"method": "mfa", "at": time.time() - 1000, "type": "totp"}]
    sessie["beheer_laatst"] = time.time()
    sessie.save()


def test_een_rol_geven_vraagt_eerst_een_bevestiging(rollen):
    lang_geleden_aangemeld(rollen.beheerder)
    iemand = Gebruiker.objects.get(email="gewoon@voorbeeld.be")
    rollen.beheerder.post(pad(Gebruiker, "change", iemand.pk), {"naam": "R", "is_active": "on", "is_superuser": "on"})
    iemand.refresh_from_db()
    assert not iemand.is_superuser


UITNODIGING = {"email": "n@voorbeeld.be", "naam": "N", "van": "01-01-2026"}


def test_een_uitnodiging_vraagt_eerst_een_bevestiging_en_gaat_dan_vanzelf_verder(rollen, a):
    lang_geleden_aangemeld(rollen.redactie)
    antwoord = rollen.redactie.post(pad(Aanstelling, "add"), UITNODIGING | {"igs": a.pk})
    assert antwoord.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not Gebruiker.objects.filter(email="n@voorbeeld.be").exists()
    antwoord = rollen.redactie.post(antwoord.headers["Location"], {"password": "een lang wachtwoord"})
    assert antwoord.status_code == 302
    assert Aanstelling.objects.get(gebruiker__email="n@voorbeeld.be").igs == a
    assert UitgaandeMail.objects.filter(aan="n@voorbeeld.be").count() == 1


def test_een_aanstelling_wijzigen_wegdoen_of_opnieuw_mailen_vraagt_eerst_een_bevestiging(rollen, a):
    aanstelling = Aanstelling.objects.get(gebruiker__email="a@voorbeeld.be")
    lang_geleden_aangemeld(rollen.beheerder)
    lijst, keuze = pad(Aanstelling, "changelist"), {"_selected_action": [aanstelling.pk], "post": "yes"}
    for adres, gegevens in (
        (pad(Aanstelling, "change", aanstelling.pk), {"van": "01-01-2026", "tot": "31-12-2030"}),
        (pad(Aanstelling, "delete", aanstelling.pk), {"post": "yes"}),
        (lijst, keuze | {"action": "delete_selected"}),
        (lijst, keuze | {"action": "stuur_opnieuw"}),
    ):
        antwoord = rollen.beheerder.post(adres, gegevens)
        assert antwoord.headers["Location"].startswith("/accounts/"), adres
    aanstelling.refresh_from_db()
    assert aanstelling.tot is None
    assert not UitgaandeMail.objects.exists()


def test_aanstellingen_lezen_vraagt_geen_bevestiging(rollen, a):
    lang_geleden_aangemeld(rollen.redactie)
    aanstelling = Aanstelling.objects.get(gebruiker__email="a@voorbeeld.be")
    for adres in (pad(Aanstelling, "changelist"), pad(Aanstelling, "add"), pad(Aanstelling, "change", aanstelling.pk)):
        assert rollen.redactie.get(adres).status_code == 200


def test_wie_zich_net_aanmeldde_wijzigt_een_aanstelling_meteen(rollen, a):
    aanstelling = Aanstelling.objects.get(gebruiker__email="a@voorbeeld.be")
    gegevens = {"van": "01-01-2026", "tot": "31-12-2030"}
    assert rollen.redactie.post(pad(Aanstelling, "change", aanstelling.pk), gegevens).status_code == 302
    aanstelling.refresh_from_db()
    assert f"{aanstelling.tot:%Y}" == "2030"


@pytest.mark.parametrize("rol", ["redactie", "beheerder"])
def test_niemand_sluit_zichzelf_buiten(rollen, rol):
    ik = Gebruiker.objects.get(email=f"{rol}@voorbeeld.be")
    getattr(rollen, rol).post(pad(Gebruiker, "change", ik.pk), {"naam": "R"})
    ik.refresh_from_db()
    assert ik.is_active
    assert ik.is_superuser == (rol == "beheerder")


def test_een_voorbeeldlink_eindigt_in_de_prullenmand(a, client):
    item = maak_bericht(igs=a, gepubliceerd_op=None)
    link = maak_link(item, 0)
    versies.verwijder(item=item, door=None)
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("nummer", ["²", "9" * 5000, "%00", "abc", "-1", "9" * 30], ids=range(6))
@pytest.mark.parametrize("wat", ["change", "delete", "history"])
def test_een_vreemd_nummer_is_een_404(rollen, nummer, wat):
    assert rollen.a.get(f"/admin/igs/bericht/{nummer}/{wat}/").status_code == 404


@pytest.mark.parametrize("wat", ["change", "delete", "history"])
def test_een_nul_teken_in_een_nis_code_is_een_404(rollen, wat):
    assert rollen.beheerder.get(f"/admin/igs/gemeente/%00/{wat}/").status_code == 404


@pytest.mark.parametrize("basis", ["5", "-1", "9" * 20, "x", "", "1.5"])
def test_een_vreemde_basis_bij_toevoegen_breekt_niets(rollen, a, basis):
    assert maak(rollen.a, Bericht, a, basis=basis).status_code in (200, 302)


@pytest.mark.parametrize("vraag", ["titel__regex=(", "titel__startswith=%00", "begint_op__year=99999"])
def test_een_vreemde_vraag_aan_een_lijst_is_een_400(rollen, vraag):
    assert rollen.a.get(pad(Activiteit, "changelist") + "?" + vraag).status_code == 400


def test_een_leeg_veld_van_terugkeer_breekt_de_pagina_niet(rollen, a):
    bericht = maak_bericht("Een", igs=a)
    assert rollen.a.get(pad(Bericht, "change", bericht.pk) + "?_to_field=&_changelist_filters=x").status_code == 200


def test_een_nul_teken_in_een_filter_is_een_400(rollen):
    assert rollen.a.get(pad(Melding, "changelist") + "?stand__exact=%00").status_code == 400


@pytest.mark.parametrize("vraag", ["begint_op=x", "publiceren_op=x", "gemeente=%00", "basis=5"])
def test_het_adres_vult_geen_formulier_in(rollen, vraag):
    assert rollen.a.get(pad(Activiteit, "add") + "?" + vraag).status_code == 200


@pytest.mark.parametrize(
    "rest",
    [
        {"model_name": "bericht", "field_name": "igs", "term": "\x00"},
        {"model_name": "igs", "field_name": "lidmaatschappen", "term": ""},
        {"model_name": "aanstelling", "field_name": "gebruiker", "term": ""},
    ],
    ids=["nul", "omgekeerd", "account"],
)
def test_autocomplete_antwoordt_alleen_voor_velden_die_zo_kiezen(rollen, rest):
    assert rollen.redactie.get(reverse("admin:autocomplete"), {"app_label": "igs"} | rest).status_code == 403


@pytest.mark.parametrize("sleutel", ["99999-01-01", "\x00", "", "1.5", "9" * 40, "NaN"])
def test_een_daad_op_wat_geen_rij_kan_zijn_doet_niets(rollen, a, sleutel):
    item = maak_bericht(igs=a)
    keuze = {"action": "delete_selected", "_selected_action": [sleutel], "post": "yes"}
    assert rollen.redactie.post(pad(Bericht, "changelist"), keuze).status_code in (200, 302)
    assert Bericht.objects.get().pk == item.pk
    rollen.redactie.post(pad(Bericht, "changelist"), keuze | {"_selected_action": [sleutel, str(item.pk)]})
    assert not Bericht.objects.filter(verwijderd_op=None).exists()
