"""The budget as a spreadsheet: out and in again is the same; what changed is shown before it counts."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothese
from hypothesis import strategies as st

from cultuurnota import begroting_bewerken, begrotingsblad, begrotingsinvoer
from cultuurnota.begroting_bewerken import Botsing, begroting_van, vervang
from cultuurnota.begrotingsblad import AFGEROND, VOLGT_UIT_SLEUTEL, als_csv, als_xlsx, lees_bestand, staat_er
from cultuurnota.begrotingsgegevens import lees
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from cultuurnota.rekenblad import Bladfout
from igs.models import IGS
from opnetwerk.formulieren import lees_tekst
from opnetwerk.models import Logregel
from tests.cultuurnota import rekenbladen
from tests.cultuurnota.fabriek import maak_nota, maak_teamlid
from tests.cultuurnota.rekenbladen import met, rijen_van_csv
from tests.fabriek import maak_gebruiker
from tests.vijandig import FORMULES, LEEG, ONSCHULDIG, STUURTEKENS, TE_LANG, Formulierpagina

MAKERS = {"xlsx": als_xlsx, "csv": als_csv}
HOVE = "11021"


@pytest.fixture
def nota(gegevens) -> Cultuurnota:
    return maak_nota()


@pytest.fixture
def door(nota):
    return maak_teamlid(nota).gebruiker


@pytest.fixture
def vol(nota, door) -> Cultuurnota:
    rekenbladen.vul(nota, door)
    return nota


@pytest.fixture
def client(door) -> Client:
    client = Client()
    client.force_login(door)
    return client


def pad(nota, rest: str = "") -> str:
    return f"/cultuurnota/werkruimte/{nota.kenmerk}/begroting/rekenblad/{rest}"


def bekijk(client, nota, inhoud: bytes):
    return client.post(pad(nota), {"bestand": rekenbladen.upload(inhoud)})


def neem_over(client, nota, inhoud: bytes):
    """Both steps: look, and press the button."""
    teken = bekijk(client, nota, inhoud).context["teken"]
    return client.post(pad(nota), {"doe": "neem_over", "teken": teken})


def zinnen(nota, inhoud: bytes) -> tuple[str, ...]:
    with pytest.raises(Bladfout) as fout:
        lees_bestand(nota, inhoud)
    return fout.value.zinnen


# --- out and in -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("soort", MAKERS)
@pytest.mark.parametrize("sleutel", ["gelijk", "inwoners", "mix", "hand"])
def test_wat_buiten_gaat_komt_hetzelfde_terug(nota, door, soort, sleutel):
    rekenbladen.vul(nota, door, sleutel=sleutel)
    voorstel = lees_bestand(nota, MAKERS[soort](nota))
    assert voorstel.inhoud == staat_er(nota)
    assert [een.kenmerk for een in voorstel.inhoud.posten] == [een.kenmerk for een in staat_er(nota).posten]
    assert voorstel.wenken == ()
    assert begrotingsinvoer.verschillen(staat_er(nota), voorstel.inhoud) == []


@pytest.mark.parametrize("soort", MAKERS)
def test_ook_een_lege_begroting_komt_terug(nota, soort):
    assert lees_bestand(nota, MAKERS[soort](nota)).inhoud == staat_er(nota)


BEDRAG = st.decimals(0, 9_999_999, places=2, allow_nan=False)
NAAM = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn")), min_size=1, max_size=150
)


@hypothese(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(namen=st.lists(NAAM, max_size=5), bedrag=BEDRAG, inbreng=BEDRAG, stijging=st.decimals(-10, 25, places=2))
def test_elke_begroting_komt_terug_tot_op_de_cent(nota, door, namen, bedrag, inbreng, stijging):
    namen = [naam for tekst in namen if (naam := lees_tekst(tekst, een_regel=True)[0]) and len(naam) <= 150]
    vervang(
        nota=nota,
        voorstel=Begroting(sleutel="gelijk", inbreng=inbreng, index=1 + stijging / 100),
        posten=[Begrotingspost(rubriek="werking", naam=naam, bedragen={"2029": f"{bedrag:.2f}"}) for naam in namen],
        bijdragen={},
        basis=begroting_van(nota).versie,
        door=door,
    )
    for maak in MAKERS.values():
        assert lees_bestand(nota, maak(nota)).inhoud == staat_er(nota)


def test_het_rekenblad_is_te_lezen_voor_een_mens(vol):
    boek = openpyxl.load_workbook(io.BytesIO(als_xlsx(vol)))
    assert boek.sheetnames == ["Instellingen", "Bijdragen", "Posten", "Overzicht"]
    assert [cel.value for cel in boek["Posten"][1]] == ["Rubriek", "Omschrijving", "VTE", *range(2027, 2033)]
    assert [cel.value for cel in boek["Posten"][2]][:4] == ["personeel", "coördinator", 0.8, 60000]
    bijdragen = list(boek["Bijdragen"].iter_rows(min_row=2, values_only=True))
    assert round(sum(rij[2] for rij in bijdragen), 2) == 120_000.50
    overzicht = {rij[0]: rij[1:] for rij in boek["Overzicht"].iter_rows(values_only=True)}
    assert overzicht["Inbreng van de gemeenten"][0] == 120_000.50
    assert overzicht["Saldo"][0] == float(lees(vol).jaren[0].saldo)


@pytest.mark.parametrize("soort", ["xlsx", "csv"])
def test_het_bestand_is_een_download(vol, client, soort):
    antwoord = client.get(pad(vol, f"{soort}/bestand/"))
    assert antwoord.headers["Content-Disposition"] == f'attachment; filename="begroting-zuidrand-2026-11-23.{soort}"'
    assert antwoord.headers["Cache-Control"] == "private, no-store"
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert lees_bestand(vol, antwoord.content).inhoud == staat_er(vol)
    assert client.get(pad(vol, "exe/bestand/")).status_code == 404


# --- what a file changes --------------------------------------------------------------------------------------------
def test_je_ziet_eerst_wat_er_verandert_en_dan_pas_gebeurt_het(vol, client):
    inhoud = met(als_xlsx(vol), "Posten", E2="65.000,5", B3="huur", A5="werking", B5="drukwerk", D5=500)
    antwoord = bekijk(client, vol, inhoud)
    assert antwoord.context["verschillen"] == [
        (
            "coördinator (personeel)",
            "2028: 61.050,75 euro",
            "2028: 65.000,50 euro",
        ),
        ("=1+1 (werking)", "2027: 1,10 euro", "verdwijnt"),
        ("huur (werking)", "staat er nog niet", "2027: 1,10 euro"),
        ("drukwerk (werking)", "staat er nog niet", "2027: 500 euro"),
    ]
    assert "Je bestand verandert 4 regels. Er is nog niets overgenomen." in antwoord.content.decode()
    oud = staat_er(vol)
    assert [een.naam for een in oud.posten][1] == "=1+1"
    antwoord = client.post(pad(vol), {"doe": "neem_over", "teken": antwoord.context["teken"]}, follow=True)
    assert "De begroting uit je bestand is overgenomen." in antwoord.content.decode()
    nieuw = staat_er(vol)
    assert [een.naam for een in nieuw.posten] == ["coördinator", "huur", "'t Sponsorfonds, “groot”; klein", "drukwerk"]
    assert nieuw.posten[0].kenmerk == oud.posten[0].kenmerk
    assert Logregel.objects.filter(actie="begroting uit een bestand overgenomen").count() == 2  # with the one of `vul`


def test_de_instellingen_veranderen(vol, client):
    inhoud = met(als_xlsx(vol), "Instellingen", B2="per inwoner", B3=60, B4="130.000", B5=2)
    assert bekijk(client, vol, inhoud).context["verschillen"] == [
        ("Verdeelsleutel", "deels gelijk, deels per inwoner", "per inwoner"),
        ("Deel per inwoner", "40 %", "60 %"),
        ("Inbreng samen, in het eerste jaar", "120.000,50 euro", "130.000 euro"),
        ("Stijging per jaar", "1,75 %", "2 %"),
    ]
    neem_over(client, vol, inhoud)
    beeld = lees(vol)
    assert (beeld.jaren[0].inbreng, beeld.jaren[1].inbreng) == (130_000, 132_600)


def test_zelf_invullen_neemt_de_bedragen_per_gemeente(vol, client):
    inhoud = met(met(als_xlsx(vol), "Instellingen", B2="zelf invullen"), "Bijdragen", C2=1, D2=None)
    verschillen = bekijk(client, vol, inhoud).context["verschillen"]
    naam = rekenbladen.beeld(vol).bijdragen[0].betaler.naam
    [(_, van, naar)] = [een for een in verschillen if een[0] == f"Bijdrage van {naam}"]
    assert van.startswith("2027: 1.000,05 euro, 2029: 0 euro,")
    assert naar.startswith("2027: 1 euro, 2029: ")
    neem_over(client, vol, inhoud)
    eerste = lees(vol).bijdragen[0]
    assert (eerste.bedragen[2027], eerste.bedragen[2028]) == (1, 0)
    assert eerste.bedragen[2029] > 0


def test_bedragen_die_uit_de_sleutel_volgen_tellen_niet_mee_en_dat_zeggen_we(vol, client):
    inhoud = met(als_xlsx(vol), "Bijdragen", C2=1)
    antwoord = bekijk(client, vol, inhoud)
    assert antwoord.context["wenken"] == (VOLGT_UIT_SLEUTEL,)
    assert antwoord.context["verschillen"] == []
    assert 'value="neem_over"' not in antwoord.content.decode()


def test_een_getal_met_een_haar_meer_is_hetzelfde_en_een_derde_wordt_afgerond(vol):
    assert lees_bestand(vol, met(als_xlsx(vol), "Posten", D3=1.1000000000000001)).wenken == ()
    voorstel = lees_bestand(vol, met(als_xlsx(vol), "Posten", D3=100 / 3))
    assert voorstel.inhoud.posten[1].bedragen["2027"] == "33.33"
    assert voorstel.wenken == (AFGEROND,)


def test_een_jaar_buiten_de_nota_houdt_wat_het_had(vol):
    rij = Begrotingspost.objects.get(naam="coördinator")
    rij.bedragen |= {"2026": "7.00"}
    rij.save()
    assert lees_bestand(vol, als_xlsx(vol)).inhoud == staat_er(vol)


def test_een_andere_volgorde_is_een_verschil(vol, client):
    rijen = rijen_van_csv(als_csv(vol))
    inhoud = rekenbladen.als_csv([*rijen[:-3], rijen[-1], rijen[-3], rijen[-2]])
    assert [wat for wat, _, _ in bekijk(client, vol, inhoud).context["verschillen"]] == ["Volgorde van de posten"]
    neem_over(client, vol, inhoud)
    assert staat_er(vol).posten[0].rubriek == "andere_inkomst"


def test_een_csv_van_een_engels_programma(vol):
    rijen = rijen_van_csv(als_csv(vol))
    rijen[-3][4] = "60000.25"
    inhoud = "\n".join(",".join(f'"{veld}"'.replace('""', "") for veld in rij) for rij in rijen)
    assert lees_bestand(vol, inhoud.encode()).inhoud.posten[0].bedragen["2027"] == "60000.25"


# --- a wrong cell ---------------------------------------------------------------------------------------------------
STIJGING_KAN_NIET = "In blad Instellingen, cel B5 verwachten we een percentage van -10 tot 25, zoals 2 of 1,5."


@pytest.mark.parametrize(
    ("blad", "cellen", "zin"),
    [
        ("Posten", {"D2": "veel"}, "In blad Posten, cel D2 verwachten we een bedrag van 0 of meer, zoals 1.250,50."),
        ("Posten", {"D2": -1}, "In blad Posten, cel D2 verwachten we een bedrag van 0 of meer, zoals 1.250,50."),
        ("Posten", {"D2": 1e300}, "In blad Posten, cel D2 verwachten we"),
        ("Posten", {"D2": True}, "In blad Posten, cel D2 verwachten we"),
        ("Posten", {"D2": "1,234"}, "In blad Posten, cel D2 verwachten we"),
        ("Posten", {"D2": "=1+1"}, "In blad Posten, cel D2 staat een formule zonder uitkomst."),
        ("Posten", {"C2": "één"}, "In blad Posten, cel C2 verwachten we een getal, zoals 0,8."),
        ("Posten", {"C3": 1}, "Laat blad Posten, cel C3 leeg: voltijdse equivalenten horen alleen bij personeel."),
        ("Posten", {"A2": "loon"}, "Kies in blad Posten, cel A2 een van deze: andere inkomsten, personeel, werking,"),
        ("Posten", {"B2": None}, "Vul in blad Posten, cel B2 een omschrijving in."),
        ("Posten", {"B2": "a" * 151}, "Maak de omschrijving in blad Posten, cel B2 korter: hoogstens 150 tekens."),
        ("Posten", {"D1": 2026}, "Op het blad Posten ontbreekt in de eerste rij: 2027."),
        ("Posten", {"A1": "x"}, "Op het blad Posten ontbreekt in de eerste rij: Rubriek."),
        ("Bijdragen", {"A2": "11002"}, "De NIS-code in blad Bijdragen, cel A2 is geen gemeente van dit IGS."),
        ("Bijdragen", {"C2": "x"}, "In blad Bijdragen, cel C2 verwachten we een bedrag"),
        ("Instellingen", {"B2": "loten"}, "Kies in blad Instellingen, cel B2 een van deze: elke gemeente evenveel,"),
        ("Instellingen", {"B3": 101}, "In blad Instellingen, cel B3 verwachten we een percentage van 0 tot 100."),
        ("Instellingen", {"B4": "x"}, "In blad Instellingen, cel B4 verwachten we een bedrag"),
        ("Instellingen", {"B5": 900}, STIJGING_KAN_NIET),
        ("Instellingen", {"B5": 26}, STIJGING_KAN_NIET),
        ("Instellingen", {"B5": -11}, STIJGING_KAN_NIET),
        ("Instellingen", {"A4": "x"}, "Op het blad Instellingen ontbreekt: Inbreng samen, in het eerste jaar."),
    ],
)
def test_een_cel_die_niet_klopt_wordt_genoemd(vol, client, blad, cellen, zin):
    inhoud = met(als_xlsx(vol), blad, **cellen)
    gevonden = zinnen(vol, inhoud)
    assert gevonden[0].startswith(zin)
    assert all(een.endswith(".") for een in gevonden)
    oud = staat_er(vol)
    pagina = bekijk(client, vol, inhoud).content.decode()
    assert "We konden je bestand niet overnemen" in pagina
    assert "<title>Fout: " in pagina
    assert staat_er(vol) == oud


def test_een_gemeente_die_er_twee_keer_staat_wordt_genoemd(vol):
    code = rekenbladen.beeld(vol).bijdragen[0].betaler.nis
    [zin] = zinnen(vol, met(als_xlsx(vol), "Bijdragen", A3=int(code)))
    assert zin == "De NIS-code in blad Bijdragen, cel A3 staat al hoger."


def test_een_blad_dat_ontbreekt_wordt_genoemd(vol):
    inhoud = rekenbladen.bewerkt(als_xlsx(vol), lambda boek: boek.remove(boek["Bijdragen"]))
    assert zinnen(vol, inhoud) == ("Het blad Bijdragen ontbreekt. Begin met het bestand dat je hier downloadt.",)


def test_alle_fouten_staan_er_samen_en_niet_meer_dan_twintig(vol):
    cellen = {f"{kolom}{rij}": "x" for kolom in "DEFGHI" for rij in range(2, 5)}
    assert len(zinnen(vol, met(als_xlsx(vol), "Posten", **cellen))) == 18
    cellen |= {f"{kolom}5": "x" for kolom in "ABDEFGHI"}
    gevonden = zinnen(vol, met(als_xlsx(vol), "Posten", **cellen))
    assert len(gevonden) == 21
    assert gevonden[-1] == "En nog 5 andere."


@pytest.mark.parametrize(
    ("bewerk", "zin"),
    [
        (lambda rijen: rijen[1:], "In de eerste rij van je bestand ontbreekt “Soort”."),
        (lambda rijen: [*rijen, ["loon", "x"]], "Schrijf in cel A"),
        (lambda rijen: [*rijen, ["post", "werking"]], "Vul in cel B"),
        (lambda rijen: [rij[:5] for rij in rijen], "Op het blad Bijdragen ontbreekt in de eerste rij: 2028"),
    ],
)
def test_een_csv_die_niet_klopt_noemt_de_cel(vol, bewerk, zin):
    assert zinnen(vol, rekenbladen.als_csv(bewerk(rijen_van_csv(als_csv(vol)))))[0].startswith(zin)


@pytest.mark.parametrize("tekst", [*ONSCHULDIG, *FORMULES])
def test_gewone_tekst_in_een_cel_blijft_zoals_ze_is_en_doet_niets(vol, client, tekst):
    tekst = " ".join(tekst.split())[:150].strip()
    rijen = rijen_van_csv(als_csv(vol))
    rijen[-1][2] = f"'{tekst}" if tekst.startswith(tuple("=+-@")) else tekst
    antwoord = bekijk(client, vol, rekenbladen.als_csv(rijen))
    assert "<script>alert(1)" not in antwoord.content.decode()
    neem_over(client, vol, rekenbladen.als_csv(rijen))
    assert staat_er(vol).posten[-1].naam == tekst
    assert lees_bestand(vol, als_xlsx(vol)).inhoud == staat_er(vol)


@pytest.mark.parametrize("tekst", [*LEEG, *TE_LANG[:1], *STUURTEKENS])
def test_een_rare_cel_geeft_nooit_een_storing(vol, client, tekst):
    rijen = rijen_van_csv(als_csv(vol))
    for kolom in range(6):
        anders = [*rijen[:-1], [tekst if plek == kolom else veld for plek, veld in enumerate(rijen[-1])]]
        assert bekijk(client, vol, rekenbladen.als_csv(anders)).status_code == 200


@pytest.mark.parametrize(
    "inhoud", [b"PK\x03\x04 half", b"%PDF-1.7\x00", b"\xd0\xcf\x11\xe0", b"<html>", b"a;b;c\n1;2;3"]
)
def test_wat_geen_begroting_is_wordt_geweigerd(vol, client, inhoud):
    antwoord = bekijk(client, vol, inhoud)
    assert antwoord.status_code == 200
    assert antwoord.context["zinnen"]


def test_geen_bestand_of_een_veel_te_groot(vol, client):
    gelezen = Formulierpagina(client.post(pad(vol)).content.decode())
    assert gelezen.fout_bij("bestand").startswith("Kies een bestand")
    gelezen = Formulierpagina(bekijk(client, vol, b"PK\x03\x04" + b"x" * 5_000_000).content.decode())
    assert gelezen.fout_bij("bestand").startswith("Dit rekenblad is te groot.")


def test_meer_posten_dan_een_begroting_houdt(vol, client):
    rijen = rijen_van_csv(als_csv(vol))
    antwoord = bekijk(client, vol, rekenbladen.als_csv([*rijen, *[["post", "werking", "x"]] * 199]))
    assert "meer dan 200 posten" in antwoord.content.decode()


# --- the button -----------------------------------------------------------------------------------------------------
def test_twee_keer_overnemen_is_een_keer(vol, client):
    teken = bekijk(client, vol, met(als_xlsx(vol), "Posten", D2=1)).context["teken"]
    for _ in range(2):
        antwoord = client.post(pad(vol), {"doe": "neem_over", "teken": teken})
        assert antwoord.headers["Location"] == f"{pad(vol)}?net=overgenomen"
    assert begroting_van(vol).versie == 2
    assert Logregel.objects.filter(actie="begroting uit een bestand overgenomen").count() == 2


@pytest.mark.parametrize("wat", ["post", "instelling"])
def test_wie_intussen_iets_veranderde_verliest_niets(vol, client, door, wat):
    teken = bekijk(client, vol, met(als_xlsx(vol), "Posten", D2=1)).context["teken"]
    if wat == "post":
        rij = Begrotingspost.objects.get(naam="coördinator")
        basis, rij.naam = begroting_bewerken.stand_van(rij), "van een ander"
        begroting_bewerken.bewaar_post(nota=vol, post=rij, basis=basis, door=door)
    else:
        voorstel = begroting_van(vol)
        voorstel.inbreng = Decimal(5)
        begroting_bewerken.stel_in(nota=vol, voorstel=voorstel, basis=1, door=door)
    oud = staat_er(vol)
    antwoord = client.post(pad(vol), {"doe": "neem_over", "teken": teken})
    assert antwoord.status_code == 409
    assert "Iemand anders veranderde intussen de begroting." in antwoord.content.decode()
    assert staat_er(vol) == oud


@pytest.mark.parametrize("teken", ["", "x", "a:b:c", "\x00"])
def test_een_teken_dat_niet_van_ons_is_verandert_niets(vol, client, teken):
    oud = staat_er(vol)
    assert client.post(pad(vol), {"doe": "neem_over", "teken": teken}).status_code == 409
    assert staat_er(vol) == oud


def test_een_teken_geldt_voor_een_nota_en_een_account(vol, door):
    nieuw = lees_bestand(vol, met(als_xlsx(vol), "Posten", D2=1)).inhoud
    teken = begrotingsinvoer.pak_in(nota=vol, nieuw=nieuw, door=door)
    ander, elders = maak_gebruiker("ander@voorbeeld.be"), maak_nota(titel="Een andere")
    for nota, wie in ((vol, ander), (elders, door)):
        with pytest.raises(begrotingsinvoer.Verlopen):
            begrotingsinvoer.neem_over(nota=nota, teken=teken, door=wie)
    begrotingsinvoer.neem_over(nota=vol, teken=teken, door=door)
    assert begrotingsinvoer.pak_uit(nota=vol, teken=teken, door=door)[0] == staat_er(vol)


def test_na_een_dag_kies_je_het_bestand_opnieuw(vol, door, monkeypatch):
    teken = begrotingsinvoer.pak_in(nota=vol, nieuw=staat_er(vol), door=door)
    monkeypatch.setattr(begrotingsinvoer, "GELDIG", -1)
    with pytest.raises(begrotingsinvoer.Verlopen):
        begrotingsinvoer.neem_over(nota=vol, teken=teken, door=door)


def test_een_botsing_noemt_geen_rij(vol, door):
    nieuw = lees_bestand(vol, met(als_xlsx(vol), "Posten", D2=1)).inhoud
    teken = begrotingsinvoer.pak_in(nota=vol, nieuw=nieuw, door=door)
    Begrotingspost.objects.all().delete()
    with pytest.raises(Botsing):
        begrotingsinvoer.neem_over(nota=vol, teken=teken, door=door)


# --- who comes in ---------------------------------------------------------------------------------------------------
def test_het_team_downloadt_en_alleen_een_schrijver_neemt_over(vol):
    lezer, vreemd = Client(), Client()
    lezer.force_login(maak_teamlid(vol, "lezer").gebruiker)
    vreemd.force_login(maak_teamlid(maak_nota(IGS.objects.get(slug="co7"))).gebruiker)
    for rest in ("", "xlsx/bestand/", "csv/bestand/"):
        assert lezer.get(pad(vol, rest)).status_code == 200
        assert lezer.post(pad(vol, rest)).status_code == 403
        assert vreemd.get(pad(vol, rest)).status_code == 404
        assert vreemd.post(pad(vol, rest)).status_code == 404
        assert Client().get(pad(vol, rest)).status_code == 302
    assert 'type="file"' not in lezer.get(pad(vol)).content.decode()


def test_een_bestand_zonder_teken_tegen_vervalsing_komt_niet_binnen(vol, door):
    client = Client(enforce_csrf_checks=True)
    client.force_login(door)
    bestand = SimpleUploadedFile("b.xlsx", als_xlsx(vol))
    assert client.post(pad(vol), {"bestand": bestand}).status_code == 403


def test_het_formulier_is_goed_gebouwd(vol, client):
    Formulierpagina("<main" + client.get(pad(vol)).content.decode().split("<main", 1)[1]).keur()
    assert begrotingsblad.MEESTE_ZINNEN == 20
