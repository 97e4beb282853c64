"""A business day opens for accounts: rule 7's five steps in order, lapses of promises in their place."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from kosmos.charging.models import Planned, Subscription, Suspension, SuspensionState
from kosmos.charging.models import Status as SubscriptionStatus
from kosmos.charging.services.settle import settle
from kosmos.charging.telling import Turn, run_and_tell, tell_plans, tell_turns
from kosmos.kernel.days import ONE_DAY, business_day, each_day, month_start, start_of
from kosmos.kernel.outbox import Event, tell_all
from kosmos.kernel.sql import array, execute, records, rows, statement
from kosmos.ledger.errors import ClockWentBack
from kosmos.ledger.models import Cause, PostingKind
from kosmos.ledger.rules import Figures
from kosmos.ledger.services import Entry, Line, lock_accounts, open_months, write_postings

_PROMISE, _RESUMING, _SUSPENDING, _PLANNED = 1, 2, 3, 4
_CAUSE_OF = {Planned.CHANGE: Cause.PLAN_CHANGED, Planned.END: Cause.ENDED}


def catch_up(account_ids: Sequence[int], *, now: datetime, zone: ZoneInfo) -> dict[int, Figures]:
    """Lock accounts and bring them to an instant: the days that are not open yet, and the promises that lapsed.

    Their figures at that instant. ClockWentBack if a later business day is open already for one of them.
    """
    today = business_day(now, zone)
    found = lock_accounts(account_ids)
    ahead = [account_id for account_id, (_, through) in found.items() if through > today]
    if ahead:
        raise ClockWentBack(f"the business day {found[ahead[0]][1]} is open already; {today} is before it", ids=ahead)
    oldest = min((through for _, through in found.values()), default=today)
    if month_start(oldest) < month_start(today):
        open_months(oldest, today)
    for day in each_day(oldest + ONE_DAY, today):
        behind = [account_id for account_id, (_, through) in found.items() if through < day]
        open_accounts(behind, day=day, zone=zone)
    lapsed = lapse_promises(account_ids, until=now, zone=zone)
    if oldest == today and not lapsed:
        return {account_id: figures for account_id, (figures, _) in found.items()}
    return {account_id: figures for account_id, (figures, _) in lock_accounts(account_ids).items()}


def open_accounts(account_ids: Sequence[int], *, day: date, zone: ZoneInfo) -> None:
    """Open ``day`` for accounts that are locked and open up to the day before."""
    if not account_ids:
        return
    at = start_of(day, zone)
    ids = list(account_ids)
    scope = {"ids": array(ids), "day": day, "at": at, "first": day.day == 1}
    waiting: dict[int, list[int]] = {_PROMISE: [], _RESUMING: [], _SUSPENDING: [], _PLANNED: []}
    for account_id, what in rows(statement("charging", "due"), scope):
        waiting[what].append(account_id)
    lapse_promises(waiting[_PROMISE], until=at, zone=zone, before=True)
    execute(statement("charging", "mark_open"), scope)
    if waiting[_RESUMING]:
        _suspensions_end(waiting[_RESUMING], day=day, at=at)
    if waiting[_SUSPENDING]:
        _suspensions_begin(waiting[_SUSPENDING], day=day, at=at)
    if waiting[_PLANNED]:
        _plans_take_effect(waiting[_PLANNED], day=day, at=at)
    settle(ids, day=day, at=at, cause=Cause.DAY_OPENED, opening=True)
    lapse_promises(waiting[_PROMISE], until=at, zone=zone)


def lapse_promises(account_ids: Sequence[int], *, until: datetime, zone: ZoneInfo, before: bool = False) -> bool:
    """Let the promises of locked accounts lapse that were in force until then (``before``: until earlier)."""
    if not account_ids:
        return False
    scope = {"ids": array(account_ids), "until": until, "before": before}
    lapses = rows(statement("charging", "lapse_promises"), scope)
    for kind, given in (("promise_lapsed", False), ("unblock_ended", True)):
        tell_all(kind, [Event(id_, until_at.isoformat(), until_at) for id_, until_at, by in lapses if by == given])
    by_day = sorted((business_day(until_at, zone), by, id_, until_at) for id_, until_at, by in lapses)
    for (day, by_staff), group in groupby(by_day, itemgetter(0, 1)):
        instants = {account_id: until_at for _, _, account_id, until_at in group}
        cause = Cause.UNBLOCK_ENDED if by_staff else Cause.PROMISE_LAPSED
        settle(list(instants), day=day, at=instants, cause=cause)
    return bool(lapses)


def _suspensions_end(ids: Sequence[int], *, day: date, at: datetime) -> None:
    running = Suspension.objects.filter(account_id__in=ids, state=SuspensionState.RUNNING)
    _tell_suspensions("suspension_ended", running, at)
    running.update(state=SuspensionState.OVER)
    wake_subscriptions(ids, day=day, at=at)


def wake_subscriptions(account_ids: Sequence[int], *, day: date, at: datetime) -> None:
    """A suspension is over: its subscriptions wait, as if blocked, for the test that follows."""
    paused = Subscription.objects.filter(account_id__in=account_ids, status=SubscriptionStatus.SUSPENDED)
    turns = [
        Turn(account_id, number, SubscriptionStatus.SUSPENDED, SubscriptionStatus.BLOCKED)
        for account_id, number in paused.values_list("account_id", "number")
    ]
    paused.update(status=SubscriptionStatus.BLOCKED, status_on=day)
    tell_turns(turns, day=day, at=at)


def _tell_suspensions(kind: str, found: QuerySet[Suspension], at: datetime) -> None:
    fields = ("account_id", "number", "first_on", "last_on")
    tell_all(
        kind,
        [
            Event(account_id, str(number), at, {"number": number, "first_on": first_on, "last_on": last_on})
            for account_id, number, first_on, last_on in found.values_list(*fields)
        ],
    )


def _suspensions_begin(ids: Sequence[int], *, day: date, at: datetime) -> None:
    planned = Suspension.objects.filter(account_id__in=ids, state=SuspensionState.PLANNED)
    _tell_suspensions("suspension_began", planned, at)
    planned.update(state=SuspensionState.RUNNING)
    _give_back(ids, day=day, at=at, suspended=True)
    scope = {"ids": array(ids), "day": day}
    run_and_tell("begin_suspensions", scope, day=day, at=at, cause=Cause.SUSPENDED)


def _plans_take_effect(ids: Sequence[int], *, day: date, at: datetime) -> None:
    _give_back(ids, day=day, at=at, suspended=False)
    tell_plans(ids, day=day, at=at)
    for name in ("take_effect_changes", "take_effect_ends", "end_packages"):
        run_and_tell(name, {"ids": array(ids), "day": day}, day=day, at=at)


def _give_back(ids: Sequence[int], *, day: date, at: datetime, suspended: bool) -> None:
    due = records(statement("charging", "due_give_backs"), {"ids": array(ids), "day": day, "suspended": suspended})
    entries = []
    for account_id, group in groupby(due, itemgetter("id")):
        lines = list(group)
        given = sum(row["given_back"] for row in lines)
        entry = Entry(account_id, lines[0]["last_number"])
        entry.accrued_change, entry.unpaid_change = -given, -min(lines[0]["unpaid"], given)
        entry.lines = [
            Line(
                PostingKind.GIVE_BACK,
                row["given_back"],
                Cause.SUSPENDED if suspended else _CAUSE_OF[row["planned"]],
                price_id=row["price_id"],
                subscription=row["number"],
                from_on=day,
            )
            for row in lines
        ]
        entries.append(entry)
    write_postings(entries, day=day, at=at)
