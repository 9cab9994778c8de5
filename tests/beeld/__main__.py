"""See every page: `python -m tests.beeld [--smal] [--midden] [--breed] [--licht] [--donker] [--druk] [WOORD ...]`.

Starts a portal of its own with the example content (in OPNETWERK_DATA, or a folder that goes again), finds every page
type as every role finds it, and writes one picture per page, width and scheme in FOLDER (`--naar`, default
`var/beeld/`). A WOORD keeps only page types whose name holds it. Prints each page that is wider than its window or
does not open, and ends with 1 when there is any. `--docs` also makes the contact sheet and the pictures of the README
in `docs/beeld/`. All of it, some 1,300 pictures, takes half an hour on two cores.
"""

import shutil
import signal
import sys
import time

from tests.toegankelijkheid import overal  # first: it makes ready what Django needs

from django.conf import settings  # isort: skip
from playwright.sync_api import sync_playwright  # isort: skip

from tests.beeld import docs, opnames  # isort: skip
from tests.beeld.opnames import Fotograaf, Stand  # isort: skip
from tests.toegankelijkheid.paginas import Pagina  # isort: skip


def neem_alle(fotograaf: Fotograaf, alle: list[Pagina], stand: Stand) -> list[str]:
    """Every page in one way of looking; what is wrong, in sentences."""
    fouten = []
    with fotograaf.bladen(stand) as bladen:
        for pagina in alle:
            page = bladen.voor(pagina.rol)
            try:
                fotograaf.neem(page, pagina.pad, opnames.bestandsnaam(pagina.soort, pagina.toestand, stand))
                fout = f"{over} px te breed" if (over := fotograaf.te_breed(page)) > 0 else ""
            except Exception as uitzondering:  # a page that cannot be opened is a finding, not the end
                fout = str(uitzondering).splitlines()[0][:150]
            if fout:
                fouten.append(f"{pagina.soort} [{stand.naam}] {pagina.pad}: {fout}")
                print(fouten[-1], flush=True)
    return fouten


def main(woorden: list[str]) -> int:
    keuze = opnames.lees_woorden(woorden)
    naar = keuze.naar or overal.WORTEL / "var" / "beeld"
    naar.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started stops too
    print(" · ".join(overal.lees_versie()), flush=True)
    portaal = overal.start_portaal()
    fouten: list[str] = []
    try:
        settings.ALLOWED_HOSTS = ["*"]
        sessies = overal.koekjes()
        alle = overal.vind(sessies, keuze.alleen)
        gekozen = opnames.standen(keuze.breedtes, keuze.schemas)
        print(f"{len(alle)} pagina's in {len(gekozen)} standen", flush=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=overal.CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            )
            fotograaf = Fotograaf(browser, overal.BASIS, sessies, settings.SESSION_COOKIE_NAME, naar)
            for stand in gekozen:
                fouten += neem_alle(fotograaf, alle, stand)
            if keuze.docs:
                docs.maak(fotograaf, alle, overal.WORTEL / "docs" / "beeld")
            browser.close()
    finally:
        portaal.send_signal(signal.SIGTERM)
        portaal.wait(30)
        if overal.WEG_ERNA:
            shutil.rmtree(overal.WEG_ERNA, ignore_errors=True)
    print(f"{len(alle) * len(gekozen)} beelden in {(time.monotonic() - begin) / 60:.1f} min: {len(fouten)} fouten")
    return 1 if fouten else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
