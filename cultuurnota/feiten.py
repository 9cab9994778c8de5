"""What the portal knows about an IGS, for its note: filled in at the start, refreshed when the team asks.

Kept as JSON in `Cultuurnota.feiten`: a note tells of the day it was filled in, and what changed since.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.html import format_html, format_html_join

from cultuurnota.models import Cultuurnota
from igs.models import IGS
from igs.netwerk import Netwerk, inwoners
from igs.regels_in_gebruik import regels_op
from igs.regiocheck_bedragen import getal
from igs.regiocheck_overzicht import Overzicht
from opnetwerk import logboek
from opnetwerk.dag import nu, vandaag
from opnetwerk.models import Gebruiker

BRON = "Statbel"
MEESTE_REGELS = 200  # of what changed, the newest kept
Feiten = dict[str, Any]


def verzamel(igs: IGS, dag: date) -> Feiten:
    """The facts of the day as JSON values: members, inhabitants, regions, recognition, outcome of the Regiocheck."""
    netwerk = Netwerk.op(dag)
    leden = netwerk.leden_van(igs)
    overzicht = Overzicht(netwerk, regels_op(dag))
    erkenning = netwerk.erkenning_van(igs)
    feiten: Feiten = {
        "dag": dag.isoformat(),
        "leden": [
            {"nis": een.nis_code, "naam": een.naam, "inwoners": een.inwoners} for een in (lid.gemeente for lid in leden)
        ],
        "inwoners": inwoners(lid.gemeente for lid in leden),
        "inwoners_jaren": sorted({lid.gemeente.inwoners_jaar for lid in leden}),
        "inwoners_bron": BRON,
        "regios": [regio.korte_naam for regio in netwerk.regios_van(igs)],
        "erkend_tot": erkenning.tot.isoformat() if erkenning else None,
    }
    if leden:
        stand = overzicht.rij(igs).stand
        feiten["regiocheck"] = {
            "oordeel": str(stand.oordeel_2027),
            "uitleg": str(stand.uitleg_2027),
            "te_bevestigen": bool(stand.te_bevestigen),
            "regels_van": overzicht.versie.isoformat(),
            "adres": str(stand.adres),
        }
    return feiten


def verschil(oud: Feiten, nieuw: Feiten) -> list[str]:
    """What changed between two days, a Dutch sentence for each; none when nothing did."""
    if not oud:
        return []
    was = {lid["nis"]: lid for lid in oud.get("leden", [])}
    wordt = {lid["nis"]: lid for lid in nieuw.get("leden", [])}
    zinnen = [f"{wordt[nis]['naam']} is lid geworden." for nis in wordt.keys() - was.keys()]
    zinnen += [f"{was[nis]['naam']} is geen lid meer." for nis in was.keys() - wordt.keys()]
    zinnen.sort()
    if oud.get("inwoners") != nieuw.get("inwoners"):
        van, naar = (getal(feiten.get("inwoners") or 0) for feiten in (oud, nieuw))
        zinnen.append(f"Het aantal inwoners ging van {van} naar {naar}.")
    if oud.get("regios") != nieuw.get("regios"):
        zinnen.append(f"De referentieregio is nu {_rij(nieuw.get('regios'))}. Eerst was dat {_rij(oud.get('regios'))}.")
    eerst, nu_ = ((feiten.get("regiocheck") or {}).get("oordeel") for feiten in (oud, nieuw))
    if eerst != nu_:
        zinnen.append(f"De Regiocheck zegt nu: {nu_ or 'geen uitkomst'} Eerst was dat: {eerst or 'geen uitkomst'}")
    return zinnen


def _rij(namen: Any) -> str:
    return " en ".join(namen or []) or "niet gekend"


def ververs(*, nota: Cultuurnota, door: Gebruiker) -> list[str]:
    """Take the facts of today into the note, and keep with the day what changed; those sentences. No text changes."""
    nieuw = verzamel(nota.igs, vandaag())
    with transaction.atomic():
        rij = Cultuurnota.objects.select_for_update().get(pk=nota.pk)
        anders = verschil(rij.feiten, nieuw)
        if anders:
            regels = [{"op": vandaag().isoformat(), "wat": wat} for wat in anders]
            rij.feiten_verschil = [*regels, *rij.feiten_verschil][:MEESTE_REGELS]
        rij.feiten, rij.feiten_op = nieuw, nu()
        rij.save(update_fields=["feiten", "feiten_op", "feiten_verschil", "gewijzigd_op"])
        logboek.schrijf(door=door, actie="feiten ververst", over=rij, igs_slug=nota.igs.slug)
    for veld in ("feiten", "feiten_op", "feiten_verschil"):
        setattr(nota, veld, getattr(rij, veld))
    return anders


# --- in the text ----------------------------------------------------------------------------------------------------
def als_tekst(feiten: Feiten, igs: IGS) -> str:
    """The facts as a piece of the chapter about the area, as safe HTML: two sentences and a table. Empty: no members.

    Year and source stand in the caption.
    """
    leden = feiten.get("leden") or []
    if not leden:
        return ""
    jaren = ", ".join(map(str, feiten["inwoners_jaren"]))
    rijen = format_html_join(
        "", '<tr><th scope="row">{}</th><td>{}</td></tr>', ((lid["naam"], getal(lid["inwoners"])) for lid in leden)
    )
    zin = f"{igs.naam} telt {len(leden)} gemeenten met samen {getal(feiten['inwoners'])} inwoners."
    woord = "referentieregio" if len(feiten["regios"]) == 1 else "referentieregio's"
    ligging = f"Ze liggen in de {woord} {_rij(feiten['regios'])}."
    return str(
        format_html(
            "<p>{} {}</p><table><caption>Inwoners op 1 januari {} (bron: {})</caption>"
            '<tbody><tr><th scope="col">Gemeente</th><th scope="col">Inwoners</th></tr>{}</tbody></table>',
            *(zin, ligging, jaren, feiten["inwoners_bron"], rijen),
        )
    )
