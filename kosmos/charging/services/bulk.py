"""Subscriptions by the hundred thousand, as they come from another system's books."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from kosmos.charging.models import Status, Subscription
from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.sql import copy
from kosmos.ledger.services import lock_accounts


@dataclass(frozen=True, slots=True)
class NewSubscription:
    """A subscription to take over; `number` counts an account's subscriptions from 1."""

    account_id: int
    number: int
    plan_id: int
    connected_at: datetime


def bulk_connect(new: Iterable[NewSubscription], *, day: date) -> None:
    """Take over subscriptions of accounts that were opened in this transaction, by COPY.

    They wait, blocked, for the next opening, which lets run and charges what can run then. `day` is the
    newest business day that is open. Nothing is tested and nothing charged here, nor by an event of that day.
    """
    first_on = day + ONE_DAY
    copy(
        "charging_subscription (account_id, number, plan_id, status, connected_at, status_on, blocked_since_charge)",
        (
            (one.account_id, one.number, one.plan_id, int(Status.BLOCKED), one.connected_at, first_on, False)
            for one in new
        ),
    )


def connect_more(wanted: Sequence[tuple[int, int, datetime]], *, day: date) -> None:
    """Take over more subscriptions, of accounts that are here: account id, plan id, moment of connection.

    Locks the accounts first; otherwise as bulk_connect.
    """
    ids = {account_id for account_id, _, _ in wanted}
    if not ids:
        return
    lock_accounts(ids)
    held = Subscription.objects.filter(account_id__in=ids).values_list("account_id")
    numbers = dict(held.annotate(count=Count("number")))
    new = []
    for account_id, plan_id, connected_at in wanted:
        numbers[account_id] = numbers.get(account_id, 0) + 1
        new.append(NewSubscription(account_id, numbers[account_id], plan_id, connected_at))
    bulk_connect(new, day=day)
