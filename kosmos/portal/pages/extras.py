"""Equipment and visits, charged once: what there is, what an order costs and brings with it, and what was ordered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.catalogue.models import Extra, ExtraKind
from kosmos.catalogue.queries import extra_by_code, open_extras
from kosmos.charging.choices import refusal_of
from kosmos.charging.errors import InsufficientFunds
from kosmos.charging.models import ExtraOrder
from kosmos.charging.pauses import OrderAhead, order_ahead, orders_of
from kosmos.charging.queries import Home, home_of
from kosmos.charging.services import order_extra
from kosmos.kernel.days import month_end
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.wishing import confirmed, lines_of, names_of, page
from kosmos.portal.words import refusal
from kosmos.subscribers.queries import audience_of
from kosmos.support.rules import words_of
from kosmos.wording.confirming import seen
from kosmos.wording.typography import quoted, text

LONGEST = 300
"""Letters of a wish that goes with an order."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The form of an order: its key, and a wish."""

    key: UUID
    wish: str = ""


@require_safe
@cabinet_page
def extras(request: CabinetRequest) -> HttpResponse:
    """What can be ordered, and what was."""
    account_id = request.cabinet.chosen.account_id
    sold = open_extras(audience_of(account_id))
    context = {
        "equipment": [extra for extra in sold if extra.kind == ExtraKind.EQUIPMENT],
        "visits": [extra for extra in sold if extra.kind == ExtraKind.VISIT],
        "orders": orders_of(account_id),
    }
    return render(request, "portal/extras.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def extra(request: CabinetRequest, code: str) -> HttpResponseBase:
    """What an order costs and brings with it; a POST orders what was shown, once for each form."""
    try:
        chosen = extra_by_code(code)
    except DomainError:
        raise Http404 from None
    if request.method != "POST":
        return _show(request, chosen, Typed(uuid4()))
    typed = _typed(request.POST)
    before = _ordered(request, typed.key)
    if before is not None and before.extra_id == chosen.id:
        messages.info(request, _("Этот заказ уже принят: второй раз ничего не списано."))
        if before.wish != typed.wish:
            messages.warning(request, _("Пожелание осталось прежним. Изменить его можно через поддержку."))
        return redirect("portal:extras")
    refused = confirmed(request, partial(_order, request, chosen, typed), partial(_ahead, request, chosen, typed.key))
    if refused:
        return _show(request, chosen, typed, refused=refused)
    messages.success(request, _("Заказано: %(name)s. Мы свяжемся с вами.") % {"name": quoted(text(chosen.name))})
    return redirect("portal:extras")


def _order(request: CabinetRequest, chosen: Extra, typed: Typed) -> int:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    return order_extra(
        account_id=account_id, code=chosen.code, key=typed.key, now=now, wish=typed.wish, by_subscriber=True
    )


def _ordered(request: CabinetRequest, key: UUID) -> ExtraOrder | None:
    return ExtraOrder.objects.filter(account_id=request.cabinet.chosen.account_id, key=key).first()


def _ahead(request: CabinetRequest, chosen: Extra, key: UUID) -> OrderAhead:
    fresh = extra_by_code(chosen.code)
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    return order_ahead(account_id, code=fresh.code, price_kopecks=fresh.price_kopecks, key=key, now=now)


def _show(request: CabinetRequest, chosen: Extra, typed: Typed, *, refused: str = "") -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    view = home_of(account_id, now=now)
    context: dict[str, object] = {"extra": extra_by_code(chosen.code), "view": view, "typed": typed, "longest": LONGEST}
    try:
        ahead = _ahead(request, chosen, typed.key)
    except InsufficientFunds as error:
        act = partial(_order, request, chosen, typed)
        context |= {"short": refusal_of(account_id, act, now=now), "missing": error.parameters["missing_kopecks"]}
    except DomainError as error:
        context["unsold"] = refusal(error)
    else:
        context |= {"ahead": ahead, "seen": seen(ahead), **_meaning(view, ahead)}
    return page(request, "portal/extra.html", context, refused=refused)


def _meaning(view: Home, ahead: OrderAhead) -> dict[str, object]:
    """What an order means for the days after it: due later, at once, or nothing."""
    others = [posting for posting in ahead.at_once.postings if posting.amount_kopecks != -ahead.price_kopecks]
    return {
        "due_later": min(ahead.figures.unpaid, max(0, -ahead.figures.balance)),
        "due_on": month_end(ahead.day),
        "owed": ahead.figures.overdue,
        "sooner": ahead.lasts_until is not None and ahead.lasts_until != ahead.lasted_until,
        "others": lines_of(others, names_of(view)),
    }


def _typed(sent: Mapping[str, str]) -> Typed:
    try:
        key = UUID(sent.get("key", ""))
    except ValueError:
        key = uuid4()
    return Typed(key, words_of(sent.get("wish", ""))[:LONGEST])


urlpatterns: list[URLPattern] = [
    path("cabinet/extras/", extras, name="extras"),
    path("cabinet/extras/<str:code>/", extra, name="extra"),
]
