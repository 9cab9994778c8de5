"""The relay without its pages: who gets which mail, what is done once, what is refused, what is erased."""

from datetime import date, timedelta

import pytest

from opnetwerk import gesprekken
from opnetwerk.dag import nu
from opnetwerk.formulieren import TeVaak
from opnetwerk.gesprekken import Kant, NietBereikbaar, TeVeel
from opnetwerk.gesprekslijst import draad_van
from opnetwerk.models import Blokkering, Deelnemer, Gesprek, Gespreksbericht, Logregel, UitgaandeMail
from tests import vijandig
from tests.aanmelden import maak_rekening
from tests.fabriek import GEPUBLICEERD, maak_gebruiker
from tests.gesprekken import AN, BO, afzender, begin, heel, mails_aan, ontvanger

CEES = Kant("Cees Collega", "cees.geheim@voorbeeld.be")
REDACTIE = "redactie@voorbeeld.be"


@pytest.fixture(autouse=True)
def eigen_lijsten(db, settings, monkeypatch):
    """What the apps filled in is theirs; each test says who receives."""
    settings.BEHEERDER = settings.BEHEERDER | {"email": REDACTIE}
    monkeypatch.setattr(gesprekken, "ontvangers_voor", {})
    monkeypatch.setattr(gesprekken, "wie_nakijkt", [])


def antwoord(gesprek: Gesprek, van: Deelnemer, tekst: str = "Graag!", formulier: str = "b" * 64) -> Gespreksbericht:
    return gesprekken.antwoord(gesprek=gesprek, deelnemer=van, tekst=tekst, formulier=formulier)


def aantallen() -> tuple[int, int, int, int]:
    return (
        Gesprek.objects.count(), Gespreksbericht.objects.count(), Logregel.objects.count(),
        UitgaandeMail.objects.count(),
    )  # fmt: skip


# --- a message that goes at once ---


def test_een_zeker_adres_bezorgt_meteen_met_een_kopie():
    gesprek = begin()
    assert gesprek.stand == Gesprek.Stand.OPEN
    assert gesprek.bevestigd_op == gesprek.gemaakt_op == gesprek.laatste_op == nu()
    [kopie], [bericht] = mails_aan(AN.email), mails_aan(BO.email)
    assert kopie.onderwerp == "Kopie van je bericht: Een vraag"
    assert bericht.onderwerp == "Bericht via op/netwerk: Een vraag"
    assert "An Afzender schreef een bericht via op/netwerk, aan Bo Ontvanger." in bericht.tekst
    assert "> Kom je spelen?\n> \n> Op 1 december." in bericht.tekst
    assert "<blockquote><p>Kom je spelen?</p>" in bericht.html
    assert "Antwoord op de site" in bericht.tekst
    for link in ("/meld-misbruik/", "/blokkeer/"):
        assert link in bericht.tekst
        assert link in bericht.html
    assert bericht.koppen["Auto-Submitted"] == "no"
    assert [regel.actie for regel in Logregel.objects.order_by("pk")] == ["gesprek begonnen", "gesprek verstuurd"]
    assert set(Logregel.objects.values_list("igs_slug", flat=True)) == {"zuidrand"}


def test_geen_mail_draagt_het_adres_van_de_andere_kant():
    gesprek = begin(ontvangers=[BO, CEES])
    antwoord(gesprek, ontvanger(gesprek))
    antwoord(gesprek, afzender(gesprek), formulier="c" * 64)
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="Dit hoort niet.")
    gesprekken.vraag_nieuwe_link(deelnemer=afzender(gesprek))
    assert UitgaandeMail.objects.count() == 8
    for mail in UitgaandeMail.objects.all():
        assert "geheim" not in heel(mail), mail.onderwerp
        assert mail.antwoord_aan == ""


def test_geen_logregel_draagt_een_adres_of_een_sleutel():
    gesprek = begin()
    antwoord(gesprek, ontvanger(gesprek))
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="Dit hoort niet.")
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    sleutels = [str(sleutel) for sleutel in Deelnemer.objects.values_list("sleutel", flat=True)]
    for regel in Logregel.objects.all():
        alles = " ".join([regel.door_naam, regel.actie, regel.object_naam, regel.object_id, str(regel.veranderd)])
        assert "geheim" not in alles
        assert not any(sleutel in alles for sleutel in sleutels)


