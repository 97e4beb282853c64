"""What a payment would bring, and what one brought: the engine's own answers, put together for the pages of payment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Sum

from kosmos.catalogue.models import Price
from kosmos.charging.forecast import forecast
from kosmos.charging.home import Home
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Payment, Status, Subscription
from kosmos.charging.services import NewPayment, post_payments
from kosmos.charging.services.moment import begin
from kosmos.ledger.models import Cause, Posting, PostingKind

FOR_STRANGERS = (20_00, 40_00)
"""What quick pay suggests: the same to everybody, for the sum that is due would tell a stranger how things stand."""
CHOICES = ("due", "next")
"""The two places on the page that a suggested sum can have."""
MONTHS_AHEAD = 3
_CONNECTING = (Cause.CONNECTED, Cause.ASKED)
_MONEY = (PostingKind.PAYMENT, PostingKind.REVERSAL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a payment would do at once: what is charged of it, the balance then, and until when the money lasts.

    ``back`` are the plans that it switches on.
    """

    charged_kopecks: int
    balance_kopecks: int
    lasts_until: date | None
    back: tuple[str, ...]

    @property
    def owed_kopecks(self) -> int:
        """What would still be to pay; 0 if nothing is."""
        return max(0, -self.balance_kopecks)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sum that a page offers: ``why`` says what it is for; its ``outcome`` is the owner's only."""

    choice: str
    amount_kopecks: int
    why: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Credited:
    """What a payment changed when it came: the balance around it, and what was charged because of it, by plan.

    ``connected`` says that a plan which had waited for money was connected by it.
    """

    before_kopecks: int
    amount_kopecks: int
    charges: tuple[tuple[str, int], ...]
    after_kopecks: int
    connected: bool = False

    @property
    def charged_kopecks(self) -> int:
        """What was charged because of it."""
        return -sum(amount for _, amount in self.charges)


def suggestions_for_strangers() -> tuple[Suggestion, ...]:
    """Two round sums."""
    return _suggested([("round", kopecks) for kopecks in FOR_STRANGERS])


def suggestions_for(view: Home) -> tuple[Suggestion, ...]:
    """What an owner is offered: to be back first, else what connects the plan that waits, else what is due, else what
    the next 1st lacks; then more.
    """
    awaited = view.awaited
    if awaited and awaited.top_up_kopecks and not view.ahead.to_be_back_kopecks:
        connects = awaited.top_up_kopecks
        return _suggested([("connects", connects), ("connects_and_month", connects + awaited.fee_kopecks)])
    return _suggestions_for_what_runs(view)


def _suggestions_for_what_runs(view: Home) -> tuple[Suggestion, ...]:
    month = sum(held.fee_kopecks for held in view.held)
    back, due, missing = view.ahead.to_be_back_kopecks or 0, view.due_kopecks, view.month.missing_kopecks
    if not month and not due and not back:
        return suggestions_for_strangers()
    overdue = view.ahead.figures.overdue
    if back:
        return _suggested([("back", back), ("back_and_month", back + month)])
    if 0 < overdue < due:
        return _suggested([("overdue", overdue), ("due", due)])
    if due:
        return _suggested([("due", due), ("due_and_month", due + month)])
    if missing and missing != month:
        return _suggested([("first", missing), ("first_and_month", missing + month)])
    return _suggested([("month", month), ("months", MONTHS_AHEAD * month)])


def needed_now(view: Home) -> int:
    """What an account needs at this moment: to be back, else to connect what waits, else what is due; 0 if nothing."""
    awaited = view.awaited.top_up_kopecks if view.awaited else None
    return view.ahead.to_be_back_kopecks or awaited or view.due_kopecks


def with_outcomes(suggested: Sequence[Suggestion], account_id: int, *, now: datetime) -> tuple[Suggestion, ...]:
    """The same sums, each with what would come of it."""
    return tuple(replace(one, outcome=outcome_of(account_id, one.amount_kopecks, now=now)) for one in suggested)


def _suggested(sums: Sequence[tuple[str, int]]) -> tuple[Suggestion, ...]:
    different = {amount: (choice, why) for choice, (why, amount) in reversed(list(zip(CHOICES, sums, strict=True)))}
    return tuple(Suggestion(choice, amount, why) for amount, (choice, why) in sorted(different.items()))


def outcome_of(account_id: int, amount_kopecks: int, *, now: datetime) -> Outcome:
    """Let the engine take a payment, look at what follows, and undo it."""
    with imagined():
        before = begin(account_id, now=now).figures.balance
        ran = _running(account_id)
        post_payments([NewPayment(account_id, amount_kopecks, "preview", provider="preview")], now=now)
        ahead = forecast(account_id, now=now)
        back = _running(account_id) - ran
    return Outcome(
        charged_kopecks=before + amount_kopecks - ahead.figures.balance,
        balance_kopecks=ahead.figures.balance,
        lasts_until=ahead.lasts_until,
        back=tuple(sorted(back)),
    )


def credited_by(account_id: int, *, provider: str, reference: str) -> Credited | None:
    """What a payment changed when it came; None if it was not posted."""
    payment = Payment.objects.filter(account_id=account_id, provider=provider, reference=reference).first()
    if payment is None:
        return None
    lines = Posting.objects.filter(account_id=account_id)
    earlier = lines.filter(number__lt=payment.posting).aggregate(sum=Sum("amount_kopecks"))["sum"] or 0
    caused = _caused_by(payment)
    charges = [(_plan_of(line), line.amount_kopecks) for line in caused]
    after = earlier + payment.amount_kopecks + sum(amount for _, amount in charges)
    connected = any(line.cause == Cause.CONNECTED for line in caused)
    return Credited(earlier, payment.amount_kopecks, tuple(charges), after, connected)


def _caused_by(payment: Payment) -> list[Posting]:
    """The unbroken run of lines that a payment caused, right after its own."""
    found: list[Posting] = []
    lines = Posting.objects.filter(account_id=payment.account_id)
    at = lines.get(number=payment.posting, posted_on=payment.posted_on).posted_at
    for line in lines.filter(number__gt=payment.posting).order_by("number")[:20]:
        connecting = line.posted_at == at and line.cause in _CONNECTING and line.kind not in _MONEY
        if line.cause != Cause.PAYMENT_CAME and not connecting:
            break
        found.append(line)
    return found


def _plan_of(line: Posting) -> str:
    price = Price.objects.select_related("plan").filter(id=line.price_id).first() if line.price_id else None
    return price.plan.code if price else ""


def _running(account_id: int) -> set[str]:
    running = Subscription.objects.filter(account_id=account_id, status=Status.RUNNING)
    return set(running.values_list("plan__code", flat=True))
