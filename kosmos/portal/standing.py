"""Where an account stands, as the home page says it: nothing is computed here, only chosen and put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kosmos.charging.home import Home, NextCharge
from kosmos.charging.queries import Held
from kosmos.charging.why import StatementRow
from kosmos.kernel.days import ONE_DAY, month_end
from kosmos.portal.arc import arc, drawn
from kosmos.portal.words import StateWords, charge_title, days_words, refusal_words, service_words, why_words
from kosmos.usage.queries import Traffic
from kosmos.usage.rules import WARN_PERCENT
from kosmos.wording.typography import day_of_month, month_title, quoted, text

NO_MONTH = {"waiting", "closed"}
"""States in which there is no month of service to draw."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as its row says it: what it is, its state, what comes next and what it needs today."""

    held: Held
    title: str
    speed_mbps: int | float | None
    state: StateWords
    next_charge: NextCharge | None
    planned_name: str


@dataclass(frozen=True, slots=True)
class Charge:
    """What a day to come will take, and for what."""

    day: date
    names: str
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
    """A plan's traffic in the month; the picture is 300 wide. ``tone`` is ok, low (from 80 %) or blocked."""

    traffic: Traffic
    title: str
    total_bytes: int
    used_width: int
    used_percent: int
    refill_on: date
    tone: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the home page says. ``figure`` is what its large sum is: balance, debt or due."""

    view: Home
    today: date
    figure: str
    sum_kopecks: int
    tone: str
    picture: SafeString
    services: tuple[ServiceRow, ...]
    charges: tuple[Charge, ...]
    month_fee_kopecks: int
    rest_kopecks: int
    left_kopecks: int
    gauges: tuple[Gauge, ...]
    last: tuple[DayOfOperations, ...]
    returns_on: date | None
    refusal: str
    promise_time: str

    @property
    def awaited_title(self) -> str:
        """The plan that waits for its money, in quotes."""
        return in_quotes(self.view.awaited.name) if self.view.awaited else ""

    @property
    def leaves_on(self) -> date | None:
        """The day on which the last service ends, if all of them are to end."""
        ends = [held.planned_on for held in self.view.held if held.planned == "end" and held.planned_on]
        return max(ends) if ends and len(ends) == len(self.view.held) else None

    @property
    def blocked(self) -> tuple[ServiceRow, ...]:
        """The services that are off."""
        return tuple(service for service in self.services if service.held.status == "blocked")


def standing_of(view: Home, *, traffic: Sequence[Traffic] = ()) -> Standing:
    """An account and its traffic, as the home page says them."""
    figures = view.ahead.figures
    return Standing(
        view=view,
        today=view.today,
        figure="balance" if figures.balance >= 0 else "debt" if figures.overdue else "due",
        sum_kopecks=abs(figures.balance),
        tone=TONES[view.state],
        picture=_picture(view),
        services=_services(view),
        charges=_charges(view),
        month_fee_kopecks=sum(held.fee_kopecks for held in view.held),
        rest_kopecks=_rest(view),
        left_kopecks=max(0, view.month.needed_kopecks - view.month.missing_kopecks),
        gauges=tuple(gauge_of(one) for one in traffic),
        last=_by_day(view.last),
        returns_on=view.suspended_until + ONE_DAY if view.suspended_until else None,
        refusal=refusal_words(view.promise_refused) if view.promise_refused else "",
        promise_time=days_words(view.promise.hours // 24),
    )


def in_quotes(name: dict[str, str]) -> str:
    """A plan's name in the page's language and quotes."""
    return quoted(text(name))


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


def _services(view: Home) -> tuple[ServiceRow, ...]:
    charges = {charge.subscription: charge for charge in view.next_charges}
    return tuple(_service(held, charges.get(held.number)) for held in view.held)


def _service(held: Held, charge: NextCharge | None) -> ServiceRow:
    return ServiceRow(
        held=held,
        title=_title(held.service_name, held.name),
        speed_mbps=megabits_of(held.speed_kbps),
        state=service_words(held.status),
        next_charge=charge,
        planned_name=in_quotes(held.planned_name) if held.planned_name else "",
    )


def megabits_of(speed_kbps: int | None) -> int | float | None:
    """A speed in megabits: whole ones without a decimal."""
    if speed_kbps is None:
        return None
    return speed_kbps // 1000 if speed_kbps % 1000 == 0 else speed_kbps / 1000


def _title(service: dict[str, str], plan: dict[str, str]) -> str:
    return f"{text(service)} {in_quotes(plan)}" if service else in_quotes(plan)


def _charges(view: Home) -> tuple[Charge, ...]:
    """The charges to come, one for each day."""
    by_day = groupby(sorted(view.next_charges, key=lambda charge: charge.day), lambda charge: charge.day)
    return tuple(_charge(day, list(of_day)) for day, of_day in by_day)


def _charge(day: date, of_day: list[NextCharge]) -> Charge:
    names = dict.fromkeys(in_quotes(charge.name) for charge in of_day)
    return Charge(day, ", ".join(names), -sum(charge.amount_kopecks for charge in of_day))


def _rest(view: Home) -> int:
    """What the rest of the month will take; 0 where the next charges already say it."""
    shown = sum(charge.amount_kopecks for charge in view.next_charges if charge.day <= view.month.last_on)
    return view.month.charges_kopecks if view.month.charges_kopecks != shown else 0


def _picture(view: Home) -> SafeString:
    if view.state in NO_MONTH:
        return SafeString("")
    month = arc(today=view.today, days=view.days)
    last = day_of_month(month_end(view.today))
    return drawn(month, sentence=_sentence(view), today=_("сегодня"), last=last)


def _sentence(view: Home) -> str:
    """The arc for those who do not see it."""
    today, until, last = view.today, view.ahead.lasts_until, month_end(view.today)
    said = {"month": month_title(today), "today": day_of_month(today)}
    if view.state == "suspended" and view.suspended_until:
        said["until"] = day_of_month(view.suspended_until)
        return _("%(month)s по дням: сегодня %(today)s, услуги на паузе до %(until)s") % said
    if not any(held.status == "running" for held in view.held):
        return _("%(month)s по дням: сегодня %(today)s, услуги выключены") % said
    if until is None or until >= last:
        return _("%(month)s по дням: сегодня %(today)s, денег хватит до конца месяца") % said
    said["until"] = day_of_month(until)
    return _("%(month)s по дням: сегодня %(today)s, денег хватит до %(until)s") % said


def gauge_of(traffic: Traffic) -> Gauge:
    """A month's traffic as a gauge."""
    total = traffic.volume_bytes + traffic.bought_bytes
    used = min(total, total - traffic.left_bytes)
    return Gauge(
        traffic=traffic,
        title=in_quotes(traffic.name),
        total_bytes=total,
        used_width=300 * used // total,
        used_percent=100 * used // total,
        refill_on=month_end(traffic.month_on) + ONE_DAY,
        tone=_tone(traffic, 100 * used // total),
    )


def _tone(traffic: Traffic, used_percent: int) -> str:
    if traffic.state == "stopped":
        return "blocked"
    return "ok" if traffic.state == "unfilled" or used_percent < WARN_PERCENT else "low"


def _by_day(rows: Sequence[StatementRow]) -> tuple[DayOfOperations, ...]:
    return tuple(
        DayOfOperations(day, tuple(map(_operation, of_day))) for day, of_day in groupby(rows, lambda row: row.day)
    )


def _operation(row: StatementRow) -> Operation:
    return Operation(charge_title(row), tuple(why_words(row)), row.amount_kopecks, row.balance_kopecks)
