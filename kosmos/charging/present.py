"""How an account stands now, as far as nothing has to be played for it: what a page can say at once."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from kosmos.catalogue.models import Settlement
from kosmos.charging.forecast import Forecast, needs_among
from kosmos.charging.home import Shortage, shortage_of
from kosmos.charging.models import Status, Subscription
from kosmos.charging.rules import to_be_back
from kosmos.charging.services.moment import Moment
from kosmos.charging.standing import AccountView, Awaited, held_at, state_of
from kosmos.kernel.days import month_end
from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import Account
from kosmos.ledger.rules import Figures


@dataclass(frozen=True)
class Present(AccountView):
    """An account's view as far as it is true already: ``ahead`` foresees nothing, so that none is "low".

    Nor is it tried whether a promise can be had (``promise_refused``), or what the plan that waits still lacks.
    """

    today: date
    short: Shortage | None


class _Facts(NamedTuple):
    """What sql/present.sql finds; ``fees`` by plan and ``moved`` by day are JSON, as are the names of a plan."""

    promise_until: datetime | None
    promise_by_staff: bool
    pause_from: date | None
    pause_until: date | None
    paused: bool
    plan: str | None
    name: str
    settlement: int
    connection_fee_kopecks: int
    fee_kopecks: int
    fees: str
    moved: str


def present_of(account: Account, number: str, *, day: date, now: datetime) -> Present | None:
    """How an account stands on an instant's business day; None where only the engine can say.

    That is where a day of it is to open, or a promise to lapse.

    Reads what was committed, without a lock: two statements, and one more where something is blocked.
    """
    if account.open_through_on != day:
        return None
    facts = _Facts(*rows(statement("charging", "present"), {"id": account.id, "day": day})[0])
    if facts.promise_until is not None and facts.promise_until <= now:
        return None
    every = Subscription.objects.filter(account_id=account.id).select_related("plan__service", "planned_plan")
    held = list(every.order_by("plan__kind", "connected_at", "number"))
    figures = Figures(account.balance_kopecks, account.accrued_kopecks, account.unpaid_kopecks, account.last_number)
    moment = Moment(account.id, now, day, figures)
    moment.subscriptions = [one for one in held if one.status != Status.ENDED]
    return _present(moment, number, facts, ever=bool(held))


def _present(moment: Moment, number: str, facts: _Facts, *, ever: bool) -> Present:
    live, day, figures = moment.subscriptions, moment.day, moment.figures
    blocked = any(one.status == Status.BLOCKED for one in live)
    needs = needs_among(live, day=day, at=moment.at) if blocked else {}
    ahead = Forecast(day, figures, None, (), to_be_back(figures, list(needs.values())))
    fees = json.loads(facts.fees)
    held = tuple(
        held_at(
            one,
            day,
            needs[one.number].need_kopecks if one.number in needs else None,
            fee_kopecks=fees.get(str(one.plan_id), 0),
        )
        for one in live
    )
    promised, closed = facts.promise_until is not None, ever and facts.plan is None
    view = Present(
        number=number,
        account_id=moment.account_id,
        state=state_of(held, ahead, promised=promised, suspended=facts.paused, closed=closed),
        held=held,
        ahead=ahead,
        due_kopecks=max(0, -figures.balance),
        due_on=day if figures.overdue else month_end(day),
        promise_until=facts.promise_until,
        promise_by_staff=facts.promise_by_staff,
        promise_refused=None,
        suspended_from=facts.pause_from,
        suspended_until=facts.pause_until,
        awaited=_awaited(facts),
        today=day,
        short=None,
    )
    moved = json.loads(facts.moved)
    return replace(view, short=shortage_of(moment, view, lambda since: moved[since.isoformat()]))


def _awaited(facts: _Facts) -> Awaited | None:
    if facts.plan is None:
        return None
    return Awaited(
        plan=facts.plan,
        name=json.loads(facts.name),
        fee_kopecks=facts.fee_kopecks,
        connection_fee_kopecks=facts.connection_fee_kopecks,
        settlement=Settlement(facts.settlement).label,
        refused="",
        top_up_kopecks=None,
    )
