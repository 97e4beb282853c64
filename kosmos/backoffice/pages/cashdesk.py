"""Money is taken at the desk: account, amount, what was given, one confirmation, the receipt. Enter moves on.

Each step is a page of its own whose address holds what was said before, and the key of the form from the first step
on: whatever happens to the browser, the web or the database, the same address says whether the money was taken.
"""

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.backoffice.cash_papers import (
    Payer,
    fiscal_number,
    payer_of,
    receipt_facts,
    receipt_note,
    receipt_number,
    receipt_paper,
    who_holds,
)
from kosmos.backoffice.cash_words import refusal, twin_words
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.pages.contracts import pdf
from kosmos.backoffice.roles import TAKE_CASH
from kosmos.cashdesk.errors import GivenTooLittle
from kosmos.cashdesk.models import Receipt, Shift, VoidState
from kosmos.cashdesk.queries import days_open, open_shift_of, receipt_of_cashier, receipts_of, void_of
from kosmos.cashdesk.rules import MOST_KOPECKS
from kosmos.cashdesk.services import Hand, Money, open_shift, register, take_money, taken_by
from kosmos.charging.queries import home_of
from kosmos.config.wiring import fiscal
from kosmos.kernel.errors import DomainError
from kosmos.kernel.money import plain
from kosmos.payments.sums import BadNumber, BadSum, payee_of, read_number, read_sum

LAST = 8
LONGEST_TYPED = 40


@dataclass(frozen=True, slots=True)
class Step:
    """What was said so far, as it was typed; None where nothing was asked yet."""

    key: str
    account: str
    amount: str | None
    given: str | None


@require_safe
@staff_page(TAKE_CASH)
def desk(request: StaffRequest) -> HttpResponseBase:
    """The account's number is asked for; without a shift, the float."""
    shift = open_shift_of(request.staff)
    if shift is None:
        return _opening(request)
    return _desk(request, shift)


@require_POST
@staff_page(TAKE_CASH)
def open_one(request: StaffRequest) -> HttpResponseBase:
    """Open a shift with a float."""
    typed = request.POST.get("float", "")[:LONGEST_TYPED]
    try:
        kept = open_shift(read_sum(typed or "0", least=0, most=MOST_KOPECKS), hand_of(request))
    except DomainError as error:
        if error.code == "shift_open":
            messages.info(request, refusal(error))
            return see("cash")
        return _opening(request, typed=typed, error=refusal(error))
    if not kept.fresh:
        messages.info(request, _("Эта смена уже была открыта: ничего не сделано второй раз."))
    return see("cash")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(TAKE_CASH)
def take(request: StaffRequest) -> HttpResponseBase:
    """The next step towards the money; a POST takes it."""
    shift = open_shift_of(request.staff)
    step = _step(request.POST if request.method == "POST" else request.GET)
    before = taken_by(hand_of(request, step.key))
    if before is not None:
        return _seen_before(request, before, step)
    if shift is None:
        messages.warning(request, _("Смена не открыта. Откройте её."))
        return see("cash")
    try:
        payer = payer_of(read_number(step.account), now=time_of(request))
    except BadNumber as error:
        return _desk(request, shift, typed=step.account, error=refusal(error))
    if payer is None:
        return _desk(request, shift, typed=step.account, error=_("Такого лицевого счёта нет. Проверьте номер."))
    return _next(request, payer, step)


@require_safe
@staff_page(TAKE_CASH)
def receipt(request: StaffRequest, receipt_id: uuid.UUID) -> HttpResponseBase:
    """What was taken, the change to give, and how the account stands now."""
    found = _own(request, receipt_id)
    name, address = who_holds(found.account_id)
    void = void_of(found)
    voided = void is not None and void.state == VoidState.APPROVED
    context = {
        "one": found,
        "number": receipt_number(found),
        "facts": receipt_facts(found, voided=voided),
        "note": receipt_note(found),
        "name": name,
        "address": address,
        "view": home_of(found.account_id, now=time_of(request)),
        "void": void,
        "voided": voided,
        "shift_open": found.shift.closed_at is None,
        "fiscal_missing": bool(settings.ENVIRONMENT.fiscal) and not fiscal_number(found),
    }
    return render(request, "backoffice/cash/receipt.html", context)


