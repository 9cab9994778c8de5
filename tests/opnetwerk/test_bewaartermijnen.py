"""Every retention term is carried out by the night: kept a day before its end, gone a day after."""

import importlib
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings as instellingen
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from procrastinate.contrib.django import app

from cultuurnota.models import Cultuurnota, Deellink, Teamuitnodiging, Uitvoer
from grensbrekers.models import Introductie
from igs.models import Hulpvraag, Melding
from opnetwerk import dagelijks
from opnetwerk.bewaartermijnen import LOGBOEK_NA, Termijn, maanden
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gesprek, Logregel, Onbestelbaar, UitgaandeMail
from opnetwerk.post import GEWIST, zet_tekst_klaar
from opnetwerk.taken import doe_dagelijks
from talent import bewaartermijnen as talenttermijnen
from talent.models import Beheeruitnodiging, Uitkomst, Verbinding, Voorbereiding, Werk
from tests import gesprekken
from tests.beelden import jpeg
from tests.cultuurnota.fabriek import maak_nota
from tests.fabriek import maak_gebruiker, maak_igs
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.fabriek import maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator

pytestmark = pytest.mark.django_db
APPS = ("opnetwerk", "igs", "talent", "grensbrekers", "cultuurnota")
TESTS = Path(__file__).resolve().parents[1]
HIER = "opnetwerk/test_bewaartermijnen.py:test_een_dag_ervoor_blijft_het_een_dag_erna_is_het_weg"


def zet(rij: Any, **velden: Any) -> Any:
    """As if it happened then: some columns take the clock by themselves."""
    type(rij)._default_manager.filter(pk=rij.pk).update(**velden)
    rij.refresh_from_db()
    return rij


# --- one row per rule, that began at a moment ---


def zitting(op: datetime) -> Any:
    rij = UserSession.objects.create(user=maak_gebruiker(), ip="192.0.2.1", session_key="x", user_agent="proef")
    return zet(rij, last_seen_at=op)


def onbevestigd_account(op: datetime) -> Any:
    gebruiker = maak_gebruiker()
    EmailAddress.objects.filter(user=gebruiker).delete()
    return zet(gebruiker, gemaakt_op=op)


def gesprek(op: datetime) -> Gesprek:
    return zet(gesprekken.begin(), laatste_op=op)  # type: ignore[no-any-return]


def onbevestigd_gesprek(op: datetime) -> Gesprek:
    return zet(gesprekken.begin(bevestigd=False), gemaakt_op=op)  # type: ignore[no-any-return]


def mail(stand: str) -> Callable[[datetime], Any]:
    def maak(op: datetime) -> Any:
        rij = zet_tekst_klaar(sleutel="x", aan="an@voorbeeld.be", onderwerp="Dag", tekst="Dag")
        return zet(rij, gemaakt_op=op, stand=stand)

    return maak


def onbestelbaar(op: datetime) -> Any:
    return Onbestelbaar.objects.create(email="an@voorbeeld.be", soort="hard", eerst_op=op, laatst_op=op)


def logregel(op: datetime) -> Any:
    with time_machine.travel(op, tick=False):
        return Logregel.objects.create(actie="proef")


def hulpvraag(stand: str) -> Callable[[datetime], Any]:
    def maak(op: datetime) -> Any:
        velden = {"onderwerp": Hulpvraag.Onderwerp.values[0], "naam": "An", "email": "an@voorbeeld.be", "tekst": "t"}
        return zet(Hulpvraag.objects.create(formulier="x", stand=stand, **velden), gemaakt_op=op)

    return maak


def melding(op: datetime) -> Any:
    return zet(Melding.objects.create(formulier="x", pagina="/", tekst="t"), gemaakt_op=op)


def werk_in_prullenmand(op: datetime) -> Any:
    return Werk.objects.create(talent=maak_talent(), alt="x", bestand=ContentFile(jpeg(), "x.jpg"), weg_op=op)


def talent_dat_wist(op: datetime) -> Any:
    return zet(maak_talent(), wissen_op=op + talenttermijnen.BEDENKTIJD)


