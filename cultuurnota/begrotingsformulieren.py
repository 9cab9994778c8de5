"""The forms of the budget: how it is divided, a line, what each municipality pays by hand.

Each can say what the budget would be with what was typed (`proef`), also while part of it is not right yet.
`basis` is what the form was shown with: who saves over somebody else sees both.
"""

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from cultuurnota.begroten import (
    GROOTSTE_STIJGING,
    HAND,
    MINSTE_STIJGING,
    MIX,
    PERSONEEL,
    Begrotingsbeeld,
    Betaler,
    Invoer,
    Post,
)
from cultuurnota.begroting_bewerken import stand_van
from cultuurnota.begrotingsgegevens import GROOTSTE_BEDRAG, als_post, bedrag_in
from cultuurnota.begrotingstabel import bedrag
from cultuurnota.doelformulieren import INTUSSEN, INTUSSEN_WEG, Verschil
from cultuurnota.geldveld import Geldveld, Getalveld
from cultuurnota.models import Begroting, Begrotingspost, Cultuurnota
from igs.regiocheck_bedragen import CENT, euro, komma, procent
from opnetwerk.formulieren import Formulier

HONDERD = Decimal(100)
NUL = Decimal(0)
VERSIE = re.compile(r"\d{1,9}", re.ASCII)


class Begrotingsformulier(Formulier):
    """What the three have in common."""

    basis = forms.CharField(required=False, widget=forms.HiddenInput)
    botsing: list[Verschil]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.botsing = []

    @property
    def versie(self) -> int:
        """The version of the budget that the form was shown with; -1 for what is none."""
        basis = self.cleaned_data.get("basis") or ""
        return int(basis) if VERSIE.fullmatch(basis) else -1

    def meld_botsing(self, verschillen: list[Verschil], basis: object | None) -> None:
        """Come back with both; saving again is a choice then. `basis` None: it is gone."""
        self.botsing = verschillen
        if basis is not None:
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["basis"] = str(basis)
            self.data = data
        self.add_error(None, INTUSSEN_WEG if basis is None else INTUSSEN)

    def proef(self, invoer: Invoer) -> Invoer:
        """The budget with what was typed in place of what stands kept; what could not be read stays as it was."""
        raise NotImplementedError

    def _gelezen(self) -> dict[str, Any]:
        """The fields that could be read; also while the form is being judged."""
        if not self.is_bound:
            return {}
        assert self.errors is not None  # judges the form when nobody did
        return self.cleaned_data


def _getypt(waarde: Decimal) -> str:
    """An amount as somebody would type it; nothing for 0."""
    return bedrag(Decimal(waarde)) if waarde else ""


def _verschillen(paren: Iterable[tuple[str, str, str]]) -> list[Verschil]:
    return [Verschil(naam, oud, nieuw) for naam, oud, nieuw in paren if oud != nieuw]


# --- how it is divided ----------------------------------------------------------------------------------------------
class Instelformulier(Begrotingsformulier):
    """Key, contribution and index."""

    sleutel = forms.ChoiceField(
        label="Hoe verdelen jullie de inbreng?",
        choices=[(waarde, capfirst(woord)) for waarde, woord in Begroting.Sleutel.choices],
        widget=forms.RadioSelect,
        help_text="De gemeenten kiezen dat zelf.",
    )
    deel_per_inwoner = forms.IntegerField(
        label="Welk deel verdelen jullie per inwoner, in procent?",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="Alleen als je deels gelijk en deels per inwoner verdeelt. De rest betaalt elke gemeente evenveel.",
    )
    inbreng = Geldveld(
        label="Inbreng van alle gemeenten samen, in het eerste jaar",
        help_text="In euro. Niet nodig als je per gemeente zelf een bedrag invult.",
    )
    stijging = Getalveld(
        label="Stijging per jaar, in procent",
        min_value=MINSTE_STIJGING,
        max_value=GROOTSTE_STIJGING,
        help_text="De index. Subsidie en inbreng stijgen elk jaar met dit deel. Laat leeg of zet 0 voor geen stijging.",
    )

    def __init__(self, *args: Any, begroting: Begroting, **kwargs: Any) -> None:
        self.begroting = begroting
        begin = {
            "sleutel": begroting.sleutel,
            "deel_per_inwoner": begroting.deel_per_inwoner,
            "inbreng": _getypt(begroting.inbreng),
            "stijging": komma((Decimal(begroting.index) - 1) * HONDERD) if begroting.index != 1 else "",
            "basis": begroting.versie,
        }
        super().__init__(*args, initial=begin, **kwargs)

    def clean(self) -> dict[str, Any]:
        super().clean()
        velden = self.cleaned_data
        if velden.get("sleutel") == MIX and velden.get("deel_per_inwoner") is None and "deel_per_inwoner" in velden:
            self.add_error("deel_per_inwoner", "Vul in welk deel jullie per inwoner verdelen, van 0 tot 100.")
        return velden

    def voorstel(self) -> Begroting:
        """The budget as filled in, not kept; fields that could not be read stay as they stand kept."""
        velden, staat = self._gelezen(), self.begroting
        deel, stijging = velden.get("deel_per_inwoner"), velden.get("stijging", NUL)
        index = 1 + (stijging or NUL) / HONDERD if "stijging" in velden else Decimal(staat.index)
        return Begroting(
            sleutel=velden.get("sleutel", staat.sleutel),
            deel_per_inwoner=staat.deel_per_inwoner if deel is None else deel,
            inbreng=(velden["inbreng"] or NUL) if "inbreng" in velden else Decimal(staat.inbreng),
            index=index,
        )

    def proef(self, invoer: Invoer) -> Invoer:
        nieuw = self.voorstel()
        return replace(
            invoer,
            sleutel=nieuw.sleutel,
            deel_per_inwoner=nieuw.deel_per_inwoner,
            inbreng=Decimal(nieuw.inbreng),
            index=Decimal(nieuw.index),
        )

    def verschillen(self, vers: Begroting) -> list[Verschil]:
        """What was typed here against what stands kept now."""
        nieuw, sleutels = self.voorstel(), dict(Begroting.Sleutel.choices)
        return _verschillen(
            [
                ("Verdeling", sleutels[vers.sleutel], sleutels[nieuw.sleutel]),
                ("Deel per inwoner", f"{vers.deel_per_inwoner} %", f"{nieuw.deel_per_inwoner} %"),
                ("Inbreng", euro(Decimal(vers.inbreng)), euro(Decimal(nieuw.inbreng))),
                ("Stijging per jaar", _stijging(vers), _stijging(nieuw)),
            ]
        )


