"""The acts of a membership, without a page: each once, by who may, with a line in the log."""

from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from grensbrekers import actualiteit, adres, introducties, lidmaatschap, wachtrij
from grensbrekers.buurt import Zoekvraag, buurt_van
from grensbrekers.ledenpost import Mailsoort
from grensbrekers.models import Grensbreker, Introductie, Thema
from grensbrekers.regio import igs_van, op_grond_van, rondom
from grensbrekers.themas import laad_themas
from grensbrekers.toegang import lid_van_account
from grensbrekers.wissen import wis
from igs.bereik import Bereik
from igs.models import IGS, Gemeente
from igs.netwerk import Netwerk
from opnetwerk import bevestigen, geheimen, toestemmingen
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Logregel, UitgaandeMail
from opnetwerk.persoonlijkelink import open_met_account
from tests.aanmelden import maak_rekening
from tests.conftest import DAG
from tests.fabriek import BRUSSEL, maak_gebruiker
from tests.grensbrekers.fabriek import maak_grensbreker
from tests.grensbrekers.formulieren import AANMELDEN, BEDANKT, ingevuld, mails_aan, pad_in, teken
from tests.vijandig import Formulierpagina

pytestmark = pytest.mark.usefixtures("gegevens", "lege_cache")
MIJN_LINK, GEVRAAGD = "/grensbrekers/mijn-link/", "/grensbrekers/mijn-link/gevraagd/"


@pytest.fixture
def lege_cache(db):
    cache.clear()


@pytest.fixture
def an() -> Grensbreker:
    return maak_grensbreker("An Peeters", "Lint", email="an@lint.example", themas=["erfgoed"])


@pytest.fixture
def zoe():
    return maak_gebruiker("zoe@voorbeeld.be")


def acties() -> list[str]:
    return list(Logregel.objects.order_by("pk").values_list("actie", flat=True))


# --- the decision ---
def test_weigeren_gaat_een_keer_met_een_mail_en_een_regel(zoe):
    lid = maak_grensbreker(stand="aangevraagd", email="bo@hove.example")
    for reden in ("We kennen je niet.", "Nog eens."):
        geweigerd = lidmaatschap.weiger(grensbreker=lid, door=zoe, reden=reden)
    assert (geweigerd.stand, geweigerd.reden, geweigerd.beslist_door) == ("geweigerd", "We kennen je niet.", zoe)
    assert len(mails_aan("bo@hove.example")) == 1
    assert acties() == ["geweigerd"]


@pytest.mark.parametrize("stand", ["te_bevestigen", "uitgeschreven"])
def test_wie_niet_wacht_en_geen_lid_is_kan_niemand_weigeren(zoe, stand):
    lid = maak_grensbreker(stand=stand)
    with pytest.raises(lidmaatschap.KanNiet, match="al beslist"):
        lidmaatschap.weiger(grensbreker=lid, door=zoe, reden="Neen.")
    lid.refresh_from_db()
    assert (lid.stand, lid.reden) == (stand, "")
    assert not UitgaandeMail.objects.exists()


def test_een_lid_dat_niet_langer_mag_verliest_elke_link(client, an, zoe):
    oud = f"/grensbrekers/netwerk/{an.sleutel}/"
    assert client.get(oud).status_code == 200
    lidmaatschap.weiger(grensbreker=an, door=zoe, reden="Je werkt hier niet meer.")
    assert client.get(oud).status_code == 404
    assert Zoekvraag() == Zoekvraag.lees({"thema": "erfgoed"}, [])
    buur = maak_grensbreker("Bo Claes", "Lint")
    assert buurt_van(buur, Zoekvraag(), DAG).aantal == 0


def test_toelaten_na_een_verhuizing_mailt_geen_tweede_welkom(an, zoe):
    Grensbreker.objects.filter(pk=an.pk).update(beslist_op=None)
    assert lidmaatschap.laat_toe(grensbreker=an, door=zoe).beslist_op == nu()
    assert not UitgaandeMail.objects.exists()
    assert acties() == ["toegelaten"]


