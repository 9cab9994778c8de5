"""A member's pages: colleagues near by, a profile, a message, own data, another address."""

import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grensbrekers import lidmaatschap
from grensbrekers.models import Grensbreker
from igs.models import IGS, Gemeente
from opnetwerk import toestemmingen
from opnetwerk.dag import nu
from opnetwerk.gesprekken import ontvangers_voor
from opnetwerk.models import Gesprek, Logregel, UitgaandeMail
from tests import vijandig
from tests.beheer import maak_coordinator_van, maak_redactie
from tests.grensbrekers.fabriek import maak_grensbreker, maak_thema
from tests.grensbrekers.formulieren import mails_aan, pad_in, teken
from tests.vijandig import Formulierpagina


@pytest.fixture(autouse=True)
def schoon(gegevens):
    cache.clear()


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", "Lint", themas=["erfgoed"])


def pad(lid: Grensbreker, rest: str = "") -> str:
    return f"/grensbrekers/netwerk/{lid.sleutel}/{rest}"


def lees(client: Client, adres: str) -> str:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    return antwoord.content.decode()


# --- colleagues ---
def test_je_ziet_collegas_van_je_eigen_en_de_buurgemeenten_ook_over_de_grens_van_je_igs(client, an):
    maak_grensbreker("Bo Eigen", "Lint")
    buur = maak_grensbreker("Cis Buur", "Kontich")
    ander = maak_grensbreker("Lia Lier", "Lier")
    assert ander.igs != an.igs
    maak_grensbreker("Vera Ver", "Gent")
    maak_grensbreker("Wim Wacht", "Hove", stand="aangevraagd")
    html = lees(client, pad(an))
    for naam in ("Bo Eigen", buur.naam, ander.naam, "3 collega"):
        assert naam in html
    for naam in ("Vera Ver", "Wim Wacht"):
        assert naam not in html
    assert html.index("Bo Eigen") < html.index("Cis Buur")


def test_een_adres_staat_op_geen_enkele_pagina_van_een_collega(client, an):
    bo = maak_grensbreker("Bo Claes", "Hove")
    for adres in (pad(an), pad(an, f"collega/{bo.kenmerk}/"), pad(an, f"collega/{bo.kenmerk}/bericht/")):
        html = lees(client, adres)
        assert "Bo Claes" in html
        assert bo.email not in html
        assert str(bo.sleutel) not in html


def test_filteren_op_thema_en_rol_staat_in_het_adres_en_wat_niemand_kent_valt_weg(client, an):
    maak_grensbreker("Bo Claes", "Hove", themas=["erfgoed", "jeugd"], rol="bib")
    maak_grensbreker("Cis Maes", "Hove", themas=["jeugd"], rol="jeugd")
    for vraag, namen in (
        ("?thema=erfgoed", {"Bo Claes"}),
        ("?thema=jeugd&rol=jeugd", {"Cis Maes"}),
        ("?thema=erfgoed&rol=jeugd", set()),
        ("?thema=xyzzy&rol=%00&p=1", {"Bo Claes", "Cis Maes"}),
    ):
        html = lees(client, pad(an) + vraag)
        assert {naam for naam in ("Bo Claes", "Cis Maes") if naam in html} == namen, vraag
    assert "Niemand past" in lees(client, pad(an) + "?thema=erfgoed&rol=jeugd")


def test_wie_nog_in_een_gefuseerde_gemeente_staat_hoort_bij_de_nieuwe(client):
    oud = Gemeente.objects.filter(opgegaan_in__isnull=False, opgegaan_in__bestaat_tot=None).first()
    maak_grensbreker("Olga Oud", oud)
    lid = maak_grensbreker("Nora Nieuw", oud.opgegaan_in)
    assert "Olga Oud" in lees(client, pad(lid))


def test_een_of_twintig_collegas_kost_evenveel_vragen(client, an):
    maak_grensbreker("Bo 0", "Hove", themas=["erfgoed"])

    def tel() -> int:
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            lees(client, pad(an))
        return len(vragen)

    een = tel()
    for nummer in range(1, 20):
        maak_grensbreker(f"Bo {nummer}", "Kontich", themas=["erfgoed", "jeugd"])
    assert tel() == een
    assert "20 collega" in lees(client, pad(an))


