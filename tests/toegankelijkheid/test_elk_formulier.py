"""Every form on every page, as every role: how it asks, and how it comes back when it was filled in badly.

The pages are found by following links, so a new form is judged without a row here. One list of everything that is
wrong, in one message.
"""

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.forms import BaseForm, BaseFormSet
from django.test import Client

from igs.models import IGS, Portret
from opnetwerk.formulieren import Formuliergedrag, maak_teken
from tests import gesprekken
from tests.aanmelden import in_beheer
from tests.beheer import maak_coordinator_van
from tests.cultuurnota.fabriek import maak_nota, maak_publicatie, maak_teamlid
from tests.fabriek import maak_activiteit, maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker, maak_netwerkvraag, maak_ontmoeting, maak_thema
from tests.opnetwerk.test_toegang import INGELOGD, PUBLIEK_FORMULIER
from tests.talent.fabriek import maak_ingediend, maak_talent
from tests.talent.oproepfabriek import maak_oproep
from tests.toegankelijkheid import paginas
from tests.toegankelijkheid.formulierlezer import EIGEN_NAAM, PERSOONLIJK, Invoer, Lezer, Vorm

PAS_BIJ_INDIENEN = {"kort"}  # a draft may be kept without; the page says so
KUNSTENAARSNAAM = "mijn_talent_bewerken_pagina"  # "Je naam" is that of who plays there, a band too
FOUT_TEKEN = "voor\x07na"  # no field of the house keeps it: every one of them must say so, and keep "voorna"
ZONDER_VELDEN = ("_history", "_delete")  # pages of the admin with nothing to fill in
ACCOUNT = [
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/add/",
]


class Lezende(paginas.Bezoeker):
    """A role of the test, reading with Django's own client; remembers the forms that a page was made with."""

    def __init__(self, rol: str, client: Client) -> None:
        super().__init__(rol, "", "sessie" if rol else "")
        self.client = client
        self.antwoorden: dict[str, Any] = {}

    def lees(self, pad: str) -> tuple[int, str, str]:
        antwoord = self.client.get(pad)
        self.antwoorden[pad] = antwoord
        soort = antwoord.headers.get("Content-Type", "")
        if antwoord.status_code in (301, 302):
            return antwoord.status_code, soort, antwoord.headers["Location"]
        return antwoord.status_code, soort, antwoord.content.decode() if soort.startswith("text/html") else ""


@pytest.fixture
def rollen(gegevens: None) -> dict[str, tuple[Client, list[str]]]:
    """Of each role a client and where it begins; everything that a form can hang on is there once."""
    igs = IGS.objects.get(slug="zuidrand")
    maker = maak_gebruiker("maker@voorbeeld.be")
    talent = maak_talent(naam="Voorbeeldtalent", eigenaar=maker, thuis=igs)
    maak_ingediend(naam="Wacht op akkoord", thuis=igs)
    oproep = maak_oproep(titel="Voorbeeldoproep")
    maak_thema("jeugd")
    an, bo = maak_grensbreker(), maak_grensbreker("Bo Baert", "Hove")
    ontmoeting, vraag = maak_ontmoeting(), maak_netwerkvraag(bo)
    maak_activiteit("Voorbeeldactiviteit", igs=igs)
    nota = maak_nota(igs)
    maak_publicatie(nota)
    trekker = maak_teamlid(nota, "trekker").gebruiker
    gesprek = gesprekken.begin()
    leden, bureau = f"/grensbrekers/netwerk/{an.sleutel}/", f"/talent/organisatoren/{oproep.organisator.sleutel}/"
    vreemd = [
        *PUBLIEK_FORMULIER.values(),
        "/accounts/login/",
        "/accounts/password/reset/",
        gesprekken.pad(gesprekken.ontvanger(gesprek)).removeprefix(settings.SITE_ADRES),
        leden,
        *(f"{leden}{deel}/" for deel in ("gegevens", "adres", "vragen/stel", f"vraag/{vraag.kenmerk}")),
        *(f"{leden}collega/{bo.kenmerk}/{deel}/" for deel in ("bericht", "kennismaken")),
        f"{leden}ontmoetingen/{ontmoeting.slug}/",
        bureau,
        f"{bureau}oproepen/nieuw/",
        f"{bureau}voorbereiden/nieuw/",
    ]
    reageren = f"/mijn/oproepen/{oproep.slug}/reageren/"
    beheer = ["/admin/", f"/admin/igs/igs/{igs.pk}/change/"]
    beheer += [f"/admin/igs/portret/{een.pk}/change/" for een in Portret.objects.filter(igs=igs)[:1]]
    return {
        "": (Client(), vreemd),
        "maker": (_binnen(maker), [*INGELOGD.values(), f"/mijn/talent/{talent.slug}/", reageren, *ACCOUNT]),
        "trekker": (_binnen(trekker), ["/cultuurnota/werkruimte/"]),
        "coordinator": (_binnen(maak_coordinator_van(igs, "zoe@voorbeeld.be")), beheer),
    }


