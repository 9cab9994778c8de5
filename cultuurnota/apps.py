from django.apps import AppConfig


class CultuurnotaConfig(AppConfig):
    name = "cultuurnota"
    verbose_name = "Cultuurnota"

    def ready(self) -> None:
        """Tell the scope of the admin and the nightly work about the offer."""
        from cultuurnota import bereik, opruimen, publiceren, rechten, verwerkingen
        from igs import streekcijfers

        bereik.registreer()
        verwerkingen.registreer()
        opruimen.registreer()
        rechten.registreer()
        streekcijfers.bronnen.append(publiceren.streekcijfer)
