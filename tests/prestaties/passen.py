"""How long "Wie past hierbij?" takes: `python -m tests.prestaties.passen [RONDES]`, on a database that has the makers.

Make them first: `manage.py voorbeelden --talenten 100000`; after an upgrade write their rows again with
`manage.py leid_zoekrijen_af`. Prints the median, the 95th and 99th percentile, and the most queries. Nothing is
asserted: it depends on the machine. Everything that is made goes again.
"""

import os
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import django
from django.conf import settings as instellingen

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opnetwerk.settings")
instellingen.STORAGES = instellingen.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from igs.models import Gemeente  # noqa: E402
from opnetwerk.dag import nu, vandaag  # noqa: E402
from talent.facetten import wijzer  # noqa: E402
from talent.gids import Streek  # noqa: E402
from talent.keuzes import Aanbod, PastBij, Plek, Vorm  # noqa: E402
from talent.models import Discipline, Oproep, Oproepvoorkeur, Organisator, Talent  # noqa: E402
from talent.oproepmail import wie_wat  # noqa: E402
from talent.voorstellen import passende_talenten, vraag_van  # noqa: E402

RONDES = 200


def organisator(gemeente: Gemeente) -> Organisator:
    return Organisator.objects.create(
        formulier=uuid.uuid4().hex,
        organisatie=f"Meting {uuid.uuid4().hex[:8]}",
        naam="An",
        email="meting@organisator.example",
        gemeente=gemeente,
        stand=Organisator.Stand.TOEGELATEN,
        sleutel_tot=nu() + timedelta(days=1),
    )


def oproep(kans: Random, soort: str, wie: Organisator, gemeenten: list[Gemeente], termen: list[Discipline]) -> Oproep:
    """A call of one kind; the same every time. A broad one asks nearly nothing, a narrow one nearly everything."""
    smal = soort == "smal"
    vergoeding = "onbetaald" if soort == "onbetaald" else "bedrag"
    gemaakt: Oproep = Oproep.objects.create(
        formulier=uuid.uuid4().hex,
        slug=f"meting-{uuid.uuid4().hex[:12]}",
        organisator=wie,
        titel="Meting",
        tekst="Meting",
        kans=kans.choice(Aanbod.values),
        van=vandaag() + timedelta(days=60),
        gemeente=kans.choice(gemeenten),
        vergoeding=vergoeding,
        bedrag=kans.choice([50, 150, 400]) if vergoeding == "bedrag" else None,
        deadline=vandaag() + timedelta(days=30),
        stand=Oproep.Stand.OPEN,
        vormen=kans.sample(Vorm.values, 3) if smal else [],
        past_bij=kans.sample(PastBij.values, 2) if smal else [],
        hoogstens_personen=kans.randint(1, 6) if smal else None,
        plek=kans.choice(Plek.values) if smal else "",
        km=kans.choice([10, 20, 40]) if smal else None,
    )
    if soort != "breed":
        gemaakt.disciplines.set(kans.sample(termen, 2 if smal else 1))
    return gemaakt


def meet(werk: Callable[[], Any]) -> tuple[float, int]:
    """Milliseconds, and the number of queries of a second time."""
    begin = time.perf_counter()
    werk()
    duur = (time.perf_counter() - begin) * 1000
    with CaptureQueriesContext(connection) as gesteld:
        werk()
    return duur, len(gesteld)


def deel(tijden: list[float], procent: int) -> float:
    return sorted(tijden)[min(len(tijden) - 1, len(tijden) * procent // 100)]


def main() -> None:
    rondes = int(sys.argv[1]) if len(sys.argv) > 1 else RONDES
    begin = time.perf_counter()
    stand = wijzer.stand()
    print(f"makers: {stand.zichtbaar.bit_count()}, waarden: {len(stand.bits)}, ", end="")
    print(f"de eerste keer {time.perf_counter() - begin:.1f} s")
    gemeenten, termen = list(Gemeente.objects.huidige()), list(Discipline.objects.all())
    with transaction.atomic():
        wie = organisator(gemeenten[0])
        willen = Talent.objects.online().order_by("pk").values_list("pk", flat=True)[:10_000]
        Oproepvoorkeur.objects.bulk_create(
            [Oproepvoorkeur(talent_id=nummer, onbetaald=True) for nummer in willen], ignore_conflicts=True
        )
        print(
            f"{'soort':<22} {'keren':>6} {'mediaan ms':>10} {'p95 ms':>10} {'p99 ms':>10} {'vragen':>7} {'gevonden':>9}"
        )
        for soort in ("smal", "een discipline", "breed", "onbetaald", "pagina"):
            meet_soort(soort, rondes, wie, gemeenten, termen)
        meet_mails(rondes, wie, gemeenten, termen)
        transaction.set_rollback(True)


def meet_mails(rondes: int, wie: Organisator, gemeenten: list[Gemeente], termen: list[Discipline]) -> None:
    """How long it takes to find who hears of what, on a Tuesday, for everybody and as many calls as rounds."""
    Talent.objects.update(voorbeeld=False)
    streek, kans = Streek.op(vandaag(), met_buren=False), Random("mails")
    gemaakt = [oproep(kans, "een discipline", wie, gemeenten, termen) for _ in range(rondes)]
    vragen = [(een, vraag_van(een, streek)) for een in gemaakt]
    dinsdag = vandaag() + timedelta(days=(1 - vandaag().weekday()) % 7)
    begin = time.perf_counter()
    aantal = sum(1 for _ in wie_wat(vragen, dinsdag))
    print(f"mails: {rondes} oproepen, {aantal} makers horen iets, gezocht in {time.perf_counter() - begin:.1f} s")


def meet_soort(soort: str, rondes: int, wie: Organisator, gemeenten: list[Gemeente], termen: list[Discipline]) -> None:
    kans, metingen, gevonden, client = Random(soort), [], 0, Client()
    if soort == "pagina":  # the first time the templates are read
        client.get(f"/talent/organisatoren/{wie.sleutel}/", headers={"host": "localhost"})
        een = oproep(Random(0), soort, wie, gemeenten, termen)
        client.get(f"/talent/organisatoren/{wie.sleutel}/oproepen/{een.slug}/passen/", headers={"host": "localhost"})
    for _ in range(rondes):
        een = oproep(kans, soort, wie, gemeenten, termen)
        een = Oproep.objects.select_related("gemeente", "igs", "organisator").get(pk=een.pk)
        if soort == "pagina":
            adres = f"/talent/organisatoren/{wie.sleutel}/oproepen/{een.slug}/passen/"
            metingen.append(meet(lambda adres=adres: client.get(adres, headers={"host": "localhost"})))  # type: ignore[misc]
        else:
            metingen.append(meet(lambda een=een: passende_talenten(oproep=een, dag=vandaag())))  # type: ignore[misc]
            gevonden += len(passende_talenten(oproep=een, dag=vandaag()))
    tijden, vragen = [duur for duur, _ in metingen], max(aantal for _, aantal in metingen)
    cijfers = " ".join(f"{deel(tijden, procent):>10.1f}" for procent in (50, 95, 99))
    print(f"{soort:<22} {rondes:>6} {cijfers} {vragen:>7} {gevonden / rondes:>9.1f}")


if __name__ == "__main__":
    main()
