"""The page cache on a real database: exact after every change, the same headers, and never somebody's own page."""

import gzip
import threading
import time
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import brotli
import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from igs.models import IGS, Bericht, Bezoektelling, Kaart
from opnetwerk import wissingen
from opnetwerk.paginacache import momenten, stempel, tussenlaag
from tests.aanmelden import in_beheer
from tests.beheer import maak_redactie
from tests.fabriek import maak_bericht, maak_gebruiker, maak_igs
from tests.opnetwerk.paginacache import Bezoeker, aan, ander_proces, wacht_tot

pytestmark = pytest.mark.django_db(transaction=True)
PAGINA = "/igs/streek/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture(autouse=True)
def cache_aan(settings: Any, tmp_path: Any) -> Any:
    with aan(settings, tmp_path):
        yield


@pytest.fixture
def igs() -> IGS:
    vormen = {"breedte": 10, "hoogte": 10, "cellen": {}, "regiogrenzen": "", "omtrek": ""}
    Kaart.objects.create(gegevens=vormen, bron="Proef", schematisch=True, toestand=date(2026, 1, 1))
    return maak_igs("Streek", slug="streek", omschrijving="Eerste tekst")


@pytest.fixture
def bezoeker(igs: IGS) -> Bezoeker:
    return Bezoeker()


def tel_vragen(bezoeker: Bezoeker, pad: str) -> int:
    with CaptureQueriesContext(connection) as vragen:
        bezoeker.get(pad)
    return len(vragen)


def luister() -> stempel.Luisteraar:
    """The listener, once it hears."""
    stempel.wacht.huidig()
    luisteraar = stempel.wacht._luisteraar
    assert luisteraar is not None
    wacht_tot(luisteraar.hoort)
    return luisteraar


# --- a page is made once ---


def test_de_tweede_keer_kost_geen_vraag_aan_de_databank(bezoeker: Bezoeker) -> None:
    eerste = bezoeker.tekst(PAGINA)
    luister()
    assert tel_vragen(bezoeker, PAGINA) == 0
    assert bezoeker.tekst(PAGINA) == eerste


