"""Refunds of card payments: a payment is found, and given back or noted as taken back by the bank; and their list."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kosmos.backoffice.guards import StaffRequest, staff_page
from kosmos.backoffice.money_words import REFUND_STATES
from kosmos.backoffice.roles import HANDLE_MONEY
from kosmos.ledger.models import Account, AccountKind, AccountNumber
from kosmos.payments.agents import number_in
from kosmos.payments.models import Order, OrderState, Refund
from kosmos.payments.queries import orders_paid_on, payment_of
from kosmos.payments.services.refunds import refundable
from kosmos.wording.typography import money
from kosmos.workplace.acting import Doing

SHOWN, LONGEST = 30, 100


@require_safe
@staff_page(HANDLE_MONEY)
def refunds(request: StaffRequest) -> HttpResponse:
    """The newest refunds; ?q= finds paid orders by their number, the provider's, or the account's."""
    asked = request.GET.get("q", "")[:LONGEST].strip()
    newest = Refund.objects.select_related("account__accountnumber").order_by("-asked_at")[:SHOWN]
    context = {
        "q": asked,
        "paid": [_paid(one) for one in _orders(asked)] if asked else [],
        "rows": [(one, *REFUND_STATES[one.state], _nobodys(one.account, one.rail, one.reference)) for one in newest],
    }
    return render(request, "backoffice/money/refunds.html", context)


def _orders(asked: str) -> list[Order]:
    holder = AccountNumber.objects.filter(
        number=number_in(asked) or asked, account__kind=AccountKind.SUBSCRIBER
    ).first()
    found = Order.objects.filter(Q(number=asked) | Q(operation=asked))
    if holder:
        found = orders_paid_on(holder.account_id)
    states = (OrderState.PAID, OrderState.REFUNDED, OrderState.UNKNOWN)
    return list(found.filter(state__in=states).order_by("-created_at")[:SHOWN])


def _paid(order: Order) -> dict[str, object]:
    """An order with the account on which its money lies, and what can be done with it there."""
    left, payment = refundable(order), payment_of(order)
    account_id = payment.account_id if payment else order.account_id
    where = AccountNumber.objects.select_related("account").get(account_id=account_id)
    asked = urlencode({"payment": f"{order.rail} {order.operation}", "sum": money(left).replace("\u00a0", "")})
    pages = {
        doing.value: f"{reverse(f'staff:act-{doing.value}', args=[account_id])}?{asked}"
        for doing in (Doing.REFUND, Doing.CHARGEBACK)
    }
    nobodys = _nobodys(where.account, order.rail, order.operation)
    return {"order": order, "left": left, "where": where, "nobodys": nobodys, **pages}


def _nobodys(account: Account, rail: str, operation: str) -> str:
    """The page of money that is nobody's; empty for what came to a subscriber."""
    return (
        reverse("staff:nobodys", args=[rail, operation]) if account.kind == AccountKind.SUSPENSE and operation else ""
    )


urlpatterns: list[URLPattern] = [path("money/refunds/", refunds, name="refunds")]
