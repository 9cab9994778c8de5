from django.apps import AppConfig


class GrensbrekersConfig(AppConfig):
    name = "grensbrekers"
    verbose_name = "Grensbrekers"

    def ready(self) -> None:
        """Tell the scope of the admin, the landing page and the relay about members; tell areas about borders."""
        from grensbrekers import (
            bereik,
            contact,
            grenskaart,
            onbestelbaar,
            opruimen,
            portaalcijfers,
            rechten,
            verwerkingen,
            vraag_per_mail,
        )
        from igs import portaalcijfers as tellingen
        from igs import streekcijfers

        bereik.registreer()
        verwerkingen.registreer()
        opruimen.registreer()
        rechten.registreer()
        contact.registreer()
        onbestelbaar.registreer()
        vraag_per_mail.registreer()
        streekcijfers.bronnen.append(grenskaart.streekcijfer)
        tellingen.registreer(*portaalcijfers.EIGEN)
