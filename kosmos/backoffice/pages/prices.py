"""A plan's prices by month: a new one is shown on real accounts before it is kept; one to come is taken back."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.editing import amounts
from kosmos.backoffice.editing.sending import form_of, see
from kosmos.backoffice.editing.words import edit_words
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.price_shown import as_csv, shown
from kosmos.backoffice.roles import EDIT_CATALOGUE
from kosmos.catalogue.models import Plan, Price
from kosmos.catalogue.queries import price_on
from kosmos.charging.repricing import NewPrice, can_be_played, holders
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.models import Subject
from kosmos.editing.queries import edits_within
from kosmos.editing.services import (
    Saved,
    check_price,
    is_ahead,
    months_for,
    prices_mark,
    set_price,
    withdraw_price,
)
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.notifications.rules import House
from kosmos.wording.typography import byn, zone


@dataclass(frozen=True, slots=True)
class Asked:
    """A price as it was typed, what it means, and what is wrong with it."""

    month: str = ""
    fee: str = ""
    price: NewPrice | None = None
    wrong: dict[str, str] = field(default_factory=dict)


@require_safe
@staff_page(EDIT_CATALOGUE)
def prices(request: StaffRequest, plan_id: int) -> HttpResponse:
    """The prices that were, are and will be, and the form of a new one."""
    return _prices_page(request, _plan(plan_id), Asked())


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_CATALOGUE)
def preview(request: StaffRequest, plan_id: int) -> HttpResponseBase:
    """What a price would do, as a page or as a file; a POST keeps it."""
    plan = _plan(plan_id)
    asked = _asked(request.POST if request.method == "POST" else request.GET, plan, request)
    if request.method == "POST" and asked.price is not None:
        return _save(request, plan, asked, asked.price)
    if asked.price is None or asked.wrong:
        return _prices_page(request, plan, asked, status=422)
    if request.GET.get("as") == "csv" and can_be_played(asked.price, now=time_of(request)):
        return _file(request, plan, asked.price)
    return _preview_page(request, plan, asked, asked.price)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(EDIT_CATALOGUE)
def withdraw(request: StaffRequest, plan_id: int, from_on: str) -> HttpResponse:
    """Ask whether a price to come is to be taken back; a POST does it."""
    plan, day = _plan(plan_id), _day(from_on)
    if request.method != "POST":
        return _withdraw_page(request, plan, day)
    try:
        saved = withdraw_price(plan.pk, day, form_of(request, "withdraw", from_on))
    except NothingToEdit:
        raise Http404 from None
    except Unfit:
        messages.error(request, _("Этот день уже открыт или вот-вот откроется: цена осталась"))
        return _see(plan)
    except ChangedMeanwhile:
        return _withdraw_page(request, plan, day, changed=True)
    _told(request, saved, _("Цена отменена. Кому о ней сообщили, тому сообщим, что плата не меняется"))
    return _see(plan)


def _save(request: StaffRequest, plan: Plan, asked: Asked, price: NewPrice) -> HttpResponse:
    try:
        saved = set_price(price, form_of(request, "set", asked.month, asked.fee))
    except Unfit as error:
        fields = dict(error.parameters["fields"])  # type: ignore[call-overload]
        return _prices_page(request, plan, Asked(asked.month, asked.fee, None, _wrong(fields)), status=422)
    except ChangedMeanwhile:
        if wrong := _faults(price, time_of(request)):
            return _prices_page(request, plan, Asked(asked.month, asked.fee, None, wrong), status=422)
        return _preview_page(request, plan, asked, price, changed=True)
    _told(request, saved, _("Цена сохранена. Абонентам сообщим заранее"))
    return _see(plan)


def _told(request: StaffRequest, saved: Saved, done: str) -> None:
    if saved.fresh:
        messages.success(request, done)
    else:
        messages.info(request, _("Это уже сделано раньше, второй раз ничего не изменилось"))


def _asked(typed: QueryDict, plan: Plan, request: StaffRequest) -> Asked:
    """What was typed. While a form is sent again, the service judges it, for it may be done already."""
    month, fee, wrong = typed.get("from", "")[:10], typed.get("fee", "")[:20].strip(), {}
    try:
        from_on = date.fromisoformat(month)
    except ValueError:
        wrong["from_on"] = "form"
    try:
        kopecks = int(amounts.money(fee))
    except ValueError:
        wrong["fee_kopecks"] = "form"
    if wrong:
        return Asked(month, fee, None, _wrong(wrong))
    price = NewPrice(plan.pk, from_on, kopecks)
    return Asked(month, fee, price, {} if request.method == "POST" else _faults(price, time_of(request)))


def _faults(price: NewPrice, now: datetime) -> dict[str, str]:
    """What is wrong with a price, in words."""
    try:
        check_price(price, now=now)
    except Unfit as error:
        return _wrong(dict(error.parameters["fields"]))  # type: ignore[call-overload]
    return {}


def _wrong(faults: dict[str, str]) -> dict[str, str]:
    words = {
        ("from_on", "form"): _("Выберите месяц из списка"),
        ("from_on", "ahead"): _("Выберите месяц, который ещё не начался"),
        ("fee_kopecks", "form"): _("Введите сумму: 25,90"),
        ("fee_kopecks", "same"): _("Такая цена и так будет: введите другую"),
    }
    return {name: words[name, reason] for name, reason in faults.items()}


def _prices_page(request: StaffRequest, plan: Plan, asked: Asked, *, status: int = 200) -> HttpResponse:
    now = time_of(request)
    held = price_on(plan.pk, business_day(now, zone()))
    versions = [
        {"price": one, "now": held is not None and one.pk == held.pk, "ahead": is_ahead(one.from_on, now)}
        for one in Price.objects.filter(plan=plan).order_by("-from_on")
    ]
    history = edits_within(Subject.PRICE, f"{plan.pk}:")
    told = [{"edit": edit, "words": _edit_words(edit.before, edit.after) or edit_words(edit, {})} for edit in history]
    context = {"plan": plan, "versions": versions, "asked": asked, "months": months_for(now), "history": told}
    return render(request, "backoffice/catalogue/prices.html", context, status=status)


def _edit_words(before: dict[str, object] | None, after: dict[str, object] | None) -> str:
    """What an edit of a price did, with its sums."""
    held = after or before or {}
    said = {"on": date.fromisoformat(str(held.get("from_on"))).strftime("%d.%m.%Y")}
    sums = [byn(int(str(one["fee_kopecks"]))) for one in (before, after) if one]
    if before and after:
        return _("с %(on)s: %(new)s вместо %(old)s") % {**said, "old": sums[0], "new": sums[1]}
    if after:
        return _("с %(on)s: %(new)s") % {**said, "new": sums[0]}
    return _("отменено с %(on)s: %(old)s") % {**said, "old": sums[0]}


def _preview_page(
    request: StaffRequest, plan: Plan, asked: Asked, price: NewPrice, *, changed: bool = False
) -> HttpResponse:
    now = time_of(request)
    notice = price.from_on - House().price_notice_days * ONE_DAY
    today = business_day(now, zone())
    before = price_on(plan.pk, price.from_on)
    after = request.GET.get("after", "")
    context = {
        "plan": plan,
        "asked": asked,
        "price": price,
        "before": before,
        "difference": price.fee_kopecks - (before.fee_kopecks if before else 0),
        "told_on": max(notice, today),
        "days": (price.from_on - max(notice, today)) // timedelta(days=1),
        "shown": shown(
            price, now=now, after=int(after) if after.isascii() and after.isdigit() and len(after) < 16 else 0
        ),
        "seen": prices_mark(plan.pk),
        "key": uuid.uuid4().hex,
        "changed": changed,
    }
    return render(request, "backoffice/catalogue/price.html", context, status=422 if changed else 200)


def _file(request: StaffRequest, plan: Plan, price: NewPrice) -> HttpResponseBase:
    sent = as_csv(price, now=time_of(request))
    response = StreamingHttpResponse(sent, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="price-{plan.pk}-{price.from_on}.csv"'
    return response


def _withdraw_page(request: StaffRequest, plan: Plan, day: date, *, changed: bool = False) -> HttpResponse:
    price = get_object_or_404(Price, plan=plan, from_on=day)
    if not is_ahead(day, time_of(request)):
        raise Http404
    context = {
        "plan": plan,
        "price": price,
        "before": price_on(plan.pk, day - ONE_DAY),
        "holders": len(holders(plan.pk)),
        "seen": prices_mark(plan.pk),
        "key": uuid.uuid4().hex,
        "changed": changed,
    }
    return render(request, "backoffice/catalogue/withdraw.html", context, status=422 if changed else 200)


def _plan(plan_id: int) -> Plan:
    return get_object_or_404(Plan.objects.select_related("service"), pk=plan_id)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _see(plan: Plan) -> HttpResponse:
    return see(reverse("staff:prices", args=[plan.pk]))


urlpatterns: list[URLPattern] = [
    path("plans/<int:plan_id>/prices/", prices, name="prices"),
    path("plans/<int:plan_id>/prices/new/", preview, name="price-preview"),
    path("plans/<int:plan_id>/prices/<str:from_on>/withdraw/", withdraw, name="price-withdraw"),
]
