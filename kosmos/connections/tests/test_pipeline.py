import uuid
from datetime import timedelta
from typing import Any

import pytest

from kosmos.connections.errors import (
    ApplicationChanged,
    BadCallAgain,
    NoteMissing,
    NoteTooLong,
    ReasonMissing,
    SameApplication,
    StageNotByHand,
    StageRefused,
    UnknownApplication,
)
from kosmos.connections.models import Application, ApplicationEntry, Refusal, Stage, Visit, VisitState
from kosmos.connections.services import pipeline
from kosmos.connections.services.pipeline import Done
from kosmos.connections.tests.people import application, staff
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.tests.people import NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def olga(db: None) -> StaffMember:
    return staff("olga")


@pytest.fixture
def vera(db: None) -> StaffMember:
    return staff("vera", "agent")


def how(one: Application, by: StaffMember, **more: Any) -> dict[str, Any]:
    return {"by": by, "now": NOW + HOUR, "version": one.version, "key": uuid.uuid4().hex, **more}


def call(one: Application, by: StaffMember, **more: Any) -> Done:
    return pipeline.call(one.id, **how(one, by, reached=True, **more))


def lines() -> list[tuple[str, str]]:
    return list(ApplicationEntry.objects.order_by("number").values_list("kind", "after"))


def test_whoever_is_reached_is_contacted(olga: StaffMember) -> None:
    one = call(application(), olga, note="Ждёт до пяти").application
    assert (one.stage, one.owner, one.due_at) == (Stage.CONTACTED, olga, NOW + 5 * HOUR)
    assert lines() == [("call", "reached"), ("stage", "contacted")]
    assert ApplicationEntry.objects.get(number=1).text == "Ждёт до пяти"


def test_a_call_back_is_done_by_a_call(olga: StaffMember) -> None:
    one = call(application(kind="call_back"), olga).application
    assert (one.stage, one.due_at) == (Stage.CALLED, None)


def test_a_call_back_that_wants_another_hour_waits_for_it(olga: StaffMember) -> None:
    one = call(application(kind="call_back"), olga, again_at=NOW + 4 * HOUR).application
    assert (one.stage, one.due_at, one.version) == (Stage.NEW, NOW + 4 * HOUR, 1)
    assert ApplicationEntry.objects.get().again_at == NOW + 4 * HOUR


@pytest.mark.parametrize(("again", "due"), [(None, 3), (timedelta(hours=6), 6)])
def test_nobody_answered(olga: StaffMember, again: timedelta | None, due: int) -> None:
    one = application()
    done = pipeline.call(one.id, **how(one, olga, reached=False, again_at=again and NOW + again))
    assert (done.application.stage, done.application.due_at) == (Stage.NEW, NOW + due * HOUR)
    assert lines() == [("call", "not_reached")]


def test_a_call_later_on_leaves_the_deadline(olga: StaffMember) -> None:
    one = application(stage="connected", due_at=NOW + 9 * HOUR)
    assert call(one, olga).application.due_at == NOW + 9 * HOUR
    one = Application.objects.get()
    assert call(one, olga, again_at=NOW + 2 * HOUR).application.due_at == NOW + 2 * HOUR


@pytest.mark.parametrize(("stage", "hours"), [("new", 1), ("new", 24 * 70), ("refused", 2)])
def test_a_time_that_is_none(olga: StaffMember, stage: str, hours: int) -> None:
    with pytest.raises(BadCallAgain):
        call(application(stage=stage), olga, again_at=NOW + hours * HOUR)
    assert not ApplicationEntry.objects.exists()


def test_moved_by_hand(olga: StaffMember, vera: StaffMember) -> None:
    one = application(owner=vera)
    done = pipeline.move(one.id, Stage.POSSIBLE, note="Дом в сети", **how(one, olga))
    assert (done.fresh, done.application.stage, done.application.owner) == (True, Stage.POSSIBLE, vera)
    assert Application.objects.get().stage == Stage.POSSIBLE


@pytest.mark.parametrize(
    ("stage", "to", "reason", "error"),
    [
        ("possible", Stage.VISIT_PLANNED, "", StageNotByHand),
        ("connected", Stage.CONTRACT_SIGNED, "", StageNotByHand),
        ("new", Stage.CALLED, "", StageRefused),
        ("connected", Stage.NEW, "", StageRefused),
        ("new", Stage.REFUSED, "", ReasonMissing),
        ("new", Stage.REFUSED, "weather", ReasonMissing),
    ],
)
def test_moves_that_are_refused(
    olga: StaffMember, stage: str, to: Stage, reason: str, error: type[DomainError]
) -> None:
    one = application(stage=stage)
    with pytest.raises(error):
        pipeline.move(one.id, to, reason=reason, **how(one, olga))
    assert (Application.objects.get().stage, ApplicationEntry.objects.count()) == (stage, 0)


