"""What an account holds, and how its figures move (rules 3 and 4). Money is whole kopecks."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Status = Literal["new", "running", "blocked", "suspended"]
"""`new` (just connected, or back from a suspension) never outlives the steps that follow."""


def kopecks(amount: str) -> int:
    """Parse an amount of BYN."""
    return int(Decimal(amount) * 100)


def byn(amount_kopecks: int) -> str:
    """Print an amount as BYN with two digits."""
    return f"{Decimal(amount_kopecks) / 100:.2f}"


def month_days(day: date) -> int:
    """The number of days in the month of `day`."""
    return monthrange(day.year, day.month)[1]


@dataclass(frozen=True)
class Plan:
    """A priced service, with a scenario's defaults filled in."""

    code: str
    service: str
    is_prepaid: bool
    fee: int
    base: str | None
    """The service of the base plan that a package needs; None for a base plan."""
    blocks_negative: bool
    needs_full_fee: bool
    is_archived: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Plan":
        """Read a scenario's plan."""
        service = row.get("service", "internet")
        return cls(
            code=row["code"],
            service=service,
            is_prepaid=row["settlement"] == "prepaid",
            fee=kopecks(row["fee"]),
            base=row.get("base", service) if row.get("kind", "base") == "package" else None,
            blocks_negative=row.get("blocks", "short") == "negative",
            needs_full_fee=row.get("needs", "next_share") == "full_fee",
            is_archived=row.get("status", "open") == "archived",
        )

    def share(self, day: date) -> int:
        """What one day costs (rule 3)."""
        days = month_days(day)
        return self.fee * day.day // days - self.fee * (day.day - 1) // days

    def part_from(self, day: date) -> int:
        """The part of the fee from `day` to the month's end (rule 3)."""
        return self.fee - self.fee * (day.day - 1) // month_days(day)


@dataclass
class Subscription:
    """An account's use of a plan; a plan change keeps it."""

    plan: Plan
    place: int
    """The order of connection on the account (rule 5)."""
    status: Status = "new"
    charged_on: date | None = None
    """The last day for which a share was charged, a zero share too."""
    blocked_since_charged: bool = False
    accrued_to: date | None = None
    """The last day that is accrued; the accrued days before it have no gap up to today."""
    ends: bool = False
    changes_to: Plan | None = None

    def block(self) -> None:
        """Stop it for lack of money."""
        self.status = "blocked"
        self.blocked_since_charged = True

    def is_accrued(self, day: date) -> bool:
        """Whether `day` is covered by what was accrued."""
        return self.accrued_to is not None and self.accrued_to >= day

    def accrued_from(self, day: date) -> int:
        """What is accrued for `day` and after it."""
        return self.plan.part_from(day) if self.is_accrued(day) else 0


@dataclass
class Payment:
    """A payment, and the part of it that paid accruals before they were due (rule 4)."""

    amount: int
    on: date
    part: int
    is_reversed: bool = False


@dataclass
class Correction:
    """Money put right by staff, and the part of an addition that paid accruals before they were due (rule 9)."""

    ref: str
    amount: int
    on: date
    part: int
    line: int | None = None


@dataclass
class Suspension:
    """A planned or running suspension, both days included."""

    first: date
    last: date
    is_running: bool = False


@dataclass
class Account:
    """One account's figures, postings and subscriptions."""

    number: str
    balance: int = 0
    accrued: int = 0
    unpaid: int = 0
    subscriptions: list[Subscription] = field(default_factory=list)
    payments: dict[str, Payment] = field(default_factory=dict)
    postings: list[dict[str, Any]] = field(default_factory=list)
    connected_count: int = 0
    suspension: Suspension | None = None
    promise_until: datetime | None = None
    is_promise_kept: bool = True
    is_unblocked: bool = False
    """Whether the promise in force is one that staff gave."""
    corrections: dict[int, Correction] = field(default_factory=dict)
    """By the number of their postings."""

    @property
    def spendable(self) -> int:
        """What can be spent (rule 4)."""
        return self.balance + self.unpaid

    @property
    def overdue(self) -> int:
        """What is due and not paid (rule 4)."""
        return max(0, -self.spendable)

    @property
    def is_suspended(self) -> bool:
        """Whether a suspension is running."""
        return self.suspension is not None and self.suspension.is_running

    def is_promised(self, moment: datetime) -> bool:
        """Whether a promise is in force at `moment` (rule 8)."""
        return self.promise_until is not None and moment < self.promise_until

    def ordered(self) -> list[Subscription]:
        """The subscriptions in rule 5's order: base plans, then packages, by the moment of connection."""
        return sorted(self.subscriptions, key=lambda one: (one.plan.base is not None, one.place))

    def subscription_of(self, code: str) -> Subscription | None:
        """The subscription that is now on a plan."""
        return next((one for one in self.subscriptions if one.plan.code == code), None)

    def has_base(self, service: str | None, *, running: bool) -> bool:
        """Whether a base plan of the service is connected and, if asked, runs."""
        bases = (one for one in self.subscriptions if one.plan.base is None and one.plan.service == service)
        return any(not running or one.status == "running" for one in bases)

    def post(self, moment: datetime, kind: str, amount: int, plan: Plan | None = None) -> None:
        """Move `amount` into the balance; nothing is posted for zero."""
        if amount:
            self.balance += amount
            at = moment.isoformat(timespec="minutes")
            code = plan.code if plan else None
            self.postings.append({"at": at, "kind": kind, "plan": code, "amount": byn(amount)})

    def accrue(self, moment: datetime, one: Subscription) -> None:
        """Accrue the part of the fee from today to the month's end (rules 4 and 6)."""
        today = moment.date()
        amount = one.plan.part_from(today)
        self.post(moment, "accrual", -amount, one.plan)
        self.accrued += amount
        self.unpaid += amount
        one.accrued_to = today.replace(day=month_days(today))

    def give_back(self, moment: datetime, one: Subscription, day: date) -> None:
        """Give back what is accrued from `day` on (rule 4)."""
        if not one.is_accrued(day):
            return
        amount = one.accrued_from(day)
        self.post(moment, "give_back", amount, one.plan)
        self.accrued -= amount
        self.unpaid -= min(self.unpaid, amount)
        one.accrued_to = date.fromordinal(day.toordinal() - 1)
