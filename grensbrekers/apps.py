from django.apps import AppConfig


class GrensbrekersConfig(AppConfig):
    name = "grensbrekers"
    verbose_name = "Grensbrekers"