def test_hetzelfde_formulier_is_een_gesprek_en_een_mail_per_kant():
    eerste, tweede = begin(), begin(tekst="iets anders")
    assert eerste == tweede
    assert aantallen() == (1, 1, 2, 2)
    begin(formulier="b" * 64)
    assert Gesprek.objects.count() == 2


def test_hetzelfde_formulier_aan_iemand_anders_is_een_ander_gesprek():
    begin()
    begin(betreft="proef:cees", betreft_naam="Cees", ontvangers=[CEES])
    assert len(mails_aan(CEES.email)) == 1


def test_twee_ontvangers_met_een_adres_krijgen_een_mail():
    begin(ontvangers=[BO, Kant("Bo weer", "BO.geheim@voorbeeld.be"), CEES])
    assert len(mails_aan(BO.email)) == 1
    assert len(mails_aan(CEES.email)) == 1


def test_zonder_ontvanger_wordt_niets_bewaard():
    with pytest.raises(NietBereikbaar, match="niemand die je bericht kan lezen"):
        begin(ontvangers=[])
    assert aantallen() == (0, 0, 0, 0)


def test_bij_nieuw_wordt_een_keer_gevraagd_en_kan_alles_ongedaan_maken():
    geteld: list[int] = []
    begin(bij_nieuw=lambda: geteld.append(1))
    begin(bij_nieuw=lambda: geteld.append(1))
    assert geteld == [1]

    def te_vaak():
        raise TeVaak(GEPUBLICEERD)

    with pytest.raises(TeVaak):
        begin(formulier="b" * 64, bij_nieuw=te_vaak)
    assert aantallen() == (1, 1, 2, 2)


@pytest.mark.parametrize("slecht", [*vijandig.KOPINJECTIE, *vijandig.STUURTEKENS, "\u202ekwaad"])
def test_geen_naam_of_onderwerp_breekt_de_koppen_van_een_mail(slecht):
    begin(onderwerp=slecht, afzender=Kant(slecht, AN.email), betreft_naam=slecht, bevestigd=True)
    for mail in UitgaandeMail.objects.all():
        assert mail.onderwerp.isprintable()
        assert set(mail.koppen) == {"Auto-Submitted"}


@pytest.mark.parametrize("tekst", vijandig.ONSCHULDIG)
def test_de_woorden_van_een_mens_blijven_tekst(tekst):
    begin(tekst=tekst)
    [mail] = mails_aan(BO.email)
    assert Gespreksbericht.objects.get().tekst == tekst
    assert all(f"> {regel}" in mail.tekst for regel in tekst.splitlines())
    assert "<script" not in mail.html
    assert "<img" not in mail.html
    assert 'href="https://kwaad' not in mail.html


def test_een_vals_adres_van_een_ontvanger_kost_de_anderen_niets(caplog):
    begin(ontvangers=[Kant("Fout", "geen adres"), BO])
    assert len(mails_aan(BO.email)) == 1
    assert "kan niet geschreven worden" in caplog.text


# --- a message that waits for a button ---


def test_voor_de_bevestiging_gaat_er_niets_naar_de_ontvanger():
    gesprek = begin(bevestigd=False, tekst="Koop mijn pillen", onderwerp="Pillen", afzender=Kant("Pil", AN.email))
    assert gesprek.stand == Gesprek.Stand.TE_BEVESTIGEN
    [mail] = UitgaandeMail.objects.all()
    assert mail.aan == AN.email
    # Whoever fills in the address of another sends that person none of their words.
    assert "pil" not in heel(mail).lower()
    assert "/gesprek/bevestig/" in mail.tekst


def test_bevestigen_bezorgt_een_keer():
    gesprek = begin(bevestigd=False)
    for _ in range(3):
        gesprek = gesprekken.bevestig(gesprek=gesprek)
    assert gesprek.stand == Gesprek.Stand.OPEN
    assert len(mails_aan(BO.email)) == 1
    assert [mail.onderwerp for mail in mails_aan(AN.email)] == [
        "Bevestig je bericht op op/netwerk",
        "Kopie van je bericht: Een vraag",
    ]
    assert Logregel.objects.filter(actie="gesprek verstuurd").count() == 1


