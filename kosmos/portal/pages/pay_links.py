"""Links by which somebody else pays, a parent for a student: made and revoked by the owner, paid without a sign-in.

Whoever opens one sees the label that the owner chose, a sum if he gave one, and what is due only if he said so: no
number, name, address or balance. A link that is revoked, expired or never was has one and the same answer.
"""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.charging.queries import home_of
from kosmos.kernel.errors import DomainError
from kosmos.payments.errors import LinkKeyUsed, RailNotConfigured, UnknownLink
from kosmos.payments.models import PayLink
from kosmos.payments.queries import LinkPaid, link_by_token, links_of
from kosmos.payments.services import LinkWish, make_link, revoke_link
from kosmos.payments.services.links import LABEL_SIGNS, MOST_DAYS
from kosmos.payments.sums import BadSum, read_sum
from kosmos.payments.tokens import token_of
from kosmos.portal import limits
from kosmos.portal.checkout import Wish, checkout
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.outcomes import Suggestion, needed_now, suggestions_for_strangers
from kosmos.portal.pages.pay import OWN, SumPage, elsewhere, is_key, order_key, sum_of, sum_words, too_many, typed_of
from kosmos.portal.pages.result import private
from kosmos.portal.words import refusal

FOR_DAYS = 180
"""For how many days a link is made if its owner does not say: a term of studies."""
FIELDS = ("label", "sum", "fixed", "shows_due", "days")
"""In the order in which they stand on the page."""


@dataclass(frozen=True, slots=True)
class LinkSum(SumPage):
    """The page of a link on which its payer chooses a sum: what is asked for comes first."""

    asked: bool = False
    due_kopecks: int | None = None

    @property
    def chosen(self) -> str:
        """Which choice is ticked: what was sent, else what is asked for, else the payer's own."""
        sent = self.typed.get("amount")
        if sent is None:
            return self.suggestions[0].choice if self.asked else OWN
        return next((one.choice for one in self.suggestions if str(one.amount_kopecks) == sent), OWN)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as its owner sees it; the address is only of those in force."""

    paid: LinkPaid
    in_force: bool
    address: str


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def pay_links(request: CabinetRequest) -> HttpResponse:
    """The owner's links, what came through each, and a form for another."""
    if request.method != "POST":
        return _mine(request)
    typed = {name: request.POST.get(name, "")[:200] for name in (*FIELDS, "key")}
    errors: dict[str, str] = {}
    wish = _wish(typed, errors)
    if wish is None:
        return _mine(request, typed=typed, errors=errors)
    key = typed["key"] if is_key(typed["key"]) else uuid4().hex
    try:
        make_link(wish, account_id=request.cabinet.chosen.account_id, key=key, now=time_of(request))
    except DomainError as error:
        if isinstance(error, LinkKeyUsed):
            typed["key"] = ""
        field = {"link_label": "label", "link_days": "days", "amount_out_of_range": "sum"}.get(error.code, "form")
        return _mine(request, typed=typed, errors={field: refusal(error)})
    messages.success(request, _("Ссылка готова. Скопируйте её и отправьте тому, кто заплатит."))
    return HttpResponseRedirect(reverse("portal:pay-links"), status=HTTPStatus.SEE_OTHER)


@require_POST
@cabinet_page
def revoke(request: CabinetRequest, link: UUID) -> HttpResponse:
    """Nobody can pay by the link any more; pressed twice, nothing more happens."""
    try:
        found = revoke_link(link, account_id=request.cabinet.chosen.account_id, now=time_of(request))
    except UnknownLink:
        raise Http404 from None
    messages.success(request, _("Ссылка «%(label)s» закрыта: по ней больше не заплатить.") % {"label": found.label})
    return HttpResponseRedirect(reverse("portal:pay-links"), status=HTTPStatus.SEE_OTHER)


