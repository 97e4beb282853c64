"""Paying by card or ERIP: quickly by an account's number, or from one's own cabinet.

Quick pay tells a stranger nothing. It shows the number as it was typed and sums that are the same for everybody; no
page of it looks the number up. Only the order does, when the payer has confirmed: a number that is nobody's makes an
order like any other, whose money waits among what is unidentified until the payer is found or paid back. So neither
words nor time tell whose number it is, or whether it is anybody's. What is due is shown at /cabinet/pay/ to its owner.

The hidden key of a form and what was confirmed name the order: pressed twice, one order; another sum, another order.
"""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.catalogue.queries import erip
from kosmos.charging.home import Home
from kosmos.charging.queries import home_of
from kosmos.kernel import clock
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.rails.base import erip_is_sold
from kosmos.payments.rules import MOST_KOPECKS
from kosmos.payments.sums import LEAST_KOPECKS, BadNumber, BadSum, payee_of, read_number, read_sum
from kosmos.portal import limits
from kosmos.portal.checkout import Wish, checkout
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.outcomes import Suggestion, suggestions_for, suggestions_for_strangers, with_outcomes
from kosmos.portal.pages.result import private, result
from kosmos.wording.typography import money

OWN, ERIP = "own", "erip"


@dataclass(frozen=True, slots=True)
class SumPage:
    """The page on which a sum is chosen: for whom, what is offered, and what was typed before."""

    number: str
    suggestions: tuple[Suggestion, ...]
    view: Home | None = None
    error: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The form's key: the one that came with it, or a new one."""
        came = self.typed.get("key", "")
        return came if is_key(came) else uuid4().hex

    @property
    def chosen(self) -> str:
        """Which choice is ticked: what was sent; else the owner's first sum, or a stranger's own."""
        sent = self.typed.get("amount")
        if sent is None:
            return self.suggestions[0].choice if self.view else OWN
        return next((one.choice for one in self.suggestions if str(one.amount_kopecks) == sent), OWN)

    @property
    def least_kopecks(self) -> int:
        """The least sum that is taken: for an owner never more than what he is asked for."""
        return min([LEAST_KOPECKS, *(one.amount_kopecks for one in self.suggestions)])

    @property
    def most_kopecks(self) -> int:
        """The largest sum that is taken by card at once."""
        return MOST_KOPECKS


@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest) -> HttpResponseBase:
    """Quick pay: asks for a number, then for a sum, then leads to the bank's page."""
    sent = request.POST if request.method == "POST" else request.GET
    if "account" not in sent:
        return private(render(request, "portal/pay.html"))
    typed = sent["account"]
    try:
        number = read_number(typed)
        limits.count_try(limits.ACCOUNT_NUMBERS, network=limits.network_of(request), what=number, now=clock.now())
    except BadNumber:
        return private(render(request, "portal/pay.html", {"typed": typed[:40], "error": _bad_number()}, status=422))
    except limits.TooManyTries as refused:
        return too_many(request, refused)
    page = SumPage(number, suggestions_for_strangers(), typed=typed_of(request))
    return _answer(request, page, payee=None)


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def top_up(request: CabinetRequest) -> HttpResponseBase:
    """The same for whoever is signed in, with what is due, and where each sum leads."""
    chosen, now = request.cabinet.chosen, clock.now()
    view = home_of(chosen.account_id, now=now)
    page = SumPage(chosen.number, suggestions_for(view), view=view, typed=typed_of(request) or _asked_for(request))
    return _answer(request, page, payee=chosen.account_id)


