"""The newest calls that are open, for other programs."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape

from igs.feeds import SiteAtom
from igs.platte_tekst import op_een_regel
from opnetwerk.dag import vandaag
from talent import oproeppost
from talent.models import Oproep
from talent.oproepenlijst import nieuwste

AANTAL = 50


class OproepenAtom(SiteAtom):
    """What, when, where, for how much and until when; examples are left out."""

    title = "Oproepen voor makers – op/netwerk"
    subtitle = "Kansen om op te treden, te tonen of mee te werken"

    def link(self) -> str:
        return settings.SITE_ADRES + reverse("talent_oproepen")

    def feed_url(self) -> str:
        return settings.SITE_ADRES + reverse("talent_oproepen_atom")

    def items(self) -> list[Oproep]:
        return nieuwste(vandaag(), AANTAL)

    def item_author_name(self, item: Oproep) -> str:
        return op_een_regel(item.organisator.organisatie)

    def item_description(self, item: Oproep) -> str:
        feiten = [
            str(item.get_kans_display()),
            oproeppost.wanneer(item),
            oproeppost.waar(item),
            oproeppost.vergoeding(item),
            f"reageren tot en met {oproeppost.dag(item.deadline)}",
        ]
        return escape(op_een_regel("; ".join(feiten)))

    def item_pubdate(self, item: Oproep) -> datetime | None:  # type: ignore[override]
        return item.gepubliceerd_op

    def item_updateddate(self, item: Oproep) -> datetime | None:  # type: ignore[override]
        return item.gepubliceerd_op