def test_wie_geweigerd_of_weg_was_begint_opnieuw_met_niets_van_vroeger(client, zoe):
    lid = maak_grensbreker("Oude Naam", "Hove", stand="aangevraagd", email="an@lint.example", pauze=True)
    lidmaatschap.weiger(grensbreker=lid, door=zoe, reden="Neen.")
    assert client.post(AANMELDEN, ingevuld()).headers["Location"] == BEDANKT
    nieuw = Grensbreker.objects.get()
    assert (nieuw.pk, nieuw.stand, nieuw.naam, nieuw.pauze) == (lid.pk, "te_bevestigen", "An Peeters", False)
    assert nieuw.gemeente.naam == "Lint"
    client.post(pad_in(mails_aan("an@lint.example")[-1], "/grensbrekers/bevestig/"))
    nieuw.refresh_from_db()
    assert nieuw.stand == "aangevraagd"
    assert lidmaatschap.laat_toe(grensbreker=nieuw, door=zoe).reden == ""


def test_een_nieuwe_bevestiging_gaat_alleen_naar_wie_nog_niet_bevestigde_en_een_keer_per_dag(settings):
    lid = maak_grensbreker(stand="te_bevestigen", email="bo@hove.example")
    for _ in range(2):
        lidmaatschap.vraag_bevestiging_opnieuw(grensbreker=lid)
    assert len(mails_aan("bo@hove.example")) == 1
    settings.VASTE_DAG = DAG + timedelta(days=1)
    lidmaatschap.vraag_bevestiging_opnieuw(grensbreker=lid)
    assert len(mails_aan("bo@hove.example")) == 2
    lidmaatschap.bevestig(grensbreker=lid)
    settings.VASTE_DAG = DAG + timedelta(days=2)
    lidmaatschap.vraag_bevestiging_opnieuw(grensbreker=lid)
    assert len(mails_aan("bo@hove.example")) == 2


# --- the forms, pressed too often ---
def test_na_tien_aanmeldingen_van_een_verbinding_zegt_het_formulier_tot_wanneer_je_wacht(client):
    for nummer in range(10):
        assert client.post(AANMELDEN, ingevuld(email=f"an{nummer}@lint.example")).status_code == 302
    antwoord = client.post(AANMELDEN, ingevuld(email="te-veel@lint.example"))
    assert antwoord.status_code == 429
    pagina = Formulierpagina(antwoord.content.decode())
    assert pagina.titel.startswith("Fout: ")
    assert pagina.bij("id_email").kenmerken["value"] == "te-veel@lint.example"
    assert not Grensbreker.objects.filter(email="te-veel@lint.example").exists()
    assert not mails_aan("te-veel@lint.example")


def vraag_link(client: Client, email: str, **velden: str):
    return client.post(MIJN_LINK, {"email": email, "teken": teken(), "meer_info": ""} | velden)


def test_een_robot_vraagt_geen_link_en_merkt_niets(client, an):
    assert vraag_link(client, an.email, meer_info="koop nu").headers["Location"] == GEVRAAGD
    assert not UitgaandeMail.objects.exists()


@pytest.mark.parametrize("bekend", [True, False])
def test_naar_een_adres_gaan_hoogstens_vijf_links_per_dag(client, an, bekend):
    email = an.email if bekend else "niemand@lint.example"
    assert [vraag_link(client, email).status_code for _ in range(6)] == [302] * 5 + [429]
    assert len(mails_aan(email)) == 5


def test_na_tien_links_van_een_verbinding_is_het_genoeg(client):
    statussen = [vraag_link(client, f"an{nummer}@lint.example").status_code for nummer in range(11)]
    assert statussen == [302] * 10 + [429]
    assert UitgaandeMail.objects.count() == 10


@pytest.mark.parametrize("pad", [BEDANKT, GEVRAAGD])
def test_wat_nu_zegt_voor_iedereen_hetzelfde_en_zet_geen_koekje(client, an, pad):
    voor = client.get(pad)
    vraag_link(client, an.email)
    na = Client().get(pad)
    assert voor.status_code == na.status_code == 200
    assert "mailbox" in na.content.decode()
    assert an.email not in na.content.decode()
    assert not na.cookies


@pytest.mark.parametrize(
    ("deel", "net", "velden"),
    [("gegevens", "gegevens", {"naam": "Robot"}), ("adres", "adres", {"email": "robot@kwaad.example"})],
)
def test_een_robot_op_een_ledenpagina_verandert_niets_en_merkt_niets(client, an, deel, net, velden):
    pad = f"/grensbrekers/netwerk/{an.sleutel}/"
    antwoord = client.post(f"{pad}{deel}/", velden | {"teken": teken(), "meer_info": "koop nu"})
    assert (antwoord.status_code, antwoord.headers["Location"]) == (302, f"{pad}?net={net}")
    an.refresh_from_db()
    assert (an.naam, an.email) == ("An Peeters", "an@lint.example")
    assert not UitgaandeMail.objects.exists()


