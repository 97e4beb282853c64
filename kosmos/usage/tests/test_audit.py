"""`kosmos ledger check` finds nothing wrong with what traffic costs."""

from pathlib import Path

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.charging.scenario import read_scenario
from kosmos.charging.scenario.player import _perform, _set_up
from kosmos.ledger.models import Posting, PostingKind

STORIES = Path(__file__).parents[3] / "tests" / "scenarios" / "rules"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["09-traffic-charged-by-the-megabyte", "09-traffic-charged-on-a-postpaid-account", "09-traffic-bought"]
)
def test_nothing_is_found(name: str) -> None:
    scenario = read_scenario(STORIES / f"{name}.yaml")
    _perform(scenario, _set_up(scenario))
    assert Posting.objects.filter(kind=PostingKind.ONE_OFF).exists()
    assert [finding.message for finding in check_ledger().findings] == []
