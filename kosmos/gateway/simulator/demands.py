"""bePaid's ERIP in the demo: demands that we put there, and the bank at which a tester pays them, or lets them end."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.config.wiring import BEPAID_ERIP_SIMULATOR
from kosmos.gateway.models import SimulatedAttempt
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.answering import JSON, is_bepaids
from kosmos.gateway.simulator.delivery import deliver_soon
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.gateway.simulator.telling import bepaid_transactions
from kosmos.kernel import clock
from kosmos.kernel.money import spoken
from kosmos.payments.rails.bepaid import codec
from kosmos.payments.rails.wire.errors import MessageError

RAIL = "bepaid_erip"
LATEST = 8
OUTCOMES = {
    "approve": "Оплатить",
    "less": "Оплатить на рубль меньше",
    "decline": "Платёж не пройдёт",
    **{name: one.label for name, one in bank.IN_ERIP.items()},
    "silent": "Оплатить, и bePaid замолчит",
}
PUSHES = {
    "once": "Сразу, один раз",
    "basic": "С именем и паролем вместо подписи",
    "copies": "Пять копий сразу",
    "late": "Через 20 секунд",
    "lost": "Потеряется",
    "altered": "Подделанным: с другой суммой",
}


def _for_the_shop(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """bePaid's answer to the shop that it knows, while it is there at all."""

    def answered(request: HttpRequest) -> HttpResponse:
        if bank.is_silent("", RAIL):
            return HttpResponse(status=503)
        return answer(request) if is_bepaids(request, BEPAID_ERIP_SIMULATOR) else HttpResponse(status=401)

    return answered


@csrf_exempt
@require_POST
@only_in_the_demo
@_for_the_shop
def payments(request: HttpRequest) -> HttpResponse:
    """bePaid puts a demand into ERIP."""
    try:
        demand = bank.put_into_erip(codec.read_erip(request.body), now=clock.now())
    except MessageError:
        return HttpResponse(b'{"transaction":{"status":"error"}}', status=422, content_type=JSON)
    transaction.on_commit(deliver_soon)
    return _told(demand, 201)


@require_safe
@only_in_the_demo
@_for_the_shop
def payment(request: HttpRequest) -> HttpResponse:
    """bePaid tells the last demand by a number of the merchant's."""
    known = SimulatedAttempt.objects.filter(rail=RAIL, account=_printable(request.GET.get("order_id")))
    demand = known.order_by("-begun_at", "-bill").first()
    if demand is None:
        return HttpResponse(status=404)
    if bank.is_silent(demand.order_number, RAIL):
        return HttpResponse(status=503)
    bank.close_left_alone(demand.order_number, now=clock.now())
    demand.refresh_from_db()
    return _told(demand, 200)


def _told(demand: SimulatedAttempt, status: int) -> HttpResponse:
    body = codec.write_transaction(bepaid_transactions(demand)[0])
    return HttpResponse(body, status=status, content_type=JSON)


@require_http_methods(["GET", "POST"])
@only_in_the_demo
def bank_of_erip(request: HttpRequest) -> HttpResponse:
    """The payer's bank: he types a number, sees what is to pay, and the tester says what becomes of it."""
    sent = request.POST if request.method == "POST" else request.GET
    typed, demands = _printable(sent.get("account")), SimulatedAttempt.objects.filter(rail=RAIL)
    demand = demands.filter(account=typed.replace(" ", "")).order_by("-begun_at", "-bill").first()
    outcome, how = _printable(sent.get("outcome")), _printable(sent.get("push"))
    if request.method == "POST" and demand and outcome in OUTCOMES:
        with transaction.atomic():
            push = how if how in PUSHES else "once"
            demand = bank.finish(demand.bill, outcome, push=push, now=clock.now())
            transaction.on_commit(deliver_soon)
    shown = {
        "typed": typed,
        "demand": demand,
        "sum": spoken(demand.amount_kopecks) if demand else "",
        "open": bool(demand and demand.state == bank.IN_PROCESS),
        "outcomes": OUTCOMES,
        "pushes": PUSHES,
        "latest": [(one, spoken(one.amount_kopecks)) for one in demands.order_by("-begun_at", "bill")[:LATEST]],
    }
    return render(request, "simulator/demands.html", shown)


def _printable(text: object) -> str:
    return str(text or "").replace("\0", "")[:40]


BASE = "bepaid_erip/simulator/beyag/payments"
urlpatterns: list[URLPattern] = [
    path(BASE, payments, name="simulator-demands"),
    path(f"{BASE}/", payment, name="simulator-demand"),
    path("simulator/bepaid-erip/", bank_of_erip, name="simulator-bepaid-erip"),
]
