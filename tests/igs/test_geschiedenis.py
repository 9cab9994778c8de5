"""The history page: readable, and only what is of the reader's own region."""

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igs import geschiedenis
from igs.models import IGS, Activiteit, Bericht, Coordinator, Erkenning, Foto, Lidmaatschap, Melding, Portret
from opnetwerk import logboek, versies
from opnetwerk.models import Gebruiker, Versie
from tests.beelden import jpeg
from tests.beheer import Rollen, in_beheer, maak_redactie, maak_rollen
from tests.fabriek import (
    BRON,
    maak_activiteit,
    maak_bericht,
    maak_gebruiker,
    maak_gemeente,
    maak_igs,
    maak_lid,
    maak_portret,
    maak_regio,
    maak_vraag,
    om,
)
from tests.igs.test_admin import wijzig
from tests.igs.test_beheer_matrix import pad


@pytest.fixture
def a(lege_databank) -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def b(lege_databank) -> IGS:
    return maak_igs("CO7", kleur=2)


@pytest.fixture
def rollen(a, b) -> Rollen:
    return maak_rollen(a, b)


@pytest.fixture
def an(db) -> Gebruiker:
    return maak_gebruiker("vaste-pen@voorbeeld.be", naam="An")


def bewaar(item: Any, door: Gebruiker | None, igs_slug: str = "", **velden: Any) -> None:
    basis = versies.laatste_nummer(item)
    versies.bewaar(item=item, velden=versies.lees(item) | velden, door=door, basis=basis, igs_slug=igs_slug)
    item.refresh_from_db()


def pagina(klant: Client, item: Any) -> str:
    antwoord = klant.get(pad(type(item), "history", item.pk))
    assert antwoord.status_code == 200
    return str(antwoord.content.decode())


# --- a text that moved ---


@pytest.fixture
def verhuisd(a, b, an) -> Bericht:
    """Written for CO7, then given to Zuidrand with another title."""
    bericht = maak_bericht("Eerste versie", igs=b, gepubliceerd_op=None)
    bewaar(bericht, an, b.slug, titel="Geheim van CO7")
    bewaar(bericht, an, a.slug, titel="Voor Zuidrand", igs_id=a.pk)
    bewaar(bericht, an, a.slug, titel="Van Zuidrand zelf")
    return bericht


def test_na_een_verhuis_toont_het_logboek_niets_van_de_vorige_regio(rollen, verhuisd):
    zichtbaar = pagina(rollen.a, verhuisd)
    assert "Geheim van CO7" not in zichtbaar
    assert "Eerste versie" not in zichtbaar
    assert "CO7" not in zichtbaar
    assert "Van Zuidrand zelf" in zichtbaar


def test_van_de_verhuis_zelf_zie_je_waarheen_en_niet_vanwaar(rollen, verhuisd, a):
    [nieuwste, verhuis] = rollen.a.get(pad(Bericht, "history", verhuisd.pk)).context["regels"]
    assert {(een.naam, een.van, een.naar) for een in verhuis.veranderd} == {
        ("titel", None, "Voor Zuidrand"),
        ("IGS", None, "Zuidrand"),
    }
    assert [(een.van, een.naar) for een in nieuwste.veranderd] == [("Voor Zuidrand", "Van Zuidrand zelf")]


def test_redactie_ziet_na_een_verhuis_alles(rollen, verhuisd):
    zichtbaar = pagina(rollen.redactie, verhuisd)
    assert "Geheim van CO7" in zichtbaar
    assert "Eerste versie" in zichtbaar


def test_de_vorige_regio_komt_er_niet_meer_aan(rollen, verhuisd):
    assert rollen.b.get(pad(Bericht, "history", verhuisd.pk)).status_code == 404


def test_ook_een_contactpersoon_en_een_melding_nemen_hun_verleden_niet_mee(rollen, a, b):
    contact = Coordinator.objects.create(igs=b, naam="An", email="an@voorbeeld.be", van=date(2026, 1, 1))
    melding = Melding.objects.create(igs=b, formulier="1", pagina="/igs/co7/", tekst="fout")
    for item in (contact, melding):
        logboek.schrijf(door=None, actie="gewijzigd", over=item, igs_slug=b.slug, veranderd={"naam": ("Oud", "Nieuw")})
        item.igs = a
        item.save()
        logboek.schrijf(door=None, actie="verhuisd", over=item, igs_slug=a.slug, veranderd={"IGS": ("CO7", "Zuidrand")})
        zichtbaar = pagina(rollen.a, item)
        assert "Oud" not in zichtbaar
        assert "CO7" not in zichtbaar.replace("/igs/co7/", "")
        assert "verhuisd" in zichtbaar


