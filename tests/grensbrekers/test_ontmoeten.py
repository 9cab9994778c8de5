"""Places, the waiting list, changes, calling off, reminders and invitations: what is kept, and who gets which mail."""

from datetime import timedelta

import pytest

from grensbrekers import ontmoeten
from grensbrekers.models import Grensbreker, Inschrijving, Ontmoeting, Verzending
from grensbrekers.ontmoeten import KanNiet, annuleer, herinner, meld_af, nodig_uit, schrijf_in, wijzig
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from tests.fabriek import maak_gebruiker, maak_igs, om
from tests.grensbrekers.fabriek import maak_grensbreker, maak_inschrijving, maak_ontmoeting

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture
def door() -> Gebruiker:
    return maak_gebruiker("coordinator@voorbeeld.be")


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters")


@pytest.fixture
def bo() -> Grensbreker:
    return maak_grensbreker("Bo Baert")


def stand(ontmoeting: Ontmoeting, lid: Grensbreker) -> str:
    return Inschrijving.objects.get(ontmoeting=ontmoeting, grensbreker=lid).stand


def onderwerpen(lid: Grensbreker) -> list[str]:
    return list(UitgaandeMail.objects.filter(aan=lid.email).order_by("pk").values_list("onderwerp", flat=True))


KOMT = "Je bent ingeschreven voor een ontmoeting"
WACHT = "Je staat op de wachtlijst van een ontmoeting"
SCHOOF = "Je hebt een plaats op een ontmoeting"
AF = "Je bent afgemeld voor een ontmoeting"
ANDERS = "Er verandert iets aan een ontmoeting"
AFGELAST = "Een ontmoeting gaat niet door"
HERINNERING = "Binnenkort: een ontmoeting"
UITNODIGING = "Je bent uitgenodigd voor een ontmoeting"


# --- who comes ---
def test_wie_zich_inschrijft_komt_en_krijgt_een_mail_met_dag_plaats_en_een_kalenderbestand(an):
    ontmoeting = maak_ontmoeting()
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    assert stand(ontmoeting, an) == "komt"
    [mail] = UitgaandeMail.objects.filter(aan=an.email)
    assert mail.onderwerp == KOMT
    for deel in ("Samen aan tafel", "dinsdag 1 december 2026", "CC De Post", "/ontmoetingen/samen-aan-tafel.ics"):
        assert deel in mail.tekst
    assert f"/netwerk/{an.sleutel}/ontmoetingen/samen-aan-tafel/" in mail.tekst


def test_twee_keer_inschrijven_of_afmelden_is_een_keer(an):
    ontmoeting = maak_ontmoeting()
    for _ in range(2):
        schrijf_in(ontmoeting=ontmoeting, lid=an)
    for _ in range(2):
        meld_af(ontmoeting=ontmoeting, lid=an)
    assert onderwerpen(an) == [KOMT, AF]
    assert stand(ontmoeting, an) == "afgemeld"


