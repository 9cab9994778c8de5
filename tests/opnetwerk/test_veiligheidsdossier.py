"""The security dossier tells the truth: rows, tests that exist, the page, security.txt, the list of libraries."""

import ast
import csv
import json
import os
import re
import secrets
import shutil
import subprocess
import tomllib
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest
from allauth.account.forms import ChangePasswordForm
from django import forms
from django.conf import settings as instellingen
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.test import Client

from opnetwerk.rekeningformulieren import WachtwoordWijzigen
from opnetwerk.veiligheidspagina import KOLOMMEN, NVT, STANDEN, VOLDOET, WIJKT_AF, DossierFout, dossier, lees
from tests.fabriek import maak_gebruiker
from tests.opnetwerk.test_toegang import PUBLIEK

WORTEL = Path(__file__).parents[2]
APPS = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
# The level 1 requirements of OWASP ASVS 5.0.0, per chapter and section.
NIVEAU_1 = {"1.2": 5, "1.3": 2, "1.5": 1, "2.1": 1, "2.2": 2, "2.3": 1, "3.2": 2, "3.3": 1, "3.4": 2, "3.5": 3} | {
    "4.1": 1, "4.4": 1, "5.2": 2, "5.3": 2, "6.1": 1, "6.2": 8, "6.3": 2, "6.4": 2, "7.2": 4, "7.4": 2, "8.1": 1,
    "8.2": 2, "8.3": 1, "11.3": 2, "11.4": 1, "12.1": 1, "12.2": 2, "13.4": 1, "14.2": 1, "14.3": 1, "15.1": 1,
    "15.2": 1, "15.3": 1,
}  # fmt: skip


@cache
def bron() -> dict[str, str]:
    """Every file of the portal by its path."""
    paden = [pad for app in APPS for pad in (WORTEL / app).rglob("*.py") if "migrations" not in pad.parts]
    return {str(pad.relative_to(WORTEL)): pad.read_text() for pad in paden}


def met(patroon: str) -> list[tuple[str, ast.Module]]:
    """The files in which the pattern stands, read as code: reading them all takes seconds."""
    return [(pad, ast.parse(tekst)) for pad, tekst in bron().items() if re.search(patroon, tekst)]


def namen(boom: ast.AST) -> set[str]:
    """What is called in it, as `eval`, `subprocess.run`, `pickle.loads`."""
    return {ast.unparse(een.func) for een in ast.walk(boom) if isinstance(een, ast.Call)}


# --- the file ---


def test_elke_eis_van_niveau_1_heeft_een_rij_en_geen_twee():
    per_deel = Counter(eis.id.rsplit(".", 1)[0] for eis in dossier().niveau(1))
    assert per_deel == NIVEAU_1
    assert sum(NIVEAU_1.values()) == len(dossier().niveau(1))
    assert len(dossier().niveau(2)) >= 100
    volgorde = [tuple(map(int, eis.id.split("."))) for eis in dossier().eisen]
    assert volgorde == sorted(volgorde)


def test_elke_genoemde_test_bestaat_en_elke_opdracht_is_er_een():
    geteld = 0
    for eis in dossier().eisen:
        for bewijs in eis.bewijs:
            geteld += 1
            if "::" not in bewijs:
                assert re.match(r"(uv (run|export)|manage\.py|python -m tests\.)", bewijs), f"{eis.id}: {bewijs}"
                continue
            pad, naam = bewijs.split("::")
            assert (WORTEL / pad).exists(), f"{eis.id}: {pad}"
            assert f"def {naam}(" in (WORTEL / pad).read_text(), f"{eis.id}: {bewijs}"
    assert geteld > 200


def test_een_afwijking_zegt_waarom_in_eigen_woorden():
    for eis in dossier().eisen:
        assert eis.hier.endswith("."), eis.id
        assert eis.gevraagd.endswith("."), eis.id
        assert "Verify that" not in eis.gevraagd, eis.id
        if eis.stand == WIJKT_AF:
            assert len(eis.hier) > 60, eis.id
    assert 5 <= len(dossier().afwijkingen) <= 30


