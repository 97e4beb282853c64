from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.usage.rules import (
    GIGABYTE,
    MEGABYTE,
    Flow,
    Month,
    State,
    Terms,
    Then,
    bought,
    counted,
    flow,
    left,
    started_megabytes,
)

SLOW = Terms(GIGABYTE, Then.THROTTLE, throttle_kbps=512)
DRY = Terms(GIGABYTE, Then.STOP)
DEAR = Terms(GIGABYTE, Then.CHARGE, megabyte_kopeck_hundredths=125)
NEW = Month(refilled=True)
UNFILLED = Month()


@pytest.mark.parametrize(
    ("volume_bytes", "started"),
    [
        pytest.param(0, 0, id="nothing starts none"),
        pytest.param(1, 1, id="one byte starts one"),
        pytest.param(MEGABYTE, 1, id="a whole one is one"),
        pytest.param(MEGABYTE + 1, 2, id="one byte more starts the second"),
        pytest.param(GIGABYTE, 1024, id="a gigabyte has 1024"),
    ],
)
def test_started_megabytes(volume_bytes: int, started: int) -> None:
    assert started_megabytes(volume_bytes) == started


@pytest.mark.parametrize(
    ("month", "remains"),
    [
        pytest.param(NEW, GIGABYTE, id="refilled: all of it"),
        pytest.param(UNFILLED, 0, id="not refilled: nothing"),
        pytest.param(Month(True, volume_used_bytes=1), GIGABYTE - 1, id="less what was used"),
        pytest.param(Month(True, volume_used_bytes=GIGABYTE), 0, id="used up"),
        pytest.param(Month(True, 5, bought_bytes=7, bought_used_bytes=3), GIGABYTE - 1, id="with what was bought"),
        pytest.param(Month(True, GIGABYTE, beyond_bytes=9, bought_bytes=7), 7, id="what was beyond takes nothing"),
        pytest.param(Month(True, 2 * GIGABYTE, bought_bytes=7), 7, id="after a change to a smaller plan"),
    ],
)
def test_left(month: Month, remains: int) -> None:
    assert left(month, SLOW) == remains


@pytest.mark.parametrize(
    ("month", "terms", "meets"),
    [
        pytest.param(NEW, SLOW, Flow(State.FULL), id="something left: full"),
        pytest.param(Month(True, GIGABYTE), SLOW, Flow(State.THROTTLED, 512), id="used up: throttled to its speed"),
        pytest.param(Month(True, GIGABYTE), DRY, Flow(State.STOPPED), id="used up: stopped"),
        pytest.param(Month(True, GIGABYTE), DEAR, Flow(State.CHARGING), id="used up: charging"),
        pytest.param(Month(True, GIGABYTE, 1), DRY, Flow(State.FULL), id="one byte bought: full"),
        pytest.param(UNFILLED, SLOW, Flow(State.UNFILLED), id="not refilled: unfilled"),
    ],
)
def test_flow(month: Month, terms: Terms, meets: Flow) -> None:
    assert flow(month, terms) == meets


@pytest.mark.parametrize(
    ("month", "terms", "volume_bytes", "after"),
    [
        pytest.param(NEW, DEAR, 10, Month(True, 10), id="within the volume"),
        pytest.param(
            Month(True, GIGABYTE - 4, 3),
            SLOW,
            10,
            Month(True, GIGABYTE, 3, 3, 3),
            id="volume, then bought, then beyond",
        ),
        pytest.param(
            Month(True, GIGABYTE), DEAR, 10, Month(True, GIGABYTE, 0, 0, 0, 10, 125), id="a megabyte is started"
        ),
        pytest.param(
            Month(True, GIGABYTE, 0, 0, 0, 10, 125),
            DEAR,
            MEGABYTE - 10,
            Month(True, GIGABYTE, 0, 0, 0, MEGABYTE, 125),
            id="and used to its end for no more",
        ),
        pytest.param(
            Month(True, GIGABYTE, 0, 0, 0, MEGABYTE, 125),
            DEAR,
            1,
            Month(True, GIGABYTE, 0, 0, 0, MEGABYTE + 1, 250),
            id="the next one is started",
        ),
        pytest.param(UNFILLED, DEAR, 10, Month(beyond_bytes=10), id="not refilled: noted and not charged"),
        pytest.param(
            Month(True, 2 * GIGABYTE), DEAR, 10, Month(True, 2 * GIGABYTE, 0, 0, 0, 10, 125), id="after a smaller plan"
        ),
    ],
)
def test_counted(month: Month, terms: Terms, volume_bytes: int, after: Month) -> None:
    assert counted(month, terms, volume_bytes) == after


@pytest.mark.parametrize(
    ("hundredths", "kopecks"),
    [pytest.param(99, 0, id="less than one"), pytest.param(100, 1, id="one"), pytest.param(375, 3, id="rounded down")],
)
def test_charged_kopecks(hundredths: int, kopecks: int) -> None:
    assert Month(True, charged_bytes=1, charged_kopeck_hundredths=hundredths).charged_kopecks == kopecks


def test_a_new_price_is_for_megabytes_started_from_then_on() -> None:
    month = counted(
        counted(Month(True, GIGABYTE), DEAR, MEGABYTE + 1), Terms(GIGABYTE, Then.CHARGE, None, 200), MEGABYTE
    )
    assert month.charged_kopeck_hundredths == 2 * 125 + 200


volumes = st.integers(1, 5 * MEGABYTE)
terms_of_any_kind = st.builds(
    Terms,
    st.integers(1, 3 * MEGABYTE),
    st.sampled_from(Then),
    st.just(512),
    st.integers(1, 100_000),
)


@given(counts=st.lists(volumes, min_size=1, max_size=8), terms=terms_of_any_kind, extra=st.integers(0, 4 * MEGABYTE))
def test_the_same_bytes_cost_the_same_however_they_are_cut(counts: list[int], terms: Terms, extra: int) -> None:
    month = at_once = bought(NEW, extra)
    posted = []
    for volume_bytes in counts:
        after = counted(month, terms, volume_bytes)
        posted.append(after.charged_kopecks - month.charged_kopecks)
        month = after
    at_once = counted(at_once, terms, sum(counts))
    assert month == at_once
    assert sum(posted) == at_once.charged_kopecks
    assert min(posted) >= 0


events = st.lists(st.tuples(st.booleans(), volumes), min_size=1, max_size=12)


@given(events=events, terms=st.lists(terms_of_any_kind, min_size=1, max_size=3), refilled=st.booleans())
def test_nothing_is_lost_and_nothing_taken_twice(
    events: list[tuple[bool, int]], terms: list[Terms], refilled: bool
) -> None:
    months = [Month(refilled=refilled)]
    for number, (buys, volume_bytes) in enumerate(events):
        now = terms[number % len(terms)]
        before = months[-1]
        months.append(bought(before, volume_bytes) if buys else counted(before, now, volume_bytes))
        assert left(months[-1], now) == max(0, left(before, now) + (volume_bytes if buys else -volume_bytes))
        assert months[-1].charged_kopecks == before.charged_kopecks or not left(months[-1], now)
    last = months[-1]
    assert last.used_bytes == sum(volume for buys, volume in events if not buys)
    assert last.bought_bytes == sum(volume for buys, volume in events if buys)
    assert 0 <= last.bought_used_bytes <= last.bought_bytes
    assert all(
        before.charged_kopeck_hundredths <= after.charged_kopeck_hundredths for before, after in pairwise(months)
    )
    assert bool(last.charged_bytes) == bool(last.charged_kopeck_hundredths)
