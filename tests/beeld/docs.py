"""The pictures that stand in the repository: a contact sheet of every page, and those of the README."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tests.beeld.opnames import BREED, LICHT, Fotograaf, Stand, bestandsnaam
from tests.toegankelijkheid.paginas import Pagina

ZUIDRAND = "".join(f"&g={code}" for code in ("11001", "11004", "11013", "11021", "11024", "11025", "11029"))
# Name of the file: who looks, and the address; or the page type, of which the fullest page is taken as who reached it.
README = {
    "home": ("", "/"),
    "igs": ("", "/igs/zuidrand/"),
    "talent": ("", "/talent/"),
    "regiocheck": ("", f"/regiocheck/uitkomst/?{ZUIDRAND[1:]}"),
    "cultuurnota": ("", "cultuurnota_werkruimte_hoofdstuk"),
    "beheer": ("zuidrand", "/admin/"),
}
MEESTE_README, MEESTE_OVERZICHT = 100_000, 600_000  # bytes
BREEDTE_README, HOOGTE_RUW = 1000, 1060  # pixels: of the picture, and how much of the page it shows
DUIM, DUIMHOOGTE, KIER, KOLOMMEN = 150, 170, 8, 20  # pixels, and how many beside each other
GROND = (244, 239, 228)


def bewaar(beeld: Image.Image, bestand: Path, meeste: int) -> int:
    """Write as WebP in the best quality that fits in `meeste` bytes; the quality. Raises ValueError when none does."""
    for kwaliteit in range(85, 4, -10):
        beeld.save(bestand, quality=kwaliteit, method=6)
        if bestand.stat().st_size <= meeste:
            return kwaliteit
    raise ValueError(f"{bestand.name} past niet in {meeste} bytes")


def overzicht(bestanden: Sequence[Path], kolommen: int = KOLOMMEN) -> Image.Image:
    """The top of every picture beside and below each other, in the order that they come in."""
    rijen = -(-len(bestanden) // kolommen)
    maat = (KIER + kolommen * (DUIM + KIER), KIER + rijen * (DUIMHOOGTE + KIER))
    blad = Image.new("RGB", maat, GROND)
    for nummer, bestand in enumerate(bestanden):
        with Image.open(bestand) as beeld:
            hoogte = min(beeld.height, beeld.width * DUIMHOOGTE // DUIM)
            duim = beeld.crop((0, 0, beeld.width, hoogte)).resize((DUIM, hoogte * DUIM // beeld.width))
        rij, kolom = divmod(nummer, kolommen)
        blad.paste(duim, (KIER + kolom * (DUIM + KIER), KIER + rij * (DUIMHOOGTE + KIER)))
    return blad


def plek(rol: str, wat: str, alle: Sequence[Pagina]) -> tuple[str, str]:
    """Who looks at which address. Raises LookupError when nobody reached the page type."""
    if wat.startswith("/"):
        return rol, wat
    for pagina in alle:
        if pagina.soort == wat and pagina.toestand == "gevuld":
            return pagina.rol, pagina.pad
    raise LookupError(f"Geen pagina {wat}")


def maak(fotograaf: Fotograaf, alle: Sequence[Pagina], naar: Path) -> None:
    """Write all of them in the folder `naar`. The contact sheet takes the wide, light pictures that were just made."""
    naar.mkdir(parents=True, exist_ok=True)
    stand = Stand(BREED, LICHT)
    with fotograaf.bladen(stand) as bladen:
        for naam, (rol, wat) in README.items():
            wie, pad = plek(rol, wat, alle)
            ruw = fotograaf.neem(bladen.voor(wie), pad, f"readme-{naam}.webp", HOOGTE_RUW)
            with Image.open(ruw) as beeld:
                klein = beeld.resize((BREEDTE_README, beeld.height * BREEDTE_README // beeld.width))
            bewaar(klein, naar / f"{naam}.webp", MEESTE_README)
    gevuld = [pagina for pagina in alle if pagina.toestand == "gevuld"]
    bestanden = [fotograaf.naar / bestandsnaam(pagina.soort, pagina.toestand, stand) for pagina in gevuld]
    bewaar(overzicht([een for een in bestanden if een.exists()]), naar / "overzicht.webp", MEESTE_OVERZICHT)
