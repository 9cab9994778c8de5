"""The form behind 'Klopt er iets niet?', from the link on a page to the confirmation."""

import re
import time
import uuid

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client, RequestFactory

from igs.models import IGS, Melding
from igs.views_melden import Meldformulier
from opnetwerk.formulieren import COOKIE_NODIG, TE_LANG_OPEN, TE_SNEL, bezoeker, maak_teken, schijnkenmerk
from opnetwerk.models import Logregel, UitgaandeMail
from tests import vijandig
from tests.fabriek import maak_gebruiker
from tests.opnetwerk.test_openbaar import Lezer
from tests.vijandig import Formulierpagina

ADRES = "/klopt-er-iets-niet/"
BEDANKT = re.compile(r"/klopt-er-iets-niet/bedankt/([0-9a-f-]{36})/")


def gegevens_van(**velden: str) -> dict[str, str]:
    """A form that stood open for a minute, filled in well."""
    standaard = {
        "pagina": "/igs/zuidrand/",
        "tekst": "Het nummer is oud.",
        "email": "",
        "teken": maak_teken(time.time() - 60),
        "meer_info": "",
    }
    return standaard | velden


def teruggekomen(client: Client, **velden: str) -> Formulierpagina:
    """Send a form that must come back, with all that holds for one."""
    antwoord = client.post(ADRES, gegevens_van(**velden))
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert Melding.objects.count() == 0
    return pagina


def kenmerk_van(antwoord: HttpResponseBase) -> uuid.UUID:
    assert antwoord.status_code == 302
    gevonden = BEDANKT.fullmatch(antwoord.headers["Location"])
    assert gevonden, antwoord.headers["Location"]
    return uuid.UUID(gevonden[1])


# --- works ---


def test_elke_pagina_leidt_naar_het_formulier_met_haar_adres_erin(client, gegevens):
    for adres in ("/", "/igs/zuidrand/", "/gemeenten/lint/", "/privacy/", "/belicht/wannes-de-laender/"):
        link = f"{ADRES}?pagina={adres}"
        assert link in Lezer(client.get(adres).content.decode()).links
        pagina = Formulierpagina(client.get(link).content.decode())
        pagina.keur()
        assert pagina.verborgen("pagina") == adres
        assert f'gaat over de pagina <a href="{adres}">{adres}</a>' in pagina.html
        assert not pagina.titel.startswith("Fout")


def test_de_link_draagt_de_vraag_achter_het_adres_niet_mee(client, gegevens):
    assert f"{ADRES}?pagina=/igs/" in Lezer(client.get("/igs/?op=2024-06-01").content.decode()).links


def test_het_formulier_vraagt_weinig_en_zegt_wat_moet(client, db):
    pagina = Formulierpagina(client.get(ADRES).content.decode())
    pagina.keur()
    assert list(pagina.invoer) == ["tekst", "email"]
    assert (
        pagina.invoer["email"].kenmerken | {"type": "email", "autocomplete": "email"}
        == pagina.invoer["email"].kenmerken
    )
    labels = [element.tekst for element in pagina.elementen if element.naam == "label"]
    assert "Je e-mailadres (niet verplicht)" in labels
    assert "Wat klopt er niet?" in labels
    assert "Schrijf erbij over welke pagina het gaat." in pagina.html


def test_een_melding_eindigt_op_haar_eigen_pagina_die_blijft(client, gegevens):
    antwoord = client.post(ADRES, gegevens_van(email="bezoeker@voorbeeld.be"))
    melding = Melding.objects.get()
    assert kenmerk_van(antwoord) == melding.kenmerk
    assert (melding.igs, melding.pagina, melding.tekst) == (
        IGS.objects.get(slug="zuidrand"),
        "/igs/zuidrand/",
        "Het nummer is oud.",
    )
    for iemand in (client, Client(), Client()):
        bedankt = iemand.get(antwoord.headers["Location"])
        pagina = bedankt.content.decode()
        assert bedankt.status_code == 200
        assert str(melding.kenmerk) in pagina
        assert "De coördinator van Zuidrand leest je melding." in pagina
        assert '<meta name="robots" content="noindex">' in pagina
        assert '<a href="/igs/zuidrand/">Terug naar de pagina</a>' in pagina
        assert "bezoeker@voorbeeld.be" not in pagina
        assert "Het nummer is oud" not in pagina
    assert not Client().get(antwoord.headers["Location"]).cookies


def test_de_bevestiging_zegt_wanneer_de_melding_behandeld_is(client, db):
    pad = client.post(ADRES, gegevens_van(pagina="/privacy/")).headers["Location"]
    assert "De redactie van op/netwerk leest je melding." in client.get(pad).content.decode()
    Melding.objects.update(stand=Melding.Stand.BEHANDELD)
    assert "Je melding is behandeld." in client.get(pad).content.decode()


