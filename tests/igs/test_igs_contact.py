"""Write to a network: the form, what comes back, and what never shows."""

import re
import time
from datetime import date

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from igs.models import IGS
from opnetwerk import gesprekken
from opnetwerk.formulieren import COOKIE_NODIG, TE_LANG_OPEN, TE_SNEL, maak_teken
from opnetwerk.gespreksformulieren import Berichtformulier
from opnetwerk.models import Blokkering, Gesprek, Gespreksbericht, Logregel, UitgaandeMail
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_coordinator, maak_gebruiker
from tests.gesprekken import heel, ingevuld, mails_aan
from tests.opnetwerk.test_openbaar import Lezer
from tests.vijandig import Formulierpagina

ADRES = "/igs/zuidrand/contact/"
VERSTUURD = re.compile(r"/gesprek/verstuurd/[0-9a-f-]{36}/")
BEA = "bea.geheim@voorbeeld.be"
BEZOEKER = "bezoeker.geheim@voorbeeld.be"


@pytest.fixture
def zuidrand(gegevens) -> IGS:
    igs = IGS.objects.get(slug="zuidrand")
    maak_coordinator(igs, "Bea Contact", email=BEA)
    return igs


def velden_van(**velden: str) -> dict[str, str]:
    standaard = {"naam": "An Bezoeker", "email": BEZOEKER, "onderwerp": "Een vraag", "tekst": "Mag ik meedoen?"}
    return ingevuld(**standaard | velden)


def verstuurd(antwoord: HttpResponse) -> str:
    assert antwoord.status_code == 302
    assert VERSTUURD.fullmatch(antwoord.headers["Location"])
    return antwoord.headers["Location"]


def aantallen() -> tuple[int, int, int]:
    return Gesprek.objects.count(), Gespreksbericht.objects.count(), UitgaandeMail.objects.count()


def teruggekomen(client: Client, status: int = 200, **velden: str) -> Formulierpagina:
    """Send a form that must come back, with all that holds for one."""
    antwoord = client.post(ADRES, velden_van(**velden))
    assert antwoord.status_code == status
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    return pagina


# --- works ---


def test_de_pagina_van_het_igs_en_van_de_gemeente_leiden_ernaartoe(client, zuidrand):
    for adres in ("/igs/zuidrand/", "/gemeenten/lint/"):
        assert ADRES in Lezer(client.get(adres).content.decode()).links


def test_het_formulier_zegt_wie_het_leest_en_wat_er_gebeurt(client, zuidrand):
    pagina = Formulierpagina(client.get(ADRES).content.decode())
    pagina.keur()
    assert list(pagina.invoer) == ["naam", "email", "onderwerp", "tekst"]
    assert "Je bericht gaat naar Bea Contact." in pagina.html
    assert "Je e-mailadres blijft verborgen." in pagina.html
    assert "We bewaren je naam, je adres en het gesprek." in pagina.html
    assert "geheim" not in pagina.html
    assert pagina.invoer["naam"].kenmerken["autocomplete"] == "name"
    assert pagina.invoer["email"].kenmerken["autocomplete"] == "email"


