"""The one way in which an order changes: news from a push, a return or the poller."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, post_payments
from kosmos.kernel.money import plain
from kosmos.ledger.services import lock_accounts
from kosmos.payments.models import Bill, Order, OrderState, Refund, RefundState
from kosmos.payments.news import News
from kosmos.payments.queries import lies_on, order_by_number
from kosmos.payments.rules import UNFINISHED, Decision, Known, decide, next_ask
from kosmos.payments.services.cases import code_of, note_if_nobodys, of_attempt, open_case, set_aside
from kosmos.payments.services.reversals import reverse_rest
from kosmos.payments.services.suspense import may_be_taken_back, take_attempt_back, take_back_nobodys

SOON = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """What news did: the order as it is now (None if there is none), and whether money was posted."""

    order: Order | None
    posted: bool = False


def take_news(order_number: str, news: News, now: datetime) -> Taken:
    """Do what news of an order asks for, once: post, take back, set aside, open cases.

    Repeats change nothing: the account's lock puts them one after the other, and the payment's unique key stands
    behind that. Money for an order that there is not, or is another provider's, goes to the suspense account.
    """
    found = order_by_number(order_number)
    if found is None or found.rail != news.rail:
        set_aside(news, "other_rail" if found else "unknown_order", now=now)
        take_attempt_back(news, now=now)
        return Taken(None)
    with transaction.atomic():
        lock_accounts({found.account_id} | lies_on(found.account_id, found.rail, [found.operation]))
        order = Order.objects.get(pk=found.pk)
        payment = _payment_of(order, news)
        decision = decide(known_of(order, news, payment, now=now), news)
        posted = decision.post and _post(order, news, now=now)
        if decision.take_back and payment:
            _take_back(payment, now=now)
        if decision.set_aside:
            set_aside(news, "other_currency", now=now)
        change(order, decision, news, now=now)
        order.save()
        tell_cases(order, decision, news, now=now)
        return Taken(order, posted)


def _payment_of(order: Order, news: News) -> Payment | None:
    """What the attempt that the news is of brought to the account, taken back or not."""
    if not order.operation:
        return None
    came = Payment.objects.filter(account_id=order.account_id, provider=order.rail)
    return came.filter(of_attempt(news.attempt)).first()


def _take_back(payment: Payment, *, now: datetime) -> None:
    """Take back what is left of a payment; one of nobody's from where it lies by now."""
    account_id, rail, operation = payment.account_id, payment.provider, payment.reference
    if take_back_nobodys(account_id=account_id, rail=rail, operation=operation, now=now) is None:
        reverse_rest(account_id=account_id, provider=rail, reference=operation, now=now)


def known_of(order: Order, news: News, payment: Payment | None, *, now: datetime) -> Known:
    """An order as the state machine sees it; ``payment`` is what the news' own attempt brought."""
    posted = attempt_of(order.operation)
    standing = payment.amount_kopecks if payment and may_be_taken_back(payment) else 0
    return Known(
        state=order.state,
        amount_kopecks=order.amount_kopecks,
        currency=order.currency,
        attempt=order.attempt,
        operation=order.operation,
        posted_attempt=posted,
        paid_kopecks=order.paid_kopecks,
        other_kopecks=standing if payment and posted != news.attempt else None,
        over=now >= order.expires_at,
    )


def attempt_of(operation: str) -> str:
    """The attempt to pay that an operation belongs to: what is before the point."""
    return operation.partition(".")[0]


def _post(order: Order, news: News, *, now: datetime) -> bool:
    note_if_nobodys(order.account_id, news, now=now)
    return post_payments([payment_by(order, news)], now=now)[0]


def payment_by(order: Order, news: News) -> NewPayment:
    """The payment that news of an approval are."""
    return NewPayment(
        order.account_id, news.amount_kopecks, news.operation, provider=order.rail, code=code_of(order.rail)
    )


