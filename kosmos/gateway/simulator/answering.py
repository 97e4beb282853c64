"""The simulated providers' services for merchants: what became of an order, taking held money, giving money back."""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from hashlib import md5

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kosmos.config.wiring import BEPAID_SIMULATOR, SIMULATOR, WEBPAY_SIMULATOR
from kosmos.gateway.models import SimulatedAttempt, SimulatedPage
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.delivery import deliver_soon
from kosmos.gateway.simulator.forms import NotOurMerchant, keep_bill, read_order
from kosmos.gateway.simulator.pages import only_in_the_demo
from kosmos.gateway.simulator.telling import assist_attempt, bepaid_refund, bepaid_transactions, webpay_transaction
from kosmos.kernel import clock
from kosmos.payments.rails.assist import answers, requests
from kosmos.payments.rails.assist.messages import (
    Access,
    AskByDate,
    AskResult,
    AskState,
    Cancel,
    Charge,
    CreateBill,
    Recurrent,
    Request,
    Result,
)
from kosmos.payments.rails.bepaid import codec as bepaid
from kosmos.payments.rails.bepaid.messages import Page
from kosmos.payments.rails.bepaid.signature import check_basic
from kosmos.payments.rails.webpay import codec as webpay
from kosmos.payments.rails.webpay import soap
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.sums import read_sum

XML, JSON = "text/xml; charset=utf-8", "application/json"
ACCESS = Access(SIMULATOR["merchant_id"], SIMULATOR["login"], SIMULATOR["password"])


@csrf_exempt
@require_POST
@only_in_the_demo
def assist(request: HttpRequest, service: str) -> HttpResponse:
    """Every service of Assist's."""
    try:
        access, asked = requests.read_request(service, request.body, salt=SIMULATOR["salt"])
    except MessageError:
        return _assist(Result(5, 0))
    if access != ACCESS:
        return _assist(Result(10, 100) if access.merchant_id != ACCESS.merchant_id else Result(7, 102))
    if bank.is_silent(getattr(asked, "number", "")):
        return HttpResponse("away", status=503, content_type="text/plain; charset=utf-8")
    transaction.on_commit(deliver_soon)
    return _assist(_result(asked))


def _assist(result: Result) -> HttpResponse:
    body = answers.write_result(result, merchant_id=SIMULATOR["merchant_id"], salt=SIMULATOR["salt"])
    return HttpResponse(body, content_type=XML)


def _result(asked: Request) -> Result:
    match asked:
        case AskState() | AskResult():
            bank.close_left_alone(asked.number, now=clock.now())
            found = bank.attempts_of(asked.number)
            return _told(found) if found else Result(10, 107)
        case AskByDate():
            during = SimulatedAttempt.objects.filter(rail="assist", begun_at__gte=asked.since, begun_at__lt=asked.until)
            return _told(list(during.order_by("begun_at", "bill")))
        case Charge() | Cancel():
            return _move(asked)
        case Recurrent():
            return _again(asked)
        case CreateBill():
            made = keep_bill(asked, now=clock.now())
            return Result(0, 0, bill_id=made.token) if made else Result(11, 107)


def _told(attempts: list[SimulatedAttempt]) -> Result:
    return Result(0, 0, tuple(assist_attempt(one) for one in attempts))


@transaction.atomic
def _move(asked: Charge | Cancel) -> Result:
    """Take held money, give it up, or give back what was taken."""
    attempt = bank.locked(asked.bill, "assist")
    if attempt is None:
        return Result(10, 143)
    if attempt.state == "Delayed":
        attempt.state = "Approved" if isinstance(asked, Charge) else "Canceled"
        attempt.operations, attempt.changed_at = attempt.operations + 1, clock.now()
        attempt.save()
        return _told([attempt])
    if isinstance(asked, Charge):
        return Result(15, 302)
    kopecks = attempt.amount_kopecks if asked.amount_kopecks is None else asked.amount_kopecks
    key = f"{attempt.bill} {attempt.operations}"
    refund = bank.give_back(attempt, kopecks=kopecks, key=key, now=clock.now())
    if refund is None:
        return Result(17, 301)
    told = assist_attempt(attempt)
    return Result(0, 0, (replace(told, bill=refund.number),))


def _again(asked: Recurrent) -> Result:
    """Take a payment by the leave of an earlier one."""
    first = SimulatedAttempt.objects.filter(bill=asked.bill.partition(".")[0], rail="assist").first()
    if first is None or first.response_code != "AS000":
        return Result(10, 143)
    if bank.attempts_of(asked.number):
        return Result(11, 107)
    page = SimulatedPage(
        rail="assist", order_number=asked.number, amount_kopecks=asked.amount_kopecks, currency=asked.currency
    )
    attempt = bank.begin_attempt(page, masked_card=first.masked_card, now=clock.now())
    return _told([bank.finish(attempt.bill, "approve", push="once", now=clock.now())])


def is_bepaids(request: HttpRequest, shop: Mapping[str, str] = BEPAID_SIMULATOR) -> bool:
    """Whether a request bears a shop's name and secret."""
    try:
        check_basic(request.headers.get("Authorization", ""), **shop)
    except MessageError:
        return False
    return True