def test_wie_te_laat_is_wacht_en_schuift_vanzelf_op(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    cis = maak_grensbreker("Cis")
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    maak_inschrijving(ontmoeting, bo, "wacht", op=nu() - timedelta(hours=2))
    maak_inschrijving(ontmoeting, cis, "wacht", op=nu() - timedelta(hours=1))
    meld_af(ontmoeting=ontmoeting, lid=an)
    assert (stand(ontmoeting, bo), stand(ontmoeting, cis)) == ("komt", "wacht")
    assert onderwerpen(bo) == [SCHOOF]
    assert onderwerpen(cis) == []


def test_een_volle_ontmoeting_zet_op_de_wachtlijst_en_opnieuw_inschrijven_is_achteraan(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=bo)
    assert onderwerpen(bo) == [WACHT]
    meld_af(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    assert (stand(ontmoeting, an), stand(ontmoeting, bo)) == ("wacht", "komt")
    assert onderwerpen(an) == [KOMT, AF, WACHT]


def test_wie_van_de_wachtlijst_gaat_laat_niemand_opschuiven(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    cis = maak_grensbreker("Cis")
    for lid in (an, bo, cis):
        schrijf_in(ontmoeting=ontmoeting, lid=lid)
    meld_af(ontmoeting=ontmoeting, lid=bo)
    assert stand(ontmoeting, cis) == "wacht"


def test_een_hogere_limiet_laat_opschuiven_en_een_lagere_stuurt_niemand_weg(an, bo, door):
    ontmoeting = maak_ontmoeting(limiet=1)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=bo)
    ontmoeting.limiet = 2
    wijzig(ontmoeting=ontmoeting, door=door)
    assert stand(ontmoeting, bo) == "komt"
    ontmoeting.limiet = 1
    wijzig(ontmoeting=ontmoeting, door=door)
    assert {stand(ontmoeting, lid) for lid in (an, bo)} == {"komt"}
    assert onderwerpen(an) == [KOMT]  # a limit is no news for who comes


def test_de_plaats_van_wie_geen_lid_meer_is_gaat_naar_wie_wacht(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=bo)
    Grensbreker.objects.filter(pk=an.pk).update(stand="uitgeschreven")
    assert ontmoeten.schuif_overal_op() == 1
    assert (stand(ontmoeting, an), stand(ontmoeting, bo)) == ("afgemeld", "komt")
    assert ontmoeten.schuif_overal_op() == 0
    an.refresh_from_db()
    assert onderwerpen(an) == [KOMT]  # nothing more to who left


def test_wie_gewist_werd_laat_een_plaats_na(an, bo):
    ontmoeting = maak_ontmoeting(limiet=1)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=bo)
    an.delete()
    assert ontmoeten.schuif_overal_op() == 1
    assert stand(ontmoeting, bo) == "komt"


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"begint_op": om(23, 11)}, "al begonnen"),
        ({"geannuleerd_op": om(20)}, "gaat niet door"),
    ],
)
def test_inschrijven_kan_niet_meer_als_het_begon_of_niet_doorgaat(an, velden, zin):
    ontmoeting = maak_ontmoeting(**velden)
    with pytest.raises(KanNiet, match=zin):
        schrijf_in(ontmoeting=ontmoeting, lid=an)
    assert not Inschrijving.objects.exists()
    assert onderwerpen(an) == []


def test_afmelden_kan_niet_meer_als_het_begonnen_is_en_wie_nooit_kwam_merkt_niets(an, bo):
    ontmoeting = maak_ontmoeting(begint_op=om(23, 11))
    maak_inschrijving(ontmoeting, an)
    with pytest.raises(KanNiet, match="al begonnen"):
        meld_af(ontmoeting=ontmoeting, lid=an)
    meld_af(ontmoeting=ontmoeting, lid=bo)
    assert stand(ontmoeting, an) == "komt"


def test_afmelden_voor_wat_niet_doorgaat_mag_en_schuift_niemand_op(an, bo, door):
    ontmoeting = maak_ontmoeting(limiet=1)
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    schrijf_in(ontmoeting=ontmoeting, lid=bo)
    annuleer(ontmoeting=ontmoeting, door=door)
    meld_af(ontmoeting=ontmoeting, lid=an)
    assert stand(ontmoeting, bo) == "wacht"


def test_het_logboek_noemt_geen_naam(an, door):
    ontmoeting = maak_ontmoeting()
    schrijf_in(ontmoeting=ontmoeting, lid=an)
    meld_af(ontmoeting=ontmoeting, lid=an)
    regels = Logregel.objects.filter(model="grensbrekers.Grensbreker")
    assert regels.count() == 2
    assert not any("An" in f"{regel.object_naam} {regel.door_naam} {regel.actie}" for regel in regels)


