from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"
    verbose_name = "Talent"

    def ready(self) -> None:
        """Tell the scope of the admin, the landing page, the relay, the reports and the areas about talents."""
        from igs import portaalcijfers as tellingen
        from igs import streekcijfers
        from talent import (
            bereik,
            contact,
            onbestelbaar,
            oproepcijfer,
            opruimen,
            portaalcijfers,
            rechten,
            streekcijfer,
            verwerkingen,
        )

        bereik.registreer()
        verwerkingen.registreer()
        opruimen.registreer()
        rechten.registreer()
        contact.registreer()
        onbestelbaar.registreer()
        streekcijfers.bronnen += [streekcijfer.streekcijfer, oproepcijfer.streekcijfer, streekcijfer.gelukt]
        tellingen.registreer(*portaalcijfers.EIGEN)
