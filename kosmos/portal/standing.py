"""Where an account stands, as the home page says it: nothing is computed here, only chosen and put into words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kosmos.charging.forecast import Foreseen
from kosmos.charging.queries import AccountView, Held
from kosmos.charging.why import StatementRow
from kosmos.kernel.days import ONE_DAY, month_end
from kosmos.portal.arc import arc, drawn
from kosmos.portal.plans import PlanFacts, in_quotes
from kosmos.portal.words import StateWords, charge_title, refusal_words, service_words, why_words
from kosmos.portal.words.typography import day_of_month, month_title
from kosmos.usage.queries import Traffic

Facts = Callable[[str], PlanFacts | None]

NO_MONTH = {"waiting", "closed"}
"""States in which there is no month of service to draw."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as its row says it: what it is, its state, what comes next and what it needs today."""

    held: Held
    title: str
    icon: str
    speed_mbps: int | float | None
    package: bool
    state: StateWords
    next_charge: Foreseen | None
    planned_name: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge to come and whose it is."""

    day: date
    title: str
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class Operation:
    """A line of the passbook with its words."""

    title: str
    why: tuple[str, ...]
    amount_kopecks: int
    balance_kopecks: int


@dataclass(frozen=True, slots=True)
class DayOfOperations:
    """The operations of a day, the newest first."""

    day: date
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A plan's traffic in the month; the picture is 300 wide."""

    traffic: Traffic
    title: str
    total_bytes: int
    used_width: int
    used_percent: int
    refill_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the home page says. ``figure`` is what its large sum is: balance, debt or due."""

    view: AccountView
    today: date
    figure: str
    sum_kopecks: int
    tone: str
    picture: SafeString
    services: tuple[ServiceRow, ...]
    charges: tuple[Charge, ...]
    month_fee_kopecks: int
    month_end_on: date
    gauges: tuple[Gauge, ...]
    last: tuple[DayOfOperations, ...]
    reason: str
    short: Held | None
    returns_on: date | None
    refusal: str

    @property
    def blocked(self) -> tuple[ServiceRow, ...]:
        """The services that are off."""
        return tuple(service for service in self.services if service.held.status == "blocked")


def standing_of(
    view: AccountView, *, last: Sequence[StatementRow] = (), traffic: Sequence[Traffic] = (), facts: Facts
) -> Standing:
    """An account's view, its last lines (the newest first) and its traffic, as the home page says them."""
    figures, today = view.ahead.figures, view.ahead.day
    services = _services(view, facts)
    short = _first_short(view.held)
    figure = "balance" if figures.balance >= 0 else "debt" if figures.overdue else "due"
    return Standing(
        view=view,
        today=today,
        figure=figure,
        sum_kopecks=abs(figures.balance),
        tone=TONES[view.state],
        picture=_picture(view),
        services=services,
        charges=_charges(view, services),
        month_fee_kopecks=sum(held.fee_kopecks for held in view.held),
        month_end_on=month_end(today),
        gauges=tuple(_gauge(one) for one in traffic),
        last=_by_day(last),
        reason=_reason(view, short),
        short=short,
        returns_on=view.suspended_until + ONE_DAY if view.suspended_until else None,
        refusal=refusal_words(view.promise_refused) if view.promise_refused else "",
    )


TONES = {
    "working": "ok",
    "low": "low",
    "blocked": "blocked",
    "suspended": "suspended",
    "promise": "promise",
    "waiting": "waiting",
    "closed": "suspended",
}
"""The design's tone for each state of an account."""


def _services(view: AccountView, facts: Facts) -> tuple[ServiceRow, ...]:
    charges = {charge.subscription: charge for charge in view.ahead.next_charges}
    return tuple(_service(held, facts, charges.get(held.number)) for held in view.held)


def _service(held: Held, facts: Facts, charge: Foreseen | None) -> ServiceRow:
    plan, planned = facts(held.plan), facts(held.planned_plan) if held.planned_plan else None
    return ServiceRow(
        held=held,
        title=plan.title if plan else in_quotes(held.name),
        icon=plan.service if plan else "",
        speed_mbps=plan.speed_mbps if plan else None,
        package=bool(plan and plan.package),
        state=service_words(held.status),
        next_charge=charge,
        planned_name=in_quotes(planned.name) if planned else "",
    )


def _charges(view: AccountView, services: Sequence[ServiceRow]) -> tuple[Charge, ...]:
    titles = {service.held.number: service.title for service in services}
    return tuple(
        Charge(charge.day, titles.get(charge.subscription or 0, ""), charge.amount_kopecks)
        for charge in view.ahead.next_charges
    )


def _first_short(held: Sequence[Held]) -> Held | None:
    """The first blocked one that asks for money of its own, else the first blocked one."""
    blocked = [one for one in held if one.status == "blocked"]
    asking = [one for one in blocked if one.needs_kopecks]
    return (asking or blocked or [None])[0]


def _reason(view: AccountView, short: Held | None) -> str:
    """Why something is off: debt, fee (a month's is needed), share (a day's), apart (no money helps); or nothing."""
    if short is None:
        return ""
    if view.ahead.to_be_back_kopecks is None:
        return "apart"
    if view.ahead.figures.overdue and not short.needs_kopecks:
        return "debt"
    return "fee" if (short.needs_kopecks or 0) >= short.fee_kopecks else "share"


def _picture(view: AccountView) -> SafeString:
    if view.state in NO_MONTH:
        return SafeString("")
    today = view.ahead.day
    paused = (view.suspended_from, view.suspended_until) if view.suspended_from and view.suspended_until else None
    runs = any(held.status == "running" for held in view.held)
    month = arc(today=today, runs=runs, lasts_until=view.ahead.lasts_until, paused=paused)
    return drawn(month, sentence=_sentence(view, runs=runs), today=_("сегодня"), last=day_of_month(month_end(today)))


def _sentence(view: AccountView, *, runs: bool) -> str:
    """The arc for those who do not see it."""
    today, until, last = view.ahead.day, view.ahead.lasts_until, month_end(view.ahead.day)
    said = {"month": month_title(today), "today": day_of_month(today)}
    if view.state == "suspended" and view.suspended_until:
        said["back"] = day_of_month(view.suspended_until + ONE_DAY)
        return _("%(month)s по дням: сегодня %(today)s, услуги на паузе и вернутся %(back)s") % said
    if not runs:
        return _("%(month)s по дням: сегодня %(today)s, услуги выключены") % said
    if until is None or until >= last:
        return _("%(month)s по дням: сегодня %(today)s, денег хватит до конца месяца") % said
    said["until"] = day_of_month(until)
    return _("%(month)s по дням: сегодня %(today)s, денег хватит до %(until)s") % said


def _gauge(traffic: Traffic) -> Gauge:
    total = traffic.volume_bytes + traffic.bought_bytes
    used = min(total, total - traffic.left_bytes)
    return Gauge(
        traffic=traffic,
        title=in_quotes(traffic.name),
        total_bytes=total,
        used_width=300 * used // total,
        used_percent=100 * used // total,
        refill_on=month_end(traffic.month_on) + ONE_DAY,
    )


def _by_day(rows: Sequence[StatementRow]) -> tuple[DayOfOperations, ...]:
    return tuple(
        DayOfOperations(day, tuple(map(_operation, of_day))) for day, of_day in groupby(rows, lambda row: row.day)
    )


def _operation(row: StatementRow) -> Operation:
    return Operation(charge_title(row), tuple(why_words(row)), row.amount_kopecks, row.balance_kopecks)