def test_wie_intussen_niets_meer_aanneemt_krijgt_niets(monkeypatch):
    gesprek = begin(bevestigd=False)
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: None)
    gesprek = gesprekken.bevestig(gesprek=gesprek)
    assert (gesprek.stand, gesprek.bevestigd_op) == (Gesprek.Stand.GESLOTEN, None)
    assert mails_aan(BO.email) == []
    assert gesprekken.bevestig(gesprek=gesprek).stand == Gesprek.Stand.GESLOTEN


def test_wie_nu_ontvangt_krijgt_het_en_wie_vroeger_ontving_niet(monkeypatch):
    gesprek = begin(bevestigd=False)
    gevraagd: list[str] = []
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: gevraagd.append(sleutel) or [CEES])
    gesprekken.bevestig(gesprek=gesprek)
    assert set(gevraagd) == {"bo"}
    assert (len(mails_aan(BO.email)), len(mails_aan(CEES.email))) == (0, 1)
    assert [een.naam for een in gesprek.deelnemers.filter(kant="ontvanger")] == ["Cees Collega"]


def test_een_nieuwe_bevestiging_gaat_hoogstens_een_keer_per_dag(settings):
    gesprek = begin(bevestigd=False)
    gesprekken.vraag_bevestiging_opnieuw(gesprek=gesprek)
    assert len(mails_aan(AN.email)) == 1
    settings.VASTE_DAG = date(2026, 11, 28)
    for _ in range(2):
        gesprekken.vraag_bevestiging_opnieuw(gesprek=gesprek)
    assert len(mails_aan(AN.email)) == 2
    gesprekken.bevestig(gesprek=gesprek)
    settings.VASTE_DAG = date(2026, 11, 29)
    gesprekken.vraag_bevestiging_opnieuw(gesprek=gesprek)
    assert len(mails_aan(AN.email)) == 3  # the copy, and no link to confirm what is confirmed


def test_alleen_een_bevestigd_adres_van_een_account_is_zeker():
    assert gesprekken.heeft_zeker_adres(maak_rekening("zeker@voorbeeld.be"))
    assert not gesprekken.heeft_zeker_adres(maak_gebruiker("onzeker@voorbeeld.be"))
    verhuisd = maak_rekening("oud@voorbeeld.be")
    verhuisd.email = "nieuw@voorbeeld.be"
    verhuisd.save()
    assert not gesprekken.heeft_zeker_adres(verhuisd)


# --- answers ---


def test_een_antwoord_gaat_naar_de_andere_kant_alleen(settings):
    gesprek = begin(ontvangers=[BO, CEES])
    settings.VASTE_DAG = date(2026, 11, 24)
    antwoord(gesprek, ontvanger(gesprek))
    [_, mail] = mails_aan(AN.email)
    assert mail.onderwerp == "Antwoord via op/netwerk: Een vraag"
    assert "Bo Ontvanger schreef een antwoord via op/netwerk." in mail.tekst
    assert "> Graag!" in mail.tekst
    assert len(mails_aan(CEES.email)) == 1
    gesprek.refresh_from_db()
    assert gesprek.laatste_op == nu()
    antwoord(gesprek, afzender(gesprek), "Top", "c" * 64)
    assert [len(mails_aan(kant.email)) for kant in (BO, CEES)] == [2, 2]


def test_een_dubbel_antwoord_is_er_een():
    gesprek = begin()
    eerste, tweede = antwoord(gesprek, ontvanger(gesprek)), antwoord(gesprek, ontvanger(gesprek), "anders")
    assert eerste == tweede
    assert (gesprek.berichten.count(), len(mails_aan(AN.email))) == (2, 2)