def test_het_netwerk_vraagt_een_maand_voor_het_jaar_om_is_of_alles_klopt(client, an):
    assert "alles klopt nog" not in lees(client, pad(an))
    Grensbreker.objects.update(klopt_op=nu().replace(year=2025, month=12, day=1))
    assert "alles klopt nog" in lees(client, pad(an))
    client.post(pad(an))
    assert "alles klopt nog" not in lees(client, pad(an))


# --- a profile ---
def test_een_profiel_is_voor_leden_en_van_leden(client, an):
    assert "Zo zien andere grensbrekers je" in lees(client, pad(an, f"collega/{an.kenmerk}/"))
    ver = maak_grensbreker("Vera Ver", "Gent", themas=["podium"], vraag_me="Licht zonder geld")
    assert "Licht zonder geld" in lees(client, pad(an, f"collega/{ver.kenmerk}/"))
    for weg in (maak_grensbreker("Uwe Uit", stand="uitgeschreven").kenmerk, uuid.uuid4()):
        for rest in ("", "bericht/", "kennismaken/"):
            assert client.get(pad(an, f"collega/{weg}/{rest}")).status_code == 404
    for rest in ("bericht/", "kennismaken/"):
        assert client.post(pad(an, f"collega/{an.kenmerk}/{rest}")).status_code == 404


# --- a message ---
def bericht(**velden: str) -> dict[str, str]:
    return {"onderwerp": "Koffie?", "tekst": "Ik kom langs.", "teken": teken(), "meer_info": ""} | velden


def test_een_bericht_gaat_een_keer_via_het_portaal_zonder_adressen(client, an):
    bo = maak_grensbreker("Bo Claes", "Hove")
    gegevens = bericht()
    for _ in range(2):
        antwoord = client.post(pad(an, f"collega/{bo.kenmerk}/bericht/"), gegevens)
        assert antwoord.status_code == 302
    gesprek = Gesprek.objects.get()
    assert (gesprek.betreft, gesprek.stand) == (f"grensbreker:{bo.kenmerk}", "open")
    [mail] = mails_aan(bo.email)
    assert "Ik kom langs." in mail.tekst
    assert "An Peeters" in mail.tekst
    assert an.email not in mail.tekst + mail.antwoord_aan
    assert "Je bericht is verstuurd" in lees(client, antwoord.headers["Location"])


def test_wie_geen_lid_meer_is_krijgt_geen_berichten_meer(an):
    vraag = ontvangers_voor["grensbreker"]
    assert [kant.email for kant in vraag(str(an.kenmerk))] == [an.email]
    lidmaatschap.schrijf_uit(grensbreker=an)
    assert vraag(str(an.kenmerk)) is None
    assert vraag("geen kenmerk") is None


@pytest.mark.parametrize("veld", ["onderwerp", "tekst"])
@pytest.mark.parametrize("tekst", [*vijandig.LEEG[:3], *vijandig.STUURTEKENS[:2], "x" * 6000])
def test_een_slecht_bericht_komt_terug_en_vertrekt_niet(client, an, veld, tekst):
    bo = maak_grensbreker("Bo Claes", "Hove")
    antwoord = client.post(pad(an, f"collega/{bo.kenmerk}/bericht/"), bericht(**{veld: tekst}))
    assert antwoord.status_code == 200
    Formulierpagina(antwoord.content.decode()).keur_fouten()
    assert not UitgaandeMail.objects.exists()


def test_een_robot_schrijft_niemand(client, an):
    bo = maak_grensbreker("Bo Claes", "Hove")
    assert client.post(pad(an, f"collega/{bo.kenmerk}/bericht/"), bericht(meer_info="x")).status_code == 302
    assert not Gesprek.objects.exists()


def test_na_tien_gesprekken_op_een_dag_zegt_het_formulier_dat_het_te_veel_is(client, an):
    for nummer in range(10):
        bo = maak_grensbreker(f"Bo {nummer}", "Hove")
        assert client.post(pad(an, f"collega/{bo.kenmerk}/bericht/"), bericht()).status_code == 302
    antwoord = client.post(pad(an, f"collega/{bo.kenmerk}/bericht/"), bericht())
    assert antwoord.status_code == 429
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert pagina.bij("id_tekst").tekst.strip() == "Ik kom langs."


