"""Random stories come out of the engine as they come out of the oracle; `make fuzz` plays thousands."""

from typing import Any

import pytest

from kosmos.charging.scenario import play
from kosmos.charging.scenario.reading import scenario_of
from tests.oracle.compare import differences
from tests.oracle.model import play as play_in_memory
from tests.oracle.stories import story

SEEDS = range(25)


def without(number: str, outcome: dict[str, Any]) -> dict[str, Any]:
    """An answer with the first posting of an account left out."""
    account = outcome["accounts"][number]
    return outcome | {"accounts": outcome["accounts"] | {number: account | {"postings": account["postings"][1:]}}}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_story_comes_out_equal(seed: int) -> None:
    told = story(seed)
    expected, actual = play_in_memory(told), play(scenario_of(told))
    assert differences(expected, actual) == []
    number = next(number for number, account in expected["accounts"].items() if account["postings"])
    assert differences(expected, without(number, actual)) != []
