"""Usage joins the house: its events become part of the scenario format."""

from django.apps import AppConfig


class Usage(AppConfig):
    """Traffic of plans with a monthly volume."""

    name = "kosmos.usage"

    def ready(self) -> None:
        """Teach scenario files traffic; charging, which owns them, knows nothing of it."""
        from kosmos.usage.scenario import register  # noqa: PLC0415 - needs the models loaded

        register()
