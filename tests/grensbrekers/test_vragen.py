"""Questions: ask, answer, solve; who is mailed, once, and in one mail."""

from datetime import timedelta

import pytest

from grensbrekers import vragen
from grensbrekers.models import Antwoord, Grensbreker, Netwerkvraag, Verzending
from grensbrekers.vragen import TeVeel, antwoord, heropen, los_op, mail_vragen, per_thema, stel
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Logregel, UitgaandeMail
from tests.grensbrekers.fabriek import maak_antwoord, maak_grensbreker, maak_netwerkvraag, maak_thema
from tests.grensbrekers.formulieren import mails_aan, paden_in

pytestmark = pytest.mark.usefixtures("lege_databank")
MORGEN = vandaag() + timedelta(days=1)


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", themas=["jeugd"])


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Baert", "Hove", themas=["jeugd", "erfgoed"])


def stel_een(door: Grensbreker, titel: str = "Hoe doen jullie dat?", formulier: str = "f1") -> Netwerkvraag:
    return stel(door=door, titel=titel, tekst="", themas=[maak_thema("jeugd")], formulier=formulier)


# --- ask and answer ---
def test_een_vraag_staat_er_een_keer_op_de_dag_van_het_huis(an):
    assert stel_een(an) == stel_een(an)
    vraag = Netwerkvraag.objects.get()
    assert (vraag.gesteld_op, list(vraag.themas.all())) == (nu(), [maak_thema("jeugd")])
    assert not UitgaandeMail.objects.exists()  # the mail of the day brings it


def test_een_lid_stelt_hoogstens_vijf_vragen_per_dag(an, bo):
    for nummer in range(5):
        stel_een(an, formulier=f"f{nummer}")
    with pytest.raises(TeVeel, match="vandaag al 5 vragen"):
        stel_een(an, formulier="te veel")
    assert stel_een(an, formulier="f0") == Netwerkvraag.objects.get(formulier="f0")
    stel_een(bo, formulier="van bo")
    Netwerkvraag.objects.update(gesteld_op=nu() - timedelta(days=2))
    stel_een(an, formulier="morgen")


def test_wie_het_vroeg_leest_elk_antwoord_meteen_in_een_mail(an, bo):
    vraag = stel_een(an)
    for _ in range(2):
        antwoord(vraag=vraag, door=bo, tekst="Met een bakfiets.", formulier="a1")
    [mail] = mails_aan(an.email)
    assert "Met een bakfiets." in mail.tekst
    assert "Bo Baert uit Hove antwoordt" in mail.tekst
    assert "Bo Baert" not in mail.onderwerp
    assert paden_in(mail, f"/grensbrekers/netwerk/{an.sleutel}/vraag/{vraag.kenmerk}/")
    assert Antwoord.objects.get().op == nu()
    antwoord(vraag=vraag, door=bo, tekst="En met taart.", formulier="a2")
    assert len(mails_aan(an.email)) == 2


def test_wie_zichzelf_aanvult_of_geen_lid_meer_is_krijgt_geen_mail(an, bo):
    vraag = stel_een(an)
    antwoord(vraag=vraag, door=an, tekst="Ik bedoel dit.", formulier="a1")
    Grensbreker.objects.filter(pk=an.pk).update(stand="uitgeschreven")
    antwoord(vraag=Netwerkvraag.objects.get(), door=bo, tekst="Zo.", formulier="a2")
    antwoord(vraag=maak_netwerkvraag(None, "Van niemand"), door=bo, tekst="Zo.", formulier="a3")
    assert not UitgaandeMail.objects.exists()


def test_een_lid_geeft_hoogstens_twintig_antwoorden_per_dag(an, bo):
    vraag = stel_een(an)
    for nummer in range(20):
        antwoord(vraag=vraag, door=bo, tekst="Zo.", formulier=f"a{nummer}")
    with pytest.raises(TeVeel, match="vandaag al 20 antwoorden"):
        antwoord(vraag=vraag, door=bo, tekst="Zo.", formulier="te veel")
    assert len(mails_aan(an.email)) == 20


