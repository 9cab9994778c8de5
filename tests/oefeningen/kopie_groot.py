"""A backup of a large portal that comes back: `python -m tests.oefeningen.kopie_groot [AANTAL=100000]`.

Invented makers, each with one picture: a master with bytes of its own, and a smaller size that is a hard link to one of
`TEKENINGEN` drawings, so that the number of files is that of life and the number of bytes is not. Makes a copy, erases
somebody after it, puts it back into an empty database and empty folders, runs the drill of restoring, and turns over
one byte, of a picture and then of the dump: each time the drill must turn red and name it. Prints seconds, bytes and
counts; ends with 1 when a promise is broken.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from tests.oefeningen.wilde_wereld import oefenbank, omstandigheden

if TYPE_CHECKING:
    from opnetwerk.herstel import Verslag
    from opnetwerk.reservekopie import Reservekopie

AANTAL = 100_000
TEKENINGEN = 300  # distinct drawings
PARTIJ = 2000
LEEG = "kopie_groot_leeg"


@dataclass
class Uitslag:
    """Lines for the reader, and what was not as promised; both Dutch."""

    meld: Callable[[str], None] = print
    fouten: list[str] = field(default_factory=list)
    rood: list[str] = field(default_factory=list)  # what the drill said of the two bytes that were turned over

    def eis(self, klopt: bool, zin: str) -> None:
        """A promise that is broken is told at once, and remembered."""
        if not klopt:
            self.fouten.append(zin)
            self.meld(f"FOUT: {zin}")

    @contextmanager
    def klok(self, wat: str) -> Iterator[list[str]]:
        """Tells how long the block took; the block may add figures to what it is given."""
        begin, cijfers = time.monotonic(), list[str]()
        yield cijfers
        self.meld(f"{wat:<34}{time.monotonic() - begin:9.1f} s  {', '.join(cijfers)}")


def oefen(aantal: int, map_: Path, uitslag: Uitslag) -> None:
    """In the database of this process, with the network loaded; `map_` is an empty folder for the copies."""
    from django.conf import settings

    from opnetwerk import herstel, reservekopie
    from opnetwerk.dag import nu
    from talent import verlaten, voorbeeldmassa
    from talent.disciplines import laad_disciplines
    from talent.models import Talent, Werk

    laad_disciplines()
    makers = Talent.objects.filter(slug__startswith=voorbeeldmassa.MERK)
    with uitslag.klok("makers") as cijfers:
        cijfers.append(f"{voorbeeldmassa.maak_veel(aantal)} rijen")
    with uitslag.klok("beelden") as cijfers:
        cijfers.append(f"{geef_beelden(min(aantal, TEKENINGEN))} bestanden")
    with uitslag.klok("reservekopie") as cijfers:
        kopie = reservekopie.maak(map_ / "kopieen", moment=nu())
        cijfers.append(in_cijfers(kopie))
    wie = makers.earliest("pk")
    beeld, oude_machine = Path(Werk.objects.get(talent=wie).bestand.path), Path(settings.WISSINGEN)
    verlaten.wis(talent=wie)
    uitslag.eis(not beeld.exists(), "Het beeld van wie gewist is staat er nog.")
    with uitslag.klok("herstel in een leeg systeem") as cijfers, leeg_systeem(map_ / "nieuw"):
        verslag = herstel.herstel(map_ / "kopieen", ook_wissingen=[oude_machine])
        cijfers.append(wat_terugkwam(verslag))
        uitslag.eis(verslag.goed, f"Herstel: {verslag.fouten[:3]}")
        uitslag.eis(verslag.gewist == {"talent": 1}, f"Opnieuw gewist: {verslag.gewist}, verwacht 1 talent.")
        uitslag.eis(makers.count() == aantal - 1, f"{makers.count()} makers terug, verwacht {aantal - 1}.")
        uitslag.eis(not makers.filter(kenmerk=wie.kenmerk).exists(), "Wie gewist is, kwam terug.")
        uitslag.eis(not (map_ / "nieuw" / "media" / "afbeeldingen" / beeld.name).exists(), "Zijn beeld kwam terug.")
        uitslag.eis(verslag.bestanden >= 2 * aantal, f"{verslag.bestanden} bestanden terug.")
    with uitslag.klok("herstel_oefening") as cijfers:
        verslag = herstel.oefen(map_ / "kopieen")
        cijfers += [wat_terugkwam(verslag), f"{len(verslag.paginas)} pagina's"]
        uitslag.eis(verslag.goed, f"De oefening is rood zonder reden: {verslag.fouten[:3]}")
        uitslag.eis(verslag.gewist == {"talent": 1}, f"De oefening wiste {verslag.gewist} opnieuw.")
    kantel(kopie, uitslag)


def kantel(kopie: "Reservekopie", uitslag: Uitslag) -> None:
    """One byte of a picture, and one of the dump: the drill turns red and names it; turned back it is whole again."""
    from opnetwerk import herstel, reservekopie

    beeld = next(een for een in kopie.bestanden() if een.lengte > 10)
    for pad, naam in ((kopie.in_voorraad(beeld), beeld.pad), (kopie.dump, kopie.dump.name)):
        with uitslag.klok(f"oefening na 1 byte in {pad.suffix or 'een beeld'}") as cijfers:
            keer_om(pad)
            fouten = herstel.oefen(kopie.map.parent).fouten
            keer_om(pad)
            cijfers.append("; ".join(fouten[:1]) or "groen")
        uitslag.rood += fouten
        uitslag.eis(len(fouten) >= 1 and naam in fouten[0], f"De omgekeerde byte in {naam} werd niet genoemd: {fouten}")
    uitslag.eis(reservekopie.keur(kopie) == [], "Teruggedraaid is de kopie nog niet heel.")


def keer_om(pad: Path) -> None:
    """The lowest bit of the byte in the middle."""
    with pad.open("r+b") as bestand:
        bestand.seek(pad.stat().st_size // 2)
        byte = bestand.read(1)[0]
        bestand.seek(-1, os.SEEK_CUR)
        bestand.write(bytes([byte ^ 1]))


# --- pictures ---------------------------------------------------------------------------------------------------------


def geef_beelden(soorten: int) -> int:
    """Every maker without a picture gets one, as the site would have stored it; the number of files written."""
    from django.conf import settings

    from opnetwerk.afbeeldingen import afgeleid_pad
    from talent.models import Profielbeeld, Talent, Werk

    media = Path(settings.MEDIA_ROOT)
    (media / "afbeeldingen").mkdir(parents=True, exist_ok=True)
    geschreven, wie = 0, Talent.objects.filter(werken=None).exclude(online=None)
    te_doen = list(wie.values_list("pk", "online_id", "kenmerk"))
    with tempfile.TemporaryDirectory(dir=media.parent) as map_:  # on the same disk, or there are no hard links
        tekeningen = [Tekening.maak(nummer, Path(map_)) for nummer in range(soorten)]
        for begin in range(0, len(te_doen), PARTIJ):
            partij, werken = te_doen[begin : begin + PARTIJ], []
            for nummer, (talent, _, kenmerk) in enumerate(partij, begin):
                tekening, naam = tekeningen[nummer % soorten], f"afbeeldingen/{kenmerk.hex}.jpg"
                klein = afgeleid_pad(naam, tekening.breedte, "webp")
                # Bytes after the end of a JPEG are no part of the picture: they make each file one of its own.
                (media / naam).write_bytes(tekening.jpeg + kenmerk.bytes)
                os.link(tekening.webp, media / klein)
                maat = {"breedte": tekening.breedte, "hoogte": tekening.hoogte}
                maten = [{**maat, "webp": klein, "jpeg": naam}]
                werken.append(Werk(talent_id=talent, bestand=naam, maten=maten, decoratief=True, stand="klaar", **maat))
            nieuw = Werk.objects.bulk_create(werken)
            Profielbeeld.objects.bulk_create(
                Profielbeeld(profiel_id=profiel, werk=werk, decoratief=True)
                for (_, profiel, _), werk in zip(partij, nieuw, strict=True)
            )
            geschreven += 2 * len(partij)
    return geschreven


@dataclass(frozen=True)
class Tekening:
    """A drawing of 160 to 320 px wide: its JPEG, and where its WebP lies."""

    breedte: int
    hoogte: int
    jpeg: bytes
    webp: Path

    @classmethod
    def maak(cls, nummer: int, map_: Path) -> "Tekening":
        from PIL import Image

        from opnetwerk.beeldverwerking import als_jpeg, als_webp, op_breedte
        from talent.voorbeeldbeelden import teken

        beeld = op_breedte(Image.open(BytesIO(teken(f"kopie {nummer}", "beeldend"))), 160 + nummer % 5 * 40)
        pad = map_ / f"{nummer}.webp"
        pad.write_bytes(als_webp(beeld))
        return cls(beeld.width, beeld.height, als_jpeg(beeld), pad)


# --- beside it --------------------------------------------------------------------------------------------------------


@contextmanager
def leeg_systeem(map_: Path) -> Iterator[None]:
    """Another, empty database under this process and empty folders, as on a new machine; the old ones come back."""
    from django.db import connection
    from django.test import override_settings
    from psycopg import sql

    from opnetwerk import herstel

    echte = connection.settings_dict["NAME"]
    weg = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(LEEG))
    herstel._buiten_transactie(weg)
    herstel._buiten_transactie(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(LEEG)))
    # Not by assigning: the storage hears of another folder through this alone.
    mappen = {"MEDIA_ROOT": map_ / "media", "BESLOTEN_MAPPEN": {"besloten": map_ / "besloten"}}
    with override_settings(**mappen, WISSINGEN=map_ / "wissingen.jsonl"):
        herstel._wissel(LEEG)
        try:
            yield
        finally:
            herstel._wissel(echte)
    herstel._buiten_transactie(weg)
    shutil.rmtree(map_, ignore_errors=True)


def in_cijfers(kopie: "Reservekopie") -> str:
    """What a copy holds, in one line."""
    manifest = kopie.manifest()
    return (
        f"{sum(een.rijen for een in manifest.tabellen.values())} rijen in {len(manifest.tabellen)} tabellen, "
        f"databank {manifest.dump_lengte / 1e6:.1f} MB, {manifest.bestanden} bestanden {manifest.bytes / 1e6:.1f} MB"
    )


def wat_terugkwam(verslag: "Verslag") -> str:
    return (
        f"{verslag.rijen} rijen in {verslag.tabellen} tabellen, {verslag.bestanden} bestanden "
        f"{verslag.bytes / 1e6:.1f} MB, opnieuw gewist {verslag.gewist}"
    )


def main() -> int:
    aantal = int(sys.argv[1]) if len(sys.argv) > 1 else AANTAL
    with oefenbank("kopie"), tempfile.TemporaryDirectory(prefix="kopie-groot-") as map_:
        from igs.laden import laad
        from opnetwerk.dag import vandaag

        laad()
        print(f"Grote kopie op {vandaag():%d-%m-%Y}: {aantal} makers, {omstandigheden()}", flush=True)
        uitslag = Uitslag(meld=lambda regel: print(regel, flush=True))
        oefen(aantal, Path(map_), uitslag)
        print("Niet gelukt." if uitslag.fouten else "Alles kwam terug, en elke omgekeerde byte werd gezien.")
    return 1 if uitslag.fouten else 0


if __name__ == "__main__":
    sys.exit(main())