# --- the meeting itself ---
def test_een_nieuwe_ontmoeting_krijgt_een_eigen_adres_met_haar_dag(door):
    nieuw = [
        ontmoeten.maak(
            ontmoeting=Ontmoeting(
                titel=titel, begint_op=om(1, 23, 30, maand=12), eindigt_op=om(2, maand=12), plaats="Hove"
            ),
            door=door,
        ).slug
        for titel in ("Samen aan tafel", "Samen aan tafel", "???", "x" * 150)
    ]
    assert nieuw == [
        "samen-aan-tafel-2026-12-01",
        "samen-aan-tafel-2026-12-01-2",
        "ontmoeting-2026-12-01",
        f"{'x' * 70}-2026-12-01",
    ]
    assert Logregel.objects.filter(actie="toegevoegd", door=door).count() == 4


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ("titel", "Aan een andere tafel"),
        ("begint_op", om(1, 15, maand=12)),
        ("eindigt_op", om(1, 18, maand=12)),
        ("plaats", "Zaal Zuid"),
    ],
)
def test_wat_mensen_moeten_weten_komt_in_een_mail_aan_wie_komt_en_wie_wacht(an, bo, door, veld, waarde):
    ontmoeting = maak_ontmoeting(limiet=1)
    weg = maak_grensbreker("Dirk Weg")
    maak_inschrijving(ontmoeting, an)
    maak_inschrijving(ontmoeting, bo, "wacht")
    maak_inschrijving(ontmoeting, weg, "afgemeld")
    setattr(ontmoeting, veld, waarde)
    assert wijzig(ontmoeting=ontmoeting, door=door) == {veld}
    assert wijzig(ontmoeting=ontmoeting, door=door) == set()
    assert (onderwerpen(an), onderwerpen(bo), onderwerpen(weg)) == ([ANDERS], [ANDERS], [])
    assert "wachtlijst" in UitgaandeMail.objects.get(aan=bo.email).tekst
    ontmoeting.refresh_from_db()
    assert ontmoeting.volgnummer == 1


@pytest.mark.parametrize(("veld", "volgnummer"), [("tekst", 1), ("limiet", 0), ("verslag", 0), ("verslag_op", 0)])
def test_een_ander_veld_is_geen_mail_waard_en_enkel_de_tekst_staat_in_de_kalender(an, door, veld, volgnummer):
    ontmoeting = maak_ontmoeting()
    maak_inschrijving(ontmoeting, an)
    setattr(ontmoeting, veld, {"limiet": 5, "verslag_op": nu()}.get(veld, "<p>Anders</p>"))
    assert wijzig(ontmoeting=ontmoeting, door=door) == {veld}
    ontmoeting.refresh_from_db()
    assert ontmoeting.volgnummer == volgnummer
    assert onderwerpen(an) == []


def test_twee_wijzigingen_zijn_twee_mails_en_het_logboek_zegt_wat(an, door):
    ontmoeting = maak_ontmoeting(igs=maak_igs("Zuidrand"))
    maak_inschrijving(ontmoeting, an)
    for plaats in ("Zaal Zuid", "Zaal Noord"):
        ontmoeting.plaats = plaats
        wijzig(ontmoeting=ontmoeting, door=door)
    assert onderwerpen(an) == [ANDERS, ANDERS]
    regel = Logregel.objects.filter(actie="gewijzigd").latest("pk")
    assert regel.veranderd == {"plaats": ["Zaal Zuid", "Zaal Noord"]}
    assert regel.igs_slug == "zuidrand"


def test_een_wijziging_na_afloop_mailt_niemand(an, door):
    ontmoeting = maak_ontmoeting(begint_op=om(10))
    maak_inschrijving(ontmoeting, an)
    ontmoeting.plaats = "Elders"
    wijzig(ontmoeting=ontmoeting, door=door)
    assert onderwerpen(an) == []


def test_wijzigen_raakt_niet_aan_wat_intussen_afgelast_werd(door):
    ontmoeting = maak_ontmoeting()
    annuleer(ontmoeting=Ontmoeting.objects.get(), door=door)
    ontmoeting.plaats = "Elders"
    wijzig(ontmoeting=ontmoeting, door=door)
    vers = Ontmoeting.objects.get()
    assert vers.geannuleerd_op == nu()
    assert vers.volgnummer == 2


