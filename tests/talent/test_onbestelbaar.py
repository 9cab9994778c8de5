"""Mail to a maker, an organiser or a member comes back: the coordinator of the region hears of it, with a name."""

from datetime import UTC, datetime

import pytest

from grensbrekers.onbestelbaar import wie_van as grensbreker_van
from igs.models import IGS
from opnetwerk.bezorgverslagen import noteer
from opnetwerk.models import UitgaandeMail
from talent.models import Beheer
from talent.onbestelbaar import wie_van
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.talent.fabriek import maak_talent
from tests.talent.oproepfabriek import maak_organisator

MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def zuidrand(gegevens) -> IGS:
    return IGS.objects.get(slug="zuidrand")


def test_een_maker_wordt_gevonden_langs_wie_het_profiel_beheert(zuidrand):
    talent = maak_talent(naam="De Snaren", thuis=zuidrand)
    Beheer.objects.filter(talent=talent).delete()
    Beheer.objects.create(talent=talent, gebruiker=maak_gebruiker("lien@lint.be"), rol="eigenaar")
    [wie] = wie_van("LIEN@lint.be")
    assert (wie.igs_slug, wie.naam) == ("zuidrand", "De Snaren, talent")
    assert wie.pad == f"/admin/talent/talent/{talent.pk}/change/"


def test_een_organisator_en_een_grensbreker_worden_gevonden(zuidrand):
    organisator = maak_organisator(email="zaal@lint.be", igs=zuidrand)
    lid = maak_grensbreker(email="an@lint.be", igs=zuidrand)
    assert [een.naam for een in wie_van("zaal@lint.be")] == [f"{organisator.organisatie}, organisator"]
    assert [een.naam for een in grensbreker_van("an@lint.be")] == [f"{lid.naam}, grensbreker"]
    assert list(wie_van("niemand@lint.be")) == list(grensbreker_van("niemand@lint.be")) == []


def test_de_coordinator_krijgt_de_mail_met_de_weg_naar_het_lid(zuidrand):
    maak_coordinator_van(zuidrand, "carla@voorbeeld.be")
    lid = maak_grensbreker(email="an@lint.be", igs=zuidrand)
    noteer("an@lint.be", "hard", reden="550 weg", moment=MOMENT)
    [mail] = UitgaandeMail.objects.filter(sleutel__startswith="onbestelbaar:")
    assert mail.aan == "carla@voorbeeld.be"
    assert f"/admin/grensbrekers/grensbreker/{lid.pk}/change/" in mail.tekst
    assert lid.naam in mail.tekst
