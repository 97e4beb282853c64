from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kosmos.catalogue.policies import Policies
from kosmos.connections import rules
from kosmos.connections.models import ENDED, ApplicationKind, Stage
from kosmos.kernel.working import working

ZONE = ZoneInfo("Europe/Minsk")
KINDS = ApplicationKind.values
MINUTE = timedelta(minutes=1)
WORK = working(Policies().sales_hours)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_stages_are_those_of_the_table() -> None:
    assert set(rules.FOLLOWING) == set(Stage.values)
    assert {*rules.WAY, rules.REFUSED, rules.CALLED} == set(Stage.values)
    assert set(rules.STEPS) == set(rules.HOURS) == set(Stage.values) - set(ENDED)
    assert rules.CALL_BACK == ApplicationKind.CALL_BACK


@pytest.mark.parametrize("kind", KINDS)
def test_only_stages_that_there_are_follow(kind: str) -> None:
    for stage in Stage.values:
        assert set(rules.following(stage, kind)) <= set(Stage.values) - {stage}


def test_the_way_leads_from_step_to_step() -> None:
    for before, after in zip(rules.WAY, rules.WAY[1:], strict=False):
        assert rules.may_move(before, after)


@pytest.mark.parametrize(
    ("stage", "to", "kind", "may"),
    [
        ("new", "visit_planned", "home", False),
        ("new", "possible", "home", True),
        ("new", "called", "home", False),
        ("new", "called", "call_back", True),
        ("new", "contacted", "call_back", False),
        ("visit_planned", "possible", "student", True),
        ("visit_planned", "contract_signed", "student", False),
        ("connected", "refused", "business", True),
        ("contract_signed", "refused", "business", False),
        ("active", "new", "home", False),
        ("refused", "new", "home", True),
        ("called", "new", "call_back", True),
        ("connected", "active", "home", False),
        ("none such", "new", "home", False),
    ],
)
def test_what_may_follow(stage: str, to: str, kind: str, may: bool) -> None:
    assert rules.may_move(stage, to, kind) is may


@pytest.mark.parametrize(
    ("stage", "kind", "since", "due"),
    [
        pytest.param("new", "home", "2026-12-03T10:00", "2026-12-03T12:00", id="in the same morning"),
        pytest.param("new", "home", "2026-12-03T19:00", "2026-12-04T10:00", id="the rest of it tomorrow"),
        pytest.param("new", "home", "2026-12-03T03:00", "2026-12-03T11:00", id="at night it has not begun"),
        pytest.param("new", "home", "2026-12-03T20:00", "2026-12-04T11:00", id="after work"),
        pytest.param("new", "home", "2026-12-05T16:30", "2026-12-07T10:30", id="over a Sunday"),
        pytest.param("new", "home", "2026-12-06T12:00", "2026-12-07T11:00", id="on a Sunday"),
        pytest.param("new", "call_back", "2026-12-03T10:00", "2026-12-03T11:00", id="a call-back is sooner"),
        pytest.param("new", "home", "2026-12-03T10:00:01", "2026-12-03T12:01", id="to the minute's end"),
        pytest.param("possible", "home", "2026-12-03T10:00", "2026-12-04T10:00", id="a working day"),
        pytest.param("contract_signed", "home", "2026-12-03T09:00", "2026-12-09T13:00", id="a week"),
        pytest.param("new", "home", "2026-12-03T18:00", "2026-12-03T20:00", id="to the last minute"),
    ],
)
def test_until_when(stage: str, kind: str, since: str, due: str) -> None:
    assert rules.due_at(stage, kind, at(since), WORK) == at(due)


@pytest.mark.parametrize("stage", ENDED)
def test_what_has_ended_waits_for_nothing(stage: str) -> None:
    assert rules.due_at(stage, "home", at("2026-12-03T10:00"), WORK) is None
    assert rules.deadline(stage, at("2026-12-03T10:00"), at("2026-12-03T10:00")) is None


def test_how_urgent_it_is() -> None:
    due, minute = at("2026-12-03T12:00"), MINUTE
    assert rules.deadline("new", due, due - minute) == rules.Deadline("call", due, False, minute)
    assert rules.deadline("new", due, due) == rules.Deadline("call", due, False, timedelta(0))
    assert rules.deadline("contacted", due, due + minute) == rules.Deadline("check", due, True, minute)
    assert rules.deadline("new", None, due) is None
