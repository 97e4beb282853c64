"""Rule 4 walked once more, apart from ledger.rules: what a month's postings let ``accrued`` and ``unpaid`` be.

Every move is determined by the postings but one: a one-off charge counts as accrued only if a postpaid subscription
ran at that moment. It did if one was accrued beyond that day, it did not if none was accrued for it; on a month's last
day, and after days were given back from tomorrow on, the postings do not say, and both are followed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from kosmos.kernel.days import month_end

PAYMENT, REVERSAL, ONE_OFF, ACCRUAL, GIVE_BACK, CORRECTION = 1, 2, 3, 5, 6, 8
MOST_BRANCHES = 256
"""With more ways than this to read a month, its figures are not judged."""

State = tuple[int, int]
"""`accrued` and `unpaid` in kopecks."""


@dataclass(frozen=True, slots=True)
class Move:
    """A posting of the month; ``part`` is the recorded part paid early of the payment that it is or takes back.

    A correction that adds money is read as a payment, one that takes it as a one-off charge, or, if it ``reverses``
    an addition, as its reversal.
    """

    number: int
    kind: int
    amount_kopecks: int
    posted_on: date
    from_on: date | None
    subscription: int | None
    balance_before: int
    part: int | None
    reverses: int | None = None


@dataclass(slots=True)
class Month:
    """All states that the postings so far allow; ``wrong`` are payments whose part paid early is not rule 4's."""

    free_postpaid: bool
    """Whether some postpaid plan costs nothing: then accruals do not tell what ran."""
    states: set[State] = field(default_factory=lambda: {(0, 0)})
    wrong: list[tuple[int, int, int]] = field(default_factory=list)
    accrued_through: dict[int | None, date] = field(default_factory=dict)

    def walk(self, moves: Iterable[Move]) -> "Month":
        """Follow the month's postings in their order."""
        for move in moves:
            self._step(move)
        return self

    @property
    def undecided(self) -> bool:
        """Whether there are too many ways to read the month."""
        return len(self.states) > MOST_BRANCHES

    def _step(self, move: Move) -> None:
        amount, kind = abs(move.amount_kopecks), _read_as(move)
        if kind == PAYMENT:
            self._pay(move)
        elif kind == REVERSAL and move.part is not None:
            self.states = {(accrued, min(accrued, unpaid + move.part)) for accrued, unpaid in self.states}
        elif kind == ACCRUAL:
            self.states = {(accrued + amount, unpaid + amount) for accrued, unpaid in self.states}
            self.accrued_through[move.subscription] = month_end(move.posted_on)
        elif kind == GIVE_BACK and move.from_on:
            self.states = {(accrued - amount, unpaid - min(unpaid, amount)) for accrued, unpaid in self.states}
            self.accrued_through[move.subscription] = move.from_on - timedelta(days=1)
        elif kind == ONE_OFF and not self.undecided:
            self._charge_once(move.posted_on, amount)

    def _pay(self, move: Move) -> None:
        parts = {state: _part(state, move) for state in self.states}
        fitting = {state: part for state, part in parts.items() if part == move.part}
        if not fitting and move.part is not None and not self.undecided:
            self.wrong.append((move.number, move.part, min(parts.values())))
        self.states = {(accrued, unpaid - part) for (accrued, unpaid), part in (fitting or parts).items()}

    def _charge_once(self, day: date, amount: int) -> None:
        newest = max(self.accrued_through.values(), default=date.min)
        drawn_in = {(accrued + amount, unpaid + amount) for accrued, unpaid in self.states}
        if newest > day:
            self.states = drawn_in
        elif newest == day or self.free_postpaid:
            self.states |= drawn_in


def _read_as(move: Move) -> int:
    if move.kind != CORRECTION:
        return move.kind
    if move.amount_kopecks > 0:
        return PAYMENT
    return ONE_OFF if move.reverses is None else REVERSAL


def _part(state: State, move: Move) -> int:
    """What a payment pays of ``unpaid``, after what was overdue before it."""
    unpaid = state[1]
    overdue = max(0, -(move.balance_before + unpaid))
    return min(unpaid, max(0, move.amount_kopecks - overdue))
