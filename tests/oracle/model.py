"""Play a scenario in memory, in the order of time that rule 7 gives."""

from datetime import date, datetime, time, timedelta
from typing import Any

from .book import Account, Plan, byn
from .steps import open_day, settle
from .wishes import WISHES, Event


class Life:
    """One account through time: its days open and its promises lapse as the clock moves on."""

    def __init__(self, number: str, first: date, last: date) -> None:
        """Stand before the opening of `first`."""
        self.account = Account(number)
        self.days: list[dict[str, Any]] = []
        self._first, self._next, self._last = first, first, last

    def move_to(self, moment: datetime) -> None:
        """Open every day and let lapse every promise up to a moment, in order (rule 7)."""
        while self._next <= min(moment.date(), self._last):
            midnight = datetime.combine(self._next, time())
            self._lapse(midnight - timedelta(minutes=1))
            if self._next > self._first:
                self._close_day()
            open_day(self.account, self._next)
            self._next += timedelta(days=1)
            self._lapse(midnight)
        self._lapse(moment)

    def finish(self) -> dict[str, Any]:
        """Live to the end of the last day; return what a scenario's output says of an account."""
        self.move_to(datetime.combine(self._last, time(23, 59)))
        self._close_day()
        return {"balance": byn(self.account.balance), "postings": self.account.postings, "days": self.days}

    def _lapse(self, moment: datetime) -> None:
        """Let a promise lapse if its 72 hours are over by `moment`."""
        until = self.account.promise_until
        if until is not None and until <= moment:
            self.account.promise_until = None
            settle(self.account, until)

    def _close_day(self) -> None:
        """Write down the day that ends."""
        account = self.account
        self.days.append(
            {
                "date": (self._next - timedelta(days=1)).isoformat(),
                "balance": byn(account.balance),
                "overdue": byn(account.overdue),
                "subscriptions": {one.plan.code: one.status for one in account.subscriptions},
            }
        )


class Play:
    """A scenario's accounts, moved on event by event."""

    def __init__(self, scenario: dict[str, Any]) -> None:
        """Set the stage: no day is open yet."""
        first, last = date.fromisoformat(scenario["from"]), date.fromisoformat(scenario["to"])
        self.plans = {row["code"]: Plan.of(row) for row in scenario["plans"]}
        self.lives = {row["number"]: Life(row["number"], first, last) for row in scenario["accounts"]}

    def act(self, event: Event) -> str | None:
        """Play one event; return why it is refused, or None."""
        moment = datetime.fromisoformat(event["at"])
        life = self.lives[event["account"]]
        life.move_to(moment)
        return WISHES[event["do"]](life.account, self.plans, moment, event)

    def finish(self) -> dict[str, Any]:
        """Open the days that are left; return every account's answer."""
        return {number: life.finish() for number, life in self.lives.items()}


def play(scenario: dict[str, Any]) -> dict[str, Any]:
    """Play a whole scenario; return its `refused` and `accounts`, shaped as the samples' expected files."""
    stage = Play(scenario)
    order = sorted(range(len(scenario["events"])), key=lambda index: str(scenario["events"][index]["at"]))
    answers = ((index, stage.act(scenario["events"][index])) for index in order)
    refused = [{"event": index, "why": why} for index, why in answers if why is not None]
    return {"refused": refused, "accounts": stage.finish()}
