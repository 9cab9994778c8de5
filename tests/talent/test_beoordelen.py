"""Decisions about profiles and admissions: what becomes visible, who hears of it, and what is never decided unseen."""

import pytest

from igs.models import IGS
from opnetwerk import toestemmingen
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from talent import beoordelen, indienen
from talent.beoordelen import KanNiet, Veranderd
from talent.models import Beheer, Beoordeling, Profiel, Talent, Toelating, Zoekrij
from talent.toestemmen import PUBLICATIE, over
from tests.beheer import maak_coordinator_van
from tests.fabriek import maak_gebruiker, maak_igs
from tests.talent.fabriek import dien_wijziging_in, maak_ingediend, maak_talent

pytestmark = pytest.mark.usefixtures("lege_databank")


@pytest.fixture
def regio() -> IGS:
    return maak_igs("Zuidrand")


@pytest.fixture
def an(regio) -> Gebruiker:
    return maak_coordinator_van(regio, "an@voorbeeld.be")


def zichtbaar(talent: Talent) -> bool:
    return Talent.objects.online().filter(pk=talent.pk).exists()


def mails(sjabloonzin: str) -> list[str]:
    return sorted(UitgaandeMail.objects.filter(onderwerp__contains=sjabloonzin).values_list("aan", flat=True))


# --- approve --------------------------------------------------------------------------------------------------------
def test_niemand_is_zichtbaar_voor_de_goedkeuring(regio, an, client):
    profiel = maak_ingediend(thuis=regio)
    talent = profiel.talent
    assert not zichtbaar(talent)
    assert client.get(talent.get_absolute_url()).status_code == 404
    beoordelen.keur_goed(profiel=profiel, door=an)
    assert zichtbaar(talent)
    assert client.get(talent.get_absolute_url()).status_code == 200


def test_goedkeuren_zet_alles_recht(regio, an):
    profiel = maak_ingediend(thuis=regio)
    talent = beoordelen.keur_goed(profiel=profiel, door=an)
    talent.refresh_from_db()
    profiel.refresh_from_db()
    assert (talent.online_id, talent.concept_id) == (profiel.pk, None)
    assert talent.gepubliceerd_op == talent.bijgewerkt_op == talent.bevestigd_op == nu()
    assert (profiel.stand, profiel.beslist_op) == (Profiel.Stand.GOEDGEKEURD, nu())
    thuis = talent.toelatingen.get(soort="thuis")
    assert (thuis.stand, thuis.beslist_door, thuis.igs) == (Toelating.Stand.TOEGELATEN, an, regio)
    assert Zoekrij.objects.get(talent_nr=talent.pk).zichtbaar
    besluit = Beoordeling.objects.get()
    assert (besluit.besluit, besluit.igs, besluit.door) == ("goedgekeurd", regio, an)


def test_elke_beheerder_krijgt_een_mail_met_de_pagina(regio, an):
    profiel = maak_ingediend(thuis=regio)
    Beheer.objects.create(talent=profiel.talent, gebruiker=maak_gebruiker("mede@voorbeeld.be"))
    beoordelen.keur_goed(profiel=profiel, door=an)
    assert mails("staat online") == ["de-testband@talent.example", "mede@voorbeeld.be"]
    mail = UitgaandeMail.objects.get(aan="mede@voorbeeld.be")
    assert "http://127.0.0.1:8000/talent/de-testband/" in mail.tekst
    assert "an@voorbeeld.be" not in mail.tekst + mail.html
    assert str(profiel.talent.kenmerk) in mail.sleutel


def test_wat_online_staat_blijft_staan_tot_de_wijziging_goedgekeurd_is(regio, an, client):
    talent = maak_talent(thuis=regio, kort="Oude zin.")
    wijziging = dien_wijziging_in(talent, kort="Nieuwe zin.")
    assert "Oude zin." in client.get(talent.get_absolute_url()).content.decode()
    beoordelen.keur_goed(profiel=wijziging, door=an)
    html = client.get(talent.get_absolute_url()).content.decode()
    assert "Nieuwe zin." in html
    assert "Oude zin." not in html


