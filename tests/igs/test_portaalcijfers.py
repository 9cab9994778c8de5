"""What the portal counts of an IGS in a year: who counts, who does not, and what it cannot know."""

import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.utils.timezone import get_default_timezone

from grensbrekers.portaalcijfers import grenzen_overgestoken
from igs import portaalcijfers
from igs.models import IGS, Bezoektelling
from igs.portaalcijfers import Portaalcijfer, activiteiten, cijfers, vraag_van
from opnetwerk.dag import nu
from talent.models import Toelating, Uitkomst
from talent.portaalcijfers import bevestigde_uitkomsten, makers_online
from tests.fabriek import maak_activiteit, om
from tests.grensbrekers.fabriek import maak_overgang
from tests.talent.fabriek import maak_talent


@pytest.fixture
def zuidrand(gegevens: Any) -> IGS:
    return IGS.objects.get(slug="zuidrand")


@pytest.fixture
def co7(gegevens: Any) -> IGS:
    return IGS.objects.get(slug="co7")


def vraag(igs: IGS, jaar: int = 2026) -> portaalcijfers.Jaarvraag:
    gevonden = vraag_van(igs, jaar, nu())
    assert gevonden is not None
    return gevonden


def in_jaar(jaar: int, maand: int = 6, dag: int = 1) -> datetime:
    return datetime(jaar, maand, dag, 12, tzinfo=get_default_timezone())


def test_elke_app_meldde_haar_cijfers() -> None:
    assert list(cijfers) == ["activiteiten", "bezoeken", "talenten", "uitkomsten", "grenzen"]
    for sleutel, cijfer in cijfers.items():
        assert len(sleutel) <= 40  # what the column holds
        assert cijfer.uitleg.endswith(".")
        assert cijfer.eenheid


def test_twee_cijfers_met_een_naam_worden_geweigerd() -> None:
    ander = Portaalcijfer("talenten", "Ander", "x", "Iets anders.", lambda _: 0)
    with pytest.raises(ValueError, match="talenten"):
        portaalcijfers.registreer(ander)
    portaalcijfers.registreer(cijfers["talenten"])  # the same again is no second one


def test_van_een_jaar_dat_nog_moet_beginnen_is_er_geen_vraag(zuidrand: IGS) -> None:
    assert vraag_van(zuidrand, 2027, nu()) is None
    lopend, voorbij = vraag(zuidrand, 2026), vraag(zuidrand, 2024)
    assert (lopend.tot, lopend.netwerk.dag) == (nu(), date(2026, 11, 23))
    assert (voorbij.van, voorbij.tot) == (in_jaar(2024, 1, 1).replace(hour=0), in_jaar(2025, 1, 1).replace(hour=0))
    assert voorbij.netwerk.dag == date(2024, 12, 31)


def test_elk_cijfer_is_een_getal_of_niets_voor_een_igs_zonder_iets(zuidrand: IGS) -> None:
    gevonden = {sleutel: cijfer.tel(vraag(zuidrand)) for sleutel, cijfer in cijfers.items()}
    assert gevonden == {"activiteiten": 0, "bezoeken": None, "talenten": 0, "uitkomsten": 0, "grenzen": 0}


def test_een_activiteit_telt_als_ze_doorging_en_online_stond(zuidrand: IGS, co7: IGS) -> None:
    maak_activiteit("Voorbij", igs=zuidrand, begint_op=om(2))
    maak_activiteit("Nog te komen", igs=zuidrand, begint_op=om(28))
    maak_activiteit("Afgelast", igs=zuidrand, begint_op=om(2), geannuleerd=True)
    maak_activiteit("Weggegooid", igs=zuidrand, begint_op=om(2), verwijderd_op=om(3))
    maak_activiteit("Nooit online", igs=zuidrand, begint_op=om(2), gepubliceerd_op=None)
    maak_activiteit("Van een ander", igs=co7, begint_op=om(2))
    maak_activiteit("Vorig jaar", igs=zuidrand, begint_op=in_jaar(2025))
    assert activiteiten(vraag(zuidrand)) == 1
    assert activiteiten(vraag(zuidrand, 2025)) == 1
    assert activiteiten(vraag(co7)) == 1