def change(order: Order, decision: Decision, news: News, *, now: datetime) -> None:
    """Put what was decided into the order, which the caller writes."""
    better = bool(decision.reason) and (news.attempt != order.attempt or order.reason == "declined")
    if decision.state != order.state or decision.post or better:
        order.state, order.reason = decision.state, decision.reason
    if decision.post:
        order.operation, order.paid_kopecks, order.paid_at = news.operation, news.amount_kopecks, now
    if decision.post or not order.operation:
        order.attempt = news.attempt
    if decision.ask_again:
        order.next_ask_at = now + SOON
    else:
        _plan_next(order, now)


def tell_cases(order: Order, decision: Decision, news: News, *, now: datetime) -> None:
    """Open the cases that were decided."""
    for kind in decision.cases:
        if kind == "part_cancelled":
            tell_part_back(order, news, now=now)
        else:
            _tell(order, kind, news, now=now)


def tell_part_back(order: Order, news: News, *, now: datetime) -> bool:
    """Open a case for each operation by which a part went back and that is no refund of ours; whether there is one."""
    others = _back_by_others(order, news, now)
    for operation, kopecks in others.items():
        _tell(order, "part_cancelled", replace(news, operation=operation, amount_kopecks=kopecks), now=now)
    return bool(others)


def _tell(order: Order, kind: str, news: News, *, now: datetime) -> None:
    said = f"{news.heard.value} by {news.source.value}: {plain(news.amount_kopecks)} {news.currency}"
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation=news.operation,
        details=f"{said}; ordered {plain(order.amount_kopecks)} {order.currency}",
        now=now,
    )


def _back_by_others(order: Order, news: News, now: datetime) -> dict[str, int]:
    """The operations by which a part was cancelled that are no refunds of ours, and their sums.

    A refund whose number is not known, or not yet, explains one; it is asked about at once. Where the provider does not
    say which operation it is, any refund explains it.
    """
    ours = Refund.objects.filter(account_id=order.account_id, rail=order.rail, order_number=order.number)
    under_way = ours.filter(state__in=(RefundState.SENT, RefundState.UNKNOWN)).update(next_ask_at=now)
    done = list(ours.filter(state=RefundState.DONE).values_list("operation", flat=True))
    told = dict(news.back) or {news.operation: news.amount_kopecks}
    others = {operation: kopecks for operation, kopecks in told.items() if operation not in done}
    if not news.back and news.operation in {news.attempt, f"{news.attempt}.1", order.operation}:
        explained = bool(under_way or done)
    else:
        explained = len(others) <= under_way + sum(operation in {"", news.attempt} for operation in done)
    return {} if explained else others


def _plan_next(order: Order, now: datetime) -> None:
    """Say when the order is asked about next; of one that is given up unfinished a person gets a case."""
    order.next_ask_at = next_ask(state=order.state, created_at=order.created_at, expires_at=order.expires_at, now=now)
    if order.next_ask_at is None and order.state in UNFINISHED:
        _case(order, "never_answered", "the provider never said what became of it", now)


def mark_unanswered(order: Order, *, answered: bool, now: datetime) -> None:
    """After the provider was asked and there was no news: the order's life ends, or it is unknown and has a case."""
    with transaction.atomic():
        lock_accounts([order.account_id])
        fresh = Order.objects.get(pk=order.pk)
        unfinished = fresh.state in UNFINISHED
        if unfinished and not answered:
            fresh.state, fresh.reason = OrderState.UNKNOWN, "provider_silent"
            _case(fresh, "provider_silent", "the provider could not be asked", now)
        elif unfinished and now >= fresh.expires_at:
            fresh.state, fresh.reason = OrderState.EXPIRED, _why_over(fresh)
        elif fresh.state == OrderState.UNKNOWN:
            fresh.state, fresh.reason = OrderState.WAITING, ""
        if unfinished or answered:
            _plan_next(fresh, now)
        fresh.save()


def _why_over(order: Order) -> str:
    """A bill is paid until a day, other orders for an hour."""
    bills = Bill.objects.filter(account_id=order.account_id, order_number=order.number)
    return "bill_over" if bills.exists() else ""


def _case(order: Order, kind: str, details: str, now: datetime) -> None:
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation="",
        details=details,
        now=now,
    )
