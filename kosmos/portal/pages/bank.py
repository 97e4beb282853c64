"""On to the bank: its page is opened by a form, which a payer without scripts sends by a button."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from kosmos.kernel import clock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import OrderState
from kosmos.payments.queries import order_by_token
from kosmos.portal.checkout import bank_form_of
from kosmos.portal.pages.result import private

MAY_PAY = {OrderState.NEW, OrderState.WAITING}


@require_safe
def bank(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form of an order that waits for its payer; of any other its result."""
    order = order_by_token(token)
    if order is None:
        raise Http404
    if order.state not in MAY_PAY or clock.now() >= order.expires_at:
        return private(redirect("portal:result", token))
    try:
        page = bank_form_of(order)
    except RailNotConfigured:
        return private(render(request, "portal/pay_closed.html", status=503))
    if page is None:
        return private(redirect("portal:result", token))
    return private(render(request, "portal/bank.html", {"order": order, "page": page}))


urlpatterns: list[URLPattern] = [path("pay/<str:token>/bank/", bank, name="bank")]
