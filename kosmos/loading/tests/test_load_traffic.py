"""Counts of traffic from a file: each once, all of a file or nothing, everything wrong with it at once."""

from pathlib import Path

import pytest

from kosmos.catalogue.models import Plan
from kosmos.ledger.models import AccountNumber
from kosmos.loading.errors import LoadError
from kosmos.loading.traffic import TrafficLoaded, load_traffic
from kosmos.loading.traffic_file import HEADER
from kosmos.usage.history import used_by_hour
from kosmos.usage.models import TrafficCount, TrafficHour, TrafficMonth
from kosmos.usage.rules import GIGABYTE, MEGABYTE
from kosmos.usage.tests.world import ZONE, account, at, charges, one, plans

pytestmark = pytest.mark.django_db
NOW = at(12, 15)


@pytest.fixture
def sold() -> dict[str, Plan]:
    return plans()


def number_of(account_id: int) -> str:
    return AccountNumber.objects.get(account_id=account_id).number


def written(folder: Path, *lines: str) -> Path:
    """A file of counts."""
    file = folder / "counts.csv"
    file.write_text("\n".join([",".join(HEADER), *lines, ""]), encoding="utf-8")
    return file


def line(account_id: int, plan: str, hour: int, megabytes: int, reference: str) -> str:
    used_at = at(12, hour).isoformat()
    return f"{number_of(account_id)},{plan},{used_at},{megabytes * MEGABYTE},nas-1,{reference}"


def test_counts_are_taken_once_and_shown_where_they_were_used(sold: dict[str, Plan], tmp_path: Path) -> None:
    first, second = account(sold["slow"]), account(sold["dear"])
    file = written(
        tmp_path,
        line(first, "slow", 8, 100, "a"),
        line(second, "dear", 9, 1000, "a"),
        line(first, "slow", 8, 50, "b"),
        line(second, "dear", 14, 104, "b"),
    )
    assert load_traffic(file, now=NOW, dry_run=True) == TrafficLoaded(4, 0)
    assert not TrafficCount.objects.exists()
    assert load_traffic(file, now=NOW) == TrafficLoaded(4, 0)
    assert one(first, NOW).left_bytes == GIGABYTE - 150 * MEGABYTE
    assert used_by_hour(first, NOW.date(), ZONE) == {1: {8: 150 * MEGABYTE}}
    assert charges(second) == [(100, "traffic:dear")]
    before = list(TrafficMonth.objects.values()), list(TrafficHour.objects.values())
    assert load_traffic(file, now=at(13)) == TrafficLoaded(0, 4)
    assert (list(TrafficMonth.objects.values()), list(TrafficHour.objects.values())) == before
    assert charges(second) == [(100, "traffic:dear")]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_counted(sold: dict[str, Plan], tmp_path: Path) -> None:
    account_id = account(sold["slow"], sold["endless"])
    number, hour = number_of(account_id), at(12, 8).isoformat()
    file = written(
        tmp_path,
        line(account_id, "slow", 8, 1, "right"),
        f"{number},slow,2016-11-12T08:00:00,1,nas-1,b",
        f"{number},sloth,{hour},0,nas-1,c",
        f"{number},slow,{at(13).isoformat()},-5,nas-1,",
        f"{number},slow,{at(1, month=10).isoformat()},5,nas-1,d",
        f"{number},slow,{hour},5",
    )
    with pytest.raises(LoadError) as refused:
        load_traffic(file, now=NOW)
    said = [(problem.line, problem.message.split(":")[0]) for problem in refused.value.problems]
    assert said == [
        (3, "counted_at"),
        (4, "plan"),
        (4, "volume_bytes"),
        (5, "counted_at"),
        (5, "volume_bytes"),
        (5, "reference"),
        (6, "counted_at"),
        (7, "found 4 fields; allowed"),
    ]
    assert not TrafficCount.objects.exists()


def test_what_does_not_fit_what_is_here_is_said_by_line(sold: dict[str, Plan], tmp_path: Path) -> None:
    account_id = account(sold["slow"], sold["endless"])
    assert load_traffic(written(tmp_path, line(account_id, "slow", 8, 1, "old")), now=NOW).new == 1
    file = written(
        tmp_path,
        f"999999,slow,{at(12, 8).isoformat()},5,nas-1,x",
        line(account_id, "endless", 8, 1, "b"),
        line(account_id, "dry", 8, 1, "c"),
        line(account_id, "slow", 8, 1, "d"),
        line(account_id, "slow", 9, 1, "d"),
        line(account_id, "slow", 8, 2, "old"),
    )
    with pytest.raises(LoadError) as refused:
        load_traffic(file, now=NOW)
    said = [(problem.line, problem.message.split(":")[0]) for problem in refused.value.problems]
    assert said == [(2, "account"), (3, "plan"), (4, "plan"), (6, "reference"), (7, "reference")]
    assert TrafficCount.objects.count() == 1
