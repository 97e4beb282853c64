from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.errors import StageRefused, UnknownApplication
from kosmos.connections.models import Application, ApplicationEntry, Stage, Visit, VisitState, WorkingHours
from kosmos.connections.services.hours import forget_day, set_day, set_week
from kosmos.connections.services.visits import Agreed, cancel_visit, move_visit, plan_visit
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.visiting import NOW, WEEK, application, at, operator, planned, technician
from kosmos.connections.visit_errors import (
    HoursWrong,
    OutsideHours,
    SlotTaken,
    UnknownTechnician,
    UnknownVisit,
    VisitChanged,
    VisitEnded,
    VisitInThePast,
    VisitPlanned,
    VisitTooFar,
    WhyMissing,
)
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def igor(db: None) -> StaffMember:
    operator()
    return technician()


def plan(who: StaffMember, starts_at: datetime, **other: Any) -> Agreed:
    wish = {"application_id": other.pop("of", None) or application().id, "key": uuid4().hex, "now": NOW, **other}
    return plan_visit(technician_id=who.pk, starts_at=starts_at, by=staff(f"sales{uuid4().hex}"), **wish)


def free(day: int = 23) -> list[str]:
    found = planning.free_days(date(2026, 11, day), 1, NOW)[0].free
    return [f"{span.starts_at.astimezone(operator_zone()):%H:%M}" for one in found for span in one.spans]


def test_a_planned_visit_takes_its_time(igor: StaffMember) -> None:
    assert free() == ["09:00", "11:00", "13:00", "15:00"]
    wish = application()
    visit = plan(igor, at(11), of=wish.id, note="Код 12\x00\n4111 1111 1111 1111").visit
    assert free() == ["09:00", "13:00", "15:00"]
    assert visit.ends_at == at(12, 30) and visit.note == "Код 12\n**** **** **** 1111"
    wish.refresh_from_db()
    assert (wish.stage, wish.due_at) == (Stage.VISIT_PLANNED, visit.ends_at)
    assert ApplicationEntry.objects.get().text == "Igor, 23.11.2026 11:00"


def test_the_same_form_plans_once(igor: StaffMember) -> None:
    wish = application()
    for fresh in (True, False):
        assert plan(igor, at(11), of=wish.id, key="form").fresh is fresh
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_at", "refused"),
    [
        pytest.param(at(12, 45), SlotTaken, id="on the way back"),
        pytest.param(at(9, 15), SlotTaken, id="no time to travel"),
        pytest.param(at(8), VisitInThePast, id="an hour ago"),
        pytest.param(at(17), OutsideHours, id="would end after work"),
        pytest.param(at(10, day=28), OutsideHours, id="on a Saturday"),
        pytest.param(NOW + timedelta(days=57), VisitTooFar, id="in two months"),
    ],
)
def test_no_visit_then(igor: StaffMember, starts_at: datetime, refused: type[DomainError]) -> None:
    planned(igor, at(11))
    with pytest.raises(refused):
        plan(igor, starts_at)
    assert Visit.objects.count() == 1


def test_outside_hours_with_a_tick(igor: StaffMember) -> None:
    assert plan(igor, at(19), outside_hours=True).fresh
    with pytest.raises(SlotTaken):
        plan(igor, at(20), outside_hours=True)


def test_only_technicians_go_and_only_to_what_can_be_connected(igor: StaffMember) -> None:
    with pytest.raises(UnknownTechnician):
        plan(staff("vera"), at(11))
    igor.sign_in.is_active = False
    igor.sign_in.save()
    with pytest.raises(UnknownTechnician):
        plan(igor, at(11))
    other = technician("pavel")
    with pytest.raises(StageRefused):
        plan(other, at(11), of=application(Stage.NEW).id)
    with pytest.raises(UnknownApplication):
        plan(other, at(11), of=uuid4())
    assert not Visit.objects.exists()


def test_one_visit_at_a_time(igor: StaffMember) -> None:
    wish = application()
    plan(igor, at(11), of=wish.id)
    with pytest.raises(VisitPlanned) as refused:
        plan(igor, at(15), of=wish.id)
    assert refused.value.parameters["starts_at"] == at(11)