def test_enkel_wie_het_vroeg_zegt_dat_het_opgelost_is_en_kan_het_heropenen(an, bo):
    vraag = stel_een(an)
    with pytest.raises(ValueError, match="stelde"):
        los_op(vraag=vraag, door=bo)
    for _ in range(2):
        los_op(vraag=vraag, door=an)
    assert Netwerkvraag.objects.get().opgelost_op == nu()
    with pytest.raises(ValueError, match="stelde"):
        heropen(vraag=vraag, door=bo)
    heropen(vraag=vraag, door=an)
    assert Netwerkvraag.objects.get().opgelost_op is None
    assert list(Logregel.objects.order_by("pk").values_list("actie", flat=True)) == [
        "vraag gesteld",
        "vraag opgelost",
        "vraag heropend",
    ]


def test_het_logboek_noemt_geen_naam_en_geen_woord_van_de_vraag(an, bo):
    vraag = stel_een(an, "Geheim plan?")
    antwoord(vraag=vraag, door=bo, tekst="Geheim antwoord", formulier="a1")
    for regel in Logregel.objects.all():
        alles = f"{regel.object_naam} {regel.actie} {regel.door_naam} {regel.veranderd}"
        assert not any(woord in alles for woord in ("Geheim", "An P", "Bo B"))


def test_wie_weggaat_laat_vraag_en_antwoord_na_zonder_naam(an, bo):
    vraag = stel_een(an)
    antwoord(vraag=vraag, door=bo, tekst="Zo.", formulier="a1")
    an.delete()
    bo.delete()
    assert Netwerkvraag.objects.get().door is None
    assert Antwoord.objects.get().door is None


# --- by theme ---
def test_elke_open_vraag_staat_een_keer_onder_haar_thema_de_mijne_eerst(an):
    for nummer, sleutel in enumerate(("erfgoed", "podium", "jeugd")):
        maak_thema(sleutel, volgorde=nummer)
    for titel, themas in (("A", ["erfgoed", "jeugd"]), ("B", ["podium"]), ("C", []), ("D", ["erfgoed"])):
        maak_netwerkvraag(an, titel, themas)
    maak_netwerkvraag(an, "Opgelost", ["jeugd"], opgelost_op=nu())
    groepen = per_thema(list(vragen.open_vragen().order_by("titel")), [maak_thema("jeugd")])
    assert [(groep.thema and groep.thema.sleutel, [een.titel for een in groep.vragen]) for groep in groepen] == [
        ("jeugd", ["A"]),
        ("erfgoed", ["D"]),
        ("podium", ["B"]),
        (None, ["C"]),
    ]


def test_het_aantal_antwoorden_klopt_ook_met_een_filter_op_thema(an, bo):
    vraag = maak_netwerkvraag(an, themas=["jeugd", "erfgoed"])
    for _ in range(3):
        maak_antwoord(vraag, bo)
    [gevonden] = vragen.open_vragen(maak_thema("jeugd"))
    assert gevonden.aantal_antwoorden == 3


# --- the mail of the day ---
def test_een_mail_bundelt_alle_vragen_met_een_thema_van_het_lid(an, bo):
    maak_netwerkvraag(an, "Eerste vraag?", ["jeugd"])
    maak_netwerkvraag(an, "Tweede vraag?", ["erfgoed", "podium"])
    maak_netwerkvraag(an, "Ander thema?", ["podium"])
    maak_netwerkvraag(an, "Zonder thema?")
    assert mail_vragen(dag=vandaag()) == 1
    [mail] = mails_aan(bo.email)
    assert mail.onderwerp == "2 vragen van collega's"
    assert "Eerste vraag? (vraag uit Lint)" in mail.tekst
    assert "Tweede vraag?" in mail.tekst
    assert "Ander thema?" not in mail.tekst
    assert "An Peeters" not in mail.tekst
    assert len(paden_in(mail, f"/grensbrekers/netwerk/{Grensbreker.objects.get(pk=bo.pk).sleutel}/vraag/")) == 2
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_dezelfde_vraag_komt_nooit_twee_keer(an, bo):
    maak_netwerkvraag(an, "Eerste vraag?", ["jeugd"])
    assert [mail_vragen(dag=vandaag()), mail_vragen(dag=vandaag()), mail_vragen(dag=MORGEN)] == [1, 0, 0]
    maak_netwerkvraag(an, "Tweede vraag?", ["jeugd"])
    assert [mail_vragen(dag=vandaag()), mail_vragen(dag=MORGEN), mail_vragen(dag=MORGEN)] == [0, 1, 0]
    eerste, tweede = mails_aan(bo.email)
    assert eerste.onderwerp == "Een vraag van een collega"
    assert "Eerste vraag?" not in tweede.tekst


