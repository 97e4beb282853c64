"""The simulator's pages, under the paths and names that Assist has; there only in the demo."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.config.wiring import SIMULATOR, is_demo
from kosmos.gateway.models import SimulatedAttempt
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.delivery import deliver_soon
from kosmos.gateway.simulator.forms import NotOurMerchant, Ordered, masked, read_order
from kosmos.kernel import clock
from kosmos.kernel.money import plain, spoken
from kosmos.payments.rails.assist.codec import check_value

View = Callable[[HttpRequest], HttpResponse]
CARD_FIELDS = ("cardnumber", "cardholder", "expire", "cvc")


def only_in_the_demo(view: View) -> View:
    """Outside the demo the simulator is not there."""

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponse:
        if not is_demo():
            raise Http404
        with translation.override("ru"):
            response = view(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    return shown


@csrf_exempt
@require_http_methods(["GET", "POST"])
@only_in_the_demo
def order(request: HttpRequest) -> HttpResponse:
    """pay/order.cfm: the card page, for an order that its merchant signed."""
    try:
        ordered = _read(request)
    except NotOurMerchant:
        return render(request, "simulator/refused.html", status=400)
    approved = SimulatedAttempt.objects.filter(order_number=ordered.number, state="Approved").first()
    if approved:
        return render(request, "simulator/paid.html", {"back": _back(approved)})
    return _card_page(request, ordered)


@sensitive_post_parameters(*CARD_FIELDS)
@require_POST
@only_in_the_demo
def card(request: HttpRequest) -> HttpResponse:
    """The card was typed: only its masked number goes on, the rest is forgotten here."""
    try:
        ordered = _read(request)
    except NotOurMerchant:
        return render(request, "simulator/refused.html", status=400)
    shown = masked(str(request.POST.get("cardnumber", "")))
    if shown is None:
        return _card_page(request, ordered, wrong=True)
    attempt = bank.begin_attempt(
        order_number=ordered.number,
        amount_kopecks=ordered.amount_kopecks,
        currency=ordered.currency,
        return_url=ordered.return_url,
        masked_card=shown,
        now=clock.now(),
    )
    return HttpResponseRedirect(f"{reverse('gateway:simulator-secure')}?bill={attempt.bill}", status=303)


@require_http_methods(["GET", "POST"])
@only_in_the_demo
def secure(request: HttpRequest) -> HttpResponse:
    """The bank's own page (3-D Secure): what it answers, and how the push goes, is chosen here."""
    sent = request.POST if request.method == "POST" else request.GET
    attempt = get_object_or_404(SimulatedAttempt, bill=_printable(sent.get("bill")))
    if request.method != "POST":
        shown = {"attempt": attempt, "sum": _sum(attempt.amount_kopecks), "done": attempt.state != bank.IN_PROCESS}
        return render(request, "simulator/secure.html", {**shown, "back": _back(attempt)})
    outcome, _, closed = str(request.POST.get("outcome", "")).partition("-")
    how = str(request.POST.get("push", "once"))
    if outcome in bank.OUTCOMES:
        with transaction.atomic():
            attempt = bank.finish(attempt.bill, outcome, push=how if how in bank.PUSHES else "once", now=clock.now())
            transaction.on_commit(deliver_soon)
    if closed or outcome not in bank.OUTCOMES:
        return render(request, "simulator/closed.html", {"paid": outcome == "approve"})
    return HttpResponseRedirect(_back(attempt), status=303)


@csrf_exempt
@require_POST
@only_in_the_demo
def state(request: HttpRequest) -> HttpResponse:
    """orderstate/orderstate.cfm: every attempt to pay an order, signed."""
    given = {name.lower(): str(value) for name, value in request.POST.items()}
    if given.get("merchant_id") != SIMULATOR["merchant_id"]:
        return _xml("<result firstcode='10' secondcode='100' count='0'></result>")
    if (given.get("login"), given.get("password")) != (SIMULATOR["login"], SIMULATOR["password"]):
        return _xml("<result firstcode='7' secondcode='102' count='0'></result>")
    number = _printable(given.get("ordernumber"))
    bank.close_left_alone(number, now=clock.now())
    transaction.on_commit(deliver_soon)
    orders = [_order_xml(attempt) for attempt in bank.attempts_of(number)]
    if not orders:
        return _xml("<result firstcode='10' secondcode='107' count='0'></result>")
    return _xml(f"<result firstcode='0' secondcode='0' count='{len(orders)}'>{''.join(orders)}</result>")


def _order_xml(attempt: SimulatedAttempt) -> str:
    amount = plain(attempt.amount_kopecks)
    text = f"{SIMULATOR['merchant_id']}{attempt.order_number}{amount}{attempt.currency}{attempt.state}"
    fields = {
        "ordernumber": attempt.order_number,
        "billnumber": attempt.bill,
        "orderamount": amount,
        "ordercurrency": attempt.currency,
        "orderstate": attempt.state,
        "packetdate": bank.gmt(attempt.changed_at),
        "signature": "",
        "checkvalue": check_value(text, SIMULATOR["salt"]),
    }
    return f"<order>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in fields.items())}</order>"


def _printable(text: object) -> str:
    return str(text or "").replace("\0", "")


def _xml(text: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', content_type="text/xml; charset=utf-8")


def _read(request: HttpRequest) -> Ordered:
    sent = request.POST if request.method == "POST" else request.GET
    given = {name: str(value) for name, value in sent.items() if name not in CARD_FIELDS}
    return read_order(given, own_origin=settings.ENVIRONMENT.public_url)


def _card_page(request: HttpRequest, ordered: Ordered, *, wrong: bool = False) -> HttpResponse:
    """The card page; what was typed is not shown again."""
    shown = {"ordered": ordered, "sum": _sum(ordered.amount_kopecks), "wrong": wrong, "back": ordered.return_url}
    return render(request, "simulator/order.html", shown, status=422 if wrong else 200)


def _sum(amount_kopecks: int) -> str:
    return f"{spoken(amount_kopecks)}\u00a0BYN"


def _back(attempt: SimulatedAttempt) -> str:
    """The address to come back to, with what Assist adds to it."""
    added = urlencode({"billnumber": attempt.bill, "ordernumber": attempt.order_number})
    return f"{attempt.return_url}{'&' if '?' in attempt.return_url else '?'}{added}"


BASE = "assist/simulator/"
urlpatterns: list[URLPattern] = [
    path(f"{BASE}pay/order.cfm", order, name="simulator-order"),
    path(f"{BASE}pay/card.cfm", card, name="simulator-card"),
    path(f"{BASE}pay/secure.cfm", secure, name="simulator-secure"),
    path(f"{BASE}orderstate/orderstate.cfm", state, name="simulator-state"),
]
