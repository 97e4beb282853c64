"""A month of an account's traffic as its page shows it: put together from what the usage feature says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.home import Home
from kosmos.charging.models import Subscription
from kosmos.charging.standing import Held
from kosmos.kernel.days import each_day, month_end
from kosmos.portal.standing import Gauge, gauge_of, in_quotes
from kosmos.portal.words.traffic import follows, happening, megabyte_price, pace, speed, volume
from kosmos.usage.history import UsedMonth, months_used, purchases_in, used_by_day, used_by_hour, used_months
from kosmos.usage.models import TrafficPurchase
from kosmos.usage.purchases import Bundle, bundles_of
from kosmos.usage.queries import Traffic, traffic_at_home
from kosmos.wording.charts import Bar, bars
from kosmos.wording.typography import day_of_month, month_title, text, weekday, zone

HOURS = 24


@dataclass(frozen=True, slots=True)
class Used:
    """What was used in a part of the time: a day, or an hour."""

    key: date | int
    label: str
    volume_bytes: int


@dataclass(frozen=True, slots=True)
class Now:
    """How a subscription's traffic stands at this moment, in words."""

    gauge: Gauge
    happening: str
    pace: str
    follows: str
    bundles: tuple[Bundle, ...]
    has_choices: bool
    runs: bool

    @property
    def urgent(self) -> bool:
        """Whether buying more is what the reader may have come for."""
        return self.runs and self.gauge.tone != "ok" and bool(self.bundles)


@dataclass(frozen=True, slots=True)
class Section:
    """A subscription's month: how it stands if it is this one, what was used by day and by hour, what was bought."""

    number: int
    title: str
    now: Now | None
    month: UsedMonth | None
    days: tuple[Used, ...]
    hours: tuple[Used, ...]
    purchases: tuple[TrafficPurchase, ...]
    day_chart: SafeString
    hour_chart: SafeString

    @property
    def by_days_bytes(self) -> int:
        """What the days add up to."""
        return sum(used.volume_bytes for used in self.days)

    @property
    def on_the_day_bytes(self) -> int:
        """What the hours add up to."""
        return sum(used.volume_bytes for used in self.hours)

    @property
    def used_bytes(self) -> int:
        """What the month's volume and what was bought were used for, by the month's own book."""
        return self.month.used_bytes if self.month else 0

    @property
    def differs(self) -> bool:
        """Whether the days do not add up to the month: some of it was told in another month."""
        return self.month is not None and self.month.used_bytes != self.by_days_bytes


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page says of a month."""

    today: date
    month: date
    day: date | None
    months: tuple[date, ...]
    sections: tuple[Section, ...]
    unlimited: tuple[Held, ...]

    @property
    def star(self) -> int | None:
        """The subscription whose button is the page's star: the first that needs more."""
        return next((one.number for one in self.sections if one.now and one.now.urgent), None)

    @property
    def day_before(self) -> date | None:
        """The newest earlier day of the month on which something was used."""
        return max((key for key in self._days() if self.day and key < self.day), default=None)

    @property
    def day_after(self) -> date | None:
        """The next day of the month on which something was used."""
        return min((key for key in self._days() if self.day and key > self.day), default=None)

    def _days(self) -> set[date]:
        used = (one for section in self.sections for one in section.days if one.volume_bytes)
        return {one.key for one in used if isinstance(one.key, date)}


def months_to_show(account_id: int, today: date) -> tuple[date, ...]:
    """The months that the page has, the earliest first: those with traffic, and this one."""
    return tuple(sorted({*months_used(account_id, zone()), today.replace(day=1)}))


def page_of(view: Home, month: date, day: date | None, *, now: datetime) -> Page:
    """A month of an account; ``day`` is whose hours are asked for, else those of the newest day with traffic."""
    account_id, current = view.account_id, month == view.today.replace(day=1)
    last = min(month_end(month), view.today)
    by_day = used_by_day(account_id, month, last, zone())
    day = day or max((key for days in by_day.values() for key in days), default=None)
    facts = _Facts(
        written=used_months(account_id, month),
        by_day=by_day,
        by_hour=used_by_hour(account_id, day, zone()) if day else {},
        purchases=purchases_in(account_id, month),
        days=tuple(each_day(month, last)),
        day=day,
        hours=now.astimezone(zone()).hour + 1 if day == view.today else HOURS,
    )
    traffic = {one.subscription: one for one in traffic_at_home(view)} if current else {}
    plans = {plan.code: plan for plan in Plan.objects.filter(code__in={one.plan for one in traffic.values()})}
    statuses = {held.number: held.status for held in view.held}
    numbers = sorted({*traffic, *facts.written, *facts.by_day})
    titles = _titles(account_id, view, numbers)
    sections = tuple(
        _section(number, titles[number], _now(traffic.get(number), plans, statuses, now), facts) for number in numbers
    )
    unlimited = tuple(held for held in view.held if held.volume_bytes is None and held.speed_kbps) if current else ()
    return Page(view.today, month, day, months_to_show(account_id, view.today), sections, unlimited)


