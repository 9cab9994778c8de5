"""What editors do in the admin: save, publish, hide, throw away, restore, clash; and what they may type."""

import threading
from datetime import UTC, date, datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from igs.models import IGS, Activiteit, Bericht, Coordinator, Melding, Portret, Praktijk, Vraag
from opnetwerk import versies
from opnetwerk.models import Gebruiker, Logregel, UitgaandeMail
from tests.beelden import foto_van_telefoon, upload
from tests.beheer import in_beheer, maak_coordinator_van, maak_redactie
from tests.fabriek import maak_igs
from tests.igs.test_beheer_matrix import GEREGISTREERD, VAN_IGS, ZONDER_IGS, pad

MOMENT = {"begint_op_0": "01-12-2026", "begint_op_1": "20:00"}
VELDEN: dict[type, dict[str, str]] = {
    Bericht: {"titel": "Titel", "tekst": "<p>Tekst</p>"},
    Praktijk: {"titel": "Titel", "tekst": "<p>Tekst</p>"},
    Portret: {"titel": "Titel", "naam": "An", "inleiding": "Hoe het begon"},
    Activiteit: {"titel": "Titel", "plaats": "Hove", **MOMENT},
}
KWAAD = [
    "\x00",
    "a\x01b",
    "a\ud800b".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "<script>alert(1)</script>",
    "=1+1",
    "x" * 1_000_000,
    "‮omgekeerd",
    "regel\r\nBcc: iemand@voorbeeld.be",
    "😀" * 50,
]


@pytest.fixture
def igs(lege_databank) -> IGS:
    return maak_igs("Testrand")


@pytest.fixture
def an(igs) -> Client:
    return in_beheer(Client(), maak_coordinator_van(igs, "an@voorbeeld.be"))


@pytest.fixture
def redactie(db) -> Client:
    return in_beheer(Client(), maak_redactie())


def maak(client: Client, model: type, igs: IGS, knop: str = "_concept", **velden: object):
    data = {"basis": "0", "igs": igs.pk, **VELDEN[model], knop: "1"} | velden
    return client.post(pad(model, "add"), data)


def wijzig(client: Client, item, knop: str = "_concept", **velden: object):
    basis = versies.laatste_nummer(item)
    data = {"basis": str(basis), "igs": item.igs_id, **VELDEN[type(item)], knop: "1"} | velden
    return client.post(pad(type(item), "change", item.pk), data)


@pytest.mark.parametrize("model", VELDEN, ids=lambda model: model.__name__)
def test_bewaren_als_concept_en_dan_publiceren(an, igs, client, model):
    assert maak(an, model, igs).status_code == 302
    item = model.objects.get()
    assert client.get(item.get_absolute_url()).status_code == 404
    assert wijzig(an, item, "_publiceer", titel="Nieuwe titel").status_code == 302
    assert "Nieuwe titel" in client.get(item.get_absolute_url()).content.decode()
    item.refresh_from_db()
    assert item.slug == "titel"


def test_een_concept_naast_de_gepubliceerde_tekst(an, igs, client):
    maak(an, Bericht, igs, "_publiceer")
    bericht = Bericht.objects.get()
    wijzig(an, bericht, titel="In de maak")
    assert "In de maak" not in client.get(bericht.get_absolute_url()).content.decode()
    formulier = an.get(pad(Bericht, "change", bericht.pk))
    assert formulier.context["adminform"].form.initial["titel"] == "In de maak"
    assert "Er is een nieuwer concept" in formulier.content.decode()
    assert "concept ernaast" in an.get(pad(Bericht, "changelist")).content.decode()