def test_in_een_gesloten_of_onbevestigd_gesprek_antwoordt_niemand():
    gesprek = begin(bevestigd=False)
    with pytest.raises(NietBereikbaar, match="gesloten"):
        antwoord(gesprek, ontvanger(gesprek))
    gesprekken.bevestig(gesprek=gesprek)
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="x")
    gesprekken.behandel_melding(gesprek=gesprek, door=maak_gebruiker(), sluit=True)
    for kant in (afzender(gesprek), ontvanger(gesprek)):
        with pytest.raises(NietBereikbaar, match="gesloten"):
            antwoord(gesprek, kant)
    assert gesprek.berichten.count() == 1


def test_wie_zich_verborg_krijgt_geen_antwoord_meer_maar_mag_zelf_nog_schrijven(monkeypatch):
    gesprek = begin()
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: None)
    with pytest.raises(NietBereikbaar, match="Bo Ontvanger krijgt geen berichten meer"):
        antwoord(gesprek, afzender(gesprek))
    assert len(mails_aan(BO.email)) == 1
    antwoord(gesprek, ontvanger(gesprek))
    assert len(mails_aan(AN.email)) == 2


def test_een_nieuwe_contactpersoon_volgt_de_vorige_op(monkeypatch):
    gesprek = begin()
    antwoord(gesprek, ontvanger(gesprek))
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda sleutel: [CEES])
    antwoord(gesprek, afzender(gesprek), "Nog iets", "c" * 64)
    assert (len(mails_aan(BO.email)), len(mails_aan(CEES.email))) == (1, 1)
    # The words of who left stay, with the name.
    assert {bericht.van.naam for bericht in gesprek.berichten.all()} == {"An Afzender", "Bo Ontvanger"}


def test_een_account_dat_verhuist_krijgt_zijn_post_op_het_nieuwe_adres(monkeypatch):
    rekening = maak_rekening("oud@voorbeeld.be")
    gesprek = begin(ontvangers=[Kant("Bo", rekening.email, rekening)])
    rekening.email = "nieuw@voorbeeld.be"
    rekening.save()
    monkeypatch.setitem(gesprekken.ontvangers_voor, "proef", lambda _: [Kant("Bo", "nieuw@voorbeeld.be", rekening)])
    antwoord(gesprek, afzender(gesprek))
    assert (len(mails_aan("oud@voorbeeld.be")), len(mails_aan("nieuw@voorbeeld.be"))) == (1, 1)
    assert gesprek.deelnemers.filter(kant="ontvanger").count() == 1


# --- block ---


def test_een_geblokkeerde_afzender_merkt_niets_en_bereikt_niemand():
    gesprek = begin()
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    antwoord(gesprek, afzender(gesprek))
    ander = begin(formulier="d" * 64, onderwerp="Nog eens")
    assert ander.stand == Gesprek.Stand.OPEN
    assert len(mails_aan(BO.email)) == 1
    assert [mail.onderwerp for mail in mails_aan(AN.email)][-1] == "Kopie van je bericht: Nog eens"


def test_een_blokkering_van_de_een_geldt_niet_voor_de_ander():
    gesprek = begin(ontvangers=[BO, CEES])
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    antwoord(gesprek, afzender(gesprek))
    assert (len(mails_aan(BO.email)), len(mails_aan(CEES.email))) == (1, 2)


def test_ook_de_afzender_kan_blokkeren():
    gesprek = begin(ontvangers=[BO, CEES])
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=afzender(gesprek))
    antwoord(gesprek, ontvanger(gesprek))
    antwoord(gesprek, ontvanger(gesprek, 1), formulier="c" * 64)
    assert len(mails_aan(AN.email)) == 1
    assert Blokkering.objects.count() == 2


