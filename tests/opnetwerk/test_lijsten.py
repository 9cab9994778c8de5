"""The command that a deployment runs once: it fills what is empty and leaves what somebody changed."""

import pytest
from django.core.management import call_command

from grensbrekers.models import Thema
from talent.models import Discipline


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
