"""What is connected, and changing it: every wish is played by the engine, shown, and done only as it was shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.catalogue.errors import UnknownPlan
from kosmos.catalogue.models import Kind, Plan
from kosmos.catalogue.queries import plan_by_code
from kosmos.charging.choices import Choice, Refused, changes_of, connections_of, refusal_of
from kosmos.charging.errors import NotConnected
from kosmos.charging.models import Status, Subscription
from kosmos.charging.pauses import leaving_of
from kosmos.charging.prospects import Prospect, confirm, prospect
from kosmos.charging.queries import home_of
from kosmos.charging.services import cancel_planned, change_plan, connect, disconnect
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.services import Card, card_of, card_of_offer, groups_of, others_of
from kosmos.portal.words import refusal, refusal_words
from kosmos.support.services import withdraw_asking
from kosmos.wording.confirming import same, seen
from kosmos.wording.previewing import Shown, shown_of
from kosmos.wording.typography import day_from, quoted, text

Act = Callable[[], object]
METHODS = ["GET", "HEAD", "POST"]
NOT_IN_HOUSE = Refused("not_in_house")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of an account: the kind that its page is called by, the plan, and the call that does it."""

    kind: str
    account_id: int
    plan: Plan
    act: Act

    @property
    def title(self) -> str:
        """The plan's name in quotes."""
        return quoted(text(self.plan.name))


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at a wish: its table and digest, or what refuses it."""

    shown: Shown | None = None
    seen: str = ""
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    """A page of plans side by side: what is asked, which of them are there, and which one is looked at."""

    kind: str
    action: str
    cards: Sequence[Card]
    mine: Card | None = None
    planned: str | None = None
    wishes: dict[str, Wish] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The first plan that may be chosen; none if none may."""
        return next((card.offer.code for card in self.cards if card.choice and not card.choice.refused), "")


@require_safe
@cabinet_page
def services(request: CabinetRequest) -> HttpResponse:
    """What is connected by service, what is planned, and what else can be connected."""
    return _services(request)


@require_http_methods(METHODS)
@cabinet_page
def plan_change(request: CabinetRequest, number: int) -> HttpResponseBase:
    """All plans of a service side by side; the chosen one is shown, and confirmed."""
    held = _held(request, number)
    if held is None:
        return _gone(request, number)
    account_id, now = _whose(request), time_of(request)
    try:
        changes = changes_of(account_id, number, now=now)
    except NotConnected:
        return _gone(request, number)
    action = reverse("portal:plan-change", args=[number])
    cards = [card_of(choice) for choice in changes.choices]
    wishes = {plan.code: _change(request, held, plan) for plan in _plans(cards)}
    mine = card_of_offer(changes.mine)
    return _choose(request, Choosing("change", action, cards, mine, changes.planned, wishes))


@require_http_methods(METHODS)
@cabinet_page
def service_on(request: CabinetRequest, service: str) -> HttpResponseBase:
    """All plans of a service that is not connected, side by side; the chosen one is shown, and confirmed."""
    choices = connections_of(_whose(request), now=time_of(request))
    cards = [card_of(one) for one in choices if one.offer.service == service and not one.offer.is_package]
    if not cards or all(card.choice and card.choice.refused == NOT_IN_HOUSE for card in cards):
        return _nothing_to_choose(request, service, NOT_IN_HOUSE.code if cards else "nothing_sold")
    wishes = {plan.code: _connection(request, plan) for plan in _plans(cards)}
    action = reverse("portal:service-on", args=[service])
    return _choose(request, Choosing("on", action, cards, wishes=wishes))


@require_http_methods(METHODS)
@cabinet_page
def package_on(request: CabinetRequest, code: str) -> HttpResponseBase:
    """What a package would cost and when; confirmed, it is on."""
    try:
        plan = plan_by_code(code)
    except UnknownPlan:
        raise Http404 from None
    if plan.kind != Kind.PACKAGE:
        raise Http404
    return _one_wish(request, _connection(request, plan), reverse("portal:package-on", args=[code]))


