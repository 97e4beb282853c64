from datetime import timedelta
from typing import Any

import pytest

from kosmos.connections.errors import ApplicationChanged, ReasonMissing, StageRefused
from kosmos.connections.models import Application, ApplicationEntry, Refusal, Stage
from kosmos.connections.services.stages import advance
from kosmos.connections.tests.people import application, staff
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def sales(db: None) -> StaffMember:
    return staff("olga")


def moved(one: Application, to: Stage, by: StaffMember | None, **more: Any) -> Application:
    advance(one, to, by, LATER, **more)
    return Application.objects.get(id=one.id)


def test_a_move_is_written_down(sales: StaffMember) -> None:
    one = moved(application(), Stage.POSSIBLE, sales, note="Дом наш", key="k")
    assert (one.stage, one.stage_since_at, one.version) == (Stage.POSSIBLE, LATER, 1)
    assert one.due_at == NOW + timedelta(days=1, hours=1)
    line = ApplicationEntry.objects.get()
    assert (line.number, line.before, line.after, line.text) == (1, "new", "possible", "Дом наш")
    assert (line.kind, line.by, line.at, line.key, line.reason) == ("stage", sales, LATER, "k", "")


def test_a_refusal_has_a_reason_and_waits_for_nothing(sales: StaffMember) -> None:
    one = moved(application(), Stage.REFUSED, sales, reason=Refusal.TOO_DEAR)
    assert (one.refusal, one.due_at, ApplicationEntry.objects.get().reason) == ("too_dear", None, "too_dear")
    again = moved(one, Stage.NEW, sales)
    assert (again.stage, again.refusal) == (Stage.NEW, "") and again.due_at is not None


def test_a_deadline_can_be_given(sales: StaffMember) -> None:
    end = NOW + timedelta(days=3)
    assert moved(application(stage="possible"), Stage.VISIT_PLANNED, sales, due_at=end).due_at == end


def test_a_call_backs_own_hour_is_its_deadline(sales: StaffMember) -> None:
    hour = NOW + timedelta(days=1)
    one = application(kind="call_back", stage="called", call_until_at=hour)
    assert moved(one, Stage.NEW, sales).due_at == hour


@pytest.mark.parametrize(
    ("stage", "to", "reason", "error"),
    [
        ("new", Stage.VISIT_PLANNED, "", StageRefused),
        ("new", Stage.NEW, "", StageRefused),
        ("new", Stage.REFUSED, "", ReasonMissing),
        ("new", Stage.REFUSED, "weather", ReasonMissing),
        ("new", Stage.POSSIBLE, "too_dear", ReasonMissing),
    ],
)
def test_what_is_refused(sales: StaffMember, stage: str, to: Stage, reason: str, error: type[Exception]) -> None:
    one = application(stage=stage)
    with pytest.raises(error):
        advance(one, to, sales, LATER, reason=reason)
    assert Application.objects.get().version == 0 and not ApplicationEntry.objects.exists()


def test_what_was_read_before_a_change_is_not_written(sales: StaffMember) -> None:
    application()
    mine, theirs = Application.objects.get(), Application.objects.get()
    advance(theirs, Stage.CONTACTED, sales, LATER)
    with pytest.raises(ApplicationChanged):
        advance(mine, Stage.POSSIBLE, sales, LATER)
    assert Application.objects.get().stage == Stage.CONTACTED
