"""Two people write, the line drops, a button is pressed twice: no word gets lost."""

import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cultuurnota import schrijven, taken
from cultuurnota.keuzes import Voortgang
from cultuurnota.models import Hoofdstuk, Hoofdstukversie
from cultuurnota.schrijven import Bewaring, Botsing, Soort, TeLang, Uitkomst
from cultuurnota.verschillen import blokken, woorden
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel
from tests.cultuurnota.fabriek import maak_nota
from tests.fabriek import maak_gebruiker, maak_igs


@pytest.fixture
def an(db) -> Gebruiker:
    return maak_gebruiker("an@voorbeeld.be", naam="An")


@pytest.fixture
def bert(db) -> Gebruiker:
    return maak_gebruiker("bert@voorbeeld.be", naam="Bert")


@pytest.fixture
def hoofdstuk(db) -> Hoofdstuk:
    return maak_nota(maak_igs("Proefland")).hoofdstukken.get(sleutel="H4")


def p(*alineas: str) -> str:
    return "".join(f"<p>{alinea}</p>" for alinea in alineas)


def bewaar(hoofdstuk: Hoofdstuk, tekst: str, basis: int, door: Gebruiker, **velden: Any) -> Bewaring:
    return schrijven.bewaar(hoofdstuk=hoofdstuk, tekst=tekst, basis=basis, door=door, **velden)


def nu_in(hoofdstuk: Hoofdstuk) -> str:
    return Hoofdstuk.objects.get(pk=hoofdstuk.pk).tekst


def alle_woorden(hoofdstuk: Hoofdstuk) -> set[str]:
    return {woord for versie in hoofdstuk.versies.all() for woord in woorden(versie.tekst)}


def test_bewaren_maakt_een_versie_en_zet_het_hoofdstuk_op_bezig(hoofdstuk, an):
    bewaring = bewaar(hoofdstuk, p("De regio groeit."), 0, an)
    assert (bewaring.uitkomst, bewaring.versie) == (Uitkomst.BEWAARD, 1)
    rij = Hoofdstuk.objects.get(pk=hoofdstuk.pk)
    assert (rij.tekst, rij.versie, rij.stand, rij.gewijzigd_door) == (p("De regio groeit."), 1, Voortgang.BEZIG, an)
    assert Logregel.objects.get().actie == "hoofdstuk bewaard"


def test_vanzelf_bewaren_vult_het_logboek_niet(hoofdstuk, an):
    bewaar(hoofdstuk, p("x"), 0, an, soort=Soort.VANZELF)
    assert not Logregel.objects.exists()


def test_twee_keer_hetzelfde_bewaren_is_een_versie(hoofdstuk, an):
    eerste, tweede = (bewaar(hoofdstuk, p("x"), 0, an) for _ in range(2))
    assert eerste.eigen == tweede.eigen
    assert hoofdstuk.versies.exclude(nummer=0).count() == 1


def test_tabellen_blijven_en_scripts_niet(hoofdstuk, an):
    bewaar(hoofdstuk, "<table><tr><th>Jaar</th></tr><tr><td onclick=x>1</td></tr></table><script>x()</script>", 0, an)
    verwacht = '<table><tbody><tr><th scope="col">Jaar</th></tr><tr><td>1</td></tr></tbody></table>'
    assert nu_in(hoofdstuk) == verwacht


def test_een_kop_naast_cellen_hoort_bij_de_rij_en_onzin_valt_weg(hoofdstuk, an):
    bewaar(hoofdstuk, '<table><tr><th scope="x" colspan="2">A</th><td colspan="9999">1</td></tr></table>', 0, an)
    assert '<th colspan="2" scope="row">' in nu_in(hoofdstuk) or '<th scope="row" colspan="2">' in nu_in(hoofdstuk)
    assert "9999" not in nu_in(hoofdstuk)


def test_te_lang_wordt_geweigerd(hoofdstuk, an):
    with pytest.raises(TeLang):
        bewaar(hoofdstuk, "x" * (schrijven.LANGSTE_HTML + 1), 0, an)
    assert nu_in(hoofdstuk) == ""