# --- own data ---
def gegevens_van(lid: Grensbreker, **velden: object) -> dict[str, object]:
    standaard = {
        "naam": lid.naam,
        "gemeente": lid.gemeente.naam,
        "rol": lid.rol,
        "functie": "",
        "themas": ["erfgoed"],
        "vraag_me": "",
        "koppelritme": "maand",
        "briefritme": "nooit",
        "mail_vragen": "on",
        "teken": teken(),
        "meer_info": "",
    }
    return {naam: waarde for naam, waarde in (standaard | velden).items() if waarde is not None}


def test_je_gegevens_staan_ingevuld_en_wijzigen_zegt_ook_dat_ze_kloppen(client, an):
    pagina = Formulierpagina(lees(client, pad(an, "gegevens/")))
    pagina.keur()
    assert pagina.invoer["gemeente"].kenmerken["value"] == "Lint"
    Grensbreker.objects.update(keren_gevraagd=2)
    for _ in range(2):
        antwoord = client.post(pad(an, "gegevens/"), gegevens_van(an, naam="An P.", functie="bibliothecaris"))
        assert antwoord.status_code == 302
    an.refresh_from_db()
    assert (an.naam, an.functie, an.koppelritme, an.briefritme) == ("An P.", "bibliothecaris", "maand", "nooit")
    assert (an.mail_vragen, an.mail_ontmoetingen, an.keren_gevraagd, an.klopt_op) == (True, False, 0, nu())
    assert (an.stand, bool(an.beslist_op)) == ("toegelaten", True)


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [("naam", ""), ("gemeente", "xyzzy"), ("rol", "x"), ("naam", "a" * 101), ("vraag_me", "a" * 301)],
)
def test_slechte_gegevens_komen_terug_en_bewaren_niets(client, an, veld, waarde):
    antwoord = client.post(pad(an, "gegevens/"), gegevens_van(an, **{veld: waarde, "functie": "nieuw"}))
    assert antwoord.status_code == 200
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert pagina.invoer["functie"].kenmerken["value"] == "nieuw"
    an.refresh_from_db()
    assert an.functie == ""


def test_wie_naar_een_ander_igs_gaat_komt_in_die_wachtrij_en_houdt_intussen_toegang(client, an):
    co7 = IGS.objects.get(slug="co7")
    coordinator = maak_coordinator_van(co7, "c@co7.example")
    assert client.post(pad(an, "gegevens/"), gegevens_van(an, gemeente="Poperinge")).status_code == 302
    an.refresh_from_db()
    assert (an.igs, an.stand, an.beslist_op) == (co7, "toegelaten", None)
    assert lidmaatschap.wacht_op_beslissing(an)
    assert mails_aan(coordinator.email)
    assert client.get(pad(an)).status_code == 200
    lidmaatschap.laat_toe(grensbreker=an, door=coordinator)
    an.refresh_from_db()
    assert not lidmaatschap.wacht_op_beslissing(an)
    assert mails_aan(an.email) == []


def test_binnen_hetzelfde_igs_verhuizen_vraagt_niemand_iets(client, an):
    client.post(pad(an, "gegevens/"), gegevens_van(an, gemeente="Hove"))
    an.refresh_from_db()
    assert (an.gemeente.naam, bool(an.beslist_op)) == ("Hove", True)


def test_in_het_logboek_staat_geen_naam(client, an):
    client.post(pad(an, "gegevens/"), gegevens_van(an, naam="Anna Geheim", vraag_me="Iets eigens"))
    lidmaatschap.weiger(grensbreker=an, door=maak_redactie(), reden="Weg")
    tekst = str(list(Logregel.objects.values()))
    assert "gegevens gewijzigd" in tekst
    for woord in ("Peeters", "Geheim", "eigens", an.email):
        assert woord not in tekst