@csrf_exempt
@require_POST
@only_in_the_demo
def checkouts(request: HttpRequest) -> HttpResponse:
    """bePaid makes a page for an order."""
    if bank.is_silent("", "bepaid"):
        return HttpResponse(status=503)
    if not is_bepaids(request):
        return HttpResponse(status=401)
    origin = settings.ENVIRONMENT.public_url
    try:
        page = read_order("bepaid", request.body, own_origin=origin, now=clock.now())
    except NotOurMerchant:
        return HttpResponse(status=422)
    address = request.build_absolute_uri(reverse("gateway:simulator-bepaid", args=[page.token]))
    return HttpResponse(bepaid.write_page(Page(page.token, address)), status=201, content_type=JSON)


@require_safe
@only_in_the_demo
def transactions(request: HttpRequest, number: str) -> HttpResponse:
    """bePaid tells all transactions that bear a number of the merchant's."""
    of_order = number.partition(".")[0]
    if bank.is_silent(of_order, "bepaid"):
        return HttpResponse(status=503)
    if not is_bepaids(request):
        return HttpResponse(status=401)
    bank.close_left_alone(of_order, now=clock.now())
    transaction.on_commit(deliver_soon)
    told = [one for attempt in bank.attempts_of(of_order) for one in bepaid_transactions(attempt)]
    return HttpResponse(bepaid.write_transactions([one for one in told if one.number == number]), content_type=JSON)


@csrf_exempt
@require_POST
@only_in_the_demo
def refunds(request: HttpRequest) -> HttpResponse:
    """bePaid gives money back, once for each RequestID."""
    if bank.is_silent("", "bepaid"):
        return HttpResponse(status=503)
    if not is_bepaids(request):
        return HttpResponse(status=401)
    with transaction.atomic():
        asked = bepaid.read_refund(request.body)
        attempt = bank.locked(asked.parent, "bepaid")
        key = asked.number or request.headers.get("RequestID", "")
        back = attempt and bank.give_back(attempt, kopecks=asked.amount_kopecks, key=key, now=clock.now())
        if not attempt or not back:
            return HttpResponse(b'{"response":{"message":"refused"}}', status=422, content_type=JSON)
        return HttpResponse(bepaid.write_transaction(bepaid_refund(back, attempt)), content_type=JSON)


def _password() -> str:
    return md5(WEBPAY_SIMULATOR["password"].encode(), usedforsecurity=False).hexdigest()


def _is_webpays(login: str, password: str) -> bool:
    return login == WEBPAY_SIMULATOR["login"] and hmac.compare_digest(password.encode(), _password().encode())


@csrf_exempt
@require_POST
@only_in_the_demo
def webpay_question(request: HttpRequest) -> HttpResponse:
    """Webpay tells what became of a transaction."""
    try:
        number, login, password = webpay.read_question(request.body)
    except MessageError:
        return HttpResponse(status=400)
    attempt = SimulatedAttempt.objects.filter(bill=number, rail="webpay").first()
    if bank.is_silent(attempt.order_number if attempt else "", "webpay"):
        return HttpResponse(status=503)
    found = webpay_transaction(attempt) if attempt and _is_webpays(login, password) else None
    return HttpResponse(webpay.write_transaction(found, WEBPAY_SIMULATOR["secret"]), content_type=XML)


@csrf_exempt
@require_POST
@only_in_the_demo
def webpay_service(request: HttpRequest) -> HttpResponse:
    """Webpay tells an order's transactions, and gives money back."""
    try:
        name, values = soap.read_call(request.body)
    except MessageError:
        return HttpResponse(status=400)
    if bank.is_silent(values.get("order_num", ""), "webpay"):
        return HttpResponse(status=503)
    if not _is_webpays(values.get("login", ""), values.get("password", "")):
        return HttpResponse(soap.write_told(name, soap.Told("7", "access denied")), content_type=XML)
    told = _webpay_refund(values) if name == soap.REFUND else _webpay_transactions(values.get("order_num", ""))
    return HttpResponse(soap.write_told(name, told), content_type=XML)


def _webpay_transactions(number: str) -> soap.Told:
    bank.close_left_alone(number, now=clock.now())
    transaction.on_commit(deliver_soon)
    found = [one for one in bank.attempts_of(number) if one.rail == "webpay"]
    return soap.Told("0", "", tuple({"transaction_id": one.bill, "order_num": one.order_number} for one in found))


@transaction.atomic
def _webpay_refund(values: Mapping[str, str]) -> soap.Told:
    attempt = bank.locked(values.get("transaction_id", ""), "webpay")
    kopecks, key = read_sum(values.get("amount", ""), "amount"), values.get("refund_reason", "")
    if not attempt or not bank.give_back(attempt, kopecks=kopecks, key=f"{key} {attempt.operations}", now=clock.now()):
        return soap.Told("15", "refused")
    return soap.Told("0", "")


def _name(service: str) -> str:
    return f"simulator-{service.rpartition('/')[2].removesuffix('.cfm')}"


BEPAID, WEBPAY = "bepaid/simulator", "webpay/simulator/api"
urlpatterns: list[URLPattern] = [
    *(path(f"assist/simulator{one}", assist, {"service": one}, name=_name(one)) for one in requests.PATHS.values()),
    path(f"{BEPAID}/ctp/api/checkouts", checkouts, name="simulator-checkouts"),
    path(f"{BEPAID}/v2/transactions/tracking_id/<str:number>", transactions, name="simulator-transactions"),
    path(f"{BEPAID}/transactions/refunds", refunds, name="simulator-refunds"),
    path(f"{WEBPAY}", webpay_question, name="simulator-webpay-question"),
    path(f"{WEBPAY}/WSBApi", webpay_service, name="simulator-webpay-service"),
]