def test_een_coordinator_van_twee_igs_ziet_de_verhuis_ertussen_heel(a, b, an, rollen):
    beide = Gebruiker.objects.get(email="a@voorbeeld.be")
    beide.aanstellingen.create(igs=b, van=date(2026, 1, 1))
    bericht = maak_bericht("Titel", igs=b, gepubliceerd_op=None)
    bewaar(bericht, an, a.slug, igs_id=a.pk)
    [regel] = rollen.a.get(pad(Bericht, "history", bericht.pk)).context["regels"]
    assert [(een.van, een.naar) for een in regel.veranderd] == [("CO7", "Zuidrand")]


# --- in words ---


def test_momenten_namen_en_tekst_staan_er_in_woorden(rollen, a, an):
    gemeente = maak_gemeente("11001", "Aartselaar", maak_regio("Regio Antwerpen"))
    item = maak_activiteit("Netwerkmoment", igs=a, gepubliceerd_op=None, tekst="<p>We praten samen.</p>")
    bewaar(item, an, a.slug)
    bewaar(
        item,
        an,
        a.slug,
        begint_op="2026-12-01T19:00:00+00:00",
        gemeente_id=gemeente.pk,
        regio_id=gemeente.referentieregio_id,
        geannuleerd=True,
        tekst="<p>We praten <strong>niet</strong> samen.</p>",
    )
    rijen = {rij.naam: rij for rij in rollen.a.get(pad(Activiteit, "history", item.pk)).context["versies"][0][1]}
    woorden = {naam: ("".join(s.tekst for s in r.was), "".join(s.tekst for s in r.werd)) for naam, r in rijen.items()}
    assert woorden == {
        "gemeente": ("", "Aartselaar"),
        "referentieregio": ("", "Regio Antwerpen"),
        "tekst": ("We praten samen.", "We praten niet samen."),
        "gaat niet door": ("nee", "ja"),
    }
    zichtbaar = pagina(rollen.a, item)
    assert "1 december 2026, 20:00" in zichtbaar
    assert "&lt;p&gt;" not in zichtbaar
    assert "+00:00" not in zichtbaar
    assert "11001" not in zichtbaar
    assert "<ins>niet </ins>" in zichtbaar


def test_een_ander_moment_toont_beide_in_brusselse_tijd(rollen, a, an):
    item = maak_activiteit(igs=a, gepubliceerd_op=None)
    bewaar(item, an, a.slug)
    bewaar(item, an, a.slug, begint_op=om(2, 9, 30, maand=7).isoformat())
    [(_, [rij]), _] = rollen.a.get(pad(Activiteit, "history", item.pk)).context["versies"]
    assert "".join(stuk.tekst for stuk in rij.was) == "1 december 2026, 20:00"
    assert "".join(stuk.tekst for stuk in rij.werd) == "2 juli 2026, 09:30"
    [regel, _] = rollen.a.get(pad(Activiteit, "history", item.pk)).context["regels"]
    assert [(een.van, een.naar) for een in regel.veranderd] == [("1 december 2026, 20:00", "2 juli 2026, 09:30")]


def test_een_andere_foto_is_haar_beschrijving(rollen, a, an):
    plein, versiering = (
        Foto.objects.create(bestand=ContentFile(jpeg(), "x.jpg"), igs=a, alt=alt, decoratief=not alt)
        for alt in ("Een vol plein", "")
    )
    item = maak_bericht(igs=a, gepubliceerd_op=None)
    bewaar(item, an, a.slug)
    bewaar(item, an, a.slug, foto_id=plein.pk)
    bewaar(item, an, a.slug, foto_id=versiering.pk)
    Versie.objects.filter(nummer=1).update(velden=versies.lees(item) | {"foto_id": 999_999})
    zichtbaar = pagina(rollen.a, item)
    assert "Een vol plein" in zichtbaar
    assert "een foto als versiering" in zichtbaar
    assert "bestaat niet meer" in zichtbaar
    assert f"foto {versiering.pk}" not in zichtbaar