def test_afgelasten_is_een_mail_aan_wie_komt_en_wacht_en_gebeurt_een_keer(an, bo, door):
    ontmoeting = maak_ontmoeting(limiet=1)
    weg = maak_grensbreker("Dirk Weg")
    maak_inschrijving(ontmoeting, an)
    maak_inschrijving(ontmoeting, bo, "wacht")
    maak_inschrijving(ontmoeting, weg, "afgemeld")
    for _ in range(2):
        annuleer(ontmoeting=ontmoeting, door=door)
    assert (onderwerpen(an), onderwerpen(bo), onderwerpen(weg)) == ([AFGELAST], [AFGELAST], [])
    ontmoeting.refresh_from_db()
    assert ontmoeting.volgnummer == 1
    assert Logregel.objects.filter(actie="afgelast").count() == 1


def test_wat_voorbij_is_kan_niet_meer_afgelast_worden(door):
    ontmoeting = maak_ontmoeting(begint_op=om(10))
    with pytest.raises(KanNiet, match="voorbij"):
        annuleer(ontmoeting=ontmoeting, door=door)


# --- afterwards ---
def test_aanwezigheid_noteert_wie_een_plaats_had_en_wie_toch_kwam(an, bo, door):
    ontmoeting = maak_ontmoeting(begint_op=om(10))
    cis, weg = maak_grensbreker("Cis"), maak_grensbreker("Dirk Weg")
    rijen = {
        lid: maak_inschrijving(ontmoeting, lid, stand_)
        for lid, stand_ in ((an, "komt"), (bo, "komt"), (cis, "wacht"), (weg, "afgemeld"))
    }
    ontmoeten.noteer_aanwezigheid(ontmoeting=ontmoeting, aanwezig={rijen[an].pk}, door=door)
    was = {rij.grensbreker: rij.aanwezig for rij in Inschrijving.objects.all()}
    assert was == {an: True, bo: False, cis: None, weg: None}
    aanwezig = {rijen[cis].pk, rijen[weg].pk, 999_999}
    ontmoeten.noteer_aanwezigheid(ontmoeting=ontmoeting, aanwezig=aanwezig, door=door)
    was = {rij.grensbreker: rij.aanwezig for rij in Inschrijving.objects.all()}
    assert was == {an: False, bo: False, cis: True, weg: None}


@pytest.mark.parametrize("velden", [{}, {"begint_op": om(10), "geannuleerd_op": om(9)}])
def test_aanwezigheid_is_er_pas_als_de_ontmoeting_plaatshad(door, velden):
    with pytest.raises(KanNiet, match="nog niet plaats"):
        ontmoeten.noteer_aanwezigheid(ontmoeting=maak_ontmoeting(**velden), aanwezig=set(), door=door)


# --- reminders ---
@pytest.mark.parametrize(
    ("begint", "aantal"),
    [(om(23, 11), 0), (om(23, 14), 1), (om(24, 9), 1), (om(25, 23, 59), 1), (om(26, 0), 0), (om(30), 0)],
)
def test_de_herinnering_komt_twee_dagen_vooraf_en_een_keer(an, begint, aantal):
    maak_inschrijving(maak_ontmoeting(begint_op=begint), an)
    assert (herinner(), herinner()) == (aantal, 0)
    assert onderwerpen(an) == [HERINNERING] * aantal


def test_niemand_anders_dan_wie_komt_wordt_herinnerd(an, bo):
    ontmoeting = maak_ontmoeting(begint_op=om(25))
    cis, weg = maak_grensbreker("Cis", stand="uitgeschreven"), maak_grensbreker("Dirk Weg")
    for lid, stand_ in ((bo, "wacht"), (weg, "afgemeld"), (cis, "komt")):
        maak_inschrijving(ontmoeting, lid, stand_)
    maak_inschrijving(maak_ontmoeting("Afgelast", begint_op=om(25), geannuleerd_op=om(20)), an)
    assert herinner() == 0


