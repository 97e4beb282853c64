"""For tests of visits: an operator in Minsk, a technician who works, and applications that can be connected."""

from datetime import UTC, datetime, time
from uuid import UUID, uuid4

from kosmos.catalogue.models import Operator, Service
from kosmos.connections.models import Application, ApplicationKind, Stage, Visit
from kosmos.connections.services.hours import set_week
from kosmos.connections.services.visits import plan_visit
from kosmos.connections.tests.people import staff
from kosmos.subscribers.models import StaffMember, StaffRole

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Monday, 9:00 in Minsk."""
WEEK = dict.fromkeys(range(1, 6), (time(9), time(18)))
SIGNED = "M10 10L20 20L30 10L40 20L50 10L60 20"


def operator() -> None:
    """An operator in Minsk who sells internet."""
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")
    Service.objects.create(code="internet", name={"ru": "Интернет"})


def at(hour: int, minute: int = 0, *, day: int = 23) -> datetime:
    """An instant of a November's day by the clocks of Minsk."""
    return datetime(2026, 11, day, hour - 3, minute, tzinfo=UTC)


def technician(login: str = "igor") -> StaffMember:
    """Who works from 9 to 18, Monday to Friday."""
    found = staff(login, StaffRole.TECHNICIAN)
    set_week(technician_id=found.pk, week=WEEK)
    return found


def application(stage: Stage = Stage.POSSIBLE) -> Application:
    """An application for internet that stands at a stage."""
    name = uuid4().hex
    return Application.objects.create(
        id=uuid4(),
        number=name[:8],
        token=name,
        key=name,
        kind=ApplicationKind.HOME,
        stage=stage,
        stage_since_at=NOW,
        created_at=NOW,
        name="Ольга Ким",
        phone="+375291234567",
        city="Минск",
        street="Красная",
        house="7",
        apartment="12",
        service=Service.objects.get(code="internet"),
    )


def planned(who: StaffMember, starts_at: datetime, *, by: StaffMember | None = None, of: UUID | None = None) -> Visit:
    """A visit of a technician, of a new application unless one is named."""
    wish = of or application().id
    return plan_visit(
        application_id=wish, technician_id=who.pk, starts_at=starts_at, by=by or who, key=uuid4().hex, now=NOW
    ).visit
