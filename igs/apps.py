from django.apps import AppConfig


class IgsConfig(AppConfig):
    name = "igs"
    verbose_name = "IGS"

    def ready(self) -> None:
        """Tell which figures the portal counts of an IGS, what the night erases, and the register."""
        from igs import opruimen, portaalcijfers, rechten, verwerkingen

        portaalcijfers.registreer(*portaalcijfers.EIGEN)
        opruimen.registreer()
        verwerkingen.registreer()
        rechten.registreer()
