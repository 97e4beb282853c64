"""The plan that waits for its money: what connects it, another one in its place, or none."""

from datetime import date
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import open_plans, plan_by_code
from kosmos.charging.choices import USUAL_AUDIENCE, offer_of
from kosmos.charging.queries import home_of
from kosmos.charging.services import connect_or_wait, stop_waiting
from kosmos.charging.standing import Awaited
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.services import Card, card_of_offer
from kosmos.portal.words import refusal
from kosmos.subscribers.queries import audience_of
from kosmos.wording.typography import quoted, text


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def awaited(request: CabinetRequest) -> HttpResponseBase:
    """What waits and what connects it; a POST takes another plan in its place, or none."""
    if request.method != "POST":
        return _show(request)
    act = _stop if request.POST.get("do") == "stop" else partial(_take, code=request.POST.get("plan", ""))
    try:
        act(request)
    except DomainError as error:
        return _show(request, refused=refusal(error))
    return HttpResponseRedirect(reverse("portal:services"), status=HTTPStatus.SEE_OTHER)


def _stop(request: CabinetRequest) -> None:
    stop_waiting(account_id=request.cabinet.chosen.account_id, now=time_of(request))
    messages.success(request, _("Заявленный тариф отменён. Выбрать другой можно в любой день."))


def _take(request: CabinetRequest, *, code: str) -> None:
    plan = plan_by_code(code)
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    number = connect_or_wait(account_id=account_id, plan=plan, now=now)
    said = _("Подключено: %(plan)s. Уже работает.") if number else _("%(plan)s подключится, как только хватит денег.")
    messages.success(request, said % {"plan": quoted(text(plan.name))})


def _show(request: CabinetRequest, *, refused: str = "") -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    view = home_of(account_id, now=now)
    context = {
        "view": view,
        "title": quoted(text(view.awaited.name)) if view.awaited else "",
        "others": _others(view.awaited, account_id, view.today) if view.awaited else [],
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "portal/awaited.html", context, status=status)


def _others(awaited: Awaited, account_id: int, day: date) -> list[Card]:
    """The base plans of the same service that could wait instead, the cheapest first."""
    mine = Plan.objects.get(code=awaited.plan)
    sold = open_plans(audience_of(account_id) or USUAL_AUDIENCE).filter(service_id=mine.service_id, kind=mine.kind)
    offers = [offer for plan in sold.exclude(id=mine.id) if (offer := offer_of(plan, day))]
    return [card_of_offer(offer) for offer in sorted(offers, key=lambda offer: offer.fee_kopecks)]


urlpatterns: list[URLPattern] = [path("cabinet/waiting/", awaited, name="awaited")]
