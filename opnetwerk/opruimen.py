"""What the night erases of accounts: sessions that are over, and accounts that nobody ever confirmed."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from opnetwerk import accountwissen
from opnetwerk.bewaartermijnen import ACCOUNT_ONBEVESTIGD_NA, ZITTING_NA
from opnetwerk.models import Gebruiker


def wis_oude_zittingen(moment: datetime) -> int:
    """Sessions past their end, and the record of a device that was not seen for fourteen days; the number erased."""
    voorbij = Session.objects.filter(expire_date__lt=moment).delete()[0]
    return voorbij + UserSession.objects.filter(last_seen_at__lt=moment - ZITTING_NA).delete()[0]


def wis_onbevestigde(moment: datetime) -> int:
    """Accounts of a week ago whose address nobody confirmed and with which nobody ever logged in; how many.

    One that was made for a coordinator waits for its invitation: it is staff, or in a group.
    """
    bevestigd = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    oud = Gebruiker.objects.filter(
        ~Exists(bevestigd), last_login=None, is_staff=False, groups=None, gemaakt_op__lt=moment - ACCOUNT_ONBEVESTIGD_NA
    )
    return accountwissen.wis_onbevestigde(oud)
