"""Days of service on trust: what a promise gives, until when, what it costs, and what follows it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.charging.home import Home
from kosmos.charging.models import Promise
from kosmos.charging.pauses import PromiseAhead, promise_ahead, promises_of
from kosmos.charging.queries import home_of
from kosmos.charging.services import take_promise
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.pages.home import refused_at_home
from kosmos.portal.wishing import confirmed, gained, lines_of, listed, names_of, page
from kosmos.portal.words import refusal
from kosmos.wording.confirming import FIELD, seen
from kosmos.wording.previewing import Line
from kosmos.wording.typography import day_and_moment, zone


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise in words, as far as numbers of subscriptions are concerned; ``then_kopecks`` comes until its end."""

    ahead: PromiseAhead
    seen: str
    back: str
    blocked_then: str
    lines: tuple[Line, ...]
    then_kopecks: int


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def promise(request: CabinetRequest) -> HttpResponseBase:
    """The preview; a POST takes it, from here as it was shown, from home as its terms say."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    act = partial(take_promise, account_id=account_id, now=now)
    if request.method != "POST":
        return _show(request)
    if FIELD not in request.POST:
        return _from_home(request, act)
    refused = confirmed(request, act, lambda: _steady(promise_ahead(account_id, now=now)))
    if refused:
        return _show(request, refused=refused)
    until_at = promises_of(account_id)[0].until_at
    messages.success(
        request, _("Готово: услуги работают на доверии до %(until)s.") % {"until": day_and_moment(until_at)}
    )
    return redirect("portal:promise")


def _from_home(request: CabinetRequest, act: Callable[[], object]) -> HttpResponseBase:
    """Home shows the terms itself; what refuses the promise is said there."""
    try:
        act()
    except DomainError as error:
        return refused_at_home(request, refusal(error))
    return redirect("portal:home")


def _show(request: CabinetRequest, *, refused: str = "") -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    view, shown, code = home_of(account_id, now=now), None, ""
    try:
        shown = _shown(view, promise_ahead(account_id, now=now))
    except DomainError as error:
        code = error.code
    taken = promises_of(account_id)
    context = {
        "view": view,
        "shown": shown,
        "code": code,
        "in_force": next((one for one in taken if not one.lapsed and one.until_at > now), None),
        "taken": [(one, _fate(one)) for one in taken if not one.by_staff],
        "overdue": view.ahead.figures.overdue,
        "to_pay": view.ahead.to_be_back_kopecks,
        "off": listed((held.number for held in view.held if held.status == "blocked"), names_of(view)),
    }
    return page(request, "portal/promise.html", context, refused=refused)


def _shown(view: Home, ahead: PromiseAhead) -> Shown:
    names = names_of(view)
    return Shown(
        ahead=ahead,
        seen=seen(_steady(ahead)),
        back=listed(ahead.back, names),
        blocked_then=listed(ahead.blocked_then, names),
        lines=lines_of(ahead.at_once.postings, names),
        then_kopecks=gained(ahead.postings_then),
    )


def _steady(ahead: PromiseAhead) -> object:
    """What was shown, but for the minute to which it lasts: that moves on until it is confirmed."""
    return ahead.until_at.astimezone(zone()).date(), replace(ahead, until_at=datetime.max.replace(tzinfo=zone()))


def _fate(taken: Promise) -> str:
    """How a promise ended: kept, broken, or not ended yet."""
    if taken.kept:
        return "kept"
    return "broken" if taken.lapsed else "running"


urlpatterns: list[URLPattern] = [path("cabinet/promise/", promise, name="promise")]