def _binnen(gebruiker: Any) -> Client:
    return in_beheer(Client(), gebruiker)


def formulieren_in(antwoord: Any) -> Iterator[BaseForm]:
    """The Django forms that the page was drawn with."""
    for laag in antwoord.context or []:
        for waarde in laag.flatten().values() if hasattr(laag, "flatten") else laag.values():
            if isinstance(waarde, BaseForm):
                yield waarde
            if isinstance(waarde, BaseFormSet):
                yield from waarde.forms


def keur_vraag(lezer: Lezer, vorm: Vorm, antwoord: Any) -> Iterator[str]:
    """How a fresh form asks: a name for each field, a token where it is about a person, what may stay empty."""
    niet_verplicht: dict[str, bool] = {}
    for formulier in formulieren_in(antwoord):
        if isinstance(formulier, Formuliergedrag):
            niet_verplicht |= {formulier.add_prefix(naam): not veld.required for naam, veld in formulier.fields.items()}
    soort = paginas.soort_van(antwoord.wsgi_request.path) or ""
    van_django = soort.startswith("admin:")
    for veld in vorm.zichtbaar:
        naam = lezer.naam_van(veld)
        if not naam and veld.soort != "file":
            yield f"{veld.naam}: geen label"
        over_mij = (PERSOONLIJK.search(veld.naam) and veld.is_vrij) or (
            EIGEN_NAAM.match(naam) and soort != KUNSTENAARSNAAM
        )
        # In the admin nobody fills in about himself.
        if over_mij and not van_django and "autocomplete" not in veld.kenmerken:
            yield f"{veld.naam}: geen autocomplete"
        if not van_django and niet_verplicht.get(veld.naam) and not _zegt_het(naam, veld):
            yield f"{veld.naam}: zegt niet dat het niet verplicht is"
        if not van_django and {"required", "placeholder"} & veld.kenmerken.keys():
            yield f"{veld.naam}: de browser houdt tegen of zegt het met een placeholder"


def _zegt_het(naam: str, veld: Invoer) -> bool:
    """A box is a choice by itself, a cell of a table has its sentence above; a group and a field say it, or when."""
    return (
        veld.soort in {"checkbox", "radio"}
        or veld.in_tabel
        or "(" in naam + veld.groep
        or veld.naam in PAS_BIJ_INDIENEN
    )


def keur_terug(lezer: Lezer, vorm: Vorm, getypt: dict[str, str]) -> Iterator[str]:
    """How a form comes back that was not accepted."""
    if not lezer.titel.startswith("Fout: "):
        yield f"titel {lezer.titel[:40]!r} begint niet met Fout"
    blok = lezer.samenvatting
    if blok is None:
        yield "geen samenvatting"
        return
    if not {"autofocus", "tabindex"} <= blok.keys():
        yield "de samenvatting krijgt de focus niet"
    yield from (f"link naar #{ident} leidt nergens heen" for ident in lezer.verwijzingen if ident not in lezer.teksten)
    staat_er = {(veld.naam, re.sub(r"<[^>]+>", "", veld.waarde).strip().replace("\x07", "")) for veld in vorm.velden}
    kwijt = [naam for naam, tekst in getypt.items() if (naam, tekst) not in staat_er]
    yield from (f"{naam}: wat getypt was is weg" for naam in kwijt)
    for veld in vorm.zichtbaar:
        if veld.kenmerken.get("aria-invalid") == "true" and not (
            veld.kenmerken.get("aria-describedby") or veld.groepsfout
        ):
            yield f"{veld.naam}: de fout hangt niet aan het veld"