def uitkomst(op: datetime) -> Any:
    velden = {"soort": Uitkomst.Soort.values[0], "gevraagd_op": op, "op": vandaag(), "andere_email": "bo@voorbeeld.be"}
    return Uitkomst.objects.create(talent=maak_talent(), **velden)


def verbinding(op: datetime) -> Any:
    van, met = maak_talent(naam="Van"), maak_talent(naam="Met")
    return zet(Verbinding.objects.create(van=van, met=met, soort=Verbinding.Soort.values[0]), gevraagd_op=op)


def voorbereiding(op: datetime) -> Any:
    einde = op + talenttermijnen.VOORBEREIDING_NA
    velden = {"organisator": maak_organisator(), "code_hash": "!", "verloopt_op": einde}
    return Voorbereiding.objects.create(talent=maak_talent(online=False), **velden)


def organisator(stand: str, veld: str) -> Callable[[datetime], Any]:
    return lambda op: zet(maak_organisator(stand=stand), **{veld: op})


def oproep(stand: str, veld: str) -> Callable[[datetime], Any]:
    return lambda op: zet(maak_oproep(stand=stand), **{veld: op})


def beheeruitnodiging(op: datetime) -> Any:
    return Beheeruitnodiging.objects.create(talent=maak_talent(soort="groep"), email="an@voorbeeld.be", verloopt_op=op)


def grensbreker(stand: str, veld: str) -> Callable[[datetime], Any]:
    return lambda op: zet(maak_grensbreker(stand=stand), **{veld: op})


def introductie(op: datetime) -> Any:
    van, met = maak_grensbreker("An"), maak_grensbreker("Bo")
    return zet(Introductie.objects.create(van=van, met=met, formulier="x", bericht="Dag"), gemaakt_op=op)


def weggegooide_nota(op: datetime) -> Cultuurnota:
    return zet(maak_nota(igs=maak_igs()), weg_op=op)  # type: ignore[no-any-return]


def teamuitnodiging(op: datetime) -> Any:
    nota = maak_nota(igs=maak_igs())
    return Teamuitnodiging.objects.create(nota=nota, email="an@voorbeeld.be", rol="schrijver", verloopt_op=op)


def leeslink(op: datetime) -> Any:
    return Deellink.objects.create(nota=maak_nota(igs=maak_igs()), voor_wie="De raad", verloopt_op=op)


def bestand(op: datetime) -> Any:
    rij = Uitvoer.objects.create(nota=maak_nota(igs=maak_igs()), formulier=uuid.uuid4().hex, soort="pdf")
    return zet(rij, gemaakt_op=op)


def is_weg(rij: models.Model) -> bool:
    return not type(rij)._default_manager.filter(pk=rij.pk).exists()


def zonder_tekst(rij: models.Model) -> bool:
    return bool(UitgaandeMail.objects.get(pk=rij.pk).tekst == GEWIST)


def zonder_adres(rij: models.Model) -> bool:
    return not Uitkomst.objects.get(pk=rij.pk).andere_email


