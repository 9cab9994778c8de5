"""The directory as a visitor sees it: found by words, filtered, counted, sorted, and gone at once when hidden."""

import re
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict

from igs.models import IGS, Gemeente, Plaats
from opnetwerk.dag import nu
from talent.models import Discipline, Toelating, Zoekrij
from talent.views import gids_voor
from talent.zichtbaarheid import Kijker, toon
from talent.zoekrij import VORM, leid_af, leid_alles_af
from tests.fabriek import BRUSSEL
from tests.talent.fabriek import maak_discipline, maak_talent

pytestmark = pytest.mark.usefixtures("gegevens")


def gemeente(slug: str) -> Gemeente:
    return Gemeente.objects.get(slug=slug, bestaat_tot=None)


def namen(client, vraag: str = "") -> list[str]:
    """The names on the cards, in their order."""
    pagina = client.get(f"/talent/?{vraag}")
    assert pagina.status_code == 200, vraag
    return re.findall(r'<h3><a href="/talent/[^"]+/">([^<]+)</a>', pagina.content.decode())


def aantal(vraag: str) -> int:
    return gids_voor(QueryDict(vraag)).aantal


@pytest.mark.parametrize(
    ("vraag", "gevonden"),
    [
        ("yasmin", True),
        ("jasmin", True),
        ("el idrisi", True),
        ("YASMÍN", True),
        ("jazzmuziek", False),
        ("contrabas", True),
        ("avond", True),
        ("café", True),
        ("CAFE", True),
        ("bluesband", True),
        ("lint", True),
        ("solo", True),
        ("trompet", False),
        ("contrabas -cafe", True),
        ('"lange avonden"', True),
        ('"avonden lange"', False),
    ],
)
def test_zoeken_vindt_stammen_accenten_synoniemen_en_tikfouten(client, vraag, gevonden):
    maak_discipline("jazz-en-blues", synoniemen=["bluesband"])
    maak_talent(
        naam="Yasmin El Idrissi",
        gemeente=gemeente("lint"),
        disciplines=["jazz-en-blues"],
        kort="Ik speel contrabas in het café.",
        tekst="Vooral lange avonden in kleine zalen.",
    )
    maak_talent(naam="Iemand Anders", gemeente=gemeente("genk"), kort="Schildert.", vorm="duo", disciplines=["proza"])
    assert ("Yasmin El Idrissi" in namen(client, f"q={vraag}")) is gevonden


def test_wie_het_best_past_staat_vooraan(client):
    maak_talent(naam="Bart Boom", tekst="Speelt soms viool.", kort="Muziek.")
    maak_talent(naam="Vioolduo", kort="Met zijn tweeën.")
    assert namen(client, "q=viool") == ["Vioolduo", "Bart Boom"]
    assert namen(client, "q=viool&sorteer=az") == ["Bart Boom", "Vioolduo"]


def test_een_tikfout_in_een_gewoon_woord_geeft_een_voorstel(client):
    maak_talent(naam="Kwintet", disciplines=["poezie"])
    assert "Bedoel je" not in client.get("/talent/?q=xqwvzz").content.decode()
    tekst = client.get("/talent/?q=poezei&vorm=solo").content.decode()
    assert re.search(r'Bedoel je <a href="\?q=Po%C3%ABzie&amp;vorm=solo">“Poëzie”</a>', tekst)
    assert namen(client, "q=Poëzie&vorm=solo") == ["Kwintet"]


def test_een_verborgen_veld_is_niet_doorzoekbaar_of_geteld(client):
    maak_talent(
        naam="Stil", tekst="geheimwoord", rollen=["lesgever"], zichtbaarheid={"tekst": "aangemeld", "rollen": "niemand"}
    )
    assert namen(client, "q=geheimwoord") == []
    assert namen(client, "rol=lesgever") == []
    assert namen(client) == ["Stil"]


def test_binnen_een_facet_of_en_tussen_facetten_en(client):
    maak_talent(naam="A", disciplines=["proza"], vorm="solo")
    maak_talent(naam="B", disciplines=["poezie"], vorm="duo")
    maak_talent(naam="C", disciplines=["jazz-en-blues"], vorm="solo")
    assert set(namen(client, "discipline=proza&discipline=poezie")) == {"A", "B"}
    assert namen(client, "discipline=proza&discipline=poezie&vorm=duo") == ["B"]
    assert set(namen(client, "discipline=woord")) == {"A", "B"}
    assert namen(client, "discipline=woord&discipline=proza") == ["A"]  # the narrower term refines


