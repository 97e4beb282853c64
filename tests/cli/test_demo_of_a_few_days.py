"""The demo's stories are told from its «today», so that its people's states are right on any day."""

from datetime import date

import pytest

from kosmos.cli.demo import ZONE
from kosmos.kernel.clock import now
from kosmos.kernel.days import business_day
from tests.cli.demo_world import HOLDINGS, played, states


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("days", [3, 20])
def test_everybody_is_in_his_state_on_another_day(days: int) -> None:
    with played(days):
        assert business_day(now(), ZONE) == date(2026, 11, days)
        assert states() == {holding.number: holding.state for holding in HOLDINGS}
