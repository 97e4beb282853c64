"""Refunds through the provider: asked for once, sent once, and posted when the provider says that it is done.

Below the staff's pages: who may ask, and whose second pair of eyes it takes past a limit, is the workplace's to decide
before it calls ``request_refund``.
"""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet, Sum

from kosmos.charging.errors import MoreThanLeft
from kosmos.charging.services import left_of
from kosmos.ledger.services import lock_accounts
from kosmos.payments.errors import NotRefundable, RailNotConfigured, RefundKeyUsed
from kosmos.payments.models import UNDER_WAY, Case, Order, OrderState, Refund, RefundState, Unidentified
from kosmos.payments.queries import lies_on, lying_payment, payment_of
from kosmos.payments.rails.base import Rail, RailUnreachable, rail_named
from kosmos.payments.rails.refunding import Outcome, Refunder, RefundHeard, RefundWish
from kosmos.payments.rules import FIRST_ASK, next_refund_ask
from kosmos.payments.services.asking import ask_first
from kosmos.payments.services.cases import keep_raw, open_case
from kosmos.payments.services.health import talk
from kosmos.payments.services.reversals import Why, take_reversal

REPEATED_WITHIN = timedelta(hours=20)
"""For so long providers that know a repeated refund again are sure to."""


def request_refund(order: Order, *, amount_kopecks: int, key: str, now: datetime, reason: str = "") -> Refund:
    """Ask for a refund of an order's payment, or of a part of it, once for each key; the worker sends it.

    What is unknown of the order is asked of the provider first. Whether the money was spent makes no difference.
    Errors, in this order: RefundKeyUsed, OrderUnknown, NotRefundable, MoreThanLeft (refunds under way count as gone).
    """
    if (before := _before(order.account_id, key, amount_kopecks, order.number)) is not None:
        return before
    ask_first(order, now)
    with transaction.atomic():
        lock_accounts({order.account_id} | lies_on(order.account_id, order.rail, [order.operation]))
        if (before := _before(order.account_id, key, amount_kopecks, order.number)) is not None:
            return before
        fresh = Order.objects.get(pk=order.pk)
        left = refundable(fresh)
        if amount_kopecks <= 0 or not left:
            raise NotRefundable("nothing of this order can be given back", order=order.number)
        if amount_kopecks > left:
            raise MoreThanLeft(f"only {left} of order {order.number} are left", left_kopecks=left)
        return Refund.objects.create(
            account_id=fresh.account_id,
            id=uuid.uuid4(),
            key=key,
            order_number=fresh.number,
            rail=fresh.rail,
            reference=fresh.operation,
            amount_kopecks=amount_kopecks,
            reason=reason,
            asked_at=now,
            next_ask_at=now,
        )


def refundable(order: Order) -> int:
    """How much of an order's payment can still be given back: what stands of it, less refunds under way."""
    if order.state != OrderState.PAID:
        return 0
    payment = payment_of(order)
    if payment is None:
        return 0
    waiting = Refund.objects.filter(
        account_id=order.account_id, rail=order.rail, reference=order.operation, state__in=UNDER_WAY
    )
    going: int = waiting.aggregate(sum=Sum("amount_kopecks"))["sum"] or 0
    return max(0, left_of(payment) - going)


def order_to_refund(held: Unidentified) -> Order | None:
    """The order whose provider can give money of nobody's back to its payer; none if it refused that before."""
    paid = Order.objects.filter(account_id=held.account_id, rail=held.rail, operation=held.operation)
    order = paid.filter(state=OrderState.PAID).first()
    refused = Refund.objects.filter(
        account_id=held.account_id, rail=held.rail, reference=held.operation, state=RefundState.REFUSED
    )
    if order is None or refused.exists():
        return None
    with suppress(RailNotConfigured):
        return order if isinstance(rail_named(held.rail), Refunder) else None
    return None


def _before(account_id: int, key: str, amount_kopecks: int, order_number: str) -> Refund | None:
    before = Refund.objects.filter(account_id=account_id, key=key).first()
    if before and (before.amount_kopecks, before.order_number) != (amount_kopecks, order_number):
        raise RefundKeyUsed("this key was used for another refund", key=key)
    return before


def pursue_refund(refund: Refund, now: datetime) -> Refund:
    """Send a refund that was not sent, ask about one that was; the refund as it is then. Never in a transaction.

    One that may have been sent is sent again only to a provider that gives the same refund once. RailNotConfigured.
    """
    rail = rail_named(refund.rail)
    following = next_refund_ask(asked_at=refund.asked_at, now=now)
    mine = Refund.objects.filter(pk=refund.pk, next_ask_at=refund.next_ask_at, state__in=UNDER_WAY)
    sends = refund.state == RefundState.ASKED
    change = {"state": RefundState.SENT, "sent_at": now} if sends else {}
    if not mine.update(next_ask_at=following or now + FIRST_ASK, **change):
        return Refund.objects.get(pk=refund.pk)
    try:
        heard = _hear(rail, refund, sends=sends, now=now)
    except RailUnreachable as error:
        _keep(refund, f"no answer: {error}", "unreachable", now)
        heard = None
    return _settle(refund, heard, last=following is None, now=now)


