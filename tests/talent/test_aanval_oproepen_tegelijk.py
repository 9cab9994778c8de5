"""Every form of calls, sent twenty times at the same moment over twenty connections: what it does happens once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from igs import zoeken
from igs.models import Gemeente
from opnetwerk.models import UitgaandeMail
from talent import organisatoren, verbinden
from talent.models import Oproep, Organisator, Reactie, Talent, Verbinding, Voorbereiding
from tests.fabriek import maak_gemeente, maak_igs, maak_lid
from tests.talent.fabriek import eigenaar_van, maak_discipline, maak_talent
from tests.talent.oproepfabriek import maak_oproep, maak_organisator, maak_reactie
from tests.talent.test_aanval_oproepen import oproepformulier, teken
from tests.vijandig import plaats_dubbel


@pytest.fixture
def dorp(transactional_db) -> Gemeente:
    cache.clear()
    lid = maak_lid(maak_igs("Testnet"), maak_gemeente("99001", "Testdorp"))
    zoeken.bouw_index()
    return lid.gemeente


def dubbel(client: Callable[[], Client], pad: str, velden: dict[str, Any], goed: set[int]) -> None:
    statussen = {antwoord.status_code for antwoord in plaats_dubbel(client, pad, velden)}
    assert statussen <= goed, statussen


def test_twintig_keer_tegelijk_is_een_keer_aan_het_bureau(dorp):
    huis = maak_organisator(gemeente=dorp, mag_voorbereiden=True)
    bureau = f"/talent/organisatoren/{huis.sleutel}"
    dubbel(Client, f"{bureau}/oproepen/nieuw/", oproepformulier(gemeente="Testdorp"), {302})
    oproep = Oproep.objects.get()
    eigen = f"{bureau}/oproepen/{oproep.slug}/"
    dubbel(Client, eigen, {"daad": "publiceer"}, {302})
    talenten = [maak_talent(naam=f"T{nummer}", gemeente=dorp, thuis=None) for nummer in range(2)]
    dubbel(Client, f"{eigen}passen/", {"nodig_uit": str(talenten[0].kenmerk)}, {302})
    assert UitgaandeMail.objects.filter(sleutel__contains="oproepuitnodiging").count() == 1
    een, twee = (maak_reactie(oproep, talent) for talent in talenten)
    dubbel(Client, eigen, {"daad": "sluit"}, {409})
    besluiten = {"teken": teken(), "wanneer": "nu", "rest": "We hebben er al een."}
    besluiten |= {f"status-{een.kenmerk}": "gekozen", f"reden-{een.kenmerk}": "Dat past."}
    besluiten |= {f"initial-status-{een.kenmerk}": "", f"initial-reden-{een.kenmerk}": ""}
    besluiten |= {f"status-{twee.kenmerk}": "", f"reden-{twee.kenmerk}": ""}
    besluiten |= {f"initial-status-{twee.kenmerk}": "", f"initial-reden-{twee.kenmerk}": ""}
    dubbel(Client, eigen, besluiten, {302})
    assert sorted(oproep.reacties.values_list("status", flat=True)) == ["gekozen", "niet_gekozen"]
    assert UitgaandeMail.objects.filter(sleutel__contains=":besluit:").count() == 2
    dubbel(Client, eigen, {"daad": "sluit"}, {302})
    assert Oproep.objects.get().stand == "gesloten"


def test_twintig_keer_tegelijk_aanmelden_voorbereiden_en_stoppen_is_een_keer(dorp):
    zelf = {
        "organisatie": "De Spil",
        "naam": "Bo",
        "email": "bo@voorbeeld.be",
        "gemeente": "Testdorp",
        "teken": teken(),
    }
    dubbel(Client, "/talent/word-organisator/aanmelden/", zelf, {302})
    assert (Organisator.objects.count(), UitgaandeMail.objects.count()) == (1, 1)
    dubbel(Client, "/talent/word-organisator/mijn-link/", {"email": "bo@voorbeeld.be", "teken": teken()}, {302})
    assert UitgaandeMail.objects.count() == 2
    wie = Organisator.objects.get()
    bevestig = reverse("talent_word_organisator_bevestig", args=[organisatoren.bevestigteken(wie)])
    dubbel(Client, bevestig, {}, {200})
    assert Organisator.objects.get().stand == "aangevraagd"
    organisatoren.laat_toe(organisator=wie, door=None, mag_voorbereiden=True)
    wie.refresh_from_db()
    maak_discipline("pop-en-rock")
    klaar = {"naam": "Aylin", "kort": "Zingt.", "disciplines": "pop-en-rock", "gemeente": "Testdorp", "akkoord": "on"}
    bureau = f"/talent/organisatoren/{wie.sleutel}"
    dubbel(Client, f"{bureau}/voorbereiden/nieuw/", klaar | {"teken": teken(), "email": "aylin@voorbeeld.be"}, {302})
    assert (Voorbereiding.objects.count(), UitgaandeMail.objects.filter(aan="aylin@voorbeeld.be").count()) == (1, 1)
    dubbel(Client, f"{bureau}/stoppen/", {"daad": "wis"}, {200, 404})
    assert (Organisator.objects.count(), Talent.objects.count()) == (0, 0)


def test_twintig_keer_tegelijk_is_een_keer_voor_een_maker(dorp):
    talent, ander = (maak_talent(naam=naam, gemeente=dorp, thuis=None) for naam in ("Ik", "Ander"))
    oproep = maak_oproep(gemeente=dorp)
    wie = eigenaar_van(talent)

    def mijn() -> Client:
        client = Client()
        client.force_login(wie)
        return client

    dubbel(mijn, f"/mijn/oproepen/{oproep.slug}/reageren/", {"talent": talent.slug, "tekst": "Ik kom."}, {302})
    assert Reactie.objects.count() == 1
    netwerk = f"/mijn/talent/{talent.slug}/netwerk/"
    dubbel(mijn, netwerk, {"actie": "vraag", "soort": "speelde-samen", "wie": "Ander"}, {302})
    verbinding = Verbinding.objects.get()
    assert UitgaandeMail.objects.filter(aan=eigenaar_van(ander).email).count() == 1
    dubbel(Client, "/" + verbinden.link(verbinding).split("/", 3)[3], {"antwoord": "ja"}, {302})
    assert UitgaandeMail.objects.filter(sleutel__contains=":verbonden:").count() == 1
    dubbel(mijn, netwerk, {"actie": "weg", "kenmerk": str(verbinding.kenmerk)}, {200, 302})
    assert not Verbinding.objects.exists()
    dubbel(mijn, f"/mijn/talent/{talent.slug}/oproepen/", {"ritme": "dag", "km": "5"}, {302})
    reactie = Reactie.objects.get()
    dubbel(mijn, "/mijn/oproepen/", {"daad": "intrekken", "reactie": str(reactie.kenmerk)}, {302})
    assert Reactie.objects.get().status == "ingetrokken"
