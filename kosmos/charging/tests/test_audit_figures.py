"""The audit's own reading of rule 4, move by move."""

from dataclasses import replace
from datetime import date

import pytest

from kosmos.charging.audit.figures import Month, Move

NOVEMBER = date(2016, 11, 1)


def move(kind: int, amount: int, *, day: int = 1, balance: int = 0, part: int | None = None, back: int = 0) -> Move:
    """A move of subscription 1 on a day of November; ``back`` is the first day given back."""
    from_on = NOVEMBER.replace(day=back) if back else None
    return Move(1, kind, amount, NOVEMBER.replace(day=day), from_on, 1, balance, part)


PAYMENT, REVERSAL, ONE_OFF, ACCRUAL, GIVE_BACK, CORRECTION = 1, 2, 3, 5, 6, 8
ACCRUED = move(ACCRUAL, -1800)
STORIES = {
    "nothing": ([], {(0, 0)}),
    "an accrual": ([ACCRUED], {(1800, 1800)}),
    "an accrual paid in part": ([ACCRUED, move(PAYMENT, 500, balance=-1800, part=500)], {(1800, 1300)}),
    "arrears come first": ([ACCRUED, move(PAYMENT, 500, balance=-2200, part=100)], {(1800, 1700)}),
    "what is paid too much": ([ACCRUED, move(PAYMENT, 5000, balance=-1800, part=1800)], {(1800, 0)}),
    "a reversal in the payment's month": (
        [ACCRUED, move(PAYMENT, 500, balance=-1800, part=500), move(REVERSAL, -500, balance=-1300, part=500)],
        {(1800, 1800)},
    ),
    "a reversal of an older payment": ([ACCRUED, move(REVERSAL, -500, balance=0)], {(1800, 1800)}),
    "a give-back": ([ACCRUED, move(GIVE_BACK, 600, day=20, back=21)], {(1200, 1200)}),
    "a give-back of what is paid": (
        [ACCRUED, move(PAYMENT, 1500, balance=-1800, part=1500), move(GIVE_BACK, 600, day=20, back=21)],
        {(1200, 0)},
    ),
    "an addition pays as a payment does": (
        [ACCRUED, move(CORRECTION, 500, balance=-1800, part=500)],
        {(1800, 1300)},
    ),
    "what is taken is drawn in as a one-off is": ([ACCRUED, move(CORRECTION, -400, day=3)], {(2200, 2200)}),
    "an addition taken back in its month": (
        [
            ACCRUED,
            move(CORRECTION, 500, balance=-1800, part=500),
            replace(move(CORRECTION, -500, balance=-1300, part=500), reverses=2),
        ],
        {(1800, 1800)},
    ),
    "an addition of another month taken back": (
        [ACCRUED, replace(move(CORRECTION, -500, balance=0), reverses=2)],
        {(1800, 1800)},
    ),
    "a one-off while a postpaid one runs": ([ACCRUED, move(ONE_OFF, -400, day=3)], {(2200, 2200)}),
    "a one-off without one": ([move(ONE_OFF, -400, day=3)], {(0, 0)}),
    "a one-off after days were given back": (
        [ACCRUED, move(GIVE_BACK, 600, day=20, back=21), move(ONE_OFF, -400, day=21)],
        {(1200, 1200)},
    ),
    "a one-off on the day before the days given back": (
        [ACCRUED, move(GIVE_BACK, 600, day=20, back=21), move(ONE_OFF, -400, day=20)],
        {(1200, 1200), (1600, 1600)},
    ),
    "a one-off on the month's last day": (
        [ACCRUED, move(ONE_OFF, -400, day=30)],
        {(1800, 1800), (2200, 2200)},
    ),
    "a payment that decides whether a one-off was drawn in": (
        [ACCRUED, move(ONE_OFF, -400, day=30), move(PAYMENT, 5000, day=30, balance=-2200, part=2200)],
        {(2200, 0)},
    ),
}


@pytest.mark.parametrize("name", STORIES)
def test_states_that_the_postings_allow(name: str) -> None:
    moves, states = STORIES[name]
    month = Month(free_postpaid=False).walk(moves)
    assert month.states == states
    assert month.wrong == []


def test_a_part_that_no_reading_gives_is_wrong() -> None:
    month = Month(free_postpaid=False).walk([ACCRUED, move(PAYMENT, 500, balance=-1800, part=499)])
    assert month.wrong == [(1, 499, 500)]
    assert month.states == {(1800, 1300)}


def test_where_a_free_postpaid_plan_is_sold_accruals_do_not_tell_what_runs() -> None:
    assert Month(free_postpaid=True).walk([move(ONE_OFF, -400, day=3)]).states == {(0, 0), (400, 400)}


def test_a_month_with_too_many_readings_is_not_judged() -> None:
    charges = [move(ONE_OFF, -(2**index), day=30) for index in range(12)]
    month = Month(free_postpaid=False).walk([ACCRUED, *charges])
    assert month.undecided
    assert len(month.states) == 512
