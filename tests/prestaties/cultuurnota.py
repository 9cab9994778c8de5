"""How long saving takes and how heavy an export is: `python -m tests.prestaties.cultuurnota`, with the network loaded.

Makes a note of 60,000 words, 80 actions and 40 pictures; saves each chapter ten times through its page (milliseconds);
exports it as ZIP, Word and PDF in a process of its own each (seconds, megabytes, the memory that process took at most);
and takes the note away. Nothing is asserted.
"""

import os
import resource
import subprocess
import sys
import time
import uuid
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from cultuurnota import pdf  # noqa: E402
from cultuurnota.models import Actie, Cultuurnota, Doelstelling, Notabeeld, Uitvoer  # noqa: E402
from cultuurnota.uitvoeren import maak  # noqa: E402
from igs.models import IGS  # noqa: E402
from opnetwerk.afbeeldingen import wis_bestanden  # noqa: E402
from opnetwerk.models import Gebruiker  # noqa: E402
from talent.voorbeeldbeelden import teken  # noqa: E402
from talent.voorbeeldmassa import WOORDEN  # noqa: E402
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid  # noqa: E402

WOORDEN_SAMEN, ACTIES, BEELDEN = 60_000, 80, 40


def maak_grote_nota() -> Cultuurnota:
    """The same every time."""
    kans = Random(7)
    nota = maak_nota(IGS.objects.get(slug="zuidrand"), titel="Meting", formulier=f"meting-{uuid.uuid4().hex}"[:64])
    beelden = [
        Notabeeld.objects.create(nota=nota, alt=f"Beeld {n}", bestand=ContentFile(teken(f"b{n}", "dans"), name="x.jpg"))
        for n in range(BEELDEN)
    ]
    hoofdstukken = list(nota.hoofdstukken.all())
    for nummer, hoofdstuk in enumerate(hoofdstukken):
        alineas = [
            f"<p>{' '.join(kans.choice(WOORDEN) for _ in range(100))}</p>"
            for _ in range(WOORDEN_SAMEN // 100 // len(hoofdstukken))
        ]
        eigen = beelden[nummer :: len(hoofdstukken)]
        figuren = [f'<figure><img src="{een.bestand.url}" alt="{een.alt}"></figure>' for een in eigen]
        tabel = "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>" + "<tr><td>1</td><td>2</td></tr>" * 20
        hoofdstuk.tekst = f"<h2>Kop</h2>{''.join(alineas)}{''.join(figuren)}{tabel}</tbody></table>"
        hoofdstuk.save()
    for nummer in range(20):
        doel = Doelstelling.objects.create(nota=nota, titel=f"Doelstelling {nummer}", volgorde=nummer)
        for plek in range(ACTIES // 20):
            Actie.objects.create(doelstelling=doel, titel=f"Actie {nummer}.{plek}", jaren=[2027, 2028], kost=1000)
    return nota


def meet_bewaren(nota: Cultuurnota) -> None:
    """As the script of the editor saves: a post by somebody of the team, with the version it was written on."""
    lid = maak_teamlid(nota, gebruiker=Gebruiker.objects.create_user(f"{uuid.uuid4().hex}@voorbeeld.invalid"))
    client, duren = Client(HTTP_HOST="localhost"), []
    client.force_login(lid.gebruiker)
    for hoofdstuk in nota.hoofdstukken.all():
        pad = reverse("cultuurnota_werkruimte_hoofdstuk_bewaar", args=[nota.kenmerk, hoofdstuk.kenmerk])
        versie = hoofdstuk.versie
        for keer in range(10):
            begin = time.perf_counter()
            antwoord = client.post(pad, {"tekst": f"{hoofdstuk.tekst}<p>Erbij {keer}</p>", "basis": versie})
            duren.append((time.perf_counter() - begin) * 1000)
            if antwoord.status_code != 200:
                raise SystemExit(f"bewaren gaf {antwoord.status_code}")
            if antwoord.json()["versie"] <= versie:
                raise SystemExit("bewaren maakte geen nieuwe versie")
            versie = antwoord.json()["versie"]
    duren.sort()
    mediaan, p95 = duren[len(duren) // 2], duren[int(len(duren) * 0.95)]
    print(f"bewaren{mediaan:7.0f} ms mediaan {p95:7.0f} ms p95, {len(duren)} keer")
    lid.gebruiker.delete()


def meet(nota_pk: int, soort: str) -> None:
    """One export in this process."""
    nota = Cultuurnota.objects.get(pk=nota_pk)
    uitvoer = Uitvoer.objects.create(nota=nota, soort=soort, formulier=uuid.uuid4().hex)
    begin = time.perf_counter()
    inhoud = maak(uitvoer)
    duur = time.perf_counter() - begin
    geheugen = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{soort:<5}{duur:8.1f} s {len(inhoud) / 2**20:8.1f} MB {geheugen:8.0f} MB geheugen")


def main() -> None:
    if len(sys.argv) == 3:
        meet(int(sys.argv[1]), sys.argv[2])
        return
    nota = maak_grote_nota()
    try:
        meet_bewaren(nota)
        for soort in ("zip", "docx", *(("pdf",) if pdf.is_er() else ())):
            opdracht = [sys.executable, "-m", "tests.prestaties.cultuurnota", str(nota.pk), soort]
            subprocess.run(opdracht, check=True, timeout=600)
    finally:
        beelden = list(nota.beelden.all())
        nota.delete()
        for beeld in beelden:
            wis_bestanden(beeld)


if __name__ == "__main__":
    main()