@require_http_methods(METHODS)
@cabinet_page
def package_off(request: CabinetRequest, number: int) -> HttpResponseBase:
    """What ending a package or a plan would change; confirmed, it ends when tomorrow opens, or at once."""
    held = _held(request, number)
    if held is None:
        return _gone(request, number)
    act = partial(disconnect, account_id=held.account_id, plan=held.plan, now=time_of(request))
    wish = Wish("off", held.account_id, held.plan, act)
    return _one_wish(request, wish, reverse("portal:package-off", args=[number]))


@require_POST
@cabinet_page
def cancel(request: CabinetRequest, number: int) -> HttpResponseBase:
    """Withdraw what is planned for a subscription; a second time is told that nothing is."""
    held = _held(request, number)
    if held is None:
        return _gone(request, number)
    now = time_of(request)
    left = leaving_of(held.account_id, now=now)
    try:
        cancel_planned(account_id=held.account_id, plan=held.plan, now=now)
    except DomainError as error:
        return _services(request, refused=refusal(error))
    messages.success(request, _("Отменено: %(plan)s работает как раньше.") % {"plan": quoted(text(held.plan.name))})
    if left is not None and not left.done:
        withdraw_asking(account_id=held.account_id, now=now)
        messages.info(request, _("Расторжение договора тоже отменено. Остальные отключения остались в силе."))
    return _back()


def _services(request: CabinetRequest, *, refused: str = "") -> HttpResponse:
    account_id, now = _whose(request), time_of(request)
    view, choices = home_of(account_id, now=now), connections_of(account_id, now=now)
    context = {"view": view, "groups": groups_of(view, choices), "others": others_of(view, choices), "refused": refused}
    context["awaited_title"] = quoted(text(view.awaited.name)) if view.awaited else ""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "portal/services.html", context, status=status)


def _choose(request: CabinetRequest, choosing: Choosing) -> HttpResponseBase:
    """Plans side by side, with the preview of the one that is looked at; a POST confirms it."""
    sent = request.POST if request.method == "POST" else request.GET
    wish = choosing.wishes.get(sent.get("plan", ""))
    if request.method != "POST":
        return _show_choices(request, choosing, wish)
    if wish is None:
        return _services(request, refused=_("Этот тариф сейчас выбрать нельзя. Вот что у вас подключено."))
    refused = _confirmed(request, wish)
    return _show_choices(request, choosing, wish, refused=refused) if refused else _back()


def _show_choices(request: CabinetRequest, choosing: Choosing, wish: Wish | None, *, refused: str = "") -> HttpResponse:
    cards = {card.offer.code: card for card in choosing.cards}
    context = {
        "choosing": choosing,
        "terms": cards[wish.plan.code] if wish else None,
        "chosen": wish.plan.code if wish else choosing.first,
        "wish": wish,
        "looked": _looked(wish, request, cards[wish.plan.code].choice) if wish else None,
        "refused": refused,
        "view": home_of(_whose(request), now=time_of(request)),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "portal/services_plans.html", context, status=status)


