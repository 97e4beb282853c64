"""Traffic: what is left, by day and hour; buying more; and what happens when it is used up."""

from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import plan_by_code
from kosmos.charging.choices import refusal_of
from kosmos.charging.errors import PreviewChanged
from kosmos.charging.queries import home_of
from kosmos.kernel.days import month_start
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.standing import gauge_of
from kosmos.portal.traffic import Way, months_to_show, page_of, ways_of
from kosmos.portal.words import refusal, refusal_words
from kosmos.portal.words.traffic import follows, gigabyte_cost, happening, volume
from kosmos.usage.errors import NotForSale
from kosmos.usage.history import purchase_with
from kosmos.usage.purchases import Bundle, Purchase, bundle_of, bundles_of, buy, buy_as_seen, purchase_of
from kosmos.usage.queries import Traffic, traffic_of
from kosmos.usage.rules import GIGABYTE, Then
from kosmos.usage.services import choose_what_follows
from kosmos.wording.confirming import same, seen

METHODS = ["GET", "HEAD", "POST"]


@require_safe
@cabinet_page
def traffic(request: CabinetRequest) -> HttpResponse:
    """This month of the chosen account, or ``?month=2026-11``; ``?day=2026-11-12`` chooses whose hours are shown."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    view = home_of(account_id, now=now)
    day = _asked(request.GET.get("day"), "%Y-%m-%d")
    month = month_start(day) if day else _asked(request.GET.get("month"), "%Y-%m") or month_start(view.today)
    months = months_to_show(account_id, view.today)
    if month not in months or (day and day > view.today):
        raise Http404
    place = months.index(month)
    context = {
        "page": page_of(view, month, day, now=now),
        "view": view,
        "before": months[place - 1] if place else None,
        "after": months[place + 1] if place + 1 < len(months) else None,
        "asked_day": day is not None,
    }
    return render(request, "portal/traffic.html", context)


@require_http_methods(METHODS)
@cabinet_page
def more(request: CabinetRequest, number: int) -> HttpResponseBase:
    """What can be bought for a subscription; ``?gb=10`` shows what it would do, a POST confirms it."""
    mine, plan = _mine(request, number)
    sent = request.POST if request.method == "POST" else request.GET
    bundle = _bundle(plan, sent.get("gb"))
    if request.method == "POST":
        return _buy(request, mine, plan, bundle)
    return _show_more(request, mine, plan, bundle)


@require_http_methods(METHODS)
@cabinet_page
def then(request: CabinetRequest, number: int) -> HttpResponseBase:
    """What may follow when the volume is used up; ``?then=stop`` shows what it would mean, a POST confirms it."""
    mine, plan = _mine(request, number)
    ways = ways_of(plan, mine.then)
    sent = request.POST if request.method == "POST" else request.GET
    way = next((one for one in ways if one.then == sent.get("then")), None)
    if request.method != "POST":
        return _show_ways(request, mine, plan, way)
    if way is None:
        return _show_ways(request, mine, plan, way, refused=refusal_words("traffic_not_a_choice"))
    return _choose(request, mine, plan, way)


def _buy(request: CabinetRequest, mine: Traffic, plan: Plan, bundle: Bundle | None) -> HttpResponse:
    account_id, now, key = request.cabinet.chosen.account_id, time_of(request), request.POST.get("key", "")
    if _is_key(key) and purchase_with(account_id, _reference(key)) is not None:
        return _bought_already(request)
    if bundle is None or not _is_key(key):
        return _show_more(request, mine, plan, bundle, refused=_("Выберите, сколько докупить."))
    agreed = partial(_same_purchase, request)
    try:
        new = buy_as_seen(account_id, plan, bundle, now=now, reference=_reference(key), agreed=agreed)
    except PreviewChanged as error:
        return _show_more(request, mine, plan, bundle, refused=refusal(error))
    except DomainError:
        return _show_more(request, mine, plan, bundle, refused=_("Не куплено, деньги не списаны."))
    if not new:
        return _bought_already(request)
    messages.success(request, _("Докуплено: %(volume)s.") % {"volume": volume(bundle.volume_bytes)})
    return _back()


def _bought_already(request: CabinetRequest) -> HttpResponse:
    messages.info(request, _("Этот трафик уже куплен: второй раз деньги не списаны."))
    return _back()


def _same_purchase(request: CabinetRequest, purchase: Purchase) -> bool:
    return same(request.POST, purchase)


def _show_more(
    request: CabinetRequest, mine: Traffic, plan: Plan, bundle: Bundle | None, *, refused: str = ""
) -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    context = _context(request, mine)
    context |= {"bundles": [_priced(one) for one in bundles_of(plan)], "bundle": bundle, "refused": refused}
    if bundle is not None:
        try:
            found = purchase_of(account_id, plan, bundle, now=now)
        except DomainError:
            act = partial(buy, account_id, plan, bundle, now=now, reference="preview")
            context["cannot"] = refusal_of(account_id, act, now=now)
        else:
            left_after = mine.left_bytes + bundle.volume_bytes
            context |= {"purchase": found, "seen": seen(found), "key": uuid4().hex, "left_after": left_after}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "portal/traffic_more.html", context, status=status)


def _choose(request: CabinetRequest, mine: Traffic, plan: Plan, way: Way) -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    if way.is_current:
        messages.info(request, _("Так уже выбрано: менять ничего не нужно."))
        return _back()
    if not same(request.POST, _wish(mine, way)):
        return _show_ways(request, mine, plan, way, refused=refusal_words("preview_changed"))
    if way.price and request.POST.get("agree") != "yes":
        return _show_ways(request, mine, plan, way, tick=_("Поставьте отметку, если согласны платить."))
    price = way.megabyte_kopeck_hundredths
    try:
        choose_what_follows(account_id=account_id, plan=plan, then=Then(way.then), now=now, agreed_price=price)
    except DomainError as error:
        return _show_ways(request, mine, plan, way, refused=refusal(error))
    messages.success(request, _("Выбрано: %(way)s.") % {"way": way.title[:1].lower() + way.title[1:]})
    return _back()


def _show_ways(
    request: CabinetRequest, mine: Traffic, plan: Plan, way: Way | None, *, refused: str = "", tick: str = ""
) -> HttpResponse:
    context = _context(request, mine)
    context |= {"ways": ways_of(plan, mine.then), "way": way, "refused": refused, "tick": tick}
    if way is not None:
        context |= {"seen": seen(_wish(mine, way)), "at_once": mine.state in {"throttled", "stopped", "charging"}}
        context["gigabyte"] = gigabyte_cost(way.megabyte_kopeck_hundredths or 0)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused or tick else HTTPStatus.OK
    return render(request, "portal/traffic_then.html", context, status=status)


def _context(request: CabinetRequest, mine: Traffic) -> dict[str, object]:
    """What both pages say of how it stands now."""
    return {
        "gauge": gauge_of(mine),
        "happening": happening(mine),
        "follows": follows(mine.then, mine.throttle_kbps, mine.megabyte_kopeck_hundredths),
        "number": mine.subscription,
        "view": home_of(request.cabinet.chosen.account_id, now=time_of(request)),
    }


def _wish(mine: Traffic, way: Way) -> tuple[object, ...]:
    """What is shown of a choice, for its digest: what would follow, at what price, and instead of what."""
    return (mine.subscription, mine.plan, mine.then, way.then, way.title, way.megabyte_kopeck_hundredths)


def _mine(request: CabinetRequest, number: int) -> tuple[Traffic, Plan]:
    """The traffic of one of the chosen account's subscriptions; 404 if it has none with a volume by this number."""
    found = traffic_of(request.cabinet.chosen.account_id, time_of(request))
    mine = next((one for one in found if one.subscription == number), None)
    if mine is None:
        raise Http404
    return mine, plan_by_code(mine.plan)


def _bundle(plan: Plan, gigabytes: str | None) -> Bundle | None:
    if not gigabytes or not (gigabytes.isascii() and gigabytes.isdecimal() and len(gigabytes) < 8):
        return None
    try:
        return bundle_of(plan, int(gigabytes) * GIGABYTE)
    except NotForSale:
        return None


def _priced(bundle: Bundle) -> dict[str, object]:
    return {"bundle": bundle, "gb": bundle.volume_bytes // GIGABYTE}


def _asked(written: str | None, form: str) -> date | None:
    """A day or a month of the address; 404 for what is none."""
    if not written:
        return None
    try:
        return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Http404 from None


def _is_key(key: str) -> bool:
    return len(key) == 32 and all(sign in "0123456789abcdef" for sign in key)


def _reference(key: str) -> str:
    return f"cabinet {key}"


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:traffic"), status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("cabinet/traffic/", traffic, name="traffic"),
    path("cabinet/traffic/<int:number>/more/", more, name="traffic-more"),
    path("cabinet/traffic/<int:number>/then/", then, name="traffic-then"),
]
