from datetime import UTC, datetime, timedelta

import pytest

from kosmos.subscribers.rules import LIMITS, Guesses, Limit, delay, forgotten, one_more, wait

START = datetime(2026, 11, 18, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LIMIT = Limit(free=3, first=2 * SECOND, longest=MINUTE, forget=10 * MINUTE)


def after(failures: int, limit: Limit) -> Guesses:
    guesses = Guesses(0, START)
    for _ in range(failures):
        guesses = one_more(guesses, limit, START)
    return guesses


def patience(limit: Limit, guesses: int) -> timedelta:
    """How long somebody who tries as soon as he may needs for so many guesses."""
    counted, at = Guesses(0, START), START
    for _ in range(guesses):
        at += wait(counted, at)
        counted = one_more(counted, limit, at)
    return at - START


def test_some_failures_are_free() -> None:
    assert wait(after(3, LIMIT), START) == timedelta(0)


@pytest.mark.parametrize(("over", "seconds"), [(1, 2), (2, 4), (3, 8), (5, 32), (6, 60), (1_000, 60)])
def test_the_wait_doubles_up_to_the_longest(over: int, seconds: int) -> None:
    assert delay(LIMIT, over) == seconds * SECOND


def test_the_wait_passes() -> None:
    slowed = after(4, LIMIT)
    assert wait(slowed, START + SECOND) == SECOND
    assert wait(slowed, START + 2 * SECOND) == timedelta(0)


def test_failures_are_forgotten_one_by_one() -> None:
    assert forgotten(after(3, LIMIT), LIMIT, START + 9 * MINUTE).failures == 3
    assert forgotten(after(3, LIMIT), LIMIT, START + 25 * MINUTE).failures == 1
    assert forgotten(after(3, LIMIT), LIMIT, START + 60 * MINUTE).failures == 0


def test_what_is_left_over_of_the_time_counts_on() -> None:
    left = forgotten(after(3, LIMIT), LIMIT, START + 15 * MINUTE)
    assert forgotten(left, LIMIT, START + 20 * MINUTE).failures == 1


def test_a_clock_that_goes_back_forgets_nothing() -> None:
    assert forgotten(after(3, LIMIT), LIMIT, START - MINUTE).failures == 3


@pytest.mark.parametrize(
    ("name", "days"), [("device", 50), ("login_and_address", 50), ("login", 3), ("address", 30), ("network", 5)]
)
def test_ten_thousand_guesses_take_days(name: str, days: int) -> None:
    assert patience(LIMITS[name], 10_000) > timedelta(days=days)


def test_a_spray_from_everywhere_takes_hours() -> None:
    assert patience(LIMITS["everyone"], 10_000) > timedelta(hours=2)