@pytest.mark.parametrize(
    "rij",
    [
        "1.2.1,3,Deel,Vraag.,Zo.,x,voldoet",
        "1.2.1,1,Deel,Vraag.,Zo.,x,prima",
        "1.2.1,1,Deel,Vraag.,Zo.,,voldoet",
        "1.2.1,1,Deel,Vraag.,,x,voldoet",
        "1.2.1,1,Deel,Vraag.,Zo.,x,voldoet\n1.2.1,1,Deel,Vraag.,Zo.,x,voldoet",
        "",
    ],
)
def test_een_rij_die_niet_klopt_wordt_genoemd(rij):
    with pytest.raises(DossierFout):
        lees(",".join(KOLOMMEN) + "\n" + rij)
    with pytest.raises(DossierFout):
        lees("id,stand\n1.2.1,voldoet\n")


# --- the page and security.txt ---


def test_de_pagina_telt_de_rijen_van_het_bestand(client, db, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "lek@portaal.be"}
    antwoord = client.get("/veiligheid/")
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert not antwoord.cookies
    with (WORTEL / "docs" / "veiligheid" / "asvs.csv").open(newline="") as bestand:
        rijen = list(csv.DictReader(bestand))
    for niveau in ("1", "2"):
        standen = Counter(rij["stand"] for rij in rijen if rij["niveau"] == niveau)
        rij = re.search(rf'<tr><th scope="row">Niveau {niveau}</th>(.*?)</tr>', tekst)
        assert rij
        getallen = [int(getal) for getal in re.findall(r">(\d+)</", rij[1])]
        assert getallen == [standen.total(), *(standen[stand] for stand in STANDEN)], (VOLDOET, WIJKT_AF, NVT)
    assert tekst.count("(eis ") == sum(rij["stand"] == WIJKT_AF for rij in rijen)
    assert 'href="mailto:lek@portaal.be?subject=Veiligheid"' in tekst
    assert "/klopt-er-iets-niet/?pagina=/veiligheid/" in tekst
    assert "binnen vijf werkdagen" in tekst
    assert 'href="/veiligheid/"' in client.get("/over/").content.decode()


def test_security_txt_volgt_rfc_9116(client, db, settings):
    settings.BEHEERDER = settings.BEHEERDER | {"email": "lek@portaal.be"}
    settings.SITE_ADRES = "https://netwerk.voorbeeld.be"
    antwoord = client.get("/.well-known/security.txt")
    assert antwoord.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert not antwoord.cookies
    regels = [regel for regel in antwoord.content.decode().splitlines() if regel]
    velden = [tuple(regel.split(": ", 1)) for regel in regels]
    assert velden[:2] == [
        ("Contact", "mailto:lek@portaal.be"),
        ("Contact", "https://netwerk.voorbeeld.be/klopt-er-iets-niet/"),
    ]
    een_keer = dict(velden[2:])
    assert len(velden) == 6
    assert een_keer["Canonical"] == "https://netwerk.voorbeeld.be/.well-known/security.txt"
    assert een_keer["Policy"] == "https://netwerk.voorbeeld.be/veiligheid/"
    assert een_keer["Preferred-Languages"] == "nl, en"
    einde = datetime.fromisoformat(een_keer["Expires"]).date()
    assert 0 < (einde - date(2026, 11, 23)).days < 365
    settings.VASTE_DAG = date(2027, 11, 23)  # it moves along with the day
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    later = client.get("/.well-known/security.txt").content.decode()
    assert later.startswith("Contact: https://")
    assert "Expires: 2028-05-21T00:00:00Z" in later


def test_security_md_zegt_de_termijnen_van_de_pagina(client, db):
    zin, tekst = (WORTEL / "SECURITY.md").read_text(), client.get("/veiligheid/").content.decode()
    for engels, nederlands in (
        ("five working days", "vijf werkdagen"),
        ("within seven days", "binnen zeven dagen"),
        ("within thirty days", "binnen dertig dagen"),
    ):
        assert engels in " ".join(zin.split())
        assert nederlands in tekst
    weg = set(re.findall(r"\b\d+\.\d+\.\d+\b", zin.partition("Left out of level 2")[2].partition("Promises")[0]))
    assert len(weg) > 10
    assert not weg & {eis.id for eis in dossier().eisen}  # what has a row was not left out


