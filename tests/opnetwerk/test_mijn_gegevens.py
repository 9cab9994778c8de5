"""My data: see, take along, erase; with an account, and with a link by mail."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cultuurnota.models import Hoofdstukversie, Teamlid
from igs.models import Aanstelling, Melding
from opnetwerk import accountwissen, adreswissen, inzage, logboek, toestemmingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.gesprekken import antwoord as schrijf_antwoord
from opnetwerk.gesprekken import blokkeer
from opnetwerk.models import Gebruiker, Gesprek, Logregel, Toestemming, UitgaandeMail, Versie
from opnetwerk.verwerkingen import register
from talent.models import Beheer, Talent
from tests import gesprekken, vijandig
from tests.aanmelden import maak_rekening, zet_stap
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker, maak_igs
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.fabriek import maak_talent
from tests.talent.test_verlaten import vol_talent

pytestmark = pytest.mark.django_db

ADRES = "jo@voorbeeld.be"
WISSEN, MEENEMEN = "/mijn/gegevens/wissen/", "/mijn/gegevens/meenemen/"


@pytest.fixture
def jo() -> Gebruiker:
    return maak_rekening(ADRES, naam="Jo Janssens")


def als(gebruiker: Gebruiker, geleden: float | None = 0) -> Client:
    """Logged in; `geleden`: seconds since the password, None when it was long ago."""
    client = Client()
    client.force_login(gebruiker)
    if geleden is not None:
        zet_stap(client, gebruiker, "password", geleden=geleden, reauthenticated=True)
    return client


def melding(adres: str = ADRES, tekst: str = "Dit klopt niet") -> Melding:
    return Melding.objects.create(
        formulier=f"{adres}{tekst}{Melding.objects.count()}", pagina="/", tekst=tekst, email=adres
    )


def pak_uit(antwoord: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(b"".join(antwoord.streaming_content))) as archief:
        assert archief.testzip() is None
        return {naam: archief.read(naam) for naam in archief.namelist()}


# --- complete: every field of every table ---


def _labels() -> Iterator[str]:
    for een in register:
        yield from een.tabellen


def _zonder_eigen_vraag(label: str) -> bool:
    """Whether Django made it between two models: its rows go along with the one that has the list."""
    return bool(inzage.model_van(label)._meta.auto_created)


def test_elke_tabel_van_het_register_gaat_mee_of_zegt_waarom_niet() -> None:
    gevonden = set(inzage.paden(met_account=True)) | {label for bron in inzage.bronnen for label in bron.tabellen}
    for label in _labels():
        assert label in gevonden or label in inzage.tabellen_niet or _zonder_eigen_vraag(label), label


def test_elk_veld_gaat_mee_of_zegt_waarom_niet(jo: Gebruiker) -> None:
    talentlabels = {label for bron in inzage.bronnen for label in bron.tabellen}
    for label in set(_labels()) - set(inzage.tabellen_niet) - talentlabels:
        model = inzage.model_van(label)
        if not _zonder_eigen_vraag(label):
            alle = {veld.name for veld in [*model._meta.concrete_fields, *model._meta.many_to_many]}
            redenen = {naam for naam in alle if f"{label}.{naam}" in inzage.velden_niet}
            assert set(inzage.velden_van(model)) == alle - redenen


def test_elk_veld_van_een_talent_gaat_mee_of_zegt_waarom_niet(jo: Gebruiker) -> None:
    vol_talent(jo)
    gegevens = inzage.verzamel([ADRES], jo)
    for label in {label for bron in inzage.bronnen for label in bron.tabellen} & set(gegevens):
        model = inzage.model_van(label)
        alle = {veld.name for veld in [*model._meta.concrete_fields, *model._meta.many_to_many]}
        for naam in alle - set(gegevens[label][0]):
            assert f"{label}.{naam}" in inzage.velden_niet, f"{label}.{naam}"


def test_elke_reden_gaat_over_een_veld_dat_bestaat() -> None:
    for pad in inzage.velden_niet:
        label, _, naam = pad.rpartition(".")
        assert apps.get_model(label)._meta.get_field(naam)
    for label in [*inzage.tabellen_niet, *adreswissen.blijft]:
        assert inzage.model_van(label)
    for zin in [*inzage.velden_niet.values(), *inzage.tabellen_niet.values(), *adreswissen.blijft.values()]:
        assert zin.endswith("."), zin


GEHEIM = {"password", "sleutel", "agendasleutel", "code_hash", "session_key", "key", "data"}


def test_niets_dat_iets_opent_gaat_mee() -> None:
    ons = {("opnetwerk.UitgaandeMail", "sleutel"), ("talent.Medium", "sleutel")}
    for label in _labels():
        for veld in inzage.model_van(label)._meta.concrete_fields:
            if veld.name in GEHEIM and (label, veld.name) not in ons and label not in inzage.tabellen_niet:
                assert f"{label}.{veld.name}" in inzage.velden_niet, f"{label}.{veld.name}"


def test_wat_een_adres_vindt_kan_weg_of_zegt_waarom_het_blijft() -> None:
    wisbaar = {label for wisser in adreswissen.wissers for label in wisser.tabellen}
    for label in inzage.paden(met_account=False):
        assert (label in wisbaar) != (label in adreswissen.blijft), label


# --- take along ---


def test_meenemen_vraagt_eerst_wie_je_bent(jo: Gebruiker) -> None:
    antwoord = als(jo, geleden=None).post(MEENEMEN)
    assert antwoord.status_code == 302
    assert antwoord.headers["Location"].startswith("/accounts/reauthenticate/")


def test_alles_van_een_account_zit_in_een_bestand(jo: Gebruiker) -> None:
    vol_talent(jo)
    igs = maak_igs()
    nota = maak_nota(igs=igs)
    maak_teamlid(nota, "schrijver", jo)
    hoofdstuk = nota.hoofdstukken.first()
    assert hoofdstuk is not None
    Hoofdstukversie.objects.create(
        hoofdstuk=hoofdstuk,
        nummer=1,
        basis=0,
        tekst="<p>Mijn eigen woorden</p>",
        soort="vanzelf",
        door=jo,
        door_naam="Jo",
    )
    maak_grensbreker("Jo Janssens", email=ADRES, gebruiker=jo)
    gesprekken.begin(afzender=gesprekken.Kant("Jo Janssens", ADRES, jo))
    melding()
    toestemmingen.geef(doel="proef", tekst="Ik doe mee.", gebruiker=jo)
    logboek.schrijf(door=jo, actie="proef gedaan", over=igs)
    inhoud = pak_uit(als(jo).post(MEENEMEN))
    rijen = json.loads(inhoud["gegevens.json"])["rijen"]
    assert {
        "opnetwerk.Gebruiker", "account.EmailAddress", "opnetwerk.Toestemming", "opnetwerk.Gesprek",
        "opnetwerk.Gespreksbericht", "opnetwerk.Logregel", "talent.Talent", "talent.Profiel", "talent.Werk",
        "grensbrekers.Grensbreker", "cultuurnota.Teamlid", "cultuurnota.Hoofdstukversie", "igs.Melding",
    } <= set(rijen)  # fmt: skip
    assert rijen["cultuurnota.Hoofdstukversie"][0]["tekst"] == "<p>Mijn eigen woorden</p>"
    assert any(rij["actie"] == "proef gedaan" for rij in rijen["opnetwerk.Logregel"])
    slug = Talent.objects.get().slug
    assert {f"talent/{slug}/index.html", f"talent/{slug}/beelden/01.jpg", "index.html", "stijl.css"} <= set(inhoud)


def test_er_zit_niets_van_een_ander_in(jo: Gebruiker) -> None:
    ander = gesprekken.Kant("Cas Ander", "cas.geheim@voorbeeld.be")
    gesprek = gesprekken.begin(afzender=gesprekken.Kant("Jo", ADRES, jo), ontvangers=[ander])
    cas = gesprekken.ontvanger(gesprek)
    schrijf_antwoord(gesprek=gesprek, deelnemer=cas, tekst="Woorden van Cas", formulier="c" * 64)
    blokkeer(gesprek=gesprek, deelnemer=cas)
    melding("cas.geheim@voorbeeld.be", "Melding van Cas")
    alles = b"".join(pak_uit(als(jo).post(MEENEMEN)).values())
    for woord in (b"cas.geheim", b"Woorden van Cas", b"Melding van Cas", jo.password.encode(), b"Blokkering"):
        assert woord not in alles, woord
    assert b"Kom je spelen" in alles  # Jo's own words


def test_waarden_uit_een_lijst_staan_er_in_woorden_en_nummers_alleen_voor_een_programma(jo: Gebruiker) -> None:
    gesprekken.begin(afzender=gesprekken.Kant("Jo", ADRES, jo), bevestigd=False)
    inhoud = pak_uit(als(jo).post(MEENEMEN))
    tekst = inhoud["index.html"].decode()
    assert "afzender bevestigt nog" in tekst
    assert "te_bevestigen" not in tekst
    assert "<dt>Kenmerk</dt>" not in tekst
    assert b"te_bevestigen" in inhoud["gegevens.json"]
    assert str(Gesprek.objects.get().kenmerk).encode() in inhoud["gegevens.json"]


def test_de_pagina_in_het_bestand_is_te_lezen(jo: Gebruiker) -> None:
    melding()
    tekst = pak_uit(als(jo).post(MEENEMEN))["index.html"].decode()
    for woord in ("Een account", "Dit klopt niet", "ja", "E-mailadres"):
        assert woord in tekst
    for woord in (">True<", ">None<", "datetime", "<script", "http://"):
        assert woord not in tekst


def test_de_pagina_vraagt_even_veel_bij_een_en_bij_twintig(jo: Gebruiker) -> None:
    client, gemeten = als(jo), []
    melding()
    client.get("/mijn/gegevens/")
    for aantal in (1, 20):
        for _ in range(aantal - Melding.objects.count()):
            melding()
        with CaptureQueriesContext(connection) as vragen:
            blad = client.get("/mijn/gegevens/").content.decode()
        assert f"{aantal} regel" in blad
        gemeten.append(len(vragen))
    assert gemeten[0] == gemeten[1]


# --- erase an account ---


def vraag(client: Client, adres: str = ADRES) -> Any:
    return client.post(WISSEN, {"daad": "wis", "email": adres})


def test_de_pagina_zegt_wat_weggaat_en_wat_blijft(jo: Gebruiker) -> None:
    blad = als(jo).get(WISSEN).content.decode()
    for deel in accountwissen.delen:
        for zin in [*deel.gaat, *deel.blijft]:
            assert zin in blad.replace("&#x27;", "'"), zin


def test_wissen_vraagt_eerst_wie_je_bent(jo: Gebruiker) -> None:
    assert vraag(als(jo, geleden=None)).headers["Location"].startswith("/accounts/reauthenticate/")
    assert accountwissen.wissen_op(jo) is None


@pytest.mark.parametrize("getypt", ["ander@voorbeeld.be", "geen adres", *vijandig.LEEG, *vijandig.STUURTEKENS])
def test_een_ander_adres_wist_niets_en_zegt_wat_je_typt(jo: Gebruiker, getypt: str) -> None:
    antwoord = vraag(als(jo), getypt)
    assert antwoord.status_code == 200
    assert "Er is iets niet goed ingevuld" in antwoord.content.decode()
    assert accountwissen.wissen_op(jo) is None


def test_na_veertien_dagen_is_alles_weg_en_een_dag_eerder_niet(jo: Gebruiker) -> None:
    vol_talent(jo)
    maak_grensbreker("Jo Janssens", email=ADRES)
    gesprekken.begin(afzender=gesprekken.Kant("Jo Janssens", ADRES, jo))
    melding()
    assert vraag(als(jo), ADRES.upper()).headers["Location"] == WISSEN
    assert accountwissen.wis_gevraagde(nu() + timedelta(days=13)) == 0
    assert Gebruiker.objects.filter(pk=jo.pk).exists()
    assert accountwissen.wis_gevraagde(nu() + timedelta(days=14)) == 1
    assert not Gebruiker.objects.filter(pk=jo.pk).exists()
    assert not Talent.objects.exists()
    assert not Gesprek.objects.exists()
    assert not Melding.objects.exists()
    [mail] = UitgaandeMail.objects.filter(aan=ADRES)
    assert mail.onderwerp == "Je account op op/netwerk is gewist"


def test_de_afscheidsmail_gaat_de_nacht_na_het_versturen(jo: Gebruiker) -> None:
    accountwissen.wis(gebruiker=jo)
    assert accountwissen.wis_gevraagde(nu()) == 0
    assert UitgaandeMail.objects.count() == 1  # not sent yet
    UitgaandeMail.objects.update(stand=UitgaandeMail.Stand.VERZONDEN)
    accountwissen.wis_gevraagde(nu())
    assert not UitgaandeMail.objects.exists()


def test_terugnemen_houdt_alles_ook_het_profiel(jo: Gebruiker) -> None:
    talent = maak_talent(eigenaar=jo)
    client = als(jo)
    vraag(client)
    assert Talent.objects.get(pk=talent.pk).wissen_op is not None
    antwoord = client.post(WISSEN, {"daad": "terug"}, follow=True)
    assert "We wissen je account niet" in antwoord.content.decode()
    assert Talent.objects.get(pk=talent.pk).wissen_op is None
    assert accountwissen.wis_gevraagde(nu() + timedelta(days=30)) == 0
    assert Gebruiker.objects.filter(pk=jo.pk).exists()


def test_twee_keer_vragen_is_een_keer(jo: Gebruiker) -> None:
    vraag(als(jo))
    vraag(als(jo))
    assert Toestemming.objects.filter(doel=accountwissen.DOEL).count() == 1
    assert UitgaandeMail.objects.filter(aan=ADRES).count() == 1


def test_lezen_verandert_niets(jo: Gebruiker) -> None:
    als(jo).get(f"{WISSEN}?daad=wis&email={ADRES}")
    assert accountwissen.wissen_op(jo) is None


# --- what must be settled first ---


def _groep(jo: Gebruiker) -> None:
    talent = maak_talent(naam="De Band", soort="groep", eigenaar=jo)
    Beheer.objects.create(talent=talent, gebruiker=maak_gebruiker("bo@voorbeeld.be"))


def _trekker(jo: Gebruiker) -> None:
    maak_teamlid(maak_nota(igs=maak_igs(), titel="De nota"), "trekker", jo)


def _coordinator(jo: Gebruiker) -> None:
    Aanstelling.objects.create(gebruiker=jo, igs=maak_igs("Proefstreek"), van=vandaag())


def _beheerder(jo: Gebruiker) -> None:
    Gebruiker.objects.filter(pk=jo.pk).update(is_superuser=True, is_staff=True)
    jo.refresh_from_db()


@pytest.mark.parametrize(
    ("zet_op", "woorden"),
    [
        (_groep, "Je bent de eigenaar van De Band"),
        (_trekker, "Je bent de enige trekker van “De nota”"),
        (_coordinator, "Je bent de enige coördinator van Proefstreek"),
        (_beheerder, "Je bent de enige beheerder van het portaal"),
    ],
    ids=["eigenaar van een groep", "enige trekker", "enige coördinator", "enige beheerder"],
)
def test_wie_iets_moet_regelen_leest_wat(jo: Gebruiker, zet_op: Any, woorden: str) -> None:
    zet_op(jo)
    client = als(jo)
    assert woorden in client.get(WISSEN).content.decode()
    antwoord = vraag(client)
    assert antwoord.status_code == 409
    assert woorden in antwoord.content.decode()
    assert accountwissen.wissen_op(jo) is None


def test_een_tweede_trekker_of_coordinator_volstaat(jo: Gebruiker) -> None:
    _trekker(jo)
    _coordinator(jo)
    ander = maak_gebruiker("bo@voorbeeld.be")
    maak_teamlid(Teamlid.objects.get().nota, "trekker", ander)
    Aanstelling.objects.create(gebruiker=ander, igs=Aanstelling.objects.get().igs, van=vandaag())
    assert accountwissen.bezwaren_van(jo) == []


def test_wat_er_in_de_veertien_dagen_bijkomt_houdt_het_wissen_op_en_wordt_gemaild(jo: Gebruiker) -> None:
    vraag(als(jo))
    _trekker(jo)
    for _ in range(2):
        assert accountwissen.wis_gevraagde(nu() + timedelta(days=15)) == 0
    [mail] = UitgaandeMail.objects.filter(aan=ADRES, onderwerp="We kunnen je account nog niet wissen")
    assert "enige trekker" in mail.tekst
    Teamlid.objects.all().delete()
    assert accountwissen.wis_gevraagde(nu() + timedelta(days=16)) == 1


# --- names that others keep ---


def test_wat_je_schreef_blijft_zonder_je_naam(jo: Gebruiker) -> None:
    nota = maak_nota(igs=maak_igs())
    maak_teamlid(nota, "schrijver", jo)
    hoofdstuk = nota.hoofdstukken.first()
    assert hoofdstuk is not None
    Hoofdstukversie.objects.create(
        hoofdstuk=hoofdstuk, nummer=1, basis=0, tekst="<p>x</p>", soort="vanzelf", door=jo, door_naam="Jo Janssens"
    )
    accountwissen.wis(gebruiker=jo)
    assert Hoofdstukversie.objects.get().door_naam == logboek.GEWIST
    assert not Teamlid.objects.exists()
    assert "Jo Janssens" not in repr(list(Versie.objects.values()))


def test_het_logboek_vergeet_de_naam_maar_niet_de_daad(jo: Gebruiker) -> None:
    igs = maak_igs()
    regel = logboek.schrijf(door=jo, actie="proef", over=igs)
    accountwissen.wis(gebruiker=jo)
    over = Logregel.objects.get(pk=regel.pk)
    assert (over.actie, over.door, over.door_naam, over.object_naam) == ("proef", None, logboek.GEWIST, str(igs))
    assert over.op == regel.op


def test_wie_in_het_beheer_werkte_blijft_in_het_logboek_staan(jo: Gebruiker) -> None:
    _coordinator(jo)
    regel = logboek.schrijf(door=jo, actie="proef", over=maak_igs("Ander"))
    accountwissen.wis(gebruiker=jo)
    assert Logregel.objects.get(pk=regel.pk).door_naam == "Jo Janssens"


def test_vergeten_raakt_geen_regel_van_een_ander(jo: Gebruiker) -> None:
    igs, ander = maak_igs(), maak_gebruiker("bo@voorbeeld.be", naam="Bo")
    regel = logboek.schrijf(door=ander, actie="proef", over=igs, veranderd={"naam": ("a", "b")})
    logboek.schrijf(door=jo, actie="proef", over=ander)
    assert logboek.vergeet(door=jo) == 1
    over = Logregel.objects.get(pk=regel.pk)
    assert (over.door, over.door_naam, over.veranderd) == (ander, "Bo", {"naam": ["a", "b"]})


def test_elk_mailveld_gaat_mee_of_zegt_waarom_niet() -> None:
    for label in inzage.paden(met_account=True):
        for veld in inzage.model_van(label)._meta.concrete_fields:
            if isinstance(veld, models.EmailField):
                assert (
                    veld.name in inzage.velden_van(inzage.model_van(label))
                    or f"{label}.{veld.name}" in inzage.velden_niet
                )