def test_zonder_luisteraar_kost_ze_een_vraag(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    luister().stop()
    assert tel_vragen(bezoeker, PAGINA) == 1


def test_ander_proces_vindt_de_pagina_in_de_bestanden(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    luister()
    assert tel_vragen(Bezoeker(), PAGINA) == 0


def test_uitgeschakeld_maakt_elke_pagina_opnieuw(bezoeker: Bezoeker, settings: Any) -> None:
    settings.PAGINACACHE = False
    eerste = tel_vragen(bezoeker, PAGINA)
    assert eerste > 3
    assert tel_vragen(bezoeker, PAGINA) == eerste
    assert "ETag" not in bezoeker.get(PAGINA).headers


def test_pagina_die_niet_bestaat_wordt_niet_bewaard(bezoeker: Bezoeker) -> None:
    assert bezoeker.get("/igs/later/").status_code == 404
    maak_igs("Later", slug="later")
    assert bezoeker.get("/igs/later/").status_code == 200


# --- exact ---


def via_orm(igs: IGS) -> None:
    igs.omschrijving = "Tweede tekst"
    igs.save()


def in_bulk(igs: IGS) -> None:
    IGS.objects.update(omschrijving="Tweede tekst")


def in_transactie(igs: IGS) -> None:
    with transaction.atomic():
        with transaction.atomic():
            IGS.objects.update(omschrijving="Tweede tekst")
        IGS.objects.update(naam=F("naam"))


def in_sql(igs: IGS) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE igs_igs SET omschrijving = 'Tweede tekst'")


def met_copy(igs: IGS) -> None:
    """Through the driver, past Django: only PostgreSQL tells."""
    with connection.cursor() as cursor:
        cursor.connection.execute("UPDATE igs_igs SET omschrijving = 'Tweede tekst'")


@pytest.mark.parametrize("wijzig", [via_orm, in_bulk, in_transactie, in_sql])
@pytest.mark.parametrize("met_luisteraar", [True, False])
def test_wie_schrijft_ziet_het_bij_het_volgende_verzoek(
    bezoeker: Bezoeker, igs: IGS, wijzig: Any, met_luisteraar: bool
) -> None:
    assert "Eerste tekst" in bezoeker.tekst(PAGINA)
    luisteraar = luister()
    if not met_luisteraar:
        luisteraar.stop()
    for _ in range(4):
        IGS.objects.update(omschrijving="Eerste tekst")
        assert "Eerste tekst" in bezoeker.tekst(PAGINA)
        wijzig(igs)
        assert "Tweede tekst" in bezoeker.tekst(PAGINA)


def test_wijziging_naast_django_om_komt_vanzelf(bezoeker: Bezoeker, igs: IGS) -> None:
    bezoeker.get(PAGINA)
    luister()
    met_copy(igs)
    duur = wacht_tot(lambda: "Tweede tekst" in bezoeker.tekst(PAGINA))
    print(f"naast Django om: na {1000 * duur:.1f} ms")


def test_wijziging_van_een_ander_proces_komt_vanzelf(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    luister()
    with ander_proces() as ander:
        ander.execute("UPDATE igs_igs SET omschrijving = 'Tweede tekst'")
        duur = wacht_tot(lambda: "Tweede tekst" in bezoeker.tekst(PAGINA))
    print(f"ander proces: na {1000 * duur:.1f} ms")


def test_wijziging_die_teruggedraaid_wordt_maakt_niets_opnieuw(bezoeker: Bezoeker) -> None:
    voor = stempel.wacht.huidig()
    with transaction.atomic():
        IGS.objects.update(omschrijving="Tweede tekst")
        transaction.set_rollback(True)
    assert stempel._vraag_stand().stempel in voor.merk


def test_teruggedraaid_deel_van_een_transactie_houdt_de_rest_niet_tegen(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    with transaction.atomic():
        deel = transaction.savepoint()
        IGS.objects.update(omschrijving="Nooit")
        transaction.savepoint_rollback(deel)
        IGS.objects.update(omschrijving="Tweede tekst")
    assert "Tweede tekst" in bezoeker.tekst(PAGINA)


def test_twee_transacties_tegelijk_wachten_niet_op_elkaar(igs: IGS) -> None:
    with ander_proces(autocommit=False) as een, ander_proces(autocommit=False) as twee:
        voor = int(stempel._vraag_stand().stempel)
        een.execute("UPDATE igs_igs SET omschrijving = 'Tweede tekst'")
        twee.execute("SET LOCAL lock_timeout = '2s'")
        twee.execute("INSERT INTO igs_vraag (slug, tekst, volgorde) VALUES ('v', 'V?', 1)")
        twee.commit()
        tussen = int(stempel._vraag_stand().stempel)
        een.commit()
        assert voor < tussen < int(stempel._vraag_stand().stempel)


def test_binnen_een_transactie_wordt_niets_bewaard(bezoeker: Bezoeker) -> None:
    with transaction.atomic():
        IGS.objects.update(omschrijving="Nooit")
        assert "Nooit" in bezoeker.tekst(PAGINA)
        transaction.set_rollback(True)
    assert "Nooit" not in bezoeker.tekst(PAGINA)


def test_de_redactie_ziet_haar_wijziging_in_het_beheer_meteen(bezoeker: Bezoeker, igs: IGS) -> None:
    assert "Nieuw nieuws" not in bezoeker.tekst("/nieuws/")
    redactie = in_beheer(Bezoeker(), maak_redactie())
    data = {"basis": "0", "igs": igs.pk, "titel": "Nieuw nieuws", "tekst": "<p>Tekst</p>", "_publiceer": "1"}
    assert redactie.post(reverse("admin:igs_bericht_add"), data).status_code == 302
    assert "Nieuw nieuws" in bezoeker.tekst("/nieuws/")
    assert "Nieuw nieuws" in bezoeker.tekst(Bericht.objects.get().get_absolute_url())


def test_bekeken_paginas_verzetten_de_stempel_niet_en_tellen_toch(bezoeker: Bezoeker, igs: IGS) -> None:
    voor = stempel._vraag_stand()
    for _ in range(41):
        bezoeker.get(PAGINA, headers={"user-agent": FIREFOX})
    bezoeker.head(PAGINA, headers={"user-agent": FIREFOX})
    assert sum(Bezoektelling.objects.values_list("bekeken", flat=True)) == 40
    assert stempel._vraag_stand() == voor


def test_de_post_en_het_logboek_verzetten_de_stempel_niet(igs: IGS) -> None:
    voor = stempel._vraag_stand()
    maak_gebruiker()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE opnetwerk_uitgaandemail SET stand = stand")
    assert stempel._vraag_stand() == voor


# --- by themselves ---


def test_om_middernacht_keert_de_pagina(bezoeker: Bezoeker, settings: Any) -> None:
    assert "23 november 2026" in bezoeker.tekst("/igs/")
    settings.VASTE_DAG = date(2026, 11, 24)
    assert "24 november 2026" in bezoeker.tekst("/igs/")
    settings.VASTE_DAG = date(2026, 11, 23)
    assert "23 november 2026" in bezoeker.tekst("/igs/")


def test_gepland_bericht_verschijnt_op_zijn_moment(bezoeker: Bezoeker, igs: IGS, settings: Any) -> None:
    settings.VASTE_DAG = None
    straks = timezone.now() + timedelta(seconds=1.5)
    maak_bericht("Straks online", igs=igs, gepubliceerd_op=straks)
    assert "Straks online" not in bezoeker.tekst("/nieuws/")
    wacht_tot(lambda: "Straks online" in bezoeker.tekst("/nieuws/"))
    assert timezone.now() >= straks


def test_momenten_van_een_dag_staan_op_volgorde_in_brusselse_tijd(igs: IGS) -> None:
    brussel = ZoneInfo("Europe/Brussels")
    binnen = [datetime(2026, 11, 23, 0, 0, tzinfo=brussel), datetime(2026, 11, 23, 23, 59, tzinfo=brussel)]
    for nummer, op in enumerate([*binnen, datetime(2026, 11, 24, 0, 0, tzinfo=brussel)]):
        maak_bericht(f"Bericht {nummer}", igs=igs, gepubliceerd_op=op)
    gevonden = momenten.van_dag(date(2026, 11, 23))
    assert gevonden == binnen
    assert momenten.laatste(gevonden, binnen[0] - timedelta(seconds=1)) == ""
    assert momenten.laatste(gevonden, binnen[0]) == gevonden[0].isoformat()


# --- what is given ---


def test_koppen_zijn_dezelfde_als_zonder_cache(bezoeker: Bezoeker, settings: Any, igs: IGS) -> None:
    maak_bericht("Een bericht", igs=igs, slug="een-bericht")
    for pad in (PAGINA, "/", "/sitemap.xml", "/open-data/igs.csv", "/nieuws/atom.xml", "/igs/streek/talent/inbedden/"):
        settings.PAGINACACHE = False
        zonder = bezoeker.get(pad)
        settings.PAGINACACHE = True
        bezoeker.get(pad)
        met = bezoeker.get(pad)
        eigen = {"ETag", "Vary", "Content-Length", "X-Request-ID"}
        assert {k: w for k, w in met.headers.items() if k not in eigen} == {
            k: w for k, w in zonder.headers.items() if k not in eigen
        }, pad
        assert met.headers["Vary"] == "Cookie, Accept-Encoding"
        assert met.content == zonder.content
        assert not met.cookies


def test_elke_codering_draagt_dezelfde_pagina_en_een_eigen_etag(bezoeker: Bezoeker) -> None:
    gewoon = bezoeker.get(PAGINA)
    br = bezoeker.get(PAGINA, headers={"accept-encoding": "gzip, deflate, br"})
    gz = bezoeker.get(PAGINA, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in gewoon.headers
    assert (br.headers["Content-Encoding"], gz.headers["Content-Encoding"]) == ("br", "gzip")
    assert brotli.decompress(br.content) == gzip.decompress(gz.content) == gewoon.content
    assert len({een.headers["ETag"] for een in (gewoon, br, gz)}) == 3
    for een in (gewoon, br, gz):
        assert een.headers["Content-Length"] == str(len(een.content))
        assert not een.headers["ETag"].startswith("W/")


def test_304_voor_wie_de_pagina_al_heeft(bezoeker: Bezoeker) -> None:
    vol, _ = bezoeker.pagina(PAGINA)
    leeg, _ = bezoeker.pagina(PAGINA, **{"if-none-match": f'"ander", {vol.headers["ETag"]}'})
    assert (leeg.status_code, leeg.content) == (304, b"")
    for kop in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert leeg.headers[kop] == vol.headers[kop]
    assert (
        bezoeker.get(PAGINA, headers={"if-none-match": vol.headers["ETag"]}).status_code == 200
    )  # not in this encoding
    IGS.objects.update(omschrijving="Tweede tekst")
    assert bezoeker.pagina(PAGINA, **{"if-none-match": vol.headers["ETag"]})[0].status_code == 200


def test_304_ook_als_de_pagina_nog_gemaakt_moet_worden(bezoeker: Bezoeker) -> None:
    etag = bezoeker.pagina(PAGINA)[0].headers["ETag"]
    IGS.objects.update(omschrijving="Tweede tekst")
    IGS.objects.update(omschrijving="Eerste tekst")
    assert bezoeker.pagina(PAGINA, **{"if-none-match": etag})[0].status_code == 304


def test_head_komt_uit_hetzelfde(bezoeker: Bezoeker) -> None:
    hoofd = bezoeker.head(PAGINA)
    luister()
    assert hoofd.content == b""
    with CaptureQueriesContext(connection) as vragen:
        vol = bezoeker.get(PAGINA)
    assert len(vragen) == 0
    assert hoofd.headers["Content-Length"] == str(len(vol.content))
    assert hoofd.headers["ETag"] == vol.headers["ETag"]


def test_pagina_die_in_een_kader_mag_houdt_dat(bezoeker: Bezoeker) -> None:
    for _ in range(2):
        koppen = bezoeker.get("/igs/streek/talent/inbedden/").headers
        assert "X-Frame-Options" not in koppen
        assert "frame-ancestors *" in koppen["Content-Security-Policy"]


# --- for whom ---


def test_wie_een_sessie_heeft_komt_langs_de_cache(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    bezoeker.force_login(maak_gebruiker("an@voorbeeld.be"))
    antwoord, tekst = bezoeker.pagina(PAGINA)
    assert "Afmelden" in tekst
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert "Afmelden" not in Bezoeker().tekst(PAGINA)


def test_ander_koekje_maakt_niets_uit(bezoeker: Bezoeker) -> None:
    bezoeker.get(PAGINA)
    luister()
    bezoeker.cookies["voorkeur"] = "x"
    assert tel_vragen(bezoeker, PAGINA) == 0


@pytest.mark.parametrize("naam", ["voorbeeld", "talent_voorbeeld", "cultuurnota_lezen", "gesprek_verstuurd"])
def test_pagina_achter_een_persoonlijke_link_wordt_nooit_bewaard(naam: str) -> None:
    from tests.opnetwerk.test_toegang import MET_TEKEN, PUBLIEK

    assert tussenlaag.pagina_op({**PUBLIEK, **MET_TEKEN}[naam]) is None


# --- behind the question mark ---


def aantal_bewaard(bezoeker: Bezoeker) -> int:
    bezoeker.head("/over/")
    opslag = stempel.wacht.bij_wissing.__self__  # type: ignore[attr-defined]
    return len(opslag.paginas) + len(opslag.vragen) - 1


def test_onbekende_parameters_maken_geen_verschil_en_vullen_niets(bezoeker: Bezoeker) -> None:
    gewoon = bezoeker.tekst(PAGINA)
    luister()
    for nummer in range(5):
        pad = f"{PAGINA}?fbclid={nummer}"
        assert tel_vragen(bezoeker, pad) == 0
        assert bezoeker.tekst(pad) == gewoon
    assert aantal_bewaard(bezoeker) == 1


@pytest.mark.parametrize("pad", ["/sitemap.xml?section=", "/stijlgids/?pagina="])
def test_een_parameter_die_niets_verandert_telt_niet_als_bekend(bezoeker: Bezoeker, pad: str) -> None:
    """Else anybody has the heaviest pages made again and again, and the answers push out those to real questions."""
    assert len({bezoeker.tekst(f"{pad}{nummer}") for nummer in range(3)}) == 1
    assert aantal_bewaard(bezoeker) == 1


def test_bekende_parameters_maken_een_eigen_antwoord(bezoeker: Bezoeker) -> None:
    vandaag = bezoeker.tekst("/igs/")
    toen = bezoeker.tekst("/igs/?utm_source=krant&op=2020-01-01")
    assert "1 januari 2020" in toen
    assert toen != vandaag
    assert bezoeker.tekst("/igs/?op=2020-01-01&x=1") == toen
    assert bezoeker.tekst("/igs/") == vandaag
    assert aantal_bewaard(bezoeker) == 2


def test_volgorde_van_bekende_parameters_maakt_geen_verschil(bezoeker: Bezoeker) -> None:
    bezoeker.get("/agenda/?toen=voorbij&pagina=1")
    bezoeker.get("/agenda/?pagina=1&toen=voorbij")
    assert aantal_bewaard(bezoeker) == 1


def test_pagina_die_haar_parameters_niet_noemt_wordt_enkel_zonder_bewaard(bezoeker: Bezoeker) -> None:
    bezoeker.get("/regiocheck/")
    bezoeker.get("/regiocheck/?g=11001")
    assert aantal_bewaard(bezoeker) == 1


def test_veel_te_lange_en_te_vele_parameters_breken_niets(bezoeker: Bezoeker) -> None:
    assert bezoeker.get("/zoek/", {"q": "x" * 3000}).status_code == 200
    assert bezoeker.get("/igs/?" + "&".join("op=1" for _ in range(1100))).status_code == 400
    assert bezoeker.get("/igs/?op=%00%ff").status_code == 200


def test_vreemde_host_krijgt_de_gewone_weigering_en_een_poort_vult_niets(bezoeker: Bezoeker) -> None:
    assert bezoeker.get(PAGINA, headers={"host": "elders.example"}).status_code == 400
    gewoon = bezoeker.tekst(PAGINA)
    for host in ("testserver:1", "testserver:65535", "TestServer", "testserver."):
        assert bezoeker.pagina(PAGINA, host=host)[1] == gewoon
    assert aantal_bewaard(bezoeker) == 1


# --- many at once ---


def test_twaalf_bezoekers_tegelijk_laten_de_pagina_een_keer_maken(bezoeker: Bezoeker, monkeypatch: Any) -> None:
    from igs import views

    gemaakt, echt = [], views.igs_context
    hek = threading.Barrier(12)

    def traag(*args: Any) -> Any:
        gemaakt.append(1)
        hek.wait(10)  # until all others are on their way
        time.sleep(0.3)  # and stand in line
        return echt(*args)

    monkeypatch.setattr(views, "igs_context", traag)
    antwoorden: list[str] = []

    def bezoek(nummer: int) -> None:
        if nummer:
            hek.wait(10)
        try:
            antwoorden.append(bezoeker.tekst(PAGINA))
        finally:
            connection.close()

    draden = [threading.Thread(target=bezoek, args=[nummer]) for nummer in range(12)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(20)
    assert len(antwoorden) == 12
    assert len(set(antwoorden)) == 1
    assert len(gemaakt) == 1


# --- erasure ---


def test_na_een_wissing_blijft_er_niets_van_voordien_bewaard(bezoeker: Bezoeker, tmp_path: Any, settings: Any) -> None:
    settings.WISSINGEN = tmp_path / "wissingen.jsonl"
    bezoeker.get(PAGINA)
    luister()
    [bestand] = list((tmp_path / "paginacache").glob("??/*"))
    with transaction.atomic():
        wissingen.noteer("talent", "iemand")
    wacht_tot(lambda: not bestand.exists())
    assert aantal_bewaard(bezoeker) == 0
    bezoeker.get(PAGINA)
    assert bestand.exists()
