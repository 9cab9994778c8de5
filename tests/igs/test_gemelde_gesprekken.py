"""Reported conversations in the admin: only those, only of one's own region, read under one's name."""

import pytest
from django.urls import reverse

from igs.models import IGS
from opnetwerk import gesprekken
from opnetwerk.models import Gesprek, Logregel
from tests.beheer import Rollen, maak_rollen
from tests.fabriek import maak_igs
from tests.gesprekken import begin, ontvanger

LIJST = "/admin/opnetwerk/gesprek/"


@pytest.fixture
def rollen(lege_databank) -> Rollen:
    return maak_rollen(maak_igs("Zuidrand"), maak_igs("CO7", kleur=2))


def gemeld(igs_slug: str, formulier: str) -> Gesprek:
    gesprek = begin(igs_slug=igs_slug, formulier=formulier, onderwerp=f"Over {igs_slug or 'niemand'}")
    return gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="Dit hoort niet.")


def pad(gesprek: Gesprek, wat: str = "change") -> str:
    return reverse(f"admin:opnetwerk_gesprek_{wat}", args=[gesprek.pk])


def in_lijst(client) -> set[int]:
    return set(client.get(LIJST).context["cl"].queryset.values_list("pk", flat=True))


def test_elk_ziet_alleen_wat_gemeld_is_en_van_de_eigen_regio(rollen):
    assert IGS.objects.count() == 2
    van_a, van_b, van_niemand = gemeld("zuidrand", "a"), gemeld("co7", "b"), gemeld("", "c")
    stil = begin(igs_slug="zuidrand", formulier="d")
    assert in_lijst(rollen.a) == {van_a.pk}
    assert in_lijst(rollen.b) == {van_b.pk}
    assert in_lijst(rollen.redactie) == in_lijst(rollen.beheerder) == {van_a.pk, van_b.pk, van_niemand.pk}
    for client in (rollen.a, rollen.redactie, rollen.beheerder):
        assert client.get(pad(stil)).status_code == 404
    for vreemd in (van_b, van_niemand):
        for wat in ("change", "history", "delete"):
            assert rollen.a.get(pad(vreemd, wat)).status_code == 404
        assert rollen.a.post(pad(vreemd), {"besluit": "sluit"}).status_code == 404
        vreemd.refresh_from_db()
        assert vreemd.behandeld_op is None
    for client in (rollen.anoniem, rollen.gewoon, rollen.verlopen):
        assert client.get(pad(van_a)).status_code in (302, 403)


def test_lezen_toont_de_woorden_zonder_adressen_en_staat_in_het_logboek(rollen):
    gesprek = gemeld("zuidrand", "a")
    antwoord = rollen.a.get(pad(gesprek))
    pagina = antwoord.content.decode()
    assert "Kom je spelen?" in pagina
    assert "An Afzender" in pagina
    assert "Bo Ontvanger: Dit hoort niet." in pagina
    regel = Logregel.objects.get(actie="gelezen")
    assert (regel.door_naam, regel.igs_slug, regel.object_id) == ("Coördinator Zuidrand", "zuidrand", str(gesprek.pk))
    for adres in (pad(gesprek), pad(gesprek, "history"), LIJST):
        for client in (rollen.a, rollen.redactie):
            pagina = client.get(adres).content.decode()
            assert "geheim" not in pagina
            assert not any(str(een.sleutel) in pagina for een in gesprek.deelnemers.all())


def test_woorden_van_een_mens_worden_ook_in_het_beheer_geen_code(rollen):
    gesprek = begin(tekst="<script>alert(1)</script>", igs_slug="zuidrand")
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="<img src=x>")
    pagina = rollen.a.get(pad(gesprek)).content.decode()
    assert "&lt;script&gt;alert(1)" in pagina
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina


@pytest.mark.parametrize(
    ("besluit", "behandeld", "stand"),
    [("wacht", False, Gesprek.Stand.OPEN), ("behandeld", True, Gesprek.Stand.OPEN), ("sluit", True, "gesloten")],
)
def test_een_besluit_doet_wat_het_zegt(rollen, besluit, behandeld, stand):
    gesprek = gemeld("zuidrand", "a")
    assert rollen.a.post(pad(gesprek), {"besluit": besluit}).status_code == 302
    gesprek.refresh_from_db()
    assert (gesprek.behandeld_op is not None, gesprek.stand) == (behandeld, stand)
    assert Logregel.objects.filter(actie="melding behandeld", igs_slug="zuidrand").exists() == behandeld


def test_een_vreemd_besluit_of_veld_verandert_niets(rollen):
    gesprek = gemeld("zuidrand", "a")
    antwoord = rollen.a.post(pad(gesprek), {"besluit": "wis", "onderwerp": "anders", "igs_slug": "co7"})
    assert antwoord.status_code == 200
    assert "besluit" in antwoord.context["adminform"].form.errors
    rollen.a.post(pad(gesprek), {"besluit": "wacht", "onderwerp": "anders", "igs_slug": "co7"})
    gesprek.refresh_from_db()
    assert (gesprek.onderwerp, gesprek.igs_slug, gesprek.behandeld_op) == ("Over zuidrand", "zuidrand", None)


def test_niemand_maakt_of_wist_een_gesprek(rollen):
    gesprek = gemeld("zuidrand", "a")
    for client in (rollen.a, rollen.redactie, rollen.beheerder):
        assert client.get(f"{LIJST}add/").status_code == 403
        assert client.post(pad(gesprek, "delete"), {"post": "yes"}).status_code == 403
        client.post(LIJST, {"action": "delete_selected", "_selected_action": [gesprek.pk], "post": "yes"})
    assert Gesprek.objects.filter(pk=gesprek.pk).exists()


def test_de_lijst_filtert_wat_wacht(rollen):
    wacht, klaar = gemeld("zuidrand", "a"), gemeld("zuidrand", "b")
    rollen.a.post(pad(klaar), {"besluit": "behandeld"})
    for waarde, pks in (("wacht", {wacht.pk}), ("klaar", {klaar.pk}), ("onzin", {wacht.pk, klaar.pk})):
        antwoord = rollen.a.get(f"{LIJST}?behandeling={waarde}")
        assert set(antwoord.context["cl"].queryset.values_list("pk", flat=True)) == pks, waarde


def test_de_lijst_kost_een_vast_aantal_vragen(rollen, django_assert_num_queries, django_assert_max_num_queries):
    gemeld("zuidrand", "a")
    rollen.a.get(LIJST)
    with django_assert_max_num_queries(25) as een:
        rollen.a.get(LIJST)
    for nummer in range(9):
        gemeld("zuidrand", f"b{nummer}")
    with django_assert_num_queries(len(een)):
        rollen.a.get(LIJST)