def _stijging(begroting: Begroting) -> str:
    return procent(Decimal(begroting.index) - 1)


# --- a line ---------------------------------------------------------------------------------------------------------
class Postformulier(Begrotingsformulier):
    """A line of income or cost, with an amount for every year of the note."""

    nieuw = forms.UUIDField(required=False, widget=forms.HiddenInput)
    rubriek = forms.ChoiceField(
        label="Wat is het?",
        choices=[("", "Kies uit de lijst"), *((w, capfirst(woord)) for w, woord in Begrotingspost.Rubriek.choices)],
    )
    naam = forms.CharField(label="Omschrijving", max_length=150, help_text="Zoals: coördinator, huur of sponsors.")
    vte = Getalveld(
        label="Voltijdse equivalenten",
        min_value=0,
        max_digits=5,
        help_text="Alleen bij personeel. 1 is één voltijdse job.",
    )
    doortrekken = forms.BooleanField(
        label="Vul de lege jaren in vanaf het eerste bedrag, met de stijging van de begroting", required=False
    )

    def __init__(self, *args: Any, post: Begrotingspost, nota: Cultuurnota, index: Decimal, **kwargs: Any) -> None:
        self.post, self.nota, self.index = post, nota, index
        self.base_fields = type(self).base_fields | {  # type: ignore[misc]
            f"jaar_{jaar}": Geldveld(label=f"Bedrag in {jaar}", initial=_getypt(bedrag_in(post.bedragen, jaar)))
            for jaar in nota.jaren
        }
        begin = {"rubriek": post.rubriek, "naam": post.naam, "vte": post.vte, "nieuw": uuid.uuid4()}
        begin["basis"] = stand_van(post) if post.pk else ""
        super().__init__(*args, initial=begin, **kwargs)
        self.order_fields(["basis", "nieuw", "rubriek", "naam", "vte", *self._jaarnamen(), "doortrekken"])

    def _jaarnamen(self) -> list[str]:
        return [f"jaar_{jaar}" for jaar in self.nota.jaren]

    def jaarvelden(self) -> list[BoundField]:
        return [self[naam] for naam in self._jaarnamen()]

    def clean(self) -> dict[str, Any]:
        super().clean()
        velden = self.cleaned_data
        if velden.get("vte") and velden.get("rubriek", PERSONEEL) != PERSONEEL:
            self.add_error("vte", "Laat de voltijdse equivalenten leeg: dit is geen personeel.")
        eerste = self._jaarnamen()[0]
        if velden.get("doortrekken") and any(Decimal(een) > GROOTSTE_BEDRAG for een in self.bedragen().values()):
            self.add_error("doortrekken", "Zo worden de bedragen te groot. Kijk het eerste bedrag na.")
        if eerste in velden and not any(velden.get(naam) for naam in self._jaarnamen()) and not self.errors:
            self.add_error(eerste, "Vul in minstens één jaar een bedrag in.")
        return velden

    def bedragen(self) -> dict[str, str]:
        """Per year, as a line keeps them; a year outside the period of the note keeps what it has."""
        velden = self._gelezen()
        oud: dict[str, str] = self.post.bedragen or {}
        gevuld = {jaar: velden.get(f"jaar_{jaar}") for jaar in self.nota.jaren}
        if velden.get("doortrekken"):
            gevuld = self._doorgetrokken(gevuld)
        eigen = {str(jaar): f"{geld:.2f}" for jaar, geld in gevuld.items() if geld}
        return {jaar: geld for jaar, geld in oud.items() if jaar not in map(str, self.nota.jaren)} | eigen

    def _doorgetrokken(self, gevuld: Mapping[int, Decimal | None]) -> dict[int, Decimal | None]:
        """Every empty year after the first amount: that amount with the index. A 0 that was typed stays 0."""
        eerste = next((jaar for jaar, geld in gevuld.items() if geld), None)
        if eerste is None:
            return dict(gevuld)
        begin = gevuld[eerste] or NUL
        return {
            jaar: (begin * self.index ** (jaar - eerste)).quantize(CENT) if geld is None and jaar > eerste else geld
            for jaar, geld in gevuld.items()
        }

    def rij(self) -> Begrotingspost:
        """The line as filled in, not kept."""
        velden, oud = self._gelezen(), self.post
        return Begrotingspost(
            pk=oud.pk,
            kenmerk=oud.kenmerk if oud.pk else velden.get("nieuw") or uuid.uuid4(),
            begroting_id=oud.begroting_id,
            volgorde=oud.volgorde,
            rubriek=velden.get("rubriek", oud.rubriek),
            naam=velden.get("naam", oud.naam),
            vte=velden.get("vte", oud.vte) or None,
            bedragen=self.bedragen(),
        )

    def proef(self, invoer: Invoer) -> Invoer:
        if not self.is_bound:
            return invoer
        post: Post = als_post(self.rij(), invoer.jaren)
        posten = [post if een.nummer == post.nummer else een for een in invoer.posten]
        return replace(invoer, posten=tuple(posten if self.post.pk else [*invoer.posten, post]))

    def verschillen(self, vers: Begrotingspost) -> list[Verschil]:
        nieuw, rubrieken = self.rij(), dict(Begrotingspost.Rubriek.choices)
        paren = [
            ("Wat is het?", rubrieken[vers.rubriek], rubrieken.get(nieuw.rubriek, "")),
            ("Omschrijving", vers.naam, nieuw.naam),
            ("Voltijdse equivalenten", _vte(vers), _vte(nieuw)),
        ]
        for jaar in self.nota.jaren:
            oud, anders = (euro(bedrag_in(een.bedragen, jaar)) for een in (vers, nieuw))
            paren.append((f"Bedrag in {jaar}", oud, anders))
        return _verschillen(paren)