@require_safe
@staff_page(TAKE_CASH)
def receipt_pdf(request: StaffRequest, receipt_id: uuid.UUID) -> HttpResponseBase:
    """The same on paper."""
    found = _own(request, receipt_id)
    void = void_of(found)
    voided = void is not None and void.state == VoidState.APPROVED
    made = receipt_paper(found, voided=voided, now=time_of(request))
    return pdf(made, f"receipt-{receipt_number(found)}.pdf")


@require_POST
@staff_page(TAKE_CASH)
def fiscal_again(request: StaffRequest, receipt_id: uuid.UUID) -> HttpResponseBase:
    """Ask the fiscal equipment once more for a receipt that it did not print."""
    found = _own(request, receipt_id)
    _register(request, found)
    return see("cash-receipt", found.id)


def hand_of(request: StaffRequest, key: str = "") -> Hand:
    """Who does it, when, from where, and the form: its key is the sender's own."""
    sent = key or request.POST.get("key", "")[:32] or uuid.uuid4().hex
    return Hand(request.staff, time_of(request), f"{request.staff.pk} {sent}", origin_of(request))


def see(name: str, *about: object) -> HttpResponseRedirect:
    """On to another page after something was done."""
    return HttpResponseRedirect(reverse(f"staff:{name}", args=about), status=HTTPStatus.SEE_OTHER)


def _step(sent: QueryDict) -> Step:
    amount, given = sent.get("amount"), sent.get("given")
    return Step(
        sent.get("key", "")[:32] or uuid.uuid4().hex,
        sent.get("account", "")[:LONGEST_TYPED],
        amount if amount is None else amount[:LONGEST_TYPED],
        given if given is None else given[:LONGEST_TYPED],
    )


def _next(request: StaffRequest, payer: Payer, step: Step) -> HttpResponseBase:
    """The amount, then what is given, then the confirmation: the first that is not said or not right."""
    if step.amount is None:
        return _page(request, payer, step, "amount")
    try:
        amount = read_sum(step.amount, least=1, most=MOST_KOPECKS)
    except BadSum as error:
        return _page(request, payer, step, "amount", error=refusal(error))
    if step.given is None:
        return _page(request, payer, step, "given", amount=amount)
    try:
        money = Money(payer.account_id, amount, _given(step.given, amount), again=request.POST.get("again") == "yes")
    except DomainError as error:
        return _page(request, payer, step, "given", amount=amount, error=refusal(error))
    if request.method == "POST":
        return _take(request, payer, step, money)
    return _page(request, payer, step, "confirm", money=money)


def _given(typed: str, amount_kopecks: int) -> int:
    """What the client gave; the amount itself where nothing is said. BadSum, GivenTooLittle."""
    given = read_sum(typed, least=1, most=100 * MOST_KOPECKS) if typed.strip() else amount_kopecks
    if given < amount_kopecks:
        raise GivenTooLittle(missing_kopecks=amount_kopecks - given)
    return given


def _take(request: StaffRequest, payer: Payer, step: Step, money: Money) -> HttpResponseBase:
    try:
        done = take_money(money, hand_of(request, step.key))
    except DomainError as error:
        twin = error.code == "taken_just_now"
        words = twin_words(error) if twin else refusal(error)
        return _page(request, payer, step, "confirm", money=money, error=words, twin=twin)
    if not done.fresh:
        return _seen_before(request, done.receipt, step)
    _register(request, done.receipt)
    return see("cash-receipt", done.receipt.id)


