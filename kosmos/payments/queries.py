"""Reads of orders, and of what a person must look at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from kosmos.charging.models import Payment
from kosmos.charging.services import left_of
from kosmos.payments.models import Case, Order, OrderState, PayLink, RawMessage, Unidentified, UnidentifiedState
from kosmos.payments.tokens import read_token

LINKS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LinkPaid:
    """A link, and what came through it: how many payments, what sum, and when the last one."""

    link: PayLink
    payments: int = 0
    paid_kopecks: int = 0
    last_at: datetime | None = None


def order_by_token(token: str) -> Order | None:
    """The order whose page has this token."""
    return Order.objects.filter(token=token).first() if token else None


def order_by_number(number: str) -> Order | None:
    """The order that the provider knows by this number."""
    return Order.objects.filter(number=number).first() if number else None


def case_kinds_of(order: Order) -> frozenset[str]:
    """The kinds of cases that were opened about an order."""
    found = Case.objects.filter(account_id=order.account_id, order_number=order.number)
    return frozenset(found.values_list("kind", flat=True))


def provider_is_silent(order: Order) -> bool:
    """Whether the provider gave no answer when it was last asked about an order."""
    asked = RawMessage.objects.filter(order_number=order.number, direction="answer").order_by("-at")
    return asked.values_list("verdict", flat=True).first() == "unreachable"


def lies_on(account_id: int, rail: str, operations: Iterable[str]) -> set[int]:
    """The accounts on which money lies that came to a suspense account: whoever takes it back locks them first."""
    came = Unidentified.objects.filter(account_id=account_id, rail=rail, operation__in=list(operations))
    put_on = came.filter(state=UnidentifiedState.ASSIGNED).values_list("assigned_to_id", flat=True)
    return {one for one in put_on if one is not None}


def payment_of(order: Order) -> Payment | None:
    """What an order brought, where it lies now: that of nobody's may have been put on an account."""
    return lying_payment(order.account_id, order.rail, order.operation)


def lying_payment(account_id: int, rail: str, operation: str) -> Payment | None:
    """The payment that an operation brought to an account, where it lies now."""
    where = min(lies_on(account_id, rail, [operation]), default=account_id)
    return Payment.objects.filter(account_id=where, provider=rail, reference=operation).first()


def orders_paid_on(account_id: int) -> QuerySet[Order]:
    """The orders whose money came to an account, or was nobody's and was put on it."""
    put_on = Unidentified.objects.filter(assigned_to_id=account_id)
    named = Q()
    for came in put_on.values_list("account_id", "rail", "operation"):
        named |= Q(account_id=came[0], rail=came[1], operation=came[2])
    return Order.objects.filter(Q(account_id=account_id) | named)


def returned_of(order: Order) -> int:
    """How much of what an order brought was taken back, in kopecks; an order that brought nothing has 0."""
    payment = payment_of(order)
    return payment.amount_kopecks - left_of(payment) if payment else 0


def open_cases() -> list[Case]:
    """What a person must look at, the oldest first."""
    return list(Case.objects.filter(closed_at__isnull=True).order_by("opened_at"))


def open_case_count() -> int:
    """How many cases wait for a person."""
    return Case.objects.filter(closed_at__isnull=True).count()


def link_by_token(token: str, *, now: datetime) -> PayLink | None:
    """The link in force that has this token; nothing is looked up for one that was never given out."""
    link_id = read_token(token)
    found = PayLink.objects.filter(id=link_id).first() if link_id else None
    return found if found and found.in_force(now) else None


def link_of(order: Order) -> PayLink | None:
    """The link that an order was made by, whether it is in force or not."""
    return PayLink.objects.filter(account_id=order.account_id, id=order.link).first() if order.link else None


def links_of(account_id: int) -> list[LinkPaid]:
    """An account's links, the newest first, each with what was paid through it."""
    links = list(PayLink.objects.filter(account_id=account_id).order_by("-created_at")[:LINKS_SHOWN])
    paid = Order.objects.filter(account_id=account_id, link__in=[link.id for link in links], state=OrderState.PAID)
    sums = {
        link: (count, total, last)
        for link, count, total, last in paid.values_list("link").annotate(
            Count("number"), Sum("paid_kopecks"), Max("paid_at")
        )
    }
    return [LinkPaid(link, *sums.get(link.id, ())) for link in links]


def states_of(tokens: Collection[str]) -> dict[str, str]:
    """The states of orders by the tokens of their pages; those that there are."""
    return dict(Order.objects.filter(token__in=tokens).values_list("token", "state"))