def test_de_eerste_dag_online_verandert_niet_bij_een_wijziging(regio, an):
    talent = maak_talent(thuis=regio)
    eerst = talent.gepubliceerd_op
    beoordelen.keur_goed(profiel=dien_wijziging_in(talent, kort="Nieuwe zin."), door=an)
    talent.refresh_from_db()
    assert talent.gepubliceerd_op == eerst
    assert talent.bijgewerkt_op == nu()


# --- unseen, twice --------------------------------------------------------------------------------------------------
def test_een_versie_die_intussen_veranderde_wordt_niet_ongezien_goedgekeurd(regio, an):
    profiel = maak_ingediend(thuis=regio)
    gezien = beoordelen.stempel(profiel)
    Profiel.objects.filter(pk=profiel.pk).update(kort="Iets heel anders.", versie=profiel.versie + 1)
    with pytest.raises(Veranderd):
        beoordelen.keur_goed(profiel=profiel, door=an, gezien=gezien)
    assert not zichtbaar(profiel.talent)
    assert not UitgaandeMail.objects.exists()


def test_intrekken_en_opnieuw_indienen_is_een_andere_indiening(regio, an, settings):
    profiel = maak_ingediend(thuis=regio, tekst="Een tekst. " * 30)
    gezien, eigenaar = beoordelen.stempel(profiel), profiel.talent.beheer.get().gebruiker
    indienen.trek_in(talent=profiel.talent, door=eigenaar)
    with pytest.raises(Veranderd):
        beoordelen.keur_goed(profiel=profiel, door=an, gezien=gezien)
    settings.VASTE_DAG = settings.VASTE_DAG.replace(day=24)
    indienen.dien_in(talent=profiel.talent, door=eigenaar)
    with pytest.raises(Veranderd):
        beoordelen.keur_goed(profiel=profiel, door=an, gezien=gezien)
    profiel.refresh_from_db()
    beoordelen.keur_goed(profiel=profiel, door=an)


DADEN = {
    "goedkeuren": lambda profiel, door, naar: beoordelen.keur_goed(profiel=profiel, door=door),
    "aanpassing": lambda profiel, door, naar: beoordelen.vraag_aanpassing(
        profiel=profiel, door=door, redenen={"kort": "Korter."}
    ),
    "weigeren": lambda profiel, door, naar: beoordelen.weiger(profiel=profiel, door=door, toelichting="Past niet."),
}


@pytest.mark.parametrize("eerste", DADEN)
@pytest.mark.parametrize("tweede", DADEN)
def test_twee_keer_beslissen_is_een_keer(regio, an, eerste, tweede):
    profiel = maak_ingediend(thuis=regio)
    DADEN[eerste](profiel, an, None)
    with pytest.raises(Veranderd):
        DADEN[tweede](profiel, an, None)
    assert Beoordeling.objects.count() == 1


@pytest.mark.parametrize("daad", DADEN)
def test_over_wat_niet_ingediend_is_wordt_niet_beslist(regio, an, daad):
    talent = maak_talent(thuis=regio, online=False)
    with pytest.raises(Veranderd):
        DADEN[daad](talent.concept, an, None)
    assert not Beoordeling.objects.exists()


@pytest.mark.parametrize("daad", DADEN)
def test_over_wat_gewist_is_wordt_niet_beslist(regio, an, daad):
    profiel = maak_ingediend(thuis=regio)
    Talent.objects.filter(pk=profiel.talent_id).delete()
    with pytest.raises(Veranderd):
        DADEN[daad](profiel, an, None)