def test_wie_andere_alineas_schreef_wordt_samengevoegd(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("een", "twee"), 0, an)
    bewaar(hoofdstuk, p("EEN", "twee"), begin.versie, bert)
    samen = bewaar(hoofdstuk, p("een", "TWEE"), begin.versie, an)
    assert samen.uitkomst == Uitkomst.SAMENGEVOEGD
    assert samen.tekst == nu_in(hoofdstuk) == p("EEN", "TWEE")
    assert hoofdstuk.versies.get(nummer=samen.eigen).tekst == p("een", "TWEE")


def test_na_samenvoegen_typt_men_verder_op_de_eigen_tekst(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("een", "twee"), 0, an)
    bewaar(hoofdstuk, p("EEN", "twee"), begin.versie, bert)
    samen = bewaar(hoofdstuk, p("een", "TWEE"), begin.versie, an)
    verder = bewaar(hoofdstuk, p("een", "TWEE plus"), samen.eigen, an)
    assert verder.uitkomst == Uitkomst.SAMENGEVOEGD
    assert nu_in(hoofdstuk) == p("EEN", "TWEE plus")


def test_wie_dezelfde_alinea_schreef_komt_ernaast(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("een"), 0, an)
    bewaar(hoofdstuk, p("een van Bert"), begin.versie, bert)
    naast = bewaar(hoofdstuk, p("een van An"), begin.versie, an)
    assert naast.uitkomst == Uitkomst.NAAST
    assert nu_in(hoofdstuk) == p("een van Bert")
    assert [versie.tekst for versie in schrijven.naast_het_hoofdstuk(hoofdstuk)] == [p("een van An")]


def test_verder_typen_ernaast_blijft_een_keuze_zolang_alles_erin_staat(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("een"), 0, an)
    bewaar(hoofdstuk, p("een van Bert"), begin.versie, bert)
    naast = bewaar(hoofdstuk, p("een van An"), begin.versie, an)
    naast = bewaar(hoofdstuk, p("een van An, met meer"), naast.eigen, an)
    assert naast.uitkomst == Uitkomst.NAAST
    # A comma made another word of "An": the first one stays to be found.
    assert len(schrijven.naast_het_hoofdstuk(hoofdstuk)) == 2
    bewaar(hoofdstuk, p("een van An, met meer en meer"), naast.eigen, an)
    assert len(schrijven.naast_het_hoofdstuk(hoofdstuk)) == 2


def test_een_antwoord_dat_verloren_ging_kost_niets(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("een"), 0, an)
    bewaar(hoofdstuk, p("een twee"), begin.versie, an)  # the answer never came
    nog_eens = bewaar(hoofdstuk, p("een twee"), begin.versie, an)
    bewaar(hoofdstuk, p("een twee drie"), nog_eens.eigen, an)
    assert nu_in(hoofdstuk) == p("een twee drie")
    assert not schrijven.naast_het_hoofdstuk(hoofdstuk)


def test_een_basis_die_niet_bestaat_komt_ernaast(hoofdstuk, an):
    bewaar(hoofdstuk, p("een"), 0, an)
    assert bewaar(hoofdstuk, p("anders"), 99, an).uitkomst == Uitkomst.NAAST


def test_een_tekst_zonder_versie_krijgt_er_een_voor_iemand_schrijft(hoofdstuk, an):
    Hoofdstuk.objects.filter(pk=hoofdstuk.pk).update(tekst=p("ingevoerd"))
    bewaar(hoofdstuk, p("nieuw"), 0, an)
    assert "ingevoerd" in alle_woorden(hoofdstuk)


@pytest.mark.parametrize(
    ("keuze", "verwacht"), [("houd", p("b")), ("neem", p("a")), ("samen", p("b", "a"))], ids=["houd", "neem", "samen"]
)
def test_beslissen_houdt_neemt_of_zet_erachter(hoofdstuk, an, bert, keuze, verwacht):
    begin = bewaar(hoofdstuk, p("x"), 0, an)
    bewaar(hoofdstuk, p("b"), begin.versie, bert)
    bewaar(hoofdstuk, p("a"), begin.versie, an)
    [naast] = schrijven.naast_het_hoofdstuk(hoofdstuk)
    gezien = Hoofdstuk.objects.get(pk=hoofdstuk.pk).versie
    for _ in range(2):  # twice is once
        schrijven.beslis(versie=naast, keuze=keuze, gezien=gezien, door=an)
    assert nu_in(hoofdstuk) == verwacht
    assert not schrijven.naast_het_hoofdstuk(hoofdstuk)
    assert alle_woorden(hoofdstuk) == {"x", "a", "b"}