def test_een_opgegane_term_leidt_verder(client):
    nieuw, oud = maak_discipline("poezie"), maak_discipline("proza")
    maak_talent(naam="A", disciplines=["proza"])
    Discipline.objects.filter(pk=oud.pk).update(opgegaan_in=nieuw)
    assert namen(client, "discipline=proza") == namen(client, "discipline=poezie") == ["A"]
    assert namen(client, "discipline=woord") == ["A"]
    assert "Proza" not in [o.naam for o in gids_voor(QueryDict("discipline=poezie")).facetten[0].opties]


def test_in_en_rond_neemt_de_buren_mee(client):
    lint, kontich, genk = gemeente("lint"), gemeente("kontich"), gemeente("genk")
    for plek in (lint, kontich, genk):
        maak_talent(naam=plek.naam, gemeente=plek)
    assert namen(client, "gemeente=lint") == ["Lint"]
    assert set(namen(client, "gemeente=lint&rond=1")) == {"Lint", "Kontich"}
    assert "Lint en rond" in client.get("/talent/?gemeente=lint&rond=1").content.decode()
    assert set(namen(client, "regio=zuidrand&rond=1")) == {"Lint", "Kontich"}


def test_ook_actief_in_een_andere_regio_telt_daar_mee(client):
    talent = maak_talent(naam="A", gemeente=gemeente("lint"))
    co7 = IGS.objects.get(slug="co7")
    Toelating.objects.create(talent=talent, igs=co7, soort="ook", stand="gevraagd")
    leid_af(talent)
    assert namen(client, "regio=co7") == []
    talent.toelatingen.update(stand="toegelaten")
    leid_af(talent)
    assert namen(client, "regio=co7") == namen(client, "regio=zuidrand") == ["A"]


def test_een_vroegere_gemeente_is_de_grond_van_vandaag(client):
    oud = Gemeente.objects.get(slug="borsbeek")
    maak_talent(naam="A", gemeente=oud)
    assert namen(client, "gemeente=antwerpen") == namen(client, "gemeente=borsbeek") == ["A"]


def test_sorteren_recent_az_en_pauze_achteraan(client):
    moment = datetime(2026, 10, 1, tzinfo=BRUSSEL)
    for i, naam in enumerate(["Bea", "Émile", "Dora", "Zoë"]):
        maak_talent(naam=naam, bijgewerkt_op=moment + timedelta(days=i), pauze=naam == "Bea")
    maak_talent(naam="Abel", bijgewerkt_op=moment + timedelta(days=30), bevestigd_op=nu() - timedelta(days=420))
    assert namen(client) == ["Zoë", "Dora", "Émile", "Abel", "Bea"]
    assert namen(client, "sorteer=az") == ["Dora", "Émile", "Zoë", "Abel", "Bea"]
    assert "Even niet beschikbaar" in client.get("/talent/").content.decode()


def test_de_loting_hangt_af_van_de_dag_en_alleen_vandaag_en_gisteren_tellen(client):
    for i in range(12):
        maak_talent(naam=f"T{i:02}")
    vandaag = namen(client, "sorteer=loting")
    assert sorted(vandaag) == namen(client, "sorteer=az")
    assert vandaag != namen(client, "sorteer=az")
    assert namen(client, "sorteer=loting&dag=2026-11-23") == vandaag
    assert namen(client, "sorteer=loting&dag=2026-11-22") != vandaag
    for fout in ("2026-11-21", "2026-11-24", "onzin", "9999-99-99"):
        assert namen(client, f"sorteer=loting&dag={fout}") == vandaag


def test_bladeren_per_24_met_vorige_en_volgende(client):
    for i in range(50):
        maak_talent(naam=f"T{i:02}")
    bladen = [namen(client, f"sorteer=az&pagina={n}") for n in (1, 2, 3)]
    assert [len(blad) for blad in bladen] == [24, 24, 2]
    assert [naam for blad in bladen for naam in blad] == [f"T{i:02}" for i in range(50)]
    tekst = client.get("/talent/?sorteer=az&pagina=2").content.decode()
    assert '<link rel="prev" href="?sorteer=az&amp;pagina=1">' in tekst
    assert '<link rel="next" href="?sorteer=az&amp;pagina=3">' in tekst
    assert namen(client, "sorteer=az&pagina=1000000000") == bladen[2]
    assert namen(client, "sorteer=az&pagina=x") == bladen[0]


