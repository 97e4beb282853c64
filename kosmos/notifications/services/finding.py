"""What nobody does but the calendar: money that ends soon, prices that will change."""

from datetime import date, datetime, timedelta
from typing import LiteralString

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.low import low_accounts
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.kernel.outbox import Event, tell_all
from kosmos.kernel.sql import execute, statement
from kosmos.ledger.models import Account
from kosmos.notifications.models import LookedAt, LowDays, LowSpell
from kosmos.notifications.rules import LOW_DAYS, MOST_LOW_DAYS, House
from kosmos.subscribers.models import Contract

CHUNK = 5000
_LOOK: LiteralString = "SELECT pg_advisory_xact_lock(hashtext('kosmos low'))"


def find_low(*, now: datetime, chunk: int = CHUNK) -> int:
    """Look for money that ends soon among the next accounts that were not looked at today; how many ids were.

    Each account once a business day, after the day opened for it. Told once in a time of being low.
    """
    day = business_day(now, operator_zone())
    with transaction.atomic():
        execute(_LOOK, {})
        seen = LookedAt.objects.filter(what="low").first()
        after = seen.after if seen is not None and seen.day == day else 0
        ids = list(Account.objects.filter(id__gt=after).order_by("id").values_list("id", "open_through_on")[:chunk])
        if not ids or any(through < day for _, through in ids):
            return 0
        _note_low(ids[0][0], ids[-1][0] + 1, day, now)
        LookedAt.objects.update_or_create(what="low", defaults={"day": day, "after": ids[-1][0]})
    return len(ids)


def is_low(account_id: int, day: date) -> bool:
    """Whether an account's money ends within its holder's days, as it stands on an open business day."""
    found = low_accounts(account_id, account_id + 1, day=day, ahead=MOST_LOW_DAYS)
    return bool(found) and found[0][1] < _chosen_days([account_id]).get(account_id, LOW_DAYS)


def _note_low(low: int, high: int, day: date, now: datetime) -> None:
    """Write down who is low; tell those who were not yesterday."""
    found = dict(low_accounts(low, high, day=day, ahead=MOST_LOW_DAYS))
    chosen = _chosen_days(list(found))
    ends = {one: left for one, left in found.items() if left < chosen.get(one, LOW_DAYS)}
    spells = LowSpell.objects.filter(account_id__gte=low, account_id__lt=high)
    spells.exclude(account_id__in=list(ends)).delete()
    known = set(spells.values_list("account_id", flat=True))
    new = [account_id for account_id in ends if account_id not in known]
    LowSpell.objects.bulk_create(
        LowSpell(account_id=one, since_on=day, until_on=day + timedelta(days=ends[one])) for one in new
    )
    tell_all("low", [Event(one, str(day), now, _about(day, ends[one])) for one in new])


def _about(day: date, left: int) -> dict[str, object]:
    return {"since_on": day, "until_on": day + timedelta(days=left), "days": left}


def _chosen_days(account_ids: list[int]) -> dict[int, int]:
    """The days that holders chose, by account; the others have the house's."""
    holders = dict(Contract.objects.filter(account_id__in=account_ids).values_list("account_id", "subscriber_id"))
    days = dict(LowDays.objects.filter(subscriber_id__in=holders.values()).values_list("subscriber_id", "days"))
    return {account_id: days[holder] for account_id, holder in holders.items() if holder in days}


def announce_prices(*, now: datetime, house: House | None = None) -> int:
    """Tell each account of the price that a plan of its will have, once for a price; how many were told."""
    today = business_day(now, operator_zone())
    until = today + (house or House()).price_notice_days * ONE_DAY
    return execute(statement("notifications", "announce_prices"), {"today": today, "until": until, "now": now})