def test_een_fout_halverwege_laat_niets_achter(regio, an, monkeypatch):
    profiel = maak_ingediend(thuis=regio)

    def breekt(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(beoordelen, "leid_af", breekt)
    with pytest.raises(RuntimeError):
        beoordelen.keur_goed(profiel=profiel, door=an)
    assert not Beoordeling.objects.exists()
    assert not UitgaandeMail.objects.exists()
    assert not zichtbaar(profiel.talent)


# --- what keeps a profile from being shown --------------------------------------------------------------------------
def test_13_tot_15_zonder_ouder_wordt_niet_gepubliceerd(regio, an):
    profiel = maak_ingediend(thuis=regio, leeftijd="13-15")
    profiel.talent.oudertoestemming.delete()
    with pytest.raises(KanNiet, match="ouder"):
        beoordelen.keur_goed(profiel=profiel, door=an)
    assert not zichtbaar(profiel.talent)


def test_13_tot_15_met_een_ouder_die_terugkrabbelt_wordt_niet_gepubliceerd(regio, an):
    profiel = maak_ingediend(thuis=regio, leeftijd="13-15")
    profiel.talent.oudertoestemming.ingetrokken_op = nu()
    profiel.talent.oudertoestemming.save()
    with pytest.raises(KanNiet, match="ouder"):
        beoordelen.keur_goed(profiel=profiel, door=an)


def test_13_tot_15_met_een_ouder_wel_en_de_ouder_krijgt_ook_een_mail(regio, an):
    profiel = maak_ingediend(thuis=regio, leeftijd="13-15")
    beoordelen.keur_goed(profiel=profiel, door=an)
    assert zichtbaar(profiel.talent)
    assert "ouder@voorbeeld.be" in mails("staat online")


def test_zonder_toestemming_wordt_niets_gepubliceerd(regio, an):
    nooit = maak_ingediend(thuis=regio)
    toestemmingen.wis(over(nooit.talent))
    terug = maak_ingediend(thuis=regio, naam="Terug")
    toestemmingen.trek_in(doel=PUBLICATIE, betreft=over(terug.talent))
    for profiel in (nooit, terug):
        with pytest.raises(KanNiet, match="toestemming"):
            beoordelen.keur_goed(profiel=profiel, door=an)
        assert not zichtbaar(profiel.talent)


def test_wie_gewist_wil_worden_wordt_niet_gepubliceerd(regio, an):
    profiel = maak_ingediend(thuis=regio)
    Talent.objects.filter(pk=profiel.talent_id).update(wissen_op=nu())
    with pytest.raises(KanNiet, match="wissen"):
        beoordelen.keur_goed(profiel=profiel, door=an)


def test_wie_zich_verborg_blijft_verborgen_na_een_goedkeuring(regio, an):
    talent = maak_talent(thuis=regio)
    wijziging = dien_wijziging_in(talent, kort="Nieuw.")
    Talent.objects.filter(pk=talent.pk).update(verborgen_op=nu(), verborgen_door="eigenaar")
    beoordelen.keur_goed(profiel=wijziging, door=an)
    assert not zichtbaar(talent)


# --- ask, refuse ----------------------------------------------------------------------------------------------------
def test_aanpassing_vragen_stuurt_de_reden_met_een_link_naar_het_veld(regio, an):
    profiel = maak_ingediend(thuis=regio)
    beoordelen.vraag_aanpassing(
        profiel=profiel,
        door=an,
        redenen={"kort": "Zeg concreter wat je maakt.", "beelden": "Zet de maker erbij.", "tekst": ""},
        toelichting="Mooi begin!",
    )
    profiel.refresh_from_db()
    assert profiel.stand == Profiel.Stand.AANPASSING
    assert Beoordeling.objects.get().redenen == {
        "kort": "Zeg concreter wat je maakt.",
        "beelden": "Zet de maker erbij.",
    }
    [mail] = UitgaandeMail.objects.all()
    for stuk in (
        "Bij “in één zin”:",
        "Zeg concreter wat je maakt.",
        "/mijn/talent/de-testband/bewerken/wie/",
        "/mijn/talent/de-testband/bewerken/beelden/",
        "Mooi begin!",
        "/talent/criteria/",
    ):
        assert stuk in mail.tekst
    assert not zichtbaar(profiel.talent)
    assert profiel.talent.toelatingen.get().stand == "gevraagd"


def test_aanpassing_vragen_zonder_reden_kan_niet(regio, an):
    profiel = maak_ingediend(thuis=regio)
    for redenen in ({}, {"kort": ""}):
        with pytest.raises(KanNiet):
            beoordelen.vraag_aanpassing(profiel=profiel, door=an, redenen=redenen)
    assert not Beoordeling.objects.exists()


def test_na_een_aanpassing_dient_de_maker_opnieuw_in_en_wordt_het_goedgekeurd(regio, an):
    profiel = maak_ingediend(thuis=regio, tekst="Een tekst. " * 30)
    beoordelen.vraag_aanpassing(profiel=profiel, door=an, redenen={"kort": "Korter."})
    indienen.dien_in(talent=profiel.talent, door=profiel.talent.beheer.get().gebruiker)
    profiel.refresh_from_db()
    beoordelen.keur_goed(profiel=profiel, door=an)
    assert zichtbaar(profiel.talent)
    assert Beoordeling.objects.count() == 2


def test_weigeren_zegt_de_reden_en_de_weg_terug(regio, an):
    profiel = maak_ingediend(thuis=regio, tekst="Een tekst. " * 30)
    beoordelen.weiger(profiel=profiel, door=an, toelichting="Je hebt geen band met deze streek.")
    thuis = profiel.talent.toelatingen.get()
    assert (thuis.stand, thuis.reden) == ("geweigerd", "Je hebt geen band met deze streek.")
    [mail] = UitgaandeMail.objects.all()
    assert "Je hebt geen band met deze streek." in mail.tekst
    assert "/talent/criteria/#niet-akkoord" in mail.tekst
    assert "dien het opnieuw in" in mail.tekst
    indienen.dien_in(talent=profiel.talent, door=profiel.talent.beheer.get().gebruiker)
    profiel.refresh_from_db()
    beoordelen.keur_goed(profiel=profiel, door=an)
    assert zichtbaar(profiel.talent)


def test_weigeren_zonder_reden_kan_niet(regio, an):
    with pytest.raises(KanNiet):
        beoordelen.weiger(profiel=maak_ingediend(thuis=regio), door=an, toelichting="")


def test_een_geweigerde_wijziging_laat_staan_wat_online_staat(regio, an):
    talent = maak_talent(thuis=regio)
    beoordelen.weiger(profiel=dien_wijziging_in(talent, kort="Koop nu!"), door=an, toelichting="Reclame.")
    assert zichtbaar(talent)
    assert talent.toelatingen.get().stand == "toegelaten"
    [mail] = UitgaandeMail.objects.all()
    assert "Wat nu online staat, blijft staan." in mail.tekst


# --- pass on --------------------------------------------------------------------------------------------------------
def test_doorgeven_maakt_de_andere_regio_thuis_en_houdt_de_plaats_in_de_rij(regio, an):
    profiel, naar = maak_ingediend(thuis=regio), maak_igs("CO7")
    sinds = profiel.ingediend_op
    beoordelen.geef_door(profiel=profiel, door=an, naar=naar, toelichting="Woont in Ieper.")
    profiel.refresh_from_db()
    talent = Talent.objects.get()
    assert talent.thuis == naar
    assert (profiel.stand, profiel.ingediend_op) == (Profiel.Stand.INGEDIEND, sinds)
    assert [(rij.igs, rij.soort, rij.stand) for rij in talent.toelatingen.all()] == [(naar, "thuis", "gevraagd")]
    assert (Beoordeling.objects.get().igs, Beoordeling.objects.get().naar) == (regio, naar)
    assert "CO7" in UitgaandeMail.objects.get().tekst
    assert set(Logregel.objects.filter(actie__contains="doorgegeven").values_list("igs_slug", flat=True)) == {
        "zuidrand"
    }
    assert set(Logregel.objects.filter(actie="regio gewijzigd").values_list("igs_slug", flat=True)) == {"co7"}


def test_doorgeven_aan_de_redactie_kan(regio, an):
    profiel = maak_ingediend(thuis=regio)
    beoordelen.geef_door(profiel=profiel, door=an, naar=None)
    assert Talent.objects.get().thuis is None
    assert Talent.objects.get().toelatingen.get().igs is None


def test_doorgeven_aan_een_regio_waar_het_ook_actief_was_laat_een_rij(regio, an):
    talent, naar = maak_talent(thuis=regio), maak_igs("CO7")
    Toelating.objects.create(talent=talent, igs=naar, soort="ook", stand="toegelaten")
    beoordelen.geef_door(profiel=dien_wijziging_in(talent, kort="Nieuw."), door=an, naar=naar)
    assert [(rij.igs, rij.soort) for rij in talent.toelatingen.all()] == [(naar, "thuis")]
    assert zichtbaar(talent)


def test_doorgeven_aan_zichzelf_of_aan_wie_stopte_kan_niet(regio, an):
    profiel = maak_ingediend(thuis=regio)
    gestopt = maak_igs("Gestopt", gestopt_op="2025-12-31")
    gestopt.refresh_from_db()
    for naar in (regio, gestopt):
        with pytest.raises(KanNiet):
            beoordelen.geef_door(profiel=profiel, door=an, naar=naar)


# --- elsewhere ------------------------------------------------------------------------------------------------------
def test_elke_regio_laat_zelf_toe(regio, an):
    talent, ander = maak_talent(thuis=regio), maak_igs("CO7")
    vraag = Toelating.objects.create(talent=talent, igs=ander, soort="ook")
    assert "i:co7" not in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    beoordelen.laat_toe(toelating=vraag, door=an)
    assert "i:co7" in Zoekrij.objects.get(talent_nr=talent.pk).waarden
    assert mails("CO7") == ["de-testband@talent.example"]
    beoordelen.laat_toe(toelating=vraag, door=an)
    assert len(mails("CO7")) == 1


def test_een_regio_kan_ophouden_met_tonen(regio, an):
    talent, ander = maak_talent(thuis=regio), maak_igs("CO7")
    vraag = Toelating.objects.create(talent=talent, igs=ander, soort="ook", stand="toegelaten")
    beoordelen.weiger_toelating(toelating=vraag, door=an, reden="Nooit iets gedaan in onze streek.")
    vraag.refresh_from_db()
    assert (vraag.stand, vraag.beslist_op) == ("geweigerd", nu())
    assert zichtbaar(talent)
    assert "Nooit iets gedaan" in UitgaandeMail.objects.get().tekst


def test_weigeren_in_een_andere_regio_vraagt_een_reden(regio, an):
    vraag = Toelating.objects.create(talent=maak_talent(thuis=regio), igs=maak_igs("CO7"), soort="ook")
    with pytest.raises(KanNiet):
        beoordelen.weiger_toelating(toelating=vraag, door=an, reden="")


def test_de_thuisregio_beslist_niet_langs_deze_weg(regio, an):
    thuis = maak_talent(thuis=regio).toelatingen.get()
    with pytest.raises(Veranderd):
        beoordelen.laat_toe(toelating=thuis, door=an)
    with pytest.raises(Veranderd):
        beoordelen.weiger_toelating(toelating=thuis, door=an, reden="x")


def test_wie_thuis_niet_zichtbaar_is_wordt_nergens_toegelaten(regio, an):
    talent = maak_talent(thuis=regio, online=False)
    vraag = Toelating.objects.create(talent=talent, igs=maak_igs("CO7"), soort="ook")
    with pytest.raises(KanNiet):
        beoordelen.laat_toe(toelating=vraag, door=an)


# --- the log --------------------------------------------------------------------------------------------------------
def test_het_logboek_noemt_de_regio_en_nooit_de_naam(regio, an):
    profiel = maak_ingediend(thuis=regio, naam="Wim Onvergetelijk")
    beoordelen.keur_goed(profiel=profiel, door=an)
    vraag = Toelating.objects.create(talent=profiel.talent, igs=maak_igs("CO7"), soort="ook")
    beoordelen.laat_toe(toelating=vraag, door=an)
    regels = Logregel.objects.filter(door=an)
    assert [regel.igs_slug for regel in regels.order_by("pk")] == ["zuidrand", "co7"]
    alles = " ".join(f"{regel.object_naam} {regel.veranderd} {regel.actie}" for regel in regels).lower()
    assert "wim" not in alles
    assert "onvergetelijk" not in alles
