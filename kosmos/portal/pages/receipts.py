"""Receipts of payments: a page and a paper for the owner, and a paper for whoever holds the payment's address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from kosmos.documents.receipts import Receipt, receipt_of, receipt_of_order
from kosmos.payments.models import OrderState
from kosmos.payments.queries import link_of, order_by_token
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.pages.result import private
from kosmos.portal.papers import receipt_facts, receipt_notes, receipt_paper, receipt_title

_LARGEST = 2**31 - 1


@require_safe
@cabinet_page
def receipt(request: CabinetRequest, number: int) -> HttpResponseBase:
    """The receipt of the payment at a line of the chosen account's passbook; 404 for a line that is none."""
    found, account = _own(request, number), request.cabinet.chosen.number
    context = {
        "receipt": found,
        "title": receipt_title(found, account),
        "facts": receipt_facts(found, account),
        "notes": receipt_notes(found),
        "account": request.cabinet.chosen,
        "now": time_of(request),
    }
    return render(request, "portal/receipt.html", context)


@require_safe
@cabinet_page
def receipt_pdf(request: CabinetRequest, number: int) -> HttpResponseBase:
    """The same on paper."""
    found, account = _own(request, number), request.cabinet.chosen.number
    return _file(receipt_paper(found, account, now=time_of(request)), f"receipt-{account}-{number}.pdf")


@require_safe
def paid_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The receipt of a paid order, for whoever knows its page; it says of the account what that page says.

    404, the same for everybody, for an order that is not paid or is none.
    """
    order = order_by_token(token)
    found = receipt_of_order(order) if order and order.state in {OrderState.PAID, OrderState.REFUNDED} else None
    if order is None or found is None:
        raise Http404
    link = link_of(order)
    account = link.label if link else order.number.rpartition("-")[0]
    made = receipt_paper(found, account, now=time_of(request))
    return private(_file(made, f"receipt-{order.number}.pdf"))


def _own(request: CabinetRequest, number: int) -> Receipt:
    found = receipt_of(request.cabinet.chosen.account_id, number) if number <= _LARGEST else None
    if found is None:
        raise Http404
    return found


def _file(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


urlpatterns: list[URLPattern] = [
    path("cabinet/receipts/<int:number>/", receipt, name="receipt"),
    path("cabinet/receipts/<int:number>/pdf/", receipt_pdf, name="receipt-pdf"),
    path("pay/<str:token>/receipt.pdf", paid_pdf, name="paid-receipt"),
]