DAG = timedelta(days=1)
# (app and key of the term, step of the night, how long, what began, what tells that it is gone)
REGELS: dict[str, tuple[str, timedelta, Callable[[datetime], Any], Callable[[Any], bool]]] = {
    "opnetwerk.account": ("accounts", 7 * DAG, onbevestigd_account, is_weg),
    "opnetwerk.zitting": ("zittingen", 14 * DAG, zitting, is_weg),
    "opnetwerk.gesprek": ("gesprekken_oud", 365 * DAG, gesprek, is_weg),
    "opnetwerk.gesprek, onbevestigd": ("gesprekken_onbevestigd", 7 * DAG, onbevestigd_gesprek, is_weg),
    "opnetwerk.mail": ("post", 365 * DAG, mail("verzonden"), is_weg),
    "opnetwerk.mail, de tekst": ("post", 30 * DAG, mail("mislukt"), zonder_tekst),
    "opnetwerk.onbestelbaar": ("onbestelbaar", 365 * DAG, onbestelbaar, is_weg),
    "opnetwerk.logboek": ("logboek", LOGBOEK_NA, logregel, is_weg),
    "igs.hulpvraag": ("hulpvragen", maanden(12), hulpvraag("nieuw"), is_weg),
    "igs.hulpvraag, onbevestigd": ("hulpvragen", maanden(1), hulpvraag("te_bevestigen"), is_weg),
    "igs.melding": ("meldingen", maanden(12), melding, is_weg),
    "talent.prullenmand": ("beelden", 30 * DAG, werk_in_prullenmand, is_weg),
    "talent.wissen": ("profielen", 14 * DAG, talent_dat_wist, is_weg),
    "talent.uitkomst": ("uitkomsten", maanden(12), uitkomst, is_weg),
    "talent.uitkomst, het adres": ("uitkomsten", 60 * DAG, uitkomst, zonder_adres),
    "talent.verbinding": ("verbindingen", 60 * DAG, verbinding, is_weg),
    "talent.voorbereiding": ("voorbereidingen", 60 * DAG, voorbereiding, is_weg),
    "talent.organisator-onbevestigd": (
        "organisatoren", 30 * DAG, organisator("te_bevestigen", "gemaakt_op"), is_weg,
    ),
    "talent.organisator-geweigerd": (
        "organisatoren", maanden(6), organisator("geweigerd", "beslist_op"), is_weg,
    ),
    "talent.oproep": ("oproepen", maanden(24), oproep("gesloten", "gesloten_op"), is_weg),
    "talent.oproep-concept": ("oproepen", maanden(12), oproep("concept", "gemaakt_op"), is_weg),
    "talent.uitnodiging": ("profielen", 30 * DAG, beheeruitnodiging, is_weg),
    "grensbrekers.onbevestigd": ("grensbrekers", 30 * DAG, grensbreker("te_bevestigen", "gemaakt_op"), is_weg),
    "grensbrekers.onbeslist": ("grensbrekers", maanden(12), grensbreker("aangevraagd", "bevestigd_op"), is_weg),
    "grensbrekers.geweigerd": ("grensbrekers", maanden(6), grensbreker("geweigerd", "beslist_op"), is_weg),
    "grensbrekers.uitgeschreven": (
        "grensbrekers", maanden(3), grensbreker("uitgeschreven", "uitgeschreven_op"), is_weg,
    ),
    "grensbrekers.introductie": ("grensbrekers", maanden(12), introductie, is_weg),
    "cultuurnota.prullenmand": ("nota_prullenmand", 30 * DAG, weggegooide_nota, is_weg),
    "cultuurnota.uitnodiging": ("nota_uitnodigingen", 30 * DAG, teamuitnodiging, is_weg),
    "cultuurnota.leeslink": ("nota_links", maanden(12), leeslink, is_weg),
    "cultuurnota.bestand": ("nota_bestanden", 7 * DAG, bestand, is_weg),
}  # fmt: skip

