"""What time it is, asked only by doors and jobs; services are told (rulebook 2)."""

from datetime import UTC, datetime

from kosmos.kernel.errors import DomainError
from kosmos.kernel.models import DemoClock


class NotTheDemo(DomainError):
    """The clock can be moved only in the demo."""

    code = "not_the_demo"


def now() -> datetime:
    """The current instant; in the demo, as far ahead as its clock was moved."""
    moved = DemoClock.objects.first()
    return datetime.now(UTC) + moved.ahead if moved else datetime.now(UTC)


def move(to: datetime) -> None:
    """Move the demo's clock to an instant. NotTheDemo anywhere else."""
    if not DemoClock.objects.update(ahead=to - datetime.now(UTC)):
        raise NotTheDemo("The clock can be moved only in the demo: this database is not the demo's.")