def too_many(request: HttpRequest, refused: limits.TooManyTries) -> HttpResponse:
    """429 in words, with when to come again."""
    minutes = -(-refused.wait_seconds // 60)
    response = private(render(request, "portal/pay_limited.html", {"minutes": minutes}, status=429))
    response.headers["Retry-After"] = str(refused.wait_seconds)
    return response


def _answer(request: HttpRequest, page: SumPage, *, payee: int | None) -> HttpResponseBase:
    """The page again while something is missing; on to the bank's page once a sum is confirmed."""
    if request.method != "POST":
        return _show(request, page)
    try:
        amount = sum_of(page)
    except BadSum as wrong:
        return _show(request, page, error=sum_words(wrong.code, page))
    try:
        if payee is None:
            network = limits.network_of(request)
            limits.count_try(limits.ORDERS, network=network, what=order_key(page, amount), now=clock.now())
    except limits.TooManyTries as refused:
        return too_many(request, refused)
    payee = payee or payee_of(page.number)
    if request.POST.get("way") == ERIP:
        return _by_erip(request, page, amount, payee=payee)
    try:
        address = checkout(Wish(payee, page.number, amount, order_key(page, amount)), now=clock.now())
    except RailNotConfigured:
        return private(render(request, "portal/pay_closed.html", status=503))
    return elsewhere(address)


def _by_erip(request: HttpRequest, page: SumPage, amount: int, *, payee: int | None) -> HttpResponseBase:
    """On to a demand of its own where a provider makes one, else to the operator's code of the account."""
    if erip_is_sold():
        wish = Wish(payee, page.number, amount, order_key(page, amount, ERIP), erip=True)
        try:
            return elsewhere(checkout(wish, now=clock.now()))
        except RailNotConfigured:
            pass
    if erip() is None:
        return private(render(request, "portal/pay_closed.html", {"erip": True}, status=503))
    typed = {"amount": f"{amount // 100},{amount % 100:02d}"}
    if page.view:
        return elsewhere(f"{reverse('portal:ways')}?{urlencode(typed)}#erip")
    return elsewhere(f"{reverse('portal:pay-erip')}?{urlencode({'account': page.number, **typed})}")


def _show(request: HttpRequest, page: SumPage, *, error: str = "") -> HttpResponse:
    action = reverse("portal:top-up" if page.view else "portal:pay")
    if page.view and (page.view.held or page.view.awaited):
        page = replace(page, suggestions=with_outcomes(page.suggestions, page.view.account_id, now=clock.now()))
    told = {"page": page, "error": error, "action": action, "own": page.typed.get("own", "")}
    told |= {"takes_erip": erip_is_sold() or erip() is not None}
    return private(render(request, "portal/pay_sum.html", told, status=422 if error else 200))


def sum_of(page: SumPage) -> int:
    """The kopecks that were chosen or typed. BadSum."""
    sent = page.typed.get("amount", "")
    if sent == OWN:
        return read_sum(page.typed.get("own", ""), least=page.least_kopecks, most=page.most_kopecks)
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        raise BadSum("empty_sum" if not sent else "not_a_sum")
    if not page.least_kopecks <= int(sent) <= page.most_kopecks:
        raise BadSum("not_a_sum")
    return int(sent)


def sum_words(code: str, page: SumPage) -> str:
    """What is said of a sum that cannot be paid, by the code of BadSum."""
    figures = {"least": money(page.least_kopecks), "most": money(page.most_kopecks)}
    words = {
        "empty_sum": _("Выберите сумму или введите свою."),
        "too_many_decimals": _("После запятой — не больше двух цифр: копейки."),
        "sum_too_small": _("Наименьшая сумма платежа — %(least)s."),
        "sum_too_large": _("Картой за один раз можно оплатить не больше %(most)s. Разделите сумму на части."),
    }
    return words.get(code, _("Введите сумму цифрами, например 25,90.")) % figures


def _bad_number() -> str:
    return _("Введите номер лицевого счёта цифрами, как в договоре. Пробелы и дефисы не мешают.")


def order_key(page: SumPage, amount_kopecks: int, way: str = "") -> str:
    """Names what was confirmed: the same form, number, sum and way are the same order."""
    return sha256(f"{page.key} {page.number} {amount_kopecks}{way}".encode()).hexdigest()[:32]


def typed_of(request: HttpRequest) -> dict[str, str]:
    """What was sent of the form of a sum."""
    if request.method != "POST":
        return {}
    return {name: request.POST[name][:40] for name in ("amount", "own", "key") if name in request.POST}


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """The sum in kopecks that a link of the cabinet leads here with, as if it had been typed."""
    sent = request.GET.get("sum", "")
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 10):
        return {}
    return {"amount": sent, "own": money(int(sent))}


def is_key(text: str) -> bool:
    """Whether a text can be a form's key."""
    return len(text) == 32 and all(sign in "0123456789abcdef" for sign in text)


def elsewhere(address: str) -> HttpResponseRedirect:
    """On to the bank, or to the result."""
    response = HttpResponseRedirect(address, status=303)
    private(response)
    return response


urlpatterns: list[URLPattern] = [
    path("pay/", pay, name="pay"),
    path("pay/<str:token>/", result, name="result"),
    path("cabinet/pay/", top_up, name="top-up"),
]