# Shown elsewhere, because several steps follow each other: the term → (the step of the night, its test).
ELDERS = {
    "opnetwerk.ingekomen": (
        "ingekomen",
        "opnetwerk/test_ingekomen_wissen.py:test_de_nacht_wist_gelezen_mail_na_zeven_dagen_en_een_proef_wist_niets",
    ),
    "talent.profiel": (
        "profielen", "talent/test_actualiteit.py:test_elke_dag_werken_over_vier_jaar_geeft_elke_stap_een_keer",
    ),
    "talent.concept": (
        "profielen", "talent/test_actualiteit.py:test_een_begonnen_profiel_gaat_na_een_jaar_weg_met_een_mail_vooraf",
    ),
    "talent.ouder": (
        "profielen",
        "talent/test_actualiteit.py:test_zonder_ja_van_een_ouder_wordt_een_inschrijving_na_dertig_dagen_gewist",
    ),
    "talent.versie": (
        "profielen", "talent/test_versies.py:test_een_vroegere_versie_blijft_een_jaar_na_haar_opvolger_en_gaat_dan",
    ),
    "grensbrekers.lid": (
        "grensbrekers",
        "grensbrekers/test_stop.py:test_wie_nooit_antwoordt_wordt_drie_keer_gevraagd_dan_gestopt_en_later_gewist",
    ),
    # Files beside the database: `manage.py reservekopie` clears the old ones each time it makes one.
    "opnetwerk.reservekopie": (
        "",
        "opnetwerk/test_reservekopie.py:"
        "test_na_dertig_dagen_gaan_kopieen_weg_met_de_bestanden_die_niemand_nog_heeft",
    ),
}  # fmt: skip
# No end by the clock: they go with what they belong to, or say nothing of a person.
ZONDER_DUUR = {
    "opnetwerk.toestemming": "opnetwerk/test_mijn_gegevens.py:"
    "test_na_veertien_dagen_is_alles_weg_en_een_dag_eerder_niet",
    "opnetwerk.wissing": "opnetwerk/test_herwissen.py:test_gewist_na_de_kopie_teruggezet_en_opnieuw_gewist",
    "igs.contactpersoon": "igs/test_igs_contact.py",
    "igs.portret": "igs/test_beheer_matrix.py",
    "talent.organisator": "talent/test_organisatoren.py:"
    "test_wissen_haalt_alles_weg_en_wie_wacht_krijgt_eerst_een_antwoord",
    "talent.oproepkeuze": "talent/test_verlaten.py:test_na_het_wissen_is_er_nergens_nog_iets",
    "talent.toestemming": "talent/test_verlaten.py:test_na_het_wissen_is_er_nergens_nog_iets",
    "grensbrekers.toestemming": "grensbrekers/test_stop.py:test_wissen_laat_geen_naam_en_geen_adres_achter",
    "grensbrekers.overgang": "grensbrekers/test_stop.py:test_wissen_laat_geen_naam_en_geen_adres_achter",
    "cultuurnota.nota": "cultuurnota/test_prullenmand.py:test_na_dertig_dagen_is_alles_weg_ook_de_bestanden",
    "cultuurnota.versie": "cultuurnota/test_prullenmand.py:test_na_dertig_dagen_is_alles_weg_ook_de_bestanden",
    "cultuurnota.opmerking": "cultuurnota/test_prullenmand.py:test_na_dertig_dagen_is_alles_weg_ook_de_bestanden",
    "cultuurnota.team": "opnetwerk/test_mijn_gegevens.py:test_wat_je_schreef_blijft_zonder_je_naam",
}


def alle_termijnen() -> dict[str, Termijn]:
    tabellen = {naam: importlib.import_module(f"{naam}.bewaartermijnen").TERMIJNEN for naam in APPS}
    return {f"{naam}.{een.sleutel}": een for naam, tabel in tabellen.items() for een in tabel}


@pytest.mark.parametrize("regel", REGELS)
def test_een_dag_ervoor_blijft_het_een_dag_erna_is_het_weg(regel: str, settings: Any) -> None:
    stap, duur, maak, weg = REGELS[regel]
    rij, begin = maak(nu()), nu()
    settings.VASTE_DAG = (begin + duur - DAG).date()
    [uitkomst_] = dagelijks.voer_uit(moment=nu(), alleen=[stap])
    assert (uitkomst_.fout, weg(rij)) == ("", False)
    settings.VASTE_DAG = (begin + duur + 2 * DAG).date() if duur % DAG else (begin + duur + DAG).date()
    [uitkomst_] = dagelijks.voer_uit(moment=nu(), alleen=[stap])
    assert (uitkomst_.fout, weg(rij)) == ("", True)


def test_de_termijn_in_de_tabel_is_die_van_de_proef() -> None:
    termijnen = alle_termijnen()
    for regel, (_, duur, _, _) in REGELS.items():
        termijn = termijnen[regel.partition(",")[0]]
        if "," not in regel and termijn.duur is not None:
            assert duur == termijn.duur, regel