def test_een_portret_toont_zijn_vragen(rollen, a, an):
    maak_vraag("Waarop ben je trots?")
    item = maak_portret(a, gepubliceerd_op=None)
    bewaar(item, an, a.slug, antwoorden={"waarop-ben-je-trots": "<p>Op de mensen.</p>"})
    bewaar(item, an, a.slug, antwoorden={"waarop-ben-je-trots": "<p>Op alle mensen.</p>", "weg": "<p>Nog iets.</p>"})
    zichtbaar = pagina(rollen.a, item)
    assert "Waarop ben je trots?" in zichtbaar
    assert "<ins>alle </ins>" in zichtbaar
    assert "{" not in zichtbaar.split("<h2>Versies</h2>")[1].split("</table>\n")[0]


def test_enkel_andere_opmaak_wordt_gezegd(rollen, a, an):
    item = maak_bericht(igs=a, gepubliceerd_op=None)
    bewaar(item, an, a.slug, tekst="<p>Dezelfde woorden</p>")
    bewaar(item, an, a.slug, tekst="<h2>Dezelfde woorden</h2>")
    assert "De woorden zijn dezelfde." in pagina(rollen.a, item)


def test_een_titel_met_haken_blijft_zoals_getypt(rollen, a, an):
    item = maak_bericht(igs=a, gepubliceerd_op=None)
    bewaar(item, an, a.slug, titel="De <b>beste</b> titel")
    zichtbaar = pagina(rollen.a, item)
    assert "De &lt;b&gt;beste&lt;/b&gt; titel" in zichtbaar
    assert "<b>beste" not in zichtbaar


def test_een_formulier_schrijft_namen_in_het_logboek(rollen, a, b):
    gemeente, ander = maak_gemeente("11001", "Aartselaar"), maak_gemeente("11002", "Antwerpen")
    lid = maak_lid(a, gemeente, lid_van=date(2026, 1, 1))
    velden = {"gemeente": ander.pk, "igs": b.pk, "lid_van": "01-02-2026", "zekerheid": "laag", "bron_url": BRON}
    assert rollen.redactie.post(pad(Lidmaatschap, "change", lid.pk), velden).status_code == 302
    [regel] = [r for r in rollen.redactie.get(pad(Lidmaatschap, "history", lid.pk)).context["regels"] if r.veranderd]
    gezien = {(een.naam, een.van, een.naar) for een in regel.veranderd}
    assert ("Gemeente", "Aartselaar", "Antwerpen") in gezien
    assert ("IGS", "Zuidrand", "CO7") in gezien
    assert ("Lid van", "1 januari 2026", "1 februari 2026") in gezien
    assert ("Zekerheid", "zeker", "onzeker") in gezien


def test_een_rol_staat_met_haar_naam_in_het_logboek(rollen):
    iemand = Gebruiker.objects.get(email="gewoon@voorbeeld.be")
    groep = Gebruiker.objects.get(email="redactie@voorbeeld.be").groups.get()
    rollen.beheerder.post(pad(Gebruiker, "change", iemand.pk), {"naam": "G", "is_active": "on", "groups": [groep.pk]})
    assert "QuerySet" not in pagina(rollen.beheerder, iemand)
    assert "redactie" in pagina(rollen.beheerder, iemand)


def test_de_oudste_versie_toont_haar_inhoud_en_wat_leeg_bleef_staat_er_niet(rollen, a, an):
    item = maak_activiteit(igs=a, gepubliceerd_op=None)
    bewaar(item, an, a.slug, inschrijflink="", prijs="gratis")
    zichtbaar = pagina(rollen.a, item).split("<h2>Versies</h2>")[1].split("<h2>Logboek</h2>")[0]
    assert "<td>gratis" in zichtbaar
    assert "inschrijven op" not in zichtbaar
    assert "Was" not in zichtbaar
    bewaar(item, an, a.slug, prijs="5 euro")
    zichtbaar = pagina(rollen.a, item)
    assert '<td data-kop="Was">gratis' in zichtbaar
    assert '<td data-kop="Werd">5 euro' in zichtbaar


def test_wat_leeg_was_heet_leeg(rollen, a):
    erkenning = Erkenning.objects.create(
        igs=a, van=date(2026, 1, 1), tot=date(2026, 12, 31), zekerheid="hoog", bron_url=BRON
    )
    logboek.schrijf(door=None, actie="gewijzigd", over=erkenning, igs_slug=a.slug, veranderd={"Iets": (None, "x")})
    assert "leeg → x" in pagina(rollen.a, erkenning)


