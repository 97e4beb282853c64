"""The clock of a test that must not depend on the day on which it runs."""

from datetime import UTC, datetime

from kosmos.kernel.models import DemoClock


def set_clock(at: datetime) -> None:
    """Let Kosmos's clock go on from an instant."""
    DemoClock.objects.create(ahead=at - datetime.now(UTC))
