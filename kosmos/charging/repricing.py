"""What a new price does: who has the plan, and what the first day of the price takes from each with it and without it.

The engine decides that day twice, and nothing is kept. Of most accounts the days up to it take only shares, or nothing:
they are told in one statement, and the engine's own one decides the day from there. The others are played day by day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import LiteralString

from django.db import transaction
from django.db.models import Sum

from kosmos.catalogue.models import Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.passing import pass_days
from kosmos.charging.services.opening import catch_up, open_accounts
from kosmos.kernel.days import ONE_DAY, business_day, each_day, start_of
from kosmos.kernel.sql import array, rows, statement
from kosmos.ledger.models import Posting

FAR_TOGETHER = 20_000
"""So many accounts are decided in one statement; a page asks for as few as it likes."""
PLAYED_TOGETHER = 200
"""So many are locked and played at once: a payment of one of them waits for that long."""
ONE_BY_ONE = 12
"""More than so many are opened together each day, which costs less than each quickly for itself."""

_HELD: LiteralString = """
-- Who has a plan, as it stands (4: is about to have it), in the order of the accounts.
SELECT account_id, min(CASE WHEN plan_id = %(plan)s THEN status ELSE 4 END)
  FROM charging_subscription
 WHERE status <> 4 AND (plan_id = %(plan)s OR planned_plan_id = %(plan)s) AND account_id > %(after)s
 GROUP BY account_id
 ORDER BY account_id
 LIMIT %(limit)s
"""
_ON_ITS_EVE: LiteralString = """
-- What the day takes for the plan from accounts that have these balances when it opens, a month's first: settle.sql
-- reads these figures in the place of the ledger's. Writes and locks nothing.
WITH ledger_account AS (
    SELECT id, 0 AS last_number, 0::bigint AS unpaid_kopecks, balance_kopecks
      FROM unnest(%(ids)s::bigint[], %(balances)s::bigint[]) AS eve (id, balance_kopecks)
)
SELECT id, sum(coalesce(accrual, 0) + coalesce(share, 0) - coalesce(given_back, 0))::bigint, bool_or(decided.status = 1)
  FROM ({settle}) AS decided
  JOIN charging_subscription AS held ON held.account_id = id AND held.number = decided.number
 WHERE held.plan_id = %(plan)s
 GROUP BY id
"""


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A fee that a plan would have from the first of a month on."""

    plan_id: int
    from_on: date
    fee_kopecks: int


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What the first day of a price takes for its plan, and whether it runs then: as things are, and with the price.

    ``status`` is how the plan stands now; none of an account that is about to change to it.
    """

    account_id: int
    status: Status | None
    kopecks_before: int
    kopecks_after: int
    runs_before: bool
    runs_after: bool


Day = Mapping[int, tuple[int, bool]]
"""What a day takes for a plan, by account, and whether it runs then."""


def holders(plan_id: int, *, after: int = 0, limit: int | None = None) -> dict[int, Status | None]:
    """Who has a plan, or is to have it, and how it stands, in the order of the accounts."""
    found = rows(_HELD, {"plan": plan_id, "after": after, "limit": limit})
    return {account_id: Status(status) if status < Status.ENDED else None for account_id, status in found}


def can_be_played(price: NewPrice, *, now: datetime) -> bool:
    """Whether the first day of a price is near enough."""
    today = business_day(now, operator_zone())
    return today < price.from_on <= today + timedelta(days=HORIZON_DAYS)


def first_days(price: NewPrice, *, now: datetime, together: int = FAR_TOGETHER) -> Iterator[FirstDay]:
    """What a price's first day takes from everybody who has the plan, if nothing else happens, by account.

    The price begins on a month's first. Whoever is played is locked while it lasts.
    """
    after = 0
    while held := holders(price.plan_id, after=after, limit=together):
        after = max(held)
        quiet = _quiet(list(held), price, now)
        before, after_it = _told(quiet, price)
        rest = [account_id for account_id in held if account_id not in quiet]
        for start in range(0, len(rest), PLAYED_TOGETHER):
            played = _played(rest[start : start + PLAYED_TOGETHER], price, now)
            before, after_it = {**before, **played[0]}, {**after_it, **played[1]}
        for one, status in held.items():
            (was, ran), (will, runs) = before.get(one, (0, False)), after_it.get(one, (0, False))
            yield FirstDay(one, status, was, will, ran, runs)


def _quiet(ids: Sequence[int], price: NewPrice, now: datetime) -> dict[int, int]:
    """Of which accounts the days up to the price take only shares, or nothing, and what they have then."""
    today = business_day(now, operator_zone())
    scope = {"ids": array(ids), "today": today, "eve": price.from_on - ONE_DAY}
    return dict(rows(statement("charging", "quiet_until"), scope))


def _told(eve: Mapping[int, int], price: NewPrice) -> tuple[Day, Day]:
    """What the day takes without the price and with it, of accounts whose balance on its eve is known."""
    if not eve:
        return {}, {}
    with imagined():
        before = _decided(eve, price)
        _put(price)
        return before, _decided(eve, price)


def _decided(eve: Mapping[int, int], price: NewPrice) -> Day:
    text = _ON_ITS_EVE.replace("{settle}", statement("charging", "settle"))
    day = {"day": price.from_on, "back_from": price.from_on, "at": start_of(price.from_on, operator_zone())}
    scope = {"ids": array(eve), "balances": array(eve.values()), "plan": price.plan_id, "opening": True, "all": True}
    return {account_id: (kopecks, runs) for account_id, kopecks, runs in rows(text, {**day, **scope})}


def _played(ids: Sequence[int], price: NewPrice, now: datetime) -> tuple[Day, Day]:
    """Let the days pass, open the price's first day without it and with it, and take all of it back."""
    zone = operator_zone()
    with imagined():
        catch_up(ids, now=now, zone=zone)
        today, eve = business_day(now, zone), price.from_on - ONE_DAY
        if len(ids) > ONE_BY_ONE:
            for day in each_day(today + ONE_DAY, eve):
                open_accounts(ids, day=day, zone=zone)
        else:
            for account_id in ids:
                pass_days(account_id, after=today, until=eve, zone=zone)
        before = _opened(ids, price)
        _put(price)
        return before, _opened(ids, price)


def _put(price: NewPrice) -> None:
    Price.objects.update_or_create(
        plan_id=price.plan_id, from_on=price.from_on, defaults={"fee_kopecks": price.fee_kopecks}
    )


def _opened(ids: Sequence[int], price: NewPrice) -> Day:
    """Open the day, look, and take it back."""
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
