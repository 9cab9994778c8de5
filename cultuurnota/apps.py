from django.apps import AppConfig


class CultuurnotaConfig(AppConfig):
    name = "cultuurnota"
    verbose_name = "Cultuurnota"
