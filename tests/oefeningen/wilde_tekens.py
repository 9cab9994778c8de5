"""The rows behind the links of mails, and their tokens: what the example content has none of is made here."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any


def tekens(accounts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """For each link: a pattern on its route, the kind of the token, its key."""
    yield from _van_igs()
    yield from _van_talent(accounts)
    yield from _van_grensbrekers()
    yield from _van_notas(accounts)


def _van_igs() -> Iterator[tuple[str, str, str]]:
    from igs import hulp
    from igs.models import Hulpvraag
    from opnetwerk import adreslink

    velden: dict[str, Any] = {"naam": "An", "email": "an@vraag.example", "organisatie": "", "tekst": "Help ons op weg."}
    vraag = hulp.vraag_hulp(onderwerp=Hulpvraag.Onderwerp.values[0], formulier=uuid.uuid4().hex, **velden)
    yield r"^regiocheck/vraag-hulp/bevestig/", hulp.SOORT, str(vraag.kenmerk)
    adreslink.vraag(email="an@vraag.example", formulier="wereld", bij_nieuw=lambda: None)
    yield r"^mijn-gegevens/adres/", adreslink.SOORT, "wereld"


def _van_talent(accounts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    from opnetwerk.bevestigen import GELDIG
    from opnetwerk.dag import nu
    from talent import (
        actualiteit,
        beheren,
        oproepmail,
        organisatoren,
        ouders,
        uitkomsten,
        verbinden,
        verlaten,
        voorbereiden,
        voorvertoning,
    )  # fmt: skip
    from talent.models import Beheeruitnodiging, Oudertoestemming, Talent, Uitkomst, Verbinding, Voorbereiding
    from tests.talent.fabriek import maak_talent
    from tests.talent.oproepfabriek import maak_organisator

    talent = Talent.objects.filter(online__isnull=False).earliest("pk")
    jong = maak_talent(naam="Jonge maker", leeftijd="13-15", eigenaar=accounts["talent"])
    ouder = Oudertoestemming.objects.create(talent=jong, email="ouder@vraag.example")
    yield r"^talent/ouder/", ouders.SOORT, str(ouder.kenmerk)
    weg = maak_talent(naam="Bijna weg", eigenaar=accounts["talent"])
    verlaten.vraag_wissen(talent=weg, door=accounts["talent"])
    yield r"^talent/niet-wissen/", verlaten.SOORT, str(weg.kenmerk)
    mee = Beheeruitnodiging.objects.create(
        talent=talent, email=accounts["gewoon"].email, door=accounts["talent"], verloopt_op=nu() + GELDIG
    )
    yield r"^talent/uitnodiging/", beheren.SOORT, str(mee.kenmerk)
    yield r"^talent/klopt-nog/", actualiteit.SOORT, str(talent.kenmerk)
    yield r"^talent/oproepmails/", oproepmail.UIT, str(talent.kenmerk)
    yield r"^talent/voorbeeld/", voorvertoning.SOORT, str(talent.online_id)
    if uitkomst := Uitkomst.objects.order_by("pk").first():
        yield r"^talent/gelukt/", uitkomsten.SOORT, f"{uitkomst.kenmerk}:talent"
    if verbinding := Verbinding.objects.order_by("pk").first():
        yield r"^talent/verbinding/", verbinden.SOORT, str(verbinding.kenmerk)
    nieuw = maak_organisator(toegelaten=False, stand="te_bevestigen", bevestigd_op=None)
    yield r"^talent/word-organisator/bevestig/", organisatoren.BEVESTIGING, f"{nieuw.kenmerk}:{nieuw.formulier[:16]}"
    voorbereid = _voorbereiding()
    assert Voorbereiding.objects.exists()
    yield r"^talent/voorbereid/profiel/", voorbereiden.SOORT, f"{voorbereid.talent.kenmerk}:{voorbereiden.PER_MAIL}"


def _voorbereiding() -> Any:
    from talent.models import Discipline
    from talent.voorbereiden import bereid_voor
    from tests.talent.oproepfabriek import maak_organisator

    organisator = maak_organisator(mag_voorbereiden=True)
    return bereid_voor(
        organisator=organisator,
        kenmerk=uuid.uuid4(),
        naam="Voorbereid",
        kort="Een stem uit de streek.",
        gemeente=organisator.gemeente,
        disciplines=list(Discipline.objects.all()[:1]),
        email="maker@vraag.example",
    )


def _van_grensbrekers() -> Iterator[tuple[str, str, str]]:
    from grensbrekers import actualiteit, adres, ledenpost, lidmaatschap
    from opnetwerk import geheimen
    from tests.grensbrekers.fabriek import maak_grensbreker

    wacht = maak_grensbreker("Wacht Even", stand="te_bevestigen")
    yield r"^grensbrekers/bevestig/", lidmaatschap.BEVESTIGING, str(wacht.kenmerk)
    lid = maak_grensbreker("Lid Lang")
    yield r"^grensbrekers/stop/", ledenpost.STOP, str(lid.kenmerk)
    yield r"^grensbrekers/uitschrijven/", ledenpost.UIT, f"{lid.kenmerk}:{next(iter(ledenpost.Mailsoort)).value}"
    yield r"^grensbrekers/klopt-nog/", actualiteit.SOORT, str(lid.kenmerk)
    nieuw = geheimen.versleutel("nieuw@vraag.example")
    yield r"^grensbrekers/nieuw-adres/", adres.SOORT, f"{lid.kenmerk}:{adres._merk(lid.email)}:{nieuw}"


def _van_notas(accounts: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    from cultuurnota import engagement, team
    from cultuurnota.models import Cultuurnota, Engagement, Teamuitnodiging
    from opnetwerk.bevestigen import GELDIG
    from opnetwerk.dag import nu

    nota = Cultuurnota.objects.earliest("pk")
    mee = Teamuitnodiging.objects.create(
        nota=nota, email=accounts["gewoon"].email, rol="schrijver", verloopt_op=nu() + GELDIG
    )
    yield r"^cultuurnota/uitnodiging/", team.SOORT, str(mee.kenmerk)
    if rij := Engagement.objects.select_related("nota").order_by("pk").first():
        merk = engagement._merk(rij.contact_email)
        yield r"^cultuurnota/herinnering/", engagement.STOP, f"{rij.nota.kenmerk}:{rij.gemeente_id}:{merk}"


# --- links that are no token of ours, and conversations --------------------------------------------------------------
def andere(accounts: dict[str, Any]) -> list[tuple[str, Sequence[dict[str, Any]]]]:
    """For each: a pattern on its route, and the values of its places."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    from cultuurnota import delen
    from cultuurnota.models import Cultuurnota
    from igs import melden, uitnodigen
    from igs.models import Activiteit, Hulpvraag
    from opnetwerk import gesprekken, gesprekspost
    from opnetwerk.bevestigen import maak_teken
    from opnetwerk.voorbeeldlink import maak_link

    gewoon = accounts["gewoon"]
    sleutel, waarde = uitnodigen.link(gewoon).strip("/").split("/")[1:]
    melding = melden.meld(pagina="/", tekst="Dit klopt niet.", email="", formulier=uuid.uuid4().hex)
    gesprek = gesprekken.begin(
        betreft="igs:zuidrand", betreft_naam="Zuidrand", igs_slug="zuidrand", onderwerp="Vraag", tekst="Een vraag.",
        afzender=gesprekken.Kant("An", "an@vraag.example"), ontvangers=[gesprekken.Kant("Bo", "bo@vraag.example")],
        formulier=uuid.uuid4().hex, bevestigd=False,
    )  # fmt: skip
    open_ = gesprekken.begin(
        betreft="igs:zuidrand", betreft_naam="Zuidrand", igs_slug="zuidrand", onderwerp="Vraag", tekst="Nog een vraag.",
        afzender=gesprekken.Kant("An", "an@vraag.example"), ontvangers=[gesprekken.Kant("Bo", "bo@vraag.example")],
        formulier=uuid.uuid4().hex, bevestigd=True,
    )  # fmt: skip
    kanten = [{"teken": maak_teken(gesprekspost.DEELNAME, str(een.sleutel))} for een in open_.deelnemers.order_by("pk")]
    nota = Cultuurnota.objects.earliest("pk")
    link = delen.deel(
        nota=nota, sleutel=uuid.uuid4(), voor_wie="De raad", dagen=30, bevroren=None, door=accounts["trekker"]
    )
    teken = default_token_generator.make_token(gewoon)
    return [
        (r"^uitnodiging/<", [{"sleutel": sleutel, "waarde": waarde}]),
        (r"^klopt-er-iets-niet/bedankt/", [{"kenmerk": melding.kenmerk}]),
        (r"^regiocheck/vraag-hulp/bedankt/", [{"kenmerk": Hulpvraag.objects.latest("pk").kenmerk}]),
        (r"^gesprek/verstuurd/", [{"kenmerk": gesprek.kenmerk}]),
        (r"^gesprek/bevestig/", [{"teken": maak_teken(gesprekspost.BEVESTIGING, str(gesprek.kenmerk))}]),
        (r"^gesprek/<", kanten),
        (r"^voorbeeld/", [{"teken": maak_link(Activiteit.objects.earliest("pk"), 1).strip("/").split("/")[1]}]),
        (r"^cultuurnota/lezen/", [{"sleutel": link.sleutel}]),
        (r"password/reset/key/", [{"uidb36": user_pk_to_url_str(gewoon), "key": teken}]),
    ]