def test_een_lege_uitkomst_zegt_wat_je_kunt_weglaten(client):
    maak_talent(naam="A", gemeente=gemeente("lint"), vorm="solo", disciplines=["proza"])
    maak_talent(naam="B", gemeente=gemeente("lint"), vorm="solo", disciplines=["proza"])
    maak_talent(naam="C", gemeente=gemeente("lint"), vorm="duo", disciplines=["poezie"])
    tekst = client.get("/talent/?discipline=proza&vorm=duo&regio=zuidrand").content.decode()
    assert re.search(r'href="\?discipline=proza&amp;regio=zuidrand" rel="nofollow">Zonder duo: 2 makers', tekst)
    assert re.search(r"Zonder Proza: 1 maker<", tekst)
    assert "Zonder Zuidrand" not in tekst
    assert 'href="/igs/zuidrand/contact/"' in tekst


def test_chips_halen_een_filter_weg(client):
    maak_talent(naam="A", gemeente=gemeente("lint"), disciplines=["proza"])
    tekst = client.get("/talent/?discipline=proza&gemeente=lint&rond=1&q=muziek&pagina=1").content.decode()
    chips = re.findall(r'<li><a href="([^"]+)" rel="nofollow">[^<]+<span aria-hidden', tekst)
    assert chips == [
        "?discipline=proza&amp;gemeente=lint&amp;rond=1",
        "?q=muziek&amp;gemeente=lint&amp;rond=1",
        "?q=muziek&amp;discipline=proza",
    ]


@pytest.mark.parametrize(
    ("vraag", "noindex"),
    [
        ("", False),
        ("discipline=proza", False),
        ("discipline=proza&vorm=solo", False),
        ("discipline=proza&vorm=solo&taal=nl", True),
        ("q=viool", True),
        ("sorteer=az", True),
        ("beeld=kaart", True),
        ("t=a", True),
    ],
)
def test_diepe_en_gezochte_paginas_zijn_niet_voor_zoekmachines(client, vraag, noindex):
    maak_talent(naam="A", disciplines=["proza"], talen=["nl"])
    tekst = client.get(f"/talent/?{vraag}").content.decode()
    assert ('content="noindex"' in tekst) is noindex
    assert ('rel="canonical"' in tekst) is not noindex


@pytest.mark.parametrize(
    "vraag",
    [
        "q=%00%01%1f&pagina=%00",
        "q=" + "a" * 5000,
        "q=%22%27%5C%29%28%3A%2A%26%7C%21%3C",
        "pagina=-1",
        "pagina=" + "9" * 900,
        "&".join(f"discipline=x{i}" for i in range(900)),
        "&".join(["vorm=solo"] * 900),
        "regio=%E2%80%AE&gemeente=%00&rond=1&sorteer=drop&beeld=x&dag=1",
        "onbekend=1&discipline[]=proza",
        "t=" + "&t=".join(f"s{i}" for i in range(500)),
        "q=de+het+een",
        "q=-viool",
        "q=%F0%9F%8E%BB",
    ],
)
def test_rare_adressen_geven_een_gewone_pagina(client, vraag, django_assert_max_num_queries):
    maak_talent(naam="A")
    with django_assert_max_num_queries(12):
        assert client.get(f"/talent/?{vraag}").status_code == 200


@pytest.mark.parametrize(
    "vraag", ["", "q=muziek&regio=zuidrand&rond=1", "beeld=kaart", "q=zzzzqqqq", "gemeente=lint&rond=1"]
)
def test_evenveel_vragen_bij_tien_en_bij_honderd(client, vraag, django_assert_max_num_queries):
    plaats = Plaats.objects.first()
    zien = {"zichtbaarheid": {"plaats": "iedereen"}, "plaats": plaats, "gemeente": gemeente("lint")}

    def tel() -> int:
        client.get(f"/talent/?{vraag}")
        with django_assert_max_num_queries(12) as gesteld:
            client.get(f"/talent/?{vraag}")
        return len(gesteld)

    for i in range(10):
        maak_talent(naam=f"T{i}", **zien)
    bij_tien = tel()
    for i in range(10, 100):
        maak_talent(naam=f"T{i}", **zien)
    assert tel() == bij_tien


