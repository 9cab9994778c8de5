"""Bad input of every kind: each page of the Regiocheck answers in Dutch, and never with a 500."""

from urllib.parse import quote

import pytest
from django.test import Client

from igs.models import Gemeente
from igs.regiocheck_vragen import VRAGEN
from tests.igs.lezen import pagina
from tests.igs.regiocheckpaginas import (
    BOUWER,
    CSV,
    PADEN,
    UITKOMST,
    VERGELIJK,
    VRAGEN_PAD,
    haal_json,
)
from tests.vijandig import (
    ANDERE_TALEN,
    FORMULES,
    KOPINJECTIE,
    LEEG,
    SCRIPT,
    STUURTEKENS,
    TE_LANG,
)

# --- bad input --------------------------------------------------------------------------------------------------------


def blijft_heel(client: Client, adres: str) -> str:
    """The answer of an address that is wrong: a Dutch page, or the data; never a 500."""
    antwoord = client.get(adres)
    while antwoord.status_code == 302:
        antwoord = client.get(antwoord.headers["Location"])
    assert antwoord.status_code in (200, 400), adres[:80]
    tekst = antwoord.content.decode()
    if "html" in antwoord.headers["Content-Type"]:
        assert 'lang="nl-BE"' in tekst
        assert "<h1" in tekst
    return tekst


@pytest.mark.parametrize("pad", PADEN)
def test_duizend_codes_en_meer_geven_een_nederlandse_pagina(client, gegevens, pad):
    alle = list(Gemeente.objects.huidige().values_list("nis_code", flat=True))
    tekst = blijft_heel(client, f"{pad}?" + "&".join(f"g={code}" for code in alle))
    if pad != CSV:
        assert "hoogstens 100 gemeenten" in tekst
    blijft_heel(client, f"{pad}?" + "&".join(f"g={nummer:05}" for nummer in range(999)))
    veel = client.get(f"{pad}?" + "&".join(f"g={nummer:05}" for nummer in range(1001)))
    assert veel.status_code == 400
    assert "We kunnen deze vraag niet lezen" in veel.content.decode()


@pytest.mark.parametrize(
    ("query", "zin"),
    [
        ("g=abc", "Deze code kennen we niet en laten we weg: abc."),
        ("g=99999&g=00000", "Deze codes kennen we niet, ze vallen weg: 99999, 00000."),
        ("g=11002&inbreng=-5", "“-5” begrijpen we niet bij de inbreng. Vul een bedrag van 0 tot"),
        ("g=11002&inbreng=NaN", "“NaN” begrijpen we niet bij de inbreng."),
        ("g=11002&inbreng=1e999", "“1e999” begrijpen we niet bij de inbreng."),
        ("g=11002&index=-inf", "“-inf” begrijpen we niet bij de index."),
        ("g=11002&periode=1999", "De periode “1999” kennen we niet."),
        ("g=11002&rechtsvorm=vzw", "“vzw” begrijpen we niet bij de rechtsvorm."),
        ("g=11002&bestaand=<script>", "begrijpen we niet bij het bestaande IGS."),
        ("g=11002&periode=%00", "De periode"),
    ],
)
def test_wat_we_niet_lezen_staat_op_elke_pagina_en_in_de_data(client, gegevens, query, zin):
    if query.endswith("%00"):
        assert haal_json(client, query)["meldingen"] == []  # nothing in it that anybody could see
        return
    for pad in (BOUWER, UITKOMST, VERGELIJK):
        assert zin in pagina(client, f"{pad}?{query}").woorden, pad
    assert any(melding.startswith(zin) or zin in melding for melding in haal_json(client, query)["meldingen"])
    assert "<script>" not in client.get(f"{UITKOMST}?{query}").content.decode().split("</head>")[1]


NAMEN = [
    "g",
    "h",
    "periode",
    "kaart",
    "zoek",
    "igs",
    "regio",
    "buren",
    "vraag",
    "na",
    "voorstellen",
    "inbreng",
    "index",
]
SOORTEN_VIJANDIG = (LEEG[1:], STUURTEKENS, KOPINJECTIE, SCRIPT, FORMULES, ANDERE_TALEN, [TE_LANG[0][:9000]])
KORT_VIJANDIG = [tekst for soort in SOORTEN_VIJANDIG for tekst in soort[:3]]


@pytest.mark.parametrize("naam", NAMEN)
def test_vijandige_tekst_breekt_geen_enkele_pagina(client, gegevens, naam):
    for nummer, tekst in enumerate(KORT_VIJANDIG):
        pad = PADEN[nummer % len(PADEN)]
        blijft_heel(client, f"{pad}?g=11029&{naam}={quote(tekst)}&{naam}={quote(tekst)}")
    for nummer, stuk in enumerate(("%FF%FE", "%00", "%ED%A0%80", "%C3")):
        blijft_heel(client, f"{PADEN[nummer]}?g=11029&{naam}={stuk}")


@pytest.mark.parametrize("na", [stuk.naam for stuk in VRAGEN])
def test_vijandige_antwoorden_op_elke_vraag(client, gegevens, na):
    for tekst in KORT_VIJANDIG:
        tekst_pagina = blijft_heel(client, f"{VRAGEN_PAD}?g=11029&g=46030&na={na}&{na}={quote(tekst)}")
        assert "<script>alert" not in tekst_pagina


def test_een_ander_werkwoord_dan_lezen_bestaat_niet(client, gegevens):
    for pad in PADEN:
        assert client.post(pad, {"g": "11002"}).status_code == 405