def plaats(wie: Lezende, pad: str, vorm: Vorm, vrij: str) -> tuple[Any, dict[str, str]]:
    """Send the form with this in every free field, the rest as it stood; the answer and what was typed."""
    gegevens = {veld.naam: waarde for veld in vorm.zichtbaar if (waarde := veld.als_ingevuld()) is not None}
    getypt = {veld.naam: vrij for veld in vorm.zichtbaar if veld.is_vrij}
    gegevens |= vorm.met_knop() | getypt
    if "teken" in gegevens:
        gegevens["teken"] = maak_teken(time.time() - 60)
    return wie.client.post(urljoin(pad, vorm.actie or urlsplit(pad).path), gegevens), getypt


def keur_pagina(wie: Lezende, pad: str, gezien: set[str], klassen: set[type]) -> Iterator[str]:
    """Everything that is wrong with the forms of one page; a form that was judged on another page is left out."""
    antwoord, soort = wie.antwoorden[pad], paginas.soort_van(pad) or ""
    if soort.endswith("_changelist"):  # only its boxes and its actions
        return
    lezer = Lezer(antwoord.content.decode())
    for vorm in lezer.vormen:
        # In the admin, adding and changing are one form.
        merk = f"{'beheer' if soort.startswith('admin:') else soort} {[veld.naam for veld in vorm.zichtbaar]}"
        if not vorm.zichtbaar or merk in gezien:
            continue
        gezien.add(merk)
        klassen |= {type(formulier) for formulier in formulieren_in(antwoord)}
        waar = f"{wie.rol or 'iedereen'} {soort}"
        yield from (f"{waar} {wat}" for wat in keur_vraag(lezer, vorm, antwoord))
        for staat, vrij in (("leeg", ""), ("fout", FOUT_TEKEN)):
            terug, getypt = plaats(wie, pad, vorm, vrij)
            if terug.status_code >= 500:
                yield f"{waar} {staat}: {terug.status_code}"
            if terug.status_code != 200 or not terug.headers["Content-Type"].startswith("text/html"):
                continue  # accepted, or not for this role
            na = Lezer(terug.content.decode())
            if na.samenvatting is None and not na.titel.startswith("Fout: ") and not _met_fouten(terug):
                continue  # accepted, and the page stays
            namen = {veld.naam for veld in vorm.zichtbaar}
            zelfde = next((een for een in na.vormen if namen <= {veld.naam for veld in een.velden}), Vorm(""))
            verwacht = {naam: "voorna" for naam in getypt if vrij} if staat == "fout" else {}
            yield from (f"{waar} {staat}: {wat}" for wat in keur_terug(na, zelfde, verwacht))


def _met_fouten(antwoord: Any) -> bool:
    return any(formulier.is_bound and formulier.errors for formulier in formulieren_in(antwoord))


def test_elk_formulier_vraagt_en_antwoordt_zoals_het_huis(rollen: dict[str, tuple[Client, list[str]]]) -> None:
    fouten: list[str] = []
    gezien, klassen = set[str](), set[type]()
    # What an earlier role read is the same page for a later one: each page type is read once, and its form sent twice.
    gevonden: dict[str, list[paginas.Pagina]] = {}
    for rol, (client, begin) in rollen.items():
        wie = Lezende(rol, client)
        paginas.loop(wie, begin, gevonden, per_soort=1, behalve=ZONDER_VELDEN)
        for pagina in [een for lijst in gevonden.values() for een in lijst if een.rol == rol]:
            fouten += keur_pagina(wie, pagina.pad, gezien, klassen)
    assert len(gezien) > 60, sorted(gezien)
    assert not fouten, f"{len(fouten)} fouten:\n" + "\n".join(fouten)
