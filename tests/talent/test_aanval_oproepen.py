"""Whoever means harm to calls: the wrong role, another's key, foreign references, doubled posts, words that bite."""

import re
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from igs.models import IGS, Aanstelling, Gemeente
from opnetwerk.dag import nu
from opnetwerk.formulieren import maak_teken
from opnetwerk.models import UitgaandeMail
from talent import reacties, uitkomsten, urls, voorbereiden, zoekrij
from talent.keuzes import Leeftijd
from talent.models import Oproep, Oproepmelding, Organisator, Reactie, Talent, Uitkomst, Verbinding, Voorbereiding
from talent.verlaten import KanNiet, verberg
from tests import vijandig
from tests.aanmelden import in_beheer, maak_rekening
from tests.talent.fabriek import eigenaar_van, maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie
from tests.vijandig import Formulierpagina, plaats_bytes

DADEN = ("wis", "nieuwe_link", "publiceer", "sluit", "blad")
BEET = "alert(1)"


def sleutelpaden() -> list[str]:
    """The URL names of every page behind an organiser's key, those that are still to be made included."""
    patronen = [patroon for patroon in urls.urlpatterns if isinstance(patroon, URLPattern)]
    return sorted(str(een.name) for een in patronen if "<uuid:sleutel>" in str(een.pattern))


def bureaupad(naam: str, sleutel: uuid.UUID, oproep: Oproep, voorbereid: uuid.UUID) -> str:
    for rest in ([], [oproep.slug], [voorbereid]):
        try:
            return reverse(naam, args=[sleutel, *rest])
        except NoReverseMatch:
            continue
    raise AssertionError(naam)


def teken(seconden: int = 60) -> str:
    return maak_teken(time.time() - seconden)


def oproepformulier(**velden: Any) -> dict[str, Any]:
    return {
        "teken": teken(),
        "titel": "Muziek op het plein",
        "kans": "optreden",
        "tekst": "We zoeken een koor.",
        "van": "16-01-2027",
        "gemeente": "Aartselaar",
        "vergoeding": "bedrag",
        "bedrag": "250",
        "deadline": "14-12-2026",
    } | velden


def stand_van_alles() -> list[Any]:
    """Everything that an act would change."""
    return [
        list(Organisator.objects.order_by("pk").values_list("stand", "sleutel", "sleutel_tot")),
        list(Oproep.objects.order_by("pk").values_list("stand", "versie", "titel")),
        list(Reactie.objects.order_by("pk").values_list("status", "reden")),
        list(Voorbereiding.objects.order_by("pk").values_list("code_hash", "pogingen")),
        Oproepmelding.objects.count(),
    ]