def test_twee_keer_blokkeren_is_een_keer_en_opheffen_ook():
    gesprek = begin()
    for _ in range(2):
        gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    blokkering = Blokkering.objects.get()
    assert (blokkering.ontvanger, blokkering.afzender, blokkering.op) == (BO.email, AN.email, nu())
    for _ in range(2):
        gesprekken.hef_blokkering_op(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    assert not Blokkering.objects.exists()
    acties = list(Logregel.objects.order_by("pk").values_list("actie", flat=True))
    assert acties[2:] == ["andere kant geblokkeerd", "blokkering opgeheven"]
    antwoord(gesprek, afzender(gesprek))
    assert len(mails_aan(BO.email)) == 2


def test_wie_blokkeert_leest_wat_ervoor_kwam_en_niet_wat_erna_kwam(settings):
    gesprek = begin()
    gesprekken.blokkeer(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    settings.VASTE_DAG = date(2026, 11, 24)
    antwoord(gesprek, afzender(gesprek), "Hoor je me?")
    assert [een.tekst[:4] for een in draad_van(ontvanger(gesprek)).berichten] == ["Kom "]
    assert [een.tekst[:4] for een in draad_van(afzender(gesprek)).berichten] == ["Kom ", "Hoor"]
    gesprekken.hef_blokkering_op(gesprek=gesprek, deelnemer=ontvanger(gesprek))
    assert len(draad_van(ontvanger(gesprek)).berichten) == 2


# --- report ---


def test_een_melding_gaat_naar_wie_nakijkt_zonder_de_woorden(monkeypatch):
    gesprek = begin(tekst="Lelijke woorden")
    gevraagd: list[str] = []
    monkeypatch.setattr(
        gesprekken, "wie_nakijkt", [lambda slug: gevraagd.append(slug) or ["c1@voorbeeld.be", "c2@voorbeeld.be"]]
    )
    gesprek = gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="Hij scheldt.\nVaak.")
    assert gevraagd == ["zuidrand"]
    assert (gesprek.gemeld_op, gesprek.behandeld_op) == (nu(), None)
    assert gesprek.gemeld_reden == "Bo Ontvanger: Hij scheldt. Vaak."
    for adres in ("c1@voorbeeld.be", "c2@voorbeeld.be"):
        [mail] = mails_aan(adres)
        assert "/admin/" in mail.tekst
        assert "Lelijke" not in heel(mail)
        assert "scheldt" not in heel(mail)
    assert not mails_aan(REDACTIE)


def test_zonder_wie_nakijkt_gaat_een_melding_naar_de_redactie(settings):
    gesprek = begin()
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="x")
    assert len(mails_aan(REDACTIE)) == 1
    settings.BEHEERDER = settings.BEHEERDER | {"email": ""}
    gesprekken.meld_misbruik(gesprek=begin(formulier="b" * 64), deelnemer=ontvanger(gesprek), reden="x")
    assert len(mails_aan(REDACTIE)) == 1


def test_een_melding_die_wacht_blijft_zoals_ze_is_en_na_behandeling_kan_het_opnieuw():
    gesprek, redactie = begin(), maak_gebruiker()
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="eerst")
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=afzender(gesprek), reden="daarna")
    gesprek.refresh_from_db()
    assert gesprek.gemeld_reden == "Bo Ontvanger: eerst"
    gesprek = gesprekken.behandel_melding(gesprek=gesprek, door=redactie, sluit=False)
    assert (gesprek.stand, gesprek.behandeld_op) == (Gesprek.Stand.OPEN, nu())
    gesprek = gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=afzender(gesprek), reden="daarna")
    assert (gesprek.gemeld_reden, gesprek.behandeld_op) == ("An Afzender: daarna", None)


def test_behandelen_en_sluiten_is_een_keer_en_staat_in_het_logboek():
    gesprek, redactie = begin(), maak_gebruiker()
    assert gesprekken.behandel_melding(gesprek=gesprek, door=redactie, sluit=True).stand == Gesprek.Stand.OPEN
    gesprekken.meld_misbruik(gesprek=gesprek, deelnemer=ontvanger(gesprek), reden="x")
    for _ in range(2):
        gesprekken.behandel_melding(gesprek=gesprek, door=redactie, sluit=True)
    regel = Logregel.objects.get(actie="melding behandeld")
    assert (regel.door, regel.igs_slug, regel.veranderd) == (redactie, "zuidrand", {"stand": ["open", "gesloten"]})


# --- limits ---