@dataclass(frozen=True, slots=True)
class _Facts:
    written: Mapping[int, UsedMonth]
    by_day: Mapping[int, Mapping[date, int]]
    by_hour: Mapping[int, Mapping[int, int]]
    purchases: Sequence[TrafficPurchase]
    days: tuple[date, ...]
    day: date | None
    hours: int


def _section(number: int, title: str, now: Now | None, facts: _Facts) -> Section:
    by_day, by_hour = facts.by_day.get(number, {}), facts.by_hour.get(number, {})
    days = tuple(Used(day, f"{day.day} {weekday(day)}", by_day.get(day, 0)) for day in facts.days) if by_day else ()
    hours = tuple(Used(hour, f"{hour:02d}:00", by_hour.get(hour, 0)) for hour in range(facts.hours)) if by_hour else ()
    named = {"name": title, "month": month_title(facts.days[0]), "day": day_of_month(facts.day or facts.days[0])}
    return Section(
        number=number,
        title=title,
        now=now,
        month=facts.written.get(number),
        days=days,
        hours=hours,
        purchases=tuple(one for one in facts.purchases if one.subscription == number),
        day_chart=_chart(days, _("Трафик %(name)s по дням, %(month)s") % named),
        hour_chart=_chart(hours, _("Трафик %(name)s по часам, %(day)s") % named),
    )


def _chart(used: Iterable[Used], title: str) -> SafeString:
    values = [Bar(one.label, one.volume_bytes) for one in used]
    return bars(values, limit=None, title=title, unit=volume) if values else SafeString("")


def _now(traffic: Traffic | None, plans: Mapping[str, Plan], statuses: Mapping[int, str], now: datetime) -> Now | None:
    if traffic is None:
        return None
    plan, status = plans[traffic.plan], statuses[traffic.subscription]
    runs = status == "running"
    return Now(
        gauge=gauge_of(traffic),
        happening=happening(traffic, status),
        pace=pace(traffic, now) if runs else "",
        follows=follows(traffic.then, traffic.throttle_kbps, traffic.megabyte_kopeck_hundredths),
        bundles=bundles_of(plan),
        has_choices=bool(plan.used_up_choices),
        runs=runs,
    )


def _titles(account_id: int, view: Home, numbers: Sequence[int]) -> dict[int, str]:
    """Names of plans in quotes; of what has ended too."""
    held = Subscription.objects.filter(account_id=account_id, number__in=numbers).select_related("plan")
    return {one.number: in_quotes(one.plan.name) for one in held} | {
        one.number: in_quotes(one.name) for one in view.held
    }


@dataclass(frozen=True, slots=True)
class Way:
    """What may follow when a volume is used up: its word in the form, and what it means."""

    then: str
    title: str
    about: str
    is_current: bool
    price: str
    megabyte_kopeck_hundredths: int | None


def ways_of(plan: Plan, current: str) -> tuple[Way, ...]:
    """The ways among which a plan lets choose, in the order free of charge first."""
    return tuple(_way(plan, UsedUp(one), current) for one in sorted(plan.used_up_choices))


def _way(plan: Plan, way: UsedUp, current: str) -> Way:
    price = plan.megabyte_kopeck_hundredths if way == UsedUp.CHARGE else None
    kbps = plan.throttle_kbps or 0
    title, about = {
        UsedUp.THROTTLE: (
            _("Снизить скорость до %(speed)s") % {"speed": speed(kbps)},
            _("Интернет работает дальше, медленнее. Доплат нет."),
        ),
        UsedUp.STOP: (
            _("Остановить до конца месяца"),
            _("Интернет не работает, пока не начнётся новый месяц или вы не докупите трафик. Доплат нет."),
        ),
        UsedUp.CHARGE: (
            _("Продолжить на полной скорости за плату"),
            _("%(price)s за каждый начатый мегабайт сверх объёма. Деньги списываются со счёта сразу.")
            % {"price": megabyte_price(price or 0)},
        ),
    }[way]
    return Way(way.label, title, about, way.label == current, megabyte_price(price) if price else "", price)


def unlimited_title(held: Held) -> str:
    """A service without a volume: "Интернет «Безлимит 30»"."""
    return f"{text(held.service_name)} {in_quotes(held.name)}" if held.service_name else in_quotes(held.name)
