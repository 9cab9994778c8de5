from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "talent"
    verbose_name = "Talent"

    def ready(self) -> None:
        """Tell the scope of the admin, the landing page, the relay, the reports and the areas about talents."""
        from igs import streekcijfers
        from talent import bereik, contact, streekcijfer

        bereik.registreer()
        contact.registreer()
        streekcijfers.bronnen.append(streekcijfer.streekcijfer)