def test_een_adres_wacht_op_hoogstens_drie_bevestigingen(settings):
    for nummer in range(gesprekken.HOOGSTENS_ONBEVESTIGD):
        begin(formulier=f"f{nummer}", bevestigd=False)
    with pytest.raises(TeVeel, match="wachten al 3 berichten op een bevestiging"):
        begin(formulier="meer", bevestigd=False, afzender=Kant("An", AN.email.upper()))
    begin(formulier="ander", bevestigd=False, afzender=CEES)
    settings.VASTE_DAG = date(2026, 11, 25)
    begin(formulier="meer", bevestigd=False)


def test_een_adres_begint_hoogstens_tien_gesprekken_per_dag(settings):
    for nummer in range(gesprekken.HOOGSTENS_BEGONNEN):
        begin(formulier=f"f{nummer}", ontvangers=[Kant("Bo", f"bo{nummer}@voorbeeld.be")])
    with pytest.raises(TeVeel, match="begon vandaag al 10 gesprekken"):
        begin(formulier="meer")
    begin(formulier="f3")  # the same again is no more
    settings.VASTE_DAG = date(2026, 11, 24)
    begin(formulier="meer")


def test_een_ontvanger_krijgt_hoogstens_dertig_nieuwe_gesprekken_per_dag(monkeypatch, settings):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_ONTVANGEN", 2)
    wachtend = begin(formulier="wacht", bevestigd=False, afzender=CEES)
    for nummer in range(2):
        begin(formulier=f"f{nummer}")
    with pytest.raises(TeVeel, match="Bo Ontvanger kreeg vandaag al veel berichten"):
        begin(formulier="meer")
    with pytest.raises(TeVeel):
        gesprekken.bevestig(gesprek=wachtend)
    assert len(mails_aan(BO.email)) == 2
    settings.VASTE_DAG = date(2026, 11, 24)
    assert gesprekken.bevestig(gesprek=wachtend).stand == Gesprek.Stand.OPEN


def test_onbevestigde_berichten_houden_een_ontvanger_niet_bezet(monkeypatch):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_ONTVANGEN", 1)
    for nummer in range(5):
        begin(formulier=f"f{nummer}", bevestigd=False, afzender=Kant("X", f"x{nummer}@voorbeeld.be"))
    assert begin(formulier="echt").stand == Gesprek.Stand.OPEN


def test_een_adres_schrijft_hoogstens_zestig_berichten_per_dag(monkeypatch):
    monkeypatch.setattr(gesprekken, "HOOGSTENS_GESCHREVEN", 2)
    gesprek = begin()
    antwoord(gesprek, afzender(gesprek))
    with pytest.raises(TeVeel, match="schreef vandaag al 2 berichten"):
        antwoord(gesprek, afzender(gesprek), formulier="c" * 64)
    antwoord(gesprek, ontvanger(gesprek), formulier="d" * 64)
    assert gesprek.berichten.count() == 3


# --- erase ---


def test_wat_niemand_bevestigde_verdwijnt_na_een_week(settings):
    onbevestigd, bevestigd = begin(bevestigd=False), begin(formulier="b" * 64)
    assert gesprekken.wis_onbevestigde(nu() + timedelta(days=7)) == 0
    assert gesprekken.wis_onbevestigde(nu() + timedelta(days=7, seconds=1)) == 1
    assert list(Gesprek.objects.all()) == [bevestigd]
    assert not Deelnemer.objects.filter(gesprek=onbevestigd).exists()
    assert gesprekken.wis_onbevestigde(nu() + timedelta(days=8)) == 0


def test_een_stil_gesprek_verdwijnt_na_een_jaar_tenzij_een_melding_wacht():
    stil, gemeld = begin(), begin(formulier="b" * 64)
    gesprekken.meld_misbruik(gesprek=gemeld, deelnemer=ontvanger(gemeld), reden="x")
    assert gesprekken.wis_oude(nu() + timedelta(days=365)) == 0
    assert gesprekken.wis_oude(nu() + timedelta(days=366)) == 1
    assert not Gesprek.objects.filter(pk=stil.pk).exists()
    gesprekken.behandel_melding(gesprek=gemeld, door=maak_gebruiker(), sluit=True)
    assert gesprekken.wis_oude(nu() + timedelta(days=366)) == 1
    assert not Gespreksbericht.objects.exists()