def test_zonder_contactpersoon_zegt_de_pagina_wie_het_dan_leest(client, gegevens, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    assert "Er is nu niemand die berichten voor Zuidrand leest." in client.get(ADRES).content.decode()
    pagina = teruggekomen(client)
    assert pagina.samenvatting == [("", gesprekken.NIEMAND)]
    assert aantallen() == (0, 0, 0)
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    assert "gaat naar de redactie van op/netwerk" in client.get(ADRES).content.decode()
    maak_coordinator_van(IGS.objects.get(slug="zuidrand"), "c.geheim@voorbeeld.be")
    pagina = client.get(ADRES).content.decode()
    assert "de coördinator van het netwerk" in pagina
    assert "geheim" not in pagina


def test_een_bericht_van_begin_tot_antwoord(client, zuidrand):
    pad = verstuurd(client.post(ADRES, velden_van()))
    assert "Kijk in je mailbox" in client.get(pad).content.decode()
    assert mails_aan(BEA) == []
    [link] = re.findall(r"/gesprek/bevestig/\S+/", mails_aan(BEZOEKER)[0].tekst)
    assert client.post(link).headers["Location"] == pad
    assert "Je bericht is verstuurd" in client.get(pad).content.decode()
    [mail] = mails_aan(BEA)
    assert mail.onderwerp == "Bericht via op/netwerk: Een vraag"
    assert "An Bezoeker schreef een bericht via op/netwerk, aan Zuidrand." in mail.tekst
    van_bea = re.findall(r"http://[^/]+(/gesprek/\S+/)", mail.tekst)[0]
    client.post(van_bea, ingevuld(tekst="Graag!"))
    van_an = re.findall(r"http://[^/]+(/gesprek/\S+/)", mails_aan(BEZOEKER)[-1].tekst)[0]
    assert "Bea Contact" in client.get(van_an).content.decode()
    assert "Graag!" in client.get(van_an).content.decode()
    for adres in (pad, van_bea, van_an, link, ADRES, "/igs/zuidrand/", "/nieuws/atom.xml"):
        antwoord = client.get(adres)
        assert b"geheim" not in antwoord.content, adres
        assert "geheim" not in str(antwoord.headers), adres
    for een in UitgaandeMail.objects.all():
        assert "geheim" not in heel(een)
    gesprek = Gesprek.objects.get()
    assert (gesprek.betreft, gesprek.betreft_naam, gesprek.igs_slug) == ("igs:zuidrand", "Zuidrand", "zuidrand")


def test_wie_aangemeld_is_met_een_zeker_adres_bevestigt_niet(client, zuidrand):
    rekening = maak_rekening("an.geheim@voorbeeld.be", naam="An Account")
    client.force_login(rekening)
    pagina = Formulierpagina(client.get(ADRES).content.decode())
    assert list(pagina.invoer) == ["naam", "onderwerp", "tekst"]
    assert pagina.invoer["naam"].kenmerken["value"] == "An Account"
    assert "Je bericht vertrekt meteen." in pagina.html
    # An address that is sent along anyway counts for nothing.
    pad = verstuurd(client.post(ADRES, velden_van(email="iemand.anders@voorbeeld.be")))
    assert "Je bericht is verstuurd" in client.get(pad).content.decode()
    assert (len(mails_aan(BEA)), len(mails_aan(rekening.email))) == (1, 1)
    assert mails_aan("iemand.anders@voorbeeld.be") == []
    assert Logregel.objects.filter(door=rekening, actie="gesprek begonnen").count() == 1
    assert [regel.onderwerp for regel in client.get("/mijn/berichten/").context["regels"]] == ["Een vraag"]


def test_wie_aangemeld_is_zonder_zeker_adres_bevestigt_als_ieder_ander(client, zuidrand):
    rekening = maak_gebruiker("an.geheim@voorbeeld.be")
    client.force_login(rekening)
    pagina = Formulierpagina(client.get(ADRES).content.decode())
    assert pagina.invoer["email"].kenmerken["value"] == rekening.email
    verstuurd(client.post(ADRES, velden_van(email=rekening.email)))
    assert mails_aan(BEA) == []
    assert Gesprek.objects.get().deelnemers.get(kant="afzender").gebruiker is None


def test_een_gestopt_of_onbekend_igs_is_een_404(client, zuidrand):
    zuidrand.gestopt_op = date(2026, 11, 22)
    zuidrand.save()
    for adres in (ADRES, "/igs/bestaat-niet/contact/"):
        assert client.get(adres).status_code == 404
        assert client.post(adres, velden_van()).status_code == 404
    assert ADRES not in Lezer(client.get("/igs/zuidrand/").content.decode()).links
    assert aantallen() == (0, 0, 0)


def test_een_geblokkeerde_afzender_ziet_dezelfde_pagina_als_een_ander(client, zuidrand):
    """An account writes at once: of two, one blocked by the contact person, the pages differ in nothing."""
    paginas = []
    for wie in ("goed.geheim@voorbeeld.be", "kwaad.geheim@voorbeeld.be"):
        schrijver = Client()
        schrijver.force_login(maak_rekening(wie))
        Blokkering.objects.get_or_create(ontvanger=BEA, afzender="kwaad.geheim@voorbeeld.be")
        pad = verstuurd(schrijver.post(ADRES, velden_van()))
        kenmerk = pad.split("/")[3]
        paginas.append(Client().get(pad).content.decode().replace(kenmerk, ""))
        assert [mail.onderwerp for mail in mails_aan(wie)] == ["Kopie van je bericht: Een vraag"]
    assert paginas[0] == paginas[1]
    assert len(mails_aan(BEA)) == 1


# --- comes back ---


@pytest.mark.parametrize("veld", ["naam", "email", "onderwerp", "tekst"])
@pytest.mark.parametrize("slecht", vijandig.LEEG)
def test_leeg_zegt_wat_te_doen_en_houdt_de_rest(client, zuidrand, veld, slecht):
    pagina = teruggekomen(client, **{veld: slecht})
    assert [bij for bij, _ in pagina.samenvatting] == [f"id_{veld}"]
    rest = {"naam": "An Bezoeker", "onderwerp": "Een vraag"}
    for ander in rest.keys() - {veld}:
        assert pagina.invoer[ander].kenmerken["value"] == rest[ander]
    assert aantallen() == (0, 0, 0)


@pytest.mark.parametrize("veld", ["naam", "email", "onderwerp", "tekst"])
@pytest.mark.parametrize("slecht", [vijandig.TE_LANG[0], *vijandig.STUURTEKENS])
def test_te_lang_en_stuurtekens_zijn_een_fout_bij_het_veld(client, zuidrand, veld, slecht):
    pagina = teruggekomen(client, **{veld: slecht})
    assert [bij for bij, _ in pagina.samenvatting] == [f"id_{veld}"]
    assert aantallen() == (0, 0, 0)


@pytest.mark.parametrize("veld", ["naam", "email", "onderwerp"])
@pytest.mark.parametrize("slecht", vijandig.KOPINJECTIE)
def test_een_tweede_regel_komt_in_geen_enkele_kop(client, zuidrand, veld, slecht):
    antwoord = client.post(ADRES, velden_van(**{veld: slecht}))
    assert antwoord.status_code in (200, 302)
    if veld == "email" or not slecht.isprintable():
        assert antwoord.status_code == 200
    for mail in UitgaandeMail.objects.all():
        assert mail.aan == BEZOEKER
        assert mail.onderwerp.isprintable()
        assert set(mail.koppen) == {"Auto-Submitted"}


@pytest.mark.parametrize("goed", vijandig.ONSCHULDIG)
def test_gewone_tekst_wordt_precies_bewaard_en_nergens_code(client, zuidrand, goed):
    pagina = teruggekomen(client, tekst=goed, email="geen adres")
    assert pagina.invoer["tekst"].tekst.lstrip("\r\n") == goed
    verstuurd(client.post(ADRES, velden_van(tekst=goed, naam=goed[:90].replace("\n", " "))))
    assert Gespreksbericht.objects.get().tekst == goed
    [mail] = UitgaandeMail.objects.all()
    link = re.findall(r"/gesprek/bevestig/\S+/", mail.tekst)[0]
    assert "<script>alert" not in client.get(link).content.decode()
    client.post(link)
    [mail] = mails_aan(BEA)
    assert "<script" not in mail.html
    assert "<img" not in mail.html


@pytest.mark.parametrize("bytes_", vijandig.STUKKE_BYTES)
def test_stukke_bytes_geven_geen_foutpagina(client, zuidrand, bytes_):
    for veld in ("naam", "email", "onderwerp", "tekst", "teken"):
        antwoord = vijandig.plaats_bytes(client, ADRES, velden_van() | {veld: bytes_})
        assert antwoord.status_code in (200, 302), veld


def test_te_snel_en_zonder_teken_komen_terug_met_de_tekst(client, zuidrand):
    for teken, zin in [(maak_teken(), TE_SNEL), ("", TE_LANG_OPEN), (maak_teken(time.time() - 90_000), TE_LANG_OPEN)]:
        pagina = teruggekomen(client, teken=teken)
        assert pagina.samenvatting == [("", zin)]
        assert pagina.invoer["tekst"].tekst.strip() == "Mag ik meedoen?"


def test_zonder_koekje_komt_het_formulier_terug_met_de_tekst(zuidrand):
    client = Client(enforce_csrf_checks=True)
    pagina = teruggekomen(client, 403)
    assert pagina.samenvatting == [("", COOKIE_NODIG)]
    nog_eens = velden_van(csrfmiddlewaretoken=pagina.verborgen("csrfmiddlewaretoken"))
    verstuurd(client.post(ADRES, nog_eens))


def test_een_robot_krijgt_dezelfde_pagina_en_laat_niets_achter(client, zuidrand):
    pad = verstuurd(client.post(ADRES, velden_van(meer_info="https://kwaad.example")))
    assert "Kijk in je mailbox" in client.get(pad).content.decode()
    assert (*aantallen(), Logregel.objects.count()) == (0, 0, 0, 0)


# --- too much, twice, at once ---


@pytest.fixture
def lege_tellers():
    cache.clear()
    yield
    cache.clear()


def test_het_vierde_onbevestigde_bericht_van_een_adres_wacht(client, zuidrand, lege_tellers):
    for nummer in range(3):
        verstuurd(client.post(ADRES, velden_van(onderwerp=f"Vraag {nummer}")))
    pagina = teruggekomen(client, 429, onderwerp="Nog een vraag")
    assert "wachten al 3 berichten op een bevestiging" in pagina.samenvatting[0][1]
    assert pagina.invoer["onderwerp"].kenmerken["value"] == "Nog een vraag"
    assert aantallen() == (3, 3, 3)


def test_een_verbinding_verstuurt_hoogstens_tien_berichten_per_uur(client, zuidrand, lege_tellers):
    for nummer in range(Berichtformulier.hoogstens_per_uur):
        verstuurd(client.post(ADRES, velden_van(email=f"a{nummer}@voorbeeld.be")))
    pagina = teruggekomen(client, 429, email="nog@voorbeeld.be")
    assert "Wacht tot" in pagina.samenvatting[0][1]
    assert Gesprek.objects.count() == Berichtformulier.hoogstens_per_uur


def test_een_dubbele_klik_is_een_gesprek_en_terug_en_anders_een_ander(client, zuidrand):
    velden = velden_van()
    assert verstuurd(client.post(ADRES, velden)) == verstuurd(client.post(ADRES, velden))
    assert aantallen() == (1, 1, 1)
    verstuurd(client.post(ADRES, velden | {"tekst": "Toch iets anders."}))
    assert aantallen() == (2, 2, 2)


def test_hetzelfde_formulier_bij_een_ander_igs_is_een_ander_gesprek(client, zuidrand, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    velden = velden_van()
    verstuurd(client.post(ADRES, velden))
    verstuurd(client.post("/igs/co7/contact/", velden))
    assert set(Gesprek.objects.values_list("igs_slug", flat=True)) == {"zuidrand", "co7"}


def test_twintig_keer_tegelijk_is_een_gesprek_en_een_mail(transactional_db, lege_tellers, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    IGS.objects.get_or_create(slug="zuidrand", defaults={"naam": "Zuidrand", "kleur": 1})
    antwoorden = vijandig.plaats_dubbel(Client, ADRES, velden_van(), n=20)
    assert len({verstuurd(antwoord) for antwoord in antwoorden}) == 1
    assert aantallen() == (1, 1, 1)
    assert Logregel.objects.count() == 1


def test_twintig_verschillende_tegelijk_gaan_niet_over_de_grens(transactional_db, lege_tellers, settings):
    """The limit is counted in the database, under a lock: nobody slips through beside another."""
    settings.BEHEERDER = settings.BEHEERDER | {"email": "redactie@voorbeeld.be"}
    IGS.objects.get_or_create(slug="zuidrand", defaults={"naam": "Zuidrand", "kleur": 1})
    formulieren = [velden_van(onderwerp=f"Vraag {nummer}") for nummer in range(8)]
    klaar = iter(formulieren)

    class Wisselend(dict[str, str]):
        """Another subject for each who sends it."""

    antwoorden = vijandig.plaats_dubbel(lambda: _client_met(next(klaar)), ADRES, Wisselend(), n=len(formulieren))
    assert sorted(antwoord.status_code for antwoord in antwoorden) == [302] * 3 + [429] * 5
    assert aantallen() == (3, 3, 3)


def _client_met(velden: dict[str, str]) -> Client:
    client = Client()
    plaats = client.post
    client.post = lambda url, _: plaats(url, velden)  # type: ignore[method-assign]
    return client


def test_het_formulier_kost_een_vast_aantal_vragen(client, zuidrand, django_assert_num_queries):
    with django_assert_num_queries(3):
        client.get(ADRES)
    for nummer in range(10):
        maak_coordinator(zuidrand, f"Persoon {nummer}", email=f"p{nummer}@voorbeeld.be")
    with django_assert_num_queries(3):
        client.get(ADRES)
