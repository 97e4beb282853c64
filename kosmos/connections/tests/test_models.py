"""The database itself keeps a technician from being at two places at once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kosmos.connections.models import Application, ApplicationKind, Visit, VisitState
from kosmos.connections.tests.people import staff
from kosmos.subscribers.models import StaffMember

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def application() -> Application:
    name = uuid4().hex
    return Application.objects.create(
        id=uuid4(), number=name, token=name, key=name, kind=ApplicationKind.HOME, stage_since_at=NOW, created_at=NOW,
        name="Ольга", phone="+375291234567",
    )  # fmt: skip


def visit(technician: StaffMember, hour: int, *, state: str = VisitState.PLANNED) -> Visit:
    starts_at = NOW + timedelta(hours=hour)
    return Visit.objects.create(
        id=uuid4(), key=uuid4().hex, application=application(), technician=technician, starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2), planned_by=technician, planned_at=NOW, state=state,
    )  # fmt: skip


def test_one_after_another_and_not_at_once() -> None:
    one, other = staff("igor"), staff("pavel")
    visit(one, 0)
    visit(one, 2)
    visit(other, 1)
    with pytest.raises(IntegrityError, match="visits_do_not_overlap"), transaction.atomic():
        visit(one, 1)


def test_a_cancelled_visit_leaves_its_time_free() -> None:
    technician = staff("igor")
    visit(technician, 0, state=VisitState.CANCELLED)
    visit(technician, 0)
