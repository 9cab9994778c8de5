"""Is it still right? Asked three times, hidden, announced, erased: each at its time, and never without being asked."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import Client

from opnetwerk import dagelijks
from opnetwerk.bewaartermijnen import maanden
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import actualiteit, bewaartermijnen, ouders, verlaten
from talent.actualiteit import Uitslag, bevestig, werk_actualiteit_bij
from talent.bewaartermijnen import TERMIJNEN
from talent.models import Beheeruitnodiging, Oudertoestemming, Talent, Zoekrij
from tests.fabriek import maak_gebruiker
from tests.talent.fabriek import maak_talent

pytestmark = pytest.mark.django_db
BRUSSEL = ZoneInfo("Europe/Brussels")
BEGIN = datetime(2026, 1, 1, 12, tzinfo=BRUSSEL)


@pytest.fixture
def an() -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be")


@pytest.fixture
def talent(an: Gebruiker) -> Talent:
    return maak_talent(naam="De Band", eigenaar=an, bevestigd_op=BEGIN)


@pytest.fixture
def op_dag(settings: Any) -> Any:
    """Do the work of a day, so many days after the last confirmation."""

    def werk(dagen: float) -> Uitslag:
        dag = (BEGIN + timedelta(days=dagen)).date()
        settings.VASTE_DAG = dag
        return werk_actualiteit_bij(nu=datetime.combine(dag, BEGIN.timetz()))

    return werk


def dagen(aantal_maanden: int) -> int:
    return maanden(aantal_maanden).days + 1


def onderwerpen() -> list[str]:
    return list(UitgaandeMail.objects.order_by("pk").values_list("onderwerp", flat=True))


def test_binnen_het_jaar_gebeurt_er_niets(talent: Talent, op_dag: Any) -> None:
    for dag in (0, 100, 364):
        assert op_dag(dag) == Uitslag()
    assert onderwerpen() == []


def test_het_hele_pad_zonder_antwoord(talent: Talent, op_dag: Any) -> None:
    nummer = talent.pk
    assert op_dag(dagen(12)).gevraagd == 1
    assert op_dag(dagen(12) + 1) == Uitslag()
    assert op_dag(dagen(13)).gevraagd == 1
    assert op_dag(dagen(14)).gevraagd == 1
    assert Talent.objects.online().filter(pk=nummer).exists()
    assert onderwerpen() == [
        "Klopt het profiel van De Band nog?",
        "Klopt het profiel van De Band nog?",
        "Laatste vraag: klopt het profiel van De Band nog?",
    ]
    assert op_dag(dagen(15)).verborgen == 1
    assert not Talent.objects.online().filter(pk=nummer).exists()
    assert not Zoekrij.objects.get(talent_nr=nummer).zichtbaar
    assert op_dag(dagen(16)) == Uitslag()
    assert op_dag(dagen(33)).aangekondigd == 1
    assert op_dag(dagen(36) - 14).op_weg == 1
    assert Talent.objects.get(pk=nummer).wissen_op is not None
    assert op_dag(dagen(36) - 5) == Uitslag()
    assert op_dag(dagen(36) + 1).gewist == 1
    assert not Talent.objects.filter(pk=nummer).exists()
    assert onderwerpen() == ["Je profiel op Talent is gewist"]


def test_elke_dag_werken_over_vier_jaar_geeft_elke_stap_een_keer(talent: Talent, op_dag: Any) -> None:
    totaal = Uitslag()
    for dag in range(350, 1200, 7):
        uitslag = op_dag(dag)
        for veld in vars(totaal):
            setattr(totaal, veld, getattr(totaal, veld) + getattr(uitslag, veld))
    assert totaal == Uitslag(gevraagd=3, verborgen=1, aangekondigd=1, op_weg=1, gewist=1)


def test_na_een_lange_stilstand_wordt_niemand_verborgen_zonder_drie_vragen(talent: Talent, op_dag: Any) -> None:
    eerste = dagen(40)
    assert op_dag(eerste) == Uitslag(gevraagd=1)
    assert op_dag(eerste) == Uitslag()
    assert op_dag(eerste + 10) == Uitslag()
    assert op_dag(eerste + 26) == Uitslag(gevraagd=1)
    assert op_dag(eerste + 52) == Uitslag(gevraagd=1)
    assert op_dag(eerste + 78) == Uitslag(verborgen=1)
    assert op_dag(eerste + 104) == Uitslag(aangekondigd=1)
    [mail] = UitgaandeMail.objects.filter(onderwerp__startswith="We wissen")
    wissen = (BEGIN + timedelta(days=eerste + 104 + 39)).date()
    assert f"{wissen.day} " in mail.tekst
    assert str(wissen.year) in mail.tekst
    assert op_dag(eerste + 130) == Uitslag(op_weg=1)
    assert op_dag(eerste + 145) == Uitslag(gewist=1)


def pad_in_mail() -> str:
    [pad] = re.findall(r"http://127\.0\.0\.1:8000(/talent/klopt-nog/\S+)", UitgaandeMail.objects.all()[0].tekst)
    return str(pad)


def test_een_knop_in_de_mail_begint_opnieuw_te_tellen(client: Client, talent: Talent, op_dag: Any) -> None:
    op_dag(dagen(12))
    pad = pad_in_mail()
    for _ in range(2):
        assert "Klopt het profiel van De Band nog?" in client.get(pad).content.decode()
    assert Talent.objects.get(pk=talent.pk).keren_gevraagd == 1
    antwoord = client.post(pad)
    assert antwoord.headers["Location"] == f"{pad}?net=bevestigd"
    assert "Bedankt" in client.get(antwoord.headers["Location"]).content.decode()
    talent.refresh_from_db()
    assert (talent.keren_gevraagd, talent.gevraagd_op) == (0, None)
    assert talent.bevestigd_op.date() == (BEGIN + timedelta(days=dagen(12))).date()
    assert op_dag(dagen(13)) == Uitslag()
    assert op_dag(dagen(12) + dagen(12)).gevraagd == 1


def test_bevestigen_toont_weer_wat_alleen_uit_stilte_verborgen_was(client: Client, talent: Talent, op_dag: Any) -> None:
    for maand in (12, 13, 14, 15):
        op_dag(dagen(maand))
    client.post(pad_in_mail())
    assert Talent.objects.online().filter(pk=talent.pk).exists()
    assert Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar


@pytest.mark.parametrize("wie", ["eigenaar", "redactie", "ouder"])
def test_bevestigen_toont_niet_wat_iemand_verborg(talent: Talent, an: Gebruiker, wie: str) -> None:
    verlaten.verberg(talent=talent, door=None, wie=Talent.Verborgen(wie))
    bevestig(talent=talent, door=an)
    talent.refresh_from_db()
    assert talent.verborgen_door == wie


def test_de_knop_staat_ook_op_je_eigen_pagina(talent: Talent, an: Gebruiker) -> None:
    client = Client()
    client.force_login(an)
    assert "Je zei het laatst op 1 januari 2026" in client.get("/mijn/talent/de-band/").content.decode()
    client.post("/mijn/talent/de-band/", {"actie": "bevestig"})
    assert "Je zei het laatst op 23 november 2026" in client.get("/mijn/talent/de-band/").content.decode()


def test_de_link_is_na_twee_maanden_te_oud(client: Client, talent: Talent, op_dag: Any, settings: Any) -> None:
    op_dag(dagen(12))
    pad = pad_in_mail()
    settings.VASTE_DAG = date.fromordinal(settings.VASTE_DAG.toordinal() + 61)
    assert client.get(pad).status_code == 404
    assert client.post(pad).status_code == 404
    assert Talent.objects.get(pk=talent.pk).keren_gevraagd == 1


@pytest.mark.parametrize("teken", ["x", "é", "x" * 2000])
def test_een_vreemde_link_is_een_gewone_pagina(client: Client, teken: str) -> None:
    assert client.get(f"/talent/klopt-nog/{teken}/").status_code == 404
    assert client.post(f"/talent/klopt-nog/{teken}/").status_code == 404


def test_een_link_om_te_wissen_bevestigt_niets(client: Client, talent: Talent) -> None:
    teken = verlaten.link_terug(talent).split("/")[-2]
    assert client.post(f"/talent/klopt-nog/{teken}/").status_code == 404


def test_een_begonnen_profiel_gaat_na_een_jaar_weg_met_een_mail_vooraf(an: Gebruiker, op_dag: Any) -> None:
    talent = maak_talent(naam="Begin", online=False, eigenaar=an)
    Talent.objects.filter(pk=talent.pk).update(gemaakt_op=BEGIN)
    assert op_dag(dagen(10)) == Uitslag()
    assert op_dag(dagen(11)).aangekondigd == 1
    assert "Het is nooit ingediend" in UitgaandeMail.objects.get().tekst
    assert op_dag(dagen(12)).op_weg == 1
    assert op_dag(dagen(12) + 15).gewist == 1


def test_zonder_ja_van_een_ouder_wordt_een_inschrijving_na_dertig_dagen_gewist(op_dag: Any) -> None:
    talent = maak_talent(naam="Noor", leeftijd="13-15", online=False)
    Oudertoestemming.objects.create(talent=talent, email="ma@voorbeeld.be")
    Oudertoestemming.objects.update(gevraagd_op=BEGIN)
    Talent.objects.update(gemaakt_op=BEGIN)
    assert op_dag(29) == Uitslag()
    assert op_dag(31).op_weg == 1
    assert op_dag(32) == Uitslag()
    assert op_dag(46).gewist == 1


def test_een_ouder_die_intrekt_heeft_dertig_dagen_om_terug_te_komen(op_dag: Any) -> None:
    talent = maak_talent(naam="Noor", leeftijd="13-15", bevestigd_op=BEGIN)
    vraag = Oudertoestemming.objects.create(talent=talent, email="ma@voorbeeld.be")
    Oudertoestemming.objects.update(gevraagd_op=BEGIN)
    op_dag(1)
    ouders.zeg_ja(vraag=vraag)
    assert op_dag(100) == Uitslag()
    ouders.zeg_nee(vraag=vraag)
    assert op_dag(129) == Uitslag()
    assert op_dag(131).op_weg == 1


def test_voorbeelden_blijven_met_rust(op_dag: Any) -> None:
    maak_talent(naam="Voorbeeld", voorbeeld=True, bevestigd_op=BEGIN)
    assert op_dag(dagen(40)) == Uitslag()


def test_een_verlopen_uitnodiging_blijft_geen_dertig_dagen_langer(talent: Talent, op_dag: Any) -> None:
    Beheeruitnodiging.objects.create(talent=talent, email="x@voorbeeld.be", verloopt_op=BEGIN)
    op_dag(29)
    assert Beheeruitnodiging.objects.count() == 1
    op_dag(31)
    assert Beheeruitnodiging.objects.count() == 0


def test_wie_intussen_bevestigde_krijgt_geen_stap(talent: Talent, an: Gebruiker, op_dag: Any) -> None:
    nu = BEGIN + maanden(13)
    [te_vragen] = actualiteit._te_bekijken(nu)
    bevestig(talent=talent, door=an)
    Talent.objects.filter(pk=talent.pk).update(bevestigd_op=nu)
    uitslag = Uitslag()
    actualiteit._zet_stap(te_vragen.pk, nu, uitslag)
    assert uitslag == Uitslag()


def test_de_nacht_doet_het(talent: Talent, settings: Any) -> None:
    settings.VASTE_DAG = (BEGIN + maanden(12)).date() + timedelta(days=1)
    [uitkomst] = dagelijks.voer_uit(moment=nu(), alleen=["profielen"])
    assert (uitkomst.aantal, uitkomst.fout) == (1, "")
    assert Talent.objects.get(pk=talent.pk).keren_gevraagd == 1


# --- the table of terms ---


def test_de_termijnen_noemen_elk_model_met_gegevens_van_iemand() -> None:
    genoemd = {veld.split(".")[0] for een in TERMIJNEN for veld in een.velden}
    namen = {model.__name__ for model in apps.get_models()}
    assert genoemd <= namen
    assert genoemd >= {"Talent", "Profiel", "Werk", "Oudertoestemming", "Beheeruitnodiging", "Toestemming"}


def test_de_woorden_van_de_termijnen_kloppen_met_de_duur() -> None:
    assert len({een.sleutel for een in TERMIJNEN}) == len(TERMIJNEN)
    profiel = bewaartermijnen.termijn("profiel")
    for maand, duur in ((12, 0), (13, 1), (14, 2)):
        assert bewaartermijnen.VRAAG_NA[duur] == maanden(maand)
    for maand in ("12, 13 en 14", "15", "33", "36"):
        assert maand in profiel.regel
    assert profiel.duur == maanden(36)
    assert "14 dagen" in bewaartermijnen.termijn("wissen").regel
    assert bewaartermijnen.termijn("wissen").duur == timedelta(days=14)
    assert bewaartermijnen.termijn("ouder").duur == timedelta(days=30)
    with pytest.raises(KeyError):
        bewaartermijnen.termijn("bestaat niet")