def test_een_onbekend_kenmerk_bestaat_niet(client, db):
    assert client.get(f"{ADRES}bedankt/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"{ADRES}bedankt/geen-kenmerk/").status_code == 404


@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_een_bevestiging_wordt_alleen_gelezen(client, db, methode):
    assert getattr(client, methode)(f"{ADRES}bedankt/{schijnkenmerk()}/").status_code == 405


@pytest.mark.parametrize("methode", ["put", "patch", "delete", "options"])
def test_andere_methodes_zijn_405(client, db, methode):
    assert getattr(client, methode)(ADRES).status_code == 405


def test_ook_wie_aangemeld_is_kan_melden(client, db):
    client.force_login(maak_gebruiker())
    kenmerk_van(client.post(ADRES, gegevens_van()))
    assert Melding.objects.count() == 1


def test_een_melding_kost_een_vast_aantal_vragen(client, gegevens, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(f"{ADRES}?pagina=/gemeenten/lint/")
    with django_assert_max_num_queries(40):
        client.post(ADRES, gegevens_van(pagina="/gemeenten/lint/"))
    with django_assert_max_num_queries(2):
        client.get(f"{ADRES}bedankt/{Melding.objects.get().kenmerk}/")


# --- comes back ---


@pytest.mark.parametrize("tekst", vijandig.LEEG)
def test_leeg_zegt_wat_te_doen(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst, email="an@voorbeeld.be")
    assert pagina.samenvatting == [("id_tekst", "Schrijf bij “Wat klopt er niet?” wat er fout is of ontbreekt.")]
    assert pagina.invoer["email"].kenmerken["value"] == "an@voorbeeld.be"
    assert pagina.verborgen("pagina") == "/igs/zuidrand/"


@pytest.mark.parametrize("tekst", vijandig.TE_LANG)
def test_te_lang_houdt_alles_wat_getypt_werd(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst)
    [(veld, zin)] = pagina.samenvatting
    assert veld == "id_tekst"
    assert re.fullmatch(r"Maak “Wat klopt er niet\?” korter: hoogstens 3\.000 tekens, nu zijn het er [\d.]+\.", zin)
    assert pagina.invoer["tekst"].tekst.strip() == tekst.strip()


def test_drieduizend_tekens_mag_ook_met_regeleinden(client, db):
    regels = "\r\n".join(["x" * 99] * 30)
    kenmerk_van(client.post(ADRES, gegevens_van(tekst=regels)))
    assert len(Melding.objects.get().tekst) == 30 * 99 + 29


@pytest.mark.parametrize("tekst", vijandig.STUURTEKENS)
def test_een_stuurteken_is_een_fout_bij_het_veld_en_opnieuw_versturen_lukt(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst)
    [(veld, zin)] = pagina.samenvatting
    assert veld == "id_tekst"
    assert zin.startswith("In “Wat klopt er niet?” stond een teken")
    over = pagina.invoer["tekst"].tekst.strip()
    assert over.startswith("voor")
    assert over.endswith("na")
    kenmerk_van(client.post(ADRES, gegevens_van(tekst=over, teken=pagina.verborgen("teken"))))
    assert Melding.objects.get().tekst == over


@pytest.mark.parametrize("email", [*vijandig.KOPINJECTIE, *vijandig.STUURTEKENS, *vijandig.SCRIPT, vijandig.TE_LANG[0]])
def test_een_slecht_adres_is_een_fout_bij_het_veld_en_geen_mail(client, db, email):
    pagina = teruggekomen(client, email=email)
    assert [veld for veld, _ in pagina.samenvatting] == ["id_email"]
    assert pagina.invoer["tekst"].tekst.strip() == "Het nummer is oud."
    assert UitgaandeMail.objects.count() == 0


def test_een_adres_van_255_tekens_past_niet_in_de_databank(client, db):
    pagina = teruggekomen(client, email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 8}.be")
    assert pagina.fout_bij("email") == "Maak je e-mailadres korter: hoogstens 254 tekens, nu zijn het er 255."


def test_twee_fouten_staan_in_de_volgorde_van_het_formulier(client, db):
    pagina = teruggekomen(client, tekst="", email="geen adres")
    assert [veld for veld, _ in pagina.samenvatting] == ["id_tekst", "id_email"]
    assert pagina.fout_bij("email") == "Vul je e-mailadres in, zoals naam@voorbeeld.be."


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_gewone_tekst_wordt_precies_bewaard_en_nergens_code(client, db, tekst):
    pagina = teruggekomen(client, tekst=tekst, email="geen adres")
    assert pagina.invoer["tekst"].tekst.lstrip("\r\n") == tekst
    assert "<script>alert" not in pagina.html
    assert "<img src=x" not in pagina.html
    kenmerk_van(client.post(ADRES, gegevens_van(tekst=tekst)))
    assert Melding.objects.get().tekst == tekst


@pytest.mark.parametrize("pagina", vijandig.VREEMDE_ADRESSEN)
def test_een_vreemde_pagina_telt_niet_maar_houdt_de_melding_niet_tegen(client, db, pagina):
    formulier = Formulierpagina(client.get(ADRES, {"pagina": pagina}).content.decode())
    assert formulier.verborgen("pagina") == ""
    assert "kwaad" not in formulier.html
    kenmerk_van(client.post(ADRES, gegevens_van(pagina=pagina)))
    melding = Melding.objects.get()
    assert (melding.pagina, melding.igs) == ("", None)


@pytest.mark.parametrize("bytes_", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_foutpagina(client, db, bytes_):
    for veld in ("tekst", "email", "pagina", "teken"):
        antwoord = vijandig.plaats_bytes(client, ADRES, gegevens_van() | {veld: bytes_})
        assert antwoord.status_code in (200, 302), veld


# --- the guard ---


def test_te_snel_en_zonder_teken_komen_terug_met_de_tekst(client, db):
    for teken, zin in [(maak_teken(), TE_SNEL), ("", TE_LANG_OPEN), ("vals:teken", TE_LANG_OPEN)]:
        pagina = teruggekomen(client, teken=teken, email="an@voorbeeld.be")
        assert pagina.samenvatting == [("", zin)]
        assert pagina.invoer["tekst"].tekst.strip() == "Het nummer is oud."
        assert pagina.invoer["email"].kenmerken["value"] == "an@voorbeeld.be"
        assert pagina.verborgen("pagina") == "/igs/zuidrand/"


def test_zonder_koekje_komt_het_formulier_terug_met_de_tekst(db):
    client = Client(enforce_csrf_checks=True)
    antwoord = client.post(ADRES, gegevens_van())
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 403
    assert pagina.samenvatting == [("", COOKIE_NODIG)]
    assert pagina.invoer["tekst"].tekst.strip() == "Het nummer is oud."
    nog_eens = gegevens_van(csrfmiddlewaretoken=pagina.verborgen("csrfmiddlewaretoken"))
    kenmerk_van(client.post(ADRES, nog_eens))


def test_een_robot_krijgt_dezelfde_pagina_en_laat_niets_achter(client, db):
    antwoord = client.post(ADRES, gegevens_van(meer_info="https://kwaad.example"))
    kenmerk = kenmerk_van(antwoord)
    pagina = client.get(antwoord.headers["Location"]).content.decode()
    assert "Bedankt voor je melding" in pagina
    assert str(kenmerk) in pagina
    assert (Melding.objects.count(), Logregel.objects.count(), UitgaandeMail.objects.count()) == (0, 0, 0)


def test_de_elfde_melding_van_een_uur_wacht_maar_een_dubbele_niet(client, db):
    gegevens = [gegevens_van(tekst=f"Fout {nummer}") for nummer in range(Meldformulier.hoogstens_per_uur)]
    for een in gegevens:
        kenmerk_van(client.post(ADRES, een))
    antwoord = client.post(ADRES, gegevens_van(tekst="Nog een fout"))
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert antwoord.status_code == 429
    assert re.search(r"Wacht tot \d{1,2}\.\d{2} uur en druk dan opnieuw op de knop", pagina.samenvatting[0][1])
    assert pagina.invoer["tekst"].tekst.strip() == "Nog een fout"
    assert Melding.objects.count() == len(gegevens)
    kenmerk_van(client.post(ADRES, gegevens[0]))
    assert Melding.objects.count() == len(gegevens)


def test_een_dubbele_klik_is_een_melding_met_een_bevestiging(client, db):
    gegevens = gegevens_van()
    eerste, tweede = client.post(ADRES, gegevens), client.post(ADRES, gegevens)
    assert eerste.headers["Location"] == tweede.headers["Location"]
    assert Melding.objects.count() == 1


def test_terug_en_iets_anders_schrijven_gaat_niet_verloren(client, db):
    gegevens = gegevens_van()
    client.post(ADRES, gegevens)
    client.post(ADRES, gegevens | {"tekst": "En het adres ook."})
    assert set(Melding.objects.values_list("tekst", flat=True)) == {"Het nummer is oud.", "En het adres ook."}


@pytest.fixture
def lege_tellers():
    """The counters live outside the models: other tests would find them."""
    cache.clear()
    yield
    cache.clear()


def test_twintig_keer_tegelijk_is_een_melding_en_twintig_bevestigingen(transactional_db, lege_tellers, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    antwoorden = vijandig.plaats_dubbel(Client, ADRES, gegevens_van(), n=20)
    assert {kenmerk_van(antwoord) for antwoord in antwoorden} == {Melding.objects.get().kenmerk}
    assert (Logregel.objects.count(), UitgaandeMail.objects.count()) == (1, 1)
    wie = bezoeker(RequestFactory().get("/"))
    assert len(cache.get_many([f"plek:Meldformulier:{wie}:{nummer}" for nummer in range(10)])) == 1