def test_verbergen_prullenmand_en_terug(an, igs, client):
    maak(an, Bericht, igs, "_publiceer")
    bericht = Bericht.objects.get()
    wijzig(an, bericht, "_verberg")
    assert client.get(bericht.get_absolute_url()).status_code == 404
    an.post(pad(Bericht, "delete", bericht.pk), {"post": "yes"})
    assert Bericht.objects.in_prullenmand().get() == bericht
    assert list(an.get(pad(Bericht, "changelist")).context["cl"].queryset) == []
    lijst = pad(Bericht, "changelist") + "?prullenmand=ja"
    assert list(an.get(lijst).context["cl"].queryset) == [bericht]
    assert "concept ernaast" not in an.get(lijst).content.decode()
    an.post(lijst, {"action": "zet_terug_uit_prullenmand", "_selected_action": [bericht.pk]})
    assert Bericht.objects.niet_verwijderd().get() == bericht


def test_de_tweede_ziet_beide_teksten_en_niets_gaat_verloren(an, redactie, igs):
    maak(an, Bericht, igs)
    bericht = Bericht.objects.get()
    basis = str(versies.laatste_nummer(bericht))
    wijzig(an, bericht, titel="Van An")
    data = {"basis": basis, "igs": igs.pk, **VELDEN[Bericht], "titel": "Van Rik", "_concept": "1"}
    antwoord = redactie.post(pad(Bericht, "change", bericht.pk), data)
    pagina = antwoord.content.decode()
    assert antwoord.status_code == 200
    assert "bewaarde intussen een andere versie" in pagina
    assert "Van <mark>An</mark>" in pagina
    assert 'value="Van Rik"' in pagina
    nieuwe_basis = antwoord.context["adminform"].form["basis"].value()
    assert redactie.post(pad(Bericht, "change", bericht.pk), data | {"basis": nieuwe_basis}).status_code == 302
    assert list(bericht.versies.order_by("nummer").values_list("velden__titel", flat=True)) == [
        "Titel",
        "Van An",
        "Van Rik",
    ]


def test_een_oude_versie_terugzetten(an, igs):
    maak(an, Bericht, igs)
    bericht = Bericht.objects.get()
    wijzig(an, bericht, titel="Twee")
    geschiedenis = an.get(pad(Bericht, "history", bericht.pk)).content.decode()
    assert "Versie 1" in geschiedenis
    assert "Versie 2" in geschiedenis
    an.post(pad(Bericht, "herstel", bericht.pk, 1))
    assert versies.nieuwste(bericht).velden["titel"] == "Titel"
    assert an.post(pad(Bericht, "herstel", bericht.pk, 99)).status_code == 404


@pytest.mark.parametrize("model", VELDEN, ids=lambda model: model.__name__)
def test_leeg_verstuurd_geeft_uitleg_bij_het_veld(an, igs, model):
    antwoord = an.post(pad(model, "add"), {"_publiceer": "1"})
    assert antwoord.status_code == 200
    assert "titel" in antwoord.context["adminform"].form.errors
    assert "igs" in antwoord.context["adminform"].form.errors
    assert not model.objects.exists()


@pytest.mark.parametrize("kwaad", KWAAD, ids=range(len(KWAAD)))
@pytest.mark.parametrize("model", VELDEN, ids=lambda model: model.__name__)
def test_kwade_tekst_is_een_fout_bij_het_veld_of_gewoon_tekst(an, igs, client, model, kwaad):
    velden = {veld: kwaad for veld in VELDEN[model] if veld not in MOMENT}
    antwoord = maak(an, model, igs, "_publiceer", **velden)
    if antwoord.status_code == 400:
        assert "We kunnen deze vraag niet lezen" in antwoord.content.decode()
        assert len(kwaad) == 1_000_000
        return
    if antwoord.status_code == 200:
        assert antwoord.context["adminform"].form.errors
        assert not model.objects.exists()
        return
    assert antwoord.status_code == 302
    pagina = client.get(model.objects.get().get_absolute_url())
    assert pagina.status_code == 200
    assert "<script>alert" not in pagina.content.decode()


@pytest.mark.parametrize("vreemd", ["999999", "-1", "x", "", "1 OR 1=1", "٣"])
def test_een_vreemd_nummer_in_een_keuze_is_een_fout_bij_het_veld(an, igs, vreemd):
    antwoord = an.post(pad(Bericht, "add"), {"basis": "0", **VELDEN[Bericht], "igs": vreemd, "_concept": "1"})
    assert antwoord.status_code == 200
    assert "igs" in antwoord.context["adminform"].form.errors