@require_http_methods(["GET", "HEAD", "POST"])
def pay_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever has a link pays by it."""
    now = time_of(request)
    try:
        limits.count_try(limits.LINKS, network=limits.network_of(request), what=token, now=now)
    except limits.TooManyTries as refused:
        return too_many(request, refused)
    link = link_by_token(token, now=now)
    if link is None:
        return private(render(request, "portal/pay_link_gone.html", status=HTTPStatus.NOT_FOUND))
    page = _page(request, link)
    if request.method != "POST":
        return _show(request, link, page)
    try:
        amount = link.amount_kopecks if link.fixed and link.amount_kopecks else sum_of(page)
    except BadSum as wrong:
        return _show(request, link, page, error=sum_words(wrong.code, page))
    return _on(request, link, page, amount)


def _on(request: HttpRequest, link: PayLink, page: LinkSum, amount: int) -> HttpResponseBase:
    """On to the bank's page."""
    now, key = time_of(request), order_key(page, amount)
    try:
        limits.count_try(limits.ORDERS, network=limits.network_of(request), what=key, now=now)
        return elsewhere(checkout(Wish(link.account_id, page.number, amount, key, link.id), now=now))
    except limits.TooManyTries as refused:
        return too_many(request, refused)
    except RailNotConfigured:
        return private(render(request, "portal/pay_closed.html", status=HTTPStatus.SERVICE_UNAVAILABLE))


def _page(request: HttpRequest, link: PayLink) -> LinkSum:
    """What the payer is offered: the owner's sum, else what is due if that is shown, else round sums."""
    due = needed_now(home_of(link.account_id, now=time_of(request))) if link.shows_due else None
    asked = link.amount_kopecks or due
    offered = (Suggestion("due", asked, "asked"),) if asked else suggestions_for_strangers()
    return LinkSum(link.id.hex, offered, typed=typed_of(request), asked=bool(asked), due_kopecks=due)


def _show(request: HttpRequest, link: PayLink, page: LinkSum, *, error: str = "") -> HttpResponse:
    told = {"link": link, "page": page, "error": error, "own": page.typed.get("own", "")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return private(render(request, "portal/pay_link.html", told, status=status))


def _mine(
    request: CabinetRequest, *, typed: dict[str, str] | None = None, errors: dict[str, str] | None = None
) -> HttpResponse:
    now = time_of(request)
    rows = [_row(one, in_force=one.link.in_force(now)) for one in links_of(request.cabinet.chosen.account_id)]
    context = {
        "open": [row for row in rows if row.in_force],
        "closed": [row for row in rows if not row.in_force],
        "typed": typed or {"days": str(FOR_DAYS)},
        "errors": errors or {},
        "focus": {next((name for name in FIELDS if name in errors), ""): True} if errors else {},
        "key": _key(typed),
        "most": LABEL_SIGNS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "portal/pay_links.html", context, status=status)


def _key(typed: dict[str, str] | None) -> str:
    came = (typed or {}).get("key", "")
    return came if is_key(came) else uuid4().hex


def _row(paid: LinkPaid, *, in_force: bool) -> LinkRow:
    address = f"{settings.ENVIRONMENT.public_url}{reverse('portal:pay-link', args=[token_of(paid.link.id)])}"
    return LinkRow(paid, in_force, address if in_force else "")


def _wish(typed: dict[str, str], errors: dict[str, str]) -> LinkWish | None:
    """What the owner wants; None, with the errors by field, where something cannot be read."""
    days, amount = 0, None
    if typed["days"].strip().isascii() and typed["days"].strip().isdecimal():
        days = int(typed["days"].strip()[:6])
    if not 0 < days <= MOST_DAYS:
        errors["days"] = _("Введите число от 1 до %(most)s.") % {"most": MOST_DAYS}
    try:
        amount = read_sum(typed["sum"]) if typed["sum"].strip() else None
    except BadSum as wrong:
        errors["sum"] = sum_words(wrong.code, SumPage("", suggestions_for_strangers()))
    if typed["fixed"] and not typed["sum"].strip():
        errors["sum"] = _("Чтобы платили ровно одну сумму, введите её.")
    if not typed["label"].strip():
        errors["label"] = _("Назовите ссылку так, чтобы плательщик вас узнал.")
    if errors:
        return None
    return LinkWish(typed["label"], days, amount, fixed=bool(typed["fixed"]), shows_due=bool(typed["shows_due"]))


urlpatterns: list[URLPattern] = [
    path("cabinet/ways/links/", pay_links, name="pay-links"),
    path("cabinet/ways/links/<uuid:link>/revoke/", revoke, name="pay-link-revoke"),
    path("pay/for/<str:token>/", pay_link, name="pay-link"),
]
