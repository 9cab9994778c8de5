from django.apps import AppConfig


class OpnetwerkConfig(AppConfig):
    name = "opnetwerk"
    verbose_name = "op/netwerk"

    def ready(self) -> None:
        from opnetwerk import checks  # noqa: F401  registers the system checks