def test_refused_and_opened_again(olga: StaffMember) -> None:
    one = application()
    one = pipeline.move(one.id, Stage.REFUSED, reason="too_dear", note="29 в месяц", **how(one, olga)).application
    assert (one.refusal, one.due_at) == ("too_dear", None)
    one = pipeline.move(one.id, Stage.NEW, **how(one, olga)).application
    assert (one.refusal, one.stage) == ("", Stage.NEW) and one.due_at is not None


def test_what_is_refused_is_not_visited(olga: StaffMember) -> None:
    one, technician = application(stage="visit_planned"), staff("igor", "technician")
    visit = Visit.objects.create(
        id=uuid.uuid4(), key="v", application=one, technician=technician, starts_at=NOW + 3 * HOUR,
        ends_at=NOW + 5 * HOUR, planned_by=olga, planned_at=NOW,
    )  # fmt: skip
    pipeline.move(one.id, Stage.REFUSED, reason="changed_mind", **how(one, olga))
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED


def test_given_and_taken(olga: StaffMember, vera: StaffMember) -> None:
    one = application()
    one = pipeline.give(one.id, olga, **how(one, olga)).application
    assert not pipeline.give(one.id, olga, **how(one, olga)).fresh
    one = pipeline.give(one.id, vera, **how(one, olga)).application
    one = pipeline.give(one.id, None, **how(one, olga)).application
    assert one.owner is None
    said = ApplicationEntry.objects.order_by("number").values_list("before", "after")
    assert list(said) == [("", "Olga"), ("Olga", "Vera"), ("Vera", "")]


def test_a_note_is_written_whatever_happened_meanwhile(olga: StaffMember) -> None:
    one = application()
    call(one, olga)
    done = pipeline.note(one.id, by=olga, now=NOW, key="n", text=" Карта 4111 1111 1111 1111\0 ")
    assert done.fresh and Application.objects.get().version == done.application.version
    assert ApplicationEntry.objects.get(kind="note").text == "Карта **** **** **** 1111"


@pytest.mark.parametrize(("text", "error"), [(" \n", NoteMissing), ("я" * 2_001, NoteTooLong)])
def test_notes_that_are_none(olga: StaffMember, text: str, error: type[DomainError]) -> None:
    with pytest.raises(error):
        pipeline.note(application().id, by=olga, now=NOW, key="n", text=text)


def test_a_duplicate_is_refused_and_both_say_so(olga: StaffMember) -> None:
    one, other = application(), application()
    done = pipeline.mark_duplicate(one.id, other.id, **how(one, olga))
    assert (done.application.stage, done.application.refusal) == (Stage.REFUSED, Refusal.DUPLICATE)
    assert ApplicationEntry.objects.get(application=one).text == other.number
    line = ApplicationEntry.objects.get(application=other)
    assert (line.kind, line.after, line.text) == ("changed", "duplicate", one.number)


def test_no_duplicate_of_itself_or_of_nothing(olga: StaffMember) -> None:
    one = application()
    with pytest.raises(SameApplication):
        pipeline.mark_duplicate(one.id, one.id, **how(one, olga))
    with pytest.raises(UnknownApplication):
        pipeline.mark_duplicate(one.id, uuid.uuid4(), **how(one, olga))


def every_wish(one: Application, by: StaffMember, **more: Any) -> list[Any]:
    other = application()
    return [
        lambda: pipeline.move(one.id, Stage.POSSIBLE, **how(one, by, **more)),
        lambda: pipeline.call(one.id, **how(one, by, reached=False, **more)),
        lambda: pipeline.give(one.id, by, **how(one, by, **more)),
        lambda: pipeline.mark_duplicate(one.id, other.id, **how(one, by, **more)),
    ]


@pytest.mark.parametrize("wish", range(4))
def test_what_somebody_else_has_changed_is_looked_at_first(olga: StaffMember, wish: int) -> None:
    one = application()
    wishes = every_wish(one, olga)
    Application.objects.filter(id=one.id).update(version=5)
    with pytest.raises(ApplicationChanged):
        wishes[wish]()
    assert not ApplicationEntry.objects.exists()


@pytest.mark.parametrize("wish", range(4))
def test_the_same_form_again_changes_nothing(olga: StaffMember, wish: int) -> None:
    one = application()
    wishes = every_wish(one, olga, key="k")
    assert wishes[wish]().fresh
    before = ApplicationEntry.objects.count()
    assert not wishes[wish]().fresh
    assert ApplicationEntry.objects.count() == before


def test_there_is_no_such_application(olga: StaffMember) -> None:
    for wish in every_wish(Application(id=uuid.uuid4(), version=0), olga):
        with pytest.raises(UnknownApplication):
            wish()
