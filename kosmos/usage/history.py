"""What was used, by month, day and hour, as it was counted; for charts and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.kernel.sql import rows
from kosmos.usage.models import TrafficMonth, TrafficPurchase

_BY_DAY: LiteralString = """
SELECT subscription, (hour_at AT TIME ZONE %(zone)s)::date AS day, sum(volume_bytes)::bigint
  FROM usage_traffichour
 WHERE account_id = %(id)s AND hour_at >= %(since)s AND hour_at < %(until)s
 GROUP BY 1, 2
"""
_BY_HOUR: LiteralString = """
SELECT subscription, extract(hour FROM hour_at AT TIME ZONE %(zone)s)::int AS hour, sum(volume_bytes)::bigint
  FROM usage_traffichour
 WHERE account_id = %(id)s AND hour_at >= %(since)s AND hour_at < %(until)s
 GROUP BY 1, 2
"""
_MONTHS: LiteralString = """
SELECT DISTINCT date_trunc('month', hour_at AT TIME ZONE %(zone)s)::date
  FROM usage_traffichour
 WHERE account_id = %(id)s
 UNION
SELECT month_on FROM usage_trafficmonth WHERE account_id = %(id)s
"""


@dataclass(frozen=True, slots=True)
class UsedMonth:
    """A subscription's month as it was written: its volume, what was bought, and all that was used."""

    subscription: int
    month_on: date
    volume_bytes: int
    bought_bytes: int
    used_bytes: int
    over_bytes: int
    charged_kopecks: int


def months_used(account_id: int, zone: ZoneInfo) -> tuple[date, ...]:
    """The months in which an account used or bought traffic, the earliest first."""
    found = rows(_MONTHS, {"id": account_id, "zone": zone.key})
    return tuple(sorted(month for (month,) in found))


def used_by_day(account_id: int, first: date, last: date, zone: ZoneInfo) -> dict[int, dict[date, int]]:
    """Bytes by day from first to last, by subscription; days without any are not there."""
    return _by_subscription(_BY_DAY, account_id, first, last, zone)


def used_by_hour(account_id: int, day: date, zone: ZoneInfo) -> dict[int, dict[int, int]]:
    """Bytes by the hour of a day (0 to 23), by subscription; hours without any are not there."""
    return _by_subscription(_BY_HOUR, account_id, day, day, zone)


def used_months(account_id: int, month_on: date) -> dict[int, UsedMonth]:
    """An account's months as they were written, by subscription."""
    found = TrafficMonth.objects.filter(account_id=account_id, month_on=month_on).order_by("subscription")
    return {row.subscription: _used(row) for row in found}


def purchases_in(account_id: int, month_on: date) -> list[TrafficPurchase]:
    """What was bought in a month, the newest first."""
    return list(TrafficPurchase.objects.filter(account_id=account_id, month_on=month_on).order_by("-bought_at"))


def purchase_with(account_id: int, reference: str) -> TrafficPurchase | None:
    """What was bought with a reference; None if nothing was."""
    return TrafficPurchase.objects.filter(account_id=account_id, reference=reference).first()


def _used(row: TrafficMonth) -> UsedMonth:
    over = row.beyond_bytes + row.charged_bytes
    return UsedMonth(
        subscription=row.subscription,
        month_on=row.month_on,
        volume_bytes=row.volume_bytes,
        bought_bytes=row.bought_bytes,
        used_bytes=row.volume_used_bytes + row.bought_used_bytes + over,
        over_bytes=over,
        charged_kopecks=row.charged_kopeck_hundredths // 100,
    )


def _by_subscription(
    text: LiteralString, account_id: int, first: date, last: date, zone: ZoneInfo
) -> dict[int, dict[Any, int]]:
    scope: Mapping[str, object] = {
        "id": account_id,
        "zone": zone.key,
        "since": start_of(first, zone),
        "until": start_of(last + ONE_DAY, zone),
    }
    found: dict[int, dict[Any, int]] = {}
    for subscription, key, volume in rows(text, scope):
        found.setdefault(subscription, {})[key] = volume
    return found