def _register(request: StaffRequest, found: Receipt) -> None:
    """Have the fiscal equipment print, if there is any; the money is taken already, whatever it answers."""
    try:
        register(found.id, fiscal(), now=time_of(request))
    except DomainError as error:
        messages.warning(request, refusal(error))


def _seen_before(request: StaffRequest, found: Receipt, step: Step) -> HttpResponseBase:
    """The receipt that a form made before; if the form says something else now, that is not taken, and so it says."""
    if _says(step, found):
        messages.info(request, _("Эти деньги уже приняты, вот квитанция. Второй раз ничего не принято."))
    else:
        messages.warning(request, _("Это старая форма: по ней принято то, что ниже. Новое не принято, начните заново."))
    return see("cash-receipt", found.id)


def _says(step: Step, found: Receipt) -> bool:
    """Whether a form says, as far as it does, what a receipt has."""
    try:
        amount = found.amount_kopecks if step.amount is None else read_sum(step.amount, least=1, most=MOST_KOPECKS)
        return (payee_of(read_number(step.account)), amount) == (found.account_id, found.amount_kopecks)
    except DomainError:
        return False


def _own(request: StaffRequest, receipt_id: uuid.UUID) -> Receipt:
    found = receipt_of_cashier(receipt_id, request.staff)
    if found is None:
        raise Http404
    return found


def _opening(request: StaffRequest, *, typed: str = "", error: str = "") -> HttpResponse:
    context = {
        "key": uuid.uuid4().hex,
        "typed": typed,
        "error": error,
        "past": Shift.objects.filter(cashier=request.staff, closed_at__isnull=False).order_by("-number")[:5],
    }
    return render(request, "backoffice/cash/opening.html", context, status=_status(error))


def _desk(request: StaffRequest, shift: Shift | None, *, typed: str = "", error: str = "") -> HttpResponse:
    context = {
        "shift": shift,
        "stale": shift and days_open(shift, time_of(request)) > 0,
        "key": uuid.uuid4().hex,
        "typed": typed,
        "error": error,
        "last": receipts_of(shift)[:LAST] if shift else [],
    }
    return render(request, "backoffice/cash/desk.html", context, status=_status(error))


def _page(
    request: StaffRequest,
    payer: Payer,
    step: Step,
    name: str,
    *,
    amount: int = 0,
    money: Money | None = None,
    error: str = "",
    twin: bool = False,
) -> HttpResponse:
    kopecks = money.amount_kopecks if money else amount
    said = {"key": step.key, "account": payer.number}
    context = {
        "payer": payer,
        "step": step,
        "suggested": step.amount if step.amount is not None else _suggested(payer),
        "amount_kopecks": kopecks,
        "amount_plain": plain(kopecks).replace(".", ","),
        "money": money,
        "change_kopecks": money.given_kopecks - money.amount_kopecks if money else 0,
        "given_plain": plain(money.given_kopecks).replace(".", ",") if money else step.given or "",
        "error": error,
        "twin": twin,
        "to_amount": f"{reverse('staff:cash-take')}?{urlencode(said)}",
        "to_given": f"{reverse('staff:cash-take')}?{urlencode({**said, 'amount': plain(kopecks)})}",
    }
    return render(request, f"backoffice/cash/{name}.html", context, status=_status(error))


def _suggested(payer: Payer) -> str:
    return plain(payer.asked_kopecks).replace(".", ",") if payer.asked_kopecks > 0 else ""


def _status(error: str) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


urlpatterns: list[URLPattern] = [
    path("cash/", desk, name="cash"),
    path("cash/open/", open_one, name="cash-open"),
    path("cash/take/", take, name="cash-take"),
    path("cash/receipts/<uuid:receipt_id>/", receipt, name="cash-receipt"),
    path("cash/receipts/<uuid:receipt_id>/receipt.pdf", receipt_pdf, name="cash-receipt-paper"),
    path("cash/receipts/<uuid:receipt_id>/fiscal/", fiscal_again, name="cash-fiscal"),
]