# --- libraries ---


def test_de_lijst_van_bibliotheken_is_te_maken_en_volledig(tmp_path):
    [opdracht] = re.findall(r"^uv export .*$", (WORTEL / "SECURITY.md").read_text(), re.M)
    uv = shutil.which("uv")
    if uv is None:
        pytest.skip("uv staat niet op dit systeem")
    uit = tmp_path / "sbom.json"
    woorden = [uv, *opdracht.split()[1:-1], str(uit), "--quiet", "--offline"]
    subprocess.run(woorden, cwd=WORTEL, check=True, capture_output=True, timeout=60, env=os.environ | {"NO_COLOR": "1"})
    lijst = json.loads(uit.read_text())
    assert (lijst["bomFormat"], lijst["specVersion"]) == ("CycloneDX", "1.5")
    delen = {deel["name"]: deel for deel in lijst["components"]}
    vereist = tomllib.loads((WORTEL / "pyproject.toml").read_text())["project"]["dependencies"]
    assert {re.split(r"[\[<>=]", een)[0] for een in vereist} <= set(delen)
    assert all(deel["purl"].startswith("pkg:pypi/") for deel in delen.values())
    assert any(verwijzing.get("hashes") for verwijzing in delen["django"]["externalReferences"])


def test_elke_wijziging_kijkt_naar_bekende_lekken():
    stappen = (WORTEL / ".ci" / "run").read_text()
    assert "pip-audit" in stappen
    assert "lock file names only the public index" in stappen


# --- what the rows say of the code ---


def test_geen_code_uit_tekst_en_geen_shell():
    verboden = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "pickle.load", "marshal.loads", "yaml.load"}
    for pad, boom in met(r"\b(eval|exec|system|popen|loads?)\("):
        assert not namen(boom) & verboden, pad
    assert not [pad for pad, tekst in bron().items() if re.search(r"\bshell\s*=", tekst)]
    assert namen(ast.parse("if x: eval('1')")) & verboden  # it can see one


def test_geheimen_komen_niet_uit_gewoon_toeval():
    met_toeval = {pad for pad, tekst in bron().items() if re.search(r"^(import random|from random)\b", tekst, re.M)}
    # Invented example content, and drills: nothing that guards anything.
    assert all("voorbeeld" in pad or "oefening" in pad for pad in met_toeval), met_toeval
    assert any(re.search(r"^import secrets", tekst, re.M) for tekst in bron().values())


def test_een_zwakke_hash_staat_alleen_waar_we_het_weten():
    raak = {pad for pad, tekst in bron().items() if re.search(r"\b(md5|sha1)\b", tekst, re.I)}
    weten = {
        "opnetwerk/reservekopie.py",
        "opnetwerk/management/commands/inlogcode.py",
        "opnetwerk/voorbeeldaccounts.py",
    }
    assert "opnetwerk/reservekopie.py" in raak
    assert raak <= weten, raak - weten


def test_een_script_zet_tekst_nooit_als_html():
    scripts = list((WORTEL / "static" / "js").glob("*.js"))
    assert len(scripts) > 8
    for script in scripts:
        tekst = script.read_text()
        gevonden = re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|postMessage|WebSocket|eval\(", tekst
        )
        assert not gevonden, script.name
        assert "localStorage" not in tekst or script.name == "werkruimte.js"


@pytest.mark.parametrize("helft", [0, 1])
def test_elk_openbaar_antwoord_zegt_zijn_soort_en_tekenset(client, inhoud, helft):
    for adres in list(PUBLIEK.values())[helft::2]:
        soort = client.get(adres).headers["Content-Type"]
        assert soort.startswith(("image/", "application/json", "application/geo+json")) or "charset=utf-8" in soort, (
            adres
        )


