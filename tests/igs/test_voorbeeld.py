import pytest

from igs.models import IGS, Activiteit, Bericht, Gidstekst, Portret, Praktijk
from opnetwerk import versies
from opnetwerk.voorbeeldlink import maak_link
from tests.fabriek import maak_igs
from tests.igs.test_beheer_matrix import VAN_IGS, ZONDER_IGS


@pytest.fixture
def igs(gegevens):
    return maak_igs("Testrand")


@pytest.mark.parametrize("model", [IGS, Portret, Praktijk, Activiteit, Bericht, Gidstekst], ids=lambda m: m.__name__)
def test_wie_de_link_heeft_ziet_het_concept_en_anders_niemand(client, igs, model):
    item = VAN_IGS[model](igs) if model in VAN_IGS else ZONDER_IGS[model]()
    veld = "omschrijving" if model is IGS else "titel"
    velden = versies.lees(item) | {veld: "Alleen in het concept"}
    versie = versies.bewaar(item=item, velden=velden, door=None, basis=0)
    antwoord = client.get(maak_link(item, versie.nummer))
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "Alleen in het concept" in pagina
    assert "Dit is een voorbeeld" in pagina
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["X-Robots-Tag"] == "noindex"
    assert not antwoord.cookies
    if model is IGS:
        assert "Alleen in het concept" not in client.get(item.get_absolute_url()).content.decode()
    elif model is not Gidstekst:
        assert client.get(item.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("teken", ["x", "a:b:c", "%00", "é"])
def test_een_slechte_link_is_een_404(client, db, teken):
    assert client.get(f"/voorbeeld/{teken}/").status_code == 404
    assert client.post("/voorbeeld/x/").status_code == 405
