"""The heavy parts that pages share: made once, exact after every change, bounded, never from inside a transaction."""

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from igs.kaart import Cel, Kaartbeeld, gedeelde_igs_laag
from igs.models import IGS, Kaart
from igs.netwerk import Netwerk
from opnetwerk import leesplek
from opnetwerk.paginacache import stempel
from opnetwerk.paginacache.delen import Delen, per_stand
from opnetwerk.paginacache.stempel import Versie
from tests.fabriek import maak_igs
from tests.opnetwerk.paginacache import Bezoeker, aan, wacht_tot

NU, LATER = Versie("1", 0), Versie("2", 0)


class Maker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.keren = 0

    def __call__(self) -> int:
        self.keren += 1
        return self.keren


# --- the store ---


def test_een_deel_wordt_een_keer_gemaakt_per_stand_en_per_sleutel() -> None:
    bak, maak = Delen(), Maker()
    assert [bak.geef(NU, "a", maak) for _ in range(3)] == [1, 1, 1]
    assert bak.geef(NU, "b", maak) == 2
    assert bak.geef(LATER, "a", maak) == 3
    assert len(bak) == 1, "de delen van de vorige stand zijn weg"
    assert bak.geef(Versie("2", 1), "a", maak) == 4, "na een wissing blijft niets staan"


def test_wat_niet_of_leeg_gemaakt_wordt_telt_goed() -> None:
    bak, maak = Delen(), Maker()

    def breekt() -> int:
        raise ValueError("stuk")

    with pytest.raises(ValueError, match="stuk"):
        bak.geef(NU, "a", breekt)
    assert bak.geef(NU, "a", maak) == 1
    leeg = list[None]()
    assert [bak.geef(NU, "leeg", lambda: leeg.append(None)) for _ in range(2)] == [None, None]
    assert len(leeg) == 1, "ook niets is een uitkomst"


def test_het_geheugen_is_begrensd_en_het_oudste_gaat_eerst() -> None:
    bak, maak = Delen(hoogstens=3), Maker()
    for dag in range(50):
        bak.geef(NU, "vast", maak)
        bak.geef(NU, dag, maak)
        assert len(bak) <= 3
    voor = maak.keren
    bak.geef(NU, "vast", maak)
    bak.geef(NU, 49, maak)
    assert maak.keren == voor
    bak.geef(NU, 0, maak)
    assert maak.keren == voor + 1


def test_wie_vastzit_houdt_de_anderen_niet_vast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opnetwerk.paginacache.delen.WACHT", 0.01)
    bak, begonnen, mag_door = Delen(), threading.Event(), threading.Event()

    def hangt() -> str:
        begonnen.set()
        mag_door.wait(10)
        return "te laat"

    vast = threading.Thread(target=bak.geef, args=(NU, "a", hangt))
    vast.start()
    assert begonnen.wait(10)
    assert bak.geef(NU, "a", lambda: "zelf gemaakt") == "zelf gemaakt"
    mag_door.set()
    vast.join(10)
    assert bak.geef(NU, "a", Maker()) == "te laat", "wat een ander zelf maakte is niet bewaard"


def test_een_maakt_en_de_anderen_wachten() -> None:
    bak, maak, bezig, mag = Delen(), Maker(), threading.Event(), threading.Event()

    def traag() -> int:
        bezig.set()
        assert mag.wait(10)
        return maak()

    uit = list[int]()
    groep = [threading.Thread(target=lambda: uit.append(bak.geef(NU, "a", traag))) for _ in range(4)]
    for een in groep:
        een.start()
    assert bezig.wait(10)
    assert bak.geef(NU, "b", lambda: 9) == 9, "een ander deel hoeft niet te wachten"
    mag.set()
    for een in groep:
        een.join(10)
    assert uit == [1, 1, 1, 1]


def test_een_deel_mag_van_een_ander_deel_gemaakt_zijn() -> None:
    bak = Delen()
    assert bak.geef(NU, "a", lambda: bak.geef(NU, "b", lambda: 1) + bak.geef(NU, "a", lambda: 1)) == 2