def test_moved_to_another_time_and_technician(igor: StaffMember) -> None:
    visit, pavel = planned(igor, at(11)), technician("pavel")
    wish = {"visit_id": visit.id, "technician_id": pavel.pk, "starts_at": at(11, 15), "by": igor, "now": NOW}
    assert move_visit(**wish, version=0).fresh
    assert not move_visit(**wish, version=0).fresh
    assert ApplicationEntry.objects.last().text == "Igor, 23.11.2026 11:00 → Pavel, 23.11.2026 11:15"  # type: ignore[union-attr]
    assert Application.objects.get().due_at == at(12, 45)
    with pytest.raises(VisitChanged):
        move_visit(**{**wish, "starts_at": at(15)}, version=0)
    with pytest.raises(UnknownVisit):
        move_visit(**{**wish, "visit_id": uuid4()}, version=1)
    assert free() == ["09:00", "11:00", "13:00", "15:00", "09:00", "13:15", "15:15"]


def test_a_visit_may_move_into_its_own_time(igor: StaffMember) -> None:
    visit = planned(igor, at(11))
    wish = {"visit_id": visit.id, "technician_id": igor.pk, "by": igor, "version": 0, "now": NOW}
    assert move_visit(starts_at=at(11, 30), **wish).visit.ends_at == at(13)


def test_cancelled_for_a_reason(igor: StaffMember) -> None:
    visit = planned(igor, at(11))
    wish = {"visit_id": visit.id, "by": igor, "now": NOW}
    with pytest.raises(WhyMissing):
        cancel_visit(reason=" \x00", version=0, **wish)  # type: ignore[arg-type]
    with pytest.raises(VisitChanged):
        cancel_visit(reason="Попросил", version=7, **wish)  # type: ignore[arg-type]
    for fresh in (True, False):
        assert cancel_visit(reason="Попросил", version=0, **wish).fresh is fresh  # type: ignore[arg-type]
    assert Application.objects.get().stage == Stage.POSSIBLE
    assert ApplicationEntry.objects.last().text == "Igor, 23.11.2026 11:00: Попросил"  # type: ignore[union-attr]
    assert free() == ["09:00", "11:00", "13:00", "15:00"]
    with pytest.raises(VisitEnded):
        move_visit(technician_id=igor.pk, starts_at=at(15), version=1, **wish)  # type: ignore[arg-type]


def test_what_is_done_is_not_cancelled(igor: StaffMember) -> None:
    visit = planned(igor, at(11))
    Visit.objects.update(state=VisitState.DONE)
    with pytest.raises(VisitEnded):
        cancel_visit(visit_id=visit.id, reason="Поздно", by=igor, version=0, now=NOW)


def test_days_off_and_other_hours(igor: StaffMember) -> None:
    set_day(technician_id=igor.pk, on=date(2026, 11, 24), hours=None)
    assert free(24) == []
    set_day(technician_id=igor.pk, on=date(2026, 11, 24), hours=(time(14), time(16)))
    assert free(24) == ["14:00"]
    forget_day(technician_id=igor.pk, on=date(2026, 11, 24))
    assert len(free(24)) == 4
    set_week(technician_id=igor.pk, week={6: (time(10), time(12))})
    assert free(24) == [] and free(28) == ["10:00"]
    assert WorkingHours.objects.count() == 7


def test_hours_are_in_order(igor: StaffMember) -> None:
    with pytest.raises(HoursWrong):
        set_day(technician_id=igor.pk, on=date(2026, 11, 24), hours=(time(9), time(9)))
    with pytest.raises(HoursWrong):
        set_week(technician_id=igor.pk, week={**WEEK, 6: (time(9), time(8))})
    with pytest.raises(UnknownTechnician):
        set_week(technician_id=staff("vera").pk, week=WEEK)
    assert len(free(24)) == 4


def test_the_list_of_a_day(igor: StaffMember) -> None:
    later, sooner = planned(igor, at(15)), planned(igor, at(9))
    other = planned(technician("pavel"), at(9))
    gone = planned(igor, at(13))
    cancel_visit(visit_id=gone.id, reason="Нет", by=igor, version=0, now=NOW)
    assert [one.id for one in planning.visits_on(date(2026, 11, 23), date(2026, 11, 23), of=igor)] == [
        sooner.id,
        later.id,
    ]
    assert planning.visit_of(igor, later.id).id == later.id
    with pytest.raises(UnknownVisit):
        planning.visit_of(igor, other.id)
    assert planning.visits_on(date(2026, 11, 24), date(2026, 11, 24)) == []