def test_bevestigen_telt_een_keer():
    lid = maak_grensbreker(stand="te_bevestigen")
    for _ in range(2):
        assert lidmaatschap.bevestig(grensbreker=lid).stand == "aangevraagd"
    assert acties() == ["adres bevestigd"]


# --- what a member chooses ---
def test_elke_mailsoort_stopt_een_keer_en_alleen_die(an):
    for soort in Mailsoort.values:
        voor = Grensbreker.objects.values("briefritme", "koppelritme", "mail_vragen", "mail_ontmoetingen").get()
        for _ in range(2):
            lidmaatschap.stop_mails(grensbreker=an, soort=soort)
        na = Grensbreker.objects.values("briefritme", "koppelritme", "mail_vragen", "mail_ontmoetingen").get()
        assert sum(voor[veld] != na[veld] for veld in voor) == 1, soort
    assert acties() == [f"geen mails meer: {soort}" for soort in Mailsoort.values]
    with pytest.raises(ValueError, match="xyzzy"):
        lidmaatschap.stop_mails(grensbreker=an, soort="xyzzy")


def test_de_toestemming_volgt_de_mails(an):
    def geldt() -> bool:
        return toestemmingen.loopt(doel="grensbreker-mails", betreft=f"grensbreker:{an.kenmerk}")

    lidmaatschap.zet_mails(grensbreker=an, soorten=[Mailsoort.VRAGEN])
    assert geldt()
    lidmaatschap.zet_mails(grensbreker=an, soorten=[])
    assert not geldt()
    an.refresh_from_db()
    assert (an.briefritme, an.koppelritme, an.mail_vragen, an.mail_ontmoetingen) == ("nooit", "nooit", False, False)
    lidmaatschap.zet_mails(grensbreker=an, soorten=Mailsoort.values)
    an.refresh_from_db()
    assert (an.briefritme, an.koppelritme, an.mail_vragen, an.mail_ontmoetingen) == ("maand", "kwartaal", True, True)
    regels = len(acties())
    lidmaatschap.zet_mails(grensbreker=an, soorten=Mailsoort.values)
    assert len(acties()) == regels


def test_een_pauze_verschuiven_is_een_tweede_regel_en_herhalen_niet(an):
    for tot in (None, None, date(2026, 12, 24), date(2026, 12, 24)):
        lidmaatschap.pauzeer(grensbreker=an, tot=tot)
    for _ in range(2):
        lidmaatschap.hervat(grensbreker=an)
    an.refresh_from_db()
    assert (an.pauze, an.pauze_tot) == (False, None)
    assert acties() == ["even pauze", "even pauze", "weer beschikbaar"]


def test_twee_keer_op_dezelfde_knop_vernieuwt_de_link_een_keer(an):
    merk = lidmaatschap.linkmerk(an)
    assert str(an.sleutel) not in merk
    assert lidmaatschap.vernieuw_link(grensbreker=an, merk=merk)
    an.refresh_from_db()
    nieuw = an.sleutel
    assert lidmaatschap.vernieuw_link(grensbreker=an, merk=merk)
    an.refresh_from_db()
    assert an.sleutel == nieuw
    assert len(mails_aan(an.email)) == 1
    assert lidmaatschap.vernieuw_link(grensbreker=an, merk=lidmaatschap.linkmerk(an))
    assert len(mails_aan(an.email)) == 2


def test_een_link_vernieuwen_gaat_vijf_keer_per_dag_en_nooit_voor_wie_geen_lid_is(an):
    sleutels = {an.sleutel}
    for _ in range(lidmaatschap.HOOGSTENS_LINKS):
        assert lidmaatschap.vernieuw_link(grensbreker=an)
        an.refresh_from_db()
        sleutels.add(an.sleutel)
    assert len(sleutels) == 1 + lidmaatschap.HOOGSTENS_LINKS
    assert not lidmaatschap.vernieuw_link(grensbreker=an)
    assert not lidmaatschap.vernieuw_link(grensbreker=maak_grensbreker(stand="aangevraagd"))
    an.refresh_from_db()
    assert an.sleutel in sleutels, "wie te vaak vraagt, houdt zijn laatste link"
    assert len(mails_aan(an.email)) == lidmaatschap.HOOGSTENS_LINKS


