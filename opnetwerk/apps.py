from django.apps import AppConfig


class OpnetwerkConfig(AppConfig):
    name = "opnetwerk"
    verbose_name = "op/netwerk"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created
        from django.db.models.signals import post_migrate

        from opnetwerk import (
            accountwissen,
            adreswissen,
            bezorgverslagen,
            checks,  # noqa: F401  registers the system checks
            dagelijks,
            gesprek_per_mail,
            gesprekwissen,
            verwerkingen,
        )
        from opnetwerk.paginacache import stempel, tabellen

        accountwissen.registreer()
        adreswissen.registreer()
        gesprekwissen.registreer()
        post_migrate.connect(tabellen.na_migratie, sender=self, dispatch_uid="paginacache")
        connection_created.connect(stempel.volg_verbinding, dispatch_uid="paginacache")
        bezorgverslagen.registreer()
        dagelijks.registreer()
        gesprek_per_mail.registreer()
        verwerkingen.registreer()