@pytest.mark.parametrize("datum", ["31-02-2026", "morgen", "0001-01-01", "99-99-9999", "\x00"])
def test_een_foute_datum_is_een_fout_bij_het_veld(an, igs, datum):
    antwoord = maak(an, Activiteit, igs, begint_op_0=datum)
    assert antwoord.status_code == 200
    assert "begint_op" in antwoord.context["adminform"].form.errors


def test_een_activiteit_eindigt_na_haar_begin(an, igs):
    antwoord = maak(an, Activiteit, igs, eindigt_op_0="01-12-2026", eindigt_op_1="19:00")
    assert antwoord.context["adminform"].form.errors["eindigt_op"] == ["Het einde ligt voor het begin."]


def test_een_foto_vraagt_een_beschrijving_of_het_kruisje(an, igs):
    antwoord = maak(an, Bericht, igs, foto_bestand=upload(foto_van_telefoon()))
    assert "Beschrijf wat je ziet" in str(antwoord.context["adminform"].form.errors["foto_alt"])
    assert maak(an, Bericht, igs, foto_bestand=upload(foto_van_telefoon()), foto_alt="Een plein").status_code == 302
    foto = Bericht.objects.get().foto
    assert (foto.alt, foto.igs) == ("Een plein", igs)


def test_een_portret_beantwoordt_vaste_vragen(an, igs, client):
    Vraag.objects.create(slug="waarom", tekst="Waarom doe je dit?")
    maak(an, Portret, igs, "_publiceer", vraag_waarom="<p>Om de mensen.</p>")
    assert Portret.objects.get().antwoorden == {"waarom": "<p>Om de mensen.</p>"}
    assert "Om de mensen." in client.get(Portret.objects.get().get_absolute_url()).content.decode()


def test_openen_van_persoonsgegevens_staat_in_het_logboek(an, igs):
    contact = Coordinator.objects.create(igs=igs, naam="An", email="an@voorbeeld.be", van=date(2026, 1, 1))
    an.get(pad(Coordinator, "change", contact.pk))
    regel = Logregel.objects.get(actie="gelezen")
    assert (regel.object_naam, regel.igs_slug, regel.door_naam) == ("An", "testrand", "Coördinator Testrand")


def test_een_lijst_met_adressen_lezen_staat_in_het_logboek(redactie, igs):
    redactie.get(pad(UitgaandeMail, "changelist"))
    redactie.get(pad(Bericht, "changelist"))
    assert list(Logregel.objects.values_list("actie", "object_naam", "model")) == [
        ("lijst gelezen", "lijst van uitgaande mails", "opnetwerk.UitgaandeMail")
    ]


def test_redactie_haalt_het_logboek_op_als_csv(redactie, an, igs):
    maak(an, Bericht, igs, titel="=1+1")
    antwoord = redactie.post(
        pad(Logregel, "changelist"),
        {"action": "als_csv", "_selected_action": list(Logregel.objects.values_list("pk", flat=True))},
    )
    tekst = antwoord.content.decode()
    assert antwoord.headers["Content-Type"].startswith("text/csv")
    assert "concept bewaard" in tekst
    assert ",=1+1" not in tekst


def test_alleen_een_beheerder_haalt_een_tweede_stap_weg(redactie, an, igs):
    lien = Gebruiker.objects.get(email="an@voorbeeld.be")
    keuze = {"action": "haal_tweede_stap_weg", "_selected_action": [lien.pk]}
    redactie.post(pad(Gebruiker, "changelist"), keuze)
    assert Authenticator.objects.filter(user=lien).exists()
    baas = in_beheer(Client(), Gebruiker.objects.create_superuser("Baas@Voorbeeld.be", "een lang wachtwoord"))
    baas.post(pad(Gebruiker, "changelist"), keuze)
    assert not Authenticator.objects.filter(user=lien).exists()
    assert Logregel.objects.filter(actie="tweede stap weggehaald", door__email="baas@voorbeeld.be").exists()


