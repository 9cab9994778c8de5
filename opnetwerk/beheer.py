"""The admin site: ours, with a second factor and a role on every path."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class Beheer(AdminSite):
    """The admin of op/netwerk."""

    site_header = "op/netwerk beheer"
    site_title = "op/netwerk beheer"
    index_title = "Wat wacht op jou?"


class BeheerConfig(AdminConfig):
    default_site = "opnetwerk.beheer.Beheer"