def test_elke_termijn_met_een_duur_heeft_een_stap_en_een_proef() -> None:
    getoond = {regel.partition(",")[0] for regel in REGELS} | set(ELDERS)
    termijnen = alle_termijnen()
    assert {sleutel for sleutel, een in termijnen.items() if een.duur} <= getoond
    assert set(termijnen) == getoond | set(ZONDER_DUUR)
    stappen = {stap for stap, *_ in REGELS.values()} | {stap for stap, _ in ELDERS.values() if stap}
    assert stappen <= set(dagelijks.stappen)


@pytest.mark.parametrize("plek", sorted({HIER, *(test for _, test in ELDERS.values()), *ZONDER_DUUR.values()}))
def test_elke_proef_die_hier_genoemd_wordt_bestaat(plek: str) -> None:
    bestandsnaam, _, naam = plek.partition(":")
    tekst = (TESTS / bestandsnaam).read_text(encoding="utf-8")
    assert f"def {naam}(" in tekst if naam else "def test_" in tekst


@pytest.mark.parametrize("regel", REGELS)
def test_op_proef_blijft_alles_staan(regel: str, settings: Any) -> None:
    stap, duur, maak, weg = REGELS[regel]
    rij = maak(nu())
    settings.VASTE_DAG = (nu() + duur + 2 * DAG).date()
    [uitkomst_] = dagelijks.voer_uit(moment=nu(), alleen=[stap], proef=True)
    assert (uitkomst_.fout, uitkomst_.aantal >= 0, weg(rij)) == ("", True, False)


def test_een_proef_laat_bestanden_staan(settings: Any) -> None:
    """A row comes back with the transaction; a file would not."""
    rij = Werk.objects.create(
        talent=maak_talent(), alt="x", bestand=ContentFile(jpeg(), "x.jpg"), weg_op=nu() - 31 * DAG
    )
    nota = weggegooide_nota(nu() - 31 * DAG)
    document = Uitvoer.objects.create(
        nota=nota, formulier="x", soort="pdf", bestand=ContentFile(b"%PDF", "x.pdf"), stand="klaar"
    )
    zet(document, gemaakt_op=nu() - 31 * DAG)
    opslag = document.bestand.storage
    uitkomsten = dagelijks.voer_uit(moment=nu(), proef=True)
    assert {een.stap.naam: een.aantal for een in uitkomsten if een.stap.naam in ("beelden", "nota_bestanden")} == {
        "beelden": 1,
        "nota_bestanden": 1,
    }
    assert default_storage.exists(rij.bestand.name)
    assert opslag.exists(document.bestand.name)
    dagelijks.voer_uit(moment=nu(), alleen=["beelden", "nota_bestanden"])
    assert not default_storage.exists(rij.bestand.name)
    assert not opslag.exists(document.bestand.name)


def test_wat_de_apps_zelf_deden_gebeurt_nu_in_de_nacht() -> None:
    """The worker has one task of the night; what is left beside it mails, publishes or keeps the queue."""
    taken = {een.task.name: een.cron for een in app.periodic_registry.periodic_tasks.values()}
    assert taken["opnetwerk.taken.dagelijks"] == "10 3 * * *"
    for naam in ("prullenmand", "actualiteit", "bewaartermijnen", "wis_", "dun_uit", "organisatoren"):
        assert not [taak for taak in taken if naam in taak], naam


def test_de_werker_zegt_hoeveel_stappen_mislukten(monkeypatch: Any) -> None:
    def stuk(moment: datetime) -> int:
        raise RuntimeError("stuk")

    monkeypatch.setattr(dagelijks, "stappen", {})
    dagelijks.voeg_toe("stuk", "gaat stuk", stuk)
    dagelijks.voeg_toe("goed", "gaat goed", lambda moment: 1)
    assert doe_dagelijks() == 1


def test_het_bestand_met_de_termijnen_van_elke_app_staat_er() -> None:
    for een in APPS:
        assert (Path(instellingen.BASE_DIR) / een / "bewaartermijnen.py").exists()
