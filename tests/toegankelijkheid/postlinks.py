"""The addresses that come by mail or after a form was sent: what no link on a page leads to.

Makes what the example content lacks (a conversation, a parent, invitations, a shared note), so only on a portal that
may be written in.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from cultuurnota import engagement, team
from cultuurnota.models import Cultuurnota, Deellink, Engagement, Teamuitnodiging
from grensbrekers import actualiteit as ledenactualiteit
from grensbrekers import adres, ledenpost, lidmaatschap
from grensbrekers.models import Grensbreker, Netwerkvraag
from igs import hulp, uitnodigen
from igs.models import IGS, Hulpvraag, Portret
from opnetwerk import adreslink, bevestigen, gesprekspost, voorbeeldlink
from opnetwerk.dag import nu
from opnetwerk.models import Gebruiker, UitgaandeMail
from talent import actualiteit, beheren, oproepmail, organisatoren, ouders, verbinden, verlaten, voorbereiden
from talent import uitkomsten as talentuitkomsten
from talent.models import (
    Beheeruitnodiging,
    Discipline,
    Oproep,
    Organisator,
    Oudertoestemming,
    Talent,
    Uitkomst,
    Verbinding,
)
from talent.voorvertoning import link_voor_een_vriend
from tests import gesprekken
from tests.fabriek import maak_gebruiker
from tests.opnetwerk.test_toegang import MET_TEKEN, PUBLIEK, PUBLIEK_FORMULIER
from tests.talent.fabriek import maak_talent

EVEN = timedelta(days=3)
# Reached by a form, or by a link that is only there for who has something to find behind it.
PRULLENMAND = "/cultuurnota/werkruimte/prullenmand/"
ZONDER_LINK = ["/accounts/password/reset/", "/mijn/berichten/", "/mijn/grensbreker/", PRULLENMAND]


def maak_links() -> list[str]:
    """Paths: of every kind one that works, and one that never was or no longer works."""
    vast = [*PUBLIEK.values(), *PUBLIEK_FORMULIER.values(), *MET_TEKEN.values(), *ZONDER_LINK]
    delen = (_gesprekken(), _van_het_huis(), _grensbrekers(), _talenten(), _organisatoren(), _cultuurnota())
    links = [*vast, *(link for deel in delen for link in deel)]
    return [link.removeprefix(settings.SITE_ADRES) for link in links]


def _adres() -> str:
    """Of nobody, and each time another: a portal may be walked over twice."""
    return f"{uuid.uuid4().hex[:8]}@voorbeeld.example"


def _gesprekken() -> Iterator[str]:
    gesprek = gesprekken.begin(formulier=uuid.uuid4().hex * 2)
    for kant in (gesprekken.ontvanger(gesprek), gesprekken.afzender(gesprek)):
        yield gesprekken.pad(kant)
    yield gesprekken.pad(gesprekken.ontvanger(gesprek), "gesprek_meld_misbruik")
    yield gesprekken.pad(gesprekken.ontvanger(gesprek), "gesprek_blokkeer")
    wacht = gesprekken.begin(formulier=uuid.uuid4().hex * 2, bevestigd=False)
    yield reverse("gesprek_bevestig", args=[bevestigen.maak_teken(gesprekspost.BEVESTIGING, str(wacht.kenmerk))])
    yield reverse("gesprek_verstuurd", args=[wacht.kenmerk])


def _van_het_huis() -> Iterator[str]:
    nieuw = Gebruiker.objects.create_user(_adres(), None, naam="Gina Genodigd")
    yield uitnodigen.link(nieuw)
    portret = Portret.objects.order_by("pk").first()
    if portret is not None:
        yield voorbeeldlink.maak_link(portret, portret.versies.count())
    formulier = uuid.uuid4().hex
    adreslink.vraag(email=_adres(), formulier=formulier, bij_nieuw=lambda: None)
    yield reverse("mijn_gegevens_adres", args=[bevestigen.maak_teken(adreslink.SOORT, formulier)])
    vraag = Hulpvraag.objects.create(
        formulier=uuid.uuid4().hex, onderwerp="regiocheck", naam="An", email="an@voorbeeld.example", tekst="Help je?"
    )
    yield reverse("regiocheck_vraag_hulp_bevestig", args=[bevestigen.maak_teken(hulp.SOORT, str(vraag.kenmerk))])


def _grensbrekers() -> Iterator[str]:
    leden = Grensbreker.objects.order_by("pk")
    lid = leden.filter(stand="toegelaten").first()
    if lid is None:
        return
    pad = f"/grensbrekers/netwerk/{lid.sleutel}/"
    yield from (f"{pad}{deel}" for deel in ("", "gegevens/", "adres/", "vragen/stel/", "ontmoetingen/"))
    yield from (ledenpost.stoplink(lid), ledenpost.uitlink(lid, "brief"), ledenactualiteit.klopt_link(lid))
    yield from (f"{pad}vraag/{vraag.kenmerk}/" for vraag in Netwerkvraag.objects.all()[:2])
    for collega in leden.exclude(pk=lid.pk)[:2]:
        yield from (f"{pad}collega/{collega.kenmerk}/{deel}" for deel in ("", "bericht/", "kennismaken/"))
    yield reverse("grensbrekers_bevestig", args=[bevestigen.maak_teken(lidmaatschap.BEVESTIGING, str(lid.kenmerk))])
    formulier = uuid.uuid4().hex
    adres.vraag_adres(grensbreker=lid, email="ander@voorbeeld.example", formulier=formulier)
    mail = UitgaandeMail.objects.get(sleutel=f"grensbreker:{lid.kenmerk}:adres:{formulier}")
    yield next(woord for woord in mail.tekst.split() if "/grensbrekers/nieuw-adres/" in woord)


def _talenten() -> Iterator[str]:
    groep = Talent.objects.online().filter(leeftijd="18").order_by("pk").first()
    if groep is not None and groep.online is not None:
        uitnodiging = Beheeruitnodiging.objects.create(talent=groep, email=_adres(), verloopt_op=nu() + EVEN)
        teken = bevestigen.maak_teken(beheren.SOORT, str(uitnodiging.kenmerk))
        yield reverse("talent_uitnodiging", args=[teken])
        yield from (actualiteit.link(groep), oproepmail.uitlink(groep), verlaten.link_terug(groep))
        yield link_voor_een_vriend(groep, groep.online)
    # The clock of the portal is today's: what is made here stays out of the other pages as a draft.
    jong = maak_talent(naam="Jonge Proef", leeftijd="13-15", online=False, eigenaar=maak_gebruiker(_adres()))
    yield ouders.link(Oudertoestemming.objects.create(talent=jong, email="ouder@voorbeeld.example"))
    yield from (reverse("mijn_oproepen_reageren", args=[een.slug]) for een in Oproep.objects.filter(stand="open")[:1])
    yield from (talentuitkomsten.link(een, "talent") for een in Uitkomst.objects.all()[:1])
    yield from (verbinden.link(een) for een in Verbinding.objects.all()[:1])


def _organisatoren() -> Iterator[str]:
    wie = Organisator.objects.filter(stand="toegelaten").order_by("pk").first()
    if wie is None:
        return
    Organisator.objects.filter(pk=wie.pk).update(mag_voorbereiden=True, sleutel_tot=nu() + EVEN)
    pad = f"/talent/organisatoren/{wie.sleutel}/"
    yield from (f"{pad}{deel}" for deel in ("", "oproepen/nieuw/", "stoppen/", "voorbereiden/", "voorbereiden/nieuw/"))
    yield reverse("talent_word_organisator_bevestig", args=[organisatoren.bevestigteken(wie)])
    wie.refresh_from_db()
    rij = voorbereiden.bereid_voor(
        organisator=wie,
        naam="Voorbereide Proef",
        kort="Zingt en speelt.",
        gemeente=wie.gemeente,
        disciplines=list(Discipline.objects.all()[:1]),
        kenmerk=uuid.uuid4(),
    )
    link = voorbereiden.link(rij, voorbereiden.PER_MAIL)
    yield from (link, f"{link}leeftijd/", f"{link}overnemen/", f"{pad}voorbereiden/{rij.talent.kenmerk}/blad/")


def _cultuurnota() -> Iterator[str]:
    nota = Cultuurnota.objects.filter(igs=IGS.objects.get(slug="zuidrand"), weg_op=None).order_by("pk").first()
    if nota is None:
        return
    lezen = Deellink.objects.create(nota=nota, voor_wie="De proef", verloopt_op=nu() + EVEN)
    yield reverse("cultuurnota_lezen", args=[lezen.sleutel])
    uitnodiging = Teamuitnodiging.objects.create(nota=nota, email=_adres(), rol="lezer", verloopt_op=nu() + EVEN)
    yield team.link(uitnodiging)
    gemeente = nota.igs.lidmaatschappen.select_related("gemeente").order_by("pk")[0].gemeente
    rij, _ = Engagement.objects.get_or_create(nota=nota, gemeente=gemeente)
    rij.contact_email = rij.contact_email or "college@voorbeeld.example"
    rij.save(update_fields=["contact_email"])
    yield engagement.stoplink(rij)