def test_wie_jonger_is_dan_16_staat_bij_geen_gemeente(client):
    plek = gemeente("lint")
    maak_talent(naam="Jef", leeftijd="13-15", gemeente=plek)
    assert namen(client) == namen(client, "regio=zuidrand") == ["Jef"]
    for vraag in ("gemeente=lint", "gemeente=lint&rond=1", "q=lint"):
        assert namen(client, vraag) == []
    assert gids_voor(QueryDict("")).gemeenten == []
    assert "Lint: geen makers" in client.get("/talent/?beeld=kaart").content.decode()
    assert "Lint" not in re.sub(r"<title>.*?</title>", "", client.get("/talent/").content.decode())


def test_wie_jonger_is_dan_16_telt_alleen_per_regio(client):
    maak_talent(naam="Jef", leeftijd="13-15", disciplines=["pop-en-rock"], vorm="solo", aanbod=["optreden"])
    assert namen(client, "regio=zuidrand") == namen(client, "q=jef") == ["Jef"]
    for vraag in ("discipline=pop-en-rock", "vorm=solo", "aanbod=optreden"):
        assert namen(client, vraag) == [], vraag
    jef = Zoekrij.objects.get(naam="Jef").waarden
    assert [waarde for waarde in jef if waarde[0] not in "ibx" and waarde != VORM] == []


def test_het_nummer_van_wie_16_is_ziet_niemand():
    talent = maak_talent(naam="Mo", leeftijd="16-17", telefoon="0470 00 00 00", zichtbaarheid={"telefoon": "iedereen"})
    assert toon(talent, Kijker.BEZOEKER).telefoon == toon(talent, Kijker.AANGEMELD).telefoon == ""
    assert toon(talent, Kijker.BEHEERDER).telefoon == "0470 00 00 00"


def test_alles_afleiden_ruimt_ook_op_wat_weg_is(client):
    talent = maak_talent(naam="Weg")
    talent.delete()
    assert leid_alles_af() == 1
    assert namen(client) == []
    assert aantal("") == 0


def test_het_lijstje_gaat_mee_en_laat_weg_wie_niet_te_zien_is(client):
    for naam in ("Aap", "Beer", "Cobra"):
        maak_talent(naam=naam)
    maak_talent(naam="Draak", online=False)
    tekst = client.get("/talent/?t=aap").content.decode()
    assert 'href="/talent/lijstje/?t=aap"' in tekst
    assert 'href="/talent/?t=aap&amp;t=beer"' in tekst
    lijstje = client.get("/talent/lijstje/?t=beer&t=draak&t=aap&t=beer&t=BOE").content.decode()
    assert re.findall(r'<h3><a href="/talent/(\w+)/', lijstje) == ["beer", "aap"]
    assert "1 maker staat er niet meer bij" in lijstje
    assert 'href="/talent/lijstje/?t=aap"' in lijstje
    assert 'content="noindex"' in lijstje


def test_het_lege_lijstje_wijst_de_weg(client):
    assert "Je lijstje is leeg" in client.get("/talent/lijstje/").content.decode()


def test_wie_een_zoekvraag_herhaalt_zoekt_niet_opnieuw_tot_er_iets_verandert(client, django_assert_num_queries):
    maak_talent(naam="Vioolduo")
    eerste = gids_voor(QueryDict("q=viool"))
    with django_assert_num_queries(4):
        assert gids_voor(QueryDict("q=viool&pagina=2")).aantal == eerste.aantal == 1
    maak_talent(naam="Altviool")
    assert gids_voor(QueryDict("q=viool")).aantal == 2


def test_helpt_een_keuze_weglaten_niet_dan_telt_elke_keuze_apart(client):
    maak_talent(naam="A", gemeente=gemeente("lint"), vorm="solo", disciplines=["proza"])
    maak_talent(naam="B", gemeente=gemeente("kontich"), vorm="duo", disciplines=["poezie"])
    maak_talent(naam="C", gemeente=gemeente("genk"), vorm="duo", disciplines=["poezie"])
    gids = gids_voor(QueryDict("q=trompet&discipline=proza&gemeente=genk&rond=1"))
    assert gids.uitwegen == []
    assert [(een.naam, een.aantal) for een in gids.alleen] == [("Proza", 1), ("Genk", 1)]
    for een in gids.alleen:
        assert gids_voor(QueryDict(een.zonder[1:])).aantal == een.aantal
    assert "Alleen Proza: 1 maker<" in client.get("/talent/?q=trompet&discipline=proza&gemeente=genk").content.decode()
