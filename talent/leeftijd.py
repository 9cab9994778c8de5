"""Growing older: a maker says to be 16 or 18 now. Only upwards, and never earlier than can be.

Of a profile that is online nothing opens by that alone: the new band holds from the next approval on, because the
municipality, a contact form or a telephone number then becomes visible. What was never online follows at once.
`Talent.leeftijd_op` stays the day of the first answer: from it follows what can be.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from opnetwerk import toestemmingen
from opnetwerk.dag import vandaag
from opnetwerk.models import Gebruiker
from talent.keuzes import Leeftijd
from talent.models import Profiel, Talent
from talent.noteren import noteer
from talent.toestemmen import over

VOLGORDE = [Leeftijd.JONG, Leeftijd.TIENER, Leeftijd.VOLWASSEN]
WOORDEN = {Leeftijd.TIENER: "Ik ben nu 16 of 17 jaar", Leeftijd.VOLWASSEN: "Ik ben nu 18 jaar of ouder"}
JAREN_ERTUSSEN = 2  # who was 15 is 18 after more than two years


class KanNogNiet(Exception):
    """This age is not possible yet, or no step up; the text is a Dutch sentence for the maker."""


def mogelijk(talent: Talent, dag: date) -> list[Leeftijd]:
    """The bands that the maker may have reached on the day; none for who is 18."""
    return [band for band in hogere(talent) if vroegst(talent, band) <= dag]


def hogere(talent: Talent) -> list[Leeftijd]:
    """Every band above this one."""
    return VOLGORDE[VOLGORDE.index(Leeftijd(talent.leeftijd)) + 1 :]


def vroegst(talent: Talent, band: Leeftijd) -> date:
    """The first day on which somebody of the band that was given first can be of this one."""
    begon_jong = talent.is_jong or _gezegd(talent, Leeftijd.TIENER)
    if band == Leeftijd.VOLWASSEN and begon_jong:
        return _jaren_later(talent.leeftijd_op, JAREN_ERTUSSEN)
    return talent.leeftijd_op + timedelta(days=1)


def gevraagd(talent: Talent) -> Leeftijd | None:
    """The band that waits for an approval; None when none does."""
    return next((band for band in reversed(hogere(talent)) if _gezegd(talent, band)), None)


def na_goedkeuring(talent: Talent) -> Leeftijd:
    """The band that holds once the version on the desk is approved."""
    return gevraagd(talent) or Leeftijd(talent.leeftijd)


@transaction.atomic
def meld(*, talent: Talent, band: str, door: Gebruiker) -> bool:
    """The maker is older now; whether that still waits for an approval. Twice is once. Raises KanNogNiet.

    The words and the moment go into the ledger; of a profile online a draft is opened, to be submitted.
    """
    from talent.bewerken import open_concept

    rij = Talent.objects.select_for_update(of=("self",)).select_related("thuis").get(pk=talent.pk)
    if band == rij.leeftijd or (band in Leeftijd.values and gevraagd(rij) == band):
        return gevraagd(rij) is not None
    if band not in mogelijk(rij, vandaag()):
        raise KanNogNiet("Dat kan nu niet. Kijk na wat je antwoordde toen je begon.")
    nieuw = Leeftijd(band)
    oud = rij.get_leeftijd_display()
    toestemmingen.geef(doel=_doel(nieuw), tekst=f"{WOORDEN[nieuw]}.", betreft=over(rij), gebruiker=door)
    noteer(talent=rij, actie="leeftijd gemeld", door=door, veranderd={"leeftijd": (oud, nieuw.label)})
    wacht = rij.online_id is not None
    if wacht:
        open_concept(talent=rij)
    else:
        rij.leeftijd = nieuw
        rij.save(update_fields=["leeftijd"])
    _nog_eens_kijken(rij)
    talent.refresh_from_db()
    return wacht


@transaction.atomic
def neem_terug(*, talent: Talent, door: Gebruiker) -> None:
    """It was a mistake, before anybody approved it; nothing when nothing waits."""
    rij = Talent.objects.select_for_update(of=("self",)).select_related("thuis").get(pk=talent.pk)
    if gevraagd(rij) is None:
        return
    for band in hogere(rij):
        toestemmingen.trek_in(doel=_doel(band), betreft=over(rij))
    noteer(talent=rij, actie="leeftijd teruggenomen", door=door)
    _nog_eens_kijken(rij)


def pas_toe(talent: Talent, door: Gebruiker) -> None:
    """The band that waited holds from now on; `talent` is locked, and saved by `talent.beoordelen`, who approves."""
    if nieuw := gevraagd(talent):
        veranderd = {"leeftijd": (talent.get_leeftijd_display(), nieuw.label)}
        talent.leeftijd = nieuw
        noteer(talent=talent, actie="leeftijd gewijzigd", door=door, veranderd=veranderd)


def _gezegd(talent: Talent, band: Leeftijd) -> bool:
    return toestemmingen.loopt(doel=_doel(band), betreft=over(talent))


def _doel(band: Leeftijd) -> str:
    return f"talent-leeftijd-{band}"


def _nog_eens_kijken(talent: Talent) -> None:
    """What lies on the desk is not decided as it was seen: the age changed."""
    if nummer := talent.concept_id:
        ligt = Profiel.objects.filter(pk=nummer, stand=Profiel.Stand.INGEDIEND)
        ligt.update(versie=F("versie") + 1)


def _jaren_later(dag: date, jaren: int) -> date:
    try:
        return dag.replace(year=dag.year + jaren)
    except ValueError:  # 29 February
        return date(dag.year + jaren, 3, 1)