def test_wie_geen_mails_over_ontmoetingen_wil_krijgt_geen_herinnering_en_ook_later_niet(an):
    Grensbreker.objects.filter(pk=an.pk).update(mail_ontmoetingen=False)
    maak_inschrijving(maak_ontmoeting(begint_op=om(25)), an)
    assert herinner() == 0
    Grensbreker.objects.filter(pk=an.pk).update(mail_ontmoetingen=True)
    assert herinner() == 0


def test_een_herinnering_kan_met_een_knop_gestopt_worden(an):
    maak_inschrijving(maak_ontmoeting(begint_op=om(25)), an)
    herinner()
    [mail] = UitgaandeMail.objects.filter(aan=an.email)
    assert mail.koppen["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/grensbrekers/uitschrijven/" in mail.koppen["List-Unsubscribe"]
    assert "/grensbrekers/uitschrijven/" in mail.tekst


def test_wie_zich_kort_vooraf_inschrijft_krijgt_geen_herinnering_ernaast(an):
    schrijf_in(ontmoeting=maak_ontmoeting(begint_op=om(25)), lid=an)
    assert herinner() == 0
    assert onderwerpen(an) == [KOMT]


def test_een_ander_moment_is_een_nieuwe_herinnering(an, door):
    ontmoeting = maak_ontmoeting(begint_op=om(24), eindigt_op=om(24, 22))
    maak_inschrijving(ontmoeting, an)
    herinner()
    ontmoeting.begint_op, ontmoeting.eindigt_op = om(25), om(25, 22)
    wijzig(ontmoeting=ontmoeting, door=door)
    assert herinner() == 1
    assert onderwerpen(an) == [HERINNERING, ANDERS, HERINNERING]


# --- invitations ---
def test_een_uitnodiging_gaat_een_keer_naar_de_leden_van_het_igs_die_ze_willen(an, bo, door):
    igs, elders = maak_igs("Zuidrand"), maak_igs("CO7")
    for lid, van in ((an, igs), (bo, elders)):
        Grensbreker.objects.filter(pk=lid.pk).update(igs=van)
    maak_grensbreker("Wil Niet", igs=igs, mail_ontmoetingen=False)
    maak_grensbreker("Pauze", igs=igs, pauze=True)
    maak_grensbreker("Wacht", igs=igs, stand="aangevraagd")
    ontmoeting = maak_ontmoeting(igs=igs)
    maak_inschrijving(ontmoeting, maak_grensbreker("Komt Al", igs=igs))
    assert [nodig_uit(ontmoeting=ontmoeting, door=door) for _ in range(2)] == [1, 0]
    assert onderwerpen(an) == [UITNODIGING]
    nieuw = maak_grensbreker("Nieuw Lid", igs=igs)
    assert nodig_uit(ontmoeting=ontmoeting, door=door) == 1
    assert onderwerpen(nieuw) == [UITNODIGING]
    assert UitgaandeMail.objects.count() == 2


def test_zonder_igs_zijn_de_themas_de_uitnodiging(an, door):
    jeugd = maak_grensbreker("Jo Jeugd", themas=["jeugd", "podium"])
    ontmoeting = maak_ontmoeting(themas=["jeugd", "podium"])
    assert ontmoeten.genodigden(ontmoeting) == [jeugd]
    assert set(ontmoeten.genodigden(maak_ontmoeting("Voor allen"))) == {an, jeugd}


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"gepubliceerd_op": None}, "nog niet online"),
        ({"geannuleerd_op": om(20)}, "nog komt en doorgaat"),
        ({"begint_op": om(10)}, "nog komt en doorgaat"),
    ],
)
def test_uitnodigen_kan_enkel_voor_wat_online_staat_en_nog_komt(an, door, velden, zin):
    with pytest.raises(KanNiet, match=zin):
        nodig_uit(ontmoeting=maak_ontmoeting(**velden), door=door)
    assert not Verzending.objects.exists()


def test_wie_een_uitnodiging_kreeg_onthoudt_dat_voor_de_nieuwsbrief(an, door):
    ontmoeting = maak_ontmoeting()
    nodig_uit(ontmoeting=ontmoeting, door=door)
    assert Verzending.objects.get().inhoud == [f"ontmoeting:{ontmoeting.uid}"]