def test_een_lege_aparte_tekst_nemen_maakt_het_hoofdstuk_leeg(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("x"), 0, an)
    bewaar(hoofdstuk, p("b"), begin.versie, bert)
    bewaar(hoofdstuk, "", begin.versie, an)
    [naast] = schrijven.naast_het_hoofdstuk(hoofdstuk)
    schrijven.beslis(versie=naast, keuze="neem", gezien=Hoofdstuk.objects.get(pk=hoofdstuk.pk).versie, door=an)
    assert nu_in(hoofdstuk) == ""


def test_beslissen_over_wat_intussen_wijzigde_schrijft_niets(hoofdstuk, an, bert):
    begin = bewaar(hoofdstuk, p("x"), 0, an)
    b = bewaar(hoofdstuk, p("b"), begin.versie, bert)
    bewaar(hoofdstuk, p("a"), begin.versie, an)
    [naast] = schrijven.naast_het_hoofdstuk(hoofdstuk)
    bewaar(hoofdstuk, p("b nog"), b.versie, bert)
    with pytest.raises(Botsing):
        schrijven.beslis(versie=naast, keuze="neem", gezien=b.versie, door=an)
    with pytest.raises(KeyError):
        schrijven.beslis(versie=naast, keuze="iets", gezien=b.versie, door=an)
    assert nu_in(hoofdstuk) == p("b nog")


def test_terugzetten_is_een_nieuwe_versie(hoofdstuk, an):
    een = bewaar(hoofdstuk, p("een"), 0, an)
    twee = bewaar(hoofdstuk, p("twee"), een.versie, an)
    for _ in range(2):
        schrijven.herstel(hoofdstuk=hoofdstuk, nummer=een.versie, door=an)
    assert nu_in(hoofdstuk) == p("een")
    assert hoofdstuk.versies.get(nummer=twee.versie + 1).soort == Soort.HERSTELD
    assert hoofdstuk.versies.exclude(nummer=0).count() == 3
    with pytest.raises(Hoofdstukversie.DoesNotExist):
        schrijven.herstel(hoofdstuk=hoofdstuk, nummer=99, door=an)


def test_de_stand_en_de_criteria_komen_in_het_logboek(hoofdstuk, an):
    schrijven.zet_stand(hoofdstuk=hoofdstuk, stand="klaar", criteria=["C9", "C1"], door=an)
    rij = Hoofdstuk.objects.get(pk=hoofdstuk.pk)
    assert (rij.stand, rij.criteria) == ("klaar", ["C1", "C9"])
    schrijven.zet_stand(hoofdstuk=hoofdstuk, stand="klaar", criteria=["C9", "C1"], door=an)
    assert Logregel.objects.count() == 1
    with pytest.raises(ValueError, match="onzin"):
        schrijven.zet_stand(hoofdstuk=hoofdstuk, stand="onzin", criteria=[], door=an)


# --- thinning -------------------------------------------------------------------------------------------------------
def test_uitdunnen_houdt_elk_woord_en_elke_keuze(hoofdstuk, an, bert):
    basis, teksten = 0, [p("a"), p("a b"), p("a b c"), p("c a"), p("c a d")]
    for tekst in teksten:
        basis = bewaar(hoofdstuk, tekst, basis, an, soort=Soort.VANZELF).versie
    bewaar(hoofdstuk, p("van Bert"), 1, bert, soort=Soort.VANZELF)
    voor = alle_woorden(hoofdstuk)
    assert schrijven.dun_uit(timezone.now()) == 0  # too young
    later = timezone.now() + timedelta(days=2)
    assert schrijven.dun_uit(later) == 3  # "a", "a b" and "c a"
    assert schrijven.dun_uit(later) == 0
    assert alle_woorden(hoofdstuk) == voor
    assert p("a b c") in hoofdstuk.versies.values_list("tekst", flat=True)