def test_dat_het_klopt_zegt_alleen_een_lid_en_herhalen_schrijft_niets(an):
    lidmaatschap.bevestig_dat_het_klopt(grensbreker=an)
    lidmaatschap.bevestig_dat_het_klopt(grensbreker=an)
    lidmaatschap.bevestig_dat_het_klopt(grensbreker=maak_grensbreker(stand="uitgeschreven"))
    assert acties() == ["bevestigd dat het nog klopt"]


def test_uitschrijven_en_wissen_gaan_een_keer(an):
    for _ in range(2):
        lidmaatschap.schrijf_uit(grensbreker=an)
    assert acties() == ["uitgeschreven"]
    for _ in range(2):
        wis(grensbreker=an)
    assert acties() == ["uitgeschreven", "grensbreker gewist"]
    assert not UitgaandeMail.objects.exists()


# --- silence ---
def test_wie_net_antwoordde_of_net_gewist_werd_krijgt_geen_vraag_meer(settings, monkeypatch):
    """Between the list of who is silent and the turn of one of them, that one answers, and another is erased."""
    settings.VASTE_DAG = date(2027, 6, 1)
    oud = datetime(2026, 1, 1, tzinfo=BRUSSEL)
    antwoordt, gewist, stil = (maak_grensbreker(naam, klopt_op=oud) for naam in ("An Ja", "Bo Weg", "Cis Stil"))
    lijst = actualiteit._stil(nu())
    assert lijst == [antwoordt, gewist, stil]
    lidmaatschap.bevestig_dat_het_klopt(grensbreker=antwoordt)
    wis(grensbreker=gewist)
    monkeypatch.setattr(actualiteit, "_stil", lambda _: lijst)
    assert actualiteit.werk_actualiteit_bij(nu=nu()).gevraagd == 1
    assert {mail.aan for mail in UitgaandeMail.objects.all()} == {stil.email}


def test_alleen_een_lid_dat_niet_antwoordt_heeft_een_volgende_stap():
    oud = nu() - timedelta(days=800)
    assert actualiteit.is_stap_toe(maak_grensbreker(klopt_op=oud), nu())
    assert not actualiteit.is_stap_toe(maak_grensbreker(klopt_op=oud, stand="aangevraagd"), nu())
    assert not actualiteit.is_stap_toe(maak_grensbreker(klopt_op=oud, keren_gevraagd=4), nu())
    assert not actualiteit.is_stap_toe(maak_grensbreker(klopt_op=oud, keren_gevraagd=1, gevraagd_op=nu()), nu())


# --- another address ---
@pytest.mark.parametrize("inhoud", ["", "xyzzy", "a:b"])
def test_een_getekende_link_met_iets_anders_erin_leidt_nergens_heen(client, inhoud):
    assert client.get(f"/grensbrekers/nieuw-adres/{bevestigen.maak_teken(adres.SOORT, inhoud)}/").status_code == 404


def test_een_link_naar_iets_dat_geen_adres_is_leidt_nergens_heen(an):
    inhoud = f"{an.kenmerk}:{adres._merk(an.email)}:{geheimen.versleutel('geen adres')}"
    assert adres.lees(bevestigen.maak_teken(adres.SOORT, inhoud)) is None


# --- introductions ---
def test_hetzelfde_formulier_vraagt_geen_tweede_keer_ook_niet_na_een_nee(an):
    bo = maak_grensbreker("Bo Claes", "Hove")
    eerste = introducties.vraag(van=an, met=bo, bericht="Koffie?", formulier="een")
    introducties.wijs_af(introductie=eerste, lid=bo)
    assert introducties.vraag(van=an, met=bo, bericht="Koffie?", formulier="een") == eerste
    tweede = introducties.vraag(van=an, met=bo, bericht="Toch?", formulier="twee")
    assert tweede != eerste
    assert Introductie.objects.count() == 2