def _vte(post: Begrotingspost) -> str:
    return "" if post.vte is None else komma(post.vte)


# --- by hand --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Invulrij:
    """A municipality with its fields: (year, field)."""

    betaler: Betaler
    velden: list[tuple[int, BoundField]]


class Bijdrageformulier(Begrotingsformulier):
    """What each municipality pays in each year. It begins with what the key gives."""

    def __init__(self, *args: Any, begroting: Begroting, beeld: Begrotingsbeeld, **kwargs: Any) -> None:
        self.betalers = [regel.betaler for regel in beeld.bijdragen]
        self.jaren = beeld.invoer.jaren
        self.begint_met_sleutel = beeld.invoer.sleutel != HAND
        self.base_fields = type(self).base_fields | {  # type: ignore[misc]
            _naam(regel.betaler, jaar): Geldveld(label=f"{regel.betaler.naam} in {jaar}", initial=_getypt(geld))
            for regel in beeld.bijdragen
            for jaar, geld in regel.bedragen.items()
        }
        super().__init__(*args, initial={"basis": begroting.versie}, **kwargs)

    def rijen(self) -> list[Invulrij]:
        return [Invulrij(een, [(jaar, self[_naam(een, jaar)]) for jaar in self.jaren]) for een in self.betalers]

    def bedragen(self) -> dict[tuple[str, int], Decimal]:
        """What was filled in; a cell that could not be read is left out."""
        velden = self._gelezen()
        return {
            (betaler.nis, jaar): geld
            for betaler in self.betalers
            for jaar in self.jaren
            if (geld := velden.get(_naam(betaler, jaar)))
        }

    def proef(self, invoer: Invoer) -> Invoer:
        return replace(invoer, sleutel=HAND, met_hand=self.bedragen()) if self.is_bound else invoer

    def verschillen(self, vers: Begrotingsbeeld) -> list[Verschil]:
        """What was typed here against what holds now."""
        nieuw, sleutels = self.bedragen(), dict(Begroting.Sleutel.choices)
        staat = {(regel.betaler.nis, jaar): geld for regel in vers.bijdragen for jaar, geld in regel.bedragen.items()}
        paren = [("Verdeling", sleutels[vers.invoer.sleutel], sleutels[HAND])]
        for een in self.betalers:
            for jaar in self.jaren:
                oud, anders = (euro(bron.get((een.nis, jaar), NUL)) for bron in (staat, nieuw))
                paren.append((f"{een.naam} in {jaar}", oud, anders))
        return _verschillen(paren)


def _naam(betaler: Betaler, jaar: int) -> str:
    return f"b_{betaler.nis}_{jaar}"
