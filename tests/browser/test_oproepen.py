"""The pages of calls in a real browser: small and wide, light and dark, without JavaScript, with the keyboard."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from igs.models import Gemeente
from talent.models import Oproep, Reactie
from talent.oproepformulieren import Antwoordenformulier, Oproepformulier
from tests.browser.handen import BEELDSTANDEN
from tests.talent.fabriek import eigenaar_van, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie


@pytest.fixture
def organisator(site):
    return maak_organisator(gemeente=Gemeente.objects.get(slug="lint"), organisatie="Het Huis")


@pytest.fixture(autouse=True)
def wie_snel_typt_op_het_bureau(monkeypatch):
    """A browser that is driven fills in faster than people do."""
    for formulier in (Oproepformulier, Antwoordenformulier):
        monkeypatch.setattr(formulier, "minimum_seconden", 0)


def meld_aan(bezoeker, gebruiker) -> None:
    client = Client()
    client.force_login(gebruiker)
    waarde = client.cookies[settings.SESSION_COOKIE_NAME].value
    bezoeker.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": waarde, "url": bezoeker.basis}])


@pytest.mark.parametrize(("breedte", "donker"), BEELDSTANDEN)
def test_elke_pagina_van_oproepen_past_en_axe_vindt_niets(bezoek, organisator, breedte, donker):
    oproep = maak_oproep(organisator=organisator, titel="Muziek", vormen=["duo"], techniek="Stroom.")
    gesloten = maak_oproep(organisator=organisator, titel="Voorbij", stand="gesloten")
    concept = maak_oproep(organisator=organisator, titel="Nog niet", open=False)
    talent, ander = maak_talent(naam="De Zaag"), maak_talent(naam="Anders", leeftijd="16-17")
    maak_reactie(oproep, ander)
    maak_reactie(oproep, maak_talent(naam="Derde"))
    maak_reactie(gesloten, talent, status="reserve")
    bezoeker = bezoek(breedte, donker=donker)
    meld_aan(bezoeker, eigenaar_van(talent))
    bureau = [
        reverse(f"talent_organisatoren{naam}", args=[organisator.sleutel, *args])
        for naam, args in [
            ("", []),
            ("_oproepen_nieuw", []),
            ("_oproepen_pagina", [oproep.slug]),
            ("_oproepen_pagina", [gesloten.slug]),
            ("_oproepen_pagina", [concept.slug]),
            ("_oproepen_wijzig", [oproep.slug]),
            ("_oproepen_intrekken", [oproep.slug]),
        ]
    ]
    publiek = ["/talent/oproepen/", oproep.get_absolute_url(), gesloten.get_absolute_url()]
    mijn = ["/mijn/oproepen/", reverse("mijn_oproepen_reageren", args=[oproep.slug])]
    bezoeker.loop_na([*publiek, *mijn, *bureau])
    bezoeker.alleen_eigen_host()


def test_zonder_javascript_maakt_een_organisator_een_oproep_en_zet_ze_online(bezoek, organisator):
    bezoeker = bezoek(javascript=False)
    bezoeker.ga(reverse("talent_organisatoren", args=[organisator.sleutel]))
    pagina = bezoeker.page
    pagina.click("text=Nieuwe oproep")
    pagina.fill("#id_titel", "Verhalen in de bib")
    pagina.select_option("#id_kans", "optreden")
    pagina.fill("#id_tekst", "Twintig kinderen luisteren.")
    pagina.fill("#id_van", "16-01-2027")
    pagina.fill("#id_gemeente", "Lint")
    pagina.check("text=Een bedrag")
    pagina.fill("#id_deadline", "14-12-2026")
    pagina.click("text=Bewaar als concept")
    assert "Vul in hoeveel euro je betaalt" in pagina.inner_text(".samenvatting")
    assert pagina.input_value("#id_titel") == "Verhalen in de bib"
    pagina.fill("#id_bedrag", "120")
    pagina.click("text=Bewaar als concept")
    pagina.click("button:has-text('Zet online')")
    assert "Je oproep staat online." in pagina.inner_text("[role=status]")
    assert Oproep.objects.get().stand == "open"


def test_met_het_toetsenbord_antwoordt_een_organisator_en_sluit_de_oproep(bezoek, organisator):
    oproep = maak_oproep(organisator=organisator)
    reactie = maak_reactie(oproep, maak_talent(naam="De Zaag"))
    bezoeker = bezoek()
    bezoeker.ga(reverse("talent_organisatoren_oproepen_pagina", args=[organisator.sleutel, oproep.slug]))
    toetsen = bezoeker.page.keyboard
    bezoeker.tab_naar(f"#id_status-{reactie.kenmerk}")
    toetsen.type("Gek")
    bezoeker.tab_naar(f"#id_reden-{reactie.kenmerk}")
    toetsen.type("Het past bij het plein.")
    bezoeker.tab_naar("button.knop")
    toetsen.press("Enter")
    bezoeker.page.wait_for_selector("[role=status]")
    assert Reactie.objects.get().status == "gekozen"
    bezoeker.tab_naar("button[value=sluit]")
    toetsen.press("Enter")
    bezoeker.page.wait_for_selector("text=De oproep is gesloten.")
    assert Oproep.objects.get().stand == "gesloten"


def test_een_maker_trekt_een_reactie_in_met_een_klik_op_de_knop_en_niet_op_het_kaartje(bezoek, organisator):
    talent = maak_talent()
    maak_reactie(maak_oproep(organisator=organisator), talent)
    bezoeker = bezoek(320)
    meld_aan(bezoeker, eigenaar_van(talent))
    bezoeker.ga("/mijn/oproepen/")
    bezoeker.page.click("button[value=intrekken]", timeout=5000)
    bezoeker.page.wait_for_selector("text=Je reactie is ingetrokken.")
    assert Reactie.objects.get().status == "ingetrokken"
