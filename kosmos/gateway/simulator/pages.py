"""The simulated providers' pages, Assist's under the paths and names that it has; there only in the demo."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.config.wiring import is_demo
from kosmos.gateway.models import SimulatedAttempt, SimulatedPage
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.delivery import deliver_soon
from kosmos.gateway.simulator.forms import NotOurMerchant, masked, read_order
from kosmos.kernel import clock
from kosmos.kernel.money import spoken

Rest = ParamSpec("Rest")
CARD_FIELDS = ("cardnumber", "cardholder", "expire", "cvc")


def only_in_the_demo(
    view: Callable[Concatenate[HttpRequest, Rest], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
    """Outside the demo the simulator is not there."""

    @wraps(view)
    def shown(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not is_demo():
            raise Http404
        with translation.override("ru"):
            response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return shown


@csrf_exempt
@require_http_methods(["GET", "POST"])
@only_in_the_demo
def order(request: HttpRequest, rail: str) -> HttpResponse:
    """The card page, for an order that its merchant signed (pay/order.cfm)."""
    if bank.is_silent("", rail):
        return render(request, "simulator/away.html", status=503)
    sent = request.body if request.method == "POST" else request.META.get("QUERY_STRING", "").encode()
    try:
        page = read_order(rail, sent, own_origin=settings.ENVIRONMENT.public_url, now=clock.now())
    except NotOurMerchant:
        return render(request, "simulator/refused.html", status=400)
    return _begin(request, page)


@require_safe
@only_in_the_demo
def made(request: HttpRequest, token: str) -> HttpResponse:
    """The card page of an order for which its merchant had a page made."""
    page = get_object_or_404(SimulatedPage, token=token)
    if bank.is_silent("", page.rail):
        return render(request, "simulator/away.html", status=503)
    return _begin(request, page)


@require_safe
@only_in_the_demo
def bill(request: HttpRequest) -> HttpResponse:
    """The page of a bill (bill/paybill.cfm), while it can be paid."""
    page = get_object_or_404(SimulatedPage, token=_printable(request.GET.get("ID")), pay_until__isnull=False)
    if bank.is_silent(page.order_number, page.rail):
        return render(request, "simulator/away.html", status=503)
    if page.pay_until and clock.now() >= page.pay_until:
        return render(request, "simulator/bill_over.html", {"page": page}, status=410)
    return _begin(request, page)


def _begin(request: HttpRequest, page: SimulatedPage) -> HttpResponse:
    taken = SimulatedAttempt.objects.filter(order_number=page.order_number, state__in=("Approved", "Delayed")).first()
    if taken:
        return render(request, "simulator/paid.html", {"back": _back(taken)})
    return _card_page(request, page)


@sensitive_post_parameters(*CARD_FIELDS)
@require_POST
@only_in_the_demo
def card(request: HttpRequest) -> HttpResponse:
    """The card was typed: only its masked number goes on, the rest is forgotten here."""
    page = SimulatedPage.objects.filter(token=_printable(request.POST.get("page"))).first()
    if page is None:
        return render(request, "simulator/refused.html", status=400)
    shown = masked(str(request.POST.get("cardnumber", "")))
    if shown is None:
        return _card_page(request, page, wrong=True)
    attempt = bank.begin_attempt(page, masked_card=shown, now=clock.now())
    return HttpResponseRedirect(f"{reverse('gateway:simulator-secure')}?bill={attempt.bill}", status=303)


@require_http_methods(["GET", "POST"])
@only_in_the_demo
def secure(request: HttpRequest) -> HttpResponse:
    """The bank's own page (3-D Secure): what it answers, and how the push goes, is chosen here."""
    sent = request.POST if request.method == "POST" else request.GET
    attempt = get_object_or_404(SimulatedAttempt, bill=_printable(sent.get("bill")))
    if request.method != "POST":
        shown = {"attempt": attempt, "sum": _sum(attempt.amount_kopecks), "done": attempt.state != bank.IN_PROCESS}
        return render(request, "simulator/secure.html", {**shown, "back": _back(attempt), "offered": bank.OFFERED})
    outcome, _, closed = str(request.POST.get("outcome", "")).partition("-")
    how = str(request.POST.get("push", "once"))
    if outcome in bank.OUTCOMES:
        with transaction.atomic():
            attempt = bank.finish(attempt.bill, outcome, push=how if how in bank.PUSHES else "once", now=clock.now())
            transaction.on_commit(deliver_soon)
    if closed or outcome not in bank.OUTCOMES:
        return render(request, "simulator/closed.html", {"paid": outcome == "approve"})
    return HttpResponseRedirect(_back(attempt), status=303)


def _printable(text: object) -> str:
    return str(text or "").replace("\0", "")


def _card_page(request: HttpRequest, page: SimulatedPage, *, wrong: bool = False) -> HttpResponse:
    """The card page; what was typed is not shown again."""
    shown = {"page": page, "sum": _sum(page.amount_kopecks), "wrong": wrong}
    return render(request, "simulator/order.html", shown, status=422 if wrong else 200)


def _sum(amount_kopecks: int) -> str:
    return f"{spoken(amount_kopecks)}\u00a0BYN"


ADDED = {
    "assist": ("billnumber", "ordernumber"),
    "bepaid": ("uid", "order_id"),
    "webpay": ("wsb_tid", "wsb_order_num"),
}
"""What each provider adds to the address to come back to: its number of the attempt, and ours of the order."""


def _back(attempt: SimulatedAttempt) -> str:
    added = urlencode(dict(zip(ADDED[attempt.rail], (attempt.bill, attempt.order_number), strict=True)))
    return f"{attempt.return_url}{'&' if '?' in attempt.return_url else '?'}{added}"


BASE = "assist/simulator/"
urlpatterns: list[URLPattern] = [
    path(f"{BASE}pay/order.cfm", order, {"rail": "assist"}, name="simulator-order"),
    path("webpay/simulator/pay/", order, {"rail": "webpay"}, name="simulator-webpay"),
    path("bepaid/simulator/pay/<str:token>/", made, name="simulator-bepaid"),
    path(f"{BASE}bill/paybill.cfm", bill, name="simulator-bill"),
    path(f"{BASE}pay/card.cfm", card, name="simulator-card"),
    path(f"{BASE}pay/secure.cfm", secure, name="simulator-secure"),
]
