"""Every fixed rule is a constraint of the database, and says in Dutch what is wrong before it gets that far."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from igs.models import (
    IGS,
    Buurpaar,
    Erkenning,
    Gegevensstand,
    Gemeente,
    IGSNaam,
    Lidmaatschap,
    Plaats,
    Zoekingang,
)
from tests.fabriek import (
    BRON,
    bouw_gemeente,
    maak_erkenning,
    maak_gemeente,
    maak_igs,
    maak_lid,
    maak_portret,
    maak_regio,
)

pytestmark = pytest.mark.django_db

Bouwer = Callable[[], models.Model]
ALGEMEEN = NON_FIELD_ERRORS
MODULES = {"igs.models.gebied", "igs.models.samenwerking", "igs.models.afgeleid"}
OUD_TOT, NIEUW_VAN = date(2024, 12, 31), date(2025, 1, 1)


def _gemeente(**velden: Any) -> Gemeente:
    return bouw_gemeente("99002", "Tweede Plek", maak_regio("Elders"), **velden)


def _zelfde_naam() -> Gemeente:
    maak_gemeente("99001", "Tweede Plek")
    return _gemeente()


def _in_zichzelf() -> Gemeente:
    """Saved first: a reference to a row that is not there is refused for another reason."""
    gemeente = maak_gemeente("99002", "Tweede Plek")
    gemeente.bestaat_tot, gemeente.opgegaan_in = OUD_TOT, gemeente
    return gemeente


def _einde_voor_begin() -> Gemeente:
    opvolger = maak_gemeente("99001", "Opvolger")
    return _gemeente(bestaat_van=NIEUW_VAN, bestaat_tot=OUD_TOT, opgegaan_in=opvolger)


def _tweede_plaats() -> Plaats:
    velden = {"gemeente": maak_gemeente("99001", "Plek"), "naam": "Gehucht", "postcode": "9000"}
    Plaats.objects.create(soort="deelgemeente", **velden)
    return Plaats(soort="deelgemeente", **velden)


def _buren() -> tuple[Gemeente, Gemeente]:
    return maak_gemeente("99001", "Aan De Ene Kant"), maak_gemeente("99002", "Aan De Andere Kant")


def _tweede_buurpaar() -> Buurpaar:
    a, b = _buren()
    Buurpaar.objects.create(a=a, b=b)
    return Buurpaar(a=a, b=b)


def _omgekeerd_buurpaar() -> Buurpaar:
    a, b = _buren()
    return Buurpaar(a=b, b=a)


def _vreemde_kleur() -> IGS:
    return IGS(slug="bont", naam="Bont", kleur=8)


def _tweede_naam() -> IGSNaam:
    igs = maak_igs()
    IGSNaam.objects.create(igs=igs, naam="Vroeger", soort="vroeger")
    return IGSNaam(igs=igs, naam="Vroeger", soort="afkorting")


def _erkenning(van: date, tot: date, igs: IGS | None = None) -> Erkenning:
    return Erkenning(igs=igs or maak_igs(), van=van, tot=tot, zekerheid="hoog", bron_url=BRON)


def _tweede_erkenning() -> Erkenning:
    igs = maak_igs()
    maak_erkenning(igs, date(2020, 1, 1), date(2026, 12, 31))
    return _erkenning(date(2026, 12, 31), date(2032, 12, 31), igs)


def _lid(igs: IGS | None = None, gemeente: Gemeente | None = None, **velden: Any) -> Lidmaatschap:
    standaard = {
        "igs": igs or maak_igs(),
        "gemeente": gemeente or maak_gemeente("99001", "Plek"),
        "zekerheid": "hoog",
        "bron_url": BRON,
    }
    return Lidmaatschap(**standaard | velden)


def _tweede_lid() -> Lidmaatschap:
    igs, gemeente = maak_igs(), maak_gemeente("99001", "Plek")
    maak_lid(igs, gemeente, lid_van=None, eerst_gezien_op=date(2024, 2, 1))
    return _lid(igs, gemeente, lid_van=date(2020, 1, 1), lid_tot=date(2024, 2, 1))


def _tweede_ingang() -> Zoekingang:
    velden = {"genormaliseerd": "proefplek", "naam": "Proefplek", "soort": "gemeente", "doel": "/x/", "doelnaam": "X"}
    Zoekingang.objects.create(rang=0, **velden)
    return Zoekingang(rang=0, **velden)


def _tweede_stand() -> Gegevensstand:
    Gegevensstand.objects.create(bestand="proef", sleutel="1", velden={"a": 1})
    return Gegevensstand(bestand="proef", sleutel="1", velden={"a": 1})


# name of the constraint: what breaks it, the field where the message stands, the message
REGELS: dict[str, tuple[Bouwer, str, str]] = {
    "een_bestaande_gemeente_per_naam": (_zelfde_naam, ALGEMEEN, "Er bestaat al een gemeente met deze naam."),
    "wie_ophoudt_gaat_op_in_een_andere": (
        lambda: _gemeente(bestaat_tot=OUD_TOT),
        ALGEMEEN,
        "Een gemeente die ophoudt, heeft een laatste dag en een opvolger.",
    ),
    "gemeente_eindigt_na_haar_begin": (_einde_voor_begin, "bestaat_tot", "Het einde ligt voor het begin."),
    "gemeente_volgt_zichzelf_niet_op": (_in_zichzelf, ALGEMEEN, "Een gemeente kan niet in zichzelf opgaan."),
    "plaatsnaam_een_keer_per_gemeente_en_postcode": (
        _tweede_plaats,
        ALGEMEEN,
        "Deze plaatsnaam staat er al bij die gemeente.",
    ),
    "buurpaar_een_keer": (_tweede_buurpaar, ALGEMEEN, "bestaat al"),
    "buurpaar_kleinste_code_eerst": (_omgekeerd_buurpaar, ALGEMEEN, "buurpaar_kleinste_code_eerst"),
    "kleur_is_een_van_de_zeven": (_vreemde_kleur, ALGEMEEN, "Kies een van de zeven kaartkleuren."),
    "igsnaam_een_keer": (_tweede_naam, ALGEMEEN, "Deze naam staat er al."),
    "erkenning_eindigt_na_haar_begin": (
        lambda: _erkenning(date(2026, 1, 2), date(2026, 1, 1)),
        "tot",
        "Het einde ligt voor het begin.",
    ),
    "erkenningen_van_een_igs_overlappen_niet": (
        _tweede_erkenning,
        ALGEMEEN,
        "Dit IGS heeft in die periode al een erkenning.",
    ),
    "lidmaatschap_heeft_een_eerste_dag": (
        _lid,
        "lid_van",
        "Vul in sinds wanneer, of op welke dag het lidmaatschap eerst gezien is.",
    ),
    "lidmaatschap_eindigt_na_zijn_begin": (
        lambda: _lid(lid_van=date(2020, 1, 2), lid_tot=date(2020, 1, 1)),
        "lid_tot",
        "Het einde ligt voor het begin.",
    ),
    "een_gemeente_is_een_keer_tegelijk_lid": (
        _tweede_lid,
        ALGEMEEN,
        "Deze gemeente is in die periode al lid van dit IGS.",
    ),
    "zoekingang_een_keer": (_tweede_ingang, ALGEMEEN, "bestaat al"),
    "gegevensstand_een_keer": (_tweede_stand, ALGEMEEN, "bestaat al"),
}


def test_elke_beperking_van_het_netwerk_staat_in_de_lijst() -> None:
    netwerk = [model for model in apps.get_app_config("igs").get_models() if model.__module__ in MODULES]
    assert sorted(c.name for model in netwerk for c in model._meta.constraints) == sorted(REGELS)


@pytest.mark.parametrize("naam", REGELS)
def test_de_databank_weigert_wat_een_regel_breekt(naam: str) -> None:
    rij = REGELS[naam][0]()
    with pytest.raises(IntegrityError, match=rf'"{naam}"'), transaction.atomic():
        rij.save(force_insert=rij._state.adding)


@pytest.mark.parametrize("naam", REGELS)
def test_een_formulier_zegt_in_het_nederlands_welke_regel(naam: str) -> None:
    bouw, veld, boodschap = REGELS[naam]
    with pytest.raises(ValidationError) as fout:
        bouw().full_clean()
    boodschappen = fout.value.message_dict
    assert list(boodschappen) == [veld]
    assert boodschap in boodschappen[veld][0]
    assert len(boodschappen[veld]) == 1


def test_het_einde_voor_de_dag_waarop_een_lid_eerst_gezien_is_staat_bij_het_einde() -> None:
    rij = _lid(lid_van=None, eerst_gezien_op=date(2024, 2, 1), lid_tot=date(2024, 1, 31))
    with pytest.raises(ValidationError) as fout:
        rij.full_clean()
    assert fout.value.message_dict == {"lid_tot": ["Het einde ligt voor het begin."]}
    with pytest.raises(IntegrityError, match="lidmaatschap_eindigt_na_zijn_begin"), transaction.atomic():
        rij.save()


def test_een_gemeente_mag_lid_zijn_van_meer_dan_een_igs() -> None:
    gemeente = maak_gemeente("99001", "Plek")
    for naam in ("Eén", "Twee", "Drie"):
        lid = _lid(maak_igs(naam), gemeente, lid_van=date(2020, 1, 1))
        lid.full_clean()
        lid.save()
    assert gemeente.lidmaatschappen.count() == 3


def test_een_gemeente_mag_na_een_onderbreking_terugkomen() -> None:
    igs, gemeente = maak_igs(), maak_gemeente("99001", "Plek")
    for van, tot in ((date(2020, 1, 1), date(2021, 12, 31)), (date(2022, 1, 1), date(2023, 1, 1)), (NIEUW_VAN, None)):
        lid = _lid(igs, gemeente, lid_van=van, lid_tot=tot)
        lid.full_clean()
        lid.save()
    assert [lid.geldt_op(date(2024, 6, 1)) for lid in igs.lidmaatschappen.all()] == [False, False, False]


def test_een_lidmaatschap_met_onbekend_begin_mag() -> None:
    lid = _lid(eerst_gezien_op=NIEUW_VAN)
    lid.full_clean()
    lid.save()
    assert lid.eerste_dag == NIEUW_VAN


def test_een_lidmaatschap_van_een_dag_mag() -> None:
    lid = _lid(lid_van=NIEUW_VAN, lid_tot=NIEUW_VAN)
    lid.full_clean()
    lid.save()
    assert [lid.geldt_op(dag) for dag in (OUD_TOT, NIEUW_VAN, date(2025, 1, 2))] == [False, True, False]


def test_twee_erkenningen_mogen_op_elkaar_volgen() -> None:
    igs = maak_igs()
    maak_erkenning(igs, date(2020, 1, 1), date(2026, 12, 31))
    volgende = _erkenning(date(2027, 1, 1), date(2032, 12, 31), igs)
    volgende.full_clean()
    volgende.save()
    assert str(volgende) == "Test 2027-2032"


def test_een_vroegere_gemeente_mag_de_naam_van_haar_opvolger_hebben() -> None:
    nieuw = maak_gemeente("99001", "Zelfde", bestaat_van=NIEUW_VAN)
    oud = bouw_gemeente("99002", "Zelfde", nieuw.referentieregio, bestaat_tot=OUD_TOT, opgegaan_in=nieuw)
    oud.full_clean()
    oud.save(force_insert=True)
    assert Gemeente.objects.filter(slug="zelfde").count() == 2


@pytest.mark.parametrize("dag", [date(2018, 12, 31), date(2019, 1, 1), OUD_TOT, NIEUW_VAN], ids=str)
def test_de_vraag_aan_de_databank_en_de_gemeente_zelf_zeggen_hetzelfde(dag: date) -> None:
    nieuw = maak_gemeente("99001", "Nieuw", bestaat_van=NIEUW_VAN)
    maak_gemeente("99002", "Oud", bestaat_van=date(2019, 1, 1), bestaat_tot=OUD_TOT, opgegaan_in=nieuw)
    maak_gemeente("99003", "Altijd")
    alle = Gemeente.objects.filter(nis_code__startswith="9900")
    assert {g.naam for g in alle.op(dag)} == {g.naam for g in alle if g.bestond_op(dag)}
    assert {g.naam for g in alle.huidige()} == {"Nieuw", "Altijd"}


@pytest.mark.parametrize(
    ("velden", "veld"),
    [
        ({"nis_code": "1234"}, "nis_code"),
        ({"nis_code": "1234a"}, "nis_code"),
        ({"postcodes": ["900"]}, "postcodes"),
        ({"lat": 52.3}, "lat"),
        ({"lon": 6.1}, "lon"),
        ({"inwoners": -1}, "inwoners"),
    ],
)
def test_een_onmogelijke_waarde_wordt_bij_haar_veld_genoemd(velden: dict[str, Any], veld: str) -> None:
    gemeente = _gemeente()
    for naam, waarde in velden.items():
        setattr(gemeente, naam, waarde)
    with pytest.raises(ValidationError) as fout:
        gemeente.full_clean()
    assert list(fout.value.message_dict) == [veld]


def test_een_igs_is_actief_tot_en_met_zijn_laatste_dag() -> None:
    igs = maak_igs(gestopt_op=date(2025, 12, 31))
    assert [igs.actief_op(dag) for dag in (date(2025, 12, 31), date(2026, 1, 1))] == [True, False]
    assert maak_igs("Ander").actief_op(date.max)


def test_een_igs_met_een_portret_kan_niet_per_ongeluk_weg() -> None:
    igs = maak_igs()
    maak_portret(igs)
    with pytest.raises(models.ProtectedError):
        igs.delete()


def test_adressen_volgen_uit_de_adresnaam() -> None:
    igs, regio = maak_igs("Ons Netwerk"), maak_regio("Regio Ergens")
    assert (igs.get_absolute_url(), igs.deelbeeld_pad) == ("/igs/ons-netwerk/", "/deelbeeld/igs/ons-netwerk.png")
    assert (regio.get_absolute_url(), regio.deelbeeld_pad) == (
        "/regios/regio-ergens/",
        "/deelbeeld/regios/regio-ergens.png",
    )
    assert regio.korte_naam == "Ergens"
    assert maak_gemeente("99001", "Sint-Ergens").get_absolute_url() == "/gemeenten/sint-ergens/"
    assert maak_portret(igs, "Een mooi verhaal").get_absolute_url() == "/belicht/een-mooi-verhaal/"
