"""The same form sent several times at the same moment makes one record and one mail: every address that takes a POST.

Each stands in one table: proven here, proven in the test of its own form, or a reason why there is nothing to double.
`python -m tests.oefeningen.dubbel` does all of it twenty times.
"""

from pathlib import Path

import pytest
from django.core.cache import cache

from opnetwerk.checks import adressen, eigen_view
from tests.oefeningen import dubbel, wilde_wereld

KEREN = 4
HIER = {
    "cultuurnota_uitnodiging",
    "cultuurnota_werkruimte_hoofdstukken",
    "cultuurnota_werkruimte_hoofdstuk_opmerkingen",
    "cultuurnota_werkruimte_nieuw",
    "cultuurnota_werkruimte_team",
    "grensbrekers_bevestig",
    "grensbrekers_mijn_link",
    "grensbrekers_netwerk_adres",
    "grensbrekers_netwerk_collega_bericht",
    "grensbrekers_netwerk_collega_kennismaken",
    "grensbrekers_nieuw_adres",
    "grensbrekers_stop",
    "mijn_gegevens_adres",
    "mijn_gegevens_zonder_account",
    "mijn_talent_beheerders",
    "mijn_talent_bewerken_beelden",
    "mijn_talent_bewerken_indienen",
    "mijn_talent_ouder",
    "mijn_talent_regios",
    "mijn_talent_toestemmingen",
    "mijn_talent_wissen",
    "talent_contact",
    "talent_ouder",
}
# Name → the file whose test sends it at once over connections of their own.
ELDERS = {
    "cultuurnota_werkruimte_begroting_bijdragen": "cultuurnota/test_aanval_tegelijk.py",
    "cultuurnota_werkruimte_begroting_instellen": "cultuurnota/test_aanval_tegelijk.py",
    "cultuurnota_werkruimte_begroting_posten_nieuw": "cultuurnota/test_aanval_tegelijk.py",
    "cultuurnota_werkruimte_begroting_rekenblad": "cultuurnota/test_aanval_tegelijk.py",
    "cultuurnota_werkruimte_controle": "cultuurnota/test_nota_tegelijk.py",
    "cultuurnota_werkruimte_delen": "cultuurnota/test_nota_tegelijk.py",
    "cultuurnota_werkruimte_doelen": "cultuurnota/test_nota_tegelijk.py",
    "cultuurnota_werkruimte_doelen_nieuw": "cultuurnota/test_nota_tegelijk.py",
    "cultuurnota_werkruimte_doelen_wijzig": "cultuurnota/test_nota_tegelijk.py",
    "cultuurnota_werkruimte_engagement_pagina": "cultuurnota/test_engagement_tegelijk.py",
    "cultuurnota_werkruimte_hoofdstuk": "cultuurnota/test_hoofdstuk.py",
    "cultuurnota_werkruimte_hoofdstuk_bewaar": "cultuurnota/test_hoofdstuk.py",
    "cultuurnota_werkruimte_opvolging_invullen": "cultuurnota/test_opvolging_tegelijk.py",
    "cultuurnota_werkruimte_opvolging_jaar": "cultuurnota/test_opvolging_tegelijk.py",
    "cultuurnota_werkruimte_publicatie": "cultuurnota/test_publiceren_tegelijk.py",
    "gesprek": "opnetwerk/test_gespreksviews.py",
    "gesprek_bevestig": "opnetwerk/test_gespreksviews.py",
    "gesprek_blokkeer": "opnetwerk/test_gespreksviews.py",
    "grensbrekers_netwerk_ontmoetingen_pagina": "grensbrekers/test_ontmoeten_tegelijk.py",
    "grensbrekers_netwerk_vraag": "grensbrekers/test_vragenpaginas.py",
    "grensbrekers_netwerk_vragen_stel": "grensbrekers/test_vragenpaginas.py",
    "grensbrekers_word_grensbreker": "grensbrekers/test_aanmelden_tegelijk.py",
    "igs_contact": "igs/test_igs_contact.py",
    "klopt_er_iets_niet": "igs/test_klopt_er_iets_niet.py",
    "mijn_oproepen": "talent/test_aanval_oproepen_tegelijk.py",
    "mijn_oproepen_reageren": "talent/test_aanval_oproepen_tegelijk.py",
    "mijn_talent_bewerken_beelden_nieuw": "talent/test_beelden.py",
    "mijn_talent_bewerken_media_nieuw": "talent/test_mediumpaginas.py",
    "mijn_talent_bewerken_pagina": "talent/test_bewerkformulieren.py",
    "mijn_talent_netwerk": "talent/test_aanval_oproepen_tegelijk.py",
    "mijn_talent_oproepen": "talent/test_aanval_oproepen_tegelijk.py",
    "regiocheck_vraag_hulp": "igs/test_vraag_hulp.py",
    "regiocheck_vraag_hulp_bevestig": "igs/test_vraag_hulp.py",
    "talent_organisatoren_oproepen_nieuw": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_organisatoren_oproepen_pagina": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_organisatoren_oproepen_passen": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_organisatoren_stoppen": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_organisatoren_voorbereiden_nieuw": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_voorbereid": "talent/test_voorbereiden.py",
    "talent_voorbereid_profiel_overnemen": "talent/test_voorbereiden_tegelijk.py",
    "talent_verbinding": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_word_organisator_aanmelden": "talent/test_organisatoren.py",
    "talent_word_organisator_bevestig": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_word_organisator_mijn_link": "talent/test_aanval_oproepen_tegelijk.py",
    "talent_word_talent_inschrijven": "talent/test_inschrijven.py",
}
LEEST = "only shows"
ZET = "sets what stands there: the same twice is the same"
WEG = "takes something away: the second finds nothing any more"
STAP = "a step that keeps nothing, or leads elsewhere"
ANDERS = {
    "cultuurnota_herinnering": ZET,
    "cultuurnota_werkruimte": LEEST,
    "cultuurnota_werkruimte_begroting": LEEST,
    "cultuurnota_werkruimte_begroting_rekenblad_bestand": LEEST,
    "cultuurnota_werkruimte_begroting_posten": ZET,
    "cultuurnota_werkruimte_begroting_posten_weg": WEG,
    "cultuurnota_werkruimte_begroting_toets": STAP,
    "cultuurnota_werkruimte_delen_druk": LEEST,
    "cultuurnota_werkruimte_delen_uitvoer": LEEST,
    "cultuurnota_werkruimte_delen_uitvoer_bestand": LEEST,
    "cultuurnota_werkruimte_doelen_planning": LEEST,
    "cultuurnota_werkruimte_doelen_weg": WEG,
    "cultuurnota_werkruimte_engagement": LEEST,
    "cultuurnota_werkruimte_engagement_document_bestand": LEEST,
    "cultuurnota_werkruimte_feiten": ZET,
    "cultuurnota_werkruimte_hoofdstuk_beslis": ZET,
    "cultuurnota_werkruimte_hoofdstuk_geschiedenis": ZET,
    "cultuurnota_werkruimte_invoer": "an upload: a ZIP, kept under the unique key of the form",
    "cultuurnota_werkruimte_opvolging": LEEST,
    "cultuurnota_werkruimte_opvolging_koppelingen": ZET,
    "cultuurnota_werkruimte_opvolging_verslag": LEEST,
    "cultuurnota_werkruimte_opvolging_verslag_bestand": LEEST,
    "cultuurnota_werkruimte_pagina": LEEST,
    "cultuurnota_werkruimte_prullenmand": ZET,
    "cultuurnota_werkruimte_weg": ZET,
    "cultuurnota_werkruimte_beelden": "an upload: the same file is kept once, with the note locked",
    "gesprek_meld_misbruik": ZET,
    "grensbrekers_klopt_nog": ZET,
    "grensbrekers_netwerk": ZET,
    "grensbrekers_netwerk_agenda": LEEST,
    "grensbrekers_netwerk_collega": LEEST,
    "grensbrekers_netwerk_gegevens": ZET,
    "grensbrekers_netwerk_introductie": ZET,
    "grensbrekers_netwerk_koppeling": ZET,
    "grensbrekers_netwerk_ontmoetingen": ZET,
    "grensbrekers_netwerk_vragen": LEEST,
    "grensbrekers_uitschrijven": ZET,
    "mijn": STAP,
    "mijn_berichten": LEEST,
    "mijn_gegevens": LEEST,
    "mijn_gegevens_meenemen": LEEST,
    "mijn_gegevens_wissen": ZET,
    "mijn_grensbreker": STAP,
    "mijn_organisator": STAP,
    "mijn_talent": LEEST,
    "mijn_talent_bewerken": LEEST,
    "mijn_talent_bewerken_beelden_pagina": ZET,
    "mijn_talent_bewerken_media": ZET,
    "mijn_talent_bewerken_media_pagina": ZET,
    "mijn_talent_bewerken_vergelijk": ZET,
    "mijn_talent_bewerken_voorbeeld": LEEST,
    "mijn_talent_bewerken_zichtbaarheid": ZET,
    "mijn_talent_cijfers": LEEST,
    "mijn_talent_leeftijd": ZET,
    "mijn_talent_meenemen": LEEST,
    "mijn_talent_pagina": ZET,
    "talent_aangemeld": LEEST,
    "talent_gelukt": ZET,
    "talent_klopt_nog": ZET,
    "talent_niet_wissen": ZET,
    "talent_oproepmails": ZET,
    "talent_organisatoren": LEEST,
    "talent_organisatoren_oproepen_intrekken": ZET,
    "talent_organisatoren_oproepen_wijzig": ZET,
    "talent_organisatoren_voorbereiden": LEEST,
    "talent_organisatoren_voorbereiden_blad": "a new sheet each time, and only the last code opens something",
    "talent_uitnodiging": ZET,
    "talent_voorbereid_profiel": WEG,
    "talent_voorbereid_profiel_leeftijd": STAP,
    "talent_word_talent_leeftijd": STAP,
    "uitnodiging": ZET,
    "uitnodiging_aangenomen": LEEST,
}
TESTS = Path(__file__).parent.parent