def test_geschiedenis_kost_met_vijftig_versies_evenveel_vragen(rollen, a, an):
    def vragen(aantal: int) -> int:
        item = maak_portret(a, f"Portret {aantal}", gepubliceerd_op=None)
        for nummer in range(aantal):
            foto = Foto.objects.create(bestand="x.jpg", breedte=1, hoogte=1, igs=a, alt=f"Foto {nummer}")
            bewaar(item, an, a.slug, foto_id=foto.pk, antwoorden={"x": f"<p>{nummer}</p>"})
        pagina(rollen.a, item)
        with CaptureQueriesContext(connection) as gemeten:
            pagina(rollen.a, item)
        return len(gemeten)

    ContentType.objects.get_for_model(Portret)
    assert vragen(1) == vragen(20) <= 25


# --- two texts side by side, without a database ---


def als_tekst(stukken: list[geschiedenis.Stuk]) -> str:
    return "".join(f"[{stuk.tekst}]" if stuk.anders else stuk.tekst for stuk in stukken)


@pytest.mark.parametrize(
    ("oud", "nieuw", "was", "werd"),
    [
        ("een twee drie", "een drie", "een [twee ]drie", "een drie"),
        ("een drie", "een twee drie", "een drie", "een [twee ]drie"),
        ("een twee", "een vier", "een [twee]", "een [vier]"),
        ("helemaal anders", "niets gemeen", "helemaal anders", "niets gemeen"),
        ("", "nieuw", "", "nieuw"),
        ("oud", "", "oud", ""),
        ("eerste regel\ntweede", "eerste regel\nderde", "eerste regel\n[tweede]", "eerste regel\n[derde]"),
    ],
)
def test_wat_verschilt_is_gemerkt(oud, nieuw, was, werd):
    assert tuple(map(als_tekst, geschiedenis.naast_elkaar(oud, nieuw))) == (was, werd)


def test_wat_gelijk_bleef_is_ingekort_en_in_een_botsing_niet():
    begin = " ".join(f"woord{nummer}" for nummer in range(200))
    was, werd = geschiedenis.naast_elkaar(begin + " oud", begin + " nieuw")
    assert als_tekst(was).endswith("[oud]")
    assert " … " in als_tekst(werd)
    assert len(als_tekst(was)) < 250
    assert als_tekst(geschiedenis.naast_elkaar(begin + " oud", begin + " nieuw", heel=True)[0]) == begin + " [oud]"


def test_twee_boeken_worden_niet_woord_voor_woord_vergeleken():
    oud, nieuw = ("woord " * 100_000) + "oud", ("woord " * 100_000) + "nieuw"
    was, werd = geschiedenis.naast_elkaar(oud, nieuw)
    assert [stuk.anders for stuk in (*was, *werd)] == [False, False]
    assert len(als_tekst(was)) < 3_000


@pytest.mark.parametrize("waarde", ["2026-13-45", "2026-12-01T99:99", "2026-12-01 onzin", "x", "12345678901"])
def test_wat_geen_moment_is_blijft_staan(waarde):
    assert geschiedenis.Woorden(Erkenning, []).waarde(None, waarde) == waarde


# --- the clash of two editors shows the same words ---


def test_een_botsing_toont_leesbare_tekst_en_merkt_wat_verschilt(rollen, a):
    item = maak_activiteit(igs=a, gepubliceerd_op=None, tekst="<p>Samen op het plein.</p>")
    velden = {"titel": "T", "plaats": "Hove", "begint_op_0": "01-12-2026", "begint_op_1": "20:00"}
    wijzig(rollen.a, item, tekst="<p>Samen in de zaal.</p>", **velden)
    data = {"basis": "0", "igs": a.pk, "tekst": "<p>Samen op straat.</p>", "_concept": "1", **velden}
    data["begint_op_1"] = "21:00"
    zichtbaar = rollen.redactie.post(pad(Activiteit, "change", item.pk), data).content.decode()
    tabel = zichtbaar.split("De andere tekst en de jouwe")[1].split("</table>")[0]
    assert "Samen <mark>in de zaal.</mark>" in tabel
    assert "Samen <mark>op straat.</mark>" in tabel
    assert "1 december 2026, <mark>21:00</mark>" in tabel
    assert "&lt;p&gt;" not in tabel


def test_zonder_versies_is_er_nog_niets_gebeurd(a):
    klant = in_beheer(Client(), maak_redactie())
    assert "Nog niets gebeurd sinds het laden van de gegevens." in pagina(klant, a)