# --- the map, written by hand ---


def test_de_kaart_ontsnapt_elke_waarde() -> None:
    kwaad = "\"><script>&'"
    cellen = [Cel(kwaad, kwaad, kwaad, (1,)), Cel("/a/", "A", "M0 0", (1, 2)), Cel("/b/", "B", "M1 1")]
    paden = Kaartbeeld("T", (0, 0, 1, 1), cellen, "", "", "", True).paden
    assert "<script" not in paden
    assert paden.count("&quot;&gt;&lt;script&gt;&amp;&#x27;") == 3
    assert '<a href="/a/"><title>A</title><path fill="url(#strepen-1-2)" d="M0 0"/></a>' in paden
    assert '<a href="/b/"><title>B</title><path class="k0" d="M1 1"/></a>' in paden


# --- in the portal ---


@pytest.mark.django_db
def test_in_een_transactie_wordt_niets_bewaard(settings: Any) -> None:
    settings.PAGINACACHE = True
    maak = Maker()
    assert [per_stand("proef", maak) for _ in range(2)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_de_delen_volgen_elke_wijziging(settings: Any, tmp_path: Any) -> None:
    vormen = {"breedte": 10, "hoogte": 10, "cellen": {}, "regiogrenzen": "", "omtrek": ""}
    Kaart.objects.create(gegevens=vormen, bron="Proef", schematisch=True, toestand=date(2026, 1, 1))
    igs, dag, bezoeker = maak_igs("Streek", slug="streek"), date(2026, 11, 23), Bezoeker()
    settings.PAGINACACHE_HEEL = False

    plek = list[bool]()

    def namen() -> list[str]:
        return [een.naam for een in Netwerk.gedeeld(dag).alle_igs]

    with aan(settings, tmp_path):
        assert namen() == ["Streek"]
        wacht_tot(lambda: stempel.wacht._luisteraar is not None and stempel.wacht._luisteraar.hoort())
        with CaptureQueriesContext(connection) as vragen:
            assert Netwerk.gedeeld(dag) is Netwerk.gedeeld(dag)
            netwerk = Netwerk.gedeeld(dag)
            assert gedeelde_igs_laag(netwerk) is gedeelde_igs_laag(netwerk)
            assert Netwerk.gedeeld(date(2020, 1, 1)).alle_igs is Netwerk.gedeeld(dag).alle_igs
        assert len(vragen) == 1, "enkel de kaart, een keer"
        for nummer, schrijf in enumerate((_bewaar, _in_bulk, _in_transactie, _in_sql)):
            schrijf(igs, f"Naam {nummer}")
            assert namen() == [f"Naam {nummer}"], schrijf.__name__
            assert f"Naam {nummer}" in bezoeker.tekst("/igs/streek/"), schrijf.__name__
        with leesplek.uit_kopie():
            per_stand("plek", lambda: plek.append(leesplek._van_kopie.get()))
        assert plek == [False], "wat blijft, komt van de hoofddatabank"
        assert "ETag" not in bezoeker.get("/igs/streek/").headers, "de pagina zelf is niet bewaard"
        settings.VASTE_DAG = date(2026, 11, 24)
        with CaptureQueriesContext(connection) as vragen:
            namen()
        assert len(vragen) > 5, "een nieuwe dag"
        settings.PAGINACACHE = False
        assert Netwerk.gedeeld(dag) is not Netwerk.gedeeld(dag), "uit is uit"


def _bewaar(igs: IGS, naam: str) -> None:
    igs.naam = naam
    igs.save()


def _in_bulk(igs: IGS, naam: str) -> None:
    IGS.objects.update(naam=naam)


def _in_transactie(igs: IGS, naam: str) -> None:
    with transaction.atomic():
        IGS.objects.update(naam="nog niet")
        assert [een.naam for een in Netwerk.gedeeld(date(2026, 11, 23)).alle_igs] == ["nog niet"]
        IGS.objects.update(naam=naam)


def _in_sql(igs: IGS, naam: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE igs_igs SET naam = %s", [naam])
