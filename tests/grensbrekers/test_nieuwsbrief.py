"""The newsletter to measure: what stands in it, who gets it when, never empty, never twice the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grensbrekers import ontmoeten, vragen
from grensbrekers.gehad import onthoud
from grensbrekers.models import Grensbreker, Inzicht, Netwerkvraag, Ontmoeting, Thema, Verzending
from grensbrekers.nieuwsbrief import Aanbod, maak_nieuwsbrieven, periode_van, stel_samen
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import UitgaandeMail
from tests.fabriek import maak_gebruiker, maak_igs, om
from tests.grensbrekers.fabriek import (
    maak_grensbreker,
    maak_inschrijving,
    maak_inzicht,
    maak_netwerkvraag,
    maak_ontmoeting,
)
from tests.grensbrekers.formulieren import mails_aan, paden_in

DAG = date(2026, 11, 23)  # a Monday
LANG_GELEDEN = om(1, maand=6)


@pytest.fixture
def an(gegevens) -> Grensbreker:
    """Reads weekly; everybody else was a member long before."""
    Grensbreker.objects.all().delete()
    return maak_grensbreker("An Peeters", "Lint", themas=["jeugd"], briefritme="week", beslist_op=LANG_GELEDEN)


def brief_aan(lid: Grensbreker, dag: date = DAG) -> str:
    """The text of the letter of that day; empty when there is none."""
    voor = len(mails_aan(lid.email))
    maak_nieuwsbrieven(dag=dag)
    return "".join(mail.tekst for mail in mails_aan(lid.email)[voor:])


def stil(naam: str, gemeente: str = "Lint", **velden: object) -> Grensbreker:
    """Somebody who gets no letter."""
    return maak_grensbreker(naam, gemeente, **{"briefritme": "nooit"} | velden)


# --- what stands in it ---
def test_zonder_nieuws_gaat_er_geen_brief(an):
    assert maak_nieuwsbrieven(dag=DAG) == 0
    assert not UitgaandeMail.objects.exists()
    assert not Verzending.objects.exists()


def test_alles_samen_in_een_brief_met_links_die_van_het_lid_zijn(client, an):
    bo = stil("Bo Buur", "Kontich")
    vraag = maak_netwerkvraag(bo, "Hoe doen jullie dat?", ["jeugd"])
    ontmoeting = maak_ontmoeting("Samen aan tafel")
    maak_inzicht("Begin klein", ["jeugd"])
    assert maak_nieuwsbrieven(dag=DAG) == 1
    [mail] = mails_aan(an.email)
    assert mail.onderwerp == "Nieuws van je netwerk"
    for deel in ("Bo Buur, Kontich", "Hoe doen jullie dat?", "Samen aan tafel", "Begin klein"):
        assert deel in mail.tekst
    an.refresh_from_db()
    for rest in (f"collega/{bo.kenmerk}/", f"vraag/{vraag.kenmerk}/", f"ontmoetingen/{ontmoeting.slug}/"):
        [pad] = paden_in(mail, f"/grensbrekers/netwerk/{an.sleutel}/{rest}")
        assert client.get(pad).status_code == 200
    [pad] = paden_in(mail, "/grensbrekers/inzichten/")
    assert "Begin klein" in client.get(pad).content.decode()


def test_een_brief_stopt_met_een_knop_of_vanuit_het_mailprogramma(client, an):
    maak_inzicht()
    maak_nieuwsbrieven(dag=DAG)
    [mail] = mails_aan(an.email)
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [pad] = set(paden_in(mail, "/grensbrekers/uitschrijven/"))
    assert mail.koppen["List-Unsubscribe"].endswith(f"{pad}>")
    client.get(pad)
    an.refresh_from_db()
    assert an.briefritme == "week"  # a robot that reads stops nothing
    client.post(pad, {"List-Unsubscribe": "One-Click"})
    an.refresh_from_db()
    assert an.briefritme == "nooit"
    maak_inzicht("Nog een")
    assert maak_nieuwsbrieven(dag=DAG + timedelta(days=7)) == 0


def test_nieuwe_collegas_zijn_van_de_eigen_en_de_buurgemeenten(an):
    stil("Eigen Volk", "Lint")
    stil("Bo Buur", "Lier")
    stil("Vera Ver", "Gent")
    stil("Oude Buur", "Hove", beslist_op=LANG_GELEDEN)
    stil("Wacht Nog", "Lint", stand="aangevraagd", beslist_op=om(20))
    tekst = brief_aan(an)
    assert tekst.index("Eigen Volk") < tekst.index("Bo Buur")
    for naam in ("Vera Ver", "Oude Buur", "Wacht Nog"):
        assert naam not in tekst


def test_hoogstens_vijf_collegas_en_vragen_en_de_rest_de_volgende_keer(an):
    bo = stil("Bo Buur", "Gent", beslist_op=LANG_GELEDEN)
    for nummer in range(7):
        stil(f"Collega {nummer}")
        maak_netwerkvraag(bo, f"Vraag {nummer}?", ["jeugd"])
    eerste, tweede = brief_aan(an), brief_aan(an, DAG + timedelta(days=7))
    assert [tekst.count("Collega ") for tekst in (eerste, tweede)] == [5, 2]
    assert [tekst.count("(vraag uit") for tekst in (eerste, tweede)] == [5, 2]
    assert brief_aan(an, DAG + timedelta(days=14)) == ""


def test_de_volgende_ontmoeting_is_er_een_voor_dit_lid(an):
    elders = maak_igs("Elders", kleur=2)
    maak_ontmoeting("Van elders", begint_op=om(24), igs=elders)
    maak_ontmoeting("Afgelast", begint_op=om(24, 21), geannuleerd_op=om(20))
    maak_ontmoeting("Concept", begint_op=om(24, 21), gepubliceerd_op=None)
    maak_ontmoeting("Begonnen", begint_op=om(23, 11))
    komt = maak_ontmoeting("Kom al", begint_op=om(25))
    maak_inschrijving(komt, an)
    maak_ontmoeting("Van ons", begint_op=om(26), igs=an.igs)
    maak_ontmoeting("Elders over jeugd", ["jeugd"], begint_op=om(27), igs=elders)
    assert "Van ons" in (tekst := brief_aan(an))
    for titel in ("Van elders", "Afgelast", "Concept", "Begonnen", "Kom al", "Elders over jeugd"):
        assert titel not in tekst
    Ontmoeting.objects.filter(titel__in=["Van elders", "Elders over jeugd"]).update(
        begint_op=om(10, maand=12), eindigt_op=om(10, 22, maand=12)
    )
    assert "Elders over jeugd" in brief_aan(an, DAG + timedelta(days=7))


def test_een_ver_moment_wacht_tot_het_dichterbij_komt(an):
    begint = om(1, maand=12) + timedelta(days=120)
    maak_ontmoeting("Volgend jaar", begint_op=begint)
    assert brief_aan(an) == ""
    assert "Volgend jaar" in brief_aan(an, DAG + timedelta(days=70))


def test_het_inzicht_gaat_liefst_over_een_thema_van_het_lid(an):
    maak_inzicht("Nieuwste", gepubliceerd_op=om(20))
    maak_inzicht("Over jeugd", ["jeugd"], gepubliceerd_op=om(2))
    maak_inzicht("Oud", ["jeugd"], gepubliceerd_op=om(1) - timedelta(days=400))
    brieven = [brief_aan(an, DAG + timedelta(weeks=week)) for week in range(3)]
    assert "Over jeugd" in brieven[0]
    assert "Nieuwste" in brieven[1]
    assert brieven[2] == ""


# --- who and when ---
def test_wekelijks_maandelijks_of_nooit(an):
    maand = maak_grensbreker("Maand Lezer", "Gent", themas=["jeugd"], briefritme="maand", beslist_op=LANG_GELEDEN)
    nooit = stil("Nooit Lezer", "Brugge", themas=["jeugd"], beslist_op=LANG_GELEDEN)
    for week in range(6):  # 23 November until 28 December
        maak_inzicht(f"Inzicht {week}", ["jeugd"], gepubliceerd_op=om(20))
        for dag in (0, 1):  # called again on another day of the same week
            maak_nieuwsbrieven(dag=DAG + timedelta(weeks=week, days=dag))
    assert [len(mails_aan(lid.email)) for lid in (an, maand, nooit)] == [6, 2, 0]


def test_een_lege_week_is_geen_verzending_en_later_in_de_week_kan_het_nog(an):
    assert brief_aan(an) == ""
    maak_inzicht()
    assert "Begin klein" in brief_aan(an, DAG + timedelta(days=3))
    maak_inzicht("Nog een")
    assert brief_aan(an, DAG + timedelta(days=4)) == ""


@pytest.mark.parametrize(
    "velden",
    [{"pauze": True}, {"pauze": True, "pauze_tot": DAG}, {"stand": "uitgeschreven"}, {"stand": "aangevraagd"}],
)
def test_wie_pauzeert_of_geen_lid_is_krijgt_geen_brief(an, velden):
    maak_inzicht()
    Grensbreker.objects.filter(pk=an.pk).update(**velden)
    assert maak_nieuwsbrieven(dag=DAG) == 0


@pytest.mark.parametrize(
    ("ritme", "dag", "periode"),
    [
        ("week", date(2026, 11, 23), "2026-W48"),
        ("week", date(2027, 1, 3), "2026-W53"),
        ("week", date(2027, 1, 4), "2027-W01"),
        ("maand", date(2026, 11, 30), "2026-11"),
    ],
)
def test_een_periode_is_de_week_of_de_maand_van_de_dag(ritme, dag, periode):
    assert periode_van(ritme, dag) == periode


def test_nooit_heeft_geen_periode():
    with pytest.raises(ValueError, match="nooit"):
        periode_van("nooit", DAG)


# --- never twice, never empty ---
def test_wat_in_een_andere_mail_stond_komt_niet_in_de_brief(an):
    bo = stil("Bo Buur", "Gent", beslist_op=LANG_GELEDEN)
    maak_netwerkvraag(bo, "Al gemaild?", ["jeugd"])
    ontmoeting = maak_ontmoeting("Al uitgenodigd")
    assert vragen.mail_vragen(dag=DAG) == 1
    ontmoeten.nodig_uit(ontmoeting=ontmoeting, door=maak_gebruiker())
    assert brief_aan(an) == ""


def test_wat_in_de_brief_stond_komt_niet_in_de_mail_met_vragen(an):
    maak_netwerkvraag(stil("Bo Buur", "Gent", beslist_op=LANG_GELEDEN), "Al gemaild?", ["jeugd"])
    assert "Al gemaild?" in brief_aan(an)
    assert vragen.mail_vragen(dag=DAG + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_een_verzending_zonder_inhoud_bestaat_niet():
    with pytest.raises(ValueError, match="zonder inhoud"):
        onthoud(lid=maak_grensbreker(), soort="brief", periode="2026-W48", inhoud=[])


@pytest.mark.django_db
def test_van_twee_die_tegelijk_sturen_komt_de_tweede_te_laat():
    lid = maak_grensbreker()
    assert onthoud(lid=lid, soort="brief", periode="2026-W48", inhoud=["a", "b"])
    assert not onthoud(lid=lid, soort="brief", periode="2026-W48", inhoud=["c"])
    assert not onthoud(lid=lid, soort="vragen", periode="2026-11-23", inhoud=["b", "c"])
    assert onthoud(lid=lid, soort="vragen", periode="2026-11-23", inhoud=["c"])


def los(model, pk: int, themas: set[int], **velden: object):
    """An unsaved row with its related rows at hand."""
    rij = model(pk=pk, **velden)
    rij._prefetched_objects_cache = {
        "themas": [Thema(pk=nummer) for nummer in themas],
        "antwoorden": [],
        "inschrijvingen": [],
    }
    return rij


THEMAS = st.sets(st.integers(1, 3))
AANBOD = st.tuples(
    st.lists(st.sampled_from(["11025", "11021", "44021"]), max_size=9), *[st.lists(THEMAS, max_size=9)] * 3
)


@settings(max_examples=200, deadline=None)
@given(eigen=THEMAS, aanbod=AANBOD, in_de_buurt=st.lists(st.sampled_from(["11025", "11021"]), unique=True))
def test_een_reeks_brieven_herhaalt_niets_vergeet_niets_en_houdt_op(eigen, aanbod, in_de_buurt):
    gemeenten, vragen_, ontmoetingen, inzichten = aanbod
    collegas: dict[str, list[Grensbreker]] = {}
    for nummer, code in enumerate(gemeenten):
        collegas.setdefault(code, []).append(los(Grensbreker, 100 + nummer, set()))
    dit = Aanbod(
        collegas,
        [los(Netwerkvraag, nummer, themas, door_id=500) for nummer, themas in enumerate(vragen_, 1)],
        [los(Ontmoeting, nummer, themas, igs_id=7) for nummer, themas in enumerate(ontmoetingen, 1)],
        [los(Inzicht, nummer, themas) for nummer, themas in enumerate(inzichten, 1)],
    )
    lid = los(Grensbreker, 1, eigen, igs_id=3)
    gehad: set[str] = set()
    for _ in range(40):
        brief = stel_samen(lid, dit, in_de_buurt, gehad)
        inhoud = brief.inhoud
        assert bool(inhoud) == bool(brief.collegas or brief.vragen or brief.ontmoeting or brief.inzicht)
        assert len(inhoud) == len(set(inhoud))
        assert not gehad & set(inhoud)
        assert len(brief.collegas) <= 5
        assert len(brief.vragen) <= 5
        if not inhoud:
            break
        gehad |= set(inhoud)
    verwacht = sum(len(collegas.get(code, [])) for code in in_de_buurt)
    verwacht += sum(bool(themas & eigen) for themas in (*vragen_, *ontmoetingen)) + len(inzichten)
    assert len(gehad) == verwacht
    assert not stel_samen(lid, dit, in_de_buurt, gehad).inhoud


def test_acht_weken_lang_is_geen_brief_leeg_en_niets_komt_twee_keer(an):
    """The whole way through the database, with the mail of the day beside it."""
    bo = stil("Bo Buur", "Gent", beslist_op=LANG_GELEDEN)
    lezers = [an] + [
        maak_grensbreker(f"Lezer {ritme} {nummer}", "Lint", themas=["jeugd", "podium"], briefritme=ritme)
        for nummer, ritme in enumerate(["week", "maand", "week"])
    ]
    for week in range(8):
        dag = DAG + timedelta(weeks=week)
        if week % 3 == 0:
            maak_netwerkvraag(bo, f"Vraag {week}?", ["jeugd"])
            maak_inzicht(f"Inzicht {week}", ["podium"], gepubliceerd_op=nu())
        if week % 4 == 0:
            maak_ontmoeting(f"Ontmoeting {week}", ["jeugd"], begint_op=om(1, maand=12) + timedelta(weeks=week + 2))
        vragen.mail_vragen(dag=dag)
        maak_nieuwsbrieven(dag=dag)
    for lid in lezers:
        inhouden = [rij.inhoud for rij in Verzending.objects.filter(grensbreker=lid)]
        alles = [sleutel for inhoud in inhouden for sleutel in inhoud]
        assert all(inhouden)
        assert len(alles) == len(set(alles))
        mails = [mail for mail in mails_aan(lid.email) if mail.onderwerp == "Nieuws van je netwerk"]
        koppen = ("NIEUW IN JE BUURT", "KUN JE HELPEN?", "DE VOLGENDE ONTMOETING", "DIT LEERDEN COLLEGA'S")
        assert mails
        assert all(any(kop in mail.tekst for kop in koppen) for mail in mails)


@pytest.mark.parametrize("aantal", [1, 20])
def test_een_lid_zonder_nieuws_kost_geen_databankvraag(gegevens, aantal, django_assert_max_num_queries):
    Grensbreker.objects.all().delete()
    for nummer in range(aantal):
        maak_grensbreker(f"Lezer {nummer}", "Gent", briefritme="week", beslist_op=LANG_GELEDEN, igs=None)
    stil("Nieuw Ver", "Lint")
    with django_assert_max_num_queries(20):
        assert maak_nieuwsbrieven(dag=vandaag()) == 0