def test_een_thema_dat_niet_bestaat_wordt_niet_bewaard(client, an):
    maak_thema("podium")
    antwoord = client.post(pad(an, "gegevens/"), gegevens_van(an, themas=["podium", "x\x00"]))
    assert antwoord.status_code == 200
    assert [thema.sleutel for thema in an.themas.all()] == ["erfgoed"]


# --- another address ---
def vraag_adres(client: Client, lid: Grensbreker, email: str) -> object:
    return client.post(pad(lid, "adres/"), {"email": email, "teken": teken(), "meer_info": ""})


def test_een_ander_adres_geldt_pas_na_de_knop_in_de_nieuwe_mailbox(client, an):
    oud = an.email
    assert vraag_adres(client, an, "An@Nieuw.example").status_code == 302
    [mail] = mails_aan("an@nieuw.example")
    link = pad_in(mail, "/grensbrekers/nieuw-adres/")
    for _ in range(2):
        assert "Gebruik je voortaan dit adres?" in lees(client, link)
    an.refresh_from_db()
    assert an.email == oud
    for _ in range(2):
        assert "Je adres is veranderd" in client.post(link).content.decode()
    an.refresh_from_db()
    assert an.email == "an@nieuw.example"
    assert [een.email for een in toestemmingen.van(f"grensbreker:{an.kenmerk}")] == ["an@nieuw.example"]
    [weg] = mails_aan(oud)
    assert "ander e-mailadres" in weg.tekst
    assert "nieuw.example" not in weg.tekst
    assert pad(an) not in weg.tekst
    assert client.get(pad_in(mails_aan("an@nieuw.example")[1], "/grensbrekers/netwerk/")).status_code == 200


def test_een_oude_link_voor_een_adres_werkt_niet_meer_na_een_volgende_wijziging(client, an):
    vraag_adres(client, an, "een@nieuw.example")
    vraag_adres(client, an, "twee@nieuw.example")
    een, twee = (
        pad_in(mails_aan(f"{naam}@nieuw.example")[0], "/grensbrekers/nieuw-adres/") for naam in ("een", "twee")
    )
    client.post(een)
    assert client.post(twee).status_code == 404
    assert client.get(f"{twee[:-5]}xxxx/").status_code == 404
    an.refresh_from_db()
    assert an.email == "een@nieuw.example"


def test_het_adres_van_een_ander_lid_geeft_evenveel_mails_en_dat_lid_leest_zijn_eigen_link(client, an):
    bo = maak_grensbreker("Bo Claes")
    assert vraag_adres(client, an, bo.email).headers["Location"].endswith("?net=adres")
    [mail] = mails_aan(bo.email)
    assert str(bo.sleutel) in mail.tekst
    assert "nieuw-adres" not in mail.tekst


def test_een_adres_dat_intussen_van_een_ander_werd_gaat_niet_over(client, an):
    vraag_adres(client, an, "vrij@nieuw.example")
    link = pad_in(mails_aan("vrij@nieuw.example")[0], "/grensbrekers/nieuw-adres/")
    maak_grensbreker("Bo Claes", email="vrij@nieuw.example")
    assert "al in gebruik" in client.post(link).content.decode()
    an.refresh_from_db()
    assert an.email == "an-peeters@voorbeeld.be"


@pytest.mark.parametrize("email", ["", "x", "an-peeters@voorbeeld.be", *vijandig.KOPINJECTIE])
def test_een_slecht_adres_komt_terug(client, an, email):
    antwoord = vraag_adres(client, an, email)
    assert antwoord.status_code == 200
    Formulierpagina(antwoord.content.decode()).keur_fouten()
    assert not UitgaandeMail.objects.exists()


def test_naar_een_adres_gaan_hoogstens_vijf_bevestigingen_per_dag(client, an):
    for _ in range(5):
        assert vraag_adres(client, an, "vreemd@voorbeeld.example").status_code == 302
    antwoord = vraag_adres(client, an, "vreemd@voorbeeld.example")
    assert antwoord.status_code == 429
    pagina = Formulierpagina(antwoord.content.decode())
    pagina.keur_fouten()
    assert "5 mails" in pagina.fout_bij("email")
    assert len(mails_aan("vreemd@voorbeeld.example")) == 5