# --- an account ---
def test_een_account_houdt_zijn_lid_ook_als_het_adres_verandert(an):
    gebruiker = maak_rekening(an.email)
    open_met_account(houder=an, gebruiker=gebruiker)
    Grensbreker.objects.filter(pk=an.pk).update(email="anders@lint.example")
    assert lid_van_account(gebruiker) == an
    ander = maak_rekening("anders@lint.example")
    assert lid_van_account(ander) is None, "het lid hoort al bij een account"
    open_met_account(houder=lid_van_account(gebruiker), gebruiker=ander)
    an.refresh_from_db()
    assert an.gebruiker == gebruiker


# --- where somebody belongs, and who is near ---
def test_een_gemeente_hoort_bij_haar_igs_van_vandaag_en_zonder_igs_bij_niemand():
    lint = Gemeente.objects.get(naam="Lint")
    assert igs_van(lint, DAG) == IGS.objects.get(slug="zuidrand")
    netwerk = Netwerk.op(DAG)
    alleen = next(een for een in netwerk.huidige if not netwerk.lidmaatschappen_van(een))
    assert igs_van(alleen, DAG) is None


def test_rondom_begint_bij_jezelf_en_kent_ook_wat_samenging():
    netwerk = Netwerk.op(DAG)
    borsbeek = Gemeente.objects.get(naam="Borsbeek")  # part of Antwerp since 2025
    eigen, *buren = rondom(borsbeek, netwerk)
    assert eigen.naam == "Antwerpen"
    assert [buur.naam for buur in buren] == sorted(buur.naam for buur in buren)
    assert borsbeek.nis_code in op_grond_van([eigen], netwerk)
    assert borsbeek.nis_code not in op_grond_van(buren, netwerk)


def test_de_buurt_filtert_op_beide_en_noemt_waar_nog_niemand_is(an):
    laad_themas()
    maak_grensbreker("Bo Beide", "Hove", themas=["erfgoed"], rol="bib")
    maak_grensbreker("Cis Rol", "Hove", rol="bib")
    maak_grensbreker("Di Thema", "Kontich", themas=["erfgoed"])
    vraag = Zoekvraag.lees({"thema": "erfgoed", "rol": "bib"}, list(Thema.objects.all()))
    buurt = buurt_van(an, vraag, DAG)
    assert [(groep.gemeente.naam, [een.naam for een in groep.collegas]) for groep in buurt.groepen] == [
        ("Hove", ["Bo Beide"])
    ]
    leeg = {gemeente.naam for gemeente in buurt.nog_niemand}
    assert "Duffel" in leeg
    assert not leeg & {"Lint", "Hove", "Kontich"}, "daar is al iemand, ook als de vraag die niet toont"
    assert not Zoekvraag.lees({"thema": "xyzzy", "rol": "xyzzy"}, list(Thema.objects.all()))


# --- the queue ---
@pytest.mark.parametrize(
    ("dagen", "woorden"), [(0, "van vandaag"), (1, "1 dag"), (12, "12 dagen"), (-3, "van vandaag")]
)
def test_hoe_lang_iemand_wacht_staat_er_in_woorden(dagen, woorden):
    lid = maak_grensbreker(stand="aangevraagd", bevestigd_op=nu() - timedelta(days=dagen))
    assert wachtrij.wacht_al(lid, vandaag()) == woorden


@pytest.mark.parametrize("stand", ["te_bevestigen", "toegelaten", "geweigerd", "uitgeschreven"])
def test_wie_niet_wacht_heeft_een_streepje_en_staat_niet_in_de_rij(stand):
    lid = maak_grensbreker(stand=stand)
    assert wachtrij.wacht_al(lid, vandaag()) == "–"
    assert not wachtrij.te_beslissen(Bereik(alles=True)).exists()


def test_de_rij_begint_met_wie_het_langst_wacht_en_telt_wie_verhuisde_mee(an):
    laatst = maak_grensbreker("Bo Laatst", "Hove", stand="aangevraagd", bevestigd_op=nu())
    Grensbreker.objects.filter(pk=an.pk).update(beslist_op=None, bevestigd_op=nu() - timedelta(days=2))
    rij = wachtrij.te_beslissen(Bereik(alles=True))
    assert list(rij) == [an, laatst]
    [post] = wachtrij.posten(Bereik(alles=True), vandaag())
    assert (post.aantal, post.uitleg) == (2, "de oudste wacht 2 dagen")
