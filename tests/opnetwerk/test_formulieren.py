"""The machinery of every form: what may be typed, what we say back, how it looks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.shortcuts import render

from igs.models import Coordinator, Gemeente, Melding
from opnetwerk.formulieren import Formulier, Modelformulier, lees_tekst
from tests import vijandig
from tests.fabriek import maak_gemeente, maak_igs
from tests.vijandig import Formulierpagina

# --- what people type ---


@pytest.mark.parametrize("een_regel", [True, False])
@pytest.mark.parametrize("tekst", vijandig.LEEG)
def test_wat_niemand_ziet_is_leeg(tekst, een_regel):
    assert lees_tekst(tekst, een_regel=een_regel)[0].strip() == ""


@pytest.mark.parametrize("een_regel", [True, False])
@pytest.mark.parametrize("tekst", vijandig.STUURTEKENS)
def test_stuurtekens_gaan_eruit_en_worden_gemeld(tekst, een_regel):
    gelezen, had_stuurtekens = lees_tekst(tekst, een_regel=een_regel)
    assert had_stuurtekens
    assert gelezen.replace(" ", "").replace("[31m", "") == "voorna"


def test_een_half_surrogaat_gaat_eruit():
    assert lees_tekst("voor\ud800na", een_regel=False) == ("voorna", True)
    assert lees_tekst("\ud800", een_regel=True) == ("", True)


@pytest.mark.parametrize("tekst", [*vijandig.ANDERE_TALEN, *vijandig.SCRIPT, *vijandig.FORMULES])
@pytest.mark.parametrize("een_regel", [True, False])
def test_gewone_tekst_in_elke_taal_blijft_wat_ze_was(tekst, een_regel):
    assert lees_tekst(tekst, een_regel=een_regel) == (tekst, False)


def test_regeleinden_worden_gelijk_in_een_tekstvak():
    assert lees_tekst("een\r\ntwee\rdrie\u2028vier\x85vijf\tzes", een_regel=False) == (
        "een\ntwee\ndrie\nvier\nvijf\tzes",
        False,
    )


@pytest.mark.parametrize("tekst", ["een\ntwee", "een\r\ntwee", "een\u2028twee", "een\ttwee"])
def test_een_tweede_regel_hoort_niet_in_een_veld_van_een_regel(tekst):
    gelezen, had_stuurtekens = lees_tekst(tekst, een_regel=True)
    assert had_stuurtekens
    assert gelezen.split() == ["een", "twee"]


def test_een_regeleinde_achteraan_is_geplakt_en_geen_fout():
    assert lees_tekst(" An Peeters\t\r\n", een_regel=True) == ("An Peeters", False)


def test_tekens_die_de_richting_keren_gaan_stil_weg():
    assert lees_tekst("\u202d0475 12 34 56\u202c", een_regel=True) == ("0475 12 34 56", False)


def test_losse_accenten_worden_een_letter():
    assert lees_tekst("e\u0301", een_regel=True)[0] == "é"


# --- messages ---


class Alles(Formulier):
    """Every kind of field that the house uses."""

    naam = forms.CharField(label="Je naam")
    kort = forms.CharField(label="Korting in %", min_length=3, max_length=5)
    verhaal = forms.CharField(label="Wat wil je vertellen?", widget=forms.Textarea)
    email = forms.EmailField(label="Je e-mailadres")
    website = forms.URLField(label="Je website", assume_scheme="https")
    aantal = forms.IntegerField(label="Aantal deelnemers", min_value=1, max_value=50)
    dag = forms.DateField(label="De dag")
    uur = forms.TimeField(label="Het uur")
    moment = forms.DateTimeField(label="Het begin")
    delen = forms.SplitDateTimeField(label="Het einde")
    keuze = forms.ChoiceField(label="Voor wie?", choices=[("a", "Scholen"), ("b", "Buurt")], widget=forms.RadioSelect)
    keuzes = forms.MultipleChoiceField(label="Thema's", choices=[("x", "Erfgoed"), ("y", "Podium")])
    akkoord = forms.BooleanField(label="Ik ga akkoord")
    bestand = forms.FileField(label="Je bestand")
    kenmerk = forms.UUIDField(label="Het kenmerk", required=False)


def fouten(
    gegevens: Mapping[str, Any], bestanden: Mapping[str, Any] | None = None, soort: type[Formulier] = Alles
) -> dict[str, str]:
    """The one sentence per field that came back."""
    formulier = soort(gegevens, bestanden or {})
    assert all(len(lijst) == 1 for lijst in formulier.errors.values()), formulier.errors
    return {naam: str(lijst[0]) for naam, lijst in formulier.errors.items()}


def test_leeg_zegt_bij_elk_veld_wat_te_doen():
    assert fouten({}) == {
        "naam": "Vul je naam in.",
        "kort": "Vul “Korting in procent” in.",
        "verhaal": "Vul “Wat wil je vertellen?” in.",
        "email": "Vul je e-mailadres in, zoals naam@voorbeeld.be.",
        "website": "Vul je website in, zoals https://www.voorbeeld.be.",
        "aantal": "Vul “Aantal deelnemers” in.",
        "dag": "Vul de dag in.",
        "uur": "Vul het uur in.",
        "moment": "Vul het begin in.",
        "delen": "Vul het einde in.",
        "keuze": "Kies een antwoord bij “Voor wie?”.",
        "keuzes": "Kies minstens één antwoord bij “Thema's”.",
        "akkoord": "Zet een vinkje bij “Ik ga akkoord”.",
        "bestand": "Kies een bestand bij “Je bestand”.",
    }


def test_fout_ingevuld_zegt_hoe_het_wel_moet():
    gegevens = {
        "naam": "An",
        "kort": "ab",
        "verhaal": "x",
        "email": "geen adres",
        "website": "geen adres",
        "aantal": "veel",
        "dag": "31-02-2026",
        "uur": "25:00",
        "moment": "morgen",
        "delen_0": "morgen",
        "delen_1": "19:30",
        "keuze": "c",
        "keuzes": ["z"],
        "akkoord": "on",
        "kenmerk": "geen kenmerk",
    }
    leeg = SimpleUploadedFile("leeg.pdf", b"")
    assert fouten(gegevens, {"bestand": leeg}) == {
        "kort": "Maak “Korting in procent” langer: minstens 3 tekens.",
        "email": "Vul je e-mailadres in, zoals naam@voorbeeld.be.",
        "website": "Vul je website in, zoals https://www.voorbeeld.be.",
        "aantal": "Vul bij “Aantal deelnemers” een getal in, zoals 12.",
        "dag": "Vul de dag in als dag, maand en jaar, zoals 23-11-2026.",
        "uur": "Vul het uur in als uur en minuten, zoals 19:30.",
        "moment": "Vul het begin in als dag en uur, zoals 23-11-2026 19:30.",
        "delen": "Vul het einde in als dag, maand en jaar, zoals 23-11-2026.",
        "keuze": "Kies bij “Voor wie?” een antwoord uit de lijst.",
        "keuzes": "Kies bij “Thema's” een antwoord uit de lijst.",
        "bestand": "Het bestand bij “Je bestand” is leeg. Kies een ander bestand.",
        "kenmerk": "Kijk het kenmerk na en verbeter het.",
    }


@pytest.mark.parametrize(("aantal", "zin"), [("0", "minstens 1 in."), ("51", "hoogstens 50 in.")])
def test_een_getal_buiten_zijn_grenzen(aantal, zin):
    assert fouten({"aantal": aantal})["aantal"] == f"Vul bij “Aantal deelnemers” {zin}"


@pytest.mark.parametrize("tekst", vijandig.TE_LANG)
def test_te_lang_noemt_beide_getallen(tekst):
    gevonden = fouten(dict.fromkeys(["naam", "kort", "verhaal", "email", "aantal", "dag", "keuze"], tekst))
    lengte = "999.996" if tekst.endswith(" ") else "1.000.000"
    geteld = lengte if not tekst.endswith(" ") else "999.995"  # the last blank is stripped
    assert gevonden["naam"] == f"Maak je naam korter: hoogstens 200 tekens, nu zijn het er {geteld}."
    assert gevonden["kort"] == f"Maak “Korting in procent” korter: hoogstens 5 tekens, nu zijn het er {geteld}."
    assert gevonden["verhaal"].startswith("Maak “Wat wil je vertellen?” korter: hoogstens 10.000 tekens")
    assert gevonden["email"] == f"Maak je e-mailadres korter: hoogstens 254 tekens, nu zijn het er {geteld}."
    assert len(gevonden["keuze"]) < 100


def test_de_browser_knipt_niets_af_en_een_emailveld_is_een_emailveld():
    html = str(Alles())
    for verboden in ("maxlength", "minlength", " required", "placeholder"):
        assert verboden not in html
    assert 'type="email" name="email" autocomplete="email" spellcheck="false"' in html


def test_een_eigen_tekst_gaat_voor():
    class Eigen(Formulier):
        naam = forms.CharField(label="Je naam", max_length=3, error_messages={"required": "Hoe heet je?"})

    assert fouten({}, soort=Eigen) == {"naam": "Hoe heet je?"}
    assert fouten({"naam": "lang"}, soort=Eigen)["naam"].startswith("Maak je naam korter")


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS, "voor\ud800na"])
def test_een_stuurteken_is_een_fout_bij_het_veld_en_is_daarna_weg(tekst):
    gegevens = {"naam": tekst, "verhaal": tekst, "email": f"a@{tekst}.be", "dag": tekst, "kenmerk": tekst}
    formulier = Alles(gegevens, {})
    for naam, zin in [("naam", "je naam"), ("verhaal", "“Wat wil je vertellen?”"), ("email", "je e-mailadres")]:
        assert formulier.errors[naam] == [
            f"In {zin} stond een teken dat we niet kunnen bewaren. We haalden het weg: kijk je tekst na."
        ]
    html = str(formulier)
    html.encode()  # nothing in it that cannot be sent
    assert "voor" in html
    assert not any(teken in html for teken in "\x00\x07\x1b\x7f\x9b\x0b\uffff")


def test_een_stuurteken_in_een_keuze_is_een_fout_bij_de_keuze():
    gegevens = QueryDict(mutable=True)
    gegevens.setlist("keuzes", ["x", "y\x00"])
    gegevens["keuze"] = "a\x00"
    formulier = Alles(gegevens, {})
    assert str(formulier.errors["keuzes"][0]).startswith("In “Thema's” stond een teken")
    assert str(formulier.errors["keuze"][0]).startswith("In “Voor wie?” stond een teken")


def test_een_wachtwoord_blijft_zoals_getypt():
    class Wachtwoord(Formulier):
        nieuw = forms.CharField(label="Je wachtwoord", strip=False, widget=forms.PasswordInput)

    formulier = Wachtwoord({"nieuw": " e\u0301 \u202d "})
    assert formulier.is_valid()
    assert formulier.cleaned_data["nieuw"] == " e\u0301 \u202d "
    assert "nieuw" in Wachtwoord({"nieuw": "lang genoeg\x00"}).errors


def test_wat_getypt_werd_staat_er_nog():
    formulier = Alles({"naam": "An <b>", "verhaal": "regel een\nregel twee", "keuze": "b", "keuzes": ["y"]}, {})
    assert not formulier.is_valid()
    html = str(formulier)
    assert 'value="An &lt;b&gt;"' in html
    assert "regel een\nregel twee</textarea>" in html
    assert 'value="b" id="id_keuze_1" checked' in html
    assert '<option value="y" selected>' in html


# --- foreign keys from elsewhere ---


class Kiest(Formulier):
    gemeente = forms.ModelChoiceField(label="Je gemeente", queryset=Gemeente.objects.filter(naam="Proefdorp"))
    gemeenten = forms.ModelMultipleChoiceField(label="De buren", queryset=Gemeente.objects.filter(naam="Proefdorp"))
    melding = forms.ModelChoiceField(label="De melding", queryset=Melding.objects.all(), to_field_name="kenmerk")


@pytest.mark.parametrize("vreemd", ["99002", "99999", "-1", "1e5", "9" * 5000, "1' OR '1'='1", "x" * 100_000])
def test_een_vreemd_nummer_is_een_keuze_die_niet_bestaat(db, vreemd):
    maak_gemeente("99001", "Proefdorp")
    maak_gemeente("99002", "Elders")
    gegevens = QueryDict(mutable=True)
    gegevens["gemeente"] = gegevens["melding"] = vreemd
    gegevens.setlist("gemeenten", ["99001", vreemd])
    assert fouten(gegevens, soort=Kiest) == {
        "gemeente": "Kies bij “Je gemeente” een antwoord uit de lijst.",
        "gemeenten": "Kies bij “De buren” een antwoord uit de lijst.",
        "melding": "Kies bij “De melding” een antwoord uit de lijst.",
    }


def test_een_nulteken_in_een_sleutel_bereikt_de_databank_niet(db):
    assert set(fouten({"gemeente": "9\x009001", "melding": "\x00"}, soort=Kiest)) == {
        "gemeente",
        "gemeenten",
        "melding",
    }


def test_de_eigen_gemeente_mag(db):
    dorp = maak_gemeente("99001", "Proefdorp")
    formulier = Kiest({"gemeente": "99001", "gemeenten": ["99001"], "melding": ""})
    assert formulier.errors.keys() == {"melding"}
    assert formulier.cleaned_data["gemeente"] == dorp


# --- a form of a model ---


class Contactformulier(Modelformulier):
    class Meta:
        model = Coordinator
        fields = ("naam", "email", "telefoon", "van", "tot")


def test_een_modelformulier_bewaart_en_toetst_het_model(db):
    igs = maak_igs()
    goed = {"naam": "An", "email": "an@voorbeeld.be", "van": "01-02-2026", "tot": ""}
    formulier = Contactformulier(goed, instance=Coordinator(igs=igs))
    assert formulier.is_valid(), formulier.errors
    assert formulier.save().van == date(2026, 2, 1)
    fout = Contactformulier(goed | {"tot": "01-01-2026"}, instance=Coordinator(igs=igs))
    assert fout.errors["tot"] == ["Het einde ligt voor het begin."]


@pytest.mark.parametrize("tekst", [*vijandig.STUURTEKENS, vijandig.TE_LANG[0], *vijandig.KOPINJECTIE])
def test_een_modelformulier_houdt_vuile_tekst_tegen(db, tekst):
    formulier = Contactformulier(
        {"naam": tekst, "email": tekst, "telefoon": tekst, "van": tekst}, instance=Coordinator(igs=maak_igs())
    )
    assert {"email", "van"} <= formulier.errors.keys()
    str(formulier).encode()


# --- how it looks ---


def test_een_formulier_met_elk_soort_veld_is_goed_gebouwd(rf):
    def pagina(formulier: Formulier) -> Formulierpagina:
        return Formulierpagina(
            render(rf.get("/"), "_formulier.html", {"formulier": formulier, "knop": "Bewaar"}).content.decode()
        )

    vers = pagina(Alles())
    assert 'enctype="multipart/form-data"' in vers.html
    assert vers.html.count("(niet verplicht)") == 1
    terug = pagina(Alles({}, {}))
    assert ("id_keuze_0", "Kies een antwoord bij “Voor wie?”.") in terug.samenvatting
    assert ("id_delen_0", "Vul het einde in.") in terug.samenvatting
    for ident, zin in terug.samenvatting:
        assert terug.bij(ident).is_invoer, ident
        assert zin.endswith(".")
    assert terug.html.index("id_email_error") < terug.html.index('name="email"')
