from django.apps import AppConfig


class GrensbrekersConfig(AppConfig):
    name = "grensbrekers"
    verbose_name = "Grensbrekers"

    def ready(self) -> None:
        """Tell the scope of the admin, the landing page and the relay about members; tell areas about borders."""
        from grensbrekers import bereik, contact, grenskaart
        from igs import streekcijfers

        bereik.registreer()
        contact.registreer()
        streekcijfers.bronnen.append(grenskaart.streekcijfer)
