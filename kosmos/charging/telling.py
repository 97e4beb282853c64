"""What the engine tells the outbox: services that turned, promises that lapsed, suspensions that began or ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kosmos.charging.models import Status, Subscription
from kosmos.kernel.outbox import Event, tell_all
from kosmos.kernel.sql import array, execute, rows, statement
from kosmos.ledger.models import Cause


@dataclass(frozen=True, slots=True)
class Turn:
    """A subscription that went from one state to another."""

    account_id: int
    number: int
    before: int
    after: int


def tell_turns(
    turns: Sequence[Turn], *, day: date, at: datetime | Mapping[int, datetime], cause: Cause | None = None
) -> None:
    """Tell what subscriptions became; ``at`` is one instant, or each account's own."""
    if not turns:
        return
    instants = at if isinstance(at, Mapping) else {turn.account_id: at for turn in turns}
    execute(
        statement("charging", "tell_states"),
        {
            "day": day,
            "cause": cause.label if cause is not None else "",
            "accounts": array(turn.account_id for turn in turns),
            "numbers": array(turn.number for turn in turns),
            "before": array(turn.before for turn in turns),
            "after": array(turn.after for turn in turns),
            "instants": [instants[turn.account_id] for turn in turns],
        },
    )


def tell_settled(decisions: Sequence[dict[str, Any]], **when: Any) -> None:  # noqa: ANN401 - tell_turns has the types
    """Tell which subscriptions settling started or stopped."""
    turned = [row for row in decisions if row["turned"]]
    tell_turns(
        [
            Turn(row["id"], row["number"], Status.RUNNING + Status.BLOCKED - row["status"], row["status"])
            for row in turned
        ],
        **when,
    )


def run_and_tell(
    name: str, scope: Mapping[str, object], *, day: date, at: datetime, cause: Cause | None = None
) -> None:
    """Run a statement that returns account, number, state before and state after; tell those that turned."""
    changed = [Turn(*row) for row in rows(statement("charging", name), scope)]
    tell_turns([turn for turn in changed if turn.before != turn.after], day=day, at=at, cause=cause)


def tell_plans(account_ids: Sequence[int], *, day: date, at: datetime) -> None:
    """Tell which plan changes take effect for locked accounts; before they do."""
    due = Subscription.objects.filter(account_id__in=account_ids, planned_plan__isnull=False, planned_on__lte=day)
    fields = ("account_id", "number", "plan__code", "planned_plan__code")
    tell_all(
        "plan_changed",
        [
            Event(account_id, f"{number}:{day}", at, {"subscription": number, "from": before, "to": after, "on": day})
            for account_id, number, before, after in due.exclude(status=Status.ENDED).values_list(*fields)
        ],
    )
