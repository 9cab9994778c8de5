"""A note out and in again: nothing is lost; and what a ZIP must not be."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from cultuurnota import invoer
from cultuurnota.invoer import InvoerFout, voer_in
from cultuurnota.models import (
    Actie,
    Actiejaar,
    Begroting,
    Begrotingspost,
    Bijdrage,
    Cijferkoppeling,
    Cultuurnota,
    Doelstelling,
    Engagement,
    Indicator,
    Meting,
    Notabeeld,
    Uitdaging,
    Zelfbeoordeling,
)
from cultuurnota.uitvoeren import maak_zip
from cultuurnota.uitwisseling import draagbaar, exporteer
from igs.models import IGS, Gemeente
from opnetwerk.models import Gebruiker
from tests import vijandig
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.fabriek import maak_gebruiker

pytestmark = pytest.mark.django_db
WOORDEN = [
    "cultuur",
    "é, ü en ß",
    "“aanhaling”",
    "a & b",
    "1 < 2",
    "👩🏽‍🎨",
    "مرحبا",
    "regel\nen regel",
    *vijandig.SCRIPT,
]


def jpeg(kleur: str = "red", kwaliteit: int = 61) -> bytes:
    uit = io.BytesIO()
    Image.new("RGB", (320, 240), kleur).save(uit, "JPEG", quality=kwaliteit)
    return uit.getvalue()


def maak_beeld(nota: Cultuurnota, inhoud: bytes | None = None, **velden: Any) -> Notabeeld:
    bestand = ContentFile(inhoud or jpeg(), name="x.jpg")
    return Notabeeld.objects.create(nota=nota, bestand=bestand, **{"alt": "Kaart"} | velden)


@pytest.fixture
def an(gegevens: Any) -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be", naam="An")


def maak_willekeurig(kans: Random) -> Cultuurnota:
    """A note with something of everything, drawn."""
    nota = maak_nota(
        titel=regel(kans), indienen_op=kans.choice([None, date(2027, 4, 1)]), feiten={"inwoners": 9, "x": [1.5]}
    )
    trek_teksten(kans, nota)
    trek_doelen(kans, nota)
    Zelfbeoordeling.objects.create(nota=nota, criterium="C4", stand="deels", toelichting=tekst(kans))
    if kans.random() < 0.6:
        trek_geld(kans, nota)
    return Cultuurnota.objects.get(pk=nota.pk)


def tekst(kans: Random) -> str:
    return " ".join(kans.choice(WOORDEN) for _ in range(kans.randint(1, 6)))


def regel(kans: Random) -> str:
    return tekst(kans).replace("\n", " ")[:100]


def trek_teksten(kans: Random, nota: Cultuurnota) -> None:
    """One chapter with a picture and a table, both with a caption, and words in the others."""
    if kans.random() < 0.7:
        woorden = {"alt": regel(kans), "bron": regel(kans), "bijschrift": regel(kans)}
        beeld = maak_beeld(nota, jpeg(kans.choice(["red", "blue"])), **woorden)
        hoofdstuk = nota.hoofdstukken.get(sleutel="H4")
        hoofdstuk.tekst = (
            f'<figure><img src="{beeld.bestand.url}" alt="Kaart" width="320" height="240">'
            "<figcaption>Onder</figcaption></figure><table><caption>Cijfers</caption><thead><tr>"
            '<th scope="col">Jaar</th></tr></thead><tbody><tr><td>2027</td></tr></tbody></table>'
        )
        hoofdstuk.save()
    for hoofdstuk in nota.hoofdstukken.exclude(sleutel="H4"):
        if kans.random() < 0.5:
            hoofdstuk.tekst = f"<h2>Kop</h2><p>{kans.choice(['Tekst &amp; meer', '<em>schuin</em>'])}</p>"
            hoofdstuk.stand = kans.choice(["bezig", "klaar", "wacht"])
            hoofdstuk.save()


def trek_doelen(kans: Random, nota: Cultuurnota) -> None:
    """Challenges, and objectives on two levels with what hangs on them."""
    uitdagingen = [
        Uitdaging.objects.create(nota=nota, titel=regel(kans), tekst=tekst(kans), volgorde=n)
        for n in range(kans.randint(0, 4))
    ]
    boven: list[Doelstelling] = []
    for nummer in range(kans.randint(0, 6)):
        doel = Doelstelling.objects.create(
            nota=nota, titel=regel(kans), tekst=tekst(kans), volgorde=nummer, boven=kans.choice([None, *boven]),
            opdrachten=kans.sample("1234567", kans.randint(0, 4)),
        )  # fmt: skip
        boven += [doel] if doel.boven is None else []
        doel.uitdagingen.set(kans.sample(uitdagingen, kans.randint(0, len(uitdagingen))))
        trek_bij_doel(kans, doel)


def trek_bij_doel(kans: Random, doel: Doelstelling) -> None:
    """Indicators and actions, with what was counted and done."""
    for plek in range(kans.randint(0, 2)):
        indicator = Indicator.objects.create(
            doelstelling=doel, naam=regel(kans), eenheid="%", nulmeting=kans.choice([None, 0, 12.5]),
            streefwaarde=kans.choice([None, 1000]), bron=regel(kans), volgorde=plek,
        )  # fmt: skip
        Meting.objects.create(indicator=indicator, jaar=2027, waarde=kans.choice([None, 3]), uitleg=regel(kans))
        if kans.random() < 0.5:
            Cijferkoppeling.objects.create(indicator=indicator, cijfer="talenten")
    for plek in range(kans.randint(0, 3)):
        actie = Actie.objects.create(
            doelstelling=doel, titel=regel(kans), tekst=tekst(kans), jaren=sorted(kans.sample(range(2027, 2033), 2)),
            trekker=regel(kans), kost=kans.choice([None, 0, 1250.5]), volgorde=plek,
        )  # fmt: skip
        Actiejaar.objects.create(actie=actie, jaar=2027, stand="bezig", uitleg=regel(kans))


def trek_geld(kans: Random, nota: Cultuurnota) -> None:
    """A budget, a contribution and a commitment."""
    een, ander = Gemeente.objects.order_by("nis_code")[:2]
    begroting = Begroting.objects.create(nota=nota, inbreng="1000.50", index="1.0200", sleutel="hand")
    Bijdrage.objects.create(begroting=begroting, gemeente=een, jaar=2027, bedrag="10.10")
    Begrotingspost.objects.create(begroting=begroting, rubriek="werking", naam=regel(kans), bedragen={"2027": "5.00"})
    Engagement.objects.create(nota=nota, gemeente=ander, stand="beslist", bedrag=7, raad_op=date(2026, 12, 1))


def als_bestand(inhoud: bytes) -> Any:
    return io.BytesIO(inhoud)


def neem_in(inhoud: bytes, door: Gebruiker, slug: str = "zuidrand") -> Cultuurnota:
    igs = IGS.objects.get(slug=slug)
    nota = voer_in(bestand=als_bestand(inhoud), grootte=len(inhoud), igs=igs, door=door, formulier=uuid.uuid4().hex)
    return Cultuurnota.objects.get(pk=nota.pk)


@pytest.mark.parametrize("zaad", range(12))
def test_uit_in_en_weer_uit_geeft_byte_voor_byte_hetzelfde_bestand(an: Gebruiker, zaad: int) -> None:
    eerste = maak_zip(exporteer(maak_willekeurig(Random(zaad))))
    tweede_nota = neem_in(eerste, an)
    assert maak_zip(exporteer(tweede_nota)) == eerste
    assert tweede_nota.team.get().gebruiker == an
    assert tweede_nota.team.get().rol == "trekker"
    assert [een.versies.count() for een in tweede_nota.hoofdstukken.all()] == [1] * 15


def test_een_ingevoerd_beeld_is_een_eigen_bestand(an: Gebruiker) -> None:
    nota = maak_nota()
    beeld = maak_beeld(nota)
    nota.hoofdstukken.filter(sleutel="H4").update(tekst=f'<p>Zie</p><img src="{beeld.bestand.url}" alt="Kaart">')
    kopie = neem_in(maak_zip(exporteer(nota)), an)
    nieuw = kopie.beelden.get()
    assert nieuw.bestand.name != beeld.bestand.name
    assert nieuw.bestand.read() == jpeg()
    assert nieuw.bestand.url in kopie.hoofdstukken.get(sleutel="H4").tekst
    assert beeld.bestand.url not in kopie.hoofdstukken.get(sleutel="H4").tekst


def test_de_export_laat_de_nota_zoals_ze_is_en_noemt_geen_mensen(an: Gebruiker) -> None:
    nota = maak_willekeurig(Random(3))
    maak_teamlid(nota, gebruiker=an)
    voor = exporteer(nota)
    tekst = json.dumps(draagbaar(voor).inhoud)
    assert exporteer(nota) == voor
    assert an.email not in tekst
    assert str(nota.kenmerk) not in tekst


def test_een_vreemd_beeld_wordt_opnieuw_getekend(an: Gebruiker) -> None:
    nota = maak_nota()
    maak_beeld(nota)
    sluw = jpeg() + b"<?php verborgen"
    kopie = neem_in(verander(maak_zip(exporteer(nota)), {"beelden/01.jpg": sluw}), an)
    assert b"<?php" not in kopie.beelden.get().bestand.read()
    with pytest.raises(InvoerFout, match="Bij beeld 1"):
        neem_in(verander(maak_zip(exporteer(nota)), {"beelden/01.jpg": b"<svg onload=alert(1)>"}), an)


# --- a file that is not what it says --------------------------------------------------------------------------------
def verander(inhoud: bytes, anders: dict[str, bytes | None]) -> bytes:
    """The same ZIP with other files in it; None leaves one out."""
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as bron, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as doel:
        delen = {naam: bron.read(naam) for naam in bron.namelist()} | anders
        for naam, bytes_ in delen.items():
            if bytes_ is not None:
                doel.writestr(naam, bytes_)
    return uit.getvalue()


def met_gegevens(wijzig: Callable[[dict[str, Any]], Any]) -> bytes:
    """The export of a small note whose data were changed."""
    nota = maak_nota()
    doel = Doelstelling.objects.create(nota=nota, titel="Doel")
    Actie.objects.create(doelstelling=doel, titel="Actie", kost=5, jaren=[2027])
    zip_ = maak_zip(exporteer(nota))
    gegevens = json.loads(zipfile.ZipFile(io.BytesIO(zip_)).read("gegevens.json"))
    wijzig(gegevens)
    return verander(zip_, {"gegevens.json": json.dumps(gegevens).encode()})


def zet(pad: str, waarde: Any) -> Callable[[dict[str, Any]], None]:
    """Put a value at a path such as "doelstellingen.0.titel"."""

    def doe(gegevens: dict[str, Any]) -> None:
        *onderweg, laatste = pad.split(".")
        doel: Any = gegevens
        for stap in onderweg:
            doel = doel[int(stap) if stap.isdigit() else stap]
        doel[laatste] = waarde

    return doe


def diep(niveaus: int) -> Any:
    waarde: Any = 1
    for _ in range(niveaus):
        waarde = [waarde]
    return waarde


KAPOT = [
    ("soort", "iets anders"), ("vorm", 99), ("vorm", "1"), ("nota", None), ("nota", []), ("nota.titel", ""),
    ("nota.titel", 7), ("nota.titel", "a" * 200), ("nota.titel", "a\x00b"), ("nota.titel", "a\ud800b"),
    ("nota.van", "2027"), ("nota.van", 10**30), ("nota.van", -1), ("nota.van", 2040), ("nota.tot", True),
    ("nota.feiten", "x"), ("nota.feiten", {"a": "b\x00"}), ("nota.feiten", [diep(60)]),
    ("nota.indienen_op", "gisteren"),
    ("nota.feiten_op", "2026-99-99"), ("hoofdstukken", {}), ("hoofdstukken", ["x"]), ("hoofdstukken.0.tekst", 5),
    ("hoofdstukken.0.stand", "af"), ("hoofdstukken.0.criteria", ["C99"]), ("hoofdstukken.0.criteria", "C1"),
    ("hoofdstukken.1.sleutel", "H1"), ("hoofdstukken.0.titel", None), ("hoofdstukken.0.tekst", "a" * 2_000_001),
    ("uitdagingen", [{"kenmerk": "u1"}]), ("uitdagingen", [{}] * 501), ("doelstellingen.0.opdrachten", ["9"]),
    ("doelstellingen.0.opdrachten", [[1]]), ("doelstellingen.0.boven", "d9"), ("doelstellingen.0.boven", "d1"),
    ("doelstellingen.0.acties.0.kost", -1), ("doelstellingen.0.acties.0.kost", "veel"),
    ("doelstellingen.0.acties.0.kost", True), ("doelstellingen.0.acties.0.kost", 1.5),
    ("doelstellingen.0.acties.0.kost", [1]),
    ("doelstellingen.0.acties.0.kost", "1e400"), ("doelstellingen.0.acties.0.kost", "NaN"),
    ("doelstellingen.0.acties.0.jaren", ["x"]), ("doelstellingen.0.acties.0.jaren", [10**9]),
    ("doelstellingen.0.acties", "x"), ("doelstellingen.0.acties.0.opvolging", [{"jaar": 2027}, {"jaar": 2027}]),
    ("doelstellingen.0.indicatoren", [{"naam": ""}]), ("beelden", [{"bestand": "beelden/07.jpg", "alt": "x"}]),
    ("beelden", [{"bestand": "../../etc/passwd"}]), ("begroting", 5), ("begroting", {"inbreng": -5}),
    ("begroting", {"sleutel": "gelijk", "deel_per_inwoner": 500, "inbreng": 1, "index": 1}),
    ("engagementen", [{"stand": "beslist", "gemeente": "00000"}]), ("engagementen", [{"stand": "beslist"}]),
    ("zelfbeoordelingen", [{"criterium": "C1", "stand": "klaar"}] * 2), ("zelfbeoordelingen", [{"criterium": 1}]),
]  # fmt: skip


@pytest.mark.parametrize(("pad", "waarde"), KAPOT, ids=[f"{nr}-{pad}" for nr, (pad, _) in enumerate(KAPOT)])
def test_gegevens_die_niet_kloppen_geven_een_zin_en_laten_niets_achter(an: Gebruiker, pad: str, waarde: Any) -> None:
    inhoud = met_gegevens(zet(pad, waarde))
    with pytest.raises(InvoerFout) as fout:
        neem_in(inhoud, an)
    assert str(fout.value).endswith((".", "?", "”"))
    assert Cultuurnota.objects.count() == 1
    assert not Notabeeld.objects.exists()


@pytest.mark.parametrize(
    ("anders", "zin"),
    [
        ({"gegevens.json": None}, "geen nota"),
        ({"gegevens.json": b"{"}, "niet leesbaar"),
        ({"gegevens.json": b"\xff\xfe"}, "niet leesbaar"),
        ({"gegevens.json": b"[" * 100_000}, "niet leesbaar"),
        ({"gegevens.json": b'{"soort": NaN}'}, "niet leesbaar"),
        ({"gegevens.json": b"[]"}, "geen cultuurnota"),
        ({"../buiten.txt": b"x"}, "niet hoort"),
        ({"/etc/passwd": b"x"}, "niet hoort"),
        ({"beelden/../x.jpg": b"x"}, "niet hoort"),
        ({"beelden\\01.jpg": b"x"}, "niet hoort"),
        ({"virus.exe": b"x"}, "niet hoort"),
        ({f"beelden/{nummer}.jpg": b"" for nummer in range(1000, 1400)}, "te veel bestanden"),
    ],
)
def test_een_zip_die_iets_anders_is(an: Gebruiker, anders: dict[str, bytes | None], zin: str) -> None:
    with pytest.raises(InvoerFout, match=zin):
        neem_in(verander(maak_zip(exporteer(maak_nota())), anders), an)


@pytest.mark.parametrize("inhoud", [b"", b"PK", b"%PDF-1.7", b"\x00" * 1000, b"PK\x05\x06" + b"\xff" * 18])
def test_wat_geen_zip_is(an: Gebruiker, inhoud: bytes) -> None:
    with pytest.raises(InvoerFout):
        neem_in(inhoud, an)


def test_een_zip_die_ontploft_wordt_niet_uitgepakt(an: Gebruiker, monkeypatch: pytest.MonkeyPatch) -> None:
    bom = verander(maak_zip(exporteer(maak_nota())), {"gegevens.json": b" " * (invoer.GROOTSTE_GEGEVENS + 1)})
    assert len(bom) < 100_000
    with pytest.raises(InvoerFout, match="te groot"):
        neem_in(bom, an)
    monkeypatch.setattr(invoer, "GROOTSTE_UITGEPAKT", 1000)
    with pytest.raises(InvoerFout, match="veel te groot"):
        neem_in(bom, an)
    # A header that lies about the size: what is read counts.
    leugen = bytearray(bom)
    plek = leugen.rfind(b"PK\x01\x02")
    leugen[plek + 24 : plek + 28] = (10).to_bytes(4, "little")
    with pytest.raises(InvoerFout):
        neem_in(bytes(leugen), an)


def test_een_te_groot_bestand_wordt_niet_geopend(an: Gebruiker) -> None:
    with pytest.raises(InvoerFout, match="100 MB"):
        voer_in(
            bestand=als_bestand(b"x"), grootte=invoer.GROOTSTE_ZIP + 1, igs=IGS.objects.first(), door=an, formulier="a"
        )  # type: ignore[arg-type]


def test_html_in_de_gegevens_wordt_schoon_en_adressen_van_elders_vallen_weg(an: Gebruiker) -> None:
    kwaad = '<p onclick="x()">Goed<script>alert(1)</script></p><img src="https://kwaad.example/x.png"><iframe></iframe>'
    kopie = neem_in(met_gegevens(zet("hoofdstukken.0.tekst", kwaad)), an)
    assert kopie.hoofdstukken.all()[0].tekst == "<p>Goed</p>"


# --- the form -------------------------------------------------------------------------------------------------------
def pad() -> str:
    return reverse("cultuurnota_werkruimte_invoer")


def dien_in(client: Client, inhoud: bytes, **velden: str) -> Any:
    bestand = SimpleUploadedFile("nota.zip", inhoud, "application/zip")
    return client.post(pad(), {"formulier": str(uuid.uuid4()), "igs": "zuidrand", "bestand": bestand} | velden)


@pytest.fixture
def coordinator(client: Client, an: Gebruiker) -> Client:
    from igs.models import Aanstelling

    Aanstelling.objects.create(gebruiker=an, igs=IGS.objects.get(slug="zuidrand"), van=date(2026, 1, 1))
    client.force_login(an)
    return client


def test_een_coordinator_voert_een_nota_in_en_dubbel_drukken_is_een_nota(coordinator: Client) -> None:
    zip_ = maak_zip(exporteer(maak_nota(titel="Van elders")))
    nummer = str(uuid.uuid4())
    for _ in range(2):
        assert dien_in(coordinator, zip_, formulier=nummer).status_code == 302
    assert Cultuurnota.objects.filter(titel="Van elders").count() == 2


def test_een_fout_staat_bij_het_bestand(coordinator: Client) -> None:
    antwoord = dien_in(coordinator, b"geen zip")
    assert antwoord.status_code == 200
    assert "geen ZIP die we kunnen openen" in antwoord.content.decode()
    leeg = coordinator.post(pad(), {})
    assert "Er is iets niet goed ingevuld" in leeg.content.decode()
    assert not Cultuurnota.objects.exists()


def test_voor_een_andere_regio_of_zonder_aanstelling_kan_het_niet(coordinator: Client, an: Gebruiker) -> None:
    zip_ = maak_zip(exporteer(maak_nota()))
    assert dien_in(coordinator, zip_, igs="co7").status_code == 200
    assert Cultuurnota.objects.count() == 1
    vreemd = Client()
    assert vreemd.get(pad()).status_code == 302
    vreemd.force_login(maak_gebruiker("gewoon@voorbeeld.be"))
    assert vreemd.get(pad()).status_code == 404
    assert dien_in(vreemd, zip_).status_code == 404