def _one_wish(request: CabinetRequest, wish: Wish, action: str) -> HttpResponseBase:
    """A page for one wish: its preview, or what refuses it; a POST confirms it."""
    refused = _confirmed(request, wish) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        return _back()
    context = {"wish": wish, "looked": _looked(wish, request), "refused": refused, "action": action}
    context["view"] = home_of(wish.account_id, now=time_of(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "portal/services_wish.html", context, status=status)


def _looked(wish: Wish, request: CabinetRequest, tried: Choice | None = None) -> Looked:
    """The preview of a wish, or what refuses it: what came of trying it before, where it was tried."""
    now = time_of(request)
    try:
        found = prospect(wish.account_id, wish.act, now=now)
    except DomainError:
        if tried and tried.refused:
            return Looked(refused=tried.refused)
        return Looked(refused=refusal_of(wish.account_id, wish.act, now=now))
    return Looked(shown_of(found), seen(found))


def _confirmed(request: CabinetRequest, wish: Wish) -> str:
    """Do what was shown, and say so on the next page; what refuses it, in words."""
    found: list[Prospect] = []
    now = time_of(request)

    def agreed() -> bool:
        found.append(prospect(wish.account_id, wish.act, now=now))
        return same(request.POST, found[0])

    if _planned_already(wish):
        messages.info(request, _("Это уже запланировано: второй раз ничего делать не нужно."))
        return ""
    try:
        confirm(wish.account_id, wish.act, agreed=agreed, now=now)
    except DomainError as error:
        return refusal(error)
    messages.success(request, _done(wish, found[0]))
    return ""


def _planned_already(wish: Wish) -> bool:
    """Whether the very same was confirmed before: pressed twice, or in another window."""
    held = Subscription.objects.filter(account_id=wish.account_id).exclude(status=Status.ENDED)
    if wish.kind == "change":
        return held.filter(planned_plan=wish.plan).exists()
    return wish.kind == "off" and held.filter(plan=wish.plan, planned_on__isnull=False, planned_plan=None).exists()


def _done(wish: Wish, done: Prospect) -> str:
    said = {"plan": wish.title, "day": day_from(done.effect_on, done.day)}
    if wish.kind == "change":
        words = _("Переход на %(plan)s запланирован: %(day)s.") if done.waits else _("Теперь у вас тариф %(plan)s.")
    elif wish.kind == "off":
        at_once = all(part.plan != wish.plan.code for part in done.after) and not done.waits
        words = _("Отключено: %(plan)s.") if at_once else _("Отключение %(plan)s запланировано: %(day)s.")
    elif done.added_but_blocked:
        words = _("Подключено: %(plan)s. Включится, когда на счёте хватит денег.")
    else:
        words = _("Подключено: %(plan)s. Уже работает.")
    return words % said


def _plans(cards: Sequence[Card]) -> Iterable[Plan]:
    return Plan.objects.select_related("service").filter(code__in=[card.offer.code for card in cards])


def _change(request: CabinetRequest, held: Subscription, to: Plan) -> Wish:
    act = partial(change_plan, account_id=held.account_id, plan=held.plan, to=to, now=time_of(request))
    return Wish("change", held.account_id, to, act)


def _connection(request: CabinetRequest, plan: Plan) -> Wish:
    account_id = _whose(request)
    act = partial(connect, account_id=account_id, plan=plan, now=time_of(request))
    return Wish("on", account_id, plan, act)


def _held(request: CabinetRequest, number: int) -> Subscription | None:
    """A live subscription of the chosen account."""
    mine = Subscription.objects.select_related("plan__service").exclude(status=Status.ENDED)
    return mine.filter(account_id=_whose(request), number=number).first()


def _gone(request: CabinetRequest, number: int) -> HttpResponse:
    """What ended meanwhile is said so; what never was is not found."""
    if not Subscription.objects.filter(account_id=_whose(request), number=number).exists():
        raise Http404
    return _services(request, refused=_("Эта услуга уже отключена. Вот что подключено сейчас."))


def _nothing_to_choose(request: CabinetRequest, service: str, why: str) -> HttpResponse:
    """A service that is connected already, does not reach the house, or is not there at all."""
    if request.method != "POST" or not Plan.objects.filter(service__code=service).exists():
        raise Http404
    held = Subscription.objects.filter(account_id=_whose(request), plan__service__code=service)
    if held.exclude(status=Status.ENDED).exists():
        return _services(request, refused=refusal_words("already_connected"))
    return _services(request, refused=refusal_words(why))


def _whose(request: CabinetRequest) -> int:
    return request.cabinet.chosen.account_id


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:services"), status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("cabinet/services/", services, name="services"),
    path("cabinet/services/<int:number>/plan/", plan_change, name="plan-change"),
    path("cabinet/services/<int:number>/off/", package_off, name="package-off"),
    path("cabinet/services/<int:number>/cancel/", cancel, name="cancel-planned"),
    path("cabinet/services/packages/<str:code>/on/", package_on, name="package-on"),
    path("cabinet/services/connect/<str:service>/", service_on, name="service-on"),
]
