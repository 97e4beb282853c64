"""Traffic in scenario files: two events, a plan's field, and what is left as a day ends."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.scenario import player, reading
from kosmos.usage.models import TrafficCount, TrafficPurchase
from kosmos.usage.queries import Traffic, traffic_of
from kosmos.usage.rules import GIGABYTE, MEGABYTE, State
from kosmos.usage.services import buy_traffic, count_traffic

MOST = 1_000_000_000
"""Of megabytes or gigabytes that a file may name."""

_NEEDS = {"throttle": "throttle_mbps", "charge": "per_mb"}
_SPEED = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))?")
_PRICE = re.compile(r"(\d{1,6})\.(\d{4})")


def register() -> None:
    """Add traffic to the scenario format; doing it again changes nothing."""
    megabytes: dict[str, reading.Reader] = {"plan": reading.text_of, "megabytes": _above_zero}
    ref: dict[str, reading.Reader] = {"ref": reading.text_of}
    reading.EVENTS["traffic"] = (megabytes, ref)
    reading.EVENTS["buy_traffic"] = ({**megabytes, "amount": reading.amount_of}, ref)
    reading.PLAN_FIELDS["traffic"] = _columns
    reading.EXPECTED["traffic"] = _lefts
    reading.WHOLE_NUMBERS.update({"megabytes", "volume_gb"})
    player.ACTS["traffic"] = _count
    player.ACTS["buy_traffic"] = _buy
    if _figures not in player.DAY_FIGURES:
        player.DAY_FIGURES.append(_figures)


def _above_zero(value: object) -> int:
    number = reading.whole_of(value)
    if not 0 < number <= MOST:
        raise ValueError(f"a whole number from 1 to {MOST} expected, found {value!r}")
    return number


def _columns(value: object) -> dict[str, Any]:
    """A plan's traffic as in the operator's file: `then` says which other field goes with it."""
    readers = {"volume_gb": _above_zero, "then": reading.one_of("throttle", "stop", "charge")}
    read = reading.fields_of(value, "traffic", readers, {"throttle_mbps": _kbps, "per_mb": _price})
    then = read["then"]
    for key in _NEEDS.values():
        if (key in read) != (_NEEDS.get(then) == key):
            raise ValueError(f"{key} goes with then: {', '.join(one for one in _NEEDS if _NEEDS[one] == key)}")
    return {
        "volume_bytes": read["volume_gb"] * GIGABYTE,
        "used_up": UsedUp[then.upper()],
        "throttle_kbps": read.get("throttle_mbps"),
        "megabyte_kopeck_hundredths": read.get("per_mb"),
    }


def _kbps(value: object) -> int:
    """A speed in Mbit/s with at most three decimals, in kbit/s."""
    parts = None if isinstance(value, bool) else _SPEED.fullmatch(str(value))
    speed = int(parts[1]) * 1000 + int((parts[2] or "").ljust(3, "0")) if parts else 0
    if speed <= 0:
        raise ValueError(f"a speed in Mbit/s above zero, such as 50 or 0.512, expected, found {value!r}")
    return speed


def _price(value: object) -> int:
    """A price in BYN with four decimals, in hundredths of a kopeck."""
    parts = _PRICE.fullmatch(reading.text_of(value))
    price = int(parts[1] + parts[2]) if parts else 0
    if price <= 0:
        raise ValueError(f'a price above zero with four decimals, such as "0.0100", expected, found {value!r}')
    return price


def _lefts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError(f"an object expected, found {value!r}")
    return {code: reading.text_of(left) for code, left in value.items()}


def _count(account_id: int, fields: Mapping[str, Any], plans: Mapping[str, Plan], now: datetime) -> None:
    ref = fields.get("ref")
    count_traffic(
        account_id=account_id,
        plan=plans[fields["plan"]],
        volume_bytes=fields["megabytes"] * MEGABYTE,
        now=now,
        source="ref" if ref else "event",
        reference=ref or str(TrafficCount.objects.filter(account_id=account_id).count()),
    )


def _buy(account_id: int, fields: Mapping[str, Any], plans: Mapping[str, Plan], now: datetime) -> None:
    ref = fields.get("ref")
    buy_traffic(
        account_id=account_id,
        plan=plans[fields["plan"]],
        volume_bytes=fields["megabytes"] * MEGABYTE,
        price_kopecks=fields["amount"],
        now=now,
        reference=f"ref {ref}" if ref else f"event {TrafficPurchase.objects.filter(account_id=account_id).count()}",
    )


def _figures(account_id: int, plans: Mapping[str, Plan], now: datetime) -> dict[str, Any]:
    """What is left, only in stories with traffic: what others print stays as it is."""
    if all(plan.volume_bytes is None for plan in plans.values()):
        return {}
    return {"traffic": {traffic.plan: _left(traffic) for traffic in traffic_of(account_id, now)}}


def _left(traffic: Traffic) -> str:
    """Megabytes, and what follows where none is left: "512", "0 throttled"."""
    left = str(traffic.left_bytes // MEGABYTE)
    return left if traffic.state == State.FULL else f"{left} {traffic.state}"
