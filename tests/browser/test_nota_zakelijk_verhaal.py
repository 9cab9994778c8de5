"""Money, promises, publication and the first year: one note, as a coordinator and a visitor live it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cultuurnota.begrotingsgegevens import lees
from cultuurnota.models import Actiejaar, Begroting, Bevroren, Cultuurnota, Engagement, Meting, Publicatie
from igs.models import IGS
from igs.netwerk import Netwerk
from opnetwerk.dag import vandaag
from tests.beheer import maak_coordinator_van
from tests.browser.conftest import Bezoek
from tests.browser.test_werkruimte import alleen_eigen_host, meld_aan
from tests.cultuurnota.fabriek import maak_nota
from tests.cultuurnota.pdfs import maak as maak_pdf

ONLINE = "/igs/zuidrand/cultuurnota/"
INBRENG = Decimal("100000.01")  # not to be divided by any number of municipalities


@pytest.fixture
def nota(site: str) -> Cultuurnota:
    """One objective with an indicator and an action, and a chapter."""
    nota = maak_nota(IGS.objects.get(slug="zuidrand"), titel="Samen tot 2032")
    nota.hoofdstukken.filter(sleutel="H7").update(tekst="<p>Samen cultuur maken.</p>")
    doel = nota.doelstellingen.create(titel="Jongeren doen mee", opdrachten=["6"])
    doel.indicatoren.create(naam="Leden van de raad", eenheid="jongeren", nulmeting=0, streefwaarde=60)
    doel.acties.create(titel="Een jongerenraad", jaren=[2027, 2028], kost=Decimal(5000))
    return nota


def begroot(an: Bezoek, nota: Cultuurnota) -> None:
    """A mixed key: the page shows what each pays, and together it is the contribution to the cent."""
    pagina = an.page
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/begroting/instellen/")
    pagina.get_by_label("Deels gelijk, deels per inwoner").check()
    pagina.get_by_label("Welk deel verdelen jullie per inwoner").fill("60")
    pagina.get_by_label("Inbreng van alle gemeenten").fill("100.000,01")
    an.schuift_niet_opzij()
    pagina.get_by_role("button", name="Bewaar", exact=True).click()
    pagina.wait_for_url("**/begroting/?net=bewaard")
    begroting = Begroting.objects.get(nota=nota)
    assert (begroting.sleutel, begroting.deel_per_inwoner, begroting.inbreng) == ("mix", 60, INBRENG)
    eerste = bijdragen(nota)
    assert sum(eerste.values()) == INBRENG
    assert len(set(eerste.values())) > 1
    assert "100.000,01" in pagina.inner_text("main")
    an.schuift_niet_opzij()


def bijdragen(nota: Cultuurnota) -> dict[str, Decimal]:
    """What each municipality pays in the first year."""
    return {regel.betaler.nis: regel.bedragen[2027] for regel in lees(nota).bijdragen}


def beloof(an: Bezoek, nota: Cultuurnota) -> None:
    """Six councils decided, each for what the key asks of it; the first one gives its decision along."""
    pagina = an.page
    leden = Netwerk.op(vandaag()).leden_van(nota.igs)[:6]
    for lid in leden:
        an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/{lid.gemeente.nis_code}/")
        pagina.get_by_label("Beslist door de gemeenteraad").check()
        pagina.get_by_label("Bedrag per jaar").fill(str(bijdragen(nota)[lid.gemeente.nis_code]).replace(".", ","))
        pagina.get_by_label("Gemeenteraad van").fill("10-11-2026")
        pagina.get_by_role("button", name="Bewaar", exact=True).click()
        pagina.wait_for_load_state()
    assert Engagement.objects.filter(nota=nota, stand="beslist", raad_op=date(2026, 11, 10)).count() == 6
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/{leden[0].gemeente.nis_code}/")
    besluit = {"name": "raadsbesluit.pdf", "mimeType": "application/pdf", "buffer": maak_pdf()}
    pagina.locator("input[type=file]").set_input_files([besluit])  # type: ignore[list-item]
    pagina.get_by_role("button", name="Bewaar het besluit").click()
    pagina.get_by_role("link", name="raadsbesluit.pdf").wait_for()
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/engagement/")
    assert "6 van " in pagina.inner_text("tfoot")
    an.schuift_niet_opzij()
    assert an.axe() == []


def bekijk_de_controle(an: Bezoek, nota: Cultuurnota) -> None:
    """Six councils decided; of the others it says that nothing came yet."""
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/controle/")
    tekst = an.page.content()
    assert tekst.count("De gemeenteraad besliste.") == 6
    leden = Netwerk.op(vandaag()).leden_van(nota.igs)
    assert tekst.count("Er is nog geen engagement van deze gemeente.") == len(leden) - 6


def bevries(an: Bezoek, nota: Cultuurnota, naam: str) -> None:
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/delen/")
    an.page.get_by_text("Bevries de nota van nu").click()
    an.page.get_by_label("Naam van de versie").fill(naam)
    an.page.get_by_role("button", name="Bevries").click()
    an.page.get_by_text("De versie is bevroren").wait_for()


def publiceer(an: Bezoek, nota: Cultuurnota, naam: str, *, opvolging: bool) -> None:
    pagina = an.page
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/publicatie/")
    pagina.get_by_label("Welke versie").select_option(str(Bevroren.objects.get(naam=naam).kenmerk))
    pagina.get_by_role("button", name="Neem deze versie").click()
    pagina.get_by_role("heading", name=f"Uit “{naam}”").wait_for()
    pagina.get_by_label("Toon de opvolging").set_checked(opvolging)
    pagina.get_by_role("button", name="Bekijk hoe het wordt").click()
    pagina.get_by_role("heading", name="Zo wordt de pagina").wait_for()
    an.schuift_niet_opzij()
    pagina.locator(".noot button[value=publiceer]").click()
    pagina.get_by_text("Iedereen kan ze nu lezen").wait_for()


def vul_het_eerste_jaar_in(an: Bezoek, nota: Cultuurnota) -> None:
    pagina = an.page
    an.ga(f"/cultuurnota/werkruimte/{nota.kenmerk}/opvolging/")
    pagina.get_by_role("link", name="2027").first.click()
    pagina.get_by_role("link", name="Vul in").first.click()
    pagina.locator("input[name^=waarde_]").fill("12,5")
    pagina.locator("select[name^=stand_], input[name^=stand_][value=gedaan]").first.wait_for()
    if pagina.locator("select[name^=stand_]").count():
        pagina.locator("select[name^=stand_]").select_option("gedaan")
    else:
        pagina.locator("input[name^=stand_][value=gedaan]").check()
    pagina.locator("input[name^=kost_]").fill("1.250,50")
    an.schuift_niet_opzij()
    pagina.get_by_role("button", name="Bewaar").click()
    pagina.get_by_text("Bewaard.").wait_for()
    assert Meting.objects.get().waarde == Decimal("12.5")
    assert (Actiejaar.objects.get().stand, Actiejaar.objects.get().kost) == ("gedaan", Decimal("1250.50"))


def lees_het_verslag(an: Bezoek, nota: Cultuurnota) -> None:
    an.page.get_by_role("link", name="Open het jaarverslag").click()
    an.page.wait_for_load_state()
    verslag = an.page.inner_text("main")
    for woord in ("2027", "Leden van de raad", "12,5", "gedaan", "1.250,50"):
        assert woord in verslag
    an.schuift_niet_opzij()
    assert an.axe() == []
    with an.page.expect_download() as gehaald:
        an.page.get_by_role("link", name="Haal het verslag op").click()
    assert gehaald.value.suggested_filename.endswith(".docx")


@pytest.mark.parametrize("breedte", [1280, 320])
def test_van_begroting_tot_jaarverslag(bezoek: Any, nota: Cultuurnota, breedte: int) -> None:
    an = meld_aan(bezoek(breedte), maak_coordinator_van(nota.igs, "an@voorbeeld.be"))
    gast = bezoek(breedte)
    begroot(an, nota)
    beloof(an, nota)
    bekijk_de_controle(an, nota)
    bevries(an, nota, "Voor de raden")
    publiceer(an, nota, "Voor de raden", opvolging=False)
    gast.ga(ONLINE)
    eerst = gast.page.inner_text("main")
    assert "Samen cultuur maken." in eerst
    assert "Jongeren doen mee" in eerst
    for geheim in ("100.000,01", "100000.01", "Jaarverslag"):
        assert geheim not in gast.page.content()
    vul_het_eerste_jaar_in(an, nota)
    lees_het_verslag(an, nota)
    bevries(an, nota, "Na het eerste jaar")
    publiceer(an, nota, "Na het eerste jaar", opvolging=True)
    gast.ga(ONLINE)
    daarna = gast.page.inner_text("main")
    assert "“Na het eerste jaar”" in daarna
    assert "Jaarverslag 2027" in daarna
    assert "12,5" in daarna
    gast.schuift_niet_opzij()
    assert gast.axe() == []
    assert Publicatie.objects.get().met_opvolging
    alleen_eigen_host(an)
    alleen_eigen_host(gast)