def test_wie_ze_niet_wil_pauzeert_geen_lid_is_of_het_zelf_vroeg_krijgt_niets(an):
    for naam, velden in (
        ("Wil Niet", {"mail_vragen": False}),
        ("Pauze", {"pauze": True}),
        ("Pauze Tot", {"pauze": True, "pauze_tot": vandaag()}),
        ("Wacht", {"stand": "aangevraagd"}),
        ("Weg", {"stand": "uitgeschreven"}),
        ("Ander Thema", {"themas": ["podium"]}),
        ("Geen Thema", {"themas": []}),
    ):
        maak_grensbreker(naam, **{"themas": ["jeugd"]} | velden)
    maak_netwerkvraag(an, themas=["jeugd"])
    assert mail_vragen(dag=vandaag()) == 0
    assert not Verzending.objects.exists()


def test_na_de_pauze_komt_de_vraag_alsnog(an, bo):
    Grensbreker.objects.filter(pk=bo.pk).update(pauze=True, pauze_tot=vandaag())
    maak_netwerkvraag(an, themas=["jeugd"])
    assert [mail_vragen(dag=vandaag()), mail_vragen(dag=MORGEN)] == [0, 1]


@pytest.mark.parametrize(
    "velden",
    [{"opgelost_op": nu()}, {"gesteld_op": nu() - timedelta(days=91)}, {"gesteld_op": nu() + timedelta(days=3)}],
    ids=["opgelost", "oud", "later"],
)
def test_wat_opgelost_of_oud_is_gaat_niet_rond(an, bo, velden):
    maak_netwerkvraag(an, themas=["jeugd"], **velden)
    assert mail_vragen(dag=vandaag()) == 0


def test_een_vraag_van_wie_geen_lid_meer_is_of_die_je_al_beantwoordde_gaat_niet_rond(an, bo):
    maak_netwerkvraag(None, "Van niemand", ["jeugd"])
    maak_netwerkvraag(maak_grensbreker("Weg", stand="uitgeschreven"), "Van wie weg is", ["jeugd"])
    maak_antwoord(maak_netwerkvraag(an, "Al beantwoord", ["jeugd"]), bo)
    assert mail_vragen(dag=vandaag()) == 0


def test_meer_dan_tien_vragen_komen_in_twee_dagen(an, bo):
    for nummer in range(13):
        maak_netwerkvraag(an, f"Vraag {nummer:02}?", ["jeugd"])
    mail_vragen(dag=vandaag())
    mail_vragen(dag=MORGEN)
    eerste, tweede = mails_aan(bo.email)
    assert [eerste.tekst.count("(vraag uit"), tweede.tekst.count("(vraag uit")] == [10, 3]


def test_het_aantal_databankvragen_hangt_niet_van_de_vragen_af(an, django_assert_max_num_queries):
    for nummer in range(20):
        maak_netwerkvraag(an, f"Vraag {nummer}?", ["jeugd", "podium"])
    maak_grensbreker("Ander Thema", themas=["erfgoed"])
    with django_assert_max_num_queries(8):
        assert mail_vragen(dag=vandaag()) == 0