def test_een_activiteit_op_oudejaarsavond_hoort_bij_het_jaar_van_brussel(zuidrand: IGS) -> None:
    zone = get_default_timezone()
    maak_activiteit("Laat", igs=zuidrand, begint_op=datetime(2025, 12, 31, 23, 30, tzinfo=zone))
    maak_activiteit("Nieuwjaar", igs=zuidrand, begint_op=datetime(2026, 1, 1, 0, 0, tzinfo=zone))
    assert (activiteiten(vraag(zuidrand, 2025)), activiteiten(vraag(zuidrand, 2026))) == (1, 1)


def test_de_bezoeken_komen_uit_de_telling(zuidrand: IGS) -> None:
    Bezoektelling.objects.create(igs=zuidrand, maand=date(2026, 3, 1), bekeken=41)
    assert cijfers["bezoeken"].tel(vraag(zuidrand)) == 41
    assert cijfers["bezoeken"].tel(vraag(zuidrand, 2025)) is None


def test_een_maker_telt_waar_hij_toegelaten_is(zuidrand: IGS, co7: IGS) -> None:
    maak_talent(naam="Thuis", thuis=zuidrand)
    ook = maak_talent(naam="Ook actief", thuis=co7)
    Toelating.objects.create(talent=ook, igs=zuidrand, soort="ook", stand="toegelaten")
    gevraagd = maak_talent(naam="Wil ook", thuis=co7)
    Toelating.objects.create(talent=gevraagd, igs=zuidrand, soort="ook", stand="gevraagd")
    maak_talent(naam="Concept", thuis=zuidrand, online=False)
    maak_talent(naam="Verborgen", thuis=zuidrand, verborgen_op=om(2), verborgen_door="eigenaar")
    assert makers_online(vraag(zuidrand)) == 2
    assert makers_online(vraag(co7)) == 2


def test_wie_later_kwam_was_er_dat_jaar_nog_niet(zuidrand: IGS) -> None:
    maak_talent(naam="Vroeg", thuis=zuidrand, gepubliceerd_op=in_jaar(2024))
    maak_talent(naam="Laat", thuis=zuidrand, gepubliceerd_op=in_jaar(2026))
    assert [makers_online(vraag(zuidrand, jaar)) for jaar in (2023, 2024, 2026)] == [0, 1, 2]


def test_enkel_wat_beide_kanten_bevestigden_telt(zuidrand: IGS, co7: IGS) -> None:
    talent = maak_talent(thuis=zuidrand)
    ja: dict[str, Any] = {"talent_zegt": True, "andere_zegt": True, "bevestigd_op": nu()}
    for igs, op, velden in (
        (zuidrand, date(2026, 5, 1), ja),
        (zuidrand, date(2026, 5, 2), {"talent_zegt": True}),
        (zuidrand, date(2025, 5, 1), ja),
        (co7, date(2026, 5, 1), ja),
    ):
        Uitkomst.objects.create(kenmerk=uuid.uuid4(), talent=talent, igs=igs, waar="CC De Post", op=op, **velden)
    assert bevestigde_uitkomsten(vraag(zuidrand)) == 1


def test_een_grens_telt_een_keer_hoe_vaak_ook_en_enkel_van_eigen_gebied(zuidrand: IGS, co7: IGS) -> None:
    maak_overgang("Lint", "Hove", keren=3, op=date(2026, 2, 1))
    maak_overgang("Lint", "Kontich", op=date(2026, 9, 1))
    maak_overgang("Hove", "Edegem", op=date(2025, 9, 1))
    assert grenzen_overgestoken(vraag(zuidrand)) == 2
    assert grenzen_overgestoken(vraag(zuidrand, 2025)) == 1
    assert grenzen_overgestoken(vraag(co7)) == 0
