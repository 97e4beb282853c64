"""The gateway joins the house: it tells payments how a rail is found."""

from django.apps import AppConfig


class Gateway(AppConfig):
    """Machine traffic of payment rails, and in the demo their simulators."""

    name = "kosmos.gateway"

    def ready(self) -> None:
        """Say how rails are wired; payments, which use them, know nothing of settings."""
        from kosmos.gateway.rails import wired_rail  # noqa: PLC0415 - needs the models loaded
        from kosmos.payments.rails.base import find_rails_with  # noqa: PLC0415

        find_rails_with(wired_rail)
