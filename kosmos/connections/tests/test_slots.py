from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosmos.connections.slots import Span, free_spans

MORNING = datetime(2026, 11, 23, 6, tzinfo=UTC)
HOURS = Span(MORNING, MORNING + timedelta(hours=9))
LENGTH, GAP = timedelta(minutes=90), timedelta(minutes=30)


def span(since: str, until: str) -> Span:
    day = "2026-11-23T"
    return Span(datetime.fromisoformat(f"{day}{since}+00:00"), datetime.fromisoformat(f"{day}{until}+00:00"))


def begin(taken: list[Span], not_before: datetime = MORNING) -> list[str]:
    found = free_spans(HOURS, taken, length=LENGTH, gap=GAP, not_before=not_before)
    return [f"{one.starts_at:%H:%M}" for one in found]


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        pytest.param([], ["06:00", "08:00", "10:00", "12:00"], id="an empty day"),
        pytest.param([span("08:00", "09:30")], ["06:00", "10:00", "12:00"], id="one visit"),
        pytest.param([span("07:50", "09:20")], ["10:00", "12:00"], id="no way to travel before, a quarter after"),
        pytest.param([span("05:00", "14:59")], [], id="all day"),
        pytest.param([span("06:00", "12:00"), span("07:00", "08:00")], ["12:30"], id="one within another"),
        pytest.param([span("15:00", "16:30")], ["06:00", "08:00", "10:00", "12:00"], id="after hours"),
    ],
)
def test_free_time(taken: list[Span], free: list[str]) -> None:
    assert begin(taken) == free


def test_what_has_passed_is_not_free() -> None:
    assert begin([], MORNING + timedelta(minutes=1)) == ["08:00", "10:00", "12:00"]


minutes = st.integers(0, 600)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(minutes, st.integers(1, 240)), max_size=8), st.integers(15, 240), st.integers(0, 120))
def test_free_time_never_meets_what_is_taken(visits: list[tuple[int, int]], length: int, gap: int) -> None:
    taken = [
        Span(MORNING + timedelta(minutes=since), MORNING + timedelta(minutes=since + long)) for since, long in visits
    ]
    pause = timedelta(minutes=gap)
    found = list(free_spans(HOURS, taken, length=timedelta(minutes=length), gap=pause, not_before=MORNING))
    for one in found:
        assert one.within(HOURS)
        assert not any(one.meets(busy, pause) for busy in taken)
    assert all(not one.meets(other, pause) for one, other in pairwise(found))
