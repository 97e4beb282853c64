"""What a new price does: who has the plan, and what the first day of the price takes from each with it and without it.

The engine plays the days up to it and that day twice, and everything is undone; nothing is computed a second way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import LiteralString

from django.db import transaction
from django.db.models import Q, Sum

from kosmos.catalogue.models import Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.passing import pass_days
from kosmos.charging.services.opening import catch_up, open_accounts
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.kernel.sql import rows
from kosmos.ledger.models import Posting

_HOLDERS: LiteralString = """
SELECT count(DISTINCT account_id), count(DISTINCT account_id) FILTER (WHERE status = 1),
       count(DISTINCT account_id) FILTER (WHERE status = 2), count(DISTINCT account_id) FILTER (WHERE status = 3)
  FROM charging_subscription
 WHERE status <> 4 AND (plan_id = %(plan)s OR planned_plan_id = %(plan)s)
"""


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A fee that a plan would have from the first of a month on."""

    plan_id: int
    from_on: date
    fee_kopecks: int


@dataclass(frozen=True, slots=True)
class Holders:
    """How many accounts have a plan, or are to have it: in all, and by how it stands."""

    accounts: int
    running: int
    blocked: int
    suspended: int


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What the first day of a price takes for its plan, and whether it runs then: as things are, and with the price."""

    account_id: int
    kopecks_before: int
    kopecks_after: int
    runs_before: bool
    runs_after: bool


def holders_of(plan_id: int) -> Holders:
    """Who has a plan; one look through the subscriptions."""
    return Holders(*rows(_HOLDERS, {"plan": plan_id})[0])


def accounts_with(plan_id: int, *, after: int = 0, limit: int = 20) -> list[int]:
    """The accounts that have a plan or are to have it, in the order of their ids."""
    held = Subscription.objects.filter(Q(plan_id=plan_id) | Q(planned_plan_id=plan_id), account_id__gt=after)
    live = held.exclude(status=Status.ENDED).order_by("account_id").values_list("account_id", flat=True)
    return list(live.distinct()[:limit])


def can_be_played(price: NewPrice, *, now: datetime) -> bool:
    """Whether the first day of a price is near enough."""
    today = business_day(now, operator_zone())
    return today < price.from_on <= today + timedelta(days=HORIZON_DAYS)


def first_days(account_ids: Sequence[int], price: NewPrice, *, now: datetime) -> list[FirstDay]:
    """What a price's first day takes from some accounts, if nothing else happens; locked while it is played."""
    if not account_ids:
        return []
    ids, zone = sorted(account_ids), operator_zone()
    with imagined():
        catch_up(ids, now=now, zone=zone)
        today, eve = business_day(now, zone), price.from_on - ONE_DAY
        for account_id in ids:
            pass_days(account_id, after=today, until=eve, zone=zone)
        before = _played(ids, price)
        _put(price)
        after = _played(ids, price)
    return [FirstDay(one, before[one][0], after[one][0], before[one][1], after[one][1]) for one in ids]


def _put(price: NewPrice) -> None:
    Price.objects.update_or_create(
        plan_id=price.plan_id, from_on=price.from_on, defaults={"fee_kopecks": price.fee_kopecks}
    )


def _played(ids: Sequence[int], price: NewPrice) -> dict[int, tuple[int, bool]]:
    """Open the day, look, and take it back: by account, what is taken for the plan and whether it runs."""
    here = transaction.savepoint()
    open_accounts(ids, day=price.from_on, zone=operator_zone())
    found = taken_for(ids, price.plan_id, price.from_on)
    transaction.savepoint_rollback(here)
    return found


def taken_for(ids: Sequence[int], plan_id: int, day: date) -> dict[int, tuple[int, bool]]:
    """What a day took for a plan, by account, and whether it runs now."""
    held = Subscription.objects.filter(account_id__in=ids, plan_id=plan_id).exclude(status=Status.ENDED)
    numbers = {
        (account_id, number): status
        for account_id, number, status in held.values_list("account_id", "number", "status")
    }
    posted = Posting.objects.filter(account_id__in=ids, posted_on=day).values_list("account_id", "subscription")
    taken = {(account_id, number): -kopecks for account_id, number, kopecks in posted.annotate(Sum("amount_kopecks"))}
    found = dict.fromkeys(ids, (0, False))
    for (account_id, number), status in numbers.items():
        kopecks, runs = found[account_id]
        found[account_id] = kopecks + taken.get((account_id, number), 0), runs or status == Status.RUNNING
    return found
