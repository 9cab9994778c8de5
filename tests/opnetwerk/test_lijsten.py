"""The commands that a deployment runs: fill what is empty, leave what somebody changed, write old rows again."""

import pytest
from django.core.management import call_command

from grensbrekers.models import Thema
from talent.models import Discipline, Zoekrij
from talent.zoekrij import VORM
from tests.talent.fabriek import maak_talent


@pytest.mark.usefixtures("db")
def test_het_commando_vult_de_lijsten_en_zegt_hoeveel(capsys):
    call_command("laad_lijsten")
    gezegd = capsys.readouterr().out
    assert f"disciplines: {Discipline.objects.count()} toegevoegd" in gezegd
    assert f"thema's: {Thema.objects.count()} toegevoegd" in gezegd
    assert Discipline.objects.filter(sleutel="pop-en-rock").exists()


@pytest.mark.usefixtures("db")
def test_een_tweede_keer_blijft_wat_de_redactie_wijzigde(capsys):
    call_command("laad_lijsten")
    Discipline.objects.filter(sleutel="pop-en-rock").update(naam="Rock en pop")
    capsys.readouterr()
    call_command("laad_lijsten")
    assert capsys.readouterr().out.splitlines() == [
        "disciplines: 0 toegevoegd",
        "thema's: 0 toegevoegd",
        "aanbod: 0 toegevoegd",
    ]
    assert Discipline.objects.get(sleutel="pop-en-rock").naam == "Rock en pop"


@pytest.mark.usefixtures("gegevens")
def test_na_een_nieuwe_versie_worden_alleen_oude_zoekrijen_opnieuw_geschreven(capsys, django_assert_num_queries):
    oud, nieuw, weg = (maak_talent(naam=naam, prijs="gratis") for naam in ("Oud", "Nieuw", "Weg"))
    nummer = weg.pk
    weg.delete()
    Zoekrij.objects.filter(talent_nr__in=[oud.pk, nummer]).update(waarden=["v:solo"])
    stand = Zoekrij.objects.get(talent_nr=nieuw.pk).nummer
    call_command("leid_zoekrijen_af")
    assert capsys.readouterr().out == "2 rijen opnieuw geschreven\n"
    assert {VORM, "prijs:gratis"} <= {*Zoekrij.objects.get(talent_nr=oud.pk).waarden}
    assert not Zoekrij.objects.get(talent_nr=nummer).zichtbaar
    assert Zoekrij.objects.get(talent_nr=nieuw.pk).nummer == stand
    with django_assert_num_queries(1):
        call_command("leid_zoekrijen_af")
    assert capsys.readouterr().out == "0 rijen opnieuw geschreven\n"