def test_elk_adres_dat_een_post_neemt_staat_in_een_van_de_tabellen() -> None:
    """A new form gets a row: in HIER when the drill can fill it in, else in ELDERS with a test of its own."""
    namen = {str(een.name) for _, een in adressen() if eigen_view(een) and dubbel.neemt_post(een)}
    tabellen = [HIER, ELDERS.keys(), ANDERS.keys()]
    assert sorted(namen - set().union(*tabellen)) == []
    assert sorted(set().union(*tabellen) - namen) == []
    assert sum(map(len, tabellen)) == len(namen), "een naam staat in twee tabellen"


def test_het_bestand_dat_een_rij_noemt_verstuurt_echt_tegelijk() -> None:
    for naam, bestand in ELDERS.items():
        tekst = (TESTS / bestand).read_text(encoding="utf-8")
        assert "plaats_dubbel" in tekst or "Thread" in tekst, (naam, bestand)


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_hetzelfde_formulier_tegelijk_verzonden_maakt_een_rij_en_een_mail(gegevens: None) -> None:
    cache.clear()
    wereld = wilde_wereld.bouw(makers=1)
    gemaakt: set[str] = set()
    for zending in dubbel.zendingen(wereld, HIER):
        if zending.naam in gemaakt or not zending.telt:
            continue
        dubbel.tegelijk(wereld, zending, KEREN)
        assert zending.fout == ""
        if zending.gemaakt:
            gemaakt.add(zending.naam)
    assert sorted(HIER - gemaakt) == [], "hiervan maakte geen enkel formulier iets: dan bewijst dit niets"


def test_twee_rijen_waar_er_een_hoort_heet_een_fout() -> None:
    goed = dubbel.Zending("x", "anoniem", "/x/", {}, telt={"mail": 1}, gemaakt={"mail": 1}, statussen={302})
    assert goed.fout == ""
    goed.gemaakt = {"mail": 1, "rij": 1}
    assert "tegelijk {'mail': 1, 'rij': 1}" in goed.fout
    goed.gemaakt, goed.statussen = {}, {302, 500}
    assert "antwoordde [302, 500]" in goed.fout