def _hear(rail: Rail, refund: Refund, *, sends: bool, now: datetime) -> RefundHeard | None:
    if not isinstance(rail, Refunder):
        return RefundHeard(Outcome.REFUSED, "", reason="provider_cannot")
    if sends and not _is_left(refund):
        return RefundHeard(Outcome.REFUSED, "", reason="nothing_left")
    wish = _wish(refund)
    heard = talk(rail.name, partial(rail.refund if sends else rail.refund_state, wish), now=now)
    if heard is None and rail.repeats_safely and now < (refund.sent_at or now) + REPEATED_WITHIN:
        heard = talk(rail.name, partial(rail.refund, wish), now=now)
    _keep(refund, heard.raw if heard else "", heard.outcome.value if heard else "nothing known", now)
    return heard


def _is_left(refund: Refund) -> bool:
    """Whether so much of the payment stands still: it may have been taken back since the refund was asked for."""
    payment = lying_payment(refund.account_id, refund.rail, refund.reference)
    return payment is not None and left_of(payment) >= refund.amount_kopecks


def _wish(refund: Refund) -> RefundWish:
    order = Order.objects.get(account_id=refund.account_id, number=refund.order_number)
    return RefundWish(
        id=refund.id.hex,
        order_number=order.number,
        operation=refund.reference,
        amount_kopecks=refund.amount_kopecks,
        currency=order.currency,
        asked_at=refund.asked_at,
        ordered_at=order.created_at,
        settled=frozenset(_others(refund).values_list("operation", flat=True)) | _by_the_bank(refund),
    )


def _by_the_bank(refund: Refund) -> frozenset[str]:
    """The operations by which the bank gave parts of the same order back, as people were told."""
    told = Case.objects.filter(account_id=refund.account_id, order_number=refund.order_number, kind="part_cancelled")
    return frozenset(told.values_list("operation", flat=True))


def _others(refund: Refund) -> QuerySet[Refund]:
    """What else of the same order the provider gave back."""
    ours = Refund.objects.filter(account_id=refund.account_id, rail=refund.rail, order_number=refund.order_number)
    return ours.exclude(operation="").exclude(id=refund.id)


@transaction.atomic
def _settle(refund: Refund, heard: RefundHeard | None, *, last: bool, now: datetime) -> Refund:
    """Keep what the provider says; one that is done is posted in the same transaction, once."""
    lock_accounts({refund.account_id} | lies_on(refund.account_id, refund.rail, [refund.reference]))
    fresh = Refund.objects.get(pk=refund.pk)
    if fresh.state not in UNDER_WAY:
        return fresh
    if heard and heard.operation and _others(fresh).filter(operation=heard.operation).exists():
        heard = None
    if heard is None or heard.outcome is Outcome.WAITING:
        fresh.state = RefundState.UNKNOWN
        if last:
            fresh.next_ask_at = None
            _case(fresh, "refund_unknown", "the provider did not say what became of it", now)
    elif heard.outcome is Outcome.DONE:
        fresh.state, fresh.operation = RefundState.DONE, heard.operation
        fresh.done_at, fresh.next_ask_at = now, None
        _post(fresh, now)
    else:
        fresh.state, fresh.reason, fresh.next_ask_at = RefundState.REFUSED, heard.reason, None
        _case(fresh, "refund_refused", heard.reason, now)
    fresh.save()
    if fresh.state not in UNDER_WAY:  # what the bank gave back beside it was taken for it until now
        paid = Order.objects.filter(account_id=fresh.account_id, number=fresh.order_number, state=OrderState.PAID)
        paid.update(next_ask_at=now)
    return fresh


def _post(refund: Refund, now: datetime) -> None:
    lying = lies_on(refund.account_id, refund.rail, [refund.reference])
    take_reversal(
        account_id=min(lying, default=refund.account_id),
        provider=refund.rail,
        reference=refund.reference,
        key=refund.id.hex,
        now=now,
        amount_kopecks=refund.amount_kopecks,
        why=Why.REFUND,
    )


def _case(refund: Refund, kind: str, details: str, now: datetime) -> None:
    open_case(
        account_id=refund.account_id,
        order_number=refund.order_number,
        kind=kind,
        operation=refund.id.hex,
        details=details,
        now=now,
    )


def _keep(refund: Refund, content: str, verdict: str, now: datetime) -> None:
    keep_raw(
        rail=refund.rail,
        direction="answer",
        order_number=refund.order_number,
        content=content,
        verdict=f"refund: {verdict}",
        now=now,
    )
