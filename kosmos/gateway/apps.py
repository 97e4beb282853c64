"""The gateway joins the house: it tells payments how a rail is found, notifications how gateways are."""

from django.apps import AppConfig


class Gateway(AppConfig):
    """Machine traffic of payment rails, and in the demo their simulators."""

    name = "kosmos.gateway"

    def ready(self) -> None:
        """Say how rails and gateways are wired; who uses them knows nothing of settings."""
        from kosmos.config.wiring import card_rails, erip_is_sold, gateways  # noqa: PLC0415
        from kosmos.gateway.rails import wired_rail  # noqa: PLC0415 - needs the models loaded
        from kosmos.notifications.channels.base import find_gateways_with  # noqa: PLC0415
        from kosmos.payments.rails.base import find_rails_with  # noqa: PLC0415

        find_rails_with(wired_rail, card_rails, erip_is_sold)
        find_gateways_with(gateways)