@pytest.fixture(autouse=True)
def niets_geteld(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def huis(gegevens) -> Organisator:
    aartselaar = Gemeente.objects.get(slug="aartselaar")
    return maak_organisator(gemeente=aartselaar, organisatie="Het Geheime Huis", mag_voorbereiden=True)


@pytest.fixture
def oproep(huis) -> Oproep:
    oproep = maak_oproep(organisator=huis, titel="Een gewone oproep")
    maak_reactie(oproep, maak_talent(naam="Wachtende Wim"))
    return oproep


@pytest.fixture
def voorbereid(huis) -> Voorbereiding:
    return voorbereiden.bereid_voor(
        organisator=huis,
        naam="Aylin",
        kort="Zingt.",
        gemeente=huis.gemeente,
        disciplines=[maak_discipline()],
        kenmerk=uuid.uuid4(),
    )


# --- the wrong key ---
@pytest.mark.parametrize("naam", sleutelpaden())
@pytest.mark.parametrize(
    ("velden", "status"),
    [
        ({"sleutel_tot": nu() - timedelta(days=3)}, 200),
        ({"sleutel_tot": None}, 200),
        ({"stand": "geweigerd"}, 404),
        ({"stand": "aangevraagd"}, 404),
        ({"sleutel": uuid.UUID(int=7)}, 404),
    ],
)
def test_een_sleutel_die_niet_goed_is_toont_en_doet_niets(client, oproep, voorbereid, naam, velden, status):
    pad = bureaupad(naam, oproep.organisator.sleutel, oproep, voorbereid.talent.kenmerk)
    Organisator.objects.filter(pk=oproep.organisator_id).update(**velden)
    vooraf = stand_van_alles()
    antwoorden = [
        client.get(pad),
        *(client.post(pad, oproepformulier(daad=daad)) for daad in DADEN if daad != "nieuwe_link"),
    ]
    for antwoord in antwoorden:
        assert antwoord.status_code == status
        for woord in ("Geheime", "Wachtende", "gewone oproep", "Aylin"):
            assert woord not in antwoord.content.decode()
    assert stand_van_alles() == vooraf


# A new call is about nobody's yet.
VAN_EEN_ANDER = [naam for naam in sleutelpaden() if "oproepen_" in naam or "blad" in naam]
VAN_EEN_ANDER.remove("talent_organisatoren_oproepen_nieuw")


@pytest.mark.parametrize("naam", VAN_EEN_ANDER)
def test_met_een_eigen_sleutel_open_je_niets_van_een_ander(client, oproep, voorbereid, naam):
    vreemde = maak_organisator(gemeente=oproep.gemeente, mag_voorbereiden=True)
    pad = bureaupad(naam, vreemde.sleutel, oproep, voorbereid.talent.kenmerk)
    vooraf = stand_van_alles()
    weg = client.get(
        pad.replace(oproep.slug, "bestaat-niet").replace(str(voorbereid.talent.kenmerk), str(uuid.uuid4()))
    )
    for antwoord in [client.get(pad), *(client.post(pad, oproepformulier(daad=daad)) for daad in DADEN)]:
        assert antwoord.status_code == 404
    assert client.get(pad).content == weg.content  # one that is not there looks the same
    assert stand_van_alles() == vooraf


@pytest.mark.parametrize("naam", sleutelpaden())
@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options"])
def test_een_andere_methode_doet_niets(client, oproep, voorbereid, naam, methode):
    vooraf = stand_van_alles()
    pad = bureaupad(naam, oproep.organisator.sleutel, oproep, voorbereid.talent.kenmerk)
    assert getattr(client, methode)(pad).status_code == 405
    assert stand_van_alles() == vooraf


def test_een_account_opent_alleen_het_eigen_bureau(client, huis):
    client.force_login(maak_rekening("ander@voorbeeld.be"))
    antwoord = client.post("/mijn/organisator/", {"kenmerk": str(huis.kenmerk)})
    assert antwoord.status_code == 200
    assert "Geheime" not in antwoord.content.decode()
    for vreemd in ("", "x", "\x00", str(uuid.uuid4())):
        assert client.post("/mijn/organisator/", {"kenmerk": vreemd}).status_code == 200
    huis.refresh_from_db()
    assert huis.gebruiker is None


def test_een_onbevestigd_adres_dat_hetzelfde_is_opent_geen_bureau(client, huis):
    client.force_login(maak_rekening(huis.email, is_active=True))
    wie = client.get("/mijn/organisator/").wsgi_request.user
    wie.emailaddress_set.update(verified=False)
    assert "Geheime" not in client.get("/mijn/organisator/").content.decode()


# --- the wrong account ---
@pytest.mark.parametrize("wie", ["anoniem", "andere maker", "organisator"])
def test_netwerk_en_voorkeuren_zijn_van_wie_beheert(huis, wie):
    talent, ander = maak_talent(naam="Van Mij"), maak_talent(naam="Ander")
    verbinding = Verbinding.objects.create(van=ander, met=talent, soort="speelde-samen")
    client = Client()
    if wie == "andere maker":
        client.force_login(eigenaar_van(ander))
    if wie == "organisator":
        client.force_login(maak_rekening("huis@voorbeeld.be"))
    for deel in ("netwerk", "oproepen"):
        for antwoord in (
            client.get(f"/mijn/talent/{talent.slug}/{deel}/"),
            client.post(
                f"/mijn/talent/{talent.slug}/{deel}/",
                {"actie": "bevestig", "kenmerk": verbinding.kenmerk, "ritme": "dag"},
            ),
        ):
            assert antwoord.status_code == (302 if wie == "anoniem" else 404)
    verbinding.refresh_from_db()
    assert verbinding.bevestigd_op is None


def test_een_knop_over_iets_van_een_ander_doet_niets(gegevens):
    ik, ander, derde = (maak_talent(naam=naam) for naam in ("Ik", "Ander", "Derde"))
    verbinding = Verbinding.objects.create(van=derde, met=ander, soort="speelde-samen")
    uitkomst = Uitkomst.objects.create(talent=ander, waar="het plein", op="2026-11-01", gevraagd_op=nu())
    client = Client()
    client.force_login(eigenaar_van(ik))
    for actie in ("bevestig", "weg", "ja", "nee", "toon", "verberg", "x", ""):
        for kenmerk in (verbinding.kenmerk, uitkomst.kenmerk, "x", "\x00"):
            pad = f"/mijn/talent/{ik.slug}/netwerk/"
            assert client.post(pad, {"actie": actie, "kenmerk": kenmerk}).status_code == 200
    verbinding.refresh_from_db()
    uitkomst.refresh_from_db()
    assert verbinding.bevestigd_op is None
    assert (uitkomst.talent_zegt, uitkomst.getoond) == (None, True)


def test_wie_een_verbinding_vraagt_bevestigt_ze_niet_zelf(gegevens):
    ik, ander = maak_talent(naam="Ik"), maak_talent(naam="Ander")
    verbinding = Verbinding.objects.create(van=ik, met=ander, soort="leerde-van")
    client = Client()
    client.force_login(eigenaar_van(ik))
    client.post(f"/mijn/talent/{ik.slug}/netwerk/", {"actie": "bevestig", "kenmerk": verbinding.kenmerk})
    verbinding.refresh_from_db()
    assert verbinding.bevestigd_op is None


def test_met_een_profiel_of_reactie_van_een_ander_gebeurt_er_niets(oproep):
    ik, ander = maak_talent(naam="Ik"), maak_talent(naam="Ander")
    client = Client()
    client.force_login(eigenaar_van(ik))
    antwoord = client.post(f"/mijn/oproepen/{oproep.slug}/reageren/", {"talent": ander.slug, "tekst": "Wij!"})
    assert antwoord.status_code == 200
    van_wim = oproep.reacties.get()
    antwoord = client.post("/mijn/oproepen/", {"daad": "intrekken", "reactie": str(van_wim.kenmerk)})
    assert "niet meer" in antwoord.content.decode()
    van_wim.refresh_from_db()
    assert (van_wim.status, Reactie.objects.count()) == ("nieuw", 1)


@pytest.mark.parametrize("leeftijd", Leeftijd.values)
def test_wie_13_tot_15_is_antwoordt_niet_en_de_pagina_zegt_waarom(oproep, leeftijd):
    kim = maak_talent(naam="Kim", leeftijd=leeftijd)
    client = Client()
    client.force_login(eigenaar_van(kim))
    pad = f"/mijn/oproepen/{oproep.slug}/reageren/"
    pagina = client.get(pad).content.decode()
    client.post(pad, {"talent": kim.slug, "tekst": "Ik kom."})
    mag = leeftijd != Leeftijd.JONG
    assert (reacties.JONG in pagina) is not mag
    assert Reactie.objects.filter(talent=kim).exists() is mag


@pytest.mark.parametrize("daad", ["laat_toe", "weiger", "wis"])
def test_een_coordinator_van_een_andere_regio_beslist_niet(client, huis, daad):

    wie = maak_rekening("co7@voorbeeld.be")
    Aanstelling.objects.create(gebruiker=wie, igs=IGS.objects.get(slug="co7"), van="2026-01-01")
    in_beheer(client, wie)
    Organisator.objects.filter(pk=huis.pk).update(stand="aangevraagd")
    antwoord = client.post(f"/admin/talent/organisator/{huis.pk}/change/", {"daad": daad, "reden": "Omdat."})
    assert antwoord.status_code == 404
    assert Organisator.objects.get().stand == "aangevraagd"


# --- who has an account, who hides, and what ---
@pytest.mark.parametrize("pad", ["/talent/word-organisator/aanmelden/", "/talent/word-organisator/mijn-link/"])
def test_aan_de_pagina_zie_je_niet_wie_bekend_is_en_er_gaat_altijd_een_mail(client, huis, pad):
    geweigerd = maak_organisator(stand="geweigerd", organisatie="Weg")
    vooraf, paginas = UitgaandeMail.objects.count(), set()
    for nummer, adres in enumerate([huis.email, huis.email.upper(), geweigerd.email, "nieuw@voorbeeld.be"]):
        velden = {
            "email": adres,
            "organisatie": huis.organisatie,
            "naam": "An",
            "gemeente": "Lint",
            "teken": teken(60 + nummer),
        }
        antwoord = client.post(pad, velden)
        assert antwoord.status_code == 302
        paginas.add((antwoord["Location"], client.get(antwoord["Location"]).content))
    assert len(paginas) == 1
    assert UitgaandeMail.objects.count() == vooraf + 4


def test_met_veel_oproepen_vind_je_niet_waar_iemand_woont_die_dat_verbergt(client, huis):
    velden = {"zichtbaarheid": {"gemeente": "niemand", "prijs": "niemand"}, "reikwijdte": "vlaanderen"}
    lint = Gemeente.objects.get(slug="lint")
    talent = maak_talent(naam="Verborgen", gemeente=lint, **velden, prijs="vanaf", prijs_vanaf=200)
    zinnen = set()
    for gemeente in (lint, Gemeente.objects.get(slug="brugge")):
        for bedrag in (100, 500):
            for km in (None, 1):
                oproep = maak_oproep(organisator=huis, gemeente=gemeente, bedrag=bedrag, km=km)
                pad = reverse("talent_organisatoren_oproepen_passen", args=[huis.sleutel, oproep.slug])
                antwoord = client.post(pad, {"nodig_uit": str(talent.kenmerk)}, follow=True)
                pagina = re.sub(r'href="[^"]*"|action="[^"]*"', "", antwoord.content.decode())
                zinnen.add((km, antwoord.status_code, pagina))
    assert len(zinnen) == 2  # with a limit in kilometres, and without
    # One really went: where it fits what the talent chose.
    assert Oproepmelding.objects.filter(talent=talent).count() == 1


def test_een_wekelijkse_mail_zie_je_niet_aan_het_bureau(client, oproep):
    talent = maak_talent(naam="Gemaild", gemeente=oproep.gemeente)
    pad = reverse("talent_organisatoren_oproepen_passen", args=[oproep.organisator.sleutel, oproep.slug])
    vooraf = client.get(pad).content
    Oproepmelding.objects.create(oproep=oproep, talent=talent)
    assert client.get(pad).content == vooraf


def test_wie_zich_verborg_heeft_bij_de_uitkomst_geen_naam_meer(client, oproep):
    talent = maak_talent(naam="Publieke Naam")
    uitkomst = Uitkomst.objects.create(
        talent=talent, reactie=maak_reactie(oproep, talent, status="gekozen"), waar="het plein", op="2026-11-01"
    )
    paden = {kant: uitkomsten.link(uitkomst, kant).split("/", 3)[3] for kant in ("talent", "andere")}
    assert "Publieke Naam" in client.get(f"/{paden['andere']}").content.decode()
    verberg(talent=talent, door=eigenaar_van(talent))
    assert "Publieke Naam" not in client.get(f"/{paden['andere']}").content.decode()
    assert "Publieke Naam" in client.get(f"/{paden['talent']}").content.decode()


def test_een_verbinding_vragen_zegt_van_wie_verborgen_of_13_is_hetzelfde_als_van_niemand(gegevens):
    ik, kim, weg = (
        maak_talent(naam="Ik"),
        maak_talent(naam="Kim Klein", leeftijd="13-15"),
        maak_talent(naam="Weg Wezen"),
    )
    verberg(talent=weg, door=eigenaar_van(weg))
    client = Client()
    client.force_login(eigenaar_van(ik))
    zinnen = set()
    for wie in (
        "Kim Klein",
        "Weg Wezen",
        "Bestaat Niet",
        f"/talent/{kim.slug}/",
        f"/talent/{weg.slug}/",
        "/talent/niets/",
    ):
        pagina = client.post(
            f"/mijn/talent/{ik.slug}/netwerk/", {"actie": "vraag", "soort": "speelde-samen", "wie": wie}
        ).content.decode()
        zinnen.add(Formulierpagina(pagina).fout_bij("wie"))
    assert len(zinnen) == 1
    assert not Verbinding.objects.exists()


def test_wie_zich_terugtrekt_hoort_niet_dat_de_organisator_al_nee_besliste(oproep):
    reactie = oproep.reacties.get()
    wie = eigenaar_van(reactie.talent)
    reacties.beslis(reactie=reactie, status="niet_gekozen", reden="Vol.", stuur_nu=False)
    client = Client()
    client.force_login(wie)
    client.post("/mijn/oproepen/", {"daad": "intrekken", "reactie": str(reactie.kenmerk)})
    reactie.refresh_from_db()
    assert (reactie.status, reactie.reden) == ("ingetrokken", "")
    assert "Vol." not in client.get("/mijn/oproepen/").content.decode()


# --- words that bite ---
def formulierpaden(huis: Organisator, oproep: Oproep, talent: Talent) -> dict[str, dict[str, Any]]:
    """Every new form with a good answer in each field."""
    bureau = f"/talent/organisatoren/{huis.sleutel}"
    zelf = {"organisatie": "De Spil", "naam": "Bo", "email": "bo@voorbeeld.be", "gemeente": "Lint"}
    klaar = {"naam": "Aylin", "kort": "Zingt.", "disciplines": "pop-en-rock", "gemeente": "Lint", "akkoord": "on"}
    reactie = oproep.reacties.get()
    return {
        "/talent/word-organisator/aanmelden/": zelf,
        "/talent/word-organisator/mijn-link/": {"email": "bo@voorbeeld.be"},
        "/talent/voorbereid/": {"code": "CDFG-HJKM-NPQR"},
        f"{bureau}/voorbereiden/nieuw/": klaar | {"email": "aylin@voorbeeld.be"},
        f"{bureau}/oproepen/nieuw/": oproepformulier(
            plaats="Plein", techniek="Stroom", km="10", hoogstens_personen="3"
        ),
        f"{bureau}/oproepen/{oproep.slug}/wijzig/": oproepformulier(versie="0", tot="17-01-2027"),
        f"{bureau}/oproepen/{oproep.slug}/intrekken/": {"reden": "Het regent."},
        f"{bureau}/oproepen/{oproep.slug}/": {
            "wanneer": "nu",
            "rest": "",
            f"status-{reactie.kenmerk}": "gekozen",
            f"reden-{reactie.kenmerk}": "Omdat het past.",
        },
        f"/mijn/oproepen/{oproep.slug}/reageren/": {"talent": talent.slug, "tekst": "Wij komen."},
        f"/mijn/talent/{talent.slug}/netwerk/": {"actie": "vraag", "soort": "speelde-samen", "wie": "Wachtende Wim"},
        f"/mijn/talent/{talent.slug}/oproepen/": {"ritme": "dag", "km": "20"},
    }


HINDERLIJK = [
    *vijandig.STUURTEKENS,
    *vijandig.KOPINJECTIE,
    *vijandig.SCRIPT,
    *vijandig.FORMULES[:2],
    *vijandig.ANDERE_TALEN[:2],
    *vijandig.LEEG,
    vijandig.TE_LANG[1],
    "²",
    "９",
    "-1",
    "9" * 400,
    "31-02-2027",
]


@pytest.mark.parametrize("nummer", range(11))
def test_geen_veld_van_een_formulier_breekt_op_een_hinderlijk_woord(client, oproep, nummer, monkeypatch):
    monkeypatch.setattr("opnetwerk.formulieren.OpenbaarFormulier.hoogstens_per_uur", 10_000)
    talent = maak_talent(naam="Ik")
    client.force_login(eigenaar_van(talent))
    maak_discipline("pop-en-rock")
    pad, goed = list(formulierpaden(oproep.organisator, oproep, talent).items())[nummer]
    for plaats, veld in enumerate(goed, nummer):
        # A third of the words for each field, another third for the next; `tests.oefeningen.wilde_invoer` takes all.
        for tekst in HINDERLIJK[plaats % 3 :: 3]:
            antwoord = client.post(pad, {"teken": teken(), "meer_info": ""} | goed | {veld: tekst})
            assert antwoord.status_code in (200, 302, 409, 429), (veld, tekst[:40], antwoord.status_code)
            pagina = antwoord.content.decode()
            assert not re.search(r"<(script|img|svg)[^>]*>?[^<]*" + re.escape(BEET), pagina), (veld, tekst[:40])
        for stuk in vijandig.STUKKE_BYTES:
            alles = {"teken": teken(), "meer_info": ""} | goed | {veld: stuk}
            assert plaats_bytes(client, pad, alles).status_code in (200, 302, 400, 409, 429), (veld, stuk)
    for mail in UitgaandeMail.objects.all():
        koppen = [mail.onderwerp, mail.aan, mail.antwoord_aan, *mail.koppen.values()]
        assert not any(re.search(r"[\r\n\x85\u2028]", kop) for kop in koppen)
        assert "b@voorbeeld.be" not in mail.aan


def test_een_organisatie_die_op_de_andere_lijkt_breekt_niets(client, gegevens):
    """The table compares small letters, where a capital ß becomes the small one and not the other way around."""
    for nummer, naam in enumerate(["Straße", "STRAẞE", "straße", "STRASSE"]):
        velden = {"organisatie": naam, "naam": "Bo", "email": "Bo@voorbeeld.be", "gemeente": "Lint"}
        antwoord = client.post("/talent/word-organisator/aanmelden/", velden | {"teken": teken(60 + nummer)})
        assert antwoord.status_code == 302
    assert Organisator.objects.count() == 2


def test_hetzelfde_formulier_voor_twee_organisaties_maakt_er_een_bij_elk(client, huis):
    ander = maak_organisator(gemeente=huis.gemeente)
    velden = oproepformulier()
    for organisator in (huis, ander, huis):
        assert client.post(f"/talent/organisatoren/{organisator.sleutel}/oproepen/nieuw/", velden).status_code == 302
    assert sorted(Oproep.objects.values_list("organisator", flat=True)) == sorted([huis.pk, ander.pk])


# --- something that went meanwhile ---
def test_wat_net_gewist_is_geeft_een_zin_en_geen_fout(oproep):
    reactie = oproep.reacties.select_related("oproep", "talent").get()
    wie = eigenaar_van(reactie.talent)
    reactie_nr, reactie.talent.slug = reactie.pk, reactie.talent.slug
    Reactie.objects.filter(pk=reactie_nr).delete()
    for daad in (
        lambda: reacties.trek_reactie_in(reactie=reactie, door=wie),
        lambda: reacties.beslis(reactie=reactie, status="gekozen", reden="Ja."),
    ):
        with pytest.raises(KanNiet, match="niet meer"):
            daad()
    Oproep.objects.filter(pk=oproep.pk).delete()
    with pytest.raises(KanNiet, match="niet meer"):
        reacties.reageer(oproep=oproep, talent=reactie.talent, tekst="", door=wie)


def test_in_de_zoekrij_van_wie_13_is_staat_niets_om_op_te_passen(gegevens):
    kim = maak_talent(naam="Kim", leeftijd="13-15", prijs="gratis", aanbod=["optreden"])
    zoekrij.leid_af(kim)
    assert {waarde.split(":")[0] for waarde in zoekrij.Zoekrij.objects.get(talent_nr=kim.pk).waarden} <= {
        "i",
        "b",
        "x",
        "rij",
    }
