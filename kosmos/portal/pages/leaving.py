"""Leaving the operator: a final reckoning before it is confirmed, staying after all, and what is left at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.charging.errors import NotLeaving
from kosmos.charging.pauses import Left, leaving_of
from kosmos.charging.prospects import Prospect, prospect
from kosmos.charging.queries import Home, home_of
from kosmos.charging.services import Lost, cancel_leaving, leave
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.wishing import confirmed, page
from kosmos.portal.words import refusal
from kosmos.portal.words.plans import plan_name
from kosmos.support.models import Request, RequestState
from kosmos.support.rules import words_of
from kosmos.support.services import ask_back, leaving_request, withdraw_asking
from kosmos.wording.confirming import seen
from kosmos.wording.previewing import Shown, shown_of

LONGEST = 500
"""Letters of a reason, and of a wish how to be paid back."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What leaving would bring, in words; ``final_kopecks`` is the balance once nothing is connected."""

    shown: Shown
    seen: str
    final_kopecks: int


@dataclass(frozen=True, slots=True)
class Typed:
    """What was written beside the wish, with numbers of cards hidden."""

    reason: str = ""
    payout: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def leaving(request: CabinetRequest) -> HttpResponseBase:
    """The final reckoning; a POST ends everything as it was shown."""
    if request.method != "POST":
        return _show(request)
    typed = _typed(request.POST)
    refused = confirmed(request, partial(_leave, request, typed), lambda: _prospect(request))
    if refused:
        return _show(request, typed, refused=refused)
    messages.success(request, _("Мы приняли ваше решение. Пока оно не вступило в силу, его можно отменить."))
    return redirect("portal:leaving")


@require_POST
@cabinet_page
def stay(request: CabinetRequest) -> HttpResponseBase:
    """Withdraw the wish to leave; a second time is told that nothing waits."""
    lost: list[Lost] = []
    refused = confirmed(request, partial(_stay, request, lost), partial(_waiting, request))
    if refused:
        return _show(request, refused=refused)
    messages.success(request, _("Вы остаётесь: отключение отменено, услуги работают как раньше."))
    for one in lost:
        said = {"plan": plan_name(one.plan), "why": refusal(one.refusal)}
        messages.warning(request, _("Переход на %(plan)s не вернулся. %(why)s") % said)
    return redirect("portal:leaving")


def _leave(request: CabinetRequest, typed: Typed) -> None:
    """End everything, and ask for what is left to be paid back."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    final = _final(_prospect(request))
    ends_on = leave(account_id=account_id, now=now, reason=typed.reason, payout=typed.payout)
    if final <= 0:
        return
    try:
        ask_back(account_id=account_id, ends_on=ends_on, kopecks=final, payout=typed.payout, now=now)
    except DomainError:
        return  # staff find the wish and its balance without a request too


def _stay(request: CabinetRequest, lost: list[Lost]) -> None:
    """Withdraw the wish, and the request that came with it."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    lost += cancel_leaving(account_id=account_id, now=now)
    withdraw_asking(account_id=account_id, now=now)


def _waiting(request: CabinetRequest) -> Left:
    """The wish that can be withdrawn. NotLeaving."""
    left = leaving_of(request.cabinet.chosen.account_id, now=time_of(request))
    if left is None or left.done:
        raise NotLeaving("no wish to leave is waiting")
    return left


def _request(account_id: int, left: Left) -> Request | None:
    """The request for paying back that came with a wish to leave."""
    asked = leaving_request(account_id)
    return asked if asked and (asked.state != RequestState.CLOSED or asked.changed_at >= left.asked_at) else None


def _show(request: CabinetRequest, typed: Typed | None = None, *, refused: str = "") -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    view, left = home_of(account_id, now=now), leaving_of(account_id, now=now)
    context: dict[str, object] = {"view": view, "left": left, "typed": typed or Typed(), "longest": LONGEST}
    if left is not None:
        context |= {"seen": seen(left), "asked": _request(account_id, left), "after": _after(request, left)}
    elif view.held:
        context |= {"reckoning": _reckoning(request), "pause": _pause(view)}
    return page(request, "portal/leaving.html", context, refused=refused)


def _reckoning(request: CabinetRequest) -> Reckoning:
    found = _prospect(request)
    return Reckoning(shown_of(found), seen(found), _final(found))


def _prospect(request: CabinetRequest) -> Prospect:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    return prospect(account_id, partial(leave, account_id=account_id, now=now), now=now)


def _final(found: Prospect) -> int:
    """The balance once nothing is connected."""
    return found.preview.balance_then_kopecks if found.waits else found.preview.balance_kopecks


def _after(request: CabinetRequest, left: Left) -> int:
    """The balance once nothing is connected, of a wish that was confirmed."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    if left.done:
        return home_of(account_id, now=now).ahead.figures.balance
    return _final(prospect(account_id, lambda: None, now=now))


def _pause(view: Home) -> str:
    """A suspension that the wish meets: running, planned, or none."""
    if view.suspended_until is None:
        return ""
    return "running" if view.state == "suspended" else "planned"


def _typed(sent: Mapping[str, str]) -> Typed:
    reason, payout = (words_of(sent.get(name, ""))[:LONGEST] for name in ("reason", "payout"))
    return Typed(reason, payout)


urlpatterns: list[URLPattern] = [
    path("cabinet/leaving/", leaving, name="leaving"),
    path("cabinet/leaving/stay/", stay, name="stay"),
]