def test_de_werker_dunt_uit_en_mailt(hoofdstuk, an):
    basis = 0
    for tekst in (p("a"), p("a b")):
        basis = bewaar(hoofdstuk, tekst, basis, an, soort=Soort.VANZELF).versie
    hoofdstuk.versies.update(op=timezone.now() - timedelta(days=400))
    assert schrijven.dun_uit(nu()) == 1
    assert taken.cultuurnota_opmerkingen() == 0


def test_wat_iemand_zelf_bewaarde_wordt_niet_uitgedund(hoofdstuk, an):
    een = bewaar(hoofdstuk, p("a"), 0, an)
    bewaar(hoofdstuk, p("a b"), een.versie, an)
    assert schrijven.dun_uit(timezone.now() + timedelta(days=2)) == 0


# --- any order ------------------------------------------------------------------------------------------------------
class Venster:
    """A window in which somebody types, with the rules of the script: what is sent, and on which version."""

    def __init__(self, hoofdstuk: Hoofdstuk, wie: Gebruiker, dobbel: random.Random) -> None:
        self.hoofdstuk, self.wie, self.dobbel = hoofdstuk, wie, dobbel
        self.tekst, self.basis, self.getypt = "", 0, 0
        self.onderweg: tuple[str, int] | None = None
        self.bewaard: set[str] = set()

    def typ(self) -> None:
        alineas = blokken(self.tekst)
        self.getypt += 1
        woord = f"{self.wie.naam.lower()}{self.getypt}"
        plek = self.dobbel.randint(0, len(alineas))
        keer = self.dobbel.random()
        if keer < 0.5 or not alineas:
            alineas.insert(plek, f"<p>{woord}</p>")
        elif keer < 0.85:
            plek = min(plek, len(alineas) - 1)
            alineas[plek] = alineas[plek].replace("</p>", f" {woord}</p>")
        else:
            del alineas[min(plek, len(alineas) - 1)]
        self.tekst = "".join(alineas)

    def bewaar(self) -> None:
        if self.onderweg is None:
            self.onderweg = (self.tekst, self.basis)
        tekst, basis = self.onderweg
        soort = self.dobbel.choice([Soort.VANZELF, Soort.BEWAARD])
        antwoord = bewaar(self.hoofdstuk, tekst, basis, self.wie, soort=soort)
        self.bewaard |= set(woorden(tekst))
        if self.dobbel.random() < 0.2:
            return  # the line drops: the answer never comes, and the same is sent again later
        self.onderweg = None
        if antwoord.uitkomst == Uitkomst.SAMENGEVOEGD and tekst == self.tekst:
            self.tekst, self.basis = antwoord.tekst, antwoord.versie
        else:
            self.basis = antwoord.eigen

    def begin_opnieuw(self) -> None:
        """Reload the page."""
        rij = Hoofdstuk.objects.get(pk=self.hoofdstuk.pk)
        self.tekst, self.basis, self.onderweg = rij.tekst, rij.versie, None


@pytest.mark.parametrize("worp", range(100))
def test_geen_enkele_volgorde_van_twee_schrijvers_verliest_een_woord(hoofdstuk, an, bert, worp):
    dobbel = random.Random(worp)  # the same throw every time
    vensters = [Venster(hoofdstuk, wie, dobbel) for wie in (an, bert)]
    for _ in range(24):
        venster = dobbel.choice(vensters)
        stap = dobbel.random()
        if stap < 0.55:
            venster.typ()
        elif stap < 0.93:
            venster.bewaar()
        elif stap < 0.97:
            venster.begin_opnieuw()
        else:
            naast = schrijven.naast_het_hoofdstuk(hoofdstuk)
            for versie in naast[:1]:
                gezien = Hoofdstuk.objects.get(pk=hoofdstuk.pk).versie
                schrijven.beslis(
                    versie=versie, keuze=dobbel.choice(list(schrijven.KEUZES)), gezien=gezien, door=venster.wie
                )
    for venster in vensters:
        venster.bewaar()
    bewaard = vensters[0].bewaard | vensters[1].bewaard
    assert bewaard <= alle_woorden(hoofdstuk)
    schrijven.dun_uit(timezone.now() + timedelta(days=2))
    assert bewaard <= alle_woorden(hoofdstuk)
    rij = Hoofdstuk.objects.get(pk=hoofdstuk.pk)
    assert rij.versies.get(nummer=rij.versie).tekst == rij.tekst