def test_alleen_open_data_staat_open_voor_andere_sites(client, inhoud):
    adressen = ("/", "/talent/", "/veiligheid/", "/sitemap.xml", "/zoek/voorstellen.json?q=gent", "/accounts/login/")
    for adres in adressen:
        antwoord = client.get(adres, HTTP_ORIGIN="https://elders.example")
        assert "Access-Control-Allow-Origin" not in antwoord.headers, adres
    open_ = client.get("/open-data/igs.csv", HTTP_ORIGIN="https://elders.example")
    assert open_.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in open_.headers


def test_wat_niet_voor_bezoekers_is_bestaat_niet(client, db):
    for adres in ("/.git/config", "/.git/", "/.env", "/static/", "/media/", "/manage.py", "/docs/", "/var/geheim"):
        assert client.get(adres).status_code == 404, adres
    assert client.generic("TRACE", "/").status_code == 405
    assert client.generic("TRACE", "/accounts/login/").status_code == 405


def test_ook_wat_nginx_zelf_geeft_zegt_dat_alleen_https_mag():
    nginx = (WORTEL / "docs" / "bediening" / "nginx.conf").read_text()
    assert re.findall(r"ssl_protocols (.*);", nginx) == ["TLSv1.2 TLSv1.3"]
    zelf = [blok for blok in re.split(r"\n    location ", nginx) if "add_header X-Content-Type-Options" in blok]
    assert len(zelf) >= 3
    for blok in zelf:
        assert 'Strict-Transport-Security "max-age=63072000; includeSubDomains; preload"' in blok, blok[:60]


# --- accounts and sessions ---


def test_wat_een_wachtwoord_mag_en_moet(db):
    with pytest.raises(ValidationError):
        validate_password("elf tekens!")
    for mag in ("twaalf teken", "x" * 3 + "lang genoeg om te onthouden " * 10, "geen hoofdletter of cijfer"):
        validate_password(mag)
    jan = maak_gebruiker("jan@voorbeeld.be")
    formulier = WachtwoordWijzigen(user=jan)
    assert set(formulier.fields) == {"oldpassword", "password1"}
    assert issubclass(WachtwoordWijzigen, ChangePasswordForm)
    for veld in formulier.fields.values():
        assert isinstance(veld.widget, forms.PasswordInput)
        assert veld.max_length is None
        assert veld.strip is False
    assert not hasattr(instellingen, "PASSWORD_EXPIRY")  # nothing makes a good password end
    lang = "Ab " * 40
    jan.set_password(lang)
    assert jan.check_password(lang)
    assert not jan.check_password(lang.strip())
    assert not jan.check_password(lang.lower())


def test_een_wachtwoord_wordt_traag_bewaard(settings):
    from django.conf.global_settings import PASSWORD_HASHERS

    assert "PASSWORD_HASHERS" not in (WORTEL / "opnetwerk" / "settings.py").read_text()
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    hasher = identify_hasher(make_password("een lang wachtwoord"))
    assert hasher.algorithm == "pbkdf2_sha256"
    assert hasher.iterations >= 600_000


def test_een_sessiesleutel_is_lang_en_nooit_twee_keer_dezelfde(db):
    sleutels = {SessionStore()._get_new_session_key() for _ in range(50)}
    assert len(sleutels) == 50
    assert all(len(sleutel) == 32 for sleutel in sleutels)  # of 36 signs: 165 bits
    from django.utils import crypto

    assert crypto.secrets is secrets


def test_na_afmelden_opent_de_oude_sleutel_niets(db, settings):
    jan = maak_gebruiker("jan@voorbeeld.be")
    klant = Client()
    klant.force_login(jan)
    sleutel = klant.cookies[settings.SESSION_COOKIE_NAME].value
    assert klant.get("/mijn/").status_code == 200
    assert klant.post("/accounts/logout/").status_code == 302
    dief = Client()
    dief.cookies[settings.SESSION_COOKIE_NAME] = sleutel
    assert dief.get("/mijn/").status_code == 302
    assert not SessionStore().exists(sleutel)