def test_redactie_nodigt_uit_vanuit_het_beheer(redactie, igs):
    data = {"email": "nieuw@voorbeeld.be", "naam": "Noor", "igs": igs.pk, "van": "01-01-2026", "tot": "", "_save": "1"}
    assert redactie.post(pad(igs.aanstellingen.model, "add"), data).status_code == 302
    assert igs.aanstellingen.get().gebruiker.email == "nieuw@voorbeeld.be"
    assert UitgaandeMail.objects.get().aan == "nieuw@voorbeeld.be"


def test_de_voorpagina_zegt_wat_wacht_en_voor_wie(an, redactie, igs):
    Melding.objects.create(igs=igs, formulier="1", pagina="/igs/testrand/", tekst="fout")
    maak(an, Bericht, igs)
    pagina = an.get("/admin/").content.decode()
    assert "Je werkt voor <strong>Testrand</strong>" in pagina
    assert "Meldingen van bezoekers: <strong>1</strong>" in pagina
    assert "Berichten: nog niet gepubliceerd: <strong>1</strong>" in pagina
    assert "Al 12 maanden niet nagekeken: <strong>1</strong>" in pagina
    assert "Je werkt voor alle regio" in redactie.get("/admin/").content.decode()


@pytest.mark.parametrize("model", GEREGISTREERD, ids=lambda model: model.__name__)
def test_geen_lijst_kost_meer_dan_25_vragen(redactie, igs, model, django_assert_max_num_queries):
    for nummer in range(5):
        if model in VAN_IGS and model is not IGS:
            VAN_IGS[model](maak_igs(f"Ander {nummer}"))
    if model in ZONDER_IGS:
        ZONDER_IGS[model]()
    with django_assert_max_num_queries(25):
        assert redactie.get(pad(model, "changelist")).status_code == 200


def test_de_voorpagina_kost_hoogstens_28_vragen(redactie, an, django_assert_max_num_queries):
    for client in (redactie, an):
        with django_assert_max_num_queries(28):
            client.get("/admin/")


def test_het_formulier_met_tekstverwerker_heeft_een_streng_beleid(an, igs):
    beleid = an.get(pad(Bericht, "add")).headers["Content-Security-Policy"]
    assert "unsafe" not in beleid
    assert beleid.count("sha256-") == 1


def test_elke_admin_is_nederlands():
    for model in admin.site._registry:
        assert model._meta.verbose_name[0].islower() or model is IGS or "IGS" in str(model._meta.verbose_name)


@pytest.mark.django_db(transaction=True)
def test_twintig_keer_tegelijk_bewaren_geeft_een_versie_en_negentien_botsingen():
    igs = maak_igs("Testrand")
    gebruiker = maak_coordinator_van(igs, "an@voorbeeld.be")
    bericht = Bericht.objects.create(igs=igs, slug="b", titel="Titel", tekst="<p>x</p>")
    in_beheer(Client(), gebruiker)
    uitkomsten: list[str] = []

    def bewaar() -> None:
        try:
            versies.bewaar(item=bericht, velden=versies.lees(bericht) | {"titel": "Nieuw"}, door=gebruiker, basis=0)
            uitkomsten.append("bewaard")
        except versies.Botsing:
            uitkomsten.append("botsing")
        finally:
            connection.close()

    draden = [threading.Thread(target=bewaar) for _ in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uitkomsten) == ["bewaard"] + ["botsing"] * 19
    assert bericht.versies.count() == 1


def test_momenten_worden_gelezen_in_brusselse_tijd(an, igs):
    maak(an, Activiteit, igs)
    assert Activiteit.objects.get().begint_op == datetime(2026, 12, 1, 19, tzinfo=UTC)
    assert reverse("admin:index") == "/admin/"
