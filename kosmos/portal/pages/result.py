"""What became of a payment: a page of its own by an unguessable token, for whoever paid, now and later.

It says what the payer knows anyway: the number that he typed, the sum, the time, the payment's number. The balance and
what the payment brought are added only for the signed-in owner of the account. An order that is not decided has the
bank asked, now and then, and the page asked for again by the browser itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from kosmos.charging.queries import home_of
from kosmos.kernel import clock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import Order, OrderState, PayLink
from kosmos.payments.queries import case_kinds_of, link_of, order_by_token, provider_is_silent, returned_of
from kosmos.payments.rules import ERIP_SOLD, UNFINISHED, payable_until
from kosmos.payments.services.asking import ask_about
from kosmos.payments.tokens import token_of
from kosmos.portal.checkout import bank_page_of
from kosmos.portal.codes import Code, code_at, is_code, path_to
from kosmos.portal.guards import AccountChoice, cabinet_of
from kosmos.portal.outcomes import Credited, credited_by
from kosmos.portal.standing import Standing, standing_of
from kosmos.portal.words.failures import Failure, failure_of

R = TypeVar("R", bound=HttpResponseBase)

SOON_SECONDS, ERIP_SECONDS, LATER_SECONDS = 5, 20, 60
REASON_SECONDS = 60
"""For so long the reason of a refusal may still come: the status query tells none, the bank's notice does."""
FRESH_SECONDS = 600
"""For so long an undecided page asks for itself every few seconds; later once a minute."""

TITLES = {
    OrderState.NEW: gettext_lazy("Платёж ещё идёт"),
    OrderState.WAITING: gettext_lazy("Платёж ещё идёт"),
    OrderState.PAID: gettext_lazy("Спасибо, оплачено"),
    OrderState.DECLINED: gettext_lazy("Банк не провёл платёж"),
    OrderState.CANCELLED: gettext_lazy("Платёж отменён"),
    OrderState.EXPIRED: gettext_lazy("Платёж не прошёл"),
    OrderState.UNKNOWN: gettext_lazy("Мы уточняем у банка"),
    OrderState.REFUNDED: gettext_lazy("Платёж возвращён"),
}


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the page is about; ``own``, ``standing`` and ``credited`` are the owner's only."""

    order: Order
    account_number: str
    failure: Failure | None
    silent: bool
    returned_kopecks: int
    paid_twice: bool
    goes_back: bool
    bank_page: str
    again_in: int
    code: Code | None = None
    link: PayLink | None = None
    own: AccountChoice | None = None
    standing: Standing | None = None
    credited: Credited | None = None

    @property
    def link_token(self) -> str:
        """The token of the link that was paid by; nothing if it was none."""
        return token_of(self.link.id) if self.link else ""

    @property
    def title(self) -> str:
        """What the page says first."""
        if self.credited and self.credited.connected:
            return gettext("Спасибо, тариф подключён")
        if self.brought_back:
            return gettext("Спасибо, всё снова включено") if not self.still_stopped else gettext("Спасибо, оплачено")
        if self.failure and self.failure.state == "waiting":
            return gettext("Мы разбираемся с платежом")
        if self.code and not self.silent:
            return gettext("Оплатите через «Расчёт» (ЕРИП)")
        return str(TITLES[OrderState(self.order.state)])

    @property
    def path(self) -> list[dict[str, str]]:
        """The steps to the service of the code in ERIP's tree, if they are known."""
        return path_to(self.code.service_code) if self.code else []

    @property
    def payable_until(self) -> datetime:
        """Until when the provider lets the order be paid."""
        return payable_until(self.order.rail, self.order.expires_at)

    @property
    def undecided(self) -> bool:
        """Whether the bank has not said yet what became of the payment."""
        return self.failure is None and self.order.state != OrderState.PAID

    @property
    def other_amount(self) -> bool:
        """Whether the bank took another sum than the one that was asked for."""
        return self.order.state == OrderState.PAID and self.order.paid_kopecks != self.order.amount_kopecks

    @property
    def left_kopecks(self) -> int:
        """What of the payment is still on the account."""
        return self.order.paid_kopecks - self.returned_kopecks

    @property
    def brought_back(self) -> bool:
        """Whether the payment switched something on."""
        return bool(self.credited and self.credited.charges)

    @property
    def still_stopped(self) -> int:
        """What is still missing for all that is blocked, in kopecks; 0 if nothing is."""
        return (self.standing.view.ahead.to_be_back_kopecks or 0) if self.standing else 0


@require_safe
def result(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page of one payment; 404, the same for everybody, if there is none."""
    order = order_by_token(token)
    if order is None:
        raise Http404
    now = clock.now()
    order = ask_about(order, now)
    page = _page(request, order, now)
    response = private(render(request, "portal/result.html", {"page": page, "order": order}))
    if page.again_in:
        response.headers["Refresh"] = str(page.again_in)
    return response


def private(response: R) -> R:
    """Nobody keeps the page or lists it, and no other host learns its address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_vary_headers(response, ("Cookie",))
    return response


def _page(request: HttpRequest, order: Order, now: datetime) -> ResultPage:
    own = _own(request, order)
    paid, cases = order.state == OrderState.PAID, case_kinds_of(order)
    failure = failure_of(order.state, order.reason, cases, rail=order.rail)
    undecided = failure is None and not paid
    return ResultPage(
        order=order,
        account_number=own.number if own else order.number.rpartition("-")[0],
        failure=failure,
        silent=order.state == OrderState.UNKNOWN or (undecided and provider_is_silent(order)),
        returned_kopecks=returned_of(order) if paid else 0,
        paid_twice=paid and "paid_twice" in cases,
        goes_back=paid and "part_cancelled" in cases,
        bank_page=_bank_page(order, now) if undecided else "",
        again_in=_again_in(order, now) if undecided or order.state == OrderState.DECLINED else 0,
        code=code_at(order.page) if undecided and is_code(order.page) and now < order.expires_at else None,
        link=link_of(order),
        own=own,
        standing=standing_of(home_of(own.account_id, now=now)) if own and paid else None,
        credited=credited_by(order.account_id, provider=order.rail, reference=order.operation)
        if own and paid
        else None,
    )


def _own(request: HttpRequest, order: Order) -> AccountChoice | None:
    """The order's account, if whoever is signed in holds it."""
    if not request.user.is_authenticated or getattr(request.user, "must_change_password", False):
        return None
    try:
        cabinet = cabinet_of(request)
    except PermissionDenied:
        return None
    if cabinet is None:
        return None
    request.cabinet = cabinet  # type: ignore[attr-defined]
    return next((held for held in cabinet.accounts if held.account_id == order.account_id), None)


def _again_in(order: Order, now: datetime) -> int:
    """In how many seconds the page is worth asking for again; 0 if all is said."""
    if order.state == OrderState.DECLINED and order.reason == "declined":
        asked_at = order.asked_at or order.created_at
        return SOON_SECONDS if (now - asked_at).total_seconds() < REASON_SECONDS else 0
    if order.state not in UNFINISHED:
        return 0
    soon = ERIP_SECONDS if order.rail == ERIP_SOLD else SOON_SECONDS
    return soon if (now - order.created_at).total_seconds() < FRESH_SECONDS else LATER_SECONDS


def _bank_page(order: Order, now: datetime) -> str:
    """The bank's page, while the payer may still go back to it."""
    if order.state not in {OrderState.NEW, OrderState.WAITING} or now >= order.expires_at:
        return ""
    try:
        return bank_page_of(order)
    except RailNotConfigured:
        return ""
