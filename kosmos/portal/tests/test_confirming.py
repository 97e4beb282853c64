"""A digest names what was shown, and nothing else."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import IntEnum

import pytest

from kosmos.charging.forecast import Foreseen, Preview
from kosmos.wording.confirming import same, seen

SHOWN = Preview(
    postings=(Foreseen(date(2026, 11, 15), 1, -86, 1, 7),),
    balance_kopecks=1_240,
    statuses={1: 1, 2: 2},
    takes_effect_on=date(2026, 11, 16),
    postings_then=(),
    balance_then_kopecks=1_154,
    statuses_then={1: 1},
)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(SHOWN, balance_kopecks=1_241), id="another balance"),
        pytest.param(replace(SHOWN, takes_effect_on=date(2026, 11, 17)), id="another day"),
        pytest.param(replace(SHOWN, statuses={1: 1, 2: 1}), id="another status"),
        pytest.param(replace(SHOWN, postings=(Foreseen(date(2026, 11, 15), 1, -86, 1, 8),)), id="another price"),
        pytest.param((SHOWN, "25.90"), id="something beside"),
        pytest.param(None, id="nothing"),
    ],
)
def test_another_preview_has_another_digest(changed: object) -> None:
    assert seen(changed) != seen(SHOWN)


def test_the_order_in_which_a_mapping_or_a_set_was_filled_is_nothing() -> None:
    assert seen({1: "a", 2: "b"}) == seen({2: "b", 1: "a"})
    assert seen({"x", "y", "z"}) == seen({"z", "y", "x"})
    assert seen({1: 2}) != seen({2: 1})


def test_plain_values_keep_apart() -> None:
    values: list[object] = [None, 0, "0", "", (), (("a",), "b"), ("a", ("b",)), ("a,b",), ("a", "b"), date(2026, 1, 1)]
    values.append(datetime(2026, 1, 1, tzinfo=UTC))
    assert len({seen(value) for value in values}) == len(values)


def test_a_code_and_its_name_are_the_same() -> None:
    class Paint(IntEnum):
        RED = 1

    @dataclass(frozen=True)
    class Wall:
        paint: int

    assert seen(Wall(Paint.RED)) == seen(Wall(1))


def test_a_form_is_the_same_only_with_its_own_digest() -> None:
    assert same({"seen": seen(SHOWN), "other": "x"}, SHOWN)
    assert not same({"seen": seen(None)}, SHOWN)
    assert not same({}, SHOWN)
    assert not same({"seen": ""}, SHOWN)
