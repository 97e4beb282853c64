"""A subscription's month of traffic, and the terms on which more of it is counted: read for one or for thousands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.models import Subscription
from kosmos.charging.queries import Held, first_day_run
from kosmos.kernel.days import month_start
from kosmos.kernel.sql import array, execute, records, statement
from kosmos.usage.rules import Month, Terms, Then, Wish, chosen

Key = tuple[int, int]
"""An account's id and a subscription's number."""
FIGURES = (
    "volume_used_bytes",
    "bought_bytes",
    "bought_used_bytes",
    "beyond_bytes",
    "charged_bytes",
    "charged_kopeck_hundredths",
)
"""The columns of TrafficMonth that rules.Month has too."""
NOTHING: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """What is written of a subscription's month, and its holder's wish with the plan that it is for."""

    figures: Mapping[str, int] = field(default_factory=lambda: NOTHING)
    refilled_on: date | None = None
    wish_plan: str | None = None
    wish: Wish | None = None

    def month(self, ran_from: date | None) -> tuple[Month, date | None]:
        """The month, and when it was refilled: as written, or on the first day that the subscription ran."""
        refilled_on = self.refilled_on or ran_from
        return Month(refilled=refilled_on is not None, **self.figures), refilled_on

    def month_of(self, held: Subscription, day: date) -> tuple[Month, date | None]:
        """The same of a subscription whose account is locked and open for ``day``; nothing is written by a refill."""
        return self.month(self.refilled_on or first_day_run(held, day))

    def terms_of(self, plan: Plan) -> Terms | None:
        """What holds for a plan, with the holder's wish; None if it has no volume."""
        terms = terms_of(plan)
        return None if terms is None else chosen(terms, self.wish_for(plan.code))

    def terms_of_held(self, held: Held) -> Terms | None:
        """The same for what a home page holds."""
        if held.volume_bytes is None or held.used_up is None:
            return None
        terms = Terms(held.volume_bytes, Then(held.used_up), held.throttle_kbps, held.megabyte_kopeck_hundredths)
        return chosen(terms, self.wish_for(held.plan))

    def wish_for(self, plan: str) -> Wish | None:
        """The wish, if it is for this plan: another one has terms of its own."""
        return self.wish if self.wish_plan == plan else None


def known_of(keys: Iterable[Key], month_on: date) -> dict[Key, Known]:
    """What is known of subscriptions in a month, in one statement."""
    wanted = list(keys)
    scope = {
        "accounts": array(account for account, _ in wanted),
        "subscriptions": array(number for _, number in wanted),
        "month": month_on,
    }
    rows = records(statement("usage", "months_and_wishes"), scope)
    return {(row["account_id"], row["subscription"]): _known(row) for row in rows}


def known_of_one(held: Subscription, day: date) -> Known:
    """What is known of one subscription in a day's month."""
    key = (held.account_id, held.number)
    return known_of([key], month_start(day))[key]


def terms_of(plan: Plan) -> Terms | None:
    """A plan's traffic with all that may be chosen of it; None if it has no volume."""
    if plan.volume_bytes is None or plan.used_up is None:
        return None
    then = Then(UsedUp(plan.used_up).label)
    return Terms(plan.volume_bytes, then, plan.throttle_kbps, plan.megabyte_kopeck_hundredths)


@dataclass(frozen=True, slots=True)
class Written:
    """A month as it is to be written."""

    key: Key
    month: Month
    refilled_on: date | None
    volume_bytes: int


def write_months(months: Iterable[Written], *, month_on: date) -> None:
    """Write months of one calendar month; their accounts are locked, so nobody else writes them."""
    rows = list(months)
    scope: dict[str, object] = {name: array(getattr(row.month, name) for row in rows) for name in FIGURES}
    scope |= {
        "month": month_on,
        "accounts": array(row.key[0] for row in rows),
        "subscriptions": array(row.key[1] for row in rows),
        "refilled": array(row.refilled_on for row in rows),
        "volumes": array(row.volume_bytes if row.refilled_on else 0 for row in rows),
    }
    execute(statement("usage", "write_months"), scope)


def _known(row: Mapping[str, Any]) -> Known:
    figures = {name: row[name] for name in FIGURES} if row["volume_used_bytes"] is not None else NOTHING
    wish = Wish(Then(UsedUp(row["used_up"]).label), row["agreed"]) if row["plan"] else None
    return Known(figures, row["refilled_on"], row["plan"], wish)
